"""Writes the page of questions: `python -m tests.questions_page OUT > warehouse/queries/README.md`."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from warehouse.query import analyst_queries, run_query
from warehouse.statements import Statement

MAX_ROWS = 8
MAX_CELL = 90
HEAD = """# Questions

Each question is one SQL file of this folder, shown with its answer on the sample record of `raw/`: the first rows, long
cells cut. `cooperation questions NAME` answers it on your own record; `cooperation query` takes any other SELECT.
"""


def page(database: Path) -> str:
    """The page in Markdown."""
    return "\n".join([HEAD, *(_section(query, database) for query in analyst_queries())])


def _section(query: Statement, database: Path) -> str:
    answer = run_query(database, query.sql)
    more = f"\n… {answer.height} rows in all.\n" if answer.height > MAX_ROWS else ""
    return (
        f"## {query.description}\n\n`{query.name}.sql`\n\n```sql\n{query.sql.strip()}\n```\n\n"
        f"{_table(answer.head(MAX_ROWS))}\n{more}"
    )


def _table(frame: pl.DataFrame) -> str:
    lines = ["| " + " | ".join(frame.columns) + " |", "|" + "---|" * frame.width]
    lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in frame.iter_rows()]
    return "\n".join(lines) if frame.height else "(no rows)\n"


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


if __name__ == "__main__":
    sys.stdout.write(page(Path(sys.argv[1]) / "cooperation.duckdb"))
