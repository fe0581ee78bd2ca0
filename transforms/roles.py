"""Resolve offices: "the Secretary General" to the person who holds it in the right body at the document's date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from transforms.knowledge import fold
from transforms.mentions import Candidate, Candidates
from transforms.model import Mention, Span
from transforms.plural_roles import find_plural_roles
from transforms.resolve import Context

# How far from a title the body and the person may begin that belong to it
_REACH = 200
# "Madam Secretary", "Mr President": the one of the title and gender whom the text names
_ADDRESS = re.compile(r"\b(?:(?P<f>Madam|Mrs|Ms)|(?P<m>Mr|Mister))\.?\s+$")
_OTHER_OFFICE_BEFORE = re.compile(r"\b(?:Deputy|Vice|Assistant|Under|deputy|vice|assistant|Acting Deputy)[ -]$")
_PAST_BEFORE = re.compile(
    r"\b(?:[Ff]ormer|[Ee]x|[Pp]revious|[Ll]ate|[Tt]hen|[Nn]ext|[Ff]uture|[Ii]ncoming)[ -](?:\w+ )?$")
_FORMER_BEFORE = re.compile(r"\b(?:[Ff]ormer|[Ee]x|[Pp]revious)[ -](?:\w+ )?$")
_OF_BODY = re.compile(r"\s+(?:of|at|for|in|to)\s+(?:the\s+)?$")
_JOIN_BEFORE = re.compile(r"(?:['’]s?)?\s+(?:new |first |current )?$")
_TO_NAME = re.compile(
    r"(?:[,:]?\s+(?:[Dd]ear\s+)?(?:(?:Mr|Mrs|Ms|Dr|Admiral|General|Ambassador)\.?\s+)?|\s*\(|/[\w -]+\s+)$")
_FROM_NAME = re.compile(r",?\s*(?:\[|\()?(?:,\s+)?(?:the\s+|as\s+|who is\s+|is\s+|[Nn]ew\s+)*$")


@dataclass(frozen=True, slots=True)
class _Role:
    """A role candidate with what stands around it."""

    candidate: Candidate
    span: Span
    organization_id: str | None
    person: Mention | None

    def key(self, text: str) -> str:
        """The title as written, folded, without the body's name."""
        return re.sub(r"[\s-]+", " ", fold(text[self.candidate.start:self.candidate.end]))


def resolve_roles(context: Context, candidates: Candidates, names: Sequence[Mention]) -> list[Mention]:
    """ROLE mentions, each with the person it stands for, or NULL and the reason."""
    roles = [_surroundings(context, candidate, names) for candidate in candidates.roles
             if not _OTHER_OFFICE_BEFORE.search(context.text[max(0, candidate.start - 12):candidate.start])]
    bound: dict[tuple[str, str | None], dict[str, None]] = {}
    mentions = []
    for role in roles:
        if role.person is not None:
            office_id = _office_held(context, role)
            organization = role.organization_id or _organization_of_office(context, office_id)
            for key in ((role.key(context.text), organization), (role.key(context.text), None)):
                if not _is_past(context, role):
                    bound.setdefault(key, {})[role.person.entity_id or ""] = None
            mentions.append(_role_mention(context, role, role.person.entity_id, "office_in_text", office_id))
    for role in roles:
        if role.person is None:
            mention = _resolve_bare(context, role, bound)
            names_no_office = _is_generic(context, role) or _is_common_noun(context, role)
            if mention.entity_id or mention.office_id or not names_no_office:
                mentions.append(mention)
    mentions += find_plural_roles(context, names)
    return sorted(mentions, key=lambda m: (m.start, m.end, m.referent))


def _is_generic(context: Context, role: _Role) -> bool:
    """"Minister", "Member", "the president": a word that many offices share, with no body beside it, names none."""
    title = context.text[role.candidate.start:role.candidate.end]
    is_plain = " " not in title or title.islower()
    return is_plain and role.organization_id is None and len({sense.target for sense in role.candidate.senses}) > 2


def _is_common_noun(context: Context, role: _Role) -> bool:
    """One word in lower case with no body beside it: "took the chair", "a spokesman"."""
    surface = context.text[role.span.start:role.span.end]
    return role.organization_id is None and surface.islower() and surface.isalpha()


def _role_mention(context: Context, role: _Role, entity_id: str | None, basis: str, office_id: str | None) -> Mention:
    start, end = role.span.start, role.span.end
    return Mention(start, end, context.text[start:end], "ROLE", entity_id, basis, office_id)


def _surroundings(context: Context, candidate: Candidate, names: Sequence[Mention]) -> _Role:
    """The body named right before ("NATO's") or after ("of the European Council"), and the person beside it."""
    text, start, end, body = context.text, candidate.start, candidate.end, None
    names = names[bisect_left(names, start - _REACH, key=attrgetter("start")):
                  bisect_left(names, end + _REACH, key=attrgetter("start"))]
    near = [name for name in names if name.end > start - 14 and name.start < end + 14]
    inside = next((n for n in near if n.start >= start and n.end <= end and _is_body(context, n)), None)
    if inside is not None:
        body = inside.entity_id
    for name in near:
        if not _is_body(context, name):
            continue
        if name.start < start < name.end <= end:
            # "European Commission President": the name and the form "Commission President" share a word
            body, start = name.entity_id, name.start
        elif name.end <= start and start - name.end < 14 and _JOIN_BEFORE.fullmatch(text[name.end:start]):
            body, start = name.entity_id, name.start
        elif body is None and 0 <= name.start - end < 14 and _OF_BODY.fullmatch(text[end:name.start]):
            if _is_its_body(context, candidate, name, text[end:name.start]):
                body, end = name.entity_id, name.end
            break
    role = _Role(candidate, Span(start, end), body, _person_beside(text, Span(start, end), names))
    return replace(role, person=None) if _is_next_of_list(context, role) else role


def _is_next_of_list(context: Context, role: _Role) -> bool:
    """"Mr Domecq, the Deputy Secretary General of the EEAS and …" names two: the first never held that office."""
    if role.person is None or role.person.start > role.span.start or context.day is None:
        return False
    person = role.person.entity_id or ""
    offices = _offices(context, role)
    return (len(offices) == 1 and person in context.knowledge.terms_of_person
            and not context.knowledge.held(person, offices[0])
            and bool(context.knowledge.holders(offices[0], context.day)))


def _is_its_body(context: Context, candidate: Candidate, name: Mention, between: str) -> bool:
    """"Commander at the EEAS" names the body; "the Secretary General at the European Parliament" a place to speak."""
    if between.lstrip().startswith("of"):
        return True
    offices = (context.knowledge.offices[sense.target] for sense in candidate.senses)
    return any(office.organization_id == name.entity_id for office in offices)


def _is_body(context: Context, name: Mention) -> bool:
    """A body or state; "European" is the adjective of a place and limits nothing."""
    if name.label == "NORP":
        return context.knowledge.kind_of(name.entity_id or "") == "state"
    return name.label in ("ORG", "GPE") and name.entity_id is not None


def _person_beside(text: str, span: Span, names: Sequence[Mention]) -> Mention | None:
    people = [name for name in names if name.label == "PERSON" and name.entity_id]
    after = next((p for p in people
                  if 0 <= p.start - span.end < 40 and _TO_NAME.fullmatch(text[span.end:p.start])), None)
    if after is not None:
        return after
    return next((p for p in people if 0 < span.start - p.end < 14 and re.match(r"\s*[,(\[]", text[p.end:span.start])
                 and _FROM_NAME.fullmatch(text[p.end:span.start])), None)


def _offices(context: Context, role: _Role) -> list[str]:
    """The offices that the role can name, given the body beside it."""
    offices = list(dict.fromkeys(sense.target for sense in role.candidate.senses))
    if role.organization_id is None:
        return offices
    exact = [o for o in offices if context.knowledge.offices[o].organization_id == role.organization_id]
    if exact:
        return exact
    outer = context.knowledge.organization_of(role.organization_id)
    within = [o for o in offices
              if context.knowledge.organization_of(context.knowledge.offices[o].organization_id) == outer]
    stands_alone = [sense.target for sense in role.candidate.senses if sense.basis == "office"]
    return within or stands_alone


def _office_held(context: Context, role: _Role) -> str | None:
    person = role.person.entity_id if role.person else None
    if person is None:
        return None
    offices, knowledge = _offices(context, role), context.knowledge
    held = [o for o in offices if knowledge.held(person, o, context.day)] or [
        o for o in offices if knowledge.held(person, o)]
    return held[0] if len(held) == 1 else None


def _organization_of_office(context: Context, office_id: str | None) -> str | None:
    office = context.knowledge.offices.get(office_id) if office_id else None
    return office.organization_id if office else None


def _resolve_bare(context: Context, role: _Role, bound: dict[tuple[str, str | None], dict[str, None]]) -> Mention:
    if _is_past(context, role):
        return _resolve_past(context, role)
    in_text = bound.get((role.key(context.text), role.organization_id), {})
    if len(in_text) == 1 and not _is_guest(context, role, next(iter(in_text))):
        person = next(iter(in_text))
        offices = [o for o in _offices(context, role) if context.knowledge.held(person, o, context.day)]
        return _role_mention(context, role, person or None, "office_in_text", offices[0] if len(offices) == 1 else None)
    offices = _offices(context, role)
    if role.organization_id is None:
        offices = [] if _is_common_noun(context, role) else _by_context(context, role, offices)
    if len(offices) != 1:
        return _role_mention(context, role, None, "ambiguous", None)
    if context.day is None:
        return _role_mention(context, role, None, "no_date", offices[0])
    holders = context.knowledge.holders(offices[0], context.day)
    named = [person for person in holders if person in context.people]
    if len(holders) > 1 and len(named) == 1:
        holders = named
    if len(holders) != 1:
        return _role_mention(context, role, None, "ambiguous" if holders else "no_holder", offices[0])
    return _role_mention(context, role, holders[0], "office", offices[0])


def _resolve_past(context: Context, role: _Role) -> Mention:
    """"The former Danish Prime Minister": the only one in the text who held the office, and holds it no more."""
    before = context.text[max(0, role.span.start - 24):role.span.start]
    offices = _offices(context, role) if role.organization_id and _FORMER_BEFORE.search(before) else []
    held = context.knowledge.held
    people = {person for person in context.people for office in offices
              if held(person, office) and not (context.day and held(person, office, context.day))}
    basis = "office_in_text" if len(people) == 1 else "ambiguous"
    return _role_mention(context, role, people.pop() if len(people) == 1 else None, basis, None)


def _is_past(context: Context, role: _Role) -> bool:
    """True for "former Secretary General" and "the next Secretary General": not who holds it on the day."""
    return _PAST_BEFORE.search(context.text[max(0, role.span.start - 24):role.span.start]) is not None


def _own_leader(context: Context, offices: Sequence[str]) -> list[str]:
    """The office of the publisher's own leader: the Commission has one President, though the EU has three."""
    known = context.knowledge.offices
    return [o for o in offices if known[o].level == "leader" and known[o].organization_id == context.publisher_id]


def _is_guest(context: Context, role: _Role, person_id: str) -> bool:
    """True for the UN Secretary-General in NATO's news: a bare "Secretary General" there is NATO's own."""
    offices = _offices(context, role)
    own = _own_leader(context, offices) if role.organization_id is None else []
    return bool(own) and not any(context.knowledge.held(person_id, o) for o in own) and any(
        context.knowledge.held(person_id, o) for o in offices)


def _by_context(context: Context, role: _Role, offices: list[str]) -> list[str]:
    """A bare title means the publisher's leader, or the office that one person named in the text holds, or the only
    one of the publisher's, or that of the only leader of a body named in the text."""
    if len(offices) == 1 and any(sense.basis == "office" for sense in role.candidate.senses):
        return offices
    knowledge = context.knowledge
    outer = {office: knowledge.organization_of(knowledge.offices[office].organization_id) for office in offices}
    for fitting in (
            _addressed_so(context, role, offices),
            _own_leader(context, offices),
            [o for o in offices if any(knowledge.held(person, o, context.day) for person in context.people)],
            [o for o in offices
             if context.publisher_id and outer[o] == knowledge.organization_of(context.publisher_id)],
            _of_publishers_state(context, offices),
            [o for o in offices if knowledge.offices[o].level == "leader" and outer[o] in context.bodies]):
        if len(fitting) == 1:
            return fitting
    surface = context.text[role.candidate.start:role.candidate.end]
    return offices if len(offices) == 1 and (" " in surface or surface.isupper()) else []


def _of_publishers_state(context: Context, offices: Sequence[str]) -> list[str]:
    """The offices of the state whose ministry or government publishes: "the Prime Minister" on gov.uk."""
    known = context.knowledge
    publisher = known.entities.get(context.publisher_id or "")
    code = publisher.country_code if publisher else None
    states = {known.offices[o].organization_id: o for o in offices
              if known.kind_of(known.offices[o].organization_id) == "state"}
    return [o for state, o in states.items() if code and known.entities[state].country_code == code]


def _addressed_so(context: Context, role: _Role, offices: Sequence[str]) -> list[str]:
    """The office of the only person of that gender in the text who holds one of the title."""
    address = _ADDRESS.search(context.text[max(0, role.span.start - 10):role.span.start])
    if address is None:
        return []
    knowledge = context.knowledge
    people = [person for person in context.people
              if (entity := knowledge.entities.get(person)) and entity.gender == address.lastgroup]
    return [o for o in offices if any(knowledge.held(person, o, context.day) for person in people)]
