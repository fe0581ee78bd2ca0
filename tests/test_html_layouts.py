"""Pages as the sites of the record have built them from 1999 to 2026: title, dates, publisher, text; nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from transforms.model import Document, UnreadableSource
from transforms.reading.html import read_html
from transforms.reading.markup.profiles import load_pages
from transforms.splitting import split_source

FIRST = (
    "Envoys of the Alliance and of the European Union sat down on Monday to compare their plans for the coming year."
)
MIDDLE = (
    "On the table lay the movement of heavy equipment by rail, the guarding of cables on the sea floor, and the "
    "training of staff officers in both headquarters."
)
LAST = "A progress report is to be laid before both councils ahead of the autumn session, the two sides agreed."
PROSE = f"<p>{FIRST}</p>\n<p>{MIDDLE}</p>\n<p>{LAST}</p>"


@dataclass(frozen=True)
class Page:
    """A page and what must be read from it; `day` and `updated` are None where the page tells none."""

    markup: str
    title: str
    day: str | None = None
    updated: str | None = None
    publisher: str | None = None
    absent: tuple[str, ...] = ()
    first: str = FIRST
    last: str = LAST
    name: str = "page.htm"
    reference: str | None = None
    present: tuple[str, ...] = ()


NATO_1999 = Page(
    f"""<HTML><HEAD><TITLE>NATO Press Release (2001)999 - 14 June 2001</TITLE>
<META NAME="GENERATOR" CONTENT="Mozilla/4.5 [en] (WinNT; I) [Netscape]"></HEAD>
<BODY BGCOLOR="#FFFFFF" LINK="#0000FF"><A NAME="top"></A>
<TABLE BORDER=0 CELLSPACING=0 CELLPADDING=0 WIDTH="610"><TR>
<TD WIDTH="110" VALIGN="top"><A HREF="../../../home.htm"><IMG SRC="logo.gif" BORDER=0></A></TD>
<TD ALIGN="right"><FONT FACE="Arial,Helvetica" SIZE=1>Updated: 15-Jun-2001</FONT></TD>
<TD><FONT FACE="Arial,Helvetica" SIZE=2 COLOR="#000080"><B>NATO Press Releases</B></FONT></TD></TR></TABLE>
<TABLE BORDER=0 WIDTH="610"><TR><TD WIDTH="110" VALIGN="top"><FONT SIZE=1><A HREF="../index.htm">Back to press
releases index</A><BR><A HREF="../../../search.htm">Site search page</A></FONT></TD><TD>
<FONT FACE="Arial" SIZE=2><B>Press Release<BR>(2001)999<BR>14 June 2001</B></FONT>
<CENTER><H2><FONT FACE="Arial" COLOR="#000080">Envoys compare plans for the coming year</FONT></H2></CENTER>
<FONT FACE="Times"><P>{FIRST}<P>{MIDDLE}<P>{LAST}</FONT>
<P ALIGN="right"><FONT SIZE=1><A HREF="#top">Go to Top of page</A> <A HREF="../index.htm">Go to Menu</A></FONT>
</TD></TR></TABLE></BODY></HTML>""",
    "Envoys compare plans for the coming year",
    "2001-06-14",
    "2001-06-15",
    "nato",
    ("Back to press", "Site search", "Go to", "[Netscape]"),
    name="https://www.nato.int/docu/pr/2001/p01-999e.htm",
)
NATO_2006 = Page(
    f"""<html><head><title>NATO Speech: Remarks by the Deputy Secretary General - Riga, 12 Sept. 2006</title></head>
<body><table width="760"><tr><td class="left"><a href="/home.htm">NATO home link</a></td><td><table width="100%"><tr>
<td><font size="1">Updated: 13-Sep-2006</font></td><td align="right"><font size="1">NATO Speeches</font></td></tr>
<tr><td colspan="2"><p><font size="1">Riga,<br>12 Sept. 2006</font></p><h2>Remarks</h2>
<p><b>by the Deputy Secretary General at the opening of the seminar on reform</b></p>
<p>Ministers, ladies and gentlemen,</p>{PROSE}</td></tr></table></td></tr><tr><td colspan="2" class="foot">
<a href="/copyright.htm">Copyright notice 2006</a></td></tr></table></body></html>""",
    "Remarks",
    "2006-09-12",
    "2006-09-13",
    "nato",
    ("home link", "Copyright notice"),
    first="Ministers, ladies and gentlemen,",
    name="https://www.nato.int/docu/speech/2006/s060912a.htm",
    present=("by the Deputy Secretary General at the opening",),
)
NATO_2012 = Page(
    f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>NATO - News: Envoys compare plans for the coming year, 10-Nov.-2012</title>
<meta name="Date" content="2012-11-12" /></head><body><div id="wrapper"><div id="topbar"><a href="/fr">Français</a>
<a href="/ru">Русский</a></div><div id="leftnav"><ul><li><a href="/a">About the house</a></li><li><a href="/b">Press
desk hours</a></li></ul></div><div id="middle"><div class="articletools"><a href="javascript:print()">Print it</a>
<a href="mailto:">Send it on</a></div><ul class="date"><li class="date">10 Nov. 2012</li></ul>
<h1>Envoys compare plans for the coming year</h1><div class="lastupdated">Last updated: 10-Nov-2014 09:46</div>
<div class="image"><img src="/pics/b101111a.jpg" alt="" /><p class="caption">A row of flags</p></div>{PROSE}</div>
<div id="rightcol"><h3>Also in the press room</h3><ul><li><a href="/n1">A frigate comes home</a> 3 Oct. 2012</li>
<li><a href="/n2">A course for nurses</a> 1 Oct. 2012</li></ul></div><div id="foot">&copy; 2012 all reserved</div></div>
</body></html>""",
    "Envoys compare plans for the coming year",
    "2012-11-10",
    "2014-11-10",
    "nato",
    ("Français", "About the house", "Press desk", "Print it", "Send it on", "frigate", "nurses", "all reserved"),
    name="https://www.nato.int/cps/en/natolive/news_91234.htm",
)
NATO_2019 = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>NATO - News: Envoys compare plans for the coming year, 14-Sep.-2019
</title><link rel="canonical" href="https://www.nato.int/cps/en/natohq/news_168000.htm">
<meta property="og:title" content="Envoys compare plans for the coming year"></head><body>
<div id="cookieBar"><p>NATO uses cookies on this page.</p></div><div id="header"><ul class="lang"><li><a
href="?l=fr">French</a></li><li><a href="?l=uk">Ukrainian</a></li></ul></div>
<div id="main"><h1>Envoys compare plans for the coming year</h1><ul class="list-inline fs-small"><li>14 Sep. 2019 -</li>
<li>|</li><li>Last updated: 16 Sep. 2019 17:05</li></ul><ul class="list-inline-lang"><li><a
href="?l=en">English</a></li>
<li><a href="?l=ru">Russian</a></li></ul>{PROSE}<div class="slides"><p class="caption">Envoys at the
door</p></div></div>
<div class="mod-related"><h2>See what else there is</h2><a href="/x">A frigate comes home</a></div>
<footer><a href="/c">Contact the webmaster</a></footer></body></html>""",
    "Envoys compare plans for the coming year",
    "2019-09-14",
    "2019-09-16",
    "nato",
    ("cookies", "French", "Russian", "frigate", "webmaster", "See what else"),
)
NATO_2025 = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans for the coming year | NATO News</title>
<link rel="canonical" href="https://www.nato.int/en/news-and-events/articles/news/2025/11/24/envoys-compare-plans">
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Envoys compare
plans for the coming year","datePublished":"2025-11-23T23:00:00.000Z","dateModified":"2025-11-25T09:12:00.000Z",
"publisher":{{"@type":"Organization","name":"NATO"}}}}</script></head><body class="page basicpage">
<div class="root container responsivegrid"><header class="experiencefragment"><div class="cmp-navigation"><ul><li><a
href="/en">What we do and where</a></li></ul></div></header><main class="container responsivegrid">
<div class="article-hero"><div class="cmp-article-hero__tag">News</div><h1 class="cmp-article-hero__title">Envoys
compare
plans for the coming year</h1><div class="cmp-article-hero__dates"><span>24 November 2025</span><span>Last updated: 25
November 2025</span></div></div><div class="text"><div class="cmp-text">{PROSE}</div></div>
<div class="cmp-embed"><p>Watch it on our channel</p></div>
<div class="cmp-teaser"><p class="cmp-teaser__pretitle">News</p><h2 class="cmp-teaser__title"><a href="/en/t1">A frigate
comes home</a></h2><p class="cmp-teaser__date">3 October 2025</p></div><div class="cmp-teaser"><p
class="cmp-teaser__pretitle">News</p><h2 class="cmp-teaser__title"><a href="/en/t2">A course for nurses</a></h2><p
class="cmp-teaser__date">1 October 2025</p></div></main><footer><p>Boulevard of the
house</p></footer></div></body></html>""",
    "Envoys compare plans for the coming year",
    "2025-11-24",
    "2025-11-25",
    "nato",
    ("What we do and where", "frigate", "nurses", "Boulevard"),
)
PRESS_CORNER = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans</title>
<meta name="description" content="European Commission - Press Release"><meta property="og:url"
content="https://ec.europa.eu/commission/presscorner/detail/en/ip_23_4321"><meta property="og:title"
content="Envoys compare plans"></head><body><app-root ng-version="14.2.0"><app-header><div class="ecl-site-header"><a
class="ecl-link" href="/">Commission and its priorities</a></div></app-header><router-outlet></router-outlet>
<app-detail><ecl-page-header class="ecl-page-header"><nav class="ecl-breadcrumb"><ol><li>Home page crumb</li></ol></nav>
<div class="ecl-meta ecl-meta--header"><span class="ecl-meta__item">Press release</span><span class="ecl-meta__item">4
September 2023</span><span class="ecl-meta__item">Brussels</span></div>
<h1 class="ecl-heading ecl-heading--h1">Envoys compare plans</h1></ecl-page-header><div class="ecl-container">
<div class="ecl-social-media-share"><p class="ecl-social-media-share__description">Share this page</p></div>
<div class="ecl-paragraph">{PROSE}</div><ul class="ecl-list"><li><strong>IP/23/4321</strong></li></ul>
<h2 class="ecl-heading">Related media</h2><a class="ecl-link" href="/m">A gallery of pictures</a>
<div class="ecl-contact"><h2>Press contacts</h2><div>The duty spokesperson</div></div>
<div class="ecl-file"><span>Print friendly pdf (41.5 kB - PDF)</span></div></div></app-detail>
<app-footer><div class="ecl-site-footer">Language policy pages</div></app-footer></app-root></body></html>""",
    "Envoys compare plans",
    "2023-09-04",
    publisher="european-commission",
    absent=("priorities", "crumb", "Share this", "gallery", "Print friendly", "Language policy"),
    reference="IP/23/4321",
)
RAPID = Page(
    f"""<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>EUROPA - PRESS RELEASES - Press release -
Envoys
compare plans</title><meta name="Reference" content="IP/13/987"><meta name="Publication_date" content="08/07/2013">
</head><body><div class="layout"><div class="layout-left"><a href="/rapid">Rapid search form</a></div><div id="banner">
<p>EUROPA &gt; Press releases database</p></div><div id="toolbar"><a href="x.pdf">PDF</a><a href="x.doc">DOC</a></div>
<div id="contentPressRelease"><p class="ReferenceIP">European Commission - Press release</p>
<h1 class="Heading1">Envoys compare plans</h1><p class="PlaceDate">Brussels, 8 July 2013</p>{PROSE}
<table><tr><td>Contacts :</td></tr><tr><td>The duty spokesperson (+32 2 000 00 00)</td></tr></table></div>
<div class="layout-footer">Top of the page again</div></div></body></html>""",
    "Envoys compare plans",
    "2013-07-08",
    publisher="european-commission",
    absent=("Rapid search", "database", "again"),
    name="http://europa.eu/rapid/press-release_IP-13-987_en.htm",
    reference="IP/13/987",
)
COUNCIL_2019 = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans - Consilium</title>
<link rel="canonical" href="https://www.consilium.europa.eu/en/press/press-releases/2019/07/12/envoys-compare-plans/">
<meta property="article:published_time" content="2019-07-12T10:15:00Z"></head><body><div class="cookie-notice">We use
cookies to be sure.</div><div class="council-breadcrumb"><ul><li><a href="/">Home crumb</a></li></ul></div>
<main id="main"><div class="row"><div class="col-md-9 council-left-content-basic council-flexify">
<ul class="list-inline council-details"><li>Council of the EU</li><li>Press release</li><li>512/19</li><li>12 July
2019</li><li>12:15</li></ul><h1>Envoys compare plans</h1>{PROSE}
<div class="panel panel-default"><ul><li><a href="d.pdf">Download as pdf</a></li></ul></div></div>
<div class="col-md-3 council-right-side-bar"><h2>Press contacts</h2><p>The duty officer<br>+32 2
000</p></div></div></main>
<footer>Stay informed by mail</footer></body></html>""",
    "Envoys compare plans",
    "2019-07-12",
    publisher="council-of-the-european-union",
    absent=("cookies", "crumb", "Download", "duty officer", "Stay informed"),
    present=("512/19",),
)
EEAS_2017 = Page(
    f"""<!DOCTYPE html><html lang="en" dir="ltr" prefix="content: http://purl.org/rss/1.0/modules/content/"><head>
<title>Envoys compare plans - EEAS - European External Action Service - European Commission</title>
<link rel="canonical" href="https://eeas.europa.eu/headquarters/headquarters-homepage/30123/envoys-compare-plans_en">
<meta name="dcterms.modified" content="2019-02-02T10:00+01:00"></head>
<body class="html not-front one-sidebar page-node"><div id="page"><div class="region region-header"><ul class="menu"><li
class="leaf"><a href="/w">What we do abroad</a></li></ul></div><div id="main-content"><h1 class="title">Envoys compare
plans</h1><div class="field field-name-field-date-place field-type-text"><div class="field-items"><div class="field-item
even">Brussels, 06/05/2017 - 10:06, UNIQUE ID: 170506_5</div></div></div><div class="field field-name-field-type">
<div class="field-items"><div class="field-item even">Statements by the Spokesperson</div></div></div>
<div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even"
property="content:encoded">{PROSE}</div></div></div></div>
<div class="region region-sidebar-second"><div class="block block-views"><h2>Editorial Sections:</h2><div
class="view-content"><div class="views-row"><a href="/e1">A frigate comes home</a><span
class="date-display-single">02/05/2017</span></div></div></div></div></div></body></html>""",
    "Envoys compare plans",
    "2017-05-06",
    "2019-02-02",
    publisher="european-external-action-service",
    absent=("abroad", "frigate", "Editorial"),
)
EEAS_2023 = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans | EEAS</title>
<link rel="canonical" href="https://www.eeas.europa.eu/eeas/envoys-compare-plans_en"></head><body>
<div class="dialog-off-canvas-main-canvas"><header role="banner"><div class="block-language"><ul><li>English tongue</li>
<li>French tongue</li></ul></div></header><main role="main"><div class="layout-content"><article
class="node node--type-press node--view-mode-full"><h1 class="node__title"><span>Envoys compare plans</span></h1>
<div class="node__meta">06/05/2021 - 10:06, UNIQUE ID: 210506_5<span class="sep"></span><span>Press
Team</span></div>
<div class="social-share-links">Share by bird</div><div class="node__content"><div
class="field__item">{PROSE}</div></div></article></div><aside><div class="card"><a href="/c">A frigate comes
home</a></div></aside></main></div></body></html>""",
    "Envoys compare plans",
    "2021-05-06",
    publisher="european-external-action-service",
    absent=("tongue", "bird", "frigate"),
)
PARLIAMENT_2012 = Page(
    f"""<html lang="en"><head><title>Envoys compare plans</title><meta name="available" content="19-04-2012">
<link rel="canonical" href="https://www.europarl.europa.eu/news/en/press-room/20120419IPR43464/envoys-compare-plans">
</head><body id="bodyid"><div id="menu_langue_content"><ul><li>bg - бг</li><li>es - esp</li></ul></div>
<div id="content"><div id="path_bar">Press service path</div><div class="ep_boxtitle"><h2>Envoys compare
plans</h2></div>
<div class="ep_beforecontent"><ul><li class="ep_theme">Security and defence</li><li class="ep_date">19-04-2012 -
12:51</li></ul></div><div class="ep_block"><p class="chapo"><b>{FIRST}</b></p><p>{MIDDLE}</p><p>{LAST}</p></div>
<div class="ep_endbox">REF. : 20120419IPR43464<br>Updated: ( 20-04-2012 - 10:31)</div>
<div class="ep_contacts"><h3>Contacts</h3><p>The duty officer</p></div></div></body></html>""",
    "Envoys compare plans",
    "2012-04-19",
    "2012-04-20",
    "european-parliament",
    ("esp", "Press service path"),
    reference="20120419IPR43464",
)
AGENCY_2022 = Page(
    f"""<!DOCTYPE html><html><head><title>Envoys compare plans</title><base href="https://eda.europa.eu/"></head><body>
<form method="post" action="./x" id="form1"><div class="eda-header"><a href="/">Agency start page</a></div>
<div class="container-news"><span class="latest-news-label">Latest news</span><h1 class="eda-page-title">Envoys compare
plans</h1><div class="news-detail-meta"><span>Brussels - 07 October, 2021</span> <span>Industry</span></div>
<div class="sfContentBlock"><p>{FIRST}</p><h3>What lies ahead</h3><p>{MIDDLE}</p><p>{LAST}</p></div><ul
class="news-pager"><li><a href="/p">Older one: a frigate comes home</a></li></ul></div>
<div class="eda-footer">© European agency of 2026</div></form></body></html>""",
    "Envoys compare plans",
    "2021-10-07",
    publisher="european-defence-agency",
    absent=("start page", "frigate", "2026"),
)
FOREIGN_OFFICE = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans - Foreign Office</title>
<meta name="date" content="2023-07-11T22:00:00Z"><link rel="canonical"
href="https://www.foreign-office.de/en/newsroom/news/envoys/2600000"></head><body><div class="c-cookie-layer"><p>Cookies
make it run.</p></div><header class="header"><ol class="breadcrumb"><li>Newsroom crumb</li></ol></header>
<main id="main"><div class="heading"><span class="heading__intro">12.07.2023 - Press release</span><h1
class="heading__title"><span class="heading__title-text">Envoys compare plans</span></h1></div>
<div class="rte c-rte--default">{PROSE}</div><div class="u-share"><button>Send</button></div>
<div class="c-teaser-list"><h2>Related content</h2><ul><li><h3><a href="/t1">A frigate comes home</a></h3><p>The ship
was
away for half a year and was greeted by families.</p></li><li><h3><a href="/t2">A course for nurses</a></h3><p>The
course
was held for the fourth time in the new building of the school.</p></li></ul></div></main></body></html>""",
    "Envoys compare plans",
    "2023-07-12",
    absent=("Cookies", "crumb", "frigate", "nurses", "greeted"),
)
MINISTRY_EAST = Page(
    f"""<!DOCTYPE html><html lang="en-US"><head><meta property="og:site_name" content="Ministry of Foreign Affairs">
<meta property="og:title" content="Envoys compare plans"><meta property="og:updated_time"
content="2021-10-09T09:00:00+03:00"><link rel="canonical" href="https://www.mfa.gov.lv/en/article/envoys-compare-plans">
</head><body><div class="accessibility-menu"><ul><li>Bigger letters</li><li>Easy to read</li></ul></div><div
class="content-wrap"><div class="article-top"><div class="date-line">Published: 07.10.2021. 15:20</div><div
class="updated-line">Updated: 09.10.2021. 09:00</div><h1>Envoys compare plans</h1></div><div class="text-block">{PROSE}
</div><div class="gallery-block"><img src="/2019/01/01.jpg" alt=""></div></div><div class="bottom-line"><p>Ministry
switchboard: 67 000 000</p></div></body></html>""",
    "Envoys compare plans",
    "2021-10-07",
    "2021-10-09",
    absent=("Bigger letters", "Easy to read", "switchboard"),
)
STATE = Page(
    f"""<!DOCTYPE html><html lang="en-US"><head><title>Envoys Compare Plans - Department of State</title>
<meta property="article:published_time" content="2022-03-02T01:30:00+00:00"><link rel="canonical"
href="https://www.department.gov/envoys-compare-plans/"></head><body class="wp-singular"><a class="skip"
href="#c">Skip to
content</a><header><div class="usa-banner">An official website of the people</div></header><main id="content"><section
class="heading__container"><div class="featured-content__copy"><h1 class="featured-content__headline">Envoys Compare
Plans</h1><p class="article-meta__doctype">Press Statement</p><p class="article-meta__author-bureau">Office of the
Spokesperson</p><p class="article-meta__publish-date">March 1, 2022</p></div></section><div
class="entry-content">{PROSE}
<div class="tags"><h4>Tags</h4><a href="/t">Treaty bodies</a></div></div></main>
<div class="usa-footer">White pages of the house</div></body></html>""",
    "Envoys Compare Plans",
    "2022-03-01",
    absent=("official website", "Treaty bodies", "White pages"),
)
WIRE = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans | The Courier</title>
<script type="application/ld+json">[{{"@context":"http://schema.org","@type":["NewsArticle"],"headline":"Envoys compare
plans","datePublished":"2021-11-04T22:30:00Z","dateModified":"2021-11-04T22:30:00Z","isAccessibleForFree":"False"}}]
</script><link rel="canonical" href="https://www.courier.be/world/envoys-compare-plans-2021-11-04/"></head><body>
<div class="top-nav"><a href="/w">World desk</a><a href="/m">Markets desk</a></div><main><article><div
class="article-header"><span class="kicker">Europe</span><h1>Envoys compare plans</h1><div class="byline">By <a
href="/author">Our Correspondent</a></div><time datetime="2021-11-04T22:30:00Z"><span>November 4, 2021</span><span>10:30
PM GMT</span><span>Updated a year ago</span></time></div><div class="article-body__content"><p>BRUSSELS, Nov 4 (Courier)
- {FIRST}</p><div class="inline-teaser"><p><a href="/r1">Read more: A frigate comes home after a journey of half a
year</a></p></div><p>{MIDDLE}</p><p><strong>Also read: <a href="/r2">A course for nurses is held for the fourth
time</a></strong></p><p>{LAST}</p></div><div class="paywall-teaser"><p>Register now for FREE unlimited access to all
of the
Courier's reporting from ninety capitals</p></div><p class="trust">Our Standards: the principles of the
house.</p></article>
<section class="most-read"><h2>Most popular</h2><ol><li><a href="/p">Rail strike
ends</a></li></ol></section></main></body>
</html>""",
    "Envoys compare plans",
    "2021-11-04",
    absent=("World desk", "frigate", "nurses", "Register now", "Rail strike"),
)
THINK_TANK = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans: what it means • The Institute</title>
<meta name="citation_publication_date" content="2020/06/18"></head><body><div class="site"><div class="masthead"><a
href="/">The Institute and its people</a></div><div class="hero"><p class="label">Commentary</p><h1>Envoys compare
plans:
what it means</h1><p class="standfirst">Two houses, one aim, and little time</p><p class="meta"><span
class="author">Ada Example</span> <span class="date">18 June 2020</span> <span class="read">6 minute
read</span></p></div>
<div class="columns"><div class="main-col">{PROSE}<p class="disclaimer-text"><em>The views are those of the
author.</em></p></div><div class="author-box"><h3>About the author</h3><img src="/a.jpg"><p>Ada Example is a fellow
of the
programme on the seas and has written three books about harbours and lighthouses.</p></div></div>
<div class="event-promo"><h3>Next event</h3><p>Lunch talk on 30 September 2020 in the library of the Institute</p></div>
</div></body></html>""",
    "Envoys compare plans: what it means",
    "2020-06-18",
    absent=("its people", "lighthouses", "Lunch talk"),
)
BLOG = Page(
    f"""<!DOCTYPE html><html lang="en-GB"><head><title>Envoys compare plans – Notes from a Quarter</title>
<meta name="generator" content="WordPress 5.2"><link rel="canonical"
href="https://notes.wordpress.example/2015/09/07/envoys-compare-plans/"></head><body class="post-template-default
single">
<div id="page" class="hfeed site"><header id="masthead"><h1 class="site-title"><a href="/">Notes from a Quarter</a></h1>
<p class="site-description">What goes on between two roundabouts</p></header><div id="content" class="site-content"><div
id="primary"><main id="main"><article id="post-77" class="post type-post"><header class="entry-header"><h1
class="entry-title">Envoys compare plans</h1></header><div class="entry-content">{PROSE}<div id="jp-post-flair"
class="sharedaddy"><h3>Share this:</h3></div><div id="jp-relatedposts"><h3>Related</h3></div></div><footer
class="entry-footer"><span class="posted-on">Posted on <a href="/2015/09/07/envoys/"><time class="entry-date published"
datetime="2015-09-07T21:03:00+02:00">September 7, 2015</time><time class="updated"
datetime="2016-01-02T10:00:00+01:00">January 2, 2016</time></a></span><span class="byline">by the writer</span></footer>
</article><div id="comments"><ol class="comment-list"><li><p>A reader on 9 September 2015: nobody asked those who live
beside the tracks, and nobody ever will.</p></li></ol></div></main></div><div id="secondary" class="widget-area"><aside
class="widget widget_archive"><h2>Archives</h2><ul><li>August 2015</li></ul></aside></div></div></div></body></html>""",
    "Envoys compare plans",
    "2015-09-07",
    "2016-01-02",
    absent=("roundabouts", "Share this", "beside the tracks", "Archives"),
)
TRANSCRIPT = Page(
    """<html><head><title>Doorstep before the council - Transcript</title></head><body><div class="nav1"><a href="/">The
start of it all</a></div><div class="doc"><h3>Doorstep before the council</h3><p class="d"><i>Luxembourg, 20 June
2005</i></p><p>Unofficial transcript</p><p><b>The Minister:</b> Good morning. I shall be short, as they wait for me
inside.</p><p><b>Q:</b> Will there be a joint mission?</p><p><b>The Minister:</b> That is what we shall speak about. Our
planners have worked side by side for months.</p><p><b>Q:</b> And when?</p><p><b>The Minister:</b> Before the rains
come.</p><p>[end of doorstep]</p></div><div class="bt">Web desk 2005</div></body></html>""",
    "Doorstep before the council",
    "2005-06-20",
    absent=("start of it all",),
    first="The Minister: Good morning. I shall be short",
    last="The Minister: Before the rains come.",
    present=("Q: Will there be a joint mission?",),
)
FRAGMENT = Page(
    f"""<article><h2>Envoys compare plans</h2><span class="date">Friday, 3 May 2019</span><div>{PROSE}</div>
</article>""",
    "Envoys compare plans",
    "2019-05-03",
)
WORD_XHTML = Page(
    f"""<?xml version="1.0" encoding="utf-8"?>
<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/1999/xhtml"><head><title>Envoys compare
plans</title><!--[if gte mso 9]><xml><o:DocumentProperties><o:Created>1999-01-01T00:00:00Z</o:Created>
</o:DocumentProperties></xml><![endif]--><style>p.MsoNormal {{margin:0}}</style></head><body lang="EN-GB"
style="tab-interval:36.0pt"><div class="Section1"><p class="MsoTitle"><b>Envoys compare plans<o:p/></b></p>
<p class="MsoNormal">Brussels, 5 March 2004<o:p></o:p></p><p class="MsoNormal"><o:p>&#160;</o:p></p><p
class="MsoNormal"><span style="font-size:12.0pt">{FIRST}<o:p/></span></p><p class="MsoNormal"><st1:place
w:st="on">Tallinn</st1:place> was named as well. {MIDDLE}<o:p/></p><p
class="MsoNormal">{LAST}<o:p/></p></div></body></html>""",
    "Envoys compare plans",
    "2004-03-05",
    present=("Tallinn was named as well.",),
)
SAVED = Page(
    f"""<!DOCTYPE html>
<!-- saved from url=(0071)https://www.regjeringen.no/en/aktuelt/envoys-compare-plans/id2500123/ -->
<html lang="en"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>Envoys compare plans - regjeringen.no</title><link rel="stylesheet" href="./Envoys_files/main.css"></head><body
class="js"><div id="ucconsent" style="display: block;" role="dialog"><p>We like cookies.</p></div><div
class="page-head"><a href="./Envoys_files/home.html">Government start</a></div><div class="article-wrap"><h1>Envoys
compare
plans</h1><div class="article-info"><p><span class="type">News</span> | <span>Date: 13/03/2018</span></p><p><span
class="owner">Ministry of Defence</span></p></div><div class="article-ingress"><p>{FIRST}</p></div><div
class="article-body"><p>{MIDDLE}</p><p>{LAST}</p></div></div><div class="page-foot">Employee register lines</div>
<iframe src="./Envoys_files/saved_resource.html"></iframe></body></html>""",
    "Envoys compare plans",
    "2018-03-13",
    absent=("cookies", "Government start", "Employee register"),
)
ONLY_TABLE = Page(
    f"""<table border="0" width="590" cellpadding="4"><tr><td colspan="2"><font size="+1"><b>Envoys compare
plans</b></font>
</td></tr><tr><td>Date:</td><td>22 October 2002</td></tr><tr><td>Place:</td><td>Prague</td></tr><tr><td colspan="2">
{FIRST}<br><br>{MIDDLE}<br><br>{LAST}</td></tr></table>""",
    "Envoys compare plans",
    "2002-10-22",
)
BREAKS = Page(
    f"""<html><head><title>Envoys compare plans</title></head><body bgcolor=white><font face=verdana size=2>
<a href=/>Start</a> | <a href=/n>News desk</a> | <a href=/k>Contact desk</a><hr><b>Envoys compare plans</b><br>
Sofia, 9 April 2004<br><br>{FIRST}<br><br>{MIDDLE}<br><br>{LAST}<br><br><hr><center>Copyright 2004, web desk of the
ministry</center></font></body></html>""",
    "Envoys compare plans",
    "2004-04-09",
    absent=("News desk", "Contact desk", "web desk"),
)
ARCHIVED = Page(
    f"""<!DOCTYPE html><html><head><script src="//archive.org/includes/athena.js"></script><link rel="canonical"
href="https://web.archive.org/web/20110203040506/http://www.consilium.europa.eu/envoys.aspx"><title>Envoys compare
plans</title></head><body><!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base" lang="en"><div id="wm-ipp"
style="position:fixed"><div id="wm-capinfo"><div id="wm-tools">success fail About this capture COLLECTED BY</div><div>12
captures 3 Feb 2011 - 5 Oct 2019</div></div></div></div><!-- END WAYBACK TOOLBAR INSERT --><div id="content"><h1>Envoys
compare plans</h1><p>Brussels, 2 February 2011</p>{PROSE}</div><!-- FILE ARCHIVED ON 04:05:06 Feb 03, 2011 AND RETRIEVED
FROM THE INTERNET ARCHIVE ON 10:11:12 Nov 20, 2026. --></body></html>""",
    "Envoys compare plans",
    "2011-02-02",
    absent=("captures", "COLLECTED", "2026"),
    publisher="council-of-the-european-union",
)
UNDATED_SHOP = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans | Topics</title><meta
name="dcterms.dateCopyrighted"
content="2019-01-01"><meta name="copyright" content="2019"></head><body><header><p>Today is Friday 20 November
2026</p></header><main><h1>Envoys compare plans</h1>{PROSE}<div class="box"><h2>Upcoming events</h2><ul><li><span
class="event-date">14 December 2020</span> <a href="/e">A seminar on bridges</a></li></ul></div><img
src="/img/2014-09-05_summit.jpg" alt="Summit, 5 September 2014"><p>Copyright &copy; 1998-2019 Press house. Last build
20191104.</p></main></body></html>""",
    "Envoys compare plans",
    absent=("Today is", "1998-2019"),
)
WORDPRESS_NEWS = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans &gt; Defence Department &gt;
News</title></head><body>
<header><div class="banner-logo">Seal of it</div></header><div class="adetail"><div class="crumb">News &gt;
Stories</div>
<h1 class="maintitle">Envoys compare plans</h1><div class="info-line"><time data-dateap="March 1, 2022"
datetime="2022-03-01T15:04">March 1, 2022</time> | <span class="author">By Ada Example</span>, Defence News |</div>
<div class="body"><p>{FIRST}</p><div class="in-image"><figure><img><figcaption>Flags at the door<br>Photo By: A
clerk</figcaption></figure></div><p>{MIDDLE}</p><p>{LAST}</p></div><div class="dp-tags">Spotlight on cables</div></div>
<footer><div>Choose which cookies</div></footer></body></html>""",
    "Envoys compare plans",
    "2022-03-01",
    absent=("Seal of it", "Spotlight", "Choose which"),
)
JOOMLA = Page(
    f"""<!DOCTYPE html><html lang="en-gb"><head><base href="https://www.staff-college.example/news" /><title>Envoys
compare
plans</title></head><body class="site com_content"><div class="body"><header class="header"><a class="brand">Staff
college</a></header><div class="row-fluid"><main id="content"><div class="item-page"><div class="page-header"><h2>Envoys
compare plans</h2></div><div class="icons"><ul><li class="print-icon"><a href="#">Print out</a></li></ul></div>
<dl class="article-info muted"><dt class="article-info-term">Details</dt><dd class="createdby">Written by Clerk</dd><dd
class="published"><time datetime="2013-03-12T09:12:00+01:00">Published: 12 March 2013</time></dd><dd
class="modified"><time datetime="2013-03-14T10:00:00+01:00">Last Updated: 14 March 2013</time></dd><dd
class="hits">Hits:
4512</dd></dl><div itemprop="articleBody">{PROSE}</div><ul class="pager pagenav"><li><a href="/p">Prev one</a></li></ul>
</div></main><div id="aside" class="span3"><div class="well"><h3>Who is online</h3><p>Four guests and no
members</p></div></div></div></div></body></html>""",
    "Envoys compare plans",
    "2013-03-12",
    "2013-03-14",
    absent=("Print out", "Prev one", "Who is online", "guests"),
)
TYPO3 = Page(
    f"""<!DOCTYPE html><html lang="en"><head><meta name="generator" content="TYPO3 CMS"><title>Envoys compare plans:
Institute of the Seas</title></head><body><div id="top"><div class="lang-nav"><a href="/de">Deutsch</a></div></div>
<div class="news news-single"><div class="article"><div class="header"><h3>Envoys compare plans</h3></div><div
class="footer"><p><span class="news-list-date"><time datetime="2017-11-02">02.11.17 <meta itemprop="datePublished"
content="2017-11-02"/></time></span></p></div><div class="teaser-text"><p>{FIRST}</p></div><div
class="news-text-wrap"><p>{MIDDLE}</p><p>{LAST}</p></div><div class="news-backlink-wrap"><a href="/n">Back to
it</a></div></div></div><div id="foot"><p>Imprint of it</p></div></body></html>""",
    "Envoys compare plans",
    "2017-11-02",
    absent=("Deutsch", "Back to", "Imprint"),
)
BLOCKS = Page(
    f"""<!DOCTYPE html><html lang="en-GB"><head><title>Envoys compare plans - Broadcaster News</title>
<meta property="article:modified_time" content="2023-05-10T11:12:00Z"></head><body><div id="root"><header><nav>Sport and
weather</nav></header><main id="main-content"><article><div data-component="headline-block"><h1>Envoys compare
plans</h1></div><div data-component="byline-block"><div><time datetime="2023-05-09T18:00:00.000Z">9 May
2023</time></div><div>Ada Example</div><div>Correspondent in Brussels</div></div><div data-component="text-block"><div
class="ssrcss-1"><p><b>{FIRST}</b></p></div></div><div data-component="image-block"><figure><img><figcaption>The two
flags</figcaption></figure></div><div data-component="text-block"><div class="ssrcss-1"><p>{MIDDLE}</p></div></div><div
data-component="unordered-list-block"><ul><li><a href="/l1">A frigate comes home</a></li><li><a href="/l2">A course for
nurses</a></li></ul></div><div data-component="text-block"><div class="ssrcss-1"><p>{LAST}</p></div></div><section
data-component="links-block"><h2>Related Topics</h2><ul><li><a href="/t">Rail</a></li></ul></section></article><div
data-component="top-stories"><h2>Top stories</h2><ul><li><a href="/x">The rain
ends</a></li></ul></div></main></div></body>
</html>""",
    "Envoys compare plans",
    "2023-05-09",
    "2023-05-10",
    absent=("Sport", "frigate", "nurses", "Related Topics", "The rain"),
)
GAZETTE = Page(
    f"""<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
"xhtml-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>L_2018102EN.01000101.xml</title></head><body><table
width="100%"><tr><td><p class="oj-hd-date">20.4.2018</p></td><td><p class="oj-hd-lg">EN</p></td><td><p
class="oj-hd-ti">Official Journal</p></td><td><p class="oj-hd-oj">L 102/1</p></td></tr></table><p
class="oj-doc-ti">DECISION ON THE PLANS OF THE ENVOYS</p><p class="oj-doc-ti">of 18 April 2018</p><p
class="oj-normal">THE COUNCIL OF THE HOUSES,</p><p class="oj-normal">Whereas:</p><table><tr><td><p
class="oj-normal">(1)</p></td><td><p class="oj-normal">{FIRST}</p></td></tr></table><table><tr><td><p
class="oj-normal">(2)</p></td><td><p class="oj-normal">{MIDDLE}</p></td></tr></table><p class="oj-normal">{LAST}</p><p
class="oj-signatory">Done at Luxembourg, 18 April 2018.</p></body></html>""",
    "DECISION ON THE PLANS OF THE ENVOYS",
    "2018-04-18",
    present=("Whereas:", "(1) Envoys of", "(2) On the table", "Done at Luxembourg"),
)
ESSAY = Page(
    f"""<!DOCTYPE html><html><head><title>Envoys compare plans. And what comes next | by Ada Example | Seaside |
Essays</title><meta property="og:title" content="Envoys compare plans"><meta property="article:published_time"
content="2019-03-05T22:10:11.123Z"></head><body><div id="root"><div class="a b c"><div class="ab"><a href="/">Open in
app</a><a href="/in">Sign in</a></div><article><div><section><div class="n p"><h1 id="a1" class="pw-post-title">Envoys
compare plans</h1><h2 class="pw-subtitle-paragraph">And what comes next</h2><div class="speechify-ignore"><p
class="bm"><a href="/@a">Ada Example</a></p><span>4 min read</span><span>Mar 5, 2019</span></div><p class="pw-post-body
graf">{FIRST}</p><p class="pw-post-body graf">{MIDDLE}</p><p class="pw-post-body graf">{LAST}</p></div></section></div>
</article><div class="footer-actions"><p>77 claps</p></div><div class="more"><h2>More from Ada Example and
Seaside</h2><div><h3>Lamps of the coast</h3><p>Why those who keep the lamps of the coast lit at night are so often
forgotten by those who sail.</p></div><div><h3>Salt</h3><p>Where the salt of the old towns came from, and who grew
rich by
the trade in it over the years.</p></div></div></div></div></body></html>""",
    "Envoys compare plans",
    "2019-03-05",
    absent=("Open in app", "claps", "Lamps", "Salt"),
)
SITE_NAME_FIRST = Page(
    f"""<html><head><title>Embassy of the North - Envoys compare plans</title></head><body><div id="hd"><h1>Embassy
of the
North</h1><h2>Mission to the Alliance</h2></div><div id="mn"><ul><li><a href="/1">Consular hours</a></li><li><a
href="/2">Visas for all</a></li></ul></div><div id="ct"><h3>Envoys compare plans</h3><div class="dt">Brussels, 11th of
February 2010</div>{PROSE}</div><div id="ft">Rue of the Embassy 4, 1040 Brussels<br>Office hours 9 -
12</div></body></html>""",
    "Envoys compare plans",
    "2010-02-11",
    absent=("Consular", "Visas", "Office hours"),
)
NOFRAMES = Page(
    f"""<html><head><title>Envoys compare plans</title></head><body><amp-sidebar><ul><li>Menu of
it</li></ul></amp-sidebar>
<amp-consent layout="nodisplay"><div>We store cookies</div></amp-consent><div class="amp-wp-article"><h1
class="amp-wp-title">Envoys compare plans</h1><div class="amp-wp-meta"><time datetime="2020-02-03T10:00:00+00:00">3
February 2020</time></div><div class="amp-wp-article-content">{PROSE}<amp-ad>Advert of
it</amp-ad></div></div></body></html>""",
    "Envoys compare plans",
    "2020-02-03",
    absent=("Menu of it", "cookies", "Advert of it"),
)
MANY_TITLES = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Official text: Joint communique,
22-Nov.-2002</title></head><body><div
id="main"><h1>Joint communique</h1><h2>issued at the meeting of the envoys held in Prague</h2><ul><li>21 Nov. 2002
-</li><li>|</li><li>Press Release (2002)999</li><li>Issued on 22 Nov. 2002</li><li>|</li><li>Last updated: 30 Apr. 2015
13:45</li></ul><ol><li>{FIRST}</li><li>{MIDDLE}</li><li>We recall what was said in the communique of 4 June
2001.</li><li>{LAST}</li></ol></div></body></html>""",
    "Joint communique",
    "2002-11-21",
    "2015-04-30",
    name="https://www.nato.int/cps/en/natohq/official_texts_19999.htm",
    publisher="nato",
    present=("1. Envoys of the Alliance", "4. A progress report"),
)
LIVE = Page(
    f"""<!DOCTYPE html><html lang="en"><head><title>Envoys compare plans</title></head><body><div
class="hdr-container"><h1
class="title pg-title">Envoys compare plans</h1><div class="publishing-details"><div class="published"><span
class="date"><time pubdate="pubdate" datetime="2021-11-15T10:30:00+00:00">November 15, 2021 10:30
GMT</time></span></div>
<div class="links"><ul class="links__list"><li>By our bureau</li></ul></div></div></div><div class="body-container"><div
class="wsw"><p>{FIRST}</p><div class="wsw__embed"><div class="media-block"><h4>Radio on the go</h4><p>Our listeners can
hear all of our programmes on their telephones at any hour of the day.</p><a href="/r">Find out how</a></div></div><p>
{MIDDLE}</p><p>{LAST}</p><p><strong>With reporting by <a href="/a">another bureau</a></strong></p></div></div><div
class="region"><h3>Latest on the rail</h3></div></body></html>""",
    "Envoys compare plans",
    "2021-11-15",
    absent=("Latest on",),
)
PAGES = {
    "nato 1999": NATO_1999, "nato 2006": NATO_2006, "nato 2012": NATO_2012, "nato 2019": NATO_2019,
    "nato 2025": NATO_2025, "press corner": PRESS_CORNER, "rapid": RAPID, "council 2019": COUNCIL_2019,
    "eeas 2017": EEAS_2017, "eeas 2023": EEAS_2023, "parliament 2012": PARLIAMENT_2012, "agency 2022": AGENCY_2022,
    "foreign office": FOREIGN_OFFICE, "ministry east": MINISTRY_EAST, "state": STATE, "wire": WIRE,
    "think tank": THINK_TANK, "blog": BLOG, "transcript": TRANSCRIPT, "fragment": FRAGMENT, "word": WORD_XHTML,
    "saved": SAVED, "only a table": ONLY_TABLE, "breaks": BREAKS, "archived": ARCHIVED, "undated": UNDATED_SHOP,
    "department": WORDPRESS_NEWS, "joomla": JOOMLA, "typo3": TYPO3, "blocks": BLOCKS, "gazette": GAZETTE,
    "essay": ESSAY, "site name first": SITE_NAME_FIRST, "amp": NOFRAMES, "official text": MANY_TITLES, "radio": LIVE,
}  # fmt: skip


def flat(text: str) -> str:
    return " ".join(text.split())


def day_of(moment: object) -> str | None:
    return str(moment)[:10] if moment else None


@pytest.mark.parametrize("page", [pytest.param(page, id=name) for name, page in PAGES.items()])
def test_layouts(page: Page) -> None:
    source = read_html(page.markup.encode(), page.name)
    document: Document = split_source(source, "0" * 64)[0]
    text = flat(source.text)
    told = (document.title, day_of(document.published_date), day_of(document.updated_at))
    assert told == (page.title, page.day, page.updated)
    assert document.publisher_id == page.publisher
    assert page.reference in (None, document.reference_code)
    assert [part for part in (page.first, page.last, *page.present) if flat(part) not in text] == []
    assert [part for part in page.absent if part in text] == []
    assert text.count(page.last) == 1


NOSCRIPT = "<noscript>You need to enable JavaScript to run this app.</noscript>"
CONSENT = (
    "<h1>Your privacy matters to us</h1><p>We and our 812 partners store cookies on your device and process personal "
    "data such as addresses, to show you ads that fit.</p><p>You may accept or manage your choices by a click below, "
    "also where legitimate interest is used, or at any time on the page of the privacy rules.</p>"
)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (
            "<html><head><title>A</title></head><body><iframe src='inner.html'></iframe></body></html>",
            "empty: .*frames",
        ),
        ("<html><frameset cols='1,2'><frame src='m.htm'><frame src='t.htm'></frameset></html>", r"empty: .*m\.htm"),
        (
            f"<html><title>App</title><body><div id='app'></div>{NOSCRIPT}<script src='a.js'></script>",
            "empty: a script",
        ),
        ("<html><title>App</title><body><div id='root'></div><script>run()</script></body></html>", "empty: a script"),
        (
            "<html><title>The site</title><body><div class='n'><p>Please enable JavaScript in your browser to read "
            "this page in full.</p></div></body></html>",
            "script_page: ",
        ),
        (
            "<html><head><meta http-equiv='Refresh' content='0; URL=new.htm'></head><body></body></html>",
            r"empty: .*new\.htm",
        ),
        (
            "<html><title>Page not found | The Alliance</title><body><nav><a href='/'>Home</a></nav><main><h1>Page not "
            "found</h1><p>The page you are looking for was not found. It may have been moved, or its address may have "
            "been mistyped.</p><p>Try the search, or go on from our start page.</p></main></body></html>",
            "error_page: ",
        ),
        (
            "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><p>The "
            "requested URL /a.htm was not found on this server.</p></body></html>",
            "error_page: ",
        ),
        (
            "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1><p>You do not have permission "
            "to access this server.</p><p>Reference #18.2f0</p></body></html>",
            "error_page: ",
        ),
        (
            f"<html><title>The Courier</title><body><div class='w'>{CONSENT}</div></body></html>",
            "(consent_page|empty): ",
        ),
    ],
)
def test_pages_without_a_document_are_refused(markup: str, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=f"^{reason}"):
        read_html(markup.encode(), "page")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Not found wanting: the fleet in the north",
            "The ships were not found wanting when the storm came, the admiral said.",
        ),
        ("Error", "The report calls the closing of the base an error that cost the budget four years of work."),
        (
            "Data protection accord signed",
            "Both sides agreed on rules for personal data of passengers, and on who may see it.",
        ),
        ("Access to the port", "The service of the port was blocked for two days, the two sides said on Monday."),
        ("A film", f"{FIRST}</p><p>{LAST}</p><p>You need to enable JavaScript to see the film."),
        ("A letter", f"{FIRST}</p><p>{LAST}</p><p>See the privacy policy of the house for your choices of tracking."),
        ("Rules for scripts", "The new rules say that no page of the house may rest upon a script of another house."),
    ],
)
def test_short_documents_are_no_error_pages(title: str, text: str) -> None:
    source = read_html(
        f"<html><title>{title}</title><body><h1>{title}</h1><p>{text}</p></body></html>".encode(), "page"
    )
    assert flat(source.text) == f"{title} {text}".replace("</p><p>", " ")


def test_titles_of_refusals_are_found() -> None:
    refusals = load_pages().refusals
    assert [t for refusal in refusals for t in refusal.examples if not refusal.title.fullmatch(t)] == []
