"""The record for other tools: the events as a flat file like GDELT's, the whole as entities of FollowTheMoney."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import duckdb

from warehouse.ddl import Settings, literal
from warehouse.files import remove, temporary_beside, whole_file
from warehouse.query import HOW_TO_BUILD, QueryError
from warehouse.statements import read_statement, read_statements

FOLDER = Path(__file__).parent / "exports"
_AT_ONCE = 2_000
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
Row = tuple[object, ...]


def export_gdelt(database: Path, file: Path, memory_limit: str = "2GB") -> int:
    """Writes the events that CAMEO has a code for, tab-separated below a line of column names; gives their number.

    QueryError if there is no warehouse, WriteError if the file cannot be written; the old file stands then.
    """
    with _opened(database, file, memory_limit) as connection, _written(file) as stream:
        return _write_table(connection, read_statement(FOLDER / "gdelt.sql").sql, stream)


def export_ftm(database: Path, file: Path, memory_limit: str = "2GB") -> int:
    """Writes the record as entities of FollowTheMoney, one JSON object a line; gives their number.

    QueryError if there is no warehouse, WriteError if the file cannot be written; the old file stands then.
    """
    told, *parts = sorted(read_statements(FOLDER / "ftm"), key=lambda part: (part.name != "told", part.name))
    with _opened(database, file, memory_limit) as connection, _written(file) as stream:
        connection.execute(f"create temp table told as {told.sql}")
        return sum(_write_entities(connection, part.sql, stream) for part in parts)


EXPORTS: Mapping[str, Callable[[Path, Path], int]] = {"gdelt": export_gdelt, "ftm": export_ftm}


@contextmanager
def _written(file: Path) -> Iterator[TextIO]:
    """A stream whose text becomes the file if the block ends well."""
    with whole_file(file) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream
        stream.flush()


@contextmanager
def _opened(database: Path, file: Path, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads this warehouse and spills beside `file`; its errors in the block become QueryError."""
    if not database.is_file():
        raise QueryError(f"there is no warehouse at {database}. {HOW_TO_BUILD}")
    spill = Path(f"{temporary_beside(file)}.spill")
    config: Settings = {
        "memory_limit": memory_limit, "autoload_known_extensions": False, "temp_directory": str(spill)}
    try:
        with duckdb.connect(":memory:", config=config) as connection:
            connection.execute(f"attach {literal(str(database))} as warehouse (read_only)")
            for sql in ("use warehouse", "set TimeZone = 'UTC'", "set preserve_insertion_order = true"):
                connection.execute(sql)
            yield connection
    except duckdb.Error as error:
        raise QueryError(str(error)) from error
    finally:
        remove(spill)


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], Iterator[Row]]:
    """The column names, and the rows as they are read."""
    cursor = connection.execute(sql)
    return [column[0] for column in cursor.description or ()], _fetched(cursor)


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while rows := cursor.fetchmany(_AT_ONCE):
        yield from rows


# --- flat file -------------------------------------------------------------------------------------------------------


def _write_table(connection: duckdb.DuckDBPyConnection, sql: str, stream: TextIO) -> int:
    names, rows = _rows(connection, sql)
    stream.write("\t".join(names) + "\n")
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  (the last number is the count)
        stream.write("\t".join(_cell(value) for value in row) + "\n")
    return count


def _cell(value: object) -> str:
    """The value without what would break the line."""
    return "" if value is None else _BREAKS.sub(" ", str(value))


# --- entities --------------------------------------------------------------------------------------------------------


def _write_entities(connection: duckdb.DuckDBPyConnection, sql: str, stream: TextIO) -> int:
    names, rows = _rows(connection, sql)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  (the last number is the count)
        stream.write(json.dumps(as_entity(names, row), ensure_ascii=False) + "\n")
    return count


def as_entity(names: Sequence[str], row: Row) -> dict[str, object]:
    """An entity of FollowTheMoney: every property is a list of texts, and one without values is left out."""
    values = dict(zip(names, row, strict=True))
    properties = {name: texts for name, value in values.items()
                  if name not in ("id", "schema") and (texts := _texts(value))}
    return {"id": values["id"], "schema": values["schema"], "properties": properties}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    texts = [item.isoformat() if isinstance(item, datetime.date) else str(item) for item in values if item is not None]
    return list(dict.fromkeys(text for text in texts if text))
