"""What is left out of a text is told by its first words, in the order of the file."""

from __future__ import annotations

from tests.test_reading_feeds import feed
from tests.test_reading_html import PARAGRAPHS
from tests.test_reading_office import open_text, prefixed
from tests.test_reading_pdf import running_pages, write_pdf
from transforms.reading.cuts import LONGEST_PIECE, MOST_PIECES, told_pieces
from transforms.reading.feeds import read_feed
from transforms.reading.html import read_html
from transforms.reading.office import read_odt
from transforms.reading.pdf import read_pdf


def test_pieces_are_short_few_and_told_once() -> None:
    assert told_pieces(["Menu\n  News", "", "Menu News", "\n", "Share"]) == ("Menu News", "Share")
    assert told_pieces(f"Link {n}" for n in range(10**4)) == tuple(f"Link {n}" for n in range(MOST_PIECES))
    (words,) = told_pieces(["Ministers met in Tallinn. " * 20])
    assert words == ("Ministers met in Tallinn. " * 20)[: len(words)]
    assert LONGEST_PIECE - 10 < len(words) <= LONGEST_PIECE
    assert told_pieces(["x" * 10**6]) == ("x" * LONGEST_PIECE,)


def test_a_page_tells_what_was_cut_off_as_it_orders_it() -> None:
    around = ("<nav>Home News</nav>", "<div class=cookie-banner>We use cookies</div>", "<footer>All rights</footer>")
    before, beside, after = around
    page = f"<body>{before}<main><h1>Talks of envoys</h1>{beside}{PARAGRAPHS}</main>{after}</body>"
    source = read_html(page.encode(), "page")
    assert source.cut == ("Home News", "We use cookies", "All rights")
    assert not any(piece in source.text for piece in source.cut)


def test_page_numbers_of_a_pdf_and_of_an_office_file_are_told() -> None:
    source = read_pdf(write_pdf(running_pages(4)), "a.pdf")
    feet = (line for number in range(1, 5) for line in (f"PR/2019/05, page {number}", f"- {number} -"))
    assert source.cut == tuple(feet)[1:]
    edge = prefixed("<style:footer><p>Press service</p><p>Page 2 of 3</p></style:footer>", "text")
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "style"))
    styles = f"<office:document-styles{names}>{edge}</office:document-styles>"
    source = read_odt(open_text("<p>Ministers met.</p>", styles=styles), "a.odt")
    assert (source.text, source.cut) == ("Ministers met.\n\nPress service\n", ("Page 2 of 3",))


def test_a_feed_tells_the_wordings_that_it_leaves_out() -> None:
    items = (
        "<item><title>Talks</title><description>Short &lt;b&gt;one&lt;/b&gt;</description>"
        "<encoded xmlns='http://purl.org/rss/1.0/modules/content/'>The long text of the entry.</encoded></item>"
    )
    source = read_feed(feed(f"<description>All news</description>{items}"), "feed")
    assert source.cut == ("All news", "Short one")
