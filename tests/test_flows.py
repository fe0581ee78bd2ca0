"""Orchestration: batches, the pool of workers, the account, the folder's lock, the state between stages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows import state
from flows.account import Account, Extracted, Ingested, Loaded, Normalized
from flows.extraction import BATCH_BYTES, BATCH_FILES, Todo, cut_batches
from flows.output import Locked, MissingInput, NotWritable, Output, check_input, check_places
from flows.pool import Done, Job, Lost, Pool, Told, WorkFailed
from flows.printing import plain
from flows.state import Extraction, Listing, Reading, Record
from tests.pool_jobs import a_minute, a_moment, count_slowly, die, double, eat, hold, lack, nothing
from transforms.reading.folder import RawFile
from warehouse.parts import Content

# --- the pool ---------------------------------------------------------------------------------------------------------


def run(batches: Sequence[Sequence[int]], job: Job[int, list[int]] | None = None) -> tuple[list[int], dict[int, str]]:
    """Results, sorted, and the reason of each lost item."""
    results, lost = [], {}
    for outcome in Pool(job or Job(double, nothing, a_minute), 2).run(batches):
        if isinstance(outcome, Lost):
            lost[outcome.item] = outcome.reason
        else:
            assert isinstance(outcome, Done)
            results += outcome.result
    return sorted(results), lost


def test_batches_are_done_by_workers() -> None:
    assert run([[1, 2], [3], [4, 5]]) == ([2, 4, 6, 8, 10], {})


def test_an_item_that_kills_its_worker_is_lost_alone() -> None:
    results, lost = run([[1, 13, 2], [3]])
    assert results == [2, 4, 6]
    assert lost == {13: "memory: its worker was killed (SIGKILL); free memory or split the file"}


def test_an_item_that_hangs_is_lost_alone() -> None:
    results, lost = run([[1, 99]], Job(double, nothing, a_moment))
    assert results == [2]
    assert lost == {99: "timeout: not done within 0 s; split the file"}


def test_a_worker_that_tells_gets_more_time() -> None:
    outcomes = list(Pool(Job(count_slowly, nothing, a_moment), 1).run([[3]]))
    assert outcomes == [*(Told(number, 0.5) for number in range(3)), Done([3], [3])]


def test_a_worker_gets_no_more_memory_than_it_may_have() -> None:
    results, lost = run([[1], [2]], Job(eat, nothing, a_minute, memory_bytes=2**30))
    assert results == [2, 2]
    assert not lost


def test_a_worker_that_holds_too_much_is_stopped() -> None:
    results, lost = run([[1, 2], [3]], Job(hold, nothing, a_minute, resident_bytes=200 * 2**20))
    assert results == [1, 1]
    assert lost == {1: "memory: its worker took more than 200 MiB; free memory or split the file"}


def test_a_fault_that_is_no_items_stops_the_work() -> None:
    with pytest.raises(WorkFailed, match="No space left on device"):
        run([[1], [7]])


@pytest.mark.parametrize(("warm_up", "why"), [(die, "SIGKILL"), (lack, "no model")])
def test_workers_that_cannot_start_stop_the_work(warm_up: object, why: str) -> None:
    assert callable(warm_up)
    with pytest.raises(WorkFailed, match=why):
        run([[1], [2]], Job(double, warm_up, a_minute))


def test_workers_do_not_outlive_a_killed_run(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(
        "import os, sys\n"
        f"sys.path.insert(0, {str(Path(__file__).parent.parent)!r})\n"
        "from flows.pool import Job, Pool\n"
        "from tests.pool_jobs import a_minute, nothing, tell_and_hang\n"
        "if __name__ == '__main__':\n"
        "    list(Pool(Job(tell_and_hang, nothing, a_minute), 1).run([[1]]))\n")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.kill()
    deadline = time.monotonic() + 5
    while is_alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(worker)


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


# --- batches ----------------------------------------------------------------------------------------------------------


def todo(number: int, size: int) -> Todo:
    return Todo("part", number, Content(f"{number:064d}"), size)


@pytest.mark.parametrize(
    ("sizes", "workers"), [([], 2), ([0, 0], 1), ([10] * 500, 2), ([3_000] * 2_000, 2), ([20_000_000, 5, 5], 4)])
def test_every_text_is_in_one_batch_of_limited_size(sizes: list[int], workers: int) -> None:
    items = [todo(number, size) for number, size in enumerate(sizes)]
    batches = cut_batches(items, workers, BATCH_FILES, BATCH_BYTES)
    assert sorted((item for batch in batches for item in batch), key=lambda item: item.content) == items
    for batch in batches:
        assert len(batch) <= BATCH_FILES
        assert len(batch) == 1 or sum(item.byte_count for item in batch) <= BATCH_BYTES


def test_work_is_spread_over_workers() -> None:
    assert len(cut_batches([todo(number, 4_000) for number in range(100)], 2, BATCH_FILES, BATCH_BYTES)) >= 8


# --- the output folder ------------------------------------------------------------------------------------------------


def test_a_second_run_is_refused_and_a_dead_ones_lock_is_taken(tmp_path: Path) -> None:
    out = Output(tmp_path / "out")
    out.prepare()
    code = ("import sys, time; from pathlib import Path; from flows.output import Output\n"
            "with Output(Path(sys.argv[1])).locked(): print('held', flush=True); time.sleep(60)")
    with subprocess.Popen([sys.executable, "-c", code, str(out.root)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert out.holder() == str(process.pid)
        with pytest.raises(Locked, match=re.escape(f"(process {process.pid})")), out.locked():
            pass
        process.kill()
    assert out.holder() is None
    with out.locked():
        assert out.lock_file.read_text() == f"{os.getpid()}\n"


def test_leftovers_of_dead_runs_are_cleared(tmp_path: Path) -> None:
    out = Output(tmp_path)
    out.prepare()
    leftover = out.parquet / ".mentions.parquet.999999999.ab12cd34.writing"
    leftover.touch()
    with out.locked():
        assert not leftover.exists()


def test_an_output_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for root in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        with pytest.raises(NotWritable, match="--out"):
            Output(root).prepare()


@pytest.mark.parametrize(("name", "message"), [("none", "no such folder"), ("file", "is not a folder")])
def test_a_raw_folder_must_be_there(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MissingInput, match=message):
        check_input(tmp_path / name)


@pytest.mark.parametrize("out", [".", "data", "a/b/c"])
def test_an_output_inside_the_raw_folder_is_refused(tmp_path: Path, out: str) -> None:
    with pytest.raises(MissingInput, match="read as raw documents"):
        check_places(tmp_path, Output(tmp_path / out))
    check_places(tmp_path, Output(tmp_path.parent / "beside"))


# --- what stages leave ------------------------------------------------------------------------------------------------


def test_state_comes_back_as_it_was(tmp_path: Path) -> None:
    out = Output(tmp_path)
    out.prepare()
    odd = os.fsdecode(b"caf\xe9\n\xe2\x80\xae.txt")
    files = (RawFile("caf\\xe9", Path("/raw") / odd, 3, "a" * 64, mapping="[columns]"),
             RawFile("b", Path("/raw/b"), reason="x"))
    listing = Listing("raw", files)
    extraction, record = Extraction({"a" * 64: "memory"}, 2, {"new file": 2}), Record("f" * 64, 7)
    state.write_listing(out, listing)
    reading = Reading({"b" * 64: "timeout"}, 1, {"changed file": 1})
    state.write_reading(out, reading)
    state.write_extraction(out, extraction)
    state.write_record(out, record)
    assert state.read_listing(out) == listing
    assert state.read_extraction(out) == extraction
    assert state.read_reading(out) == reading
    assert state.read_record(out) == record


def test_a_stage_says_which_stage_it_needs(tmp_path: Path) -> None:
    out = Output(tmp_path)
    out.prepare()
    with pytest.raises(MissingInput, match="run `cooperation ingest` first"):
        state.read_listing(out)
    (out.state / state.EXTRACTION).write_text("{")
    with pytest.raises(MissingInput, match="run `cooperation extract` again"):
        state.read_extraction(out)
    assert state.read_record(out) == Record()
    assert state.recorded_files(out) == {}


def test_only_what_took_too_much_of_the_same_version_lasts() -> None:
    failures = {"a" * 64: "timeout: x", "b" * 64: "failed: x", "c" * 64: "unstable: x", "d" * 64: "memory: x"}
    before = Reading(failures, version={"reader": "1"})
    assert set(state.lasting(before, {"reader": "1"})) == {"a" * 64, "d" * 64}
    assert state.lasting(before, {"reader": "2"}) == {}


def test_the_first_file_by_path_decides_how_bytes_are_read() -> None:
    files = tuple(RawFile(name, Path(name), 1, "a" * 64) for name in ("a.MD", "b.txt"))
    assert Listing("raw", files).by_content() == {Content("a" * 64, ".md"): list(files)}


# --- the account ------------------------------------------------------------------------------------------------------


MOMENT = datetime(2024, 1, 9, 5, 15, tzinfo=UTC)


def account() -> Account:
    full = Account(MOMENT, seconds=3.5)
    full.add(Ingested("raw", 4, ("a.txt",), ("b_c|.txt",), ("gone.txt",), 2, {"new file": 1, "changed file": 1}, (),
                      0.1))
    full.add(Extracted(3, 2, {"new file": 1, "changed file": 1}, ("odd.txt: no part of the record",), 2.0))
    full.add(Normalized("run-000002", {"loaded": 2, "duplicate": 1, "quarantined": 1}, {"loaded": 7, "quarantined": 1},
                        (("x.txt", "empty: no text"),), {"sources": 4, "documents": 2}, False, (), 1.0))
    full.add(Loaded("out/cooperation.duckdb", 12, False, 0.4))
    return full


@pytest.mark.parametrize("line", [
    "# Account of run-000002", "Run of 2024-01-09 05:15 UTC.",
    "**4 raw files = 2 loaded + 1 duplicate + 1 quarantined**", "| changed file | 1 |",
    "In them: 8 files = 7 loaded + 0 duplicate + 1 quarantined.",
    "2 texts extracted, 1 taken from earlier runs.", "2 files read (1 new file, 1 changed file).",
    "- b_c\\|.txt", "- gone.txt", "| x.txt | empty: no text |",
    "- odd.txt: no part of the record", "| documents | 2 |", "| the whole run | 3.50 |",
    "Raw folder: raw, 4 files; 1 new, 1 changed, 1 deleted.",
    "Warehouse: `out/cooperation.duckdb`, passed 12 checks.",
])
def test_the_account_says(line: str) -> None:
    assert line in account().markdown().splitlines()


def test_the_account_of_one_stage_tells_of_that_stage() -> None:
    alone = Account(MOMENT)
    alone.add(Ingested("raw", 1, (), (), (), 0, {}, (), 0.1))
    text = alone.markdown()
    assert "Raw folder: raw, 1 file; nothing new." in text
    assert "quarantined" not in text


# --- what a person sees -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "shown"), [
    ("a\x1b[31mred\x1b[0m", "a[31mred[0m"), ("one\ntwo\tthree", "one two three"), ("\u202eevil", "evil"),
    ("\x9b2Jcleared", "2Jcleared"), ("Łódź – “ok”\xa0€", "Łódź – “ok”\xa0€"), ("\x07\x00bell", "bell"),
])
def test_terminal_escapes_are_stripped(text: str, shown: str) -> None:
    assert plain(text) == shown
