"""SQL files: header, columns, parameters, order of use; and the DDL that is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.ddl import create_table, create_view, identifier, insert_table, literal, table_comments, view_comments
from warehouse.load import VIEWS_FOLDER
from warehouse.query import QUERIES_FOLDER
from warehouse.schema import Table, share, string
from warehouse.statements import Statement, in_order_of_use, read_statement, read_statements

SQL_FILES = sorted([*VIEWS_FOLDER.glob("*.sql"), *QUERIES_FOLDER.glob("*.sql")])
FILE = """-- Who held what,
-- and when: as in office_at(day).
-- parameters: on_day, in_country
-- office: The office,
--   in full.
-- end_date: Last day.
select office, end_date -- not a header
from terms;
"""


def test_header_tells_description_columns_and_parameters(tmp_path: Path) -> None:
    path = tmp_path / "office_at.sql"
    path.write_text(FILE, encoding="utf-8")
    assert read_statement(path) == Statement(
        "office_at", "Who held what, and when: as in office_at(day).",
        (("office", "The office, in full."), ("end_date", "Last day.")), ("on_day", "in_country"),
        "select office, end_date -- not a header\nfrom terms",
    )


@pytest.mark.parametrize("text", ["select 1", "-- only words", ""])
def test_file_without_header_or_sql_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "torn.sql").write_text(text)
    with pytest.raises(ValueError, match=r"torn\.sql needs a header"):
        read_statements(tmp_path)


def test_views_come_after_those_that_they_read() -> None:
    sql = {"a": "select 1 from c join t", "b": "select c.x from t c", "c": "with q as (from t) from d", "d": "from t"}
    statements = [Statement(name, "", (), (), text) for name, text in sql.items()]
    order = [statement.name for statement in in_order_of_use(statements)]
    assert sorted(order) == list("abcd")
    assert order.index("d") < order.index("c") < order.index("a")


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: path.stem)
def test_files_are_lower_case_and_end_without_surprise(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    # Values of closed lists ('MEETING') are upper case; words of SQL are not
    words = "".join(part for number, part in enumerate(body.split("'")) if number % 2 == 0)
    assert words == words.lower()
    assert text.endswith("\n")
    assert max(map(len, text.splitlines())) <= 120


def test_names_and_texts_are_quoted() -> None:
    assert identifier('a"b') == '"a""b"'
    assert literal("it's") == "'it''s'"


def test_table_becomes_ddl() -> None:
    kind = string("kind", "Its kind.", of=("a", "b'c"), pattern="^[a-c']+$")
    columns = (kind, share("score", "How sure.", null=True))
    table = Table("facts", "What's known.", ("kind",), columns, "record")
    assert create_table(table) == (
        "create table \"facts\" (\"kind\" varchar not null check (\"kind\" in ('a', 'b''c')) "
        "check (regexp_matches(\"kind\", '^[a-c'']+$')), "
        "\"score\" double check (\"score\" >= 0.0) check (\"score\" <= 1.0))"
    )
    assert table_comments(table)[0] == "comment on table \"facts\" is 'What''s known.'"
    assert table_comments(table)[2] == "comment on column \"facts\".\"score\" is 'How sure.'"
    assert insert_table(table, Path("/out[1]/facts.parquet")).endswith("from read_parquet('/out[[]1]/facts.parquet')")


def test_view_and_macro_become_ddl() -> None:
    view = Statement("v", "A view.", (("a", "Its a."),), (), "select 1 as a")
    assert create_view(view) == 'create view "v" as select 1 as a'
    assert view_comments(view) == ["comment on view \"v\" is 'A view.'", "comment on column \"v\".\"a\" is 'Its a.'"]
    macro = Statement("m", "A macro.", (("a", "Its a."),), ("on_day",), "select on_day as a")
    assert create_view(macro) == 'create macro "m"(on_day) as table select on_day as a'
    assert view_comments(macro) == ["comment on macro table \"m\" is 'A macro. Columns: a: Its a.'"]
