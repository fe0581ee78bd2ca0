"""Who takes part in an act: the subject, object and prepositional arguments of its trigger, as entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from transforms.model import Mention, Participant, Quote, Span
from transforms.nlp import Segment
from transforms.resolve import Context

# nouns for people who act for the body named beside them: "NATO leaders", "EU defence ministers"
MEMBERS = frozenset(
    (
        "leader",
        "minister",
        "ally",
        "ambassador",
        "official",
        "staff",
        "representative",
        "expert",
        "member",
        "partner",
        "country",
        "state",
        "troop",
        "force",
        "head",
        "diplomat",
        "adviser",
        "team",
        "ministry",
        "side",
        "delegation",
        "general",
        "commander",
        "chief",
        "nation",
        "government",
        "capital",
        "envoy",
        "parliamentarian",
        "lawmaker",
        "commissioner",
        "negotiator",
        "counterpart",
        "institution",
    )
)
HEADLINE_KINDS = frozenset(("title", "subtitle", "heading", "caption"))
# in a body's own text these are its own: "Foreign Ministers met", "leaders agreed"
_OFFICIALS = frozenset(("leader", "minister", "ambassador", "head", "staff"))
_WE = frozenset(("we", "us", "our", "ourselves"))
_BOTH = frozenset(("both", "two"))
_JOINT_NOUNS = frozenset(("organisation", "organization", "institution", "side"))
_BIG_TWO = ("nato", "european-union")
_PERSONAL = ("PERSON", "ROLE", "PRONOUN")


@dataclass
class Scene:
    """What is needed to tell whom the words of one segment stand for."""

    context: Context
    segment: Segment
    by_token: dict[int, list[Mention]]
    quotes: Sequence[Quote]
    pair: tuple[str, ...] = ()
    organizations: dict[str, str] = field(default_factory=dict)
    is_joint: bool = False

    @property
    def is_headline(self) -> bool:
        """A title, or a line without any verb of its own (a bullet): its nouns tell acts."""
        return self.segment.kind in HEADLINE_KINDS or not any(
            token.pos_ in ("VERB", "AUX") and token.dep_ not in ("acl", "relcl", "amod", "prep", "compound")
            for token in self.segment.doc
        )

    def mentions_at(self, token: Token) -> list[Mention]:
        """The resolved mentions that cover the token."""
        return self.by_token.get(token.i, [])

    def speaker_at(self, token: Token) -> str | None:
        """Who speaks at the token: the speaker of the quote or turn around it."""
        at = self.segment.start + token.idx
        return next((quote.speaker_id for quote in self.quotes if quote.start <= at < quote.end), None)

    def addressee_at(self, token: Token) -> str | None:
        """To whom the words at the token are said, where that is told."""
        at = self.segment.start + token.idx
        return next((quote.addressee_id for quote in self.quotes if quote.start <= at < quote.end), None)

    def span(self, token: Token) -> Span:
        """Where the token stands in the document."""
        return self.segment.token_span(token)


def noun_lemma(token: Token) -> str:
    """The lemma in lower case; the model leaves capitalized plurals ("Allies", "Foreign Ministers") as they are."""
    lemma = token.lemma_.lower()
    if token.tag_ != "NNPS" or not lemma.endswith("s"):
        return lemma
    return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]


def map_tokens(segment: Segment, mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    """Token index to the resolved mentions that cover it; mentions are sorted by start."""
    by_token: dict[int, list[Mention]] = {}
    segment_end = segment.end
    inside = [m for m in mentions if segment.start <= m.start and m.end <= segment_end and m.entity_id]
    at = 0
    for token in segment.doc:
        start, end = segment.start + token.idx, segment.start + token.idx + len(token)
        while at < len(inside) and inside[at].end <= start:
            at += 1
        for mention in inside[at:]:
            if mention.start >= end:
                break
            if mention.end > start:
                by_token.setdefault(token.i, []).append(mention)
    return by_token


def participants_of(scene: Scene, argument: Token, role: str) -> Iterator[Participant]:
    """The entities that an argument's head noun, its coordinated and apposed nouns stand for."""
    for head in _heads(argument):
        yield from _head_participants(scene, head, role)


def _heads(token: Token) -> Iterator[Token]:
    queue = [token]
    seen: set[int] = set()
    while queue:
        head = queue.pop(0)
        if head.i in seen or len(seen) > 40:
            continue
        seen.add(head.i)
        yield head
        queue += [child for child in head.children if child.dep_ in ("conj", "appos")]


def _head_participants(scene: Scene, head: Token, role: str) -> Iterator[Participant]:
    # in a statement of both sides "we" is both, though the mention has the speaker's side only
    mentions = [] if head.lower_ in _WE and scene.is_joint else scene.mentions_at(head)
    if mentions:
        for mention in mentions:
            if mention.label not in ("NORP", "DOC", "EVENT") and mention.entity_id and not _is_place(scene, mention):
                yield Participant(mention.entity_id, role, mention.start, mention.end)
                yield from _organization(scene, mention, role)
        return
    span = scene.span(head)
    antecedent = _clause_antecedent(head)
    if antecedent is not None:
        yield from participants_of(scene, antecedent, role)
    elif head.lower_ in _WE or head.lower_ in ("i", "me", "you", "they", "them"):
        for entity_id in _pronoun(scene, head):
            yield Participant(entity_id, role, span.start, span.end)
    elif noun_lemma(head) in _JOINT_NOUNS | {"both"} and _is_both(head):
        for entity_id in scene.pair:
            yield Participant(entity_id, role, span.start, span.end)
    else:
        yield from _by_modifiers(scene, head, role)


def _clause_antecedent(pronoun: Token) -> Token | None:
    """ "France and Germany announced that they would …": the plural subject of the clause above."""
    verb = pronoun.head
    is_subject = pronoun.lower_ in ("they", "he", "she", "it") and pronoun.dep_ == "nsubj"
    if not is_subject or verb.dep_ not in ("ccomp", "advcl"):
        return None
    subjects = [child for child in verb.head.children if child.dep_ == "nsubj" and child.pos_ in ("NOUN", "PROPN")]
    is_plural = any(child.dep_ == "conj" for subject in subjects for child in subject.children) or any(
        subject.tag_ in ("NNS", "NNPS") for subject in subjects
    )
    return subjects[0] if subjects and is_plural == (pronoun.lower_ == "they") else None


def _is_place(scene: Scene, mention: Mention) -> bool:
    """A city or building is where, not who; a state is both."""
    return scene.context.knowledge.kind_of(mention.entity_id or "") == "place"


def _is_both(head: Token) -> bool:
    return head.lower_ == "both" or any(child.lower_ in _BOTH for child in head.children)


def _organization(scene: Scene, mention: Mention, role: str) -> Iterator[Participant]:
    """The body for which a person acts, told by the office beside the name or held at the date."""
    body = scene.organizations.get(mention.entity_id or "") if mention.label in _PERSONAL else None
    if body:
        yield Participant(body, role, mention.start, mention.end)


def _by_modifiers(scene: Scene, head: Token, role: str) -> Iterator[Participant]:
    """ "NATO leaders", "ambassadors of the EU", "the EU's efforts": the body named inside the noun phrase."""
    is_member = noun_lemma(head) in MEMBERS
    for child in head.children:
        named = child.dep_ in ("compound", "poss", "nmod", "amod", "nsubj") and (is_member or child.dep_ == "poss")
        if named:
            for mention in scene.mentions_at(child):
                if mention.entity_id and mention.label in ("ORG", "GPE", "PERSON", "NORP"):
                    yield Participant(mention.entity_id, role, mention.start, mention.end)
            if child.lower_ in ("allied", "our"):
                span = scene.span(child)
                for entity_id in _pronoun(scene, child) if child.lower_ == "our" else ("nato",):
                    yield Participant(entity_id, role, span.start, span.end)
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "from")
            and (is_member or head.pos_ == "NUM" or noun_lemma(head) in ("group", "number"))
        ):
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    yield from participants_of(scene, grandchild, role)
    span = scene.span(head)
    if noun_lemma(head) == "ally" and head.text[:1].isupper():
        yield Participant("nato", role, span.start, span.end)
    elif noun_lemma(head) in _OFFICIALS and not any(child.dep_ in ("poss", "nmod") for child in head.children):
        side = scene.context.knowledge.organization_of(scene.context.publisher_id or "")
        named = any(scene.mentions_at(child) for child in head.subtree if child != head)
        if side in _BIG_TWO and not named:
            yield Participant(side, role, span.start, span.end)


def people_of(scene: Scene, role: str) -> Iterator[Participant]:
    """All persons that a headline without a verb names: "Statement by … with … following the signature of …"."""
    for mentions in scene.by_token.values():
        for mention in mentions:
            if mention.label in ("PERSON", "ROLE") and mention.entity_id:
                yield Participant(mention.entity_id, role, mention.start, mention.end)
                yield from _organization(scene, mention, role)


def _pronoun(scene: Scene, token: Token) -> Iterator[str]:
    word = token.lower_
    speaker = scene.speaker_at(token)
    if word in ("they", "them"):
        yield from scene.pair
    elif word in ("i", "me") and speaker:
        yield speaker
    elif word == "you" and speaker:
        addressed = _addressed(scene, token) or scene.addressee_at(token)
        yield from [addressed] if addressed else []
    elif word in _WE and speaker:
        side = scene.organizations.get(speaker)
        outer = scene.context.knowledge.organization_of(side) if side else None
        joint = outer in _BIG_TWO and _speaks_for_both(scene, token)
        yield from (_BIG_TWO if joint else [outer] if outer else [])


def _addressed(scene: Scene, pronoun: Token) -> str | None:
    """ "with you, Jens": the person named right behind the pronoun."""
    at = scene.span(pronoun).end
    near = [
        m for mentions in scene.by_token.values() for m in mentions if m.label == "PERSON" and 0 < m.start - at <= 2
    ]
    return near[0].entity_id if near else None


def _speaks_for_both(scene: Scene, token: Token) -> bool:
    """Whether "we" is both sides: the statement is one of both, and the clause is no act that only one side can do."""
    return scene.is_joint and not {"sanction", "regime", "presidency"} & {
        other.lemma_.lower() for other in token.sent
    }
