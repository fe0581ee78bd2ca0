"""The days that a short line names: by the rules of `transforms.dates`, and as headers alone write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from transforms.dates import find_dates, parse_day
from transforms.dates.lexicon import (
    MONTHS,
    ORDINALS,
    WEEKDAYS,
    month_number,
    number_of,
    ordinal_number,
    weekday_number,
)
from transforms.dates.normalize import day_or_none
from transforms.knowledge import fold
from transforms.model import Span, TimeExpression

# a year alone is part of a reference number or a title more often than a date
_IGNORED_PRECISIONS = ("year", "decade", "century")
# NATO was founded in 1949; two digits stand for a year from then on, and for none that is still far off
_EARLIEST_YEAR = 1949
_LATEST_YEAR = 2035
# where the press offices of the record sit, for a moment that tells no other place
_HOME = ZoneInfo("Europe/Brussels")
_SHORT_YEAR = re.compile(
    r"(?<![\w./-])(?:"
    # "16.12.02", "03/06/19"
    r"(?P<a>\d{1,2})(?P<mark>[./-])(?P<b>\d{1,2})(?P=mark)(?P<y>\d\d)"
    # "10 / 01 / 2023", "5. 4. 2009"
    r"|(?P<c>\d{1,2})(?:\s(?=[/-])|(?=\.))(?P<wide>[/.-])\s(?P<d>\d{1,2})(?:\s(?=[/-])|(?=\.))(?P=wide)\s"
    r"(?P<z>(?:19|20)\d\d)"
    # "2019 06 03"
    r"|(?P<first>(?:19|20)\d\d)\s(?P<second>0[1-9]|1[0-2])\s(?P<third>0[1-9]|[12]\d|3[01])"
    # "3 Jun 02", "03-Jun-02"
    rf"|(?P<day>\d{{1,2}})(?P<gap>[\s-])(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?(?P=gap)"
    r"(?P<yy>\d\d))(?![\w/:-]|[.,]\d)",
    re.IGNORECASE,
)
# "the tenth day of July two thousand and eighteen", as treaties have it
_IN_WORDS = re.compile(
    rf"(?:the |this )?(?P<day>{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|\d{{1,2}}(?:st|nd|rd|th)) day of "
    rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})(?: of|,| in)?(?: the year)? "
    r"(?P<year>(?:19|20)\d\d|two thousand(?: and)? [a-z]{3,9}(?:-[a-z]{3,5})?)(?!\w)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-]((?:1[5-9]|20)\d\d)(?!\d)")
_CLOCK_BEHIND = re.compile(r"(?:\s?[,|/–-])?\s(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?![\w.])")
_WEEKDAY_BEFORE = re.compile(rf"\b({'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b[.,]{{0,2}}\s$", re.IGNORECASE)
_AMERICAN = re.compile(r"\b(?:E[SD]?T|P[SD]T)\b")
_IS_ZULU = re.compile(r"\d\d:\d\d\S*Z$")


@dataclass(frozen=True, slots=True)
class OtherMonths:
    """The names of months in other languages, folded, and the pattern of a date with one of them in a folded line."""

    numbers: Mapping[str, int]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Day:
    """A date found in a line; `day` is None where the words tell no single day ("10-11 July 2018", "Dec 6").

    Of numbers ("04/05/2021") `day_first` and `month_first` are the two readings, also where only one of them is in the
    calendar; points stand only where the day comes first. A month has its first day as `day`. Moments are as if the
    line's clock were UTC, which it is if `is_zulu`.
    """

    span: Span
    day: date | None
    precision: str = "day"
    moment: datetime | None = None
    day_first: date | None = None
    month_first: date | None = None
    is_zulu: bool = False

    @property
    def is_open(self) -> bool:
        """True for "04/05/2021", which is one day to some and another to others."""
        return self.day is None and self.day_first is not None and self.month_first is not None

    def at_home(self, zone: ZoneInfo | None) -> date | None:
        """The day where the publisher sits: "2021-11-04T23:00:00Z" is 5 November in Brussels.

        Where no zone is known, midnight in Brussels is taken for one: a system writes it for a day without a clock.
        """
        if not self.is_zulu or self.moment is None:
            return self.day
        local = self.moment.astimezone(zone or _HOME)
        return local.date() if zone or local.time() == time() else self.day


def find_days(line: str, months: OtherMonths) -> list[Day]:
    """The dates in the line, in order, disjoint; a time of day without a date is none."""
    own = [*_with_short_years(line), *_in_other_languages(line, months), *_in_words(line)]
    spans = [day.span for day in own]
    found = (_day(line, expression) for expression in find_dates(line, None))
    others = [day for day in found if day and not any(day.span.overlaps(span) for span in spans)]
    days = sorted([*own, *others], key=lambda day: day.span.start)
    return [_by_line(line, day) for day in days if day.day is None or day.day.year >= _EARLIEST_YEAR]


def read_day(text: str) -> Day | None:
    """The day that the text begins with ("2019-06-03T10:00:00Z", "3 June 2019"), else None."""
    first, second = parse_day(text), parse_day(text, day_first=False)
    known = first or second
    if known is None:
        return None
    span = Span(len(text) - len(text.lstrip()), known.end)
    numeric = _NUMERIC.match(text, span.start)
    first_number, mark, second_number, year = numeric.groups() if numeric else ("0", "", "0", "0")
    readings = numeric_readings(mark, int(first_number), int(second_number), int(year))
    is_one = first is None or second is None or first.day == second.day
    at = known.at or datetime.combine(known.day, time())
    day = Day(span, known.day if is_one else None, known.precision, at.replace(tzinfo=UTC), *readings)
    return replace(day, is_zulu=_IS_ZULU.search(text[: known.end]) is not None)


def settle(day: Day, is_day_first: bool | None) -> date | None:
    """The day of an open date, if the order of its numbers is known; the day itself of any other."""
    return day.day or (None if is_day_first is None else day.day_first if is_day_first else day.month_first)


def numeric_readings(mark: str, first: int, second: int, year: int) -> tuple[date | None, date | None]:
    """What two numbers and a year mean with the day first, and with the month first."""
    day_first = day_or_none(year, second, first)
    return day_first, day_first if mark == "." else day_or_none(year, first, second)


def _with_short_years(line: str) -> Iterator[Day]:
    for found in _SHORT_YEAR.finditer(line):
        whole = found["z"] or found["first"]
        year = int(whole) if whole else long_year(int(found["y"] or found["yy"]))
        if year is None:
            continue
        readings: tuple[date | None, date | None] = (None, None)
        if found["first"]:
            told = day_or_none(year, int(found["second"]), int(found["third"]))
        elif found["month"]:
            told = day_or_none(year, month_number(found["month"]), int(found["day"]))
        else:
            numbers = int(found["a"] or found["c"]), int(found["b"] or found["d"])
            readings = numeric_readings(found["mark"] or found["wide"], *numbers, year)
            told = _only(readings)
        if told or readings[0]:
            yield _with_clock(line, Day(Span(*found.span()), told, "day", None, *readings))


def _only(readings: tuple[date | None, date | None]) -> date | None:
    """The day, if both readings are one, or the calendar has only one of them."""
    days = {day for day in readings if day}
    return days.pop() if len(days) == 1 else None


def long_year(digits: int) -> int | None:
    """The year that two digits stand for: 02 is 2002, 99 is 1999; None for one still far off."""
    year = 2000 + digits if digits < _EARLIEST_YEAR % 100 else 1900 + digits
    return year if year <= _LATEST_YEAR else None


def _in_other_languages(line: str, months: OtherMonths) -> Iterator[Day]:
    for found in months.pattern.finditer(fold(line)):
        month = months.numbers[found["month"]]
        day = day_or_none(int(found["year"]), month, int(found["day"] or 1))
        if day:
            told = Day(Span(*found.span()), day, "day" if found["day"] else "month")
            yield _with_clock(line, told) if found["day"] else told


def _in_words(line: str) -> Iterator[Day]:
    for found in _IN_WORDS.finditer(line) if " day of " in line.lower() else ():
        number, year = ordinal_number(found["day"]), number_of(found["year"])
        day = day_or_none(int(year), month_number(found["month"]), number) if year else None
        if day:
            yield Day(Span(*found.span()), day, "day", datetime.combine(day, time(), UTC))


def _with_clock(line: str, told: Day) -> Day:
    """The date with the clock behind it, if there is one; a moment in any case."""
    clock = _CLOCK_BEHIND.match(line, told.span.end)
    day = told.day or told.day_first
    if day is None:
        return told
    at = time(int(clock["hour"]), int(clock["minute"])) if clock else time()
    end = clock.end() if clock else told.span.end
    moment = datetime.combine(day, at, UTC)
    return replace(
        told, span=Span(told.span.start, end), precision="minute" if clock else told.precision, moment=moment
    )


def _by_line(line: str, day: Day) -> Day:
    """ "Monday 03/06/2019" is the reading that is a Monday; in America's zones of time the month comes first."""
    if day.is_open and _AMERICAN.search(line, day.span.start):
        return replace(day, day=day.month_first)
    before = _WEEKDAY_BEFORE.search(line, 0, day.span.start) if day.is_open else None
    if before is None:
        return day
    wanted = weekday_number(before[1])
    fitting = [told for told in (day.day_first, day.month_first) if told and told.weekday() == wanted]
    return replace(day, day=fitting[0]) if len(fitting) == 1 else day


def _day(line: str, found: TimeExpression) -> Day | None:
    if found.precision in _IGNORED_PRECISIONS and found.timex_type == "DATE":
        return None
    # "Daily" of a rubric, "Monday" before a date
    if not any(char.isdigit() for char in found.surface):
        return None
    full = read_day(line[found.start : found.end])
    if full:
        return replace(full, span=found.span)
    if found.timex_type == "TIME" and found.start_date is None:
        return None
    return Day(found.span, found.start_date if found.precision == "month" else None, found.precision or "vague")
