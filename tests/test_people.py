"""Surnames, first names and names that no list knows: short texts, and whom each name stands for."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_document
from transforms.extract import Extracted, extract_documents

Told = list[tuple[str, str | None]]


def read(text: str, day: str | None, publisher_id: str | None = None) -> Extracted:
    """What the stages see in a text of that day."""
    return next(iter(extract_documents([make_document(
        text, day=date.fromisoformat(day) if day else None, publisher_id=publisher_id)])))


def people(text: str, day: str | None) -> Told:
    """Surface and identity of each name of a person."""
    return [(m.surface, m.entity_id) for m in read(text, day).mentions if m.label == "PERSON"]


@pytest.mark.parametrize(("text", "day", "expected"), [
    # leaders and ministers of the day need no introduction
    ("Talks with Putin failed. Zelenskyy thanked Macron and Scholz.", "2022-05-18", [
        ("Putin", "vladimir-putin"), ("Zelenskyy", "volodymyr-zelenskyy"), ("Macron", "emmanuel-macron"),
        ("Scholz", "olaf-scholz")]),
    ("On Monday, Blinken met Cavusoglu.", "2022-05-18", [
        ("Blinken", "antony-blinken"), ("Cavusoglu", "mevlut-cavusoglu")]),
    ("They met on Thursday. Niinisto had invited Sauli Niinisto's friends.", "2022-05-18", [
        ("Niinisto", "sauli-niinisto"), ("Sauli Niinisto", "sauli-niinisto")]),
    # the rank tells the soldier from the prime minister
    ("General Clark spoke.", "1999-12-10", [("Clark", "wesley-clark")]),
    ("President Niinistö came after Jussi Niinistö had left.", "2019-08-29", [
        ("Niinistö", "sauli-niinisto"), ("Jussi Niinistö", "jussi-niinisto")]),
    # long before the office of the only one known by that surname
    ("Mr. Rutte declined to comment.", "1993-05-18", [("Rutte", None)]),
    ("King Hussein arrived, and Hamilton County voted.", "1998-05-18", [("Hussein", None)]),
    ("Mr Kowalczyk-Example spoke.", "2018-05-18", [("Kowalczyk-Example", None)]),
])
def test_surnames(text: str, day: str, expected: Told) -> None:
    assert people(text, day) == expected


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("Dear Jens, dear Charles, we met.", "2020-06-04", [("Jens", "jens-stoltenberg"), ("Charles", "charles-michel")]),
    ("Dear Mark, NATO is strong. Yesterday I received Mark Carney. Thank you, Mark.", "2025-06-24", [
        ("Mark", "mark-rutte"), ("Mark Carney", "mark-carney"), ("Mark", "mark-rutte")]),
    ("Yesterday I received Mark Carney in Brussels. Thank you, Mark.", "2025-06-24", [
        ("Mark Carney", "mark-carney"), ("Mark", "mark-carney")]),
    ("I agreed with Keir on this, and we told Volodymyr.", "2025-06-24", [
        ("Keir", "keir-starmer"), ("Volodymyr", "volodymyr-zelenskyy")]),
    ("Keir left the room.", "2025-06-24", []),
    ("The report is of Jan. 6 and of May 2018.", "2018-06-24", []),
    ("The carrier Charles de Gaulle sailed when Charles Michel came.", "2020-06-04", [
        ("Charles Michel", "charles-michel")]),
])
def test_first_names(text: str, day: str, expected: Told) -> None:
    assert [told for told in people(text, day) if told[0] != "Charles de Gaulle"] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Graham WATSON (ELDR, UK) spoke.", [("Graham WATSON", "new-person-graham-watson")]),
    ("Enrique BARÓN CRESPO (PES, E) asked.", [("Enrique BARÓN CRESPO", "new-person-enrique-baron-crespo")]),
    ("Press: Dirk De Backer. Mr De Backer knows.", [
        ("Dirk De Backer", "new-person-dirk-de-backer"), ("De Backer", "new-person-dirk-de-backer")]),
    ("He met Lt. Gen. Anna Example-Person's staff.", [("Anna Example-Person", "new-person-anna-example-person")]),
    ("Operation ATALANTA goes on.", []),
])
def test_new_names(text: str, expected: Told) -> None:
    assert people(text, "2017-05-18") == expected


@pytest.mark.parametrize(("text", "affiliations"), [
    ("Ambassador Anna Exampleson of Finland spoke.", ("finland",)),
    ("Anna Exampleson, Head of Unit at the European Defence Agency, spoke.", ("european-defence-agency",)),
    ("NATO's Anna Exampleson spoke to the EU.", ("nato",)),
    ("Anna Exampleson spoke. NATO listened.", ()),
    ("Anna Exampleson told NATO so.", ()),
])
def test_affiliations(text: str, affiliations: tuple[str, ...]) -> None:
    found = {entity.name: entity.affiliations for entity in read(text, "2017-05-18").found}
    assert found["Anna Exampleson"] == affiliations


@pytest.mark.parametrize(("text", "expected"), [
    ("The exercise EU CYBRID 2017 was held in Tallinn.", ["EU CYBRID 2017"]),
    ("Ministers took part in exercise Example Lance 17.", ["Example Lance 17"]),
    ("CMX 2000 began.", []),
])
def test_exercises_that_no_list_knows(text: str, expected: list[str]) -> None:
    mentions = read(text, "2017-09-18").mentions
    assert [m.surface for m in mentions if m.basis == "new_name" and m.label == "EVENT"] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Moscow said it would respond.", "russia"), ("Talks in Moscow failed.", "moscow"),
    ("Ankara blocked the plan.", "turkiye"), ("They urged Ankara to agree.", "turkiye"),
    ("Ties with Minsk are frozen.", "belarus"), ("He flew to Minsk.", "minsk"),
    ("Ministers condemned Moscow's aggression.", "russia"), ("Moscow's streets are wide.", "moscow"),
    ("Washington agreed to send troops.", "united-states"), ("The Summit in Washington ended.", "washington"),
    ("The dialogue between Belgrade and Pristina goes on.", "serbia"), ("Brussels said no.", "brussels"),
])
def test_capitals_stand_for_governments_where_they_act(text: str, expected: str) -> None:
    places = [m for m in read(text, "2022-05-18").mentions if m.label == "GPE"]
    assert places[0].entity_id == expected
    assert (places[0].basis == "metonym") == (expected not in ("moscow", "minsk", "washington", "brussels"))


@pytest.mark.parametrize(("text", "expected"), [
    ("It does Key Strategic Activities (KAS). KAS is an acronym of the text.", []),
    ("The European Defense Agency (EDA) met. EDA is known.", ["european-defence-agency"] * 3),
    ("The Konrad Adenauer Foundation (KAS) met.", ["konrad-adenauer-foundation"] * 2),
])
def test_acronyms_that_a_text_defines_itself(text: str, expected: list[str]) -> None:
    assert [m.entity_id for m in read(text, "2020-02-20").mentions if m.label == "ORG"] == expected
