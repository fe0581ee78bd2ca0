"""Relate: mentions of one event in one or many documents become one event, each merge with its reasons.

Mentions that share a blocking key are scored in pairs; a pair joins if its score reaches the threshold and nothing
forbids it. First the pairs that nothing can rival join, the best first; then tellings by week or month join the only
event that they fit. The result is a function of the set of mentions: neither order nor arrival changes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.knowledge import Knowledge
from transforms.relate.anchors import thing_name
from transforms.relate.blocking import candidate_pairs, representatives, wide_pairs
from transforms.relate.canonical import Naming, describe_events
from transforms.relate.clustering import Clusters, unambiguous
from transforms.relate.nearby import nearby_pairs
from transforms.relate.scoring import REASONS, Scored, days_apart, join_scored, score_pairs, shared_words
from transforms.relate.tellings import Tellings, read_tellings
from transforms.relate.told import Ints, Tables

__all__ = ["Related", "relate"]
ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Related:
    """The rows of `events` and `event_links`, sorted by their ids."""

    events: pl.DataFrame
    links: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Joined:
    """For each mention the row that stands for its cluster, and the pairs that made the clusters: a tree for each."""

    roots: Ints
    tree: Scored


def relate(tables: Tables, knowledge: Knowledge) -> Related:
    """Events and links of `event_mentions`; every mention belongs to exactly one event.

    Reads documents, passages, mentions, entities, event_mentions and event_participants.
    """
    tellings = read_tellings(tables, knowledge)
    joined = _join(tellings)
    clustered = tables["event_mentions"].sort("event_mention_id").with_columns(
        cluster=joined.roots, party_count=_party_counts(tellings), thing_id=pl.Series([
            thing_name(code, tellings.entities) if code >= 0 else None for code in tellings.thing.tolist()],
            dtype=pl.String))
    events = describe_events(clustered, tables["event_participants"], tables["documents"],
                             _naming(tables["entities"]), knowledge)
    of_cluster = clustered.select("event_mention_id", "cluster").join(
        events.select("cluster", "event_id", "best_event_mention_id"), on="cluster", how="left", maintain_order="left")
    links = _links(tellings, joined, of_cluster)
    return Related(events.drop("cluster").sort("event_id"), links)


def _party_counts(tellings: Tellings) -> pl.Series:
    counts = np.array([len(told.people) + len(told.bodies) for told in tellings.parties_of] or [0])
    return pl.Series(counts[tellings.parties])


def _naming(entities: pl.DataFrame) -> Naming:
    return Naming(dict(entities.select("entity_id", "name").iter_rows()),
                  dict(entities.select("entity_id", "kind").iter_rows()))


def _join(tellings: Tellings) -> _Joined:
    """Scores and joins: what tells the very same, firm pairs, and then those that others might rival."""
    firsts, group = representatives(tellings)
    scored = join_scored([_same(tellings, firsts, group), score_pairs(tellings, *nearby_pairs(tellings))])
    rows = _compared(tellings, scored, firsts, group)
    scored = join_scored([scored, score_pairs(tellings, candidate_pairs(tellings, rows))])
    clusters = Clusters(tellings)
    firm = scored.take(scored.is_firm)
    clusters.join_all(firm)
    loose = join_scored([scored.take(~scored.is_firm), score_pairs(tellings, wide_pairs(tellings, rows))])
    loose = unambiguous(loose, tellings, clusters.roots())
    clusters.join_all(loose, offset=len(firm.pairs))
    return _Joined(clusters.roots(), join_scored([firm, loose]).take(np.array(clusters.edges, dtype=np.int64)))


def _same(tellings: Tellings, firsts: Ints, group: Ints) -> Scored:
    """Each mention beside the first of those that tell the very same."""
    rows = np.arange(len(tellings), dtype=np.int64)
    first = firsts[group] if len(firsts) else rows
    others = first != rows
    return score_pairs(tellings, np.stack([first[others], rows[others]], axis=1))


def _compared(tellings: Tellings, scored: Scored, firsts: Ints, group: Ints) -> Ints:
    """The rows to be compared with others: all but those that have joined the first of their group."""
    first = firsts[group] if len(firsts) else np.empty(0, dtype=np.int64)
    stands = np.ones(len(tellings), dtype=bool)
    with_first = first[scored.pairs[:, 1]] == scored.pairs[:, 0]
    stands[scored.pairs[with_first, 1]] = False
    return np.flatnonzero(stands).astype(np.int64)


# --- links -----------------------------------------------------------------------------------------------------------


def _links(tellings: Tellings, joined: _Joined, of_cluster: pl.DataFrame) -> pl.DataFrame:
    """The link of each mention: to the one that joined it, on the way to the one that tells the event best."""
    size = len(tellings)
    best = np.zeros(size, dtype=bool)
    best[tellings.ids.is_in(of_cluster["best_event_mention_id"].implode()).to_numpy()] = True
    edge = np.array(_toward_best(size, joined.tree, np.flatnonzero(best).tolist()), dtype=np.int64)
    has = np.flatnonzero(edge >= 0)
    pairs = joined.tree.pairs[edge[has]]
    other = np.where(pairs[:, 0] == has, pairs[:, 1], pairs[:, 0])
    found = pl.DataFrame({
        "event_mention_id": tellings.ids.gather(has), "linked_mention_id": tellings.ids.gather(other),
        "score": joined.tree.score[edge[has]],
        "reasons": pl.Series(list(_reasons(tellings, joined.tree.take(edge[has]))), dtype=pl.String)})
    return of_cluster.select("event_mention_id", "event_id").join(
        found, on="event_mention_id", how="left", maintain_order="left").with_columns(
        pl.col("score").fill_null(1.0), pl.col("reasons").fill_null(ALONE))


def _toward_best(size: int, tree: Scored, best: list[int]) -> list[int]:
    """For each row the number of the pair that leads to the best telling; for that its strongest; -1 if none."""
    around: dict[int, list[tuple[int, int]]] = {}
    for number, (left, right) in enumerate(tree.pairs.tolist()):
        around.setdefault(left, []).append((number, right))
        around.setdefault(right, []).append((number, left))
    edge = [-1] * size
    for root in best:
        if root not in around:
            continue
        edge[root] = min(around[root], key=lambda item: (-tree.score[item[0]], item[1]))[0]
        waiting, seen = [root], {root}
        while waiting:
            for number, row in around[waiting.pop()]:
                if row not in seen:
                    seen.add(row)
                    edge[row] = number
                    waiting.append(row)
    return edge


def _reasons(tellings: Tellings, pairs: Scored) -> Iterator[str]:
    """The reasons of each pair, each with its weight: "same date:2023-01-10 +0.40; same place:brussels +0.10"."""
    left, right = pairs.pairs[:, 0], pairs.pairs[:, 1]
    days = np.maximum(tellings.start[left], tellings.start[right]).astype("datetime64[D]").astype(str).tolist()
    gaps = days_apart(tellings, left, right).tolist()
    told = np.flatnonzero(pairs.weights[:, REASONS.index("same words")])
    words = dict(zip(told.tolist(), shared_words(tellings, left[told], right[told]).to_list(), strict=True))
    for number, (row, other) in enumerate(pairs.pairs.tolist()):
        details = {
            "same date": days[number], "date inside": days[number], "dates differ": f"{gaps[number]} days",
            "same words": ",".join(tellings.vocabulary[word] for word in words.get(number, ()))}
        yield "; ".join(_reason(tellings, row, other, reason, details) + f" {weight:+.2f}"
                        for reason, weight in zip(REASONS, pairs.weights[number].tolist(), strict=True) if weight)


def _reason(tellings: Tellings, row: int, other: int, reason: str, details: Mapping[str, str]) -> str:
    """A reason and what it is about: `same people:jens-stoltenberg`."""
    if reason == "same thing":
        return f"{reason}:{thing_name(int(tellings.thing[row]), tellings.entities)}"
    if reason == "same place":
        return f"{reason}:{tellings.entities[int(tellings.place[row])]}"
    if reason in ("same people", "same sides"):
        return f"{reason}:{_named(tellings, row, other, reason.removeprefix('same '))}"
    return f"{reason}:{details[reason]}" if details.get(reason) else reason


def _named(tellings: Tellings, row: int, other: int, which: str) -> str:
    left = tellings.parties_of[int(tellings.parties[row])]
    right = tellings.parties_of[int(tellings.parties[other])]
    both = left.people & right.people if which == "people" else left.sides & right.sides
    return ",".join(sorted(tellings.entities[code] for code in both))
