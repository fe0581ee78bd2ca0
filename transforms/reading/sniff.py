"""What a file is, judged by its first bytes; the name decides only between plain text and Markdown."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from transforms.model import UnreadableSource
from transforms.reading.markup.shape import markup_shape
from transforms.reading.shapes import ZIP_MARK, container_shape, document_shape, zip_kind

HEAD_BYTES = 4096
# 27 of 256 byte values are controls, so random bytes have 10 %; legible text has next to none
MAX_CONTROL_SHARE = 0.3
# a file in UTF-16 has a NUL in every other byte
MAX_NUL_SHARE = 0.1
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b") | {127})


@dataclass(frozen=True, slots=True)
class Signature:
    """Bytes that a format begins with (at `offset`), and what a reader of the record can do about it."""

    format: str
    magic: bytes
    cure: str
    offset: int = 0


_SAVE_TEXT = "save its text as .txt or .md"
_EXTRACT = "unpack it and add the files in it"
_REMOVE = "remove it from the folder"

SIGNATURES = (
    Signature("empty ZIP", b"PK\x05\x06", _REMOVE),
    Signature("bzip2", b"BZh91AY&SY", _EXTRACT),
    Signature("xz", b"\xfd7zXZ\x00", _EXTRACT),
    Signature("zstd", b"\x28\xb5\x2f\xfd", _EXTRACT),
    Signature("7z", b"7z\xbc\xaf\x27\x1c", _EXTRACT),
    Signature("RAR", b"Rar!\x1a\x07", _EXTRACT),
    Signature("tar", b"ustar", _EXTRACT, 257),
    Signature("OLE document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _SAVE_TEXT),
    Signature("RTF", b"{\\rtf", _SAVE_TEXT),
    Signature("PostScript", b"%!PS", _SAVE_TEXT),
    Signature("PNG", b"\x89PNG\r\n\x1a\n", _REMOVE),
    Signature("JPEG", b"\xff\xd8\xff", _REMOVE),
    Signature("GIF", b"GIF87a", _REMOVE),
    Signature("GIF", b"GIF89a", _REMOVE),
    Signature("WebP", b"WEBP", _REMOVE, 8),
    Signature("TIFF", b"II*\x00", _REMOVE),
    Signature("TIFF", b"MM\x00*", _REMOVE),
    Signature("MP4", b"ftyp", _REMOVE, 4),
    Signature("MP3", b"ID3\x03", _REMOVE),
    Signature("MP3", b"ID3\x04", _REMOVE),
    Signature("Ogg", b"OggS\x00", _REMOVE),
    Signature("ELF program", b"\x7fELF", _REMOVE),
    Signature("Java class", b"\xca\xfe\xba\xbe", _REMOVE),
    Signature("WebAssembly", b"\x00asm", _REMOVE),
    Signature("SQLite", b"SQLite format 3\x00", _REMOVE),
    Signature("DuckDB", b"DUCK", _REMOVE, 8),
    Signature("Parquet", b"PAR1", _REMOVE),
    Signature("Arrow", b"ARROW1\x00\x00", _REMOVE),
)
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n")


def sniff_family(data: bytes, name: str) -> str:
    """The family whose reader takes the bytes; UnreadableSource if none does.

    Signatures decide first, then what feeds and pages begin with; what is left is text.
    """
    if not data.strip():
        raise UnreadableSource("empty: the file has no text; remove it, or fetch the document again")
    shape = container_shape(io.BytesIO(data), name) or document_shape(data)
    if shape:
        return shape
    _refuse_known(data)
    _refuse_binary(data)
    markup = markup_shape(data, name)
    if markup:
        return markup
    return "markdown" if name.lower().endswith((".md", ".markdown")) or _opens_front_matter(data) else "text"


def is_utf16(data: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" if every other byte of the head is mostly NUL, as in Latin text without a BOM."""
    head = data[: HEAD_BYTES // 2 * 2]
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if len(data) % 2 == 0 and odd > 0.6 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if len(data) % 2 == 0 and even > 0.6 and odd < 0.05 else None


def control_share(data: bytes) -> float:
    """Share of bytes that are control characters, from 0 to 1."""
    return 1 - len(data.translate(None, _CONTROLS)) / max(len(data), 1)


def has_bom(data: bytes) -> bool:
    """True if the bytes begin with a byte order mark."""
    return data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff"))


def _refuse_known(data: bytes) -> None:
    for known in SIGNATURES:
        if data.startswith(known.magic, known.offset):
            raise UnreadableSource(f"unsupported: {known.format} is not read; {known.cure}")
    if data.startswith(ZIP_MARK):
        raise UnreadableSource(f"unsupported: {zip_kind(io.BytesIO(data))} is not read; {_SAVE_TEXT}")
    # "MZ" alone may begin a text, so a program is one that also has NULs in its header
    if data.startswith(b"MZ") and data[:64].count(0) > 8:
        raise UnreadableSource(f"unsupported: Windows program is not read; {_REMOVE}")


def _refuse_binary(data: bytes) -> None:
    if has_bom(data) or is_utf16(data):
        return
    if data.count(0) / len(data) > MAX_NUL_SHARE or control_share(data) > MAX_CONTROL_SHARE:
        raise UnreadableSource(f"binary: {control_share(data):.0%} of the bytes are control characters; {_REMOVE}")


def _opens_front_matter(data: bytes) -> bool:
    head = data[:8].removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return bool(_FRONT_MATTER.match(head))
