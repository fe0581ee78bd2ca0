"""The contract and the views as DDL of DuckDB."""

from __future__ import annotations

from pathlib import Path

from warehouse.schema import Column, ColumnType, Table
from warehouse.statements import Statement

Settings = dict[str, str | bool | int | float | list[str]]
SQL_TYPES: dict[ColumnType, str] = {
    "string": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamptz",
}


def identifier(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a SQL string."""
    return "'" + text.replace("'", "''") + "'"


def create_table(table: Table) -> str:
    """CREATE TABLE with NOT NULL and CHECK; keys and references are checks after the load, which cost no index."""
    return f"create table {identifier(table.name)} ({', '.join(_column(column) for column in table.columns)})"


def insert_table(table: Table, path: Path) -> str:
    """INSERT of all rows of a Parquet file."""
    names = ", ".join(identifier(name) for name in table.names)
    return f"insert into {identifier(table.name)} ({names}) select {names} from read_parquet({_one_path(path)})"


def table_comments(table: Table) -> list[str]:
    """COMMENT ON the table and each of its columns."""
    columns = [(column.name, column.description) for column in table.columns]
    return [_comment("table", table.name, table.description), *_column_comments(table.name, columns)]


def create_view(view: Statement) -> str:
    """CREATE VIEW of a view file, or CREATE MACRO if it has parameters."""
    if view.parameters:
        return f"create macro {identifier(view.name)}({', '.join(view.parameters)}) as table {view.sql}"
    return f"create view {identifier(view.name)} as {view.sql}"


def view_comments(view: Statement) -> list[str]:
    """COMMENT ON a view and each of its columns, or on a macro."""
    if view.parameters:
        columns = "; ".join(f"{name}: {description}" for name, description in view.columns)
        return [_comment("macro table", view.name, f"{view.description} Columns: {columns}")]
    return [_comment("view", view.name, view.description), *_column_comments(view.name, list(view.columns))]


def _column_comments(table: str, columns: list[tuple[str, str]]) -> list[str]:
    return [
        f"comment on column {identifier(table)}.{identifier(name)} is {literal(description)}"
        for name, description in columns
    ]


def _comment(kind: str, name: str, description: str) -> str:
    return f"comment on {kind} {identifier(name)} is {literal(description)}"


def _column(column: Column) -> str:
    name = identifier(column.name)
    checks = "".join(f" check ({rule})" for rule in _rules(column, name))
    return f"{name} {SQL_TYPES[column.type]}{'' if column.is_nullable else ' not null'}{checks}"


def _rules(column: Column, name: str) -> list[str]:
    rules = []
    if column.allowed:
        rules.append(f"{name} in ({', '.join(literal(value) for value in column.allowed)})")
    if column.pattern:
        rules.append(f"regexp_matches({name}, {literal(column.pattern)})")
    if column.minimum is not None:
        rules.append(f"{name} >= {column.minimum}")
    if column.maximum is not None:
        rules.append(f"{name} <= {column.maximum}")
    return rules


def _one_path(path: Path) -> str:
    # read_parquet takes a pattern: a folder called `run[1]` must not be read as one
    return literal("".join(f"[{char}]" if char in "*?[" else char for char in str(path)))
