"""Reported speech: what somebody said in the words of the document, by the cue and the parse of its clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from transforms.model import Mention, Quote, ReportedSpeech, Span
from transforms.nlp import Segment
from transforms.quotes.clauses import Found, find_by_verbs
from transforms.quotes.marks import Marked
from transforms.quotes.people import People
from transforms.quotes.phrases import find_by_nouns, find_by_phrases
from transforms.resolve import Context

_THAT = re.compile(r"that\s+")
_READ_KINDS = ("title", "subtitle", "heading", "body", "caption", "turn", "dateline")
_EDGE = re.compile(r"[\s,;:–—-]+")


def find_reported(
    context: Context, mentions: Sequence[Mention], quotes: Sequence[Quote]
) -> list[ReportedSpeech]:
    """The reported speech of a document, sorted; at most one for each cue, none that a quote holds already."""
    people = People(context, mentions)
    told = _Told(context, people, quotes)
    found: dict[int, ReportedSpeech] = {}
    for segment in context.analysis.segments:
        if segment.kind in _READ_KINDS:
            for one in (*find_by_verbs(segment), *find_by_nouns(segment), *find_by_phrases(segment, people)):
                speech = told.speech(segment, one)
                if speech is not None:
                    found.setdefault(speech.cue_start, speech)
    return sorted(found.values(), key=attrgetter("start", "end", "cue_start"))


class _Told:
    """Turns what the parse shows into rows: resolves who speaks and leaves out what a quote holds."""

    def __init__(self, context: Context, people: People, quotes: Sequence[Quote]) -> None:
        self.context, self.people = context, people
        self.turns = [quote for quote in quotes if quote.kind == "turn"]
        self.direct = [quote for quote in quotes if quote.kind != "turn"]

    def speech(self, segment: Segment, found: Found) -> ReportedSpeech | None:
        """The row, or None if nobody is told to speak or the words are a quote's own."""
        marked = self.people.marked_in(segment)
        content = _trimmed(segment.text, _before_colon(segment.text, found.content, marked))
        if content is None or content.overlaps(found.cue):
            return None
        content = _balanced(segment.text, content, marked)
        start, end = segment.start + content.start, segment.start + content.end
        cue = Span(segment.start + found.cue.start, segment.start + found.cue.end)
        speaker = found.speaker_id
        if speaker is None and found.subject is not None:
            speaker = self.people.entity_of(segment, found.subject)
        holder = _holder(self.turns, cue) or _holder(self.direct, cue)
        if holder is not None and (speaker is None or speaker == holder.speaker_id):
            return None
        span = Span(start, end)
        if any(_mostly_in(span, quote.span) for quote in _overlapping(self.direct, span) if quote is not holder):
            return None
        fragments = [words for words in marked if words.marked.overlaps(content)
                     and not words.span.contains(found.cue)]
        if any(words.marked.contains(content) for words in fragments):
            return None
        text = self.context.text
        return ReportedSpeech(start, end, text[start:end], "mixed" if fragments else "indirect", speaker,
                              self._addressee(segment, found, speaker), text[cue.start:cue.end], cue.start, cue.end)

    def _addressee(self, segment: Segment, found: Found, speaker: str | None) -> str | None:
        if found.addressee is not None:
            entity = self.people.entity_of(segment, found.addressee)
            return entity if entity != speaker else None
        return self.people.addressee_of(segment, found.verb, speaker) if found.verb is not None else None


def _holder(quotes: Sequence[Quote], cue: Span) -> Quote | None:
    at = bisect_right(quotes, cue.start, key=attrgetter("start")) - 1
    return quotes[at] if at >= 0 and quotes[at].span.contains(cue) else None


def _overlapping(quotes: Sequence[Quote], span: Span) -> Sequence[Quote]:
    """The quotes around the span: they are sorted and lie apart."""
    first = max(0, bisect_right(quotes, span.start, key=attrgetter("start")) - 1)
    last = bisect_right(quotes, span.end, lo=first, key=attrgetter("start"))
    return [quote for quote in quotes[first:last] if quote.span.overlaps(span)]


def _mostly_in(span: Span, quote: Span) -> bool:
    shared = min(span.end, quote.end) - max(span.start, quote.start)
    return shared >= 0.8 * (span.end - span.start)


def _before_colon(text: str, content: Span, marked: Sequence[Marked]) -> Span:
    """The content without the direct quote that a colon opens behind it."""
    for words in marked:
        start = words.marked.start
        if content.start < start < content.end and text[content.start:start].rstrip().endswith(":"):
            return Span(content.start, start)
    return content


def _balanced(text: str, content: Span, marked: Sequence[Marked]) -> Span:
    """The content with the mark or bracket that closes what it opens."""
    end = content.end
    for words in marked:
        if content.start <= words.marked.start < end <= words.span.end + 1:
            end = max(end, words.marked.end)
    inside = text[content.start:end]
    if inside.count("(") > inside.count(")") and text[end:end + 1] == ")":
        end += 1
    return Span(content.start, end)


def _trimmed(text: str, span: Span) -> Span | None:
    """The span without "that", and without white space and commas around it."""
    start, end = span.start, span.end
    while start < end and (lead := _EDGE.match(text, start, end) or _THAT.match(text, start, end)):
        start = lead.end()
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:.!?–—-"):
        end -= 1
    return Span(start, end) if start < end else None
