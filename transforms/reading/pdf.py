"""PDF to text: pages in order, columns in the order of reading, paragraphs whole, running heads once."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from transforms.model import HeaderFacts, SourceText, UnreadableSource
from transforms.reading.office import confirmed_title
from transforms.reading.pages import GUTTER, Interval, PlacedLine, reading_order, take_running
from transforms.reading.paragraphs import write_pages

PDF = "application/pdf"
MAX_PAGES = 5000
MAX_CHARS = 20_000_000
# pages in a row that cannot be opened: a page tree that runs in a circle promises any number of them
_MOST_BAD_PAGES = 20
# a page of print has 2,000; a scan with a stamp or a fax header has a few
_FEWEST_LETTERS = 15
_MOST_ILLEGIBLE = 0.3
_SCAN = "no_text_layer: {}; run OCR on it and add the result"
# private use, unassigned and replacement characters: letters whose font does not tell what they are
_ILLEGIBLE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_HYPHENS = "-\xad\u2010\u2011"
_WORD_START = re.compile(r"(?<=\s)\S")
# what the library gives for the hyphen of a word that goes on in the next line
_CUT_MARK = "\ufffe"
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xa0\xad\ufeff\uffff\ufb00-\ufb06\uf0a7\uf0b7]")
_LETTERS = {
    **dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xAD, 0xFEFF, 0xFFFF]),
    0xA0: " ", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF0A7: "•", 0xF0B7: "•",
}  # fmt: skip
# lines of a page in which gaps between columns are looked for, before it is searched for them
_SAMPLE = 4
_FEWEST_GAPS = 2
# in points for each letter: less has only a line that does not run from left to right
_LEAST_WIDTH = 1.0


def read_pdf(data: bytes, name: str) -> SourceText:  # noqa: ARG001  (every reader takes the name)
    """The text of a PDF, with a form feed before what begins on a new page; UnreadableSource if it has no text."""
    try:
        with pdfium.PdfDocument(data) as document:
            pages = list(_pages(document))
            title = _title(document)
    except pdfium.PdfiumError as problem:
        raise UnreadableSource(_reason(problem)) from problem
    _check_letters(pages)
    body, running = take_running(pages)
    text = write_pages([reading_order(page) for page in body], running)
    return SourceText(text, PDF, "utf-8", facts=HeaderFacts(title=confirmed_title(title, text)))


def _title(document: pdfium.PdfDocument) -> str | None:
    try:
        return str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:
        return None


def _reason(problem: pdfium.PdfiumError) -> str:
    if problem.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return "encrypted: the PDF has a password; save it without"
    return f"broken: the PDF cannot be opened ({problem}); fetch it again"


def _pages(document: pdfium.PdfDocument) -> Iterator[list[PlacedLine]]:
    """The lines of each page, none of one that cannot be opened."""
    count, bad, chars = len(document), 0, 0
    if count > MAX_PAGES:
        raise UnreadableSource(f"too_large: the PDF has {count} pages, the limit is {MAX_PAGES}; split it")
    for number in range(count):
        try:
            lines = _page_lines(document[number])
        except pdfium.PdfiumError:
            lines, bad = [], bad + 1
        else:
            bad = 0
        if bad > _MOST_BAD_PAGES or (bad and count == 1):
            raise UnreadableSource(f"broken: page {number + 1} of the PDF cannot be opened; fetch it again")
        chars += sum([len(line.text) for line in lines])
        if chars > MAX_CHARS:
            raise UnreadableSource(f"too_large: the PDF has more than {MAX_CHARS} characters; split it")
        yield lines


def _check_letters(pages: Sequence[Sequence[PlacedLine]]) -> None:
    """Raise UnreadableSource if the pages are pictures, or their letters are nothing but shapes."""
    text = "\n".join(line.text for page in pages for line in page)
    illegible = len(_ILLEGIBLE.findall(text))
    if illegible > _MOST_ILLEGIBLE * len(text):
        raise UnreadableSource(_SCAN.format("its fonts do not tell which letters they draw"))
    fewest = max(1, _FEWEST_LETTERS * len(pages))
    # as a rule the first lines have enough
    letters = sum(char.isalnum() for char in text[: 2 * fewest])
    if letters < fewest and sum(char.isalnum() for char in text) < fewest:
        raise UnreadableSource(_SCAN.format(f"{letters} letters on {len(pages)} pages"))


def _page_lines(page: pdfium.PdfPage) -> list[PlacedLine]:
    """The lines of a page as the file orders them, those that lie across columns cut in pieces."""
    text_page = page.get_textpage()
    try:
        letters = _Letters(text_page, page.get_rotation())
        lines = _cut_at_gaps(letters, list(_read_lines(letters)))
    finally:
        text_page.close()
        page.close()
    return _set_upright([cleaned for line in lines if (cleaned := _clean(line)).text])


class _Letters:
    """The letters of a page and their places, as it is shown."""

    def __init__(self, text_page: pdfium.PdfTextPage, turned: int) -> None:
        self.text: str = text_page.get_text_range()
        self.turned = turned
        self._page = text_page.raw
        self._is_direct = text_page.count_chars() == len(self.text)
        # the library writes into these; the same for all calls, for there are thousands
        self._box = pdfium_c.FS_RECTF()
        self._x, self._y, self._right, self._top = (ctypes.c_double() for _ in range(4))

    def left(self, place: int) -> float:
        """Where the letter begins."""
        pdfium_c.FPDFText_GetCharOrigin(self._page, self._index(place), self._x, self._y)
        return self._x.value

    def line(self, first: int, last: int) -> tuple[float, float, float, float]:
        """Left and right end, base line and font height of the line from one place of the text to another."""
        x, y, box = self._x, self._y, self._box
        pdfium_c.FPDFText_GetCharOrigin(self._page, self._index(first), x, y)
        pdfium_c.FPDFText_GetLooseCharBox(self._page, self._index(last), box)
        if self.turned == 90:
            return y.value, box.top, -x.value, box.right - box.left
        if self.turned == 180:
            return -x.value, -box.left, -y.value, box.top - box.bottom
        if self.turned == 270:
            return -y.value, -box.bottom, x.value, box.right - box.left
        return x.value, box.right, y.value, box.top - box.bottom

    def stretches(self, place: int, count: int) -> list[Interval]:
        """Left and right ends of the stretches that the file draws at one go, from left to right."""
        edges: list[Interval] = []
        for number in range(pdfium_c.FPDFText_CountRects(self._page, self._index(place), count)):
            pdfium_c.FPDFText_GetRect(self._page, number, self._x, self._top, self._right, self._y)
            edges.append((self._x.value, self._right.value))
        return sorted(edges)

    def _index(self, place: int) -> int:
        """The number of the letter on the page: the library leaves out some in the text and adds others."""
        if self._is_direct:
            return place
        units = place + sum(char > "\uffff" for char in self.text[:place])
        return max(0, int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(self._page, units)))


def _read_lines(letters: _Letters) -> Iterator[PlacedLine]:
    """The lines; their `number` is the place of their first letter in the page's text."""
    place = 0
    for row in letters.text.split("\r\n"):
        pieces = row.split(_CUT_MARK)
        for number, piece in enumerate(pieces, start=1):
            start = piece.lstrip()
            content = start.rstrip()
            if content:
                first = place + len(piece) - len(start)
                left, right, bottom, size = letters.line(first, first + len(content) - 1)
                # what runs from right to left ends before it begins
                yield PlacedLine(content, left, max(left, right), bottom, size, number < len(pieces), first)
            place += len(piece) + 1
        # two signs end a row, one a piece
        place += 1


def _cut_at_gaps(letters: _Letters, lines: list[PlacedLine]) -> list[PlacedLine]:
    """The lines, cut at gaps that may part columns, if a sample of them has any."""
    widest = max((line.right - line.left for line in lines), default=0.0)
    wide = [line for line in lines if line.right - line.left > 0.5 * widest]
    sample = wide[:: max(1, len(wide) // _SAMPLE)]
    if letters.turned or sum(bool(_gaps(letters, line)) for line in sample) < _FEWEST_GAPS:
        return lines
    return [piece for line in lines for piece in _pieces(letters, line)]


def _gaps(letters: _Letters, line: PlacedLine) -> list[Interval]:
    """The gaps in the line that are wider than a blank: where they begin and end."""
    edges = letters.stretches(line.number, len(line.text))
    width = GUTTER * line.size
    return [(before[1], after[0]) for before, after in pairwise(edges) if after[0] - before[1] > width]


def _pieces(letters: _Letters, line: PlacedLine) -> Iterator[PlacedLine]:
    """The pieces, which keep the number of the line."""
    start, left = 0, line.left
    for before, behind in _gaps(letters, line):
        place = _place_of(letters, line, behind, start)
        if place:
            yield line._replace(text=line.text[start:place].rstrip(), left=left, right=before, is_cut=False)
            start, left = place, behind
    yield line._replace(text=line.text[start:], left=left) if start else line


def _place_of(letters: _Letters, line: PlacedLine, left: float, start: int) -> int:
    """The place of the first word in the line that begins there or further right; 0 if none does."""
    for found in _WORD_START.finditer(line.text, start):
        if letters.left(line.number + found.start()) >= left - 1:
            return found.start()
    return 0


def _clean(line: PlacedLine) -> PlacedLine:
    """The line in letters that are written apart, without what is not to be seen, its hyphen at the end as `is_cut`."""
    is_plain = line.text.isascii() and line.text.isprintable()
    text = line.text if is_plain or not _ODD.search(line.text) else line.text.translate(_LETTERS).strip()
    is_cut = line.is_cut
    if line.text[-1] in _HYPHENS and len(text) > 1 and text.rstrip(_HYPHENS)[-1:].isalnum():
        text, is_cut = text.rstrip(_HYPHENS), True
    return line if text is line.text and is_cut is line.is_cut else line._replace(text=text, is_cut=is_cut)


def _set_upright(lines: list[PlacedLine]) -> list[PlacedLine]:
    """The lines; those that run up or down the page one below the other at its foot."""
    others = [line for line in lines if not _is_upright(line)]
    if not others:
        return lines
    upright = [line for line in lines if _is_upright(line)]
    foot = min((line.bottom for line in upright), default=0.0) - 100
    return upright + [
        line._replace(left=0.0, right=1.0, bottom=foot - 20 * place, size=10.0) for place, line in enumerate(others)
    ]


def _is_upright(line: PlacedLine) -> bool:
    return len(line.text) < 4 or line.right - line.left > _LEAST_WIDTH * len(line.text)
