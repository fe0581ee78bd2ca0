"""Texts and bodies that stand: what is told as signed or set up bounds from below, "signed yesterday" dates exactly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from transforms.knowledge import Entity, Knowledge
from transforms.rows import Row
from transforms.undated.constraint import Constraint, Window
from transforms.undated.reading import Reading, end_of, id_of, start_of
from transforms.undated.relative import RELATIVE_AT, written
from transforms.undated.told_events import of_month, year_after
from transforms.undated.wording import PLAN_WORDS, wording

_MOST_BETWEEN = 70
_CAME_TO_BE = wording(
    r"\b(?:signed|adopted|agreed|approved|endorsed|launched|established|set up|created|entered into force|published"
    r"|issued|presented|released|inaugurated)\b",
    "[the Joint Declaration] was signed", "set up [the Centre]", "[the treaty] entered into force")
_SIGNED = wording(r"\bsigned\b", "in Warsaw they signed [a declaration]", is_cased=True)
_ACTED_NOW = wording(r"\b(?:sign(?:ed)?|adopt(?:ed)?|launch(?:ed)?|issued?|endorsed?|published?)\b",
                     "yesterday we signed [a declaration]", "today they issue [a statement]")
_OTHER_TIME = wording(r"\b(?:before|ahead of|since|after|following|until|agree\w*|implement\w*)\b",
                      "signed [a declaration] after what was agreed [yesterday]", is_cased=True)
# "the Minsk agreements" grew over time: the day of the last is not that of the first
_PLURAL = wording(r"\b(?:agreements|accords|conventions|treaties|arrangements)\Z", "the Minsk agreements",
                  is_cased=True)
_YET_TO_BE = wording(
    r"\b(?:to|can|could|may|might|must|be|under|towards|negotiat\w+|proposal\w*|not|if|once|when)\s+(?:\w+\s+){0,2}"
    r"(?:sign|adopt|agree|approve|establish|create|launch|set up|publish|issue|present)",
    "ready to sign [the agreement]", "once both adopt [the plan]", is_cased=True)


def find_texts(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """A text that is told as signed bounds from below; "yesterday they signed the joint declaration" dates exactly."""
    for mention in reading.mentions:
        if mention["label"] not in ("DOC", "ORG") or not reading.is_told(start_of(mention)):
            continue
        known = knowledge.entities.get(id_of(mention) or "")
        if known is not None and (mention["basis"] not in ("name", "alias") or known.start is None):
            known = None
        readings = reading.known_by(str(mention["surface"]), "instrument") or ([known] if known else [])
        found = _signed(reading, mention, readings) if mention["label"] == "DOC" else None
        if found is None and known and known.kind in ("instrument", "organ") and _has_come_to_be(reading, mention):
            found = Constraint("text_past", start_of(mention), end_of(mention), tuple(
                Window(e.start - timedelta(days=_days_of_talk(e)), None, e.entity_id) for e in readings if e.start))
        if found is not None:
            yield found


def _signed(reading: Reading, mention: Row, readings: Sequence[Entity]) -> Constraint | None:
    """The text as signed "yesterday", or in the city that its sentence names."""
    now = _signed_when(reading, mention) if readings else None
    if now is not None:
        return Constraint("event_relative", *_joined(now, mention, reading), tuple(
            Window(*written(now, e.start, e.start), e.entity_id) for e in readings if e.start))
    places = {p["entity_id"] for p in reading.near(*reading.sentence(start_of(mention)), ("GPE", "FAC", "LOC"))}
    placed = [e for e in readings if e.place_id in places]
    if not placed or not _SIGNED.search(reading.words(start_of(mention))):
        return None
    in_month = of_month(reading, start_of(mention), placed)
    return Constraint("text_past", start_of(mention), end_of(mention), tuple(
        Window(e.start, year_after(e) if in_month else None, e.entity_id) for e in in_month or placed))


def _days_of_talk(entity: Entity) -> int:
    """How many days before its day a text or body is told of: PESCO was signed a month before it began."""
    if entity.kind == "organ":
        return 365
    return 0 if entity.subkind in ("declaration", "communique", "concept") else 90


def _joined(when: re.Match[str], mention: Row, reading: Reading) -> tuple[int, int]:
    shift = reading.sentence(start_of(mention))[0]
    return min(when.start() + shift, start_of(mention)), max(when.end() + shift, end_of(mention))


def _signed_when(reading: Reading, mention: Row) -> re.Match[str] | None:
    """The only "yesterday" or "last week" of a sentence that tells the signing of the text."""
    start, end = reading.sentence(start_of(mention))
    words = reading.text[start:end]
    relatives = list(RELATIVE_AT.finditer(words))
    at, stop = start_of(mention) - start, end_of(mention) - start
    if len(relatives) != 1 or reading.looks_back(start_of(mention)) or "anniversary" in words:
        return None
    when = relatives[0]
    act = _ACTED_NOW.search(words, max(0, at - 50), at)
    gap = at - when.end() if when.end() <= at else when.start() - stop
    between = words[min(at, when.end()):max(at, when.start())]
    if act is None or gap > _MOST_BETWEEN or _OTHER_TIME.search(between):
        return None
    return when


def _has_come_to_be(reading: Reading, mention: Row) -> bool:
    start, end = reading.sentence(start_of(mention))
    words = reading.text[start:end]
    near = reading.text[max(start, start_of(mention) - 60):min(end, end_of(mention) + 60)]
    return (not _PLURAL.search(str(mention["surface"])) and _CAME_TO_BE.search(near) is not None
            and not PLAN_WORDS.search(words) and not _YET_TO_BE.search(near))
