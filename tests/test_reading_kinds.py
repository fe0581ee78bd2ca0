"""Each kind of file, complete and small, from its bytes to documents: title, day, text, and where all of it stands."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage

import docx
import pytest

from tests.test_reading_archives import pack, warc
from tests.test_reading_archives import page as crawled
from tests.test_reading_mail import mailbox
from tests.test_reading_office import open_text, save
from tests.test_reading_pdf import column, write_pdf
from tests.test_reading_tabular import json_lines, table
from transforms.model import Document, ReadText
from transforms.reading.raw import read_raw
from transforms.splitting import split_source

TITLE = "Staffs compare their plans in Tallinn"
DATELINE = "Brussels, 3 June 2019"
DAY = "2019-06-03"
FIRST = (
    "The staffs of both organizations met in Tallinn on Monday to compare the plans that each of them has made for the"
    " exercises of the coming year."
)
LAST = "They will meet again in Riga on 12 November 2019, as the two secretariats agreed in the spring of this year."
URL = "https://www.nato.int/cps/en/natohq/news_1.htm"
SHA = "3" * 64
PLAIN = f"{TITLE}\n\n{DATELINE}\n\n{FIRST}\n\n{LAST}\n".encode()
MARKDOWN = f"---\ntitle: {TITLE}\ndate: {DAY}\nurl: {URL}\n---\n\n# {TITLE}\n\n{FIRST}\n\n{LAST}\n".encode()
ROW = {"title": TITLE, "date": DAY, "url": URL, "source": "NATO", "text": f"{FIRST}\n\n{LAST}\n"}
HTML = (
    f"<!DOCTYPE html><html lang=en><head><title>NATO - {TITLE}</title><link rel=canonical href='{URL}'></head><body>"
    f"<nav><a href=/>Home</a> <a href=/n>News</a></nav><main><h1>{TITLE}</h1><p>{DATELINE}</p><p>{FIRST}</p>"
    f"<p>{LAST}</p></main><footer>All rights reserved</footer></body></html>"
).encode()


def pdf() -> bytes:
    lines = [
        f"{TITLE}\n\n{DATELINE}",
        *(text.replace(" both", "\nboth").replace(" each", "\neach") for text in (FIRST, LAST)),
    ]
    return write_pdf([column("\n\n".join(lines), size=10)])


def word() -> bytes:
    document = docx.Document()
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 1)
    for paragraph in (DATELINE, FIRST, LAST):
        document.add_paragraph(paragraph)
    return save(document)


def open_document() -> bytes:
    return open_text(f"<h>{TITLE}</h><p>{DATELINE}</p><p>{FIRST}</p><p>{LAST}</p>")


def feed() -> bytes:
    item = f"<title>{TITLE}</title><link>{URL}</link><pubDate>Mon, 03 Jun 2019 10:00:00 +0200</pubDate>"
    text = f"<description>&lt;p&gt;{FIRST}&lt;/p&gt;&lt;p&gt;{LAST}&lt;/p&gt;</description>"
    head = "<title>Newsroom</title><link>https://www.nato.int/</link>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}<item>{item}{text}</item></channel></rss>".encode()


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "NATO <press@nato.int>", "list@example.org"
    message["Subject"], message["Date"] = TITLE, "Mon, 03 Jun 2019 10:00:00 +0200"
    message.set_content(f"{FIRST}\n\n{LAST}\n")
    return message.as_bytes()


def wacz() -> bytes:
    parts = {"datapackage.json": b"{}", "archive/data.warc.gz": warc(crawled(HTML, url=URL), each=True)}
    return pack(parts, zipfile.ZIP_STORED)


# name of the raw file, its bytes, names of the texts in it, which of the documents of a text is told about
KINDS: Mapping[str, tuple[str, bytes, list[str | None], int]] = {
    "txt": ("a.txt", PLAIN, [None], 0),
    "txt, UTF-16": ("a.txt", PLAIN.decode().encode("utf-16"), [None], 0),
    "md": ("a.md", MARKDOWN, [None], 0),
    "html": ("a.html", HTML, [None], 0),
    "pdf": ("a.pdf", pdf(), [None], 0),
    "docx": ("a.docx", word(), [None], 0),
    "odt": ("a.odt", open_document(), [None], 0),
    "feed": ("a.xml", feed(), [None], 1),
    "eml": ("a.eml", mail(), ["body"], 0),
    "mbox": ("a.mbox", mailbox(mail(), mail()), ["mail-1!/body", "mail-2!/body"], 0),
    "zip": ("a.zip", pack({"b/c.txt": PLAIN, "d.html": HTML}), ["b/c.txt", "d.html"], 0),
    "gz": ("a.pdf.gz", gzip.compress(pdf()), ["a.pdf"], 0),
    "warc": ("a.warc", warc(crawled(HTML, url=URL)), [URL], 0),
    "warc.gz": ("a.warc.gz", warc(crawled(HTML, url=URL), each=True), [URL], 0),
    "wacz": ("a.wacz", wacz(), [f"archive/data.warc.gz!/{URL}"], 0),
    "jsonl": ("a.jsonl", json_lines(ROW, ROW), ["row-1", "row-2"], 0),
    "csv": ("a.csv", table(ROW, ROW.values()), ["row-1"], 0),
}


def texts_of(name: str, data: bytes) -> list[ReadText]:
    """The texts of the raw file; a container itself has none."""
    texts = list(read_raw(io.BytesIO(data), name, lambda *_: None))
    assert [text.reason for text in texts if text.reason] == []
    return [text for text in texts if text.source is not None]


def documents_of(text: ReadText) -> list[Document]:
    assert text.source is not None
    return split_source(text.source, SHA)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_tells_title_day_and_text(kind: str) -> None:
    name, data, names, number = KINDS[kind]
    texts = texts_of(name, data)
    assert [text.name for text in texts] == names
    for text in texts:
        document = documents_of(text)[number]
        assert (document.title, str(document.published_date)) == (TITLE, DAY)
        shown = " ".join(document.text.split())
        assert FIRST in shown
        assert LAST in shown
        assert "Home" not in shown


@pytest.mark.parametrize("kind", KINDS)
def test_every_offset_is_one_of_the_text(kind: str) -> None:
    name, data, _, number = KINDS[kind]
    for text in texts_of(name, data):
        assert text.source is not None
        whole = text.source.text
        for document in documents_of(text):
            assert whole[document.source_start_char : document.source_end_char] == document.text
            ends = [0, *(passage.end for passage in document.passages)]
            assert ends == [*(passage.start for passage in document.passages), len(document.text)]
        told = documents_of(text)[number].published
        assert told is not None
        if told.span:
            part = documents_of(text)[number].text[told.span.start : told.span.end]
            assert "3 June 2019" in part
        assert all(0 <= place.start <= len(whole) for place in text.source.places)
        assert not any(piece in whole for piece in text.source.cut)


def test_all_kinds_have_the_same_words() -> None:
    words = {
        kind: [set(text.source.text.split()) for text in texts_of(*KINDS[kind][:2]) if text.source] for kind in KINDS
    }
    body = set(FIRST.split()) | set(LAST.split())
    assert [kind for kind, found in words.items() if not all(body <= one for one in found)] == []
