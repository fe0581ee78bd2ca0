"""The day of publication and of the last update: by the lines that tell them, and by the file's own facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from transforms.model import HeaderFacts, PublishedDate
from transforms.splitting.days import Day, read_day, settle
from transforms.splitting.header import PlacedDate

# how far behind others a date stands
_LABELLED, _DATELINE, _BELOW_TITLE, _ABOVE_TITLE, _ISSUED, _SIGNED, _NEVER = range(7)
_BASES = {"issued": "issued_line"}
_FULL = ("day", "minute")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where dates of a page stand in it, and how its publisher writes them.

    `title` is where the title starts, `limit` where the head is over; `is_day_first` is None where nobody knows.
    """

    title: int
    limit: int
    kind: str
    is_day_first: bool | None
    zone: ZoneInfo | None


def find_published(facts: HeaderFacts, dates: Sequence[PlacedDate], setting: Setting) -> PublishedDate | None:
    """The day of publication: of the line that tells it most surely, else of the file's own facts.

    A line decides also where the facts differ, but for a bare date above the title that is later than they are: that
    may be the day on which the page was fetched, as the one below the signatures is the day of the signing.
    """
    known = _fact(facts.published, dates, setting)
    settled = list(_settled(dates, known.day if known else None, setting))
    ranked = [(rank, placed) for placed in settled if (rank := _rank(placed, setting)) < _NEVER]
    for rank, placed in sorted(ranked, key=lambda pair: (pair[0], pair[1].span.start)):
        day = placed.day.day
        if day and not (known and known.day and _is_weaker(rank, placed, known.day)):
            return PublishedDate(day, placed.day.precision, _BASES.get(placed.role, placed.kind), placed.span)
    return PublishedDate(known.day, known.precision, "metadata", None) if known and known.day else None


def find_updated(facts: HeaderFacts, dates: Sequence[PlacedDate], setting: Setting) -> datetime | None:
    """The moment of the last update as the page tells it, as if its clock were UTC; the facts' if it has none."""
    known = _fact(facts.updated, dates, setting)
    published = _fact(facts.published, dates, setting)
    told = (d.day for d in _settled(dates, published.day if published else None, setting) if d.role == "updated")
    shown = next((day for day in told if day.day and day.moment), None)
    if shown is None or (known and known.day == shown.day and shown.precision != "minute"):
        return known.moment if known else None
    return shown.moment


def _fact(value: str | None, dates: Sequence[PlacedDate], setting: Setting) -> Day | None:
    told = read_day(value) if value else None
    if told is None:
        return None
    day = told.at_home(setting.zone) if told.day else settle(told, _order(dates, setting))
    return _with_day(told, day)


def _settled(dates: Sequence[PlacedDate], fact: date | None, setting: Setting) -> Iterator[PlacedDate]:
    """The dates, the open ones settled: by a day that is told in full, by the order of the others, by the publisher."""
    days = {placed.day.day for placed in dates if placed.day.precision in _FULL} | {fact}
    order = _order(dates, setting)
    for placed in dates:
        told = placed.day
        both = {told.day_first, told.month_first} & (days - {None})
        day = told.at_home(setting.zone) or (both.pop() if len(both) == 1 else settle(told, order))
        yield replace(placed, day=_with_day(told, day))


def _order(dates: Sequence[PlacedDate], setting: Setting) -> bool | None:
    """True if the page's numbers begin with the day: one "14/06/2019" tells it for all, else the publisher."""
    days = [placed.day for placed in dates if placed.day.day and not placed.day.is_open]
    votes = {day.day_first is not None for day in days if (day.day_first is None) != (day.month_first is None)}
    return votes.pop() if len(votes) == 1 else setting.is_day_first


def _with_day(told: Day, day: date | None) -> Day:
    moment = told.moment
    if moment and day and told.day is None:
        moment = datetime.combine(day, moment.timetz())
    return replace(told, day=day, moment=moment)


def _is_weaker(rank: int, placed: PlacedDate, fact: date) -> bool:
    """True where the facts tell the day better than the line."""
    day = placed.day.day
    if day is None:
        return True
    if placed.day.precision not in _FULL:
        return (fact.year, fact.month) == (day.year, day.month)
    return rank >= _SIGNED or (rank == _ABOVE_TITLE and not placed.is_inline and day > fact)


def _rank(placed: PlacedDate, setting: Setting) -> int:
    """How far behind others a date stands. A bare date above the title may be the day on which the page was fetched."""
    if placed.role == "issued":
        return _ISSUED
    if placed.role != "published":
        return _NEVER
    if placed.is_labelled:
        return _LABELLED
    if placed.span.start > setting.limit:
        # the place and day below the signatures
        return _SIGNED if placed.kind == "dateline" and setting.kind == "declaration" else _NEVER
    if placed.kind == "dateline":
        return _ABOVE_TITLE if placed.is_inline else _DATELINE
    return _BELOW_TITLE if placed.span.start >= setting.title else _ABOVE_TITLE
