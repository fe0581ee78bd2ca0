"""The language model: one pass over the segments of many documents."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from transforms.model import Document, Span
from transforms.versions import MODEL_PACKAGE

BATCH_SIZE = 32
# The parser's memory grows with a text's length: longer passages are read in pieces cut at sentence ends.
MAX_SEGMENT_CHARS = 5_000
READ_KINDS = frozenset(("title", "subtitle", "dateline", "heading", "body", "caption", "turn", "contact", "reference"))
# The tokenizer's time grows with the square of a word's length: what is longer than the longest address is no word
_NO_WORD = re.compile(r"\S{400,}")
_CUT = re.compile(r"(?<=[.!?;:])\s")
_WHITE = dict.fromkeys((9, 10, 11, 12, 13, 0x85, 0xA0, 0x2007, 0x2009, 0x202F), " ")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document as spaCy read it: token offsets plus `start` are offsets into the document's text.

    `text` is that of `doc`, which builds it anew each time it is asked.
    """

    kind: str
    start: int
    end: int
    doc: Doc
    text: str
    speaker_span: Span | None

    def token_span(self, token: Token) -> Span:
        """Where the token stands in the document's text."""
        return Span(self.start + token.idx, self.start + token.idx + len(token))

    def words_at(self, start: int, end: int) -> SpacySpan | None:
        """The tokens that stand, wholly or in part, between two offsets of the document's text."""
        return self.doc.char_span(start - self.start, end - self.start, alignment_mode="expand")


@dataclass(frozen=True, slots=True)
class Analysis:
    """A document with its analyzed segments, in order."""

    document: Document
    segments: tuple[Segment, ...]

    def segment_at(self, char: int) -> Segment | None:
        """The segment that holds the offset."""
        at = bisect_right(self.segments, char, key=attrgetter("start")) - 1
        return self.segments[at] if at >= 0 and char < self.segments[at].end else None


@functools.cache
def load_model() -> Language:
    """The model, loaded once a process."""
    return spacy.load(MODEL_PACKAGE)


def split_segments(document: Document) -> Iterator[tuple[str, int, int, Span | None]]:
    """Kind, start and end of each stretch that is to be read, white space stripped, none longer than the limit."""
    if document.language not in (None, "en"):
        return
    labels = {passage.speaker_span.start for passage in document.passages if passage.speaker_span}
    for passage in document.passages:
        # a transcript's label ("JENS STOLTENBERG:") is a header, and names the speaker of the turn below it
        is_label = passage.kind == "header" and any(passage.start <= at < passage.end for at in labels)
        if is_label or passage.kind in READ_KINDS:
            for start, end in _pieces(document.text, passage.start, passage.end):
                yield passage.kind, start, end, passage.speaker_span


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for no_word in _NO_WORD.finditer(text, start, end):
        yield from _short_pieces(text, start, no_word.start())
        start = no_word.end()
    yield from _short_pieces(text, start, end)


def _short_pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = end
        if end - start > MAX_SEGMENT_CHARS:
            cuts = [match.end() for match in _CUT.finditer(text, start, start + MAX_SEGMENT_CHARS)]
            stop = cuts[-1] if cuts else start + MAX_SEGMENT_CHARS
        stripped = text[start:stop].strip()
        if stripped:
            first = start + text[start:stop].index(stripped)
            yield first, first + len(stripped)
        start = stop


def analyze(documents: Sequence[Document], nlp: Language | None = None) -> list[Analysis]:
    """The documents with their segments read by the model, in batches over all of them."""
    nlp = nlp or load_model()
    segments: list[list[Segment]] = [[] for _ in documents]
    for doc, (index, kind, start, speaker) in nlp.pipe(_texts(documents), as_tuples=True, batch_size=BATCH_SIZE):
        # Nothing looks at the vectors of its words, which are a third of what a document takes of memory
        doc.tensor = doc.tensor[:0].copy()
        text = doc.text
        segments[index].append(Segment(kind, start, start + len(text), doc, text, speaker))
    return [Analysis(document, tuple(parts)) for document, parts in zip(documents, segments, strict=True)]


def _texts(documents: Sequence[Document]) -> Iterable[tuple[str, tuple[int, str, int, Span | None]]]:
    for index, document in enumerate(documents):
        for kind, start, end, speaker in split_segments(document):
            # one white space for another of the same length: offsets stay, and a wrapped line does not end a sentence
            yield document.text[start:end].translate(_WHITE), (index, kind, start, speaker)
