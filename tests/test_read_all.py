"""Reading of raw files in workers: parts of texts, and what becomes of a file that kills its reader."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from flows import reader, reading
from flows.reader import Begun, Chunk, Unread, read_batch
from flows.reading import Collector, read_all
from flows.stages import no_progress
from transforms.model import Poison, ReadText, SourceText
from transforms.reading.folder import RawFile, scan_folder
from transforms.rows import TEXT_TABLES
from warehouse.parts import Content, PartStore

A, B = "a" * 64, "b" * 64
KILLED = "memory: its worker was killed (SIGKILL); free memory or split the file"


@pytest.fixture
def store(tmp_path: Path) -> PartStore:
    (tmp_path / "texts").mkdir()
    return PartStore(tmp_path / "texts", {"reader": "1"})


def unread(sha256: str, poison: Poison | None = None) -> Unread:
    """A raw file of which only the hash is looked at."""
    return Unread(sha256, (RawFile("x.txt", Path("x.txt"), 5, sha256),), poison or Poison())


def text(name: str | None, words: str = "NATO") -> ReadText:
    """What was read of a file."""
    return ReadText(name, SourceText(words, "text/plain", "utf-8"))


def stored(store: PartStore, *contents: Content) -> list[tuple[object, object]]:
    """Name, and text or reason, of all that is stored, in order."""
    wanted = contents or (Content(A, ".txt"), Content(B, ".txt"))
    rows = store.read(store.survey(wanted), TEXT_TABLES)["texts"].sort("sha256", "ordinal")
    return [(row["name"], row["text"] or row["reason"]) for row in rows.to_dicts()]


# --- what workers tell ------------------------------------------------------------------------------------------------


def test_small_files_share_a_part(store: PartStore) -> None:
    with Collector([unread(A), unread(B)], store) as collector:
        for sha256 in (A, B):
            collector.hear(Begun(sha256, 0))
            collector.hear(Chunk(sha256, (text(None, sha256[:3]),), is_last=True))
    assert stored(store) == [(None, "aaa"), (None, "bbb")]
    assert len(list(store.folder.iterdir())) == 1


def test_a_large_file_has_its_own_part_and_waits_for_its_end(
    store: PartStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PENDING_CHARS", 3)
    with Collector([unread(A), unread(B)], store) as collector:
        collector.hear(Chunk(A, (text("1"), text("2"))))
        collector.hear(Chunk(B, (text(None),), is_last=True))
        assert stored(store) == []
        collector.hear(Chunk(A, (text("3"),)))
        collector.hear(Chunk(A, (ReadText(None, media_type="application/zip"),), is_last=True))
        assert stored(store) == [("1", "NATO"), ("2", "NATO"), ("3", "NATO"), (None, None)]
    assert stored(store)[-1] == (None, "NATO")
    assert len(list(store.folder.iterdir())) == 2


@pytest.mark.parametrize("pending", [3, 1_000])
def test_what_could_not_be_read_as_a_whole_leaves_nothing(
    store: PartStore, monkeypatch: pytest.MonkeyPatch, pending: int
) -> None:
    monkeypatch.setattr(reading, "PENDING_CHARS", pending)
    with Collector([unread(A)], store) as collector:
        collector.hear(Chunk(A, (text("1"),)))
        collector.hear(Chunk(A, (), is_last=True, failure="unstable: it changed; run again"))
        assert collector.done_count == 1
    assert collector.failures == {A: "unstable: it changed; run again"}
    assert not list(store.folder.iterdir())


def test_a_batch_that_is_done_again_is_not_told_twice(store: PartStore) -> None:
    with Collector([unread(A), unread(B)], store) as collector:
        for _ in range(2):
            collector.hear(Begun(A, 0))
            collector.hear(Chunk(A, (text(None),), is_last=True))
        for _ in range(2):
            collector.hear(Begun(B, 0))
            collector.hear(Chunk(B, (text("1"),)))
        collector.hear(Chunk(B, (text("2"),), is_last=True))
    assert stored(store) == [(None, "NATO"), ("1", "NATO"), ("2", "NATO")]


def test_a_document_that_kills_its_reader_twice_is_given_up(store: PartStore) -> None:
    with Collector([unread(A)], store) as collector:
        collector.hear(Begun(A, 0))
        (again,) = collector.lose(unread(A), KILLED)
        collector.hear(Begun(A, 0))
        assert collector.lose(again, KILLED) == []
    assert collector.failures == {A: KILLED}


def test_a_file_in_a_file_that_kills_its_reader_twice_is_left_out(store: PartStore) -> None:
    left, told = [unread(A)], []
    with Collector([unread(A)], store) as collector:
        for reason in (KILLED, "crash: twice", "timeout: what follows", KILLED):
            collector.hear(Begun(A, 3))
            left = collector.lose(left[0], reason)
            told += [(one.poison.members, one.poison.stop) for one in left]
    # once it may have been the machine; after it was left out it is what follows that cannot be read
    assert told == [({}, None), ({3: "crash: twice"}, None), ({}, 3)]
    assert collector.failures == {A: KILLED}


def test_a_file_that_goes_on_killing_is_given_up(store: PartStore) -> None:
    with Collector([unread(A)], store) as collector:
        left, deaths = [unread(A)], 0
        while left:
            deaths += 1
            collector.hear(Begun(A, deaths))
            left = collector.lose(left[0], KILLED)
    assert deaths == 2 * reading.MAX_DEATHS + 1


# --- in a worker ------------------------------------------------------------------------------------------------------


def told(files: Sequence[RawFile]) -> list[Chunk]:
    """What a worker tells of a content that all the files have."""
    messages: list[object] = []
    sha256 = next(file.sha256 for file in files if file.sha256)
    read_batch([Unread(sha256, tuple(files))], lambda message, _seconds: messages.append(message))
    return [message for message in messages if isinstance(message, Chunk)]


def test_a_copy_is_read_where_the_file_has_gone(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("NATO")
    files = scan_folder(tmp_path)
    files[0].location.unlink()
    (chunk,) = told(files)
    assert [one.source.text for one in chunk.texts if one.source] == ["NATO"]
    files[1].location.unlink()
    assert str(told(files)[0].failure).startswith("unstable: ")


def test_a_fault_of_the_program_is_told_for_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("x")

    (tmp_path / "a.txt").write_text("NATO")
    monkeypatch.setattr("transforms.reading.raw.read_raw", fail)
    (chunk,) = told(scan_folder(tmp_path))
    assert chunk.failure == "failed: KeyError: 'x'; report it, it is a fault of the program"


def test_many_texts_are_told_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "CHUNK_TEXTS", 2)
    lines = [json.dumps({"text": f"NATO {number}"}) for number in range(5)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    chunks = told(scan_folder(tmp_path))
    assert [len(chunk.texts) for chunk in chunks] == [2, 2, 2, 0]
    assert [chunk.is_last for chunk in chunks] == [False, False, False, True]


# --- as a whole -------------------------------------------------------------------------------------------------------


def test_files_are_read_in_workers_without_their_names(tmp_path: Path, store: PartStore) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "confidential.txt").write_text("NATO")
    with zipfile.ZipFile(raw / "confidential.zip", "w") as archive:
        archive.writestr("a.txt", "EU")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("folder/b.txt", "OSCE")
    (raw / "late.zip").write_bytes(stream.getvalue())
    files = scan_folder(raw)
    todo = [Unread(str(file.sha256), (file,)) for file in files]
    assert read_all(todo, store, 2, no_progress) == {}
    found = stored(store, *(Content(str(file.sha256), file.form) for file in files))
    assert sorted(found, key=repr) == [
        ("a.txt", "EU"), ("folder/b.txt", "OSCE"), (None, "NATO"), (None, None), (None, None)]
    assert not any(b"confidential" in path.read_bytes() for path in store.folder.rglob("*.*") if path.is_file())
