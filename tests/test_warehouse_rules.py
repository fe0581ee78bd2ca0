"""Rows that break the contract are named: table, rule, count, key and content of the first."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from tests.test_warehouse_record import changed, record
from warehouse.rules import InvalidRows, check_rows, conform, polars_schema, shown
from warehouse.schema import Table, boolean, date, share, string, timestamp
from warehouse.tables import BY_NAME, MENTIONS, TABLES

BROKEN = (
    ("mentions", "label", "PLANET", {"entity_id": "jens-stoltenberg"}, "label.allowed", 4),
    ("mentions", "surface", None, {"label": "GPE"}, "surface.not_null", 1),
    ("mentions", "entity_id", "Jens Stoltenberg", {"entity_id": "jens-stoltenberg"}, "entity_id.pattern", 4),
    ("mentions", "start_char", -1, {"label": "GPE"}, "start_char.minimum", 1),
    ("event_mentions", "confidence", 1.5, {"event_mention_id": "m-call"}, "confidence.maximum", 1),
    ("event_mentions", "confidence", float("nan"), {"event_mention_id": "m-call"}, "confidence.maximum", 1),
    ("sources", "sha256", "abc", {"source_id": "s-news"}, "sha256.pattern", 1),
    ("documents", "document_id", "news", {"document_id": "entry"}, "key (unique document_id)", 2),
)


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case[0]}-{case[4]}")
def test_broken_rule_is_named(case: tuple[str, str, object, dict[str, object], str, int]) -> None:
    name, column, value, where, rule, count = case
    table = BY_NAME[name]
    with pytest.raises(InvalidRows) as caught:
        check_rows(table, changed(record(), name, column, value, **where)[name])
    assert (caught.value.table, caught.value.count) == (name, count)
    assert caught.value.rule.startswith(rule)
    assert set(caught.value.key) == set(table.key)
    assert caught.value.row.keys() == set(table.names)
    assert name in str(caught.value)
    assert rule in str(caught.value)


def test_first_failing_row_is_told() -> None:
    frame = changed(record(), "mentions", "label", "PLANET", surface="Atlantis")["mentions"]
    with pytest.raises(InvalidRows, match=r"1 row breaks.*one of PERSON, ORG.*surface='Atlantis'"):
        check_rows(MENTIONS, frame)


@pytest.mark.parametrize(("frame", "rule"), [
    (pl.DataFrame({"document_id": ["news"]}), "columns"),
    (record()["mentions"].with_columns(pl.lit(1).alias("extra")), "unknown: .'extra'"),
    (record()["mentions"].cast({"start_char": pl.Float64}), "start_char.type"),
])
def test_other_columns_are_refused(frame: pl.DataFrame, rule: str) -> None:
    with pytest.raises(InvalidRows, match=rule):
        check_rows(MENTIONS, frame)


def test_conform_orders_columns_and_types_nulls() -> None:
    frame = record()["mentions"].select(reversed(MENTIONS.names)).with_columns(pl.lit(None).alias("office_id"))
    assert conform(MENTIONS, frame).schema == polars_schema(MENTIONS)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_empty_tables_are_fine(table: Table) -> None:
    check_rows(table, pl.DataFrame(schema=polars_schema(table)))


def test_all_types_may_be_keys() -> None:
    columns = (string("a", "a"), share("b", "b"), boolean("c", "c"), date("d", "d"), timestamp("e", "e"))
    table = Table("every", "Every type.", tuple("abcde"), columns, "record")
    row = {"a": "x", "b": 0.5, "c": True, "d": dt.date(2018, 7, 10), "e": dt.datetime(2018, 7, 10, tzinfo=dt.UTC)}
    check_rows(table, pl.DataFrame([row], schema=polars_schema(table)))
    with pytest.raises(InvalidRows, match="key"):
        check_rows(table, pl.DataFrame([row, row], schema=polars_schema(table)))


def test_shown_row_is_one_short_line_without_control_characters() -> None:
    line = shown({"title": "\x1b[31mred\n" + "x" * 200, "kind": None})
    assert line.isprintable()
    assert len(line) < 120
