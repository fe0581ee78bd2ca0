"""The data dictionary, from the contract and the headers of the views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from warehouse.load import read_views
from warehouse.schema import ColumnType
from warehouse.statements import Statement
from warehouse.tables import TABLES

HEADINGS = ("column", "type", "NULL", "meaning", "values", "refers to")


@dataclass(frozen=True, slots=True)
class DictionaryRow:
    """One column of the record: where it is, what it holds, and what it may hold."""

    table: str
    column: str
    type: ColumnType
    is_nullable: bool
    description: str
    allowed: tuple[str, ...]
    references: str


def dictionary_rows() -> list[DictionaryRow]:
    """Every column of every table, in the order of the contract."""
    return [
        DictionaryRow(table.name, column.name, column.type, column.is_nullable, column.description, column.allowed,
                      column.references)
        for table in TABLES
        for column in table.columns
    ]


def dictionary_markdown() -> str:
    """The data dictionary as a Markdown page: tables, then views."""
    rows = dictionary_rows()
    parts = ["# Data dictionary", ""]
    for table in TABLES:
        key = ", ".join(f"`{name}`" for name in table.key)
        parts += [f"## {table.name}", "", f"{table.description} Key: {key}.", ""]
        parts += [*_table(HEADINGS, (_cells(row) for row in rows if row.table == table.name)), ""]
    for view in read_views():
        parts += [*_view_lines(view), ""]
    return "\n".join(parts)


def _view_lines(view: Statement) -> list[str]:
    call = f"{view.name}({', '.join(view.parameters)})" if view.parameters else view.name
    columns = ((f"`{name}`", description) for name, description in view.columns)
    kind = "table macro" if view.parameters else "view"
    return [f"## {call} ({kind})", "", view.description, "", *_table(("column", "meaning"), columns)]


def _cells(row: DictionaryRow) -> tuple[str, ...]:
    allowed = ", ".join(f"`{value}`" for value in row.allowed)
    target = f"`{row.references}`" if row.references else ""
    return (f"`{row.column}`", row.type, "yes" if row.is_nullable else "no", row.description, allowed, target)


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(headings)
    yield _line(names)
    yield _line("---" for _ in names)
    yield from (_line(row) for row in rows)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
