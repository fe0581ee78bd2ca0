"""What news call people but their names and offices: "NATO chief", "the Turkish leader", "the Briton"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter

from transforms.knowledge import fold
from transforms.model import Mention, Span
from transforms.resolve import Context

# Beside the name of a body its head; beside that of a state who leads it
_HEAD = re.compile(
    r"(?:['’]s?)?\s+(?P<noun>chief|boss|head|leader|premier|strongman)\b(?!\s+(?:of|for|negotiator|executive|spokes\w+"
    r"|diplomat|economist|scientist|advis[eo]r|commander|prosecutor))", re.IGNORECASE)
# "the alliance's chief", in texts that name NATO
_ALLIANCE = re.compile(r"\b[Tt]he (?P<body>alliance)['’]s (?P<noun>chief|boss|head|leader)\b")
_PAST_BEFORE = re.compile(r"\b(?:former|ex|previous|late|then|next|future|incoming)[ -](?:\w+ )?$", re.IGNORECASE)
_THE_BEFORE = re.compile(r"\b[Tt]he (?:former |veteran )?$")
_NOUN_AFTER = re.compile(r"[-/]|\s+(?!(?:said|says|told|added|was|is|has|had|who|and|then|also|will|would|did)\b)\w")
# Nouns for the people of a state that are not its adjective, by country code
_NATIONALS = {
    "frenchman": "FR", "frenchwoman": "FR", "englishman": "GB", "briton": "GB", "brit": "GB", "dutchman": "NL",
    "dutchwoman": "NL", "irishman": "IE", "irishwoman": "IE", "dane": "DK", "swede": "SE", "finn": "FI", "pole": "PL",
    "turk": "TR", "spaniard": "ES", "scotsman": "GB", "welshman": "GB", "serb": "RS", "croat": "HR",
}
_NATIONAL = re.compile(rf"\b[Tt]he (?:former |veteran )?(?P<noun>{'|'.join(_NATIONALS)})\b", re.IGNORECASE)


def add_epithets(context: Context, names: Sequence[Mention], roles: Sequence[Mention]) -> list[Mention]:
    """The roles, and mentions of the people meant by such words, where these fit one person; they take the place of
    roles without a holder. `names` and `roles` are sorted."""
    told = [role for role in roles if role.entity_id]
    found = [epithet for epithet in (*_heads(context, names), *_heads_of_alliance(context), *_nationals(context, names))
             if not _overlaps(epithet, told)]
    found.sort(key=attrgetter("start"))
    kept = [role for role in roles if role.entity_id or not _overlaps(role, found)]
    return sorted((*kept, *found), key=attrgetter("start", "end", "referent"))


def without_nationals(names: Sequence[Mention], roles: Sequence[Mention]) -> list[Mention]:
    """The names but for nouns that stand for a person: "the Swede" is one mention, of the person. `roles` are those
    that `add_epithets` gives."""
    people = {role.span for role in roles if role.label == "PRONOUN" and role.entity_id}
    return [name for name in names if name.label != "NORP" or name.span not in people]


def _overlaps(mention: Mention, others: Sequence[Mention]) -> bool:
    """True if one of the others, which are sorted, shares a character with the mention."""
    at = bisect_left(others, mention.end, key=attrgetter("start"))
    return any(other.span.overlaps(mention.span) for other in others[max(0, at - 3):at])


def _heads(context: Context, names: Sequence[Mention]) -> Iterator[Mention]:
    for name in names:
        match = _HEAD.match(context.text, name.end) if name.entity_id and name.label in ("ORG", "GPE", "NORP") else None
        if match and not _is_named_after(context, match.end(), names):
            yield from _mention_of(context, name.entity_id or "", Span(name.start, match.end()), match["noun"])


def _heads_of_alliance(context: Context) -> Iterator[Mention]:
    for match in _ALLIANCE.finditer(context.text) if "nato" in context.bodies else ():
        yield from _mention_of(context, "nato", Span(match.start("body"), match.end()), match["noun"])


def _is_named_after(context: Context, end: int, names: Sequence[Mention]) -> bool:
    """True for "NATO chief Rutte": the word is a title there."""
    at = bisect_left(names, end, key=attrgetter("start"))
    return at < len(names) and names[at].label == "PERSON" and not context.text[end:names[at].start].strip()


def _mention_of(context: Context, body_id: str, span: Span, noun: str) -> Iterator[Mention]:
    offices = [office for office in context.knowledge.offices.values() if office.organization_id == body_id
               and office.level == "leader" and (noun.lower() != "premier" or "prime-minister" in office.office_id
                                                 or office.office_id.endswith("-chancellor"))]
    is_past = _PAST_BEFORE.search(context.text[max(0, span.start - 20):span.start]) is not None
    ids = [office.office_id for office in offices]
    people = [person for person in context.people if any(
        _held_before(context, person, office_id) if is_past else context.knowledge.held(person, office_id, context.day)
        for office_id in ids)]
    if not people and context.day is not None and not is_past:
        people = list(dict.fromkeys(holder for o in ids for holder in context.knowledge.holders(o, context.day)))
    if len(people) == 1:
        held = [o for o in ids if context.knowledge.held(people[0], o, None if is_past else context.day)]
        office_id = held[0] if len(held) == 1 else None
        yield Mention(span.start, span.end, context.text[span.start:span.end], "ROLE", people[0], "office", office_id)


def _held_before(context: Context, person_id: str, office_id: str) -> bool:
    held = context.knowledge.held
    return held(person_id, office_id) and not (context.day is not None and held(person_id, office_id, context.day))


def _nationals(context: Context, names: Sequence[Mention]) -> Iterator[Mention]:
    """"the Frenchman", "the Norwegian": the only person of that country whom the text names."""
    known = context.knowledge.entities
    spans = [(Span(match.start("noun"), match.end()), _NATIONALS[match["noun"].lower()])
             for match in _NATIONAL.finditer(context.text)]
    for name in names:
        state = known.get(name.entity_id or "") if name.label == "NORP" else None
        if state and state.country_code and not fold(name.surface).endswith(("s", "ish people")) and _is_noun(
                context, name):
            spans.append((name.span, state.country_code))
    for span, code in spans:
        people = [person for person in context.people if person in known and known[person].country_code == code]
        if len(people) == 1:
            yield Mention(span.start, span.end, context.text[span.start:span.end], "PRONOUN", people[0], "antecedent")


def _is_noun(context: Context, name: Mention) -> bool:
    """True for "the Norwegian said": no noun follows that it could be the adjective of."""
    text = context.text
    return (_THE_BEFORE.search(text[max(0, name.start - 16):name.start]) is not None
            and _NOUN_AFTER.match(text, name.end) is None)
