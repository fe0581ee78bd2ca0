"""What archives, mailboxes and tables hold: members, in bounded number, depth and size. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from transforms.model import HeaderFacts, UnreadableSource
from transforms.reading.folder import MAX_BYTES, escape_path

MAX_MEMBERS = 100_000
MAX_DEPTH = 3
MAX_EXPANDED_BYTES = 200 * 1024 * 1024
# text packs to a tenth of its size, mark-up and tables to a thirtieth
MAX_RATIO = 200
# less than that harms nobody, whatever its ratio: a page of blanks packs to a thousandth
MIN_BOMB_BYTES = 1024 * 1024
MAX_NAME_CHARS = 500
_CHUNK_BYTES = 1024 * 1024
# what the web calls by these names is windows-1252
_CODECS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
# after these nothing more is taken from the file
_LAST_REASONS = ("ratio:", "too_many:", "too_large_in_all:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a container: its bytes, or the reason ("code: explanation and cure") why it has none.

    `is_text` tells that the bytes are a text (a mail's body, a table's row) whatever they look like; `fetched_at` is
    when a crawler took the page, which says nothing of its publication.
    """

    name: str
    data: bytes | None
    reason: str | None = None
    facts: HeaderFacts = field(default_factory=HeaderFacts)
    is_text: bool = False
    fetched_at: str | None = None


Expander = Callable[[bytes, str], Iterator[Member]]
ExpanderFor = Callable[[bytes, str], Expander | None]


def refused(name: str, reason: str) -> Member:
    """A member without bytes."""
    return Member(name, None, reason)


def member_name(name: bytes | str) -> str:
    r"""The name as it is shown, with \xNN for what is not legible; it is never a place to write to."""
    raw = (
        name if isinstance(name, bytes) else name.encode("utf-8", "surrogateescape" if _is_escaped(name) else "replace")
    )
    shown = escape_path(raw)
    return shown if len(shown) <= MAX_NAME_CHARS else f"{shown[: MAX_NAME_CHARS - 1]}…"


def read_bounded(read: Callable[[int], bytes], packed_bytes: int) -> bytes:
    """All bytes that `read(size)` gives; UnreadableSource if they are too many for what they were packed to.

    What it gave before it broke off is in the `args` of the EOFError.
    """
    limit = min(MAX_EXPANDED_BYTES, max(MIN_BOMB_BYTES, packed_bytes * MAX_RATIO))
    parts: list[bytes] = []
    size = 0
    while size <= limit:
        try:
            chunk = read(min(_CHUNK_BYTES, limit + 1 - size))
        except EOFError as problem:
            raise EOFError(b"".join(parts)) from problem
        if not chunk:
            return b"".join(parts)
        parts.append(chunk)
        size += len(chunk)
    if limit == MAX_EXPANDED_BYTES:
        raise UnreadableSource(_too_large_in_all())
    raise UnreadableSource(f"ratio: {packed_bytes} bytes unfold to more than {limit}; unpack it by hand if it is sound")


def as_utf8(data: bytes, charset: str | None) -> bytes:
    """The bytes in UTF-8 if they are text in the declared charset; as they are if UTF-8 already, or no text."""
    name = (charset or "").lower()
    if name in ("", "utf-8", "utf8") or data.isascii() or _is_utf8(data):
        return data
    try:
        return data.decode(_CODECS.get(name, name)).encode()
    except (UnicodeError, LookupError, ValueError):
        return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def expand_nested(data: bytes, name: str, expander: Expander, expander_for: ExpanderFor) -> Iterator[Member]:
    """The files in the container and in the containers in it, down to MAX_DEPTH; UnreadableSource if there is none.

    A limit that is exceeded is a member with the reason, and the last one.
    """
    walk = _Walk(len(data), expander_for)
    yield from walk.members(data, name, expander, "", 1)
    if not walk.count:
        raise UnreadableSource("empty: there is no file in it; remove it, or fetch it again")


class _Walk:
    """One walk through a container, and what it has taken so far."""

    def __init__(self, packed_bytes: int, expander_for: ExpanderFor) -> None:
        self.count = 0
        self._expanded = 0
        self._most = max(MIN_BOMB_BYTES, packed_bytes * MAX_RATIO)
        self._expander_for = expander_for
        self._names: Counter[str] = Counter()
        self._is_over = False

    def members(self, data: bytes, name: str, expander: Expander, prefix: str, depth: int) -> Iterator[Member]:
        """The files in a container, under the prefix."""
        for found in expander(data, name):
            member = self._named(found, prefix)
            refusal = self._take(member)
            self._is_over = self._is_over or refusal is not None or _is_last(member)
            if refusal:
                yield refused(member.name, refusal)
            else:
                yield from self._leaves(member, depth)
            if self._is_over:
                return

    def _leaves(self, member: Member, depth: int) -> Iterator[Member]:
        """The member, or what is in it."""
        inner = None if member.data is None or member.is_text else self._expander_for(member.data, member.name)
        if inner is None or member.data is None:
            yield member if member.data is None or len(member.data) <= MAX_BYTES else _too_large(member)
        elif depth == MAX_DEPTH:
            yield refused(
                member.name, f"too_deep: more than {MAX_DEPTH} archives in one another; unpack the outer ones"
            )
        else:
            yield from self._inside(member, member.data, inner, depth)

    def _inside(self, member: Member, data: bytes, inner: Expander, depth: int) -> Iterator[Member]:
        before = self.count
        try:
            yield from self.members(data, member.name, inner, f"{member.name}/", depth + 1)
        except UnreadableSource as problem:
            yield refused(member.name, str(problem))
        else:
            if self.count == before:
                yield refused(member.name, "empty: there is no file in it; remove it, or fetch it again")

    def _named(self, member: Member, prefix: str) -> Member:
        name = f"{prefix}{member.name}"
        self._names[name] += 1
        return replace(member, name=name if self._names[name] == 1 else f"{name}#{self._names[name]}")

    def _take(self, member: Member) -> str | None:
        """Count the member; the reason if it is one too many."""
        self.count += 1
        self._expanded += len(member.data or b"")
        if self.count > MAX_MEMBERS:
            return f"too_many: more than {MAX_MEMBERS} files in it; split it"
        if self._expanded > MAX_EXPANDED_BYTES:
            return _too_large_in_all()
        if self._expanded > self._most:
            return f"ratio: it unfolds to more than {MAX_RATIO} times its size; unpack it by hand if it is sound"
        return None


def _is_last(member: Member) -> bool:
    return member.reason is not None and member.reason.startswith(_LAST_REASONS)


def _too_large(member: Member) -> Member:
    size = len(member.data or b"")
    return refused(member.name, f"too_large: {size} bytes, the limit is {MAX_BYTES}; split the file or raise the limit")


def _too_large_in_all() -> str:
    return f"too_large_in_all: it unfolds to more than {MAX_EXPANDED_BYTES} bytes; split it"


def _is_escaped(name: str) -> bool:
    """True if the name was decoded from bytes that are not UTF-8, which stand in it as lone surrogates."""
    try:
        name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
