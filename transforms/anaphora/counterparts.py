"""Counterparts: who holds the same kind of office on the other side, or is named right after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from transforms.anaphora.persons import Answer
from transforms.anaphora.scene import Scene, Sentence
from transforms.model import Span

_HEAD = re.compile(r"(?:counterparts?|opposite numbers?|colleagues?)\b")
_FROM = re.compile(r"\s+(?:from|in|of|at)\s+(?:the\s+)?")
_TO_NAME = re.compile(r",?\s+(?:the\s+)?(?:(?:Mr|Mrs|Ms|Dr|General|Admiral|[Mm]inister|President)\.?\s+)?")
_ADJECTIVE = re.compile(r"(?:[\w’'-]+\s+|and\s+){0,4}$")
_POSSESSOR = re.compile(r"(?:\b(?P<word>[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|(?P<own>[Mm]y))|(?P<name>['’]s?))\s+$")
# what is one kind of office under several names
_SAME_KIND = {
    "foreign-minister": ("foreign-minister", "secretary-of-state", "high-representative"),
    "defence-minister": ("defence-minister", "secretary-of-defense"),
    "prime-minister": ("prime-minister", "chancellor"),
    "president": ("president",),
    "vice-president": ("vice-president",),
    "monarch": ("monarch",),
    "national-security-adviser": ("national-security-adviser",),
}
# the offices of NATO and the EU that face each other; the Secretary General faces several in the EU
_OPPOSITE = {
    ("eu-high-representative", "nato"): "nato-secretary-general",
    ("european-commission-president", "nato"): "nato-secretary-general",
    ("european-council-president", "nato"): "nato-secretary-general",
    ("eumc-chair", "nato"): "nato-military-committee-chair",
    ("nato-military-committee-chair", "european-union"): "eumc-chair",
    ("eums-director-general", "nato"): "nato-ims-director-general",
    ("nato-ims-director-general", "european-union"): "eums-director-general",
}
_KIND_OF = {name: kind for kind, names in _SAME_KIND.items() for name in names}
_CODED = re.compile(r"(?:[a-z]{2})-(.+)")


def resolve_counterpart(scene: Scene, sentence: Sentence, token: Token) -> tuple[Span, Answer] | None:
    """The span from the people's name on ("Turkish counterpart"), and who that is."""
    text, start = scene.context.text, sentence.span_of(token).start
    match = _HEAD.match(text, start, sentence.end)
    if match is None:
        return None
    first, possessors = find_possessors(scene, sentence, start)
    sides = states_before(scene, first, start)
    end = match.end()
    is_plural = match[0].endswith("s")
    if not sides and not is_plural:
        end, side = find_origin(scene, sentence, end)
        sides = [side] if side else []
    if match[0].startswith("colleague") and not sides:
        # a colleague is anybody, but "his German colleague" has the same office
        return None
    span = Span(first, end)
    named = named_after(scene, sentence, end, is_plural)
    if named:
        return span, Answer(named, "counterpart")
    if is_plural:
        return span, Answer((), "ambiguous" if sides else "no_antecedent")
    return span, _holder(scene, possessors, sides)


def find_possessors(scene: Scene, sentence: Sentence, start: int) -> tuple[int, tuple[str, ...]]:
    """Where the phrase begins behind the possessive, and whom that stands for."""
    text = scene.context.text
    lead = text[max(sentence.start, start - 60):start]
    for back in range(len(lead), -1, -1):
        if back and not lead[back - 1].isspace():
            continue
        owner = _POSSESSOR.search(lead[:back])
        if owner is not None and _ADJECTIVE.fullmatch(lead[back:]):
            at = start - len(lead) + owner.start()
            if owner["own"]:
                speaker = scene.speaker_of(scene.voice_at(at))
                return start - len(lead) + back, (speaker,) if speaker else ()
            nouns = [noun for noun in sentence.nouns
                     if (noun.start == at if owner["word"] else abs(noun.end - at) <= 1)]
            return start - len(lead) + back, nouns[-1].ids if nouns else ()
    mentions = [m for m in scene.mentions_in(start - 30, start) if m.end < start
                and text[m.end:start].strip() == "" and m.label in ("NORP", "GPE", "ORG")]
    return (mentions[-1].start if mentions else start), ()


def states_before(scene: Scene, first: int, start: int) -> list[str]:
    """The states or bodies told before the noun."""
    return [m.entity_id for m in scene.mentions_in(first, start)
            if m.entity_id and scene.kind_of(m.entity_id) in ("state", "body")]


def find_origin(scene: Scene, sentence: Sentence, end: int) -> tuple[int, str | None]:
    """The end of the phrase with the body or state told behind it ("from Finland"), and that body or state."""
    origin = _FROM.match(scene.context.text, end, sentence.end)
    behind = scene.mentions_in(origin.end(), origin.end() + 1) if origin else []
    named = [mention for mention in behind if mention.label in ("GPE", "ORG")]
    return (named[0].end, named[0].entity_id) if named else (end, None)


def named_after(scene: Scene, sentence: Sentence, end: int, is_plural: bool) -> tuple[str, ...]:
    """The person, or the several, in apposition."""
    text = scene.context.text
    people = [noun for noun in sentence.nouns if noun.kind == "person" and noun.ids and noun.start >= end]
    if not people or not _TO_NAME.fullmatch(text[end:people[0].start]):
        return ()
    if not is_plural:
        return people[0].ids
    group = next((group for group in sentence.groups if group.start == people[0].start), None)
    return group.ids if group is not None and group.kind == "person" else ()


def _holder(scene: Scene, possessors: Sequence[str], sides: Sequence[str]) -> Answer:
    """The holder of the same kind of office in the state or body told."""
    if not sides or not possessors:
        return Answer((), "no_antecedent")
    day, knowledge = scene.context.day, scene.knowledge
    if day is None:
        return Answer((), "no_date")
    if len(sides) != 1 or len(possessors) != 1:
        return Answer((), "ambiguous")
    held = [term.office_id for term in knowledge.in_office(possessors[0], day)]
    offices = _facing(scene, held, knowledge.organization_of(sides[0]))
    if len(offices) != 1:
        return Answer((), "ambiguous")
    holders = knowledge.holders(offices.pop(), day)
    if len(holders) == 1:
        return Answer((holders[0],), "counterpart")
    return Answer((), "ambiguous" if holders else "no_holder")


def _facing(scene: Scene, held: Sequence[str], side: str) -> set[str]:
    """The offices of the state or body that are of the same kind as those held."""
    opposite = {_OPPOSITE[office_id, side] for office_id in held if (office_id, side) in _OPPOSITE}
    kinds = {kind for office_id in held if (kind := _kind(office_id))}
    knowledge = scene.knowledge
    return opposite or {
        office.office_id for office in knowledge.offices.values()
        if _kind(office.office_id) in kinds and knowledge.organization_of(office.organization_id) == side}


def _kind(office_id: str) -> str:
    """The kind of a national office or of the EU's minister, empty for all others."""
    coded = _CODED.fullmatch(office_id)
    return _KIND_OF.get(coded[1], "") if coded else ""
