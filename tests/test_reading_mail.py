"""Mails and mailboxes to their members: bodies with their facts, attachments, broken MIME."""

from __future__ import annotations

import io
import re
import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.model import Evidence, HeaderFacts, UnreadableSource
from transforms.reading.formats import expander_for, read_source
from transforms.reading.mail import MAX_HEADER_CHARS, expand_mail, expand_mbox
from transforms.reading.members import Expander, Member, expand_nested
from transforms.reading.sniff import sniff_family

TEXT = "The two staffs met in Tallinn.\n"


def write_mail(subject: str = "Talks in Tallinn", text: str | None = TEXT) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Press Office <press@example.org>"
    message["To"] = "list@example.org"
    message["Subject"] = subject
    message["Date"] = "Mon, 03 Jun 2019 10:00:00 +0200"
    if text is not None:
        message.set_content(text)
    return message


def bodies(data: bytes) -> dict[str, str | None]:
    """The members' text by name, of those without bytes the code of the reason."""
    return {
        member.name: member.data.decode() if member.data is not None else (member.reason or "").split(":")[0]
        for member in expand(data)
    }


def expand(data: bytes, expander: Expander = expand_mail) -> list[Member]:
    return list(expand_nested(io.BytesIO(data), "a.eml", expander, expander_for))


def only(data: bytes) -> Member:
    (member,) = expand(data)
    return member


def raw(header: str, body: bytes = TEXT.encode()) -> bytes:
    return (
        f"From: press@example.org\nTo: list@example.org\nSubject: Talks\n{header}\n\n".encode(
            "utf-8", "surrogateescape"
        )
        + body
    )


def test_body_and_its_facts() -> None:
    member = only(bytes(write_mail()))
    assert (member.name, member.data, member.is_text) == ("body", TEXT.encode(), True)
    assert member.facts == HeaderFacts(
        title="Talks in Tallinn", published="2019-06-03T10:00:00+02:00", publisher="Press Office"
    )


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Mon, 3 Jun 2019 23:30:00 -0500", "2019-06-03T23:30:00-05:00"),
        ("Mon, 3 Jun 2019 10:00:00 GMT", "2019-06-03T10:00:00+00:00"),
        ("Mon, 3 Jun 2019 10:00:00 -0000", "2019-06-03T10:00:00+00:00"),
        ("3 Jun 99 10:00 +0200", "1999-06-03T10:00:00+02:00"),
        ("Mon, 31 Feb 2019 10:00:00 +0200", None),
        ("Mon, 3 Jun 0000 10:00:00 +0200", None),
        ("Mon, 3 Jun 2019 10:00:00 +9999", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_date_of_a_mail(date: str, published: str | None) -> None:
    assert only(raw(f"Date: {date}")).facts.published == published


@pytest.mark.parametrize(
    ("header", "title", "publisher"),
    [
        ("X-A: b", "Talks", "press@example.org"),
        ("Subject: second", "Talks", "press@example.org"),
        ("", None, "press@example.org"),
    ],
)
def test_sender_and_subject(header: str, title: str | None, publisher: str) -> None:
    data = raw(header) if header else b"From: press@example.org\nDate: x\n\nText"
    facts = only(data).facts
    assert (facts.title, facts.publisher) == (title, publisher)


def test_encoded_headers() -> None:
    message = write_mail("Séance à Tallinn – « OTAN »")
    message.replace_header("From", "Éva Kovács <eva@example.org>")
    facts = only(message.as_bytes(policy=SMTP)).facts
    assert (facts.title, facts.publisher) == ("Séance à Tallinn – « OTAN »", "Éva Kovács")


@pytest.mark.parametrize(
    ("header", "body", "text"),
    [
        ("Content-Type: text/plain; charset=iso-8859-1", "café".encode("cp1252"), "café"),
        ("Content-Type: text/plain; charset=windows-1250", "Łódź".encode("cp1250"), "Łódź"),
        # declared wrongly, as many programs do
        ("Content-Type: text/plain; charset=iso-8859-1", "café".encode(), "café"),
        ("Content-Type: text/plain; charset=no-such-thing", "café".encode(), "café"),
        ("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64", b"Y2Fmw6k=", "café"),
        ("Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable", b"caf=C3=A9 =\nx", "café x"),
        ("Content-Type: multipart/mixed; boundary=b", b"no part at all", "no part at all"),
        ("Content-Type: multipart/mixed", b"no boundary", "no boundary"),
        ("Content-Type: multipart/mixed; boundary=b", b"--b\n\nnot closed", "not closed"),
        ("Content-Type: text/html", b"<p>A page</p>", "<!doctype html>\n<p>A page</p>"),
        ("Content-Type: text/html", b"\n<html><p>A page</p>", "\n<html><p>A page</p>"),
        ("Content-Type: @@@", b"some text", "some text"),
    ],
)  # fmt: skip
def test_bodies(header: str, body: bytes, text: str) -> None:
    data = only(raw(header, body)).data
    assert data is not None
    assert data.decode() == text


def test_plain_text_is_preferred_and_nothing_attached_is_lost() -> None:
    message = write_mail()
    message.add_alternative("<p>The same.</p>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="report.pdf")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    message.add_attachment("A text of its own.", filename="note.txt")
    assert [member.name for member in expand(bytes(message))] == [
        "body",
        "report.pdf",
        "attachment-2",
        "note.txt",
    ]


def test_an_empty_plain_text_gives_way_to_the_page() -> None:
    message = write_mail(text=" \n")
    message.add_alternative("<p>The page.</p>", subtype="html")
    assert only(bytes(message)).data == b"<!doctype html>\n<p>The page.</p>\n"


def test_texts_one_after_the_other() -> None:
    parts = b"--b\n\nfirst\n--b\nContent-Type: image/png\n\nx\n--b\n\nsecond\n--b--\n"
    found = expand(raw("Content-Type: multipart/mixed; boundary=b", parts))
    assert [member.name for member in found] == ["body", "attachment-1", "body-2"]
    assert (found[0].facts.title, found[2].facts.title) == ("Talks", None)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "../../etc/passwd"),
        ("C:\\Windows\\a.txt", "C:\\x5cWindows\\x5ca.txt"),
        ("a\u202egpj.txt", "a\\xe2\\x80\\xaegpj.txt"),
        ("-rf", "-rf"),
        ("été.txt", "été.txt"),
        ("x" * 900, "x" * 499 + "…"),
    ],
)
def test_names_are_only_shown(name: str, shown: str) -> None:
    message = write_mail()
    message.add_attachment("text", filename=name)
    assert [member.name for member in expand(bytes(message))] == ["body", shown]


def test_a_mail_in_a_mail() -> None:
    outer = write_mail("Fwd: Talks", "See below.\n")
    outer.add_attachment(write_mail("Talks in Riga"))
    found = expand(bytes(outer))
    assert [(member.name, member.facts.title) for member in found] == [
        ("body", "Fwd: Talks"),
        ("mail-1!/body", "Talks in Riga"),
    ]


def test_mails_in_mails_without_end() -> None:
    message = write_mail("0")
    for number in range(1, 9):
        outer = write_mail(str(number))
        outer.add_attachment(message)
        message = outer
    assert list(bodies(bytes(message)).values())[-1] == "too_deep"


def test_parts_in_parts_without_end() -> None:
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(200))
    assert list(bodies(raw("X: y", b"")[:-1] + head.encode()).values()) == ["too_deep"]
    head = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(5_000))
    with pytest.raises(UnreadableSource, match="broken"):
        expand(raw("X: y", b"")[:-1] + head.encode())


def test_parts_without_number() -> None:
    start = time.perf_counter()
    found = bodies(raw("Content-Type: multipart/mixed; boundary=b", b"--b\n\nx\n" * 3000))
    assert list(found.values())[-2:] == ["x", "too_many_parts"]
    with pytest.raises(UnreadableSource, match=r"^too_many_parts: .+; "):
        bodies(raw("Content-Type: multipart/mixed; boundary=b", b"--b\n\nx\n" * 200_000))
    assert time.perf_counter() - start < 5


def mailbox(*mails: bytes) -> bytes:
    return b"\n".join(b"From press@example.org Mon Jun  3 10:00:00 2019\n" + mail for mail in mails)


def test_the_mails_of_a_mailbox() -> None:
    quoted = write_mail("Second", ">From here it goes on.\n\nFrom Tallinn they went to Riga in 2019.\n")
    data = mailbox(bytes(write_mail("First")), bytes(quoted))
    assert sniff_family(data, "a") == "mbox"
    found = expand(data, expand_mbox)
    assert [(member.name, member.facts.title) for member in found] == [
        ("mail-1!/body", "First"),
        ("mail-2!/body", "Second"),
    ]
    assert found[1].data == b"From here it goes on.\n\nFrom Tallinn they went to Riga in 2019.\n"


def test_a_mailbox_with_windows_line_ends() -> None:
    data = mailbox(bytes(write_mail("First")), bytes(write_mail("Second"))).replace(b"\n", b"\r\n")
    assert [member.name for member in expand(data, expand_mbox)] == ["mail-1!/body", "mail-2!/body"]


@pytest.mark.parametrize(
    ("data", "family"),
    [
        (bytes(write_mail()), "mail"),
        (b"\xef\xbb\xbf" + bytes(write_mail()), "mail"),
        (b"Received: from a\n by b\nDate: x\nSubject: y\n\ntext", "mail"),
        (b"Date: 3 June 2019\nSubject: Talks\n\nThe text.", "text"),
        (b"From: the Secretary General\nTo: the Council\nDate: 3 June\n\nText", "text"),
        (b"From Tallinn they went to Riga in 2019\nTo: be continued", "text"),
        (b"From: a@b.c\nand then a text\nSubject: x\nDate: y", "text"),
    ],
)
def test_what_is_a_mail(data: bytes, family: str) -> None:
    assert sniff_family(data, "a.eml") == family


def test_a_mail_is_legible_as_a_text() -> None:
    assert read_source(bytes(write_mail()), "a.eml").text.startswith("From: ")


def test_a_mail_without_anything() -> None:
    assert bodies(raw("X: y", b"")) == {"body": "empty"}


@pytest.mark.parametrize(
    "header",
    [
        "Date: " + "(" * 200_000,
        "To: " + "a@b.c, " * 100_000,
        "X-Long: " + "=?utf-8?q?a?= " * 80_000,
        "Content-Type: text/plain; " + "a=b; " * 200_000,
        "Content-Disposition: attachment; filename*0=" + "a" * MAX_HEADER_CHARS * 100,
        "\n".join("X: y" for _ in range(150_000)),
        "From: " + "<" * 500_000,
        "Message-ID: <[" + "\\" * 100_000,
    ],
)
def test_hostile_headers_do_not_stop_the_run(header: str) -> None:
    start = time.perf_counter()
    assert expand(raw(header))
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("sign", [":", "(", "<", "a@", '"', "[", ":;"])
def test_a_sender_of_nothing_but_signs_is_evidence_and_no_fact(sign: str) -> None:
    sender = sign * 1000
    start = time.perf_counter()
    member = only(f"From: {sender}\nDate: x\nSubject: x\nTo: x\n\nx".encode())
    assert time.perf_counter() - start < 5
    assert member.data == b"x"
    assert Evidence("publisher", sender, "mail header From") in member.evidence


def sample() -> bytes:
    message = write_mail("Séance")
    message.add_alternative("<p>The same.</p>", subtype="html")
    message.add_attachment(write_mail("inner"))
    message.add_attachment(b"some bytes", maintype="application", subtype="pdf", filename="réport.pdf")
    return mailbox(bytes(message), bytes(write_mail()))


SAMPLE = sample()


@settings(deadline=None, max_examples=60)
@given(st.floats(0, 1), st.text("=?\n :;\"'<>()-_,.@abQ\u00e9", max_size=12), st.integers(0, 40))
def test_damaged_mails_are_read_or_refused(share: float, patch: str, cut: int) -> None:
    place = int(len(SAMPLE) * share)
    data = SAMPLE[:place] + patch.encode() + SAMPLE[place + cut :]
    for expander in (expand_mail, expand_mbox):
        try:
            for member in expand(data, expander):
                assert (member.data is None) == (member.reason is not None)
                member.name.encode()
        except UnreadableSource as refusal:
            assert re.match(r"[a-z_]+: .+; ", str(refusal), re.DOTALL)
