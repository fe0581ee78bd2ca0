"""Temporal expressions of a text: where they stand, what they mean in TIMEX3, and which days they are.

>>> from datetime import date
>>> from transforms.dates import find_dates
>>> text = "Ambassadors met on Monday (13 November) and will report by the end of March."
>>> for found in find_dates(text, date(2023, 11, 15)):
...     print(found.surface, found.timex_value, found.start_date, found.end_date, found.modifier)
Monday (13 November) 2023-11-13 2023-11-13 2023-11-13 None
the end of March 2024-03 2024-03-01 2024-03-31 on_or_before

`find_references` gives the known events that a text names instead ("at the Washington Summit"), `find_rejected` what
looks like a time and is none, `parse_day` the day at the head of a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from transforms.dates.anchor import resolve
from transforms.dates.find import find_expressions
from transforms.dates.header import ParsedDay, parse_day
from transforms.dates.readings import Found
from transforms.dates.references import EventReference, find_references
from transforms.dates.rejected import Rejected, find_rejected
from transforms.dates.scene import Meaning, Scene, is_history
from transforms.model import Span, TimeExpression

# No text of the record tells of other years; "9999" is a placeholder of forms
_FIRST_YEAR, _LAST_YEAR = 1000, 2200
# "2018-07-10T14:05", "1999-02-04TNI"
_CLOCK = re.compile(r"(?<=\d)T[\w:.+-]+\Z")

__all__ = ["EventReference", "ParsedDay", "Rejected", "find_dates", "find_references", "find_rejected", "parse_day"]


def find_dates(text: str, anchor: date | None, zones: Sequence[Span] | None = None) -> list[TimeExpression]:
    """The temporal expressions of the text (or of its zones), sorted and disjoint; `anchor` is its date of publication.

    No model is loaded and no clock is asked; the time taken grows with the length of the text, whatever stands in it.
    What is counted from an unknown anchor stays `unresolved`, without value or interval. `conflict` is what the
    calendar denies: a weekday that is not the date's (the date decides), or a day that does not exist (no value).
    The interval is that of the date named; `modifier` says what "since", "by" or "the end of" makes of it.
    """
    found = [find for zone in _disjoint(text, zones) for find in find_expressions(text, zone)]
    scene = Scene(text, anchor, is_history(found, anchor))
    return [_expression(text, find, scene) for find in found]


def _proven(meaning: Meaning) -> Meaning:
    """The meaning with what a reader may rely on: a value where it is resolved, no clock in a day, no year 9999."""
    if any(day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR for day in (meaning.start, meaning.end)):
        return replace(meaning, value=None, start=None, end=None, precision=None, status="conflict")
    if meaning.timex_type == "DATE" and meaning.value and _CLOCK.search(meaning.value):
        return replace(meaning, value=_CLOCK.sub("", meaning.value), precision="day")
    if meaning.status == "resolved" and meaning.value is None:
        return replace(meaning, status="vague")
    return meaning


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


def _expression(text: str, find: Found, scene: Scene) -> TimeExpression:
    meaning = _proven(resolve(find, scene))
    scene.remember(find, meaning)
    return TimeExpression(
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
