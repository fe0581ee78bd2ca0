"""The dates of a document: in which of its passages they are looked for, and what its header settles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from transforms.model import Passage, Span, TimeExpression

# They date nothing: an entry is a document of its own, the others are of the site
UNDATED_KINDS = frozenset(("navigation", "boilerplate", "entry", "reference", "contact"))


def date_zones(passages: Iterable[Passage], without: Collection[str] = UNDATED_KINDS) -> list[Span]:
    """Where dates are looked for: the passages but those of some kinds."""
    return [Span(passage.start, passage.end) for passage in passages if passage.kind not in without]


def settle(expressions: Sequence[TimeExpression], span: Span | None, day: date | None) -> list[TimeExpression]:
    """A header's "11/12/2017" is open by itself; the page settled which day it is, and `span` is where it says it."""
    if span is None or day is None:
        return list(expressions)
    return [_settled(found, day) if found.start_date is None and found.span.overlaps(span) else found
            for found in expressions]


def _settled(expression: TimeExpression, day: date) -> TimeExpression:
    return replace(expression, timex_value=day.isoformat(), start_date=day, end_date=day, precision="day",
                   basis="explicit", status="resolved")
