"""The temporal expressions of one file, shown to a reader or handed to another program; it loads no model."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

import click
from rich.text import Text

from flows.given import read_given
from flows.printing import Line, json_line, plain, print_lines, print_rows, write_bytes
from transforms.dates import find_dates
from transforms.dates.of_document import UNDATED_KINDS, date_zones, settle
from transforms.model import SourceText, Span, TimeExpression, UnreadableSource

if TYPE_CHECKING:
    from transforms.dates import Rejected

ON = "--on"
HEADINGS = ("start-end", "surface", "type", "value", "interval", "precision", "modifier", "basis", "status", "rule")
# As in the table `dates`
COLUMNS = ("start_char", "end_char", "surface", "timex_type", "timex_value", "start_date", "end_date", "precision",
           "modifier", "basis", "anchor_date", "rule", "status")
STYLES = {"resolved": "bold green", "vague": "bold cyan", "unresolved": "bold red", "conflict": "bold magenta"}
# Of a stretch of a line without expressions so much is shown, else only its ends
GAP_CHARS, END_CHARS = 240, 100
# What a table puts between two columns
COLUMN_GAP = 3
# With these a cell begins that a spreadsheet takes for a formula
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text whose expressions are counted from one day, None if it is unknown; `basis` is who tells it.

    Zones are offsets into the stretch.
    """

    start: int
    end: int
    zones: tuple[Span, ...]
    day: date | None = None
    basis: str | None = None
    said_at: Span | None = None


@dataclass(frozen=True, slots=True)
class DatedText:
    """A file's text, its expressions and what was rejected, with offsets into the whole text, sorted."""

    name: str
    text: str
    parts: tuple[Part, ...]
    dates: tuple[TimeExpression, ...]
    rejected: tuple[Rejected, ...] | None = None

    @property
    def open_count(self) -> int:
        """How many expressions lack the day that they are counted from."""
        return sum(e.anchor_date is None and e.basis == "relative_to_publication" for e in self.dates)


def date_file(file: BinaryIO, day: date | None, *, with_rejected: bool = False) -> DatedText:
    """The expressions of a file, counted from the day or else from those its documents tell; a usage error if no text.

    A day that is given counts for all of the file, also for the entries of a listing.
    """
    try:
        source = read_given(file.read(), file.name)
    except UnreadableSource as problem:
        raise click.UsageError(f"{file.name}: {problem}") from problem
    parts = tuple(_parts(source, day))
    dates = [expression for part in parts for expression in _dates(source.text, part)]
    rejected = [each for part in parts for each in _rejected(source.text, part)] if with_rejected else None
    return DatedText(file.name, source.text, parts, tuple(sorted(dates, key=_start)),
                     tuple(sorted(rejected, key=_start)) if rejected is not None else None)


def _start(found: TimeExpression | Rejected) -> int:
    return found.start


def _parts(source: SourceText, day: date | None) -> Iterator[Part]:
    is_plain = source.media_type == "text/plain"
    if is_plain and day is not None:
        yield Part(0, len(source.text), (Span(0, len(source.text)),), day, ON)
        return
    # The wording of all publishers, half a second: only where the text must tell its day or its layout
    from transforms.splitting import split_source  # noqa: PLC0415

    for document in split_source(source, ""):
        # A file with a layout of its own has passages that date nothing; plain text is read whole
        zones = date_zones(document.passages, ("entry",) if is_plain else UNDATED_KINDS)
        part = Part(document.source_start_char, document.source_end_char, tuple(zones))
        if day is not None:
            yield replace(part, day=day, basis=ON)
        elif document.published is not None and document.published_date is not None:
            yield replace(part, day=document.published_date, basis=document.published.basis,
                          said_at=document.published.span)
        else:
            yield part


def _dates(text: str, part: Part) -> Iterator[TimeExpression]:
    found = find_dates(text[part.start:part.end], part.day, part.zones)
    for expression in settle(found, part.said_at, part.day):
        yield replace(expression, start=expression.start + part.start, end=expression.end + part.start)


def _rejected(text: str, part: Part) -> Iterator[Rejected]:
    from transforms.dates import find_rejected  # noqa: PLC0415

    for found in find_rejected(text[part.start:part.end], part.zones):
        yield replace(found, start=found.start + part.start, end=found.end + part.start)


# --- what a reader sees -----------------------------------------------------------------------------------------------


def print_dates(dated: DatedText, form: str) -> None:
    """Prints lines and tables, or JSON or CSV, which tell on the standard error what stays open."""
    if form == "table":
        _print_tables(dated)
        return
    if dated.open_count:
        click.echo(f"cooperation: {_open_note(dated)}", err=True)
    shown = _json(dated) if form == "json" else _csv(dated)
    write_bytes(shown.encode("utf-8", "surrogatepass"))


def _print_tables(dated: DatedText) -> None:
    print_lines([*(Text(note, style="dim") for note in _notes(dated)), Text(), *_marked_lines(dated)])
    if dated.dates:
        print_lines([Text()])
        _print_rows([_row(expression) for expression in dated.dates])
    if dated.rejected is not None:
        print_lines([Text(), Text("Rejected", style="bold"), Text()])
        print_rows(("start-end", "surface", "reason"),
                   ((f"{each.start}-{each.end}", each.surface, each.reason) for each in dated.rejected))


def _notes(dated: DatedText) -> Iterator[str]:
    """From which day expressions are counted, who tells it, and what stays open without it."""
    told = sorted({part.day for part in dated.parts if part.day})
    bases = " or ".join(sorted({part.basis for part in dated.parts if part.basis}))
    if bases == ON:
        yield f"Counted from {told[0]} ({ON})."
    elif len(dated.parts) > 1 and told:
        yield f"Counted from the own date of each document in it, {told[0]} to {told[-1]} ({bases})."
    elif told:
        yield f"Counted from {told[0]}, the document's own date ({bases})."
    if dated.open_count:
        yield _open_note(dated)
    elif not told:
        yield "The document's date is not known, and nothing is counted from it."
    if not dated.dates:
        yield "No temporal expressions."


def _open_note(dated: DatedText) -> str:
    return (f"Unresolved for want of the document's date: {dated.open_count} of {len(dated.dates)} expressions;"
            f" give it with {ON}.")


def _print_rows(rows: Sequence[Sequence[str]]) -> None:
    """A table; on a terminal that is too narrow for it two lines an expression."""
    widths = [max(len(cell) for cell in column) + COLUMN_GAP for column in zip(HEADINGS, *rows, strict=True)]
    if not sys.stdout.isatty() or sum(widths) <= shutil.get_terminal_size().columns:
        print_rows(HEADINGS, rows)
        return
    for span, surface, *told in rows:
        details = "  ".join(cell for cell in told if cell)
        print_lines([Text.assemble((f"{span}  ", "dim"), (plain(surface), "bold")), Text(f"    {plain(details)}")])


def _row(expression: TimeExpression) -> tuple[str, ...]:
    e = expression
    return (f"{e.start}-{e.end}", e.surface, e.timex_type, e.timex_value or "", _interval(e), e.precision or "",
            e.modifier or "", e.basis, e.status, e.rule)


def _interval(expression: TimeExpression) -> str:
    """ "2023-01-02..2023-01-08", one day alone, ".." before or behind an open end."""
    start, end = expression.start_date, expression.end_date
    if start is None and end is None:
        return ""
    return str(start) if start == end else f"{start or ''}..{end or ''}"


def _marked_lines(dated: DatedText) -> Iterator[Line]:
    """The lines that have expressions, each with its number and the expressions highlighted."""
    text, number, counted = dated.text, 1, 0
    for start, end, found in _blocks(text, dated.dates):
        number += text.count("\n", counted, start)
        counted = start
        yield Text(f"{number:>6}", style="dim"), _marked(text, start, end, found)


def _blocks(text: str, dates: Sequence[TimeExpression]) -> Iterator[tuple[int, int, list[TimeExpression]]]:
    """Start and end of each run of lines that expressions share, with the expressions."""
    block: list[TimeExpression] = []
    start = end = 0
    for expression in dates:
        if block and expression.start < end:
            end = max(end, _line_end(text, expression.end)) if expression.end > end else end
        else:
            if block:
                yield start, end, block
            start = max(end, text.rfind("\n", end, expression.start) + 1)
            block, end = [], _line_end(text, expression.end)
        block.append(expression)
    if block:
        yield start, end, block


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _marked(text: str, start: int, end: int, found: Sequence[TimeExpression]) -> Text:
    line, at = Text(), start
    for expression in found:
        line.append(_gap(plain(text[at:expression.start]), is_first=at == start))
        line.append(plain(text[expression.start:expression.end]), style=STYLES[expression.status])
        at = expression.end
    return line.append(_gap(plain(text[at:end]), is_last=True))


def _gap(words: str, *, is_first: bool = False, is_last: bool = False) -> str:
    if len(words) <= GAP_CHARS:
        return words.lstrip() if is_first else words
    head = "" if is_first else words[:END_CHARS]
    return f"{head} … {'' if is_last else words[-END_CHARS:]}"


# --- what another program gets ----------------------------------------------------------------------------------------


def _record(expression: TimeExpression) -> dict[str, object]:
    e = expression
    return dict(zip(COLUMNS, (e.start, e.end, e.surface, e.timex_type, e.timex_value, e.start_date, e.end_date,
                              e.precision, e.modifier, e.basis, e.anchor_date, e.rule, e.status), strict=True))


def _json(dated: DatedText) -> str:
    anchors = [{"start_char": part.start, "end_char": part.end, "anchor_date": part.day, "basis": part.basis}
               for part in dated.parts]
    told = {"doc": dated.name, "anchors": anchors, "dates": [_record(expression) for expression in dated.dates]}
    if dated.rejected is not None:
        told["rejected"] = [{"start_char": each.start, "end_char": each.end, "surface": each.surface,
                             "reason": each.reason} for each in dated.rejected]
    return f"{json_line(told)}\n"


def _csv(dated: DatedText) -> str:
    """The columns of the table `dates`; what was rejected has the status `rejected`, and as its rule the reason."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    rows = [_record(expression) for expression in dated.dates]
    rows += [{"start_char": each.start, "end_char": each.end, "surface": each.surface, "rule": each.reason,
              "status": "rejected"} for each in dated.rejected or ()]
    for row in sorted(rows, key=lambda row: str(row["start_char"]).zfill(12)):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return stream.getvalue()


def _cell(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(_FORMULA)
    return f"'{value}" if is_formula else value
