"""DOCX and ODT to text: what is read in which order, and the files that are refused."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Mapping
from datetime import datetime

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.model import Evidence, UnreadableSource
from transforms.reading.formats import read_source
from transforms.reading.office import DOCX, ODT, read_docx, read_odt

OPEN_NAMES = "".join(
    f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table", "style")
)
OPEN_NAMES += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
WORD_NAMES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Talks in Tallinn</dc:title></office:document-meta>'
)


def save(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def prefixed(body: str, prefix: str) -> str:
    """The XML with this prefix on all names of elements that have none."""
    return re.sub(r"<(/?)(?=[\w-]+[\s/>])", rf"<\1{prefix}:", body)


def word(body: str) -> bytes:
    """A DOCX whose body is this XML, the prefix `w` left out; "[words]" is a run of text."""
    body = prefixed(re.sub(r"\[(.*?)\]", r'<r><t xml:space="preserve">\1</t></r>', body), "w").replace(
        " val=", " w:val="
    )
    document = docx.Document()
    root = document.element
    root.replace(root.body, parse_xml(f"<w:body {nsdecls('w')} {WORD_NAMES}>{body}</w:body>"))
    return save(document)


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def open_text(body: str, head: str = "", **parts: str) -> bytes:
    """An ODT whose text is this XML, the prefix `text` left out."""
    text = f"<office:body><office:text>{prefixed(body, 'text')}</office:text></office:body>"
    content = f"{head}<office:document-content{OPEN_NAMES}>{text}</office:document-content>"
    return pack({"mimetype": ODT, "content.xml": content, **{f"{name}.xml": part for name, part in parts.items()}})


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with other bytes in that part."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    return pack({**parts, name: content})


def locked(data: bytes) -> bytes:
    """The ZIP with its first file marked as encrypted."""
    place = data.index(b"PK\x01\x02") + 8
    return data[:place] + b"\x01" + data[place + 1 :]


def test_paragraphs_lists_and_tables_of_word() -> None:
    document = docx.Document()
    document.core_properties.title = "Talks in Tallinn"
    document.core_properties.created = datetime(2013, 12, 23)
    document.add_heading("Talks in Tallinn", 1)
    document.add_paragraph("Both staffs met on 3 June 2019.").add_run(" They spoke.")
    document.add_paragraph("")
    document.add_paragraph("first point", style="List Bullet")
    document.add_paragraph("second point", style="List Number")
    table = document.add_table(2, 2)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, text in zip(cells, ["Country", "2019", "Estonia", "2.1"], strict=True):
        cell.text = text
    document.add_paragraph("The end.")
    source = read_source(save(document), "a.bin")
    assert source.text == (
        "Talks in Tallinn\n\nBoth staffs met on 3 June 2019. They spoke.\n\n• first point\n• second point\n\n"
        "Country\t2019\nEstonia\t2.1\n\nThe end.\n"
    )
    assert (source.media_type, source.facts.title, source.facts.published) == (DOCX, "Talks in Tallinn", None)


def test_header_and_footer_of_word_stand_once_at_the_ends() -> None:
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "PRESS SERVICE"
    section.footer.paragraphs[0].text = "Page 1 of 3"
    section.footer.add_paragraph("Rue de la Loi")
    document.add_paragraph("The text.")
    second = document.add_section()
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "PRESS SERVICE"
    document.add_paragraph("More.")
    assert read_docx(save(document), "").text == "PRESS SERVICE\n\nThe text.\n\nMore.\n\nRue de la Loi\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>[two ][runs]</p>", "two runs"),
        ("<p><r><t>a</t><tab/><t>b</t><br/><t>c</t><noBreakHyphen/><t>d</t></r></p>", "a\tb\nc-d"),
        ("<p><pPr><tabs><tab val='left'/></tabs></pPr>[a]</p>", "a"),
        ("<p><hyperlink>[a link]</hyperlink></p>", "a link"),
        ("<p><ins>[new]</ins><del><r><delText>old</delText></r></del></p>", "new"),
        ("<p><moveFrom>[gone]</moveFrom><moveTo>[here]</moveTo></p>", "here"),
        ("<p><r><fldChar/><instrText>PAGE</instrText><t>a field</t></r></p>", "a field"),
        ("<sdt><sdtPr/><sdtContent><p>[in a control]</p></sdtContent></sdt>", "in a control"),
        ("<p><sdt><sdtContent>[in a line]</sdtContent></sdt></p>", "in a line"),
        (
            "<p>[before]<r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><txbxContent><p>[boxed]</p>"
            "</txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><txbxContent><p>[boxed]</p></txbxContent>"
            "</v:textbox></mc:Fallback></mc:AlternateContent></r></p>",
            "before\n\nboxed",
        ),
        ("<tbl><tr><tc><p>[A long]</p><p>[cell]</p></tc><tc><p>[b]</p></tc></tr></tbl>", "A long\n\ncell\n\nb"),
        (
            "<p><pPr><pStyle val='Heading1'/><numPr><numId val='3'/></numPr></pPr>[Aims]</p>"
            "<p><pPr><numPr><ilvl val='0'/><numId val='3'/></numPr></pPr>[one]</p>"
            "<p><pPr><numPr><numId val='0'/></numPr></pPr>[none]</p>",
            "Aims\n\n• one\n\nnone",
        ),
    ],
)
def test_what_word_writes(body: str, text: str) -> None:
    assert read_docx(word(body), "").text == text + "\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h>Title</h><p>Two <span>spans</span> here.</p><p/>", "Title\n\nTwo spans here."),
        ("<p>a<s text:c='3'/>b<tab/>c<line-break/>d \n  e</p>", "a   b\tc\nd e"),
        ("<p>a<s text:c='99999999999'/>b<s text:c='x'/>c</p>", f"a{' ' * 1000}b c"),
        (
            "<list><list-item><p>one</p></list-item><list-item><p>two</p></list-item></list><p>after</p>",
            "• one\n• two\n\nafter",
        ),
        (
            "<table:table><table:table-column/><table:table-header-rows><table:table-row><table:table-cell><p>Country</p>"
            "</table:table-cell><table:table-cell><p>2019</p></table:table-cell></table:table-row>"
            "</table:table-header-rows><table:table-row><table:table-cell><p>Estonia</p></table:table-cell>"
            "<table:table-cell><p>2.1</p></table:table-cell></table:table-row></table:table>",
            "Country\t2019\nEstonia\t2.1",
        ),
        (
            "<p>Said<note><note-citation>1</note-citation><note-body><p>In a note.</p></note-body></note> so.</p>"
            "<p>Yes.</p>",
            "Said so.\n\nYes.\n\nIn a note.",
        ),
        (
            "<tracked-changes><p>old</p></tracked-changes><p>kept<office:annotation><p>hm</p></office:annotation></p>",
            "kept",
        ),
        (
            "<section><p>in<draw:frame><draw:text-box><p>boxed</p></draw:text-box></draw:frame></p></section>",
            "in\n\nboxed",
        ),
    ],
)
def test_what_open_document_writes(body: str, text: str) -> None:
    assert read_odt(open_text(body), "").text == text + "\n"


def test_title_header_and_footer_of_open_document() -> None:
    header, footer = "<style:header><p>PRESS</p></style:header>", "<p>Page <span>2</span></p><p>Rue de la Loi</p>"
    edges = prefixed(f"{header}<style:footer>{footer}</style:footer>", "text")
    styles = f"<office:document-styles{OPEN_NAMES}>{edges}</office:document-styles>"
    source = read_source(open_text("<p>Talks in Tallinn</p>", meta=META, styles=styles), "a")
    assert source.text == "PRESS\n\nTalks in Tallinn\n\nRue de la Loi\n"
    assert (source.media_type, source.encoding, source.facts.title) == (ODT, "utf-8", "Talks in Tallinn")


def test_a_title_that_the_text_does_not_have_is_of_a_template() -> None:
    assert read_odt(open_text("<p>Another text.</p>", meta=META), "").facts.title is None


def test_properties_of_word_are_evidence_and_no_date_of_publication() -> None:
    document = docx.Document()
    document.add_paragraph("Both staffs met in Tallinn.")
    properties = document.core_properties
    properties.title, properties.language, properties.author = "Template", "en-GB", "A clerk"
    properties.created, properties.modified = datetime(2013, 12, 23, 23, 15), datetime(2020, 1, 2)
    app = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>NATO'
    data = with_part(save(document), "docProps/app.xml", f"{app} IS</Company></Properties>".encode())
    source = read_docx(data, "")
    assert sorted(source.evidence, key=lambda item: item.origin) == [
        Evidence("published", "2013-12-23T23:15:00Z", "core properties created"),
        Evidence("language", "en-GB", "core properties language"),
        Evidence("updated", "2020-01-02T00:00:00Z", "core properties modified"),
        Evidence("title", "Template", "core properties title"),
        Evidence("publisher", "NATO IS", "extended properties Company"),
    ]
    assert (source.facts.title, source.facts.published, source.facts.publisher) == (None, None, None)
    broken = read_docx(with_part(data, "docProps/app.xml", b"<Properties"), "")
    assert (broken.text, len(broken.evidence)) == (source.text, 4)


def test_properties_of_open_document_are_evidence_and_no_date_of_publication() -> None:
    dates = (
        '<meta:creation-date xmlns:meta="m">2019-06-03T10:00:00</meta:creation-date><dc:date>2020-01-02</dc:date>'
        "<dc:language>en</dc:language><dc:creator>A clerk</dc:creator></office:document-meta>"
    )
    meta = META.replace("</office:document-meta>", dates)
    source = read_odt(open_text("<p>Talks in Tallinn</p>", meta=meta), "")
    assert source.evidence == (
        Evidence("title", "Talks in Tallinn", "ODT metadata title"),
        Evidence("published", "2019-06-03T10:00:00", "ODT metadata creation-date"),
        Evidence("updated", "2020-01-02", "ODT metadata date"),
        Evidence("language", "en", "ODT metadata language"),
    )
    assert (source.facts.title, source.facts.published) == ("Talks in Tallinn", None)
    assert read_odt(open_text("<p>Talks in Tallinn</p>", meta="<a"), "").evidence == ()


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
BOMB = f"<!DOCTYPE a [<!ENTITY l0 'lol'>{LAUGHS}]>"
OUTSIDE = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
PLAIN = word("<p>[The staffs met in Tallinn.]</p>")
OPEN = open_text("<p>The staffs met in Tallinn.</p>")
LOCKED = "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>"
DEEP = b"<a>" * 100_000 + b"</a>" * 100_000


def word_xml(doctype: str, text: str) -> bytes:
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return with_part(PLAIN, "word/document.xml", f"{doctype}<w:document {nsdecls('w')}>{body}</w:document>".encode())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (word(""), "empty"),
        (open_text(""), "empty"),
        (PLAIN[: len(PLAIN) // 2], "broken"),
        (OPEN[: len(OPEN) // 2], "broken"),
        (with_part(PLAIN, "word/document.xml", b"<w:document"), "broken"),
        (with_part(PLAIN, "word/document.xml", b""), "broken"),
        (with_part(PLAIN, "_rels/.rels", b"<Relationships/>"), "broken"),
        (with_part(PLAIN, "word/document.xml", DEEP), "broken"),
        (with_part(OPEN, "content.xml", DEEP), "broken"),
        (word_xml(BOMB, "&l9;"), "broken"),
        (open_text("<p>&l9;</p>", head=BOMB), "broken"),
        (open_text("<p>&x;</p>", head=OUTSIDE), "broken"),
        (pack({"mimetype": ODT, "styles.xml": "<a/>"}), "broken"),
        (with_part(PLAIN, "word/document.xml", b" " * 12_000_000), "ratio"),
        (with_part(OPEN, "content.xml", b" " * 12_000_000), "ratio"),
        (locked(PLAIN), "encrypted"),
        (locked(OPEN), "encrypted"),
        (pack({"mimetype": ODT, "content.xml": "\x00\x01", "META-INF/manifest.xml": LOCKED}), "encrypted"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    start = time.perf_counter()
    with pytest.raises(UnreadableSource, match=f"^{code}: .+; "):
        read_source(data, "a.docx")
    assert time.perf_counter() - start < 2


def test_nothing_outside_is_read() -> None:
    assert read_docx(word_xml(OUTSIDE, "before &x; after"), "").text.startswith("before")
    assert "root" not in read_docx(word_xml(OUTSIDE, "before &x; after"), "").text


def check(refusal: UnreadableSource) -> None:
    assert re.match(r"[a-z_]+: .+; ", str(refusal), re.DOTALL)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([PLAIN, OPEN]), st.floats(0, 1), st.binary(max_size=8), st.integers(0, 20))
def test_damaged_files_are_read_or_refused(data: bytes, share: float, patch: bytes, cut: int) -> None:
    place = int(len(data) * share)
    for read in (read_docx, read_odt):
        try:
            assert read(data[:place] + patch + data[place + cut :], "a").text.strip()
        except UnreadableSource as refusal:
            check(refusal)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([PLAIN, OPEN]), st.floats(0, 1), st.text("<>/&;\"' aw:pt", max_size=8), st.integers(0, 20))
def test_damaged_xml_is_read_or_refused(data: bytes, share: float, patch: str, cut: int) -> None:
    name = "content.xml" if data is OPEN else "word/document.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read(name)
    place = int(len(xml) * share)
    try:
        read_source(with_part(data, name, xml[:place] + patch.encode() + xml[place + cut :]), "a")
    except UnreadableSource as refusal:
        check(refusal)
