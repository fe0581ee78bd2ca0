"""What is no text of the document (menus, banners, share buttons, related pages) is cut off the tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.reading.markup.header_dates import has_date
from transforms.reading.markup.profiles import Layout, PruneRules

# never shown, or parts of forms
_NO_TEXT = (
    "script, style, noscript, template, svg, math, canvas, object, embed, iframe, audio, video, map, select, input, "
    "textarea, datalist, progress, meter, applet, noframes"
)
# an element that holds more of the page's text is the page
_MOST = 0.6
# without a paragraph on the page, cards with much of the text are its listing
_MUCH = 0.4
# the head or foot of an article or a card with its date
_DATE_CHARS = 200
_PROSE_CHARS = 80
# so much prose must remain for an aside to be one
_ENOUGH_PROSE = 200
_SHOWN_CHARS = 120
_FOLDED = re.compile(r"accordion|panel|collaps|expand|toggle|faq|answer|\btab|details", re.IGNORECASE)
_ANCHORS = frozenset(("a", "h2", "h3", "h4", "h5", "h6", "li", "p", "section", "span"))
_MOST_NAMES = 20
_LONGEST_NAME = 80
_WORDS = re.compile(r"[a-z]+[0-9]*[a-z]*|[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+")


class Cut(NamedTuple):
    """The first words of what was cut off the page, and the `mem_id` of its element."""

    text: str
    element: int


def prune(tree: LexborHTMLParser, layout: Layout, rules: PruneRules) -> list[Cut]:
    """Cut off what is no text of the document; gives each part that had text, inner ones first."""
    body = tree.body
    if body is None:
        return []
    for node in reversed(body.css(_NO_TEXT)):
        node.decompose()
    cut: list[Cut] = []
    kept = {node.mem_id for node in body.css("html, body, main, h1, article")}
    _keep_around(body.css("h1"), kept)
    _cut_all(body.css(", ".join((rules.selectors, *layout.drop))), body, kept, cut)
    prose = _prose_inside(body)
    _cut_all((node for node in body.css(rules.hidden) if not _is_folded(node, prose[node.mem_id])), body, kept, cut)
    _cut_all((node for node in body.css("[class], [id]") if _has_word(node, rules.noise, rules)), body, kept, cut)
    _cut_asides(body, rules, kept, cut)
    return cut


def _is_folded(node: LexborNode, prose: int) -> bool:
    """True for text that shows at a click: much of it, or a paragraph in what is called an accordion or a tab."""
    names = (
        f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''} {node.attributes.get('role') or ''}"
    )
    return prose >= (_PROSE_CHARS if _FOLDED.search(names) else _ENOUGH_PROSE)


def _keep_around(nodes: Iterable[LexborNode], kept: set[int]) -> None:
    """Add the elements around the nodes; what holds one that is kept is kept, so none is measured twice."""
    for node in nodes:
        around = node.parent
        while around is not None and around.mem_id not in kept:
            kept.add(around.mem_id)
            around = around.parent


def _cut_all(nodes: Iterable[LexborNode], body: LexborNode, kept: set[int], cut: list[Cut]) -> None:
    """Cut the nodes, the inner ones first, so that none is touched after the one around it is gone."""
    most, large = _MOST * len(body.text()), set(kept)
    # a selector list finds a node once for each of its parts
    for node in reversed({node.mem_id: node for node in nodes}.values()):
        if node.mem_id in large:
            continue
        if len(node.text()) <= most:
            _cut(node, cut)
        else:
            _keep_around((node,), large)


def _cut_asides(body: LexborNode, rules: PruneRules, kept: set[int], cut: list[Cut]) -> None:
    """Cut what stands beside the text, as long as there is text."""
    marked = {node.mem_id for node in body.css(rules.aside_selectors)}
    found = body.css(f"[class], [id], {rules.aside_selectors}")
    nodes = {node.mem_id: node for node in found if node.mem_id in marked or _has_word(node, rules.aside, rules)}
    # "<blockquote>…<footer>the Minister</footer>" says whose words they are
    nodes = {number: node for number, node in nodes.items() if node.parent is None or node.parent.tag != "blockquote"}
    if not nodes:
        return
    prose = _prose_inside(body)
    size, essential, large = len(body.text()), set(kept), set(kept)
    for node in reversed(nodes.values()):
        if node.mem_id in essential:
            continue
        own = prose[node.mem_id]
        if prose[body.mem_id] - own >= _ENOUGH_PROSE:
            _add_around(node, -own, prose)
            _cut(node, cut)
        elif own:
            _keep_around((node,), essential)
        elif node.mem_id not in large:
            _cut_little(node, size, large, cut)


def _cut_little(node: LexborNode, size: int, large: set[int], cut: list[Cut]) -> None:
    """Cut the page's foot, and anything else without paragraphs that is not most of the page, or its date line."""
    text = node.text()
    is_foot = node.tag == "footer" or node.attributes.get("role") == "contentinfo"
    if len(text) > (_MOST if is_foot else _MUCH) * size:
        _keep_around((node,), large)
    elif is_foot or len(text) > _DATE_CHARS or not has_date(text):
        _cut(node, cut)


def _cut(node: LexborNode, cut: list[Cut]) -> None:
    shown = " ".join(node.text(separator=" ").split())[:_SHOWN_CHARS]
    if shown:
        cut.append(Cut(shown, node.mem_id))
    node.decompose()


def _prose_inside(body: LexborNode) -> Counter[int]:
    """By element, the length of the paragraphs in it that are no captions, labels or links."""
    prose: Counter[int] = Counter()
    known: set[int] = set()
    # each leads from a paragraph to an element that an earlier one has come by
    ways: list[list[int]] = []
    for paragraph in body.css("p, blockquote, pre"):
        length = len(paragraph.text().strip())
        if length >= _PROSE_CHARS:
            prose[paragraph.mem_id] += length
            ways.append(_way_up(paragraph, known))
    for way in reversed(ways):
        for inner, outer in pairwise(way):
            prose[outer] += prose[inner]
    return prose


def _way_up(node: LexborNode, known: set[int]) -> list[int]:
    way = [node.mem_id]
    around: LexborNode | None = node
    while around is not None and around.mem_id not in known:
        known.add(around.mem_id)
        around = around.parent
        if around is not None:
            way.append(around.mem_id)
    return way


def _add_around(node: LexborNode, length: int, prose: Counter[int]) -> None:
    around = node.parent
    while length and around is not None:
        prose[around.mem_id] += length
        around = around.parent


def _has_word(node: LexborNode, words: frozenset[str], rules: PruneRules) -> bool:
    attributes = node.attributes
    names = (attributes.get("class") or "").split()[:_MOST_NAMES]
    # an id may be an anchor: "sharing-the-burden" above a section of that name
    number = attributes.get("id") or ""
    if node.tag not in _ANCHORS and len(_WORDS.findall(number[:_LONGEST_NAME])) <= 2:
        names.append(number)
    return any(_is_marked(name[:_LONGEST_NAME], words, rules) for name in names)


def _is_marked(name: str, words: frozenset[str], rules: PruneRules) -> bool:
    parts = [part.lower() for part in _WORDS.findall(name)]
    for number, part in enumerate(parts):
        pair = f"{part} {parts[number + 1]}" if number + 1 < len(parts) else ""
        if part not in words and pair not in words:
            continue
        before = parts[number - 1] if number else ""
        last = parts[-1]
        if before not in rules.not_after and (last == part or last not in rules.not_before):
            return True
    return False
