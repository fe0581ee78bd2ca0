"""Checks of a new warehouse: each is a SELECT of failing rows, from the contract or from checks/*.sql."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl

from warehouse.ddl import identifier
from warehouse.rules import polars_schema, shown
from warehouse.schema import Column, Table
from warehouse.statements import read_statements
from warehouse.tables import CHECKS, TABLES

CHECKS_FOLDER = Path(__file__).parent / "checks"
SHOWN_ROWS = 5


class LoadError(RuntimeError):
    """A warehouse that could not be built; the old one stands."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its name, what it proves, and a SELECT of the rows that fail."""

    name: str
    description: str
    sql: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found: the number of failing rows and the first of them."""

    name: str
    description: str
    row_count: int
    rows: tuple[dict[str, object], ...] = ()

    @property
    def status(self) -> Literal["passed", "failed"]:
        """`passed` if no row fails."""
        return "failed" if self.row_count else "passed"


class CheckFailed(LoadError):  # noqa: N818
    """A new warehouse that failed a check; `results` holds what every check found."""

    def __init__(self, results: Sequence[CheckResult]) -> None:
        self.results = tuple(results)
        self.failed = tuple(result for result in results if result.row_count)
        super().__init__("\n".join(["The new warehouse failed its checks; the old one stands.", *_lines(self.failed)]))


def all_checks() -> list[Check]:
    """The checks of the contract (keys, references) and of checks/*.sql."""
    return [*contract_checks(), *file_checks()]


def contract_checks() -> Iterator[Check]:
    """Keys are unique and references are resolved, for each table of the contract but `checks` itself."""
    tables = [table for table in TABLES if table is not CHECKS]
    yield from (_key_check(table) for table in tables)
    yield from (_reference_check(table, column) for table in tables for column in table.columns if column.references)


def file_checks(folder: Path = CHECKS_FOLDER) -> list[Check]:
    """The checks in the SQL files of a folder."""
    return [Check(file.name, file.description, file.sql) for file in read_statements(folder)]


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Iterable[Check]) -> list[CheckResult]:
    """What each check finds in the warehouse of the connection; LoadError if one cannot be run."""
    return [_run(connection, check) for check in checks]


def results_frame(results: Iterable[CheckResult]) -> pl.DataFrame:
    """The results as rows of the table `checks`."""
    rows = [(result.name, result.description, result.status, result.row_count) for result in results]
    return pl.DataFrame(rows, schema=polars_schema(CHECKS), orient="row")


def _run(connection: duckdb.DuckDBPyConnection, check: Check) -> CheckResult:
    try:
        (count,) = connection.sql(f"select count(*) from ({check.sql})").fetchall()[0]
        if not count:
            return CheckResult(check.name, check.description, 0)
        first = connection.sql(f"select * from ({check.sql}) order by all limit {SHOWN_ROWS}")
        rows = tuple(dict(zip(first.columns, row, strict=True)) for row in first.fetchall())
    except duckdb.Error as error:
        raise LoadError(f"the check {check.name} cannot be run: {error}") from error
    return CheckResult(check.name, check.description, count, rows)


def _key_check(table: Table) -> Check:
    key = ", ".join(identifier(name) for name in table.key)
    sql = f"select {key}, count(*) as row_count from {identifier(table.name)} group by all having count(*) > 1"
    return Check(f"{table.name}.key", f"No two rows of {table.name} have the same {', '.join(table.key)}.", sql)


def _reference_check(table: Table, column: Column) -> Check:
    target, _, target_column = column.references.partition(".")
    names = ", ".join(f"child.{identifier(name)}" for name in dict.fromkeys((*table.key, column.name)))
    sql = (
        f"select {names} from {identifier(table.name)} as child anti join {identifier(target)} as parent "
        f"on child.{identifier(column.name)} = parent.{identifier(target_column)} "
        f"where child.{identifier(column.name)} is not null"
    )
    return Check(f"{table.name}.{column.name}", f"Each {column.name} of {table.name} is in {column.references}.", sql)


def _lines(failed: Iterable[CheckResult]) -> Iterator[str]:
    for result in failed:
        rows = "1 failing row" if result.row_count == 1 else f"{result.row_count} failing rows"
        yield f"{result.name}: {rows} ({result.description})"
        yield from (f"  {shown(row)}" for row in result.rows)
