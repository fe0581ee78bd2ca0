"""What a file's properties say of its text: XMP packets, core properties of Word files, metadata of OpenDocument."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from defusedxml import ElementTree  # type: ignore[import-untyped]

from transforms.model import Evidence

MAX_VALUE_CHARS = 1000
_MAX_XMP_BYTES = 256 * 1024
_MOST_EVIDENCE = 50
_SHORTEST_TITLE = 8
_BEGINNING = 6000
_XMP_END = b"</x:xmpmeta>"
_XMP_START = b"<x:xmpmeta"
# pictures in a PDF have packets of their own; that of the file names its producer
_OF_PDF = b"ns.adobe.com/pdf/1.3/"
_MOST_PACKETS = 20
# fields by the names of properties
OF_WORD: Mapping[str, str] = {
    "title": "title", "created": "published", "modified": "updated", "language": "language", "category": "kind",
    "identifier": "reference_code", "Company": "publisher",
}  # fmt: skip
OF_OPEN_DOCUMENT: Mapping[str, str] = {
    "title": "title", "creation-date": "published", "date": "updated", "publisher": "publisher", "language": "language",
}  # fmt: skip
_OF_XMP: Mapping[str, str] = {
    "title": "title", "CreateDate": "published", "ModifyDate": "updated", "publisher": "publisher",
    "language": "language", "Company": "publisher",
}  # fmt: skip
Values = Iterable[tuple[str, str | None]]


class Element(Protocol):
    """An XML element, of whatever library."""

    tag: str
    text: str | None
    attrib: Mapping[str, str]

    def iter(self) -> Iterator[Element]:
        """The element and all below it, in order."""
        ...


def evidence_of(values: Values, field_of: Mapping[str, str], origin: str) -> list[Evidence]:
    """Evidence from names of properties and their values; names that tell nothing of the text are left out."""
    found = [
        Evidence(field_of[name], folded, f"{origin} {name}")
        for name, value in values
        if name in field_of and value and len(value) <= MAX_VALUE_CHARS and (folded := " ".join(value.split()))
    ]
    return found[:_MOST_EVIDENCE]


def read_properties(root: Element, field_of: Mapping[str, str], origin: str) -> list[Evidence]:
    """What the elements below say, by their names without namespace."""
    return evidence_of(((_name(node.tag), node.text) for node in root.iter()), field_of, origin)


def read_xmp(data: bytes) -> list[Evidence]:
    """What the XMP packet of a PDF says; nothing where it has none, or a compressed or broken one."""
    packet = _packet(data)
    try:
        root: Element | None = ElementTree.fromstring(packet) if packet else None
    except (SyntaxError, ValueError, LookupError):
        # the first is what an XML parser raises, the second what defusedxml does
        return []
    return evidence_of(_xmp_values(root), _OF_XMP, "XMP") if root is not None else []


def confirmed_title(evidence: Iterable[Evidence], text: str) -> str | None:
    """The title that a file's properties tell, if the text's beginning says it too: many are left of a template."""
    beginning = text[:_BEGINNING].casefold()
    for title in (item.value for item in evidence if item.field == "title"):
        if len(title) >= _SHORTEST_TITLE and any(char.isalpha() for char in title):
            folded = title.casefold()
            if folded in beginning or folded in " ".join(beginning.split()):
                return title
    return None


def _packet(data: bytes) -> bytes:
    """The last packet that is of the file and not of a picture in it."""
    end = len(data)
    for _ in range(_MOST_PACKETS):
        end = data.rfind(_XMP_END, 0, end)
        start = data.rfind(_XMP_START, max(0, end - _MAX_XMP_BYTES), end) if end >= 0 else -1
        if start < 0:
            return b""
        packet = data[start : end + len(_XMP_END)]
        if _OF_PDF in packet:
            return packet
        end = start
    return b""


def _xmp_values(root: Element) -> Values:
    """Names and values: an attribute, an element's text, or the items of a list in an element."""
    name = ""
    for node in root.iter():
        tag = _name(node.tag)
        if tag == "li":
            yield name, node.text
        elif tag in _OF_XMP:
            name = tag
            yield tag, node.text
        elif tag not in ("Alt", "Bag", "Seq"):
            name = ""
            yield from ((_name(key), value) for key, value in node.attrib.items())


def _name(tag: object) -> str:
    return re.sub(r"\{.*\}", "", tag) if isinstance(tag, str) else ""
