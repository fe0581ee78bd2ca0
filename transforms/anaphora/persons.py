"""He and she: the person whom the sentences before are about, if gender, clause and quote leave exactly one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.anaphora.scene import NARRATION, OBJECT, OBLIQUE, SUBJECT, Noun, Scene, Sentence, rank_of
from transforms.anaphora.wording import HE, JUDGING_VERBS

# how many sentences of the narration, or of one speaker's words, back
REACH = 4
# how many sentences before a quote the one may be named of whom it speaks
REACH_BEFORE_QUOTE = 2
# weights after Lappin and Leass (1994); what a sentence gives fades with each sentence after it
_RECENCY = 100.0
_WEIGHTS = {SUBJECT: 80.0, OBJECT: 50.0, 1: 30.0, 0: 0.0}
_PARALLEL = 35.0
_FADING = 0.4
_MARGIN, _POSSESSIVE_MARGIN, _MARGIN_WITHOUT_SUBJECT = 1.15, 1.3, 2.5
_POSSESSIVES = frozenset(("his", "her"))
_VERBS = frozenset(("VERB", "AUX"))
_CLAUSE_DEPS = frozenset(("conj", "advcl", "xcomp", "ccomp", "pcomp", "dep", "acomp", "parataxis", "prep"))


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom words stand for, or an empty `ids` and the reason."""

    ids: tuple[str, ...]
    basis: str


@dataclass(slots=True)
class _Candidate:
    """A person who may be meant, with what speaks for it."""

    noun: Noun
    score: float
    distance: int


def resolve_person(scene: Scene, sentence: Sentence, token: Token) -> Answer:
    """The person that he, him, his, she, her or hers stands for."""
    pronoun = token.lower_
    voice = scene.voice_at(sentence.span_of(token).start)
    if pronoun.endswith("self"):
        return _reflexive(scene, sentence, token, voice)
    judged = _judged(sentence, token)
    if judged is not None and judged.ids and judged.voice == voice:
        return Answer(judged.ids, "antecedent")
    found = _scored(scene, sentence, token, voice)
    if not found and voice == NARRATION:
        later = _main_subject_after(sentence, token)
        return Answer(later.ids, "antecedent") if later is not None else Answer((), "no_antecedent")
    answer = _decided(found, _is_possessive(token))
    meant = next((one for one in found if one.noun.ids == answer.ids), None)
    if meant is not None and any(_is_equal(meant, other, token) for other in found):
        return Answer((), "ambiguous")
    return answer


def _is_equal(meant: _Candidate, other: _Candidate, token: Token) -> bool:
    """True for the two of "When Mr Borrell called Mr Stoltenberg, he …": one clause of the same sentence has both."""
    if other is meant or meant.distance or other.distance or other.noun.rank < OBLIQUE or not (
            other.noun.gender or not meant.noun.gender):
        return False
    verb = verb_of(noun_head(meant.noun.head))
    return verb is not None and verb == verb_of(noun_head(other.noun.head)) and not _tells_of_self(meant.noun, token)


def _tells_of_self(noun: Noun, token: Token) -> bool:
    """True for "X met Y and said he …", "X told Y that he …": the one who says it."""
    for verb in token.ancestors:
        above = verb.head
        if verb.dep_ == "ccomp" and above != verb:
            subject = subject_of_clause(above)
            return subject is not None and noun_head(subject).i == noun_head(noun.head).i
    return False


def _is_possessive(token: Token) -> bool:
    return token.lower_ in _POSSESSIVES and token.dep_ == "poss"


def _decided(found: Sequence[_Candidate], is_possessive: bool) -> Answer:
    """The best candidate, if it is far enough ahead of the second."""
    ordered = sorted(found, key=lambda one: -one.score)
    if not any(one.noun.ids for one in ordered):
        return Answer((), "no_antecedent")
    best, *others = ordered
    if not best.noun.ids:
        return Answer((), "ambiguous")
    # of whom neither gender nor title is told blocks only where it would itself be the best
    rivals = [one for one in others if one.noun.gender or not best.noun.gender]
    if rivals:
        margin = _POSSESSIVE_MARGIN if is_possessive and rivals[0].distance == best.distance else _MARGIN
        if best.noun.rank != SUBJECT:
            margin = _MARGIN_WITHOUT_SUBJECT
        if best.score < margin * rivals[0].score:
            return Answer((), "ambiguous")
    return Answer(best.noun.ids, "antecedent")


# --- candidates -------------------------------------------------------------------------------------------------------


def _scored(scene: Scene, sentence: Sentence, token: Token, voice: int) -> list[_Candidate]:
    """Those who can be meant, with the sum of what each sentence gives."""
    gender = HE[token.lower_]
    barred = _barred(sentence, token)
    speakers = _not_spoken_of(scene, voice)
    found: dict[object, _Candidate] = {}
    parallel = rank_of(token, True)
    for distance, noun in _nouns_before(scene, sentence, token, voice):
        if noun.gender not in (gender, "") or noun.kind != "person" or noun.is_plural:
            continue
        if (distance == 0 and _is_barred(noun, barred)) or (noun.ids and noun.ids[0] in speakers):
            continue
        key: object = noun.ids or noun.start
        weight = _WEIGHTS[noun.rank] + _RECENCY
        if noun.rank == parallel == OBJECT:
            weight += _PARALLEL
        score = weight * _FADING ** distance
        before = found.get(key)
        if before is None:
            found[key] = _Candidate(noun, score, distance)
        elif before.distance != distance:
            before.score += score
        elif noun.rank > before.noun.rank:
            found[key] = _Candidate(noun, max(before.score, score), distance)
    barred_ids = {one.ids for distance, one in _nouns_before(scene, sentence, token, voice)
                  if distance == 0 and _is_barred(one, barred) and one.ids}
    return [one for one in found.values() if one.noun.ids not in barred_ids]


def _nouns_before(scene: Scene, sentence: Sentence, token: Token, voice: int) -> Iterator[tuple[int, Noun]]:
    """Distance in sentences and noun: those of the same voice; of a quote's surroundings if itself names nobody."""
    start = sentence.span_of(token).start
    sentences = [sentence, *reversed(scene.history)]
    count, is_found = 0, False
    for one in sentences:
        same = [noun for noun in one.nouns if noun.voice == voice and noun.end <= start]
        if voice == NARRATION and not one.is_narration:
            continue
        for noun in same:
            is_found = is_found or (noun.kind == "person" and noun.gender in (HE[token.lower_], ""))
            yield count, noun
        if count == REACH or (voice != NARRATION and one.end <= scene.quotes[voice].start):
            break
        count += 1
    if voice != NARRATION and not is_found and scene.speaker_of(voice):
        yield from _around_quote(sentences, scene.quotes[voice].start)


def _around_quote(sentences: Sequence[Sentence], start: int) -> Iterator[tuple[int, Noun]]:
    before = [one for one in sentences if one.start < start][:REACH_BEFORE_QUOTE + 1]
    for count, one in enumerate(before, 1):
        yield from ((count, noun) for noun in one.nouns if noun.end <= start)


def _not_spoken_of(scene: Scene, voice: int) -> frozenset[str]:
    """Who speaks and who is spoken to is not "he"."""
    if voice == NARRATION:
        return frozenset()
    quote = scene.quotes[voice]
    return frozenset(one for one in (quote.speaker_id, quote.addressee_id) if one)


# --- the clause -------------------------------------------------------------------------------------------------------


def noun_head(token: Token) -> Token:
    """The head of the noun phrase: that of "Jens" in "Secretary General Jens Stoltenberg" is "Stoltenberg"."""
    for _ in range(6):
        if token.dep_ not in ("compound", "appos", "nmod", "flat", "amod"):
            break
        token = token.head
    return token


def verb_of(token: Token) -> Token | None:
    """The verb in whose clause the token stands."""
    for _ in range(12):
        if token.head == token:
            return None
        token = token.head
        if token.pos_ in _VERBS:
            return token
    return None


def subject_of_clause(verb: Token) -> Token | None:
    """The verb's subject, also where another clause tells it: "invited him to join", "after meeting him, he left"."""
    for _ in range(8):
        own = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
        if own:
            return _of_relative(own[0], verb)
        if verb.dep_ in ("acl", "relcl"):
            return verb.head
        head = verb.head
        if head == verb or verb.dep_ not in (*_CLAUSE_DEPS, "pobj"):
            return None
        if verb.dep_ in ("xcomp", "ccomp"):
            controller = [child for child in head.children if child.dep_ in ("dobj", "dative") and child.i < verb.i]
            if controller:
                return controller[0]
        verb = head
    return None


def _of_relative(subject: Token, verb: Token) -> Token:
    """"who" stands for the noun that its clause belongs to."""
    return verb.head if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl" else subject


def _coordinated(token: Token) -> set[int]:
    """The token's head and all that stand beside it with "and"."""
    head = noun_head(token)
    while head.dep_ == "conj":
        head = noun_head(head.head)
    return {head.i, *(noun_head(one).i for one in head.conjuncts)}


def _barred(sentence: Sentence, token: Token) -> set[int]:
    """Heads of nouns that the pronoun cannot stand for: fellows in a coordination; those in its own clause."""
    beside = {noun_head(one).i for one in token.conjuncts}
    if _is_possessive(token):
        return beside
    verb = verb_of(token)
    if verb is None:
        return beside
    subject = subject_of_clause(verb)
    if subject is not None and subject.i != token.i:
        beside |= _coordinated(subject)
    if subject is None or subject.i == token.i:
        beside |= _controlled(sentence, token)
    return beside | _fellow_arguments(verb, token)


def _fellow_arguments(verb: Token, token: Token) -> set[int]:
    """The other objects of the verb: "introduced Mr Borrell to him"."""
    found = set()
    for child in verb.children:
        if child.dep_ in ("dobj", "dative", "iobj") and child.i != token.i:
            found |= _coordinated(child)
        elif child.dep_ in ("prep", "agent"):
            found.update(noun_head(one).i for one in child.children if one.dep_ == "pobj" and one.i != token.i)
    return found


def _controlled(sentence: Sentence, token: Token) -> set[int]:
    """"After meeting Mr Borrell, he …": he is the one who met, not the one met."""
    return {noun_head(noun.head).i for noun in sentence.nouns if noun.rank != SUBJECT and noun.head.i < token.i
            and (verb := verb_of(noun.head)) is not None and (subject := subject_of_clause(verb)) is not None
            and subject.i == token.i}


def _is_barred(noun: Noun, barred: set[int]) -> bool:
    return noun_head(noun.head).i in barred


def _judged(sentence: Sentence, token: Token) -> Noun | None:
    """In "thanked him for his support" the support is that of the one thanked."""
    for one in token.ancestors:
        if one.dep_ == "prep" and one.lower_ in ("for", "on") and one.head.lemma_ in JUDGING_VERBS:
            heads = {noun_head(child).i for child in one.head.children if child.dep_ in ("dobj", "dative", "pobj")}
            return next((noun for noun in sentence.nouns
                         if noun.kind == "person" and noun_head(noun.head).i in heads
                         and noun.gender in (HE[token.lower_], "")), None)
    return None


def _reflexive(scene: Scene, sentence: Sentence, token: Token, voice: int) -> Answer:
    """"himself": the subject of its clause."""
    verb = verb_of(token)
    subject = subject_of_clause(verb) if verb is not None else None
    heads = {noun_head(subject).i} if subject is not None else set()
    for noun in sentence.nouns:
        if noun.kind == "person" and noun.ids and noun_head(noun.head).i in heads \
                and noun.gender in (HE[token.lower_], ""):
            return Answer(noun.ids, "antecedent")
    return _decided(_scored(scene, sentence, token, voice), False) if subject is None else Answer((), "no_antecedent")


def _main_subject_after(sentence: Sentence, token: Token) -> Noun | None:
    """"After he met the troops, Mr Stoltenberg flew": with nobody before, the subject of the main clause."""
    verb = verb_of(token)
    if verb is None or verb.dep_ != "advcl" or verb.head.i < verb.i:
        return None
    subjects = {noun_head(child).i for child in verb.head.children if child.dep_ in ("nsubj", "nsubjpass")}
    fitting = [noun for noun in sentence.nouns if noun.ids and noun.kind == "person" and len(noun.ids) == 1
               and noun.gender == HE[token.lower_] and noun_head(noun.head).i in subjects]
    return fitting[0] if len(fitting) == 1 else None
