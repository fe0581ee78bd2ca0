"""What a worker that reads does: bytes that nobody vouches for to texts, told as they come. It loads little else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.pool import Tell
from transforms.model import PLACEHOLDER, Poison, ReadText, UnreadableSource, failure_of
from transforms.reading.folder import RawFile, open_raw

# Ten times what the slowest format takes on a slow core
SECONDS_A_FILE, BYTES_A_SECOND, HASHED_A_SECOND = 30.0, 200_000, 20_000_000
# What a worker has before it is forked: the readers, which start no thread
PRELOAD = ("flows.reader", "transforms.reading.raw")
# How much is told at once
CHUNK_CHARS, CHUNK_TEXTS = 2 * 2**20, 512


@dataclass(frozen=True, slots=True)
class Unread:
    """A content to read, the files that have it, and what in it killed a worker before."""

    sha256: str
    files: tuple[RawFile, ...]
    poison: Poison = field(default_factory=Poison)

    @property
    def byte_count(self) -> int:
        """Its size."""
        return self.files[0].byte_count or 0


@dataclass(frozen=True, slots=True)
class Begun:
    """A file in a container is about to be read."""

    sha256: str
    number: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """Texts of a content; the last chunk may have instead the reason why there are none."""

    sha256: str
    texts: tuple[ReadText, ...]
    is_last: bool = False
    failure: str | None = None


def warm_up() -> None:
    """What a reader needs is loaded before it is forked."""


def seconds_for(batch: Sequence[Unread]) -> float:
    return SECONDS_A_FILE + sum(item.byte_count for item in batch) / HASHED_A_SECOND


def read_batch(batch: Sequence[Unread], tell: Tell) -> int:
    for item in batch:
        failure = None
        for file in item.files:
            try:
                _read(item, file, tell)
                break
            except UnreadableSource as problem:
                failure = str(problem)
            except Exception as error:  # noqa: BLE001  (one file's fault must not cost the others their result)
                failure = failure_of(error)
        else:
            tell(Chunk(item.sha256, (), is_last=True, failure=failure), seconds_for(batch))
    return len(batch)


def _read(item: Unread, file: RawFile, tell: Tell) -> None:
    from transforms.reading.raw import read_raw  # noqa: PLC0415  (all readers: in the worker alone)

    sha256 = item.sha256

    def begin(number: int, byte_count: int) -> None:
        tell(Begun(sha256, number), SECONDS_A_FILE + byte_count / BYTES_A_SECOND)

    # The result is kept by content, so no name may get into it but what is part of its key: that of the first file
    first = item.files[0]
    mapping = first.mapping.encode() if first.mapping is not None else None
    name = f"{PLACEHOLDER}{first.suffix}"
    waiting: list[ReadText] = []
    size = 0
    with open_raw(file) as stream:
        for text in read_raw(stream, name, begin, mapping, item.poison):
            waiting.append(text)
            size += len(text.source.text) if text.source else 0
            if size > CHUNK_CHARS or len(waiting) >= CHUNK_TEXTS:
                tell(Chunk(sha256, tuple(waiting)), SECONDS_A_FILE)
                waiting, size = [], 0
    tell(Chunk(sha256, tuple(waiting), is_last=True), SECONDS_A_FILE)
