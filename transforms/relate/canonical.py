"""Canonical events: what is best known of each event, and a title as a person would write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.knowledge import Knowledge
from transforms.model import make_id

_MODALITIES = ("asserted", "ongoing", "committed", "planned", "called_for", "hypothetical")
_BASES = ("stated", "listing_entry", "known_event", "document_date", "tense")
_EXACT = ("day", "minute")
_ACTING = ("initiator", "participant", "counterpart", "signatory", "issuer", "speaker", "chair")
# What a title says of an act; {who} acts, {whom} is host, target, addressee or beneficiary, {what} the text or body
_PATTERNS = {
    "MEETING": ("Meeting", " of {who}", " with {whom}", ""),
    "STAFF_TALKS": ("Staff talks", " of {who}", " with {whom}", ""),
    "PARTICIPATION": ("Participation", " of {who}", " in a meeting of {whom}", ""),
    "VISIT": ("Visit", " of {who}", " to {whom}", ""),
    "SIGNING": ("Signing", " by {who}", "", " of {what}"),
    "ADOPTION": ("Adoption", " by {who}", "", " of {what}"),
    "PUBLICATION": ("Publication", " by {who}", "", " of {what}"),
    "ESTABLISHMENT": ("Establishment", " by {who}", "", " of {what}"),
    "EXERCISE": ("Exercise", " of {who}", " with {whom}", ""),
    "OPERATION_COORDINATION": ("Coordination in operations", " of {who}", " with {whom}", ""),
    "INFORMATION_SHARING": ("Sharing of information", " by {who}", " with {whom}", ""),
    "CAPABILITY_PROJECT": ("Work on capabilities", " by {who}", " with {whom}", ""),
    "COOPERATION": ("Cooperation", " of {who}", " with {whom}", ""),
    "AID": ("Aid", " by {who}", " for {whom}", ""),
    "SANCTION": ("Sanctions", " by {who}", " against {whom}", ""),
    "MEMBERSHIP_STEP": ("Step towards membership", " of {who}", " in {whom}", ""),
    "STATEMENT": ("Statement", " by {who}", " to {whom}", ""),
    "COMMITMENT": ("Commitment", " by {who}", " to {whom}", ""),
    "CALL": ("Call", " by {who}", " on {whom}", ""),
    "SUPPORT": ("Support", " by {who}", " for {whom}", ""),
    "CRITICISM": ("Criticism", " by {who}", " of {whom}", ""),
    "REFUSAL": ("Refusal", " by {who}", " towards {whom}", ""),
    "HOSTILE_ACT": ("Hostile act", " by {who}", " against {whom}", ""),
    "OFFICE_CHANGE": ("Change of office", ": {who}", " after {whom}", ""),
    "OTHER": ("Act", " of {who}", " towards {whom}", ""),
}
_PLACED = ("MEETING", "STAFF_TALKS", "PARTICIPATION", "VISIT", "SIGNING", "EXERCISE", "STATEMENT")
_HOSTED = ("PARTICIPATION", "VISIT")
_ARTICLED = ("United ", "Netherlands", "Republic of ", "Western Balkans", "Czech Republic", "Holy See")
_MOST_NAMES = 4
_REPORTED = ("published_date", "document_id")


@dataclass(frozen=True, slots=True)
class Naming:
    """How entities are called in titles."""

    names: Mapping[str, str]
    kinds: Mapping[str, str]

    def call(self, entity_id: str) -> str:
        """The name in a sentence: "the European Union", "NATO", "Jens Stoltenberg"."""
        name = self.names.get(entity_id, entity_id).split(" (")[0]
        kind = self.kinds.get(entity_id)
        is_body = kind in ("organization", "organ", "group", "instrument") and not name.isupper() and " " in name
        needs = is_body or (kind == "state" and name.startswith(_ARTICLED))
        return f"the {name}" if needs and not name.startswith(("The ", "the ", "Operation ", "Exercise ")) else name


def describe_events(
    mentions: pl.DataFrame, participants: pl.DataFrame, documents: pl.DataFrame, naming: Naming, knowledge: Knowledge
) -> pl.DataFrame:
    """The rows of `events`: `mentions` are those of `event_mentions` with `cluster` and the known event or thing."""
    told = _ordered(mentions, documents)
    events = told.group_by("cluster", maintain_order=True).agg(
        pl.col("event_mention_id").sort().alias("ids"),
        *(pl.col(name).first() for name in ("event_type", "modality", "polarity")),
        best_event_mention_id=pl.col("event_mention_id").first(),
        place_id=_most_told("place_id"), object_id=_most_told("object_id"), thing_id=pl.col("thing_id").max(),
        mention_count=pl.len(), document_count=pl.col("story").n_unique())
    events = events.join(_dates(told), on="cluster", how="left", maintain_order="left")
    events = events.join(_first_reports(told), on="cluster", how="left", maintain_order="left")
    events = events.join(_parties(told, participants), on="cluster", how="left", maintain_order="left")
    rows = list(events.iter_rows(named=True))
    return events.drop("ids", "acting", "other", "thing_id").with_columns(
        event_id=pl.Series([make_id("e", *row["ids"]) for row in rows], dtype=pl.String),
        known_event_id=pl.Series([_known_event(row, knowledge) for row in rows], dtype=pl.String),
        object_id=pl.Series([_object(row, knowledge) for row in rows], dtype=pl.String),
        title=pl.Series([title_of(row, naming, knowledge) for row in rows], dtype=pl.String))


def _ordered(mentions: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The mentions of a cluster, the best told first: as fact, by day, with more people, by the surer rule."""
    story = pl.coalesce("near_duplicate_of", "announced_document_id", "document_id")
    return mentions.join(documents.select("document_id", "published_date", story=story), on="document_id",
                         how="left").with_columns(
        firmness=pl.col("modality").replace_strict({m: i for i, m in enumerate(_MODALITIES)}, return_dtype=pl.Int64),
        is_vague=~pl.col("precision").is_in(_EXACT).fill_null(False),
        basis_rank=pl.col("date_basis").replace_strict({b: i for i, b in enumerate(_BASES)}, default=len(_BASES),
                                                       return_dtype=pl.Int64),
    ).sort("cluster", "firmness", "is_vague", -pl.col("party_count"), -pl.col("confidence"), "event_mention_id")


def _most_told(column: str) -> pl.Expr:
    """The value told most often, the first in the alphabet of two."""
    return pl.col(column).drop_nulls().sort().mode().sort().first()


def _dates(told: pl.DataFrame) -> pl.DataFrame:
    """The date of each cluster: by day before by month, told by more stories, stated before concluded."""
    dated = told.filter(pl.col("start_date").is_not_null() & pl.col("end_date").is_not_null())
    keys = ["cluster", "start_date", "end_date"]
    # "On Tuesday" read as of the wrong week stands beside the day that all others tell
    counted = dated.group_by(keys).agg(
        pl.col("precision").first(), stories=pl.col("story").n_unique(), basis_rank=pl.col("basis_rank").min())
    days = pl.col("end_date") - pl.col("start_date")
    best = counted.with_columns(days=days).sort(
        "cluster", "days", -pl.col("stories").cast(pl.Int64), "basis_rank", "start_date").unique(
        "cluster", keep="first", maintain_order=True)
    basis = pl.col("basis_rank").replace_strict(dict(enumerate(_BASES)), default=None, return_dtype=pl.String)
    return best.select("cluster", "start_date", "end_date", "precision", date_basis=basis)


def _first_reports(told: pl.DataFrame) -> pl.DataFrame:
    """The document that told of each cluster first; one without a date only if none has one."""
    return told.sort("cluster", *_REPORTED, nulls_last=True).unique(
        "cluster", keep="first", maintain_order=True).select(
        "cluster", first_document_id="document_id", first_reported_date="published_date")


def _parties(told: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """cluster, acting, other: who takes part, those told by most mentions first; whoever acts is not also other."""
    roles = participants.select("event_mention_id", "entity_id", acts=pl.col("role").is_in(_ACTING))
    counted = told.select("cluster", "event_mention_id").join(roles, on="event_mention_id").group_by(
        "cluster", "entity_id").agg(
        count=pl.len(), acts=pl.col("acts").mean() >= 0.5).sort(
        "cluster", -pl.col("count").cast(pl.Int64), "entity_id")
    return counted.group_by("cluster", maintain_order=True).agg(
        acting=pl.col("entity_id").filter("acts"), other=pl.col("entity_id").filter(~pl.col("acts")))


def _known_event(row: Mapping[str, object], knowledge: Knowledge) -> str | None:
    """The known event that it is, or that its text was made at."""
    thing = knowledge.entities.get(str(row["thing_id"]))
    if thing is None:
        return None
    if thing.kind == "event":
        return thing.entity_id
    if row["event_type"] != "SIGNING":
        return None
    signings = [e.entity_id for e in knowledge.dated_events if e.subkind == "signing" and e.start == thing.start]
    return signings[0] if len(signings) == 1 else None


def _object(row: Mapping[str, object], knowledge: Knowledge) -> str | None:
    """The text or body of the act: the one told, or the one that the act was concluded to be of."""
    thing = knowledge.entities.get(str(row["thing_id"]))
    if thing is not None and thing.kind == "instrument":
        return thing.entity_id
    return str(row["object_id"]) if row["object_id"] else None


# --- titles ----------------------------------------------------------------------------------------------------------


def title_of(row: Mapping[str, object], naming: Naming, knowledge: Knowledge) -> str:
    """A line for the event: "Meeting of Jens Stoltenberg and Ursula von der Leyen, Brussels"."""
    known = knowledge.entities.get(str(row["thing_id"]))
    if known is not None and known.kind == "event":
        return known.name.split(" (")[0]
    event_type = str(row["event_type"])
    head, who, whom, what = _PATTERNS[event_type]
    thing = _object(row, knowledge)
    if not (thing and what):
        what = ""
    acting, other = _listed_ids(row["acting"]), _listed_ids(row["other"])
    told = [i for i in without_implied([*acting, *other], naming, knowledge) if i != thing]
    hosts = other if event_type in _HOSTED else []
    other = _bodies_first([i for i in other if i in told or i in hosts], naming) if hosts else [
        i for i in told if i in other]
    acting = [i for i in told if i in acting and i not in other]
    line = head + (what.format(what=naming.call(thing)) if what and thing else "")
    line += who.format(who=_listed([naming.call(i) for i in acting])) if acting else ""
    if other and whom:
        line += whom.format(whom=_listed([naming.call(i) for i in other]))
    place = row["place_id"]
    return _told_as(row, line) + (f", {naming.names.get(str(place), place)}"
                                  if place and event_type in _PLACED and place not in other else "")


def _bodies_first(told: Sequence[str], naming: Naming) -> list[str]:
    """The places and bodies, or the people if there are no others: one visits the Commission, not its President."""
    return [i for i in told if naming.kinds.get(i) != "person"][:1] or list(told)


def _told_as(row: Mapping[str, object], line: str) -> str:
    """Says in front that the act is denied, planned, called for or only possible."""
    if row["polarity"] == "negated":
        return f"Denied: {line[0].lower()}{line[1:]}"
    ahead = {"planned": "Planned", "committed": "Promised", "called_for": "Called for", "hypothetical": "Possible"}
    word = ahead.get(str(row["modality"]))
    return f"{word}: {line[0].lower()}{line[1:]}" if word else line


def without_implied(told: Sequence[str], naming: Naming, knowledge: Knowledge) -> list[str]:
    """People before bodies, without the bodies that a person named stands for, nor a body beside its own organ."""
    people = [i for i in told if naming.kinds.get(i) == "person"]
    stood_for = {body for person in people for body in _bodies_of(person, knowledge)}
    bodies = [i for i in told if i not in people and i not in stood_for]
    outer = {knowledge.organization_of(body) for body in bodies if knowledge.organization_of(body) != body}
    return people + [body for body in bodies if body not in outer]


def _bodies_of(person: str, knowledge: Knowledge) -> Iterable[str]:
    for term in knowledge.terms_of_person.get(person, ()):
        body = knowledge.offices[term.office_id].organization_id
        yield body
        yield knowledge.organization_of(body)


def _listed_ids(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _listed(names: Sequence[str]) -> str:
    """"A, B and C"; after four names "and others"."""
    if len(names) > _MOST_NAMES:
        return ", ".join(names[:_MOST_NAMES - 1]) + " and others"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
