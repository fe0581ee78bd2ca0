"""Relate: which mentions join to one event, which stay apart, and how an event is told."""

from __future__ import annotations

from datetime import date

import pytest

from tests.relate_cases import SIGNING_DAY, Telling, joined, related

NEXT_DAY = date(2023, 1, 11)
JANUARY = {"start": date(2023, 1, 1), "end": date(2023, 1, 31)}
PAIR = ("jens-stoltenberg", "charles-michel")
DECLARATION = "joint-declaration-2023"


def signing(name: str, **changes: object) -> Telling:
    return Telling(name, "SIGNING", "They signed a declaration.", "signed").but(**changes)


def meeting(name: str, **changes: object) -> Telling:
    return Telling(name, parties=PAIR).but(**changes)


def undated(name: str, **changes: object) -> Telling:
    return meeting(name, start=None, **changes)


# --- what joins ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tellings", [
    # The text signed is the act: told by day, by month, ahead, and without a date
    [signing("a", what=DECLARATION), signing("b", what=DECLARATION, **JANUARY),
     signing("c", what=DECLARATION, modality="planned"), signing("d", what=DECLARATION, start=None)],
    # A text that is not named is the only one signed on that day by both
    [signing("a", what=DECLARATION), signing("b")],
    # One source has another day: both claims stay, in one event
    [signing("a", what=DECLARATION), signing("b", what=DECLARATION, start=NEXT_DAY)],
    [meeting("a"), meeting("b")],
    [meeting("a"), meeting("b", event_type="VISIT")],
    [meeting("a"), meeting("b", modality="planned")],
    # A month, and the only meeting that it holds
    [meeting("a"), meeting("b", **JANUARY)],
    # The organ of a side, and a person of that side
    [Telling("a", parties=("jens-stoltenberg", "ursula-von-der-leyen")),
     Telling("b", parties=("jens-stoltenberg", "college-of-commissioners"))],
    # One party in common is not enough, with the same place it is
    [Telling("a", parties=("nato",), place="brussels", clause="Ministers of the Alliance met on cyber defence."),
     Telling("b", parties=("nato",), place="brussels", clause="Allies met to speak on cyber defence policy.")],
    # A known summit, told in two ways
    [Telling("a", start=date(2018, 7, 11), parties=("nato",), place="brussels", clause="Allied leaders met."),
     Telling("b", start=date(2018, 7, 12), parties=("nato",), modality="planned",
             clause="The leaders of the Alliance met in this city.")],
    # A headline, and the text under it
    [Telling("a", document="d", passage="title", start=None, parties=("nato",), clause="Ministers met"),
     Telling("b", document="d", parties=("jens-stoltenberg", "federica-mogherini"))],
    # "The meeting" is the one just told
    [meeting("a", document="d"),
     Telling("b", document="d", start=None, parties=("federica-mogherini",), clause="She chaired the meeting.",
             trigger="meeting")],
    # Two words of one clause, which a mention of its own each: "met for talks"
    [undated("a", document="d"), undated("b", document="d")],
    # A copy of a text tells nothing new
    [Telling("a", "COOPERATION", "Staffs of both work on cyber defence.", "work", start=None),
     Telling("b", "COOPERATION", "Staffs of both work on cyber defence.", "work", start=None, copy_of="d-a")],
])
def test_these_are_one(tellings: list[Telling]) -> None:
    assert joined(*tellings) == [{told.name for told in tellings}]


# --- what stays apart ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "right"), [
    (meeting("a"), meeting("b", start=NEXT_DAY)),
    (meeting("a", clause="They met in May."), undated("b")),
    (signing("a", what=DECLARATION), signing("b", what="joint-declaration-2018", start=date(2018, 7, 10))),
    (signing("a", what=DECLARATION), signing("b", what=DECLARATION, start=date(2023, 3, 1))),
    (meeting("a"), meeting("b", event_type="SANCTION")),
    (meeting("a"), meeting("b", polarity="negated")),
    (meeting("a", place="brussels"), meeting("b", place="warsaw")),
    # One man's day has many meetings
    (Telling("a", parties=("jens-stoltenberg", "charles-michel")),
     Telling("b", parties=("jens-stoltenberg", "joe-biden"))),
    (Telling("a", parties=("jens-stoltenberg", "nato")), Telling("b", parties=("nato", "greece"))),
    (Telling("a", parties=("jens-stoltenberg",)), Telling("b", parties=("jens-stoltenberg",))),
    (Telling("a", "PARTICIPATION", parties=("josep-borrell", "nato:host")),
     Telling("b", "PARTICIPATION", parties=("jens-stoltenberg", "foreign-affairs-council:host"))),
    # "Meetings" are not one of them
    (meeting("a"), meeting("b", clause="They held meetings.", trigger="meetings")),
    # Work goes on, and one man calls for many things on a day
    (Telling("a", "COOPERATION"), Telling("b", "COOPERATION")),
    (Telling("a", "CALL", "He asked for shells.", "asked", parties=PAIR),
     Telling("b", "CALL", "He urged patience.", "urged", parties=PAIR)),
    (Telling("a", "STAFF_TALKS", parties=("nato", "european-union")), Telling("b", parties=("nato", "european-union"))),
])
def test_these_stay_two(left: Telling, right: Telling) -> None:
    assert joined(left, right) == [{"a"}, {"b"}]


def test_a_month_does_not_bridge_two_days() -> None:
    month = meeting("month", **JANUARY)
    assert joined(month, meeting("first"), meeting("second", start=date(2023, 1, 20))) == [
        {"first"}, {"month"}, {"second"}]


def test_a_telling_of_one_partner_does_not_bridge_two_partners() -> None:
    bridge = Telling("bridge", parties=("jens-stoltenberg", "european-union"))
    groups = joined(bridge, Telling("first", parties=("jens-stoltenberg", "charles-michel")),
                    Telling("second", parties=("jens-stoltenberg", "ursula-von-der-leyen")))
    assert not any({"first", "second"} <= group for group in groups)


def test_undated_meetings_of_the_same_people_join_in_one_document_only() -> None:
    assert joined(undated("a", document="d"), undated("b", document="d"), undated("c")) == [{"a", "b"}, {"c"}]


# --- links -----------------------------------------------------------------------------------------------------------


def test_a_link_says_why_and_to_what() -> None:
    found = related(signing("a", what=DECLARATION, place="brussels"), signing("b", what=DECLARATION, start=NEXT_DAY),
                    Telling("c", "EXERCISE"))
    links = {row["event_mention_id"]: row for row in found.links.iter_rows(named=True)}
    assert links["b"]["linked_mention_id"] == "a"
    assert links["b"]["reasons"] == (
        "same thing:joint-declaration-2023 +0.60; dates differ:1 days -0.10; same sides:european-union,nato +0.20; "
        "same type +0.05; same words:declaration,signed +0.12")
    assert links["b"]["score"] == 0.87
    assert (links["c"]["linked_mention_id"], links["c"]["score"], links["c"]["reasons"]) == (None, 1.0, "alone")


def test_words_in_common_are_named() -> None:
    found = related(
        Telling("a", "EXERCISE", "They ran parallel exercises last autumn.", "ran").but(**JANUARY),
        Telling("b", "EXERCISE", "Last autumn we held our exercises in parallel.", "held").but(**JANUARY))
    assert "same words:autumn,exercises,parallel +0.18" in found.links["reasons"][0]


# --- the event -------------------------------------------------------------------------------------------------------


def test_the_event_has_the_best_date_and_its_first_report() -> None:
    found = related(
        signing("a", what=DECLARATION, start=NEXT_DAY, published=date(2023, 3, 16)),
        signing("b", what=DECLARATION, published=date(2023, 1, 10)),
        signing("c", what=DECLARATION, published=date(2023, 1, 12)),
        signing("d", what=DECLARATION, modality="planned", published=date(2023, 1, 9), **JANUARY))
    event = found.events.row(0, named=True)
    assert (event["start_date"], event["end_date"], event["date_basis"]) == (SIGNING_DAY, SIGNING_DAY, "stated")
    assert (event["first_document_id"], event["first_reported_date"]) == ("d-d", date(2023, 1, 9))
    assert (event["modality"], event["mention_count"], event["document_count"]) == ("asserted", 4, 4)
    assert event["known_event_id"] == "signing-joint-declaration-2023"


def test_a_copy_adds_a_mention_and_no_document() -> None:
    event = related(meeting("a"), meeting("b", copy_of="d-a")).events.row(0, named=True)
    assert (event["mention_count"], event["document_count"]) == (2, 1)


@pytest.mark.parametrize(("told", "title"), [
    (Telling("a", parties=("jens-stoltenberg", "ursula-von-der-leyen", "nato", "european-commission"),
             place="brussels"), "Meeting of Jens Stoltenberg and Ursula von der Leyen, Brussels"),
    (signing("a", what=DECLARATION, parties=("nato:signatory", "european-union:signatory")),
     "Signing of the Joint Declaration on EU-NATO Cooperation by the European Union and NATO"),
    (Telling("a", "VISIT", parties=("jens-stoltenberg", "european-commission:host", "ursula-von-der-leyen:host")),
     "Visit of Jens Stoltenberg to the European Commission"),
    (Telling("a", "PARTICIPATION", parties=("josep-borrell", "nato:host"), modality="planned"),
     "Planned: participation of Josep Borrell in a meeting of NATO"),
    (Telling("a", parties=("nato", "united-kingdom"), polarity="negated"),
     "Denied: meeting of NATO and the United Kingdom"),
    (Telling("a", "CALL", "They asked it.", "asked", parties=("jens-stoltenberg:initiator", "russia:addressee")),
     "Call by Jens Stoltenberg on Russia"),
    (Telling("a", clause="Allied leaders met.", parties=("nato",), start=date(2023, 7, 11), place="vilnius"),
     "NATO Summit, Vilnius"),
    (Telling("a", parties=()), "Meeting"),
])
def test_a_title_is_what_a_person_would_write(told: Telling, title: str) -> None:
    assert related(told).events["title"].to_list() == [title]


def test_nothing_told_is_no_event() -> None:
    found = related()
    assert (len(found.events), len(found.links)) == (0, 0)
