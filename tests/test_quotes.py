"""Quotes: which words are quoted, and who says them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import make_document
from transforms.extract import annotate, extract_documents
from transforms.knowledge import load_knowledge
from transforms.model import Document, Quote
from transforms.nlp import Analysis, analyze
from transforms.quotes import find_quotes, find_reported
from transforms.resolve import Context


def quotes(document: Document) -> list[Quote]:
    """The quotes of one document."""
    return list(next(iter(extract_documents([document]))).quotes)


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Words, speaker and cue of each quote of a news text."""
    return [(quote.surface, quote.speaker_id, quote.cue) for quote in quotes(make_document(text))]


WORDS = "We stand together with our partners in Europe"


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


# --- offsets ---------------------------------------------------------------------------------------------------------


def test_the_span_is_without_the_marks_and_its_surface_is_the_text() -> None:
    text = f"Mr. Borrell came.\n\n“{WORDS},” said Jens\nStoltenberg. 'We will go on with all our work', he added.\n"
    found = quotes(make_document(text))
    assert [text[q.start:q.end] for q in found] == [q.surface for q in found]
    assert [q.surface for q in found] == [f"{WORDS},", "We will go on with all our work"]
    assert [q.speaker_id for q in found] == ["jens-stoltenberg"] * 2


# --- a table of sentences, read in one pass --------------------------------------------------------------------------

JENS, JOSEP, URSULA, FEDERICA = "jens-stoltenberg", "josep-borrell", "ursula-von-der-leyen", "federica-mogherini"
# text -> the quotes: words, who says them, to whom
BODIES: dict[str, list[tuple[str, str | None, str | None]]] = {
    # the verb beside the words
    "“We agree,” Jens Stoltenberg said.": [("We agree,", JENS, None)],
    "‘It’s Europe’s bridge’, Jens Stoltenberg said.": [("It’s Europe’s bridge", JENS, None)],
    "“The bridge is closed for now,” NATO spokesperson Oana Lungescu told reporters.": [
        ("The bridge is closed for now,", "oana-lungescu", None)],
    "“The bridge is closed for now,” a spokesman for the ministry said.": [
        ("The bridge is closed for now,", None, None)],
    "“The bridge is closed for now,” the ministry said in a statement.": [
        ("The bridge is closed for now,", None, None)],
    "“The bridge is closed for now,” the European Commission said in a statement.": [
        ("The bridge is closed for now,", "european-commission", None)],
    "In a statement, Jens Stoltenberg said: “The bridge is closed.”": [("The bridge is closed.", JENS, None)],
    "Josep Borrell was quoted as saying: “The bridge is closed for now.”": [
        ("The bridge is closed for now.", JOSEP, None)],
    "“The bridge is closed for now,” Josep Borrell was quoted as saying.": [
        ("The bridge is closed for now,", JOSEP, None)],
    "It was said that “the old bridge would be closed for now”.": [
        ("the old bridge would be closed for now", None, None)],
    "“The bridge is closed for now,” they said.": [("The bridge is closed for now,", None, None)],
    "Members of the press heard Jens Stoltenberg say: “We agree on all points.”": [
        ("We agree on all points.", JENS, None)],
    "Jens Stoltenberg said the bridge would hold and that \"we will walk over it together.\"": [
        ("we will walk over it together.", JENS, None)],
    "Josep Borrell quoted Jens Stoltenberg as saying “we are all on the same bridge here”.": [
        ("we are all on the same bridge here", JENS, None)],
    "The letter, signed by Jens Stoltenberg, says “the bridge will be open to all of us”.": [
        ("the bridge will be open to all of us", None, None)],
    "“The bridge is open to all of us.” These words of the poet were praised by Josep Borrell.": [
        ("The bridge is open to all of us.", None, None)],
    # without a verb
    "In the words of Josep Borrell, “a bridge is a promise to the other side”.": [
        ("a bridge is a promise to the other side", JOSEP, None)],
    "“A bridge is a promise to the other side”, according to Josep Borrell.": [
        ("A bridge is a promise to the other side", JOSEP, None)],
    "Jens Stoltenberg said that, as Ursula von der Leyen put it, “a bridge is a promise”.": [
        ("a bridge is a promise", URSULA, None)],
    "According to Josep Borrell and Jens Stoltenberg, “a bridge is a promise”.": [
        ("a bridge is a promise", None, None)],
    # two who are equally near
    "Jens Stoltenberg and Josep Borrell said: “The bridge is closed.”": [("The bridge is closed.", None, None)],
    "Jens Stoltenberg met Josep Borrell. “The bridge is closed to all of us.”": [
        ("The bridge is closed to all of us.", None, None)],
    # the sentence before
    "Jens Stoltenberg welcomed the plan. “The bridge will be open to all.”": [
        ("The bridge will be open to all.", JENS, None)],
    "In a statement, Josep Borrell condemned the attack. “The bridge was nobody's target.”": [
        ("The bridge was nobody's target.", JOSEP, None)],
    "The Secretary General came to Helsinki on Monday. “The bridge will be open to all.”": [
        ("The bridge will be open to all.", JENS, None)],
    "The war went on for another day. “The bridge will be open to all.”": [
        ("The bridge will be open to all.", None, None)],
    # two speakers in a paragraph
    "“The bridge is closed,” Josep Borrell said. “It is open,” Jens Stoltenberg replied. "
    "“Or soon will be,” he added.": [
        ("The bridge is closed,", JOSEP, None), ("It is open,", JENS, None), ("Or soon will be,", JENS, None)],
    "“It is over,” Federica Mogherini said. Jens Stoltenberg disagreed. “It has only begun,” he said.": [
        ("It is over,", FEDERICA, None), ("It has only begun,", JENS, None)],
    "For Josep Borrell, the way is free. “Mr Stoltenberg has the key to that bridge”, he said.": [
        ("Mr Stoltenberg has the key to that bridge", JOSEP, None)],
    # somebody who is quoted by another
    "“He told me: ‘We will never leave you on that bridge’,” Jens Stoltenberg said.": [
        ("He told me: ‘We will never leave you on that bridge’,", JENS, None)],
    "‘He told me: “We will never leave you on that bridge”,’ Jens Stoltenberg said.": [
        ("He told me: “We will never leave you on that bridge”,", JENS, None)],
    # to whom
    "“The bridge is closed for now,” Jens Stoltenberg told Josep Borrell.": [
        ("The bridge is closed for now,", JENS, JOSEP)],
    "“The bridge is closed for now,” Jens Stoltenberg said to Josep Borrell.": [
        ("The bridge is closed for now,", JENS, JOSEP)],
    "In a letter to Josep Borrell, Jens Stoltenberg wrote: “The bridge is closed.”": [
        ("The bridge is closed.", JENS, JOSEP)],
    "“Thank you, Josep, for all that you build,” said Jens Stoltenberg. Mr Josep Borrell smiled.": [
        ("Thank you, Josep, for all that you build,", JENS, JOSEP)],
    "“The bridge is closed for now,” Jens Stoltenberg told Mr Borrell and Ms von der Leyen.": [
        ("The bridge is closed for now,", JENS, None)],
    # over paragraphs: each opening again, or only the last closing
    "Josep Borrell said: \"The bridge is closed.\n\nIt will open in May.\"\n\nThe meeting ended late.": [
        ("The bridge is closed.\n\nIt will open in May.", JOSEP, None)],
    "“The bridge is closed.\n\n“It will open in May,” said Josep Borrell.": [
        ("The bridge is closed.", JOSEP, None), ("It will open in May,", JOSEP, None)],
    "\"The bridge is closed.\n\n\"It will open in May,\" said Josep Borrell.": [
        ("The bridge is closed.", JOSEP, None), ("It will open in May,", JOSEP, None)],
    "After the talks Josep Borrell said:\n\n“The bridge is closed for now.”": [
        ("The bridge is closed for now.", JOSEP, None)],
    # behind a dash
    "– The bridge is closed for now, says Josep Borrell.": [("The bridge is closed for now", JOSEP, None)],
    "- The bridge is closed. It will open, says Josep Borrell. We wait for it.": [
        ("The bridge is closed. It will open", JOSEP, None), ("We wait for it.", JOSEP, None)],
    "– The bridge is closed, and Josep Borrell said so.": [],
    # one word right beside its cue
    "“No,” Jens Stoltenberg said.": [("No,", JENS, None)],
    "Jens Stoltenberg was asked whether he would leave. “No,” he said.": [("No,", JENS, None)],
    "Asked whether that would be, Josep Borrell answered: “Never.”": [("Never.", JOSEP, None)],
    "“Yes!” Josep Borrell replied.": [("Yes!", JOSEP, None)],
    "“No,” the spokesman said.": [("No,", None, None)],
    "The word “No,” Josep Borrell said, is short.": [],
    "“Quad,” as officials said it is called, would meet.": [],
    "When Josep Borrell called Jens Stoltenberg, he said: “We have to act now.”": [
        ("We have to act now.", None, None)],
    "The crowd wanted “Peace,” Josep Borrell said.": [],
    "Jens Stoltenberg said the plan was “ambitious”.": [],
    "Jens Stoltenberg called it “unacceptable”.": [],
    "Josep Borrell welcomed the “Roadmap.”": [],
    # no quotes
    "The motto of the summit was “stronger together in a dangerous world of many threats”.": [],
    "Jens Stoltenberg did not say “the bridge is closed”.": [],
    "The report “A New Bridge for the Partnership of Europe and America” was read by all.": [],
    "Jens Stoltenberg spoke at the conference “How to build a bridge over a wide and cold sea”.": [],
    "The frigate “Queen of the Northern Seas” sailed, Jens Stoltenberg said.": [],
    "Operation “Sea Guardian and its friends in the South of Europe” was launched.": [],
    "The so-called “coalition of the willing and the able” met, Jens Stoltenberg said.": [],
    "The exercise, “Steadfast Jupiter,” was announced by Jens Stoltenberg.": [],
    "Jens Stoltenberg said the wall was 12\" thick and the pipe 14\" wide.": [],
    "Jens Stoltenberg called it a “step forward”.": [],
}
TITLES: dict[str, list[tuple[str, str | None, str | None]]] = {
    "‘Europe must build the bridge’, says Borrell": [("Europe must build the bridge", JOSEP, None)],
    "Stoltenberg: \"We will build the bridge\"": [("We will build the bridge", JENS, None)],
    "\"We will build the bridge\" - Jens Stoltenberg": [("We will build the bridge", JENS, None)],
    "“We Will Build The Bridge” – Jens Stoltenberg": [("We Will Build The Bridge", JENS, None)],
    # verbs with a capital, single marks
    "Stoltenberg Says 'Europe Must Act' as Ministers Meet": [("Europe Must Act", JENS, None)],
    "Stoltenberg Warns ‘War Is Real’ Ahead of Summit": [("War Is Real", JENS, None)],
    "'War Is Real,' Stoltenberg Warns Allies": [("War Is Real,", JENS, None)],
    "Stoltenberg Says Bridge for Europe's 'Four Winds' Is Ready": [],
    "Stoltenberg and Borrell: “We will build the bridge”": [],
    "Ministers open the “Bridge of the Four Winds”": [],
}


@pytest.fixture(scope="module")
def found() -> dict[str, list[tuple[str, str | None, str | None]]]:
    """The quotes of all texts of the tables."""
    texts = [*BODIES, *TITLES]
    documents = [make_document(text, passage="title" if text in TITLES else "body") for text in texts]
    return {text: [(quote.surface, quote.speaker_id, quote.addressee_id) for quote in extracted.quotes]
            for text, extracted in zip(texts, extract_documents(documents), strict=True)}


@pytest.mark.parametrize(("text", "expected"), [*BODIES.items(), *TITLES.items()])
def test_who_says_it_and_to_whom(
    found: dict[str, list[tuple[str, str | None, str | None]]], text: str,
    expected: list[tuple[str, str | None, str | None]],
) -> None:
    assert found[text] == expected


# --- time grows with the text ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("piece", ["he said: ", '"a b c," said said said ', "“No,” he said. ", "said that he said "])
def test_dense_cues_take_linear_time(piece: str) -> None:
    analyses = {count: analyze([make_document(piece * (count // len(piece)))])[0] for count in (1_200, 4_800)}
    for analysis in analyses.values():
        seconds(analysis)
    short, long = (min(seconds(analysis) for _ in range(3)) for analysis in analyses.values())
    assert long < 9 * short + 0.05


def seconds(analysis: Analysis) -> float:
    """How long it takes to find what is said in a text of which the model has seen all."""
    context = Context(analysis, load_knowledge(), None, None)
    start = time.process_time()
    find_reported(context, [], find_quotes(context, []))
    return time.process_time() - start


# --- no input raises -------------------------------------------------------------------------------------------------

PIECES = ["“", "”", "‘", "’", '"', "''", "«", "»", "„", "\n", "\n\n", " ", ", ", ". ", ": ", "– ", "Jens Stoltenberg ",
          "said ", "he ", "The bridge is closed", "that ", "according to ", "Q: ", "A: ", "JOSEP BORRELL: ", "(", ")"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_text_raises_and_each_surface_is_the_text(text: str) -> None:
    rows = annotate(text, None)["quotes"]
    assert isinstance(rows, list)
    assert all(text[row["start_char"]:row["end_char"]] == row["surface"] for row in rows)
