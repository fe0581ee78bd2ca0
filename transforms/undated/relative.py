"""When a text was written that calls a known day "yesterday", "last week" or "two years ago"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from transforms.undated.counting import NUMBER, first_of, last_of, number_in, plus
from transforms.undated.wording import wording

# part of larger patterns, once in each: its groups are what `written` reads
RELATIVE = (
    r"(?P<day>yesterday|today|tomorrow|tonight|this (?:morning|afternoon|evening))"
    r"|(?P<turn>last|next|this|earlier this|later this|earlier on this|the past) (?P<unit>week|month|year)(?:end)?\b"
    rf"|(?P<many>(?:(?:just|only|exactly|some|about|almost|nearly) )?(?P<count>{NUMBER}) "
    r"(?P<units>day|week|month|year)s? ago)")
RELATIVE_AT = wording(
    rf"\b(?:{RELATIVE})\b",
    "yesterday", "this morning", "last week", "earlier this year", "two years ago", "just a month ago")


def written(match: re.Match[str], start: date, end: date) -> tuple[date, date]:
    """When a text was written that calls what lasted from `start` to `end` "last week", "two years ago", "today"."""
    if match["day"]:
        shift = {"yesterday": 1, "tomorrow": -1}.get(match["day"].lower(), 0)
        return start + timedelta(days=shift), end + timedelta(days=shift)
    if match["many"]:
        return written_ago(match["units"].lower(), number_in(match["count"]) or 1, start, end)
    unit, turn = match["unit"].lower(), match["turn"].lower()
    if turn == "the past":
        return start, plus(end, unit, 2)
    shift = {"last": 1, "next": -1}.get(turn, 0)
    first, last = plus(first_of(start, unit), unit, shift), last_of(plus(first_of(end, unit), unit, shift), unit)
    if turn.startswith("earlier"):
        return start, last
    return (first, end) if turn.startswith("later") else (first, last)


def written_ago(unit: str, count: int, start: date, end: date) -> tuple[date, date]:
    """"Ten years ago" is said all through the tenth year after, and half a year around the tenth anniversary."""
    first, last = plus(start, unit, count), plus(end, unit, count)
    if unit == "year":
        half = timedelta(days=183)
        return min(first - half, first_of(first, unit)), max(last + half, last_of(last, unit))
    slack = timedelta(days={"day": 1, "week": 5, "month": 20}[unit])
    return first - slack, last + slack
