"""Near-duplicates: reposts and later versions of one text; and the page that a listing entry announces.

Texts are compared by their runs of five words (shingles): MinHash finds the pairs worth a look, the shingles decide. A
text is a copy if most of the shorter one stands in the other, so that a repost with a paragraph more is one too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rensa import RMinHash

from transforms.knowledge import fold

SHINGLE_WORDS = 5
# Shorter texts (a listing entry, a caption) share whole sentences with others by chance
MIN_SHINGLES = 40
# Over all 465 pairs of 31 different texts, several on one event, the most shared was 11 % of the shorter's shingles;
# a version in which a run of 30 % of the words is new keeps about 70 %. Half way between, nearer to the copies.
CONTAINED = 0.5
# One text quoted whole in a much longer one is no copy of it
MIN_SIZE_RATIO = 0.4
PERMUTATIONS, BAND_ROWS, SEED = 128, 4, 20
ENTRY_DAYS = timedelta(days=3)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Text:
    """A document's own words: without boilerplate, navigation and entries."""

    document_id: str
    kind: str
    title: str
    publisher_id: str | None
    day: date | None
    words: str


def find_near_duplicates(texts: Iterable[Text]) -> dict[str, str]:
    """Copy to original: the earliest dated, of equal ones the first by id; chains lead to one original."""
    shingled = {text.document_id: (text, _shingles(text.words)) for text in texts if text.kind != "listing_entry"}
    shingled = {key: pair for key, pair in sorted(shingled.items()) if len(pair[1]) >= MIN_SHINGLES}
    parent = {key: key for key in shingled}
    for left, right in _candidate_pairs({key: shingles for key, (_, shingles) in shingled.items()}):
        a, b = _root(parent, left), _root(parent, right)
        if a != b and _is_copy(shingled[left][1], shingled[right][1]):
            first, second = sorted((a, b), key=lambda key: _age(shingled[key][0]))
            parent[second] = first
    return {key: root for key in shingled if (root := _root(parent, key)) != key}


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def _age(text: Text) -> tuple[bool, date, bool, str]:
    """Dated before undated, published by somebody known before a repost, then by id."""
    return text.day is None, text.day or date.max, text.publisher_id is None, text.document_id


def _shingles(words: str) -> frozenset[str]:
    found = _WORD.findall(fold(words))
    return frozenset(" ".join(found[i : i + SHINGLE_WORDS]) for i in range(len(found) - SHINGLE_WORDS + 1))


def _is_copy(left: frozenset[str], right: frozenset[str]) -> bool:
    small, large = sorted((left, right), key=len)
    return len(small) >= MIN_SIZE_RATIO * len(large) and len(small & large) >= CONTAINED * len(small)


def _candidate_pairs(shingled: dict[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Pairs that agree in a band of their MinHash: with 32 bands of 4, nearly all pairs that share a third or more."""
    bands: defaultdict[tuple[int, tuple[int, ...]], list[str]] = defaultdict(list)
    for key, shingles in shingled.items():
        digest = _digest(sorted(shingles))
        for start in range(0, PERMUTATIONS, BAND_ROWS):
            bands[start, tuple(digest[start : start + BAND_ROWS])].append(key)
    seen: set[tuple[str, str]] = set()
    for members in bands.values():
        # a member is compared with the first and its neighbor: copies of one text all agree, and chains join them
        for at, right in enumerate(members[1:], 1):
            for left in dict.fromkeys((members[0], members[at - 1])):
                if (left, right) not in seen:
                    seen.add((left, right))
                    yield left, right


def _digest(shingles: Sequence[str]) -> list[int]:
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(list(shingles))
    return list(minhash.digest())


def link_entries(texts: Sequence[Text]) -> dict[str, str]:
    """Listing entry to the page that it announces: the one page with its title, of its days."""
    pages: defaultdict[str, list[Text]] = defaultdict(list)
    for text in texts:
        if text.kind not in ("listing", "listing_entry") and text.title:
            pages[_key(text.title)].append(text)
    links = {}
    for entry in texts:
        if entry.kind == "listing_entry" and entry.title:
            fitting = sorted(page.document_id for page in pages[_key(entry.title)] if _is_near(entry, page))
            if fitting:
                links[entry.document_id] = fitting[0]
    return links


def _key(title: str) -> str:
    return " ".join(_WORD.findall(fold(title)))


def _is_near(entry: Text, page: Text) -> bool:
    return entry.day is not None and page.day is not None and abs(entry.day - page.day) <= ENTRY_DAYS
