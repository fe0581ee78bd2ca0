"""The stages of a build as plain functions; each reads what the one before left in the output folder."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows import state
from flows.account import Account, Extracted, Ingested, Loaded, Normalized, Step
from flows.extraction import Progress, Todo, default_workers, extract_all
from flows.output import BuildFailed, Effort, MissingInput, Output, check_input
from flows.reader import Unread
from flows.reading import read_all
from flows.record import (
    count_statuses,
    database_fingerprint,
    record_fingerprint,
    row_counts,
    run_id,
    texts_fingerprint,
    texts_of,
    write_run,
    write_tables,
)
from flows.state import Database, Extraction, Listing, Reading, Record
from transforms.knowledge.records import InvalidKnowledge
from transforms.reading.folder import scan_folder
from transforms.versions import extraction_version, reading_version
from warehouse.files import WriteError, replace_file, sha256_of
from warehouse.manifest import ManifestError, verify_manifest
from warehouse.parquet import TableError, read_table, write_table
from warehouse.parts import Content, PartStore, Survey, count_reasons
from warehouse.rules import InvalidRows
from warehouse.tables import CHECKS, SOURCES

LOG = logging.getLogger("cooperation")
ALL_CORES = Effort()


def no_progress(what: str, done: int, total: int) -> None:
    """Takes the progress and shows nothing."""


def direct_steps(
    out: Output, raw: Path | None, effort: Effort = ALL_CORES, progress: Progress = no_progress
) -> dict[str, Callable[[], Step]]:
    """The stages of a build, in order, to be run without Prefect; only ingest needs the raw folder."""
    return {
        **({"ingest": lambda: ingest(raw, out, effort, progress)} if raw else {}),
        "extract": lambda: extract(out, effort, progress),
        "normalize": lambda: normalize(out),
        "load": lambda: load(out),
    }


def run_steps(out: Output, steps: Mapping[str, Callable[[], Step]]) -> Account:
    """Runs stages one after the other as the only run in the folder; a run of all stages leaves its account there.

    RunStopped and its kinds say why a run cannot go on.
    """
    started, account = time.monotonic(), Account(started_at=datetime.now(UTC))
    out.prepare()
    with out.locked(), _told_in_one_line():
        for step in steps.values():
            account.add(step())
        account.seconds = time.monotonic() - started
        if account.ingested and account.loaded:
            replace_file(out.account, account.markdown().encode())
    return account


@contextmanager
def _told_in_one_line() -> Iterator[None]:
    """Turns the errors that stages foresee into BuildFailed."""
    try:
        yield
    except (WriteError, InvalidRows, TableError, ManifestError, InvalidKnowledge) as error:
        raise BuildFailed(str(error)) from error


def ingest(raw: Path, out: Output, effort: Effort = ALL_CORES, progress: Progress = no_progress) -> Ingested:
    """Lists the raw files with their hashes and reads those that are new or changed into texts."""
    started = time.monotonic()
    check_input(raw)
    files = scan_folder(raw)
    listing, before = Listing(str(raw), tuple(files)), state.recorded_files(out)
    if not files and before:
        cure = f"name another folder, or remove {out.root}"
        raise MissingInput(f"{raw}: no file is in it, but the record has some; {cure}")
    state.write_listing(out, listing)
    now = {file.path: file.sha256 for file in files}
    changed = tuple(path for path in now if path in before and before[path] != now[path])
    added, deleted = tuple(now.keys() - before.keys()), tuple(before.keys() - now.keys())
    LOG.info("ingest: %d files in %s, %d new, %d changed, %d deleted",
             len(files), raw, len(added), len(changed), len(deleted))
    store, contents = PartStore(out.texts, reading_version()), listing.by_content()
    task = Unfinished.of(contents, store, state.reading_before(out), retry=effort.retry)
    reasons = task.reasons({content: [file.path for file in same] for content, same in contents.items()}, before)
    warnings = _warn("ingest", store, task.survey)
    reading = Reading(task.lasting, version=store.version)
    if task.contents:
        LOG.info("ingest: %d of %d files to read: %s", len(task.contents), len(contents), _listed(reasons))
        todo = [Unread(content.sha256, tuple(same)) for content, same in contents.items() if content in task.contents]
        failures = read_all(todo, store, effort.workers or default_workers(), progress)
        reading = Reading({**task.lasting, **failures}, len(todo) - len(failures), reasons, store.version)
        _log_lines("ingest: in quarantine: %s", sorted(set(failures.values())), logging.WARNING)
        task.survey = store.survey(contents)
    store.tidy(task.survey)
    reading = replace(reading, texts=texts_fingerprint(task.survey))
    state.write_reading(out, reading)
    return Ingested(str(raw), len(files), tuple(sorted(added)), changed, tuple(sorted(deleted)), reading.read_count,
                    reasons, warnings, time.monotonic() - started)


def extract(out: Output, effort: Effort = ALL_CORES, progress: Progress = no_progress) -> Extracted:
    """Extracts the texts that have no result yet into parts, and tidies the parts."""
    started = time.monotonic()
    texts, store = PartStore(out.texts, reading_version()), PartStore(out.parts, extraction_version())
    found = texts_of(texts, state.read_listing(out), state.read_reading(out))
    contents = {Content(row["text_id"]): row for row in found.iter_rows(named=True)}
    task = Unfinished.of(contents, store, state.extraction_before(out), retry=effort.retry)
    reasons = task.reasons({content: row["paths"] for content, row in contents.items()}, state.recorded_texts(out))
    warnings = _warn("extract", store, task.survey)
    extraction = Extraction(task.lasting, version=store.version)
    if task.contents:
        LOG.info("extract: %d of %d texts to extract: %s", len(task.contents), len(contents), _listed(reasons))
        todo = [Todo(row["part_id"], row["row"], content, row["char_count"]) for content, row in contents.items()
                if content in task.contents]
        result = extract_all(todo, texts, store, effort.workers or default_workers(), progress)
        extraction = Extraction({**task.lasting, **result.failures}, result.extracted_count, reasons, store.version)
        _log_lines("extract: in quarantine: %s", sorted(set(result.failures.values())), logging.WARNING)
        task.survey = store.survey(contents)
    store.tidy(task.survey)
    state.write_extraction(out, extraction)
    kept = len(contents) - len(task.contents)
    LOG.info("extract: %d texts extracted, %d as they were", extraction.extracted_count, kept)
    return Extracted(len(contents), extraction.extracted_count, reasons, warnings, time.monotonic() - started)


@dataclass(slots=True)
class Unfinished:
    """What a stage still has to do: contents without a result, but for what would only fail again."""

    contents: frozenset[Content]
    survey: Survey
    lasting: dict[str, str]
    failed: Collection[str]

    @classmethod
    def of(
        cls, contents: Iterable[Content], store: PartStore, before: Reading | Extraction, *, retry: bool
    ) -> Unfinished:
        """Looks for the results of all contents in the store."""
        wanted = list(contents)
        survey = store.survey(wanted)
        lost = _lost_in(store, survey) if retry else set()
        store.discard(survey, lost)
        lacking = [content for content in wanted if content not in survey.place]
        known = {} if retry else state.lasting(before, store.version)
        left = {content.sha256: known[content.sha256] for content in lacking if content.sha256 in known}
        todo = frozenset(content for content in lacking if content.sha256 not in left)
        return cls(todo, survey, left, {content.sha256 for content in lost} | before.failures.keys())

    def reasons(self, paths: Mapping[Content, Iterable[str]], recorded: Mapping[str, str | None]) -> dict[str, int]:
        """How many are done anew for which reason; `recorded` is what the record that stands has for each path."""
        return count_reasons({content: self._why(content, paths[content], recorded) for content in self.contents})

    def _why(self, content: Content, paths: Iterable[str], recorded: Mapping[str, str | None]) -> str:
        if content.sha256 in self.failed:
            return "failed the last time"
        if reason := self.survey.lost.get(content):
            return reason
        known = [path for path in paths if path in recorded]
        if any(recorded[path] == content.sha256 for path in known):
            return "its part was missing"
        return "changed file" if known else "new file"


def normalize(out: Output) -> Normalized:
    """Makes the tables of the whole record from the parts and writes them as Parquet, unless nothing has changed."""
    started, moment = time.monotonic(), datetime.now(UTC)
    listing, reading, extraction = state.read_listing(out), state.read_reading(out), state.read_extraction(out)
    record, files = state.read_record(out), state.with_failures(listing.files, reading.failures)
    fingerprint = record_fingerprint(files, reading.texts, extraction.failures)
    problems = verify_manifest(out.parquet)
    is_unchanged = record.fingerprint == fingerprint and not any(problem.is_fatal for problem in problems)
    if not is_unchanged:
        record = Record(fingerprint, record.run_number + 1)
        write_tables(out, files, extraction.failures)
        write_run(out, record, moment, reading, extraction)
        state.write_record(out, record)
    sources, rows = read_table(out.parquet, SOURCES), row_counts(out)
    news = "nothing has changed" if is_unchanged else f"{sum(rows.values())} rows in {len(rows)} tables"
    LOG.info("normalize: %s", news)
    is_member = pl.col("parent_source_id").is_not_null()
    held = sources.filter(pl.col("status") == "quarantined").sort(is_member, "path").select("path", "reason")
    strays = tuple(str(problem) for problem in problems if not problem.is_fatal)
    members = {name: count for name, count in count_statuses(sources, is_raw=False).items() if count}
    quarantined = tuple((path, reason) for path, reason in held.iter_rows())
    return Normalized(run_id(record), count_statuses(sources), members, quarantined, rows, is_unchanged, strays,
                      time.monotonic() - started)


def load(out: Output) -> Loaded:
    """Builds, checks and swaps in the warehouse, unless it is that of this Parquet; BuildFailed leaves the old one."""
    started, built = time.monotonic(), state.read_database(out)
    fingerprint = database_fingerprint(out)
    stands = out.database.is_file() and sha256_of(out.database) == built.sha256
    is_unchanged = stands and built.fingerprint == fingerprint
    if not is_unchanged:
        built = Database(fingerprint, check_count=_build_database(out))
        state.write_database(out, replace(built, sha256=sha256_of(out.database)))
    news = "nothing has changed" if is_unchanged else f"{out.database} passed {built.check_count} checks"
    LOG.info("load: %s", news)
    return Loaded(str(out.database), built.check_count, is_unchanged, time.monotonic() - started)


def _build_database(out: Output) -> int:
    """The number of checks that the new warehouse passed."""
    from warehouse.check import LoadError, results_frame  # noqa: PLC0415  (DuckDB: not for an unchanged run)
    from warehouse.load import load_warehouse  # noqa: PLC0415

    try:
        results = load_warehouse(out.parquet, out.database)
    except LoadError as error:
        raise BuildFailed(str(error)) from error
    write_table(CHECKS, results_frame(results), out.parquet)
    return len(results)


def _lost_in(store: PartStore, survey: Survey) -> set[Content]:
    """The contents of which a file in them took too much of time or memory, in a store of what was read."""
    if "reason" not in store.columns(survey, "texts"):
        return set()
    rows = store.locate(survey, "texts", ("sha256", "reason")).drop_nulls("reason")
    lost = {sha256 for sha256, why in rows.select("sha256", "reason").iter_rows() if why.startswith(state.LASTING)}
    return {content for content in survey.place if content.sha256 in lost}


def _warn(stage: str, store: PartStore, survey: Survey) -> tuple[str, ...]:
    """What is odd in the folder of a store."""
    dropped = (f"part {name}: {problem}; what was in it is made again" for name, problem in survey.dropped.items())
    strays = (f"{store.folder / name}: no part of the record; it is not read" for name in survey.strays)
    warnings = (*dropped, *strays)
    _log_lines(f"{stage}: %s", warnings, logging.WARNING)
    return warnings


def _listed(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in reasons.items())


def _log_lines(pattern: str, lines: Iterable[str], level: int) -> None:
    for line in lines:
        LOG.log(level, pattern, line)
