"""Feeds (RSS 2.0, RSS 1.0 in RDF, Atom) as listings of their entries: day, title, summary."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import feedparser
from selectolax.lexbor import LexborHTMLParser

from transforms.model import HeaderFacts, SourceText, UnreadableSource
from transforms.reading.markup.blocks import read_blocks, tidy
from transforms.reading.markup.encoding import decode_markup
from transforms.reading.markup.limits import refuse_complex
from transforms.reading.markup.listing import Entry, write_day, write_entries
from transforms.reading.markup.metadata import host_of
from transforms.reading.markup.moments import read_moment
from transforms.reading.markup.profiles import load_pages

MAX_ENTRIES = 10_000
_LONGEST_TITLE = 500
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[<>]{0,1000}+(?:\[[^\]]{0,4000}+\]\s*)?>", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]{2,8};")
_DATE_KEYS = ("published", "created", "updated")


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
    zone = load_pages().zone_of(host_of(_text(feed.feed, "link")))
    entries = _in_order([_entry(item, zone) for item in feed.entries])
    title = tidy(_text(feed.feed, "title") or "")
    if not any(entry.title for entry in entries):
        raise UnreadableSource("empty: the feed has no entries; fetch it again")
    listing = "\n\n".join(part for part in (title, write_entries(entries)) if part)
    return SourceText(
        listing, _media_type(feed.version), decoded.encoding, decoded.replaced_count, 0, _facts(feed.feed)
    )


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


def _facts(feed: feedparser.FeedParserDict) -> HeaderFacts:
    url = _text(feed, "link")
    return HeaderFacts(
        title=tidy(_text(feed, "title") or "") or None,
        publisher=host_of(url) or _text(feed, "publisher"),
        url=url if host_of(url) else None,
        language=_text(feed, "language"),
    )


def _media_type(version: str) -> str:
    return "application/atom+xml" if version.startswith("atom") else "application/rss+xml"


def _text(record: feedparser.FeedParserDict, key: str) -> str | None:
    # the plain dictionary: FeedParserDict takes other keys' values for missing ones, and warns
    value = dict.get(record, key)
    return value if isinstance(value, str) and value.strip() else None


def _entry(item: feedparser.FeedParserDict, zone: ZoneInfo | None) -> Entry:
    moment = next((found for key in _DATE_KEYS if (found := read_moment(_text(item, key) or "", zone))), None)
    day = moment.day if moment else None
    surface = write_day(day) if day else ""
    title = " ".join(_paragraphs(_text(item, "title") or ""))[:_LONGEST_TITLE]
    return Entry(surface, day, title, [text for text in _paragraphs(_content(item)) if text != title])


def _content(item: feedparser.FeedParserDict) -> str:
    """The longest of what the feed has of the entry's text."""
    contents = dict.get(item, "content")
    values = [part.get("value") for part in contents if isinstance(part, dict)] if isinstance(contents, list) else []
    texts = [value for value in (*values, _text(item, "summary")) if isinstance(value, str)]
    return max(texts, key=len, default="")


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a text that may be escaped HTML."""
    if not _MARKUP.search(text):
        return [line for part in text.split("\n") if (line := tidy(part))]
    refuse_complex(text)
    body = LexborHTMLParser(text).body
    return [tidy(block.text) for block in read_blocks(body)] if body is not None else []


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    """The dated entries, the latest first unless the feed is in order; before them, without summary, the undated."""
    dated = [entry for entry in entries if entry.day]
    days = [entry.day for entry in dated if entry.day]
    if days != sorted(days):
        dated.sort(key=lambda entry: entry.day.toordinal() if entry.day else 0, reverse=True)
    undated = [entry for entry in entries if not entry.day]
    if dated:
        undated = [Entry("", None, entry.title) for entry in undated]
    return [*undated, *dated]
