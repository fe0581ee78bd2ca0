"""Documents made for tests: the text is given, all else has a plain default."""

from __future__ import annotations

from datetime import date

from transforms.model import Document, Passage, PublishedDate, Span, make_id

DAY = date(2023, 11, 15)


def make_document(text: str, *, kind: str = "news", day: date | None = DAY, passage: str = "body",
                  publisher_id: str | None = "nato", speaker_span: Span | None = None) -> Document:
    """A document whose paragraphs (parted by a blank line) are passages of one kind."""
    return Document(
        document_id=make_id("d", text), kind=kind, text=text, source_start_char=0, source_end_char=len(text),
        passages=tuple(_passages(text, passage, speaker_span)), publisher_id=publisher_id, language="en",
        published=PublishedDate(day, "day", "header", None) if day else None, speaker_span=speaker_span)


def make_turn(speaker: str, words: str, *, day: date | None = DAY) -> Document:
    """A transcript of one turn: the speaker's label and the words."""
    label = f"{speaker}:"
    text = f"{label} {words}"
    span = Span(0, len(speaker))
    return Document(
        document_id=make_id("d", text), kind="transcript", text=text, source_start_char=0, source_end_char=len(text),
        passages=(Passage("header", 0, len(label) + 1), Passage("turn", len(label) + 1, len(text), span)),
        publisher_id="nato", language="en", published=PublishedDate(day, "day", "header", None) if day else None)


def _passages(text: str, kind: str, speaker_span: Span | None) -> list[Passage]:
    found, start = [], 0
    while start < len(text):
        gap = text.find("\n\n", start)
        end = len(text) if gap < 0 else gap + 2
        found.append(Passage(kind, start, end, speaker_span if kind == "turn" else None))
        start = end
    return found
