"""Tables of texts (JSON Lines, CSV) to their rows: one member a row, the other columns as its facts."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest

from transforms.model import HeaderFacts, UnreadableSource
from transforms.reading.folder import MAX_BYTES
from transforms.reading.members import Member, refused
from transforms.reading.shapes import COLUMN_NAMES, column_key, delimiter_of
from transforms.reading.text import decode

MAX_FACT_CHARS = 1000
# rows that are looked at for a text column before a table is given up
_FIRST_ROWS = 100
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTHING = frozenset(("", "null", "none", "nan", "n/a"))
_NO_TEXT = "no_text: its text column is empty; remove the row, or fill it in"

# the standard library refuses cells of more than 128 KB, and a whole report may stand in one
csv.field_size_limit(MAX_BYTES)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the text and its facts: for each, the names that count, in the order of preference."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: COLUMN_NAMES)

    def pick(self, row: Mapping[str, str], fact: str) -> str | None:
        """The fact's value in a row by column; None if it has none."""
        found = (row.get(name, "") for name in self.names[fact])
        return next((value for value in found if value.strip().lower() not in _NOTHING), None)

    def has_text(self, row: Mapping[str, str]) -> bool:
        """True if the row has a text column, were it empty."""
        return any(name in row for name in self.names["text"])


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by column, or the reason why it cannot be read."""

    number: int
    cells: Mapping[str, str]
    reason: str | None = None


_DEFAULT = Columns()


def read_columns(data: bytes) -> Columns:
    """The mapping of a TOML beside a table (`[columns]`, `text = "article"`); UnreadableSource if it is none.

    A fact that it does not name keeps its default columns.
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig")).get("columns")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as problem:
        raise UnreadableSource(f"broken_mapping: the TOML beside the table cannot be read: {problem}") from problem
    if not isinstance(table, dict) or not table.keys() <= COLUMN_NAMES.keys():
        raise UnreadableSource(f"broken_mapping: [columns] takes {', '.join(COLUMN_NAMES)}; name no other keys")
    if not all(isinstance(name, str) and name.strip() for name in table.values()):
        raise UnreadableSource("broken_mapping: [columns] takes names of columns; write them as strings")
    return Columns({**COLUMN_NAMES, **{fact: (column_key(name),) for fact, name in table.items()}})


def expand_jsonl(data: bytes, name: str, columns: Columns = _DEFAULT) -> Iterator[Member]:  # noqa: ARG001
    """A member for each line that is a JSON object with a text; UnreadableSource if there is no text column."""
    return _members(_json_rows(decode(data).text), columns)


def expand_csv(data: bytes, name: str, columns: Columns = _DEFAULT) -> Iterator[Member]:  # noqa: ARG001
    """A member for each row below the line of names; UnreadableSource if there is no text column."""
    return _members(_csv_rows(decode(data).text), columns)


def _members(rows: Iterator[_Row], columns: Columns) -> Iterator[Member]:
    first = list(islice(rows, _FIRST_ROWS))
    if not any(columns.has_text(row.cells) for row in first):
        seen = ", ".join(sorted({name for row in first for name in row.cells})[:20])
        raise UnreadableSource(
            f"no_text_column: none of {', '.join(columns.names['text'])} is there, but {seen or 'no column'};"
            " name the text column in a TOML beside the file"
        )
    for row in chain(first, rows):
        yield _member(row, columns)


def _member(row: _Row, columns: Columns) -> Member:
    name = f"row-{row.number}"
    text = columns.pick(row.cells, "text")
    if row.reason or text is None:
        return refused(name, row.reason or _NO_TEXT)
    facts = {fact: _fact(columns.pick(row.cells, fact)) for fact in columns.names if fact != "text"}
    return Member(name, _encoded(text), facts=HeaderFacts(**facts), is_text=True)


def _fact(value: str | None) -> str | None:
    folded = " ".join(value.split()) if value else ""
    return _encoded(folded).decode() if folded and len(folded) <= MAX_FACT_CHARS else None


def _encoded(text: str) -> bytes:
    """The text in UTF-8; the halves of characters that JSON can write alone become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


def _json_rows(text: str) -> Iterator[_Row]:
    lines = (line for line in text.split("\n") if line.strip())
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as problem:
            yield _Row(number, {}, f"broken: the line is no JSON ({problem}); write one object a line")
            continue
        if isinstance(row, dict):
            yield _Row(number, {column_key(key): _json_text(value) for key, value in row.items()})
        else:
            yield _Row(number, {}, "broken: the line is no JSON object; write one object a line")


def _json_text(value: object) -> str:
    """The value as a cell: numbers as they are written, nothing for lists, objects, true and false."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _csv_rows(text: str) -> Iterator[_Row]:
    delimiter = delimiter_of(text.split("\n", 1)[0])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names: list[str] = []
    number = 0
    try:
        for cells in reader:
            if not names:
                names = [column_key(cell) for cell in cells]
            elif any(cell.strip() for cell in cells):
                number += 1
                yield _csv_row(number, names, cells)
    except csv.Error as problem:
        yield _Row(number + 1, {}, f"broken: no row can be read from here on ({problem}); save the table again")


def _csv_row(number: int, names: list[str], cells: list[str]) -> _Row:
    if len(cells) > len(names):
        reason = f"broken: the row has {len(cells)} cells, the table {len(names)} columns; put the text in quotes"
        return _Row(number, {}, reason)
    return _Row(number, dict(zip_longest(names, cells, fillvalue="")))
