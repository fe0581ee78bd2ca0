"""First names: "Dear Jens, dear Charles", "I said so to Cathy": whom the text names, or a leader of that name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from transforms.knowledge import Knowledge, fold
from transforms.knowledge.spelling import PARTICLES
from transforms.mentions import HONORIFIC, Candidate
from transforms.model import Mention
from transforms.nlp import Segment
from transforms.resolve.context import Context

_VOCATIVE_BEFORE = re.compile(r"(?:\b[Dd]ear|\b[Tt]hank you(?: so much| very much)?,?|\b[Tt]hanks,?|,|^|[.!?])\s*$")
_VOCATIVE_AFTER = re.compile(r"\s*[,.!?;:]")
# what follows a first name that is not alone: "Charles Michel", "Charles de Gaulle"
# and what makes a month of it: "Jan. 6", "May 2018"
_NOT_ALONE = re.compile(rf"[ \n](?:[A-ZÀ-Ž]|(?:{'|'.join(sorted(PARTICLES))})\b)|\.? \d")
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|me|us|my|our|My|Our)\b")
_WORD_BEFORE = re.compile(r"([A-ZÀ-Ž][\w.’-]*) $")
_SENTENCE_BEFORE = re.compile(r"[.!?:]\s*[A-Z]\w* $")
_NO_NAMES = frozenset(("and", "with", "the", "by", "to", "but", "as", "for", "from", "dear", "thank", "when", "if",
                       "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday"))


def resolve_given_names(
    context: Context, candidates: Iterable[Candidate], mentions: Sequence[Mention]
) -> Iterator[Mention]:
    """The first names that stand alone, with whom they stand for; nothing for those that may be anybody's."""
    first: dict[str, int] = {}
    for mention in mentions:
        if mention.label == "PERSON" and mention.entity_id:
            first.setdefault(mention.entity_id, mention.start)
    addressed: dict[str, str] = {}
    weak = tuple(candidates)
    for candidate in weak:
        if _NOT_ALONE.match(context.text, candidate.end) or is_inside_longer_name(context, candidate):
            continue
        key = fold(context.text[candidate.start:candidate.end])
        named = [person for person in dict.fromkeys((*context.given_names.get(key, ()), *_by_sense(context, candidate)))
                 if person in context.people]
        if is_addressed(context, candidate):
            person = addressed.get(key) or _addressed(context, candidate, named, first)
            if person:
                addressed[key] = person
        else:
            person = addressed.get(key) or (named[0] if len(named) == 1 else None)
            if person is None and not named and _is_first_person(context, candidate):
                person = _only_holder(context, candidate, weak)
        if person:
            context.note_person(person)
            yield context.mention(candidate.span, "PERSON", person, "given_name")


def is_addressed(context: Context, candidate: Candidate) -> bool:
    """True for a name between "Dear", "thank you" or a comma and a mark: people are addressed by their first names."""
    before = context.text[max(0, candidate.start - 30):candidate.start]
    return bool(_VOCATIVE_BEFORE.search(before) and _VOCATIVE_AFTER.match(context.text, candidate.end))


def is_inside_longer_name(context: Context, candidate: Candidate) -> bool:
    """True if a name word stands right before it that is no title: "Louis Michel" is not Charles Michel."""
    before = context.text[max(0, candidate.start - 40):candidate.start]
    word = _WORD_BEFORE.search(before)
    if word is not None and word[1].endswith(".") and len(word[1]) > 3:
        # "… on Thursday. Niinisto said": the point ends a sentence
        return False
    if word is None or HONORIFIC.search(before) or word[1].casefold() in _NO_NAMES:
        return False
    return (not _SENTENCE_BEFORE.search(before) or fold(word[1]) in context.knowledge.by_given_name
            or _is_name_before(context, candidate.start - 2))


def _is_name_before(context: Context, at: int) -> bool:
    """True if the model takes the word at the offset for a name: "Ivanka" at a sentence's start, not "Today"."""
    segment = context.analysis.segment_at(at)
    span = segment.words_at(at, at + 1) if segment else None
    return span is not None and span[0].pos_ == "PROPN" and span[0].ent_type_ in ("PERSON", "")


def _by_sense(context: Context, candidate: Candidate) -> Iterator[str]:
    """The persons whom the text names and whose short first name this is ("Bob" of Robert Gates)."""
    return (sense.target for sense in candidate.senses if sense.target in context.people)


def _addressed(context: Context, candidate: Candidate, named: Sequence[str], first: dict[str, int]) -> str | None:
    """Who is addressed: whom the text has named before, else the leader of that name of a body that it is about, else
    whom it names later, else the only leader of that name."""
    before = [person for person in named if first.get(person, candidate.start) < candidate.start]
    if len(before) == 1:
        return before[0]
    bodies = {context.knowledge.organization_of(body) for body in context.bodies}
    leaders = {person: body for person, body in _leaders(context, candidate) if person not in before}
    about = [person for person, body in leaders.items() if body in bodies]
    if not before and len(about) == 1:
        return about[0]
    if named:
        return named[0] if len(named) == 1 else None
    return next(iter(leaders)) if len(leaders) == 1 else _only_holder(context, candidate, ())


def _leaders(context: Context, candidate: Candidate) -> Iterator[tuple[str, str]]:
    """The persons of that first name who lead an organization (not a state) on the day, with the outermost body."""
    for sense in candidate.senses:
        for level, body in _posts(context.knowledge, sense.target, context.day):
            if level in ("leader", "minister") and context.knowledge.kind_of(body) != "state":
                yield sense.target, body


def _only_holder(context: Context, candidate: Candidate, others: Sequence[Candidate]) -> str | None:
    """The only leader or minister of that first name on the day; of several the only one who leads a body together with
    who is named beside ("António and Ursula")."""
    posts = _holders_of_name(context, candidate)
    if len(posts) > 1:
        beside = [other for other in others if _is_coordinated(context, candidate, other)]
        bodies = {body for other in beside for led in _holders_of_name(context, other).values() for body in led}
        posts = {person: led for person, led in posts.items() if led & bodies}
    return next(iter(posts)) if len(posts) == 1 else None


def _holders_of_name(context: Context, candidate: Candidate) -> dict[str, set[str]]:
    """The leaders and ministers of that very first name, with the organizations (not states) that they lead; where
    there are none, those of whose first name it is a short form, if they are addressed or lead what the text is about.
    """
    key = fold(context.text[candidate.start:candidate.end])
    found: dict[bool, dict[str, set[str]]] = {True: {}, False: {}}
    for sense in candidate.senses:
        entity = context.knowledge.entities.get(sense.target)
        posts = [post for post in _posts(context.knowledge, sense.target, context.day)
                 if post[0] in ("leader", "minister")]
        if posts:
            found[entity is not None and fold(entity.given) == key][sense.target] = {
                body for _, body in posts if context.knowledge.kind_of(body) != "state"}
    if found[True] or is_addressed(context, candidate):
        return found[True] or found[False]
    about = {context.knowledge.organization_of(body) for body in context.bodies}
    return {person: led for person, led in found[False].items() if led & about}


def _is_coordinated(context: Context, one: Candidate, other: Candidate) -> bool:
    start, end = min(one.end, other.end), max(one.start, other.start)
    return end - start < 8 and context.text[start:end].strip() in ("and", "&", ", and")


def _posts(knowledge: Knowledge, person_id: str, day: date | None) -> Iterator[tuple[str, str]]:
    """Level and outermost body of each office that the person holds on the day."""
    for term in knowledge.in_office(person_id, day) if day else ():
        office = knowledge.offices.get(term.office_id)
        if office:
            yield office.level, knowledge.organization_of(office.organization_id)


def _is_first_person(context: Context, candidate: Candidate) -> bool:
    """True in the words of somebody who says "I" or "we", for a word that the model takes for a name."""
    segment = context.analysis.segment_at(candidate.start)
    if segment is None or not (segment.kind == "turn" or _FIRST_PERSON.search(segment.text)):
        return False
    return _is_proper_noun(segment, candidate)


def _is_proper_noun(segment: Segment, candidate: Candidate) -> bool:
    span = segment.words_at(candidate.start, candidate.end)
    if span is None or (span[-1].dep_ in ("amod", "compound") and span[-1].head.pos_ == "NOUN"
                        and span[-1].head.i == span[-1].i + 1 and span[-1].head.is_lower):
        # "Frank talk is needed"
        return False
    return all(token.pos_ == "PROPN" or token.ent_type_ == "PERSON" for token in span)
