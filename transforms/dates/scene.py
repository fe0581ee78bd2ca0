"""What is known while a text is read on: its day of publication, and the dates it has told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from transforms.dates.readings import (
    Ambiguous,
    Beside,
    Between,
    Calendar,
    Extent,
    Found,
    Interval,
    NthOf,
    OfEvent,
    Reading,
    Relative,
    Timed,
)

# How far back, in characters, a later word may point.
_FARTHEST = 3000
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](?:19|20)\d\d(?!\d)")
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

    `is_history` says that the text tells of years long before its publication. `at_desk` is where the text last counted
    from the day of publication, `stretch_at` where it last told of "the first nine months", whose like "a year earlier"
    is that of the year.
    """

    text: str
    publication: date | None
    is_history: bool = False
    told: list[Told] = field(default_factory=list)
    at_desk: int = -1
    stretch_at: int = -1
    _orders: set[bool] | None = None
    _over: Told | None = None
    _under_way: Told | None = None

    def day_first(self, told: Ambiguous) -> bool | None:
        """Whether the text writes the day before the month: as its own date of publication or other dates tell."""
        if self.publication is not None and self.publication.year == told.year:
            day = (self.publication.day, self.publication.month)
            if day in {(told.first, told.second), (told.second, told.first)}:
                return day == (told.first, told.second)
        if self._orders is None:
            pairs = [(*sorted((int(a), int(b))), int(a)) for a, b in _NUMERIC.findall(self.text)]
            self._orders = {first > 12 for low, high, first in pairs if low <= 12 < high <= 31}
        return next(iter(self._orders)) if len(self._orders) == 1 else None

    def remember(self, find: Found, meaning: Meaning) -> None:
        """Keeps a date that later words may point back to ("that day", "a year later")."""
        if meaning.basis == "relative_to_publication" and meaning.status == "resolved":
            self.at_desk = find.start
        if _is_long_stretch(find):
            self.stretch_at = find.end
        if find.is_deictic or meaning.status not in ("resolved", "conflict") or _is_comparison(find, meaning):
            return
        if not isinstance(find.reading, (Calendar, Relative, Timed, Between, NthOf, Beside, OfEvent)):
            return
        if isinstance(find.reading, OfEvent) and find.reading.years:  # a jubilee is spoken of, and carries nothing on
            return
        if meaning.start and meaning.end and meaning.value and meaning.precision:
            interval = Interval(meaning.start, meaning.end, meaning.precision)
            self.told.append(Told(find.end, interval, meaning.value, meaning.basis == "explicit"))
            self._keep_quarter(self.told[-1])

    def last_told(self, unit: str, position: int) -> Told | None:
        """The last date told before the position that is exact enough to count the unit from it."""
        wanted = _exact_enough(unit)
        for told in reversed(self.told):
            if position - told.position > _FARTHEST:
                return None
            if told.interval.precision in wanted:
                return told
        return None

    def reported_quarter(self, position: int) -> Told | None:
        """The quarter that the text reports on: the last one over of those told without a year, else one under way."""
        return None if self.is_in_stretch(position) else self._over or self._under_way

    def _keep_quarter(self, told: Told) -> None:
        if self.publication is None or told.is_explicit or told.interval.precision != "quarter":
            return
        if told.interval.end < self.publication:
            if self._over is None or told.interval.start > self._over.interval.start:
                self._over = told
        elif told.interval.start <= self.publication and self._under_way is None:
            self._under_way = told

    def is_in_stretch(self, position: int) -> bool:
        """True where the paragraph has told of "the first nine months", and of no quarter since."""
        if not 0 <= position - self.stretch_at <= _FARTHEST or self.stretch_at < 0:
            return False
        if "\n\n" in self.text[self.stretch_at : position]:
            return False
        since = takewhile(lambda told: told.position > self.stretch_at, reversed(self.told))
        return not any(told.interval.precision == "quarter" for told in since)


# A text is a history from so many dates with a year on; all but one in ten of them lie two years back or more.
_FEWEST_OF_HISTORY, _BACK, _OTHERS = 6, 2, 10


def is_history(found: Sequence[Found], publication: date | None) -> bool:
    """True of a text whose dates lie years before its publication: there a bare "in March" is of the year told last."""
    if publication is None:
        return False
    years = [year for find in found for year in _years_of(find.reading)]
    old = [year for year in years if publication.year - year >= _BACK]
    at_desk = sum(_is_at_desk(find.reading) for find in found)
    return len(old) >= _FEWEST_OF_HISTORY and (len(years) - len(old) + at_desk) * _OTHERS <= len(old)


def _is_at_desk(reading: Reading) -> bool:
    """True for "today", "last week" and a bare "Friday", which a history of old times hardly has."""
    if isinstance(reading, Timed):
        return reading.day is not None and _is_at_desk(reading.day)
    if isinstance(reading, Calendar):
        return isinstance(reading.year, Relative) or (reading.weekday is not None and reading.day is None)
    return isinstance(reading, Relative) and not reading.from_told


def _years_of(reading: Reading) -> Iterator[int]:
    if isinstance(reading, Between):
        yield from _years_of(reading.first)
        yield from _years_of(reading.last)
    elif isinstance(reading, Timed) and isinstance(reading.day, Calendar):
        yield from _years_of(reading.day)
    elif isinstance(reading, Calendar) and isinstance(reading.year, int):
        yield reading.year


def _is_long_stretch(find: Found) -> bool:
    reading = find.reading
    return isinstance(reading, Extent) and reading.unit == "month" and (reading.count or 0) >= 6


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
