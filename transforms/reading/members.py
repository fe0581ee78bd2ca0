"""What archives, mailboxes and tables hold: members, in bounded number, depth, size and memory. Nothing is written."""

from __future__ import annotations

import io
import lzma
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from transforms.model import Evidence, HeaderFacts, UnreadableSource
from transforms.reading.folder import MAX_BYTES, escape_path
from transforms.reading.shapes import HEAD_BYTES, ZIP_MARK

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_MEMBERS = 100_000
MAX_DEPTH = 3
# a container may unfold to this, or to so many times its size if that is more
MAX_EXPANDED_BYTES = 200 * 1024 * 1024
MAX_GROWTH = 20
# text packs to a tenth of its size, mark-up and tables to a thirtieth
MAX_RATIO = 200
# less than that harms nobody, whatever its ratio: a page of blanks packs to a thousandth
MIN_BOMB_BYTES = 1024 * 1024
# a ZIP in an archive is held in memory, since its directory stands at its end
MAX_HELD_BYTES = 64 * 1024 * 1024
MAX_NAME_CHARS = 500
# stands between a container and what is in it: "press.zip!/folder/page.html"
SEPARATOR = "!/"
FETCH = "fetch it again"
CHUNK_BYTES = 128 * 1024
_LARGE_CHUNK_BYTES = 1024 * 1024
# printable ASCII without the backslash needs no look at each character
_PLAIN_NAME = re.compile(r"[ -\[\]-~]*")
# what the web calls by these names is windows-1252
_CODECS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
# after these nothing more is taken from the file
_LAST_REASONS = ("ratio:", "too_many:", "too_large_in_all:")
_UNPACK_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, RuntimeError, ValueError, struct.error)


# when a crawler took a page is no fact of its text
FETCHED = "fetched_at"
# field, value, and where in the file it stands
Told = tuple[str, str, str]


class Member(NamedTuple):
    """A file in a container: its bytes, or the reason ("code: explanation and cure") why it has none.

    `is_text` tells that the bytes are a text (a mail's body, a table's row) whatever they look like; `fetched_at` is
    when a crawler took the page, which says nothing of its publication. `told` is what the container says of the file,
    `known` are the facts where they are not all of that, and as it is written.
    """

    name: str
    data: bytes | None
    reason: str | None = None
    is_text: bool = False
    fetched_at: str | None = None
    told: Sequence[Told] = ()
    known: HeaderFacts | None = None

    @property
    def facts(self) -> HeaderFacts:
        """What the container says of the text in the file."""
        return self.known or HeaderFacts(**{name: value for name, value, _ in self.told if name != FETCHED})

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the container says, and where."""
        return tuple(Evidence(*told) for told in self.told)


@dataclass(frozen=True, slots=True)
class Nested:
    """A container in a container that is open already: a mail in a mail, or in a mailbox (of no depth of its own)."""

    name: str
    members: Iterator[Found]
    depth: int = 1


@dataclass(slots=True)
class Packed:
    """A file in an archive that is not unpacked yet; to be read before the next member is asked for.

    `problem` is the reason why it cannot be read any further, once it was tried.
    """

    name: str
    read1: Callable[[int], bytes]
    packed_bytes: int
    problem: str | None = None
    taken: int = field(default=0, init=False)

    def read(self, size: int) -> bytes:
        """The next bytes: `size` of them but at the end, or where a problem stops it."""
        parts: list[bytes] = []
        missing = size
        while missing > 0 and self.problem is None:
            chunk = self._chunk(missing)
            if not chunk:
                break
            parts.append(chunk)
            missing -= len(chunk)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _chunk(self, size: int) -> bytes:
        try:
            chunk = self.read1(min(size, _LARGE_CHUNK_BYTES))
        except UnreadableSource as problem:
            self.problem = str(problem)
        except EOFError:
            self.problem = f"truncated: the archive ends in the middle of this file; {FETCH}"
        except _UNPACK_ERRORS as problem:
            self.problem = f"broken: it cannot be unpacked ({problem}); {FETCH}"
        else:
            self.taken += len(chunk)
            if self.taken <= MIN_BOMB_BYTES or self.taken <= self.packed_bytes * MAX_RATIO:
                return chunk
            self.problem = (
                f"ratio: {self.packed_bytes} bytes unfold to more than {self.packed_bytes * MAX_RATIO};"
                " unpack it by hand if it is sound"
            )
        return b""


Found = Member | Nested | Packed
# From a stream that gives the container from its beginning, and a name; the stream may be read forward only
Expander = Callable[[BinaryIO, str], Iterator[Found]]
# From a stream that can be rewound and holds the file's first HEAD_BYTES, of a ZIP all; it is left at its beginning
ExpanderFor = Callable[[BinaryIO, str], Expander | None]


def refused(name: str, reason: str) -> Member:
    """A member without bytes."""
    return Member(name, None, reason)


def member_name(name: bytes | str) -> str:
    r"""The name as it is shown, with \xNN for what is not legible; it is never a place to write to.

    What parts a container from its members is written "\x21/" in a name.
    """
    if isinstance(name, str) and _PLAIN_NAME.fullmatch(name):
        shown = name
    elif isinstance(name, str):
        shown = escape_path(name.encode("utf-8", "surrogateescape" if _is_escaped(name) else "replace"))
    else:
        shown = escape_path(name)
    shown = shown.replace(SEPARATOR, "\\x21/")
    return shown if len(shown) <= MAX_NAME_CHARS else f"{shown[: MAX_NAME_CHARS - 1]}…"


def read_bounded(read: Callable[[int], bytes], packed_bytes: int) -> bytes:
    """All bytes that `read(size)` gives; UnreadableSource if they are too many, at all or for what they were."""
    limit = min(MAX_BYTES, max(MIN_BOMB_BYTES, packed_bytes * MAX_RATIO))
    parts: list[bytes] = []
    size = 0
    while size <= limit:
        chunk = read(min(_LARGE_CHUNK_BYTES, limit + 1 - size))
        if not chunk:
            return b"".join(parts)
        parts.append(chunk)
        size += len(chunk)
    if limit == MAX_BYTES:
        raise UnreadableSource(too_large())
    raise UnreadableSource(f"ratio: {packed_bytes} bytes unfold to more than {limit}; unpack it by hand if it is sound")


def too_large(size: int | None = None) -> str:
    """The reason for a file that is larger than a document may be."""
    seen = f"{size} bytes" if size is not None else f"more than {MAX_BYTES} bytes"
    return f"too_large: {seen}, the limit is {MAX_BYTES}; split the file or raise the limit"


def as_utf8(data: bytes, charset: str | None) -> bytes:
    """The bytes in UTF-8 if they are text in the declared charset; as they are if UTF-8 already, or no text."""
    name = (charset or "").lower()
    if name in ("", "utf-8", "utf8") or data.isascii() or _is_utf8(data):
        return data
    try:
        return data.decode(_CODECS.get(name, name)).encode()
    except (UnicodeError, LookupError, ValueError):
        return data


def packed_size(stream: BinaryIO) -> int:
    """The size of a container: of the file, or, of one in an archive, what it takes in there."""
    if isinstance(stream, _NestedStream):
        return stream.packed_bytes
    place = stream.tell()
    size = stream.seek(0, os.SEEK_END)
    stream.seek(place)
    return size


class BoundedLines(io.RawIOBase):
    """A stream whose lines are cut behind MAX_BYTES (and a chunk), so that a line of it can be read whole.

    A line that is longer than MAX_BYTES was cut. UnreadableSource where a record of many lines has no end, for those
    who tell where one ends.
    """

    def __init__(self, read: Callable[[int], bytes], head: bytes = b"") -> None:
        self._read = read
        self._ready = memoryview(head)
        self._open_bytes = len(head) - head.rfind(b"\n") - 1
        self._record_bytes: int | None = None
        self._has_cut = False

    def take_record(self) -> bool:
        """Begin another record of one or more lines; True if a line of the one before was cut."""
        had_cut, self._has_cut, self._record_bytes = self._has_cut, False, 0
        return had_cut

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """The next bytes, into the buffer; their number."""
        while not self._ready:
            chunk = self._read(CHUNK_BYTES)
            if not chunk:
                return 0
            self._ready = memoryview(self._cut(chunk))
            if self._record_bytes is not None:
                self._record_bytes += len(self._ready)
                if self._record_bytes > 2 * MAX_BYTES + CHUNK_BYTES:
                    raise UnreadableSource(too_large())
        return self._give(memoryview(buffer).cast("B"))

    def _give(self, target: memoryview) -> int:
        size = min(len(target), len(self._ready))
        target[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _cut(self, chunk: bytes) -> bytes:
        if self._open_bytes > MAX_BYTES:
            self._has_cut = True
            end = chunk.find(b"\n")
            chunk = chunk[end:] if end >= 0 else b""
        last = chunk.rfind(b"\n")
        self._open_bytes = len(chunk) - last - 1 + (self._open_bytes if last < 0 else 0)
        return chunk


class _Rest(io.RawIOBase):
    """The bytes of a packed file, its head again first; UnreadableSource where they cannot be read."""

    def __init__(self, head: bytes, packed: Packed, spend: Callable[[int], str | None]) -> None:
        self._head, self._packed, self._spend = memoryview(head), packed, spend
        self._given = 0

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def tell(self) -> int:
        """How many bytes were given, which readers of web archives ask for."""
        return self._given

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """The next bytes, into the buffer; their number."""
        target = memoryview(buffer).cast("B")
        chunk = self._head[: len(target)] or memoryview(self._packed.read(len(target)))
        self._head = self._head[len(chunk) :]
        if not chunk and self._packed.problem:
            raise UnreadableSource(self._packed.problem)
        if problem := self._spend(len(chunk)):
            self._packed.problem = problem
            raise UnreadableSource(problem)
        target[: len(chunk)] = chunk
        self._given += len(chunk)
        return len(chunk)


class _NestedStream(io.BufferedReader):
    """A container in an archive, while it is unpacked; it can be read forward only."""

    def __init__(self, raw: _Rest, packed_bytes: int) -> None:
        super().__init__(raw, CHUNK_BYTES)
        self.packed_bytes = packed_bytes

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, at most `size`: where the archive breaks off, what stands before is given first."""
        return self.read1(-1 if size is None else size)


def expand_nested(stream: BinaryIO, name: str, expander: Expander, expander_for: ExpanderFor) -> Iterator[Member]:
    """The files in the container and in the containers in it, down to MAX_DEPTH; UnreadableSource if there is none.

    The stream stands at its beginning and can be rewound. A limit for the whole that is exceeded is a member with the
    reason, and the last one.
    """
    walk = _Walk(packed_size(stream), expander_for)
    try:
        for member in walk.members(expander(stream, name), "", 1):
            yield member
            if member.reason is not None and member.reason.startswith(_LAST_REASONS):
                return
    except UnreadableSource as problem:
        if not walk.count:
            raise
        yield refused(walk.unique("…"), str(problem))
    if not walk.count:
        raise UnreadableSource("empty: there is no file in it; remove it, or fetch it again")


class _Walk:
    """One walk through a container, and what it has taken so far."""

    def __init__(self, packed_bytes: int, expander_for: ExpanderFor) -> None:
        self.count = 0
        self._given = self._unpacked = 0
        self._most = max(MAX_EXPANDED_BYTES, packed_bytes * MAX_GROWTH)
        self._most_for_size = max(MIN_BOMB_BYTES, packed_bytes * MAX_RATIO)
        self._limit = min(self._most, self._most_for_size)
        self._expander_for = expander_for
        self._numbers: dict[str, int] = {}

    def members(self, found: Iterator[Found], prefix: str, depth: int) -> Iterator[Member]:
        """What a container holds, its names under the prefix."""
        for item in found:
            self.count += 1
            name = self.unique(prefix + item.name)
            if self.count > MAX_MEMBERS:
                yield refused(name, f"too_many: more than {MAX_MEMBERS} files in it; split it")
            elif isinstance(item, Member):
                if item.data is None or item.is_text:
                    yield self._leaf(item, name)
                else:
                    yield from self._judged(item, item.data, name, depth)
            elif isinstance(item, Packed):
                yield from self._unpack(item, name, depth)
            else:
                yield from self._inside(item.members, name, depth + item.depth)

    def _judged(self, item: Member, data: bytes, name: str, depth: int) -> Iterator[Member]:
        """The member, or what is in it."""
        stream = io.BytesIO(data)
        inner = self._expander_for(stream, item.name)
        if inner is None:
            yield self._leaf(item, name)
        elif problem := self._spend(len(data)):
            yield refused(name, problem)
        else:
            yield from self._inside(inner(stream, item.name), name, depth + 1)

    def _unpack(self, packed: Packed, name: str, depth: int) -> Iterator[Member]:
        """The file, or what is in it: a ZIP is held in memory for that, others are read as they are unpacked."""
        data = packed.read(HEAD_BYTES)
        is_zip = data.startswith(ZIP_MARK)
        if is_zip:
            data += packed.read(MAX_HELD_BYTES + 1 - len(data))
        stream: BinaryIO = io.BytesIO(data)
        inner = self._expander_for(stream, packed.name)
        if inner is None:
            yield self._unpacked_file(packed, data, name)
        elif len(data) > MAX_HELD_BYTES:
            yield refused(name, f"too_large: a ZIP in an archive may have {MAX_HELD_BYTES} bytes; unpack the outer one")
        else:
            raw = _Rest(data, packed, self._spend)
            stream = stream if is_zip else _NestedStream(raw, packed.packed_bytes)
            problem = self._spend(len(data)) if is_zip else None
            if problem is None:
                yield from self._inside(inner(stream, packed.name), name, depth + 1)
                problem = packed.problem if is_zip else None
            if problem:
                yield refused(self.unique(f"{name}{SEPARATOR}…"), problem)

    def _unpacked_file(self, packed: Packed, head: bytes, name: str) -> Member:
        data = head if len(head) < HEAD_BYTES else head + packed.read(MAX_BYTES + 1 - len(head))
        return refused(name, packed.problem) if packed.problem else self._leaf(Member(name, data), name)

    def _inside(self, found: Iterator[Found], name: str, depth: int) -> Iterator[Member]:
        if depth > MAX_DEPTH:
            yield refused(name, f"too_deep: more than {MAX_DEPTH} archives in one another; unpack the outer ones")
            return
        before = self.count
        try:
            yield from self.members(found, name + SEPARATOR, depth)
        except UnreadableSource as problem:
            # What was taken out of it before stands, and makes a container of it
            place = name if self.count == before else self.unique(f"{name}{SEPARATOR}…")
            yield refused(place, str(problem))
        else:
            if self.count == before:
                yield refused(name, "empty: there is no file in it; remove it, or fetch it again")

    def _leaf(self, item: Member, name: str) -> Member:
        """The member under its name, refused if it is too large or one too many."""
        size = len(item.data or b"")
        self._given += size
        if size > MAX_BYTES or self._given > self._limit:
            return refused(name, too_large(size) if size > MAX_BYTES else self._excess(self._given))
        if name is item.name:
            return item
        return item._replace(name=name)

    def _spend(self, size: int) -> str | None:
        """Count bytes of a container that was in the container; the reason if they are too many."""
        self._unpacked += size
        return self._excess(self._unpacked) if self._unpacked > self._limit else None

    def _excess(self, size: int) -> str:
        if size > self._most_for_size:
            return f"ratio: it unfolds to more than {MAX_RATIO} times its size; unpack it by hand if it is sound"
        return f"too_large_in_all: it unfolds to more than {self._most} bytes; split it"

    def unique(self, name: str) -> str:
        """The name, with a number if another member has it."""
        number = self._numbers.get(name, 0) + 1
        self._numbers[name] = number
        return name if number == 1 else self.unique(f"{name}#{number}")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_escaped(name: str) -> bool:
    """True if the name was decoded from bytes that are not UTF-8, which stand in it as lone surrogates."""
    try:
        name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
