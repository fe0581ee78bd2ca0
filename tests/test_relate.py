"""Relate: which mentions join to one event, which stay apart, and that the order of documents does not matter."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from transforms.knowledge import load_knowledge
from transforms.relate import Telling, known_event_of, relate_events, score_pair, title_of

SIGNING_DAY = date(2023, 1, 10)
NEXT_DAY = date(2023, 1, 11)
JANUARY = (date(2023, 1, 1), date(2023, 1, 31))


def telling(name: str, event_type: str = "SIGNING", *, document: str = "", start: date | None = SIGNING_DAY,
            end: date | None = SIGNING_DAY, precision: str | None = "day", people: tuple[str, ...] = (),
            bodies: tuple[str, ...] = ("nato", "european-union"), place: str | None = None, what: str | None = None,
            modality: str = "asserted", polarity: str = "positive") -> Telling:
    """A mention with plain defaults; each is in a document of its own unless told otherwise."""
    return Telling(name, document or f"d-{name}", event_type, modality, polarity, start, end, precision,
                   "stated" if start else None, place, what, frozenset(people), frozenset(bodies), 0.9)


def joined(*tellings: Telling) -> list[set[str]]:
    """The events as sets of mention ids, in order of their smallest."""
    events, _ = relate_events(tellings)
    return sorted(({t.event_mention_id for t in event.members} for event in events), key=min)


def test_the_same_signing_told_by_day_by_month_and_ahead_is_one_event() -> None:
    assert joined(
        telling("headline", what="joint-declaration-2023"),
        telling("later", start=JANUARY[0], end=JANUARY[1], precision="month", what="joint-declaration-2023"),
        telling("ahead", modality="planned", what="joint-declaration-2023"),
    ) == [{"ahead", "headline", "later"}]


@pytest.mark.parametrize(("left", "right"), [
    (telling("a", "MEETING", people=("jens-stoltenberg", "charles-michel")),
     telling("b", "MEETING", people=("jens-stoltenberg", "charles-michel"), start=NEXT_DAY, end=NEXT_DAY)),
    (telling("a", what="joint-declaration-2023"),
     telling("b", what="joint-declaration-2018", start=date(2018, 7, 10), end=date(2018, 7, 10))),
    (telling("a", "MEETING", people=("jens-stoltenberg",)), telling("b", "SANCTION", people=("jens-stoltenberg",))),
    (telling("a", polarity="negated"), telling("b")),
    (telling("a", "MEETING", people=("jens-stoltenberg",), bodies=("nato",)),
     telling("b", "MEETING", people=("charles-michel",), bodies=("european-council",))),
    (telling("a", "COOPERATION", start=None, end=None, precision=None),
     telling("b", "COOPERATION", start=None, end=None, precision=None)),
])
def test_these_stay_two(left: Telling, right: Telling) -> None:
    assert joined(left, right) == [{"a"}, {"b"}]


def test_undated_meetings_of_the_same_people_join_in_one_document_only() -> None:
    undated = {"start": None, "end": None, "precision": None, "people": ("jens-stoltenberg", "charles-michel")}
    first, second = (telling(name, "MEETING", document="d", **undated) for name in "ab")  # type: ignore[arg-type]
    other = telling("c", "MEETING", **undated)  # type: ignore[arg-type]
    assert joined(first, second, other) == [{"a", "b"}, {"c"}]


def test_a_visit_told_as_a_meeting_joins_by_day_and_people() -> None:
    people = ("jens-stoltenberg", "ursula-von-der-leyen")
    assert joined(telling("a", "VISIT", people=people), telling("b", "MEETING", people=people)) == [{"a", "b"}]


def test_a_month_does_not_bridge_two_days() -> None:
    people = ("jens-stoltenberg", "charles-michel")
    month = telling("month", "MEETING", people=people, start=JANUARY[0], end=JANUARY[1], precision="month")
    first = telling("first", "MEETING", people=people)
    second = telling("second", "MEETING", people=people, start=date(2023, 1, 20), end=date(2023, 1, 20))
    groups = joined(month, first, second)
    assert len(groups) == 2
    assert not any({"first", "second"} <= group for group in groups)


def test_every_mention_has_one_link_with_reasons() -> None:
    events, links = relate_events([telling("a", what="x"), telling("b", what="x"), telling("c", "EXERCISE")])
    assert [link.event_mention_id for link in links] == ["a", "b", "c"]
    assert {link.event_id for link in links} == {event.event_id for event in events}
    by_id = {link.event_mention_id: link for link in links}
    assert "object:x" in by_id["a"].reasons
    assert (by_id["c"].score, by_id["c"].reasons) == (1.0, "alone")


def test_the_order_of_mentions_does_not_matter() -> None:
    rng = random.Random(7)
    people = ["jens-stoltenberg", "charles-michel", "ursula-von-der-leyen", "josep-borrell"]
    many = [telling(f"m{i:03}", "MEETING", people=tuple(rng.sample(people, 2)),
                    start=(day := date(2023, 1, 1) + timedelta(days=rng.randrange(20))), end=day) for i in range(120)]
    expected = relate_events(many)
    for _ in range(3):
        rng.shuffle(many)
        assert relate_events(many) == expected


def test_score_lies_between_0_and_1_and_is_symmetric() -> None:
    left, right = (telling(name, people=("x",), place="brussels", what="o") for name in "ab")
    assert score_pair(left, right) == score_pair(right, left)
    assert 0.0 <= score_pair(left, right)[0] <= 1.0


def test_title_names_who_and_what() -> None:
    event = relate_events([telling("a", people=("jens-stoltenberg",), what="joint-declaration-2023")])[0][0]
    names = {"jens-stoltenberg": "Jens Stoltenberg", "joint-declaration-2023": "Joint Declaration",
             "european-union": "European Union"}
    assert title_of(event, names) == "Signing of Joint Declaration by Jens Stoltenberg"


def test_an_event_without_an_exact_day_is_no_known_event() -> None:
    event = relate_events([telling("a", start=JANUARY[0], end=JANUARY[1], precision="month")])[0][0]
    assert known_event_of(event, load_knowledge()) is None
