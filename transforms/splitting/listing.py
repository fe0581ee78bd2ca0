"""Listing pages: dated entries, each with a title and a lead, some with a picture's name, caption and size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from transforms.model import Span
from transforms.splitting.days import Day, read_day
from transforms.splitting.lines import Line, Unit, join_lines
from transforms.splitting.wording import Wording

# an entry begins in a line that begins like one of these; the rules of `transforms.dates` read the date itself
_STARTS_LIKE_DATE = re.compile(r"(?:[A-Za-z]{3,9},?\s)?(?:\d{1,4}[\s./-]|[A-Za-z]{3,9}\.?\s\d{1,2}\b)")
# " 190603a-003.jpg - The ministers at the table, 98.88KB"; the caption or the size may be missing
_IMAGE = re.compile(
    r"\s+(?P<image>\S{1,120}\.(?:jpe?g|png|gif|webp))"
    r"(?:\s[-–—]\s(?P<caption>.{1,400}?))??(?P<size>,\s?\d{1,5}(?:[.,]\d{1,3})?\s?[KM]B)?(?=\s*$)",
    re.IGNORECASE | re.DOTALL,
)
# where the line breaks between entries were lost: "… in Brussels.03 Jun. 2019 190603a-003.jpg - …"
_GLUED = re.compile(r"(?<=[.!?”\"’)])\s?(?=\d{1,2} [A-Z][a-z]{2,8}\.? \d{4} \S{1,120}\.(?:jpe?g|png|gif)\b)")
_AFTER_DATE = re.compile(r"\s*[-–—:|•·]?\s*")


@dataclass(slots=True)
class Entry:
    """An entry: its date line in parts, and the units below it; spans count in the source's text."""

    start: int
    end: int
    day: Day
    pattern: str
    caption: Span | None = None
    rest: Span | None = None
    units: list[Unit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Start:
    line: int
    start: int
    end: int
    day: Day
    pattern: str
    caption: Span | None
    rest: Span | None


def cut_glued_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines, cut where an entry with a picture begins inside one."""
    return [piece for line in lines for piece in _cut(line)]


def find_entries(text: str, lines: Sequence[Line], wording: Wording) -> list[Entry]:
    """The entries of a listing page, in order; none if the page is no listing."""
    starts = _same_pattern(list(_starts(lines)))
    if len(starts) < 2 or not _looks_like_listing(lines, starts):
        return []
    bounds = [*(start.line for start in starts[1:]), len(lines)]
    entries = [_entry(text, lines[start.line + 1 : bound], start) for start, bound in zip(starts, bounds, strict=True)]
    _trim_last(entries, wording)
    # a page cut off in the middle of an entry leaves its date line only
    told = [entry for entry in entries if entry.units or entry.rest]
    return told if len(told) >= max(2, len(entries) / 2) else []


def _cut(line: Line) -> Iterator[Line]:
    start = 0
    for found in _GLUED.finditer(line.text):
        yield Line(line.start + start, line.start + found.start(), line.text[start : found.start()], line.follows_gap)
        start = found.end()
    yield Line(line.start + start, line.end, line.text[start:], line.follows_gap and not start) if start else line


def _starts(lines: Sequence[Line]) -> Iterator[_Start]:
    for number, line in enumerate(lines):
        if _STARTS_LIKE_DATE.match(line.text):
            found = _read_start(number, line)
            if found:
                yield found


def _read_start(number: int, line: Line) -> _Start | None:
    day = read_day(line.text)
    if day is None or day.day is None:
        return None
    end = day.span.end
    image = _IMAGE.match(line.text, end)
    if image:
        caption = _caption_span(line, image)
        return _Start(number, line.start, line.end, day, "image", caption, None)
    rest = _AFTER_DATE.match(line.text, end)
    after = rest.end() if rest else end
    if after >= len(line.text):
        return _Start(number, line.start, line.end, day, "date", None, None)
    is_title = rest is not None and rest.group() != "" and len(line.text) - after <= 250 and line.text[after].isupper()
    return (
        _Start(number, line.start, line.end, day, "title", None, Span(line.start + after, line.end))
        if is_title
        else None
    )


def _caption_span(line: Line, image: re.Match[str]) -> Span | None:
    """Where the caption stands; a caption that is the picture's name again tells nothing."""
    caption = image["caption"]
    if caption is None or caption.strip() == image["image"]:
        return None
    return Span(line.start + image.start("caption"), line.start + image.end("caption"))


def _same_pattern(starts: list[_Start]) -> list[_Start]:
    """The entries of the closest pattern that occurs twice: with a picture, a date alone, a date and a title.

    Entries without a picture may stand among those that have one.
    """
    count = {pattern: sum(start.pattern == pattern for start in starts) for pattern in ("image", "date", "title")}
    if count["image"] >= 2:
        return [start for start in starts if start.pattern in ("image", "date")]
    return next(([s for s in starts if s.pattern == p] for p in ("date", "title") if count[p] >= 2), [])


def _looks_like_listing(lines: Sequence[Line], starts: Sequence[_Start]) -> bool:
    """Pictures are sign enough; else the dates must be in order, and no paragraph may stand above the first of them."""
    if starts[0].pattern == "image" or any(start.pattern == "image" for start in starts):
        return True
    days = [start.day.day for start in starts if start.day.day]
    in_order = days in (sorted(days), sorted(days, reverse=True)) and len(set(days)) > 1
    has_prose_above = any(len(line.text) > 200 for line in lines[: starts[0].line])
    return in_order and not has_prose_above and starts[0].line <= 12 and _have_titles(lines, starts)


def _have_titles(lines: Sequence[Line], starts: Sequence[_Start]) -> bool:
    """True if most entries go on with a line that can be a title."""
    if starts[0].pattern == "title":
        return sum(not (start.rest and lines[start.line].text.endswith(".")) for start in starts) > len(starts) / 2
    below = [lines[start.line + 1].text for start in starts if start.line + 1 < len(lines)]
    titles = [len(text) <= 250 and not text.endswith(".") for text in below]
    # a page's own date has a paragraph below it, and dated links to other pages perhaps at its end
    return titles[0] and sum(titles) > len(starts) / 2


def _entry(text: str, below: Sequence[Line], start: _Start) -> Entry:
    units = join_lines(below, text, frozenset())
    end = units[-1].end if units else start.end
    return Entry(start.start, end, start.day, start.pattern, start.caption, start.rest, units)


def _trim_last(entries: Sequence[Entry], wording: Wording) -> None:
    """Take from the last entry what the page has below its entries: links, and more than any other entry has."""
    last = entries[-1]
    longest = max(len(entry.units) for entry in entries[:-1])
    kept = next((n for n, unit in enumerate(last.units) if _is_furniture(unit, wording)), len(last.units))
    last.units = last.units[: min(kept, longest if last.rest else max(longest, 1))]
    last.end = last.units[-1].end if last.units else last.end


def _is_furniture(unit: Unit, wording: Wording) -> bool:
    mark = wording.mark(unit.text, "end")
    return mark is not None and mark.kind in ("navigation", "boilerplate", "contact", "reference")
