"""Extraction of the texts that have no result yet: batched, given to workers, and their results become parts."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Protocol, TypeVar

from flows.output import BuildFailed
from flows.pool import Done, Job, Lost, Outcome, Pool, Tell
from transforms.model import FAULT, failure_of
from transforms.rows import source_of
from warehouse.files import WriteError
from warehouse.parts import Content, PartStore

if TYPE_CHECKING:
    from transforms.extract import Text

LOG = logging.getLogger("cooperation.extract")
BATCH_FILES, BATCH_BYTES = 64, 256 * 1024
# Below this a second process costs more (two seconds to load the model) than it saves
SMALL_JOB_BYTES = 192 * 1024
# A tenth of the speed that a slow core reaches, and time for what is loaded late
SECONDS_A_BATCH, BYTES_A_SECOND = 120.0, 5_000
# What is done, how much of it, and how much there is
Progress = Callable[[str, int, int], None]
Work = TypeVar("Work", bound="Sized")


class Sized(Protocol):
    """Something to do that can be batched."""

    @property
    def byte_count(self) -> int:
        """Its size."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class Todo:
    """A text to extract, and where reading left it: a part and the number of the row in it."""

    part_id: str
    row: int
    content: Content
    byte_count: int


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of a batch: contents in the new part, and the reasons of those that are not."""

    extracted_count: int
    failures: Mapping[str, str] = field(default_factory=dict)


def extract_all(
    todo: Sequence[Todo], texts: PartStore, store: PartStore, workers: int, progress: Progress
) -> BatchResult:
    """Extracts all into new parts of the store; gives the count and the reason of each that could not be extracted."""
    batches = cut_batches(sorted(todo), workers, BATCH_FILES, BATCH_BYTES)
    failures, extracted, seen = dict[str, str](), 0, 0
    progress("extract", 0, len(todo))
    for outcome in _outcomes(batches, texts, store, workers):
        if isinstance(outcome, Lost):
            failures[outcome.item.content.sha256] = outcome.reason
            seen += 1
        elif isinstance(outcome, Done):
            failures |= outcome.result.failures
            extracted += outcome.result.extracted_count
            seen += len(outcome.batch)
        progress("extract", seen, len(todo))
    if failures and not extracted and len(todo) > 1 and all(reason.startswith(FAULT) for reason in failures.values()):
        # A warehouse without a text must not take the place of the old one for a fault of the program
        raise BuildFailed(f"no text could be extracted: {min(failures.values())}")
    return BatchResult(extracted, dict(sorted(failures.items())))


def cut_batches(todo: Sequence[Work], workers: int, most_files: int, most_bytes: int) -> list[list[Work]]:
    """Batches of neighbors, small enough that all workers have work to the end, the largest first."""
    limit = min(most_bytes, max(most_bytes // 8, sum(item.byte_count for item in todo) // (workers * 8)))
    batches: list[list[Work]] = []
    size = 0
    for item in todo:
        if not batches or len(batches[-1]) == most_files or size + item.byte_count > limit:
            batches.append([])
            size = 0
        batches[-1].append(item)
        size += item.byte_count
    return sorted(batches, key=lambda batch: -sum(item.byte_count for item in batch))


def extract_to_part(batch: Sequence[Todo], texts: PartStore, store: PartStore) -> BatchResult:
    """Extracts a batch and writes its part; the batch is one call, or one a text if that call fails."""
    try:
        _extract(batch, texts, store)
    except WriteError:
        raise
    except Exception as error:  # one text's fault must not cost the others their result
        if len(batch) == 1:
            LOG.debug("extraction failed", exc_info=error)
            return BatchResult(0, {batch[0].content.sha256: failure_of(error)})
        singles = [extract_to_part([item], texts, store) for item in batch]
        merged = {sha256: reason for single in singles for sha256, reason in single.failures.items()}
        return BatchResult(sum(single.extracted_count for single in singles), merged)
    return BatchResult(len(batch))


def _outcomes(
    batches: Sequence[Sequence[Todo]], texts: PartStore, store: PartStore, workers: int
) -> Iterator[Outcome[Todo, BatchResult]]:
    small = sum(item.byte_count for batch in batches for item in batch) <= SMALL_JOB_BYTES
    if workers == 1 or small:
        _warm_up()
        return (Done(batch, extract_to_part(batch, texts, store)) for batch in batches)
    limit = _memory_bytes() // (workers + 1)
    job = Job(partial(_extract_batch, texts=texts, store=store), _warm_up, _seconds, resident_bytes=limit)
    return Pool(job, workers).run(batches)


def _extract_batch(batch: Sequence[Todo], _tell: Tell, texts: PartStore, store: PartStore) -> BatchResult:
    return extract_to_part(batch, texts, store)


def _warm_up() -> None:
    from transforms.extract import warm_up  # noqa: PLC0415  (spaCy: two seconds that a run without work need not pay)

    warm_up()


def _seconds(batch: Sequence[Todo]) -> float:
    return SECONDS_A_BATCH + sum(item.byte_count for item in batch) / BYTES_A_SECOND


def _extract(batch: Sequence[Todo], texts: PartStore, store: PartStore) -> None:
    from transforms.extract import extract_batch  # noqa: PLC0415  (as above)
    from transforms.rows import part_schema  # noqa: PLC0415

    frames = extract_batch(_texts(batch, texts))
    store.write([item.content for item in batch],
                {name: frame.match_to_schema(part_schema(name)) for name, frame in frames.items()})


def _texts(batch: Sequence[Todo], texts: PartStore) -> list[Text]:
    """The texts of a batch, each part opened once."""
    from transforms.extract import Text  # noqa: PLC0415  (as above)

    found: list[Text] = []
    for part_id, items in groupby(sorted(batch), key=lambda item: item.part_id):
        wanted = list(items)
        rows = texts.read_rows(part_id, "texts", [item.row for item in wanted])
        found += [Text(item.content.sha256, source_of(row)) for item, row in zip(wanted, rows, strict=True)]
    return found


def _memory_bytes() -> int:
    """The memory of the machine."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def default_workers() -> int:
    """A worker for each core that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
