"""They, both, "the two leaders": several at once, where exactly so many have been named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from spacy.tokens import Token

from transforms.anaphora.persons import Answer, subject_of_clause, verb_of
from transforms.anaphora.scene import NARRATION, SUBJECT, Noun, Scene, Sentence
from transforms.anaphora.wording import ACTING_VERBS, MEETING_NOUNS, MEETING_VERBS, PEOPLE_NOUNS, THEY
from transforms.model import Span

_BODY_WORDS = ("organisations", "organizations", "institutions", "bodies", "unions", "alliances")
_STATE_WORDS = ("countries", "states", "nations", "neighbours", "neighbors")
_PERSON_WORDS = ("leaders", "presidents", "ministers", "men", "women", "officials", "politicians", "chancellors",
                 "commissioners", "diplomats", "generals", "ambassadors", "statesmen", "counterparts", "chiefs")
_SIDE_WORDS = ("sides", "parties", "partners")
_KINDS = {**dict.fromkeys(_BODY_WORDS, "body"), **dict.fromkeys(_STATE_WORDS, "state"),
          **dict.fromkeys(_PERSON_WORDS, "person"), **dict.fromkeys(_SIDE_WORDS, "side")}
# "both organisations", "the two leaders", "three institutions", "the sides"; the article stays outside
_PHRASE = re.compile(
    r"(?:(?:(?P<both>[Bb]oth)|(?P<number>[Tt]wo|[Tt]hree))\s+"
    r"(?:(?:our|these|partner|sister|Nordic|European|EU|NATO|Allied|[Ff]oreign|[Dd]efen[cs]e|[Pp]rime)\s+)*"
    r"(?P<noun>(?i:" + "|".join(_KINDS) + r"))|(?P<sides>sides))\b(?!['’]s\b)")
# "both sides of the Atlantic", "the two countries that …"
_NARROWED = re.compile(r"\s+(?:of|to|that|which|who|in|from)\b")
_APPOSED = re.compile(r"\s*[,:(–-]\s*(?:the\s+)?")
_NUMBERS = {"two": 2, "three": 3}
_BEFORE_NUMBER = re.compile(r"\b(?:[Tt]he|[Tt]hese|[Tt]hose|[Oo]ur|[Tt]heir|[Aa]ll|[Oo]f)\s+$")
_THE = re.compile(r"\b[Tt]he\s+$")
_OFFICES = {"presidents": "president", "ministers": "minister", "chancellors": "chancellor",
            "commissioners": "commission", "ambassadors": "ambassador"}
# these are not said of committees and missions, but of what they belong to
_OUTERMOST = frozenset(("organisations", "organizations", "alliances", "unions", "sides", "parties", "partners"))
CORE = ("nato", "european-union")
REACH = 3


def resolve_phrase(scene: Scene, sentence: Sentence, token: Token) -> tuple[Span, Answer] | None:
    """The span and members of "both organisations", or why they are not told; nothing for other words."""
    text, start = scene.context.text, sentence.span_of(token).start
    match = _PHRASE.match(text, start, sentence.end)
    if match is None or (match["sides"] and not (_THE.search(text[max(0, start - 5):start])
                                                 and token.dep_ in ("nsubj", "nsubjpass"))):
        return None
    if match["number"] and not _BEFORE_NUMBER.search(text[max(0, start - 7):start]):
        return None
    if _NARROWED.match(text, match.end(), sentence.end):
        return None
    count = _NUMBERS[match["number"].lower()] if match["number"] else 2
    named = _named_after(text, sentence, match.end(), count)
    if named:
        return Span(start, match.end()), Answer(named, "several")
    noun = (match["noun"] or "sides").lower()
    return Span(start, match.end()), _members(scene, sentence, start, noun, count)


def _named_after(text: str, sentence: Sentence, end: int, count: int) -> tuple[str, ...]:
    """Those of "the two organisations, NATO and the EU,"."""
    return next((group.ids for group in sentence.groups if group.start >= end and len(group.ids) == count
                 and _APPOSED.fullmatch(text, end, group.start)), ())


def _members(scene: Scene, sentence: Sentence, start: int, noun: str, count: int) -> Answer:
    kind = _KINDS[noun]
    if kind in ("person", "state"):
        return _latest(scene, sentence, start, noun, count)
    near = _group_near(scene, sentence, start, noun, count)
    if near is not None and near.ids:
        return near
    pool = bodies_near(scene, start)
    if count == 2 and _is_core(scene, pool, start):
        return Answer(CORE, "several")
    if near is not None or kind == "body":
        return Answer((), "ambiguous" if near is not None or len(pool) > 1 else "no_antecedent")
    return _latest(scene, sentence, start, noun, count)


def _is_core(scene: Scene, near: Set[str], start: int) -> bool:
    """True where the sentences before are about NATO and the EU and no third body, or the text so far is."""
    core, so_far = set(CORE), {scene.knowledge.organization_of(one) for one in scene.bodies}
    return near == core or (near <= core and so_far == core) or near | _spoken_for(scene, start) == core


def bodies_near(scene: Scene, start: int) -> set[str]:
    """The outermost bodies of the sentences before, named or spoken for by those named."""
    since = scene.history[-REACH].start if len(scene.history) >= REACH else 0
    found = set()
    for mention in scene.mentions_in(since, start):
        body = mention.entity_id if mention.label == "ORG" else (
            scene.side_of(mention.entity_id) if mention.label in ("PERSON", "ROLE") else None)
        if body and scene.kind_of(body) == "body":
            found.add(scene.knowledge.organization_of(body))
    return found


def _spoken_for(scene: Scene, start: int) -> set[str]:
    """The speaker's own body; that of the publisher, where it tells the story."""
    voice = scene.voice_at(start)
    teller = scene.side_of(scene.speaker_of(voice)) if voice != NARRATION else scene.context.publisher_id
    return {scene.knowledge.organization_of(teller)} if teller else set()


def _group_near(scene: Scene, sentence: Sentence, start: int, noun: str, count: int) -> Answer | None:
    """The only coordination of so many in the latest of the three sentences that has one."""
    kinds = ("body",) if _KINDS[noun] == "body" else ("body", "state", "mixed")
    for one in (sentence, *reversed(scene.history[-2:])):
        groups = [group for group in one.groups if group.end <= start and group.kind in kinds]
        if groups:
            told = {_as_told(scene, group.ids, noun) for group in groups}
            ids = _as_told(scene, groups[-1].ids, noun)
            return Answer(ids, "several") if len(told) == 1 and len(ids) == count else Answer((), "ambiguous")
    return None


def _as_told(scene: Scene, ids: Sequence[str], noun: str) -> tuple[str, ...]:
    """The organizations of two committees, where organizations are told of; institutions are what they are."""
    if noun not in _OUTERMOST:
        return tuple(ids)
    return tuple(dict.fromkeys(scene.knowledge.organization_of(one) for one in ids))


def _latest(scene: Scene, sentence: Sentence, start: int, noun: str, count: int) -> Answer:
    """So many of the kind named last, sentence by sentence back; more than that in one sentence are too many."""
    voice = scene.voice_at(start)
    kinds = (_KINDS[noun],) if _KINDS[noun] != "side" else ("body", "state")
    found: dict[str, None] = {}
    for one in (sentence, *reversed(scene.history[-REACH:])):
        for named in reversed(one.nouns):
            if named.end > start or named.kind not in (*kinds, "mixed") or named.voice != voice:
                continue
            if not named.ids and named.kind == "person" and not named.is_plural and named.rank == SUBJECT:
                return Answer((), "ambiguous")
            found.update(dict.fromkeys(reversed([i for i in named.ids if _fits(scene, i, noun, kinds)])))
        if len(found) >= count:
            break
    ids = tuple(reversed(found))
    if len(ids) == count:
        return Answer(ids, "several")
    return Answer((), "ambiguous" if len(ids) > 1 else "no_antecedent")


def _fits(scene: Scene, entity_id: str, noun: str, kinds: Sequence[str]) -> bool:
    if scene.kind_of(entity_id) not in kinds:
        return False
    if noun in ("men", "women"):
        return scene.gender_of(entity_id) == ("m" if noun == "men" else "f")
    office, day = _OFFICES.get(noun), scene.context.day
    terms = scene.knowledge.in_office(entity_id, day) if office and day else []
    return not terms or any(office in term.office_id for term in terms if office)


# --- they -------------------------------------------------------------------------------------------------------------


def resolve_they(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """The several that are the subject of the clause or of the sentence before, if no other plural can be meant."""
    start = sentence.span_of(token).start
    voice = scene.voice_at(start)
    here = [noun for noun in _plurals(sentence, voice) if noun.end <= start]
    if here:
        return _subject_here(token, here)
    if token.lower_ not in ("they", "their", "both", "two", "pair"):
        return None
    before = next((one for one in reversed(scene.history) if voice != NARRATION or one.is_narration), None)
    return _subject_before(token, list(_plurals(before, voice))) if before is not None else None


def _subject_before(token: Token, plurals: Sequence[Noun]) -> Answer | None:
    """The several that are the subject of the sentence before, if its other plurals are things that do not act."""
    groups = [noun for noun in plurals if noun.ids and noun.rank == SUBJECT]
    if len({group.ids for group in groups}) != 1:
        return None
    others = [noun for noun in plurals if not noun.ids or noun.ids != groups[0].ids]
    if any(noun.rank == SUBJECT or noun.head.lower_ in PEOPLE_NOUNS for noun in others):
        return None
    if others and not _acts(token) and (groups[0].kind != "person" or token.lower_ == "they"):
        return None
    return Answer(groups[0].ids, "several")


def _acts(token: Token) -> bool:
    verb = verb_of(token)
    return verb is not None and token.dep_ == "nsubj" and verb.lemma_ in ACTING_VERBS


def _subject_here(token: Token, here: Sequence[Noun]) -> Answer | None:
    """In the pronoun's own sentence: the several that are its first subject, with no people in between."""
    groups = [noun for noun in here
              if noun.ids and (noun.rank == SUBJECT or noun.head.lower_ in THEY) and not noun.is_pair]
    if len({group.ids for group in groups}) != 1:
        return None
    first = groups[0]
    others = [noun for noun in here if noun.ids != first.ids]
    if any(noun.rank == SUBJECT or noun.head.lower_ in PEOPLE_NOUNS or noun.kind != "thing" for noun in others):
        return None
    if others and token.lower_ in ("them", "theirs"):
        return None
    if token.lower_ in ("them", "themselves"):
        verb = verb_of(token)
        subject = subject_of_clause(verb) if verb is not None else None
        if subject is not None and (subject == first.head) is (token.lower_ == "them"):
            return None
    if token.lower_ == "they" and any(noun.rank != SUBJECT for noun in others) and not _acts(token):
        return None
    return Answer(first.ids, "several")


def _plurals(sentence: Sentence, voice: int) -> Iterator[Noun]:
    """Groups, pairs and plural nouns of the sentence, by where they end."""
    found = [noun for noun in sentence.nouns if noun.is_plural and noun.voice == voice]
    found += [group for group in sentence.groups if group.voice == voice]
    pair = _pair(sentence, voice)
    yield from sorted((*found, pair) if pair else found, key=lambda noun: noun.end)


def _pair(sentence: Sentence, voice: int) -> Noun | None:
    """"Mr Borrell met Mr Stoltenberg": the two who meet, if they are the only ones of their kind."""
    for kind in ("person", "body", "state"):
        named = [noun for noun in sentence.nouns if noun.kind == kind and noun.voice == voice and noun.rank]
        ids = tuple(dict.fromkeys(one for noun in named for one in noun.ids))
        if len(ids) != 2 or any(not noun.ids for noun in named) or any(len(noun.ids) > 1 for noun in named):
            continue
        first = named[0]
        verb = verb_of(first.head)
        if first.rank == SUBJECT and verb is not None and _meets(verb) and len(named) > 1:
            last = named[-1]
            return Noun(first.start, last.end, ids, kind, "", SUBJECT, first.head, voice, True, True)
    return None


def _meets(verb: Token) -> bool:
    if verb.lemma_ not in MEETING_VERBS:
        return False
    needs_noun = verb.lemma_ in ("hold", "have", "exchange", "sign", "call", "join", "address")
    return not needs_noun or any(child.lower_ in MEETING_NOUNS for child in verb.children)


def pair_of(sentence: Sentence, start: int) -> Noun | None:
    """The latest group before the place, or the two who meet in the sentence."""
    groups = [group for group in sentence.groups if group.end <= start]
    if groups:
        return groups[-1]
    for voice in dict.fromkeys(noun.voice for noun in sentence.nouns):
        pair = _pair(sentence, voice)
        if pair is not None and pair.end <= start:
            return pair
    return None


# --- both -------------------------------------------------------------------------------------------------------------


def resolve_both(scene: Scene, sentence: Sentence, token: Token) -> Answer | None:
    """"Both stressed …", "The two discussed …": as they, but exactly two."""
    if token.dep_ not in ("nsubj", "nsubjpass") or token.lower_ == "three":
        return None
    if token.lower_ == "two" and not _THE.search(scene.context.text[max(0, sentence.span_of(token).start - 5):
                                                                     sentence.span_of(token).start]):
        return None
    if any(child.dep_ in ("prep", "appos", "conj", "relcl") and child.i > token.i for child in token.children):
        return None
    answer = resolve_they(scene, sentence, token)
    return answer if answer is not None and len(answer.ids) == 2 else None
