"""Known events that texts name instead of a day: "the day that Russia launched its invasion", "the Warsaw summit"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from transforms.dates.readings import Occasion
from transforms.knowledge import fold as fold_name
from transforms.knowledge import load_knowledge

_LONGEST, _MOST_WORDS, _MOST_DETERMINERS = 110, 11, 3
_WORD = re.compile(r"[^\W_][\w'’/.-]*")
_DETERMINERS = frozenset((
    "the", "a", "an", "its", "his", "her", "their", "our", "this", "that", "last", "next", "recent", "historic",
    "first", "second", "successful", "whole", "entire", "full", "year's",
))
# Texts name the declaration of a summit by its place; these stand for the days of the summit.
_OF_SUMMIT = ("declaration", "communiqué", "communique", "summit declaration", "summit communiqué", "summit decisions")
# What is as old as the treaty that founded it.
_FOUNDED = {
    "north-atlantic-treaty": (
        "NATO", "Alliance", "Atlantic Alliance", "North Atlantic Alliance", "transatlantic Alliance",
        "founding of NATO", "founding of the Alliance", "foundation of NATO", "creation of NATO",
        "establishment of NATO", "signing of the Washington Treaty", "signing of the North Atlantic Treaty",
    ),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence that tells of a known event instead of naming it."""

    entity_id: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


def _clause(entity_id: str, pattern: str, *examples: str) -> Clause:
    return Clause(entity_id, re.compile(pattern.replace("~", r"\s{1,3}"), re.IGNORECASE), examples)


_RUSSIA = r"(?:Russia|Moscow|the~Kremlin|Putin|(?:President|Vladimir)~Putin|Russian~(?:forces|troops))"
_ITS_ATTACK = r"(?:(?:its|his|the|a|this)~)?(?:[\w-]{3,14}(?:,)?~){0,5}(?:invasion|war|aggression|attack)"
_ALLIANCE = r"(?:NATO|the~Alliance|the~North~Atlantic~Treaty~Organi[sz]ation)"
_JOINED = rf"(?:(?:formally|officially)~)?(?:joined|acceded~to|became~(?:a|the~\w+)~member~of|entered)~{_ALLIANCE}"

CLAUSES = (
    _clause("russian-invasion-of-ukraine",
            rf"{_RUSSIA}~(?:launched|began|started|unleashed|commenced)~{_ITS_ATTACK}\b"
            rf"|{_RUSSIA}~(?:\w{{4,12}}ly~)?(?:invaded|attacked)~Ukraine\b|Ukraine~was~(?:invaded|attacked)\b",
            "Russia launched its full-scale invasion", "Russia brutally attacked Ukraine", "Ukraine was invaded"),
    _clause("annexation-of-crimea", rf"{_RUSSIA}~(?:\w{{4,12}}ly~)?(?:annexed|seized)~Crimea\b",
            "Russia illegally annexed Crimea"),
    _clause("hamas-attack-2023", r"Hamas~(?:\w{4,12}ly~)?attacked~Israel\b", "Hamas attacked Israel"),
    _clause("fall-of-the-berlin-wall", r"the~(?:Berlin~)?Wall~(?:fell|came~down)\b", "the Wall came down"),
    _clause("fall-of-kabul", r"Kabul~fell\b|the~Taliban~(?:took~(?:over~)?|entered~)Kabul\b", "the Taliban took Kabul"),
    _clause("nato-accession-finland", rf"Finland~{_JOINED}\b", "Finland joined NATO"),
    _clause("nato-accession-sweden", rf"Sweden~{_JOINED}\b", "Sweden became a member of the Alliance"),
    _clause("north-atlantic-treaty",
            rf"{_ALLIANCE}~was~(?:founded|created|established)\b"
            r"|the~(?:Washington|North~Atlantic)~Treaty~was~signed\b",
            "NATO was founded", "the Washington Treaty was signed"),
)


def occasions_named(text: str, start: int, end: int) -> tuple[int, tuple[Occasion, ...]] | None:
    """The known events that the words at `start` name, and where the name ends; None if they name none."""
    words = list(_words(text, start, min(end, start + _LONGEST)))
    for first in range(min(_MOST_DETERMINERS + 1, len(words))):
        if first and fold_name(text[slice(*words[first - 1])]) not in _DETERMINERS:
            return None
        named = _longest_name(text, words[first:])
        if named is not None:
            return named
    return None


def _longest_name(text: str, words: list[tuple[int, int]]) -> tuple[int, tuple[Occasion, ...]] | None:
    start, names = words[0][0], _names()
    if _bare(fold_name(text[slice(*words[0])])) not in _first_words():
        return None
    for _, end in reversed(words):
        surface = _key(text[start:end])
        occasions = names.get(surface) or names.get(_bare(surface))
        if occasions:
            return end, occasions
    return None


def _bare(word: str) -> str:
    return word.removesuffix("s").removesuffix("'")


def occasions_told(text: str, start: int, end: int) -> tuple[Occasion, ...]:
    """The known event that the clause at `start` tells of ("Russia launched its invasion"), else what it names."""
    stop = min(end, start + _LONGEST)
    for clause in CLAUSES:
        if clause.pattern.match(text, start, stop):
            entity = load_knowledge().entities.get(clause.entity_id)
            return (Occasion(entity.start, entity.end, False, entity.entity_id),) if entity and entity.start else ()
    named = occasions_named(text, start, end)
    return named[1] if named else ()


def choose_occasion(occasions: tuple[Occasion, ...], publication: date | None, is_ahead: bool) -> Occasion | None:
    """The one that is meant: the only one, or the next or last one of those that share a name; None if none is sure."""
    if publication is None:
        return occasions[0] if len(occasions) == 1 and not occasions[0].is_nominal else None
    near = [each for each in occasions if not each.is_nominal or _days_between(each, publication) <= _NOMINAL_REACH]
    if len(near) < 2:
        return near[0] if near else None
    if is_ahead:
        ahead = [each for each in near if (each.end or each.start) >= publication]
        return min(ahead, key=lambda each: each.start, default=None)
    over = [each for each in near if each.start <= publication]
    last = max(over, key=lambda each: each.start, default=None)
    return last if last and _days_between(last, publication) <= _SHARED_REACH else None


# "The meeting in London" is the known one only near its days; "the Brussels summit" is the last one of some years.
_NOMINAL_REACH, _SHARED_REACH = 45, 1100


def _days_between(occasion: Occasion, day: date) -> int:
    end = occasion.end or occasion.start
    return max((occasion.start - day).days, (day - end).days, 0)


def _words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    reached = start
    for _, word in zip(range(_MOST_WORDS), _WORD.finditer(text, start, end), strict=False):
        gap = text[reached : word.start()]
        if gap.strip() or "\n\n" in gap:
            return
        yield word.start(), reached if word.end() < reached else word.end() - word[0].endswith(".")
        reached = word.end()


def _key(surface: str) -> str:
    return " ".join(fold_name(surface).split())


@functools.cache
def _first_words() -> frozenset[str]:
    return frozenset(_bare(name.split(" ", maxsplit=1)[0]) for name in _names())


@functools.cache
def _names() -> Mapping[str, tuple[Occasion, ...]]:
    """The known events and dated instruments by their names, folded."""
    knowledge = load_knowledge()
    named: dict[str, list[Occasion]] = {}
    for entity in knowledge.entities.values():
        if entity.kind not in ("event", "instrument") or entity.start is None:
            continue
        summits = [alias for alias in entity.aliases if alias.endswith(" summit") and entity.kind == "event"]
        places = [f"{alias.removesuffix(' summit')} {word}" for alias in summits for word in _OF_SUMMIT]
        for surface in (*entity.surfaces, *places, *_FOUNDED.get(entity.entity_id, ())):
            named.setdefault(_key(surface), []).append(Occasion(entity.start, entity.end, False, entity.entity_id))
        for surface in entity.nominals:
            named.setdefault(_key(surface), []).append(Occasion(entity.start, entity.end, True, entity.entity_id))
    return {name: tuple(dict.fromkeys(occasions)) for name, occasions in named.items()}
