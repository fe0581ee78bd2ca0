"""Tellings: the event mentions of a record as arrays of numbers, so that a million of them can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from transforms.knowledge import Knowledge
from transforms.relate.anchors import find_things
from transforms.relate.families import FAMILIES
from transforms.relate.told import Codes, Flags, Ints, Parties, Tables, read_told

# days before all and after all: an open side of an interval limits nothing
FIRST_DAY, LAST_DAY = -1_000_000, 1_000_000
_AHEAD = ("planned", "committed", "called_for", "hypothetical")
_PLURALS = (
    r"(?i)^(?:meetings|visits|sessions|summits|signings|ceremonies|calls|conversations|exercises|drills|conferences)$")
_WORD = r"[\p{L}][\p{L}\p{N}]{3,}"
_EMPTY_WORDS = (
    "about", "after", "again", "ahead", "alongside", "also", "among", "been", "before", "being", "between", "both",
    "could", "during", "each", "first", "following", "from", "further", "have", "having", "here", "into", "last",
    "later", "made", "make", "many", "more", "most", "much", "nato", "next", "other", "others", "over", "same",
    "second", "several", "should", "since", "some", "such", "than", "that", "their", "them", "then", "there",
    "these", "they", "this", "those", "through", "today", "together", "tomorrow", "under", "union", "until", "very",
    "were", "when", "where", "which", "while", "will", "with", "would", "yesterday", "european", "council",
    "president", "secretary", "general", "minister", "ministers",
)


@dataclass(frozen=True, slots=True)
class Tellings:
    """The mentions in order of their ids, a row each; codes index `entities`, -1 is none; days from 1970-01-01."""

    ids: pl.Series
    entities: Sequence[str]
    parties_of: Sequence[Parties]
    vocabulary: Sequence[str]
    family: Ints
    event_type: Ints
    is_ahead: Flags
    is_negated: Flags
    start: Ints
    end: Ints
    is_exact: Flags
    place: Ints
    city: Ints
    thing: Ints
    parties: Ints
    story: Ints
    document: Ints
    position: Ints
    clause: Ints
    is_heading: Flags
    points_back: Flags
    is_plural: Flags
    stem: Ints
    words: pl.Series

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_dated(self) -> Flags:
        """True where both sides of the interval are told."""
        dated: Flags = (self.start > FIRST_DAY) & (self.end < LAST_DAY)
        return dated


def read_tellings(tables: Tables, knowledge: Knowledge) -> Tellings:
    """The event mentions of the tables, with what a comparison needs."""
    told = read_told(tables, knowledge)
    rows, names = told.rows, told.names
    vocabulary, words = _words(rows)
    place = names.of(rows["place_id"])
    return Tellings(
        ids=rows["event_mention_id"], entities=names.texts, parties_of=told.parties_of, vocabulary=vocabulary,
        family=Codes(FAMILIES.values()).of(rows["event_type"].replace_strict(FAMILIES, default=None)),
        event_type=Codes(FAMILIES).of(rows["event_type"]),
        is_ahead=rows["modality"].is_in(_AHEAD).to_numpy(), is_negated=(rows["polarity"] == "negated").to_numpy(),
        start=_days(rows["start_date"], FIRST_DAY), end=_days(rows["end_date"], LAST_DAY),
        is_exact=(rows["start_date"] == rows["end_date"]).fill_null(False).to_numpy(),
        place=place, city=_cities(names, knowledge)[place],
        thing=find_things(told, tables["mentions"], knowledge), parties=told.parties,
        story=_ranks(rows["story"]), document=_ranks(rows["document_id"]),
        position=rows["trigger_start_char"].to_numpy().astype(np.int64),
        clause=rows["start_char"].to_numpy().astype(np.int64),
        is_heading=rows["is_heading"].to_numpy(),
        points_back=rows["points_back"].to_numpy(), is_plural=rows["trigger"].str.contains(_PLURALS).to_numpy(),
        stem=_ranks(rows["stem"]), words=words)


def _ranks(column: pl.Series) -> Ints:
    """A number for each text, in order of the texts."""
    return column.rank("dense").cast(pl.Int64).to_numpy().astype(np.int64)


def _days(column: pl.Series, missing: int) -> Ints:
    return column.cast(pl.Int32).cast(pl.Int64).fill_null(missing).to_numpy().astype(np.int64)


def _cities(names: Codes, knowledge: Knowledge) -> Ints:
    """For each code itself if it is a city's, else -1; the last is for the code -1."""

    def city(name: str) -> int:
        entity = knowledge.entities.get(name)
        return names.code(name) if entity and entity.kind == "place" and entity.subkind == "city" else -1

    return np.array([*map(city, names.texts), -1], dtype=np.int64)


def _words(rows: pl.DataFrame) -> tuple[list[str], pl.Series]:
    """All content words, and for each mention those of its clause, as sorted numbers."""
    told = rows["clause"].str.to_lowercase().str.extract_all(_WORD).list.unique()
    flat = pl.DataFrame({"row": np.arange(len(rows)), "word": told}).explode("word").drop_nulls()
    flat = flat.filter(~pl.col("word").is_in(list(_EMPTY_WORDS))).with_columns(
        code=(pl.col("word").rank("dense") - 1).cast(pl.UInt32))
    vocabulary = flat.select("word", "code").unique().sort("code")["word"].to_list()
    grouped = flat.group_by("row").agg(pl.col("code").sort())
    full = pl.DataFrame({"row": np.arange(len(rows))}).join(grouped, on="row", how="left", maintain_order="left")
    return vocabulary, full["code"].fill_null(pl.lit([], dtype=pl.List(pl.UInt32)))

