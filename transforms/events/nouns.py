"""Which frame of the knowledge a noun of the parse fits: under a light verb, after a word of time, in a headline."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.arguments import Scene
from transforms.events.frames import Act, obliques_of, subjects_of
from transforms.knowledge import EventFrame

# verbs under which one takes part in the act that the noun tells
_TAKING_PART = frozenset(
    [
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
        "conduct",
        "pay",
        "begin",
        "start",
        "make",
        "speak",
        "address",
        "arrive",
        "gather",
        "lead",
        "continue",
        "finish",
        "give",
        "sit",
        "meet",
        "spend",
        "co-chair",
        "cochair",
        "play",
        "come",
        "go",
    ]
)
# verbs under which a noun tells an act: "held talks", "attended a meeting", "the meeting took place"
LIGHT_VERBS = _TAKING_PART | frozenset(
    [
        "launch",
        "undertake",
        "complete",
        "run",
        "deliver",
        "sign",
        "plan",
        "schedule",
        "agree",
        "intensify",
        "stage",
        "welcome",
        "invite",
        "return",
        "discuss",
        "be",
        "test",
        "coordinate",
        "mark",
        "follow",
        "fly",
        "travel",
        "head",
        "propose",
        "postpone",
        "cancel",
        "prepare",
        "request",
        "ask",
        "call",
        "need",
        "provide",
        "envisage",
        "foresee",
        "expect",
        "announce",
        "resume",
        "suspend",
        "leave",
        "skip",
        "boycott",
        "seek",
        "await",
        "repeat",
        "enter",
        "witness",
        "see",
        "receive",
        "publish",
        "present",
        "publicize",
        "want",
        "preside",
    ]
)
EVENT_PREPOSITIONS = frozenset(
    [
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
    ]
)
TIME_PREPOSITIONS = frozenset(["following", "after", "before", "during", "at", "since", "through", "until"])
GENERIC_VERBS = frozenset(("be", "have", "see", "make", "need", "want"))
_DUE = frozenset(["due", "planned", "scheduled", "expected", "set"])
# "the results of the meeting" tells that it took place; "the start of the session" if it is told itself
_RESULTS = frozenset(
    [
        "result",
        "outcome",
        "conclusion",
        "follow-up",
        "margin",
        "sideline",
        "eve",
        "occasion",
        "invitation",
        "minute",
        "readout",
    ]
)
_PARTS = frozenset(
    ["start", "beginning", "end", "opening", "close", "day", "part", "round", "series", "host", "number", "hour"]
)


def noun_act(frame: EventFrame, noun: Token, scene: Scene) -> Act | None:
    """A noun tells an act under a light verb, after a preposition of time, or as the root of a headline."""
    if noun.dep_ in ("compound", "poss", "amod", "nmod"):
        return None
    predicate = _relative_predicate(noun) or _predicate(noun)
    is_argument = predicate is not None and noun.head == predicate and noun.dep_ in ("dobj", "nsubj", "nsubjpass")
    if not (
        _noun_tells(noun, predicate, scene)
        or _is_definite_act(frame, noun)
        or (is_argument and {"under-speech", "under-verb"} & set(frame.needs))
        or "is-due" in frame.needs
    ):
        return None
    subjects = subjects_of(predicate) if predicate is not None and noun.dep_ not in ("nsubj", "nsubjpass") else []
    if predicate is not None and _tells_its_own(noun, predicate):
        subjects = []
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
        *obliques_of(frame, noun),
        *((host, "host") for host in hosts),
        *((owner, frame.subject_role) for owner in owners),
    ]
    if predicate is not None:
        obliques += [(pobj, role) for pobj, role in obliques_of(frame, predicate) if pobj.i != noun.i]
        if noun.head.lemma_.lower() in ("join",):
            obliques += [(child, "participant") for child in predicate.children if child.dep_ == "dobj"]
    return Act(frame, noun, predicate, tuple(subjects), (), tuple(obliques))


def _tells_its_own(noun: Token, predicate: Token) -> bool:
    """ "The Council welcomes the meeting of the two committees": who welcomes it does not take part."""
    told = any(child.lower_ in ("of", "between") for child in noun.children)
    return told and predicate.lemma_.lower() not in _TAKING_PART


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


def _noun_tells(  # noqa: PLR0911  (one return for each case)
    noun: Token, predicate: Token | None, scene: Scene, depth: int = 0
) -> bool:
    preposition = noun.head if noun.dep_ == "pobj" else None
    if predicate is not None and predicate.head == noun and predicate.dep_ == "relcl":
        return True
    if noun.dep_ in ("conj", "appos"):
        above = noun.head
        return above.pos_ in ("NOUN", "PROPN") and depth < 3 and _noun_tells(above, predicate, scene, depth + 1)
    if preposition is not None and _time_tells(preposition):
        return True
    if preposition is not None and preposition.lower_ in ("of", "to") and preposition.head.pos_ == "NOUN":
        governor = preposition.head.lemma_.lower()
        if governor in _RESULTS:
            return True
        if governor in _PARTS and depth < 3:
            return _noun_tells(preposition.head, predicate, scene, depth + 1)
    if predicate is None:
        is_root = preposition is None or preposition.lower_ in EVENT_PREPOSITIONS
        return scene.is_verbless(noun) and is_root
    return _verb_tells(noun, predicate, preposition)


def _is_definite_act(frame: EventFrame, noun: Token) -> bool:
    """ "the visits of the two ministers to Skopje showed …": an act told with who took part, whatever the verb."""
    if frame.event_type not in ("MEETING", "VISIT", "SIGNING", "ESTABLISHMENT", "STAFF_TALKS") or noun.tag_ == "NNP":
        return False
    is_definite = any(child.lower_ in ("the", "this", "these", "his", "her", "their", "our") for child in noun.children)
    told = {child.lower_ for child in noun.children if child.dep_ == "prep"}
    is_subject = noun.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "conj", "ROOT")
    return (
        is_definite
        and is_subject
        and (len(told & {"of", "between", "by", "with", "to", "on", "in"}) > 1 or bool(told & {"between"}))
    )


def _time_tells(preposition: Token) -> bool:
    """ "after the meeting", "ahead of the meeting", "in the run-up to the meeting"."""
    if preposition.lower_ in TIME_PREPOSITIONS | {"ahead"}:
        return True
    return preposition.lower_ in ("of", "to") and preposition.head.lower_ in ("ahead", "prior", "run-up", "wake")


def _verb_tells(noun: Token, predicate: Token, preposition: Token | None) -> bool:
    lemma = predicate.lemma_.lower()
    direct = noun.head == predicate or (preposition is not None and preposition.head == predicate)
    if not direct or any(child.dep_ == "prt" for child in predicate.children):
        return False
    if lemma == "be" and noun.dep_ == "nsubj":
        return any(child.lemma_.lower() in _DUE and child.dep_ == "acomp" for child in predicate.children)
    if lemma not in LIGHT_VERBS:
        return False
    return lemma not in GENERIC_VERBS or noun.dep_ in ("dobj", "relcl", "attr")
