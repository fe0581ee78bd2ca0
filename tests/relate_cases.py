"""Tables of made-up event mentions, for tests of relating."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from transforms.knowledge import load_knowledge
from transforms.relate import Related, relate
from transforms.rows import polars_type
from warehouse.tables import BY_NAME

SIGNING_DAY = date(2023, 1, 10)
_READ = ("documents", "passages", "mentions", "entities", "event_mentions", "event_participants")
_GAP = "\n\nNothing else of note was told.\n\n"


@dataclass(frozen=True, slots=True)
class Telling:
    """A mention with plain defaults: told as a fact of the signing day, in a document of its own unless one is named.

    `parties` are entities, with `:role` where they do not only participate; `clause` must hold the trigger.
    """

    name: str
    event_type: str = "MEETING"
    clause: str = "They met."
    trigger: str = "met"
    document: str = ""
    start: date | None = SIGNING_DAY
    end: date | None = None
    parties: tuple[str, ...] = ("nato", "european-union")
    place: str | None = None
    what: str | None = None
    modality: str = "asserted"
    polarity: str = "positive"
    passage: str = "body"
    copy_of: str | None = None
    published: date | None = SIGNING_DAY

    @property
    def document_id(self) -> str:
        """The document that tells it."""
        return self.document or f"d-{self.name}"

    @property
    def last(self) -> date | None:
        """The last day: the first one, unless another is told."""
        return self.end or self.start

    def but(self, **changes: object) -> Telling:
        """The same with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


def make_tables(tellings: Sequence[Telling]) -> dict[str, pl.DataFrame]:
    """The tables that relating reads; the mentions of a document stand in it in the order given."""
    texts: dict[str, str] = {}
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in _READ}
    for told in tellings:
        text = texts.get(told.document_id, "")
        start = len(text)
        texts[told.document_id] = text + told.clause + _GAP
        rows["event_mentions"].append(_mention(told, start))
        rows["passages"].append({"document_id": told.document_id, "ordinal": start, "kind": told.passage,
                                 "start_char": start, "end_char": start + len(told.clause)})
        rows["event_participants"] += list(_participants(told))
    for told in {told.document_id: told for told in tellings}.values():
        rows["documents"].append({
            "document_id": told.document_id, "text": texts[told.document_id], "published_date": told.published,
            "published_latest": told.published, "near_duplicate_of": told.copy_of})
    known = load_knowledge().entities.values()
    rows["entities"] = [{"entity_id": e.entity_id, "kind": e.kind, "name": e.name} for e in known]
    return {name: _frame(name, made) for name, made in rows.items()}


def _mention(told: Telling, start: int) -> dict[str, object]:
    at = start + told.clause.index(told.trigger)
    precision = None if told.start is None else "day" if told.start == told.last else "month"
    return {
        "event_mention_id": told.name, "document_id": told.document_id, "start_char": start,
        "end_char": start + len(told.clause), "trigger": told.trigger, "trigger_start_char": at,
        "trigger_end_char": at + len(told.trigger), "event_type": told.event_type, "modality": told.modality,
        "polarity": told.polarity, "start_date": told.start, "end_date": told.last, "precision": precision,
        "date_basis": "stated" if told.start else None, "place_id": told.place, "object_id": told.what,
        "confidence": 0.9, "rule": "made"}


def _participants(told: Telling) -> Iterable[dict[str, object]]:
    for party in told.parties:
        entity_id, _, role = party.partition(":")
        yield {"event_mention_id": told.name, "entity_id": entity_id, "role": role or "participant"}


def _frame(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema={c.name: polars_type(c) for c in BY_NAME[name].columns})


def related(*tellings: Telling) -> Related:
    """What relating makes of them."""
    return relate(make_tables(tellings), load_knowledge())


def joined(*tellings: Telling) -> list[set[str]]:
    """The events as sets of mention ids, in order of their smallest."""
    links = related(*tellings).links
    groups = links.group_by("event_id").agg("event_mention_id")["event_mention_id"].to_list()
    return sorted((set(group) for group in groups), key=min)
