"""The record on the disk: its tables as Parquet, the run that wrote them, and a hash of what they were made from."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

import warehouse.tables
from flows.output import MissingInput, Output
from flows.state import Extraction, Listing, Reading, Record, contents_of
from transforms.accounting import member_name
from transforms.reading.folder import RawFile
from transforms.reading.members import SEPARATOR
from transforms.versions import extraction_version, reading_version
from warehouse.datapackage import write_data_package
from warehouse.files import sha256_of
from warehouse.manifest import MANIFEST, read_manifest, write_manifest
from warehouse.parquet import polars_schema, read_table, write_table
from warehouse.parts import Content, PartStore, Survey
from warehouse.tables import BY_NAME, RUNS, SOURCES


def write_tables(out: Output, files: Sequence[RawFile], failures: Mapping[str, str]) -> None:
    """Writes all tables of the record but that of the run, which the manifest lacks until it is written too."""
    from transforms.normalize import normalize as normalize_record  # noqa: PLC0415
    from transforms.rows import PART_TABLES, TEXT_TABLES, part_schema  # noqa: PLC0415  (not for an unchanged run)

    read = PartStore(out.texts, reading_version())
    survey = _read_survey(read, contents_of(file for file in files if file.reason is None), {})
    texts = read.read(survey, {name: schema if name != "texts" else _without_text(schema)
                               for name, schema in TEXT_TABLES.items()})
    text_ids = texts["texts"]["text_id"].drop_nulls().unique()
    wanted = [Content(text_id) for text_id in text_ids if text_id not in failures]
    store = PartStore(out.parts, extraction_version())
    survey = store.survey(wanted)
    if lacking := [content for content in wanted if content not in survey.place]:
        raise MissingInput(f"{out.root}: {len(lacking)} texts are not extracted; run `cooperation extract` first")
    parts = store.read(survey, {name: part_schema(name) for name in PART_TABLES})
    tables = normalize_record(files, texts, parts, failures)
    entries = [write_table(BY_NAME[name], tables.pop(name), out.parquet) for name in sorted(tables)]
    write_manifest(out.parquet, entries)


def _read_survey(store: PartStore, contents: Iterable[Content], failures: Mapping[str, str]) -> Survey:
    """Where what was read is; MissingInput if something was not, by this version of the readers."""
    wanted = [content for content in contents if content.sha256 not in failures]
    survey = store.survey(wanted)
    if lacking := sum(content not in survey.place for content in wanted):
        raise MissingInput(f"{store.folder.parent}: {lacking} files are not read; run `cooperation ingest` first")
    return survey


def _without_text(schema: pl.Schema) -> pl.Schema:
    return pl.Schema({name: type_ for name, type_ in schema.items() if name not in ("text", "facts")})


def texts_of(store: PartStore, listing: Listing, reading: Reading) -> pl.DataFrame:
    """The different texts that were read: text_id, char_count, `part_id` and `row` to find it by, and `paths`."""
    contents = listing.by_content()
    survey = _read_survey(store, contents, reading.failures)
    rows = store.locate(survey, "texts", ("sha256", "name", "text_id", "char_count"))
    files = pl.DataFrame([(content.sha256, file.path) for content, files in contents.items() for file in files],
                         schema={"sha256": pl.String, "raw": pl.String}, orient="row")
    named = rows.drop_nulls("text_id").join(files, on="sha256", how="inner").sort("raw", "row")
    paths = [raw if name is None else f"{raw}{SEPARATOR}{member_name(name, raw)}"
             for raw, name in named.select("raw", "name").iter_rows()]
    return (named.with_columns(paths=pl.Series(paths, dtype=pl.String)).group_by("text_id", maintain_order=True)
            .agg(pl.col("part_id", "row", "char_count").first(), pl.col("paths")))


def write_run(out: Output, record: Record, started: datetime, reading: Reading, extraction: Extraction) -> None:
    """Writes the account of the run as a table, and the manifest and descriptor of all tables."""
    entries = list(read_manifest(out.parquet).files)
    row = _run_row(record, started, read_table(out.parquet, SOURCES), extraction)
    row["read_count"] = reading.read_count
    row["document_count"] = row_counts(out)["documents"]
    entries.append(write_table(RUNS, pl.DataFrame([row], schema=polars_schema(RUNS)), out.parquet))
    write_data_package(out.parquet, entries)
    write_manifest(out.parquet, entries)


def row_counts(out: Output) -> dict[str, int]:
    """The rows of each table by the manifest, in the order of the contract."""
    counts = {entry.name.removesuffix(".parquet"): entry.row_count for entry in read_manifest(out.parquet).files}
    return {name: counts[name] for name in BY_NAME if name in counts}


def record_fingerprint(files: Iterable[RawFile], texts: str, failures: Mapping[str, str]) -> str:
    """A hash over all that the tables are made from."""
    listed = [[file.path, file.sha256, file.byte_count, file.reason, file.mapping] for file in files]
    versions = [sorted(version.items()) for version in (reading_version(), extraction_version())]
    return _hash([listed, texts, sorted(failures.items()), versions, _warehouse_code("pyarrow")])


def texts_fingerprint(survey: Survey) -> str:
    """A hash over all that was read."""
    return _hash([[entry.sha256 for entry in part.files] for part in survey.parts])


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
    version, counts = extraction_version(), count_statuses(sources)
    return {
        "run_id": run_id(record), "started_at": started, "finished_at": datetime.now(UTC),
        "code_version": version["code"], "model_version": version["model"], "knowledge_version": version["knowledge"],
        "raw_count": sum(counts.values()), "member_count": sum(count_statuses(sources, is_raw=False).values()),
        "extracted_count": extraction.extracted_count,
        "recomputed_reasons": json.dumps(extraction.reasons, ensure_ascii=False),
        **{f"{status}_count": count for status, count in counts.items()},
    }


def run_id(record: Record) -> str:
    """The identifier of the run that wrote the record."""
    # Numbered, not dated: a clock may be set back
    return f"run-{record.run_number:06d}"


def count_statuses(sources: pl.DataFrame, *, is_raw: bool = True) -> dict[str, int]:
    """How many raw files (or files in them) were loaded, duplicate and quarantined."""
    wanted = sources.filter(pl.col("parent_source_id").is_null() == is_raw)
    counts = dict(wanted.group_by("status").len().iter_rows())
    return {status: counts.get(status, 0) for status in SOURCES.column("status").allowed}
