"""Valid files of each format, and the words that they are made of: what `fuzz_readers` damages."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tests.test_reading_feeds import ATOM, RDF, RSS
from tests.test_reading_office import META, OPEN_NAMES, open_text, prefixed, with_part, word
from tests.test_reading_pdf import XMP, column, running_pages, with_xmp, write_pdf


def _same(data: bytes) -> bytes:
    return data


@dataclass(frozen=True, slots=True)
class Seed:
    """A valid file, or a part of one that `pack` makes a file of."""

    data: bytes
    pack: Callable[[bytes], bytes] = _same


@dataclass(frozen=True, slots=True)
class Format:
    """Valid files of a format, and its words."""

    seeds: Sequence[Seed]
    tokens: Sequence[bytes]


PLAIN = "The two secretariats met in Tallinn – “again” – on 3 June 2019.\n"
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Talks in Tallinn | Newsroom</title>
<meta property="article:published_time" content="2019-06-03T10:00:00Z"><link rel="canonical" href="https://a.int/x">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Talks", "datePublished": "2019-06-03"}</script>
</head><body><nav><ul><li><a href="/">Home</a></li></ul></nav><main><article><h1>Talks in Tallinn</h1>
<time datetime="2019-06-03">3 June 2019</time><p>Both staffs met in <b>Tallinn</b>. They spoke about exercises.</p>
<table><tr><td>Country</td><td>2019</td></tr></table><ul><li>one</li></ul><p>The end of it &amp; more.</p></article>
</main><footer>Copyright</footer></body></html>"""
LISTING = "<html><body><h1>News</h1>{}</body></html>".format(
    "".join(f"<div class=e><time>{day} June 2019</time><h3>Thing number {day} happened</h3></div>" for day in (9, 7, 3))
)
FRONT = "---\ntitle: 'Talks'\ndate: 2019-06-03\ntags: [a, b]\nlong: >\n  two\n  lines\n---\n\n# Talks\n\nBoth met.\n"
MAIL = b"""From: "Press" <press@example.org>\r\nTo: all@example.org\r\nSubject: =?utf-8?q?Talks_in_T=C3=A4llinn?=\r
Date: Mon, 3 Jun 2019 10:00:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b1"\r\n\r
--b1\r\nContent-Type: multipart/alternative; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r\n\r\nBoth staffs met in T=C3=A4llinn.\r\n--b2\r
Content-Type: text/html\r\n\r\n<p>Both staffs met.</p>\r\n--b2--\r\n--b1\r
Content-Type: application/octet-stream; name*=utf-8''n%C3%A4me.txt\r\nContent-Transfer-Encoding: base64\r
Content-Disposition: attachment; filename="a.txt"\r\n\r\nQm90aCBzdGFmZnMgbWV0Lg==\r\n--b1\r
Content-Type: message/rfc822\r\n\r\nFrom: a@b.org\r\nSubject: inner\r\n\r\nInner text.\r\n--b1--\r\n"""
MBOX = (b"From press@example.org Mon Jun  3 10:00:00 2019\n" + MAIL.replace(b"\r\n", b"\n") + b"\n") * 2
ROWS = [{"title": "Talks", "date": "2019-06-03", "url": "https://a.int/x", "text": PLAIN * 2, "n": n} for n in range(4)]
JSONL = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
CSV = b'title,date,text\n"Talks, again",2019-06-03,"Both ""met"".\nAnd spoke."\nMore,2019-06-04,They met.\n'
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: identity\r\n\r\n"


def _zip(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _record(content: bytes, kind: bytes = b"response", url: bytes = b"https://a.int/x") -> bytes:
    head = (
        b"WARC/1.0\r\nWARC-Type: %b\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        b"WARC-Date: 2019-06-03T10:00:00Z\r\nWARC-Target-URI: %b\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
    )
    return head % (kind, url, len(content)) + content + b"\r\n\r\n"


def _warc(page: bytes) -> bytes:
    return _record(b"software: x\r\n", b"warcinfo") + _record(HTTP + page) + _record(HTTP + PLAIN.encode())


def _wacz(warc: bytes) -> bytes:
    return _zip({"datapackage.json": b"{}", "archive/data.warc.gz": gzip.compress(warc), "pages/pages.jsonl": b"{}\n"})


def _drawn(stream: bytes) -> bytes:
    """A PDF with one page, of which this is the content."""
    marked = write_pdf([column("MARK")]).split(b"stream\n")
    head, rest = marked[0], b"stream\n".join(marked[2:])
    head = re.sub(rb"/Length \d+", b"/Length %d" % len(stream), head)
    return head + b"stream\n" + stream + b"\nendstream\n" + rest.removeprefix(b"endstream\n")


def _with_packet(xmp: bytes) -> bytes:
    return with_xmp(xmp.decode("cp1252", "ignore"))


WORD = word("<p><pPr><pStyle val='Heading1'/></pPr>[Talks in Tallinn]</p><p>[Both staffs met.]</p>"
            "<tbl><tr><tc><p>[a]</p></tc><tc><p>[b]</p></tc></tr></tbl>"
            "<p><pPr><numPr><numId val='3'/></numPr></pPr>[one]</p>")  # fmt: skip
OPEN = open_text(
    "<h>Talks in Tallinn</h><p>Both<s text:c='3'/> <span>staffs</span> met.<note><note-body><p>In a note.</p>"
    "</note-body></note></p><list><list-item><p>one</p></list-item></list><table:table><table:table-row><table:table-cell><p>a</p>"
    "</table:table-cell></table:table-row></table:table>",
    meta=META,
)


def _part(package: bytes, name: str) -> Seed:
    """The part of the package, to be packed into it again."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return Seed(archive.read(name), partial(with_part, package, name))


def _styles() -> str:
    edges = prefixed("<style:header><p>PRESS</p></style:header><style:footer><p>Page 2</p></style:footer>", "text")
    return f"<office:document-styles{OPEN_NAMES}>{edges}</office:document-styles>"


def _words(text: str) -> list[bytes]:
    return [word.encode("latin-1") for word in text.split("|")]


_XML = _words(
    "<|>|</|/>|\"|'|&|&amp;|&#0;|&#x110000;|<!--|-->|<![CDATA[|]]>|<?xml version='1.0' encoding='utf-16'?>|"
    "<!DOCTYPE a [|<!ENTITY x 'y'>|&x;|\x00|\xff|xmlns=''|xmlns:a='b'|<a>|</a>|<a/>| a=''|\n"
)
_HTML = [*_XML, *_words(
    "<div>|</div>|<p>|<table>|<tr><td>|<script>|</script>|<style>|<svg>|<math>|<template>|<noscript>|<plaintext>|"
    "<textarea>|<select>|<iframe>|<object>|<li>|<b>|<time datetime='2019-06-03'>|3 June 2019|05/04/2021|"
    "<meta charset=utf-16>|<article>|<main>|<h1>|<a href='/x'>|<script type='application/ld+json'>|{\"@graph\": [|"
    "<br>|<hr>|<pre>|<title>"
)]  # fmt: skip
_PDF = _words(
    "obj|endobj|1 0 obj|stream\n|\nendstream|<<|>>|[|]|(|)|<|>|/Type|/Pages|/Page|/Kids|/Count|/Parent|/Length|"
    "/Filter|/FlateDecode|/LZWDecode|/ASCIIHexDecode|/ASCII85Decode|/DecodeParms|/Predictor 12|/Columns 99999999|"
    "/XObject|/Form|/Font|/F1|/ToUnicode|/Encoding|/Rotate 90|/MediaBox [0 0 1e9 1e9]|BT|ET|Tj|TJ|Tm|Td|Tf|Tr|Tz|"
    "Tc|Tw|q|Q|cm|Do|BI|ID|EI|xref|trailer|startxref|%%EOF|/Prev|/Root|/Info|/Encrypt|/ObjStm|/XRef|2 0 R|9 0 R|"
    "65535 f|\x00|\xff|%|-1|1e38|nan|/Title (x)|<FEFFD800>|<x:xmpmeta|</x:xmpmeta>|0 0 0 0 0 0 Tm|/F1 0 Tf|"
    "/F1 -5 Tf|/F1 1e9 Tf|0.0001 0 0 0.0001 0 0 cm"
)
_ZIP = _words(
    "PK\x03\x04|PK\x01\x02|PK\x05\x06|PK\x06\x06|PK\x06\x07|\x00|\xff\xff\xff\xff|\x08\x00|\x1f\x8b\x08|"
    "\x00\x00\x00\x00|../|a.zip|.gz|\xff"
)
_HEADERS = _words(
    "\r\n|\n|\r|\r\n\r\n|: |;|=|\"|boundary=|--b1|--b1--|--b2|Content-Type: |multipart/mixed|message/rfc822|"
    "text/html|Content-Transfer-Encoding: |base64|quoted-printable|uuencode|=?utf-8?b?|?=|=?x?q?=|charset=|utf-7|"
    "utf-16|rot13|idna|name*0*=|From |From a@b.c Mon Jun  3 10:00:00 2019\n|>From |Date: |Subject: |\x00|\xff|"
    "begin 644 a|<|>|@|(|)|[|,|Mon, 99 Jun 99999|+9999"
)
_WARC = [*_HEADERS, *_words(
    "WARC/1.0|WARC/1.1|WARC-Type: |response|resource|conversion|revisit|Content-Length: |HTTP/1.1 200 OK|"
    "Content-Encoding: gzip|br|deflate|Transfer-Encoding: chunked|0\r\n\r\n|ffffffff\r\n|WARC-Target-URI: |urn:|"
    "https://[|-1"
)]  # fmt: skip
_TABLE = _words(
    "{|}|[|]|\"|:|,|;|\t|\n|\r\n|\\u0000|\\ud800|\\|null|true|1e999|NaN|\x00|\xff|'|=|\"text\":|title|date|text|"
    "{\"a\":"
)
_TEXT = _words(
    "\xef\xbb\xbf|\xff\xfe|\xfe\xff|\xff\xfe\x00\x00|\x00|\xff|\xc3|\xe2\x80|\xed\xa0\x80|\n|\r|\x0c|\x1b|\x80|"
    "%PDF-1.|<html>|{|a|\xe9"
)
_YAML = [*_TEXT, *_words(
    "---\n|...\n|: |- |? |[|{|]|}|,|&a |*a|!!python/object:os.system |!|\"|'|\\x|>\n  |\\|\n  |#|\t|<<: |"
    "%YAML 1.1\n|%TAG ! x\n|title: |date: |~|null|\\U0010ffff|\\ud800|2019-06-03|0x|="
)]  # fmt: skip
_FEED = [*_XML, *_words(
    "<item>|</item>|<entry>|<title>|</title>|<pubDate>|<dc:date>|<link href='/x'/>|<description>|"
    "<content type='xhtml'>|<content type='application/xml' mode='base64'>|&lt;p&gt;|&lt;|<rss>|<channel>|"
    "<feed xmlns='http://www.w3.org/2005/Atom'>|<guid>|<source>|<georss:point>|<gml:pos>|<media:content/>|"
    "2021-11-04T23:00Z|Wed, 15 Nov 2023 23:30:00 GMT|9999-99-99|<itunes:owner>|<cloud/>|<image>"
)]  # fmt: skip
_OFFICE = [*_XML, *_words(
    "<w:p>|</w:p>|<w:r>|<w:t>|<w:tbl>|<w:tr>|<w:tc>|<w:sectPr>|<w:sdt>|<w:numId w:val='x'/>|<text:p>|</text:p>|"
    "<text:s text:c='9'/>|<text:note>|<table:table>|<table:table-row>|<draw:text-box>|<text:list-item>|r:id='rId1'|"
    "Target='x'|TargetMode='External'"
)]  # fmt: skip


def _files(*contents: bytes | str) -> list[Seed]:
    return [Seed(content if isinstance(content, bytes) else content.encode()) for content in contents]


def _pdfs() -> list[Seed]:
    drawn = b"BT\n/F1 11 Tf 1 0 0 1 60 760 Tm (Both staffs met in the town) Tj 0 -13 Td [(and) -900 (spoke)] TJ ET"
    return [
        Seed(write_pdf(running_pages(3))),
        Seed(with_xmp(XMP)),
        Seed(XMP.encode(), _with_packet),
        Seed(drawn, _drawn),
    ]


def _zips() -> list[Seed]:
    files = {"a.txt": PLAIN.encode(), "b/c.html": PAGE.encode(), "d.zip": _zip({"e.txt": PLAIN.encode()})}
    return _files(_zip(files), _zip({"a.txt": PLAIN.encode(), "b.txt": b"x" * 3000}, zipfile.ZIP_STORED))


def make_formats() -> dict[str, Format]:
    """By the names of READERS and CONTAINERS."""
    parts = ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "docProps/core.xml")
    words = [Seed(WORD), *(_part(WORD, name) for name in ("word/document.xml", *parts))]
    styles = Seed(_styles().encode(), partial(with_part, OPEN, "styles.xml"))
    page = PAGE.encode()
    warcs = [Seed(_warc(page)), Seed(page, _warc), Seed(gzip.compress(_warc(page)))]
    plain, utf16, western = PLAIN.encode(), PLAIN.encode("utf-16"), ("Café à Prague. " * 9).encode("cp1252")
    return {
        "text": Format(_files(plain * 3, utf16, western), _TEXT),
        "markdown": Format(_files(FRONT), _YAML),
        "html": Format(_files(PAGE, LISTING), _HTML),
        "feed": Format(_files(RSS, ATOM, RDF.encode("latin-1")), _FEED),
        "pdf": Format(_pdfs(), _PDF),
        "docx": Format(words, _OFFICE),
        "odt": Format([Seed(OPEN), _part(OPEN, "content.xml"), _part(OPEN, "meta.xml"), styles], _OFFICE),
        "mail": Format(_files(MAIL), _HEADERS),
        "mbox": Format(_files(MBOX), _HEADERS),
        "zip": Format(_zips(), _ZIP),
        "gzip": Format([Seed(gzip.compress(plain)), Seed(plain, gzip.compress)], _ZIP),
        "warc": Format(warcs, _WARC),
        "wacz": Format([Seed(_wacz(_warc(page))), Seed(_warc(page), _wacz)], [*_ZIP, *_WARC]),
        "jsonl": Format(_files(JSONL), _TABLE),
        "csv": Format(_files(CSV, CSV.replace(b",", b";")), _TABLE),
    }


def mix(formats: Mapping[str, Format]) -> Format:
    """All of them as one format."""
    tokens = dict.fromkeys(token for format_ in formats.values() for token in format_.tokens)
    return Format([seed for format_ in formats.values() for seed in format_.seeds], list(tokens))
