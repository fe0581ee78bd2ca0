"""Pages in HTML: title, header lines and text without the site around them; no date that the page does not tell."""

from __future__ import annotations

import codecs
import random
import socket
import time
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.knowledge.zones import zone_of
from transforms.model import Document, SourceText, UnreadableSource
from transforms.reading.formats import read_source
from transforms.reading.html import examine_html, read_html
from transforms.reading.markup.header_dates import read_line_dates
from transforms.reading.markup.limits import refuse_complex
from transforms.reading.markup.metadata import host_of
from transforms.reading.markup.moments import read_moment
from transforms.reading.markup.profiles import load_pages
from transforms.reading.markup.titles import title_pieces
from transforms.splitting import split_source

COOKIES = """<div id="cookie-banner" class="cookieConsent"><p>This website uses cookies to improve your visit.</p>
<button>Accept all cookies</button> <a href="/cookies">Cookie settings</a></div>"""
BARE_COOKIES = """<div class="x1"><p>We use cookies on this site so that your visit is a better one. By going on you
agree to our use of cookies.</p><p>Accept all cookies</p></div>"""
MENU = """<a class="skip-link" href="#main">Skip to main content</a><nav><ul><li><a href="/">Home</a></li>
<li><a href="/news">Newsroom menu</a></li><li><a href="/topics">All topics</a></li></ul></nav>"""
SHARE = """<div class="social-share"><ul><li><a href="#">Share on Facebook</a></li><li><a href="#">Tweet this</a></li>
<li><a href="#">Send by WhatsApp</a></li></ul></div>"""
NEWSLETTER = """<section class="newsletter-box"><h2>Stay in the loop</h2><p>Subscribe to the weekly letter of
the press
office and never miss what is going on in the two organisations.</p><form><input type="email"><button>Sign me
up</button>
</form></section>"""
RELATED = """<aside class="related-content"><h2>Related stories</h2><ul><li><a href="/a">Ministers talk about
bridges</a>
<span>1 March 2018</span></li><li><a href="/b">Experts look at cables under the sea</a><span>4 May
2017</span></li></ul>
</aside>"""
FOOTER = """<footer><p>© 2026 Press Office of the Organisation. All rights reserved.</p><ul><li><a
href="/l">Legal notice
link</a></li></ul><p>Page generated on 20 November 2026</p></footer>"""
FURNITURE = (
    "uses cookies", "Accept all", "Cookie settings", "Skip to main", "Newsroom menu", "All topics", "Facebook",
    "Tweet this", "WhatsApp", "Stay in the loop", "weekly letter", "Sign me up", "Related stories", "bridges",
    "under the sea", "2026", "Legal notice", "better one",
)  # fmt: skip
FIRST = """Senior officials of NATO and of the European Union met on Tuesday to take stock of what the two
staffs have done
together in the past half year, and to agree on what comes next."""
SECOND = """They spoke about the movement of troops and equipment across borders, about exercises in which both
staffs take
part, and about the protection of cables and pipelines in the Baltic Sea."""
THIRD = """“We see the same threats, and we will answer them together,” the Deputy Secretary General said after
the meeting.
A further meeting is planned in Tallinn before the summer break."""
PROSE = (FIRST, SECOND, THIRD)
PARAGRAPHS = "".join(f"<p>{text}</p>\n" for text in PROSE)


def site(main: str, head: str = "", lang: str = "en") -> str:
    return f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">{head}</head><body>{COOKIES}
<header class="site-header">{MENU}</header>{main}{NEWSLETTER}{FOOTER}</body></html>"""


def flat(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Page:
    """A page and what must be read from it; `day` is None for a page that tells none."""

    markup: str
    title: str
    day: str | None
    head: tuple[str, ...] = ()
    publisher: str | None = None
    updated: str | None = None
    reference: str | None = None
    prose: tuple[str, ...] = PROSE
    absent: tuple[str, ...] = FURNITURE
    codec: str = "utf-8"


NATO_NEWS = site(
    f"""<main><section class="hero"><h1 class="fs-huge">NATO and EU officials take stock of cooperation</h1>
<ul class="list-inline"><li>12 Mar. 2019 -</li><li>|</li><li>Last updated: 13 Mar. 2019 09:30</li></ul></section>
{SHARE}<section class="content cf">{PARAGRAPHS}<figure><img src="190312a-001.jpg"><figcaption>The officials at
the table in
Brussels</figcaption></figure></section>{RELATED}</main>""",
    """<title>NATO - News: NATO and EU officials take stock of cooperation, 12-Mar.-2019</title>
<link rel="canonical" href="https://www.nato.int/cps/en/natohq/news_000001.htm">
<meta property="og:image" content="https://www.nato.int/pictures/2018/2018-01-05a.jpg">""",
)
NATO_STATEMENT = site(
    """<main><h1>Press statement</h1><p class="sub">by the Secretary General of NATO ahead of the meeting with
the College
of Commissioners</p><ul class="list-inline"><li>11 Feb. 2020 -</li><li>|</li><li>Last updated: 11 Feb. 2020
10:15</li></ul>
<section class="content cf"><p><em>(As delivered)</em></p><p>Thank you very much for the welcome.<br>It is good
to be here in
the Berlaymont once more.<br>I believe that we have never worked so closely with each other.</p><p>We have to
do more against
hybrid threats.<br>And we have to make sure that our forces can move quickly across Europe.</p></section></main>""",
    """<title>NATO - Opinion: Press statement</title>
<link rel="canonical" href="https://www.nato.int/cps/en/natohq/opinions_000002.htm">""",
)
NATO_TABLES = f"""<html><head><title>NATO Update: Meeting of the two Councils - 3 June 2003</title>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"></head><body bgcolor="#FFFFFF">
<table width="100%"><tr><td><img src="banner.gif"></td></tr></table>
<table width="760" border="0"><tr><td width="150" valign="top"><font size="1"><a href="a.htm">Welcome page</a><br>
<a href="b.htm">NATO A to Z</a><br><a href="c.htm">Search the site</a></font></td>
<td valign="top"><p><font size="1">Updated: 04-Jun-2003</font></td><td valign="top"><font size="1">NATO
Update</font></td></tr>
<tr><td></td><td valign="top" colspan="2"><p><font size="1">3 June 2003</font></p>
<h2>Meeting of the two Councils</h2><p>{FIRST}<p>{SECOND}<p>{THIRD}<p align="right"><font size="1"><a href="top">Go to
Homepage</a> <a href="i">Go to Index</a></font></td></tr></table></body></html>"""
PRESS_CORNER = site(
    f"""<div class="ecl-page-header"><nav class="ecl-page-header__breadcrumb">European Commission &gt; Press
corner</nav>
<ul class="ecl-page-header__meta-list"><li class="ecl-page-header__meta-item">Statement</li>
<li class="ecl-page-header__meta-item">8 May 2021</li><li class="ecl-page-header__meta-item">Porto</li></ul>
<h1 class="ecl-page-header__title">Statement by the President after the meeting with the Secretary General</h1></div>
<div class="ecl-paragraph-detail">{PARAGRAPHS}<p>STATEMENT/21/2345</p></div>{SHARE}""",
    """<meta property="og:title" content="Statement by the President"><meta property="og:site_name" content="European
Commission"><link rel="canonical" href="https://ec.europa.eu/commission/presscorner/detail/en/statement_21_2345">""",
)
COUNCIL = site(
    f"""<main><div class="gsc-eyebrow">European Council</div><span>Press release</span>
<span id="excerpt-time">5 March 2024 14:55</span><h1>President to travel to three capitals</h1>
<div class="gsc-bge-grid__area">{PARAGRAPHS}</div><div class="gsc-related"><h2>Related
stories</h2></div></main>{RELATED}""",
    """<title>President to travel to three capitals - Consilium</title><link rel="canonical"
href="https://www.consilium.europa.eu/en/press/press-releases/2024/03/05/president-to-travel/">""",
)
EEAS = site(
    f"""<main role="main"><article class="node"><h1 class="node__title">EU and NATO staffs hold talks on
resilience</h1>
<div class="node__meta">06.05.2021 | Brussels | EEAS Press Team</div><div class="node__content">
<div class="field--name-body">{PARAGRAPHS}</div></div></article><div class="related-grid"><h2>Related
stories</h2></div>{RELATED}
</main>""",
    """<title>EU and NATO staffs hold talks on resilience | EEAS</title>
<meta property="article:published_time" content="2021-05-07T10:00:00+0200">
<link rel="canonical" href="https://www.eeas.europa.eu/eeas/eu-and-nato-staffs-hold-talks_en">""",
)
PARLIAMENT = site(
    f"""<article id="website-body" role="main"><div class="ep-a_heading"><h1 class="ep_title"><div><span
class="ep_name">MEPs
want closer ties with NATO</span><span class="ep_icon">&nbsp;</span></div></h1><div class="ep_subtitle">
<div class="ep-p_text"><span class="ep_name">Press Releases</span></div>
<div class="ep-layout_contenttype"><a href="/x">Plenary session</a></div>
<div class="ep-p_text"><time itemprop="datePublished" datetime="2022-10-19T13:14:00">19-10-2022 -
13:14</time></div></div></div>
<div class="ep_share"><h2>Share this page:</h2>{SHARE}</div><div class="ep-a_facts"><ul><li>Joint exercises
should become the
rule</li><li>More money for military mobility</li></ul></div><div class="ep-a_text">{PARAGRAPHS}</div><div
class="ep-a_contacts">
<h2>Contacts:</h2><ul><li>The press officer on duty</li></ul></div></article>""",
    """<title>MEPs want closer ties with NATO | News | European Parliament</title><meta name="available"
content="19-10-2022">
<meta http-equiv="last-modified" content="2022-10-20 08:00:00.0"><link rel="canonical"
href="https://www.europarl.europa.eu/news/en/press-room/20221014IPR43206/meps-want-closer-ties">""",
)
AGENCY = f"""<!DOCTYPE html><html><head><title>Airlift: the agency and its partners sign</title><link rel="canonical"
href="https://eda.europa.eu/news-and-events/news/2018/06/14/airlift-the-agency-and-its-partners-sign"></head><body>
<form method="post" action="./x" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="x">{COOKIES}
<div class="page">{MENU}<div class="sfnewsDetails"><div class="sfnewsLinksWrp"><a class="sfnewsBack"
href="/n">All topics</a>
</div><h1 class="sfnewsTitle">Airlift: the agency and its partners sign</h1><div
class="sfnewsAuthorAndDate">Brussels - 14 June,
2018</div>{SHARE}<div class="sfnewsContent">{PARAGRAPHS}</div></div>{NEWSLETTER}{FOOTER}</div></form></body></html>"""
WIRE = site(
    f"""<div id="page" class="has-sidebar"><div id="content"><article class="post"><header class="entry-header"><h1
class="entry-title">Two staffs, one aim</h1><div class="entry-meta">By the Brussels desk, Staff writers
&middot; November 15,
2021 at 10:30 am</div></header><div class="entry-content"><p>BRUSSELS (Agency) -
{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>
{SHARE}<p><a href="/more">Read more</a></p></div><footer class="entry-footer">Tags: <a href="/t">defence
menu</a></footer>
</article><div id="comments" class="comments-area"><h2>3 comments</h2><p>A reader, 2 December 2021: I do not
agree with any of
what the two staffs have said there, and nobody has asked the taxpayers about it.</p></div></div>
<div id="secondary" class="sidebar">{RELATED}</div></div>""",
    """<title>Two staffs, one aim - The Wire</title><meta property="article:published_time"
content="2021-11-15T09:30:00+00:00"><meta property="article:modified_time" content="2021-11-16T08:00:00+00:00">
<meta property="og:site_name" content="The Wire">""",
)
GERMAN = site(
    """<main><h1>Verteidigungsminister würdigt Zusammenarbeit von EU und NATO</h1><article><p>Der Minister hat
am Freitag in
Berlin die enge Zusammenarbeit der beiden Organisationen gewürdigt. Übungen, Militärische Mobilität und der
Schutz kritischer
Infrastruktur stünden im Mittelpunkt.</p><p>„Wir müssen größere Anstrengungen unternehmen“, sagte er nach dem
Gespräch mit dem
Generalsekretär. Die Gespräche sollen im Frühjahr in München fortgeführt werden, kündigte das Ministerium
an.</p></article>
</main>""",
    """<title>Würdigung | Ministerium</title><link rel="canonical"
href="https://www.ministerium.de/presse/wuerdigung">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "headline":
"Verteidigungsminister würdigt Zusammenarbeit von EU und NATO", "datePublished": "2021-11-04T23:00Z",
"dateModified": "2021-11-04T23:00Z"}, {"@type": "Event", "startDate": "2019-02-03"}]}</script>""",
    lang="de",
)
UNDATED = site(
    f"""<div class="wrapper"><div class="content-area"><h1>Why the two organisations need each other</h1>
<img src="/uploads/2016/03/2016-03-09-handshake.jpg" alt="Handshake on 9 March 2016"><p>{FIRST}</p><p>{SECOND}
The conference
on 14 May 2015 had already asked for it.</p><p>{THIRD}</p><div class="event"><span class="date">Event: 3
October 2014</span></div>
</div></div>""",
    """<title>Why the two organisations need each other | Institute</title>
<meta property="og:image" content="https://institute.example.org/2016/03/09/handshake.jpg">
<script
type="application/ld+json">{"@type": "Event", "startDate": "2014-10-03", "datePublished": "2014-10-01"}</script>""",
)
SHORT = f"""<html lang="en"><head><title>Note on the visit to Skopje</title></head><body>{BARE_COOKIES}
<div class="x2"><h1>Note on the visit to Skopje</h1><p>The visit of the two delegations is put off. A new day
will be told.</p>
</div><div class="x3"><a href="/">Home</a> <a href="/i">Imprint page</a></div></body></html>"""
LIBRARY = site(
    f"""<div class="ecl-page-header"><h1 class="ecl-page-header__title"><span>Defence industry: first calls are
open</span></h1><ul class="ecl-page-header__meta"><li class="ecl-page-header__meta-item">NEWS ARTICLE</li>
<li class="ecl-page-header__meta-item">Publication 12 June 2025</li></ul></div><main><div
class="cnt-main-body">{PARAGRAPHS}
</div>{SHARE}</main>""",
    '<link rel="canonical" href="https://defence-industry-space.ec.europa.eu/first-calls-are-open_en">',
)
SOUP = f"""<html><head><title>Officials compare notes on exercises - The Site of the Ministry</title></head><body>
<div class="c1"><div class="c2"><a href="/a">Ministry</a> | <a href="/b">Newsroom menu</a> | <a href="/c">All
topics</a></div></div>
<div class="c3"><div class="c4"><span class="c5">Officials compare notes on exercises</span></div>
<div class="c6"><span class="c7">7 September 2016</span></div><div class="c8"><div>{FIRST}</div><div>{SECOND}</div>
<div>{THIRD}</div></div></div><div class="c9"><a href="/l">Legal notice</a> © 2026 The Ministry</div></body></html>"""
MINISTRY = site(
    f"""<main id="content"><h1 class="gem-c-heading__text">UK welcomes EU-NATO talks</h1><div
class="gem-c-metadata"><dl>
<dt>From:</dt><dd>Ministry of Defence</dd><dt>Published</dt><dd>2 February 2023</dd><dt>Last updated</dt><dd>3
February 2023</dd>
</dl></div><div class="gem-c-govspeak govspeak">{PARAGRAPHS}</div><div
class="gem-c-share-links">{SHARE}</div></main>""",
    '<link rel="canonical" href="https://www.gov.uk/government/news/uk-welcomes-eu-nato-talks">',
)
MODERN = site(
    f"""<main class="cmp-page"><div class="cmp-title"><h1 class="cmp-title__text">Allies and partners train
together</h1></div>
<div class="cmp-byline">Published on 9 April 2026</div><div class="cmp-text">{PARAGRAPHS}</div><div
class="cmp-carousel"><h2>
Related stories</h2><p>Ministers talk about bridges</p></div></main>""",
    """<title>Allies and partners train together | NATO News</title><link rel="canonical"
href="https://www.nato.int/en/news-and-events/articles/news/2026/04/09/allies-and-partners-train-together">""",
)
TRANSCRIPT = site(
    """<main><article><h1>Joint press conference in Vilnius</h1><p class="date">12 July 2023</p><div
class="article-body">
<p><strong>Moderator:</strong> Good afternoon. We will begin with two short statements and then take three
questions from the
floor.</p><p><strong>The Secretary General:</strong> Thank you. Today we took decisions that bring our two
organisations closer
together than they have ever been before.</p><p><strong>Question (daily paper):</strong> What does that mean
for Ukraine?</p>
<p><strong>The Secretary General:</strong> It means that we will go on with our support for as long as it
takes.</p></div>
</article></main>""",
    "<title>Joint press conference in Vilnius</title>",
)
XHTML = f"""<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>Café talks in Sèvres</title>
<script type="text/javascript" src="a.js"/><meta name="DC.date.issued" content="2005-09-14"/></head>
<body><div id="nav"/><a name="top"/><h1>Café talks in Sèvres</h1><div>{PARAGRAPHS}</div></body></html>"""
FRAGMENT = f"""<h2>Chiefs of Staff meet</h2><p>Brussels, 3 June 2019</p>{PARAGRAPHS}"""
FACTS = site(
    f"""<main><h1>Figures of the joint exercise</h1><div class="article-body"><p>{FIRST}</p><table><tr><th>State</th>
<th>Soldiers</th></tr><tr><td>Estonia</td><td>400</td></tr><tr><td>France</td><td>900</td></tr></table><p>{SECOND}</p>
<ul><li>first aim</li><li>second aim</li></ul><p>{THIRD}</p></div></main>""",
    '<title>Figures</title><meta name="dc.date.issued" content="2012-04-05">',
)

PAGES: dict[str, Page] = {
    "nato news": Page(
        NATO_NEWS, "NATO and EU officials take stock of cooperation", "2019-03-12", ("• 12 Mar. 2019 -",), "nato"
    ),
    "nato statement": Page(
        NATO_STATEMENT,
        "Press statement",
        "2020-02-11",
        ("by the Secretary General of NATO ahead", "11 Feb. 2020"),
        "nato",
        prose=("(As delivered)", "We have to do more against hybrid threats."),
    ),
    "nato 2003": Page(
        NATO_TABLES,
        "Meeting of the two Councils",
        "2003-06-03",
        ("3 June 2003",),
        absent=("Welcome page", "Homepage"),
        codec="cp1252",
    ),
    "press corner": Page(
        PRESS_CORNER,
        "Statement by the President after the meeting with the Secretary General",
        "2021-05-08",
        ("Statement | 8 May 2021 | Porto",),
        "european-commission",
        reference="STATEMENT/21/2345",
        absent=(*FURNITURE, "Press corner"),
    ),
    "council": Page(
        COUNCIL, "President to travel to three capitals", "2024-03-05", ("5 March 2024 14:55",), "european-council"
    ),
    "eeas": Page(
        EEAS,
        "EU and NATO staffs hold talks on resilience",
        "2021-05-06",
        ("06.05.2021 | Brussels",),
        "european-external-action-service",
    ),
    "parliament": Page(
        PARLIAMENT,
        "MEPs want closer ties with NATO",
        "2022-10-19",
        ("Press Releases", "19-10-2022 - 13:14"),
        "european-parliament",
        reference="20221014IPR43206",
        prose=("Joint exercises should become the rule", *PROSE),
        absent=(*FURNITURE, "press officer on duty", "Plenary session", "Share this"),
    ),
    "agency": Page(
        AGENCY, "Airlift: the agency and its partners sign", "2018-06-14", ("14 June, 2018",), "european-defence-agency"
    ),
    "wire": Page(
        WIRE,
        "Two staffs, one aim",
        "2021-11-15",
        ("November 15, 2021",),
        absent=(*FURNITURE, "Read more", "taxpayers", "defence menu"),
    ),
    "german": Page(
        GERMAN,
        "Verteidigungsminister würdigt Zusammenarbeit von EU und NATO",
        "2021-11-05",
        prose=("Übungen, Militärische Mobilität", "„Wir müssen größere Anstrengungen unternehmen“"),
    ),
    "undated": Page(UNDATED, "Why the two organisations need each other", None),
    "short": Page(
        SHORT,
        "Note on the visit to Skopje",
        None,
        prose=("The visit of the two delegations is put off.",),
        absent=(*FURNITURE, "Imprint page"),
    ),
    "library": Page(
        LIBRARY,
        "Defence industry: first calls are open",
        "2025-06-12",
        ("NEWS ARTICLE | Publication 12 June 2025",),
        "european-commission",
    ),
    "soup": Page(SOUP, "Officials compare notes on exercises", "2016-09-07", ("7 September 2016",)),
    "ministry": Page(MINISTRY, "UK welcomes EU-NATO talks", "2023-02-02", ("2 February 2023",), updated="2023-02-03"),
    "modern": Page(
        MODERN,
        "Allies and partners train together",
        "2026-04-09",
        ("Published on 9 April 2026",),
        "nato",
        absent=tuple(text for text in FURNITURE if text != "2026"),
    ),
    "transcript": Page(
        TRANSCRIPT,
        "Joint press conference in Vilnius",
        "2023-07-12",
        ("12 July 2023",),
        prose=("Moderator: Good afternoon.", "Question (daily paper): What does that mean for Ukraine?"),
    ),
    "xhtml": Page(XHTML, "Café talks in Sèvres", "2005-09-14", codec="cp1252"),
    "fragment": Page(FRAGMENT, "Chiefs of Staff meet", "2019-06-03", ("Brussels, 3 June 2019",)),
    "facts": Page(
        FACTS,
        "Figures of the joint exercise",
        "2012-04-05",
        prose=(FIRST, "Estonia | 400", SECOND, "• first aim", THIRD),
    ),
}
CASES = [pytest.param(page, id=name) for name, page in PAGES.items()]


def split(source: SourceText) -> Document:
    return split_source(source, "0" * 64)[0]


@pytest.mark.parametrize("page", CASES)
def test_title_and_text(page: Page) -> None:
    source = read_source(page.markup.encode(page.codec), "page.txt")
    lines = source.text.split("\n")
    assert (lines[0], source.facts.title) == (page.title, page.title)
    assert source.media_type == "text/html"
    text = flat(source.text)
    missing = [part for part in (*page.head, *page.prose) if flat(part) not in text]
    assert missing == []
    assert text.count(flat(page.prose[-1])) == 1


@pytest.mark.parametrize("page", CASES)
def test_nothing_of_the_site_is_in_the_text(page: Page) -> None:
    text = flat(read_html(page.markup.encode(page.codec), "page").text)
    assert [part for part in page.absent if part in text] == []


@pytest.mark.parametrize("page", CASES)
def test_header_stands_between_title_and_text(page: Page) -> None:
    text = flat(read_html(page.markup.encode(page.codec), "page").text)
    places = [text.index(flat(part)) for part in (page.title, *page.head[:1], *page.prose)]
    assert places == sorted(places)


@pytest.mark.parametrize("page", CASES)
def test_day_of_publication(page: Page) -> None:
    document = split(read_html(page.markup.encode(page.codec), "page"))
    assert (document.published_date.isoformat() if document.published_date else None) == page.day
    if page.updated:
        assert document.updated_at is not None
        assert document.updated_at.date().isoformat() == page.updated


@pytest.mark.parametrize("page", CASES)
def test_publisher_and_reference(page: Page) -> None:
    document = split(read_html(page.markup.encode(page.codec), "page"))
    if page.publisher:
        assert document.publisher_id == page.publisher
    if page.reference:
        assert document.reference_code == page.reference


@pytest.mark.parametrize("page", CASES)
def test_paragraphs_are_body_or_turns(page: Page) -> None:
    document = split(read_html(page.markup.encode(page.codec), "page"))
    spoken = flat(
        " ".join(document.text[p.start : p.end] for p in document.passages if p.kind in ("body", "turn", "quote"))
    )
    assert [part for part in PROSE if part in page.prose and flat(part) not in spoken] == []


def listing(entries: str, head: str = "", title: str = "News archive") -> str:
    return site(f"<main><h1>{title}</h1>{entries}</main>", head)


ENTRIES = (
    ("17 Sep. 2024", "NATO backs EU efforts in the Balkans", "Officials of both met the negotiators in two meetings."),
    ("18 Jul. 2024", "Leaders speak of cables at the summit", "The bond of the two is strong, the hosts underlined."),
    ("04 Apr. 2024", "Ministers mark the anniversary", "Two days of talks came to an end with partners at the table."),
)
DAYS = ["2024-09-17", "2024-07-18", "2024-04-04"]
SLASHES = ("17/09/2024", "18/07/2024", "04/04/2024")
NATO_LISTING = listing(
    "<div class='searchresults'><p>181 Entries</p><table><tbody>"
    + "".join(
        f"<tr><td class='h-no-wrap fs-small'>{day}</td><td><a href='/1'><img src='x.jpg'></a></td><td><h3><a href='/2'>"
        f"{title}</a></h3><p>{lead}</p></td></tr>"
        for day, title, lead in ENTRIES
    )
    + "</tbody></table></div>",
    '<link rel="canonical" href="https://www.nato.int/cps/en/natohq/news.htm">',
)
OLD_TABLE = (
    "<html><head><title>NATO Update</title></head><body><table><tr><td><table>"
    + "".join(
        f"<tr><td><font size=1>{day}</font></td><td><b><a href='/n'>{title}</a></b><br>{lead}</td></tr>"
        for day, title, lead in ENTRIES
    )
    + "</table></td></tr></table></body></html>"
)
CARDS = listing(
    "<div class='related-grid'>"
    + "".join(
        f"<div class='card'><div class='card-subtitle'>Statement</div><div class='card-title'>"
        f"<a href='/c'>{title}</a></div>"
        f"<div class='card-footer node__meta'>{day.replace('/', '.')}</div></div>"
        for (_, title, _), day in zip(ENTRIES, SLASHES, strict=True)
    )
    + "</div>",
    '<link rel="canonical" href="https://www.eeas.europa.eu/eeas/press-material_en">',
)
GROUPS = listing(
    "".join(
        f"<h2 class='gsc-date__heading'>{day.replace('.', '')}</h2><ul><li class='gsc-excerpt-item'><a href='/g'><span "
        f"class='gsc-excerpt-item__title'>{title}</span><time class='gsc-date__date'>13:10</time>"
        f"<div id='excerpt-text'><p>{lead}</p></div></a></li></ul>"
        for day, title, lead in ENTRIES
    ),
    '<link rel="canonical" href="https://www.consilium.europa.eu/en/press/press-releases/">',
)
PLAIN_LIST = listing(
    "<ul>"
    + "".join(
        f"<li><a href='/p'>{title}</a> <span>{day}</span><p>{lead}</p></li>"
        for (_, title, lead), day in zip(ENTRIES, SLASHES, strict=True)
    )
    + "</ul>"
)
ARTICLES = listing(
    "".join(
        f"<article><div>News</div><h2><a href='/a'>{title}</a></h2><time datetime='{day}'>{shown}</time><p>{lead}</p>"
        "<a href='/a'>Read more</a></article>"
        for (_, title, lead), day, shown in zip(ENTRIES, DAYS, SLASHES, strict=True)
    )
)
FLAT = listing("".join(f"<h3><a href='/f'>{title}</a></h3><p>{day}</p><p>{lead}</p>" for day, title, lead in ENTRIES))
DEFINITIONS = listing(
    "<dl>" + "".join(f"<dt>{day}</dt><dd><a href='/d'>{title}</a></dd>" for day, title, _ in ENTRIES) + "</dl>"
)


@pytest.mark.parametrize(
    "markup",
    [NATO_LISTING, OLD_TABLE, CARDS, GROUPS, PLAIN_LIST, ARTICLES, FLAT, DEFINITIONS],
    ids=["nato", "old table", "cards", "groups", "list", "articles", "flat", "definitions"],
)
def test_listings_are_told_apart(markup: str) -> None:
    source = read_html(markup.encode(), "listing")
    page, *entries = split_source(source, "0" * 64)
    assert page.kind == "listing"
    assert [entry.title for entry in entries] == [title for _, title, _ in ENTRIES]
    assert [entry.published_date.isoformat() for entry in entries if entry.published_date] == DAYS
    assert source.facts.published is None
    assert not any(word in source.text for word in ("Read more", "2026", "cookies"))


@pytest.mark.parametrize(
    ("shown", "days"),
    [
        # the second one tells that the month stands first
        (("11/05/2019", "10/23/2019", "09/02/2019"), ["5 November 2019", "10/23/2019", "2 September 2019"]),
        (("11/05/2019", "23/04/2019", "09/02/2019"), ["11 May 2019", "23/04/2019", "9 February 2019"]),
        # nothing tells it: the dates stay as they are, and are not read
        (("11/05/2019", "10/03/2019", "09/02/2019"), ["11/05/2019", "10/03/2019", "09/02/2019"]),
    ],
)
def test_order_of_day_and_month_is_settled_by_the_page(shown: tuple[str, ...], days: list[str]) -> None:
    items = (
        f"<li><a href='/x'>The {n}. thing that happened there</a><div>{day}</div></li>" for n, day in enumerate(shown)
    )
    text = read_html(listing(f"<ul>{''.join(items)}</ul>").encode(), "listing").text
    assert [line for line in text.split("\n") if line in days] == days


def test_an_article_with_dated_links_below_is_no_listing() -> None:
    cards = "".join(
        f"<article><h3><a href='/o'>{t}</a></h3><time>{d}</time><p>{p}</p></article>" for d, t, p in ENTRIES
    )
    main = f"<main><article><h1>Talks on mobility</h1><p>5 May 2017</p>{PARAGRAPHS}</article>{cards}</main>"
    document = split(read_html(site(main).encode(), "page"))
    assert (document.kind, document.title) == ("news", "Talks on mobility")
    assert str(document.published_date) == "2017-05-05"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (GERMAN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + GERMAN.encode(), "utf-8"),
        (GERMAN.encode("utf-16"), "utf-16"),
        (GERMAN.encode("utf-16-le"), "utf-16le"),
        (GERMAN.replace('"utf-8"', '"windows-1252"', 1).encode("cp1252"), "windows-1252"),
        # what is called ISO-8859-1 on the web is windows-1252
        (GERMAN.replace('"utf-8"', '"ISO-8859-1"', 1).encode("cp1252"), "windows-1252"),
        (GERMAN.replace('"utf-8"', '"nonsense"', 1).encode("cp1252"), "windows-1252"),
        # declared as UTF-8, and it is not
        (GERMAN.encode("cp1252"), "windows-1252"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    source = read_source(data, "page.txt")
    assert (source.encoding, source.replaced_count) == (encoding, 0)
    assert "„Wir müssen größere Anstrengungen unternehmen“" in source.text


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (b"<!-- saved --><html><p>Some text here.</p></html>", "page.txt", "text/html"),
        (b"<p>A paragraph.</p><p>And one more.</p>", "page.txt", "text/html"),
        (b"Text first<br>then a break<p>and</p>", "page.html", "text/html"),
        (b"Text first<br>then a break<p>and</p>", "page.txt", "text/plain"),
        (b"<div align='center'>A logo</div>\n\n# Title\n", "page.md", "text/markdown"),
        (b"<!doctype html><p>Some text here.</p>", "page.md", "text/html"),
        (b"<b> is a tag, and this is a text about it.", "page.txt", "text/plain"),
        (b"<3 to all", "page.html", "text/plain"),
    ],
)
def test_pages_are_known_by_content(data: bytes, name: str, media_type: str) -> None:
    assert read_source(data, name).media_type == media_type


@pytest.mark.parametrize(
    "data", [b"<?xml version='1.0'?><a/>", b"<svg><path/></svg>", b"<?xml version='1.0'?><urlset/>"]
)
def test_other_xml_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource, match="unsupported: XML"):
        read_source(data, "page.html")


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body></body></html>",
        "<html><head><title>A title</title></head><body><nav><a href='/'>Home</a></nav></body></html>",
        "<html><frameset><frame src='a.htm'></frameset></html>",
        "<html><body><app-root></app-root><noscript>Please enable JavaScript first.</noscript></body></html>",
        f"<html><body>{COOKIES}</body></html>",
        f"<html><body><h1>A title</h1>{BARE_COOKIES}</body></html>",
    ],
)
def test_a_page_without_text_is_empty(markup: str) -> None:
    with pytest.raises(UnreadableSource, match=r"^empty: "):
        read_html(markup.encode(), "page")


@pytest.mark.parametrize(
    ("value", "zone", "day"),
    [
        ("2021-11-04T23:00Z", "www.consilium.europa.eu", "2021-11-05"),
        ("2021-11-04T23:00:00+00:00", "bmvg.de", "2021-11-05"),
        ("2021-07-04T22:00:00.000Z", "nato.int", "2021-07-05"),
        ("2021-11-04T23:00Z", "gov.uk", "2021-11-04"),
        ("2021-11-04T23:00Z", "state.gov", "2021-11-04"),
        # midnight at home is no chance
        ("2021-11-04T23:00:00Z", "example.org", "2021-11-05"),
        ("2021-11-04T23:15:00Z", "example.org", "2021-11-04"),
        ("2021-11-04T23:30:00+01:00", "example.org", "2021-11-04"),
        ("2021-11-04", "nato.int", "2021-11-04"),
        ("Thu, 04 Nov 2021 23:30:00 GMT", "nato.int", "2021-11-05"),
        ("10-Nov-2014 09:46", "nato.int", "2014-11-10"),
        ("19-10-2022", "europarl.europa.eu", "2022-10-19"),
        ("05/04/2021", "nato.int", None),
        ("0001-01-01T00:00:00", "nato.int", None),
        ("1970-01-01T00:00:00Z", "nato.int", None),
        ("9999-12-31", "nato.int", None),
        ("2021-02-31", "nato.int", None),
        ("yesterday", "nato.int", None),
    ],
)
def test_days_of_metadata(value: str, zone: str, day: str | None) -> None:
    moment = read_moment(value, zone_of(zone))
    assert (moment.day.isoformat() if moment else None) == day


@pytest.mark.parametrize(
    ("line", "dates"),
    [
        ("12 Mar. 2019 -", [("published", "2019-03-12", True)]),
        ("Last updated: 13 Mar. 2019 09:30", [("updated", "2019-03-13", True)]),
        (
            "Published 2 May 2019 | Last updated 3 May 2019",
            [("published", "2019-05-02", True), ("updated", "2019-05-03", True)],
        ),
        ("Brussels, 07th October, 2021", [("published", "2021-10-07", True)]),
        ("Mis à jour le: 05 Dec. 2017", [("updated", "2017-12-05", False)]),
        ("le 4 novembre 2021", [("published", "2021-11-04", False)]),
        ("By the desk, 3 June 2019", [("published", "2019-06-03", False)]),
        ("06/05/2021 - 10:06", [("published", None, True)]),
        ("Event: 3 October 2014", [("other", "2014-10-03", False)]),
        ("Copyright 3 October 2014", [("other", "2014-10-03", False)]),
        ("© 2026 Press Office", []),
        ("No date at all", []),
    ],
)
def test_dates_of_header_lines(line: str, dates: list[tuple[str, str | None, bool]]) -> None:
    read = read_line_dates(line, load_pages().dates, day_first=None)
    got = [(date.role, date.day.isoformat() if date.day else None) for date in read]
    assert got == [(role, day) for role, day, _ in dates]
    # a date that cannot be told is plain or not, nobody asks
    assert [date.is_plain for date in read if date.day] == [plain for _, day, plain in dates if day]


def dated(head: str, line: str = "") -> SourceText:
    return read_html(site(f"<main><h1>A title of a page</h1>{line}{PARAGRAPHS}</main>", head).encode(), "page")


@pytest.mark.parametrize(
    ("head", "line", "published"),
    [
        ("<meta name='date' content='2015-01-02'><meta name='dc.date.issued' content='2014-03-04'>", "", "2014-03-04"),
        # two of three are for the same day
        (
            "<meta property='article:published_time' content='2025-06-01'><meta name='dc.date' content='2014-03-04'>"
            "<meta name='pubdate' content='2014-03-04'>",
            "",
            "2014-03-04",
        ),
        # the line of the page goes before them, and is left to be read in the text
        ("<meta name='date' content='2015-01-02'>", "<p>4 March 2014</p>", None),
        # one that only this reader understands is told
        ("<meta name='date' content='2015-01-02'>", "<p>By the desk, 4 March 2014, Paris bureau</p>", "2014-03-04"),
        # the metadata settle what the line leaves open
        ("<meta name='date' content='2014-04-03'>", "<p>03/04/2014</p>", "2014-04-03"),
        ("<meta name='date' content='2014-05-01'>", "<p>03/04/2014</p>", None),
        ("<meta name='last-modified' content='2015-01-02'>", "", None),
        ("<meta property='og:image' content='https://a.example.org/2015/01/02/x.jpg'>", "", None),
        ('<script type=\'application/ld+json\'>{"@type": "WebSite", "datePublished": "2015-01-02"}</script>', "", None),
        ("<script type='application/ld+json'>{\"@type\": broken</script>", "", None),
        ("<link rel='canonical' href='https://www.example.org/news/2015/01/02/a-title'>", "", "2015-01-02"),
        ("<link rel='canonical' href='https://www.example.org/events/2015/01/02/a-title'>", "", None),
        (
            "",
            "<p>The site was copied on 4 March 2014 by those who had read all of what it has to say on the matter.</p>",
            None,
        ),
    ],
)
def test_votes_on_the_day_of_publication(head: str, line: str, published: str | None) -> None:
    assert dated(head, line).facts.published == published


@pytest.mark.parametrize(
    ("line", "last"),
    [
        (
            "<dl><dt>Date</dt><dd>14 October 2020</dd><dt>Venue</dt><dd>Brussels</dd></dl>",
            "Date: 14 October 2020, Venue: Brussels",
        ),
        ("<div class='event-date'>14 October 2020</div>", flat(THIRD)),
        ("<p><time itemprop='startDate' datetime='2020-10-14'>14 October 2020</time></p>", flat(THIRD)),
    ],
)
def test_the_day_of_an_event_is_not_that_of_publication(line: str, last: str) -> None:
    source = dated("", line)
    assert flat(source.text.split("\n\n")[-1]) == last
    assert (source.facts.published, split(source).published) == (None, None)


def test_disagreement_is_kept_as_evidence() -> None:
    page = examine_html(EEAS.encode(), "page")
    told = [(item.value, item.origin) for item in page.source.evidence if item.field == "published"]
    assert told == [("06.05.2021", "header line"), ("2021-05-07T10:00:00+0200", "meta article:published_time")]
    assert page.layout_id == "eeas-2021"
    assert any("uses cookies" in part for part in page.source.cut)


def test_language_is_not_taken_from_a_copied_template() -> None:
    assert read_html(site(PARAGRAPHS * 2, lang="en-GB").encode(), "page").facts.language == "en-GB"
    assert read_html(site(PARAGRAPHS * 2, lang="fr").encode(), "page").facts.language is None


def test_a_name_that_is_an_address_tells_the_publisher() -> None:
    source = read_html(
        f"<h1>A title of a page</h1>{PARAGRAPHS}".encode(), "https://www.nato.int/docu/update/2003/e0603.htm"
    )
    assert (source.facts.url, source.facts.publisher) == ("https://www.nato.int/docu/update/2003/e0603.htm", "nato")


def test_a_host_of_a_megabyte_is_none() -> None:
    head = f'<link rel="canonical" href="https://{"a." * 500_000}int/a">'
    start = time.perf_counter()
    source = read_html(f"<head>{head}</head><h1>A title of a page</h1>{PARAGRAPHS}".encode(), "page")
    assert time.perf_counter() - start < 1
    assert (source.facts.url, source.facts.publisher) == (None, None)
    assert host_of(f"https://{'a.' * 126}b/") is not None
    assert host_of(f"https://{'a.' * 127}b/") is None


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("Talks on mobility | News | The Site", ["Talks on mobility", "Talks on mobility | News"]),
        ("The Site - Talks on mobility", ["Talks on mobility"]),
        ("EU-NATO talks", ["EU-NATO talks"]),
    ],
)
def test_titles_without_the_name_of_the_site(title: str, pieces: list[str]) -> None:
    assert set(pieces) <= set(title_pieces(title))


def test_lines_that_no_mark_up_tells_from_text() -> None:
    rules = load_pages().prune
    assert [text for _, text in rules.examples if not rules.line.fullmatch(text)] == []
    assert [text for text in PROSE if rules.line.fullmatch(text)] == []


def test_selectors_and_zones_of_all_layouts_are_valid() -> None:
    pages = load_pages()
    assert len({layout.layout_id for layout in pages.layouts}) == len(pages.layouts)
    for layout in pages.layouts:
        host = layout.hosts[0]
        head = f'<link rel="canonical" href="https://{host}/a">'
        assert zone_of(host) is not None
        for selectors in (layout.title, layout.header, layout.body, layout.drop, layout.publisher_from):
            assert read_html(site(PARAGRAPHS, head).encode(), ", ".join(selectors)).text


@pytest.mark.parametrize(
    "part",
    [
        "<section id='sharing-the-burden'><h2 id='social-share-of-all'>A heading</h2><p>Kept words.</p></section>",
        "<div class='accordion' hidden><p>Kept words.</p>" + PARAGRAPHS + "</div>",
        f"<h3>Q</h3><div class='faq-answer' hidden><p>Kept words. {FIRST}</p></div>",
        "<blockquote><p>Kept words.</p><footer>The Minister of Defence</footer></blockquote>",
        "<div class='has-sidebar menu-open no-share'><p>Kept words.</p></div>",
        "<details><summary>Kept words</summary><p>Text behind it.</p></details>",
        "<p>Kept&nbsp;words <q>in quotes</q> and soft&shy;ly parted.</p>",
        "<table><tr><td><table><tr><td><p>Kept words.</p></td></tr></table></td></tr></table>",
        "<div>Kept words.<br><br>A second paragraph.</div>",
        "<pre>Kept words.\nIn   lines.</pre>",
    ],
)
def test_what_belongs_to_the_text_is_kept(part: str) -> None:
    text = read_html(
        site(f"<main><h1>A title of a page</h1>{PARAGRAPHS}{part}{PARAGRAPHS}</main>").encode(), "page"
    ).text
    assert "Kept words" in text
    assert all(flat(paragraph) in flat(text) for paragraph in PROSE)


def test_lines_and_lists() -> None:
    part = (
        "<p>One<br>two</p><ul><li>first</li><li>second<ol><li>inner</li></ol></li></ul><p><q>Three</q> so&shy;ft.</p>"
    )
    part += "<ol start='7'><li>seventh</li><li value='9'>ninth</li><li>tenth</li></ol>"
    text = read_html(
        site(f"<main><h1>A title of a page</h1>{PARAGRAPHS}{part}{PARAGRAPHS}</main>").encode(), "page"
    ).text
    assert "\n\n7. seventh\n9. ninth\n10. tenth\n\n" in text
    assert "\n\nOne\ntwo\n\n• first\n• second\n1. inner\n\n“Three” soft.\n\n" in text


DEEP = "<div>" * 200_000
HOSTILE = {
    "nested": DEEP,
    "formatting": "<b>" * 200_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">x",
    "reopened": "<p>" + "".join(f"<b id={number}>" for number in range(1500)) + "<p>x" * 100_000,
    "hidden in a style": "<svg><style>" + DEEP,
    "scoped ends": "<div><table><td></div>" * 50_000,
    "elements": "<p>x" * 250_000,
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE)
def test_what_no_parser_gets_through_is_not_parsed(markup: str) -> None:
    start = time.perf_counter()
    with pytest.raises(UnreadableSource, match=r"^too_complex: .+; "):
        read_source(f"<html><body>{markup}".encode(), "page.html")
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "markup",
    [
        "&" * 1_000_000,
        "<" * 300_000,
        "<a" * 300_000,
        "<!--" * 100_000,
        "<i>x</i> y " * 15_000,
        "<p>3 June 2019</p>" * 2_000,
        "<a href='/x'>y</a>" * 10_000,
        "<table>" + "<tr><td>x<td>y" * 5_000,
        "<div class='related'>" * 900 + f"<p>{FIRST}" * 1_000,
        "<aside>" * 500 + "<p>Some words</p>" * 5_000,
        "<h2>June 2019</h2>" + "<li>3 June <a href=x>A title there</a>" * 2_000,
    ],
    ids=["ampersands", "signs", "tags", "comments", "inline", "dates", "links", "table", "boxes", "asides", "months"],
)
def test_much_of_one_thing_takes_bounded_time(markup: str) -> None:
    start = time.perf_counter()
    try:
        read_html(f"<html><body><h1>A title</h1><p>{markup}".encode(), "page")
    except UnreadableSource as refusal:
        assert str(refusal).startswith(("too_complex: ", "empty: "))
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "markup",
    [
        "<table>" + "<tr><td><font color=red>x<td><p>y<p>z" * 3000,
        "<ul>" + "<li><a href=x>y</a>" * 3000,
        "<p><b>x</b>" * 5000,
        "<script>document.write('" + "<div>" * 5000 + "')</script>",
        "<dl>" + "<dt>a<dd>b" * 4000,
    ],
    ids=["cells", "items", "paragraphs", "script", "terms"],
)
def test_sloppy_pages_are_not_too_complex(markup: str) -> None:
    refuse_complex(f"<html><body>{markup}")


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    for page in PAGES.values():
        assert read_html(page.markup.encode(page.codec), "page").text


def test_reading_is_the_same_each_time() -> None:
    first, second = (examine_html(NATO_NEWS.encode(), "page") for _ in range(2))
    assert first == second


TAGS = [
    "html",
    "head",
    "body",
    "title",
    "h1",
    "h2",
    "p",
    "div",
    "span",
    "b",
    "a",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "br",
    "main",
    "article",
    "nav",
    "footer",
    "script",
    "style",
    "time",
    "svg",
]


def read_or_refuse(data: bytes) -> None:
    try:
        source = read_html(data, "page")
    except UnreadableSource as refusal:
        assert ": " in str(refusal)
    else:
        assert source.text.strip()
        split_source(source, "0" * 64)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)
    read_or_refuse(b"<html><body><h1>" + data)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
            st.sampled_from(
                ["<a href='/x' class='share'>", "<div class='related'>", "<td ", "<!--", "-->", "<time datetime="]
            ),
            st.sampled_from(
                ["3 June 2019", "05/04/2021", FIRST, "Published: ", "&nbsp;", "&#0;", "\x00", "]]>", "{", "ü"]
            ),
            st.text(max_size=8),
        ),
        max_size=40,
    )
)
def test_any_tag_soup_is_read_or_refused(parts: list[str]) -> None:
    read_or_refuse("".join(parts).encode("utf-8", "surrogatepass"))


def test_pages_cut_and_shuffled_are_read_or_refused() -> None:
    chance = random.Random(7)
    for page in PAGES.values():
        data = bytearray(page.markup.encode(page.codec))
        start = chance.randrange(len(data))
        read_or_refuse(bytes(data[:start]))
        data[start : start + 40] = chance.randbytes(40)
        read_or_refuse(bytes(data))
