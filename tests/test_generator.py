"""The made documents: distinct, the same for the same seed, in the shapes of the sample."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.generator import (
    LAST_YEAR,
    MONTHS,
    Made,
    make_documents,
    make_long_transcript,
    read_samples,
    write_documents,
)

_WEEKDAY = re.compile(rf"\b((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day) \((\d+) ({'|'.join(MONTHS)}) (\d{{4}})\)")


@pytest.fixture(scope="module")
def made() -> list[Made]:
    return list(make_documents(66, seed=3))


def test_no_two_documents_are_alike(made: list[Made]) -> None:
    assert len({one.text for one in made}) == len({one.path for one in made}) == 66


def test_a_seed_gives_the_same_documents_and_a_longer_series_begins_with_a_shorter_one(made: list[Made]) -> None:
    assert list(make_documents(24, seed=3)) == made[:24]
    assert list(make_documents(24, seed=4)) != made[:24]


def test_a_weekday_beside_a_date_is_the_day_of_that_date(made: list[Made]) -> None:
    told = [match for one in made for match in _WEEKDAY.finditer(one.text)]
    assert len(told) > 20
    for weekday, day, month, year in (match.groups() for match in told):
        assert f"{date(int(year), MONTHS.index(month) + 1, int(day)):%A}" == weekday


@pytest.mark.parametrize(("stem", "shape"), [
    ("task-force-launch", r"\n\n  • \d\d \w{3}\. \d{4} -\n  • \|\n  • Last updated: \d\d \w{3}\. \d{4} \d\d:\d\d\n"),
    ("statement-juncker", r"\nBrussels, \d{1,2} [A-Z][a-z]+ \d{4}\n(?:.*\n)+STATEMENT/\d\d/\d{5}\n"),
    ("hybrid-centre", r"\nBruxelles, \d\d/\d\d/\d{4} - 19:20, UNIQUE ID: \d{6}_904\n"),
    ("military-mobility", r"\A---\ntitle: .+\ndate: \d{4}-\d\d-\d\d\n"),
    ("joint-press-conference", r"\nOANA LUNGESCU \[NATO Spokesperson\]: |\n[A-ZÀ-Ž .-]+ \[NATO Spokesperson\]: "),
])
def test_the_shape_of_the_sample_stays(made: list[Made], stem: str, shape: str) -> None:
    texts = [one.text for one in made if stem in one.path]
    assert len(texts) == 3
    assert all(re.search(shape, text) for text in texts)


def test_the_holder_of_the_day_takes_the_place_of_the_sample_s(made: list[Made]) -> None:
    for one in (one for one in made if "video-call" in one.path):
        year = int(re.findall(r"\d{4}", one.text)[0])
        holder = "Jaap de Hoop Scheffer" if 2005 <= year < 2009 else "Jens Stoltenberg" if 2015 <= year < 2024 else ""
        assert f"Secretary General {holder}" in one.text


def test_documents_are_written_in_utf_8_in_folders_by_publisher(tmp_path: Path) -> None:
    paths = write_documents(tmp_path, 25)
    assert {path.parent.name for path in paths} == {sample.folder for sample in read_samples()}
    assert all(path.read_bytes().decode("utf-8").strip() for path in paths)
    assert max(int(year) for path in paths for year in re.findall(r"\b20\d\d\b", path.read_text())) < LAST_YEAR + 20


def test_a_long_transcript_begins_as_the_sample_and_has_one_header() -> None:
    text = make_long_transcript(20_000)
    assert 20_000 <= len(text) < 26_000
    assert text.count("(As delivered)") == 1
