"""Names: where a known surface stands in a text, whatever its case, marks and white space; offsets are the text's."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.knowledge import Knowledge, fold, load_knowledge
from transforms.knowledge.names import NameHit, NameMatcher, load_names
from transforms.knowledge.records import Entity, Office, Topic

EMPTY = replace(load_knowledge(), entities={}, offices={}, topics={}, terms=(), memberships=())
PEOPLE = (
    Entity("ursula", "person", "PERSON", "Ursula von der Leyen", given="Ursula", surname="von der Leyen"),
    Entity("mogherini", "person", "PERSON", "Federica Mogherini", given="Federica", surname="Mogherini"),
    Entity("sikorski", "person", "PERSON", "Radosław Sikorski", given="Radosław", surname="Sikorski"),
    Entity("sefcovic", "person", "PERSON", "Maroš Šefčovič", given="Maroš", surname="Šefčovič"),
    Entity("may", "person", "PERSON", "Theresa May", given="Theresa", surname="May"),
    Entity("obrien", "person", "PERSON", "Mary O'Brien", given="Mary", surname="O'Brien"),
    Entity("jorgensen", "person", "PERSON", "Åse Jørgensen", given="Åse", surname="Jørgensen"),
    Entity("mossner", "person", "PERSON", "Jörg Mößner", given="Jörg", surname="Mößner"),
    Entity("decroo", "person", "PERSON", "Alexander De Croo", given="Alexander", surname="De Croo"),
    Entity("sisi", "person", "PERSON", "Abdel Fattah El Sisi", given="Abdel", surname="El Sisi"),
    Entity("do", "person", "PERSON", "Hung Do", given="Hung", surname="Do"),
    Entity("zizek", "person", "PERSON", "Željko İzek", given="Željko", surname="İzek"),
)
THINGS = (
    Entity("nato", "organization", "ORG", "NATO", aliases=("North Atlantic Treaty Organization",),
           nominals=("Alliance",)),
    Entity("eu", "organization", "ORG", "EU", aliases=("European Union",)),
    Entity("sede", "organ", "ORG", "SEDE"),
    Entity("estonia", "state", "GPE", "Estonia", demonyms=("Estonian", "Estonians")),
    Entity("us", "state", "GPE", "United States", aliases=("US", "U.S.")),
    Entity("turkiye", "state", "GPE", "Türkiye"),
    Entity("declaration", "instrument", "DOC", "Joint Declaration (10 January 2023)",
           nominals=("joint declaration",)),
    Entity("eapc", "organ", "ORG", "Euro-Atlantic Partnership Council"),
    Entity("commission", "organ", "ORG", "European Commission"),
    Entity("france", "state", "GPE", "France", demonyms=("French",), combining=("Franco",),
           governments=("Quai d'Orsay",)),
    Entity("malmo", "place", "GPE", "Malmö"),
)
SMALL: Knowledge = replace(
    EMPTY, entities={entity.entity_id: entity for entity in (*PEOPLE, *THINGS)},
    offices={
        "sg": Office("sg", "Secretary General of NATO", "nato", ("Secretary General", "SecGen"), (), True, "leader"),
        "hr": Office("hr", "High Representative", "eu", ("HR/VP",), (), True, "minister")},
    topics={"cyber": Topic("cyber", "Cyber", None, "2016", ("cyber attack", "policy"), ("insurance policy",))})
MATCHER = NameMatcher(SMALL)
# Built before any example is timed
ALL_NAMES = load_names()


def hits(text: str, *bases: str) -> list[tuple[str, str]]:
    """Surface and target of each hit, of these bases only if any are given."""
    return [(text[hit.start:hit.end], sense.target) for hit in MATCHER.find(text) for sense in hit.senses
            if not bases or sense.basis in bases]


# --- fold ------------------------------------------------------------------------------------------------------------


@given(st.text())
def test_fold_keeps_the_length_and_folds_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("code", range(0, 0x110000, 0x2000))
def test_fold_keeps_the_length_of_every_character(code: int) -> None:
    block = "".join(map(chr, range(code, min(code + 0x2000, 0x110000))))
    assert len(fold(block)) == len(block)


@pytest.mark.parametrize(("text", "folded"), [
    ("Šefčovič", "sefcovic"), ("Radosław", "radoslaw"), ("Løkke Rasmussen", "lokke rasmussen"), ("Türkiye", "turkiye"),
    ("Đinđić", "dindic"), ("ERDOĞAN", "erdogan"), ("NATO–EU", "nato-eu"), ("EU’s", "eu's"), ("the\u00a0EU", "the eu"),
    ("a\u202fb\tc\nd", "a b c d"), ("Kırıkkale", "kirikkale"), ("straße", "straße"), ("ﬁnal", "ﬁnal"), ("½", "½"),
])
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


# --- where a name stands ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("NATO-EU talks", [("NATO", "nato"), ("EU", "eu")]),
    ("EU–NATO talks", [("EU", "eu"), ("NATO", "nato")]),
    ("EU/NATO talks", [("EU", "eu"), ("NATO", "nato")]),
    ("the EU's and the EU’s", [("EU", "eu"), ("EU", "eu")]),
    ("(NATO)", [("NATO", "nato")]),
    ("EUFOR, NEU, EU27 and EU_27", []),
    ("NATOs", []),
    ("Estonian troops left Estonia.", [("Estonian", "estonia"), ("Estonia", "estonia")]),
    ("the United  States", [("United  States", "us")]),
    ("the United\nStates", [("United\nStates", "us")]),
    ("the United\r\n    States", [("United\r\n    States", "us")]),
    ("the United\n\nStates, the United\r\n\r\nStates", []),
    ("the U.S. and the US", [("U.S.", "us"), ("US", "us")]),
])
def test_word_boundaries(text: str, expected: list[tuple[str, str]]) -> None:
    assert hits(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("nato, eu, us, sede", []),
    ("Nato and the Eu", [("Nato", "nato")]),
    ("tell us more", []),
    ("the european union", []),
    ("the European Union", [("European Union", "eu")]),
    ("the EUROPEAN UNION", [("EUROPEAN UNION", "eu")]),
    ("we may meet", []),
    ("Mrs May", [("May", "may")]),
    ("a Joint Declaration, our joint declaration", [
        *2 * [("Joint Declaration", "declaration")], ("joint declaration", "declaration")]),
    ("the alliance", []),
    ("the secgen and the SECRETARY GENERAL", [("secgen", "sg"), ("SECRETARY GENERAL", "sg")]),
    ("Cyber attacks and CYBER ATTACK", [("Cyber attacks", "cyber"), ("CYBER ATTACK", "cyber")]),
])
def test_capitals(text: str, expected: list[tuple[str, str]]) -> None:
    assert hits(text) == expected


@pytest.mark.parametrize("surface", [
    "Ursula von der Leyen", "URSULA VON DER LEYEN", "Ursula VON DER LEYEN", "Ursula Von der Leyen",
    "Ursula von\u00a0der\u00a0Leyen", "Ursula\u202fvon der\nLeyen",
])
def test_particles_capitals_and_white_space_of_a_name(surface: str) -> None:
    text = f"President {surface}’s speech"
    assert hits(text, "name") == [(surface, "ursula")]


@pytest.mark.parametrize(("text", "expected"), [
    ("Prime Minister de Croo", [("de Croo", "decroo")]), ("Alexander DE CROO", [("DE CROO", "decroo")]),
    ("President el Sisi", [("el Sisi", "sisi")]), ("de croo", []),
    # one that is all particles is no name without a capital
    ("we do, Mr Do", [("Do", "do")]),
])
def test_a_particle_of_a_name_may_be_small(text: str, expected: list[tuple[str, str]]) -> None:
    assert hits(text, "surname") == expected


@pytest.mark.parametrize(("surface", "target"), [
    ("Maroš Šefčovič", "sefcovic"), ("Maros Sefcovic", "sefcovic"), ("MAROŠ ŠEFČOVIČ", "sefcovic"),
    ("Maros\u00a0Šefčovič", "sefcovic"), ("Radoslaw Sikorski", "sikorski"), ("RADOSŁAW SIKORSKI", "sikorski"),
    ("Turkiye", "turkiye"), ("Mary O’Brien", "obrien"), ("MARY O'BRIEN", "obrien"),
])
def test_diacritics_there_or_lost(surface: str, target: str) -> None:
    assert hits(f"with {surface}.", "name") == [(surface, target)]


@pytest.mark.parametrize(("surface", "target"), [
    ("Maros\u030c S\u030cefc\u030covic\u030c", "sefcovic"), ("Ursula von der Ley\u00aden", "ursula"),
    ("Federica\u200b Mogherini", "mogherini"), ("Federica Mogherini\u0301", "mogherini"),
])
def test_what_a_reader_does_not_see_is_no_hindrance(surface: str, target: str) -> None:
    assert hits(f"\ufeff{surface}\u200e, the EU", "name") == [(surface, target), ("EU", "eu")]


@pytest.mark.parametrize(("surface", "target"), [
    ("Åse Jørgensen", "jorgensen"), ("Ase Jorgensen", "jorgensen"), ("Aase Joergensen", "jorgensen"),
    ("AASE JOERGENSEN", "jorgensen"), ("ÅSE JØRGENSEN", "jorgensen"), ("Jörg Mößner", "mossner"),
    ("Joerg Moessner", "mossner"), ("Jorg Mossner", "mossner"), ("Jörg Mössner", "mossner"),
    ("JÖRG MÖSSNER", "mossner"), ("JOERG MOESSNER", "mossner"), ("Zeljko Izek", "zizek"), ("ŽELJKO İZEK", "zizek"),
    ("Z\u030celjko I\u0307zek", "zizek"),
])
def test_letters_that_are_also_written_as_two(surface: str, target: str) -> None:
    assert hits(f"with {surface}.", "name", "alias") == [(surface, target)]


def test_a_surname_is_written_as_two_letters_too_but_no_place_is() -> None:
    assert hits("Mr Moessner and Ms Joergensen in Malmoe", "surname", "name") == [
        ("Moessner", "mossner"), ("Joergensen", "jorgensen")]


@pytest.mark.parametrize(("text", "expected"), [
    ("Federica Moghe-\nrini said", ["Federica Moghe-\nrini", "Federica", "Moghe-\nrini"]),
    ("Federica Moghe-\r\n  rini said", ["Federica Moghe-\r\n  rini", "Federica", "Moghe-\r\n  rini"]),
    ("FEDERICA MOGHE-\nRINI said", ["FEDERICA MOGHE-\nRINI", "FEDERICA", "MOGHE-\nRINI"]),
    ("the Euro-\npean Commission", ["Euro-\npean Commission"]),
    ("the Euro-\nAtlantic Part-\nnership Council", []),
    ("the Euro-\nAtlantic Partnership Council", ["Euro-\nAtlantic Partnership Council"]),
    ("the European Com- mission", ["European Com- mission"]),
    ("the European Com\u00ad\nmission", ["European Com\u00ad\nmission"]),
    ("NATO-\nEU talks", ["NATO", "EU"]),
    ("the EU-\nNATO talks", ["EU", "NATO"]),
    ("Euro-\n\npean Commission", []),
    ("Moghe-\nrini met Moghe-\nrini", ["Moghe-\nrini", "Moghe-\nrini"]),
    ("cyber at-\ntacks", ["cyber at-\ntacks"]),
])
def test_a_name_broken_at_the_end_of_a_line(text: str, expected: list[str]) -> None:
    assert [text[hit.start:hit.end] for hit in MATCHER.find(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("the Franco-German brigade", [("Franco", "NORP", "combining")]),
    ("the FRANCO–German brigade", [("FRANCO", "NORP", "combining")]),
    ("the Franco-\nGerman brigade", [("Franco", "NORP", "combining")]),
    ("General Franco - a dictator", []),
    ("General Franco died", []),
    ("the franco-German brigade", []),
    ("the Quai d’Orsay denied it", [("Quai d’Orsay", "ORG", "metonym")]),
])
def test_adjectives_before_a_hyphen_and_names_of_governments(text: str, expected: list[tuple[str, str, str]]) -> None:
    found = [(text[hit.start:hit.end], sense.label, sense.basis) for hit in MATCHER.find(text) for sense in hit.senses]
    assert [sense for sense in found if sense[2] in ("combining", "metonym")] == expected


def test_a_soft_hyphen_between_capitals_is_a_hyphen() -> None:
    assert hits("NATO\u00adEU") == [("NATO", "nato"), ("EU", "eu")]


def test_a_surname_in_capitals() -> None:
    text = "Federica MOGHERINI"
    assert hits(text, "name", "surname") == [(text, "mogherini"), ("MOGHERINI", "mogherini")]


def test_senses_and_their_order() -> None:
    text = "Theresa May met the Alliance"
    found = [(text[h.start:h.end], [(s.label, s.basis) for s in h.senses]) for h in MATCHER.find(text)]
    assert found == [("Theresa May", [("PERSON", "name")]), ("Theresa", [("PERSON", "given_name")]),
                     ("May", [("PERSON", "surname")]), ("Alliance", [("ORG", "nominal")])]


@pytest.mark.parametrize(("text", "expected"), [
    ("policies and a policy", [("policies", "term"), ("policy", "term")]),
    ("an insurance policy", [("insurance policy", "unless"), ("policy", "term")]),
    ("Secretary General of NATO", [
        ("Secretary General of NATO", "office"), ("Secretary General", "title"), ("NATO", "name")]),
    ("the HR/VP", [("HR/VP", "title")]),
])
def test_offices_and_topics(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[hit.start:hit.end], sense.basis) for hit in MATCHER.find(text) for sense in hit.senses] == expected


def test_without_knowledge_nothing_is_found() -> None:
    assert NameMatcher(EMPTY).find("NATO and the EU") == []


# --- offsets stay, time is linear ------------------------------------------------------------------------------------

ODD = st.text(alphabet="aÉßﬁİıłŁ’‘–\u00a0\u202f\u200b\u00ad\r\n\t_ \U0001f600\u0301", max_size=12)


@given(before=ODD, after=ODD)
def test_offsets_are_those_of_the_text(before: str, after: str) -> None:
    text = f"{before} Ursula von der Leyen, {after} NATO"
    found = [text[hit.start:hit.end] for hit in MATCHER.find(text)]
    assert found == ["Ursula von der Leyen", "Ursula", "von der Leyen", "NATO"]


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_survived_and_hits_lie_inside(text: str) -> None:
    found = ALL_NAMES.find(text)
    assert found == sorted(found, key=lambda hit: (hit.start, -hit.end))
    assert all(0 <= hit.start < hit.end <= len(text) and hit.senses for hit in found)


def seconds(text: str) -> float:
    """How long one pass takes."""
    start = time.perf_counter()
    ALL_NAMES.find(text)
    return time.perf_counter() - start


def test_a_long_text_takes_linear_time() -> None:
    sentence = "Jens Stoltenberg met Federica Mogherini at the NATO headquarters in Brussels. "
    seconds(sentence)
    short, long = (min(seconds(sentence * n) for _ in range(3)) for n in (200, 800))
    assert long < 9 * short + 0.02


def test_many_broken_lines_take_linear_time() -> None:
    line = "Moghe-\nrini and the Euro-\npean Com-\nmission "
    seconds(line)
    short, long = (min(seconds(line * n) for _ in range(3)) for n in (100, 400))
    assert long < 9 * short + 0.02


def test_the_project_has_one_matcher_a_process() -> None:
    assert load_names() is load_names()
    assert [type(hit) for hit in load_names().find("NATO")] == [NameHit]
