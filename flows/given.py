"""The text of a file that somebody hands over: characters are read here, all else in a worker that can be killed."""

from __future__ import annotations

from transforms.model import SourceText
from transforms.reading.sniff import sniff_family
from transforms.reading.text import read_text


def read_given(data: bytes, name: str) -> SourceText:
    """The text of the one document in the file; UnreadableSource if it has none."""
    if sniff_family(data, name) == "text":
        return read_text(data, name)
    # Processes and all readers: what is plain text does without them
    from flows.inspection import read_guarded  # noqa: PLC0415

    return read_guarded(name, data)
