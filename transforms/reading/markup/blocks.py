"""A tree's text as blocks: paragraphs, headings, list items, rows of tables, in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
_SKIPPED = frozenset((
    "applet", "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "map", "math", "meter",
    "noframes", "noscript", "object", "progress", "script", "select", "style", "svg", "template", "textarea", "title",
    "video",
))  # fmt: skip
_LISTS = frozenset(("dl", "menu", "ol", "ul"))
_KINDS = {"figcaption": "caption", "caption": "caption", "pre": "pre", "dt": "term", "dd": "item"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# what makes an item of a list a part of the page's layout, and what besides makes a table one
_PARTS = "h1, h2, h3, h4, h5, h6, article, table"
_LIST_PARTS = "ul, ol, blockquote"
_LONGEST_CELL = 300
_MOST_COLUMNS = 20
_BOXES = 3
_BLANKS = re.compile(r"[ \t\n\r\f\xa0\u202f]+")
_LINE_BLANKS = re.compile(r"[ \t\xa0\u202f]+")
# "(1)" in a cell beside the recital that it numbers
_NUMBER = re.compile(r"\((?:\d{1,3}|[a-z]{1,4})\)|\d{1,3}\.")
# words around which a name of an inline element keeps its neighbor from being glued to it
_META_CLASS = re.compile(r"date|time|label|type|meta|tag|categor|place|author|source|location|badge|item|publish|title")
# an element that style draws as a bar or a dot
_SEPARATOR_CLASS = re.compile(r"\b(?:sep|separator|divider|delimiter|bullet|dot|pipe)\b", re.IGNORECASE)
_DATES_CLASS = re.compile(r"date|meta|byline|info")
_SPACED = frozenset(("a", "abbr", "b", "em", "i", "label", "small", "span", "strong", "time"))


@dataclass(slots=True)
class Block:
    """A stretch of text of the page. Blocks of one `group` (a list, a table) stand on lines without a blank between.

    `zones` are the marks of the elements around it, `boxes` the innermost of those that are blocks, itself first;
    `stamp` is a `datetime` in it, `element` the `mem_id` of the element that it is the text of.
    """

    text: str
    kind: str = "text"
    level: int = 0
    group: int = 0
    boxes: tuple[int, ...] = ()
    link_chars: int = 0
    zones: frozenset[str] = frozenset()
    stamp: str | None = None
    element: int = 0

    @property
    def parent(self) -> int:
        """The element that its siblings have too."""
        return self.boxes[1] if len(self.boxes) > 1 else 0

    @property
    def link_share(self) -> float:
        """Share of its characters that are links; a bullet is none of them."""
        return min(self.link_chars / max(len(self.text.removeprefix("• ")), 1), 1.0)


@dataclass(slots=True)
class _Open:
    """What the walk knows of the elements around it."""

    lists: list[tuple[int, str, int]] = field(default_factory=list)
    zones: list[frozenset[str]] = field(default_factory=lambda: [frozenset()])
    kinds: list[tuple[str, int]] = field(default_factory=lambda: [("text", 0)])
    boxes: list[int] = field(default_factory=list)
    links: int = 0
    preformatted: int = 0
    cells: int = 0


def read_blocks(
    root: LexborNode, marks: Mapping[int, str] | None = None, *, bullets: bool = True, rows: bool = True
) -> list[Block]:
    """The blocks of the tree below the root; `marks` names zones by the `mem_id` of their elements.

    Without `rows` each cell of a table is a block of its own.
    """
    walk = _Walk(marks or {}, bullets, rows)
    walk.run(root)
    return walk.blocks


def join_blocks(blocks: Sequence[Block]) -> tuple[str, list[int]]:
    """The text of the blocks, and where each begins: a blank line between two, none within a list or a table."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for number, block in enumerate(blocks):
        is_same = bool(number and block.group and block.group == blocks[number - 1].group)
        gap = ("\n" if is_same else "\n\n") if number else ""
        starts.append(length + len(gap))
        parts += (gap, block.text)
        length = starts[-1] + len(block.text)
    return "".join(parts), starts


def tidy(text: str) -> str:
    """The text on one line, white space folded, without soft hyphens."""
    return _BLANKS.sub(" ", text.replace("\xad", "")).strip()


class _Walk:
    """One pass over the tree, without recursion: pages are nested deeper than Python calls may be."""

    def __init__(self, marks: Mapping[int, str], bullets: bool, rows: bool) -> None:
        self.blocks: list[Block] = []
        self._marks = marks
        self._bullets = bullets
        self._rows = rows
        self._open = _Open()
        self._pieces: list[str] = []
        self._link_chars = 0
        self._marker = ""
        self._number = ""
        self._stamp: str | None = None
        self._laid_out: set[int] = set()
        self._with_lists: set[int] = set()

    def run(self, root: LexborNode) -> None:
        """Walk from the root to the last node below it."""
        self._laid_out = _ancestors(root.css(_PARTS))
        self._with_lists = _ancestors(root.css(_LIST_PARTS))
        end, node = root.mem_id, root
        while True:
            is_open = self._enter(node)
            child = node.first_child if is_open else None
            if child is not None:
                node = child
                continue
            while True:
                if is_open:
                    self._leave(node)
                if node.mem_id == end:
                    self._flush()
                    return
                follower, parent = node.next, node.parent
                if follower is not None:
                    node = follower
                    break
                if parent is None:
                    self._flush()
                    return
                node, is_open = parent, True

    def _enter(self, node: LexborNode) -> bool:
        """Take in the node; True if it is open now, and its children are to be walked."""
        tag = node.tag or ""
        if tag == "-text":
            self._add_text(node)
            return False
        if tag in _SKIPPED and not (tag == "button" and self._open.kinds[-1][0] == "heading"):
            return False
        if tag == "br":
            self._pieces.append("\n")
            return False
        if tag in _BLOCK_TAGS or "-" in tag[1:]:
            return self._enter_block(node, tag)
        self._enter_inline(node, tag)
        return True

    def _enter_block(self, node: LexborNode, tag: str) -> bool:
        self._flush()
        is_layout = node.mem_id in self._laid_out or node.mem_id in self._with_lists
        if tag == "table" and self._rows and not is_layout and _is_data_table(node):
            self._add_rows(node)
            return False
        zone = self._marks.get(node.mem_id)
        zones = self._open.zones[-1]
        self._open.zones.append(zones | {zone} if zone else zones)
        self._open.kinds.append(self._kind(tag))
        self._open.boxes.append(node.mem_id)
        if tag in _LISTS:
            self._open.lists.append((node.mem_id, tag, _number(node, "start", 1) - 1))
        elif tag == "li":
            self._enter_item(node)
        elif tag == "pre":
            self._open.preformatted += 1
        elif tag == "td":
            self._open.cells += 1
        elif tag == "tr":
            self._drop_number()
        return True

    def _kind(self, tag: str) -> tuple[str, int]:
        if tag in _HEADINGS:
            return "heading", _HEADINGS[tag]
        return (_KINDS[tag], 0) if tag in _KINDS else self._open.kinds[-1]

    def _enter_item(self, node: LexborNode) -> None:
        if not self._open.lists or node.mem_id in self._laid_out:
            return
        group, tag, count = self._open.lists[-1]
        count = _number(node, "value", count + 1) - 1
        self._open.lists[-1] = (group, tag, count + 1)
        self._open.kinds[-1] = ("item", 0)
        if self._bullets:
            self._marker = f"{count + 1}. " if tag == "ol" else "• "

    def _enter_inline(self, node: LexborNode, tag: str) -> None:
        zone = self._marks.get(node.mem_id)
        if zone:
            # a title in a <span> or an <a> has a block of its own
            self._flush()
            self._open.zones.append(self._open.zones[-1] | {zone})
        if tag == "a":
            self._open.links += 1
        elif tag == "time":
            self._stamp = self._stamp or node.attributes.get("datetime")
        elif tag == "q":
            self._pieces.append("“")
        if tag in _SPACED and self._pieces:
            if node.first_child is None and _SEPARATOR_CLASS.search(node.attributes.get("class") or ""):
                self._pieces.append(" | ")
            elif self._is_glued(node):
                self._pieces.append(" ")

    def _is_glued(self, node: LexborNode) -> bool:
        """True if the page parts the element from the last one by style only: date, label and author in spans."""
        before = node.prev
        if before is None or before.tag not in _SPACED:
            return False
        names = f"{before.attributes.get('class') or ''} {node.attributes.get('class') or ''}".lower()
        if "time" in (before.tag, node.tag) or _META_CLASS.search(names):
            return True
        parent = node.parent
        around = (parent.attributes.get("class") or "").lower() if parent is not None else ""
        return _DATES_CLASS.search(around) is not None

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCK_TAGS or "-" in tag[1:]:
            self._leave_block(tag)
            return
        if tag == "a":
            self._open.links = max(self._open.links - 1, 0)
        elif tag == "q":
            self._pieces.append("”")
        if node.mem_id in self._marks:
            self._flush()
            self._open.zones.pop()

    def _leave_block(self, tag: str) -> None:
        self._flush()
        self._open.boxes.pop()
        self._open.zones.pop()
        self._open.kinds.pop()
        if tag in _LISTS and self._open.lists:
            self._open.lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._open.preformatted -= 1
        elif tag == "td":
            self._open.cells -= 1
        elif tag == "tr":
            self._drop_number()

    def _drop_number(self) -> None:
        """A number whose row has nothing else is a line of its own."""
        number, self._number = self._number, ""
        if number:
            boxes = tuple(self._open.boxes[: -_BOXES - 1 : -1])
            self.blocks.append(Block(number, boxes=boxes, zones=self._open.zones[-1], element=boxes[0] if boxes else 0))

    def _add_text(self, node: LexborNode) -> None:
        zone = self._marks.get(node.mem_id)
        if zone is None:
            self._add(node.text_content or "")
            return
        self._flush()
        self._open.zones.append(self._open.zones[-1] | {zone})
        self._add(node.text_content or "")
        self._flush()
        self._open.zones.pop()

    def _add(self, text: str) -> None:
        if not text:
            return
        piece = _LINE_BLANKS.sub(" ", text) if self._open.preformatted else _BLANKS.sub(" ", text)
        self._pieces.append(piece)
        if self._open.links:
            self._link_chars += len(piece.strip())

    def _flush(self) -> None:
        """What was gathered becomes a block; two line breaks in a row part it."""
        if not self._pieces:
            return
        raw = "".join(self._pieces).replace("\xad", "").replace("\r\n", "\n")
        self._pieces = []
        paragraphs = list(_paragraphs(raw))
        for text in paragraphs:
            self._append(text, self._link_chars if len(paragraphs) == 1 else 0)
        if paragraphs:
            self._stamp, self._link_chars = None, 0

    def _append(self, text: str, link_chars: int) -> None:
        if self._open.cells and not self._number and _NUMBER.fullmatch(text):
            self._number = text
            return
        kind, level = self._open.kinds[-1]
        group = self._open.lists[0][0] if self._open.lists and kind in ("item", "term") else 0
        marker, self._marker = self._marker, ""
        if self._number:
            marker, self._number = f"{marker}{self._number} ", ""
        zones = self._open.zones[-1]
        boxes = tuple(self._open.boxes[: -_BOXES - 1 : -1])
        element = boxes[0] if boxes else 0
        self.blocks.append(Block(f"{marker}{text}", kind, level, group, boxes, link_chars, zones, self._stamp, element))

    def _add_rows(self, table: LexborNode) -> None:
        zones = self._open.zones[-1]
        for row in table.css("tr"):
            cells = [tidy(cell.text(separator=" ")) for cell in row.css("td, th")]
            text = " | ".join(cell for cell in cells if cell)
            links = sum(len(tidy(link.text())) for link in row.css("a"))
            if text:
                boxes = (table.mem_id, *self._open.boxes[:-_BOXES:-1])
                self.blocks.append(Block(text, "row", 0, table.mem_id, boxes, links, zones, element=row.mem_id))


def _paragraphs(raw: str) -> Iterator[str]:
    if "\n" not in raw:
        if text := raw.strip(" "):
            yield text
        return
    lines = [line.strip(" ") for line in raw.split("\n")]
    start = 0
    for number in range(len(lines) + 1):
        if number == len(lines) or not lines[number]:
            if number > start:
                yield "\n".join(lines[start:number])
            start = number + 1


def _number(node: LexborNode, name: str, otherwise: int) -> int:
    """The number that an attribute of a list or of an item tells."""
    value = node.attributes.get(name) or ""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 5 else otherwise


def _ancestors(nodes: Iterable[LexborNode]) -> set[int]:
    """The ids of all elements around the nodes."""
    found: set[int] = set()
    for node in nodes:
        around = node.parent
        while around is not None and around.mem_id not in found:
            found.add(around.mem_id)
            around = around.parent
    return found


def _is_data_table(table: LexborNode) -> bool:
    """True for a table of facts; most tables of the pages before 2009 only lay out the page."""
    rows = table.css("tr")
    widths = [len(row.css("td, th")) for row in rows]
    if len(rows) < 2 or max(widths) < 2 or max(widths) > _MOST_COLUMNS:
        return False
    return all(len(cell.text()) <= _LONGEST_CELL for cell in table.css("td, th"))
