"""What a page is about itself: its kind, its publisher, its reference number, its language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from resiliparse.parse.lang import detect_fast

from transforms.knowledge.spelling import PARTICLES
from transforms.model import HeaderFacts
from transforms.splitting.lines import Unit
from transforms.splitting.wording import LONGEST_LINE, Wording
from warehouse.tables import DOCUMENT_KINDS

# signs and numbers are looked for in that many lines from the start and from the end
EDGE_UNITS = 40
SHORTEST_TEXT = 60
# shorter texts may be of names alone, which look English
_PLAIN_CHARS = 200
_LANGUAGE_SAMPLE = 5000
# distances of `detect_fast`: texts of 5,000 characters are at 200-300, of 150 characters at 500-650
_FARTHEST = 1000
_PRIOR = "en"
# what words with letters that English lacks are counted as: "européenne", but not the name "Šiauliai"
_FOREIGN = "*"
# a language is told by two words of its own more than English has; by one if the detector sees it too
_MARGIN = 2
# English holds beside twice as many words of another language: below a letterhead, a title, a summary of theirs
_BESIDE = 0.5
_BESIDE_WORDS = 3
# in a short text English comes out as Norwegian or German by a few per cent
_CLOSE = 0.08
# Danish and Norwegian, Czech and Slovak share most of these words: among such the detector's rank weighs as much
_ALIKE = 0.65
# a text that long without a word of the table is in a language of another kind, a shorter one is a list of names
_LONG_TEXT = 600
# The most frequent words that are not names, of the classes that grammars call closed: articles, pronouns,
# prepositions, conjunctions, negation, forms of "be" and "have"; nearly all are stop words of spaCy 3.8 too, where it
# has a list. Official languages of the EU, of NATO's members and of those who want to join. A word that a language
# shares with English speaks for neither of the two.
_FREQUENT_WORDS = {
    "en": "the a of and to in for with on by that is was are were be been has have had will would at from as it its"
    " this which their they he his she her we our not but an or who can could should also between after than"
    " about into these all more during over under both such any other how what said met meets",
    "fr": "a le la les des et est une un du de en dans pour sur par avec que qui au aux à ne pas sont ont été il ils"
    " elle se sa son ses ce cette ces leur plus nous vous mais ou où comme entre l’ d’ qu’ s’ n’ c’ j’",
    "de": "wollen sollen können der die das und ist nicht den dem des ein eine einer einem einen mit von zu zur zum"
    " im in für auf sich auch an als nach bei über aus wie wird werden wurde haben hat sind es er sie wir dass"
    " um am vom durch oder zwischen unter was",
    "es": "a el la los las y del de en que un una por para con se su sus al es no lo como más pero entre sobre este"
    " esta son ha han fue también sin desde o nos le",
    "it": "a il la lo gli le di che e del della dei delle degli dell’ nel nella nei all’ al alla con per un una è"
    " sono ha hanno in da dal dalla si non su sul sulla come anche più i tra ed o l’ sull’ un’ dall’ nell’"
    " questo suo",
    "nl": "de het een van en in op te met voor zijn dat die niet aan is om ook als door over bij naar uit tot worden"
    " wordt heeft hebben was maar of deze dit er hun zal zich tussen tegen we wij",
    "pl": "i w z na do się nie że jest o to od za po dla oraz przez jak przy ze ich są był była było które który"
    " która tym tego a we być między także aby jako jego będzie pod",
    "ro": "și şi de în la a cu pe din pentru că nu este o al ale ai cele un care mai să fi s-a sunt dar au fost prin"
    " între despre sau după iar lui lor unei unui către ce se are",
    "sv": "och att i det som en på är av för med den till ett om de inte har var sig ska kan vi från men vid mellan"
    " eller också efter under deras hur han hon sin skall detta dessa",
    "da": "og nu ud op efter mod hvad nogle frem blandt at i det er en til af den på for med de som der et var har"
    " ikke om sig kan vi fra men ved mellem eller også blev deres skal vil hvordan han hun dette disse sin",
    "no": "og nå ut opp mot hva noen fram blant å i det er en til av den på for med de som et var har ikke om seg"
    " kan vi fra men ved mellom eller også etter ble deres skal vil hvordan at han hun dette disse sin",
    "fi": "he kaikki ja on ei että se sekä oli ovat myös hän joka jotka kun mutta tai sen siitä ole olla miten kuin"
    " välillä kanssa mukaan ne niiden sitä tämä tämän jossa jonka jälkeen voi voivat",
    "et": "ja on ei et see ning oli ka ta kes mis kui aga või selle sellest kuidas oma olid nende vahel koos seda"
    " selles üle pärast nad saab siis need mida",
    "lv": "un ir no uz ar par ka kas lai arī bija tika nav pie pēc to tā kā viņš viņi starp vai gan tas šī bet būs"
    " kuri kura var savu līdz tiek",
    "lt": "ir į iš su kad yra tai bei kaip buvo apie ne bet arba jo jų už tarp po dėl per taip pat kuris kurie prie"
    " nuo jie jis bus gali ar",
    "cs": "a v se na je o s z že do i to k ve pro za by ale jako jsou byl byla bylo od po jak které který která mezi"
    " také nebo při ze budou bude podle co aby jejich",
    "sk": "a v sa na je o s z že do i to k vo pre za by ale ako sú bol bola bolo od po aj ktoré ktorý ktorá medzi"
    " tiež alebo pri zo budú bude podľa čo aby ich",
    "sl": "a in v je se na za da so z s pri o ki tudi ne po pa kot bi ter ali med tem ob od do kako bo bodo bil bila"
    " bilo njihov njihovo zaradi bosta sta",
    "hr": "a i u je na se da su za s o od koji koja koje ne te kao što ili iz sa do nije biti bi će ali kako između"
    " po uz bio bila bilo tome također njihov pri",
    "bs": "a i u je na se da su za s o od koji koja koje ne te kao što ili iz sa do nije biti bi će ali kako između"
    " po uz bio bila bilo tome također njihov pri",
    "hu": "a az és hogy nem is egy meg van ezt ez azt volt de csak ha arról között szerint mint vagy el által"
    " valamint való után lesz voltak hogyan ami amely alatt ki",
    "pt": "o a os as de do da dos das e que em um uma no na nos nas para com por se ao aos à é são não mais foi como"
    " mas entre sobre também pelo pela seu sua este esta ou",
    "tr": "ve bir bu için ile de da olan olarak ne gibi daha çok kadar sonra en arasında olduğu değil var her ise ya"
    " veya tarafından üzere edilen göre oldu olacak dedi",
    "is": "og að í á er sem til um við með fyrir það en var af ekki frá hann hún þeir eru eða verður hefur þess milli",
    "sq": "dhe në të e i për me një nga se është si që u nuk ka më por edhe do mes midis janë kjo ky ishte",
    "ga": "agus an na ar a le go do is sa leis faoi tá atá chun ó nó ach idir bhí seo sin mar ag um",
    "mt": "u ta li dwar fuq ma minn mill tal il fil għal għall għandu huwa jew dan din kien biex bejn bħala hija kif",
    "bg": "и на в за да се от с е са че по ще не при към като между как което които който това а ги му",
    "mk": "и на во за да се од со е сè дека по ќе не при кон како меѓу што кој кои ова а ги му",
    "sr": "и у је на се да су за са о од који која које не као што или из до није ће али како између по i u je se su"
    " za sa od koji koja koje kao što ili iz nije ali kako između po",
    "be": "і й у ў на з што да не пра за ад як для па гэта быў была былі таксама яго але або які якія",
    "uk": "і й та в у на з що до не про за від є як із для по між це був були була також його але який які",
    "ru": "и в на с что о об по не к из за для от как это у был были была также его но между который которые ли со",
    "el": "ο η το οι τα του της των τον την και να με σε για στο στη στην στις στους τους τις από που θα είναι δεν"
    " μια ως ότι κατά μεταξύ ένα έχει",
}
_WORDS = {code: frozenset(words.split()) for code, words in _FREQUENT_WORDS.items()}
_WORDS_UNLIKE_ENGLISH = {code: words - _WORDS[_PRIOR] for code, words in _WORDS.items()}
_ENGLISH_WORDS_UNLIKE = {code: _WORDS[_PRIOR] - words for code, words in _WORDS.items()}
# scripts other than the Latin one, with the languages written in each
_SCRIPTS = tuple(
    (re.compile(letters), tuple(codes.split()))
    for letters, codes in (
        (r"[\u0400-\u04ff]", "bg mk uk ru be sr"),
        (r"[\u0370-\u03ff\u1f00-\u1fff]", "el"),
        (r"[\u0530-\u058f]", "hy"),
        (r"[\u10a0-\u10ff]", "ka"),
        (r"[\u0590-\u05ff]", "he"),
        (r"[\u0600-\u06ff]", "ar"),
        (r"[\u3040-\u30ff\u4e00-\u9fff]", "zh ja"),
        (r"[\uac00-\ud7af]", "ko"),
    )
)
_LATIN_LANGUAGES = (*(code for code in _WORDS if code not in ("el", "bg", "mk", "uk", "ru", "be")), "az")
_LANGUAGES = frozenset((*_LATIN_LANGUAGES, *(code for _, codes in _SCRIPTS for code in codes)))
_LETTER = re.compile(r"[^\W\d_]")
# "www.example.de" and "x@example.fr" hold no words
_ADDRESS = re.compile(r"(?<!\S)\S*(?:://|www\.|@|\.(?:int|eu|org|com|net|[a-z]{2})\b)\S*")
# "l’accord", "dell’Unione"; of single letters those that are words: not "a)", "i.", "e-mail", "EU’s"
_WORD = re.compile(
    r"(?:l|d|qu|n|s|c|j|un|dell|all|nell|sull|dall)['’](?=[^\W\d_])"
    r"|[^\W\d_]{2,}(?:-[^\W\d_]+)*|(?<![\w'’-])[^\W\d_](?![\w'’).-])"
)
# "Jaap de Hoop Scheffer", "Le Monde", "Palais des Nations", "Wissenschaft und Politik": part of the name that follows
# ("zu" and "bin" are frequent German words)
_PARTICLES = (PARTICLES | frozenset(["les", "te", "et", "und", "y", "d’"])) - frozenset(("bin", "zu"))
# words with such letters that English has taken over
_LOAN_WORDS = "communiqué communiqués café cafés rôle naïve façade élite fiancé protégé résumé détente"
_LOANS = frozenset(_LOAN_WORDS.split())
_CODE_KINDS = ("header", "label", "dateline", "reference", "contact", "note")
_SIGN_KINDS = (*_CODE_KINDS, "title", "subtitle", "navigation", "boilerplate")
_KIND_OF_CODE = (
    ("STATEMENT/", "statement"),
    ("SPEECH/", "speech"),
    ("IP/", "press_release"),
    ("PR/CP", "press_release"),
    ("MEMO/", "report"),
)
_LONG_ARTICLE = 12_000
_PLAIN_KINDS = ("news", "press_release", "other")
_Piece = TypeVar("_Piece")


def known_publisher(facts: HeaderFacts, wording: Wording) -> str | None:
    """The publisher that the file's own facts name, else the one at whose address it was."""
    named = wording.publisher_named(facts.publisher) if facts.publisher else None
    return named or (wording.publisher_named(facts.url) if facts.url else None)


def find_publisher(units: Sequence[Unit], wording: Wording) -> str | None:
    """The publisher whose sign stands in a line of head or foot; None if there is no sign."""
    shown = (unit.folded for unit in edges(units) if unit.kind in _SIGN_KINDS and len(unit.text) <= LONGEST_LINE)
    lines = [line for line in shown if wording.any_sign.fullmatch(line)]
    return next(
        (
            publisher.publisher_id
            for publisher in wording.publishers
            if any(publisher.sign.fullmatch(line) for line in lines)
        ),
        None,
    )


def find_reference(units: Sequence[Unit], wording: Wording) -> str | None:
    """The publisher's number of the document, if a line of head or foot tells one."""
    for unit in edges(units):
        if unit.kind not in _CODE_KINDS or len(unit.text) > LONGEST_LINE:
            continue
        for pattern in wording.references:
            match = pattern.search(unit.text)
            if match:
                return " ".join(match["code"].split())
    return None


def find_kind(titles: Iterable[str], labels: Iterable[str], code: str | None, size: int, wording: Wording) -> str:
    """The kind of document: by its title, else by the label in its header, else by its number, else by its size.

    A title "by …" says less than the label "Speech", but more than "News".
    """
    titles = [title for title in titles if title]
    by_title = [(title, kind) for title in titles if (kind := _kind_of_title(title, wording))]
    by_label = next((wording.labels[label] for label in labels if label in wording.labels), None)
    by_code = next((kind for prefix, kind in _KIND_OF_CODE if code and code.upper().startswith(prefix)), None)
    default = "other" if not titles else "article" if size > _LONG_ARTICLE else "news"
    if by_title and (by_label in (None, *_PLAIN_KINDS) or not by_title[0][0].lower().startswith("by ")):
        return by_title[0][1]
    return by_label or by_code or default


def _kind_of_title(title: str, wording: Wording) -> str | None:
    return next((kind for kind, pattern in wording.document_kinds if pattern.search(title)), None)


def known_kind(name: str | None) -> str | None:
    """The kind that front matter tells ("Press release", "speech"), if it is one of the closed list."""
    word = re.sub(r"[\s-]+", "_", name.strip().lower()) if name else ""
    return word if word in DOCUMENT_KINDS and word not in ("listing", "listing_entry") else None


def language_of(text: str, declared: str | None) -> str | None:
    """The declared language unless the text is plainly English: a template declares that of its house."""
    told, found = known_language(declared), find_language(text)
    is_plain = found == "en" and len(text) >= _PLAIN_CHARS
    return found if is_plain or told is None else told


def known_language(name: str | None) -> str | None:
    """The language that front matter tells ("en", "en-GB", "English"), if its code is one that pages are written in."""
    code = (name or "")[:2].lower()
    return code if code in _LANGUAGES else None


def find_language(text: str, expected: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language; the expected one where the text is too short to tell it from others.

    English is the prior: another language is told by its own frequent words, not by the letters of foreign names.
    """
    sample = _ADDRESS.sub(" ", text[:_LANGUAGE_SAMPLE])
    if len(text) < SHORTEST_TEXT:
        return expected
    counts, codes = _count_words(sample), _script_languages(sample)
    if codes is not _LATIN_LANGUAGES:
        return _likeliest(sample, counts, codes)
    hits = {code: _hits(counts, code) for code in codes}
    if not any(hits.values()) and not counts[_FOREIGN]:
        return _by_letters(sample, expected)
    if expected in hits and hits[expected] == max(hits.values()):
        return expected
    return _leave_english(sample, counts, expected)


def _leave_english(sample: str, counts: Counter[str], expected: str | None) -> str | None:
    """English, unless the frequent words of another language speak clearly against it."""
    rivals = [code for code in _LATIN_LANGUAGES if code in _WORDS and code != _PRIOR]
    margin, rival = max((_margin(counts, code), code) for code in rivals)
    if margin <= 0:
        return _PRIOR if _hits(counts, _PRIOR) else expected
    told = _likeliest(sample, counts, rivals)
    if margin < _MARGIN and not (told == rival == _nearest(sample)):
        return expected
    return told


def _script_languages(sample: str) -> tuple[str, ...]:
    """The languages of the script that most of the letters are in."""
    letters = len(_LETTER.findall(sample))
    return next((codes for script, codes in _SCRIPTS if len(script.findall(sample)) > letters / 2), _LATIN_LANGUAGES)


def _count_words(sample: str) -> Counter[str]:
    """How often each word stands in the text, particles of names aside; words with foreign letters as `_FOREIGN`."""
    counts: Counter[str] = Counter()
    before_name = False
    for word in reversed(_WORD.findall(sample.lower() if sample.isupper() else sample)):
        folded = word.lower().replace("'", "’")
        is_particle = folded in _PARTICLES and before_name
        before_name = is_particle or word[0].isupper()
        if is_particle or (len(word) == 1 and word.isupper()):
            continue
        counts[folded] += 1
        if word[0].islower() and not word.isascii() and folded not in _LOANS and "’" not in word:
            counts[_FOREIGN] += 1
    return counts


def _hits(counts: Counter[str], code: str) -> int:
    """How many words of the text are among the frequent ones of the language."""
    return sum(counts[word] for word in counts.keys() & _WORDS.get(code, frozenset()))


def _margin(counts: Counter[str], code: str) -> int:
    """How many more words speak for the language than for English; 0 if English holds beside it."""
    english = [counts[word] for word in counts.keys() & _ENGLISH_WORDS_UNLIKE[code]]
    others = sum(counts[word] for word in counts.keys() & _WORDS_UNLIKE_ENGLISH[code]) + counts[_FOREIGN]
    holds = len(english) > 1 and sum(english) >= max(_BESIDE_WORDS, _BESIDE * others)
    return 0 if holds else others - sum(english)


def _likeliest(sample: str, counts: Counter[str], codes: Sequence[str]) -> str | None:
    """The language whose frequent words the text has, weighed with the detector's rank."""
    hits = {code: _hits(counts, code) for code in codes}
    most = max(hits.values())
    ranks = _ranks(sample, codes)
    alike = [code for code in codes if hits[code] >= _ALIKE * most]
    return min(alike, key=lambda code: (ranks.get(code, _FARTHEST) / max(hits[code], 1), code))


def _by_letters(sample: str, expected: str | None) -> str | None:
    """What the detector sees, if that is English or the text is long; else the expected language."""
    nearest = _nearest(sample)
    return nearest if nearest == _PRIOR or (nearest and len(sample) >= _LONG_TEXT) else expected


def _nearest(sample: str) -> str | None:
    """The language that the detector sees, English if that is as close; None if the text is far from all languages."""
    ranks = _ranks(sample, _LATIN_LANGUAGES)
    best = min(ranks, key=lambda code: (ranks[code], code)) if ranks else None
    if best is None or ranks[best] > _FARTHEST:
        return None
    is_close = len(sample) < _LONG_TEXT and ranks.get(_PRIOR, _FARTHEST) < (1 + _CLOSE) * ranks[best]
    return _PRIOR if is_close else best


def _ranks(sample: str, codes: Sequence[str]) -> dict[str, int]:
    """Distance of the text to each language's letters, as the detector measures it."""
    found = detect_fast(sample, n_results=len(codes), langs=codes)
    return {str(item[0]): int(item[1]) for item in found if isinstance(item, tuple)}


def edges(units: Sequence[_Piece]) -> list[_Piece]:
    """The first and the last of the units or lines, where signs and numbers stand."""
    if len(units) <= 2 * EDGE_UNITS:
        return list(units)
    return [*units[:EDGE_UNITS], *units[-EDGE_UNITS:]]
