"""Extraction of what has no result yet: files are read, batched, given to workers, and their results become parts."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from flows.output import BuildFailed
from flows.pool import Done, Job, Lost, Pool
from transforms.model import UnreadableSource
from transforms.reading.folder import RawFile, read_bytes
from warehouse.files import WriteError
from warehouse.parts import Content, PartStore

LOG = logging.getLogger("cooperation.extract")
BATCH_FILES, BATCH_BYTES = 64, 256 * 1024
# Below this a second process costs more (two seconds to load the model) than it saves
SMALL_JOB_BYTES = 192 * 1024
# A tenth of the speed that a slow core reaches, and time for what is loaded late
SECONDS_A_BATCH, BYTES_A_SECOND = 120.0, 5_000
Progress = Callable[[int, int], None]
FAULT, SHOWN_CHARS = "failed:", 200


@dataclass(frozen=True, slots=True)
class Todo:
    """A content to extract, and the files that have it."""

    content: Content
    files: tuple[RawFile, ...]

    @property
    def byte_count(self) -> int:
        """Its size."""
        return self.files[0].byte_count or 0


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch: contents in the new part, and the reasons of those that are not."""

    extracted_count: int
    failures: Mapping[str, str] = field(default_factory=dict)


def extract_all(todo: Sequence[Todo], store: PartStore, workers: int, progress: Progress) -> BatchResult:
    """Extracts all into new parts of the store; gives the count and the reason of each that could not be extracted."""
    batches, failures, extracted, seen = cut_batches(todo, workers), dict[str, str](), 0, 0
    progress(0, len(todo))
    for outcome in _outcomes(batches, store, workers):
        if isinstance(outcome, Lost):
            failures[outcome.item.content.sha256] = outcome.reason
            seen += 1
        else:
            failures |= outcome.result.failures
            extracted += outcome.result.extracted_count
            seen += len(outcome.batch)
        progress(seen, len(todo))
    if failures and not extracted and len(todo) > 1 and all(reason.startswith(FAULT) for reason in failures.values()):
        # A warehouse without a text must not take the place of the old one for a fault of the program
        raise BuildFailed(f"no text could be extracted: {min(failures.values())}")
    return BatchResult(extracted, dict(sorted(failures.items())))


def cut_batches(todo: Sequence[Todo], workers: int) -> list[list[Todo]]:
    """Batches small enough that all workers have work to the end, the largest files first."""
    limit = min(BATCH_BYTES, max(BATCH_BYTES // 8, sum(item.byte_count for item in todo) // (workers * 8)))
    batches: list[list[Todo]] = []
    size = 0
    for item in sorted(todo, key=lambda item: (-item.byte_count, item.content)):
        if not batches or len(batches[-1]) == BATCH_FILES or size + item.byte_count > limit:
            batches.append([])
            size = 0
        batches[-1].append(item)
        size += item.byte_count
    return batches


def extract_to_part(batch: Sequence[Todo], store: PartStore) -> BatchResult:
    """Extracts a batch and writes its part; the batch is one call, or one a file if that call fails."""
    texts, failures = _read_batch(batch)
    if not texts:
        return BatchResult(0, failures)
    try:
        _extract(texts, store)
    except WriteError:
        raise
    except Exception as error:  # one file's fault must not cost the others their result
        if len(texts) == 1:
            LOG.debug("extraction failed", exc_info=error)
            return BatchResult(0, {**failures, texts[0][0].sha256: _failure(error)})
        singles = [extract_to_part([item], store) for item in batch if item.content.sha256 not in failures]
        merged = {sha256: reason for single in singles for sha256, reason in single.failures.items()}
        return BatchResult(sum(single.extracted_count for single in singles), {**failures, **merged})
    return BatchResult(len(texts), failures)


def _outcomes(
    batches: Sequence[Sequence[Todo]], store: PartStore, workers: int
) -> Iterator[Done[Todo, BatchResult] | Lost[Todo]]:
    small = sum(item.byte_count for batch in batches for item in batch) <= SMALL_JOB_BYTES
    if (workers == 1 or small) and not any(_needs_guard(item) for batch in batches for item in batch):
        _warm_up()
        return (Done(batch, extract_to_part(batch, store)) for batch in batches)
    job = Job(partial(extract_to_part, store=store), _warm_up, _seconds)
    return Pool(job, workers).run(batches)


def _needs_guard(item: Todo) -> bool:
    """True for a PDF: only a worker that can be killed bounds what its reader, which is not ours, takes of time."""
    with suppress(OSError), item.files[0].location.open("rb") as file:
        return file.read(1024).find(b"%PDF-") >= 0
    return False


def _warm_up() -> None:
    from transforms.extract import warm_up  # noqa: PLC0415  (spaCy: two seconds that a run without work need not pay)

    warm_up()


def _seconds(batch: Sequence[Todo]) -> float:
    return SECONDS_A_BATCH + sum(item.byte_count for item in batch) / BYTES_A_SECOND


def _read_batch(batch: Sequence[Todo]) -> tuple[list[tuple[Content, bytes]], dict[str, str]]:
    texts, failures = [], {}
    for item in batch:
        try:
            texts.append((item.content, _read_first(item.files)))
        except UnreadableSource as problem:
            failures[item.content.sha256] = str(problem)
    return texts, failures


def _read_first(files: Sequence[RawFile]) -> bytes:
    """The bytes from the first of the files that still has them."""
    for file in files[:-1]:
        try:
            return read_bytes(file)
        except UnreadableSource:
            continue
    return read_bytes(files[-1])


def _extract(texts: Sequence[tuple[Content, bytes]], store: PartStore) -> None:
    from transforms.extract import ContentFile, extract_batch  # noqa: PLC0415  (as above)
    from transforms.rows import part_schema  # noqa: PLC0415

    # The result is kept by content, so no name may get into it but the suffix that is part of its key
    files = [ContentFile(content.sha256, f"{content.sha256[:12]}{content.suffix}", data) for content, data in texts]
    frames = extract_batch(files)
    store.write([content for content, _ in texts],
                {name: frame.match_to_schema(part_schema(name)) for name, frame in frames.items()})


def _failure(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "memory: not enough to read it; free memory or split the file"
    told = " ".join(str(error).split())[:SHOWN_CHARS]
    return f"{FAULT} {type(error).__name__}: {told}; report it, it is a fault of the program"


def default_workers() -> int:
    """A worker for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
