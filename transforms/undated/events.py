"""Known events told of: when one was or will be, that it lies ahead, that it is past, how long ago it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from transforms.dates.tense import tense_at
from transforms.knowledge import Knowledge, fold
from transforms.undated.constraint import Constraint, Window
from transforms.undated.counting import NUMBER, number_in, plus
from transforms.undated.reading import Reading
from transforms.undated.relative import RELATIVE, RELATIVE_AT, written
from transforms.undated.told_events import ToldEvent, events_told, of_month, year_after
from transforms.undated.wording import PLAN_WORDS, YEAR, wording

_YEARS_AHEAD = 3
# acts of others, of which a text tells only when they have begun
_UNPLANNED = ("attack", "war", "other")
_EVENT_FILL = (
    r"(?:(?:at|during|in|the|of|a|an|our|their|its|historic|successful|NATO|NATO['’]s|EU|Allied|leaders|annual|special"
    r"|very|held|concluded|was|took|place|just|only|earlier|ended|meeting|summit)\b['’]?[\s,]*){0,6}")
_REL_THEN_EVENT = wording(rf"\b(?:{RELATIVE})(?:['’]s)?[\s,]+{_EVENT_FILL}\Z",
                          "last week’s [Madrid Summit]", "two years ago, at the NATO [summit in Wales]")
_EVENT_THEN_REL = wording(rf"\A[\s,]+{_EVENT_FILL}(?:{RELATIVE})\b",
                          "[the Madrid Summit] last month", "[the Wales Summit], held two years ago")
_AHEAD = wording(
    r"\b(?:ahead of|in the run[- ]up to|by the time of|in preparation for|prepar(?:e|es|ing|ations) for|upcoming"
    r"|forthcoming|looking forward to|look forward to|on the eve of|on the road to|in the lead-up to|before)\s+"
    r"(?:(?:the|our|their|next|this|a|NATO|NATO['’]s|week['’]s|month['’]s|year['’]s|upcoming|forthcoming)\s+){0,4}\Z",
    "ahead of the [Madrid Summit]", "the upcoming NATO [summit in Riga]", "preparing for next month’s [Prague Summit]",
    "on the eve of the [Lisbon Summit]")
_WILL_BE_AT = wording(
    r"\b(?:(?:will|shall|(?:is|are) (?:to|due to|set to|expected to))\s+(?:\w+\s+){0,8}?"
    r"(?:at|attend|host|during|take part in|participate in|address)|when (?:\w+\s+){1,4}?meet (?:at|for))\s+"
    r"(?:(?:the|our|their|next|this|a|upcoming|NATO|NATO['’]s)\s+){0,3}\Z",
    "she will attend the [Riga Summit]", "Allies are expected to decide at the [Riga Summit]",
    "when our leaders meet at the [Riga Summit]")
_TO_ATTEND = wording(
    r"\bto (?:attend|host|address|take part in|participate in)\s+(?:(?:the|a|NATO|NATO['’]s)\s+){0,3}\Z",
    "President to attend the NATO [summit in Riga]")
_DONE_AT = wording(
    r"\b(?:since|(?:agreed|decided|taken|made|adopted|signed|endorsed|launched|approved|set out)\s+(?:at|in|during))\s+"
    r"(?:(?:the|our|NATO|NATO['’]s)\s+){0,3}\Z",
    "since the [Riga Summit]", "decisions taken at NATO’s [Prague Summit]", "the plan launched in [Riga]")
_AT_FRONT = wording(r"\A\s*[“\"]?(?:At|During)\s+(?:(?:the|our|their|its|NATO|NATO['’]s)\s+){0,3}\Z",
                    "At the [Riga Summit]", "“During our [Prague Summit]", is_cased=True)
_AFTER_IT = wording(r"\b(?:after|following)\s+(?:(?:the|our|NATO|NATO['’]s)\s+){0,3}\Z",
                    "after the NATO [summit in Riga]", "following the [Prague Summit]")
_THE_LAST = wording(r"\b(?:last|latest|most recent|previous)\s+(?:NATO\s+)?\Z", "at the last NATO [summit in Wales]")
_ELAPSED = wording(
    r"\b(?:(?P<more>more than|over)\s+|(?P<less>almost|nearly|close to)\s+)?"
    rf"(?P<count>{NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?:on\s+)?(?:since|into)\s+"
    r"(?:the\s+(?:start|beginning|outbreak)\s+of\s+)?(?:the\s+)?\Z",
    "more than two years since the start of [the war]", "100 days into [the war]", "almost a year since [the attack]")


def find_events(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """What a text tells of a known event: when it was or will be, that it lies ahead, or that it is past."""
    for told in events_told(reading, knowledge):
        relative = _relative_to(reading, told)
        if relative is not None:
            match, start, end = relative
            windows = tuple(Window(*written(match, e.start, e.end or e.start), e.entity_id)
                            for e in told.readings if e.start)
            yield Constraint("event_relative", start, end, windows)
        elif _is_ahead(reading, told):
            in_month = of_month(reading, told.start, told.readings)
            years = 1 if in_month else _YEARS_AHEAD
            yield Constraint("event_ahead", told.start, told.end, tuple(
                Window(plus(e.start, "year", -years), e.end or e.start, e.entity_id)
                for e in in_month or told.readings if e.start))
        elif _is_past(reading, told):
            yield Constraint("event_past", told.start, told.end, tuple(_windows_after(reading, knowledge, told)))


def _windows_after(reading: Reading, knowledge: Knowledge, told: ToldEvent) -> Iterator[Window]:
    """From the event on; till the next one after "the last summit in Wales", for a year after "in Warsaw in July"."""
    readings = of_month(reading, told.start, told.readings)
    is_last = _THE_LAST.search(reading.text, max(0, told.start - 30), told.start) and not reading.looks_back(told.start)
    for event in readings or told.readings:
        latest = year_after(event) if readings else None
        if is_last and event.start and "NATO" in event.name:
            later = [e.end or e.start for e in knowledge.dated_events
                     if e.subkind == "summit" and "NATO" in e.name and e.start and e.start > event.start]
            latest = min((day for day in later if day), default=None)
        yield Window(event.start, latest, event.entity_id)


def _relative_to(reading: Reading, told: ToldEvent) -> tuple[re.Match[str], int, int] | None:
    """The expression that says when the event was, seen from the text: right before or right after its name."""
    start, end = reading.sentence(told.start)
    before = _REL_THEN_EVENT.search(reading.text, max(start, told.start - 90), told.start)
    if before is not None:
        return before, before.start(), told.end
    after = _EVENT_THEN_REL.search(reading.text[told.end:min(end, told.end + 60)])
    if after is not None:
        return after, told.start, told.end + after.end()
    inside = RELATIVE_AT.search(reading.text, told.start, told.end)
    return (inside, told.start, told.end) if inside is not None else None


def _is_ahead(reading: Reading, told: ToldEvent) -> bool:
    if reading.looks_back(told.start) and not YEAR.search(reading.text[told.start:told.end]):
        return False
    before = reading.text[reading.sentence(told.start)[0]:told.start]
    cue = _AHEAD.search(before)
    if cue is not None and cue[0].lower().startswith("before"):
        return reading.kind_at(told.start) == "title"
    if reading.kind_at(told.start) == "title" and _TO_ATTEND.search(before):
        return True
    return (cue is not None and reading.is_lead(told.start)) or _WILL_BE_AT.search(before) is not None


def _is_past(reading: Reading, told: ToldEvent) -> bool:
    if all(e.subkind in _UNPLANNED for e in told.readings):
        surface = fold(reading.text[told.start:told.end])
        return any(fold(word) in surface for e in told.readings for word in e.sure)
    if any(e.subkind not in ("summit", "signing") for e in told.readings):
        return False
    before = reading.text[reading.sentence(told.start)[0]:told.start]
    if _DONE_AT.search(before) or (
            _AT_FRONT.search(before) and tense_at(reading.text, told.start, told.end) == "past"):
        return True
    if PLAN_WORDS.search(reading.words(told.start)):
        return False
    is_behind = _AFTER_IT.search(before) or _THE_LAST.search(before)
    return is_behind is not None or tense_at(reading.text, told.start, told.end) == "past"


def find_elapsed(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"Two years since Russia's full-scale invasion"."""
    for told in events_told(reading, knowledge):
        match = _ELAPSED.search(reading.text, max(0, told.start - 70), told.start)
        count = number_in(match["count"]) if match else None
        if match is None or count is None or reading.looks_back(told.start):
            continue
        unit = match["unit"].lower()
        windows = []
        for base in (e.start for e in told.readings if e.start):
            first, last = plus(base, unit, count), plus(base, unit, count + 1)
            slack = {"day": 2, "week": 5, "month": 20, "year": 60}[unit]
            early = timedelta(days=0 if match["more"] else 183 if match["less"] and unit == "year" else slack)
            windows.append(Window(first - early, last + timedelta(days=slack), told.readings[0].entity_id))
        yield Constraint("event_elapsed", match.start(), told.end, tuple(windows))
