"""Which frame of the knowledge a word of the parse fits, and which words are its arguments."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.events.arguments import Scene, noun_lemma
from transforms.events.modality import polarity_of
from transforms.knowledge import EventFrame, load_knowledge
from transforms.model import Mention
from transforms.quotes import SPEECH_VERBS

# verbs under which a noun tells an act: "held talks", "attended a meeting", "the meeting took place"
LIGHT_VERBS = frozenset(
    (
        "hold",
        "attend",
        "have",
        "host",
        "chair",
        "join",
        "participate",
        "take",
        "conclude",
        "open",
        "convene",
        "organize",
        "organise",
        "launch",
        "conduct",
        "pay",
        "begin",
        "start",
        "make",
        "speak",
        "address",
        "arrive",
        "gather",
        "undertake",
        "complete",
        "run",
        "lead",
        "continue",
        "finish",
        "deliver",
        "give",
        "sign",
        "sit",
        "meet",
        "spend",
        "plan",
        "schedule",
        "agree",
        "intensify",
        "stage",
        "welcome",
        "invite",
        "co-chair",
        "cochair",
        "return",
        "discuss",
        "be",
        "test",
        "coordinate",
        "mark",
        "follow",
    )
)
EVENT_PREPOSITIONS = frozenset(
    (
        "following",
        "after",
        "before",
        "during",
        "at",
        "of",
        "since",
        "ahead",
        "for",
        "in",
        "with",
        "through",
        "from",
        "to",
    )
)
TIME_PREPOSITIONS = frozenset(("following", "after", "before", "during", "at", "since", "through"))
OBJECT_PREPOSITIONS = frozenset(("in", "at", "for", "with", "on", "to"))
GENERIC_VERBS = frozenset(("be", "have"))
_PERSON_NOUNS = frozenset(
    (
        "diplomat",
        "ambassador",
        "minister",
        "commissioner",
        "representative",
        "official",
        "delegation",
        "president",
        "leader",
        "member",
        "group",
        "chairman",
        "counterpart",
        "general",
        "secretary",
        "ally",
    )
)
_WEAPONS = frozenset(
    (
        "weapon",
        "vehicle",
        "tank",
        "ammunition",
        "missile",
        "artillery",
        "shell",
        "jet",
        "fighter",
        "military",
        "humanitarian",
        "financial",
        "macro-financial",
        "security",
        "economic",
        "assistance",
        "aid",
    )
)
# nouns whose "to do" tells an act that somebody means to do or is doing
INTENT_NOUNS = frozenset(
    (
        "effort",
        "need",
        "plan",
        "decision",
        "commitment",
        "promise",
        "intention",
        "agreement",
        "call",
        "proposal",
        "pledge",
        "step",
        "wish",
        "work",
        "readiness",
        "willingness",
        "offer",
        "task",
        "duty",
        "ambition",
        "attempt",
        "resolve",
        "determination",
        "goal",
    )
)


@dataclass(frozen=True, slots=True)
class Act:
    """A trigger with the frame that fits, the verb that carries its tense, and its argument tokens by role."""

    frame: EventFrame
    trigger: Token
    predicate: Token | None
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    obliques: tuple[tuple[Token, str], ...]


@functools.cache
def frames_by_lemma() -> Mapping[tuple[str, str], tuple[EventFrame, ...]]:
    """Frames by part of speech and by the first word of their lemmas, in the order of the file."""
    index: defaultdict[tuple[str, str], list[EventFrame]] = defaultdict(list)
    for frame in load_knowledge().frames:
        for lemma in frame.lemmas:
            word = lemma.split()[0] if frame.part_of_speech == "verb" else lemma.split()[-1]
            if frame not in index[frame.part_of_speech, word]:
                index[frame.part_of_speech, word].append(frame)
    return {key: tuple(frames) for key, frames in index.items()}


def lemma_fits(frame: EventFrame, token: Token) -> bool:
    """One-word lemmas fit as they are; others need the particle ("step up") or the word before ("staff talk")."""
    for lemma in frame.lemmas:
        words = lemma.split()
        if len(words) == 1:
            if words[0] == token.lemma_.lower():
                return True
        elif frame.part_of_speech == "verb":
            rest = {child.lower_ for child in token.children if child.dep_ in ("prt", "advmod", "prep", "dobj")}
            if words[0] == token.lemma_.lower() and set(words[1:]) <= rest:
                return True
        elif words[-1] == token.lemma_.lower() and token.i > 0 and token.nbor(-1).lower_ == words[-2]:
            return True
    return False


def is_mere_purpose(verb: Token) -> bool:
    """ "A task force to reduce risks", "met to discuss": an aim of another act, which tells no act of its own."""
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    if verb.tag_ != "VB" or not any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children):
        return False
    if verb.dep_ == "acl":
        return verb.head.lemma_.lower() not in INTENT_NOUNS
    return verb.dep_ in ("advcl", "relcl") and not any(
        word.lemma_.lower() in ("important", "vital", "crucial", "essential", "necessary")
        for word in verb.head.children
    )


def verb_act(frame: EventFrame, verb: Token) -> Act | None:
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    )
    objects = [
        _antecedent(verb, child) for child in verb.children if child.dep_ in ("dobj", "attr", "oprd", "nsubjpass")
    ]
    if (
        verb.dep_ == "relcl"
        and not objects
        and any(child.dep_ == "nsubj" and child.tag_ not in ("WDT", "WP") for child in verb.children)
    ):
        objects.append(verb.head)
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        objects.append(verb.head)
    agents = [
        pobj for child in verb.children if child.dep_ == "agent" for pobj in child.children if pobj.dep_ == "pobj"
    ]
    subjects = agents if passive else _subjects(verb)
    objects += [
        pobj
        for child in verb.children
        if child.dep_ == "prep" and child.lower_ in OBJECT_PREPOSITIONS
        for pobj in child.children
        if pobj.dep_ == "pobj" and (child.lower_ in frame.prepositions or _is_particle(frame, child))
    ]
    obliques = _obliques(frame, verb)
    for obj in objects:
        obliques += _obliques(frame, obj)
    return Act(frame, verb, verb, tuple(subjects), tuple(dict.fromkeys(objects)), tuple(obliques))


def _antecedent(verb: Token, argument: Token) -> Token:
    """ "the plan, which leaders approved": the relative pronoun stands for the noun before the clause."""
    return verb.head if verb.dep_ == "relcl" and argument.tag_ in ("WDT", "WP") else argument


def _is_particle(frame: EventFrame, preposition: Token) -> bool:
    return any(preposition.lower_ in lemma.split()[1:] for lemma in frame.lemmas)


def _subjects(verb: Token) -> list[Token]:
    """The verb's subject; a relative clause's is its antecedent, a participle's that of the clause above."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "expl"):
            if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
                return [verb.head] if verb.dep_ == "relcl" else []
            return [child]
    if verb.dep_ in ("relcl", "acl") and verb.tag_ == "VBG":
        return [verb.head]
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "acl", "prep", "dep") and verb.head != verb:
        if verb.head.pos_ in ("VERB", "AUX"):
            objects = [c for c in verb.head.children if c.dep_ == "dobj"] if verb.dep_ == "xcomp" else []
            return (
                objects
                if objects and verb.head.lemma_.lower() in ("urge", "ask", "call", "invite", "want", "see")
                else _subjects(verb.head)
            )
        if verb.head.pos_ in ("NOUN", "PROPN", "ADP", "ADJ"):
            return _owner(verb.head)
    return []


def _owner(noun: Token) -> list[Token]:
    """Whose effort or need it is: "the EU's efforts to …", "NATO's plan to …"; else the subject of the verb above."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    if owners:
        return owners
    token = noun
    for _ in range(4):
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return _subjects(token)
    return []


def _obliques(frame: EventFrame, token: Token) -> list[tuple[Token, str]]:
    found = []
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ in frame.prepositions:
            found += [(pobj, frame.prepositions[child.lower_]) for pobj in child.children if pobj.dep_ == "pobj"]
            found += [
                (pobj, frame.prepositions[child.lower_])
                for nested in child.children
                if nested.dep_ == "prep"
                for pobj in nested.children
                if pobj.dep_ == "pobj"
            ]
    return found


def noun_act(frame: EventFrame, noun: Token, scene: Scene) -> Act | None:
    """A noun tells an act under a light verb, after a preposition of time, or as the root of a headline."""
    if noun.dep_ in ("compound", "poss", "amod", "nmod"):
        return None
    predicate = _relative_predicate(noun) or _predicate(noun)
    is_argument = predicate is not None and noun.head == predicate and noun.dep_ in ("dobj", "nsubj", "nsubjpass")
    if not (_noun_tells(noun, predicate, scene) or (is_argument and {"under-speech", "under-verb"} & set(frame.needs))):
        return None
    subjects = _subjects(predicate) if predicate is not None and noun.dep_ not in ("nsubj", "nsubjpass") else []
    owners = [child for child in noun.children if child.dep_ in ("poss", "compound", "nmod")]
    hosts = [
        pobj
        for child in noun.children
        if child.dep_ == "acl" and child.tag_ == "VBN"
        for agent in child.children
        if agent.dep_ == "agent"
        for pobj in agent.children
    ]
    obliques = [
        *_obliques(frame, noun),
        *((host, "host") for host in hosts),
        *((owner, frame.subject_role) for owner in owners),
    ]
    if predicate is not None:
        obliques += [(pobj, role) for pobj, role in _obliques(frame, predicate) if pobj.i != noun.i]
        if noun.head.lemma_.lower() in ("join",):
            obliques += [(child, "participant") for child in predicate.children if child.dep_ == "dobj"]
    return Act(frame, noun, predicate, tuple(subjects), (), tuple(obliques))


def _relative_predicate(noun: Token) -> Token | None:
    """ "the exercise that NATO held": the verb of the relative clause, if it is one under which a noun tells an act."""
    for child in noun.children:
        if child.dep_ == "relcl" and child.lemma_.lower() in LIGHT_VERBS - GENERIC_VERBS:
            return child
    return None


def _predicate(noun: Token) -> Token | None:
    """The verb above the noun, through prepositions and coordination."""
    token = noun
    for _ in range(5):
        if token.head == token:
            return None
        token = token.head
        # "following" and "regarding" are tagged as verbs and used as prepositions
        if token.pos_ in ("VERB", "AUX") and token.dep_ != "prep":
            return token
    return None


def _noun_tells(noun: Token, predicate: Token | None, scene: Scene) -> bool:  # noqa: PLR0911  (one for each case)
    is_headline = scene.is_headline
    preposition = noun.head if noun.dep_ == "pobj" else None
    if noun.dep_ == "conj":
        return _noun_tells(noun.head, predicate, scene) if noun.head.pos_ == "NOUN" else False
    if preposition is not None and preposition.lower_ in TIME_PREPOSITIONS | {"ahead"}:
        return True
    if preposition is not None and preposition.lower_ == "of" and preposition.head.lower_ == "ahead":
        return True
    if preposition is None and predicate is None:
        return is_headline
    if predicate is None:
        return is_headline and preposition is not None and preposition.lower_ in EVENT_PREPOSITIONS
    if predicate.head == noun and predicate.dep_ == "relcl":
        return True
    if any(child.dep_ == "prt" for child in predicate.children):
        return False
    direct = noun.head == predicate or (preposition is not None and preposition.head == predicate)
    if not direct or predicate.lemma_.lower() not in LIGHT_VERBS:
        return False
    return predicate.lemma_.lower() not in GENERIC_VERBS or noun.dep_ in ("dobj", "relcl", "attr")


def is_same_act(act: Act, obj: Token) -> bool:
    return any(
        frame.event_type == act.frame.event_type or frame.frame_id == "hold-talks"
        for frame in frames_by_lemma().get(("noun", obj.lemma_.lower()), ())
    )


def object_fits(scene: Scene, frame: EventFrame, obj: Token) -> bool:
    for head in (obj, *obj.conjuncts):
        if noun_lemma(head) in frame.object_lemmas:
            return True
        labels = {label for m in scene.mentions_at(head) for label in (m.label, _subkind(scene, m))}
        if not labels.isdisjoint(frame.object_labels):
            return True
        if head.lower_ in ("us", "me") and "PERSON" in frame.object_labels:
            return True
        # "a new phase of cooperation", "the level of support": the noun after "of" counts
        for child in head.children:
            if (
                child.dep_ == "prep"
                and child.lower_ == "of"
                and any(p.lemma_.lower() in frame.object_lemmas for p in child.children)
            ):
                return True
    return False


def _subkind(scene: Scene, mention: Mention) -> str:
    """What sort of event a name stands for: "exercise" for EU HEX-ML 18."""
    entity = scene.context.knowledge.entities.get(mention.entity_id or "")
    return entity.subkind if entity is not None and mention.label == "EVENT" else ""


def simple_need(scene: Scene, act: Act, need: str) -> bool:  # noqa: PLR0911  (one return for each need)
    """Conditions on the words around the trigger."""
    words = {token.lower_ for token in act.trigger.subtree}
    match need:
        case "together":
            return (
                bool(words & {"together", "jointly", "alongside"})
                or {"side", "by"} <= words
                or ({"next", "to"} <= words)
                or (bool(act.obliques) and bool(words & {"closely", "with"}))
            )
        case "here":
            return bool(words & {"here", "together"}) and any(
                t.lemma_.lower() in ("three", "both", "we", "two") for t in act.trigger.subtree
            )
        case "counterpart":
            return any(role for _, role in act.obliques)
        case "person":
            return any(_is_person(scene, o) for o in act.objects)
        case "subject":
            return any(object_fits(scene, act.frame, subject) for subject in act.subjects)
        case "person-or-role":
            return any(
                m.label in ("PERSON", "ROLE") for o in (*act.objects, *act.subjects) for m in scene.mentions_at(o)
            )
        case "state-subject":
            return any(
                m.label in ("GPE", "NORP")
                for s in act.subjects
                for h in (s, *s.conjuncts)
                for m in scene.mentions_at(h)
            )
        case _:
            return _clause_need(act, need, words)


def _clause_need(act: Act, need: str, words: set[str]) -> bool:  # noqa: PLR0911  (one return for each need)
    lemmas = {token.lemma_.lower() for obj in act.objects for token in obj.subtree}
    match need:
        case "sanction":
            return bool(lemmas & {"sanction", "embargo", "restrictive"})
        case "aid":
            return bool(lemmas & _WEAPONS) or "ukraine" in words or "support" in lemmas
        case "negated":
            return polarity_of(act.trigger) == "negated"
        case "no-clause":
            return not any(child.dep_ in ("xcomp", "ccomp") for child in act.trigger.children)
        case "under-speech":
            return act.predicate is not None and act.predicate.lemma_.lower() in SPEECH_VERBS
        case "under-verb":
            return (
                act.predicate is not None
                and act.predicate.lemma_.lower() not in GENERIC_VERBS
                and act.trigger.dep_ in ("dobj", "nsubj", "nsubjpass")
            )
        case "for-noun":
            return any(child.lower_ in ("for", "to") for child in act.trigger.children)
        case "of-information":
            return bool(words & {"information", "intelligence", "data", "views", "experience"})
        case "main-clause":
            return act.trigger.dep_ in ("ROOT", "conj", "ccomp", "relcl", "xcomp")
    return False


def _is_person(scene: Scene, obj: Token) -> bool:
    if any(m.label in ("PERSON", "ROLE") for m in scene.mentions_at(obj)):
        return True
    return noun_lemma(obj) in _PERSON_NOUNS or any(
        m.label in ("PERSON", "ROLE")
        for child in obj.children
        if child.dep_ == "appos"
        for m in scene.mentions_at(child)
    )
