"""The records that the knowledge files hold, and how one is read from TOML."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Reading = Mapping[str, object]


class InvalidKnowledge(Exception):  # noqa: N818  (a finding about data, named as the account tells it)
    """A knowledge file that cannot be used: the message names file, record and cure."""


def read_text(record: Reading, key: str, where: str) -> str:
    """A required text field."""
    value = record.get(key)
    if not isinstance(value, str) or not value:
        raise InvalidKnowledge(f"{where}: a record lacks the text field {key!r}: {dict(record)}")
    return value


def read_list(record: Reading, key: str) -> tuple[str, ...]:
    """A list of texts, empty if it is not there."""
    value = record.get(key, [])
    if not isinstance(value, list):
        raise InvalidKnowledge(f"{record.get('id')}: {key} is not a list")
    return tuple(str(item) for item in value)


def read_rows(record: Reading, key: str) -> list[Reading]:
    """A list of tables, empty if it is not there."""
    value = record.get(key, [])
    if not isinstance(value, list):
        raise InvalidKnowledge(f"{record.get('id')}: {key} is not a list of tables")
    return value


def read_day(record: Reading, key: str) -> date | None:
    """A day, if the record has one."""
    value = record.get(key)
    if value is None or isinstance(value, date):
        return value
    raise InvalidKnowledge(f"{record.get('id')}: {key} is not a date (YYYY-MM-DD without quotes): {value!r}")


def _need_day(record: Reading, key: str, where: str) -> date:
    value = read_day(record, key)
    if value is None:
        raise InvalidKnowledge(f"{where}: {dict(record)} lacks the date {key!r}")
    return value


def _first_day(day: date, precision: str) -> date:
    return day.replace(month=1, day=1) if precision == "year" else day.replace(day=1) if precision == "month" else day


def _last_day(day: date, precision: str) -> date:
    if precision == "year":
        return date(day.year, 12, 31)
    if precision == "month":
        return date(day.year, day.month, calendar.monthrange(day.year, day.month)[1])
    return day


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something known. `label` is what its mentions are, `surfaces` the names that stand for it alone; a
    name with one of the words `sure` is never said before the event has happened.

    `combining` are a state's adjectives before a hyphen ("Franco-German"), `governments` names of its government
    ("Kremlin"), `organization_id` the body that holds or leads an event.
    """

    entity_id: str
    kind: str
    label: str
    name: str
    aliases: tuple[str, ...] = ()
    nominals: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    given: str = ""
    surname: str = ""
    gender: str = ""
    wikidata_id: str | None = None
    country_code: str | None = None
    parent_id: str | None = None
    place_id: str | None = None
    parties: tuple[str, ...] = ()
    subkind: str = ""
    start: date | None = None
    end: date | None = None
    sure: tuple[str, ...] = ()
    organization_id: str | None = None
    combining: tuple[str, ...] = ()
    governments: tuple[str, ...] = ()
    capital_id: str | None = None

    @property
    def surfaces(self) -> tuple[str, ...]:
        """Name (without a remark in brackets, which no text writes) and aliases."""
        return tuple(dict.fromkeys((self.name.split(" (")[0], *self.aliases)))


@dataclass(frozen=True, slots=True)
class Office:
    """An office: `titles` are short forms that need an organization beside them, `forms` stand alone."""

    office_id: str
    name: str
    organization_id: str
    titles: tuple[str, ...]
    forms: tuple[str, ...]
    is_single_holder: bool
    level: str

    @classmethod
    def read(cls, record: Reading, where: str) -> Office:
        """An office from its record."""
        return cls(
            read_text(record, "id", where), read_text(record, "name", where), read_text(record, "organization", where),
            read_list(record, "titles"), read_list(record, "forms"), bool(record.get("single_holder", True)),
            read_text(record, "level", where))


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in an office; the end is the last day, None while it lasts or where it is not known."""

    person_id: str
    office_id: str
    start: date
    end: date | None
    start_precision: str
    end_precision: str
    source: str

    @classmethod
    def read(cls, person_id: str, record: Reading, where: str) -> Term:
        """A term from the person's record; an end known to the month or year counts to its last day."""
        end, precision = read_day(record, "end"), str(record.get("end_precision", "day"))
        return cls(
            person_id, read_text(record, "office", where), _need_day(record, "start", where),
            _last_day(end, precision) if end else None, str(record.get("start_precision", "day")), precision,
            read_text(record, "source", where))

    def covers(self, day: date) -> bool:
        """True if the day lies in the term, or may: one known to start in 2019 may cover any day of that year."""
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def sure_days(self) -> tuple[date, date]:
        """The first and the last day that the term covers whatever its precision; the first may be the later one."""
        last = date.max if self.end is None else _first_day(self.end, self.end_precision)
        return _last_day(self.start, self.start_precision), last

    def surely_covers(self, day: date) -> bool:
        """True if the day lies in the term whichever day of its month or year it started and ended on."""
        first, last = self.sure_days
        return first <= day <= last


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's time in an organization."""

    state_id: str
    organization_id: str
    start: date
    end: date | None
    source: str

    @classmethod
    def read(cls, record: Reading, where: str) -> Membership:
        """A membership from its record."""
        return cls(read_text(record, "state", where), read_text(record, "organization", where),
                   _need_day(record, "start", where), read_day(record, "end"), read_text(record, "source", where))

    def covers(self, day: date) -> bool:
        """True if the day lies in the membership."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Presidency:
    """A state's time in the chair of the Council of the European Union."""

    state_id: str
    start: date
    end: date
    source: str

    @classmethod
    def read(cls, record: Reading, where: str) -> Presidency:
        """A presidency from its record."""
        return cls(read_text(record, "state", where), _need_day(record, "start", where),
                   _need_day(record, "end", where), read_text(record, "source", where))


@dataclass(frozen=True, slots=True)
class Near:
    """A word that speaks of a topic only in company: one of the words `company` stands in the same sentence, in the
    same phrase (a few words to either side), or right before it, and none of the words `without`."""

    term: str
    company: tuple[str, ...]
    without: tuple[str, ...]
    within: str

    @classmethod
    def read(cls, record: Reading, where: str) -> Near:
        """A rule from its record."""
        return cls(read_text(record, "term", where), read_list(record, "with"), read_list(record, "without"),
                   str(record.get("within", "sentence")))


@dataclass(frozen=True, slots=True)
class Topic:
    """An area of cooperation: the terms that speak of it, those that need company, and the phrases in which none
    does."""

    topic_id: str
    name: str
    parent_id: str | None
    origin: str
    terms: tuple[str, ...]
    unless: tuple[str, ...]
    near: tuple[Near, ...] = ()

    @classmethod
    def read(cls, record: Reading, where: str) -> Topic:
        """A topic from its record."""
        return cls(read_text(record, "id", where), read_text(record, "name", where),
                   str(record["parent"]) if "parent" in record else None, read_text(record, "origin", where),
                   read_list(record, "terms"), read_list(record, "unless"),
                   tuple(Near.read(rule, where) for rule in read_rows(record, "near")))


@dataclass(frozen=True, slots=True)
class EventFrame:
    """A way to tell of an act: trigger lemmas, what their arguments must be, and which event that is."""

    frame_id: str
    event_type: str
    lemmas: tuple[str, ...]
    part_of_speech: str
    object_lemmas: tuple[str, ...]
    object_labels: tuple[str, ...]
    subject_role: str
    object_role: str
    prepositions: Mapping[str, str]
    modality: str
    polarity: str
    needs: tuple[str, ...]
    confidence: float
    examples: tuple[str, ...]

    @classmethod
    def read(cls, record: Reading, where: str) -> EventFrame:
        """A frame from its record in events.toml."""
        prepositions = record.get("prepositions", {})
        if not isinstance(prepositions, dict):
            raise InvalidKnowledge(f"{where}: prepositions of {record.get('id')} is not a table")
        return cls(
            read_text(record, "id", where), read_text(record, "type", where), read_list(record, "lemmas"),
            read_text(record, "pos", where), read_list(record, "objects"), read_list(record, "object_labels"),
            str(record.get("subject_role", "initiator")), str(record.get("object_role", "")),
            {str(key): str(value) for key, value in prepositions.items()}, str(record.get("modality", "")),
            str(record.get("polarity", "")), read_list(record, "needs"),
            float(str(record.get("confidence", 0.7))), read_list(record, "examples"))
