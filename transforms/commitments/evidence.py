"""What later texts tell of acts: mentions of events, and sentences that tell of progress, failure or delay."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import polars as pl

from transforms.commitments.promises import PROMISOR_ROLES, Promise
from transforms.commitments.sides import Sides
from transforms.commitments.wording import (
    LAPSED,
    NOT_YET,
    POSTPONED,
    PROGRESS,
    Wording,
    is_common,
    sentence_around,
    stems_of,
    wording_of,
)

Kind = Literal["done", "under_way", "denied", "promised", "progress", "lapsed", "postponed"]
_ACTOR_ROLES = (*PROMISOR_ROLES, "host", "speaker")
# A promise is compared with at most so many later acts
_MOST = 100
# "a new declaration" is not the one that there is
_ANEW = re.compile(r"\b(?:new|next|further|another|successor)\b", re.IGNORECASE)
# Words that tell of which of several like things, not of what
_FAINT = stems_of("final full whole annual regular interim")
_CUES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("progress", PROGRESS), ("lapsed", LAPSED), ("postponed", POSTPONED))


@dataclass(frozen=True, slots=True)
class Page:
    """A document as evidence: the first and last day on which it can have been published, and the story it tells."""

    document_id: str
    story_id: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act as a passage tells it: of a promise, or as evidence of what became of one."""

    page: Page
    start_char: int
    end_char: int
    event_mention_id: str | None
    event_type: str | None
    kind: Kind
    object_id: str | None
    place_id: str | None
    sides: frozenset[str]
    topics: frozenset[str]
    wording: Wording
    start: date | None
    end: date | None

    @property
    def order(self) -> tuple[object, ...]:
        """By day, then by place in the record: the same whatever the order of documents."""
        return (self.page.earliest or date.min, self.page.document_id, self.start_char, self.end_char,
                self.kind, self.event_mention_id or "")


class Acts:
    """The acts of a record: those that are promised and those that may be evidence."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], sides: Sides) -> None:
        self._tables = tables
        self._sides = sides
        documents = tables["documents"]
        self._texts = dict(documents.select("document_id", "text").iter_rows())
        story = pl.coalesce("near_duplicate_of", "announced_document_id", "document_id")
        self._pages = {key: Page(key, told, earliest or day, latest or day) for key, told, day, earliest, latest in
                       documents.select("document_id", story.alias("story"), "published_date", "published_earliest",
                                        "published_latest").iter_rows()}
        self._topics = _sets(tables["event_topics"], "event_mention_id", "topic_id")
        actors = tables["event_participants"].filter(pl.col("role").is_in(_ACTOR_ROLES))
        self._actors = _sets(actors, "event_mention_id", "entity_id")

    def promised(self, promises: Sequence[Promise]) -> dict[str, Act]:
        """Event mention to the act that it promises, with the time in which it is due."""
        dues = {str(promise.row["event_mention_id"]): (_day(promise.row["due_start_date"]), _day(
            promise.row["due_end_date"])) for promise in promises}
        rows = self._tables["event_mentions"].filter(pl.col("event_mention_id").is_in(list(dues)))
        acts = [self._act(row, "promised", *dues[row["event_mention_id"]]) for row in rows.iter_rows(named=True)]
        limits = {promise.row["event_mention_id"]: promise.row["condition"] for promise in promises}
        return {str(act.event_mention_id): self._meant(act, limits[act.event_mention_id]) for act in acts}

    def _meant(self, act: Act, condition: object) -> Act:
        """"Its final report will be published": what is meant stands in the sentence, not in the clause."""
        text = self._texts[act.page.document_id]
        limits = stems_of(condition) if isinstance(condition, str) else frozenset()
        object_id = None if _ANEW.search(text[act.start_char:act.end_char]) else act.object_id
        stems = act.wording.stems - limits
        if all(is_common(stem) for stem in stems - _FAINT):
            start, end = sentence_around(text, act.start_char, act.end_char, is_whole=True)
            stems |= stems_of(text[start:end]) - limits
        return replace(act, object_id=object_id, wording=replace(act.wording, stems=stems))

    def told(self) -> Iterator[Act]:
        """The acts that are told as facts or denied, and the sentences that tell of progress, failure or delay."""
        for row in self._tables["event_mentions"].iter_rows(named=True):
            if kind := self._kind(row):
                yield self._act(row, kind, row["start_date"], row["end_date"])
        yield from self._sentences()

    def _kind(self, row: Mapping[str, object]) -> Kind | None:
        clause = self._texts[str(row["document_id"])][int(str(row["start_char"])):int(str(row["end_char"]))]
        if row["polarity"] == "negated":
            return None if NOT_YET.search(clause) or row["modality"] not in ("asserted", "ongoing") else "denied"
        if row["modality"] == "asserted":
            return None if NOT_YET.search(clause) else "done"
        return "under_way" if row["modality"] == "ongoing" else None

    def _act(self, row: Mapping[str, object], kind: Kind, start: date | None, end: date | None) -> Act:
        key, document_id = str(row["event_mention_id"]), str(row["document_id"])
        begin, stop = int(str(row["start_char"])), int(str(row["end_char"]))
        return Act(
            self._pages[document_id], begin, stop, key, str(row["event_type"]), kind, _text(row["object_id"]),
            _text(row["place_id"]), self._sides.of_all(self._actors.get(key, ())),
            frozenset(self._topics.get(key, ())),
            wording_of(self._texts[document_id][begin:stop], str(row["trigger"] or "")), start, end)

    # --- sentences ----------------------------------------------------------------------------------------------------

    def _sentences(self) -> Iterator[Act]:
        topics = _Spans(self._tables.get("topic_mentions"), "topic_id")
        named = _Spans(self._tables.get("mentions"), "entity_id")
        times = _Spans(self._tables.get("dates"), "end_date")
        for document_id, text in sorted(self._texts.items()):
            for kind, cue in _CUES:
                for match in cue.finditer(text):
                    start, end = sentence_around(text, match.start(), match.end())
                    until = times.within(document_id, match.start(), end) if kind == "postponed" else []
                    yield Act(
                        self._pages[document_id], start, end, None, None, kind, None, None,
                        self._sides.of_all(named.within(document_id, start, end)),
                        frozenset(topics.within(document_id, start, end)), wording_of(text[start:end]),
                        None, max(map(_iso, until), default=None))


def _iso(day: str) -> date:
    return date.fromisoformat(day)


class _Spans:
    """Which values stand within a stretch of a document."""

    def __init__(self, frame: pl.DataFrame | None, column: str) -> None:
        self._found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        if frame is not None:
            for key, start, value in frame.select("document_id", "start_char", column).drop_nulls().iter_rows():
                self._found[key].append((start, str(value)))
        for values in self._found.values():
            values.sort()

    def within(self, document_id: str, start: int, end: int) -> list[str]:
        """The values whose span starts in the stretch."""
        values = self._found.get(document_id, [])
        first, stop = bisect_left(values, (start, "")), bisect_left(values, (end, ""))
        return [value for _, value in values[first:stop]]


class Shelf:
    """Acts by the words and texts that promises name, so that each promise meets only acts of its own matter."""

    def __init__(self, promised: Iterable[Act], told: Iterable[Act]) -> None:
        wanted = frozenset().union(*(keys_of(act) for act in promised))
        found = sorted((act for act in told if not wanted.isdisjoint(keys_of(act))), key=lambda act: act.order)
        self._acts = found
        self._days = [act.page.earliest or date.min for act in found]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for place, act in enumerate(found):
            for key in keys_of(act) & wanted:
                self._places[key].append(place)

    def after(self, act: Act) -> list[Act]:
        """The acts of later documents that share most words with this one, or its text; sorted."""
        if act.page.latest is None:
            return []
        start = bisect_right(self._days, act.page.latest)
        hits: Counter[int] = Counter()
        for key in keys_of(act) & self._places.keys():
            places = self._places[key]
            first = bisect_left(places, start)
            hits.update(places[first:first + _MOST])
        best = sorted(hits, key=lambda place: (-hits[place], place))[:_MOST]
        acts = [self._acts[place] for place in sorted(best)]
        return [other for other in acts if other.page.story_id != act.page.story_id]


def keys_of(act: Act) -> frozenset[str]:
    """By what an act is found: its words but those of nearly every text, and the text or body that it makes."""
    words = {stem for stem in act.wording.stems if not is_common(stem)}
    return frozenset(words | ({f"object {act.object_id}"} if act.object_id else set()) or act.wording.stems)


def _sets(frame: pl.DataFrame, key: str, value: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for owner, told in frame.select(key, value).iter_rows():
        found[owner].add(told)
    return found


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
