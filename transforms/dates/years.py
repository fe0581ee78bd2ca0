"""Chooses the day of a bare weekday and the year of a bare month or day."""

from __future__ import annotations

from datetime import date

from transforms.dates.normalize import interval_of, shift, value_of_calendar
from transforms.dates.readings import Calendar, Interval
from transforms.dates.tense import Tense

# "will meet on 1 July", written on 5 July, is no meeting of next year.
_JUST_PAST = 45
# "ministers confirmed the 20 November meeting", written on 15 November, is of this year.
_CLOSE_AHEAD = 45
# Where no word tells, what lies ahead must be this much nearer than what lies behind.
_AHEAD_WEIGHT = 1.5


def nearest_weekday(anchor: date, weekday: int, turn: int | None, tense: Tense) -> date | None:
    """The day of the week (Monday is 0) last before, next after or in the week of the anchor."""
    back, ahead = (anchor.weekday() - weekday) % 7, (weekday - anchor.weekday()) % 7
    if turn == -1:
        return shift(anchor, "day", -(back or 7))
    if turn == 1:
        return shift(anchor, "day", ahead or 7)
    if turn == 0:
        return shift(anchor, "day", weekday - anchor.weekday())
    return shift(anchor, "day", ahead if tense == "future" else -back)


def choose_year(told: Calendar, anchor: date, tense: Tense) -> int:
    """The year that puts a month or day before, in, after or (where nothing tells) next to the anchor."""
    intervals = _candidates(told, anchor)
    if told.turn == 0 or not intervals:
        return anchor.year
    past = [year for year, interval in intervals.items() if interval.start <= anchor]
    future = [year for year, interval in intervals.items() if interval.end >= anchor]
    if told.turn == -1:
        return max((year for year, interval in intervals.items() if interval.end < anchor), default=anchor.year)
    if told.turn == 1:
        return min((year for year, interval in intervals.items() if interval.start > anchor), default=anchor.year)
    if tense == "past" and not _is_close_ahead(told, intervals, anchor):
        return max(past, default=anchor.year)
    if tense == "future" and not _is_just_past(told, intervals, anchor):
        return min(future, default=anchor.year)
    return min(intervals, key=lambda year: _distance(intervals[year], anchor))


def _candidates(told: Calendar, anchor: date) -> dict[int, Interval]:
    intervals = {
        year: interval
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (value := value_of_calendar(year, told)) and (interval := interval_of(value))
    }
    if told.weekday is None:
        return intervals
    # "Friday, 13 October" is of the year in which that day was a Friday.
    fitting = {year: interval for year, interval in intervals.items() if interval.start.weekday() == told.weekday}
    return fitting or intervals


def _is_just_past(told: Calendar, intervals: dict[int, Interval], anchor: date) -> bool:
    ages = [(anchor - interval.end).days for interval in intervals.values()]
    return told.day is not None and any(0 <= age <= _JUST_PAST for age in ages)


def _is_close_ahead(told: Calendar, intervals: dict[int, Interval], anchor: date) -> bool:
    """True for a day of the next weeks, whose like lies so far back that it would have been told with its year."""
    return told.day is not None and any(0 < (each.start - anchor).days <= _CLOSE_AHEAD for each in intervals.values())


def _distance(interval: Interval, anchor: date) -> float:
    if interval.start > anchor:
        return _AHEAD_WEIGHT * (interval.start - anchor).days
    return max(0, (anchor - interval.end).days)
