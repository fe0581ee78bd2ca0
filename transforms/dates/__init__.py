"""Temporal expressions of a text: where they stand, what they mean in TIMEX3, and which days they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from transforms.dates.anchor import resolve
from transforms.dates.find import find_expressions
from transforms.dates.header import ParsedDay, parse_day
from transforms.dates.scene import Scene
from transforms.model import Span, TimeExpression

__all__ = ["ParsedDay", "find_dates", "parse_day"]


def find_dates(text: str, anchor: date | None, zones: Sequence[Span] | None = None) -> list[TimeExpression]:
    """The temporal expressions of the text (or of its zones), sorted and disjoint; `anchor` is its date of publication.

    What is counted from an unknown anchor stays `unresolved`, without value or interval. `conflict` is what the
    calendar denies: a weekday that is not the date's (the date decides), or a day that does not exist (no value).
    The interval is that of the date named; `modifier` says what "since", "by" or "the end of" makes of it.
    """
    scene = Scene(text, anchor)
    return [expression for zone in _disjoint(text, zones) for expression in _in_zone(text, zone, scene)]


def _disjoint(text: str, zones: Sequence[Span] | None) -> Iterator[Span]:
    if zones is None:
        yield Span(0, len(text))
        return
    reached = 0
    for zone in sorted(zones):
        span = Span(max(zone.start, reached), min(zone.end, len(text)))
        if span.start < span.end:
            reached = span.end
            yield span


def _in_zone(text: str, zone: Span, scene: Scene) -> Iterator[TimeExpression]:
    for find in find_expressions(text, zone):
        meaning = resolve(find, scene)
        scene.remember(find, meaning)
        yield TimeExpression(
            start=find.start,
            end=find.end,
            surface=text[find.start : find.end],
            timex_type=meaning.timex_type,
            timex_value=meaning.value,
            start_date=meaning.start,
            end_date=meaning.end,
            precision=meaning.precision,
            modifier=find.modifier,
            basis=meaning.basis,
            anchor_date=meaning.anchor,
            rule=find.rule,
            status=meaning.status,
        )
