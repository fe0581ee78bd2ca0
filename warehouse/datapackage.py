"""The record as a Frictionless Data Package (version 2), so that other tools find its tables, types and keys."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from warehouse.files import FileEntry, replace_file
from warehouse.manifest import DATAPACKAGE, schema_version
from warehouse.schema import Column, ColumnType, Table
from warehouse.tables import TABLES

PROFILES = "https://datapackage.org/profiles/2.0"
TITLE = "Cooperation record"
DESCRIPTION = (
    "What public documents tell of the cooperation of NATO and the European Union: documents, the people and bodies "
    "that they name, dates, quotes, events and commitments, each with the characters that say it."
)
FIELD_TYPES: dict[ColumnType, str] = {
    "string": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}
Descriptor = dict[str, object]


def data_package(entries: Iterable[FileEntry]) -> Descriptor:
    """The descriptor of the tables that have an entry, in the order of the contract."""
    by_name = {entry.name: entry for entry in entries}
    resources = [_resource(table, by_name[name]) for table in TABLES if (name := f"{table.name}.parquet") in by_name]
    return {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": "cooperation-record",
        "title": TITLE,
        "description": DESCRIPTION,
        "version": schema_version(),
        "resources": resources,
    }


def write_data_package(folder: Path, entries: Iterable[FileEntry]) -> None:
    """Writes datapackage.json, atomically and without a clock; the same record gives the same bytes."""
    text = json.dumps(data_package(entries), ensure_ascii=False, indent=2)
    replace_file(folder / DATAPACKAGE, f"{text}\n".encode())


def _resource(table: Table, entry: FileEntry) -> Descriptor:
    # The account of a run differs from run to run; with its hash the descriptor of an unchanged record would too
    is_stable = table.stage != "run"
    sums = {"bytes": entry.byte_count, "hash": f"sha256:{entry.sha256}"} if is_stable else {}
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name,
        "path": entry.name,
        "type": "table",
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **sums,
        "schema": _schema(table),
    }


def _schema(table: Table) -> Descriptor:
    keys = [_foreign_key(table, column) for column in table.columns if column.references]
    return {
        "$schema": f"{PROFILES}/tableschema.json",
        "fields": [_field(table, column) for column in table.columns],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(table: Table, column: Column) -> Descriptor:
    constraints = {
        "required": not column.is_nullable or None,
        "unique": table.key == (column.name,) or None,
        "enum": list(column.allowed) or None,
        "pattern": column.pattern or None,
        "minimum": _bound(column, column.minimum),
        "maximum": _bound(column, column.maximum),
    }
    kept = {name: value for name, value in constraints.items() if value is not None}
    field = {"name": column.name, "type": FIELD_TYPES[column.type], "description": column.description}
    return {**field, "constraints": kept} if kept else {**field}


def _foreign_key(table: Table, column: Column) -> Descriptor:
    resource, _, field = column.references.partition(".")
    # A key into the same table names no resource
    place = {} if resource == table.name else {"resource": resource}
    return {"fields": [column.name], "reference": {**place, "fields": [field]}}


def _bound(column: Column, bound: float | None) -> float | None:
    return int(bound) if bound is not None and column.type == "integer" else bound
