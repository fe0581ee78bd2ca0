"""Temporal expressions: every rule finds its examples, every refusal refuses its own, and what they all stand for."""

from __future__ import annotations

import doctest
import locale
import time
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import transforms.dates
from transforms.dates import Rejected, find_dates, find_references, find_rejected, parse_day
from transforms.dates.events import CLAUSES, Clause
from transforms.dates.join import JOINS, Join
from transforms.dates.limits import PREFIXES, Prefix
from transforms.dates.normalize import duration_value, interval_of, nth_of_month, shift, value_of
from transforms.dates.references import LEADS, Lead
from transforms.dates.reject import REJECTIONS, Rejection, refusal
from transforms.dates.rejected import LOOKALIKES, Lookalike
from transforms.dates.rules import RULES, Rule
from transforms.dates.tense import tense_at
from transforms.knowledge import load_knowledge
from transforms.model import Span, TimeExpression
from warehouse.tables import DATE_BASES, DATE_MODIFIERS, DATE_STATUSES, PRECISIONS, TIMEX_TYPES

# A Wednesday.
PUBLISHED = date(2023, 11, 15)


def _unbracketed(example: str) -> tuple[str, int, int]:
    """The example without its brackets, and the span that they marked (all of it if there are none)."""
    if "[" not in example:
        return example, 0, len(example)
    start, end = example.index("["), example.index("]") - 1
    return example.replace("[", "", 1).replace("]", "", 1), start, end


def _only(text: str, anchor: date | None = PUBLISHED) -> TimeExpression:
    found = find_dates(text, anchor)
    assert len(found) == 1, [expression.surface for expression in found]
    return found[0]


def _days(expression: TimeExpression) -> str:
    start, end = expression.start_date, expression.end_date
    if start == end:
        return str(start)
    return f"{start or ''}..{end or ''}"


# --- rules and their examples -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_matches_its_examples(rule: Rule) -> None:
    """In brackets an example has context that the rule needs and does not take."""
    for example in rule.examples:
        match = rule.pattern.match(example.replace("[", "").replace("]", ""))
        assert match is not None, example
        assert match[0] == example.split("[", maxsplit=1)[0].rstrip()
        assert rule.read(match) is not None, example


def test_every_rule_has_an_example_and_its_own_name() -> None:
    assert all(rule.examples and rule.first for rule in RULES)
    assert all(rejection.examples for rejection in REJECTIONS)
    assert all(prefix.examples for prefix in PREFIXES)
    assert all(join.examples for group in JOINS for join in group)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert len({rejection.name for rejection in REJECTIONS}) == len(REJECTIONS)


def test_rejections_name_rules_that_exist() -> None:
    assert {name for rejection in REJECTIONS for name in rejection.rules} <= {rule.name for rule in RULES}


@pytest.mark.parametrize("rejection", REJECTIONS, ids=lambda rejection: rejection.name)
def test_rejection_refuses_its_examples(rejection: Rejection) -> None:
    for example in rejection.examples:
        text, start, end = _unbracketed(example)
        refused = [
            refusal(text, start, end, rule.name)
            for rule in RULES
            if (not rejection.rules or rule.name in rejection.rules)
            and (match := rule.pattern.match(text, start))
            and match.end() == end
        ]
        assert rejection.name in refused, example
        assert not _covers(text, start, end, rejection.rules), example


@pytest.mark.parametrize("rejection", [each for each in REJECTIONS if each.allowed], ids=lambda each: each.name)
def test_rejection_saves_what_it_allows(rejection: Rejection) -> None:
    for example in rejection.allowed:
        assert _covers(*_unbracketed(example)), example


def _covers(text: str, start: int, end: int, rules: frozenset[str] = frozenset()) -> bool:
    """Whether the span is found, by one of the rules if some are named."""
    found = [each for each in find_dates(text, PUBLISHED) if each.start <= start and end <= each.end]
    return any(not rules or each.rule in rules for each in found)


@pytest.mark.parametrize("join", [join for group in JOINS for join in group], ids=lambda join: join.name)
def test_join_makes_one_expression(join: Join) -> None:
    """In front of an example the words in brackets are context, and no part of it."""
    for example in join.examples:
        context, _, wanted = example.rpartition("] ")
        expression = _only(f"{context.strip('[')} {wanted}")
        assert (expression.surface, expression.status) == (wanted, "resolved")


@pytest.mark.parametrize("prefix", PREFIXES, ids=lambda prefix: prefix.name)
def test_prefix_gives_its_modifier(prefix: Prefix) -> None:
    for example in prefix.examples:
        text = example.replace("[", "").replace("-] ", "-").replace("]", "")
        expression = _only(f"{text}, they said")
        assert (expression.surface, expression.modifier) == (example.rpartition("] ")[2], prefix.modifier)


# --- what expressions stand for, published on 15 November 2023 ------------------------------------------------------

EXPLICIT = [
    ("Brussels, 15 November 2023", "15 November 2023", "2023-11-15", "2023-11-15", "day"),
    ("on the 07th October, 2021", "07th October, 2021", "2021-10-07", "2021-10-07", "day"),
    ("28 May. 2024", "28 May. 2024", "2024-05-28", "2024-05-28", "day"),
    ("15\u00a0November\u00a02023", "15\u00a0November\u00a02023", "2023-11-15", "2023-11-15", "day"),
    ("on 10\nJuly 2018", "10\nJuly 2018", "2018-07-10", "2018-07-10", "day"),
    ("10-Nov-2014 09:46", "10-Nov-2014 09:46", "2014-11-10T09:46", "2014-11-10", "minute"),
    ("at 9 a.m. on 4 April 2024", "9 a.m. on 4 April 2024", "2024-04-04T09:00", "2024-04-04", "minute"),
    ("2023-01-10T10:28:00Z", "2023-01-10T10:28:00Z", "2023-01-10T10:28Z", "2023-01-10", "minute"),
    ("10–11 July 2024", "10–11 July 2024", "2024-07-10/2024-07-11", "2024-07-10..2024-07-11", "range"),
    ("between 3 and 5 May 2019", "3 and 5 May 2019", "2019-05-03/2019-05-05", "2019-05-03..2019-05-05", "range"),
    ("30 June-1 July 2022", "30 June-1 July 2022", "2022-06-30/2022-07-01", "2022-06-30..2022-07-01", "range"),
    ("December-January 2020", "December-January 2020", "2019-12/2020-01", "2019-12-01..2020-01-31", "range"),
    ("from 2014 to 2021", "2014 to 2021", "2014/2021", "2014-01-01..2021-12-31", "range"),
    ("the 2021-2027 budget", "2021-2027", "2021/2027", "2021-01-01..2027-12-31", "range"),
    ("in 1999/00", "1999/00", "1999/2000", "1999-01-01..2000-12-31", "range"),
    ("in the 1990s", "the 1990s", "199", "1990-01-01..1999-12-31", "decade"),
    ("the 21st century", "the 21st century", "20", "2000-01-01..2099-12-31", "century"),
    ("in the summer of 2022", "the summer of 2022", "2022-SU", "2022-06-01..2022-08-31", "season"),
    ("winter 2022/23", "winter 2022/23", "2022-WI", "2022-12-01..2023-02-28", "season"),
    ("the first half of 2025", "the first half of 2025", "2025-H1", "2025-01-01..2025-06-30", "half"),
    ("Q3 2024", "Q3 2024", "2024-Q3", "2024-07-01..2024-09-30", "quarter"),
    ("on Wednesday (15 November 2023)", "Wednesday (15 November 2023)", "2023-11-15", "2023-11-15", "day"),
    ("Tuesday, 14 November 2023, 10.30 CET", "Tuesday, 14 November 2023, 10.30 CET", "2023-11-14T10:30", "2023-11-14",
     "minute"),
    ("Easter 2024", "Easter 2024", "2024-03-31", "2024-03-31", "day"),
    ("the week of 10 July 2018", "the week of 10 July 2018", "2018-W28", "2018-07-09..2018-07-15", "week"),
    ("after 9/11", "9/11", "2001-09-11", "2001-09-11", "day"),
    ("the week of March 6, 2024", "the week of March 6, 2024", "2024-W10", "2024-03-04..2024-03-10", "week"),
    ("in 2023’s first half", "2023’s first half", "2023-H1", "2023-01-01..2023-06-30", "half"),
    ("in the late nineties", "the late nineties", "199", "1990-01-01..1999-12-31", "decade"),
    ("since ’98", "98", "1998", "1998-01-01..1998-12-31", "year"),
    ("on 26/10/14", "26/10/14", "2014-10-26", "2014-10-26", "day"),
    ("on the first Monday in October 2024", "the first Monday in October 2024", "2024-10-07", "2024-10-07", "day"),
    ("the last day of February 2024", "the last day of February 2024", "2024-02-29", "2024-02-29", "day"),
    ("the second week of May 2024", "the second week of May 2024", "2024-W19", "2024-05-06..2024-05-12", "week"),
    ("Good Friday 2024", "Good Friday 2024", "2024-03-29", "2024-03-29", "day"),
    ("16 November 2023, 09:00 - 17:00", "16 November 2023, 09:00 - 17:00", "2023-11-16T09:00/2023-11-16T17:00",
     "2023-11-16", "minute"),
    ("by year-end 2025", "year-end 2025", "2025", "2025-01-01..2025-12-31", "year"),
    ("in the second half of the 2010s", "the second half of the 2010s", "201", "2010-01-01..2019-12-31", "decade"),
    ("financial year 2023/24", "financial year 2023/24", "2023/2024", "2023-01-01..2024-12-31", "range"),
    ("May of 2014", "May of 2014", "2014-05", "2014-05-01..2014-05-31", "month"),
    ("in the 1999-2003 period", "1999-2003", "1999/2003", "1999-01-01..2003-12-31", "range"),
]


@pytest.mark.parametrize(("text", "surface", "value", "days", "precision"), EXPLICIT)
def test_explicit_dates(text: str, surface: str, value: str, days: str, precision: str) -> None:
    for anchor in (PUBLISHED, date(1999, 4, 24), None):
        expression = _only(text, anchor)
        assert (expression.surface, expression.precision) == (surface, precision)
        assert (expression.timex_value, _days(expression)) == (value, days)
        assert (expression.basis, expression.anchor_date, expression.status) == ("explicit", None, "resolved")


def test_range_up_to_now_ends_at_publication() -> None:
    expression = _only("from 2014 to the present")
    assert (expression.surface, _days(expression)) == ("2014 to the present", "2014-01-01..2023-11-15")
    assert _only("from 2014 to the present", None).status == "unresolved"


RELATIVE = [
    ("today", "today", "2023-11-15", "2023-11-15"),
    ("the text that was signed yesterday", "yesterday", "2023-11-14", "2023-11-14"),
    ("the talks will go on tomorrow", "tomorrow", "2023-11-16", "2023-11-16"),
    ("the ambassadors met last week", "last week", "2023-W45", "2023-11-06..2023-11-12"),
    ("exercises held this year", "this year", "2023", "2023-01-01..2023-12-31"),
    ("in the coming month", "the coming month", "2023-12", "2023-12-01..2023-12-31"),
    ("two weeks ago", "two weeks ago", "2023-W44", "2023-10-30..2023-11-05"),
    ("a year and a half ago", "a year and a half ago", "2022-05", "2022-05-01..2022-05-31"),
    ("They will report in three months.", "in three months", "2024-02", "2024-02-01..2024-02-29"),
    ("in two years’ time", "in two years’ time", "2025", "2025-01-01..2025-12-31"),
    ("the 9 May of last year", "9 May of last year", "2022-05-09", "2022-05-09"),
    ("in January next year", "January next year", "2024-01", "2024-01-01..2024-01-31"),
    ("the first half of next year", "the first half of next year", "2024-H1", "2024-01-01..2024-06-30"),
    ("Tuesday of last week", "Tuesday of last week", "2023-11-07", "2023-11-07"),
    ("by the end of the year", "the end of the year", "2023", "2023-01-01..2023-12-31"),
    ("before year-end", "year-end", "2023", "2023-01-01..2023-12-31"),
    ("last Thursday", "last Thursday", "2023-11-09", "2023-11-09"),
    ("this coming Sunday", "this coming Sunday", "2023-11-19", "2023-11-19"),
    ("last December", "last December", "2022-12", "2022-12-01..2022-12-31"),
    ("next summer", "next summer", "2024-SU", "2024-06-01..2024-08-31"),
    ("Ministers met on Monday.", "Monday", "2023-11-13", "2023-11-13"),
    ("Ministers will meet on Monday.", "Monday", "2023-11-20", "2023-11-20"),
    ("Both staffs completed in January their review", "January", "2023-01", "2023-01-01..2023-01-31"),
    ("In February, both staffs will meet", "February", "2024-02", "2024-02-01..2024-02-29"),
    ("The summit will be held on 24 and 25 June.", "24 and 25 June", "2024-06-24/2024-06-25", "2024-06-24..2024-06-25"),
    ("He met the ministers on 24 June.", "24 June", "2023-06-24", "2023-06-24"),
    ("Friday, 16 February", "Friday, 16 February", "2024-02-16", "2024-02-16"),
    ("on Friday morning", "Friday morning", "2023-11-10TMO", "2023-11-10"),
    ("next week on Monday and Tuesday", "next week on Monday and Tuesday", "2023-11-20/2023-11-21",
     "2023-11-20..2023-11-21"),
    ("today (Wednesday 15 November)", "today (Wednesday 15 November)", "2023-11-15", "2023-11-15"),
    ("over the weekend", "the weekend", "2023-W45-WE", "2023-11-11..2023-11-12"),
    ("Monday to Friday", "Monday to Friday", "2023-11-06/2023-11-10", "2023-11-06..2023-11-10"),
    ("on Thursday evening (16 November)", "Thursday evening (16 November)", "2023-11-16TEV", "2023-11-16"),
    ("the 5th of this month", "the 5th of this month", "2023-11-05", "2023-11-05"),
    ("the summer of last year", "the summer of last year", "2022-SU", "2022-06-01..2022-08-31"),
    ("at 14:30", "14:30", "2023-11-15T14:30", "2023-11-15"),
    ("at 9:30 CET", "9:30 CET", "2023-11-15T09:30", "2023-11-15"),
    ("at eight o'clock in the evening", "eight o'clock in the evening", "2023-11-15T20:00", "2023-11-15"),
    ("the month after next", "the month after next", "2024-01", "2024-01-01..2024-01-31"),
    ("the year before last", "the year before last", "2021", "2021-01-01..2021-12-31"),
    ("the day before last Tuesday", "the day before last Tuesday", "2023-11-13", "2023-11-13"),
    ("It was last seen on Friday the 13th.", "Friday the 13th", "2023-10-13", "2023-10-13"),
    ("last Christmas", "last Christmas", "2022-12-25", "2022-12-25"),
    ("for the full year", "the full year", "2023", "2023-01-01..2023-12-31"),
    ("The envoys meet on Monday.", "Monday", "2023-11-20", "2023-11-20"),
    ("The sale is scheduled to close Friday.", "Friday", "2023-11-17", "2023-11-17"),
    ("It gave both sides until Friday.", "Friday", "2023-11-17", "2023-11-17"),
    ("would come on a still unspecified date in January", "January", "2024-01", "2024-01-01..2024-01-31"),
    ("They confirmed the 9 December meeting.", "9 December", "2023-12-09", "2023-12-09"),
    ("plans for the first quarter", "the first quarter", "2024-Q1", "2024-01-01..2024-03-31"),
    ("Output fell in the first quarter", "the first quarter", "2023-Q1", "2023-01-01..2023-03-31"),
]


@pytest.mark.parametrize(("text", "surface", "value", "days"), RELATIVE)
def test_relative_dates(text: str, surface: str, value: str, days: str) -> None:
    expression = _only(text)
    assert (expression.surface, expression.timex_value, _days(expression)) == (surface, value, days)
    assert (expression.basis, expression.status) == ("relative_to_publication", "resolved")
    assert expression.anchor_date == PUBLISHED


@pytest.mark.parametrize(("text", "surface", "value", "days"), RELATIVE)
def test_unknown_anchor_is_never_guessed(text: str, surface: str, value: str, days: str) -> None:
    expression = _only(text, None)
    assert (expression.surface if " in " not in surface else value) in (surface, value), days
    if expression.timex_type == "DURATION":  # "in three months" without a day of publication
        return
    assert (expression.timex_value, expression.start_date, expression.end_date) == (None, None, None)
    assert (expression.basis, expression.status) == ("relative_to_publication", "unresolved")


TOLD = [
    ("On 24 February 2022 Russia attacked. That day the world saw it.", "2022-02-24"),
    ("The treaty was signed on 4 April 1949. It is today what it was last year. That day it rained.", "1949-04-04"),
    ("It was founded on 4 April 1949. Two days later it rained.", "1949-04-06"),
    ("It was founded on 4 April 1949. The following year it grew.", "1950-01-01..1950-12-31"),
    ("It was adopted in July 2016. That same year it was carried out.", "2016-01-01..2016-12-31"),
    ("The exercise ended on Friday (7 June 2019). Friday was also its last day.", "2019-06-07"),
    ("It was signed on 8 July 2016. In December, the ministers endorsed it.", "2016-12-01..2016-12-31"),
    ("In December 2017 measures were added. In June, the report was sent.", "2018-06-01..2018-06-30"),
    ("It was signed on 8 July 2016. The previous Monday nobody knew.", "2016-07-04"),
    ("Sales rose in the third quarter of 2015. A year earlier they fell.", "2014-07-01..2014-09-30"),
    ("It was signed on 8 July 2016. The next morning it was carried out.", "2016-07-09"),
    ("It was signed on 8 July 2016, and later in the day it was printed.", "2016-07-08"),
    ("It was signed on 8 July 2016. The following spring it failed.", "2017-03-01..2017-05-31"),
    ("Nobody slept the day after 24 February 2022", "2022-02-25"),
    ("It began on 24 February 2022; they had met the night before.", "2022-02-23"),
]


@pytest.mark.parametrize(("text", "days"), TOLD)
def test_dates_counted_from_the_date_told_last(text: str, days: str) -> None:
    last = find_dates(text, PUBLISHED)[-1]
    assert (_days(last), last.basis, last.status) == (days, "relative_to_date", "resolved")


def test_a_report_compares_with_the_quarter_it_reports_on() -> None:
    text = "Sales rose in the third quarter from those of the corresponding period last year, and from a year ago."
    assert [each.timex_value for each in find_dates(text, PUBLISHED)] == ["2023-Q3", "2022-Q3", "2022-Q3"]
    text = "Sales rose in the third quarter. For the nine months they were twice those of a year ago."
    assert [each.timex_value for each in find_dates(text, PUBLISHED)] == ["2023-Q3", "P9M", "2022"]


def test_a_bare_date_in_another_sentence_is_of_the_year_of_publication() -> None:
    text = "The force of 8 July 2016 was small. Its commander agreed in April to leave."
    assert find_dates(text, PUBLISHED)[-1].timex_value == "2023-04"


HISTORY = (
    "The war began on 1 September 1939. On 3 September two states declared war. In April 1940 it spread north. By June"
    " it was lost in the west.\n\nIn 1941 the fighting went on. In March a force landed. The attack was stopped in"
    " December 1941. In January the front held. By the summer of 1942 a new attack was under way; on 23 August the city"
    " was reached. In February the army gave up. In 1943 the tide turned. In May 1945 it ended."
)


def test_a_history_counts_from_the_dates_it_tells() -> None:
    values = [each.timex_value for each in find_dates(HISTORY, PUBLISHED)]
    assert values == [
        "1939-09-01", "1939-09-03", "1940-04", "1940-06", "1941", "1941-03", "1941-12", "1942-01", "1942-SU",
        "1942-08-23", "1943-02", "1943", "1945-05",
    ]


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("11/12/2017 and 13/11/2017", None, "2017-12-11"),
        ("11/12/2017 and 11/13/2017", None, "2017-11-12"),
        ("11/12/2017, 13/11/2017 and 11/13/2017", None, ""),
        ("Published 11/12/2017", date(2017, 12, 11), "2017-12-11"),
        ("Published 11/12/2017", date(2017, 11, 12), "2017-11-12"),
    ],
)
def test_other_dates_tell_the_order_of_day_and_month(text: str, published: date | None, days: str) -> None:
    first = find_dates(text, published)[0]
    assert (first.status, _days(first)) == (("resolved", days) if days else ("unresolved", "None"))


def test_what_is_told_today_ends_the_narrative() -> None:
    text = "It was signed on 8 July 2016. Today we look ahead. The report came in June."
    assert find_dates(text, PUBLISHED)[-1].timex_value == "2023-06"


def test_clock_belongs_to_the_day_of_its_sentence_or_agenda() -> None:
    agenda = "Thursday 16 November 2023\n09:30 Arrivals\n10:00 First session"
    assert [found.timex_value for found in find_dates(agenda, date(2023, 11, 10))] == [
        "2023-11-16T09:30", "2023-11-16T10:00"
    ]
    last = find_dates("They met on 7 November 2023. At 15:00 we start.", PUBLISHED)[-1]
    assert last.timex_value == "2023-11-15T15:00"


def test_since_then_reaches_from_the_date_told_to_publication() -> None:
    last = find_dates("On 24 February 2022 it began. Since then, much has changed.", PUBLISHED)[-1]
    assert (last.surface, _days(last), last.precision) == ("Since then", "2022-02-24..2023-11-15", "range")


def test_that_day_without_a_day_told_is_unresolved() -> None:
    expression = _only("That day nobody spoke.")
    assert (expression.start_date, expression.basis, expression.status) == (None, "relative_to_date", "unresolved")


DURATIONS = [
    ("for over 20 years", "over 20 years", "DURATION", "P20Y", "more_than"),
    ("a more than 30-year-old framework", "more than 30-year-old", "DURATION", "P30Y", "more_than"),
    ("the 75-year-old Alliance", "75-year-old", "DURATION", "P75Y", None),
    ("a two-day meeting", "two-day", "DURATION", "P2D", None),
    ("five to ten years", "five to ten years", "DURATION", "P10Y", "approx"),
    ("for half a century", "half a century", "DURATION", "P50Y", None),
    ("for decades", "decades", "DURATION", "PXDE", None),
    ("every year", "every year", "SET", "P1Y", None),
    ("twice a year", "twice a year", "SET", "P1Y", None),
    ("it meets annually", "annually", "SET", "P1Y", None),
    ("every six months", "every six months", "SET", "P6M", None),
    ("on Tuesdays", "Tuesdays", "SET", "XXXX-WXX-2", None),
]


@pytest.mark.parametrize(("text", "surface", "kind", "value", "modifier"), DURATIONS)
def test_durations_and_sets(text: str, surface: str, kind: str, value: str, modifier: str | None) -> None:
    expression = _only(text)
    assert (expression.surface, expression.timex_type, expression.timex_value) == (surface, kind, value)
    assert (expression.modifier, expression.start_date) == (modifier, None)


def test_stretch_that_ends_now_has_its_days() -> None:
    expression = _only("over the past two years")
    assert (expression.timex_type, expression.timex_value) == ("DURATION", "P2Y")
    assert _days(expression) == "2021-11-15..2023-11-15"


@pytest.mark.parametrize(
    ("text", "value", "days"),
    [
        ("a report will soon follow", "FUTURE_REF", "2023-11-15.."),
        ("it now has 32 members", "PRESENT_REF", "2023-11-15"),
        ("talks held in recent days", "PAST_REF", "..2023-11-15"),
        ("in the years to come", "FUTURE_REF", "2023-11-15.."),
    ],
)
def test_vague_words(text: str, value: str, days: str) -> None:
    expression = _only(text)
    assert (expression.timex_value, _days(expression)) == (value, days)
    assert (expression.precision, expression.status) == ("vague", "vague")


@pytest.mark.parametrize(
    ("text", "surface", "modifier"),
    [
        ("a member since 1949", "1949", "on_or_after"),
        ("by June 2018", "June 2018", "on_or_before"),
        ("until 2027", "2027", "on_or_before"),
        ("as of 1 July 2020", "1 July 2020", "on_or_after"),
        ("from October 2022 onwards", "October 2022", "on_or_after"),
        ("after 24 February 2022", "24 February 2022", "after"),
        ("early in 2022", "early in 2022", "start"),
        ("mid-2022", "mid-2022", "mid"),
        ("in late 2022", "late 2022", "end"),
        ("by the end of 2024", "the end of 2024", "on_or_before"),
        ("around 2030", "around 2030", "approx"),
    ],
)
def test_modifiers_leave_the_calendar_interval(text: str, surface: str, modifier: str) -> None:
    expression = _only(text)
    assert (expression.surface, expression.modifier) == (surface, modifier)
    assert expression.start_date is not None
    assert interval_of(expression.timex_value or "") is not None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Wednesday (16 November 2023)", "conflict"),
        ("31 February 2023", "conflict"),
        ("15 November 0000", "conflict"),
        ("05/04/2023", "unresolved"),
        ("her first week in office", "unresolved"),
    ],
)
def test_what_contradicts_itself_is_told(text: str, status: str) -> None:
    assert _only(text).status == status


def test_the_parenthesis_decides() -> None:
    assert _only("on Wednesday (16 November 2023)").timex_value == "2023-11-16"
    assert _only("yesterday (10 January 2023)").timex_value == "2023-01-10"
    assert _only("yesterday (10 January 2023)").status == "conflict"
    assert _only("yesterday (14 November 2023)").status == "resolved"
    assert _days(_only("on Monday and Tuesday (13-14 November 2023)")) == "2023-11-13..2023-11-14"


def test_lists_share_month_and_year() -> None:
    texts = ("on 10 and 17 July 2018", "in June, July and September 2018", "on 10 July and 15 September 2018")
    found = [[(e.surface, e.timex_value) for e in find_dates(text, PUBLISHED)] for text in texts]
    assert found == [
        [("10", "2018-07-10"), ("17 July 2018", "2018-07-17")],
        [("June", "2018-06"), ("July", "2018-07"), ("September 2018", "2018-09")],
        [("10 July", "2018-07-10"), ("15 September 2018", "2018-09-15")],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "UNSCR 1325 and resolution 2231 (2015)", "PESCO 2018/909", "STATEMENT/22/1234", "Article 42.7",
        "190605a-003.jpg", "87.25KB", "+32 2 555 20 19", "00 800 55 50 10 11", "we may march", "for the second time",
        "Agenda 2030", "Horizon 2020", "NATO 2030", "Vision 2030", "5 to 10 % of 2000 million", "Prime Minister May",
        "JOIN(2020) 18", "Regulation (EU) 2021/697", "24/7", "COVID-19", "an august assembly",
        "Good morning", "a few good men", "DEFENDER-Europe 21", "© European Union 2012", "some day",
        "00:12:33 Secretary General", "H1N1",
    ],
)
def test_no_dates(text: str) -> None:
    assert find_dates(text, PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Both staffs completed in ⟦January⟧ their review", "past"),
        ("The summit will be held in ⟦July⟧", "future"),
        ("On ⟦Monday⟧, ministers will discuss", "future"),
        ("He said that talks are scheduled for ⟦Friday⟧", "future"),
        ("It ended. On ⟦Monday⟧, they called for unity", "past"),
        ("The report is due by ⟦June⟧", "future"),
        ("The force was deployed until ⟦June⟧", "unsure"),
        ("They extended the mandate until ⟦June⟧", "future"),
        ("Ahead of the visit, the office on ⟦Sunday⟧ issued a warning", "past"),
        ("The two councils meet regularly, and on ⟦14 February⟧ they spoke", "past"),
    ],
)
def test_tense(text: str, tense: str) -> None:
    start, end = text.index("⟦"), text.index("⟧") - 1
    assert tense_at(text.replace("⟦", "").replace("⟧", ""), start, end) == tense


# --- known events -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.entity_id)
def test_clause_matches_its_examples(clause: Clause) -> None:
    assert clause.examples
    for example in clause.examples:
        assert clause.pattern.match(example), example
        assert _only(f"the day that {example}, they said").basis == "relative_to_event", example


@pytest.mark.parametrize("lead", LEADS, ids=lambda lead: lead.pattern)
def test_lead_places_the_event_behind_it(lead: Lead) -> None:
    for example in lead.examples:
        text, start, end = _unbracketed(example)
        found = [each.expression for each in find_references(text, date(2024, 11, 15))]
        assert [(each.start, each.end, each.modifier) for each in found] == [(start, end, lead.modifier)]


@pytest.mark.parametrize(
    ("text", "surface", "days"),
    [
        ("the day that Russia launched its full-scale invasion", "the day", "2022-02-24"),
        ("the day after the Warsaw Summit", "the day", "2016-07-10"),
        ("on the eve of the Vilnius Summit", "the eve", "2023-07-10"),
        ("the 75th anniversary of the signing of the Washington Treaty", "75th anniversary", "2024-04-04"),
        ("NATO’s 70th anniversary", "70th anniversary", "2019-04-04"),
        ("the mission's 20th anniversary", "20th anniversary", ""),
    ],
)
def test_times_of_known_events(text: str, surface: str, days: str) -> None:
    for published in (PUBLISHED, None):
        expression = _only(text, published)
        assert (expression.surface, expression.basis) == (surface, "relative_to_event")
        assert _days(expression).replace("None", "") == days
        assert expression.status == ("resolved" if days else "unresolved")


def test_that_day_is_the_day_of_the_event() -> None:
    text = "It was the day Allies will remember, the day that Russia invaded Ukraine. That day the world changed."
    assert [each.timex_value for each in find_dates(text, PUBLISHED)] == ["2022-02-24", "2022-02-24"]


@pytest.mark.parametrize(
    ("text", "published", "days"),
    [
        ("At the Brussels summit", date(2018, 7, 20), "2018-07-11..2018-07-12"),
        ("At the Brussels summit", date(2021, 6, 20), "2021-06-14"),
        ("At the Brussels summit", None, ""),
        ("after the Warsaw declaration", PUBLISHED, "2016-07-08..2016-07-09"),
        ("since 9/11", PUBLISHED, ""),
        ("at the Oslo fish market", PUBLISHED, ""),
        ("he came from NATO, and was paid by the Alliance", PUBLISHED, ""),
    ],
)
def test_references_to_known_events(text: str, published: date | None, days: str) -> None:
    found = [each.expression for each in find_references(text, published)]
    assert [_days(each) for each in found] == ([days] if days else [])
    assert all(each.surface == text[each.start : each.end] and each.anchor_date == each.start_date for each in found)


def test_references_know_their_event() -> None:
    (found,) = find_references("after the Warsaw declaration", PUBLISHED)
    assert found.entity_id in load_knowledge().entities


# --- the table of rejected candidates -----------------------------------------------------------------------------


@pytest.mark.parametrize("lookalike", LOOKALIKES, ids=lambda lookalike: lookalike.reason)
def test_lookalike_matches_its_examples(lookalike: Lookalike) -> None:
    assert lookalike.examples
    for example in lookalike.examples:
        text = f"see {example} there"
        found = [(each.surface, each.reason) for each in find_rejected(text)]
        assert (example.removeprefix("the "), lookalike.reason) in found, found
        assert find_dates(text, PUBLISHED) == []


def test_rejected_candidates_have_their_reason() -> None:
    text = (
        "Under UNSCR 1325, Ms May may ask for the second time about 2000 troops, Agenda 2030 and 240718a-001.jpg"
        " (1.26 MB) before 5 May 2024; tel. +32 2 555 20 18."
    )
    found = find_rejected(text)
    assert [(each.surface, each.reason) for each in found] == [
        ("UNSCR 1325", "document_number"), ("May", "may_name"), ("may", "verb"), ("second time", "time_of_several"),
        ("2000", "counted"), ("2030", "programme"), ("240718a-001.jpg", "file_name"), ("1.26 MB", "file_size"),
        ("+32 2 555 20 18", "telephone"),
    ]
    assert found[0] == Rejected(6, 16, "UNSCR 1325", "document_number")
    assert find_rejected(text, []) == []
    assert [each.reason for each in find_rejected(text, [Span(0, 20)])] == ["document_number"]


def test_deadlines_are_marked() -> None:
    texts = ("by the end of 2025", "no later than 1 May 2024", "the 30 June 2024 deadline", "in 2025 at the latest",
             "a deadline of 1 May 2024", "until early 2025", "on or before 1 May 2024")
    assert [_only(text).modifier for text in texts] == [*["on_or_before"] * 5, "start", "on_or_before"]


# --- zones, header lines ------------------------------------------------------------------------------------------


def test_zones_bound_what_is_found() -> None:
    text = "10 July 2018. Then 11 July 2018 and early 2019 (15 May)."
    year, day = text.index("2019"), text.index("15 May")
    zones = [Span(year, day - 2), Span(0, 20), Span(day, 500), Span(10, 12)]
    assert [found.surface for found in find_dates(text, PUBLISHED, zones)] == ["10 July 2018", "2019", "15 May"]
    assert find_dates(text, PUBLISHED, []) == []


@pytest.mark.parametrize(
    ("line", "day", "precision", "end"),
    [
        ("15 Nov. 2023", date(2023, 11, 15), "day", 12),
        ("15 Nov. 2023 12:00", date(2023, 11, 15), "minute", 18),
        ("15 Nov. 2023 -", date(2023, 11, 15), "day", 12),
        ("10-Nov-2014 09:46", date(2014, 11, 10), "minute", 17),
        ("10 January 2023", date(2023, 1, 10), "day", 15),
        ("January 10, 2023", date(2023, 1, 10), "day", 16),
        ("2023-01-10", date(2023, 1, 10), "day", 10),
        ("07th October, 2021", date(2021, 10, 7), "day", 18),
        ("28 May. 2024", date(2024, 5, 28), "day", 12),
        ("  05 Jun. 2019 190605a-visit.jpg", date(2019, 6, 5), "day", 14),
        ("Wednesday, 15 November 2023", date(2023, 11, 15), "day", 27),
        ("05/04/2023", date(2023, 4, 5), "day", 10),
    ],
)
def test_parse_day(line: str, day: date, precision: str, end: int) -> None:
    parsed = parse_day(line)
    assert parsed is not None
    assert (parsed.day, parsed.precision, parsed.end) == (day, precision, end)


@pytest.mark.parametrize(
    "line",
    ["", " ", "July 2024", "31 February 2023", "10-11 July 2024", "on 15 Nov. 2023", "yesterday", "2023", "15 May"],
)
def test_parse_day_declines(line: str) -> None:
    assert parse_day(line) is None


def test_parse_day_reads_order_moment_and_offset() -> None:
    month_first = parse_day("05/04/2023 10:20", day_first=False)
    assert month_first is not None
    assert month_first.day == date(2023, 5, 4)
    assert month_first.at == datetime(2023, 5, 4, 10, 20)
    later = parse_day("Updated: 15 Nov. 2023 12:00", start=8)
    assert later is not None
    assert (later.end, later.at) == (27, datetime(2023, 11, 15, 12, 0))


# --- arithmetic ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-02", "2024-02-01..2024-02-29"), ("2020-W53", "2020-12-28..2021-01-03"),
        ("2024-Q4", "2024-10-01..2024-12-31"), ("2022-WI", "2022-12-01..2023-02-28"),
        ("197", "1970-01-01..1979-12-31"), ("00", "0001-01-01..0099-12-31"),
    ],
)
def test_interval_of_value(value: str, days: str) -> None:
    interval = interval_of(value)
    assert interval is not None
    assert f"{interval.start}..{interval.end}" == days


@pytest.mark.parametrize("value", ["2023-02-31", "0000", "2023-W60", "2023-13", "P1Y", "PAST_REF", "", "9999-WI"])
def test_no_interval(value: str) -> None:
    assert interval_of(value) is None


def test_nth_of_month() -> None:
    days = [nth_of_month(date(2024, 2, 1), *told) for told in ((-1, "day"), (5, 3), (-1, "weekend"), (1, "week"))]
    assert days == [date(2024, 2, 29), date(2024, 2, 29), date(2024, 2, 24), date(2024, 2, 1)]


def test_shift_stays_in_the_month_and_in_the_calendar() -> None:
    assert shift(date(2024, 3, 31), "month", -1) == date(2024, 2, 29)
    assert shift(date(2024, 2, 29), "year", 1) == date(2025, 2, 28)
    assert shift(date.max, "day", 1) is None
    assert shift(date.min, "century", -1) is None
    assert value_of(date(2021, 1, 2), "week") == "2020-W53"
    assert [duration_value(*told) for told in ((2.5, "year"), (0.5, "year"), (None, "week"), (3, "decade"))] == [
        "P2Y6M", "P6M", "PXW", "P30Y"
    ]


# --- properties ---------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [example.replace("[", "").replace("]", "") for rule in RULES for example in rule.examples]
    + [example.replace("[", "").replace("]", "") for rejection in REJECTIONS for example in rejection.examples]
    + ["since", "by the end of", "early", "(", ")", "-", "–", " to ", " and ", ", ", "\n", "\n\n", " of ", "’s"]
    + ["between ", ". It was", "31 February 0000", "29 February 2023", "9999-12-31", "99:99", "10.30", "two hundred"]
    + ["10 ſeptember 2020", "K wee\u212as ago", "2 weekſ ago", "last wıek", "١٠ July ٢٠٢٤", "10 July ٢٠٢٤", "that day"]
)
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=12).map(" ".join)
_ANCHORS = st.one_of(st.none(), st.dates())


@given(_TEXTS, _ANCHORS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_expressions_are_well_formed(text: str, anchor: date | None) -> None:
    found = find_dates(text, anchor)
    assert [e.surface for e in found] == [text[e.start : e.end] for e in found]
    assert all(before.end <= after.start for before, after in pairwise(found))
    for e in found:
        assert e.start < e.end
        assert e.timex_type in TIMEX_TYPES
        assert e.basis in DATE_BASES
        assert e.status in DATE_STATUSES
        assert e.precision is None or e.precision in PRECISIONS
        assert e.modifier is None or e.modifier in DATE_MODIFIERS
        assert e.start_date is None or e.end_date is None or e.start_date <= e.end_date
        assert e.status != "unresolved" or (e.timex_value, e.start_date, e.end_date) == (None, None, None)


@given(_TEXTS, st.integers(0, 40), st.integers(0, 40))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_zones_hold_their_finds(text: str, start: int, length: int) -> None:
    zone = Span(min(start, len(text)), min(start + length, len(text)))
    assert all(zone.contains(found.span) for found in find_dates(text, PUBLISHED, [zone]))


@given(st.text(max_size=60), st.booleans())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_parse_day_never_raises(text: str, day_first: bool) -> None:
    parsed = parse_day(text, day_first)
    assert parsed is None or 0 < parsed.end <= len(text)


def test_the_documented_call_gives_what_it_says() -> None:
    outcome = doctest.testmod(transforms.dates)
    assert (outcome.failed, outcome.attempted > 0) == (0, True)


def test_locale_changes_nothing() -> None:
    before = locale.setlocale(locale.LC_ALL)
    text = "On Wednesday, 15 NOVEMBER 2023 at 9 a.m. in Istanbul, in July and last İ Mai"
    expected = find_dates(text, PUBLISHED)
    try:
        for name in ("tr_TR.UTF-8", "de_DE.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
            assert find_dates(text, PUBLISHED) == expected
    finally:
        locale.setlocale(locale.LC_ALL, before)


@pytest.mark.parametrize(
    "piece",
    [
        "1 ", "the ", "10-11-", "10, ", "in March ", "2021-", "a", " ", "\n", "last ", "Monday to ", "1,000,",
        "the day that Russia ", "at the ", "the day before ", "05/04/2023 ", "a-", "+32 2 ", "of the 5th anniversary ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    """Ten thousand characters of the worst kind take no more than a moment: there is no pattern that explodes."""
    started = time.process_time()
    text = piece * (10_000 // len(piece))
    find_dates(text, PUBLISHED)
    find_rejected(text)
    find_references(text, PUBLISHED)
    assert time.process_time() - started < 1.0
