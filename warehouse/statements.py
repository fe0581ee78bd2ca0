"""SQL files: one statement each, told of by the comment above it.

    -- Who met whom, how often and when.
    -- first_name: The one whose identifier sorts first.
    select …

The lines before the first `name:` line are the description; `parameters: day` makes a view a table macro, called
as `office_holders_at(date '2019-03-12')`; the other lines describe the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

# "-- first_name: The one whose identifier sorts first."
COLUMN_LINE = re.compile(r"^([a-z_]+): (.+)$")
# "from document_register as register", "left join event_parties"
READ_FROM = re.compile(r"\b(?:from|join)\s+([a-z_]+)\b")


@dataclass(frozen=True, slots=True)
class Statement:
    """A SQL file: its name, what its header says, and the SQL below the header, without the final semicolon."""

    name: str
    description: str
    columns: tuple[tuple[str, str], ...]
    parameters: tuple[str, ...]
    sql: str


def read_statement(path: Path) -> Statement:
    """The statement in a SQL file; ValueError if it has no header or no SQL."""
    lines = path.read_text(encoding="utf-8").splitlines()
    size = next((number for number, line in enumerate(lines) if not line.startswith("--")), len(lines))
    description, columns = _header(line.removeprefix("--").strip() for line in lines[:size])
    sql = "\n".join(lines[size:]).strip().removesuffix(";").rstrip()
    if not description or not sql:
        raise ValueError(f"{path} needs a header comment that says what it gives, and a SELECT below it")
    parameters = tuple(columns.pop("parameters", "").replace(",", " ").split())
    return Statement(path.stem, description, tuple(columns.items()), parameters, sql)


def read_statements(folder: Path) -> tuple[Statement, ...]:
    """The statements of all SQL files of a folder, by name."""
    return tuple(read_statement(path) for path in sorted(folder.glob("*.sql")))


def in_order_of_use(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements so that each comes after those whose names it uses; by name otherwise."""
    by_name = {statement.name: statement for statement in statements}
    uses = {name: sorted(_read_from(statement.sql) & by_name.keys()) for name, statement in by_name.items()}
    return (by_name[name] for name in TopologicalSorter(uses).static_order())


def _header(lines: Iterable[str]) -> tuple[str, dict[str, str]]:
    prose: list[str] = []
    columns: dict[str, str] = {}
    for line in lines:
        if match := COLUMN_LINE.match(line):
            columns[match[1]] = match[2]
        elif columns:
            columns[list(columns)[-1]] += f" {line}"
        else:
            prose.append(line)
    return " ".join(prose).strip(), {name: text.strip() for name, text in columns.items()}


def _read_from(sql: str) -> set[str]:
    return set(READ_FROM.findall(sql))
