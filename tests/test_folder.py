"""The raw folder: what is seen, what is left out, and what is refused with a reason."""

from __future__ import annotations

import hashlib
import os
import socket
from pathlib import Path

import pytest

from transforms.model import UnreadableSource
from transforms.reading import folder
from transforms.reading.folder import RawFile, escape_path, open_raw, scan_folder

NEEDS_RIGHTS = pytest.mark.skipif(os.geteuid() == 0, reason="root can read everything")


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    root = tmp_path / "raw"
    root.mkdir()
    return root


def by_path(raw: Path) -> dict[str, RawFile]:
    return {file.path: file for file in scan_folder(raw)}


def put(place: Path, data: bytes = b"text\n") -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return place


def test_files_come_in_the_order_of_their_paths(raw: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.txt", "Z.txt", "é.txt"):
        put(raw / name)
    assert [file.path for file in scan_folder(raw)] == ["Z.txt", "a/b/c.txt", "a/z.txt", "b.txt", "é.txt"]


def test_a_file_has_size_and_hash(raw: Path) -> None:
    place = put(raw / "page.txt", b"one two")
    assert scan_folder(raw) == [RawFile("page.txt", place, 7, hashlib.sha256(b"one two").hexdigest())]
    with open_raw(scan_folder(raw)[0]) as stream:
        assert stream.read() == b"one two"


@pytest.mark.parametrize(
    ("name", "is_seen"),
    [
        ("README.md", False),
        ("sources.toml", False),
        (".gitkeep", False),
        (".git/config", False),
        ("nato/README.md", True),
        ("nato/sources.toml", True),
        ("readme.txt", True),
        ("nato/.hidden", False),
        ("-dash.txt", True),
        ("two words.txt", True),
    ],
)
def test_what_is_left_out(raw: Path, name: str, is_seen: bool) -> None:
    put(raw / name)
    assert (name in by_path(raw)) is is_seen


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"plain.txt", "plain.txt"),
        ("höhe.txt".encode(), "höhe.txt"),
        (b"caf\xe9.txt", r"caf\xe9.txt"),
        (b"two\nlines.txt", r"two\x0alines.txt"),
        (rb"caf\xe9.txt", r"caf\x5cxe9.txt"),
        ("\u202etxt.exe".encode(), r"\xe2\x80\xaetxt.exe"),
        ("\x85.txt".encode(), r"\xc2\x85.txt"),
        (b"\x85.txt", r"\x85.txt"),
    ],
)
def test_names_that_cannot_be_shown_are_escaped(raw: Path, name: bytes, shown: str) -> None:
    put(raw / os.fsdecode(name))
    assert [file.path for file in scan_folder(raw)] == [shown]


def test_no_two_names_are_shown_alike() -> None:
    names = [b"a\xff", rb"a\xff", "aÿ".encode(), b"a\\", rb"a\x5c", b"a\n", rb"a\x0a", "e\u0301".encode(), "é".encode()]
    assert len({escape_path(name) for name in names}) == len(names)


def test_links(raw: Path, tmp_path: Path) -> None:
    put(raw / "real/page.txt", b"inside")
    outside = put(tmp_path / "outside.txt")
    (raw / "inside.txt").symlink_to(raw / "real/page.txt")
    (raw / "outside.txt").symlink_to(outside)
    (raw / "up.txt").symlink_to("../outside.txt")
    (raw / "loop.txt").symlink_to("loop.txt")
    (raw / "gone.txt").symlink_to("nothing.txt")
    (raw / "folder").symlink_to(raw / "real")
    (raw / "real/root").symlink_to(raw)
    files = by_path(raw)
    assert files["inside.txt"].sha256 == files["real/page.txt"].sha256 == hashlib.sha256(b"inside").hexdigest()
    reasons = {path: (file.reason or "").split(":")[0] for path, file in files.items() if file.reason}
    assert reasons == {
        "outside.txt": "link_outside",
        "up.txt": "link_outside",
        "loop.txt": "link_loop",
        "gone.txt": "broken_link",
        "folder": "link_to_folder",
        "real/root": "link_to_folder",
    }


def test_a_raw_folder_that_is_a_link_is_read(raw: Path, tmp_path: Path) -> None:
    put(raw / "page.txt")
    (tmp_path / "link").symlink_to(raw)
    assert [file.path for file in scan_folder(tmp_path / "link") if file.sha256] == ["page.txt"]


def test_pipes_and_sockets_are_never_opened(raw: Path) -> None:
    os.mkfifo(raw / "pipe.txt")
    (raw / "link.txt").symlink_to("pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(raw)  # a socket's address is short
        try:
            server.bind("socket.txt")
        finally:
            os.chdir(here)
        reasons = {path: file.reason for path, file in by_path(raw).items()}
    assert reasons == {
        "pipe.txt": "not_a_file: it is a named pipe; put a regular file here, or remove it",
        "link.txt": "not_a_file: it is a named pipe; put a regular file here, or remove it",
        "socket.txt": "not_a_file: it is a socket; put a regular file here, or remove it",
    }


def test_a_file_over_the_limit_is_not_read(raw: Path) -> None:
    with put(raw / "big.txt", b"").open("wb") as file:
        file.truncate(folder.MAX_BYTES + 1)
    put(raw / "small.txt")
    files = by_path(raw)
    assert files["big.txt"].reason == (
        "too_large: 20971521 bytes, the limit is 20971520; split the file or raise the limit"
    )
    assert files["big.txt"].sha256 is None
    assert files["small.txt"].reason is None


def test_an_empty_file_is_hashed(raw: Path) -> None:
    put(raw / "empty.txt", b"")
    assert by_path(raw)["empty.txt"].byte_count == 0


@NEEDS_RIGHTS
def test_what_may_not_be_read_has_a_reason(raw: Path) -> None:
    put(raw / "secret.txt").chmod(0)
    put(raw / "closed/page.txt").parent.chmod(0)
    try:
        reasons = {path: (file.reason or "").split(":")[0] for path, file in by_path(raw).items()}
    finally:
        (raw / "closed").chmod(0o700)
    assert reasons == {"secret.txt": "unreadable", "closed": "unreadable"}


def test_a_read_error_has_a_reason(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(raw / "page.txt")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert by_path(raw)["page.txt"].reason == (
        "unreadable: Permission denied; give the user of this run the right to read it"
    )


def test_a_file_that_vanishes_has_a_reason(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = put(raw / "page.txt")
    walk = folder._walk

    def walk_and_delete(root: bytes) -> list[bytes]:
        found = list(walk(root))
        place.unlink()
        return found

    monkeypatch.setattr(folder, "_walk", walk_and_delete)
    assert (by_path(raw)["page.txt"].reason or "").startswith("vanished:")


@pytest.mark.parametrize(("changes", "reason"), [(1, None), (4, "unstable")])
def test_a_file_that_changes_is_read_twice(
    raw: Path, monkeypatch: pytest.MonkeyPatch, changes: int, reason: str | None
) -> None:
    place = put(raw / "page.txt", b"first")
    read, left = os.fstat, [changes]

    def touch_and_stat(handle: int) -> os.stat_result:
        status = read(handle)
        if left[0]:
            left[0] -= 1
            with place.open("ab") as file:
                file.write(b" more")
        return status

    monkeypatch.setattr(os, "fstat", touch_and_stat)
    found = by_path(raw)["page.txt"].reason
    assert (found.split(":")[0] if found else None) == reason


def test_bytes_that_changed_after_the_scan_are_refused(raw: Path) -> None:
    place = put(raw / "page.txt")
    (file,) = scan_folder(raw)
    place.write_bytes(b"other")
    with pytest.raises(UnreadableSource, match=r"^unstable: .*run again"), open_raw(file):
        pass


def test_bytes_that_change_while_they_are_read_are_refused(raw: Path) -> None:
    place = put(raw / "page.txt")
    (file,) = scan_folder(raw)
    with pytest.raises(UnreadableSource, match=r"^unstable: .*run again"), open_raw(file) as stream:
        stream.read(1)
        place.write_bytes(b"something else")


@pytest.mark.parametrize(("name", "is_raw"), [
    ("press.toml", False), ("other.toml", True), ("press.TOML", True), ("press.csv.toml", True)])
def test_a_toml_beside_a_table_is_its_mapping(raw: Path, name: str, is_raw: bool) -> None:
    put(raw / "press.csv", b"a,b\n")
    put(raw / name, b"[columns]\n")
    assert (name in by_path(raw)) is is_raw
    assert by_path(raw)["press.csv"].mapping == (None if is_raw else "[columns]\n")


def test_what_a_mapping_says_is_part_of_the_form(raw: Path) -> None:
    put(raw / "press.csv", b"a,b\n")
    forms = {by_path(raw)["press.csv"].form}
    for text in (b"", b"[columns]\n", b"\xff"):
        put(raw / "press.toml", text)
        forms.add(by_path(raw)["press.csv"].form)
    assert len(forms) == 4
    assert all(form.startswith(".csv") for form in forms)


def test_only_a_file_that_holds_others_may_be_large(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MAX_BYTES", 100)
    put(raw / "large.txt", b"x" * 101)
    put(raw / "large.jsonl", b'{"text": "NATO"}\n' * 10)
    reasons = {path: file.reason for path, file in by_path(raw).items()}
    assert reasons == {"large.jsonl": None, "large.txt": folder.too_large(101, 100)}


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="no such folder; make it"):
        scan_folder(tmp_path / "nothing")
