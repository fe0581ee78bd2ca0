"""Surnames: they stand for a person whom the text names in full, or whom it need not introduce."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from operator import attrgetter

from transforms.knowledge import fold
from transforms.mentions import HONORIFIC, RANK, Candidate, Candidates, is_headline
from transforms.model import Mention
from transforms.resolve.context import Context
from transforms.resolve.given_names import is_addressed, is_inside_longer_name
from transforms.resolve.metonyms import ACTS

_ROYAL = re.compile(r"\b(?:King|Queen|Prince|Princess|Emir|Sultan|Pope|Sheikh)\s+$")
# How long before and after an office people are still met by their surname alone
BEFORE_OFFICE, AFTER_OFFICE = timedelta(days=3 * 365), timedelta(days=8 * 365)
# "King Hussein", "Hamilton County": the word is the first of another name
_NAME_AFTER = re.compile(r" [A-ZÀ-Ž][a-zà-ž]+")
_MONTH_NAMES = frozenset(("may", "march", "august", "april", "june"))
# "The King hosted a dinner": a title, unless a title stands before it
_TITLE_WORDS = frozenset((
    "king", "queen", "prince", "pope", "bishop", "major", "marshal", "judge", "baron", "duke", "count", "earl", "chief",
    "general", "president", "chancellor", "premier", "minister", "speaker", "abbot", "dean", "mayor", "sheriff"))
_DETERMINER = re.compile(r"\b(?:the|an?|his|her|their|our|your|my|its|this|that|former|late|young|new)\s+$",
                         re.IGNORECASE)
_MALE = re.compile(r"\b(?:Mr|Messrs|Sir|Lord|King|Herr|Monsieur|Prince|Father|Emir|Sultan)\.?\s+$")
_FEMALE = re.compile(r"\b(?:Mrs|Ms|Miss|Mme|Madam|Madame|Lady|Dame|Baroness|Queen|Frau|Princess|Sister)\.?\s+$")
_OF_BODY = re.compile(r",?\s+(?:of|from)\s+(?:the\s+)?(?=[A-ZÀ-Ž])")
# Surnames that are words at a headline's start: "Rice and Wheat Exports"
_WORD_SURNAMES = frozenset((
    "brown", "rice", "power", "bush", "fox", "price", "cook", "gray", "white", "black", "green", "young", "rose",
    "stone", "wood", "hunt", "day", "best", "bell", "field", "ford", "gates", "banks", "west", "north", "short", "long",
    "perry", "rudd", "reed", "cash", "snow", "baker", "carter", "mason", "miller", "cooper", "shepherd", "clay"))
# Headlines: what may stand before and after a surname that is no part of a longer name
_LINKS = frozenset((
    "and", "as", "at", "after", "against", "before", "by", "but", "for", "from", "in", "of", "on", "or", "over", "to",
    "with", "without", "versus", "vs", "while", "when", "under", "until", "via", "is", "was", "has", "will", "would",
    "amid", "about", "during", "on", "that", "despite"))
_HEADLINE_VERBS = ACTS | frozenset((
    "address", "admit", "appoint", "appeal", "arrive", "attack", "attend", "begin", "call", "cancel", "congratulate",
    "defend", "deliver", "discuss", "end", "face", "give", "hail", "hold", "host", "invite", "laud", "lead", "leave",
    "meet", "name", "open", "outline", "praise", "press", "push", "rebuke", "rule", "signal", "skip", "slam", "speak",
    "thank", "travel", "unveil", "visit", "win"))
_WORD_AFTER = re.compile(r"\s+([^\W\d_][\w’'-]*)")
_WORD_AHEAD = re.compile(r"([\w.’'-]+)\s+$")


def resolve_surname(context: Context, candidate: Candidate, candidates: Candidates) -> Mention | None:
    """Whom a surname stands for, NULL with the reason, or None where it is no person's name."""
    key = fold(context.text[candidate.start:candidate.end])
    role = _role_before(context, candidate, candidates.roles)
    is_titled = role is not None or _title_before(context, candidate)
    if _is_other_word(context, candidate, key, is_titled):
        return None
    is_whole = role is not None or not is_inside_longer_name(context, candidate)
    is_whole = is_whole and (is_titled or not _NAME_AFTER.match(context.text, candidate.end))
    is_whole = is_whole or is_headline_name(context, candidate)
    named = list(context.surnames.get(key, ()))
    told = _of_gender(context, candidate, _of_rank(context, candidate, named, role))
    if len(told) == 1 and (is_titled or is_whole):
        return _told(context, candidate, told[0], role)
    if not is_whole:
        return None
    if told and (is_titled or _is_name_word(context, candidate) or _model_person(context, candidate)):
        return _one_of(context, candidate, _holders(context, told, role) if role else told, is_titled)
    return _introduced_or_known(context, candidate, role, is_titled)


def _is_other_word(context: Context, candidate: Candidate, key: str, is_titled: bool) -> bool:
    """A month, a first name by which somebody is addressed, or a title ("The King")."""
    before = context.text[max(0, candidate.start - 16):candidate.start]
    if key in _TITLE_WORDS and (_DETERMINER.search(before) or not (is_titled or key in context.surnames)):
        return True
    is_first_name = key in context.knowledge.by_given_name
    return not is_titled and (key in _MONTH_NAMES or (is_first_name and is_addressed(context, candidate)))


def _told(context: Context, candidate: Candidate, person: str, role: Candidate | None) -> Mention:
    """The only one of the surname whom the text names; another where the office before the name is only theirs."""
    ids = [sense.target for sense in candidate.senses]
    # "President Niinistö" in a text that has named the former minister only
    by_office = _holders(context, ids, role) if role is not None else []
    if len(by_office) == 1 and by_office[0] != person:
        return _named(context, candidate, by_office[0], "title_and_surname")
    leader = _well_known(context, ids, ("leader",))
    if person in context.found and leader and leader != person and not gender_told(context, candidate.start):
        # "Michelle Obama … Obama said": nobody can tell
        return context.mention(candidate.span, "PERSON", None, "ambiguous")
    return _named(context, candidate, person, "surname")


def _introduced_or_known(
    context: Context, candidate: Candidate, role: Candidate | None, is_titled: bool
) -> Mention | None:
    """Whom a title or the model makes a person, else whom news need not introduce."""
    is_first_name = fold(context.text[candidate.start:candidate.end]) in context.knowledge.by_given_name
    levels = _levels(context, candidate, is_first_name)
    ids = [sense.target for sense in candidate.senses]
    if not is_titled and (len(levels) > 2 or not _model_person(context, candidate) or is_first_name):
        return _resolve_bare(context, candidate, ids, levels)
    if _ROYAL.search(context.text[max(0, candidate.start - 16):candidate.start]):
        # "King Hussein": royalty goes by first names
        chosen = []
    else:
        chosen = _narrow(context, candidate, ids, role)
    if len(chosen) == 1 and (not is_of_the_time(context, chosen[0])
                             or _is_of_other_body(context, candidate, chosen[0])):
        chosen = []
    return _one_of(context, candidate, chosen, is_titled)


def _one_of(context: Context, candidate: Candidate, chosen: Sequence[str], is_titled: bool) -> Mention:
    if len(chosen) == 1:
        return _named(context, candidate, chosen[0], "title_and_surname" if is_titled else "surname")
    return context.mention(candidate.span, "PERSON", None, "ambiguous" if chosen else "unknown")


def gender_told(context: Context, start: int) -> str:
    """The gender that the title before a name tells, "m" or "f", or nothing."""
    before = context.text[max(0, start - 16):start]
    return "m" if _MALE.search(before) else "f" if _FEMALE.search(before) else ""


def _of_gender(context: Context, candidate: Candidate, people: Sequence[str]) -> list[str]:
    """Those of the people whom "Mr" or "Mrs" can mean; where the gender of some is not known, those of whom it is."""
    told = gender_told(context, candidate.start)
    if not told:
        return list(people)
    genders = {person: gender_of(context, person) for person in people}
    return [p for p in people if genders[p] == told] or [p for p in people if not genders[p]]


def gender_of(context: Context, person_id: str) -> str:
    """"m", "f" or nothing; that of a new person by the known persons of the first name."""
    entity = context.knowledge.entities.get(person_id)
    if entity is not None:
        return entity.gender
    found = context.found.get(person_id)
    given = fold(found.name.split()[0]) if found else ""
    genders = {context.knowledge.entities[p].gender for p in context.knowledge.by_given_name.get(given, ())}
    return genders.pop() if len(genders) == 1 else ""


def _of_rank(context: Context, candidate: Candidate, people: Sequence[str], role: Candidate | None) -> list[str]:
    """Those whom a rank before the name can mean: soldiers, who is new, and whom the text gives the rank in full."""
    before = context.text[max(0, candidate.start - 30):candidate.start]
    if role is not None or not RANK.search(before):
        return list(people)
    return [person for person in people if person in context.found or _is_soldier(context, person)
            or _has_rank(context, person)]


def _is_soldier(context: Context, person_id: str) -> bool:
    return any(context.knowledge.offices[term.office_id].level == "military"
               for term in context.knowledge.terms_of_person.get(person_id, ()))


def _has_rank(context: Context, person_id: str) -> bool:
    """True if a rank stands before the person's full name: "General Colin Powell"."""
    entity = context.knowledge.entities.get(person_id)
    full = f"{entity.given} {entity.surname}" if entity else ""
    at = context.text.find(full) if full else -1
    return at > 0 and RANK.search(context.text[max(0, at - 30):at]) is not None


def _is_of_other_body(context: Context, candidate: Candidate, person_id: str) -> bool:
    """"Mr Cameron of Shell": a former holder, with a body told that is not theirs."""
    told = _OF_BODY.match(context.text, candidate.end)
    if told is None or context.day is None or context.knowledge.in_office(person_id, context.day):
        return False
    known = context.knowledge
    bodies = {known.organization_of(known.offices[term.office_id].organization_id)
              for term in known.terms_of_person.get(person_id, ())}
    own = [entity for body in bodies if (entity := known.entities.get(body)) is not None]
    return not any(context.text.startswith(surface, told.end()) for entity in own for surface in entity.surfaces)


def _levels(context: Context, candidate: Candidate, is_first_name: bool) -> tuple[str, ...]:
    """Whom a bare surname can mean: leaders, ministers where it is no first name too, officials ("Appathurai:") where
    it is the label of a speaker."""
    segment = context.analysis.segment_at(candidate.start)
    if segment is not None and segment.kind == "header":
        return "leader", "minister", "military", "official"
    return ("leader",) if is_first_name else ("leader", "minister")


def is_of_the_time(context: Context, person_id: str) -> bool:
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


def _has_capital(context: Context, candidate: Candidate) -> bool:
    """True for "Leyen" and for "von der Leyen", whose particles are small."""
    return any(word[0].isupper() for word in context.text[candidate.start:candidate.end].split())


def is_headline_name(context: Context, candidate: Candidate) -> bool:
    """A surname in a headline whose neighbors are no part of a name: "Scholz Says", "as Putin Threatens"."""
    segment = context.analysis.segment_at(candidate.start)
    if segment is None or not is_headline(context.analysis, segment) or not _has_capital(context, candidate):
        return False
    before = _WORD_AHEAD.search(context.text[max(segment.start, candidate.start - 40):candidate.start])
    after = _WORD_AFTER.match(context.text, candidate.end, segment.end)
    is_listed = before is not None and (before[1].casefold() == "and" or before[1].endswith(","))
    left = context.text[max(segment.start, candidate.start - 2):candidate.start]
    is_said = after is not None and (_is_headline_verb(after[1]) or (
        (is_listed or left.startswith(",")) and after[1].casefold() in _HEADLINE_VERBS))
    if after is not None and after[1][0].isupper() and after[1].casefold() not in _LINKS and not is_said:
        return False
    if before is None:
        is_word = fold(context.text[candidate.start:candidate.end]) in _WORD_SURNAMES
        return is_said or candidate.start > segment.start or not is_word
    word = re.split("['’]", before[1])[0]
    return (word.casefold() in _LINKS or word != before[1] or (word.isupper() and len(word) > 1)
            or _is_headline_verb(word) or word.casefold() in _HEADLINE_VERBS
            or (word[0].islower() and (is_said or after is None)))


def _is_headline_verb(word: str) -> bool:
    """"Says", "Urges", "urged": a form of what leaders do in headlines."""
    low = word.casefold()
    stems = {low[:-1], low[:-2], low[:-3] + "y"} if low.endswith("s") else (
        {low[:-1], low[:-2], low[:-3] + "y"} if low.endswith("ed") else {low} if low in ("said", "met") else set())
    return bool(stems & _HEADLINE_VERBS) or low in ("said", "met")


def _is_name_word(context: Context, candidate: Candidate) -> bool:
    """True for a word with a capital where no sentence begins, or that the model takes for a name of any kind."""
    segment = context.analysis.segment_at(candidate.start)
    if segment and is_headline(context.analysis, segment):
        return is_headline_name(context, candidate)
    is_read = segment is not None and segment.kind in ("body", "turn", "caption")
    span = segment.words_at(candidate.start, candidate.end) if segment and is_read else None
    if segment and segment.kind == "header":
        return _has_capital(context, candidate)
    if span is None or not _has_capital(context, candidate):
        return False
    if len(span) > 1 and context.text[candidate.start].islower():
        # "von der Leyen" is no other word, wherever it stands
        return True
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
    """Those of the persons who can be meant: by gender, office or rank before the name, by being in office then."""
    knowledge, day = context.knowledge, context.day
    chosen = _of_gender(context, candidate, _of_rank(context, candidate, list(dict.fromkeys(ids)), role))
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
    span = segment.words_at(candidate.start, candidate.end) if segment else None
    return span is not None and all(token.ent_type_ == "PERSON" for token in span)


def _named(context: Context, candidate: Candidate, entity_id: str, basis: str) -> Mention:
    context.note_person(entity_id)
    return context.mention(candidate.span, "PERSON", entity_id, basis)
