"""Questions to the warehouse: read-only SQL that reaches no file, and its answers as CSV, JSON and Parquet."""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from threading import Timer

import duckdb
import polars as pl
import pyarrow as pa

from warehouse.ddl import Settings, literal
from warehouse.statements import Statement, read_statements

QUERIES_FOLDER = Path(__file__).parent / "queries"
Parameter = str | int | float | bool | datetime.date | None
# Spreadsheets run a cell that begins so as a formula; some read the full-width forms as the plain ones
FORMULA_START = re.compile(r"^[=+\-@\t\r\n＝＋－＠]")
HOW_TO_BUILD = "Build one with `cooperation build`"
READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}


class QueryError(RuntimeError):
    """A question that got no answer; the message says why and what to do."""


def analyst_queries() -> tuple[Statement, ...]:
    """The questions of queries/*.sql, by name."""
    return read_statements(QUERIES_FOLDER)


def run_query(
    database: Path, sql: str, max_rows: int | None = None, *, parameters: Mapping[str, Parameter] | None = None,
    timeout_seconds: float = 60, memory_limit: str = "2GB", threads: int | None = None,
) -> pl.DataFrame:
    """The rows that one SELECT gives, at most `max_rows` of them; `$name` in the SQL takes `parameters["name"]`.

    QueryError if there is no warehouse, the SQL is wrong or not only reading, or a limit is exceeded. Files, ATTACH,
    COPY, INSTALL and SET are refused.
    """
    with _questioned(database, memory_limit, threads) as connection:
        _check_reading(connection, sql)
        timer = Timer(timeout_seconds, connection.interrupt)
        timer.start()
        try:
            return _frame(connection, sql, parameters, max_rows)
        except duckdb.InterruptException as error:
            raise QueryError(f"stopped after {timeout_seconds:g} s: ask for less, or allow more time") from error
        finally:
            timer.cancel()


def render_csv(frame: pl.DataFrame) -> bytes:
    """CSV by RFC 4180 in UTF-8; a text that a spreadsheet would run as a formula gets a leading apostrophe."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_cell(name) for name in frame.columns)
    writer.writerows([_cell(value) for value in row] for row in frame.iter_rows())
    return stream.getvalue().encode()


def render_json(frame: pl.DataFrame) -> bytes:
    """A JSON list of records, one a line, with ISO dates."""
    records = (json.dumps(_plain(row), ensure_ascii=False, allow_nan=False) for row in frame.iter_rows(named=True))
    return ("[" + ",\n".join(records) + "]\n").encode()


def render_parquet(frame: pl.DataFrame) -> bytes:
    """The bytes of a Parquet file, texts as they are."""
    stream = io.BytesIO()
    frame.write_parquet(stream)
    return stream.getvalue()


@contextmanager
def _questioned(database: Path, memory_limit: str, threads: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can only read this warehouse; turns DuckDB's errors within the block into QueryError."""
    if not database.is_file():
        raise QueryError(f"there is no warehouse at {database}. {HOW_TO_BUILD}")
    try:
        with _locked(database, memory_limit, threads) as connection:
            yield connection
    except duckdb.OutOfMemoryException as error:
        raise QueryError(f"needs more than {memory_limit} of memory: ask for fewer rows or columns") from error
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def _locked(database: Path, memory_limit: str, threads: int | None) -> duckdb.DuckDBPyConnection:
    # Attached instead of connected to: DuckDB keeps one instance a path in a process, and a reader that holds
    # the old file open would be asked the next question too, after the swap.
    config: Settings = {"memory_limit": memory_limit, "temp_directory": "", "autoload_known_extensions": False}
    if threads:
        config["threads"] = threads
    connection = duckdb.connect(":memory:", config=config)
    try:
        connection.execute(f"attach {literal(str(database))} as warehouse (read_only)")
    except duckdb.Error as error:
        connection.close()
        raise QueryError(f"{database} cannot be opened: {error}. {HOW_TO_BUILD}") from error
    for sql in ("use warehouse", "set TimeZone = 'UTC'", "set enable_external_access = false"):
        connection.execute(sql)
    connection.execute("set lock_configuration = true")
    return connection


def _check_reading(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"ask one question at a time: this is {len(statements)} SQL statements")
    if statements[0].type not in READING:
        raise QueryError(f"only SELECT is answered, not {statements[0].type.name}: the warehouse is read-only here")


def _frame(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, Parameter] | None, max_rows: int | None
) -> pl.DataFrame:
    relation = connection.sql(sql, params=dict(parameters) if parameters else None)
    return _polars((relation if max_rows is None else relation.limit(max_rows)).to_arrow_table())


def _polars(table: pa.Table) -> pl.DataFrame:
    """The frame of an Arrow table; INTERVAL, which Polars lacks, becomes text, and a sum of integers an integer."""
    for number, field in enumerate(table.schema):
        if pa.types.is_interval(field.type):
            texts = [None if value is None else str(value) for value in table.column(number).to_pylist()]
            table = table.set_column(number, field.name, pa.array(texts, pa.string()))
    frame = pl.DataFrame(pl.from_arrow(table))
    return frame.with_columns(_integers(series) for series in frame if series.dtype == pl.Decimal)


def _integers(numbers: pl.Series) -> pl.Series:
    # DuckDB's sum of integers has 128 bits and comes as DECIMAL(38, 0)
    whole = numbers.cast(pl.Int64, strict=False)
    is_whole = isinstance(numbers.dtype, pl.Decimal) and numbers.dtype.scale == 0
    return whole if is_whole and whole.null_count() == numbers.null_count() else numbers


def _cell(value: object) -> object:
    """The value as a CSV cell."""
    plain = _plain(value)
    if isinstance(plain, bool):
        return "true" if plain else "false"
    if isinstance(plain, dict | list):
        plain = json.dumps(plain, ensure_ascii=False)
    return f"'{plain}" if isinstance(plain, str) and FORMULA_START.match(plain) else plain


def _plain(value: object) -> object:
    """The value in types that JSON has."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.hex() if isinstance(value, bytes) else str(value)
