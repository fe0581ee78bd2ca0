"""A document with the rows that were found in it, and what a finder asks of it: the sentence, who speaks, what is near.

Offsets are of the document's text; each list of rows is in their order.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from transforms.knowledge import Entity, Knowledge, fold
from transforms.rows import Row
from transforms.undated.constraint import Constraint
from transforms.undated.wording import LOOKS_BACK, YEAR, wording

_LEAD_KINDS = frozenset(("title", "subtitle", "dateline", "header"))
_TOLD_KINDS = _LEAD_KINDS | {"caption", "body", "turn", "heading", "entry"}
_LEAD_PASSAGES = 3
# a list without full stops is no sentence: what stands farther off says nothing of a name
_MOST_CHARS = 600
_SENTENCE_END = wording(
    r"(?<=[\w%)\]”\"’']{2})[.!?]['\"”’)\]]*\s+(?=[A-Z“\"‘'(])|\n\s*\n",
    "The staffs met. They", "Who pays? “We", "a heading\n\nand what follows", is_cased=True)
_ABBREVIATION = wording(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Adm|Lt|St|No|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|H\.E)\.\s+\Z",
    "spoke with Mr. [Smith]", "text No. [12]", "the U.S. [Army]", is_cased=True)
_WEEKDAY_BEFORE = wording(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s+\(\Z", "on Wednesday ([15 November 2023)]", is_cased=True)
_WEEKDAY_INSIDE = wording(
    r"\A(?:\w+\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s+\(",
    "Wednesday (15 November 2023)", "last Friday (3 May 2019)", is_cased=True)
_HEADS_ENTRY = wording(r"\A(?:\s*[:–—-]|\s*\n)", "[16 December 2002]: talks begin", "[May 2003] – a seminar",
                       "[8 July 2016]\nA declaration")


@dataclass(frozen=True)
class Reading:
    """A document with the rows that were found in it, each list in order of its offsets."""

    document: Row
    passages: Sequence[Row]
    mentions: Sequence[Row]
    dates: Sequence[Row]
    quotes: Sequence[Row]
    named: Mapping[str, Sequence[Entity]]

    def known_by(self, surface: str, kind: str) -> list[Entity]:
        """The known events or instruments with a day that the surface can stand for."""
        return [entity for entity in self.named.get(fold(surface), ()) if entity.kind == kind]

    @cached_property
    def text(self) -> str:
        """The document's text."""
        return str(self.document["text"])

    @cached_property
    def _cuts(self) -> list[int]:
        ends = [m.end() for m in _SENTENCE_END.finditer(self.text)
                if not _ABBREVIATION.search(self.text, max(0, m.start() - 6), m.end())]
        return sorted({0, *ends, *(start_of(p) for p in self.passages)})

    def sentence(self, at: int) -> tuple[int, int]:
        """Start and end of the sentence around the offset."""
        index = bisect_right(self._cuts, at)
        end = self._cuts[index] if index < len(self._cuts) else len(self.text)
        return max(self._cuts[index - 1], at - _MOST_CHARS), min(end, at + _MOST_CHARS)

    def words(self, at: int) -> str:
        """The sentence around the offset."""
        start, end = self.sentence(at)
        return self.text[start:end]

    def kind_at(self, at: int) -> str:
        """The kind of the passage around the offset, empty outside."""
        index = bisect_right(self.passages, at, key=start_of) - 1
        return str(self.passages[index]["kind"]) if index >= 0 and at < end_of(self.passages[index]) else ""

    @cached_property
    def _lead_end(self) -> int:
        bodies = [p for p in self.passages if p["kind"] in ("body", "turn")]
        return end_of(bodies[:_LEAD_PASSAGES][-1]) if bodies else 0

    def is_lead(self, at: int) -> bool:
        """True where a text tells its news: title, first paragraphs. A caption may show an old picture."""
        kind = self.kind_at(at)
        return kind in _LEAD_KINDS or (at < self._lead_end and kind != "caption")

    def is_told(self, at: int) -> bool:
        """True in the text's own words, not in navigation or a list of links."""
        return self.kind_at(at) in _TOLD_KINDS

    def looks_back(self, at: int) -> bool:
        """True in a sentence that tells of another time: it names a year or what had been, or is of a chronology."""
        start, end = self.sentence(at)
        if self._is_entry_of_chronology(at):
            return True
        inside = self.dates_in(start, end)
        dated = any(d["precision"] in ("month", "year", "decade") and d["basis"] == "explicit" for d in inside)
        words = self.text[start:end]
        for fresh in (d for d in inside if names_weekday(self.text, d)):
            words = words.replace(str(fresh["surface"]), "")
        return dated or bool(YEAR.search(words) or LOOKS_BACK.search(words))

    def _is_entry_of_chronology(self, at: int) -> bool:
        """True in a paragraph that begins with a date: "16 December 2002: NATO and the EU agree …"."""
        index = bisect_right(self.passages, at, key=start_of) - 1
        first = start_of(self.passages[index]) if index >= 0 else 0
        return any(d["basis"] == "explicit" and _HEADS_ENTRY.search(self.text[end_of(d):end_of(d) + 3])
                   for d in self.dates_in(first, first + 4))

    def speaker(self, at: int) -> str | None:
        """Who speaks there."""
        inside = [q for q in self.quotes if start_of(q) <= at < end_of(q) and q["speaker_id"]]
        found = inside[-1]["speaker_id"] if inside else self.document.get("speaker_id")
        return str(found) if found else None

    def dates_in(self, start: int, end: int) -> Sequence[Row]:
        """The temporal expressions that begin in the stretch."""
        return self.dates[bisect_left(self.dates, start, key=start_of):bisect_left(self.dates, end, key=start_of)]

    def near(self, start: int, end: int, labels: Sequence[str]) -> list[Row]:
        """The mentions with one of the labels that lie in the stretch."""
        first, last = (bisect_left(self.mentions, at, key=start_of) for at in (start, end))
        return [m for m in self.mentions[first:last] if end_of(m) <= end and m["label"] in labels]


Finder = Callable[[Reading, Knowledge], Iterator[Constraint]]


def names_weekday(text: str, row: Row) -> bool:
    """"on Wednesday (15 November 2023)": news names the weekday in the days after, and the day beside it."""
    before = _WEEKDAY_BEFORE.search(text, max(0, start_of(row) - 14), start_of(row))
    return bool(before or _WEEKDAY_INSIDE.search(str(row["surface"])))


def start_of(row: Row) -> int:
    """Where the row's span begins."""
    return int(str(row["start_char"]))


def end_of(row: Row) -> int:
    """Where the row's span ends."""
    return int(str(row["end_char"]))


def id_of(row: Row, key: str = "entity_id") -> str | None:
    """The id in the column, if there is one."""
    return str(row[key]) if row.get(key) else None


def day_of(value: object) -> date | None:
    """The day of a date or moment."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def entities_by_surface(knowledge: Knowledge) -> dict[str, list[Entity]]:
    """The events and instruments that have a day, by each folded surface that can stand for them."""
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for entity in knowledge.entities.values():
        if entity.kind in ("event", "instrument") and entity.start is not None:
            for surface in dict.fromkeys(map(fold, (*entity.surfaces, *entity.nominals))):
                found[surface].append(entity)
    return found
