"""Archives to their members: ZIP, gzip, and the web archives WARC and WACZ. Read as streams, nothing goes to disk."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, BinaryIO

from fastwarc.stream_io import BrotliReader
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from transforms.model import UnreadableSource
from transforms.reading.folder import MAX_BYTES
from transforms.reading.members import (
    CHUNK_BYTES,
    FETCH,
    FETCHED,
    MAX_MEMBERS,
    Found,
    Member,
    Packed,
    as_utf8,
    member_name,
    packed_size,
    read_bounded,
    refused,
    too_large,
)
from transforms.reading.shapes import ZIP_DIRECTORY_MARK, ZIP_MARK, zip_directory

_TRUNCATED = f"truncated: the archive ends in the middle of this file; {FETCH}"
_ENCRYPTED = "encrypted: the archive has a password; add the unpacked file"
_GZIP_ENDING = re.compile(r"\.gz(?:ip)?\Z", re.IGNORECASE)
_IS_ENCRYPTED = 0x1
_HAS_SIZE_BEHIND = 0x8
_IS_UTF8 = 0x800
# of an entry in the directory
_SHORTEST_ENTRY = 46
# version, flags, method, time, date, CRC, packed and full size, lengths of name and extra field
_LOCAL_HEADER = struct.Struct("<4x5H3I2H")
_WARC_NAME = re.compile(r"(?:.*/)?archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
# what a browser or the system puts beside the files of a ZIP
_HIDDEN = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?[/\\])[^/]*)")
# "text/html; charset=utf-8"; no styles, scripts, images
_TEXT_TYPE = re.compile(
    r"\s*(?:text/(?!css|javascript|ecmascript|vtt)|application/(?:pdf|xhtml\+xml|xml|rss\+xml|atom\+xml"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml|vnd\.oasis\.opendocument\.text)|message/rfc822)",
    re.IGNORECASE,
)
_TAKEN_RECORDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.unknown
_MOST_ENCODINGS = 4
# as the standard writes them, and folded
_WARC_NAMES = (("WARC-Target-URI", "warc-target-uri"), ("WARC-Date", "warc-date"))
_PIECE_BYTES = 64 * 1024
# "1f4\r\n" before a chunk of a page
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_MARKUP = re.compile(rb"\s*<")


def expand_zip(stream: BinaryIO, name: str) -> Iterator[Found]:  # noqa: ARG001  (every expander takes the name)
    """The files of a ZIP; of a truncated one what is whole, then a member that tells of the rest."""
    if _has_too_many(stream):
        yield refused("…", f"too_many: more than {MAX_MEMBERS} files in it; split it")
        return
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        yield from _salvage_zip(stream)
        return
    with archive:
        for info in archive.infolist():
            if not info.filename.endswith("/") and not _HIDDEN.search(info.filename):
                yield from _zip_entry(archive, info)


def expand_wacz(stream: BinaryIO, name: str) -> Iterator[Found]:
    """The WARC files of a WACZ; its indexes, page lists and logs are left out."""
    for found in expand_zip(stream, name):
        if isinstance(found, Member) or _WARC_NAME.fullmatch(found.name):
            yield found


def expand_gzip(stream: BinaryIO, name: str) -> Iterator[Packed]:
    """The file in a gzip."""
    inner = member_name(_GZIP_ENDING.sub("", name.rsplit("/", 1)[-1])) or "content"
    yield Packed(inner, _Gzip(stream.read).read1, packed_size(stream))


def expand_warc(stream: BinaryIO, name: str) -> Iterator[Member]:  # noqa: ARG001  (every expander takes the name)
    """The pages of a WARC that a crawler got with success and that hold text, with address and time of the crawl."""
    try:
        for record in ArchiveIterator(stream, record_types=_TAKEN_RECORDS, strict_mode=False):
            member = _warc_member(record)
            if member:
                yield member
    except (OSError, ValueError, EOFError) as problem:
        yield refused("…", f"truncated: no whole record from here on ({problem}); {FETCH}")


def _has_too_many(stream: BinaryIO) -> bool:
    """True if the directory names more files than are read; it would have to be held in memory."""
    start, size = zip_directory(stream) or (0, 0)
    if size <= MAX_MEMBERS * _SHORTEST_ENTRY:
        return False
    stream.seek(start)
    count, before = 0, b""
    while piece := stream.read(CHUNK_BYTES):
        count += (before + piece).count(ZIP_DIRECTORY_MARK)
        before = piece[1 - len(ZIP_DIRECTORY_MARK) :]
    return count > MAX_MEMBERS


def _zip_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[Found]:
    name = _zip_name(info.orig_filename.encode("utf-8" if info.flag_bits & _IS_UTF8 else "cp437", "replace")) or "…"
    if info.flag_bits & _IS_ENCRYPTED:
        yield refused(name, _ENCRYPTED)
        return
    try:
        stream = archive.open(info)
    except NotImplementedError as problem:
        yield refused(name, f"unsupported: {problem}; add the unpacked file")
    except EOFError:
        yield refused(name, _TRUNCATED)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, struct.error) as problem:
        yield refused(name, f"broken: it cannot be unpacked ({problem}); {FETCH}")
    else:
        with stream:
            yield Packed(name, _read1(stream), info.compress_size)


def _read1(stream: IO[bytes]) -> Callable[[int], bytes]:
    if not isinstance(stream, zipfile.ZipExtFile):
        raise TypeError("an archive that is read gives streams to read")
    return stream.read1


def _zip_name(raw: bytes) -> str:
    """The name: UTF-8 if it is, also where the archive does not say so; else the code page of DOS."""
    try:
        return member_name(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return member_name(raw)


def _salvage_zip(stream: BinaryIO) -> Iterator[Found]:
    """The files of a ZIP without its directory, from the headers before each of them."""
    place = _find(stream, 0)
    if place < 0:
        raise UnreadableSource(f"broken: the ZIP has no files that can be found; {FETCH}")
    for _ in range(MAX_MEMBERS + 1):
        header = _Header.read(stream, place)
        if isinstance(header, str):
            yield refused("…", header)
            return
        if header is None:
            break
        if header.problem:
            yield refused(header.name, header.problem)
            return
        content = _Content(stream, header)
        packed = Packed(header.name, content.read1, content.packed_bytes)
        if not header.name.endswith("/"):
            yield packed
        # what was not asked for, up to the next header
        while packed.read(CHUNK_BYTES):
            pass
        if packed.problem:
            return
        place = _find(stream, content.end) if header.is_deflated else content.end
    yield refused("…", f"truncated: the archive's directory is missing; {FETCH}")


def _find(stream: BinaryIO, place: int) -> int:
    """Where the next header of a file stands; -1 if there is none."""
    stream.seek(place)
    before = b""
    while chunk := stream.read(CHUNK_BYTES):
        found = (before + chunk).find(ZIP_MARK)
        if found >= 0:
            return place - len(before) + found
        place += len(chunk)
        before = chunk[1 - len(ZIP_MARK) :]
    return -1


@dataclass(frozen=True, slots=True)
class _Header:
    """What stands before a file in a ZIP; `packed_bytes` and `checksum` are None where they stand behind it."""

    name: str
    start: int
    is_deflated: bool
    packed_bytes: int | None
    checksum: int | None
    problem: str | None

    @classmethod
    def read(cls, stream: BinaryIO, place: int) -> _Header | str | None:
        """The header at the place; the reason why it is not whole, None if there is none."""
        stream.seek(max(place, 0))
        raw = stream.read(_LOCAL_HEADER.size)
        if place < 0 or not raw.startswith(ZIP_MARK):
            return None
        if len(raw) < _LOCAL_HEADER.size:
            return _TRUNCATED
        _, flags, method, _, _, checksum, packed, _, name_length, extra_length = _LOCAL_HEADER.unpack(raw)
        name = _zip_name(stream.read(name_length)) or "…"
        has_size, is_deflated = not flags & _HAS_SIZE_BEHIND, method == zipfile.ZIP_DEFLATED
        problem = _ENCRYPTED if flags & _IS_ENCRYPTED else None
        if not is_deflated and (method != zipfile.ZIP_STORED or not has_size):
            problem = problem or _TRUNCATED
        start = place + _LOCAL_HEADER.size + name_length + extra_length
        return cls(name, start, is_deflated, packed if has_size else None, checksum if has_size else None, problem)


class _Content:
    """A file in a ZIP without directory, unpacked as far as it is read; EOFError if it breaks off."""

    def __init__(self, stream: BinaryIO, header: _Header) -> None:
        self._stream, self._header = stream, header
        self._unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if header.is_deflated else None
        self._next, self._rest, self._sum = header.start, b"", 0
        size = stream.seek(0, os.SEEK_END) - header.start
        # a truncated header may promise more than there is
        self.packed_bytes = max(0, size if header.packed_bytes is None else min(size, header.packed_bytes))

    @property
    def end(self) -> int:
        """Where the bytes behind the file begin, once it is read."""
        return self._next - (len(self._unpacker.unused_data) if self._unpacker else 0)

    def read1(self, size: int, /) -> bytes:
        """The next bytes, at most `size`."""
        chunk = self._inflated(size) if self._unpacker else self._stored(size)
        self._sum = zlib.crc32(chunk, self._sum)
        if not chunk and self._header.checksum not in (None, self._sum):
            raise zipfile.BadZipFile("its check sum is wrong")
        return chunk

    def _stored(self, size: int) -> bytes:
        missing = self._header.start + (self._header.packed_bytes or 0) - self._next
        chunk = self._piece(min(size, missing))
        if missing and not chunk:
            raise EOFError
        return chunk

    def _inflated(self, size: int) -> bytes:
        chunk = b""
        while self._unpacker and not chunk and not self._unpacker.eof:
            # in small pieces: the unpacker copies what it has no use for
            piece = self._rest or self._piece(_PIECE_BYTES)
            chunk = self._unpacker.decompress(piece, size)
            self._rest = self._unpacker.unconsumed_tail
            if not piece and not chunk and not self._unpacker.eof:
                raise EOFError
        return chunk

    def _piece(self, size: int) -> bytes:
        self._stream.seek(self._next)
        piece = self._stream.read(size)
        self._next += len(piece)
        return piece


class _Gzip:
    """A gzip, or several one behind the other, unpacked as far as it is read; EOFError if it breaks off.

    The standard library reads the name in its header byte by byte, which takes seconds for one of a megabyte.
    """

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._rest = b""

    def read1(self, size: int, /) -> bytes:
        """The next bytes, at most `size`."""
        chunk = b""
        while not chunk:
            if self._unpacker.eof and not self._next_member():
                return b""
            piece = self._rest or self._read(_PIECE_BYTES)
            chunk = self._unpacker.decompress(piece, size)
            self._rest = self._unpacker.unused_data if self._unpacker.eof else self._unpacker.unconsumed_tail
            if not piece and not chunk and not self._unpacker.eof:
                raise EOFError
        return chunk

    def _next_member(self) -> bool:
        """Begin with the gzip behind the one that was read; False if there is none, or but NULs that fill a block."""
        rest = self._rest.lstrip(b"\0")
        while not rest and (piece := self._read(_PIECE_BYTES)):
            rest = piece.lstrip(b"\0")
        self._rest = rest
        if rest:
            self._unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return bool(rest)


def _warc_member(record: WarcRecord) -> Member | None:
    """The page of the record; None if it has none: a script, an image, an answer other than 200."""
    warc = record.headers.asdict()
    if "WARC-Target-URI" not in warc or "WARC-Date" not in warc:
        # hardly anybody writes them otherwise
        folded = _folded(warc)
        warc |= {name: folded[key] for name, key in _WARC_NAMES if key in folded}
    # some crawlers put the address in angle brackets
    url = warc.get("WARC-Target-URI", "").removeprefix("<").removesuffix(">") or None
    name = member_name(url or record.record_id or "…")
    is_http = record.is_http
    if record.record_type == WarcRecordType.unknown or (is_http and not record.is_http_parsed):
        return refused(name, f"truncated: the record's header is not whole; {FETCH}")
    headers = _folded(record.http_headers.asdict() if is_http else warc)
    is_page = not is_http or record.http_headers.status_code in (None, 200)
    if not is_page or not _TEXT_TYPE.match(headers.get("content-type") or "text/html"):
        return None
    try:
        page = _page(record, headers)
    except UnreadableSource as problem:
        return refused(name, str(problem))
    moment = warc.get("WARC-Date")
    seen = (("url", url, "WARC-Target-URI"), (FETCHED, moment, "WARC-Date"))
    told = [(field, value, origin) for field, value, origin in seen if value]
    return Member(name, page, None, False, moment, told)


def _folded(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers by their names in small letters."""
    return {name.lower(): value for name, value in headers.items()}


def _page(record: WarcRecord, headers: Mapping[str, str]) -> bytes:
    length = record.content_length
    if length > MAX_BYTES:
        raise UnreadableSource(too_large(length))
    payload = record.reader.read()
    if len(payload) < length:
        raise UnreadableSource(f"truncated: {len(payload)} of {length} bytes are there; {FETCH}")
    is_encoded = "content-encoding" in headers or "transfer-encoding" in headers
    for encoding in _encodings(headers) if is_encoded else ():
        try:
            payload = _undo(encoding, payload)
        except (OSError, EOFError, zlib.error) as problem:
            raise UnreadableSource(
                f"broken: its {encoding} encoding cannot be undone ({problem}); {FETCH}"
            ) from problem
    return as_utf8(payload, record.http_charset if record.is_http else None)


def _encodings(headers: Mapping[str, str]) -> list[str]:
    """How the page was encoded for its way, the outermost first."""
    told = [headers[name] for name in ("transfer-encoding", "content-encoding") if name in headers]
    return [name.strip().lower() for names in told for name in names.split(",")][:_MOST_ENCODINGS]


def _undo(encoding: str, payload: bytes) -> bytes:
    """The bytes before they were encoded for their way; crawlers undo it and leave the header as it was."""
    if encoding == "chunked":
        return _unchunked(payload) if _CHUNK.match(payload) else payload
    if encoding in ("gzip", "x-gzip"):
        is_packed = payload.startswith(b"\x1f\x8b")
        return read_bounded(_Gzip(io.BytesIO(payload).read).read1, len(payload)) if is_packed else payload
    if encoding == "br":
        return payload if _MARKUP.match(payload) else read_bounded(BrotliReader(io.BytesIO(payload)).read, len(payload))
    if encoding == "deflate" and not _MARKUP.match(payload):
        is_bare = payload[:1] != b"\x78"
        return _inflate(payload, -zlib.MAX_WBITS if is_bare else zlib.MAX_WBITS)
    if encoding in ("", "identity", "deflate", "none", "utf-8"):
        return payload
    raise UnreadableSource(f"unsupported: its encoding {encoding[:20]!r} is not read; save the page itself")


def _inflate(payload: bytes, window: int) -> bytes:
    unpacker = zlib.decompressobj(window)
    rest = payload

    def read(size: int) -> bytes:
        nonlocal rest
        chunk = unpacker.decompress(rest, size)
        rest = unpacker.unconsumed_tail
        if not chunk and not unpacker.eof:
            raise EOFError("it breaks off")
        return chunk

    return read_bounded(read, len(payload))


def _unchunked(payload: bytes) -> bytes:
    """The page whose chunks have their lengths before them; EOFError if one is not whole."""
    parts: list[bytes] = []
    place = 0
    while head := _CHUNK.match(payload, place):
        size, start = int(head[1], 16), head.end()
        if size == 0:
            return b"".join(parts)
        parts.append(payload[start : start + size])
        place = start + size + 2
    raise EOFError("a chunk is missing")
