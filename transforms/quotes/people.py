"""Who is meant by a name, a pronoun or a noun phrase beside a cue, and to whom somebody speaks."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from spacy.tokens import Token

from transforms.knowledge.records import Office
from transforms.model import Mention, Span
from transforms.nlp import Analysis, Segment
from transforms.quotes.cues import TOLD_VERBS, is_coordinated
from transforms.quotes.marks import Marked, find_marked, overlapping
from transforms.quotes.turns import mentions_in
from transforms.resolve import Context

# of "the Turkish leader": what sort of office the noun tells, "" for any
_LEVELS = {"leader": "leader", "premier": "leader", "president": "leader", "chancellor": "leader",
           "minister": "minister", "politician": ""}
# how many persons back a pronoun may look
_PEOPLE_BACK = 60
_LETTER_TO = re.compile(
    r"\b[Ii]n (?:a|an|the|his|her|their) (?:\w+ ){0,3}(?:letter|message|note|call|e-?mail|telegram|reply"
    r"|address|speech|answer)s? to ([^.!?“”\"]{2,60}?),"
    r"|\b[Aa]ddressing ([^.!?“”\"]{2,60}?),|\b[Tt]urning to ([^.!?“”\"]{2,60}?),")

# the points of "Mr. Rutte" and "U. Example" end nothing
FULL_STOP = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bGen)(?<!\bAdm)(?<!\b[A-Z])[.!?][\s”\"]")
# how far from the words their verb of speech may stand, in characters
REACH = 220


class People:
    """The persons and bodies of a document, by where they are named."""

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self.context = context
        self.mentions = [m for m in mentions if m.entity_id and m.label in ("PERSON", "ROLE", "ORG", "GPE")]
        self.peoples = [m for m in mentions if m.entity_id and m.label in ("NORP", "GPE")]
        self.pronouns = [m for m in mentions if m.label == "PRONOUN"]
        self._marked: dict[int, Sequence[Marked]] = {}

    @functools.cached_property
    def subjects(self) -> list[Mention]:
        """The persons named as the subject of a verb, by where their names end."""
        spans = _subject_people(self.context.analysis, self.people)
        return [mention for mention in self.people if mention.span in spans]

    @functools.cached_property
    def people(self) -> list[Mention]:
        """The persons named outside marked words, by where their names end."""
        people = (m for m in self.mentions if m.label in ("PERSON", "ROLE") and not self._is_quoted(m))
        return sorted(people, key=attrgetter("end"))

    @functools.cached_property
    def person_ids(self) -> frozenset[str]:
        """The persons named outside marked words."""
        return frozenset(mention.entity_id or "" for mention in self.people)

    def _is_quoted(self, mention: Mention) -> bool:
        segment = self.context.analysis.segment_at(mention.start)
        at = mention.start - segment.start if segment else 0
        return segment is not None and bool(overlapping(self.marked_in(segment), Span(at, at + 1)))

    def marked_in(self, segment: Segment, *, goes_on: bool = False) -> Sequence[Marked]:
        """The marked words of a paragraph, found once."""
        if segment.start not in self._marked or goes_on:
            self._marked[segment.start] = find_marked(segment.text, goes_on=goes_on)
        return self._marked[segment.start]

    def only_person(self, span: Span, *, is_label: bool = False) -> str | None:
        """The one person named in the span; a label ends with the name or office."""
        people = [m for m in mentions_in(span, self.mentions) if m.label in ("PERSON", "ROLE")]
        ids = {mention.entity_id for mention in people}
        if len(ids) != 1 or (is_label and (max(m.end for m in people) < span.end - 1 or self._is_second(people[0]))):
            return None
        return people[0].entity_id

    def _is_second(self, mention: Mention) -> bool:
        """True for the latter of "X and Y", whoever X is."""
        return self.context.text[max(0, mention.start - 5):mention.start].rstrip().endswith((" and", " &"))

    def first_in(self, span: Span) -> str | None:
        """The person, else the body, named in the span; None if there are two persons."""
        covering = mentions_in(span, self.mentions)
        people = [m for m in covering if m.label in ("PERSON", "ROLE")]
        if len({m.entity_id for m in people}) > 1:
            return None
        return (people or covering)[0].entity_id if covering else None

    def entity_of(self, segment: Segment, token: Token) -> str | None:
        """The person or body that the token, or the noun phrase above it, stands for; None for "X and Y"."""
        if is_coordinated(token):
            return None
        span = segment.token_span(token)
        pointed_at = {mention.entity_id for mention in mentions_in(span, self.pronouns) if mention.entity_id}
        if pointed_at:
            return next(iter(pointed_at)) if len(pointed_at) == 1 else None
        if token.lower_ in ("he", "she"):
            return self._antecedent(segment, token) if not self._is_open(segment, token) else None
        covering = mentions_in(span, self.mentions)
        people = [m for m in covering if m.label in ("PERSON", "ROLE")]
        if covering:
            return (people or covering)[0].entity_id
        return self._apposed(segment, token) or self._compatriot(segment, token)

    def _apposed(self, segment: Segment, token: Token) -> str | None:
        """"The organization's head, Kaja Kallas, said": the name beside a noun of one who speaks."""
        for child in token.children:
            if child.dep_ == "appos":
                near = [m for m in mentions_in(segment.token_span(child), self.mentions) if m.label == "PERSON"]
                if near:
                    return near[0].entity_id
        return None

    def _compatriot(self, segment: Segment, token: Token) -> str | None:
        """"The Turkish leader", "the Norwegian": the only one named before in the paragraph who had an office there."""
        level = _LEVELS.get(token.lower_, "" if token.ent_type_ == "NORP" else None)
        if level is None or token.tag_ == "NNS" or not any(child.lower_ == "the" for child in token.children):
            return None
        start = segment.start + token.left_edge.idx
        peoples = mentions_in(Span(start, segment.start + token.idx + len(token)), self.peoples)
        states = {mention.entity_id for mention in peoples}
        nearest = bisect_right(self.people, start, key=attrgetter("end"))
        named = {mention.entity_id or "" for mention in self.people[max(0, nearest - _PEOPLE_BACK):nearest]
                 if mention.start >= segment.start}
        fitting = [person for person in sorted(named) if any(
            self.context.knowledge.organization_of(office.organization_id) in states and level in ("", office.level)
            for office in self._offices(person))]
        return fitting[0] if len(fitting) == 1 and len(states) == 1 else None

    def _offices(self, person_id: str) -> list[Office]:
        knowledge = self.context.knowledge
        return [knowledge.offices[term.office_id] for term in knowledge.terms_of_person.get(person_id, ())]

    def _is_open(self, segment: Segment, pronoun: Token) -> bool:
        """True for the "he" of "When Mr Borrell called Mr Stoltenberg, he said": the own sentence names two."""
        span = segment.token_span(pronoun)
        if all(mention.basis != "ambiguous" for mention in mentions_in(span, self.pronouns)):
            return False
        gender, start = "m" if pronoun.lower_ == "he" else "f", segment.start + pronoun.sent.start_char
        return len(set(self._fitting(self.people, span.start, gender, start))) > 1

    def _antecedent(self, segment: Segment, pronoun: Token) -> str | None:
        gender = "m" if pronoun.lower_ == "he" else "f"
        before, near = segment.start + pronoun.idx, segment.start
        # a pronoun goes on with the one whom the sentences before were about: their subject, else the last one named
        here = self._fitting(self.subjects, before, gender, near) or self._fitting(self.people, before, gender, near)
        if here and (len(set(here)) == 1 or self._fitting(self.subjects, before, gender, near)):
            return here[0]
        found = self._fitting(self.subjects, before, gender) or self._fitting(self.people, before, gender)
        return found[0] if found else None

    def _fitting(self, people: Sequence[Mention], before: int, gender: str, start: int = 0) -> list[str]:
        """Those of the gender (or of an unknown one) named in that stretch, the last one first."""
        nearest = bisect_right(people, before, key=attrgetter("end"))
        found = []
        for mention in reversed(people[max(0, nearest - _PEOPLE_BACK):nearest]):
            entity = self.context.knowledge.entities.get(mention.entity_id or "")
            if mention.start >= start and mention.entity_id and (
                    entity is None or not entity.gender or entity.gender == gender):
                found.append(mention.entity_id)
        return found

    def addressee_of(self, segment: Segment, cue: Token, speaker: str | None) -> str | None:
        """To whom it is said: "told Mr Borrell", "said to Mr Borrell", "in a letter to Mr Borrell, he wrote"."""
        told = [child for child in cue.children
                if child.dep_ in ("dobj", "dative") and cue.lemma_.lower() in TOLD_VERBS]
        for child in cue.children:
            if child.dep_ in ("prep", "dative") and child.lower_ in ("to", "on") and child.pos_ != "PART":
                told += [grandchild for grandchild in child.children
                         if grandchild.dep_ == "pobj" and (child.lower_ == "to" or cue.lemma_.lower() == "call")]
        for token in told:
            entity = self.entity_of(segment, token)
            if entity and entity != speaker:
                return entity
        return self._written_to(segment, cue, speaker) if not told else None

    def _written_to(self, segment: Segment, cue: Token, speaker: str | None) -> str | None:
        text, begin = segment.text, max(0, cue.idx - REACH)
        letters = [match for match in _LETTER_TO.finditer(text, begin, cue.idx)
                   if not FULL_STOP.search(text[match.end():cue.idx])]
        if not letters:
            return None
        start, end = next(letters[-1].span(group) for group in (1, 2, 3) if letters[-1][group])
        entity = self.only_person(Span(segment.start + start, segment.start + end))
        return entity if entity != speaker else None

def _subject_people(analysis: Analysis, mentions: Sequence[Mention]) -> set[Span]:
    """Where the persons stand that are the subject of a verb."""
    found = set()
    for mention in mentions:
        segment = analysis.segment_at(mention.start) if mention.label in ("PERSON", "ROLE") else None
        span = segment.words_at(mention.start, mention.end) if segment else None
        if span is not None and span.root.dep_ in ("nsubj", "nsubjpass"):
            found.add(mention.span)
    return found
