"""What of a page is no body text: contacts, links and footers, captions, headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.splitting.lines import Unit, content_words

_FURNITURE = ("contact", "reference", "navigation", "boilerplate")
_LONGEST_SECTION_LINE = 200
_LONGEST_CAPTION = 280
_LONGEST_HEADING = 110
# how far from the end a line between two footer lines is taken for one itself
_FOOTER_UNITS = 12
_LIST_OR_CODE = re.compile(r"[-–—•●▪*·‣|>(]|.*[;,:]$")
_ENDS = re.compile(r"[:;,”\"']$|\.\s[A-Z]")
# "Period covered: …"
_LABELLED = re.compile(r"[^:]{3,30}:\s")
# "3. Exercises"
_NUMBERED = re.compile(r"\d{1,3}[.)]?\s")


def mark_sections(units: Sequence[Unit], dated: frozenset[int] = frozenset()) -> None:
    """Give the lines after a marker ("Press contacts:") its kind, until prose or another marker follows.

    `dated` is where lines with a date begin: below "Latest news" they are of the section.
    """
    section = ""
    for unit in units:
        if unit.kind in _FURNITURE:
            section = unit.kind if unit.opens else section
        elif section and (unit.kind in ("", "caption") or unit.start in dated) and _fits_section(unit):
            unit.kind = section
        elif unit.kind != "note":
            section = ""
    _fill_footer(units[-_FOOTER_UNITS:])


def mark_captions(units: Sequence[Unit], title: Unit | None) -> None:
    """A line without a final point between paragraphs that says again what title or lead says is a picture's caption;
    a line that is the title is the title again.
    """
    known = title.folded if title else None
    lead = [unit.text[:1000] for unit in units if not unit.kind and unit.is_prose][:2]
    words = content_words(" ".join([title.text if title else "", *lead]))
    for place, unit in enumerate(units):
        if not unit.kind and unit.folded == known:
            unit.kind = "title"
        if not unit.kind and _stands_apart(units, place) and _repeats(unit.text, words):
            unit.kind = "caption"


def mark_headings(units: Sequence[Unit]) -> None:
    """A short line without a final point above a paragraph is a heading; so is what Markdown marks as one."""
    for place, unit in enumerate(units):
        below = units[place + 1] if place + 1 < len(units) else None
        if not unit.kind and (unit.text.startswith("#") or _is_heading(unit, below)):
            unit.kind = "heading"


def _fits_section(unit: Unit) -> bool:
    if len(unit.text) > _LONGEST_SECTION_LINE:
        return False
    return not (unit.ends_sentence and len(unit.text) > 60)


def _fill_footer(units: Sequence[Unit]) -> None:
    """A short line without a point between two lines of a footer is part of it."""
    for before, unit, after in zip(units, units[1:], units[2:], strict=False):
        is_between = before.kind in ("navigation", "boilerplate") and after.kind in ("navigation", "boilerplate")
        if not unit.kind and is_between and len(unit.text) <= _LONGEST_SECTION_LINE and not unit.ends_sentence:
            unit.kind = "boilerplate"


def _stands_apart(units: Sequence[Unit], place: int) -> bool:
    """True for a line between blank lines with text below it."""
    unit = units[place]
    has_body_below = any(not below.kind for below in units[place + 1 : place + 3])
    is_apart = unit.follows_gap and has_body_below and units[place + 1].follows_gap
    return (
        is_apart and 15 < len(unit.text) <= _LONGEST_CAPTION and not _ENDS.search(unit.text) and not unit.ends_sentence
    )


def _repeats(text: str, title_words: frozenset[str]) -> bool:
    if _LIST_OR_CODE.match(text) or _LABELLED.match(text) or _NUMBERED.match(text):
        return False
    words = content_words(text)
    shared = len(words & title_words)
    return len(text.split()) >= 4 and shared >= 2 and (shared >= 4 or shared >= 0.4 * len(words))


def _is_heading(unit: Unit, below: Unit | None) -> bool:
    text = unit.text
    if below is None or below.kind or not unit.follows_gap or len(text) > _LONGEST_HEADING:
        return False
    if (
        unit.ends_sentence
        or text[-1] in ",;:”\"'"
        or text[0].islower()
        or _LIST_OR_CODE.match(text)
        or _LABELLED.match(text)
    ):
        return False
    return len(below.text) > 2 * len(text) or below.is_prose
