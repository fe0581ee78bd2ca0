"""Bytes to text: the format is judged by content, one reader for each format family."""

from __future__ import annotations

from collections.abc import Callable

from transforms.model import SourceText
from transforms.reading.markdown import read_markdown
from transforms.reading.sniff import sniff_family
from transforms.reading.text import read_text

Reader = Callable[[bytes, str], SourceText]

# A further format needs a reader here and its name in `sniff.py`.
READERS: dict[str, Reader] = {"text": read_text, "markdown": read_markdown}


def read_source(data: bytes, name: str) -> SourceText:
    """The file's text, verbatim; UnreadableSource ("code: explanation and cure") if it has none that can be read."""
    return READERS[sniff_family(data, name)](data, name)
