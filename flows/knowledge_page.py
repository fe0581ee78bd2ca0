"""What is known of one entity, office or topic, as rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from transforms.knowledge import Entity, Knowledge, Office, Term, Topic, fold

Row = tuple[str, ...]
TERM_HEADINGS = ("office", "organization", "holder", "from", "to", "source")


@dataclass(frozen=True, slots=True)
class Page:
    """The facts of one record as (what, value), and the terms of office beside it."""

    facts: Sequence[Row]
    terms: Sequence[Row]


def find_ids(knowledge: Knowledge, name: str) -> list[str]:
    """The ids that a name or an id stands for: of entities, offices and topics."""
    if name in knowledge.entities or name in knowledge.offices or name in knowledge.topics:
        return [name]
    wanted = fold(" ".join(name.split()))
    whole = [key for key, names in _names(knowledge) if wanted in map(fold, names)]
    if whole:
        return whole
    return [entity.entity_id for entity in knowledge.entities.values()
            if wanted and wanted in (fold(entity.surname), fold(entity.given))]


def near_names(knowledge: Knowledge, name: str) -> list[str]:
    """Names that are much like the one that stands for nothing."""
    known = {fold(surface): surface for _, names in _names(knowledge) for surface in names}
    known |= {fold(entity.surname): entity.surname for entity in knowledge.entities.values() if entity.surname}
    return [known[key] for key in get_close_matches(fold(name), known, 3, 0.75)]


def _names(knowledge: Knowledge) -> Iterator[tuple[str, Sequence[str]]]:
    for entity in knowledge.entities.values():
        yield entity.entity_id, (*entity.surfaces, *entity.governments, *entity.nominals)
    for office in knowledge.offices.values():
        yield office.office_id, (office.name, *office.forms)
    for topic in knowledge.topics.values():
        yield topic.topic_id, (topic.name, *topic.terms)


def page_of(knowledge: Knowledge, record_id: str, day: date | None) -> Page:
    """What is known of the record, on that day where it holds or fills offices."""
    if entity := knowledge.entities.get(record_id):
        return Page(list(_filled(_entity_rows(knowledge, entity, day))),
                    _terms(knowledge, _terms_of(knowledge, entity), day))
    if office := knowledge.offices.get(record_id):
        return Page(list(_filled(_office_rows(office))),
                    _terms(knowledge, knowledge.terms_of_office.get(record_id, ()), day))
    return Page(list(_filled(_topic_rows(knowledge.topics[record_id]))), ())


def _filled(rows: Iterator[Row]) -> Iterator[Row]:
    return ((what, value) for what, value in rows if value)


def _entity_rows(knowledge: Knowledge, entity: Entity, day: date | None) -> Iterator[Row]:
    yield "id", entity.entity_id
    yield "kind", f"{entity.kind} ({entity.subkind})" if entity.subkind not in ("", entity.kind) else entity.kind
    yield "name", entity.name
    for what, values in (("aliases", entity.aliases), ("nominals", entity.nominals), ("people", entity.demonyms),
                         ("combining", entity.combining), ("governments", entity.governments),
                         ("parties", entity.parties), ("sure words", entity.sure)):
        yield what, ", ".join(values)
    yield "given name, surname", ", ".join(filter(None, (entity.given, entity.surname)))
    yield "country", entity.country_code or ""
    yield "part of", entity.parent_id or ""
    yield "held or led by", entity.organization_id or ""
    yield "place", entity.place_id or ""
    yield "from, to", f"{entity.start} to {entity.end or '…'}" if entity.start else ""
    yield "wikidata", entity.wikidata_id or ""
    yield "member of", ", ".join(
        f"{m.organization_id} ({m.start} to {m.end or '…'})" for m in knowledge.memberships
        if m.state_id == entity.entity_id and (day is None or m.covers(day)))
    members = knowledge.members(entity.entity_id, day) if day else []
    yield f"members on {day}", f"{len(members)}: {', '.join(members)}" if members else ""


def _office_rows(office: Office) -> Iterator[Row]:
    yield "id", office.office_id
    yield "kind", f"office ({office.level}, {'one holder' if office.is_single_holder else 'several holders'})"
    yield "name", office.name
    yield "organization", office.organization_id
    yield "titles", ", ".join(office.titles)
    yield "forms", ", ".join(office.forms)


def _topic_rows(topic: Topic) -> Iterator[Row]:
    yield "id", topic.topic_id
    yield "kind", f"topic ({topic.origin})"
    yield "name", topic.name
    yield "part of", topic.parent_id or ""
    yield "terms", ", ".join(topic.terms)
    yield "in company", ", ".join(dict.fromkeys(rule.term for rule in topic.near))
    yield "unless", ", ".join(topic.unless)


def _terms_of(knowledge: Knowledge, entity: Entity) -> Sequence[Term]:
    """A person's terms; for a body or a state those of its offices."""
    if entity.kind == "person":
        return knowledge.terms_of_person.get(entity.entity_id, ())
    return [term for office in knowledge.offices.values() if office.organization_id == entity.entity_id
            for term in knowledge.terms_of_office.get(office.office_id, ())]


def _terms(knowledge: Knowledge, terms: Sequence[Term], day: date | None) -> list[Row]:
    rows: list[Row] = []
    for term in sorted(terms, key=lambda term: (term.start, term.office_id)):
        if day is None or term.covers(day):
            office = knowledge.offices[term.office_id]
            end = _told(term.end, term.end_precision) or "…"
            rows.append((office.name, office.organization_id, knowledge.entities[term.person_id].name,
                         _told(term.start, term.start_precision), end, term.source))
    return rows


def _told(day: date | None, precision: str) -> str:
    """A day as precisely as it is known."""
    return day.isoformat()[:{"year": 4, "month": 7}.get(precision, 10)] if day else ""
