"""What a reader left out of a text, told by its first words."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_PIECE = 120
MOST_PIECES = 200
# white space is folded before the first words are taken: so much of a piece is looked at
_SEEN_CHARS = 10 * LONGEST_PIECE


def told_pieces(pieces: Iterable[str]) -> tuple[str, ...]:
    """The first words of each piece, at most LONGEST_PIECE characters, none twice, at most MOST_PIECES."""
    told: dict[str, None] = {}
    for piece in pieces:
        if words := _first_words(piece):
            told[words] = None
        if len(told) == MOST_PIECES:
            break
    return tuple(told)


def _first_words(piece: str) -> str:
    folded = " ".join(piece[:_SEEN_CHARS].split())
    if len(folded) <= LONGEST_PIECE:
        return folded
    # a word without a blank is cut in its midst
    return folded[: LONGEST_PIECE + 1].rpartition(" ")[0] or folded[:LONGEST_PIECE]
