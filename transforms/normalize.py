"""Normalize: the parts of all files become the tables of the contract, with what only the whole record can tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from transforms.accounting import account_for
from transforms.commitments import find_commitments
from transforms.duplicates import Text, find_near_duplicates, link_entries
from transforms.knowledge import Knowledge, load_knowledge
from transforms.namesakes import find_namesakes, rename
from transforms.reading.folder import RawFile
from transforms.relate import relate
from transforms.rows import Row, polars_type
from transforms.suggestions import find_suggestions
from transforms.undated import bound_undated
from warehouse.tables import BY_NAME

Frames = dict[str, pl.DataFrame]
# The rows of `sources`, with the raw content and the number of the text in it, by which reading keeps what it read
_ACCOUNT = pl.Schema({
    **{column.name: polars_type(column) for column in BY_NAME["sources"].columns},
    "raw_sha256": pl.String(), "ordinal": pl.Int64()})
_OWN_KINDS = ("title", "subtitle", "heading", "body", "turn")


def normalize(
    files: Sequence[RawFile], texts: Mapping[str, pl.DataFrame], parts: Mapping[str, pl.DataFrame],
    failures: Mapping[str, str],
) -> Frames:
    """Every table of the contract but `runs` and `checks`.

    `texts` is what reading left (TEXT_TABLES; the text itself is not needed), `parts` what the extraction left, either
    may hold more than is wanted. `failures` has the texts that could not be extracted, and why.
    """
    knowledge = load_knowledge()
    counts = dict(parts["texts"].select("sha256", "document_count").iter_rows())
    sources = pl.DataFrame(account_for(files, _in_reading_order(texts["texts"]), counts, failures), schema=_ACCOUNT)
    loaded = sources.filter((pl.col("status") == "loaded") & pl.col("text_id").is_not_null())
    tables = _wanted(parts, loaded.select(pl.col("text_id").alias("sha256"), "source_id", "fetched_at"))
    found = parts["found_entities"].join(tables["documents"].select("document_id"), on="document_id", how="semi")
    states = {entity.entity_id for entity in knowledge.entities.values() if entity.kind == "state"}
    namesakes = find_namesakes(found, tables["documents"], knowledge.organization_of, states.__contains__)
    tables = rename(tables, namesakes)
    tables["documents"] = _with_copies(tables["documents"], tables["passages"])
    tables |= _with_bounds(tables, knowledge)
    tables["sources"] = sources
    tables["header_facts"] = _header_facts(sources, texts["header_facts"])
    named = _named_only_here(found, namesakes)
    tables |= _knowledge_tables(knowledge, named)
    tables["suggestions"] = find_suggestions(tables["mentions"], knowledge, dict(
        named.select("entity_id", "name").iter_rows()))
    tables |= _related(knowledge, tables)
    return {name: _in_contract(name, frame) for name, frame in tables.items()}


def _in_reading_order(texts: pl.DataFrame) -> Iterable[Row]:
    return texts.sort("sha256", "ordinal").iter_rows(named=True)


def _in_contract(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        (pl.col(c.name) if c.name in frame.columns else pl.lit(None).alias(c.name)).cast(polars_type(c))
        for c in BY_NAME[name].columns)


def frame_of(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Rows as a frame with the contract's columns; a column that a row lacks is NULL."""
    return pl.DataFrame(list(rows), schema={c.name: polars_type(c) for c in BY_NAME[name].columns})


# --- sources and what comes from them --------------------------------------------------------------------------------


def _header_facts(sources: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """What the files say, of those that are loaded or have the text of a loaded one."""
    here = sources.select("source_id", sha256="raw_sha256", ordinal="ordinal").drop_nulls()
    return (facts.join(here, on=["sha256", "ordinal"], how="inner")
            .select("source_id", "field", "value", "origin", ordinal="number"))


def _wanted(parts: Mapping[str, pl.DataFrame], owners: pl.DataFrame) -> Frames:
    documents = parts["documents"].unique("document_id").join(owners, on="sha256", how="inner")
    keep = documents.select("document_id")
    tables: Frames = {"documents": documents}
    for name in ("passages", "mentions", "dates", "event_references", "quotes", "reported_speech", "topic_mentions",
                 "event_mentions"):
        tables[name] = _first_of_each(name, parts[name].join(keep, on="document_id", how="semi"))
    mentions = tables["event_mentions"].select("event_mention_id")
    for name in ("event_participants", "event_topics"):
        tables[name] = _first_of_each(name, parts[name].join(mentions, on="event_mention_id", how="semi"))
    return tables


def _first_of_each(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """One row for each key: the smallest, so that it is the same one in whatever order the parts come."""
    return rows.sort(rows.columns).unique(list(BY_NAME[name].key), keep="first", maintain_order=True)


def _with_bounds(tables: Frames, knowledge: Knowledge) -> Frames:
    """The documents with the bounds of their publication, and the evidence for these."""
    bounds, evidence = bound_undated(tables, knowledge)
    ordered = evidence.sort(evidence.columns).with_columns(ordinal=pl.int_range(pl.len()).over("document_id"))
    return {"documents": tables["documents"].join(bounds, on="document_id", how="left"), "date_bounds": ordered}


def _with_copies(documents: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """Which document is a copy of which, and which page a listing entry announces."""
    texts = _own_words(documents, passages)
    told = {"near_duplicate_of": find_near_duplicates(texts), "announced_document_id": link_entries(texts)}
    return documents.with_columns(
        pl.col("document_id").replace_strict(found, default=None, return_dtype=pl.String).alias(column)
        for column, found in told.items())


def _own_words(documents: pl.DataFrame, passages: pl.DataFrame) -> list[Text]:
    spans: dict[str, list[tuple[int, int]]] = {}
    own = passages.filter(pl.col("kind").is_in(_OWN_KINDS)).sort("document_id", "ordinal")
    for document_id, start, end in own.select("document_id", "start_char", "end_char").iter_rows():
        spans.setdefault(document_id, []).append((start, end))
    return [
        Text(row["document_id"], row["kind"], row["title"] or "", row["publisher_id"], row["published_date"],
             " ".join(row["text"][start:end] for start, end in spans.get(row["document_id"], ())))
        for row in documents.sort("document_id").iter_rows(named=True)]


# --- knowledge -------------------------------------------------------------------------------------------------------


def _named_only_here(found: pl.DataFrame, namesakes: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    """entity_id, kind and name of each person and body that the record names and no knowledge lists."""
    rows = [(namesakes.get((document_id, entity_id), entity_id), kind, name) for document_id, entity_id, kind, name in
            found.select("document_id", "entity_id", "kind", "name").unique().iter_rows()]
    named = pl.DataFrame(rows, schema={"entity_id": pl.String, "kind": pl.String, "name": pl.String}, orient="row")
    return named.group_by("entity_id").agg(pl.col("kind").min(), pl.col("name").min()).sort("entity_id")


def _knowledge_tables(knowledge: Knowledge, found: pl.DataFrame) -> Frames:
    known: list[Row] = [{"entity_id": e.entity_id, "kind": e.kind, "name": e.name, "wikidata_id": e.wikidata_id,
              "country_code": e.country_code, "parent_id": e.parent_id, "start_date": e.start, "end_date": e.end,
              "is_known": True} for e in knowledge.entities.values()]
    named: list[Row] = [{**row, "is_known": False} for row in found.to_dicts()]
    aliases = {(e.entity_id, alias) for e in knowledge.entities.values()
               for alias in (*e.surfaces, *e.nominals, *e.demonyms, *e.governments, *e.combining)}
    aliases |= {(state, surface) for capital, state in knowledge.capitals.items()
                for surface in knowledge.entities[capital].surfaces}
    aliases |= {(str(row["entity_id"]), str(row["name"])) for row in named}
    offices = knowledge.offices
    return {
        "entities": frame_of("entities", [*known, *named]),
        "aliases": frame_of("aliases", [{"entity_id": i, "alias": alias} for i, alias in aliases]),
        "offices": frame_of("offices", [{
            "office_id": o.office_id, "name": o.name, "organization_id": o.organization_id, "level": o.level,
            "is_single_holder": o.is_single_holder} for o in offices.values()]),
        "terms": frame_of("terms", [{
            "person_id": t.person_id, "office_id": t.office_id, "organization_id": offices[t.office_id].organization_id,
            "start_date": t.start, "end_date": t.end, "start_precision": t.start_precision,
            "end_precision": t.end_precision if t.end else None, "source": t.source} for t in knowledge.terms]),
        "memberships": frame_of("memberships", [{
            "state_id": m.state_id, "organization_id": m.organization_id, "start_date": m.start, "end_date": m.end,
            "source": m.source} for m in knowledge.memberships]),
        "topics": frame_of("topics", [{
            "topic_id": t.topic_id, "name": t.name, "parent_id": t.parent_id, "origin": t.origin}
            for t in knowledge.topics.values()]),
    }


# --- events and commitments ------------------------------------------------------------------------------------------


def _related(knowledge: Knowledge, tables: Frames) -> Frames:
    related = relate(tables, knowledge)
    return {
        "events": related.events,
        "event_links": related.links,
        "event_mentions": tables["event_mentions"].join(
            related.links.select("event_mention_id", "event_id"), on="event_mention_id", how="left"),
        "commitments": frame_of("commitments", find_commitments(tables)),
    }
