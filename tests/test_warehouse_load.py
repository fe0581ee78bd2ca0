"""The load: a new file is built, checked and swapped in, or nothing changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.test_warehouse_files import full_disk, names
from tests.test_warehouse_manifest import flip_one_bit, truncate
from tests.test_warehouse_record import changed, record, write_record
from warehouse.check import CheckFailed, LoadError, results_frame
from warehouse.files import FileEntry, entry_of, sha256_of
from warehouse.load import RecordError, load_warehouse, read_views
from warehouse.manifest import write_manifest
from warehouse.query import run_query
from warehouse.rules import check_rows
from warehouse.tables import BY_NAME, CHECKS, TABLES


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the tiny record, in a folder whose name looks like a pattern."""
    folder = tmp_path_factory.mktemp("out") / "run [1] o'clock"
    write_record(make(folder / "parquet"), record())
    load_warehouse(folder / "parquet", folder / "cooperation.duckdb", memory_limit="500MB", threads=1)
    return folder / "cooperation.duckdb"


def make(folder: Path) -> Path:
    """The folder, made."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def put_foreign_file(folder: Path, entries: list[FileEntry], name: str, frame: pl.DataFrame) -> None:
    """Another writer's file, which passed by no rules, with its manifest."""
    frame.write_parquet(folder / name)
    others = [entry for entry in entries if entry.name != name]
    write_manifest(folder, [*others, entry_of(folder / name, name, frame.height)])


def values(database: Path, sql: str) -> list[object]:
    """The first column of what a query gives."""
    return run_query(database, sql).to_series().to_list()


@pytest.mark.parametrize("name", record())
def test_tables_hold_the_rows_of_the_parquet(loaded: Path, name: str) -> None:
    rows = run_query(loaded, f"select * from {name} order by all")
    assert rows.equals(record()[name].select(rows.columns).sort(pl.all(), nulls_last=True))


def test_every_table_and_column_has_its_comment(loaded: Path) -> None:
    tables = run_query(loaded, "select table_name, comment from duckdb_tables()").rows()
    assert dict(tables) == {table.name: table.description for table in TABLES}
    columns = run_query(loaded, """
        select table_name, column_name, comment from duckdb_columns()
        where not internal and table_name in (select table_name from duckdb_tables())
    """).rows()
    contract = {(table.name, column.name, column.description) for table in TABLES for column in table.columns}
    assert set(columns) == contract


def test_every_view_and_macro_has_its_comments(loaded: Path) -> None:
    views = {view.name: view for view in read_views()}
    found = dict(run_query(loaded, "select view_name, comment from duckdb_views() where not internal").rows())
    macros = dict(run_query(loaded, "select function_name, comment from duckdb_functions() where not internal").rows())
    assert found == {name: view.description for name, view in views.items() if not view.parameters}
    assert macros.keys() == {name for name, view in views.items() if view.parameters}
    assert all(comment.startswith(views[name].description) for name, comment in macros.items())
    bare = "select table_name, column_name from duckdb_columns() where not internal and comment is null"
    assert run_query(loaded, bare).rows() == []


def test_checks_are_in_the_warehouse_and_given_back(loaded: Path, tmp_path: Path) -> None:
    results = load_warehouse(loaded.parent / "parquet", tmp_path / "w.duckdb")
    frame = results_frame(results)
    check_rows(CHECKS, frame)
    assert set(frame["status"]) == {"passed"}
    assert {"documents.key", "mentions.entity_id", "passages_partition_texts"} <= set(frame["name"])
    assert run_query(loaded, "from checks order by name").equals(frame.sort("name"))


def test_second_load_replaces_the_first_and_leaves_nothing_behind(loaded: Path, tmp_path: Path) -> None:
    target = tmp_path / "cooperation.duckdb"
    (tmp_path / f".cooperation.duckdb.{os.getpid()}.0a1b.writing").write_bytes(b"left by a killed run")
    target.write_bytes(b"not a warehouse at all")
    (tmp_path / "cooperation.duckdb.wal").write_bytes(b"of the old file")
    load_warehouse(loaded.parent / "parquet", target)
    assert names(tmp_path) == ["cooperation.duckdb"]
    assert values(target, "select count(*) from documents") == [3]


def test_reader_of_the_old_file_keeps_it(tmp_path: Path) -> None:
    folder, target = make(tmp_path / "parquet"), tmp_path / "cooperation.duckdb"
    write_record(folder, record())
    load_warehouse(folder, target)
    with duckdb.connect(str(target), read_only=True) as reader:
        write_record(folder, changed(record(), "entities", "name", "Atlantic Alliance", entity_id="nato"))
        load_warehouse(folder, target)
        old = reader.sql("select name from entities where entity_id = 'nato'").fetchall()
        new = values(target, "select name from entities where entity_id = 'nato'")
        assert (old, new) == ([("NATO",)], ["Atlantic Alliance"])


def test_older_readers_can_open_the_file(loaded: Path) -> None:
    with duckdb.connect(str(loaded), read_only=True) as reader:
        ((tags,),) = reader.sql("select tags from duckdb_databases() where not internal").fetchall()
    assert tags["storage_version"].startswith("v1.0.0")


def test_failed_key_names_check_count_and_rows_and_keeps_the_old_file(tmp_path: Path) -> None:
    folder, target = make(tmp_path / "parquet"), tmp_path / "cooperation.duckdb"
    entries = write_record(folder, record())
    load_warehouse(folder, target)
    before = sha256_of(target)
    frame = record()["entities"]
    put_foreign_file(folder, entries, "entities.parquet", pl.concat([frame, frame.head(1)]))
    with pytest.raises(CheckFailed, match=r"entities\.key: 1 failing row .*\n.*entity_id='nato'") as caught:
        load_warehouse(folder, target)
    assert [result.name for result in caught.value.failed] == ["entities.key"]
    assert sha256_of(target) == before
    assert names(tmp_path) == ["cooperation.duckdb", "parquet"]


def test_constraint_of_the_contract_stops_the_load(tmp_path: Path) -> None:
    folder = make(tmp_path / "parquet")
    entries = write_record(folder, record())
    put_foreign_file(folder, entries, "mentions.parquet", changed(record(), "mentions", "label", "PLANET")["mentions"])
    with pytest.raises(LoadError, match=r"CHECK constraint failed.*mentions"):
        load_warehouse(folder, tmp_path / "cooperation.duckdb")
    assert names(tmp_path) == ["parquet"]


@pytest.mark.parametrize("harm", [flip_one_bit, truncate, Path.unlink])
def test_harmed_parquet_is_refused_and_the_old_file_stands(tmp_path: Path, harm: object) -> None:
    folder, target = make(tmp_path / "parquet"), tmp_path / "cooperation.duckdb"
    write_record(folder, record())
    target.write_bytes(b"old")
    assert callable(harm)
    harm(folder / "mentions.parquet")
    with pytest.raises(RecordError, match=r"mentions\.parquet") as caught:
        load_warehouse(folder, target)
    assert caught.value.problems
    assert target.read_bytes() == b"old"


def test_full_disk_leaves_the_old_file(loaded: Path, tmp_path: Path) -> None:
    target = tmp_path / "cooperation.duckdb"
    target.write_bytes(b"old")
    with full_disk(200_000), pytest.raises(LoadError, match="cannot build"):
        load_warehouse(loaded.parent / "parquet", target)
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["cooperation.duckdb"]


def test_folder_without_a_record_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"manifest\.json"):
        load_warehouse(tmp_path, tmp_path / "cooperation.duckdb")


def test_killed_load_changes_nothing(loaded: Path, tmp_path: Path) -> None:
    target = tmp_path / "cooperation.duckdb"
    target.write_bytes(b"old")
    code = (
        "import os, signal, sys; from pathlib import Path; from warehouse import load\n"
        "load.run_checks = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)\n"
        "load.load_warehouse(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    root = Path(__file__).parent.parent
    subprocess.run([sys.executable, "-c", code, str(loaded.parent / "parquet"), str(target)], cwd=root, check=False)
    assert target.read_bytes() == b"old"
    assert len(names(tmp_path)) > 1
    load_warehouse(loaded.parent / "parquet", target)
    assert names(tmp_path) == ["cooperation.duckdb"]


def test_tables_know_their_constraints(loaded: Path) -> None:
    sql = "select constraint_type, count(*) from duckdb_constraints() group by all"
    found = dict(run_query(loaded, sql).rows())
    columns = [column for table in TABLES for column in table.columns]
    assert found["NOT NULL"] == sum(not column.is_nullable for column in columns)
    assert found.keys() == {"NOT NULL", "CHECK"}
    assert BY_NAME["mentions"].column("label").allowed
