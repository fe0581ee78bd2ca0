"""Words that lost their marks: a paragraph in the first person in a report about others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from transforms.model import Quote
from transforms.nlp import Segment
from transforms.quotes.cues import OF_SOMEBODY, SPEECH_VERBS, is_negated, speaker_token
from transforms.quotes.people import People
from transforms.resolve import Context

_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|My)\b")


def find_unmarked(context: Context, people: People, direct: Sequence[Quote]) -> Iterator[Quote]:
    """In a report about others, a paragraph in the first person singular outside all marks is someone's words: those
    of the speaker whose speech the paragraph before tells."""
    before: Segment | None = None
    for segment in context.analysis.segments:
        if segment.kind != "body":
            continue
        if _is_first_person(segment, direct) and before is not None:
            cue = _reporting_verb(before)
            subject = speaker_token(cue) if cue is not None else None
            speaker = people.entity_of(before, subject) if subject is not None else None
            if cue is not None and speaker:
                if cue.lemma_.lower() not in OF_SOMEBODY:
                    yield from _words_after(context, before, cue, speaker)
                yield Quote(segment.start, segment.end, context.text[segment.start:segment.end], "direct", speaker)
        before = segment


def _is_first_person(segment: Segment, direct: Sequence[Quote]) -> bool:
    text = segment.text
    return _FIRST_PERSON.match(text) is not None and not any(
        segment.start <= quote.start < segment.start + len(text) for quote in direct)


def _reporting_verb(segment: Segment) -> Token | None:
    return next((token for token in segment.doc if token.lemma_.lower() in SPEECH_VERBS and token.pos_ == "VERB"
                 and not is_negated(token)), None)


def _words_after(context: Context, segment: Segment, cue: Token, speaker: str) -> Iterator[Quote]:
    start = cue.idx + len(cue)
    lead = re.match(r"\s*(?:,|:)?\s*(?:that\s+)?", segment.text[start:])
    start += lead.end() if lead else 0
    if len(segment.text) - start > 20:
        start += segment.start
        yield Quote(start, segment.end, context.text[start:segment.end], "direct", speaker, None, cue.text)
