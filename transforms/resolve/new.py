"""Names that no list knows: persons and bodies that become entities of the record."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from transforms.knowledge import fold
from transforms.knowledge.patterns import any_of
from transforms.mentions import HONORIFIC, PARTICLES, Candidate
from transforms.model import FoundEntity, Mention, Span
from transforms.resolve.context import Context

_SPACES = re.compile(r"\s+")
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
    name_id = slug(surface)
    if not name_id:
        return None
    kind = _KINDS[candidate.label]
    entity_id = f"new-{kind}-{name_id}"
    name = " ".join(word.capitalize() if word.isupper() and len(word) > 3 and kind == "person" else word
                    for word in surface.split(" "))
    context.found[entity_id] = FoundEntity(entity_id, kind, name)
    if kind == "person":
        context.add_person(entity_id, surface.split(" ")[0], _surname(surface.split(" ")))
    return context.mention(candidate.span, candidate.label, entity_id, "new_name")


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
            if context.text[span.start].isupper() or fold(context.text[span.start:span.end].split()[0]) in PARTICLES:
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
