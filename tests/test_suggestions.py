"""Suggestions: whom an unresolved name may stand for, by likeness alone."""

from __future__ import annotations

import polars as pl
import pytest

from transforms.knowledge import load_knowledge
from transforms.suggestions import find_suggestions

MENTION = {"document_id": pl.String, "start_char": pl.Int64, "end_char": pl.Int64, "surface": pl.String,
           "label": pl.String, "entity_id": pl.String, "basis": pl.String}


def suggested(surface: str, label: str, basis: str = "unknown", entity_id: str | None = None,
              found: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """(suggested_id, reason) for one mention, the likest first."""
    mentions = pl.DataFrame([("d", 0, len(surface), surface, label, entity_id, basis)], schema=MENTION, orient="row")
    rows = find_suggestions(mentions, load_knowledge(), found or {}).sort("score", descending=True)
    return list(rows.select("suggested_id", "reason").iter_rows())


@pytest.mark.parametrize(("surface", "label", "expected"), [
    ("Jens Stoltenburg", "PERSON", ("jens-stoltenberg", "similar_name")),
    ("Josep Borell", "PERSON", ("josep-borrell", "similar_name")),
    ("Stoltenberg Jens", "PERSON", ("jens-stoltenberg", "similar_name")),
    ("European Defense Agancy", "ORG", ("european-defence-agency", "similar_name")),
    ("Lithuana", "GPE", ("lithuania", "similar_name")),
])
def test_a_name_that_is_alike(surface: str, label: str, expected: tuple[str, str]) -> None:
    assert suggested(surface, label)[0] == expected


@pytest.mark.parametrize(("surface", "label"), [
    ("Quentin Zyx", "PERSON"), ("Institute of Nothing at All", "ORG"), ("", "PERSON")])
def test_a_name_like_none(surface: str, label: str) -> None:
    assert suggested(surface, label) == []


def test_the_bearers_of_an_ambiguous_surname() -> None:
    found = suggested("Tusk", "PERSON", "ambiguous")
    assert ("donald-tusk", "same_surname") in found


def test_a_resolved_name_has_none() -> None:
    assert suggested("Jens Stoltenberg", "PERSON", "name", "jens-stoltenberg") == []


def test_two_spellings_of_an_unknown_name_meet() -> None:
    found = {"new-person-anneli-saarinen": "Anneli Saarinen", "new-person-annelie-saarinen": "Annelie Saarinen"}
    assert suggested("Annelie Saarinen", "PERSON", "new_name", "new-person-annelie-saarinen", found) == [
        ("new-person-anneli-saarinen", "similar_name")]
