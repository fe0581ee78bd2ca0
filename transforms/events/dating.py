"""The day of an act: the date in its clause or sentence, else the day of what is told before, else the document's."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from spacy.tokens import Token

from transforms.events.arguments import Scene
from transforms.events.frames import Act
from transforms.model import EventMention, Span, TimeExpression

_DATED = ("DATE", "TIME")
# what goes on in the sentence before is meant: "attended the ceremony", "adopted the same text in parallel"
_OCCASIONS = frozenset(
    [
        "ceremony",
        "meeting",
        "session",
        "talk",
        "summit",
        "event",
        "signing",
        "visit",
        "conference",
        "handover",
        "gathering",
        "dinner",
        "lunch",
    ]
)
_SAME = frozenset(["also", "same", "parallel", "afterwards", "afterward", "there"])

_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class When:
    """The days on which an act can have happened, and what that rests on."""

    start: date | None
    end: date | None
    precision: str | None
    basis: str | None
    span: Span | None


NEVER = When(None, None, None, None, None)


def date_before(act: Act, before: Sequence[tuple[int, EventMention]]) -> When:
    """The day of the sentence before, where the sentence tells more of the same occasion in the simple past."""
    sentence = act.trigger.sent
    verb = act.predicate or act.trigger
    dated = [event for end, event in before if end == sentence.start and event.date_basis and event.precision == "day"]
    if not dated or not _is_simple_past(verb) or not any(_is_of_occasion(token) for token in sentence):
        return NEVER
    event = dated[-1]
    return When(event.start_date, event.end_date, event.precision, event.date_basis, event.date_span)


def _is_simple_past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or (
        verb.tag_ == "VBN" and any(child.lower_ in ("was", "were") for child in verb.children)
    )


def has_just_been(act: Act) -> bool:
    """ "we have just signed": on the day on which it is said."""
    verb = act.predicate or act.trigger
    return verb.tag_ in ("VBN", "VBD") and any(child.lower_ == "just" for child in verb.children)


def _is_of_occasion(token: Token) -> bool:
    if token.lower_ in _SAME:
        return True
    is_told = any(child.lower_ in ("the", "a", "this", "that", "its", "their") for child in token.children)
    return token.lemma_.lower() in _OCCASIONS and is_told and token.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass")


def nearest_date(scene: Scene, act: Act, dates: Sequence[TimeExpression]) -> TimeExpression | None:
    """The date in the act's clause, else the nearest in its sentence."""
    sentence = act.trigger.sent
    start, end = scene.segment.start + sentence.start_char, scene.segment.start + sentence.end_char
    inside = [
        d
        for d in dates[bisect_left(dates, start, key=_START):bisect_left(dates, end, key=_START)]
        if d.end <= end
        and d.timex_type in _DATED
        and d.start_date is not None
        and (d.modifier not in ("on_or_after", "after") or _has_begun(scene, act, d))
        # "now" dates nothing; "soon" bounds a plan
        and (d.status != "vague" or d.end_date is None)
    ]
    ranked = [
        (rank, abs(d.start - scene.span(act.trigger).start), d.start, d)
        for d in inside
        if (rank := _date_rank(scene, act, d)) is not None
    ]
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def _has_begun(scene: Scene, act: Act, expression: TimeExpression) -> bool:
    """ "have worked together since 2008": what goes on has its first day there."""
    is_since = expression.surface.lower().startswith("since") or any(
        token.lower_ == "since" for token in _token_at(scene, expression.start).ancestors
    )
    return (
        is_since
        and act.frame.part_of_speech == "verb"
        and (act.predicate or act.trigger).tag_ in ("VBN", "VBP", "VBZ", "VBG")
    )


def _date_rank(scene: Scene, act: Act, expression: TimeExpression) -> int | None:
    """0 if the date hangs on the act or its verb, 1 on a clause above, 2 on a participle beside; None if it dates
    another clause ("agreements that were signed in September")."""
    token = _token_at(scene, expression.start)
    own = {act.trigger.i, act.predicate.i if act.predicate is not None else act.trigger.i}
    above = {ancestor.i for ancestor in act.trigger.ancestors} | own
    for ancestor in (token, *token.ancestors):
        if ancestor.i in own:
            return 0
        if ancestor.pos_ in ("VERB", "AUX") and ancestor.dep_ != "prep":
            if ancestor.i in above:
                return 1
            return (
                None
                if ancestor.dep_ in ("relcl", "ccomp") or (ancestor.dep_ == "advcl" and ancestor.tag_ != "VBG")
                else 2
            )
    return 1


def _token_at(scene: Scene, char: int) -> Token:
    span = scene.segment.words_at(char, char + 1)
    return span[0] if span is not None else scene.segment.doc[0]
