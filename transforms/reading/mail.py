"""Mails and mailboxes to their members: the body as a text, and each attachment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from email.utils import getaddresses, parsedate_to_datetime

from transforms.model import HeaderFacts, UnreadableSource
from transforms.reading.members import MAX_DEPTH, Member, as_utf8, member_name, refused
from transforms.reading.shapes import is_mbox_line

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
_FROM_LINE = re.compile(rb"^From [^\n]*", re.MULTILINE)


class _Policy(EmailPolicy):
    """The standard policy; a header of a megabyte, which its parser takes minutes for, is cut."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """The header's name and what stands behind it, cut."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:MAX_HEADER_CHARS]


_PARSER = BytesParser(policy=_Policy())


def expand_mail(data: bytes, name: str) -> Iterator[Member]:  # noqa: ARG001  (every expander takes the name)
    """The body, named "body", with subject, day and sender as its facts; then the attachments, mails in it likewise."""
    if data.count(b"\n--") > MAX_BOUNDARY_LINES:
        raise UnreadableSource(f"too_many: more than {MAX_BOUNDARY_LINES} parts in the mail; save those that matter")
    try:
        message = _PARSER.parsebytes(data)
    except _PARSER_ERRORS as problem:
        raise UnreadableSource(f"broken: the mail's parts cannot be told apart ({problem}); save its text") from problem
    if not isinstance(message, EmailMessage):
        raise TypeError("the policy makes messages of another class")
    yield from _members(message, "", 1)


def expand_mbox(data: bytes, name: str) -> Iterator[Member]:
    """The members of each mail of a mailbox, under "mail-1/", "mail-2/" …"""
    for number, mail in enumerate(_mails(data), start=1):
        try:
            for member in expand_mail(mail, name):
                yield replace(member, name=f"mail-{number}/{member.name}")
        except UnreadableSource as problem:
            yield refused(f"mail-{number}", str(problem))


def _mails(data: bytes) -> Iterator[bytes]:
    starts = [found for found in _FROM_LINE.finditer(data) if is_mbox_line(found[0]) and _is_after_blank(data, found)]
    if not starts:
        raise UnreadableSource("broken: no line of the mailbox begins a mail; export it again")
    ends = [found.start() for found in starts[1:]] + [len(data)]
    for found, end in zip(starts, ends, strict=True):
        yield _QUOTED_FROM.sub(rb"\1", data[found.end() : end].removeprefix(b"\n"))


def _is_after_blank(data: bytes, found: re.Match[bytes]) -> bool:
    before = data[max(0, found.start() - 4) : found.start()]
    return not before.strip(b"\xef\xbb\xbf") or before.replace(b"\r", b"").endswith(b"\n\n")


def _members(message: EmailMessage, prefix: str, depth: int) -> Iterator[Member]:
    bodies = attachments = 0
    for number, part in enumerate(_leaves(message, 0)):
        if number == MAX_PARTS:
            yield refused(f"{prefix}…", f"too_many: more than {MAX_PARTS} parts in the mail; save those that matter")
            return
        if part is None:
            attachments += 1
            yield refused(f"{prefix}…", f"too_deep: more than {MAX_PART_DEPTH} parts in one another; save its text")
        elif _is_body(part):
            body = _body(part)
            if body.strip():
                bodies += 1
                facts = _facts(message) if bodies == 1 else HeaderFacts()
                yield Member(f"{prefix}body" + (f"-{bodies}" if bodies > 1 else ""), body, facts=facts, is_text=True)
        else:
            attachments += 1
            yield from _attachment(part, prefix, attachments, depth)
    if not bodies and not attachments:
        yield refused(f"{prefix}body", "empty: the mail has no text and no attachment; remove it, or fetch it again")


def _attachment(part: EmailMessage, prefix: str, number: int, depth: int) -> Iterator[Member]:
    inner = _inner_mail(part)
    name = prefix + member_name(_safely(part.get_filename) or (f"mail-{number}" if inner else f"attachment-{number}"))
    if inner is None:
        yield Member(name, _payload(part))
    elif depth == MAX_DEPTH:
        yield refused(name, f"too_deep: more than {MAX_DEPTH} mails in one another; save the inner ones")
    else:
        yield from _members(inner, f"{name}/", depth + 1)


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


def _facts(message: EmailMessage) -> HeaderFacts:
    return HeaderFacts(title=_header(message, "Subject"), published=_sent(message), publisher=_sender(message))


def _header(message: EmailMessage, name: str) -> str | None:
    value = _safely(lambda: str(message.get(name, "")))
    return " ".join(value.split()) or None if value else None


def _sent(message: EmailMessage) -> str | None:
    """The day and time of the mail in ISO 8601 with the sender's zone; "-0000" means a clock that tells UTC."""
    # as it is written: the parser of headers would mend the year 0000
    value = next((str(value) for name, value in message.raw_items() if name.lower() == "date"), "")
    if not value.strip() or _NO_YEAR.search(value):
        return None
    try:
        sent = parsedate_to_datetime(value)
    except _PARSER_ERRORS:
        return None
    return (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).isoformat()


def _sender(message: EmailMessage) -> str | None:
    """The name of the sender, else the address."""
    value = _header(message, "From")
    pairs = getaddresses([value]) if value else []
    return next((name or address for name, address in pairs if name or address), None)


def _safely(read: Callable[[], str | None]) -> str | None:
    """What a header says; None if it is so malformed that the parser fails."""
    try:
        return read()
    except _PARSER_ERRORS:
        return None
