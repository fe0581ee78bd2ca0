"""What a person is shown of a file: facts with their places, passages, what was left out, or why it is not read."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from flows import cli, inspection
from flows.inspection import Request, inspect_file, read_guarded
from flows.pool import Job, Tell
from tests.pool_jobs import nothing
from transforms.model import UnreadableSource

PAGE = """<html lang="en"><head><title>Envoys meet | Press</title>
<meta property="article:published_time" content="2019-06-03T10:00:00Z"></head><body>
<nav>Home News Contact</nav><main><h1>Envoys meet in Bonn</h1><p class="date">4 June 2019</p>
<p>The envoys of both bodies met in Bonn and went through the list of open points, one after the other.</p>
<p>They will meet again before the summer, the two sides said in a joint note to the members.</p></main>
<footer>Legal notice</footer></body></html>"""
LISTING = "".join(f"""{day} Nov. 2018

Visit to {place}

The Secretary General went to {place}.

""" for day, place in ((23, "Paris"), (20, "Oslo"), (12, "Rome"), (9, "Riga")))


def shown(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["inspect", *arguments])
    assert not ended.value.code
    return capfd.readouterr().out


def test_a_page_is_shown_with_its_facts_and_passages(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE)
    lines = [line.rstrip() for line in shown(capfd, str(tmp_path / "page.txt")).splitlines()]
    assert lines[0].startswith("page.txt  text/html, utf-8, ")
    assert "                  2019-06-03T10:00:00Z  (meta article:published_time)" in lines
    assert "  published   2019-06-04 (day, header)" in lines
    assert "title       Envoys meet in Bonn" in lines
    assert lines[lines.index("title       Envoys meet in Bonn") - 1].strip() == "/html/body/main/h1"
    assert not any("Legal notice" in line for line in lines[:lines.index("title       Envoys meet in Bonn")])


def test_entries_of_a_listing_are_shown_once(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(LISTING)
    text = shown(capfd, str(tmp_path / "page.txt"))
    assert text.count("The Secretary General went to Oslo.") == 1
    assert text.count("listing entry") == 4


def test_a_file_that_cannot_be_read_is_shown_with_the_reason(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "x.txt").write_bytes(b"\x7fELF" + bytes(100))
    assert shown(capfd, str(tmp_path / "x.txt")).splitlines() == [
        "x.txt  quarantined", "  unsupported: ELF program is not read; remove it from the folder"]


def test_the_files_in_a_file_are_listed_and_shown(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    archive = tmp_path / "press.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("page.html", PAGE)
        file.writestr("\x1b[31mblank.txt", " ")
    listed = shown(capfd, str(archive))
    assert "press.zip  application/zip, 2 files in it" in listed
    assert "page.html  Envoys meet in Bonn" in listed
    assert "empty: " in listed
    assert "\x1b" not in listed
    assert "both bodies" not in listed
    assert "both bodies" in shown(capfd, str(archive), "--member", "page.html")
    assert "there is no such file in it" in shown(capfd, str(archive), "--member", "x")


def test_other_programs_get_json(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    record = json.loads(shown(capfd, str(tmp_path / "page.html"), "--format", "json"))
    assert record["media_type"] == "text/html"
    (document,) = record["documents"]
    assert document["published"]["day"] == "2019-06-04"
    assert {"field": "title", "value": "Envoys meet | Press", "origin": "title element"} in record["evidence"]


def _die(*_: object) -> None:
    raise SystemExit(3)


def _hang(_batch: object, _tell: Tell) -> list[object]:
    _die()
    return []


def test_a_file_that_kills_its_reader_has_that_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def job(*_: object, **_more: object) -> Job[Request, object]:
        return Job(_hang, nothing, inspection._seconds)

    monkeypatch.setattr(inspection, "Job", job)
    (inspected,) = inspect_file(Request("x", data=b"x"))
    assert inspected.read.reason == "crash: its worker ended with code 3; save its text in another format"
    with pytest.raises(UnreadableSource, match=r"^crash: "):
        read_guarded("x", b"x")
