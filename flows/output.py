"""The output folder of a run: where things are in it, who may write to it, and the reasons for which a run stops."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from filelock import FileLock, Timeout

from warehouse.files import WriteError, remove_leftovers, replace_file

DATABASE = "cooperation.duckdb"


class RunStopped(Exception):  # noqa: N818
    """A run that cannot go on: the message is one line for a person, `exit_code` is the command's."""

    exit_code: ClassVar[int] = 1
    # True if the same run may do better in a moment
    is_passing: ClassVar[bool] = False


class BuildFailed(RunStopped):
    """A stage failed; what stood before it stands."""


class MissingInput(RunStopped):
    """The raw folder, or what the stage before should have left, is not there."""

    exit_code = 2


class Locked(RunStopped):
    """Another run is at work in the output folder."""

    exit_code = 3


class NotWritable(RunStopped):
    """The output folder cannot be written to."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a run may do: its worker processes (None: one a core), and whether it tries again what took too much."""

    workers: int | None = None
    retry: bool = False


@dataclass(frozen=True, slots=True)
class Output:
    """An output folder and the places in it."""

    root: Path

    @property
    def database(self) -> Path:
        """The warehouse."""
        return self.root / DATABASE

    @property
    def parquet(self) -> Path:
        """The folder of tables."""
        return self.root / "parquet"

    @property
    def texts(self) -> Path:
        """The folder of what was read, kept by the bytes it was read from."""
        return self.root / "texts"

    @property
    def parts(self) -> Path:
        """The folder of what was extracted, kept by the text it was extracted from."""
        return self.root / "parts"

    @property
    def state(self) -> Path:
        """The folder of what one stage leaves for the next."""
        return self.root / "state"

    @property
    def account(self) -> Path:
        """The account of the last run."""
        return self.root / "account.md"

    @property
    def lock_file(self) -> Path:
        """Held by a run while it works; says which process."""
        return self.root / ".lock"

    def prepare(self) -> None:
        """Makes the folders and proves that they can be written to; NotWritable if not."""
        for folder in (self.root, self.parquet, self.texts, self.parts, self.state):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                replace_file(folder / ".writable", b"")
                (folder / ".writable").unlink()
            except (OSError, WriteError) as error:
                cause = error.__cause__ if isinstance(error, WriteError) else error
                reason = getattr(cause, "strerror", None) or str(error)
                message = f"{folder}: cannot be written to ({reason}); name another folder with --out"
                raise NotWritable(message) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Holds the folder for one run and clears what dead runs left; Locked if another run is at work in it."""
        lock = FileLock(self.lock_file)
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            message = f"{self.root}: another run is at work here (process {self._holder()}); wait for its end"
            raise Locked(message) from error
        try:
            self.lock_file.write_text(f"{os.getpid()}\n", encoding="ascii")
            for folder in (self.root, self.parquet, self.texts, self.parts, self.state):
                remove_leftovers(folder)
            yield
        finally:
            lock.release()

    def holder(self) -> str | None:
        """The process whose run is at work here, if there is one."""
        if not self.lock_file.exists():
            return None
        try:
            with FileLock(self.lock_file).acquire(blocking=False):
                return None
        except Timeout:
            return self._holder()

    def _holder(self) -> str:
        try:
            return self.lock_file.read_text(encoding="ascii").strip() or "unknown"
        except (OSError, ValueError):
            return "unknown"


def check_places(raw: Path, out: Output) -> None:
    """MissingInput unless `raw` is a folder that can be listed, and the output is not in it."""
    check_input(raw)
    if out.root.resolve().is_relative_to(raw.resolve()):
        raise MissingInput(f"{out.root}: is inside {raw}, so it would be read as raw documents; name another --out")


def check_input(raw: Path) -> None:
    """MissingInput unless `raw` is a folder that can be listed."""
    if not raw.is_dir():
        what = "is not a folder" if raw.exists() else "there is no such folder"
        raise MissingInput(f"{raw}: {what}; name the folder of raw documents")
    try:
        os.scandir(raw).close()
    except OSError as error:
        message = f"{raw}: cannot be listed ({error.strerror}); give this user the right to read it"
        raise MissingInput(message) from error
