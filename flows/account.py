"""The account of a run: what became of every raw file, what was made anew and why, rows, seconds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

SHOWN_FILES = 50
# An underscore within a word (`event_mentions`) marks nothing
MARKS = re.compile(r"[\\`*\[\]<>|]|(?<!\w)_|_(?!\w)|^#")


@dataclass(frozen=True, slots=True)
class Ingested:
    """What ingest saw: files by path, compared with the record that stands; what it read anew, and why."""

    raw: str
    file_count: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    read_count: int
    reasons: Mapping[str, int]
    warnings: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Extracted:
    """What was extracted anew and why, what was taken as it was, and what is odd in the folder of parts."""

    content_count: int
    extracted_count: int
    reasons: Mapping[str, int]
    warnings: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Normalized:
    """The tables: what became of the raw files and of those in them, and the rows of each table."""

    run_id: str
    statuses: Mapping[str, int]
    member_statuses: Mapping[str, int]
    quarantined: tuple[tuple[str, str], ...]
    rows: Mapping[str, int]
    is_unchanged: bool
    warnings: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Loaded:
    """The warehouse and its checks."""

    database: str
    check_count: int
    is_unchanged: bool
    seconds: float


Step = Ingested | Extracted | Normalized | Loaded


@dataclass(slots=True)
class Account:
    """What the stages of one run told, as far as it went."""

    started_at: datetime
    ingested: Ingested | None = None
    extracted: Extracted | None = None
    normalized: Normalized | None = None
    loaded: Loaded | None = None
    seconds: float = 0.0

    def add(self, step: Step) -> None:
        """Takes what a stage told."""
        if isinstance(step, Ingested):
            self.ingested = step
        elif isinstance(step, Extracted):
            self.extracted = step
        elif isinstance(step, Normalized):
            self.normalized = step
        else:
            self.loaded = step

    @property
    def equation(self) -> str:
        """`23 raw files = 20 loaded + 1 duplicate + 2 quarantined`."""
        return _equation(self.normalized.statuses if self.normalized else {}, "raw file")

    def markdown(self) -> str:
        """The account as a Markdown page."""
        title = f"Account of {self.normalized.run_id}" if self.normalized else "Account"
        return "\n".join([f"# {title}", "", f"Run of {self.started_at:%Y-%m-%d %H:%M} UTC.", "", *self._lines()])

    def _lines(self) -> Iterator[str]:
        if self.normalized:
            yield from (f"**{self.equation}**", "")
            if members := self.normalized.member_statuses:
                yield from (f"In them: {_equation(members, 'file')}.", "")
        if self.ingested:
            yield from _ingested_lines(self.ingested)
        if self.extracted:
            yield from _extracted_lines(self.extracted)
        stages = (self.ingested, self.extracted, self.normalized)
        if warnings := [line for stage in stages if stage for line in stage.warnings]:
            yield from ("## Warnings", "", *(f"- {_escape(line)}" for line in warnings), "")
        if self.normalized:
            yield from _normalized_lines(self.normalized)
        yield from self._stage_lines()

    def _stage_lines(self) -> Iterator[str]:
        stages = {"ingest": self.ingested, "extract": self.extracted, "normalize": self.normalized, "load": self.loaded}
        yield from ("## Stages", "")
        rows = [(name, f"{stage.seconds:.2f}") for name, stage in stages.items() if stage]
        yield from _table(("stage", "seconds"), [*rows, ("the whole run", f"{self.seconds:.2f}")])
        if self.loaded:
            state = "as it was, " if self.loaded.is_unchanged else ""
            checks = _count(self.loaded.check_count, "check")
            yield from (f"Warehouse: `{self.loaded.database}`, {state}passed {checks}.", "")


def _ingested_lines(ingested: Ingested) -> Iterator[str]:
    changes = {"new": ingested.added, "changed": ingested.changed, "deleted": ingested.deleted}
    counts = ", ".join(f"{len(paths)} {name}" for name, paths in changes.items() if paths) or "nothing new"
    yield from (f"Raw folder: {_escape(ingested.raw)}, {_count(ingested.file_count, 'file')}; {counts}.", "")
    why = ", ".join(f"{count} {reason}" for reason, count in ingested.reasons.items())
    yield from (f"{_count(ingested.read_count, 'file')} read{f' ({why})' if why else ''}.", "")
    for name in ("changed", "deleted"):
        if changes[name]:
            yield from (f"Files {name}:", "", *_bullets(changes[name]), "")


def _extracted_lines(extracted: Extracted) -> Iterator[str]:
    yield from ("## Recomputed", "")
    kept = extracted.content_count - sum(extracted.reasons.values())
    yield f"{_count(extracted.extracted_count, 'text')} extracted, {kept} taken from earlier runs."
    yield ""
    if extracted.reasons:
        yield from _table(("why", "texts"), ((reason, str(count)) for reason, count in extracted.reasons.items()))


def _normalized_lines(normalized: Normalized) -> Iterator[str]:
    if normalized.quarantined:
        yield from ("## Quarantined", "")
        yield from _table(("file", "why"), normalized.quarantined[:SHOWN_FILES])
        if (more := len(normalized.quarantined) - SHOWN_FILES) > 0:
            yield from (f"And {more} more: `select path, reason from sources where status = 'quarantined'`.", "")
    yield from ("## Tables", "")
    if normalized.is_unchanged:
        yield from (f"Nothing has changed: the tables of {normalized.run_id} stand.", "")
    yield from _table(("table", "rows"), ((name, str(count)) for name, count in normalized.rows.items()))


def _equation(statuses: Mapping[str, int], noun: str) -> str:
    parts = " + ".join(f"{statuses.get(name, 0)} {name}" for name in ("loaded", "duplicate", "quarantined"))
    return f"{_count(sum(statuses.values()), noun)} = {parts}"


def _bullets(paths: Iterable[str]) -> list[str]:
    listed = list(paths)
    more = [f"- and {len(listed) - SHOWN_FILES} more"] if len(listed) > SHOWN_FILES else []
    return [*(f"- {_escape(path)}" for path in listed[:SHOWN_FILES]), *more]


def _table(headings: tuple[str, str], rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"| {' | '.join(headings)} |", "|---|---|")
    yield from (f"| {_escape(left)} | {_escape(right)} |" for left, right in rows)
    yield ""


def _escape(text: str) -> str:
    """Text that Markdown shows as it is: a file may be called `*|_`."""
    return MARKS.sub(r"\\\g<0>", text)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
