"""The line that dates an entry of a listing: a date or a range, a clock, categories, a picture or the title."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from transforms.dates.lexicon import MONTHS, WEEKDAYS, month_number
from transforms.dates.normalize import day_or_none
from transforms.knowledge import fold
from transforms.model import Span
from transforms.splitting.days import long_year, numeric_readings
from transforms.splitting.header_line import has_header_words_only
from transforms.splitting.wording import CLOCK, ZONE, Wording

_LONGEST_REST = 250
_LONGEST_CATEGORY = 100
_LONGEST_LINE = 800
# the date, and a category before it, are looked for in that many characters
_LONGEST_START = 100


def _alternation(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))


_WEEKDAY = rf"(?:(?:{_alternation(WEEKDAYS)})\b[.,]{{0,2}}\s{{1,3}})?"
_MONTH = rf"(?:{_alternation(MONTHS)})\b\.?"
_NTH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
_TO = r"\s?(?:[-–—/&]|to|and|until)\s?"
_GAP = r"(?:\s{1,3}|[-/])"
# Whole dates only. The rules of `transforms.dates` read more, at twenty times the cost.
_DATE = (
    rf"{_WEEKDAY}(?:"
    rf"(?P<days>\d{{1,2}}\s?[-–—]\s?)?(?P<first>\d{{1,2}})(?P<mark>[./-])(?P<second>\d{{1,2}})(?P=mark)(?P<number_year>{_YEAR})"
    # "16.12.02"; "1.2.03" is a section
    r"|(?P<short>\d\d(?P<short_mark>[./-])\d\d(?P=short_mark)\d\d)(?=\s|$)"
    rf"|(?P<iso_year>{_YEAR})(?P<iso_mark>[./-])(?P<iso_month>\d{{1,2}})(?P=iso_mark)(?P<iso_day>\d{{1,2}})(?=T\d|\D|$)"
    rf"|(?P<from>\d{{1,2}}{_NTH}(?:{_GAP}{_MONTH})?{_TO})?"
    rf"(?P<day>\d{{1,2}}){_NTH}(?:{_GAP}|\sof\s)(?P<month>{_MONTH}),?{_GAP}(?P<year>{_YEAR})"
    rf"|(?P<us_month>{_MONTH})\s{{1,3}}(?P<us_day>\d{{1,2}}){_NTH}"
    rf"(?P<us_to>{_TO}(?:{_MONTH}\s)?\d{{1,2}}{_NTH})?,?\s{{1,3}}(?P<us_year>{_YEAR})"
    r")(?!\d|[./]\d)"
)
_FIRST_DATE = re.compile(rf"(?<![\w/.-]){_DATE}", re.IGNORECASE)
_LAST_DATE = re.compile(_DATE, re.IGNORECASE)
_HAS_YEAR = re.compile(rf"{_YEAR}|\d\d([./-])\d\d\1\d\d")
# "3 June", "Mon 3 June", "June 3" below a heading "June 2019"
_DAY_AND_MONTH = re.compile(
    rf"{_WEEKDAY}(?:(?P<day>\d{{1,2}}){_NTH}(?:{_GAP}|\sof\s)(?P<month>{_MONTH})"
    rf"|(?P<us_month>{_MONTH})\s{{1,3}}(?P<us_day>\d{{1,2}}){_NTH})(?!\w|[/.-]\d|,?\s\d)",
    re.IGNORECASE,
)
_MONTH_AND_YEAR = re.compile(rf"(?:#{{1,6}}\s)?(?P<month>{_MONTH}),?\s(?P<year>{_YEAR})\s?:?", re.IGNORECASE)
_LONGEST_HEADING = 30
# "Ministers agree - 3 June 2019", "• Ministers agree (3 June 2019)"
_TITLE_AND_DATE = re.compile(
    rf"(?:[•●▪*·‣◦–—-]\s{{1,3}})?(?P<title>[\"“‘'(\[]?\w.{{5,230}}?)"
    rf"(?:\s{{1,3}}[-–—|•·/]\s{{1,3}}|\s{{0,3}}\t\s{{0,3}}|\s{{2,8}}|\s?[(\[])(?P<date>{_DATE})[)\]]?",
    re.IGNORECASE,
)
_LONGEST_TITLE_LINE = 280
_FEWEST_TITLE_WORDS = 2
_MONTH_NAME = re.compile(_MONTH, re.IGNORECASE)
_RANGE_MARK = re.compile(_TO, re.IGNORECASE)
# "T13:01:00Z", " 13:01", " - 13:01", " | 13:01 CET"
_CLOCK_BEHIND = re.compile(
    rf"(?:T|[\s,]{{0,3}}(?:[-–—|•·]|at\b)?\s{{0,3}})(?:{CLOCK})(?:\.\d{{1,6}})?(?:Z\b|\s?(?:{ZONE})(?!\w))?(?![\w%])",
    re.IGNORECASE,
)
# "Security and defence | 11 December 2017"
_CATEGORY_BEFORE = re.compile(r"[^\d.!?:;|•·]{2,40}[|•·]\s*")
_MARKS_BEFORE = re.compile(r"(?:#{1,6}\s+)?(?:\*\*|__)?[(\[]?")
# letters for a committee or a policy ("SEDE AFET", "CSDP"), as a category
_CODE = re.compile(r"\b[A-Z]{2,5}\b")
_BAR = re.compile(r"\s*[|•·\t]\s*")
_AFTER_DATE = re.compile(r"[\s*_)\]]*(?:[-–—:|•·,][\s*_]*){0,4}")
# " 190603a-003.jpg - The ministers at the table, 98.88KB"; the caption or the size may be missing
_IMAGE = re.compile(
    r"\s+(?P<image>\S{1,120}\.(?:jpe?g|png|gif|webp))"
    r"(?:\s[-–—]\s(?P<caption>.{1,400}?))??(?P<size>,\s?\d{1,5}(?:[.,]\d{1,3})?\s?[KM]B)?(?=\s*$)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line with the date of an entry; spans count in the line.

    `day_first` and `month_first` are what the date means if numeric dates begin with the day or with the month: one of
    them may be none ("13/11/2017"), and for a named month they are the same. Of a range they are its first day.
    `pattern` is what else the line tells: "image", "title" (in `rest`) or "date" for nothing.
    """

    span: Span
    day_first: date | None
    month_first: date | None
    is_range: bool
    precision: str
    pattern: str
    caption: Span | None = None
    rest: Span | None = None


def read_month_heading(text: str) -> tuple[int, int] | None:
    """Year and month of "June 2019" alone, which dates the entries below it."""
    found = _MONTH_AND_YEAR.fullmatch(text) if len(text) <= _LONGEST_HEADING else None
    return (int(found["year"]), month_number(found["month"])) if found else None


def read_date_line(text: str, wording: Wording, heading: tuple[int, int] | None = None) -> DateLine | None:
    """What the line tells, if it has a whole date at its start or behind a category, and nothing before that.

    Below the heading of a year and a month ("June 2019") a day of that month needs no year.
    """
    if len(text) > _LONGEST_LINE:
        return None
    if not _HAS_YEAR.search(text, 0, _LONGEST_START):
        return _read_short_line(text, wording, *heading) if heading else None
    found = _FIRST_DATE.search(text, 0, _LONGEST_START)
    if found is None:
        return _read_foreign_line(text, wording)
    if not _may_stand_before(text[: found.start()], wording):
        return None
    days = _readings(found)
    if days is None:
        return None
    range_end = _range_end(text, found.end())
    is_range = range_end is not None or bool(found["days"] or found["from"] or found["us_to"])
    end = range_end or found.end()
    clock = _CLOCK_BEHIND.match(text, end)
    end = clock.end() if clock else end
    precision = "range" if is_range else "minute" if clock else "day"
    return _with_rest(DateLine(Span(found.start(), end), *days, is_range, precision, "date"), text, wording)


def read_title_line(text: str, wording: Wording) -> DateLine | None:
    """What the line tells if it has a title and then, behind a mark, a whole date: "Ministers agree - 3 June 2019"."""
    may_end_so = text[-1] in "0123456789)]" and len(text) <= _LONGEST_TITLE_LINE
    found = _TITLE_AND_DATE.fullmatch(text) if may_end_so and _HAS_YEAR.search(text) else None
    days = _readings(found) if found else None
    if found is None or days is None or found["days"] or found["from"] or found["us_to"]:
        return None
    start, end = found.span("title")
    title = text[start:end]
    if len(title.split()) < _FEWEST_TITLE_WORDS or title.endswith((".", ":")) or is_category(title, wording):
        return None
    mark = wording.mark(title, "end")
    if mark and mark.kind != "header":
        return None
    return DateLine(Span(*found.span("date")), *days, False, "day", "title", None, Span(start, end))


def _read_short_line(text: str, wording: Wording, year: int, month: int) -> DateLine | None:
    """ "3 June" or "3 June  Title" below "June 2019"."""
    found = _DAY_AND_MONTH.match(text)
    if found is None or month_number(found["month"] or found["us_month"]) != month:
        return None
    day = day_or_none(year, month, int(found["day"] or found["us_day"]))
    told = DateLine(Span(0, found.end()), day, day, False, "day", "date")
    return _with_rest(told, text, wording) if day else None


def _read_foreign_line(text: str, wording: Wording) -> DateLine | None:
    """ "3 juin 2019": of the dates in other languages those at the start of the line."""
    found = wording.months.pattern.match(fold(text[:_LONGEST_START]))
    if found is None or not found["day"]:
        return None
    day = day_or_none(int(found["year"]), wording.months.numbers[found["month"]], int(found["day"]))
    told = DateLine(Span(0, found.end()), day, day, False, "day", "date")
    return _with_rest(told, text, wording) if day else None


def _may_stand_before(before: str, wording: Wording) -> bool:
    """True for "Press release | ", "News ", "Press releases SEDE AFET ", and for marks of Markdown."""
    # "(2001)123  " of an old table
    if before[-1:].isspace() and wording.is_code(before.strip()):
        return True
    bare = _MARKS_BEFORE.sub("", before, count=1) if before else ""
    if not any(char.isalpha() for char in bare):
        # a bullet opens an item of a list in a text
        return not bare
    return _CATEGORY_BEFORE.fullmatch(bare) is not None or is_category(bare, wording)


def is_category(text: str, wording: Wording) -> bool:
    """True if the text has nothing but words of header lines and the letters of a committee or policy."""
    return len(text) <= _LONGEST_CATEGORY and has_header_words_only(_CODE.sub(" ", text), wording)


def _readings(found: re.Match[str]) -> tuple[date | None, date | None] | None:
    """The date with the day first and with the month first; None if its numbers are none of a calendar."""
    if found["short"]:
        numbers = [int(number) for number in re.split(r"\D", found["short"])]
        return numeric_readings(found["short_mark"], numbers[0], numbers[1], long_year(numbers[2]) or 0)
    if not found["number_year"]:
        day = _told_day(found)
        return day, day
    first, second, year = int(found["first"]), int(found["second"]), int(found["number_year"])
    if found["days"]:
        return day_or_none(year, second, int(found["days"].rstrip(" -–—"))), None
    if max(first, second) > 31 or min(first, second) > 12:
        return None
    day = day_or_none(year, second, first)
    # points stand between the numbers of dates where the day comes first
    return day, day if found["mark"] == "." else day_or_none(year, first, second)


def _told_day(found: re.Match[str]) -> date | None:
    if found["iso_year"]:
        return day_or_none(int(found["iso_year"]), int(found["iso_month"]), int(found["iso_day"]))
    if found["us_year"]:
        return day_or_none(int(found["us_year"]), month_number(found["us_month"]), int(found["us_day"]))
    first = found["from"] or found["day"]
    own_month = _MONTH_NAME.search(first)
    number = re.match(r"\d{1,2}", first)
    month = month_number(own_month.group() if own_month else found["month"])
    return day_or_none(int(found["year"]), month, int(number.group())) if number else None


def _range_end(text: str, start: int) -> int | None:
    """Where the second date of a range ends: "10/07/2018 - 11/07/2018"."""
    to = _RANGE_MARK.match(text, start)
    last = _LAST_DATE.match(text, to.end()) if to else None
    return last.end() if last else None


def _with_rest(line: DateLine, text: str, wording: Wording) -> DateLine | None:
    """The line with what follows its date; None if that is neither a category, a picture nor a title."""
    image = _IMAGE.match(text, line.span.end)
    if image:
        return replace(line, pattern="image", caption=_caption_span(image))
    after = _AFTER_DATE.match(text, line.span.end)
    start, end = _without_categories(text, after.end() if after else line.span.end, wording)
    rest = text[start:end]
    if not rest or is_category(rest, wording):
        return line
    token = wording.token.match(rest)
    is_other_date = token is not None and token.lastgroup in ("updated", "issued", "published")
    is_title = start > line.span.end and len(rest) <= _LONGEST_REST and not rest[0].islower() and not is_other_date
    return replace(line, pattern="title", rest=Span(start, end)) if is_title else None


def _without_categories(text: str, start: int, wording: Wording) -> tuple[int, int]:
    """Where the title stands in "Press release | Title" and "Title | Press release", cells of a table."""
    end = len(text)
    bars = [*_BAR.finditer(text, start)]
    while bars and is_category(text[bars[-1].end() : end], wording):
        end = bars.pop().start()
    while bars and is_category(text[start : bars[0].start()], wording):
        start = bars.pop(0).end()
    return start, end


def _caption_span(image: re.Match[str]) -> Span | None:
    """Where the caption stands; a caption that is the picture's name again tells nothing."""
    caption = image["caption"]
    return None if caption is None or caption.strip() == image["image"] else Span(*image.span("caption"))
