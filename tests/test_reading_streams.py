"""Containers as streams: bounded memory, what a head tells, containers in containers and their names."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import tracemalloc
import zipfile
from collections.abc import Callable, Iterable, Mapping

import pytest

from transforms.model import Evidence, UnreadableSource
from transforms.reading import members
from transforms.reading.archives import expand_zip
from transforms.reading.folder import MAX_BYTES
from transforms.reading.formats import expand_source
from transforms.reading.mail import expand_mail
from transforms.reading.members import Member, Packed
from transforms.reading.shapes import HEAD_BYTES, container_shape, may_hold_others, zip_directory
from transforms.reading.tabular import expand_csv, expand_jsonl

MIB = 1024 * 1024
TEXT = b"The two staffs met in Tallinn.\n"
MAIL = (
    b"From: a@example.org\nTo: b@example.org\nSubject: Talks\nDate: Mon, 3 Jun 2019 10:00:00 +0200\n\n" + TEXT
)
MBOX_LINE = b"From a@example.org Mon Jun  3 10:00:00 2019\n"
ROWS = b'{"text": "a"}\n{"text": "b"}\n'


def pack(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def record(number: int, page: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2021-05-06T10:00:00Z\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    return head.encode() + page + b"\r\n\r\n"


def seen(found: Iterable[Member]) -> list[tuple[str, bytes | str | None]]:
    """Name, and the bytes or the code of the reason."""
    return [(m.name, m.data if m.data is not None else (m.reason or "").split(":")[0]) for m in found]


def expanded(data: bytes, name: str = "a") -> list[tuple[str, bytes | str | None]]:
    return seen(expand_source(io.BytesIO(data), name))


# --- memory -----------------------------------------------------------------------------------------------------------


class Watched(io.BytesIO):
    """Bytes that note the largest piece that was read at once."""

    largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.largest = max(self.largest, len(piece))
        return piece


def table(rows: Iterable[tuple[str, str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows([("title", "text"), *rows])
    return stream.getvalue().encode()


PAGE = b"<html><p>" + random.Random(3).randbytes(48_000).hex().encode()
MANY = 300
LARGE: dict[str, Callable[[], bytes]] = {
    "a.warc": lambda: b"".join(record(number, PAGE) for number in range(MANY)),
    "a.warc.gz": lambda: b"".join(gzip.compress(record(number, PAGE), 1) for number in range(MANY)),
    "a.mbox": lambda: b"".join(MBOX_LINE + MAIL + PAGE + b"\n\n" for _ in range(MANY)),
    "a.jsonl": lambda: b"".join(b'{"text": "%s"}\n' % PAGE for _ in range(MANY)),
    "a.jsonl.gz": lambda: gzip.compress(b"".join(b'{"text": "%s"}\n' % PAGE for _ in range(MANY)), 1),
    "a.csv": lambda: table((str(number), PAGE.decode()) for number in range(MANY)),
    "a.zip": lambda: pack({f"{number}.html": PAGE for number in range(MANY)}, zipfile.ZIP_STORED),
    "cut.zip": lambda: pack({f"{number}.html": PAGE for number in range(MANY)}, zipfile.ZIP_STORED)[:-10_000],
    "b.zip": lambda: pack({"a.jsonl": b"".join(b'{"text": "%s"}\n' % PAGE for _ in range(MANY))}, zipfile.ZIP_STORED),
}


@pytest.mark.parametrize("name", LARGE)
def test_memory_is_bounded(name: str) -> None:
    stream = Watched(LARGE[name]())
    tracemalloc.start()
    try:
        count = sum(member.data is not None for member in expand_source(stream, name))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == MANY
    assert peak < 3 * MIB
    assert stream.largest <= MIB


class Endless(io.BytesIO):
    """A stream of one line after its beginning, and then what follows."""

    def __init__(self, start: bytes, size: int, rest: bytes) -> None:
        self.start, self.left, self.rest = start, size, rest

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 < size <= MIB
        if self.start:
            piece, self.start = self.start[:size], self.start[size:]
        elif self.left > 0:
            piece = b"x" * min(size, self.left)
            self.left -= len(piece)
        else:
            piece, self.rest = self.rest[:size], self.rest[size:]
        return piece


@pytest.mark.parametrize(
    ("start", "end", "rows"),
    [
        (b'{"text": "', b'"}\n{"text": "b"}\n', ["too_large", b"b"]),
        (b'{"text": "a"}\n{"text": "', b'"}\n{"text": "b"}\n', [b"a", "too_large", b"b"]),
    ],
)
def test_a_line_of_500_megabytes(start: bytes, end: bytes, rows: list[object]) -> None:
    tracemalloc.start()
    try:
        found = expand_jsonl(Endless(start, 500_000_000, end), "a")
        assert [content for _, content in seen(found)] == rows
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_BYTES
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("start", "end", "rows"),
    [
        (b"title,text\nT,a\nT,", b"\nT,b\n", [b"a", "too_large", b"b"]),
        (b'title,text\nT,a\nT,"', b'"\nT,b\n', [b"a", "too_large", b"b"]),
    ],
)
def test_a_cell_of_100_megabytes(start: bytes, end: bytes, rows: list[object]) -> None:
    assert [content for _, content in seen(expand_csv(Endless(start, 100_000_000, end), "a"))] == rows


def test_a_row_without_end_is_given_up() -> None:
    data = b"title,text\nT,a\n" + b'T,"' + (b"x" * 99 + b"\n") * 600_000
    found = expanded(data)
    assert (found[0], found[1][1]) == (("row-1", b"a"), "too_large")


def test_a_mail_that_is_too_large_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.reading.mail.MAX_MAIL_BYTES", 1000)
    data = b"".join(MBOX_LINE + mail + b"\n" for mail in (MAIL, MAIL + b"x" * 5000 + b"\n", MAIL))
    found = expanded(data)
    assert [name for name, _ in found] == ["mail-1!/body", "mail-2", "mail-3!/body"]
    assert found[1][1] == "too_large"


def test_a_file_that_is_too_large_does_not_stop_the_others() -> None:
    noise = bytes(range(256)) * (MAX_BYTES // 256 + 1)
    data = pack({"a.txt": b"a", "b.bin": noise, "c.txt": b"c"}, zipfile.ZIP_STORED)
    assert expanded(data) == [("a.txt", b"a"), ("b.bin", "too_large"), ("c.txt", b"c")]
    page = record(1, b"x" * (MAX_BYTES + 1))
    assert [content for _, content in expanded(page + record(2, b"<p>b"))] == ["too_large", b"<p>b"]


def test_a_zip_in_a_zip_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_HELD_BYTES", 300)
    inner = pack({"a.txt": bytes(range(256)) * 2}, zipfile.ZIP_STORED)
    assert expanded(pack({"in.zip": inner, "b.txt": b"b"})) == [("in.zip", "too_large"), ("b.txt", b"b")]


# --- what a head tells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (pack({"a": b"x"}), "a", True),
        (gzip.compress(b"x"), "a", True),
        (record(1, b"x"), "a", True),
        (MBOX_LINE + MAIL, "a", True),
        (MAIL, "a.eml", True),
        (ROWS, "a", True),
        (b'{"text": "' + b"x" * HEAD_BYTES, "a", True),
        (b'\xef\xbb\xbf {"title" : "T", "text": "' + b"x" * HEAD_BYTES, "a", True),
        (b'{"data": [[' + b"1," * HEAD_BYTES, "a", True),
        (b"{" * HEAD_BYTES, "a", False),
        (b"{x" * HEAD_BYTES, "a", False),
        (b'{"text":\n "a"}' + b" " * HEAD_BYTES, "a", False),
        (b"title,text\nT," + b"x" * HEAD_BYTES, "a", True),
        (b"a,b,c\n1," + b"x" * HEAD_BYTES, "a.csv", True),
        (b"a,b,c\n1," + b"x" * HEAD_BYTES, "a.txt", False),
        (b"a,b\n1,2,3," + b"x" * HEAD_BYTES, "a.csv", False),
        ("title,text\nT,x\n".encode("utf-16"), "a", True),
        (b"%PDF-1.7", "a.pdf", False),
        (b"<html>" + b" " * HEAD_BYTES, "a.html", False),
        (b"x" * HEAD_BYTES, "a.csv", False),
        (b"\0" * HEAD_BYTES, "a", False),
        (b"", "a", False),
    ],
)
def test_what_may_hold_others(head: bytes, name: str, expected: bool) -> None:
    assert may_hold_others(head[:HEAD_BYTES], name) is expected


def test_only_the_head_is_read_to_judge() -> None:
    stream = Watched(b'{"text": "' + b"x" * MIB)
    stream.seek(5)
    assert container_shape(stream, "a") == "jsonl"
    assert (stream.largest, stream.tell()) == (HEAD_BYTES, 0)


def test_the_directory_of_a_zip() -> None:
    data = pack({"a.txt": b"x"})
    start = data.index(b"PK\x01\x02")
    assert zip_directory(io.BytesIO(data)) == (start, data.index(b"PK\x05\x06") - start)
    assert zip_directory(io.BytesIO(b"junk" + data)) == (start + 4, data.index(b"PK\x05\x06") - start)
    assert zip_directory(io.BytesIO(data[:-30])) is None


def test_the_directory_of_a_large_zip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10)
    data = pack({"a.txt": b"x" * 50, "b.txt": b"y" * 50}, zipfile.ZIP_STORED)
    assert b"PK\x06\x06" in data
    start = data.index(b"PK\x01\x02")
    assert zip_directory(io.BytesIO(data)) == (start, data.index(b"PK\x06\x06") - start)


# --- containers in containers -----------------------------------------------------------------------------------------


def mail_with(name: str | None, content_type: str) -> bytes:
    disposition = f'Content-Disposition: attachment; filename="{name}"\n' if name else ""
    return (
        b'From: a@example.org\nTo: b@example.org\nSubject: Fwd\nContent-Type: multipart/mixed; boundary="b"\n\n'
        b"--b\n\nSee below.\n" + f"--b\nContent-Type: {content_type}\n{disposition}\n".encode() + MAIL + b"\n--b--\n"
    )


@pytest.mark.parametrize(
    ("mail", "inner"),
    [
        (mail_with(None, "message/rfc822"), "mail-1!/body"),
        (mail_with("forwarded.eml", "message/rfc822"), "forwarded.eml!/body"),
        (mail_with("forwarded.eml", "application/octet-stream"), "forwarded.eml!/body"),
        (mail_with("note.bin", "application/octet-stream"), "note.bin!/body"),
    ],
)
def test_an_attached_mail_is_a_container(mail: bytes, inner: str) -> None:
    assert [name for name, _ in expanded(mail)] == ["body", inner]
    assert [name for name, _ in expanded(MBOX_LINE + mail)] == ["mail-1!/body", f"mail-1!/{inner}"]


@pytest.mark.parametrize(
    ("name", "data", "inner"),
    [
        ("t.jsonl", ROWS, ["row-1", "row-2"]),
        ("t.csv", b"title,text\nT,a\nT,b\n", ["row-1", "row-2"]),
        ("m.mbox", MBOX_LINE + MAIL + b"\n" + MBOX_LINE + MAIL, ["mail-1!/body", "mail-2!/body"]),
        ("z.zip", pack({"a/b.txt": b"x"}), ["a/b.txt"]),
    ],
)
def test_a_container_in_gzip_and_in_a_zip(name: str, data: bytes, inner: list[str]) -> None:
    zipped = gzip.compress(data)
    assert [name for name, _ in expanded(zipped, f"{name}.gz")] == [f"{name}!/{one}" for one in inner]
    found = expanded(pack({f"f/{name}": data, f"{name}.gz": zipped, "last.txt": b"x"}))
    in_zip = [f"f/{name}!/{one}" for one in inner]
    in_gzip = [f"{name}.gz!/{name}!/{one}" for one in inner]
    assert [name for name, _ in found] == [*in_zip, *in_gzip, "last.txt"]
    assert not any(isinstance(content, str) for _, content in found)


def test_a_warc_in_gzip_is_one_container() -> None:
    data = record(1, b"<p>a") + record(2, b"<p>b")
    names = ["https://example.org/1", "https://example.org/2"]
    assert [name for name, _ in expanded(gzip.compress(data))] == names
    assert [name for name, _ in expanded(pack({"w.warc.gz": gzip.compress(data), "x": b"x"}))] == [
        *(f"w.warc.gz!/{name}" for name in names),
        "x",
    ]


def test_what_stands_before_a_break_is_given() -> None:
    rows = b"".join(b'{"text": "%s"}\n' % gzip.compress(b"%d" % number, 0).hex().encode() for number in range(20_000))
    for data in (pack({"a.jsonl": rows})[:-50_000], gzip.compress(rows)[:-50_000]):
        found = expanded(data, "a.jsonl.gz")
        assert len(found) > 1000
        assert found[-1] == ("a.jsonl!/…", "truncated")
        assert all(isinstance(content, bytes) for _, content in found[:-1])
    table_data = table((str(number), f"{number} " * 20) for number in range(20_000))
    found = expanded(gzip.compress(table_data)[:-5000], "a.csv.gz")
    assert found[-1] == ("a.csv!/…", "truncated")
    assert all(content == (f"{row} " * 20).encode() for row, (_, content) in enumerate(found[:-1]))
    assert len(found) > 1000


def test_a_mail_that_breaks_off_is_not_given() -> None:
    mails = b"".join(MBOX_LINE + MAIL + gzip.compress(b"%d" % n).hex().encode() + b"\n\n" for n in range(3000))
    found = expanded(gzip.compress(mails)[:-3000], "a.mbox.gz")
    assert len(found) > 1000
    assert found[-1] == ("a.mbox!/…", "truncated")
    assert {len(content) for _, content in found[:-1] if content} <= set(range(70, 90))


def test_names_that_look_like_a_way_into_a_container() -> None:
    data = pack({"a.zip!/b.txt": b"x", "a.zip": pack({"b.txt": b"y"}), "a!/": b"", "back\\slash!": b"z"})
    assert expanded(data) == [("a.zip\\x21/b.txt", b"x"), ("a.zip!/b.txt", b"y"), ("back\\x5cslash!", b"z")]


def test_names_stay_unique() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name in ("a", "a#2", "a", "a", "b.gz", "b.gz"):
                archive.writestr(name, gzip.compress(b"x") if name == "b.gz" else b"x")
    names = [name for name, _ in expanded(stream.getvalue())]
    assert names == ["a", "a#2", "a#3", "a#4", "b.gz!/b", "b.gz#2!/b"] or len(set(names)) == 6


def test_files_of_a_zip_are_unpacked_when_they_are_asked_for() -> None:
    found = list(expand_zip(io.BytesIO(pack({"a": b"x", "b": b"y"})), "a"))
    assert [type(item) for item in found] == [Packed, Packed]


# --- evidence and encodings -------------------------------------------------------------------------------------------


def test_evidence_of_a_mail() -> None:
    (body,) = expand_source(io.BytesIO(MAIL), "a")
    assert body.evidence == (
        Evidence("title", "Talks", "mail header Subject"),
        Evidence("published", "Mon, 3 Jun 2019 10:00:00 +0200", "mail header Date"),
        Evidence("publisher", "a@example.org", "mail header From"),
    )


def test_evidence_of_a_row_and_of_a_page() -> None:
    (row,) = expand_source(io.BytesIO(b'{"Headline": "T", "Published-At": "3 June 2019", "text": "a"}'), "a")
    assert row.evidence == (
        Evidence("title", "T", "column headline"),
        Evidence("published", "3 June 2019", "column published_at"),
    )
    sent = record(1, b"<p>a").replace(b" https://example.org/1", b" <https://a.org/>")
    (page,) = expand_source(io.BytesIO(sent), "a")
    assert (page.facts.url, page.fetched_at) == ("https://a.org/", "2021-05-06T10:00:00Z")
    assert page.evidence == (
        Evidence("url", "https://a.org/", "WARC-Target-URI"),
        Evidence("fetched_at", "2021-05-06T10:00:00Z", "WARC-Date"),
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_tables_in_other_encodings(codec: str) -> None:
    texts = [f"{number}: the séances à Paris" for number in range(9000)]
    data = ("title,text\n" + "".join(f"T,{text}\n" for text in texts)).encode(codec)
    assert len(data) > 2 * HEAD_BYTES
    found = seen(expand_csv(io.BytesIO(data), "a"))
    assert [content for _, content in found] == [text.encode() for text in texts]


def test_bytes_that_are_no_utf8_are_left_to_the_reader_of_the_text() -> None:
    data = ROWS * 5000 + '{"text": "café"}\n'.encode("cp1252")
    assert expanded(data)[-1] == ("row-10001", b"caf\xe9")


def test_a_table_that_is_not_legible_is_refused() -> None:
    wide = "text,title\n".encode("utf-16") + "séance,T\n".encode("utf-16-le") * 9000
    with pytest.raises(UnreadableSource, match=r"^invalid_utf16: "):
        list(expand_csv(io.BytesIO(wide + b"\x00\xd8" * 40_000), "a"))


def test_a_row_says_what_is_wrong_with_it() -> None:
    data = b'{"text": "a"}\n{"text": "b"} {"text": "c"}\n  {"text": "d"}  \n' + json.dumps(["x"]).encode()
    assert [content for _, content in expanded(data)] == [b"a", "broken", b"d", "broken"]


def test_the_expander_of_mails_reads_in_pieces() -> None:
    stream = Watched(MAIL + b"x\n" * MIB)
    assert [type(item) for item in expand_mail(stream, "a")] == [Member]
    assert stream.largest <= MIB
