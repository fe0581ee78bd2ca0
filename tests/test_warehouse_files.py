"""Files appear whole or not at all."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from warehouse.files import (
    WriteError,
    entry_of,
    remove_leftovers,
    replace_file,
    sha256_of,
    temporary_beside,
    whole_file,
)


@contextmanager
def full_disk(byte_count: int) -> Iterator[None]:
    """No file can grow beyond `byte_count` within the block, as if the disk were full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(folder: Path) -> list[str]:
    """The names in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def test_replace_file_writes_and_overwrites(tmp_path: Path) -> None:
    replace_file(tmp_path / "account.md", b"first")
    replace_file(tmp_path / "account.md", b"second")
    assert (tmp_path / "account.md").read_bytes() == b"second"
    assert names(tmp_path) == ["account.md"]


def test_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    replace_file(tmp_path / "account.md", b"old")
    with full_disk(1000), pytest.raises(WriteError, match=r"account\.md"):
        replace_file(tmp_path / "account.md", b"x" * 100_000)
    assert (tmp_path / "account.md").read_bytes() == b"old"
    assert names(tmp_path) == ["account.md"]


def test_missing_folder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="none"):
        replace_file(tmp_path / "none" / "account.md", b"")


def test_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), whole_file(tmp_path / "a.parquet") as temporary:
        temporary.write_bytes(b"half")
        _ = 1 / 0
    assert names(tmp_path) == []


def test_temporary_is_hidden_and_never_looks_like_a_warehouse(tmp_path: Path) -> None:
    name = temporary_beside(tmp_path / "cooperation.duckdb").name
    assert name.startswith(".cooperation.duckdb.")
    assert not name.endswith(".duckdb")


def test_leftovers_of_dead_runs_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    gone = int(dead.stdout)
    left = [f".mentions.parquet.{gone}.0a1b.writing", f".cooperation.duckdb.{gone}.0a1b.writing.wal",
            f".cooperation.duckdb.{os.getpid()}.0a1b.writing"]
    stay = [".lock", "mentions.parquet", f".cooperation.duckdb.{os.getppid()}.0a1b.writing"]
    for name in (*left, *stay):
        (tmp_path / name).write_bytes(b"")
    spill = tmp_path / f".cooperation.duckdb.{gone}.0a1b.writing.spill"
    spill.mkdir()
    (spill / "block").write_bytes(b"")
    assert {path.name for path in remove_leftovers(tmp_path)} == {*left, spill.name}
    assert names(tmp_path) == sorted(stay)


def test_entry_tells_bytes_and_sum(tmp_path: Path) -> None:
    replace_file(tmp_path / "a", b"abc")
    entry = entry_of(tmp_path / "a", "a.parquet", 7)
    assert (entry.name, entry.byte_count, entry.row_count) == ("a.parquet", 3, 7)
    assert entry.sha256 == sha256_of(tmp_path / "a")
    assert entry.sha256.startswith("ba7816bf")
