"""Letters and signed articles: words in the first person above a name that signs them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.model import Mention, Quote, Span
from transforms.quotes.marks import find_marked
from transforms.quotes.turns import addressed_in, mentions_in
from transforms.resolve import Context

# how far from the end the name stands, in characters and lines
REACH, LAST_LINES, OFFICE_LINES = 1_200, 8, 2
_CLOSING = re.compile(
    r"(?:yours(?: (?:very )?(?:sincerely|faithfully|truly|ever|respectfully))?|(?:very )?sincerely(?: yours)?"
    r"|respectfully(?: yours)?|(?:with )?(?:my |our )?(?:kind(?:est)?|best|warm(?:est)?) (?:regards|wishes)"
    r"|with regards|\(?signed\)?(?: by)?)\s*[,:.]?", re.IGNORECASE)
_SIGNED = re.compile(
    r"\s*(?:\(?signed\)?(?: by)?:?\s+|/s/\s*)?(?:(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|General|Admiral)\.?\s+)?",
    re.IGNORECASE)
_SALUTATION = re.compile(r"(?:dear\b|(?:your )?excellenc(?:y|ies)\b|ladies and gentlemen\b)[^\n]{0,120}[,:]?\s*$",
                         re.IGNORECASE | re.MULTILINE)
_I, _WE = re.compile(r"\b(?:I|[Mm]y)\b(?!\.)"), re.compile(r"\b(?:I|[Mm]y|[Ww]e|[Oo]ur)\b(?!\.)")
_OFFICE = re.compile(
    r"(?:the )?(?:\w+[- ]){0,4}(?:president|minister|secretary|commissioner|representative|chair\w*|ambassador"
    r"|chancellor|director|head|commander|general|admiral|envoy|member|spokes\w+|chief|deputy)\b", re.IGNORECASE)


def find_letter(context: Context, mentions: Sequence[Mention]) -> Quote | None:
    """The words above the name of the only one who signs them, if they are in the first person."""
    own = [passage for passage in context.analysis.document.passages if passage.kind in ("body", "heading")]
    first = next((passage.start for passage in own if passage.kind == "body"), None)
    if first is None:
        return None
    text, lines = context.text, _last_lines(context.text, max(first, own[-1].end - REACH), own[-1].end)
    closed = next((at for at, line in enumerate(lines) if _closes(text, line)), None)
    signer = _signer(text, lines[closed:], mentions) if closed is not None else None
    pattern = _WE
    if closed is None:
        closed, signer = _named_alone(text, lines, mentions)
        pattern = _I
    if signer is None or closed is None:
        return None
    opening = _SALUTATION.search(text, first, lines[closed].start)
    start = opening.start() if opening and opening.start() < first + REACH else first
    words = text[start:lines[closed].start].rstrip()
    if not _says(words, pattern):
        return None
    span = Span(start, start + len(words))
    return Quote(span.start, span.end, words, "turn", signer, addressed_in(text, span, mentions, signer))


def _last_lines(text: str, start: int, end: int) -> list[Span]:
    """The last lines that are not blank, without the white space around them."""
    found = [Span(match.start(), match.end()) for match in re.finditer(r"\S[^\n]*", text[start:end])]
    return [Span(start + line.start, start + line.start + len(text[start + line.start:start + line.end].rstrip()))
            for line in found][-LAST_LINES:]


def _closes(text: str, line: Span) -> bool:
    """True for "Yours sincerely," and "Signed: X"."""
    closing = _CLOSING.match(text, line.start, line.end)
    rest = text[closing.end():line.end] if closing else ""
    is_signed = closing is not None and closing[0].lstrip("(")[:6].lower() == "signed"
    return closing is not None and (not rest.strip() or (is_signed and rest[0] == " "))


def _signer(text: str, lines: Sequence[Span], mentions: Sequence[Mention]) -> str | None:
    """The only person named behind the closing formula, at the begin of a line."""
    below = mentions_in(Span(lines[0].start, lines[-1].end), mentions)
    people = {mention.entity_id for mention in below if mention.label == "PERSON"}
    is_first = any(_name_of(text, line, mentions) is not None for line in lines[:3])
    return people.pop() if is_first and len(people) == 1 else None


def _name_of(text: str, line: Span, mentions: Sequence[Mention]) -> Mention | None:
    """The person with whose full name the line begins."""
    lead = _SIGNED.match(text, line.start, line.end)
    start = lead.end() if lead else line.start
    named = (m for m in mentions_in(line, mentions) if m.label == "PERSON" and m.entity_id and " " in m.surface)
    return next((m for m in named if m.start in (line.start, start)), None)


def _named_alone(
    text: str, lines: Sequence[Span], mentions: Sequence[Mention]
) -> tuple[int, str | None] | tuple[None, None]:
    """The name on a line of its own at the end, with an office below it and nowhere else in the text."""
    for at in range(max(1, len(lines) - 1 - OFFICE_LINES), len(lines) - 1):
        mention, below = _name_of(text, lines[at], mentions), lines[at + 1]
        if mention is None or mention.end != lines[at].end or text[lines[at - 1].end - 1] not in ".!?”\"’":
            continue
        is_office = _OFFICE.match(text, below.start, below.end) is not None and text[below.end - 1] not in ".!?"
        names = {m.start for m in mentions if m.entity_id == mention.entity_id and m.label == "PERSON"}
        if is_office and names == {mention.start}:
            return at, mention.entity_id
    return None, None


def _says(words: str, pattern: re.Pattern[str]) -> bool:
    """True if the words outside all marks are in the first person."""
    marked = [one.marked for one in find_marked(words)]
    starts, ends = [0, *(span.end for span in marked)], [*(span.start for span in marked), len(words)]
    return any(pattern.search(words, start, end) for start, end in zip(starts, ends, strict=True))
