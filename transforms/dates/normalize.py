"""Calendar arithmetic: TIMEX3 values and the closed intervals of days that they stand for."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from transforms.dates.readings import Calendar, Interval

MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
DAYS_OF = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}
_PART_MONTHS = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12), "SP": (3, 5), "SU": (6, 8),
    "FA": (9, 11), "WI": (12, 14),
}
_PART_PRECISION = {"Q": "quarter", "H": "half", "S": "season", "F": "season", "W": "season"}
_UNIT_CODE = {
    "second": "T{}S", "minute": "T{}M", "hour": "T{}H", "day": "{}D", "weekend": "{}WE", "week": "{}W",
    "fortnight": "{}W", "month": "{}M", "quarter": "{}Q", "half": "{}M", "year": "{}Y", "decade": "{}Y",
    "century": "{}Y", "millennium": "{}Y",
}
_PRECISIONS = {
    "second": "minute", "hour": "minute", "weekend": "week", "fortnight": "week", "millennium": "century",
}
_FACTOR = {"fortnight": 2, "half": 6, "decade": 10, "century": 100, "millennium": 1000}
_VALUE = re.compile(
    r"(?P<y>\d{4})(?:-(?:W(?P<w>\d\d)(?P<we>-WE)?|(?P<p>[QH]\d|SP|SU|FA|WI)|(?P<m>\d\d)(?:-(?P<d>\d\d)(?P<t>T.*)?)?))?"
    r"|(?P<e>\d{2,3})"
)


def day_or_none(year: int, month: int, day: int) -> date | None:
    """The day, or None if the calendar has no such day (31 February, year 0)."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift(day: date, unit: str, count: int) -> date | None:
    """The day `count` units later; the last of the month where that month is shorter; None outside years 1-9999."""
    try:
        if unit in DAYS_OF:
            return day + timedelta(days=count * DAYS_OF[unit])
        month = day.year * 12 + day.month - 1 + count * MONTHS_OF[unit]
        year, index = divmod(month, 12)
        return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))
    except (ValueError, OverflowError):
        return None


def value_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit (day, week, month, quarter, half, year, decade, century …) that holds the day."""
    year = f"{day.year:04d}"
    if unit in ("week", "weekend", "fortnight"):
        week_year, week, _ = day.isocalendar()
        return f"{week_year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    digits = {"decade": 3, "century": 2, "millennium": 1}.get(unit)
    if digits:
        return year[:digits]
    return {
        "day": day.isoformat(),
        "month": f"{year}-{day.month:02d}",
        "quarter": f"{year}-Q{(day.month + 2) // 3}",
        "half": f"{year}-H{(day.month + 5) // 6}",
    }.get(unit, year)


def value_of_calendar(year: int, told: Calendar) -> str | None:
    """The TIMEX3 value of a date whose year is known; None if the calendar has no such day."""
    if told.part == "W":
        day = day_or_none(year, told.month or 0, told.day or 0)
        return value_of(day, "week") if day else None
    if told.part in _MOVABLE:
        feast = _MOVABLE[told.part](year)
        return feast.isoformat() if feast else None
    if told.part:
        return f"{year:04d}-{told.part}"
    if told.month is None:
        return f"{year:04d}"
    if told.day is None:
        return f"{year:04d}-{told.month:02d}" if 1 <= told.month <= 12 else None
    day = day_or_none(year, told.month, told.day)
    return day.isoformat() if day else None


def _easter(year: int) -> date | None:
    """Easter Sunday of a year, by the Gregorian computus (Meeus)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return day_or_none(year, month, day + 1)


def _beside_easter(days: int) -> Callable[[int], date | None]:
    def feast(year: int) -> date | None:
        easter = _easter(year)
        return easter + timedelta(days=days) if easter else None

    return feast


def _weekday_from(month: int, day: int, weekday: int) -> Callable[[int], date | None]:
    """The first such weekday (Monday is 0) on or after the day of the month."""

    def feast(year: int) -> date | None:
        first = day_or_none(year, month, day)
        return day_or_none(year, month, day + (weekday - first.weekday()) % 7) if first else None

    return feast


# The last four are those of the United States: the Tuesday after the first Monday of November, and so on.
_MOVABLE: dict[str, Callable[[int], date | None]] = {
    "EASTER": _easter, "EASTER_MONDAY": _beside_easter(1), "GOOD_FRIDAY": _beside_easter(-2),
    "THANKSGIVING": _weekday_from(11, 22, 3), "ELECTION": _weekday_from(11, 2, 1), "LABOR": _weekday_from(9, 1, 0),
    "MEMORIAL": _weekday_from(5, 25, 0),
}


def nth_of_month(month: date, number: int, unit: str | int) -> date | None:
    """A day of the nth (-1: last) day, week or weekend, or the nth weekday (Monday is 0), of the month that begins."""
    last = calendar.monthrange(month.year, month.month)[1]
    if unit in {"day", "week"}:
        length = 1 if unit == "day" else 7
        return day_or_none(month.year, month.month, last if number < 0 else 1 + (number - 1) * length)
    weekday = unit if isinstance(unit, int) else 5
    days = [day for day in range(1, last + 1) if date(month.year, month.month, day).weekday() == weekday]
    return date(month.year, month.month, days[number if number < 0 else number - 1])


def interval_of(value: str) -> Interval | None:
    """The closed interval and the precision of a TIMEX3 point value; None for other values and impossible days."""
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    try:
        return _interval(match)
    except (ValueError, OverflowError):
        return None


def _interval(match: re.Match[str]) -> Interval:
    if match["e"]:
        return _era(match["e"])
    year = int(match["y"])
    if match["w"]:
        return _week(year, int(match["w"]), match["we"] is not None)
    if match["p"]:
        first, last = _PART_MONTHS[match["p"]]
        return Interval(date(year, first, 1), _month_end(year, last), _PART_PRECISION[match["p"][0]])
    if match["m"] is None:
        return Interval(date(year, 1, 1), date(year, 12, 31), "year")
    month = int(match["m"])
    if match["d"] is None:
        return Interval(date(year, month, 1), _month_end(year, month), "month")
    day = date(year, month, int(match["d"]))
    return Interval(day, day, "minute" if match["t"] and match["t"][1].isdigit() else "day")


def _era(digits: str) -> Interval:
    span = 10 if len(digits) == 3 else 100
    first = int(digits) * span
    return Interval(date(max(first, 1), 1, 1), date(first + span - 1, 12, 31), "decade" if span == 10 else "century")


def _week(year: int, week: int, is_weekend: bool) -> Interval:
    monday = date.fromisocalendar(year, week, 1)
    if is_weekend:
        return Interval(monday + timedelta(days=5), monday + timedelta(days=6), "range")
    return Interval(monday, monday + timedelta(days=6), "week")


def _month_end(year: int, month: int) -> date:
    year, month = (year + 1, month - 12) if month > 12 else (year, month)
    return date(year, month, calendar.monthrange(year, month)[1])


def duration_value(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a stretch of time: P2W, PT16H, P2Y6M; PXY for "several years"."""
    if count is None:
        code = _UNIT_CODE["year" if unit in ("decade", "century", "millennium") else unit].format("X")
        return "P" + {"decade": "XDE", "century": "XCE", "millennium": "XML"}.get(unit, code)
    count *= _FACTOR.get(unit, 1)
    whole, rest = int(count), count - int(count)
    if rest == 0.5 and unit in ("year", "hour", "minute"):
        small = {"year": "6M", "hour": "30M", "minute": "30S"}[unit]
        big = _UNIT_CODE[unit].format(whole) if whole else ("T" if unit != "year" else "")
        return f"P{big}{small}"
    return "P" + _UNIT_CODE[unit].format(whole if rest == 0 else f"{count:g}")


def precision_of_unit(unit: str) -> str:
    """The precision (closed list of the contract) in which a stretch of such units is told."""
    return _PRECISIONS.get(unit, unit)
