"""Unknown persons across documents: one name is one person where their affiliations agree, and several where not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

# What rows say of a found person: the columns that hold an id of one, by table
PERSON_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "documents": ("speaker_id",), "passages": ("speaker_id",), "mentions": ("entity_id",),
    "quotes": ("speaker_id", "addressee_id"), "reported_speech": ("speaker_id", "addressee_id"),
    "event_mentions": ("attributed_to", "object_id"), "event_participants": ("entity_id",),
}


@dataclass(frozen=True, slots=True)
class _Bearer:
    """A document's bearer of the name: where, published by whom, and the outermost bodies and states told beside it."""

    document_id: str
    publisher_id: str | None
    affiliations: frozenset[str]


def find_namesakes(
    found: pl.DataFrame, documents: pl.DataFrame, outermost: Callable[[str], str], is_state: Callable[[str], bool]
) -> dict[tuple[str, str], str]:
    """The id of its own for a document's person whose name is that of others too, by (document_id, entity_id).

    `found` has a row for each person, document and affiliation, `documents` the publishers. Bearers with a body or
    state in common are one, and others where nothing speaks against it: two states, or two bodies. Who has none is the
    only one there is, or the one of the same publisher, or apart.
    """
    publishers = dict(documents.select("document_id", "publisher_id").iter_rows())
    renamed: dict[tuple[str, str], str] = {}
    persons = found.filter(pl.col("kind") == "person").select("entity_id", "document_id", "affiliation_id")
    told: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for entity_id, document_id, affiliation in persons.iter_rows():
        told[entity_id][document_id] |= {outermost(affiliation)} if affiliation else set()
    for entity_id, by_document in told.items():
        bearers = [_Bearer(document_id, publishers.get(document_id), frozenset(affiliations))
                   for document_id, affiliations in sorted(by_document.items())]
        own_ids = _own_ids(entity_id, bearers, is_state)
        renamed |= {(document_id, entity_id): own for document_id, own in own_ids.items()}
    return renamed


def _own_ids(
    entity_id: str, bearers: Sequence[_Bearer], is_state: Callable[[str], bool]
) -> dict[str, str]:
    """An id for each document, where the name has more than one bearer; nothing where it has one."""
    groups = _compatible(_agreeing([bearer for bearer in bearers if bearer.affiliations]), is_state)
    if len(groups) < 2:
        return {}
    names = [min(affiliation for bearer in group for affiliation in bearer.affiliations) for group in groups]
    own = {bearer.document_id: f"{entity_id}-{name}" for group, name in zip(groups, names, strict=True)
           for bearer in group}
    for bearer in bearers:
        if not bearer.affiliations:
            same = {own[other.document_id] for group in groups for other in group
                    if bearer.publisher_id and other.publisher_id == bearer.publisher_id}
            own[bearer.document_id] = same.pop() if len(same) == 1 else f"{entity_id}-unplaced"
    return own


def _agreeing(bearers: Sequence[_Bearer]) -> list[list[_Bearer]]:
    """The bearers in groups: two with an affiliation in common are in one, whatever their order."""
    groups: list[tuple[set[str], list[_Bearer]]] = []
    for bearer in bearers:
        joined = [group for group in groups if group[0] & bearer.affiliations]
        groups = [group for group in groups if not group[0] & bearer.affiliations]
        groups.append((set(bearer.affiliations).union(*(group[0] for group in joined)),
                       [bearer, *(member for group in joined for member in group[1])]))
    return [members for _, members in groups]


def _compatible(groups: Sequence[list[_Bearer]], is_state: Callable[[str], bool]) -> list[list[_Bearer]]:
    """The groups, with those joined of which each has only one other that nothing speaks against."""
    told = [frozenset[str]().union(*(bearer.affiliations for bearer in group)) for group in groups]
    numbers = range(len(groups))
    partners = [[other for other in numbers if other != at and not _is_contrary(told[at], told[other], is_state)]
                for at in numbers]
    joined: list[list[_Bearer]] = []
    for at, group in enumerate(groups):
        mate = partners[at][0] if len(partners[at]) == 1 and partners[partners[at][0]] == [at] else None
        if mate is None or at < mate:
            joined.append([*group, *(groups[mate] if mate is not None else ())])
    return joined


def _is_contrary(one: frozenset[str], other: frozenset[str], is_state: Callable[[str], bool]) -> bool:
    """True if both name a state, or both a body: "of Poland" and "of NATO" may be one person."""
    return any({affiliation for affiliation in one if is_state(affiliation) == kind} and
               {affiliation for affiliation in other if is_state(affiliation) == kind} for kind in (True, False))


def rename(tables: Mapping[str, pl.DataFrame], renamed: Mapping[tuple[str, str], str]) -> dict[str, pl.DataFrame]:
    """The tables of the extraction, with the id of its own for each namesake."""
    if not renamed:
        return dict(tables)
    keys = pl.DataFrame(
        [(document, old, new) for (document, old), new in sorted(renamed.items())],
        schema={"document_id": pl.String, "_old": pl.String, "_new": pl.String}, orient="row")
    owners = tables["event_mentions"].select("event_mention_id", "document_id")
    changed = dict(tables)
    for name, columns in PERSON_COLUMNS.items():
        frame = tables[name]
        is_of_event = "document_id" not in frame.columns
        frame = frame.join(owners, on="event_mention_id", how="left") if is_of_event else frame
        for column in columns:
            frame = (frame.join(keys, left_on=["document_id", column], right_on=["document_id", "_old"], how="left")
                     .with_columns(pl.coalesce("_new", column).alias(column)).drop("_new"))
        changed[name] = frame.drop("document_id") if is_of_event else frame
    return changed
