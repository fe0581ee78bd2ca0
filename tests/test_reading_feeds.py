"""Feeds: entries with their days and texts; nothing is fetched, nothing expanded."""

from __future__ import annotations

import random
import socket
import time
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.model import Document, Evidence, HeaderFacts, SourceText, UnreadableSource
from transforms.reading.feeds import MAX_ENTRIES, read_feed
from transforms.reading.formats import read_source
from transforms.splitting import split_source

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by the press office -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Newsroom &amp; more</title><link>https://www.nato.int/news.htm</link><language>en-gb</language>
<item><title>Ministers &quot;take stock&quot; in Brussels</title><link>https://www.nato.int/1</link>
<pubDate>Wed, 15 Nov 2023 23:30:00 GMT</pubDate>
<description>&lt;p&gt;They spoke about &lt;b&gt;exercises&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;And more.&lt;/p&gt;
</description></item>
<item><title>Talks on cables under the sea</title><pubDate>19 Sep. 2023 12:00:00 GMT</pubDate>
<enclosure url="https://www.nato.int/2.mp3" length="1" type="audio/mpeg"/>
<description><![CDATA[Plain &amp; simple text.]]></description></item>
<item><title>Experts look at mobility</title><pubDate>Mon, 02 Oct 2023 10:00:00 +0200</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>The long text of the entry.</p><script>evil()</script>
<p>A second paragraph.</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Presse</title><link href="https://www.bmvg.de/"/>
<updated>2021-11-06T00:00:00Z</updated><id>x</id>
<entry><title type="html">Minister &lt;i&gt;würdigt&lt;/i&gt; Übungen</title><id>1</id>
<published>2021-11-04T23:00:00Z</published><updated>2021-11-06T00:00:00Z</updated>
<summary>Größere Anstrengungen.</summary>
</entry>
<entry><title>Gespräche in Tallinn</title><id>2</id><updated>2021-10-04T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sie sprachen über <b>Netze</b>.</p></div>
</content></entry>
</feed>"""
RDF = """<?xml version="1.0" encoding="iso-8859-1"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Café news</title>
<link>http://www.example.org/</link></channel>
<item rdf:about="1"><title>One thing happened</title><dc:date>2005-03-01</dc:date>
<description>Sèvres.</description></item>
<item rdf:about="2"><title>Another thing happened</title><dc:date>2005-02-01T12:00:00+01:00</dc:date></item>
</rdf:RDF>"""


def feed(items: str) -> bytes:
    head = "<rss version='2.0'><channel><title>A feed</title><link>https://www.nato.int/</link>"
    return f"<?xml version='1.0'?>{head}{items}</channel></rss>".encode()


def item(title: str, day: str = "") -> str:
    return f"<item><title>{title}</title>{f'<pubDate>{day}</pubDate>' if day else ''}</item>"


def split(source: SourceText) -> list[Document]:
    return split_source(source, "0" * 64)


@pytest.mark.parametrize(
    ("data", "media_type", "encoding", "facts"),
    [
        (
            RSS.encode(),
            "application/rss+xml",
            "utf-8",
            HeaderFacts("Newsroom & more", publisher="nato.int", url="https://www.nato.int/news.htm", language="en-gb"),
        ),
        (
            ATOM.encode(),
            "application/atom+xml",
            "utf-8",
            HeaderFacts("Presse", publisher="bmvg.de", url="https://www.bmvg.de/", language="de"),
        ),
        (
            RDF.encode("latin-1"),
            "application/rss+xml",
            "windows-1252",
            HeaderFacts("Café news", publisher="example.org", url="http://www.example.org/"),
        ),
        (
            RSS.replace("UTF-8", "UTF-16").encode("utf-16"),
            "application/rss+xml",
            "utf-16",
            HeaderFacts("Newsroom & more", publisher="nato.int", url="https://www.nato.int/news.htm", language="en-gb"),
        ),
    ],
    ids=["rss", "atom", "rdf", "utf-16"],
)
def test_facts(data: bytes, media_type: str, encoding: str, facts: HeaderFacts) -> None:
    source = read_source(data, "feed.txt")
    assert (source.media_type, source.encoding, source.facts) == (media_type, encoding, facts)


@pytest.mark.parametrize(
    ("data", "entries"),
    [
        (
            RSS.encode(),
            [
                ("Ministers \"take stock\" in Brussels", "2023-11-16", "They spoke about exercises."),
                ("Experts look at mobility", "2023-10-02", "A second paragraph."),
                ("Talks on cables under the sea", "2023-09-19", "Plain & simple text."),
            ],
        ),
        (
            ATOM.encode(),
            [
                ("Minister würdigt Übungen", "2021-11-05", "Größere Anstrengungen."),
                ("Gespräche in Tallinn", "2021-10-04", "Sie sprachen über Netze."),
            ],
        ),
        (
            RDF.encode("latin-1"),
            [("One thing happened", "2005-03-01", "Sèvres."), ("Another thing happened", "2005-02-01", "")],
        ),
    ],
    ids=["rss", "atom", "rdf"],
)  # fmt: skip
def test_entries_are_those_of_a_listing(data: bytes, entries: list[tuple[str, str, str]]) -> None:
    page, *found = split(read_feed(data, "feed"))
    assert page.kind == "listing"
    assert [(entry.title, str(entry.published_date)) for entry in found] == [entry[:2] for entry in entries]
    assert all(text in entry.text for entry, (_, _, text) in zip(found, entries, strict=True))
    assert not any(sign in page.text for sign in ("<p>", "&lt;", "evil", "CDATA"))


def test_the_latest_entry_stands_first_unless_the_feed_is_in_order() -> None:
    days = ("Mon, 02 Oct 2023 10:00:00 GMT", "Wed, 15 Nov 2023 10:00:00 GMT", "Thu, 04 Apr 2024 10:00:00 GMT")
    rising = read_feed(feed("".join(item(f"Thing number {n}", day) for n, day in enumerate(days))), "feed").text
    mixed = read_feed(feed("".join(item(f"Thing number {n}", days[n]) for n in (1, 0, 2))), "feed").text
    assert [line[-1] for line in rising.split("\n") if line.startswith("Thing")] == ["0", "1", "2"]
    assert [line[-1] for line in mixed.split("\n") if line.startswith("Thing")] == ["2", "1", "0"]


def test_an_entry_without_day_gets_none() -> None:
    data = feed(
        item("A thing without a day")
        + item("A thing that happened", "Wed, 15 Nov 2023 10:00:00 GMT")
        + item("A thing in a far year", "Fri, 31 Dec 9999 00:00:00 GMT")
        + item("A thing before it", "Mon, 02 Oct 2023 10:00:00 GMT")
    )
    _, *entries = split(read_feed(data, "feed"))
    assert [(entry.title, str(entry.published_date)) for entry in entries if entry.published] == [
        ("A thing that happened", "2023-11-15"),
        ("A thing before it", "2023-10-02"),
    ]


def parts(source: SourceText) -> list[tuple[str, str]]:
    """The elements and the words that come from them."""
    starts = [place.start for place in source.places]
    assert starts == sorted(starts)
    ends = [*starts[1:], len(source.text)]
    return [
        (place.element or "", source.text[place.start : end].removesuffix("\n\n"))
        for place, end in zip(source.places, ends, strict=True)
    ]


def test_places_tell_the_element_of_each_part() -> None:
    assert parts(read_feed(RSS.encode(), "feed")) == [
        ("/rss/channel/title", "Newsroom & more"),
        ("/rss/channel/item[1]/pubDate", "16 November 2023"),
        ("/rss/channel/item[1]/title", 'Ministers "take stock" in Brussels'),
        ("/rss/channel/item[1]/description", "They spoke about exercises."),
        ("/rss/channel/item[1]/description", "And more."),
        ("/rss/channel/item[3]/pubDate", "2 October 2023"),
        ("/rss/channel/item[3]/title", "Experts look at mobility"),
        ("/rss/channel/item[3]/content:encoded", "The long text of the entry."),
        ("/rss/channel/item[3]/content:encoded", "A second paragraph."),
        ("/rss/channel/item[2]/pubDate", "19 September 2023"),
        ("/rss/channel/item[2]/title", "Talks on cables under the sea"),
        ("/rss/channel/item[2]/description", "Plain & simple text."),
    ]
    assert parts(read_feed(ATOM.encode(), "feed"))[1][0] == "/feed/entry[1]/published"
    assert parts(read_feed(RDF.encode("latin-1"), "feed"))[1] == ("/rdf:RDF/item[1]/dc:date", "1 March 2005")


DAY = "<pubDate>Wed, 15 Nov 2023 10:00:00 GMT</pubDate>"
TITLE, TEXT = "<title>A thing that happened</title>", "<description>They spoke of it. It was long.</description>"
AT = "/rss/channel/item[{}]/"


@pytest.mark.parametrize(
    ("items", "found"),
    [
        ([DAY + TITLE + TEXT], ["1pubDate", "1title", "1description"]),
        ([DAY + TITLE + TEXT] * 2, ["1pubDate", "1title", "1description", "2pubDate", "2title", "2description"]),
        ([TITLE + TEXT] * 2, ["1title", "1description", "2title", "2description"]),
        ([DAY + TITLE, TITLE + TEXT], ["2title", "2description", "1pubDate", "1title"]),
        ([DAY + TEXT, DAY, TITLE], ["3title", "1pubDate", "1description"]),
        ([TITLE + "<description>A thing that happened</description>"], ["1title"]),
        ([TITLE + "<pubDate>Soon</pubDate>"], ["1title"]),
    ],
    ids=["one", "one day", "undated", "some undated", "untitled", "said twice", "no date"],
)
def test_no_entry_is_lost(items: Sequence[str], found: Sequence[str]) -> None:
    source = read_feed(feed("".join(f"<item>{content}</item>" for content in items)), "feed")
    assert [element for element, _ in parts(source)][1:] == [AT.format(name[0]) + name[1:] for name in found]


@pytest.mark.parametrize(
    ("items", "entries"),
    [
        ([DAY + TITLE + TEXT], [("A thing that happened", "2023-11-15")]),
        ([DAY + TITLE + TEXT] * 3, [("A thing that happened", "2023-11-15")] * 3),
        ([TITLE + TEXT] * 2, [("A thing that happened", "None")] * 2),
        ([DAY + TITLE + TEXT, TITLE], [("A thing that happened", "None"), ("A thing that happened", "2023-11-15")]),
        ([DAY + TITLE + TEXT.replace("They", "3 June 2019\n\nThey")], [("A thing that happened", "2023-11-15")]),
    ],
    ids=["one", "one day", "undated", "some undated", "another date in it"],
)
def test_each_item_is_an_entry(items: Sequence[str], entries: Sequence[tuple[str, str]]) -> None:
    link = "<link>https://www.nato.int/1</link>"
    page, *found = split(read_feed(feed("".join(f"<item>{link}{content}</item>" for content in items)), "feed"))
    assert (page.kind, page.title, page.published) == ("listing", "A feed", None)
    assert [(entry.title, str(entry.published_date)) for entry in found] == entries
    assert {(entry.kind, entry.url) for entry in found} == {("listing_entry", "https://www.nato.int/1")}
    assert sum("They spoke of it." in entry.text for entry in found) == sum("They" in content for content in items)


def test_evidence_of_a_feed_and_its_entries() -> None:
    assert read_feed(RSS.encode(), "feed").evidence == (
        Evidence("title", "Newsroom & more", "feed title"),
        Evidence("publisher", "nato.int", "feed link"),
        Evidence("url", "https://www.nato.int/news.htm", "feed link"),
        Evidence("language", "en-gb", "feed language"),
        Evidence("published", "Wed, 15 Nov 2023 23:30:00 GMT", "feed item[1] pubDate"),
        Evidence("url", "https://www.nato.int/1", "feed item[1] link"),
        Evidence("published", "19 Sep. 2023 12:00:00 GMT", "feed item[2] pubDate"),
        Evidence("published", "Mon, 02 Oct 2023 10:00:00 +0200", "feed item[3] pubDate"),
    )
    dates = [item for item in read_feed(ATOM.encode(), "feed").evidence if item.field in ("published", "updated")]
    assert dates == [
        Evidence("updated", "2021-11-06T00:00:00Z", "atom updated"),
        Evidence("published", "2021-11-04T23:00:00Z", "atom entry[1] published"),
        Evidence("published", "2021-11-06T00:00:00Z", "atom entry[1] updated"),
        Evidence("published", "2021-10-04T10:00:00Z", "atom entry[2] updated"),
    ]


def test_a_feed_cut_off_keeps_what_is_whole() -> None:
    source = read_feed(RSS[: RSS.index("<item><title>Experts") + 20].encode(), "feed")
    assert "They spoke about exercises." in source.text
    assert "19 September 2023" in source.text


BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<rss version="2.0"><channel><title>&c;</title><item><title>&c;</title></item></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><title>&x;</title><item><title>&x;</title></item></channel></rss>"""
TYPED = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">
<rss version="0.91"><channel><title>Old feed</title><item><title>A thing that happened</title></item></channel></rss>"""


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        OUTSIDE.encode(),
        feed("<a>" * 100_000),
        feed("<item " + " ".join(f"a{number}='1'" for number in range(200_000)) + ">"),
        feed("<item/>" * (MAX_ENTRIES + 1)),
    ],
    ids=["bomb", "outside", "nested", "attributes", "entries"],
)
def test_hostile_feeds_are_not_parsed(data: bytes) -> None:
    start = time.perf_counter()
    with pytest.raises(UnreadableSource, match=r"^too_complex: .+; "):
        read_source(data, "feed.xml")
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("sign", ["&", "<", "<!--", "<![CDATA[", "<!DOCTYPE [", "<?x "])
def test_much_of_one_thing_takes_bounded_time(sign: str) -> None:
    start = time.perf_counter()
    with pytest.raises(UnreadableSource):
        read_source(feed(sign * (500_000 // len(sign))), "feed.xml")
    assert time.perf_counter() - start < 5


def test_a_megabyte_of_address_takes_bounded_time() -> None:
    start = time.perf_counter()
    data = feed(item("A thing that happened")).replace(b"www.nato.int", b"www." * 250_000 + b"int")
    assert read_feed(data, "feed").facts.url is None
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "data", [feed(""), b"<rss version='2.0'>", feed("<item></item>"), b'<?xml version="1.0" encoding="utf-8"?>']
)
def test_a_feed_without_entries_is_empty(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^empty: "):
        read_feed(data, "feed.xml")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    for data in (RSS.encode(), ATOM.encode(), RDF.encode("latin-1"), TYPED.encode()):
        assert read_source(data, "https://www.example.org/feed").text


def test_many_small_elements_in_an_entry_are_no_depth() -> None:
    links = "<media:thumbnail url='https://www.nato.int/a.jpg'/>" * 100
    data = feed("".join(item(f"Thing number {n}", "Wed, 15 Nov 2023 10:00:00 GMT") + links for n in range(50)))
    assert "Thing number 49" in read_feed(data, "feed").text


def read_or_refuse(data: bytes) -> None:
    try:
        source = read_feed(data, "feed")
    except UnreadableSource as refusal:
        assert ": " in str(refusal)
    else:
        assert source.text.strip()
        split(source)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)
    read_or_refuse(feed("<item><title>x</title>")[:-20] + data)


PARTS = [
    "<item>", "</item>", "<title>", "</title>", "<pubDate>", "</pubDate>", "<description>", "<![CDATA[", "]]>",
    "<entry>", "<link href='/x'/>", "<content type='xhtml'>", "<dc:date>", "2021-11-04T23:00Z",
    "Wed, 15 Nov 2023 23:30:00 GMT", "&lt;p&gt;", "&amp;", "&#0;", "\x00", "<!--", "ü", "<channel>", "</rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
]  # fmt: skip


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(PARTS), st.text(max_size=6)), max_size=30))
def test_any_soup_is_read_or_refused(parts: list[str]) -> None:
    read_or_refuse(feed("".join(parts)))


def test_feeds_with_holes_are_read_or_refused() -> None:
    chance = random.Random(11)
    for text in (RSS, ATOM, RDF):
        for _ in range(10):
            start = chance.randrange(len(text))
            read_or_refuse((text[:start] + text[start + chance.randrange(40) :]).encode())
