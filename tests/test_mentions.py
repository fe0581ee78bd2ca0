"""Mentions: what is found as a name, a role, a topic or a site, and what is left alone. Nothing is resolved here."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_document
from transforms.knowledge.names import load_names
from transforms.mentions import Candidate, Candidates, find_mentions
from transforms.nlp import analyze

Found = list[tuple[str, str]]


def find(text: str, passage: str = "body") -> Candidates:
    """The candidates of a text whose paragraphs are passages of one kind."""
    return find_mentions(analyze([make_document(text, passage=passage)])[0], load_names())


def told(text: str, candidates: tuple[Candidate, ...]) -> Found:
    """Surface and label of each."""
    return [(text[c.start:c.end], c.label) for c in candidates]


# --- known names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("NATO-EU cooperation grows.", [("NATO", "ORG"), ("EU", "ORG")]),
    ("The EU’s mission works with NATO's fleet.", [("EU", "ORG"), ("NATO", "ORG")]),
    ("The European Union Military Committee met.", [("European Union Military Committee", "ORG")]),
    ("The European Council is not the Council of Europe.", [("European Council", "ORG"), ("Council of Europe", "ORG")]),
    ("Ursula von der Leyen saw Jaap de Hoop Scheffer.", [
        ("Ursula von der Leyen", "PERSON"), ("Jaap de Hoop Scheffer", "PERSON")]),
    ("JENS STOLTENBERG: Thank you.", [("JENS STOLTENBERG", "PERSON")]),
    ("Jens\nStoltenberg came to Brussels.", [("Jens\nStoltenberg", "PERSON"), ("Brussels", "GPE")]),
    ("Jens\u00a0Stoltenberg came.", [("Jens\u00a0Stoltenberg", "PERSON")]),
    ("Ukrainian pilots, Estonians and the Baltic Sea.", [
        ("Ukrainian", "NORP"), ("Estonians", "NORP"), ("Baltic Sea", "LOC")]),
    # an event that is told by a description leaves the names in it standing, a proper name does not
    ("The war in Ukraine goes on.", [("war in Ukraine", "EVENT"), ("Ukraine", "GPE")]),
    ("At the Vilnius Summit they agreed.", [("Vilnius Summit", "EVENT")]),
    ("They met in Nice, and it was nice.", [("Nice", "GPE")]),
    ("KFOR and EULEX in Kosovo", [("KFOR", "ORG"), ("EULEX", "ORG"), ("Kosovo", "GPE")]),
])
def test_known_names(text: str, expected: Found) -> None:
    assert told(text, find(text).names) == expected


@pytest.mark.parametrize("text", [
    "See 231115b-002.jpg for the picture.", "Write to press@nato.int today.", "Read www.eeas.europa.eu/eu-nato first.",
    "The file NATO-EU_declaration.pdf is attached.", "It is at https://www.nato.int/EU/Stoltenberg.html now.",
    "NATO.int has more.", "tell us more, and who may come", "an eu-phemism of a nation",
])
def test_no_name_in_addresses_file_names_and_common_words(text: str) -> None:
    found = find(text)
    assert told(text, (*found.names, *found.weak)) == []


@pytest.mark.parametrize("passage", ["navigation", "boilerplate", "header"])
def test_passages_that_are_not_read_name_nobody(passage: str) -> None:
    assert find("Jens Stoltenberg met the EU.", passage) == Candidates((), (), (), (), (), ())


def test_a_name_does_not_run_over_a_paragraph() -> None:
    text = "He works for the European\n\nUnion is strength."
    assert "European Union" not in {" ".join(surface.split()) for surface, _ in told(text, find(text).names)}


@pytest.mark.parametrize(("text", "site"), [
    ("They met at NATO Headquarters in Brussels.", "NATO Headquarters"),
    ("He came to the NATO HQ on Monday.", "NATO HQ"),
])
def test_a_building_named_after_a_body_is_a_site_and_the_body_keeps_its_name(text: str, site: str) -> None:
    found = find(text)
    assert told(text, found.sites) == [(site, "FAC")]
    assert ("NATO", "ORG") in told(text, found.names)


@pytest.mark.parametrize(("text", "expected"), [
    ("The carrier Charles de Gaulle sailed.", []), ("Charles de Gaulle airport is in Paris.", ["Paris"]),
    ("She won the Robert Schuman Medal.", []), ("HMS Queen Elizabeth left London.", ["London"]),
    ("Ursula von der Leyen building bridges", ["Ursula von der Leyen"]),
])
def test_things_named_after_people_name_nobody(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in told(text, find(text).names)] == expected


# --- names that need evidence, roles ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("Mr Borrell and Mrs May agreed.", ["Borrell", "May"]),
    ("Dear Jens, dear Charles, welcome.", ["Jens", "Charles"]),
    ("President von der Leyen spoke.", ["von der Leyen"]),
    ("Josep Borrell spoke.", []),
])
def test_surnames_and_first_names_are_weak(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in told(text, find(text).weak)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("The Secretary General met the Deputy Secretary General.", ["Secretary General", "Deputy Secretary General"]),
    ("the High Representative of the Union for Foreign Affairs and Security Policy",
     ["High Representative of the Union for Foreign Affairs and Security Policy"]),
    ("the Estonian prime minister and the foreign minister of Poland", ["prime minister", "foreign minister"]),
    ("the HR/VP and SACEUR", ["HR/VP", "SACEUR"]),
])
def test_roles_are_the_longest(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in told(text, find(text).roles)] == expected


# --- names that no list knows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("Ms Anneli Saarinen's speech was short.", ("Anneli Saarinen", "PERSON")),
    ("Ambassador Piet van den Berg opened the fair.", ("Piet van den Berg", "PERSON")),
    ("Dr. Olena Tkachuk-Marchenko chaired the panel.", ("Olena Tkachuk-Marchenko", "PERSON")),
    ("Professor Maria del Carmen Ruiz moderated.", ("Maria del Carmen Ruiz", "PERSON")),
    ("The Helvetia Institute's report is out.", ("Helvetia Institute", "ORG")),
    ("He leads the Nordland Centre for Strategic Studies.", ("Nordland Centre for Strategic Studies", "ORG")),
    ("Experts of the Polish Institute of Maritime Research spoke.", ("Polish Institute of Maritime Research", "ORG")),
])
def test_new_names(text: str, expected: tuple[str, str]) -> None:
    found = find(text)
    assert told(text, found.new) == [expected]
    assert not [name for name in found.names if any(name.span.overlaps(new.span) for new in found.new)]


@pytest.mark.parametrize("text", [
    "Good morning, Ladies and Gentlemen.", "Press Release, 4 May 2018", "Thank you, Excellency.",
    "Question to the Moderator: who pays?", "12 Figures and 3 Tables", "Ministers of Defence met their colleagues.",
])
def test_no_new_names(text: str) -> None:
    assert told(text, find(text).new) == []


@pytest.mark.parametrize("text", [
    "Allies Will Stand by Turkey", "Brown Coal Prices Rise", "Powell Says Rice Harvest Falls"])
def test_no_new_names_in_headlines(text: str) -> None:
    assert told(text, find(text, "title").new) == []


def test_a_known_name_is_not_found_anew() -> None:
    text = "Mr Jens Stoltenberg saw Ms Federica Mogherini of the European External Action Service."
    assert find(text).new == ()


# --- topics ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("They discussed military mobility.", [("military mobility", "military-mobility")]),
    ("Hybrid threats grow.", [("Hybrid threats", "hybrid-threats")]),
    ("The investment climate was good.", []),
    ("He did it in the space of a day.", []),
    ("Cyber attacks on hospitals", [("Cyber attacks", "cyber-defence")]),
])
def test_topics(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(topic.surface, topic.topic_id) for topic in find(text).topics] == expected


# --- any text --------------------------------------------------------------------------------------------------------

WORDS = st.lists(st.sampled_from([
    "NATO", "EU", "-", "’s", "the", "Secretary General", "Jens", "Stoltenberg", "Mr", "von der Leyen", "war in Ukraine",
    "NATO Headquarters", "Paris", ",", ".", "\n\n", "Polish", "Institute", "of", "\u00a0", "(", "“", "press@nato.int",
]), max_size=14)


@settings(max_examples=25, deadline=None)
@given(WORDS)
def test_candidates_lie_inside_and_apart(words: list[str]) -> None:
    text = " ".join(words)
    found = find(text)
    for group in (found.roles, found.new, tuple(n for n in found.names if n.label != "EVENT")):
        spans = sorted(candidate.span for candidate in group)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(before.end <= after.start for before, after in pairwise(spans))
