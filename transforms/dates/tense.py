"""Whether a bare day or month lies behind or ahead: read from the words of its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Tense = Literal["past", "future", "unsure"]

_REACH = 220
_SENTENCE_END = re.compile(r"(?<=[a-z0-9%)\]”\"’']{2})[.!?]['\"”’)]{0,2}\s+(?=[A-Z“\"‘'(`])|\n\s*\n|[;•]")
_ADVERB = r"(?:(?:not|also|still|now|soon|then|both|again|\w{2,12}ly)\s){0,2}"
_MODALS = "will|won't|won’t|shall|would|should"
_POSSIBLE = "could|can|may|might|must|cannot"
_EXPECTED = "scheduled|due|expected|set|supposed|slated|poised"
_WISHES = "intend|hope|aim|want|expect|promise|pledge|propose"
_AHEAD = (
    "upcoming|forthcoming|invite|invites|invited|postponed|rescheduled|extended|payable|effective|reconvenes|begins"
    "|starts|opens"
)
# In the present tense these tell of a plan only right before its date: "they meet on Monday".
_PRESENT = "meet|meets|convene|convenes|resume|resumes|depart|departs"
_PRESENT_REACH = 24
_IRREGULAR = (
    "said|was|were|had|did|met|held|took|made|gave|began|came|went|told|saw|led|wrote|spoke|found|left|sent|brought"
    "|agreed|became|broke|built|caught|chose|drew|fell|felt|fled|flew|got|grew|hit|knew|lost|paid|ran|rose|sat|sold"
    "|tore|shot|stood|struck|swore|taught|thought|threw|underwent|understood|won|shown|seen|taken|given|known|done|been"
    "|gone|cut|spent|kept|dealt|meant|sought|forgot|drove|wore|withdrew|overcame|undertook|has|have|since"
)
_NO_PAST = ("need", "indeed", "hundred", "succeed", "proceed", "exceed", "speed", "feed", "united")
# A cue takes in the words that would mislead: "will be held" is one cue, and no past.
_UNSURE = (
    rf"(?:had|was|were)\s(?:been\s)?(?:{_EXPECTED}|planned)\b"
    rf"|(?:is|are|being)\s{_ADVERB}(?!(?:{_EXPECTED}|planned)\b)[a-z]{{2,}}(?:ed|en|eld|ard)\b"
    rf"|(?:{_POSSIBLE})\s{_ADVERB}(?:be\s{_ADVERB})?[a-z]+"
    r"|to\s(?!(?:be|have|a|an|the|his|her|its|their|our)\b)[a-z]{2,}\b"
)
_FUTURE = (
    rf"(?:is|are)\s{_ADVERB}(?:{_EXPECTED}|planned)\b(?:\sto\s(?:be\s)?[a-z]+)?|(?:{_MODALS}|\w{{1,6}}['’]ll)\s{_ADVERB}(?:be\s{_ADVERB})?[a-z]+"
    r"|(?:is|are)\sto\s(?:be\s)?[a-z]+|to\sbe\s[a-z]+|going\sto\s[a-z]+"
    rf"|(?:scheduled|due|expected)\s(?:to|for|on|in)|(?:{_EXPECTED})\sto"
    r"|(?<!previously\s)(?:planned|planning|plans(?=\sto\b)|plan(?=\sto\b))(?:\sto\s[a-z]+)?"
    rf"|(?:{_WISHES})[sd]?(?:\sto\s[a-z]+)?\s|looks?\sforward|call(?:s|ed|ing)?\sfor|takes?\seffect"
    rf"|as\s(?:soon|early)\sas|(?:{_AHEAD})\b"
)
_PAST = rf"(?:{_IRREGULAR})\b|(?!(?:{'|'.join(_NO_PAST)})\b)[a-z]{{2,}}ed\b"
_CUE = re.compile(
    rf"(?P<unsure>{_UNSURE})|(?P<future>{_FUTURE})|(?P<present>{_PRESENT})\b|(?P<past>{_PAST})", re.IGNORECASE
)
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
# Words that a cue can begin with, other than those in -ed and -'ll: only there the pattern is tried.
_FIRSTS = frozenset(
    f"{_MODALS}|{_POSSIBLE}|{_EXPECTED}|{_AHEAD}|{_IRREGULAR}|{_PRESENT}|is|are|being|to|going|planning|plans|plan"
    "|look|looks|call|calls|calling|take|takes|as".split("|")
) | {f"{wish}{ending}" for wish in _WISHES.split("|") for ending in ("", "s", "d")}

# An -ed behind one of these stands before its noun: "a still unspecified date", "the united front".
_BEFORE_NOUN = frozenset((
    "a", "an", "the", "his", "her", "its", "their", "our", "this", "that", "still", "newly", "yet", "any", "no", "more",
))

_OPEN_END = re.compile(r"\b(?:until|till|to|through|by|and)\s(?:the\s|early\s|mid-|late\s|end\sof\s)?\Z", re.IGNORECASE)
# "gave both sides until Friday", "extended the mandate until June": the day lies ahead of what was done.
_GRANTED = re.compile(
    r"\b(?:given|gave|postponed|extended|delayed|deferred|adjourned|prolonged|renewed|has|have)\b[^.;\n]{0,60}"
    r"\s(?:until|till)\s(?:\w+\s|\d{1,2}(?:[:.]\d\d)?\s[ap]\.?m\.?\s(?:on\s)?)?\Z",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"[A-Z][^.;:]{2,90}?\sto\s(?!(?:be|have|a|an|the|his|her|its|their|our)\b)[a-z]{3,}\s")
_DEADLINE = re.compile(r"\s(?:deadline|cut-?off)\b", re.IGNORECASE)


def tense_at(text: str, start: int, end: int) -> Tense:
    """The tense around [start, end): of the last cue before it in its sentence, else of the first behind it."""
    left = text[max(0, start - _REACH) : start]
    right = text[end : end + _REACH]
    tense = _tense_of_cues(left, right)
    if tense == "past" and _GRANTED.search(left):
        return "future"
    if tense == "unsure" and _is_headline_to_come(text, start, end):
        return "future"
    if tense == "past" and (_OPEN_END.search(left) or _DEADLINE.match(right)):
        return "unsure"
    return tense


def _is_headline_to_come(text: str, start: int, end: int) -> bool:
    """True for "Chiefs to sign new pact on Tuesday": a line without a stop whose only verb is the infinitive."""
    first, last = text.rfind("\n", max(0, start - _REACH), start) + 1, text.find("\n", end, end + _REACH)
    line = text[first : last if last >= 0 else len(text)]
    if start - first > _REACH or len(line) > _REACH or line.rstrip().endswith((".", "!", "?", ":")):
        return False
    cues = list(_cues(line, 0, len(line)))
    return bool(cues) and all(cue["unsure"] for cue in cues) and _INFINITIVE.match(line) is not None


def _tense_of_cues(left: str, right: str) -> Tense:
    begin = max((boundary.end() for boundary in _SENTENCE_END.finditer(left)), default=0)
    before = [cue for cue in _cues(left, begin, len(left)) if not cue["present"] or _is_plan(left, cue.end())]
    if before:
        return _kind(before[-1])
    boundary = _SENTENCE_END.search(right)
    behind = _cues(right, 0, boundary.start() if boundary else len(right))
    first = next((cue for cue in behind if not cue["present"]), None)
    return _kind(first, is_behind=True) if first else "unsure"


def _is_plan(left: str, end: int) -> bool:
    return len(left) - end <= _PRESENT_REACH and "," not in left[end:]


def _cues(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    before = ""
    for word in _WORD.finditer(text, start, end):
        key, last = word[0].lower(), before
        before = key
        if word.start() < start or not (key in _FIRSTS or key.endswith(("ed", "'ll", "’ll"))):
            continue
        if last in _BEFORE_NOUN and key.endswith("ed"):
            continue
        cue = _CUE.match(text, word.start(), end)
        if cue is not None:
            start = cue.end()
            yield cue


def _kind(cue: re.Match[str], *, is_behind: bool = False) -> Tense:
    """The tense of a cue; "called for" looks ahead to a date that follows it, but tells what was done on one before."""
    if cue["past"] or (is_behind and cue[0].split()[0].endswith("ed")):
        return "past"
    return "future" if cue["future"] or cue["present"] else "unsure"
