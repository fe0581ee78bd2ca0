"""Files that appear whole or not at all: a hidden temporary beside the target, fsync, one rename."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# `.mentions.parquet.4711.9f3a.writing`, and what DuckDB sets beside it: `.….writing.wal`, `.….writing.spill`
TEMPORARY = re.compile(r"^\..+\.(?P<pid>\d+)\.[0-9a-f]+\.writing(?:\..+)?$")


class WriteError(RuntimeError):
    """A file could not be written; what stood under its final name before still stands there."""

    def __init__(self, path: Path, cause: Exception) -> None:
        super().__init__(f"cannot write {path}: {cause}. The old file stands; free space or set rights, then run again")
        self.path = path


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A written file: its name in its folder, SHA-256 in hexadecimal, size in bytes, and rows."""

    name: str
    sha256: str
    byte_count: int
    row_count: int


def temporary_beside(path: Path) -> Path:
    """A new hidden name in the folder of `path`, so that the rename stays within one file system."""
    return path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.writing")


def sync(path: Path) -> None:
    """Brings a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_in_place(temporary: Path, path: Path) -> None:
    """Makes `temporary` the file `path` with one rename that outlives a power cut."""
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Gives a temporary path to write to, which becomes `path` if the block ends well; WriteError on any OSError."""
    temporary = temporary_beside(path)
    try:
        yield temporary
        put_in_place(temporary, path)
    except OSError as error:
        raise WriteError(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def replace_file(path: Path, data: bytes) -> None:
    """Puts `data` at `path` atomically; WriteError leaves the old file."""
    with whole_file(path) as temporary:
        temporary.write_bytes(data)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def entry_of(path: Path, name: str, row_count: int) -> FileEntry:
    """The entry of the file at `path`, to be known as `name`."""
    return FileEntry(name, sha256_of(path), path.stat().st_size, row_count)


def remove(path: Path) -> None:
    """Removes a file or a folder with what is in it; nothing happens if it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> list[Path]:
    """Removes the temporaries of runs that died in `folder`; gives what was removed."""
    matches = ((path, TEMPORARY.match(path.name)) for path in sorted(folder.iterdir()))
    dead = [path for path, match in matches if match and not _is_at_work(int(match["pid"]))]
    for path in dead:
        remove(path)
    return dead


def _is_at_work(pid: int) -> bool:
    # Containers give every run the same pid: a leftover with our own pid is of a dead run before us,
    # because a run clears its folder before it writes.
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
