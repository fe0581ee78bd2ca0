"""Raw files to texts: one for a document, one for each file in a file, and what killed a reader is left out."""

from __future__ import annotations

import gzip
import io
import zipfile
from email.message import EmailMessage

import pytest

from transforms.model import Poison, ReadText
from transforms.reading import raw
from transforms.reading.raw import read_raw

PAGE = b"NATO and the EU\n\nThey met in Brussels.\n"


def zipped(**files: bytes) -> bytes:
    """A ZIP of files by stem."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for stem, data in files.items():
            archive.writestr(f"{stem}.txt", data)
    return stream.getvalue()


def mail() -> bytes:
    """A mail with an attachment."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Press office <press@example.org>", "A visit"
    message["Date"] = "Mon, 03 Jun 2019 10:00:00 +0200"
    message.set_content("The Deputy Secretary General came.\n")
    message.add_attachment(PAGE, maintype="text", subtype="plain", filename="page.txt")
    return message.as_bytes()


def read(
    data: bytes, name: str = "content", poison: Poison | None = None, mapping: bytes | None = None
) -> list[ReadText]:
    """All texts."""
    return list(read_raw(io.BytesIO(data), name, lambda *_: None, mapping, poison))


def fates(texts: list[ReadText]) -> dict[str | None, str | None]:
    """The code of the reason, or the media type, by name."""
    return {text.name: text.reason.split(":")[0] if text.reason else
            text.source.media_type if text.source else text.media_type for text in texts}


@pytest.mark.parametrize(("data", "name", "found"), [
    (PAGE, "content.txt", {None: "text/plain"}),
    (PAGE, "content.md", {None: "text/markdown"}),
    (b"", "content", {None: "empty"}),
    (zipped(a=PAGE, b=b" "), "content", {"a.txt": "text/plain", "b.txt": "empty", None: "application/zip"}),
    (zipped(), "content", {None: "unsupported"}),
    (mail(), "content.eml", {"body": "text/plain", "page.txt": "text/plain", None: "message/rfc822"}),
    (gzip.compress(PAGE), "content.md.gz", {"content.md": "text/markdown", None: "application/gzip"}),
    (gzip.compress(mail()), "content.eml.gz", {"content.eml!/body": "text/plain", "content.eml!/page.txt": "text/plain",
                                               None: "application/gzip"}),
    (b"PK\x03\x04 and nothing", "content", {"…": "truncated", None: "application/zip"}),
])
def test_a_file_is_a_text_or_holds_some(data: bytes, name: str, found: dict[str | None, str | None]) -> None:
    assert fates(read(data, name)) == found


def test_what_the_container_says_goes_before_what_the_text_says() -> None:
    body, page, _ = read(mail(), "content.eml")
    assert body.source is not None
    assert page.source is not None
    assert (body.source.facts.title, body.source.facts.published) == ("A visit", "2019-06-03T10:00:00+02:00")
    assert page.source.facts.title is None
    assert {(fact.field, fact.value) for fact in body.source.evidence} >= {("title", "A visit")}


def test_texts_with_the_same_characters_and_facts_are_one() -> None:
    plain, marked = read(PAGE), read(b"\xef\xbb\xbf" + PAGE)
    other_name, other_text = read(PAGE, "content.md"), read(PAGE + b"More.\n")
    ids = [texts[0].text_id for texts in (plain, marked, other_name, other_text)]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_a_text_id_is_the_same_in_every_process() -> None:
    assert str(read(PAGE)[0].text_id).startswith("30082232e6cc")


def test_a_mapping_names_the_columns() -> None:
    table = b"what;when\nNATO met the EU in Paris.;2019-06-03\n"
    row, _ = read(table, "content.csv", mapping=b'[columns]\ntext = "what"\npublished = "when"\n')
    assert row.source is not None
    assert (row.name, row.source.text) == ("row-1", "NATO met the EU in Paris.")
    assert row.source.facts.published == "2019-06-03"
    assert fates(read(table, "content.csv", mapping=b"columns"))[None] == "broken_mapping"


def test_a_document_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "MAX_BYTES", 10)
    assert fates(read(PAGE)) == {None: "too_large"}


def test_what_killed_a_reader_is_left_out() -> None:
    data = zipped(a=PAGE, b=PAGE, c=PAGE)
    suspect = Poison().with_death(2, "memory: it may have been the machine's")
    assert fates(read(data, poison=suspect))["b.txt"] == "text/plain"
    poison = suspect.with_death(2, "timeout: too long; split it")
    assert fates(read(data, poison=poison)) == {
        "a.txt": "text/plain", "b.txt": "timeout", "c.txt": "text/plain", None: "application/zip"}
    # it was left out and the reader died all the same: what follows it did that
    again = poison.with_death(2, "timeout: what follows; split it")
    assert fates(read(data, poison=again)) == {
        "a.txt": "text/plain", "b.txt": "text/plain", raw.REST: "timeout", None: "application/zip"}


def test_a_reader_is_told_what_comes() -> None:
    told: list[tuple[int, int]] = []
    list(read_raw(io.BytesIO(zipped(a=PAGE, b=b"x")), "content", lambda *what: told.append(what)))
    assert told == [(0, 0), (1, len(PAGE)), (2, 1)]


def test_a_reader_without_memory_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(raw, "read_source", fail)
    assert fates(read(PAGE)) == {None: "memory"}
