"""Numbers in words and digits, and steps in the calendar: so many weeks on, the first and last day of a month."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

# the years in which a document of the record can have been published
FIRST_YEAR, LAST_YEAR = 1990, 2100
_NUMBERS = {word: number for number, word in enumerate(
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
     "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"))
} | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10, "fifteenth": 15,
            "twentieth": 20, "thirtieth": 30, "fiftieth": 50, "sixtieth": 60, "seventieth": 70}
ORDINAL = "|".join(ORDINALS)
NUMBER = (r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy)[- ](?:one|two|three|four|five|six|seven|eight|nine)"
          rf"|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})")
MONTH_NUMBERS = {name: number for number, name in enumerate(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
     "december"), 1)}
MONTH_NAMES = "|".join(MONTH_NUMBERS)


def number_in(words: str) -> int | None:
    """The number that "31", "31st", "thirty-one", "a" or "twentieth" tells."""
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", words.lower())
    if text.isdigit():
        return int(text)
    if text in ORDINALS:
        return ORDINALS[text]
    parts = re.split(r"[- ]", text)
    if all(part in _NUMBERS or part in ORDINALS for part in parts) and len(parts) <= 2:
        return sum(_NUMBERS.get(part, ORDINALS.get(part, 0)) for part in parts)
    return None


def plus(day: date, unit: str, count: int) -> date:
    """So many days, weeks, months or years on; a shorter month ends it."""
    if unit in ("month", "year"):
        return _plus_months(day, count * (12 if unit == "year" else 1))
    return day + timedelta(days=count * (7 if unit == "week" else 1))


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of(day: date, unit: str) -> date:
    """The first day of the week, month or year."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return date(day.year, day.month if unit == "month" else 1, 1)


def last_of(day: date, unit: str) -> date:
    """The last day of the week, month or year."""
    return plus(first_of(day, unit), unit, 1) - timedelta(days=1)
