"""Events: the hand check of a hundred mentions, held against what is found today."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.given import read_given
from transforms.extract import Extracted, extract_documents
from transforms.splitting import split_source

HERE = Path(__file__).parent
ROOT = HERE.parent
RIGHT = 0.80


@dataclass(frozen=True)
class Verdict:
    """What a reader said of one mention, and what it was when it was read."""

    document: str
    trigger: str
    clause: str
    event_type: str
    participants: list[str]
    type_ok: bool
    participants_ok: bool
    note: str


VERDICTS = [Verdict(**row) for row in tomllib.loads((HERE / "event_verdicts.toml").read_text())["verdict"]]
# of the documents with most verdicts: to read all of them would take longer than all other tests of the events
DOCUMENT_COUNT = 6


def documents_read() -> list[str]:
    """The documents that stand for all, most verdicts first."""
    names = [verdict.document for verdict in VERDICTS]
    return sorted(set(names), key=lambda name: (-names.count(name), name))[:DOCUMENT_COUNT]


def extracted_of(name: str) -> list[Extracted]:
    """What the stages find in one file."""
    data = (ROOT / name).read_bytes()
    documents = split_source(read_given(data, Path(name).name), hashlib.sha256(data).hexdigest())
    return list(extract_documents(documents))


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str, str], set[tuple[str, frozenset[str]]]]:
    """Type and participants of each event, by document, trigger and the first words of the clause."""
    events: dict[tuple[str, str, str], set[tuple[str, frozenset[str]]]] = {}
    for name in documents_read():
        for one in extracted_of(name):
            for event in one.events:
                clause = " ".join(one.document.text[event.start : event.end].split()[:6])
                who = frozenset(participant.entity_id for participant in event.participants)
                events.setdefault((name, event.trigger, clause), set()).add((event.event_type, who))
    return events


def test_there_are_a_hundred_verdicts_with_reasons() -> None:
    assert len(VERDICTS) == 100
    for verdict in VERDICTS:
        assert (ROOT / verdict.document).is_file(), verdict.document
        assert bool(verdict.note) == (not (verdict.type_ok and verdict.participants_ok)), verdict


def test_most_of_the_mentions_that_are_still_found_are_right(
    found: dict[tuple[str, str, str], set[tuple[str, frozenset[str]]]],
) -> None:
    kept = [v for v in VERDICTS if (v.document, v.trigger, v.clause) in found]
    told = {id(v): found[v.document, v.trigger, v.clause] for v in kept}
    same = [v for v in kept if (v.event_type, frozenset(v.participants)) in told[id(v)]]
    read = [v for v in VERDICTS if v.document in documents_read()]
    assert len(same) >= 0.6 * len(read), "most verdicts speak of mentions that are found no more: check a new sample"
    types, participants = [v.type_ok for v in same], [v.participants_ok for v in same]
    assert sum(types) >= RIGHT * len(types) and sum(participants) >= RIGHT * len(participants)
