"""The data dictionary as rows."""

from __future__ import annotations

import polars as pl

from warehouse.dictionary import dictionary_rows
from warehouse.load import read_views
from warehouse.tables import TABLES


def tables_frame() -> pl.DataFrame:
    """A row for each table and view: name, kind, description."""
    rows = [(table.name, "table", table.description) for table in TABLES]
    rows += [(view.name, "macro" if view.parameters else "view", view.description) for view in read_views()]
    return pl.DataFrame(rows, schema=["table", "kind", "meaning"], orient="row")


def columns_frame(name: str) -> pl.DataFrame:
    """A row for each column of a table or view; no row if there is none of that name."""
    rows: list[tuple[str, ...]] = [
        (row.column, row.type, "yes" if row.is_nullable else "no", row.description, ", ".join(row.allowed),
         row.references)
        for row in dictionary_rows() if row.table == name
    ]
    rows += [(column, "", "", description, "", "") for view in read_views() if view.name == name
             for column, description in view.columns]
    return pl.DataFrame(rows, schema=["column", "type", "null", "meaning", "values", "refers to"], orient="row")
