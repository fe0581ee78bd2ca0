"""Pages that hold no document: error pages, consent walls, frames, pages that only a script fills."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from transforms.model import UnreadableSource
from transforms.reading.markup.blocks import tidy
from transforms.reading.markup.parts import Parts
from transforms.reading.markup.profiles import Pages, Refusal
from transforms.reading.markup.prune import Cut
from transforms.reading.markup.titles import title_pieces

# a document of that length is one, whatever its title
_LONGEST_TEXT = 1500
_MOST = 0.5
_SHOWN_CHARS = 200
_SCRIPT_ROOTS = (
    "app-root, [id=app], [id=root], [id=__next], [id=__nuxt], [id=___gatsby], [ng-app], [ng-version], [data-reactroot]"
)
_SCRIPT = re.compile(r"java\s?script", re.IGNORECASE)


def refuse_no_document(parts: Parts, cut: Sequence[Cut], pages: Pages) -> None:
    """Raise UnreadableSource if title and text are those of an error page, of a consent wall, of a page of scripts."""
    lines = [block.text for block in parts.body]
    if sum(map(len, lines)) > _LONGEST_TEXT:
        return
    names = title_pieces(parts.title or "") or [""]
    everything = "\n".join((*lines, *(piece.text for piece in (*parts.cut, *cut))))
    for refusal in pages.refusals:
        is_named = any(refusal.title.fullmatch(name) for name in names)
        if is_named and _is_said(lines, refusal) and refusal.beside.search(everything):
            raise UnreadableSource(refusal.reason)


def _is_said(lines: Sequence[str], refusal: Refusal) -> bool:
    said = sum(len(line) for line in lines if refusal.text.search(line))
    return said > (_MOST if refusal.is_throughout else 0) * sum(map(len, lines))


def why_empty(tree: LexborHTMLParser) -> str:
    """Why a page, as it was saved, has no text: the quarantine reason."""
    frame = tree.css_first("iframe[src], frame[src]")
    if frame is not None:
        source = tidy(frame.attributes.get("src") or "")[:_SHOWN_CHARS]
        return f"empty: the page only frames another one ({source}); save that one"
    hints = " ".join(node.text() for node in tree.css("noscript"))
    if _SCRIPT.search(hints) or (tree.css_first("script") and tree.css_first(_SCRIPT_ROOTS)):
        return "empty: a script (JavaScript) fills the page when it is opened; save it from a browser"
    moved = tree.css_first("meta[http-equiv=refresh i][content*=url i]")
    if moved is not None:
        target = tidy(moved.attributes.get("content") or "")[:_SHOWN_CHARS]
        return f"empty: the page only leads on to another one ({target}); save that one"
    return "empty: the page has no text besides its title and menus; fetch the document again"
