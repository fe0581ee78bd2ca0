"""It and its: the one body or state that is the subject, where nothing else can be meant."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.anaphora.persons import Answer, noun_head, subject_of_clause, verb_of
from transforms.anaphora.scene import NARRATION, SUBJECT, Noun, Scene, Sentence
from transforms.anaphora.wording import ACTING_VERBS

_BODIES = frozenset(("body", "state"))
# "said it would", "announced that it had": verbs after which the subject goes on
_TELLING_VERBS = frozenset((
    "say", "announce", "state", "declare", "confirm", "reaffirm", "reiterate", "pledge", "promise", "insist", "note",
    "recall", "stress", "warn", "agree", "decide"))


def resolve_thing(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """The body or state that it, its or itself stands for; nothing where that is not sure."""
    verb = verb_of(token)
    if verb is None:
        return None
    if token.lower_ == "it":
        return _it(scene, sentence, token, verb)
    subject = subject_of_clause(verb)
    noun = _noun_of(sentence, subject, token) if subject is not None else None
    if noun is None or (token.lower_ == "its" and _is_between(sentence, noun, token)):
        return None
    return Answer(noun.ids, "antecedent")


def _noun_of(sentence: Sentence, subject: Token, token: Token) -> Noun | None:
    """The single body or state whose noun is that subject."""
    if list(subject.conjuncts) and token.dep_ != "poss":
        return None
    fitting = [noun for noun in sentence.nouns if noun.ids and len(noun.ids) == 1 and noun.kind in _BODIES
               and noun.rank == SUBJECT and noun_head(noun.head) == noun_head(subject) and noun.head.i < token.i]
    return fitting[-1] if len(fitting) == 1 else None


def _is_between(sentence: Sentence, noun: Noun, token: Token) -> bool:
    """True if another thing in the singular stands between: "NATO praised the Union for its work"."""
    above = {one.i for one in token.ancestors}
    return any(noun.head.i < other.head.i < token.i and other.head.i not in above and other.kind != "person"
               and not other.is_plural for other in sentence.nouns)


def _it(scene: Scene, sentence: Sentence, token: Token, verb: Token) -> Answer | None:
    if token.dep_ != "nsubj" or verb.lemma_ == "be":
        return None
    start = sentence.span_of(token).start
    voice = scene.voice_at(start)
    if verb.dep_ == "ccomp" and verb.head.lemma_ in _TELLING_VERBS:
        subject = subject_of_clause(verb.head)
        noun = _noun_of(sentence, subject, token) if subject is not None else None
        is_alone = noun is not None and not _is_between(sentence, noun, token)
        return Answer(noun.ids, "antecedent") if noun is not None and is_alone else None
    if any(noun.end <= start and noun.rank == SUBJECT for noun in sentence.nouns):
        return None
    if verb.lemma_ not in ACTING_VERBS or verb.dep_ not in ("ROOT", "conj"):
        return None
    return _subject_before(scene, voice)


def _subject_before(scene: Scene, voice: int) -> Answer | None:
    """The subject of the sentence before, if that is one body."""
    before = next((one for one in reversed(scene.history) if voice != NARRATION or one.is_narration), None)
    if before is None:
        return None
    nouns = [noun for noun in before.nouns if noun.voice == voice]
    subjects = {noun.ids for noun in nouns if noun.rank == SUBJECT}
    first = next((noun for noun in nouns if noun.rank == SUBJECT), None)
    if first is None or len(subjects) != 1 or first.kind not in _BODIES or len(first.ids) != 1:
        return None
    others = {noun.ids for noun in nouns if noun.kind in _BODIES and noun.ids != first.ids and noun.rank > 0}
    return Answer(first.ids, "antecedent") if not others else None
