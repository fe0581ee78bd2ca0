"""The data dictionary lists everything that an analyst can ask for."""

from __future__ import annotations

from warehouse.dictionary import dictionary_markdown, dictionary_rows
from warehouse.load import read_views
from warehouse.tables import TABLES


def test_rows_are_the_columns_of_the_contract() -> None:
    rows = dictionary_rows()
    assert [(row.table, row.column) for row in rows] == [(table.name, name) for table in TABLES for name in table.names]
    row = next(row for row in rows if (row.table, row.column) == ("mentions", "entity_id"))
    assert (row.type, row.is_nullable, row.references) == ("string", True, "entities.entity_id")
    assert all(row.description for row in rows)


def test_page_lists_every_table_column_and_view() -> None:
    page = dictionary_markdown()
    lines = page.splitlines()
    for table in TABLES:
        assert f"## {table.name}" in lines
        for column in table.columns:
            assert any(line.startswith(f"| `{column.name}` | {column.type} |") for line in lines)
    for view in read_views():
        assert view.description in lines
    assert "## office_holders_at(on_day) (table macro)" in lines


def test_lists_are_told_and_table_cells_hold_no_bare_bar() -> None:
    lines = dictionary_markdown().splitlines()
    label = next(line for line in lines if line.startswith("| `label` | string"))
    assert "`PERSON`, `ORG`" in label
    assert {line.replace("\\|", "").count("|") for line in lines if line.startswith("|")} == {3, 7}
