"""Which words stand between marks: all styles, nesting, apostrophes, measures, paragraphs."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.quotes.marks import find_marked


def marked(text: str, *, goes_on: bool = False) -> list[str]:
    """The words between marks."""
    return [text[words.span.start:words.span.end] for words in find_marked(text, goes_on=goes_on)]


@pytest.mark.parametrize(("text", "expected"), [
    # styles
    ("“The bridge must hold,” he said.", ["The bridge must hold,"]),
    ('"The bridge must hold," he said.', ["The bridge must hold,"]),
    ("''The bridge must hold,'' he said.", ["The bridge must hold,"]),
    ("``The bridge must hold,'' he said.", ["The bridge must hold,"]),
    ("« The bridge must hold », he said.", ["The bridge must hold"]),
    ("«The bridge must hold», he said.", ["The bridge must hold"]),
    ("»The bridge must hold«, he said.", ["The bridge must hold"]),
    ("„The bridge must hold“, he said.", ["The bridge must hold"]),
    ("„The bridge must hold”, he said.", ["The bridge must hold"]),
    ("‘The bridge must hold,’ he said.", ["The bridge must hold,"]),
    ("'The bridge must hold', he said.", ["The bridge must hold"]),
    ("\"The bridge must hold,” he said.", ["The bridge must hold,"]),
    # more than one in a paragraph
    ("“The bridge,” he said, “must hold.”", ["The bridge,", "must hold."]),
    ('"The bridge," he said, "must hold."', ["The bridge,", "must hold."]),
    ("‘The old bridge,’ he said, ‘has to hold.’", ["The old bridge,", "has to hold."]),
    ("“The bridge holds.” She wrote: 'The ferry sails again.'", ["The bridge holds.", "The ferry sails again."]),
    # nested: the outer one is the quote
    ("“He told us: ‘The bridge must hold.’ It did,” she said.", ["He told us: ‘The bridge must hold.’ It did,"]),
    ("\"He told us: 'The bridge must hold.' It did,\" she said.", ["He told us: 'The bridge must hold.' It did,"]),
    ("‘He told us: “The bridge must hold.” It did,’ she said.", ["He told us: “The bridge must hold.” It did,"]),
    ("'He told us: \"The bridge must hold.\" It did,' she said.", ["He told us: \"The bridge must hold.\" It did,"]),
    ('"He told us: “The bridge must hold.” It did," she said.', ["He told us: “The bridge must hold.” It did,"]),
    # apostrophes are no marks
    ("‘The allies’ bridges won’t fall, and that’s all,’ he said.", ["The allies’ bridges won’t fall, and that’s all,"]),
    ("'The allies' bridges won't fall, and that's all', he said.", ["The allies' bridges won't fall, and that's all"]),
    ("‘We will hold all the bridges’ said Example.", ["We will hold all the bridges"]),
    ("‘We will hold all the bridges’, he said. The allies’ troops came.", ["We will hold all the bridges"]),
    ("The allies’ bridges and the partners' ferries aren't Russia's.", []),
    ("the '90s, the ’80s and rock 'n' roll", []),
    # inches and feet
    ('A pipe of 12" and a fence of 6\' stood there, and one of 14" too.', []),
    ('"We laid a pipe of 12" across the river," he said.', ['We laid a pipe of 12" across the river,']),
    ('He said: "It was built in 2019" and left.', ["It was built in 2019"]),
    ("'The fence was 6' high and had a gate', he said.", ["The fence was 6' high and had a gate"]),
    # left open
    ("He said: “The bridge must hold.", ["The bridge must hold."]),
    ('He said: "The bridge must hold.', []),
    ('"The bridge must hold. "It will," he said.', ["It will,"]),
    # nothing within, or nothing at all
    ("“”", []), ("« »", []), ('""', []), ("''", []), ("", []), ("”", []), ("‘", []), ("“ ”", []),
])
def test_what_stands_between_marks(text: str, expected: list[str]) -> None:
    assert marked(text) == expected


def test_a_straight_mark_stays_open_only_if_the_next_paragraph_opens_again() -> None:
    text = 'He said: "The bridge must hold.'
    assert marked(text, goes_on=True) == ["The bridge must hold."]
    assert marked(text) == []


ODD = st.text(alphabet="aBs1 .,“”„«»\"'‘’`\n", max_size=150)
PIECES = st.lists(st.sampled_from([
    "“", "”", "„", "«", "»", '"', "‘", "’", "'", "''", "``", "\n", "\n\n", " ", "The bridge must hold", "said he", ",",
    ".", '5"', "6'", "allies’ ", "Borrell: "]), max_size=30).map("".join)


@given(st.one_of(st.text(max_size=120), ODD, PIECES), st.booleans())
def test_marks_never_raise_and_spans_lie_inside_and_apart(text: str, goes_on: bool) -> None:
    found = find_marked(text, goes_on=goes_on)
    for words in found:
        assert 0 <= words.marked.start < words.span.start < words.span.end <= words.marked.end <= len(text)
        assert text[words.span.start:words.span.end].strip() == text[words.span.start:words.span.end]
    assert all(before.marked.end <= after.marked.start for before, after in pairwise(found))


@pytest.mark.parametrize("piece", [
    "“a", "„a", "«a", "»a ", '"a" ', '"a ', "''aaa'' ", "'a ", " ‘abc", "``a ", "“a” ", "’s ", "„a“ ", '"“a ', '1" a ',
    "‘as’ ", "'abs' ", '"“a”'])
def test_long_odd_input_takes_linear_time(piece: str) -> None:
    short, long = (min(seconds(piece * (length // len(piece))) for _ in range(2)) for length in (4_000, 16_000))
    assert long < 9 * short + 0.02


def seconds(text: str) -> float:
    """How long one pass takes."""
    start = time.perf_counter()
    find_marked(text)
    return time.perf_counter() - start
