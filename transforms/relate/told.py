"""Told: the event mentions with the words around them and with who takes part, before they become numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from transforms.knowledge import Knowledge

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Tables = Mapping[str, pl.DataFrame]
_HEADINGS = ("title", "subtitle", "caption")
# "the meeting", "those talks", "their first meeting": the noun points back, unless it says of whom ("the meeting of …")
_POINTS_BACK = r"(?i)\b(?:the|this|that|these|those|their|its|his|her)\s+(?:\w+\s+){0,2}$"
_HAS_COMPLEMENT = r"(?i)^\s+(?:of|with|between|among|in)\b|^.{0,20}\b(?:last|next|this) (?:week|month|year)\b"
# "which we have just signed", "a few minutes ago", "by signing this declaration": on the day of the document
_TODAY = r"(?i)\bjust (?:now )?(?:\w+ed|\w+en|met|held)\b|\b(?:minutes|hours?) ago\b|\bsigning this (?:\w+ )?\w+"


class Codes:
    """Numbers for texts, the same for the same set of texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = sorted(set(texts))
        self._code = {text: code for code, text in enumerate(self.texts)}

    def code(self, text: str | None) -> int:
        """The number of a text; -1 if there is none."""
        return self._code.get(text, -1) if text is not None else -1

    def of(self, column: pl.Series) -> Ints:
        """The numbers of a column of texts."""
        found = column.replace_strict(self._code, default=-1, return_dtype=pl.Int64).fill_null(-1)
        return found.to_numpy().astype(np.int64)


@dataclass(frozen=True, slots=True)
class Parties:
    """Who takes part: people, bodies and states that no named person stands for, the sides of all, and the hosts'.

    A side is the outermost body: that of Ursula von der Leyen and of the College of Commissioners is the EU.
    """

    people: frozenset[int]
    bodies: frozenset[int]
    sides: frozenset[int]
    hosts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """The mentions in order of their ids with clause, story and scene; the groups of parties, and that of each."""

    rows: pl.DataFrame
    names: Codes
    parties_of: list[Parties]
    parties: Ints

    def party(self, row: int) -> Parties:
        """The parties of a row."""
        return self.parties_of[int(self.parties[row])]


def read_told(tables: Tables, knowledge: Knowledge) -> Told:
    """The event mentions of the tables with their text and parties."""
    rows = _with_text(tables["event_mentions"].sort("event_mention_id"), tables["documents"], tables["passages"])
    participants = tables["event_participants"]
    names = Codes(_all_names(rows, participants, knowledge))
    return Told(rows, names, *_parties(rows, participants, tables["entities"], names, knowledge))


def _with_text(mentions: pl.DataFrame, documents: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """The mentions with their clause, story and what their words show; an undated act "just now" has the page's day."""
    of_document = documents.select(
        "document_id", "text", published="published_date", latest="published_latest",
        story=pl.coalesce("near_duplicate_of", "announced_document_id", "document_id"))
    headings = passages.filter(pl.col("kind").is_in(_HEADINGS)).select("document_id", "start_char", "end_char")
    start, end = pl.col("start_char"), pl.col("end_char")
    trigger_start, trigger_end = pl.col("trigger_start_char"), pl.col("trigger_end_char")
    before = pl.max_horizontal(trigger_start - 40, pl.lit(0))
    rows = mentions.join(of_document, on="document_id", how="left", maintain_order="left").with_columns(
        clause=pl.col("text").str.slice(start, end - start),
        before=pl.col("text").str.slice(before, trigger_start - before),
        after=pl.col("text").str.slice(trigger_end, 32),
        scene=pl.col("text").str.slice(pl.max_horizontal(start - 60, pl.lit(0)), end - start + 60),
        stem=pl.col("trigger").str.to_lowercase().str.replace(r"(?:ing|ed|es|s|ure|ature)$", "").str.head(6),
        is_heading=_lies_in(mentions, headings),
    ).drop("text")
    is_today = pl.col("start_date").is_null() & pl.col("end_date").is_null() & pl.col("clause").str.contains(_TODAY)
    return rows.with_columns(
        start_date=pl.when(is_today).then("published").otherwise("start_date"),
        end_date=pl.when(is_today).then("published").otherwise("end_date"),
        points_back=pl.col("before").str.contains(_POINTS_BACK) & ~pl.col("after").str.contains(_HAS_COMPLEMENT))


def _lies_in(mentions: pl.DataFrame, spans: pl.DataFrame) -> pl.Series:
    """True for each mention whose trigger lies in one of the spans of its document."""
    held = mentions.select("event_mention_id", "document_id", at="trigger_start_char").join(
        spans, on="document_id").filter(pl.col("at").is_between("start_char", "end_char", closed="left"))
    return mentions["event_mention_id"].is_in(held["event_mention_id"].implode())


# --- who -------------------------------------------------------------------------------------------------------------


def _all_names(rows: pl.DataFrame, participants: pl.DataFrame, knowledge: Knowledge) -> set[str]:
    told = {*rows["place_id"].drop_nulls(), *rows["object_id"].drop_nulls(), *participants["entity_id"]}
    return told | set(knowledge.entities)


def _parties(
    rows: pl.DataFrame, participants: pl.DataFrame, entities: pl.DataFrame, names: Codes, knowledge: Knowledge
) -> tuple[list[Parties], Ints]:
    """The different groups of participants, and which of them each mention has."""
    people = entities.filter(pl.col("kind") == "person")["entity_id"].implode()
    when = pl.coalesce("start_date", "published", "end_date", "latest")
    told = participants.join(rows.select("event_mention_id", day=when), on="event_mention_id").select(
        "event_mention_id", "entity_id", is_host=pl.col("role") == "host", is_person=pl.col("entity_id").is_in(people),
        day=pl.when(pl.col("entity_id").is_in(people)).then("day"))
    sides = told.select("entity_id", "is_person", "day").unique().sort("entity_id", "day")
    sides = sides.with_columns(sides=pl.Series(
        [",".join(_sides_of(name, known, day, knowledge)) for name, known, day in sides.iter_rows()], dtype=pl.String))
    key = pl.concat_str("entity_id", pl.col("is_person").cast(pl.Int8), pl.col("is_host").cast(pl.Int8), "sides",
                        separator="|")
    keys = told.join(sides, on=["entity_id", "is_person", "day"], nulls_equal=True).group_by("event_mention_id").agg(
        key=key.unique().sort().str.join("\n"))
    of_mention = rows.select("event_mention_id").join(
        keys, on="event_mention_id", how="left", maintain_order="left")["key"].fill_null("")
    groups = Codes(of_mention.unique())
    return [_read_parties(key, names) for key in groups.texts], groups.of(of_mention)


def _sides_of(entity_id: str, is_person: bool, day: date | None, knowledge: Knowledge) -> list[str]:
    """The outermost bodies that a person holds an office of on the day; of a body its own outermost."""
    if not is_person:
        return [knowledge.organization_of(entity_id)]
    terms = knowledge.in_office(entity_id, day) if day else knowledge.terms_of_person.get(entity_id, ())
    sides = {knowledge.organization_of(knowledge.offices[term.office_id].organization_id) for term in terms}
    # Without a day nothing tells which office; whoever has led a body of many states is there for it
    bodies = {side for side in sides if day or knowledge.kind_of(side) != "state"}
    return sorted(bodies or sides)


def _read_parties(key: str, names: Codes) -> Parties:
    """The parties of lines `id|is person|is host|sides`."""
    told = [line.split("|") for line in key.split("\n") if line]
    sides = {line[0]: frozenset(map(names.code, filter(None, line[3].split(",")))) for line in told}
    people = {line[0] for line in told if line[1] == "1"}
    of_people = frozenset().union(*(sides[person] for person in people))
    bodies = {line[0] for line in told if line[1] == "0" and not sides[line[0]] & of_people}
    return Parties(
        frozenset(map(names.code, people)), frozenset(map(names.code, bodies)), frozenset().union(*sides.values()),
        frozenset().union(*(sides[line[0]] for line in told if line[2] == "1")))
