"""The dates of documents: words said on another day, speeches that are older than their page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import make_document
from transforms.dates import find_dates
from transforms.dates.of_document import anchor_of, anchored_in_quotes
from transforms.model import Passage, Quote

PUBLISHED = date(2023, 11, 15)


def quoted(text: str) -> list[tuple[str, date | None, str]]:
    """The expressions of a text with one quote in curly marks."""
    start, end = text.index("“") + 1, text.index("”")
    quote = Quote(start, end, text[start:end], "direct", None, None, None)
    found = anchored_in_quotes(text, find_dates(text, PUBLISHED), [quote])
    return [(one.surface, one.start_date, one.basis) for one in found]


@pytest.mark.parametrize(("text", "surface", "day", "basis"), [
    ("“We agreed it yesterday,” Mr Example said on 10 July 2018.", "yesterday", date(2018, 7, 9), "relative_to_date"),
    ("“We meet tomorrow,” she told the press in Riga on 3 May 2021, before she left.", "tomorrow", date(2021, 5, 4),
     "relative_to_date"),
    ("On 3 May 2021, Ms Example told reporters: “We met yesterday.”", "yesterday", date(2021, 5, 2),
     "relative_to_date"),
    ("“We agreed it yesterday,” Mr Example said.", "yesterday", date(2023, 11, 14), "relative_to_publication"),
    # a day on which something else was
    ("“We agreed it yesterday,” Mr Example said. The declaration was signed on 10 July 2018.", "yesterday",
     date(2023, 11, 14), "relative_to_publication"),
    ("“We agreed it yesterday,” is the motto of the summit on 10 July 2018.", "yesterday", date(2023, 11, 14),
     "relative_to_publication"),
])
def test_words_are_counted_from_the_day_on_which_they_were_said(
    text: str, surface: str, day: date, basis: str
) -> None:
    assert (surface, day, basis) in quoted(text)


@pytest.mark.parametrize(("title", "kind", "published", "anchor"), [
    ("Speech by the Minister in Bonn on 3 May 2021", "speech", date(2021, 5, 7), date(2021, 5, 3)),
    ("Speech by the Minister in Bonn on 3 May 2021", "speech", None, date(2021, 5, 3)),
    ("Speech by the Minister in Bonn", "speech", date(2021, 5, 7), date(2021, 5, 7)),
    ("Speech on the anniversary of 9 May 1950", "speech", date(2021, 5, 7), date(2021, 5, 7)),
    ("Remarks between 3 May 2021 and 5 May 2021", "speech", date(2021, 5, 7), date(2021, 5, 7)),
    ("Report of the meeting of 3 May 2021", "news", date(2021, 5, 7), date(2021, 5, 7)),
])
def test_a_speech_is_counted_from_its_own_day(
    title: str, kind: str, published: date | None, anchor: date
) -> None:
    document = make_document(f"{title}\n\nYesterday we met.", kind=kind, day=published)
    cut = len(title) + 2
    passages = (Passage("title", 0, cut), Passage("body", cut, len(document.text)))
    assert anchor_of(replace(document, passages=passages)) == anchor
