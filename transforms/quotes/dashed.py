"""Words behind a dash, as Nordic and French pages write them: "– We have to practise together, says Minister X."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from transforms.model import Quote
from transforms.nlp import Segment
from transforms.quotes.cues import SPEECH_VERBS, speaker_token
from transforms.quotes.people import People

_DASH = re.compile(r"[-–—]\s?(?=[A-ZÀ-Ž])")
_MARKS = re.compile(r"[“”„«»\"]")
_BEHIND_CUE = re.compile(r"[^.!?]{0,120}[.!?]\s*")


def find_dashed(segment: Segment, people: People) -> Iterator[Quote]:
    """The words of a paragraph that opens with a dash and names its speaker; two quotes if the cue parts them."""
    text = segment.text
    dash = _DASH.match(text)
    if dash is None or _MARKS.search(text):
        return
    cue = _cue(segment)
    subject = speaker_token(cue) if cue is not None else None
    speaker = people.entity_of(segment, subject) if subject is not None else None
    if cue is None or speaker is None:
        return
    comma = text.rfind(",", dash.end(), cue.idx)
    behind = _BEHIND_CUE.match(text, cue.idx)
    for start, end in ((dash.end(), comma), (behind.end() if behind else len(text), len(text))):
        if len(text[start:end].split()) > 1:
            said = people.context.text[segment.start + start:segment.start + end]
            yield Quote(segment.start + start, segment.start + end, said, "direct", speaker, None, cue.text)


def _cue(segment: Segment) -> Token | None:
    """The first verb of speech right behind a comma, with its speaker behind it: ", says Minister X"."""
    for token in segment.doc:
        if token.lemma_.lower() in SPEECH_VERBS and token.i > 1 and token.nbor(-1).text == ",":
            subject = speaker_token(token)
            if subject is not None and subject.i > token.i:
                return token
    return None
