"""What a file in markup is: a feed, a page, or XML that nobody reads."""

from __future__ import annotations

import codecs
import re

from transforms.model import UnreadableSource

_HEAD_BYTES = 64 * 1024
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# an XML declaration, style sheets, comments, a document type with or without a subset of its own
_PROLOG = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\b[^\[>]*+(?:\[.*?\]\s*)?>)*+(?P<root><[a-zA-Z][^\s/>]*+)?",
    re.DOTALL | re.IGNORECASE,
)
_FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)$", re.IGNORECASE)
_FEED_SIGN = re.compile(
    r"<rss\b|www\.w3\.org/2005/Atom|purl\.org/atom/|purl\.org/rss/|my\.netscape\.com/rdf", re.IGNORECASE
)
_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset|title|meta)\b", re.IGNORECASE)
_BLOCK = (
    r"p|div|table|section|article|main|header|h[1-6]|ul|ol|span|center|font|a|b|strong|em|i|br|hr|img|blockquote|pre|dl|"
    r"form|nav|script|style|link|base|aside|figure|time"
)
_FRAGMENT_START = re.compile(rf"<(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{_BLOCK}|li|td|tr)\s*>|<br\s*/?>", re.IGNORECASE)
_PAGE_NAMES = (".htm", ".html", ".xhtml", ".shtml", ".php", ".aspx", ".jsp")
_MARKDOWN_NAMES = (".md", ".markdown")


def markup_shape(data: bytes, name: str) -> str | None:
    """ "feed" or "html"; None for what is no markup. UnreadableSource for XML of another kind.

    A Markdown file may begin with an element, so one of that name is a page only if it has a page's head.
    """
    head = _head(data)
    start = _PROLOG.match(head)
    root = start["root"] if start else None
    if root and _FEED_ROOT.match(root) and _FEED_SIGN.search(head):
        return "feed"
    if _HTML_START.search(head[: start.end() if start else 0]) or _is_page(head, root, name):
        return "html"
    if head.lstrip()[:6].lower() in ("<?xml ", "<?xml\t", "<?xml\n") or (root and root.lower() in ("<svg", "<urlset")):
        raise UnreadableSource("unsupported: XML is not read; save its text as .txt or .md")
    return None


def _is_page(head: str, root: str | None, name: str) -> bool:
    if name.lower().endswith(_MARKDOWN_NAMES):
        return False
    closed = len(_CLOSED.findall(head, 0, 16384))
    if root is None:
        return name.lower().endswith(_PAGE_NAMES) and closed > 1
    return closed > 0 and _FRAGMENT_START.match(head.lstrip()) is not None


def _head(data: bytes) -> str:
    """The first characters, as far as ASCII tells them."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) : _HEAD_BYTES].decode(codec, "replace")
    if data[:2] == b"<\x00" or data[1:4:2] == b"\x00\x00":
        return data[:_HEAD_BYTES].decode("utf-16-le", "replace")
    if data[:2] == b"\x00<" or data[:4:2] == b"\x00\x00":
        return data[:_HEAD_BYTES].decode("utf-16-be", "replace")
    return data[:_HEAD_BYTES].decode("latin-1")
