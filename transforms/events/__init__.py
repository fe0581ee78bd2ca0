"""Find event mentions: triggers of the knowledge's frames over the parse, with type, modality, polarity, participants."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Token

from transforms.events.arguments import Scene, map_tokens, participants_of, people_of
from transforms.events.modality import modality_of, noun_modality, polarity_of
from transforms.knowledge import EventFrame, load_knowledge
from transforms.model import EventMention, Mention, Participant, Quote, Span, TimeExpression, TopicMention
from transforms.nlp import Segment
from transforms.quotes import SPEECH_VERBS, subject_of
from transforms.resolve import Context

# verbs under which a noun tells an act: "held talks", "attended a meeting", "the meeting took place"
LIGHT_VERBS = frozenset(
    "hold attend have host chair join participate take conclude open convene organize organise launch conduct pay begin "
    "start make speak address arrive gather undertake complete run lead continue finish deliver give sign sit meet spend "
    "plan schedule agree intensify stage welcome invite co-chair cochair return discuss be test coordinate mark follow".split())
EVENT_PREPOSITIONS = frozenset(("following", "after", "before", "during", "at", "of", "since", "ahead", "for", "in", "with", "through", "from", "to"))
TIME_PREPOSITIONS = frozenset(("following", "after", "before", "during", "at", "since", "through"))
GENERIC_VERBS = frozenset(("be", "have"))
_REPORT_KINDS = frozenset(("news", "listing_entry", "press_release", "readout", "article", "other"))
_PERSON_NOUNS = frozenset("diplomat ambassador minister commissioner representative official delegation president leader "
                          "member group chairman counterpart general secretary ally".split())
_WEAPONS = frozenset("weapon vehicle tank ammunition missile artillery shell jet fighter military humanitarian financial "
                     "macro-financial security economic assistance aid".split())
# nouns whose "to do" tells an act that somebody means to do or is doing
INTENT_NOUNS = frozenset("effort need plan decision commitment promise intention agreement call proposal pledge step wish work "
                         "readiness willingness offer task duty ambition attempt resolve determination goal".split())
_DATED = ("DATE", "TIME")


@dataclass(frozen=True, slots=True)
class _Act:
    """A trigger with the frame that fits, the verb that carries its tense, and its argument tokens by role."""

    frame: EventFrame
    trigger: Token
    predicate: Token | None
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    obliques: tuple[tuple[Token, str], ...]


def find_events(context: Context, mentions: Sequence[Mention], dates: Sequence[TimeExpression],
                quotes: Sequence[Quote], topics: Sequence[TopicMention]) -> list[EventMention]:
    """The event mentions of a document, sorted by trigger."""
    finder = _Finder(context, mentions, dates, quotes, topics)
    found = [event for segment in context.analysis.segments if segment.kind not in ("contact", "reference", "header")
             for event in finder.events_of(segment)]
    return sorted(found, key=lambda event: (event.trigger_start, event.event_type))


@functools.cache
def _frames_by_lemma() -> Mapping[tuple[str, str], tuple[EventFrame, ...]]:
    """Frames by part of speech and by the first word of their lemmas, in the order of the file."""
    index: defaultdict[tuple[str, str], list[EventFrame]] = defaultdict(list)
    for frame in load_knowledge().frames:
        for lemma in frame.lemmas:
            word = lemma.split()[0] if frame.part_of_speech == "verb" else lemma.split()[-1]
            if frame not in index[frame.part_of_speech, word]:
                index[frame.part_of_speech, word].append(frame)
    return {key: tuple(frames) for key, frames in index.items()}


class _Finder:
    """Finds the events of one document, segment by segment."""

    def __init__(self, context: Context, mentions: Sequence[Mention], dates: Sequence[TimeExpression],
                 quotes: Sequence[Quote], topics: Sequence[TopicMention]) -> None:
        self.context = context
        self.mentions = sorted(mentions, key=lambda mention: (mention.start, mention.end))
        self.dates = dates
        self.topics = topics
        self.quotes = quotes
        self.pair = _partners(mentions)
        self.organizations = _organizations_of_people(context, mentions)
        body = [s for s in context.analysis.segments if s.kind in ("body", "turn")]
        self.lead_start = body[0].start if body else -1

    def events_of(self, segment: Segment) -> Iterator[EventMention]:
        """The events of one segment; a noun under a verb that tells the same act is told once."""
        scene = Scene(self.context, segment, map_tokens(segment, self.mentions), self.quotes, self.pair, self.organizations)
        used: set[int] = set()
        for token in segment.doc:
            act = self._act(scene, token)
            if act is None or act.trigger.i in used:
                continue
            event = self._event(scene, act)
            if event is not None:
                used.add(act.trigger.i)
                used.update(o.i for o in act.objects if act.frame.part_of_speech == "verb" and _is_same_act(act, o))
                yield event

    # --- which frame --------------------------------------------------------------------------------------------------

    def _act(self, scene: Scene, token: Token) -> _Act | None:
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun"}.get(token.pos_)
        if kind is None or (kind == "verb" and _is_mere_purpose(token)):
            return None
        for frame in _frames_by_lemma().get((kind, token.lemma_.lower()), ()):
            if _lemma_fits(frame, token):
                act = _verb_act(frame, token) if kind == "verb" else _noun_act(frame, token, scene)
                if act is not None and self._needs_met(scene, act):
                    return act
        return None

    def _needs_met(self, scene: Scene, act: _Act) -> bool:
        return all(self._is_met(scene, act, need) for need in act.frame.needs)

    def _is_met(self, scene: Scene, act: _Act, need: str) -> bool:
        match need:
            case "object":
                return any(_object_fits(scene, act.frame, o) for o in act.objects)
            case "actor":
                return any(True for _ in self._participants(scene, act))
            case "partner":
                return self._has_partner(scene, act)
            case "lead":
                return self._is_lead(scene, act.trigger)
            case _:
                return _simple_need(scene, act, need)

    def _has_partner(self, scene: Scene, act: _Act) -> bool:
        actors = {p.entity_id for p in self._participants(scene, act)}
        return any(role in ("participant", "counterpart") for _, role in act.obliques) or len(actors) > 1

    def _is_lead(self, scene: Scene, trigger: Token) -> bool:
        """The first sentence of a report, and its main clause."""
        document = self.context.analysis.document
        return (document.kind in _REPORT_KINDS and scene.segment.start == self.lead_start
                and trigger.sent.start == 0 and trigger.dep_ in ("ROOT", "conj", "advcl", "ccomp"))

    # --- the event ----------------------------------------------------------------------------------------------------

    def _event(self, scene: Scene, act: _Act) -> EventMention | None:
        segment, frame = scene.segment, act.frame
        is_headline = segment.kind in ("title", "subtitle", "heading", "caption")
        span = _clause_span(scene, act)
        modality = frame.modality or (noun_modality(act.trigger, act.predicate, is_headline)
                                      if frame.part_of_speech == "noun" else modality_of(act.trigger, is_headline))
        participants = _unique(self._participants(scene, act))
        when = self._date(scene, act, modality, is_headline)
        trigger = scene.span(act.trigger)
        return EventMention(
            start=span.start, end=span.end, trigger=self.context.text[trigger.start:trigger.end],
            trigger_start=trigger.start, trigger_end=trigger.end, event_type=frame.event_type, modality=modality,
            polarity=frame.polarity or polarity_of(act.predicate or act.trigger),
            attributed_to=scene.speaker_at(act.trigger) or self._reporter(scene, act),
            start_date=when.start, end_date=when.end, precision=when.precision, date_basis=when.basis,
            date_span=when.span, place_id=self._place(scene, act),
            object_id=next((m.entity_id for m in _objects(scene, act)), None), confidence=frame.confidence, rule=frame.frame_id,
            participants=participants, topics=self._topics(scene, span))

    def _participants(self, scene: Scene, act: _Act) -> Iterator[Participant]:
        for token in act.subjects:
            yield from participants_of(scene, token, act.frame.subject_role)
        for token in act.objects:
            yield from participants_of(scene, token, act.frame.object_role or "counterpart")
        for token, role in act.obliques:
            if role:
                yield from participants_of(scene, token, role)
        if act.predicate is None:
            yield from people_of(scene, act.frame.subject_role)
        if act.frame.event_type == "SIGNING":
            yield from self._parties(scene, act)

    def _parties(self, scene: Scene, act: _Act) -> Iterator[Participant]:
        """The parties of the text that is signed, by what is known of it."""
        for mention in _objects(scene, act):
            entity = self.context.knowledge.entities.get(mention.entity_id or "")
            for party in entity.parties if entity and entity.kind == "instrument" else ():
                yield Participant(party, "signatory", mention.start, mention.end)

    def _reporter(self, scene: Scene, act: _Act) -> str | None:
        """The subject of the verb of speech that governs the clause: "said that NATO would …"."""
        token = act.predicate or act.trigger
        for _ in range(6):
            head = token.head
            if head == token:
                return None
            if token.dep_ == "ccomp" and head.lemma_.lower() in SPEECH_VERBS:
                subject = subject_of(head)
                found = [m.entity_id for m in scene.mentions_at(subject) if m.label in ("PERSON", "ROLE", "ORG")] if subject else []
                return found[0] if found else None
            token = head
        return None

    def _topics(self, scene: Scene, span: Span) -> tuple[TopicMention, ...]:
        first: dict[str, TopicMention] = {}
        for topic in self.topics:
            if span.contains(topic.span):
                first.setdefault(topic.topic_id, topic)
        return tuple(first.values())

    def _place(self, scene: Scene, act: _Act) -> str | None:
        """The place of an "in" or "at" phrase of the act or its verb."""
        for token in (act.trigger, act.predicate):
            for child in token.children if token is not None else ():
                if child.dep_ == "prep" and child.lower_ in ("in", "at", "to"):
                    for pobj in child.children:
                        for mention in scene.mentions_at(pobj):
                            entity = self.context.knowledge.entities.get(mention.entity_id or "")
                            if entity is not None and entity.kind in ("place", "state") and entity.label in ("GPE", "FAC"):
                                return entity.entity_id
        return None

    def _date(self, scene: Scene, act: _Act, modality: str, is_headline: bool) -> _When:
        """The date told in the clause or sentence; a headline or announcement takes the document's own day."""
        best = _nearest_date(scene, act, self.dates)
        if best is not None:
            return _When(best.start_date, best.end_date, best.precision, "stated", best.span)
        document = self.context.analysis.document
        day = document.published_date
        is_opening = is_headline or self._is_lead(scene, act.trigger)
        if day is not None and is_opening and modality in ("asserted", "planned", "ongoing") and (
                act.frame.event_type in ("MEETING", "VISIT", "PARTICIPATION", "SIGNING", "STATEMENT", "PUBLICATION")):
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
    return tuple(body for body in ("nato", "european-union") if counts[body]) if counts["nato"] and counts["european-union"] else ()


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


# --- arguments in the parse --------------------------------------------------------------------------------------------


def _lemma_fits(frame: EventFrame, token: Token) -> bool:
    """One-word lemmas fit as they are; others need the particle ("step up") or the word before ("staff talk")."""
    for lemma in frame.lemmas:
        words = lemma.split()
        if len(words) == 1:
            if words[0] == token.lemma_.lower():
                return True
        elif frame.part_of_speech == "verb":
            rest = {child.lower_ for child in token.children if child.dep_ in ("prt", "advmod", "prep", "dobj")}
            if words[0] == token.lemma_.lower() and set(words[1:]) <= rest:
                return True
        elif words[-1] == token.lemma_.lower() and token.i > 0 and token.nbor(-1).lower_ == words[-2]:
            return True
    return False


def _is_mere_purpose(verb: Token) -> bool:
    """"A task force to reduce risks", "met to discuss": an aim of another act, which tells no act of its own."""
    while verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        verb = verb.head
    if verb.tag_ != "VB" or not any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children):
        return False
    if verb.dep_ == "acl":
        return verb.head.lemma_.lower() not in INTENT_NOUNS
    return verb.dep_ in ("advcl", "relcl") and not any(
        word.lemma_.lower() in ("important", "vital", "crucial", "essential", "necessary") for word in verb.head.children)


def _verb_act(frame: EventFrame, verb: Token) -> _Act | None:
    passive = any(child.dep_ in ("nsubjpass", "auxpass") for child in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN")
    objects = [child for child in verb.children if child.dep_ in ("dobj", "attr", "oprd", "nsubjpass")]
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        objects.append(verb.head)
    agents = [pobj for child in verb.children if child.dep_ == "agent" for pobj in child.children if pobj.dep_ == "pobj"]
    subjects = agents if passive else _subjects(verb)
    obliques = _obliques(frame, verb)
    for obj in objects:
        obliques += _obliques(frame, obj)
    objects += [pobj for child in verb.children if child.dep_ == "prep" and child.lower_ in ("in", "at", "for", "with", "on", "to")
                for pobj in child.children if pobj.dep_ == "pobj" and child.lower_ in frame.prepositions or _is_particle(frame, child)]
    return _Act(frame, verb, verb, tuple(subjects), tuple(dict.fromkeys(objects)), tuple(obliques))


def _is_particle(frame: EventFrame, preposition: Token) -> bool:
    return any(preposition.lower_ in lemma.split()[1:] for lemma in frame.lemmas)


def _subjects(verb: Token) -> list[Token]:
    """The verb's subject; a relative clause's is its antecedent, a participle's that of the clause above."""
    for child in verb.children:
        if child.dep_ in ("nsubj", "expl"):
            if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
                return [verb.head] if verb.dep_ == "relcl" else []
            return [child]
    if verb.dep_ in ("relcl", "acl") and verb.tag_ == "VBG":
        return [verb.head]
    if verb.dep_ in ("conj", "advcl", "xcomp", "ccomp", "pcomp", "acl", "prep", "dep") and verb.head != verb:
        if verb.head.pos_ in ("VERB", "AUX"):
            objects = [c for c in verb.head.children if c.dep_ == "dobj"] if verb.dep_ == "xcomp" else []
            return objects if objects and verb.head.lemma_.lower() in ("urge", "ask", "call", "invite", "want", "see") \
                else _subjects(verb.head)
        if verb.head.pos_ in ("NOUN", "PROPN", "ADP", "ADJ"):
            return _owner(verb.head)
    return []


def _owner(noun: Token) -> list[Token]:
    """Whose effort or need it is: "the EU's efforts to …", "NATO's plan to …"; else the subject of the verb above."""
    owners = [child for child in noun.children if child.dep_ == "poss"]
    if owners:
        return owners
    token = noun
    for _ in range(4):
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return _subjects(token)
    return []


def _obliques(frame: EventFrame, token: Token) -> list[tuple[Token, str]]:
    found = []
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent") and child.lower_ in frame.prepositions:
            found += [(pobj, frame.prepositions[child.lower_]) for pobj in child.children if pobj.dep_ == "pobj"]
            found += [(pobj, frame.prepositions[child.lower_]) for nested in child.children if nested.dep_ == "prep"
                      for pobj in nested.children if pobj.dep_ == "pobj"]
    return found


def _noun_act(frame: EventFrame, noun: Token, scene: Scene) -> _Act | None:
    """A noun tells an act under a light verb, after a preposition of time, or as the root of a headline."""
    if noun.dep_ in ("compound", "poss", "amod", "nmod"):
        return None
    predicate = _predicate(noun)
    is_argument = predicate is not None and noun.head == predicate and noun.dep_ in ("dobj", "nsubj", "nsubjpass")
    if not (_noun_tells(noun, predicate, scene) or (is_argument and {"under-speech", "under-verb"} & set(frame.needs))):
        return None
    subjects = _subjects(predicate) if predicate is not None and noun.dep_ not in ("nsubj", "nsubjpass") else []
    owners = [child for child in noun.children if child.dep_ in ("poss", "compound", "nmod")]
    hosts = [pobj for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBN"
             for agent in child.children if agent.dep_ == "agent" for pobj in agent.children]
    obliques = _obliques(frame, noun) + [(host, "host") for host in hosts] + [(owner, frame.subject_role) for owner in owners]
    if predicate is not None:
        obliques += [(pobj, role) for pobj, role in _obliques(frame, predicate) if pobj.i != noun.i]
        if noun.head.lemma_.lower() in ("join",):
            obliques += [(child, "participant") for child in predicate.children if child.dep_ == "dobj"]
    return _Act(frame, noun, predicate, tuple(subjects), (), tuple(obliques))


def _predicate(noun: Token) -> Token | None:
    """The verb above the noun, through prepositions and coordination."""
    token = noun
    for _ in range(5):
        if token.head == token:
            return None
        token = token.head
        # "following" and "regarding" are tagged as verbs and used as prepositions
        if token.pos_ in ("VERB", "AUX") and token.dep_ != "prep":
            return token
    return None


def _noun_tells(noun: Token, predicate: Token | None, scene: Scene) -> bool:
    is_headline = scene.segment.kind in ("title", "subtitle", "heading", "caption")
    preposition = noun.head if noun.dep_ == "pobj" else None
    if noun.dep_ == "conj":
        return _noun_tells(noun.head, predicate, scene) if noun.head.pos_ == "NOUN" else False
    if preposition is not None and preposition.lower_ in TIME_PREPOSITIONS | {"ahead"}:
        return True
    if preposition is not None and preposition.lower_ == "of" and preposition.head.lower_ == "ahead":
        return True
    if preposition is None and predicate is None:
        return is_headline
    if predicate is None:
        return is_headline and preposition is not None and preposition.lower_ in EVENT_PREPOSITIONS
    direct = noun.head == predicate or (preposition is not None and preposition.head == predicate)
    if not direct or predicate.lemma_.lower() not in LIGHT_VERBS:
        return False
    return predicate.lemma_.lower() not in GENERIC_VERBS or noun.dep_ in ("dobj", "relcl", "attr")


def _objects(scene: Scene, act: _Act) -> list[Mention]:
    """The text that is signed, adopted or published, or the body that is set up."""
    label = {"SIGNING": "DOC", "ADOPTION": "DOC", "PUBLICATION": "DOC", "ESTABLISHMENT": "ORG"}.get(act.frame.event_type)
    of_trigger = [pobj for child in act.trigger.children if child.dep_ == "prep" and child.lower_ == "of"
                  for pobj in child.children]
    return [mention for token in (*act.objects, *of_trigger) for mention in scene.mentions_at(token) if mention.label == label]


def _is_same_act(act: _Act, obj: Token) -> bool:
    return any(frame.event_type == act.frame.event_type or frame.frame_id == "hold-talks"
               for frame in _frames_by_lemma().get(("noun", obj.lemma_.lower()), ()))


def _object_fits(scene: Scene, frame: EventFrame, obj: Token) -> bool:
    for head in (obj, *obj.conjuncts):
        if head.lemma_.lower() in frame.object_lemmas:
            return True
        if any(m.label in frame.object_labels for m in scene.mentions_at(head)):
            return True
        # "a new phase of cooperation", "the level of support": the noun after "of" counts
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of" and any(
                    p.lemma_.lower() in frame.object_lemmas for p in child.children):
                return True
    return False


def _simple_need(scene: Scene, act: _Act, need: str) -> bool:
    """Conditions on the words around the trigger."""
    words = {token.lower_ for token in act.trigger.subtree}
    match need:
        case "together":
            return bool(words & {"together", "jointly"}) or (bool(act.obliques) and bool(words & {"closely", "with"}))
        case "here":
            return bool(words & {"here", "together"}) and any(t.lemma_.lower() in ("three", "both", "we", "two") for t in act.trigger.subtree)
        case "counterpart":
            return any(role for _, role in act.obliques)
        case "person":
            return any(_is_person(scene, o) for o in act.objects)
        case "person-or-role":
            return any(m.label in ("PERSON", "ROLE") for o in (*act.objects, *act.subjects) for m in scene.mentions_at(o))
        case "state-subject":
            return any(m.label in ("GPE", "NORP") for s in act.subjects for h in (s, *s.conjuncts) for m in scene.mentions_at(h))
        case _:
            return _clause_need(act, need, words)


def _clause_need(act: _Act, need: str, words: set[str]) -> bool:
    lemmas = {token.lemma_.lower() for obj in act.objects for token in obj.subtree}
    match need:
        case "sanction":
            return bool(lemmas & {"sanction", "embargo", "restrictive"})
        case "aid":
            return bool(lemmas & _WEAPONS) or "ukraine" in words or "support" in lemmas
        case "negated":
            return polarity_of(act.trigger) == "negated"
        case "no-clause":
            return not any(child.dep_ in ("xcomp", "ccomp") for child in act.trigger.children)
        case "under-speech":
            return act.predicate is not None and act.predicate.lemma_.lower() in SPEECH_VERBS
        case "under-verb":
            return act.predicate is not None and act.predicate.lemma_.lower() not in GENERIC_VERBS \
                and act.trigger.dep_ in ("dobj", "nsubj", "nsubjpass")
        case "for-noun":
            return any(child.lower_ in ("for", "to") for child in act.trigger.children)
        case "of-information":
            return bool(words & {"information", "intelligence", "data", "views", "experience"})
        case "main-clause":
            return act.trigger.dep_ in ("ROOT", "conj", "ccomp", "relcl", "xcomp")
    return False


def _is_person(scene: Scene, obj: Token) -> bool:
    if any(m.label in ("PERSON", "ROLE") for m in scene.mentions_at(obj)):
        return True
    return obj.lemma_.lower() in _PERSON_NOUNS or any(
        m.label in ("PERSON", "ROLE") for child in obj.children if child.dep_ == "appos" for m in scene.mentions_at(child))


# --- where and when ----------------------------------------------------------------------------------------------------


def _clause_span(scene: Scene, act: _Act) -> Span:
    """The clause that tells it: the verb's subtree; for a noun under no verb the noun's."""
    root = act.trigger
    if act.frame.part_of_speech == "noun" and act.predicate is not None and act.trigger.head in (act.predicate, *act.predicate.children):
        root = act.predicate
    tokens = [token for token in root.subtree if not token.is_space]
    sentence = root.sent
    first, last = max(tokens[0].i, sentence.start), min(tokens[-1].i, sentence.end - 1)
    start, end = scene.span(scene.segment.doc[first]), scene.span(scene.segment.doc[last])
    return Span(start.start, end.end)


def _nearest_date(scene: Scene, act: _Act, dates: Sequence[TimeExpression]) -> TimeExpression | None:
    """The date in the act's clause, else the nearest in its sentence."""
    sentence = act.trigger.sent
    start, end = scene.segment.start + sentence.start_char, scene.segment.start + sentence.end_char
    inside = [d for d in dates if start <= d.start and d.end <= end and d.timex_type in _DATED
              and d.start_date is not None and d.modifier not in ("on_or_after", "after")
              # "now" dates nothing; "soon" bounds a plan
              and (d.status != "vague" or d.end_date is None)]
    if not inside:
        return None
    root = act.predicate or act.trigger
    clause = Span(scene.segment.start + root.left_edge.idx, scene.span(root.right_edge).end)
    at = scene.span(act.trigger).start
    return min(inside, key=lambda d: (not clause.contains(d.span), abs(d.start - at), d.start))
