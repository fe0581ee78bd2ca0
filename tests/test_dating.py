"""`cooperation dates`: what a reader and another program are shown of a text, and from which day it is counted."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from flows import cli, dating
from flows.cli import OK, USAGE
from flows.dating import date_file, print_dates
from tests.commands import COMMAND
from transforms.dates import find_rejected
from transforms.model import HeaderFacts, SourceText

TEXT = """Envoys meet in Bonn

10 January 2023

The envoys met last week and on Friday,
5 January.\x1b[31m They will meet again in March.
"""
UNDATED = "They met last week and on 3 May 2018.\n"
PAGE = """<html lang="en"><head><title>Envoys meet | Press</title></head><body>
<nav>Home News of today</nav><main><h1>Envoys meet in Bonn</h1><p class="date">4 June 2019</p>
<p>The envoys of both bodies met in Bonn on Monday and went through the list of open points, one after the other.</p>
<p>They will meet again before the summer, the two sides said in a joint note to the members.</p></main>
<footer>Legal notice 2019</footer></body></html>"""
LISTING = "".join(f"""{day} Nov. 2018

Visit to {place}

The Secretary General went to {place} yesterday.

""" for day, place in ((23, "Paris"), (20, "Oslo"), (12, "Rome"), (9, "Riga")))
SECONDS, MOST_TIMES_HELP, TRIES = 0.7, 2.0, 3


def shown(capfd: pytest.CaptureFixture[str], tmp_path: Path, text: str, *options: str, name: str = "a.txt") -> str:
    """What the command prints for a file with the text."""
    (tmp_path / name).write_bytes(text.encode())
    with pytest.raises(SystemExit) as ended:
        cli.main(["dates", str(tmp_path / name), *options])
    assert ended.value.code == OK
    return capfd.readouterr().out


def values(answer: str) -> dict[str, tuple[object, object]]:
    """Value and status of each surface in the JSON."""
    return {row["surface"]: (row["timex_value"], row["status"]) for row in json.loads(answer)["dates"]}


def test_lines_and_a_table_are_shown(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    lines = [line.rstrip() for line in shown(capfd, tmp_path, TEXT, "--on", "2023-01-11").splitlines()]
    assert lines[0] == "Counted from 2023-01-11 (--on)."
    assert lines[2:4] == [
        "     3      10 January 2023",
        "     5      The envoys met last week and on Friday, 5 January.[31m They will meet again in March."]
    assert lines[5].split() == [
        "start-end", "surface", "type", "value", "interval", "precision", "modifier", "basis", "status", "rule"]
    assert lines[7].split("   ")[0] == "21-36"
    week = lines[8].split()
    assert week[:6] == ["53-62", "last", "week", "DATE", "2023-W01", "2023-01-02..2023-01-08"]
    assert week[6:] == ["week", "relative_to_publication", "resolved", "turn_unit"]


def test_the_documents_own_date_is_the_anchor(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert shown(capfd, tmp_path, TEXT).startswith("Counted from 2023-01-10, the document's own date (header).\n")
    told = json.loads(shown(capfd, tmp_path, TEXT, "--format", "json"))
    assert told["anchors"] == [
        {"start_char": 0, "end_char": len(TEXT), "anchor_date": "2023-01-10", "basis": "header"}]


def test_what_needs_an_unknown_day_stays_open_and_is_told(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    note = "Unresolved for want of the document's date: 1 of 2 expressions; give it with --on."
    assert shown(capfd, tmp_path, UNDATED).splitlines()[0] == note
    answer = shown(capfd, tmp_path, UNDATED, "--format", "json")
    assert values(answer) == {"last week": (None, "unresolved"), "3 May 2018": ("2018-05-03", "resolved")}
    with pytest.raises(SystemExit):
        cli.main(["dates", str(tmp_path / "a.txt"), "--format", "csv"])
    assert capfd.readouterr().err == f"cooperation: {note}\n"


@pytest.mark.parametrize(("text", "note"), [
    ("In May 2018.", "The document's date is not known, and nothing is counted from it."),
    ("No day.", "No temporal expressions."),
])
def test_nothing_to_count_is_told(capfd: pytest.CaptureFixture[str], tmp_path: Path, text: str, note: str) -> None:
    assert note in shown(capfd, tmp_path, text).splitlines()


def test_each_entry_of_a_listing_is_counted_from_its_own_day(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = json.loads(shown(capfd, tmp_path, LISTING, "--format", "json"))
    days = [row["timex_value"] for row in told["dates"] if row["surface"] == "yesterday"]
    assert days == ["2018-11-22", "2018-11-19", "2018-11-11", "2018-11-08"]
    assert [LISTING[row["start_char"]:row["end_char"]] for row in told["dates"]] == [
        row["surface"] for row in told["dates"]]
    first = shown(capfd, tmp_path, LISTING).splitlines()[0]
    assert first == "Counted from the own date of each document in it, 2018-11-09 to 2018-11-23 (listing_entry)."
    answer = json.loads(shown(capfd, tmp_path, LISTING, "--on", "2020-01-01", "--format", "json"))
    assert {row["timex_value"] for row in answer["dates"] if row["surface"] == "yesterday"} == {"2019-12-31"}


def test_a_page_is_read_without_what_leads_around_it(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    answer = shown(capfd, tmp_path, PAGE, "--format", "json", name="a.html")
    assert values(answer) == {
        "4 June 2019": ("2019-06-04", "resolved"), "Monday": ("2019-06-03", "resolved"),
        "the summer": ("2019-SU", "resolved")}


def test_a_numeric_day_at_the_head_is_settled_by_the_publisher(monkeypatch: pytest.MonkeyPatch) -> None:
    source = SourceText(TEXT.replace("10 January 2023", "11/12/2017"), "text/plain", "utf-8",
                        facts=HeaderFacts(url="https://www.nato.int/news"))
    monkeypatch.setattr(dating, "read_given", lambda *_: source)
    file = io.BytesIO()
    file.name = "page"
    first, week, *_ = date_file(file, None).dates
    assert (first.timex_value, first.status, first.start_date) == ("2017-12-11", "resolved", date(2017, 12, 11))
    assert week.timex_value == "2017-W49"


def test_csv_has_the_columns_of_the_table_and_no_formulas(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = 'It was "10\nJuly 2018", then UNSCR 1325.'
    answer = shown(capfd, tmp_path, text, "--on", "2019-01-01", "--format", "csv", "--rejected")
    rows = list(csv.DictReader(io.StringIO(answer, newline="")))
    assert rows[0]["surface"] == "10\nJuly 2018"
    assert rows[0]["timex_value"] == "2018-07-10"
    assert all(row["rule"] for row in rows)
    assert [int(row["start_char"]) for row in rows] == sorted(int(row["start_char"]) for row in rows)


def test_what_was_rejected_is_shown_with_the_reason(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "On 3 May 2018 they welcomed resolution 1973 and photo-2019.jpg."
    (first, *_) = find_rejected(text)
    assert text[first.start:first.end] == first.surface
    answer = shown(capfd, tmp_path, text, "--rejected")
    below = answer[answer.index("Rejected"):]
    assert f"{first.start}-{first.end}" in below
    assert first.reason in below
    told = json.loads(shown(capfd, tmp_path, text, "--rejected", "--format", "json"))
    assert told["rejected"][0] == {
        "start_char": first.start, "end_char": first.end, "surface": first.surface, "reason": first.reason}


def test_long_lines_are_cut_between_expressions(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = "word " * 20_000 + "on 3 May 2018" + " word" * 20_000 + ", on 4 May 2018" + " word" * 20_000
    line = shown(capfd, tmp_path, text, "--on", "2019-01-01").splitlines()[2]
    assert "3 May 2018" in line
    assert "4 May 2018" in line
    assert line.count("…") == 3
    assert len(line) < 500


@pytest.mark.parametrize(("data", "message"), [
    (b"", "empty: "), (b"\x7fELF" + bytes(100), "unsupported: ELF program is not read"),
])
def test_a_file_without_text_is_refused(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, data: bytes, message: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    with pytest.raises(SystemExit) as ended:
        cli.main(["dates", str(tmp_path / "a.txt")])
    assert ended.value.code == USAGE
    assert message in capfd.readouterr().err


def test_many_dates_on_one_line_take_a_moment(capfd: pytest.CaptureFixture[str]) -> None:
    file = io.BytesIO(b"on 3 May 2018, " * 1_000)
    file.name = "many"
    print_dates(date_file(file, date(2019, 1, 1)), "table")
    assert capfd.readouterr().out.count("day_month") == 1_000


def test_a_terminal_shows_colors_and_two_lines_where_it_is_narrow(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    shown_by_width = {}
    for width in ("60", "250"):
        ours, theirs = pty.openpty()
        with subprocess.Popen([*COMMAND, "dates", str(tmp_path / "a.txt"), "--on", "2023-01-11"], stdout=theirs,
                              env={**os.environ, "COLUMNS": width, "TERM": "xterm"}) as process:
            os.close(theirs)
            shown_by_width[width] = _read_all(ours)
        assert process.returncode == OK
    assert "\x1b[1;32mlast week\x1b[0m" in shown_by_width["60"]
    assert "\x1b[31m They" not in shown_by_width["60"]
    assert "    DATE  2023-W01  2023-01-02..2023-01-08  week" in shown_by_width["60"]
    assert "precision" not in shown_by_width["60"]
    assert "precision" in shown_by_width["250"]


def _read_all(terminal: int) -> str:
    """All that is written to it; Linux tells of its end by an error."""
    data = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            piece = b""
        if not piece:
            os.close(terminal)
            return data.decode()
        data += piece


def test_the_standard_input_is_read() -> None:
    ended = subprocess.run([*COMMAND, "dates", "-", "--on", "2023-01-11", "--format", "json"], input=b"yesterday",
                           capture_output=True, check=True)
    assert values(ended.stdout.decode()) == {"yesterday": ("2023-01-10", "resolved")}


def test_it_loads_no_model_and_no_frames() -> None:
    script = """if True:
        import sys
        from flows import cli, dating
        try:
            cli.main(["dates", "-", "--rejected"])
        finally:
            heavy = {"spacy", "polars", "prefect", "duckdb", "pyarrow", "numpy"}
            sys.stderr.write(" ".join(heavy & sys.modules.keys()))
    """
    ended = subprocess.run([sys.executable, "-c", script], input=TEXT.encode(), capture_output=True, check=True)
    assert ended.stderr == b""


def test_it_is_quick(tmp_path: Path) -> None:
    """CPU seconds from start to end; on a machine that is busy or slow, beside what `--help` takes there."""
    (tmp_path / "a.txt").write_text(TEXT)
    for _ in range(TRIES):
        spent = _seconds("dates", str(tmp_path / "a.txt"), "--on", "2023-01-11")
        if spent < max(SECONDS, MOST_TIMES_HELP * _seconds("--help")):
            return
    raise AssertionError(f"{spent:.2f} s")


def _seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*COMMAND, *arguments], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
