"""PDF to text: order of reading, paragraphs, running heads, and the files that have no text to give."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.model import Evidence, Place, SourceText, UnreadableSource
from transforms.reading.formats import read_source
from transforms.reading.pages import PlacedLine, reading_order, take_running
from transforms.reading.paragraphs import hyphen_between
from transforms.reading.pdf import read_pdf


class Piece(NamedTuple):
    """A piece of a line: where it begins, from the lower left corner of the page, in points."""

    x: float
    y: float
    text: str
    size: float = 11


def write_pdf(  # noqa: PLR0917  (the parts of a file)
    pages: Sequence[Sequence[Piece]],
    info: str = "",
    trailer: str = "",
    page: str = "",
    tree: str = "",
    font: str = "",
    more: Sequence[str] = (),
) -> bytes:
    """A PDF in Helvetica with these pieces drawn in order; the other arguments go into its dictionaries as they are.

    `more` are further objects, with the numbers 4, 5 …
    """
    bodies = [
        "",
        "",
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding {font} >>",
        *more,
    ]
    kids = []
    for pieces in pages:
        stream = f"BT\n{''.join(map(draw, pieces))}ET"
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = f"/Contents {len(bodies)} 0 R /Resources << /Font << /F1 3 0 R >> >>"
        bodies.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} {page} >>")
        kids.append(f"{len(bodies)} 0 R")
    bodies[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    bodies[1] = tree or f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    bodies.append(f"<< {info} >>")
    return write_objects(bodies, trailer)


def draw(piece: Piece) -> str:
    text = re.sub(r"([\\()])", r"\\\1", piece.text)
    return f"/F1 {piece.size} Tf 1 0 0 1 {piece.x} {piece.y} Tm ({text}) Tj\n"


def write_objects(bodies: Sequence[str], trailer: str) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R {trailer} >>"
    start = f"startxref\n{len(data)}\n%%EOF"
    return data + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{end}\n{start}".encode()


def column(lines: str, x: float = 60, y: float = 760, step: float = 13, size: float = 11) -> list[Piece]:
    """A line of the string below the other, a blank one as a step more."""
    return [
        Piece(x, y - step * n, line.strip(), size)
        for n, line in enumerate(lines.strip("\n").split("\n"))
        if line.strip()
    ]


TOWNS = ("Bonn", "Riga", "Oslo", "Rome", "Bern", "Prague")


def text_of(*pages: Sequence[Piece]) -> str:
    return read_pdf(write_pdf(pages), "a.pdf").text


def reason_of(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as refusal:
        read_source(data, "a.pdf")
    return str(refusal.value)


PARAGRAPH = """
    The two organizations spoke in Tallinn about the exercises of the coming year and agreed
    that their staffs will meet again in the autumn to compare the plans which both of them
    have made for it.
"""
JOINED = " ".join(line.strip() for line in PARAGRAPH.strip().splitlines())


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (PARAGRAPH, JOINED),
        (f"{PARAGRAPH}\n{PARAGRAPH}", f"{JOINED}\n\n{JOINED}"),
        # no step, but the last line is short
        (PARAGRAPH.rstrip() + PARAGRAPH, f"{JOINED}\n\n{JOINED}"),
        ("Brussels, 3 June 2019\nPress release\n" + PARAGRAPH, f"Brussels, 3 June 2019\nPress release\n\n{JOINED}"),
        (
            PARAGRAPH + "• a first point that is made\n• a second one\n(a) and a letter",
            JOINED + "\n• a first point that is made\n• a second one\n(a) and a letter",
        ),
        # lines of a table of contents are as wide as the page
        (f"1. Aims {'. ' * 75}3\n2. Exercises {'. ' * 72}4", f"1. Aims {'. ' * 75}3\n2. Exercises {'. ' * 72}4"),
    ],
)
def test_paragraphs(lines: str, text: str) -> None:
    assert text_of(column(lines)) == text + "\n"


@pytest.mark.parametrize(
    ("before", "after", "hyphen"),
    [
        ("for the coop", "eration of both", ""),
        ("the non", "binding text", "-"),
        ("their decision", "making", "-"),
        # the file writes it so elsewhere
        ("a long co", "ordination of", "-"),
        ("a well", "being of all", ""),
        ("the EU", "NATO declaration", "-"),
        ("in 2021", "2027 there", "-"),
        ("the EU", "wide network", "-"),
        ("Baden", "Baden", "-"),
        ("x (", "y", "-"),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, hyphen: str) -> None:
    assert hyphen_between(before, after, frozenset(("co-ordination", "wellbeing"))) == hyphen


def test_a_word_is_joined_over_lines_columns_and_pages() -> None:
    cut = """
        The two organizations spoke in Tallinn about the exercises of the coming year, the coop-
        eration of their staffs and the plans which both of them have made for it, and in the EU-
        NATO declaration they have said that they will meet again in the autumn, to look at the rein-
    """
    text = text_of(
        column(cut),
        column("forcement of both, and at what is to be done in the year after that, by all who take part."),
    )
    assert "the cooperation of" in text
    assert "the EU-NATO declaration" in text
    assert "the reinforcement of both" in text


def test_pages_are_parted_by_form_feeds_between_paragraphs() -> None:
    first, second = (
        PARAGRAPH.strip().rsplit("\n", 1)[0],
        "have made for it, and then they left the town.\n\nA second paragraph.",
    )
    text = text_of(column(first), column(second), column("A third page."))
    assert text == (
        " ".join(line.strip() for line in first.splitlines())
        + " have made for it, and then they left the town.\n\n\fA second paragraph.\n\n\fA third page.\n"
    )


def test_a_page_without_text_counts_as_a_page() -> None:
    assert text_of(column(PARAGRAPH), [], column("The third page is short.")).count("\f") == 2


def test_notes_stand_behind_the_paragraph_that_goes_on_over_them() -> None:
    start = PARAGRAPH.strip().rsplit("\n", 1)[0]
    page = [*column(start), *column("1 See the report of the staffs.", y=80, size=8)]
    text = text_of(page, column("have made for it.\n\n" + PARAGRAPH))
    assert (
        text
        == f"{JOINED[: JOINED.index('have made')]}have made for it.\n\n1 See the report of the staffs.\n\n\f{JOINED}\n"
    )


def test_a_title_over_two_lines_is_one() -> None:
    title = column("Joint declaration on the cooperation\nof two organizations", x=120, y=790, step=22, size=18)
    assert text_of([*title, *column(PARAGRAPH, y=720)]) == (
        f"Joint declaration on the cooperation of two organizations\n\n{JOINED}\n"
    )


LEFT_COLUMN = """
    The left column tells of the talks that
    both organizations held in Tallinn and
    of the coop-
    eration that they
    want to have from the
    summer of this year on
"""
RIGHT_COLUMN = """
    while the right one goes on with a long
    list of all the exercises that are to be
    held by them, one behind the other, in
    each of the three next years.
"""
COLUMNS = (
    "The left column tells of the talks that both organizations held in Tallinn and of the cooperation that they want"
    " to have from the summer of this year on"
)


def rows(*columns: list[Piece]) -> list[Piece]:
    """The pieces in the order in which a typewriter would come to them."""
    return sorted((piece for pieces in columns for piece in pieces), key=lambda piece: (-piece.y, piece.x))


@pytest.mark.parametrize("order", ["columns", "rows", "right first", "rows, not level"])
def test_two_columns(order: str) -> None:
    shift = 4 if order.endswith("not level") else 0
    left, right = column(LEFT_COLUMN), column(RIGHT_COLUMN, x=310, y=760 - shift)
    pieces = {"columns": left + right, "right first": right + left}.get(order, rows(left, right))
    head = [Piece(60, 800, "Report on the talks and exercises of this and of the coming years, by the two staffs", 11)]
    text = text_of([*head, *pieces, *column(PARAGRAPH, y=600)])
    folded = " ".join(text.split())
    assert f"{COLUMNS} while the right one goes on" in folded
    assert folded.endswith(f"three next years. {JOINED}")


BODY = "\n\n".join([PARAGRAPH] * 6)
BODY_TEXT = "\n\n".join([JOINED] * 6) + "\n"
ENGLISH, FRENCH = "NORTH ATLANTIC\nTREATY ORGANIZATION", "ORGANISATION DU TRAIT\xc9\nDE L'ATLANTIQUE NORD"
BLANKS = (
    "NORTH ATLANTIC                                               ORGANISATION DU TRAIT\xc9\n"
    "TREATY ORGANIZATION                                    DE L'ATLANTIQUE NORD"
)


@pytest.mark.parametrize(
    ("head", "texts"),
    [
        (rows(column(ENGLISH, size=9), column(FRENCH, x=340, size=9)), [ENGLISH, FRENCH]),
        (column(ENGLISH, size=9) + column(FRENCH, x=340, size=9), [ENGLISH, FRENCH]),
        (column(BLANKS, size=9), [ENGLISH, FRENCH]),
        (
            rows(column("NATO\nPRESS SERVICE", size=9), column("OTAN\nSERVICE DE PRESSE", x=340, size=9)),
            ["NATO\nPRESS SERVICE", "OTAN\nSERVICE DE PRESSE"],
        ),
        (
            rows(column(ENGLISH, size=9), column("NATO\nOTAN", x=270, size=9), column(FRENCH, x=380, size=9)),
            [ENGLISH, "NATO\nOTAN", FRENCH],
        ),
        # what stands below one half of it is no part of it
        (
            [
                *rows(column(ENGLISH, size=9), column(FRENCH, x=340, size=9)),
                *column("PRESS RELEASE (2004)057", y=720),
            ],
            [ENGLISH, FRENCH, "PRESS RELEASE (2004)057"],
        ),
    ],
    ids=["rows", "columns", "blanks", "short", "three", "line below"],
)
def test_a_letterhead_in_two_languages_is_read_side_by_side(head: list[Piece], texts: Sequence[str]) -> None:
    assert text_of([*head, *column(BODY, y=690)]) == "\n\n".join([*texts, BODY_TEXT])


def test_lines_of_names_and_of_labels_are_no_letterhead() -> None:
    people = rows(column("General Maj\nColonel Oja"), column("Chairman of the staff\nHead of the office", x=300))
    lines = ["General Maj Chairman of the staff", "Colonel Oja Head of the office"]
    later = text_of(column(BODY), [*people, *column(BODY, y=700)])
    assert all(line in later for line in lines)
    labels = rows(column("Reference:\nAddressed to:"), column("Note of the staffs\nBoth committees", x=300))
    assert "Reference: Note of the staffs" in text_of([*labels, *column(BODY, y=700)])


EN = """
    The staffs of both sides met in Tallinn
    on Monday to speak about the exercises
    of the coming year and about cables.

    They agreed to meet again in autumn.
"""
FR = """
    Les deux \xe9tats-majors se sont vus lundi
    \xe0 Tallinn pour parler des exercices de
    l'ann\xe9e \xe0 venir et des c\xe2bles.

    Ils sont convenus de se revoir.
"""


@pytest.mark.parametrize("order", [rows, lambda left, right: left + right])
def test_two_languages_side_by_side_are_not_mixed(order: Callable[[list[Piece], list[Piece]], list[Piece]]) -> None:
    text = text_of([*order(column(EN), column(FR, x=310)), *column(BODY, y=660)])
    english, french = (
        "\n\n".join(" ".join(part.split()) for part in side.strip().split("\n\n")) for side in (EN, FR)
    )
    assert text == f"{english}\n\n{french}\n\n{BODY_TEXT}"


def test_the_rows_of_a_table_are_lines() -> None:
    names, years = column("Country\nEstonia\nLatvia\nLithuania"), column("2017\n2.1\n1.7\n1.8", x=300)
    text = text_of([*column(PARAGRAPH, y=600), *names, *years])
    assert [line.split() for line in text.splitlines()[:4]] == [
        ["Country", "2017"],
        ["Estonia", "2.1"],
        ["Latvia", "1.7"],
        ["Lithuania", "1.8"],
    ]


def running_pages(count: int) -> list[list[Piece]]:
    return [
        [
            Piece(60, 810, "Progress report on the proposals", 9),
            *column(PARAGRAPH + f"\n\nThe text of page {TOWNS[number]} ends here."),
            Piece(60, 40, f"PR/2019/05, page {number + 1}", 9),
            Piece(290, 25, f"- {number + 1} -", 9),
        ]
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [2, 3, 6])
def test_running_heads_and_feet_stand_once(count: int) -> None:
    text = text_of(*running_pages(count))
    assert text.startswith("Progress report on the proposals\n\nThe two")
    assert text.count("Progress report") == 1
    assert text.endswith("\n\nPR/2019/05, page 1\n")
    assert text.count("PR/2019/05") == 1
    assert not re.search(r"- \d -", text)
    assert text.count("\f") == count - 1


def test_a_head_that_begins_on_the_second_page_stands_at_the_end() -> None:
    pages = running_pages(4)
    text = text_of(pages[0][1:], *pages[1:])
    assert text.startswith("The two")
    assert text.count("Progress report") == 1


def test_numbers_that_do_not_count_pages_stay() -> None:
    lines = [
        [PlacedLine(text, 60, 80, 700 - n * 100, 11) for n, text in enumerate(page)] for page in (["2018"], ["2021"])
    ]
    assert take_running(lines) == (lines, [], [])


@pytest.mark.parametrize(
    ("lines", "is_running"),
    [
        (["Annual report 2019"] * 3, True),
        (["Annual report 1", "Annual report 2", "Annual report 3"], True),
        (["1 | The annual report", "2 | The annual report", "3 | The annual report"], True),
        (["Page 4 of 9 (draft)", "Page 5 of 9 (draft)", "Page 6 of 9 (draft)"], True),
        (["Annex 1", "Annex 2", "Annex 3"], False),
        (["Article 1 of the text", "Article 2 of the text", "Article 3 of the text"], False),
        (["In all 21 states", "In all 24 states", "In all 27 states"], False),
    ],
)
def test_what_runs_over_pages(lines: list[str], is_running: bool) -> None:
    pages = [
        [PlacedLine(line, 60, 300, 800, 11), PlacedLine("Text", 60, 90, 100 + 9 * n, 11)]
        for n, line in enumerate(lines)
    ]
    rest, _, _ = take_running(pages)
    assert [len(page) for page in rest] == ([2, 1, 1] if is_running else [2, 2, 2])


def test_letters_that_stand_for_others() -> None:
    text = text_of(column("A caf\xe9, a\xa0blank and \u2013 a dash \u201cin quotes\u201d are here.", size=10))
    assert text == "A café, a blank and – a dash “in quotes” are here.\n"


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_turned_pages(turned: int) -> None:
    matrix = {90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}[turned]
    places = {90: "{} 60", 180: "535 {}", 270: "{} 780"}
    first, step = {90: (100, 13), 180: (100, 13), 270: (495, -13)}[turned]
    drawn = "".join(
        f"/F1 11 Tf {matrix} {places[turned].format(first + n * step)} Tm ({line.strip()}) Tj\n"
        for n, line in enumerate(PARAGRAPH.strip().splitlines())
    )
    data = write_pdf([[Piece(0, 0, "")]], page=f"/Rotate {turned}").replace(
        draw(Piece(0, 0, "")).encode(), drawn.encode()
    )
    assert read_pdf(data, "a.pdf").text == JOINED + "\n"


def test_lines_up_the_margin_stand_behind_the_text() -> None:
    margin = "/F1 8 Tf 0 1 -1 0 30 300 Tm (Printed on paper of the staffs) Tj\n"
    data = write_pdf([[Piece(0, 0, ""), *column(PARAGRAPH)]]).replace(draw(Piece(0, 0, "")).encode(), margin.encode())
    assert read_pdf(data, "a.pdf").text == f"{JOINED}\n\nPrinted on paper of the staffs\n"


@pytest.mark.parametrize(
    ("info", "title"),
    [
        ("/Title (Talks in Tallinn) /CreationDate (D:20200102030405Z)", "Talks in Tallinn"),
        ("/Title (talks in  tallinn)", "talks in tallinn"),
        ("/Title (Microsoft Word - template.doc)", None),
        ("/Title ()", None),
        ("/Title (The)", None),
        ("/Title <FEFFD800>", None),
        ("", None),
    ],
)
def test_the_title_of_the_properties_counts_if_the_text_has_it(info: str, title: str | None) -> None:
    source = read_source(write_pdf([[Piece(60, 800, "Talks in Tallinn", 16), *column(PARAGRAPH)]], info=info), "a.pdf")
    assert (source.facts.title, source.facts.published, source.media_type) == (title, None, "application/pdf")


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
xmlns:dc="http://purl.org/dc/elements/1.1/" xmp:ModifyDate="2020-02-05T10:00:00Z" pdf:Producer="A printer">
<xmp:CreateDate>2020-01-02T03:04:05Z</xmp:CreateDate><dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Talks in Tallinn</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>A clerk</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"""
OF_A_PICTURE = XMP.replace("http://ns.adobe.com/pdf/1.3/", "http://ns.adobe.com/photoshop/1.0/")


def with_xmp(*packets: str) -> bytes:
    return write_pdf(
        [column(f"Talks in Tallinn\n\n{PARAGRAPH}")],
        info="/Title (talks in Tallinn) /CreationDate (D:20200102030405+01'00') /ModDate (D:20200205) /Author (Clerk)",
        more=[f"<< /Type /Metadata /Length {len(xmp)} >>\nstream\n{xmp}\nendstream" for xmp in packets],
    )


@pytest.mark.parametrize("packets", [(XMP,), (OF_A_PICTURE, XMP), (XMP, OF_A_PICTURE), (XMP[:90], XMP)])
def test_what_the_properties_say_is_evidence_and_no_date_of_publication(packets: Sequence[str]) -> None:
    source = read_pdf(with_xmp(*packets), "a.pdf")
    assert source.evidence == (
        Evidence("title", "talks in Tallinn", "PDF info Title"),
        Evidence("published", "D:20200102030405+01'00'", "PDF info CreationDate"),
        Evidence("updated", "D:20200205", "PDF info ModDate"),
        Evidence("updated", "2020-02-05T10:00:00Z", "XMP ModifyDate"),
        Evidence("published", "2020-01-02T03:04:05Z", "XMP CreateDate"),
        Evidence("language", "en-GB", "XMP language"),
        Evidence("title", "Talks in Tallinn", "XMP title"),
    )
    assert (source.facts.title, source.facts.published, source.facts.updated) == ("talks in Tallinn", None, None)


@pytest.mark.parametrize("packet", [OF_A_PICTURE, XMP.replace("</rdf:RDF>", ""), f"<!DOCTYPE a>{XMP}"[:60]])
def test_packets_of_pictures_and_broken_ones_say_nothing(packet: str) -> None:
    assert len(read_pdf(with_xmp(packet), "a.pdf").evidence) == 3


def test_the_language_of_the_catalog_is_evidence() -> None:
    data = write_pdf([column(PARAGRAPH)]).replace(b"<< /Type /Catalog", b"<< /Lang (en-US) /Type /Catalog")
    assert read_pdf(data, "a.pdf").evidence == (Evidence("language", "en-US", "PDF catalog Lang"),)


def test_places_tell_the_page_of_each_part_of_the_text() -> None:
    start = PARAGRAPH.strip().rsplit("\n", 1)[0]
    note = "1 See the report of the staffs."
    text_pages = [
        [Piece(60, 810, "HEAD OF ALL", 9), *column(start), *column(note, y=80, size=8)],
        [Piece(60, 810, "HEAD OF ALL", 9), *column("have made for it.\n\nA second one."), Piece(60, 30, "A foot", 9)],
        [],
        [Piece(60, 810, "HEAD OF ALL", 9), *column("The fourth page."), Piece(60, 30, "A foot", 9)],
    ]
    source = read_pdf(write_pdf(text_pages), "a.pdf")
    starts = ("HEAD OF ALL", "have made for it.", note, "A second one.", "The fourth page.", "A foot")
    assert source.places == tuple(
        Place(source.text.index(words), page_number=page)
        for words, page in zip(starts, (1, 2, 1, 2, 4, 2), strict=True)
    )


ENCRYPTED = f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'11' * 32}> /U <{'22' * 32}> >>"
PRIVATE = "/ToUnicode 4 0 R"
PRIVATE_MAP = (
    "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <E000> endbfrange"
    " endcmap CMapName currentdict /CMap defineresource pop end end"
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (write_pdf([column(PARAGRAPH)], trailer=ENCRYPTED), "encrypted"),
        (write_pdf([column(PARAGRAPH)], trailer="/ID [<00> <00>] /Encrypt << /Filter /Other /V 9 >>"), "encrypted"),
        (write_pdf([[], [], []]), "no_text_layer"),
        # what a scanner stamps on each page
        (write_pdf([[Piece(60, 30, f"SCAN {n}")] for n in range(9)]), "no_text_layer"),
        (
            write_pdf(
                [column(PARAGRAPH)],
                font=PRIVATE,
                more=[f"<< /Length {len(PRIVATE_MAP)} >>\nstream\n{PRIVATE_MAP}\nendstream"],
            ),
            "no_text_layer",
        ),
        # streams and strings without end, for each of which the library would look to the last byte
        (b"%PDF-1.7\n" + b"4 0 obj\n<< /Length 9 >>\nstream\nBT\n" * 25_000, "broken"),
        (b"%PDF-1.7\n" + b"4 0 obj\n<< /A (The two << /B [0 1]" * 25_000, "broken"),
        (b"%PDF-1.7\n", "broken"),
        (write_pdf([column(PARAGRAPH)])[:200], "broken"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "broken"),
        # page trees: in a circle, without end, with pages that are not there
        (write_pdf([], tree="<< /Type /Pages /Count 2000 /Kids [2 0 R 2 0 R] >>"), "broken"),
        (write_pdf([], tree="<< /Type /Pages /Count 2147483647 /Kids [9 0 R] >>"), ""),
        (write_pdf([], tree="<< /Type /Pages /Count 300 /Kids [9 0 R] >>"), "broken"),
        (write_pdf([], tree="<< /Type /Pages /Count 0 /Kids [] >>"), ""),
        (write_pdf([], trailer="/Prev 9"), ""),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    start = time.perf_counter()
    reason = reason_of(data)
    assert reason.startswith(code)
    assert reason.split(":")[0] in ("encrypted", "no_text_layer", "broken", "too_large")
    assert ";" in reason, "a reason names the cure"
    assert time.perf_counter() - start < 2


def test_a_scan_says_what_to_do() -> None:
    assert "run OCR" in reason_of(write_pdf([[]]))


def test_a_truncated_pdf_gives_the_pages_that_are_whole() -> None:
    data = write_pdf([column(PARAGRAPH + f"\nThe page of {town} ends.") for town in TOWNS])
    start, end = data.index(b"of Oslo ends."), data.index(b"trailer")
    text = read_pdf(data[:start] + b") Tj ET\nendstream\nendobj\n" + data[end:], "a.pdf").text
    assert "The page of Riga ends." in text
    assert "of Rome" not in text


def test_a_form_that_draws_itself_ends() -> None:
    head = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 /Resources << /XObject << /X 4 0 R >> >> >>"
    form = f"{head}\nstream\n/X Do /X Do\n\nendstream"
    start = time.perf_counter()
    read_pdf(write_pdf([column(PARAGRAPH)], more=[form], page="/X 4 0 R"), "a.pdf")
    assert time.perf_counter() - start < 5


def test_lines_that_run_up_the_page_take_bounded_time() -> None:
    drawn = "/F1 8 Tf 0 1 -1 0 30 300 Tm " + "(some words) Tj 5 0 Td " * 20_000
    data = write_pdf([[Piece(0, 0, "")]]).replace(draw(Piece(0, 0, "")).encode(), drawn.encode())
    start = time.perf_counter()
    read_pdf(data, "a.pdf")
    assert time.perf_counter() - start < 5


def read_or_refuse(data: bytes) -> SourceText | None:
    start = time.perf_counter()
    try:
        source = read_pdf(data, "a.pdf")
    except UnreadableSource as refusal:
        assert re.match(r"[a-z_]+: .+; ", str(refusal))
        return None
    finally:
        assert time.perf_counter() - start < 5
    source.text.encode()
    assert source.text.strip()
    return source


SAMPLE = write_pdf(running_pages(3), info="/Title (Progress report)")


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(SAMPLE)), st.binary(max_size=12), st.integers(0, 40))
def test_damaged_files_are_read_or_refused(place: int, patch: bytes, cut: int) -> None:
    read_or_refuse(SAMPLE[:place] + patch + SAMPLE[place + cut :])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.text("ab. -•1", min_size=1), st.floats(0, 500), st.floats(0, 400), st.floats(0, 800), st.floats(0, 40)
        )
    )
)
def test_no_line_is_lost_in_the_order_of_reading(places: list[tuple[str, float, float, float, float]]) -> None:
    lines = [
        PlacedLine(text, left, left + width, bottom, size, number=n // 2)
        for n, (text, left, width, bottom, size) in enumerate(places)
    ]
    found = "".join(line.text for flow in reading_order(lines) for line in flow.lines)
    assert sorted(re.sub(r"\s", "", found)) == sorted("".join(line.text for line in lines).replace(" ", ""))
