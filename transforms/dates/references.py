"""Known events named where a time is told: "at the Washington Summit", "after the Warsaw declaration".

They are no temporal expressions of their own (a name dates nothing by itself), so `find_dates` leaves them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from transforms.dates.anchor import resolve
from transforms.dates.events import occasions_named
from transforms.dates.find import find_expressions
from transforms.dates.readings import Found, OfEvent
from transforms.dates.scene import Meaning, Scene
from transforms.model import Span, TimeExpression


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that place what is told at, before or after the event named behind them."""

    pattern: str
    modifier: str | None
    examples: tuple[str, ...]


LEADS = (
    Lead(r"since|ever\ssince", "on_or_after", ("since [the Wales Summit]",)),
    Lead(r"after|following|in\sthe\swake\sof|in\sthe\saftermath\sof", "after", ("after [the Warsaw declaration]",)),
    Lead(r"before|prior\sto|ahead\sof|in\sthe\srun-up\sto|on\sthe\seve\sof", "before",
         ("ahead of [the Vilnius Summit]",)),
    Lead(r"by|until", "on_or_before", ("until [the Madrid Summit]",)),
    Lead(r"at|during|from|in\sthe\smargins\sof|on\sthe\smargins\sof|on\sthe\soccasion\sof", None,
         ("at [the Warsaw Summit]",)),
)
_BODY = re.compile(r"(?:\w+\s){0,3}(?:NATO|Alliance)(?:['’]s)?", re.IGNORECASE)
_LEAD = re.compile("|".join(rf"(\b(?:{lead.pattern})\s)" for lead in LEADS), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class EventReference:
    """The name of a known event as an expression of time, and which event it is."""

    expression: TimeExpression
    entity_id: str


def find_references(text: str, anchor: date | None, zones: Sequence[Span] | None = None) -> list[EventReference]:
    """The known events that the text (or its zones) names behind a preposition of time, with the days they took.

    `basis` is `relative_to_event`, `anchor_date` the event's first day. A name that several events share stands for the
    last one before `anchor` (the next one where the sentence looks ahead); one that stays doubtful is left out.
    """
    scene = Scene(text, anchor)
    spans = [Span(0, len(text))] if zones is None else sorted(zones)
    found = (find for span in spans for find in _named(text, span))
    told = ((find, resolve(find, scene)) for find in found)
    return [_reference(text, find, meaning) for find, meaning in told if meaning.status == "resolved"]


def _reference(text: str, find: Found, meaning: Meaning) -> EventReference:
    occasions = find.reading.occasions if isinstance(find.reading, OfEvent) else ()
    chosen = next((each.entity_id for each in occasions if each.start == meaning.start), "")
    expression = TimeExpression(
        start=find.start, end=find.end, surface=text[find.start : find.end], timex_type=meaning.timex_type,
        timex_value=meaning.value, start_date=meaning.start, end_date=meaning.end, precision=meaning.precision,
        modifier=find.modifier, basis=meaning.basis, anchor_date=meaning.anchor, rule=find.rule, status=meaning.status,
    )
    return EventReference(expression, chosen)


def _named(text: str, zone: Span) -> Iterator[Found]:
    """The events named in the zone, but for those that are a date themselves ("9/11")."""
    dated = {at for find in find_expressions(text, zone) for at in range(find.start, find.end)}
    return (find for find in _behind_leads(text, zone) if dated.isdisjoint(range(find.start, find.end)))


def _behind_leads(text: str, zone: Span) -> Iterator[Found]:
    reached = zone.start
    for match in _LEAD.finditer(text, zone.start, min(zone.end, len(text))):
        named = occasions_named(text, match.end(), zone.end) if match.start() >= reached else None
        # "from NATO" tells of a body and of no day; beside "years after" it would stand for its foundation
        if named is not None and match.lastindex is not None and not _BODY.fullmatch(text, match.end(), named[0]):
            reached = named[0]
            yield Found(match.end(), reached, "event_name", OfEvent(named[1]), LEADS[match.lastindex - 1].modifier)
