"""Reported speech: the cue, the content without it, who says it and to whom."""

from __future__ import annotations

import pytest

from tests.factories import make_document, make_turn
from transforms.extract import extract_document
from transforms.knowledge import load_knowledge
from transforms.model import Document, ReportedSpeech
from transforms.nlp import analyze
from transforms.quotes import find_reported
from transforms.resolve import Context


def reported(documents: list[Document]) -> list[list[ReportedSpeech]]:
    """The reported speech of each document."""
    found = []
    for analysis in analyze(documents):
        document = analysis.document
        extracted = extract_document(analysis, load_knowledge(), [])
        context = Context(analysis, load_knowledge(), document.published_date, document.publisher_id)
        found.append(find_reported(context, extracted.mentions, extracted.quotes))
    return found


JENS, JOSEP, URSULA = "jens-stoltenberg", "josep-borrell", "ursula-von-der-leyen"
# text -> cue, who says it, to whom, what
TOLD: dict[str, list[tuple[str, str | None, str | None, str]]] = {
    # a clause behind, before or around the verb
    "Jens Stoltenberg said that Europe must build the bridge.": [("said", JENS, None, "Europe must build the bridge")],
    "Jens Stoltenberg said Europe must build the bridge.": [("said", JENS, None, "Europe must build the bridge")],
    "Europe must build the bridge, Jens Stoltenberg said on Monday.": [
        ("said", JENS, None, "Europe must build the bridge")],
    "Europe, Jens Stoltenberg said, must build the bridge itself.": [
        ("said", JENS, None, "must build the bridge itself")],
    "In July, the Secretary General announced, he would open the bridge.": [
        ("announced", JENS, None, "he would open the bridge")],
    "Jens Stoltenberg announced that work would begin in May and that Canada would lead it.": [
        ("announced", JENS, None, "work would begin in May and that Canada would lead it")],
    "As Jens Stoltenberg said, the Alliance does not want a second bridge.": [
        ("said", JENS, None, "the Alliance does not want a second bridge")],
    "Speaking in Berlin, the High Representative asked whether Europe was ready for this.": [
        ("asked", JOSEP, None, "whether Europe was ready for this")],
    "Jens Stoltenberg made clear that the door remains open.": [("made", JENS, None, "the door remains open")],
    "Jens Stoltenberg expressed the hope that work would resume soon.": [
        ("expressed", JENS, None, "work would resume soon")],
    "Jens Stoltenberg met Josep Borrell in Brussels, adding that the talks had been good.": [
        ("adding", JENS, None, "the talks had been good")],
    "Josep Borrell, who said that the mission was a success, left early.": [
        ("said", JOSEP, None, "the mission was a success")],
    "Jens Stoltenberg was quoted as saying that the mission had ended.": [
        ("saying", JENS, None, "the mission had ended")],
    "They were told by Jens Stoltenberg that the mission had ended.": [
        ("told", JENS, None, "the mission had ended")],
    "NATO said in a statement that the mission had ended.": [("said", "nato", None, "the mission had ended")],
    "Russia claimed that the bridge was a threat.": [("claimed", "russia", None, "the bridge was a threat")],
    "The declaration states that the EU and NATO share the same values.": [
        ("states", None, None, "the EU and NATO share the same values")],
    "The spokesperson of the ministry said that the ship would leave.": [("said", None, None, "the ship would leave")],
    "Jens Stoltenberg and Josep Borrell said that they would meet again.": [
        ("said", None, None, "they would meet again")],
    "Jens Stoltenberg, the NATO Secretary General, and Josep Borrell said that they would meet again.": [
        ("said", None, None, "they would meet again")],
    "Jens Stoltenberg warned that Russia could attack the bridge.": [
        ("warned", JENS, None, "Russia could attack the bridge")],
    "Jens Stoltenberg said on Tuesday the bridge would open.": [("said", JENS, None, "the bridge would open")],
    # what the next verb of the same speaker tells is not part of it
    "Jens Stoltenberg said that no country could do it alone and thanked the Finnish government.": [
        ("said", JENS, None, "no country could do it alone")],
    "Jens Stoltenberg said that experts would work side by side, and promised that the work would go on.": [
        ("said", JENS, None, "experts would work side by side"), ("promised", JENS, None, "the work would go on")],
    # a noun phrase, behind the verb or its preposition
    "Jens Stoltenberg stressed the need for fair burden-sharing.": [
        ("stressed", JENS, None, "the need for fair burden-sharing")],
    "Josep Borrell warned against false hopes.": [("warned", JOSEP, None, "false hopes")],
    "Josep Borrell warned of a new crisis in the Sahel.": [("warned", JOSEP, None, "a new crisis in the Sahel")],
    "Mr Borrell pointed to the lack of progress.": [("pointed", JOSEP, None, "the lack of progress")],
    "Jens Stoltenberg called the attack a crime.": [("called", JENS, None, "the attack a crime")],
    "Josep Borrell described the vote as a farce.": [("described", JOSEP, None, "the vote as a farce")],
    # to do something
    "Jens Stoltenberg promised to visit the region himself.": [
        ("promised", JENS, None, "to visit the region himself")],
    "Jens Stoltenberg urged Russia to withdraw its troops.": [
        ("urged", JENS, "russia", "to withdraw its troops")],
    "Jens Stoltenberg called on Josep Borrell to visit Kosovo soon.": [
        ("called", JENS, JOSEP, "to visit Kosovo soon")],
    "Jens Stoltenberg urged Belarus not to take part.": [("urged", JENS, "belarus", "not to take part")],
    # to whom
    "Jens Stoltenberg told Josep Borrell that the Alliance was ready.": [
        ("told", JENS, JOSEP, "the Alliance was ready")],
    "Jens Stoltenberg told reporters that the Alliance was ready.": [("told", JENS, None, "the Alliance was ready")],
    # without a verb
    "According to Josep Borrell, the Union will send a mission.": [
        ("According to", JOSEP, None, "the Union will send a mission")],
    "The Union will send a mission, according to Josep Borrell.": [
        ("according to", JOSEP, None, "The Union will send a mission")],
    "According to EU officials, the declaration will speak of bridges.": [
        ("According to", None, None, "the declaration will speak of bridges")],
    "In Mr Borrell's view, the two organisations need each other.": [
        ("view", JOSEP, None, "the two organisations need each other")],
    "In the view of Jens Stoltenberg, the two organisations need each other.": [
        ("view", JENS, None, "the two organisations need each other")],
    "Ministers discussed Mr Stoltenberg's call for higher defence spending.": [
        ("call", JENS, None, "higher defence spending")],
    "A call by Jens Stoltenberg for higher spending was heard.": [("call", JENS, None, "higher spending")],
    "Mr Stoltenberg's warning that the bridge was weak was heard in Berlin.": [
        ("warning", JENS, None, "the bridge was weak")],
    "According to the Secretary General, Jens Stoltenberg, the meeting was useful.": [
        ("According to", JENS, None, "the meeting was useful")],
    "According to officials, French plans, Polish plans and Nordic flights show that it works.": [
        ("According to", None, None, "French plans, Polish plans and Nordic flights show that it works")],
    # nobody said it, or it was not said
    "Jens Stoltenberg did not say that Europe must build the bridge.": [],
    "Jens Stoltenberg never said that Europe must build the bridge.": [],
    "Nobody said that Europe must build the bridge.": [],
    "Jens Stoltenberg refused to say whether the bridge was closed.": [],
    "Jens Stoltenberg left without saying that the bridge was closed.": [],
    "Jens Stoltenberg will say that Europe must build the bridge.": [],
    "If Jens Stoltenberg says that the door is open, nobody will argue.": [],
    "It is said that Europe must build the bridge.": [],
    "The ministers were told that the mission had ended.": [],
    "Did Jens Stoltenberg say that the bridge was closed?": [],
    "There is no sign, Jens Stoltenberg said, that Russia is leaving.": [],
    "The report mentions the new bridge in Helsinki.": [],
    "Ministers agreed that the mission would begin in May.": [],
    "Josep Borrell believes that Europe is ready.": [],
    "Jens Stoltenberg is expected to announce that the talks have ended.": [],
    "Josep Borrell may have said that the door was open.": [],
    "The attack underlined the importance of bridges.": [],
    "Moscow recalled its ambassador from Brussels.": [],
    "According to the treaty, the members decide together.": [],
    "Asked whether the bridge was closed, Jens Stoltenberg smiled.": [],
    # the words are a quote already
    "Jens Stoltenberg said that “Europe must build the bridge”.": [],
    "“I said that we must build the bridge, and I say it again,” Jens Stoltenberg told the House.": [],
    # another's words within a quote
    "“Mr Borrell said that we should build the bridge, and I agree,” Jens Stoltenberg told the House.": [
        ("said", JOSEP, None, "we should build the bridge")],
}
MIXED = {
    "Jens Stoltenberg said that the Union was “a unique partner” of the Alliance.":
        "the Union was “a unique partner” of the Alliance",
    "Jens Stoltenberg called it a “step forward”.": "it a “step forward”",
}
TITLES: dict[str, list[tuple[str, str | None, str | None, str]]] = {
    "Borrell: Europe needs to build more bridges": [(":", JOSEP, None, "Europe needs to build more bridges")],
    "Secretary General to EU defence ministers: build more bridges": [(":", JENS, None, "build more bridges")],
    "Jens Stoltenberg says Europe needs more bridges": [("says", JENS, None, "Europe needs more bridges")],
    "Brussels: ministers meet to build bridges": [],
    "Jens Stoltenberg: visit to Kyiv": [],
    "Stoltenberg: “Europe needs more bridges”": [],
}


@pytest.fixture(scope="module")
def found() -> dict[str, list[ReportedSpeech]]:
    """The reported speech of all texts of the tables."""
    texts = [*TOLD, *MIXED, *TITLES]
    documents = [make_document(text, passage="title" if text in TITLES else "body") for text in texts]
    return dict(zip(texts, reported(documents), strict=True))


@pytest.mark.parametrize(("text", "expected"), [*TOLD.items(), *TITLES.items()])
def test_who_is_reported_to_have_said_what(
    found: dict[str, list[ReportedSpeech]], text: str, expected: list[tuple[str, str | None, str | None, str]],
) -> None:
    assert [(row.cue, row.speaker_id, row.addressee_id, row.surface) for row in found[text]] == expected


@pytest.mark.parametrize(("text", "content"), MIXED.items())
def test_content_with_words_in_marks_is_mixed(
    found: dict[str, list[ReportedSpeech]], text: str, content: str,
) -> None:
    row, = found[text]
    assert (row.kind, row.surface, row.speaker_id) == ("mixed", content, JENS)


def test_spans_are_those_of_content_and_cue(found: dict[str, list[ReportedSpeech]]) -> None:
    for text, rows in found.items():
        for row in rows:
            assert text[row.start:row.end] == row.surface
            assert text[row.cue_start:row.cue_end] == row.cue
            assert row.cue_end <= row.start or row.end <= row.cue_start
        assert len({row.cue_start for row in rows}) == len(rows)


def test_in_a_turn_only_the_words_of_others_are_reported() -> None:
    words = ("I said that we would come. Some people say that we came late. "
             "President von der Leyen said that the bridge was open.")
    rows, = reported([make_turn("Jens Stoltenberg", words)])
    assert [(row.speaker_id, row.surface) for row in rows] == [(URSULA, "the bridge was open")]
