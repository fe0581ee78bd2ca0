"""The table of rejected candidates: what looks like a time and is none, where it stands, and why it is none.

Nothing here runs while dates are found: the table is made only when it is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transforms.dates.find import find_expressions, find_refused
from transforms.dates.lexicon import GAP, ORDINALS
from transforms.model import Span


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate at [start, end) that was taken for no time; `reason` names the rejection."""

    start: int
    end: int
    surface: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A pattern of numbers and words that no rule takes for a time, though a reader of dates may."""

    reason: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


def _lookalike(reason: str, pattern: str, *examples: str) -> Lookalike:
    return Lookalike(reason, re.compile(pattern.replace("~", GAP), re.IGNORECASE), examples)


_ORDINALS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_CURRENCY = r"(?:[€$£]|\b(?:EUR|USD|GBP|DKK|SEK|NOK|CHF)\b)"
_MONEY_WORDS = r"(?:euros?|dollars?|pounds|crowns|EUR|USD|GBP)"

# In the order in which they are tried: the first that covers a place gives the reason.
LOOKALIKES = (
    _lookalike("file_name",
               r"(?<![\w.-])[\w-]{1,80}\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|pptx?|xlsx?|csv|mp[34]|zip)\b",
               "180711b-004.jpg", "2023-01-10-declaration.pdf"),
    _lookalike("file_size", r"(?<![\w.,])\d{1,6}(?:[.,]\d{1,3})?\s?(?:[KMGT]i?B|bytes)\b", "1.26 MB", "512 bytes"),
    _lookalike("telephone", r"(?<![\w+])(?:\+|00\s?)\d{1,3}[\s.(/-]{1,2}[\d\s().,/-]{5,18}\d(?!\w)",
               "+32 2 555 20 18", "00 32 2 555 11 12"),
    _lookalike("document_number", r"(?<![\w/])[A-Z]{2,12}/\d{2,4}/\d{1,6}(?!\w)|(?<![\w/.])\d{4}/\d{1,5}(?![\w/])"
               r"|\b(?:UNSCRs?|(?:Security~Council~)?resolutions?|Regulation|Directive|Decision|Article|Protocol)~"
               r"(?:\((?:EU|EC|CFSP)\)~)?(?:No\.?~)?\d{1,4}(?:/\d{2,4}|\.\d{1,2})?\b",
               "STATEMENT/24/3871", "2018/909", "UNSCR 1325", "resolution 1244", "Article 42.7"),
    _lookalike("money", rf"{_CURRENCY}\s?\d(?:[\d.,]{{0,14}}\d)?(?:\s?(?:bn|m|million|billion)\b)?"
               rf"|(?<![\w.,])\d[\d.,]{{0,14}}\s(?:(?:million|billion)\s)?{_MONEY_WORDS}\b",
               "€2020", "$1.5 billion", "2000 euros", "50 million EUR"),
    _lookalike("percentage", r"(?<![\w.,])\d{1,4}(?:[.,]\d{1,3})?\s?(?:%|per~cent\b|percent\b)",
               "20.24 %", "2 percent"),
    _lookalike("time_of_several", rf"\b(?:{_ORDINALS}|last|\d{{1,2}}(?:st|nd|rd|th))~time\b",
               "second time", "3rd time"),
    _lookalike("ordinal_without_month", r"(?<![\w.,])\d{1,3}(?:st|nd|rd|th)\b", "the 28th", "4th"),
    _lookalike("round_the_clock", r"(?<![\w/])24/7(?![\w/])", "24/7"),
    _lookalike("verb", r"(?-i:\b(?:may|march|marches|marched)\b)", "may", "march"),
    _lookalike("version", r"(?<![\w.])v?\d{1,3}(?:\.\d{1,3}){2,3}(?!\w|\.\d)", "v2.10.23", "10.13.45"),
)


def find_rejected(text: str, zones: Sequence[Span] | None = None) -> list[Rejected]:
    """What in the text (or its zones) looks like a time and is none, sorted and disjoint, with the reason.

    The reason is the name of a rejection of `transforms.dates.reject`, or of a `Lookalike` of this module.
    """
    zones = [Span(0, len(text))] if zones is None else sorted(zones)
    return [rejected for zone in zones for rejected in _in_zone(text, Span(zone.start, min(zone.end, len(text))))]


def _in_zone(text: str, zone: Span) -> Iterator[Rejected]:
    taken = [(find.start, find.end) for find in find_expressions(text, zone)]
    candidates = [*find_refused(text, zone), *_lookalikes(text, zone)]
    reached = zone.start
    for start, end, reason in sorted(candidates, key=lambda each: (each[0], -each[1])):
        if start >= reached and not _is_taken(taken, start, end):
            reached = end
            yield Rejected(start, end, text[start:end], reason)


def _lookalikes(text: str, zone: Span) -> Iterator[tuple[int, int, str]]:
    for lookalike in LOOKALIKES:
        for match in lookalike.pattern.finditer(text, zone.start, zone.end):
            yield match.start(), match.end(), lookalike.reason


def _is_taken(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """True where an expression that was found overlaps [start, end); `taken` is sorted and disjoint."""
    at = bisect_left(taken, (end, 0))
    return at > 0 and taken[at - 1][1] > start
