"""Near-duplicates and announced pages: copies found, different texts on one event left apart, order of no matter."""

from __future__ import annotations

import random
from datetime import date

import pytest

from transforms.duplicates import Text, find_near_duplicates, link_entries

WORDS = [f"word{i}" for i in range(400)]


def prose(seed: int, count: int = 300) -> str:
    """Words in an order of its own."""
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(count))


def text(name: str, words: str, *, day: date | None = None, publisher: str | None = "nato", kind: str = "news",
         title: str = "") -> Text:
    """A text with plain defaults."""
    return Text(name, kind, title, publisher, day, words)


def edited(words: str, share: float) -> str:
    """The words with that share of them replaced, in one run."""
    found = words.split()
    cut = int(len(found) * share)
    return " ".join([*found[cut:], *prose(99, cut).split()])


@pytest.mark.parametrize(("share", "is_copy"), [(0.0, True), (0.1, True), (0.3, True), (0.7, False), (1.0, False)])
def test_a_copy_shares_most_of_its_words(share: float, is_copy: bool) -> None:
    original, copy = text("a", prose(1), day=date(2020, 1, 1)), text("b", edited(prose(1), share), day=date(2020, 1, 2))
    assert find_near_duplicates([original, copy]) == ({"b": "a"} if is_copy else {})


def test_the_dated_original_wins_over_an_undated_repost() -> None:
    repost = text("a", prose(1) + " " + prose(5, 40), publisher=None)
    original = text("b", prose(1), day=date(2019, 12, 9))
    assert find_near_duplicates([repost, original]) == {"a": "b"}


def test_three_versions_have_one_original_whatever_the_order() -> None:
    versions = [text(name, edited(prose(1), share), day=date(2020, 1, day))
                for name, share, day in (("x", 0.0, 3), ("y", 0.05, 1), ("z", 0.1, 2))]
    others = [text(f"o{i}", prose(10 + i)) for i in range(20)]
    for seed in range(4):
        mixed = [*versions, *others]
        random.Random(seed).shuffle(mixed)
        assert find_near_duplicates(mixed) == {"x": "y", "z": "y"}


@pytest.mark.parametrize(("other", "day", "is_copy"), [
    ("NATO and the EU met in Brussels today.", date(2020, 1, 1), True),
    ("NATO and  the EU\nmet in BRUSSELS today", date(2020, 1, 1), True),
    ("NATO and the EU met in Brussels today.", None, True),
    ("NATO and the EU met in Brussels today.", date(2020, 2, 1), False),
    ("NATO and the EU met in Paris today.", date(2020, 1, 1), False),
])
def test_short_texts_are_copies_if_they_have_the_same_words(*, other: str, day: date | None, is_copy: bool) -> None:
    first = text("a", "NATO and the EU met in Brussels today.", day=date(2020, 1, 1))
    assert find_near_duplicates([first, text("b", other, day=day)]) == ({"b": "a"} if is_copy else {})


def test_entries_and_texts_without_words_are_no_copies() -> None:
    assert find_near_duplicates([text("a", ""), text("b", "")]) == {}
    assert find_near_duplicates([text("a", prose(1), kind="listing_entry"), text("b", prose(1))]) == {}


def test_a_short_text_quoted_in_a_long_one_is_no_copy() -> None:
    assert find_near_duplicates([text("a", prose(1, 100)), text("b", prose(1, 100) + " " + prose(2, 900))]) == {}


@pytest.mark.parametrize(("title", "day", "linked"), [
    ("Secretary General visits Tallinn", date(2020, 3, 4), True),
    ("SECRETARY GENERAL VISITS TALLINN", date(2020, 3, 5), True),
    ("Secretary General visits Tallinn", date(2021, 3, 4), False),
    ("Secretary General visits Riga", date(2020, 3, 4), False),
])
def test_an_entry_is_linked_to_the_page_of_its_title_and_days(title: str, day: date, linked: bool) -> None:
    entry = text("e", "", kind="listing_entry", title="Secretary General visits Tallinn", day=date(2020, 3, 4))
    page = text("p", prose(1), title=title, day=day)
    assert link_entries([entry, page]) == ({"e": "p"} if linked else {})
