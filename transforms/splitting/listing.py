"""Listing pages: dated entries, each with a title and a lead, some with a picture's name, caption and size."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from transforms.model import PublishedDate, SourceText, Span
from transforms.splitting.entry import Entry, EntryLines, are_alike, read_parts, with_undated, without_foot
from transforms.splitting.entry_line import DateLine, is_category, read_date_line, read_month_heading, read_title_line
from transforms.splitting.header_line import tells_other_date
from transforms.splitting.lines import CLOCK_FIRST, Line
from transforms.splitting.wording import Wording

_LONGEST_TITLE = 250
_LONGEST_CATEGORY = 40
_LONGEST_HEADER_LINE = 100
# a listing begins in the first lines of its page
_LAST_TOP_LINE = 30
_LONGEST_ABOVE = 200
# from so many entries on it tells something that they are in order by one reading of their dates only
_FEWEST_IN_ORDER = 4
_FEWEST_OF_A_DAY = 3
_FEWEST_TITLES = 3
_MOST_GLUED = 5000
# a line of that length is rather a lead than a title
_SHORTEST_LEAD = 120
# a sentence ends within the line: "They agreed. (Read more)"
_SENTENCE_END = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])[.!?…][”\"’)]?\s[(\[“\"‘A-Z]")
_FURNITURE = ("navigation", "boilerplate", "contact", "reference")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif)\b")
# where the line breaks between entries were lost: "… in Brussels.03 Jun. 2019 190603a-003.jpg - …"
_GLUED = re.compile(r"(?<=[.!?”\"’)])\s?(?=\d{1,2} [A-Z][a-z]{2,8}\.? \d{4} \S{1,120}\.(?:jpe?g|png|gif)\b)")

# "… for the autumn.28 May 2019 Ministers agree"
_GLUED_DATE = re.compile(r"(?<=[a-z][.!?])(?=\d{1,2} [A-Z][a-z]{2,8}\.? (?:19|20)\d\d [A-Z])")


@dataclass(frozen=True, slots=True)
class _Start:
    """A date line among the page's lines; `above` and `below` are the next lines that are no header lines, if any."""

    line: int
    told: DateLine
    above: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class _Layout:
    """The number of each entry's first line; whether that is the title; whether header lines may follow the date."""

    tops: list[int]
    has_titles_above: bool = False
    has_header_lines: bool = False


def cut_glued_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines, cut where an entry begins inside one: with a picture, or right behind the point of a sentence."""
    return [piece for line in lines for piece in _cut(line)]


def find_entries(
    source: SourceText, lines: Sequence[Line], wording: Wording, *, is_day_first: bool | None = None
) -> list[Entry]:
    """The entries of a listing page, in order; none if the page is no listing.

    `is_day_first` says whether the publisher writes the day first; the dates of the page may say so themselves.
    """
    lines, headings = _without_headings(lines)
    starts = _same_pattern(_with_categories(lines, list(_starts(lines, headings, wording))))
    return _entries(source, lines, starts, wording, is_day_first) or _entries(
        source, lines, _run_of_titles(lines, wording), wording, is_day_first
    )


def _entries(
    source: SourceText, lines: Sequence[Line], starts: list[_Start], wording: Wording, is_day_first: bool | None
) -> list[Entry]:
    if not _looks_like_listing(lines, starts):
        return []
    starts = _before_section(lines, _with_neighbors(lines, starts, wording), wording)
    layout = _find_layout(lines, starts, wording) if _looks_like_listing(lines, starts) else None
    if layout is None:
        return []
    day_first = _settle([start.told for start in starts], publishers=is_day_first)
    bounds = [*layout.tops[1:], len(lines)]
    entries = [
        Entry(read_parts(source.text, part, wording), _published(part, day_first))
        for part in (_lines_of(lines, *place, layout) for place in zip(starts, layout.tops, bounds, strict=True))
    ]
    if not are_alike(entries, is_dated=source.facts.published is not None):
        return []
    return without_foot(with_undated(entries, source.places))


def _lines_of(lines: Sequence[Line], start: _Start, top: int, bound: int, layout: _Layout) -> EntryLines:
    first = start.line + 1
    if layout.has_header_lines and start.below is not None:
        first = min(start.below, bound)
        # "Press conference" is the title, not a category, above "with the Minister"
        is_cut = first < bound and first > start.line + 1 and lines[first].text[0].islower()
        first -= is_cut
    return EntryLines(
        lines[top : start.line],
        lines[start.line],
        start.told,
        lines[start.line + 1 : first],
        lines[first:bound],
        layout.has_titles_above,
    )


def _cut(line: Line) -> Iterator[Line]:
    start = 0
    pattern = _GLUED if _PICTURE.search(line.text) else _GLUED_DATE
    for found in itertools.islice(pattern.finditer(line.text), _MOST_GLUED):
        yield Line(line.start + start, line.start + found.start(), line.text[start : found.start()], line.follows_gap)
        start = found.end()
    yield Line(line.start + start, line.end, line.text[start:], line.follows_gap and not start) if start else line


# --- where entries are dated ------------------------------------------------------------------------------------------


def _without_headings(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, int] | None]]:
    """The lines without "June 2019" and the like, and of each the year and month of such a heading above it."""
    kept: list[Line] = []
    headings: list[tuple[int, int] | None] = []
    heading: tuple[int, int] | None = None
    for line in lines:
        month = read_month_heading(line.text)
        heading = month or heading
        if month is None:
            kept.append(line)
            headings.append(heading)
    return kept, headings


def _starts(
    lines: Sequence[Line], headings: Sequence[tuple[int, int] | None], wording: Wording
) -> Iterator[_Start]:
    for number, (line, heading) in enumerate(zip(lines, headings, strict=True)):
        told = read_date_line(line.text, wording, heading)
        if told and not (number and tells_other_date(lines[number - 1].text, wording)):
            yield _Start(number, told)


def _run_of_titles(lines: Sequence[Line], wording: Wording) -> list[_Start]:
    """The lines that end in a date behind a title, if there are enough of them, each with a title of its own."""
    told = [(number, read_title_line(line.text, wording)) for number, line in enumerate(lines)]
    starts = [_Start(number, line) for number, line in told if line]
    titles = {_rest(lines, start) for start in starts}
    return starts if len(starts) >= _FEWEST_TITLES and len(titles) == len(starts) else []


def _with_categories(lines: Sequence[Line], starts: Sequence[_Start]) -> list[_Start]:
    """What follows the date is a category, not the title, if other entries have it too or a longer title is below."""
    titled = [start for start in starts if start.told.pattern == "title"]
    count = Counter(_rest(lines, start) for start in titled)
    are_categories = sum(_is_above_title(lines, start) for start in titled) > 0.8 * len(titled)
    return [
        replace(start, told=replace(start.told, pattern="date", rest=None))
        if start.told.pattern == "title" and (are_categories or count[_rest(lines, start)] > 1)
        else start
        for start in starts
    ]


def _rest(lines: Sequence[Line], start: _Start) -> str:
    rest = start.told.rest
    end = rest.end if rest and rest.end <= start.told.span.start else None
    return lines[start.line].text[rest.start : end].casefold() if rest else ""


def _is_above_title(lines: Sequence[Line], start: _Start) -> bool:
    """True for the few words of a category with a longer line below them that can be a title."""
    rest, below = _rest(lines, start), lines[start.line + 1].text if start.line + 1 < len(lines) else ""
    return len(rest) <= _LONGEST_CATEGORY and len(rest) < len(below) <= _LONGEST_TITLE and not below.endswith(".")


def _same_pattern(starts: Sequence[_Start]) -> list[_Start]:
    """The entries of the closest pattern that occurs twice: with a picture, a date alone, a date and a title.

    Entries without a picture may stand among those that have one.
    """
    count = Counter(start.told.pattern for start in starts)
    if count["image"] >= 2:
        return [start for start in starts if start.told.pattern in ("image", "date")]
    return next(([s for s in starts if s.told.pattern == p] for p in ("date", "title") if count[p] >= 2), [])


def _with_neighbors(lines: Sequence[Line], starts: Sequence[_Start], wording: Wording) -> list[_Start]:
    """The entries with the lines above and below their dates, header lines ("Press release", "13:01") passed over."""
    numbers = [-1, *(start.line for start in starts), len(lines)]
    return [
        replace(
            start,
            above=_first_other(lines, range(start.line - 1, before, -1), wording),
            below=_first_other(lines, range(start.line + 1, after), wording),
        )
        for start, before, after in zip(starts, numbers, numbers[2:], strict=False)
    ]


def _first_other(lines: Sequence[Line], numbers: range, wording: Wording) -> int | None:
    """The first of the lines that is no header line; of header lines alone the last one."""
    few = numbers[:6]
    found = next((number for number in few if not is_category(lines[number].text, wording)), None)
    return found if found is not None else (few[-1] if few else None)


def _before_section(lines: Sequence[Line], starts: list[_Start], wording: Wording) -> list[_Start]:
    """The entries above a heading such as "Latest news"; a heading that every entry has is a category."""
    near = [[lines[number] for number in range(max(0, start.line - 3), start.line)] for start in starts]
    count = Counter(line.text for above in near for line in above if len(line.text) <= _LONGEST_HEADER_LINE)
    for number, above in enumerate(near):
        alone = [line for line in above if number and count[line.text] == 1]
        marks = [wording.mark(line.text, "end") for line in alone]
        if any(mark and mark.opens and mark.kind in ("navigation", "reference", "boilerplate") for mark in marks):
            return starts[:number]
    return starts


# --- what makes a listing ---------------------------------------------------------------------------------------------


def _looks_like_listing(lines: Sequence[Line], starts: Sequence[_Start]) -> bool:
    """Pictures are sign enough; else the dates must be in order, and no paragraph may stand above the first of them."""
    if len(starts) < 2:
        return False
    if any(start.told.pattern == "image" for start in starts):
        return True
    told = [start.told for start in starts]
    orders = ([t.day_first for t in told], [t.month_first for t in told])
    # "06.05.2021" above "06/05/2021" is one day by one of the readings: the other one orders nothing
    is_one_day = any(None not in days and len(set(days)) == 1 for days in orders)
    in_order = not is_one_day and any(_is_sorted(days, 0.75) for days in orders)
    in_order = in_order or _are_of_one_day(lines, starts)
    if _is_programme(lines, starts):
        return False
    above = lines[: starts[0].line]
    has_text_above = any(len(line.text) > _LONGEST_ABOVE for line in above) or _count_sentences(above) > 1
    return in_order and starts[0].line <= _LAST_TOP_LINE and not has_text_above


def _is_programme(lines: Sequence[Line], starts: Sequence[_Start]) -> bool:
    """True for days of an event: below most of the dates stand two or more lines that begin with a clock."""
    bounds = [*(start.line for start in starts[1:]), len(lines)]
    parts = (lines[start.line + 1 : bound] for start, bound in zip(starts, bounds, strict=True))
    clocks = [sum(CLOCK_FIRST.match(line.text) is not None for line in part[:_LAST_TOP_LINE]) for part in parts]
    return sum(count > 1 for count in clocks) > len(starts) / 2


def _are_of_one_day(lines: Sequence[Line], starts: Sequence[_Start]) -> bool:
    """True for entries of the same day, each with a title of its own right below the date or beside it."""
    days = {start.told.day_first for start in starts}
    if len(starts) < _FEWEST_OF_A_DAY or len(days) > 1 or None in days:
        return False
    if starts[0].told.pattern == "title":
        titles = [_rest(lines, start) for start in starts]
    else:
        titles = [lines[start.line + 1].text for start in starts if start.line + 1 < len(lines)]
    can_be = [len(title) <= _LONGEST_TITLE and not title.endswith(".") for title in titles]
    return len(set(titles)) == len(starts) and all(can_be)


def _count_sentences(lines: Sequence[Line]) -> int:
    return sum(line.text.endswith(".") for line in lines)


def _is_sorted(days: Sequence[date | None], share: float = 1) -> bool:
    """True if that share of neighbors rises or falls; of few all must, as only a long list has entries on top of it."""
    known = [day for day in days if day]
    pairs = list(itertools.pairwise(known))
    rises, falls = sum(a <= b for a, b in pairs), sum(a >= b for a, b in pairs)
    enough = len(pairs) * (share if len(pairs) >= _FEWEST_IN_ORDER else 1)
    return len(known) >= max(2, len(days) / 2) and rises != falls and max(rises, falls) >= enough


def _settle(told: Sequence[DateLine], *, publishers: bool | None) -> bool | None:
    """True if the page's numeric dates begin with the day, False if with the month, None if nothing tells.

    One date such as 13/11/2017 tells it for all, and so do dates that are in order by one of the readings only. Where
    the page says both, its publisher says nothing.
    """
    votes = {line.day_first is not None for line in told if (line.day_first is None) != (line.month_first is None)}
    if votes:
        return votes.pop() if len(votes) == 1 else None
    orders = [_is_sorted([t.day_first for t in told]), _is_sorted([t.month_first for t in told])]
    if len(told) >= _FEWEST_IN_ORDER and orders[0] != orders[1]:
        return orders[0]
    return publishers


def _published(entry: EntryLines, is_day_first: bool | None) -> PublishedDate | None:
    told = entry.told
    is_open = told.day_first and told.month_first and told.day_first != told.month_first
    if told.is_range or (is_open and is_day_first is None):
        return None
    day = told.day_first if is_day_first or not is_open else told.month_first
    day = day or told.month_first
    span = Span(entry.dated.start + told.span.start, entry.dated.start + told.span.end)
    return PublishedDate(day, told.precision, "listing_entry", span) if day else None


# --- where entries begin ----------------------------------------------------------------------------------------------


def _find_layout(lines: Sequence[Line], starts: Sequence[_Start], wording: Wording) -> _Layout | None:
    """Where the entries begin, and their titles stand; None if the lines beside the dates can be no titles."""
    at_dates = [start.line for start in starts]
    if any(start.told.pattern == "image" for start in starts):
        return _Layout(at_dates)
    if starts[0].told.pattern == "title":
        told = sum(not lines[number].text.endswith(".") for number in at_dates)
        return _Layout(at_dates) if told > len(starts) / 2 else None
    above = [_can_be_title(lines, start.above, wording) for start in starts]
    below = [_can_be_title(lines, start.below, wording) for start in starts]
    # a page's own date has a paragraph below it, and dated links to other pages perhaps at its end
    are_below = below[0] and sum(below) > len(starts) / 2
    are_above = above[0] and sum(above) >= 0.8 * len(starts)
    if are_above and (not are_below or _titles_stand_above(lines, starts, has_last=below[-1])):
        tops = [start.line if start.above is None else start.above for start in starts]
        return _Layout(tops, has_titles_above=True, has_header_lines=True)
    return _Layout(_with_header_lines_above(lines, starts, wording), has_header_lines=True) if are_below else None


def _can_be_title(lines: Sequence[Line], number: int | None, wording: Wording) -> bool:
    text = lines[number].text if number is not None else ""
    if not any(char.isalpha() for char in text) or len(text) > _LONGEST_TITLE or text.endswith((".", "…")):
        return False
    if _SENTENCE_END.search(text) or CLOCK_FIRST.match(text):
        return False
    mark = wording.mark(text, "end")
    return mark is None or mark.kind not in _FURNITURE


def _titles_stand_above(lines: Sequence[Line], starts: Sequence[_Start], *, has_last: bool) -> bool:
    """Of lines on both sides of the dates, titles touch the date, or are much shorter; else the last date decides."""
    touch_above = [not lines[start.line].follows_gap for start in starts[1:]]
    touch_below = [start.below is not None and not lines[start.below].follows_gap for start in starts]
    have_gap_above = [start.above is not None and lines[start.above].follows_gap for start in starts[1:]]
    if all(touch_above) and all(have_gap_above):
        return True
    above, below = (_mean_length(lines, numbers) for numbers in ([s.above for s in starts], [s.below for s in starts]))
    if max(above, below) >= _SHORTEST_LEAD and not 0.5 < above / max(below, 1) < 2:
        return above < below
    return (any(touch_above) or not any(touch_below)) and not has_last


def _mean_length(lines: Sequence[Line], numbers: Sequence[int | None]) -> float:
    return sum(len(lines[number].text) for number in numbers if number is not None) / len(numbers)


def _with_header_lines_above(lines: Sequence[Line], starts: Sequence[_Start], wording: Wording) -> list[int]:
    """The date lines, or the header lines right above them if most entries have them ("Press release", the date)."""
    floors = [-1, *(start.line for start in starts)]
    heights = [
        _count_header_lines(lines, range(start.line - 1, floor, -1)[:3], wording)
        for start, floor in zip(starts, floors, strict=False)
    ]
    usual = Counter(heights[1:]).most_common(1)[0][0]
    return [start.line - min(height, usual) for start, height in zip(starts, heights, strict=True)]


def _count_header_lines(lines: Sequence[Line], numbers: range, wording: Wording) -> int:
    """How many of the lines are header lines, up to the first that is none."""
    return sum(1 for _ in itertools.takewhile(lambda number: is_category(lines[number].text, wording), numbers))
