"""Pages in HTML and XHTML: the document's text without the site around it, and the facts of its header."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from resiliparse.parse.lang import detect_fast
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from transforms.knowledge.zones import zone_of
from transforms.model import Evidence, HeaderFacts, SourceText, UnreadableSource
from transforms.reading.cuts import told_pieces
from transforms.reading.markup.blocks import Block, join_blocks, tidy
from transforms.reading.markup.encoding import decode_markup
from transforms.reading.markup.header_dates import LineDate, is_ambiguous, read_dateline, read_line_dates, readings
from transforms.reading.markup.limits import refuse_complex
from transforms.reading.markup.listing import Entry, entry_blocks, find_listing
from transforms.reading.markup.metadata import (
    address_of,
    day_of_address,
    first_value,
    host_of,
    place_of,
    read_metadata,
    vote,
)
from transforms.reading.markup.parts import Parts, find_parts
from transforms.reading.markup.places import ElementIndex, find_places
from transforms.reading.markup.profiles import Layout, Pages, choose_layout, load_pages
from transforms.reading.markup.prune import Cut, prune
from transforms.reading.markup.refusals import refuse_no_document, why_empty
from transforms.reading.markup.titles import real_titles

_XHTML = re.compile(
    r"\s*(?:<\?xml\b|<!doctype\s+html\s+public[^>]{0,200}xhtml)|<html\s[^>]{0,400}1999/xhtml", re.IGNORECASE
)
# in XHTML "<script/>" and "<a/>" are whole; to a reader of HTML they go on to the end of the page
_EMPTY_ELEMENT = re.compile(r"<(?!(?:br|hr|img|input|link|meta|base|col|area|param|wbr)\b)([a-zA-Z][\w:-]*)([^<>]*)/>")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
# date lines are looked for in that many blocks of the text
_TOP_BLOCKS = 3
_END_BLOCKS = 6
_LANGUAGE_CHARS = 600
_LANGUAGE_SAMPLE = 3000
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][\w-]{2,20})?")


@dataclass(frozen=True, slots=True)
class ExaminedPage:
    """A page as it was read, and the publisher's layout that it was read by, "" for none."""

    source: SourceText
    layout_id: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What the facts of a page rest on besides its metadata."""

    title: str | None
    text: str
    url: str | None
    dates: tuple[LineDate, ...]
    zone: ZoneInfo | None
    day_first: bool | None
    is_known: bool
    is_listing: bool


def read_html(data: bytes, name: str) -> SourceText:
    """The page's text (title, header lines, text) and its facts; UnreadableSource if it has none or is too complex."""
    return examine_html(data, name).source


def examine_html(data: bytes, name: str) -> ExaminedPage:
    """The page, and by which layout it was read."""
    decoded = decode_markup(data)
    markup = mend_xhtml(decoded.text)
    refuse_complex(markup)
    try:
        tree = LexborHTMLParser(markup)
    except (SelectolaxError, ValueError, MemoryError) as problem:
        raise UnreadableSource(f"broken: the page cannot be parsed ({problem}); save its text") from problem
    pages = load_pages()
    index = ElementIndex(tree)
    evidence = read_metadata(tree, markup, name)
    url = address_of(evidence)
    layout = choose_layout(tree, place_of(url), pages.layouts)
    evidence = [*_own_evidence(tree, layout, url), *evidence, *day_of_address(url)]
    cut = prune(tree, layout, pages.prune)
    zone = zone_of(host_of(url))
    day_first = _day_first(layout, zone)
    entries = find_listing(tree.body, layout, day_first) if tree.body is not None else []
    titles = real_titles(item.value for item in evidence if item.field == "title")
    parts = find_parts(tree, layout, pages, titles, with_body=not entries)
    shown, dates = _shown_evidence(parts, pages, day_first)
    if not entries:
        _refuse_empty(parts, cut, markup, pages)
    blocks = _blocks(parts, entries)
    text, starts = join_blocks(blocks)
    is_known = layout.publisher is not None
    page = _Page(parts.title, text, url, tuple(dates), zone, day_first, is_known, bool(entries))
    evidence = [*shown, *evidence]
    source = SourceText(
        text=text,
        media_type="text/html",
        encoding=decoded.encoding,
        replaced_count=decoded.replaced_count,
        facts=_facts(evidence, page),
        evidence=tuple(dict.fromkeys(evidence)),
        places=find_places(blocks, starts, index),
        cut=_told_cuts((*cut, *parts.cut), index),
    )
    return ExaminedPage(source, layout.layout_id)


def _told_cuts(cuts: Sequence[Cut], index: ElementIndex) -> tuple[str, ...]:
    """What was cut off the page, as the page orders it."""
    places = index.in_order(cut.element for cut in cuts)
    return told_pieces(cut.text for cut in sorted(cuts, key=lambda cut: places.get(cut.element, sys.maxsize)))


def mend_xhtml(markup: str) -> str:
    """XHTML as a reader of HTML understands it; anything else as it is."""
    if not _XHTML.search(markup, 0, 2048):
        return markup
    return _EMPTY_ELEMENT.sub(r"<\1\2></\1>", _CDATA.sub("", markup))


def _own_evidence(tree: LexborHTMLParser, layout: Layout, url: str | None) -> list[Evidence]:
    """What the publisher's layout tells: who publishes, and the reference number in the address."""
    found: list[Evidence] = []
    for selector in layout.publisher_from:
        for node in tree.css(selector):
            label = tidy(node.text(separator=" "))
            name = next((name for name in layout.publisher_names if label.startswith(name)), None)
            if name:
                found.append(Evidence("publisher", name, "label"))
    for name, origin in ((layout.publisher, "layout"), (host_of(url), "address")):
        if name:
            found.append(Evidence("publisher", name, origin))
    reference = layout.reference_url.search(url) if layout.reference_url and url else None
    if reference:
        code = layout.reference_form.format_map(reference.groupdict()).upper()
        found.append(Evidence("reference_code", code, "address"))
    return found


def _refuse_empty(parts: Parts, cut: Sequence[Cut], markup: str, pages: Pages) -> None:
    """Raise UnreadableSource if the page has no text, or one that is no document."""
    if not any(char.isalnum() for block in parts.body for char in block.text):
        raise UnreadableSource(why_empty(LexborHTMLParser(markup)))
    refuse_no_document(parts, cut, pages)


def _blocks(parts: Parts, entries: Sequence[Entry]) -> list[Block]:
    """The page's text: its title, and the entries of a listing or header lines and body."""
    title = [Block(parts.title, element=parts.title_element)] if parts.title else []
    if entries:
        return [*title, *entry_blocks(entries)]
    return [*title, *parts.header, *parts.body]


def _day_first(layout: Layout, zone: ZoneInfo | None) -> bool | None:
    """What "05/04/2021" means where the publisher sits; None if that is not known."""
    if layout.publisher:
        return True
    return not zone.key.startswith("America/") if zone else None


def _shown_evidence(parts: Parts, pages: Pages, day_first: bool | None) -> tuple[list[Evidence], list[LineDate]]:
    """What the page shows: its title, the dates of its header lines, a `datetime` beside them."""
    found = [Evidence("title", parts.title, "heading")] if parts.title and parts.is_title_shown else []
    dates: list[LineDate] = []
    for block in parts.header:
        line = read_line_dates(block.text, pages.dates, day_first=day_first)
        dates += line
        found += [Evidence(date.role, date.surface, "header line") for date in line if date.role != "other"]
        role = line[0].role if line else "published"
        if block.stamp and role != "other":
            found.append(Evidence(role, block.stamp, "time element"))
    below = _dates_in_text(parts, pages, day_first)
    found += [Evidence(date.role, date.surface, "line of the text") for date in below]
    return found, [*dates, *below]


def _dates_in_text(parts: Parts, pages: Pages, day_first: bool | None) -> list[LineDate]:
    """The date lines that the text begins with, and those with a label that it ends with."""
    first = [block.text for block in parts.body[:_TOP_BLOCKS]]
    last = [block.text for block in parts.body[_TOP_BLOCKS:][-_END_BLOCKS:]]
    inline = [date for text in first if (date := read_dateline(text, day_first=day_first))]
    lines = [(date, text in first) for text in (*first, *last) for date in _line(text, pages, day_first)]
    return [*inline, *(date for date, is_top in lines if date.is_plain and (is_top or date.is_labelled))]


def _line(text: str, pages: Pages, day_first: bool | None) -> list[LineDate]:
    dates = read_line_dates(text, pages.dates, day_first=day_first)
    return [date for date in dates if date.role != "other"]


def _facts(evidence: Sequence[Evidence], page: _Page) -> HeaderFacts:
    return HeaderFacts(
        title=page.title,
        published=None if page.is_listing else _published(evidence, page),
        updated=None if page.is_listing else _updated(evidence, page),
        publisher=first_value(evidence, "publisher"),
        url=page.url,
        language=_language(evidence, page.text),
        reference_code=first_value(evidence, "reference_code"),
    )


def _published(evidence: Sequence[Evidence], page: _Page) -> str | None:
    """The day of publication; None where a header line of the text tells it, for there it can be pointed at.

    The page's date line goes before its metadata, which are often those of a later move to another system.
    """
    shown = next((date for date in page.dates if date.role == "published"), None)
    if shown and shown.day:
        return None if _is_read_in_text(shown, page) else shown.day.isoformat()
    unseen = [item for item in evidence if item.origin not in ("header line", "line of the text")]
    voted = vote(unseen, "published", page.zone, day_first=page.day_first)
    if voted is None or (shown and is_ambiguous(shown.surface) and voted.day not in readings(shown.surface)):
        return None
    return voted.day.isoformat()


def _is_read_in_text(date: LineDate, page: _Page) -> bool:
    """True if whoever reads the text sees the same day there; for "05/04/2021" it takes the publisher."""
    return date.is_plain and (page.is_known or not is_ambiguous(date.surface))


def _updated(evidence: Sequence[Evidence], page: _Page) -> str | None:
    """When the page was changed; None where a header line tells it, or if it was not changed after its publication."""
    shown = next((date for date in page.dates if date.role == "updated" and date.day), None)
    if shown and shown.day:
        return None if _is_read_in_text(shown, page) else shown.day.isoformat()
    updated, published = (
        vote(evidence, field, page.zone, day_first=page.day_first) for field in ("updated", "published")
    )
    if updated is None or (published and published.iso >= updated.iso):
        return None
    return updated.iso


def _language(evidence: Sequence[Evidence], text: str) -> str | None:
    """The language that the page declares; None if its text is plainly in another one: templates are often copied."""
    declared = next(
        (item.value for item in evidence if item.field == "language" and _LANGUAGE.fullmatch(item.value)), None
    )
    if declared is None or len(text) < _LANGUAGE_CHARS:
        return declared
    detected = str(detect_fast(text[:_LANGUAGE_SAMPLE])[0])
    return declared if detected == declared[:2].lower() or declared[:2].lower() in ("nb", "nn") else None
