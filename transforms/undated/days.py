"""Days that a text tells as past, as planned, or by a weekday alone."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from transforms.dates.tense import tense_at
from transforms.knowledge import Knowledge
from transforms.rows import Row
from transforms.undated.constraint import Constraint, Window
from transforms.undated.counting import FIRST_YEAR, LAST_YEAR, MONTH_NAMES, MONTH_NUMBERS
from transforms.undated.reading import Reading, day_of, end_of, names_weekday, start_of
from transforms.undated.wording import LOOKS_BACK, PLAN_WORDS, wording

_NOT_PAST_BEFORE = wording(
    r"\b(?:from|until|till|to|by|before|for|through|effective|starting|beginning|between|and|beyond|towards|than"
    r"|as of|ends?|ending|deadline|period|due|payable|maturing|[–-])\s*"
    r"(?:the\s+|early\s+|late\s+|mid-|end\s+of\s+)?\Z",
    "open until [14 June 2018]", "by the [end of 2020]", "notes due [1 May 2025]")
_IN_YEAR = wording(r"\b(?:in|since|during)\s+(?:the\s+)?(?:\w+\s+(?:of\s+)?)?\Z",
                   "founded in [1999]", "since the summer of [2003]")
# "announced an exercise on 5 May" can tell a plan; "was announced on 5 May" cannot
_ANNOUNCES = wording(
    r"\b(?:announc|agree|decid|propos|pledg|commit|invit|confirm|approv|adopt|set|schedul|plann|endors|postpon"
    r"|extend|prolong|call|request|ask|urg|recommend|mandat)\w*\b(?P<between>(?s:.*))\Z",
    "announced an exercise on [5 May 2016]", "was postponed to [5 May 2016]")
_PLAN_AT = wording(
    r"\b(?:will|shall|(?:is|are) (?:due|set|scheduled|expected|planned) to)\s+(?!never|not|always)(?:\w+ly\s+"
    r"|also\s+|again\s+)?(?:be\s+\w+(?:ed|ld|en)|meet|take|attend|host|visit|begin|start|travel|gather|open"
    r"|convene|launch|enter|participate|hold|join|chair|speak|receive|sign|adopt|run|last|expire|end|present"
    r"|publish|complete|arrive|hand|assume)\b",
    "the ministers will meet", "the talks are scheduled to begin", "a seminar will also be held")
_PLAN_PREPOSITION = wording(r"\b(?:on|by|until|from|before|at|as of)\s+(?:the\s+)?(?:\w+day,?\s+)?\(?\Z",
                            "they will meet on [4 October 2018]", "will open on Monday ([4 June 2018)]")
_MONTH_PREPOSITION = wording(r"\b(?:in|by|until|before)\s+(?:(?:early|late|mid)[- ])?\Z",
                             "will open in [June 2018]", "will be completed by mid-[2020]")
_OPENING_QUOTE = wording(r"\A\s*[“\"]?\Z", "“[On 4 October 2018]")
_TELLS_OF_ELSE = wording(r"\b(?:that|who|which|since|anniversary|agreed|decided|said in)\b",
                         "attend a seminar that began", "present the plan agreed", is_cased=True)
_UPDATED = wording(
    r"\b(?:[Uu]pdated?|[Mm]odified|[Rr]evised|[Rr]eviewed|[Rr]etrieved|[Aa]ccessed)\b[^.\n]{0,30}\Z",
    "Last updated on [3 May 2012]", "Page accessed: [3 May 2012]", is_cased=True)
_SIGNED = wording(
    r"\b(?:Done|Signed|Adopted|Agreed)\s+(?:at|in)\s+[A-Z][\w ]{2,30},?\s+(?:on\s+)?(?:the\s+)?\Z",
    "Done at Brussels, [14 March 2003]", "Signed in The Hague on the [3rd of May 2010]", is_cased=True)
_WEEKDAYS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_WEEKDAY_AND_DAY = wording(
    rf"\b(?P<today>today,?\s+\(?)?\(?(?P<weekday>{'|'.join(_WEEKDAYS)})day,?\s+\(?(?:the\s+)?"
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH_NAMES})"
    rf"|(?P<month2>{MONTH_NAMES})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)\b(?!,?\s+\d{{4}})",
    "Tuesday 4 November", "today (Friday, the 3rd of May)", "Monday, June 12th")


def find_days(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """Days told as past bound from below, planned ones from above."""
    del knowledge
    for row in reading.dates:
        start, end = day_of(row["start_date"]), day_of(row["end_date"])
        if row["basis"] != "explicit" or start is None or end is None or row["precision"] not in (
                "day", "minute", "month", "year") or row["timex_type"] not in ("DATE", "TIME"):
            continue
        is_told = reading.is_told(start_of(row)) and not _UPDATED.search(
            reading.text[max(0, start_of(row) - 60):start_of(row)])
        found = _day_bound(reading, row, start, end) if is_told else None
        if found is not None:
            yield Constraint(found[0], start_of(row), end_of(row), (found[1],))


def _day_bound(reading: Reading, row: Row, start: date, end: date) -> tuple[str, Window] | None:
    at, words = start_of(row), reading.words(start_of(row))
    before = reading.text[reading.sentence(at)[0]:at]
    is_day = row["precision"] in ("day", "minute")
    if is_day and _SIGNED.search(before):
        return "day_signed", Window(start)
    if is_day and reading.kind_at(at) in ("caption", "dateline"):
        return "day_in_caption", Window(start)
    if _is_planned(reading, row, before):
        return "day_planned", Window(None, end)
    if not PLAN_WORDS.search(words) and _is_told_past(reading, row, before):
        if names_weekday(reading.text, row) and reading.is_lead(at) and reading.document.get("kind") not in (
                "report", "declaration"):
            return "day_of_week", Window(start, start + timedelta(days=7))
        return "day_told", Window(start)
    return None


def _is_told_past(reading: Reading, row: Row, before: str) -> bool:
    if tense_at(reading.text, start_of(row), end_of(row)) != "past" or _NOT_PAST_BEFORE.search(before):
        return False
    if row["precision"] == "year" and not _IN_YEAR.search(before):
        return False
    announced = _ANNOUNCES.search(before)
    return announced is None or len(announced["between"].split()) <= 2


def _is_planned(reading: Reading, row: Row, before: str) -> bool:
    others = [d for d in reading.dates_in(*reading.sentence(start_of(row)))
              if d is not row and d["basis"] == "explicit"]
    if others or LOOKS_BACK.search(before):
        return False
    words, at = reading.words(start_of(row)), len(before)
    verb = _PLAN_AT.search(words)
    fits = _PLAN_PREPOSITION if row["precision"] in ("day", "minute") else _MONTH_PREPOSITION
    fronted = _OPENING_QUOTE.search(before.replace("On ", "").replace("In ", "")) is not None
    between = words[verb.end():at] if verb and verb.end() < at else ""
    return (verb is not None and (verb.start() < at or fronted) and fits.search(before) is not None
            and not _TELLS_OF_ELSE.search(between))


def find_weekdays(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"Tuesday 4 November" without a year fits one year in six: news names the weekday in the days around."""
    del knowledge
    for match in _WEEKDAY_AND_DAY.finditer(reading.text):
        at = match.start("weekday")
        days = list(_years_of(match))
        if not days or not reading.is_told(at) or not reading.is_lead(at) or reading.looks_back(at):
            continue
        tense = "today" if match["today"] else tense_at(reading.text, at, match.end())
        before, behind = {"today": (0, 0), "past": (0, 7), "future": (60, 0)}.get(tense, (60, 7))
        yield Constraint("weekday_and_day", at, match.end(), tuple(
            Window(day - timedelta(days=before), day + timedelta(days=behind)) for day in days))


def _years_of(match: re.Match[str]) -> Iterator[date]:
    month = MONTH_NUMBERS[(match["month"] or match["month2"]).lower()]
    number, weekday = int(match["day"] or match["day2"]), _WEEKDAYS.index(match["weekday"].lower())
    for year in range(FIRST_YEAR, LAST_YEAR):
        if 1 <= number <= calendar.monthrange(year, month)[1] and date(year, month, number).weekday() == weekday:
            yield date(year, month, number)
