"""PDF to text: pages in order, columns in the order of reading, paragraphs whole, running heads once."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from transforms.model import Evidence, HeaderFacts, SourceText, UnreadableSource
from transforms.reading.cuts import told_pieces
from transforms.reading.pages import GUTTER, Interval, PlacedLine, reading_order, take_running
from transforms.reading.paragraphs import write_pages
from transforms.reading.properties import MAX_VALUE_CHARS, confirmed_title, evidence_of, read_xmp

PDF = "application/pdf"
MAX_PAGES = 5000
MAX_CHARS = 20_000_000
# pages in a row that cannot be opened: a page tree that runs in a circle promises any number of them
_MOST_BAD_PAGES = 20
_MOST_UNENDING = 1000
# in packed data brackets stand by chance, as many of one kind as of the other
_SHARE_UNENDING = 0.2
_STREAM = re.compile(rb">>\s{0,9}stream\r?\n")
# a page of print has 2,000; a scan with a stamp or a fax header has a few
_FEWEST_LETTERS = 15
_MOST_ILLEGIBLE = 0.3
_SCAN = "no_text_layer: {}; run OCR on it and add the result"
# private use, unassigned and replacement characters: letters whose font does not tell what they are
_ILLEGIBLE = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
_INFO = {"Title": "title", "CreationDate": "published", "ModDate": "updated", "Company": "publisher"}
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][\w-]{2,20})?", re.ASCII)
_LONGEST_LANGUAGE = 40
# bytes, two a character
_LONGEST_INFO = 2 * MAX_VALUE_CHARS + 2
_HYPHENS = "-\xad\u2010\u2011"
_WORD_START = re.compile(r"(?<=\s)\S")
# what the library gives for the hyphen of a word that goes on in the next line
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_CUT_MARK = "\ufffe"
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xa0\xad\ufeff\uffff\ufb00-\ufb06\uf0a7\uf0b7]")
_LETTERS = {
    **dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xAD, 0xFEFF, 0xFFFF]),
    0xA0: " ", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    0xF0A7: "•", 0xF0B7: "•",
}  # fmt: skip
# lines with gaps that may part columns
_FEWEST_GAPS = 2
# how much wider than usual a letter and its blank are in a line with a gap: capitals are a third wider than others
_FAR_APART = 1.25
# such lines of a page, and words of such a line, that are looked at; more is no letterhead
_MOST_APART = 40
_MOST_WORDS = 60
# blanks that wide, in heights of a letter, stand between columns of a typewriter
_BLANKS = 2.0
# in points for each letter: less has only a line that does not run from left to right
_LEAST_WIDTH = 1.0


def read_pdf(data: bytes, name: str) -> SourceText:  # noqa: ARG001  (every reader takes the name)
    """The text of a PDF, with a form feed before what begins on a new page; UnreadableSource if it has no text."""
    _refuse_unending(data)
    try:
        with pdfium.PdfDocument(data) as document:
            pages = list(_pages(document))
            evidence = (*_info(document), *read_xmp(data), *_language(document))
    except pdfium.PdfiumError as problem:
        raise UnreadableSource(_reason(problem)) from problem
    _check_letters(pages)
    body, running, cut = take_running(pages)
    text, places = write_pages([reading_order(page, is_first=number == 0) for number, page in enumerate(body)], running)
    facts = HeaderFacts(title=confirmed_title(evidence, text))
    return SourceText(text, PDF, "utf-8", facts=facts, evidence=evidence, places=places, cut=told_pieces(cut))


def _refuse_unending(data: bytes) -> None:
    """Raise UnreadableSource if many streams or strings have no end: the library looks for each to the last byte."""
    streams = data.count(b"stream") - 2 * data.count(b"endstream")
    if streams > _MOST_UNENDING:
        streams = len(_STREAM.findall(data)) - data.count(b"endstream")
    strings, ends = data.count(b"("), data.count(b")")
    if streams > _MOST_UNENDING or strings - ends > max(_MOST_UNENDING, _SHARE_UNENDING * strings):
        raise UnreadableSource("broken: streams and strings of the PDF have no end; fetch it again")


def _info(document: pdfium.PdfDocument) -> list[Evidence]:
    """What the file's information dictionary says; its dates are of the file, and often those of a copy."""
    buffer = ctypes.create_string_buffer(_LONGEST_INFO)
    values = []
    for key in _INFO:
        size = pdfium_c.FPDF_GetMetaText(document, key.encode(), buffer, _LONGEST_INFO)
        # a longer value is left out: the library tells its size and writes nothing
        text = buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace") if size <= _LONGEST_INFO else ""
        values.append((key, "" if "\ufffd" in text else _ILLEGIBLE.sub("", text)))
    return evidence_of(values, _INFO, "PDF info")


def _language(document: pdfium.PdfDocument) -> list[Evidence]:
    """The language that the catalog declares."""
    buffer = (ctypes.c_ushort * _LONGEST_LANGUAGE)()
    size = pdfium_c.FPDFCatalog_GetLanguage(document, buffer, ctypes.sizeof(buffer))
    units = buffer[: max(0, size // 2 - 1)] if size <= ctypes.sizeof(buffer) else []
    value = "".join(map(chr, units))
    is_tag = bool(_LANGUAGE.fullmatch(value))
    return [Evidence("language", value, "PDF catalog Lang")] if is_tag else []


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
    text = "\n".join([line.text for page in pages for line in page])
    illegible = 0 if text.isascii() else len(_ILLEGIBLE.findall(text))
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
        lines = _cut_at_gaps(letters, _read_lines(letters))
    finally:
        text_page.close()
        page.close()
    # most pages have nothing but ASCII
    is_plain = letters.text.isascii() and letters.text.replace("\r\n", "").isprintable()
    if not is_plain and _ODD.search(letters.text):
        lines = [cleaned for line in lines if (cleaned := _clean(line)).text]
    return _set_upright([_cut_hyphen(line) if line.text[-1] in _HYPHENS else line for line in lines])


# these are called for every line
_get_origin, _get_box = pdfium_c.FPDFText_GetCharOrigin, pdfium_c.FPDFText_GetLooseCharBox


class _Letters:
    """The letters of a page and their places, as it is shown."""

    def __init__(self, text_page: pdfium.PdfTextPage, turned: int) -> None:
        self.text: str = text_page.get_text_range()
        self.turned = turned
        self._page = text_page.raw
        self._is_direct = text_page.count_chars() == len(self.text)
        # the library counts those twice
        self._beyond = [] if self._is_direct else [found.start() for found in _BEYOND.finditer(self.text)]
        # the library writes into these; the same for all calls, for there are thousands
        self._box = pdfium_c.FS_RECTF()
        self._x, self._y, self._right, self._top = (ctypes.c_double() for _ in range(4))

    def left(self, place: int) -> float:
        """Where the letter begins."""
        _get_origin(self._page, self._index(place), self._x, self._y)
        return self._x.value

    def right(self, place: int) -> float:
        """Where the letter ends."""
        _get_box(self._page, self._index(place), self._box)
        return float(self._box.right)

    def line(self, first: int, last: int) -> tuple[float, float, float, float]:
        """Left and right end, base line and font height of the line from one place of the text to another."""
        x, y, box = self._x, self._y, self._box
        if not self._is_direct:
            first, last = self._index(first), self._index(last)
        _get_origin(self._page, first, x, y)
        _get_box(self._page, last, box)
        if not self.turned:
            return x.value, box.right, y.value, box.top - box.bottom
        if self.turned == 90:
            return y.value, box.top, -x.value, box.right - box.left
        if self.turned == 180:
            return -x.value, -box.left, -y.value, box.top - box.bottom
        return -y.value, -box.bottom, x.value, box.right - box.left

    def count_stretches(self, place: int, count: int) -> int:
        """How many stretches of these letters (-1: all from there on) the file draws at one go."""
        return int(pdfium_c.FPDFText_CountRects(self._page, self._index(place), count))

    def stretches(self, count: int) -> list[Interval]:
        """Left and right ends of the stretches that were just counted, from left to right."""
        edges: list[Interval] = []
        for number in range(count):
            pdfium_c.FPDFText_GetRect(self._page, number, self._x, self._top, self._right, self._y)
            edges.append((self._x.value, self._right.value))
        return sorted(edges)

    def _index(self, place: int) -> int:
        """The number of the letter on the page: the library leaves out some in the text and adds others."""
        if self._is_direct:
            return place
        units = place + bisect_left(self._beyond, place)
        return max(0, int(pdfium_c.FPDFText_GetCharIndexFromTextIndex(self._page, units)))


def _read_lines(letters: _Letters) -> list[PlacedLine]:
    """The lines; their `number` is the place of their first letter in the page's text."""
    lines: list[PlacedLine] = []
    place = 0
    for row in letters.text.split("\r\n"):
        pieces = row.split(_CUT_MARK) if _CUT_MARK in row else (row,)
        for number, piece in enumerate(pieces, start=1):
            content = piece.strip()
            if content:
                first = place if piece[0] == content[0] else place + len(piece) - len(piece.lstrip())
                left, right, bottom, size = letters.line(first, first + len(content) - 1)
                # what runs from right to left ends before it begins
                right = left if right < left else right
                lines.append(PlacedLine(content, left, right, bottom, size, number < len(pieces), first))
            place += len(piece) + 1
        # two signs end a row, one a piece
        place += 1
    return lines


def _cut_at_gaps(letters: _Letters, lines: list[PlacedLine]) -> list[PlacedLine]:
    """The lines, cut at gaps that may part columns if two of them have any."""
    if letters.turned or not lines:
        return lines
    gaps: dict[int, list[Interval]] = {}
    # as a rule a line is drawn at one go
    if letters.count_stretches(0, -1) > len(lines):
        gaps = {line.number: found for line in lines if (found := _gaps(letters, line))}
    if not gaps:
        gaps = {line.number: found for line in _far_apart(lines) if (found := _wide_blanks(letters, line))}
    if len(gaps) < _FEWEST_GAPS:
        return lines
    return [piece for line in lines for piece in _pieces(letters, line, gaps.get(line.number, ()))]


def _far_apart(lines: Sequence[PlacedLine]) -> list[PlacedLine]:
    """The lines whose letters take much more room than usual: they may have many blanks in one place."""
    spread = [(line.right - line.left) / (len(line.text) * line.size or 1.0) for line in lines]
    limit = _FAR_APART * sorted(spread)[len(spread) // 2]
    return [line for line, width in zip(lines, spread, strict=True) if width > limit][:_MOST_APART]


def _gaps(letters: _Letters, line: PlacedLine) -> list[Interval]:
    """The gaps in the line that are wider than a blank: where they begin and end."""
    count = letters.count_stretches(line.number, len(line.text))
    if count < 2:
        return []
    edges = letters.stretches(count)
    width = GUTTER * line.size
    return [(before[1], after[0]) for before, after in pairwise(edges) if after[0] - before[1] > width]


def _wide_blanks(letters: _Letters, line: PlacedLine) -> list[Interval]:
    """The gaps that many blanks make, which the text has as one."""
    found: list[Interval] = []
    width = _BLANKS * line.size
    for word in islice(_WORD_START.finditer(line.text), _MOST_WORDS):
        place = line.number + word.start()
        behind, before = letters.left(place), letters.right(place - 2)
        if behind - before > width:
            found.append((before, behind))
    return found


def _pieces(letters: _Letters, line: PlacedLine, gaps: Iterable[Interval]) -> Iterator[PlacedLine]:
    """The pieces, which keep the number of the line."""
    start, left = 0, line.left
    for before, behind in gaps:
        place = _place_of(letters, line, behind, start)
        if place:
            yield line._replace(text=line.text[start:place].rstrip(), left=left, right=before, is_cut=False)
            start, left = place, behind
    yield line._replace(text=line.text[start:], left=left) if start else line


def _place_of(letters: _Letters, line: PlacedLine, left: float, start: int) -> int:
    """The place of the first word in the line that begins there or further right; 0 if none does."""
    for found in _WORD_START.finditer(line.text, start):
        # a letter begins before what is drawn of it
        if letters.left(line.number + found.start()) >= left - 0.5 * GUTTER * line.size:
            return found.start()
    return 0


def _clean(line: PlacedLine) -> PlacedLine:
    """The line in letters that are written apart, without what is not to be seen."""
    text = line.text.translate(_LETTERS).strip()
    # a soft hyphen at the end is one that is to be seen
    return line._replace(text=f"{text}-" if text and line.text[-1] == "\xad" else text)


def _cut_hyphen(line: PlacedLine) -> PlacedLine:
    """The line without the hyphen of a word at its end, told by `is_cut`."""
    text = line.text.rstrip(_HYPHENS)
    return line._replace(text=text, is_cut=True) if text[-1:].isalnum() else line


def _set_upright(lines: list[PlacedLine]) -> list[PlacedLine]:
    """The lines; those that run up or down the page one below the other at its foot."""
    others: list[PlacedLine] = []
    upright: list[PlacedLine] = []
    for line in lines:
        is_turned = line.right - line.left <= _LEAST_WIDTH * len(line.text) and len(line.text) > 3
        (others if is_turned else upright).append(line)
    if not others:
        return lines
    foot = min((line.bottom for line in upright), default=0.0) - 100
    return upright + [
        line._replace(left=0.0, right=1.0, bottom=foot - 20 * place, size=10.0) for place, line in enumerate(others)
    ]
