"""Which fields a record of each kind may have, and of what type: a misspelled field is told, not passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from transforms.knowledge.records import Reading

TEXT, TEXTS, DAY, FLAG, NUMBER, TABLE = "a text", "a list of texts", "a date (YYYY-MM-DD without quotes)", \
    "true or false", "a number", "a table"
PRECISIONS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of record: its table, the files that hold it, and its fields; a field's type may be a closed list of
    texts, or another shape for a list of tables. `identity` are the fields by which two records are one."""

    key: str
    files: str
    fields: Mapping[str, Type]
    required: tuple[str, ...]
    identity: tuple[str, ...] = ("id",)


Type = str | tuple[str, ...] | Shape

_NAMED: Mapping[str, Type] = {
    "id": TEXT, "name": TEXT, "source": TEXT, "wikidata_id": TEXT, "aliases": TEXTS,
}
_DATED: Mapping[str, Type] = {
    "start": DAY, "end": DAY, "start_precision": PRECISIONS, "end_precision": PRECISIONS,
}
TERM = Shape("terms", "", {"office": TEXT, "source": TEXT, **_DATED}, ("office", "start", "source"),
             ("office", "start"))
NEAR = Shape("near", "", {"term": TEXT, "with": TEXTS, "without": TEXTS, "within": ("sentence", "phrase", "before")},
             ("term", "with"), ("term", "within"))
SHAPES = (
    Shape("person", "people/*.toml", {
        **_NAMED, "given": TEXT, "surname": TEXT, "country": TEXT, "gender": ("f", "m"), "terms": TERM},
        ("id", "name")),
    Shape("given_name", "given_names.toml", {"short": TEXT, "names": TEXTS}, ("short", "names"), ("short",)),
    Shape("organization", "organizations.toml", {
        **_NAMED, **_DATED, "kind": ("organization", "organ", "group"), "nominals": TEXTS, "parent": TEXT,
        "country": TEXT, "place": TEXT}, ("id", "name")),
    Shape("place", "places.toml", {
        **_NAMED, "kind": ("base", "building", "city", "continent", "infrastructure", "region", "sea"),
        "label": ("GPE", "LOC", "FAC"), "country": TEXT, "adjectives": TEXTS, "people": TEXTS, "nominals": TEXTS,
        "start": DAY, "end": DAY}, ("id", "name")),
    Shape("state", "states.toml", {
        **_NAMED, "code": TEXT, "adjectives": TEXTS, "people": TEXTS, "combining": TEXTS, "governments": TEXTS,
        "nominals": TEXTS, "capital": TEXT, "start": DAY, "end": DAY}, ("id", "name")),
    Shape("instrument", "instruments.toml", {
        **_NAMED, **_DATED, "kind": TEXT, "nominals": TEXTS, "date": DAY, "place": TEXT, "parties": TEXTS,
        "sure": TEXTS}, ("id", "name")),
    Shape("event", "known_events.toml", {
        **_NAMED, **_DATED, "kind": TEXT, "nominals": TEXTS, "place": TEXT, "organization": TEXT, "parties": TEXTS,
        "sure": TEXTS}, ("id", "name")),
    Shape("office", "offices/*.toml", {
        "id": TEXT, "name": TEXT, "organization": TEXT, "titles": TEXTS, "forms": TEXTS, "single_holder": FLAG,
        "level": ("leader", "military", "minister", "official"), "source": TEXT},
        ("id", "name", "organization", "level")),
    Shape("membership", "memberships.toml", {"state": TEXT, "organization": TEXT, "source": TEXT, **_DATED},
          ("state", "organization", "start", "source"), ("state", "organization", "start")),
    Shape("presidency", "presidencies.toml", {"state": TEXT, "source": TEXT, **_DATED},
          ("state", "start", "end", "source"), ("state", "start")),
    Shape("topic", "topics.toml", {
        "id": TEXT, "name": TEXT, "parent": TEXT, "origin": TEXT, "terms": TEXTS, "unless": TEXTS, "near": NEAR},
        ("id", "name", "origin")),
    Shape("frame", "events.toml", {
        "id": TEXT, "type": TEXT, "pos": TEXT, "lemmas": TEXTS, "objects": TEXTS, "object_labels": TEXTS,
        "subject_role": TEXT, "object_role": TEXT, "prepositions": TABLE, "needs": TEXTS, "modality": TEXT,
        "polarity": TEXT, "confidence": NUMBER, "examples": TEXTS}, ("id", "type", "pos")),
    Shape("reference", "references/*.toml", {"id": TEXT, "title": TEXT, "publisher": TEXT}, ("id", "title")),
)
SHAPE_OF: Mapping[str, Shape] = {shape.key: shape for shape in SHAPES}


def find_misfits(shape: Shape, record: Reading) -> Iterator[str]:
    """What in a record as it was written does not fit its kind: unknown fields and wrong types."""
    fields = shape.fields
    for name, value in record.items():
        wanted = fields.get(name)
        if wanted is None:
            near = get_close_matches(name, fields, 1)
            cure = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(fields)}"
            yield f"no field {name!r} in [[{shape.key}]]; {cure}"
        elif wanted is TEXTS:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                yield f"{name} is not {TEXTS}: {value!r}"
        elif wanted is TEXT:
            if not isinstance(value, str):
                yield f"{name} is not {TEXT}: {value!r}"
        else:
            yield from _other_misfits(name, value, wanted)


def _other_misfits(name: str, value: object, wanted: Type) -> Iterator[str]:
    if isinstance(wanted, Shape):
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            yield f"{name} is not a list of tables: {value!r}"
            return
        for item in value:
            yield from (f"{name}: {misfit}" for misfit in find_misfits(wanted, item))
            yield from (f"{name}: {lack}" for lack in find_lacks(wanted, item))
    elif isinstance(wanted, tuple):
        if value not in wanted:
            yield f"{name} is {value!r}, not one of {', '.join(wanted)}"
    elif not isinstance(value, _PYTHON[wanted]) or (wanted is DAY and type(value) is not date):
        yield f"{name} is not {wanted}: {value!r}"


_PYTHON: Mapping[str, type | tuple[type, ...]] = {DAY: date, FLAG: bool, NUMBER: (int, float), TABLE: dict}


def find_lacks(shape: Shape, record: Reading) -> Iterator[str]:
    """The fields that a finished record must have and has not."""
    for name in shape.required:
        if name not in record or record[name] == "":
            wanted = shape.fields[name]
            kind = "date" if wanted == DAY else "text field" if wanted == TEXT else "field"
            yield f"it lacks the {kind} {name!r}"
