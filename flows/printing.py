"""What a person sees: tables, pages and log lines, without the terminal escapes that a text may hold."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    import polars as pl

LOGGER = "cooperation"
# A line, or a short word in the margin and a line
Line = Text | tuple[Text, Text]
MARGIN = 12
# The exit code that a shell tells of a program that SIGPIPE ended
BROKEN_PIPE = 141
# Off a terminal nothing is cut or wrapped
UNBOUNDED_WIDTH = 100_000
# A line of progress for each tenth of the work, where there is no terminal to draw a bar on
STEPS = 10
# Controls (C0, DEL, C1) move the cursor or color the terminal; the others turn the direction of what follows
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """The text on one line, without characters that a terminal obeys."""
    folded = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return "".join(char for char in folded if char not in BIDI and (char.isprintable() or char in "\xa0\u3000"))


def write_bytes(data: bytes) -> None:
    """Writes data to the standard output; ends the process quietly if its reader has gone."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Python flushes the standard output once more when it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(BROKEN_PIPE)


def print_page(markdown: str) -> None:
    """A Markdown page: drawn on a terminal, as it is elsewhere."""
    if sys.stdout.isatty():
        from rich.markdown import Markdown  # noqa: PLC0415  (a parser and all lexers of Pygments)

        Console().print(Markdown(markdown))
    else:
        write_bytes(f"{markdown.rstrip()}\n".encode())


def print_frame(frame: pl.DataFrame) -> None:
    """The rows as a table."""
    print_rows(frame.columns, ([_cell(value) for value in row] for row in frame.iter_rows()))


def print_lines(lines: Iterable[Line]) -> None:
    """Colored lines, those with a margin wrapped beside it; elsewhere than on a terminal neither."""
    if not sys.stdout.isatty():
        write_bytes("".join(f"{_flat(line)}\n" for line in lines).encode("utf-8", "replace"))
        return
    console = Console(highlight=False)
    for line in lines:
        if isinstance(line, Text):
            console.print(line)
        else:
            row = Table.grid()
            row.add_column(width=MARGIN, no_wrap=True)
            row.add_column(overflow="fold")
            row.add_row(*line)
            console.print(row)


def _flat(line: Line) -> str:
    if isinstance(line, Text):
        return line.plain.rstrip()
    margin, text = line
    return f"{margin.plain:<{MARGIN}}{text.plain}".rstrip()


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table; each row is one line off a terminal."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(plain(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    if sys.stdout.isatty():
        Console().print(table)
        return
    console = Console(file=io.StringIO(), width=UNBOUNDED_WIDTH, color_system=None, force_terminal=False)
    with console.capture() as shown:
        console.print(table)
    write_bytes(shown.get().encode("utf-8", "replace"))


def json_line(record: object) -> str:
    """A record as one line of JSON, dates in ISO form."""
    return json.dumps(record, ensure_ascii=False, default=str)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value) if not isinstance(value, dict | list) else json_line(value)


class _ConsoleHandler(logging.Handler):
    """Log lines above the progress bar, on the standard error."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a line."""
        style = "yellow" if record.levelno >= logging.WARNING else None
        self._console.print(Text(self.format(record), style=style or ""), soft_wrap=True)


def start_logging() -> Console:
    """Sends our log lines to the standard error; gives its console."""
    console = Console(stderr=True, highlight=False)
    logger = logging.getLogger(LOGGER)
    if not any(isinstance(handler, _ConsoleHandler) for handler in logger.handlers):
        handler = _ConsoleHandler(console)
        handler.setFormatter(_PlainFormatter("%(asctime)s %(message)s", "%H:%M:%S"))
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    return console


class _PlainFormatter(logging.Formatter):
    """Lines in which a file's name cannot move the cursor."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return plain(super().format(record))


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """Gives a function that shows what is done, how much of it, of how much: bars on a terminal, lines elsewhere."""
    if not console.is_terminal:
        yield progress_lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True)
    tasks: dict[str, TaskID] = {}

    def show(what: str, done: int, total: int) -> None:
        # Not before there is something to show: most runs have nothing to do
        bar.start()
        if what not in tasks:
            tasks[what] = bar.add_task(what, total=total)
        bar.update(tasks[what], completed=done, total=total)

    try:
        yield show
    finally:
        bar.stop()


def progress_lines() -> Callable[[str, int, int], None]:
    """A function that logs a line for each tenth of the work."""
    shown: dict[str, int] = {}

    def show(what: str, done: int, total: int) -> None:
        if total >= STEPS and done * STEPS // total > shown.get(what, 0):
            shown[what] = done * STEPS // total
            logging.getLogger(LOGGER).info("%s: %d of %d", what, done, total)

    return show
