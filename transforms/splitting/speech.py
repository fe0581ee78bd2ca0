"""Who speaks: the "by …" of a title, and the labels of a transcript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.model import Span
from transforms.splitting.lines import Line
from transforms.splitting.wording import SpeechWords, Wording

# lines in which a page tells by title and subtitle who will speak
LINES_OF_HEAD = 12
_WITH_NAMES = re.compile(r"^.{0,120}\b(?:by|with|and)\b.{3,200}$", re.IGNORECASE)
# who speaks at a press conference for somebody's press service
_OF_SERVICE = frozenset((
    "moderator", "spokesperson", "spokesman", "spokeswoman", "interpreter", "journalist", "reporter", "correspondent"))
LONGEST_TITLE, LONGEST_ALONE = 500, 80
SHORTEST_NAME = 3
_UPPER = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_CAPITALIZED = rf"(?:{_UPPER}[\w'’.-]{{0,30}}|d[aeio]s?|v[ao]n|der|den|dos|ten|ter|al|el|bin|of|the|for|and|la|le)"
_NAME = rf"(?P<name>{_UPPER}[\w'’.-]{{0,30}}(?: {_CAPITALIZED}){{0,8}}(?: \d{{1,2}}(?=\W))?)"
_BRACKET = r"(?P<bracket>\s*[\[(][^\])\n]{1,90}[\])]){0,2}"
# "[00:12] ", "00:12:30 - ", "– " before a label
_LEAD = r"(?P<lead>(?P<stamp>[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s{0,3})?(?:[-–—•]\s{0,3})?)\**"
# "MARIA EXAMPLE [Spokesperson]:", "Maria Example, Spokesperson:", "Question (Agency):", "**Q1:**"
_LABEL = re.compile(rf"{_LEAD}{_NAME}(?P<role>,\s[^:\[(]{{1,80}})?{_BRACKET}\s?\**\s?:(?!//)\**\s*")
# as minutes of a parliament write it: "Maria Example (ABC). – Mr President, …", "The President. – …"
_OF_MINUTES = re.compile(rf"{_LEAD}{_NAME}(?P<role>,\s[^:\[(–—]{{1,120}}?)?{_BRACKET}(?:\.|(?<=\.))\s?[–—-]\s+")
# "Q. Why now?", "A2) Because"
_OF_LETTER = re.compile(rf"{_LEAD}(?P<name>[QA]\d{{0,2}})(?P<role>)(?P<bracket>)[.)]\**\s+")
# the label has a line of its own
_ALONE = re.compile(rf"(?P<lead>)\**{_NAME}(?P<role>,\s[^:\[(.]{{1,80}})?{_BRACKET}\**")
# who asks: only beside these a name on a line of its own is a label
_ASKING = frozenset(("q", "question", "journalist", "reporter", "moderator", "interviewer"))
_ENDS_SPEECH = ".?!…\"”’')]"
# of "Q1"
_NUMBER = re.compile(r"\s?\d{1,2}$")
_FIRST_PERSON = re.compile(r"\bI(?:['’](?:m|ve|d|ll))?\b(?!\.)")
_AND = re.compile(r"\s(?:and|&)\s+(?=(?:the\s+)?[A-ZÀ-Þ])")
_PLURAL_OFFICE = re.compile(
    r"\b(?:Presidents|Ministers|Secretaries|Commissioners|Chancellors|Ambassadors|Representatives)\b"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """The name part of a "by …" phrase: where, and whether it names one person, several, or a body."""

    span: Span
    is_joint: bool
    is_collective: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A line that begins with the name of who speaks: where the name stands, and where the words begin."""

    name_start: int
    name_end: int
    words_start: int


def find_speaker(text: str, start: int, words: SpeechWords, *, is_subtitle: bool = False) -> Speaker | None:
    """Who speaks by a title ("Statement by …") or a subtitle ("by …"); the span is shifted by `start`."""
    head = text[:LONGEST_TITLE]
    found = words.said_by.search(head) or (words.by.match(head) if is_subtitle or head.startswith("by ") else None)
    if found is None:
        return None
    end = _name_end(head, found.end(), words)
    name = head[found.end() : end].rstrip(" ,.;\n\r\t")
    if not any(char.isupper() for char in name):
        return None
    span = Span(start + found.end(), start + found.end() + len(name))
    is_collective = words.collective.search(_first_part(name)) is not None
    return Speaker(span, not is_collective and _is_joint(name, words), is_collective)


def own_part(text: str, speaker: Speaker, publisher_id: str | None, wording: Wording) -> Speaker:
    """Of several speakers the one of the publisher's own, if that is one: "NATO Secretary General …" on nato.int."""
    name = text[speaker.span.start : speaker.span.end]
    own = next((publisher.named for publisher in wording.publishers if publisher.publisher_id == publisher_id), None)
    if not speaker.is_joint or own is None:
        return speaker
    parts = [Span(start, end) for start, end in _part_bounds(name)]
    ours = [part for part in parts if own.search(name, part.start, part.end)]
    others = [p.named for p in wording.publishers if p.publisher_id != publisher_id]
    if not ours:
        ours = [part for part in parts if not any(other.search(name, part.start, part.end) for other in others)]
    if len(ours) != 1:
        return speaker
    start = speaker.span.start
    return Speaker(Span(start + ours[0].start, start + ours[0].end), False, speaker.is_collective)


def _part_bounds(name: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _AND.finditer(name):
        yield start, found.start()
        start = found.end()
    yield start, len(name)


def has_first_person(text: str) -> bool:
    """True if someone says "I" in the text."""
    return _FIRST_PERSON.search(text) is not None


def find_labels(lines: Sequence[Line], words: SpeechWords, marked: frozenset[int]) -> dict[int, Label]:
    """The labelled lines by their number, but for `marked` ones; none unless two are such as only a transcript has."""
    candidates = {
        number: match
        for number, line in enumerate(lines)
        if number not in marked and (match := _match_label(line.text)) and _key(match) not in words.not_labels
    }
    if not any(_letter_of(match) == "q" for match in candidates.values()):
        candidates = {number: match for number, match in candidates.items() if match.re is not _OF_LETTER}
    candidates |= _alone(lines, words, marked.union(candidates))
    counts = Counter(_key(match) for match in candidates.values())
    head = [(number, line.text.casefold()) for number, line in enumerate(lines[:LINES_OF_HEAD])
            if _WITH_NAMES.search(line.text)]
    told = {number for number, match in candidates.items() if _is_told(number, match, head)}
    strong = told.union(number for number, match in candidates.items() if _is_strong(match, counts, words))
    speech = {number for number in strong if _is_speech_word(candidates[number], words)}
    if len(strong) < 2 and not told and not (speech and len(candidates) > 1):
        return {}
    surnames = {key.split()[-1] for key in counts if " " in key}
    # where the head names two speakers by their surnames, other surnames are labels too
    is_by_surname = sum(" " not in candidates[number]["name"].strip() for number in told) > 1
    return {
        number: _label(lines[number], match)
        for number, match in candidates.items()
        if number in strong or (match["lead"] == "" and (_is_name(match, surnames) or (is_by_surname and _says(match))))
    }


def _is_told(number: int, match: re.Match[str], head: Sequence[tuple[int, str]]) -> bool:
    """True for the name of one whom the head names as a speaker, in full or by the surname."""
    name = match["name"].casefold()
    if len(name) <= SHORTEST_NAME:
        return False
    pattern = re.compile(rf"\b{re.escape(name)}\b")
    return any(at < number and pattern.search(text) for at, text in head)


def _match_label(line: str) -> re.Match[str] | None:
    if ":" in line[:200]:
        return _LABEL.match(line) or _OF_LETTER.match(line)
    return _OF_MINUTES.match(line) or _OF_LETTER.match(line)


def _letter_of(match: re.Match[str]) -> str:
    return match["name"][0].lower() if len(_NUMBER.sub("", match["name"])) == 1 else ""


def _label(line: Line, match: re.Match[str]) -> Label:
    end = match.end("name") - (match.re is _OF_MINUTES and match["name"].endswith("."))
    return Label(line.start + match.start("name"), line.start + end, line.start + match.end())


def _alone(lines: Sequence[Line], words: SpeechWords, taken: frozenset[int]) -> dict[int, re.Match[str]]:
    """Names on lines of their own above what they say: such as recur, beside a line "Question"."""
    found = {
        number: match
        for number, line in enumerate(lines[:-1])
        if number not in taken
        and len(line.text) < LONGEST_ALONE
        and (match := _ALONE.fullmatch(line.text))
        and number + 1 not in taken
        and lines[number + 1].text[-1] in ".?!…"
    }
    counts = Counter(_key(match) for match in found.values())
    if not any(_NUMBER.sub("", _key(match)) in _ASKING for match in found.values()):
        return {}
    return {
        number: match
        for number, match in found.items()
        if _key(match) not in words.not_labels
        and (_is_speech_word(match, words) or (counts[_key(match)] > 1 and " " in match["name"]))
    }


def _is_name(match: re.Match[str], surnames: set[str]) -> bool:
    """True for what is a label beside others: two words, capitals, the surname in another label."""
    name = match["name"]
    return " " in name or (name.isupper() and len(name) > SHORTEST_NAME) or _key(match) in surnames


def _name_end(text: str, start: int, words: SpeechWords) -> int:
    for found in words.name_end.finditer(text, start):
        is_to = found.group().strip(" ,\n").lower() == "to"
        if not (is_to and words.stays_before_to.search(text, start, found.start())):
            return found.start()
    return len(text)


def _is_joint(name: str, words: SpeechWords) -> bool:
    return bool(_PLURAL_OFFICE.search(name)) or any(
        not words.one_person_and.match(name, found.end()) for found in _AND.finditer(name)
    )


def _first_part(name: str) -> str:
    """The name without what says of what: "Chairman" of "Chairman of the Military Committee"."""
    return re.split(r"\s(?:of|for)\s", name, maxsplit=1)[0].strip()


def _key(match: re.Match[str]) -> str:
    """The name in lower case, without an article and the point that ends it."""
    return match["name"].casefold().removeprefix("the ").rstrip(".")


def _is_speech_word(match: re.Match[str], words: SpeechWords) -> bool:
    """True for "Question", "Q1", "Moderator", "NATO Spokesperson"."""
    key = _NUMBER.sub("", _key(match))
    return key in words.label_words or (key.count(" ") < 3 and key.split(" ")[-1] in _OF_SERVICE)


def _says(match: re.Match[str]) -> bool:
    """True if what follows the label can be speech; "Moderator: Ada Example, Sample Institute" is of a programme."""
    is_letter = _NUMBER.sub("", _key(match)) in ("q", "a", "question", "answer")
    rest = match.string[match.end() :].strip()
    return is_letter or not rest or rest[-1] in _ENDS_SPEECH or len(rest) > LONGEST_ALONE


def _is_strong(match: re.Match[str], counts: Mapping[str, int], words: SpeechWords) -> bool:
    """True for a label that no heading looks like: a word of speech, a role, capitals, a name that recurs."""
    name, count = match["name"], counts[_key(match)]
    if _is_speech_word(match, words):
        return _says(match)
    if match["lead"][:1].isdigit() and not name.isupper():
        # "09:30 Panel: …" is of a programme
        return False
    has_role = match["bracket"] is not None and re.search(r"[^\W\d_]{2}", match["bracket"]) is not None
    is_capitals = name.isupper() and (" " in name or count > 1)
    return has_role or is_capitals or count > 2 or (count > 1 and " " in name)
