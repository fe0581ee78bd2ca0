"""Versions: three hashes that change with what a result depends on, and with nothing else."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from transforms import versions
from transforms.nlp import load_model
from transforms.versions import MODEL_PACKAGE, extraction_version

TRANSFORMS = Path(versions.__file__).parent


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of all that the versions cover."""
    shutil.copytree(TRANSFORMS, tmp_path / "transforms", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TRANSFORMS.parent / "warehouse", tmp_path / "warehouse",
                    ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(versions, "_FOLDER", tmp_path / "transforms")
    extraction_version.cache_clear()
    yield tmp_path
    extraction_version.cache_clear()


def fresh() -> dict[str, str]:
    """The versions as of now."""
    extraction_version.cache_clear()
    return dict(extraction_version())


def test_the_versions_say_what_they_are_of() -> None:
    told = extraction_version()
    assert set(told) == {"code", "model", "knowledge"}
    assert re.fullmatch(r"[0-9a-f]{16}", told["knowledge"])
    assert re.fullmatch(rf"{re.escape(importlib.metadata.version('cooperation-record'))}\+[0-9a-f]{{16}}", told["code"])
    spacy_version = importlib.metadata.version("spacy")
    assert told["model"] == f"{MODEL_PACKAGE} {load_model().meta['version']}, spacy {spacy_version}"


def test_another_place_is_no_other_version(tree: Path) -> None:
    copied = fresh()
    (tree / "transforms" / "notes.md").write_text("nothing that is run\n", "utf-8")
    assert fresh() == copied


@pytest.mark.parametrize(("path", "changed"), [
    ("transforms/mentions.py", "code"), ("transforms/dates/lexicon.py", "code"), ("warehouse/tables.py", "code"),
    ("warehouse/schema.py", "code"), ("transforms/knowledge/places.toml", "knowledge"),
    ("transforms/knowledge/people/nato.toml", "knowledge"), ("warehouse/load.py", None),
])
def test_a_change_shows_in_its_version_alone(tree: Path, path: str, changed: str | None) -> None:
    before = fresh()
    with (tree / path).open("a", encoding="utf-8") as file:
        file.write("# a comment\n")
    after = fresh()
    assert {key for key in before if before[key] != after[key]} == ({changed} if changed else set())


def test_a_moved_file_is_another_version(tree: Path) -> None:
    before = fresh()
    (tree / "transforms" / "roles.py").rename(tree / "transforms" / "offices.py")
    assert fresh()["code"] != before["code"]
