"""The flows: the stages as Prefect tasks, with their account and progress as artifacts."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict
from pathlib import Path
from typing import cast
from uuid import UUID

from flows.settings import set_prefect_defaults

set_prefect_defaults()

from prefect import State, Task, flow, task  # noqa: E402  (after its settings)
from prefect.artifacts import (  # noqa: E402
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import TaskRun  # noqa: E402

from flows import stages  # noqa: E402
from flows.account import Account, Extracted, Ingested, Loaded, Normalized, Step  # noqa: E402
from flows.extraction import Progress  # noqa: E402
from flows.output import Effort, Output, RunStopped, check_places  # noqa: E402
from flows.printing import start_logging  # noqa: E402

RAW, OUT = "raw", "warehouse/data"
# A call to the server for each batch would cost more than the batch
SECONDS_BETWEEN_UPDATES = 2.0
_watchers: list[subprocess.Popen[bytes]] = []
_progress: ContextVar[Progress] = ContextVar("progress", default=stages.no_progress)


def _may_pass(_task: Task[..., Step], _run: TaskRun, state: State[Step]) -> bool:
    """True for a fault of the moment: a worker that found no memory, a network drive that was away."""
    error = state.result(raise_on_failure=False)
    return error.is_passing if isinstance(error, RunStopped) else isinstance(error, OSError)


@task(retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=_may_pass, cache_policy=NO_CACHE, persist_result=False)
def ingest_files(raw: str, out: str, effort: Effort) -> Ingested:
    """The stage ingest: one task, in which a pool of processes reads the files."""
    progress = _told_to_server(_progress.get(), "reading", "Files read.")
    return stages.ingest(Path(raw), Output(Path(out)), effort, progress)


# What was extracted before the fault is kept, so that a second try goes on
@task(retries=1, retry_delay_seconds=10, retry_condition_fn=_may_pass, cache_policy=NO_CACHE, persist_result=False)
def extract_texts(out: str, effort: Effort) -> Extracted:
    """The stage extract: one task, in which a pool of processes takes the batches."""
    progress = _told_to_server(_progress.get(), "extraction", "Texts extracted.")
    return stages.extract(Output(Path(out)), effort, progress)


@task(retries=1, retry_delay_seconds=2, retry_condition_fn=_may_pass, cache_policy=NO_CACHE, persist_result=False)
def normalize_record(out: str) -> Normalized:
    """The stage normalize."""
    return stages.normalize(Output(Path(out)))


@task(retries=1, retry_delay_seconds=2, retry_condition_fn=_may_pass, cache_policy=NO_CACHE, persist_result=False)
def load_database(out: str) -> Loaded:
    """The stage load."""
    return stages.load(Output(Path(out)))


@flow(name="build")
def build(raw: str = RAW, out: str = OUT, workers: int | None = None, retry: bool = False) -> Account:
    """Raw documents to a checked warehouse; what has not changed is not done again."""
    return _run(raw, out, Effort(workers, retry), "ingest", "extract", "normalize", "load")


@flow(name="ingest")
def ingest(raw: str = RAW, out: str = OUT, workers: int | None = None, retry: bool = False) -> Account:
    """Lists the raw files and reads those that have no text yet."""
    return _run(raw, out, Effort(workers, retry), "ingest")


@flow(name="extract")
def extract(out: str = OUT, workers: int | None = None, retry: bool = False) -> Account:
    """Extracts the texts that have no result yet."""
    return _run(None, out, Effort(workers, retry), "extract")


@flow(name="normalize")
def normalize(out: str = OUT) -> Account:
    """Makes the tables of the whole record."""
    return _run(None, out, Effort(), "normalize")


@flow(name="load")
def load(out: str = OUT) -> Account:
    """Builds, checks and swaps in the warehouse."""
    return _run(None, out, Effort(), "load")


def run_flow(name: str, raw: Path | None, out: Output, effort: Effort, progress: Progress) -> Account:
    """Runs the flow of that name; its progress goes to `progress` too."""
    work = asdict(effort)
    given = {"build": {"raw": str(raw), **work}, "ingest": {"raw": str(raw), **work}, "extract": work}
    flows: dict[str, Callable[..., Account]] = {each.name: each for each in (build, ingest, extract, normalize, load)}
    token = _progress.set(progress)
    try:
        return flows[name](out=str(out.root), **given.get(name, {}))
    finally:
        _progress.reset(token)


def _run(raw: str | None, out: str, effort: Effort, *names: str) -> Account:
    start_logging()
    _stop_server_with_us()
    if raw is not None:
        check_places(Path(raw), Output(Path(out)))
    steps: dict[str, Callable[[], Step]] = {
        "ingest": lambda: ingest_files(raw or RAW, out, effort),
        "extract": lambda: extract_texts(out, effort),
        "normalize": lambda: normalize_record(out),
        "load": lambda: load_database(out),
    }
    account = stages.run_steps(Output(Path(out)), {name: steps[name] for name in names})
    _show_account(account)
    return account


def _stop_server_with_us() -> None:
    """Prefect's temporary server outlives a killed run; a shell that sees our end of a pipe close ends it then."""
    # With a server of its own running, the module is not even loaded
    module = sys.modules.get("prefect.server.api.server")
    for server in module.SubprocessASGIServer._instances.values() if module else ():
        if server.server_process is not None:
            command = ["/bin/sh", "-c", f"read _; kill {server.server_process.pid} 2>/dev/null"]
            _watchers.append(subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True))


def _show_account(account: Account) -> None:
    create_markdown_artifact(account.markdown(), key="account", description="What became of the raw files.")
    if account.normalized:
        rows = [{"table": name, "rows": count} for name, count in account.normalized.rows.items()]
        create_table_artifact(rows, key="tables", description="Rows of each table.")


def _told_to_server(shown: Progress, key: str, description: str) -> Progress:
    """A progress that goes to `shown` and, now and then, to an artifact of the run."""
    # In a flow that is not async it gives the id itself
    artifact_id = cast(UUID, create_progress_artifact(0.0, key=key, description=description))
    last = time.monotonic()

    def show(what: str, done: int, total: int) -> None:
        nonlocal last
        shown(what, done, total)
        if done == total or time.monotonic() - last > SECONDS_BETWEEN_UPDATES:
            last = time.monotonic()
            update_progress_artifact(artifact_id, 100.0 * done / max(total, 1))

    return show
