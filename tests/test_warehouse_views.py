"""The views on events and promises: codes, contradictions, evidence, edges and what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest

from tests.test_warehouse_record import NEWS, TEXTS, Record, Row, changed, load_record, record
from warehouse.query import run_query

LATER = dt.date(2018, 7, 20)


def added(frames: Record, table: str, rows: Iterable[Row]) -> Record:
    """The record with further rows of a table."""
    schema = frames[table].schema
    new = pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    return {**frames, table: pl.concat([frames[table], new])}


def retold(frames: Record) -> Record:
    """The record with a second passage of the news on the meeting, which tells another day, place and persons."""
    start = NEWS.index("“We do")
    mention = frames["event_mentions"].filter(pl.col("event_mention_id") == "m-news").to_dicts()[0]
    told = {**mention, "event_mention_id": "m-other", "start_char": start, "end_char": len(NEWS),
            "start_date": LATER, "end_date": LATER, "place_id": "finland"}
    frames = changed(frames, "event_mentions", "place_id", "brussels", event_mention_id="m-news")
    frames = added(frames, "event_mentions", [told])
    frames = added(frames, "event_links", [{"event_mention_id": "m-other", "event_id": "e-met", "score": 0.7,
                                           "reasons": "people"}])
    frames = changed(frames, "events", "end_date", LATER, event_id="e-met")
    return changed(frames, "events", "mention_count", 3, event_id="e-met")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the tiny record, in which one passage contradicts the others and a promise has a fate."""
    frames = retold(record())
    entry = {"status": "fulfilled", "status_evidence_document_id": "entry", "status_event_mention_id": "m-entry",
             "status_start_char": 0, "status_end_char": 12, "status_score": 0.8, "status_reasons": "words:exercise"}
    frames = changed(frames, "documents", "published_latest", LATER, document_id="entry")
    frames = changed(frames, "documents", "published_date", LATER, document_id="entry")
    for column, value in entry.items():
        frames = changed(frames, "commitments", column, value)
    return load_record(tmp_path_factory.mktemp("out"), frames)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the tiny record."""
    return load_record(tmp_path_factory.mktemp("plain"), record())


# --- codes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("event_type", "modality", "polarity", "expected"), [
    ("MEETING", "asserted", "positive", ("04", "04", 1, "CONSULT")),
    ("VISIT", "asserted", "positive", ("04", "042", 1, "CONSULT")),
    ("MEETING", "planned", "positive", ("03", "03", 1, "AGREE")),
    ("SIGNING", "asserted", "positive", ("05", "057", 1, "AGREE")),
    ("EXERCISE", "ongoing", "positive", ("06", "062", 2, "COOPERATE")),
    ("EXERCISE", "committed", "positive", ("03", "03", 1, "AGREE")),
    ("EXERCISE", "called_for", "positive", ("02", "02", 1, None)),
    ("EXERCISE", "hypothetical", "positive", (None, None, None, None)),
    ("EXERCISE", "asserted", "negated", (None, None, None, None)),
    ("AID", "committed", "negated", ("12", "12", 3, "REJECT")),
    ("AID", "asserted", "positive", ("07", "07", 2, "AID")),
    ("STATEMENT", "asserted", "positive", ("01", "01", 1, None)),
    ("CALL", "asserted", "positive", ("02", "02", 1, None)),
    ("CRITICISM", "asserted", "positive", ("11", "11", 3, "ACCUSE")),
    ("REFUSAL", "asserted", "negated", ("12", "12", 3, "REJECT")),
    ("SANCTION", "asserted", "positive", ("16", "163", 4, "SANCTION")),
    ("SANCTION", "planned", "positive", ("13", "13", 3, "THREATEN")),
    ("HOSTILE_ACT", "asserted", "positive", ("19", "19", 4, "ASSAULT")),
    ("OFFICE_CHANGE", "asserted", "positive", (None, None, None, None)),
])
def test_codes(plain: Path, event_type: str, modality: str, polarity: str, expected: tuple[object, ...]) -> None:
    text = (Path(__file__).parent.parent / "warehouse" / "views" / "event_codes.sql").read_text(encoding="utf-8")
    values = {"event_id": "e-1", "event_type": event_type, "modality": modality, "polarity": polarity}
    event = "(select " + ", ".join(f"'{value}' as {name}" for name, value in values.items()) + ")"
    sql = text.replace("from events\n", f"from {event} as events\n")
    row, = run_query(plain, f"select cameo_root, cameo_code, quad_class, plover_code from ({sql})").rows()
    assert row == expected


def test_each_event_has_one_row_of_codes(database: Path) -> None:
    assert run_query(database, "from event_codes").height == run_query(database, "from events").height


# --- contradictions and evidence -------------------------------------------------------------------------------------


def test_no_contradiction_where_texts_agree(plain: Path) -> None:
    assert run_query(plain, "from contradictions").height == 0


def test_contradictions_stand_side_by_side_with_their_spans(database: Path) -> None:
    rows = run_query(database, "from contradictions").to_dicts()
    found = {(row["aspect"], row["first_claim"], row["second_claim"], row["pair_count"]) for row in rows}
    assert found == {("date", "2018-07-10", "2018-07-20", 2), ("place", "Brussels", "Finland", 1)}
    for row in rows:
        for side in ("first", "second"):
            text = TEXTS[row[f"{side}_document_id"]]
            assert text[row[f"{side}_start_char"]:row[f"{side}_end_char"]] == row[f"{side}_evidence"]


@pytest.mark.parametrize(("one", "other", "claims"), [
    ("sent 12 ships", "sent 14 ships", [("12 ships", "14 ships")]), ("sent 12 ships", "sent 12 ships", []),
    ("sent 12 ships", "sent 14 planes", []), ("for 12 days", "for 14 days", []), ("in 2018 they", "in 2019 they", []),
    ("1,200 soldiers", "1200 soldiers", []),
])
def test_numbers_of_the_same_things(plain: Path, one: str, other: str, claims: list[tuple[str, str]]) -> None:
    text = (Path(__file__).parent.parent / "warehouse" / "views" / "contradictions.sql").read_text(encoding="utf-8")
    counts = text[text.index("counts as ("):text.index("claims as (")].rstrip().removesuffix(",")
    told = f"told as (select * from (values ('a', '{one}'), ('b', '{other}')) as t(event_mention_id, evidence))"
    sql = f"""with {told}, {counts}
        select distinct l.number || ' ' || l.noun, r.number || ' ' || r.noun from counts as l
        join counts as r on l.event_mention_id < r.event_mention_id and l.noun = r.noun and l.number <> r.number"""
    assert run_query(plain, sql).rows() == claims


def test_every_span_of_the_evidence_slices(database: Path) -> None:
    rows = run_query(database, "from evidence('e-met')").to_dicts()
    assert {row["aspect"] for row in rows} == {"clause", "trigger", "date", "participant"}
    assert {row["document_id"] for row in rows} == {"news", "entry"}
    for row in rows:
        assert TEXTS[row["document_id"]][row["start_char"]:row["end_char"]] == row["surface"]
    names = {(row["says"], row["role"]) for row in rows if row["aspect"] == "participant"}
    assert names == {("Jens Stoltenberg", "participant"), ("Donald Tusk", "participant")}


def test_evidence_of_nothing_is_empty(database: Path) -> None:
    assert run_query(database, "from evidence('e-none')").height == 0


# --- who met whom ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "documents"), [
    (None, 2), ("near_duplicate_of", 1), ("announced_document_id", 1),
])
def test_copies_add_evidence_and_no_weight(tmp_path: Path, column: str | None, documents: int) -> None:
    frames = record()
    if column:
        frames = changed(frames, "documents", column, "news", document_id="entry")
    pair, = run_query(load_record(tmp_path, frames), "from who_met_whom where first_kind = 'person'").to_dicts()
    assert (pair["meeting_count"], pair["document_count"], pair["mention_count"]) == (1, documents, 2)
    assert pair["event_ids"] == ["e-met"]


# --- promises --------------------------------------------------------------------------------------------------------


def test_a_promise_stands_beside_what_became_of_it(database: Path) -> None:
    row, = run_query(database, "from commitment_status").to_dicts()
    assert (row["status"], row["status_evidence"], row["status_date"]) == ("fulfilled", "10 July 2018", LATER)
    assert (row["promisor"], row["promisors"], row["is_overdue"]) == ("European Union", "European Union", False)


@pytest.mark.parametrize(("day", "count"), [
    ("2018-07-01", 0), ("2019-12-31", 0), ("2020-01-01", 1), ("2024-01-01", 1),
])
def test_what_is_overdue_on_a_day(plain: Path, day: str, count: int) -> None:
    rows = run_query(plain, f"from overdue_at(date '{day}')").to_dicts()
    assert len(rows) == count
    assert all(row["days_overdue"] > 0 for row in rows)


def test_what_was_kept_by_the_day_is_not_overdue(database: Path) -> None:
    assert run_query(database, "from overdue_at(date '2020-01-01')").height == 0
