"""Bytes to text: the format is judged by content, one reader for each format family."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from transforms.model import UnreadableSource
from transforms.reading.formats import CONTAINERS, READERS, expander_for, read_source
from transforms.reading.members import Member, expand_nested

__all__ = ["CONTAINERS", "READERS", "expand_source", "expander_for", "read_source"]


def expand_source(stream: BinaryIO, name: str) -> Iterator[Member]:
    """The members of a container and of those in it, within the limits; UnreadableSource if it has none."""
    expander = expander_for(stream, name)
    if expander is None:
        raise UnreadableSource("no_container: it holds no files; read it as a text")
    return expand_nested(stream, name, expander, expander_for)
