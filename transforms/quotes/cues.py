"""Words that tell of speech, and whose speech they tell."""

from __future__ import annotations

import re

from spacy.tokens import Token

SPEECH_VERBS = frozenset((
    "say", "add", "state", "declare", "note", "stress", "underline", "underscore", "emphasize", "emphasise",
    "highlight", "point", "explain", "comment", "remark", "announce", "tell", "warn", "argue", "insist", "conclude",
    "continue", "reiterate", "affirm", "reaffirm", "confirm", "recall", "observe", "reply", "respond", "answer",
    "ask", "write", "tweet", "call", "describe", "praise", "welcome", "urge", "mention", "express", "acknowledge",
    "believe", "thank", "promise", "pledge", "assure", "claim", "suggest", "propose", "commend", "caution",
    "maintain", "repeat", "joke", "admit", "agree", "predict", "hail", "echo", "vow"))
# what stands after these is whom or what they are about, not what was said: "thanked the Allies"
OF_SOMEBODY = frozenset((
    "thank", "welcome", "praise", "commend", "hail", "urge", "call", "ask", "tell", "warn", "describe", "mention",
    "highlight", "acknowledge", "assure"))
# "We stand with Ukraine" may follow a sentence with one of these without a cue of its own
ATTITUDE_VERBS = frozenset((
    "condemn", "reject", "criticize", "criticise", "defend", "back", "support", "oppose", "dismiss", "applaud",
    "congratulate", "speak", "outline", "present", "voice", "deplore", "denounce", "appeal", "tribute", "pay",
    "regret", "endorse", "address", "report"))
# whom a message is told to: "told Mr Borrell", "assured the Allies"
TOLD_VERBS = frozenset((
    "tell", "assure", "inform", "remind", "ask", "urge", "warn", "thank", "advise", "brief", "reassure", "answer",
    "promise", "address"))
_QUOTING = frozenset(("quote", "cite"))
_ABOVE = frozenset(("conj", "advcl", "xcomp", "dep", "acomp", "aux"))
_NEGATIVE_SUBJECTS = frozenset(("nobody", "none", "neither", "no-one", "nothing"))
_MODALS = frozenset(("will", "would", "may", "might", "should", "could", "can", "must", "shall", "'ll", "’ll", "ca",
                     "wo", "'d", "’d"))
_TENSED = frozenset(("VBD", "VBZ", "VBP", "VBN"))
_PERSONAL = frozenset(("PERSON", "ORG", "GPE", "NORP"))
# verbs of speech as headlines have them: "Scholz Says '…'", "'…,' Borrell Tells Ministers"
HEADLINE_VERBS = (
    r"(?:says?|said|warn(?:s|ed)?|adds?|added|vow(?:s|ed)?|insist(?:s|ed)?|declare[sd]?|claim(?:s|ed)?|pledge[sd]?"
    r"|stress(?:es|ed)?|repl(?:ies|ied)|writes?|wrote|argue[sd]?|admit(?:s|ted)?|promise[sd]?|(?:tells?|told)"
    r"(?=\s))")
# nouns of those who say something, also where nobody knows who is meant
SPEAKER_NOUN = re.compile(
    r"(?:[a-z-]*(?:officials?|ministers?|presidents?|chancellors?|diplomats?|leaders?|ambassadors?|envoys?|commanders?"
    r"|generals?|admirals?|experts?|analysts?|governments?|ministry|ministries|commissioners?|secretary|secretaries"
    r"|sources?|chiefs?|heads?|chair|chairman|chairwoman|spokes\w+|lawmakers?|parliamentarians?|senators?|delegates?"
    r"|representatives?|officers?|aides?|critics?|participants?|speakers?|experts?|observers?|allies|ally|alliance"
    r"|commission|council|committee|parliament|members?|partners?|scientists?|soldiers?|deputy|deputies|director"
    r"|directors|colleagues?|politicians?|negotiators?|advisers?|advisors?|agency|embassy|office|service|staffs?))")
# texts that say something, but of which none is a speaker
TEXT_NOUN = re.compile(
    r"(?:statement|declaration|communiqué|report|letter|text|document|conclusion|agreement|paper)s?")


def subject_of(verb: Token) -> Token | None:
    """The verb's subject; a participle or coordinated verb has that of the verb above it ("…, stating that")."""
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "csubj"):
                return child
        if verb.dep_ in _ABOVE and verb.head != verb:
            verb = verb.head
        else:
            return None
    return None


def speaker_token(verb: Token) -> Token | None:
    """Who speaks by a verb of speech: its subject, the agent of a passive, the head of "who said", the one quoted."""
    if verb.lemma_.lower() in _QUOTING:
        return next((child for child in verb.children if child.dep_ in ("dobj", "nsubjpass")), None)
    if is_passive(verb):
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        return next((child for child in agent.children if child.dep_ == "pobj"), None) if agent else None
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_.lower() in _QUOTING:
        # "X was quoted as saying", "Y quoted X as saying"
        quoting = verb.head.head
        return subject_of(quoting) if is_passive(quoting) else speaker_token(quoting)
    outer = outer_cue(verb)
    subject = subject_of(outer or verb)
    if subject is not None and subject.lower_ in ("who", "which", "that"):
        return next((above.head for above in (verb, *verb.ancestors) if above.dep_ == "relcl"), None)
    return subject


def outer_cue(verb: Token) -> Token | None:
    """The verb of speech that this one goes on with: "said that no country could do it and thanked the Finns", which
    the parse takes for a part of what was said."""
    if verb.dep_ != "conj" or verb.lemma_.lower() not in SPEECH_VERBS or verb.tag_ not in _TENSED or any(
            child.dep_ in ("nsubj", "nsubjpass") for child in verb.children):
        return None
    inner = verb
    for _ in range(12):
        if inner.dep_ != "conj":
            break
        inner = inner.head
    above = inner.head
    if inner.dep_ != "ccomp" or above.lemma_.lower() not in SPEECH_VERBS or above.i > inner.i:
        return None
    subject = next((child for child in inner.children if child.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    is_other = inner.tag_ != verb.tag_ or subject is None or subject.pos_ == "PRON" or not is_speaker_noun(subject)
    return above if is_other else None


def is_passive(verb: Token) -> bool:
    """True for "it was said", "they were told"."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def is_negated(verb: Token) -> bool:
    """True if the verb tells that something was not said: "did not say", "nobody said", "declined to say"."""
    if any((child.dep_ == "neg" or child.lower_ in ("never", "hardly")) and not _opens_marks(child)
           for child in verb.children):
        return True
    subject = subject_of(verb)
    if subject is not None and (subject.lower_ in _NEGATIVE_SUBJECTS or any(
            child.lower_ in ("no", "neither") and child.dep_ in ("det", "preconj") for child in subject.children)):
        return True
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ in ("without", "instead", "of"):
        return True
    if verb.dep_ in ("xcomp", "conj") and head != verb and head.lemma_.lower() in (
            "decline", "refuse", "fail", "avoid", "hesitate", "forget"):
        return True
    return verb.dep_ == "conj" and any(child.dep_ == "neg" for child in head.children) and subject_of(
        head) is subject and any(child.lower_ in ("or", "nor") for child in head.children)


def _opens_marks(token: Token) -> bool:
    """True for the first word in marks: "answered: “Never.”"."""
    return token.i > 0 and token.nbor(-1).is_quote


def is_told(verb: Token) -> bool:
    """True if the words were said: no wish, plan, condition or negation of saying them."""
    if is_negated(verb):
        return False
    auxiliaries = [child for child in verb.children if child.dep_ == "aux"]
    if any(aux.lower_ in _MODALS for aux in auxiliaries):
        return False
    if any(child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether", "once", "until", "lest")
           for child in verb.children):
        return False
    head = verb.head
    if verb.dep_ in ("advcl", "acl") and verb.tag_ in ("VBN", "VBD") and not any(
            child.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass") for child in verb.children):
        # "Asked whether …, he replied": somebody else asked
        return False
    is_infinitive = any(aux.lower_ == "to" for aux in auxiliaries)
    if is_infinitive:
        return verb.dep_ == "xcomp" and head.tag_ != "VBG" and head.lemma_.lower() in ("go", "continue", "proceed")
    return not (verb.dep_ == "conj" and verb.tag_ == "VB" and any(
        child.dep_ == "aux" and child.lower_ in (*_MODALS, "to") for child in head.children))


def is_speaker_noun(token: Token) -> bool:
    """True for a noun or name of one who can speak: "officials", "the ministry", a person's name."""
    return bool(SPEAKER_NOUN.fullmatch(token.lower_)) or (token.ent_type_ in _PERSONAL and token.pos_ == "PROPN")


def is_coordinated(token: Token) -> bool:
    """True for "Mr Michel and Ms von der Leyen": two who speak, and no single one."""
    return any((child.dep_ == "conj" and child.pos_ in ("PROPN", "NOUN", "PRON"))
               or (child.dep_ in ("nmod", "appos") and any(inner.dep_ == "conj" for inner in child.children))
               for child in token.children)
