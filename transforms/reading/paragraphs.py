"""Lines of pages to paragraphs: what the break of a line means is told by its place, its width and its last sign."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from transforms.model import Place
from transforms.reading.pages import Flow, PlacedLine, RunningLine

# "… said.”", "… in 2018.12" with the number of a note
_ENDS_SENTENCE = re.compile(r"[.!?…][”\"’')\]»]*\d{0,2}\Z")
# "• ", "– ", "(a) ", "12. "
_ITEM = re.compile(r"[•●▪■‣◦*–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]\s")
# "Introduction . . . . . 3", a line of a table of contents
_LEADER = re.compile(r"(?:\.\s?){3}\s*\d{1,4}\Z")
# "1 See …", "* See …" below a text
_NOTE = re.compile(r"\(?(?:\d{1,3}|\*{1,3}|[†‡])\)?[\s.]?\s*\S")
_LAST_WORD = re.compile(r"[^\W_]+\Z")
_FIRST_WORD = re.compile(r"[^\W_]+")
# the first parts of words that are written with a hyphen also within a line
_HYPHENATED = frozenset((
    "all", "cross", "decision", "ex", "follow", "high", "long", "low", "mid", "non", "policy", "self", "semi", "short",
    "so", "state", "well",
))  # fmt: skip
# sizes of letters that differ less are the same, for fonts differ in what they call their height
_SAME_SIZE = 0.14
_LARGER = 1.15
_SMALLER = 0.93
# a wider step down than that between lines, in steps, parts paragraphs
_PARAGRAPH_STEP = 1.3
# the step between lines where no running text shows it, and the widest that is one, in heights of a letter
_USUAL_STEP = 1.25
_WIDEST_STEP = 2.6
_INDENT = 0.8
# how much of a letter's height a word may be narrower than its letters promise
_RAGGED = 0.8
_LONGEST_WORD = 60
_MEASURED_PAGES = 10
_NOWHERE = float("-inf")


@dataclass(slots=True)
class Paragraph:
    """A paragraph on its way: its lines, what stands between them, and the page on which it begins.

    `turns` are the numbers of the lines with which it goes on on another page, and that page.
    """

    page: int
    lines: list[PlacedLine]
    breaks: list[str]
    is_open: bool = False
    turns: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What is usual in a file, by its first pages: the size of its letters, the step between lines, the right edge."""

    size: float
    right: float
    steps: dict[int, float]
    limits: dict[float, float] = field(default_factory=dict)

    def widest_step(self, size: float) -> float:
        """How far below a line of that size the next one of its paragraph stands at most, in points."""
        limit = self.limits.get(size)
        if limit is None:
            limit = _PARAGRAPH_STEP * self.steps.get(round(size), size * _USUAL_STEP)
            self.limits[size] = limit
        return limit


def write_pages(pages: Sequence[Sequence[Flow]], running: Iterable[RunningLine]) -> tuple[str, tuple[Place, ...]]:
    """The text: a blank line between paragraphs, a form feed before the first that begins on a new page; its places.

    A paragraph that goes on behind the end of a column or a page is whole; a page's notes stand behind it. There is a
    place wherever the text turns to another page.
    """
    measure = _measure([flow for page in pages[:_MEASURED_PAGES] for flow in page])
    vocabulary = _vocabulary(pages)
    written = _Written()
    at = 0
    for paragraph in _in_order(pages, measure):
        written.add("\n\n" if written.parts else "")
        written.add("\f" * (paragraph.page - at))
        at = max(at, paragraph.page)
        written.turn_to(paragraph.page)
        _write(paragraph, vocabulary, written)
    for line in running:
        written.add("\n\n")
        written.turn_to(line.page)
        written.add(line.text)
    return "".join([*written.parts, "\n"] if written.parts else []), tuple(written.places)


class _Written:
    """A text on its way, and the pages that it comes from."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.places: list[Place] = []
        self._size = 0
        self._page = -1

    def add(self, part: str) -> None:
        """Write on."""
        if part:
            self.parts.append(part)
            self._size += len(part)

    def turn_to(self, page: int) -> None:
        """What follows comes from that page."""
        if page != self._page:
            self._page = page
            self.places.append(Place(self._size, page_number=page + 1))


def hyphen_between(before: str, after: str, vocabulary: frozenset[str]) -> str:
    """The hyphen of a word that a line break parts, if it is written with one, else nothing.

    The file's own words decide, else a list of first parts; "EU-NATO", "2021-2027" keep it.
    """
    first, second = _LAST_WORD.search(before[-_LONGEST_WORD:]), _FIRST_WORD.match(after)
    if not first or not second or not (first[0][-1].islower() and second[0][0].islower()):
        return "-"
    whole, parted = (first[0] + second[0]).casefold(), f"{first[0]}-{second[0]}".casefold()
    keeps = parted in vocabulary or first[0].casefold() in _HYPHENATED
    return "-" if keeps and whole not in vocabulary else ""


def _vocabulary(pages: Sequence[Sequence[Flow]]) -> frozenset[str]:
    """The words of a file that has hyphens at line ends, folded."""
    lines = [line for page in pages for flow in page for line in flow.lines]
    if not any(line.is_cut for line in lines):
        return frozenset()
    words = "\n".join(line.text for line in lines).casefold().split()
    return frozenset(word.strip(".,;:!?()“”’\"'") for word in words)


def _measure(flows: Sequence[Flow]) -> _Measure:
    # by the sizes as they are, which are few; those that are nearly the same are put together below
    counts: defaultdict[float, int] = defaultdict(int)
    found: defaultdict[float, list[float]] = defaultdict(list)
    for flow in flows:
        above = _NOWHERE
        for text, _, _, bottom, size, _, _ in flow.lines:
            counts[size] += len(text)
            # only within a sentence the step is surely that of a paragraph
            if 0 < above - bottom < _WIDEST_STEP * size and text[0].islower():
                found[size].append(above - bottom)
            above = bottom
    sizes: Counter[int] = Counter()
    steps: defaultdict[int, list[float]] = defaultdict(list)
    for size, count in counts.items():
        sizes[round(size * 4)] += count
        steps[round(size)] += found.get(size, ())
    rights = [max([line.right for line in flow.lines]) for flow in flows if flow.kind == "text" and flow.lines]
    usual = {size: median(heights) for size, heights in steps.items() if len(heights) > 2}
    return _Measure(sizes.most_common(1)[0][0] / 4 if sizes else 0.0, median(rights) if rights else 0.0, usual)


def _in_order(pages: Sequence[Sequence[Flow]], measure: _Measure) -> Iterator[Paragraph]:
    """The paragraphs, joined where a column or a page parts them; notes after the paragraph that goes on over them."""
    last: Paragraph | None = None
    notes: list[Paragraph] = []
    for page, flows in enumerate(pages):
        for flow in flows:
            found, below = _cut_notes(flow.lines, measure)
            paragraphs = list(_paragraphs(found, flow, page, measure))
            if last and paragraphs and _goes_on(last, paragraphs[0]):
                last.turns.append((len(last.lines), page))
                last.breaks += [" ", *paragraphs[0].breaks]
                last.lines += paragraphs[0].lines
                last.is_open = paragraphs[0].is_open
                del paragraphs[0]
            if paragraphs:
                yield from [last] if last else []
                yield from notes
                notes.clear()
                yield from paragraphs[:-1]
                last = paragraphs[-1]
            notes += _paragraphs(below, flow, page, measure)
    yield from [last] if last else []
    yield from notes


def _cut_notes(lines: list[PlacedLine], measure: _Measure) -> tuple[list[PlacedLine], list[PlacedLine]]:
    """The lines, and the notes in small letters below them."""
    start = len(lines)
    while start and lines[start - 1].size < _SMALLER * measure.size:
        start -= 1
    while start < len(lines) and not _NOTE.match(lines[start].text):
        start += 1
    return (lines[:start], lines[start:]) if start else (lines, [])


def _goes_on(last: Paragraph, first: Paragraph) -> bool:
    """True if a paragraph goes on in the next column or on the next page."""
    before, line = last.lines[-1], first.lines[0]
    if not last.is_open or not _is_same_size(before, line) or _is_item(line.text):
        return False
    return before.is_cut or not _ends_sentence(before.text)


def _paragraphs(lines: Sequence[PlacedLine], flow: Flow, page: int, measure: _Measure) -> Iterator[Paragraph]:
    if not lines:
        return
    right = max(line.right for line in flow.lines)
    right = right if flow.kind == "column" else max(right, measure.right)
    current = Paragraph(page, [lines[0]], [])
    for before, line in pairwise(lines):
        between = "\n" if flow.kind == "table" else _break_between(before, line, right, measure)
        if between is None:
            yield current
            current = Paragraph(page, [line], [])
        else:
            current.lines.append(line)
            current.breaks.append(between)
    current.is_open = flow.kind != "table" and (lines[-1].is_cut or _is_full(lines[-1], lines[-1], right))
    yield current


def _break_between(before: PlacedLine, line: PlacedLine, right: float, measure: _Measure) -> str | None:
    """What stands between two lines: a blank, a line break, or (None) the end of a paragraph."""
    size = before.size
    is_near = 0 < before.bottom - line.bottom <= (measure.limits.get(size) or measure.widest_step(size))
    if not is_near or (size != line.size and not _is_same_size(before, line)):
        return None
    is_full = before.is_cut or _is_full(before, line, right)
    if is_full and before.text[-1].isalpha():
        return " "
    ends = _ends_sentence(before.text)
    if _is_item(line.text) or _LEADER.search(before.text[-20:]):
        return "\n"
    if _is_indented(before, line):
        return None
    # a title is set in lines of any length
    if is_full or line.size > _LARGER * measure.size:
        return " "
    return None if ends else "\n"


def _is_item(text: str) -> bool:
    # most lines begin with a word
    return not text[:3].isalpha() and bool(_ITEM.match(text))


def _ends_sentence(text: str) -> bool:
    # most lines end in a letter
    return not text[-1].isalpha() and bool(_ENDS_SENTENCE.search(text[-10:]))


def _is_full(before: PlacedLine, line: PlacedLine, right: float) -> bool:
    """True if the next line's first word would not have fitted."""
    text, left, end, _, _, _, _ = line
    letters = text.find(" ") + 1 or len(text) + 1
    return before.right + letters * (end - left) / len(text) > right - _RAGGED * before.size


def _is_same_size(before: PlacedLine, line: PlacedLine) -> bool:
    return abs(before.size - line.size) <= _SAME_SIZE * before.size


def _is_indented(before: PlacedLine, line: PlacedLine) -> bool:
    """True if the line begins further to the right, and both are not centered."""
    is_centered = abs(before.left + before.right - line.left - line.right) < line.size
    return line.left - before.left > _INDENT * line.size and not is_centered


def _write(paragraph: Paragraph, vocabulary: frozenset[str], written: _Written) -> None:
    lines, start = paragraph.lines, 0
    parts = [lines[0].text]
    for number, between in enumerate(paragraph.breaks, start=1):
        before = lines[number - 1]
        parts.append(hyphen_between(before.text, lines[number].text, vocabulary) if before.is_cut else between)
        parts.append(lines[number].text)
    if lines[-1].is_cut:
        parts.append("-")
    # a line is followed by what stands between it and the next
    for number, page in paragraph.turns:
        written.add("".join(parts[start : 2 * number]))
        written.turn_to(page)
        start = 2 * number
    written.add("".join(parts[start:]))
