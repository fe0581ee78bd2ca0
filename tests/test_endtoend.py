"""Whole builds by the command: the same bytes whatever happens, only new work done, bad input told and left."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from tests.commands import Build, hashes, run, start, succeed
from warehouse.tables import TABLES

pytestmark = pytest.mark.endtoend
SAMPLE = Path(__file__).parent.parent / "raw"
EXTRACTS = b"texts to extract"


@pytest.fixture
def out(undisturbed: Build, tmp_path: Path) -> Path:
    """A copy of the undisturbed build's output."""
    return Path(shutil.copytree(undisturbed.out, tmp_path / "out"))


def table(out: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(out / "parquet" / f"{name}.parquet")


def answer(out: Path, sql: str) -> str:
    return succeed("query", sql, "--out", out, "--format", "csv").out


def wait_for(process: subprocess.Popen[bytes], text: bytes) -> None:
    """Reads the standard error up to a line with the text."""
    assert process.stderr is not None
    for line in process.stderr:
        if text in line:
            return
    raise AssertionError(f"never said {text!r}")


# --- the same bytes ---------------------------------------------------------------------------------------------------


def test_order_workers_and_surroundings_change_no_byte(undisturbed: Build, tmp_path: Path) -> None:
    files = sorted((path for path in undisturbed.raw.rglob("*") if path.is_file()), reverse=True)
    for file in files:
        copy = tmp_path / "raw" / file.relative_to(undisturbed.raw)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    surroundings = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "2"}
    ended = succeed("build", tmp_path / "raw", "--out", tmp_path / "out", "--direct", "--workers", "2", **surroundings)
    assert "100 of 100 texts to extract" in ended.err
    assert hashes(tmp_path / "out") == hashes(undisturbed.out)


def test_a_build_killed_five_times_ends_in_the_same_bytes(undisturbed: Build, tmp_path: Path) -> None:
    out, chance = tmp_path / "out", random.Random(5)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "note.txt").write_text("NATO and the EU met in Brussels on 10 January 2023.")
    succeed("build", tmp_path / "old", "--out", out, "--direct")
    for _ in range(5):
        with start("build", undisturbed.raw, "--out", out, "--direct", "--workers", "2") as process:
            time.sleep(chance.uniform(1, min(15, max(4, undisturbed.ended.seconds / 3))))
            process.kill()
        assert answer(out, "select count(*) >= 1 as stands from sources") == "stands\r\ntrue\r\n"
    succeed("build", undisturbed.raw, "--out", out, "--direct", "--workers", "2")
    assert hashes(out) == hashes(undisturbed.out)
    assert not [path for path in out.rglob(".*") if path.name != ".lock"]


def test_stages_alone_end_in_the_same_bytes(undisturbed: Build, out: Path) -> None:
    for path in (out / "parquet", out / "state"):
        shutil.rmtree(path)
    (out / "cooperation.duckdb").unlink()
    succeed("ingest", undisturbed.raw, "--out", out, "--direct")
    for stage in ("extract", "normalize", "load"):
        succeed(stage, "--out", out, "--direct")
    assert hashes(out) == hashes(undisturbed.out)
    assert answer(out, "select count(*) as n from sources") == "n\r\n100\r\n"


def test_the_flow_writes_the_same_bytes_and_account(tmp_path: Path) -> None:
    homes = {"PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_API_URL": ""}
    flow = succeed("build", SAMPLE, "--out", tmp_path / "flow", **homes)
    direct = succeed("build", SAMPLE, "--out", tmp_path / "direct", "--direct")
    assert hashes(tmp_path / "flow") == hashes(tmp_path / "direct")
    assert without_seconds(flow.out) == without_seconds(direct.out)
    assert "locked" not in flow.err
    assert "Traceback" not in flow.err


def without_seconds(account: str) -> str:
    return re.sub(r"\d+\.\d\d|`[^`]*cooperation.duckdb`|Run of .* UTC", "", account)


# --- only new work ----------------------------------------------------------------------------------------------------


def test_an_unchanged_run_does_no_work(undisturbed: Build, out: Path) -> None:
    before = hashes(out)
    ended = succeed("build", undisturbed.raw, "--out", out, "--direct", PYTHONPROFILEIMPORTTIME="1")
    assert not re.search(r"\| +spacy$", ended.err, re.MULTILINE)
    assert "0 texts extracted, 100 taken from earlier runs." in ended.out
    assert "nothing has changed" in ended.err
    assert hashes(out) == before


def test_changed_files_change_just_their_rows(undisturbed: Build, out: Path, tmp_path: Path) -> None:
    raw = Path(shutil.copytree(undisturbed.raw, tmp_path / "raw"))
    changed, deleted, kept = sorted(path for path in raw.rglob("*") if path.is_file())[:3]
    changed.write_bytes(changed.read_bytes() + b"\nNATO welcomed Finland in Brussels on 4 April 2023.\n")
    deleted.unlink()
    (raw / "copy.txt").write_bytes(kept.read_bytes())
    (raw / "added.txt").write_text("The European Council met in Brussels on 9 February 2023.")
    ended = succeed("build", raw, "--out", out, "--direct")
    assert "Raw folder: " in ended.out
    assert "; 2 new, 1 changed, 1 deleted." in ended.out
    assert "2 texts extracted, 98 taken from earlier runs." in ended.out
    assert "| changed file | 1 |" in ended.out
    assert "**101 raw files = 100 loaded + 1 duplicate + 0 quarantined**" in ended.out
    touched = {path.relative_to(raw).as_posix() for path in (changed, deleted)} | {"added.txt", "copy.txt"}
    for name in ("documents", "mentions", "dates", "quotes"):
        assert rows_of_others(out, name, touched).equals(rows_of_others(undisturbed.out, name, touched))
    fresh = tmp_path / "fresh"
    succeed("build", raw, "--out", fresh, "--direct", "--workers", "2")
    assert hashes(out) == hashes(fresh)


def rows_of_others(out: Path, name: str, paths: set[str]) -> pl.DataFrame:
    """The rows of a table that come from other files than these, without what relates documents to one another."""
    others = table(out, "sources").filter(~pl.col("path").is_in(sorted(paths)))
    ids = table(out, "documents").join(others, on="source_id", how="semi").select("document_id")
    return table(out, name).join(ids, on="document_id", how="semi").drop("near_duplicate_of", strict=False)


@pytest.mark.parametrize(("broken", "told"), [
    ("parquet/mentions.parquet", f"rows in {len(TABLES) - 1} tables"), ("cooperation.duckdb", "checks"),
    ("parts", "100 its part was damaged"), ("texts", "100 its part was damaged"),
    ("state/listing.json", "nothing has changed"),
])
def test_what_is_broken_is_made_anew(undisturbed: Build, out: Path, broken: str, told: str) -> None:
    path = out / broken
    if path.is_dir():
        path = next(path.glob("*/texts.parquet"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    ended = succeed("build", undisturbed.raw, "--out", out, "--direct", "--workers", "2")
    assert told in ended.err
    assert hashes(out) == hashes(undisturbed.out)
    assert answer(out, "select count(*) as n from sources") == "n\r\n100\r\n"


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.fixture
def zoo(tmp_path: Path) -> Iterator[Path]:
    """A raw folder in which little is as it should be."""
    raw = tmp_path / "zoo"
    raw.mkdir()
    text = "Brussels, 10 January 2023. NATO and the European Union signed a joint declaration."
    names = [b"plain.txt", b"-rf.txt", b"new\nline.txt", "\u202egnp.txt".encode(), b"caf\xe9.txt", b"\x1b[31mred.txt"]
    for number, name in enumerate(names):
        (raw / os.fsdecode(name)).write_text(f"{text} It is number {number}.")
    (raw / "copy.txt").write_bytes((raw / "plain.txt").read_bytes())
    (raw / "empty.txt").touch()
    (raw / "blank.txt").write_text(" \n\t\n")
    (raw / "binary.txt").write_bytes(bytes(range(32)) * 40)
    (raw / "invalid.txt").write_bytes(b"NATO \xff\xfe\xc3( and \xe2\x82 the EU. " * 400)
    (raw / "large.txt").write_bytes(f"{text}\n".encode() * (50 * 2**20 // 83))
    (tmp_path / "outside.txt").write_text(text)
    (raw / "link.txt").symlink_to(tmp_path / "outside.txt")
    (raw / "loop").symlink_to(raw / "loop")
    os.mkfifo(raw / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(str(raw / "socket"))
        yield raw


def test_bad_input_is_told_and_left(zoo: Path, tmp_path: Path) -> None:
    ended = succeed("build", zoo, "--out", tmp_path / "out", "--direct")
    sources = table(tmp_path / "out", "sources")
    assert sources.height == 16
    held = sources.filter(status="quarantined")
    assert dict(held.select("path", pl.col("reason").str.extract("^([a-z_0-9]+):")).rows()) == {
        "empty.txt": "empty", "blank.txt": "empty", "binary.txt": "binary", "invalid.txt": "invalid_utf8",
        "large.txt": "too_large", "link.txt": "link_outside", "loop": "link_loop", "pipe.txt": "not_a_file",
        "socket": "not_a_file",
    }
    assert sources.filter(status="duplicate").height == 1
    assert "**16 raw files = 6 loaded + 1 duplicate + 9 quarantined**" in ended.out
    for shown in (ended.out, ended.err):
        assert not re.search("[\x1b\u202e]|Traceback", shown)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads and writes everything")
def test_what_may_not_be_read_is_quarantined_and_a_read_only_output_refused(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "secret.txt").write_text("NATO")
    (tmp_path / "raw" / "secret.txt").chmod(0)
    succeed("build", tmp_path / "raw", "--out", tmp_path / "out", "--direct")
    assert table(tmp_path / "out", "sources")["reason"][0].startswith("unreadable")
    (tmp_path / "closed").mkdir(mode=0o555)
    assert run("build", tmp_path / "raw", "--out", tmp_path / "closed", "--direct").code == 4


def test_an_empty_folder_gives_an_empty_record(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    ended = succeed("build", tmp_path / "raw", "--out", tmp_path / "out", "--direct")
    assert "**0 raw files = 0 loaded + 0 duplicate + 0 quarantined**" in ended.out
    assert answer(tmp_path / "out", "select count(*) as n from documents") == "n\r\n0\r\n"


def test_an_empty_folder_does_not_take_the_place_of_a_record(out: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    ended = run("build", tmp_path / "gone", "--out", out, "--direct")
    assert ended.code == 2
    assert "no file is in it, but the record has some" in ended.err
    assert answer(out, "select count(*) as n from sources") == "n\r\n100\r\n"


# --- signals and other runs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_says_so(made: Path, tmp_path: Path, number: signal.Signals, code: int) -> None:
    with start("build", made, "--out", tmp_path, "--direct", "--workers", "2") as process:
        wait_for(process, EXTRACTS)
        assert run("build", made, "--out", tmp_path, "--direct").code == 3
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == code
    assert err.decode().splitlines()[-1].startswith("cooperation: interrupted; what is done is kept")
    assert b"Traceback" not in err
