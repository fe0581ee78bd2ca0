"""Knowledge: the project's files are sound, hold what the record needs, and are right where the truth is well known."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from transforms.knowledge import (
    FOLDER,
    InvalidKnowledge,
    check_knowledge,
    knowledge_version,
    load_knowledge,
    read_knowledge,
)
from warehouse.tables import ENTITY_KINDS, ID_PATTERN, MENTION_LABELS

KNOWLEDGE = load_knowledge()
FILES = sorted(path for path in FOLDER.rglob("*.toml") if path.parent.name != "references")


def day(text: str) -> date:
    """A day in ISO 8601."""
    return date.fromisoformat(text)


# --- the files are sound ---------------------------------------------------------------------------------------------


def test_nothing_is_wrong_in_the_knowledge() -> None:
    assert check_knowledge(KNOWLEDGE) == []


def read_references() -> list[tuple[str, str]]:
    """File and id of every reference."""
    found = []
    for path in sorted((FOLDER / "references").glob("*.toml")):
        for reference in tomllib.loads(path.read_text("utf-8"))["reference"]:
            assert reference["title"], (path.name, reference)
            assert reference["publisher"], (path.name, reference)
            found.append((path.name, str(reference["id"])))
    return found


def sources_in(value: object) -> Iterator[str]:
    """All values of keys called `source` in a tree of TOML."""
    if isinstance(value, dict):
        for key, child in value.items():
            if key == "source":
                yield str(child)
            else:
                yield from sources_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from sources_in(child)


def test_reference_ids_are_unique() -> None:
    counts = Counter(key for _, key in read_references())
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_each_source_is_a_reference(path: Path) -> None:
    known = {key for _, key in read_references()}
    assert sorted({key for key in sources_in(tomllib.loads(path.read_text("utf-8"))) if key not in known}) == []


def test_each_reference_is_used() -> None:
    words = {word for path in FILES for word in re.findall(r"[\w-]+", path.read_text("utf-8"))}
    assert [key for _, key in read_references() if key not in words] == []


def test_each_entity_fits_the_contract() -> None:
    for entity in KNOWLEDGE.entities.values():
        assert re.fullmatch(ID_PATTERN, entity.entity_id), entity.entity_id
        assert entity.kind in ENTITY_KINDS, entity.entity_id
        assert entity.label in MENTION_LABELS, entity.entity_id
        assert entity.wikidata_id is None or re.fullmatch(r"Q[1-9]\d*", entity.wikidata_id), entity.entity_id
        # a state that is gone has the four letters of ISO 3166-3
        assert re.fullmatch(r"[A-Z]{4}" if entity.kind == "state" and entity.end else r"[A-Z]{2}",
                            entity.country_code or "XX"), entity.entity_id
        assert entity.start is None or entity.end is None or entity.start <= entity.end, entity.entity_id
        assert all(surface == surface.strip() and surface for surface in entity.surfaces), entity.entity_id


def test_wikidata_ids_stand_for_one_entity() -> None:
    counts = Counter(e.wikidata_id for e in KNOWLEDGE.entities.values() if e.wikidata_id)
    assert [key for key, count in counts.items() if count > 1] == []


def test_terms_and_memberships_run_forward() -> None:
    for term in KNOWLEDGE.terms:
        assert term.end is None or term.start <= term.end, (term.person_id, term.office_id)
        assert {term.start_precision, term.end_precision} <= {"day", "month", "year"}, (term.person_id, term.office_id)
        assert term.start_precision != "year" or (term.start.month, term.start.day) == (1, 1), term
        assert term.start_precision != "month" or term.start.day == 1, term
    for membership in KNOWLEDGE.memberships:
        assert membership.end is None or membership.start < membership.end, membership.state_id


def test_no_alias_is_a_bare_first_name_or_surname() -> None:
    people = [e for e in KNOWLEDGE.entities.values() if e.kind == "person"]
    assert [(p.entity_id, alias) for p in people for alias in p.aliases if alias in (p.given, p.surname)] == []


def test_nearly_each_person_has_a_surname_and_all_a_gender() -> None:
    people = [e for e in KNOWLEDGE.entities.values() if e.kind == "person"]
    thrones = {term.person_id for term in KNOWLEDGE.terms if term.office_id.endswith("-monarch")}
    # a surname that is an English word ("Lie", "Moon") is left out: alone it would stand in every text
    assert sum(not (p.surname or p.entity_id in thrones) for p in people) < len(people) / 50
    assert {p.gender for p in people} <= {"m", "f"}


# --- what is wrong is told -------------------------------------------------------------------------------------------

OFFICE = '[[office]]\nid = "boss"\nname = "Head of the Mill"\norganization = "mill"\nlevel = "leader"\n'
CYBER = '[[topic]]\nid = "cyber"\nname = "Cyber"\norigin = "x"\nterms = ["cyber"]\n'
MILL = '[[organization]]\nid = "mill"\nname = "The Mill"\nkind = "organization"\n'


def write_folder(folder: Path, **texts: str) -> Path:
    """A knowledge folder of these files; `__` in a name is a folder's slash."""
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def person(name: str, *terms: str) -> str:
    """A person's record with terms as "office from to"."""
    rows = ", ".join(f'{{ office = "{o}", start = {s}, end = {e}, source = "x" }}' for o, s, e in map(str.split, terms))
    return f'[[person]]\nid = "{name.lower()}"\nname = "{name}"\nsurname = "{name}"\nterms = [{rows}]\n'


def imprecise(name: str, term: str, precision: str) -> str:
    """The same, with one term that is known to the month or year."""
    known = f'start_precision = "{precision}", end_precision = "{precision}", source ='
    return person(name, term).replace("source =", known)


@pytest.mark.parametrize(("texts", "fault"), [
    ({"organizations": MILL, "offices__a": OFFICE.replace('"mill"', '"well"')},
     "office boss: no organization or state well"),
    ({"people__a": person("Ada", "chief 2001-01-01 2002-01-01")}, "person ada: no office chief"),
    ({"organizations": MILL + 'parent = "well"\n'}, "organization mill: no well"),
    ({"memberships": '[[membership]]\nstate = "x"\norganization = "x"\nstart = 2001-01-01\nsource = "x"\n'},
     "membership x x: no x"),
    ({"topics": '[[topic]]\nid = "cyber"\nname = "Cyber"\norigin = "x"\nparent = "net"\n'},
     "topic cyber: no topic net"),
    ({"organizations": MILL, "offices__a": OFFICE, "people__a": person("Ada", "boss 2001-01-01 2003-01-01")
      + person("Bo", "boss 2002-06-01 2004-01-01")},
     "office boss: ada and bo overlap from 2002-06-01; end the first term, or set single_holder = false"),
    # known to the month: whichever day of March is meant, both hold it from April
    ({"organizations": MILL, "offices__a": OFFICE, "people__a": person("Ada", "boss 2001-01-01 2003-01-01")
      + imprecise("Bo", "boss 2002-03-01 2004-01-01", "month")},
     "office boss: ada and bo overlap from 2002-03-31; end the first term, or set single_holder = false"),
    # no neighbors: the short term between them ended long before
    ({"organizations": MILL, "offices__a": OFFICE, "people__a": person("Ada", "boss 2001-01-01 2009-01-01")
      + person("Bo", "boss 2001-02-01 2001-02-02") + person("Cy", "boss 2008-01-01 2010-01-01")},
     "office boss: ada and cy overlap from 2008-01-01; end the first term, or set single_holder = false"),
    ({"organizations": MILL, "offices__a": OFFICE, "people__a": imprecise("Ada", "boss 2001-01-01 2003-01-01", "year")
      + imprecise("Bo", "boss 2000-01-01 2005-01-01", "year")},
     "office boss: bo and ada overlap from 2001-12-31; end the first term, or set single_holder = false"),
    ({"organizations": MILL + MILL.replace('"mill"', '"mill-2"')},
     "organization mill-2: the alias 'The Mill' stands for mill too, and no dates part them; leave it to one, or give "
     "each a start"),
    ({"organizations": MILL + 'start = 2002-01-01\nend = 2001-01-01\n'},
     "organization mill: its end 2001-01-01 is before its start 2002-01-01"),
    ({"organizations": MILL, "offices__a": OFFICE, "people__a": person("Ada", "boss 2003-01-01 2001-01-01")},
     "person ada: the term as boss ends on 2001-01-01, before its start 2003-01-01"),
    ({"organizations": MILL + 'aliases = ["M"]\n'},
     "organization mill: the alias 'M' is empty, one letter, or has white space about it; write it out"),
    ({"organizations": MILL + 'aliases = ["us", "US"]\n'},
     "organization mill: the alias 'us' is a common word, found in every text; leave it out"),
    ({"topics": '[[topic]]\nid = "cyber"\nname = "Cyber"\norigin = "x"\n'},
     "topic cyber: it has no terms; nothing would speak of it"),
    ({"topics": CYBER + CYBER.replace('"cyber"', '"net"', 1)},
     "topic net: the term 'cyber' is already cyber's; leave it to one"),
    ({"topics": CYBER + 'near = [{ term = "net", with = [] }]\n'},
     "topic cyber: near: 'net' has no company in 'with'; make it a term"),
    ({"known_events": '[[event]]\nid = "ball"\nname = "Ball"\norganization = "mill"\n'}, "event ball: no mill"),
])
def test_check_knowledge_names_the_fault(tmp_path: Path, texts: dict[str, str], fault: str) -> None:
    assert fault in check_knowledge(read_knowledge(write_folder(tmp_path, **texts)))


def test_a_hand_over_day_and_two_single_terms_of_one_person_are_no_overlap(tmp_path: Path) -> None:
    people = person("Ada", "boss 2001-01-01 2002-01-01") + person("Bo", "boss 2002-01-01 2003-01-01")
    knowledge = read_knowledge(write_folder(tmp_path, organizations=MILL, offices__a=OFFICE, people__a=people))
    assert check_knowledge(knowledge) == []
    assert knowledge.holders("boss", day("2002-01-01")) == ["bo", "ada"]


ADA_TO_2019, BO_FROM_2019 = "boss 2016-01-01 2019-01-01", "boss 2019-01-01 2022-01-01"


@pytest.mark.parametrize(("people", "on", "holders"), [
    # both known to the year: the year of hand-over is either's, each other year one's
    (imprecise("Ada", ADA_TO_2019, "year") + imprecise("Bo", BO_FROM_2019, "year"), "2019-03-12", ["bo", "ada"]),
    (imprecise("Ada", ADA_TO_2019, "year") + imprecise("Bo", BO_FROM_2019, "year"), "2018-12-31", ["ada"]),
    (imprecise("Ada", ADA_TO_2019, "year") + imprecise("Bo", BO_FROM_2019, "year"), "2020-01-01", ["bo"]),
    # a term known to the day is sure, and one known to the month after the month
    (person("Ada", "boss 2016-01-01 2019-06-30") + imprecise("Bo", BO_FROM_2019, "year"), "2019-03-12", ["ada"]),
    (person("Ada", "boss 2016-01-01 2019-06-30") + imprecise("Bo", BO_FROM_2019, "year"), "2019-07-01", ["bo"]),
    (imprecise("Ada", ADA_TO_2019, "year") + imprecise("Bo", BO_FROM_2019, "month"), "2019-01-31", ["bo"]),
    (imprecise("Ada", ADA_TO_2019, "year") + imprecise("Bo", BO_FROM_2019, "month"), "2019-01-30", ["bo", "ada"]),
    # the second term of one person starts on the last day of the first
    (person("Ada", "boss 2000-01-01 2004-05-07", "boss 2004-05-07 2008-05-07"), "2004-05-07", ["ada"]),
])
def test_the_sure_holder_goes_before_those_who_may_be(
    tmp_path: Path, people: str, on: str, holders: list[str]
) -> None:
    knowledge = read_knowledge(write_folder(tmp_path, organizations=MILL, offices__a=OFFICE, people__a=people))
    assert knowledge.holders("boss", day(on)) == holders
    assert check_knowledge(knowledge) == []


def test_all_who_hold_a_shared_office_are_told(tmp_path: Path) -> None:
    people = person("Ada", "boss 2001-01-01 2009-01-01") + imprecise("Bo", "boss 2002-01-01 2005-01-01", "year")
    office = OFFICE + "single_holder = false\n"
    knowledge = read_knowledge(write_folder(tmp_path, organizations=MILL, offices__a=office, people__a=people))
    assert knowledge.holders("boss", day("2002-06-01")) == ["bo", "ada"]


@pytest.mark.parametrize(("person_id", "office_id", "on", "is_held"), [
    ("jens-stoltenberg", "nato-secretary-general", None, True),
    ("jens-stoltenberg", "nato-secretary-general", "2016-07-08", True),
    ("jens-stoltenberg", "nato-secretary-general", "2012-07-08", False),
    ("jens-stoltenberg", "no-prime-minister", "2012-07-08", True),
    ("jens-stoltenberg", "us-president", None, False),
    ("no-such-person", "us-president", None, False),
])
def test_who_ever_held_an_office(person_id: str, office_id: str, on: str | None, is_held: bool) -> None:
    assert KNOWLEDGE.held(person_id, office_id, day(on) if on else None) is is_held


@pytest.mark.parametrize(("texts", "message"), [
    ({"states": "[[state]\n"}, "states.toml"),
    ({"states": '[[state]]\nname = "Mill"\n'}, "lacks the text field 'id'"),
    ({"states": '[[state]]\nid = "a"\nname = "A"\naliases = "B"\n'}, "aliases is not a list"),
    ({"places": '[[place]]\nid = "a"\nname = "A"\nstart = "2001-01-01"\n'}, "start is not a date"),
    ({"states": '[[state]]\nid = "a"\nname = "A"\n', "places": '[[place]]\nid = "a"\nname = "B"\n'},
     "the id a stands twice"),
    ({"people__a": '[[person]]\nid = "a"\nname = "A"\nterms = "none"\n'},
     "people/a.toml: a: terms is not a list of tables"),
    ({"states": '[[state]]\nid = "a"\nname = "A"\nalias = ["B"]\n'},
     "states.toml: a: no field 'alias' in [[state]]; did you mean 'aliases'?"),
    ({"people__a": person("Ada", "boss 2001-01-01 2002-01-01").replace("office =", "offic =")},
     "no field 'offic' in [[terms]]; did you mean 'office'?"),
    ({"states": '[[states]]\nid = "a"\n'}, "no table 'states' in this file; its records are [[state]]"),
    ({"memberships": '[[membership]]\nstate = "a"\norganization = "b"\nsource = "x"\n'}, "lacks the date 'start'"),
])
def test_a_file_at_fault_is_named(tmp_path: Path, texts: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidKnowledge, match=re.escape(message)):
        read_knowledge(write_folder(tmp_path, **texts))


def test_an_end_known_to_the_month_counts_to_its_last_day(tmp_path: Path) -> None:
    text = person("Ada", "boss 2001-01-01 2002-02-01").replace('source = "x"', 'end_precision = "month", source = "x"')
    knowledge = read_knowledge(write_folder(tmp_path, organizations=MILL, offices__a=OFFICE, people__a=text))
    assert [knowledge.held("ada", "boss", day(d)) for d in ("2002-02-28", "2002-03-01")] == [True, False]


def test_the_version_changes_with_any_file(tmp_path: Path) -> None:
    first = knowledge_version(write_folder(tmp_path, organizations=MILL))
    second = knowledge_version(write_folder(tmp_path, organizations=MILL + "# a reason\n"))
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert first != second


# --- who held which office -------------------------------------------------------------------------------------------

HOLDERS = [
    ("nato-secretary-general", "1995-03-01", "willy-claes"),
    ("nato-secretary-general", "1999-04-24", "javier-solana"),
    ("nato-secretary-general", "2002-11-21", "george-robertson"),
    ("nato-secretary-general", "2003-12-25", None),
    ("nato-secretary-general", "2008-04-03", "jaap-de-hoop-scheffer"),
    ("nato-secretary-general", "2009-08-01", "anders-fogh-rasmussen"),
    ("nato-secretary-general", "2014-09-30", "anders-fogh-rasmussen"),
    ("nato-secretary-general", "2014-10-02", "jens-stoltenberg"),
    ("nato-secretary-general", "2016-07-08", "jens-stoltenberg"),
    ("nato-secretary-general", "2024-09-30", "jens-stoltenberg"),
    ("nato-secretary-general", "2024-10-02", "mark-rutte"),
    ("nato-acting-secretary-general", "2003-12-25", "alessandro-minuto-rizzo"),
    ("nato-deputy-secretary-general", "2005-05-01", "alessandro-minuto-rizzo"),
    ("nato-deputy-secretary-general", "2010-11-19", "claudio-bisogniero"),
    ("nato-deputy-secretary-general", "2014-09-04", "alexander-vershbow"),
    ("nato-deputy-secretary-general", "2018-07-11", "rose-gottemoeller"),
    ("nato-deputy-secretary-general", "2022-06-28", "mircea-geoana"),
    ("nato-deputy-secretary-general", "2025-03-01", "radmila-shekerinska"),
    ("nato-military-committee-chair", "2003-06-01", "harald-kujat"),
    ("nato-military-committee-chair", "2017-05-25", "petr-pavel"),
    ("nato-military-committee-chair", "2020-01-20", "stuart-peach"),
    ("nato-military-committee-chair", "2023-07-11", "rob-bauer"),
    ("nato-military-committee-chair", "2025-06-24", "giuseppe-cavo-dragone"),
    ("nato-saceur", "1999-03-24", "wesley-clark"),
    ("nato-saceur", "2015-02-01", "philip-breedlove"),
    ("nato-saceur", "2021-08-15", "tod-wolters"),
    ("nato-saceur", "2023-01-10", "christopher-cavoli"),
    ("nato-spokesperson", "2016-12-06", "oana-lungescu"),
    ("eu-high-representative", "1999-06-01", None),
    ("eu-high-representative", "2003-03-17", "javier-solana"),
    ("eu-high-representative", "2009-12-01", "catherine-ashton"),
    ("eu-high-representative", "2014-10-31", "catherine-ashton"),
    ("eu-high-representative", "2016-12-06", "federica-mogherini"),
    ("eu-high-representative", "2019-12-01", "josep-borrell"),
    ("eu-high-representative", "2024-11-30", "josep-borrell"),
    ("eu-high-representative", "2024-12-01", "kaja-kallas"),
    ("european-council-president", "2009-11-30", None),
    ("european-council-president", "2010-11-19", "herman-van-rompuy"),
    ("european-council-president", "2016-07-08", "donald-tusk"),
    ("european-council-president", "2023-01-10", "charles-michel"),
    ("european-council-president", "2024-12-01", "antonio-costa"),
    ("european-commission-president", "2001-05-30", "romano-prodi"),
    ("european-commission-president", "2010-11-19", "jose-manuel-barroso"),
    ("european-commission-president", "2018-07-10", "jean-claude-juncker"),
    ("european-commission-president", "2023-01-10", "ursula-von-der-leyen"),
    ("european-parliament-president", "2011-07-01", "jerzy-buzek"),
    ("european-parliament-president", "2018-07-10", "antonio-tajani"),
    ("european-parliament-president", "2020-06-01", "david-sassoli"),
    ("european-parliament-president", "2022-01-14", None),
    ("european-parliament-president", "2022-03-01", "roberta-metsola"),
    ("european-commissioner-defence-space", "2024-11-30", None),
    ("european-commissioner-defence-space", "2025-02-01", "andrius-kubilius"),
    ("un-secretary-general", "2006-12-31", "kofi-annan"),
    ("un-secretary-general", "2008-09-23", "ban-ki-moon"),
    ("un-secretary-general", "2022-04-28", "antonio-guterres"),
    ("us-president", "1999-04-24", "bill-clinton"),
    ("us-president", "2002-11-21", "george-w-bush"),
    ("us-president", "2009-04-03", "barack-obama"),
    ("us-president", "2018-07-11", "donald-trump"),
    ("us-president", "2022-06-29", "joe-biden"),
    ("us-president", "2025-06-24", "donald-trump"),
    ("us-secretary-of-state", "2003-02-05", "colin-powell"),
    ("us-secretary-of-state", "2014-09-04", "john-kerry"),
    ("us-secretary-of-state", "2018-04-10", "john-j-sullivan"),
    ("us-secretary-of-state", "2023-01-10", "antony-blinken"),
    ("us-secretary-of-defense", "2017-06-29", "james-mattis"),
    ("us-secretary-of-defense", "2022-04-26", "lloyd-austin"),
    ("de-chancellor", "2003-04-01", "gerhard-schroder"),
    ("de-chancellor", "2018-07-11", "angela-merkel"),
    ("de-chancellor", "2022-02-27", "olaf-scholz"),
    ("fr-president", "2003-03-17", "jacques-chirac"),
    ("fr-president", "2009-04-03", "nicolas-sarkozy"),
    ("fr-president", "2016-07-08", "francois-hollande"),
    ("fr-president", "2019-11-07", "emmanuel-macron"),
    ("gb-prime-minister", "1998-12-04", "tony-blair"),
    ("gb-prime-minister", "2014-09-04", "david-cameron"),
    ("gb-prime-minister", "2018-07-11", "theresa-may"),
    ("gb-prime-minister", "2022-09-20", "liz-truss"),
    ("gb-prime-minister", "2023-07-11", "rishi-sunak"),
    ("it-prime-minister", "2023-07-11", "giorgia-meloni"),
    ("nl-prime-minister", "2018-07-11", "mark-rutte"),
    ("no-prime-minister", "2010-11-19", "jens-stoltenberg"),
    ("ee-prime-minister", "2023-03-01", "kaja-kallas"),
    ("fi-president", "2022-05-12", "sauli-niinisto"),
    ("se-prime-minister", "2024-03-07", "ulf-kristersson"),
    ("pl-president", "2016-07-08", "andrzej-duda"),
    ("pl-president", "2010-06-01", None),
    ("pl-prime-minister", "2012-05-20", "donald-tusk"),
    ("tr-president", "2018-07-11", "recep-tayyip-erdogan"),
    ("ua-president", "2014-09-04", "petro-poroshenko"),
    ("ua-president", "2022-02-24", "volodymyr-zelenskyy"),
    ("ua-foreign-minister", "2022-02-24", "dmytro-kuleba"),
    ("ru-president", "2002-05-28", "vladimir-putin"),
    ("ru-president", "2010-11-20", "dmitry-medvedev"),
    ("ru-president", "2014-03-18", "vladimir-putin"),
    ("ru-foreign-minister", "2021-10-18", "sergey-lavrov"),
]


@pytest.mark.parametrize(("office_id", "on", "person_id"), HOLDERS)
def test_who_held_the_office(office_id: str, on: str, person_id: str | None) -> None:
    assert KNOWLEDGE.holders(office_id, day(on)) == ([person_id] if person_id else [])


def test_on_a_hand_over_day_both_hold_the_office_and_the_newer_stands_first() -> None:
    assert KNOWLEDGE.holders("nato-secretary-general", day("2024-10-01")) == ["mark-rutte", "jens-stoltenberg"]


# --- which states belonged -------------------------------------------------------------------------------------------

NATO_ACCESSIONS = {
    # the treaty came into force on 24 August 1949, for its twelve signatories together
    "1949-08-24": "belgium canada denmark france iceland italy luxembourg netherlands norway portugal united-kingdom "
                  "united-states",
    "1952-02-18": "greece turkiye", "1955-05-06": "germany", "1982-05-30": "spain",
    "1999-03-12": "czechia hungary poland",
    "2004-03-29": "bulgaria estonia latvia lithuania romania slovakia slovenia",
    "2009-04-01": "albania croatia", "2017-06-05": "montenegro", "2020-03-27": "north-macedonia",
    "2023-04-04": "finland", "2024-03-07": "sweden",
}
EU_ACCESSIONS = {
    "1958-01-01": "belgium france germany italy luxembourg netherlands",
    "1973-01-01": "denmark ireland united-kingdom", "1981-01-01": "greece", "1986-01-01": "portugal spain",
    "1995-01-01": "austria finland sweden",
    "2004-05-01": "cyprus czechia estonia hungary latvia lithuania malta poland slovakia slovenia",
    "2007-01-01": "bulgaria romania", "2013-07-01": "croatia",
}


@pytest.mark.parametrize(("organization_id", "accessions"), [
    ("nato", NATO_ACCESSIONS), ("european-union", EU_ACCESSIONS)])
def test_when_the_members_joined(organization_id: str, accessions: dict[str, str]) -> None:
    told = {state: on for on, states in accessions.items() for state in states.split()}
    known = {m.state_id: m.start.isoformat() for m in KNOWLEDGE.memberships if m.organization_id == organization_id}
    assert known == told


@pytest.mark.parametrize(("on", "state_id"), [
    ("1998-12-31", None), ("2003-03-17", "greece"), ("2010-11-19", "belgium"), ("2016-07-08", "slovakia"),
    ("2022-06-30", "france"), ("2022-07-01", "czechia"),
])
def test_which_state_presided_over_the_council(on: str, state_id: str | None) -> None:
    assert KNOWLEDGE.presiding(day(on)) == state_id


@pytest.mark.parametrize(("organization_id", "on", "count"), [
    ("nato", "1999-03-11", 16), ("nato", "1999-03-12", 19), ("nato", "2004-03-29", 26), ("nato", "2018-07-11", 29),
    ("nato", "2023-04-03", 30), ("nato", "2023-04-04", 31), ("nato", "2024-03-07", 32),
    ("european-union", "2003-12-31", 15), ("european-union", "2004-05-01", 25), ("european-union", "2013-07-01", 28),
    ("european-union", "2020-01-31", 28), ("european-union", "2020-02-01", 27),
])
def test_how_many_members_there_were(organization_id: str, on: str, count: int) -> None:
    assert len(set(KNOWLEDGE.members(organization_id, day(on)))) == count


# --- what there is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("what", "count", "least"), [
    ("people with terms", len(KNOWLEDGE.terms_of_person), 120),
    ("bodies", sum(e.kind in ("organization", "organ", "group") for e in KNOWLEDGE.entities.values()), 80),
    ("instruments", sum(e.kind == "instrument" for e in KNOWLEDGE.entities.values()), 80),
    ("places", sum(e.kind == "place" for e in KNOWLEDGE.entities.values()), 150),
    ("states", sum(e.kind == "state" for e in KNOWLEDGE.entities.values()), 190),
    ("topics", len(KNOWLEDGE.topics), 20),
])
def test_there_is_enough(what: str, count: int, least: int) -> None:
    assert count >= least, what


@pytest.mark.parametrize(("entity_id", "kind", "start"), [
    ("nato", "organization", None), ("european-union", "organization", None), ("european-council", "organ", None),
    ("european-commission", "organ", None), ("north-atlantic-council", "organ", None),
    ("european-defence-agency", "organ", None), ("united-nations", "organization", None),
    ("washington-summit-1999", "event", "1999-04-23"), ("prague-summit-2002", "event", "2002-11-21"),
    ("istanbul-summit-2004", "event", "2004-06-28"), ("riga-summit-2006", "event", "2006-11-28"),
    ("bucharest-summit-2008", "event", "2008-04-02"), ("strasbourg-kehl-summit-2009", "event", "2009-04-03"),
    ("lisbon-summit-2010", "event", "2010-11-19"), ("chicago-summit-2012", "event", "2012-05-20"),
    ("wales-summit-2014", "event", "2014-09-04"), ("warsaw-summit-2016", "event", "2016-07-08"),
    ("brussels-summit-2018", "event", "2018-07-11"), ("brussels-summit-2021", "event", "2021-06-14"),
    ("madrid-summit-2022", "event", "2022-06-28"), ("vilnius-summit-2023", "event", "2023-07-11"),
    ("washington-summit-2024", "event", "2024-07-09"), ("the-hague-summit-2025", "event", "2025-06-24"),
    ("joint-declaration-2016", "instrument", "2016-07-08"), ("joint-declaration-2018", "instrument", "2018-07-10"),
    ("joint-declaration-2023", "instrument", "2023-01-10"), ("eu-nato-declaration-on-esdp", "instrument", "2002-12-16"),
    ("strategic-concept-2010", "instrument", "2010-11-19"), ("strategic-concept-2022", "instrument", "2022-06-29"),
    ("strategic-compass", "instrument", "2022-03-21"),
])
def test_the_known_things_are_there(entity_id: str, kind: str, start: str | None) -> None:
    entity = KNOWLEDGE.entities[entity_id]
    assert entity.kind == kind
    assert start is None or entity.start == day(start)


@pytest.mark.parametrize(("entity_id", "outermost"), [
    ("college-of-commissioners", "european-union"), ("european-council", "european-union"), ("nato", "nato"),
    ("north-atlantic-council", "nato"), ("no-such-body", "no-such-body"),
])
def test_the_outermost_body(entity_id: str, outermost: str) -> None:
    assert KNOWLEDGE.organization_of(entity_id) == outermost


def test_kind_of_and_terms_in_office() -> None:
    assert (KNOWLEDGE.kind_of("estonia"), KNOWLEDGE.kind_of("no-such-thing")) == ("state", "")
    offices = {term.office_id for term in KNOWLEDGE.in_office("josep-borrell", day("2022-05-01"))}
    assert "eu-high-representative" in offices
    assert "european-parliament-president" not in offices
