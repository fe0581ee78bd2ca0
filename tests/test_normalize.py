"""Normalize: every raw file has its fate, every table its columns, and the order of parts changes nothing."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from transforms.commitments import find_commitments
from transforms.extract import Text, extract_batch
from transforms.knowledge import load_knowledge
from transforms.model import make_id
from transforms.normalize import Frames, frame_of, normalize
from transforms.reading.folder import RawFile
from transforms.reading.raw import read_raw
from transforms.rows import PART_TABLES, TEXT_TABLES, part_schema, text_rows
from warehouse.tables import BY_NAME, TABLES

NEWS = """NATO and EU leaders sign declaration

  • 10 Jul. 2018 -

NATO Secretary General Jens Stoltenberg, President Donald Tusk and President Jean-Claude Juncker signed a joint \
declaration of NATO and the EU in Brussels on 10 July 2018.

Ms Henriette Solvang of the Nordland Institute of Security Studies was there. NATO and the EU have agreed to create a \
joint task force by the end of 2019.
"""
RETOLD = """Declaration signed

  • 11 Jul. 2018 -

Jens Stoltenberg, Donald Tusk and Jean-Claude Juncker signed the joint declaration of NATO and the EU on 10 July 2018.
"""
LISTING = "".join(f"""{day} Nov. 2018

Secretary General visits {place}

Jens Stoltenberg visited {place}.

""" for day, place in ((23, "Paris"), (20, "Oslo"), (12, "Rome"), (9, "Riga")))
BINARY = b"\x00\x01\x02\x03" * 99
STORED = {"a/news.txt": NEWS.encode(), "b/copy.txt": NEWS.encode(), "b/listing.txt": LISTING.encode(),
          "c/retold.txt": RETOLD.encode(), "c/noise.txt": BINARY}


def digest(data: bytes) -> str:
    """The hash by which content is known."""
    return hashlib.sha256(data).hexdigest()


def raw(path: str, data: bytes | None = None, reason: str | None = None) -> RawFile:
    """A file of the raw folder, or one that could not be taken."""
    return RawFile(path, Path(path), len(data) if data is not None else None, digest(data) if data else None, reason)


FILES = [*(raw(path, data) for path, data in STORED.items()),
         raw("d/pipe", reason="not_a_file: it is a named pipe; put a regular file here, or remove it"),
         raw("d/late.txt", b"NATO met the EU.")]


@dataclass(frozen=True)
class Stored:
    """What reading and extraction left of files."""

    texts: Frames
    parts: Frames

    def normalize(self, files: Sequence[RawFile], failures: Mapping[str, str] | None = None) -> Frames:
        """The tables of the record of these files."""
        return normalize(files, self.texts, self.parts, failures or {})


def store(files: Mapping[str, bytes]) -> Stored:
    """Reads and extracts files."""
    read = {digest(data): list(read_raw(io.BytesIO(data), path, lambda *_: None)) for path, data in files.items()}
    rows = [text_rows(sha256, texts) for sha256, texts in read.items()]
    frames = {name: pl.DataFrame([row for each in rows for row in each[name]], schema=schema)
              for name, schema in TEXT_TABLES.items()}
    sources = {text.text_id: text.source for texts in read.values() for text in texts if text.text_id}
    return Stored(frames, extract_batch([Text(key, source) for key, source in sources.items() if source]))


@pytest.fixture(scope="module")
def parts() -> Stored:
    """What is left of all stored files but d/late.txt."""
    return store(STORED)


@pytest.fixture(scope="module")
def tables(parts: Stored) -> Frames:
    """The tables of the record."""
    return parts.normalize(FILES)


def by_path(tables: Frames) -> dict[str, dict[str, object]]:
    """The account of each raw file."""
    return {str(row["path"]): row for row in tables["sources"].to_dicts()}


def ordered(tables: Frames) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each table, sorted."""
    return {name: sorted(frame.iter_rows(), key=repr) for name, frame in tables.items()}


# --- the account of raw files ----------------------------------------------------------------------------------------


def test_every_table_has_the_contracts_columns(tables: Frames) -> None:
    assert set(tables) == {table.name for table in TABLES} - {"runs", "checks"}
    for name, frame in tables.items():
        assert tuple(frame.columns) == BY_NAME[name].names, name


def test_every_raw_file_has_its_fate(tables: Frames) -> None:
    assert {path: row["status"] for path, row in by_path(tables).items()} == {
        "a/news.txt": "loaded", "b/copy.txt": "duplicate", "b/listing.txt": "loaded", "c/retold.txt": "loaded",
        "c/noise.txt": "quarantined", "d/pipe": "quarantined", "d/late.txt": "quarantined"}


@pytest.mark.parametrize(("path", "reason"), [
    ("b/copy.txt", "same_bytes: as a/news.txt"), ("d/pipe", "not_a_file"), ("d/late.txt", "not_read"),
    ("c/noise.txt", "binary"),
])
def test_what_is_not_loaded_has_a_reason(tables: Frames, path: str, reason: str) -> None:
    row = by_path(tables)[path]
    assert str(row["reason"]).startswith(reason)
    assert row["document_count"] == 0


def test_the_counts_add_up(tables: Frames) -> None:
    assert tables["sources"]["document_count"].sum() == tables["documents"].height == 1 + 1 + (1 + 4)
    loaded = {row["source_id"] for row in by_path(tables).values() if row["status"] == "loaded"}
    assert set(tables["documents"]["source_id"]) == loaded
    assert by_path(tables)["a/news.txt"]["source_id"] == make_id("s", "a/news.txt")


def test_of_equal_bytes_the_first_path_is_loaded_whatever_the_order(parts: Stored) -> None:
    assert ordered(parts.normalize(FILES[::-1])) == ordered(parts.normalize(FILES))


def test_what_is_no_longer_in_the_folder_leaves_the_record(parts: Stored) -> None:
    left = parts.normalize([raw("c/retold.txt", RETOLD.encode())])
    assert left["documents"]["title"].to_list() == ["Declaration signed"]
    kept = set(left["documents"]["document_id"])
    for name in ("passages", "mentions", "dates", "event_mentions"):
        assert left[name].height
        assert set(left[name]["document_id"]) == kept
    assert set(left["event_participants"]["event_mention_id"]) <= set(left["event_mentions"]["event_mention_id"])
    assert left["entities"].filter(~pl.col("is_known")).height == 0


def test_no_files_leave_only_knowledge(parts: Stored) -> None:
    empty = parts.normalize([])
    filled = {name for name, frame in empty.items() if frame.height}
    assert filled == {"entities", "aliases", "offices", "terms", "memberships", "topics"}


# --- order and repetition of parts -----------------------------------------------------------------------------------


def test_neither_order_nor_repetition_of_parts_changes_rows(parts: Stored) -> None:
    twice = {name: pl.concat([frame, frame]).sample(fraction=1.0, shuffle=True, seed=7)
             for name, frame in parts.parts.items()}
    assert ordered(replace(parts, parts=twice).normalize(FILES)) == ordered(parts.normalize(FILES))


def test_of_two_rows_with_one_key_the_same_is_kept_in_any_order(parts: Stored) -> None:
    participants = parts.parts["event_participants"]
    moved = participants.with_columns(start_char=pl.lit(0, pl.Int64), end_char=pl.lit(4, pl.Int64))
    kept = [replace(parts, parts=parts.parts | {"event_participants": pl.concat(both)}).normalize(FILES)
            for both in ((participants, moved), (moved, participants))]
    rows = [tables["event_participants"] for tables in kept]
    assert sorted(rows[0].iter_rows()) == sorted(rows[1].iter_rows())
    assert rows[0].height == participants.unique(["event_mention_id", "entity_id", "role"]).height


# --- documents -------------------------------------------------------------------------------------------------------


def test_a_listing_is_no_older_than_its_newest_entry(tables: Frames) -> None:
    listing, = tables["documents"].filter(pl.col("kind") == "listing").to_dicts()
    entries = tables["documents"].filter(pl.col("parent_document_id") == listing["document_id"]).sort("item_number")
    assert (listing["published_date"], listing["published_earliest"], listing["published_latest"]) == (
        None, date(2018, 11, 23), None)
    assert entries["published_date"].to_list() == [date(2018, 11, day) for day in (23, 20, 12, 9)]
    assert entries["published_earliest"].to_list() == entries["published_latest"].to_list() == (
        entries["published_date"].to_list())


def test_a_dated_document_was_published_on_its_day(tables: Frames) -> None:
    row, = tables["documents"].filter(pl.col("title") == "Declaration signed").to_dicts()
    assert row["published_earliest"] == row["published_latest"] == row["published_date"] == date(2018, 7, 11)


# --- knowledge and what the record names -----------------------------------------------------------------------------


def test_known_and_new_entities(tables: Frames) -> None:
    new = tables["entities"].filter(~pl.col("is_known")).sort("entity_id").select("entity_id", "kind", "name").rows()
    assert new == [
        ("new-organization-nordland-institute-of-security-studies", "organization",
         "Nordland Institute of Security Studies"),
        ("new-person-henriette-solvang", "person", "Henriette Solvang")]
    assert tables["entities"].height == len(load_knowledge().entities) + len(new)
    aliases = set(tables["aliases"].iter_rows())
    assert {("nato", "North Atlantic Treaty Organization"), ("estonia", "Estonian"), ("nato", "Alliance"),
            ("new-person-henriette-solvang", "Henriette Solvang")} <= aliases


def test_terms_name_the_body_of_the_office(tables: Frames) -> None:
    row, = tables["terms"].filter(pl.col("person_id") == "jens-stoltenberg",
                                  pl.col("office_id") == "nato-secretary-general").to_dicts()
    assert (row["organization_id"], row["start_date"], row["end_date"]) == (
        "nato", date(2014, 10, 1), date(2024, 10, 1))
    running = tables["terms"].filter(pl.col("end_date").is_null())
    assert running.height
    assert running["end_precision"].null_count() == running.height


@pytest.mark.parametrize(("table", "column", "of", "key"), [
    (name, column.name, *column.references.split(".")) for name, table in BY_NAME.items() for column in table.columns
    if column.references and name not in ("runs", "checks")])
def test_every_reference_is_met(tables: Frames, table: str, column: str, of: str, key: str) -> None:
    assert set(tables[table][column].drop_nulls()) - set(tables[of][key]) == set()


# --- events and commitments ------------------------------------------------------------------------------------------


def test_one_signing_told_in_two_documents_is_one_event(tables: Frames) -> None:
    signings = tables["events"].filter(pl.col("event_type") == "SIGNING").to_dicts()
    assert [(e["start_date"], e["end_date"], e["document_count"], e["object_id"]) for e in signings] == [
        (date(2018, 7, 10), date(2018, 7, 10), 2, "joint-declaration-2018")]
    links = tables["event_links"].filter(pl.col("event_id") == signings[0]["event_id"])
    mentions = tables["event_mentions"].filter(pl.col("event_id") == signings[0]["event_id"])
    assert sorted(links["event_mention_id"]) == sorted(mentions["event_mention_id"])
    assert signings[0]["mention_count"] == mentions.height
    assert signings[0]["best_event_mention_id"] in set(mentions["event_mention_id"])


def test_every_mention_belongs_to_one_event(tables: Frames) -> None:
    assert tables["event_mentions"]["event_id"].null_count() == 0
    assert tables["event_links"].height == tables["event_mentions"].height
    assert tables["events"]["mention_count"].sum() == tables["event_mentions"].height


def test_a_promise_becomes_a_commitment(tables: Frames) -> None:
    row, = tables["commitments"].to_dicts()
    assert "create a joint task force" in row["action"]
    assert row["due_end_date"] == date(2019, 12, 31)
    assert (row["specificity"], row["status"], row["promisor_id"]) == ("specific", "open", "nato")


TEXT = "NATO will share 30 ships. The EU will help more."
MENTION = {
    "event_mention_id": "m-1", "document_id": "d-1", "start_char": 0, "end_char": 25, "event_type": "COOPERATION",
    "modality": "committed", "polarity": "positive", "attributed_to": None, "object_id": None, "date_basis": None,
    "start_date": None, "end_date": None}
VAGUE = {"start_char": 26, "end_char": 48}
DUE = {"date_basis": "stated", "start_date": date(2019, 1, 1), "end_date": date(2019, 12, 31)}


def commitments(**changes: object) -> list[dict[str, object]]:
    """What one event mention promises in a document of 10 July 2018."""
    return list(find_commitments({
        "documents": frame_of("documents", [
            {"document_id": "d-1", "text": TEXT, "published_date": date(2018, 7, 10)}]),
        "event_mentions": frame_of("event_mentions", [MENTION | changes]),
        "event_topics": frame_of("event_topics", []),
        "event_participants": frame_of("event_participants", [
            {"event_mention_id": "m-1", "entity_id": entity_id, "role": role, "start_char": at, "end_char": at + 2}
            for entity_id, role, at in (("ukraine", "beneficiary", 9), ("european-union", "initiator", 6),
                                        ("nato", "initiator", 0))])}))


@pytest.mark.parametrize(("changes", "is_promise"), [
    ({}, True),
    ({"modality": "planned", "attributed_to": "jens-stoltenberg"}, True),
    ({"modality": "planned"}, False), ({"modality": "asserted"}, False), ({"modality": "called_for"}, False),
    ({"polarity": "negated"}, False), ({"event_type": "MEETING"}, False), ({"event_type": "HOSTILE_ACT"}, False),
])
def test_what_is_a_promise(changes: dict[str, object], is_promise: bool) -> None:
    assert bool(commitments(**changes)) is is_promise


@pytest.mark.parametrize(("changes", "expected"), [
    ({}, (None, None, "specific")), (VAGUE, (None, None, "vague")),
    (VAGUE | {"object_id": "joint-declaration-2018"}, (None, None, "specific")),
    (VAGUE | DUE, (date(2019, 1, 1), date(2019, 12, 31), "specific")),
    (VAGUE | DUE | {"date_basis": "document_date"}, (None, None, "vague")),
    # a date before the document tells when the promise was made, not when it is due
    (VAGUE | DUE | {"start_date": date(2018, 7, 9), "end_date": date(2018, 7, 9)}, (None, None, "vague")),
])
def test_due_dates_and_specificity(changes: dict[str, object], expected: tuple[date | None, date | None, str]) -> None:
    row, = commitments(**changes)
    assert (row["due_start_date"], row["due_end_date"], row["specificity"]) == expected


def test_who_promises_to_whom() -> None:
    row, = commitments()
    assert (row["promisor_id"], row["beneficiary_id"]) == ("nato", "ukraine")
    assert row["action"] == "NATO will share 30 ships."


def test_parts_may_be_empty() -> None:
    nothing = {name: pl.DataFrame([], schema=part_schema(name)) for name in PART_TABLES}
    unread = {name: pl.DataFrame([], schema=schema) for name, schema in TEXT_TABLES.items()}
    tables = normalize([raw("x.txt", b"x")], unread, nothing, {})
    assert tables["sources"]["status"].to_list() == ["quarantined"]
    assert tables["events"].height == 0
