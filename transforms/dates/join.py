"""Makes one expression of neighbors: "first half" + "of" + "2025", "Wednesday" + "(15 November 2023)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from transforms.dates.lexicon import APOSTROPHE, DASH, GAP
from transforms.dates.readings import Ambiguous, Beside, Between, Calendar, Era, Found, Reading, Relative, Timed, Vague
from transforms.model import Span

_LONGEST_GAP = 12
_LEFT_REACH = 20

Merge = Callable[[Reading, Reading], Reading | None]


@dataclass(frozen=True, slots=True)
class Join:
    """Makes one expression of two that only `gap` separates; `merge` may decline.

    `needs` must stand before the first, `unless` may not stand behind the last. `examples` are whole expressions.
    """

    name: str
    gap: re.Pattern[str]
    merge: Merge
    examples: tuple[str, ...]
    needs: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


def join_neighbors(text: str, zone: Span, found: Sequence[Found], joins: Sequence[Join]) -> list[Found]:
    """The finds, neighbors joined from left to right."""
    done: list[Found] = []
    for find in found:
        done.append(find)
        while len(done) > 1 and (joined := _joined(text, zone, done[-2], done[-1], joins)):
            done[-2:] = [joined]
    return done


def _joined(text: str, zone: Span, first: Found, last: Found, joins: Sequence[Join]) -> Found | None:
    gap = text[first.end : last.start]
    if len(gap) > _LONGEST_GAP:
        return None
    for join in joins:
        if join.gap.fullmatch(gap) is None or not _fits(text, first.start, last.end, join):
            continue
        merged = join.merge(first.reading, last.reading)
        end = _closed(text, last.end, zone) if gap.endswith("(") else last.end
        if merged is not None and end is not None:
            return Found(first.start, end, join.name, merged, first.modifier or last.modifier)
    return None


def _fits(text: str, start: int, end: int, join: Join) -> bool:
    if join.needs is not None and not join.needs.search(text, max(0, start - _LEFT_REACH), start):
        return False
    return join.unless is None or join.unless.match(text, end) is None


def _closed(text: str, end: int, zone: Span) -> int | None:
    return end + 1 if end < zone.end and text[end] == ")" else None


# --- what a reading is --------------------------------------------------------------------------------------------


def _is_year(reading: Reading) -> bool:
    if isinstance(reading, Relative):
        return reading.unit == "year"
    return isinstance(reading, Calendar) and reading.year is not None and not (reading.month or reading.part)


def lacks_year(reading: Reading) -> bool:
    """True for a day, month or part of a year without its year."""
    if not isinstance(reading, Calendar) or reading.year is not None or reading.turn is not None:
        return False
    return bool(reading.month or reading.part not in (None, "WE"))


def _is_weekday(reading: Reading) -> bool:
    return isinstance(reading, Calendar) and reading.weekday is not None and reading.day is None


def _is_day(reading: Reading) -> bool:
    if isinstance(reading, Relative):
        return reading.unit == "day"
    return isinstance(reading, Calendar) and (reading.day is not None or reading.weekday is not None)


def kind_of(reading: Reading) -> str:
    """The kind in which the ends of a range agree: day, weekday, month, part, year, clock, moment, era, other."""
    if isinstance(reading, Calendar):
        if _is_day(reading):
            return "weekday" if _is_weekday(reading) else "day"
        return "month" if reading.month else "part" if reading.part else "year"
    if isinstance(reading, Timed):
        return "clock" if reading.day is None else "moment"
    return "era" if isinstance(reading, Era) else "other"


def order_of(told: Calendar) -> tuple[int, str, int]:
    """The place of a date within its year, for comparison with another of its kind."""
    return (told.month or 0, told.part or "", told.day or 0)


# --- how two readings make one ------------------------------------------------------------------------------------


def _year_of(part: Reading, year: Reading) -> Reading | None:
    if not (isinstance(part, Calendar) and lacks_year(part) and _is_year(year)):
        return None
    if isinstance(year, Relative):
        return replace(part, year=year)
    if part.part == "QR":  # "the period 2014-2020" is no quarter of 2014
        return None
    return replace(part, year=year.year) if isinstance(year, Calendar) and year.turn is None else None


def _years_parts(parts: Reading, year: Reading) -> Reading | None:
    """ "The third and fourth quarters of 2024", "10-11 July of last year"."""
    if isinstance(parts, Between):
        first, last = _year_of(parts.first, year), _year_of(parts.last, year)
        return Between(first, last) if isinstance(first, Calendar) and isinstance(last, Calendar) else None
    return _year_of(parts, year)


def _part_of(year: Reading, part: Reading) -> Reading | None:
    return _year_of(part, year) if isinstance(part, Calendar) and part.part and part.part[0] in "QHSFW" else None


def _day_of_week(day: Reading, week: Reading) -> Reading | None:
    if isinstance(day, Between):  # "Monday and Tuesday of next week"
        first, last = _day_of_week(day.first, week), _day_of_week(day.last, week)
        return Between(first, last) if isinstance(first, Calendar) and isinstance(last, Calendar) else None
    if isinstance(week, Relative) and week.unit == "week" and isinstance(day, Calendar) and _is_weekday(day):
        return Calendar(weekday=day.weekday, week=week)
    return None


def _week_then_day(week: Reading, day: Reading) -> Reading | None:
    return _day_of_week(day, week)


def _weekday_and_date(weekday: Reading, day: Reading) -> Reading | None:
    if not (isinstance(weekday, Calendar) and _is_weekday(weekday)):
        return None
    if isinstance(day, Between):
        return _days_with_weekday(weekday.weekday or 0, day)
    is_date = isinstance(day, Calendar) and kind_of(day) == "day" and day.weekday is None
    return replace(day, weekday=weekday.weekday) if is_date and isinstance(day, Calendar) else None


def _days_with_weekday(weekday: int, days: Between) -> Reading | None:
    """ "Tuesday 4 to Thursday 6 June": the weekday of the first day tells that of the last, and may tell the year."""
    first, last = days.first, days.last
    if not (isinstance(first, Calendar) and isinstance(last, Calendar)) or first.day is None or last.day is None:
        return None
    if first.month != last.month:
        return days
    return Between(replace(first, weekday=weekday), replace(last, weekday=(weekday + last.day - first.day) % 7))


def _date_and_weekday(day: Reading, weekday: Reading) -> Reading | None:
    return _weekday_and_date(weekday, day) if isinstance(day, Calendar) else None


def _explained(vague: Reading, told: Reading) -> Reading | None:
    """The parenthesis decides what "yesterday (15 November 2023)" is, and "Wednesday and Thursday (14-15 February)"."""
    is_pair = isinstance(vague, Between) and _is_weekday(vague.first) and _is_weekday(vague.last)
    if not (is_pair or isinstance(vague, Relative) or _is_weekday(vague)):
        return None
    if isinstance(told, Between):
        return told if isinstance(told.first, Calendar) else None
    is_date = isinstance(told, Calendar) and (told.year is not None or told.day is not None)
    if not is_date or is_pair or not isinstance(told, Calendar):
        return None
    is_day = isinstance(vague, Relative) and vague.unit == "day" and not vague.from_told and told.day is not None
    return replace(told, said=vague) if is_day and isinstance(vague, Relative) else told


def _today_and_date(today: Reading, told: Reading) -> Reading | None:
    return _explained(today, told) if isinstance(today, Relative) and today.unit == "day" else None


def _day_and_clock(day: Reading, clock: Reading) -> Reading | None:
    if isinstance(day, Between) and clock == Timed("TNI"):  # "the night of 23 to 24 February"
        return Timed("TNI", day.first) if isinstance(day.first, Calendar) and _is_day(day.first) else None
    if not (isinstance(day, Ambiguous) or (isinstance(day, (Calendar, Relative)) and _is_day(day))):
        return None
    if isinstance(clock, Between) and isinstance(clock.first, Timed) and isinstance(clock.last, Timed):
        return Between(Timed(clock.first.clock, day), Timed(clock.last.clock, day)) if not clock.first.day else None
    return Timed(clock.clock, day) if isinstance(clock, Timed) and clock.day is None else None


def _part_and_date(part: Reading, day: Reading) -> Reading | None:
    """ "Thursday evening (16 November)": the parenthesis tells which Thursday."""
    if not (isinstance(part, Timed) and isinstance(part.day, Calendar)):
        return None
    told = _weekday_and_date(part.day, day)
    return Timed(part.clock, told) if isinstance(told, Calendar) else None


def _clock_and_day(clock: Reading, day: Reading) -> Reading | None:
    return _day_and_clock(day, clock)


def _clock_range(first: Reading, last: Reading) -> Reading | None:
    return _range(first, last) if isinstance(first, Timed) and isinstance(last, Timed) else None


def _range(first: Reading, last: Reading) -> Reading | None:
    """The interval from first to last if both are of one kind and in order; a missing year is taken from the other."""
    if kind_of(first) != kind_of(last):
        return None
    if isinstance(first, Calendar) and isinstance(last, Calendar):
        return _calendar_range(first, last)
    return Between(first, last) if isinstance(first, (Timed, Era)) and isinstance(last, (Timed, Era)) else None


def _open_range(first: Reading, last: Reading) -> Reading | None:
    """Between dates of two kinds, both with a year: "from March 2021 to 2023"."""
    if not (isinstance(first, Calendar) and isinstance(last, Calendar)) or first.year is None or last.year is None:
        return None
    return _calendar_range(first, last)


def _until_now(first: Reading, last: Reading) -> Reading | None:
    is_now = last in (Vague("PRESENT_REF"), Relative("day", 0))
    has_year = isinstance(first, Calendar) and first.year is not None
    return Between(first, Relative("day", 0)) if is_now and has_year and isinstance(first, Calendar) else None


def _calendar_range(first: Calendar, last: Calendar) -> Reading | None:
    if first.turn is not None or last.turn is not None:
        return None
    if first.week is not None and last.week is None:  # "next week on Monday and Tuesday"
        last = replace(last, week=first.week)
    wraps = bool(first.month and last.month and first.month > last.month)
    if first.year is None and isinstance(last.year, int):
        first = replace(first, year=last.year - wraps)
    elif last.year is None and isinstance(first.year, int):
        last = replace(last, year=first.year + wraps)
    return None if _is_behind(first, last) else Between(first, last)


def _is_behind(first: Calendar, last: Calendar) -> bool:
    """True where the years are told and the first date is not before the last one."""
    if not (isinstance(first.year, int) and isinstance(last.year, int)):
        return False
    return (first.year, order_of(first)) >= (last.year, order_of(last))


def _period_of(year: Reading, period: Reading) -> Reading | None:
    """ "The 1988 quarter" in the report of a quarter."""
    is_period = isinstance(period, Calendar) and period.part == "QR"
    return replace(year, part="QR") if is_period and isinstance(year, Calendar) and _is_year(year) else None


def _beside(beside: Reading, day: Reading) -> Reading | None:
    if not isinstance(beside, Beside) or beside.day is not None or not isinstance(day, (Calendar, Relative)):
        return None
    is_feast = isinstance(day, Calendar) and bool(day.part)
    return replace(beside, day=day) if is_feast or _is_day(day) else None


def _weekdays(first: Reading, last: Reading) -> Reading | None:
    return _range(first, last) if _is_weekday(first) and _is_weekday(last) else None


def _next_days(first: Reading, last: Reading) -> Reading | None:
    """Two days that follow each other: "Monday and Tuesday", "30 June and 1 July"."""
    if not (isinstance(first, Calendar) and isinstance(last, Calendar)):
        return None
    if _is_weekday(first) and _is_weekday(last):
        return _range(first, last) if ((first.weekday or 0) + 1) % 7 == last.weekday else None
    turns = first.day is not None and first.day >= 28 and last.day == 1 and first.month is not None
    return _range(first, last) if turns and last.month == (first.month or 0) % 12 + 1 else None


def _join(name: str, gap: str, merge: Merge, *examples: str, needs: str = "", unless: str = "") -> Join:
    before = re.compile(rf"\b(?:{needs}){GAP}\Z", re.IGNORECASE) if needs else None
    behind = re.compile(unless.replace("~", GAP), re.IGNORECASE) if unless else None
    return Join(name, re.compile(gap.replace("~", GAP), re.IGNORECASE), merge, examples, before, behind)


_TO = rf"(?:~?{DASH}~?|~(?:to|until|till|through|thru)~(?:the~)?)"

# Each group is done before the next one.
PARTS_AND_WHOLES = (
    _join("clock_range", rf"~?{DASH}~?|~(?:to|until|till|and)~", _clock_range, "10:00-12:00", "9 a.m. to 11 a.m."),
    _join("year_of", r",?~|~(?:of|in|during)~(?:the~(?:year~)?)?", _years_parts,
          "January this year", "9 May of last year", "third quarter of 1984", "the first half of 2025",
          "the third and fourth quarters of 2024", "July in 2018"),
    _join("part_of_known_year", rf"~|{APOSTROPHE}s~", _part_of, "this year's third quarter", "2024 third quarter"),
    _join("year_and_period", r"~", _period_of, "[the] 2014 period", "[the] 1988 quarter", needs="the"),
    _join("day_of_week", r"~|~of~|,~", _day_of_week, "Tuesday of last week", "Monday next week",
          "Monday and Tuesday of next week"),
    _join("week_then_day", r",?~on~", _week_then_day, "last week on Thursday"),
    _join("weekdays", rf"{_TO}", _weekdays, "Monday to Friday", unless=r",?~(?:the~)?\d"),
    _join("weekdays", r"~(?:and|&)~", _next_days, "Wednesday and Thursday", unless=r",?~(?:the~)?\d"),
)
BESIDE_DATES = (
    _join("beside_date", r"~", _beside, "the day before last Tuesday", "the week after Easter 2024",
          "the day after 24 February 2022"),
)
DATES_TOLD_TWICE = (
    _join("weekday_date", r",?~(?:the~|on~)?|,", _weekday_and_date, "Thursday, April 25", "Friday 15 November 2024",
          "Thursday 14 and Friday 15 November 2024"),
    _join("apposition", r"~?\(", _weekday_and_date, "Wednesday (15 November 2023)"),
    _join("date_apposition", r"~?\(", _date_and_weekday, "15 November 2023 (Wednesday)"),
    _join("relative_apposition", r"~?\(", _explained, "yesterday (14 November 2023)", "last week (10-11 July 2024)",
          "Wednesday and Thursday (14-15 February 2024)"),
    _join("relative_date", r",~", _today_and_date, "today, 15 November 2023"),
)
DAYS_AND_CLOCKS = (
    _join("day_and_clock", r",?~(?:at~)?(?:about~|around~)?(?:the~)?|~?\(|~?[–-]~|~?\|~?|T|,?~from~", _day_and_clock,
          "15 Nov. 2023 12:00", "Friday morning", "10 July at 9 a.m.", "10 July 2024, 15.30"),
    _join("part_apposition", r"~?\(", _part_and_date, "Thursday evening (16 November 2023)"),
    _join("clock_and_day", r",?~(?:on~)?(?:the~)?|~of~(?:the~)?|,", _clock_and_day,
          "9 a.m. EST Tuesday", "noon Saturday", "the morning of 5 July", "the night of 23-24 February 2022"),
)
RANGES = (
    _join("range", _TO, _range, "30 June-1 July 2022", "2014 to 2021", "2021-2027", "October–November 2023",
          "Q1 to Q3 2024", "1 January - 30 June 2024"),
    _join("between", r"~and~(?:the~)?", _range, "[between] March and May 2021", "[between] 1994 and 1997",
          needs="between"),
    _join("until_now", _TO, _until_now, "2014 to today", "2022 - present"),
    _join("from_to", _TO, _open_range, "[from] March 2021 to 2023", needs="from|between"),
    _join("days_in_a_row", r"~(?:and|&)~", _next_days, "30 June and 1 July 2022"),
)
JOINS = (PARTS_AND_WHOLES, DATES_TOLD_TWICE, DAYS_AND_CLOCKS, BESIDE_DATES, RANGES)
