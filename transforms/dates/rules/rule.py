"""What a rule is: a pattern tried where its first word stands, how to read it, and what it is meant to find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from re import Match

from transforms.dates.lexicon import GAP
from transforms.dates.readings import Calendar, Listed, Reading

Read = Callable[[Match[str]], Reading | Listed | None]

# The first token of an expression leads to the rules that are tried there; digits go by their number.
SHORT_NUMBER, YEAR_NUMBER, LONG_NUMBER = "#", "####", "##"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern tried where one of the words `first` stands; `read` may decline.

    A weak rule's find is kept only if it becomes part of a larger expression.
    """

    name: str
    first: frozenset[str]
    pattern: re.Pattern[str]
    read: Read
    examples: tuple[str, ...]
    is_deictic: bool = False
    is_weak: bool = False
    modifier: str | None = None


def make_rule(
    name: str,
    first: Iterable[str],
    pattern: str,
    read: Read,
    *examples: str,
    is_deictic: bool = False,
    is_weak: bool = False,
    modifier: str | None = None,
) -> Rule:
    """A rule whose pattern stands for whole words, without regard to case; "~" in it is white space."""
    spaced = pattern.replace("~", GAP)
    compiled = re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)
    return Rule(name, frozenset(first), compiled, read, examples, is_deictic, is_weak, modifier)


def make_calendar(year: str | None, month: int | None = None, day: str | int | None = None) -> Calendar:
    """A date from its parts as written; a year of two digits after an apostrophe is one of 1950-2049."""
    number = None if year is None else int(year)
    if number is not None and len(year or "") == 2:
        number += 1900 if number >= 50 else 2000
    digits = re.sub(r"\D", "", day) if isinstance(day, str) else day
    return Calendar(number, month, None if digits is None else int(digits))
