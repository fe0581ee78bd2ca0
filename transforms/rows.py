"""The columns of a part: the contract's, without those that only the whole record can tell. No model is loaded here."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

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
_SOURCE_COLUMNS = ("sha256", "media_type", "encoding", "replaced_count", "document_count", "reason", "url")
PART_TABLES: tuple[str, ...] = (
    "sources", "documents", "passages", "mentions", "dates", "quotes", "topic_mentions", "event_mentions",
    "event_participants", "event_topics", "found_entities",
)


def part_schema(name: str) -> pl.Schema:
    """The columns of a part table: the contract's, without those that only the whole record can tell."""
    if name == "sources":
        columns = [BY_NAME["sources"].column(column) for column in _SOURCE_COLUMNS]
    elif name == "found_entities":
        columns = [BY_NAME["mentions"].column("document_id"),
                   *(BY_NAME["entities"].column(column) for column in ("entity_id", "kind", "name"))]
    else:
        columns = [c for c in BY_NAME[name].columns if c.name not in _LATER.get(name, ())]
        columns = [BY_NAME["sources"].column("sha256"), *columns] if name == "documents" else columns
    return pl.Schema({column.name: polars_type(column) for column in columns})


def polars_type(column: Column) -> pl.DataType:
    """The Polars type of a column of the contract."""
    return _TYPES[column.type]
