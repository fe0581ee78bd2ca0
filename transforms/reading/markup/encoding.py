"""The encoding of a page or a feed: byte order mark, strict UTF-8, what the page declares, the detector."""

from __future__ import annotations

import codecs
import re

from transforms.reading.sniff import has_bom, is_utf16
from transforms.reading.text import MAX_BAD_SHARE, Decoded, decode

_HEAD_BYTES = 4096
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?\sencoding\s*=\s*["']\s*(?P<xml>[\w:.-]{2,40})|<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*(?P<meta>[\w:.-]{2,40})""",
    re.IGNORECASE,
)
# what the web calls by these names is windows-1252
_WINDOWS = frozenset(("iso8859-1", "ascii"))
_EIGHT_BIT = re.compile(r"cp125\d|cp874|iso8859-\d+|koi8-[ru]|mac-\w+|shift_jis|gb18030|gbk|gb2312|big5|euc[-_]\w+")


def decode_markup(data: bytes) -> Decoded:
    """The characters of a page or feed; UnreadableSource if it is empty or not legible."""
    if not has_bom(data) and not is_utf16(data) and not _is_utf8(data):
        codec = _declared(data)
        declared = _decode_as(data, codec) if codec else None
        if declared:
            return declared
    return decode(data)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _declared(data: bytes) -> str | None:
    """Python's name of the 8-bit encoding that the page declares; others cannot be, or the bytes would show it."""
    found = _DECLARED.search(data, 0, _HEAD_BYTES)
    if found is None:
        return None
    try:
        codec = codecs.lookup((found["xml"] or found["meta"]).decode("ascii", "replace")).name
    except (LookupError, ValueError):
        return None
    codec = "cp1252" if codec in _WINDOWS else codec
    return codec if _EIGHT_BIT.fullmatch(codec) else None


def _decode_as(data: bytes, codec: str) -> Decoded | None:
    text = data.decode(codec, "replace")
    replaced = text.count("\ufffd")
    if replaced > MAX_BAD_SHARE * len(data) or not text.strip():
        return None
    name = codec.replace("cp125", "windows-125").replace("iso8859", "iso-8859").replace("euc_", "euc-")
    return Decoded(text, name, replaced)
