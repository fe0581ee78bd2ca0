"""Whether a clause tells a fact, a plan, a promise, a demand or a possibility, and whether it denies it."""

from __future__ import annotations

from spacy.tokens import Token

# governors of "to do" or "that …" and what they make of it (PLOVER merges these into one; here they stay apart)
_COMMITTING = frozenset(["agree", "commit", "pledge", "promise", "undertake", "vow", "decide", "resolve"])
_PLANNING = frozenset(
    [
        "plan",
        "intend",
        "expect",
        "prepare",
        "want",
        "aim",
        "hope",
        "schedule",
        "set",
        "propose",
        "announce",
        "begin",
        "ready",
        "like",
        "due",
    ]
)
_CALLING = frozenset(
    [
        "call",
        "urge",
        "ask",
        "need",
        "encourage",
        "invite",
        "require",
        "must",
        "request",
        "press",
        "appeal",
        "recommend",
        "task",
        "instruct",
        "tell",
    ]
)
_CALLING_NOUNS = frozenset(["need", "necessity", "call", "demand", "importance", "appeal", "request", "urgency"])
_CALLING_ADJECTIVES = frozenset(
    ["important", "vital", "crucial", "essential", "necessary", "key", "imperative", "urgent", "critical"]
)
_PLANNED_ADJECTIVES = frozenset(["due", "set", "about", "scheduled", "bound", "likely", "expected"])
_COMMITTED_ADJECTIVES = frozenset(["willing", "ready", "prepared", "determined", "committed"])
_COMMITTED_NOUNS = frozenset(
    ["decision", "agreement", "offer", "pledge", "promise", "commitment", "readiness", "willingness", "determination"]
)
_ONGOING = frozenset(["continue", "keep", "work", "effort", "strive", "seek", "try"])
_REFUSING = frozenset(["refuse", "decline", "fail", "reject"])
_NEGATIONS = frozenset(("no", "not", "n't", "n’t", "never", "neither", "nor"))
_FUTURE = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_DEMAND = frozenset(("must", "should", "ought"))
_POSSIBLE = frozenset(("can", "could", "may", "might", "ca"))
_AHEAD = frozenset(("ahead", "before", "until"))
_CLAUSAL = ("xcomp", "ccomp", "advcl", "acl", "pcomp", "dep", "csubj", "acomp", "oprd")
# a clause of time or reason stands on its own: what is asked for above is not what it tells
_SUBORDINATORS = frozenset(
    ["when", "while", "as", "after", "since", "because", "although", "though", "once", "whereas", "where"]
)
# what somebody wants with an act that a noun tells: "proposed a meeting", "called for talks"
_PLANNED_NOUN_VERBS = frozenset(
    [
        "plan",
        "schedule",
        "postpone",
        "prepare",
        "propose",
        "expect",
        "announce",
        "organize",
        "organise",
        "await",
        "invite",
        "envisage",
        "foresee",
        "set",
    ]
)
_CALLED_NOUN_VERBS = frozenset(["ask", "call", "need", "want", "demand", "urge", "request", "seek", "require"])
_CANCELLING = frozenset(("cancel", "abandon", "refuse", "reject", "boycott", "skip", "decline"))


def modality_of(predicate: Token, is_headline: bool) -> str:
    """The modality of the clause: by its own auxiliaries, by its tense, by what governs it."""
    own = _by_auxiliaries(predicate)
    if own and own != "planned":
        return own
    governed = _by_governor(predicate)
    return governed or own or _by_tense(predicate, is_headline)


def polarity_of(predicate: Token) -> str:
    """`negated` if the clause, its auxiliary or a refusing governor denies it."""
    if _is_negated(predicate) or any(_is_negated(verb) for verb in _coordinated_above(predicate)):
        return "negated"
    head = predicate.head
    if predicate.dep_ in ("xcomp", "ccomp") and head != predicate:
        if head.lemma_.lower() in _REFUSING:
            return "negated"
        if predicate.dep_ == "xcomp" and _is_negated(head):
            return "negated"
    return "positive"


def _coordinated_above(predicate: Token) -> list[Token]:
    shares_auxiliary = predicate.dep_ == "conj" and not any(
        c.dep_ in ("aux", "nsubj", "auxpass") for c in predicate.children
    )
    return [predicate.head] if shares_auxiliary and predicate.head.pos_ in ("VERB", "AUX") else []


def _is_negated(token: Token) -> bool:
    if any(
        child.dep_ == "neg" or (child.lower_ in _NEGATIONS and child.dep_ in ("advmod", "det", "preconj"))
        for child in token.children
    ):
        return True
    if token.dep_ == "conj" and any(
        child.lower_ == "nor" and token.head.i < child.i < token.i for child in (*token.head.children, *token.children)
    ):
        return True
    longer = any(
        child.lower_ == "longer" and any(grandchild.lower_ == "no" for grandchild in child.children)
        for child in token.children
    )
    no_subject_or_object = any(
        child.dep_ in ("nsubj", "nsubjpass", "dobj")
        and (child.lower_ in ("nobody", "none", "nothing") or any(g.lower_ == "no" for g in child.children))
        for child in token.children
    )
    return longer or no_subject_or_object


def _auxiliaries(predicate: Token) -> list[Token]:
    own = [child for child in predicate.children if child.dep_ in ("aux", "auxpass")]
    if not own and predicate.dep_ == "conj" and predicate.head.pos_ in ("VERB", "AUX"):
        return _auxiliaries(predicate.head) if predicate.tag_ in ("VB", "VBN", "VBG") else []
    return own


def _by_auxiliaries(predicate: Token) -> str | None:
    words = {token.lower_ for token in _auxiliaries(predicate)}
    if any(child.dep_ == "mark" and child.lower_ in ("if", "unless") for child in predicate.children):
        return "hypothetical"
    if words & _DEMAND:
        return "called_for"
    if words & _FUTURE:
        return "planned"
    if words & {"would", "'d", "’d"}:
        return "planned" if predicate.dep_ in ("ccomp", "relcl", "conj") else "hypothetical"
    if words & _POSSIBLE:
        return "hypothetical"
    return None


def _by_governor(predicate: Token) -> str | None:
    """Climbs from "to create" to "agreed": the nearest governor that says something decides."""
    token = predicate
    for _ in range(5):
        if token.dep_ == "conj" and token.head.pos_ in ("VERB", "AUX"):
            token = token.head
            continue
        head = token.head
        if token.dep_ == "pcomp" and head.pos_ in ("ADP", "SCONJ"):
            return _by_preposition(head)
        if head == token or token.dep_ not in _CLAUSAL or _stands_alone(token):
            return None
        found = _governed_by(token, head)
        if found:
            return found
        token = head
    return None


def _stands_alone(clause: Token) -> bool:
    return clause.dep_ == "advcl" and any(
        child.lower_ in _SUBORDINATORS and child.dep_ in ("mark", "advmod") for child in clause.children
    )


def _by_preposition(preposition: Token) -> str | None:
    """ "look forward to meeting", "committed to doing", "the need for strengthening": what governs the preposition."""
    governor = preposition.head
    lemma = governor.lemma_.lower()
    if lemma == "look" and any(child.lower_ == "forward" for child in governor.children):
        return "planned"
    if lemma in _COMMITTING | _COMMITTED_ADJECTIVES or lemma in _COMMITTED_NOUNS:
        return "committed"
    if lemma in _CALLING_NOUNS or (lemma in _CALLING and preposition.lower_ in ("for", "on")):
        return "called_for"
    return (_by_auxiliaries(governor) or "ongoing") if lemma in _ONGOING else None


def _governed_by(token: Token, head: Token) -> str | None:  # noqa: PLR0911  (one return for each construction)
    lemma = head.lemma_.lower()
    is_infinitive = token.tag_ == "VB" or "to" in _particles(token)
    if is_infinitive and token.dep_ == "xcomp":
        if lemma == "have":
            return "called_for"
        if lemma in _COMMITTED_ADJECTIVES and head.pos_ == "ADJ":
            return "committed"
        if (lemma in _PLANNED_ADJECTIVES and head.pos_ == "ADJ") or (lemma == "be" and "to" in _particles(token)):
            return "planned"
    if token.dep_ in ("xcomp", "ccomp", "acl", "pcomp", "advcl"):
        if (lemma in _COMMITTING or (lemma in _COMMITTED_NOUNS and head.pos_ == "NOUN")) and is_infinitive:
            return "committed"
        if (lemma in _CALLING or lemma in _CALLING_NOUNS) and (is_infinitive or head.pos_ == "NOUN"):
            # "will be invited to endorse": the asking itself is to come
            return "planned" if lemma == "invite" and _by_auxiliaries(head) == "planned" else "called_for"
        if lemma in _CALLING and token.dep_ == "ccomp" and token.tag_ in ("VB", "VBP", "VBN") and _is_bare(token):
            return "called_for"
        if lemma in ("go", "look") or (lemma in _PLANNING and (is_infinitive or token.dep_ == "ccomp")):
            return "planned"
        if lemma in _ONGOING:
            return _by_auxiliaries(head) or "ongoing"
    if token.dep_ in ("ccomp", "xcomp", "csubj", "advcl") and any(
        child.lemma_.lower() in _CALLING_ADJECTIVES for child in (head, *head.children)
    ):
        return "called_for"
    if token.dep_ == "advcl" and is_infinitive and not any(child.dep_ == "mark" for child in token.children):
        return "planned"
    return _by_auxiliaries(head) if is_infinitive and token.dep_ == "xcomp" else None


def _is_bare(verb: Token) -> bool:
    """ "asked that Turkey be given", "ask that the two sides sit down": no tense, no auxiliary but "be"."""
    words = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    return words <= {"be"} and (verb.tag_ != "VBN" or bool(words))


def _particles(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ == "aux"}


def _by_tense(predicate: Token, is_headline: bool) -> str:  # noqa: PLR0911  (one return for each form)
    tags = {token.tag_ for token in _auxiliaries(predicate)} | {predicate.tag_}
    words = {token.lower_ for token in _auxiliaries(predicate)}
    if predicate.tag_ == "VB" and predicate.head.pos_ != "VERB" and "to" in _particles(predicate):
        return "planned"
    if is_headline or "VBD" in tags:
        return "asserted"
    if predicate.tag_ == "VBN":
        return "ongoing" if words & {"is", "are", "being"} else "asserted"
    if predicate.tag_ == "VBG" and words & {"have", "has", "'ve", "’ve", "been"}:
        return "asserted"
    if predicate.tag_ == "VBG" and predicate.dep_ == "advcl" and not words and predicate.head.pos_ in ("VERB", "AUX"):
        return _by_tense(predicate.head, is_headline)
    if predicate.tag_ in ("VBZ", "VBP", "VBG"):
        return "ongoing"
    return "asserted"


def noun_modality(noun: Token, predicate: Token | None, is_headline: bool) -> str:
    """The modality of an act told by a noun: "ahead of the meeting" is a plan where the sentence is no report of it."""
    preposition = noun.head if noun.dep_ == "pobj" else None
    if preposition is not None:
        words = {preposition.lower_, preposition.head.lower_, *(child.lower_ for child in preposition.lefts)}
        if words & _AHEAD and (is_headline or predicate is None or predicate.tag_ not in ("VBD", "VBN")):
            return "planned"
        if preposition.lower_ in ("following", "after", "since", "during", "at", "in", "from"):
            return "asserted" if predicate is None else _reported(predicate, is_headline)
    if any(child.lower_ in ("future", "next", "upcoming", "planned", "forthcoming") for child in noun.children):
        return "planned"
    if predicate is None:
        return "asserted"
    return _wanted(noun, predicate) or modality_of(predicate, is_headline)


def _wanted(noun: Token, predicate: Token) -> str | None:
    """ "proposed a meeting", "called for talks", "is due": the verb above tells of a wish or plan, not of the act."""
    lemma = predicate.lemma_.lower()
    is_subject = noun.dep_ in ("nsubj", "nsubjpass") and noun.head == predicate
    is_passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in predicate.children)
    if (
        lemma == "be"
        and is_subject
        and any(child.lemma_.lower() in _PLANNED_ADJECTIVES for child in predicate.children)
    ):
        return "planned"
    if is_subject and not is_passive:
        return None
    if lemma in _PLANNED_NOUN_VERBS or lemma in _CANCELLING:
        return "planned"
    return "called_for" if lemma in _CALLED_NOUN_VERBS else None


def noun_polarity(predicate: Token) -> str:
    """`negated` if the verb above the noun is denied, or calls the act off."""
    return "negated" if predicate.lemma_.lower() in _CANCELLING else polarity_of(predicate)


def _reported(predicate: Token, is_headline: bool) -> str:
    modality = modality_of(predicate, is_headline)
    return modality if modality in ("planned", "called_for", "hypothetical", "committed") else "asserted"
