"""Questions: only reading is answered, and answers are safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_warehouse_record import load_record, record
from warehouse.query import QueryError, render_csv, render_json, render_parquet, run_query


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the tiny record, with a file beside it that no question may reach."""
    path = load_record(tmp_path_factory.mktemp("out"), record())
    (path.parent / "secret.csv").write_text("a,b\n1,2\n")
    return path


REFUSED = (
    "copy documents to '{out}/out.csv'", "copy (select 1) to '{out}/out.csv'", "copy documents from '{out}/secret.csv'",
    "attach '{out}/other.duckdb'", "attach ':memory:' as other", "detach warehouse", "install httpfs", "load httpfs",
    "load icu", "set threads = 1", "set enable_external_access = true", "reset memory_limit", "set variable a = 1",
    "pragma threads = 1", "pragma database_list", "call pragma_version()", "use memory", "begin", "checkpoint",
    "select * from read_csv('{out}/secret.csv')", "select * from '{out}/secret.csv'",
    "select * from read_text('/etc/hostname')", "select * from glob('/etc/*')",
    "select * from read_parquet('{out}/parquet/runs.parquet')", "export database '{out}/copy'",
    "delete from documents", "update documents set text = ''", "drop table documents",
    "insert into topics select * from topics",
    "create table memory.main.mine (a integer)", "create temp table mine (a integer)", "create view mine as select 1",
    "create secret (type s3)", "select 1; select 2", "select 1; drop table documents", "", "-- nothing",
    "prepare p as select 1", "explain analyze delete from documents",
)


@pytest.mark.parametrize("sql", REFUSED)
def test_all_but_reading_is_refused(database: Path, sql: str) -> None:
    before = sorted(database.parent.iterdir())
    with pytest.raises(QueryError):
        run_query(database, sql.format(out=database.parent))
    assert sorted(database.parent.iterdir()) == before


@pytest.mark.parametrize("sql", [
    "select 1", "from documents", "with a as (select 1) select * from a;", "describe documents", "show tables",
    "summarize entities", "explain select 1", "values (1)", "select 1 -- a comment",
])
def test_reading_is_answered(database: Path, sql: str) -> None:
    rows = run_query(database, sql)
    assert rows.height > 0
    assert run_query(database, sql, max_rows=1).equals(rows.head(1))


@pytest.mark.parametrize(("sql", "message"), [
    ("select * from document", "documents"), ("select titel from documents", "title"), ("selct 1", "syntax error"),
    ("insert into topics values (1)", "only SELECT is answered, not INSERT"), ("select 1; select 2", "one question"),
    ("select $name", "name"), ("select cast(title as integer) from documents", "Could not convert string"),
    ("select case when i = 50000 then error('torn') else i end from range(100000) as r(i)", "torn"),
])
def test_error_helps(database: Path, sql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run_query(database, sql)


@pytest.mark.parametrize("data", [None, b"", b"no database at all" * 1000])
def test_missing_or_broken_warehouse_says_how_to_build_one(tmp_path: Path, data: bytes | None) -> None:
    if data is not None:
        (tmp_path / "cooperation.duckdb").write_bytes(data)
    with pytest.raises(QueryError, match=r"cooperation\.duckdb.*build"):
        run_query(tmp_path / "cooperation.duckdb", "select 1")


def test_rows_are_limited_without_running_to_the_end(database: Path) -> None:
    assert run_query(database, "from range(1_000_000_000_000)", max_rows=12_345).height == 12_345
    assert run_query(database, "from range(5) as r(i)", max_rows=0).columns == ["i"]
    assert run_query(database, "from range(30_000)").height == 30_000
    last = run_query(database, "select i from range(100_000) as r(i) order by i desc -- from the end", max_rows=2)
    assert last.to_series().to_list() == [99_999, 99_998]


def test_endless_query_is_stopped(database: Path) -> None:
    with pytest.raises(QueryError, match=r"stopped after 0\.3 s"):
        run_query(database, "select sum(a.i * b.i) from range(1_000_000_000) a(i), range(9) b(i)", timeout_seconds=0.3)


def test_memory_is_limited(database: Path) -> None:
    with pytest.raises(QueryError, match="100MB of memory"):
        run_query(database, "select list(range) from range(100_000_000)", memory_limit="100MB", threads=1)


def test_parameters_are_bound_not_pasted(database: Path) -> None:
    sql = "select title from documents where title = $title"
    assert run_query(database, sql, parameters={"title": "Events"}).rows() == [("Events",)]
    assert run_query(database, sql, parameters={"title": "' or 1=1 --"}).rows() == []


def test_local_variables_are_no_tables(database: Path) -> None:
    frame = pl.DataFrame({"a": [1]})
    assert not frame.is_empty()
    with pytest.raises(QueryError, match="frame"):
        run_query(database, "select * from frame")


def test_types_fit_polars_whatever_the_time_zone(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    frame = run_query(database, """
        select started_at, started_at::varchar as words, sum(raw_count) as total, 1.5::decimal(5, 2) as part,
            interval 1 day as gap, [1, 2] as list, {'a': 1} as record, date '2018-07-10' as day, null as nothing
        from runs group by all
    """)
    (row,) = frame.rows(named=True)
    assert row["started_at"].isoformat() == "2026-01-02T03:04:05+00:00"
    assert row["words"].startswith("2026-01-02 03:04:05")
    assert frame["total"].dtype == pl.Int64
    assert row["total"] == 4
    assert isinstance(row["gap"], str)
    assert json.loads(render_json(frame))[0]["day"] == "2018-07-10"
    assert render_csv(frame).count(b"\r\n") == 2
    assert pl.read_parquet(render_parquet(frame)).equals(frame)


@pytest.mark.parametrize(("value", "cell"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@sum", "'@sum"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
    ("＝1", "'＝1"), ('a "b", c', '"a ""b"", c"'), ("two\nlines", '"two\nlines"'), ("plain = text", "plain = text"),
    (-1, "-1"), (1.5, "1.5"), (True, "true"), (None, '""'), (dt.date(2018, 7, 10), "2018-07-10"),
    (dt.datetime(2018, 7, 10, 9, 30), "2018-07-10T09:30:00"), (["=a", "b"], '"[""=a"", ""b""]"'),
])
def test_csv_cell(value: object, cell: str) -> None:
    assert render_csv(pl.DataFrame({"a": [value]})).decode() == f"a\r\n{cell}\r\n"


def test_csv_guards_headings_too() -> None:
    assert render_csv(pl.DataFrame({"=cmd": ["a"], "b": ["c"]})) == b"'=cmd,b\r\na,c\r\n"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=5))
def test_csv_comes_back_and_no_cell_is_a_formula(rows: list[tuple[str, str]]) -> None:
    text = render_csv(pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row")).decode()
    cells = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(cells) == len(rows)
    for row, texts in zip(cells, rows, strict=True):
        assert [cell.removeprefix("'") for cell in row] == [value.removeprefix("'") for value in texts]
        assert not any(cell[:1] in {"=", "+", "-", "@", "\t", "\r"} for cell in row)


@pytest.mark.parametrize(("value", "plain"), [
    ("<script>", "<script>"), (float("nan"), None), (float("inf"), None), (b"\x01\xff", "01ff"),
    (dt.time(9, 30), "09:30:00"), (dt.timedelta(days=1), "1 day, 0:00:00"), ([dt.date(2018, 7, 10)], ["2018-07-10"]),
    ({"day": dt.date(2018, 7, 10)}, {"day": "2018-07-10"}), (12, 12), (None, None), (True, True),
])
def test_json_value(value: object, plain: object) -> None:
    assert json.loads(render_json(pl.DataFrame({"a": [value]}))) == [{"a": plain}]


@pytest.mark.parametrize("render", [render_csv, render_json, render_parquet])
def test_no_rows_can_be_rendered(render: Callable[[pl.DataFrame], bytes]) -> None:
    assert render(pl.DataFrame({"a": []}))
