"""Tables as Parquet: the same rows give the same bytes, and every file carries its descriptions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.files import FileEntry, entry_of, whole_file
from warehouse.rules import check_rows, conform, polars_schema
from warehouse.schema import ColumnType, Table

__all__ = ["TableError", "arrow_schema", "file_name", "polars_schema", "read_table", "write_table"]

ROW_GROUP_ROWS = 16_384
# A chunk of Arrow strings holds at most 2 GiB; 256 texts do unless they have 8 MB each
CHUNK_ROWS = 256
ARROW_TYPES: dict[ColumnType, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


class TableError(ValueError):
    """A Parquet file that is not there, is broken, or is of another version of the contract."""


def file_name(table: Table) -> str:
    """`mentions.parquet` for the table mentions."""
    return f"{table.name}.parquet"


def arrow_schema(table: Table) -> pa.Schema:
    """The Arrow schema: types, NULLs, a description on each field, and the table's description and key on the whole."""
    fields = [
        pa.field(column.name, ARROW_TYPES[column.type], column.is_nullable, {"description": column.description})
        for column in table.columns
    ]
    columns = {column.name: column.description for column in table.columns}
    # pandas shows the value of PANDAS_ATTRS as `frame.attrs`; it drops the metadata of fields
    attributes = json.dumps({"description": table.description, "columns": columns}, ensure_ascii=False)
    metadata = {"description": table.description, "key": ",".join(table.key), "PANDAS_ATTRS": attributes}
    return pa.schema(fields, metadata)


def write_table(table: Table, frame: pl.DataFrame, folder: Path) -> FileEntry:
    """Writes `frame`, checked and sorted by key, as `<table>.parquet`; InvalidRows and WriteError change nothing.

    The rules make the key unique, so its order is the only one and shuffled rows give the same bytes.
    """
    rows = conform(table, frame).sort(table.key).rechunk()
    check_rows(table, rows)
    path = folder / file_name(table)
    with whole_file(path) as temporary:
        _write_rows(table, rows, temporary)
        return entry_of(temporary, path.name, rows.height)


def read_table(folder: Path, table: Table) -> pl.DataFrame:
    """The rows of `<table>.parquet` in `folder`, in its order; TableError says what is wrong with the file."""
    path = folder / file_name(table)
    try:
        frame = pl.read_parquet(path, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise TableError(f"cannot read {path}: {error}. Run again to build it anew") from error
    if frame.schema != polars_schema(table):
        raise TableError(f"{path} has other columns than the contract: it is of another version. Build it anew")
    return frame


def _write_rows(table: Table, rows: pl.DataFrame, path: Path) -> None:
    schema = arrow_schema(table)
    order = pq.SortingColumn.from_ordering(schema, [(name, "ascending") for name in table.key], "at_start")
    with pq.ParquetWriter(
        path, schema, compression="zstd", compression_level=3, version="2.6", sorting_columns=order
    ) as writer:
        for start in range(0, rows.height, ROW_GROUP_ROWS):
            group = rows.slice(start, ROW_GROUP_ROWS)
            writer.write_table(pa.Table.from_batches(_chunks(group, schema), schema), row_group_size=ROW_GROUP_ROWS)


def _chunks(group: pl.DataFrame, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for start in range(0, group.height, CHUNK_ROWS):
        yield from group.slice(start, CHUNK_ROWS).to_arrow().cast(schema).to_batches()
