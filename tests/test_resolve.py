"""Resolve: short sentences and what their names stand for; one candidate, or NULL with the reason."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import DAY, make_document
from transforms.extract import Extracted, extract_documents
from transforms.model import Mention
from transforms.resolve.new import slug

Expected = list[tuple[str, str, str | None]]
NOT_NAMES = ("ROLE", "PRONOUN")


def read(text: str, day: date | None = DAY, publisher_id: str | None = "nato") -> Extracted:
    """What the stages see in a text of that day."""
    return next(iter(extract_documents([make_document(text, day=day, publisher_id=publisher_id)])))


def names(text: str, day: date | None = DAY) -> Expected:
    """Surface, label and identity of the names in a text; roles and pronouns left out."""
    return [(m.surface, m.label, m.entity_id) for m in read(text, day).mentions if m.label not in NOT_NAMES]


def only(text: str, surface: str, day: date | None = DAY) -> Mention:
    """The one mention with that surface."""
    found = [m for m in read(text, day).mentions if m.surface == surface and m.label not in NOT_NAMES]
    assert len(found) == 1, found
    return found[0]


# --- names that stand alone ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    ("Ursula von der Leyen met Jaap de Hoop Scheffer.", [
        ("Ursula von der Leyen", "PERSON", "ursula-von-der-leyen"),
        ("Jaap de Hoop Scheffer", "PERSON", "jaap-de-hoop-scheffer")]),
    ("Radoslaw Sikorski saw Maros Sefcovic.", [
        ("Radoslaw Sikorski", "PERSON", "radoslaw-sikorski"), ("Maros Sefcovic", "PERSON", "maros-sefcovic")]),
    ("FEDERICA MOGHERINI SPOKE.", [("FEDERICA MOGHERINI", "PERSON", "federica-mogherini")]),
    ("Federica MOGHERINI spoke.", [("Federica MOGHERINI", "PERSON", "federica-mogherini")]),
    ("He thanked Federica\nMogherini warmly.", [("Federica\nMogherini", "PERSON", "federica-mogherini")]),
    ("He thanked Federica\r\nMogherini warmly.", [("Federica\r\nMogherini", "PERSON", "federica-mogherini")]),
    ("NATO-EU cooperation grows.", [("NATO", "ORG", "nato"), ("EU", "ORG", "european-union")]),
    ("The EU's role is clear.", [("EU", "ORG", "european-union")]),
    ("The North Atlantic Council met the EU’s Political and Security Committee.", [
        ("North Atlantic Council", "ORG", "north-atlantic-council"), ("EU", "ORG", "european-union"),
        ("Political and Security Committee", "ORG", "political-and-security-committee")]),
    ("Ukrainian pilots train with Estonians in Poland.", [
        ("Ukrainian", "NORP", "ukraine"), ("Estonians", "NORP", "estonia"), ("Poland", "GPE", "poland")]),
    ("The U.S. and the UK left.", [("U.S.", "GPE", "united-states"), ("UK", "GPE", "united-kingdom")]),
    ("Turkey joined in 1952, and Türkiye has stayed.", [
        ("Turkey", "GPE", "turkiye"), ("Türkiye", "GPE", "turkiye")]),
    ("Operation Sophia and KFOR are two missions.", [
        ("Operation Sophia", "ORG", "eunavfor-med-sophia"), ("KFOR", "ORG", "kfor")]),
    ("See 231115b-004.jpg and press@nato.int.", []),
])
def test_names_that_stand_alone(text: str, expected: Expected) -> None:
    assert names(text) == expected


def test_the_kremlin_is_the_government_of_russia() -> None:
    assert only("The Kremlin rejected the offer.", "Kremlin").entity_id == "government-of-russia"


# --- common nouns that stand for one body ----------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "surface", "entity_id"), [
    ("The Alliance stands ready.", "Alliance", "nato"),
    ("It makes our Alliance stronger.", "Alliance", "nato"),
    ("The transatlantic Alliance stands ready.", "transatlantic Alliance", "nato"),
    ("He spoke to the College this morning.", "College", "college-of-commissioners"),
    ("The Commission will propose a fund.", "Commission", "european-commission"),
    ("A stronger Europe helps the Union.", "Union", "european-union"),
])
def test_common_nouns(text: str, surface: str, entity_id: str) -> None:
    mention = only(text, surface)
    assert (mention.label, mention.entity_id, mention.basis) == ("ORG", entity_id, "nominal")


@pytest.mark.parametrize(("text", "expected"), [
    ("The European Defence Agency met NATO. The Agency will report.", "european-defence-agency"),
    ("The European Parliament met NATO. The Parliament will vote.", "european-parliament"),
    # two agencies are named: neither is meant more than the other
    ("The European Defence Agency met the NATO Support and Procurement Agency. The Agency will report.", None),
])
def test_the_head_noun_stands_for_the_one_body_named_before(text: str, expected: str | None) -> None:
    found = [entity_id for surface, _, entity_id in names(text) if surface in ("Agency", "Parliament")]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(("text", "surface"), [
    ("An alliance of farmers protested.", "alliance"), ("He studied at a college in Ghent.", "college"),
    ("They set up a commission of experts.", "commission"), ("Workers formed a union.", "union"),
])
def test_common_nouns_in_lower_case_stand_for_nothing(text: str, surface: str) -> None:
    assert surface not in {found for found, _, _ in names(text)}


@pytest.mark.parametrize(("text", "surface"), [
    ("The Commission on Presidential Debates met.", "Commission"), ("The Commission for Africa met.", "Commission"),
    ("The Commission of Inquiry met.", "Commission"), ("The African Commission met.", "Commission"),
    ("The Commission of the African Union met.", "Commission"),
    ("The Assembly of the Western European Union met the NATO Parliamentary Assembly.", "Assembly"),
    ("The Union of Miners met.", "Union"),
    ("The Customs Union grew.", "Union"), ("The Alliance for Peacebuilding met.", "Alliance"),
    ("The Alliance of Liberals met.", "Alliance"), ("The Security Council of Russia met.", "Security Council"),
])
def test_the_head_of_a_longer_name_is_not_the_body(text: str, surface: str) -> None:
    assert surface not in {found for found, _, _ in names(text)}


@pytest.mark.parametrize(("text", "surface", "entity_id"), [
    ("The Commission on Tuesday proposed it.", "Commission", "european-commission"),
    ("Views of the Commission on EU policy differ.", "Commission", "european-commission"),
    ("The Alliance of 32 nations grew.", "Alliance", "nato"),
    ("The Juncker Commission proposed it.", "Commission", "european-commission"),
])
def test_the_body_itself_with_words_behind_it(text: str, surface: str, entity_id: str) -> None:
    assert only(text, surface).entity_id == entity_id


@pytest.mark.parametrize(("text", "publisher_id", "expected"), [
    ("NATO's Military Committee met.", "nato", "nato-military-committee"),
    ("NATO's Military Committee met.", "european-union", "nato-military-committee"),
    ("The EU's Military Committee met.", "nato", "eu-military-committee"),
    ("The Military Committee met. NATO agreed.", None, "nato-military-committee"),
    ("The Military Committee met. The European Union agreed.", None, "eu-military-committee"),
    ("The Military Committee met. NATO and the EU agreed.", None, None),
    ("Petr Pavel, Chairman of the Military Committee, spoke of the EU.", None, "nato-military-committee"),
    ("The Chairman of the Military Committee met Claudio Graziano of the EU.", "nato", "nato-military-committee"),
])
def test_the_military_committee(text: str, publisher_id: str | None, expected: str | None) -> None:
    found = [m.entity_id for m in read(text, date(2018, 1, 21), publisher_id).mentions
             if m.surface == "Military Committee"]
    assert found == [expected]


# --- recurring names: by year, place, date ---------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "day", "entity_id"), [
    ("NATO and the EU signed a joint declaration on 10 July 2018.", "2023-03-01", "joint-declaration-2018"),
    ("NATO and the EU keep to the joint declaration signed in Warsaw.", "2019-03-01", "joint-declaration-2016"),
    ("The EU and NATO build on the joint declaration of 2016.", "2022-03-01", "joint-declaration-2016"),
    ("NATO and the EU work on the joint declaration.", "2017-02-01", "joint-declaration-2016"),
    ("NATO and the EU work on the joint declaration.", "2019-02-01", "joint-declaration-2018"),
    ("The EU and NATO have signed a new joint declaration today.", "2023-01-10", "joint-declaration-2023"),
    ("Tomorrow NATO and the EU will sign a joint declaration.", "2023-01-09", "joint-declaration-2023"),
    ("The third joint declaration of NATO and the EU adds space.", "2023-06-01", "joint-declaration-2023"),
    # the parties are not named: it may be anybody's
    ("The two ministers signed a joint declaration.", "2019-02-01", None),
    ("NATO and the EU work on the joint declaration.", None, None),
])
def test_the_joint_declaration(text: str, day: str | None, entity_id: str | None) -> None:
    found = [m for m in read(text, date.fromisoformat(day) if day else None).mentions if m.label == "DOC"]
    assert [m.entity_id for m in found] == [entity_id]
    assert found[0].entity_id or found[0].basis in ("ambiguous", "no_date")


@pytest.mark.parametrize(("text", "day", "entity_id"), [
    ("Allies decided it at the Brussels Summit.", "2018-07-16", "brussels-summit-2018"),
    ("The Brussels Summit begins on Wednesday.", "2018-07-09", "brussels-summit-2018"),
    ("Allies decided it at the Brussels Summit.", "2021-06-20", "brussels-summit-2021"),
    ("Allies decided it at the 2018 Brussels Summit.", "2022-06-20", "brussels-summit-2018"),
    ("Allies decided it at the Brussels Summit in June 2021.", None, "brussels-summit-2021"),
    ("Allies decided it at the Brussels Summit.", None, None),
    ("Allies decided it at the Brussels Summit.", "2012-05-01", None),
    ("Allies decided it at the Vilnius Summit.", None, "vilnius-summit-2023"),
])
def test_the_brussels_summit(text: str, day: str | None, entity_id: str | None) -> None:
    found = [m for m in read(text, date.fromisoformat(day) if day else None).mentions if m.label == "EVENT"]
    assert [m.entity_id for m in found] == [entity_id]


@pytest.mark.parametrize(("day", "entity_id"), [
    ("2000-05-01", "strategic-concept-1999"), ("2012-01-11", "strategic-concept-2010"),
    ("2023-01-11", "strategic-concept-2022"), ("1996-01-11", "strategic-concept-1991"),
])
def test_the_strategic_concept_is_the_one_in_force(day: str, entity_id: str) -> None:
    text = "The Strategic Concept sets out what NATO is for."
    assert only(text, "Strategic Concept", date.fromisoformat(day)).entity_id == entity_id


@pytest.mark.parametrize(("text", "surface"), [
    ("NATO and the EU welcomed the 3rd Joint Declaration on NATO/EU Cooperation.",
     "3rd Joint Declaration on NATO/EU Cooperation"),
    ("They signed the Joint Declaration on EU-NATO Cooperation today.", "Joint Declaration on EU-NATO Cooperation"),
    ("NATO and the EU signed a joint declaration on cyber defence.", "joint declaration"),
])
def test_the_title_of_a_text_is_read_to_its_end(text: str, surface: str) -> None:
    found = read(text, date(2023, 1, 12)).mentions
    assert [(m.surface, m.entity_id) for m in found if m.label == "DOC"] == [(surface, "joint-declaration-2023")]


# --- surnames --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "day", "surface", "entity_id"), [
    ("Mr Borrell came late.", "2022-05-01", "Borrell", "josep-borrell"),
    ("President Macron and Mr Orbán discussed it.", "2019-05-01", "Orbán", "viktor-orban"),
    ("Mrs. Mogherini came late.", "2016-05-01", "Mogherini", "federica-mogherini"),
    ("President von der Leyen came late.", "2022-05-01", "von der Leyen", "ursula-von-der-leyen"),
    ("Secretary General de Hoop Scheffer came late.", "2006-05-01", "de Hoop Scheffer", "jaap-de-hoop-scheffer"),
    ("Chancellor Merkel came late.", "2012-05-01", "Merkel", "angela-merkel"),
    ("President Bush came late.", "2004-05-01", "Bush", "george-w-bush"),
    # two of a name: the office beside it decides, else who is in office
    ("President Clinton came late.", "1999-05-01", "Clinton", "bill-clinton"),
    ("Secretary Clinton came late.", "2011-05-01", "Clinton", "hillary-clinton"),
    ("Prime Minister Kallas came late.", "2022-05-01", "Kallas", "kaja-kallas"),
    ("Commissioner Kallas came late.", "2006-05-01", "Kallas", "siim-kallas"),
    ("President Michel came late.", "2021-05-01", "Michel", "charles-michel"),
    ("Mrs May came late.", "2018-05-01", "May", "theresa-may"),
])
def test_title_and_surname(text: str, day: str, surface: str, entity_id: str) -> None:
    mention = only(text, surface, date.fromisoformat(day))
    assert (mention.label, mention.entity_id, mention.basis) == ("PERSON", entity_id, "title_and_surname")


@pytest.mark.parametrize(("text", "expected"), [
    ("Jens Stoltenberg came. Later Stoltenberg left.", ["jens-stoltenberg"] * 2),
    ("Charles Michel spoke, and Michel left.", ["charles-michel"] * 2),
    # of two in the text neither is chosen
    ("Charles Michel spoke. Louis Michel did not. Michel left.", ["charles-michel", "louis-michel", None]),
    ("Stoltenberg left. Jens Stoltenberg had been there.", ["jens-stoltenberg"] * 2),
    ("Kaja Kallas spoke. Then Mrs Kallas’s staff left.", ["kaja-kallas"] * 2),
    ("Astrid Fjellvang spoke. Fjellvang then left.", ["new-person-astrid-fjellvang"] * 2),
])
def test_a_surname_after_the_full_name(text: str, expected: list[str | None]) -> None:
    assert [entity_id for _, label, entity_id in names(text) if label == "PERSON"] == expected


def test_another_person_with_a_known_surname_is_another_person() -> None:
    found = names("Torvald Stoltenberg-Lie opened the fair. Anna Borrell came too.")
    assert not {"jens-stoltenberg", "josep-borrell"} & {entity_id for _, _, entity_id in found}


def test_a_month_is_not_a_prime_minister() -> None:
    assert names("In May they may meet. May was warm.", date(2018, 6, 1)) == []


def test_two_of_one_surname_without_an_office_are_left_open() -> None:
    mention = only("Mr Michel spoke of Brussels.", "Michel", None)
    assert (mention.entity_id, mention.basis) == (None, "ambiguous")


# --- first names -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("Dear Jens, dear Charles, welcome.", "2022-05-01", [("Jens", "jens-stoltenberg"), ("Charles", "charles-michel")]),
    ("Thank you so much, Ursula.", "2022-05-01", [("Ursula", "ursula-von-der-leyen")]),
    ("Thank you, Anders.", "2012-05-01", [("Anders", "anders-fogh-rasmussen")]),
    ("Welcome to Brussels, Mark.", "2024-11-05", [("Mark", "mark-rutte")]),
    ("Donald Tusk came. Thank you, Donald.", "2017-05-01", [("Donald Tusk", "donald-tusk"), ("Donald", "donald-tusk")]),
    ("Then Jens asked for the floor.", "2022-05-01", []),
    ("Thank you, Jens.", None, []),
])
def test_first_names_in_address(text: str, day: str | None, expected: list[tuple[str, str]]) -> None:
    found = names(text, date.fromisoformat(day) if day else None)
    assert [(surface, entity_id) for surface, label, entity_id in found if label == "PERSON"] == expected


# --- names that no list knows ----------------------------------------------------------------------------------------


def test_new_people_and_bodies_get_an_identity_of_their_own() -> None:
    read_text = read("Ms Henriette Solvang of the Nordland Institute of Security Studies chaired the panel.")
    assert [(m.surface, m.entity_id, m.basis) for m in read_text.mentions] == [
        ("Henriette Solvang", "new-person-henriette-solvang", "new_name"),
        ("Nordland Institute of Security Studies",
         "new-organization-nordland-institute-of-security-studies", "new_name")]
    assert [(found.entity_id, found.kind, found.name) for found in read_text.found] == [
        ("new-organization-nordland-institute-of-security-studies", "organization",
         "Nordland Institute of Security Studies"),
        ("new-person-henriette-solvang", "person", "Henriette Solvang")]


@pytest.mark.parametrize(("name", "expected"), [
    ("Henriette Solvang", "henriette-solvang"), ("Łukasz Óśmiak", "lukasz-osmiak"), ("D’Arcy O'Neil", "d-arcy-o-neil"),
    ("—", ""), ("Иван", ""),
])
def test_slug(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_mentions_are_sorted_inside_the_text_and_say_their_surface() -> None:
    text = "Mr Borrell met Jens Stoltenberg. The EU’s war in Ukraine fund grew, said Borrell at NATO Headquarters."
    found = read(text).mentions
    assert [(m.start, m.end) for m in found] == sorted((m.start, m.end) for m in found)
    assert all(text[m.start:m.end] == m.surface for m in found)
