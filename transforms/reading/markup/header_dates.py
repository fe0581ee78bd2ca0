"""Dates in the lines around a title: which day a line names, and what it is the day of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from transforms.reading.markup.moments import EARLIEST, LATEST, read_written_day
from transforms.reading.markup.profiles import DateWords

LONGEST_LINE = 160
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|fevr|mars|avr|mai|juin|juil|août|sept|déc|mär|okt|dez)"
    r"[a-zéûä]{0,7}\.?"
)
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s{1,2}"
# where a full date may begin; the rules of texts read it from there
_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?:{_DAY})?\d{{1,2}}(?:st|nd|rd|th|\.|er)?[\s.-]{{0,2}}{_MONTH}[\s,.-]{{1,3}}\d{{4}}"
    rf"|(?:{_DAY})?{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{4})(?!\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_NUMERIC = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_LONGEST_DATELINE = 80
_PLACE_BEFORE = re.compile(r"[A-ZÀ-Þ(][\w'’.,()/ -]{2,40}[ ,(]")
_DASH_BEHIND = re.compile(r"\)?\.?\s?(?:\([^()]{2,40}\)\s?)?[–—:_-]")
_PART = re.compile(r"\s?[|,•·]\s?|\s[–—-]\s?")
# "Porto", "The Hague", "BRUSSELS"; two words in capitals are a label
_PLACE = re.compile(r"[A-ZÀ-Þ][\w'’.-]+(?: [A-ZÀ-Þ][a-zà-ÿ'’.-]+){0,2}")
# what may stand beside a date that is a line or a cell of its own
_LABELS = frozenset(("published", "posted", "on", "date", "issued", "updated", "at", "cet", "cest", "gmt", "le", "am"))
# the day of a month in another language: "4 novembre 2021"
_FOREIGN = {
    "janv": 1, "janvier": 1, "januar": 1, "févr": 2, "fevr": 2, "février": 2, "fevrier": 2, "februar": 2, "mars": 3,
    "märz": 3, "mär": 3, "avr": 4, "avril": 4, "mai": 5, "juin": 6, "juni": 6, "juil": 7, "juillet": 7, "juli": 7,
    "août": 8, "aout": 8, "septembre": 9, "octobre": 10, "okt": 10, "oktober": 10, "novembre": 11, "déc": 12,
    "décembre": 12, "decembre": 12, "dez": 12, "dezember": 12,
}  # fmt: skip
_FOREIGN_DATE = re.compile(r"(\d{1,2})(?:er|\.)?\s([^\W\d_]{3,10})\.?\s(\d{4})")


@dataclass(frozen=True, slots=True)
class LineDate:
    """A date of a header line: its surface, its day (None if "05/04/2021" is all there is), and what it is the day of.

    `is_plain` says that the line is nothing but a date line, which whoever reads the text will see as one,
    `is_labelled` that a word beside it tells what it is the day of.
    """

    surface: str
    day: date | None
    role: str
    is_plain: bool
    is_labelled: bool


def has_date(line: str) -> bool:
    """True if a full date may stand in the line."""
    return _DATE.search(line) is not None


def whole_date(text: str) -> str | None:
    """The date that the text is, without label, weekday and clock around it; None if it is more than a date."""
    found = _DATE.search(text)
    if found is None:
        return None
    rest = _CLOCK.sub(" ", text[: found.start()] + " " + text[found.end() :])
    words = [word.lower() for word in _WORD.findall(rest)]
    is_label = len(words) <= 2 and all(word in _LABELS for word in words)
    return found.group() if is_label and not re.search(r"\d", rest) else None


def read_line_dates(line: str, words: DateWords, *, day_first: bool | None) -> list[LineDate]:
    """The dates of a line, in order; none if the line is too long to be one of a header."""
    if len(line) > LONGEST_LINE:
        return []
    found = list(_DATE.finditer(line))
    dates: list[LineDate] = []
    start = 0
    for match in found:
        before = line[start : match.start()]
        role = _role(before, words)
        known = role or (dates[-1].role if dates and len(before) < 4 else "published")
        day = read_day(match.group(), day_first)
        dates.append(LineDate(match.group(), day, known, _is_plain(line, words), role is not None))
        start = match.end()
    return dates


def read_dateline(paragraph: str, *, day_first: bool | None) -> LineDate | None:
    """The date of "BRUSSELS, 3 June 2019 - …", which stands before the paragraph's first sentence."""
    found = _DATE.search(paragraph, 0, _LONGEST_DATELINE)
    if found is None or not _PLACE_BEFORE.fullmatch(paragraph[: found.start()]):
        return None
    if not _DASH_BEHIND.match(paragraph, found.end()):
        return None
    return LineDate(found.group(), read_day(found.group(), day_first), "published", True, False)


def read_day(surface: str, day_first: bool | None = None) -> date | None:
    """The day of a date as it is written; None for an ambiguous or impossible one."""
    day = read_written_day(_without_weekday(surface), day_first)
    if day is None:
        foreign = _FOREIGN_DATE.match(surface)
        month = _FOREIGN.get(foreign[2].lower()) if foreign else None
        day = _day_or_none(int(foreign[3]), month, int(foreign[1])) if foreign and month else None
    return day if day and EARLIEST <= day <= LATEST else None


def is_ambiguous(surface: str) -> bool:
    """True for "05/04/2021", which is one day to some and another to others."""
    return _NUMERIC.fullmatch(surface.strip()) is not None and read_day(surface) is None


def readings(surface: str) -> set[date]:
    """The days that a date can be: two for "05/04/2021"."""
    return {day for first in (True, False) if (day := read_day(surface, first))}


def _without_weekday(surface: str) -> str:
    return re.sub(rf"^{_DAY}", "", surface, flags=re.IGNORECASE)


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _role(before: str, words: DateWords) -> str | None:
    """What the words before a date make of it; the last of them decides."""
    last: tuple[int, str | None] = (-1, None)
    for role, pattern in (("published", words.published), ("updated", words.updated), ("other", words.other)):
        ends = [found.end() for found in pattern.finditer(before)]
        if ends and ends[-1] > last[0]:
            last = (ends[-1], role)
    return last[1]


def _is_plain(line: str, words: DateWords) -> bool:
    """True if each part of the line is a date with known words, known words alone, or a place."""
    dates = [found.group() for found in _DATE.finditer(line)]
    parts = _PART.split(_CLOCK.sub(" ", _DATE.sub("\0", line)))
    is_english = all(read_written_day(_without_weekday(date), True) for date in dates)
    return is_english and all(_is_plain_part(part.strip(), words) for part in parts)


def _is_plain_part(part: str, words: DateWords) -> bool:
    names = _WORD.findall(part)
    is_place = "\0" not in part and _PLACE.fullmatch(part) is not None
    return is_place or all(name.lower() in words.plain for name in names)
