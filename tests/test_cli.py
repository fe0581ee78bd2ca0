"""The command line: what goes where, refusals in one line, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from flows import cli
from flows.cli import EXIT_CODES, LOCKED, NOT_WRITABLE, OK, QUERY_FAILED, USAGE
from flows.output import Output
from flows.printing import BROKEN_PIPE
from tests.commands import COMMAND

TABLE = "select 'x' as name, 1 as number"


def run(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command in this process."""
    with pytest.raises(SystemExit) as ended:
        cli.main(list(arguments))
    out, err = capfd.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


@pytest.fixture
def record(tmp_path: Path) -> str:
    """An output folder with a warehouse of one table."""
    import duckdb  # noqa: PLC0415  (a warehouse made by hand)

    with duckdb.connect(str(tmp_path / "cooperation.duckdb")) as connection:
        connection.execute("create table names as from (values ('plain', 1), (chr(27) || '[31mred', 2)) t(name, n)")
    return str(tmp_path)


COMMANDS = sorted(cli.cli.commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_tells_how_it_is_used(capfd: pytest.CaptureFixture[str], command: str) -> None:
    code, out, _ = run(capfd, command, "--help")
    assert code == OK
    assert "Examples:" in out
    assert f"cooperation {command}" in out


def test_help_lists_the_exit_codes(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "--help")
    for code, meaning in EXIT_CODES.items():
        assert f"{code:3}  {meaning}" in out


def test_help_and_refusals_load_no_library() -> None:
    script = "import sys, flows.cli; sys.exit(bool({'prefect', 'spacy', 'polars'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("command", ["build", "ingest"])
@pytest.mark.parametrize("direct", [["--direct"], []])
def test_a_missing_folder_is_refused_before_any_work(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, command: str, direct: list[str]
) -> None:
    out = tmp_path / "out"
    code, stdout, stderr = run(capfd, command, str(tmp_path / "none"), "--out", str(out), *direct)
    assert (code, stdout) == (USAGE, "")
    assert stderr == f"cooperation: {tmp_path}/none: there is no such folder; name the folder of raw documents\n"
    assert not out.exists()


def test_an_output_that_cannot_be_written_is_refused(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "raw").mkdir()
    code, _, stderr = run(capfd, "build", str(tmp_path / "raw"), "--out", str(tmp_path / "file"))
    assert code == NOT_WRITABLE
    assert stderr.count("\n") == 1


def test_a_second_run_is_refused(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = Output(tmp_path / "out")
    out.prepare()
    (tmp_path / "raw").mkdir()
    with out.locked():
        code, _, stderr = run(capfd, "build", str(tmp_path / "raw"), "--out", str(out.root))
    assert code == LOCKED
    assert "another run is at work here" in stderr


@pytest.mark.parametrize(("command", "needs"), [("extract", "ingest"), ("normalize", "ingest")])
def test_a_stage_says_what_it_needs(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, command: str, needs: str
) -> None:
    code, _, stderr = run(capfd, command, "--out", str(tmp_path), "--direct")
    assert code == USAGE
    assert f"run `cooperation {needs}` first" in stderr


def test_a_load_without_parquet_fails_in_plain_words(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, stderr = run(capfd, "load", "--out", str(tmp_path), "--direct")
    assert code == cli.FAILED
    assert "build the record anew" in stderr
    assert "Traceback" not in stderr


@pytest.mark.parametrize(("form", "expected"), [
    ("table", "name  number \n─────────────\nx     1\n"), ("csv", "name,number\r\nx,1\r\n"),
    ("json", '[{"name": "x", "number": 1}]\n'),
])
def test_answers(capfd: pytest.CaptureFixture[str], record: str, form: str, expected: str) -> None:
    code, out, err = run(capfd, "query", TABLE, "--out", record, "--format", form)
    assert (code, err) == (OK, "")
    assert [line.split() for line in out.splitlines()] == [line.split() for line in expected.splitlines()]


def test_terminal_escapes_in_answers_are_stripped(capfd: pytest.CaptureFixture[str], record: str) -> None:
    _, out, _ = run(capfd, "query", "from names", "--out", record)
    assert "\x1b" not in out
    assert "[31mred" in out


def test_an_answer_can_go_to_a_file(capfd: pytest.CaptureFixture[str], record: str, tmp_path: Path) -> None:
    file = tmp_path / "answer.parquet"
    ended = run(capfd, "query", "from names", "--out", record, "--format", "parquet", "--file", str(file))
    assert ended == (OK, "", "")
    assert file.read_bytes()[:4] == b"PAR1"


def test_a_cut_answer_says_so(capfd: pytest.CaptureFixture[str], record: str) -> None:
    _, out, err = run(capfd, "query", "from range(5)", "--out", record, "--max-rows", "2")
    assert len(out.splitlines()) == 4
    assert err == "Only the first 2 rows are shown; --max-rows shows more, --format csv all.\n"


@pytest.mark.parametrize("sql", ["drop table names", "select nothing from names", "copy names to 'x.csv'", ""])
def test_a_question_without_an_answer(capfd: pytest.CaptureFixture[str], record: str, sql: str) -> None:
    code, out, err = run(capfd, "query", sql, "--out", record)
    assert (code, out) == (QUERY_FAILED, "")
    assert err.startswith("cooperation: ")


def test_no_warehouse(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capfd, "query", TABLE, "--out", str(tmp_path))[0] == QUERY_FAILED
    assert run(capfd, "status", "--out", str(tmp_path))[0] == USAGE


def test_tables_are_listed_with_their_columns(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "tables", "--format", "json")
    assert {"sources", "events", "checks"} <= {row["table"] for row in json.loads(out)}
    _, out, _ = run(capfd, "tables", "quotes")
    assert "speaker_id" in out
    assert run(capfd, "tables", "nothing")[0] == USAGE


def test_questions_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "questions")
    assert "who_met_whom" in out
    assert run(capfd, "questions", "nothing")[0] == USAGE


@pytest.mark.parametrize(("line", "message"), [
    ("{", "not a line of JSON"), ('{"doc": "a"}', 'needs "doc" and "text"'), ("[]", 'needs "doc"'),
    ('{"doc": "a", "text": "b", "dct": "soon"}', "not a date such as"),
])
def test_a_line_that_is_no_document_is_named(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, line: str, message: str
) -> None:
    lines = tmp_path / "in.jsonl"
    lines.write_text(f"\n{line}\n")
    code, out, err = run(capfd, "annotate", "--jsonl", str(lines))
    assert (code, out) == (USAGE, "")
    assert f"{lines}:2: " in err
    assert message in err


def test_a_file_that_is_no_text_is_refused(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    code, _, err = run(capfd, "annotate", str(tmp_path / "page.pdf"))
    assert code == USAGE
    assert "broken: the PDF cannot be opened" in err


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = [*COMMAND, "tables", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == BROKEN_PIPE


def test_colors_are_for_terminals() -> None:
    answer = subprocess.run([*COMMAND, "questions"], capture_output=True, check=True,
                            env={**os.environ, "FORCE_COLOR": "", "NO_COLOR": "1"})
    assert b"\x1b" not in answer.stdout


def test_usage_errors_have_the_code_of_click() -> None:
    assert click.UsageError.exit_code == USAGE
