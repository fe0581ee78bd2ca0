"""All known surfaces in one automaton: one linear pass over a text finds every name in it."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import ahocorasick

from transforms.knowledge.facts import Knowledge, load_knowledge
from transforms.knowledge.layers import knowledge_folders, without_collector
from transforms.knowledge.records import Entity
from transforms.knowledge.spelling import PARTICLES, fold, plural, romanize

# What a reader does not see: a mark that follows its letter ("c" + U+030C), a soft hyphen within a word (but some PDFs
# use it as the hyphen of "NATO-EU"), zero-width and direction marks; and white space after white space ("\r\n")
_UNSEEN = re.compile("[\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
                     "|(?<=[^\\W\\dA-Z_])\u00ad(?=[^\\W\\dA-Z_])|(?<=\\s)\\s+")
# A hyphen at a line's end: that of the line ("Stolten-\nberg") or the word's own ("NATO-\nEU", "Euro-\nAtlantic"); some
# PDFs have a space there
_BROKEN = re.compile(r"(?<=\w)[-\u00ad\u2010]\s(?=\w)")
_HYPHENED = re.compile(r"[-\u00ad\u2010\u2011–]\s?[^\W\d_]")


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

    @without_collector()
    def __init__(self, knowledge: Knowledge) -> None:
        by_key: defaultdict[str, dict[Sense, None]] = defaultdict(dict)
        for sense in _senses(knowledge):
            by_key[fold(sense.surface)][sense] = None
        by_key.pop("", None)
        self._automaton = ahocorasick.Automaton()
        for key, senses in by_key.items():
            self._automaton.add_word(key, (len(key), tuple(senses)))
        if by_key:
            self._automaton.make_automaton()
        self._longest = max(map(len, by_key), default=0)

    def find(self, text: str) -> list[NameHit]:
        """All hits in the text, at word boundaries and with fitting capitals, by start and then longest first."""
        if not self._longest:
            return []
        seen, places = _seen(text)
        hits = [*self._find(text, seen, places), *self._find_broken(text, seen, places)]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def _find(self, text: str, seen: str, places: Sequence[int]) -> Iterator[NameHit]:
        """The hits in what is seen of the text; `places` are where in the text its characters stand."""
        for last, (length, senses) in self._automaton.iter(fold(seen)):
            start, end = last + 1 - length, last + 1
            if _at_boundaries(seen, start, end):
                fitting = tuple(sense for sense in senses if _fits(sense, seen, start, end))
                if fitting:
                    yield NameHit(places[start], _with_marks(text, places[last] + 1), fitting)

    def _find_broken(self, text: str, seen: str, places: Sequence[int]) -> Iterator[NameHit]:
        """The hits that run over a hyphen at a line's end, read without it and as the name's own."""
        breaks = [(match.start(), match.end()) for match in _BROKEN.finditer(seen)]
        starts = [places[start] for start, _ in breaks]
        for start, end, inside in _windows(breaks, self._longest, len(seen)):
            for hyphens in (0, 1):
                kept = _around(start, end, inside, hyphens)
                joined = "".join(seen[a:b] for a, b in kept)
                for hit in self._find(text, joined, [places[place] for a, b in kept for place in range(a, b)]):
                    at = bisect_left(starts, hit.start)
                    if at < len(breaks) and places[breaks[at][1]] < hit.end:
                        yield hit


def load_names() -> NameMatcher:
    """The matcher over the knowledge that `load_knowledge` gives, built once a process."""
    return _load(knowledge_folders())


@functools.cache
def _load(_folders: tuple[Path, ...]) -> NameMatcher:
    return NameMatcher(load_knowledge())


Cut = tuple[int, int]


def _windows(breaks: Iterable[Cut], reach: int, size: int) -> Iterator[tuple[int, int, list[Cut]]]:
    """Stretches in which a name of at most `reach` may run over a break, joined where they overlap, and its breaks."""
    start = end = -1
    inside: list[Cut] = []
    for cut in breaks:
        if inside and cut[0] - reach > end:
            yield start, end, inside
            inside = []
        if not inside:
            start = max(0, cut[0] - reach)
        end = min(size, cut[1] + reach)
        inside.append(cut)
    if inside:
        yield start, end, inside


def _around(start: int, end: int, cuts: Iterable[Cut], hyphens: int) -> list[Cut]:
    """The pieces of a stretch without its cuts, but with so many characters of each."""
    pieces = []
    for before, after in cuts:
        pieces.append((start, before + hyphens))
        start = after
    return [*pieces, (start, end)]


def _senses(knowledge: Knowledge) -> Iterator[Sense]:
    for entity in knowledge.entities.values():
        yield from _entity_senses(entity)
        for short in knowledge.short_names.get(fold(entity.given), ()) if entity.given else ():
            yield Sense(short, entity.entity_id, entity.label, "given_name")
            yield Sense(f"{short} {entity.surname}", entity.entity_id, entity.label, "alias")
    for office in knowledge.offices.values():
        for form in (office.name, *office.forms):
            yield Sense(form, office.office_id, "ROLE", "office")
        for title in office.titles:
            yield Sense(title, office.office_id, "ROLE", "title")
    for topic in knowledge.topics.values():
        for basis, terms in (("term", topic.terms), ("near", [rule.term for rule in topic.near])):
            for term in dict.fromkeys(terms):
                for surface in dict.fromkeys((term, plural(term))):
                    yield Sense(surface, topic.topic_id, "TOPIC", basis)
        for phrase in topic.unless:
            yield Sense(phrase, topic.topic_id, "TOPIC", "unless")


def _entity_senses(entity: Entity) -> Iterator[Sense]:
    for surface in entity.surfaces:
        basis = "name" if surface == entity.name else "alias"
        yield from _spelled(entity, surface, basis, "alias")
    for basis, label, surfaces in (
        ("nominal", entity.label, entity.nominals), ("demonym", "NORP", entity.demonyms),
        ("combining", "NORP", entity.combining), ("metonym", "ORG", entity.governments),
    ):
        for surface in surfaces:
            yield Sense(surface, entity.entity_id, label, basis)
    if entity.surname:
        # of "Volodymyr Zelensky", another spelling of his name, the surname too
        others = [name.removeprefix(f"{entity.given} ") for name in entity.aliases
                  if entity.given and name.startswith(f"{entity.given} ")]
        for surname in dict.fromkeys((entity.surname, *others)):
            yield from _spelled(entity, surname, "surname", "surname")
    if entity.given:
        yield from _spelled(entity, entity.given, "given_name", "given_name")


def _spelled(entity: Entity, surface: str, basis: str, otherwise: str) -> Iterator[Sense]:
    """The surface, and that of a person also as it is written where letters are lost: "Joergensen"."""
    yield Sense(surface, entity.entity_id, entity.label, basis)
    if entity.kind == "person":
        for other in romanize(surface):
            yield Sense(other, entity.entity_id, entity.label, otherwise)


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
    return not (start > 0 and _is_of_word(text[start - 1])) and not (end < len(text) and _is_of_word(text[end]))


def _is_of_word(char: str) -> bool:
    """A letter or digit; the number of a footnote ("Macedonia¹") is none."""
    return (char.isalnum() and unicodedata.category(char) != "No") or char == "_"


def _fits(sense: Sense, seen: str, start: int, end: int) -> bool:
    """Whether the sense can be what stands there; a combining form only stands before a hyphen and a letter."""
    if sense.basis == "combining" and not _HYPHENED.match(seen, end):
        return False
    return _capitals_fit(sense, seen[start:end])


def _capitals_fit(sense: Sense, surface: str) -> bool:
    """Whether the text's capitals can be the surface's: "EU" only as "EU", "Mamer" also "MAMER", terms in any case."""
    if sense.surface == surface or (sense.label in ("TOPIC", "ROLE") and not _is_acronym(sense.surface)):
        return True
    if len(sense.surface) != len(surface):
        return True
    if _is_acronym(sense.surface):
        # British newspapers write "Nato"
        return sense.label == "ORG" and len(surface) > 3 and surface == sense.surface.capitalize()
    if sense.label in ("DOC", "EVENT") and " " in surface and sense.surface[0].isupper():
        # "Action Plan on military mobility", "Strategic compass": the first word has a capital
        return surface[0].isupper()
    words = [told for known, told in zip(sense.surface.split(), surface.split(), strict=False) if known[0].isupper()]
    # "de Croo" for "De Croo", but "do" is never a Mr Do
    return not words or (any(word[0].isupper() for word in words)
                         and all(word[0].isupper() or word in PARTICLES or not word[0].isalpha() for word in words))


def _is_acronym(surface: str) -> bool:
    """"EU", "U.S." and, of several, "EDTs"."""
    letters = [char for char in surface.removesuffix("s") if char.isalpha()]
    return len(letters) > 1 and all(char.isupper() for char in letters) and " " not in surface
