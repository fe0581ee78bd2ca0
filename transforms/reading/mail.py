"""Mails and mailboxes to their members: the body as a text, and each attachment."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC
from email.message import EmailMessage
from email.parser import BytesFeedParser
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from typing import BinaryIO

from transforms.model import HeaderFacts, UnreadableSource
from transforms.reading.members import (
    CHUNK_BYTES,
    BoundedLines,
    Found,
    Member,
    Nested,
    Told,
    as_utf8,
    member_name,
    refused,
)
from transforms.reading.shapes import is_mbox_line

# its attachments, in base64, are larger by a third than they are
MAX_MAIL_BYTES = 32 * 1024 * 1024
MAX_HEADER_CHARS = 4000
# parts in parts in parts: a mail that was forwarded ten times has no more
MAX_PART_DEPTH = 30
MAX_PARTS = 1000
# the standard library's parser takes 0.1 ms for a part, were it empty
MAX_BOUNDARY_LINES = 10_000
# what the standard library's parser raises on headers that are none
_PARSER_ERRORS = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError, OverflowError)
_BODY_TYPES = ("text/plain", "text/html")
_MARKUP_START = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
# "Mon, 3 Jun 0000", which the standard library takes for 2000
_NO_YEAR = re.compile(r"\b00\d\d\s")
# ">From" at the start of a line, which a mailbox writes for "From"
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_FROM = (b"From ", codecs.BOM_UTF8 + b"From ")
_BLANK_LINES = (b"\n", b"\r\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN_POLICY = EmailPolicy()


class _Policy(EmailPolicy):
    """The standard policy; a header of a megabyte, which its parser takes minutes for, is cut."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The header's name and what stands behind it, cut."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER_CHARS]

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The header with its parts; those on its content stand in many mails and are asked for again."""
        if isinstance(value, str) and name.lower().startswith("content-"):
            return _parsed_header(name, value)
        header: str = super().header_fetch_parse(name, value)
        return header


@lru_cache(maxsize=1000)
def _parsed_header(name: str, value: str) -> str:
    header: str = _PLAIN_POLICY.header_fetch_parse(name, value)
    return header


_POLICY = _Policy()


def expand_mail(stream: BinaryIO, name: str) -> Iterator[Found]:  # noqa: ARG001  (every expander takes the name)
    """The body, named "body", with subject, day and sender as its facts; then the attachments, mails in it likewise."""
    yield from _members(_parse(iter(lambda: stream.read(CHUNK_BYTES), b"")))


def expand_mbox(stream: BinaryIO, name: str) -> Iterator[Found]:  # noqa: ARG001
    """Each mail of a mailbox, as "mail-1", "mail-2" …"""
    lines = io.BufferedReader(BoundedLines(stream.read), CHUNK_BYTES)
    for number, mail in enumerate(_mails(lines), start=1):
        yield Nested(f"mail-{number}", _mail_members(mail), depth=0)


def _mail_members(lines: list[bytes]) -> Iterator[Found]:
    """What the mail of a mailbox holds, the marks before its lines taken off again."""
    mail = b"".join(lines)
    yield from _members(_parse([_QUOTED_FROM.sub(rb"\1", mail) if b">From " in mail else mail]))


def _parse(pieces: Iterable[bytes]) -> EmailMessage:
    """The mail; UnreadableSource if it is too large, or so malformed that the parser fails."""
    parser = BytesFeedParser(policy=_POLICY)
    size = boundaries = 0
    try:
        for piece in pieces:
            size += len(piece)
            boundaries += piece.count(b"\n--") + piece.startswith(b"--")
            if size > MAX_MAIL_BYTES:
                raise UnreadableSource(f"too_large: the limit of a mail is {MAX_MAIL_BYTES} bytes; save what matters")
            if boundaries > MAX_BOUNDARY_LINES:
                raise UnreadableSource(
                    f"too_many_parts: more than {MAX_BOUNDARY_LINES} parts in the mail; save those that matter"
                )
            parser.feed(piece)
        message = parser.close()
    except _PARSER_ERRORS as problem:
        raise UnreadableSource(f"broken: the mail's parts cannot be told apart ({problem}); save its text") from problem
    if not isinstance(message, EmailMessage):
        raise TypeError("the policy makes messages of another class")
    return message


def _mails(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The lines of each mail; of one that is too large so many that this is known."""
    mail: list[bytes] | None = None
    size, is_after_blank = 0, True
    for line in lines:
        if is_after_blank and line.startswith(_FROM) and is_mbox_line(line.removeprefix(codecs.BOM_UTF8)):
            if mail is not None:
                yield mail
            mail, size = [], 0
        elif mail is not None and size <= MAX_MAIL_BYTES:
            mail.append(line)
            size += len(line)
        is_after_blank = line in _BLANK_LINES
    if mail is None:
        raise UnreadableSource("broken: no line of the mailbox begins a mail; export it again")
    yield mail


def _members(message: EmailMessage) -> Iterator[Found]:
    bodies = attachments = 0
    for number, part in enumerate(_leaves(message, 0)):
        if number == MAX_PARTS:
            yield refused("…", f"too_many_parts: more than {MAX_PARTS} parts in the mail; save those that matter")
            return
        if part is None:
            attachments += 1
            yield refused("…", f"too_deep: more than {MAX_PART_DEPTH} parts in one another; save its text")
        elif _is_body(part):
            body = _body(part)
            if body and not body.isspace():
                bodies += 1
                yield _body_member(message if bodies == 1 else None, body, bodies)
        else:
            attachments += 1
            yield _attachment(part, attachments)
    if not bodies and not attachments:
        yield refused("body", "empty: the mail has no text and no attachment; remove it, or fetch it again")


def _body_member(message: EmailMessage | None, body: bytes, number: int) -> Member:
    """A text of the mail; the first has the mail's facts."""
    if message is None:
        return Member(f"body-{number}", body, is_text=True)
    facts, told = _facts(message)
    return Member("body", body, is_text=True, told=told, known=facts)


def _attachment(part: EmailMessage, number: int) -> Found:
    inner = _inner_mail(part)
    name = member_name(_safely(part.get_filename) or (f"mail-{number}" if inner else f"attachment-{number}"))
    return Nested(name, _members(inner)) if inner else Member(name, _payload(part))


def _leaves(part: EmailMessage, depth: int) -> Iterator[EmailMessage | None]:
    """The parts that have no parts, without the second wording of a text; None where they are nested too deep."""
    children = _children(part)
    if not children or _inner_mail(part):
        yield part
    elif depth == MAX_PART_DEPTH:
        yield None
    elif part.get_content_subtype() == "alternative":
        yield from _best_wording(children, depth)
    else:
        for child in children:
            yield from _leaves(child, depth + 1)


def _best_wording(children: list[EmailMessage], depth: int) -> Iterator[EmailMessage | None]:
    """The plain text of the alternatives, else the first that has a text; attachments of all of them."""
    leaves = [list(_leaves(child, depth + 1)) for child in children]
    texts = [leaf for part in leaves for leaf in part if leaf is not None and _is_body(leaf) and _body(leaf).strip()]
    plain = [text for text in texts if text.get_content_type() == "text/plain"]
    best = next(iter(plain or texts), None)
    for part in leaves:
        for leaf in part:
            if leaf is best or leaf is None or not _is_body(leaf):
                yield leaf


def _children(part: EmailMessage) -> list[EmailMessage]:
    payload = part.get_payload() if part.is_multipart() else None
    return [child for child in payload if isinstance(child, EmailMessage)] if isinstance(payload, list) else []


def _inner_mail(part: EmailMessage) -> EmailMessage | None:
    """The mail that is attached as such."""
    children = _children(part)
    return children[0] if children and part.get_content_maintype() == "message" else None


def _is_body(part: EmailMessage) -> bool:
    """True for a text without a file's name; a mail whose parts cannot be told apart is one text."""
    if _safely(part.get_content_disposition) == "attachment" or _safely(part.get_filename):
        return False
    return part.get_content_type() in _BODY_TYPES or part.get_content_maintype() == "multipart"


def _payload(part: EmailMessage) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except _PARSER_ERRORS:
        return b""
    return data if isinstance(data, bytes) else b""


def _body(part: EmailMessage) -> bytes:
    """The text in UTF-8, if its encoding is declared; a page begins as one, so that it is known for one."""
    text = as_utf8(_payload(part), _safely(part.get_content_charset))
    is_bare_page = part.get_content_type() == "text/html" and not _MARKUP_START.match(text)
    return b"<!doctype html>\n" + text if is_bare_page and text.strip() else text


def _facts(message: EmailMessage) -> tuple[HeaderFacts, list[Told]]:
    raw = {name.lower(): str(value) for name, value in reversed(list(message.raw_items()))}
    title, sender = _decoded(message, raw, "Subject"), _decoded(message, raw, "From")
    # as it is written: the parser of headers would mend the year 0000
    date = " ".join(_SURROGATE.sub("\ufffd", raw.get("date", "")).split())
    facts = HeaderFacts(title=title, published=_sent(date), publisher=_sender(sender))
    told = (("title", title, "Subject"), ("published", date, "Date"), ("publisher", sender, "From"))
    return facts, [(field, value, f"mail header {name}") for field, value, name in told if value]


def _decoded(message: EmailMessage, raw: Mapping[str, str], name: str) -> str | None:
    """The header in one line; the parser, which is slow, is asked only where words of it are encoded."""
    value: str | None = raw.get(name.lower(), "")
    if value and ("=?" in value or not value.isascii()):
        value = _safely(lambda: str(message.get(name, "")))
    return " ".join(value.split()) or None if value else None


def _sent(date: str) -> str | None:
    """The day and time of the mail in ISO 8601 with the sender's zone; "-0000" means a clock that tells UTC."""
    if not date or _NO_YEAR.search(date):
        return None
    try:
        sent = parsedate_to_datetime(date)
    except _PARSER_ERRORS:
        return None
    return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).isoformat()


def _sender(value: str | None) -> str | None:
    """The name of the sender, else the address."""
    if not value:
        return None
    return _safely(lambda: next((name or address for name, address in getaddresses([value]) if name or address), None))


def _safely(read: Callable[[], str | None]) -> str | None:
    """What a header says; None if it is so malformed that the parser fails."""
    try:
        return read()
    except _PARSER_ERRORS:
        return None
