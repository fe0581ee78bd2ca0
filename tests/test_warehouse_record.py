"""A tiny record, made by factories, that the tests of the warehouse write, load and break."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl
import pytest

from warehouse.datapackage import write_data_package
from warehouse.files import FileEntry
from warehouse.load import load_warehouse
from warehouse.manifest import write_manifest
from warehouse.parquet import write_table
from warehouse.rules import check_rows, polars_schema
from warehouse.schema import Table
from warehouse.tables import BY_NAME, CHECKS, TABLES

Row = dict[str, object]
Record = dict[str, pl.DataFrame]

# The emoji (two code points) and the combining accent stand before what is found: offsets must count code points
NEWS = (
    "🤝🏽 A declaration signed\n"
    "Brussels, 10 July 2018\n"
    "After a cafe\u0301 talk, Jens Stoltenberg met Donald Tusk. “We do more together,” said Mr Stoltenberg. "
    "The two sides agreed to hold an exercise on hybrid threats by the end of 2019. The envoy of Atlantis came later."
)
LISTING = "Events\n10 July 2018: Jens Stoltenberg meets Donald Tusk\nMore exchange was called for last spring\n"
ENTRY = "10 July 2018: Jens Stoltenberg meets Donald Tusk\n"
TEXTS = {"news": NEWS, "listing": LISTING, "entry": ENTRY}
SIGNED = dt.date(2018, 7, 10)
STARTED = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
SHA = "0" * 64


def span(document_id: str, surface: str) -> Row:
    """The first place of `surface` in the document."""
    start = TEXTS[document_id].index(surface)
    return {"document_id": document_id, "start_char": start, "end_char": start + len(surface)}


def found(document_id: str, surface: str) -> Row:
    """That place, and the surface."""
    return {**span(document_id, surface), "surface": surface}


def frame_of(table: Table, rows: Iterable[Row]) -> pl.DataFrame:
    """The rows as a frame of the table, NULL where a row says nothing."""
    return pl.DataFrame([{name: row.get(name) for name in table.names} for row in rows], schema=polars_schema(table))


def sources() -> Iterator[Row]:
    """Two loaded files, a duplicate and one in quarantine."""
    yield {"source_id": "s-news", "path": "nato/news.txt", "sha256": SHA, "byte_count": 400, "media_type": "text/plain",
           "encoding": "utf-8", "replaced_count": 0, "status": "loaded", "document_count": 1, "member_count": 0}
    yield {"source_id": "s-list", "path": "eu/list.txt", "sha256": SHA, "byte_count": 100, "media_type": "text/plain",
           "encoding": "utf-8", "replaced_count": 0, "status": "loaded", "document_count": 2, "member_count": 0}
    yield {"source_id": "s-copy", "path": "eu/list (1).txt", "sha256": SHA, "byte_count": 100, "status": "duplicate",
           "reason": "same bytes as eu/list.txt", "document_count": 0, "member_count": 0}
    yield {"source_id": "s-none", "path": "eu/none.txt", "byte_count": 0, "status": "quarantined",
           "reason": "empty: fetch it again", "document_count": 0, "member_count": 0}


def documents() -> Iterator[Row]:
    """A news page with a date, a listing page without one, and the listing's entry."""
    dated = {"published_date": SIGNED, "published_precision": "day", "published_earliest": SIGNED,
             "published_latest": SIGNED, "language": "en"}
    yield {"document_id": "news", "source_id": "s-news", "kind": "news", "title": "A declaration signed", "text": NEWS,
           "publisher_id": "nato", "published_basis": "dateline", "place_id": "brussels", **dated,
           "source_start_char": 0, "source_end_char": len(NEWS)}
    yield {"document_id": "listing", "source_id": "s-list", "kind": "listing", "title": "Events", "text": LISTING,
           "publisher_id": "eu", "source_start_char": 5, "source_end_char": 5 + len(LISTING)}
    start = 5 + LISTING.index(ENTRY)
    yield {"document_id": "entry", "source_id": "s-list", "kind": "listing_entry", "parent_document_id": "listing",
           "item_number": 1, "publisher_id": "eu", "text": ENTRY, "published_basis": "listing_entry", **dated,
           "source_start_char": start, "source_end_char": start + len(ENTRY)}


def passages() -> Iterator[Row]:
    """Each text cut after its lines; the listing's second line is told by the entry."""
    kinds = {"news": ("title", "dateline", "body"), "listing": ("title", "entry", "body"), "entry": ("body",)}
    for document_id, names in kinds.items():
        end = 0
        for ordinal, (kind, line) in enumerate(zip(names, TEXTS[document_id].splitlines(keepends=True), strict=True)):
            start, end = end, end + len(line)
            yield {"document_id": document_id, "ordinal": ordinal, "kind": kind, "start_char": start, "end_char": end}


def entities() -> Iterator[Row]:
    """Two organizations, two persons, a place and a state."""
    names = {"nato": "NATO", "eu": "European Union", "jens-stoltenberg": "Jens Stoltenberg",
             "donald-tusk": "Donald Tusk", "brussels": "Brussels", "finland": "Finland"}
    kinds = {"nato": "organization", "eu": "organization", "brussels": "place", "finland": "state"}
    for entity_id, name in names.items():
        yield {"entity_id": entity_id, "kind": kinds.get(entity_id, "person"), "name": name, "is_known": True}


def terms() -> Iterator[Row]:
    """Who led the two sides in 2018."""
    held = (("jens-stoltenberg", "nato.secretary-general", "nato", dt.date(2014, 10, 1), dt.date(2024, 10, 1)),
            ("donald-tusk", "eu.council-president", "eu", dt.date(2014, 12, 1), dt.date(2019, 11, 30)))
    for person, office, organization, start, end in held:
        yield {"person_id": person, "office_id": office, "organization_id": organization, "start_date": start,
               "end_date": end, "start_precision": "day", "end_precision": "day", "source": "official biography"}


def offices() -> Iterator[Row]:
    """Their offices."""
    yield {"office_id": "nato.secretary-general", "name": "Secretary General of NATO", "organization_id": "nato",
           "level": "leader", "is_single_holder": True}
    yield {"office_id": "eu.council-president", "name": "President of the European Council", "organization_id": "eu",
           "level": "leader", "is_single_holder": True}


def mentions() -> Iterator[Row]:
    """Names in both documents, one of them of nobody known."""
    for document_id in ("news", "listing", "entry"):
        for name in ("Jens Stoltenberg", "Donald Tusk"):
            yield {**found(document_id, name), "label": "PERSON", "referent": 0, "basis": "name",
                   "entity_id": name.lower().replace(" ", "-")}
    yield {**found("news", "Mr Stoltenberg"), "label": "PERSON", "referent": 0, "basis": "title_and_surname",
           "entity_id": "jens-stoltenberg"}
    yield {**found("news", "Atlantis"), "label": "GPE", "referent": 0, "basis": "unknown"}


def dates() -> Iterator[Row]:
    """Days that are told and one that is not resolved."""
    exact = {"timex_type": "DATE", "timex_value": "2018-07-10", "start_date": SIGNED, "end_date": SIGNED,
             "precision": "day", "basis": "explicit", "rule": "day_month_year", "status": "resolved"}
    for document_id in ("news", "listing", "entry"):
        yield {**found(document_id, "10 July 2018"), **exact, "date_id": f"{document_id}.day"}
    yield {**found("listing", "last spring"), "date_id": "listing.spring", "timex_type": "DATE", "precision": "season",
           "basis": "none", "rule": "last_season", "status": "unresolved"}


def event_mentions() -> Iterator[Row]:
    """A meeting told twice, a promise, and a call without an event."""
    met = {"event_type": "MEETING", "modality": "asserted", "polarity": "positive", "start_date": SIGNED,
           "end_date": SIGNED, "precision": "day", "event_id": "e-met", "confidence": 0.9, "rule": "met"}
    yield {**told("news", "Jens Stoltenberg met Donald Tusk", "met"), **met, "event_mention_id": "m-news",
           "date_basis": "document_date"}
    yield {**told("entry", "Jens Stoltenberg meets Donald Tusk", "meets"), **met, "event_mention_id": "m-entry",
           "date_basis": "listing_entry", "date_id": "entry.day"}
    yield {**told("news", "The two sides agreed to hold an exercise on hybrid threats by the end of 2019", "agreed"),
           "event_mention_id": "m-promise", "event_type": "EXERCISE", "modality": "committed", "polarity": "positive",
           "event_id": "e-exercise", "confidence": 0.8, "rule": "agree_to"}
    yield {**told("listing", "More exchange was called for last spring", "called for"), "event_mention_id": "m-call",
           "event_type": "CALL", "modality": "asserted", "polarity": "positive", "confidence": 0.5, "rule": "call"}


def told(document_id: str, clause: str, trigger: str) -> Row:
    """The place of a clause and of its trigger."""
    place = span(document_id, trigger)
    return {**span(document_id, clause), "trigger": trigger, "trigger_start_char": place["start_char"],
            "trigger_end_char": place["end_char"]}


def event_participants() -> Iterator[Row]:
    """The two who met, in both documents."""
    for event_mention_id, document_id in (("m-news", "news"), ("m-entry", "entry")):
        for entity_id, name in (("jens-stoltenberg", "Jens Stoltenberg"), ("donald-tusk", "Donald Tusk")):
            place = span(document_id, name)
            yield {"event_mention_id": event_mention_id, "entity_id": entity_id, "role": "participant",
                   "start_char": place["start_char"], "end_char": place["end_char"]}


def events() -> Iterator[Row]:
    """The meeting and the promised exercise."""
    yield {"event_id": "e-met", "event_type": "MEETING", "modality": "asserted", "polarity": "positive",
           "start_date": SIGNED, "end_date": SIGNED, "precision": "day", "title": "Meeting of Stoltenberg and Tusk",
           "place_id": "brussels", "first_document_id": "entry", "first_reported_date": SIGNED,
           "best_event_mention_id": "m-news", "mention_count": 2, "document_count": 2}
    yield {"event_id": "e-exercise", "event_type": "EXERCISE", "modality": "committed", "polarity": "positive",
           "title": "Exercise on hybrid threats", "best_event_mention_id": "m-promise", "mention_count": 1,
           "first_document_id": "news", "first_reported_date": SIGNED, "document_count": 1}


def event_links() -> Iterator[Row]:
    """Why the passages belong to their events."""
    for event_mention_id, event_id in (("m-news", "e-met"), ("m-entry", "e-met"), ("m-promise", "e-exercise")):
        yield {"event_mention_id": event_mention_id, "event_id": event_id, "score": 1.0, "reasons": "same_day"}


def single_rows() -> Iterator[tuple[str, Row]]:
    """Tables of which the record has one or two rows."""
    hybrid = span("news", "hybrid threats")
    yield "header_facts", {"source_id": "s-news", "ordinal": 0, "field": "title", "value": "News",
                           "origin": "meta title"}
    yield "event_references", {**found("news", "10 July 2018"), "entity_id": "jens-stoltenberg",
                               "start_date": dt.date(2018, 7, 10), "end_date": dt.date(2018, 7, 10)}
    yield "date_bounds", {"document_id": "news", "ordinal": 0, "bound": "earliest", "day": dt.date(2018, 7, 10),
                          "reason": "stated", "status": "decisive", "told_in_document_id": "news"}
    yield "aliases", {"entity_id": "nato", "alias": "the Alliance"}
    yield "memberships", {"state_id": "finland", "organization_id": "nato", "start_date": dt.date(2023, 4, 4),
                          "source": "depositary"}
    yield "quotes", {**found("news", "We do more together,"), "quote_id": "q-1", "kind": "direct", "cue": "said",
                     "speaker_id": "jens-stoltenberg"}
    cue = span("news", "agreed")
    yield "reported_speech", {**found("news", "to hold an exercise"), "kind": "indirect", "cue": "agreed",
                              "cue_start_char": cue["start_char"], "cue_end_char": cue["end_char"]}
    yield "suggestions", {**found("news", "Atlantis"), "label": "GPE", "suggested_id": "finland", "alias": "Finland",
                          "score": 0.5, "reason": "similar_name"}
    yield "topics", {"topic_id": "hybrid", "name": "Hybrid threats", "origin": "2016 joint declaration"}
    yield "topic_mentions", {**hybrid, "surface": "hybrid threats", "topic_id": "hybrid", "reason": "term"}
    yield "event_topics", {"event_mention_id": "m-promise", "topic_id": "hybrid", "start_char": hybrid["start_char"],
                           "end_char": hybrid["end_char"]}
    yield "commitments", {"commitment_id": "c-1", "event_mention_id": "m-promise", "promisor_id": "eu",
                          "action": "hold an exercise on hybrid threats", "topic_id": "hybrid",
                          "due_start_date": dt.date(2019, 12, 1), "due_end_date": dt.date(2019, 12, 31),
                          "specificity": "specific", "status": "open"}
    yield "runs", {"run_id": "r-1", "started_at": STARTED, "code_version": "0.1.0", "model_version": "m",
                   "knowledge_version": "k", "raw_count": 4, "loaded_count": 2, "duplicate_count": 1,
                   "quarantined_count": 1, "member_count": 0, "document_count": 3, "read_count": 2,
                   "extracted_count": 2, "recomputed_reasons": "{}"}


def record() -> Record:
    """A frame for each table of the contract but `checks`."""
    made = (sources, documents, passages, entities, terms, offices, mentions, dates, event_mentions,
            event_participants, events, event_links)
    rows: dict[str, list[Row]] = {factory.__name__: list(factory()) for factory in made}
    for name, row in single_rows():
        rows.setdefault(name, []).append(row)
    return {table.name: frame_of(table, rows[table.name]) for table in TABLES if table is not CHECKS}


def write_record(folder: Path, frames: Record) -> list[FileEntry]:
    """Writes the frames, the manifest and the descriptor."""
    folder.mkdir(exist_ok=True)
    entries = [write_table(BY_NAME[name], frame, folder) for name, frame in frames.items()]
    write_manifest(folder, entries)
    write_data_package(folder, entries)
    return entries


def load_record(folder: Path, frames: Record) -> Path:
    """Writes the frames to a folder and loads them; gives the warehouse."""
    write_record(folder / "parquet", frames)
    load_warehouse(folder / "parquet", folder / "cooperation.duckdb")
    return folder / "cooperation.duckdb"


def changed(frames: Record, table: str, column: str, value: object, **where: object) -> Record:
    """The record with another value of a column in the rows where the other columns are as told (all by default)."""
    dtype = frames[table].schema[column]
    rows = pl.all_horizontal(pl.lit(True), *(pl.col(name) == wanted for name, wanted in where.items()))
    new = pl.when(rows).then(pl.lit(value, dtype=dtype)).otherwise(pl.col(column)).alias(column)
    return {**frames, table: frames[table].with_columns(new)}


@pytest.mark.parametrize("table", [table for table in TABLES if table is not CHECKS], ids=lambda table: table.name)
def test_record_keeps_the_rules_and_has_rows(table: Table) -> None:
    frame = record()[table.name]
    assert frame.height > 0
    check_rows(table, frame)


def test_record_loads(tmp_path: Path) -> None:
    write_record(tmp_path / "parquet", record())
    results = load_warehouse(tmp_path / "parquet", tmp_path / "cooperation.duckdb")
    assert {result.status for result in results} == {"passed"}
