"""Patterns that stand for language, each beside examples that it finds, which the tests check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from sys import maxsize


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern and what it is meant to find. In an example the words in brackets are what stands beside the stretch on
    which the pattern is tried: the name of an event, the title of an office."""

    pattern: re.Pattern[str]
    examples: tuple[str, ...]

    def search(self, text: str, start: int = 0, end: int = maxsize) -> re.Match[str] | None:
        """The first place in the stretch, None without one."""
        return self.pattern.search(text, start, end)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All places in the text."""
        return self.pattern.finditer(text)


def wording(regex: str, *examples: str, is_cased: bool = False) -> Wording:
    """The pattern, which heeds capitals only if `is_cased`, with its examples."""
    return Wording(re.compile(regex, re.NOFLAG if is_cased else re.IGNORECASE), examples)


# --- wording on which several finders rely ----------------------------------------------------------------------------

YEAR = wording(r"\b(?:19|20)\d\d\b", "1999", "in 2016")
PLAN_WORDS = wording(
    r"\b(?:will|shall|would|should|going to|plans?|planned|planning|scheduled|due to|expected|proposed|proposes?"
    r"|upcoming|forthcoming|next|future|draft|ahead of|intend\w*|to be)\b",
    "the office will open", "a draft agreement", "they intended to meet", "the next round")
LOOKS_BACK = wording(
    r"\b(?:had|back then|at the time|in those days|history|histor(?:y|ic(?:al)?) of|biograph\w+|was born|legacy|tribute"
    r"|in memory|formerly|used to|the late)\b",
    "the staffs had met", "at the time", "she was born in Oslo", "the late ambassador")
