"""The columns of a part: the contract's, without those that only the whole record can tell. No model is loaded here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

import polars as pl

from transforms.model import FACTS, Evidence, HeaderFacts, Place, ReadText, SourceText, entry_facts
from warehouse.schema import Column
from warehouse.tables import BY_NAME

Row = dict[str, object]
Rows = dict[str, list[Row]]

_TYPES: Mapping[str, pl.DataType] = {
    "string": pl.String(), "integer": pl.Int64(), "number": pl.Float64(), "boolean": pl.Boolean(), "date": pl.Date(),
    "timestamp": pl.Datetime("us", "UTC"),
}
# columns that only the whole record can tell
_LATER = {
    "documents": (
        "source_id", "near_duplicate_of", "announced_document_id", "published_earliest", "published_latest",
    ),
    "event_mentions": ("event_id",),
}
# What reading leaves for each file: its texts, and what they say of themselves. A row belongs to the text `ordinal` of
# the raw file with that SHA-256; `name` is that of a file in a file. `layout` has the places and, of a feed, what it
# says of its entries.
TEXT_TABLES: Mapping[str, pl.Schema] = {
    "texts": pl.Schema({
        "sha256": pl.String(), "ordinal": pl.Int64(), "name": pl.String(), "text_sha256": pl.String(),
        "byte_count": pl.Int64(), "media_type": pl.String(), "encoding": pl.String(), "replaced_count": pl.Int64(),
        "url": pl.String(), "fetched_at": pl.String(), "reason": pl.String(), "text_id": pl.String(),
        "body_start": pl.Int64(), "facts": pl.String(), "layout": pl.String(),
        "char_count": pl.Int64(), "text": pl.String()}),
    "header_facts": pl.Schema({
        "sha256": pl.String(), "ordinal": pl.Int64(), "number": pl.Int64(), "field": pl.String(), "value": pl.String(),
        "origin": pl.String()}),
}
PART_TABLES: tuple[str, ...] = (
    "texts", "documents", "passages", "mentions", "dates", "event_references", "quotes", "reported_speech",
    "topic_mentions", "event_mentions", "event_participants", "event_topics", "found_entities",
)


def part_schema(name: str) -> pl.Schema:
    """The columns of a part table: the contract's, without those that only the whole record can tell."""
    if name == "texts":
        columns = [BY_NAME["sources"].column(column) for column in ("sha256", "document_count")]
    elif name == "found_entities":
        # a row for each body or state told beside the name, one without if there is none
        columns = [BY_NAME["mentions"].column("document_id"),
                   *(BY_NAME["entities"].column(column) for column in ("entity_id", "kind", "name")),
                   replace(BY_NAME["entities"].column("entity_id"), name="affiliation_id", is_nullable=True)]
    else:
        columns = [c for c in BY_NAME[name].columns if c.name not in _LATER.get(name, ())]
        columns = [BY_NAME["sources"].column("sha256"), *columns] if name == "documents" else columns
    return pl.Schema({column.name: polars_type(column) for column in columns})


def text_rows(sha256: str, texts: Iterable[ReadText], first: int = 0) -> Rows:
    """The rows of TEXT_TABLES for what was read of the raw file with that hash; the texts are numbered from `first`."""
    rows: Rows = {name: [] for name in TEXT_TABLES}
    for ordinal, text in enumerate(texts, first):
        key: Row = {"sha256": sha256, "ordinal": ordinal}
        rows["texts"].append({**key, **_text_row(text)})
        if text.source is not None:
            rows["header_facts"] += [
                {**key, "number": number, "field": fact.field, "value": fact.value, "origin": fact.origin}
                for number, fact in enumerate(text.source.evidence)]
    return rows


def _text_row(text: ReadText) -> Row:
    row: Row = {"name": text.name, "text_sha256": text.sha256, "byte_count": text.byte_count, "reason": text.reason,
                "fetched_at": text.fetched_at, "media_type": text.media_type}
    if text.source is None:
        return row
    source = text.source
    places = [(place.start, place.page_number, place.element) for place in source.places]
    return {**row, "text_id": text.text_id, "media_type": source.media_type, "encoding": source.encoding,
            "replaced_count": source.replaced_count, "url": source.facts.url, "body_start": source.body_start,
            "facts": json.dumps({name: getattr(source.facts, name) for name in FACTS}),
            "layout": json.dumps([places, entry_facts(source)]), "char_count": len(source.text), "text": source.text}


def source_of(row: Row) -> SourceText:
    """The text of a row of `texts`, with all that the later stages see of it (see text_id_of)."""
    places, told = json.loads(str(row["layout"]))
    return SourceText(
        str(row["text"]), str(row["media_type"]), str(row["encoding"]), body_start=int(str(row["body_start"])),
        facts=HeaderFacts(**json.loads(str(row["facts"]))), places=tuple(Place(*place) for place in places),
        evidence=tuple(Evidence(*fact) for fact in told))


def polars_type(column: Column) -> pl.DataType:
    """The Polars type of a column of the contract."""
    return _TYPES[column.type]
