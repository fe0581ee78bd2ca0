"""Rules for times that are counted from an anchor, and for vague and repeated times."""

from __future__ import annotations

import re
from re import Match

from transforms.dates import lexicon as lx
from transforms.dates.events import occasions_told
from transforms.dates.normalize import duration_value
from transforms.dates.readings import (
    Beside,
    Calendar,
    EventBound,
    Extent,
    OfEvent,
    Reading,
    Relative,
    Repeat,
    SinceTold,
    Timed,
    Vague,
)
from transforms.dates.rules.rule import make_rule

_TURNS = {
    "last": -1, "past": -1, "previous": -1, "preceding": -1, "prior": -1, "this": 0, "current": 0, "present": 0,
    "same": 0, "that": 0, "very": 0, "next": 1, "coming": 1, "upcoming": 1, "forthcoming": 1, "following": 1,
    "subsequent": 1, "latest": 0, "ongoing": 0,
}
_TOLD_TURNS = ("previous", "preceding", "prior", "following", "subsequent", "same", "that", "very")
_TURN_UNIT = r"(?P<u>day|weekend|week|fortnight|month|quarter|semester|year|decade|century|millennium)"
_FISCAL = r"(?:(?:fiscal|financial|calendar)~)?"
_DAY_WORDS = {
    "today": Relative("day", 0), "yesterday": Relative("day", -1), "tomorrow": Relative("day", 1),
    "the day before yesterday": Relative("day", -2), "the day after tomorrow": Relative("day", 2),
}


_OVER = re.compile(r"\b(?:over|for|during|within|in|into|through|throughout|across)\s\Z", re.IGNORECASE)


def _read_turn_unit(match: Match[str]) -> Reading | None:
    word, unit = lx.fold(match["t"]), lx.unit_name(match["u"])
    is_told = word in _TOLD_TURNS or (word == "next" and unit == "day")
    if word == "next" and match["the"] and unit != "day":
        if _OVER.search(match.string, max(0, match.start() - 12), match.start()) or unit in ("decade", "century"):
            return Extent(1, unit, 1)  # "over the next year"
        return Relative(unit, 1, from_told=True)  # "the next year it was signed"
    if word == "past" or (word == "last" and match["the"] and unit not in ("weekend", "quarter", "week")):
        return Extent(1, unit, -1)  # "the past year" is the twelve months up to now
    if unit in ("day", "fortnight") and not is_told:
        return None  # "its last day"
    if word == "latest" and unit != "year":
        return None
    return Relative(unit, _TURNS[word], is_told)


def _read_turn_name(match: Match[str]) -> Reading | None:
    word, name = lx.fold(match["t"]).split()[-1], lx.fold(match["n"] or match["m"])
    turn, is_told = _TURNS[word], word in _TOLD_TURNS
    if name in lx.SEASONS:
        return Calendar(part=lx.SEASONS[name], turn=turn, from_told=is_told)
    if name in lx.WEEKDAYS:
        return Calendar(weekday=lx.WEEKDAYS[name], turn=turn, from_told=is_told)
    if name in lx.MOVABLE_HOLIDAYS:
        return Calendar(part=lx.MOVABLE_HOLIDAYS[name], turn=turn, from_told=is_told)
    if name in lx.HOLIDAYS:
        return Calendar(None, *lx.HOLIDAYS[name], turn=turn, from_told=is_told)
    day = int(re.sub(r"\D", "", match["d"])) if match["d"] else None
    return Calendar(month=lx.month_number(name), day=day, turn=turn, from_told=is_told)


def _read_day_word(match: Match[str]) -> Reading | None:
    return _DAY_WORDS[re.sub(r"\s+", " ", lx.fold(match[0]))]


def _read_tonight(match: Match[str]) -> Reading | None:
    if match["w"]:
        return Timed(lx.DAY_PARTS[lx.fold(match["p"])], _DAY_WORDS[lx.fold(match["w"])])
    return Timed("TNI", Relative("day", 0))


def _read_unit_before(match: Match[str]) -> Reading | None:
    word, count = lx.fold(match["u"]), -1 if lx.fold(match["q"]) == "before" else 1
    if word in lx.DAY_PARTS:
        return Timed(lx.DAY_PARTS[word], Relative("day", count, from_told=True))
    return Relative(word, count, from_told=True)


def _read_beside(match: Match[str]) -> Reading | None:
    if occasions_told(match.string, match.end() + 1, len(match.string)):
        return None  # "the day after the Warsaw summit" is of `event_day`
    return Beside(lx.unit_name(match["u"]), -1 if lx.fold(match["q"]) == "before" else 1)


def _read_event_day(match: Match[str]) -> Reading | None:
    word, unit = lx.fold(match["q"]), lx.fold(match["u"])
    start = match.end("q") + 1
    occasions = occasions_told(match.string, start, len(match.string))
    count = {"after": 1, "following": 1, "before": -1}.get(word, -1 if unit == "eve" else 0)
    return OfEvent(occasions, unit if unit in lx.UNITS else "day", count) if occasions else None


_FEAST = r"(?-i:Christmas|Easter|Thanksgiving)"
_NAMED = rf"(?:(?P<n>{lx.WEEKDAY}|{lx.SEASON}|{_FEAST})|(?P<m>{lx.MONTH_OR_SHORT})(?:~(?P<d>{lx.DAY}))?)"
_TURN = "|".join(_TURNS)

RELATIVE_RULES = (
    make_rule("day_word", ("today", "yesterday", "tomorrow", "the"),
              r"(?:today|yesterday|tomorrow|the~day~(?:before~yesterday|after~tomorrow))",
              _read_day_word,
              "today", "yesterday", "tomorrow", "the day before yesterday", is_deictic=True),
    make_rule("tonight", ("tonight", "yesterday", "tomorrow"),
              r"(?:tonight|(?P<w>yesterday|tomorrow)~(?P<p>morning|afternoon|evening|night))",
              _read_tonight,
              "tonight", "tomorrow morning", is_deictic=True),
    make_rule("turn_unit", ("the", *_TURNS),
              rf"(?P<the>the~)?(?:(?:this|that)~(?=(?:same|coming|past)\b))?(?P<t>{_TURN})~{_FISCAL}{_TURN_UNIT}",
              _read_turn_unit,
              "last week", "this year", "next month", "the following day", "that same year", "the previous week",
              "the past decade", "the coming year", is_deictic=True),
    make_rule("turn_name", ("this", "last", "next", "coming", "the", "past"),
              rf"(?:the~)?(?P<t>this~(?:coming|past)|this|last|next|coming|past|previous|preceding|following)~{_NAMED}",
              _read_turn_name,
              "last Wednesday", "this September", "next summer", "this coming Sunday", "this past spring",
              "the following Monday", "last Oct. 23"),
    make_rule("year_end", ("year", "the"),
              rf"(?:the~)?year(?:{lx.HYPHEN}|~|{lx.APOSTROPHE}s~)end(?:~(?:of~)?(?P<y>{lx.YEAR}))?",
              lambda m: Calendar(int(m["y"])) if m["y"] else Relative("year", 0),
              "year-end", "the year end", "year-end 2025", is_deictic=True, modifier="end"),
    make_rule("since_then", ("since", "ever"), r"(?:ever~)?since~then",
              lambda _: SinceTold(),
              "Since then", "ever since then"),
    make_rule("that_time", ("that",), r"that~(?:same~)?time",
              lambda _: Relative("time", 0, from_told=True),
              "that time"),
    make_rule("weekend", ("the",), r"the~weekend",
              lambda _: Calendar(part="WE"),
              "the weekend"),
    make_rule("year_ended", ("the",), r"the~(?:fiscal~)?year(?=~(?:ended|ending)\b)",
              lambda _: Extent(1, "year"),
              "the year [ended 31 March]"),
    make_rule("event_day", ("the",),
              r"the~(?P<u>day|week|month|year|eve|evening|morning|night)"
              r"(?=~(?P<q>that|when|on~which|in~which|of|after|before|following)~\w)",
              _read_event_day,
              "the day [that Russia launched its invasion]", "the week [after the Warsaw summit]"),
    make_rule("unit_before", ("the",),
              r"the~(?P<u>day|week|month|year|night|evening|morning)~(?P<q>before|after)(?=\s?[.,;:!?)”\"']|\s*\Z)",
              _read_unit_before,
              "the day before", "the year after", "the night before"),
    make_rule("unit_after_next", ("the",),
              r"the~(?P<u>day|week|month|year)~(?P<q>after~next|before~last)(?!~(?:\w+day|\d))",
              lambda m: Relative(lx.unit_name(m["u"]), -2 if lx.fold(m["q"]).startswith("b") else 2),
              "the month after next", "the year before last", is_deictic=True),
    make_rule("beside", ("the",), r"the~(?P<u>day|week|month|year)~(?P<q>before|after)",
              _read_beside,
              "the day before", is_weak=True),
    make_rule("in_the_day", ("earlier", "later"), r"(?:earlier|later)~in~the~day",
              lambda _: Relative("day", 0, from_told=True),
              "later in the day", is_deictic=True),
    make_rule("bare_unit", ("the",), r"the~(?:(?:fiscal|full|entire|whole)~)?(?P<u>year|week|month)",
              lambda m: Relative(lx.unit_name(m["u"]), 0),
              "the year", "the week", "the full year", is_deictic=True),
    make_rule("bare_quarter", ("the",), r"the~(?:(?:latest~)?(?:fiscal~)?quarter|latest~period)",
              lambda _: Relative("quarter", 0, from_told=True),
              "the quarter", "the latest quarter", "the latest period", is_deictic=True),
    make_rule("year_earlier", ("the", "year"),
              rf"(?:the~(?:comparable~|corresponding~)?)?year{lx.HYPHEN}(?:ago|earlier)(?:~(?:quarter|period))?",
              lambda _: Relative("year", -1, from_told=True),
              "the year-earlier quarter", "year-earlier", "the year-ago period"),
    make_rule("event_bound", ("first", "last", "second", "third", "opening", "final"),
              r"(?:first|second|third|last|final|opening)~(?P<u>day|week|month|year)~in~(?:office|the~job|post)",
              lambda m: EventBound(lx.unit_name(m["u"])),
              "first week in office"),
)

# --- sets ---------------------------------------------------------------------------------------------------------

_FREQUENCIES = {
    "hourly": "PT1H", "daily": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "quarterly": "P3M",
    "yearly": "P1Y", "annually": "P1Y", "biannually": "P6M", "nightly": "P1D", "biennially": "P2Y",
}
_CODES = {
    "hour": "PT1H", "minute": "PT1M", "day": "P1D", "week": "P1W", "month": "P1M", "quarter": "P1Q", "year": "P1Y",
    "decade": "P10Y", "half": "P6M", "fortnight": "P2W", "century": "P100Y", "second": "PT1S",
}
_EVERY_NAME = rf"(?P<w>{lx.UNIT}s?|{lx.WEEKDAY}|{lx.FULL_MONTH}|{lx.SEASON}|morning|evening|afternoon|night)"


def _read_every(match: Match[str]) -> Reading | None:
    name = lx.fold(match["w"])
    if name in lx.WEEKDAYS:
        return Repeat(f"XXXX-WXX-{lx.WEEKDAYS[name] + 1}")
    if name in lx.MONTHS:
        return Repeat(f"XXXX-{lx.MONTHS[name]:02d}")
    if name in lx.SEASONS:
        return Repeat(f"XXXX-{lx.SEASONS[name]}")
    if name in lx.DAY_PARTS:
        return Repeat(f"XXXX-XX-XX{lx.DAY_PARTS[name]}")
    return _every_unit(match["n"], lx.unit_name(name))


def _every_unit(count: str | None, unit: str) -> Reading:
    if count is not None and lx.fold(count) in ("few", "several"):
        return Repeat(duration_value(None, unit))
    if count is not None and lx.fold(count) in lx.ORDINALS:
        count = str(lx.ORDINALS[lx.fold(count)])
    number = 1 if count is None else 2 if lx.fold(count) == "other" else int(lx.number_of(count) or 1)
    return Repeat(re.sub(r"\d+", lambda m: str(int(m[0]) * number), _CODES[unit]))


SET_RULES = (
    make_rule("every", ("every", "each"),
              rf"(?:every|each)~(?:(?:(?P<n>other|second|third|fourth|fifth|few|several|couple~of|\d{{1,3}}|{lx.SPELLED})|single)~)?{_EVERY_NAME}",
              _read_every,
              "every year", "each Thursday", "every two years", "every other week"),
    make_rule("frequency", tuple(_FREQUENCIES), rf"(?P<f>{'|'.join(_FREQUENCIES)})",
              lambda m: Repeat(_FREQUENCIES[lx.fold(m["f"])]),
              "annually", "daily"),
    make_rule("weekends", ("weekends",), r"weekends", lambda _: Repeat("XXXX-WXX-WE"), "weekends"),
    make_rule("times_a_unit", ("once", "twice", "three", "four", "several"),
              r"(?:once|twice|(?:three|four|several)~times)(?:~|-)(?:a|per|every|each)(?:~|-)"
              r"(?P<u>day|week|month|quarter|year|decade)",
              lambda m: Repeat(_CODES[lx.fold(m["u"])]),
              "twice a year", "once a week"),
)

_RATED = re.compile(
    rf"(?:[$€£]?\d[\d,.]*%?|{lx.SPELLED}|dozens|hundreds|thousands|tens|millions|billions|times)"
    r"(?:\s(?:hundred|thousand|million|billion|trillion|bn|percent|per\scent))?"
    r"(?:\s(?:of\s)?(?!(?:minutes|hours|days|weeks|months)\b)[a-z-]{2,20}){0,2}\s\Z",
    re.IGNORECASE,
)


def _read_rate(match: Match[str]) -> Reading | None:
    """A unit to which an amount before it is told: "€2 billion a year", but not "over a year"."""
    left = match.string[max(0, match.start() - 48) : match.start()]
    is_rate = lx.fold(match["a"]) == "per" or _RATED.search(left)
    return Repeat(_CODES[lx.fold(match["u"])]) if is_rate else None


RATE_RULES = (
    make_rule("per_annum", ("per",), r"per~annum", lambda _: Repeat("P1Y"), "per annum"),
    make_rule("rate", ("a", "an", "per"), r"(?P<a>an?|per)~(?P<u>hour|day|week|month|quarter|year)(?!-)",
              _read_rate,
              "per year", "per day"),
)

# --- vague words --------------------------------------------------------------------------------------------------



def _read_units_ago(match: Match[str]) -> Reading | None:
    word = lx.fold(match["s"] or match["a"])
    return Vague("FUTURE_REF" if word == "later" else "PAST_REF", word != "ago")


_PRESENT = r"now|nowadays|currently|presently|at~(?:this~|the~present~|the~)moment|at~present|these~days"
_FUTURE = (
    r"soon|shortly|as~soon~as~possible|in~due~course|the~(?:near~|not~too~distant~)?future|(?:near|foreseeable)~future"
    r"|the~(?:near|short|medium|long)~term"
)
_BARE_UNITS = r"(?:days|weeks|months|years|decades)"

VAGUE_RULES = (
    make_rule("vague_past", ("recently", "lately"), r"(?:recently|lately)", lambda _: Vague("PAST_REF"), "recently"),
    make_rule("past", ("the",), r"the~past", lambda _: Vague("PAST_REF"), "the past"),
    make_rule("the_time", ("the",), r"the~time", lambda _: Vague("PAST_REF"), "the time"),
    make_rule("vague_present", ("now", "nowadays", "currently", "presently", "at", "these"), rf"(?:{_PRESENT})",
              lambda _: Vague("PRESENT_REF"),
              "now", "currently", "at the moment", "these days"),
    make_rule("present", ("present", "the"), r"(?:the~present|present(?:~day)?(?!~[a-z]))",
              lambda _: Vague("PRESENT_REF"),
              "present", "the present",
              is_weak=True),
    make_rule("vague_future", ("soon", "shortly", "as", "in", "the", "near", "foreseeable"), rf"(?:{_FUTURE})",
              lambda _: Vague("FUTURE_REF"),
              "soon", "the near future", "as soon as possible"),
    make_rule("recent_units", ("the", "last", "past", "next", "coming", "recent", "previous"),
              rf"(?:the~)?(?P<t>recent|coming|next|past|last|previous)~{lx.UNITS_PLURAL}(?:~(?:and|or)~{lx.UNITS_PLURAL})?",
              lambda m: Vague("FUTURE_REF" if lx.fold(m["t"]) in ("coming", "next") else "PAST_REF"),
              "recent days", "the coming months", "recent weeks and months"),
    make_rule("units_ahead", ("the",), rf"the~{_BARE_UNITS}(?:~(?:and|or)~{_BARE_UNITS})?~(?:ahead|to~come)",
              lambda _: Vague("FUTURE_REF"),
              "the weeks ahead", "the months and years to come"),
    make_rule("long_ago", ("some", "a", "long", "moments", "not"),
              r"(?:some~time|a~(?:long~time|moment|while)|(?:not~)?(?:so~)?long|moments)~ago",
              lambda _: Vague("PAST_REF"),
              "some time ago", "not so long ago", "a moment ago"),
    make_rule("units_ago", ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades", "centuries"),
              r"(?:(?:days|weeks|months|years|decades|centuries)~(?P<s>ago|earlier|later)"
              r"|(?:seconds|minutes|hours)~(?P<a>ago))",
              _read_units_ago,
              "months ago", "years later"),
)
