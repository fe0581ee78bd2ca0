"""Resolve offices: "the Secretary General" to the person who holds it in the right body at the document's date."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
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
_OTHER_OFFICE_BEFORE = re.compile(
    r"\b(?:(?:Acting )?Deputy|Vice|Assistant|Under|deputy|vice|assistant|[Ss]hadow|(?:Acting )?Deputy Assistant)[ -]$")
# "Secretary General designate", "President-elect"
_TO_COME_AFTER = re.compile(r"[ -](?:[Dd]esignate|[Ee]lect)\b")
_PAST_BEFORE = re.compile(
    r"\b(?:[Ff]ormer|[Ee]x|[Pp]revious|[Ll]ate|[Tt]hen|[Nn]ext|[Ff]uture|[Ii]ncoming|[Oo]utgoing|[Dd]eparting|[Aa]cting"
    r"|[Ff]irst)[ -](?:\w+ )?$")
_NEW_BEFORE = re.compile(r"\b(?:[Nn]ew|[Nn]ewly[ -](?:elected|appointed))[ -](?:\w+ )?$")
# "of the Senate", "of Her Majesty": a body that nobody knows has an office of its own
_OF_OTHER = re.compile(r"\s+of\s+(?:the\s+)?(?=[A-Z])")
_HEAD = re.compile(r"(.+?)\s(?:of|for|to|in|at)\s", re.DOTALL)
_SAYS_AFTER = re.compile(
    r"\s+(?:has\s+)?(?:said|says|told|added|recalled|noted|stressed|explained|reminded|underlined)\b")
# How far from the beginning of a term somebody is new, and how far from a term the text is believed against it
_NEW, _NEAR_TERM = timedelta(days=90), timedelta(days=120)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_YEAR = rf"(?:(?:early|late|mid|\d{{1,2}})[ -])?(?:(?:{_MONTHS})\s+)?(?P<year>(?:19|20)\d\d)"
# "In 1999, the Secretary General", "In March 2003 NATO agreed, and the Secretary General", "the President said in 2005"
_YEAR_BEFORE = re.compile(rf"\b(?:[Ii]n|[Oo]n)\s+{_YEAR},?\s+(?:[Tt]he\s+|[Nn]ew\s+)*$")
_YEAR_FIRST = re.compile(rf"\s*(?:[Bb]ack\s+)?(?:[Ii]n|[Oo]n)\s+{_YEAR}\b")
_YEAR_AFTER = re.compile(rf"\s+(?:had\s+)?\w+ed?\s+(?:back\s+)?in\s+{_YEAR}\b|\s+said\s+in\s+(?P<said>(?:19|20)\d\d)\b")
_FORMER_BEFORE = re.compile(r"\b(?:[Ff]ormer|[Ee]x|[Pp]revious)[ -](?:\w+ )?$")
_OF_BODY = re.compile(r"\s+(?:of|at|for|in|to)\s+(?:the\s+)?$")
_JOIN_BEFORE = re.compile(
    r"(?:['’]s?)?(?!\s*\n\s*\n)\s+(?:new |first |current |then |next |former |previous |outgoing |incoming |acting )?$")
_TO_NAME = re.compile(
    r"(?:[,:]?\s+(?:[Dd]ear\s+)?(?:(?:Mr|Mrs|Ms|Dr|Admiral|General|Ambassador)\.?\s+)?|\s*\(|/[\w -]+\s+)$")
# "Louis Michel, Deputy Prime Minister and Minister for Foreign Affairs": the second of two titles
_AND_TITLE = re.compile(
    r",\s+(?:the\s+)?(?=(?:[\w-]+\s+){0,6}(?:Minister|President|Secretary|Chair\w*|Representative|Commissioner|Director"
    r"|Commander|Head|Chancellor|Ambassador)\b)(?:(?:[A-Z][\w’'-]*|of|for|the|and)\s+){1,14}?and\s+(?:the\s+)?$")
_BORDER = re.compile(r"\n\s*\n")
_FROM_NAME = re.compile(r",?\s*(?:\[|\()?(?:,\s+)?(?:the\s+|as\s+|who is\s+|is\s+|[Nn]ew\s+)*$")


@dataclass(frozen=True, slots=True)
class _Role:
    """A role candidate with what stands around it."""

    candidate: Candidate
    span: Span
    organization_id: str | None
    person: Mention | None
    # "of the Senate": it is an office of a body that nobody knows
    is_of_other: bool = False
    # "Deputy …", "… designate", "Shadow …": an office beside the one that the title names
    is_beside: bool = False

    def key(self, text: str) -> str:
        """The title as written, folded, without the body's name."""
        return re.sub(r"[\s-]+", " ", fold(text[self.candidate.start:self.candidate.end]))

    def candidate_is_title(self, text: str) -> bool:
        """True if the title is written as one, with a capital."""
        return text[self.candidate.start].isupper()


@dataclass(frozen=True, slots=True)
class _Bound:
    """Whom the titles of a text stand for where a person stands beside them: person and office by title and body.

    `heads` has the bare heads of longer forms ("High Representative for Bosnia"), `lapsed` the titles of those who
    held the office at another time.
    """

    titles: defaultdict[tuple[str, str | None], dict[str, str | None]]
    heads: defaultdict[str, dict[str, str | None]]
    lapsed: set[str]

    def add(self, context: Context, role: _Role, office_id: str | None) -> None:
        """Notes the person beside a title."""
        person = role.person.entity_id if role.person else None
        if person is None or role.is_of_other or _is_past(context, role):
            return
        key, organization = role.key(context.text), role.organization_id or _organization_of_office(context, office_id)
        if _is_lapsed(context, person, office_id):
            self.lapsed.add(key)
            return
        self.titles[key, organization][person] = office_id
        self.titles[key, None][person] = office_id
        if head := _HEAD.match(key):
            self.heads[head[1]][person] = office_id


def resolve_roles(context: Context, candidates: Candidates, names: Sequence[Mention]) -> list[Mention]:
    """ROLE mentions, each with the person it stands for, or NULL and the reason."""
    roles = [_surroundings(context, candidate, names) for candidate in candidates.roles]
    roles = [role for role in roles if not _is_in_name(context, role, names)]
    bound = _Bound(defaultdict(dict), defaultdict(dict), set())
    mentions = []
    for role in roles:
        if role.person is not None:
            office_id = None if role.is_of_other or role.is_beside else _office_held(context, role)
            bound.add(context, role, office_id)
            is_holder = not _is_past(context, role) or (office_id is not None and context.knowledge.held(
                role.person.entity_id or "", office_id, context.day))
            told = office_id if is_holder else None
            mentions.append(_role_mention(context, role, role.person.entity_id, "office_in_text", told))
    for role in roles:
        if role.person is None:
            mention = _resolve_bare(context, role, bound)
            names_no_office = not (role.is_of_other and role.candidate_is_title(context.text)) and (
                _is_generic(context, role) or _is_common_noun(context, role))
            if mention.entity_id or mention.office_id or not names_no_office:
                mentions.append(mention)
    mentions += find_plural_roles(context, names)
    return sorted(mentions, key=lambda m: (m.start, m.end, m.referent))


def _is_in_name(context: Context, role: _Role, names: Sequence[Mention]) -> bool:
    """True for the surname "King" of Tom King; not for the king's title, with which his name begins."""
    span = role.candidate.span
    at = bisect_left(names, span.end, key=attrgetter("start"))
    return any(name.label == "PERSON" and name.span.contains(span)
               and not (name.start == span.start and name.end > span.end and any(
                   context.knowledge.held(name.entity_id or "", sense.target) for sense in role.candidate.senses))
               for name in names[max(0, at - 4):at])


def _is_lapsed(context: Context, person_id: str, office_id: str | None) -> bool:
    """True for one who held the office at another time than about the document's day."""
    day = context.day
    terms = [term for term in context.knowledge.terms_of_person.get(person_id, ()) if term.office_id == office_id]
    return day is not None and bool(terms) and not any(
        term.start - _NEAR_TERM <= day and (term.end is None or day <= term.end + _NEAR_TERM) for term in terms)


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


def _widened(text: str, candidate: Candidate) -> Candidate:
    """The title with what makes another office of it: "Deputy Prime Minister", "Secretary General designate"."""
    before = _OTHER_OFFICE_BEFORE.search(text, max(0, candidate.start - 24), candidate.start)
    after = _TO_COME_AFTER.match(text, candidate.end)
    return replace(candidate, start=before.start() if before else candidate.start,
                   end=after.end() if after else candidate.end)


def _surroundings(context: Context, found: Candidate, names: Sequence[Mention]) -> _Role:
    """The body named right before ("NATO's") or after ("of the European Council"), and the person beside it."""
    candidate = _widened(context.text, found)
    text, start, end, body = context.text, candidate.start, candidate.end, None
    names = names[bisect_left(names, start - _REACH, key=attrgetter("start")):
                  bisect_left(names, end + _REACH, key=attrgetter("start"))]
    near = [name for name in names if name.end > start - 20 and name.start < end + 14]
    inside = next((n for n in near if n.start >= start and n.end <= end and _is_body(context, n)), None)
    if inside is not None:
        body = inside.entity_id
    is_of_other = False
    for name in near:
        if not _is_body(context, name):
            continue
        if name.start < start < name.end <= end:
            # "European Commission President": the name and the form "Commission President" share a word
            body, start = name.entity_id, name.start
        elif name.end <= start and start - name.end < 20 and _JOIN_BEFORE.fullmatch(text[name.end:start]):
            body, start = name.entity_id, name.start
        elif 0 <= name.start - end < 14 and _OF_BODY.fullmatch(text[end:name.start]):
            if body is None and _is_its_body(context, candidate, name, text[end:name.start]):
                body, end = name.entity_id, name.end
                is_of_other = not _offices_within(context, candidate, name.entity_id or "")
            break
    is_of_other = is_of_other or _is_of_other(context, Span(start, end), body, near)
    role = _Role(candidate, Span(start, end), body, None, is_of_other, candidate != found)
    return replace(role, person=_person_beside(context, role, names))


def _is_of_other(context: Context, span: Span, body_id: str | None, near: Sequence[Mention]) -> bool:
    """True for "President of the Senate", of whom nothing is known, and "of the Commission of the African Union"."""
    other = _OF_OTHER.match(context.text, span.end)
    if other is None or any(name.start == other.end() and name.label == "NORP" for name in near):
        return False
    name = next((name for name in near if name.start == other.end() and name.entity_id), None)
    known = context.knowledge
    return name is None or body_id is None or known.organization_of(name.entity_id or "") != known.organization_of(
        body_id)


def _never_held(context: Context, role: _Role, person: Mention) -> bool:
    """"Mr Domecq, the Deputy Secretary General of the EEAS and …" names two: the first never held that office."""
    offices, known, person_id = _offices(context, role), context.knowledge, person.entity_id or ""
    if role.is_beside or len(offices) != 1 or person_id not in known.terms_of_person:
        return False
    return not known.held(person_id, offices[0]) and bool(
        known.terms_of_office.get(offices[0]) if context.day is None else known.holders(offices[0], context.day))


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


def _person_beside(context: Context, role: _Role, names: Sequence[Mention]) -> Mention | None:
    """The person whose title it is: who stands behind it, or before it and a comma; in one passage with it."""
    text, span = context.text, role.span
    people = [name for name in names if name.label == "PERSON" and name.entity_id]
    after = next((p for p in people if 0 <= p.start - span.end < 40 and _TO_NAME.fullmatch(text[span.end:p.start])
                  and _is_one_passage(context, span, p.span)), None)
    before = next((p for p in reversed(people) if p.end < span.start), None)
    if before is not None and not (_is_one_passage(context, before.span, span)
                                   and _is_title_of(text[before.end:span.start])):
        before = None
    # "… of the European Commission, Jens Stoltenberg said"; the title right before the name is always its own
    if after is not None and text[span.end:after.start].strip(" ") and _never_held(context, role, after):
        after = None
    if before is not None and _never_held(context, role, before):
        before = None
    if before is None or after is None:
        return after or before
    return before if _is_sooner(context, role, before, after) else after


def _is_title_of(between: str) -> bool:
    """True if what stands between a name and a title makes it the title of the name."""
    if len(between) < 14 and re.match(r"\s*[,(\[]", between) and _FROM_NAME.fullmatch(between):
        return True
    return len(between) < 90 and _AND_TITLE.fullmatch(between) is not None


def _is_one_passage(context: Context, one: Span, other: Span) -> bool:
    """True if no empty line and no border of a passage parts the two."""
    start, end = min(one.end, other.end), max(one.start, other.start)
    first, last = context.analysis.segment_at(one.start), context.analysis.segment_at(other.start)
    if first is None or last is None:
        return first is last and not _BORDER.search(context.text, start, end)
    is_one = first.start == last.start or "\n" not in context.text[start:end]
    return is_one and not _BORDER.search(context.text, start, end)


def _is_sooner(context: Context, role: _Role, before: Mention, after: Mention) -> bool:
    """Of a list "A, Prime Minister, B": the one who held the office; else A, unless the name follows at once."""
    held = [any(context.knowledge.held(p.entity_id or "", o) for o in _offices(context, role)) for p in (before, after)]
    between = context.text[role.span.end:after.start]
    return held[0] if held[0] != held[1] else ("," in between or "\n" in between)


def _offices(context: Context, role: _Role) -> list[str]:
    """The offices that the role can name, given the body beside it."""
    return [] if role.is_of_other else _offices_in(context, role.candidate, role.organization_id)


def _offices_in(context: Context, candidate: Candidate, organization_id: str | None) -> list[str]:
    if organization_id is None:
        return list(dict.fromkeys(sense.target for sense in candidate.senses))
    return _offices_within(context, candidate, organization_id) or [
        sense.target for sense in candidate.senses if sense.basis == "office"]


def _offices_within(context: Context, candidate: Candidate, organization_id: str) -> list[str]:
    """Those of the body, else of the whole that it is part of."""
    offices = list(dict.fromkeys(sense.target for sense in candidate.senses))
    exact = [o for o in offices if context.knowledge.offices[o].organization_id == organization_id]
    if exact:
        return exact
    outer = context.knowledge.organization_of(organization_id)
    return [o for o in offices
            if context.knowledge.organization_of(context.knowledge.offices[o].organization_id) == outer]


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


def _resolve_bare(context: Context, role: _Role, bound: _Bound) -> Mention:
    if _is_past(context, role):
        return _resolve_past(context, role)
    in_text = {} if role.is_of_other else bound.titles.get((role.key(context.text), role.organization_id), {})
    if role.is_of_other or role.is_beside:
        return _role_mention(context, role, next(iter(in_text)) if len(in_text) == 1 else None,
                             "office_in_text" if len(in_text) == 1 else "unknown", None)
    year, is_new = _year_told(context, role), _is_new(context, role)
    told = None if year or is_new else _resolve_told(context, role, bound, in_text)
    return told or _resolve_office(context, role, bound, year, is_new)


def _resolve_told(
    context: Context, role: _Role, bound: _Bound, in_text: Mapping[str, str | None]
) -> Mention | None:
    """The person beside whom the text has put the title elsewhere; None where that says nothing."""
    offices = _offices(context, role)
    if not in_text:
        in_text = _by_head(context, role, bound)
        if len(in_text) > 1 and not _own_leader(context, offices):
            return _role_mention(context, role, None, "ambiguous", None)
    if len(in_text) != 1 or _is_guest(context, role, *next(iter(in_text.items()))):
        return None
    person, office_id = next(iter(in_text.items()))
    held = [o for o in offices if context.knowledge.held(person, o, context.day)]
    other = office_id if office_id not in offices else None
    return _role_mention(context, role, person, "office_in_text", held[0] if len(held) == 1 else other)


def _resolve_office(context: Context, role: _Role, bound: _Bound, year: int | None, is_new: bool) -> Mention:
    """The holder of the one office that the title can name: in the year told, of late, or on the document's day."""
    offices = _offices(context, role)
    if role.organization_id is None:
        offices = [] if _is_common_noun(context, role) else _by_context(context, role, offices)
    if len(offices) != 1:
        return _role_mention(context, role, None, "ambiguous", None)
    if year is not None:
        return _of_one(context, role, _holders_all_year(context, offices[0], year) if year else [], None)
    if context.day is None:
        return _role_mention(context, role, None, "no_date", offices[0])
    if is_new:
        return _of_one(context, role, _newest(context, offices[0], context.day), offices[0])
    return _on_the_day(context, role, bound, offices[0], context.day)


def _on_the_day(context: Context, role: _Role, bound: _Bound, office_id: str, day: date) -> Mention:
    """The holder of the document's day; NULL where the text tells of a former one by that title and not of this."""
    holders = context.knowledge.holders(office_id, day)
    named = [person for person in holders if person in context.people]
    if len(holders) > 1 and len(named) == 1:
        holders = named
    if role.key(context.text) in bound.lapsed and not named:
        return _role_mention(context, role, None, "ambiguous", office_id)
    if len(holders) != 1:
        return _role_mention(context, role, None, "ambiguous" if holders else "no_holder", office_id)
    return _role_mention(context, role, holders[0], "office", office_id)


def _of_one(context: Context, role: _Role, people: Sequence[str], office_id: str | None) -> Mention:
    if len(people) != 1:
        return _role_mention(context, role, None, "ambiguous", None)
    is_holder = context.day is not None and office_id and context.knowledge.held(people[0], office_id, context.day)
    return _role_mention(context, role, people[0], "office", office_id if is_holder else None)


def _by_head(context: Context, role: _Role, bound: _Bound) -> dict[str, str | None]:
    """Those whose longer titles begin with this one, and others in the text who may be meant by it."""
    heads = bound.heads.get(role.key(context.text), {}) if role.organization_id is None else {}
    if not heads:
        return {}
    others = {person: office_id for person in context.people for office_id in _offices(context, role)
              if context.knowledge.held(person, office_id, context.day)}
    return {**others, **heads}


def _is_new(context: Context, role: _Role) -> bool:
    return any(_NEW_BEFORE.search(context.text, max(0, at - 32), at) for at in (role.span.start, role.candidate.start))


def _newest(context: Context, office_id: str, day: date) -> list[str]:
    """The person whose term begins nearest to the day, if it is near."""
    terms = sorted((abs(term.start - day), term.person_id)
                   for term in context.knowledge.terms_of_office.get(office_id, ()) if abs(term.start - day) <= _NEW)
    return [person for distance, person in terms if distance == terms[0][0]]


def _year_told(context: Context, role: _Role) -> int | None:
    """The year of which the clause tells, if it is not that of the document; 0 where the year only begins the sentence
    ("In 1999 NATO grew, and the Secretary General"): who is meant is open then, but for one who says so now."""
    text, start = context.text, role.span.start
    close = _YEAR_BEFORE.search(text, max(0, start - 60), start) or _YEAR_AFTER.match(text, role.span.end)
    first = None if close else _YEAR_FIRST.match(text, _sentence_start(context, start), start)
    match = close or first
    if match is None or (first and _SAYS_AFTER.match(text, role.span.end)):
        return None
    year = int(next(found for found in match.groupdict().values() if found))
    if context.day is not None and year == context.day.year:
        return None
    return year if close else 0


def _sentence_start(context: Context, at: int) -> int:
    segment = context.analysis.segment_at(at)
    span = segment.words_at(at, at + 1) if segment else None
    return segment.start + span.sent.start_char if segment and span is not None else at


def _holders_all_year(context: Context, office_id: str, year: int) -> list[str]:
    """The one person who held the office from the first day of the year to the last; else nobody."""
    terms = [term for term in context.knowledge.terms_of_office.get(office_id, ())
             if term.start <= date(year, 12, 31) and (term.end is None or term.end >= date(year, 1, 1))]
    whole = [term.person_id for term in terms if term.covers(date(year, 1, 1)) and term.covers(date(year, 12, 31))]
    return whole if len(terms) == 1 else []


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
    return any(_PAST_BEFORE.search(context.text, max(0, at - 24), at)
               for at in (role.span.start, role.candidate.start))


def _own_leader(context: Context, offices: Sequence[str]) -> list[str]:
    """The office of the publisher's own leader: the Commission has one President, though the EU has three."""
    known = context.knowledge.offices
    return [o for o in offices if known[o].level == "leader" and known[o].organization_id == context.publisher_id]


def _is_guest(context: Context, role: _Role, person_id: str, office_id: str | None) -> bool:
    """True for the UN Secretary-General in NATO's news: a bare "Secretary General" there is NATO's own."""
    offices = _offices(context, role)
    own = _own_leader(context, offices) if role.organization_id is None else []
    return bool(own) and not any(context.knowledge.held(person_id, o) for o in own) and (
        office_id is not None or any(context.knowledge.held(person_id, o) for o in offices))


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
