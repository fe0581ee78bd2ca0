"""All known surfaces in one automaton: one linear pass over a text finds every name in it."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from transforms.knowledge import Knowledge, fold, load_knowledge
from transforms.knowledge.records import Entity

_PARTICLES = frozenset((
    "de", "del", "della", "der", "di", "du", "den", "la", "le", "van", "von", "ten", "ter", "zu", "af", "av"))
# What a reader does not see: a mark that follows its letter ("c" + U+030C), a soft hyphen within a word (but some PDFs
# use it as the hyphen of "NATO-EU"), zero-width and direction marks; and white space after white space ("\r\n")
_UNSEEN = re.compile("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
                     "|(?<=[^\\W\\dA-Z_])\u00ad(?=[^\\W\\dA-Z_])|(?<=\\s)\\s+")


@dataclass(frozen=True, slots=True)
class Sense:
    """What a surface can stand for. `target` is an entity's id, or an office's for label ROLE."""

    surface: str
    target: str
    label: str
    basis: str


@dataclass(frozen=True, slots=True)
class NameHit:
    """A stretch of text that equals known surfaces, with all that they can stand for."""

    start: int
    end: int
    senses: tuple[Sense, ...]


class NameMatcher:
    """Finds all known surfaces in a text; overlaps are kept, a later stage decides."""

    def __init__(self, knowledge: Knowledge) -> None:
        by_key: defaultdict[str, list[Sense]] = defaultdict(list)
        for sense in _senses(knowledge):
            key = fold(sense.surface)
            if key and sense not in by_key[key]:
                by_key[key].append(sense)
        self._automaton = ahocorasick.Automaton()
        for key, senses in by_key.items():
            self._automaton.add_word(key, (len(key), tuple(senses)))
        if by_key:
            self._automaton.make_automaton()
        self._is_empty = not by_key

    def find(self, text: str) -> list[NameHit]:
        """All hits in the text, at word boundaries and with fitting capitals, by start and then longest first."""
        if self._is_empty:
            return []
        seen, places = _seen(text)
        hits = []
        for last, (length, senses) in self._automaton.iter(fold(seen)):
            start, end = last + 1 - length, last + 1
            if _at_boundaries(seen, start, end):
                fitting = tuple(sense for sense in senses if _capitals_fit(sense, seen[start:end]))
                if fitting:
                    hits.append(NameHit(places[start], _with_marks(text, places[last] + 1), fitting))
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))


@functools.cache
def load_names() -> NameMatcher:
    """The matcher over the project's own knowledge, built once a process."""
    return NameMatcher(load_knowledge())


def _senses(knowledge: Knowledge) -> Iterator[Sense]:
    for entity in knowledge.entities.values():
        yield from _entity_senses(entity)
    for office in knowledge.offices.values():
        for form in (office.name, *office.forms):
            yield Sense(form, office.office_id, "ROLE", "office")
        for title in office.titles:
            yield Sense(title, office.office_id, "ROLE", "title")
    for topic in knowledge.topics.values():
        for term in topic.terms:
            for surface in dict.fromkeys((term, _plural(term))):
                yield Sense(surface, topic.topic_id, "TOPIC", "term")
        for phrase in topic.unless:
            yield Sense(phrase, topic.topic_id, "TOPIC", "unless")


def _entity_senses(entity: Entity) -> Iterator[Sense]:
    for surface in entity.surfaces:
        basis = "name" if surface == entity.name else "alias"
        yield Sense(surface, entity.entity_id, entity.label, basis)
    for surface in entity.nominals:
        yield Sense(surface, entity.entity_id, entity.label, "nominal")
    for surface in entity.demonyms:
        yield Sense(surface, entity.entity_id, "NORP", "demonym")
    if entity.surname:
        yield Sense(entity.surname, entity.entity_id, entity.label, "surname")
    if entity.given:
        yield Sense(entity.given, entity.entity_id, entity.label, "given_name")


def _plural(term: str) -> str:
    if term.endswith(("s", "x", "ch", "sh")):
        return term if term.endswith("s") else term + "es"
    if term.endswith("y") and term[-2:-1] not in "aeiou":
        return term[:-1] + "ies"
    return term + "s"


def _seen(text: str) -> tuple[str, Sequence[int]]:
    """The text as a reader sees it, and where in the text each of its characters stands; an empty line stays."""
    kept: list[tuple[int, int]] = []
    start = 0
    for match in _UNSEEN.finditer(text):
        if text.count("\n", max(0, match.start() - 1), match.end()) < 2:
            kept.append((start, match.start()))
            start = match.end()
    if not kept:
        return text, range(len(text))
    kept.append((start, len(text)))
    return "".join(text[a:b] for a, b in kept), [place for a, b in kept for place in range(a, b)]


def _with_marks(text: str, end: int) -> int:
    """The end of a name, behind the marks that belong to its last letter."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _at_boundaries(text: str, start: int, end: int) -> bool:
    return not (start > 0 and (text[start - 1].isalnum() or text[start - 1] == "_")) and not (
        end < len(text) and (text[end].isalnum() or text[end] == "_"))


def _capitals_fit(sense: Sense, surface: str) -> bool:
    """Whether the text's capitals can be the surface's: "EU" only as "EU", "Mamer" also "MAMER", terms in any case."""
    if sense.surface == surface or (sense.label in ("TOPIC", "ROLE") and not _is_acronym(sense.surface)):
        return True
    if len(sense.surface) != len(surface):
        return True
    if _is_acronym(sense.surface):
        return False
    return all(told[0].isupper() or told.casefold() in _PARTICLES or not told[0].isalpha()
               for known, told in zip(sense.surface.split(), surface.split(), strict=False) if known[0].isupper())


def _is_acronym(surface: str) -> bool:
    letters = [char for char in surface if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters) and " " not in surface
