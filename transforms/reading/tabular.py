"""Tables of texts (JSON Lines, CSV) to their rows: one member a row, the other columns as its facts."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from transforms.model import UnreadableSource
from transforms.reading.folder import MAX_BYTES
from transforms.reading.members import CHUNK_BYTES, BoundedLines, Member, Told, refused, too_large
from transforms.reading.shapes import COLUMN_NAMES, HEAD_BYTES, column_key, delimiter_of
from transforms.reading.text import MAX_BAD_SHARE, decode

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_FACT_CHARS = 1000
# rows that are looked at for a text column before a table is given up
_FIRST_ROWS = 100
# rows whose columns are alike are read alike; a table in which none are has only rows that are not
_MOST_LAYOUTS = 1000
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTHING = frozenset(("", "null", "none", "nan", "n/a"))
_LONGEST_NOTHING = 20
_HIGH_BYTES = bytes(range(0x80, 0x100))
_NO_TEXT = "no_text: its text column is empty; remove the row, or fill it in"
_DECODER = json.JSONDecoder()

# the standard library refuses cells of more than 128 KB, and a whole report may stand in one
csv.field_size_limit(MAX_BYTES)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns hold the text and its facts: for each, the names that count, in the order of preference."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: COLUMN_NAMES)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where in a row the text and each fact stand: places in the order of preference, with the columns' names."""

    text: tuple[int, ...]
    facts: tuple[tuple[str, tuple[tuple[int, str], ...]], ...]

    @classmethod
    def of(cls, names: Sequence[str], columns: Columns) -> _Layout:
        """The layout of a row with these columns; of two with one name the last counts."""
        places = {column_key(name): place for place, name in enumerate(names)}
        found = {fact: tuple((places[key], f"column {key}") for key in keys if key in places)
                 for fact, keys in columns.names.items()}  # fmt: skip
        text = tuple(place for place, _ in found.pop("text", ()))
        return cls(text, tuple((fact, cells) for fact, cells in found.items() if cells))


class _Row(NamedTuple):
    """A row's cells and where in them things stand, or the reason why it cannot be read."""

    cells: Sequence[object]
    layout: _Layout
    reason: str | None = None


_NO_LAYOUT = _Layout((), ())
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


def expand_jsonl(stream: BinaryIO, name: str, columns: Columns = _DEFAULT) -> Iterator[Member]:  # noqa: ARG001
    """A member for each line that is a JSON object with a text; UnreadableSource if there is no text column."""
    seen: dict[tuple[str, ...], _Layout] = {}
    lines = io.BufferedReader(_utf8_lines(stream)[0], CHUNK_BYTES)
    rows = _json_rows(lines, columns, seen)
    yield from _members(rows, columns, lambda: list(chain.from_iterable(seen)))


def expand_csv(stream: BinaryIO, name: str, columns: Columns = _DEFAULT) -> Iterator[Member]:  # noqa: ARG001
    """A member for each row below the line of names; UnreadableSource if there is no text column."""
    lines, head = _utf8_lines(stream)
    reader = csv.reader(chain.from_iterable(_blocks(lines)), delimiter=delimiter_of(head.split("\n", 1)[0]))
    names = _names(reader)
    yield from _members(_csv_rows(reader, lines, names, _Layout.of(names, columns)), columns, lambda: names)


def _members(rows: Iterator[_Row], columns: Columns, seen: Callable[[], Sequence[str]]) -> Iterator[Member]:
    """A member a row; `seen` tells the names of the columns, should none of them hold texts."""
    first = list(_first_rows(rows))
    if not first or not _is_telling(first[-1]):
        names = ", ".join(sorted({column_key(name) for name in seen()})[:20])
        raise UnreadableSource(
            f"no_text_column: none of {', '.join(columns.names['text'])} is there, but {names or 'no column'};"
            " name the text column in a TOML beside the file"
        )
    for number, row in enumerate(chain(first, rows), start=1):
        yield _member(f"row-{number}", row)


def _first_rows(rows: Iterator[_Row]) -> Iterator[_Row]:
    """The rows up to the first that has a text column, the others without their cells."""
    for row in islice(rows, _FIRST_ROWS):
        yield row if row.layout.text else row._replace(cells=())
        if _is_telling(row):
            return


def _is_telling(row: _Row) -> bool:
    return bool(row.layout.text) or (row.reason or "").startswith("too_large")


def _member(name: str, row: _Row) -> Member:
    cells, layout, reason = row
    if reason:
        return refused(name, reason)
    text = None
    for place in layout.text:
        if text := _value(cells[place]):
            break
    if text is None:
        return refused(name, _NO_TEXT)
    told: list[Told] = []
    for fact, places in layout.facts:
        for place, origin in places:
            value = _value(cells[place])
            if value is None:
                continue
            if folded := _fact(value):
                told.append((fact, folded, origin))
            break
    return Member(name, _encoded(text), None, True, None, told)


def _value(cell: object) -> str | None:
    """The cell's text, numbers as they are written; None for none, for lists, objects, true and false."""
    if isinstance(cell, str):
        is_nothing = cell.isspace() if len(cell) > _LONGEST_NOTHING else cell.strip().lower() in _NOTHING
        return None if is_nothing else cell
    return str(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else None


def _fact(value: str) -> str | None:
    is_plain = value.isprintable() and value.isascii() and "  " not in value
    folded = value.strip() if is_plain else " ".join(value.split())
    if folded.isascii():
        return folded if len(folded) <= MAX_FACT_CHARS else None
    return _SURROGATE.sub("\ufffd", folded) if len(folded) <= MAX_FACT_CHARS else None


def _encoded(text: str) -> bytes:
    """The text in UTF-8, bytes that are none as they were; a half of a character that JSON wrote becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        pass
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text).encode()


def _json_rows(lines: BinaryIO, columns: Columns, seen: dict[tuple[str, ...], _Layout]) -> Iterator[_Row]:
    for line in lines:
        if len(line) > MAX_BYTES:
            yield _Row((), _NO_LAYOUT, too_large())
        elif not line.isspace():
            # bytes that are not UTF-8 are left for the reader of the text to judge
            row = _json_object(line.decode("utf-8", "surrogateescape"))
            if isinstance(row, str):
                yield _Row((), _NO_LAYOUT, row)
                continue
            names = tuple(row)
            if names not in seen:
                if len(seen) == _MOST_LAYOUTS:
                    seen.clear()
                seen[names] = _Layout.of(names, columns)
            yield _Row(tuple(row.values()), seen[names])


def _json_object(line: str) -> dict[str, object] | str:
    """The object; the reason if the line is none."""
    try:
        row, end = _DECODER.raw_decode(line if line[0] == "{" else line.lstrip())
    except (ValueError, RecursionError) as problem:
        return f"broken: the line is no JSON ({problem}); write one object a line"
    if line[0] == "{" and len(line) > end and not line[end:].isspace():
        return "broken: the line is more than a JSON object; write one object a line"
    return row if isinstance(row, dict) else "broken: the line is no JSON object; write one object a line"


def _blocks(lines: BoundedLines) -> Iterator[io.TextIOWrapper]:
    """The text in blocks of whole lines, each of which gives its lines, their ends as they are.

    One wrapper around all of it would lose what stands before the place where an archive breaks off.
    """
    stream = io.BufferedReader(lines, CHUNK_BYTES)
    open_line: list[bytes] = []
    while chunk := stream.read1(CHUNK_BYTES):
        end = chunk.rfind(b"\n") + 1
        if end:
            yield _wrapped(b"".join([*open_line, chunk[:end]]))
            open_line.clear()
        open_line.append(chunk[end:])
    yield _wrapped(b"".join(open_line))


def _wrapped(block: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(block), "utf-8", "surrogateescape", newline="")


def _names(reader: Iterator[list[str]]) -> list[str]:
    try:
        return next((cells for cells in reader if cells), [])
    except csv.Error as problem:
        raise UnreadableSource(f"broken: its first line is no row ({problem}); save the table again") from problem


def _csv_rows(
    reader: Iterator[list[str]], lines: BoundedLines, names: list[str], layout: _Layout
) -> Iterator[_Row]:
    width = len(names)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            # a cell that is too large; the next line is taken for a row again
            lines.take_record()
            yield _Row((), layout, too_large())
            continue
        if lines.take_record():
            yield _Row((), layout, too_large())
        elif cells is None:
            return
        elif len(cells) > width:
            reason = f"broken: the row has {len(cells)} cells, the table {width} columns; put the text in quotes"
            yield _Row((), layout, reason)
        elif (cells and cells[0][:1].isalnum()) or any(cell and not cell.isspace() for cell in cells):
            yield _Row(cells if len(cells) == width else cells + [""] * (width - len(cells)), layout)


def _utf8_lines(stream: BinaryIO) -> tuple[BoundedLines, str]:
    """The stream in UTF-8, without a byte order mark, in bounded lines; and the characters of its head.

    UnreadableSource if the head is empty or not legible.
    """
    head = stream.read(HEAD_BYTES)
    decoded = decode(_whole_characters(head))
    if decoded.encoding == "utf-8":
        lines = BoundedLines(stream.read, head.removeprefix(codecs.BOM_UTF8))
    else:
        recoded = io.BufferedReader(_Recoded(stream, head, decoded.encoding), CHUNK_BYTES)
        lines = BoundedLines(recoded.read1)
    return lines, decoded.text


def _whole_characters(head: bytes) -> bytes:
    """The head without the character that it may end in."""
    if len(head) < HEAD_BYTES:
        return head
    # NULs are in texts of two or four bytes a character
    return head[: len(head) // 4 * 4] if 0 in head else head.rstrip(_HIGH_BYTES) or head


class _Recoded(io.RawIOBase):
    """A stream in another encoding as UTF-8; UnreadableSource where more than MAX_BAD_SHARE of it does not decode."""

    def __init__(self, stream: BinaryIO, head: bytes, encoding: str) -> None:
        self._stream, self._encoding = stream, encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._seen = self._bad = 0
        self._ready = memoryview(self._recode(head))
        self._is_over = False

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """The next bytes, into the buffer; their number."""
        while not self._ready and not self._is_over:
            chunk = self._stream.read(CHUNK_BYTES)
            self._is_over = not chunk
            self._ready = memoryview(self._recode(chunk))
        target = memoryview(buffer).cast("B")
        size = min(len(target), len(self._ready))
        target[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _recode(self, chunk: bytes) -> bytes:
        text = self._decoder.decode(chunk, not chunk)
        self._seen += len(chunk)
        self._bad += text.count("\ufffd")
        if self._bad > MAX_BAD_SHARE * max(self._seen, HEAD_BYTES):
            raise UnreadableSource(
                f"invalid_{self._encoding.replace('-', '')}: {self._bad} of {self._seen} bytes do not decode"
                f" (the limit is {MAX_BAD_SHARE:.0%}); save the file as UTF-8"
            )
        return text.encode("utf-8", "replace")
