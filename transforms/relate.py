"""Relate: mentions of one event in one or many documents become one event, each merge with its reasons.

A plain first version: two mentions are compared if they share a blocking key; a pair joins if its score reaches
`THRESHOLD` and the dates of all that would be joined have a day in common. Pairs are taken best first, ties by id, so
the result does not depend on the order of documents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from transforms.knowledge import Entity, Knowledge
from transforms.model import make_id

THRESHOLD = 0.6
# a block larger than this is compared only along its sorted order: no quadratic work on a crowded day
MAX_BLOCK = 400
NEIGHBORS = 20
FAMILIES = {
    "MEETING": "meet", "PARTICIPATION": "meet", "VISIT": "meet", "STAFF_TALKS": "meet", "SIGNING": "sign",
    "ADOPTION": "adopt", "PUBLICATION": "publish", "ESTABLISHMENT": "establish", "EXERCISE": "exercise",
    "MEMBERSHIP_STEP": "membership", "OFFICE_CHANGE": "office", "SANCTION": "sanction", "HOSTILE_ACT": "hostile",
    "AID": "aid", "STATEMENT": "statement",
}
# told once for all: a thing is signed, published or set up once, so the thing itself identifies the act
_BY_OBJECT = frozenset(("sign", "publish", "adopt", "establish"))
_SIDES = frozenset(("nato", "european-union", "european-commission"))
_MODALITY_ORDER = ("asserted", "ongoing", "committed", "planned", "called_for", "hypothetical")
# bodies that go without saying where their leaders are named
_IMPLIED = frozenset(("nato", "european-union", "european-commission", "european-council"))
_EXACT = frozenset(("day", "minute"))


@dataclass(frozen=True, slots=True)
class Telling:
    """An event mention with what the comparison needs."""

    event_mention_id: str
    document_id: str
    event_type: str
    modality: str
    polarity: str
    start: date | None
    end: date | None
    precision: str | None
    date_basis: str | None
    place_id: str | None
    object_id: str | None
    people: frozenset[str]
    bodies: frozenset[str]
    confidence: float

    @property
    def family(self) -> str:
        """What sort of act it is, wide enough to hold a visit told as a meeting."""
        return FAMILIES.get(self.event_type, "")

    @property
    def is_dated(self) -> bool:
        """True if it has a closed interval."""
        return self.start is not None and self.end is not None

    @property
    def signature(self) -> tuple[object, ...]:
        """Mentions with one signature tell the same for all that is known of them."""
        place_of_its_own = "" if self.is_dated or self.object_id else self.document_id
        return (place_of_its_own, self.family, self.event_type, self.start, self.end, self.polarity, self.place_id,
                self.object_id, tuple(sorted(self.people)), tuple(sorted(self.bodies)))


@dataclass(frozen=True, slots=True)
class Link:
    """Why a mention belongs to an event."""

    event_mention_id: str
    event_id: str
    score: float
    reasons: str


@dataclass(frozen=True, slots=True)
class RelatedEvent:
    """One event: its mentions, and the one that tells it best."""

    event_id: str
    members: tuple[Telling, ...]
    best: Telling
    start: date | None
    end: date | None
    precision: str | None
    place_id: str | None
    object_id: str | None
    modality: str


def relate_events(tellings: Sequence[Telling]) -> tuple[list[RelatedEvent], list[Link]]:
    """Events and links, sorted by id; every mention belongs to exactly one event."""
    ordered = sorted(tellings, key=lambda telling: telling.event_mention_id)
    clusters = _Clusters(ordered)
    for score, left, right, reasons in sorted(_scored_pairs(ordered), key=lambda pair: (-pair[0], pair[1], pair[2])):
        clusters.join(left, right, score, reasons)
    events = [_event([ordered[i] for i in members]) for members in clusters.groups()]
    ids = {telling.event_mention_id: event.event_id for event in events for telling in event.members}
    links = [Link(telling.event_mention_id, ids[telling.event_mention_id], *clusters.why(index))
             for index, telling in enumerate(ordered)]
    return sorted(events, key=lambda event: event.event_id), links


class _Clusters:
    """Union-find that refuses a join whose mentions have no day in common or deny one another."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self._tellings = tellings
        self._parent = list(range(len(tellings)))
        self._window = [(t.start, t.end) for t in tellings]
        self._why: dict[int, tuple[float, str]] = {}

    def _find(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, left: int, right: int, score: float, reasons: str) -> None:
        """Joins the clusters of two mentions, unless their dates exclude one another."""
        a, b = sorted((self._find(left), self._find(right)))
        if a == b:
            return
        window = _common(self._window[a], self._window[b])
        if window is None:
            return
        self._parent[b] = a
        self._window[a] = window
        for index in (left, right):
            if score > self._why.get(index, (0.0, ""))[0]:
                self._why[index] = (score, reasons)

    def groups(self) -> list[list[int]]:
        """The clusters as lists of indexes."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for index in range(len(self._parent)):
            found[self._find(index)].append(index)
        return [found[root] for root in sorted(found)]

    def why(self, index: int) -> tuple[float, str]:
        """Score and reasons of the best pair that joined the mention; 1 and "alone" if none did."""
        return self._why.get(index, (1.0, "alone"))


Window = tuple[date | None, date | None]


def _common(left: Window, right: Window) -> Window | None:
    """The days in common; an open side limits nothing; None if there is no such day."""
    start = max((day for day in (left[0], right[0]) if day), default=None)
    end = min((day for day in (left[1], right[1]) if day), default=None)
    return None if start and end and start > end else (start, end)


# --- pairs -----------------------------------------------------------------------------------------------------------


def _scored_pairs(tellings: Sequence[Telling]) -> Iterator[tuple[float, int, int, str]]:
    by_signature: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, telling in enumerate(tellings):
        if telling.family:
            by_signature[telling.signature].append(index)
    for members in by_signature.values():
        yield from _same_signature(tellings, members)
    firsts = [members[0] for members in by_signature.values()]
    for left, right in _candidate_pairs(tellings, firsts):
        score, reasons = score_pair(tellings[left], tellings[right])
        if score >= THRESHOLD:
            yield score, left, right, "; ".join(reasons)


def _same_signature(tellings: Sequence[Telling], members: Sequence[int]) -> Iterator[tuple[float, int, int, str]]:
    """Chains mentions that tell the very same, if that is enough to know the event by."""
    first = tellings[members[0]]
    score, reasons = score_pair(first, first)
    for left, right in pairwise(members):
        if score >= THRESHOLD:
            yield score, left, right, "; ".join(reasons)


def _candidate_pairs(tellings: Sequence[Telling], indexes: Sequence[int]) -> Iterator[tuple[int, int]]:
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index in indexes:
        for key in _blocking_keys(tellings[index]):
            blocks[key].append(index)
    seen: set[tuple[int, int]] = set()
    for members in blocks.values():
        ordered = sorted(set(members), key=lambda i: (tellings[i].start or date.min, tellings[i].end or date.max, i))
        reach = len(ordered) if len(ordered) <= MAX_BLOCK else NEIGHBORS
        for at, left in enumerate(ordered):
            for right in ordered[at + 1:at + 1 + reach]:
                pair = (min(left, right), max(left, right))
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _blocking_keys(telling: Telling) -> Iterator[tuple[str, ...]]:
    family = telling.family
    if telling.object_id and family in _BY_OBJECT:
        yield family, "object", telling.object_id
    yield family, "document", telling.document_id
    if telling.start is None or telling.end is None:
        return
    months = {f"{telling.start:%Y-%m}", f"{telling.end:%Y-%m}"}
    for month in sorted(months):
        for entity_id in sorted(telling.people | (telling.bodies - _SIDES)):
            yield family, month, entity_id
        if len(telling.bodies & _SIDES) > 1:
            yield family, month, "both sides"


def score_pair(left: Telling, right: Telling) -> tuple[float, list[str]]:
    """How likely two mentions tell of one event, 0 to 1, and what speaks for it."""
    if left.family != right.family or left.polarity != right.polarity:
        return 0.0, []
    if _common((left.start, left.end), (right.start, right.end)) is None:
        return 0.0, []
    parts = [*_date_score(left, right), *_who_score(left, right), *_what_score(left, right), *_where_score(left, right)]
    score = min(1.0, sum(value for value, _ in parts))
    if not _is_comparable(left, right):
        # the same people meet often: without two dates, a thing of its own or one document nothing tells which meeting
        score = min(score, THRESHOLD - 0.01)
    return round(max(0.0, score), 4), [reason for value, reason in parts if value > 0]


def _is_comparable(left: Telling, right: Telling) -> bool:
    same_object = left.object_id is not None and left.object_id == right.object_id and left.family in _BY_OBJECT
    return same_object or left.document_id == right.document_id or (left.is_dated and right.is_dated)


def _date_score(left: Telling, right: Telling) -> Iterator[tuple[float, str]]:
    if not (left.is_dated and right.is_dated):
        return
    if left.start == right.start and left.end == right.end:
        yield (0.4 if left.precision in _EXACT else 0.2), f"same date:{left.start}"
    elif left.precision in _EXACT or right.precision in _EXACT:
        yield 0.2, f"date inside:{max(left.start or date.min, right.start or date.min)}"
    else:
        yield 0.1, "dates overlap"


def _who_score(left: Telling, right: Telling) -> Iterator[tuple[float, str]]:
    people, bodies = left.people & right.people, left.bodies & right.bodies
    if people:
        least = min(len(left.people), len(right.people))
        yield 0.15 + 0.2 * len(people) / least, "people:" + ",".join(sorted(people))
    elif left.people and right.people:
        yield -0.15, "other people"
    if bodies:
        least = min(len(left.bodies), len(right.bodies))
        yield 0.2 * len(bodies) / least, "bodies:" + ",".join(sorted(bodies))


def _what_score(left: Telling, right: Telling) -> Iterator[tuple[float, str]]:
    if left.object_id and left.object_id == right.object_id and left.family in _BY_OBJECT:
        yield 0.6, f"object:{left.object_id}"
    elif left.object_id and right.object_id and left.object_id != right.object_id:
        yield -0.6, "other object"
    if left.event_type == right.event_type:
        yield 0.05, "same type"


def _where_score(left: Telling, right: Telling) -> Iterator[tuple[float, str]]:
    if left.place_id and left.place_id == right.place_id:
        yield 0.1, f"place:{left.place_id}"
    if left.document_id == right.document_id and left.is_dated and right.is_dated:
        yield 0.05, "same document"


# --- one event -------------------------------------------------------------------------------------------------------


def _event(members: Sequence[Telling]) -> RelatedEvent:
    ordered = tuple(sorted(members, key=_goodness))
    best = ordered[0]
    dated = [t for t in ordered if t.is_dated]
    when = min(dated, key=_width, default=best)
    firmest = min(ordered, key=lambda t: _MODALITY_ORDER.index(t.modality))
    return RelatedEvent(
        make_id("e", *sorted(t.event_mention_id for t in ordered)),
        tuple(sorted(members, key=lambda t: t.event_mention_id)), best, when.start, when.end, when.precision,
        _most(t.place_id for t in ordered), _most(t.object_id for t in ordered), firmest.modality)


def _width(telling: Telling) -> tuple[object, ...]:
    """The narrower date first, a stated one before one that is concluded."""
    days = (telling.end or date.max) - (telling.start or date.min)
    return days, telling.date_basis != "stated", telling.event_mention_id


def _goodness(telling: Telling) -> tuple[object, ...]:
    """Told as fact, with an exact date, more people and bodies, first."""
    return (_MODALITY_ORDER.index(telling.modality), telling.precision not in _EXACT,
            -len(telling.people) - len(telling.bodies), -telling.confidence, telling.event_mention_id)


def _most(values: Iterator[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def known_event_of(event: RelatedEvent, knowledge: Knowledge) -> str | None:
    """The known event that it is: the only one of its days at its place, or the only signing of its text."""
    if event.start is None or event.end is None or event.precision not in _EXACT:
        return None
    instrument = knowledge.entities.get(event.object_id or "")
    found = [known.entity_id for known in knowledge.dated_events
             if known.start and known.start <= event.start
             and event.end <= (known.end or known.start)
             and (_is_its_signing(known, instrument) if event.best.event_type == "SIGNING"
                  else known.subkind in ("summit", "meeting") and known.place_id and known.place_id == event.place_id)]
    return found[0] if len(found) == 1 else None


def _is_its_signing(known: Entity, instrument: Entity | None) -> bool:
    return known.subkind == "signing" and instrument is not None and instrument.start == known.start


def title_of(event: RelatedEvent, names: Mapping[str, str]) -> str:
    """A line for the event: what, of which text or body, by whom."""
    best = event.best
    people = sorted(frozenset().union(*(telling.people for telling in event.members)))
    bodies = frozenset().union(*(telling.bodies for telling in event.members))
    who = [names.get(i, i) for i in (*people, *sorted(bodies - (_IMPLIED if people else frozenset())))]
    what = best.event_type.replace("_", " ").capitalize()
    of_what = names.get(event.object_id or "")
    if of_what:
        return f"{what} of {of_what}" + (f" by {_listed(who)}" if who else "")
    return f"{what}: {_listed(who)}" if who else what


def _listed(names: Sequence[str], most: int = 4) -> str:
    """"A, B and C"; after `most` names "and others"."""
    if len(names) > most:
        return ", ".join(names[:most]) + " and others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
