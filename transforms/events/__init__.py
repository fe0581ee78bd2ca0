"""Find event mentions: the frames' triggers over the parse, with type, modality, polarity and participants."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile
from operator import attrgetter

from spacy.tokens import Token

from transforms.events.arguments import (
    HEADLINE_KINDS,
    Scene,
    map_tokens,
    named_in,
    names_before,
    officials_of,
    participants_of,
    people_of,
)
from transforms.events.dating import NEVER, When, date_before, has_just_been, nearest_date
from transforms.events.frames import (
    Act,
    frames_by_lemma,
    is_mere_purpose,
    is_no_clause_of_act,
    is_same_act,
    lemma_fits,
    verb_act,
)
from transforms.events.modality import modality_of, noun_modality, noun_polarity, polarity_of
from transforms.events.needs import object_fits, simple_need
from transforms.events.nouns import noun_act
from transforms.events.sides import is_joint, organizations_of_people, partners_of
from transforms.knowledge import EventFrame
from transforms.model import EventMention, Mention, Participant, Quote, Span, TimeExpression, TopicMention
from transforms.nlp import Segment
from transforms.quotes import SPEECH_VERBS, subject_of
from transforms.resolve import Context

_REPORT_KINDS = frozenset(("news", "listing_entry", "press_release", "readout", "article", "other"))
# what is said today of a day to come is said today
_SPEECH_ACTS = ("STATEMENT", "COMMITMENT", "CALL", "SUPPORT", "CRITICISM", "REFUSAL")


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
        self.pair = partners_of(mentions)
        self.organizations = organizations_of_people(context, mentions)
        self.is_joint = is_joint(context, self.mentions, self.organizations)
        self.officials = [
            told for segment in context.analysis.segments for told in officials_of(segment, self.mentions)
        ]
        body = [s for s in context.analysis.segments if s.kind in ("body", "turn")]
        self.lead_start = body[0].start if body else -1

    def events_of(self, segment: Segment) -> Iterator[EventMention]:
        """The events of one segment; a noun under a verb that tells the same act is told once."""
        scene = Scene(
            self.context,
            segment,
            map_tokens(segment, self.mentions),
            self.quotes,
            self.pair,
            self.organizations,
            self.is_joint,
            self.officials,
            self.mentions,
        )
        used: set[int] = set()
        before: list[tuple[int, EventMention]] = []
        for token in segment.doc:
            act = self._act(scene, token)
            if act is None or act.trigger.i in used:
                continue
            event = self._event(scene, act, before)
            before.append((act.trigger.sent.end, event))
            used.add(act.trigger.i)
            used.update(o.i for o in act.objects if act.frame.part_of_speech == "verb" and is_same_act(act, o))
            yield event

    # --- which frame --------------------------------------------------------------------------------------------------

    def _act(self, scene: Scene, token: Token) -> Act | None:
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun"}.get(token.pos_)
        if kind is None or (kind == "verb" and (is_mere_purpose(token) or is_no_clause_of_act(token))):
            return None
        if kind == "noun" and (mistagged := self._mistagged(scene, token)) is not None:
            return mistagged
        # "Permanent Structured Cooperation" is a name, not an act
        is_name = kind == "noun" and any(m.label in ("ORG", "DOC", "FAC") for m in scene.mentions_at(token))
        for frame in frames_by_lemma().get((kind, token.lemma_.lower()), ()):
            if lemma_fits(frame, token) and is_name == ("sitting" in frame.needs):
                act = self._verb_act(frame, scene, token) if kind == "verb" else noun_act(frame, token, scene)
                if act is not None and self._needs_met(scene, act):
                    return act
        return None

    def _mistagged(self, scene: Scene, noun: Token) -> Act | None:
        """ "KFOR and EULEX work side by side": after several names the model takes a verb's plural for a noun."""
        frames = frames_by_lemma().get(("verb", noun.lower_), ())
        if not frames or scene.segment.kind in HEADLINE_KINDS or noun.tag_ not in ("NN", "NNP"):
            return None
        names = names_before(scene, noun)
        if len(names) < 2 or not scene.is_verbless(noun):
            return None
        right = tuple(token for token in noun.doc[noun.i + 1 : noun.sent.end] if token.pos_ in ("NOUN", "PROPN"))
        for frame in frames:
            act = Act(frame, noun, None, names, right[:3], ())
            if self._needs_met(scene, act):
                return act
        return None

    def _verb_act(self, frame: EventFrame, scene: Scene, verb: Token) -> Act | None:
        """The verb's act; where the parse gives it no known subject, the names right before it are its subject."""
        act = verb_act(frame, verb)
        if act is None or verb.tag_ not in ("VB", "VBP", "VBZ", "VBD") or verb.dep_ not in ("ROOT", "conj", "ccomp"):
            return act
        if any(True for subject in act.subjects for _ in participants_of(scene, subject, "participant")):
            return act
        names = names_before(scene, verb)
        return replace(act, subjects=names) if names else act

    def _needs_met(self, scene: Scene, act: Act) -> bool:
        return all(self._is_met(scene, act, need) for need in act.frame.needs)

    def _is_met(self, scene: Scene, act: Act, need: str) -> bool:  # noqa: PLR0911  (one return for each need)
        match need:
            case "object":
                return any(object_fits(scene, act.frame, o) for o in act.objects)
            case "actor":
                return any(True for _ in self._participants(scene, act))
            case "sides":
                return len(self._sides(scene, act)) > 1
            case "somebody":
                return any(True for _ in self._participants(scene, act)) or simple_need(scene, act, "official")
            case "somebody-told":
                return self._is_told(scene, act)
            case "partner":
                return self._has_partner(scene, act)
            case "lead":
                return self._is_lead(scene, act.trigger)
            case "together" if act.predicate is None:
                return bool({"together", "jointly", "side", "shoulder"} & {word.lower_ for word in act.trigger.sent})
            case _:
                return simple_need(scene, act, need)

    def _has_partner(self, scene: Scene, act: Act) -> bool:
        actors = {p.entity_id for p in self._participants(scene, act)}
        # a person's own body is no partner
        actors -= {self.organizations.get(actor, "") for actor in actors}
        return any(role in ("participant", "counterpart") for _, role in act.obliques) or len(actors) > 1

    def _is_told(self, scene: Scene, act: Act) -> bool:
        """Somebody known takes part, or the day and the place or officials are told."""
        if any(True for _ in self._participants(scene, act)):
            return True
        if simple_need(scene, act, "official") or any(t.tag_ in ("NNS", "NNPS") for t, role in act.obliques if role):
            return True
        return self._place(scene, act) is not None and nearest_date(scene, act, self.dates) is not None

    def _sides(self, scene: Scene, act: Act) -> set[str]:
        """The bodies and states for which those act who are named in the clause: NATO for KFOR."""
        knowledge = self.context.knowledge
        return {
            knowledge.organization_of(participant.entity_id)
            for participant in named_in(scene, act.trigger, act.subjects)
        }

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

    def _event(self, scene: Scene, act: Act, before: Sequence[tuple[int, EventMention]]) -> EventMention:
        frame = act.frame
        is_headline = scene.segment.kind in HEADLINE_KINDS
        span = _clause_span(scene, act)
        modality = frame.modality or (
            noun_modality(act.trigger, act.predicate, is_headline)
            if frame.part_of_speech == "noun"
            else modality_of(act.trigger, is_headline)
            if act.predicate is not None
            else "ongoing"
        )
        participants = _unique(self._participants(scene, act))
        when = self._date(scene, act, modality, is_headline)
        if when == NEVER and modality == "asserted":
            when = date_before(act, before)
        modality = self._scheduled(act, modality, when)
        trigger = scene.span(act.trigger)
        return EventMention(
            start=span.start,
            end=span.end,
            trigger=self.context.text[trigger.start : trigger.end],
            trigger_start=trigger.start,
            trigger_end=trigger.end,
            event_type=frame.event_type,
            modality=modality,
            polarity=frame.polarity or _polarity(act),
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

    def _scheduled(self, act: Act, modality: str, when: When) -> str:
        """ "flies to Helsinki next Monday": a present tense with a day to come tells a plan."""
        day = self.context.day
        is_past = (act.predicate or act.trigger).tag_ in ("VBD", "VBN")
        is_to_come = day is not None and when.start is not None and when.start > day
        is_plain = act.frame.event_type not in _SPEECH_ACTS
        return (
            "planned" if is_plain and modality in ("ongoing", "asserted") and is_to_come and not is_past else modality
        )

    def _participants(self, scene: Scene, act: Act) -> Iterator[Participant]:
        for token in act.subjects if act.frame.subject_role else ():
            yield from participants_of(scene, token, act.frame.subject_role)
        for token, role in act.obliques:
            if role:
                yield from participants_of(scene, token, role)
        for token in () if "object-apart" in act.frame.needs else act.objects:
            yield from participants_of(scene, token, act.frame.object_role or "counterpart")
        if "sides" in act.frame.needs:
            yield from named_in(scene, act.trigger, act.subjects)
        if act.predicate is None and scene.segment.kind in HEADLINE_KINDS and act.frame.subject_role:
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
        at = bisect_left(self.topics, span.start, key=attrgetter("start"))
        for topic in takewhile(lambda topic: topic.start < span.end, islice(self.topics, at, None)):
            if topic.end <= span.end:
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

    def _date(self, scene: Scene, act: Act, modality: str, is_headline: bool) -> When:
        """The date told in the clause or sentence; a headline or announcement takes the document's own day."""
        best = nearest_date(scene, act, self.dates)
        if best is not None:
            return When(best.start_date, best.end_date, best.precision, "stated", best.span)
        document = self.context.analysis.document
        day = document.published_date
        if day is not None and has_just_been(act):
            return When(day, day, "day", "tense", None)
        is_opening = is_headline or self._is_lead(scene, act.trigger)
        if (
            day is not None
            and is_opening
            and modality in ("asserted", "planned", "ongoing")
            and (act.frame.event_type in ("MEETING", "VISIT", "PARTICIPATION", "SIGNING", "STATEMENT", "PUBLICATION"))
        ):
            basis = "listing_entry" if document.kind == "listing_entry" else "document_date"
            return When(day, day, "day", basis, None)
        return NEVER


def _polarity(act: Act) -> str:
    if act.frame.part_of_speech == "noun" and act.predicate is not None:
        return noun_polarity(act.predicate)
    return polarity_of(act.predicate or act.trigger)


def _unique(participants: Iterator[Participant]) -> tuple[Participant, ...]:
    """One row for an entity: its first part; a person's body follows the person. Who has no part by the frame ("the
    report is due") takes none."""
    first: dict[str, Participant] = {}
    for participant in participants:
        if participant.role:
            first.setdefault(participant.entity_id, participant)
    return tuple(first.values())


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
