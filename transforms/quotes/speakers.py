"""Whose the marked words of a news text are: by the cue beside them, by the sentence before, or nobody's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from spacy.tokens import Token

from transforms.model import Mention, Quote, Span
from transforms.nlp import Segment
from transforms.quotes.cues import (
    ATTITUDE_VERBS,
    HEADLINE_VERBS,
    SPEECH_VERBS,
    is_coordinated,
    is_negated,
    is_passive,
    is_speaker_noun,
    is_told,
    speaker_token,
)
from transforms.quotes.marks import Marked, overlapping
from transforms.quotes.people import FULL_STOP, REACH, People
from transforms.quotes.turns import addressed_in, mentions_in
from transforms.resolve import Context

MIN_WORDS = 4
MIN_WORDS_WITHOUT_CUE = 8
# a whole sentence right beside its cue may be as short as “We agree,” he said.
MIN_WORDS_BESIDE_CUE = 2
# “promised him “an open conversation.”: right behind the verb
MIN_WORDS_GOVERNED, WIDEST_GAP = 3, 8
# of more verbs than that beside the words none is their cue
MOST_CUES, LONGEST_VERB = 16, 40
_SOURCE_BEFORE = (
    re.compile(r"\b[Aa]ccording to ([^.!?“”\"]{2,80}),\s*$"),
    re.compile(r"\b[Ii]n the words of ([^.!?“”\"]{2,80}?)(?:,|:)\s*$"),
    re.compile(r"\b[Aa]s ([^.!?“”\"]{2,60}?) (?:(?:has|had|once|recently|later|then|himself|herself)\s)*"
               r"(?:put it|said|noted|stated|told \w+|wrote|remarked|observed)(?: \w+){0,4}(?:,|:)\s*$"))
_SOURCE_AFTER = re.compile(r",?\s+(?:according to|in the words of) ([^.!?“”\"]{2,80})")
# "Stoltenberg: “…”": nothing but the one named and perhaps the occasion stands before the words
_LABEL_BEFORE = re.compile(r"(?:^|[.!?”\"’']\s|[|–—]\s)([^.!?“”\":;]{2,80}?)(?:\s\([^)]{2,60}\))?\s?:\s*$")
# "“…” - Rutte": so a caption or headline ends
_SIGNED_AFTER = re.compile(r",?\s*[–—-]\s?([^.!?“”\":;]{2,90}?)\s*\.?$")
# what is named, not said: "the report “…”", "a plan called “…”"
_NAMED = re.compile(
    r"(?:\b(?:so-called|titled|entitled|dubbed|known as|named|termed|headed|labell?ed|nicknamed|codenamed|code-named"
    r"|reading|marked|(?:the|its|their) (?:word|term|phrase|expression|concept|principle|notion)s?)"
    r"|\b(?:reports?|paper|study|book|article|essay|film|song|exhibition|conference|seminar|workshop|panel|webinar|event"
    r"|debate|lecture|project|programme|program|initiative|campaign|operation|exercise|mission|ship|frigate|destroyer"
    r"|carrier|vessel|ferry|submarine|aircraft|theme|motto|slogan|title|heading|chapter|section|brochure|publication"
    r"|handbook|newspaper|magazine|series|podcast|documentary|album|symposium|forum|topic|subject|course|award|prize"
    r"|communication|document|strategy|package|plan|roadmap|resolution|treaty|protocol|session on|discussion on))\s*$",
    re.IGNORECASE)
# "a plan called “Ready together”", but "a plan that he called “a leap of faith”"
_CALLED = re.compile(r"\bcalled\s*$")
_HEADLINE_KINDS = ("title", "subtitle", "heading")
_HEADLINE_BEFORE = re.compile(
    rf"\b({HEADLINE_VERBS})(?:(?<=tells|.told)\s[^'‘’“”\".:;]{{2,40}})?[,:]?\s+$", re.IGNORECASE)
_HEADLINE_AFTER = re.compile(
    rf",?\s+(?:(?P<name>[^'‘’“”\".:;]{{2,60}}?)\s)?(?P<verb>{HEADLINE_VERBS})\b", re.IGNORECASE)
# what a single word behind or before its cue stands beside: nothing, or the end of a sentence
_ENDED = re.compile(r"(?:^|[.!?:,”\"’'])\s*$")
_TOUCHING = re.compile(r"(?:[:,]|\bthat)?\s*")
_OPENS_WORDS = re.compile(r"(?:[:,]|\bthat)\s*$")

@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A segment with its marked words and the verbs of speech outside them."""

    segment: Segment
    marked: Sequence[Marked]
    verbs: Sequence[Token]


# tags of verbs that make a sentence, imperatives included
_FINITE = frozenset(("VBD", "VBP", "VBZ", "MD", "VB"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says the words, to whom, and the verb that tells so; `is_named` if the speaker stands right beside them."""

    speaker_id: str | None
    addressee_id: str | None = None
    cue: Token | None = None
    is_named: bool = False


class Speakers:
    """Attributes the quotes of a document in order, so that a quote without a cue can go on with the last speaker."""

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self.context = context
        self.people = People(context, mentions)
        self.last: str | None = None
        self.last_segment = -1
        self.before: Segment | None = None

    def quotes_of(self, segment: Segment, *, goes_on: bool = False) -> Iterator[Quote]:
        """The quotes of one paragraph with their speakers; `goes_on` if the next one opens with a mark."""
        marked = self.people.marked_in(segment, goes_on=goes_on)
        tokens = segment.doc if marked else ()
        verbs = [token for token in tokens if _tells_speech(token) and not _is_marked(token, marked)]
        paragraph = _Paragraph(segment, marked, verbs)
        for words in marked:
            told = self._attribute(paragraph, words)
            if not _is_said(segment.text, words, told):
                continue
            if told.speaker_id is None:
                told = self._continued(paragraph, words, told)
            if told == Attribution(None) and _is_fragment(segment.text[words.span.start:words.span.end]):
                continue
            if told.speaker_id is None and not _has_finite_verb(segment, words):
                # a title: the « Framework for … », agreed by the two organisations
                continue
            if told.speaker_id:
                self.last, self.last_segment = told.speaker_id, segment.start
            yield self._quote(segment, words, told)
        self.before = segment

    def _quote(self, segment: Segment, words: Marked, told: Attribution) -> Quote:
        start, end = segment.start + words.span.start, segment.start + words.span.end
        addressee = told.addressee_id or addressed_in(
            self.context.text, Span(start, end), self.people.mentions, told.speaker_id)
        cue = told.cue.text if told.cue is not None else None
        return Quote(start, end, self.context.text[start:end], "direct", told.speaker_id, addressee, cue)

    def _attribute(self, paragraph: _Paragraph, words: Marked) -> Attribution:
        segment = paragraph.segment
        source = self._source(segment, words)
        if source is not None:
            return source
        cue = self._cue(paragraph, words)
        if cue is None or is_negated(cue):
            return Attribution(None)
        speaker = self._subject(segment, cue, paragraph.marked)
        return Attribution(speaker, self.people.addressee_of(segment, cue, speaker), cue)

    def _continued(self, paragraph: _Paragraph, words: Marked, told: Attribution) -> Attribution:
        """Without a cue the last speaker goes on in the same paragraph, or in one that is nothing but a quote; else the
        words are those of the one whom the sentence before is about."""
        segment = paragraph.segment
        subject = speaker_token(told.cue) if told.cue is not None else None
        if told.is_named or (subject is not None and not _is_marked(subject, paragraph.marked)):
            # somebody else speaks, of whom it is not told who
            return told
        sentence = _sentence_before(segment, words)
        if self.last_segment == segment.start and not self._tells(segment, sentence):
            return replace(told, speaker_id=self.last)
        if sentence:
            return self._told_about(segment, sentence, told)
        if words.marked.start > 0 and told.cue is None:
            return Attribution(self._proud_of(segment, words, paragraph.marked))
        is_whole = words.marked.end - words.marked.start > 0.8 * len(segment.text)
        return self._continued_from(self.before, told) if is_whole and self.before is not None else told

    def _continued_from(self, before: Segment, told: Attribution) -> Attribution:
        """The speaker of the paragraph before: of the words in it, else of its last sentence."""
        if self.last_segment == before.start:
            return replace(told, speaker_id=self.last)
        return self._told_about(before, _last_sentence(before.text), told)

    def _tells(self, segment: Segment, sentence: Span | None) -> bool:
        """True if the sentence names a person."""
        if sentence is None:
            return False
        here = Span(segment.start + sentence.start, segment.start + sentence.end)
        return any(mention.label in ("PERSON", "ROLE") for mention in mentions_in(here, self.people.mentions))

    def _told_about(self, segment: Segment, sentence: Span, told: Attribution) -> Attribution:
        """The subject of a sentence of speech, or of one that names nobody else: "X welcomed the plan. “We …”"."""
        marked = self.people.marked_in(segment)
        here = Span(segment.start + sentence.start, segment.start + sentence.end)
        people = {m.entity_id for m in mentions_in(here, self.people.mentions) if m.label in ("PERSON", "ROLE")}
        inside = segment.doc.char_span(sentence.start, sentence.end, alignment_mode="expand") or ()
        tokens = [token for token in inside
                  if sentence.start <= token.idx < sentence.end and not _is_marked(token, marked)]
        verb = next((token for token in tokens if token.dep_ == "ROOT" and token.pos_ in ("VERB", "AUX")), None)
        subject = speaker_token(verb) if verb is not None else None
        if verb is None or subject is None or is_negated(verb) or subject.lower_ in ("it", "this", "that"):
            return told
        speaker = self.people.entity_of(segment, subject)
        lemma = verb.lemma_.lower()
        is_only = speaker in people and len(people) == 1
        if lemma not in SPEECH_VERBS and lemma not in ATTITUDE_VERBS and not is_only:
            return told
        opens = segment.text[:sentence.end].endswith(":") and lemma in SPEECH_VERBS
        return Attribution(speaker, told.addressee_id, verb if opens else told.cue)

    def _proud_of(self, segment: Segment, words: Marked, marked: Sequence[Marked]) -> str | None:
        """The person who is the subject of the sentence around the words: "X was proud of “a Union which …”"."""
        inside = segment.doc.char_span(words.span.start, words.span.end, alignment_mode="contract")
        verb = inside.root.sent.root if inside is not None and len(inside) else None
        if verb is None or verb.idx > words.marked.start or is_negated(verb) or is_passive(verb):
            return None
        subject = speaker_token(verb)
        if subject is None or _is_marked(subject, marked):
            return None
        speaker = self.people.entity_of(segment, subject)
        return speaker if speaker in self.people.person_ids else None

    def _cue(self, paragraph: _Paragraph, words: Marked) -> Token | None:
        """The verb of speech nearest to the words, of those outside all marks, in their sentence; one that tells of no
        speech yet ("said Europe would answer and that “…”") only if there is no other."""
        untold = None
        for token in _nearest(paragraph.verbs, words.marked):
            if self._is_parted(paragraph.segment, token, words):
                continue
            if is_told(token):
                return token
            untold = untold or token
        return untold

    def _is_parted(self, segment: Segment, token: Token, words: Marked) -> bool:
        """True if a full stop parts verb and words. In “…,” he said. “….” She said that … the second words end with
        one of their own, and go on with the speaker of the first."""
        if FULL_STOP.search(_between(segment, token, words)):
            return True
        text, end = segment.text, words.marked.end
        goes_on = self.last_segment == segment.start or is_passive(token)
        return (token.idx > end and goes_on and text[words.span.end - 1] == "."
                and text[end:end + 20].lstrip()[:1].isupper())

    def _source(self, segment: Segment, words: Marked) -> Attribution | None:
        """The one named right before or after the words, without a verb: "According to Mr Borrell, “…”"."""
        text, start, end = segment.text, words.marked.start, words.marked.end
        first = max(0, start - REACH)
        before = text[first:start]
        for match in (pattern.search(before) for pattern in _SOURCE_BEFORE):
            if match:
                return Attribution(self.people.first_in(_shifted(match, segment.start + first)), is_named=True)
        after = _SOURCE_AFTER.match(text, end)
        if after:
            return Attribution(self.people.first_in(_shifted(after, segment.start)), is_named=True)
        label = _LABEL_BEFORE.search(before)
        signed = _SIGNED_AFTER.match(text, end) if segment.kind != "body" or start == 0 else None
        told = label and self.people.only_person(_shifted(label, segment.start + first), is_label=True)
        told = told or (self.people.only_person(_shifted(signed, segment.start)) if signed else None)
        if told or segment.kind not in _HEADLINE_KINDS:
            return Attribution(told, is_named=True) if told else None
        return self._headline(segment, words)

    def _headline(self, segment: Segment, words: Marked) -> Attribution | None:
        """The one right beside the verb of speech that touches the marks: "Scholz Says '…'", "'…,' Borrell Warns"."""
        text, end = segment.text, words.marked.end
        before = _HEADLINE_BEFORE.search(text, 0, words.marked.start)
        if before:
            named, verb = Span(max(0, before.start(1) - REACH), before.start(1)), before.start(1)
            beside = [m for m in self._named_in(segment, named) if not text[m.end - segment.start:verb].strip(" ,")]
        else:
            after = _HEADLINE_AFTER.match(text, end)
            if after is None:
                return None
            verb, last = after.start("verb"), after.end("verb")
            named = Span(*after.span("name")) if after["name"] else Span(last, min(len(text), last + REACH))
            beside = [m for m in self._named_in(segment, named)
                      if not text[(end if after["name"] else last):m.start - segment.start].strip(" ,")]
        beside = [m for m in beside if not m.start - segment.start <= verb < m.end - segment.start]
        chosen = [m for m in beside if m.label in ("PERSON", "ROLE")] or beside
        cue = segment.doc.char_span(verb, verb + 1, alignment_mode="expand")
        if len({m.entity_id for m in chosen}) != 1 or cue is None:
            return None
        return Attribution(chosen[0].entity_id, None, cue[0], is_named=True)

    def _named_in(self, segment: Segment, span: Span) -> list[Mention]:
        return mentions_in(Span(segment.start + span.start, segment.start + span.end), self.people.mentions)

    def _subject(self, segment: Segment, cue: Token, marked: Sequence[Marked]) -> str | None:
        subject = speaker_token(cue)
        if subject is None or _is_marked(subject, marked):
            return self._beside(segment, cue, marked)
        entity = self.people.entity_of(segment, subject)
        if entity or is_speaker_noun(subject) or subject.pos_ in ("NOUN", "PRON") or is_coordinated(subject):
            return entity
        return self._beside(segment, cue, marked)

    def _beside(self, segment: Segment, cue: Token, marked: Sequence[Marked]) -> str | None:
        """Where the parse fails: the person right beside the verb, else the only one in its sentence."""
        at, text = segment.start + cue.idx, segment.text
        near: dict[str, int] = {}
        for mention in mentions_in(Span(at - REACH, at + REACH + 1), self.people.mentions):
            if mention.label not in ("PERSON", "ROLE") or abs(mention.start - at) > REACH:
                continue
            local = Span(mention.start - segment.start, mention.end - segment.start)
            if not 0 <= local.start < len(text) or overlapping(marked, local):
                continue
            if FULL_STOP.search(text[min(local.end, cue.idx):max(local.start, cue.idx)]):
                continue
            distance = cue.idx - local.end if local.end <= cue.idx else local.start - cue.idx - len(cue)
            entity = mention.entity_id or ""
            near[entity] = min(distance, near.get(entity, distance))
        adjacent = [entity for entity, distance in near.items() if distance <= 6]
        chosen = list(near) if len(near) == 1 else adjacent
        return chosen[0] if len(chosen) == 1 else None


def _shifted(match: re.Match[str], start: int) -> Span:
    return Span(start + match.start(1), start + match.end(1))


def _is_said(text: str, words: Marked, told: Attribution) -> bool:
    """True for words that somebody says; a few words without a verb of speech are a phrase in marks."""
    said = text[words.span.start:words.span.end]
    first = max(0, words.marked.start - REACH)
    before, after = text[first:words.marked.start], text[words.marked.end:words.marked.end + REACH]
    word_count = len(said.split())
    ends_sentence = said[-1] in ".!?…"
    is_name = _NAMED.search(before[-60:]) or (said[0].isupper() and _CALLED.search(before[-60:]))
    is_title = _is_title(said) and not ends_sentence and not told.is_named and not _OPENS_WORDS.search(before)
    if is_title or (is_name and not (ends_sentence and told.is_named)):
        return False
    if told.is_named:
        is_answer = told.cue is not None and said[-1] in ".,!?" and _is_answer(before, after, words, told.cue)
        return word_count >= MIN_WORDS_BESIDE_CUE or is_answer
    is_whole = (said[-1] in ".,!?…" or after[:1] == ",") and (said[0].isupper() or before[-1:] == "" or bool(
        _OPENS_WORDS.search(before)))
    if told.cue is not None and is_whole and _is_beside(before, after, words, told.cue):
        has_speaker = told.speaker_id is not None or _has_speaker_noun(told.cue)
        if has_speaker and word_count == 1 and said[-1] in ".,!?":
            return _is_answer(before, after, words, told.cue)
        return word_count >= (MIN_WORDS_BESIDE_CUE if has_speaker else MIN_WORDS)
    gap = words.marked.start - told.cue.idx - len(told.cue) if told.cue is not None and told.speaker_id else -1
    if 0 <= gap <= WIDEST_GAP:
        return word_count >= MIN_WORDS_GOVERNED
    has_voice = told.speaker_id is not None or ends_sentence
    return word_count >= (MIN_WORDS if has_voice else MIN_WORDS_WITHOUT_CUE)


def _is_answer(before: str, after: str, words: Marked, cue: Token) -> bool:
    """True for the one word of "“No,” he said" and "answered: “Never.”": its cue touches the marks, and it is no part
    of a sentence around it."""
    if cue.idx < words.marked.start:
        gap = before[max(0, cue.idx + len(cue) - words.marked.start + len(before)):]
        return _TOUCHING.fullmatch(gap) is not None and not after.lstrip()[:1].islower()
    gap = after[:cue.idx - words.marked.end].strip(" ,")
    return _ENDED.search(before) is not None and "," not in gap and not gap.startswith("as ")


def _is_fragment(said: str) -> bool:
    """True for a part of a sentence: "one for all, all for one"."""
    return said[0].islower() and said[-1] not in ".!?…"


def _has_finite_verb(segment: Segment, words: Marked) -> bool:
    span = segment.doc.char_span(words.span.start, words.span.end, alignment_mode="expand")
    is_word = " " not in segment.text[words.span.start:words.span.end]
    return is_word or span is None or any(token.tag_ in _FINITE for token in span)


def _has_speaker_noun(cue: Token) -> bool:
    subject = speaker_token(cue)
    return subject is not None and (is_speaker_noun(subject) or subject.lower_ in ("he", "she", "they"))


def _is_title(said: str) -> bool:
    """True for "A Global Strategy for the European Union": all but its small words begin with a capital."""
    long = [word for word in re.findall(r"[^\W\d_][\w’'-]*", said)[1:] if len(word) > 3]
    return len(long) > 1 and sum(word[0].isupper() for word in long) >= 0.75 * len(long)


def _is_beside(before: str, after: str, words: Marked, cue: Token) -> bool:
    """True if nothing but the speaker and an adverb stands between words and cue."""
    if cue.idx < words.marked.start:
        gap = before[max(0, cue.idx + len(cue) - words.marked.start + len(before)):]
        return len(gap) < 80 and re.search(r"[:,]\s*$|^\s*(?:that\s*)?$", gap) is not None and gap.count(",") < 2
    gap = after[:cue.idx - words.marked.end]
    return len(gap) < 90 and not re.search(r"\b(?:was|were|is|are|will|has|had|have|which)\b", gap)


def _sentence_before(segment: Segment, words: Marked) -> Span | None:
    """The sentence of the paragraph that ends where the words begin."""
    before = segment.text[:words.marked.start].rstrip()
    if not before or before[-1] not in ".!?:":
        return None
    return _last_sentence(before)


def _last_sentence(text: str) -> Span:
    stripped = text.rstrip()
    begin = max(0, len(stripped) - 600)
    ends = [match.end() for match in FULL_STOP.finditer(stripped, begin)]
    return Span(ends[-1] if ends else begin, len(stripped))


def _tells_speech(token: Token) -> bool:
    """A verb of speech; "so-called" is none."""
    return (token.lemma_.lower() in SPEECH_VERBS and token.pos_ in ("VERB", "AUX") and token.dep_ != "amod"
            and not (token.i > 0 and token.nbor(-1).text == "-"))


def _is_marked(token: Token, marked: Sequence[Marked]) -> bool:
    return bool(overlapping(marked, Span(token.idx, token.idx + 1)))


def _nearest(verbs: Sequence[Token], marked: Span) -> list[Token]:
    """The few verbs within reach of the marks, the nearest first; the verbs are sorted."""
    at = attrgetter("idx")
    around = verbs[bisect_left(verbs, marked.start - REACH - LONGEST_VERB, key=at):
                   bisect_left(verbs, marked.end + REACH + 1, key=at)]
    far = {token: min(abs(token.idx - marked.end), abs(marked.start - token.idx - len(token))) for token in around}
    return sorted((token for token in around if far[token] <= REACH), key=lambda token: far[token])[:MOST_CUES]


def _between(segment: Segment, token: Token, words: Marked) -> str:
    text = segment.text
    if token.idx < words.marked.start:
        return text[token.idx:words.marked.start]
    return text[words.marked.end:token.idx]
