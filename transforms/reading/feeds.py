"""Feeds (RSS 2.0, RSS 1.0 in RDF, Atom) as listings of their entries: day, title, summary."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import NamedTuple
from zoneinfo import ZoneInfo

import feedparser
from selectolax.lexbor import LexborHTMLParser

from transforms.knowledge.zones import zone_of
from transforms.model import Evidence, HeaderFacts, Place, SourceText, UnreadableSource
from transforms.reading.cuts import told_pieces
from transforms.reading.markup.blocks import read_blocks, tidy
from transforms.reading.markup.encoding import decode_markup
from transforms.reading.markup.limits import refuse_complex
from transforms.reading.markup.listing import write_day
from transforms.reading.markup.metadata import MAX_VALUE_CHARS, host_of
from transforms.reading.markup.moments import read_moment

MAX_ENTRIES = 10_000
_LONGEST_TITLE = 500
# of what is left out the first words are told: so much of it is looked at
_SEEN_CHARS = 2000
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[<>]{0,1000}+(?:\[[^\]]{0,4000}+\]\s*)?>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]{2,8};")
_TAG = re.compile(r"<[^<>]{0,500}>")
# what the library calls an entry's dates, and what RSS and Atom call them
_DATE_KEYS = (
    ("published", "pubDate", "published"),
    ("created", "dcterms:created", "created"),
    ("updated", "dc:date", "updated"),
)
_FEED_DATES = (("published", "pubDate"), ("updated", "lastBuildDate"))


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a feed's elements are called: where the feed speaks of itself, and where its entries are."""

    media_type: str
    head: str
    entry: str
    is_atom: bool = False

    def place(self, number: int) -> str:
        """The entry in the words of evidence."""
        return f"atom entry[{number}]" if self.is_atom else f"feed item[{number}]"


class _Part(NamedTuple):
    """A paragraph of the text, and the element that it comes from."""

    text: str
    element: str


class _Item(NamedTuple):
    """An entry: its day, its parts as they are written, what it says of itself, and shorter wordings of its text."""

    day: date | None
    parts: tuple[_Part, ...]
    evidence: tuple[Evidence, ...]
    cut: tuple[str, ...] = ()


def read_feed(data: bytes, name: str) -> SourceText:  # noqa: ARG001  (every reader takes the name)
    """The feed as a listing, the latest entry first, with its title, address and language; nothing is fetched."""
    decoded = decode_markup(data)
    text = _DECLARATION.sub("", decoded.text, count=1)
    if "<!ENTITY" in text:
        raise UnreadableSource("too_complex: the feed declares entities of its own; save the text of its entries")
    text = _DOCTYPE.sub("", text, count=1)
    count = text.count("<item") + text.count("<entry")
    if count > MAX_ENTRIES:
        raise UnreadableSource(f"too_complex: the feed has {count} entries, the limit is {MAX_ENTRIES}; split it")
    refuse_complex(text, is_xml=True)
    feed = _parse(text)
    zone = zone_of(host_of(_address(feed.feed)))
    shape = _shape(str(dict.get(feed, "version", "")))
    items = [_item(entry, number, shape, zone) for number, entry in enumerate(feed.entries, start=1)]
    if not any(_is_told(item) for item in items):
        raise UnreadableSource("empty: the feed has no entries; fetch it again")
    title = tidy(_text(feed.feed, "title") or "")
    listing, places = _write([_Part(title, f"{shape.head}/title")] if title else [], _in_order(items))
    evidence = (*_evidence(feed.feed, title, shape), *(found for item in items for found in item.evidence))
    facts = _facts(feed.feed, title)
    return SourceText(
        listing, shape.media_type, decoded.encoding, decoded.replaced_count, facts=facts, evidence=evidence,
        places=places, cut=told_pieces(_left_out(feed.feed, items)),
    )  # fmt: skip


def _left_out(feed: feedparser.FeedParserDict, items: Iterable[_Item]) -> Iterator[str]:
    """What the feed says of itself besides its title, and the wordings of its entries that are not taken."""
    texts = [text for key in ("subtitle", "rights") if (text := _text(feed, key))]
    for text in (*texts, *(text for item in items for text in item.cut)):
        yield html.unescape(_TAG.sub(" ", text[:_SEEN_CHARS]))


def _address(feed: feedparser.FeedParserDict) -> str | None:
    """The page that the feed is of, unless that is far longer than any address."""
    url = _text(feed, "link")
    return url if url and len(url) <= MAX_VALUE_CHARS else None


def _shape(version: str) -> _Shape:
    """The form that the library found; what it does not know is read as RSS."""
    if version.startswith("atom"):
        return _Shape("application/atom+xml", "/feed", "/feed/entry", is_atom=True)
    if version in ("rss10", "rss090"):
        return _Shape("application/rss+xml", "/rdf:RDF/channel", "/rdf:RDF/item")
    return _Shape("application/rss+xml", "/rss/channel", "/rss/channel/item")


def _write(head: Sequence[_Part], items: Sequence[_Item]) -> tuple[str, tuple[Place, ...]]:
    """The parts with blank lines between them, and the places where they begin."""
    parts = [*head, *(part for item in items for part in item.parts)]
    starts = accumulate((len(part.text) + 2 for part in parts[:-1]), initial=0)
    places = tuple(Place(start, element=part.element) for start, part in zip(starts, parts, strict=True))
    return "\n\n".join(part.text for part in parts), places


def _parse(text: str) -> feedparser.FeedParserDict:
    """The feed; from a stream, for a string may be taken for an address or a path."""
    try:
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError) as problem:
        raise UnreadableSource(
            f"broken: the feed cannot be parsed ({problem}); save the text of its entries"
        ) from problem


def _facts(feed: feedparser.FeedParserDict, title: str) -> HeaderFacts:
    url = _address(feed)
    return HeaderFacts(
        title=title or None,
        publisher=host_of(url) or _text(feed, "publisher"),
        url=url if host_of(url) else None,
        language=_text(feed, "language"),
    )


def _evidence(feed: feedparser.FeedParserDict, title: str, shape: _Shape) -> list[Evidence]:
    """What the feed says of itself; when it was made is no day of publication."""
    url = _address(feed)
    values = [
        ("title", title, "title"),
        ("publisher", host_of(url), "link"),
        ("publisher", _text(feed, "publisher"), "publisher"),
        ("url", url, "link"),
        ("language", _text(feed, "language"), "language"),
        *(("updated", _text(feed, key), key if shape.is_atom else name) for key, name in _FEED_DATES),
    ]
    return list(_told(values, "atom" if shape.is_atom else "feed"))


def _told(values: Iterable[tuple[str, str | None, str]], origin: str) -> Iterator[Evidence]:
    """Evidence from fields, values and names of elements; values of more than a line are left out."""
    for field, value, name in values:
        if value and len(value) <= MAX_VALUE_CHARS and (tidied := _tidy(value)):
            yield Evidence(field, tidied, f"{origin} {name}")


def _text(record: feedparser.FeedParserDict, key: str) -> str | None:
    # the plain dictionary: FeedParserDict takes other keys' values for missing ones, and warns
    value = dict.get(record, key)
    return value if isinstance(value, str) and value.strip() else None


def _item(entry: feedparser.FeedParserDict, number: int, shape: _Shape, zone: ZoneInfo | None) -> _Item:
    element = f"{shape.entry}[{number}]"
    dates = [
        (value, atom if shape.is_atom else rss) for key, rss, atom in _DATE_KEYS if (value := _text(entry, key))
    ]
    day, dated = next(((found.day, name) for value, name in dates if (found := read_moment(value, zone))), (None, ""))
    title = " ".join(_paragraphs(_text(entry, "title") or ""))[:_LONGEST_TITLE]
    (content, name), others = _content(entry, shape)
    parts = [
        *([_Part(write_day(day), f"{element}/{dated}")] if day else []),
        *([_Part(title, f"{element}/title")] if title else []),
        *(_Part(text, f"{element}/{name}") for text in _paragraphs(content) if text != title),
    ]
    values = [*(("published", value, name) for value, name in dates), ("url", _text(entry, "link"), "link")]
    return _Item(day, tuple(parts), tuple(_told(values, shape.place(number))), others)


def _is_told(item: _Item) -> bool:
    return len(item.parts) > (item.day is not None)


def _content(entry: feedparser.FeedParserDict, shape: _Shape) -> tuple[tuple[str, str], tuple[str, ...]]:
    """The longest of what the feed has of the entry's text, and the name of its element; the others."""
    contents = dict.get(entry, "content")
    values = [part.get("value") for part in contents if isinstance(part, dict)] if isinstance(contents, list) else []
    long, short = ("content", "summary") if shape.is_atom else ("content:encoded", "description")
    texts = [*((value, long) for value in values), (_text(entry, "summary"), short)]
    known = [(text, name) for text, name in texts if isinstance(text, str)]
    best = max(known, key=lambda text: len(text[0]), default=("", ""))
    return best, tuple(text for text, _ in known if text != best[0])


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that may be escaped HTML."""
    if ("<" not in text and "&" not in text) or not _MARKUP.search(text):
        return [line for part in text.split("\n") if (line := _tidy(part))]
    refuse_complex(text)
    body = LexborHTMLParser(text).body
    return [_tidy(block.text) for block in read_blocks(body)] if body is not None else []


def _tidy(text: str) -> str:
    """The text on one line; most have nothing to fold."""
    return text.strip() if text.isprintable() and "  " not in text else tidy(text)


def _in_order(items: Sequence[_Item]) -> list[_Item]:
    """The entries, the latest first unless the feed is in order; the undated stand before them."""
    told = [item for item in items if _is_told(item)]
    dated = [item for item in told if item.day]
    days = [item.day for item in dated if item.day]
    if days != sorted(days):
        dated.sort(key=lambda item: item.day.toordinal() if item.day else 0, reverse=True)
    return [*(item for item in told if not item.day), *dated]
