"""Turns: the words under a label of a transcript, or the whole of a statement in the first person."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from transforms.model import Mention, Passage, Quote, Span
from transforms.nlp import MAX_SEGMENT_CHARS
from transforms.resolve import Context

# a name lies in one segment; the name of an office may take in that of its body, in the next one
LONGEST_MENTION = 2 * MAX_SEGMENT_CHARS + 100
_ADDRESSED_BEFORE = re.compile(
    r"(?:\b(?:[Dd]ear|(?:[Tt]hank(?:s| you)|[Gg]ood (?:morning|afternoon|evening)|[Ww]elcome|[Ss]orry|[Yy]es)"
    r"(?: so much| very much| indeed| again)?,?)(?: my)?(?: (?:good |dear )?friend,?)?"
    r"(?: (?:Mr|Mrs|Ms|Madam|Madame|President|Minister|Commissioner|Ambassador|Secretary General)\.?)?\s*)$")
# "Mr President, …", "Secretary General, thank you": an office opens the words
_OPENS = re.compile(r"\W*((?:Mr|Mrs|Ms|Madam|Madame|Dear)\.?\s+)?$")
# "Jens, who has just come, …" is no address
_DESCRIBED = re.compile(r"\s*(?:[.;:?]|,\s+(?:who|which|the|a|an)\b)")
# "And the money, Mr President?"
_LAST_BEFORE = re.compile(r"[a-z],\s+(?:(?:Mr|Madam|Madame)\.?\s+)?$")
_LAST_AFTER = re.compile(r"\s*[?!.]")
_VOCATIVE_END = re.compile(r"\s*(?:[,.!:;?]|and thank you\b|$)")
_ALSO = re.compile(r"\s*(?:,\s*)?(?:(?:and|&|,)\s+)?(?:[Dd]ear\s+)?")
_SENTENCE_END = re.compile(r"[.!?]\s")
# of these labels the words are an answer, of those a question
_ANSWER = re.compile(r"[\W\d]*(?:a|answer|reply|response)\s?\d{0,2}\W*", re.IGNORECASE)
_NO_SPEAKER = re.compile(
    r"[\W\d]*(?:q|questions?|journalists?|reporters?|unidentified|unknown|audience|interviewer|interpreter|translator"
    r"|participant|correspondent|press|member of the (?:press|audience))(?:\s?\d{1,2})?\b", re.IGNORECASE)
# one who leads a meeting has no office by that: who it is, only another line can tell
_CHAIR = re.compile(
    r"[\W\d]*(?:the |madam |mr |mr\. )?(?:chair(?:man|woman|person)?|moderator|host|anchor|presenter|speaker)\W*",
    re.IGNORECASE)
# in the minutes of a parliament "The President. – …" is who presides
_PRESIDENT = re.compile(r"[\W\d]*(?:the |madam |mr |mr\. )?(?:acting |vice-)?president\W*", re.IGNORECASE)
_OF_MINUTES = re.compile(r"\.?\s?[–—-]\s")
_IN_THE_CHAIR = re.compile(
    r"^\W*(?:in the chair|chair(?:man|woman|person|ed by)?|moderator|moderated by|presiding|host(?:ed by)?)\s?:"
    r"\s*(.{3,80})", re.IGNORECASE | re.MULTILINE)
_BRACKET = re.compile(r"[(\[](?![Tt]o\b)([^)\]\n]{3,90})[)\]]")
# "Ada Example, Agency: …", "Ada Example from the Agency. …", "Ada Example (Agency), …", "Ada Example: …"
_MEDIUM = re.compile(
    r"\s?:|(?:,\s|,?\s(?:from|of|with|for)\s)(?:the\s|The\s|from\s|with\s)?[A-Z][^.:?!,\n]{1,40}[.:]\s|"
    r"\s\([^)\n]{2,50}\)\s?[.:,]")
_PRESENTS = re.compile(
    r"\W*(?:(?:thank you(?: (?:so|very) much)?|hello|hi|good (?:morning|afternoon|evening)|yes)[.,!]?\s+)?"
    r"(?:(?:I['’]m|I am|my name is|this is)\s+)?", re.IGNORECASE)
HEAD_CHARS, NAME_BEGINS = 200, 12


@dataclass(frozen=True, slots=True)
class Chair:
    """Who leads a meeting, if a line tells it, and whether "President" is how the meeting calls that person."""

    entity_id: str | None
    is_president: bool

    def is_called(self, words: str) -> bool:
        """True for "The Chair", and for "Madam President" in the minutes of a parliament."""
        return _CHAIR.fullmatch(words) is not None or (self.is_president and _PRESIDENT.fullmatch(words) is not None)


NOBODY = Chair(None, is_president=False)


def find_turns(context: Context, mentions: Sequence[Mention]) -> list[Quote]:
    """The turns of a document, in order; an answer without a name is given by the only one who speaks."""
    found: list[Quote] = []
    answers: list[int] = []
    labels: list[Span | None] = []
    run: list[Passage] = []
    chair = _chair(context, mentions)
    for passage in (*context.analysis.document.passages, None):
        if run and (passage is None or passage.kind == "header" or (
                passage.kind == "turn" and passage.speaker_span != run[0].speaker_span)):
            if _is_answer(context.text, run[0].speaker_span):
                answers.append(len(found))
            found.append(_turn(context, run, mentions, chair))
            labels.append(run[0].speaker_span)
            run = []
        if passage is not None and passage.kind == "turn":
            run.append(passage)
    found = list(_with_askers(context, found, labels, mentions))
    speaker = _only_speaker(context, found, mentions) if answers else None
    for number in answers:
        found[number] = replace(found[number], speaker_id=speaker)
    return found


def _is_answer(text: str, label: Span | None) -> bool:
    return label is not None and _ANSWER.fullmatch(text, label.start, label.end) is not None


def _only_speaker(context: Context, turns: Sequence[Quote], mentions: Sequence[Mention]) -> str | None:
    """The one whom the title names as speaker, else the only one with turns under the own name."""
    named = speaker_in(context.analysis.document.speaker_span, mentions)
    speakers = {turn.speaker_id for turn in turns if turn.speaker_id}
    return named or (next(iter(speakers)) if len(speakers) == 1 else _only_in_title(context, mentions))


def _only_in_title(context: Context, mentions: Sequence[Mention]) -> str | None:
    """The only person of title and subtitle: "Interview with …"."""
    people = {mention.entity_id for segment in context.analysis.segments if segment.kind in ("title", "subtitle")
              for mention in mentions_in(Span(segment.start, segment.end), mentions)
              if mention.label in ("PERSON", "ROLE")}
    return next(iter(people)) if len(people) == 1 else None


def _chair(context: Context, mentions: Sequence[Mention]) -> Chair:
    """Who is in the chair, if a line of the document tells it: "In the chair: …", "Moderator: …"."""
    text = context.text
    lines = [Span(*match.span(1)) for match in _IN_THE_CHAIR.finditer(text)]
    people = {m.entity_id for line in lines for m in mentions_in(line, mentions)
              if m.label == "PERSON" and m.entity_id and m.start - line.start < NAME_BEGINS}
    labels = {passage.speaker_span for passage in context.analysis.document.passages if passage.speaker_span}
    is_president = any(_OF_MINUTES.match(text, label.end) for label in labels)
    return Chair(next(iter(people)) if len(people) == 1 else None, is_president)


def _turn(context: Context, run: Sequence[Passage], mentions: Sequence[Mention], chair: Chair) -> Quote:
    text = context.text
    start, end = run[0].start, run[-1].end
    words = text[start:end].strip()
    start += text[start:end].index(words) if words else 0
    end = start + len(words)
    label = run[0].speaker_span
    is_asked = label is not None and _NO_SPEAKER.match(text[label.start:label.end]) is not None
    speaker = speaker_in(label, mentions) if not is_asked else None
    if label is not None and chair.is_called(text[label.start:label.end]):
        speaker = chair.entity_id
    return Quote(start, end, words, "turn", speaker, addressed_in(text, Span(start, end), mentions, speaker, chair))


def _with_askers(
    context: Context, turns: Sequence[Quote], labels: Sequence[Span | None], mentions: Sequence[Mention]
) -> Iterator[Quote]:
    """The turns, the questions with those who ask them; nobody asks who has turns under the own name."""
    text = context.text
    answering = {turn.speaker_id for turn in turns}
    for turn, label in zip(turns, labels, strict=True):
        asker = None
        if label is not None and turn.speaker_id is None and _NO_SPEAKER.match(text[label.start:label.end]):
            asker = _asker(text, label, turn, mentions)
        yield replace(turn, speaker_id=asker) if asker and asker not in answering else turn


def _asker(text: str, label: Span, turn: Quote, mentions: Sequence[Mention]) -> str | None:
    """Who asks: the only person in the label's bracket ("QUESTION (X, Agency):"), or the one whose name and medium the
    question opens with ("X, Agency. What …")."""
    behind = _NO_SPEAKER.match(text, label.start, label.end)
    bracket = _BRACKET.search(text, behind.end() if behind else label.end, turn.start)
    inside = Span(*bracket.span(1)) if bracket else Span(turn.start, turn.start)
    people = {m.entity_id for m in mentions_in(inside, mentions) if m.label == "PERSON" and m.entity_id}
    if len(people) == 1:
        return people.pop()
    head = Span(turn.start, min(turn.end, turn.start + HEAD_CHARS))
    for mention in mentions_in(head, mentions):
        medium = _MEDIUM.match(text, mention.end, head.end)
        if mention.label == "PERSON" and " " in mention.surface and medium and _PRESENTS.fullmatch(
                text[head.start:mention.start]):
            of = Span(mention.end, medium.end())
            is_office = any(m.label == "ROLE" and m.start >= of.start for m in mentions_in(of, mentions))
            return mention.entity_id if not is_office else None
    return None


def speaker_in(span: Span | None, mentions: Sequence[Mention]) -> str | None:
    """The first person named in the span, else the holder of the first office named in it."""
    if span is None:
        return None
    inside = [m for m in mentions_in(span, mentions) if m.entity_id]
    people = [m for m in inside if m.label == "PERSON"] or [m for m in inside if m.label == "ROLE"]
    return people[0].entity_id if people else None


def mentions_in(span: Span, mentions: Sequence[Mention]) -> list[Mention]:
    """Those that share a character with the span; the mentions are sorted by start."""
    first = bisect_left(mentions, span.start - LONGEST_MENTION, key=attrgetter("start"))
    last = bisect_left(mentions, span.end, lo=first, key=attrgetter("start"))
    return [mention for mention in mentions[first:last] if span.start < mention.end]


def addressed_in(
    text: str, words: Span, mentions: Sequence[Mention], speaker: str | None, chair: Chair = NOBODY
) -> str | None:
    """The one person whom the first words address: "Dear Charles", "Thank you, Ursula", "Mr President, …"."""
    head = Span(words.start, min(words.end, words.start + HEAD_CHARS))
    people = [mention for mention in mentions_in(head, mentions)
              if head.contains(mention.span) and mention.label in ("PERSON", "ROLE")]
    ids: dict[str, None] = {}
    before: Mention | None = None
    for mention in people:
        goes_on = before is not None and _ALSO.fullmatch(text[before.end:mention.start]) is not None
        if not goes_on and before is not None and _SENTENCE_END.search(text, before.end, mention.start):
            break
        if goes_on or _is_addressed(text, head, mention):
            before = mention
            entity = chair.entity_id if chair.is_called(mention.surface) else mention.entity_id
            if entity and entity != speaker:
                ids[entity] = None
    return next(iter(ids)) if len(ids) == 1 else None


def _is_addressed(text: str, head: Span, mention: Mention) -> bool:
    before = text[head.start:mention.start]
    is_vocative = _VOCATIVE_END.match(text, mention.end, head.end) is not None
    is_office = mention.label == "ROLE"
    opens = _OPENS.match(before)
    if is_vocative and opens and (is_office or (
            (opens[1] or " " not in mention.surface) and not _DESCRIBED.match(text, mention.end))):
        return True
    if is_office and _LAST_BEFORE.search(before[-60:]) and _LAST_AFTER.match(text, mention.end):
        return True
    return _ADDRESSED_BEFORE.search(before[-60:]) is not None and (is_vocative or not is_office)
