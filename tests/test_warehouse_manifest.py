"""The manifest notices what no reader does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_warehouse_record import record, write_record
from warehouse.files import FileEntry
from warehouse.manifest import (
    ManifestError,
    read_manifest,
    schema_version,
    verify_manifest,
    write_manifest,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the tiny record."""
    write_record(tmp_path, record())
    return tmp_path


def flip_one_bit(path: Path) -> None:
    """One bit in the middle of the file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def truncate(path: Path) -> None:
    """The last byte is gone."""
    path.write_bytes(path.read_bytes()[:-1])


def append(path: Path) -> None:
    """One byte too many."""
    path.write_bytes(path.read_bytes() + b"\0")


def edit_manifest(folder: Path, **values: object) -> None:
    """The manifest with other values."""
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def test_whole_record_has_no_problem(folder: Path) -> None:
    assert verify_manifest(folder) == []


@pytest.mark.parametrize(("harm", "kind"), [
    (flip_one_bit, "changed"), (append, "changed"), (truncate, "truncated"), (Path.unlink, "missing"),
    (lambda path: path.write_bytes(b""), "truncated"),
])
def test_harm_to_a_file_is_noticed(folder: Path, harm: Callable[[Path], None], kind: str) -> None:
    harm(folder / "mentions.parquet")
    (problem,) = verify_manifest(folder)
    assert (problem.file, problem.kind, problem.is_fatal) == ("mentions.parquet", kind, True)
    assert "build the record anew" in str(problem)


def test_stray_file_is_a_warning(folder: Path) -> None:
    (folder / "notes (copy).txt").write_text("mine")
    (folder / ".mentions.parquet.1.0a.writing").write_text("hidden")
    (problem,) = verify_manifest(folder)
    assert (problem.file, problem.kind, problem.is_fatal) == ("notes (copy).txt", "stray", False)


def test_checks_of_the_last_load_are_no_stray(folder: Path) -> None:
    (folder / "checks.parquet").write_bytes(b"")
    assert verify_manifest(folder) == []


def test_other_version_of_the_contract_is_fatal(folder: Path) -> None:
    edit_manifest(folder, schema_version="0" * 16)
    (problem,) = verify_manifest(folder)
    assert (problem.kind, problem.is_fatal) == ("schema", True)


def test_table_that_is_not_listed_is_missing(folder: Path) -> None:
    write_manifest(folder, [entry for entry in read_manifest(folder).files if entry.name != "quotes.parquet"])
    assert [(problem.file, problem.kind) for problem in verify_manifest(folder)] == [
        ("quotes.parquet", "missing"), ("quotes.parquet", "stray"),
    ]


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"schema_version": "1", "files": {"../x": {}}}', "\x00"])
def test_broken_manifest_is_a_problem(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ManifestError):
        read_manifest(tmp_path)
    assert [problem.kind for problem in verify_manifest(tmp_path)] == ["manifest"]


def test_order_of_entries_does_not_matter(tmp_path: Path) -> None:
    entries = [FileEntry("b.parquet", "0" * 64, 1, 2), FileEntry("a.parquet", "1" * 64, 3, 4)]
    write_manifest(tmp_path, entries)
    first = (tmp_path / "manifest.json").read_bytes()
    write_manifest(tmp_path, reversed(entries))
    assert (tmp_path / "manifest.json").read_bytes() == first
    manifest = read_manifest(tmp_path)
    assert manifest.schema_version == schema_version()
    assert manifest.files == (entries[1], entries[0])
