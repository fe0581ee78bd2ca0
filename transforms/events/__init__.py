"""Find event mentions: the frames' triggers over the parse, with type, modality, polarity and participants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from transforms.events.arguments import HEADLINE_KINDS, Scene, map_tokens, participants_of, people_of
from transforms.events.frames import (
    Act,
    frames_by_lemma,
    is_mere_purpose,
    is_same_act,
    lemma_fits,
    noun_act,
    object_fits,
    simple_need,
    verb_act,
)
from transforms.events.modality import modality_of, noun_modality, polarity_of
from transforms.model import EventMention, Mention, Participant, Quote, Span, TimeExpression, TopicMention
from transforms.nlp import Segment
from transforms.quotes import SPEECH_VERBS, subject_of
from transforms.resolve import Context

_REPORT_KINDS = frozenset(("news", "listing_entry", "press_release", "readout", "article", "other"))
_DATED = ("DATE", "TIME")


def find_events(
    context: Context,
    mentions: Sequence[Mention],
    dates: Sequence[TimeExpression],
    quotes: Sequence[Quote],
    topics: Sequence[TopicMention],
) -> list[EventMention]:
    """The event mentions of a document, sorted by trigger."""
    finder = _Finder(context, mentions, dates, quotes, topics)
    found = [
        event
        for segment in context.analysis.segments
        if segment.kind not in ("contact", "reference", "header")
        for event in finder.events_of(segment)
    ]
    return sorted(found, key=lambda event: (event.trigger_start, event.event_type))


class _Finder:
    """Finds the events of one document, segment by segment."""

    def __init__(
        self,
        context: Context,
        mentions: Sequence[Mention],
        dates: Sequence[TimeExpression],
        quotes: Sequence[Quote],
        topics: Sequence[TopicMention],
    ) -> None:
        self.context = context
        self.mentions = sorted(mentions, key=lambda mention: (mention.start, mention.end))
        self.dates = dates
        self.topics = topics
        self.quotes = quotes
        self.pair = _partners(mentions)
        self.organizations = _organizations_of_people(context, mentions)
        self.is_joint = _is_joint(context, self.mentions, self.organizations)
        body = [s for s in context.analysis.segments if s.kind in ("body", "turn")]
        self.lead_start = body[0].start if body else -1

    def events_of(self, segment: Segment) -> Iterator[EventMention]:
        """The events of one segment; a noun under a verb that tells the same act is told once."""
        scene = Scene(
            self.context, segment, map_tokens(segment, self.mentions), self.quotes, self.pair, self.organizations,
            self.is_joint,
        )
        used: set[int] = set()
        for token in segment.doc:
            act = self._act(scene, token)
            if act is None or act.trigger.i in used:
                continue
            event = self._event(scene, act)
            if event is not None:
                used.add(act.trigger.i)
                used.update(o.i for o in act.objects if act.frame.part_of_speech == "verb" and is_same_act(act, o))
                yield event

    # --- which frame --------------------------------------------------------------------------------------------------

    def _act(self, scene: Scene, token: Token) -> Act | None:
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun"}.get(token.pos_)
        if kind is None or (kind == "verb" and is_mere_purpose(token)):
            return None
        # "Permanent Structured Cooperation" is a name, not an act
        if kind == "noun" and any(m.label in ("ORG", "DOC", "FAC") for m in scene.mentions_at(token)):
            return None
        for frame in frames_by_lemma().get((kind, token.lemma_.lower()), ()):
            if lemma_fits(frame, token):
                act = verb_act(frame, token) if kind == "verb" else noun_act(frame, token, scene)
                if act is not None and self._needs_met(scene, act):
                    return act
        return None

    def _needs_met(self, scene: Scene, act: Act) -> bool:
        return all(self._is_met(scene, act, need) for need in act.frame.needs)

    def _is_met(self, scene: Scene, act: Act, need: str) -> bool:
        match need:
            case "object":
                return any(object_fits(scene, act.frame, o) for o in act.objects)
            case "actor":
                return any(True for _ in self._participants(scene, act))
            case "partner":
                return self._has_partner(scene, act)
            case "lead":
                return self._is_lead(scene, act.trigger)
            case _:
                return simple_need(scene, act, need)

    def _has_partner(self, scene: Scene, act: Act) -> bool:
        actors = {p.entity_id for p in self._participants(scene, act)}
        return any(role in ("participant", "counterpart") for _, role in act.obliques) or len(actors) > 1

    def _is_lead(self, scene: Scene, trigger: Token) -> bool:
        """The first sentence of a report, and its main clause."""
        document = self.context.analysis.document
        return (
            document.kind in _REPORT_KINDS
            and scene.segment.start == self.lead_start
            and trigger.sent.start == 0
            and trigger.dep_ in ("ROOT", "conj", "advcl", "ccomp")
        )

    # --- the event ----------------------------------------------------------------------------------------------------

    def _event(self, scene: Scene, act: Act) -> EventMention | None:
        frame = act.frame
        is_headline = scene.segment.kind in HEADLINE_KINDS
        span = _clause_span(scene, act)
        modality = frame.modality or (
            noun_modality(act.trigger, act.predicate, is_headline)
            if frame.part_of_speech == "noun"
            else modality_of(act.trigger, is_headline)
        )
        participants = _unique(self._participants(scene, act))
        when = self._date(scene, act, modality, is_headline)
        trigger = scene.span(act.trigger)
        return EventMention(
            start=span.start,
            end=span.end,
            trigger=self.context.text[trigger.start : trigger.end],
            trigger_start=trigger.start,
            trigger_end=trigger.end,
            event_type=frame.event_type,
            modality=modality,
            polarity=frame.polarity or polarity_of(act.predicate or act.trigger),
            attributed_to=scene.speaker_at(act.trigger) or self._reporter(scene, act),
            start_date=when.start,
            end_date=when.end,
            precision=when.precision,
            date_basis=when.basis,
            date_span=when.span,
            place_id=self._place(scene, act),
            object_id=next((m.entity_id for m in _objects(scene, act)), None),
            confidence=frame.confidence,
            rule=frame.frame_id,
            participants=participants,
            topics=self._topics(span),
        )

    def _participants(self, scene: Scene, act: Act) -> Iterator[Participant]:
        for token in act.subjects:
            yield from participants_of(scene, token, act.frame.subject_role)
        for token, role in act.obliques:
            if role:
                yield from participants_of(scene, token, role)
        for token in act.objects:
            yield from participants_of(scene, token, act.frame.object_role or "counterpart")
        if act.predicate is None:
            yield from people_of(scene, act.frame.subject_role)
        if act.frame.event_type == "SIGNING":
            yield from self._parties(scene, act)

    def _parties(self, scene: Scene, act: Act) -> Iterator[Participant]:
        """The parties of the text that is signed, by what is known of it."""
        for mention in _objects(scene, act):
            entity = self.context.knowledge.entities.get(mention.entity_id or "")
            for party in entity.parties if entity and entity.kind == "instrument" else ():
                yield Participant(party, "signatory", mention.start, mention.end)

    def _reporter(self, scene: Scene, act: Act) -> str | None:
        """The subject of the verb of speech that governs the clause: "said that NATO would …"."""
        token = act.predicate or act.trigger
        for _ in range(6):
            head = token.head
            if head == token:
                return None
            if token.dep_ == "ccomp" and head.lemma_.lower() in SPEECH_VERBS:
                subject = subject_of(head)
                found = (
                    [m.entity_id for m in scene.mentions_at(subject) if m.label in ("PERSON", "ROLE", "ORG")]
                    if subject
                    else []
                )
                return found[0] if found else None
            token = head
        return None

    def _topics(self, span: Span) -> tuple[TopicMention, ...]:
        first: dict[str, TopicMention] = {}
        for topic in self.topics:
            if span.start <= topic.start and topic.end <= span.end:
                first.setdefault(topic.topic_id, topic)
        return tuple(first.values())

    def _place(self, scene: Scene, act: Act) -> str | None:
        """The place of an "in" or "at" phrase of the act or its verb."""
        # the parser hangs "in Brussels" on the person met as often as on the meeting
        around = (act.trigger, act.predicate, *act.objects, *(token for token, _ in act.obliques))
        for token in around:
            for child in token.children if token is not None else ():
                if child.dep_ == "prep" and child.lower_ in ("in", "at", "to"):
                    for pobj in child.children:
                        for mention in scene.mentions_at(pobj):
                            entity = self.context.knowledge.entities.get(mention.entity_id or "")
                            if (
                                entity is not None
                                and entity.kind in ("place", "state")
                                and entity.label in ("GPE", "FAC")
                            ):
                                return entity.entity_id
        return None

    def _date(self, scene: Scene, act: Act, modality: str, is_headline: bool) -> _When:
        """The date told in the clause or sentence; a headline or announcement takes the document's own day."""
        best = _nearest_date(scene, act, self.dates)
        if best is not None:
            return _When(best.start_date, best.end_date, best.precision, "stated", best.span)
        document = self.context.analysis.document
        day = document.published_date
        is_opening = is_headline or self._is_lead(scene, act.trigger)
        if (
            day is not None
            and is_opening
            and modality in ("asserted", "planned", "ongoing")
            and (act.frame.event_type in ("MEETING", "VISIT", "PARTICIPATION", "SIGNING", "STATEMENT", "PUBLICATION"))
        ):
            basis = "listing_entry" if document.kind == "listing_entry" else "document_date"
            return _When(day, day, "day", basis, None)
        return _When(None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class _When:
    start: date | None
    end: date | None
    precision: str | None
    basis: str | None
    span: Span | None


def _unique(participants: Iterator[Participant]) -> tuple[Participant, ...]:
    """One row for an entity: its first part; a person's body follows the person."""
    first: dict[str, Participant] = {}
    for participant in participants:
        first.setdefault(participant.entity_id, participant)
    return tuple(first.values())


def _partners(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The two bodies that "both organisations" means: NATO and the EU where the text names both."""
    counts = Counter(m.entity_id for m in mentions if m.label == "ORG")
    return (
        tuple(body for body in ("nato", "european-union") if counts[body])
        if counts["nato"] and counts["european-union"]
        else ()
    )


def _is_joint(context: Context, mentions: Sequence[Mention], organizations: Mapping[str, str]) -> bool:
    """True for a text whose title names both sides or their people: "we" in it is both."""
    titles = [segment for segment in context.analysis.segments if segment.kind in ("title", "subtitle")]
    named = {mention.entity_id or "" for mention in mentions
             if any(title.start <= mention.start < title.end for title in titles)}
    sides = {context.knowledge.organization_of(organizations.get(entity_id, entity_id)) for entity_id in named}
    return {"nato", "european-union"} <= sides


def _organizations_of_people(context: Context, mentions: Sequence[Mention]) -> dict[str, str]:
    """Person to the body (not state) for which they act: by the office told in the text, else held at the date."""
    found: dict[str, str] = {}
    offices = context.knowledge.offices
    for mention in mentions:
        office = offices.get(mention.office_id or "") if mention.label == "ROLE" else None
        if office and mention.entity_id and context.knowledge.kind_of(office.organization_id) != "state":
            found.setdefault(mention.entity_id, office.organization_id)
    for person in context.people:
        terms = context.knowledge.in_office(person, context.day) if context.day else ()
        bodies = [offices[t.office_id].organization_id for t in terms if t.office_id in offices]
        bodies = [body for body in bodies if context.knowledge.kind_of(body) != "state"]
        if bodies:
            found.setdefault(person, bodies[0])
    return found


# --- where and when ---------------------------------------------------------------------------------------------------


def _clause_span(scene: Scene, act: Act) -> Span:
    """The clause that tells it: the verb's subtree; for a noun under no verb the noun's."""
    root = act.trigger
    if (
        act.frame.part_of_speech == "noun"
        and act.predicate is not None
        and act.trigger.head in (act.predicate, *act.predicate.children)
    ):
        root = act.predicate
    tokens = [token for token in root.subtree if not token.is_space]
    sentence = root.sent
    first, last = max(tokens[0].i, sentence.start), min(tokens[-1].i, sentence.end - 1)
    start, end = scene.span(scene.segment.doc[first]), scene.span(scene.segment.doc[last])
    return Span(start.start, end.end)


def _nearest_date(scene: Scene, act: Act, dates: Sequence[TimeExpression]) -> TimeExpression | None:
    """The date in the act's clause, else the nearest in its sentence."""
    sentence = act.trigger.sent
    start, end = scene.segment.start + sentence.start_char, scene.segment.start + sentence.end_char
    inside = [
        d
        for d in dates
        if start <= d.start
        and d.end <= end
        and d.timex_type in _DATED
        and d.start_date is not None
        and d.modifier not in ("on_or_after", "after")
        # "now" dates nothing; "soon" bounds a plan
        and (d.status != "vague" or d.end_date is None)
    ]
    ranked = [
        (rank, abs(d.start - scene.span(act.trigger).start), d.start, d)
        for d in inside
        if (rank := _date_rank(scene, act, d)) is not None
    ]
    return min(ranked, key=lambda item: item[:3])[3] if ranked else None


def _date_rank(scene: Scene, act: Act, expression: TimeExpression) -> int | None:
    """0 if the date hangs on the act or its verb, 1 on a clause above, 2 on a participle beside; None if it dates
    another clause ("agreements that were signed in September")."""
    token = _token_at(scene, expression.start)
    own = {act.trigger.i, act.predicate.i if act.predicate is not None else act.trigger.i}
    above = {ancestor.i for ancestor in act.trigger.ancestors} | own
    for ancestor in (token, *token.ancestors):
        if ancestor.i in own:
            return 0
        if ancestor.pos_ in ("VERB", "AUX") and ancestor.dep_ != "prep":
            if ancestor.i in above:
                return 1
            return (
                None
                if ancestor.dep_ in ("relcl", "ccomp") or (ancestor.dep_ == "advcl" and ancestor.tag_ != "VBG")
                else 2
            )
    return 1


def _token_at(scene: Scene, char: int) -> Token:
    local = char - scene.segment.start
    span = scene.segment.doc.char_span(local, local + 1, alignment_mode="expand")
    return span[0] if span is not None else scene.segment.doc[0]


def _objects(scene: Scene, act: Act) -> list[Mention]:
    """The text that is signed, adopted or published, or the body that is set up."""
    label = {"SIGNING": "DOC", "ADOPTION": "DOC", "PUBLICATION": "DOC", "ESTABLISHMENT": "ORG"}.get(
        act.frame.event_type
    )
    of_trigger = [
        pobj
        for child in act.trigger.children
        if child.dep_ == "prep" and child.lower_ == "of"
        for pobj in child.children
    ]
    return [
        mention
        for token in (*act.objects, *of_trigger)
        for mention in scene.mentions_at(token)
        if mention.label == label
    ]
