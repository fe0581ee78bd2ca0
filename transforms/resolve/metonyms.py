"""Places that stand for another: capitals for their governments ("Moscow said", but not "talks in Moscow"), and towns
with the name of a known place ("Paris, Texas")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from transforms.model import Mention
from transforms.resolve.context import Context

# What a government does and a city does not
ACTS = frozenset((
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

# The states of the USA (US Census Bureau, "States") but Georgia, New York and Washington, which are also a state and
# cities in lists of places; the provinces of Canada (Statistics Canada, "Provinces and territories")
_US_STATES = (
    "Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida",
    "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland",
    "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada",
    "New Hampshire", "New Jersey", "New Mexico", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon",
    "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont",
    "Virginia", "West Virginia", "Wisconsin", "Wyoming")
_PROVINCES = (
    "Alberta", "British Columbia", "Manitoba", "New Brunswick", "Newfoundland", "Nova Scotia", "Ontario",
    "Prince Edward Island", "Quebec", "Québec", "Saskatchewan")
_IN_US = re.compile(rf",\s+(?:{'|'.join(_US_STATES)})\b")
_IN_CANADA = re.compile(rf",\s+(?:{'|'.join(_PROVINCES)})\b")
# The Georgia of Atlanta, not that of Tbilisi
_US_GEORGIA = re.compile(
    r"(?:\b[Ss]tate of|\b(?:Atlanta|Athens|Augusta|Columbus|Macon|Marietta|Savannah|Sea Island|Brunswick|Fort Benning"
    r"|Fort Stewart|Fort Gordon|Fort Moore|Kings Bay),)\s+$")


def resolve_metonyms(context: Context, names: Sequence[Mention]) -> list[Mention]:
    """The names, with the state in place of its capital where the capital acts, has a policy or is dealt with."""
    capitals = context.knowledge.capitals
    names = [replace(name, entity_id=None, basis="ambiguous") if _is_elsewhere(context, name) else name
             for name in names]
    return [replace(name, entity_id=state, basis="metonym")
            if (state := capitals.get(name.entity_id or "")) and name.entity_id not in _OF_MANY
            and _is_government(context, name) else name for name in names]


def _is_elsewhere(context: Context, name: Mention) -> bool:
    """True for a place's name with a state or province of another country behind it, and for the Georgia of the USA."""
    if name.entity_id == "georgia":
        return (_US_GEORGIA.search(context.text[max(0, name.start - 16):name.start]) is not None
                or re.match(r",\s+(?:USA?\b|U\.S\.)", context.text[name.end:name.end + 8]) is not None)
    entity = context.knowledge.entities.get(name.entity_id or "")
    if entity is None or entity.kind != "place":
        return False
    return any(entity.country_code != code and pattern.match(context.text, name.end)
               for code, pattern in (("US", _IN_US), ("CA", _IN_CANADA)))


def _is_government(context: Context, name: Mention) -> bool:
    segment = context.analysis.segment_at(name.start)
    is_read = segment is not None and segment.kind in ("body", "turn", "title", "subtitle")
    span = segment.words_at(name.start, name.end) if segment and is_read else None
    return span is not None and (_acts(span.root) or _is_dealt_with(span.root) or _owns(span.root))


def _acts(token: Token) -> bool:
    """The subject of a verb of governments, or coordinated with one."""
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    verb = token.head
    if token.dep_ == "nsubj":
        return verb.lemma_.lower() in ACTS and verb.pos_ == "VERB"
    return token.dep_ in ("dobj", "obj") and verb.lemma_.lower() in _DONE_TO


def _is_dealt_with(token: Token) -> bool:
    """"ties with Minsk", "between Belgrade and Pristina", "the Belgrade-Pristina dialogue"."""
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ in _TO_PARTNER:
        noun = token.head.head
        return noun.lemma_.lower() in _WITH or (token.head.lower_ == "by" and noun.lemma_.lower() in ACTS)
    return token.dep_ in ("compound", "nmod") and token.head.lemma_.lower() in _WITH


def _owns(token: Token) -> bool:
    """"Moscow's aggression", "Ankara's objections"."""
    return token.dep_ == "poss" and token.head.lemma_.lower() in _OWNED
