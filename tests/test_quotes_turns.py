"""Turns: which lines are labels, who speaks under them, and whom the words address."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import DAY, make_turn
from transforms.extract import extract_documents
from transforms.model import Document, Passage, PublishedDate, Quote, SourceText, Span
from transforms.splitting import split_source


def quotes(document: Document) -> list[Quote]:
    """The quotes of one document."""
    return list(next(iter(extract_documents([document]))).quotes)


# --- whose turn it is ------------------------------------------------------------------------------------------------


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
    ("Ursula, thank you for having me. It is good to be here.", "ursula-von-der-leyen"),
    ("Mr Borrell, nobody is building a wall here.", "josep-borrell"),
    ("Josep Borrell, who came late, knows it.", None),
    ("Thank you, Ursula. I have also spoken with Charles.", "ursula-von-der-leyen"),
    ("Welcome, Ursula and Charles. It is good to be here.", None),
])
def test_whom_a_turn_addresses(words: str, addressee_id: str | None) -> None:
    quote, = quotes(make_turn("Jens Stoltenberg", words, day=date(2022, 3, 11)))
    assert (quote.surface, quote.speaker_id, quote.addressee_id) == (words, "jens-stoltenberg", addressee_id)


def test_words_in_a_turn_are_the_turns() -> None:
    quote, = quotes(make_turn("Jens Stoltenberg", "As the treaty says: “We stand together.” I agree with it."))
    assert quote.kind == "turn"



def test_an_answer_is_of_the_only_one_who_speaks() -> None:
    found = quotes(make_transcript(
        ("Jens Stoltenberg", "Good morning."), ("Q1", "What does it change?"), ("A1", "It changes a lot.")))
    assert [q.speaker_id for q in found] == ["jens-stoltenberg", None, "jens-stoltenberg"]


def test_an_answer_of_one_of_two_is_nobodys() -> None:
    found = quotes(make_transcript(
        ("Jens Stoltenberg", "Good morning."), ("Charles Michel", "Hello."), ("Q", "Why?"), ("A", "Because.")))
    assert [q.speaker_id for q in found] == ["jens-stoltenberg", "charles-michel", None, None]


def test_the_chair_is_who_another_line_says() -> None:
    turns = (("The Chair", "Let us begin."), ("Jens Stoltenberg", "Thank you, Madam Chair."))
    assert [q.speaker_id for q in quotes(make_transcript(*turns))] == [None, "jens-stoltenberg"]
    document = make_transcript(("In the chair", "Charles Michel"), *turns)
    found = quotes(document)[1:]
    assert [(q.speaker_id, q.addressee_id) for q in found] == [
        ("charles-michel", None), ("jens-stoltenberg", "charles-michel")]


def test_the_president_of_minutes_presides() -> None:
    text = ("Debate\n\nThe President. – The next item is defence.\n\n"
            "Josep Borrell, Vice-President of the Commission. – "
            "Madam President, we have to act now.\n\nThe President. – The debate is closed.\n")
    document = split_source(SourceText(text, "text/plain", "utf-8"), "0")[0]
    assert [(q.speaker_id, q.addressee_id) for q in quotes(document)] == [
        (None, None), ("josep-borrell", None), (None, None)]


@pytest.mark.parametrize("label", ["QUESTION", "Question (Jens Stoltenberg)", "JOURNALIST [interpreted]", "Q2"])
def test_who_asks_has_no_name(label: str) -> None:
    first, _ = quotes(make_transcript((label, "Why?"), ("Jens Stoltenberg", "Because.")))
    assert first.speaker_id is None


@pytest.mark.parametrize(("label", "words", "speaker_id"), [
    ("QUESTION", "Why now?", None),
    ("QUESTION [interpreted]", "Why now?", None),
    ("QUESTION (Robin Lang, Wall Street Journal)", "Why now?", "new-person-robin-lang"),
    ("Question [Robin Lang of Reuters]", "Why now?", "new-person-robin-lang"),
    ("Question 1", "Ada Brown, Example Post: Why now?", "new-person-ada-brown"),
    ("QUESTION", "Ada Brown, Reuters. Secretary General, why now?", "new-person-ada-brown"),
    ("QUESTION", "Thank you. Ada Brown from Reuters. Why now?", "new-person-ada-brown"),
    # who answers does not ask
    ("QUESTION", "Jens Stoltenberg, NATO. Why now?", None),
    ("QUESTION", "Ada Brown wrote that it is late. Why now?", None),
    ("QUESTION (to Ada Brown)", "Why now?", None),
])
def test_who_asks_is_told_by_the_label_or_the_first_words(label: str, words: str, speaker_id: str | None) -> None:
    text = f"Meeting\n\nJENS STOLTENBERG: Good morning to you all.\n\n{label}: {words}\n\nJENS STOLTENBERG: Because.\n"
    document = split_source(SourceText(text, "text/plain", "utf-8"), "0")[0]
    assert [q.speaker_id for q in quotes(document)] == ["jens-stoltenberg", speaker_id, "jens-stoltenberg"]


# --- letters ---------------------------------------------------------------------------------------------------------

LETTER = "I write to you about the bridge. We have to act now."


@pytest.mark.parametrize(("above", "below", "speaker_id"), [
    ("Dear colleagues,", "Yours sincerely,\nFederica Mogherini\nHigh Representative", "federica-mogherini"),
    ("Dear colleagues,", "Yours sincerely,\n\nFederica Mogherini\n", "federica-mogherini"),
    ("Dear Jens,", "With best regards,\nFederica Mogherini, High Representative", "federica-mogherini"),
    ("Excellencies,", "Signed: Federica Mogherini", "federica-mogherini"),
    ("It is late.", "Signed:\nJens Stoltenberg\nNATO Secretary General", "jens-stoltenberg"),
    ("It is late.", "Jens Stoltenberg\nNATO Secretary General", "jens-stoltenberg"),
    # two who sign, and nobody who does
    ("Dear colleagues,", "Yours sincerely,\nFederica Mogherini\nJens Stoltenberg", None),
    ("Dear colleagues,", "Yours sincerely,\nThe press office", None),
    ("Jens Stoltenberg came late.", "Jens Stoltenberg\nNATO Secretary General", None),
])
def test_the_words_above_a_signature_are_of_the_one_who_signs(above: str, below: str, speaker_id: str | None) -> None:
    text = f"The bridge\n\n{above}\n\n{LETTER}\n\n{below}\n"
    extracted = next(iter(extract_documents(split_source(SourceText(text, "text/plain", "utf-8"), "0"))))
    turns = [(q.speaker_id, q.surface) for q in extracted.quotes if q.kind == "turn"]
    assert turns == ([(speaker_id, f"{above}\n\n{LETTER}")] if speaker_id else [])
    assert {m.entity_id for m in extracted.mentions if m.surface == "I"} == {speaker_id}


def test_a_report_above_a_name_is_no_letter() -> None:
    text = "The bridge\n\nThe ministers met. “I am glad,” Josep Borrell said.\n\nJens Stoltenberg\nSecretary General\n"
    document = split_source(SourceText(text, "text/plain", "utf-8"), "0")[0]
    assert [(q.kind, q.speaker_id) for q in quotes(document)] == [("direct", "josep-borrell")]


# --- labels ----------------------------------------------------------------------------------------------------------


def labelled(body: str) -> list[tuple[str, str]]:
    """Label and words of each turn of a page; the label without what stands before the name."""
    document = split_source(SourceText(f"Meeting of the press\n\n{body}\n", "text/plain", "utf-8"), "0")[0]
    text = document.text
    return [(text[p.speaker_span.start:p.speaker_span.end].lstrip("-–[]0123456789: "), text[p.start:p.end].strip())
            for p in document.passages if p.kind == "turn" and p.speaker_span]


ONE, TWO, THREE = "One of us came.", "Why did you come?", "Because it was late."


@pytest.mark.parametrize(("body", "labels"), [
    (f"PRESIDENT EXAMPLE: {ONE}\n\nSECRETARY-GENERAL: {TWO}\n\nQ: {THREE}",
     ["PRESIDENT EXAMPLE", "SECRETARY-GENERAL", "Q"]),
    (f"Secretary General Example: {ONE}\n\nQuestion (Agency): {TWO}\n\nSecretary General Example: {THREE}",
     ["Secretary General Example", "Question", "Secretary General Example"]),
    (f"Q1: {ONE}\n\nA1: {TWO}\n\nQ2: {THREE}", ["Q1", "A1", "Q2"]),
    (f"Q. {ONE}\n\nA. {TWO}\n\nQ. {THREE}", ["Q", "A", "Q"]),
    (f"Moderator: {ONE}\n\nJOURNALIST [interpreted]: {TWO}\n\nMR. SAMPLE: {THREE}",
     ["Moderator", "JOURNALIST", "MR. SAMPLE"]),
    (f"The Chair: {ONE}\n\nAda Example, High Representative: {TWO}\n\nThe Chair: {THREE}",
     ["The Chair", "Ada Example", "The Chair"]),
    (f"The President. – {ONE}\n\nAda Example (PPE). – {TWO}\n\nBen Sample, Member of the Commission. – {THREE}\n\n"
     f"The President. – {ONE}", ["The President", "Ada Example", "Ben Sample", "The President"]),
    (f"**Ada Example**: {ONE}\n\n**Question**: {TWO}\n\n**Ada Example**: {THREE}",
     ["Ada Example", "Question", "Ada Example"]),
    (f"[00:12] ADA EXAMPLE: {ONE}\n\n[00:45] QUESTION: {TWO}\n\n[01:10] ADA EXAMPLE: {THREE}",
     ["ADA EXAMPLE", "QUESTION", "ADA EXAMPLE"]),
    (f"ADA EXAMPLE [00:12]: {ONE}\n\nQUESTION [00:45]: {TWO}\n\nADA EXAMPLE [01:10]: {THREE}",
     ["ADA EXAMPLE", "QUESTION", "ADA EXAMPLE"]),
    (f"– Ada Example: {ONE}\n\n– Question: {TWO}\n\n– Ada Example: {THREE}",
     ["Ada Example", "Question", "Ada Example"]),
    (f"ADA EXAMPLE\n\n{ONE}\n\nQUESTION\n\n{TWO}\n\nADA EXAMPLE\n\n{THREE}",
     ["ADA EXAMPLE", "QUESTION", "ADA EXAMPLE"]),
    (f"ADA EXAMPLE:\n\n{ONE}\n\nQUESTION:\n\n{TWO}\n\nADA EXAMPLE:\n\n{THREE}",
     ["ADA EXAMPLE", "QUESTION", "ADA EXAMPLE"]),
    (f"DOE: {ONE}\n\nSAMPLE: {TWO}\n\nDOE: {THREE}", ["DOE", "SAMPLE", "DOE"]),
    (f"Ben Sample, Minister: {ONE}\n\nReporter: {TWO}\n\nSample: {THREE}\n\nReporter: {TWO}",
     ["Ben Sample", "Reporter", "Sample", "Reporter"]),
    (f"Vice-President Šample: {ONE}\n\nQUESTION: {TWO}\n\nVice-President Šample: {THREE}",
     ["Vice-President Šample", "QUESTION", "Vice-President Šample"]),
])
def test_labels_of_transcripts(body: str, labels: list[str]) -> None:
    found = labelled(body)
    assert [label for label, _ in found] == labels
    assert {words for _, words in found} <= {ONE, TWO, THREE}


@pytest.mark.parametrize("body", [
    "Note: the meeting was long.\n\nBackground: the treaty is old.\n\nDate: 3 May 2012\n\nContact: the press office",
    "SUMMARY\n\nThe ministers met.\n\nBACKGROUND\n\nThe talks were long.\n\nSUMMARY\n\nIt ends here.",
    "09:00 Welcome: the host\n\n09:30 Panel: on roads\n\n11:00 Panel: on bridges\n\n12:00 Panel: on ships",
    "Moderator: Ada Example, Sample Institute\n\nSpeakers: many\n\nModerator: Ben Sample, Example Institute",
    "– Cyber Defence: we will do more.\n\n– Military Mobility: we will move.\n\n– Hybrid Threats: we will see.",
    "A. Introduction\n\nB. Results\n\nA. Annex of the text.",
    "Brussels. – The ministers met.\n\nThe talks were long.",
])
def test_what_is_no_label(body: str) -> None:
    assert labelled(body) == []
