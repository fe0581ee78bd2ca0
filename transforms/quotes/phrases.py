"""Reported speech told without a verb: "X's call for …", "according to X, …", "in X's view, …", "X: …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter

from spacy.tokens import Token

from transforms.model import Span
from transforms.nlp import Segment
from transforms.quotes.clauses import Found, is_finite
from transforms.quotes.cues import is_speaker_noun
from transforms.quotes.people import People
from transforms.quotes.turns import mentions_in

_NOMINAL_CLAUSE = frozenset((
    "warning", "statement", "remark", "remarks", "claim", "assertion", "announcement", "assurance", "assurances",
    "pledge", "promise", "assessment", "conclusion", "argument", "suggestion", "reminder", "prediction"))
_NOMINAL_PHRASE = frozenset(("call", "calls", "appeal", "demand", "plea", "request", "warning", "warnings", "demands"))
_VIEW = re.compile(
    r"\b[Ii]n (?:the (?P<of>view|opinion|words|eyes) of\s+(?P<named>[^,.;:“”\"]{2,80}?)"
    r"|(?P<whose>[^,.;:“”\"]{2,60}?)(?:['’]s|['’]) (?P<noun>view|opinion|words|eyes)),\s")
_ACCORDING = re.compile(r"\b([Aa]ccording to)\s+([^.;:“”\"]{2,90})")
_HEADLINE = re.compile(r"(?:^|[|–—]\s)(?P<named>[^:“”\"‘]{3,80}?)\s?(?P<cue>:)\s+(?=\S)")
_HEADLINE_KINDS = ("title", "subtitle", "heading")
LONGEST_NAME = 90
_MARKS = "“”\"„«»'‘’"


def find_by_nouns(segment: Segment) -> Iterator[Found]:
    """"X's call for …", "the warning by X that …"."""
    for token in segment.doc:
        if token.pos_ != "NOUN" or not (token.lower_ in _NOMINAL_CLAUSE or token.lower_ in _NOMINAL_PHRASE):
            continue
        speaker = _owner(token)
        content = _noun_content(token)
        if speaker is not None and content is not None:
            yield Found(content, Span(token.idx, token.idx + len(token)), speaker)


def _owner(noun: Token) -> Token | None:
    """Whose it is: "X's call", "a call by X"; only a name or "his" or "her"."""
    for child in noun.children:
        if child.dep_ == "poss" and (child.pos_ == "PROPN" or is_speaker_noun(child)):
            return child
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "from") and child.i > noun.i:
            return next((c for c in child.children if c.dep_ == "pobj" and (
                c.pos_ == "PROPN" or is_speaker_noun(c))), None)
    return None


def _noun_content(noun: Token) -> Span | None:
    for child in noun.children:
        if child.i < noun.i:
            continue
        if child.dep_ in ("acl", "ccomp", "relcl") and noun.lower_ in _NOMINAL_CLAUSE and is_finite(child) and any(
                c.lower_ == "that" and c.dep_ == "mark" for c in child.children):
            return Span(child.left_edge.idx, child.right_edge.idx + len(child.right_edge))
        is_for = child.dep_ == "prep" and child.lower_ == ("against" if noun.lower_.startswith("warning") else "for")
        if is_for and noun.lower_ in _NOMINAL_PHRASE:
            inner = next((c for c in child.children if c.dep_ in ("pobj", "pcomp")), None)
            if inner is not None:
                return Span(inner.left_edge.idx, child.right_edge.idx + len(child.right_edge))
    return None


# --- phrases ----------------------------------------------------------------------------------------------------------


def find_by_phrases(segment: Segment, people: People) -> Iterator[Found]:
    yield from _according_to(segment, people)
    yield from _in_view_of(segment, people)
    if segment.kind in _HEADLINE_KINDS:
        yield from _headline(segment, people)


def _according_to(segment: Segment, people: People) -> Iterator[Found]:
    """"According to X, …", "…, according to X"."""
    text = segment.text
    for match in _ACCORDING.finditer(text):
        comma = text.find(",", match.start(2))
        first, last = _sentence(segment, match.start())
        opens = not text[first:match.start()].strip(_MARKS + " ,")
        end = _name_end(segment, people, match.start(2), last)
        comma = text.find(",", end, last)
        cue = Span(match.start(1), match.end(1))
        if opens and comma >= 0:
            named, content = Span(match.start(2), comma), Span(comma + 1, last)
        elif not opens:
            named, content = Span(match.start(2), last), Span(first, match.start())
        else:
            continue
        noun = _head_noun(segment, match.end(1))
        speaker = people.entity_of(segment, noun) if noun is not None else _one_in(segment, people, named)
        if (speaker or (noun is not None and is_speaker_noun(noun))) and _has_verb(segment, content):
            yield Found(content, cue, None, speaker_id=speaker)


def _in_view_of(segment: Segment, people: People) -> Iterator[Found]:
    """"In X's view, …"."""
    for match in _VIEW.finditer(segment.text):
        group = "of" if match["of"] else "noun"
        named = Span(*match.span("named" if match["of"] else "whose"))
        _, last = _sentence(segment, match.start())
        speaker = _one_in(segment, people, named)
        content = Span(match.end(), last)
        if speaker and _has_verb(segment, content):
            yield Found(content, Span(*match.span(group)), None, speaker_id=speaker)


def _headline(segment: Segment, people: People) -> Iterator[Found]:
    """"Kallas: Europe needs more …", "Kallas to ministers: do more": a person, a colon, and a clause without marks."""
    match = _HEADLINE.search(segment.text)
    if match is None:
        return
    named = Span(segment.start + match.start("named"), segment.start + match.end("named"))
    persons = [m for m in mentions_in(named, people.mentions) if m.label in ("PERSON", "ROLE")]
    content = Span(match.end(), len(segment.text))
    if not persons:
        return
    first, last = persons[0], max(persons, key=attrgetter("end"))
    ends = last.end == named.end and len({m.entity_id for m in persons}) == 1
    to = first.start == named.start and re.match(r"\sto\s", segment.text[first.end - segment.start:]) is not None
    if (ends and _has_verb(segment, content)) or (to and _has_verb(segment, content, "VB")):
        yield Found(content, Span(*match.span("cue")), None, speaker_id=first.entity_id)


def _sentence(segment: Segment, at: int) -> tuple[int, int]:
    token = segment.doc.char_span(at, at + 1, alignment_mode="expand")
    sentence = token.sent if token is not None else segment.doc[:]
    return sentence.start_char, sentence.end_char


def _name_end(segment: Segment, people: People, start: int, last: int) -> int:
    """Where the name behind "according to" ends; the comma of "the Secretary General, X, …" ends nothing."""
    end = start
    named = Span(segment.start + start, segment.start + min(last, start + LONGEST_NAME))
    for mention in mentions_in(named, people.mentions):
        between = segment.text[end:mention.start - segment.start]
        is_first = end == start and "," not in between
        if is_first or (end > start and not between.strip(" ,(") and mention.label in ("PERSON", "ROLE")):
            end = max(end, mention.end - segment.start)
    return end


def _head_noun(segment: Segment, at: int) -> Token | None:
    """The object of the "to" that ends there."""
    to = segment.doc.char_span(at - 2, at)
    return next((child for child in to.root.children if child.dep_ == "pobj"), None) if to is not None else None


def _one_in(segment: Segment, people: People, span: Span) -> str | None:
    here = Span(segment.start + span.start, segment.start + span.end)
    covering = mentions_in(here, people.mentions)
    persons = [m for m in covering if m.label in ("PERSON", "ROLE")]
    found = persons or [m for m in covering if m.label in ("ORG", "GPE") and m.start - here.start < 5]
    return found[0].entity_id if len({m.entity_id for m in found}) == 1 else None


def _has_verb(segment: Segment, span: Span, *further: str) -> bool:
    words = segment.doc.char_span(span.start, span.end, alignment_mode="contract")
    return words is not None and len(words) > 2 and any(
        token.tag_ in ("VBD", "VBZ", "VBP", "MD", *further) for token in words)
