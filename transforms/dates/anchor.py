"""Says what an expression stands for: which day it is counted from, and which interval of days it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from transforms.dates.events import choose_occasion
from transforms.dates.normalize import (
    duration_value,
    interval_of,
    nth_of_month,
    precision_of_unit,
    shift,
    value_of,
    value_of_calendar,
)
from transforms.dates.readings import (
    Ambiguous,
    Beside,
    Between,
    Calendar,
    Era,
    EventBound,
    Extent,
    Found,
    NthOf,
    OfEvent,
    Reading,
    Relative,
    Repeat,
    SinceTold,
    Timed,
    Vague,
)
from transforms.dates.scene import Meaning, Scene, Told
from transforms.dates.tense import tense_at
from transforms.dates.years import choose_year, nearest_weekday

# How near, in characters, a date must be told for a bare month or weekday to follow it, and for a clock to be its.
_NEAR, _SAME_SENTENCE = 600, 160
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]|\n\s*\n")
_OPENING = re.compile(r"(?:[A-Z][a-z]+,?\s){0,2}(?:(?:[Oo]n|[Ii]n|[Bb]y|[Ff]rom|[Ss]ince|[Uu]ntil)\s)?(?:the\s)?")
# A day of the week falls on a day of the month again within fourteen months (the 31st after more).
_MONTHS_TO_FRIDAY_13 = 14
# How much rather a history goes on than back.
_BACKWARD_WEIGHT = 2.5
_PUBLICATION, _TOLD, _EVENT = "relative_to_publication", "relative_to_date", "relative_to_event"


def resolve(find: Found, scene: Scene) -> Meaning:
    """What the find stands for, counted from the day of publication or from the dates told before it."""
    return _resolve(find.reading, find, scene)


def _resolve(reading: Reading, find: Found, scene: Scene) -> Meaning:
    match reading:
        case Calendar():
            return _calendar(reading, find, scene)
        case Relative():
            return _relative(reading, find, scene)
        case Timed():
            return _timed(reading, find, scene)
        case Between() | OfEvent() | NthOf() | Beside() | Ambiguous():
            return _compound(reading, find, scene)
        case Extent() | Vague() | SinceTold():
            return _stretch(reading, find, scene)
    return _unanchored(reading)


def _compound(reading: Between | OfEvent | NthOf | Beside | Ambiguous, find: Found, scene: Scene) -> Meaning:
    match reading:
        case Between():
            return _between(reading, find, scene)
        case OfEvent():
            return _of_event(reading, find, scene)
        case NthOf():
            return _nth_of(reading, find, scene)
        case Beside():
            return _beside(reading, find, scene)
    return _numeric(reading, scene)


def _numeric(told: Ambiguous, scene: Scene) -> Meaning:
    is_day_first = scene.day_first(told)
    if is_day_first is None:
        return _unresolved("day", "explicit")
    day, month = (told.first, told.second) if is_day_first else (told.second, told.first)
    return _point(value_of_calendar(told.year, Calendar(told.year, month, day)), "explicit", None)


def _unanchored(reading: Era | Repeat | EventBound) -> Meaning:
    """The meaning of what no day of publication would change."""
    match reading:
        case Era(digits):
            return _point(digits, "explicit", None)
        case Repeat(value):
            return Meaning("SET", value, None, None, None, "none", None, "resolved")
        case EventBound(unit):
            return _unresolved(unit, _EVENT)


def _unresolved(precision: str | None, basis: str) -> Meaning:
    return Meaning("DATE", None, None, None, precision, basis, None, "unresolved")


def _point(value: str | None, basis: str, anchor: date | None) -> Meaning:
    """The meaning of a TIMEX3 point; `conflict` if the calendar has no such day (31 February)."""
    interval = interval_of(value) if value else None
    if value is None or interval is None:
        return Meaning("DATE", None, None, None, None, basis, anchor, "conflict")
    kind = "TIME" if "T" in value else "DATE"
    return Meaning(kind, value, interval.start, interval.end, interval.precision, basis, anchor, "resolved")


def _day(day: date | None, basis: str, anchor: date) -> Meaning:
    return _point(day.isoformat(), basis, anchor) if day else _unresolved("day", basis)


# --- units counted from an anchor ---------------------------------------------------------------------------------


def _relative(reading: Relative, find: Found, scene: Scene) -> Meaning:
    quarter = scene.reported_quarter(find.start) if _is_of_report(reading, find) else None
    if quarter is not None:
        return _counted_from_told(reading, quarter)
    if find.rule == "bare_unit" and scene.is_history:
        reading = replace(reading, from_told=True)
    is_of_stretch = _is_of_report(reading, find) and reading.count < 0 and scene.is_in_stretch(find.start)
    if not reading.from_told or is_of_stretch:
        return _counted(reading, scene.publication, _PUBLICATION)
    told = scene.last_told(reading.unit, find.start)
    if told is not None and not (find.rule == "in_the_day" and find.start - told.position > _SAME_SENTENCE):
        return _counted_from_told(reading, told)
    # "A year earlier" where no date is told is a year before the report.
    if reading.count < 0 or find.rule == "in_the_day":
        return _counted(reading, scene.publication, _PUBLICATION)
    if find.rule == "bare_quarter":  # "the quarter" of a report is the one that is over
        return _counted(Relative("quarter", -1), scene.publication, _PUBLICATION)
    return _unresolved(_precision_of_unit(reading.unit), _TOLD)


def _is_of_report(reading: Relative, find: Found) -> bool:
    """True for "the quarter" and "a year ago", which in the report of a quarter are that quarter and its like."""
    is_year_ago = (reading.unit, reading.count) == ("year", -1) and find.rule in ("one_unit", "year_earlier")
    return is_year_ago or find.rule == "bare_quarter"


def _precision_of_unit(unit: str) -> str | None:
    return None if unit == "time" else precision_of_unit(unit)


def _counted(reading: Relative, anchor: date | None, basis: str) -> Meaning:
    unit, precision = reading.unit, _precision_of_unit(reading.unit)
    if anchor is None:
        return _unresolved(precision, basis)
    if unit in ("second", "minute", "hour"):
        return replace(_point(anchor.isoformat(), basis, anchor), status="vague")
    day = shift(anchor, unit, reading.count)
    return _point(value_of(day, unit), basis, anchor) if day else _unresolved(precision, basis)


def _counted_from_told(reading: Relative, told: Told) -> Meaning:
    interval = told.interval
    if reading.unit == "time" or (reading.count == 0 and reading.unit == interval.precision):
        start, end = interval.start, interval.end
        return Meaning("DATE", told.value, start, end, interval.precision, _TOLD, start, "resolved")
    if reading.unit == "year" and reading.count and interval.precision in ("quarter", "half", "season"):
        year = int(told.value[:4]) + reading.count
        return _point(f"{year:04d}{told.value[4:]}", _TOLD, interval.start)
    return _counted(reading, interval.start, _TOLD)


def _beside(reading: Beside, find: Found, scene: Scene) -> Meaning:
    day = _resolve(reading.day, find, scene) if reading.day is not None else _unresolved(reading.unit, _TOLD)
    if day.start is None or day.end is None:
        return replace(day, precision=reading.unit)
    beside = day.start if reading.count < 0 else day.end
    if day.basis == "explicit":
        return _counted(Relative(reading.unit, reading.count), beside, _TOLD)
    return replace(_counted(Relative(reading.unit, reading.count), beside, day.basis), anchor=day.anchor)


def _nth_of(reading: NthOf, find: Found, scene: Scene) -> Meaning:
    month = _resolve(reading.month, find, scene)
    unit = reading.unit if reading.unit in ("week", "weekend") else "day"
    day = nth_of_month(month.start, reading.number, reading.unit) if month.start else None
    if day is None:
        return replace(month, value=None, precision=_precision_of_unit(str(unit)))
    return _point(value_of(day, str(unit)), month.basis, month.anchor)


def _of_event(reading: OfEvent, find: Found, scene: Scene) -> Meaning:
    is_ahead = tense_at(scene.text, find.start, find.end) == "future"
    occasion = choose_occasion(reading.occasions, scene.publication, is_ahead) if reading.occasions else None
    if occasion is None:
        return _unresolved("year" if reading.years else reading.unit, _EVENT)
    start, end = occasion.start, occasion.end or occasion.start
    if reading.years:
        return _day(shift(start, "year", reading.years), _EVENT, start)
    if reading.unit:
        return _counted(Relative(reading.unit, reading.count), end if reading.count > 0 else start, _EVENT)
    if start == end:
        return _day(start, _EVENT, start)
    return Meaning("DATE", f"{start}/{end}", start, end, "range", _EVENT, start, "resolved")


# --- calendar dates of which parts may be missing -----------------------------------------------------------------


def _calendar(told: Calendar, find: Found, scene: Scene) -> Meaning:
    """The meaning; `conflict` where the day told is not the "today" or "yesterday" that it is put beside."""
    meaning = _placed(told, find, scene)
    if told.said is None or meaning.start is None:
        return meaning
    said = _counted(told.said, scene.publication, _PUBLICATION).start
    return meaning if said in (None, meaning.start) else replace(meaning, status="conflict")


def _placed(told: Calendar, find: Found, scene: Scene) -> Meaning:
    if told.part == "QR":
        told = _of_reported_quarter(told, find, scene)
    if isinstance(told.year, int):
        return _checked(told, _point(value_of_calendar(told.year, told), "explicit", None))
    if isinstance(told.year, Relative):
        return _in_relative_year(told, told.year, find, scene)
    if told.week is not None:
        return _in_week(told, told.week, find, scene)
    if told.weekday is not None and told.month is None:
        return _weekday(told, told.weekday, find, scene)
    return _weekend(find, scene) if told.part == "WE" else _without_year(told, find, scene)


def _of_reported_quarter(told: Calendar, find: Found, scene: Scene) -> Calendar:
    """ "The 2014 period", "the corresponding period last year": the like of the quarter reported on, else the year."""
    quarter = scene.reported_quarter(find.start)
    return replace(told, part=quarter.value[-2:] if quarter else None)


def _checked(told: Calendar, meaning: Meaning) -> Meaning:
    """The meaning, with status `conflict` where the weekday told is another than the date's."""
    if told.weekday is not None and meaning.start is not None and meaning.start.weekday() != told.weekday:
        return replace(meaning, status="conflict")
    return meaning


def _precision_of(told: Calendar) -> str:
    if told.day is not None or told.weekday is not None:
        return "day"
    if told.part:
        return {"Q": "quarter", "H": "half", "E": "day", "T": "day"}.get(told.part[0], "season")
    return "month" if told.month else "year"


def _in_relative_year(told: Calendar, year: Relative, find: Found, scene: Scene) -> Meaning:
    counted = _relative(year, find, scene)
    if counted.start is None:
        return replace(counted, precision=_precision_of(told))
    return _checked(told, _point(value_of_calendar(counted.start.year, told), counted.basis, counted.anchor))


def _in_week(told: Calendar, week: Relative, find: Found, scene: Scene) -> Meaning:
    counted = _relative(week, find, scene)
    if counted.start is None or counted.anchor is None:
        return replace(counted, precision="day")
    return _day(shift(counted.start, "day", told.weekday or 0), counted.basis, counted.anchor)


def _weekday(told: Calendar, weekday: int, find: Found, scene: Scene) -> Meaning:
    if told.day is not None:
        return _weekday_of_number(told, weekday, told.day, find, scene)
    near = scene.last_told("day", find.start)
    if told.from_told:
        day = nearest_weekday(near.interval.start, weekday, told.turn, "past") if near else None
        return _day(day, _TOLD, near.interval.start) if near else _unresolved("day", _TOLD)
    if scene.is_history and near and told.turn is None:
        return _day(nearest_weekday(near.interval.start, weekday, None, "future"), _TOLD, near.interval.start)
    is_near = near is not None and near.is_explicit and find.start - near.position < _NEAR
    if near and is_near and told.turn is None and near.interval.start.weekday() == weekday:
        return _day(near.interval.start, _TOLD, near.interval.start)  # "Friday (7 June 2019) … on Friday"
    if scene.publication is None:
        return _unresolved("day", _PUBLICATION)
    tense = tense_at(scene.text, find.start, find.end)
    return _day(nearest_weekday(scene.publication, weekday, told.turn, tense), _PUBLICATION, scene.publication)


def _weekday_of_number(told: Calendar, weekday: int, number: int, find: Found, scene: Scene) -> Meaning:
    """ "Friday the 13th": the last such day, or the next one where the sentence looks ahead."""
    if scene.publication is None:
        return _unresolved(_precision_of(told), _PUBLICATION)
    step = 1 if tense_at(scene.text, find.start, find.end) == "future" else -1
    days = (shift(scene.publication, "day", step * count) for count in range(_MONTHS_TO_FRIDAY_13 * 31))
    fitting = (day for day in days if day and (day.day, day.weekday()) == (number, weekday))
    return _day(next(fitting, None), _PUBLICATION, scene.publication)


def _weekend(find: Found, scene: Scene) -> Meaning:
    if scene.publication is None:
        return _unresolved("range", _PUBLICATION)
    is_ahead = scene.publication.weekday() >= 5 or tense_at(scene.text, find.start, find.end) == "future"
    return _counted(Relative("weekend", 0 if is_ahead else -1), scene.publication, _PUBLICATION)


def _without_year(told: Calendar, find: Found, scene: Scene) -> Meaning:
    if told.from_told:
        return _after_told(told, find, scene)
    running = _year_of_history(told, find, scene) if scene.is_history else _running_year(told, find, scene)
    if running is not None:
        return running
    if scene.publication is None:
        return _unresolved(_precision_of(told), _PUBLICATION)
    tense = tense_at(scene.text, find.start, find.end)
    if _is_quarter(told) and tense != "past":
        tense = "unsure"
    year = choose_year(told, scene.publication, tense)
    return _checked(told, _point(value_of_calendar(year, told), _PUBLICATION, scene.publication))


def _after_told(told: Calendar, find: Found, scene: Scene) -> Meaning:
    """ "The following spring", "the previous March": next to the date told last."""
    near = scene.last_told("month", find.start) or scene.last_told("year", find.start)
    if near is None:
        return _unresolved(_precision_of(told), _TOLD)
    anchor = near.interval.end if told.turn == 1 else near.interval.start
    return _point(value_of_calendar(choose_year(told, anchor, "unsure"), told), _TOLD, near.interval.start)


def _year_of_history(told: Calendar, find: Found, scene: Scene) -> Meaning | None:
    """Counts a month or day from the date told last: in its year if only that is told, else next to it."""
    near = scene.last_told("year", find.start)
    if near is None or told.turn is not None:
        return None
    start = near.interval.start
    if near.interval.precision == "year":
        return _point(value_of_calendar(start.year, told), _TOLD, start)
    values = [value_of_calendar(year, told) for year in (start.year, start.year + 1, start.year - 1)]
    intervals = [(interval, value) for value in values if value and (interval := interval_of(value))]
    if not intervals:
        return None
    value = min(intervals, key=lambda each: _distance_told(each[0].start, start))[1]
    return _checked(told, _point(value, _TOLD, start))


def _distance_told(day: date, told: date) -> float:
    return (day - told).days if day >= told else _BACKWARD_WEIGHT * (told - day).days


def _running_year(told: Calendar, find: Found, scene: Scene) -> Meaning | None:
    """Counts "In March" from the day or month told shortly before in a narrative of another time than publication."""
    near = scene.told[-1] if scene.told else None
    if near is None or not near.is_explicit or near.interval.precision in ("year", "decade", "century"):
        return None
    if told.turn is not None or _is_quarter(told) or not _carries_on(scene.text, near.position, find.start):
        return None
    start = near.interval.start
    if scene.at_desk > near.position:  # "today" in between brings the narrative back to the day of publication
        return None
    if scene.publication is not None and abs((scene.publication - start).days) < 366:
        return None
    value = value_of_calendar(_year_at_or_after(told, start), told)
    interval = interval_of(value) if value else None
    if interval is None or (scene.publication is not None and interval.start > scene.publication):
        return None
    return _point(value, _TOLD, start)


def _carries_on(text: str, told: int, start: int) -> bool:
    """True in the sentence of the date told, and where a later one of its paragraph opens: "In December, they …"."""
    if start - told > _NEAR or "\n\n" in text[told:start]:
        return False
    ends = [end.end() - 1 for end in _SENTENCE_END.finditer(text, told, start)]
    return not ends or _OPENING.fullmatch(text, ends[-1], start) is not None


def _is_quarter(told: Calendar) -> bool:
    return told.part is not None and told.part[0] == "Q"


def _year_at_or_after(told: Calendar, start: date) -> int:
    value = value_of_calendar(start.year, told)
    interval = interval_of(value) if value else None
    return start.year + 1 if interval is not None and interval.end < start else start.year


# --- times of day and ranges --------------------------------------------------------------------------------------


def _timed(timed: Timed, find: Found, scene: Scene) -> Meaning:
    day = _resolve(timed.day, find, scene) if timed.day is not None else _day_of_clock(find, scene)
    if day.start is None or day.start != day.end:
        return replace(day, timex_type="TIME", value=None, precision="minute" if timed.clock[1].isdigit() else "day")
    meaning = _point(f"{day.start.isoformat()}{timed.clock}", day.basis, day.anchor)
    return replace(meaning, status=day.status)


def _day_of_clock(find: Found, scene: Scene) -> Meaning:
    near = scene.last_told("day", find.start)
    if near is not None and (scene.is_history or _is_clock_of(scene.text, near.position, find.start)):
        return _day(near.interval.start, _TOLD, near.interval.start)
    return _counted(Relative("day", 0), scene.publication, _PUBLICATION)


def _is_clock_of(text: str, day_end: int, start: int) -> bool:
    """True for a clock in the sentence of a day, and for one that opens a line of an agenda below it."""
    if not text[max(0, start - 24) : start].rpartition("\n")[2].strip(" -•*+/"):
        return start - day_end < _NEAR
    return start - day_end < _SAME_SENTENCE and _SENTENCE_END.search(text, day_end, start) is None


def _between(between: Between, find: Found, scene: Scene) -> Meaning:
    last = _resolve(between.last, find, scene)
    first = _first_end(between, find, scene, last)
    if first.value is None or last.value is None:
        return replace(last if last.value is None else first, value=None, start=None, end=None, precision="range")
    if first.start is None or last.end is None or first.start > last.end:
        return replace(last, value=None, start=None, end=None, status="conflict", precision="range")
    kind, precision = ("TIME", "minute") if last.timex_type == "TIME" else ("DATE", "range")
    status = "conflict" if "conflict" in (first.status, last.status) else "resolved"
    anchored = first if first.basis != "explicit" else last
    value = f"{first.value}/{last.value}"
    return Meaning(kind, value, first.start, last.end, precision, anchored.basis, anchored.anchor, status)


def _first_end(between: Between, find: Found, scene: Scene, last: Meaning) -> Meaning:
    """The first end of a range, counted from its last: "Monday to Friday" is five days long."""
    told = between.first
    if not isinstance(told, Calendar) or told.turn is not None or last.end is None:
        return _resolve(told, find, scene)
    if told.year is not None or told.week is not None:
        return _resolve(told, find, scene)
    if told.weekday is not None and told.day is None:
        day = nearest_weekday(last.end, told.weekday, None, "past")
        return _point(day.isoformat() if day else None, last.basis, last.anchor)
    year = choose_year(told, last.end, "past")
    return _point(value_of_calendar(year, told), last.basis, last.anchor)


# --- stretches of time and vague words ----------------------------------------------------------------------------


def _extent(extent: Extent, find: Found, scene: Scene) -> Meaning:
    value, precision = duration_value(extent.count, extent.unit), precision_of_unit(extent.unit)
    status = "resolved" if extent.count is not None else "vague"
    if not extent.direction:
        return Meaning("DURATION", value, None, None, precision, "none", None, status)
    told = scene.last_told("day", find.start) if extent.from_told else None
    anchor = (told.interval.start if told else None) if extent.from_told else scene.publication
    start, end = _reach(extent, anchor)
    basis = _TOLD if extent.from_told else _PUBLICATION
    return Meaning("DURATION", value, start, end, precision, basis, anchor, status)


def _reach(extent: Extent, anchor: date | None) -> tuple[date | None, date | None]:
    if anchor is None or extent.count is None or extent.unit in ("second", "minute", "hour"):
        return None, None
    other = shift(anchor, extent.unit, extent.direction * int(extent.count))
    if other is None:
        return None, None
    return (other, anchor) if other < anchor else (anchor, other)


def _stretch(reading: Extent | Vague | SinceTold, find: Found, scene: Scene) -> Meaning:
    if isinstance(reading, Extent):
        return _extent(reading, find, scene)
    return _vague(reading, find, scene) if isinstance(reading, Vague) else _since(find, scene)


def _vague(vague: Vague, find: Found, scene: Scene) -> Meaning:
    """An open interval up to, at or from the anchor."""
    told = scene.last_told("time", find.start) if vague.from_told else None
    day = (told.interval.start if told else None) if vague.from_told else scene.publication
    start = None if vague.value == "PAST_REF" else day
    end = None if vague.value == "FUTURE_REF" else day
    basis = _TOLD if vague.from_told else _PUBLICATION
    return Meaning("DATE", vague.value, start, end, "vague", basis, day, "vague")


def _since(find: Found, scene: Scene) -> Meaning:
    told = scene.last_told("time", find.start)
    if told is None or scene.publication is None or told.interval.start > scene.publication:
        return _unresolved("range", _TOLD)
    start, end = told.interval.start, scene.publication
    return Meaning("DATE", None, start, end, "range", _TOLD, start, "resolved")
