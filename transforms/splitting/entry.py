"""An entry of a listing page in its parts: header lines, picture, title, lead, and the furniture in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transforms.model import PublishedDate
from transforms.splitting.entry_line import DateLine
from transforms.splitting.lines import Line, Unit, join_lines
from transforms.splitting.wording import Wording

_LONGEST_TITLE = 300
_FEWEST_ALIKE = 2
_FURNITURE = ("navigation", "boilerplate", "contact", "reference")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in parts, kinds set, in order; spans count in the source's text.

    `published` is None where the page does not settle the day: for a range of days, and for an open 04/05/2021; and
    for an entry without a date. `url` is where a feed says that the entry's page is.
    """

    units: tuple[Unit, ...]
    published: PublishedDate | None
    url: str | None = None

    @property
    def start(self) -> int:
        """Where its first part starts."""
        return self.units[0].start

    @property
    def end(self) -> int:
        """Where its last part ends."""
        return self.units[-1].end

    @property
    def title(self) -> Unit | None:
        """The part that is its title."""
        return next((unit for unit in self.units if unit.kind == "title"), None)

    @property
    def told(self) -> tuple[Unit, ...]:
        """Its title and text."""
        return tuple(unit for unit in self.units if unit.kind in ("title", "body"))


@dataclass(frozen=True, slots=True)
class EntryLines:
    """The lines of an entry: those above its date line, that line, header lines below it, and the rest.

    `has_title_above` says that the first line above is the title.
    """

    above: Sequence[Line]
    dated: Line
    told: DateLine
    header: Sequence[Line]
    body: Sequence[Line]
    has_title_above: bool = False


def read_parts(text: str, lines: EntryLines, wording: Wording) -> tuple[Unit, ...]:
    """The parts of the entry, kinds set, in order."""
    has_title = lines.has_title_above and len(lines.above) > 0
    above = [_unit(line, "title" if has_title and line is lines.above[0] else "header") for line in lines.above]
    header = [_unit(line, "header") for line in lines.header]
    body = _read_body(text, lines.body, wording)
    is_untitled = lines.told.pattern != "title" and not has_title
    if body and is_untitled and body[0].kind == "body" and not _is_lead(body):
        body[0].kind = "title"
    return (*above, *_date_parts(lines.dated, lines.told), *header, *body)


def without_foot(entries: Sequence[Entry]) -> list[Entry]:
    """The entries; the last one without what the page has below them: links, and more lines than any other has.

    A date line alone is an entry that was cut off with the page, and is left to the page.
    """
    others, last = entries[:-1], entries[-1]
    usual = {unit.folded for entry in others for unit in entry.units if unit.kind in _FURNITURE}
    most = max(1, *(len(entry.told) for entry in others))
    count = 0
    for number, unit in enumerate(last.units):
        count += unit.kind in ("title", "body")
        is_foot = unit.kind in _FURNITURE and unit.folded not in usual
        if is_foot or (count > most and not unit.is_prose):
            last = replace(last, units=last.units[:number])
            break
    return [*others, last] if last.told else list(others)


def with_undated(entries: Sequence[Entry]) -> list[Entry]:
    """The entries; of one that has title and lead of the others twice or more, the later ones are without a date."""
    shapes = Counter(_shape(entry) for entry in entries)
    usual, count = shapes.most_common(1)[0] if shapes else ("", 0)
    is_layout = count >= _FEWEST_ALIKE and count > len(entries) / 2 and usual.startswith("t") and "p" in usual
    return [part for entry in entries for part in (_cut_undated(entry, usual) if is_layout else (entry,))]


def _shape(entry: Entry) -> str:
    """A letter for each part of what it tells: t for what can be a title, p for prose."""
    return "".join("p" if unit.is_prose or unit.ends_sentence else "t" for unit in entry.told)


def _cut_undated(entry: Entry, usual: str) -> Iterator[Entry]:
    shape = _shape(entry)
    times = len(shape) // len(usual)
    told = entry.told
    if times < 2 or shape != usual * times:
        yield entry
        return
    tops = [entry.units.index(told[number]) for number in range(0, len(told), len(usual))]
    for number, (top, end) in enumerate(pairwise([*tops, len(entry.units)])):
        first = top if number else 0
        units = entry.units[first:end]
        if number:
            units[0].kind = "title"
        yield replace(entry, units=units, published=None if number else entry.published)


def are_alike(entries: Sequence[Entry]) -> bool:
    """False if the first of them is an article, and only the others are entries; or if most tell nothing."""
    told = sum(bool(entry.told) for entry in entries)
    prose = [sum(unit.is_prose for unit in entry.told) for entry in entries]
    return told >= max(2, len(entries) / 2) and prose[0] <= 1 + max(prose[1:])


def _unit(line: Line, kind: str) -> Unit:
    return Unit(line.start, line.end, line.text, line.follows_gap, kind)


def _date_parts(line: Line, told: DateLine) -> Iterator[Unit]:
    """The date line as header; its caption or title apart."""
    inner = told.caption or told.rest
    if inner is None:
        yield _unit(line, "header")
        return
    kind = "caption" if told.caption else "title"
    for start, end, part in ((0, inner.start, "header"), (inner.start, inner.end, kind), (inner.end, None, "header")):
        words = line.text[start:end]
        if words.strip():
            begin = line.start + start + len(words) - len(words.lstrip())
            yield Unit(begin, line.start + start + len(words.rstrip()), words.strip(), False, part)


def _read_body(text: str, lines: Sequence[Line], wording: Wording) -> list[Unit]:
    """The units below the header; "Read more" is furniture, but a first line only if no text follows."""
    marks = {line.start: wording.mark(line.text, "end") for line in lines}
    kinds = {start: mark.kind for start, mark in marks.items() if mark and mark.kind in _FURNITURE}
    if lines and len(kinds) < len(lines):
        kinds.pop(lines[0].start, None)
    units = join_lines(lines, text, frozenset(n for n, line in enumerate(lines) if line.start in kinds))
    for unit in units:
        unit.kind = kinds.get(unit.start, "body")
    return units


def _is_lead(body: Sequence[Unit]) -> bool:
    """True if the first part is no title: a paragraph alone, or too long."""
    first = body[0]
    is_alone = all(unit.kind != "body" for unit in body[1:])
    return (is_alone and first.is_prose and first.ends_sentence) or len(first.text) > _LONGEST_TITLE
