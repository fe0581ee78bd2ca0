"""Namesakes: one unknown name in many documents is one person where the affiliations agree, and several where not."""

from __future__ import annotations

from itertools import permutations

import polars as pl
import pytest

from transforms.namesakes import find_namesakes, rename

ANNA = "new-person-anna-example"
Told = tuple[str, str | None]
OUTER = {"eu-military-staff": "european-union", "european-defence-agency": "european-union"}


def outermost(entity_id: str) -> str:
    """The outermost body, as the knowledge tells it."""
    return OUTER.get(entity_id, entity_id)


def own_ids(told: list[Told], publishers: dict[str, str]) -> dict[str, str]:
    """The id of Anna in each document; `told` has (document, affiliation)."""
    found = pl.DataFrame(
        [(ANNA, "person", "Anna Example", document, affiliation) for document, affiliation in told],
        schema=dict.fromkeys(("entity_id", "kind", "name", "document_id", "affiliation_id"), pl.String),
        orient="row")
    documents = pl.DataFrame(
        [(document, publishers.get(document)) for document in sorted({document for document, _ in told})],
        schema={"document_id": pl.String, "publisher_id": pl.String}, orient="row")
    renamed = find_namesakes(found, documents, outermost, {"finland", "canada", "poland"}.__contains__)
    return {document: renamed.get((document, ANNA), ANNA) for document, _ in told}


@pytest.mark.parametrize("told", [
    [("a", "nato"), ("b", "nato")],
    [("a", None), ("b", None)],
    [("a", "nato"), ("b", None)],
    [("a", "eu-military-staff"), ("b", "european-defence-agency")],
    [("a", "nato"), ("b", "finland"), ("c", "nato"), ("c", "finland")],
    [("a", "nato"), ("b", "poland")],
], ids=["same body", "nothing told", "told once", "one outermost body", "joined by a third", "a body and a state"])
def test_one_person(told: list[Told]) -> None:
    assert set(own_ids(told, {}).values()) == {ANNA}


def test_two_persons_of_two_states() -> None:
    assert own_ids([("a", "finland"), ("b", "canada")], {}) == {"a": f"{ANNA}-finland", "b": f"{ANNA}-canada"}


@pytest.mark.parametrize(("publisher", "expected"), [
    ("nato", "new-person-anna-example-canada"), ("eda", "new-person-anna-example-unplaced"),
    (None, "new-person-anna-example-unplaced")])
def test_who_has_no_affiliation_is_of_the_same_publisher_or_apart(publisher: str | None, expected: str) -> None:
    publishers = {"a": "un", "b": "nato"} | ({"c": publisher} if publisher else {})
    assert own_ids([("a", "finland"), ("b", "canada"), ("c", None)], publishers)["c"] == expected


def test_the_order_of_documents_does_not_matter() -> None:
    told: list[Told] = [("a", "finland"), ("b", "canada"), ("c", None), ("d", "finland"), ("d", "nato")]
    answers = [own_ids(list(order), {}) for order in permutations(told)]
    assert all(answer == answers[0] for answer in answers)


def test_all_rows_of_a_namesake_are_renamed() -> None:
    def frame(**columns: list[str | None]) -> pl.DataFrame:
        return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))

    tables = {
        "documents": frame(document_id=["a", "b"], speaker_id=[ANNA, None]),
        "passages": frame(document_id=["a", "b"], speaker_id=[ANNA, ANNA]),
        "mentions": frame(document_id=["a", "b", "b"], entity_id=[ANNA, ANNA, "nato"]),
        "quotes": frame(document_id=["a"], speaker_id=[ANNA], addressee_id=["nato"]),
        "reported_speech": frame(document_id=["b"], speaker_id=["nato"], addressee_id=[ANNA]),
        "event_mentions": frame(document_id=["b"], event_mention_id=["m"], attributed_to=[ANNA], object_id=[None]),
        "event_participants": frame(event_mention_id=["m"], entity_id=[ANNA]),
    }
    renamed = rename(tables, {("b", ANNA): "other"})
    assert renamed["documents"]["speaker_id"].to_list() == [ANNA, None]
    assert renamed["passages"]["speaker_id"].to_list() == [ANNA, "other"]
    assert renamed["mentions"]["entity_id"].to_list() == [ANNA, "other", "nato"]
    assert renamed["quotes"].rows() == [("a", ANNA, "nato")]
    assert renamed["reported_speech"].rows() == [("b", "nato", "other")]
    assert renamed["event_mentions"]["attributed_to"].to_list() == ["other"]
    assert renamed["event_participants"].columns == ["event_mention_id", "entity_id"]
    assert renamed["event_participants"]["entity_id"].to_list() == ["other"]
