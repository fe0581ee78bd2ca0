"""Rules for stretches of time: durations, ages, anniversaries, "two weeks ago"."""

from __future__ import annotations

import re
from re import Match

from transforms.dates import lexicon as lx
from transforms.dates.events import occasions_named
from transforms.dates.readings import Extent, OfEvent, Reading, Relative, Vague
from transforms.dates.rules.rule import LONG_NUMBER, SHORT_NUMBER, YEAR_NUMBER, make_rule

_COUNT = (
    r"(?P<n>\d{1,3}(?:,\d{3}){0,2}(?:[.]\d)?(?:[- ]1/2|½)?|(?:a~)?(?:good~)?(?:few|couple(?:~of)?)|several|some|many"
    r"|a~(?:number|handful)~of"
    rf"|half(?:~an?|(?={lx.HYPHEN}))|{lx.SPELLED}(?:(?:~|-)and(?:~|-)a(?:~|-)half)?|an?)"
)
_COUNT_FIRSTS = (*lx.NUMBER_WORDS, *lx.SEVERAL, "half", SHORT_NUMBER, LONG_NUMBER, YEAR_NUMBER)
_ADJECTIVE = (
    r"(?:more|full|consecutive|successive|long|additional|further|extra|other|whole|straight|calendar|working|fiscal)"
)
_SINGULAR = r"(?:minute|hour|day|week|fortnight|month|quarter|semester|year|decade|century)"
_SUFFIX = (
    r"(?P<h>~and~a~half)?(?:~or~(?:so|two|more))?"
    r"(?:~(?P<s>ago|earlier|previously|later|afterwards|hence|from~(?:now|today)))?"
)
_ONE = r"an?|one|half~an?"
_AGO = {
    "ago": (-1, False), "earlier": (-1, True), "previously": (-1, True), "later": (1, True), "afterwards": (1, True),
}
_BACK = ("last", "past", "recent", "latest", "previous", "preceding")
_WITHIN = ("first", "initial", "opening", "final")


def _read_amount(match: Match[str]) -> Reading | None:
    count, unit = lx.number_of(match["n"]), lx.unit_name(match["u"])
    suffix = lx.fold(match["s"] or "")
    if match["h"]:
        count = (count or 1) + 0.5
    if unit == "quarter" and lx.fold(match["n"]) in ("a", "an", "one", "three") and not suffix:
        return None  # "three quarters of the members"
    if not suffix:
        return Extent(count, unit)
    sign, is_told = _AGO.get(suffix, (1, False))
    if count is None:
        return Vague("PAST_REF" if sign < 0 else "FUTURE_REF", is_told)
    return _counted(sign * count, unit, is_told)


def _counted(count: float, unit: str, is_told: bool) -> Reading | None:
    """A unit counted from an anchor; halves and hours in the next unit that counts them: half a year is six months."""
    smaller, factor = {"year": ("month", 12), "decade": ("year", 10), "century": ("year", 100)}.get(unit, ("day", 7))
    if count != int(count):
        is_counted = unit in ("year", "decade", "century", "week")
        return Relative(smaller, int(count * factor), is_told) if is_counted else Extent(abs(count), unit)
    if unit == "hour" and count % 24 == 0:
        return Relative("day", int(count) // 24, is_told)
    if unit in ("hour", "minute", "second") and is_told:  # "an hour later": no text tells the hour from which to count
        return Extent(abs(count), unit)
    return Relative(unit, int(count), is_told)


def _read_compound(match: Match[str]) -> Reading | None:
    unit = lx.unit_name(match["u"])
    if unit in ("day", "century") and lx.fold(match["n"]) in ("a", "an"):
        return None
    return Extent(lx.number_of(match["n"]), unit)


def _read_turn_amount(match: Match[str]) -> Reading | None:
    word = lx.fold(match["t"])
    direction = 0 if word in _WITHIN else -1 if word in _BACK else 1
    is_told = word in ("previous", "preceding", "following")
    return Extent(lx.number_of(match["n"]), lx.unit_name(match["u"]), direction, from_told=is_told)


_OF, _WHOSE = re.compile(r"\s{1,3}of\s{1,3}"), re.compile(r"([A-Z][\w-]{1,20}(?:\s[A-Z]\w{1,20})?)['’]s?\s\Z")


def _read_anniversary(match: Match[str]) -> Reading | None:
    """The jubilee of a known event or of the Alliance; of anything else, no one knows the year."""
    text, years = match.string, lx.ordinal_number(match["o"])
    of = _OF.match(text, match.end())
    whose = _WHOSE.search(text, max(0, match.start() - 48), match.start())
    named = occasions_named(text, of.end(), len(text)) if of else None
    if named is None and whose:
        named = occasions_named(text, whose.start(1), whose.end(1))
    return OfEvent(named[1] if named else (), years=years)


STRETCH_RULES = (
    make_rule("amount", _COUNT_FIRSTS,
              rf"{_COUNT}~(?:{_ADJECTIVE}~)?(?P<u>{lx.UNITS_PLURAL}){_SUFFIX}(?!{lx.HYPHEN}\w)",
              _read_amount,
              "two weeks", "20 years", "two weeks ago", "2 1/2 years", "three years from now", "a few years ago",
              "two more weeks", "two and a half years", "48 hours earlier"),
    make_rule("one_unit", ("a", "an", "one", "half"),
              rf"(?P<n>{_ONE})~(?:{_ADJECTIVE}~)?(?P<u>{_SINGULAR}){_SUFFIX}(?!{lx.HYPHEN}\w)",
              _read_amount,
              "a year later", "half a year", "a minute and a half", "an additional year", "a week or so ago"),
    make_rule("compound", _COUNT_FIRSTS,
              rf"{_COUNT}(?:{lx.HYPHEN}|(?<!\ba)(?<!\ban)(?<!\bone)(?<!half.a)(?<!some)(?<!many)(?<!few)~)"
              rf"(?P<u>{_SINGULAR})(?:{lx.HYPHEN}(?:long|old))?(?!{lx.HYPHEN}(?:on|old|to))",
              _read_compound,
              "five-year", "16-hour", "two-day", "two day", "20-year-old", "half-century"),
    make_rule("quarter_century", ("a", "quarter"), rf"(?:a~)?quarter(?:{lx.HYPHEN}|~of~a~|~)century",
              lambda _: Extent(25, "year"),
              "a quarter of a century", "quarter-century"),
    make_rule("unit_long", ("day", "week", "month", "year", "decade", "century", "hour"),
              rf"(?P<u>{_SINGULAR}){lx.HYPHEN}long",
              lambda m: Extent(1, lx.unit_name(m["u"])),
              "year-long", "day-long"),
    make_rule("units_long", ("hours", "days", "weeks", "months", "years", "decades", "centuries"),
              rf"(?P<u>{lx.UNITS_PLURAL}){lx.HYPHEN}(?:long|old)",
              lambda m: Extent(None, lx.unit_name(m["u"])),
              "decades-long", "centuries-old"),
    make_rule("the_units", ("the",), r"the~(?P<u>years|decades)",
              lambda m: Extent(None, lx.unit_name(m["u"])),
              "the years"),
    make_rule("turn_amount", ("the", "last", "past", "next", "coming", *_BACK, *_WITHIN, "following"),
              rf"(?:the~)?(?P<t>{'|'.join((*_BACK, *_WITHIN))}|next|coming|following)~{_COUNT}~"
              rf"(?P<u>{lx.UNITS_PLURAL})",
              _read_turn_amount,
              "the past two months", "the last few years", "next five years", "the first nine months",
              "the next couple of years"),
    make_rule("the_amount", ("the",), rf"the~{_COUNT}~(?P<u>{lx.UNITS_PLURAL})",
              lambda m: Extent(lx.number_of(m["n"]), lx.unit_name(m["u"])),
              "the nine months", "the four days"),
    make_rule("bare_units", ("hours", "days", "weeks", "months", "years", "decades", "centuries"),
              r"(?P<u>hours|days|weeks|months|years|decades|centuries)"
              r"(?:~(?:or|and)~(?:even~)?(?:days|weeks|months|years|decades))?",
              lambda m: Extent(None, lx.unit_name(m["u"])),
              "decades", "weeks", "weeks or months"),
    make_rule("anniversary", (SHORT_NUMBER, LONG_NUMBER, *lx.ORDINALS), rf"(?P<o>{lx.ORDINAL})~anniversary",
              _read_anniversary,
              "75th anniversary", "tenth anniversary"),
)
