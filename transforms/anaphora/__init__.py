"""Anaphora: the words that point back ("he", "we", "both organisations", "his counterpart") and whom they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.anaphora.counterparts import resolve_counterpart
from transforms.anaphora.groups import resolve_both, resolve_phrase, resolve_they
from transforms.anaphora.persons import Answer, resolve_person
from transforms.anaphora.scene import Noun, Scene, Sentence, rank_of
from transforms.anaphora.speakers import find_signatories, resolve_self, resolve_we, resolve_you
from transforms.anaphora.succession import resolve_succession
from transforms.anaphora.things import resolve_thing
from transforms.anaphora.titles import note_titles, resolve_latter, resolve_title
from transforms.anaphora.wording import FIRST, HE, IT, THEY, TITLE_NOUNS, WE, YOU
from transforms.model import Mention, Quote, Span
from transforms.resolve import Context

_Word = Callable[[Scene, Sentence, Token], Answer | None]
_Phrase = Callable[[Scene, Sentence, Token], tuple[Span, Answer] | None]


@dataclass(frozen=True, slots=True)
class _Found:
    """Words that point back."""

    span: Span
    answer: Answer


_WORDS: dict[str, _Word] = {
    **dict.fromkeys(HE, resolve_person), **dict.fromkeys(FIRST, resolve_self), **dict.fromkeys(WE, resolve_we),
    **dict.fromkeys(YOU, resolve_you), **dict.fromkeys(THEY, resolve_they), **dict.fromkeys(IT, resolve_thing),
    **dict.fromkeys(TITLE_NOUNS, resolve_title), "latter": resolve_latter, "former": resolve_latter,
    "both": resolve_both, "two": resolve_both, "pair": resolve_both,
}
_PHRASES: dict[str, _Phrase] = {
    **dict.fromkeys(("both", "two", "three", "sides"), resolve_phrase),
    **dict.fromkeys(("counterpart", "counterparts", "opposite", "colleague", "colleagues"), resolve_counterpart),
    **dict.fromkeys(("successor", "predecessor"), resolve_succession),
}
# more words than that are a list or a table without stops
LONGEST_SENTENCE = 400
_PRONOUN_TAGS = frozenset(("PRP", "PRP$"))
_ALWAYS = frozenset(("hers", "ours", "yours", "theirs", "himself", "herself"))
_PRONOUNS = frozenset((*HE, *FIRST, *WE, *YOU, *THEY, *IT))


def find_anaphora(
    context: Context, mentions: Sequence[Mention], quotes: Sequence[Quote], speaker_id: str | None
) -> list[Mention]:
    """The words that point back as PRONOUN mentions, sorted: as many as they have referents, or one without identity.

    `mentions` are the resolved names and roles sorted by start, `quotes` turns and direct quotes sorted by start.
    """
    scene = Scene(context, mentions, quotes, speaker_id)
    scene.signatories = find_signatories(scene)
    found: list[Mention] = []
    for sentence in scene.sentences():
        for one in _in_sentence(scene, sentence):
            found += _mentions(context.text, one)
        note_titles(scene, sentence)
    return sorted(found, key=lambda m: (m.start, m.end, m.referent))


def _mentions(text: str, found: _Found) -> Iterator[Mention]:
    start, end = found.span.start, found.span.end
    for referent, entity_id in enumerate(found.answer.ids or (None,)):
        yield Mention(start, end, text[start:end], "PRONOUN", entity_id, found.answer.basis, referent=referent)


def _in_sentence(scene: Scene, sentence: Sentence) -> Iterator[_Found]:
    end = 0
    for token in sentence.tokens if len(sentence.tokens) <= LONGEST_SENTENCE else ():
        word = token.lower_
        if word not in _WORDS and word not in _PHRASES:
            continue
        span = sentence.span_of(token)
        if span.start < end or (word in _PRONOUNS and not _is_pronoun(token)) or scene.mention_over(span) is not None:
            continue
        found = _resolve(scene, sentence, token)
        if found is not None and found.span.start >= end:
            end = found.span.end
            _remember(scene, sentence, token, found)
            yield found


def _is_pronoun(token: Token) -> bool:
    """"US" and "IT" are none; the model takes "hers" for an adjective."""
    is_tagged = token.tag_ in _PRONOUN_TAGS or token.lower_ in _ALWAYS
    return is_tagged and (len(token.text) == 1 or not token.text.isupper())


def _resolve(scene: Scene, sentence: Sentence, token: Token) -> _Found | None:
    phrase = _PHRASES.get(token.lower_)
    told = phrase(scene, sentence, token) if phrase is not None else None
    if told is not None:
        return _Found(*told)
    word = _WORDS.get(token.lower_)
    answer = word(scene, sentence, token) if word is not None else None
    return _Found(sentence.span_of(token), answer) if answer is not None else None


def _remember(scene: Scene, sentence: Sentence, token: Token, found: _Found) -> None:
    """What is resolved can itself be pointed back to."""
    ids = found.answer.ids
    if token.lower_ in YOU:
        sentence.addressed = ids
    if not ids or token.lower_ in FIRST | WE | YOU:
        return
    kinds = {scene.kind_of(one) for one in ids}
    kind = kinds.pop() if len(kinds) == 1 else "mixed"
    gender = HE.get(token.lower_, "") or (scene.gender_of(ids[0]) if len(ids) == 1 and kind == "person" else "")
    noun = Noun(found.span.start, found.span.end, ids, kind, gender, rank_of(token, kind == "person"), token,
                scene.voice_at(found.span.start), len(ids) > 1)
    sentence.nouns = [one for one in sentence.nouns if not (one.start < noun.end and noun.start < one.end)]
    at = next((at for at, one in enumerate(sentence.nouns) if one.start > noun.start), len(sentence.nouns))
    sentence.nouns.insert(at, noun)
    if len(ids) > 1:
        sentence.groups.append(noun)
