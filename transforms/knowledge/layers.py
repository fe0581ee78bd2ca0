"""The files of knowledge as records: the project's own folder, and the user's laid over it."""

from __future__ import annotations

import gc
import hashlib
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from transforms.knowledge.records import InvalidKnowledge, Reading
from transforms.knowledge.shapes import SHAPES, TEXTS, Shape, find_lacks, find_misfits

FOLDER = Path(__file__).parent
# Names the user's own folder, for this process and its workers
VARIABLE = "COOPERATION_KNOWLEDGE"
# They are no records with ids: what is known of pages and of their wording belongs to the readers
_OURS_ALONE = ("pages.toml", "publishers.toml")


@dataclass(frozen=True, slots=True)
class Placed:
    """A record and the file that holds it; two files where the user's adds to ours."""

    where: str
    record: Reading

    @property
    def title(self) -> str:
        """What the record is called: its id, or what it has of a name."""
        record = self.record
        name = record.get("id") or record.get("name")
        return str(name or " ".join(str(record[key]) for key in ("state", "organization") if key in record) or "?")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the knowledge: the file, the record, what is wrong and what to do."""

    where: str
    record: str
    fault: str

    def __str__(self) -> str:
        return f"{self.where}: {self.record}: {self.fault}" if self.record else f"{self.where}: {self.fault}"


@dataclass(frozen=True, slots=True)
class Layers:
    """The records of all folders by kind, those of one id merged, and what is wrong with their form."""

    records: Mapping[str, Sequence[Placed]]
    findings: list[Finding] = field(default_factory=list)

    def raise_first(self) -> None:
        """Stops with InvalidKnowledge if anything is wrong with the form."""
        if self.findings:
            more = f" (and {len(self.findings) - 1} more: `cooperation knowledge check` lists them)"
            raise InvalidKnowledge(f"{self.findings[0]}{more if len(self.findings) > 1 else ''}")


def knowledge_folders() -> tuple[Path, ...]:
    """The project's folder, and the user's own that COOPERATION_KNOWLEDGE names."""
    own = os.environ.get(VARIABLE, "")
    if not own:
        return (FOLDER,)
    if not Path(own).is_dir():
        raise InvalidKnowledge(f"{own}: there is no such folder; name one that exists (--knowledge, {VARIABLE})")
    return FOLDER, Path(own)


def knowledge_version(folder: Path = FOLDER) -> str:
    """A SHA-256 over the TOML files of the folder and of the user's own, and their names."""
    digest = hashlib.sha256()
    for number, layer in enumerate((folder, *knowledge_folders()[1:])):
        digest.update(b"own\0" * number)
        for path in list_files(layer, "**/*.toml"):
            digest.update(path.relative_to(layer).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def list_files(folder: Path, pattern: str) -> list[Path]:
    """The folder's files of that pattern, sorted; hidden ones are an editor's (".#people.toml") or of ".git"."""
    return sorted(path for path in folder.glob(pattern)
                  if not any(part.startswith(".") for part in path.relative_to(folder).parts))


@contextmanager
def without_collector() -> Iterator[None]:
    """Nothing that is read here is garbage: to look for it again and again took a quarter of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@without_collector()
def read_layers(folders: Sequence[Path]) -> Layers:
    """The records of the folders, each laid over those before it."""
    merged: dict[str, dict[object, Placed]] = {shape.key: {} for shape in SHAPES}
    layers = Layers({}, [])
    for number, folder in enumerate(folders):
        layers.findings.extend(_stray_files(folder) if number else ())
        for shape in SHAPES:
            records, findings = _read_kind(folder, shape, is_own=number > 0)
            layers.findings.extend(findings)
            layers.findings.extend(_lay_over(merged[shape.key], shape, records))
    for shape in SHAPES:
        for placed in merged[shape.key].values():
            layers.findings.extend(Finding(placed.where, placed.title, f"{lack}; add it")
                                   for lack in find_lacks(shape, placed.record))
    return Layers({key: list(placed.values()) for key, placed in merged.items()}, layers.findings)


def _stray_files(folder: Path) -> Iterator[Finding]:
    """TOML files of a user's folder that nothing reads."""
    for path in list_files(folder, "**/*.toml"):
        name = path.relative_to(folder).as_posix()
        if name in _OURS_ALONE:
            yield Finding(str(path), "", "what is known of pages cannot be laid over; take the file away")
        elif not any(PurePath(name).match(shape.files) and name.count("/") == shape.files.count("/")
                     for shape in SHAPES):
            yield Finding(str(path), "", f"no knowledge file is called so; there are "
                          f"{', '.join(shape.files for shape in SHAPES)}")


def _read_kind(folder: Path, shape: Shape, *, is_own: bool) -> tuple[list[Placed], list[Finding]]:
    records: list[Placed] = []
    findings: list[Finding] = []
    for path in list_files(folder, shape.files):
        where = str(path) if is_own else path.relative_to(folder).as_posix()
        for placed in _read_file(path, where, shape, findings):
            misfits = list(find_misfits(shape, placed.record))
            findings += [Finding(where, placed.title, misfit) for misfit in misfits]
            if not misfits:
                records.append(placed)
    return records, findings


def _read_file(path: Path, where: str, shape: Shape, findings: list[Finding]) -> Iterator[Placed]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        findings.append(Finding(where, "", f"it cannot be read ({problem.strerror}); mend it"))
        return
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        findings.append(Finding(where, "", f"{problem}; mend the TOML"))
        return
    findings += [Finding(where, "", f"no table {key!r} in this file; its records are [[{shape.key}]]")
                 for key in content if key != shape.key]
    rows = content.get(shape.key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        findings.append(Finding(where, "", f"{shape.key} is not a list of tables; write [[{shape.key}]]"))
        return
    yield from (Placed(where, row) for row in rows)


def _lay_over(known: dict[object, Placed], shape: Shape, records: Iterable[Placed]) -> Iterator[Finding]:
    """Takes the records of one layer; one that stands twice in it is told, one of an earlier layer is added to."""
    fresh: set[object] = set()
    for placed in records:
        identity = tuple(placed.record.get(name) for name in shape.identity)
        if identity in fresh and None not in identity:
            yield Finding(placed.where, placed.title, f"the id {placed.title} stands twice; give one of them another")
            continue
        fresh.add(identity)
        before = known.get(identity)
        if before is None or None in identity:
            known[identity if None not in identity else object()] = placed
        else:
            known[identity] = Placed(f"{before.where} + {placed.where}",
                                     merge_records(shape, before.record, placed.record))


def merge_records(shape: Shape, ours: Reading, theirs: Reading) -> Reading:
    """Our record with theirs: lists are joined, other fields are theirs."""
    merged = dict(ours)
    for name, value in theirs.items():
        before, kind = ours.get(name), shape.fields[name]
        if kind is TEXTS and isinstance(before, list) and isinstance(value, list):
            merged[name] = list(dict.fromkeys((*before, *value)))
        elif isinstance(kind, Shape) and isinstance(before, list) and isinstance(value, list):
            merged[name] = _join_tables(kind, before, value)
        elif isinstance(before, dict) and isinstance(value, dict):
            merged[name] = {**before, **value}
        else:
            merged[name] = value
    return merged


def _join_tables(shape: Shape, ours: Iterable[Reading], theirs: Iterable[Reading]) -> list[Reading]:
    """Tables of both; theirs takes the place of ours with the same identity, so that a term can be given its end."""
    rows = [*ours, *theirs]
    return list({tuple(row.get(name) for name in shape.identity): row for row in rows}.values())
