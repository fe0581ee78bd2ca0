"""Blocking: which mentions are compared. Two meet if they share a key; a block that grows too large is split.

Splink, the usual library for this, blocks and scores in SQL with DuckDB as its engine; this stage has neither database
nor training data for weights, and needs joins that are refused (two days, two partners), so it is written in arrays.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from transforms.relate.families import ONCE, STANDING, codes_of
from transforms.relate.tellings import Tellings
from transforms.relate.told import Flags, Ints

# A block up to this size is compared in full; a larger one is split by the next key, the last by nearness in its order
MAX_BLOCK = 48
NEIGHBORS = 6
_MONTH_DAYS = 30


def representatives(tellings: Tellings) -> tuple[Ints, Ints]:
    """The first mention of each group that tells the very same, and for each mention the number of its group."""
    of_place = np.where(tellings.is_dated | (tellings.thing >= 0), -1, tellings.document)
    columns = {
        "document": of_place, "family": tellings.family, "type": tellings.event_type, "negated": tellings.is_negated,
        "start": tellings.start, "end": tellings.end, "place": tellings.place, "thing": tellings.thing,
        "parties": tellings.parties, "plural": tellings.is_plural}
    frame = pl.DataFrame(columns).with_row_index("row")
    first = frame.with_columns(first=pl.col("row").min().over(list(columns)))["first"].to_numpy().astype(np.int64)
    firsts, group = np.unique(first, return_inverse=True)
    return firsts, group.astype(np.int64)


def candidate_pairs(tellings: Tellings, rows: Ints) -> Ints:
    """Pairs of rows to compare, smaller first, without repetition: an array of two columns."""
    found = [_paired(frame, sorted_by) for frame, sorted_by in _blocks(tellings, rows)]
    pairs = np.concatenate([*found, np.empty((0, 2), dtype=np.int64)])
    size = max(1, len(tellings))
    keys = np.unique(pairs.min(axis=1) * size + pairs.max(axis=1))
    return np.stack([keys // size, keys % size], axis=1)


def _blocks(tellings: Tellings, rows: Ints) -> Iterator[tuple[pl.DataFrame, list[str]]]:
    """Frames of row and key columns, from the widest key to the narrowest, and the order within a block."""
    base = _base(tellings, rows)
    order = ["start", "end", "parties", "place", "row"]
    is_once = base["family"].is_in(codes_of(ONCE))
    yield base.filter(is_once & (base["thing"] >= 0)).select(
        "row", *order[:-1], k0="family", k1="thing", k2="start", k3="parties"), order
    acts = base.filter(~base["family"].is_in(codes_of(STANDING)) & base["is_dated"])
    by_party = acts.join(_party_keys(tellings), on="parties")
    exact = by_party.filter("is_exact").with_columns(period="start")
    # Told by week, month or year: beside the days of its months, which it does not bring together with one another
    wide = by_party.filter(~pl.col("is_exact")).with_columns(period=pl.col("start") // _MONTH_DAYS)
    keys = {"k0": "family", "k1": "period", "k2": "party", "k3": "place", "k4": "type", "k5": "parties"}
    yield exact.select("row", *order[:-1], **keys), order
    yield wide.select("row", *order[:-1], **keys), order
    yield base.select("row", "position", k0="family", k1="document", k2="is_negated"), ["position", "row"]
    yield base.select("row", "position", k0="type", k1="story", k2="stem", k3="position"), ["position", "row"]


def wide_pairs(tellings: Tellings, rows: Ints) -> Ints:
    """Pairs of a mention told by week or month, and one told by day in that time, with a party in common."""
    base = _base(tellings, rows).filter("is_dated").filter(~pl.col("family").is_in(codes_of(STANDING)))
    by_party = base.join(_party_keys(tellings), on="parties").with_columns(month=pl.col("start") // _MONTH_DAYS)
    keys = ["family", "is_negated", "party", "month"]
    days = _reduced(by_party.filter("is_exact"), keys)
    wide = by_party.filter(~pl.col("is_exact") & (pl.col("end") - pl.col("start") <= 2 * _MONTH_DAYS))
    wide = wide.with_columns(month=pl.int_ranges(pl.col("month"), pl.col("end") // _MONTH_DAYS + 1)).explode("month")
    pairs = _reduced(wide, keys).join(days, on=keys, suffix="_day").filter(
        pl.col("start_day").is_between("start", "end"))
    return pairs.select("row", "row_day").to_numpy().astype(np.int64)


def _reduced(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """At most so many of a block, of as many different parties as there are."""
    return frame.sort("parties", "start", "row").filter(
        (pl.int_range(pl.len()).over([*keys, "parties", "start"]) < 2)
        & (pl.int_range(pl.len()).over(keys) < 8 * MAX_BLOCK)).select("row", "start", "end", *keys)


def _base(tellings: Tellings, rows: Ints) -> pl.DataFrame:
    taken = {
        "row": rows, "family": tellings.family[rows], "type": tellings.event_type[rows],
        "is_negated": tellings.is_negated[rows].astype(np.int64), "start": tellings.start[rows],
        "end": tellings.end[rows], "is_exact": tellings.is_exact[rows], "is_dated": tellings.is_dated[rows],
        "place": tellings.place[rows], "thing": tellings.thing[rows], "parties": tellings.parties[rows],
        "story": tellings.story[rows], "document": tellings.document[rows], "position": tellings.position[rows],
        "stem": tellings.stem[rows]}
    return pl.DataFrame(taken)


def _party_keys(tellings: Tellings) -> pl.DataFrame:
    """parties, party: a key for each person and for each body; sides in pairs, as most acts are of the same two."""
    keys = []
    for number, told in enumerate(tellings.parties_of):
        if len(told.sides) > 1:
            ordered = sorted(told.sides)[:4]
            keys += [(number, -(a * 100_003 + b + 1)) for i, a in enumerate(ordered) for b in ordered[i + 1:]]
        keys += [(number, party) for party in told.people | (told.bodies if len(told.sides) < 2 else frozenset())]
    return pl.DataFrame(keys, schema={"parties": pl.Int64, "party": pl.Int64}, orient="row")


def _paired(frame: pl.DataFrame, order: list[str]) -> Ints:
    """All pairs of the blocks, which are split by one key after the other until they are small."""
    keys = [column for column in frame.columns if column.startswith("k")]
    found = []
    for depth in range(2, len(keys) + 1):
        sized = frame.with_columns(size=pl.len().over(keys[:depth]))
        is_last = depth == len(keys)
        found.append(_neighbors(sized if is_last else sized.filter(pl.col("size") <= MAX_BLOCK), keys[:depth], order))
        if depth == 2:
            # What was split is not wholly apart: each is still compared with the next ones
            found.append(_neighbors(sized.filter(pl.col("size") > MAX_BLOCK), keys[:depth], order))
        frame = sized.filter(pl.col("size") > MAX_BLOCK).drop("size")
        if frame.is_empty():
            break
    return np.concatenate(found)


def _neighbors(sized: pl.DataFrame, keys: list[str], order: list[str]) -> Ints:
    """All pairs of small blocks, and of large ones those near in the order."""
    ordered = sized.sort([*keys, *order]).with_columns(block=pl.struct(keys).rle_id())
    rows, block = ordered["row"].to_numpy().astype(np.int64), ordered["block"].to_numpy()
    is_small: Flags = ordered["size"].to_numpy() <= MAX_BLOCK
    found = [np.empty((0, 2), dtype=np.int64)]
    for step in range(1, min(MAX_BLOCK, len(rows))):
        is_pair = block[step:] == block[:-step]
        if step > NEIGHBORS:
            is_pair &= is_small[step:]
        if not is_pair.any():
            break
        found.append(np.stack([rows[:-step][is_pair], rows[step:][is_pair]], axis=1))
    return np.concatenate(found)

