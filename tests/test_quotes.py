"""Quotes: which words are quoted, and who says them."""

from __future__ import annotations

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import DAY, make_document, make_turn
from transforms.extract import extract_documents
from transforms.model import Document, Passage, PublishedDate, Quote, Span
from transforms.quotes import find_marked


def quotes(document: Document) -> list[Quote]:
    """The quotes of one document."""
    return list(next(iter(extract_documents([document]))).quotes)


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Words, speaker and cue of each quote of a news text."""
    return [(quote.surface, quote.speaker_id, quote.cue) for quote in quotes(make_document(text))]


def marked(text: str) -> list[str]:
    """The words between marks."""
    return [text[words.span.start:words.span.end] for words in find_marked(text)]


WORDS = "We stand together with our partners in Europe"


# --- marks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "expected"), [
    (f"“{WORDS},” he said.", [f"{WORDS},"]),
    (f'"{WORDS}," he said.', [f"{WORDS},"]),
    (f"''{WORDS},'' he said.", [f"{WORDS},"]),
    (f"``{WORDS},'' he said.", [f"{WORDS},"]),
    (f"‘{WORDS},’ he said.", [f"{WORDS},"]),
    (f"'{WORDS}', he said.", [WORDS]),
    (f"„{WORDS}“, he said.", [WORDS]),
    (f"„{WORDS}”, he said.", [WORDS]),
    (f"«{WORDS}», he said.", [WORDS]),
    ("“One part,” he said, “and another.”", ["One part,", "and another."]),
    ("He said: “The ‘third way’ is not ours.”", ["The ‘third way’ is not ours."]),
    (f"He said: “{WORDS}.", [f"{WORDS}."]),
    (f'He said: "{WORDS}.', []),
    ("NATO’s allies’ troops and the EU's partners' money aren't Russia's, don't forget.", []),
    ("the '90s, the ’80s and rock 'n' roll", []),
    ("“”", []), ("''", []), ("", []), ("”", []), ("‘", []),
])
def test_what_stands_between_marks(text: str, expected: list[str]) -> None:
    assert marked(text) == expected


ODD = st.text(alphabet="aB .,s“”„«»\"'‘’`\n", max_size=120)


@given(st.one_of(st.text(max_size=120), ODD))
def test_marks_never_raise_and_spans_are_inside_and_apart(text: str) -> None:
    found = find_marked(text)
    for words in found:
        assert 0 <= words.marked.start < words.span.start < words.span.end <= words.marked.end <= len(text)
    assert all(before.marked.end <= after.marked.start for before, after in pairwise(found))


@pytest.mark.parametrize("piece", ["“a", "„a", "«a", '"a" ', "''aaa'' ", "'a ", " ‘abc", "``a ", "“a” ", "’s ", "„a“ "])
def test_long_odd_input_takes_linear_time(piece: str) -> None:
    short, long = (min(seconds(piece * (length // len(piece))) for _ in range(2)) for length in (4_000, 16_000))
    assert long < 9 * short + 0.02


def seconds(text: str) -> float:
    """How long one pass takes."""
    start = time.perf_counter()
    find_marked(text)
    return time.perf_counter() - start


# --- who says it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "speaker_id", "cue"), [
    (f"“{WORDS},” said Jens Stoltenberg.", "jens-stoltenberg", "said"),
    (f"“{WORDS},” Jens Stoltenberg said.", "jens-stoltenberg", "said"),
    (f'"{WORDS}," Mr. Borrell stressed.', "josep-borrell", "stressed"),
    (f"''{WORDS},'' the Secretary General added.", "jens-stoltenberg", "added"),
    (f"‘{WORDS},’ said the EU High Representative.", "josep-borrell", "said"),
    (f"Jens Stoltenberg said: “{WORDS}.”", "jens-stoltenberg", "said"),
    (f"Kaja Kallas told reporters that “{WORDS.lower()}”.", "kaja-kallas", "told"),
    (f"According to Josep Borrell, “{WORDS.lower()}”.", "josep-borrell", None),
    (f"NATO welcomed “{WORDS.lower()}”.", "nato", "welcomed"),
    (f"The ministers left Brussels. “{WORDS}.”", None, None),
])
def test_the_cue_tells_the_speaker(text: str, speaker_id: str | None, cue: str | None) -> None:
    (_, found_speaker, found_cue), = told(text)
    assert (found_speaker, found_cue) == (speaker_id, cue)


def test_interrupted_words_have_one_speaker() -> None:
    assert told("“We will stand together,” said Jens Stoltenberg, “and we will not be divided.”") == [
        ("We will stand together,", "jens-stoltenberg", "said"),
        ("and we will not be divided.", "jens-stoltenberg", "said")]


def test_words_after_the_cue_of_others_go_on_with_their_speaker() -> None:
    text = (f"“{WORDS},” Mr. Stoltenberg said. “So we will go on with it.” Ursula von der Leyen said that the work "
            "would start soon.")
    assert [(words, speaker) for words, speaker, _ in told(text)] == [
        (f"{WORDS},", "jens-stoltenberg"), ("So we will go on with it.", "jens-stoltenberg")]


def test_each_speaker_has_the_words_beside_the_own_cue() -> None:
    text = f"“{WORDS},” said Josep Borrell. “This is a new chapter for both of us,” said Jens Stoltenberg."
    assert [speaker for _, speaker, _ in told(text)] == ["josep-borrell", "jens-stoltenberg"]


@pytest.mark.parametrize(("pronoun", "speaker_id"), [("he", "jens-stoltenberg"), ("she", "federica-mogherini")])
def test_a_pronoun_stands_for_the_one_of_its_gender(pronoun: str, speaker_id: str) -> None:
    text = f"Federica Mogherini met Jens Stoltenberg on Monday. “{WORDS},” {pronoun} said."
    assert [speaker for _, speaker, _ in told(text)] == [speaker_id]


def test_a_paragraph_of_nothing_but_words_goes_on_with_the_speaker() -> None:
    text = f"“{WORDS},” Jens Stoltenberg said.\n\n“We have done so for many years, and we will go on.”"
    assert [speaker for _, speaker, _ in told(text)] == ["jens-stoltenberg"] * 2


def test_words_that_run_over_a_paragraph_have_the_speaker_told_at_their_end() -> None:
    text = f"“{WORDS} and in America.\n\n“We have done so for many years, and we will go on,” said Jens Stoltenberg."
    assert [speaker for _, speaker, _ in told(text)] == ["jens-stoltenberg"] * 2


@pytest.mark.parametrize("text", [
    "They call it “strategic autonomy” in Brussels.",
    "Jens Stoltenberg came. The so-called “coalition of the willing” met without him.",
    "NATO's allies' troops came, said the EU's staff, and that wasn't Russia's idea.",
])
def test_a_phrase_in_marks_is_no_quote(text: str) -> None:
    assert told(text) == []


# --- words that lost their marks -------------------------------------------------------------------------------------

FIRST_PERSON = "I am glad that we have come so far together, and we will go further."


def test_a_paragraph_in_the_first_person_is_the_speakers() -> None:
    text = f"The Secretary General spoke about the war and said more had to be done.\n\n{FIRST_PERSON}"
    assert told(text)[-1] == (FIRST_PERSON, "jens-stoltenberg", None)


def test_whom_somebody_thanked_is_not_what_was_said() -> None:
    assert told(f"Jens Stoltenberg thanked the EU for its support.\n\n{FIRST_PERSON}") == [
        (FIRST_PERSON, "jens-stoltenberg", None)]


@pytest.mark.parametrize("text", [
    FIRST_PERSON, f"The room was full.\n\n{FIRST_PERSON}", "Jens Stoltenberg said so.\n\nThe room was full that day.",
])
def test_without_speaker_or_first_person_there_is_no_quote(text: str) -> None:
    assert told(text) == []


# --- turns -----------------------------------------------------------------------------------------------------------


def make_transcript(*turns: tuple[str, str]) -> Document:
    """A transcript: each turn is a label and paragraphs parted by a blank line, which share the label's span."""
    text, passages = "", list[Passage]()
    for label, words in turns:
        span = Span(len(text), len(text) + len(label))
        passages.append(Passage("header", len(text), len(text) + len(label) + 2))
        text += f"{label}: "
        for paragraph in words.split("\n\n"):
            passages.append(Passage("turn", len(text), len(text) + len(paragraph) + 2, span))
            text += f"{paragraph}\n\n"
    return Document(document_id="d-1", kind="transcript", text=text, source_start_char=0, source_end_char=len(text),
                    passages=tuple(passages), publisher_id="nato", language="en",
                    published=PublishedDate(DAY, "day", "header", None))


def test_the_turns_of_a_transcript() -> None:
    found = quotes(make_transcript(
        ("OANA LUNGESCU [NATO Spokesperson]", "Good morning to you all. Secretary General, please."),
        ("JENS STOLTENBERG [NATO Secretary General]", "Thank you, Oana.\n\nWe have just signed a declaration."),
        ("QUESTION", "What does it change?"),
        ("Jens Stoltenberg", "It changes a lot.")))
    assert [(q.surface, q.speaker_id) for q in found] == [
        ("Good morning to you all. Secretary General, please.", "oana-lungescu"),
        ("Thank you, Oana.\n\nWe have just signed a declaration.", "jens-stoltenberg"),
        ("What does it change?", None),
        ("It changes a lot.", "jens-stoltenberg")]
    assert {q.kind for q in found} == {"turn"}


@pytest.mark.parametrize(("words", "addressee_id"), [
    ("Thank you so much, Ursula. It is good to be here.", "ursula-von-der-leyen"),
    ("Dear Charles, it is good to be here.", "charles-michel"),
    ("Dear Charles, dear Ursula, it is good to be here.", None),
    ("It is good to be here with Ursula.", None),
])
def test_whom_a_turn_addresses(words: str, addressee_id: str | None) -> None:
    quote, = quotes(make_turn("Jens Stoltenberg", words, day=date(2022, 3, 11)))
    assert (quote.surface, quote.speaker_id, quote.addressee_id) == (words, "jens-stoltenberg", addressee_id)


def test_words_in_a_turn_are_the_turns() -> None:
    quote, = quotes(make_turn("Jens Stoltenberg", f"As the treaty says: “{WORDS}.” I agree with it."))
    assert quote.kind == "turn"


# --- offsets ---------------------------------------------------------------------------------------------------------


def test_the_span_is_without_the_marks_and_its_surface_is_the_text() -> None:
    text = f"Mr. Borrell came.\n\n“{WORDS},” said Jens\nStoltenberg. 'We will go on with all our work', he added.\n"
    found = quotes(make_document(text))
    assert [text[q.start:q.end] for q in found] == [q.surface for q in found]
    assert [q.surface for q in found] == [f"{WORDS},", "We will go on with all our work"]
    assert [q.speaker_id for q in found] == ["jens-stoltenberg"] * 2
