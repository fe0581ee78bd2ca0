"""The entries of a feed, where its reader says which part of the text comes from which element."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from transforms.model import FEED_TYPES, Place, PublishedDate, SourceText, Span
from transforms.splitting.days import read_day
from transforms.splitting.entry import Entry
from transforms.splitting.lines import Unit

# "/rss/channel/item[3]/title", "/feed/entry[1]/updated"
_ELEMENT = re.compile(r"/(?:rss/channel/item|rdf:RDF/item|feed/entry)\[(?P<number>\d+)\](?:/(?P<name>.+))?")
_DATES = frozenset(("pubDate", "dc:date", "dcterms:created", "published", "created", "updated"))
# "feed item[3] link"
_LINK = re.compile(r"(?:feed item|atom entry)\[(?P<number>\d+)\] link")


def find_feed_entries(source: SourceText) -> list[Entry]:
    """The entries of a feed in the order of the text, with or without a date; none if the source is no feed."""
    if source.media_type not in FEED_TYPES:
        return []
    links = {
        match["number"]: evidence.value
        for evidence in source.evidence
        if evidence.field == "url" and (match := _LINK.fullmatch(evidence.origin))
    }
    parts = [part for part in _parts(source) if part[0]]
    grouped = ((number, [part[1] for part in group]) for number, group in groupby(parts, key=lambda part: part[0]))
    return [Entry(tuple(units), _published(units), links.get(number)) for number, units in grouped]


def _parts(source: SourceText) -> Iterator[tuple[str, Unit]]:
    """Each part with its entry's number, empty for what the feed says of itself."""
    places: Sequence[Place] = source.places
    ends = [*(place.start for place in places[1:]), len(source.text)]
    for place, end in zip(places, ends, strict=True):
        text = source.text[place.start : end]
        match = _ELEMENT.fullmatch(place.element or "")
        if text.strip():
            start = place.start + len(text) - len(text.lstrip())
            words = text.strip()
            kind = _kind(match["name"] or "") if match else ""
            yield match["number"] if match else "", Unit(start, start + len(words), words, True, kind)


def _kind(name: str) -> str:
    return "header" if name in _DATES else "title" if name == "title" else "body"


def _published(units: Sequence[Unit]) -> PublishedDate | None:
    dated = next((unit for unit in units if unit.kind == "header"), None)
    told = read_day(dated.text) if dated else None
    if dated is None or told is None or told.day is None:
        return None
    span = Span(dated.start + told.span.start, dated.start + told.span.end)
    return PublishedDate(told.day, told.precision, "listing_entry", span)
