"""What is known while a text is read on: its day of publication, and the dates it has told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from transforms.dates.readings import Between, Calendar, Found, Interval, Relative, Timed

# How far back, in characters, a later word may point.
_FARTHEST = 3000
_SCALE = ("minute", "day", "week", "month", "season", "quarter", "half", "year", "decade", "century")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression stands for; an end of the interval is None where it is open or unknown."""

    timex_type: str
    value: str | None
    start: date | None
    end: date | None
    precision: str | None
    basis: str
    anchor: date | None
    status: str


@dataclass(frozen=True, slots=True)
class Told:
    """A date that the text has told: where it ends, its interval and value, and whether it tells its own year."""

    position: int
    interval: Interval
    value: str
    is_explicit: bool


@dataclass(slots=True)
class Scene:
    """The day of publication and the dates told so far, in the order of the text.

    `at_desk` is where the text last counted from the day of publication.
    """

    text: str
    publication: date | None
    told: list[Told] = field(default_factory=list)
    at_desk: int = -1

    def remember(self, find: Found, meaning: Meaning) -> None:
        """Keeps a date that later words may point back to ("that day", "a year later")."""
        if meaning.basis == "relative_to_publication" and meaning.status == "resolved":
            self.at_desk = find.start
        if find.is_deictic or meaning.status not in ("resolved", "conflict") or _is_comparison(find, meaning):
            return
        if not isinstance(find.reading, (Calendar, Relative, Timed, Between)):
            return
        if meaning.start and meaning.end and meaning.value and meaning.precision:
            interval = Interval(meaning.start, meaning.end, meaning.precision)
            self.told.append(Told(find.end, interval, meaning.value, meaning.basis == "explicit"))

    def last_told(self, unit: str, position: int) -> Told | None:
        """The last date told before the position that is exact enough to count the unit from it."""
        wanted = _exact_enough(unit)
        for told in reversed(self.told):
            if position - told.position > _FARTHEST:
                return None
            if told.interval.precision in wanted:
                return told
        return None

    def reported_quarter(self) -> Told | None:
        """The quarter that the text reports on: the first one told without its year that is over or under way."""
        if self.publication is None:
            return None
        quarters = (told for told in self.told if told.interval.precision == "quarter" and not told.is_explicit)
        return next((told for told in quarters if told.interval.start <= self.publication), None)


def _exact_enough(unit: str) -> tuple[str, ...]:
    if unit not in _SCALE:
        return (*_SCALE, "range")
    finer = _SCALE[: _SCALE.index(unit) + 1]
    return finer if unit in ("day", "minute") else (*finer, "range")


def _is_comparison(find: Found, meaning: Meaning) -> bool:
    """True for "a year earlier": it looks aside from the narrative and does not carry it on."""
    year = find.reading.year if isinstance(find.reading, Calendar) else find.reading
    if not isinstance(year, Relative) or year.count >= 0:
        return False
    return year.from_told or (find.rule == "one_unit" and meaning.precision == "quarter")
