"""The sample record beside the gold of merges, and the real documents of one visit where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from tests.commands import succeed
from tests.merge_gold import read_gold, score_merges

ROOT = Path(__file__).parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
LEAST_PAIRS, LEAST_PRECISION, LEAST_RECALL = 170, 0.95, 0.80
LEAST_HARD_PAIRS = 300


def test_gold_names_events_that_are_there() -> None:
    gold = read_gold()
    events = {telling.event for telling in gold.tellings}
    assert {event for pair in gold.hard | gold.undecided for event in pair} <= events
    assert not gold.hard & gold.undecided
    assert len(set(gold.tellings)) == len(gold.tellings)
    for telling in gold.tellings:
        assert (ROOT / "raw" / telling.path).is_file()


def test_gold_has_enough_pairs_and_hard_ones() -> None:
    gold = read_gold()
    pairs = [(left.event, right.event) for left, right in combinations(gold.tellings, 2)]
    hard = sum((min(pair), max(pair)) in gold.hard for pair in pairs)
    assert sum(left == right for left, right in pairs) >= LEAST_PAIRS
    assert hard >= LEAST_HARD_PAIRS


def built(raw: Path, out: Path) -> dict[str, pl.DataFrame]:
    """The tables of a build."""
    succeed("build", raw, "--out", out, "--direct")
    return {path.stem: pl.read_parquet(path) for path in (out / "parquet").glob("*.parquet")}


@pytest.mark.endtoend
def test_mentions_of_the_sample_join_as_in_gold(tmp_path: Path) -> None:
    score = score_merges(read_gold(), built(ROOT / "raw", tmp_path))
    assert len(score.absent) <= 0.1 * len(read_gold().tellings)
    assert score.precision >= LEAST_PRECISION
    assert score.recall >= LEAST_RECALL


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, pl.DataFrame]]:
    """The record of the real documents."""
    if not SEEDS.is_dir():
        pytest.skip("the real documents are not at hand")
    yield built(SEEDS, tmp_path_factory.mktemp("seeds"))


def of_day(seeds: dict[str, pl.DataFrame], day: str, *types: str) -> pl.DataFrame:
    """The events of a day of the types, with how many documents tell of each."""
    is_of_day = pl.col("start_date") == pl.lit(day).str.to_date()
    return seeds["events"].filter(is_of_day & pl.col("event_type").is_in(types))


@pytest.mark.endtoend
def test_three_real_documents_tell_of_one_signing(seeds: dict[str, pl.DataFrame]) -> None:
    signings = of_day(seeds, "2023-01-10", "SIGNING")
    assert len(signings) == 1
    assert signings["document_count"][0] >= 3
    assert signings["known_event_id"][0] == "signing-joint-declaration-2023"


@pytest.mark.endtoend
def test_the_announced_visit_and_the_statement_of_the_day_are_one_event(seeds: dict[str, pl.DataFrame]) -> None:
    college = seeds["event_participants"].filter(pl.col("entity_id") == "college-of-commissioners")
    told = seeds["event_mentions"].join(college, on="event_mention_id", how="semi").filter(
        pl.col("start_date") == pl.lit("2023-01-11").str.to_date())
    assert told["event_id"].n_unique() == 1
    assert told["document_id"].n_unique() == 2
    assert "planned" in told["modality"]
