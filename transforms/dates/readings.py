"""What a temporal expression says, before it is known what it is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit counted from an anchor: "last week" is (week, -1), "that day" is (day, 0) from the date told last."""

    unit: str
    count: int
    from_told: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A place in the calendar of which parts may be missing.

    `part` is a quarter (Q1-Q4), half (H1, H2), season (SP, SU, FA, WI), movable feast, weekend (WE) or the week of the
    day (W).

    `turn` tells of "last June" (-1), "this June" (0), "next June" (1), counted from the date told last where
    `from_told` ("the following Monday"); `week` is the week that a weekday lies in.
    A weekday beside a day of the month ("Friday, 13 October") is a witness that may contradict it, and so is `said`
    ("yesterday (13 October)").
    """

    year: int | Relative | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    part: str | None = None
    turn: int | None = None
    week: Relative | None = None
    from_told: bool = False
    said: Relative | None = None


@dataclass(frozen=True, slots=True)
class Era:
    """A decade ("197") or a century ("20" for 2000-2099) by the leading digits of its years."""

    digits: str


@dataclass(frozen=True, slots=True)
class Extent:
    """A stretch of time that ends (`direction` -1) or begins (1) at the anchor; `count` None is "several"."""

    count: float | None
    unit: str
    direction: int = 0
    from_told: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """A set of times, such as every Monday, by its TIMEX3 value."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """A time that no calendar tells: PAST_REF, PRESENT_REF or FUTURE_REF."""

    value: str
    from_told: bool = False


@dataclass(frozen=True, slots=True)
class SinceTold:
    """From the date told last until publication: "since then"."""


@dataclass(frozen=True, slots=True)
class EventBound:
    """A day or week of something that the calendar does not know: "her first week in office"."""

    unit: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """The days of a known event; `is_nominal` where the words mean it only near its days ("the meeting in London")."""

    start: date
    end: date | None
    is_nominal: bool
    entity_id: str


@dataclass(frozen=True, slots=True)
class OfEvent:
    """A unit of time at, before (-1) or after (1) the one of these events that is meant; `years` later for a jubilee.

    Without a unit it is the days of the event.
    """

    occasions: tuple[Occasion, ...]
    unit: str | None = None
    count: int = 0
    years: int = 0


@dataclass(frozen=True, slots=True)
class NthOf:
    """A day, week, weekend or weekday (Monday is 0) of a month by its number; -1 is the last."""

    number: int
    unit: str | int
    month: Calendar | Relative


@dataclass(frozen=True, slots=True)
class Beside:
    """The unit before (-1) or after (1) a date: "the day before last Tuesday"."""

    unit: str
    count: int
    day: Calendar | Relative | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A numeric date that can be read day first or month first: 05/04/2023."""

    first: int = 0
    second: int = 0
    year: int = 0


@dataclass(frozen=True, slots=True)
class Timed:
    """A time of day ("T12:00", "TMO") of a day; `day` None if the words do not tell it."""

    clock: str
    day: Calendar | Relative | Ambiguous | None = None


Single: TypeAlias = Calendar | Relative | Era | Timed | Vague


@dataclass(frozen=True, slots=True)
class Between:
    """One interval from one time to another, both included."""

    first: Single
    last: Single


Reading: TypeAlias = (
    Single | Extent | Repeat | SinceTold | EventBound | OfEvent | NthOf | Beside | Ambiguous | Between
)


@dataclass(frozen=True, slots=True)
class Listed:
    """Days of one month with gaps between them, each where it stands in the text: "10 and 17 July"."""

    parts: tuple[tuple[int, int, Calendar], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """An expression found in a text: where, by which rule, and what it says.

    A deictic one ("today", "last year") is told from the writer's desk: "that day" never points back to it.
    A weak one is kept only if it becomes part of a larger one.
    """

    start: int
    end: int
    rule: str
    reading: Reading
    modifier: str | None = None
    is_deictic: bool = False
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of days and the unit in which it is told."""

    start: date
    end: date
    precision: str
