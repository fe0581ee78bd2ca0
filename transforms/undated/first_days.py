"""The first days in an office, and days counted from its start: "my first week in office", "since he took office"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from transforms.knowledge import Knowledge, Term
from transforms.undated.constraint import Constraint, Window
from transforms.undated.counting import NUMBER, ORDINALS, last_of, number_in, plus
from transforms.undated.reading import Reading, end_of, id_of
from transforms.undated.relative import RELATIVE, written, written_ago
from transforms.undated.wording import PLAN_WORDS, wording

_FIRST_TIME = wording(
    r"\b(?P<whose>my|his|her|your|their|our|\w+['’]s?)\s+(?:very\s+)?(?P<nth>first|second|third)\s+(?:working\s+)?"
    rf"(?P<few>(?:few|{NUMBER}|100|hundred)\s+)?(?P<unit>day|week|month|year)s?\s+"
    r"(?:in\s+(?:office|(?:the|this|your|my|his|her)\s+(?:new\s+)?(?:job|post|position|capacity|role))"
    r"|(?:as|in\s+(?:your|his|her|my)\s+\w+\s+as)\s+(?:the\s+|NATO\s+|EU\s+)*[A-Z]\w+)",
    "my first week in office", "her first 100 days in this post", "your very first working day as High",
    "Javier Solana’s second month in the job", is_cased=True)
_TOOK_OFFICE = wording(
    r"\b(?P<who>I|he|she|[A-Z][\w’'-]{1,40})?\s*(?:(?:took|taking|assumed|assuming|entered|entering)\s+(?:up\s+)?"
    r"(?:office|(?:his|her|my|the)\s+(?:duties|post|position|role|functions?|office)))\b"
    rf"(?P<between>[\s,]*(?:only|just)?\s*)(?P<when>{RELATIVE})\b",
    "since I took office a year ago", "who assumed his duties last month", "she took up her post just two weeks ago",
    is_cased=True)
_AFTER_OFFICE = wording(
    rf"\b(?P<count>{NUMBER})\s+(?P<units>day|week|month)s?\s+after\s+"
    r"(?P<who>he|she|(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?[A-Z][\w’' -]{2,30}?)\s+(?:took|assumed|entered)\s+(?:up\s+)?"
    r"(?:office|(?:his|her|the)\s+(?:new\s+)?(?:duties|post|position|role|functions?|office))",
    "seven weeks after he took office", "10 days after Ms Ashton assumed her new duties", is_cased=True)


def find_first_days(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"In my first week in office": near the start of the speaker's or the named person's term."""
    for match in _FIRST_TIME.finditer(reading.text):
        terms = _terms_of(reading, knowledge, _persons(reading, match.start(), match["whose"]))
        is_free = reading.is_lead(match.start()) and not reading.looks_back(match.start())
        # "in my first 100 days in office I will" is said before they begin
        is_plan = PLAN_WORDS.search(reading.words(match.start())) is not None
        windows = tuple(Window(plus(t.start, "year", -1) if is_plan else t.start,
                               _last_first_day(match, t) if is_free else None, t.person_id, t.office_id) for t in terms)
        if windows:
            yield Constraint("office_first_days", match.start(), match.end(), windows)


def _last_first_day(match: re.Match[str], term: Term) -> date | None:
    """The last day on which news of that day or week is published: loosely, for terms begin on any weekday."""
    if term.start_precision != "day":
        return None
    count, unit = ORDINALS[match["nth"].lower()], match["unit"]
    if match["few"]:
        if (term.end or date.max) > plus(term.start, "year", 5):
            return None  # a second mandate has first days too
        return plus(term.start, "year", 2 if unit == "year" else 1)
    last = plus(term.start, unit, count)
    if unit == "week":
        return last_of(plus(last, "week", 1), "week")
    return plus(last, *{"day": ("week", 1), "month": ("month", 1), "year": ("month", 3)}[unit])


def find_after_office(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"Seven weeks after he took office": news of a day so long after the start of the term."""
    for match in _AFTER_OFFICE.finditer(reading.text):
        count = number_in(match["count"]) or 1
        who = "their" if match["who"].lower() not in ("he", "she") else match["who"].lower()
        is_free = reading.is_lead(match.start()) and not reading.looks_back(match.start())
        windows = []
        for term in _terms_of(reading, knowledge, _persons(reading, match.start(), who)):
            earliest, latest = written_ago(match["units"], count, term.start, term.start)
            if term.start_precision == "day":
                windows.append(Window(earliest, latest + timedelta(days=7) if is_free else None, term.person_id,
                                      term.office_id))
        if windows:
            yield Constraint("office_since", match.start(), match.end(), tuple(windows))


def find_since_office(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"Since I took office a year ago": counted from the start of the term."""
    for match in _TOOK_OFFICE.finditer(reading.text):
        if reading.looks_back(match.start()):
            continue
        who = match["who"] or "their"
        known = "my" if who == "I" else who.lower() if who in ("he", "she", "He", "She") else "their"
        windows = []
        for term in _terms_of(reading, knowledge, _persons(reading, match.start(), known)):
            if term.start_precision == "day":
                earliest, latest = written(match, term.start, term.start)
                windows.append(Window(max(earliest, term.start), latest, term.person_id, term.office_id))
        if windows:
            yield Constraint("office_since", match.start(), match.end(), tuple(windows))


def _persons(reading: Reading, at: int, whose: str) -> list[str]:
    """Whom "my", "his" or "Mr Borrell's" can stand for there: one, or all that come into question."""
    if whose.lower() == "your":
        people = reading.near(0, len(reading.text), ("PERSON",))
        return list(dict.fromkeys(i for p in people if (i := id_of(p)) and i != reading.speaker(at)))
    if whose.lower() in ("my", "our", "i"):
        speaker = reading.speaker(at)
        return [speaker] if speaker else []
    start, end = reading.sentence(at)
    if whose.lower() not in ("his", "her", "their", "he", "she", "they"):
        return [i for p in reading.near(start, at + len(whose), ("PERSON",)) if end_of(p) > at and (i := id_of(p))]
    people = reading.near(start, end, ("PERSON", "ROLE")) or reading.near(
        reading.sentence(max(0, start - 1))[0], start, ("PERSON", "ROLE"))
    return list(dict.fromkeys(i for p in people if (i := id_of(p))))


def _terms_of(reading: Reading, knowledge: Knowledge, people: Iterable[str]) -> list[Term]:
    """Their terms: in the offices with which the text names them, else in any."""
    found: list[Term] = []
    for person in people:
        offices = {m["office_id"] for m in reading.mentions if m["label"] == "ROLE" and m["entity_id"] == person}
        terms = knowledge.terms_of_person.get(person, ())
        found += [t for t in terms if t.office_id in offices] or terms
    return found
