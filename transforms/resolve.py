"""Resolve: what each found name stands for, at the document's date. Exactly one candidate, or NULL with the reason."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from transforms.knowledge import Entity, Knowledge, fold
from transforms.knowledge.names import Sense
from transforms.mentions import HONORIFIC, Candidate, Candidates
from transforms.model import FoundEntity, Mention, Span
from transforms.nlp import Analysis

# How far from a document's date a dated thing with a recurring name ("Brussels Summit") is still meant by it
NEAR = timedelta(days=550)
_MONTH_NAMES = frozenset(("may", "march", "august", "april", "june"))
_VOCATIVE_BEFORE = re.compile(r"(?:\b[Dd]ear|\b[Tt]hank you(?: so much| very much)?,?|\b[Tt]hanks,?|,|^|[.!?])\s*$")
_VOCATIVE_AFTER = re.compile(r"\s*[,.!?;:]")
_ORDINAL_BEFORE = re.compile(r"(?:\d(?:st|nd|rd|th)|[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Nn]ew)\s+$")
_TITLE_CASE_TAIL = re.compile(
    r"(?:\s+(?:on|of|for|to|and|the|in|with|between|regarding|concerning|by)\b|\s+(?:[A-Z][\w’'/-]*))+")
_MONTH = re.compile(r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
# "the Commission", "our Council": the head noun stands for the one body of that name that the text is about
_SHORT_FORM = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Oo]ur|[Tt]hat)\s+(Commission|Council|Committee|Agency|Parliament|College|Cent(?:re|er)"
    r"|Task\s?[Ff]orce|Taskforce|Mission|Operation|Service|Assembly|Forum|Academy|Fund|Facility|Secretariat)\b"
    r"(?!\s+(?:of|for|on)\s+[A-Z])")
_DETERMINER = re.compile(r"\b(?:[Tt]he|[Oo]ur|[Tt]his|[Aa]n|[Ww]hole|[Ee]ntire|[Ss]trong|[A-Z]\w+)\s+$"
                         r"|[“\"'‘]$|(?:transatlantic|military)\s$")
_SPACES = re.compile(r"\s+")


@dataclass
class Context:
    """What a document tells for the resolution of its names; grows while they are resolved."""

    analysis: Analysis
    knowledge: Knowledge
    day: date | None
    publisher_id: str | None
    people: dict[str, None] = field(default_factory=dict)
    bodies: set[str] = field(default_factory=set)
    found: dict[str, FoundEntity] = field(default_factory=dict)
    surnames: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    given_names: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def text(self) -> str:
        """The document's text."""
        return self.analysis.document.text

    def add_person(self, entity_id: str, given: str, surname: str) -> None:
        """Notes that the document names the person, so that a later surname or first name can stand for them."""
        self.people[entity_id] = None
        if surname:
            self.surnames[fold(surname)][entity_id] = None
        if given:
            self.given_names[fold(given)][entity_id] = None

    def note_person(self, entity_id: str) -> None:
        """The same for a known person."""
        entity = self.knowledge.entities.get(entity_id)
        if entity is not None:
            self.add_person(entity_id, entity.given, entity.surname)


def resolve_names(context: Context, candidates: Candidates) -> list[Mention]:
    """The names of a document as mentions, sorted and without overlap; persons are noted in the context."""
    mentions = [mention for candidate in candidates.names if (mention := _resolve_strong(context, candidate))]
    for mention in mentions:
        if mention.label == "PERSON" and mention.entity_id:
            context.note_person(mention.entity_id)
        elif mention.label == "ORG" and mention.entity_id:
            context.bodies.add(mention.entity_id)
    new = [candidate for candidate in candidates.new if not _is_weak_name(candidate, candidates.weak)]
    mentions += [mention for candidate in new if (mention := _resolve_new(context, candidate))]
    taken = bytearray(len(context.text))
    for mention in mentions:
        _take(mention, taken)
    surnames = [mention for candidate in _of_basis(candidates.weak, "surname")
                if (mention := _resolve_surname(context, candidate, candidates))]
    surnames += list(_found_surnames(context))
    mentions += _add_free(surnames, taken)
    mentions += _add_free(_short_forms(context), taken)
    given = [mention for candidate in _of_basis(candidates.weak, "given_name")
             if (mention := _resolve_given_name(context, candidate))]
    mentions += _add_free(given, taken)
    return sorted(mentions, key=lambda m: (m.start, m.end))


def resolve_sites(context: Context, candidates: Candidates) -> list[Mention]:
    """The buildings named after a body: places of events, but no mentions of their own."""
    return [_choose(context, site, site.senses) for site in candidates.sites]


def _add_free(mentions: Iterable[Mention], taken: bytearray) -> list[Mention]:
    """Those that overlap no character taken before; longer ones first."""
    added = []
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start)):
        if 1 not in taken[mention.start:mention.end]:
            _take(mention, taken)
            added.append(mention)
    return added


def _take(mention: Mention, taken: bytearray) -> None:
    taken[mention.start:mention.end] = b"\1" * (mention.end - mention.start)


def _of_basis(candidates: Sequence[Candidate], basis: str) -> Iterator[Candidate]:
    for candidate in candidates:
        senses = candidate.of_basis(basis)
        if senses:
            yield Candidate(candidate.start, candidate.end, candidate.label, senses)


def _mention(context: Context, span: Span, label: str, entity_id: str | None, basis: str) -> Mention:
    return Mention(span.start, span.end, context.text[span.start:span.end], label, entity_id, basis)


# --- names that stand alone ------------------------------------------------------------------------------------------


def _resolve_strong(context: Context, candidate: Candidate) -> Mention | None:
    plain = candidate.of_basis("name", "alias")
    if plain:
        return _choose(context, candidate, plain)
    nominal = candidate.of_basis("nominal")
    if nominal:
        return _resolve_nominal(context, candidate, nominal)
    return _choose(context, candidate, candidate.senses)


def _choose(context: Context, candidate: Candidate, senses: tuple[Sense, ...]) -> Mention:
    ids = list(dict.fromkeys(sense.target for sense in senses))
    span = _title_case_span(context, candidate) if candidate.label == "DOC" else candidate.span
    if len(ids) > 1:
        ids = _dated_best(context, ids, candidate.span)
    if len(ids) != 1 or _comes_later(context, ids[0]):
        return _mention(context, span, candidate.label, None, "ambiguous")
    sense = next(sense for sense in senses if sense.target == ids[0])
    return _mention(context, span, sense.label, sense.target, sense.basis)


def _resolve_nominal(context: Context, candidate: Candidate, senses: tuple[Sense, ...]) -> Mention | None:
    """"the Alliance", "the College", "a new joint declaration": common nouns that stand for one thing in context."""
    before = context.text[max(0, candidate.start - 20):candidate.start]
    if senses[0].label != "DOC" and not _DETERMINER.search(before):
        return None
    ids = list(dict.fromkeys(sense.target for sense in senses))
    if candidate.label == "DOC":
        ids = [entity_id for entity_id in ids if _parties_named(context, entity_id)]
    if len(ids) > 1 or candidate.label in ("DOC", "EVENT"):
        ids = _dated_best(context, ids, candidate.span)
    span = _title_case_span(context, candidate) if candidate.label == "DOC" else candidate.span
    basis = "nominal" if len(ids) == 1 else ("no_date" if context.day is None else "ambiguous")
    return _mention(context, span, candidate.label, ids[0] if len(ids) == 1 else None, basis)


def _short_forms(context: Context) -> Iterator[Mention]:
    """Head nouns of bodies named in full in the text or publishing it; where two fit, the publisher, else none."""
    publisher = {context.publisher_id} if context.publisher_id else set()
    named = sorted(context.bodies | publisher)
    for segment in context.analysis.segments:
        for match in _SHORT_FORM.finditer(segment.text):
            head = fold(_SPACES.sub("", match[1]))
            fitting = [body for body in named if _has_head(context.knowledge.entities.get(body), head)]
            chosen = [body for body in fitting if body in publisher] if len(fitting) > 1 else fitting
            if len(chosen) == 1:
                span = Span(segment.start + match.start(1), segment.start + match.end(1))
                yield _mention(context, span, "ORG", chosen[0], "nominal")


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


def _parties_named(context: Context, entity_id: str) -> bool:
    """True if the text names all parties of an instrument: "joint declaration" may be anybody's."""
    known = context.knowledge.entities
    return all(any(surface in context.text for surface in known[party].surfaces)
               for party in known[entity_id].parties if party in known)


def _place_told(context: Context, place_id: str, around: str) -> bool:
    place = context.knowledge.entities.get(place_id)
    return place is not None and re.search(rf"\b{re.escape(place.name)}\b", around) is not None


# --- names that no list knows ----------------------------------------------------------------------------------------


def slug(name: str) -> str:
    """The name as part of an id: "Axel Wernhoff" is "axel-wernhoff"."""
    ascii_only = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def _is_weak_name(candidate: Candidate, weak: Sequence[Candidate]) -> bool:
    """True for a new name that is just (a part of) a known surname: that needs its own evidence."""
    return any(other.start <= candidate.start and candidate.end <= other.end for other in weak)


def _resolve_new(context: Context, candidate: Candidate) -> Mention | None:
    surface = _SPACES.sub(" ", context.text[candidate.start:candidate.end])
    if candidate.label not in ("PERSON", "ORG"):
        return _mention(context, candidate.span, candidate.label, None, "unknown")
    if candidate.label == "PERSON" and " " not in surface:
        return None
    name_id = slug(surface)
    if not name_id:
        return None
    kind = "person" if candidate.label == "PERSON" else "organization"
    entity_id = f"new-{kind}-{name_id}"
    name = " ".join(word.capitalize() if word.isupper() and len(word) > 3 and kind == "person" else word
                    for word in surface.split(" "))
    context.found[entity_id] = FoundEntity(entity_id, kind, name)
    if kind == "person":
        context.add_person(entity_id, surface.split(" ")[0], surface.split(" ")[-1])
    return _mention(context, candidate.span, candidate.label, entity_id, "new_name")


def _found_surnames(context: Context) -> Iterator[Mention]:
    """Later surnames of persons whom the document introduced by a full name and no list knows."""
    wanted = {key: ids for key, ids in context.surnames.items() if any(i in context.found for i in ids)}
    if not wanted:
        return
    for segment in context.analysis.segments:
        for token in segment.doc:
            ids = wanted.get(fold(token.text)) if token.text[0].isupper() else None
            if ids:
                entity_id = next(iter(ids)) if len(ids) == 1 else None
                yield _mention(context, segment.token_span(token), "PERSON", entity_id,
                               "surname" if entity_id else "ambiguous")


# --- surnames and first names ----------------------------------------------------------------------------------------


def _resolve_surname(context: Context, candidate: Candidate, candidates: Candidates) -> Mention | None:
    ids = [sense.target for sense in candidate.senses]
    key = fold(context.text[candidate.start:candidate.end])
    in_text = list(context.surnames.get(key, ()))
    title = _title_before(context, candidate)
    role = next((role for role in candidates.roles if role.end <= candidate.start
                 and candidate.start - role.end < 3 and context.text[role.end:candidate.start].strip(" \n") == ""),
                None)
    if not title and role is None and (
            key in _MONTH_NAMES or (key in context.knowledge.by_given_name and _is_addressed(context, candidate))):
        return None
    if len(in_text) == 1 and (title or role or not _inside_longer_name(context, candidate)):
        return _person(context, candidate, in_text[0], "surname")
    is_named = title or role is not None or _model_person(context, candidate)
    if not is_named or _inside_longer_name(context, candidate):
        return None
    chosen = _narrow(context, in_text or ids, role)
    if len(chosen) == 1:
        return _person(context, candidate, chosen[0], "title_and_surname" if title or role else "surname")
    return _mention(context, candidate.span, "PERSON", None, "ambiguous" if chosen else "unknown")


def _narrow(context: Context, ids: Sequence[str], role: Candidate | None) -> list[str]:
    """Those of the persons who can be meant: by the office told before the name, by being in office at the date."""
    knowledge, day = context.knowledge, context.day
    chosen = list(dict.fromkeys(ids))
    if role is not None:
        offices = [sense.target for sense in role.senses]
        held = [person for person in chosen
                if any(knowledge.held(person, office, day) or (day is None and knowledge.held(person, office))
                       for office in offices)]
        chosen = held or chosen
    if len(chosen) > 1 and day is not None:
        chosen = [person for person in chosen if knowledge.in_office(person, day)] or chosen
    return chosen


def _title_before(context: Context, candidate: Candidate) -> bool:
    return HONORIFIC.search(context.text[max(0, candidate.start - 30):candidate.start]) is not None


def _model_person(context: Context, candidate: Candidate) -> bool:
    segment = context.analysis.segment_at(candidate.start)
    if segment is None:
        return False
    start = segment.start
    span = segment.doc.char_span(candidate.start - start, candidate.end - start, alignment_mode="expand")
    return span is not None and all(token.ent_type_ == "PERSON" for token in span)


def _inside_longer_name(context: Context, candidate: Candidate) -> bool:
    """True if a name word stands right before it that is no title: "Louis Michel" is not Charles Michel."""
    before = context.text[max(0, candidate.start - 40):candidate.start]
    word = re.search(r"([A-ZÀ-Ž][\w.’-]*) $", before)
    return word is not None and not HONORIFIC.search(before) and not re.search(r"[.!?:]\s*[A-Z]\w* $", before) \
        and word[1].casefold() not in ("and", "with", "the", "by", "to", "but", "as", "for", "from", "dear")


def _person(context: Context, candidate: Candidate, entity_id: str, basis: str) -> Mention:
    context.note_person(entity_id)
    return _mention(context, candidate.span, "PERSON", entity_id, basis)


def _resolve_given_name(context: Context, candidate: Candidate) -> Mention | None:
    """"Dear Jens, dear Charles": a first name stands for a person whom the text names, or a leader it addresses."""
    text = context.text
    key = fold(text[candidate.start:candidate.end])
    after = text[candidate.end:candidate.end + 30]
    if re.match(r"[ \n][A-ZÀ-Ž]", after) or _inside_longer_name(context, candidate):
        return None
    in_text = list(context.given_names.get(key, ()))
    if len(in_text) == 1:
        return _mention(context, candidate.span, "PERSON", in_text[0], "given_name")
    if not _is_addressed(context, candidate) or context.day is None:
        return None
    leaders = [sense.target for sense in candidate.senses if _leads_organization(context, sense.target)]
    if len(leaders) == 1 and not in_text:
        return _person(context, candidate, leaders[0], "given_name")
    return None


def _is_addressed(context: Context, candidate: Candidate) -> bool:
    """True for a name between "Dear", "thank you" or a comma and a mark: people are addressed by their first names."""
    before = context.text[max(0, candidate.start - 30):candidate.start]
    return bool(_VOCATIVE_BEFORE.search(before) and _VOCATIVE_AFTER.match(context.text, candidate.end))


def _leads_organization(context: Context, person_id: str) -> bool:
    """True if the person leads an organization (not a state) at the document's date."""
    knowledge = context.knowledge
    for term in knowledge.in_office(person_id, context.day) if context.day else ():
        office = knowledge.offices.get(term.office_id)
        organization = knowledge.entities.get(office.organization_id) if office else None
        if office and organization and organization.kind != "state" and office.level in ("leader", "minister"):
            return True
    return False
