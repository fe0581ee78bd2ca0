"""Reported speech told by verbs: the clause, infinitive or noun phrase that a verb of speech takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from transforms.model import Span
from transforms.nlp import Segment
from transforms.quotes.cues import TEXT_NOUN, is_coordinated, is_speaker_noun, is_told, outer_cue, speaker_token

# these take a clause: "said (that) …"
_CLAUSE_VERBS = frozenset((
    "say", "add", "state", "declare", "note", "stress", "underline", "underscore", "emphasize", "emphasise",
    "highlight", "point", "explain", "remark", "announce", "tell", "warn", "argue", "insist", "conclude", "reiterate",
    "affirm", "reaffirm", "confirm", "recall", "observe", "reply", "respond", "answer", "write", "tweet", "mention",
    "acknowledge", "promise", "pledge", "assure", "claim", "suggest", "propose", "caution", "maintain", "repeat",
    "joke", "admit", "predict", "vow", "recognize", "recognise", "inform", "remind", "assert", "contend", "concede",
    "complain", "ask", "demand", "urge", "report", "signal", "reveal", "disclose", "allege", "estimate", "reckon",
    "lament", "make", "give", "continue", "express", "voice", "hint", "indicate", "counter", "agree", "echo"))
# these take "clear" or "assurance" before their clause
_LIGHT_VERBS = {"make": ("clear", "plain", "known"), "give": ("assurance", "assurances"), "express": (
    "hope", "confidence", "concern", "view", "belief", "expectation", "conviction", "wish"), "voice": (
    "hope", "confidence", "concern", "fear")}
# of these a clause behind them is what was said only if "that" opens it; "agreed that" is a decision
_THAT_ONLY = frozenset(("counter", "indicate", "hint", "report", "signal", "estimate"))
_BESIDE_ONLY = frozenset(("agree", "continue", "echo"))
# these take a noun phrase: "stressed the need for …"
_PHRASE_VERBS = frozenset((
    "stress", "underline", "underscore", "emphasize", "emphasise", "highlight", "reiterate", "reaffirm", "recall",
    "note", "mention", "acknowledge", "announce", "express", "voice", "propose", "promise", "pledge", "suggest",
    "demand", "point", "outline"))
# "recalled its ambassador" says nothing
_RECALLED = frozenset(("ambassador", "ambassadors", "envoy", "envoys", "diplomat", "diplomats", "troop", "troops",
                       "staff", "parliament", "product", "products", "forces"))
_PREPOSITIONS = {
    "warn": ("against", "of", "about"), "caution": ("against",), "call": ("for",), "argue": ("for", "against"),
    "insist": ("on",), "point": ("to",), "appeal": ("for",), "plead": ("for",)}
_TO_DO = frozenset(("promise", "pledge", "vow", "propose", "offer"))
_TOLD_TO_DO = frozenset(("urge", "ask", "call", "invite", "tell", "remind", "encourage", "warn"))
_NAMING = frozenset(("call", "describe"))
_AS_TOLD = frozenset(("say", "note", "stress", "point", "explain", "put", "observe", "recall", "underline", "emphasize",
                      "write", "state", "remark", "argue"))
_NOBODY = frozenset(("it", "this", "that", "there", "which", "what", "i", "we", "you", "one", "these", "those"))
SHORTEST_CLAUSE_WORDS, SHORTEST_PHRASE_WORDS = 3, 2
MOST_COORDINATED = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A cue and its content within a segment, and the word of who speaks (or who it is, if that is known)."""

    content: Span
    cue: Span
    subject: Token | None
    verb: Token | None = None
    speaker_id: str | None = None
    addressee: Token | None = None


def find_by_verbs(segment: Segment) -> Iterator[Found]:
    for token in segment.doc:
        if token.pos_ not in ("VERB", "AUX") or not _is_cue_lemma(token.lemma_.lower()) or not is_told(token):
            continue
        subject = speaker_token(token)
        if subject is None or not _can_speak(subject) or _is_question(token, subject):
            continue
        content = _content_of(segment, token)
        if TEXT_NOUN.fullmatch(subject.lower_) and content == _phrase(token, token.lemma_.lower()):
            # a text that mentions something reports nobody's words
            continue
        if content is not None:
            cue = Span(token.idx, token.idx + len(token))
            is_naming = token.lemma_.lower() in _NAMING and _named_so(token, token.lemma_.lower()) == content
            yield Found(content, cue, subject, token, addressee=None if is_naming else _object_told(token))


def _is_cue_lemma(lemma: str) -> bool:
    return (lemma in _CLAUSE_VERBS or lemma in _PHRASE_VERBS or lemma in _PREPOSITIONS or lemma in _TO_DO
            or lemma in _TOLD_TO_DO or lemma in _NAMING)


def _can_speak(subject: Token) -> bool:
    """True for one who can say something: a person, body, people or a text, no thing."""
    if subject.pos_ == "PRON":
        return subject.lower_ not in _NOBODY
    if subject.dep_ == "expl":
        return False
    return is_speaker_noun(subject) or subject.pos_ == "PROPN" or TEXT_NOUN.fullmatch(subject.lower_) is not None


def _is_question(verb: Token, subject: Token) -> bool:
    """True for "Did he say that …?"."""
    return verb.dep_ == "ROOT" and any(
        child.dep_ in ("aux", "advmod") and child.i < subject.i < verb.i and child.lower_ in ("did", "does", "has")
        for child in verb.children)


def _content_of(segment: Segment, verb: Token) -> Span | None:
    lemma = verb.lemma_.lower()
    for content in (_clause(segment, verb, lemma), _infinitive(verb, lemma), _named_so(verb, lemma),
                    _phrase_behind(verb, lemma), _phrase(verb, lemma)):
        if content is not None:
            return content
    return None


def _clause(segment: Segment, verb: Token, lemma: str) -> Span | None:
    """The clause that the verb takes, which may stand before it; "express the hope that" takes it by its noun."""
    if lemma not in _CLAUSE_VERBS:
        return None
    above = verb
    if lemma in _LIGHT_VERBS:
        above = next((child for child in verb.children if child.lower_ in _LIGHT_VERBS[lemma]), verb)
        if above is verb:
            return None
    clauses = [child for child in (*above.children, *(verb.children if above is not verb else ()))
               if child.dep_ in ("ccomp", "acl", "relcl" if above is not verb else "ccomp") and child is not above]
    clauses = sorted((child for child in clauses if is_finite(child)), key=lambda child: child.i < verb.i)
    clause = clauses[0] if clauses else None
    if clause is None:
        return _as_told(verb, lemma) or _around(segment, verb)
    if clause.i > verb.i and _is_parenthetical(verb):
        return None
    is_decision = lemma in _BESIDE_ONLY and clause.i > verb.i
    if is_decision or (lemma in _THAT_ONLY and clause.i > verb.i and not any(
            child.lower_ == "that" for child in clause.children)):
        return None
    return _edges(clause, verb)


def _is_parenthetical(verb: Token) -> bool:
    """True for the cue of "There is no sign, he said, that …": commas on both sides, and a clause begun before it."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or verb.i + 1 >= len(verb.doc) or verb.nbor().text != ",":
        return False
    first = min(subject.left_edge.i, verb.i)
    return first > 0 and verb.doc[first - 1].text == "," and any(
        token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in verb.doc[verb.sent.start:first])


def _around(segment: Segment, verb: Token) -> Span | None:
    """"Europe, he said, must …", "At the same time, he said, Europe must …": the clause that the cue interrupts."""
    behind = segment.text[verb.idx + len(verb):].lstrip()[:1]
    if behind != ",":
        return None
    if verb.dep_ == "parataxis" and verb.head != verb and is_finite(verb.head):
        return _edges(verb.head, verb)
    beside = next((child for child in verb.children if child.dep_ == "conj" and child.i > verb.i), None)
    has_and = any(child.dep_ == "cc" for child in verb.children)
    return _edges(beside, verb) if beside is not None and not has_and and is_finite(beside) else None


def is_finite(clause: Token) -> bool:
    """True for a clause with a verb in a tense and a subject."""
    children = list(clause.children)
    has_subject = any(child.dep_ in ("nsubj", "nsubjpass", "csubj", "expl", "attr") for child in children)
    is_tensed = clause.tag_ in ("VBD", "VBZ", "VBP") or any(
        child.dep_ in ("aux", "auxpass") and child.tag_ in ("VBD", "VBZ", "VBP", "MD") for child in children)
    is_subjunctive = any(child.dep_ == "mark" and child.lower_ == "that" for child in children)
    return has_subject and (is_tensed or is_subjunctive)


def _edges(clause: Token, verb: Token) -> Span | None:
    """From the first to the last word of the clause; of one that the cue interrupts the longer part."""
    start, end = clause.left_edge.idx, clause.right_edge.idx + len(clause.right_edge)
    subject = speaker_token(verb)
    first = min(verb.idx, subject.left_edge.idx if subject is not None else verb.idx)
    last = max(verb.idx + len(verb), subject.right_edge.idx + len(subject.right_edge) if subject is not None else 0)
    if start >= verb.idx or (clause.i > verb.i and verb.head != clause):
        start, end = max(start, _behind_day(verb)), _before_next_cue(clause, verb, end)
    elif start < last and first < end:
        start, end = (start, first) if clause.idx < first else (last, end)
    is_long = clause.right_edge.i - clause.left_edge.i + 1 >= SHORTEST_CLAUSE_WORDS
    is_one = clause.i > verb.i or not any(token.text == ";" for token in _between(clause, verb))
    return Span(start, end) if is_long and start < end and is_one else None


def _behind_day(verb: Token) -> int:
    """Where what was said can begin: behind the day in "said on Tuesday it would …"."""
    after = verb.nbor() if verb.i + 1 < len(verb.doc) else verb
    is_day = after.dep_ == "prep" and after.right_edge.ent_type_ in ("DATE", "TIME") and after.lower_ in ("on", "in")
    last = after.right_edge if is_day else verb
    return last.idx + len(last)


def _between(clause: Token, verb: Token) -> Iterator[Token]:
    """The words from the clause before the verb to the verb."""
    for at in range(clause.left_edge.i, verb.i):
        yield clause.doc[at]


def _before_next_cue(clause: Token, verb: Token, end: int) -> int:
    """Where the clause ends if the parse has put the next verb of the same speaker into it ("…, and thanked …")."""
    first, last = clause.left_edge.i, clause.right_edge.i
    further = [token for inner in verb.children if inner.dep_ == "ccomp" for token in _coordinated_below(inner)
               if clause.i < token.i and first <= token.i <= last and outer_cue(token) == verb]
    if not further:
        return end
    token = min(further, key=lambda one: one.i)
    joint = next((t for t in token.head.children if t.dep_ == "cc" and t.i < token.i), token)
    return min(end, joint.idx)


def _coordinated_below(token: Token) -> Iterator[Token]:
    """The members of the coordination that the token opens."""
    for _ in range(MOST_COORDINATED):
        beside = next((child for child in token.children if child.dep_ == "conj" and child.i > token.i), None)
        if beside is None:
            return
        yield beside
        token = beside


def _as_told(verb: Token, lemma: str) -> Span | None:
    """"As X said, …": the clause above, behind the comma."""
    is_as = any(child.dep_ in ("mark", "advmod") and child.lower_ == "as" for child in verb.children)
    if lemma not in _AS_TOLD or not is_as or verb.dep_ != "advcl" or verb.head.i < verb.i:
        return None
    last = verb.right_edge
    comma = last if last.text == "," else last.nbor() if last.i + 1 < len(verb.doc) else last
    if comma.text != "," or not is_finite(verb.head):
        return None
    return Span(comma.idx + 1, verb.head.right_edge.idx + len(verb.head.right_edge))


def _infinitive(verb: Token, lemma: str) -> Span | None:
    """"promised to do …", "urged Y to do …"."""
    for child in verb.children:
        if child.dep_ not in ("xcomp", "ccomp", "advcl") or child.i < verb.i or child.tag_ != "VB":
            continue
        to = next((c for c in child.children if c.lower_ == "to" and c.dep_ == "aux"), None)
        is_told_to = lemma in _TOLD_TO_DO and _object_told(verb) is not None
        is_long = to is not None and child.right_edge.i - to.i + 1 >= SHORTEST_CLAUSE_WORDS
        if to is not None and is_long and (is_told_to or (lemma in _TO_DO and child.dep_ == "xcomp")):
            first = min([to.idx, *(c.idx for c in child.children if c.dep_ == "neg")])
            return Span(first, child.right_edge.idx + len(child.right_edge))
    return None


def _object_told(verb: Token) -> Token | None:
    """Whom the verb tells to do something: its object, the subject of its infinitive, "on Y" behind "called"."""
    if verb.lemma_.lower() not in _TOLD_TO_DO:
        return None
    for child in verb.children:
        if child.dep_ in ("dobj", "dative") and child.i > verb.i:
            return child if not is_coordinated(child) else None
        if child.dep_ == "prep" and child.lower_ == "on" and verb.lemma_.lower() == "call":
            return next((c for c in child.children if c.dep_ == "pobj" and not is_coordinated(c)), None)
        if child.dep_ in ("ccomp", "xcomp") and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            return next((c for c in child.children if c.dep_ == "nsubj" and not is_coordinated(c)), None)
    return None


def _named_so(verb: Token, lemma: str) -> Span | None:
    """"called the attack a crime", "described the attack as a crime": from the one to the other."""
    if lemma not in _NAMING:
        return None
    named = next((c for c in verb.children if c.dep_ in ("dobj", "nsubj") and c.i > verb.i), None)
    so = next((c for c in verb.children if c.i > verb.i and (
        c.dep_ == "oprd" if lemma == "call" else c.dep_ == "prep" and c.lower_ == "as")), None)
    small = next((c for c in verb.children if lemma == "call" and c.dep_ == "ccomp" and c.i > verb.i
                  and c.pos_ in ("NOUN", "ADJ") and any(g.dep_ == "nsubj" for g in c.children)), None)
    if small is not None:
        return Span(small.left_edge.idx, small.right_edge.idx + len(small.right_edge))
    if named is None or so is None or so.i < named.i:
        return None
    return Span(named.left_edge.idx, so.right_edge.idx + len(so.right_edge))


def _phrase_behind(verb: Token, lemma: str) -> Span | None:
    """"warned against complacency", "called for unity"."""
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in _PREPOSITIONS.get(lemma, ()) and child.i > verb.i:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return Span(inner.left_edge.idx, child.right_edge.idx + len(child.right_edge))
    return None


def _phrase(verb: Token, lemma: str) -> Span | None:
    """"stressed the need for …": the noun phrase, none that is a pronoun or a person."""
    if lemma not in _PHRASE_VERBS:
        return None
    for child in verb.children:
        if child.dep_ == "dobj" and child.i > verb.i and child.pos_ == "NOUN" and child.ent_type_ != "PERSON":
            if lemma == "recall" and child.lower_ in _RECALLED:
                return None
            if child.right_edge.i - child.left_edge.i + 1 >= SHORTEST_PHRASE_WORDS:
                return Span(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))
    return None
