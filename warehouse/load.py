"""The warehouse: a new DuckDB file is built beside the old one, checked, and swapped in with one rename."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse import ddl
from warehouse.check import Check, CheckFailed, CheckResult, LoadError, all_checks, results_frame, run_checks
from warehouse.files import put_in_place, remove, remove_leftovers, temporary_beside
from warehouse.manifest import Problem, verify_manifest
from warehouse.statements import Statement, in_order_of_use, read_statements
from warehouse.tables import CHECKS, TABLES

VIEWS_FOLDER = Path(__file__).parent / "views"
# The oldest format of files that DuckDB 1.0 and all later versions read
STORAGE_VERSION = "v1.0.0"


class RecordError(LoadError):
    """Parquet that is not what was written: `problems` names the files."""

    def __init__(self, folder: Path, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [f"The Parquet in {folder} cannot be loaded; the old warehouse stands.", *map(str, problems)]
        super().__init__("\n".join(lines))


def load_warehouse(
    parquet: Path, target: Path, *, memory_limit: str | None = None, threads: int | None = None,
    checks: Sequence[Check] | None = None,
) -> list[CheckResult]:
    """Builds the warehouse `target` from a folder of Parquet; gives the results of all checks, which all passed.

    RecordError, CheckFailed and any other LoadError leave the old warehouse as it was. `memory_limit` is DuckDB's,
    such as "2GB"; `checks` are those of the contract and of checks/*.sql unless told otherwise.
    """
    if fatal := [problem for problem in verify_manifest(parquet) if problem.is_fatal]:
        raise RecordError(parquet, fatal)
    settings: ddl.Settings = {"memory_limit": memory_limit} if memory_limit else {}
    if threads:
        settings["threads"] = threads
    try:
        remove_leftovers(target.parent)
        with _building(target) as temporary:
            results = _build(parquet, temporary, settings, all_checks() if checks is None else checks)
            _swap(temporary, target)
    except (duckdb.Error, OSError) as error:
        raise LoadError(f"cannot build {target}: {error}. The old warehouse stands") from error
    return results


def read_views() -> tuple[Statement, ...]:
    """The views of views/*.sql, by name."""
    return read_statements(VIEWS_FOLDER)


@contextmanager
def _building(target: Path) -> Iterator[Path]:
    """A temporary name whose companions (write-ahead log, spilled data) are gone when the block ends."""
    temporary = temporary_beside(target)
    try:
        yield temporary
    finally:
        for path in list(target.parent.iterdir()):
            if path.name.startswith(temporary.name):
                remove(path)


def _build(parquet: Path, path: Path, settings: ddl.Settings, checks: Sequence[Check]) -> list[CheckResult]:
    config: ddl.Settings = {**settings, "temp_directory": f"{path}.spill"}
    with duckdb.connect(":memory:", config=config) as connection:
        connection.execute(f"attach {ddl.literal(str(path))} as record (storage_version '{STORAGE_VERSION}')")
        connection.execute("use record")
        _create_tables(connection)
        _fill_tables(connection, parquet)
        _create_views(connection)
        results = run_checks(connection, checks)
        if any(result.row_count for result in results):
            raise CheckFailed(results)
        _fill_checks(connection, results)
        connection.execute("checkpoint record")
        connection.execute("use memory")
        connection.execute("detach record")
    return results


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    # One transaction for many small statements: each of its own waits for the disk, 3 ms times 500 comments
    connection.begin()
    yield
    connection.commit()


def _create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    with _transaction(connection):
        for table in TABLES:
            for sql in (ddl.create_table(table), *ddl.table_comments(table)):
                connection.execute(sql)


def _fill_tables(connection: duckdb.DuckDBPyConnection, parquet: Path) -> None:
    for table in TABLES:
        if table is not CHECKS:
            connection.execute(ddl.insert_table(table, parquet / f"{table.name}.parquet"))


def _create_views(connection: duckdb.DuckDBPyConnection) -> None:
    with _transaction(connection):
        for view in in_order_of_use(read_views()):
            _create_view(connection, view)


def _create_view(connection: duckdb.DuckDBPyConnection, view: Statement) -> None:
    try:
        for sql in (ddl.create_view(view), *ddl.view_comments(view)):
            connection.execute(sql)
    except duckdb.Error as error:
        raise LoadError(f"cannot create the view {view.name}: {error}") from error


def _fill_checks(connection: duckdb.DuckDBPyConnection, results: Sequence[CheckResult]) -> None:
    connection.register("results", results_frame(results).to_arrow())
    connection.execute(f"insert into {ddl.identifier(CHECKS.name)} by name from results")


def _swap(temporary: Path, target: Path) -> None:
    # A write-ahead log that somebody's read-write session left beside the old file would be replayed into the new one
    remove(target.with_name(f"{target.name}.wal"))
    put_in_place(temporary, target)
