"""What is wrong in the knowledge: form, references, dates and names, a finding each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from transforms.knowledge.facts import Knowledge, build_knowledge, find_clashes
from transforms.knowledge.layers import Finding, Layers, Placed, read_layers
from transforms.knowledge.records import Entity, Reading, read_list, read_rows
from transforms.knowledge.spelling import fold

_KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
# Words that are found in every text: as an alias one of them would stand everywhere
_COMMON = frozenset((
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can",
    "could", "day", "did", "do", "every", "first", "for", "from", "had", "has", "have", "he", "her", "here", "him",
    "his", "how", "if", "in", "is", "it", "its", "last", "like", "made", "man", "many", "may", "me", "more", "most",
    "must", "my", "new", "no", "not", "now", "of", "on", "one", "only", "or", "other", "our", "out", "over", "people",
    "she", "should", "so", "some", "state", "such", "than", "that", "the", "their", "them", "then", "there", "these",
    "they", "this", "those", "time", "to", "two", "under", "up", "us", "was", "we", "well", "were", "what", "when",
    "where", "which", "who", "will", "with", "would", "year", "you", "your",
))
# A kind of record and an id: where the record stands is looked up when it is told
Where = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class _Fault:
    key: str
    record: str
    fault: str


def check_folders(folders: Sequence[Path]) -> tuple[list[Finding], Mapping[str, int]]:
    """What is wrong in the folders, each laid over those before it, and how many records of each kind there are."""
    layers = read_layers(folders)
    counts = {key: len(records) for key, records in layers.records.items()}
    findings = [*layers.findings, *find_clashes(layers), *_check_records(layers)]
    if not layers.findings:
        where = {(key, placed.title): placed.where for key, records in layers.records.items() for placed in records}
        findings += [Finding(where.get((fault.key, fault.record), "?"), fault.record, fault.fault)
                     for fault in _check_facts(build_knowledge(layers))]
    return findings, counts


def check_knowledge(knowledge: Knowledge) -> list[str]:
    """What is wrong with facts whose form is right, a line each: dangling references, overlapping terms, dates that
    run backward, one alias for two, names that stand everywhere, idle words."""
    return [f"{fault.key} {fault.record}: {fault.fault}" for fault in _check_facts(knowledge)]


def _check_facts(knowledge: Knowledge) -> Iterator[_Fault]:
    for check in (_dangling, _dangling_parts, _backward, _overlapping_terms, _shared_aliases, _poor_aliases,
                  _idle_words, _poor_topics):
        yield from check(knowledge)


# --- as it is written -------------------------------------------------------------------------------------------------


def _check_records(layers: Layers) -> Iterator[Finding]:
    known = {placed.title for placed in layers.records["reference"]}
    codes = {str(placed.record.get("code")) for placed in layers.records["state"]}
    places = {placed.title for placed in layers.records["place"]}
    items: dict[str, str] = {}
    for key, records in layers.records.items():
        for placed in records:
            yield from (Finding(placed.where, placed.title, fault) for fault in _record_faults(key, placed, known))
            country, capital = placed.record.get("country"), placed.record.get("capital")
            if country is not None and (country not in codes or len(str(country)) != 2):
                yield Finding(placed.where, placed.title, f"no state of states.toml has the country code {country!r}; "
                              "write that of ISO 3166-1 alpha-2, as BE")
            if capital is not None and capital not in places:
                yield Finding(placed.where, placed.title, f"no place {capital}")
            item = placed.record.get("wikidata_id")
            if item and items.setdefault(str(item), placed.title) != placed.title:
                yield Finding(placed.where, placed.title, f"{item} is already {items[str(item)]}'s; correct one")


def _record_faults(key: str, placed: Placed, references: set[str]) -> Iterator[str]:
    record = placed.record
    name, item = record.get("id"), record.get("wikidata_id")
    if name is not None and not _KEBAB.fullmatch(str(name)):
        yield f"the id {name!r} is not kebab-case in ASCII; write it as {make_id(str(name))!r}"
    if item is not None and not _WIKIDATA.fullmatch(str(item)):
        yield f"{item!r} is no item of Wikidata (Q and a number)"
    if key == "state" and not record.get("code"):
        yield "it lacks the field 'code'; add that of ISO 3166-1"
    if key == "person":
        yield from _bare_names(record)
    rows = read_rows(record, "terms") if key == "person" else []
    for row in (record, *rows):
        source = row.get("source")
        if source is not None and source not in references:
            yield f"the source {source!r} stands in no file of references/; add it there"
    for row in rows:
        yield from _imprecise_start(row)


def _bare_names(person: Reading) -> Iterator[str]:
    """Names that everyone shares who is called so: "Bob"."""
    words = str(person.get("name", "")).split()
    if len(words) == 1:
        yield f"the name {words[0]!r} is one word, and would stand for everyone called so; write given name and surname"
    bare = {str(person.get("surname", "")), str(person.get("given") or words[0])} if words else set()
    yield from (f"the alias {alias!r} is a bare given name or surname, which is found without it; leave it out"
                for alias in read_list(person, "aliases") if alias in bare)


def _imprecise_start(term: Reading) -> Iterator[str]:
    """A start known to the month or year is written as the first day of it: another would look known."""
    start, precision = term.get("start"), term.get("start_precision", "day")
    if isinstance(start, date) and precision != "day":
        first = start.replace(day=1) if precision == "month" else start.replace(month=1, day=1)
        if start != first:
            yield f"the start {start} of a term is known to the {precision}; write {first}"


def make_id(name: str) -> str:
    """An id from a name: ASCII, lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name.translate(_LONGER))).strip("-")


_LONGER = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th", "'": "", "’": ""})


# --- what it says -----------------------------------------------------------------------------------------------------


def _dangling(knowledge: Knowledge) -> Iterator[_Fault]:
    known = knowledge.entities
    for office in knowledge.offices.values():
        if office.organization_id not in known:
            yield _Fault("office", office.office_id, f"no organization or state {office.organization_id}")
    for term in knowledge.terms:
        if term.office_id not in knowledge.offices:
            yield _Fault("person", term.person_id, f"no office {term.office_id}")
    for membership in knowledge.memberships:
        for entity_id in (membership.state_id, membership.organization_id):
            if entity_id not in known:
                yield _Fault("membership", f"{membership.state_id} {membership.organization_id}", f"no {entity_id}")
    for presidency in knowledge.presidencies:
        if presidency.state_id not in known:
            yield _Fault("presidency", presidency.state_id, f"no state {presidency.state_id}")


def _dangling_parts(knowledge: Knowledge) -> Iterator[_Fault]:
    for entity in knowledge.entities.values():
        for reference in (entity.parent_id, entity.place_id, entity.organization_id, *entity.parties):
            if reference and reference not in knowledge.entities:
                yield _Fault(_key_of(entity), entity.entity_id, f"no {reference}")
    for topic in knowledge.topics.values():
        if topic.parent_id and topic.parent_id not in knowledge.topics:
            yield _Fault("topic", topic.topic_id, f"no topic {topic.parent_id}")


def _key_of(entity: Entity) -> str:
    return "organization" if entity.kind in ("organ", "group") else entity.kind


def _backward(knowledge: Knowledge) -> Iterator[_Fault]:
    for entity in knowledge.entities.values():
        if entity.start and entity.end and entity.end < entity.start:
            yield _Fault(_key_of(entity), entity.entity_id, f"its end {entity.end} is before its start {entity.start}")
    for term in knowledge.terms:
        if term.end and term.end < term.start:
            yield _Fault("person", term.person_id,
                         f"the term as {term.office_id} ends on {term.end}, before its start {term.start}")
    for membership in knowledge.memberships:
        if membership.end and membership.end < membership.start:
            yield _Fault("membership", f"{membership.state_id} {membership.organization_id}",
                         f"its end {membership.end} is before its start {membership.start}")


def _overlapping_terms(knowledge: Knowledge) -> Iterator[_Fault]:
    for office_id, terms in knowledge.terms_of_office.items():
        office = knowledge.offices.get(office_id)
        if office is None or not office.is_single_holder:
            continue
        ordered = sorted(terms, key=lambda term: (term.start, term.end or date.max))
        for before, after in combinations(ordered, 2):
            # what is known to the month or year overlaps only where it does whichever days are meant
            (first, last), (start, end) = before.sure_days, after.sure_days
            if max(first, start) < min(last, end):
                yield _Fault("office", office_id, f"{before.person_id} and {after.person_id} overlap from "
                             f"{max(first, start)}; end the first term, or set single_holder = false")


def _shared_aliases(knowledge: Knowledge) -> Iterator[_Fault]:
    owners: defaultdict[str, dict[str, Entity]] = defaultdict(dict)
    for entity in knowledge.entities.values():
        for surface in entity.surfaces:
            owners[surface][entity.entity_id] = entity
    for surface, entities in sorted(owners.items()):
        if len(entities) > 1 and not _are_parted(surface, list(entities.values())):
            # the record that came last is the one to mend
            *others, last = entities
            yield _Fault(_key_of(entities[last]), last, f"the alias {surface!r} stands for {', '.join(others)} too, "
                         "and no dates part them; leave it to one, or give each a start")


def _are_parted(surface: str, entities: Sequence[Entity]) -> bool:
    """Whether dates tell whom the surface stands for: all have a start, and no other bears the name of one while it
    exists; events and texts of one name recur."""
    if any(entity.start is None for entity in entities):
        return False
    lasting = [entity for entity in entities if entity.kind not in ("event", "instrument")]
    return not any(
        surface in (one.name, other.name) and _day(one.end) > _day(other.start) and _day(other.end) > _day(one.start)
        for one, other in combinations(lasting, 2))


def _day(day: date | None) -> date:
    return day or date.max


def _poor_aliases(knowledge: Knowledge) -> Iterator[_Fault]:
    for entity in knowledge.entities.values():
        for surface in (*entity.surfaces, *entity.nominals, *entity.demonyms, *entity.combining, *entity.governments):
            if len(surface.strip()) < 2 or surface != surface.strip():
                yield _Fault(_key_of(entity), entity.entity_id, f"the alias {surface!r} is empty, one letter, or has "
                             "white space about it; write it out")
            elif surface in _COMMON:
                yield _Fault(_key_of(entity), entity.entity_id,
                             f"the alias {surface!r} is a common word, found in every text; leave it out")


def _idle_words(knowledge: Knowledge) -> Iterator[_Fault]:
    for entity in knowledge.entities.values():
        for word in entity.sure:
            if not any(fold(word) in fold(surface) for surface in entity.surfaces):
                yield _Fault(_key_of(entity), entity.entity_id, f"no name has the sure word {word!r}")


def _poor_topics(knowledge: Knowledge) -> Iterator[_Fault]:
    owners: dict[str, str] = {}
    for topic in knowledge.topics.values():
        if not topic.terms and not topic.near:
            yield _Fault("topic", topic.topic_id, "it has no terms; nothing would speak of it")
        for rule in topic.near:
            if not rule.company:
                yield _Fault("topic", topic.topic_id, f"near: {rule.term!r} has no company in 'with'; make it a term")
        for term in dict.fromkeys(topic.terms):
            owner = owners.setdefault(fold(term), topic.topic_id)
            if owner != topic.topic_id:
                yield _Fault("topic", topic.topic_id, f"the term {term!r} is already {owner}'s; leave it to one")
    for topic in knowledge.topics.values():
        for rule in topic.near:
            owner = owners.get(fold(rule.term), topic.topic_id)
            if owner != topic.topic_id:
                yield _Fault("topic", topic.topic_id, f"near: {rule.term!r} is {owner}'s, whatever is near; leave it")
