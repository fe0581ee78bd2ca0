"""A folder of the user's own knowledge: records are added to its files if nothing is wrong with them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Item, Table

from flows.output import RunStopped
from transforms.knowledge import FOLDER, check_folders
from transforms.knowledge.checking import make_id
from transforms.knowledge.layers import Layers, Placed, list_files, read_layers
from transforms.knowledge.shapes import SHAPE_OF

# A file of the folder for each kind that has many
OWN = "own"
Value = str | bool | date | list[str] | list[dict[str, str | date]]
Fields = Mapping[str, Value]


class Refused(RunStopped):
    """What was to be added would make the knowledge wrong: the message says why."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Addition:
    """A record to add, or lists and fields to add to the record of that id."""

    key: str
    fields: Fields
    is_new: bool = True


@dataclass(slots=True)
class OwnFolder:
    """The user's folder and what is known with it laid over the project's."""

    path: Path
    layers: Layers = field(init=False)

    def __post_init__(self) -> None:
        """Reads both folders; Refused if a file of the user's is broken: what it holds could not be checked against."""
        self.layers = read_layers([FOLDER, self.path] if self.path.is_dir() else [FOLDER])
        if self.layers.findings:
            raise Refused("nothing was added; first mend\n" + "\n".join(map(str, self.layers.findings)))

    def find(self, record_id: str, *keys: str) -> tuple[str, Placed] | None:
        """The kind and the record of that id, sought among these kinds, or among all."""
        for key in keys or SHAPE_OF:
            for placed in self.layers.records[key]:
                if placed.record.get("id") == record_id:
                    return key, placed
        return None

    def need(self, record_id: str, *keys: str) -> tuple[str, Placed]:
        """The same; Refused if there is none."""
        found = self.find(record_id, *keys)
        if found is None:
            what = " or ".join(keys) or "record"
            raise Refused(f"there is no {what} {record_id!r}; `cooperation knowledge show NAME` finds ids")
        return found

    def reference(self, source: str) -> tuple[str, list[Addition]]:
        """The id of the reference that a source is, and the record of it if it is new."""
        source_id = make_id(source)
        if not source_id:
            raise Refused(f"the source {source!r} has no letters; say where the fact can be checked")
        if self.find(source_id, "reference"):
            return source_id, []
        if len(source.split()) < 2 and "://" not in source:
            raise Refused(f"the source {source!r} is no known reference, and too short for the title of a new one; "
                          "write two words or more, as \"NATO press releases\", or a web address")
        return source_id, [Addition("reference", {"id": source_id, "title": source})]

    def add(self, additions: Sequence[Addition]) -> list[tuple[Path, str]]:
        """Writes the additions; gives each file and what it got. Refused if a check fails, and nothing is written."""
        texts: dict[Path, str] = {}
        added = []
        for addition in additions:
            if addition.is_new:
                self._refuse_known(addition)
            name = self._file_of(addition)
            text, shown = _extended(texts.get(name, _read(self.path / name)), addition, str(self.path / name))
            texts[name] = text
            added.append((self.path / name, shown))
        self._try(texts)
        for name, text in texts.items():
            _replace(self.path / name, text)
        return added

    def _refuse_known(self, addition: Addition) -> None:
        record_id = str(addition.fields["id"])
        if found := self.find(record_id):
            key, placed = found
            raise Refused(f"the id {record_id} is already that of the {key} {placed.record.get('name', record_id)} in "
                          f"{placed.where}; add to it (`knowledge add alias`, `knowledge add term`), or give another "
                          "with --id")

    def _file_of(self, addition: Addition) -> Path:
        """The file of the folder that holds the record already, or the one for new records of its kind."""
        files = SHAPE_OF[addition.key].files
        if not addition.is_new:
            for path in list_files(self.path, files):
                rows = tomlkit.parse(_read(path)).unwrap().get(addition.key, [])
                if any(row.get("id") == addition.fields["id"] for row in rows):
                    return path.relative_to(self.path)
        return Path(files.replace("*", OWN))

    def _try(self, texts: Mapping[Path, str]) -> None:
        """Checks a copy of the folder with the new texts; Refused if that finds anything that was not found before."""
        with tempfile.TemporaryDirectory(prefix="cooperation-knowledge-") as name:
            trial = Path(name)
            if self.path.is_dir():
                shutil.copytree(self.path, trial, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*"))
            for path, text in texts.items():
                _replace(trial / path, text)
            faults = {(finding.record, finding.fault): str(finding).replace(name, str(self.path))
                      for finding in check_folders([FOLDER, trial])[0]}
        if faults and self.path.is_dir():
            for finding in check_folders([FOLDER, self.path])[0]:
                faults.pop((finding.record, finding.fault), None)
        if faults:
            raise Refused("nothing was added:\n" + "\n".join(faults.values()))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused(f"{path}: it cannot be read ({problem}); mend it first") from problem


def _extended(text: str, addition: Addition, where: str) -> tuple[str, str]:
    """The text of a file with the addition, and what was added as TOML."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as problem:
        raise Refused(f"{where}: {problem}; mend the TOML first") from problem
    if addition.key not in document:
        if text.strip():
            document.add(tomlkit.nl())
        document.append(addition.key, tomlkit.aot())
    rows = document[addition.key]
    if not isinstance(rows, AoT | Array):
        raise Refused(f"{where}: {addition.key} is not a list of tables; write [[{addition.key}]]")
    own = next((row for row in rows if row.get("id") == addition.fields["id"]), None)
    if own is None:
        rows.append(_table(addition.fields) if isinstance(rows, AoT) else dict(addition.fields))
    else:
        _add_to(own, addition.fields)
    shown = tomlkit.document()
    shown.append(addition.key, tomlkit.aot())
    shown[addition.key].append(_table(addition.fields))
    return tomlkit.dumps(document), tomlkit.dumps(shown).strip()


def _table(fields: Fields) -> Table:
    """A record as TOML; terms stand in one line each."""
    table = tomlkit.table()
    for name, value in fields.items():
        table.add(name, _item(value))
    return table


def _item(value: Value) -> Item:
    if not isinstance(value, list) or not value or isinstance(value[0], str):
        return tomlkit.item(value)
    rows = tomlkit.array()
    for row in value:
        inline = tomlkit.inline_table()
        inline.update(row)
        rows.append(inline)
    return rows.multiline(True)


def _add_to(record: MutableMapping[str, Item], fields: Fields) -> None:
    """Adds lists to those of the record; other fields take the place of its own."""
    for name, value in fields.items():
        before = record.get(name)
        if isinstance(value, list) and isinstance(before, Array | AoT):
            for item in value:
                if item not in before.unwrap():
                    before.append(item if isinstance(before, Array) else _table(item))  # type: ignore[arg-type]
        elif name != "id":
            record[name] = _item(value)


def _replace(path: Path, text: str) -> None:
    """Writes beside the file and renames: whatever stops it, the old file or the new one is there, never half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".", suffix=".tmp",
                                         delete=False) as file:
            beside = Path(file.name)
            try:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
                if path.exists():
                    shutil.copymode(path, beside)
                beside.replace(path)
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
    except OSError as problem:
        raise Refused(f"{path}: it cannot be written ({problem.strerror}); the file is as it was") from problem
