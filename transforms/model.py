"""What the stages hand to one another: texts, documents, spans. Offsets are code points, intervals half open."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: [start, end) in code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """True if the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """True if the other lies inside this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What a file's own metadata (front matter) says of the text; every field may be missing."""

    title: str | None = None
    published: str | None = None
    updated: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    kind: str | None = None
    reference_code: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A value for a field of the header facts, as the file writes it, and where in the file it stands."""

    field: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file the text comes from, from `start` on: a page of a PDF (from 1), an element of a web page.

    `element` is an XPath into the page as it was saved.
    """

    start: int
    page_number: int | None = None
    element: str | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A raw file as text. `text` is all of it, front matter included; `body_start` is where the front matter ends.

    `evidence` is all that the file says for each of the facts, also where it says two things; `places` is sorted; `cut`
    has the pieces of the site or the page that were left out.
    """

    text: str
    media_type: str
    encoding: str
    replaced_count: int = 0
    body_start: int = 0
    facts: HeaderFacts = field(default_factory=HeaderFacts)
    evidence: tuple[Evidence, ...] = ()
    places: tuple[Place, ...] = ()
    cut: tuple[str, ...] = ()


class UnreadableSource(Exception):  # noqa: N818  (a fate of a file, named as the account tells it)
    """A file that cannot be read as text: the message is the quarantine reason, with place and cure."""


FACTS = tuple(item.name for item in fields(HeaderFacts))
FEED_TYPES = ("application/rss+xml", "application/atom+xml")
# The name by which a raw file is read: its own must not get into a result that is kept by content
PLACEHOLDER = "content"


@dataclass(frozen=True, slots=True)
class ReadText:
    """What became of a file: its text, or the reason why it has none; a file that holds others may have neither.

    `name` is the file's name in its container, None for the raw file itself.
    """

    name: str | None
    source: SourceText | None = None
    reason: str | None = None
    media_type: str | None = None
    sha256: str | None = None
    byte_count: int | None = None
    fetched_at: str | None = None
    text_id: str | None = None


def text_id_of(source: SourceText) -> str:
    """The hash of all that the later stages see of a text: of two with one hash one is enough."""
    facts = [getattr(source.facts, name) for name in FACTS]
    places = [(place.start, place.page_number, place.element) for place in source.places]
    seen = [source.text, source.media_type, source.body_start, facts, places, entry_facts(source)]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()


def entry_facts(source: SourceText) -> list[tuple[str, str, str]]:
    """What a feed says of its entries, by which it is split: field, value and origin."""
    if source.media_type not in FEED_TYPES:
        return []
    return [(fact.field, fact.value, fact.origin) for fact in source.evidence]


@dataclass(frozen=True, slots=True)
class Poison:
    """What in a file that holds others killed its reader: by number, with the reason; behind `stop` nothing is read.

    Number 0 is the file itself. `suspects` killed it once, which may have been the machine's fault.
    """

    members: Mapping[int, str] = field(default_factory=dict)
    suspects: frozenset[int] = frozenset()
    stop: int | None = None
    reason: str = ""

    def with_death(self, number: int, reason: str) -> Poison:
        """What is known after a death at that number; if it had been left out, what follows it cannot be read."""
        if number in self.members:
            innocent = {key: told for key, told in self.members.items() if key != number}
            return replace(self, members=innocent, stop=number, reason=reason)
        if number in self.suspects:
            return replace(self, members={**self.members, number: reason})
        return replace(self, suspects=self.suspects | {number})


FAULT, SHOWN_CHARS = "failed:", 200


def failure_of(error: Exception) -> str:
    """The reason of quarantine after an error that nobody foresaw."""
    if isinstance(error, MemoryError):
        return "memory: not enough to read it; free memory or split the file"
    told = " ".join(str(error).split())[:SHOWN_CHARS]
    return f"{FAULT} {type(error).__name__}: {told}; report it, it is a fault of the program"


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document, its trailing white space included.

    `speaker_span` is where a turn's speaker is named (its label, or the title's "by …"), in the same text.
    """

    kind: str
    start: int
    end: int
    speaker_span: Span | None = None


@dataclass(frozen=True, slots=True)
class PublishedDate:
    """The day of publication that a text tells, and where it tells it (None for front matter)."""

    day: date
    precision: str
    basis: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its own date: `text` is the slice [source_start_char, source_end_char) of the source's text."""

    document_id: str
    kind: str
    text: str
    source_start_char: int
    source_end_char: int
    passages: tuple[Passage, ...]
    parent_document_id: str | None = None
    item_number: int | None = None
    title: str | None = None
    publisher_id: str | None = None
    language: str | None = None
    published: PublishedDate | None = None
    updated_at: datetime | None = None
    place_span: Span | None = None
    speaker_span: Span | None = None
    reference_code: str | None = None
    url: str | None = None

    @property
    def published_date(self) -> date | None:
        """The day of publication, if the text tells a day."""
        return self.published.day if self.published and self.published.precision in ("day", "minute") else None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A temporal expression; `start_date` and `end_date` are a closed interval, None where open or unknown."""

    start: int
    end: int
    surface: str
    timex_type: str
    timex_value: str | None
    start_date: date | None
    end_date: date | None
    precision: str | None
    modifier: str | None
    basis: str
    anchor_date: date | None
    rule: str
    status: str

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names or stands for an entity; `entity_id` None where that is not decided, `basis` says why.

    Words that stand for several ("both organisations") are as many mentions, numbered by `referent`.
    """

    start: int
    end: int
    surface: str
    label: str
    entity_id: str | None
    basis: str
    office_id: str | None = None
    referent: int = 0

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words and who said them; the span is without the marks."""

    start: int
    end: int
    surface: str
    kind: str
    speaker_id: str | None
    addressee_id: str | None = None
    cue: str | None = None

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class ReportedSpeech:
    """What somebody said, told in the words of the document: `kind` is indirect, or mixed if some words are in marks.

    The span is that of the content ("Europe must do more"), without the cue ("said that").
    """

    start: int
    end: int
    surface: str
    kind: str
    speaker_id: str | None
    addressee_id: str | None
    cue: str
    cue_start: int
    cue_end: int

    @property
    def span(self) -> Span:
        """Where the content stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class TopicMention:
    """Words that speak of an area of cooperation; `reason` is the rule by which they do."""

    start: int
    end: int
    surface: str
    topic_id: str
    reason: str = "term"

    @property
    def span(self) -> Span:
        """Where the words stand."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Participant:
    """One who takes part in an event, with the span that says so."""

    entity_id: str
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class EventMention:
    """A clause that tells of one event."""

    start: int
    end: int
    trigger: str
    trigger_start: int
    trigger_end: int
    event_type: str
    modality: str
    polarity: str
    attributed_to: str | None
    start_date: date | None
    end_date: date | None
    precision: str | None
    date_basis: str | None
    date_span: Span | None
    place_id: str | None
    object_id: str | None
    confidence: float
    rule: str
    participants: tuple[Participant, ...] = ()
    topics: tuple[TopicMention, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """A person or body that a text names and no knowledge lists; `affiliations` are the bodies and states told beside
    the name, by which namesakes are kept apart."""

    entity_id: str
    kind: str
    name: str
    affiliations: tuple[str, ...] = ()


def make_id(prefix: str, *parts: object) -> str:
    """A deterministic id: the prefix and 16 hexadecimal digits of the parts' SHA-256."""
    text = "\x1f".join(str(part) for part in parts)
    return f"{prefix}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
