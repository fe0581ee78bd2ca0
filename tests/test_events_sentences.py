"""Events: sentences written for this test, with what a reader marks in each, and near misses that tell no act."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from tests.factories import DAY, make_document, make_turn
from transforms.extract import extract_documents
from transforms.model import Document, EventMention

Row = dict[str, object]
SENTENCES: list[Row] = tomllib.loads((Path(__file__).parent / "event_sentences.toml").read_text())["sentence"]
TOLD = [row for row in SENTENCES if row["types"]]
UNTOLD = [row for row in SENTENCES if not row["types"]]
SHARE_TYPES, SHARE_MODALITIES, SHARE_ACTORS = 0.90, 0.90, 0.80


def words(row: Row, field: str) -> frozenset[str]:
    """A list of words of the row, empty where it has none."""
    value = row.get(field, [])
    assert isinstance(value, list)
    return frozenset(str(item) for item in value)


def document_of(row: Row) -> Document:
    """The sentence as a document of its own."""
    day = row.get("day", DAY)
    assert isinstance(day, date)
    text, speaker = str(row["text"]), str(row.get("speaker", ""))
    if speaker:
        return make_turn(speaker, text, day=day)
    return make_document(text, day=day, passage=str(row.get("passage", "body")))


def missing_actors(row: Row, event: EventMention) -> frozenset[str]:
    """Who should take part and does not, or does and should not."""
    found = {participant.entity_id for participant in event.participants}
    return (words(row, "actors") - found) | (found - words(row, "actors") - words(row, "may"))


@pytest.fixture(scope="module")
def found() -> dict[str, list[EventMention]]:
    """Events by sentence."""
    texts = [str(row["text"]) for row in SENTENCES]
    extracted = extract_documents([document_of(row) for row in SENTENCES])
    return {text: list(one.events) for text, one in zip(texts, extracted, strict=True)}


def fitting(row: Row, events: list[EventMention]) -> list[EventMention]:
    """The events of a type that fits."""
    return [event for event in events if event.event_type in words(row, "types")]


def measure(found: dict[str, list[EventMention]]) -> tuple[float, float, float, list[str]]:
    """Shares of the told events found, with the right modality and polarity, with exactly the right actors."""
    typed = timed = acted = 0
    lines: list[str] = []
    for row in TOLD:
        events = fitting(row, found[str(row["text"])])
        typed += bool(events)
        is_timed = any((e.modality, e.polarity) == (row["modality"], row.get("polarity", "positive")) for e in events)
        faults = min((missing_actors(row, event) for event in events), key=len, default=frozenset({"none"}))
        timed, acted = timed + is_timed, acted + (not faults)
        if not is_timed or faults:
            got = [(e.event_type, e.trigger, e.modality, e.polarity) for e in found[str(row["text"])]]
            lines.append(f"{row['text']} | {sorted(faults)} | {got}")
    return typed / len(TOLD), timed / len(TOLD), acted / len(TOLD), lines


def test_there_are_sixty() -> None:
    assert len(SENTENCES) == len({str(row["text"]) for row in SENTENCES}) == 60


def test_events_modalities_and_actors_are_found(found: dict[str, list[EventMention]]) -> None:
    typed, timed, acted, lines = measure(found)
    assert (typed >= SHARE_TYPES, timed >= SHARE_MODALITIES, acted >= SHARE_ACTORS) == (True, True, True), (
        f"types {typed:.2f}, modalities {timed:.2f}, actors {acted:.2f}\n" + "\n".join(lines)
    )


@pytest.mark.parametrize("row", UNTOLD, ids=lambda row: str(row["text"])[:40])
def test_near_misses_are_no_events(row: Row, found: dict[str, list[EventMention]]) -> None:
    assert [(event.event_type, event.trigger) for event in found[str(row["text"])]] == []
