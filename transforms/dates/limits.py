"""Reads the words around a find that blur or limit it: "early", "the end of", "more than", "since", "by"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from transforms.dates.lexicon import APOSTROPHE, DASH, GAP, SPELLED
from transforms.dates.readings import Between, Calendar, Era, Extent, Found, Relative, Timed, Vague
from transforms.dates.tense import tense_at
from transforms.model import Span

_LEFT_REACH = 48


@dataclass(frozen=True, slots=True)
class Prefix:
    """Words before a find that blur or limit it; `is_part` says whether they belong to the expression."""

    name: str
    pattern: re.Pattern[str]
    modifier: str | None
    applies: Callable[[Found], bool]
    examples: tuple[str, ...]
    is_part: bool


def read_prefixes(text: str, zone: Span, found: Sequence[Found], prefixes: Sequence[Prefix]) -> list[Found]:
    """The finds with the modifiers that the words before them tell."""
    done: list[Found] = []
    for find in found:
        earliest = max(done[-1].end if done else zone.start, find.start - _LEFT_REACH)
        done.append(_with_prefix(text[earliest : find.start], find, prefixes))
    return done


def _with_prefix(left: str, find: Found, prefixes: Sequence[Prefix]) -> Found:
    for prefix in prefixes:
        match = prefix.pattern.search(left) if prefix.applies(find) else None
        if match is not None:
            start = find.start - len(match[0]) if prefix.is_part else find.start
            is_end = find.modifier == "end" and prefix.modifier == "on_or_before"  # "by the end of 2025" is a deadline
            return replace(find, start=start, modifier=prefix.modifier if is_end else find.modifier or prefix.modifier)
    return find


def read_suffix(text: str, zone: Span, find: Found) -> Found:
    """The find with the modifier that "onwards" or "and beyond" behind it tells."""
    if not _is_told(find):
        return find
    if find.modifier is None and _ONWARDS.match(text, find.end, zone.end):
        return replace(find, modifier="on_or_after")
    if find.modifier in (None, "end") and _AT_THE_LATEST.match(text, find.end, zone.end):
        return replace(find, modifier="on_or_before")
    return find


def read_ahead(text: str, zone: Span, find: Found) -> Found:
    """Takes "in three months" for a date where the sentence looks ahead, and leaves it a stretch of time elsewhere."""
    extent = find.reading
    if find.rule not in ("amount", "one_unit") or not isinstance(extent, Extent) or extent.direction:
        return find
    lead = _IN_BEFORE.search(text, max(zone.start, find.start - 14), find.start)
    ahead = _ahead(extent) if lead else None
    if lead is None or ahead is None:
        return find
    tail = _TIME_AFTER.match(text, find.end, zone.end)
    if tail is None and (isinstance(ahead, Vague) or tense_at(text, lead.start(), find.end) != "future"):
        return find
    end = tail.end() if tail else find.end
    return replace(find, start=lead.start(), end=end, reading=ahead, rule="in_amount")


def _ahead(extent: Extent) -> Relative | Vague | None:
    if extent.unit in ("hour", "minute", "second"):
        return None
    if extent.count is None:
        return Vague("FUTURE_REF")
    return Relative(extent.unit, int(extent.count)) if extent.count == int(extent.count) else None


_ONWARDS = re.compile(rf"(?:{GAP}|,{GAP})(?:onwards?|and{GAP}beyond|or{GAP}later)\b", re.IGNORECASE)
_AT_THE_LATEST = re.compile(
    rf"{GAP}(?:at{GAP}the{GAP}(?:very{GAP})?latest|or{GAP}(?:earlier|before)|(?:deadline|cut-?off)\b)", re.IGNORECASE
)
_IN_BEFORE = re.compile(rf"\bin(?:{GAP}(?:about|around))?{GAP}\Z", re.IGNORECASE)
_TIME_AFTER = re.compile(rf"{APOSTROPHE}?s?{APOSTROPHE}?{GAP}time\b", re.IGNORECASE)


# --- to what the words apply --------------------------------------------------------------------------------------


def _is_stretch(find: Found) -> bool:
    """True for a time that has a beginning, a middle and an end."""
    reading = find.reading
    if isinstance(reading, Calendar):
        return reading.day is None or reading.weekday is not None
    return isinstance(reading, (Relative, Era)) or (isinstance(reading, Timed) and not reading.clock[1].isdigit())


def _is_extent(find: Found) -> bool:
    return isinstance(find.reading, Extent)


def _is_plain_extent(find: Found) -> bool:
    reading = find.reading
    return isinstance(reading, Extent) and reading.direction == 0


def _is_amount(find: Found) -> bool:
    """True for "20 years" and "20 years ago"."""
    return _is_plain_extent(find) or find.rule in ("amount", "one_unit", "in_amount")


def _is_point_or_extent(find: Found) -> bool:
    is_date = isinstance(find.reading, Calendar) and _is_no_weekday(find)
    return is_date or _is_amount(find) or isinstance(find.reading, (Timed, Extent))


def _is_no_weekday(find: Found) -> bool:
    return not (isinstance(find.reading, Calendar) and find.reading.weekday is not None)


def _is_placed(find: Found) -> bool:
    return isinstance(find.reading, (Relative, Era)) or (isinstance(find.reading, Calendar) and _is_no_weekday(find))


def _is_told(find: Found) -> bool:
    return isinstance(find.reading, (Calendar, Relative, Timed, Era, Between))


def _prefix(
    name: str, words: str, modifier: str | None, applies: Callable[[Found], bool], *examples: str,
    is_part: bool = True, end: str = "~"
) -> Prefix:
    pattern = re.compile(rf"(?<!\w)(?:{words}){end}\Z".replace("~", GAP), re.IGNORECASE)
    return Prefix(name, pattern, modifier, applies, examples, is_part)


_IN = r"(?:~in|~on)?(?:~the)?(?:~year)?"
_START = r"(?:beginning|start|outset|(?:early|opening)~(?:days|weeks|part)|first~(?:days|weeks|months|half))~of"
_END = r"(?:end|close|latter~part|(?:second|last)~half|(?:last|closing)~(?:days|weeks|months))~of"

# In the examples the words in brackets are no part of the expression.
BLURS = (
    _prefix("start", rf"(?:the~)?(?:very~)?(?:early|{_START}){_IN}", "start", _is_stretch,
            "early 2022", "the beginning of October", "early in 2024", "early-2022", end="(?:~|-)"),
    _prefix("mid", rf"(?:the~)?(?:mid|(?:middle|midst)~of){_IN}", "mid", _is_stretch,
            "mid-November", "the middle of October", end=rf"(?:~|{DASH})"),
    _prefix("end", rf"(?:the~)?(?:very~)?(?:late|end|{_END}){_IN}", "end", _is_stretch,
            "late 2022", "the end of the year", "end-2024", "end of 2025", "the last half of the '80s", end="(?:~|-)"),
    _prefix("placed", r"(?:earlier|later|sometime|some~time)(?:~in)?(?:~the)?", None, _is_placed,
            "earlier this year", "later that year", "sometime next year"),
    _prefix("at_most", r"at~most|up~to|no~more~than|not~more~than|as~long~as", "equal_or_less", _is_plain_extent,
            "up to six months"),
    _prefix("more_than", r"more~than|over|upwards~of|in~excess~of|well~over|longer~than", "more_than", _is_amount,
            "more than 20 years", "over 20 years", "more than a decade ago"),
    _prefix("at_least", r"at~least(?:~the)?", "equal_or_more", _is_extent, "at least 30 days"),
    _prefix("less_than", r"(?:just~)?(?:less~than|fewer~than|under)", "less_than", _is_amount, "less than one hour"),
    _prefix("approx", r"about|around|approximately|roughly|nearly|almost|circa|c\.|ca\.|some|close~to|barely", "approx",
            _is_point_or_extent, "about two weeks", "around 7:15 p.m.", "almost two years ago", "circa 2014"),
    _prefix("from_count", rf"(?:\d{{1,3}}|{SPELLED})(?:~(?:to|or)~|{DASH})", "approx", _is_plain_extent,
            "five to ten years", "3-5 years", end=""),
)
BOUNDS = (
    _prefix("since", r"(?:ever~)?since(?:~the)?|on~or~after|not?~(?:before|earlier~than)|as~(?:of|from)(?:~the)?"
            r"|with~effect~from|effective|(?:starting|beginning)(?:~(?:on|in|from))?", "on_or_after", _is_told,
            "[since] 1949", "[as of] 1 July 2020", is_part=False),
    _prefix("by", r"(?:by|until|till|up~to|on~or~before|no~later~than|not~later~than|through"
            r"|(?:deadlines?|cut-?off(?:~date)?|closing~date|target~date)~(?:of|is|was|on))(?:~the)?",
            "on_or_before", _is_told,
            "[by] June 2018", "[until] 2027", "[the deadline of] 30 June 2024", is_part=False),
    _prefix("before", r"(?:before|prior~to|ahead~of)(?:~the)?", "before", _is_told, "[before] 2014", is_part=False),
    _prefix("pre", "pre", "before", _is_told, "[pre-] 2014", is_part=False, end=DASH),
    _prefix("post", "post", "after", _is_told, "[post-] 2020", is_part=False, end=DASH),
    _prefix("after", r"(?:after|following)(?:~the)?", "after", _is_told, "[after] 24 February 2022", is_part=False),
)
PREFIXES = (*BLURS, *BOUNDS)
