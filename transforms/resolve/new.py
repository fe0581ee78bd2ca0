"""Names that no list knows: persons and bodies that become entities of the record."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from transforms.knowledge import Knowledge, fold
from transforms.knowledge.patterns import any_of
from transforms.knowledge.spelling import PARTICLES
from transforms.mentions import HONORIFIC, Candidate
from transforms.model import FoundEntity, Mention, Span
from transforms.resolve.context import Context
from transforms.resolve.people import gender_of, gender_told, is_of_the_time

_SPACES = re.compile(r"\s+")
_INITIALED = re.compile(r"\w+(?: [a-z]\.)+")
_KINDS = {"PERSON": "person", "ORG": "organization", "EVENT": "event"}
_SENTENCE_END = re.compile(r"[.!?;]\s|\n")
# characters of the longest surname that a list can have
_LONGEST_WEAK = 100
# How many names and how many characters away a body may be told: "Ambassador X, Head of the Y Division at Z"
_NEAR, _FAR = 4, 80


def slug(name: str) -> str:
    """The name as part of an id: "Axel Wernhoff" is "axel-wernhoff"."""
    ascii_only = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def is_weak_name(candidate: Candidate, weak: Sequence[Candidate]) -> bool:
    """True for a new name that is just (a part of) a known surname: that needs its own evidence. `weak` is sorted."""
    first = bisect_left(weak, candidate.end - _LONGEST_WEAK, key=attrgetter("start"))
    last = bisect_right(weak, candidate.start, key=attrgetter("start"))
    return any(candidate.end <= other.end for other in weak[first:last])


def resolve_new(context: Context, candidate: Candidate) -> Mention | None:
    surface = _SPACES.sub(" ", context.text[candidate.start:candidate.end])
    if candidate.label not in _KINDS:
        return context.mention(candidate.span, candidate.label, None, "unknown")
    if candidate.label == "PERSON" and _is_surname(surface):
        return None
    named = _resolve_known(context, candidate, surface) if candidate.label == "PERSON" else None
    if named is not None:
        return named
    name_id = slug(surface)
    if not name_id:
        return None
    kind = _KINDS[candidate.label]
    entity_id = f"new-{kind}-{name_id}"
    name = " ".join(word.capitalize() if word.isupper() and len(word) > 3 and kind == "person" else word
                    for word in surface.split(" "))
    context.found[entity_id] = FoundEntity(entity_id, kind, name)
    if kind == "person":
        words = surface.split(" ")
        context.add_person(entity_id, words[0], _surname(words))
        if len(words) == 3 and words[1].isalpha() and fold(words[1]) not in PARTICLES:
            # two surnames: "Mr Cifre Quatresols"
            context.surnames[fold(" ".join(words[1:]))][entity_id] = None
    return context.mention(candidate.span, candidate.label, entity_id, "new_name")


def _resolve_known(context: Context, candidate: Candidate, surface: str) -> Mention | None:
    """Somebody known by another form of the name, or whom the text has named before by a longer one."""
    known = _known_of_name(context.knowledge, surface)
    if len(known) > 1:
        # "George Bush": there are two
        return context.mention(candidate.span, "PERSON", None, "ambiguous")
    if known and is_of_the_time(context, known[0]):
        context.note_person(known[0])
        return context.mention(candidate.span, "PERSON", known[0], "alias")
    bearers = context.surnames.get(fold(surface), {})
    if len(bearers) == 1 and HONORIFIC.search(context.text[max(0, candidate.start - 30):candidate.start]):
        # "Mr Cifre Quatresols"
        return context.mention(candidate.span, "PERSON", next(iter(bearers)), "surname")
    return None


@functools.lru_cache(maxsize=4096)
def _known_of_name(known: Knowledge, surface: str) -> tuple[str, ...]:
    """The known persons of that first name (or of whose first name it is a short form) and that surname."""
    first, _, surname = (fold(part) for part in surface.partition(" "))
    full = {first} | {name for name, shorts in known.short_names.items() if first in map(fold, shorts)}
    # "George" is "George H. W." too
    names = [name for name in known.by_given_name
             if name in full or (name.startswith(f"{first} ") and _INITIALED.fullmatch(name))]
    people = dict.fromkeys(person for name in names for person in known.by_given_name[name])
    return tuple(person for person in people if fold(known.entities[person].surname) == surname)


def _is_surname(surface: str) -> bool:
    """True for one word, and for one with particles before it: "De Backer"."""
    words = surface.split()
    return all(fold(word) in PARTICLES for word in words[:-1])


def _surname(words: Sequence[str]) -> str:
    """The last word with the particles before it: "De Backer"."""
    first = len(words) - 1
    while first > 1 and fold(words[first - 1]) in PARTICLES:
        first -= 1
    return " ".join(words[first:])


def find_surnames(context: Context) -> Iterator[Mention]:
    """Later surnames of persons whom the document introduced by a full name and no list knows."""
    wanted = {key: ids for key, ids in context.surnames.items() if any(i in context.found for i in ids)}
    pattern = re.compile(rf"\b(?:{any_of(wanted)})\b") if wanted else None
    for segment in context.analysis.segments if pattern else ():
        for match in pattern.finditer(fold(segment.text)) if pattern else ():
            span = Span(segment.start + match.start(), segment.start + match.end())
            ids = wanted.get(_SPACES.sub(" ", match[0]), {})
            told = gender_told(context, span.start)
            ids = {i: None for i in ids if not told or gender_of(context, i) in (told, "")}
            if not ids:
                yield context.mention(span, "PERSON", None, "unknown")
            elif context.text[span.start].isupper() or fold(context.text[span.start:span.end].split()[0]) in PARTICLES:
                entity_id = next(iter(ids)) if len(ids) == 1 else None
                yield context.mention(span, "PERSON", entity_id, "surname" if entity_id else "ambiguous")


def find_titled(context: Context, candidates: Iterable[Candidate]) -> Iterator[Mention]:
    """"Mr Kowalczyk", whom the text names nowhere in full: a person, but who is not known."""
    for candidate in candidates:
        before = context.text[max(0, candidate.start - 30):candidate.start]
        surface = context.text[candidate.start:candidate.end]
        if candidate.label == "PERSON" and _is_surname(surface) and HONORIFIC.search(before):
            yield context.mention(candidate.span, "PERSON", None, "unknown")


# --- what stands beside a new name ------------------------------------------------------------------------------------


def affiliate(context: Context, mentions: Sequence[Mention]) -> None:
    """Notes for each found person the bodies and states told beside the name, in `context.found`.

    `mentions` are sorted by where they start.
    """
    told: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for at, mention in enumerate(mentions):
        if mention.label == "PERSON" and mention.entity_id in context.found:
            for body in _beside(context, mentions, at):
                told[mention.entity_id][body] = None
    for entity_id, bodies in told.items():
        context.found[entity_id] = replace(context.found[entity_id], affiliations=tuple(sorted(bodies)))


def _beside(context: Context, mentions: Sequence[Mention], at: int) -> Iterator[str]:
    """The body of the nearest name before and after that no verb parts from the person's name."""
    person = mentions[at]
    for others in (reversed(mentions[max(0, at - _NEAR):at]), mentions[at + 1:at + 1 + _NEAR]):
        for other in others:
            if other.label == "PERSON" or not _is_phrase(context, person, other):
                break
            body = _body_of(context, other)
            if body:
                yield body
                break


def _is_phrase(context: Context, one: Mention, other: Mention) -> bool:
    """True if nothing but nouns and what joins them stands between the two."""
    start, end = min(one.end, other.end), max(one.start, other.start)
    if end - start > _FAR or _SENTENCE_END.search(context.text, start, end):
        return False
    segment = context.analysis.segment_at(one.start)
    between = segment.doc.char_span(start - segment.start, end - segment.start, alignment_mode="contract") if (
        segment and segment.start <= start < end <= segment.end) else None
    return end <= start or between is None or not any(token.pos_ in ("VERB", "AUX", "PRON") for token in between)


def _body_of(context: Context, mention: Mention) -> str | None:
    if mention.label == "ROLE":
        office = context.knowledge.offices.get(mention.office_id or "")
        return office.organization_id if office else None
    entity_id = mention.entity_id or ""
    kind = context.found[entity_id].kind if entity_id in context.found else context.knowledge.kind_of(entity_id)
    return entity_id if kind in ("organization", "organ", "state", "group") else None
