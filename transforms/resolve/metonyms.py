"""Capitals that stand for their governments: "Moscow said", "pressure on Ankara", but not "talks in Moscow"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from transforms.model import Mention
from transforms.resolve.context import Context

# What a government does and a city does not
_ACTS = frozenset((
    "accept", "accuse", "add", "agree", "aim", "announce", "answer", "argue", "ask", "back", "blame", "block", "call",
    "claim", "comply", "condemn", "confirm", "consider", "continue", "criticize", "decide", "decline", "demand", "deny",
    "deploy", "dismiss", "drop", "expect", "expel", "fear", "hope", "impose", "insist", "invade", "join", "justify",
    "know", "lift", "maintain", "negotiate", "object", "offer", "oppose", "order", "plan", "pledge", "pressure",
    "promise", "propose", "protest", "pursue", "ratify", "recall", "recognize", "refuse", "regret", "reject", "reply",
    "request", "respond", "retaliate", "return", "say", "see", "seek", "send", "sign", "soften", "state", "stress",
    "suggest", "support", "suspend", "tell", "threaten", "try", "understand", "urge", "use", "veto", "violate", "vow",
    "want", "warn", "welcome", "wish", "withdraw",
))
# Whom one can do that to
_DONE_TO = frozenset((
    "accuse", "ask", "assure", "blame", "condemn", "consult", "convince", "criticize", "deter", "inform", "invite",
    "isolate", "persuade", "press", "pressure", "provoke", "reassure", "sanction", "support", "tell", "thank",
    "threaten", "urge", "warn",
))
# Nouns of relations with a government, and of what it has
_WITH = frozenset((
    "agreement", "alliance", "channel", "contact", "cooperation", "deal", "dialogue", "dispute", "negotiation",
    "pressure", "relation", "relationship", "rift", "sanction", "talk", "tension", "tie", "treaty", "message", "signal",
    "appeal", "support", "aid", "threat",
))
_OWNED = frozenset((
    "accession", "action", "aggression", "aim", "allegation", "ally", "ambition", "approach", "approval", "backing",
    "behaviour", "behavior", "bid", "claim", "concern", "consent", "decision", "demand", "foreign", "force",
    "government", "influence", "intention", "invasion", "membership", "objection", "offer", "opposition", "partner",
    "plan", "policy", "position", "proposal", "reaction", "refusal", "rejection", "request", "response", "stance",
    "support", "threat", "troop", "veto", "view", "war", "willingness",
))
_TO_PARTNER = frozenset(("with", "against", "on", "from", "to", "between", "towards", "toward", "by"))
# Brussels stands for the Union, NATO or Belgium: nobody can tell by grammar
_OF_MANY = frozenset(("brussels", "luxembourg-city", "strasbourg"))


def resolve_metonyms(context: Context, names: Sequence[Mention]) -> list[Mention]:
    """The names, with the state in place of its capital where the capital acts, has a policy or is dealt with."""
    capitals = context.knowledge.capitals
    return [replace(name, entity_id=state, basis="metonym")
            if (state := capitals.get(name.entity_id or "")) and name.entity_id not in _OF_MANY
            and _is_government(context, name) else name for name in names]


def _is_government(context: Context, name: Mention) -> bool:
    segment = context.analysis.segment_at(name.start)
    span = segment.doc.char_span(name.start - segment.start, name.end - segment.start, alignment_mode="expand") if (
        segment and segment.kind in ("body", "turn", "title", "subtitle")) else None
    return span is not None and (_acts(span.root) or _is_dealt_with(span.root) or _owns(span.root))


def _acts(token: Token) -> bool:
    """The subject of a verb of governments, or coordinated with one."""
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    verb = token.head
    if token.dep_ == "nsubj":
        return verb.lemma_.lower() in _ACTS and verb.pos_ == "VERB"
    return token.dep_ in ("dobj", "obj") and verb.lemma_.lower() in _DONE_TO


def _is_dealt_with(token: Token) -> bool:
    """"ties with Minsk", "between Belgrade and Pristina", "the Belgrade-Pristina dialogue"."""
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ in _TO_PARTNER:
        noun = token.head.head
        return noun.lemma_.lower() in _WITH or (token.head.lower_ == "by" and noun.lemma_.lower() in _ACTS)
    return token.dep_ in ("compound", "nmod") and token.head.lemma_.lower() in _WITH


def _owns(token: Token) -> bool:
    """"Moscow's aggression", "Ankara's objections"."""
    return token.dep_ == "poss" and token.head.lemma_.lower() in _OWNED
