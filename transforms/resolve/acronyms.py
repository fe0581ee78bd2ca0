"""Acronyms that a text defines itself: "Key Strategic Activities (KAS)" is no foundation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from transforms.knowledge import fold
from transforms.model import Mention
from transforms.resolve.context import Context

_DEFINED = re.compile(
    r"(?<![\w’'-])((?:[A-Z][\w’'-]*\s+(?:(?:of|the|and|for|on|in|to|de)\s+){0,2}){2,8})\(([A-Z]{2,8})s?\)")
# Of 100: how like the words must be to a known name of what the acronym stands for ("Defense", "Organisation")
LIKE = 80.0


def without_other_acronyms(context: Context, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions but for acronyms to which the text gives a meaning of its own."""
    other = set(_redefined(context, mentions))
    return [mention for mention in mentions if mention.surface not in other or mention.basis not in ("name", "alias")]


def _redefined(context: Context, mentions: Sequence[Mention]) -> Iterator[str]:
    meant = {mention.surface: mention.entity_id for mention in mentions if mention.surface.isupper()}
    for match in _DEFINED.finditer(context.text):
        acronym = match[2]
        words = _spelled_out(match[1], acronym)
        entity = context.knowledge.entities.get(meant.get(acronym) or "")
        if words and entity is not None and not any(
                fuzz.ratio(fold(words), fold(surface)) >= LIKE for surface in entity.surfaces):
            yield acronym


def _spelled_out(before: str, acronym: str) -> str:
    """The last words of which the acronym has the initials, in whatever order; empty if it has others."""
    words = before.split()
    capitals = [at for at, word in enumerate(words) if word[0].isupper()][-len(acronym):]
    if sorted(words[at][0] for at in capitals) != sorted(acronym):
        return ""
    return " ".join(words[capitals[0]:])
