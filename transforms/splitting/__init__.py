"""A source's text into documents: the page, and each dated entry of a listing page."""

from __future__ import annotations

from collections.abc import Sequence

from transforms.model import Document, Passage, PublishedDate, SourceText, Span, make_id
from transforms.splitting.about import find_language, find_publisher, known_language
from transforms.splitting.header import clean_title
from transforms.splitting.lines import Line, Unit, join_lines, read_lines
from transforms.splitting.listing import Entry, cut_glued_lines, find_entries
from transforms.splitting.page import mark_lines, partition, read_page
from transforms.splitting.wording import Wording, load_wording


def split_source(source: SourceText, sha256: str) -> list[Document]:
    """The page, then the entries of a listing; passages partition each document's text.

    A turn's passages share their `speaker_span`: they are one turn from the first to the last of them.
    """
    wording = load_wording()
    whole_lines = read_lines(source.text, source.body_start)
    lines = cut_glued_lines(whole_lines)
    entries = find_entries(source.text, lines, wording)
    if not entries:
        return [read_page(source, whole_lines, sha256, wording)]
    page = _listing(source, lines, entries, sha256, wording)
    return [page, *(_entry(source, entry, number, page, sha256) for number, entry in enumerate(entries, start=1))]


def _listing(
    source: SourceText, lines: Sequence[Line], entries: Sequence[Entry], sha256: str, wording: Wording
) -> Document:
    text = source.text
    units = _around(text, lines, entries, wording)
    title = next((unit for unit in units if unit.kind == "title"), None)
    units = sorted(
        [*units, *(Unit(e.start, e.end, text[e.start : e.end], True, "entry") for e in entries)],
        key=lambda unit: unit.start,
    )
    first_lines = [Unit(line.start, line.end, line.text, line.follows_gap, "header") for line in lines]
    facts = source.facts
    return Document(
        document_id=make_id("d", sha256, 0, len(text)),
        kind="listing",
        text=text,
        source_start_char=0,
        source_end_char=len(text),
        passages=partition(text, units, source.body_start),
        title=facts.title or (clean_title(title.text) if title else None),
        publisher_id=wording.publisher_named(facts.publisher or "") or find_publisher(first_lines, wording),
        language=known_language(facts.language) or find_language(text[entries[0].start :]),
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


def _entry(source: SourceText, entry: Entry, number: int, page: Document, sha256: str) -> Document:
    text = source.text[entry.start : entry.end]
    title = _entry_title(entry)
    return Document(
        document_id=make_id("d", sha256, entry.start, entry.end),
        kind="listing_entry",
        text=text,
        source_start_char=entry.start,
        source_end_char=entry.end,
        passages=_entry_passages(entry, text, title),
        parent_document_id=page.document_id,
        item_number=number,
        title=" ".join(source.text[title.start : title.end].split()) if title else None,
        publisher_id=page.publisher_id,
        language=find_language(text, page.language),
        published=_entry_date(entry),
    )


def _entry_title(entry: Entry) -> Span | None:
    """The rest of the date line, or the first line below it unless that is a paragraph."""
    if entry.rest:
        return entry.rest
    first = entry.units[0]
    is_lead = len(entry.units) == 1 and first.is_prose and first.ends_sentence
    return None if is_lead or len(first.text) > 300 else first.span


def _entry_date(entry: Entry) -> PublishedDate | None:
    if entry.day.day is None:
        return None
    return PublishedDate(entry.day.day, entry.day.precision, "listing_entry", entry.day.span)


def _entry_passages(entry: Entry, text: str, title: Span | None) -> tuple[Passage, ...]:
    """The date line (its caption apart), the title, and the lead; offsets count in the entry's text."""
    pieces = [(entry.start, "header")]
    if entry.caption:
        pieces += [(entry.caption.start, "caption"), (entry.caption.end, "header")]
    pieces += [(unit.start, "title" if title and unit.start == title.start else "body") for unit in entry.units]
    if entry.rest:
        pieces.append((entry.rest.start, "title"))
    units = [Unit(start - entry.start, 0, "", False, kind) for start, kind in sorted(pieces)]
    return partition(text, units)
