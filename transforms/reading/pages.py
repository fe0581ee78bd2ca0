"""Lines with their places on pages, in the order of reading: column by column, running heads and feet once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

Interval = tuple[float, float]
# a line's words and height, without what differs from page to page
Key = tuple[str, int]

# lines from the top and from the bottom of a page that may be its running head or foot
_EDGE_LINES = 3
_LONGEST_RUNNING = 150
_FEWEST_RUNNING = 3
# a file of fewer pages need repeat a line but once
_LONG = 5
_LONGEST_NUMBER = 30
# "12", "- 12 -", "Page 3 of 12", "3/12"
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|seite)?\s*(\d{1,4})\s*(?:(?:of|/|sur|von)\s*\d{1,4})?[\W_]*", re.IGNORECASE
)
# "3 | Annual report", "Annual report, page 3 of 9", "Annual report 3"; not "Annex 3", which counts annexes
_NUMBER_IN_LINE = re.compile(
    r"\A\W{0,3}(?P<first>\d{1,4})(?=\W+\w+\W+\w)|\bpage\s(?P<page>\d{1,4})\b|(?<=\w\s)(?P<last>\d{1,4})\W{0,3}\Z",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
# in heights of a letter: no blank between words is as wide, and no two lines of one column are as near
GUTTER = 0.8
_SAME_ROW = 0.5
# a line that covers less of what stands above it may be the first of a column
_NARROW = 0.6
_FEWEST_COLUMN_LINES = 2
# cells of a table are shorter than lines of a column
_SHORTEST_COLUMN_LINE = 18
_FEWEST_TABLE_ROWS = 3
# a letterhead in two languages: rows of the first page above all else, and the mean length of their lines
_MOST_LETTERHEAD_ROWS = 6
_SHORTEST_LETTERHEAD = 8
# a wider step down than that between the rows of columns, in steps, ends them all
_END_STEP = 1.5
# columns and cells side by side; more are words strewn over a page
_MOST_COLUMNS = 20


class PlacedLine(NamedTuple):
    """A line and its place in points from the lower left corner of the page: its ends, base line and font height.

    `is_cut` if a hyphen, left out here, parts its last word; pieces of one line of the file have the same `number`.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    is_cut: bool = False
    number: int = 0


Row = list[PlacedLine]


class RunningLine(NamedTuple):
    """A line that is repeated on pages, and the first of them, from 0."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that stand one below the other: a "text" across the page, a "column" of it, or the rows of a "table"."""

    lines: list[PlacedLine]
    kind: str = "text"


# --- running heads and feet -------------------------------------------------------------------------------------------


class Trimmed(NamedTuple):
    """Pages without what is repeated at their edges, each of those lines once, and what is left out: page numbers."""

    pages: list[list[PlacedLine]]
    running: list[RunningLine]
    cut: list[str]


def take_running(pages: Sequence[list[PlacedLine]]) -> Trimmed:
    """The pages without running heads and feet; a head that stands on the first page stays there."""
    edges = [[(line, _keys(line, page)) for line in _edge_lines(lines)] for page, lines in enumerate(pages)]
    running = _running_keys(edges)
    middle = max((line.bottom for edge in edges for line, _ in edge), default=0.0) / 2
    dropped = _page_numbers(edges)
    heads: set[str] = set()
    once: dict[Key, RunningLine] = {}
    for page, edge in enumerate(edges):
        for line, keys in edge:
            key = next((key for key in keys if key in running), None)
            if key is None or line in dropped[page]:
                continue
            if page == 0 and line.bottom > middle:
                once[key] = RunningLine("", page)
                heads.add(line.text)
            else:
                dropped[page].add(line)
                once.setdefault(key, RunningLine(line.text, page))
    rest = [_without(page, drop) if drop else page for page, drop in zip(pages, dropped, strict=True)]
    kept = heads.union(line.text for line in once.values())
    cut = [
        line.text for edge, drop in zip(edges, dropped, strict=True) for line, _ in edge
        if line in drop and line.text not in kept
    ]  # fmt: skip
    return Trimmed(rest, [line for line in once.values() if line.text], cut)


def _without(page: list[PlacedLine], drop: set[PlacedLine]) -> list[PlacedLine]:
    texts = {line.text for line in drop}
    return [line for line in page if line.text not in texts or line not in drop]


def _edge_lines(page: list[PlacedLine]) -> list[PlacedLine]:
    """The highest lines and the lowest."""
    by_height = sorted(page, key=attrgetter("bottom"), reverse=True)
    return by_height if len(by_height) <= 2 * _EDGE_LINES else by_height[:_EDGE_LINES] + by_height[-_EDGE_LINES:]


def _keys(line: PlacedLine, page: int) -> list[Key]:
    """What is the same of a running line on each page: its words, apart from the page's number, and its height."""
    text, height = line.text, round(line.bottom / 4)
    if len(text) > _LONGEST_RUNNING or text.isdecimal():
        return []
    keys = [(text.casefold(), height)]
    if not _DIGIT.search(text):
        return keys
    few_words = len(text.split()) < 3
    for found in _NUMBER_IN_LINE.finditer(text):
        group = found.lastgroup or ""
        if group != "last" or not few_words:
            start, end = found.span(group)
            keys.append((f"{text[:start]}{int(text[start:end]) - page:+}{text[end:]}".casefold(), height))
    return keys


def _running_keys(edges: Sequence[Sequence[tuple[PlacedLine, list[Key]]]]) -> set[Key]:
    counts: Counter[Key] = Counter()
    for edge in edges:
        counts.update({key for _, keys in edge for key in keys})
    fewest = 2 if len(edges) < _LONG else _FEWEST_RUNNING
    return {key for key, count in counts.items() if count >= fewest and any(char.isalpha() for char in key[0])}


def _page_numbers(edges: Sequence[Sequence[tuple[PlacedLine, list[Key]]]]) -> list[set[PlacedLine]]:
    """The lines of each page that are nothing but its number, counted on from page to page."""
    found: dict[int, list[tuple[int, PlacedLine]]] = defaultdict(list)
    for page, edge in enumerate(edges):
        for line, _ in edge:
            number = _PAGE_NUMBER.fullmatch(line.text) if len(line.text) <= _LONGEST_NUMBER else None
            if number:
                found[int(number[1]) - page].append((page, line))
    numbers: list[set[PlacedLine]] = [set() for _ in edges]
    for offset, places in found.items():
        if len({page for page, _ in places}) > 1 or (len(edges) == 1 and offset == 1):
            for page, line in places:
                numbers[page].add(line)
    return numbers


# --- columns ----------------------------------------------------------------------------------------------------------


def reading_order(lines: Sequence[PlacedLine], *, is_first: bool = False) -> list[Flow]:
    """The lines of a page from top to bottom, and where they stand in columns column by column.

    `is_first` says that it is the first page, which may begin with a letterhead in two languages side by side.
    """
    if _runs_down(lines):
        return [Flow(list(lines))] if lines else []
    flows: list[Flow] = []
    for number, band in enumerate(_bands(_rows(lines))):
        for flow in _read_band(band, is_head=is_first and number == 0):
            if flows and flow.kind == flows[-1].kind == "text":
                flows[-1].lines.extend(flow.lines)
            else:
                flows.append(flow)
    return flows


def _runs_down(lines: Sequence[PlacedLine]) -> bool:
    """True if each line stands below the one before, as in a text without columns."""
    for before, line in pairwise(lines):
        if line.bottom > before.bottom - _SAME_ROW * min(line.size, before.size):
            return False
        if line.left > before.right or before.left > line.right:
            return False
    return True


def _rows(lines: Iterable[PlacedLine]) -> list[Row]:
    """The lines from top to bottom, those of one height together from left to right."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda line: (-line.bottom, line.left)):
        if rows and rows[-1][0].bottom - line.bottom < _SAME_ROW * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _bands(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Runs of rows with the same columns: a line across a gap between columns ends a run."""
    band: list[Row] = []
    columns: list[Interval] = []
    for row in rows:
        own = _merge((line.left, line.right) for line in row)
        both = _merge([*columns, *own])
        is_across = len(both) < max(len(columns), len(own)) or len(both) > _MOST_COLUMNS
        if band and (is_across or _may_open_column(columns, own) or _end_together(band, row)):
            yield band
            band, both = [], own
        band.append(row)
        columns = both
    if band:
        yield band


def _end_together(band: Sequence[Row], row: Row) -> bool:
    """True for a row with fewer lines than each of those above it, further below them than they are from each other."""
    if len(row) > 1 or len(band) < 2 or min(len(above) for above in band[-2:]) < 2:
        return False
    return band[-1][0].bottom - row[0].bottom > _END_STEP * (band[-2][0].bottom - band[-1][0].bottom)


def _may_open_column(columns: Sequence[Interval], row: Sequence[Interval]) -> bool:
    """True for a line that is much shorter than all above it, of which there is but one column."""
    width = columns[0][1] - columns[0][0]
    return len(columns) == len(row) == 1 and row[0][1] - row[0][0] < _NARROW * width


def _merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The intervals' union; those parted by less than a narrow gap between columns are one."""
    merged: list[Interval] = []
    for left, right in sorted(intervals):
        if merged and left < merged[-1][1] + 5:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _read_band(rows: list[Row], *, is_head: bool) -> list[Flow]:
    lines = [line for row in rows for line in row]
    columns = _merge((line.left, line.right) for line in lines)
    if len(columns) > 1:
        parts = [[line for line in lines if left <= line.left <= right] for left, right in columns]
        if is_head and _is_letterhead(rows, parts):
            return [Flow(part, "table") for part in parts]
        if _are_columns(parts, _SHORTEST_COLUMN_LINE):
            return [Flow(part, "column") for part in parts]
    is_table = sum(len(row) > 1 for row in rows) >= _FEWEST_TABLE_ROWS
    found = [line for row in rows for line in _read_row(row, is_table)]
    return [Flow(found, "table" if is_table else "text")]


def _is_letterhead(rows: Sequence[Row], parts: Sequence[Sequence[PlacedLine]]) -> bool:
    """True for a few rows of names side by side; no sentence ends in them, and "To:" does not stand before a name."""
    ends = [line.text[-1] for row in rows for line in row]
    if len(rows) > _MOST_LETTERHEAD_ROWS or ends.count(":") > 1 or "." in ends:
        return False
    return not any(line.is_cut for part in parts for line in part) and _are_columns(parts, _SHORTEST_LETTERHEAD)


def _are_columns(parts: Sequence[Sequence[PlacedLine]], shortest: int) -> bool:
    """True if two of the parts are texts, with lines of that length, that stand beside each other."""
    texts = [part for part in parts if len(part) >= _FEWEST_COLUMN_LINES and _mean_length(part) >= shortest]
    if len(texts) < 2:
        return False
    tops = [part[0].bottom + part[0].size for part in texts]
    bottoms = [part[-1].bottom for part in texts]
    heights = [top - bottom for top, bottom in zip(tops, bottoms, strict=True)]
    return min(tops) - max(bottoms) > 0.5 * min(heights)


def _mean_length(lines: Sequence[PlacedLine]) -> float:
    return sum(len(line.text) for line in lines) / len(lines)


def _read_row(row: Row, is_table: bool) -> Iterator[PlacedLine]:
    """The lines of one height; those that the file has as one, and the cells of a table, as one line."""
    joined = row[0]
    for line in row[1:]:
        if is_table or line.number == joined.number:
            hyphen, gap = "-" if joined.is_cut else "", "\t" if is_table else " "
            text = f"{joined.text}{hyphen}{gap}{line.text}"
            joined = line._replace(text=text, left=joined.left)
        else:
            yield joined
            joined = line
    yield joined
