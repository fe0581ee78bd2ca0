"""A raw file to all the texts in it: its own, or those of the files that it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from transforms.model import FACTS, Poison, ReadText, SourceText, UnreadableSource, failure_of, text_id_of
from transforms.reading.folder import MAX_BYTES, too_large
from transforms.reading.formats import CONTAINERS, expander_for, read_source
from transforms.reading.members import Expander, Found, Member, expand_nested
from transforms.reading.shapes import container_shape
from transforms.reading.tabular import expand_csv, expand_jsonl, read_columns

MEDIA_TYPES: Mapping[str, str] = {
    "zip": "application/zip", "gzip": "application/gzip", "warc": "application/warc", "wacz": "application/wacz",
    "mail": "message/rfc822", "mbox": "application/mbox", "jsonl": "application/jsonl", "csv": "text/csv",
}
TABLES: Mapping[str, Callable[..., Iterator[Found]]] = {"jsonl": expand_jsonl, "csv": expand_csv}
# No member is called so: names of members have no number sign but before a number
REST = "…#rest"


Begin = Callable[[int, int], None]


def read_raw(
    stream: BinaryIO, name: str, begin: Begin, mapping: bytes | None = None, poison: Poison | None = None
) -> Iterator[ReadText]:
    """All texts of a raw file; a container itself comes last, without a text.

    `begin` is told number (from 1) and size in bytes of each file in a container before it is read. `mapping` is the
    TOML beside a table.
    """
    family = container_shape(stream, name)
    if family is None:
        data = stream.read(MAX_BYTES + 1)
        begin(0, len(data))
        yield _read(Member(name, data, too_large(len(data)) if len(data) > MAX_BYTES else None), name, None)
        return
    reason = None
    try:
        yield from _members(stream, name, _expander(family, mapping), begin, poison or Poison())
    except UnreadableSource as problem:
        reason = str(problem)
    yield ReadText(None, None, reason, MEDIA_TYPES[family])


def _members(stream: BinaryIO, name: str, expander: Expander, begin: Begin, poison: Poison) -> Iterator[ReadText]:
    number = 0
    begin(0, 0)
    for number, member in enumerate(expand_nested(stream, name, expander, expander_for), 1):
        begin(number, len(member.data or b""))
        if number in poison.members:
            yield ReadText(member.name, None, poison.members[number], None, _hash(member.data), _size(member.data))
        else:
            yield _read(member, member.name, member.name)
        if number == poison.stop:
            yield ReadText(REST, None, poison.reason)
            return
    if not number:
        raise UnreadableSource("empty: there is no file in it; remove it, or fetch it again")


def _expander(family: str, mapping: bytes | None) -> Expander:
    if family in TABLES and mapping is not None:
        return partial(TABLES[family], columns=read_columns(mapping))
    return CONTAINERS[family]


def _read(member: Member, name: str, member_name: str | None) -> ReadText:
    read = ReadText(member_name, None, member.reason, None, _hash(member.data), _size(member.data), member.fetched_at)
    if member.data is None or member.reason is not None:
        return read
    try:
        source = _with_facts(read_source(member.data, name), member)
        return replace(read, source=source, text_id=text_id_of(source))
    except UnreadableSource as problem:
        return replace(read, reason=str(problem))
    except Exception as error:  # noqa: BLE001  (one file's fault must not cost the others their result)
        return replace(read, reason=failure_of(error))


def _with_facts(source: SourceText, member: Member) -> SourceText:
    """What a mail or a table's row says of the text goes before what the text's own metadata say."""
    told = {name: value for name in FACTS if (value := getattr(member.facts, name)) is not None}
    evidence = (*member.evidence, *source.evidence)
    return replace(source, facts=replace(source.facts, **told), evidence=evidence)


def _hash(data: bytes | None) -> str | None:
    return hashlib.sha256(data).hexdigest() if data is not None else None


def _size(data: bytes | None) -> int | None:
    return len(data) if data is not None else None
