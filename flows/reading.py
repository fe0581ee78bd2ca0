"""Reading of what has no text yet, in workers that can be killed: nothing that is read has a hand in this process."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from flows.extraction import Progress, cut_batches
from flows.output import BuildFailed
from flows.pool import Job, Lost, Pool, Told
from flows.reader import PRELOAD, Begun, Chunk, Unread, read_batch, seconds_for, warm_up
from transforms.model import FAULT, ReadText
from transforms.rows import TEXT_TABLES, Rows, text_rows
from warehouse.parts import Content, PartStore, PartWriter

LOG = logging.getLogger("cooperation.read")
BATCH_FILES, BATCH_BYTES = 64, 4 * 2**20
# Of a worker; what is read takes a tenth of it
MEMORY_BYTES = 2 * 2**30
# How much text waits for a part of many files; of a file with more than that a part is written by itself
WAITING_CHARS, WAITING_CONTENTS, PENDING_CHARS = 8 * 2**20, 512, 2 * 2**20
# A file that holds more than that many that kill their reader is given up
MAX_DEATHS = 20


@dataclass(slots=True)
class _Pending:
    """What is there of a content that is still being read."""

    content: Content
    rows: Rows = field(default_factory=lambda: {name: [] for name in TEXT_TABLES})
    writer: PartWriter | None = None
    text_count: int = 0
    char_count: int = 0


def read_all(todo: Sequence[Unread], store: PartStore, workers: int, progress: Progress) -> dict[str, str]:
    """Reads all into new parts of the store; gives the reason of each content that could not be read as a whole."""
    progress("read", 0, len(todo))
    with Collector(todo, store) as collector:
        left = list(todo)
        while left:
            job = Job(read_batch, warm_up, seconds_for, MEMORY_BYTES, preload=PRELOAD)
            lost: list[Unread] = []
            for outcome in Pool(job, workers).run(_batches(left, workers)):
                if isinstance(outcome, Told):
                    collector.hear(outcome.message)
                elif isinstance(outcome, Lost):
                    lost += collector.lose(outcome.item, outcome.reason)
                progress("read", collector.done_count, len(todo))
            left = lost
    if collector.has_only_faults and len(todo) > 1:
        # A warehouse without a text must not take the place of the old one for a fault of the program
        raise BuildFailed(f"no file could be read: {collector.fault}")
    return dict(sorted(collector.failures.items()))


def _batches(todo: Sequence[Unread], workers: int) -> list[list[Unread]]:
    return cut_batches(sorted(todo, key=lambda item: -item.byte_count), workers, BATCH_FILES, BATCH_BYTES)


class Collector:
    """Puts together what workers tell and writes it to parts: one for many small files, one for each large one."""

    def __init__(self, todo: Iterable[Unread], store: PartStore) -> None:
        self.failures: dict[str, str] = {}
        self.fault = ""
        self._text_count = 0
        self._done: set[str] = set()
        self._store = store
        self._contents = {item.sha256: Content(item.sha256, item.files[0].form) for item in todo}
        self._pending: dict[str, _Pending] = {}
        self._begun: dict[str, int] = {}
        self._waiting: list[_Pending] = []

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        if error is None:
            self._write_waiting()
        for pending in self._pending.values():
            self._drop(pending)

    @property
    def has_only_faults(self) -> bool:
        """True if no text was read, and what was tried failed for a fault of the program."""
        return bool(self.fault) and not self._text_count

    @property
    def done_count(self) -> int:
        """Contents of which is known what became of them."""
        return len(self._done)

    def hear(self, message: object) -> None:
        """Takes what a worker told."""
        if isinstance(message, Begun):
            self._begin(message)
        elif isinstance(message, Chunk) and message.sha256 not in self._done:
            self._take(message)

    def lose(self, item: Unread, reason: str) -> list[Unread]:
        """What to read again: a file that holds others, without the one that killed the worker."""
        sha256 = item.sha256
        number = self._begun.pop(sha256, 0)
        LOG.warning("ingest: %s, file %d in it: %s", item.files[0].path, number, reason)
        if pending := self._pending.pop(sha256, None):
            self._drop(pending)
        if sha256 in self._done:
            return []
        deaths = len(item.poison.suspects) + len(item.poison.members)
        is_first = number not in item.poison.suspects and deaths < 2 * MAX_DEATHS
        has_members = number > 0 and deaths < 2 * MAX_DEATHS and item.poison.stop is None
        if is_first or has_members:
            return [replace(item, poison=item.poison.with_death(number, reason))]
        self._done.add(sha256)
        self.failures[sha256] = reason
        return []

    def _begin(self, begun: Begun) -> None:
        if begun.number == 0 and (pending := self._pending.pop(begun.sha256, None)):
            # Its batch is done again
            self._drop(pending)
        self._begun[begun.sha256] = begun.number

    def _take(self, chunk: Chunk) -> None:
        pending = self._pending.setdefault(chunk.sha256, _Pending(self._contents[chunk.sha256]))
        told = (chunk.failure, *(text.reason for text in chunk.texts))
        self.fault = self.fault or next((reason for reason in told if reason and reason.startswith(FAULT)), "")
        self._text_count += sum(text.source is not None for text in chunk.texts)
        if chunk.failure is not None:
            self.failures[chunk.sha256] = chunk.failure
            self._drop(self._pending.pop(chunk.sha256))
            self._done.add(chunk.sha256)
            return
        _add_rows(pending, chunk.texts)
        if chunk.is_last:
            self._end(self._pending.pop(chunk.sha256))
        elif pending.char_count > PENDING_CHARS:
            self._write_some(pending)

    def _end(self, pending: _Pending) -> None:
        self._done.add(pending.content.sha256)
        if pending.writer:
            with pending.writer as writer:
                writer.add(_frames([pending]))
                writer.finish()
            return
        self._waiting.append(pending)
        if len(self._waiting) >= WAITING_CONTENTS or sum(p.char_count for p in self._waiting) > WAITING_CHARS:
            self._write_waiting()

    def _write_some(self, pending: _Pending) -> None:
        if pending.writer is None:
            pending.writer = self._store.writer([pending.content])
        pending.writer.add(_frames([pending]))
        pending.rows = {name: [] for name in TEXT_TABLES}
        pending.char_count = 0

    def _write_waiting(self) -> None:
        if self._waiting:
            self._store.write([pending.content for pending in self._waiting], _frames(self._waiting))
        self._waiting = []

    def _drop(self, pending: _Pending) -> None:
        if pending.writer:
            pending.writer.close()


def _add_rows(pending: _Pending, texts: Sequence[ReadText]) -> None:
    for name, rows in text_rows(pending.content.sha256, texts, pending.text_count).items():
        pending.rows[name] += rows
    pending.text_count += len(texts)
    pending.char_count += sum(len(text.source.text) for text in texts if text.source)


def _frames(contents: Sequence[_Pending]) -> dict[str, pl.DataFrame]:
    return {name: pl.DataFrame([row for pending in contents for row in pending.rows[name]], schema=TEXT_TABLES[name])
            for name in TEXT_TABLES}
