"""Parquet: the same rows give the same bytes, and every file opens elsewhere with its descriptions."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.test_warehouse_files import full_disk, names
from tests.test_warehouse_record import changed, record
from warehouse import parquet
from warehouse.files import WriteError
from warehouse.parquet import TableError, arrow_schema, read_table, write_table
from warehouse.rules import InvalidRows, polars_schema
from warehouse.schema import Table
from warehouse.tables import BY_NAME, DOCUMENTS, MENTIONS, RUNS, TABLES

ARROW_NAMES = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]",
               "timestamp": "timestamp[us, tz=UTC]"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_arrow_schema_follows_the_contract(table: Table) -> None:
    schema = arrow_schema(table)
    assert schema.metadata[b"description"].decode() == table.description
    for column, field in zip(table.columns, schema, strict=True):
        assert (field.name, str(field.type)) == (column.name, ARROW_NAMES[column.type])
        assert field.nullable == column.is_nullable
        assert field.metadata[b"description"].decode() == column.description


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_rows_give_the_same_bytes(tmp_path: Path, seed: int) -> None:
    frame = record()["mentions"]
    first = write_table(MENTIONS, frame, tmp_path)
    parts = frame.sample(fraction=1, shuffle=True, seed=seed)
    shuffled = pl.concat([parts.head(3), parts.tail(-3)], rechunk=False).select(reversed(frame.columns))
    assert write_table(MENTIONS, shuffled, tmp_path) == first


def test_row_groups_have_a_fixed_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "ROW_GROUP_ROWS", 4)
    monkeypatch.setattr(parquet, "CHUNK_ROWS", 3)
    frame = record()["mentions"]
    write_table(MENTIONS, frame, tmp_path)
    file = pq.ParquetFile(tmp_path / "mentions.parquet")
    assert [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)] == [4, 4]
    assert read_table(tmp_path, MENTIONS).equals(frame.sort(MENTIONS.key))


@pytest.mark.parametrize("name", record())
def test_rows_come_back_as_they_were(tmp_path: Path, name: str) -> None:
    table, frame = BY_NAME[name], record()[name]
    entry = write_table(table, frame, tmp_path)
    assert (entry.name, entry.row_count) == (f"{name}.parquet", frame.height)
    assert entry.byte_count == (tmp_path / entry.name).stat().st_size
    assert read_table(tmp_path, table).equals(frame.sort(table.key))


def test_texts_with_any_character_come_back(tmp_path: Path) -> None:
    text = "\x00nul \u202eright to left\u202c zero\u200bwidth 🤝🏽 cafe\u0301"
    frame = changed(record(), "documents", "text", text, document_id="news")["documents"]
    write_table(DOCUMENTS, frame, tmp_path)
    assert text in read_table(tmp_path, DOCUMENTS)["text"]


def test_invalid_rows_and_full_disk_leave_the_old_file(tmp_path: Path) -> None:
    frame = record()["documents"]
    first = write_table(DOCUMENTS, frame, tmp_path)
    with pytest.raises(InvalidRows):
        write_table(DOCUMENTS, pl.concat([frame, frame]), tmp_path)
    with full_disk(500), pytest.raises(WriteError, match=r"documents\.parquet"):
        write_table(DOCUMENTS, frame.head(1), tmp_path)
    assert (tmp_path / first.name).stat().st_size == first.byte_count
    assert names(tmp_path) == ["documents.parquet"]


@pytest.mark.parametrize("data", [None, b"", b"PAR1 torn"])
def test_unreadable_file_is_one_clear_error(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "mentions.parquet").write_bytes(data)
    with pytest.raises(TableError, match=r"mentions\.parquet"):
        read_table(tmp_path, MENTIONS)


def test_file_of_another_contract_is_refused(tmp_path: Path) -> None:
    record()["mentions"].drop("basis").write_parquet(tmp_path / "mentions.parquet")
    with pytest.raises(TableError, match="another version"):
        read_table(tmp_path, MENTIONS)


def test_opens_elsewhere_with_descriptions(tmp_path: Path) -> None:
    frame = record()["runs"]
    write_table(RUNS, frame, tmp_path)
    path = tmp_path / "runs.parquet"
    assert pq.read_table(path).schema.equals(arrow_schema(RUNS), check_metadata=True)
    assert pl.read_parquet_metadata(path)["description"] == RUNS.description
    columns = json.loads(pl.read_parquet_metadata(path)["PANDAS_ATTRS"])["columns"]
    assert columns == {column.name: column.description for column in RUNS.columns}
    panda = pytest.importorskip("pandas").read_parquet(path)
    assert panda.attrs["columns"]["run_id"] == "Identifier of the run."
    assert panda["started_at"].iloc[0].isoformat() == "2026-01-02T03:04:05+00:00"


def test_empty_table_has_its_schema(tmp_path: Path) -> None:
    write_table(MENTIONS, pl.DataFrame(schema=polars_schema(MENTIONS)), tmp_path)
    assert read_table(tmp_path, MENTIONS).is_empty()
    assert isinstance(pq.read_schema(tmp_path / "mentions.parquet"), pa.Schema)
