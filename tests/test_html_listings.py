"""Listing pages as sites have built them: each entry with its own date and title."""

from __future__ import annotations

import pytest

from transforms.reading.html import read_html
from transforms.splitting import split_source

TITLES = (
    "Envoys compare plans for the coming year",
    "A frigate comes home from the Gulf of Aden",
    "Ministers open the bridge at Narva",
    "A course for nurses begins in Split",
)
LEADS = (
    "The two houses want to know of each other's exercises before they begin.",
    "The ship was away for half a year, and took part in two missions.",
    "Heavy vehicles can now cross the river in both directions.",
    "Forty nurses of nine states take part in it this time.",
)
DAYS = ("2019-06-27", "2019-06-03", "2019-05-21", "2019-05-06")
SHORT = ("27 Jun. 2019", "03 Jun. 2019", "21 May 2019", "06 May 2019")
LONG = ("27 June 2019", "3 June 2019", "21 May 2019", "6 May 2019")
US = ("June 27, 2019", "June 3, 2019", "May 21, 2019", "May 6, 2019")
SLASHES = ("27/06/19", "03/06/19", "21/05/19", "06/05/19")
SHORT_DOTS = ("27.06.19", "03.06.19", "21.05.19", "06.05.19")
DOTS = ("27.06.2019", "03.06.2019", "21.05.2019", "06.05.2019")
TILES = tuple(
    "".join(f"<span class='{part}'>{text}</span>" for part, text in zip(("day", "month", "year"), day, strict=True))
    for day in (("27", "Jun", "2019"), ("03", "Jun", "2019"), ("21", "May", "2019"), ("06", "May", "2019"))
)
DATED_ITEM = "<li><span class='d'>{day}</span><a href='/{iso}'>{title}</a><p>{lead}</p></li>"
ROW = "<tr><td>{day}</td><td><a href='/{iso}'>{title}</a></td></tr>"
HYPHENS = ("27-06-2019", "03-06-2019", "21-05-2019", "06-05-2019")


def rows(template: str, days: tuple[str, ...]) -> str:
    parts = zip(DAYS, days, TITLES, LEADS, strict=True)
    return "".join(template.format(iso=iso, day=day, title=title, lead=lead) for iso, day, title, lead in parts)


def site(main: str, head: str = "") -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><title>Press room | The House</title>{head}</head><body>
<header><nav><ul><li><a href="/">Home of it</a></li><li><a href="/a">About the house</a></li></ul></nav></header>
<div class="cookie-banner"><p>We use cookies. <button>Accept all</button></p></div><main><h1>Press room</h1>
<form class="filters"><label>From date</label><input><button>Filter list</button></form>{main}
<ul class="pagination"><li><a href="?p=1">1</a></li><li><a href="?p=2">Next page</a></li></ul></main>
<footer><p>© 1999-2026 The House, 12 March 2026</p></footer></body></html>"""


def in_months(template: str, days: tuple[str, ...]) -> str:
    entries = [
        template.format(day=day, title=title, lead=lead) for day, title, lead in zip(days, TITLES, LEADS, strict=True)
    ]
    return f"<h2>June 2019</h2><ul>{''.join(entries[:2])}</ul><h2>May 2019</h2><ul>{''.join(entries[2:])}</ul>"


PAGES = {
    "cards": site(
        '<div class="grid">'
        + rows(
            '<div class="card"><a href="/{iso}"><img src="/{iso}.jpg" alt=""></a><div class="card-body"><span class='
            '"badge">News</span><h3 class="card-title"><a href="/{iso}">{title}</a></h3><p class="card-text">{lead}</p>'
            '<span class="card-date">{day}</span></div></div>',
            LONG,
        )
        + "</div>"
    ),
    "times": site(
        '<ul class="news">'
        + rows('<li><time datetime="{iso}T10:00:00Z">{day}</time> <a href="/{iso}">{title}</a></li>', DOTS)
        + "</ul>"
    ),
    "table": site(
        "<table>" + rows('<tr><td>{day}</td><td><a href="/{iso}">{title}</a></td></tr>', SHORT) + "</table>"
    ),
    "table with head": site(
        "<table><thead><tr><th>Date</th><th>Title</th><th>Type</th></tr></thead><tbody>"
        + rows('<tr><td>{day}</td><td><a href="/{iso}">{title}</a></td><td>Speech</td></tr>', HYPHENS)
        + "</tbody></table>"
    ),
    "old table": "<html><head><title>Press room</title></head><body bgcolor=white><table width=600><tr><td width=120>"
    "<a href=a.htm>Home of it</a><br><a href=b.htm>About the house</a></td><td><table border=0>"
    + rows(
        '<tr><td valign="top" nowrap><font size="2">{day}</font></td><td><font size="2"><b><a href="{iso}.htm">{title}'
        "</a></b><br>{lead}</font></td></tr>",
        SHORT,
    )
    + "</table></td></tr></table></body></html>",
    "definitions": site("<dl>" + rows("<dt>{day}</dt><dd><a href='/{iso}'>{title}</a><br>{lead}</dd>", LONG) + "</dl>"),
    "months with full dates": site(in_months("<li>{day} - <a href='/x'>{title}</a></li>", LONG)),
    "months with days": site(
        in_months("<li><span>{day}</span> <a href='/x'>{title}</a></li>", ("27 June", "3 June", "21 May", "6 May"))
    ),
    "two digits": site(
        f"<ul>{rows(DATED_ITEM, SLASHES)}</ul>"
    ),
    "two digits with dots": site(
        f"<table>{rows(ROW, SHORT_DOTS)}</table>"
    ),
    "breaks": "<html><head><title>Press room</title></head><body><h1>Press room</h1><p>"
    + rows("{day} <a href='{iso}.htm'>{title}</a><br>", SHORT)
    + "</p></body></html>",
    "date in brackets": site("<ul>" + rows("<li><a href='/{iso}'>{title}</a> ({day})</li>", LONG) + "</ul>"),
    "month first": site(
        rows(
            "<article><h2><a href='/{iso}'>{title}</a></h2><p class='meta'>{day} | Press release</p><p>{lead}</p>"
            "</article>",
            US,
        )
    ),
    "label before": site(
        rows(
            "<div class='item'><p class='tag'>Statement</p><h3><a href='/{iso}'>{title}</a></h3><div>Published: {day}"
            "</div></div>",
            LONG,
        )
    ),
    "tiles of a date": site(
        rows(
            "<div class='row'><div class='date-box'>{day}</div><div class='tx'><h3><a href='/{iso}'>{title}</a></h3><p>"
            "{lead}</p></div></div>",
            TILES,
        )
    ),
    "pictures and updates": site(
        rows(
            "<div class='views-row'><img src='/2014-09-05.jpg' alt='Summit'><div>{day}</div><div>Updated: 1 July 2019"
            "</div><a href='/{iso}'>{title}</a><div>{lead}</div></div>",
            LONG,
        )
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_listings(name: str) -> None:
    source = read_html(PAGES[name].encode(), "page.htm")
    page, *entries = split_source(source, "0" * 64)
    assert [(str(entry.published_date), entry.title) for entry in entries] == list(zip(DAYS, TITLES, strict=True))
    assert page.kind == "listing"
    assert page.published is None
    assert [word for word in ("cookies", "Home of it", "Filter list", "Next page", "2026") if word in source.text] == []
    assert all(source.text.count(lead) == (lead in PAGES[name]) for lead in LEADS)


@pytest.mark.parametrize("name", PAGES)
def test_entries_have_places(name: str) -> None:
    source = read_html(PAGES[name].encode(), "page.htm")
    starts = [source.text.index(title) for title in TITLES]
    told = [max((p for p in source.places if p.start <= start), key=lambda p: p.start).element for start in starts]
    assert all(told)
