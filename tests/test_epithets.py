"""Epithets and plural offices: "NATO chief", "the Turkish leader", "the Briton", "the Polish and German presidents"."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_document
from transforms.epithets import without_nationals
from transforms.extract import extract_documents
from transforms.model import Mention

Told = list[tuple[str, str | None]]


def told(text: str, day: str, label: str = "ROLE") -> Told:
    """Surface and person of each role, or of each word that points back."""
    document = make_document(text, day=date.fromisoformat(day))
    return [(m.surface, m.entity_id) for m in next(iter(extract_documents([document]))).mentions if m.label == label]


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("The NATO chief left.", "2022-05-18", [("NATO chief", "jens-stoltenberg")]),
    ("NATO's boss left.", "2025-05-18", [("NATO's boss", "mark-rutte")]),
    ("NATO has grown, and the alliance's head is glad.", "2012-05-18", [("alliance's head", "anders-fogh-rasmussen")]),
    ("Erdogan came. The Turkish leader objected.", "2022-05-18", [("Turkish leader", "recep-tayyip-erdogan")]),
    ("Jens Stoltenberg came. The former Norwegian premier smiled.", "2022-05-18", [
        ("Norwegian premier", "jens-stoltenberg")]),
    ("NATO chief negotiators met.", "2022-05-18", []),
    ("The NATO chief of staff met them.", "2022-05-18", []),
    ("The EU's chief spokesperson spoke.", "1995-05-18", []),
])
def test_heads(text: str, day: str, expected: Told) -> None:
    assert [role for role in told(text, day) if role[1]] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Jean-Yves Le Drian spoke. According to the Frenchman, it was good.", [("Frenchman", "jean-yves-le-drian")]),
    ("Jens Stoltenberg came. The Norwegian said so.", [("Norwegian", "jens-stoltenberg")]),
    ("Jens Stoltenberg came. The Norwegian army trained.", []),
    ("Jens Stoltenberg and Ine Eriksen Søreide came. The Norwegian said so.", []),
    ("Nobody came. The Frenchman left.", []),
])
def test_nationals(text: str, expected: Told) -> None:
    assert told(text, "2016-09-28", "PRONOUN") == expected


def test_a_noun_that_stands_for_a_person_is_no_name() -> None:
    swede = Mention(4, 9, "Swede", "NORP", "sweden", "demonym")
    norway = Mention(20, 26, "Norway", "GPE", "norway", "name")
    person = Mention(4, 9, "Swede", "PRONOUN", "carl-bildt", "antecedent")
    assert without_nationals([swede, norway], [person]) == [norway]
    assert without_nationals([swede, norway], []) == [swede, norway]


@pytest.mark.parametrize(("text", "expected"), [
    ("The Presidents of the European Council and the European Commission met the press.", [
        "donald-tusk", "jean-claude-juncker"]),
    ("Turkish and Greek foreign ministers met.", ["mevlut-cavusoglu", "nikos-kotzias"]),
    ("The Polish, German and French Defence Ministers spoke.", [
        "antoni-macierewicz", "ursula-von-der-leyen", "jean-yves-le-drian"]),
    ("The foreign ministers of Finland and Sweden spoke.", ["timo-soini", "margot-wallstrom"]),
    ("EU foreign ministers met in Finland.", []),
    ("The ministers of Finland spoke.", []),
])
def test_offices_in_the_plural(text: str, expected: list[str]) -> None:
    assert [person for _, person in told(text, "2016-07-08") if person] == expected
