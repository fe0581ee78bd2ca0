"""Archives to their members: ZIP, gzip, and the web archives WARC and WACZ. All in memory, nothing goes to disk."""

from __future__ import annotations

import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from fastwarc.stream_io import BrotliReader
from fastwarc.warc import ArchiveIterator, HeaderMap, WarcRecord, WarcRecordType

from transforms.model import HeaderFacts, UnreadableSource
from transforms.reading.members import (
    MAX_MEMBERS,
    Member,
    as_utf8,
    member_name,
    read_bounded,
    refused,
)
from transforms.reading.shapes import container_shape

_FETCH = "fetch it again"
_TRUNCATED = f"truncated: the archive ends in the middle of this file; {_FETCH}"
_IS_ENCRYPTED = 0x1
_HAS_SIZE_BEHIND = 0x8
_IS_UTF8 = 0x800
_LOCAL_MARK = b"PK\x03\x04"
_CENTRAL_MARK = b"PK\x01\x02"
# version, flags, method, time, date, CRC, packed and full size, lengths of name and extra field
_LOCAL_HEADER = struct.Struct("<4x5H3I2H")
_WARC_NAME = re.compile(r"(?:.*/)?archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
# what a browser or the system puts beside the files of a ZIP
_HIDDEN = re.compile(r"(?:^|/)(?:__MACOSX/|\.(?!\.?/)[^/]*)")
# "text/html; charset=utf-8"; no styles, scripts, images
_TEXT_TYPE = re.compile(
    r"\s*(?:text/(?!css|javascript|ecmascript|vtt)|application/(?:pdf|xhtml\+xml|xml|rss\+xml|atom\+xml"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml|vnd\.oasis\.opendocument\.text)|message/rfc822)",
    re.IGNORECASE,
)
_TAKEN_RECORDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | WarcRecordType.unknown
_MOST_ENCODINGS = 4
_PIECE_BYTES = 64 * 1024
# "1f4\r\n" before a chunk of a page
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_MARKUP = re.compile(rb"\s*<")


def expand_zip(data: bytes, name: str) -> Iterator[Member]:  # noqa: ARG001  (every expander takes the name)
    """The files of a ZIP; of a truncated one what is whole, then a member that tells of the rest."""
    if data.count(_CENTRAL_MARK) > MAX_MEMBERS:
        yield refused("…", f"too_many: more than {MAX_MEMBERS} files in it; split it")
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error):
        yield from _salvage_zip(data)
        return
    with archive:
        for info in archive.infolist():
            if not info.filename.endswith("/") and not _HIDDEN.search(info.filename):
                yield _zip_member(archive, info)


def expand_wacz(data: bytes, name: str) -> Iterator[Member]:
    """The WARC files of a WACZ; its indexes, page lists and logs are left out."""
    return (member for member in expand_zip(data, name) if member.reason or _WARC_NAME.fullmatch(member.name))


def expand_gzip(data: bytes, name: str) -> Iterator[Member]:
    """The file in a gzip; if it is truncated what could be unpacked, then a member that tells so."""
    inner = member_name(re.sub(r"\.gz(?:ip)?\Z", "", name.rsplit("/", 1)[-1], flags=re.IGNORECASE)) or "content"
    try:
        yield Member(inner, read_bounded(gzip.GzipFile(fileobj=io.BytesIO(data)).read1, len(data)))
    except EOFError as problem:
        yield from _gzip_rest(inner, problem.args[0])
    except UnreadableSource as problem:
        yield refused(inner, str(problem))
    except (OSError, zlib.error, struct.error) as problem:
        raise UnreadableSource(f"broken: the gzip cannot be unpacked ({problem}); {_FETCH}") from problem


def expand_warc(data: bytes, name: str) -> Iterator[Member]:  # noqa: ARG001  (every expander takes the name)
    """The pages of a WARC that a crawler got with success and that hold text, with address and time of the crawl."""
    try:
        for record in ArchiveIterator(io.BytesIO(data), record_types=_TAKEN_RECORDS, strict_mode=False):
            member = _warc_member(record, len(data))
            if member:
                yield member
    except (OSError, ValueError, EOFError) as problem:
        yield refused("…", f"truncated: no whole record from here on ({problem}); {_FETCH}")


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = _zip_name(info.orig_filename.encode("utf-8" if info.flag_bits & _IS_UTF8 else "cp437", "replace")) or "…"
    if info.flag_bits & _IS_ENCRYPTED:
        return refused(name, "encrypted: the archive has a password; add the unpacked file")
    try:
        with archive.open(info) as stream:
            return Member(name, read_bounded(stream.read, info.compress_size))
    except UnreadableSource as problem:
        return refused(name, str(problem))
    except EOFError:
        return refused(name, _TRUNCATED)
    except NotImplementedError as problem:
        return refused(name, f"unsupported: {problem}; add the unpacked file")
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, struct.error) as problem:
        return refused(name, f"broken: it cannot be unpacked ({problem}); {_FETCH}")


def _zip_name(raw: bytes) -> str:
    """The name: UTF-8 if it is, also where the archive does not say so; else the code page of DOS."""
    try:
        return member_name(raw.decode("utf-8").encode())
    except UnicodeDecodeError:
        return member_name(raw)


def _salvage_zip(data: bytes) -> Iterator[Member]:
    """The files of a ZIP without its directory, from the headers before each of them."""
    place, count = data.find(_LOCAL_MARK), 0
    if place < 0:
        raise UnreadableSource(f"broken: the ZIP has no files that can be found; {_FETCH}")
    while place >= 0 and data.startswith(_LOCAL_MARK, place) and count <= MAX_MEMBERS:
        member, place = _salvaged(data, place)
        count += 1
        if member:
            yield member
        if member and member.reason:
            return
    yield refused("…", f"truncated: the archive's directory is missing; {_FETCH}")


def _salvaged(data: bytes, place: int) -> tuple[Member | None, int]:
    """The file whose header is there, and where the next header stands, -1 if that is not to be known."""
    behind = place + _LOCAL_HEADER.size
    if behind > len(data):
        return refused("…", _TRUNCATED), -1
    _, flags, method, _, _, checksum, packed, _, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, place)
    start = behind + name_length + extra_length
    name = _zip_name(data[behind : behind + name_length]) or "…"
    if flags & _IS_ENCRYPTED:
        return refused(name, "encrypted: the archive has a password; add the unpacked file"), -1
    if method == zipfile.ZIP_DEFLATED:
        return _inflated(data, start, name, None if flags & _HAS_SIZE_BEHIND else checksum)
    if method != zipfile.ZIP_STORED or flags & _HAS_SIZE_BEHIND or start + packed > len(data):
        return refused(name, _TRUNCATED), -1
    is_folder = name.endswith("/")
    return None if is_folder else Member(name, data[start : start + packed]), start + packed


def _inflated(data: bytes, start: int, name: str, checksum: int | None) -> tuple[Member, int]:
    stream = _Inflater(data, -zlib.MAX_WBITS, start)
    try:
        content = read_bounded(stream.read, len(data) - start)
    except UnreadableSource as problem:
        return refused(name, str(problem)), -1
    except EOFError:
        return refused(name, _TRUNCATED), -1
    except zlib.error as problem:
        return refused(name, f"broken: it cannot be unpacked ({problem}); {_FETCH}"), -1
    if checksum is not None and zlib.crc32(content) != checksum:
        return refused(name, f"broken: its check sum is wrong; {_FETCH}"), -1
    return Member(name, content), data.find(_LOCAL_MARK, stream.end)


def _gzip_rest(name: str, whole: bytes) -> Iterator[Member]:
    """What could be unpacked of a table or a mailbox, which has whole items; a page that breaks off is left out."""
    if container_shape(whole, name):
        yield Member(name, whole)
    yield refused(name, f"truncated: the gzip ends before its file does; {_FETCH}")


def _warc_member(record: WarcRecord, packed_bytes: int) -> Member | None:
    """The page of the record; None if it has none: a script, an image, an answer other than 200."""
    name = member_name(record.headers.get("WARC-Target-URI") or record.record_id or "…")
    if record.record_type == WarcRecordType.unknown or (record.is_http and not record.is_http_parsed):
        return refused(name, f"truncated: the record's header is not whole; {_FETCH}")
    headers = record.http_headers if record.is_http else record.headers
    if headers.status_code not in (None, 200) or not _TEXT_TYPE.match(headers.get("Content-Type") or "text/html"):
        return None
    try:
        page = _page(record, headers, packed_bytes)
    except UnreadableSource as problem:
        return refused(name, str(problem))
    url = record.headers.get("WARC-Target-URI")
    return Member(name, page, facts=HeaderFacts(url=url), fetched_at=record.headers.get("WARC-Date"))


def _page(record: WarcRecord, headers: HeaderMap, packed_bytes: int) -> bytes:
    length = record.content_length
    payload = read_bounded(record.reader.read, packed_bytes)
    if len(payload) < length:
        raise UnreadableSource(f"truncated: {len(payload)} of {length} bytes are there; {_FETCH}")
    encodings = [headers.get("Transfer-Encoding"), headers.get("Content-Encoding")]
    names = [name.strip().lower() for names in encodings if names for name in names.split(",")]
    for encoding in names[:_MOST_ENCODINGS]:
        try:
            payload = _undo(encoding, payload)
        except (OSError, EOFError, zlib.error) as problem:
            raise UnreadableSource(
                f"broken: its {encoding} encoding cannot be undone ({problem}); {_FETCH}"
            ) from problem
    return as_utf8(payload, record.http_charset if record.is_http else None)


def _undo(encoding: str, payload: bytes) -> bytes:
    """The bytes before they were encoded for their way; crawlers undo it and leave the header as it was."""
    if encoding == "chunked":
        return _unchunked(payload) if _CHUNK.match(payload) else payload
    if encoding in ("gzip", "x-gzip"):
        is_packed = payload.startswith(b"\x1f\x8b")
        return read_bounded(gzip.GzipFile(fileobj=io.BytesIO(payload)).read1, len(payload)) if is_packed else payload
    if encoding == "br":
        return payload if _MARKUP.match(payload) else read_bounded(BrotliReader(io.BytesIO(payload)).read, len(payload))
    if encoding == "deflate" and not _MARKUP.match(payload):
        is_bare = payload[:1] != b"\x78"
        return read_bounded(_Inflater(payload, -zlib.MAX_WBITS if is_bare else zlib.MAX_WBITS).read, len(payload))
    if encoding in ("", "identity", "deflate", "none", "utf-8"):
        return payload
    raise UnreadableSource(f"unsupported: its encoding {encoding[:20]!r} is not read; save the page itself")


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


class _Inflater:
    """A deflated stream in the bytes, unpacked as far as it is read."""

    def __init__(self, data: bytes, window: int, start: int = 0) -> None:
        self._unpacker = zlib.decompressobj(window)
        self._data, self._next, self._rest = data, start, b""

    @property
    def end(self) -> int:
        """Where the bytes behind the stream begin."""
        return self._next - len(self._unpacker.unused_data)

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most `size`; EOFError if the stream breaks off."""
        chunk = b""
        while not chunk and not self._unpacker.eof:
            # in small pieces: the unpacker copies what it has no use for
            piece = self._rest or self._data[self._next : self._next + _PIECE_BYTES]
            self._next += 0 if self._rest else len(piece)
            chunk = self._unpacker.decompress(piece, size)
            self._rest = self._unpacker.unconsumed_tail
            if not piece and not chunk and not self._unpacker.eof:
                raise EOFError
        return chunk
