"""Reads the day at the head of a line: "15 Nov. 2023 12:00", "January 10, 2023", "10-Nov-2014 09:46"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from transforms.dates.find import find_expressions
from transforms.dates.normalize import day_or_none
from transforms.dates.readings import Ambiguous, Calendar, Found, Timed
from transforms.model import Span

# A date with weekday, clock and zone is shorter than this.
_LONGEST = 64
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


@dataclass(frozen=True, slots=True)
class ParsedDay:
    """A full day: `precision` is `minute` where a clock stands beside it, and then `at` is that moment without zone.

    `end` is the offset in the text behind the last character read.
    """

    day: date
    precision: str
    end: int
    at: datetime | None = None


def parse_day(text: str, day_first: bool = True, start: int = 0) -> ParsedDay | None:
    """The full day (day, month and year) that stands at `start` or behind white space there, else None.

    `day_first` decides what 05/04/2023 is. A date that the calendar does not have is None; so is a range.
    """
    while start < len(text) and text[start].isspace():
        start += 1
    line_end = text.find("\n", start, start + _LONGEST)
    stop = line_end if line_end >= 0 else min(len(text), start + _LONGEST)
    found = find_expressions(text, Span(start, stop)) if start < stop else []
    return _parsed(text, found[0], day_first) if found and found[0].start == start else None


def _parsed(text: str, find: Found, day_first: bool) -> ParsedDay | None:
    reading = find.reading
    told = reading.day if isinstance(reading, Timed) else reading
    day = _numeric_day(text[find.start : find.end], day_first) if isinstance(told, Ambiguous) else _told_day(told)
    if day is None:
        return None
    at = _moment(day, reading.clock) if isinstance(reading, Timed) else None
    return ParsedDay(day, "minute" if at else "day", find.end, at)


def _told_day(told: object) -> date | None:
    if not isinstance(told, Calendar) or not isinstance(told.year, int) or told.month is None or told.day is None:
        return None
    return day_or_none(told.year, told.month, told.day)


def _numeric_day(surface: str, day_first: bool) -> date | None:
    match = _NUMERIC.search(surface)
    if match is None:
        return None
    first, second, year = (int(part) for part in match.groups())
    return day_or_none(year, second, first) if day_first else day_or_none(year, first, second)


def _moment(day: date, clock: str) -> datetime | None:
    match = re.match(r"T(\d\d):(\d\d)", clock)
    if match is None or int(match[1]) > 23:
        return None
    return datetime(day.year, day.month, day.day, int(match[1]), int(match[2]))
