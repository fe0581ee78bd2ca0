"""Properties of the tagger on any text: values by the grammar, intervals by the values, linear time, one result."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.dates import find_dates, find_rejected
from transforms.dates.rules import RULES
from transforms.model import Span, TimeExpression

DAY = date(2023, 11, 15)

# --- the grammar of values: TIMEX3 (TimeML 1.2.1) over ISO 8601 -------------------------------------------------------

_YEAR = r"(?P<year>\d{4})"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_CLOCK = r"T(?:(?:[01]\d|2[0-3])(?::[0-5]\d(?::[0-5]\d)?)?|24:00)(?:Z|[+-]\d\d:?\d\d)?|T(?:MO|MI|AF|EV|NI|DT)"
# Each form of a point in the calendar
POINTS = {name: re.compile(pattern) for name, pattern in {
    "century": r"(?P<century>\d\d)",
    "decade": r"(?P<decade>\d{3})",
    "year": _YEAR,
    "half": rf"{_YEAR}-H(?P<half>[12])",
    "quarter": rf"{_YEAR}-Q(?P<quarter>[1-4])",
    "season": rf"{_YEAR}-(?P<season>SP|SU|FA|WI)",
    "month": rf"{_YEAR}-{_MONTH}",
    "week": rf"{_YEAR}-W(?P<week>0[1-9]|[1-4]\d|5[0-3])",
    "weekend": rf"{_YEAR}-W(?P<week>0[1-9]|[1-4]\d|5[0-3])-WE",
    "day": rf"{_YEAR}-{_MONTH}-{_DAY}",
    "time": rf"{_YEAR}-{_MONTH}-{_DAY}(?P<clock>{_CLOCK})",
}.items()}
REFERENCES = frozenset(("PAST_REF", "PRESENT_REF", "FUTURE_REF"))
_COUNT = r"(?:\d+(?:\.\d+)?|X)"
_DURATION = re.compile(
    rf"P(?=.)(?!.*T\Z)(?:{_COUNT}(?:ML|CE|DE|Y|WE|W|M|Q|D))*(?:T(?:{_COUNT}H)?(?:{_COUNT}M)?(?:{_COUNT}S)?)?")
_YEARLY = r"(?:\d\d|XX)"
# What comes again: a period, or a point whose first parts are left open
_SET = re.compile(
    rf"XXXX-(?:{_YEARLY}(?:-{_YEARLY})?|W(?:\d\d|XX)(?:-(?:[1-7]|WE|X))?|SP|SU|FA|WI|Q[1-4X]|H[12X])(?:{_CLOCK})?"
    rf"|XXXX-XX-XX(?:{_CLOCK})")


def form_of(value: str) -> str | None:
    """The form of a point in the calendar, None if the value is not one."""
    return next((name for name, pattern in POINTS.items() if pattern.fullmatch(value)), None)


def is_value(timex_type: str, value: str) -> bool:
    """True if the value is one that an expression of the type may have."""
    if timex_type == "DURATION":
        return _DURATION.fullmatch(value) is not None
    if timex_type == "SET":
        return (_DURATION.fullmatch(value) or _SET.fullmatch(value)) is not None
    first, is_range, last = value.partition("/")
    if is_range:
        return form_of(first) is not None and form_of(last) is not None
    form = form_of(value)
    if form is None:
        return timex_type == "DATE" and value in REFERENCES
    return (form == "time") == (timex_type == "TIME")


@pytest.mark.parametrize(("timex_type", "value"), [
    ("DATE", "2023"), ("DATE", "2023-01"), ("DATE", "2023-01-10"), ("DATE", "2023-W53"), ("DATE", "2023-W02-WE"),
    ("DATE", "197"), ("DATE", "20"), ("DATE", "2023-Q4"), ("DATE", "2023-H1"), ("DATE", "2022-WI"),
    ("DATE", "PAST_REF"), ("DATE", "2021/2027"), ("DATE", "2024-06-30/2024-07-01"), ("TIME", "2023-01-10T09:30"),
    ("TIME", "2023-01-10TMO"), ("TIME", "2023-01-10T24:00"), ("TIME", "2023-01-10T09:30Z"), ("DURATION", "P2Y6M"),
    ("DURATION", "PT16H"), ("DURATION", "PXD"), ("DURATION", "PXDE"), ("SET", "P1Y"), ("SET", "XXXX-WXX-1"),
    ("SET", "XXXX-07"), ("SET", "XXXX-SU"), ("SET", "XXXX-XX-XXTMO"), ("SET", "XXXX-WXX-2TNI"),
])
def test_the_grammar_takes_values(timex_type: str, value: str) -> None:
    assert is_value(timex_type, value)


@pytest.mark.parametrize(("timex_type", "value"), [
    ("DATE", ""), ("DATE", "2023-13"), ("DATE", "2023-00-01"), ("DATE", "2023-1-1"), ("DATE", "2023-W54"),
    ("DATE", "2023-Q5"), ("DATE", "23-01-10"), ("DATE", "2023/"), ("DATE", "P1D"), ("DATE", "2023-01-10T09:30"),
    ("TIME", "2023-01-10"), ("TIME", "2023-01-10T25:00"), ("TIME", "PAST_REF"), ("DURATION", "P"), ("DURATION", "PT"),
    ("DURATION", "P1YT"), ("DURATION", "2023"), ("SET", "XXXX"), ("SET", "2023-01"), ("SET", "XXXX-WXX-8"),
])
def test_the_grammar_refuses_what_is_none(timex_type: str, value: str) -> None:
    assert not is_value(timex_type, value)


# --- which days a value stands for, by the calendar alone -------------------------------------------------------------

_FIRST_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    over, last = divmod(month + count - 2, 12)
    return date(year, month, 1), date(year + over, last + 1, monthrange(year + over, last + 1)[1])


def _years(first: int, count: int) -> tuple[date, date]:
    return date(max(first, 1), 1, 1), date(first + count - 1, 12, 31)


def _week(year: int, week: int) -> tuple[date, date]:
    """By ISO 8601: the first week is the one with 4 January in it."""
    fourth = date(year, 1, 4)
    monday = fourth - timedelta(days=fourth.weekday()) + timedelta(weeks=week - 1)
    return monday, monday + timedelta(days=6)


def _weekend(year: int, week: int) -> tuple[date, date]:
    monday, sunday = _week(year, week)
    return monday + timedelta(days=5), sunday


_DAYS: dict[str, Callable[[re.Match[str]], tuple[date, date]]] = {
    "century": lambda m: _years(int(m["century"]) * 100, 100),
    "decade": lambda m: _years(int(m["decade"]) * 10, 10),
    "year": lambda m: _years(int(m["year"]), 1),
    "half": lambda m: _months(int(m["year"]), 6 * int(m["half"]) - 5, 6),
    "quarter": lambda m: _months(int(m["year"]), 3 * int(m["quarter"]) - 2, 3),
    "season": lambda m: _months(int(m["year"]), _FIRST_MONTHS[m["season"]], 3),
    "month": lambda m: _months(int(m["year"]), int(m["month"]), 1),
    "week": lambda m: _week(int(m["year"]), int(m["week"])),
    "weekend": lambda m: _weekend(int(m["year"]), int(m["week"])),
    "day": lambda m: (date(int(m["year"]), int(m["month"]), int(m["day"])),) * 2,
    "time": lambda m: (date(int(m["year"]), int(m["month"]), int(m["day"])),) * 2,
}
# How precise a point of each form is; a time is told to the minute or as a part of the day
_PRECISIONS = {name: (name,) for name in POINTS} | {"weekend": ("range", "week"), "time": ("minute", "day")}


def days_of(value: str) -> tuple[date, date]:
    """First and last day of a point in the calendar."""
    form = form_of(value)
    match = POINTS[form].fullmatch(value) if form else None
    assert form is not None and match is not None, value
    return _DAYS[form](match)


@pytest.mark.parametrize(("value", "days"), [
    ("2023-01-10", "2023-01-10 2023-01-10"), ("2024-02", "2024-02-01 2024-02-29"),
    ("2023-12", "2023-12-01 2023-12-31"), ("2020-W53", "2020-12-28 2021-01-03"),
    ("2024-W01-WE", "2024-01-06 2024-01-07"), ("2023-Q4", "2023-10-01 2023-12-31"),
    ("2023-H1", "2023-01-01 2023-06-30"), ("2022-WI", "2022-12-01 2023-02-28"), ("197", "1970-01-01 1979-12-31"),
    ("20", "2000-01-01 2099-12-31"), ("2023-01-10TNI", "2023-01-10 2023-01-10"),
])
def test_days_of_values(value: str, days: str) -> None:
    assert " ".join(map(str, days_of(value))) == days


# --- what holds for any text ------------------------------------------------------------------------------------------


def check(text: str, found: list[TimeExpression]) -> None:
    """Spans, values and intervals are in order, whatever the text."""
    for before, after in pairwise(found):
        assert before.end <= after.start, (before.surface, after.surface)
    for expression in found:
        assert 0 <= expression.start < expression.end <= len(text)
        assert text[expression.start:expression.end] == expression.surface
        _check_meaning(expression)


def _check_meaning(told: TimeExpression) -> None:
    where = (told.surface, told.timex_value, told.start_date, told.end_date, told.precision, told.rule)
    if told.start_date and told.end_date:
        assert told.start_date <= told.end_date, where
    if told.timex_value is None:
        assert told.status != "resolved", where
        # "since then" spans two days that TIMEX3 has no one value for
        assert told.status == "vague" or (told.start_date, told.end_date) == (None, None), where
        return
    assert told.status != "unresolved", where
    assert is_value(told.timex_type, told.timex_value), where
    if told.timex_type in ("DATE", "TIME") and told.timex_value not in REFERENCES:
        first, is_range, last = told.timex_value.partition("/")
        assert (told.start_date, told.end_date) == (days_of(first)[0], days_of(last or first)[1]), where
        assert is_range or told.status == "vague" or told.precision in _PRECISIONS[form_of(first) or ""], where


_WORDS = (
    *{word for rule in RULES for each in rule.examples for word in re.findall(r"\w+|[^\w\s]", each)},
    "of", "the", "to", "and", "between", "from", "in", "on", "by", "until", "since", "early", "mid-", "late", "end",
    "first", "second", "third", "half", "quarter", "last", "next", "this", "that", "May", "Monday", "Oct.", "’s",
    "31", "29", "30", "00", "12", "1999", "2024", "0000", "9999", "0001", "2100", "24:00", "T12:00", "’90s", "W53",
    "20th", "century", "February", "winter", "weekend", "year", "weeks", "ago", "later", "earlier", "ſ", "İ", "K", "٣",
)
_GAPS = st.sampled_from((" ", " ", " ", "", "-", "–", "/", ", ", ".", ":", "\n", "\xa0", "\n\n", " (", ") ", ". "))
_PHRASES = st.lists(st.tuples(st.sampled_from(sorted(_WORDS)), _GAPS), max_size=16).map(
    lambda pairs: "".join(word + gap for word, gap in pairs))
_EXAMPLES = st.lists(
    st.tuples(st.sampled_from([re.sub(r"[\[\]]", "", each) for rule in RULES for each in rule.examples]), _GAPS),
    max_size=6,
).map(lambda pairs: "".join(words + gap for words, gap in pairs))
TEXTS = st.one_of(_PHRASES, _EXAMPLES, st.text(max_size=80),
                  st.text(alphabet="0123456789/-.:, \nMayJuneofthefirst–’", max_size=60))
ANCHORS = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 12, 31)),
                    st.sampled_from((date.min, date.max, date(2024, 2, 29), date(2020, 12, 31), date(2021, 1, 3))))


@given(TEXTS, ANCHORS)
@settings(max_examples=250, deadline=None, derandomize=True)
@example("the end of December 9999", date.max)
@example("two weeks ago", date.min)
@example("29 February", date(2023, 3, 1))
@example("9:30 week of Oct. 14, 2024", date(2023, 11, 15))
@example("On 10 July 2018 at 14:05 they met. At that time it rained.", date(2023, 11, 15))
@example("They met on the night of 4 February 1999. That same day they left.", date(2023, 11, 15))
def test_expressions_are_in_order(text: str, anchor: date | None) -> None:
    check(text, find_dates(text, anchor))


@given(TEXTS, ANCHORS, st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90)), max_size=4))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_zones_may_be_any(text: str, anchor: date | None, zones: list[tuple[int, int]]) -> None:
    found = find_dates(text, anchor, [Span(max(0, start), max(0, end)) for start, end in zones])
    check(text, found)


@given(TEXTS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_what_is_rejected_is_no_expression(text: str) -> None:
    rejected = find_rejected(text)
    assert all(text[each.start:each.end] == each.surface and each.reason for each in rejected)
    spans = sorted([(each.start, each.end) for each in rejected]
                   + [(each.start, each.end) for each in find_dates(text, DAY)])
    assert all(before[1] <= after[0] for before, after in pairwise(spans)), spans


@given(TEXTS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_without_a_day_nothing_is_counted_from_one(text: str) -> None:
    for told in find_dates(text, None):
        assert told.basis != "relative_to_publication" or told.anchor_date is None
        assert told.basis != "relative_to_publication" or (told.start_date, told.end_date) == (None, None)


# --- linear time ------------------------------------------------------------------------------------------------------

SHORT, LARGE, TRIES = 8_000, 1_000_000, 3
# Four times the text takes four times the time, with room for a machine that is busy
MOST_TIMES = 6.0
# No natural text takes a tenth of that
MOST_SECONDS_A_KB = 0.05
HOSTILE = {
    "digits": "0123456789", "one digit": "1", "slashes": "/", "dates in slashes": "10/11/", "blanks": " ",
    "breaks": "\n", "no-break blanks": "\xa0", "months": "May ", "abbreviated months": "Oct.Nov.", "dashes": "10-11-",
    "en dashes": "2021–", "of the": "of the ", "ordinals": "first second third ", "the": "the ", "commas": "10, ",
    "clocks": "10:30:", "dots": "1.", "last": "last week ", "between": "between 3 and ", "list": "10, 11 and 12 May, ",
    "weekdays": "Monday to ", "years": "2014 2015 ", "untold years": "in March and then ", "parentheses": "(2014) (",
    "letters": "a", "apostrophes": "’s", "since": "since then until ", "amounts": "two and a half years ago ",
    "the end of": "the end of ", "quarters": "the first quarter of ", "addresses": "https://x/2023-01-10/",
    "clock and blanks": "at 9" + " " * 60, "day and blanks": "10" + " " * 60 + "May", "that day": "10 May. That day ",
    "from to": "from 2014 to 2015 to ", "names": "A photo-2019.jpg ", "every": "every other ", "more": "more than ",
}
# Those are tried at full length; where every second word is a date, a megabyte takes half a minute
LONG = ("digits", "one digit", "slashes", "dates in slashes", "blanks", "breaks", "no-break blanks", "months", "dashes",
        "of the", "ordinals", "the", "letters", "clock and blanks", "day and blanks", "mixed")
FINDERS: tuple[Callable[[str], object], ...] = (lambda text: find_dates(text, DAY), find_rejected)


def seconds(text: str, finder: Callable[[str], object]) -> float:
    """CPU seconds over the text."""
    started = time.process_time()
    finder(text)
    return time.process_time() - started


def is_linear(text: str, finder: Callable[[str], object]) -> bool:
    """True if a text takes little more than four times what its first quarter does, and neither takes long.

    What disturbs a process may make it seem slow once, but not each time.
    """
    for _ in range(TRIES):
        first, second = seconds(text[:len(text) // 4], finder), seconds(text, finder)
        if second < min(MOST_TIMES * max(first, 0.02), MOST_SECONDS_A_KB * len(text) / 1000):
            return True
    return False


@pytest.mark.parametrize("finder", FINDERS, ids=("found", "rejected"))
@pytest.mark.parametrize("name", HOSTILE)
def test_no_hostile_text_is_slow(name: str, finder: Callable[[str], object]) -> None:
    """At the size of a document: a pattern that explodes shows already."""
    text = (HOSTILE[name] * SHORT)[:SHORT]
    assert is_linear(text, finder)


def _mixed(size: int) -> str:
    """Pieces of all the hostile texts in an order by chance, always the same."""
    chance, pieces = random.Random(1), sorted(HOSTILE.values())
    text = ""
    while len(text) < size:
        text += "".join(chance.choices(pieces, k=1_000))
    return text[:size]


@pytest.mark.endtoend
@pytest.mark.parametrize("name", LONG)
def test_a_megabyte_takes_four_times_a_quarter(name: str) -> None:
    text = (HOSTILE[name] * LARGE)[:LARGE] if name in HOSTILE else _mixed(LARGE)
    assert is_linear(text, FINDERS[0])


# --- one result -------------------------------------------------------------------------------------------------------

SURROUNDINGS: tuple[dict[str, str], ...] = (
    {}, {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Adak", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"},
)
_TELL = """if True:
    import locale, sys
    from contextlib import suppress
    from datetime import date
    from transforms.dates import find_dates
    from transforms.dates.rules import RULES
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    text = ". ".join(each for rule in RULES for each in rule.examples) + " ON FRIDAY \\u0130 IN JULY, m\\u0131d-May"
    print(ascii([find_dates(text, day) for day in (date(2023, 11, 15), None)]))
"""


def test_surroundings_change_nothing() -> None:
    told = set()
    for surroundings in SURROUNDINGS:
        environment = {name: value for name, value in os.environ.items() if name not in ("TZ", "LC_ALL", "LANG")}
        ended = subprocess.run([sys.executable, "-c", _TELL], capture_output=True, check=True,
                               env={**environment, **surroundings})
        told.add(ended.stdout)
    assert len(told) == 1
    assert len(told.pop()) > 10_000
