"""The words of the calendar, and the pieces of patterns that rules are built from."""

from __future__ import annotations

import re


def _numbered(names: str, start: int = 1) -> dict[str, int]:
    """The names numbered in their order; names of one number are parted by a stroke."""
    groups = enumerate(names.split(), start)
    return {name: number for number, group in groups for name in group.split("|")}


MONTHS = _numbered(
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct"
    " november|nov december|dec"
)
WEEKDAYS = _numbered(
    "monday|mon tuesday|tues|tue wednesday|weds|wed thursday|thurs|thur|thu friday|fri saturday|sat sunday|sun", start=0
)
FULL_WEEKDAYS = tuple(name for name in WEEKDAYS if name.endswith("day"))
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
UNITS = {
    "second": "second", "minute": "minute", "hour": "hour", "day": "day", "weekend": "weekend", "week": "week",
    "fortnight": "fortnight", "month": "month", "quarter": "quarter", "semester": "half", "year": "year",
    "decade": "decade", "century": "century", "centurie": "century", "millennium": "millennium",
    "millennia": "millennium",
}
DAY_PARTS = {
    "morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI", "noon": "T12:00", "midday": "T12:00",
    "midnight": "T24:00", "overnight": "TNI",
}
ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth"
    " twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
)
# Fixed feasts as (month, day); the movable ones are reckoned from the year.
HOLIDAYS = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1),
    "new year's eve": (12, 31), "europe day": (5, 9), "boxing day": (12, 26), "armistice day": (11, 11),
    "veterans day": (11, 11), "valentine's day": (2, 14), "halloween": (10, 31), "international women's day": (3, 8),
}
MOVABLE_HOLIDAYS = {
    "easter": "EASTER", "easter sunday": "EASTER", "easter monday": "EASTER_MONDAY", "good friday": "GOOD_FRIDAY",
    "thanksgiving": "THANKSGIVING", "thanksgiving day": "THANKSGIVING", "election day": "ELECTION",
    "labor day": "LABOR", "memorial day": "MEMORIAL",
}
_ONES = _numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_TENS = {
    name: 10 * number
    for name, number in _numbered("twenty thirty forty fifty sixty seventy eighty ninety", start=2).items()
}
NUMBER_WORDS = {**_ONES, **_TENS, "a": 1, "an": 1, "dozen": 12}
SEVERAL = ("several", "few", "some", "many", "couple", "number", "handful")

# White space inside an expression: no-break and thin spaces count, and one line break of a hard-wrapped text.
GAP = r"(?:[^\S\n]{1,3}|[^\S\n]{0,2}\n[^\S\n]{0,8})"
HYPHEN = "[-‐‑]"
DASH = "[-‐‑–—−]"
APOSTROPHE = "['’ʼ]"

DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:[^\S\n]?(?:st|nd|rd|th)\b|(?!\d))"
# "may", "march" and "mar" in small letters are a verb and a noun; with a day or year the others may be written small.
# A point ends an abbreviation, and "May." only before a year ("28 May. 2024"): elsewhere it ends the sentence.
MONTH = (
    r"(?:(?:january|february|april|june|july|august|september|october|november|december|(?-i:March|MARCH|May|MAY))\b"
    r"(?:\.(?=[^\S\n]\d{4}\b))?|(?:jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec|(?-i:Mar|MAR))\b\.?)"
)
_MONTH_NAMES = [name.capitalize() for name in MONTHS if len(name) > 4 or name in ("may", "june", "july")]
# Standing alone a month has its capital: "this august assembly" is none.
FULL_MONTH = "(?-i:(?:" + "|".join([*_MONTH_NAMES, *(name.upper() for name in _MONTH_NAMES)]) + r")\b)"
# After "last" or "this" an abbreviation stands for itself: "last Oct. 23".
MONTH_OR_SHORT = rf"(?:{FULL_MONTH}|(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.)"
WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
SHORT_WEEKDAY = r"(?:(?-i:Mon|Tues?|Weds?|Thu(?:rs?)?|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)\b\.?)"
YEAR = r"(?:1[5-9]|20)\d\d"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|semester|year|decade|century)"
UNITS_PLURAL = (
    r"(?:seconds|minutes|hours|days|weeks|fortnights|months|quarters|semesters|years|decades|centuries|millennia)"
)
_SMALL = "|".join(sorted(_ONES, key=len, reverse=True))
_BIG = "|".join(_TENS)
_TEENS = "|".join(name for name in _ONES if name.endswith("teen"))
SPELLED = (
    rf"(?:(?:{_BIG})(?:[-\s](?:{_SMALL}))?|{_SMALL}|(?:(?:half[^\S\n])?a[^\S\n])?dozen)"
    r"(?:[^\S\n](?:hundred|thousand)\b)?"
)
SPELLED_TWO_DIGITS = rf"(?:(?:{_BIG})(?:[-\s](?:{_SMALL}))?|ten|eleven|twelve|{_TEENS})"
ORDINAL = r"(?:\d{1,3}(?:st|nd|rd|th)|" + "|".join(sorted(ORDINALS, key=len, reverse=True)) + ")"
_ZONES = "(?:GMT|UTC|CEST|CET|EEST|EET|EST|EDT|CST|CDT|PST|PDT|BST|MSK)"
ZONE = (
    rf"(?:[^\S\n]?(?:\({_ZONES}\)|{_ZONES}\b|Z\b)"
    r"|[^\S\n](?:local[^\S\n]time|hours|hrs)\b)"
)

_WORD = re.compile(r"[a-z]+")
# Letters that a pattern without regard to case takes for i, s and k (U+0130, U+0131, U+017F, U+212A).
_LOOKALIKES = str.maketrans({"\u0130": "i", "\u0131": "i", "\u017f": "s", "\u212a": "k"})


def fold(word: str) -> str:
    """The word in small letters, as the tables of this module have it."""
    return word.translate(_LOOKALIKES).lower()


def month_number(word: str) -> int:
    """The month (1-12) that a name or abbreviation stands for."""
    return MONTHS[fold(word).rstrip(".")]


def weekday_number(word: str) -> int:
    """The day of the week (Monday is 0) that a name or abbreviation stands for."""
    return WEEKDAYS[fold(word).rstrip(".")]


def unit_name(word: str) -> str:
    """The unit that a word stands for, singular or plural."""
    lower = fold(word)
    return UNITS.get(lower) or UNITS[lower.removesuffix("s")]


def ordinal_number(word: str) -> int:
    """The number of "third" or "3rd"."""
    lower = fold(word)
    return ORDINALS.get(lower) or int(re.sub(r"\D", "", lower))


def number_of(words: str) -> float | None:
    """The number that words or digits tell ("two and a half" is 2.5); None for "several"."""
    text = re.sub(r"\s+", " ", fold(words)).strip()
    if any(word in text.split() for word in SEVERAL):
        return 2 if "couple" in text else None
    half = 0.5 if text.endswith(("half", "1/2", "½")) else 0.0
    text = re.sub(r"(?:[\s-]?and[\s-]a[\s-]half|[\s-]?1/2|½)$", "", text)
    if text in ("half", "half a", "half an"):
        return 0.5
    if text == "half a dozen":
        return 6
    if re.fullmatch(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?", text):
        return float(text.replace(",", "")) + half
    return _spelled_number(text) + half


def _spelled_number(text: str) -> float:
    total = 0.0
    for word in _WORD.findall(text):
        if word in ("hundred", "thousand"):
            total = max(total, 1) * (100 if word == "hundred" else 1000)
        elif not (word in ("a", "an") and text not in ("a", "an")):
            total += NUMBER_WORDS.get(word, 0)
    return total
