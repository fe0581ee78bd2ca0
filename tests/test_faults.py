"""One build of a folder with every fault of names and content: each file ends as it should, and the account adds up.

The numbers are those of the list of faults. Faults of the process and of storage stand in test_endtoend.py and in the
tests of the stores; texts longer than the model's limit in test_nlp.py.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import socket
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from tests.commands import Ended, succeed
from tests.test_reading_office import open_text
from tests.test_reading_pdf import Piece, column, write_objects, write_pdf

pytestmark = pytest.mark.endtoend
LOADED, DUPLICATE = "loaded", "duplicate"
# What a person may wait for one hostile folder, on a machine that does other things too
SECONDS = 300.0
MIB = 2**20


def note(number: int | str, day: str = "10 January 2023") -> str:
    """A short text of its own."""
    return (f"Note {number}\n\n{day}\n\nNATO Secretary General Jens Stoltenberg met Ursula von der Leyen in Brussels. "
            f"They spoke about note {number} and about nothing else.\n")


def zipped(files: dict[str, bytes | str]) -> bytes:
    """A ZIP; it packs what can be packed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def mail(name: str, attachment: str) -> bytes:
    """A mail with one attachment of that name."""
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = "p@example.org", "A mail", "Tue, 10 Jan 2023 10:00:00 +0100"
    message.set_content(note("in a mail"))
    message.add_attachment(attachment.encode(), maintype="text", subtype="plain", filename=name)
    return message.as_bytes()


def nested_forms(depth: int = 40) -> bytes:
    """A PDF whose page draws a form that draws the next twice, and so on: 2 to the power of `depth` strokes."""
    forms = [f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F {n + 6} 0 R >> >> "
             f"/Length 11 >>\nstream\n/F Do /F Do\nendstream" for n in range(depth)]
    last = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 0 >>\nstream\n\nendstream"
    page = ("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R "
            "/Resources << /XObject << /F 5 0 R >> >> >>")
    return write_objects(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>", page,
                          "<< /Length 5 >>\nstream\n/F Do\nendstream", *forms, last], "")


BOMB = f'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "{"&a;" * 10}"><!ENTITY c "{"&b;" * 10}">]>'
FEED = ('<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>Feed</title><item>'
        "<title>Item {entity}</title><pubDate>Tue, 10 Jan 2023 10:00:00 GMT</pubDate>"
        "<description>NATO met the EU. {entity}</description></item>"
        "</channel></rss>")
XXE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY c SYSTEM "http://127.0.0.1:9/x">]>'


class Fault(NamedTuple):
    """A faulty file: its number in the list, its name, its bytes or a function that makes it, and how it may end."""

    number: int
    name: str
    data: bytes | str | Callable[[Path], object]
    fates: tuple[str, ...] = (LOADED,)


def large(path: Path) -> None:
    """One line of 500 MB that takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(500 * MIB)


def large_line(path: Path) -> None:
    """A JSON line that is longer than a document may be, and a good one."""
    with path.open("wb") as file:
        file.write(json.dumps({"text": note("43a")}).encode() + b"\n")
        file.write(b'{"text": "' + b"x" * (25 * MIB) + b'"}\n')


LISTING = "".join(f"{day} Nov. 2018\n\n{title}\n\nThe Secretary General took part.\n\n" for day, title in (
    (23, "Talks on military mobility held"), (20, "Envoys visit Oslo"), (12, "Course in Rome ends"),
    (9, "Staffs meet in Riga")))
PLAIN_PDF = write_pdf([column("The two organizations spoke about note 44 in Brussels today.")])
GOOD_FEED = FEED.format(doctype="", entity="one").replace("</channel>", (
    "<item><title>Envoys meet</title><link>https://www.example.org/envoys</link>"
    "<description>NATO and the EU met in Oslo.</description></item></channel>"))
ROWS = "title,date,text\n" + "".join(
    f'Row {day},2020-01-{day:02d},"NATO and the EU met in Brussels and spoke about row {day} of the table."\n'
    for day in range(1, 28))
TRUNCATED = zipped({"first.txt": note("52a"), "second.txt": os.urandom(4000).hex()})
FAULTS = (
    Fault(30, "loop", lambda path: path.symlink_to(path), ("link_loop",)),
    Fault(30, "outside.txt", lambda path: path.symlink_to("/etc/hostname"), ("link_outside",)),
    Fault(31, "slip.zip", zipped({"../../../slipped.txt": note("31a"), "/slipped.txt": note("31b"),
                                  "..\\slipped.txt": note("31c")})),
    Fault(31, "slip.eml", mail("../../../slipped.txt", note("31d"))),
    Fault(32, os.fsdecode(b"caf\xe9.txt"), note("32a")),
    Fault(32, "new\nline.txt", note("32b")),
    Fault(32, "\u202etxt.exe", note("32c")),
    Fault(32, "-rf.txt", note("32d")),
    Fault(33, unicodedata.normalize("NFC", "é.txt"), note("33a")),
    Fault(33, unicodedata.normalize("NFD", "é.txt"), note("33b")),
    Fault(33, "É.txt", note("33c")),
    Fault(34, "pipe.txt", os.mkfifo, ("not_a_file",)),
    Fault(35, "same-1.txt", note(35)),
    Fault(35, "same-2.txt", note(35), (DUPLICATE,)),
    Fault(35, "same-3.md", note(35), (DUPLICATE,)),
    Fault(32, "bang!/note.txt", note("32e")),
    Fault(32, "bang", zipped({"note.txt": note("32f")})),
    Fault(38, "empty.txt", b"", ("empty",)),
    Fault(38, "blank.txt", b" \n\t\r\n\xc2\xa0", ("empty",)),
    Fault(39, "bom.txt", b"\xef\xbb\xbf" + note("39a").encode()),
    Fault(39, "utf16.txt", note("39b").encode("utf-16")),
    Fault(39, "windows.txt", note("39c – “quoted” Käse und Größe à côté").encode("cp1252")),
    Fault(40, "few-invalid.txt", (note("40a") * 9).encode() + b" \xff"),
    Fault(40, "many-invalid.txt", b"NATO \xff\xfe\xc3( and \xe2\x82 the EU. " * 400, ("invalid_utf8",)),
    Fault(41, "controls.txt", note("41a").replace("met", "met\x00\x01\x07\x1b[31m")),
    Fault(41, "surrogates.jsonl", '{"text": "NATO and the EU met \\ud800 in Brussels about 41b."}\n'),
    Fault(42, "bidi.txt", note("42").replace("NATO", "\u202eNATO\u202c").replace("Jens", "J\u200bens")),
    Fault(43, "line.txt", large, ("too_large",)),
    Fault(43, "line.jsonl", large_line),
    Fault(44, "page.pdf", f"<html><title>Note 44</title><body><p>{note('44a')}</p></body></html>"),
    Fault(44, "pdf.txt", PLAIN_PDF),
    Fault(44, "odt.zip", open_text("<text:p>The two organizations spoke about note 44b in Brussels today.</text:p>")),
    Fault(45, "binary.txt", bytes(range(256)) * 40, ("binary", "invalid_utf8")),
    Fault(46, "nested.html", "<div>" * 1_000_000 + note("46a"), (LOADED, "too_complex", "timeout", "memory")),
    Fault(46, "attributes.html", f"<p {' '.join(f'a{n}=1' for n in range(200_000))}>{note('46b')}</p>",
          (LOADED, "too_complex", "timeout", "memory")),
    Fault(47, "ampersands.html", f"<html><body><p>{note('47')}</p>{'&' * 2 * MIB}</body></html>",
          (LOADED, "too_complex", "timeout")),
    Fault(48, "slashes.txt", note("48a") + "1/" * 50_000),
    Fault(48, "blanks.txt", note("48b") + "1" + " " * 100_000 + "x"),
    Fault(48, "brackets.txt", note("48c") + "([{“'" * 20_000),
    # To a browser too the rest of this page is a comment
    Fault(48, "dashes.html", f"<html><!{'-' * 100_000}<p>{note('48d')}</p>", ("empty",)),
    Fault(49, "bomb.xml", FEED.format(doctype=BOMB, entity="&c;"), ("too_complex",)),
    Fault(49, "xxe.xml", FEED.format(doctype=XXE, entity="&x;&c;"), ("too_complex",)),
    Fault(50, "bomb.zip", zipped({"zeros.txt": bytes(30 * MIB)}), ("no_text",)),
    Fault(50, "bomb.txt.gz", gzip.compress(bytes(30 * MIB)), ("no_text",)),
    Fault(51, "encrypted.pdf", write_pdf(
        [[Piece(60, 700, "secret")]], trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /O (x) /U (y) /P -4 >>"),
          ("encrypted",)),
    Fault(51, "looped.pdf", write_pdf([[Piece(60, 700, "x")]], tree="<< /Type /Pages /Count 1 /Kids [2 0 R] >>"),
          ("broken", "no_text", "empty", "unreadable", "looped")),
    Fault(51, "scanned.pdf", write_pdf([[]]), ("no_text", "no_text_layer", "scanned", "empty")),
    Fault(51, "forms.pdf", nested_forms(), ("timeout", "memory", "crash")),
    Fault(51, "forms.zip", zipped(
        {"good-1.txt": note("51a"), "forms.pdf": nested_forms(41), "good-2.txt": note("51b")})),
    Fault(52, "truncated.zip", TRUNCATED[:-1500]),
    Fault(52, "truncated.txt.gz", gzip.compress(note("52b").encode())[:-20], ("no_text",)),
    Fault(52, "truncated.csv.gz", gzip.compress(ROWS.encode())[:-40]),
    Fault(52, "truncated-table.zip", zipped({"first.txt": note("52c"), "rows.csv": ROWS})[:-250]),
    Fault(49, "feed.xml", GOOD_FEED),
    Fault(53, "broken.eml", b"From: a@example.org\nSubject: =?x?\xff\nDate: soon\nMIME-Version: 1.0\n"
          b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=none\n'
          b"Content-Transfer-Encoding: base64\n\n%%%\n--b\n\nNATO and the EU met about 53.\n"),
    Fault(55, "days.txt", note("55", "31 February 2023") + "The talks of 3 March 0000 and 4 May 9999, and 05/04.\n"),
    Fault(56, "listing.txt", LISTING),
    Fault(56, "announced.txt", "Talks on military mobility held\n\n23 Nov. 2018\n\nNATO and the European Union held "
          "talks on military mobility in Brussels. The two staffs went through the plans for the coming year.\n"),
)


class Record(NamedTuple):
    """The build of the folder."""

    raw: Path
    out: Path
    ended: Ended
    seconds: float
    sources: pl.DataFrame

    def table(self, name: str) -> pl.DataFrame:
        """A table of the record."""
        return pl.read_parquet(self.out / "parquet" / f"{name}.parquet")

    def fate(self, name: str) -> str:
        """Loaded, duplicate, or the code of the reason."""
        shown = self.sources.filter(path=escaped(name)).row(0, named=True)
        return str(shown["status"] if shown["status"] != "quarantined" else shown["reason"].split(":")[0])

    def text(self, name: str) -> str:
        """The text of a file's document."""
        return str(self.table("documents").join(self.sources.filter(path=escaped(name)), on="source_id")["text"][0])


def escaped(name: str) -> str:
    """The name as the record shows it."""
    return {os.fsdecode(b"caf\xe9.txt"): r"caf\xe9.txt", "new\nline.txt": r"new\x0aline.txt",
            "\u202etxt.exe": r"\xe2\x80\xaetxt.exe", "bang!/note.txt": r"bang\x21/note.txt"}.get(name, name)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    home = tmp_path_factory.mktemp("faults")
    raw = home / "deep" / "er" / "raw"
    raw.mkdir(parents=True)
    for fault in FAULTS:
        (raw / fault.name).parent.mkdir(exist_ok=True)
        if callable(fault.data):
            fault.data(raw / fault.name)
        else:
            data = fault.data.encode() if isinstance(fault.data, str) else fault.data
            (raw / fault.name).write_bytes(data)
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind(os.path.relpath(raw / "socket"))
        started = time.monotonic()
        ended = succeed("build", raw, "--out", home / "out", "--direct", "--workers", "2")
        seconds = time.monotonic() - started
        yield Record(raw, home / "out", ended, seconds, pl.read_parquet(home / "out" / "parquet" / "sources.parquet"))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.number}-{fault.name!r}")
def test_each_file_ends_as_it_should(record: Record, fault: Fault) -> None:
    assert record.fate(fault.name) in fault.fates


def test_the_account_adds_up(record: Record) -> None:
    (told,) = [line for line in record.ended.out.splitlines() if line.startswith("**") and "raw files = " in line]
    total, *parts = map(int, re.findall(r"\d+", told))
    assert total == sum(parts) == len(FAULTS) + 1 == sum(1 for _ in record.raw.iterdir())
    whole = record.sources.filter(pl.col("parent_source_id").is_null())
    assert whole.height == total
    loaded = whole.filter(status="loaded").height
    assert loaded == parts[0]


def test_no_file_holds_up_the_run(record: Record) -> None:
    assert record.seconds < SECONDS


def test_nothing_is_written_outside(record: Record) -> None:
    assert not list(record.raw.parents[2].rglob("*slipped*"))
    assert not Path("/slipped.txt").exists()
    assert record.sources.filter(pl.col("path").str.contains("slipped"), status="loaded").height == 4


def test_names_are_shown_without_what_a_terminal_obeys(record: Record) -> None:
    for shown in (record.ended.out, record.ended.err):
        assert not re.search("[\x1b\u202e]|Traceback", shown)


def test_names_that_differ_in_form_or_case_are_different_files(record: Record) -> None:
    paths = [path for path in record.sources["path"] if unicodedata.normalize("NFC", path).casefold() == "é.txt"]
    assert len(paths) == 3


@pytest.mark.parametrize(("name", "encoding"), [
    ("bom.txt", "utf-8"), ("utf16.txt", "utf-16"), ("windows.txt", "windows-1252")])
def test_encodings_are_recorded(record: Record, name: str, encoding: str) -> None:
    assert record.sources.filter(path=name)["encoding"].to_list() == [encoding]
    assert record.text(name).startswith("Note 39")


def test_invalid_bytes_are_counted(record: Record) -> None:
    assert record.sources.filter(path="few-invalid.txt")["replaced_count"].to_list() == [1]


def test_characters_are_kept_and_offsets_right(record: Record) -> None:
    assert "\u202eNATO\u202c Secretary General J\u200bens" in record.text("bidi.txt")
    assert "met\x00\x01\x07\x1b" in record.text("controls.txt")
    documents = dict(record.table("documents").select("document_id", "text").iter_rows())
    for row in record.table("mentions").iter_rows(named=True):
        assert documents[row["document_id"]][row["start_char"]:row["end_char"]] == row["surface"]


def test_what_is_whole_in_a_broken_file_is_read(record: Record) -> None:
    members = record.sources.filter(pl.col("path").str.starts_with("truncated.zip!/"))
    assert members.filter(status="loaded")["path"].to_list() == ["truncated.zip!/first.txt"]
    assert members.filter(status="quarantined").height
    lines = record.sources.filter(pl.col("path").str.starts_with("line.jsonl!/"))
    assert sorted(lines["status"]) == ["loaded", "quarantined"]


def test_the_entries_of_a_feed_are_documents(record: Record) -> None:
    feed = record.sources.filter(path="feed.xml").select("source_id")
    documents = record.table("documents").join(feed, on="source_id")
    entries = documents.filter(kind="listing_entry").select("title", pl.col("published_date").cast(pl.String), "url")
    assert set(entries.iter_rows()) == {
        ("Item one", "2023-01-10", None), ("Envoys meet", None, "https://www.example.org/envoys")}


def test_what_is_whole_in_a_broken_table_is_read(record: Record) -> None:
    members = record.sources.filter(pl.col("path").str.starts_with("truncated.csv.gz!/"))
    assert members.filter(pl.col("path").str.contains("row-"), status="loaded").height
    assert members.filter(status="quarantined").height
    assert record.sources["source_id"].n_unique() == record.sources.height


def test_what_kills_its_reader_in_an_archive_is_left_out_alone(record: Record) -> None:
    fates = {path: record.fate(path) for path in record.sources["path"] if path.startswith("forms.zip!/")}
    assert fates["forms.zip!/good-1.txt"] == fates["forms.zip!/good-2.txt"] == LOADED
    assert fates["forms.zip!/forms.pdf"] in ("timeout", "memory", "crash")


def test_days_that_are_none_are_kept_as_they_are_written(record: Record) -> None:
    document = record.table("documents").join(record.sources.filter(path="days.txt"), on="source_id")
    dates = record.table("dates").join(document.select("document_id"), on="document_id", how="semi")
    years = {row["start_date"].year for row in dates.iter_rows(named=True) if row["start_date"]}
    assert years <= {2023}
    assert document["published_date"].to_list() == [None]


def test_a_listing_entry_is_linked_to_the_page_that_it_announces(record: Record) -> None:
    documents = record.table("documents").join(record.sources.select("source_id", "path"), on="source_id")
    (page,) = documents.filter(path="announced.txt")["document_id"]
    entries = documents.filter(path="listing.txt", item_number=1)
    assert entries["announced_document_id"].to_list() == [page]
