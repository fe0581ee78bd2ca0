"""Listing pages: dated entries, each written as a date line, a title and a lead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, zip_longest

from selectolax.lexbor import LexborNode

from transforms.reading.markup.blocks import Block, join_blocks, read_blocks, tidy
from transforms.reading.markup.header_dates import is_ambiguous, read_day, readings, whole_date
from transforms.reading.markup.moments import read_moment
from transforms.reading.markup.profiles import Layout, ListingLayout, Selectors

_FEWEST = 3
_FEWEST_KNOWN = 2
_MOST_DATES = 3000
_MOST_AROUND = 60
_LONGEST_DATE = 60
_LONGEST_NODE = 200
_LONGEST_TITLE = 300
_PROSE_CHARS = 200
_LONGEST_CAPTION = 80
# entries must hold that share of the page's text, and so many of them must have day and title
_SHARE = 0.5
_TOLD = 0.7
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]\d{4}")
_TWO_DIGITS = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d\d")
_BAR = re.compile(r"\s?[|•·]\s?|\s[–—-]\s")
_MONTH = "|".join(rf"{month[:3]}(?:{month[3:]}|\.)?" for month in _MONTHS)
# "June 2019" above the entries of a month, and "27 June" in them; "27" alone may be anything
_MONTH_LINE = re.compile(rf"(?:{_MONTH}|Sept\.?),? (?:19|20)\d\d", re.IGNORECASE)
_DAY_LINE = re.compile(rf"\d{{1,2}} (?:{_MONTH}|Sept\.?)", re.IGNORECASE)
_BRACKETS = re.compile(r"\s?(?:\(\s*\)|\[\s*\])")
_UPDATED = re.compile(r"\bupdated?\b|\bmodified\b", re.IGNORECASE)
_MORE = re.compile(r"(?:read|learn|find out|see|show|continue)\b.{0,20}|more\b.{0,20}|details|.{0,3}", re.IGNORECASE)


@dataclass(slots=True)
class Entry:
    """An entry of a listing or a feed: its day as the page writes it, and what it announces.

    `elements` are those of the date, the title and each paragraph of the lead, on a page.
    """

    surface: str
    day: date | None = None
    title: str = ""
    lead: list[str] = field(default_factory=list)
    elements: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dated:
    """A text node that is a date, the date with its full year, what a `datetime` beside it tells, the ids around it."""

    node: LexborNode
    surface: str
    written: str
    stamp: str | None
    around: tuple[int, ...]


def find_listing(body: LexborNode, layout: Layout, day_first: bool | None) -> list[Entry]:
    """The entries of a pruned page, in its order; none if the page is no listing.

    `day_first` is what the publisher means by "05/04/2021", None if that is not known.
    """
    known = _known_entries(body, layout.listing) if layout.listing else []
    entries = settle_days(known or _found_entries(body), day_first=day_first)
    told = [entry for entry in entries if entry.title and entry.day]
    is_enough = len(told) >= (_FEWEST_KNOWN if known else _FEWEST) and len(told) >= _TOLD * len(entries)
    # the same day three times on a page of no known layout is that of its one text
    return told if is_enough and (known or len({entry.day for entry in told}) > 1) else []


def write_day(day: date) -> str:
    """ "15 November 2023", in English whatever the locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def write_entries(entries: Sequence[Entry]) -> str:
    """The entries as text: "15 November 2023", the title, the lead, a blank line between them."""
    return join_blocks(entry_blocks(entries))[0]


def entry_blocks(entries: Sequence[Entry]) -> list[Block]:
    """The entries as blocks of text, each with its element."""
    return [
        Block(part, element=element)
        for entry in entries
        for part, element in zip_longest((_date_line(entry), entry.title, *entry.lead), entry.elements, fillvalue=0)
        if isinstance(part, str) and part
    ]


def settle_days(entries: Sequence[Entry], *, day_first: bool | None) -> list[Entry]:
    """The entries with their days; "05/04/2021" is read as others on the page must be, else as the publisher does."""
    pairs = [found for entry in entries if (found := _NUMBERS.search(entry.surface))]
    is_day_first = any(int(pair[1]) > 12 for pair in pairs)
    is_month_first = any(int(pair[2]) > 12 for pair in pairs)
    order = is_day_first if is_day_first != is_month_first else day_first
    return [replace(entry, day=entry.day or read_day(entry.surface, order)) for entry in entries]


def _date_line(entry: Entry) -> str:
    """The date as the page writes it; in words if it takes the rest of the page, or a language, to understand it."""
    if entry.day is None or (not is_ambiguous(entry.surface) and _is_readable(entry)):
        return entry.surface
    return write_day(entry.day)


def _is_readable(entry: Entry) -> bool:
    return read_day(entry.surface) == entry.day and entry.surface.isascii()


def _known_entries(body: LexborNode, layout: ListingLayout) -> list[Entry]:
    """The entries where the publisher's layout has them."""
    nodes = _all_found(body, layout.entry)
    if sum(len(node.text()) for node in nodes) < _SHARE * len(body.text()):
        # cards below an article
        return []
    groups = _groups(body, layout.group, nodes) if layout.group else {}
    return [entry for node in nodes if (entry := _known_entry(node, layout, groups))]


def _known_entry(node: LexborNode, layout: ListingLayout, groups: Mapping[int, tuple[str, int]]) -> Entry | None:
    own = next((date for part in _texts(node, layout.date) if (date := whole_date(part))), None)
    surface, dated = (own, node.mem_id) if own else groups.get(node.mem_id, (None, node.mem_id))
    surface = surface or next(_dates_in(node), None)
    title = next(_texts(node, layout.title), "")
    if surface is None or not title:
        return None
    lead = next(_texts(node, layout.lead), None) if layout.lead else None
    rest = [lead] if lead else [tidy(block.text) for block in _lead(read_blocks(node, bullets=False), title)]
    below = [text for text in rest if text != title]
    return Entry(surface, None, title, below, (dated, *[node.mem_id] * (1 + len(below))))


def _groups(body: LexborNode, selectors: Selectors, entries: Sequence[LexborNode]) -> dict[int, tuple[str, int]]:
    """The day above each entry, and its element, for lists that tell a day once for all its entries."""
    ids = {node.mem_id for node in entries}
    days: dict[int, tuple[str, int]] = {}
    last: tuple[str, int] | None = None
    for node in body.css(", ".join((*selectors, "li, article, div"))):
        if node.mem_id in ids:
            if last:
                days[node.mem_id] = last
        elif len(node.text()) <= _LONGEST_DATE:
            day = whole_date(tidy(node.text()))
            last = (day, node.mem_id) if day else last
    return days


def _all_found(body: LexborNode, selectors: Selectors) -> list[LexborNode]:
    for selector in selectors:
        nodes = list({node.mem_id: node for node in body.css(selector)}.values())
        if nodes:
            return nodes
    return []


def _texts(node: LexborNode, selectors: Selectors) -> Iterator[str]:
    for selector in selectors:
        for found in node.css(selector):
            text = tidy(found.text(separator=" "))
            if text:
                yield text


def _dates_in(node: LexborNode) -> Iterator[str]:
    for block in read_blocks(node, bullets=False):
        found = whole_date(block.text)
        if found:
            yield found


def _found_entries(body: LexborNode) -> list[Entry]:
    """The entries of a page of no known layout: what stands around or below each of its dates."""
    dated = _dated_nodes(body)
    if len(dated) < _FEWEST:
        return []
    count = Counter(around for found in dated for around in found.around)
    roots = [_root_of(found, count) for found in dated]
    blocks = read_blocks(
        body, {root.mem_id: f"entry{number}" for number, root in enumerate(roots)}, bullets=False, rows=False
    )
    spans = _spans(blocks, len(roots))
    if not spans or _has_prose_above(blocks, spans) or _share(blocks, spans) < _SHARE or _is_article(blocks, spans):
        return []
    return [_entry(dated[number], blocks[start:end]) for number, (start, end) in spans.items()]


def _dated_nodes(body: LexborNode) -> list[_Dated]:
    """The dates of the page; those without a year ("27 June") only if there are too few others."""
    full: list[_Dated] = []
    short: list[_Dated] = []
    month = ""
    for node, text in _short_texts(body):
        surface = _listed_date(text)
        if surface:
            full.append(_dated(node, surface, _with_century(surface)))
        elif len(full) < _FEWEST:
            month = text if _MONTH_LINE.fullmatch(text) else month
            day = _DAY_LINE.fullmatch(text) if month else None
            if day and read_day(f"{text} {month[-4:]}"):
                short.append(_dated(node, text, f"{text} {month[-4:]}"))
        if len(full) >= _MOST_DATES or len(short) >= _MOST_DATES:
            break
    if len(full) < _FEWEST <= len(short):
        return short
    # "Published 3 May 2019", "Updated 4 May 2019" are one entry's
    first = [dated for dated in full if not _UPDATED.search(dated.node.text_content or "")]
    return first if len(first) >= _FEWEST else full


def _dated(node: LexborNode, surface: str, written: str) -> _Dated:
    return _Dated(node, surface, written, _stamp(node), tuple(_around(node)))


def _short_texts(body: LexborNode) -> Iterator[tuple[LexborNode, str]]:
    """The text nodes that may be dates, "27" and "June 2019" among them."""
    for node in body.traverse(include_text=True):
        if node.tag != "-text":
            continue
        text = node.text_content or ""
        if len(text) < _LONGEST_NODE and any(map(str.isdigit, text)):
            text = tidy(text)
            if len(text) <= _LONGEST_DATE:
                yield node, text


def _listed_date(text: str) -> str | None:
    """The date that the text is, or that is a part of it: "03/06/19", "3 June 2019 | Press release"."""
    if _TWO_DIGITS.fullmatch(text):
        return text
    return whole_date(text) or next((date for part in _BAR.split(text)[:4] if (date := whole_date(part))), None)


def _with_century(surface: str) -> str:
    """ "03/06/19" as "03/06/2019"; the record begins in the nineties."""
    if not _TWO_DIGITS.fullmatch(surface):
        return surface
    year = surface[-2:]
    return f"{surface[:-2]}{'19' if year >= '90' else '20'}{year}"


def _stamp(node: LexborNode) -> str | None:
    parent = node.parent
    return parent.attributes.get("datetime") if parent is not None and parent.tag == "time" else None


def _around(node: LexborNode) -> Iterator[int]:
    parent = node.parent
    for _ in range(_MOST_AROUND):
        if parent is None:
            return
        yield parent.mem_id
        parent = parent.parent


def _root_of(found: _Dated, count: Mapping[int, int]) -> LexborNode:
    """The largest element that holds this date and no other."""
    node = found.node
    for around in found.around:
        if count[around] > 1 or node.parent is None:
            break
        node = node.parent
    return node


def _spans(blocks: Sequence[Block], number_of_roots: int) -> dict[int, tuple[int, int]]:
    """From which block to which an entry goes: its element, and what stands below it until the next one.

    The last one has no more blocks than any other: the rest is the end of the page.
    """
    starts: dict[int, int] = {}
    for position, block in enumerate(blocks):
        for zone in block.zones:
            starts.setdefault(int(zone.removeprefix("entry")), position)
    if len(starts) < _TOLD * number_of_roots:
        return {}
    shift = _title_above(blocks, starts)
    order = sorted(starts, key=lambda number: starts[number])
    firsts = [starts[number] - shift for number in order]
    longest = max((end - start for start, end in pairwise(firsts)), default=1)
    ends = [*firsts[1:], min(firsts[-1] + longest, len(blocks))]
    return {number: (firsts[n], ends[n]) for n, number in enumerate(order)}


def _title_above(blocks: Sequence[Block], starts: Mapping[int, int]) -> int:
    """1 if each date has a block of its own, and the title of its entry stands above it; else 0."""
    places = sorted(starts.values())
    if not places[0] or not all(_listed_date(blocks[place].text) for place in places):
        return 0
    above = sum(_is_titular(blocks[place - 1]) for place in places)
    below = sum(_is_titular(next(_lines(blocks[place + 1 : place + 2]), blocks[place])) for place in places)
    return int(above == len(places) and below < above)


def _is_titular(block: Block) -> bool:
    """True for a heading that is not the page's, and for a link."""
    return block.level > 1 or (block.link_share > 0.8 and not _MORE.fullmatch(block.text))


def _has_prose_above(blocks: Sequence[Block], spans: Mapping[int, tuple[int, int]]) -> bool:
    first = min(start for start, _ in spans.values())
    return any(len(block.text) > _PROSE_CHARS for block in blocks[:first])


def _is_article(blocks: Sequence[Block], spans: Mapping[int, tuple[int, int]]) -> bool:
    """True if one of the entries has paragraphs, and more of them than all others: an article."""
    prose = [[len(b.text) for b in blocks[s:e] if len(b.text) >= _LONGEST_CAPTION] for s, e in spans.values()]
    longest = max(prose, key=sum)
    return len(longest) > 1 and sum(longest) > _SHARE * sum(map(sum, prose))


def _share(blocks: Sequence[Block], spans: Mapping[int, tuple[int, int]]) -> float:
    """Share of the page's text that lies in entries."""
    inside = sum(len(block.text) for start, end in spans.values() for block in blocks[start:end])
    return inside / max(sum(len(block.text) for block in blocks), 1)


def _entry(dated: _Dated, blocks: Sequence[Block]) -> Entry:
    rest = [replace(block, text=_without(block.text, dated.surface)) for block in _lines(blocks)]
    rest = [block for block in rest if block.text and not _MONTH_LINE.fullmatch(block.text)]
    title = _title(rest)
    lead = _lead(rest, title.text) if title else []
    elements = (dated.around[0] if dated.around else 0, title.element if title else 0, *(b.element for b in lead))
    text = [tidy(block.text) for block in lead]
    return Entry(dated.written, _stamped_day(dated), tidy(title.text) if title else "", text, elements)


def _stamped_day(dated: _Dated) -> date | None:
    """The day that the `datetime` tells, where what is shown can be two."""
    moment = read_moment(dated.stamp, None) if dated.stamp and is_ambiguous(dated.written) else None
    return moment.day if moment and moment.day in readings(dated.written) else None


def _lines(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks line by line; the links of a block are in its first line: "<a>Title</a><br>Lead"."""
    for block in blocks:
        for number, line in enumerate(block.text.split("\n")):
            yield replace(block, text=line, link_chars=0 if number else block.link_chars)


def _without(text: str, surface: str) -> str:
    if surface not in text:
        return text
    before, after = text.split(surface, 1)
    return tidy(_BRACKETS.sub("", f"{before.rstrip(' |,:–—·•-')} {after.lstrip(' |,:–—·•-')}"))


def _title(blocks: Sequence[Block]) -> Block | None:
    """The first heading, else the first link, else the first line."""
    short = [block for block in blocks if len(block.text) <= _LONGEST_TITLE and not _MORE.fullmatch(block.text)]
    heading = next((block for block in short if block.kind == "heading"), None)
    return heading or next((block for block in short if block.link_share > 0.5), next(iter(short), None))


def _lead(blocks: Sequence[Block], title: str) -> list[Block]:
    """What stands below the title, without dates and links that only lead on."""
    below = list(blocks)
    for number, block in enumerate(blocks):
        if tidy(block.text) == tidy(title):
            below = list(blocks[number + 1 :])
            break
    return [
        block
        for block in below
        if not (block.link_share > 0.8 and len(block.text) < _LONGEST_DATE) and not whole_date(block.text)
    ]
