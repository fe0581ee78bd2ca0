"""Successors and predecessors: who held the same office before or after somebody."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from transforms.anaphora.counterparts import find_origin, find_possessors, named_after, states_before
from transforms.anaphora.persons import Answer
from transforms.anaphora.scene import Scene, Sentence
from transforms.knowledge import Term
from transforms.model import Span

_HEAD = re.compile(r"(successor|predecessor)\b")


def resolve_succession(scene: Scene, sentence: Sentence, token: Token) -> tuple[Span, Answer] | None:
    """The span without the possessive ("successor at NATO"), and who that is."""
    start = sentence.span_of(token).start
    match = _HEAD.match(scene.context.text, start, sentence.end)
    if match is None:
        return None
    first, possessors = find_possessors(scene, sentence, start)
    sides = states_before(scene, first, start)
    end, origin = find_origin(scene, sentence, match.end())
    named = named_after(scene, sentence, end, False)
    if named:
        return Span(first, end), Answer(named, "counterpart")
    if len(possessors) != 1:
        return Span(first, end), Answer((), "no_antecedent")
    body = sides[0] if sides else origin
    people = set(_neighbors(scene, possessors[0], body, is_next=match[1] == "successor"))
    if len(people) != 1:
        return Span(first, end), Answer((), "ambiguous" if people else "no_holder")
    return Span(first, end), Answer((people.pop(),), "counterpart")


def _neighbors(scene: Scene, person: str, body: str | None, *, is_next: bool) -> Iterable[str]:
    """Who came next to the person in each single-holder office of the body, or in the last one held where none is
    told."""
    knowledge, day = scene.knowledge, scene.context.day
    terms = [term for term in knowledge.terms_of_person.get(person, ())
             if (day is None or term.start <= day) and knowledge.offices[term.office_id].is_single_holder]
    if body is not None:
        side = knowledge.organization_of(body)
        terms = [term for term in terms
                 if knowledge.organization_of(knowledge.offices[term.office_id].organization_id) == side]
    elif terms:
        last = max(term.start for term in terms)
        terms = [term for term in terms if term.start == last]
    for term in terms:
        neighbor = _beside(knowledge.terms_of_office[term.office_id], term, is_next)
        if neighbor is not None:
            yield neighbor.person_id


def _beside(terms: Iterable[Term], term: Term, is_next: bool) -> Term | None:
    """The term right after or before, of another person."""
    others = [other for other in terms if other.person_id != term.person_id]
    if is_next:
        return min((other for other in others if other.start > term.start), key=lambda other: other.start, default=None)
    return max((other for other in others if other.start < term.start), key=lambda other: other.start, default=None)
