"""All known facts, read from the records of one folder or several and indexed for the stages."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from transforms.knowledge.layers import Finding, Layers, knowledge_folders, read_layers, without_collector
from transforms.knowledge.records import (
    Entity,
    EventFrame,
    InvalidKnowledge,
    Membership,
    Office,
    Presidency,
    Reading,
    Term,
    Topic,
    read_day,
    read_list,
    read_rows,
    read_text,
)
from transforms.knowledge.spelling import fold

# The kinds of records that are entities, with the kind and the label that they have unless they tell another
_ENTITIES = {
    "person": ("person", "PERSON"), "organization": ("organization", "ORG"), "place": ("place", "GPE"),
    "state": ("state", "GPE"), "instrument": ("instrument", "DOC"), "event": ("event", "EVENT"),
}


@dataclass(frozen=True, eq=False)
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
    presidencies: tuple[Presidency, ...] = ()
    short_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def holders(self, office_id: str, day: date) -> list[str]:
        """The persons who held the office on that day, or may have; where one person holds it at a time, the only one
        who surely did.

        Two stay, the newer first, on a day of hand-over (both held it), and where years or months alone are known.
        """
        terms = [term for term in self.terms_of_office.get(office_id, ()) if term.covers(day)]
        terms.sort(key=lambda term: term.start, reverse=True)
        office = self.offices.get(office_id)
        if len(terms) > 1 and (office is None or office.is_single_holder):
            sure = {term.person_id for term in terms if term.surely_covers(day)}
            if len(sure) == 1:
                return list(sure)
        # one person's second term starts on the last day of the first
        return list(dict.fromkeys(term.person_id for term in terms))

    def held(self, person_id: str, office_id: str, day: date | None = None) -> bool:
        """True if the person ever held the office, or held it (or may have) on that day."""
        terms = self._terms_held.get((person_id, office_id))
        return terms is not None and (day is None or any(term.covers(day) for term in terms))

    def in_office(self, person_id: str, day: date) -> list[Term]:
        """The person's terms that cover the day."""
        return [term for term in self.terms_of_person.get(person_id, ()) if term.covers(day)]

    def presiding(self, day: date) -> str | None:
        """The state that presided over the Council of the European Union on that day."""
        return next((p.state_id for p in self.presidencies if p.start <= day <= p.end), None)

    def members(self, organization_id: str, day: date) -> list[str]:
        """The states that belonged to the organization on that day."""
        return [m.state_id for m in self.memberships if m.organization_id == organization_id and m.covers(day)]

    @functools.cached_property
    def _terms_held(self) -> Mapping[tuple[str, str], tuple[Term, ...]]:
        """The terms by person and office: who held what is asked a million times for a long text."""
        found: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
        for person_id, terms in self.terms_of_person.items():
            for term in terms:
                found[person_id, term.office_id].append(term)
        return {key: tuple(terms) for key, terms in found.items()}

    @functools.cached_property
    def dated_events(self) -> tuple[Entity, ...]:
        """The known events that have a first day, picked out once."""
        return tuple(e for e in self.entities.values() if e.kind == "event" and e.start is not None)

    @functools.cached_property
    def capitals(self) -> Mapping[str, str]:
        """The state by the place that is its capital."""
        return {e.capital_id: e.entity_id for e in self.entities.values() if e.capital_id}

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


@without_collector()
def read_knowledge(*folders: Path) -> Knowledge:
    """The knowledge of a folder and of those laid over it; InvalidKnowledge names the file and the record at fault."""
    layers = read_layers(folders)
    layers.raise_first()
    clashes = find_clashes(layers)
    if clashes:
        raise InvalidKnowledge(str(clashes[0]))
    return build_knowledge(layers)


def build_knowledge(layers: Layers) -> Knowledge:
    """The knowledge of records whose form is right and whose ids differ."""
    records = layers.records
    entities = {entity.entity_id: entity for entity in _read_entities(layers)}
    terms = tuple(_read_terms(layers))
    people = [entity for entity in entities.values() if entity.kind == "person"]
    offices = [Office.read(placed.record, placed.where) for placed in records["office"]]
    topics = [Topic.read(placed.record, placed.where) for placed in records["topic"]]
    return Knowledge(
        entities=entities, terms=terms, offices={office.office_id: office for office in offices},
        memberships=tuple(Membership.read(placed.record, placed.where) for placed in records["membership"]),
        topics={topic.topic_id: topic for topic in topics},
        frames=tuple(EventFrame.read(placed.record, placed.where) for placed in records["frame"]),
        terms_of_person=_terms_by(terms, "person_id"), terms_of_office=_terms_by(terms, "office_id"),
        by_given_name=_grouped((fold(person.given), person.entity_id) for person in people if person.given),
        presidencies=tuple(Presidency.read(placed.record, placed.where) for placed in records["presidency"]),
        short_names=_grouped((fold(name), read_text(placed.record, "short", placed.where))
                             for placed in records["given_name"] for name in read_list(placed.record, "names")),
    )


def load_knowledge() -> Knowledge:
    """The project's own knowledge and what COOPERATION_KNOWLEDGE lays over it, read once a process."""
    return _load(knowledge_folders())


@functools.cache
def _load(folders: tuple[Path, ...]) -> Knowledge:
    return read_knowledge(*folders)


def find_clashes(layers: Layers) -> list[Finding]:
    """Ids that stand for entities of two kinds."""
    seen: dict[str, str] = {}
    clashes = []
    for key in _ENTITIES:
        for placed in layers.records[key]:
            first = seen.setdefault(placed.title, f"{key} in {placed.where}")
            if first != f"{key} in {placed.where}":
                clashes.append(Finding(placed.where, placed.title, f"the id {placed.title} stands twice: it is also of "
                                       f"the {first}; give one of them another"))
    return clashes


def _entity(record: Reading, where: str, kind: str, label: str) -> Entity:
    day = read_day(record, "date")
    return Entity(
        entity_id=read_text(record, "id", where), kind=kind, label=label, name=read_text(record, "name", where),
        aliases=read_list(record, "aliases"), nominals=read_list(record, "nominals"),
        demonyms=read_list(record, "adjectives") + read_list(record, "people"),
        given=str(record.get("given", "")),
        surname=str(record.get("surname", "")), gender=str(record.get("gender", "")),
        wikidata_id=_optional(record, "wikidata_id"),
        country_code=str(record.get("country") or record.get("code") or "") or None,
        parent_id=_optional(record, "parent"), place_id=_optional(record, "place"),
        parties=read_list(record, "parties"), subkind=str(record.get("kind", "")),
        start=read_day(record, "start") or day, end=read_day(record, "end") or day, sure=read_list(record, "sure"),
        organization_id=_optional(record, "organization"), capital_id=_optional(record, "capital"),
        combining=read_list(record, "combining"),
        governments=read_list(record, "governments"),
    )


def _optional(record: Reading, key: str) -> str | None:
    return str(record[key]) if key in record else None


def _read_entities(layers: Layers) -> Iterator[Entity]:
    for key, (kind, label) in _ENTITIES.items():
        for placed in layers.records[key]:
            record = placed.record
            own = str(record.get("kind", kind)) if key == "organization" else kind
            yield _entity(record, placed.where, own, str(record.get("label", label)))


def _read_terms(layers: Layers) -> Iterator[Term]:
    for placed in layers.records["person"]:
        for term in read_rows(placed.record, "terms"):
            yield Term.read(read_text(placed.record, "id", placed.where), term, placed.where)


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
