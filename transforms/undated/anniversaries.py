"""Anniversaries of what has a day: "this year marks the 20th anniversary of …", "today NATO turns 75"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from transforms.knowledge import Knowledge
from transforms.rows import Row
from transforms.undated.constraint import Constraint, Window
from transforms.undated.counting import FIRST_YEAR, LAST_YEAR, NUMBER, ORDINAL, first_of, last_of, number_in, plus
from transforms.undated.reading import Reading, end_of, id_of, start_of
from transforms.undated.relative import RELATIVE_AT, written
from transforms.undated.wording import YEAR, wording

_ANNIVERSARY = wording(
    rf"\b(?P<count>\d{{1,3}}(?:st|nd|rd|th)|(?:(?:{NUMBER})[- ])?(?:{ORDINAL}))\s+anniversary\b(?P<of>\s+of\s+"
    r"(?:the\s+|our\s+)?(?:(?:founding|signing|signature|establishment|creation|adoption|launch"
    r"|entry into force)\s+of\s+(?:the\s+)?)?)?",
    "the 20th anniversary of the signing of the [Founding Act]", "NATO’s seventieth anniversary",
    "the fifth anniversary of [the attacks]")
_TURNS = wording(rf"\A\s+(?:turns|is turning)\s+(?P<count>{NUMBER})\b",
                 "[NATO] turns 75", "[the EDA] is turning twenty")
_AGO_TODAY = wording(
    rf"\b(?P<count>{NUMBER}) years ago(?: to the day)?,? (?:today|this day)\b"
    rf"|\btoday,? (?P<other>{NUMBER}) years ago\b",
    "ten years ago today", "20 years ago to the day, this day", "today, twenty years ago")
_FOUNDED = ("ORG", "DOC", "EVENT")


def find_anniversaries(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"This year marks the 20th anniversary of …", "today NATO turns 75"."""
    for match in _ANNIVERSARY.finditer(reading.text):
        subject = _subject_of(reading, match)
        yield from _anniversary(reading, knowledge, subject, number_in(match["count"]), match.span(), is_day=False)
    for subject in reading.mentions:
        turns = _TURNS.search(reading.text[end_of(subject):end_of(subject) + 40]) if subject["label"] == "ORG" else None
        if turns is not None:
            span = (start_of(subject), end_of(subject) + turns.end())
            yield from _anniversary(reading, knowledge, subject, number_in(turns["count"]), span, is_day=True)
    for match in _AGO_TODAY.finditer(reading.text):
        start, end = reading.sentence(match.start())
        subjects = [m for m in reading.near(start, end, ("DOC", "EVENT")) if _base(knowledge, m)]
        if len(subjects) == 1:
            count = number_in(match["count"] or match["other"])
            yield from _anniversary(reading, knowledge, subjects[0], count, match.span(), is_day=True)


def _subject_of(reading: Reading, match: re.Match[str]) -> Row | None:
    """What "the 20th anniversary of …" or "NATO's 75th anniversary" is the anniversary of."""
    for mention in reading.near(match.start() - 80, match.end() + 120, tuple(_FOUNDED)):
        if match["of"] and 0 <= start_of(mention) - match.end() <= 4:
            return mention
        if not match["of"] and 0 < match.start() - end_of(mention) <= 4:
            return mention
    return None


def _base(knowledge: Knowledge, mention: Row) -> tuple[date, str] | None:
    entity = knowledge.entities.get(id_of(mention) or "")
    if entity is None or entity.start is None or entity.kind == "organ":
        return None
    return entity.start, entity.entity_id


def _anniversary(reading: Reading, knowledge: Knowledge, subject: Row | None, count: int | None,
                 span: tuple[int, int], *, is_day: bool) -> Iterator[Constraint]:
    base = _base(knowledge, subject) if subject is not None else None
    if base is None or count is None or not reading.is_told(span[0]):
        return
    day = plus(base[0], "year", count)
    if not FIRST_YEAR <= day.year <= LAST_YEAR or YEAR.search(reading.words(span[0])):
        return
    window = _anniversary_window(reading, day, span, is_day=is_day)
    yield Constraint("anniversary", span[0], span[1], (replace(window, entity_id=base[1]),))


def _anniversary_window(reading: Reading, day: date, span: tuple[int, int], *, is_day: bool) -> Window:
    """The day only where the text counts to it: NATO marked its 70th anniversary on many days of the year."""
    start, end = reading.sentence(span[0])
    relatives = [m for m in RELATIVE_AT.finditer(reading.text[start:end]) if not m["many"]]
    if len(relatives) == 1 and relatives[0]["turn"]:
        return Window(*written(relatives[0], day, day))
    if is_day and (len(relatives) == 1 or _AGO_TODAY.search(reading.text, span[0], span[1])):
        shift = {"yesterday": 1, "tomorrow": -1}.get(relatives[0]["day"].lower(), 0) if relatives else 0
        return Window(day + timedelta(days=shift), day + timedelta(days=shift + 1))
    if relatives and relatives[0]["day"]:
        return Window(first_of(day, "year"), last_of(day, "year"))
    return Window(plus(day, "year", -1))
