"""The dates of a document: in which of its passages they are looked for, and what its header settles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from transforms.dates import find_dates
from transforms.model import Document, Passage, Quote, Span, TimeExpression

_SPOKEN_KINDS = frozenset(("speech", "transcript"))
_HEADS = frozenset(("title", "subtitle", "dateline"))
# a speech is published within a month
_MOST_DAYS = 31
_TO_PAGE = "relative_to_publication"
# how far from the quote the day stands on which it was said
_REACH = 120
_VERB = r"\b(?:said|told|stated|added|declared|announced|wrote|tweeted|explained|stressed|warned)\b"
# ",” Mr Borrell said in Brussels on ", behind the quote
_SAID_ON = re.compile(rf"[^\w.!?]*[^.!?“”\"]*{_VERB}[^.!?“”\"]*\bon\s", re.IGNORECASE)
# "On [5 May], Mr Borrell told reporters: “", before it
_ON_SAID = re.compile(rf",?[^.!?“”\"]*{_VERB}[^.!?“”\"]*[“\"]?", re.IGNORECASE)
_ON = re.compile(r"(?:^|[.!?\n]\s*)On\s\Z")
# They date nothing: an entry is a document of its own, the others are of the site
UNDATED_KINDS = frozenset(("navigation", "boilerplate", "entry", "reference", "contact"))


def date_zones(passages: Iterable[Passage], without: Collection[str] = UNDATED_KINDS) -> list[Span]:
    """Where dates are looked for: the passages but those of some kinds."""
    return [Span(passage.start, passage.end) for passage in passages if passage.kind not in without]


def settle(expressions: Sequence[TimeExpression], span: Span | None, day: date | None) -> list[TimeExpression]:
    """A header's "11/12/2017" is open by itself; the page settled which day it is, and `span` is where it says it."""
    if span is None or day is None:
        return list(expressions)
    return [_settled(found, day) if found.start_date is None and found.span.overlaps(span) else found
            for found in expressions]


def _settled(expression: TimeExpression, day: date) -> TimeExpression:
    return replace(expression, timex_value=day.isoformat(), start_date=day, end_date=day, precision="day",
                   basis="explicit", status="resolved")


def anchor_of(document: Document) -> date | None:
    """The day that "yesterday" counts from: the page's, for a speech its own where the head tells one before that."""
    published = document.published_date
    if document.kind not in _SPOKEN_KINDS:
        return published
    heads = [Span(passage.start, passage.end) for passage in document.passages if passage.kind in _HEADS]
    told = {found.start_date for found in find_dates(document.text, published, heads)
            if found.basis == "explicit" and found.precision == "day" and found.start_date is not None}
    days = {day for day in told if published is None or 0 <= (published - day).days <= _MOST_DAYS}
    return days.pop() if len(days) == 1 else published


def anchored_in_quotes(
    text: str, expressions: Sequence[TimeExpression], quotes: Iterable[Quote]
) -> list[TimeExpression]:
    """What is counted from the page's day in words said on another day ("…," he said on 5 May) is counted from that."""
    moved: dict[Span, TimeExpression] = {}
    starts = [found.start for found in expressions]
    for quote in quotes:
        inside = [found for found in expressions[bisect_left(starts, quote.start):bisect_left(starts, quote.end)]
                  if found.end <= quote.end and found.basis == _TO_PAGE]
        near = slice(bisect_left(starts, quote.start - 2 * _REACH), bisect_left(starts, quote.end + _REACH + 1))
        day = _day_said(text, expressions[near], quote) if inside and quote.kind == "direct" else None
        if day is not None:
            again = {found.span: found for found in find_dates(text, day, [quote.span])}
            moved |= {found.span: replace(again[found.span], basis="relative_to_date")
                      for found in inside if found.span in again}
    return [moved.get(found.span, found) for found in expressions]


def _day_said(text: str, expressions: Sequence[TimeExpression], quote: Quote) -> date | None:
    """The day that the words beside the quote give for what was said."""
    for found in expressions:
        if found.precision != "day" or found.start_date is None or found.timex_type != "DATE":
            continue
        if quote.end <= found.start <= quote.end + _REACH and _SAID_ON.fullmatch(text, quote.end, found.start):
            return found.start_date
        if quote.start - _REACH <= found.end <= quote.start and _ON_SAID.fullmatch(text, found.end, quote.start) \
                and _ON.search(text[max(0, found.start - 8):found.start]):
            return found.start_date
    return None
