"""What relating costs: synthetic event mentions by the 100,000, each size in a process of its own.

`python -m tests.benchmark_relate` prints the table; with `--mentions N` one size alone, as JSON. The mentions are made
up, in shares as a real record has them: a few people and bodies are everywhere, some days are crowded, most events are
told once or twice and a few hundreds of times, some tellings have only a month or no date.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import click
import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.knowledge import Knowledge, load_knowledge
from transforms.relate import relate

SIZES = (100_000, 300_000, 1_000_000)
# The aims for the largest size, and how much dearer a mention may be there than in the smallest
MOST_SECONDS, MOST_GIBIBYTES, MOST_GROWTH = 300.0, 4.0, 1.6
_FIRST_DAY, _LAST_DAY = date(1999, 1, 1).toordinal(), date(2026, 12, 31).toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
# Of each type so many in a hundred, as in the sample
_TYPES = {"MEETING": 30, "STATEMENT": 10, "SIGNING": 9, "COOPERATION": 12, "PUBLICATION": 6, "ADOPTION": 8, "CALL": 6,
          "EXERCISE": 4, "VISIT": 4, "PARTICIPATION": 6, "AID": 5}
_MENTIONS_A_DOCUMENT, _TELLINGS_AN_EVENT = 8, 2.6
_NEW_PEOPLE = 3_000
_WORDS = 4_000
Ints = npt.NDArray[np.int64]
Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class RelateCost:
    """Mentions, what became of them, seconds by the clock and of all cores, the process's largest memory in bytes."""

    mentions: int
    events: int
    told_again: int
    seconds: float
    core_seconds: float
    peak_bytes: int


def measure_relate(sizes: Sequence[int] = SIZES) -> list[RelateCost]:
    """Prints seconds and memory for each size, and how the cost of a mention grows."""
    click.echo("\nRelate: synthetic mentions, clock and largest memory of one process, its input included")
    costs = [_in_a_process(size) for size in sizes]
    for cost in costs:
        click.echo(f"  {cost.mentions:>10,} mentions {cost.seconds:>12.1f} s   "
                   f"{cost.core_seconds:.1f} s of all cores   "
                   f"{cost.peak_bytes / 1024 ** 3:.2f} GiB   {cost.events:,} events, {cost.told_again:,} told again")
    first, last = costs[0], costs[-1]
    growth = (last.core_seconds / last.mentions) / (first.core_seconds / first.mentions)
    is_met = (last.seconds <= MOST_SECONDS and last.peak_bytes <= MOST_GIBIBYTES * 1024 ** 3 and growth <= MOST_GROWTH)
    click.echo(f"  a mention of the most costs {growth:.2f} times one of the least   aim: {MOST_SECONDS:.0f} s, "
               f"{MOST_GIBIBYTES:.0f} GiB, {MOST_GROWTH} times{'' if is_met else '  MISSED'}")
    return costs


def _in_a_process(size: int) -> RelateCost:
    ended = subprocess.run([sys.executable, "-m", "tests.benchmark_relate", "--mentions", str(size)],
                           capture_output=True, text=True, check=True)
    return RelateCost(**cast("dict[str, int]", json.loads(ended.stdout)))


def measure_here(size: int) -> RelateCost:
    """Makes so many mentions and relates them in this process."""
    knowledge = load_knowledge()
    tables = make_tables(size, knowledge)
    started, worked = time.monotonic(), time.process_time()
    related = relate(tables, knowledge)
    seconds, core_seconds = time.monotonic() - started, time.process_time() - worked
    told_again = len(related.events.filter(pl.col("mention_count") > 1))
    return RelateCost(size, len(related.events), told_again, round(seconds, 2), round(core_seconds, 2),
                      resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


# --- what is made up -------------------------------------------------------------------------------------------------


def make_tables(size: int, knowledge: Knowledge, seed: int = 1) -> Frames:
    """The tables that relating reads, with so many event mentions."""
    chance = np.random.default_rng(seed)
    events = _make_events(chance, max(1, int(size / _TELLINGS_AN_EVENT)), knowledge)
    mentions = _make_mentions(chance, size, events)
    mentions, documents = _with_documents(mentions)
    parties = _make_participants(chance, mentions, events)
    people = [f"new-person-{number}" for number in range(_NEW_PEOPLE)]
    known = [(e.entity_id, e.kind, e.name) for e in knowledge.entities.values()]
    entities = pl.DataFrame([*known, *((name, "person", name) for name in people)],
                            schema=["entity_id", "kind", "name"], orient="row")
    return {"event_mentions": mentions.drop("event", "clause"), "documents": documents, "event_participants": parties,
            "entities": entities,
            "passages": pl.DataFrame(schema={"document_id": pl.String, "kind": pl.String, "start_char": pl.Int64,
                                             "end_char": pl.Int64}),
            "mentions": pl.DataFrame(schema={"document_id": pl.String, "label": pl.String, "entity_id": pl.String,
                                             "start_char": pl.Int64, "end_char": pl.Int64})}


def _uneven(chance: np.random.Generator, most: int, count: int, slope: float) -> Ints:
    """Numbers below `most`, the small ones far more often."""
    shares = 1.0 / np.arange(1, most + 1) ** slope
    return chance.choice(most, count, p=shares / shares.sum()).astype(np.int64)


def _make_events(chance: np.random.Generator, count: int, knowledge: Knowledge) -> pl.DataFrame:
    """One real event a row: type, day, place, thing, four parties (-1 for none) and three words of its own."""
    kinds = np.array(list(_TYPES))
    shares = np.array(list(_TYPES.values()), dtype=np.float64)
    known = [e.entity_id for e in knowledge.entities.values() if e.kind == "person"]
    bodies = [e.entity_id for e in knowledge.entities.values() if e.kind in ("organization", "organ", "state")]
    texts = [e.entity_id for e in knowledge.entities.values() if e.kind == "instrument"]
    places = [e.entity_id for e in knowledge.entities.values() if e.kind == "place" and e.subkind == "city"]
    people = np.array([*known, *(f"new-person-{number}" for number in range(_NEW_PEOPLE))])
    days = _FIRST_DAY + (np.sqrt(chance.random(count)) * (_LAST_DAY - _FIRST_DAY)).astype(np.int64)
    # Summits: one day in fifty has a third of all events
    crowded = chance.random(count) < 0.33
    days = np.where(crowded, days - days % 50, days)
    event_type = kinds[chance.choice(len(kinds), count, p=shares / shares.sum())]
    by_text = np.isin(event_type, ("SIGNING", "PUBLICATION", "ADOPTION")) & (chance.random(count) < 0.5)
    return pl.DataFrame({
        "event": np.arange(count), "event_type": event_type, "day": days,
        "place_id": np.array(places)[_uneven(chance, len(places), count, 1.1)],
        "object_id": np.where(by_text, np.array(texts)[_uneven(chance, len(texts), count, 0.7)], ""),
        "one": people[_uneven(chance, len(people), count, 0.9)],
        "two": people[_uneven(chance, len(people), count, 0.9)],
        "three": np.array(bodies)[_uneven(chance, len(bodies), count, 1.0)],
        "four": np.array(bodies)[_uneven(chance, len(bodies), count, 1.0)],
        **{f"word{number}": _uneven(chance, _WORDS, count, 0.8) for number in range(3)}})


def _make_mentions(chance: np.random.Generator, size: int, events: pl.DataFrame) -> pl.DataFrame:
    """The tellings: most events once or twice, a few hundreds of times."""
    chosen = np.concatenate([np.arange(len(events)), _uneven(chance, len(events), size - len(events), 0.6)])
    told = events.select(
        pl.col("event", "event_type", "day", "place_id", "object_id", "word0", "word1", "word2").gather(chosen))
    how = chance.random(size)
    first = told["day"].to_numpy() - _EPOCH
    is_month, is_undated = (how > 0.7) & (how < 0.85), how >= 0.85
    start = np.where(is_month, first - first % 30, first)
    words = ["w" + pl.Series(_uneven(chance, _WORDS, size, 0.8)).cast(pl.String).str.zfill(4) for _ in range(3)]
    trigger = pl.Series(np.array(["met", "signed", "held", "meeting", "visit"])[chance.integers(0, 5, size)])
    clause = told.select(pl.concat_str(
        trigger, *(pl.lit("w") + pl.col(f"word{n}").cast(pl.String).str.zfill(4) for n in range(3)), *words,
        separator=" ") + pl.lit(". "))
    modality = np.array(["asserted", "asserted", "asserted", "planned", "ongoing"])[chance.integers(0, 5, size)]
    dated = pl.Series(~is_undated)
    return told.select("event", "event_type", "place_id", "object_id").with_columns(
        clause=clause.to_series(), trigger=trigger, modality=pl.Series(modality),
        polarity=pl.when(pl.Series(chance.random(size) < 0.03)).then(pl.lit("negated")).otherwise(pl.lit("positive")),
        start_date=pl.when(dated).then(pl.Series(start).cast(pl.Int32).cast(pl.Date)),
        end_date=pl.when(dated).then(pl.Series(np.where(is_month, start + 29, start)).cast(pl.Int32).cast(pl.Date)),
        precision=pl.when(dated).then(pl.Series(np.where(is_month, "month", "day"))),
        date_basis=pl.when(dated).then(pl.lit("stated")), confidence=pl.lit(0.9),
        place_id=pl.when(pl.Series(chance.random(size) < 0.4)).then("place_id"),
        object_id=pl.when(pl.col("object_id") != "").then("object_id"),
        published=pl.Series(first + chance.integers(0, 3, size)).cast(pl.Int32).cast(pl.Date),
    ).with_row_index("number").with_columns(
        event_mention_id=pl.lit("m-") + pl.col("number").hash(7).cast(pl.String).str.zfill(20))


def _with_documents(mentions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The mentions with their place in a document, and the documents: so many mentions published one after another."""
    ordered = mentions.sort("published", "number").with_columns(
        document_id=pl.lit("d-") + (pl.int_range(pl.len()) // _MENTIONS_A_DOCUMENT).cast(pl.String).str.zfill(9))
    length = pl.col("clause").str.len_chars().cast(pl.Int64)
    ordered = ordered.with_columns(end_char=length.cum_sum().over("document_id")).with_columns(
        start_char=pl.col("end_char") - length).with_columns(
        trigger_start_char="start_char",
        trigger_end_char=pl.col("start_char") + pl.col("trigger").str.len_chars().cast(pl.Int64))
    documents = ordered.group_by("document_id", maintain_order=True).agg(
        text=pl.col("clause").str.join(""), published_date=pl.col("published").max()).with_columns(
        published_latest="published_date", near_duplicate_of=pl.lit(None, dtype=pl.String),
        announced_document_id=pl.lit(None, dtype=pl.String))
    return ordered.drop("published", "number"), documents


def _make_participants(chance: np.random.Generator, mentions: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Of each event's four parties those that the mention names."""
    told = mentions.select("event_mention_id", "event").join(
        events.select("event", "one", "two", "three", "four"), on="event", maintain_order="left").drop("event")
    long = told.unpivot(index="event_mention_id", value_name="entity_id").filter(
        pl.Series(chance.random(4 * len(told)) < 0.65))
    return long.select("event_mention_id", "entity_id", role=pl.lit("participant")).unique()


@click.command()
@click.option("--mentions", type=int, help="Only so many, and print JSON.")
def main(mentions: int | None) -> None:
    """Prints what relating synthetic mentions costs."""
    if mentions is None:
        measure_relate()
        return
    cost = measure_here(mentions)
    click.echo(json.dumps({name: getattr(cost, name) for name in RelateCost.__slots__}))


if __name__ == "__main__":
    main()
