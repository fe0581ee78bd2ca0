"""Bytes to text: formats by content, encodings, front matter, and the reasons why a file cannot be read."""

from __future__ import annotations

import codecs
import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.model import Evidence, HeaderFacts, SourceText, UnreadableSource
from transforms.reading.formats import read_source
from transforms.reading.markdown import MAX_BLOCK_CHARS, read_front_matter
from transforms.reading.sniff import SIGNATURES

PAGE = "The two secretariats met in Tallinn. They will meet again – in “late autumn” – at the Alliance’s request.\n"
PLAIN = "The two secretariats met in Tallinn to speak about exercises.\n" * 20
FRENCH = "Le Secrétaire général a été reçu à Prague où les États membres ont déjà ratifié l’accord.\n" * 3
POLISH = "Przewodniczący oświadczył, że współpraca będzie się pogłębiać w dziedzinie bezpieczeństwa i łączności.\n" * 4
RUSSIAN = "Генеральный секретарь встретился с министром обороны в Таллине.\n" * 4


def read_text(data: bytes, name: str = "page.txt") -> SourceText:
    return read_source(data, name)


def reason_of(data: bytes, name: str = "page.txt") -> str:
    with pytest.raises(UnreadableSource) as refusal:
        read_source(data, name)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (PAGE.encode(), PAGE, "utf-8"),
        (codecs.BOM_UTF8 + PAGE.encode(), PAGE, "utf-8"),
        (PAGE.encode("utf-16"), PAGE, "utf-16"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), PAGE, "utf-16"),
        (PAGE.encode("utf-32"), PAGE, "utf-32"),
        (PAGE.encode("utf-16-le"), PAGE, "utf-16le"),
        (PAGE.encode("utf-16-be"), PAGE, "utf-16be"),
        (PAGE.encode("windows-1252"), PAGE, "windows-1252"),
        (FRENCH.encode("windows-1252"), FRENCH, "windows-1252"),
        (b"A caf\xe9 in Tallinn.", "A café in Tallinn.", "windows-1252"),
        (POLISH.encode("iso-8859-2"), POLISH, "iso-8859-2"),
        (POLISH.encode("windows-1250"), POLISH, "windows-1250"),
        (RUSSIAN.encode("windows-1251"), RUSSIAN, "windows-1251"),
        (RUSSIAN.encode("koi8-r"), RUSSIAN, "koi8-r"),
        (b"short", "short", "utf-8"),
    ],
)
def test_encodings(data: bytes, text: str, encoding: str) -> None:
    source = read_text(data)
    assert (source.text, source.encoding, source.replaced_count) == (text, encoding, 0)


@pytest.mark.parametrize(
    "text",
    [
        "one\r\ntwo\rthree\n",
        " \t indented\n\n\n",
        "a\x00b and \x07 more words here",
        "rtl \u202e and zero\u200bwidth",
        "next\x85line\u2028and\u2029more",
        "\ufffd of its own \ufffd",
        "e\u0301 stays two",
        "𝒳 outside the plane",
    ],
)
def test_text_is_kept_verbatim(text: str) -> None:
    assert read_text(text.encode()).text == text


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (PLAIN.encode() + b"\xff", 1),
        (PLAIN.encode() + b"\xc3", 1),
        (PLAIN.encode() + b"\x80", 1),
        ((PAGE * 20).encode() + b"\xe2\x80", 1),
        (("\ufffd" + PAGE * 20).encode() + b"\xff\xfe", 2),
        (PLAIN.encode("utf-16") + b"\x00", 1),
    ],
)
def test_a_few_bad_bytes_are_replaced_and_counted(data: bytes, count: int) -> None:
    assert read_text(data).replaced_count == count


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (codecs.BOM_UTF8 + b"  \n", "empty"),
        ("\u00a0\u2003\n".encode(), "empty"),
        (b"---\ntitle: A page\n---\n\n", "empty"),
        (
            b"".join(bytes([char]) + (b"\xff" if n % 20 == 0 else b"") for n, char in enumerate(PLAIN.encode())),
            "invalid_utf8",
        ),
        (PLAIN.encode() + b"\x81\x8d\xff\xfe" * 40, "invalid_utf8"),
        (random.Random(5).randbytes(5000), "invalid_utf8"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8" * 50, "invalid_utf16"),
        (b"\x00\x01\x02\x03" * 100, "binary"),
        (b"text" + b"\x00" * 50, "binary"),
        (b"MZ" + b"\x00" * 58 + b"PE", "unsupported"),
        (b"\n\n junk before %PDF-1.7 and then", "broken"),
        (b"\n <!DOCTYPE html>\n<title>A page</title>", "empty"),
        (b"<?xml version='1.0'?><a/>", "unsupported"),
        (b"<rss version='2.0'>", "empty"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    reason = reason_of(data)
    assert reason.startswith(f"{code}: ")
    assert ";" in reason, "a reason names the cure"


@pytest.mark.parametrize("signature", SIGNATURES, ids=lambda signature: signature.format)
def test_known_formats_are_refused_by_name(signature: object) -> None:
    known = next(s for s in SIGNATURES if s is signature)
    data = b"\x00" * known.offset + known.magic + b"\x00" * 100
    assert reason_of(data).startswith(f"unsupported: {known.format} is not read; ")


@pytest.mark.parametrize(
    ("part", "format_name"), [(b"word/document.xml", "DOCX"), (b"xl/workbook.xml", "XLSX"), (b"a.txt", "ZIP")]
)
def test_archives_are_told_apart(part: bytes, format_name: str) -> None:
    assert format_name in reason_of(b"PK\x03\x04\x14\x00" + b"\x00" * 20 + part)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ is how this text begins, and it is one.", "a.txt"),
        (b"BZh is not a word.", "a.txt"),
        (b"5 < 6 and <b> is a tag.", "a.txt"),
        (b"<3 to all", "a.txt"),
        (PAGE.encode(), "page.pdf"),
        (PAGE.encode(), "page"),
        (PAGE.encode(), "page.html"),
    ],
)
def test_names_and_likeness_decide_nothing(data: bytes, name: str) -> None:
    assert read_source(data, name).media_type == "text/plain"


@pytest.mark.parametrize(
    ("block", "facts"),
    [
        ("title: A page\ndate: 2019-06-03\n", HeaderFacts(title="A page", published="2019-06-03")),
        ("Title: 'It''s: here'\nPublished: 3 June 2019\n", HeaderFacts(title="It's: here", published="3 June 2019")),
        ("published: 2019-02-31\n", HeaderFacts(published="2019-02-31")),
        (
            "updated: 2019-06-04T10:00:00Z\nsource: NATO\n",
            HeaderFacts(updated="2019-06-04T10:00:00Z", publisher="NATO"),
        ),
        (
            "link: https://example.org/a\nlang: en-GB\nkind: speech\nreference: IP/19/1\n",
            HeaderFacts(url="https://example.org/a", language="en-GB", kind="speech", reference_code="IP/19/1"),
        ),
        ("title: null\nsite-name: ~\n", HeaderFacts()),
        ("tags: [a, b]\ntitle: >\n  Two\n  lines\n", HeaderFacts(title="Two lines")),
        ("1: 2\n? [a]\n: b\ntitle: T\n", HeaderFacts(title="T")),
        ("title: " + "1" * 900 + "\n", HeaderFacts(title="1" * 900)),
    ],
)
def test_front_matter(block: str, facts: HeaderFacts) -> None:
    source = read_source(f"---\n{block}---\n\nThe text.\n".encode(), "page.txt")
    assert source.facts == facts
    assert source.text[source.body_start :] == "\nThe text.\n"
    assert source.media_type == "text/markdown"


def test_front_matter_is_evidence_also_where_it_says_two_things() -> None:
    block = "headline: B\ndate: 2019-06-03\nTitle: A\npublished: 2019-06-04\nlang: ~\nlast-updated: 5 June 2019\n"
    source = read_source(f"---\n{block}---\n\nThe text.\n".encode(), "page.md")
    assert source.evidence == (
        Evidence("title", "A", "front matter title"),
        Evidence("title", "B", "front matter headline"),
        Evidence("published", "2019-06-04", "front matter published"),
        Evidence("published", "2019-06-03", "front matter date"),
        Evidence("updated", "5 June 2019", "front matter last_updated"),
    )
    assert source.facts == HeaderFacts(title="A", published="2019-06-04", updated="5 June 2019")
    assert read_source(b"The text.\n", "page.md").evidence == ()


@pytest.mark.parametrize(
    "block",
    [
        "title: [unclosed\n",
        "title: 'unclosed\n",
        "\ttabs: bad\n",
        "- a\n- list\n",
        "only a string\n",
        "a: b: c\n",
        "title: &a T\nother: *a\n",
        "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: T\n",
        "!!python/object:os.system x\n",
        "title: \x01\n",
        "[" * 500 + "\n",
        "a: " + "[" * 30000 + "\n",
        "- " * 20000 + "\n",
        "a: " + "{b: " * 9000 + "\n",
        "title: " + "x" * MAX_BLOCK_CHARS + "\n",
    ],
)
def test_broken_or_hostile_front_matter_is_text(block: str) -> None:
    start = time.perf_counter()
    source = read_source(f"---\n{block}---\n\nThe text.\n".encode(), "page.md")
    assert (source.facts, source.evidence, source.body_start) == (HeaderFacts(), (), 0)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    ["---\nno end of it\n", "--- not alone\ntitle: T\n---\n", "text\n---\ntitle: T\n---\n", "----\ntitle: T\n----\n"],
)
def test_what_is_no_front_matter(text: str) -> None:
    assert read_front_matter(text) == (0, ())


def test_front_matter_with_windows_line_ends_and_a_mark() -> None:
    source = read_source(codecs.BOM_UTF8 + b"---\r\ntitle: T\r\n...\r\nText\r\n", "page.md")
    assert (source.facts.title, source.text[source.body_start :]) == ("T", "Text\r\n")


@settings(deadline=None)
@given(st.binary(max_size=300))
@example(b"---\n\xff\n---\nx")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        source = read_source(data, "page.md")
    except UnreadableSource as refusal:
        assert ": " in str(refusal)
    else:
        assert source.text.strip()
        source.text.encode()


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_any_text_in_utf8_is_kept(text: str) -> None:
    try:
        source = read_source(text.encode(), "page.txt")
    except UnreadableSource:
        return
    assert source.text == text.removeprefix("\ufeff")
