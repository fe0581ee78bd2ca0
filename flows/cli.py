"""The command `cooperation`. What a command needs is imported in it, so that `--help` and refusals are quick."""

from __future__ import annotations

import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import click

from flows.exporting import export
from flows.knowledge import knowledge, knowledge_option
from flows.output import Effort, MissingInput, Output, RunStopped, check_places
from flows.printing import (
    BROKEN_PIPE,
    json_line,
    plain,
    print_frame,
    print_lines,
    print_page,
    print_rows,
    progress_bar,
    start_logging,
    write_bytes,
)

if TYPE_CHECKING:
    import polars as pl

    from flows.account import Account
    from flows.extraction import Progress

OK, FAILED, USAGE, LOCKED, NOT_WRITABLE, QUERY_FAILED = range(6)
INTERRUPTED, TERMINATED = 130, 143
EXIT_CODES = {
    OK: "done", FAILED: "the build or a check failed; the old warehouse stands", USAGE: "wrong usage or missing input",
    LOCKED: "another run is at work in the output folder", NOT_WRITABLE: "the output folder cannot be written to",
    QUERY_FAILED: "the question got no answer", INTERRUPTED: "interrupted (Ctrl-C); run again to go on",
    BROKEN_PIPE: "the reader of the output went away", TERMINATED: "terminated; run again to go on",
}
DEFAULT_OUT = Path("warehouse/data")
TABLE_ROWS = 1_000


class Terminated(KeyboardInterrupt):
    """SIGTERM, taken like Ctrl-C: what is done stays done."""


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _exit_codes() -> str:
    return "\b\nExit codes:\n" + "\n".join(f"  {code:3}  {meaning}" for code, meaning in EXIT_CODES.items())


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_exit_codes())
@click.version_option(package_name="cooperation-record")
def cli() -> None:
    """Turns raw public documents about NATO-EU cooperation into Parquet and a DuckDB warehouse.

    Results go to the standard output, progress and log lines to the standard error.
    """


cli.add_command(knowledge)
cli.add_command(export)


def main(arguments: list[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with one of EXIT_CODES."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = cli.main(arguments, standalone_mode=False)
    except (click.ClickException, click.Abort, KeyboardInterrupt, RunStopped) as problem:
        code = _tell(problem)
    sys.exit(code if isinstance(code, int) else OK)


def _tell(problem: BaseException) -> int:
    """Says in one line what stopped the command; gives the exit code."""
    if isinstance(problem, click.ClickException):
        problem.show()
        return problem.exit_code
    if isinstance(problem, RunStopped):
        lines = [plain(line) for line in str(problem).splitlines()]
        click.echo("\n".join(["cooperation: " + lines[0], *lines[1:]]), err=True)
        return problem.exit_code
    # click turns every KeyboardInterrupt into its Abort
    is_terminated = isinstance(problem.__cause__ or problem, Terminated)
    click.echo("cooperation: interrupted; what is done is kept, run the same command again to go on", err=True)
    return TERMINATED if is_terminated else INTERRUPTED


def _terminate(_number: int, _frame: object) -> NoReturn:
    raise Terminated


raw_argument = click.argument("raw", default=Path("raw"), type=click.Path(path_type=Path))
out_option = click.option("--out", default=DEFAULT_OUT, show_default=True, type=click.Path(path_type=Path),
                          help="Output folder.")
workers_option = click.option("--workers", type=click.IntRange(min=1), help="Worker processes; by default one a core.")
retry_option = click.option("--retry", is_flag=True,
                            help="Try again what took too much time or memory before.")
direct_option = click.option("--direct", is_flag=True, help="Without Prefect: seconds sooner, the same bytes.")


@cli.command(epilog=_examples(
    "cooperation build", "cooperation build press/ --out /data/record", "cooperation build --direct --workers 2"))
@raw_argument
@out_option
@direct_option
@workers_option
@retry_option
@knowledge_option
def build(raw: Path, out: Path, direct: bool, workers: int | None, retry: bool) -> None:
    """Builds the record from the folder RAW (default: raw) and prints the account.

    Only what is new or changed is extracted. The old warehouse stays until the new one has passed its checks.
    """
    _run("build", raw, Output(out), direct, Effort(workers, retry))


@cli.command(epilog=_examples("cooperation ingest press/ --out /data/record"))
@raw_argument
@out_option
@direct_option
@workers_option
@retry_option
def ingest(raw: Path, out: Path, direct: bool, workers: int | None, retry: bool) -> None:
    """First stage alone: lists the files of RAW and reads those that are new or changed."""
    _run("ingest", raw, Output(out), direct, Effort(workers, retry))


@cli.command(epilog=_examples("cooperation extract --workers 4"))
@out_option
@direct_option
@workers_option
@retry_option
@knowledge_option
def extract(out: Path, direct: bool, workers: int | None, retry: bool) -> None:
    """Second stage alone: extracts the texts that have no result yet."""
    _run("extract", None, Output(out), direct, Effort(workers, retry))


@cli.command(epilog=_examples("cooperation normalize"))
@out_option
@direct_option
@knowledge_option
def normalize(out: Path, direct: bool) -> None:
    """Third stage alone: relates the whole record and writes its tables as Parquet."""
    _run("normalize", None, Output(out), direct)


@cli.command(epilog=_examples("cooperation load"))
@out_option
@direct_option
def load(out: Path, direct: bool) -> None:
    """Last stage alone: builds the warehouse from the Parquet, checks it and swaps it in."""
    _run("load", None, Output(out), direct)


def _run(name: str, raw: Path | None, out: Output, direct: bool, effort: Effort | None = None) -> None:
    """Runs a flow, or its stages alone, after what can be refused at once was refused; prints the account."""
    if raw is not None:
        check_places(raw, out)
    out.prepare()
    with out.locked():
        pass
    with progress_bar(start_logging()) as progress:
        run = _run_direct if direct else _run_flow
        account = run(name, raw, out, effort or Effort(), progress)
    print_page(account.markdown())


def _run_direct(name: str, raw: Path | None, out: Output, effort: Effort, progress: Progress) -> Account:
    from flows.stages import direct_steps, run_steps  # noqa: PLC0415

    steps = direct_steps(out, raw, effort, progress)
    return run_steps(out, steps if name == "build" else {name: steps[name]})


def _run_flow(name: str, raw: Path | None, out: Output, effort: Effort, progress: Progress) -> Account:
    from flows.settings import set_prefect_defaults  # noqa: PLC0415

    set_prefect_defaults()
    from prefect.exceptions import TerminationSignal  # noqa: PLC0415

    from flows.build import run_flow  # noqa: PLC0415

    try:
        return run_flow(name, raw, out, effort, progress)
    except TerminationSignal as error:
        raise Terminated from error


@cli.command(epilog=_examples(
    "cooperation query \"select title, published_date from documents order by 2\"",
    "cooperation query \"from who_met_whom\" --format csv > met.csv",
    "cooperation query - --format parquet --file met.parquet < met.sql"))
@click.argument("sql")
@out_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table",
              show_default=True)
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="Write the answer to this file.")
@click.option("--max-rows", type=click.IntRange(min=1),
              help=f"At most so many rows; {TABLE_ROWS} for a table unless told otherwise.")
def query(sql: str, out: Path, form: str, file: Path | None, max_rows: int | None) -> None:
    """Answers one SELECT from the warehouse, which is read-only here. SQL "-" is read from the standard input."""
    text = sys.stdin.read() if sql == "-" else sql
    _answer(text, out, form, file, max_rows)


@cli.command(epilog=_examples("cooperation questions", "cooperation questions who_met_whom --format csv"))
@click.argument("name", required=False)
@out_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "parquet"]), default="table",
              show_default=True)
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="Write the answer to this file.")
@click.option("--max-rows", type=click.IntRange(min=1), help="At most so many rows.")
def questions(name: str | None, out: Path, form: str, file: Path | None, max_rows: int | None) -> None:
    """Lists the questions that analysts ask, or answers the one called NAME."""
    from warehouse.query import analyst_queries  # noqa: PLC0415

    known = {question.name: question for question in analyst_queries()}
    if name is None:
        print_rows(("name", "question"), ((question.name, question.description) for question in known.values()))
    elif name in known:
        _answer(known[name].sql, out, form, file, max_rows)
    else:
        raise click.UsageError(f"there is no question {name!r}; `cooperation questions` lists them")


@cli.command(epilog=_examples(
    "cooperation tables", "cooperation tables mentions", "cooperation tables --format markdown > dictionary.md"))
@click.argument("table", required=False)
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "markdown"]), default="table",
              show_default=True)
def tables(table: str | None, form: str) -> None:
    """Shows the data dictionary: the tables, or the columns of one TABLE."""
    from flows.dictionary import columns_frame, tables_frame  # noqa: PLC0415

    if form == "markdown":
        from warehouse.dictionary import dictionary_markdown  # noqa: PLC0415

        print_page(dictionary_markdown())
        return
    frame = columns_frame(table) if table else tables_frame()
    if frame.is_empty():
        raise click.UsageError(f"there is no table {table!r}; `cooperation tables` lists them")
    _print(frame, form, None)


@cli.command(epilog=_examples("cooperation status --out /data/record"))
@out_option
def status(out: Path) -> None:
    """Prints the account of the last run."""
    output = Output(out)
    if holder := output.holder():
        click.echo(f"A run is at work here (process {holder}).", err=True)
    try:
        print_page(output.account.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise MissingInput(f"{out}: no run has ended here; run `cooperation build` first") from error


@cli.command(epilog=_examples(
    "cooperation annotate statement.txt --on 2023-01-10",
    "echo 'Mr Stoltenberg met the President.' | cooperation annotate",
    "cooperation annotate --jsonl texts.jsonl > annotations.jsonl"))
@click.argument("file", default="-", type=click.File("rb"))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="The document's date.")
@click.option("--jsonl", type=click.File("rb"), help='Read many: lines {"doc": …, "dct": "2023-01-10", "text": …}.')
@knowledge_option
def annotate(file: BinaryIO, day: datetime | None, jsonl: BinaryIO | None) -> None:
    """Prints what the stages see in a text, without a warehouse: one line of JSON a document.

    Offsets count code points of the given text.
    """
    from flows.annotation import annotate_file, annotate_lines  # noqa: PLC0415

    records = annotate_lines(jsonl) if jsonl else annotate_file(file, day)
    for record in records:
        write_bytes(f"{json_line(record)}\n".encode("utf-8", "surrogatepass"))


@cli.command(epilog=_examples(
    "cooperation dates statement.txt --on 2023-01-11", "cooperation dates letter.pdf --rejected",
    "echo 'They met last week.' | cooperation dates - --on 2023-01-11 --format json"))
@click.argument("file", type=click.File("rb"))
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]),
              help="The day to count from in all of the file; by default each document's own date.")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--rejected", is_flag=True, help="Also what looks like a date and is none, with the reason.")
@knowledge_option
def dates(file: BinaryIO, day: datetime | None, form: str, rejected: bool) -> None:
    """Shows the temporal expressions of FILE ("-" is the standard input) and what they stand for.

    It loads no model. Offsets count code points of the text that was read.
    """
    from flows.dating import date_file, print_dates  # noqa: PLC0415

    print_dates(date_file(file, day.date() if day else None, with_rejected=rejected), form)


@cli.command(epilog=_examples(
    "cooperation inspect press/statement.html", "cooperation inspect press/archive.zip --member page.html",
    "cooperation inspect letter.pdf --format json | python3 -m json.tool"))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True))
@click.option("--member", help="One of the files in a file that holds others.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@knowledge_option
def inspect(file: Path, member: str | None, form: str) -> None:
    """Shows what the pipeline sees in a file: its facts and where each stands, passages, what was left out.

    A file that cannot be read is shown with the reason for which a build would put it in quarantine.
    """
    from flows.inspection import Request, as_record, inspect_file, report  # noqa: PLC0415
    from transforms.model import UnreadableSource  # noqa: PLC0415
    from transforms.reading.folder import mapping_beside  # noqa: PLC0415

    if not file.is_file():
        raise click.UsageError(f"{file}: it is no regular file")
    try:
        mapping = mapping_beside(file)
    except UnreadableSource as problem:
        raise click.UsageError(f"{file}: {problem}") from problem
    wanted = member.removeprefix(f"{file.name}!/") if member else None
    request = Request(file.name, file, member=wanted, mapping=mapping.encode() if mapping is not None else None)
    texts = inspect_file(request)
    if form == "json":
        for text in texts:
            write_bytes(f"{json_line(as_record(text))}\n".encode("utf-8", "surrogatepass"))
    else:
        print_lines(report(request, texts))


def _answer(sql: str, out: Path, form: str, file: Path | None, max_rows: int | None) -> None:
    from warehouse.query import QueryError, run_query  # noqa: PLC0415

    limit = max_rows or (TABLE_ROWS if form == "table" and file is None else None)
    try:
        frame = run_query(Output(out).database, sql, limit + 1 if limit else None)
    except QueryError as error:
        raise NoAnswer(str(error)) from error
    _print(frame.head(limit) if limit else frame, form, file)
    if limit and frame.height > limit:
        click.echo(f"Only the first {limit} rows are shown; --max-rows shows more, --format csv all.", err=True)


class NoAnswer(RunStopped):
    """A question that got no answer."""

    exit_code = QUERY_FAILED


def _print(frame: pl.DataFrame, form: str, file: Path | None) -> None:
    from warehouse import query as answers  # noqa: PLC0415

    renderers = {"csv": answers.render_csv, "json": answers.render_json, "parquet": answers.render_parquet}
    if form == "table" and file is None:
        print_frame(frame)
        return
    data = renderers["csv" if form == "table" else form](frame)
    if file is not None:
        _write(file, data)
    elif form == "parquet" and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal: name a file with --file")
    else:
        write_bytes(data)


def _write(file: Path, data: bytes) -> None:
    try:
        file.write_bytes(data)
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from error
