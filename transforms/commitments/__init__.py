"""Commitments: who undertook what, for when and on what condition, and what later documents tell became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from transforms.commitments.evidence import Acts
from transforms.commitments.fates import Fate, find_fates
from transforms.commitments.promises import Promises
from transforms.commitments.sides import Sides
from transforms.model import make_id
from transforms.rows import Row


def find_commitments(tables: Mapping[str, pl.DataFrame]) -> Iterator[Row]:
    """A row for each promise, sorted by its event mention, with its status by the evidence of later documents.

    Of `tables`, documents, event_mentions, event_participants and event_topics are needed; the others tell more.
    """
    sides = Sides(tables)
    promises = list(Promises(tables, sides).find())
    acts = Acts(tables, sides)
    promised = acts.promised(promises)
    fates = find_fates(promised, acts.told()) if promises else {}
    for promise in promises:
        key = promise.row["event_mention_id"]
        yield {**promise.row, "commitment_id": make_id("c", key), **_fate_columns(fates.get(str(key)))}


def _fate_columns(fate: Fate | None) -> Row:
    if fate is None:
        return {"status": "open", "status_evidence_document_id": None, "status_event_mention_id": None,
                "status_start_char": None, "status_end_char": None, "status_score": None, "status_reasons": None}
    told = fate.evidence
    return {"status": fate.status, "status_evidence_document_id": told.page.document_id,
            "status_event_mention_id": told.event_mention_id, "status_start_char": told.start_char,
            "status_end_char": told.end_char, "status_score": fate.score, "status_reasons": fate.reasons}
