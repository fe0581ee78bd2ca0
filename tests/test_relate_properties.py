"""Relate, whatever is told: order and arrival change nothing, each link leads to its event, denials stay apart."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, timedelta

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.relate_cases import Telling, make_tables
from transforms.knowledge import load_knowledge
from transforms.relate import Related, relate
from transforms.relate.scoring import THRESHOLD

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WEIGHT = re.compile(r" ([+-]\d\.\d\d)(?:;|$)")
PARTIES = ("nato", "european-union", "jens-stoltenberg", "charles-michel", "ursula-von-der-leyen", "joe-biden")
CLAUSES = (("They met on cyber defence.", "met"), ("The meeting was long.", "meeting"), ("It was signed.", "signed"),
           ("He called for more shells.", "called"), ("They held meetings.", "meetings"))


@st.composite
def telling(draw: st.DrawFn) -> Telling:
    """A mention of a few people in two weeks, without its name."""
    day = date(2023, 1, 1) + timedelta(days=draw(st.integers(0, 13)))
    clause, trigger = draw(st.sampled_from(CLAUSES))
    start, end = draw(st.sampled_from(((day, day), (date(2023, 1, 1), date(2023, 1, 31)), (None, None))))
    return Telling(
        "", draw(st.sampled_from(("MEETING", "VISIT", "SIGNING", "CALL", "COOPERATION"))), clause, trigger,
        draw(st.sampled_from(("d-1", "d-2", "d-3", "d-4"))), start, end,
        tuple(draw(st.lists(st.sampled_from(PARTIES), max_size=3, unique=True))),
        draw(st.sampled_from((None, "brussels", "warsaw"))),
        draw(st.sampled_from((None, None, "joint-declaration-2023", "joint-declaration-2018"))),
        draw(st.sampled_from(("asserted", "planned"))), draw(st.sampled_from(("positive", "positive", "negated"))),
        draw(st.sampled_from(("body", "body", "title"))))


TELLINGS = st.lists(telling(), max_size=14).map(
    lambda told: [one.but(name=f"m{number:02}") for number, one in enumerate(told)])


def run(tables: dict[str, pl.DataFrame]) -> Related:
    return relate(tables, load_knowledge())


@FEW
@given(TELLINGS, st.integers(0, 99))
def test_neither_order_nor_arrival_changes_anything(told: list[Telling], seed: int) -> None:
    tables = make_tables(told)
    expected = run(tables)
    shuffled = {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in tables.items()}
    # As if the documents had come one after another, the last first
    arrived = {name: pl.concat([frame.filter(pl.col("document_id") == f"d-{number}") for number in (4, 3, 2, 1)])
               if "document_id" in frame.columns else frame for name, frame in tables.items()}
    for other in (run(shuffled), run(arrived)):
        assert other.events.equals(expected.events)
        assert other.links.equals(expected.links)


@FEW
@given(TELLINGS)
def test_each_mention_is_linked_to_its_event_by_reasons_that_add_up(told: list[Telling]) -> None:
    found = run(make_tables(told))
    assert found.links["event_mention_id"].to_list() == [one.name for one in told]
    assert set(found.links["event_id"]) == set(found.events["event_id"])
    for row in found.links.iter_rows(named=True):
        if row["linked_mention_id"] is None:
            assert (row["score"], row["reasons"]) == (1.0, "alone")
        else:
            weights = [float(weight) for weight in WEIGHT.findall(row["reasons"])]
            assert THRESHOLD <= row["score"] <= 1.0
            assert abs(min(1.0, sum(weights)) - row["score"]) < 0.011 * len(weights)


@FEW
@given(TELLINGS)
def test_links_connect_each_event_and_nothing_else(told: list[Telling]) -> None:
    found = run(make_tables(told))
    events = dict(found.links.select("event_mention_id", "event_id").iter_rows())
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for name, other in found.links.select("event_mention_id", "linked_mention_id").iter_rows():
        if other is not None:
            assert events[name] == events[other]
            beside[name].add(other)
            beside[other].add(name)
    for event_id, best in found.events.select("event_id", "best_event_mention_id").iter_rows():
        reached, waiting = {best}, [best]
        while waiting:
            new = beside[waiting.pop()] - reached
            reached |= new
            waiting += new
        assert reached == {name for name, of in events.items() if of == event_id}


@FEW
@given(TELLINGS)
def test_what_excludes_one_another_stays_apart(told: list[Telling]) -> None:
    found = run(make_tables(told))
    events = dict(found.links.select("event_mention_id", "event_id").iter_rows())
    groups: defaultdict[str, list[Telling]] = defaultdict(list)
    for one in told:
        groups[events[one.name]].append(one)
    for group in groups.values():
        assert len({one.polarity for one in group}) == 1
        starts, ends = [one.start for one in group if one.start], [one.last for one in group if one.last]
        if starts:
            assert (max(starts) - min(ends)).days <= 14
        if not any(one.what or one.event_type == "SIGNING" for one in group):
            assert not starts or max(starts) <= min(ends)
