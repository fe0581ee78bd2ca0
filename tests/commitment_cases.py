"""The gold of promises: its documents as the tables that commitments are found in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.commitments import find_commitments
from transforms.extract import Text, extract_batch
from transforms.knowledge import load_knowledge
from transforms.model import HeaderFacts, SourceText
from transforms.normalize import Frames, frame_of

Case = Mapping[str, object]
GOLD: Mapping[str, Sequence[Case]] = tomllib.loads(
    Path(__file__).with_name("commitment_gold.toml").read_text(encoding="utf-8"))
_COLUMNS = {"promisor": "promisor_id", "beneficiary": "beneficiary_id"}
_LATER = {"near_duplicate_of": pl.String, "announced_document_id": pl.String}


@dataclass(frozen=True)
class Answer:
    """What is found for a case: the promises of its first document."""

    case: Case
    rows: tuple[Mapping[str, object], ...]

    def holds(self, field: str) -> bool:
        """True if the field is found as annotated; for a case that promises nothing: if nothing is found."""
        if "status" not in self.case:
            return not self.rows
        return any(_fits(self.case, field, row) for row in self.rows)


def answers() -> list[Answer]:
    """The answers to all cases of invented documents."""
    cases = GOLD["case"]
    texts = [(f"{case['id']}-{part}", case.get(part), case.get(on), case.get("publisher"))
             for case in cases for part, on in (("promise", "on"), ("later", "later_on"))]
    parts = extract_batch([
        Text(key, _source(str(text), day, publisher)) for key, text, day, publisher in texts if text])
    return [Answer(case, tuple(_found(parts, str(case["id"])))) for case in cases]


def _source(text: str, day: object, publisher: object) -> SourceText:
    facts = HeaderFacts(title="A text", published=str(day), publisher=str(publisher or "eeas"), kind="news")
    return SourceText(text, "text/plain", "utf-8", facts=facts)


def _found(parts: Mapping[str, pl.DataFrame], case_id: str) -> list[Mapping[str, object]]:
    tables = tables_of(parts, [f"{case_id}-promise", f"{case_id}-later"])
    promising = set(tables["documents"].filter(pl.col("sha256") == f"{case_id}-promise")["document_id"])
    owners = dict(tables["event_mentions"].select("event_mention_id", "document_id").iter_rows())
    return [row for row in find_commitments(tables) if owners[str(row["event_mention_id"])] in promising]


def tables_of(parts: Mapping[str, pl.DataFrame], text_ids: Sequence[str]) -> Frames:
    """The tables of some texts, with what is known of bodies."""
    documents = parts["documents"].filter(pl.col("sha256").is_in(text_ids)).with_columns(
        *(pl.lit(None, dtype).alias(name) for name, dtype in _LATER.items()),
        published_earliest=pl.col("published_date"), published_latest=pl.col("published_date"))
    keep = documents.select("document_id")
    tables: Frames = {"documents": documents, **_known()}
    for name in ("event_mentions", "dates", "event_references", "mentions", "topic_mentions"):
        tables[name] = parts[name].join(keep, on="document_id", how="semi")
    told = tables["event_mentions"].select("event_mention_id")
    for name in ("event_participants", "event_topics"):
        tables[name] = parts[name].join(told, on="event_mention_id", how="semi")
    return tables


def _known() -> Frames:
    knowledge = load_knowledge()
    return {
        "entities": frame_of("entities", [{
            "entity_id": e.entity_id, "kind": e.kind, "name": e.name, "parent_id": e.parent_id, "start_date": e.start,
            "end_date": e.end} for e in knowledge.entities.values()]),
        "terms": frame_of("terms", [{
            "person_id": t.person_id, "organization_id": knowledge.offices[t.office_id].organization_id,
            "start_date": t.start, "end_date": t.end} for t in knowledge.terms]),
        "memberships": frame_of("memberships", [{
            "state_id": m.state_id, "organization_id": m.organization_id, "start_date": m.start, "end_date": m.end}
            for m in knowledge.memberships]),
    }


def _fits(case: Case, field: str, row: Mapping[str, object]) -> bool:
    wanted, found = case.get(field), row.get(_COLUMNS.get(field, field))
    match field:
        case "due":
            assert isinstance(wanted, list) or wanted is None
            return row["due_end_date"] == (wanted[1] if wanted else None)
        case "promisor":
            assert isinstance(wanted, list)
            return (found or "") in wanted
        case "action":
            return wanted is None or str(found).startswith(str(wanted))
        case "beneficiary":
            return wanted is None or found == wanted
        case _:
            return found == wanted
