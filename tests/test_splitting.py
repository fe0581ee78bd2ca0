"""A source's text into documents: heads, dates, speakers, transcripts, listings, footers; a partition of the text."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.knowledge import load_knowledge
from transforms.model import Document, HeaderFacts, Passage, SourceText, Span
from transforms.reading.formats import read_source
from transforms.splitting import split_source
from transforms.splitting.entry_line import read_date_line
from transforms.splitting.lines import join_lines, read_lines
from transforms.splitting.speech import find_speaker
from transforms.splitting.wording import LONGEST_LINE, Example, load_wording
from warehouse.tables import DOCUMENT_KINDS, PASSAGE_KINDS

SHARED = Path(__file__).parent.parent.parent / "shared"
BODY = (
    "The ministers spoke about exercises, about roads and bridges, and about the health of their soldiers. They will"
    " meet again in the autumn, and until then their staffs will exchange what they have learned.\n"
)
SPEECH = "I am glad to be in Riga.\n\nWe have much to do, and I count on you.\n\nThank you.\n"
BULLETS = "  • 03 Jun. 2019 -\n  • |\n  • Last updated: 04 Jun. 2019 09:15\n"
SHA = "5" * 64


def split(text: str, facts: HeaderFacts | None = None, body_start: int = 0) -> list[Document]:
    source = SourceText(text, "text/plain", "utf-8", body_start=body_start, facts=facts or HeaderFacts())
    return split_source(source, SHA)


def page(text: str) -> Document:
    (document,) = split(text)
    return document


def words(document: Document, span: Span | Passage | None) -> str | None:
    return document.text[span.start : span.end].strip() if span else None


def pieces(document: Document, kind: str) -> list[str]:
    return [words(document, passage) or "" for passage in document.passages if passage.kind == kind]


def turns(document: Document) -> list[tuple[str | None, str]]:
    """Each turn's speaker and its text, from its first passage to its last."""
    spans: dict[Span | None, Span] = {}
    for passage in (passage for passage in document.passages if passage.kind == "turn"):
        start = spans[passage.speaker_span].start if passage.speaker_span in spans else passage.start
        spans[passage.speaker_span] = Span(start, passage.end)
    return [(words(document, speaker), words(document, span) or "") for speaker, span in spans.items()]


def assert_partition(document: Document) -> None:
    ends = [0, *(passage.end for passage in document.passages)]
    assert [passage.start for passage in document.passages] == ends[:-1]
    assert ends[-1] == len(document.text)
    assert all(passage.start < passage.end for passage in document.passages)
    for passage in document.passages[1:]:
        assert not document.text[passage.start].isspace()


# --- whatever comes -----------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        "",
        "",
        "Press statement",
        "by the Minister Ada Example at the opening",
        "  • 03 Jun. 2019 -",
        "  • |",
        "(As delivered)",
        "Brussels, 3 June 2019",
        "03 Jun. 2019 190603-a.jpg - A caption, 71.20KB",
        "03 Jun. 2019",
        "ADA EXAMPLE [Minister]: Yes.",
        "QUESTION: Why?",
        "Press contacts:",
        "Ada EXAMPLE (+32 2 000 00 00)",
        "STATEMENT/19/3456",
        "Share | Print",
        "Back To Top",
        "# Heading",
        "- an item",
        "I thank you.",
        "date 2019-06-03 It begins",
        "BRUSSELS, June 3 (Agency) - It begins",
        BODY.strip(),
        "Check against delivery! I begin.",
        "Statement by President Example on the matter",
        "\u2028",
        "\x00",
        "---",
        "“",
        "12 Entries",
        "11/12/2017 13:01 | News",
        "13/11/2017",
        "News",
        "Roads and bridges",
        "10-11 July 2018 - Talks",
        "THE PRESIDENT",
        "Remarks by Ada Example,",
        "Minister of Roads",
        "Read more",
        "Related media",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=14).map("\n".join))
@example("03 Jun. 2019\n\n04 Jun. 2019")
@example("Check against delivery! ")
@example("BRUSSELS (Agency) - ")
def test_any_page_is_partitioned(text: str) -> None:
    for document in split(text):
        assert_partition(document)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
@example("")
@example(" \n ")
@example("\x00" * 9)
def test_any_text_is_partitioned(text: str) -> None:
    for document in split(text):
        assert_partition(document)


def filled(line: str, size: int) -> str:
    """That many characters of the same line."""
    return (line * (size // len(line) + 1))[:size]


def listed(form: str, size: int) -> str:
    """A listing of about that many characters, ten entries a day."""
    count = size // len(form)
    return "".join(f"{date(2024, 1, 1) - timedelta(days=number // 10):{form}}" for number in range(count))


def seconds(text: str) -> float:
    start = time.process_time()
    split(text)
    return time.process_time() - start


def assert_linear(text: str, thrice: str) -> None:
    """Three times the text takes about three times as long; the rest of the limit is for the measurement."""
    split("Ministers agree\n")
    # the better of two: another program may have had the processor
    small, large = (min(seconds(each), seconds(each)) for each in (text, thrice))
    assert large < 6 * small + 0.3


@pytest.mark.parametrize("line", ["03/06/2019\n", "\n", "by \n", ": : :\n", ":", "a "], ids=repr)
def test_long_pages_take_linear_time(line: str) -> None:
    assert_linear(filled(line, 100_000), filled(line, 300_000))


def test_long_listings_take_linear_time() -> None:
    form = "Roads and bridges\n%d/%m/%Y | News\nThe ministers met in Riga to speak of roads.\n\n"
    assert_linear(listed(form, 100_000), listed(form, 300_000))


@pytest.mark.parametrize(
    "line",
    [
        "facebook twitter share print x post " * 8 + "!",
        "00 " * 99,
        "ADA EXAMPLE [Minister]: yes",
        "03 Jun. 2019 a.jpg - b, 9.88KB",
        "home > " + "a > " * 60,
        '"abc',
        "Aa, " * 70,
        "- " * 100,
        "A" * 290 + ":",
        "[(" * 140,
        "press " * 49,
        "visit the a-b-" * 20,
        "1 June - " * 30,
        "Speech by " * 28,
        "download the pdf (" * 16,
        "03/06/2019 | " * 20,
    ],
    ids=lambda line: line[:12],
)
def test_hostile_lines_take_linear_time(line: str) -> None:
    assert_linear(filled(f"{line}\n", 10_000), filled(f"{line}\n", 30_000))


def test_of_a_text_without_end_the_rest_is_one_passage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transforms.splitting.lines.MOST_LINES", 5)
    document = page("Roads\n\n" + "They met again.\n" * 9)
    assert_partition(document)
    assert len(document.passages) == 6
    assert words(document, document.passages[-1]) == "\n".join(["They met again."] * 5)


def test_ids_depend_on_bytes_and_place_only() -> None:
    text = f"A title\n\n{BODY}"
    assert page(text).document_id == page(text).document_id
    (other,) = split_source(SourceText(text, "text/plain", "utf-8"), "6" * 64)
    assert other.document_id != page(text).document_id


# --- heads --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "title", "subtitle"),
    [
        ("Ministers agree on roads\n\n", "Ministers agree on roads", []),
        ("\n\n  Ministers  agree\ton roads \n\n", "Ministers agree on roads", []),
        (
            "Ministers agree on roads that will carry\ntanks and trucks\n\n",
            "Ministers agree on roads that will carry tanks and trucks",
            [],
        ),
        ("Ministers agree\n\nMinisters agree\n\n", "Ministers agree", []),
        ("Press statement\n\nby the Minister Ada Example\n\n", "Press statement", ["by the Minister Ada Example"]),
        ("Closing remarks\nby the Minister Ada Example\n", "Closing remarks", ["by the Minister Ada Example"]),
        ("Pre-visit briefing\nwith Ada Example\n\n", "Pre-visit briefing", ["with Ada Example"]),
        ("Press release\n\nMinisters agree\n\n", "Ministers agree", []),
        ("News\nStatement\n\nMinisters agree\n\n", "Ministers agree", []),
        ("JOINT DECLARATION\nON THE USE OF ROADS\n\n", "JOINT DECLARATION ON THE USE OF ROADS", []),
        ("THIRD REPORT ON ROADS\nSummary\n\n", "THIRD REPORT ON ROADS", ["Summary"]),
        ("European Commission - Press release\n\nMinisters agree\n\n", "Ministers agree", []),
        ("Home > News > 2019\nEnglish | Français\nMinisters agree\n\n", "Ministers agree", []),
        ("Vienna\n\n3 June 2019\n\nClosing remarks\n\nby the Minister\n\n", "Closing remarks", ["by the Minister"]),
        (
            'At the opening of the House,\n3 June 2019\n\n"Roads\nfor Peace"\n\nSpeech by Ada Example\n\n',
            '"Roads for Peace"',
            ["Speech by Ada Example"],
        ),
        (
            "Water Policy\n\nNATO: Remarks by Ada Example\n\nRiga, 03/06/2019 - 11:02\n\n",
            "NATO: Remarks by Ada Example",
            [],
        ),
        ("date 2019-06-03 Ministers agree\n\n", "Ministers agree", []),
        ("# Ministers *agree*\n\n", "Ministers *agree*", []),
        ("**Ministers agree**\n\n", "Ministers agree", []),
        ("", None, []),
        (
            "Press conference\n\nby Ada Example ahead of the talks in Riga\n\n(As delivered)\n\n"
            "Press conference by the Minister Ada Example ahead of the talks in Riga\n\n",
            "Press conference",
            [
                "by Ada Example ahead of the talks in Riga",
                "Press conference by the Minister Ada Example ahead of the talks in Riga",
            ],
        ),
        (
            "Updated: 04-Jun-2003 NATO Press Releases\n\n3 June 2003\n\nJoint Press Statement\nby the Minister\n"
            "Meeting of the Committee\n\n",
            "Joint Press Statement",
            ["by the Minister", "Meeting of the Committee"],
        ),
        ("Latest news\n\nMinisters agree\n\n2 minutes\n\n", "Ministers agree", []),
        # letterheads
        ("EUROPEAN COUNCIL\nTHE PRESIDENT\n\nRiga, 3 June 2019\n\nMinisters agree\n\n", "Ministers agree", []),
        ("THE COUNCIL OF\nTHE EUROPEAN UNION\n\nMinisters agree\n\n", "Ministers agree", []),
        ("European Council / Conseil européen\n\nMinisters agree\n\n", "Ministers agree", []),
        ("NATO/OTAN\n\nPress service\n\nMinisters agree\n\n3 June 2019\n\n", "Ministers agree", []),
        ("OFFICE OF THE SECRETARY GENERAL\n\nMINISTERS AGREE\nON ROADS\n\n", "MINISTERS AGREE ON ROADS", []),
        ("The President\n\n", "The President", []),
        ("Press service\nNATO: roads for all\n\n3 June 2019\n\n", "NATO: roads for all", []),
        # titles over several lines
        ("Ministers agree on the use of\nRoads\n\n", "Ministers agree on the use of Roads", []),
        (
            "Remarks by Ada EXAMPLE,\nMinister of Roads,\nat the opening\n\n",
            "Remarks by Ada EXAMPLE, Minister of Roads, at the opening",
            [],
        ),
        (
            "Speech by Ada Example\nPresident of the House\nat the opening in Riga\n\n3 June 2019\n\n",
            "Speech by Ada Example President of the House at the opening in Riga",
            [],
        ),
        (
            "Remarks by Ada Example,\n\nMinister of Roads,\n\nat the opening\n\n",
            "Remarks by Ada Example, Minister of Roads, at the opening",
            [],
        ),
        (
            "Ada Example\nMinister of Roads\n\nRiga, 3 June 2019\n\nSpeech by Minister of Roads Ada Example\n\n",
            "Speech by Minister of Roads Ada Example",
            [],
        ),
    ],
)
def test_titles(head: str, title: str | None, subtitle: list[str]) -> None:
    document = page(head + BODY)
    assert document.title == title
    assert [" ".join(text.split()) for text in pieces(document, "subtitle")] == subtitle
    assert pieces(document, "body") + pieces(document, "turn") == [BODY.strip()]


@pytest.mark.parametrize(
    ("head", "day", "basis", "surface"),
    [
        (f"Ministers agree\n\n{BULLETS}\n", date(2019, 6, 3), "header", "03 Jun. 2019"),
        (
            "Ministers agree\n\n03 Jun. 2019 - | Last updated: 04 Jun. 2019 09:15\n\n",
            date(2019, 6, 3),
            "header",
            "03 Jun. 2019",
        ),
        ("Ministers agree\n\nBrussels, 3 June 2019\n\n", date(2019, 6, 3), "dateline", "3 June 2019"),
        (
            "Ministers agree\n\nBrussels, 3 June 2019 - The ministers met, and they "
            "spoke for three hours about roads. ",
            date(2019, 6, 3),
            "dateline",
            "3 June 2019",
        ),
        ("Ministers agree\n\nPublished: Monday, June 3, 2019 at 17:42 GMT\n\n", date(2019, 6, 3), "header", None),
        (
            "Ministers agree\n\n  • 03 Jun. 2019 - 04 Jun. 2019\n  • Issued on 05 Jun. 2019\n\n",
            date(2019, 6, 5),
            "issued_line",
            "05 Jun. 2019",
        ),
        (
            "Council of the EU\nPress release\n3 June 2019\n15:10\n\nMinisters agree\n\n",
            date(2019, 6, 3),
            "header",
            "3 June 2019",
        ),
        ("Ministers agree\n\n13.06.2019 | Riga | Name of a team\n\n", date(2019, 6, 13), "header", "13.06.2019"),
        (
            "Ministers agree\n\nRiga, 03/06/2019 - 11:02, UNIQUE ID: 190603_7\n\n",
            date(2019, 6, 3),
            "dateline",
            "03/06/2019 - 11:02",
        ),
        ("Press release 512/19 / 03/06/2019\n\nMinisters agree\n\n", date(2019, 6, 3), "header", "03/06/2019"),
        (
            "Thu. Nov 21st, 2024\n\nBrussels, 29 October 2024\n\nMinisters agree\n\n",
            date(2024, 10, 29),
            "dateline",
            "29 October 2024",
        ),
        ("Vienna,\n3 June 2019\n\nMinisters agree on roads\n\n", date(2019, 6, 3), "header", "3 June 2019"),
        ("date 2019-06-03 Ministers agree\n\n", date(2019, 6, 3), "header", "2019-06-03"),
        (
            "Ministers agree\n\n(Source: European Defence Agency; issued June 3, 2019)\n\n",
            date(2019, 6, 3),
            "issued_line",
            "June 3, 2019",
        ),
        # no date of its own
        (
            "Ministers agree\n\nBRUSSELS, June 3 (Sample Agency) - The ministers "
            "met, and they spoke for hours about roads. ",
            None,
            None,
            None,
        ),
        ("Ministers agree\n\nRiga, 03/06/2019\n\n", None, None, None),
        ("Ministers agree\n\nLast updated: 4 June 2019\n\n", None, None, None),
        ("Ministers agree\n\nOn 3 June 2019 the ministers met in Riga.\n\n", None, None, None),
        ("Ministers agree\n\n190603-ministers.jpg\n\n", None, None, None),
        ("Ministers agree\n\n© The agency, 3 June 2019\n\n", None, None, None),
        ("Ministers agree\n\n", None, None, None),
    ],
)
def test_dates_of_publication(head: str, day: date | None, basis: str | None, surface: str | None) -> None:
    document = page(head + BODY)
    found = document.published
    assert (document.published_date, found.basis if found else None) == (day, basis)
    if surface:
        assert words(document, found.span if found else None) == surface


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("  • Last updated: 04 Jun. 2019 09:15", datetime(2019, 6, 4, 9, 15, tzinfo=UTC)),
        ("Last updated 04-Jun-2019 09:15", datetime(2019, 6, 4, 9, 15, tzinfo=UTC)),
        ("Mis à jour le: 04 Jun. 2019 09:15", datetime(2019, 6, 4, 9, 15, tzinfo=UTC)),
        ("Last review: 4 June 2019", datetime(2019, 6, 4, tzinfo=UTC)),
    ],
)
def test_last_update(line: str, moment: datetime) -> None:
    assert page(f"Ministers agree\n\n{line}\n\n{BODY}").updated_at == moment
    assert page(f"Ministers agree\n\n{BODY}\n{line}\n").updated_at == moment


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Brussels, 3 June 2019\n\n", "Brussels"),
        ("Athens, Greece, 3 June 2019\n\n", "Athens, Greece"),
        ("3 June 2019\n\n", None),
        ("The Hague, 3 June 2019\n\n", "The Hague"),
        ("13.06.2019 | Riga | Name of a team\n\n", "Riga"),
        (
            "VIENNA (Sample Agency) - The ministers have agreed on roads and bridges, officials said on Monday. ",
            "VIENNA",
        ),
        ("NATO — The ministers have agreed on roads and bridges, officials said on Monday evening. ", None),
    ],
)
def test_places(head: str, place: str | None) -> None:
    document = page(f"Ministers agree\n\n{head}{BODY}")
    assert words(document, document.place_span) == place


@pytest.mark.parametrize(
    ("text", "publisher", "code"),
    [
        (f"Ministers agree\n\n{BULLETS}\n{BODY}", "nato", None),
        (f"Updated: 03-Jun-2002 NATO Speeches\n\nMinisters agree\n\n{BODY}", "nato", None),
        (f"Ministers agree\n\n  • 03 Jun. 2019 -\n  • Press Release (2019) 120\n\n{BODY}", "nato", "(2019) 120"),
        (f"Ministers agree\n\n{BODY}\nSTATEMENT/19/3456\n", "european-commission", "STATEMENT/19/3456"),
        (
            f"Council of the EU\nPress release\n3 June 2019\n\nMinisters agree\n\n{BODY}",
            "council-of-the-european-union",
            None,
        ),
        (f"Press release 512/19\n03/06/2019\n\nMinisters agree\n\n{BODY}", "council-of-the-european-union", "512/19"),
        (
            f"Ministers agree\n\nRiga, 03/06/2019 - 11:02, UNIQUE ID: 190603_7\n\n{BODY}",
            "european-external-action-service",
            "190603_7",
        ),
        (f"Ministers agree\n\n{BODY}\n\nREF.: 20190211IPR25747\n", "european-parliament", "20190211IPR25747"),
        (f"NATO ministers agree with the European Commission\n\n{BODY}", None, None),
        (
            "Ministers agree\n\nThe number of the text is STATEMENT/19/3456, and "
            f"that is all that has to be said here. {BODY}",
            None,
            None,
        ),
    ],
)
def test_publishers_and_numbers(text: str, publisher: str | None, code: str | None) -> None:
    document = page(text)
    assert (document.publisher_id, document.reference_code) == (publisher, code)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Press statement", "statement"),
        ("Kosovo: Statement by the Spokesperson on the talks", "statement"),
        ("Opening remarks by the Minister", "statement"),
        ("Speech by the Minister at the opening", "speech"),
        ("Security conference: Keynote speech by the Minister", "speech"),
        ("Joint press conference with the Minister", "transcript"),
        ("Joint Declaration on roads", "declaration"),
        ("EU-NATO Declaration on roads", "declaration"),
        ("Riga Summit Declaration", "declaration"),
        ("Joint statement by the ministers", "declaration"),
        ("NATO and EU sign declaration on roads", "news"),
        ("EU adopts joint declaration on roads", "news"),
        ("Readout of the talks on roads", "readout"),
        ("Minister speaks with President Example", "readout"),
        ("Third progress report on roads", "report"),
        ("Minister welcomes report on roads", "news"),
        ("Opinion: roads matter", "article"),
        ("Ministers agree on roads", "news"),
        ("Minister makes statement on roads", "news"),
        ("Ministers welcome speech by the President", "news"),
    ],
)
def test_kinds_by_title(title: str, kind: str) -> None:
    assert page(f"{title}\n\n{BODY}").kind == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Press release\n\nMinisters agree\n\n", "press_release"),
        ("Speech\n\n3 June 2019\n\nRoads for peace\n\n", "speech"),
        ("", "other"),
    ],
)
def test_kinds_by_label(head: str, kind: str) -> None:
    assert page(head + BODY).kind == kind


def test_language() -> None:
    assert page(f"Ministers agree\n\n{BODY}").language == "en"
    french = (
        "Les ministres ont parlé des routes et des ponts, et ils se retrouveront à l’automne pour en parler encore."
    )
    assert page(f"Les ministres sont d’accord\n\n{french}\n").language == "fr"
    assert page("Ministers agree\n").language is None


def test_front_matter() -> None:
    text = (
        "---\ntitle: Statement by President Example on roads\ndate: 2019-06-03"
        "\nupdated: 2019-06-04T10:30:00Z\npublisher: NATO\n"
        "url: https://example.org/a\nlanguage: en-GB\nreference: R/1\n---\n\n# "
        "Statement by President Example on roads\n\n"
        f"Riga\n\n{SPEECH}"
    )
    (document,) = split_source(read_source(text.encode(), "a.md"), SHA)
    assert_partition(document)
    assert document.title == "Statement by President Example on roads"
    assert document.published is not None
    assert (document.published.day, document.published.basis, document.published.span) == (
        date(2019, 6, 3),
        "metadata",
        None,
    )
    assert document.updated_at == datetime(2019, 6, 4, 10, 30, tzinfo=UTC)
    assert (document.publisher_id, document.language, document.url) == ("nato", "en", "https://example.org/a")
    assert document.reference_code == "R/1"
    assert [passage.kind for passage in document.passages][:2] == ["header", "title"]
    assert words(document, document.speaker_span) == "President Example"
    assert len(turns(document)) == 1


@pytest.mark.parametrize(
    ("host", "publisher"), [("https://www.nato.int/x", "nato"), ("https://example.org/nato.int", None)]
)
def test_publisher_by_address_in_front_matter(host: str, publisher: str | None) -> None:
    (document,) = split(f"Ministers agree\n\n{BODY}", HeaderFacts(publisher=host))
    assert document.publisher_id == publisher


# --- speech -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "name", "is_joint", "is_collective"),
    [
        ("Statement by President Example at the talks", "President Example", False, False),
        (
            "Remarks by the NATO Secretary General, Lord Example, at the talks",
            "NATO Secretary General, Lord Example",
            False,
            False,
        ),
        ("Speech by Ada Example following the talks", "Ada Example", False, False),
        ("Kosovo: Statement by the Spokesperson on the talks", "Spokesperson", False, False),
        (
            "Statement by High Representative/Vice-President Ada Example",
            "High Representative/Vice-President Ada Example",
            False,
            False,
        ),
        (
            "Speech by the High Representative for Foreign Affairs and Security Policy Ada Example in Riga",
            "High Representative for Foreign Affairs and Security Policy Ada Example",
            False,
            False,
        ),
        (
            "Remarks by US Ambassador to NATO Ada Example to the press",
            "US Ambassador to NATO Ada Example",
            False,
            False,
        ),
        (
            "Opening remarks by Ada Example, Minister of Defence of Latvia",
            "Ada Example, Minister of Defence of Latvia",
            False,
            False,
        ),
        ("Opening remarks by Ada Example and exchange of views with the committee", "Ada Example", False, False),
        ("Statement of President Example on roads", "President Example", False, False),
        (
            "Press statement by President Example and Secretary General Sample",
            "President Example and Secretary General Sample",
            True,
            False,
        ),
        ("Statement by Presidents Example and Sample", "Presidents Example and Sample", True, False),
        ("Statement by the North Atlantic Council on roads", "North Atlantic Council", False, True),
        ("Statement by NATO Foreign Ministers", "NATO Foreign Ministers", False, True),
        ("Statement by the Heads of State and Government", "Heads of State and Government", False, True),
        (
            "Speech by the Chairman of the Military Committee, Admiral Example",
            "Chairman of the Military Committee, Admiral Example",
            False,
            False,
        ),
        ("Statement of principles", None, False, False),
        ("Ministers welcome statement by President Example", None, False, False),
        ("Speech by those who were there", None, False, False),
        ("Ministers agree", None, False, False),
    ],
)
def test_who_is_named_as_speaker(title: str, name: str | None, is_joint: bool, is_collective: bool) -> None:
    speaker = find_speaker(title, 0, load_wording().speech)
    assert (title[speaker.span.start : speaker.span.end] if speaker else None) == name
    if speaker:
        assert (speaker.is_joint, speaker.is_collective) == (is_joint, is_collective)


@pytest.mark.parametrize(
    ("head", "speaker"),
    [
        ("Statement by President Example on roads\n\nRiga, 3 June 2019\n\n", "President Example"),
        (
            "Press statement\n\nby the Minister Ada Example together with President "
            f"Sample\n\n{BULLETS}\n(As delivered)\n\n",
            "Minister Ada Example",
        ),
        (
            f"Remarks\n\nby NATO Secretary General Ada Example\n\n{BULLETS}\n(As delivered)\n\n",
            "NATO Secretary General Ada Example",
        ),
        (
            "by NATO Secretary General Ada Example at the opening\n\n(As delivered)\n\n",
            "NATO Secretary General Ada Example",
        ),
        ("Press conference\n\nby Secretary General Ada Example\n\n(As delivered)\n\n", "Secretary General Ada Example"),
        (
            "Joint press conference\n\nby NATO Secretary General Ada Example and "
            f"High Representative Ben Sample\n\n{BULLETS}\n",
            "NATO Secretary General Ada Example",
        ),
        (
            "Press statement by President Example and NATO Secretary General Sample\n\nSTATEMENT/19/1\n\n",
            "President Example",
        ),
        ("Statement by President Example and President Sample\n\n", "President Example and President Sample"),
        ("Council: Remarks by Ada Example upon arrival\n\nCheck against delivery!\n\n", "Ada Example"),
        ("Council: Remarks by Ada Example upon arrival\n\nCheck against delivery! ", "Ada Example"),
        (
            "Remarks by Ada Example\n\n(As delivered)\n\nBen Sample, head of the "
            "committee, and Ada Example in the hall\n\n",
            "Ada Example",
        ),
    ],
)
def test_a_first_person_statement_is_one_turn(head: str, speaker: str) -> None:
    document = page(head + SPEECH + "\nPress contacts:\n\nAda EXAMPLE (+32 2 000 00 00)\n")
    assert_partition(document)
    assert turns(document) == [(speaker, SPEECH.strip())]
    assert words(document, document.speaker_span) == speaker
    assert all(passage.speaker_span == document.speaker_span for passage in document.passages if passage.kind == "turn")


@pytest.mark.parametrize(
    "text",
    [
        f"Ministers agree\n\n{BODY}",
        f"Minister meets President Example\n\n{BULLETS}\nThe Minister said: “I am glad.” {BODY}",
        f"Ministers welcome statement by President Example\n\nI am glad. {BODY}",
        f"Statement by the North Atlantic Council on roads\n\nWe, the Allies, agree. {BODY}",
        f"Statement by Presidents Example and Sample\n\nWe agree. {BODY}",
        f"Joint press conference\n\nwith the Minister Ada Example\n\n{BODY}",
        f"Joint Declaration on roads\n\nby the President of the House and the Minister\n\nI. We agree. {BODY}",
    ],
)
def test_what_merely_reports_is_no_turn(text: str) -> None:
    assert turns(page(text)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "ADA EXAMPLE [Minister]: Good morning.\n\nI am glad.\n\nQUESTION (Agency): Why?\n\nADA EXAMPLE: Because.\n",
            [("ADA EXAMPLE", "Good morning.\n\nI am glad."), ("QUESTION", "Why?"), ("ADA EXAMPLE", "Because.")],
        ),
        (
            "Ada Example: One.\nBen Sample: Two.\nAda Example: Three.\nBen Sample: Four.\n",
            [("Ada Example", "One."), ("Ben Sample", "Two."), ("Ada Example", "Three."), ("Ben Sample", "Four.")],
        ),
        (
            "Q: Why?\nA: Because.\nQ: When?\nA: Soon.\n",
            [("Q", "Why?"), ("A", "Because."), ("Q", "When?"), ("A", "Soon.")],
        ),
        (
            "Moderator:\nWelcome.\n\nSecretary General Ada Example:\nThank you.\nIt "
            "is good to be here.\n\nQuestion: Why?\n",
            [
                ("Moderator", "Welcome."),
                ("Secretary General Ada Example", "Thank you.\nIt is good to be here."),
                ("Question", "Why?"),
            ],
        ),
        (
            "Ada Example, Spokesperson: Welcome.\n\nQuestion [Agency]: Why: now?\n",
            [("Ada Example", "Welcome."), ("Question", "Why: now?")],
        ),
        (
            "**Ada Example:** One.\n\n**Question:** Two.\n\n**Ada Example:** Three.\n",
            [("Ada Example", "One."), ("Question", "Two."), ("Ada Example", "Three.")],
        ),
        (
            "PRESIDENT EXAMPLE: One. (Applause.)\n\n(Applause)\n\nTwo.\n\nMR. SAMPLE: Three.\n",
            [("PRESIDENT EXAMPLE", "One. (Applause.)\n\n(Applause)\n\nTwo."), ("MR. SAMPLE", "Three.")],
        ),
    ],
)
def test_transcripts(lines: str, expected: list[tuple[str, str]]) -> None:
    document = page(f"Meeting of the press\n\n{lines}\nShare this page\n")
    assert_partition(document)
    assert document.kind == "transcript"
    assert turns(document) == expected
    assert pieces(document, "navigation") == ["Share this page"]


def test_words_before_the_first_label_are_those_of_the_named_speaker() -> None:
    document = page(
        "Press conference\n\nby Secretary General Ada Example\n\n(As delivered)"
        "\n\nGood morning.\n\nI will be brief.\n\n"
        "Ben Sample [Spokesperson]: Questions?\n\nQuestion (Agency): Why?\n\nSecretary General: Because.\n"
    )
    assert turns(document) == [
        ("Secretary General Ada Example", "Good morning.\n\nI will be brief."),
        ("Ben Sample", "Questions?"),
        ("Question", "Why?"),
        ("Secretary General", "Because."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Background: nothing new.\n\nContact: the press service.\n\nNote: none.\n",
        "Ada Example: the woman who builds roads\n\nBen Sample: the man who uses them\n",
        "BRUSSELS: The ministers met.\n\nAlso watch:\n\nThe ministers said: nothing.\n",
        "Exercise (2018): in the north.\n\nExercise (2019): in the south.\n",
    ],
)
def test_what_is_no_transcript(body: str) -> None:
    assert page(f"Ministers agree\n\n{body}").kind == "news"


@pytest.mark.parametrize(
    ("head", "title", "speaker"),
    [
        ("Ada Example\n\nMinister of Roads\n\nRoads for all\n\nSpeech in Riga\n\n", "Roads for all", "Ada Example"),
        ("SECRETARY GENERAL\n\nLord Example\n\nSpeech in Riga\n\n3 June 2019\n\n", "Speech in Riga", "Lord Example"),
        ("Roads Matter\n\nSpeech in Riga\n\n3 June 2019\n\n", "Roads Matter", None),
    ],
)
def test_a_speaker_may_be_named_above_the_title(head: str, title: str, speaker: str | None) -> None:
    document = page(head + SPEECH)
    assert (document.title, words(document, document.speaker_span)) == (title, speaker)
    assert turns(document) == ([(speaker, SPEECH.strip())] if speaker else [])


def test_a_title_over_several_lines_is_one_passage() -> None:
    document = page(f"Remarks by Ada Example,\nMinister of Roads,\nat the opening\n\n{SPEECH}")
    assert pieces(document, "title") == ["Remarks by Ada Example,\nMinister of Roads,\nat the opening"]
    assert words(document, document.speaker_span) == "Ada Example,\nMinister of Roads"


@pytest.mark.parametrize("line", ["Dear friends,", "Ladies and gentlemen,", "Mr President,"])
def test_a_salutation_is_no_title(line: str) -> None:
    document = page(f"Remarks by Ada Example\n{line}\n{SPEECH}")
    assert document.title == "Remarks by Ada Example"
    assert turns(document) == [("Ada Example", f"{line}\n{SPEECH}".strip())]


def test_a_letter_has_no_title() -> None:
    document = page(f"EUROPEAN COUNCIL\nTHE PRESIDENT\n\nRiga, 3 June 2019\n\nDear colleagues,\n\n{SPEECH}")
    assert document.title is None
    assert pieces(document, "header") == ["EUROPEAN COUNCIL", "THE PRESIDENT"]


TALK = [("Ada Example", "Yes."), ("Ben Sample", "No."), ("Ada Example", "Well.")]
FOOT = "Visit the meeting page\nDownload as pdf\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Remarks by Ada Example\n\n{SPEECH}\n{FOOT}", [("Ada Example", SPEECH.strip())]),
        (f"Remarks by Ada Example\n\n{SPEECH}\n{FOOT}\nThe house\n", [("Ada Example", SPEECH.strip())]),
        (f"Talks\n\nAda Example:\nYes.\n\nBen Sample:\nNo.\n\nAda Example:\nWell.\n\n{FOOT}", TALK),
        (
            "Talks\n\nQ: Why?\nWatch the video\nA: Because.\nSee also\nRoads\nBridges\n",
            [("Q", "Why?"), ("A", "Because.")],
        ),
        (
            "Remarks by Ada Example\n\nI am glad.\n\nWatch the video\n\nThank you.\n",
            [("Ada Example", "I am glad.\n\nWatch the video\n\nThank you.")],
        ),
    ],
)
def test_furniture_ends_a_turn(text: str, expected: list[tuple[str, str]]) -> None:
    document = page(text)
    assert_partition(document)
    assert not any("page" in words_of or "video" in words_of for words_of in pieces(document, "turn"))
    assert pieces(document, "navigation")
    assert turns(document) == expected


# --- the rest of a page -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tail", "kinds"),
    [
        (
            "STATEMENT/19/3456\n\nPress contacts:\n\nAda EXAMPLE (+32 2 000 00 00) Ben SAMPLE (+32 2 000 00 01)\n\n"
            "General public inquiries: by phone\n\nRelated documents\n\nText EN.pdf"
            "\n\nRelated media\n\nSigning ceremony\n",
            ["reference", "contact", "contact", "contact", "reference", "reference", "reference", "reference"],
        ),
        (
            "For more defence stories visit here.\n\nSubscribe to our newsletter"
            "\n\nDon’t miss the next one\nScroll to Top\n",
            ["boilerplate", "boilerplate", "boilerplate", "navigation"],
        ),
        (
            "Follow us | Share this article | Print\nTags: roads, bridges\n© 2019 The Agency. All rights reserved.\n",
            ["navigation", "boilerplate", "boilerplate"],
        ),
        (
            "Latest news\nMinisters meet in Riga\nMinisters meet in Tallinn\nPrivacy policy | Terms of use | Contact\n",
            ["navigation", "navigation", "navigation", "boilerplate"],
        ),
        (
            "This site uses cookies. By accepting cookies you can help us.\n\nAccept Refuse More\n",
            ["boilerplate", "boilerplate"],
        ),
        ("Press contacts\n\nAda Example\nSpokesperson\n+32 2 000 00 00\n", ["contact"] * 4),
        ("Source – The Agency\n", ["reference"]),
        ("(Reporting by the desk in Riga)\n", ["contact"]),
        ("(Reporting by Ada Example in Riga; Editing by Ben Sample)\n", ["contact"]),
        ("Reporting from Riga; editing in Oslo\n", ["contact"]),
        ("Visit the meeting page\nDownload as pdf\n", ["navigation", "navigation"]),
        ("Print this page\n\nShare this\n\nRead more\n\nWatch the video\n", ["navigation"] * 4),
        ("See also\nRoads for soldiers - factsheet\nBridges for trucks\n", ["navigation"] * 3),
        ("See also: bridges for trucks\n", ["navigation"]),
        (
            "Related documents\nText of the agreement\nVideo: the signing\nRelated media\nThe signing\n",
            ["reference"] * 5,
        ),
        (
            "Latest news\n\nRoads\n2 June 2019\nBridges\n1 June 2019\nBack to top\n",
            ["navigation"] * 6,
        ),
    ],
)
def test_footers(tail: str, kinds: list[str]) -> None:
    document = page(f"Ministers agree\n\n{BODY}\n{tail}")
    assert [passage.kind for passage in document.passages] == ["title", "body", *kinds]


@pytest.mark.parametrize(
    "line",
    [
        "For more than seventy years we have stood here.",
        "Support our partners.",
        "Share the burden.",
        "Save lives.",
        "More on that in a moment.",
        "Allow me to be brief.",
        "Join us today in helping our friends.",
        "Send more",
        "See our neighbours in the east.",
        "Follow the money.",
        "Get the latest weapons to the front.",
        "Next, roads.",
        "Stay together.",
        "First, the roads",
        "By using what we have, we agree on more.",
        "Place the bridge in Riga",
    ],
)
def test_what_a_speaker_says_is_no_footer(line: str) -> None:
    document = page(f"Remarks\n\nby Ada Example\n\nI am glad.\n{line}\nThank you.\n")
    assert [passage.kind for passage in document.passages] == ["title", "subtitle", "turn", "turn", "turn"]


def test_a_section_ends_at_prose() -> None:
    document = page(f"Ministers agree\n\n{BODY}\nRelated news\n\nRoads and bridges\n\n{BODY}")
    assert [passage.kind for passage in document.passages] == ["title", "body", "navigation", "navigation", "body"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ministers and their staffs in Riga", "caption"),
        ("Photo: the two delegations", "caption"),
        ("Left to right: Ada Example, Ben Sample", "caption"),
        ("Next steps", "heading"),
        ("## What comes next", "heading"),
        ("2. Roads and bridges", "heading"),
        ("Period covered: June 2018 to May 2019", "body"),
        ("They will meet again soon.", "body"),
        ("- the first point", "body"),
        ("(c) the third point;", "body"),
        ("Ministers agree", "title"),
    ],
)
def test_lines_between_paragraphs(line: str, kind: str) -> None:
    document = page(f"Ministers agree\n\n{BODY}\n{line}\n\n{BODY}")
    assert [passage.kind for passage in document.passages] == ["title", "body", kind, "body"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("One line.\nAnother line.", 2),
        ("One paragraph\n\nanother", 2),
        (
            "the words of this line are as long as those of the\nnext line, and so they were broken by a program that\n"
            "counts letters. A sentence may end in the middle,\nor it may end where "
            "the line does, as this one does.\nThe last line is shorter.",
            1,
        ),
        ("This sentence is long enough that it goes on\nin the next line", 1),
        ("I welcome what was said by those who spoke here\nAnd I welcome the rest.", 2),
        ("- one item that is so long that it goes on in the\nnext line\n- another item", 2),
        ("1. one\n2. two\n(a) three", 3),
        ("Thank you so much.\nIt is a great pleasure to be here, and to see you again after such a long time.", 2),
        ("one\r\n\r\ntwo\rthree\u2028four", 4),
        ("We will do more;\nmuch more;\nand still more.", 3),
    ],
)
def test_lines_of_one_paragraph_are_joined(text: str, units: int) -> None:
    assert len(join_lines(read_lines(text), text, frozenset())) == units


# --- listings -----------------------------------------------------------------------------------------------------

LISTING = (
    "\n92 Entries\n\n"
    "12 Jul. 2019 190712-a.jpg - The ministers at the table, 71.20KB\n\nMinisters agree on roads\n\n"
    "The ministers met in Riga on Friday (12 July 2019).\nThey agreed.\n"
    "03 Jun. 2019 190603-b.jpg - 190603-b.jpg , 21.98KB\n\nMinisters agree on bridges\n\nThe ministers met in Oslo.\n"
    "28 May. 2019\n\nMinisters agree on tunnels\n\nThe ministers met in Rome.\n\nBack To Top\n"
)


def test_a_listing_has_a_document_for_each_entry() -> None:
    parent, *entries = split(LISTING)
    for document in (parent, *entries):
        assert_partition(document)
        assert LISTING[document.source_start_char : document.source_end_char] == document.text
    assert (parent.kind, parent.title, parent.published, parent.publisher_id) == ("listing", None, None, "nato")
    assert [passage.kind for passage in parent.passages] == ["navigation", "entry", "entry", "entry", "navigation"]
    assert [entry.published_date for entry in entries] == [date(2019, 7, 12), date(2019, 6, 3), date(2019, 5, 28)]
    assert [entry.title for entry in entries] == [
        "Ministers agree on roads",
        "Ministers agree on bridges",
        "Ministers agree on tunnels",
    ]
    assert [entry.item_number for entry in entries] == [1, 2, 3]
    assert {entry.parent_document_id for entry in entries} == {parent.document_id}
    assert {entry.kind for entry in entries} == {"listing_entry"}
    assert all(
        words(entry, entry.published.span if entry.published else None) == entry.text[:12].strip() for entry in entries
    )
    assert entries[-1].text.endswith("Rome.")


def test_the_passages_of_an_entry() -> None:
    _, first, second, _ = split(LISTING)
    assert [(passage.kind, words(first, passage)) for passage in first.passages] == [
        ("header", "12 Jul. 2019 190712-a.jpg -"),
        ("caption", "The ministers at the table"),
        ("header", ", 71.20KB"),
        ("title", "Ministers agree on roads"),
        ("body", "The ministers met in Riga on Friday (12 July 2019)."),
        ("body", "They agreed."),
    ]
    assert [passage.kind for passage in second.passages] == ["header", "title", "body"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "12 Jul. 2019 a.jpg - One, 9.88KB\n\nRoads\n\nThey met.03 Jun. 2019 "
            "b.jpg - Two, 9.88KB\n\nBridges\n\nThey met again.\n",
            ["Roads", "Bridges"],
        ),
        (
            "News of the week\n\n12 July 2019\n\nRoads\n\nThey met.\n\n3 June 2019"
            "\n\nBridges\n\nThey met again.\n\nPage 1 of 7\n",
            ["Roads", "Bridges"],
        ),
        (
            "12 July 2019 - Roads\nThey met.\n3 June 2019 - Bridges\nThey met again.\n1 May 2019 - Tunnels\n",
            ["Roads", "Bridges", "Tunnels"],
        ),
        ("Monday, 3 June 2019\nBridges\nTuesday, 4 June 2019\nRoads\n", ["Bridges", "Roads"]),
    ],
)
def test_kinds_of_listings(text: str, titles: list[str]) -> None:
    parent, *entries = split(text)
    assert_partition(parent)
    assert [entry.title for entry in entries] == titles
    for entry in entries:
        assert_partition(entry)


LEAD = "The ministers met in Riga and spoke about what they will do with the old roads.\n"
RANGES = ("10-11 July 2018", "30 June - 1 July 2018", "July 10-11, 2018", "10/07/2018 - 11/07/2018", "12-13/07/2018")
LONG_LEAD = f"{LEAD.strip()} They were glad. (Read more)\n"


@pytest.mark.parametrize(
    ("line", "surface", "day", "month_first", "pattern"),
    [
        ("11/12/2017 13:01 | Press release", "11/12/2017 13:01", "2017-12-11", "2017-11-12", "date"),
        ("13/11/2017", "13/11/2017", "2017-11-13", None, "date"),
        ("11.12.2017", "11.12.2017", "2017-12-11", "2017-12-11", "date"),
        ("2017-12-11 13:01", "2017-12-11 13:01", "2017-12-11", "2017-12-11", "date"),
        ("2017-12-11T13:01:00Z", "2017-12-11T13:01:00Z", "2017-12-11", "2017-12-11", "date"),
        ("11 December 2017 | 13:01 | News", "11 December 2017 | 13:01", "2017-12-11", "2017-12-11", "date"),
        ("December 11, 2017, 1:30 p.m.", "December 11, 2017, 1:30 p.m.", "2017-12-11", "2017-12-11", "date"),
        ("Press release | 11/12/2017", "11/12/2017", "2017-12-11", "2017-11-12", "date"),
        ("Press releases SEDE AFET 11-12-2017 - 13:01", "11-12-2017 - 13:01", "2017-12-11", "2017-11-12", "date"),
        ("Security and roads | 11 December 2017", "11 December 2017", "2017-12-11", "2017-12-11", "date"),
        ("10-11 July 2018", "10-11 July 2018", "2018-07-10", "2018-07-10", "date"),
        ("30 June - 1 July 2018 | Event", "30 June - 1 July 2018", "2018-06-30", "2018-06-30", "date"),
        ("July 10-11, 2018", "July 10-11, 2018", "2018-07-10", "2018-07-10", "date"),
        ("10/07/2018 - 11/07/2018", "10/07/2018 - 11/07/2018", "2018-07-10", "2018-10-07", "date"),
        ("12-13/07/2018", "12-13/07/2018", "2018-07-12", None, "date"),
        ("### 11 December 2017", "11 December 2017", "2017-12-11", "2017-12-11", "date"),
        ("(11 December 2017)", "11 December 2017", "2017-12-11", "2017-12-11", "date"),
        ("31/02/2019", "31/02/2019", None, None, "date"),
        ("11 December 2017 - 12 ministers meet", "11 December 2017", "2017-12-11", "2017-12-11", "title"),
        ("03 Jun. 2019 a.jpg - The table, 9.88KB", "03 Jun. 2019", "2019-06-03", "2019-06-03", "image"),
    ],
)
def test_date_lines(line: str, surface: str, day: str | None, month_first: str | None, pattern: str) -> None:
    told = read_date_line(line, load_wording())
    assert told is not None
    assert line[told.span.start : told.span.end] == surface
    assert [str(found) if found else None for found in (told.day_first, told.month_first)] == [day, month_first]
    assert told.pattern == pattern
    assert told.is_range == (surface in RANGES)


@pytest.mark.parametrize(
    "line",
    [
        "3 June 2019 was a Monday",
        "On 3 June 2019 the ministers met",
        "Brussels, 3 June 2019",
        "Last updated: 3 June 2019",
        "03 Jun. 2019 - | Last updated: 04 Jun. 2019 09:00",
        "- 3 June 2019: roads",
        "13/13/2019",
        "45/02/2019",
        "June 2019",
        "2019",
        "1.2.3.2019.4",
    ],
)
def test_what_is_no_date_line(line: str) -> None:
    assert read_date_line(line, load_wording()) is None


@pytest.mark.parametrize(
    "text",
    [
        # the title below the date line
        f"News\n\n11/12/2017 13:01 | Press release\nRoads\n{LEAD}\n13/11/2017 18:30 | News\nBridges\n{LEAD}",
        f"11.12.2017\n\nRoads\n\n{LEAD}\n13.11.2017\n\nBridges\n\n{LEAD}",
        f"2017-12-11 13:01\nRoads\n{LEAD}2017-11-13 18:30\nBridges\n{LEAD}",
        f"11 December 2017 | 13:01 | News\nRoads\n{LEAD}\n13 November 2017 | 18:30 | Speech\nBridges\n{LEAD}",
        f"Press release | 11/12/2017\nRoads\n{LEAD}\nNews | 13/11/2017\nBridges\n{LEAD}",
        f"11 December 2017\nPress release\n13:01\nRoads\n{LEAD}\n13 November 2017\nNews\n18:30\nBridges\n{LEAD}",
        f"Talks\n\nNews\n11 December 2017\nRoads\n{LEAD}\nSpeech\n13 November 2017\nBridges\n{LEAD}",
        f"## 11 December 2017\n\n### Roads\n\n{LEAD}\n## 13 November 2017\n\n### Bridges\n\n{LEAD}",
        "News\n11 December 2017\nRoads\n13 November 2017\nBridges\n",
        # in the date line
        f"11 December 2017 | 13:01 | Roads\n{LEAD}\n13 November 2017 | 18:30 | Bridges\n{LEAD}",
        "12/11/2017: Roads\n11/13/2017: Bridges\n",
        # above it
        f"Roads\nPress releases SEDE AFET 11-12-2017 - 13:01\n{LEAD}\nBridges\nNews 13-11-2017 - 18:30\n{LEAD}",
        f"News\n\nRoads\n\nSEDE LIBE 11-12-2017 - 13:01\n\n{LONG_LEAD}\nBridges\n\n13-11-2017 - 18:30\n\n{LONG_LEAD}",
        "Roads\n11 December 2017\n\nBridges\n13 November 2017\n",
        "Roads\n11 December 2017\nBridges\n13 November 2017\n",
        f"Roads\n(11 December 2017)\n{LEAD}\nBridges\n(13 November 2017)\n{LEAD}",
    ],
)
def test_layouts_of_listings(text: str) -> None:
    parent, *entries = split(text)
    for document in (parent, *entries):
        assert_partition(document)
    assert [(clean(entry.title), str(entry.published_date)) for entry in entries] == [
        ("Roads", "2017-12-11"),
        ("Bridges", "2017-11-13"),
    ]
    assert all(pieces(entry, "body") in ([], [LEAD.strip()], [LONG_LEAD.strip()]) for entry in entries)


def clean(title: str | None) -> str:
    return (title or "").lstrip("# ")


def entries_of(*dates: str, head: str = "") -> str:
    """A listing with those dates."""
    return head + "".join(f"{line}\nRoads and bridges, part {number}\n\n" for number, line in enumerate(dates))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # another entry tells
        (entries_of("11/12/2017", "13/11/2017", "02/10/2017"), ["2017-12-11", "2017-11-13", "2017-10-02"]),
        (entries_of("12/11/2017", "11/13/2017", "10/02/2017"), ["2017-12-11", "2017-11-13", "2017-10-02"]),
        # by one of the readings four entries are in order
        (
            entries_of("11/12/2017", "02/10/2017", "07/09/2017", "06/03/2017"),
            ["2017-12-11", "2017-10-02", "2017-09-07", "2017-03-06"],
        ),
        # the publisher tells
        (entries_of("11/12/2017", "02/10/2017", head="European Defence Agency\n\n"), ["2017-12-11", "2017-10-02"]),
        # nothing tells
        (entries_of("11/12/2017", "02/10/2017"), [None, None]),
        (entries_of("11/12/2017", "13/11/2017", "11/12/2016", "01/13/2016"), [None, "2017-11-13", None, "2016-01-13"]),
        # a range is no day of publication; nor is a day that no calendar has
        (entries_of("10-11 July 2018", "5 July 2018"), [None, "2018-07-05"]),
        (entries_of("5 July 2018", "31 June 2018", "4 June 2018"), ["2018-07-05", None, "2018-06-04"]),
        # one entry may be fixed on top
        (
            entries_of("1 May 2016", "5 July 2018", "4 July 2018", "3 July 2018", "2 July 2018"),
            ["2016-05-01", "2018-07-05", "2018-07-04", "2018-07-03", "2018-07-02"],
        ),
    ],
)
def test_days_of_entries(text: str, days: list[str | None]) -> None:
    _, *entries = split(text)
    assert [str(entry.published_date) if entry.published else None for entry in entries] == days


def test_furniture_in_a_listing() -> None:
    entries_text = f"5 July 2018\nRoads\n{LEAD}Read more\n\n4 July 2018\nBridges\n{LEAD}Read more\n\n"
    text = f"5 items found\n\n{entries_text}Page 1 of 2\n"
    parent, *entries = split(text)
    assert [passage.kind for passage in parent.passages] == ["navigation", "entry", "entry", "navigation"]
    assert [[p.kind for p in entry.passages] for entry in entries] == [["header", "title", "body", "navigation"]] * 2


@pytest.mark.parametrize(
    "text",
    [
        f"Ministers agree\n\n3 June 2019\n\n{BODY}",
        f"Ministers agree\n\n3 June 2019\n\n{BODY}\n\nLatest news\n\n2 June 2019\nRoads\n1 June 2019\nBridges\n",
        f"Ministers agree\n\n3 June 2019\n\n{BODY}\n\n3 June 2019\n",
        f"Ministers agree\n\n3 June 2019\n\n{BODY}\n3 June 2019 was a Monday, "
        "and it rained.\n4 June 2019 was a Tuesday.\n",
        "03 Jun. 2019 a.jpg - One, 9.88KB\n\nMinisters agree\n\nThe ministers met.\n",
        "3 June 2019\n3 June 2019\n",
        f"Ministers agree\n\n3 June 2019\n\n{BODY}\nLatest news\n\nRoads\n2 June 2019\n\nBridges\n1 June 2019\n",
        f"Ministers agree\n\n3 June 2019\n\n{BODY}\n{BODY}\nRoads\n2 June 2019\n\nBridges\n1 June 2019\n",
        f"Ministers agree\n\nPublished: 3 June 2019\nUpdated: 4 June 2019\n\n{BODY}",
        "Visit\n\n3 June 2019\n09:00 Arrival\n10:00 Talks\n\n4 June 2019\n09:00 Departure\n",
        f"Declaration\n\nWe met.\n\nWe agreed.\n\nAda Example\n3 June 2019\nBen Sample\n4 June 2019\n{BODY}",
        "On the timetable\n\n- 3 June 2019: roads\n- 4 June 2019: bridges\n",
    ],
)
def test_what_is_no_listing(text: str) -> None:
    assert len(split(text)) == 1


def test_an_entry_that_was_cut_off_is_left_to_the_page() -> None:
    parent, *entries = split(LISTING.replace("Ministers agree on tunnels\n\nThe ministers met in Rome.\n\n", ""))
    assert_partition(parent)
    assert [entry.title for entry in entries] == ["Ministers agree on roads", "Ministers agree on bridges"]


def test_what_follows_the_last_entry_is_not_its_text() -> None:
    text = (
        "12 July 2019\n\nRoads\n\nThey met.\n\n3 June 2019\n\nBridges\n\nThey "
        "met again.\n\nA line about the site that no entry has.\n"
        "Another line about it.\n"
    )
    parent, _, last = split(text)
    assert last.text.endswith("They met again.")
    assert [passage.kind for passage in parent.passages] == ["entry", "entry", "navigation", "navigation"]


# --- wording ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", load_wording().examples, ids=lambda case: f"{case.section}: {case.text[:40]}")
def test_each_pattern_matches_its_examples(case: Example) -> None:
    found = case.pattern.fullmatch(case.text) if case.is_whole else case.pattern.search(case.text)
    assert found


def test_each_pattern_has_an_example() -> None:
    wording = load_wording()
    shown = {case.pattern.pattern for case in wording.examples}
    assert {pattern.pattern for pattern in wording.references} <= shown
    assert {pattern.pattern for _, pattern in wording.document_kinds} <= shown
    assert len(wording.line_marks) == len({case.pattern.pattern for case in wording.examples if case.section == "line"})


def test_kinds_are_those_of_the_contract() -> None:
    wording = load_wording()
    assert {mark.kind for mark in wording.line_marks} <= set(PASSAGE_KINDS)
    assert {*wording.labels.values(), *(kind for kind, _ in wording.document_kinds)} <= set(DOCUMENT_KINDS)


def test_publishers_are_known_organizations() -> None:
    known = {entity.entity_id for entity in load_knowledge().entities.values() if entity.label == "ORG"}
    assert {publisher.publisher_id for publisher in load_wording().publishers} <= known


def test_patterns_are_not_tried_on_long_lines() -> None:
    assert load_wording().mark("Share " * (LONGEST_LINE // 6 + 1), "end") is None


# --- the development documents ------------------------------------------------------------------------------------


def gold_files() -> list[Path]:
    return sorted((SHARED / "gold").glob("*.json"))


@pytest.mark.skipif(not gold_files(), reason="the development documents are not here")
@pytest.mark.parametrize("path", gold_files(), ids=lambda path: path.stem)
def test_development_documents(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    data = (SHARED / gold["file"]).read_bytes()
    top, *entries = split_source(read_source(data, gold["file"]), SHA)
    for document in (top, *entries):
        assert_partition(document)
    assert top.title == gold["title"]
    assert str(top.published_date or None) == str(gold["publication_date"])
    assert [(str(entry.published_date), entry.source_start_char, entry.source_end_char) for entry in entries] == [
        (entry["date"], entry["start"], entry["end"]) for entry in gold.get("listing_entries", [])
    ]
    assert [text for _, text in turns(top)] == [turn["text"].strip() for turn in gold["speaker_turns"]]
    marked = [
        passage for passage in top.passages if passage.kind in ("reference", "contact", "navigation", "boilerplate")
    ]
    for stretch in gold["boilerplate"]:
        covered = [p for p in marked if p.start < stretch["end"] and stretch["start"] < p.end]
        assert covered[0].start <= stretch["start"]
        assert covered[-1].end >= stretch["end"]
