"""Stages 2 to 4 for a batch of texts: what was read in, the rows of one part out, by code and knowledge alone."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

import polars as pl

from transforms.anaphora import find_anaphora
from transforms.dates import EventReference, find_dates, find_references
from transforms.dates.of_document import anchor_of, anchored_in_quotes, date_zones, settle
from transforms.epithets import add_epithets, without_nationals
from transforms.events import find_events
from transforms.knowledge import Knowledge, load_knowledge
from transforms.knowledge.names import load_names
from transforms.mentions import find_mentions
from transforms.model import (
    Document,
    EventMention,
    FoundEntity,
    Mention,
    Place,
    PublishedDate,
    Quote,
    ReportedSpeech,
    SourceText,
    Span,
    TimeExpression,
    TopicMention,
    make_id,
)
from transforms.nlp import Analysis, analyze, load_model
from transforms.quotes import find_cited, find_quotes, find_reported, speaker_in
from transforms.quotes.letters import find_letter
from transforms.resolve import Context, affiliate, resolve_names, resolve_sites
from transforms.roles import resolve_roles
from transforms.rows import PART_TABLES, Row, Rows, part_schema
from transforms.splitting import split_source
from transforms.splitting.days import find_days
from transforms.splitting.wording import load_wording

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_ENTITY_KEYS = ("entity_id", "speaker_id", "addressee_id", "attributed_to", "place_id", "object_id")


@dataclass(frozen=True, slots=True)
class Text:
    """A source's text and the hash of all that is told of it here: two sources with one hash have the same rows."""

    text_id: str
    source: SourceText


@dataclass(frozen=True, slots=True)
class Extracted:
    """All that was found and resolved in one document."""

    document: Document
    speaker_id: str | None
    place_id: str | None
    mentions: tuple[Mention, ...]
    dates: tuple[TimeExpression, ...]
    references: tuple[EventReference, ...]
    quotes: tuple[Quote, ...]
    reported: tuple[ReportedSpeech, ...]
    topics: tuple[TopicMention, ...]
    events: tuple[EventMention, ...]
    found: tuple[FoundEntity, ...]


def warm_up() -> None:
    """Loads model and knowledge, once a worker."""
    load_knowledge()
    load_names()
    load_model()


def extract_batch(texts: Sequence[Text]) -> dict[str, pl.DataFrame]:
    """The part tables of these texts."""
    rows: Rows = {name: [] for name in PART_TABLES}
    documents: list[Document] = []
    owners: dict[str, Text] = {}
    for text in texts:
        split = split_source(text.source, text.text_id)
        rows["texts"].append({"sha256": text.text_id, "document_count": len(split)})
        owners |= {document.document_id: text for document in split}
        documents += split
    for extracted in extract_documents(documents):
        owner = owners[extracted.document.document_id]
        _add_rows(extracted, owner.text_id, owner.source.places, rows)
    return {name: pl.DataFrame(rows[name], schema=part_schema(name)) for name in PART_TABLES}


def extract_documents(
    documents: Sequence[Document], zones_of: Callable[[Document], list[Span]] | None = None
) -> Iterator[Extracted]:
    """Finds and resolves all in each document; `zones_of` says in which of its stretches dates are looked for."""
    knowledge = load_knowledge()
    for analysis in analyze(documents):
        yield extract_document(analysis, knowledge, (zones_of or _date_zones)(analysis.document))


def _date_zones(document: Document) -> list[Span]:
    return date_zones(document.passages) if document.language in (None, "en") else []


def extract_document(analysis: Analysis, knowledge: Knowledge, zones: Sequence[Span]) -> Extracted:
    """All that one analyzed document tells."""
    document = analysis.document
    context = Context(analysis, knowledge, day_in_office(document), document.publisher_id)
    published, anchor = document.published, anchor_of(document)
    dates = settle(find_dates(document.text, anchor, zones), published.span if published else None,
                   document.published_date)
    references = find_references(document.text, anchor, zones)
    candidates = find_mentions(analysis, load_names())
    names = resolve_names(context, candidates)
    roles = add_epithets(context, names, resolve_roles(context, candidates, names))
    names = without_nationals(names, roles)
    dates = _outside_names(dates, names)
    mentions = _distinct(_without_dates((*names, *roles), dates))
    quotes = find_quotes(context, mentions)
    dates = anchored_in_quotes(document.text, dates, quotes)
    named = [mention for mention in mentions if mention.label != "PRONOUN"]
    letter = find_letter(context, named) if document.speaker_span is None else None
    speaker_id = speaker_in(document.speaker_span, mentions) or (letter.speaker_id if letter else None)
    mentions = _distinct((*mentions, *find_anaphora(context, named, quotes, speaker_id)))
    # "the Norwegian said", "he added": who speaks may be told by a word that points back
    quotes = find_quotes(context, mentions)
    reported = find_reported(context, mentions, quotes)
    events = find_events(context, [*mentions, *resolve_sites(context, candidates)], dates, quotes, candidates.topics)
    affiliate(context, mentions)
    entity_ids = {mention.entity_id for mention in mentions}
    quotes = sorted((*quotes, *find_cited(context, mentions, quotes)), key=lambda quote: (quote.start, quote.end))
    return Extracted(
        document, speaker_id, _place_id(document, mentions), tuple(mentions),
        tuple(dates), tuple(references), tuple(quotes), tuple(reported), candidates.topics, tuple(events),
        tuple(entity for key, entity in sorted(context.found.items()) if key in entity_ids))


def day_in_office(document: Document) -> date | None:
    """The day by which offices are resolved: that of publication, else the first full date of the header, which has
    the days of a meeting ("01 Dec. 2015 - 02 Dec. 2015") where it does not tell that of publication."""
    if document.published_date is not None:
        return document.published_date
    header = next((p for p in document.passages if p.kind in ("header", "dateline") and p.speaker_span is None), None)
    told = find_days(document.text[header.start:header.end], load_wording().months) if header else []
    days = [day.day for day in told if day.day is not None and day.precision in ("day", "minute")]
    return days[0] if days and document.published is None else None


def _distinct(mentions: Iterable[Mention]) -> list[Mention]:
    """One mention for each span, label and referent, sorted."""
    first: dict[tuple[int, int, str, int], Mention] = {}
    for mention in mentions:
        first.setdefault((mention.start, mention.end, mention.label, mention.referent), mention)
    return [first[key] for key in sorted(first)]


def _outside_names(dates: Sequence[TimeExpression], names: Sequence[Mention]) -> list[TimeExpression]:
    """The year in a name ("Trident Juncture 2018", "2022 Strategic Concept") belongs to the name and dates nothing."""
    inside: set[int] = set()
    for name in names:
        if name.label == "EVENT" or (name.label in ("DOC", "ORG") and name.basis in ("name", "alias")):
            at = bisect_left(dates, name.start, key=attrgetter("start"))
            while at < len(dates) and dates[at].end <= name.end:
                if dates[at].span != name.span:
                    inside.add(at)
                at += 1
    return [expression for at, expression in enumerate(dates) if at not in inside]


def _without_dates(mentions: Iterable[Mention], dates: Sequence[TimeExpression]) -> Iterator[Mention]:
    """Names that only the model saw give way to the dates they overlap ("Friday", "May 2018")."""
    ordered = sorted(dates, key=attrgetter("start"))
    longest = max((date.end - date.start for date in ordered), default=0)
    for mention in mentions:
        first = bisect_left(ordered, mention.start - longest, key=attrgetter("start"))
        near = ordered[first:bisect_left(ordered, mention.end, key=attrgetter("start"))]
        if mention.basis not in ("new_name", "unknown") or all(date.end <= mention.start for date in near):
            yield mention


def _place_id(document: Document, mentions: Sequence[Mention]) -> str | None:
    if document.place_span is None:
        return None
    inside = [m for m in mentions if document.place_span.overlaps(m.span) and m.label in ("GPE", "LOC", "FAC")]
    return inside[0].entity_id if inside else None


# --- rows -------------------------------------------------------------------------------------------------------------


def _add_rows(extracted: Extracted, sha256: str, places: Sequence[Place], rows: Rows) -> None:
    document = extracted.document
    key: Row = {"document_id": document.document_id}
    rows["documents"].append(_document_row(extracted, sha256))
    for ordinal, passage in enumerate(document.passages):
        rows["passages"].append({
            **key, "ordinal": ordinal, "kind": passage.kind, "start_char": passage.start, "end_char": passage.end,
            "speaker_id": speaker_in(passage.speaker_span, extracted.mentions),
            **_place_row(places, document.source_start_char + passage.start)})
    rows["mentions"] += [{**key, **_mention_row(mention)} for mention in extracted.mentions]
    rows["dates"] += [{**key, **_date_row(document, expression)} for expression in extracted.dates]
    rows["event_references"] += [{**key, **_reference_row(reference)} for reference in extracted.references]
    rows["quotes"] += [{**key, **_quote_row(document, quote)} for quote in extracted.quotes]
    rows["reported_speech"] += [{**key, **_speech_row(speech)} for speech in extracted.reported]
    rows["topic_mentions"] += [{**key, **_topic_row(topic)} for topic in extracted.topics]
    rows["found_entities"] += [
        {**key, "entity_id": e.entity_id, "kind": e.kind, "name": e.name, "affiliation_id": affiliation}
        for e in extracted.found for affiliation in e.affiliations or (None,)]
    for event in extracted.events:
        _add_event_rows(document, event, rows)


def _document_row(extracted: Extracted, sha256: str) -> Row:
    document, published = extracted.document, extracted.document.published
    return {
        "sha256": sha256, "document_id": document.document_id, "parent_document_id": document.parent_document_id,
        "item_number": document.item_number, "kind": document.kind, "title": document.title,
        "publisher_id": document.publisher_id, "speaker_id": extracted.speaker_id, "language": document.language,
        "published_date": published.day if published else None,
        "published_precision": published.precision if published else None,
        "published_basis": published.basis if published else None,
        "published_start_char": published.span.start if published and published.span else None,
        "published_end_char": published.span.end if published and published.span else None,
        "updated_at": document.updated_at, "place_id": extracted.place_id, "reference_code": document.reference_code,
        "url": document.url, "source_start_char": document.source_start_char,
        "source_end_char": document.source_end_char, "text": document.text,
    }


def _place_row(places: Sequence[Place], start: int) -> Row:
    """Page and element in which the character at `start` of the source stands."""
    at = bisect_right(places, start, key=attrgetter("start")) - 1
    place = places[at] if at >= 0 else Place(0)
    return {"page_number": place.page_number, "element": place.element}


def _span_row(span: Span) -> Row:
    return {"start_char": span.start, "end_char": span.end}


def _mention_row(mention: Mention) -> Row:
    return {**_span_row(mention.span), "surface": mention.surface, "label": mention.label,
            "referent": mention.referent, "entity_id": mention.entity_id, "office_id": mention.office_id,
            "basis": mention.basis}


def _date_row(document: Document, expression: TimeExpression) -> Row:
    return {
        **_span_row(expression.span), "date_id": make_id("t", document.document_id, expression.start, expression.end),
        "surface": expression.surface, "timex_type": expression.timex_type, "timex_value": expression.timex_value,
        "start_date": expression.start_date, "end_date": expression.end_date, "precision": expression.precision,
        "modifier": expression.modifier, "basis": expression.basis, "anchor_date": expression.anchor_date,
        "rule": expression.rule, "status": expression.status,
    }


def _reference_row(reference: EventReference) -> Row:
    told = reference.expression
    return {**_span_row(told.span), "surface": told.surface, "entity_id": reference.entity_id,
            "start_date": told.start_date, "end_date": told.end_date, "modifier": told.modifier}


def _quote_row(document: Document, quote: Quote) -> Row:
    return {**_span_row(quote.span), "quote_id": make_id("q", document.document_id, quote.start, quote.end),
            "surface": quote.surface, "kind": quote.kind, "speaker_id": quote.speaker_id,
            "addressee_id": quote.addressee_id, "cue": quote.cue}


def _speech_row(speech: ReportedSpeech) -> Row:
    return {**_span_row(speech.span), "surface": speech.surface, "kind": speech.kind, "speaker_id": speech.speaker_id,
            "addressee_id": speech.addressee_id, "cue": speech.cue, "cue_start_char": speech.cue_start,
            "cue_end_char": speech.cue_end}


def _topic_row(topic: TopicMention) -> Row:
    return {**_span_row(topic.span), "surface": topic.surface, "topic_id": topic.topic_id, "reason": topic.reason}


def _event_row(document: Document, event: EventMention) -> Row:
    when = event.date_span
    return {
        "event_mention_id": make_id("m", document.document_id, event.trigger_start, event.event_type),
        "document_id": document.document_id, "start_char": event.start, "end_char": event.end, "trigger": event.trigger,
        "trigger_start_char": event.trigger_start, "trigger_end_char": event.trigger_end,
        "event_type": event.event_type, "modality": event.modality, "polarity": event.polarity,
        "attributed_to": event.attributed_to,
        "start_date": event.start_date, "end_date": event.end_date, "precision": event.precision,
        "date_basis": event.date_basis,
        "date_id": make_id("t", document.document_id, when.start, when.end) if when else None,
        "place_id": event.place_id, "object_id": event.object_id, "confidence": event.confidence, "rule": event.rule,
    }


def _add_event_rows(document: Document, event: EventMention, rows: Rows) -> None:
    row = _event_row(document, event)
    key: Row = {"event_mention_id": row["event_mention_id"]}
    rows["event_mentions"].append(row)
    rows["event_participants"] += [{**key, "entity_id": p.entity_id, "role": p.role, "start_char": p.start,
                                    "end_char": p.end} for p in event.participants]
    rows["event_topics"] += [{**key, "topic_id": t.topic_id, **_span_row(t.span)} for t in event.topics]


# --- texts without a record ------------------------------------------------------------------------------------------


def annotate(text: str, day: date | None) -> dict[str, object]:
    """What the stages see in a text: rows of the contract with offsets into it, and resolved names beside the ids."""
    return next(annotate_many([("", day, text)]))


def annotate_many(texts: Iterable[tuple[str, date | None, str]], batch: int = 32) -> Iterator[dict[str, object]]:
    """The same for many (doc, date of the document or None, text), in order, `batch` texts at a time."""
    pending: list[tuple[str, date | None, str]] = []
    for item in texts:
        pending.append(item)
        if len(pending) == batch:
            yield from _annotate_batch(pending)
            pending = []
    yield from _annotate_batch(pending)


def _annotate_batch(items: Sequence[tuple[str, date | None, str]]) -> Iterator[dict[str, object]]:
    split = [_annotation_documents(text, day) for _, day, text in items]
    whole = extract_documents([d for documents in split for d in documents], _annotation_zones)
    extracted = {one.document.document_id: one for one in whole}
    for (doc, _, _), documents in zip(items, split, strict=True):
        yield _annotation(doc, [extracted[d.document_id] for d in documents])


def _annotation_zones(document: Document) -> list[Span]:
    """A text that somebody hands over is read whole, but for the entries that are documents of their own."""
    return date_zones(document.passages, ("entry",))


def _annotation_documents(text: str, day: date | None) -> list[Document]:
    # a half of a character that stands alone can be no part of a text; in its place stands one mark
    source = SourceText(_HALF_CHARACTER.sub("\ufffd", text), "text/plain", "utf-8")
    digest = hashlib.sha256(f"{day}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
    documents = split_source(source, digest)
    if day is None:
        return documents
    published = PublishedDate(day, "day", "header", None)
    return [document if document.parent_document_id else replace(document, published=published, language="en")
            for document in documents]


def _annotation(doc: str, extracted: Sequence[Extracted]) -> dict[str, object]:
    rows: Rows = {name: [] for name in PART_TABLES}
    for one in extracted:
        _add_rows(one, "", (), rows)
    shifts = {e.document.document_id: e.document.source_start_char for e in extracted}
    names = _names_of(extracted)
    for name in ("mentions", "dates", "quotes", "topic_mentions", "event_mentions"):
        rows[name] = [_shifted(row, shifts[str(row["document_id"])], names) for row in rows[name]]
    documents = {str(row["event_mention_id"]): shifts_of for row in rows["event_mentions"]
                 for shifts_of in [shifts[str(row["document_id"])]]}
    for row in rows["event_mentions"]:
        key = str(row["event_mention_id"])
        row["participants"] = [_shifted(p, documents[key], names) for p in rows["event_participants"]
                               if p["event_mention_id"] == key]
        row["topics"] = [t["topic_id"] for t in rows["event_topics"] if t["event_mention_id"] == key]
    return {"doc": doc, "dates": rows["dates"], "mentions": rows["mentions"], "quotes": rows["quotes"],
            "topics": rows["topic_mentions"], "event_mentions": rows["event_mentions"]}


def _names_of(extracted: Sequence[Extracted]) -> dict[str, str]:
    names = {key: entity.name for key, entity in load_knowledge().entities.items()}
    for one in extracted:
        names.update({found.entity_id: found.name for found in one.found})
    return names


def _shifted(row: Row, shift: int, names: Mapping[str, str]) -> Row:
    """The row with offsets into the whole text, and a `…_name` beside each id of an entity."""
    shifted: Row = {}
    for key, value in row.items():
        shifted[key] = value + shift if key.endswith("_char") and isinstance(value, int) else value
        if isinstance(value, str) and key in _ENTITY_KEYS:
            shifted[f"{key.removesuffix('_id')}_name"] = names.get(value)
    return shifted
