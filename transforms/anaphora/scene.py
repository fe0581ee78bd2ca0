"""The nouns of a document, sentence by sentence: whom they stand for, their place in the clause, in whose words."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from spacy.tokens import Span as SpacySpan
from spacy.tokens import Token

from transforms.anaphora.wording import (
    ACTING_VERBS,
    FEMALE_NOUNS,
    GIVES_GENDER,
    JOINED,
    JOINED_LAST,
    MALE_NOUNS,
    PERSON_NOUNS,
)
from transforms.knowledge import Knowledge, fold
from transforms.model import Mention, Quote, Span
from transforms.nlp import Segment
from transforms.resolve import Context

SUBJECT, OBJECT, OBLIQUE, MODIFIER = 3, 2, 1, 0
NARRATION = -1
# how many sentences of a section are kept; more than any rule looks back to
KEPT_SENTENCES = 30
_NAMED = frozenset(("PERSON", "ROLE", "ORG", "GPE"))
_FLOWING = frozenset(("body", "turn", "reference"))
_PASSED_OVER = frozenset(("caption", "header"))
_PARTING = frozenset(("navigation", "boilerplate", "entry", "entries", "listing", "layout"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass"))
_OBJECTS = frozenset(("dobj", "iobj", "dative", "attr", "oprd", "obj"))
_OPENING = re.compile(r"(?:[Bb]oth|[Nn]either|[Tt]he|[Tt]ogether|[Tt]oday|,|\s)*")
_SINGULAR = re.compile(r"\bI\b")
_NEXT_WORD = re.compile(r"\s+(?:also\s+|both\s+)?([a-z]+)")
# "Jens Stoltenberg, the Secretary General", "Secretary General Jens Stoltenberg": one unit
_ONE_UNIT = re.compile(r"[\s,(/]*(?:the\s+)?(?:(?:Mr|Mrs|Ms|Dr|Lord|Admiral|General|Ambassador)\.?\s+)?")


@dataclass(frozen=True, slots=True)
class Noun:
    """Words that stand for somebody or something: `ids` is empty where it is not known for whom.

    `voice` is the number of the quote that they stand in, `kind` is person, body, state, mixed or thing.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    kind: str
    gender: str
    rank: int
    head: Token
    voice: int
    is_plural: bool = False
    is_pair: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence with its nouns in order, pronouns included once they are resolved."""

    segment: Segment
    tokens: SpacySpan
    start: int
    end: int
    nouns: list[Noun] = field(default_factory=list)
    groups: list[Noun] = field(default_factory=list)
    is_narration: bool = True
    addressed: tuple[str, ...] = ()

    def span_of(self, token: Token) -> Span:
        """Where the token stands in the document."""
        return self.segment.token_span(token)


@dataclass
class Scene:
    """A document as it is read from the first sentence to the last; `history` is the section so far."""

    context: Context
    mentions: Sequence[Mention]
    quotes: Sequence[Quote]
    speaker_id: str | None
    history: list[Sentence] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    titles: dict[str, dict[str, None]] = field(default_factory=dict)
    bodies: dict[str, None] = field(default_factory=dict)
    speakers: dict[int, str | None] = field(default_factory=dict)
    sides: dict[str, str | None] = field(default_factory=dict)
    signatories: tuple[str, ...] | None = None

    @functools.cached_property
    def offices_told(self) -> dict[str, set[str]]:
        """The offices under which the text names each person."""
        found: dict[str, set[str]] = {}
        for mention in self.mentions:
            if mention.office_id and mention.entity_id:
                found.setdefault(mention.entity_id, set()).add(mention.office_id)
        return found

    @property
    def knowledge(self) -> Knowledge:
        """What is known of the world."""
        return self.context.knowledge

    def sentences(self) -> Iterator[Sentence]:
        """The sentences in order, each with the nouns that its words name; the history grows behind them."""
        before = 0
        partings = [passage.start for passage in self.context.analysis.document.passages if passage.kind in _PARTING]
        for segment in self.context.analysis.segments:
            kept = self.history
            if segment.kind not in _FLOWING or bisect_left(partings, before) != bisect_left(partings, segment.start):
                self.history = []
            before = segment.start
            if segment.kind != "header":
                for tokens in segment.doc.sents:
                    sentence = self._read(segment, tokens)
                    yield sentence
                    self.history = [*self.history[1 - KEPT_SENTENCES:], sentence]
            if segment.kind in _PASSED_OVER:
                self.history = kept
            elif segment.kind not in _FLOWING:
                self.history = []

    def voice_at(self, char: int) -> int:
        """The number of the quote in which the character stands."""
        at = bisect_right(self.quotes, char, key=attrgetter("start")) - 1
        return at if at >= 0 and char < self.quotes[at].end else NARRATION

    def speaker_of(self, voice: int) -> str | None:
        """Who says the words: the quote's speaker, outside quotes the document's own; no body says I."""
        if voice == NARRATION:
            return self.speaker_id
        if voice not in self.speakers:
            quote = self.quotes[voice]
            is_person = quote.speaker_id is None or self.kind_of(quote.speaker_id) == "person"
            self.speakers[voice] = None if not is_person and _SINGULAR.search(quote.surface) else quote.speaker_id
        return self.speakers[voice]

    def mentions_in(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in the stretch."""
        first = bisect_left(self.mentions, start, key=attrgetter("start"))
        return self.mentions[first:bisect_left(self.mentions, end, lo=first, key=attrgetter("start"))]

    def mention_over(self, span: Span) -> Mention | None:
        """A mention that covers the span."""
        at = bisect_right(self.mentions, span.start, key=attrgetter("start"))
        return next((m for m in self.mentions[max(0, at - 4):at] if m.span.contains(span)), None)

    def kind_of(self, entity_id: str) -> str:
        """Person, body, state or thing."""
        found = self.context.found.get(entity_id)
        kind = found.kind if found else self.knowledge.kind_of(entity_id)
        return {"organization": "body", "organ": "body", "person": "person", "state": "state"}.get(kind, "thing")

    def side_of(self, speaker_id: str | None) -> str | None:
        """The one body or state whose office the speaker holds on the day, or that the text tells beside the name."""
        if speaker_id is None:
            return None
        if speaker_id not in self.sides:
            sides = {self.knowledge.organization_of(one) for one in self._served(speaker_id)}
            self.sides[speaker_id] = sides.pop() if len(sides) == 1 else None
        return self.sides[speaker_id]

    def _served(self, speaker_id: str) -> set[str]:
        if self.kind_of(speaker_id) in ("body", "state"):
            return {speaker_id}
        knowledge, day = self.knowledge, self.context.day
        told = self.offices_told.get(speaker_id, set())
        offices = told if day is None else {term.office_id for term in knowledge.in_office(speaker_id, day)} or told
        if not offices and day is None:
            offices = {term.office_id for term in knowledge.terms_of_person.get(speaker_id, ())}
        return {office.organization_id for one in offices if (office := knowledge.offices.get(one)) is not None}

    def gender_of(self, entity_id: str) -> str:
        """m, f, or nothing: as known, as a title in the text tells, or as all known bearers of the first name have."""
        if entity_id not in self.genders:
            known = self.knowledge
            entity, found = known.entities.get(entity_id), self.context.found.get(entity_id)
            given = entity.given if entity else (found.name.split(" ")[0] if found and " " in found.name else "")
            namesakes = (known.entities[person].gender for person in known.by_given_name.get(fold(given), ()))
            shared = {gender for gender in namesakes if gender}
            self.genders[entity_id] = (entity.gender if entity else "") or (shared.pop() if len(shared) == 1 else "")
        return self.genders[entity_id]

    def _read(self, segment: Segment, tokens: SpacySpan) -> Sentence:
        start, end = segment.start + tokens.start_char, segment.start + tokens.end_char
        sentence = Sentence(segment, tokens, start, end)
        voice, last = self.voice_at(start), self.voice_at(max(start, end - 1))
        sentence.is_narration = voice == NARRATION or last != voice
        named = list(self._named(sentence))
        text = self.context.text
        sentence.groups = [_as_subject(text, sentence, group) for group in _groups(text, named)]
        taken = [(noun.start, noun.end) for noun in named]
        sentence.nouns = sorted((*named, *self._common(sentence, taken)), key=attrgetter("start"))
        return sentence

    def _named(self, sentence: Sentence) -> Iterator[Noun]:
        """A noun for each name, with its title and what stands in apposition to it."""
        text = self.context.text
        run: list[Mention] = []
        for mention in (m for m in self.mentions_in(sentence.start, sentence.end) if m.label in _NAMED):
            if mention.label == "ORG" and mention.entity_id:
                self.bodies[mention.entity_id] = None
            if run and mention.end <= max(m.end for m in run):
                continue
            if run and self._is_same(run, mention) and _ONE_UNIT.fullmatch(text[run[-1].end:mention.start]):
                run.append(mention)
                continue
            if run:
                yield self._unit(sentence, run)
            run = [mention]
        if run:
            yield self._unit(sentence, run)

    def _is_same(self, run: Sequence[Mention], mention: Mention) -> bool:
        return mention.entity_id == run[-1].entity_id or (
            run[-1].label == "ROLE" and mention.label == "PERSON" and run[-1].entity_id is None)

    def _unit(self, sentence: Sentence, run: Sequence[Mention]) -> Noun:
        start, end = run[0].start, run[-1].end
        named = next((m for m in run if m.entity_id), run[0])
        kind = self.kind_of(named.entity_id) if named.entity_id else (
            "person" if named.label in ("PERSON", "ROLE") else "thing")
        offset = sentence.segment.start
        best = next((m for m in run if m.label == "PERSON"), run[0])
        piece = sentence.segment.doc.char_span(best.start - offset, best.end - offset, alignment_mode="expand")
        head = piece.root if piece is not None else sentence.tokens.root
        if named.entity_id and kind == "person":
            self._note_gender(named.entity_id, best.start)
        gender = self.gender_of(named.entity_id) if named.entity_id and kind == "person" else ""
        return Noun(start, end, (named.entity_id,) if named.entity_id else (), kind, gender,
                    rank_of(head, kind == "person"), head, self.voice_at(start))

    def _note_gender(self, entity_id: str, start: int) -> None:
        """"Ms Lang" tells what "Robin Lang" does not."""
        entity = self.knowledge.entities.get(entity_id)
        if entity is not None and entity.gender:
            return
        title = GIVES_GENDER.search(self.context.text, max(0, start - 14), start)
        if title:
            self.genders[entity_id] = "m" if title[1] in ("Mr", "Sir", "Lord", "King", "Prince") else "f"

    def _common(self, sentence: Sentence, taken: Sequence[tuple[int, int]]) -> Iterator[Noun]:
        """What competes with the names: nouns for unnamed persons, plurals, and subjects of any kind."""
        offset = sentence.segment.start
        at = 0
        for token in sentence.tokens:
            if token.pos_ not in ("NOUN", "PROPN"):
                continue
            start = offset + token.idx
            while at < len(taken) and taken[at][1] <= start:
                at += 1
            if at < len(taken) and taken[at][0] <= start:
                continue
            noun = self._common_noun(sentence, token, taken)
            if noun is not None:
                yield noun

    def _common_noun(self, sentence: Sentence, token: Token, taken: Sequence[tuple[int, int]]) -> Noun | None:
        start, word = sentence.segment.start + token.idx, token.lower_
        is_plural = token.tag_ in ("NNS", "NNPS")
        namesakes = self.knowledge.by_given_name.get(fold(token.text), ()) if token.pos_ == "PROPN" else ()
        is_person = not is_plural and (word in PERSON_NOUNS or bool(namesakes))
        if is_person and (token.dep_ in ("compound", "attr", "appos", "amod", "nmod", "oprd")
                          or _is_named_in_apposition(token, sentence.segment.start, taken)):
            return None
        rank = rank_of(token, is_person)
        if not is_person and (not rank or token.dep_ == "compound"):
            return None
        genders = {self.knowledge.entities[person].gender for person in namesakes}
        gender = "m" if word in MALE_NOUNS else "f" if word in FEMALE_NOUNS else (
            genders.pop() if len(genders) == 1 else "")
        return Noun(start, start + len(token), (), "person" if is_person else "thing", gender, rank, token,
                    self.voice_at(start), is_plural)


def _is_named_in_apposition(token: Token, offset: int, taken: Sequence[tuple[int, int]]) -> bool:
    """"my friend, the Foreign Minister": the noun stands for the one named."""
    return any(child.dep_ == "appos" and any(start <= offset + child.idx < end for start, end in taken)
               for child in token.children)


def rank_of(token: Token, is_person: bool) -> int:
    """Subject, object, oblique or modifier: what the noun is in its clause."""
    for _ in range(8):
        dep = token.dep_
        if dep in _SUBJECTS:
            return SUBJECT
        if dep in _OBJECTS:
            return OBJECT
        if dep in ("conj", "appos") or (is_person and dep in ("compound", "nmod", "flat", "amod")):
            token = token.head
            continue
        return MODIFIER if dep in ("poss", "compound", "nmod", "amod", "npadvmod", "nummod") else OBLIQUE
    return OBLIQUE


def _groups(text: str, named: Sequence[Noun]) -> Iterator[Noun]:
    """"A, B and C" as one noun; several persons, bodies or states."""
    run: list[Noun] = []
    for noun in named:
        gap = text[run[-1].end:noun.start] if run else ""
        if run and noun.voice == run[-1].voice and JOINED.fullmatch(gap) and not _opens_clause(run[-1], noun, gap):
            run.append(noun)
            if JOINED_LAST.match(gap):
                yield _group(run)
                run = []
        else:
            run = [noun]


def _opens_clause(before: Noun, noun: Noun, gap: str) -> bool:
    """True at the comma of "In Kosovo, KFOR and EULEX …": what stands before it is no member of the group."""
    return before.head.dep_ == "pobj" and noun.rank == SUBJECT and JOINED_LAST.match(gap) is None


def _group(run: Sequence[Noun]) -> Noun:
    ids = tuple(dict.fromkeys(entity_id for noun in run for entity_id in noun.ids))
    kinds = {noun.kind for noun in run}
    is_known = all(noun.ids for noun in run) and not _goes_on(run)
    rank = max(noun.rank for noun in run)
    return Noun(run[0].start, run[-1].end, ids if is_known and len(ids) > 1 else (),
                kinds.pop() if len(kinds) == 1 else "mixed", "", rank, run[0].head, run[0].voice, True)


def _as_subject(text: str, sentence: Sentence, group: Noun) -> Noun:
    """A group that opens its sentence is the subject, also where the model takes "NATO and the EU share" for nouns."""
    following = _NEXT_WORD.match(text, group.end, sentence.end)
    if group.rank != SUBJECT and following and following[1] in ACTING_VERBS and _OPENING.fullmatch(
            text[sentence.start:group.start]):
        return replace(group, rank=SUBJECT)
    return group


def _goes_on(run: Sequence[Noun]) -> bool:
    """True for "NATO, the EU and other partners": the group has members without names."""
    end = run[-1].end - run[-1].start + run[-1].head.idx
    heads = {noun.head for noun in run} | {noun.head.head for noun in run if noun.head.dep_ == "compound"}
    return any(child.dep_ == "conj" and child.pos_ == "NOUN" and child not in heads and child.idx < end + 60
               and child.idx > run[-1].head.idx for noun in run for child in noun.head.children)
