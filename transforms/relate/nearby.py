"""Nearby: tellings that belong together by where they stand: headline and text, "the meeting", "met for talks"."""

from __future__ import annotations

import numpy as np
import polars as pl

from transforms.relate.families import STANDING, codes_of
from transforms.relate.scoring import shared_words
from transforms.relate.tellings import Tellings
from transforms.relate.told import Flags, Floats, Ints

HEADLINE, POINTS_BACK, SAME_CLAUSE, COPY = range(4)
_WEIGHT = 0.5
# "The meeting" is the last one spoken of, and that not long ago
_MOST_CHARS_BACK = 1500
# Copies tell a thing in the same words: of those of the shorter clause at least this share
_COPY_SHARE = 0.7
_TELL_AGAIN = ("meet", "SIGNING", "EXERCISE", "ESTABLISHMENT", "ADOPTION", "PUBLICATION")


def nearby_pairs(tellings: Tellings) -> tuple[Ints, Floats]:
    """Pairs of rows, and for each the weights of headline, pointing back, one clause and copy."""
    frame = pl.DataFrame({
        "family": tellings.family, "document": tellings.document, "position": tellings.position,
        "is_heading": tellings.is_heading, "points_back": tellings.points_back, "negated": tellings.is_negated,
        "clause": tellings.clause, "stem": tellings.stem, "plural": tellings.is_plural, "story": tellings.story,
        "type": tellings.event_type}).with_row_index("row")
    parts = [_headlines(frame, ["family"]), _headlines(frame, ["family", "stem"]), _pointing_back(frame),
             _in_one_clause(frame), _copies(tellings, frame)]
    weights: dict[tuple[int, int], list[float]] = {}
    for kind, pairs in zip((HEADLINE, HEADLINE, POINTS_BACK, SAME_CLAUSE, COPY), parts, strict=True):
        for left, right in pairs.tolist():
            weights.setdefault((min(left, right), max(left, right)), [0.0] * 4)[kind] = _WEIGHT
    ordered = sorted(weights)
    return (np.array(ordered, dtype=np.int64).reshape(-1, 2),
            np.array([weights[pair] for pair in ordered]).reshape(-1, 4))


def _headlines(frame: pl.DataFrame, keys: list[str]) -> Ints:
    """A headline's or caption's telling and the first one of the text with the same keys."""
    acts = frame.filter(~pl.col("family").is_in(codes_of(STANDING)) & ~pl.col("plural"))
    keys = ["document", "negated", *keys]
    first = acts.filter(~pl.col("is_heading")).sort("position", "row").unique(keys, keep="first", maintain_order=True)
    pairs = acts.filter("is_heading").join(first, on=keys, suffix="_body")
    return pairs.select("row", "row_body").to_numpy().astype(np.int64)


def _pointing_back(frame: pl.DataFrame) -> Ints:
    """A noun that points back and the last telling of the family before it."""
    acts = frame.filter(pl.col("family").is_in(codes_of(_TELL_AGAIN)) & ~pl.col("plural") & ~pl.col("negated"))
    keys = ["document", "family"]
    ordered = acts.sort(*keys, "position", "row").with_columns(
        before=pl.col("row").shift(1).over(keys), since=pl.col("position") - pl.col("position").shift(1).over(keys))
    pairs = ordered.filter(pl.col("points_back") & (pl.col("since") <= _MOST_CHARS_BACK))
    return pairs.select("before", "row").to_numpy().astype(np.int64)


def _in_one_clause(frame: pl.DataFrame) -> Ints:
    """Two words of a clause for one act: "met the President for talks", "gathered for a session"."""
    acts = frame.filter(pl.col("family").is_in(codes_of(_TELL_AGAIN)) & ~pl.col("plural"))
    keys = ["document", "clause", "family", "negated"]
    ordered = acts.sort(*keys, "position", "row").with_columns(before=pl.col("row").shift(1).over(keys))
    pairs: Ints = ordered.drop_nulls("before").select("before", "row").to_numpy().astype(np.int64)
    return pairs


def _copies(tellings: Tellings, frame: pl.DataFrame) -> Ints:
    """The telling of a copy and of its original: the same trigger in nearly the same words, in the same order."""
    keys = ["story", "type", "stem", "negated"]
    shared = frame.filter(pl.col("document").n_unique().over(keys) > 1).with_columns(
        number=pl.int_range(pl.len()).over([*keys, "document"], order_by="position"))
    first = shared.sort("document", "row").unique([*keys, "number"], keep="first", maintain_order=True)
    pairs = shared.join(first, on=[*keys, "number"], suffix="_first").filter(pl.col("row") != pl.col("row_first"))
    found: Ints = pairs.select("row_first", "row").to_numpy().astype(np.int64)
    if not len(found):
        return found
    lengths = tellings.words.list.len().to_numpy()
    least = np.minimum(lengths[found[:, 0]], lengths[found[:, 1]])
    count = shared_words(tellings, found[:, 0], found[:, 1]).list.len().to_numpy()
    is_copy: Flags = (count >= _COPY_SHARE * least) & (least > 0)
    copies: Ints = found[is_copy]
    return copies
