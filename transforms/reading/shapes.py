"""What a file that holds others looks like: archives by their marks, mails and tables by their first lines."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import struct
import zlib
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at", "publication_date", "date_published"),
    "url": ("url", "link", "source_url"),
    "publisher": ("publisher", "source", "site_name"),
    "language": ("language", "lang"),
}
ZIP_MARK = b"PK\x03\x04"
ZIP_DIRECTORY_MARK = b"PK\x01\x02"
DELIMITERS = ",;\t|"
# what a file is shows in so much of it
HEAD_BYTES = 64 * 1024
_LONGEST_COLUMN_NAME = 60
_LONGEST_HEADER = 2000
_NAME_OF_ENTRY = 30
_FIRST_BYTES = 4096
_MIME_TYPES = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
    (b"mimetypeapplication/epub+zip", "EPUB"),
)
# a part that only this format has
_PARTS = ((b"word/document.xml", "docx"), (b"xl/workbook.", "XLSX"), (b"ppt/presentation.", "PPTX"))
# the length of a name in the directory of a ZIP, and the name
_TELLING_ENTRY = re.compile(
    rb"PK\x01\x02.{24}(..).{16}(datapackage\.json|archive/|" + b"|".join(re.escape(part) for part, _ in _PARTS) + b")",
    re.DOTALL,
)
_WARC_PATH = re.compile(rb"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
# the directory of a ZIP with more is not looked through: that of an office file or a web archive is small
_MOST_DIRECTORY_BYTES = 8 * 1024 * 1024
# the end of a ZIP: size and place of the directory; the same for large ones, and where that stands
_END = struct.Struct("<4s8xI4x2x")
_END_64 = struct.Struct("<4s36xQQ")
_LOCATOR_64 = struct.Struct("<4s4xQ4x")
_LONGEST_COMMENT = 65535
# "Subject: Press release", and the white space before a line that goes on
_MAIL_HEADER = re.compile(rb"([!-9;-~]{1,60}):(?:[ \t](.*))?")
# "From press@example.org Thu Jun  3 10:00:00 2021"
_MBOX_LINE = re.compile(rb"From \S+ .{10,60}\d{4}(?: [+-]\d{4})?\s*")
# the first name of a JSON object and the sign behind it
_JSON_START = re.compile(rb'\{\s*"(?:[^"\\\n]|\\.){0,200}"\s*:\s*["\[{0-9tfn-]')


def container_shape(stream: BinaryIO, name: str) -> str | None:
    """The family of a file that holds many: zip, wacz, gzip, warc, mail, mbox, jsonl or csv; None for any other.

    Of the stream, which is left at its beginning, only the head is read, of a ZIP also its directory.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if head.startswith(ZIP_MARK):
        kind = zip_kind(stream)
        stream.seek(0)
        return kind if kind in ("zip", "wacz") else None
    stream.seek(0)
    return head_shape(head, name)


def may_hold_others(head: bytes, name: str) -> bool:
    """True if a file with this head (its first HEAD_BYTES) may hold others; a ZIP may still be an office file."""
    return head_shape(head[:HEAD_BYTES], name) is not None


def head_shape(head: bytes, name: str) -> str | None:
    """The family of a file that holds many, by its first HEAD_BYTES; "zip" for whatever is a ZIP."""
    if head.startswith((b"<", b"%")):
        return None
    return _shape_by_mark(head) or _shape_by_lines(head, name)


def _shape_by_mark(head: bytes) -> str | None:
    if head.startswith(ZIP_MARK):
        return "zip"
    if head.startswith(b"\x1f\x8b"):
        return "warc" if _unpacked_head(head).startswith(b"WARC/") else "gzip"
    return "warc" if head.startswith(b"WARC/") else None


def _shape_by_lines(head: bytes, name: str) -> str | None:
    is_cut = len(head) >= HEAD_BYTES
    is_wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16", "ignore").encode() if is_wide else head.removeprefix(codecs.BOM_UTF8)
    if text[:5] == b"From " and is_mbox_line(text.split(b"\n", 1)[0]) and is_mail(text.partition(b"\n")[2], 1):
        return "mbox"
    # the last line of a head is no line of the file
    if is_mail(text.rpartition(b"\n")[0] if is_cut else text):
        return "mail"
    return "jsonl" if _is_jsonl(text, is_cut) else "csv" if _is_csv(text, name, is_cut) else None


def document_shape(data: bytes) -> str | None:
    """The family of a file that is one document and no text: pdf, docx or odt; None for any other."""
    # a PDF may have a mail's header or white space before its mark
    if data.startswith(b"%PDF-") or b"%PDF-1." in data[:1024]:
        return "pdf"
    kind = zip_kind(io.BytesIO(data)) if data.startswith(ZIP_MARK) else None
    return kind if kind in ("docx", "odt") else None


def zip_kind(stream: BinaryIO) -> str:
    """What a ZIP is: "docx", "odt", "wacz", the name of a format that is not read ("XLSX"), else "zip"."""
    stream.seek(0)
    head = stream.read(_FIRST_BYTES)
    kind = next((kind for mark, kind in _MIME_TYPES if head.startswith(mark, _NAME_OF_ENTRY)), None)
    if kind:
        return kind
    directory = zip_directory(stream)
    if directory is None:
        # it is damaged; the first bytes may still name a part
        return next((kind for part, kind in _PARTS if part in head), "zip")
    start, size = directory
    stream.seek(start)
    return _kind_by_names(stream.read(size)) if size <= _MOST_DIRECTORY_BYTES else "zip"


def zip_directory(stream: BinaryIO) -> tuple[int, int] | None:
    """Where the directory of a ZIP begins and how many bytes it has; None if it has none."""
    end = stream.seek(0, os.SEEK_END)
    start = stream.seek(max(0, end - _END.size - _LONGEST_COMMENT))
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + _END.size > len(tail):
        return None
    place, size = _large_directory(stream, start + place) or (start + place, _END.unpack_from(tail, place)[1])
    return (place - size, size) if size <= place else None


def _large_directory(stream: BinaryIO, end: int) -> tuple[int, int] | None:
    """Where the directory of a large ZIP ends, and its size."""
    stream.seek(max(0, end - _LOCATOR_64.size))
    locator = stream.read(_LOCATOR_64.size)
    if len(locator) < _LOCATOR_64.size or not locator.startswith(b"PK\x06\x07"):
        return None
    # the record stands right before, whatever was put before the archive
    place = end - _LOCATOR_64.size - _END_64.size
    stream.seek(max(0, place))
    record = stream.read(_END_64.size)
    if len(record) < _END_64.size or not record.startswith(b"PK\x06\x06"):
        return None
    return place, _END_64.unpack(record)[1]


def _kind_by_names(directory: bytes) -> str:
    has_package = has_archive = False
    found: set[bytes] = set()
    for entry in _TELLING_ENTRY.finditer(directory):
        name = directory[entry.start(2) : entry.start(2) + int.from_bytes(entry[1], "little")]
        has_package |= name == b"datapackage.json"
        has_archive |= bool(_WARC_PATH.fullmatch(name))
        found.add(entry[2])
    kind = next((kind for part, kind in _PARTS if part in found), None)
    return kind or ("wacz" if has_package and has_archive else "zip")


def is_mbox_line(line: bytes) -> bool:
    """True for the line that stands before each mail of an MBOX."""
    return bool(_MBOX_LINE.fullmatch(line.rstrip(b"\r\n")))


def is_mail(head: bytes, enough: int = 2) -> bool:
    """True if the bytes begin with the header of a mail: a sender's address, and `enough` lines that mails have."""
    if not _MAIL_HEADER.match(head):
        return False
    found: dict[bytes, bytes] = {}
    for line in head.splitlines():
        if not line:
            break
        header = _MAIL_HEADER.fullmatch(line)
        if header:
            found.setdefault(header[1].lower(), header[2] or b"")
        elif not found or line[:1] not in (b" ", b"\t"):
            return False
    known = found.keys() & {b"date", b"subject", b"to", b"message-id", b"received", b"mime-version", b"return-path"}
    sender = found.get(b"from", b"")
    return len(known) >= enough and (b"@" in sender or bool(found.keys() & {b"received", b"message-id"}))


def delimiter_of(line: str) -> str:
    """The sign that parts the cells of a table's first line."""
    return max(DELIMITERS, key=line.count)


@lru_cache(maxsize=1000)
def column_key(name: str) -> str:
    """A column's name without regard to case and to blanks, underscores or hyphens in it."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _unpacked_head(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data[:4096], 64)
    except zlib.error:
        return b""


def _is_jsonl(head: bytes, is_cut: bool) -> bool:
    """True if the first line is a JSON object, or begins as one where the head ends before the line does."""
    text = head.lstrip()
    if text[:1] != b"{":
        return False
    line, end, _ = text.partition(b"\n")
    if is_cut and not end:
        return bool(_JSON_START.match(text))
    line = line.rstrip()
    try:
        return line.endswith(b"}") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_csv(head: bytes, name: str, is_cut: bool) -> bool:
    """True if the first line names a text column and another known one, or for a table by name and by form."""
    line = head.split(b"\n", 1)[0][:_LONGEST_HEADER].decode("utf-8", "replace")
    if len(line) == _LONGEST_HEADER or line.startswith("<"):
        return False
    delimiter = delimiter_of(line)
    if delimiter not in line:
        return False
    cells = [column_key(cell) for cell in _row(line, delimiter, 0)]
    if len(cells) < 2 or not all(0 < len(cell) <= _LONGEST_COLUMN_NAME for cell in cells):
        return False
    known = [fact for fact, names in COLUMN_NAMES.items() if not set(names).isdisjoint(cells)]
    if "text" in known and len(known) > 1:
        return True
    if not name.lower().endswith((".csv", ".tsv")):
        return False
    text = head.decode("utf-8", "replace")
    count = len(_row(text, delimiter, 1))
    # the head may end in the middle of the first row
    return count == len(cells) or (is_cut and 0 < count < len(cells) and not _row(text, delimiter, 2))


def _row(text: str, delimiter: str, number: int) -> list[str]:
    """The cells of the table's row; none if it has no such row, or is no table."""
    try:
        return next(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), number, None), [])
    except csv.Error:
        return []
