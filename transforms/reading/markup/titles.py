"""Which line of a page is its title: by the publisher's layout, by what the metadata call it, by its level."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from transforms.reading.markup.blocks import Block, tidy
from transforms.reading.markup.header_dates import LONGEST_LINE, has_date

LONGEST_TITLE = 400
# titles that no heading shows are looked for in that many blocks
_TOP_BLOCKS = 60
_PROSE_CHARS = 80
_LINKS = 0.5
# "Title | Site", "Site - Section: Title"
_SEPARATOR = re.compile(r"\s+[|–—·»«›‹:-]{1,2}\s+|\s*\|\s*")
_DATE_AT_END = re.compile(r"[,(]?\s*\d{1,2}[ -][A-Za-z]{3,9}\.?[ -]\d{4}\)?$")
_NO_TITLE = re.compile(
    r"\S+\.[a-z]{2,5}|\S*[\d_]\S*|untitled(?: document| page)?(?: \d+)?|new page \d+|(?:web ?)?page ?\d*|document\d*|"
    r"index|home(?: ?page)?|default|print(?: version| page)?|microsoft word - .*|(?:https?://|www\.)\S+",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[\W_]+")


def letters(text: str) -> str:
    """The text's letters and digits in lower case, to compare what is written alike."""
    return _NOT_LETTERS.sub("", text).lower()


def title_pieces(title: str) -> list[str]:
    """A title of the metadata and its parts: "A - B | Site" gives "A - B", "A", "B | Site", "B", "Site" too."""
    whole = tidy(title)[:LONGEST_TITLE]
    cuts = list(_SEPARATOR.finditer(whole))
    heads = [whole[: cut.start()] for cut in reversed(cuts)]
    tails = [whole[cut.end() :] for cut in cuts]
    pieces = (piece.strip() for piece in (whole, *heads, *tails, *_SEPARATOR.split(whole)))
    return [piece for piece in dict.fromkeys(pieces) if piece]


def real_titles(titles: Iterable[str]) -> list[str]:
    """The titles without those that a program gave: "L_2018102EN.01000101.xml", "Untitled Document"."""
    return [title for title in titles if not _NO_TITLE.fullmatch(tidy(title))]


def best_piece(titles: Sequence[str]) -> str | None:
    """The longest part of the first title, without a date at its end; for a page that shows none."""
    if not titles:
        return None
    best = max(_SEPARATOR.split(tidy(titles[0])), key=len)
    return _DATE_AT_END.sub("", best).strip()[:LONGEST_TITLE] or None


def cut_titles(blocks: Sequence[Block], titles: Sequence[str]) -> list[Block]:
    """The blocks; one whose first line is the title ("<b>Title</b><br>Brussels, 5 May …") is cut behind it."""
    known = {letters(piece) for title in titles for piece in title_pieces(title)}
    cut: list[Block] = []
    for number, block in enumerate(blocks):
        first, _, rest = block.text.partition("\n")
        if rest and number < _TOP_BLOCKS and len(letters(first)) > 10 and letters(first) in known:
            cut += [replace(block, text=first), replace(block, text=rest)]
        else:
            cut.append(block)
    return cut


def find_title(blocks: Sequence[Block], titles: Sequence[str]) -> int | None:
    """The number of the title's block: where the layout has it, else a heading that the metadata name, else the h1."""
    known = [letters(piece) for title in titles for piece in title_pieces(title)]
    marked = next((n for n, block in enumerate(blocks) if "title" in block.zones), None)
    if marked is not None:
        return marked
    headings = [n for n, block in enumerate(blocks) if block.kind == "heading" and len(block.text) <= LONGEST_TITLE]
    top = [n for n in headings if blocks[n].level == 1]
    same = [n for n in headings if blocks[n].level <= 3 and letters(blocks[n].text) in known]
    if same:
        # the site's name is a heading and a part of the title too, but further above the text
        prose = _first_prose(blocks)
        return max((n for n in same if n < prose), default=same[0])
    begun = [n for n in top if any(piece.startswith(letters(blocks[n].text)) for piece in known)]
    wordy = [n for n in top if len(blocks[n].text.split()) > 2]
    shown = [n for n, block in enumerate(blocks[:_TOP_BLOCKS]) if _is_named(block, known)]
    named = [n for n, b in enumerate(blocks[:_TOP_BLOCKS]) if "named" in b.zones and len(b.text) <= LONGEST_TITLE]
    return next(iter((*begun, *wordy, *top, *shown, *_above_prose(blocks, headings), *named)), None)


def _is_named(block: Block, known: Sequence[str]) -> bool:
    own = letters(block.text)
    # "Riga, 12 Sept. 2006" is a part of titles too
    is_dated = len(block.text) <= LONGEST_LINE and has_date(block.text)
    return len(own) > 10 and len(block.text) <= LONGEST_TITLE and not is_dated and own in known


def _above_prose(blocks: Sequence[Block], headings: Iterable[int]) -> list[int]:
    """Headings above the first paragraph, for a page that has none of the first level."""
    prose = _first_prose(blocks)
    return [n for n in headings if n < prose and blocks[n].link_share < _LINKS]


def _first_prose(blocks: Sequence[Block]) -> int:
    numbers = (n for n, block in enumerate(blocks) if len(block.text) >= _PROSE_CHARS and block.kind != "heading")
    return next(numbers, len(blocks))
