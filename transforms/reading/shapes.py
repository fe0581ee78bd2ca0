"""What a file that holds others looks like: archives by their marks, mails and tables by their first lines."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import zipfile
import zlib
from functools import lru_cache
from itertools import islice

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content"),
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at", "publication_date", "date_published"),
    "url": ("url", "link", "source_url"),
    "publisher": ("publisher", "source", "site_name"),
    "language": ("language", "lang"),
}
ZIP_MARK = b"PK\x03\x04"
DELIMITERS = ",;\t|"
_HEAD_BYTES = 64 * 1024
_LONGEST_COLUMN_NAME = 60
_LONGEST_HEADER = 2000
_NAME_OF_ENTRY = 30
# a part that only this format has
_PARTS = (("word/document.xml", "docx"), ("xl/workbook.", "XLSX"), ("ppt/presentation.", "PPTX"))
_MIME_TYPES = (
    (b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "OpenDocument"),
    (b"mimetypeapplication/epub+zip", "EPUB"),
)
_WARC_PATH = re.compile(r"archive/[^/]+\.warc(?:\.gz)?", re.IGNORECASE)
# "Subject: Press release", and the white space before a line that goes on
_MAIL_HEADER = re.compile(rb"([!-9;-~]{1,60}):(?:[ \t](.*))?")
# "From press@example.org Thu Jun  3 10:00:00 2021"
_MBOX_LINE = re.compile(rb"From \S+ .{10,60}\d{4}(?: [+-]\d{4})?\s*")


def container_shape(data: bytes, name: str) -> str | None:
    """The family of a file that holds many: zip, wacz, gzip, warc, mail, mbox, jsonl or csv; None for any other."""
    if data.startswith(ZIP_MARK):
        kind = zip_kind(data)
        return kind if kind in ("zip", "wacz") else None
    if data.startswith(b"\x1f\x8b"):
        return "warc" if _unpacked_head(data).startswith(b"WARC/") else "gzip"
    if data.startswith(b"WARC/"):
        return "warc"
    head = data[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8)
    if head[:5] == b"From " and is_mbox_line(head.split(b"\n", 1)[0]) and is_mail(head.partition(b"\n")[2], 1):
        return "mbox"
    if is_mail(head):
        return "mail"
    return "jsonl" if _is_jsonl(data) else "csv" if _is_csv(head, name) else None


def document_shape(data: bytes) -> str | None:
    """The family of a file that is one document and no text: pdf, docx or odt; None for any other."""
    # a PDF may have a mail's header or white space before its mark
    if data.startswith(b"%PDF-") or b"%PDF-1." in data[:1024]:
        return "pdf"
    kind = zip_kind(data) if data.startswith(ZIP_MARK) else None
    return kind if kind in ("docx", "odt") else None


def zip_kind(data: bytes) -> str:
    """What a ZIP is: "docx", "odt", "wacz", the name of a format that is not read ("XLSX"), else "zip"."""
    kind = next((kind for mark, kind in _MIME_TYPES if data.startswith(mark, _NAME_OF_ENTRY)), None)
    if kind:
        return kind
    names = _zip_names(data)
    for part, kind in _PARTS:
        if any(name.startswith(part) for name in names):
            return kind
    return "wacz" if "datapackage.json" in names and any(map(_WARC_PATH.fullmatch, names)) else "zip"


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


def _zip_names(data: bytes) -> frozenset[str]:
    """Names of the files in a ZIP, of a damaged one those that its first bytes tell."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        head = data[:4096].decode("latin-1")
        return frozenset(part for part, _ in _PARTS if part in head)


def _unpacked_head(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data[:4096], 64)
    except zlib.error:
        return b""


def _is_jsonl(data: bytes) -> bool:
    start = data[:_HEAD_BYTES].removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    if start != b"{":
        return False
    line = data.removeprefix(codecs.BOM_UTF8).lstrip().split(b"\n", 1)[0].rstrip()
    try:
        return line.endswith(b"}") and isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_csv(head: bytes, name: str) -> bool:
    """True if the first line names a text column and another known one, or for a table by name and by form."""
    line = head.split(b"\n", 1)[0][:_LONGEST_HEADER].decode("utf-8", "replace")
    if len(line) == _LONGEST_HEADER or line.startswith("<"):
        return False
    delimiter = delimiter_of(line)
    cells = [column_key(cell) for cell in _row(line, delimiter, 0)]
    if len(cells) < 2 or not all(0 < len(cell) <= _LONGEST_COLUMN_NAME for cell in cells):
        return False
    known = [fact for fact, names in COLUMN_NAMES.items() if not set(names).isdisjoint(cells)]
    if "text" in known and len(known) > 1:
        return True
    if not name.lower().endswith((".csv", ".tsv")):
        return False
    return len(_row(head.decode("utf-8", "replace"), delimiter, 1)) == len(cells)


def _row(text: str, delimiter: str, number: int) -> list[str]:
    """The cells of the table's row; none if it has no such row, or is no table."""
    try:
        return next(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), number, None), [])
    except csv.Error:
        return []
