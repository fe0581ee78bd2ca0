"""Rules for days of the week and times of day."""

from __future__ import annotations

from re import Match

from transforms.dates import lexicon as lx
from transforms.dates.readings import Calendar, Reading, Relative, Repeat, Timed
from transforms.dates.rules.rule import SHORT_NUMBER, YEAR_NUMBER, make_rule

_WEEKDAYS_PLURAL = tuple(f"{day}s" for day in lx.FULL_WEEKDAYS)
_SHORT_WEEKDAYS = tuple(day for day in lx.WEEKDAYS if day not in lx.FULL_WEEKDAYS)
_HOURS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_PART = r"(?P<p>morning|afternoon|evening|night)"


def clock_value(hour: int, minute: int, zone: str | None = None, half: str = "") -> str | None:
    """The TIMEX3 time ("T17:30", "T07:35Z"), or None if no clock shows it; `half` is "a", "p" or empty."""
    if half == "p" and hour < 12:
        hour += 12
    if half == "a" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    is_utc = zone is not None and zone.strip(" ()\u00a0").upper() in ("Z", "GMT", "UTC")
    return f"T{hour:02d}:{minute:02d}" + ("Z" if is_utc else "")


def _read_clock_12(match: Match[str]) -> Reading | None:
    clock = clock_value(int(match["h"]), int(match["mi"] or 0), match["z"], match["half"].lower())
    return Timed(clock) if clock else None


def _read_clock_24(match: Match[str]) -> Reading | None:
    clock = clock_value(int(match["h"]), int(match["mi"]), match["z"])
    return Timed(clock) if clock else None


def _read_oclock(match: Match[str]) -> Reading | None:
    clock = clock_value(int(lx.number_of(match["n"]) or 0), 0)
    return Timed(clock) if clock else None


def _read_clock_words(match: Match[str]) -> Reading | None:
    hour = int(lx.number_of(match["n"]) or 0)
    half = "a" if lx.fold(match["p"] or "") == "morning" else "p"
    clock = clock_value(hour, int(match["mi"] or 0), half=half if hour < 12 or half == "p" else "")
    return Timed(clock) if clock else None


def _read_weekdays(match: Match[str]) -> Reading | None:
    part = lx.DAY_PARTS[lx.fold(match["p"])] if match["p"] else ""
    return Repeat(f"XXXX-WXX-{lx.weekday_number(match['w']) + 1}{part}")


def _read_day_part(match: Match[str]) -> Reading | None:
    clock = lx.DAY_PARTS[lx.fold(match["p"])]
    if match["n"]:
        return Timed(clock, Relative("day", 1, from_told=True))
    day = {
        "last": Relative("day", -1), "this": Relative("day", 0), "that": Relative("day", 0, from_told=True),
    }.get(lx.fold(match["q"] or ""))
    return Timed(clock, day)


DAY_RULES = (
    make_rule("weekday", lx.FULL_WEEKDAYS, rf"(?P<w>{lx.WEEKDAY})",
              lambda m: Calendar(weekday=lx.weekday_number(m["w"])),
              "Wednesday"),
    make_rule("short_weekday", _SHORT_WEEKDAYS, rf"(?P<w>{lx.SHORT_WEEKDAY})(?=,?~(?:\d{{1,2}}\b|{lx.MONTH}))",
              lambda m: Calendar(weekday=lx.weekday_number(m["w"])),
              "Wed [15 Nov. 2023]", "Thu. [10 July]"),
    make_rule("weekdays", (*_WEEKDAYS_PLURAL, *lx.FULL_WEEKDAYS), rf"(?P<w>{lx.WEEKDAY})(?:s|~{_PART}s)",
              _read_weekdays,
              "Tuesdays", "Tuesday nights"),
    make_rule("day_part", ("the", "this", "last", "that"),
              rf"(?:the~(?P<n>next|following)|the|(?P<q>this|last|that))~(?:(?:early|late|mid|same)~)?{_PART}",
              _read_day_part,
              "this morning", "last night", "the evening", "that afternoon", "the next morning", is_deictic=True),
    make_rule("part_of_day", ("mid", "late", "early"), rf"(?P<n>(?!))?(?P<q>(?!))?(?:mid|late|early)[- ]{_PART}",
              _read_day_part,
              "mid afternoon", "early morning"),
    make_rule("bare_day_part", ("morning", "afternoon", "evening", "night"), rf"(?P<n>(?!))?(?P<q>(?!))?{_PART}",
              _read_day_part,
              "morning", is_weak=True),
    make_rule("noon", ("noon", "midday", "midnight", "overnight"), r"(?P<p>noon|midday|midnight|overnight)",
              lambda m: Timed(lx.DAY_PARTS[lx.fold(m["p"])]),
              "noon", "midnight"),
    make_rule("clock_12", (SHORT_NUMBER,),
              rf"(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<mi>\d\d))?[^\S\n]?(?P<half>[ap])"
              rf"(?:\.[^\S\n]?m\.|m\b)(?P<z>{lx.ZONE})?",
              _read_clock_12,
              "10:35 a.m.", "9 a.m. EST", "5pm"),
    make_rule("clock_24", (SHORT_NUMBER,),
              rf"(?P<h>[01]\d|2[0-4]|(?<=\bat\s)\d):(?P<mi>\d\d)(?![:.]?\d)(?P<z>{lx.ZONE}|[+-]\d\d:\d\d)?",
              _read_clock_24,
              "12:00", "09:46 CET", "15:30 (GMT)"),
    make_rule("clock_hours", (SHORT_NUMBER, YEAR_NUMBER),
              rf"(?P<h>[01]?\d|2[0-4])(?:h|[.:]?(?=\d\d{lx.ZONE}))(?P<mi>\d\d)(?P<z>{lx.ZONE})?",
              _read_clock_24,
              "17h30", "15.30 CET", "0735 GMT", "0900 hours"),
    make_rule("clock_short", (SHORT_NUMBER,), rf"(?P<h>\d):(?P<mi>\d\d)(?![:.]?\d)(?P<z>{lx.ZONE})?",
              _read_clock_24,
              "9:30", is_weak=True),
    make_rule("clock_seconds", (SHORT_NUMBER,),
              rf"(?P<h>[01]?\d|2[0-4]):(?P<mi>\d\d):\d\d(?P<z>{lx.ZONE}|[+-]\d\d:\d\d)?",
              _read_clock_24,
              "12:00:30", is_weak=True),
    make_rule("clock_dotted", (SHORT_NUMBER,), r"(?P<h>[01]?\d|2[0-4])\.(?P<mi>[0-5]\d)(?![.\d])(?P<z>(?!))?",
              _read_clock_24,
              "15.30", is_weak=True),
    make_rule("clock_words", (SHORT_NUMBER, *lx.NUMBER_WORDS),
              rf"(?P<n>1[0-2]|[1-9]|{_HOURS})(?:[:.](?P<mi>[0-5]\d))?(?:~o{lx.APOSTROPHE}clock)?"
              r"~(?:in~the~(?P<p>morning|afternoon|evening)|at~(?P<t>night))",
              _read_clock_words,
              "4 in the morning", "eight o'clock in the evening", "10:30 at night"),
    make_rule("oclock", (SHORT_NUMBER, *lx.NUMBER_WORDS), rf"(?P<n>\d{{1,2}}|{lx.SPELLED})~?o{lx.APOSTROPHE}clock",
              _read_oclock,
              "ten o'clock"),
)
