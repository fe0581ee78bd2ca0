"""What a page is about itself: its kind, its publisher, its reference number, its language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from resiliparse.parse.lang import detect_fast

from transforms.model import HeaderFacts
from transforms.splitting.lines import Unit
from transforms.splitting.wording import LONGEST_LINE, Wording
from warehouse.tables import DOCUMENT_KINDS

# signs and numbers are looked for in that many lines from the start and from the end
EDGE_UNITS = 40
SHORTEST_TEXT = 60
# below that many characters names weigh more than words: English comes out as Norwegian or German by a few per cent
_SHORT_TEXT = 600
_CLOSE = 0.08
_LANGUAGE_SAMPLE = 5000
# distances of `detect_fast`: texts of 5,000 characters are at 200-300, of 150 characters at 500-650
_FARTHEST = 1000
_LANGUAGE_CODES = (
    "en fr de es it nl pl pt ro bg cs da el et fi hr hu lt lv sk sl sv no is sq mk tr uk ru be sr bs ka hy az ar he zh"
    " ja ko"
)
_LANGUAGES = tuple(_LANGUAGE_CODES.split())
_CODE_KINDS = ("header", "label", "dateline", "reference", "contact", "note")
_SIGN_KINDS = (*_CODE_KINDS, "title", "subtitle", "navigation", "boilerplate")
_KIND_OF_CODE = (
    ("STATEMENT/", "statement"),
    ("SPEECH/", "speech"),
    ("IP/", "press_release"),
    ("PR/CP", "press_release"),
    ("MEMO/", "report"),
)
_LONG_ARTICLE = 12_000
_PLAIN_KINDS = ("news", "press_release", "other")
_Piece = TypeVar("_Piece")


def known_publisher(facts: HeaderFacts, wording: Wording) -> str | None:
    """The publisher that the file's own facts name, else the one at whose address it was."""
    named = wording.publisher_named(facts.publisher) if facts.publisher else None
    return named or (wording.publisher_named(facts.url) if facts.url else None)


def find_publisher(units: Sequence[Unit], wording: Wording) -> str | None:
    """The publisher whose sign stands in a line of head or foot; None if there is no sign."""
    shown = (unit.folded for unit in edges(units) if unit.kind in _SIGN_KINDS and len(unit.text) <= LONGEST_LINE)
    lines = [line for line in shown if wording.any_sign.fullmatch(line)]
    return next(
        (
            publisher.publisher_id
            for publisher in wording.publishers
            if any(publisher.sign.fullmatch(line) for line in lines)
        ),
        None,
    )


def find_reference(units: Sequence[Unit], wording: Wording) -> str | None:
    """The publisher's number of the document, if a line of head or foot tells one."""
    for unit in edges(units):
        if unit.kind not in _CODE_KINDS or len(unit.text) > LONGEST_LINE:
            continue
        for pattern in wording.references:
            match = pattern.search(unit.text)
            if match:
                return " ".join(match["code"].split())
    return None


def find_kind(titles: Iterable[str], labels: Iterable[str], code: str | None, size: int, wording: Wording) -> str:
    """The kind of document: by its title, else by the label in its header, else by its number, else by its size.

    A title "by …" says less than the label "Speech", but more than "News".
    """
    titles = [title for title in titles if title]
    by_title = [(title, kind) for title in titles if (kind := _kind_of_title(title, wording))]
    by_label = next((wording.labels[label] for label in labels if label in wording.labels), None)
    by_code = next((kind for prefix, kind in _KIND_OF_CODE if code and code.upper().startswith(prefix)), None)
    default = "other" if not titles else "article" if size > _LONG_ARTICLE else "news"
    if by_title and (by_label in (None, *_PLAIN_KINDS) or not by_title[0][0].lower().startswith("by ")):
        return by_title[0][1]
    return by_label or by_code or default


def _kind_of_title(title: str, wording: Wording) -> str | None:
    return next((kind for kind, pattern in wording.document_kinds if pattern.search(title)), None)


def known_kind(name: str | None) -> str | None:
    """The kind that front matter tells ("Press release", "speech"), if it is one of the closed list."""
    word = re.sub(r"[\s-]+", "_", name.strip().lower()) if name else ""
    return word if word in DOCUMENT_KINDS and word not in ("listing", "listing_entry") else None


def known_language(name: str | None) -> str | None:
    """The language that front matter tells ("en", "en-GB", "English"), if its code is one that pages are written in."""
    code = (name or "")[:2].lower()
    return code if code in _LANGUAGES else None


def find_language(text: str, expected: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language; the expected one where the text is too short to tell it from others."""
    sample = text[:_LANGUAGE_SAMPLE]
    if len(sample) < SHORTEST_TEXT:
        return expected
    ranks: dict[str, int] = dict(_rank_languages(sample))
    best = min(ranks, key=lambda code: (ranks[code], code)) if ranks else None
    if best is None or ranks[best] > _FARTHEST:
        return expected
    usual = expected or "en"
    is_close = ranks.get(usual, _FARTHEST) < (1 + _CLOSE) * ranks[best]
    return usual if is_close and len(sample) < _SHORT_TEXT else best


def _rank_languages(sample: str) -> Iterator[tuple[str, int]]:
    for found in detect_fast(sample, n_results=4, langs=_LANGUAGES):
        if isinstance(found, tuple):
            yield str(found[0]), int(found[1])


def edges(units: Sequence[_Piece]) -> list[_Piece]:
    """The first and the last of the units or lines, where signs and numbers stand."""
    if len(units) <= 2 * EDGE_UNITS:
        return list(units)
    return [*units[:EDGE_UNITS], *units[-EDGE_UNITS:]]
