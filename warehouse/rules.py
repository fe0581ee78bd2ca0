"""The contract as rules on rows: what a frame must keep to before it is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import cast

import dataframely as dy
import polars as pl

from warehouse.schema import Column, ColumnType, Table

POLARS_TYPES: dict[ColumnType, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us", "UTC"),
}
SHOWN_CHARS = 80
# Names by which dataframely knows a rule, and ours
RULE_NAMES = {
    "nullability": "not_null", "regex": "pattern", "min": "minimum", "max": "maximum", "check__allowed": "allowed",
    "nan": "not_a_number", "inf": "infinite",
}


class InvalidRows(ValueError):  # noqa: N818
    """Rows that break the contract: the table, the rule, how many, and the first of them."""

    def __init__(self, table: Table, rule: str, count: int, row: Mapping[str, object] | None = None) -> None:
        self.table, self.rule, self.count, self.row = table.name, rule, count, dict(row or {})
        self.key = {name: self.row[name] for name in table.key if name in self.row}
        rows = "1 row breaks" if count == 1 else f"{count} rows break"
        message = f"{table.name}: {rows} the rule {rule}"
        if self.row:
            message += f"; the first has the key ({shown(self.key)}) and the content ({shown(self.row)})"
        super().__init__(message)


def polars_schema(table: Table) -> pl.Schema:
    """The columns of a frame of this table, in order, with their types."""
    return pl.Schema({column.name: POLARS_TYPES[column.type] for column in table.columns})


def conform(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its columns in the contract's order; InvalidRows if one is missing, unknown or of another type.

    A column of NULLs only has no type of its own in Polars and takes the contract's.
    """
    schema = polars_schema(table)
    missing, unknown = schema.keys() - frame.schema.keys(), frame.schema.keys() - schema.keys()
    if missing or unknown:
        raise InvalidRows(table, f"columns (missing: {sorted(missing)}, unknown: {sorted(unknown)})", frame.height)
    empty = [name for name, dtype in frame.schema.items() if dtype == pl.Null]
    typed = frame.select(schema.names()).cast({name: schema[name] for name in empty})
    for name, dtype in schema.items():
        if typed.schema[name] != dtype:
            raise InvalidRows(table, f"{name}.type ({dtype}, not {typed.schema[name]})", frame.height)
    return typed


def check_rows(table: Table, frame: pl.DataFrame) -> None:
    """Raises InvalidRows for the first rule of the contract that some row of `frame` breaks."""
    rules, typed = rules_of(table), conform(table, frame)
    if rules.is_valid(typed):
        return
    failure = rules.filter(typed)[1]
    rule, count = next(iter(failure.counts().items()))
    first = failure.details().filter(pl.col(rule) == "invalid").select(table.names).row(0, named=True)
    raise InvalidRows(table, _rule_words(table, rule), count, first)


@cache
def rules_of(table: Table) -> type[dy.Schema]:
    """The dataframely schema of a table: types, NULLs, closed lists, patterns, bounds and the key."""
    columns = {column.name: _rule_column(column, column.name in table.key) for column in table.columns}
    return cast(type[dy.Schema], type(table.name, (dy.Schema,), dict(columns)))


def _rule_column(column: Column, is_key: bool) -> dy.Column:
    null = column.is_nullable and not is_key
    if column.type == "string":
        return dy.String(nullable=null, primary_key=is_key, regex=column.pattern or None, check=_allowed(column))
    if column.type == "integer":
        low, high = _whole(column.minimum), _whole(column.maximum)
        return dy.Int64(nullable=null, primary_key=is_key, min=low, max=high)
    if column.type == "number":
        return dy.Float64(nullable=null, primary_key=is_key, min=column.minimum, max=column.maximum)
    if column.type == "timestamp":
        return dy.Datetime(nullable=null, primary_key=is_key, time_zone="UTC", time_unit="us")
    return (dy.Date if column.type == "date" else dy.Bool)(nullable=null, primary_key=is_key)


def _allowed(column: Column) -> dict[str, Callable[[pl.Expr], pl.Expr]] | None:
    if not column.allowed:
        return None
    values = list(column.allowed)
    return {"allowed": lambda expression: expression.is_in(values)}


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)


def _rule_words(table: Table, rule: str) -> str:
    """`mentions.label.allowed (one of PERSON, …)` for dataframely's `label|check__allowed`."""
    if rule == "primary_key":
        return f"key (unique {', '.join(table.key)})"
    name, _, kind = rule.partition("|")
    column, word = table.column(name), RULE_NAMES.get(kind, kind)
    wanted = {"allowed": f" (one of {', '.join(column.allowed)})", "pattern": f" ({column.pattern})",
              "minimum": f" ({column.minimum})", "maximum": f" ({column.maximum})"}
    return f"{name}.{word}{wanted.get(word, '')}"


def shown(row: Mapping[str, object]) -> str:
    """A row as one line, escaped and long texts cut: a raw file's control characters must not reach the terminal."""
    cells = ((name, repr(value)) for name, value in row.items() if value is not None)
    return ", ".join(f"{name}={cell if len(cell) <= SHOWN_CHARS else cell[:SHOWN_CHARS] + '…'}" for name, cell in cells)
