"""How publishers write the head of a page: what must come out of it, publisher by publisher."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from transforms.knowledge import fold
from transforms.model import Document, HeaderFacts, SourceText, Span
from transforms.splitting import split_source
from transforms.splitting.wording import FILE, load_wording

SHA = "6" * 64
CONTENT = tomllib.loads(FILE.read_text(encoding="utf-8"))
TITLE = "Ministers agree on roads and bridges"
BODY = (
    "The ministers spoke about exercises, about roads and bridges, and about the health of their soldiers. They will"
    " meet again in the autumn, and until then their staffs will exchange what they have learned.\n"
)
SPEECH = "I am glad to be here.\n\nWe have much to do, and I count on you.\n\nThank you.\n"
FRENCH = (
    "Les ministres ont parlé des routes et des ponts, des exercices et de la santé de leurs soldats. Ils se"
    " retrouveront à l’automne pour en parler encore, et leurs services échangeront ce qu’ils ont appris.\n"
)
GERMAN = (
    "Die Minister sprachen über Straßen und Brücken, über Übungen und über die Gesundheit ihrer Soldaten. Sie werden"
    " sich im Herbst wieder treffen, und bis dahin tauschen ihre Stäbe aus, was sie gelernt haben.\n"
)
NATO, COUNCIL, EEAS = "nato", "council-of-the-european-union", "european-external-action-service"
COMMISSION, PARLIAMENT, EDA = "european-commission", "european-parliament", "european-defence-agency"


@dataclass(frozen=True, slots=True)
class Case:
    """A page, and what its head tells."""

    name: str
    text: str
    day: str | None = None
    precision: str | None = "day"
    publisher: str | None = None
    code: str | None = None
    place: str | None = None
    kind: str = "news"
    title: str | None = TITLE
    updated: str | None = None
    speaker: str | None = None
    language: str = "en"
    facts: HeaderFacts = field(default_factory=HeaderFacts)


def head(*lines: str, body: str = BODY) -> str:
    """The lines, an empty one after each, above a text."""
    return "\n\n".join([*lines, body])


def block(*lines: str, body: str = BODY) -> str:
    """The lines, one below the other, above a text."""
    return "\n".join(lines) + "\n\n" + body


CASES = [
    # --- NATO
    Case("nato: bullets", head(TITLE, "  • 15 Nov. 2023 -\n  • |\n  • Last updated: 16 Nov. 2023 10:02"),
         "2023-11-15", publisher=NATO, updated="2023-11-16T10:02"),
    Case("nato: bullets on one line", head(TITLE, "• 15 Nov. 2023 - | Last updated: 16 Nov. 2023 10:02"),
         "2023-11-15", publisher=NATO, updated="2023-11-16T10:02"),
    Case("nato: hyphens and a clock", head("NATO News", TITLE, "10-Nov-2014 09:46"),
         "2014-11-10", "minute", NATO),
    Case("nato: last updated with hyphens", head(TITLE, "10 Nov. 2014", "Last updated: 11-Nov-2014 09:46"),
         "2014-11-10", publisher=NATO, updated="2014-11-11T09:46"),
    Case("nato: a page of 2002",
         head("Updated: 08-Jul-2002\tNATO Speeches", "NATO HQ", "3 July 2002", "Roads for peace",
              "Speech by the Secretary General at the opening of the course", body=SPEECH),
         "2002-07-03", publisher=NATO, kind="speech", title="Roads for peace", updated="2002-07-08",
         speaker="Secretary General"),
    Case("nato: updated alone, the publisher below it",
         head("Updated: 08-Jul-2002", "NATO Press Release (2002)077\n3 July 2002", TITLE),
         "2002-07-03", publisher=NATO, code="(2002)077", kind="press_release", updated="2002-07-08"),
    Case("nato: number and issued",
         head("Riga Summit Declaration", "Press Release (2018) 095\nIssued on 11 July 2018"),
         "2018-07-11", publisher=NATO, code="(2018) 095", kind="declaration", title="Riga Summit Declaration"),
    Case("nato: bullets, number, issued",
         head("Riga Summit Declaration",
              "  • 11 Jul. 2018 -\n  • |\n  • Press Release (2018) 095\n  • Issued on 11 Jul. 2018\n  • |\n"
              "  • Last updated: 30 Aug. 2018 13:49"),
         "2018-07-11", publisher=NATO, code="(2018) 095", kind="declaration", title="Riga Summit Declaration",
         updated="2018-08-30T13:49"),
    Case("nato: number and day on a line", head("Press Release (2001)123  8 August 2001", TITLE),
         "2001-08-08", publisher=NATO, code="(2001)123", kind="press_release"),
    Case("nato: number below the words", block("Press Release", "(2001)123", "8 August 2001", "", TITLE),
         "2001-08-08", publisher=NATO, code="(2001)123", kind="press_release"),
    Case("nato: number of the council's press service", block("PR/CP(2009)009", "22 January 2009", "", TITLE),
         "2009-01-22", publisher=NATO, code="PR/CP(2009)009", kind="press_release"),
    Case("nato: number of a ministerial", block("M-NAC-2(2003)152", "4 December 2003", "", "Final Communiqué"),
         "2003-12-04", publisher=NATO, code="M-NAC-2(2003)152", kind="declaration", title="Final Communiqué"),
    Case("nato: opinion of a page of 2004",
         head("Updated: 16-Jun-2004\tNATO Opinions", "14 June 2004", "Roads first",
              "Article by the Secretary General"),
         "2004-06-14", publisher=NATO, kind="article", title="Roads first", updated="2004-06-16"),
    Case("nato: speech with bullets",
         head("Keynote speech", "by NATO Secretary General Jens Stoltenberg at the opening of the course in Riga",
              "  • 03 Jun. 2019 -\n  • |\n  • Last updated: 03 Jun. 2019 18:31", "(As delivered)", body=SPEECH),
         "2019-06-03", publisher=NATO, kind="speech", title="Keynote speech", updated="2019-06-03T18:31",
         speaker="NATO Secretary General Jens Stoltenberg"),
    Case("nato: french update line over an english text",
         head(TITLE, "  • 05 Dec. 2017 -\n  • |\n  • Mis à jour le: 06 Dec. 2017 09:17"),
         "2017-12-05", publisher=NATO, updated="2017-12-06T09:17"),
    Case("nato: only a french update line", head(TITLE, "Mis à jour le: 05 Dec. 2017", "NATO HQ"),
         None, None, NATO, updated="2017-12-05"),
    Case("nato: a page of 2025", block("News", TITLE, "24 October 2025 | Updated: 25 October 2025", "NATO Newsroom"),
         "2025-10-24", publisher=NATO, updated="2025-10-25"),
    Case("nato: a week is no day", head("NATO Update", "Week of 3-9 July 2002", TITLE), None, None, NATO),
    Case("shape", head("Supreme Headquarters Allied Powers Europe", TITLE, "MONS, Belgium - " + BODY.strip(), body=""),
         None, None, "shape", place="MONS, Belgium"),
    # --- Commission
    Case("commission: press release", head("European Commission - Press release", TITLE, "Brussels, 29 November 2018"),
         "2018-11-29", publisher=COMMISSION, place="Brussels", kind="press_release"),
    Case("commission: number of 1999", head("IP/99/1002", "Brussels, 16 December 1999", TITLE),
         "1999-12-16", publisher=COMMISSION, code="IP/99/1002", place="Brussels", kind="press_release"),
    Case("commission: statement", block("STATEMENT/23/145", "Brussels, 10 January 2023", "", TITLE),
         "2023-01-10", publisher=COMMISSION, code="STATEMENT/23/145", place="Brussels", kind="statement"),
    Case("commission: bars", block("European Commission", "Press release | 10 January 2023 | Brussels", TITLE),
         "2023-01-10", publisher=COMMISSION, place="Brussels", kind="press_release"),
    Case("commission: bars, no name", block("Statement | 10 January 2023 | Brussels", TITLE),
         "2023-01-10", place="Brussels", kind="statement"),
    Case("commission: memo", head("MEMO/03/27", "Brussels, 12 February 2003", TITLE),
         "2003-02-12", publisher=COMMISSION, code="MEMO/03/27", place="Brussels", kind="report"),
    Case("commission: french dateline over an english text", head("MEMO/03/52", "Bruxelles, le 12 mars 2003", TITLE),
         "2003-03-12", publisher=COMMISSION, code="MEMO/03/52", place="Bruxelles", kind="report"),
    Case("commission: speech of 2003",
         head("SPEECH/03/55", "Chris Patten", "Commissioner for External Relations", "Roads for peace",
              "Conference on transport", "Riga, 5 February 2003", body=SPEECH),
         "2003-02-05", publisher=COMMISSION, code="SPEECH/03/55", place="Riga", kind="speech",
         title="Roads for peace", speaker="Chris Patten"),
    Case("commission: daily news",
         head("European Commission - Daily News", "Daily News 10 / 01 / 2023", "Brussels, 10 January 2023",
              body=BODY + "\nMEX/23/116\n"),
         "2023-01-10", publisher=COMMISSION, code="MEX/23/116", place="Brussels",
         title="Daily News 10 / 01 / 2023"),
    Case("commission: joint communication",
         block("EUROPEAN", "COMMISSION", "", "HIGH REPRESENTATIVE", "OF THE UNION FOR", "FOREIGN AFFAIRS AND",
               "SECURITY POLICY", "", "Brussels, 10.11.2022", "JOIN(2022) 48 final", "",
               "JOINT COMMUNICATION TO THE EUROPEAN PARLIAMENT AND THE COUNCIL", "",
               "Action plan on roads and bridges"),
         "2022-11-10", publisher=COMMISSION, code="JOIN(2022) 48 final", place="Brussels", kind="report",
         title="JOINT COMMUNICATION TO THE EUROPEAN PARLIAMENT AND THE COUNCIL"),
    # --- Council of the EU
    Case("council: lines", block("Council of the EU", "Press release", "1 March 2021", "10:30", "", TITLE),
         "2021-03-01", publisher=COUNCIL, kind="press_release"),
    Case("council: number and day", block("Press release 112/21", "01/03/2021", "", TITLE),
         "2021-03-01", publisher=COUNCIL, code="112/21", kind="press_release"),
    Case("council: number and day on a line", head("PRESS RELEASE 112/21 / 01/03/2021", TITLE),
         "2021-03-01", publisher=COUNCIL, code="112/21", kind="press_release"),
    Case("council: bars", block("Council of the European Union", "10/01/2023 | Press release | 09:00", TITLE),
         "2023-01-10", publisher=COUNCIL, kind="press_release"),
    Case("council: a clock behind the day", block("Council of the EU", "5 December 2017 18:20", "Press release", TITLE),
         "2017-12-05", "minute", COUNCIL, kind="press_release"),
    Case("council: number and day, a clock", head("Council of the EU", "Press release 710/17 | 5 December 2017 | 18:20",
                                                  TITLE),
         "2017-12-05", "minute", COUNCIL, "710/17", kind="press_release"),
    Case("council: meeting of 2003",
         head("14000/03 (Presse 310)", "2541st Council meeting", "- GENERAL AFFAIRS -", "Brussels, 13 October 2003"),
         "2003-10-13", publisher=COUNCIL, code="14000/03 (Presse 310)", place="Brussels",
         title="2541st Council meeting"),
    Case("council: cover note",
         block("Council of the", "European Union", "", "Brussels, 6 December 2016", "(OR. en)", "", "15283/16", "",
               "CSDP/PSDC 701", "COPS 384", "", "NOTE", "", "From: General Secretariat of the Council",
               "To: Delegations", "Subject: " + TITLE),
         "2016-12-06", publisher=COUNCIL, code="15283/16", place="Brussels", kind="report"),
    Case("council: cover note, the fields below their names",
         block("Council of the European Union", "Brussels, 6 December 2016 (OR. en)", "", "15283/16", "COPS 384", "",
               "OUTCOME OF PROCEEDINGS", "", "From:", "General Secretariat of the Council", "On:", "5 December 2016",
               "To:", "Delegations", "Subject:", TITLE),
         "2016-12-06", publisher=COUNCIL, code="15283/16", place="Brussels", kind="report"),
    Case("council: cover note, two columns",
         block("Council of the European Union   Brussels, 6 December 2016", "15283/16", "", "NOTE", "From: Presidency",
               "To: Council", "Subject: Ministers agree on roads", "and bridges"),
         "2016-12-06", publisher=COUNCIL, code="15283/16", place="Brussels", kind="report"),
    Case("a mail as text",
         block("From: Press Office", "Sent: Monday, 3 June 2019 10:15", "To: Journalists", "Subject: " + TITLE),
         "2019-06-03", "minute"),
    Case("council: cover note with a day of receipt",
         block("Council of the European Union", "General Secretariat", "", "Brussels, 12 July 2019", "(OR. en)", "",
               "11344/19", "", "COVER NOTE", "", "From: Secretary-General of the European Commission",
               "date of receipt: 11 July 2019", "To: Secretary-General of the Council", "No. Cion doc.: JOIN(2019) 11",
               "Subject: " + TITLE),
         "2019-07-12", publisher=COUNCIL, code="11344/19", place="Brussels", kind="report"),
    Case("council: number of the register", block("ST 13802 2020 INIT", "Brussels, 3 June 2020", "", TITLE),
         "2020-06-03", publisher=COUNCIL, code="ST 13802 2020 INIT", place="Brussels"),
    Case("council: french page",
         block("Conseil de l'UE", "Communiqué de presse", "5 décembre 2017", "18:20", "",
               "Les ministres sont d’accord", body=FRENCH),
         "2017-12-05", publisher=COUNCIL, kind="press_release", title="Les ministres sont d’accord", language="fr"),
    # --- European Council
    Case("president of the european council",
         head("EUROPEAN COUNCIL\nTHE PRESIDENT", "EUCO 12/15\nPRESSE 48\nPR PCE 20", "Brussels, 3 June 2015",
              "Remarks by President Donald Tusk before the meeting", body=SPEECH),
         "2015-06-03", publisher="european-council", code="EUCO 12/15", place="Brussels", kind="statement",
         title="Remarks by President Donald Tusk before the meeting", speaker="President Donald Tusk"),
    Case("european council: lines", block("European Council", "Statements and remarks", "03 June 2019", "15:10", TITLE),
         "2019-06-03", publisher="european-council", kind="statement"),
    # --- EEAS and High Representative
    Case("eeas: unique id", block("Brussels, 06/05/2021 - 10:06, UNIQUE ID: 210506_5", "Statements by the HR/VP", "",
                                  TITLE),
         "2021-05-06", "minute", EEAS, "210506_5", "Brussels", kind="statement"),
    Case("eeas: unique id without place", head(TITLE, "06/05/2021 - 10:06, UNIQUE ID: 210506_5"),
         "2021-05-06", "minute", EEAS, "210506_5"),
    Case("eeas: number behind the day", head("Brussels, 5 May 2016 160505_02", TITLE),
         "2016-05-05", publisher=EEAS, code="160505_02", place="Brussels"),
    Case("eeas: number below the day", block("Brussels, 5 May 2016", "160505_02", "",
                                             "Statement by the Spokesperson on roads"),
         "2016-05-05", publisher=EEAS, code="160505_02", place="Brussels", kind="statement",
         title="Statement by the Spokesperson on roads", speaker="Spokesperson"),
    Case("eeas: team", head(TITLE, "07.02.2023 | EEAS Press Team"), "2023-02-07", publisher=EEAS),
    Case("eeas: place and team", head(TITLE, "07.02.2023 | Brussels | EEAS Press Team"),
         "2023-02-07", publisher=EEAS, place="Brussels"),
    Case("eeas: number of 2011",
         block("EUROPEAN UNION", "", "Brussels, 25 March 2011", "A 123/11", "",
               "Statement by the High Representative on roads"),
         "2011-03-25", publisher=EEAS, code="A 123/11", place="Brussels", kind="statement",
         title="Statement by the High Representative on roads", speaker="High Representative"),
    Case("high representative of 2006",
         block("EUROPEAN UNION", "THE HIGH REPRESENTATIVE FOR THE COMMON FOREIGN AND SECURITY POLICY", "",
               "Brussels, 8 November 2006", "S305/06", "", "Javier SOLANA meets the ministers"),
         "2006-11-08", publisher=COUNCIL, code="S305/06", place="Brussels",
         title="Javier SOLANA meets the ministers"),
    # --- European Parliament
    Case("parliament: press release",
         block("Press Releases", "AFET", "11-02-2019 - 16:23", "", TITLE, body=BODY + "\nREF.: 20190211IPR25747\n"),
         "2019-02-11", "minute", PARLIAMENT, "20190211IPR25747", kind="press_release"),
    Case("parliament: on a line",
         block("European Parliament", "Press Releases 11-02-2019 - 16:23", "Committees AFET", TITLE),
         "2019-02-11", "minute", PARLIAMENT, kind="press_release"),
    Case("parliament: below the title", block(TITLE, "News European Parliament", "28-05-2019 - 10:15",
                                              "Plenary session"),
         "2019-05-28", "minute", PARLIAMENT),
    # --- EDA
    Case("eda: dash", head("European Defence Agency", "Brussels - 07 October, 2021", TITLE),
         "2021-10-07", publisher=EDA, place="Brussels"),
    Case("eda: ordinal", head(TITLE, "07th October, 2021", body=BODY + "\n© European Defence Agency, 2004-2021\n"),
         "2021-10-07", publisher=EDA),
    # --- months in other languages
    Case("german page",
         block("Pressemitteilung", "Brüssel, 5. Dezember 2017", "", "Die Minister sind sich einig", body=GERMAN),
         "2017-12-05", place="Brüssel", kind="press_release", title="Die Minister sind sich einig", language="de"),
    Case("italian dateline over an english text", head("Roma, 3 giugno 2019", TITLE), "2019-06-03", place="Roma"),
    Case("spanish day over an english text", head("Madrid, 3 de junio de 2019", TITLE), "2019-06-03", place="Madrid"),
    Case("french first of the month", head("Paris, le 1er août 2019", TITLE), "2019-08-01", place="Paris"),
    Case("french month alone", head(TITLE, "Août 2019"), "2019-08-01", "month"),
    # --- two digits for the year, and which number is the month
    Case("slashes, nobody's", head(TITLE, "03/06/19"), None, None),
    Case("slashes, the council's", head("Council of the EU", TITLE, "03/06/19"), "2019-06-03", publisher=COUNCIL),
    Case("points", head(TITLE, "16.12.02"), "2002-12-16"),
    Case("points before 2000", head(TITLE, "16.12.99"), "1999-12-16"),
    Case("a year to come is none", head(TITLE, "16.12.44"), None, None),
    Case("short month, two digits", head(TITLE, "3 Jun 02"), "2002-06-03"),
    Case("short month with hyphens, two digits", head(TITLE, "03-Jun-02 10:15"), "2002-06-03", "minute"),
    Case("four digits, nobody's", head(TITLE, "12/03/2020"), None, None),
    Case("settled by the last update", head(TITLE, "Published 03/06/2019\nUpdated 14/06/2019"),
         "2019-06-03", updated="2019-06-14"),
    Case("settled by an american update", head(TITLE, "Published 06/03/2019\nUpdated 06/14/2019"),
         "2019-06-03", updated="2019-06-14"),
    Case("settled by the weekday", head(TITLE, "Monday 03/06/2019"), "2019-06-03"),
    Case("settled by the file's own day", head(TITLE, "03/06/2019"), "2019-06-03",
         facts=HeaderFacts(published="2019-06-03")),
    # --- United States
    Case("white house",
         block("The White House", "Office of the Press Secretary", "For Immediate Release", "July 8, 2016", "", TITLE),
         "2016-07-08", publisher="white-house"),
    Case("white house, month first", head(TITLE, "12/03/2020"), "2020-12-03", publisher="white-house",
         facts=HeaderFacts(url="https://www.whitehouse.gov/briefing-room/a")),
    Case("state department, month first", head(TITLE, "Press Statement\n12/03/2020"), "2020-12-03",
         publisher="us-department-of-state", kind="statement", facts=HeaderFacts(publisher="www.state.gov")),
    Case("defense department",
         block("U.S. Department of Defense", "Release", "Immediate Release", TITLE, "Dec. 3, 2020 |"),
         "2020-12-03", publisher="us-department-of-defense", kind="press_release"),
    Case("defense department, month first", head("U.S. Department of Defense", TITLE, "12/03/20"),
         "2020-12-03", publisher="us-department-of-defense"),
    # --- forms of dates
    Case("iso", head(TITLE, "2019-06-03"), "2019-06-03"),
    Case("zulu", head(TITLE, "2019-06-03T10:15:00Z"), "2019-06-03", "minute"),
    Case("zulu that is midnight in brussels", head("European Commission", TITLE, "2021-11-04T23:00:00Z"),
         "2021-11-05", "minute", COMMISSION),
    Case("weekday and ordinal", head(TITLE, "Monday, 3rd of June 2019"), "2019-06-03"),
    Case("updated before published", head(TITLE, "Last updated 3 June 2019 | First published 1 June 2019"),
         "2019-06-01", updated="2019-06-03"),
    Case("updated in brackets", head(TITLE, "Published: 1 June 2019 (updated 3 June 2019)"),
         "2019-06-01", updated="2019-06-03"),
    Case("embargo", head("Embargo until 10:00 CET, 3 June 2019", TITLE), "2019-06-03", "minute"),
    Case("embargo and a day", head("EMBARGOED UNTIL 3 JUNE 2019, 10:00", TITLE, "Published 2 June 2019"), "2019-06-02"),
    # --- national governments
    Case("united kingdom, lines",
         block("Press release", "", TITLE, "", "From:", "Foreign & Commonwealth Office and The Rt Hon Jeremy Hunt",
               "Published", "3 June 2019"),
         "2019-06-03", publisher="uk-foreign-office", kind="press_release"),
    Case("united kingdom, joined",
         block("News story", TITLE, "Published 3 June 2019", "Last updated 5 June 2019 — see all updates",
               "From: Ministry of Defence and The Rt Hon Ben Wallace MP"),
         "2019-06-03", publisher="uk-ministry-of-defence", updated="2019-06-05"),
    Case("germany, number", block("Auswärtiges Amt", "Pressemitteilung 123/19", "03.06.2019", "",
                                  "Die Minister sind sich einig", body=GERMAN),
         "2019-06-03", publisher="german-federal-foreign-office", code="123/19", kind="press_release",
         title="Die Minister sind sich einig", language="de"),
    Case("germany in english", block("Federal Foreign Office", "03.06.2019 - Press release", TITLE),
         "2019-06-03", publisher="german-federal-foreign-office", kind="press_release"),
    Case("france",
         block("Ministère de l'Europe et des Affaires étrangères", "Communiqué de presse", "Paris, le 3 juin 2019", "",
               "Les ministres sont d’accord", body=FRENCH),
         "2019-06-03", publisher="quai-dorsay", place="Paris", kind="press_release",
         title="Les ministres sont d’accord", language="fr"),
    Case("poland: the host says the day comes first", head(TITLE, "03/06/2019"), "2019-06-03",
         facts=HeaderFacts(url="https://www.gov.pl/web/diplomacy/a")),
    Case("estonia", head(TITLE, "3. June 2019 - 10:15"), "2019-06-03", "minute", facts=HeaderFacts(publisher="vm.ee")),
    Case("lithuania", head(TITLE, "Created: 2019.06.03 / Updated: 2019.06.04 10:15"), "2019-06-03",
         updated="2019-06-04T10:15"),
    Case("finland", block("Press release 123/2019", "3.6.2019 10.15", "", TITLE), "2019-06-03", "minute",
         code="123/2019", kind="press_release"),
    Case("sweden", head(TITLE, "Published 03 June 2019 Updated 04 June 2019"), "2019-06-03", updated="2019-06-04"),
    Case("norway", head(TITLE, "Press release | Date: 03/06/2019 | No: 12/19"), "2019-06-03", kind="press_release",
         facts=HeaderFacts(publisher="https://www.regjeringen.no/en")),
    Case("netherlands", head(TITLE, "News item | 03-06-2019 | 10:15"), "2019-06-03", "minute",
         facts=HeaderFacts(publisher="www.government.nl")),
    Case("turkey", head("No: 123, 3 June 2019, Press Release Regarding Roads and Bridges"), "2019-06-03",
         kind="press_release", title="No: 123, 3 June 2019, Press Release Regarding Roads and Bridges"),
    Case("russia: a number that ends as a date does", block("3 June 2019 10:15", TITLE, "1123-03-06-2019"),
         "2019-06-03", "minute", "russian-ministry-of-foreign-affairs", "1123-03-06-2019"),
    # --- wires and newspapers
    Case("reuters: no year", head(TITLE, "BRUSSELS, June 3 (Reuters) - " + BODY.strip(), body=""), None, None,
         "reuters", place="BRUSSELS"),
    Case("reuters: head of 2019",
         block("WORLD NEWS", "JUNE 3, 2019 / 10:15 AM / UPDATED 2 YEARS AGO", TITLE, "", "BRUSSELS (Reuters) - " + BODY,
               body=""),
         "2019-06-03", publisher="reuters", place="BRUSSELS"),
    Case("wire: zone", head(TITLE, "Published: 03 June 2019, 10:15 GMT"), "2019-06-03", "minute"),
    Case("wire: byline", head(TITLE, "By Ada Example\nJune 3, 2019"), "2019-06-03"),
    Case("ap", head(TITLE, "By Ada Example", "BRUSSELS (AP) — " + BODY.strip(), body=""), None, None,
         "associated-press", place="BRUSSELS"),
    Case("agence europe", head(TITLE, "Brussels, 03/06/2003 (Agence Europe) - " + BODY.strip(), body=""), "2003-06-03",
         publisher="agence-europe", place="Brussels"),
    Case("tass", head(TITLE, "MOSCOW, June 3, 2019. /TASS/. " + BODY.strip(), body=""), "2019-06-03",
         publisher="tass", place="MOSCOW"),
    Case("xinhua", head(TITLE, "Source: Xinhua | 2019-06-03 10:15:20 | Editor: zh"), "2019-06-03", "minute",
         publisher="xinhua"),
    Case("politico", head(TITLE, "June 3, 2019 4:00 am CET"), "2019-06-03", "minute"),
    # --- declarations and reports
    Case("declaration done at a place",
         head("Joint Declaration on roads", body=BODY + "\nDone at Brussels on 10 July 2018.\n"),
         "2018-07-10", place="Brussels", kind="declaration", title="Joint Declaration on roads"),
    Case("declaration: place and day below the text",
         head("Joint Declaration on roads", body=BODY + "\nWarsaw, 8 July 2016\n"),
         "2016-07-08", place="Warsaw", kind="declaration", title="Joint Declaration on roads"),
    Case("report with a month", head("Third progress report on roads", "June 2017"), "2017-06-01", "month",
         kind="report", title="Third progress report on roads"),
    Case("speech, check against delivery",
         head("Check against delivery", "Speech by High Representative Federica Mogherini at the opening",
              "Riga, 3 June 2019", body=SPEECH),
         "2019-06-03", place="Riga", kind="speech",
         title="Speech by High Representative Federica Mogherini at the opening",
         speaker="High Representative Federica Mogherini"),
    # --- days of events
    Case("event date", head(TITLE, "Event date: 12 June 2019"), None, None),
    Case("event date on a line of its own", head(TITLE, "When:\n12 June 2019\nWhere:\nRiga"), None, None),
    Case("meeting and publication", head(TITLE, "Meeting date: 12 June 2019\nPublished: 14 June 2019"), "2019-06-14"),
    Case("days of a meeting and its place", head(TITLE, "10 - 11 July 2018, Brussels"), None, None, place="Brussels"),
    Case("place and days of a meeting", head(TITLE, "Brussels, 10-11 July 2018"), None, None, place="Brussels"),
    Case("days of a meeting, and a day of publication", head(TITLE, "Brussels, 10-11 July 2018", "12 July 2018"),
         "2018-07-12", place="Brussels"),
    # --- what is no date of the text
    Case("un number", block("SG/SM/19612", "3 June 2019", TITLE), "2019-06-03", publisher="united-nations",
         code="SG/SM/19612"),
    Case("copyright", head(TITLE, body=BODY + "\n© 2004-2019 The agency\n"), None, None),
    # --- a second batch, written after the rules were made for the first
    Case("nato: bullets of a video", head(TITLE, "  • 12 Mar. 2019\n  • |\n  • Last updated 13 Mar. 2019 10:22"),
         "2019-03-12", publisher=NATO, updated="2019-03-13T10:22"),
    Case("nato: a topic page has no day but that of its update", head(TITLE, "  • Last updated: 25 Jul. 2024 14:09"),
         None, None, NATO, updated="2024-07-25T14:09"),
    Case("nato: letter of the data service, 1999",
         block("NATO INTEGRATED DATA SERVICE (NIDS)", "", "PRESS RELEASE", "PR/CP (99) 52", "Brussels, 23 March 1999",
               "", TITLE),
         "1999-03-23", publisher=NATO, code="PR/CP (99) 52", place="Brussels", kind="press_release"),
    Case("nato: french page", head("Les ministres sont d’accord",
                                   "  • 05 déc. 2017 -\n  • |\n  • Mis à jour le: 06 déc. 2017 09:17", body=FRENCH),
         "2017-12-05", publisher=NATO, updated="2017-12-06T09:17", title="Les ministres sont d’accord", language="fr"),
    Case("nato: issued in 2000", block("Press Release (2000)121", "Issued 14 Dec. 2000", "", TITLE),
         "2000-12-14", publisher=NATO, code="(2000)121", kind="press_release"),
    Case("commission: ordinal", block("IP/02/1010", "Brussels, 9th July 2002", "", TITLE),
         "2002-07-09", publisher=COMMISSION, code="IP/02/1010", place="Brussels", kind="press_release"),
    Case("council: bars of 2015",
         block("Council of the EU", "18/05/2015 | 19:05 | Press release | 345/15 | Defence | Foreign affairs", "",
               TITLE),
         "2015-05-18", "minute", COUNCIL, "345/15", kind="press_release"),
    Case("council: number of a statement",
         block("Council of the EU", "Statements and remarks", "19 November 2018", "17:50",
               "Statements and remarks 645/18", "", TITLE),
         "2018-11-19", publisher=COUNCIL, code="645/18", kind="statement"),
    Case("council: letterhead of 2010",
         block("COUNCIL OF", "THE EUROPEAN UNION", "EN", "", "Brussels, 26 April 2010", "9179/10 (Presse 89)", "",
               TITLE),
         "2010-04-26", publisher=COUNCIL, code="9179/10 (Presse 89)", place="Brussels"),
    Case("european council: cover note of 2013",
         block("EUROPEAN COUNCIL", "", "Brussels, 20 December 2013", "(OR. en)", "", "EUCO 217/13", "", "CO EUR 15",
               "", "COVER NOTE", "from : General Secretariat of the Council", "to : Delegations",
               "Subject : EUROPEAN COUNCIL 19/20 DECEMBER 2013", "CONCLUSIONS"),
         "2013-12-20", publisher=COUNCIL, code="EUCO 217/13", place="Brussels", kind="report",
         title="EUROPEAN COUNCIL 19/20 DECEMBER 2013 CONCLUSIONS"),
    Case("eeas: team above the title", block("28.05.2024", "Strategic Communications", "", TITLE), "2024-05-28"),
    Case("parliament: article", block("Security", "Article", "11-02-2019 - 16:23", "Reference: 20190207STO25219",
                                      TITLE),
         "2019-02-11", "minute", PARLIAMENT, "20190207STO25219", kind="article"),
    Case("eda: dash, no name", block("Latest News", TITLE, "Brussels - 23 April, 2015"),
         "2015-04-23", publisher=EDA, place="Brussels"),
    Case("state department of 2009",
         block("Press Statement", "Hillary Rodham Clinton", "Secretary of State", "Washington, DC", "March 6, 2009", "",
               TITLE),
         "2009-03-06", kind="statement", speaker="Hillary Rodham Clinton", place="Washington, DC"),
    Case("white house of 2023", block("July 11, 2023", TITLE, "Home", "Briefing Room", "Statements and Releases"),
         "2023-07-11", publisher="white-house", kind="statement"),
    Case("a ministry without an entity", block("Ministry of National Defence", "03.06.2019", TITLE), "2019-06-03"),
    Case("sweden: whom it is from",
         block("Press release from Ministry for Foreign Affairs", TITLE, "Published 03 June 2019"), "2019-06-03"),
    Case("lithuania: blanks", block("2019 06 03", TITLE), "2019-06-03"),
    Case("czechia", block("03.06.2019 / 12:15 | Updated: 04.06.2019", TITLE), "2019-06-03", updated="2019-06-04"),
    Case("turkey: answer", head("QA-23, 3 June 2019, Statement of the Spokesperson in Response to a Question"),
         "2019-06-03", title="QA-23, 3 June 2019, Statement of the Spokesperson in Response to a Question"),
    Case("dpa", head(TITLE, "Brussels (dpa) - " + BODY.strip(), body=""), None, None, "dpa", place="Brussels"),
    Case("afp", head(TITLE, "Brussels, Dec 16, 2002 (AFP) - " + BODY.strip(), body=""), "2002-12-16",
         publisher="afp", place="Brussels"),
    Case("interfax", head(TITLE, "BRUSSELS. June 3 (Interfax) - " + BODY.strip(), body=""), None, None, "interfax",
         place="BRUSSELS"),
    Case("newspaper: site behind the name, update in brackets",
         block(TITLE, "By Ada Example | EURACTIV.com", "Jun 3, 2019 (updated: Jun 4, 2019)"),
         "2019-06-03", updated="2019-06-04"),
    Case("newspaper: clock with a point",
         block(TITLE, "Ada Example in Brussels", "Mon 3 Jun 2019 17.15 BST",
               "Last modified on Tue 4 Jun 2019 09.00 BST"),
         "2019-06-03", "minute", updated="2019-06-04T09:00"),
    Case("a name before the day is no place", block(TITLE, "Ada Example | 03.06.2019 - Update : 04.06.2019"),
         "2019-06-03", updated="2019-06-04"),
    Case("declaration in the words of a treaty",
         head("Declaration on roads", body=BODY + "\nSigned at Brussels, this tenth day of July 2018.\n"),
         "2018-07-10", place="Brussels", kind="declaration", title="Declaration on roads"),
    Case("declaration, the year in words",
         head("Declaration on roads",
              body=BODY + "\nDone at Warsaw on the eighth day of July two thousand and sixteen.\n"),
         "2016-07-08", place="Warsaw", kind="declaration", title="Declaration on roads"),
    Case("hearing", block("HEARING DATE: 3 June 2019", TITLE), None, None),
    Case("invitation", block(TITLE, "Date: 3 June 2019", "Time: 10:00", "Venue: Residence Palace, Brussels"),
         None, None),
    Case("a name below a rubric of speeches is the speaker's",
         block("Updated: 08-Jul-2002 NATO Speeches", "3 July 2002", "", "Roads for peace", "by Javier Solana", "",
               body=SPEECH),
         "2002-07-03", publisher=NATO, kind="speech", title="Roads for peace", updated="2002-07-08",
         speaker="Javier Solana"),
    Case("an american clock", block(TITLE, "06/03/2019 10:15 AM EDT"), "2019-06-03", "minute"),
    Case("a word with a colon is no place", block(TITLE, "Decision: 3 June 2019"), None, None),
    Case("french capitals", block("PARIS, LE 3 JUIN 2019", "", "Les ministres sont d’accord", body=FRENCH),
         "2019-06-03", place="PARIS", title="Les ministres sont d’accord", language="fr"),
    Case("a contact above the title",
         block("FOR IMMEDIATE RELEASE", "Contact: Press office", "June 3, 2019", "", TITLE), "2019-06-03"),
    Case("eeas: blog", block("HR/VP Blog", "03/06/2021", TITLE), "2021-06-03", publisher=EEAS, kind="article"),
    Case("markdown", block("# " + TITLE, "", "**Published:** 3 June 2019  ", "**Updated:** 5 June 2019"),
         "2019-06-03", updated="2019-06-05"),
]  # fmt: skip


def words(document: Document, span: Span | None) -> str | None:
    return document.text[span.start : span.end].strip() if span else None


def told(document: Document) -> dict[str, object]:
    published, updated = document.published, document.updated_at
    return {
        "title": document.title,
        "day": str(published.day) if published else None,
        "precision": published.precision if published else None,
        "updated": updated,
        "publisher": document.publisher_id,
        "code": document.reference_code,
        "place": words(document, document.place_span),
        "kind": document.kind,
        "speaker": words(document, document.speaker_span),
        "language": document.language,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_a_head_tells(case: Case) -> None:
    (document,) = split_source(SourceText(case.text, "text/plain", "utf-8", facts=case.facts), SHA)
    expected = {key: getattr(case, key) for key in told(document)}
    expected["updated"] = datetime.fromisoformat(case.updated).replace(tzinfo=UTC) if case.updated else None
    assert told(document) == expected


@pytest.mark.parametrize(
    ("lines", "facts", "day", "basis"),
    [
        # the line decides, whatever the file's own facts say
        ("Brussels, 3 June 2019", "2019-06-05", "2019-06-03", "dateline"),
        ("Published 3 June 2019", "2019-06-05", "2019-06-03", "header"),
        ("3 June 2019", "2019-06-05", "2019-06-03", "header"),
        ("Issued on 3 June 2019", "2019-06-05", "2019-06-03", "issued_line"),
        # but for days of events and of updates, and for a month that the facts tell more exactly
        ("Event date: 12 June 2019", "2019-06-05", "2019-06-05", "metadata"),
        ("Updated 12 June 2019", "2019-06-05", "2019-06-05", "metadata"),
        ("10-11 June 2019, Brussels", "2019-06-05", "2019-06-05", "metadata"),
        ("June 2019", "2019-06-05", "2019-06-05", "metadata"),
        ("June 2019", "2020-01-07", "2019-06-01", "header"),
        # what the line leaves open, the facts settle, or tell
        ("05/06/2019", "2019-06-05", "2019-06-05", "header"),
        ("05/06/2019", "2019-05-06", "2019-05-06", "header"),
        ("05/06/2019", "2019-06-07", "2019-06-07", "metadata"),
        ("", "2019-06-05T22:00:00Z", "2019-06-06", "metadata"),
        ("", "2019-06-05T21:10:00Z", "2019-06-05", "metadata"),
        ("", "05/06/2019", None, None),
        ("14/06/2019 is the day of the next meeting, as the ministers agreed.", "", None, None),
    ],
)
def test_the_line_before_the_facts(lines: str, facts: str, day: str | None, basis: str | None) -> None:
    source = SourceText(head(TITLE, lines), "text/html", "utf-8", facts=HeaderFacts(published=facts or None))
    (document,) = split_source(source, SHA)
    found = document.published
    assert (str(found.day) if found else None, found.basis if found else None) == (day, basis)


def test_a_bare_day_above_the_title_may_be_that_of_the_fetch() -> None:
    facts = HeaderFacts(published="2019-06-03")
    for line, day in (("Thu. Nov 21st, 2024", date(2019, 6, 3)), ("2 June 2019", date(2019, 6, 2))):
        (document,) = split_source(SourceText(head(line, TITLE), "text/html", "utf-8", facts=facts), SHA)
        assert document.published_date == day


@pytest.mark.parametrize(
    ("lines", "facts", "moment"),
    [
        ("Updated 4 June 2019", None, "2019-06-04T00:00"),
        ("Updated 4 June 2019", "2019-06-04T10:15:00Z", "2019-06-04T10:15"),
        ("Updated 4 June 2019 09:15", "2019-06-04T10:15:00Z", "2019-06-04T09:15"),
        ("Updated 4 June 2019", "2020-01-07T10:15:00Z", "2019-06-04T00:00"),
        ("Last updated\n04/06/2019", None, None),
        ("Published 14/06/2019\nLast updated\n04/07/2019", None, "2019-07-04T00:00"),
        ("Published June 14, 2019\nLast updated\n06/17/2019", None, "2019-06-17T00:00"),
        ("", "2019-06-04T10:15:00Z", "2019-06-04T10:15"),
    ],
)
def test_the_last_update(lines: str, facts: str | None, moment: str | None) -> None:
    source = SourceText(head(TITLE, lines), "text/html", "utf-8", facts=HeaderFacts(updated=facts))
    (document,) = split_source(source, SHA)
    assert document.updated_at == (datetime.fromisoformat(moment).replace(tzinfo=UTC) if moment else None)


@pytest.mark.parametrize(
    ("address", "publisher"),
    [
        ("https://www.nato.int/cps/en/natohq/news.htm", "nato"),
        ("https://shape.nato.int/news", "shape"),
        ("https://ec.europa.eu/commission/presscorner", "european-commission"),
        ("https://notnato.int/a", None),
        ("https://www.mod.uk/a", "uk-ministry-of-defence"),
        ("https://www.gov.uk/a", None),
        ("https://2001-2009.state.gov/a", "us-department-of-state"),
        ("https://nato.usmission.gov/a", "us-mission-to-nato"),
        ("https://www.reuters.com/a", "reuters"),
    ],
)
def test_publishers_by_address(address: str, publisher: str | None) -> None:
    for facts in (HeaderFacts(url=address), HeaderFacts(publisher=address)):
        (document,) = split_source(SourceText(head(TITLE), "text/html", "utf-8", facts=facts), SHA)
        assert document.publisher_id == publisher


def test_each_name_of_a_month_is_of_one_month() -> None:
    months = load_wording().months
    assert set(months.numbers.values()) == set(range(1, 13))
    names = [name for names in CONTENT["months"].values() for name in names]
    assert len({fold(name) for name in names}) == len(names)


def test_publishers_have_addresses_or_signs() -> None:
    assert all(p.hosts or p.sign.pattern != "(?!)" for p in load_wording().publishers)
    ids = [publisher.publisher_id for publisher in load_wording().publishers]
    assert len(set(ids)) == len(ids)
