"""Scoring: how likely two mentions tell of one event, as a sum of weights, each with its reason.

The weights are set by hand so that no single likeness is enough but the same thing done once: a day and two partners in
common are, a day and one partner are not without words or a place in common.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.relate.families import ONCE, SAID, STANDING, TYPE_NAMES, codes_of
from transforms.relate.tellings import Tellings
from transforms.relate.told import Flags, Floats, Ints, Parties

THRESHOLD = 0.6
# Two tellings of one act of one thing may differ by so many days: one of the dates is wrong, and both are kept
MOST_DAYS_APART = 7
_CHUNK = 500_000
REASONS = (
    "same thing", "same date", "date inside", "dates overlap", "dates differ", "same people", "same sides",
    "not all named", "same type", "same place", "same document", "same words", "headline", "points back", "same clause",
    "copy", "other kind of act", "other number")
_AT = {reason: index for index, reason in enumerate(REASONS)}


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of rows that join, with their score and the weight of each reason, a column for each of REASONS.

    `is_firm` are those that no other event can rival: told by day, in one document, or of one thing.
    """

    pairs: Ints
    score: Floats
    weights: Floats
    is_firm: Flags

    def take(self, chosen: Ints | Flags) -> Scored:
        """The chosen pairs."""
        return Scored(self.pairs[chosen], self.score[chosen], self.weights[chosen], self.is_firm[chosen])


def score_pairs(tellings: Tellings, pairs: Ints, told_together: Floats | None = None) -> Scored:
    """The pairs that reach the threshold.

    `told_together` has the weights of a headline, a word that points back, one clause and a copy (columns).
    """
    extra = np.zeros((len(pairs), 4)) if told_together is None else told_together
    parts = [_score(tellings, pairs[at:at + _CHUNK], extra[at:at + _CHUNK]) for at in range(0, len(pairs), _CHUNK)]
    if not parts:
        return Scored(np.empty((0, 2), dtype=np.int64), np.empty(0), np.empty((0, len(REASONS))), np.empty(0, bool))
    return join_scored(parts)


def join_scored(parts: Sequence[Scored]) -> Scored:
    """All pairs of several."""
    return Scored(*(np.concatenate([getattr(part, name) for part in parts])
                    for name in ("pairs", "score", "weights", "is_firm")))


def _score(tellings: Tellings, pairs: Ints, extra: Floats) -> Scored:
    left, right = pairs[:, 0], pairs[:, 1]
    weights = np.zeros((len(pairs), len(REASONS)))
    same_thing = (tellings.thing[left] >= 0) & (tellings.thing[left] == tellings.thing[right])
    same_thing &= np.isin(tellings.family[left], codes_of(ONCE))
    parties = _compare_parties(tellings, left, right)
    told_together = extra.any(axis=1)
    allowed = _is_allowed(tellings, left, right, same_thing, extra[:, 0] > 0) & (
        ~parties.is_other | (extra[:, [1, 3]] > 0).any(axis=1))
    weights[:, _AT["same thing"]] = 0.6 * same_thing
    weights[:, _AT["same date"]:_AT["dates differ"] + 1] = _dates(tellings, left, right)
    weights[:, _AT["same people"]:_AT["not all named"] + 1] = np.stack(
        [parties.people, parties.sides, parties.unnamed], axis=1)
    same_document = tellings.document[left] == tellings.document[right]
    weights[:, _AT["same type"]] = 0.05 * (tellings.event_type[left] == tellings.event_type[right])
    same_place = (tellings.place[left] >= 0) & (tellings.place[left] == tellings.place[right])
    weights[:, _AT["same place"]] = 0.1 * same_place
    weights[:, _AT["same document"]] = 0.05 * same_document
    weights[:, _AT["headline"]:_AT["copy"] + 1] = extra
    weights[:, _AT["other kind of act"]] = -0.3 * _is_other_kind(tellings, left, right)
    weights[:, _AT["other number"]] = -0.5 * (tellings.is_plural[left] != tellings.is_plural[right])
    _add_words(tellings, left, right, weights, allowed)
    score = np.round(np.clip(weights.sum(axis=1), 0.0, 1.0), 4)
    both_dated = tellings.is_dated[left] & tellings.is_dated[right]
    # The same people meet often: without two dates, a thing of its own or one document nothing tells which meeting
    allowed &= both_dated | same_thing | told_together | same_document
    allowed &= ~np.isin(tellings.family[left], codes_of(SAID)) | told_together | (weights[:, _AT["same words"]] > 0)
    allowed &= ~np.isin(tellings.family[left], codes_of(STANDING)) | (extra[:, 3] > 0)
    kept = np.flatnonzero(allowed & (score >= THRESHOLD))
    exact = tellings.is_exact
    is_firm = (exact[left] & exact[right]) | (same_document & (exact[left] == exact[right])) | told_together | (
        same_thing & (tellings.thing[left] < len(tellings.entities)))
    return Scored(pairs[kept], score[kept], weights[kept].round(4), is_firm[kept])


# --- what forbids ----------------------------------------------------------------------------------------------------


def _is_allowed(tellings: Tellings, left: Ints, right: Ints, same_thing: Flags, is_headline: Flags) -> Flags:
    """False for other acts, denials, other things, other days and other cities."""
    fine = (tellings.family[left] == tellings.family[right]) & (
        tellings.is_negated[left] == tellings.is_negated[right])
    things = (tellings.thing[left] >= 0) & (tellings.thing[right] >= 0) & ~same_thing
    cities = (tellings.city[left] >= 0) & (tellings.city[right] >= 0) & (tellings.city[left] != tellings.city[right])
    meets = np.isin(tellings.family[left], codes_of(("meet", "SIGNING", "EXERCISE")))
    gap = days_apart(tellings, left, right)
    # "to sign on Tuesday", above a text that says which Tuesday: a headline's weekday may be read as of another week
    fitting = (gap <= np.where(same_thing, MOST_DAYS_APART, 0)) | (is_headline & (gap == 7))
    allowed: Flags = fine & ~things & ~(cities & meets & ~same_thing) & fitting
    return allowed


def days_apart(tellings: Tellings, left: Ints, right: Ints) -> Ints:
    """Days between the intervals; 0 or less if they have a day in common."""
    return np.maximum(tellings.start[left], tellings.start[right]) - np.minimum(tellings.end[left], tellings.end[right])


def _is_other_kind(tellings: Tellings, left: Ints, right: Ints) -> Flags:
    staff = tellings.event_type == TYPE_NAMES.index("STAFF_TALKS")
    other: Flags = staff[left] != staff[right]
    return other


# --- when ------------------------------------------------------------------------------------------------------------


def _dates(tellings: Tellings, left: Ints, right: Ints) -> Floats:
    """Weights of: the same date, a day inside a longer time, times that overlap, dates that differ."""
    start, end, exact = tellings.start, tellings.end, tellings.is_exact
    dated = tellings.is_dated[left] & tellings.is_dated[right]
    same = dated & (start[left] == start[right]) & (end[left] == end[right])
    apart = days_apart(tellings, left, right) > 0
    inside = dated & ~same & ~apart & (exact[left] | exact[right])
    overlap = dated & ~same & ~apart & ~inside
    length = end[left] - start[left]
    for_same = np.where(exact[left], 0.4, np.where(length <= 93, 0.25, 0.15))
    return np.stack([for_same * same, 0.2 * inside, 0.1 * overlap, -0.1 * apart], axis=1)


# --- who -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _PartyWeights:
    """For each pair the weights of people and sides in common and of those whom one alone names; True if others met."""

    people: Floats
    sides: Floats
    unnamed: Floats
    is_other: Flags


def _compare_parties(tellings: Tellings, left: Ints, right: Ints) -> _PartyWeights:
    """Compares each two groups of participants once, however many pairs have them."""
    size = max(1, len(tellings.parties_of))
    first = np.minimum(tellings.parties[left], tellings.parties[right])
    last = np.maximum(tellings.parties[left], tellings.parties[right])
    keys, where = np.unique(first * size + last, return_inverse=True)
    compared = [compare_parties(tellings.parties_of[key // size], tellings.parties_of[key % size])
                for key in keys.tolist()]
    table = np.array(compared, dtype=np.float64).reshape(-1, 4)[where]
    return _PartyWeights(table[:, 0], table[:, 1], table[:, 2], table[:, 3] > 0)


def compare_parties(left: Parties, right: Parties) -> tuple[float, float, float, float]:
    """Weights of people in common, of sides in common, of those whom one alone names; 1 if they are other parties."""
    people, sides = left.people & right.people, left.sides & right.sides
    alone_left, alone_right = _unexplained(left, right), _unexplained(right, left)
    is_other = (alone_left and alone_right) or are_others(left.people, right.people) or (
        bool(left.hosts) and bool(right.hosts) and not left.hosts & right.hosts)
    by_people = (0.15 + 0.2 * len(people) / min(len(left.people), len(right.people))) if people else 0.0
    by_sides = 0.2 * len(sides) / min(len(left.sides), len(right.sides)) if sides else 0.0
    if len(sides) < 2 and by_people + by_sides:
        # one man's day has many meetings, and one body's still more: alone that is little
        share = 0.14 / (by_people + by_sides)
        by_people, by_sides = by_people * share, by_sides * share
    return by_people, by_sides, -0.05 * bool(alone_left or alone_right), float(is_other)


def are_others(left: frozenset[int], right: frozenset[int]) -> bool:
    """True if each names people whom the other does not, and they have at most one in common."""
    return bool(left - right) and bool(right - left) and len(left & right) < 2


def _unexplained(here: Parties, there: Parties) -> bool:
    """True if a side takes part here that is not named there."""
    return bool(here.sides - there.sides) and bool(there.sides)


# --- words -----------------------------------------------------------------------------------------------------------


def _add_words(tellings: Tellings, left: Ints, right: Ints, weights: Floats, allowed: Flags) -> None:
    """Adds the weight of content words in common where they can decide."""
    base = weights.sum(axis=1)
    is_said = np.isin(tellings.family[left], codes_of(SAID))
    near = np.flatnonzero(allowed & (base >= THRESHOLD - 0.2) & (is_said | (base < THRESHOLD + 0.2)))
    if not len(near):
        return
    shared = shared_words(tellings, left[near], right[near])
    lengths = tellings.words.list.len().to_numpy()
    least = np.maximum(1, np.minimum(lengths[left[near]], lengths[right[near]]))
    count = shared.list.len().to_numpy().astype(np.float64)
    found = np.where(count >= 2, np.minimum(0.2, 0.06 * count), 0.0) * np.where(count / least >= 0.3, 1.0, 0.5)
    weights[near, _AT["same words"]] = found


def shared_words(tellings: Tellings, left: Ints, right: Ints) -> pl.Series:
    """For each pair the numbers of the content words that both clauses have."""
    both = pl.DataFrame({"left": tellings.words.gather(left), "right": tellings.words.gather(right)})
    return both.select(pl.col("left").list.set_intersection("right").list.sort())["left"]

