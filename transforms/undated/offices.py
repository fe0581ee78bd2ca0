"""Persons named with an office: the text was written while they held it, before, or after."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from transforms.knowledge import Knowledge, Term, fold
from transforms.rows import Row
from transforms.undated.constraint import Constraint, Window
from transforms.undated.counting import first_of, last_of, plus
from transforms.undated.reading import Reading, end_of, id_of, start_of
from transforms.undated.wording import wording

_NEW_DAYS = 365
_BEFORE_ROLE = wording(
    r"\b(?:(?P<ended>former|ex|past)|(?P<then>as|as the|then|late|previous|outgoing|departing|acting)"
    r"|(?P<ahead>incoming|next|future|designate|soon-to-be)|(?P<new>new))[ -](?:[\w’']+ ){0,2}\Z",
    "the former [Secretary General]", "ex-[Prime Minister]", "as the [High Representative]", "then NATO [spokesman]",
    "the incoming European Council [President]", "the new EU [High Representative]")
_AFTER_ROLE = wording(r"\A[- ](?:designate|elect|in waiting)\b", "[President]-elect", "[Secretary General] designate")
_OFFICE_CHANGES = wording(
    r"\b(?:appoint\w*|nominat\w*|elect(?:ed|s|ion)?|select\w*|succe(?:ed|ssor)\w*|predecessor\w*|replac\w+|becom\w+"
    r"|became|takes? over|took over|taking over|designat\w*|candida\w+|sworn|inaugurat\w*|farewell|served? as|was the"
    r"|next NATO|step\w* down|resign\w*|ambassador to|worked (?:for|as)|until)\b",
    "was appointed by the Allies", "will succeed the ambassador", "she takes over in May", "he stepped down")


def find_offices(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """A person named with an office writes, speaks or is told of while holding it."""
    found = [c for role, person in _named_officials(reading) if _is_sure(knowledge, role, person)
             for c in _office(reading, knowledge, role, person)]
    newest: dict[str, tuple[date, str]] = {}
    for window in (w for c in found if c.reason == "office_held" for w in c.windows):
        if window.office_id and window.earliest and window.entity_id:
            newest[window.office_id] = max(newest.get(window.office_id, (date.min, "")),
                                           (window.earliest, window.entity_id))
    for constraint in found:
        # of two holders of one office, the text tells the earlier one as past
        past = constraint.reason == "office_held" and any(
            newest[w.office_id][1] != w.entity_id for w in constraint.windows if w.office_id in newest)
        yield _from_below(constraint) if past else constraint


def _from_below(constraint: Constraint) -> Constraint:
    return replace(constraint, windows=tuple(replace(w, latest=None) for w in constraint.windows))


def _named_officials(reading: Reading) -> Iterator[tuple[Row, Row]]:
    """Each ROLE with the PERSON who stands right beside it."""
    for role in reading.mentions:
        if role["label"] != "ROLE" or not role["office_id"] or not reading.is_told(start_of(role)):
            continue
        people = reading.near(start_of(role) - 80, end_of(role) + 80, ("PERSON",))
        beside = next((p for p in people if p["entity_id"] == role["entity_id"] and (
            0 <= start_of(p) - end_of(role) < 24 or 0 <= start_of(role) - end_of(p) < 12)), None)
        if beside is not None:
            yield role, beside


def _is_sure(knowledge: Knowledge, role: Row, person: Row) -> bool:
    """A surname alone tells who it is in the one office of a leader; ministers of one name are many."""
    office = knowledge.offices[str(role["office_id"])]
    return person["basis"] in ("name", "alias") or (office.level == "leader" and office.is_single_holder)


def _office(reading: Reading, knowledge: Knowledge, role: Row, person: Row) -> Iterator[Constraint]:
    terms = _terms_named(knowledge, role)
    start, end = min(start_of(role), start_of(person)), max(end_of(role), end_of(person))
    before = _BEFORE_ROLE.search(reading.text[max(0, start_of(role) - 30):start_of(role)].replace("\n", " "))
    is_current = reading.is_lead(start) and not reading.looks_back(start)
    is_ahead = (before and before["ahead"]) or any(
        _AFTER_ROLE.search(reading.text[at:at + 14]) for at in (end, end_of(role)))
    if is_ahead or (before and before["ended"]):
        windows = list(_windows_ahead(terms)) if is_ahead else list(_windows_ended(terms, is_current=is_current))
        if windows and (is_current or not is_ahead):
            yield Constraint("office_ahead" if is_ahead else "office_ended", start, end, tuple(windows))
        return
    if not terms or _OFFICE_CHANGES.search(reading.words(start)):
        return
    is_bound = is_current and not (before and before["then"])
    windows = [Window(t.start, t.end if is_bound else None, t.person_id, t.office_id) for t in terms]
    yield Constraint("office_held", start, end, tuple(windows))
    if is_bound and before and before["new"]:
        yield Constraint("office_new", start, end, tuple(
            replace(w, latest=w.earliest + timedelta(days=_NEW_DAYS)) for w in windows if w.earliest))


def _windows_ahead(terms: Sequence[Term]) -> Iterator[Window]:
    """The year before each term: leaders are chosen months ahead."""
    for term in terms:
        start = term.start if term.start_precision == "day" else last_of(term.start, term.start_precision)
        yield Window(plus(term.start, "year", -1), start, term.person_id, term.office_id)


def _windows_ended(terms: Sequence[Term], *, is_current: bool) -> Iterator[Window]:
    """From the end of each term, until the person holds the office again."""
    for term in terms:
        day = _loose_end(term)
        later = [t.start for t in terms if t.office_id == term.office_id and t.start > term.start]
        if day is not None:
            yield Window(day, min(later, default=None) if is_current else None, term.person_id, term.office_id)


def _loose_end(term: Term) -> date | None:
    """The first day on which the term can have ended."""
    if term.end is None or term.end_precision == "day":
        return term.end
    return first_of(term.end, term.end_precision)


def _terms_named(knowledge: Knowledge, role: Row) -> list[Term]:
    """The person's terms in the office; with a bare title, in every office that has this title."""
    terms = knowledge.terms_of_person.get(id_of(role) or "", ())
    title = re.sub(r"[\s-]+", " ", fold(str(role["surface"])))
    named = {id_of(role, "office_id")}
    for term in terms:
        office = knowledge.offices[term.office_id]
        if title in {re.sub(r"[\s-]+", " ", fold(t)) for t in office.titles}:
            named.add(term.office_id)
    return [term for term in terms if term.office_id in named]
