"""A source's text into documents: the page, and each dated entry of a listing page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transforms.model import Document, HeaderFacts, PublishedDate, SourceText, Span, make_id
from transforms.splitting.about import edges, find_language, find_publisher, known_publisher, language_of
from transforms.splitting.entry import Entry
from transforms.splitting.feed import find_feed_entries
from transforms.splitting.header import clean_title
from transforms.splitting.lines import Line, Unit, join_lines, read_lines
from transforms.splitting.listing import cut_glued_lines, find_entries
from transforms.splitting.page import mark_lines, partition, read_page
from transforms.splitting.wording import Wording, load_wording


def split_source(source: SourceText, sha256: str) -> list[Document]:
    """The page, then the entries of a listing; passages partition each document's text.

    A turn's passages share their `speaker_span`: they are one turn from the first to the last of them.
    """
    wording = load_wording()
    whole_lines = read_lines(source.text, source.body_start)
    lines = cut_glued_lines(whole_lines)
    publisher = _find_publisher(source.facts, lines, wording)
    is_day_first = wording.is_day_first(publisher, (source.facts.publisher, source.facts.url))
    entries = find_feed_entries(source) or find_entries(source, lines, wording, is_day_first=is_day_first)
    if not entries:
        return [read_page(source, whole_lines, sha256, wording)]
    around = [*_around(source.text, lines, entries, wording), *_between(lines, entries)]
    page = _listing(source, around, entries, sha256, publisher)
    return [page, *(_entry(source, entry, number, page, sha256) for number, entry in enumerate(entries, start=1))]


def _find_publisher(facts: HeaderFacts, lines: Sequence[Line], wording: Wording) -> str | None:
    """The publisher that front matter names, or whose sign stands on the page."""
    first_lines = [Unit(line.start, line.end, line.text, line.follows_gap, "header") for line in edges(lines)]
    return known_publisher(facts, wording) or find_publisher(first_lines, wording)


def _listing(
    source: SourceText, around: Sequence[Unit], entries: Sequence[Entry], sha256: str, publisher: str | None
) -> Document:
    text = source.text
    title = next((unit for unit in around if unit.kind == "title"), None)
    units = sorted(
        [*around, *(Unit(e.start, e.end, text[e.start : e.end], True, "entry") for e in entries)],
        key=lambda unit: unit.start,
    )
    facts = source.facts
    return Document(
        document_id=make_id("d", sha256, 0, len(text)),
        kind="listing",
        text=text,
        source_start_char=0,
        source_end_char=len(text),
        passages=partition(text, units, source.body_start),
        title=facts.title or (clean_title(title.text) if title else None),
        publisher_id=publisher,
        language=language_of(text[entries[0].start :], facts.language),
        url=facts.url,
    )


def _around(text: str, lines: Sequence[Line], entries: Sequence[Entry], wording: Wording) -> list[Unit]:
    """What stands before and after the entries: perhaps a title, and what leads around the site."""
    outside = [line for line in lines if line.end <= entries[0].start or line.start >= entries[-1].end]
    marks, _ = mark_lines(outside, wording)
    units = join_lines(outside, text, frozenset(range(len(outside))))
    for number, unit in enumerate(units):
        unit.kind = marks[number].kind if number in marks and marks[number].kind != "label" else "navigation"
    title = next(
        (
            number
            for number, unit in enumerate(units)
            if unit.start < entries[0].start and number not in marks and len(unit.text) <= 200
        ),
        None,
    )
    if title is not None:
        units[title].kind = "title"
    return units


def _between(lines: Sequence[Line], entries: Sequence[Entry]) -> Iterator[Unit]:
    """The headings between entries: "June 2019"."""
    number = 0
    for line in lines:
        while number + 1 < len(entries) and entries[number + 1].start <= line.start:
            number += 1
        if entries[number].end <= line.start and number + 1 < len(entries):
            yield Unit(line.start, line.end, line.text, line.follows_gap, "heading")


def _entry(source: SourceText, entry: Entry, number: int, page: Document, sha256: str) -> Document:
    text = source.text[entry.start : entry.end]
    units = [Unit(u.start - entry.start, u.end - entry.start, u.text, u.follows_gap, u.kind) for u in entry.units]
    return Document(
        document_id=make_id("d", sha256, entry.start, entry.end),
        kind="listing_entry",
        text=text,
        source_start_char=entry.start,
        source_end_char=entry.end,
        passages=partition(text, units),
        parent_document_id=page.document_id,
        item_number=number,
        title=clean_title(entry.title.text) if entry.title else None,
        publisher_id=page.publisher_id,
        language=find_language(text, page.language),
        published=_shifted(entry.published, entry.start),
        url=entry.url,
    )


def _shifted(published: PublishedDate | None, start: int) -> PublishedDate | None:
    """The date with its span counted in the entry's text."""
    span = published.span if published else None
    if published is None or span is None:
        return None
    return replace(published, span=Span(span.start - start, span.end - start))
