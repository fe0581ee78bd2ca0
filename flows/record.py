"""The record on the disk: its tables as Parquet, the run that wrote them, and a hash of what they were made from."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

import warehouse.tables
from flows.output import MissingInput, Output
from flows.state import Extraction, Record
from transforms.reading.folder import RawFile
from transforms.versions import extraction_version
from warehouse.datapackage import write_data_package
from warehouse.files import sha256_of
from warehouse.manifest import MANIFEST, read_manifest, write_manifest
from warehouse.parquet import polars_schema, read_table, write_table
from warehouse.parts import Content, PartStore
from warehouse.tables import BY_NAME, RUNS, SOURCES


def write_tables(out: Output, files: Sequence[RawFile], contents: Sequence[Content]) -> None:
    """Writes all tables of the record but that of the run, which the manifest lacks until it is written too."""
    from transforms.normalize import normalize as normalize_record  # noqa: PLC0415
    from transforms.rows import PART_TABLES, part_schema  # noqa: PLC0415  (Polars: not for an unchanged run)

    store = PartStore(out.parts, extraction_version())
    survey = store.survey(contents)
    if lacking := [content for content in contents if content not in survey.place]:
        raise MissingInput(f"{out.root}: {len(lacking)} texts are not extracted; run `cooperation extract` first")
    tables = normalize_record(files, store.read(survey, {name: part_schema(name) for name in PART_TABLES}))
    entries = [write_table(BY_NAME[name], tables.pop(name), out.parquet) for name in sorted(tables)]
    write_manifest(out.parquet, entries)


def write_run(out: Output, record: Record, started: datetime, extraction: Extraction) -> None:
    """Writes the account of the run as a table, and the manifest and descriptor of all tables."""
    entries = list(read_manifest(out.parquet).files)
    row = _run_row(record, started, read_table(out.parquet, SOURCES), extraction)
    row["document_count"] = row_counts(out)["documents"]
    entries.append(write_table(RUNS, pl.DataFrame([row], schema=polars_schema(RUNS)), out.parquet))
    write_data_package(out.parquet, entries)
    write_manifest(out.parquet, entries)


def row_counts(out: Output) -> dict[str, int]:
    """The rows of each table by the manifest, in the order of the contract."""
    counts = {entry.name.removesuffix(".parquet"): entry.row_count for entry in read_manifest(out.parquet).files}
    return {name: counts[name] for name in BY_NAME if name in counts}


def record_fingerprint(files: Iterable[RawFile]) -> str:
    """A hash over all that the tables are made from."""
    listed = [[file.path, file.sha256, file.byte_count, file.reason] for file in files]
    return _hash([listed, sorted(extraction_version().items()), _warehouse_code("pyarrow")])


def database_fingerprint(out: Output) -> str:
    """A hash over all that the warehouse is made from: its Parquet, by the manifest, and the code with its SQL."""
    manifest = out.parquet / MANIFEST
    return _hash([sha256_of(manifest) if manifest.is_file() else "", _warehouse_code("duckdb")])


def _warehouse_code(library: str) -> list[str]:
    folder = Path(warehouse.tables.__file__).parent
    files = [path for pattern in ("*.py", "views/*.sql", "checks/*.sql") for path in sorted(folder.glob(pattern))]
    return [*(f"{path.name} {sha256_of(path)}" for path in files), importlib.metadata.version(library)]


def _hash(what: object) -> str:
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _run_row(record: Record, started: datetime, sources: pl.DataFrame, extraction: Extraction) -> dict[str, object]:
    version = extraction_version()
    return {
        "run_id": run_id(record), "started_at": started, "finished_at": datetime.now(UTC),
        "code_version": version["code"], "model_version": version["model"], "knowledge_version": version["knowledge"],
        "raw_count": sources.height, "extracted_count": extraction.extracted_count,
        "recomputed_reasons": json.dumps(extraction.reasons, ensure_ascii=False),
        **{f"{status}_count": count for status, count in count_statuses(sources).items()},
    }


def run_id(record: Record) -> str:
    """The identifier of the run that wrote the record."""
    # Numbered, not dated: a clock may be set back
    return f"run-{record.run_number:06d}"


def count_statuses(sources: pl.DataFrame) -> dict[str, int]:
    """How many raw files were loaded, duplicate and quarantined."""
    counts = dict(sources.group_by("status").len().iter_rows())
    return {status: counts.get(status, 0) for status in SOURCES.column("status").allowed}
