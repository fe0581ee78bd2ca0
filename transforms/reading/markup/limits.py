"""Markup that no parser gets through in time is refused by one linear scan, so that the parser is never started."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transforms.model import UnreadableSource

# a page of 2026 has 30 elements in one another, one of nested layout tables 150; browsers stop at 512
MAX_DEPTH = 1000
# a page has 1,000, a long table of figures some 20,000
MAX_ELEMENTS = 100_000
MAX_ATTRIBUTES = 1000
# elements that a parser opens anew in each block because "<b>" or "<font>" was not closed
MAX_REOPENED = 1_000_000
_CURE = "save the page's text"
# so many elements cannot be nested too deep, and each can open anew no more than all of them
_SMALL = min(MAX_DEPTH, MAX_ELEMENTS, int(MAX_REOPENED**0.5))
# in these a script is no script
_FOREIGN = re.compile(r"<(?:svg|math)\b", re.IGNORECASE)

# an attribute as the HTML standard has it: its name may hold quotes
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_MARKUP = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|/(?P<end>[a-zA-Z][^\s/>]*+)"
    rf"|(?P<start>[a-zA-Z][^\s/>]*+)(?P<rest>(?:{_ATTRIBUTE})*+)[\s/]*+>?)",
    re.DOTALL,
)
_RAW_END = {name: re.compile(rf"</{name}\b|\Z", re.IGNORECASE) for name in ("script", "style")}
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "keygen", "link", "meta", "param", "source", "track",
    "wbr",
))  # fmt: skip
_FORMATTING = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
# an end tag does not reach through one of these
_BARRIERS = frozenset(("applet", "button", "caption", "marquee", "object", "table", "td", "template", "th"))
_CELLS = frozenset(("caption", "tbody", "td", "tfoot", "th", "thead", "tr"))
# what a start tag closes, if it is still open
_CLOSES: dict[str, frozenset[str]] = {
    "li": frozenset(("li",)),
    "dd": frozenset(("dd", "dt")),
    "dt": frozenset(("dd", "dt")),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
    "tr": frozenset(("tr",)),
}
# a block ends the paragraph it begins in
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
    "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "ul",
))  # fmt: skip
# a new item closes the last one through these only
_OPEN_IN_ITEM = frozenset(("address", "div", "p", "span", *_FORMATTING))
# how many open elements an end tag is looked for in; one that lies deeper counts as ignored
_SEARCHED = 64


@dataclass(slots=True)
class _Scan:
    """Open elements, the unclosed formatting of each table cell, and how often that is opened anew."""

    stack: list[str] = field(default_factory=list)
    formatting: list[list[str]] = field(default_factory=lambda: [[]])
    reopened: int = 0
    foreign: int = 0
    tables: int = 0
    elements: int = 0

    def pop(self, depth: int) -> None:
        """Close the elements from that depth on."""
        for closed in self.stack[depth:]:
            self.foreign -= closed in ("svg", "math")
            self.tables -= closed == "table"
            if closed in ("td", "th", "caption") and len(self.formatting) > 1:
                self.formatting.pop()
        del self.stack[depth:]


def refuse_complex(text: str, *, is_xml: bool = False) -> None:
    """Raise UnreadableSource if the markup is nested too deep, or a tag has too many attributes. Linear in its size.

    In XML "<a/>" is whole; in HTML it is an open tag.
    """
    if not is_xml and _is_small(text):
        _check_attributes(text)
        return
    scan, position = _Scan(), 0
    while found := _MARKUP.search(text, position):
        position = found.end()
        if found["start"]:
            name = found["start"].lower()
            if len(found["rest"]) > 2 * MAX_ATTRIBUTES:
                _refuse_attributes(found["rest"], name)
            if is_xml and text[position - 2 : position] == "/>":
                continue
            scan.elements += 1
            if scan.elements > MAX_ELEMENTS and not is_xml:
                raise UnreadableSource(f"too_complex: the page has more than {MAX_ELEMENTS} elements; {_CURE}")
            _open(scan, name, found["rest"])
            if name in _RAW_END and not scan.foreign:
                position = _raw_end(text, position, name)
        elif found["end"]:
            _close(scan, found["end"].lower())


def _is_small(text: str) -> bool:
    """True if it has too few start tags to exceed any limit but that of attributes: as most pages."""
    return text.count("<") - text.count("</") <= _SMALL and not _FOREIGN.search(text)


def _check_attributes(text: str) -> None:
    position = 0
    while found := _MARKUP.search(text, position):
        position = found.end()
        name = found["start"]
        if name and position - found.start() > 2 * MAX_ATTRIBUTES:
            _refuse_attributes(found["rest"], name.lower())
        if name and name.lower() in _RAW_END:
            position = _raw_end(text, position, name.lower())


def _raw_end(text: str, position: int, name: str) -> int:
    found = _RAW_END[name].search(text, position)
    return found.start() if found else len(text)


def _refuse_attributes(rest: str, name: str) -> None:
    count = sum(1 for _ in _ATTRIBUTES.finditer(rest))
    if count > MAX_ATTRIBUTES:
        raise UnreadableSource(
            f"too_complex: a <{name[:40]}> tag has {count} attributes, the limit is {MAX_ATTRIBUTES}; {_CURE}"
        )


def _open(scan: _Scan, name: str, attributes: str) -> None:
    if name in _VOID or (name in _CELLS and not scan.tables and not scan.foreign):
        return
    if not scan.foreign:
        _close_before(scan, name)
    if name in _FORMATTING:
        _remember(scan.formatting[-1], name, attributes)
    scan.reopened += len(scan.formatting[-1])
    if scan.reopened > MAX_REOPENED:
        raise UnreadableSource(f"too_complex: formatting that is not closed would be repeated endlessly; {_CURE}")
    scan.stack.append(name)
    scan.foreign += name in ("svg", "math")
    scan.tables += name == "table"
    if name in ("td", "th", "caption"):
        scan.formatting.append([])
    if len(scan.stack) > MAX_DEPTH:
        raise UnreadableSource(f"too_complex: elements are nested more than {MAX_DEPTH} deep; {_CURE}")


def _close_before(scan: _Scan, name: str) -> None:
    """Close the paragraph, item, cell or row that goes on until the next one begins."""
    if name in _CLOSES:
        _pop_last(scan, _CLOSES[name], is_cell=name in _CELLS, is_paragraph=False)
    if name in _BLOCKS:
        _pop_last(scan, frozenset(("p",)), is_cell=False, is_paragraph=True)


def _pop_last(scan: _Scan, names: frozenset[str], *, is_cell: bool, is_paragraph: bool) -> None:
    stack = scan.stack
    for depth in range(len(stack) - 1, max(len(stack) - 1 - _SEARCHED, -1), -1):
        if stack[depth] in names:
            scan.pop(depth)
            return
        if is_cell:
            if stack[depth] in ("table", "template"):
                return
        elif stack[depth] in _BARRIERS or not (is_paragraph or stack[depth] in _OPEN_IN_ITEM):
            return


def _remember(formatting: list[str], name: str, attributes: str) -> None:
    """A parser opens three equal ones anew at most, and one link."""
    key = f"{name} {attributes.strip()}" if name != "a" else "a"
    if formatting.count(key) < (3 if name != "a" else 1):
        formatting.append(key)


def _close(scan: _Scan, name: str) -> None:
    if name in _FORMATTING:
        _forget(scan.formatting[-1], name)
    depth = _find(scan.stack, name)
    if depth is None:
        return
    if name in _FORMATTING or name in ("span", "form"):
        # what was opened in it stays open
        del scan.stack[depth]
    else:
        scan.pop(depth)


def _forget(formatting: list[str], name: str) -> None:
    last = next((n for n in range(len(formatting) - 1, -1, -1) if formatting[n].split(" ", 1)[0] == name), None)
    if last is not None:
        del formatting[last]


def _find(stack: list[str], name: str) -> int | None:
    """Where the element lies that the end tag closes; None if it closes none."""
    reaches_through = name in _CELLS or name in _BARRIERS
    for depth in range(len(stack) - 1, max(len(stack) - 1 - _SEARCHED, -1), -1):
        if stack[depth] == name:
            return depth
        if stack[depth] in _BARRIERS and not (reaches_through and stack[depth] != "table"):
            return None
    return None
