"""Which words stand between quotation marks: pure text, no model."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from transforms.model import Span

# some pages open with the mark that closes: ”We stand united,” he said
_OPEN_TO_CLOSE = {"“": "”", "„": "“”", "«": "»", "»": "«", '"': '"”', "”": "”"}
_MARK = re.compile("[“”„«»\"]")
_DOUBLE_SINGLE = re.compile(r"(?:''|``)(?=\S)(.{3,1000}?)''", re.DOTALL)
# apostrophes are no marks: a single mark opens after a space and before a letter, and closes before a space or point
_SINGLE_OPENING = re.compile(r"(?<![\w’'])[‘'](?=[A-Za-zÀ-ž“\"])")
_SINGLE_CLOSING = re.compile(r"(?<=[^\s‘'])[’'](?![\w’'])")
# "the allies' troops", "a fence of 6' and more": one of these closes only if no better one comes
_WEAK_CLOSING = re.compile(r"(?<=[s\d])[’'](?=\s)")
_CUE_BEHIND = re.compile(
    r"[’'],?\s+(?:(?:[A-Z][\w.’-]*\s+){1,4}|[Hh]e\s+|[Ss]he\s+|the\s+(?:\w+\s+){1,4})?(?:[Ss]aid|[Ss]ays|[Tt]old|[Tt]ells|[Aa]dded|[Ww]arned|[Ww]arns)\b")
_INCH_BEHIND = re.compile(r"\"\s+(?:[a-z]|[x×]\s)|\"\s?[x×]\s?\d")
SHORTEST_SINGLE, LONGEST_SINGLE = 12, 1_500
# of two words beside their cue
SHORTEST_BESIDE_CUE = 4
_CUE_BEFORE = re.compile(
    r"\b(?:[Ss]ays?|[Ss]aid|[Ww]arns|[Ww]arned|[Vv]ows|[Ii]nsists|[Aa]dds|[Aa]dded|[A-Z]\w+(?=:))[:,]?\s+$")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between marks: the span without the marks, and the span with them."""

    span: Span
    marked: Span


def find_marked(text: str, *, goes_on: bool = False) -> list[Marked]:
    """The stretches between the outermost quotation marks in a paragraph, sorted, apart from one another.

    A curly opening mark without a closing one runs to the end; with `goes_on` (the next paragraph opens again) a
    straight one does so too.
    """
    doubles = _apart([*_paired(text, goes_on), *_double_singles(text)])
    singles = []
    for single in _singles(text):
        inside = overlapping(doubles, single.marked)
        if all(single.span.contains(double.marked) for double in inside) and not (
                inside and _WEAK_CLOSING.match(text, single.span.end)):
            singles.append(single)
    outer = [double for double in doubles if not overlapping(singles, double.marked)]
    found = (_stripped(text, words) for words in sorted((*outer, *singles), key=attrgetter("marked")))
    return [words for words in found if words.span.start < words.span.end]


def _stripped(text: str, words: Marked) -> Marked:
    """Without the white space within the marks: "« oui »"."""
    inside = text[words.span.start : words.span.end]
    start = words.span.start + len(inside) - len(inside.lstrip())
    return Marked(Span(start, start + len(inside.strip())), words.marked)


def _apart(found: Sequence[Marked]) -> list[Marked]:
    """Without those that overlap an earlier one."""
    kept: list[Marked] = []
    for words in sorted(found, key=attrgetter("marked")):
        if not kept or kept[-1].marked.end <= words.marked.start:
            kept.append(words)
    return kept


def overlapping(ordered: Sequence[Marked], span: Span) -> Sequence[Marked]:
    """Those of the ordered stretches, which lie apart, that share a character with the span."""
    first = bisect_right(ordered, span.start, key=lambda words: words.marked.end)
    last = bisect_right(ordered, span.end - 1, lo=first, key=lambda words: words.marked.start)
    return ordered[first:last]


def _double_singles(text: str) -> Iterator[Marked]:
    for match in _DOUBLE_SINGLE.finditer(text):
        yield Marked(Span(match.start(1), match.end(1)), Span(match.start(), match.end()))


# --- double marks -----------------------------------------------------------------------------------------------------


def _paired(text: str, goes_on: bool) -> Iterator[Marked]:
    places = [match.start() for match in _MARK.finditer(text)]
    last = {mark: text.rfind(mark) for mark in "“”«»\""}
    straights = [at for at in places if text[at] == '"']
    number = 0
    while number < len(places):
        start = places[number]
        if not _opens(text, start):
            number += 1
            continue
        closing = _closing(text, places, number, last, straights)
        if closing is not None:
            end, number = places[closing], closing + 1
        elif text[start] == "“" or (goes_on and text[start] == '"' and last['"'] == start):
            end, number = len(text), len(places)
        else:
            number += 1
            continue
        if end > start + 1:
            yield Marked(Span(start + 1, end), Span(start, min(end + 1, len(text))))


def _opens(text: str, at: int) -> bool:
    """True for a mark that can open; a straight one after a figure or a word is that of inches, or closes."""
    mark, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if mark == '"':
        return not before.isalnum() and (not after.isspace() or not before.strip() or before in "([")
    if mark == "»":
        return not before.strip() and after.strip() != ""
    if mark == "”":
        return not before.strip("([ \n\t\xa0") and after.isalnum()
    return mark in _OPEN_TO_CLOSE


def _closing(
    text: str, places: Sequence[int], number: int, last: dict[str, int], straights: Sequence[int]
) -> int | None:
    """Which of the marks closes that one: curly pairs within straight marks are passed over."""
    opening = text[places[number]]
    closers = [mark for mark in _OPEN_TO_CLOSE[opening] if last[mark] > places[number]]
    depth = 0
    for at in range(number + 1, len(places)) if closers else ():
        place, mark = places[at], text[places[at]]
        if opening == '"' and mark in "“”":
            depth = depth + 1 if mark == "“" else depth - 1
        if mark not in closers or (mark == "”" and depth >= 0 and opening == '"'):
            continue
        if mark == '"' and _is_inch(text, place, straights):
            continue
        # a straight mark that looks as if it opened: the one before it was never closed
        return None if mark == '"' and _looks_opening(text, place) else at
    return None


def _is_inch(text: str, at: int, straights: Sequence[int]) -> bool:
    """True for that of "a pipe of 12" diameter" within marks: a figure before, a word behind, one more mark to come."""
    is_measure = re.search(r"(?<![\d.,])\d{1,3}$", text[max(0, at - 4) : at]) and _INCH_BEHIND.match(text, at)
    return bool(is_measure) and (len(straights) - bisect_right(straights, at)) % 2 == 1


def _looks_opening(text: str, at: int) -> bool:
    return text[at - 1].isspace() and text[at + 1 : at + 2].isalnum()


# --- single marks -----------------------------------------------------------------------------------------------------


def _singles(text: str) -> Iterator[Marked]:
    closings = [match.start() for match in _SINGLE_CLOSING.finditer(text)]
    at = 0
    while opening := _SINGLE_OPENING.search(text, at):
        start = opening.start()
        end = _single_end(text, start, closings)
        if end is None:
            at = start + 1
            continue
        yield Marked(Span(start + 1, end), Span(start, end + 1))
        at = end + 1


def _single_end(text: str, start: int, closings: Sequence[int]) -> int | None:
    """Where the words end: at the first mark that is surely none of a genitive, else at the first that may be one."""
    weak = None
    is_told = _CUE_BEFORE.search(text, max(0, start - 60), start) is not None
    for number in range(bisect_right(closings, start + SHORTEST_BESIDE_CUE), len(closings)):
        end = closings[number]
        if end <= start + SHORTEST_SINGLE and not (
                " " in text[start:end] and (is_told or _CUE_BEHIND.match(text, end))):
            continue
        if end > start + LONGEST_SINGLE:
            break
        if not _WEAK_CLOSING.match(text, end) or _CUE_BEHIND.match(text, end):
            return end
        weak = weak or end
    return weak
