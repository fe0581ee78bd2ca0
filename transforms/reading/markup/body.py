"""Which blocks of a page are its text: by the publisher's layout, else by an extractor and by the page's form."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Sequence

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from transforms.reading.markup.blocks import Block
from transforms.reading.markup.titles import letters

# the extractor's quadratic steps take seconds beyond that many elements
MAX_EXTRACTED_ELEMENTS = 4000
PROSE_CHARS = 80
LINKS = 0.5
_ONLY_LINKS = 0.8
_TRUSTED = 0.5
# the extractor is not asked where it is plain what the text is: it takes longer than all the rest
_FEWEST_PARAGRAPHS = 3
_NEARLY_ALL = 0.9
# lines below the last paragraph that may be signatures or notes
_TAIL = 10
_INDEX_CHARS = 80
_INLINE = [
    "b", "i", "em", "strong", "span", "font", "u", "small", "big", "abbr", "acronym", "time", "label", "sup", "sub",
    "mark", "cite", "code", "wbr", "s", "strike", "tt", "nobr", "ins",
]  # fmt: skip
_ENDS_SENTENCE = (".", "!", "?", "…", ".”", '."', ".’")
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def choose_body(tree: LexborHTMLParser, blocks: Sequence[Block], first: int) -> list[int]:
    """The numbers of the blocks that are the text, `first` and later ones; the tree is taken apart."""
    marked = [n for n, block in enumerate(blocks) if "body" in block.zones and "title" not in block.zones]
    if marked:
        return [n for n in marked if not only_leads_on(blocks[n])] or marked
    below = list(range(first, len(blocks)))
    chosen = _chosen(tree, blocks, first)
    # a page that is all links is an index; one with a few of them is the frame of a page that a script would fill
    is_index = not any(is_prose(blocks[n]) or ends_sentence(blocks[n]) for n in chosen)
    return below if is_index and _chars(blocks, set(below)) >= _INDEX_CHARS else chosen


def _chosen(tree: LexborHTMLParser, blocks: Sequence[Block], first: int) -> list[int]:
    teasers = _teasers(blocks)
    own = [n for n in _own_choice(blocks, first) if n not in teasers]
    inside = [n for n in own if "main" in blocks[n].zones] or own
    kept = _in_one_element(blocks, inside) or _kept(tree, blocks, first, teasers)
    prose = {n for n in inside if is_prose(blocks[n])}
    if not kept or _chars(blocks, prose & set(kept)) < _TRUSTED * _chars(blocks, prose):
        return inside
    return _with_neighbors(blocks, kept, teasers, first)


def _in_one_element(blocks: Sequence[Block], numbers: Sequence[int]) -> list[int]:
    """The paragraphs of the one element that has nearly all of them, and the lines above; none if they are spread."""
    prose = {n for n in numbers if is_prose(blocks[n])}
    lengths: Counter[int] = Counter()
    for n in prose:
        lengths[blocks[n].parent] += len(blocks[n].text)
    parent, length = lengths.most_common(1)[0] if lengths else (0, 0)
    kept = sorted(n for n in prose if blocks[n].parent == parent)
    if len(kept) < _FEWEST_PARAGRAPHS or length < _NEARLY_ALL * _chars(blocks, prose):
        return []
    return [n for n in numbers if n < kept[0]] + kept


def _kept(tree: LexborHTMLParser, blocks: Sequence[Block], first: int, teasers: set[int]) -> list[int]:
    """The blocks that the general extractor takes for the text."""
    extracted = _extracted(tree)
    below = (n for n in range(first, len(blocks)) if n not in teasers and not only_leads_on(blocks[n]))
    return [n for n in below if _is_in(blocks[n], extracted)]


def is_prose(block: Block) -> bool:
    """True for a paragraph."""
    return len(block.text) >= PROSE_CHARS and block.link_share < LINKS and block.kind != "caption"


def ends_sentence(block: Block) -> bool:
    """True if the block ends as a sentence does."""
    return block.text.endswith(_ENDS_SENTENCE) and block.kind != "caption"


def only_leads_on(block: Block) -> bool:
    """True for a line that is nothing but links."""
    return block.link_share > _ONLY_LINKS and block.kind != "heading" and not ends_sentence(block)


def _chars(blocks: Sequence[Block], numbers: set[int]) -> int:
    return sum(len(blocks[n].text) for n in numbers)


def _teasers(blocks: Sequence[Block]) -> set[int]:
    """Blocks of boxes that announce other pages: a link and a paragraph or two, more than once beside a longer text."""
    boxes: defaultdict[int, set[int]] = defaultdict(set)
    siblings: defaultdict[int, set[int]] = defaultdict(set)
    for number, block in enumerate(blocks):
        siblings[block.parent].add(number)
        for box in block.boxes:
            boxes[box].add(number)
    text = max(siblings.values(), key=lambda numbers: _prose_chars(blocks, numbers), default=set())
    limit = _prose_chars(blocks, text) / 2
    found = [box for box in boxes.values() if _is_teaser(blocks, box, limit) and box.isdisjoint(text)]
    seen: set[int] = set()
    number_of_boxes = 0
    for members in sorted(found, key=len):
        number_of_boxes += members.isdisjoint(seen)
        seen |= members
    return seen if number_of_boxes > 1 else set()


def _is_teaser(blocks: Sequence[Block], box: set[int], limit: float) -> bool:
    leads_on = any(blocks[n].link_share > _ONLY_LINKS for n in box)
    return leads_on and 0 < sum(is_prose(blocks[n]) for n in box) <= 2 and _prose_chars(blocks, box) <= limit


def _prose_chars(blocks: Sequence[Block], numbers: set[int]) -> int:
    return sum(len(blocks[n].text) for n in numbers if is_prose(blocks[n]))


def _own_choice(blocks: Sequence[Block], first: int) -> list[int]:
    """What stands below the title and is no link, as far as the last paragraph and a few lines more."""
    numbers = [n for n in range(first, len(blocks)) if blocks[n].link_share < LINKS]
    last = max((n for n in numbers if is_prose(blocks[n]) or ends_sentence(blocks[n])), default=None)
    if last is None:
        return numbers
    return [n for n in numbers if n <= last or (n <= last + _TAIL and _is_beside(blocks[n], blocks[last]))]


def _is_beside(block: Block, last: Block) -> bool:
    """True for a line in the same element, or in the same article, as the last paragraph."""
    return block.parent == last.parent or ("main" in block.zones and "main" in last.zones)


def _extracted(tree: LexborHTMLParser) -> str:
    """The letters of what the general extractor takes for the text; "" for a page that is too large for it."""
    if len(tree.css("*")) - len(tree.css(", ".join(_INLINE))) > MAX_EXTRACTED_ELEMENTS:
        return ""
    tree.unwrap_tags(_INLINE)
    text = trafilatura.extract(tree.html or "", favor_precision=True, include_comments=False, fast=True)
    return letters(text or "")


def _is_in(block: Block, extracted: str) -> bool:
    own = letters(block.text)
    return len(own) > 3 and own in extracted


def _with_neighbors(blocks: Sequence[Block], kept: Sequence[int], teasers: set[int], first: int) -> list[int]:
    """The kept blocks, what stands between them, and what stands beside them in the same element or article."""
    if not kept:
        return []
    parents = Counter(blocks[n].parent for n in kept if is_prose(blocks[n]))
    chosen = set(kept)
    for n in range(first, len(blocks)):
        block = blocks[n]
        if n in teasers or block.link_share >= LINKS:
            continue
        is_between = kept[0] < n < kept[-1]
        is_sibling = block.parent in parents and (is_between or is_prose(block) or ends_sentence(block))
        follows = n - 1 in chosen and block.kind != "row"
        is_tail = n <= kept[-1] + _TAIL and _is_beside(block, blocks[kept[-1]])
        if is_sibling or (follows and (is_between or is_tail)):
            chosen.add(n)
    return sorted(chosen)
