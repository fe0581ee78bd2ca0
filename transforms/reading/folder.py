"""The raw folder: every file in it, with its hash, or with the reason why its bytes cannot be taken."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transforms.model import UnreadableSource

MAX_BYTES = 20 * 1024 * 1024
# files about the folder, at its root only
NOT_RAW = frozenset({b"README.md", b"sources.toml"})
_CHUNK_BYTES = 1024 * 1024
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
    """A file of the raw folder. `reason` says why it has no hash: "code: explanation and cure"."""

    path: str
    location: Path
    byte_count: int | None = None
    sha256: str | None = None
    reason: str | None = None


class _UnstableError(Exception):
    """The file was written to while it was read."""


def scan_folder(raw: Path) -> list[RawFile]:
    """All files under the folder but hidden ones, in the order of their paths; NotADirectoryError without a folder."""
    if not raw.is_dir():
        raise NotADirectoryError(f"{raw}: there is no such folder; make it, or name another one")
    # in bytes, so that the locale decides nothing
    root = os.path.realpath(os.fsencode(raw))
    return sorted((_take(root, place) for place in _walk(root)), key=lambda file: file.path)


def read_bytes(file: RawFile) -> bytes:
    """The bytes that were hashed; UnreadableSource if the file has changed or gone since."""
    try:
        data = b"".join(_chunks(os.fsencode(file.location)))
    except (OSError, _UnstableError) as problem:
        raise UnreadableSource(f"unstable: not to be read again ({problem}); run again when it is at rest") from problem
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise UnreadableSource("unstable: changed after it was first read; run again when it is at rest")
    return data


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
                found = [entry for entry in entries if not _is_left_out(entry, folder == root)]
        except OSError:
            yield folder
            continue
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                yield entry.path


def _is_left_out(entry: os.DirEntry[bytes], at_root: bool) -> bool:
    return entry.name.startswith(b".") or (at_root and entry.name in NOT_RAW)


def _take(root: bytes, place: bytes) -> RawFile:
    path, location = escape_path(os.path.relpath(place, root)), Path(os.fsdecode(place))
    try:
        status = os.lstat(place)
        target = _link_target(root, place) if stat.S_ISLNK(status.st_mode) else place
        size = os.lstat(target).st_size
        _refuse_special(target, size)
        digest = _hash(target)
    except UnreadableSource as refusal:
        return RawFile(path, location, _size_of(place), reason=str(refusal))
    except OSError as problem:
        return RawFile(path, location, _size_of(place), reason=_unreadable(problem))
    return RawFile(path, Path(os.fsdecode(target)), digest[0], digest[1])


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
    if size > MAX_BYTES:
        raise UnreadableSource(f"too_large: {size} bytes, the limit is {MAX_BYTES}; split the file or raise the limit")


def _hash(target: bytes) -> tuple[int, str]:
    """Size and SHA-256; a file that changes while it is read gets a second try."""
    for _ in range(2):
        try:
            return _hash_once(target)
        except _UnstableError:
            continue
    raise UnreadableSource("unstable: it changed while it was read, twice; run again when it is at rest")


def _hash_once(target: bytes) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    for chunk in _chunks(target):
        digest.update(chunk)
        count += len(chunk)
    return count, digest.hexdigest()


def _chunks(target: bytes) -> Iterator[bytes]:
    # NONBLOCK: should a named pipe have taken the file's place, opening it must not wait for a writer
    handle = os.open(target, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(handle, "rb") as file:  # noqa: PTH123  (a descriptor, not a path)
        before, count = os.fstat(handle), 0
        while count <= MAX_BYTES and (chunk := file.read(_CHUNK_BYTES)):
            count += len(chunk)
            yield chunk
        after = os.fstat(handle)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or count != after.st_size:
        raise _UnstableError(f"{before.st_size} bytes at first, {after.st_size} in the end")
