"""Each check passes on the tiny record and finds the fault that it is there for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.test_warehouse_record import LISTING, NEWS, Record, changed, record
from warehouse.check import CHECKS_FOLDER, Check, CheckFailed, LoadError, all_checks, file_checks, run_checks
from warehouse.tables import TABLES

DAY = dt.date(2018, 7, 20)
# The check, and a change that it must find: table, column, value, in which rows
FAULTS: tuple[tuple[str, str, str, object, dict[str, object]], ...] = (
    ("passages_partition_texts", "passages", "end_char", 30, {"document_id": "news", "ordinal": 0}),
    ("passages_partition_texts", "passages", "ordinal", 7, {"document_id": "news", "ordinal": 2}),
    ("passages_partition_texts", "passages", "end_char", len(NEWS) - 1, {"document_id": "news", "ordinal": 2}),
    ("passages_partition_texts", "passages", "document_id", "entry", {"document_id": "listing"}),
    ("spans_slice_to_surfaces", "mentions", "surface", "atlantis", {"surface": "Atlantis"}),
    ("spans_slice_to_surfaces", "dates", "start_char", 0, {"date_id": "news.day"}),
    ("spans_slice_to_surfaces", "quotes", "surface", "“We do more together", {}),
    ("spans_slice_to_surfaces", "topic_mentions", "surface", "hybrid", {}),
    ("spans_slice_to_surfaces", "event_mentions", "trigger", "meet", {"event_mention_id": "m-news"}),
    ("spans_lie_in_texts", "mentions", "end_char", len(NEWS) + 1, {"surface": "Atlantis"}),
    ("spans_lie_in_texts", "event_mentions", "start_char", 300, {"event_mention_id": "m-news"}),
    ("spans_lie_in_texts", "event_participants", "end_char", 999, {"event_mention_id": "m-entry"}),
    ("spans_lie_in_texts", "event_topics", "start_char", 999, {}),
    ("spans_lie_in_texts", "documents", "published_start_char", 5, {"document_id": "news"}),
    ("documents_are_slices_of_sources", "documents", "source_end_char", 3, {"document_id": "news"}),
    ("documents_are_slices_of_sources", "documents", "text", "Another text.", {"document_id": "entry"}),
    ("documents_are_slices_of_sources", "documents", "source_id", "s-news", {"document_id": "entry"}),
    ("listing_entries_have_parents", "documents", "parent_document_id", None, {"document_id": "entry"}),
    ("listing_entries_have_parents", "documents", "item_number", None, {"document_id": "entry"}),
    ("listing_entries_have_parents", "documents", "item_number", 0, {"document_id": "entry"}),
    ("listing_entries_have_parents", "documents", "kind", "news", {"document_id": "entry"}),
    ("intervals_are_ordered", "dates", "start_date", DAY, {"date_id": "news.day"}),
    ("intervals_are_ordered", "terms", "start_date", dt.date(2030, 1, 1), {"person_id": "donald-tusk"}),
    ("intervals_are_ordered", "commitments", "due_start_date", dt.date(2030, 1, 1), {}),
    ("intervals_are_ordered", "documents", "published_date", DAY, {"document_id": "news"}),
    ("sources_add_up", "sources", "reason", None, {"source_id": "s-none"}),
    ("sources_add_up", "sources", "reason", "why not", {"source_id": "s-news"}),
    ("sources_add_up", "runs", "quarantined_count", 0, {}),
    ("loaded_sources_have_documents", "sources", "document_count", 2, {"source_id": "s-news"}),
    ("loaded_sources_have_documents", "sources", "status", "duplicate", {"source_id": "s-news"}),
    ("runs_count_documents", "runs", "document_count", 4, {}),
    ("events_have_mentions", "events", "mention_count", 3, {"event_id": "e-met"}),
    ("events_have_mentions", "events", "document_count", 3, {"event_id": "e-met"}),
    ("events_have_mentions", "events", "best_event_mention_id", "m-call", {"event_id": "e-met"}),
    ("event_dates_agree", "events", "start_date", dt.date(2030, 1, 1), {"event_id": "e-met"}),
    ("event_links_match_mentions", "event_links", "event_id", "e-exercise", {"event_mention_id": "m-news"}),
    ("event_links_match_mentions", "event_links", "event_mention_id", "m-call", {"event_mention_id": "m-promise"}),
    ("unresolved_mentions_say_why", "mentions", "basis", "name", {"surface": "Atlantis"}),
    ("unresolved_mentions_say_why", "mentions", "basis", "ambiguous", {"surface": "Donald Tusk"}),
    ("resolved_dates_have_values", "dates", "timex_value", None, {"date_id": "news.day"}),
    ("bounds_have_evidence", "documents", "published_latest", dt.date(2030, 1, 1), {"document_id": "listing"}),
    ("published_dates_have_bases", "documents", "published_basis", None, {"document_id": "news"}),
    ("commitments_have_evidence", "commitments", "status", "fulfilled", {}),
    ("commitments_have_evidence", "commitments", "status_evidence_document_id", "news", {}),
    ("documents.key", "documents", "document_id", "news", {"document_id": "entry"}),
    ("documents.near_duplicate_of", "documents", "near_duplicate_of", "gone", {"document_id": "entry"}),
    ("quotes.speaker_id", "quotes", "speaker_id", "nobody", {}),
)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection of its own to a database in memory."""
    with duckdb.connect(":memory:") as opened:
        yield opened


def registered(connection: duckdb.DuckDBPyConnection, frames: Record) -> duckdb.DuckDBPyConnection:
    """The frames as tables of the connection."""
    for name, frame in frames.items():
        connection.register(name, frame.to_arrow())
    return connection


def test_all_checks_pass_on_the_tiny_record(connection: duckdb.DuckDBPyConnection) -> None:
    results = run_checks(registered(connection, record()), all_checks())
    assert [result for result in results if result.row_count] == []
    assert all(result.status == "passed" and result.description for result in results)


def test_all_checks_pass_on_an_empty_record(connection: duckdb.DuckDBPyConnection) -> None:
    empty = {name: frame.clear() for name, frame in record().items()}
    assert not any(result.row_count for result in run_checks(registered(connection, empty), all_checks()))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[0]}-{fault[1]}.{fault[2]}")
def test_fault_is_found(
    connection: duckdb.DuckDBPyConnection, fault: tuple[str, str, str, object, dict[str, object]]
) -> None:
    name, table, column, value, where = fault
    frames = changed(record(), table, column, value, **where)
    (check,) = [check for check in all_checks() if check.name == name]
    (result,) = run_checks(registered(connection, frames), [check])
    assert result.status == "failed"
    assert 0 < len(result.rows) <= result.row_count


def test_every_check_file_has_a_fault_that_it_finds() -> None:
    assert {check.name for check in file_checks()} <= {fault[0] for fault in FAULTS}


def test_every_key_and_reference_is_checked() -> None:
    names = {check.name for check in all_checks()}
    assert len(names) == len(all_checks())
    for table in TABLES[:-1]:
        assert f"{table.name}.key" in names
        assert {f"{table.name}.{column.name}" for column in table.columns if column.references} <= names


def test_offsets_count_code_points(connection: duckdb.DuckDBPyConnection) -> None:
    # "🤝🏽" is one character on paper and two code points, "é" may be two, and a NUL is one like any other
    texts = ["🤝🏽 NATO", "cafe\u0301 NATO", "\x00 NATO", "👨‍👩‍👧 NATO", "🇪🇺 NATO", LISTING]
    connection.register("texts", pl.DataFrame({"text": texts, "start": [t.find("NATO") for t in texts]}).to_arrow())
    found = connection.sql("select length(text), substr(text, start + 1, 4) from texts").fetchall()
    assert found[:5] == [(len(text), "NATO") for text in texts[:5]]


def test_failed_checks_are_told_with_their_first_rows(connection: duckdb.DuckDBPyConnection) -> None:
    many = Check("many", "Nothing is there.", "select i from range(9) as r(i)")
    none = Check("none", "All is well.", "select 1 where false")
    failed = CheckFailed(run_checks(connection, [many, none]))
    assert [result.name for result in failed.failed] == ["many"]
    assert str(failed).splitlines()[1:] == ["many: 9 failing rows (Nothing is there.)", *[f"  i={i}" for i in range(5)]]


def test_check_that_cannot_run_is_named(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(LoadError, match="the check torn cannot be run"):
        run_checks(connection, [Check("torn", "It is torn.", "select nothing from nowhere")])


@pytest.mark.parametrize("path", sorted(CHECKS_FOLDER.glob("*.sql")), ids=lambda path: path.stem)
def test_check_files_are_lower_case(path: Path) -> None:
    sql = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("--"))
    assert sql == sql.lower()
