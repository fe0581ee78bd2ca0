"""The language of short texts: English among many names, and the other languages by their own words."""

from __future__ import annotations

import pytest

from transforms.splitting.about import find_language

# 40 to 300 characters, many names, few words
ENGLISH = (
    "NATO and EU sign a paper\n5 March 2020\nNATO Secretary General Jens Stoltenberg met Charles Michel in Brussels."
    " They spoke about military mobility.",
    "Jens Stoltenberg, Ursula von der Leyen and Charles Michel visit Vilnius, Rukla and Šiauliai",
    "Jaap de Hoop Scheffer meets Javier Solana, José Manuel Durão Barroso and Dora Bakoyannis in The Hague",
    "Meeting with Pieter de Crem, Guido van der Hoeven and Jan de Vries of the Netherlands",
    "Deputy Secretary General Mircea Geoană to visit Chișinău, Iași and Bucharest, 3-5 May 2022",
    "Mark Rutte met António Costa, Kaja Kallas and Andrius Kubilius at NATO Headquarters on Tuesday.",
    "Annegret Kramp-Karrenbauer, Florence Parly and Lorenzo Guerini on PESCO and on the Strategic Compass",
    "NATO Secretary General Anders Fogh Rasmussen and Danish Prime Minister Helle Thorning-Schmidt in Copenhagen",
    "Admiral Giampaolo Di Paola, General Håkan Syrén and General Mikhail Kostarakos met on 12 May 2010.",
    "Visit by Federica Mogherini to Helsinki: Hybrid CoE opened with Sauli Niinistö and Juha Sipilä",
    "Lt. Gen. Hans-Werner Wiermann, Director General of the International Military Staff, in Tallinn",
    "NATO-EU Capability Group: experts from Rzeczpospolita Polska, Česká republika and Magyarország meet in Mons",
    "Operation Althea: Major General Anton Waldner takes over from Major General Martin Dorfer in Sarajevo",
    "Camp Butmir, Sarajevo. Maj. Gen. Florin-Marian Barbu hands over EUFOR to Maj. Gen. László Sticz.",
    "Secretary General Lord Robertson and High Representative Javier Solana travel to Skopje, 26 July 2001",
    "Secretary General to address Münchner Sicherheitskonferenz, Bayerischer Hof, München, 17 February 2018",
    "Berlin Plus: Concordia follows Allied Harmony in the former Yugoslav Republic of Macedonia (FYROM)",
    "18 June 2019 - Stoltenberg, Mogherini, Tusk and Juncker welcome the fourth progress report.",
    "Ambassador Boris Ruge, Ambassador Bettina Cadenbach and Charles Fries chaired the NATO-EU staff talks.",
    "Exercise PACE: EU INTEX ran parallel to NATO CMX, with Sorin Ducaru and Pedro Serrano as hosts.",
    "EU Military Committee Chairman General Claudio Graziano and Air Chief Marshal Sir Stuart Peach spoke by phone.",
    "Réunion ministérielle de l’OTAN\n\nThe Secretary General and the High Representative met ministers from Finland"
    " and Sweden for dinner.",
    "CONSEIL DE L’UNION EUROPÉENNE\nSecrétariat général\n\nThe Council took note of the report on the implementation"
    " of the common set of proposals with NATO.",
    "Conseil de l’Atlantique Nord - Bruxelles\nNATO and the EU agreed on a joint declaration, which they will sign at"
    " the summit in Warsaw.",
    "BUNDESMINISTERIUM DER VERTEIDIGUNG\nBerlin, Stauffenbergstraße 18\nBoris Pistorius met Josep Borrell for talks"
    " about air defence.",
    "Ministero della Difesa, Palazzo Baracchini, Roma. NATO and EU naval forces met off Augusta and Taranto.",
    "EUNAVFOR MED Operation Sophia (Rear Admiral Enrico Credendino) and Operation Sea Guardian share information",
    "Sven Mikser, Edgars Rinkēvičius, Linas Linkevičius and Jüri Luik: the Baltic view of NATO-EU cooperation",
    "Kiel Institute, Stiftung Wissenschaft und Politik, Fondation pour la Recherche Stratégique: a debate on the EU"
    " and NATO",
    "Hybrid threats: Tytti Tupparainen, Mikael Damberg, Trine Bramsen and Frank Bakke-Jensen agree to work together",
    "NATO Deputy Secretary General Rose Gottemoeller met Jorge Domecq. | 7 Sept. 2017 | Brussels",
    "NATO AND THE EUROPEAN UNION SIGN A JOINT DECLARATION IN WARSAW ON 8 JULY 2016",
)
OTHERS = (
    ("fr", "L’OTAN et l’Union européenne ont signé une déclaration commune sur leur coopération à Varsovie."),
    ("fr", "Jens Stoltenberg et Federica Mogherini se sont entretenus à Bruxelles de la sécurité dans les Balkans."),
    ("fr", "Le secrétaire général rencontre le président du Conseil européen pour parler de la mobilité militaire"),
    ("fr", "L’initiative « Defence and Related Security Capacity Building » est présentée aux pays des Balkans."),
    ("de", "Die NATO und die EU haben sich auf eine engere Zusammenarbeit bei der Cyberabwehr geeinigt."),
    ("de", "Ursula von der Leyen und Jens Stoltenberg sprechen in Brüssel über militärische Mobilität"),
    ("de", "Der Generalsekretär traf sich am Montag mit dem Präsidenten des Rates, um über Übungen zu sprechen."),
    ("es", "La OTAN y la Unión Europea firman en Varsovia una declaración conjunta sobre su cooperación."),
    ("es", "El secretario general se reunió con los ministros para hablar de los ejercicios que harán en otoño."),
    ("it", "La NATO e l’Unione europea hanno firmato a Varsavia una dichiarazione sulla loro cooperazione."),
    ("it", "Il segretario generale ha incontrato i ministri della difesa, che si rivedranno nel mese di giugno."),
    ("nl", "De NAVO en de Europese Unie hebben in Warschau een gezamenlijke verklaring over samenwerking getekend."),
    ("nl", "De secretaris-generaal sprak met de ministers over het vervoer van troepen en over oefeningen."),
    ("pl", "Sekretarz generalny spotkał się z ministrami, aby mówić o ćwiczeniach i o współpracy z Unią Europejską."),
    ("ro", "Secretarul general s-a întâlnit cu miniștrii pentru a vorbi despre exerciții și despre cooperarea cu UE."),
    ("sv", "Natos generalsekreterare och EU:s ministrar talade om övningar och om hur de ska samarbeta i Östersjön."),
    ("da", "Generalsekretæren mødtes med ministrene for at tale om øvelser og om, hvordan NATO og EU kan hjælpe."),
    ("no", "Generalsekretæren møtte ministrene for å snakke om øvelser og om hvordan NATO og EU kan samarbeide."),
    ("fi", "Pääsihteeri tapasi ministerit ja puhui harjoituksista sekä siitä, miten Nato ja EU voivat toimia yhdessä."),
    ("et", "Peasekretär kohtus ministritega ja rääkis õppustest ning sellest, kuidas NATO ja EL koos töötavad."),
    ("lv", "Ģenerālsekretārs tikās ar ministriem un runāja par mācībām un par to, kā NATO un ES var sadarboties."),
    ("lt", "Generalinis sekretorius susitiko su ministrais ir kalbėjo apie pratybas bei apie tai, kaip dirbs kartu."),
    ("cs", "Generální tajemník se setkal s ministry a mluvil o cvičeních a o tom, jak budou NATO a EU spolupracovat."),
    ("sk", "Generálny tajomník sa stretol s ministrami a hovoril o cvičeniach a o tom, ako budú spolupracovať s EÚ."),
    ("sl", "Generalni sekretar se je srečal z ministri in govoril o vajah ter o tem, kako bosta sodelovala z EU."),
    ("hr", "Glavni tajnik sastao se s ministrima i govorio o vježbama te o tome kako će NATO i EU surađivati."),
    ("hu", "A főtitkár találkozott a miniszterekkel, és arról beszélt, hogy a NATO és az EU hogyan működik együtt."),
    ("pt", "O secretário-geral encontrou-se com os ministros para falar dos exercícios e da cooperação com a UE."),
    ("tr", "Genel Sekreter bakanlarla görüştü ve NATO ile AB arasındaki iş birliği için bir toplantı yapılacak."),
    ("bg", "Генералният секретар се срещна с министрите и говори за ученията и за сътрудничеството със съюза."),
    ("uk", "Генеральний секретар зустрівся з міністрами і говорив про навчання та про співпрацю з Союзом."),
    ("ru", "Генеральный секретарь встретился с министрами и говорил об учениях и о сотрудничестве с союзом."),
    ("el", "Ο γενικός γραμματέας συναντήθηκε με τους υπουργούς και μίλησε για τις ασκήσεις και για τη συνεργασία."),
)

LONG = (
    (
        "fr",
        "Les militaires des deux organisations ont travaillé ensemble pendant trois jours. Ils ont vérifié que les"
        " messages arrivent à temps et que chacun sait qui appeler en cas de crise. Une deuxième partie aura lieu au"
        " printemps, avec des experts venus de Finlande.",
    ),
    (
        "de",
        "Die Fachleute beider Seiten übten drei Tage lang, wie man einen Angriff auf Netze erkennt. Sie prüften, ob"
        " die Meldungen rechtzeitig eintreffen und wer in einer Krise angerufen wird. Im Frühjahr soll es weitergehen.",
    ),
    (
        "es",
        "Los expertos de ambas organizaciones trabajaron juntos durante tres días. Comprobaron que los mensajes"
        " llegan a tiempo y que cada uno sabe a quién llamar cuando hay una crisis. Seguirán en primavera.",
    ),
    (
        "it",
        "Gli esperti delle due organizzazioni hanno lavorato insieme per tre giorni. Hanno verificato che i messaggi"
        " arrivino in tempo e che ognuno sappia chi chiamare in caso di crisi. Si continua in primavera.",
    ),
    (
        "nl",
        "De deskundigen van beide organisaties werkten drie dagen samen. Ze gingen na of de berichten op tijd"
        " aankomen en of iedereen weet wie er in een crisis gebeld moet worden. In het voorjaar gaan zij verder.",
    ),
    (
        "pl",
        "Eksperci obu organizacji pracowali razem przez trzy dni. Sprawdzili, czy wiadomości docierają na czas i czy"
        " każdy wie, do kogo dzwonić w razie kryzysu. Na wiosnę będą ćwiczyć dalej.",
    ),
    (
        "ro",
        "Experții celor două organizații au lucrat împreună timp de trei zile. Au verificat dacă mesajele ajung la"
        " timp și dacă fiecare știe pe cine să sune în caz de criză. Vor continua în primăvară.",
    ),
    (
        "sv",
        "Experter från båda organisationerna arbetade tillsammans i tre dagar. De prövade om meddelanden kommer fram"
        " i tid och om alla vet vem man ringer i en kris. Till våren fortsätter de.",
    ),
    (
        "da",
        "Eksperter fra begge organisationer arbejdede sammen i tre dage. De prøvede, om beskeder kommer frem i tide,"
        " og om alle ved, hvem man ringer til i en krise. Til foråret fortsætter de.",
    ),
    (
        "no",
        "Eksperter fra begge organisasjonene jobbet sammen i tre dager. De prøvde om meldinger kommer fram i tide,"
        " og om alle vet hvem man ringer til i en krise. Til våren fortsetter de.",
    ),
    (
        "fi",
        "Kummankin järjestön asiantuntijat työskentelivät yhdessä kolme päivää. He kokeilivat, tulevatko viestit"
        " ajoissa perille ja tietävätkö kaikki, kenelle kriisissä soitetaan. Keväällä työ jatkuu.",
    ),
    (
        "et",
        "Mõlema organisatsiooni eksperdid töötasid kolm päeva koos. Nad proovisid, kas teated jõuavad õigel ajal"
        " kohale ja kas kõik teavad, kellele kriisi ajal helistada. Kevadel jätkatakse.",
    ),
    (
        "lv",
        "Abu organizāciju eksperti trīs dienas strādāja kopā. Viņi pārbaudīja, vai ziņas pienāk laikā un vai visi"
        " zina, kam krīzē zvanīt. Pavasarī darbs turpināsies.",
    ),
    (
        "lt",
        "Abiejų organizacijų ekspertai tris dienas dirbo kartu. Jie tikrino, ar pranešimai ateina laiku ir ar visi"
        " žino, kam skambinti per krizę. Pavasarį darbas bus tęsiamas.",
    ),
    (
        "cs",
        "Odborníci obou organizací pracovali tři dny společně. Zkoušeli, jestli zprávy přicházejí včas a jestli"
        " každý ví, komu má v krizi volat. Na jaře budou pokračovat.",
    ),
    (
        "sk",
        "Odborníci oboch organizácií pracovali tri dni spoločne. Skúšali, či správy prichádzajú včas a či každý vie,"
        " komu má v kríze volať. Na jar budú pokračovať.",
    ),
    (
        "sl",
        "Strokovnjaki obeh organizacij so tri dni delali skupaj. Preverili so, ali sporočila prihajajo pravočasno"
        " in ali vsak ve, koga je treba poklicati v krizi. Spomladi bodo nadaljevali.",
    ),
    (
        "hr",
        "Stručnjaci obiju organizacija radili su zajedno tri dana. Provjerili su stižu li poruke na vrijeme i zna li"
        " svatko koga treba nazvati u krizi. Nastavit će na proljeće.",
    ),
    (
        "hu",
        "A két szervezet szakértői három napig dolgoztak együtt. Megnézték, hogy az üzenetek időben megérkeznek-e,"
        " és hogy mindenki tudja-e, kit kell hívni egy válságban. Tavasszal folytatják.",
    ),
    (
        "pt",
        "Os peritos das duas organizações trabalharam juntos durante três dias. Verificaram se as mensagens chegam a"
        " tempo e se cada um sabe a quem telefonar numa crise. Vão continuar na primavera.",
    ),
    (
        "tr",
        "İki kuruluşun uzmanları üç gün boyunca birlikte çalıştı. Mesajların zamanında gelip gelmediğini ve bir"
        " krizde kimin aranacağını denediler. Çalışma ilkbaharda devam edecek.",
    ),
    (
        "bg",
        "Експертите на двете организации работиха заедно три дни. Те провериха дали съобщенията пристигат навреме и"
        " дали всеки знае на кого да се обади при криза. През пролетта ще продължат.",
    ),
    (
        "uk",
        "Фахівці обох організацій три дні працювали разом. Вони перевірили, чи повідомлення надходять вчасно і чи"
        " всі знають, кому дзвонити під час кризи. Навесні робота триватиме.",
    ),
    (
        "ru",
        "Специалисты обеих организаций три дня работали вместе. Они проверили, вовремя ли приходят сообщения и все"
        " ли знают, кому звонить во время кризиса. Весной работа продолжится.",
    ),
    (
        "el",
        "Οι ειδικοί των δύο οργανισμών εργάστηκαν μαζί τρεις ημέρες. Έλεγξαν αν τα μηνύματα φτάνουν εγκαίρως και αν"
        " όλοι ξέρουν ποιον να καλέσουν σε μια κρίση. Θα συνεχίσουν την άνοιξη.",
    ),
)
_BODY = (
    "The experts of both organizations worked together for three days. They looked at how messages arrive in time and"
    " at who is called in a crisis."
)


@pytest.mark.parametrize("text", ENGLISH, ids=lambda text: str(text)[:30])
def test_english_with_many_names(text: str) -> None:
    assert find_language(text) == "en"


@pytest.mark.parametrize(("code", "text"), OTHERS + LONG, ids=lambda item: str(item)[:20])
def test_other_languages(code: str, text: str) -> None:
    assert find_language(text) == code


@pytest.mark.parametrize(("code", "text"), LONG, ids=lambda item: str(item)[:20])
def test_long_texts(code: str, text: str) -> None:
    assert find_language(" ".join([text] * 12)) == code
    assert find_language(f"NATO-EU talks in the spring\n\n{text}") == code, "an English title above it"


@pytest.mark.parametrize(("code", "text"), OTHERS, ids=lambda item: str(item)[:20])
def test_english_below_a_foreign_title(code: str, text: str) -> None:
    assert find_language(f"{text}\n\n{_BODY} {_BODY}") == "en", code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("NATO and EU agree", None),
        ("NATO and EU agree", "en"),
        ("L’OTAN et l’UE", "fr"),
        # names without a word between them
        ("Stoltenberg, Michel, von der Leyen, Borrell, Niinistö, Sánchez, Kramp-Karrenbauer, Løkke Rasmussen", None),
        ("Stoltenberg, Michel, von der Leyen, Borrell, Niinistö, Sánchez, Kramp-Karrenbauer, Løkke Rasmussen", "en"),
        ("Bruxelles, Palais d’Egmont, Place du Petit Sablon, Rue de la Loi 175, Boulevard Léopold III", "en"),
        ("+32 2 707 41 11 | presse@diplomatie.gouv.fr | https://www.auswaertiges-amt.de/de/aussenpolitik/", "en"),
    ],
)
def test_too_short_to_tell(text: str, expected: str | None) -> None:
    assert find_language(text, expected) == expected


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Ministers agree on bridges. They will meet again in the autumn with partners.", "fr", "en"),
        ("Les ministres sont d’accord sur les ponts et ils se retrouveront à l’automne.", "en", "fr"),
        ("Les ministres sont d’accord sur les ponts et ils se retrouveront à l’automne.", "fr", "fr"),
        ("Statsministeren møtte Jens Stoltenberg i Oslo og snakket om øvelser med EU etter jul.", "en", "no"),
        ("(a) Tallinn; (e) Vilnius; (i) Zagreb; (o) Ljubljana; (u) Skopje; the EU’s e-mail and NATO’s", "en", "en"),
    ],
)
def test_entries_of_a_page(text: str, expected: str, language: str) -> None:
    assert find_language(text, expected) == language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "LE CONSEIL DE L’ATLANTIQUE NORD RENCONTRE LE COMITÉ POLITIQUE ET DE SÉCURITÉ"),
        ("en", "NATO AND EU AMBASSADORS MEET IN THE PALAIS D’EGMONT, RUE AUX LAINES, BRUXELLES"),
        ("en", "BUNDESMINISTERIUM DER VERTEIDIGUNG: TALKS WITH THE SECRETARY GENERAL OF NATO"),
    ],
)
def test_capitals(language: str, text: str) -> None:
    assert find_language(text) == language


@pytest.mark.parametrize("piece", ["w", "w.", "www.", "a@", "de ", "l’", "д", "é-", "5 "])
def test_no_text_takes_long(piece: str) -> None:
    find_language(piece * 100_000)
