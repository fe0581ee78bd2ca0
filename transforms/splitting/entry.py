"""An entry of a listing page in its parts: header lines, picture, title, lead, and the furniture in between."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transforms.model import Place, PublishedDate
from transforms.splitting.entry_line import DateLine
from transforms.splitting.lines import Line, Unit, join_lines
from transforms.splitting.wording import Wording

_LONGEST_TITLE = 300
_FEWEST_ALIKE = 2
# dates in the header of a page: of publication, of the last change, of the day
_MOST_IN_HEADER = 3
_NUMBER_IN_PATH = re.compile(r"\[\d+\]")
_TOLD = ("title", "body")
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
        return tuple(unit for unit in self.units if unit.kind in _TOLD)


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


def with_undated(entries: Sequence[Entry], places: Sequence[Place] = ()) -> list[Entry]:
    """The entries, those without a date, which stand below a dated one, cut off it.

    On a web page their titles are elements like the other titles; elsewhere an entry tells title and lead of the others
    twice or more.
    """
    elements = {place.start: place.element for place in places if place.element}
    path = _title_path(entries, elements)
    if path:
        return [part for entry in entries for part in _cut(entry, _tops_by_path(entry, elements, path))]
    usual = _usual_shape(entries)
    if not usual:
        return list(entries)
    found = [_tops_by_shape(entry, usual) for entry in entries[:-1]]
    # what stands below the last entry alone may be the foot of the page
    found.append(_tops_by_shape(entries[-1], usual, is_last=True) if any(found) else [])
    return [part for entry, tops in zip(entries, found, strict=True) for part in _cut(entry, tops)]


def _title_path(entries: Sequence[Entry], elements: Mapping[int, str]) -> str | None:
    """The way to the elements of titles, without numbers, if it leads to most titles and to no lead."""
    titles = Counter(_path(elements.get(entry.title.start)) for entry in entries if entry.title)
    path, count = titles.most_common(1)[0] if titles else (None, 0)
    leads = {_path(elements.get(unit.start)) for entry in entries for unit in entry.told[1:2]}
    is_usual = count >= _FEWEST_ALIKE and count > len(entries) / 2
    return path if is_usual and path and (path not in leads) else None


def _path(element: str | None) -> str | None:
    return _NUMBER_IN_PATH.sub("", element) if element else None


def _tops_by_path(entry: Entry, elements: Mapping[int, str], path: str) -> list[int]:
    """The numbers of the units that are further titles."""
    own = elements.get(entry.title.start) if entry.title else None
    return [
        number
        for number, unit in enumerate(entry.units)
        if unit.kind == "body" and _path(elements.get(unit.start)) == path and elements.get(unit.start) != own
    ]


def _usual_shape(entries: Sequence[Entry]) -> str:
    """What most entries tell, once or several times over; "" if that is no title with what belongs to it."""
    shapes = [_shape(entry) for entry in entries]
    usual, count = Counter(map(_root, shapes)).most_common(1)[0] if shapes else ("", 0)
    is_layout = count >= _FEWEST_ALIKE and count > len(entries) / 2 and usual.startswith("t") and usual in shapes
    has_lead = "p" in usual.lower()
    # of titles alone only a blank line between entries, and none in them, tells that another one begins
    stand_apart = all(entry.units[0].follows_gap for entry in entries[1:]) and not any(
        entry.title and entry.title.follows_gap for entry in entries
    )
    return usual if is_layout and (has_lead or (stand_apart and shapes.count(usual) > len(entries) / 2)) else ""


def _root(shape: str) -> str:
    """The shortest part that the shape is made of: "tp" of "tptp"; a further title stands behind a blank line."""
    for size in range(1, len(shape) // 2 + 1):
        if len(shape) % size == 0 and _is_repeated(shape, shape[:size]):
            return shape[:size]
    return shape


def _is_repeated(shape: str, part: str) -> bool:
    times = len(shape) // len(part)
    further = part[:1].upper() + part[1:]
    # two titles that touch are one in two lines
    return shape == part + further * (times - 1) or (shape == part * times and len(part) > 1) if times else not shape


def _shape(entry: Entry) -> str:
    """A letter for each part of what it tells: p for prose, t for what may be a title, T behind a blank line."""
    shape = "".join("p" if unit.is_prose or unit.ends_sentence else "t" for unit in entry.told)
    letters = zip(shape, entry.told, strict=True)
    return shape[:1] + "".join("T" if letter == "t" and unit.follows_gap else letter for letter, unit in [*letters][1:])


def _tops_by_shape(entry: Entry, usual: str, *, is_last: bool = False) -> list[int]:
    """The numbers of the units with which the shape begins again; below the last entry the page may go on."""
    shape, size = _shape(entry), len(usual)
    if is_last:
        shape = _repeated_part(shape, usual)
    if len(shape) < 2 * size or len(shape) % size or not _is_repeated(shape, usual):
        return []
    told = [number for number, unit in enumerate(entry.units) if unit.kind in _TOLD]
    return [told[number] for number in range(size, len(shape), size)]


def _repeated_part(shape: str, part: str) -> str:
    """How the shape begins as long as the part is repeated in it."""
    ends = [len(part) if shape.startswith(part) else 0] * 2
    for number, further in enumerate((part, part[:1].upper() + part[1:])):
        while ends[number] and shape.startswith(further, ends[number]):
            ends[number] += len(part)
    return shape[: max(ends)]


def _cut(entry: Entry, tops: Sequence[int]) -> Iterator[Entry]:
    """The entry up to the first of these units, and from each of them on another one, without a date."""
    for number, (top, end) in enumerate(pairwise([0, *tops, len(entry.units)])):
        first = top if number else 0
        units = entry.units[first:end]
        if number:
            units[0].kind = "title"
        yield replace(entry, units=units, published=None if number else entry.published)


def are_alike(entries: Sequence[Entry], *, is_dated: bool = False) -> bool:
    """False if the first or the last of them is an article, or if most tell nothing.

    Two or three dates with a text below the last of them are rather the header of a page, all the more if the file's
    own facts tell a day (`is_dated`).
    """
    told = sum(bool(entry.told) for entry in entries)
    prose = [sum(unit.is_prose for unit in entry.told) for entry in entries]
    is_header = len(entries) <= _MOST_IN_HEADER and not any(prose[:-1]) and prose[-1] > (0 if is_dated else 1)
    return told >= max(2, len(entries) / 2) and prose[0] <= 1 + max(prose[1:]) and not is_header


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
