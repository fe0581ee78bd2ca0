"""Who speaks: the "by …" of a title, and the labels of a transcript."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.model import Span
from transforms.splitting.lines import Line
from transforms.splitting.wording import SpeechWords, Wording

LONGEST_TITLE = 500
_CAPITALIZED = r"(?:[A-ZÀ-Þ][\w'’.-]{0,30}|d[aeio]s?|v[ao]n|der|den|dos|ten|ter|al|el|bin|of|the|for|and|la|le)"
# "MARIA EXAMPLE [Spokesperson]:", "Maria Example, Spokesperson:", "Question (Agency):", "**Q1:**"
_LABEL = re.compile(
    rf"\**(?P<name>[A-ZÀ-Þ][\w'’.-]{{0,30}}(?: {_CAPITALIZED}){{0,8}})(?P<role>,\s[^:\[(]{{1,80}})?"
    r"(?P<bracket>\s*[\[(][^\])\n]{1,90}[\])]){0,2}\s?\**\s?:(?!//)\**\s*"
)
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
    """A line that begins with the name of who speaks: where the name ends, and where the words begin."""

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
        if number not in marked
        and ":" in line.text[:200]
        and (match := _LABEL.match(line.text))
        and _key(match) not in words.not_labels
    }
    counts = Counter(_key(match) for match in candidates.values())
    strong = {number for number, match in candidates.items() if _is_strong(match, counts, words)}
    speech = {number for number in strong if _is_speech_word(candidates[number], words)}
    if len(strong) < 2 and not (speech and len(candidates) > 1):
        return {}
    return {
        number: Label(lines[number].start + match.end("name"), lines[number].start + match.end())
        for number, match in candidates.items()
        if number in strong or " " in match["name"]
    }


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
    return match["name"].casefold()


def _is_speech_word(match: re.Match[str], words: SpeechWords) -> bool:
    """True for "Question", "Q1", "Moderator"."""
    return _NUMBER.sub("", _key(match)) in words.label_words


def _is_strong(match: re.Match[str], counts: Mapping[str, int], words: SpeechWords) -> bool:
    """True for a label that no heading looks like: a word of speech, a role, capitals, a name that recurs."""
    name, count = match["name"], counts[_key(match)]
    if _is_speech_word(match, words):
        return True
    has_role = match["bracket"] is not None and re.search(r"[^\W\d_]{2}", match["bracket"]) is not None
    is_capitals = name.isupper() and (" " in name or count > 1)
    return has_role or is_capitals or count > 2 or (count > 1 and " " in name)
