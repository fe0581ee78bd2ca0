"""Which known events a text tells of: by their names, or as the meeting of leaders in a city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.knowledge import Entity, Knowledge
from transforms.rows import Row
from transforms.undated.counting import MONTH_NAMES, MONTH_NUMBERS, plus
from transforms.undated.reading import Reading, end_of, id_of, start_of
from transforms.undated.relative import RELATIVE
from transforms.undated.wording import wording

_SUMMIT_AT = wording(
    r"\b(?:[Ss]ummit|(?:[Ll]eaders['’]?\s)?[Mm]eeting|(?:leaders|heads of state and government)\s(?:met|meet|gathered))"
    rf"(?:\s+of\s+(?:\w+\s+){{1,3}})?(?:\s+(?:{RELATIVE}))?\s+in\s+(?:the\s+)?\Z",
    "their summit in [Lisbon]", "leaders met last week in [London]", "the leaders’ meeting in the [Hague]")
_SUMMIT_AFTER = wording(r"\A\s+(?:NATO\s+)?(?:[Ss]ummit|[Ll]eaders['’]?\s[Mm]eeting)\b",
                        "[Lisbon] summit", "[London] Leaders’ Meeting", is_cased=True)
_NATO_WORDS = wording(r"\b(?:NATO|Allie[sd]|Alliance)\b", "NATO leaders", "the Allied leaders", is_cased=True)
_UNION_WORDS = wording(r"\b(?:European Council|EU|European Union)\b", "EU leaders", "the European Council",
                       is_cased=True)
_LEADER_WORDS = wording(r"\b(?:leaders|heads of state|summit)\b", "our leaders", "Heads of State")
_IN_MONTH = wording(
    rf"\b(?:in|last|this)\s+(?P<month>{MONTH_NAMES.title()})\b(?!,?\s+(?:\d|the \d))",
    "in Lisbon in November", "last July, they", is_cased=True)
# Brussels holds more meetings of leaders than anyone lists, but for NATO's summits
_SEATS = frozenset(("brussels", "luxembourg-city", "strasbourg"))


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """A known event that a text tells of, with all readings of its name."""

    start: int
    end: int
    readings: tuple[Entity, ...]


def events_told(reading: Reading, knowledge: Knowledge) -> Iterator[ToldEvent]:
    """The known events that the text's own words tell of: those with a name, then those told by their city."""
    named = [m for m in reading.mentions if m["label"] == "EVENT"]
    for mention in named:
        known = knowledge.entities.get(id_of(mention) or "")
        # without a date of its own a text settles no name that several events share
        events = reading.known_by(str(mention["surface"]), "event") or ([known] if known and known.start else [])
        if events and reading.is_told(start_of(mention)):
            yield ToldEvent(start_of(mention), end_of(mention), tuple(events))
    for place in reading.mentions:
        if place["label"] not in ("GPE", "LOC") or not reading.is_told(start_of(place)):
            continue
        if any(end_of(m) > start_of(place) for m in reading.near(start_of(place) - 80, end_of(place) + 80, ("EVENT",))
               if start_of(m) < end_of(place)):
            continue
        told = _summit_at(reading, knowledge, place)
        if told is not None:
            yield told


def _summit_at(reading: Reading, knowledge: Knowledge, place: Row) -> ToldEvent | None:
    """"Their meeting in London": the summits of that city that fit the leaders named in the sentence."""
    start, end = start_of(place), end_of(place)
    before = _SUMMIT_AT.search(reading.text, max(0, start - 60), start)
    after = _SUMMIT_AFTER.search(reading.text[end:end + 40])
    words = reading.words(start)
    if not (before or after) or not _LEADER_WORDS.search(words):
        return None
    span = (before.start(), end) if before else (start, end + after.end()) if after else (start, end)
    summits = [e for e in knowledge.dated_events if e.subkind == "summit" and e.place_id == place["entity_id"]]
    summits += reading.known_by(f"summit in {place['surface']}", "event") if not summits else ()
    is_nato, is_union = _NATO_WORDS.search(words), _UNION_WORDS.search(words)
    of_nato = [e for e in summits if "NATO" in e.name]
    fitting = of_nato if is_nato else [e for e in summits if e not in of_nato] if is_union else summits
    is_seat = place["entity_id"] in _SEATS
    if not fitting or (is_seat and (is_union or not is_nato or "summit" not in words.lower())):
        return None
    return ToldEvent(span[0], span[1], tuple(fitting))


def of_month(reading: Reading, at: int, readings: Sequence[Entity]) -> list[Entity]:
    """The readings in the month that the sentence names without a year: "In Warsaw in July, I signed"."""
    months = list(_IN_MONTH.finditer(reading.words(at)))
    if len(months) != 1 or reading.looks_back(at):
        return []
    number = MONTH_NUMBERS[months[0]["month"].lower()]
    return [e for e in readings if e.start and e.start.month == number]


def year_after(entity: Entity) -> date | None:
    """The day a year after the first of the event or text."""
    return plus(entity.start, "year", 1) if entity.start else None
