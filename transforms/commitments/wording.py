"""The words in which promises are made, limited and kept: patterns over text, and what is compared of a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

# "subject to approval by the Parliament", "Once all Allies have ratified"; not "at once", "once again", "for as long"
_CONDITION = re.compile(
    r"(?<!what )(?<!as )(?<!at )(?<!even )(?<!for )\b(?:subject to|provided that|providing that|on (?:the )?condition"
    r" (?:that|of)|contingent (?:up)?on|conditional (?:up)?on|depending on|(?:as|so) long as(?! it takes)"
    r"|assuming that|unless|in the event (?:of|that)|if|once(?! again| more| a | every| in ))\b"
    r"[^,;:.!?–—”\"\n]*[^,;:.!?–—”\"\n\s]", re.IGNORECASE)
_JOINTS = re.compile(r"^(?:[\W_]+|(?:that|to|and|but|so|which|where)\s+)+", re.IGNORECASE)
# "We will", "would now", "are going to": what stands before the promised act
_LEAD_IN = re.compile(
    r"(?:^|[\s“”\"'‘’(])(?:will|would|shall|to|[’']ll)\s+(?:(?:now|also|further|then|soon|again|still|\w+ly)\s+)*$",
    re.IGNORECASE)
_ANY_LEAD_IN = re.compile(
    r"^.*?(?:\b(?:will|would|shall|to)|[’']ll)\s+(?!be\b|have\b)(?=\w)", re.IGNORECASE | re.DOTALL)
_AFTER_PLEDGE = re.compile(r"^(?:\w+sel(?:f|ves)\s+)?(?:to\s+)?", re.IGNORECASE)
_WHOLE_END = re.compile(r"[.!?][”\"’')]*\s|\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s|\n\s*\n|;\s")

PROGRESS = re.compile(
    r"\bprogress (?:(?:has|have|had) been|was|is being|continues to be) (?:made|achieved)"
    r"|\b(?:made|making|achieved) (?:\w+ )?progress\b|\b(?:is|are|remains?|remained) (?:\w+ )?(?:under ?way|on track)\b"
    r"|\b(?:work|preparations?|negotiations?|talks|implementation) (?:on [^.;]{0,80} |of [^.;]{0,80} )?"
    r"(?:has|have) (?:now |already )?(?:begun|started|advanced|continued)\b", re.IGNORECASE)
LAPSED = re.compile(
    r"\b(?:has|have|had|was|were|is|are|being) (?:been )?(?:now )?(?:cancelled|canceled|called off|dropped|abandoned"
    r"|shelved|scrapped)\b|\bmissed (?:the|its|their|this|that) (?:own )?(?:deadline|target|goal)\b"
    r"|\b(?:deadline|target|goal|commitment|promise|pledge) (?:was|has been|had been|is) (?:not (?:met|kept|reached)"
    r"|missed|broken)\b|\bfell short of\b|\bdid not take place\b|\bnever (?:took place|materiali[sz]ed)\b",
    re.IGNORECASE)
POSTPONED = re.compile(
    r"\b(?:postponed|delayed|put off|pushed back|moved)\b[^.;]{0,40}?\b(?:to|until|till)\b", re.IGNORECASE)
NOT_YET = re.compile(r"\byet\b|\bstill (?:not|to)\b", re.IGNORECASE)

_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"(?<=\w{3})(?:ies|ing|ers|er|ed|es|s|y|e)$")
_STOPS = """
the and for with that this these those its their his her our your from into onto over under than then them they who
which what when where while will would shall should must may might can could has have had been being are was were not
all some such more most other others both each every also own per via between among within against about by said says
told today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february march april
june july august september october november december end year years month months week weeks day days time early late
mid summer autumn spring winter later before after until since during now soon latest there here agreed agree promised
promise pledged pledge undertook undertake committed commit decided decide announced announce able out off only first
second any next third fourth fifth sixth seventh eighth ninth tenth
"""
# Words of nearly every text of the record: sharing one of them says little
_COMMON = """
nato european union commission council alliance allies ally member members state states organisation organisations
organization organizations europe parliament brussels cooperation work working together joint new further common
support security defence defense leaders ministers minister president secretary general high representative staff
staffs partner partners partnership area areas important strong stronger two three report country countries provide
step steps make take hold set give increase strengthen deepen continue meeting summit ukraine russia plan plans action
million billion euro euros dollar dollars worth one
"""
_COMMON_WEIGHT = 0.3

_NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
# "15,000 Ukrainian soldiers", "one million artillery shells", "6.5 billion euros"; not a year, not "5 December"
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[,.  ]\d{3})+|\d+(?:\.\d+)?|one(?= (?:thousand|million|billion))|a(?= (?:million|billion))"
    rf"|{'|'.join(_NUMBER_WORDS)})(?: (thousand|million|billion))?(?: (?:[A-Z]?[a-z]+ )??(?=[a-z]))([a-z]{{3,}})",
    re.IGNORECASE)
_UNITS_OF_TIME = re.compile(
    r"(?:year|month|week|day|hour|minute)s?|january|february|march|april|may|june|july|august|september|october"
    r"|november|december")
_DETERMINED = re.compile(r"\b(?:the|our|their|these|those|all|other)\s+$", re.IGNORECASE)
_COUNTED = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth")
_ORDINAL = re.compile(
    rf"\b({_COUNTED.replace(' ', '|')}|\d+(?:st|nd|rd|th)|next|further|another)\b", re.IGNORECASE)
_NUMBER_OF = {word: f"{number}." for number, word in enumerate(_COUNTED.split(), 1)}


@dataclass(frozen=True, slots=True)
class Wording:
    """What is compared of a clause: its stems, how many of what, and which of a row of like things."""

    stems: frozenset[str]
    numbers: tuple[tuple[str, float], ...]
    ordinals: frozenset[str]


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    lower = word.lower().replace("centre", "center").replace("isation", "ization")
    return _ENDING.sub("", lower)[:8]


_STOP_STEMS = frozenset(_stem(word) for word in _STOPS.split())
_COMMON_STEMS = frozenset(_stem(word) for word in _COMMON.split())


def weight_of(stem: str) -> float:
    """How much it says that two clauses share the stem: 1, or less for words of nearly every text."""
    return _COMMON_WEIGHT if stem in _COMMON_STEMS else 1.0


def is_common(stem: str) -> bool:
    """True for the stem of a word of nearly every text."""
    return stem in _COMMON_STEMS


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem for word in _WORD.findall(text) if (stem := _stem(word)) not in _STOP_STEMS)


def wording_of(clause: str, trigger: str = "") -> Wording:
    """What is compared of a clause; the words of the trigger are left out, since the type of the act tells them."""
    ordinals = frozenset(_ordinal(word.lower()) for word in _ORDINAL.findall(clause))
    return Wording(stems_of(clause) - stems_of(trigger), tuple(_numbers_in(clause)), ordinals)


def _ordinal(word: str) -> str:
    """"18th" and "eighteenth" as "18.", other words as they are."""
    return _NUMBER_OF.get(word, f"{word[:-2]}." if word[0].isdigit() else word)


def has_number(clause: str) -> bool:
    """True if the clause tells how many, years and days of the month apart."""
    return bool(wording_of(clause).numbers)


def _numbers_in(clause: str) -> Iterator[tuple[str, float]]:
    for match in _NUMBER.finditer(clause):
        digits, scale, noun = (str(group or "").lower() for group in match.groups())
        is_year = not scale and re.fullmatch(r"(?:19|20)\d\d", digits) is not None
        # "the two organisations" count nothing
        is_known = not digits[0].isdigit() and _DETERMINED.search(clause[:match.start()]) is not None
        if not _UNITS_OF_TIME.fullmatch(noun) and not is_year and not is_known:
            yield _stem(noun), _value(digits) * _SCALES.get(scale, 1)


def _value(digits: str) -> float:
    if digits in _NUMBER_WORDS:
        return float(_NUMBER_WORDS[digits])
    if digits in ("one", "a"):
        return 1.0
    is_grouped = re.fullmatch(r"\d{1,3}(?:[,.  ]\d{3})+", digits) is not None
    return float(re.sub(r"\D", "", digits) if is_grouped else digits)


def sentence_around(text: str, start: int, end: int, *, is_whole: bool = False) -> tuple[int, int]:
    """The sentence that holds the span, or its part up to a semicolon unless `is_whole`; cut where it is very long."""
    reach, ending = 600, _WHOLE_END if is_whole else _SENTENCE_END
    first = max(0, start - reach)
    before = [match.end() for match in ending.finditer(text, first, start)]
    after = ending.search(text, max(start, end - 1), min(len(text), end + reach))
    begin = before[-1] if before else first
    stop = after.end() if after else min(len(text), end + reach)
    return begin, begin + len(text[begin:stop].rstrip())


def condition_span(sentence: str) -> tuple[int, int] | None:
    """Where the words stand that limit a promise: "subject to …", "provided that …", "if …"."""
    match = _CONDITION.search(sentence)
    return match.span() if match else None


def action_of(clause: str, trigger: tuple[int, int] | None, *, is_pledge: bool, condition: str | None) -> str:
    """What is promised in the words of the clause, without who promises: `trigger` is a span in the clause."""
    action = clause
    if trigger is not None:
        start, end = trigger
        # "… in the spring; its final report will be published"
        cut = clause.rfind(";", 0, start) + 1
        action, clause, start, end = clause[cut:], clause[cut:], start - cut, end - cut
        if is_pledge:
            action = _AFTER_PLEDGE.sub("", clause[end:].lstrip()) or clause
        elif _LEAD_IN.search(clause[:start]):
            action = clause[start:]
        elif match := _ANY_LEAD_IN.match(clause[:start]):
            action = clause[match.end():]
    action = _JOINTS.sub("", " ".join(action.split()))
    if trigger is not None:
        action = action.rstrip(" .,;\"”’'") or action
    without = action.removesuffix(condition).rstrip(" ,") if condition else action
    return without or action
