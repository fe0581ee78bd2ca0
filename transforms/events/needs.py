"""What a frame needs of the words around its trigger: a fitting object, a person, two sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from spacy.tokens import Token

from transforms.events.arguments import HEADLINE_KINDS, MEMBERS, Scene, noun_lemma, participants_of
from transforms.events.frames import Act
from transforms.events.modality import polarity_of
from transforms.events.nouns import GENERIC_VERBS
from transforms.knowledge import EventFrame
from transforms.model import Mention
from transforms.quotes import SPEECH_VERBS

_PERSON_NOUNS = frozenset(
    [
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
        "envoy",
        "premier",
        "chancellor",
        "king",
        "colleague",
        "guest",
        "visitor",
    ]
)
_MONEY = frozenset(
    [
        "percent",
        "%",
        "euro",
        "euros",
        "billion",
        "million",
        "trillion",
        "bn",
        "loan",
        "loans",
        "budget",
        "gdp",
        "€1",
        "fund",
        "funding",
    ]
)
# "take stock of cooperation", "take note of the report": the noun after "of" is not what is taken
_IDIOMS = frozenset(
    ["stock", "note", "account", "advantage", "importance", "question", "idea", "issue", "matter", "absence", "lack"]
)
_AID = frozenset(
    [
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
        "support",
    ]
)
_INFORMATION = frozenset(("information", "intelligence", "data", "views", "experience"))


def object_fits(scene: Scene, frame: EventFrame, obj: Token) -> bool:
    """Whether an object, one coordinated with it or apposed to it, is one that the frame is about."""
    heads = (obj, *obj.conjuncts, *(child for child in obj.children if child.dep_ == "appos"))
    return any(_head_fits(scene, frame, head) for head in heads)


def _head_fits(scene: Scene, frame: EventFrame, head: Token) -> bool:
    if noun_lemma(head) in frame.object_lemmas:
        return True
    labels = {label for m in scene.mentions_at(head) for label in (m.label, _subkind(scene, m))}
    if not labels.isdisjoint(frame.object_labels) or (head.pos_ == "PRON" and "PRON" in frame.object_labels):
        return True
    if head.lower_ in ("us", "me") and "PERSON" in frame.object_labels:
        return True
    # "a new phase of cooperation", "the level of support": the noun after "of" counts
    return noun_lemma(head) not in _IDIOMS and any(
        pobj.lemma_.lower() in frame.object_lemmas
        for child in head.children
        if child.dep_ == "prep" and child.lower_ == "of"
        for pobj in child.children
    )


def _subkind(scene: Scene, mention: Mention) -> str:
    """What sort of event a name stands for: "exercise" for EU HEX-ML 18."""
    entity = scene.context.knowledge.entities.get(mention.entity_id or "")
    return entity.subkind if entity is not None and mention.label in ("EVENT", "ORG") else ""


def _is_somebody(scene: Scene, token: Token) -> bool:
    """A person by name, office or pronoun."""
    return token.lower_ in ("i", "you", "we", "he", "she", "they") or any(
        m.label in ("PERSON", "ROLE") for m in scene.mentions_at(token)
    )


def _is_official(scene: Scene, token: Token) -> bool:
    """Somebody in office whom the text names before or nobody knows: "the President", "Heads of State", "they"."""
    if token.lower_ in ("they", "we", "both", "two") or noun_lemma(token) in _PERSON_NOUNS:
        return True
    return _is_several(scene, token)


def _is_several(scene: Scene, token: Token) -> bool:
    """ "ministers", "the two presidents", "the Council": those who can discuss among themselves."""
    if token.tag_ in ("NNS", "NNPS") and (noun_lemma(token) in MEMBERS | _PERSON_NOUNS or scene.mentions_at(token)):
        return True
    if token.lower_ == "they" or any(
        child.dep_ == "conj" and (scene.mentions_at(child) or noun_lemma(child) in _PERSON_NOUNS)
        for child in token.children
    ):
        return True
    kinds = {scene.context.knowledge.kind_of(m.entity_id or "") for m in scene.mentions_at(token) if m.label == "ORG"}
    return "organ" in kinds


def _is_force(scene: Scene, act: Act) -> bool:
    """ "KFOR will stay", "the headquarters of Operation Atalanta would stay", "Arab partners flew with us"."""
    named = {
        scene.context.knowledge.kind_of(participant.entity_id)
        for subject in act.subjects
        for participant in participants_of(scene, subject, "participant")
    }
    if act.trigger.lemma_ in ("stay", "remain"):
        return "organ" in named and not any(c.dep_ in ("acomp", "attr", "oprd") for c in act.trigger.children)
    return any(role for _, role in act.obliques) and (bool(named) or any(t.lower_ == "us" for t, _ in act.obliques))


def _is_sitting(scene: Scene, act: Act) -> bool:
    """ "the results of the European Council in Copenhagen", "after the North Atlantic Council": a body that meets."""
    noun, preposition = act.trigger, act.trigger.head
    is_inside = noun.i + 1 < len(noun.doc) and noun.nbor(1).pos_ in ("NOUN", "PROPN")
    if is_inside or noun.dep_ != "pobj":
        return False
    if preposition.lower_ in ("after", "before", "following", "during") or preposition.head.lower_ == "ahead":
        return True
    is_dated = any(
        child.dep_ == "prep"
        and child.lower_ in ("in", "on", "of")
        and any(p.ent_type_ in ("DATE", "GPE") or scene.mentions_at(p) for p in child.children)
        for child in noun.children
    )
    return is_dated and preposition.lower_ in ("of", "at", "since")


def _is_person(scene: Scene, obj: Token) -> bool:
    if any(m.label in ("PERSON", "ROLE") for m in scene.mentions_at(obj)):
        return True
    if obj.lower_ in ("you", "him", "her", "me", "them"):
        return True
    return noun_lemma(obj) in _PERSON_NOUNS or any(
        m.label in ("PERSON", "ROLE")
        for child in obj.children
        if child.dep_ == "appos"
        for m in scene.mentions_at(child)
    )


def simple_need(scene: Scene, act: Act, need: str) -> bool:
    """Whether the words around the trigger meet a need of `NEEDS`."""
    if need in _NEEDS_OF_WORDS:
        return _NEEDS_OF_WORDS[need](act)
    return _NEEDS_OF_NAMES[need](scene, act)


def _words(act: Act) -> set[str]:
    return {token.lower_ for token in act.trigger.subtree}


def _object_lemmas(act: Act) -> set[str]:
    return {token.lemma_.lower() for obj in act.objects for token in obj.subtree}


def _has_child(act: Act, *relations: str) -> bool:
    return any(child.dep_ in relations for child in act.trigger.children)


def _is_together(act: Act) -> bool:
    words = _words(act)
    if words & {"together", "jointly", "alongside", "shoulder"} or {"side", "by"} <= words or _stands_next_to(act):
        return True
    return bool(act.obliques) and bool(words & {"closely", "with"})


def _stands_next_to(act: Act) -> bool:
    words = list(act.trigger.subtree)
    return any(word.lower_ == "next" and other.lower_ == "to" for word, other in pairwise(words))


def _is_here(act: Act) -> bool:
    some = any(token.lemma_.lower() in ("three", "both", "we", "two") for token in act.trigger.subtree)
    return some and bool(_words(act) & {"here", "together"})


def _has_label(scene: Scene, tokens: tuple[Token, ...], *labels: str) -> bool:
    return any(m.label in labels for token in tokens for m in scene.mentions_at(token))


def _is_under_verb(act: Act) -> bool:
    lemma = act.predicate.lemma_.lower() if act.predicate is not None else ""
    return bool(lemma) and lemma not in GENERIC_VERBS and act.trigger.dep_ in ("dobj", "nsubj", "nsubjpass")


def _is_due(act: Act) -> bool:
    """ "is due in June", "is expected by the summer", "her report, due in October"."""
    if any(child.lower_ == "due" for child in act.trigger.children):
        return True
    if act.predicate is None or act.trigger.dep_ not in ("nsubj", "nsubjpass"):
        return False
    words = {act.predicate.lemma_.lower()} | {child.lemma_.lower() for child in act.predicate.children}
    return bool(words & {"due", "expect", "expected", "plan", "planned", "schedule", "scheduled"})


def _is_report(act: Act) -> bool:
    words = {child.lower_ for child in act.trigger.children}
    return not _has_child(act, "dobj", "ccomp") and bool(words & {"to", "back", "on", "by", "in", "again", "at"})


def _has_purpose(act: Act) -> bool:
    return any(child.dep_ in ("xcomp", "advcl") and child.tag_ == "VB" for child in act.trigger.children)


def _has_that_clause(act: Act) -> bool:
    """ "agreed that …", said of a fact, not of a plan that another event tells."""
    return any(
        child.dep_ == "ccomp" and any(mark.lower_ == "that" for mark in child.children)
        for child in act.trigger.children
    )


def _has_what_clause(act: Act) -> bool:
    return any(
        child.dep_ == "ccomp" and any(word.lower_ == "what" for word in child.subtree) for child in act.trigger.children
    )


def _is_habit(act: Act) -> bool:
    """ "Ministers decide", "either side takes its own decisions": what is always so, with no day told."""
    is_bare = act.trigger.tag_ in ("VBP", "VBZ") and not _has_child(act, "aux", "auxpass")
    is_dated = any(token.ent_type_ in ("DATE", "TIME") for token in act.trigger.subtree)
    return is_bare and not is_dated and act.trigger.lemma_.lower() in ("take", "make", "reach", "decide")


def _is_full_clause(act: Act) -> bool:
    return act.trigger.tag_ not in ("VBN", "VBG") or _has_child(act, "aux", "auxpass", "agent")


def _governor_is(act: Act, *lemmas: str) -> bool:
    return act.predicate is not None and act.predicate.lemma_.lower() in lemmas


def _takes_no_object(act: Act) -> bool:
    """Nothing but the "part" that is taken."""
    told = [child for child in act.trigger.children if child.dep_ in ("dobj", "ccomp", "xcomp")]
    return all(child.lower_ == "part" for child in told)


def _states(act: Act) -> tuple[Token, ...]:
    return tuple(head for subject in act.subjects for head in (subject, *subject.conjuncts))


def _preposition_of(act: Act, *words: str) -> bool:
    return any(child.lower_ in words for child in act.trigger.children)


# What a frame can need, beside what asks for the whole document (object, actor, somebody, partner, sides, lead)
_NEEDS_OF_WORDS: Mapping[str, Callable[[Act], bool]] = {
    "together": _is_together,
    "here": _is_here,
    "counterpart": lambda act: any(role for _, role in act.obliques),
    "sanction": lambda act: bool(_object_lemmas(act) & {"sanction", "embargo", "restrictive", "asset"}),
    "aid": lambda act: bool(_object_lemmas(act) & _AID) or "ukraine" in _words(act),
    "no-aid": lambda act: not _object_lemmas(act) & {"aid", "assistance", "ammunition", "weapon"},
    "membership": lambda act: bool(_object_lemmas(act) & {"membership", "accession", "application", "bid"}),
    "money": lambda act: bool(_words(act) & _MONEY),
    "of-information": lambda act: bool(_words(act) & _INFORMATION),
    "of-views": lambda act: bool(_words(act) & {"view", "views", "opinions", "ideas"}),
    "of-letters": lambda act: bool(_words(act) & {"letter", "letters"}),
    "negated": lambda act: polarity_of(act.trigger) == "negated",
    "no-clause": lambda act: not _has_child(act, "xcomp", "ccomp"),
    "no-purpose": lambda act: not _has_purpose(act),
    "no-object": _takes_no_object,
    "has-object": lambda act: _has_child(act, "dobj", "ccomp", "nsubjpass", "prep"),
    "not-called-for": lambda act: not _preposition_of(act, "for"),
    "no-inroad": lambda act: not _preposition_of(act, "towards", "toward", "into", "across", "against"),
    "that-clause": _has_that_clause,
    "what-clause": _has_what_clause,
    "full-clause": _is_full_clause,
    "main-clause": lambda act: act.trigger.dep_ in ("ROOT", "conj", "ccomp", "relcl", "xcomp"),
    "only-place": lambda act: not _has_child(act, "attr", "acomp", "ccomp", "xcomp", "expl", "oprd"),
    "under-speech": lambda act: _governor_is(act, *SPEECH_VERBS),
    "under-verb": _is_under_verb,
    "is-owned": lambda act: act.predicate is not None and act.trigger.dep_ == "dobj",
    "is-due": _is_due,
    "asked": lambda act: _governor_is(act, "ask", "call", "want", "await", "request"),
    "reports": _is_report,
    "for-noun": lambda act: _preposition_of(act, "for", "to"),
    "for-something": lambda act: _preposition_of(act, "for"),
    # "Welcome to the palace, dear Mark" greets
    "is-told": lambda act: bool(act.subjects) or act.trigger.tag_ in ("VBN", "VBD", "VBZ", "VBG"),
    "object-apart": bool,
}
_NEEDS_OF_NAMES: Mapping[str, Callable[[Scene, Act], bool]] = {
    "person": lambda scene, act: any(_is_person(scene, obj) for obj in act.objects),
    "person-subject": lambda scene, act: any(_is_somebody(scene, subject) for subject in act.subjects),
    "force-subject": _is_force,
    "official": lambda scene, act: any(_is_official(scene, subject) for subject in act.subjects),
    "several": lambda scene, act: any(_is_several(scene, subject) for subject in act.subjects),
    "goal": lambda scene, act: any(
        role == "host" and _has_label(scene, (token,), "GPE", "FAC", "ORG", "LOC") for token, role in act.obliques
    ),
    "no-habit": lambda scene, act: scene.segment.kind in HEADLINE_KINDS or not _is_habit(act),
    "sitting": _is_sitting,
    "subject": lambda scene, act: any(object_fits(scene, act.frame, subject) for subject in act.subjects),
    "person-or-role": lambda scene, act: _has_label(scene, (*act.objects, *act.subjects), "PERSON", "ROLE"),
    "state-subject": lambda scene, act: _has_label(scene, _states(act), "GPE", "NORP"),
}
NEEDS = frozenset((*_NEEDS_OF_WORDS, *_NEEDS_OF_NAMES))
