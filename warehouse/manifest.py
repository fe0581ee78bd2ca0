"""The manifest of a folder of Parquet: what each file must be, so that one flipped bit is noticed.

DuckDB, Polars and PyArrow all summed a column of a file with one flipped bit without a word; its SHA-256 tells.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from warehouse.files import FileEntry, replace_file, sha256_of
from warehouse.tables import TABLES

MANIFEST = "manifest.json"
DATAPACKAGE = "datapackage.json"
# Written after the load that it tells of, so a load neither needs nor reads it
CHECKS_FILE = "checks.parquet"

Kind = Literal["manifest", "schema", "missing", "truncated", "changed", "stray"]
CURES: dict[Kind, str] = {
    "manifest": "build the record anew",
    "schema": "build the record anew with this version of the code",
    "missing": "build the record anew",
    "truncated": "build the record anew",
    "changed": "build the record anew",
    "stray": "it is not read; remove it if nobody needs it",
}


class ManifestError(ValueError):
    """A manifest that is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder of Parquet holds, and by which version of the contract it was written."""

    schema_version: str
    files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a file of the folder; a stray file is a warning only."""

    file: str
    kind: Kind
    message: str

    @property
    def is_fatal(self) -> bool:
        """True if the record must not be read."""
        return self.kind != "stray"

    def __str__(self) -> str:
        return f"{self.file!r}: {self.message}; {CURES[self.kind]}"


@cache
def schema_version() -> str:
    """The hash of the contract: 16 hexadecimal digits that change with any word of it."""
    contract = json.dumps([asdict(table) for table in TABLES], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(contract.encode()).hexdigest()[:16]


def write_manifest(folder: Path, entries: Iterable[FileEntry]) -> None:
    """Writes manifest.json for these files, atomically; the same entries in any order give the same bytes."""
    files = {
        entry.name: {"sha256": entry.sha256, "bytes": entry.byte_count, "rows": entry.row_count}
        for entry in sorted(entries, key=lambda entry: entry.name)
    }
    text = json.dumps({"schema_version": schema_version(), "files": files}, indent=2)
    replace_file(folder / MANIFEST, f"{text}\n".encode())


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder; ManifestError if there is none or it is not one."""
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_bytes())
        files = [
            FileEntry(_plain(name), str(file["sha256"]), int(file["bytes"]), int(file["rows"]))
            for name, file in content["files"].items()
        ]
        return Manifest(str(content["schema_version"]), tuple(files))
    except OSError as error:
        raise ManifestError(f"cannot read {path}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{path} is not a manifest: {error!r}") from error


def verify_manifest(folder: Path) -> list[Problem]:
    """What is wrong with the files of a folder, by its manifest: nothing if the list is empty."""
    try:
        manifest = read_manifest(folder)
    except ManifestError as error:
        return [Problem(MANIFEST, "manifest", str(error))]
    problems = [problem for entry in manifest.files if (problem := _problem(folder, entry))]
    return [*_contract_problems(manifest), *problems, *_stray_files(folder, manifest)]


def _plain(name: str) -> str:
    if Path(name).name != name:
        raise ValueError(f"{name!r} is not the name of a file in this folder")
    return name


def _contract_problems(manifest: Manifest) -> list[Problem]:
    if manifest.schema_version != schema_version():
        message = f"written by version {manifest.schema_version} of the contract, not {schema_version()}"
        return [Problem(MANIFEST, "schema", message)]
    listed = {entry.name for entry in manifest.files} | {CHECKS_FILE}
    absent = [f"{table.name}.parquet" for table in TABLES if f"{table.name}.parquet" not in listed]
    return [Problem(name, "missing", "the manifest does not list this table of the contract") for name in absent]


def _problem(folder: Path, entry: FileEntry) -> Problem | None:
    path = folder / entry.name
    if not path.is_file():
        return Problem(entry.name, "missing", "the file is not there")
    size = path.stat().st_size
    if size < entry.byte_count:
        return Problem(entry.name, "truncated", f"the file has {size} bytes of {entry.byte_count}")
    if size > entry.byte_count or sha256_of(path) != entry.sha256:
        return Problem(entry.name, "changed", "the bytes are not those that were written (SHA-256)")
    return None


def _stray_files(folder: Path, manifest: Manifest) -> list[Problem]:
    known = {entry.name for entry in manifest.files} | {MANIFEST, DATAPACKAGE, CHECKS_FILE}
    names = sorted(path.name for path in folder.iterdir())
    strays = [name for name in names if name not in known and not name.startswith(".")]
    return [Problem(name, "stray", "no part of the record") for name in strays]
