"""Where the blocks of a text stand in the page as it was saved: the XPath of each block's element."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborHTMLParser

from transforms.model import Place
from transforms.reading.markup.blocks import Block

# an element deeper than this is told by the one around it
_DEEPEST = 200
# in all paths of a page together, so that 100,000 paragraphs below 200 elements take no memory
_MOST_STEPS = 1_000_000
_FEWEST_STEPS = 10
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class ElementIndex:
    """The elements of a page before any of them is cut off."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        # in the order of the page: an element stands behind the one around it
        self._elements: dict[int, tuple[int, str]] = {
            node.mem_id: (parent.mem_id if (parent := node.parent) is not None else 0, node.tag or "")
            for node in tree.css("*")
        }

    def paths(self, numbers: Iterable[int]) -> dict[int, str]:
        """The XPaths of the elements with those `mem_id`s, as a browser's inspector tells them."""
        wanted = {number for number in numbers if number in self._elements}
        deepest = max(_FEWEST_STEPS, min(_DEEPEST, _MOST_STEPS // (len(wanted) or 1)))
        around = self._with_ancestors(wanted)
        places, counts = self._places(around)
        depths: dict[int, int] = {}
        found: dict[int, str] = {}
        for number, place in places.items():
            parent, tag = self._elements[number]
            depths[number] = depths.get(parent, 0) + 1
            above = found.get(parent, "")
            step = _step(tag, place, counts[parent, tag])
            found[number] = f"{above}/{step}" if step and depths[number] <= deepest else above
        return {number: found[number] for number in wanted if found[number]}

    def in_order(self, numbers: Iterable[int]) -> dict[int, int]:
        """Which element of the page each of those `mem_id`s is."""
        wanted = set(numbers)
        return {number: place for place, number in enumerate(self._elements) if number in wanted}

    def _with_ancestors(self, numbers: Iterable[int]) -> set[int]:
        found: set[int] = set()
        for number in numbers:
            around = number
            while around in self._elements and around not in found:
                found.add(around)
                around = self._elements[around][0]
        return found

    def _places(self, numbers: set[int]) -> tuple[dict[int, int], Counter[tuple[int, str]]]:
        """Which of the siblings of its name each of the elements is, from 1, and how many those are."""
        parents = {self._elements[number][0] for number in numbers}
        counts: Counter[tuple[int, str]] = Counter()
        places: dict[int, int] = {}
        for number, key in self._elements.items():
            if key[0] in parents:
                counts[key] += 1
                if number in numbers:
                    places[number] = counts[key]
        return places, counts


def find_places(blocks: Sequence[Block], starts: Sequence[int], index: ElementIndex) -> tuple[Place, ...]:
    """The elements that the text comes from; one for all blocks of one element that follow one another."""
    paths = index.paths(block.element for block in blocks)
    places: list[Place] = []
    for block, start in zip(blocks, starts, strict=True):
        path = paths.get(block.element)
        if not places or places[-1].element != path:
            places.append(Place(start, element=path))
    return tuple(place for place in places if place.element or place.start)


def _step(tag: str, place: int, count: int) -> str:
    """ "p[3]", "main"; names with a colon ("o:p") are no names to XPath, which then takes them as a word."""
    if _NAME.fullmatch(tag):
        name = tag
    elif '"' not in tag:
        name = f'*[name()="{tag}"]'
    else:
        return ""
    return f"{name}[{place}]" if count > 1 else name
