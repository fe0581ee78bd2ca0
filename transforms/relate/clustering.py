"""Clustering: pairs become events, the best first; what contradicts is refused, and what is ambiguous is left apart."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from transforms.relate.families import codes_of
from transforms.relate.scoring import MOST_DAYS_APART, REASONS, Scored, are_others
from transforms.relate.tellings import Tellings
from transforms.relate.told import Ints

# A telling by week or month that fits events of two days nearly alike belongs to neither for sure
_MARGIN = 0.1


@dataclass(slots=True)
class Clusters:
    """Union-find over the mentions that refuses a join whose days, people, cities or things exclude one another.

    `start` and `end` are the latest start and the earliest end of a cluster's dates: the days that all have in common,
    or, where they differ, how far.
    """

    tellings: Tellings
    parent: list[int] = field(init=False)
    start: list[int] = field(init=False)
    end: list[int] = field(init=False)
    thing: list[int] = field(init=False)
    city: list[int] = field(init=False)
    people: list[frozenset[int]] = field(init=False)
    edges: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        told = self.tellings
        self.parent = list(range(len(told)))
        self.start, self.end = told.start.tolist(), told.end.tolist()
        self.thing, self.city = told.thing.tolist(), _meeting_cities(told)
        self.people = [told.parties_of[number].people for number in told.parties.tolist()]

    def find(self, row: int) -> int:
        """The row that stands for the cluster."""
        parent = self.parent
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    def join_all(self, scored: Scored, offset: int = 0) -> None:
        """Joins the pairs, the best first, ties by row; the numbers of those that joined are kept in `edges`."""
        order = np.lexsort((scored.pairs[:, 1], scored.pairs[:, 0], -scored.score))
        left, right = scored.pairs[order, 0].tolist(), scored.pairs[order, 1].tolist()
        weights = scored.weights[order]
        # One thing is known whatever is told of it, and a word that points back may name others than before
        differ = weights[:, REASONS.index("dates differ")] < 0
        is_one = ((weights[:, REASONS.index("same thing")] > 0) | differ).tolist()
        is_told_on = (weights[:, REASONS.index("points back")] > 0).tolist()
        numbers = (order + offset).tolist()
        for number, a, b, one, on in zip(numbers, left, right, is_one, is_told_on, strict=True):
            first, last = self.find(a), self.find(b)
            if first != last and self._join(min(first, last), max(first, last), one, one or on):
                self.edges.append(number)

    def _join(self, into: int, other: int, is_one_thing: bool, may_name_others: bool) -> bool:
        start, end = max(self.start[into], self.start[other]), min(self.end[into], self.end[other])
        things = self.thing[into], self.thing[other]
        cities = self.city[into], self.city[other]
        if things[0] >= 0 <= things[1] and things[0] != things[1]:
            return False
        # Days between the dates told; what is not of one thing may join dates that differ, but not add to it
        apart = max(0, self.start[into] - self.end[into], self.start[other] - self.end[other])
        if start - end > (2 * MOST_DAYS_APART if is_one_thing else apart):
            return False
        if not is_one_thing and cities[0] >= 0 <= cities[1] and cities[0] != cities[1]:
            return False
        if not may_name_others and are_others(self.people[into], self.people[other]):
            return False
        self.parent[other] = into
        self.start[into], self.end[into] = start, end
        self.thing[into], self.city[into] = max(things), max(cities)
        if self.people[other] - self.people[into]:
            self.people[into] |= self.people[other]
        return True

    def roots(self) -> Ints:
        """For each mention the row that stands for its cluster."""
        return np.array([self.find(row) for row in range(len(self.parent))], dtype=np.int64)


def _meeting_cities(told: Tellings) -> list[int]:
    """The city where people can be at one time only: that of meetings and signings."""
    tied = np.isin(told.family, codes_of(("meet", "SIGNING")))
    cities: list[int] = np.where(tied, told.city, -1).tolist()
    return cities


def unambiguous(scored: Scored, tellings: Tellings, roots: Ints) -> Scored:
    """Leaves out the pairs of a telling by week or month that fits clusters of two days nearly alike."""
    if not len(scored.pairs):
        return scored
    exact = tellings.is_exact[scored.pairs]
    is_mixed = exact[:, 0] != exact[:, 1]
    wide = np.where(exact[:, 0], scored.pairs[:, 1], scored.pairs[:, 0])
    day = np.where(exact[:, 0], scored.pairs[:, 0], scored.pairs[:, 1])
    frame = pl.DataFrame({"wide": wide, "cluster": roots[day], "score": scored.score, "mixed": is_mixed})
    best = frame.filter("mixed").group_by("wide", "cluster").agg(pl.col("score").max()).with_columns(
        top=pl.col("score").max().over("wide"))
    rivals = best.filter(pl.col("score") > pl.col("top") - _MARGIN).group_by("wide").agg(rivals=pl.len())
    torn = rivals.filter(pl.col("rivals") > 1)["wide"].to_numpy()
    return scored.take(~(is_mixed & np.isin(wide, torn)))

