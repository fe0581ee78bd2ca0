"""Worker processes for batches of work: a worker that dies or hangs costs one item, not the run.

Each worker is told one batch at a time, so it is known which batch a dead worker held. That batch is done again one
item at a time; an item that kills its worker when it is alone is given back as lost. While it works a worker may tell
what it has so far, which also gives it more time.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Generic, TypeVar

from flows.output import RunStopped

Item = TypeVar("Item")
Result = TypeVar("Result")
START_SECONDS = 300.0
# How often the memory of workers is looked at
LOOK_SECONDS = 0.5
# One thread a worker: the workers are as many as the cores
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"), "1")


class WorkFailed(RunStopped):
    """A worker could not start, or met an error that no single item is to blame for (a full disk)."""

    is_passing = True


@dataclass(frozen=True, slots=True)
class Done(Generic[Item, Result]):
    """A batch that was done."""

    batch: Sequence[Item]
    result: Result


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """An item that killed or outlasted its worker, and the reason."""

    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker told in the midst of a batch; `seconds` is how long it may take from here on."""

    message: object
    seconds: float


Tell = Callable[[object, float], None]
Outcome = Done[Item, Result] | Lost[Item] | Told


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Result]):
    """What workers do: `warm_up` once, then `run` a batch; `seconds` is how long a batch may take.

    `run` may tell (a message, seconds for what follows). A worker of a job with `memory_bytes` is given no more of
    them; one that comes to hold more than `resident_bytes` is stopped.
    """

    run: Callable[[Sequence[Item], Tell], Result]
    warm_up: Callable[[], None]
    seconds: Callable[[Sequence[Item]], float]
    memory_bytes: int | None = None
    resident_bytes: int | None = None
    preload: tuple[str, ...] = ()


@dataclass(slots=True)
class _Worker(Generic[Item, Result]):
    process: ForkServerProcess
    pipe: Connection
    batch: Sequence[Item] | None = None
    is_ready: bool = False
    seconds: float = START_SECONDS
    deadline: float = 0.0

    def allow(self, seconds: float) -> None:
        self.seconds, self.deadline = seconds, time.monotonic() + seconds

    def give(self, batch: Sequence[Item], seconds: float) -> None:
        self.batch = batch
        self.allow(seconds)
        # A worker that died while it was idle is noticed when its end of the pipe is read
        with suppress(BrokenPipeError):
            self.pipe.send(batch)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


class Pool(Generic[Item, Result]):
    """`count` worker processes that do batches of a job."""

    def __init__(self, job: Job[Item, Result], count: int) -> None:
        self._job, self._count = job, count
        self._workers: list[_Worker[Item, Result]] = []
        self._queue: deque[Sequence[Item]] = deque()

    def run(self, batches: Sequence[Sequence[Item]]) -> Iterator[Outcome[Item, Result]]:
        """Gives what was told and what became of each batch, as it comes; WorkFailed if the whole cannot go on."""
        self._queue.extend(batches)
        try:
            with _one_thread_each():
                self._workers = [self._start() for _ in range(min(self._count, len(batches)))]
                while self._queue or any(worker.batch for worker in self._workers):
                    yield from self._step()
        finally:
            for worker in self._workers:
                worker.stop()

    def _start(self) -> _Worker[Item, Result]:
        context = get_context("forkserver")
        ours, theirs = context.Pipe()
        # Only what starts no thread is loaded before the fork: a worker must not inherit a library's threads or locks
        context.set_forkserver_preload(list(self._job.preload))
        process = context.Process(target=_work, args=(theirs, self._job), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, deadline=time.monotonic() + START_SECONDS)

    def _step(self) -> Iterator[Outcome[Item, Result]]:
        for worker in self._workers:
            if worker.is_ready and worker.batch is None and self._queue:
                batch = self._queue.popleft()
                worker.give(batch, self._job.seconds(batch))
        busy = [worker for worker in self._workers if worker.batch is not None or not worker.is_ready]
        wait = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        limit = self._job.resident_bytes
        wait = min(wait, LOOK_SECONDS) if limit else wait
        heard = connection.wait([worker.pipe for worker in busy], wait)
        for worker in busy:
            if worker.pipe in heard:
                yield from self._listen(worker)
            elif time.monotonic() > worker.deadline:
                yield from self._give_up(worker, f"timeout: not done within {worker.seconds:.0f} s; split the file")
            elif limit and _resident(worker.process.pid) > limit:
                yield from self._give_up(
                    worker, f"memory: its worker took more than {limit // 2**20} MiB; free memory or split the file")

    def _listen(self, worker: _Worker[Item, Result]) -> Iterator[Outcome[Item, Result]]:
        try:
            answer: Result | Told | WorkFailed | None = worker.pipe.recv()
        except (EOFError, ConnectionResetError):
            worker.process.join()
            yield from self._give_up(worker, _death(worker.process.exitcode))
            return
        if isinstance(answer, WorkFailed):
            raise answer
        if isinstance(answer, Told):
            worker.allow(answer.seconds)
            yield answer
            return
        worker.is_ready = True
        if worker.batch is not None and answer is not None:
            batch, worker.batch = worker.batch, None
            yield Done(batch, answer)

    def _give_up(self, worker: _Worker[Item, Result], reason: str) -> Iterator[Lost[Item]]:
        """Replaces a worker; its batch is done again one item at a time, a single item is lost."""
        batch = worker.batch
        self._workers.remove(worker)
        worker.stop()
        if batch is None:
            raise WorkFailed(f"a worker cannot start: {reason}")
        self._workers.append(self._start())
        if len(batch) == 1:
            yield Lost(batch[0], reason)
        else:
            self._queue.extendleft([item] for item in reversed(batch))


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Workers inherit the environment of the moment in which the first of them is started."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _resident(process: int | None) -> int:
    """The bytes that a process holds in memory; 0 where the system does not tell."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _death(exitcode: int | None) -> str:
    if exitcode is None or exitcode >= 0:
        return f"crash: its worker ended with code {exitcode}; save its text in another format"
    name = signal.Signals(-exitcode).name
    if name in ("SIGKILL", "SIGABRT", "SIGTRAP", "SIGILL"):
        return f"memory: its worker was killed ({name}); free memory or split the file"
    return f"crash: its worker was killed ({name}); save its text in another format"


def _work(pipe: Connection, job: Job[Item, Result]) -> None:
    """A worker's life: until the pipe is closed or its parent is gone."""

    def tell(message: object, seconds: float) -> None:
        pipe.send(Told(message, seconds))

    # Ctrl-C reaches all processes of a terminal; the parent decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if job.memory_bytes:
        # Where a system knows no such limit (macOS refuses it), the time limit is left
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (job.memory_bytes, job.memory_bytes))
    threading.Thread(target=_die_with_parent, daemon=True).start()
    with suppress(EOFError, BrokenPipeError):
        pipe.send(_answer(job.warm_up))
        while True:
            batch = pipe.recv()
            pipe.send(_answer(lambda: job.run(batch, tell)))  # noqa: B023  (called at once)


def _answer(act: Callable[[], Result]) -> Result | WorkFailed:
    try:
        return act()
    except Exception as error:  # noqa: BLE001  (told to the parent, which stops the run)
        return WorkFailed(f"{type(error).__name__}: {error}")


def _die_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
