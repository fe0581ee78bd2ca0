"""Find quotes and turns, and resolve who speaks: by the verb of speech beside the words, or by the turn's label."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter

from spacy.tokens import Token

from transforms.model import Mention, Passage, Quote, Span
from transforms.nlp import MAX_SEGMENT_CHARS, Analysis, Segment
from transforms.resolve import Context

SPEECH_VERBS = frozenset((
    "say", "add", "state", "declare", "note", "stress", "underline", "underscore", "emphasize", "emphasise",
    "highlight", "point", "explain", "comment", "remark", "announce", "tell", "warn", "argue", "insist", "conclude",
    "continue", "reiterate", "affirm", "reaffirm", "confirm", "recall", "observe", "reply", "respond", "answer",
    "ask", "write", "tweet", "call", "describe", "praise", "welcome", "urge", "mention", "express", "acknowledge",
    "believe", "thank", "promise", "pledge", "assure", "claim", "suggest", "propose", "commend", "caution",
    "maintain", "repeat", "joke", "admit", "agree", "predict", "hail", "echo", "vow"))
# what stands after these is whom or what they are about, not what was said: "thanked the Allies"
_OF_SOMEBODY = frozenset((
    "thank", "welcome", "praise", "commend", "hail", "urge", "call", "ask", "tell", "warn", "describe", "mention",
    "highlight", "acknowledge", "assure"))
_OPEN_TO_CLOSE = {"“": "”", "„": "“”", "«": "»", '"': '"'}
_OPENING = re.compile("[" + "".join(_OPEN_TO_CLOSE) + "]")
# apostrophes are no marks: a single mark opens after a space and before a letter, and closes before a space or point
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[A-Za-z])(.{12,1000}?[^\s‘'])(?<![s])[’'](?![\w])", re.DOTALL)
_DOUBLE_SINGLE = re.compile(r"(?:''|``)(?=\S)(.{3,1000}?)''", re.DOTALL)
_ADDRESSEE = re.compile(r"\b(?:[Dd]ear|[Tt]hank you(?: so much| very much)?,?)\s*$")
MIN_WORDS = 4
MIN_WORDS_WITHOUT_CUE = 8
# how far from the words their verb of speech may stand, in characters
REACH = 220
# a name lies in one segment; the name of an office may take in that of its body, in the next one
LONGEST_MENTION = 2 * MAX_SEGMENT_CHARS + 100
# the points of "Mr. Rutte" and "U. Example" end nothing
_FULL_STOP = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bGen)(?<!\bAdm)(?<!\b[A-Z])[.!?][\s”\"]")
_SOURCE_BEFORE = re.compile(r"\b[Aa]ccording to ([^.!?“”\"]{2,80}),\s*$")
_SOURCE_AFTER = re.compile(r",?\s+according to ([^.!?“”\"]{2,80})")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|my|My)\b")


@dataclass(frozen=True, slots=True)
class _Words:
    """Quoted words: the span without marks, and the span with them."""

    span: Span
    marked: Span


def find_quotes(context: Context, mentions: Sequence[Mention]) -> list[Quote]:
    """The turns and direct quotes of a document, sorted, without overlap."""
    turns = list(_find_turns(context, mentions))
    speakers = _Speakers(context, mentions)
    direct = []
    for segment in context.analysis.segments:
        if segment.kind in ("body", "title", "subtitle", "heading", "caption"):
            direct += list(speakers.quotes_of(segment))
    direct = _carried_back(context.text, direct)
    unmarked = list(_unmarked(context, speakers, direct)) if not turns else []
    return sorted((*turns, *direct, *unmarked), key=lambda quote: (quote.start, quote.end))


def _carried_back(text: str, direct: Sequence[Quote]) -> list[Quote]:
    """An opening mark that is not closed goes on in the next paragraph, which may be the first to tell the speaker."""
    found: list[Quote] = []
    for quote in reversed(direct):
        goes_on = bool(found) and re.fullmatch(r"\s*[“„\"]", text[quote.end:found[-1].start]) is not None
        found.append(replace(quote, speaker_id=quote.speaker_id or (found[-1].speaker_id if goes_on else None)))
    return found[::-1]


# --- turns ------------------------------------------------------------------------------------------------------------


def _find_turns(context: Context, mentions: Sequence[Mention]) -> Iterator[Quote]:
    run: list[Passage] = []
    for passage in (*context.analysis.document.passages, None):
        if run and (passage is None or passage.kind == "header" or (
                passage.kind == "turn" and passage.speaker_span != run[0].speaker_span)):
            yield _turn(context, run, mentions)
            run = []
        if passage is not None and passage.kind == "turn":
            run.append(passage)


def _turn(context: Context, run: Sequence[Passage], mentions: Sequence[Mention]) -> Quote:
    text = context.text
    start, end = run[0].start, run[-1].end
    words = text[start:end].strip()
    start += text[start:end].index(words) if words else 0
    end = start + len(words)
    speaker = speaker_in(run[0].speaker_span, mentions)
    addressee = _addressee(text, Span(start, min(end, start + 200)), mentions, speaker)
    return Quote(start, end, words, "turn", speaker, addressee)


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


def _addressee(text: str, head: Span, mentions: Sequence[Mention], speaker: str | None) -> str | None:
    addressed = [m for m in mentions_in(head, mentions) if head.contains(m.span) and m.label == "PERSON"
                 and m.entity_id and m.entity_id != speaker and _ADDRESSEE.search(text[max(0, m.start - 30):m.start])]
    ids = list(dict.fromkeys(m.entity_id for m in addressed))
    return ids[0] if len(ids) == 1 else None


# --- marked words -----------------------------------------------------------------------------------------------------


def find_marked(text: str) -> list[_Words]:
    """The stretches between quotation marks in a paragraph; an opening mark without a closing one runs to its end."""
    found = []
    taken = bytearray(len(text))
    for words in chain(_paired(text), _matched(_DOUBLE_SINGLE, text), _matched(_SINGLE, text)):
        start, end = words.marked.start, words.marked.end
        if 1 not in taken[start:end]:
            found.append(words)
            taken[start:end] = b"\1" * (end - start)
    return sorted(found, key=lambda words: words.span)


def _matched(pattern: re.Pattern[str], text: str) -> Iterator[_Words]:
    for match in pattern.finditer(text):
        yield _Words(Span(match.start(1), match.end(1)), Span(match.start(), match.end()))


def _paired(text: str) -> Iterator[_Words]:
    last = {mark: text.rfind(mark) for marks in _OPEN_TO_CLOSE.values() for mark in marks}
    at = 0
    while opening := _OPENING.search(text, at):
        at = opening.start()
        closers = [mark for mark in _OPEN_TO_CLOSE[text[at]] if last[mark] > at]
        end = min((text.find(mark, at + 1) for mark in closers), default=len(text))
        if not closers and text[at] != "“":
            at += 1
            continue
        if end > at + 1:
            yield _Words(Span(at + 1, end), Span(at, min(end + 1, len(text))))
        at = end + 1


class _Speakers:
    """Attributes the quotes of a document in order, so that a quote without a cue can go on with the last speaker."""

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self.context = context
        self.mentions = [m for m in mentions if m.entity_id and m.label in ("PERSON", "ROLE", "ORG", "GPE")]
        self.last: str | None = None
        self.last_segment = -1

    @functools.cached_property
    def subjects(self) -> list[Mention]:
        """The persons named as the subject of a verb, by where their names end."""
        spans = _subject_people(self.context.analysis, self.mentions)
        return [mention for mention in self.people if mention.span in spans]

    @functools.cached_property
    def people(self) -> list[Mention]:
        """The persons named, by where their names end."""
        return sorted((m for m in self.mentions if m.label in ("PERSON", "ROLE")), key=attrgetter("end"))

    def quotes_of(self, segment: Segment) -> Iterator[Quote]:
        """The quotes of one paragraph with their speakers."""
        text = segment.text
        marked = find_marked(text)
        verbs = [token for token in segment.doc if token.lemma_.lower() in SPEECH_VERBS
                 and token.pos_ in ("VERB", "AUX") and not _is_marked(token, marked)] if marked else []
        for words in marked:
            said = text[words.span.start:words.span.end]
            cue = self._cue(segment, words, verbs)
            speaker = self._subject(segment, cue, marked) if cue is not None else self._source(segment, words)
            # a few words without a verb of speech are a phrase in marks, unless they are a sentence
            is_told = speaker is not None or said[-1] in ".!?"
            if len(said.split()) < (MIN_WORDS if is_told else MIN_WORDS_WITHOUT_CUE):
                continue
            if speaker is None:
                speaker = self._continued(segment, words)
            if speaker:
                self.last, self.last_segment = speaker, segment.start
            start, end = segment.start + words.span.start, segment.start + words.span.end
            yield Quote(start, end, self.context.text[start:end], "direct", speaker, None, cue.text if cue else None)

    def _continued(self, segment: Segment, words: _Words) -> str | None:
        """Without a cue the last speaker goes on in the same paragraph, or in one that is nothing but a quote."""
        is_whole = words.marked.end - words.marked.start > 0.8 * len(segment.text)
        return self.last if self.last_segment == segment.start or is_whole else None

    def _cue(self, segment: Segment, words: _Words, verbs: Sequence[Token]) -> Token | None:
        """The verb of speech nearest to the words, of those outside all marks, in their sentence."""
        best: tuple[int, Token] | None = None
        for token in verbs:
            distance = min(abs(token.idx - words.marked.end), abs(words.marked.start - token.idx - len(token)))
            if distance <= REACH and (best is None or distance < best[0]) and not self._is_parted(
                    segment, token, words):
                best = (distance, token)
        return best[1] if best else None

    def _is_parted(self, segment: Segment, token: Token, words: _Words) -> bool:
        """True if a full stop parts verb and words. In “…,” he said. “….” She said that … the second words end with
        one of their own, and go on with the speaker of the first."""
        if _FULL_STOP.search(_between(segment, token, words)):
            return True
        text, end = segment.text, words.marked.end
        return (token.idx > end and self.last_segment == segment.start and text[words.span.end - 1] == "."
                and text[end:].lstrip()[:1].isupper())

    def _source(self, segment: Segment, words: _Words) -> str | None:
        """The one named in "According to Mr Borrell, “…”", or after the words."""
        text = segment.text
        told = _SOURCE_BEFORE.search(text, max(0, words.marked.start - REACH), words.marked.start) or \
            _SOURCE_AFTER.match(text, words.marked.end)
        return self._first_in(Span(segment.start + told.start(1), segment.start + told.end(1))) if told else None

    def _first_in(self, span: Span) -> str | None:
        covering = mentions_in(span, self.mentions)
        people = [m for m in covering if m.label in ("PERSON", "ROLE")]
        return (people or covering)[0].entity_id if covering else None

    def _subject(self, segment: Segment, cue: Token, marked: Sequence[_Words]) -> str | None:
        subject = subject_of(cue)
        if subject is not None and not _is_marked(subject, marked):
            entity = self.entity_of(segment, subject)
            if entity:
                return entity
        return self._nearest(segment, cue, marked)

    def entity_of(self, segment: Segment, token: Token) -> str | None:
        """The person or body that the token, or the noun phrase above it, stands for."""
        if token.lower_ in ("he", "she"):
            return self._antecedent(segment, token)
        return self._first_in(segment.token_span(token))

    def _antecedent(self, segment: Segment, pronoun: Token) -> str | None:
        gender = "m" if pronoun.lower_ == "he" else "f"
        before = segment.start + pronoun.idx
        # a pronoun goes on with the one whom the sentences before were about: their subject, else the last one named
        for people in (self.subjects, self.people):
            for at in range(bisect_right(people, before, key=attrgetter("end")) - 1, -1, -1):
                entity = self.context.knowledge.entities.get(people[at].entity_id or "")
                if entity is None or not entity.gender or entity.gender == gender:
                    return people[at].entity_id
        return self.last

    def _nearest(self, segment: Segment, cue: Token, marked: Sequence[_Words]) -> str | None:
        """Where the parse fails: the person nearest to the verb in its sentence, after "said" or before it."""
        at, text = segment.start + cue.idx, segment.text
        best: tuple[int, str] | None = None
        for mention in mentions_in(Span(at - REACH, at + REACH + 1), self.mentions):
            if mention.label not in ("PERSON", "ROLE") or abs(mention.start - at) > REACH:
                continue
            local = Span(mention.start - segment.start, mention.end - segment.start)
            if not 0 <= local.start < len(text) or any(w.marked.overlaps(local) for w in marked):
                continue
            if _FULL_STOP.search(text[min(local.end, cue.idx):max(local.start, cue.idx)]):
                continue
            distance = min(abs(mention.start - at), abs(mention.end - at))
            if best is None or distance < best[0]:
                best = (distance, mention.entity_id or "")
        if best is None:
            return None
        return best[1]


def _subject_people(analysis: Analysis, mentions: Sequence[Mention]) -> set[Span]:
    """Where the persons stand that are the subject of a verb."""
    found = set()
    for mention in mentions:
        segment = analysis.segment_at(mention.start) if mention.label in ("PERSON", "ROLE") else None
        span = segment.doc.char_span(mention.start - segment.start, mention.end - segment.start,
                                     alignment_mode="expand") if segment else None
        if span is not None and span.root.dep_ in ("nsubj", "nsubjpass"):
            found.add(mention.span)
    return found


def subject_of(verb: Token) -> Token | None:
    """The verb's subject; a participle or coordinated verb has that of the verb above it ("…, stating that")."""
    for _ in range(6):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "csubj"):
                return child
        if verb.dep_ in ("conj", "advcl", "xcomp", "dep", "acomp", "aux") and verb.head != verb:
            verb = verb.head
        else:
            return None
    return None


def _is_marked(token: Token, marked: Sequence[_Words]) -> bool:
    return any(words.marked.start <= token.idx < words.marked.end for words in marked)


def _between(segment: Segment, token: Token, words: _Words) -> str:
    text = segment.text
    if token.idx < words.marked.start:
        return text[token.idx:words.marked.start]
    return text[words.marked.end:token.idx]


# --- words that lost their marks --------------------------------------------------------------------------------------


def _unmarked(context: Context, speakers: _Speakers, direct: Sequence[Quote]) -> Iterator[Quote]:
    """In a report about others, a paragraph in the first person singular outside all marks is someone's words: those
    of the speaker whose speech the paragraph before tells."""
    before: Segment | None = None
    for segment in context.analysis.segments:
        if segment.kind != "body":
            continue
        if _is_first_person(segment, direct) and before is not None:
            cue = _reporting_verb(before)
            speaker = speakers.entity_of(before, subject) if cue is not None and (subject := subject_of(cue)) else None
            if cue is not None and speaker:
                if cue.lemma_.lower() not in _OF_SOMEBODY:
                    yield from _words_after(context, before, cue, speaker)
                yield Quote(segment.start, segment.end, context.text[segment.start:segment.end], "direct", speaker)
        before = segment


def _is_first_person(segment: Segment, direct: Sequence[Quote]) -> bool:
    text = segment.text
    return _FIRST_PERSON.match(text) is not None and not any(
        segment.start <= quote.start < segment.start + len(text) for quote in direct)


def _reporting_verb(segment: Segment) -> Token | None:
    return next((token for token in segment.doc if token.lemma_.lower() in SPEECH_VERBS and token.pos_ == "VERB"), None)


def _words_after(context: Context, segment: Segment, cue: Token, speaker: str) -> Iterator[Quote]:
    start = cue.idx + len(cue)
    lead = re.match(r"\s*(?:,|:)?\s*(?:that\s+)?", segment.text[start:])
    start += lead.end() if lead else 0
    if len(segment.text) - start > 20:
        start += segment.start
        yield Quote(start, segment.end, context.text[start:segment.end], "direct", speaker, None, cue.text)
