"""The days that a short line names, by the rules of `transforms.dates`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from transforms.dates import find_dates, parse_day
from transforms.model import Span, TimeExpression

# a year alone is part of a reference number or a title more often than a date
_IGNORED_PRECISIONS = ("year", "decade", "century")


@dataclass(frozen=True, slots=True)
class Day:
    """A date found in a line; `day` is None where the words tell no single day ("10-11 July 2018", "Dec 6").

    `day_first` is what a numeric date means to a publisher who writes the day first ("04/05/2021"). A month has its
    first day as `day`. Moments are as if the line's clock were UTC.
    """

    span: Span
    day: date | None
    precision: str = "day"
    moment: datetime | None = None
    day_first: date | None = None


def find_days(line: str) -> list[Day]:
    """The dates in the line, in order, disjoint; a time of day without a date is none."""
    found = (_day(line, expression) for expression in find_dates(line, None))
    return [day for day in found if day is not None]


def read_day(text: str) -> Day | None:
    """The day that the text begins with ("2019-06-03T10:00:00Z", "3 June 2019"), else None."""
    first, second = parse_day(text), parse_day(text, day_first=False)
    known = first or second
    if known is None:
        return None
    span = Span(len(text) - len(text.lstrip()), known.end)
    if first is None or second is None or first.day != second.day:
        return Day(span, None, day_first=first.day if first else None)
    at = first.at or datetime.combine(first.day, time())
    return Day(span, first.day, moment=at.replace(tzinfo=UTC))


def _day(line: str, found: TimeExpression) -> Day | None:
    if found.precision in _IGNORED_PRECISIONS and found.timex_type == "DATE":
        return None
    full = read_day(line[found.start : found.end])
    if full:
        return Day(found.span, full.day, full.precision, full.moment, full.day_first)
    if found.timex_type == "TIME" and found.start_date is None:
        return None
    return Day(found.span, found.start_date if found.precision == "month" else None, found.precision or "vague")
