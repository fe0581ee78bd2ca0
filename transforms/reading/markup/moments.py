"""Dates as metadata write them, as days where the publisher sits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from transforms.dates import parse_day

# The record is of 1999-2026; content management systems write 1900, 1970 and 9999 for what they do not know.
EARLIEST = date(1990, 1, 1)
LATEST = date(2099, 12, 31)
_LONGEST = 64
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)-?(?P<day>\d\d)"
    r"(?:[T\s]+(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d{1,9})?)?\s?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
    r"(?![\d:])",
    re.IGNORECASE,
)
# "Wed, 15 Nov 2023 23:30:00 GMT", and without the weekday "19 Sep. 2025 12:00:00 GMT"
_RFC_822 = re.compile(r"(?:[A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2}\.? \d{4} \d\d:\d\d")
_NUMERIC = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
# "19-10-2022", "10-Nov-2014": the rules of texts want a blank or a dot
_HYPHENS = re.compile(r"^(\d{1,2})-(\d{1,2}|[A-Za-z]{3,9})-(\d{4})")
# where the press offices of the record sit, for a moment that names no other place
_HOME = ZoneInfo("Europe/Brussels")


@dataclass(frozen=True, slots=True)
class Moment:
    """A day where the publisher sits, and the moment in UTC if the metadata tell it."""

    day: date
    at: datetime | None = None

    @property
    def iso(self) -> str:
        """ "2021-11-05", or "2021-11-04T23:00:00Z" if the moment is known."""
        return self.at.strftime("%Y-%m-%dT%H:%M:%SZ") if self.at else self.day.isoformat()


def read_moment(value: str, zone: ZoneInfo | None, day_first: bool | None = None) -> Moment | None:
    """The day that the metadata name; None if they name none, or one that two readings of "05/04/2021" differ in."""
    value = " ".join(value.split())[:_LONGEST]
    found = _ISO.match(value)
    moment = _from_iso(found, zone) if found else _from_words(value, zone, day_first)
    return moment if moment and EARLIEST <= moment.day <= LATEST else None


def read_written_day(text: str, day_first: bool | None = None) -> date | None:
    """The full day that the text begins with; None for "05/04/2021", unless it is told which number is the day."""
    text = _HYPHENS.sub(r"\1 \2 \3" if _HYPHENS.match(text) and text[2:5].strip("-").isalpha() else r"\1.\2.\3", text)
    if not _NUMERIC.match(text):
        found = parse_day(text)
        return found.day if found else None
    readings = [parse_day(text, day_first=first) for first in (True, False) if day_first in (None, first)]
    days = {reading.day for reading in readings if reading}
    return days.pop() if len(days) == 1 else None


def _from_words(value: str, zone: ZoneInfo | None, day_first: bool | None) -> Moment | None:
    if _RFC_822.match(value):
        try:
            return _local(parsedate_to_datetime(value.replace(". ", " ")), zone)
        except (ValueError, OverflowError):
            return None
    day = read_written_day(value, day_first)
    return Moment(day) if day else None


def _from_iso(found: re.Match[str], zone: ZoneInfo | None) -> Moment | None:
    try:
        day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            return Moment(day)
        clock = time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
        return _local(datetime.combine(day, clock, _offset(found["zone"])), zone)
    except (ValueError, OverflowError):
        return None


def _offset(name: str | None) -> timezone | None:
    """ "+01:00", "Z"; None if the moment has no zone."""
    if name is None:
        return None
    if name[0] not in "+-":
        return UTC
    digits = name[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))


def _local(moment: datetime, zone: ZoneInfo | None) -> Moment | None:
    """ "2021-11-04T23:00Z" is 5 November in Brussels. A moment without zone is the publisher's own."""
    if not EARLIEST.year <= moment.year <= LATEST.year:
        return None
    if moment.tzinfo is None:
        at = moment.replace(tzinfo=zone).astimezone(UTC) if zone else None
        return Moment(moment.date(), at)
    if zone is None and moment.utcoffset() == timedelta(0):
        # nobody publishes at 22:00:00 or 23:00:00 sharp as often as a system writes local midnight that way
        at_home = moment.astimezone(_HOME)
        is_midnight = at_home.time() == time() and moment.time() != time()
        return Moment(at_home.date() if is_midnight else moment.date(), moment.astimezone(UTC))
    local = moment.astimezone(zone) if zone else moment
    return Moment(local.date(), moment.astimezone(UTC))
