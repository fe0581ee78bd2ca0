"""ZIP, gzip, WARC and WACZ to their members: names, nesting, limits, and archives that are damaged or hostile."""

from __future__ import annotations

import gzip
import io
import random
import re
import struct
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.model import HeaderFacts, UnreadableSource
from transforms.reading import members
from transforms.reading.archives import expand_gzip, expand_warc, expand_zip
from transforms.reading.formats import CONTAINERS, expand_source, read_source
from transforms.reading.members import Found, Member
from transforms.reading.sniff import sniff_family

TEXT = b"The two staffs met in Tallinn.\n"
NOISE = random.Random(7).randbytes(3000)
MAIL = b"From: a@example.org\nTo: b@example.org\nSubject: Talks\nDate: Mon, 3 Jun 2019 10:00:00 +0200\n\n" + TEXT


def pack(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def seen(found: Iterable[Found]) -> list[tuple[str, bytes | str | None]]:
    """Name, and the bytes or the code of the reason."""
    members = [member for member in found if isinstance(member, Member)]
    return [(m.name, m.data if m.data is not None else (m.reason or "").split(":")[0]) for m in members]


def expanded(data: bytes, name: str = "a.zip") -> list[tuple[str, bytes | str | None]]:
    return seen(expand_source(io.BytesIO(data), name))


# --- ZIP and gzip -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_files_of_a_zip(method: int) -> None:
    files = {
        "a.txt": TEXT,
        "folder/": b"",
        "folder/b.txt": TEXT * 2,
        "__MACOSX/a.txt": b"x",
        ".DS_Store": b"x",
        "c/.hid": b"x",
    }
    assert expanded(pack(files, method)) == [("a.txt", TEXT), ("folder/b.txt", TEXT * 2)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "../../etc/passwd"),
        ("/etc/passwd", "/etc/passwd"),
        ("été.txt", "été.txt"),
        ("line\nbreak", "line\\x0abreak"),
        ("\u202egpj.txt", "\\xe2\\x80\\xaegpj.txt"),
        ("-rf", "-rf"),
        ("n" * 600, "n" * 499 + "…"),
    ],
)
def test_names_are_only_shown(name: str, shown: str) -> None:
    assert expanded(pack({name: TEXT})) == [(shown, TEXT)]


def test_names_that_are_not_utf8() -> None:
    data = pack({"AB.txt": TEXT, "CD.txt": TEXT}).replace(b"AB", b"\xff\xfe").replace(b"CD", "é".encode())
    assert expanded(data) == [("\\xff\\xfe.txt", TEXT), ("é.txt", TEXT)]


def test_a_name_that_begins_with_nul() -> None:
    assert expanded(pack({"AB": TEXT}).replace(b"AB", b"\0B")) == [("\\x00B", TEXT)]


def test_equal_names_are_told_apart() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("a.txt", TEXT)
            archive.writestr("a.txt", TEXT * 2)
    assert expanded(stream.getvalue()) == [("a.txt", TEXT), ("a.txt#2", TEXT * 2)]


def test_archives_in_archives() -> None:
    inner = pack({"b.txt": TEXT, "m.eml": MAIL, "t.csv": b"title,text\nT,a row\n"})
    data = pack(
        {"in.zip": inner, "a.txt.gz": gzip.compress(TEXT), "broken.zip": inner[:20], "empty.gz": gzip.compress(b"")}
    )
    assert expanded(data) == [
        ("in.zip!/b.txt", TEXT),
        ("in.zip!/m.eml!/body", TEXT),
        ("in.zip!/t.csv!/row-1", b"a row"),
        ("a.txt.gz!/a.txt", TEXT),
        ("broken.zip!/…", "truncated"),
        ("empty.gz!/empty", b""),
    ]


def test_facts_come_with_the_members() -> None:
    found = {member.name: member.facts for member in expand_source(io.BytesIO(pack({"m.eml": MAIL})), "a.zip")}
    assert found["m.eml!/body"].published == "2019-06-03T10:00:00+02:00"


@pytest.mark.parametrize(
    ("parts", "family"),
    [
        (["a.txt"], "zip"),
        (["word/notes.txt"], "zip"),
        (["[Content_Types].xml", "word/document.xml"], "docx"),
        (["datapackage.json", "archive/data.warc.gz"], "wacz"),
        (["datapackage.json", "data/table.csv"], "zip"),
    ],
)
def test_what_is_an_archive(parts: list[str], family: str) -> None:
    assert sniff_family(pack(dict.fromkeys(parts, b"x")), "a") == family


@pytest.mark.parametrize("part", ["xl/workbook.xml", "ppt/presentation.xml"])
def test_office_files_are_no_archives(part: str) -> None:
    data = pack({"[Content_Types].xml": b"<a/>", part: b"<a/>"})
    with pytest.raises(UnreadableSource, match=r"^unsupported: (?:XLSX|PPTX) "):
        sniff_family(data, "a.zip")
    assert expanded(pack({"a.xlsx": data})) == [("a.xlsx", data)]


def test_an_archive_is_no_text() -> None:
    for data in (pack({"a": TEXT}), gzip.compress(TEXT), warc(page())):
        with pytest.raises(UnreadableSource, match=r"^container: .+; "):
            read_source(data, "a")
    with pytest.raises(UnreadableSource, match=r"^no_container: .+; "):
        expand_source(io.BytesIO(TEXT), "a.zip")


def test_every_container_has_an_expander_that_refuses_noise() -> None:
    for expand in CONTAINERS.values():
        try:
            for found in expand(io.BytesIO(NOISE), "a"):
                assert not isinstance(found, Member) or found.reason or found.data is not None
        except UnreadableSource as refusal:
            assert ": " in str(refusal)


# --- limits -----------------------------------------------------------------------------------------------------------


def test_a_bomb_is_not_unfolded() -> None:
    bomb = zlib.compress(b"\0" * 60_000_000, 9)
    tracemalloc.start()
    start = time.perf_counter()
    zipped = pack({"a.txt": TEXT, "bomb": b"\0" * 30_000_000, "z.txt": TEXT})
    tracemalloc.reset_peak()
    assert expanded(zipped) == [("a.txt", TEXT), ("bomb", "ratio")]
    assert expanded(gzip.compress(bomb * 3)) != []
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()
    assert time.perf_counter() - start < 5


def test_a_bomb_in_gzip() -> None:
    assert expanded(gzip.compress(b"\0" * 10_000_000), "a.gz") == [("a", "ratio")]


def test_a_bomb_of_many_files_is_stopped() -> None:
    found = expanded(pack({str(number): b"\0" * 1_000_000 for number in range(12)}))
    assert found[-1][1] == "ratio"
    assert len(found) < 12


def test_blanks_are_no_bomb() -> None:
    assert expanded(pack({"a.txt": b" " * 900_000})) == [("a.txt", b" " * 900_000)]


def test_too_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_MEMBERS", 3)
    assert [reason for _, reason in expanded(pack({str(number): TEXT for number in range(9)}))] == [TEXT] * 3 + [
        "too_many"
    ]


def test_a_directory_without_end_is_not_read() -> None:
    size = 50 * 100_001
    data = b"PK\x03\x04" + (b"PK\x01\x02" + b"\0" * 46) * 100_001 + struct.pack("<4s8xII2x", b"PK\x05\x06", size, 4)
    assert seen(expand_zip(io.BytesIO(data), "a"))[0][1] == "too_many"


def test_too_much_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_EXPANDED_BYTES", 100)
    monkeypatch.setattr(members, "MAX_GROWTH", 0)
    assert [reason for _, reason in expanded(pack({str(number): TEXT for number in range(9)}))] == [TEXT] * 3 + [
        "too_large_in_all"
    ]


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(members, "MAX_BYTES", 40)
    assert expanded(pack({"a": TEXT * 2, "b": TEXT})) == [("a", "too_large"), ("b", TEXT)]


def test_too_deep() -> None:
    data = pack({"a.txt": TEXT})
    for _ in range(9):
        data = pack({"in.zip": data, "b.txt": TEXT})
    assert expanded(data) == [
        ("in.zip!/in.zip!/in.zip", "too_deep"),
        ("in.zip!/in.zip!/b.txt", TEXT),
        ("in.zip!/b.txt", TEXT),
        ("b.txt", TEXT),
    ]


def test_an_archive_that_holds_itself_ends() -> None:
    member = gzip.compress(TEXT, 0)
    assert len(expanded(member * 2000, "a.gz")) == 1


@pytest.mark.parametrize("data", [pack({"folder/": b""}), b"PK\x05\x06" + b"\0" * 18])
def test_an_archive_without_files(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^(?:empty|no_container): .+; "):
        list(expand_source(io.BytesIO(data), "a.zip"))


# --- damage -----------------------------------------------------------------------------------------------------------


def test_an_encrypted_file_says_so() -> None:
    data = bytearray(pack({"a.txt": TEXT, "b.txt": TEXT}))
    place = data.index(b"PK\x01\x02") + 8
    data[place] |= 1
    assert expanded(bytes(data)) == [("a.txt", "encrypted"), ("b.txt", TEXT)]


def test_a_file_with_a_wrong_checksum_is_broken() -> None:
    data = pack({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_STORED)
    assert expanded(data.replace(TEXT, TEXT.upper(), 1)) == [("a.txt", "broken"), ("b.txt", TEXT)]


def test_an_unknown_way_of_packing() -> None:
    data = bytearray(pack({"a.txt": TEXT, "b.txt": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(mark) + offset, 97)
    assert expanded(bytes(data)) == [("a.txt", "unsupported"), ("b.txt", TEXT)]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_truncated_zip_gives_what_is_whole(method: int) -> None:
    data = pack({"a.txt": TEXT * 9, "b.txt": NOISE}, method)
    assert expanded(data[: data.index(b"b.txt") + 200]) == [("a.txt", TEXT * 9), ("b.txt", "truncated")]
    assert expanded(data[: data.index(b"PK\x01\x02")]) == [("a.txt", TEXT * 9), ("b.txt", NOISE), ("…", "truncated")]
    assert expanded(data[: data.index(b"b.txt") - 9])[-1] == ("…", "truncated")


def test_a_truncated_zip_that_was_written_to_a_pipe() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    stream = Pipe()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", NOISE)
    data = stream.getvalue()
    assert expanded(data[: data.index(b"b.txt") + 50]) == [("a.txt", TEXT), ("b.txt", "truncated")]


def test_a_truncated_zip_with_a_bomb() -> None:
    data = pack({"bomb": b"\0" * 30_000_000, "a.txt": TEXT})
    assert expanded(data[: data.index(b"PK\x01\x02")])[0] == ("bomb", "ratio")


def test_a_truncated_gzip() -> None:
    rows = b"".join(b'{"text": "row %d"}\n' % number for number in range(2000))
    assert expanded(gzip.compress(NOISE.hex().encode())[:-200], "a.txt.gz") == [("a.txt", "truncated")]
    found = expanded(gzip.compress(rows)[:-200], "a.jsonl.gz")
    assert found[:2] == [("a.jsonl!/row-1", b"row 0"), ("a.jsonl!/row-2", b"row 1")]
    assert found[-1] == ("a.jsonl!/…", "truncated")


@pytest.mark.parametrize("data", [gzip.compress(TEXT)[:15] + NOISE, b"\x1f\x8b\x08" + NOISE])
def test_a_broken_gzip(data: bytes) -> None:
    assert expanded(data, "a.gz") == [("a", "broken")]


# --- WARC and WACZ ----------------------------------------------------------------------------------------------------

URL, MOMENT = "https://example.org/a?b=c", "2021-05-06T10:00:00Z"
PAGE = b"<html><p>The two staffs met in Tallinn.</p></html>"


def page(
    body: bytes = PAGE, kind: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = "", url: str = URL
) -> bytes:
    """A record of an answer to a crawler."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + body
    return record("response", answer, "application/http; msgtype=response", url)


def record(kind: str, content: bytes, content_type: str, url: str = URL) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {MOMENT}\r\n"
        f"WARC-Record-ID: <urn:uuid:0>\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def warc(*records: bytes, each: bool = False) -> bytes:
    info = record("warcinfo", b"software: x\r\n", "application/warc-fields")
    return b"".join(gzip.compress(one) if each else one for one in (info, *records))


@pytest.mark.parametrize("each", [False, True])
def test_pages_of_a_warc(each: bool) -> None:
    data = warc(page(), page(TEXT, "text/plain", url="https://example.org/b"), each=each)
    found = list(expand_source(io.BytesIO(data), "a.warc.gz"))
    assert seen(found) == [(URL, PAGE), ("https://example.org/b", TEXT)]
    assert found[0].facts == HeaderFacts(url=URL)
    assert found[0].fetched_at == MOMENT


@pytest.mark.parametrize(
    ("one", "data"),
    [
        (page(b"5\r\n<p>a \r\n6;x=y\r\nb</p>\n\r\n0\r\n\r\n", extra="Transfer-Encoding: chunked\r\n"), b"<p>a b</p>\n"),
        (page(gzip.compress(PAGE), extra="Content-Encoding: gzip\r\n"), PAGE),
        (page(zlib.compress(PAGE), extra="Content-Encoding: deflate\r\n"), PAGE),
        (page(zlib.compress(PAGE)[2:-4], extra="Content-Encoding: deflate\r\n"), PAGE),
        # the crawler decoded it and kept the header
        (page(extra="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"), PAGE),
        (page(extra="Content-Encoding: br\r\n"), PAGE),
        (page("<p>café</p>".encode("cp1252"), "text/html; charset=ISO-8859-1"), "<p>café</p>".encode()),
        (page("<p>café</p>".encode(), "text/html; charset=ISO-8859-1"), "<p>café</p>".encode()),
        (page("<p>Łódź</p>".encode("cp1250"), "text/html; charset=windows-1250"), "<p>Łódź</p>".encode()),
        (page(b"<p>\xe9</p>", "text/html"), b"<p>\xe9</p>"),
        (page(b"%PDF-1.7", "application/pdf"), b"%PDF-1.7"),
        (record("resource", TEXT, "text/plain"), TEXT),
        (record("conversion", TEXT, "text/plain"), TEXT),
    ],
)
def test_pages_as_they_were_sent(one: bytes, data: bytes) -> None:
    assert seen(expand_warc(io.BytesIO(warc(one)), "a")) == [(URL, data)]


@pytest.mark.parametrize(
    "one",
    [
        page(b"not found", status="404 Not Found"),
        page(b"", status="301 Moved Permanently"),
        page(b"\x89PNG", "image/png"),
        page(b"p {}", "text/css"),
        page(b"x()", "text/javascript"),
        page(b"{}", "application/json"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        record("metadata", b"a: b", "text/plain"),
        record("revisit", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "application/http"),
    ],
)
def test_what_of_a_warc_is_no_page(one: bytes) -> None:
    assert seen(expand_warc(io.BytesIO(warc(one, page())), "a")) == [(URL, PAGE)]


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (page(gzip.compress(PAGE)[:-20], extra="Content-Encoding: gzip\r\n"), "broken"),
        (page(b"5\r\nhell", extra="Transfer-Encoding: chunked\r\n"), "broken"),
        (page(b"xx", extra="Content-Encoding: zstd\r\n"), "unsupported"),
        (page(NOISE, extra="Content-Encoding: br\r\n"), "broken"),
        (page(NOISE, extra="Content-Encoding: deflate\r\n"), "broken"),
    ],
)
def test_one_broken_page_does_not_stop_the_others(one: bytes, code: str) -> None:
    assert seen(expand_warc(io.BytesIO(warc(one, page())), "a")) == [(URL, code), (URL, PAGE)]


@pytest.mark.parametrize("each", [False, True])
def test_a_truncated_warc_gives_what_is_whole(each: bool) -> None:
    data = warc(page(), page(NOISE.hex().encode(), url="https://example.org/b"), each=each)
    for cut in (5, 40, 500):
        assert seen(expand_warc(io.BytesIO(data[:-cut]), "a"))[0] == (URL, PAGE)
    assert seen(expand_warc(io.BytesIO(data[:-500]), "a"))[1:] == [("https://example.org/b", "truncated")]


def test_a_warc_with_a_wrong_length_tells_of_it() -> None:
    found = seen(expand_warc(io.BytesIO(warc(page()) + b"garbage\r\n" + page()), "a"))
    assert found[0] == (URL, PAGE)
    assert found[-1][1] == "truncated"


def test_bombs_in_a_warc() -> None:
    sent = page(gzip.compress(b"\0" * 20_000_000), extra="Content-Encoding: gzip\r\n")
    assert expanded(warc(page(), sent)) == [(URL, PAGE), (f"{URL}#2", "ratio")]
    assert expanded(warc(page(), page(b"\0" * 20_000_000), each=True)) == [(URL, PAGE), (f"{URL}#2", "ratio")]


def test_wacz_and_warc_in_a_zip() -> None:
    parts = {
        "datapackage.json": b"{}",
        "pages/pages.jsonl": b'{"url": "x", "text": "y"}',
        "indexes/index.cdx.gz": gzip.compress(b"x"),
        "archive/data.warc.gz": warc(page(), each=True),
    }
    wacz = pack(parts, zipfile.ZIP_STORED)
    assert expanded(wacz, "a.wacz") == [(f"archive/data.warc.gz!/{URL}", PAGE)]
    assert expanded(pack({"a.wacz": wacz})) == [(f"a.wacz!/archive/data.warc.gz!/{URL}", PAGE)]


def long_name(ended: bool) -> bytes:
    """A gzip whose header has a name of a megabyte."""
    head = b"\x1f\x8b\x08\x08" + b"\0" * 6
    return head + b"a" * 1_000_000 + (b"\0" + gzip.compress(TEXT)[10:] if ended else b"")


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("pack_it", [bytes, gzip.compress])
def test_a_name_of_a_megabyte_in_a_gzip_takes_no_time(pack_it: Callable[[bytes], bytes], ended: bool) -> None:
    start = time.perf_counter()
    (member,) = expand_source(io.BytesIO(pack_it(long_name(ended))), "a.gz")
    assert time.perf_counter() - start < 1
    assert member.data == (TEXT if ended else None)
    assert ended or (member.reason or "").startswith("truncated: ")


@pytest.mark.parametrize("between", [b"", b"\0" * 700])
def test_gzips_behind_one_another_are_one_file(between: bytes) -> None:
    data = between.join(gzip.compress(b"part %d " % number) for number in range(3))
    (member,) = expand_source(io.BytesIO(data + between), "a.gz")
    assert member.data == b"part 0 part 1 part 2 "


# --- fuzz -------------------------------------------------------------------------------------------------------------

SAMPLES = (
    pack({"a.txt": TEXT, "in.zip": pack({"b.txt": TEXT}), "m.eml": MAIL}),
    pack({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_STORED),
    gzip.compress(TEXT * 20),
    warc(page(), page(gzip.compress(PAGE), extra="Content-Encoding: gzip\r\n")),
    warc(page(), page(), each=True),
    pack({"datapackage.json": b"{}", "archive/a.warc": warc(page())}),
)


@settings(deadline=None, max_examples=250)
@given(st.sampled_from(SAMPLES), st.floats(0, 1), st.binary(max_size=8), st.integers(0, 30))
def test_damaged_archives_are_expanded_or_refused(data: bytes, share: float, patch: bytes, cut: int) -> None:
    place = int(len(data) * share)
    damaged = data[:place] + patch + data[place + cut :]
    start = time.perf_counter()
    for expand in (expand_source, expand_zip, expand_gzip, expand_warc):
        try:
            for member in expand(io.BytesIO(damaged), "a"):
                assert not isinstance(member, Member) or (member.data is None) == (member.reason is not None)
                member.name.encode()
        except UnreadableSource as refusal:
            assert re.match(r"[a-z_0-9]+: .+; ", str(refusal), re.DOTALL)
    assert time.perf_counter() - start < 5
