"""Commitments: who undertook what and for when, from the event mentions told as a promise. A plain first version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from transforms.model import make_id

# acts that are announced rather than promised
_ANNOUNCED = frozenset((
    "MEETING", "VISIT", "PARTICIPATION", "STATEMENT", "STAFF_TALKS", "HOSTILE_ACT", "OFFICE_CHANGE"))
_PROMISOR_ROLES = ("initiator", "participant", "issuer", "signatory")
_JOINTS = re.compile(r"^(?:[\W_]+|(?:that|to|and|but|so|which|where)\s+)+", re.IGNORECASE)


def find_commitments(tables: Mapping[str, pl.DataFrame]) -> Iterator[dict[str, object]]:
    """A row for each promise: told as committed, or planned in somebody's own words or reported speech."""
    documents = {key: (text, day) for key, text, day in
                 tables["documents"].select("document_id", "text", "published_date").iter_rows()}
    topics = _first(tables["event_topics"], "topic_id")
    participants = tables["event_participants"]
    promisors = _first(participants.filter(pl.col("role").is_in(_PROMISOR_ROLES)), "entity_id")
    beneficiaries = _first(participants.filter(pl.col("role") == "beneficiary"), "entity_id")
    for row in tables["event_mentions"].sort("event_mention_id").iter_rows(named=True):
        if _is_promise(row):
            text, day = documents[row["document_id"]]
            key = row["event_mention_id"]
            yield {"promisor_id": promisors.get(key), "beneficiary_id": beneficiaries.get(key),
                   "topic_id": topics.get(key), **_promise(row, text[row["start_char"]:row["end_char"]], day)}


def _first(frame: pl.DataFrame, column: str) -> dict[str, str]:
    """Event mention to the value that stands first in its text; ties by the value."""
    ordered = frame.sort("event_mention_id", "start_char", column, descending=True)
    return dict(ordered.select("event_mention_id", column).iter_rows())


def _promise(row: Mapping[str, object], clause: str, published: date | None) -> dict[str, object]:
    due = _due(row, published)
    is_specific = due[1] is not None or row["object_id"] is not None or any(char.isdigit() for char in clause)
    return {
        "commitment_id": make_id("c", row["event_mention_id"]), "event_mention_id": row["event_mention_id"],
        "action": _JOINTS.sub("", " ".join(clause.split())), "due_start_date": due[0], "due_end_date": due[1],
        "specificity": "specific" if is_specific else "vague", "status": "open", "status_evidence_document_id": None,
    }


def _is_promise(row: Mapping[str, object]) -> bool:
    if row["polarity"] != "positive" or row["event_type"] in _ANNOUNCED:
        return False
    return row["modality"] == "committed" or (row["modality"] == "planned" and row["attributed_to"] is not None)


def _due(row: Mapping[str, object], published: date | None) -> tuple[date | None, date | None]:
    """The stated date, if it lies ahead of the document: a date before it tells when the promise was made."""
    start, end = row["start_date"], row["end_date"]
    if row["date_basis"] != "stated" or not isinstance(end, date) or (published is not None and end < published):
        return None, None
    return start if isinstance(start, date) else None, end
