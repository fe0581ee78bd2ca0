"""The views and the analysts' queries give right answers on the tiny record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import warehouse.query
from tests.test_warehouse_record import NEWS, load_record, record
from warehouse.load import read_views
from warehouse.query import analyst_queries, run_query
from warehouse.statements import Statement

# What a macro is asked, by the name of its parameter
ARGUMENTS = {"on_day": "date '2018-07-10'", "of_event": "'e-met'"}
QUERIES = {query.name: query for query in analyst_queries()}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the tiny record."""
    return load_record(tmp_path_factory.mktemp("out"), record())


@pytest.mark.parametrize("name", QUERIES)
def test_analyst_query_answers_its_question(database: Path, name: str) -> None:
    assert QUERIES[name].description.endswith("?")
    assert run_query(database, QUERIES[name].sql).columns


def answer(database: Path, name: str) -> list[dict[str, object]]:
    """The rows that an analyst's query gives."""
    return run_query(database, QUERIES[name].sql).to_dicts()


def test_answers_are_right(database: Path) -> None:
    (meeting,) = answer(database, "meetings_by_year_and_level")
    assert (meeting["meeting_year"], meeting["level"], meeting["meeting_count"]) == (2018, "leader", 1)
    (pair,) = answer(database, "who_met_whom")
    assert (pair["first_name"], pair["second_name"], pair["meeting_count"]) == ("Donald Tusk", "Jens Stoltenberg", 1)
    (topic,) = answer(database, "topics_by_year")
    assert (topic["published_year"], topic["document_count"], topic["event_count"]) == (2018, 1, 1)
    (promise,) = answer(database, "promised_by_when")
    assert (promise["promisors"], promise["due_end_date"]) == ("European Union", dt.date(2019, 12, 31))
    (quote,) = answer(database, "quotes_by_speaker")
    assert (quote["speaker"], quote["office"]) == ("Jens Stoltenberg", "Secretary General of NATO")
    (undated,) = answer(database, "undated_documents")
    assert (undated["title"], undated["date_count"]) == ("Events", 2)
    assert [row["evidence"] for row in answer(database, "events_told_by_several_documents")] == [
        "Jens Stoltenberg meets Donald Tusk", "Jens Stoltenberg met Donald Tusk",
    ]
    assert {row["publisher"]: row["document_count"] for row in answer(database, "coverage_by_publisher")} == {
        "NATO": 1, "European Union": 2,
    }
    (name,) = answer(database, "names_without_identity")
    assert (name["surface"], name["reason"]) == ("Atlantis", "unknown")
    assert [row["status"] for row in answer(database, "what_was_not_loaded")] == ["duplicate", "quarantined"]


def test_views_lead_back_to_the_characters(database: Path) -> None:
    for row in run_query(database, "from event_evidence where document_id = 'news'").to_dicts():
        assert NEWS[row["start_char"]:row["end_char"]] == row["evidence"]


@pytest.mark.parametrize(("call", "count"), [
    ("office_holders_at(date '2018-07-10')", 2), ("office_holders_at(date '2020-01-01')", 1),
    ("office_holders_at(date '1999-01-01')", 0), ("members_at(date '2023-04-04')", 1),
    ("members_at(date '2023-04-03')", 0), ("people", 2), ("meetings", 1), ("timeline", 2), ("open_questions", 2),
    ("commitment_status where not is_overdue", 1), ("coverage where published_year is null", 1), ("source_account", 3),
])
def test_view_has_rows(database: Path, call: str, count: int) -> None:
    assert run_query(database, f"from {call}").height == count


@pytest.mark.parametrize("view", read_views(), ids=lambda view: view.name)
def test_view_tells_each_of_its_columns(database: Path, view: Statement) -> None:
    arguments = ", ".join(ARGUMENTS[name] for name in view.parameters)
    call = f"{view.name}({arguments})" if view.parameters else view.name
    assert run_query(database, f"from {call}", max_rows=0).columns == [column for column, _ in view.columns]


def test_the_page_of_questions_shows_each_question_as_it_stands() -> None:
    page = (Path(warehouse.query.__file__).parent / "queries" / "README.md").read_text(encoding="utf-8")
    for name, question in QUERIES.items():
        assert f"`{name}.sql`" in page
        assert question.sql.strip() in page
