"""Facts that hold over the knowledge: members by year, full governments on summit days, complete Commissions."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import transforms.knowledge
from transforms.knowledge import Knowledge, check_knowledge, load_knowledge

FOLDER = Path(transforms.knowledge.__file__).parent
SUMMIT_DAYS = (
    date(2009, 4, 3), date(2010, 11, 19), date(2012, 5, 20), date(2014, 9, 4), date(2016, 7, 9), date(2018, 7, 11),
    date(2019, 12, 4), date(2021, 6, 14), date(2022, 6, 29), date(2023, 7, 11), date(2024, 7, 10), date(2025, 6, 24))
# In some states the chancellor, the Taoiseach or the president is the head of government
HEADS = {"germany": "de-chancellor", "austria": "at-chancellor", "united-states": "us-president"}
FOREIGN = {"united-states": "us-secretary-of-state"}
DEFENCE = {"united-states": "us-secretary-of-defense"}
# The president has headed the government of Türkiye since the office of prime minister was abolished on 9 July 2018,
# and that of Cyprus always
PRESIDENTIAL = {"turkiye": date(2018, 7, 9), "cyprus": date(1960, 8, 16)}
# Iceland has no such minister; in Malta the armed forces come under home affairs or the prime minister
NO_DEFENCE_MINISTER = {"iceland", "malta"}
COLLEGE = (
    "european-commission-president", "european-commissioner", "european-commission-vice-president",
    "european-commission-executive-vice-president")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The project's own knowledge."""
    return load_knowledge()


def _office(knowledge: Knowledge, state_id: str, kind: str, given: dict[str, str]) -> str:
    code = knowledge.entities[state_id].country_code or ""
    return given.get(state_id) or f"{code.lower()}-{kind}"


def _posts(knowledge: Knowledge, state_id: str, day: date) -> Iterator[str]:
    """The offices that somebody holds in every state: head of government, foreign and defence minister."""
    presidential = PRESIDENTIAL.get(state_id, date.max) <= day
    yield _office(knowledge, state_id, "president" if presidential else "prime-minister", HEADS)
    yield _office(knowledge, state_id, "foreign-minister", FOREIGN)
    if state_id not in NO_DEFENCE_MINISTER:
        yield _office(knowledge, state_id, "defence-minister", DEFENCE)


def _vacant(knowledge: Knowledge, organization_id: str, day: date) -> set[str]:
    return {post for state in knowledge.members(organization_id, day) for post in _posts(knowledge, state, day)
            if not knowledge.holders(post, day)}


def test_knowledge_has_no_faults(knowledge: Knowledge) -> None:
    assert [fault for fault in check_knowledge(knowledge) if not fault.startswith("topic")] == []


@pytest.mark.parametrize(("day", "count"), [
    (date(1950, 1, 1), 12), (date(1953, 1, 1), 14), (date(1960, 1, 1), 15), (date(1990, 1, 1), 16),
    (date(1999, 4, 24), 19), (date(2004, 6, 28), 26), (date(2009, 4, 4), 28), (date(2017, 6, 4), 28),
    (date(2018, 7, 11), 29), (date(2020, 3, 27), 30), (date(2023, 4, 4), 31), (date(2024, 3, 7), 32)])
def test_members_of_nato(knowledge: Knowledge, day: date, count: int) -> None:
    assert len(set(knowledge.members("nato", day))) == count


@pytest.mark.parametrize(("day", "count"), [
    (date(1960, 1, 1), 6), (date(1973, 1, 1), 9), (date(1981, 1, 1), 10), (date(1986, 1, 1), 12),
    (date(2003, 12, 12), 15), (date(2004, 5, 1), 25), (date(2007, 1, 1), 27), (date(2013, 7, 1), 28),
    (date(2020, 1, 31), 28), (date(2020, 2, 1), 27)])
def test_members_of_the_union(knowledge: Knowledge, day: date, count: int) -> None:
    assert len(set(knowledge.members("european-union", day))) == count


@pytest.mark.parametrize("day", SUMMIT_DAYS)
@pytest.mark.parametrize("organization_id", ["nato", "european-union"])
def test_governments_are_complete(knowledge: Knowledge, organization_id: str, day: date) -> None:
    assert _vacant(knowledge, organization_id, day) == set()


@pytest.mark.parametrize("day", [date(2014, 9, 4), date(2016, 7, 9), date(2019, 12, 4), date(2022, 6, 29),
                                 date(2024, 7, 10)])
@pytest.mark.parametrize("state_id", [
    "ukraine", "georgia", "moldova", "serbia", "montenegro", "north-macedonia", "albania", "bosnia-and-herzegovina",
    "kosovo", "russia", "belarus", "japan", "south-korea", "australia", "new-zealand", "united-kingdom"])
def test_governments_of_partners(knowledge: Knowledge, state_id: str, day: date) -> None:
    assert {post for post in _posts(knowledge, state_id, day) if not knowledge.holders(post, day)} == set()


@pytest.mark.parametrize(("day", "count"), [
    # Prodi, with the ten new members, Barroso, with Bulgaria and Romania, with Croatia, Juncker, von der Leyen
    (date(2000, 6, 1), 20), (date(2004, 6, 1), 30), (date(2006, 6, 1), 25), (date(2008, 6, 1), 27),
    (date(2011, 6, 1), 27), (date(2013, 9, 1), 28), (date(2015, 6, 1), 28), (date(2018, 6, 1), 28),
    (date(2020, 6, 1), 27), (date(2022, 6, 1), 27), (date(2024, 1, 1), 27), (date(2025, 6, 1), 27)])
def test_commissions_are_complete(knowledge: Knowledge, day: date, count: int) -> None:
    assert len({person for office in COLLEGE for person in knowledge.holders(office, day)}) == count


@pytest.mark.parametrize("office_id", [
    "european-commission-president", "eu-high-representative", "un-secretary-general", "us-president",
    "de-chancellor", "gb-prime-minister", "fr-president", "it-prime-minister", "nl-prime-minister",
    "tr-president", "us-secretary-of-defense", "us-national-security-adviser", "nato-saceur"])
def test_no_gap_since_1999(knowledge: Knowledge, office_id: str) -> None:
    """Somebody holds the office on the first and the sixteenth of every month from 2000 to 2025."""
    days = [date(year, month, day) for year in range(2000, 2026) for month in range(1, 13) for day in (1, 16)]
    assert [day for day in days if not knowledge.holders(office_id, day)] == []


@pytest.mark.parametrize(("office_id", "day", "person_id"), [
    ("nato-secretary-general", date(1953, 1, 1), "hastings-ismay"),
    ("nato-secretary-general", date(1999, 4, 24), "javier-solana"),
    ("nato-secretary-general", date(2016, 7, 8), "jens-stoltenberg"),
    ("nato-secretary-general", date(2024, 12, 1), "mark-rutte"),
    ("nato-deputy-secretary-general", date(2012, 5, 20), "alexander-vershbow"),
    ("european-council-president", date(2016, 7, 8), "donald-tusk"),
    ("european-commission-president", date(2024, 11, 30), "ursula-von-der-leyen"),
    ("european-commission-president", date(2024, 12, 2), "ursula-von-der-leyen"),
    ("it-foreign-minister", date(2013, 10, 1), "emma-bonino"),
    ("us-national-security-adviser", date(2009, 6, 1), "james-jones"),
    ("us-president", date(1990, 7, 6), "george-h-w-bush"),
    ("mt-foreign-minister", date(2003, 6, 1), "joe-borg"),
    ("un-secretary-general", date(1995, 12, 14), "boutros-boutros-ghali"),
    ("nato-isaf-commander", date(2010, 3, 1), "stanley-mcchrystal"),
    ("nato-resolute-support-commander", date(2020, 2, 29), "austin-scott-miller"),
    ("osce-chair", date(2014, 9, 5), "didier-burkhalter"),
    ("ohr-high-representative", date(2005, 1, 1), "paddy-ashdown"),
    ("weu-secretary-general", date(2000, 1, 1), "javier-solana"),
    ("us-permanent-representative-nato", date(2019, 4, 3), "kay-bailey-hutchison"),
    ("gb-foreign-minister", date(1997, 1, 1), "malcolm-rifkind"),
    ("at-defence-minister", date(2019, 5, 25), "johann-luif"),
])
def test_holder(knowledge: Knowledge, office_id: str, day: date, person_id: str) -> None:
    assert knowledge.holders(office_id, day) == [person_id]


@pytest.mark.parametrize("mission_id", [
    "kfor", "sfor", "isaf", "resolute-support", "eufor-althea", "eunavfor-atalanta", "eunavfor-med-irini",
    "eulex-kosovo", "eumm-georgia", "euam-ukraine"])
def test_heads_of_missions_stand_under_the_mission(knowledge: Knowledge, mission_id: str) -> None:
    offices = [office for office in knowledge.offices.values() if office.organization_id == mission_id]
    assert offices and all(knowledge.terms_of_office.get(office.office_id) for office in offices)
    assert knowledge.organization_of(mission_id) in ("nato", "european-union")


def test_two_mandates_are_two_terms(knowledge: Knowledge) -> None:
    terms = [term for term in knowledge.terms_of_office["european-commission-president"]
             if term.person_id == "ursula-von-der-leyen"]
    assert [(term.start, term.end) for term in terms] == [
        (date(2019, 12, 1), date(2024, 11, 30)), (date(2024, 12, 1), None)]


@pytest.mark.parametrize("office_id", [
    "nato-secretary-general", "european-council-president", "european-commission-president", "eu-high-representative",
    "us-president", "us-secretary-of-state", "de-foreign-minister", "fr-defence-minister", "un-secretary-general"])
def test_offices_held_by_one(knowledge: Knowledge, office_id: str) -> None:
    """Two hold an office on a hand-over day alone."""
    days = [date(1995, 1, 1) + timedelta(days=day) for day in range(0, 11000)]
    shared = [day for day in days if len(knowledge.holders(office_id, day)) > 1]
    starts = {term.start for term in knowledge.terms_of_office[office_id]}
    assert [day for day in shared if day not in starts] == []


@pytest.mark.parametrize(("state_id", "form"), [
    ("france", "Franco"), ("united-kingdom", "Anglo"), ("russia", "Russo"), ("greece", "Greco"), ("china", "Sino")])
def test_combining_forms(knowledge: Knowledge, state_id: str, form: str) -> None:
    assert form in knowledge.entities[state_id].combining


def test_presidencies_of_the_council(knowledge: Knowledge) -> None:
    """Every half-year has one presidency, and who presides is a member."""
    terms = tomllib.loads((FOLDER / "presidencies.toml").read_text(encoding="utf-8"))["presidency"]
    assert all(before["end"] + timedelta(days=1) == after["start"] for before, after in pairwise(terms))
    assert [term for term in terms if term["state"] not in knowledge.members("european-union", term["start"])] == []
