"""What reading costs beside the bare libraries, by format: `python -m tests.benchmark_documents`.

Both read the same bytes in the same process, in turns, and are measured in CPU time, so that other programs on the
machine disturb little. What only a reader does (order of reading, facts, limits) is the overhead that is shown.
"""

from __future__ import annotations

import io
import random
import re
import statistics
import time
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import docx
import feedparser
import pypdfium2 as pdfium  # type: ignore[import-untyped]
import trafilatura
import yaml
from defusedxml import ElementTree  # type: ignore[import-untyped]
from resiliparse.parse.encoding import detect_encoding
from rich.console import Console
from rich.table import Table

from tests.test_reading_office import OPEN_NAMES, open_text, prefixed, save
from tests.test_reading_pdf import Piece, column, write_objects
from transforms.reading.feeds import read_feed
from transforms.reading.html import read_html
from transforms.reading.markdown import read_markdown
from transforms.reading.office import read_docx, read_odt
from transforms.reading.pdf import read_pdf
from transforms.reading.text import read_text

ROUNDS = 5
FILES = 12
MOST_OVERHEAD = 0.25
# each measurement reads the files again until it has taken that long
SHORTEST_SECONDS = 0.2
_TEXT = (
    "the of and to in a both organizations staffs cooperation security defence exercises Allies members agreed stated "
    "ministers Secretary General High Representative capabilities resilience cyber maritime mobility partners continue "
    "strengthen welcomed progress declaration joint implementation meeting Brussels Tallinn support common threats"
)
WORDS = tuple(_TEXT.split())


_WIDTHS = " ".join(["500"] * 224)
FONT = (
    "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Arial /Encoding /WinAnsiEncoding /ToUnicode 4 0 R"
    f" /FirstChar 32 /LastChar 255 /Widths [{_WIDTHS}] >>"
)
_MAP = (
    "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange endcmap"
)
CHARACTERS = f"<< /Length {len(_MAP)} >>\nstream\n{_MAP}\nendstream"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its reader, what the bare library does, and files."""

    name: str
    library: str
    ours: Callable[[bytes, str], object]
    bare: Callable[[bytes], object]
    files: Sequence[bytes]


@dataclass(slots=True)
class Cost:
    """CPU seconds a file, round by round."""

    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)

    @property
    def overhead(self) -> float:
        """How much more than the bare library, as a share of it: the median of the rounds."""
        return statistics.median(ours / bare for ours, bare in zip(self.ours, self.bare, strict=True)) - 1


def measure_documents(rounds: int = ROUNDS) -> dict[str, Cost]:
    """Prints files a second of each reader beside its library; gives what it measured, by format."""
    formats = make_formats()
    costs = {format_.name: Cost() for format_ in formats}
    for _ in range(rounds):
        for format_ in formats:
            ours, bare = _seconds_a_file(format_)
            costs[format_.name].ours.append(ours)
            costs[format_.name].bare.append(bare)
    rows = ((format_.name, statistics.mean(map(len, format_.files)), format_.library) for format_ in formats)
    title = f"Reading, {FILES} made files a format, CPU time, median of {rounds} rounds"
    print_costs(title, rows, costs)
    return costs


def _seconds_a_file(format_: Format) -> tuple[float, float]:
    """Of our reader and of the bare library, in turns; who comes first changes, for caches are warm for the second."""
    ours = bare = 0.0
    count = 0
    while ours + bare < 2 * SHORTEST_SECONDS:
        for data in format_.files:
            start = time.process_time()
            if count % 2:
                format_.ours(data, "a")
                middle = time.process_time()
                format_.bare(data)
                ours, bare = ours + middle - start, bare + time.process_time() - middle
            else:
                format_.bare(data)
                middle = time.process_time()
                format_.ours(data, "a")
                bare, ours = bare + middle - start, ours + time.process_time() - middle
            count += 1
    return ours / count, bare / count


def print_costs(title: str, formats: Iterable[tuple[str, float, str]], costs: Mapping[str, Cost]) -> None:
    """Prints a table: of each format (name, mean bytes of a file, bare library) what was measured."""
    table = Table(title=title, min_width=110)
    for heading in ("format", "KB", "files a second", "bare library", "files a second", "overhead", "aim"):
        is_text = heading in ("format", "bare library", "aim")
        table.add_column(heading, justify="left" if is_text else "right", no_wrap=True)
    for name, size, library in formats:
        cost = costs[name]
        ours, bare = (1 / statistics.median(seconds) for seconds in (cost.ours, cost.bare))
        aim = "met" if cost.overhead < MOST_OVERHEAD else "MISSED"
        table.add_row(name, f"{size / 1000:,.1f}", f"{ours:,.0f}", library, f"{bare:,.0f}", f"{cost.overhead:+.0%}",
                      f"{aim} (< {MOST_OVERHEAD:.0%})")
    Console(width=110).print(table)


# --- the files --------------------------------------------------------------------------------------------------------


def make_formats() -> list[Format]:
    """Press releases of some 6,000 characters in each format, the same each time."""
    chance = random.Random(5)
    texts = [[_paragraph(chance) for _ in range(14)] for _ in range(FILES)]
    library = {
        "pdf": ("pypdfium2 get_text_range", read_pdf, _bare_pdf, _pdf),
        "docx": ("python-docx paragraphs", read_docx, _bare_docx, _docx),
        "odt": ("zipfile, defusedxml", read_odt, _bare_odt, _odt),
        "feed": ("feedparser.parse", read_feed, _bare_feed, _feed),
        "html": ("trafilatura.extract", read_html, _bare_html, _html),
        "text": ("resiliparse, bytes.decode", read_text, _bare_text, _text),
        "markdown": ("yaml.load, bytes.decode", read_markdown, _bare_markdown, _markdown),
    }
    return [Format(name, what, ours, bare, [make(text) for text in texts])
            for name, (what, ours, bare, make) in library.items()]  # fmt: skip


def _paragraph(chance: random.Random) -> str:
    sentences = (" ".join(chance.choices(WORDS, k=chance.randint(8, 26))).capitalize() for _ in range(3))
    return ". ".join(sentences) + "."


def _pdf(text: Sequence[str]) -> bytes:
    """Two pages with a head and a page number, of lines of some 90 characters, drawn as an office program does it."""
    lines = "\n\n".join("\n".join(_lines(paragraph)) for paragraph in text).split("\n")
    half = len(lines) // 2
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 2 /Kids [6 0 R 8 0 R] >>", FONT, CHARACTERS]
    for number, part in enumerate((lines[:half], lines[half:]), start=1):
        head, foot = Piece(60, 810, "Press release (2019) 123", 9), Piece(290, 30, f"- {number} -", 9)
        stream = "".join(map(_drawn, (head, *column("\n".join(part)), foot)))
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = f"/Contents {len(bodies)} 0 R /Resources << /Font << /F1 3 0 R >> >>"
        bodies.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} >>")
    return write_objects([*bodies, "<< /Title (Press release) >>"], "")


def _drawn(piece: Piece) -> str:
    """The line in pieces of a few letters with what they are moved by, in a marked and clipped stretch of its own."""
    text = re.sub(r"([\\()])", r"\\\1", piece.text)
    moved = re.sub(r"(.{3,9}?[a-z])", r"\1)-2(", text)
    place = f"/F1 {piece.size} Tf 1 0 0 1 {piece.x} {piece.y} Tm 0 g 0 G"
    return f"/P <</MCID 0>> BDC q 0.000008871 0 595.32 841.92 re W* n BT {place} [({moved})] TJ ET Q EMC\n"


def _lines(paragraph: str) -> list[str]:
    lines = [""]
    for word in paragraph.split():
        if len(lines[-1]) + len(word) > 88:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _docx(text: Sequence[str]) -> bytes:
    document = docx.Document()
    document.add_heading("Press release", 1)
    for paragraph in text:
        added = document.add_paragraph()
        for part in paragraph.split(". "):
            added.add_run(part + ". ")
    return save(document)


def _odt(text: Sequence[str]) -> bytes:
    body = "".join(f"<p>{paragraph.replace(' the ', ' <span>the</span> ')}</p>" for paragraph in text)
    # an office program writes its styles into each file
    names = "".join(
        f'<style:style style:name="S{n}" style:family="paragraph"><style:text-properties/></style:style>'
        for n in range(150)
    )
    edges = prefixed("<style:header><p>PRESS</p></style:header><style:footer><p>Page 2</p></style:footer>", "text")
    styles = f"<office:document-styles{OPEN_NAMES}>{names}{edges}</office:document-styles>"
    return open_text(f"<h>Press release</h>{body}", styles=styles)


def _feed(text: Sequence[str]) -> bytes:
    items = "".join(
        f"<item><title>Thing number {n} happened</title><link>https://www.example.org/{n}</link>"
        f"<pubDate>Wed, {n + 1:02} Nov 2023 10:00:00 GMT</pubDate><description>{paragraph}</description></item>"
        for n, paragraph in enumerate(text)
    )
    head = "<title>Newsroom</title><link>https://www.example.org/</link>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


def _html(text: Sequence[str]) -> bytes:
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(40))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    head = "<head><title>Press release</title><meta property='article:published_time' content='2019-06-03'></head>"
    return (
        f"<!DOCTYPE html><html lang='en'>{head}<body><nav><ul>{menu}</ul></nav><main><article><h1>Press release</h1>"
        f"<time>3 June 2019</time>{body}</article></main><footer>Copyright</footer></body></html>"
    ).encode()


def _text(text: Sequence[str]) -> bytes:
    return "\n\n".join(text).encode()


def _markdown(text: Sequence[str]) -> bytes:
    front = "title: Press release\ndate: 2019-06-03\nurl: https://www.example.org/1\nlang: en\n"
    return f"---\n{front}---\n\n".encode() + _text(text)


# --- the bare libraries -----------------------------------------------------------------------------------------------


def _bare_pdf(data: bytes) -> object:
    with pdfium.PdfDocument(data) as document:
        found = []
        for page in document:
            text_page = page.get_textpage()
            found.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return found


def _bare_docx(data: bytes) -> object:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def _bare_odt(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        roots = [ElementTree.fromstring(package.read(part)) for part in ("content.xml", "styles.xml")]
    return ["".join(root.itertext()) for root in roots]


def _bare_feed(data: bytes) -> object:
    return feedparser.parse(io.BytesIO(data))


def _bare_html(data: bytes) -> object:
    return trafilatura.extract(data)


def _bare_text(data: bytes) -> object:
    return data.decode(detect_encoding(data) or "utf-8")


def _bare_markdown(data: bytes) -> object:
    text = data.decode(detect_encoding(data) or "utf-8")
    return yaml.load(text.split("---\n", 2)[1], Loader=yaml.BaseLoader), text


if __name__ == "__main__":
    measure_documents()
