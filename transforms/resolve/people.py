"""Surnames: they stand for a person whom the text names in full, or whom it need not introduce."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from operator import attrgetter

from transforms.knowledge import fold
from transforms.mentions import HONORIFIC, RANK, Candidate, Candidates
from transforms.model import Mention
from transforms.resolve.context import Context
from transforms.resolve.given_names import is_addressed, is_inside_longer_name

_ROYAL = re.compile(r"\b(?:King|Queen|Prince|Princess|Emir|Sultan|Pope|Sheikh)\s+$")
# How long before and after an office people are still met by their surname alone
BEFORE_OFFICE, AFTER_OFFICE = timedelta(days=3 * 365), timedelta(days=8 * 365)
# "King Hussein", "Hamilton County": the word is the first of another name
_NAME_AFTER = re.compile(r" [A-ZÀ-Ž][a-zà-ž]+")
_MONTH_NAMES = frozenset(("may", "march", "august", "april", "june"))


def resolve_surname(context: Context, candidate: Candidate, candidates: Candidates) -> Mention | None:
    ids = [sense.target for sense in candidate.senses]
    key = fold(context.text[candidate.start:candidate.end])
    in_text = list(context.surnames.get(key, ()))
    role = _role_before(context, candidate, candidates.roles)
    is_titled = role is not None or _title_before(context, candidate)
    is_first_name = key in context.knowledge.by_given_name
    if not is_titled and (key in _MONTH_NAMES or (is_first_name and is_addressed(context, candidate))):
        return None
    is_whole = role is not None or not is_inside_longer_name(context, candidate)
    is_whole = is_whole and (is_titled or not _NAME_AFTER.match(context.text, candidate.end))
    if len(in_text) == 1 and (is_titled or is_whole):
        # "President Niinistö" in a text that has named the former minister only
        by_office = _holders(context, ids, role) if role is not None else []
        person = by_office[0] if len(by_office) == 1 else in_text[0]
        return _named(context, candidate, person, "surname" if person == in_text[0] else "title_and_surname")
    if not is_whole:
        return None
    levels = _levels(context, candidate, is_first_name)
    if not is_titled and (len(levels) > 2 or not _model_person(context, candidate) or is_first_name) and not (
            in_text and _model_person(context, candidate)):
        return _resolve_bare(context, candidate, ids, levels)
    # "King Hussein": royalty goes by first names
    is_royal = _ROYAL.search(context.text[max(0, candidate.start - 16):candidate.start]) is not None
    chosen = in_text if is_royal else _narrow(context, candidate, in_text or ids, role)
    if len(chosen) == 1 and (in_text or _is_of_the_time(context, chosen[0])):
        return _named(context, candidate, chosen[0], "title_and_surname" if is_titled else "surname")
    return context.mention(candidate.span, "PERSON", None, "ambiguous" if len(chosen) > 1 else "unknown")


def _levels(context: Context, candidate: Candidate, is_first_name: bool) -> tuple[str, ...]:
    """Whom a bare surname can mean: leaders, ministers where it is no first name too, officials ("Appathurai:") where
    it is the label of a speaker."""
    segment = context.analysis.segment_at(candidate.start)
    if segment is not None and segment.kind == "header":
        return "leader", "minister", "military", "official"
    return ("leader",) if is_first_name else ("leader", "minister")


def _is_of_the_time(context: Context, person_id: str) -> bool:
    """True if the person held an office not long before or after the document's day: a "Mr Gates" of 1998 is not the
    minister of 2006. True where no day or no office is known."""
    terms = context.knowledge.terms_of_person.get(person_id, ())
    day = context.day
    return day is None or not terms or any(
        term.start - BEFORE_OFFICE <= day and (term.end is None or day <= term.end + AFTER_OFFICE) for term in terms)


def _resolve_bare(
    context: Context, candidate: Candidate, ids: Sequence[str], levels: Sequence[str]
) -> Mention | None:
    """A surname that nothing introduces; "Mark" and "Michel", first names too, only of who leads a body or state."""
    known = _well_known(context, ids, levels) if _is_name_word(context, candidate) else None
    return _named(context, candidate, known, "surname") if known else None


def _role_before(context: Context, candidate: Candidate, roles: Sequence[Candidate]) -> Candidate | None:
    """The office that stands right before the name: "HR/VP Kallas"."""
    at = bisect_right(roles, candidate.start, key=attrgetter("end")) - 1
    if at < 0 or candidate.start - roles[at].end > 2:
        return None
    return roles[at] if not context.text[roles[at].end:candidate.start].strip(" \n") else None


def _is_name_word(context: Context, candidate: Candidate) -> bool:
    """True for a word with a capital where no sentence begins, or that the model takes for a name of any kind."""
    segment = context.analysis.segment_at(candidate.start)
    start = segment.start if segment else 0
    span = segment.doc.char_span(candidate.start - start, candidate.end - start, alignment_mode="expand") if (
        segment and segment.kind in ("body", "turn", "caption")) else None
    if segment and segment.kind == "header":
        return context.text[candidate.start].isupper()
    if span is None or not context.text[candidate.start].isupper():
        return False
    if span[0].is_sent_start:
        # "Rice is imported", "Brown coal": a word that is also a noun or adjective says nothing at a sentence's start
        return span[-1].pos_ == "PROPN" or (span[-1].dep_ == "nsubj" and span[-1].head.tag_ in ("VBD", "VBZ")
                                            and span[-1].head.pos_ == "VERB" and len(span.text) > 4)
    return span[-1].pos_ == "PROPN" or bool(span[-1].ent_type_)


def _well_known(context: Context, ids: Sequence[str], levels: Sequence[str]) -> str | None:
    """The one of the surname whom news need not introduce: the only one who leads a body or state, or the only
    minister, on the day."""
    if context.day is None:
        return None
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for person in ids:
        for term in context.knowledge.in_office(person, context.day):
            holders[context.knowledge.offices[term.office_id].level].add(person)
    people = next((holders[level] for level in levels if holders[level]), set())
    return next(iter(people)) if len(people) == 1 else None


def _narrow(context: Context, candidate: Candidate, ids: Sequence[str], role: Candidate | None) -> list[str]:
    """Those of the persons who can be meant: by the office or rank before the name, by being in office at the date."""
    knowledge, day = context.knowledge, context.day
    chosen = list(dict.fromkeys(ids))
    if len(chosen) > 1 and RANK.search(context.text[max(0, candidate.start - 30):candidate.start]):
        chosen = [person for person in chosen if any(
            knowledge.offices[term.office_id].level == "military"
            for term in knowledge.terms_of_person.get(person, ()))] or chosen
    if role is not None:
        chosen = _holders(context, chosen, role) or chosen
    if len(chosen) > 1 and day is not None:
        chosen = [person for person in chosen if knowledge.in_office(person, day)] or chosen
    return chosen


def _holders(context: Context, people: Sequence[str], role: Candidate) -> list[str]:
    """Those of the people who hold the office on the day, or ever held it where there is no day."""
    held = context.knowledge.held
    return [person for person in dict.fromkeys(people)
            if any(held(person, sense.target, context.day) for sense in role.senses)]


def _title_before(context: Context, candidate: Candidate) -> bool:
    return HONORIFIC.search(context.text[max(0, candidate.start - 30):candidate.start]) is not None


def _model_person(context: Context, candidate: Candidate) -> bool:
    segment = context.analysis.segment_at(candidate.start)
    if segment is None:
        return False
    start = segment.start
    span = segment.doc.char_span(candidate.start - start, candidate.end - start, alignment_mode="expand")
    return span is not None and all(token.ent_type_ == "PERSON" for token in span)


def _named(context: Context, candidate: Candidate, entity_id: str, basis: str) -> Mention:
    context.note_person(entity_id)
    return context.mention(candidate.span, "PERSON", entity_id, basis)
