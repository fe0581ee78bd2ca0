"""Word processor files to text: DOCX and ODT, their paragraphs, lists, tables and notes in the order of reading."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import docx
from defusedxml import ElementTree  # type: ignore[import-untyped]
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import OpcError
from docx.oxml.parser import parse_xml

from transforms.model import Evidence, HeaderFacts, SourceText, UnreadableSource
from transforms.reading.cuts import told_pieces
from transforms.reading.members import MAX_EXPANDED_BYTES, MAX_RATIO, MIN_BOMB_BYTES
from transforms.reading.properties import OF_OPEN_DOCUMENT, OF_WORD, confirmed_title, read_properties

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
MAX_PARTS = 10_000
MAX_XML_BYTES = 40 * 1024 * 1024
BULLET = "• "
_IS_ENCRYPTED = 0x1
_PACKAGE_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OpcError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    RuntimeError,
    AttributeError,
    TypeError,
    # what the XML parsers raise
    SyntaxError,
)
# "Page 2 of 12", "- 2 -"
_LONGEST_NUMBER = 30
_PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d*\s*(?:(?:of|/|sur|von)\s*\d*)?\W*", re.IGNORECASE)


class Node(Protocol):
    """An XML element, of whatever library."""

    tag: str
    text: str | None
    tail: str | None
    attrib: Mapping[str, str]

    def get(self, key: str, default: None = None, /) -> str | None:
        """The attribute's value."""
        ...

    def iter(self, tag: str | None = None, /) -> Iterator[Node]:
        """The element and all below it, in order."""
        ...

    def __iter__(self) -> Iterator[Node]:
        """The elements in it."""
        ...


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a line of a list or a table, which stand without a blank line between them.

    What has the kind "cut" is no text of the document.
    """

    text: str
    kind: str = "paragraph"


def read_docx(data: bytes, name: str) -> SourceText:  # noqa: ARG001  (every reader takes the name)
    """The text of a DOCX: header, body, notes, footer; UnreadableSource if it has none or cannot be opened."""
    _check_package(data, "DOCX")
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = list(_docx_blocks(document))
        evidence = _word_evidence(document)
    except (*_PACKAGE_ERRORS, RecursionError) as problem:
        raise _broken("DOCX", problem) from problem
    return _source(blocks, evidence, DOCX)


def read_odt(data: bytes, name: str) -> SourceText:  # noqa: ARG001  (every reader takes the name)
    """The text of an ODT: header, body, notes, footer; UnreadableSource if it has none or cannot be opened."""
    _check_package(data, "ODT")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            blocks = list(_odt_blocks(package))
            evidence = _open_evidence(package)
    except (*_PACKAGE_ERRORS, RecursionError) as problem:
        raise _broken("ODT", problem) from problem
    return _source(blocks, evidence, ODT)


# --- packages ---------------------------------------------------------------------------------------------------------


def _check_package(data: bytes, kind: str) -> None:
    """Raise UnreadableSource if the parts are encrypted or would unfold beyond the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
        raise _broken(kind, problem) from problem
    size = sum(part.file_size for part in parts)
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise UnreadableSource(f"encrypted: the {kind} has a password; save it without")
    if len(parts) > MAX_PARTS or size > min(MAX_EXPANDED_BYTES, max(MIN_BOMB_BYTES, len(data) * MAX_RATIO)):
        raise UnreadableSource(f"ratio: the {kind} unfolds to {size} bytes in {len(parts)} parts; save it as text")
    if any(part.file_size > MAX_XML_BYTES for part in parts if part.filename.endswith((".xml", ".rels"))):
        raise UnreadableSource(f"too_large: a part of the {kind} is over {MAX_XML_BYTES} bytes; split the document")


def _broken(kind: str, problem: Exception) -> UnreadableSource:
    cause = str(problem) or type(problem).__name__
    return UnreadableSource(f"broken: the {kind} cannot be opened ({cause}); fetch it again")


def _source(blocks: Sequence[Block], evidence: Sequence[Evidence], media_type: str) -> SourceText:
    text = join_blocks(block for block in blocks if block.kind != "cut")
    cut = told_pieces(block.text for block in blocks if block.kind == "cut")
    if not text.strip():
        raise UnreadableSource("empty: the document has no text; if it is a scan, run OCR")
    facts = HeaderFacts(title=confirmed_title(evidence, text))
    return SourceText(text, media_type, "utf-8", facts=facts, evidence=tuple(evidence), cut=cut)


def join_blocks(blocks: Iterable[Block]) -> str:
    """The blocks with a blank line between paragraphs, and none between the lines of one list or table."""
    found = [block for block in blocks if block.text.strip()]
    parts = [block.text for block in found[:1]]
    for before, block in pairwise(found):
        parts += ["\n" if block.kind == before.kind != "paragraph" else "\n\n", block.text]
    return "".join([*parts, "\n"] if parts else [])


def _furniture(blocks: Iterable[Block]) -> list[Block]:
    """Each line of headers and footers once; page numbers are cut."""
    lines = dict.fromkeys(" ".join(block.text.split()) for block in blocks)
    return [Block(line, "cut" if _is_page_number(line) else "paragraph") for line in lines]


def _is_page_number(line: str) -> bool:
    return len(line) <= _LONGEST_NUMBER and _PAGE_NUMBER.fullmatch(line) is not None


def _table(rows: Iterable[list[list[Block]]]) -> Iterator[Block]:
    """A line a row, its cells parted by tabs; a row that holds whole paragraphs is a layout and not a table."""
    for cells in rows:
        if any(len(cell) > 1 for cell in cells):
            yield from (block for cell in cells for block in cell)
        else:
            yield Block("\t".join(" ".join(block.text.split()) for cell in cells for block in cell), "row")


# --- DOCX -------------------------------------------------------------------------------------------------------------

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TABLE, _ROW, _CELL, _PROPERTIES = (f"{_W}{name}" for name in ("p", "tbl", "tr", "tc", "pPr"))
_TEXT, _BOX = f"{_W}t", f"{_W}txbxContent"
_SIGNS: Mapping[str, str] = {
    f"{_W}{name}": sign
    for name, sign in (("tab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"), ("ptab", "\t"))
}
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# what was moved away or deleted, and the second form of a drawing
_LEFT_OUT = frozenset((f"{_W}moveFrom", f"{_W}del", _ALTERNATIVE, _PROPERTIES, f"{_W}rPr"))
_PROPERTY_PARTS = (
    (RELATIONSHIP_TYPE.CORE_PROPERTIES, "core properties"),
    (RELATIONSHIP_TYPE.EXTENDED_PROPERTIES, "extended properties"),
)
_CLOSED_NOTES = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def _docx_blocks(document: Document) -> Iterator[Block]:
    sections = list(document.sections)
    first = sections[0] if sections else None
    on_first_page = []
    if first is not None:
        header = first.first_page_header if first.different_first_page_header_footer else first.header
        on_first_page = [] if header.is_linked_to_previous else _furniture(_word_blocks(header.part.element))
    yield from on_first_page
    yield from _word_blocks(document.element.body)
    for kind in (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES):
        yield from (block for part in _related(document, kind) for block in _notes(part))
    around = [
        b
        for kind in (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
        for part in _related(document, kind)
        for b in _word_blocks(part)
    ]
    yield from (block for block in _furniture(around) if block not in on_first_page)


def _word_evidence(document: Document) -> list[Evidence]:
    """What the properties say; `created` is often the day on which somebody made the template."""
    links = [link for link in document.part.package.rels.values() if not link.is_external]
    return [
        item
        for kind, origin in _PROPERTY_PARTS
        for link in links
        if link.reltype == kind
        for item in _part_evidence(link.target_part.blob, origin)
    ]


def _part_evidence(xml: bytes, origin: str) -> list[Evidence]:
    try:
        return read_properties(parse_xml(xml), OF_WORD, origin)
    except SyntaxError:
        # the text is whole without them
        return []


def _related(document: Document, kind: str) -> list[Node]:
    """The roots of the parts of that kind, in the order of their names."""
    parts = [link.target_part for link in document.part.rels.values() if link.reltype == kind and not link.is_external]
    return [parse_xml(part.blob) for part in sorted(parts, key=lambda part: str(part.partname))]


def _notes(root: Node) -> Iterator[Block]:
    for note in root:
        if note.get(f"{_W}type") not in _CLOSED_NOTES:
            yield from _word_blocks(note)


def _word_blocks(node: Node) -> Iterator[Block]:
    """The paragraphs and table rows below an element; other elements only wrap them."""
    for child in node:
        if child.tag == _P:
            yield from _word_paragraph(child)
        elif child.tag == _TABLE:
            yield from _table(_word_rows(child))
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _word_blocks(child)


def _word_rows(table: Node) -> Iterator[list[list[Block]]]:
    for row in _below(table, _ROW):
        yield [[block for block in _word_blocks(cell) if block.text.strip()] for cell in _below(row, _CELL)]


def _below(node: Node, tag: str) -> Iterator[Node]:
    """The nearest elements of that tag, also in content controls and revisions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT:
            yield from _below(child, tag)


def _word_paragraph(paragraph: Node) -> Iterator[Block]:
    """The paragraph, then what stands in text boxes that hang on it."""
    parts: list[str] = []
    boxes: list[Node] = []
    _collect(paragraph, parts, boxes)
    text = "".join(parts).strip()
    if text:
        is_item = _is_item(paragraph)
        yield Block(BULLET + text, "item") if is_item else Block(text)
    for box in boxes:
        yield from _word_blocks(box)


def _collect(node: Node, parts: list[str], boxes: list[Node]) -> None:
    for child in node:
        tag = child.tag
        if tag == _TEXT:
            parts.append(child.text or "")
        elif tag in _SIGNS:
            parts.append(_SIGNS[tag])
        elif tag == _BOX:
            boxes.append(child)
        elif isinstance(tag, str) and tag not in _LEFT_OUT:
            _collect(child, parts, boxes)


def _is_item(paragraph: Node) -> bool:
    """True for a paragraph with a bullet or a number of its own, but for a heading."""
    properties = next((child for child in paragraph if child.tag == _PROPERTIES), None)
    if properties is None:
        return False
    found = {child.tag: child for child in properties}
    style = found[f"{_W}pStyle"].get(f"{_W}val") or "" if f"{_W}pStyle" in found else ""
    if style.startswith(("Heading", "Title")) or f"{_W}outlineLvl" in found:
        return False
    number = found.get(f"{_W}numPr")
    ids = [child.get(f"{_W}val") for child in number if child.tag == f"{_W}numId"] if number is not None else []
    return style.startswith(("ListBullet", "ListNumber")) if number is None else ids != ["0"]


# --- ODT --------------------------------------------------------------------------------------------------------------

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
_O_TEXT, _O_TABLE, _O_OFFICE, _O_STYLE = (f"{_NS}{name}:1.0}}" for name in ("text", "table", "office", "style"))
_PARAGRAPHS = frozenset((f"{_O_TEXT}p", f"{_O_TEXT}h"))
_O_SIGNS: Mapping[str, str] = {f"{_O_TEXT}tab": "\t", f"{_O_TEXT}line-break": "\n"}
_O_LEFT_OUT = frozenset(
    (
        f"{_O_TEXT}tracked-changes",
        f"{_O_TEXT}ruby-text",
        f"{_O_TEXT}sequence-decls",
        f"{_O_OFFICE}forms",
        f"{_O_OFFICE}annotation",
        f"{_O_TEXT}note-citation",
        f"{_O_TEXT}bibliography-source",
    )
)
_O_BOX = f"{_NS}drawing:1.0}}text-box"
_MOST_SPACES = 1000
_SPACES = re.compile(r"[ \t\r\n]+")


def _odt_blocks(package: zipfile.ZipFile) -> Iterator[Block]:
    content = _parse(package, "content.xml")
    if content is None:
        raise UnreadableSource("broken: the ODT has no content; fetch it again")
    styles = _parse(package, "styles.xml")
    notes: list[Block] = []
    yield from _edge(styles, "header")
    yield from _open_blocks(content, notes, "paragraph")
    yield from notes
    yield from _edge(styles, "footer")


def _parse(package: zipfile.ZipFile, part: str) -> Node | None:
    """The root of a part; entities are refused and never unfolded."""
    if part not in package.namelist():
        return None
    if part == "content.xml" and b"encryption-data" in _read(package, "META-INF/manifest.xml"):
        raise UnreadableSource("encrypted: the ODT has a password; save it without")
    root: Node = ElementTree.fromstring(_read(package, part))
    return root


def _read(package: zipfile.ZipFile, part: str) -> bytes:
    return package.read(part) if part in package.namelist() else b""


def _open_evidence(package: zipfile.ZipFile) -> list[Evidence]:
    try:
        meta = _parse(package, "meta.xml")
    except (SyntaxError, ValueError, LookupError):
        # the text is whole without them
        return []
    return read_properties(meta, OF_OPEN_DOCUMENT, "ODT metadata") if meta is not None else []


def _edge(styles: Node | None, place: str) -> list[Block]:
    """The header or footer of the pages."""
    if styles is None:
        return []
    nodes = styles.iter(f"{_O_STYLE}{place}")
    return _furniture(block for node in nodes for block in _open_blocks(node, [], "paragraph"))


def _open_blocks(node: Node, notes: list[Block], kind: str) -> Iterator[Block]:
    for child in node:
        if child.tag in _PARAGRAPHS:
            yield from _open_paragraph(child, notes, kind)
        elif child.tag == f"{_O_TABLE}table":
            yield from _table(_open_rows(child, notes))
        elif child.tag not in _O_LEFT_OUT:
            yield from _open_blocks(child, notes, "item" if child.tag == f"{_O_TEXT}list-item" else kind)


def _open_rows(table: Node, notes: list[Block]) -> Iterator[list[list[Block]]]:
    for child in table:
        if child.tag == f"{_O_TABLE}table-row":
            yield [[block for block in _open_blocks(cell, notes, "paragraph") if block.text.strip()] for cell in child]
        elif child.tag != f"{_O_TABLE}table-column":
            yield from _open_rows(child, notes)


def _open_paragraph(paragraph: Node, notes: list[Block], kind: str) -> Iterator[Block]:
    parts: list[str] = []
    boxes: list[Node] = []
    _collect_open(paragraph, parts, boxes, notes)
    text = "".join(parts).strip()
    if text:
        is_item = kind == "item" and paragraph.tag == f"{_O_TEXT}p"
        yield Block(BULLET + text, "item") if is_item else Block(text)
    for box in boxes:
        yield from _open_blocks(box, notes, "paragraph")


def _collect_open(node: Node, parts: list[str], boxes: list[Node], notes: list[Block]) -> None:
    """Text, and white space as the format has it: runs of it count once, `text:s` stands for more."""
    parts.append(_folded(node.text))
    for child in node:
        tag = child.tag
        if tag in _O_SIGNS:
            parts.append(_O_SIGNS[tag])
        elif tag == f"{_O_TEXT}s":
            parts.append(" " * _space_count(child))
        elif tag == f"{_O_TEXT}note":
            notes.extend(_open_blocks(child, notes, "paragraph"))
        elif tag == _O_BOX:
            boxes.append(child)
        elif tag not in _O_LEFT_OUT:
            _collect_open(child, parts, boxes, notes)
        parts.append(_folded(child.tail))


def _folded(text: str | None) -> str:
    if not text:
        return ""
    # most texts have nothing to fold
    return _SPACES.sub(" ", text) if "  " in text or not text.isprintable() else text


def _space_count(node: Node) -> int:
    count = node.get(f"{_O_TEXT}c") or "1"
    return min(int(count), _MOST_SPACES) if count.isdecimal() else 1
