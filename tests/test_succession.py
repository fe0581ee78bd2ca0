"""Successors, predecessors and colleagues: who held the same office before, after, or on another side."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_document
from transforms.extract import extract_documents


def told(text: str, day: str) -> list[tuple[str, str | None]]:
    """Surface and person of each word for another holder of an office."""
    document = make_document(text, day=date.fromisoformat(day))
    return [(m.surface, m.entity_id) for m in next(iter(extract_documents([document]))).mentions
            if m.label == "PRONOUN" and m.surface.lower() not in (
                "he", "his", "her", "she", "they", "their", "i", "my")]


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("Jens Stoltenberg thanked his predecessor.", "2019-08-29", [("predecessor", "anders-fogh-rasmussen")]),
    ("Javier Solana agreed with his successor at NATO.", "2000-02-16", [("successor at NATO", "george-robertson")]),
    ("Federica Mogherini spoke. Her successor, Josep Borrell, listened.", "2020-01-20", [
        ("successor", "josep-borrell")]),
    ("Jens Stoltenberg said: “I agree with my predecessor on all of this.”", "2019-08-29", [
        ("predecessor", "anders-fogh-rasmussen")]),
    ("A successor has not been named.", "2020-01-20", []),
    ("Antti Kaikkonen, the Finnish Minister of Defence, spoke. His Estonian colleague agreed.", "2019-08-29", [
        ("Estonian colleague", "juri-luik")]),
    ("Antti Kaikkonen spoke. His colleagues agreed.", "2019-08-29", []),
])
def test_others_in_the_office(text: str, day: str, expected: list[tuple[str, str | None]]) -> None:
    assert [one for one in told(text, day) if one[1]] == expected
