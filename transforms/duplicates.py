"""Near-duplicates: reposts and later versions of one text; and the page that a listing entry announces.

Texts are compared by their runs of five words (shingles): MinHash finds the pairs worth a look, the shingles decide. A
text is a copy if most of the shorter one stands in the other, so that a repost with a paragraph more is one too. Texts
with the very same words, whatever their white space, marks and capitals, are copies however short they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

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
ENTRY_DAYS = 3
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
    pages = {text.document_id: text for text in texts if text.kind != "listing_entry"}
    shingled = {key: shingles for key, text in sorted(pages.items())
                if len(shingles := _shingles(text.words)) >= MIN_SHINGLES}
    parent = {key: key for key in pages}
    for left, right in chain(_same_words(pages.values()), _candidate_pairs(shingled)):
        a, b = _root(parent, left), _root(parent, right)
        is_short = left not in shingled or right not in shingled
        if a != b and (is_short or _is_copy(shingled[left], shingled[right])):
            first, second = sorted((a, b), key=lambda key: _age(pages[key]))
            parent[second] = first
    return {key: root for key in sorted(pages) if (root := _root(parent, key)) != key}


def _same_words(pages: Iterable[Text]) -> Iterator[tuple[str, str]]:
    """Pairs with the very same words, told on one day or on an unknown one; in texts of any length."""
    firsts: dict[str, dict[date | None, Text]] = defaultdict(dict)
    for page in sorted(pages, key=_age):
        by_day = firsts[_key(page.words)]
        # A caption that comes back each month is no copy; an undated one comes after all dated ones
        twin = by_day.get(page.day) or (next(iter(by_day.values()), None) if page.day is None else None)
        if twin is None:
            by_day[page.day] = page
        elif page.words.strip():
            yield twin.document_id, page.document_id


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
    pages: dict[tuple[str, date], str] = {}
    for text in sorted(texts, key=lambda text: text.document_id):
        if text.kind not in ("listing", "listing_entry") and text.title and text.day:
            pages.setdefault((_key(text.title), text.day), text.document_id)
    links = {}
    for entry in texts:
        if entry.kind == "listing_entry" and entry.title and entry.day:
            days = (entry.day + timedelta(days=shift) for shift in range(-ENTRY_DAYS, ENTRY_DAYS + 1))
            fitting = [pages[key] for day in days if (key := (_key(entry.title), day)) in pages]
            if fitting:
                links[entry.document_id] = min(fitting)
    return links


def _key(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
