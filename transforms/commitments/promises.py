"""Which event mentions promise something: who promises what to whom, for when, and on what condition."""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from transforms.commitments.sides import Sides
from transforms.commitments.wording import action_of, condition_span, has_number, sentence_around
from transforms.rows import Row

# acts that are announced rather than promised
_ANNOUNCED = frozenset((
    "MEETING", "VISIT", "PARTICIPATION", "STATEMENT", "STAFF_TALKS", "HOSTILE_ACT", "OFFICE_CHANGE", "CALL",
    "CRITICISM", "REFUSAL"))
_PROMISED = frozenset(("committed", "planned"))
Stretch = tuple[int, int]
Due = tuple[date | None, date | None]
# They speak for those who issue them, also where nothing tells who that is
_OWN_VOICE = frozenset(("report", "declaration", "statement", "press_release", "readout", "speech"))
# "as they had promised last November": told of an earlier promise
_RECALLED = re.compile(r"^\W*(?:as|like)\b", re.IGNORECASE)
# "hoped that NATO would": a wish of others
_WISHED = re.compile(
    r"\b(?:hop(?:e[sd]?|ing)|wish(?:e[sd])?|would (?:also )?like|dreams?)\b[^.;:]{0,80}$", re.IGNORECASE)
PROMISOR_ROLES = ("initiator", "participant", "issuer", "signatory")
_DAYS, _MONTHS = {"D": 1, "W": 7}, {"M": 1, "Q": 3, "Y": 12}
_MOST_UNITS = 1_000
# A summit that is ahead by more is hardly the next one
_NEXT_EVENT_DAYS = 730


@dataclass(frozen=True, slots=True)
class Told:
    """A document as far as promises need it."""

    text: str
    published: date | None
    publisher_id: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise with what its later fate is looked up by."""

    row: Row
    clause: str
    sentence: str
    promisors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Time:
    """A time told in a document, as a due time reads it."""

    start_char: int
    end_char: int
    start: date | None
    end: date | None


class Promises:
    """Reads the promises of a record; all look-ups are made once."""

    def __init__(self, tables: Mapping[str, pl.DataFrame], sides: Sides) -> None:
        self._sides = sides
        self._documents = {key: Told(*told) for key, *told in tables["documents"].select(
            "document_id", "text", "published_date", "publisher_id", "kind").iter_rows()}
        self._topics = _first(tables["event_topics"], "topic_id")
        participants = tables["event_participants"]
        self._promisors = _all(participants.filter(pl.col("role").is_in(PROMISOR_ROLES)))
        self._beneficiaries = _first(participants.filter(pl.col("role") == "beneficiary"), "entity_id")
        self._times = _times(tables)
        self._places: dict[str, int] = {}
        if "dates" in tables:
            self._places = dict(tables["dates"].select("date_id", "start_char").iter_rows())
        self._summits = _summits(tables)
        self._mentions = tables["event_mentions"]

    def find(self) -> Iterator[Promise]:
        """The promises, by the identifier of the mention."""
        for row in self._mentions.sort("event_mention_id").iter_rows(named=True):
            if row["polarity"] != "positive" or row["event_type"] in _ANNOUNCED or row["modality"] not in _PROMISED:
                continue
            told = self._documents[row["document_id"]]
            promise = self._promise(row, told)
            if self._is_promise(row, told, promise):
                yield promise

    def _is_promise(self, row: Row, told: Told, promise: Promise) -> bool:
        """Told as a promise; or planned by those who speak, by those of whose side the speaker or publisher is."""
        if row["modality"] != "planned":
            return row["modality"] == "committed" and not _RECALLED.match(promise.clause)
        before = promise.sentence.partition(promise.clause)[0]
        if promise.sentence.rstrip("”\"’ ").endswith("?") or _WISHED.search(before):
            return False
        speaker = row["attributed_to"] or told.publisher_id
        if speaker is None and told.kind not in _OWN_VOICE:
            return False
        if speaker is None or not promise.promisors:
            return bool(promise.promisors) or promise.row["due_end_date"] is not None
        is_person = row["attributed_to"] is not None
        return self._sides.are_allied(str(speaker), promise.promisors, told.published, is_person=is_person)

    def _promise(self, row: Row, told: Told) -> Promise:
        key = str(row["event_mention_id"])
        start, end = int(str(row["start_char"])), int(str(row["end_char"]))
        clause = told.text[start:end]
        begin, stop = sentence_around(told.text, start, end)
        span = condition_span(told.text[begin:stop])
        limit = (begin + span[0], begin + span[1]) if span else (stop, stop)
        condition = " ".join(told.text[limit[0]:limit[1]].split()) or None
        promisors = tuple(self._promisors.get(key, ()))
        due = self._due(row, told, (begin, stop), limit)
        # "to finance the delivery of weapons …, with 500 million euros": the number may stand behind the clause
        is_specific = due[1] is not None or row["object_id"] is not None or has_number(told.text[start:max(end, stop)])
        found: Row = {
            "commitment_id": "", "event_mention_id": key,
            "promisor_id": promisors[0] if promisors else row["attributed_to"],
            "beneficiary_id": self._beneficiaries.get(key), "topic_id": self._topics.get(key),
            "action": action_of(clause, _trigger_in(row), is_pledge=row["event_type"] == "COMMITMENT",
                                condition=condition),
            "condition": condition, "due_start_date": due[0], "due_end_date": due[1],
            "specificity": "specific" if is_specific else "vague",
        }
        return Promise(found, clause, told.text[begin:stop], promisors)

    def _due(self, row: Row, told: Told, sentence: Stretch, limit: Stretch) -> Due:
        """The time stated for the act if it lies ahead of the document; else one of its sentence by which it is due.

        What stands in `limit`, the condition, tells when that must be met.
        """
        start, end, published = row["start_date"], row["end_date"], told.published
        place = self._places.get(str(row["date_id"]), -1)
        is_stated = row["date_basis"] == "stated" and not limit[0] <= place < limit[1]
        if is_stated and isinstance(end, date) and (published is None or end >= published):
            return start if isinstance(start, date) else None, end
        if published is None:
            return None, None
        return self._due_in(str(row["document_id"]), told.text, (sentence, limit), published)

    def _due_in(self, document_id: str, text: str, where: tuple[Stretch, Stretch], published: date) -> Due:
        sentence, limit = where
        times = self._times.get(document_id, [])
        first = bisect_left(times, sentence[0], key=lambda time: time.start_char)
        for time in times[first:]:
            if time.start_char >= sentence[1]:
                break
            if limit[0] <= time.start_char < limit[1]:
                continue
            lead = text[max(0, time.start_char - 12):time.start_char].lower()
            if (due := _as_due(time, lead, published)) is not None:
                return due
        words = text[sentence[0]:sentence[1]].lower()
        return _next_summit(self._summits, words, published)


def _trigger_in(row: Row) -> tuple[int, int] | None:
    start, end, offset = row.get("trigger_start_char"), row.get("trigger_end_char"), row["start_char"]
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(offset, int)) or start < offset:
        return None
    return start - offset, end - offset


def _first(frame: pl.DataFrame, column: str) -> dict[str, str]:
    """Event mention to the value that stands first in its text; ties by the value."""
    ordered = frame.sort("event_mention_id", "start_char", column, descending=True)
    return dict(ordered.select("event_mention_id", column).iter_rows())


def _all(frame: pl.DataFrame) -> dict[str, list[str]]:
    """Event mention to the entities in the order of the text, each once."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    ordered = frame.sort("event_mention_id", "start_char", "entity_id").select("event_mention_id", "entity_id")
    for key, entity_id in ordered.iter_rows():
        if entity_id not in found[key]:
            found[key].append(entity_id)
    return found


# --- when it is due --------------------------------------------------------------------------------------------------


def _times(tables: Mapping[str, pl.DataFrame]) -> dict[str, list[_Time]]:
    """Document to the times told in it, by place: dates, durations as days from the document, known events."""
    days = {key: day for key, day in tables["documents"].select("document_id", "published_date").iter_rows() if day}
    found: defaultdict[str, list[_Time]] = defaultdict(list)
    if "dates" in tables:
        told = tables["dates"].filter(pl.col("status") == "resolved")
        for row in told.iter_rows(named=True):
            time = _Time(row["start_char"], row["end_char"], *_interval(row, days.get(row["document_id"])))
            found[row["document_id"]].append(time)
    if "event_references" in tables:
        for key, start_char, end_char, start, end, modifier in tables["event_references"].select(
                "document_id", "start_char", "end_char", "start_date", "end_date", "modifier").iter_rows():
            interval = (days.get(key), start - timedelta(1)) if modifier == "before" else (start, end)
            found[key].append(_Time(start_char, end_char, *interval))
    return {key: sorted(times, key=lambda time: (time.start_char, time.end_char)) for key, times in found.items()}


def _interval(row: Mapping[str, object], published: date | None) -> tuple[date | None, date | None]:
    value, end = str(row["timex_value"]), row["end_date"]
    if row["timex_type"] == "DURATION" and end is None and published is not None and value[1:-1].isdigit():
        return published, _after(published, int(value[1:-1]), value[-1])
    start = row["start_date"]
    return start if isinstance(start, date) else None, end if isinstance(end, date) else None


def _after(day: date, count: int, unit: str) -> date | None:
    """The day so many days, weeks, months or years later; None beyond the calendar or for other units."""
    if count > _MOST_UNITS or unit not in _DAYS | _MONTHS:
        return None
    if unit in _DAYS:
        return day + timedelta(count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _as_due(time: _Time, lead: str, published: date) -> tuple[date | None, date | None] | None:
    """The time if what stands before it makes it a time by which to act: "within three years", "no later than"."""
    words = lead.split()
    is_limit = bool({"by", "within", "than", "before", "until", "at", "over"} & set(words[-3:]))
    if not is_limit or time.end is None or time.end < published:
        return None
    return time.start, time.end


def _summits(tables: Mapping[str, pl.DataFrame]) -> list[tuple[date, date]]:
    """First and last days of the known summits of NATO, sorted; extraordinary ones, which nobody foresaw, left out."""
    if "entities" not in tables:
        return []
    known = tables["entities"].filter((pl.col("kind") == "event") & pl.col("start_date").is_not_null())
    return sorted((start, end or start) for name, start, end in known.select(
        "name", "start_date", "end_date").iter_rows() if name.startswith("NATO Summit"))


def _next_summit(summits: list[tuple[date, date]], words: str, published: date) -> tuple[date | None, date | None]:
    """"At the next NATO Summit": the first known one after the document."""
    if not any(phrase in words for phrase in ("next nato summit", "next summit of nato", "next summit of the allian")):
        return None, None
    ahead = next(((start, end) for start, end in summits if start > published), None)
    return ahead if ahead and (ahead[0] - published).days <= _NEXT_EVENT_DAYS else (None, None)
