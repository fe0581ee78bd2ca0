"""Whom an unresolved name may stand for, by likeness of names. Suggestions only: nothing else reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from rapidfuzz import fuzz, process

from transforms.knowledge import Knowledge, fold
from transforms.rows import Row, polars_type
from warehouse.tables import BY_NAME

# Of 100 (same): "Josep Borell" 96, "Jens Stoltenburg" 94, "Peter Maurer" for "Peter Bauer" 87
SIMILAR = 88.0
MOST = 3
# Bearers of a common surname that are still worth a look
MOST_BEARERS = 8
_AT_ONCE = 500
_KINDS = {
    "PERSON": ("person",), "ORG": ("organization", "organ", "group"), "GPE": ("state", "place"), "LOC": ("place",),
    "FAC": ("place",), "DOC": ("instrument",), "EVENT": ("event",),
}


@dataclass(frozen=True, slots=True)
class _Suggestion:
    suggested_id: str
    alias: str
    score: float
    reason: str


def find_suggestions(mentions: pl.DataFrame, knowledge: Knowledge, found: Mapping[str, str]) -> pl.DataFrame:
    """The rows of `suggestions`: for each name without a known identity those whose names are the same or alike.

    `found` has the names of the persons and bodies that only the record names, by id: two spellings of one meet so.
    """
    schema = {column.name: polars_type(column) for column in BY_NAME["suggestions"].columns}
    open_names = mentions.filter(
        pl.col("label").is_in(list(_KINDS)) & (pl.col("entity_id").is_null() | (pl.col("basis") == "new_name")))
    asked = open_names.select("surface", "label").unique().sort("surface", "label")
    rows: list[Row] = []
    for label, kinds in _KINDS.items():
        surfaces = asked.filter(pl.col("label") == label)["surface"].to_list()
        names = _Names(knowledge, kinds, found)
        rows += [{"surface": surface, "label": label, "suggested_id": s.suggested_id, "alias": s.alias,
                  "score": s.score, "reason": s.reason} for surface, s in names.like(surfaces)]
    told = pl.DataFrame(rows, schema={name: schema[name] for name in (
        "surface", "label", "suggested_id", "alias", "score", "reason")})
    joined = open_names.join(told, on=["surface", "label"], how="inner").filter(
        pl.col("entity_id").is_null() | (pl.col("entity_id") != pl.col("suggested_id")))
    return joined.select(schema.keys()).unique().sort(list(BY_NAME["suggestions"].key))


class _Names:
    """The names of all entities of some kinds."""

    def __init__(self, knowledge: Knowledge, kinds: Sequence[str], found: Mapping[str, str]) -> None:
        self.same: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.surnames: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for entity in knowledge.entities.values():
            if entity.kind in kinds:
                for surface in (*entity.surfaces, *entity.nominals):
                    self.same[_key(surface)].setdefault(entity.entity_id, surface)
                if entity.surname:
                    self.surnames[_key(entity.surname)][entity.entity_id] = entity.name
        for entity_id, name in found.items():
            if entity_id.split("-")[1] in kinds:
                self.same[_key(name)].setdefault(entity_id, name)
        self.keys = sorted(self.same)

    def like(self, surfaces: Sequence[str]) -> Iterator[tuple[str, _Suggestion]]:
        """Each surface with each suggestion for it, at most a handful, the likest first."""
        for first in range(0, len(surfaces), _AT_ONCE):
            some = surfaces[first:first + _AT_ONCE]
            similar = self._similar([_key(surface) for surface in some])
            for surface, keys in zip(some, similar, strict=True):
                for suggestion in self._of(_key(surface), keys):
                    yield surface, suggestion

    def _of(self, key: str, keys: Iterable[tuple[str, float]]) -> list[_Suggestion]:
        found: dict[str, _Suggestion] = {}
        for other, score in keys:
            for entity_id, alias in sorted(self.same[other].items()):
                reason = "same_name" if other == key else "similar_name"
                found.setdefault(entity_id, _Suggestion(entity_id, alias, round(score / 100, 4), reason))
        bearers = self.surnames.get(key, {})
        if len(bearers) <= MOST_BEARERS:
            for entity_id, name in sorted(bearers.items()):
                score = round(fuzz.token_sort_ratio(key, _key(name)) / 100, 4)
                found.setdefault(entity_id, _Suggestion(entity_id, name, score, "same_surname"))
        return list(found.values())[:MOST_BEARERS]

    def _similar(self, asked: Sequence[str]) -> list[list[tuple[str, float]]]:
        """For each key the likest known ones and how like they are, of 100."""
        if not self.keys or not asked:
            return [[] for _ in asked]
        scores = process.cdist(asked, self.keys, scorer=fuzz.token_sort_ratio, score_cutoff=SIMILAR)
        found = []
        for line in scores:
            at = line.nonzero()[0]
            best = sorted(((self.keys[i], float(line[i])) for i in at), key=lambda pair: (-pair[1], pair[0]))
            found.append(best[:MOST])
        return found


def _key(name: str) -> str:
    return " ".join(fold(name).split())
