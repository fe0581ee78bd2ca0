"""Lines and units: a unit is a line, or the lines of one hard-wrapped paragraph."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.knowledge import fold
from transforms.model import Span

# \x0b, \x1c-\x1e and \x85 end no line: the last is how a lost "…" of windows-1252 looks
_BREAK = re.compile("\r\n|[\n\r\f\u2028\u2029]")
_CONTENT = re.compile(r"[^\s\ufeff\u200b][^\n\r\f\u2028\u2029]*")
# what `\s` matches, and two marks without width
_BLANK = "".join(char for char in map(chr, range(0x3001)) if char.isspace()) + "\ufeff\u200b"
_LIST_ITEM = re.compile(r"(?:[-–—•●▪*·‣◦o►➢✓]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])\s|#{1,6}\s|>\s|\|")
_LAST_OF_SENTENCE = ".!?:;…”\"'’)»]"
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = (
    "the and for with from that this its are was has have their his her after before into over under more than about"
    " during following between will new first all not"
)
_COMMON_WORDS = frozenset(_COMMON.split())
# no sentence and no heading ends with these
_NEVER_LAST = frozenset(("of", "the", "and", "for", "with", "from", "to", "a", "an", "at", "or", "its", "their", "his"))
# a thousand pages; what is longer is a table or noise
MOST_LINES = 50_000
# "09:00 Arrival", "9 am - Arrival" are of a programme
CLOCK_FIRST = re.compile(r"\d{1,2}(?:[:.h]\d\d\b(?![./]\d)|\s?[ap]\.?m\b)", re.IGNORECASE)
WIDEST_WRAPPED = 130
SHORTEST_RUNNING = 25
# how much shorter than the width a wrapped line may be
_RAGGED = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the white space around it; `follows_gap` tells of a blank line before."""

    start: int
    end: int
    text: str
    follows_gap: bool


@dataclass(slots=True)
class Unit:
    """A stretch of lines that will be one passage. The passes over the page set `kind` and `speaker_span`."""

    start: int
    end: int
    text: str
    follows_gap: bool
    kind: str = ""
    opens: bool = False
    speaker_span: Span | None = None

    @property
    def span(self) -> Span:
        """Where it stands, without the white space around it."""
        return Span(self.start, self.end)

    @property
    def folded(self) -> str:
        """Its text with white space folded."""
        return " ".join(self.text.split())

    @property
    def is_prose(self) -> bool:
        """True for a paragraph: long, or a long line that ends as a sentence does."""
        return len(self.text) > 250 or (len(self.text) > 100 and self.ends_sentence)

    @property
    def ends_sentence(self) -> bool:
        """True if its last character can end a sentence."""
        return self.text.rstrip("\"”’'»)]").endswith((".", "!", "?", "…"))


def content_words(text: str) -> frozenset[str]:
    """The words of the text, folded, without the most common ones."""
    return frozenset(_WORD.findall(fold(text))) - _COMMON_WORDS


def read_lines(text: str, start: int = 0) -> list[Line]:
    """The lines from there that are not blank; of a text with more lines than any book, the rest is one line."""
    lines: list[Line] = []
    end = start
    for found in _CONTENT.finditer(text, start):
        begin = found.start()
        is_rest = len(lines) == MOST_LINES
        content = (text[begin:] if is_rest else found.group()).rstrip(_BLANK)
        lines.append(Line(begin, begin + len(content), content, not lines or _has_blank_line(text, end, begin)))
        end = found.end()
        if is_rest:
            break
    return lines


def _has_blank_line(text: str, start: int, end: int) -> bool:
    """True if the white space between two lines has more than one line break."""
    return end - start > 1 and len(_BREAK.findall(text, start, end)) > 1


def join_lines(lines: Sequence[Line], text: str, standing_alone: frozenset[int]) -> list[Unit]:
    """The units of the lines; a line whose number is in `standing_alone` is joined to none."""
    return [
        Unit(group[0].start, group[-1].end, text[group[0].start : group[-1].end], group[0].follows_gap)
        for block in _blocks(lines, standing_alone)
        for group in _paragraphs(block)
    ]


def _blocks(lines: Sequence[Line], standing_alone: frozenset[int]) -> Iterator[list[Line]]:
    block: list[Line] = []
    for number, line in enumerate(lines):
        alone = number in standing_alone
        if block and (line.follows_gap or alone or number - 1 in standing_alone):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _paragraphs(block: Sequence[Line]) -> Iterator[list[Line]]:
    width = _wrapped_width(block)
    group = [block[0]]
    for before, line in itertools.pairwise(block):
        joins = _runs_on(before, line) or _is_in_quotes(group) or (width > 0 and _is_full(before, line, width))
        if not joins or _LIST_ITEM.match(line.text):
            yield group
            group = []
        group.append(line)
    yield group


def _runs_on(before: Line, line: Line) -> bool:
    """True if a sentence goes over the line break; a short line above "by …" is a title with its subtitle."""
    if before.text[-1] in _LAST_OF_SENTENCE or len(before.text) < SHORTEST_RUNNING:
        return False
    if len(before.text) < 60 and line.text.startswith(("by ", "with ")):
        return False
    return line.text[0].islower() or line.text[0] in "(0123456789" or before.text.split()[-1] in _NEVER_LAST


def _is_in_quotes(group: Sequence[Line]) -> bool:
    """True for the first lines of a title in quotes that are not closed yet."""
    if group[0].text[0] not in '"“' or len(group) > 3 or max(len(line.text) for line in group) > 80:
        return False
    return not any(char in '"”' for line in group for char in (line.text[1:] if line is group[0] else line.text))


def _is_full(before: Line, line: Line, width: int) -> bool:
    """True if the next line's first word would not have fitted."""
    return len(before.text) + 1 + len(line.text.split(maxsplit=1)[0]) >= width - _RAGGED


def _wrapped_width(block: Sequence[Line]) -> int:
    """The width at which the lines were broken; 0 if each of them stands for itself."""
    width = max(len(line.text) for line in block)
    if len(block) < 2 or not 40 <= width <= WIDEST_WRAPPED:
        return 0
    pairs = list(itertools.pairwise(block))
    full = sum(_is_full(before, line, width) for before, line in pairs)
    return width if full >= 0.6 * len(pairs) and any(_runs_on(before, line) for before, line in pairs) else 0
