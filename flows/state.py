"""What one stage leaves for the next: the listing of the raw folder, what became of reading and extraction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from flows.output import MissingInput, Output
from transforms.reading.folder import RawFile
from warehouse.files import replace_file
from warehouse.parquet import TableError, polars_schema, read_table
from warehouse.parts import Content
from warehouse.tables import SOURCES

State = TypeVar("State")
LISTING = "listing.json"
READING = "reading.json"
EXTRACTION = "extraction.json"
RECORD = "record.json"
DATABASE = "database.json"
LASTING = ("timeout:", "memory:", "crash:")


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a raw folder, as ingest saw them."""

    raw: str
    files: tuple[RawFile, ...]

    def by_content(self) -> dict[Content, list[RawFile]]:
        """The files of each content; the first file by path decides how the bytes are read."""
        return contents_of(self.files)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the last ingest read: contents that could not be read as a whole and why, and what was read anew and why.

    `version` is what read them, `texts` a hash of all that was read.
    """

    failures: Mapping[str, str] = field(default_factory=dict)
    read_count: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    version: Mapping[str, str] = field(default_factory=dict)
    texts: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the last extraction did: texts it could not extract and why, and what was made anew and why.

    `version` is what extracted them.
    """

    failures: Mapping[str, str] = field(default_factory=dict)
    extracted_count: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    version: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What the Parquet was written from (a hash), and by the how many-th run."""

    fingerprint: str = ""
    run_number: int = 0


@dataclass(frozen=True, slots=True)
class Database:
    """What the warehouse was built from (a hash), the SHA-256 of its file, and the number of checks that it passed."""

    fingerprint: str = ""
    sha256: str = ""
    check_count: int = 0


def contents_of(files: Iterable[RawFile]) -> dict[Content, list[RawFile]]:
    """The files of each content; the first of them decides how the bytes are read."""
    by_hash: dict[str, list[RawFile]] = {}
    for file in files:
        if file.sha256:
            by_hash.setdefault(file.sha256, []).append(file)
    # Of two equal tables the one with a mapping beside it can be read
    found = {sha256: sorted(same, key=lambda file: file.mapping is None) for sha256, same in by_hash.items()}
    return {Content(sha256, same[0].form): same for sha256, same in found.items()}


def write_listing(out: Output, listing: Listing) -> None:
    """Leaves the listing for the extraction."""
    files = [{**asdict(file), "location": str(file.location)} for file in listing.files]
    _write(out.state / LISTING, {"raw": listing.raw, "files": files})


def read_listing(out: Output) -> Listing:
    """The listing that ingest left; MissingInput if there is none."""
    return _read(out.state / LISTING, "no list of raw files", "ingest", _listing)


def write_reading(out: Output, reading: Reading) -> None:
    """Leaves the outcome of the reading."""
    _write(out.state / READING, asdict(reading))


def read_reading(out: Output) -> Reading:
    """The outcome of the last reading; MissingInput if there was none."""
    return _read(out.state / READING, "no account of a reading", "ingest", lambda content: Reading(**content))


def reading_before(out: Output) -> Reading:
    """The outcome of the last reading; nothing if there was none."""
    try:
        return read_reading(out)
    except MissingInput:
        return Reading()


def write_extraction(out: Output, extraction: Extraction) -> None:
    """Leaves the outcome of the extraction for normalize."""
    _write(out.state / EXTRACTION, asdict(extraction))


def read_extraction(out: Output) -> Extraction:
    """The outcome of the last extraction; MissingInput if there was none."""
    return _read(out.state / EXTRACTION, "no account of an extraction", "extract",
                 lambda content: Extraction(**content))


def extraction_before(out: Output) -> Extraction:
    """The outcome of the last extraction; nothing if there was none."""
    try:
        return read_extraction(out)
    except MissingInput:
        return Extraction()


def lasting(before: Reading | Extraction, version: Mapping[str, str]) -> dict[str, str]:
    """What took too much of time or memory before, and would again: the same version reads the same bytes."""
    if before.version != version:
        return {}
    return {sha256: reason for sha256, reason in before.failures.items() if reason.startswith(LASTING)}


def write_record(out: Output, record: Record) -> None:
    """Notes what the Parquet was written from."""
    _write(out.state / RECORD, asdict(record))


def read_record(out: Output) -> Record:
    """What the Parquet was written from; an empty note if it was never written."""
    try:
        return _read(out.state / RECORD, "no record", "normalize", lambda content: Record(**content))
    except MissingInput:
        return Record()


def write_database(out: Output, database: Database) -> None:
    """Notes what the warehouse was built from."""
    _write(out.state / DATABASE, asdict(database))


def read_database(out: Output) -> Database:
    """What the warehouse was built from; an empty note if it was never built."""
    try:
        return _read(out.state / DATABASE, "no warehouse", "load", lambda content: Database(**content))
    except MissingInput:
        return Database()


def recorded_files(out: Output) -> dict[str, str | None]:
    """Path and SHA-256 of the raw files in the record that stands; empty without one."""
    raw = _recorded(out).filter(pl.col("parent_source_id").is_null())
    return dict(raw.select("path", "sha256").iter_rows())


def recorded_texts(out: Output) -> dict[str, str | None]:
    """Path and text_id of all files in the record that stands; empty without one."""
    return dict(_recorded(out).select("path", "text_id").iter_rows())


def _recorded(out: Output) -> pl.DataFrame:
    try:
        return read_table(out.parquet, SOURCES)
    except TableError:
        return polars_schema(SOURCES).to_frame()


def with_failures(files: Iterable[RawFile], failures: Mapping[str, str]) -> list[RawFile]:
    """The files, those whose content could not be read with the reason."""
    return [replace(file, reason=failures.get(file.sha256 or "", file.reason)) for file in files]


def _listing(content: dict[str, Any]) -> Listing:
    files = ({**row, "location": Path(row["location"])} for row in content["files"])
    return Listing(content["raw"], tuple(RawFile(**row) for row in files))


def _write(path: Path, content: Mapping[str, object]) -> None:
    # ASCII: a name that is not UTF-8 holds lone surrogates, which JSON escapes and brings back
    replace_file(path, json.dumps(content, indent=1).encode("ascii"))


def _read(path: Path, lack: str, stage: str, make: Callable[[dict[str, Any]], State]) -> State:
    """What a file of ours holds; MissingInput says which stage to run if it is not there, broken or of old times."""
    try:
        return make(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise MissingInput(f"{path.parent.parent}: {lack} here; run `cooperation {stage}` first") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise MissingInput(f"{path}: cannot be read ({error!r}); run `cooperation {stage}` again") from error
