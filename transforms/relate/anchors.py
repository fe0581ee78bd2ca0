"""Anchors: the thing by which an act is known for sure: the text signed, the body set up, the summit held.

A text or a summit that the mention does not name is looked for in the knowledge by its day, parties and words, and
taken only if exactly one fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from transforms.knowledge import Entity, Knowledge
from transforms.relate.told import Codes, Flags, Ints, Parties, Told

_BY_OBJECT = ("SIGNING", "PUBLICATION", "ADOPTION", "ESTABLISHMENT")
_BY_TEXT = ("SIGNING", "PUBLICATION", "ADOPTION")
# A date that far from the text's own is that of another act, and the text was read wrongly
_MOST_DAYS_FROM_TEXT = 31
# Words that a paragraph shares with the name of a text before it is taken for it; the day alone is enough for a signing
_LEAST_WORDS = {"SIGNING": 0, "PUBLICATION": 2, "ADOPTION": 2}
_MOST_DAYS_SEARCHED = 366
_SIGNED = ("agreement", "declaration", "treaty")
# The words that tell at which level a meeting is, by words of the known event's name
_LEVELS = {
    "summit": r"(?i)\b(?:summit|leaders|heads of state)\b",
    "foreign": r"(?i)\bforeign (?:affairs )?ministers\b|\bministers of foreign affairs\b",
    "defence": r"(?i)\bdefen[cs]e ministers\b|\bministers of defen[cs]e\b",
}
_JOINED = r"(?i)^(?:join|accede|accession|become|became|becoming|enter|membership)"
_NAME_WORD = re.compile(r"[^\W\d_][\w]{3,}")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A known text or event: its days, sides, place and the words of its name."""

    code: int
    start: date
    end: date
    sides: frozenset[int]
    words: frozenset[str]
    level: str
    is_signed: bool
    place_id: str | None


def find_things(told: Told, mentions: pl.DataFrame, knowledge: Knowledge) -> Ints:
    """For each row the code of its thing, -1 if none is sure."""
    names = told.names
    things = _objects(told.rows, names, knowledge)
    named = _named_events(told.rows, mentions, knowledge)
    for index, event_id in zip(named["row"], named["entity_id"], strict=True):
        things[index] = names.code(event_id)
    is_open = things < 0
    for finder in (_by_text, _by_meeting):
        for index, code in finder(told, is_open, knowledge):
            things[index] = code
    for index, code in _by_member(told, knowledge):
        things[index] = code
    return things


def thing_name(code: int, entities: Sequence[str]) -> str:
    """The id of a thing; for a step towards membership those of the state and the body."""
    size = len(entities)
    return entities[code] if code < size else f"{entities[code // size - 1]} in {entities[code % size]}"


def _objects(rows: pl.DataFrame, names: Codes, knowledge: Knowledge) -> Ints:
    """The object of the act, unless the knowledge dates it to another time."""
    told = rows.select("event_type", "object_id", "start_date", "end_date").with_row_index("row").filter(
        pl.col("object_id").is_not_null() & pl.col("event_type").is_in(_BY_OBJECT))
    dated = pl.DataFrame([(e.entity_id, e.start) for e in knowledge.entities.values()
                          if e.kind == "instrument" and e.start],
                         schema={"object_id": pl.String, "known": pl.Date}, orient="row")
    told = told.join(dated, on="object_id", how="left")
    reach = pl.duration(days=_MOST_DAYS_FROM_TEXT)
    is_other = (pl.col("known") < pl.col("start_date") - reach) | (pl.col("known") > pl.col("end_date") + reach)
    kept = told.filter(~is_other.fill_null(False))
    things = np.full(len(rows), -1, dtype=np.int64)
    things[kept["row"].to_numpy()] = names.of(kept["object_id"])
    return things


def _named_events(rows: pl.DataFrame, mentions: pl.DataFrame, knowledge: Knowledge) -> pl.DataFrame:
    """row, entity_id of each meeting whose trigger is part of the name of a known one: "the Warsaw Summit"."""
    known = [e.entity_id for e in knowledge.dated_events if e.subkind in ("summit", "meeting")]
    spans = mentions.filter((pl.col("label") == "EVENT") & pl.col("entity_id").is_in(known)).select(
        "document_id", "entity_id", span_start="start_char", span_end="end_char")
    meetings = rows.select("document_id", at="trigger_start_char", event_type="event_type").with_row_index("row")
    return (meetings.filter(pl.col("event_type") == "MEETING").join(spans, on="document_id")
            .filter(pl.col("at").is_between("span_start", "span_end", closed="left"))
            .sort("row", "entity_id").unique("row", keep="first", maintain_order=True))


def _by_text(told: Told, is_open: Flags, knowledge: Knowledge) -> Iterator[tuple[int, int]]:
    by_month = _by_month(_candidate(e, told.names, knowledge) for e in knowledge.entities.values()
                         if e.kind == "instrument" and e.start)
    for number, row in _searched(told.rows, is_open, pl.col("event_type").is_in(_BY_TEXT)):
        code = _one_text(row, told.party(number), list(_within(row, by_month)), knowledge)
        if code is not None:
            yield number, code


def _one_text(row: Row, party: Parties, found: Sequence[_Candidate], knowledge: Knowledge) -> int | None:
    """The only text of those days with these parties that the words speak of most."""
    event_type = str(row["event_type"])
    said = set(_NAME_WORD.findall(str(row["scene"]).lower()))
    fitting = [(_likeness(said, party, c), c) for c in found
               if (not party.sides or party.sides & c.sides) and (c.is_signed or event_type != "SIGNING")
               and _is_there(row, c, knowledge)]
    if row["start_date"] != row["end_date"]:
        fitting = [(likeness, c) for likeness, c in fitting if said & c.words]
    most = max((likeness for likeness, _ in fitting), default=(0, 0))
    best = [c for likeness, c in fitting if likeness == most]
    return best[0].code if len(best) == 1 and len(said & best[0].words) >= _LEAST_WORDS[event_type] else None


def _likeness(said: set[str], party: Parties, found: _Candidate) -> tuple[int, int]:
    """What is signed is known by who signs, what is published or adopted by its name."""
    sides, words = len(party.sides & found.sides), len(said & found.words)
    return (sides, words) if found.is_signed else (words, sides)


def _is_there(row: Row, found: _Candidate, knowledge: Knowledge) -> bool:
    """False if the act is told of another city."""
    place = knowledge.entities.get(str(row["place_id"]))
    return place is None or place.subkind != "city" or not found.place_id or place.entity_id == found.place_id


def _by_meeting(told: Told, is_open: Flags, knowledge: Knowledge) -> Iterator[tuple[int, int]]:
    """The only known meeting of that level, day and place; a meeting of two named people is one of its own."""
    by_month = _by_month(c for c in (_candidate(e, told.names, knowledge) for e in knowledge.dated_events
                                     if e.subkind in ("summit", "meeting")) if c.level)
    is_high = pl.any_horizontal(pl.col("scene").str.contains(level) for level in _LEVELS.values())
    for number, row in _searched(told.rows, is_open, (pl.col("event_type") == "MEETING") & is_high):
        party = told.party(number)
        found = [c for c in _within(row, by_month) if c.sides & party.sides and len(party.people) < 2
                 and re.search(_LEVELS[c.level], str(row["scene"])) and _is_there(row, c, knowledge)]
        if len(found) == 1 and (row["start_date"] == row["end_date"] or _is_named(row, found[0])):
            yield number, found[0].code


def _is_named(row: Row, found: _Candidate) -> bool:
    """True if a whole week or month speaks of the meeting itself: "the Summit next month"."""
    return found.level in str(row["trigger"]).lower() or found.level != "summit"


def _by_member(told: Told, knowledge: Knowledge) -> Iterator[tuple[int, int]]:
    """The state and the body that it joins, as one number beyond the entities'."""
    texts = told.names.texts
    steps = told.rows.select("event_type", "trigger").with_row_index("row").filter(
        (pl.col("event_type") == "MEMBERSHIP_STEP") & pl.col("trigger").str.contains(_JOINED))
    for row in steps["row"]:
        bodies = sorted(told.party(row).bodies)
        states = [body for body in bodies if knowledge.kind_of(texts[body]) == "state"]
        joined = [body for body in bodies if body not in states]
        if len(states) == 1 and len(joined) == 1:
            yield row, (states[0] + 1) * len(texts) + joined[0]


# --- candidates by month ---------------------------------------------------------------------------------------------


def _searched(rows: pl.DataFrame, is_open: Flags, wanted: pl.Expr) -> Iterator[tuple[int, Row]]:
    """The rows without a thing, told of a limited time and not denied, with their numbers."""
    days = (pl.col("end_date") - pl.col("start_date")).dt.total_days()
    found = rows.with_row_index("row").filter(
        pl.Series(is_open) & wanted & (days < _MOST_DAYS_SEARCHED) & (pl.col("polarity") == "positive")).select(
        "row", "event_type", "trigger", "scene", "place_id", "start_date", "end_date")
    for row in found.iter_rows(named=True):
        yield row["row"], row


def _candidate(entity: Entity, names: Codes, knowledge: Knowledge) -> _Candidate:
    start = entity.start or date.min
    held_by = entity.parties or ((entity.organization_id,) if entity.organization_id else ())
    name = entity.name.split(" (")[0].lower()
    level = next((level for level in _LEVELS if level in name or level == entity.subkind), "")
    return _Candidate(
        names.code(entity.entity_id), start, entity.end or start,
        frozenset(names.code(knowledge.organization_of(party)) for party in held_by),
        frozenset(_NAME_WORD.findall(name)) - {entity.place_id}, level, entity.subkind in _SIGNED, entity.place_id)


def _by_month(candidates: Iterator[_Candidate]) -> dict[tuple[int, int], list[_Candidate]]:
    found: dict[tuple[int, int], list[_Candidate]] = {}
    for candidate in candidates:
        for month in _months(candidate.start, candidate.end):
            found.setdefault(month, []).append(candidate)
    return found


def _within(row: Row, by_month: dict[tuple[int, int], list[_Candidate]]) -> Iterator[_Candidate]:
    """The candidates whose days hold the told day, or lie in the told time."""
    start, end = row["start_date"], row["end_date"]
    if not isinstance(start, date) or not isinstance(end, date):
        return
    seen = set()
    for month in _months(start, end):
        for candidate in by_month.get(month, ()):
            is_held = candidate.start <= start and end <= candidate.end
            if candidate.code not in seen and (is_held or (start <= candidate.start and candidate.end <= end)):
                seen.add(candidate.code)
                yield candidate


def _months(start: date, end: date) -> Iterator[tuple[int, int]]:
    month = start.year * 12 + start.month - 1
    while month <= end.year * 12 + end.month - 1:
        yield divmod(month, 12)
        month += 1

