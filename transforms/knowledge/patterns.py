"""What the files on pages and on their wording have in common: tables and patterns read from TOML."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from transforms.knowledge.records import InvalidKnowledge, Reading


@functools.cache
def read_file(path: Path) -> Reading:
    """The content of a TOML file, read once a process."""
    with path.open("rb") as file:
        return tomllib.load(file)


def read_table(content: Reading, key: str, where: str) -> Reading:
    """A required table."""
    table = content.get(key)
    if not isinstance(table, dict):
        raise InvalidKnowledge(f"{where}: the table {key!r} is missing")
    return table


def read_tables(content: Reading, key: str, where: str) -> list[Reading]:
    """A list of tables, empty if it is not there."""
    tables = content.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise InvalidKnowledge(f"{where}: {key!r} is not a list of tables")
    return tables


def compile_pattern(regex: str, where: str) -> re.Pattern[str]:
    """The pattern, without regard to case; InvalidKnowledge if it does not compile."""
    try:
        return re.compile(regex, re.IGNORECASE)
    except re.error as problem:
        raise InvalidKnowledge(f"{where}: {problem} in {regex!r}") from problem


def any_of(words: Iterable[str]) -> str:
    """An alternation of the words, the longest first, any white space between their parts."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))
