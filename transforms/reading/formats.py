"""All formats: the reader of each family of documents, and what takes the files out of those that hold others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from transforms.model import SourceText, UnreadableSource
from transforms.reading.archives import expand_gzip, expand_wacz, expand_warc, expand_zip
from transforms.reading.feeds import read_feed
from transforms.reading.html import read_html
from transforms.reading.mail import expand_mail, expand_mbox
from transforms.reading.markdown import read_markdown
from transforms.reading.members import Expander, Member, expand_nested
from transforms.reading.office import read_docx, read_odt
from transforms.reading.pdf import read_pdf
from transforms.reading.shapes import container_shape
from transforms.reading.sniff import sniff_family
from transforms.reading.tabular import expand_csv, expand_jsonl
from transforms.reading.text import read_text

Reader = Callable[[bytes, str], SourceText]

# A further format needs a reader here and its name in `sniff.py`.
READERS: Mapping[str, Reader] = {
    "text": read_text,
    "markdown": read_markdown,
    "pdf": read_pdf,
    "docx": read_docx,
    "odt": read_odt,
    "html": read_html,
    "feed": read_feed,
}
# Files that hold others. A further one needs its name in `shapes.py`.
CONTAINERS: Mapping[str, Expander] = {
    "zip": expand_zip,
    "gzip": expand_gzip,
    "warc": expand_warc,
    "wacz": expand_wacz,
    "mail": expand_mail,
    "mbox": expand_mbox,
    "jsonl": expand_jsonl,
    "csv": expand_csv,
}
# these are legible as they are, should one be the text of a row or of a mail
_LEGIBLE = ("mail", "mbox", "jsonl", "csv")


def read_source(data: bytes, name: str) -> SourceText:
    """The file's text, verbatim; UnreadableSource ("code: explanation and cure") if it has none that can be read."""
    family = sniff_family(data, name)
    if family in _LEGIBLE:
        return read_text(data, name)
    if family in CONTAINERS:
        raise UnreadableSource(f"container: a {family.upper()} holds files and no text; unpack it")
    return READERS[family](data, name)


def expander_for(stream: BinaryIO, name: str) -> Expander | None:
    """What takes the members out of the stream; None if it holds none."""
    return CONTAINERS.get(container_shape(stream, name) or "")


def expand_source(stream: BinaryIO, name: str) -> Iterator[Member]:
    """The members of a container and of those in it, within the limits; UnreadableSource if it has none."""
    expander = expander_for(stream, name)
    if expander is None:
        raise UnreadableSource("no_container: it holds no files; read it as a text")
    return expand_nested(stream, name, expander, expander_for)
