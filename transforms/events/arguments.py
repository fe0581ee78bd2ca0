"""Who takes part in an act: the subject, object and prepositional arguments of its trigger, as entities."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from spacy.tokens import Token

from transforms.model import Mention, Participant, Quote, Span
from transforms.nlp import Segment
from transforms.resolve import Context

# nouns for people who act for the body named beside them: "NATO leaders", "EU defence ministers"
MEMBERS = frozenset(
    [
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
        "advisor",
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
        "officer",
        "soldier",
        "personnel",
        "headquarters",
        "ship",
        "vessel",
        "aircraft",
        "fleet",
        "navy",
        "army",
        "parliament",
        "body",
        "committee",
        "council",
        "agency",
        "mission",
        "operation",
        "command",
        "authority",
        "people",
        "instructor",
        "trainer",
        "planner",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "colleague",
        "chairman",
        "presidency",
        "secretariat",
        "secretary",
        "service",
        "defence",
        "military",
        "asset",
        "unit",
    ]
)
HEADLINE_KINDS = frozenset(("title", "subtitle", "heading", "caption"))
# in a body's own text these are its own: "Foreign Ministers met", "leaders agreed"
OFFICIALS = frozenset(["leader", "minister", "ambassador", "head", "staff", "official", "expert"])
# verbs that stand inside a noun phrase, and do not make a sentence
_MODIFYING = frozenset(("acl", "relcl", "amod", "prep", "compound", "pcomp", "nmod", "poss"))
_WE = frozenset(("we", "us", "our", "ourselves"))
_BOTH = frozenset(("both", "two"))
_LEADERS = frozenset(
    ["official", "leader", "president", "man", "woman", "minister", "politician", "ambassador", "chief", "general"]
)
_JOINT_NOUNS = frozenset(
    ["organisation", "organization", "institution", "side", "body", "staff", "secretariat", "partner"]
)
_BIG_TWO = ("nato", "european-union")
# their presidents sign and meet for the Union: the body is named where the text names the office with the person
_PRESIDENTS_BODIES = ("european-commission", "european-council")
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
    officials: Sequence[tuple[int, str, str]] = ()
    mentions: Sequence[Mention] = ()

    def is_verbless(self, token: Token) -> bool:
        """Whether it stands in a title, or in a line without any verb of its own (a bullet): its nouns tell acts."""
        return self.segment.kind in HEADLINE_KINDS or not any(
            other.pos_ in ("VERB", "AUX") and other.dep_ not in _MODIFYING and not _is_inside_clause(other)
            for other in token.sent
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


def _is_inside_clause(verb: Token) -> bool:
    return any(above.dep_ in ("relcl", "acl") for above in verb.ancestors)


def noun_lemma(token: Token) -> str:
    """The lemma in lower case; the model leaves capitalized plurals ("Allies", "Foreign Ministers") as they are."""
    lemma = token.lemma_.lower()
    # "Heads of State" is tagged as a name in the singular
    if lemma.endswith("s") and token.tag_ == "NNP" and lemma[:-1] in MEMBERS:
        return lemma[:-1]
    if token.tag_ != "NNPS" or not lemma.endswith("s"):
        return lemma
    return lemma[:-3] + "y" if lemma.endswith("ies") else lemma[:-1]


def map_tokens(segment: Segment, mentions: Sequence[Mention]) -> dict[int, list[Mention]]:
    """Token index to the resolved mentions that cover it; mentions are sorted by start."""
    by_token: dict[int, list[Mention]] = {}
    segment_end = segment.end
    first = bisect_left(mentions, segment.start, key=attrgetter("start"))
    last = bisect_left(mentions, segment_end, lo=first, key=attrgetter("start"))
    inside = [m for m in mentions[first:last] if m.end <= segment_end and m.entity_id]
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
        # "Graham Watson (ELDR, UK)": the state beside a person's name takes no part
        if head.dep_ != "appos" or not _is_state_beside_person(scene, head):
            yield from _head_participants(scene, head, role)


def _is_state_beside_person(scene: Scene, apposed: Token) -> bool:
    labels = {mention.label for mention in scene.mentions_at(apposed)}
    return "GPE" in labels and any(m.label in _PERSONAL for m in scene.mentions_at(apposed.head))


def _heads(token: Token) -> Iterator[Token]:
    queue = [token]
    seen: set[int] = set()
    while queue:
        head = queue.pop(0)
        if head.i in seen or len(seen) > 40:
            continue
        seen.add(head.i)
        yield head
        # "Graham Watson (ELDR, UK)", "in Moldova and Tunisia, NATO …": a verb's conjunct is no name
        queue += [child for child in head.children if child.dep_ in ("conj", "appos") and child.pos_ != "VERB"]


def _head_participants(scene: Scene, head: Token, role: str) -> Iterator[Participant]:
    # in a statement of both sides "we" is both, though the mention has the speaker's side only
    mentions = [] if head.lower_ in _WE and scene.is_joint else scene.mentions_at(head)
    if any(mention.label not in ("DOC", "EVENT") for mention in mentions):
        yield from _named_participants(scene, mentions, head, role)
    else:
        yield from _unnamed_participants(scene, head, role)


def _named_participants(scene: Scene, mentions: Sequence[Mention], head: Token, role: str) -> Iterator[Participant]:
    for mention in mentions:
        # "the Finnish offer": a people is whoever acts for it only beside what they do
        is_actor = mention.label not in ("DOC", "EVENT") and (mention.label != "NORP" or head.dep_ == "amod")
        if is_actor and mention.entity_id and not _is_place(scene, mention):
            yield Participant(mention.entity_id, role, mention.start, mention.end)
            yield from _organization(scene, mention, role)


def _unnamed_participants(scene: Scene, head: Token, role: str) -> Iterator[Participant]:
    span = scene.span(head)
    antecedent = _clause_antecedent(head)
    if antecedent is not None:
        yield from participants_of(scene, antecedent, role)
    elif (noun_lemma(head) in _LEADERS and _is_both(head)) or _is_two_of_them(head):
        for entity_id in _last_two(scene, span.start):
            yield Participant(entity_id, role, span.start, span.end)
            body = scene.organizations.get(entity_id)
            if body and body not in _PRESIDENTS_BODIES:
                yield Participant(body, role, span.start, span.end)
    elif head.lower_ == "it" and head.dep_ == "nsubj":
        yield from _body_before(scene, head, role)
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


def _is_two_of_them(head: Token) -> bool:
    return head.lower_ in ("two", "both") and any(
        pobj.lower_ == "them" for child in head.children if child.lower_ == "of" for pobj in child.children
    )


def _last_two(scene: Scene, at: int) -> list[str]:
    """ "The two officials": the last two persons named before."""
    named = [m.entity_id for m in scene.mentions if m.start < at and m.label in ("PERSON", "ROLE") and m.entity_id]
    found = list(dict.fromkeys(reversed(named)))[:2]
    return found if len(found) == 2 else []


def _body_before(scene: Scene, pronoun: Token, role: str) -> Iterator[Participant]:
    """ "The Council welcomed … It asks …": the body that is the subject of the sentence before."""
    start = pronoun.sent.start
    if start == 0:
        return
    before = pronoun.doc[start - 1].sent
    span = scene.span(pronoun)
    for token in before:
        if token.dep_ in ("nsubj", "nsubjpass") and token.head == before.root:
            for mention in scene.mentions_at(token):
                if mention.label == "ORG" and mention.entity_id:
                    yield Participant(mention.entity_id, role, span.start, span.end)


def _is_place(scene: Scene, mention: Mention) -> bool:
    """A city or building is where, not who; a state is both."""
    return scene.context.knowledge.kind_of(mention.entity_id or "") == "place"


def _is_both(head: Token) -> bool:
    return head.lower_ == "both" or any(child.lower_ in _BOTH for child in head.children)


def _organization(scene: Scene, mention: Mention, role: str) -> Iterator[Participant]:
    """The body for which a person acts, told by the office beside the name or held at the date."""
    body = scene.organizations.get(mention.entity_id or "") if mention.label in _PERSONAL else None
    if body and (body not in _PRESIDENTS_BODIES or _is_office_beside(scene, mention)):
        yield Participant(body, role, mention.start, mention.end)


def _is_office_beside(scene: Scene, mention: Mention) -> bool:
    """Whether the office is told with the name: "European Council President Charles Michel"."""
    if mention.label == "ROLE":
        return True
    near = (mention.start - 60, mention.end + 60)
    return any(
        other.label == "ROLE" and other.entity_id == mention.entity_id and near[0] <= other.start <= near[1]
        for other in scene.mentions
    )


def _by_modifiers(scene: Scene, head: Token, role: str) -> Iterator[Participant]:
    """ "NATO leaders", "ambassadors of the EU", "the EU's efforts": the body named inside the noun phrase."""
    is_member = noun_lemma(head) in MEMBERS
    for child in head.children:
        named = child.dep_ in ("compound", "poss", "nmod", "amod", "nsubj") and (is_member or child.dep_ == "poss")
        if named:
            for mention in scene.mentions_at(child):
                is_actor = mention.label in ("ORG", "GPE", "PERSON", "NORP") and not _is_place(scene, mention)
                if mention.entity_id and is_actor:
                    yield Participant(mention.entity_id, role, mention.start, mention.end)
            if child.lower_ == "allied" or (child.lower_ in ("our", "their") and is_member):
                span = scene.span(child)
                for entity_id in ("nato",) if child.lower_ == "allied" else _pronoun(scene, child):
                    yield Participant(entity_id, role, span.start, span.end)
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "from")
            and (is_member or head.pos_ == "NUM" or noun_lemma(head) in ("group", "number"))
        ):
            # "staff of the Union and of NATO"
            for grandchild in (*child.children, *(g for c in child.conjuncts for g in c.children)):
                if grandchild.dep_ == "pobj":
                    yield from participants_of(scene, grandchild, role)
    span = scene.span(head)
    if noun_lemma(head) == "ally" and head.text[:1].isupper():
        yield Participant("nato", role, span.start, span.end)
    elif noun_lemma(head) in OFFICIALS and not any(child.dep_ in ("poss", "nmod") for child in head.children):
        named = any(scene.mentions_at(child) for child in head.subtree if child != head)
        body = None if named else _body_of_officials(scene, head)
        if body:
            yield Participant(body, role, span.start, span.end)


def _body_of_officials(scene: Scene, noun: Token) -> str | None:
    """ "NATO foreign ministers … Ministers also discussed": the body told before, else the publisher's."""
    at, lemma = scene.span(noun).start, noun_lemma(noun)
    before = [body for start, told, body in scene.officials if start < at and told == lemma]
    if before:
        return before[-1]
    after = [body for start, told, body in scene.officials if start > at and told == lemma]
    if after:
        return after[0]
    side = scene.context.knowledge.organization_of(scene.context.publisher_id or "")
    return side if side in _BIG_TWO else None


def officials_of(segment: Segment, mentions: Sequence[Mention]) -> Iterator[tuple[int, str, str]]:
    """Where the text tells whose officials it means: "NATO foreign ministers", "leaders of the European Union"."""
    told = [token for token in segment.doc if token.pos_ in ("NOUN", "PROPN") and noun_lemma(token) in OFFICIALS]
    by_token = map_tokens(segment, mentions) if told else {}
    for token in told:
        beside = [child for child in token.children if child.dep_ in ("compound", "poss", "nmod", "amod")]
        beside += [pobj for child in token.children if child.lower_ in ("of", "from") for pobj in child.children]
        for child in beside:
            for mention in by_token.get(child.i, []):
                if mention.label == "ORG" and mention.entity_id:
                    yield segment.start + token.idx, noun_lemma(token), mention.entity_id
            if child.lower_ == "allied":
                yield segment.start + token.idx, noun_lemma(token), "nato"


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
    if word in ("they", "them", "their"):
        yield from scene.pair if _names_both(scene, token) else ()
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


def _names_both(scene: Scene, pronoun: Token) -> bool:
    """Whether its sentence or the one before names both sides, or calls them both."""
    sentence = pronoun.sent
    before = sentence.doc[sentence.start - 1].sent if sentence.start else sentence
    tokens = [token for token in (*before, *sentence) if token.i < pronoun.i]
    sides = {
        scene.context.knowledge.organization_of(mention.entity_id or "")
        for token in tokens
        for mention in scene.mentions_at(token)
        if mention.label == "ORG"
    }
    return set(_BIG_TWO) <= sides or any(noun_lemma(token) in _JOINT_NOUNS and _is_both(token) for token in tokens)


def _addressed(scene: Scene, pronoun: Token) -> str | None:
    """ "with you, Jens": the person named right behind the pronoun."""
    at = scene.span(pronoun).end
    near = [
        m for mentions in scene.by_token.values() for m in mentions if m.label == "PERSON" and 0 < m.start - at <= 2
    ]
    return near[0].entity_id if near else None


def _speaks_for_both(scene: Scene, token: Token) -> bool:
    """Whether "we" is both sides: the statement is one of both, and the clause is no act that only one side can do."""
    return scene.is_joint and not {"sanction", "regime", "presidency"} & {other.lemma_.lower() for other in token.sent}


def named_in(scene: Scene, trigger: Token, subjects: Sequence[Token]) -> Iterator[Participant]:
    """The bodies named anywhere in the clause of a verb, those of its subordinate clauses apart."""
    queue, seen = [trigger, *subjects], set[int]()
    while queue:
        token = queue.pop(0)
        if token.i in seen:
            continue
        seen.add(token.i)
        for mention in scene.mentions_at(token):
            if mention.label == "ORG" and mention.entity_id:
                yield Participant(mention.entity_id, "participant", mention.start, mention.end)
        queue += [child for child in token.children if not _is_clause(child)]


def _is_clause(token: Token) -> bool:
    is_clause = token.dep_ in ("relcl", "ccomp", "advcl", "acl", "parataxis", "pcomp")
    return is_clause or (token.dep_ in ("conj", "dep") and token.pos_ in ("VERB", "AUX"))


def names_before(scene: Scene, verb: Token) -> tuple[Token, ...]:
    """ "Operation Atalanta and Operation Ocean Shield protect": the names that stand right before a verb."""
    at = verb.i - 1
    while at > 0 and verb.doc[at].pos_ in ("AUX", "ADV", "PART"):
        at -= 1
    found: list[Token] = []
    while at >= verb.sent.start:
        token = verb.doc[at]
        mentions = [m for m in scene.mentions_at(token) if m.label in ("ORG", "PERSON", "ROLE", "GPE")]
        if not mentions or token.dep_ == "pobj":
            break
        found.append(token)
        start = min(mention.start for mention in mentions)
        while at >= verb.sent.start and scene.span(verb.doc[at]).start >= start:
            at -= 1
        if at < verb.sent.start or verb.doc[at].lower_ not in ("and", ",", "the"):
            break
        while at >= verb.sent.start and verb.doc[at].lower_ in ("and", ",", "the"):
            at -= 1
    return tuple(reversed(found))
