"""Which frame of the knowledge a verb of the parse fits, and which words are its arguments."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.knowledge import EventFrame, load_knowledge

OBJECT_PREPOSITIONS = frozenset(("in", "at", "for", "with", "on", "to"))
# nouns whose "to do" tells an act that somebody means to do or is doing
INTENT_NOUNS = frozenset(
    [
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
    ]
)
_URGING = frozenset(["urge", "ask", "call", "invite", "want", "see", "task", "request", "instruct", "let"])


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
    if (
        verb.tag_ != "VB"
        or any(child.dep_ == "nsubj" for child in verb.children)
        or not any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)
    ):
        return False
    # "EU and NATO to hold exercise": a headline's future
    if verb.dep_ in ("acl", "relcl") and verb.head.dep_ == "ROOT" and verb.head.pos_ in ("PROPN", "NOUN"):
        return verb.head.i > verb.i
    if verb.dep_ == "acl":
        return verb.head.lemma_.lower() not in INTENT_NOUNS
    if verb.head.lemma_.lower() in _URGING:
        return False
    return verb.dep_ in ("advcl", "relcl") and not any(
        word.lemma_.lower() in ("important", "vital", "crucial", "essential", "necessary")
        for word in verb.head.children
    )


def is_no_clause_of_act(verb: Token) -> bool:
    """ "what they spend", "more often than she sees me": the clause names or compares, and tells no act of its own."""
    if verb.dep_ == "pcomp" and verb.head.lower_ in ("about", "regarding", "concerning", "without"):
        return True
    return any(
        child.lower_ in ("whatever", "whichever")
        or (child.tag_ == "WP" and child.dep_ == "dobj" and verb.dep_ in ("ccomp", "pcomp", "csubj"))
        or (child.lower_ == "than" and child.dep_ in ("mark", "prep") and child.i < verb.i)
        for child in verb.children
    )


def verb_act(frame: EventFrame, verb: Token) -> Act | None:
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    )
    objects = [
        _antecedent(verb, child)
        for child in verb.children
        if child.dep_ in ("dobj", "attr", "oprd", "nsubjpass", "dative") and child.pos_ != "ADP"
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
    subjects = agents if passive else subjects_of(verb)
    if verb.dep_ == "relcl" and frame.event_type in ("MEETING", "SIGNING", "COOPERATION"):
        # "the president and the prime minister, who met": who meets is both
        subjects = [_first_of(subject) if subject == verb.head else subject for subject in subjects]
    objects += [
        pobj
        for child in verb.children
        if child.dep_ == "prep" and child.lower_ in OBJECT_PREPOSITIONS
        for pobj in child.children
        if pobj.dep_ == "pobj" and (child.lower_ in frame.prepositions or _is_particle(frame, child))
    ]
    obliques = obliques_of(frame, verb)
    for obj in (*objects, *agents):
        obliques += obliques_of(frame, obj)
    return Act(frame, verb, verb, tuple(subjects), tuple(dict.fromkeys(objects)), tuple(obliques))


def _first_of(noun: Token) -> Token:
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    return noun


def _antecedent(verb: Token, argument: Token) -> Token:
    """ "the plan, which leaders approved": the relative pronoun stands for the noun before the clause."""
    if argument.tag_ not in ("WDT", "WP") and argument.lower_ != "that":
        return argument
    # "programmes which the board is expected to launch"
    clause = verb
    while clause.dep_ in ("xcomp", "ccomp") and clause.head.pos_ in ("VERB", "AUX"):
        clause = clause.head
    return clause.head if clause.dep_ == "relcl" else argument


def _is_particle(frame: EventFrame, preposition: Token) -> bool:
    return any(preposition.lower_ in lemma.split()[1:] for lemma in frame.lemmas)


def subjects_of(verb: Token) -> list[Token]:  # noqa: PLR0911  (one return for each construction)
    """The verb's subject; a relative clause's is its antecedent, a participle's that of the clause above."""
    # of two ("Reporting: the Commission will report") the nearest is meant
    for child in sorted(verb.children, key=lambda child: abs(child.i - verb.i)):
        if child.dep_ in ("nsubj", "expl"):
            if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
                return [verb.head] if verb.dep_ == "relcl" else []
            return [child]
    if verb.dep_ in ("relcl", "acl") and (verb.tag_ == "VBG" or (verb.tag_ == "VB" and verb.head.dep_ == "ROOT")):
        return [verb.head]
    if verb.dep_ == "pcomp" and verb.head.lower_ == "for":
        thanked = _thanked(verb.head.head)
        if thanked:
            return thanked
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "acl", "prep", "dep") and verb.head != verb:
        if verb.head.pos_ in ("VERB", "AUX"):
            objects = _asked_by(verb.head) if verb.dep_ in ("xcomp", "advcl") else []
            return objects if objects and verb.head.lemma_.lower() in _URGING else subjects_of(verb.head)
        if verb.head.pos_ in ("NOUN", "PROPN", "ADP", "ADJ"):
            return _owner(verb.head)
    return []


def _asked_by(asking: Token) -> list[Token]:
    """Whom somebody urges to do it: the object, or the noun after "on" ("calls on both staffs to report")."""
    objects = [child for child in asking.children if child.dep_ == "dobj"]
    if objects or asking.lemma_.lower() not in ("call", "rely", "count"):
        return objects
    return [
        pobj
        for child in asking.children
        if child.lower_ in ("on", "upon", "for")
        for pobj in child.children
        if pobj.dep_ == "pobj"
    ]


def _thanked(governor: Token) -> list[Token]:
    """ "thank the Union for training …", "grateful to the Union for training …": whom the thanks are for."""
    if governor.lemma_.lower() in ("thank", "praise", "commend", "congratulate", "applaud"):
        return [child for child in governor.children if child.dep_ == "dobj"]
    words = [governor, *governor.children]
    if not any(word.lemma_.lower() in ("grateful", "thankful") for word in words):
        return []
    to = [child for word in words for child in word.children if child.lower_ == "to"]
    return [pobj for child in to for pobj in child.children if pobj.dep_ == "pobj"]


def _owner(noun: Token) -> list[Token]:
    """Whose effort or need it is: "the EU's efforts to …", "NATO's plan to …"; else the subject of the verb above."""
    owners = [
        child for child in noun.children if child.dep_ == "poss" or (child.dep_ == "amod" and child.ent_type_ == "NORP")
    ]
    if owners:
        return owners
    token = noun
    for _ in range(4):
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return subjects_of(token)
    return []


def obliques_of(frame: EventFrame, token: Token) -> list[tuple[Token, str]]:
    found = []
    # "an exchange of letters between the two sides"
    held = [
        pobj
        for child in token.children
        if child.lower_ == "of" and token.lemma_ in ("exchange", "series", "round")
        for pobj in child.children
    ]
    for child in (*token.children, *(child for noun in held for child in noun.children)):
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ in frame.prepositions:
            found += [(pobj, frame.prepositions[child.lower_]) for pobj in child.children if pobj.dep_ == "pobj"]
            found += [
                (pobj, frame.prepositions[child.lower_])
                for nested in child.children
                if nested.dep_ == "prep"
                and nested.lower_ in ("of", "to", *frame.prepositions)
                and nested.lower_ != "in"
                for pobj in nested.children
                if pobj.dep_ == "pobj"
            ]
    return found


def is_same_act(act: Act, obj: Token) -> bool:
    return any(
        frame.event_type == act.frame.event_type
        or (frame.frame_id == "hold-talks" and act.frame.event_type in ("PARTICIPATION", "STATEMENT", "VISIT"))
        for frame in frames_by_lemma().get(("noun", obj.lemma_.lower()), ())
    )
