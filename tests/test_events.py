"""Events: each frame fires on its examples; modality, polarity and participants on sentences of their own."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.factories import make_document, make_turn
from transforms.events.needs import NEEDS
from transforms.extract import Extracted, extract_documents
from transforms.knowledge import load_knowledge
from warehouse.tables import EVENT_TYPES, MODALITIES, POLARITIES, ROLES

FRAMES = load_knowledge().frames
NEEDS_OF_DOCUMENT = {"object", "actor", "somebody", "somebody-told", "partner", "sides", "lead"}


def read(text: str, passage: str = "body") -> Extracted:
    """What the stages see in one paragraph of news."""
    return next(iter(extract_documents([make_document(text, passage=passage)])))


def read_turn(text: str) -> Extracted:
    """What they see in words of Jens Stoltenberg."""
    return next(iter(extract_documents([make_turn("Jens Stoltenberg", text)])))


@pytest.mark.parametrize(("frame_id", "example"), [(f.frame_id, e) for f in FRAMES for e in f.examples])
def test_each_example_fires_its_frame(frame_id: str, example: str) -> None:
    is_first_person = re.search(r"\b(?:we|us|our)\b", example, re.IGNORECASE)
    extracted = read_turn(example) if is_first_person else read(example)
    assert frame_id in {event.rule for event in extracted.events}


def test_each_frame_has_an_example_and_uses_the_closed_lists() -> None:
    for frame in FRAMES:
        assert frame.examples, frame.frame_id
        assert frame.event_type in EVENT_TYPES
        assert not frame.modality or frame.modality in MODALITIES
        assert not frame.polarity or frame.polarity in POLARITIES
        assert set(frame.needs) <= NEEDS | NEEDS_OF_DOCUMENT, frame.frame_id
        for role in (frame.subject_role, frame.object_role, *frame.prepositions.values()):
            assert not role or role in ROLES, (frame.frame_id, role)


@pytest.mark.parametrize(("text", "event_type", "modality", "polarity"), [
    ("NATO and the EU signed a joint declaration in Warsaw.", "SIGNING", "asserted", "positive"),
    ("NATO and the EU will sign a joint declaration on Tuesday.", "SIGNING", "planned", "positive"),
    ("The European Union and NATO have agreed to create a joint task force.", "ESTABLISHMENT", "committed", "positive"),
    ("Jens Stoltenberg did not meet Sergey Lavrov in Munich.", "MEETING", "asserted", "negated"),
    ("The EU cannot replace NATO.", "REFUSAL", "hypothetical", "negated"),
    ("NATO and the EU must step up their cooperation on cyber defence.", "COOPERATION", "called_for", "positive"),
    ("NATO needs to ramp up the production of ammunition.", "CAPABILITY_PROJECT", "called_for", "positive"),
    ("If NATO and the EU signed a declaration, they would share more information.", "SIGNING", "hypothetical",
     "positive"),
    ("The EU plans to impose new sanctions against Belarus.", "SANCTION", "planned", "positive"),
    ("Allies will no longer share intelligence with Russia.", "INFORMATION_SHARING", "planned", "negated"),
])
def test_modality_and_polarity(text: str, event_type: str, modality: str, polarity: str) -> None:
    found = [event for event in read(text).events if event.event_type == event_type]
    assert [(event.modality, event.polarity) for event in found] == [(modality, polarity)]


@pytest.mark.parametrize(("text", "actors"), [
    ("NATO Secretary General Jens Stoltenberg met European Council President Charles Michel in Brussels.",
     {"jens-stoltenberg", "nato", "charles-michel", "european-council"}),
    ("The arrangement was signed by the European Union and NATO.", {"nato", "european-union"}),
    ("NATO leaders met in Vilnius.", {"nato"}),
    ("NATO and the European Union are partners. Both organisations signed a declaration.", {"nato", "european-union"}),
])
def test_participants(text: str, actors: set[str]) -> None:
    event = read(text).events[-1]
    assert {participant.entity_id for participant in event.participants} == actors


def test_the_stated_date_wins_and_a_headline_takes_the_documents_day() -> None:
    stated = read("Jens Stoltenberg met Charles Michel on Tuesday (10 January 2023).").events[0]
    assert (stated.start_date, stated.date_basis) == (date(2023, 1, 10), "stated")
    headline = read("Secretary General meets Charles Michel", passage="title").events[0]
    assert (headline.start_date, headline.date_basis) == (date(2023, 11, 15), "document_date")


@pytest.mark.parametrize("text", [
    "Strong cooperation between NATO and the EU is important.",
    "The task force was set up to reduce vulnerabilities.",
    "Security matters to all of us.",
])
def test_no_act_no_event(text: str) -> None:
    assert not {e.event_type for e in read(text).events} & {"COOPERATION", "INFORMATION_SHARING", "CAPABILITY_PROJECT"}


def test_the_parts_that_frames_give_are_those_of_the_contract() -> None:
    for frame in load_knowledge().frames:
        parts = {frame.subject_role, frame.object_role, *frame.prepositions.values()} - {""}
        assert parts <= set(ROLES), frame.frame_id
