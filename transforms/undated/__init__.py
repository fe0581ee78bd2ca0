"""Documents without a date, bounded by what they tell: who held which office, known events, days told as past or plan.

Each finder reads one kind of constraint and yields the windows in which the text can have been published; several
windows mean that a name has several readings ("the Brussels Summit"). `solve` drops the windows that the other
constraints rule out. A wrong bound is worse than a loose one: what is told of the past bounds from below only.

constraint    windows, constraints, and how they are solved
wording       patterns beside their examples; counting and relative: numbers, the calendar, "two years ago"
reading       a document with what was found in it
finders       all finders, each in the module of its matter: offices, first_days, events (with told_events),
              anniversaries, days, texts, members, page
neighbors     what other documents tell: listings, entries, copies
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from transforms.knowledge import Knowledge
from transforms.rows import Row
from transforms.undated.constraint import Constraint, Solution, Window, hull, solve
from transforms.undated.counting import last_of
from transforms.undated.finders import find_constraints
from transforms.undated.neighbors import find_across
from transforms.undated.page import find_in_page
from transforms.undated.reading import Reading, day_of, entities_by_surface
from warehouse.tables import BOUND_REASONS, BOUND_STATUSES

__all__ = [
    "BOUNDS", "BOUND_REASONS", "BOUND_STATUSES", "EVIDENCE", "Constraint", "Solution", "Window", "bound_undated",
    "solve",
]

BOUNDS = pl.Schema({"document_id": pl.String(), "published_earliest": pl.Date(), "published_latest": pl.Date()})
EVIDENCE = pl.Schema({
    "document_id": pl.String(), "bound": pl.String(), "day": pl.Date(), "reason": pl.String(), "status": pl.String(),
    "told_in_document_id": pl.String(), "start_char": pl.Int64(), "end_char": pl.Int64(), "surface": pl.String(),
    "entity_id": pl.String(), "office_id": pl.String()})


def bound_undated(tables: Mapping[str, pl.DataFrame], knowledge: Knowledge) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The bounds of every document (BOUNDS) and their evidence (EVIDENCE).

    Takes the frames documents, passages, mentions, dates and quotes of the contract; `documents` may have `fetched_at`,
    `near_duplicate_of` and `announced_document_id`. A document that tells its day keeps it.
    """
    rows = {str(row["document_id"]): row for row in tables["documents"].sort("document_id").iter_rows(named=True)}
    undated = [key for key, row in rows.items() if row["published_date"] is None]
    parts = {name: _by_document(tables[name], undated) for name in ("passages", "mentions", "dates", "quotes")}
    across, named = find_across(list(rows.values())), entities_by_surface(knowledge)
    bounds: list[Row] = []
    evidence: list[Row] = []
    for key, row in rows.items():
        stated = day_of(row["published_date"])
        if stated is not None:
            constraints = [_stated(row, stated)]
        else:
            here = {name: found.get(key, []) for name, found in parts.items()}
            reading = Reading(row, here["passages"], here["mentions"], here["dates"], here["quotes"], named)
            constraints = [*across.get(key, []), *_told(reading, knowledge)]
        solution = solve(constraints)
        bounds.append({"document_id": key, "published_earliest": solution.earliest,
                       "published_latest": solution.latest})
        evidence += _evidence(key, rows, solution)
    return pl.DataFrame(bounds, schema=BOUNDS), pl.DataFrame(evidence, schema=EVIDENCE)


def _told(reading: Reading, knowledge: Knowledge) -> Iterable[Constraint]:
    """What the document tells; a listing speaks of its entries' days, not of its own."""
    is_listing = reading.document.get("kind") == "listing"
    return find_in_page(reading, knowledge) if is_listing else find_constraints(reading, knowledge)


def _by_document(frame: pl.DataFrame, keys: Sequence[str]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    wanted = frame.filter(pl.col("document_id").is_in(list(keys))).sort("document_id", "start_char", "end_char")
    for row in wanted.iter_rows(named=True):
        found[str(row["document_id"])].append(row)
    return found


def _stated(row: Row, day: date) -> Constraint:
    """The window of a date that the text states: a day, or the month or year where it tells no more."""
    precision = str(row.get("published_precision") or "day")
    last = last_of(day, precision) if precision in ("week", "month", "year") else day
    start, end = row.get("published_start_char"), row.get("published_end_char")
    return Constraint("stated", int(str(start)) if start is not None else None,
                      int(str(end)) if end is not None else None, (Window(day, last),))


def _evidence(key: str, rows: Mapping[str, Row], solution: Solution) -> Iterator[Row]:
    for constraint in solution.constraints:
        entities = {(w.entity_id, w.office_id) for w in constraint.windows}
        entity, office = next(iter(entities)) if len(entities) == 1 else (None, None)
        told_in = constraint.told_in or key
        text = str(rows[told_in]["text"])
        for bound, day in zip(("earliest", "latest"), hull(constraint.windows), strict=True):
            if day is None:
                continue
            decides = day == (solution.earliest if bound == "earliest" else solution.latest)
            yield {"document_id": key, "bound": bound, "day": day, "reason": constraint.reason,
                   "status": "conflict" if solution.is_conflict else "decisive" if decides else "agrees",
                   "told_in_document_id": told_in, "start_char": constraint.start, "end_char": constraint.end,
                   "surface": text[constraint.start:constraint.end] if constraint.start is not None else None,
                   "entity_id": entity, "office_id": office}
