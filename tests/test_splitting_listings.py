"""Layouts of listing pages: what dates an entry, where it begins, and that nothing between entries is lost."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.model import Document, HeaderFacts, Place, SourceText
from transforms.reading.feeds import read_feed
from transforms.splitting import split_source

SHA = "7" * 64
LEAD = "The ministers spoke about exercises and about bridges. They will meet again in the autumn."
Told = list[tuple[str | None, str | None]]


def entries(documents: list[Document]) -> Told:
    return [(str(d.published_date) if d.published_date else None, d.title) for d in documents[1:]]


def split(text: str, facts: HeaderFacts | None = None) -> list[Document]:
    return split_source(SourceText(text, "text/plain", "utf-8", facts=facts or HeaderFacts()), SHA)


THREE: Told = [
    ("2002-06-03", "Ministers agree on roads"),
    ("2002-05-28", "Ministers agree on bridges"),
    ("2002-05-21", "Allies train together"),
]


@pytest.mark.parametrize(
    "rows",
    [
        # tables of 2002: day and title in a row, with the number, with the kind before or behind
        "{a:%d-%b-%Y}  {0}\n{b:%d-%b-%Y}  {1}\n{c:%d-%b-%Y}  {2}\n",
        "{a:%d-%b-%Y}\t{0}\n{b:%d-%b-%Y}\t{1}\n{c:%d-%b-%Y}\t{2}\n",
        "(2002)123  {a:%d %B %Y}  {0}\n(2002)122  {b:%d %B %Y}  {1}\n(2002)121  {c:%d %B %Y}  {2}\n",
        "{a:%d/%m/%Y} | {0} | Press release\n{b:%d/%m/%Y} | {1} | Statement\n{c:%d/%m/%Y} | {2} | Press release\n",
        "{a:%d/%m/%Y} | News | {0}\n{b:%d/%m/%Y} | Statement | {1}\n{c:%d/%m/%Y} | News | {2}\n",
        "{a:%d/%m/%y}  {0}\n{b:%d/%m/%y}  {1}\n{c:%d/%m/%y}  {2}\n",
        "{a:%d.%m.%y} {0}\n{b:%d.%m.%y} {1}\n{c:%d.%m.%y} {2}\n",
        # the day on a line of its own
        "{a:%d %b. %Y}\n{0}\n{b:%d %B %Y}\n{1}\n{c:%d %B %Y}\n{2}\n",
        # below headings with the month
        "June 2002\n\n{a:%d %B}\n{0}\n\nMay 2002\n\n{b:%d %B}\n{1}\n\n{c:%d %B}\n{2}\n",
        "June 2002\n\n{a:%d %B} - {0}\n\nMay 2002\n\n{b:%d %B} - {1}\n{c:%d %B} - {2}\n",
        "June 2002\n\n{a:%d %B %Y}\n{0}\n\nMay 2002\n\n{b:%d %B %Y}\n{1}\n\n{c:%d %B %Y}\n{2}\n",
        # glued: the line breaks between the entries are lost
        "{a:%d %B %Y} {0}\n" + LEAD + "{b:%d %B %Y} {1}\n" + LEAD + "{c:%d %B %Y} {2}\n" + LEAD,
    ],
    ids=lambda rows: rows[:24],
)
def test_tables_and_headings(rows: str) -> None:
    days = {"a": date(2002, 6, 3), "b": date(2002, 5, 28), "c": date(2002, 5, 21)}
    assert entries(split("Archive\n\n" + rows.format(*(title for _, title in THREE), **days))) == THREE


def test_months_in_other_languages() -> None:
    text = "Communiqués\n\n3 juin 2019\nLes ministres\n\n28 mai 2019\nLes routes\n\n21 mai 2019\nLes ponts\n"
    assert entries(split(text)) == [
        ("2019-06-03", "Les ministres"),
        ("2019-05-28", "Les routes"),
        ("2019-05-21", "Les ponts"),
    ]


def test_entries_of_one_day() -> None:
    titles = ["Ministers agree on roads", "Allies train together", "Ministers agree on bridges"]
    text = "News\n\n" + "\n\n".join(f"3 June 2019\n{title}\n{LEAD}" for title in titles)
    assert entries(split(text)) == [("2019-06-03", title) for title in titles]


def test_an_undated_entry_among_dated_ones() -> None:
    dated = [("3 June 2019", "Roads"), ("28 May 2019", "Bridges"), ("21 May 2019", "Tunnels")]
    parts = [f"{day}\n\nMinisters agree on {title}\n\n{LEAD}" for day, title in dated]
    parts.insert(1, f"Allies train together\n\n{LEAD}")
    documents = split("NATO news\n\n" + "\n\n".join(parts) + "\n")
    assert entries(documents) == [
        ("2019-06-03", "Ministers agree on Roads"),
        (None, "Allies train together"),
        ("2019-05-28", "Ministers agree on Bridges"),
        ("2019-05-21", "Ministers agree on Tunnels"),
    ]
    assert [document.text.count(LEAD) for document in documents[1:]] == [1, 1, 1, 1]


ROADS, BRIDGES, TUNNELS = (f"Ministers agree on {thing}" for thing in ("roads", "bridges", "tunnels"))
UNDATED = "Allies train together"


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        # below the last entry stands another one, for one stands also between others
        (
            [f"3 June 2019\n{ROADS}\n{LEAD}", f"{UNDATED}\n{LEAD}", f"28 May 2019\n{BRIDGES}\n{LEAD}",
             f"21 May 2019\nTalks\n{LEAD}", f"{TUNNELS}\n{LEAD}", "Top of the page"],
            [("2019-06-03", ROADS), (None, UNDATED), ("2019-05-28", BRIDGES), ("2019-05-21", "Talks"), (None, TUNNELS)],
        ),
        # only below the last: the foot of the page
        (
            [f"3 June 2019\n{ROADS}\n{LEAD}", f"28 May 2019\n{BRIDGES}\n{LEAD}", f"About the office\n{LEAD}"],
            [("2019-06-03", ROADS), ("2019-05-28", BRIDGES)],
        ),
        # titles alone, each in a block of its own
        (
            [f"3 June 2019\n{ROADS}", UNDATED, f"28 May 2019\n{BRIDGES}", f"21 May 2019\n{TUNNELS}", "Links"],
            [("2019-06-03", ROADS), (None, UNDATED), ("2019-05-28", BRIDGES), ("2019-05-21", TUNNELS)],
        ),
        # what touches a title is of it
        (
            [f"3 June 2019\n{ROADS}\nMeeting of the council", f"28 May 2019\n{BRIDGES}", f"21 May 2019\n{TUNNELS}"],
            [("2019-06-03", ROADS), ("2019-05-28", BRIDGES), ("2019-05-21", TUNNELS)],
        ),
    ],
)  # fmt: skip
def test_where_undated_entries_begin(blocks: list[str], told: Told) -> None:
    assert entries(split("News of the week\n\n" + "\n\n".join(blocks) + "\n")) == told


def test_undated_entries_by_the_elements_of_their_titles() -> None:
    pieces = [
        ("News of the week", "/html/body/h1"),
        ("3 June 2019", "/html/body/div[1]/time"), (ROADS, "/html/body/div[1]/h3"),
        ("28 May 2019", "/html/body/div[2]/time"), (BRIDGES, "/html/body/div[2]/h3"), (LEAD, "/html/body/div[2]/p"),
        (UNDATED, "/html/body/div[3]/h3"), (TUNNELS, "/html/body/div[4]/h3"), (LEAD, "/html/body/div[4]/p"),
    ]  # fmt: skip
    text, places = "", []
    for piece, element in pieces:
        places.append(Place(len(text), element=element))
        text += f"{piece}\n\n"
    source = SourceText(text, "text/html", "utf-8", places=tuple(places))
    assert entries(split_source(source, SHA)) == [
        ("2019-06-03", ROADS), ("2019-05-28", BRIDGES), (None, UNDATED), (None, TUNNELS),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["{} - {}", "• {} ({})", "{}  {}", "{} | {}"])
@pytest.mark.parametrize("end", ["\n", "\n\n", f"\n{LEAD}\n"])
def test_titles_with_their_days_behind_them(line: str, end: str) -> None:
    days = ["3 June 2019", "28.05.2019", "May 21, 2019"]
    text = "".join(line.format(title, day) + end for title, day in zip((ROADS, BRIDGES, TUNNELS), days, strict=True))
    documents = split(f"News of the week\n\n{text}")
    assert entries(documents) == [("2019-06-03", ROADS), ("2019-05-28", BRIDGES), ("2019-05-21", TUNNELS)]
    shown = [
        d.text[d.published.span.start : d.published.span.end] for d in documents[1:] if d.published and d.published.span
    ]
    assert shown == days


def test_a_heading_between_entries_is_the_pages() -> None:
    page, *parts = split("Archive\n\nJune 2019\n\n3 June\nRoads\n\nMay 2019\n\n28 May\nBridges\n")
    headings = [page.text[p.start : p.end].strip() for p in page.passages if p.kind == "heading"]
    assert "May 2019" in headings
    assert all("May 2019" not in part.text for part in parts)


@pytest.mark.parametrize(
    ("host", "days"),
    [
        ("www.state.gov", ["2019-06-03", "2019-05-02"]),
        ("www.gov.pl", ["2019-03-06", "2019-02-05"]),
        ("example.org", [None, None]),
    ],
)
def test_the_publishers_order_of_day_and_month(host: str, days: list[str | None]) -> None:
    text = "News\n\n06/03/2019\nMinisters agree on roads\n\n05/02/2019\nAllies train together\n"
    assert [day for day, _ in entries(split(text, HeaderFacts(publisher=host)))] == days


@pytest.mark.parametrize(
    "text",
    [
        f"Ministers agree on roads\n\nPublished\n3 June 2019\nUpdated\n5 June 2019\n\n{LEAD * 3}\n",
        f"Ministers agree on roads\n\nPublished 03/06/2019\nLast updated\n14/06/2019\n\n{LEAD * 3}\n",
        # two days in the header of a page, with what stands beside them
        f"{ROADS}\n\n06.05.2021 | Team of the office\n\n06/05/2021 - 10:06, NUMBER: 210506_5\n\n{LEAD}\n",
        f"Office\n\n06.05.2021\nTeam of the office\n\n04/05/2021 - 10:06\nNUMBER: 210506\n\n{LEAD * 3}\n\n{LEAD * 3}\n",
        f"Office\n\n06.05.2021 Team of the office\n05.05.2021 Number 210506\n\n{LEAD * 3}\n\n{LEAD * 3}\n",
        # days of a programme
        "Programme\n\n3 June 2019\n09:00 Opening\n10:00 Roads\n\n4 June 2019\n09:00 Bridges\n13:00 End\n",
        "Programme\n\n3 June 2019\n09:00\nOpening\n10:00\nRoads\n\n4 June 2019\n9.30\nBridges\n13:00\nEnd\n",
        # papers named in a text
        f"{ROADS}\n\n{LEAD * 3}\n\nReport 1 - 3 June 2017\nReport 2 - 4 June 2018\nReport 3 - 5 June 2019\n",
        f"Ministers agree on roads\n\n{LEAD * 3}\n\n1.1.10 Scope\n1.1.11 Aim\n1.1.12 Means\n",
    ],
)
def test_what_is_no_listing(text: str) -> None:
    assert len(split(text)) == 1


def test_the_days_of_a_page_with_facts_are_no_entries() -> None:
    text = f"Office\n\n06.05.2021\nTeam of the office\n\n04/05/2021 - 10:06\nNUMBER: 210506\n\n{LEAD * 3}\n"
    assert len(split(text, HeaderFacts(title=ROADS, published="2021-05-06"))) == 1


@pytest.mark.parametrize("top", ["Agenda", "Agenda of the council", "Visit of the envoys to the north"])
@pytest.mark.parametrize("day", ["Monday, 3 June 2019", "3 June 2019", "Brussels, 3 June 2019"])
@pytest.mark.parametrize(
    "hours", ["09:00 Opening\n10:30 Roads\n", "09.00-10.30\nOpening\n\n10.30\nRoads\n", "9 am Roads\n\n2 p.m. End\n"]
)
def test_the_day_of_a_programme_is_not_that_of_publication(top: str, day: str, hours: str) -> None:
    (page,) = split(f"{top}\n\n{day}\n\n{hours}")
    assert (page.title, page.published) == (top, None)
    (page,) = split(f"{top}\n\nPublished: 28 May 2019\n\n{day}\n\n{hours}")
    assert (page.title, str(page.published_date)) == (top, "2019-05-28")


FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Sample feed</title>'
    "<link>https://www.nato.int/rss</link><language>en</language>{}</channel></rss>"
)
ITEM = "<item><title>{}</title><link>https://www.nato.int/{}</link>{}<description>" + LEAD + "</description></item>"
DAY = "<pubDate>Mon, 03 Jun 2019 10:00:00 GMT</pubDate>"


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ([("Roads", "a", DAY)], [("2019-06-03", "Roads")]),
        ([("Roads", "a", "")], [(None, "Roads")]),
        ([("Roads", "a", DAY), ("Bridges", "b", "")], [(None, "Bridges"), ("2019-06-03", "Roads")]),
        ([("Roads", "a", DAY), ("Bridges", "b", DAY)], [("2019-06-03", "Roads"), ("2019-06-03", "Bridges")]),
    ],
)
def test_feeds(items: list[tuple[str, str, str]], told: Told) -> None:
    source = read_feed(FEED.format("".join(ITEM.format(*item) for item in items)).encode(), "feed.xml")
    page, *parts = split_source(source, SHA)
    assert (page.kind, page.title, page.publisher_id) == ("listing", "Sample feed", "nato")
    assert entries([page, *parts]) == told
    addresses = {title: f"https://www.nato.int/{name}" for title, name, _ in items}
    assert [part.url for part in parts] == [addresses[part.title or ""] for part in parts]
    assert all(LEAD in part.text for part in parts)
