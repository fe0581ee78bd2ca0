"""What a page says of itself where no reader looks: JSON-LD, meta elements, OpenGraph, its address."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from transforms.model import Evidence
from transforms.reading.markup.blocks import tidy
from transforms.reading.markup.moments import Moment, read_moment

MAX_VALUE_CHARS = 1000
_MAX_JSON_CHARS = 512 * 1024
_MAX_RECORDS = 200
# of a name in the domain name system
_LONGEST_HOST = 253

# Names of meta elements, the surest first. "date" and "created" alone may be the day of the last change.
_META: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "citation_title", "parsely-title"),
    "published": (
        "article:published_time", "article:published", "og:article:published_time", "og:published_time",
        "datepublished",
        "dcterms.issued", "dc.date.issued", "citation_publication_date", "parsely-pub-date", "sailthru.date",
        "publication_date", "publishdate", "publish-date", "publish_date", "pubdate", "published", "issued",
        "release_date", "available", "dcterms.available", "dc.date", "dcterms.date", "dcterms.created",
        "dc.date.created", "created", "date",
    ),
    "updated": (
        "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified",
        "dc.date.modified", "last-modified", "lastmod", "modified", "last_updated", "revised",
    ),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name", "publisher", "twitter:site"),
    "url": ("og:url", "twitter:url", "dc.identifier.uri"),
    "language": ("content-language", "language", "dc.language", "dcterms.language", "og:locale"),
    "reference_code": ("reference", "dc.identifier", "dcterms.identifier"),
}  # fmt: skip
_FIELD_OF = {name: (field, rank) for field, names in _META.items() for rank, name in enumerate(names)}
_ARTICLES = frozenset((
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "blogposting", "liveblogposting", "pressrelease", "report", "scholarlyarticle",
    "advertisercontentarticle", "governmentpublication", "specialannouncement", "statement",
))  # fmt: skip
_PAGES = frozenset(("webpage", "itempage", "aboutpage"))
_JSON_KEYS = {
    "headline": "title", "name": "title", "datePublished": "published", "dateModified": "updated", "url": "url",
    "inLanguage": "language",
}  # fmt: skip
# microformats and microdata
_MARKED = {
    "published": "time.published, time.dt-published, time[itemprop=datePublished], time[pubdate]",
    "updated": "time.updated:not(.published), time.dt-updated:not(.dt-published), time[itemprop=dateModified]",
}
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>https?://\S{3,1000})\s*-->", re.IGNORECASE)
# "https://web.archive.org/web/20110203040506/http://www.example.org/a"
_ARCHIVED = re.compile(r"https?://[^/]{4,80}/(?:[\w-]{1,20}/){0,2}\d{4,14}(?:[a-z]{2}_)?/(?P<url>https?://.{4,})")
# "/press-releases/2026/01/05/", "/news/2025/09/02/", "/2021-11-04-title"
_URL_DAY = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>\d\d)[/-](?P<day>\d\d)(?=[/_-]|$)")
# the day of an event, or of a file's upload
_NO_URL_DAY = re.compile(
    r"/(?:events?|calendar|agenda|meetings?|visits?|archives?|assets|images?|img|photos?|pictures?|uploads?|files|static)/",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?=.*\d)[\w./()-]{4,40}")


def read_metadata(tree: LexborHTMLParser, markup: str, name: str) -> list[Evidence]:
    """All that the page's metadata say, the surest first within a field; values of more than a line are left out."""
    addresses = _from_links(tree, markup, name)
    found = [
        *(item for item in addresses if item.origin == "link canonical"),
        *_from_json(tree),
        *_from_marks(tree),
        *_from_meta(tree),
        *_from_root(tree),
        *(item for item in addresses if item.origin != "link canonical"),
    ]
    return [
        Evidence(item.field, tidy(item.value), item.origin)
        for item in found
        if 0 < len(item.value) <= MAX_VALUE_CHARS and tidy(item.value)
    ]


def address_of(evidence: Iterable[Evidence]) -> str | None:
    """The page's own address; None if the page tells none that is absolute. An archive's copy has that of its page."""
    url = next((item.value for item in evidence if item.field == "url" and _host_of(item.value)), None)
    copied = _ARCHIVED.match(url) if url else None
    return copied["url"] if copied and _host_of(copied["url"]) else url


def place_of(url: str | None) -> str | None:
    """Host and path of an absolute address, without "www."; None if there is none."""
    host = host_of(url)
    return f"{host}{urlsplit(url).path}".rstrip("/") if url and host else None


def host_of(url: str | None) -> str | None:
    """The host of an absolute address, without "www."; None if there is none."""
    return _host_of(url) if url else None


def day_of_address(url: str | None) -> list[Evidence]:
    """The day in the page's address ("/news/2025/09/02/…"), where it is that of publication; the weakest evidence."""
    path = urlsplit(url).path if url and _host_of(url) else ""
    found = _URL_DAY.search(path)
    if found is None or _NO_URL_DAY.search(path):
        return []
    return [Evidence("published", f"{found['year']}-{found['month']}-{found['day']}", "address")]


def vote(evidence: Iterable[Evidence], field: str, zone: ZoneInfo | None, *, day_first: bool | None) -> Moment | None:
    """The day that most of the metadata name, at a tie that of the surest; with its clock, if one of them tells it."""
    read = (read_moment(item.value, zone, day_first) for item in evidence if item.field == field)
    known = [moment for moment in read if moment]
    if not known:
        return None
    count = Counter(moment.day for moment in known)
    most = max(count.values())
    winner = next(moment for moment in known if count[moment.day] == most)
    return next((moment for moment in known if moment.day == winner.day and moment.at), winner)


def first_value(evidence: Sequence[Evidence], field: str) -> str | None:
    """The surest value of a field that is no date."""
    return next((item.value for item in evidence if item.field == field), None)


def _from_json(tree: LexborHTMLParser) -> Iterator[Evidence]:
    records = [record for script in tree.css("script[type*='ld+json']") for record in _records(script.text())]
    for types, kind in ((_ARTICLES, "article"), (_PAGES, "page")):
        for record in records:
            if not types.isdisjoint(_types(record)):
                yield from _from_record(record, f"JSON-LD {kind}")


def _from_record(record: Mapping[str, object], origin: str) -> Iterator[Evidence]:
    for key, field in _JSON_KEYS.items():
        value = record.get(key)
        if isinstance(value, str) and (field not in ("title", "url") or "article" in origin):
            yield Evidence(field, value, f"{origin} {key}")
    publisher = record.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    if isinstance(name, str):
        yield Evidence("publisher", name, f"{origin} publisher")


def _records(text: str) -> list[Mapping[str, object]]:
    """The records of a block of JSON-LD: the one in it, those of its list or of its graph."""
    if len(text) > _MAX_JSON_CHARS:
        return []
    try:
        content: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    records: list[object] = content if isinstance(content, list) else [content]
    graphs = [record["@graph"] for record in records if isinstance(record, dict) and "@graph" in record]
    inner = [record for graph in graphs if isinstance(graph, list) for record in graph]
    return [record for record in (*records, *inner)[:_MAX_RECORDS] if isinstance(record, dict)]


def _types(record: Mapping[str, object]) -> frozenset[str]:
    types = record.get("@type")
    names = types if isinstance(types, list) else [types]
    return frozenset(name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str))


def _from_meta(tree: LexborHTMLParser) -> list[Evidence]:
    found: list[tuple[int, Evidence]] = []
    for node in tree.css("meta[content]")[:_MAX_RECORDS]:
        attributes = node.attributes
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = (attributes.get(key) or "").strip().lower()
            if name in _FIELD_OF:
                field, rank = _FIELD_OF[name]
                if field != "reference_code" or _REFERENCE.fullmatch(attributes.get("content") or ""):
                    found.append((rank, Evidence(field, attributes.get("content") or "", f"meta {name}")))
                break
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def _from_root(tree: LexborHTMLParser) -> Iterator[Evidence]:
    for selector in ("html", "body"):
        node = tree.css_first(selector)
        for key in ("lang", "xml:lang"):
            value = node.attributes.get(key) if node is not None else None
            if value:
                yield Evidence("language", value, f"{selector} {key}")
    title = tree.css_first("head title") or tree.css_first("title")
    if title is not None:
        yield Evidence("title", title.text(), "title element")


def _from_marks(tree: LexborHTMLParser) -> Iterator[Evidence]:
    """The moments of elements that are marked as those of the page; none if the page has several, as a listing does."""
    for field, selector in _MARKED.items():
        values = {
            node.attributes.get("datetime") or "" for node in tree.css(selector) if node.attributes.get("datetime")
        }
        if len(values) == 1:
            yield Evidence(field, values.pop(), "time element")


def _from_links(tree: LexborHTMLParser, markup: str, name: str) -> list[Evidence]:
    canonical = [node.attributes.get("href") or "" for node in tree.css("link[rel~=canonical][href]")[:2]]
    found = [Evidence("url", url, "link canonical") for url in canonical]
    saved = _SAVED_FROM.search(markup, 0, 4096)
    if saved:
        found.append(Evidence("url", saved["url"], "saved from"))
    if name.startswith(("http://", "https://")):
        found.append(Evidence("url", name, "name"))
    return found


def _host_of(url: str) -> str | None:
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "." not in host or len(host) > _LONGEST_HOST:
        return None
    return host.removeprefix("www.")
