"""Find: the words that speak of an area of cooperation, alone or by the company they keep."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import attrgetter
from pathlib import Path

from transforms.knowledge.facts import Knowledge, load_knowledge
from transforms.knowledge.layers import knowledge_folders
from transforms.knowledge.names import NameHit, Sense
from transforms.knowledge.records import Near
from transforms.knowledge.spelling import fold, plural
from transforms.model import Span, TopicMention

# Company is sought so far at most, and a phrase is so many words to either side
_SENTENCE_CHARS, _PHRASE_WORDS = 400, 5
# No phrase of the lexicon is longer, whatever white space its words have between them
_LONGEST_PHRASE = 200
# The end of a sentence, but not that of "Gen. Smith", "U.S. forces", "No. 5"; an empty line; the next point of a list
_STOP = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bNo)(?<!\bMrs)(?<!\bGen)(?<!\bArt)"
    r"[.!?…][\"”’»)\]]*\s+(?=[\"“‘«(\[]*[A-Z0-9])|\n\s*\n|\n[ \t]*[•▪*–-][ \t]")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a word needs beside it to speak of a topic, and what must not be there; patterns of folded text."""

    company: re.Pattern[str]
    without: re.Pattern[str] | None
    within: str


# By topic and folded surface; a word may have several rules, and one that holds is enough
Rules = Mapping[tuple[str, str], Sequence[Rule]]


@dataclass(frozen=True, slots=True)
class _Term:
    span: Span
    topic_id: str
    reason: str


def find_topics(hits: Sequence[NameHit], text: str, rules: Rules | None = None) -> list[TopicMention]:
    """What speaks of topics in a text, by the hits of the matcher in it: sorted, and of overlapping ones the longest.

    A phrase in which a word is no sign of its topic takes the word away, but not a longer term around it.
    """
    company = _Company(text, load_rules() if rules is None else rules)
    barred: defaultdict[str, list[Span]] = defaultdict(list)
    terms: list[_Term] = []
    for hit in hits:
        span = Span(hit.start, hit.end)
        for sense in hit.senses:
            if sense.label == "TOPIC" and sense.basis == "unless":
                barred[sense.target].append(span)
            elif sense.label == "TOPIC" and (reason := company.reason_of(sense, span)):
                terms.append(_Term(span, sense.target, reason))
    free = [term for term in terms if not _is_barred(term.span, barred.get(term.topic_id, ()))]
    return [TopicMention(term.span.start, term.span.end, text[term.span.start:term.span.end], term.topic_id,
                         reason=term.reason) for term in _longest(free)]


def load_rules() -> Rules:
    """The rules of the known topics, compiled once a process."""
    return _load(knowledge_folders())


@functools.cache
def _load(_folders: tuple[Path, ...]) -> Rules:
    return compile_rules(load_knowledge())


def compile_rules(knowledge: Knowledge) -> Rules:
    """The rules of the topics' words that need company."""
    rules: defaultdict[tuple[str, str], list[Rule]] = defaultdict(list)
    for topic in knowledge.topics.values():
        for near in topic.near:
            for surface in dict.fromkeys((near.term, plural(near.term))):
                rules[topic.topic_id, fold(surface)].append(_compile(near))
    return dict(rules)


@functools.cache
def _compile(near: Near) -> Rule:
    return Rule(_any_of(near.company), _any_of(near.without) if near.without else None, near.within)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of the words and their plurals in folded text; the longest is found first."""
    forms = {form for word in words for form in (fold(word), plural(fold(word)))}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    alternatives = "|".join(re.escape(form).replace(r"\ ", " +") for form in ordered)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


class _Company:
    """What stands near a word of a text."""

    def __init__(self, text: str, rules: Rules) -> None:
        self._text = text
        self._rules = rules

    @functools.cached_property
    def _folded(self) -> str:
        return fold(self._text)

    @functools.cached_property
    def _stops(self) -> list[int]:
        return [match.end() for match in _STOP.finditer(self._text)]

    def reason_of(self, sense: Sense, span: Span) -> str:
        """Why the word speaks of the topic, empty if it does not: "term", or the company that it keeps."""
        if sense.basis == "term":
            return "term"
        for rule in self._rules.get((sense.target, fold(sense.surface)), ()):
            before, after = self._beside(span, rule.within)
            found = rule.company.search(before) or rule.company.search(after)
            if found and not (rule.without and (rule.without.search(before) or rule.without.search(after))):
                return f"near: {' '.join(found[0].split())}"
        return ""

    def _beside(self, span: Span, within: str) -> tuple[str, str]:
        """What stands before and behind the word in its sentence, or in its phrase."""
        at = bisect_right(self._stops, span.start)
        start = max(span.start - _SENTENCE_CHARS, self._stops[at - 1] if at else 0)
        behind = bisect_left(self._stops, span.end)
        end = min(span.end + _SENTENCE_CHARS, self._stops[behind] if behind < len(self._stops) else len(self._text))
        before, after = self._folded[start:span.start], self._folded[span.end:end]
        if within == "phrase":
            return " ".join(before.split()[-_PHRASE_WORDS:]), " ".join(after.split()[:_PHRASE_WORDS])
        return (" ".join(before.split()[-1:]), "") if within == "before" else (before, after)


def _is_barred(span: Span, phrases: Sequence[Span]) -> bool:
    """Whether the span lies in a longer one of the phrases, which are sorted."""
    first = bisect_left(phrases, span.start - _LONGEST_PHRASE, key=attrgetter("start"))
    return any(phrase.contains(span) and phrase != span
               for phrase in takewhile(lambda phrase: phrase.start <= span.start, phrases[first:]))


def _longest(terms: Iterable[_Term]) -> Iterator[_Term]:
    """Without overlaps: the leftmost wins, of those that start together the longest; one span may speak of two."""
    last: Span | None = None
    topics: set[str] = set()
    for term in sorted(terms, key=lambda term: (term.span.start, -term.span.end, term.reason != "term")):
        if last is None or term.span.start >= last.end:
            last, topics = term.span, set()
        if term.span == last and term.topic_id not in topics:
            topics.add(term.topic_id)
            yield term
