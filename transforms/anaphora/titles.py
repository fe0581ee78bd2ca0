"""The latter, the former, and "the minister" where the text has named one so titled."""

from __future__ import annotations

import re

from spacy.tokens import Token

from transforms.anaphora.groups import pair_of
from transforms.anaphora.persons import Answer
from transforms.anaphora.scene import Noun, Scene, Sentence
from transforms.anaphora.wording import TITLE_NOUNS

_THE = re.compile(r"\b[Tt]he\s+$")
_NARROWED = re.compile(r"\s+(?:of|for|to|from|in|who|that|in charge)\b|\s+[A-Z]|[-’']")
_TITLE_WORD = re.compile("|".join(sorted(TITLE_NOUNS, key=len, reverse=True)) + r"s?", re.IGNORECASE)
_APPOSED = re.compile(r"\s*,\s+(?:the\s+|an?\s+)?((?:[\w’'-]+\s+){0,3}?)(" + "|".join(
    sorted(TITLE_NOUNS, key=len, reverse=True)) + r")\b")


def note_titles(scene: Scene, sentence: Sentence) -> None:
    """Keeps under which titles the sentence names persons: "Foreign Minister Dmytro Kuleba", "…, an ambassador"."""
    text = scene.context.text
    for noun in sentence.nouns:
        if noun.kind != "person" or len(noun.ids) != 1 or noun.head.pos_ == "PRON":
            continue
        around = text[max(sentence.start, noun.start - 40):noun.end]
        lead = re.search(r"(?:[A-Z][\w’'-]*\s+)+$", around[:-(noun.end - noun.start)] or " ")
        words = (lead[0] if lead else "") + text[noun.start:noun.end]
        after = _APPOSED.match(text, noun.end, sentence.end)
        for title in (*_TITLE_WORD.findall(words), *((after[2],) if after else ())):
            key = title.lower().removesuffix("s")
            scene.titles.setdefault(key, {})[noun.ids[0]] = None


def resolve_title(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """The one person whom the text has named under that title."""
    span, text = sentence.span_of(token), scene.context.text
    if not token.text.islower() or _NARROWED.match(text, span.end) or not _THE.search(
            text[max(0, span.start - 5):span.start]):
        return None
    people = scene.titles.get(token.lower_, {})
    return Answer(tuple(people), "antecedent") if len(people) == 1 else None


def resolve_latter(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """The second or first of two that the sentence or the one before names together."""
    span, text = sentence.span_of(token), scene.context.text
    following = text[span.end:span.end + 20]
    if not _THE.search(text[max(0, span.start - 5):span.start]) or token.dep_ in ("amod", "compound", "advmod"):
        return None
    if token.lower_ == "former" and "the latter" not in text[span.end:span.end + 200]:
        return None
    if re.match(r"\s+(?:[A-Z]|half|part|case|two|day|week)", following):
        return None
    pair = _pair_before(scene, sentence, span.start)
    if pair is None:
        return None
    return Answer((pair.ids[1 if token.lower_ == "latter" else 0],), "antecedent")


def _pair_before(scene: Scene, sentence: Sentence, start: int) -> Noun | None:
    for one in (sentence, *reversed(scene.history[-1:])):
        pair = pair_of(one, start)
        if pair is not None:
            return pair if len(pair.ids) == 2 else None
    return None
