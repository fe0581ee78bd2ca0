"""Publishers' layouts of pages: `knowledge/pages.toml`, read and compiled once a process."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from transforms.knowledge.patterns import any_of, compile_pattern, read_file, read_table, read_tables
from transforms.knowledge.records import Reading, read_list, read_text

FILE = Path(__file__).parents[2] / "knowledge" / "pages.toml"
Selectors = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListingLayout:
    """Where a listing page has its entries, and in an entry date, title and lead; `group` is a day above several."""

    entry: Selectors
    date: Selectors = ()
    title: Selectors = ()
    lead: Selectors = ()
    group: Selectors = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How one publisher's pages are built; an empty one is anybody's."""

    layout_id: str = ""
    publisher: str | None = None
    hosts: tuple[str, ...] = ()
    signs: Selectors = ()
    title: Selectors = ()
    header: Selectors = ()
    body: Selectors = ()
    drop: Selectors = ()
    has_bullets: bool = False
    publisher_from: Selectors = ()
    publisher_names: tuple[str, ...] = ()
    reference_url: re.Pattern[str] | None = None
    reference_form: str = ""
    listing: ListingLayout | None = None


@dataclass(frozen=True, slots=True)
class DateWords:
    """Words beside a date in a header line, by what they make of it."""

    published: re.Pattern[str]
    updated: re.Pattern[str]
    other: re.Pattern[str]
    plain: frozenset[str]


@dataclass(frozen=True, slots=True)
class PruneRules:
    """What is left out of a page: by selector, by words in class or id, by the wording of a line."""

    selectors: str
    hidden: str
    aside_selectors: str
    noise: frozenset[str]
    aside: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    line: re.Pattern[str]
    examples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a site answers instead of a page, by title, by text, by text with all that was cut; examples are titles.

    With `is_throughout` most of the text must be lines that the text's pattern is found in.
    """

    reason: str
    title: re.Pattern[str]
    text: re.Pattern[str]
    beside: re.Pattern[str]
    is_throughout: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pages:
    """All of the file."""

    prune: PruneRules
    dates: DateWords
    body: Selectors
    title: Selectors
    event: Selectors
    event_labels: frozenset[str]
    refusals: tuple[Refusal, ...] = ()
    layouts: tuple[Layout, ...] = field(default=())


@functools.cache
def load_pages() -> Pages:
    """The compiled file; InvalidKnowledge names what is wrong with it."""
    return compile_pages(read_file(FILE))


def compile_pages(content: Reading) -> Pages:
    """The layouts of the file's content."""
    general = read_table(content, "general", FILE.name)
    return Pages(
        prune=_prune_rules(read_table(content, "prune", FILE.name)),
        dates=_date_words(read_table(content, "dates", FILE.name)),
        body=read_list(general, "body"),
        title=read_list(general, "title"),
        event=read_list(general, "event"),
        event_labels=frozenset(read_list(general, "event_labels")),
        refusals=tuple(_refusal(record) for record in read_tables(content, "refusal", FILE.name)),
        layouts=tuple(_layout(record) for record in read_tables(content, "page", FILE.name)),
    )


def choose_layout(tree: LexborHTMLParser, address: str | None, layouts: Iterable[Layout]) -> Layout:
    """The layout of the page: of its host, the first whose text or entries are there; without address, by its signs.

    A page of a known host in no known layout keeps the publisher and what leads to it.
    """
    candidates = [
        layout for layout in layouts if (is_host(address, layout.hosts) if address else _has_any(tree, layout.signs))
    ]
    for layout in candidates:
        entries = layout.listing.entry if layout.listing else ()
        if _has_any(tree, (*layout.body, *entries)):
            return layout
    if not candidates:
        return Layout()
    first = candidates[0]
    return replace(first, layout_id=f"{first.publisher} (general)", title=(), header=(), body=(), listing=None)


def _has_any(tree: LexborHTMLParser, selectors: Selectors) -> bool:
    return bool(selectors) and tree.css_first(", ".join(selectors)) is not None


def is_host(address: str, known: Iterable[str]) -> bool:
    """True if the host of "host/path" is one of those or below one of them; a known path leads further."""
    host = address.partition("/")[0]
    return any(
        f"{address}/".startswith(f"{end}/") if "/" in end else host == end or host.endswith(f".{end}") for end in known
    )


def _compiled(regex: str, where: str) -> re.Pattern[str]:
    return compile_pattern(regex, f"{FILE.name}: {where}")


def _words(words: Iterable[str]) -> re.Pattern[str]:
    return _compiled(rf"(?<!\w)(?:{any_of(words)})(?!\w)", "dates")


def _date_words(table: Reading) -> DateWords:
    return DateWords(
        published=_words(read_list(table, "published")),
        updated=_words(read_list(table, "updated")),
        other=_words(read_list(table, "other")),
        plain=frozenset(read_list(table, "plain")),
    )


def _prune_rules(table: Reading) -> PruneRules:
    lines = read_tables(table, "line", FILE.name)
    regexes = [read_text(line, "regex", "prune.line") for line in lines]
    return PruneRules(
        selectors=", ".join(read_list(table, "selectors")),
        hidden=", ".join(read_list(table, "hidden")),
        aside_selectors=", ".join(read_list(table, "aside_selectors")),
        noise=frozenset((*read_list(table, "noise"), *read_list(table, "noise_pairs"))),
        aside=frozenset((*read_list(table, "aside"), *read_list(table, "aside_pairs"))),
        not_after=frozenset(read_list(table, "not_after")),
        not_before=frozenset(read_list(table, "not_before")),
        line=_compiled("|".join(f"(?:{regex})" for regex in regexes), "prune.line"),
        examples=tuple((regexes[n], text) for n, line in enumerate(lines) for text in read_list(line, "examples")),
    )


def _refusal(record: Reading) -> Refusal:
    reason = read_text(record, "reason", "refusal")
    title, text = (_compiled(read_text(record, key, reason), reason) for key in ("title", "text"))
    beside = _compiled(str(record.get("beside", "")), reason)
    return Refusal(reason, title, text, beside, record.get("throughout") is True, read_list(record, "examples"))


def _layout(record: Reading) -> Layout:
    name = read_text(record, "id", "page")
    reference = record.get("reference_url")
    listing = record.get("listing")
    return Layout(
        layout_id=name,
        publisher=read_text(record, "publisher", name),
        hosts=read_list(record, "hosts"),
        signs=read_list(record, "signs"),
        title=read_list(record, "title"),
        header=read_list(record, "header"),
        body=read_list(record, "body"),
        drop=read_list(record, "drop"),
        has_bullets=record.get("bullets") is True,
        publisher_from=read_list(record, "publisher_from"),
        publisher_names=read_list(record, "publisher_names"),
        reference_url=_compiled(str(reference), name) if reference else None,
        reference_form=str(record.get("reference_form", "")),
        listing=_listing(listing) if isinstance(listing, dict) else None,
    )


def _listing(record: Reading) -> ListingLayout:
    return ListingLayout(*(read_list(record, key) for key in ("entry", "date", "title", "lead", "group")))
