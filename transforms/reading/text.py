"""Plain text: which encoding the bytes are in, and the characters, verbatim."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from resiliparse.parse.encoding import detect_encoding

from transforms.model import SourceText, UnreadableSource
from transforms.reading.sniff import control_share, is_utf16

MAX_BAD_SHARE = 0.01
# UTF-32 first: its little-endian mark begins with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
_HIGH = re.compile(r"[^\x00-\x7f]")
_C1_CONTROL = re.compile("[\x80-\x9f]")
# encodings of whole texts that are still met; the detector's code pages of DOS are guesses on noise
_EIGHT_BIT = re.compile(r"cp125\d|iso8859-\d+|koi8-[ru]|shift_jis|gb18030|big5|euc[-_](?:jp|kr)")
_SIGNS = frozenset("“”‘’„‚‹›«»–—…•·°§©®™¿¡ºª¹²³½¼¾€£¥\xa0\xad")
# Noise read as an 8-bit text: "ÿ"; a capital after a small letter ("workÃ", half a UTF-8 sequence); "€" without a
# number; half a sequence at the end
_ODD = re.compile(r"[ÿþð˙]|(?<=[a-z])[À-Þ]|(?<!\d)(?<!\d\s)[€£¥](?!\s?\d)|[À-ÿ]{4}|(?<=\s)[À-ÿ]\Z")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the IANA name of their encoding, and how many byte sequences were replaced by U+FFFD."""

    text: str
    encoding: str
    replaced_count: int = 0


def read_text(data: bytes, name: str) -> SourceText:  # noqa: ARG001  (every reader takes the name)
    """The text of a plain text file; UnreadableSource if the bytes are no text."""
    decoded = decode(data)
    return SourceText(decoded.text, "text/plain", decoded.encoding, decoded.replaced_count)


def decode(data: bytes) -> Decoded:
    """The characters of the bytes without a byte order mark; UnreadableSource if they are empty or not legible."""
    decoded = _decode_marked(data) or _decode_utf16(data) or _decode_utf8(data)
    if not decoded.text.strip():
        raise UnreadableSource("empty: the file has no text; remove it, or fetch the document again")
    return decoded


def _decode_marked(data: bytes) -> Decoded | None:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return _tolerant(body, codec, name)
    return None


def _decode_utf16(data: bytes) -> Decoded | None:
    codec = is_utf16(data)
    return _tolerant(data, codec, codec.replace("utf-16-", "utf-16")) if codec else None


def _decode_utf8(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    replaced = text.count("\ufffd")
    # a damaged UTF-8 text still has whole sequences; a text in an 8-bit encoding has none, or a few by chance
    whole = len(_HIGH.findall(text)) - replaced
    eight_bit = _decode_8bit(data) if replaced > whole else None
    return eight_bit or _tolerant(data, "utf-8", "utf-8")


def _tolerant(data: bytes, codec: str, name: str) -> Decoded:
    text = data.decode(codec, "replace")
    # the file may hold U+FFFD of its own
    replaced = text.count("\ufffd") - data.decode(codec, "ignore").count("\ufffd")
    if replaced > MAX_BAD_SHARE * len(data):
        raise UnreadableSource(
            f"invalid_{name.replace('-', '')}: {replaced} of {len(data)} bytes do not decode"
            f" (the limit is {MAX_BAD_SHARE:.0%}); save the file as UTF-8"
        )
    return Decoded(text, name, replaced)


def _decode_8bit(data: bytes) -> Decoded | None:
    if control_share(data) > 0.02:
        return None
    guess = detect_encoding(data, html5_compatible=False) or ""
    for codec in (guess, "cp1252"):
        text = _strictly(data, codec) if _EIGHT_BIT.fullmatch(codec) else None
        if text is not None and not _C1_CONTROL.search(text) and _is_plausible(text):
            # three curly quotes are too little for a guess, and one "é" is the same in many encodings
            return Decoded(text, _iana_name("cp1252" if _strictly(data, "cp1252") == text else codec))
    return None


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_plausible(text: str) -> bool:
    high = _HIGH.findall(text)
    strange = sum(not char.isalpha() and char not in _SIGNS for char in high)
    return strange + len(_ODD.findall(text)) <= 0.05 * len(high)


def _iana_name(codec: str) -> str:
    """ "windows-1252" for "cp1252", "iso-8859-2" for "iso8859-2"."""
    return codec.replace("cp125", "windows-125").replace("iso8859", "iso-8859").replace("euc_", "euc-")
