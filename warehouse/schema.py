"""What a column, a table and a closed list are: the words in which `tables.py` declares the contract."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean", "date", "timestamp"]
Stage = Literal["extract", "knowledge", "record", "run"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: declared once, read by Parquet schema, DDL, comments, rules and data dictionary."""

    name: str
    type: ColumnType
    description: str
    is_nullable: bool = False
    allowed: tuple[str, ...] = ()
    references: str = ""
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key, which is also the order of its rows in Parquet, and its columns.

    `stage` says who writes it: `extract` per document, `knowledge` from the knowledge files, `record` from the
    whole record, `run` from the run itself (outside the promise of identical bytes).
    """

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    stage: Stage

    def column(self, name: str) -> Column:
        """The column of that name; KeyError says which table lacks it."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


def string(name: str, description: str, *, null: bool = False, of: tuple[str, ...] = (), ref: str = "",
           pattern: str = "") -> Column:
    """A text column, perhaps of a closed list (`of`), a reference ("table.column") or a pattern."""
    return Column(name, "string", description, null, of, ref, pattern=pattern)


def integer(name: str, description: str, *, null: bool = False, minimum: float | None = 0) -> Column:
    """A 64-bit integer column, by default not negative."""
    return Column(name, "integer", description, null, minimum=minimum)


def share(name: str, description: str, *, null: bool = False) -> Column:
    """A number between 0 and 1."""
    return Column(name, "number", description, null, minimum=0.0, maximum=1.0)


def boolean(name: str, description: str) -> Column:
    """A truth value, never NULL."""
    return Column(name, "boolean", description)


def date(name: str, description: str, *, null: bool = True) -> Column:
    """A calendar day (proleptic Gregorian), without a time zone."""
    return Column(name, "date", description, null)


def timestamp(name: str, description: str, *, null: bool = True) -> Column:
    """A moment, in UTC."""
    return Column(name, "timestamp", description, null)
