"""Commitments: who promises what for when, and what becomes of it by the evidence of later documents only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tests.commitment_cases import GOLD, Answer, answers
from transforms.commitments import find_commitments
from transforms.commitments.evidence import Act, Kind, Page
from transforms.commitments.fates import Fate, find_fates
from transforms.commitments.wording import action_of, condition_span, sentence_around, wording_of
from transforms.normalize import frame_of

FIELDS = ("promisor", "beneficiary", "action", "due", "condition", "specificity", "status")


@pytest.fixture(scope="module")
def answered() -> list[Answer]:
    """The answers to the gold."""
    return answers()


def test_the_gold_is_large_enough_and_has_near_misses() -> None:
    assert len(GOLD["case"]) + len(GOLD["raw"]) >= 60
    assert sum(case.get("status") == "open" and "later" in case for case in GOLD["case"]) >= 12


@pytest.mark.parametrize(("field", "share"), [
    ("promisor", 0.9), ("beneficiary", 0.9), ("action", 0.9), ("due", 0.9), ("condition", 0.9), ("specificity", 0.9),
    ("status", 0.9),
])
def test_fields_of_the_gold(answered: list[Answer], field: str, share: float) -> None:
    found = [answer for answer in answered if "status" in answer.case and answer.rows]
    wrong = [answer.case["id"] for answer in found if not answer.holds(field)]
    assert len(wrong) <= (1 - share) * len(found), wrong


def test_promises_are_found_and_nothing_else(answered: list[Answer]) -> None:
    promises = [answer for answer in answered if "status" in answer.case]
    missed = [answer.case["id"] for answer in promises if not answer.rows]
    assert len(missed) <= 0.1 * len(promises), missed
    assert [answer.case["id"] for answer in answered if "status" not in answer.case and answer.rows] == []


# --- wording ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sentence", "condition"), [
    ("NATO will help, subject to approval by the Council.", "subject to approval by the Council"),
    ("If Allies agree, the centre will open in May.", "If Allies agree"),
    ("The EU will pay provided that Kyiv carries out reforms; it said so.", "provided that Kyiv carries out reforms"),
    ("Unless Russia leaves, sanctions will stay.", "Unless Russia leaves"),
    ("The EU will extend the mission, depending on the needs of Kyiv.", "depending on the needs of Kyiv"),
    ("NATO will help Ukraine for as long as it takes.", None), ("NATO will help as long as it takes.", None),
    ("They will meet once a year and once again in May.", None), ("They asked what if it fails.", None),
    ("The EU provided 10 ships.", None), ("The war must end at once.", None),
])
def test_conditions(sentence: str, condition: str | None) -> None:
    span = condition_span(sentence)
    assert (sentence[span[0]:span[1]] if span else None) == condition


@pytest.mark.parametrize(("clause", "trigger", "action"), [
    ("We will now extend our cooperation to space", "extend", "extend our cooperation to space"),
    ("that NATO would share its experience", "share", "share its experience"),
    ("to set up a task force", "set", "set up a task force"),
    ("The two sides will explore further cooperation on space", "cooperation", "explore further cooperation on space"),
    ("The next report will be submitted by June 2024.", "submitted", "The next report will be submitted by June 2024"),
    ("work went on in May; its report will be published in June", "published", "its report will be published in June"),
    ("“We will do more,”", "do", "do more"),
])
def test_actions(clause: str, trigger: str, action: str) -> None:
    start = clause.index(trigger)
    assert action_of(clause, (start, start + len(trigger)), is_pledge=False, condition=None) == action


@pytest.mark.parametrize(("clause", "action"), [
    ("Germany pledged 40 vehicles", "40 vehicles"), ("NATO committed itself to reform", "reform"),
    ("Germany pledged", "Germany pledged"),
])
def test_actions_of_pledges(clause: str, action: str) -> None:
    verb = clause.split()[1]
    start = clause.index(verb)
    assert action_of(clause, (start, start + len(verb)), is_pledge=True, condition=None) == action


@pytest.mark.parametrize(("clause", "numbers"), [
    ("train 15,000 Ukrainian soldiers", [15_000]), ("deliver one million artillery shells", [1_000_000]),
    ("provide 6.5 billion euros", [6_500_000_000]), ("establish six headquarters", [6]),
    ("in 2018 the report", []), ("by 5 December", []), ("within three years", []), ("the two organisations", []),
    ("of 18 000 soldiers", [18_000]),
])
def test_numbers(clause: str, numbers: list[float]) -> None:
    assert [number for _, number in wording_of(clause).numbers] == numbers


def test_a_sentence_ends_at_its_marks_and_at_blank_lines() -> None:
    text = "One is here. Two is in it; three too.\n\nFour"
    start, end = sentence_around(text, text.index("Two"), text.index("Two") + 3)
    assert text[start:end] == "Two is in it;"
    start, end = sentence_around(text, text.index("Two"), text.index("Two") + 3, is_whole=True)
    assert text[start:end] == "Two is in it; three too."
    start, end = sentence_around(text, len(text) - 4, len(text))
    assert text[start:end].strip() == "Four"


# --- fates -----------------------------------------------------------------------------------------------------------

PROMISED, DUE, LATER = date(2018, 1, 10), date(2018, 12, 31), date(2018, 6, 1)


def act(clause: str, kind: Kind = "done", *, day: date | None = LATER, start: date | None = None,
        end: date | None = None, event_type: str | None = "ESTABLISHMENT", sides: str = "nato") -> Act:
    """An act that a document of that day tells."""
    page = Page(f"d-{kind}-{day}", f"d-{kind}-{day}", day, day)
    return Act(page, 0, len(clause), f"m-{kind}-{day}", event_type, kind, None, None, frozenset(sides.split()),
               frozenset(), wording_of(clause), start, end)


def fate(*told: Act, promise: str = "a training centre in Tallinn", end: date | None = DUE,
         event_type: str = "ESTABLISHMENT") -> Fate | None:
    """What becomes of a promise of 10 January 2018."""
    promised = act(promise, "promised", day=PROMISED, end=end, event_type=event_type)
    return find_fates({"m": promised}, told).get("m")


@pytest.mark.parametrize(("told", "status"), [
    (act("the training centre in Tallinn"), "fulfilled"),
    (act("the training centre in Tallinn", sides=""), "fulfilled"),
    (act("the training centre in Tallinn", sides="japan"), None),
    (act("the training centre in Tallinn", day=date(2017, 6, 1)), None),
    (act("the training centre in Tallinn", day=PROMISED), None),
    (act("the training centre in Tallinn", day=None), None),
    (act("the training centre in Tallinn", start=date(2015, 1, 1), end=date(2015, 1, 1)), None),
    (act("the training centre in Tallinn", event_type="VISIT"), None),
    (act("the office in Riga"), None),
    (act("the training centre in Tallinn", "under_way"), "progress"),
    (act("the training centre in Tallinn", "progress", event_type=None), "progress"),
    (act("the training centre in Tallinn", "lapsed", event_type=None), "lapsed"),
    (act("the training centre in Tallinn", "denied"), None),
    (act("the training centre in Tallinn", "denied", day=date(2019, 2, 1)), "lapsed"),
    (act("the training centre in Tallinn", "postponed", event_type=None, end=date(2019, 12, 31)), "superseded"),
    (act("the training centre in Tallinn", "postponed", event_type=None), None),
    (act("the training centre in Tallinn", "promised", end=date(2019, 12, 31)), "superseded"),
    (act("the training centre in Tallinn", "promised", end=DUE), None),
    (act("the training centre in Tallinn", "promised"), None),
])
def test_one_piece_of_evidence(told: Act, status: str | None) -> None:
    found = fate(told)
    assert (found.status if found else None) == status
    if found:
        assert found.evidence == told
        assert 0.5 <= found.score <= 1
        assert found.reasons


@pytest.mark.parametrize(("days", "status"), [
    ({"lapsed": date(2019, 1, 5), "done": date(2020, 1, 5)}, "fulfilled"),
    ({"done": date(2018, 5, 5), "lapsed": date(2019, 1, 5)}, "fulfilled"),
    ({"progress": date(2018, 5, 5), "lapsed": date(2019, 1, 5)}, "lapsed"),
    ({"postponed": date(2018, 5, 5), "done": date(2019, 1, 5)}, "superseded"),
    ({"done": date(2018, 4, 5), "postponed": date(2018, 5, 5)}, "fulfilled"),
])
def test_several_pieces_of_evidence_in_any_order(days: Mapping[Kind, date], status: str) -> None:
    told = [act("the training centre in Tallinn", kind, day=day, end=date(2020, 1, 1) if kind == "postponed" else None)
            for kind, day in days.items()]
    found = [fate(*told), fate(*reversed(told))]
    assert found[0] == found[1]
    assert found[0] is not None
    assert found[0].status == status


def test_fewer_than_promised_is_progress() -> None:
    promise = "15,000 Ukrainian soldiers in Germany"
    for clause, status in (("8,000 Ukrainian soldiers in Germany", "progress"), (promise, "fulfilled")):
        found = fate(act(clause, event_type="COOPERATION"), promise=promise, event_type="COOPERATION")
        assert found is not None
        assert found.status == status


def test_a_copy_of_the_promise_is_no_evidence() -> None:
    told = act("the training centre in Tallinn")
    promised = act("a training centre in Tallinn", "promised", day=PROMISED)
    copy = replace(told, page=replace(told.page, story_id=promised.page.story_id))
    assert find_fates({"m": promised}, [copy]) == {}


TEXTS = {"d-1": "NATO will open 30 shelters in Riga.", "d-2": "NATO opened 30 shelters in Riga."}


def test_the_rows_lead_to_the_words_that_say_it_and_order_changes_nothing() -> None:
    days = {"d-1": PROMISED, "d-2": LATER}
    mention = {"start_char": 0, "event_type": "ESTABLISHMENT", "polarity": "positive"}
    tables = {
        "documents": frame_of("documents", [
            {"document_id": key, "text": text, "published_date": days[key]} for key, text in TEXTS.items()]),
        "event_mentions": frame_of("event_mentions", [
            {**mention, "event_mention_id": "m-1", "document_id": "d-1", "modality": "committed", "end_char": 34},
            {**mention, "event_mention_id": "m-2", "document_id": "d-2", "modality": "asserted", "end_char": 31}]),
        "event_topics": frame_of("event_topics", []),
        "event_participants": frame_of("event_participants", [
            {"event_mention_id": key, "entity_id": "nato", "role": "initiator", "start_char": 0, "end_char": 4}
            for key in ("m-1", "m-2")])}
    row, = find_commitments(tables)
    assert (row["status"], row["status_event_mention_id"], row["promisor_id"]) == ("fulfilled", "m-2", "nato")
    start, end = row["status_start_char"], row["status_end_char"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert TEXTS["d-2"][start:end] == TEXTS["d-2"][:31]
    assert [row] == list(find_commitments({name: frame.reverse() for name, frame in tables.items()}))


def test_without_promises_nothing_is_looked_up() -> None:
    names = ("documents", "event_mentions", "event_topics", "event_participants")
    assert list(find_commitments({name: frame_of(name, []) for name in names})) == []
