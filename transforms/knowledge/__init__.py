"""Who and what there is in the world of the record: people, offices, bodies, states, places, instruments, topics.

The facts are the TOML files of this folder, each with its source; `load_knowledge` reads them once a process.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from transforms.knowledge.records import (
    Entity,
    EventFrame,
    InvalidKnowledge,
    Membership,
    Office,
    Reading,
    Term,
    Topic,
    read_day,
    read_list,
    read_text,
)

__all__ = [
    "Entity", "EventFrame", "InvalidKnowledge", "Knowledge", "Membership", "Office", "Term", "Topic",
    "check_knowledge", "fold", "knowledge_version", "load_knowledge",
]

FOLDER = Path(__file__).parent
_ONE_KIND_FILES = {
    "states": ("state", "state", "GPE"),
    "instruments": ("instrument", "instrument", "DOC"),
    "known_events": ("event", "event", "EVENT"),
}


def fold(text: str) -> str:
    """The text without case and diacritics, of the same length: offsets in it are offsets in the text."""
    return text.translate(_FOLDED)


class _FoldTable(dict[int, str]):
    """Folds each character to one character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        parts = unicodedata.normalize("NFKD", char) if code > 127 else char
        base = parts[0] if all(map(unicodedata.combining, parts[1:])) else char
        lower = {"’": "'", "‘": "'", "–": "-", "‑": "-", "\u00ad": "-", "ı": "i", "ł": "l", "Ł": "l", "ø": "o",
                 "Ø": "o", "đ": "d", "Đ": "d"}.get(char, base.lower())
        if char.isspace():
            lower = " "
        self[code] = lower if len(lower) == 1 else char
        return self[code]


_FOLDED = _FoldTable()


@dataclass(frozen=True)
class Knowledge:
    """All known facts, indexed for the stages."""

    entities: Mapping[str, Entity]
    offices: Mapping[str, Office]
    terms: tuple[Term, ...]
    memberships: tuple[Membership, ...]
    topics: Mapping[str, Topic]
    frames: tuple[EventFrame, ...]
    terms_of_person: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    terms_of_office: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    by_given_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def holders(self, office_id: str, day: date) -> list[str]:
        """The persons who held the office on that day; two on a hand-over day, the newer first."""
        terms = [term for term in self.terms_of_office.get(office_id, ()) if term.covers(day)]
        return [term.person_id for term in sorted(terms, key=lambda term: term.start, reverse=True)]

    def held(self, person_id: str, office_id: str, day: date | None = None) -> bool:
        """True if the person ever held the office, or held it on that day."""
        return any(term.office_id == office_id and (day is None or term.covers(day))
                   for term in self.terms_of_person.get(person_id, ()))

    def in_office(self, person_id: str, day: date) -> list[Term]:
        """The person's terms that cover the day."""
        return [term for term in self.terms_of_person.get(person_id, ()) if term.covers(day)]

    def members(self, organization_id: str, day: date) -> list[str]:
        """The states that belonged to the organization on that day."""
        return [m.state_id for m in self.memberships if m.organization_id == organization_id and m.covers(day)]

    @functools.cached_property
    def dated_events(self) -> tuple[Entity, ...]:
        """The known events that have a first day, picked out once."""
        return tuple(e for e in self.entities.values() if e.kind == "event" and e.start is not None)

    def kind_of(self, entity_id: str) -> str:
        """The entity's kind, empty if it is not known."""
        entity = self.entities.get(entity_id)
        return entity.kind if entity else ""

    def organization_of(self, entity_id: str) -> str:
        """The outermost body that the entity belongs to: the EU for the College of Commissioners."""
        seen = {entity_id}
        while (entity := self.entities.get(entity_id)) and entity.parent_id and entity.parent_id not in seen:
            entity_id = entity.parent_id
            seen.add(entity_id)
        return entity_id


def _tables(folder: Path, pattern: str, key: str) -> Iterator[tuple[str, Reading]]:
    for path in sorted(folder.glob(pattern)):
        with path.open("rb") as file:
            try:
                content = tomllib.load(file)
            except tomllib.TOMLDecodeError as problem:
                raise InvalidKnowledge(f"{path.name}: {problem}; mend the TOML") from problem
        for record in content.get(key, []):
            yield path.name, record


def _entity(record: Reading, where: str, kind: str, label: str) -> Entity:
    return Entity(
        entity_id=read_text(record, "id", where), kind=kind, label=label, name=read_text(record, "name", where),
        aliases=read_list(record, "aliases"), nominals=read_list(record, "nominals"),
        demonyms=read_list(record, "adjectives") + read_list(record, "people"),
        given=str(record.get("given", "")),
        surname=str(record.get("surname", "")), gender=str(record.get("gender", "")),
        wikidata_id=str(record["wikidata_id"]) if "wikidata_id" in record else None,
        country_code=str(record.get("country") or record.get("code") or "") or None,
        parent_id=str(record["parent"]) if "parent" in record else None,
        place_id=str(record["place"]) if "place" in record else None,
        parties=read_list(record, "parties"), subkind=str(record.get("kind", "")),
        start=read_day(record, "start") or read_day(record, "date"),
        end=read_day(record, "end") or read_day(record, "date"), sure=read_list(record, "sure"),
    )


def _read_entities(folder: Path) -> Iterator[Entity]:
    for where, record in _tables(folder, "people/*.toml", "person"):
        yield _entity(record, where, "person", "PERSON")
    for where, record in _tables(folder, "organizations.toml", "organization"):
        yield _entity(record, where, str(record.get("kind", "organization")), "ORG")
    for where, record in _tables(folder, "places.toml", "place"):
        yield _entity(record, where, "place", str(record.get("label", "GPE")))
    for stem, (key, kind, label) in _ONE_KIND_FILES.items():
        for where, record in _tables(folder, f"{stem}.toml", key):
            yield _entity(record, where, kind, label)


def _read_terms(folder: Path) -> Iterator[Term]:
    for where, person in _tables(folder, "people/*.toml", "person"):
        terms = person.get("terms", [])
        if not isinstance(terms, list):
            raise InvalidKnowledge(f"{where}: terms of {person.get('id')} is not a list")
        for term in terms:
            yield Term.read(read_text(person, "id", where), term, where)


def _unique(entities: Iterator[Entity]) -> dict[str, Entity]:
    found: dict[str, Entity] = {}
    for entity in entities:
        if entity.entity_id in found:
            names = f"{found[entity.entity_id].name}, {entity.name}"
            raise InvalidKnowledge(f"the id {entity.entity_id} stands twice: {names}")
        found[entity.entity_id] = entity
    return found


def knowledge_version(folder: Path = FOLDER) -> str:
    """A SHA-256 over the TOML files of the folder and their names."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _grouped(pairs: Iterator[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _terms_by(terms: tuple[Term, ...], key: str) -> dict[str, tuple[Term, ...]]:
    found: defaultdict[str, list[Term]] = defaultdict(list)
    for term in terms:
        found[getattr(term, key)].append(term)
    return {key: tuple(values) for key, values in found.items()}


def read_knowledge(folder: Path) -> Knowledge:
    """The knowledge of a folder; InvalidKnowledge names the file and the record at fault."""
    entities = _unique(_read_entities(folder))
    terms = tuple(_read_terms(folder))
    people = [entity for entity in entities.values() if entity.kind == "person"]
    return Knowledge(
        entities=entities, terms=terms,
        offices={office.office_id: office for office in (
            Office.read(record, where) for where, record in _tables(folder, "offices/*.toml", "office"))},
        memberships=tuple(Membership.read(record, where)
                          for where, record in _tables(folder, "memberships.toml", "membership")),
        topics={topic.topic_id: topic for topic in (
            Topic.read(record, where) for where, record in _tables(folder, "topics.toml", "topic"))},
        frames=tuple(EventFrame.read(record, where) for where, record in _tables(folder, "events.toml", "frame")),
        terms_of_person=_terms_by(terms, "person_id"), terms_of_office=_terms_by(terms, "office_id"),
        by_given_name=_grouped((fold(person.given), person.entity_id) for person in people if person.given),
    )


@functools.cache
def load_knowledge() -> Knowledge:
    """The project's own knowledge, read once a process."""
    return read_knowledge(FOLDER)


def check_knowledge(knowledge: Knowledge) -> list[str]:
    """What is wrong in the knowledge, a line each: dangling references, overlapping terms, one alias for two, idle
    sure words."""
    return [*_dangling(knowledge), *_overlapping_terms(knowledge), *_shared_aliases(knowledge), *_idle_words(knowledge)]


def _dangling(knowledge: Knowledge) -> Iterator[str]:
    known = knowledge.entities
    for office in knowledge.offices.values():
        if office.organization_id not in known:
            yield f"office {office.office_id}: no organization or state {office.organization_id}"
    for term in knowledge.terms:
        if term.office_id not in knowledge.offices:
            yield f"person {term.person_id}: no office {term.office_id}"
    for membership in knowledge.memberships:
        for entity_id in (membership.state_id, membership.organization_id):
            if entity_id not in known:
                yield f"membership of {membership.state_id}: no {entity_id}"
    for entity in known.values():
        for reference in (entity.parent_id, entity.place_id, *entity.parties):
            if reference and reference not in known:
                yield f"{entity.kind} {entity.entity_id}: no {reference}"
    for topic in knowledge.topics.values():
        if topic.parent_id and topic.parent_id not in knowledge.topics:
            yield f"topic {topic.topic_id}: no topic {topic.parent_id}"


def _overlapping_terms(knowledge: Knowledge) -> Iterator[str]:
    for office_id, terms in knowledge.terms_of_office.items():
        office = knowledge.offices.get(office_id)
        if office is None or not office.is_single_holder:
            continue
        ordered = sorted(terms, key=lambda term: (term.start, term.end or date.max))
        for before, after in pairwise(ordered):
            if (before.end or date.max) > after.start and "day" == before.end_precision == after.start_precision:
                yield f"office {office_id}: {before.person_id} and {after.person_id} overlap from {after.start}"


def _shared_aliases(knowledge: Knowledge) -> Iterator[str]:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for entity in knowledge.entities.values():
        for surface in entity.surfaces:
            owners[surface].add(entity.entity_id)
    for surface, ids in sorted(owners.items()):
        undated = [entity_id for entity_id in ids if knowledge.entities[entity_id].start is None]
        if len(ids) > 1 and undated:
            yield f"alias {surface!r} stands for {', '.join(sorted(ids))}, and no dates part them"


def _idle_words(knowledge: Knowledge) -> Iterator[str]:
    for entity in knowledge.entities.values():
        for word in entity.sure:
            if not any(fold(word) in fold(surface) for surface in entity.surfaces):
                yield f"{entity.kind} {entity.entity_id}: no name has the sure word {word!r}"
