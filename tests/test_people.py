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
    # small particles
    ("“We agree,” von der Leyen said.", "2023-06-01", [("von der Leyen", "ursula-von-der-leyen")]),
    ("There were talks between von der Leyen and Michel.", "2023-06-01", [
        ("von der Leyen", "ursula-von-der-leyen"), ("Michel", "charles-michel")]),
    # the title tells the gender
    ("Mrs Macron came.", "2018-07-10", [("Macron", None)]),
    ("Mr Merkel came.", "2018-07-10", [("Merkel", None)]),
    ("Ms Merkel came.", "2018-07-10", [("Merkel", "angela-merkel")]),
    ("Bill Clinton and Hillary Clinton came. Mr Clinton spoke to Mrs Clinton. Clinton laughed.", "2010-07-10", [
        ("Bill Clinton", "bill-clinton"), ("Hillary Clinton", "hillary-clinton"), ("Clinton", "bill-clinton"),
        ("Clinton", "hillary-clinton"), ("Clinton", None)]),
    ("Michelle Obama visited a school. Obama spoke, and Mrs Obama left. President Obama stayed.", "2012-07-10", [
        ("Michelle Obama", "new-person-michelle-obama"), ("Obama", None), ("Obama", "new-person-michelle-obama"),
        ("Obama", "barack-obama")]),
    ("Anna Exampleson spoke. Mr Exampleson left.", "2012-07-10", [
        ("Anna Exampleson", "new-person-anna-exampleson"), ("Exampleson", None)]),
    # two of one surname in the text: the office of the day does not decide
    ("Pierre Trudeau was the father of Justin Trudeau. Trudeau said so.", "2018-07-10", [
        ("Pierre Trudeau", "pierre-trudeau"), ("Justin Trudeau", "justin-trudeau"), ("Trudeau", None)]),
    ("The King hosted a dinner. Commissioner King came.", "2017-07-10", [("King", "julian-king")]),
    ("Admiral Rice spoke.", "2016-07-10", [("Rice", None)]),
    ("Secretary General Stoltenberg met General Wolters.", "2020-06-01", [
        ("Stoltenberg", "jens-stoltenberg"), ("Wolters", "tod-wolters")]),
    ("Mr Cameron of Shell spoke.", "2018-07-10", [("Cameron", None)]),
    ("Mr Cameron spoke of Shell.", "2018-07-10", [("Cameron", "david-cameron")]),
])
def test_surnames(text: str, day: str, expected: Told) -> None:
    assert people(text, day) == expected


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("Scholz Says 'Europe Must Act' as Putin Threatens Kyiv", "2022-05-18", ["olaf-scholz", "vladimir-putin"]),
    ("Turkey's Erdogan Backs Sweden, Stoltenberg Says", "2023-07-10", ["recep-tayyip-erdogan", "jens-stoltenberg"]),
    ("Blinken, Austin Meet Stoltenberg in Brussels", "2022-06-01", [
        "antony-blinken", "lloyd-austin", "jens-stoltenberg"]),
    ("Joint statement by Michel and von der Leyen", "2022-06-01", ["charles-michel", "ursula-von-der-leyen"]),
    ("Brown Coal Prices Rise as Rice Imports Fall", "2008-07-10", []),
    ("March of the Volunteers: May Day Plans", "2017-07-10", []),
])
def test_surnames_in_headlines(text: str, day: str, expected: list[str | None]) -> None:
    assert [entity_id for _, entity_id in people(text, day)] == expected
    document = make_document(text, day=date.fromisoformat(day), passage="title")
    told = next(iter(extract_documents([document]))).mentions
    assert [m.entity_id for m in told if m.label == "PERSON"] == expected


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("I told Pete so.", "2025-07-10", [("Pete", "pete-hegseth")]),
    ("I said to Donald that we agree.", "2025-07-10", []),
    ("We met with António and Ursula last week.", "2025-07-10", [
        ("António", "antonio-costa"), ("Ursula", "ursula-von-der-leyen")]),
    ("Frank talk is what we need.", "2022-07-10", []),
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
    ("Gen John Smith OBE came with Anna Kowalczyk MEP.", [
        ("John Smith", "new-person-john-smith"), ("Anna Kowalczyk", "new-person-anna-kowalczyk")]),
    ("Michael Jordan met Chad Smith. Smith left.", [
        ("Michael Jordan", "new-person-michael-jordan"), ("Chad Smith", "new-person-chad-smith"),
        ("Smith", "new-person-chad-smith")]),
    ("Mr Warsaw said it would respond.", [("Warsaw", None)]),
    ("George Bush spoke.", [("George Bush", None)]),
    ("General Motors invests. I thanked the Prime Minister. I told him so.", []),
    ("He saw Supreme Allied Commander Transformation.", []),
    ("Xavier Cifre Quatresols spoke. Mr Cifre Quatresols left.", [
        ("Xavier Cifre Quatresols", "new-person-xavier-cifre-quatresols"),
        ("Cifre Quatresols", "new-person-xavier-cifre-quatresols")]),
    ("The Dwight D. Eisenhower Carrier Strike Group sailed with HMS Queen Elizabeth and USS George Washington.", []),
    ("They met in the Robert Schuman building, near John F. Kennedy International Airport.", []),
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
    ("They met in Paris, Texas.", [None, "texas"]), ("They met in London, Ontario.", [None, "ontario"]),
    ("They met in Norfolk, Virginia.", ["norfolk", "virginia"]),
    ("They met in Tbilisi, Georgia.", ["tbilisi", "georgia"]), ("They met in Atlanta, Georgia.", [None, None]),
    ("It is in the state of Georgia.", [None]), ("Ukraine, Georgia, and Moldova", ["ukraine", "georgia", "moldova"]),
    ("Will Georgia join?", ["georgia"]), ("Chad and Jordan met.", ["chad", "jordan"]),
])
def test_places_with_the_name_of_another(text: str, expected: list[str | None]) -> None:
    assert [m.entity_id for m in read(text, "2018-07-10").mentions if m.label == "GPE"] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("It does Key Strategic Activities (KAS). KAS is an acronym of the text.", []),
    ("The European Defense Agency (EDA) met. EDA is known.", ["european-defence-agency"] * 3),
    ("The Konrad Adenauer Foundation (KAS) met.", ["konrad-adenauer-foundation"] * 2),
])
def test_acronyms_that_a_text_defines_itself(text: str, expected: list[str]) -> None:
    assert [m.entity_id for m in read(text, "2020-02-20").mentions if m.label == "ORG"] == expected
