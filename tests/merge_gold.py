"""The gold of merges: which event mentions of raw/ tell of one event, and how a record compares with it.

`python -m tests.merge_gold OUT` prints the comparison for the output folder of a build of raw/.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

import click
import polars as pl

GOLD = Path(__file__).parent / "merge_gold.toml"
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class GoldTelling:
    """Where an event is told: the file, the trigger, and the start of the clause in which the trigger stands."""

    path: str
    trigger: str
    clause: str
    event: str


@dataclass(frozen=True, slots=True)
class MergeGold:
    """The annotated tellings; of the pairs of events, those that are hard to tell apart and those left undecided."""

    tellings: tuple[GoldTelling, ...]
    hard: frozenset[Pair]
    undecided: frozenset[Pair]


@dataclass(frozen=True, slots=True)
class MergeScore:
    """Pairs of mentions: by gold and record in one event (right), by the record alone (wrong), by gold alone (missed).

    `apart` are the hard pairs that the record keeps apart, `hard_wrong` those that it joins.
    """

    right: tuple[Pair, ...]
    wrong: tuple[Pair, ...]
    missed: tuple[Pair, ...]
    apart: int
    hard_wrong: int
    absent: tuple[GoldTelling, ...]

    @property
    def precision(self) -> float:
        """Of all annotated pairs that the record joins, the share that gold joins."""
        return len(self.right) / max(1, len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        """Of the pairs that gold joins and whose mentions were found, the share that the record joins."""
        return len(self.right) / max(1, len(self.right) + len(self.missed))


@cache
def read_gold() -> MergeGold:
    """The gold of merge_gold.toml."""
    raw = tomllib.loads(GOLD.read_text(encoding="utf-8"))
    tellings = tuple(GoldTelling(**told, event=event["id"]) for event in raw["event"] for told in event["tellings"])
    return MergeGold(tellings, frozenset(_event_pairs(raw["hard"])), frozenset(_event_pairs(raw["undecided"])))


def _event_pairs(groups: Iterable[Mapping[str, Sequence[str]]]) -> Iterator[Pair]:
    for group in groups:
        yield from combinations(sorted(group["events"]), 2)


def find_tellings(gold: MergeGold, tables: Mapping[str, pl.DataFrame]) -> dict[str, GoldTelling]:
    """event_mention_id → the annotated telling that it is; its trigger is the first one behind the clause's start."""
    located = tables["documents"].join(tables["sources"].select("source_id", "path"), on="source_id")
    texts: defaultdict[str, list[Pair]] = defaultdict(list)
    for document_id, path, text in located.select("document_id", "path", "text").sort("document_id").iter_rows():
        texts[path].append((document_id, text))
    mentions = {(document_id, start): key for key, document_id, start in tables["event_mentions"].select(
        "event_mention_id", "document_id", "trigger_start_char").iter_rows()}
    found: dict[str, GoldTelling] = {}
    for telling in gold.tellings:
        for document_id, text in texts[telling.path]:
            clause = text.find(telling.clause)
            key = mentions.get((document_id, text.find(telling.trigger, clause))) if clause >= 0 else None
            if key:
                found[key] = telling
    return found


def score_merges(gold: MergeGold, tables: Mapping[str, pl.DataFrame]) -> MergeScore:
    """The pairs of all annotated mentions that were found, as the record has them beside gold."""
    told = find_tellings(gold, tables)
    events = dict(tables["event_mentions"].select("event_mention_id", "event_id").iter_rows())
    pairs: defaultdict[tuple[bool, bool], list[Pair]] = defaultdict(list)
    apart = hard_wrong = 0
    for left, right in combinations(sorted(told), 2):
        of_events = (min(told[left].event, told[right].event), max(told[left].event, told[right].event))
        if of_events in gold.undecided:
            continue
        is_joined = events[left] == events[right]
        pairs[of_events[0] == of_events[1], is_joined].append((left, right))
        apart += of_events in gold.hard and not is_joined
        hard_wrong += of_events in gold.hard and is_joined
    found = set(told.values())
    return MergeScore(tuple(pairs[True, True]), tuple(pairs[False, True]), tuple(pairs[True, False]), apart, hard_wrong,
                      tuple(t for t in gold.tellings if t not in found))


@click.command()
@click.argument("out", type=click.Path(exists=True, path_type=Path))
def main(out: Path) -> None:
    """Prints how the record in OUT, a build of raw/, compares with the gold of merges."""
    tables = {name: pl.read_parquet(out / "parquet" / f"{name}.parquet")
              for name in ("documents", "sources", "event_mentions")}
    gold = read_gold()
    score, told = score_merges(gold, tables), find_tellings(gold, tables)
    for what, pairs in (("wrong", score.wrong), ("missed", score.missed)):
        for left, right in pairs:
            click.echo(f"{what}: {_line(told[left])} | {_line(told[right])}")
    for telling in score.absent:
        click.echo(f"absent: {_line(telling)}")
    click.echo(f"{len(score.right)} right, {len(score.wrong)} wrong, {len(score.missed)} missed; hard pairs: "
               f"{score.apart} apart, {score.hard_wrong} joined; {len(score.absent)} tellings not found; "
               f"precision {score.precision:.3f}, recall {score.recall:.3f}")


def _line(telling: GoldTelling) -> str:
    return f"{telling.event}: {Path(telling.path).stem} \"{telling.clause}\" [{telling.trigger}]"


if __name__ == "__main__":
    main()
