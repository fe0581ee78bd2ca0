"""Finds temporal expressions: one pass over the tokens, the rules tried where their first word stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.dates.compose import compose
from transforms.dates.readings import Found, Listed
from transforms.dates.reject import refusal
from transforms.dates.rules import LONG_NUMBER, RULES, SHORT_NUMBER, YEAR_NUMBER, Rule
from transforms.model import Span

_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+")
_NUMBER_CLASS = {1: SHORT_NUMBER, 2: SHORT_NUMBER, 4: YEAR_NUMBER}


def _index(rules: Sequence[Rule]) -> dict[str, tuple[Rule, ...]]:
    by_first: dict[str, list[Rule]] = {}
    for rule in rules:
        for first in sorted({word.split("-")[0] for word in rule.first}):
            by_first.setdefault(first, []).append(rule)
    return {first: tuple(tried) for first, tried in by_first.items()}


_RULES_BY_FIRST = _index(RULES)


def find_expressions(text: str, zone: Span) -> list[Found]:
    """The temporal expressions of a zone, sorted and disjoint, not yet counted from any anchor."""
    return compose(text, zone, list(_single(text, zone)))


def _single(text: str, zone: Span) -> Iterator[Found]:
    taken = zone.start
    for token in _TOKEN.finditer(text, zone.start, zone.end):
        rules = _rules_at(token[0])
        if not rules or token.start() < taken:
            continue
        for found in _longest(text, token.start(), zone.end, rules):
            taken = found.end
            yield found


def find_refused(text: str, zone: Span) -> Iterator[tuple[int, int, str]]:
    """Start, end and reason of every match that a rejection refuses, of each word the longest."""
    for token in _TOKEN.finditer(text, zone.start, zone.end):
        refused: tuple[int, int, str] | None = None
        for rule in _rules_at(token[0]):
            match = rule.pattern.match(text, token.start(), zone.end)
            if match is None or rule.read(match) is None or (refused and match.end() <= refused[1]):
                continue
            reason = refusal(text, token.start(), match.end(), rule.name)
            refused = (token.start(), match.end(), reason) if reason else refused
        if refused:
            yield refused


def _rules_at(word: str) -> tuple[Rule, ...]:
    key = _NUMBER_CLASS.get(len(word), LONG_NUMBER) if word[0] <= "9" else word.lower()
    return _RULES_BY_FIRST.get(key, ())


def _longest(text: str, start: int, end: int, rules: Sequence[Rule]) -> list[Found]:
    best: list[Found] = []
    for rule in rules:
        match = rule.pattern.match(text, start, end)
        if match is None or (best and match.end() <= best[-1].end):
            continue
        reading = rule.read(match)
        if reading is None or refusal(text, start, match.end(), rule.name) is not None:
            continue
        if isinstance(reading, Listed):
            best = [Found(*part[:2], rule.name, part[2]) for part in reading.parts]
        else:
            best = [Found(start, match.end(), rule.name, reading, rule.modifier, rule.is_deictic, rule.is_weak)]
    return best
