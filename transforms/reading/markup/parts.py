"""A page's parts: its title, the lines of its header, and its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from transforms.reading.markup.blocks import Block, read_blocks, tidy
from transforms.reading.markup.body import LINKS, PROSE_CHARS, choose_body, ends_sentence
from transforms.reading.markup.header_dates import LONGEST_LINE, has_date, read_line_dates
from transforms.reading.markup.profiles import Layout, Pages, Selectors
from transforms.reading.markup.prune import Cut
from transforms.reading.markup.titles import best_piece, cut_titles, find_title, letters

_ENOUGH_PROSE = 200
# lines above the title that may belong to it, and lines of the header that stand elsewhere
_ABOVE = 4
_TOP = 60
_BELOW = 8
_MOST_ELSEWHERE = 6
_LONGEST_SUBTITLE = 300
_LONGEST_LABEL = 60
_LONGEST_NOISE = 700
# the text may begin with the title and header lines once more
_REPEATED = 6
_EVENT = "event"
_EVENT_LABEL = re.compile(
    r"\W{0,3}(?:(?:next|upcoming) )?(?:events?|meeting|deadline|session|venue|registration|starts?|ends?|opens|closes|"
    r"until|on air)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:press|media|news|joint|official)?\s?(?:releases?|statements?|speech(?:es)?|remarks|news|article|communiqué|"
    r"declaration|press conference|transcript|report|interview|opinion|op-ed|readout|questions and answers|memo)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Parts:
    """Title, header lines and text; a title that is not shown, and has no element, is that of the metadata."""

    title: str | None = None
    title_element: int = 0
    header: list[Block] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    is_title_shown: bool = False
    cut: list[Cut] = field(default_factory=list)


def find_parts(
    tree: LexborHTMLParser, layout: Layout, pages: Pages, titles: Sequence[str], *, with_body: bool = True
) -> Parts:
    """The parts of a pruned page; `titles` are those of its metadata. The tree is taken apart."""
    body = tree.body
    if body is None:
        return Parts()
    read = read_blocks(body, _marks(body, layout, pages))
    noise = {id(block) for block in read if _is_noise(block, pages)}
    blocks = cut_titles([block for block in read if id(block) not in noise], titles)
    title = find_title(blocks, titles)
    first = title + 1 if title is not None else 0
    chosen = choose_body(tree, blocks, first) if with_body else []
    start = _start(blocks, [number for number in chosen if number >= first], title)
    header, leads = _header(blocks, title, start, pages)
    shown = tidy(blocks[title].text) if title is not None else None
    parts = Parts(shown or best_piece(titles), is_title_shown=shown is not None)
    parts.cut = [_cut(block) for block in read if id(block) in noise]
    parts.title_element = blocks[title].element if title is not None else 0
    parts.header = header if layout.has_bullets else _on_one_line(header)
    text = [blocks[number] for number in chosen if number >= start]
    foot = blocks[chosen[-1] + 1 :][:_BELOW] if chosen else []
    foot = [b for b in foot if "header" not in b.zones and any(_tells_date(line, pages) for line in b.text.split("\n"))]
    parts.body = _without_repeats([*leads, *text, *foot], parts)
    _put_events_last(parts)
    _put_other_days_last(parts, pages)
    while parts.body and parts.body[-1].kind == "heading":
        # "Related news", whose links are gone
        parts.cut.append(_cut(parts.body.pop()))
    return parts


def _cut(block: Block) -> Cut:
    return Cut(tidy(block.text)[:_LONGEST_NOISE], block.element)


def _put_events_last(parts: Parts) -> None:
    """Take an event's day and place out of header and text: a bare date would be read as that of publication.

    What has labels goes below the text, on one line: "Date: 14 October 2020, Venue: Brussels".
    """
    events = [block for block in (*parts.header, *parts.body) if _EVENT in block.zones]
    kept = [block for block in parts.body if _EVENT not in block.zones]
    if not events or not kept:
        return
    parts.header = [block for block in parts.header if _EVENT not in block.zones]
    parts.body = kept
    line = "".join(f"{tidy(b.text).rstrip(':')}: " if b.kind == "term" else f"{tidy(b.text)}, " for b in events)
    if any(block.kind == "term" for block in events):
        parts.body.append(Block(line.rstrip(", :"), element=events[0].group))
    else:
        parts.cut += [_cut(block) for block in events]


def _put_other_days_last(parts: Parts, pages: Pages) -> None:
    """Take "Event: 25 April 2021" and "Deadline: 3 May 2021" from header and first lines to the end of the text."""
    others = [block for block in (*parts.header, *parts.body[:_REPEATED]) if _tells_other_day(block.text, pages)]
    moved = {id(block) for block in others}
    kept = [block for block in parts.body if id(block) not in moved]
    if others and kept:
        parts.header = [block for block in parts.header if id(block) not in moved]
        parts.body = [*kept, *others]


def _tells_other_day(line: str, pages: Pages) -> bool:
    dates = read_line_dates(line, pages.dates, day_first=None) if len(line) <= _LONGEST_LABEL else []
    return _EVENT_LABEL.match(line) is not None and bool(dates) and all(date.role == "other" for date in dates)


def _marks(body: LexborNode, layout: Layout, pages: Pages) -> dict[int, str]:
    """The zones of the page's elements, by the selectors that find something."""
    marks: dict[int, str] = {}
    for zone, selectors in (("body", layout.body), ("header", layout.header), ("title", layout.title)):
        marks.update((node.mem_id, zone) for node in _first_found(body, selectors))
    if "body" not in marks.values():
        marks.update((node.mem_id, "body") for node in _general_body(body, pages.body) if node.mem_id not in marks)
    for node in (*body.css(", ".join(pages.event)), *_event_lists(body, pages)):
        marks.setdefault(node.mem_id, _EVENT)
    for node in _first_found(body, pages.title)[:_TOP]:
        marks.setdefault(node.mem_id, "named")
    for node in body.css("main, [role=main], article"):
        marks.setdefault(node.mem_id, "main")
    return marks


def _event_lists(body: LexborNode, pages: Pages) -> list[LexborNode]:
    """Lists of terms like "Date", "Venue"."""
    return [
        node
        for node in body.css("dl")
        if any(tidy(term.text()).lower().rstrip(": ") in pages.event_labels for term in node.css("dt"))
    ]


def _first_found(body: LexborNode, selectors: Selectors) -> list[LexborNode]:
    for selector in selectors:
        nodes = [node for node in body.css(selector) if tidy(node.text())]
        if nodes:
            return nodes
    return []


def _general_body(body: LexborNode, selectors: Selectors) -> list[LexborNode]:
    """The elements that are called the text, if they have most of the page's paragraphs."""
    total = _prose_chars(body)
    for selector in selectors:
        nodes = body.css(selector)
        if nodes and sum(map(_prose_chars, nodes)) >= max(_ENOUGH_PROSE, total / 2):
            return nodes
    return []


def _prose_chars(node: LexborNode) -> int:
    lengths = (len(paragraph.text()) for paragraph in node.css("p"))
    return sum(length for length in lengths if length >= PROSE_CHARS)


def _is_noise(block: Block, pages: Pages) -> bool:
    return len(block.text) <= _LONGEST_NOISE and pages.prune.line.fullmatch(block.text.lstrip("• ")) is not None


def _start(blocks: Sequence[Block], chosen: Sequence[int], title: int | None) -> int:
    """Where the text begins: behind the date lines that stand in one element with it."""
    lines = 0
    while title is not None and lines < min(len(chosen), _REPEATED) and _is_header_line(blocks[chosen[lines]]):
        lines += 1
    return chosen[lines] if lines < len(chosen) else len(blocks)


def _header(blocks: Sequence[Block], title: int | None, start: int, pages: Pages) -> tuple[list[Block], list[Block]]:
    """The header lines, and the lead paragraphs between them and the text."""
    if title is None:
        return [block for block in blocks[max(0, start - _ABOVE) : start] if _is_header_line(block)], []
    between = [block for block in blocks[title + 1 : start] if _belongs(block)]
    lines = [block for block in between if _is_line(block)]
    above = _above(blocks[max(0, title - _ABOVE) : title])
    elsewhere = [b for n, b in enumerate(blocks) if "header" in b.zones and (n < title - _ABOVE or n >= start)]
    taken = {id(block) for block in (*lines, *above, *elsewhere)}
    elsewhere += [b for b in blocks[: min(title, _TOP)] if id(b) not in taken and _tells_date(b.text, pages)]
    return [*lines, *above, *elsewhere[:_MOST_ELSEWHERE]], [block for block in between if not _is_line(block)]


def _above(blocks: Sequence[Block]) -> list[Block]:
    """The header lines right above the title, and the labels among them ("NATO Update")."""
    near: list[Block] = []
    for block in reversed(blocks):
        is_marked = "header" in block.zones or _is_header_line(block)
        if not is_marked and (block.link_share >= LINKS or len(block.text) > _LONGEST_LABEL or ends_sentence(block)):
            break
        near.insert(0, block)
    first = next((n for n, block in enumerate(near) if _is_header_line(block) or "header" in block.zones), len(near))
    return near[first:]


def _belongs(block: Block) -> bool:
    return block.link_share < LINKS or "header" in block.zones or has_date(block.text)


def _is_line(block: Block) -> bool:
    is_short = len(block.text) <= _LONGEST_SUBTITLE and block.kind in ("text", "item", "term", "heading", "row")
    return is_short and not (ends_sentence(block) and len(block.text) > PROSE_CHARS)


def _is_header_line(block: Block) -> bool:
    is_dated = len(block.text) <= LONGEST_LINE and has_date(block.text) and not ends_sentence(block)
    return block.kind != "heading" and (is_dated or _LABEL.fullmatch(block.text.strip("• ")) is not None)


def _tells_date(line: str, pages: Pages) -> bool:
    """True for "Updated: 15-Jun-2001" in a corner or at the foot of the page."""
    dates = read_line_dates(line, pages.dates, day_first=None) if len(line) <= _LONGEST_LABEL else []
    return any(date.is_labelled and date.is_plain and date.role != "other" for date in dates)


def _on_one_line(header: Sequence[Block]) -> list[Block]:
    """The header; the items of one list, "Press release", "3 June 2019", "Brussels", as one line with bars between."""
    lines: list[Block] = []
    for block in header:
        bare = replace(block, text=block.text.removeprefix("• ").strip())
        if not bare.text.strip("|•·-– "):
            continue
        if lines and bare.group and lines[-1].group == bare.group:
            sign = " " if lines[-1].kind == "term" else " | "
            stamp = lines[-1].stamp or bare.stamp
            text = f"{lines[-1].text}{sign}{bare.text}"
            lines[-1] = replace(bare, text=text, stamp=stamp, element=bare.group)
        else:
            lines.append(bare)
    return lines


def _without_repeats(body: Sequence[Block], parts: Parts) -> list[Block]:
    """The text without the title and the header lines that it begins with again."""
    said = {letters(parts.title or ""), *(letters(block.text) for block in parts.header)}
    return [block for number, block in enumerate(body) if number >= _REPEATED or letters(block.text) not in said]
