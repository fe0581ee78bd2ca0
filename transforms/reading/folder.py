"""The raw folder: every file in it, with its hash, or with the reason why its bytes cannot be taken."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path, PurePosixPath

from transforms.model import UnreadableSource
from transforms.reading.shapes import may_hold_others

# of a document, and of a file that holds others
MAX_BYTES = 20 * 1024 * 1024
MAX_CONTAINER_BYTES = 16 * 1024**3
MAX_MAPPING_BYTES = 64 * 1024
# "press.toml" beside "press.csv" names the columns of the table and is no raw file
TABLE_SUFFIXES = (b".csv", b".tsv", b".jsonl", b".ndjson")
MAPPING_SUFFIX = b".toml"
# files about the folder, at its root only
NOT_RAW = frozenset({b"README.md", b"sources.toml"})
_HEAD_BYTES = 64 * 1024
_CHANGED = "unstable: changed after it was first read; run again when it is at rest"
_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
# letters that turn the direction of what is printed after them
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file of the raw folder. `reason` says why it has no hash: "code: explanation and cure".

    `mapping` is the TOML beside a table that names its columns.
    """

    path: str
    location: Path
    byte_count: int | None = None
    sha256: str | None = None
    reason: str | None = None
    mapping: str | None = None

    @property
    def suffix(self) -> str:
        """The suffix of its name in small letters: ".csv"; of what is packed in it too: ".md.gz"."""
        suffixes = PurePosixPath(self.path.lower()).suffixes
        return "".join(suffixes[-2:] if suffixes[-1:] == [".gz"] else suffixes[-1:])

    @property
    def form(self) -> str:
        """What decides how its bytes are read, besides themselves: ".csv", with a mapping ".csv+0c6fe2f1"."""
        if self.mapping is None:
            return self.suffix
        return f"{self.suffix}+{hashlib.sha256(self.mapping.encode()).hexdigest()[:8]}"


class _UnstableError(Exception):
    """The file was written to while it was read."""


def scan_folder(raw: Path) -> list[RawFile]:
    """All files under the folder but hidden ones, in the order of their paths; NotADirectoryError without a folder."""
    if not raw.is_dir():
        raise NotADirectoryError(f"{raw}: there is no such folder; make it, or name another one")
    # in bytes, so that the locale decides nothing
    root = os.path.realpath(os.fsencode(raw))
    return sorted((_take(root, place) for place in _walk(root)), key=lambda file: file.path)


@contextmanager
def open_raw(file: RawFile) -> Iterator[BufferedReader]:
    """The bytes that were hashed, to be read; UnreadableSource, at the end at the latest, if they are others now."""
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(_opened(os.fsencode(file.location)))
            before = os.fstat(stream.fileno())
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            stream.seek(0)
        except OSError as problem:
            raise UnreadableSource(f"unstable: it cannot be read again ({problem.strerror}); run again") from problem
        if digest != file.sha256:
            raise UnreadableSource(_CHANGED)
        yield stream
        if _state(before) != _state(os.fstat(stream.fileno())):
            raise UnreadableSource(_CHANGED)


def too_large(size: int, limit: int = MAX_BYTES) -> str:
    """The reason for which a file of that many bytes is not read."""
    return f"too_large: {size} bytes, the limit is {limit}; split the file or raise the limit"


def escape_path(path: bytes) -> str:
    r"""The path as text: bytes that are not UTF-8, control characters and the backslash as \xNN; no two look alike."""
    return "".join(_escape(char) for char in path.decode("utf-8", "surrogateescape"))


def _escape(char: str) -> str:
    if char != "\\" and char not in _BIDI and unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp"):
        return char
    return "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))


def _walk(root: bytes) -> Iterator[bytes]:
    """Every path under the root that is not a folder, and every folder that cannot be listed."""
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError:
            yield folder
            continue
        tables = {_stem(entry.name) for entry in listed if entry.name.lower().endswith(TABLE_SUFFIXES)}
        for entry in listed:
            if _is_left_out(entry, folder == root):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif not _is_mapping(entry.name, tables):
                yield entry.path


def _is_left_out(entry: os.DirEntry[bytes], at_root: bool) -> bool:
    return entry.name.startswith(b".") or (at_root and entry.name in NOT_RAW)


def _is_mapping(name: bytes, tables: set[bytes]) -> bool:
    return name.endswith(MAPPING_SUFFIX) and _stem(name) in tables


def _stem(name: bytes) -> bytes:
    return name.rpartition(b".")[0]


def mapping_beside(file: Path) -> str | None:
    """The text of the TOML that names a table's columns; None if the file is no table or has none beside it."""
    return _mapping_beside(os.fsencode(file))


def _mapping_beside(place: bytes) -> str | None:
    """The text of the TOML beside a table, escaped where it is no UTF-8; None if there is none."""
    if not place.lower().endswith(TABLE_SUFFIXES):
        return None
    try:
        with _opened(_stem(place) + MAPPING_SUFFIX) as stream:
            return stream.read(MAX_MAPPING_BYTES).decode("utf-8-sig", "backslashreplace")
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise UnreadableSource(
            f"broken_mapping: the TOML beside the table is not to be read ({problem.strerror}); make it a regular file"
        ) from problem


def _take(root: bytes, place: bytes) -> RawFile:
    # What parts a container from the files in it is written "\\x21/" in a path
    path, location = escape_path(os.path.relpath(place, root)).replace("!/", "\\x21/"), Path(os.fsdecode(place))
    try:
        status = os.lstat(place)
        target = _link_target(root, place) if stat.S_ISLNK(status.st_mode) else place
        size = os.lstat(target).st_size
        _refuse_special(target, size)
        digest, mapping = _hash(target), _mapping_beside(target)
    except UnreadableSource as refusal:
        return RawFile(path, location, _size_of(place), reason=str(refusal))
    except OSError as problem:
        return RawFile(path, location, _size_of(place), reason=_unreadable(problem))
    return RawFile(path, Path(os.fsdecode(target)), digest[0], digest[1], mapping=mapping)


def _size_of(place: bytes) -> int | None:
    try:
        status = os.lstat(place)
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _unreadable(problem: OSError) -> str:
    if problem.errno == errno.ENOENT:
        return "vanished: it was deleted while the folder was read; run again"
    return f"unreadable: {problem.strerror or problem}; give the user of this run the right to read it"


def _link_target(root: bytes, link: bytes) -> bytes:
    try:
        target = os.path.realpath(link, strict=True)
    except OSError as problem:
        code = "link_loop" if problem.errno == errno.ELOOP else "broken_link"
        raise UnreadableSource(f"{code}: the link leads to no file; put a file here, or remove the link") from problem
    if target != root and not target.startswith(root + b"/"):
        raise UnreadableSource("link_outside: the link leads out of the raw folder; put the file itself here")
    if os.path.isdir(target):  # noqa: PTH112  (bytes: Path does not hold them)
        raise UnreadableSource("link_to_folder: the folder is read where it stands; remove the link")
    return target


def _refuse_special(target: bytes, size: int) -> None:
    mode = os.lstat(target).st_mode
    if stat.S_ISDIR(mode):
        os.scandir(target).close()
    for is_kind, kind in _KINDS:
        if is_kind(mode):
            raise UnreadableSource(f"not_a_file: it is {kind}; put a regular file here, or remove it")
    limit = MAX_CONTAINER_BYTES if size > MAX_BYTES and _may_hold_others(target) else MAX_BYTES
    if size > limit:
        raise UnreadableSource(too_large(size, limit))


def _may_hold_others(target: bytes) -> bool:
    with _opened(target) as stream:
        return may_hold_others(stream.read(_HEAD_BYTES), os.fsdecode(target.rpartition(b"/")[2]))


def _hash(target: bytes) -> tuple[int, str]:
    """Size and SHA-256; a file that changes while it is read gets a second try."""
    for _ in range(2):
        try:
            return _hash_once(target)
        except _UnstableError:
            continue
    raise UnreadableSource("unstable: it changed while it was read, twice; run again when it is at rest")


def _hash_once(target: bytes) -> tuple[int, str]:
    with _opened(target) as stream:
        before = os.fstat(stream.fileno())
        digest = hashlib.file_digest(stream, "sha256")
        if _state(before) != _state(os.fstat(stream.fileno())):
            raise _UnstableError
        return stream.tell(), digest.hexdigest()


def _opened(target: bytes) -> BufferedReader:
    # NONBLOCK: should a named pipe have taken the file's place, opening it must not wait for a writer
    handle = os.open(target, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    return open(handle, "rb")  # noqa: PTH123  (a descriptor, not a path; the caller closes it)


def _state(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
