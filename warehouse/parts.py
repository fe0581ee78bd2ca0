"""Results of a stage, kept by content: OUT/texts/<part_id>/ and OUT/parts/<part_id>/, proven before they are used.

A part holds one Parquet file a table and part.json: what it was made from, by which version, and the SHA-256 of each
file. Its name is the hash of the first two, so a part that was made twice has one place.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.files import FileEntry, WriteError, entry_of, remove, remove_leftovers, sha256_of, sync, temporary_beside

PART_FILE = "part.json"
# A part below both limits is small: so many of them are merged into one that keeps to the upper limits
SMALL_CONTENTS, SMALL_BYTES = 256, 8 * 2**20
MERGE_AT = 8
MAX_CONTENTS, MAX_BYTES = 1024, 64 * 2**20
# A reader of a few texts unpacks no more than the groups that they are in
ROW_GROUP_BYTES = 4 * 2**20
# Whose rows a row goes with, first match: a passage stays or goes with its document
OWNERS = (("sha256", "sources"), ("document_id", "documents"), ("event_mention_id", "event_mentions"))


@dataclass(frozen=True, slots=True, order=True)
class Content:
    """What a result was made from: a hash, and what else decides how a file is read.

    That is the suffix of its name and, behind a "+", the hash of the mapping beside a table: ".csv+0c6fe2f1".
    """

    sha256: str
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part on the disk: what it holds and by which version it was made."""

    part_id: str
    contents: tuple[Content, ...]
    version: Mapping[str, str]
    files: tuple[FileEntry, ...]

    @property
    def byte_count(self) -> int:
        """Size of its Parquet files."""
        return sum(entry.byte_count for entry in self.files)


@dataclass(slots=True)
class Survey:
    """Where the wanted results are: `place` has the part of each, `lost` says why one must be made again.

    A content in neither was never made (or its part is gone). `dropped` has what is wrong with a part as a whole.
    """

    place: dict[Content, Part] = field(default_factory=dict)
    lost: dict[Content, str] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)
    strays: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[Part]:
        """The parts in use, in the order of their ids."""
        return sorted({part.part_id: part for part in self.place.values()}.values(), key=lambda part: part.part_id)

    def contents_of(self, part: Part) -> list[Content]:
        """What is used of a part."""
        return [content for content in part.contents if self.place.get(content) is part]


class PartWriter:
    """A part that is being written: nothing of it is seen before `finish`."""

    def __init__(self, folder: Path, contents: tuple[Content, ...], version: Mapping[str, str]) -> None:
        self._contents, self._version = contents, dict(version)
        self._part_id = _part_id(contents, version)
        self._final = folder / self._part_id
        self._temporary = temporary_beside(self._final)
        self._files: dict[str, pq.ParquetWriter] = {}
        self._rows: Counter[str] = Counter()

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Removes what was written unless the part is in its place."""
        for file in self._files.values():
            with suppress(OSError):
                file.close()
        remove(self._temporary)

    def add(self, frames: Mapping[str, pl.DataFrame]) -> None:
        """Adds rows to the tables, the same tables each time."""
        with self._telling():
            for name, frame in frames.items():
                table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
                self._file(name, table.schema).write_table(table, row_group_size=_rows_of_a_group(frame))
                self._rows[name] += frame.height

    def finish(self) -> Part:
        """Puts the part in its place."""
        with self._telling():
            entries = tuple(self._close(name) for name in sorted(self._files))
            part = Part(self._part_id, self._contents, self._version, entries)
            _write_description(part, self._temporary)
            # A part of that name on the disk is a damaged one: a whole one would not have been made again
            remove(self._final)
            self._temporary.rename(self._final)
            sync(self._final.parent)
        return part

    def _file(self, name: str, schema: pa.Schema) -> pq.ParquetWriter:
        if name not in self._files:
            self._temporary.mkdir(exist_ok=True)
            path = self._temporary / f"{name}.parquet"
            self._files[name] = pq.ParquetWriter(path, schema, compression="zstd", compression_level=1)
        return self._files[name]

    def _close(self, name: str) -> FileEntry:
        self._files[name].close()
        path = self._temporary / f"{name}.parquet"
        sync(path)
        return entry_of(path, path.name, self._rows[name])

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise WriteError(self._final, error) from error


class DamagedPart(ValueError):  # noqa: N818
    """A part that must not be used: the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PartStore:
    """The parts of one output folder; `version` says what extracts: parts of another version are not used."""

    folder: Path
    version: Mapping[str, str]

    def write(self, contents: Iterable[Content], frames: Mapping[str, pl.DataFrame]) -> Part:
        """Writes a part, whole or not at all; WriteError if it cannot be written."""
        with self.writer(contents) as writer:
            writer.add(frames)
            return writer.finish()

    def writer(self, contents: Iterable[Content]) -> PartWriter:
        """Takes the rows of a part piece by piece."""
        return PartWriter(self.folder, tuple(sorted(contents)), self.version)

    def survey(self, wanted: Iterable[Content]) -> Survey:
        """Finds the results of `wanted`; every file of a part that is used was read and has its SHA-256."""
        survey, asked = Survey(), set(wanted)
        suffixes = {content.sha256: content.suffix for content in asked}
        for path in self._part_folders(survey):
            try:
                part = self._read_description(path)
            except DamagedPart as problem:
                survey.dropped[path.name] = str(problem)
                continue
            self._place(part, asked, suffixes, survey)
        for content in survey.place:
            survey.lost.pop(content, None)
        return survey

    def read(self, survey: Survey, schemas: Mapping[str, pl.Schema]) -> dict[str, pl.DataFrame]:
        """The rows of all results that the survey found, a frame a table; the same however the parts were cut.

        Of a table only the columns of its schema are read.
        """
        empty = {name: schema.to_frame() for name, schema in schemas.items()}
        columns = {name: schema.names() for name, schema in schemas.items()}
        return _joined([empty, *(self._read_part(part, survey.contents_of(part), columns) for part in survey.parts)])

    def locate(self, survey: Survey, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of a table (sha256 among them) with `part_id` and `row`, the row's number in that part's file."""
        empty = pl.DataFrame(schema={"part_id": pl.String, "row": pl.Int64})
        found = [self._located(part, survey.contents_of(part), table, columns) for part in survey.parts]
        return pl.concat([empty, *found], how="diagonal_relaxed") if found else empty.with_columns(
            pl.lit(None, pl.String).alias(column) for column in columns)

    def _located(self, part: Part, contents: Sequence[Content], table: str, columns: Sequence[str]) -> pl.DataFrame:
        path = self.folder / part.part_id / f"{table}.parquet"
        rows = pl.read_parquet(path, glob=False, columns=list(columns)).with_row_index("row")
        return rows.filter(pl.col("sha256").is_in([content.sha256 for content in contents])).with_columns(
            pl.col("row").cast(pl.Int64), part_id=pl.lit(part.part_id))

    def read_rows(self, part_id: str, table: str, rows: Sequence[int]) -> list[dict[str, object]]:
        """Those rows of a part's table, by their numbers in the file, in the order asked."""
        wanted, found = set(rows), dict[int, dict[str, object]]()
        with pq.ParquetFile(self.folder / part_id / f"{table}.parquet") as file:
            start = 0
            for group in range(file.num_row_groups):
                end = start + file.metadata.row_group(group).num_rows
                if here := sorted(number for number in wanted if start <= number < end):
                    taken = file.read_row_group(group).take([number - start for number in here])
                    found |= zip(here, taken.to_pylist(), strict=True)
                start = end
        return [found[number] for number in rows]

    def columns(self, survey: Survey, table: str) -> list[str]:
        """The columns of a table; none if no part is in use."""
        for part in survey.parts:
            return list(pl.read_parquet_schema(self.folder / part.part_id / f"{table}.parquet"))
        return []

    def discard(self, survey: Survey, contents: Iterable[Content]) -> None:
        """Takes results out of the parts, so that they are made anew."""
        dropped = set(contents)
        for part in survey.parts:
            held = set(survey.contents_of(part))
            if held & dropped:
                for content in held & dropped:
                    del survey.place[content]
                if held - dropped:
                    self._merge([part], survey)
                remove(self.folder / part.part_id)

    def tidy(self, survey: Survey) -> int:
        """Removes what is not in use and merges small or half-empty parts; gives the number of parts rewritten."""
        groups = list(_merge_groups(survey))
        for group in groups:
            self._merge(group, survey)
        used = {part.part_id for part in survey.parts}
        for path in self._part_folders(Survey()):
            if path.name not in used:
                remove(path)
        remove_leftovers(self.folder)
        return sum(len(group) for group in groups)

    def _part_folders(self, survey: Survey) -> list[Path]:
        folders = []
        for path in sorted(self.folder.iterdir()):
            if path.is_dir() and not path.is_symlink() and _is_part_id(path.name):
                folders.append(path)
            elif not path.name.startswith("."):
                survey.strays.append(path.name)
        return folders

    def _place(self, part: Part, asked: set[Content], suffixes: Mapping[str, str], survey: Survey) -> None:
        mine = [content for content in part.contents if content.sha256 in suffixes and content not in survey.place]
        here = [content for content in mine if content in asked]
        for content in mine:
            if content not in asked:
                wanted = Content(content.sha256, suffixes[content.sha256])
                is_same_kind = content.suffix.split("+")[0] == wanted.suffix.split("+")[0]
                survey.lost[wanted] = "its columns changed" if is_same_kind else "renamed to another kind of file"
        if reason := self._other_version(part):
            survey.lost |= dict.fromkeys(here, reason)
        elif here:
            try:
                self._prove(part)
            except DamagedPart as problem:
                survey.dropped[part.part_id] = str(problem)
                survey.lost |= dict.fromkeys(here, "its part was damaged")
            else:
                survey.place |= dict.fromkeys(here, part)

    def _other_version(self, part: Part) -> str:
        changed = [key for key in sorted(self.version) if part.version.get(key) != self.version[key]]
        return f"{' and '.join(changed)} changed" if changed else ""

    def _prove(self, part: Part) -> None:
        for entry in part.files:
            path = self.folder / part.part_id / entry.name
            if not path.is_file():
                raise DamagedPart(f"{entry.name} is not there")
            if path.stat().st_size != entry.byte_count or sha256_of(path) != entry.sha256:
                raise DamagedPart(f"{entry.name} does not have the bytes that were written (SHA-256)")

    def _read_description(self, path: Path) -> Part:
        try:
            part = _parse_description((path / PART_FILE).read_bytes())
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedPart(f"{PART_FILE} cannot be read: {error!r}") from error
        if not part.part_id == path.name == _part_id(part.contents, part.version):
            raise DamagedPart(f"{PART_FILE} does not belong to this part")
        return part

    def _read_part(
        self, part: Part, contents: Sequence[Content], columns: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, pl.DataFrame]:
        folder = self.folder / part.part_id
        names = list(columns) if columns is not None else [_table_name(entry) for entry in part.files]
        frames = {name: pl.read_parquet(folder / f"{name}.parquet", glob=False,
                                        columns=list(columns[name]) if columns else None) for name in names}
        if len(contents) == len(part.contents):
            return frames
        return _only_of(frames, [content.sha256 for content in contents])

    def _merge(self, group: Sequence[Part], survey: Survey) -> None:
        contents = [content for part in group for content in survey.contents_of(part)]
        merged = self.write(contents, _joined([self._read_part(part, survey.contents_of(part)) for part in group]))
        survey.place |= dict.fromkeys(contents, merged)


def _part_id(contents: Iterable[Content], version: Mapping[str, str]) -> str:
    what = [[asdict(content) for content in contents], sorted(version.items())]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:24]


def _is_part_id(name: str) -> bool:
    return len(name) == 24 and set(name) <= set("0123456789abcdef")


def _table_name(entry: FileEntry) -> str:
    return entry.name.removesuffix(".parquet")


def _write_description(part: Part, folder: Path) -> None:
    path = folder / PART_FILE
    path.write_text(json.dumps(asdict(part), indent=1), encoding="utf-8")
    sync(path)
    sync(folder)


def _parse_description(data: bytes) -> Part:
    content = json.loads(data)
    contents = tuple(Content(str(item["sha256"]), str(item["suffix"])) for item in content["contents"])
    files = tuple(FileEntry(**item) for item in content["files"])
    if any(Path(entry.name).name != entry.name for entry in files):
        raise ValueError("a file is not in the folder of the part")
    version = {str(key): str(value) for key, value in content["version"].items()}
    return Part(str(content["part_id"]), contents, version, files)


def _rows_of_a_group(frame: pl.DataFrame) -> int:
    return max(1, frame.height * ROW_GROUP_BYTES // max(1, int(frame.estimated_size())))


def _only_of(frames: Mapping[str, pl.DataFrame], sha256s: Iterable[str]) -> dict[str, pl.DataFrame]:
    """The rows that come from these contents."""
    kept: dict[str, pl.DataFrame] = {}
    live = pl.DataFrame({"sha256": list(sha256s)}, schema={"sha256": pl.String})
    for column, owner in OWNERS:
        for name, frame in frames.items():
            if name not in kept and column in frame.columns:
                keys = live if column == "sha256" else kept[owner].select(column).unique()
                kept[name] = frame.join(keys, on=column, how="semi")
    return {name: kept[name] for name in frames}


def _joined(pieces: Sequence[Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    return {name: _in_order(pl.concat([piece[name] for piece in pieces])) for name in pieces[0]}


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Sorted by all columns but long texts, which no two rows share alone."""
    return frame.sort([name for name in frame.columns if name not in ("text", "surface")], nulls_last=False)


def _merge_groups(survey: Survey) -> Iterator[list[Part]]:
    """The parts to rewrite, each group into one part."""
    live = {part.part_id: len(survey.contents_of(part)) for part in survey.parts}
    sparse = [part for part in survey.parts if live[part.part_id] * 2 < len(part.contents)]
    small = [part for part in survey.parts if part not in sparse and _is_small(part)]
    group: list[Part] = []
    for part in [*sparse, *(small if len(small) >= MERGE_AT else [])]:
        size = sum(live[other.part_id] for other in [*group, part])
        if group and (size > MAX_CONTENTS or sum(other.byte_count for other in [*group, part]) > MAX_BYTES):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _is_small(part: Part) -> bool:
    return len(part.contents) < SMALL_CONTENTS and part.byte_count < SMALL_BYTES


def count_reasons(reasons: Mapping[Content, str]) -> dict[str, int]:
    """How many contents have each reason, the most frequent first."""
    counts: defaultdict[str, int] = defaultdict(int)
    for reason in reasons.values():
        counts[reason] += 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
