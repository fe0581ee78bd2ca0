"""Names that stand alone: bodies, places, states, texts, events and full names of persons."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from operator import attrgetter

from transforms.knowledge import Entity, fold
from transforms.knowledge.names import Sense
from transforms.mentions import Candidate
from transforms.model import Mention, Span
from transforms.resolve.context import Context

# How far from a document's date a dated thing with a recurring name ("Brussels Summit") is still meant by it
NEAR = timedelta(days=550)
# "the next joint declaration", "drafting their declaration": one that is not there yet, unless it is of these days
_TO_COME = re.compile(r"\b(?:next|future|upcoming|another|planned|possible|draft(?:ing)?|preparing|negotiating"
                      r"|towards? (?:a|the)|working on)\s+(?:(?:a|the|their|our|its|joint|new|EU|NATO|third)[\s-]+)*$")
THESE_DAYS = timedelta(days=45)
# "the Council" is that of the ministers
_NEVER_SHORT = frozenset(("european-council",))
_ORDINAL_BEFORE = re.compile(r"(?:\d(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Nn]ew)\s+$")
_TITLE_CASE_TAIL = re.compile(
    r"(?:\s+(?:on|of|for|to|and|the|in|with|between|regarding|concerning|by)\b|\s+(?:[A-Z][\w’'/-]*))+")
_MONTH = re.compile(r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_DAY_OR_MONTH = (
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|January|February|March|April|May\b|June|July|August|September|October"
    r"|November|December")
# "the Commission", "our Council": the head noun stands for the one body of that name that the text is about
_SHORT_FORM = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Oo]ur|[Tt]hat)\s+(Commission|Council|Committee|Agency|Parliament|College|Cent(?:re|er)"
    r"|Task\s?[Ff]orce|Taskforce|Mission|Operation|Service|Assembly|Forum|Academy|Fund|Facility|Secretariat)\b"
    rf"(?!\s+(?:of|for)\s+(?:the\s+)?[A-Z]|\s+on\s+(?!{_DAY_OR_MONTH})[A-Z])")
_DETERMINER = re.compile(r"\b(?:[Tt]he|[Oo]ur|[Tt]his|[Aa]n|[Ww]hole|[Ee]ntire|[Ss]trong|[A-Z]\w+)\s+$"
                         r"|[“\"'‘]$|(?:transatlantic|military)\s$")
_SPACES = re.compile(r"\s+")
# "the EU's Military Committee", "the African Commission": whose it is
_POSSESSOR = re.compile(r"(?:['’]s?)?(?!\s*\n\s*\n)\s+")
_POSSESSIVE = re.compile(r"['’]s?\s+$")
# "the Commission on Presidential Debates", "Union of Miners": the head of a longer name; not "the Commission on Monday"
_LONGER = re.compile(
    rf"\s+(?P<word>of|for|on)\s+(?:the\s+)?(?!{_DAY_OR_MONTH}|Foreign )(?=[A-Z])")
_OTHER_KIND = re.compile(
    r"\b(?:Electoral|Election|Trilateral|Truth|Customs|Banking|Energy|Monetary|Economic|Soviet|Northern|Southern|Trade"
    r"|Labou?r|Credit|Student|Liberal|Democratic|Peoples?|Joint|High|Royal|Fisheries|Competition|Planning)\s+$")
_CHAIR_OF = re.compile(r"\b[Cc]hair(?:man|woman|person)?\s+of\s+(?:the\s+)?$")
# How far from a body a name can begin that is said beside it
_BESIDE = 60
_CHAIR_BEFORE = re.compile(r"\s*[,(\[]\s*(?:the\s+|as\s+|who is\s+)?")
_CHAIR_AFTER = re.compile(r",?\s+(?:[A-Z][a-z]+\.?\s+){0,2}")


def is_nominal(candidate: Candidate) -> bool:
    """True for a common noun that stands for a thing in context only."""
    return bool(candidate.of_basis("nominal")) and not candidate.of_basis("name", "alias")


def resolve_strong(context: Context, candidate: Candidate, names: Sequence[Mention] = ()) -> Mention | None:
    """What a name stands for; a common noun by `names`, the plain names of the text, sorted."""
    if is_nominal(candidate):
        return _resolve_nominal(context, candidate, names)
    return choose(context, candidate, candidate.of_basis("name", "alias") or candidate.senses)


def choose(context: Context, candidate: Candidate, senses: tuple[Sense, ...]) -> Mention:
    ids = list(dict.fromkeys(sense.target for sense in senses))
    span = _title_case_span(context, candidate) if candidate.label == "DOC" else candidate.span
    if len(ids) > 1:
        ids = _dated_best(context, ids, candidate.span)
    if len(ids) != 1 or _comes_later(context, ids[0]):
        return context.mention(span, candidate.label, None, "ambiguous")
    sense = next(sense for sense in senses if sense.target == ids[0])
    return context.mention(span, sense.label, sense.target, sense.basis)


def _resolve_nominal(context: Context, candidate: Candidate, names: Sequence[Mention]) -> Mention | None:
    """"the Alliance", "the College", "a new joint declaration": common nouns that stand for one thing in context."""
    before = context.text[max(0, candidate.start - 40):candidate.start]
    senses = candidate.of_basis("nominal")
    is_owned = candidate.label == "ORG" and _POSSESSIVE.search(before)
    if senses[0].label != "DOC" and not _DETERMINER.search(before) and not is_owned:
        return None
    ids = list(dict.fromkeys(sense.target for sense in senses))
    if candidate.label == "ORG":
        near = names[bisect_left(names, candidate.start - _BESIDE, key=attrgetter("start")):
                     bisect_left(names, candidate.end + _BESIDE, key=attrgetter("start"))]
        ids = _as_told_beside(context, candidate, near, ids)
        if not ids or _OTHER_KIND.search(before):
            return None
    if candidate.label == "DOC" and not context.text[candidate.start:candidate.end].isupper():
        ids = [entity_id for entity_id in ids if _parties_named(context, entity_id)]
    if candidate.label == "ORG" and len(ids) > 1:
        ids = _of_own_side(context, ids)
    if candidate.label == "DOC" and _TO_COME.search(before):
        ids = [entity_id for entity_id in ids if _is_of_these_days(context, entity_id)]
    if len(ids) > 1 or candidate.label in ("DOC", "EVENT"):
        ids = _dated_best(context, ids, candidate.span)
    span = _title_case_span(context, candidate) if candidate.label == "DOC" else candidate.span
    basis = "nominal" if len(ids) == 1 else ("no_date" if context.day is None else "ambiguous")
    return context.mention(span, candidate.label, ids[0] if len(ids) == 1 else None, basis)


def _as_told_beside(
    context: Context, candidate: Candidate, near: Sequence[Mention], ids: Sequence[str]
) -> list[str]:
    """Those of the bodies that the words around the noun leave: its owner, what it is of, who chairs it."""
    text, start, end = context.text, candidate.start, candidate.end
    owner = next((name for name in near if name.label not in ("PERSON", "DOC", "EVENT") and name.end <= start
                  and _POSSESSOR.fullmatch(text, name.end, start)), None)
    if owner is not None:
        return [i for i in ids if _is_of(context, i, owner.entity_id)]
    if _POSSESSIVE.search(text, max(0, start - 4), start):
        return []
    longer = _LONGER.match(text, end)
    if longer is not None:
        after = next((name for name in near if name.start == longer.end()), None)
        if after is None or after.entity_id is None:
            return []
        if longer["word"] == "of":
            return [i for i in ids if _is_of(context, i, after.entity_id)]
        if longer["word"] == "for" and after.label not in ("ORG", "PERSON"):
            return []
    chair = _CHAIR_OF.search(text, max(0, start - 24), start) if len(ids) > 1 else None
    return (_chaired(context, ids, near, Span(chair.start(), end)) if chair else []) or list(ids)


def _is_of(context: Context, body_id: str, owner_id: str | None) -> bool:
    """True if both belong to one side: the EU's Military Committee to the Council of the EU as to the EU."""
    known = context.knowledge
    state = known.entities.get(owner_id or "")
    if state is not None and state.kind == "state":
        body = known.entities.get(body_id)
        return body is not None and body.country_code is not None and body.country_code == state.country_code
    return owner_id is not None and known.organization_of(body_id) == known.organization_of(owner_id)


def _chaired(context: Context, ids: Sequence[str], near: Sequence[Mention], title: Span) -> list[str]:
    """The body whose chair the person beside the title is."""
    people = [name.entity_id for name in near if name.label == "PERSON" and name.entity_id and (
        _CHAIR_BEFORE.fullmatch(context.text, name.end, max(name.end, title.start))
        or _CHAIR_AFTER.fullmatch(context.text, title.end, max(title.end, name.start)))]
    known = context.knowledge
    return [i for i in ids if any(known.offices[term.office_id].organization_id == i
                                  for person in people for term in known.terms_of_person.get(person, ()))]


def _of_own_side(context: Context, ids: Sequence[str]) -> list[str]:
    """Of bodies with one short name ("Military Committee") those that exist on the day, of the publisher's side, else
    of the only side that the text names."""
    known = context.knowledge
    ids = [i for i in ids if context.day is None or (start := known.entities[i].start) is None or start <= context.day]
    own = known.organization_of(context.publisher_id) if context.publisher_id else None
    named = {known.organization_of(body) for body in context.bodies}
    return ([i for i in ids if known.organization_of(i) == own]
            or [i for i in ids if known.organization_of(i) in named] or ids)


def find_short_forms(context: Context) -> Iterator[Mention]:
    """Head nouns of bodies named in full in the text or publishing it; where two fit, the publisher, else none."""
    publisher = {context.publisher_id} if context.publisher_id else set()
    named = sorted((context.bodies | publisher) - _NEVER_SHORT)
    for segment in context.analysis.segments:
        for match in _SHORT_FORM.finditer(segment.text):
            head = fold(_SPACES.sub("", match[1]))
            fitting = [body for body in named if _has_head(context.knowledge.entities.get(body), head)]
            chosen = [body for body in fitting if body in publisher] if len(fitting) > 1 else fitting
            if not fitting and head == "council" and "european-union" in context.bodies:
                # "the Council" alone, in a text on the EU that names no other
                chosen = ["council-of-the-european-union"]
            if len(chosen) == 1:
                span = Span(segment.start + match.start(1), segment.start + match.end(1))
                yield context.mention(span, "ORG", chosen[0], "nominal")


def _has_head(entity: Entity | None, head: str) -> bool:
    """True if the noun is the head of the body's name: last word, or the word before "of", "for" or "on"."""
    if entity is None:
        return False
    name = re.split(r" (?:of|for|on) ", fold(entity.name).replace("task force", "taskforce"))[0]
    return name.split()[-1] in (head, head.replace("center", "centre"))


def _title_case_span(context: Context, candidate: Candidate) -> Span:
    """A document's name with what belongs to it: "3rd Joint Declaration on NATO/EU Cooperation"."""
    text, start, end = context.text, candidate.start, candidate.end
    if not text[start:end].split()[-1][0].isupper():
        return candidate.span
    ordinal = _ORDINAL_BEFORE.search(text[max(0, start - 12):start])
    if ordinal and ordinal[0][0].isdigit():
        start -= len(ordinal[0])
    segment = context.analysis.segment_at(candidate.start)
    tail = _TITLE_CASE_TAIL.match(text, end, segment.end if segment else end)
    if tail:
        words = tail[0]
        words = _MONTH.split(words, maxsplit=1)[0]
        while words and not re.search(r"[A-Z][\w’'/-]*$", words):
            words = words[:len(words.rstrip()) - len(words.split()[-1])].rstrip()
        if re.match(r"\s+(?:on|of|for|[A-Z])", words) and "\n" not in words:
            end += len(words.removesuffix("'s").removesuffix("’s"))
    return Span(start, end)


def _dated_best(context: Context, ids: Sequence[str], span: Span) -> list[str]:
    """The one meant by a recurring name: by a year or place told beside it, else by the document's date."""
    entities = [context.knowledge.entities[entity_id] for entity_id in ids if entity_id in context.knowledge.entities]
    around = context.text[max(0, span.start - 80):span.end + 80]
    for told in ([e for e in entities if e.start and re.search(rf"\b{e.start.year}\b", around)],
                 [e for e in entities if e.place_id and _place_told(context, e.place_id, around)]):
        if len(told) == 1:
            return [told[0].entity_id]
    if context.day is None or all(e.start is None for e in entities):
        return [e.entity_id for e in entities]
    if all(e.label == "ORG" for e in entities):
        # of two bodies that both exist on the day none is meant more than the other
        existing = [e for e in entities if (e.start is None or e.start <= context.day)
                    and (e.end is None or context.day <= e.end)]
        if existing:
            return [e.entity_id for e in existing]
    return _current(entities, context.day)


def _current(entities: Sequence[Entity], day: date) -> list[str]:
    """Of things with one name: the one that lasts on the day; of texts the latest before it; else the nearest."""
    lasting = [e for e in entities
               if e.start and e.start <= day and (e.end is None or day <= e.end) and e.end != e.start]
    if len(lasting) == 1:
        return [lasting[0].entity_id]
    dated = [(e.start, e.entity_id) for e in entities if e.start]
    if all(e.kind == "instrument" for e in entities):
        # ten days ahead: what is announced for next week has the name already
        before = sorted(pair for pair in dated if pair[0] <= day + timedelta(days=10))
        return [before[-1][1]] if before and (len(before) == 1 or before[-1][0] > before[-2][0]) else []
    near = sorted((abs(start - day), entity_id) for start, entity_id in dated
                  if -NEAR < start - day <= timedelta(days=10))
    return [near[0][1]] if near and (len(near) == 1 or near[0][0] < near[1][0]) else []


def _comes_later(context: Context, entity_id: str) -> bool:
    """True for a war or attack that began after the document: its name then means another one, or none."""
    entity = context.knowledge.entities[entity_id]
    return (entity.kind == "event" and entity.subkind in ("war", "attack", "other") and context.day is not None
            and entity.start is not None and entity.start > context.day)


def _is_of_these_days(context: Context, entity_id: str) -> bool:
    start = context.knowledge.entities[entity_id].start
    return start is not None and context.day is not None and abs(start - context.day) <= THESE_DAYS


def _parties_named(context: Context, entity_id: str) -> bool:
    """True if the text names all parties of an instrument, or is published by one: "joint declaration" may be
    anybody's."""
    known = context.knowledge.entities
    own = context.knowledge.organization_of(context.publisher_id) if context.publisher_id else None
    return all(party == own or any(surface in context.text for surface in known[party].surfaces)
               for party in known[entity_id].parties if party in known)


def _place_told(context: Context, place_id: str, around: str) -> bool:
    place = context.knowledge.entities.get(place_id)
    return place is not None and re.search(rf"\b{re.escape(place.name)}\b", around) is not None
