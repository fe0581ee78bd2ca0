"""Undated documents are bounded by what they tell; a wrong bound is worse than a loose one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract import Text, extract_batch
from transforms.knowledge import load_knowledge
from transforms.model import SourceText
from transforms.rows import Row
from transforms.undated import (
    BOUND_REASONS,
    BOUND_STATUSES,
    BOUNDS,
    EVIDENCE,
    Constraint,
    Window,
    bound_undated,
    solve,
)

Day = tuple[int, int, int] | None
# what a text says in its lead, the bounds that must come out, a day on which it can have been written, deciding reasons
CASES: tuple[tuple[str, str, Day, Day, Day, set[str]], ...] = (
    # offices
    ("one office", "NATO Secretary General Jens Stoltenberg welcomed the close contacts of the two staffs.",
     (2014, 10, 1), (2024, 10, 1), (2019, 3, 3), {"office_held"}),
    ("two offices", "NATO Secretary General Jens Stoltenberg met European Commission President Ursula von der Leyen. "
     "They spoke of military mobility.", (2019, 12, 1), (2024, 10, 1), (2022, 5, 5), {"office_held"}),
    ("three offices", "NATO Secretary General Anders Fogh Rasmussen met EU High Representative Catherine Ashton and "
     "European Council President Herman Van Rompuy in Brussels.", (2009, 12, 1), (2014, 9, 30), (2012, 1, 1),
     {"office_held"}),
    ("an office without an end", "NATO Secretary General Mark Rutte thanked the staff of the cyber centre.",
     (2024, 10, 1), None, (2025, 2, 2), {"office_held"}),
    ("two holders: the earlier one is past", "NATO Secretary General Mark Rutte praised the work that Secretary "
     "General Jens Stoltenberg began.", (2024, 10, 1), None, (2024, 11, 1), {"office_held"}),
    ("former", "Former NATO Secretary General Anders Fogh Rasmussen spoke to students in Bruges.",
     (2014, 9, 30), None, (2016, 1, 1), {"office_ended"}),
    ("former, and again later", "Former President Donald Trump gave an interview about burden-sharing.",
     (2021, 1, 20), (2025, 1, 20), (2023, 1, 1), {"office_ended"}),
    ("incoming", "The incoming NATO Secretary General Mark Rutte visited the European Parliament.",
     (2023, 10, 1), (2024, 10, 1), (2024, 7, 1), {"office_ahead"}),
    ("then", "Then Secretary General Jaap de Hoop Scheffer opened the seminar.",
     (2004, 1, 5), None, (2015, 1, 1), {"office_held"}),
    ("a sentence that looks back", "In 2012 NATO Secretary General Anders Fogh Rasmussen opened the office.",
     (2012, 1, 1), None, (2020, 1, 1), {"day_told"}),
    ("an appointment says nothing of the term", "Leaders appointed Prime Minister Mark Rutte as the successor.",
     None, None, (2024, 6, 26), set()),
    ("new", "NATO Secretary General Jens Stoltenberg received the new EU High Representative Federica Mogherini.",
     (2014, 11, 1), (2015, 11, 1), (2014, 11, 5), {"office_held", "office_new"}),
    # the first days in office, and counted from them
    ("first week", "NATO Secretary General Mark Rutte travelled to Kyiv during Mr Rutte’s first week in office.",
     (2024, 10, 1), (2024, 10, 20), (2024, 10, 3), {"office_held", "office_first_days"}),
    ("first week, to the one spoken to", "Press statement by NATO Secretary General Jens Stoltenberg with EU High "
     "Representative Josep Borrell\n\nThank you, Josep. We meet in your first week as High Representative.",
     (2019, 12, 1), (2019, 12, 15), (2019, 12, 9), {"office_held", "office_first_days"}),
    ("so long after", "NATO Secretary General Jens Stoltenberg visited Warsaw five days after he took office.",
     (2014, 10, 5), (2014, 10, 14), (2014, 10, 6), {"office_since"}),
    ("took office last month", "NATO Secretary General Mark Rutte, who took office last month, spoke in Brussels.",
     (2024, 11, 1), (2024, 11, 30), (2024, 11, 4), {"office_since"}),
    # known events
    ("last week's summit", "At last week’s NATO summit in Vilnius, leaders agreed new plans.",
     (2023, 7, 17), (2023, 7, 23), (2023, 7, 19), {"event_relative"}),
    ("met last week", "The talks followed the meeting in London last week, where NATO leaders agreed to spend more.",
     (2019, 12, 9), (2019, 12, 15), (2019, 12, 10), {"event_relative"}),
    ("next month's summit", "Ministers prepared next month’s NATO summit in Vilnius.",
     (2023, 6, 1), (2023, 6, 30), (2023, 6, 16), {"event_relative"}),
    ("a name with two readings, parted by an office", "NATO Secretary General Jens Stoltenberg reported on last week’s "
     "Washington Summit.", (2024, 7, 15), (2024, 7, 21), (2024, 7, 18), {"event_relative"}),
    ("last year's summit", "The plan goes back to last year’s Warsaw Summit.",
     (2017, 1, 1), (2017, 12, 31), (2017, 4, 4), {"event_relative"}),
    ("two years ago", "At the Chicago Summit two years ago, leaders launched the initiative.",
     (2013, 11, 18), (2014, 12, 31), (2014, 3, 1), {"event_relative"}),
    ("ahead of a summit", "NATO Secretary General Jens Stoltenberg visited Berlin ahead of the Madrid Summit.",
     (2019, 6, 28), (2022, 6, 30), (2022, 6, 1), {"event_ahead"}),
    ("ahead of a summit in a month", "He hoped that they can agree by the time of the Lisbon Summit in November.",
     (2009, 11, 19), (2010, 11, 20), (2010, 7, 2), {"event_ahead"}),
    ("will meet at a summit", "Leaders will meet at the NATO summit in Vilnius.",
     (2020, 7, 11), (2023, 7, 12), (2023, 1, 1), {"event_ahead"}),
    ("since a summit", "Since the Wales Summit, the Allies have done more for readiness.",
     (2014, 9, 4), None, (2016, 2, 2), {"event_past"}),
    ("the last summit", "The Allies said so at the last summit in Wales.",
     (2014, 9, 4), (2016, 7, 9), (2014, 11, 5), {"event_past"}),
    ("a war that is only one", "Russia’s full-scale invasion of Ukraine has changed the work of both staffs.",
     (2022, 2, 24), None, (2023, 1, 1), {"event_past"}),
    ("a war of two beginnings", "The war in Ukraine has changed the work of both staffs.",
     None, None, (2015, 1, 1), set()),
    ("years since", "It is two years since Russia’s full-scale invasion of Ukraine.",
     (2023, 12, 26), (2025, 4, 25), (2024, 2, 24), {"event_elapsed"}),
    ("signed yesterday, with three readings", "NATO Secretary General Jens Stoltenberg spoke with European Commission "
     "President Ursula von der Leyen. Yesterday we signed a new joint declaration.",
     (2023, 1, 11), (2023, 1, 11), (2023, 1, 11), {"event_relative"}),
    ("signed in Warsaw in July", "In Warsaw in July, we signed a joint declaration.",
     (2016, 7, 8), (2017, 7, 8), (2016, 12, 6), {"text_past"}),
    # anniversaries
    ("turns 75 today", "Today NATO turns 75.", (2024, 4, 4), (2024, 4, 5), (2024, 4, 4), {"anniversary"}),
    ("this year marks", "This year marks the 70th anniversary of the North Atlantic Treaty.",
     (2019, 1, 1), (2019, 12, 31), (2019, 12, 3), {"anniversary"}),
    # days
    ("a day told as past", "The ministers met in Brussels on 14 June 2018.",
     (2018, 6, 14), None, (2018, 6, 20), {"day_told"}),
    ("the latest of several", "They signed on 3 March 2015. A review followed on 8 May 2017.",
     (2017, 5, 8), None, (2017, 6, 1), {"day_told"}),
    ("a plan", "The ministers will meet in Brussels on 12 June 2019.",
     None, (2019, 6, 12), (2019, 6, 1), {"day_planned"}),
    ("a deadline is far away", "The corridor will be completed by 2030.", None, (2030, 12, 31), (2024, 1, 1),
     {"day_planned"}),
    ("an old day is loose, not wrong", "The alliance was founded on 4 April 1949.", (1949, 4, 4), None, (2020, 1, 1),
     {"day_told"}),
    ("a bond that falls due", "The fund holds notes due 15 March 2027, priced at par.", None, None, (2020, 1, 1),
     set()),
    ("between past and plan", "The ministers met on 14 June 2018. They will meet again on 4 October 2018.",
     (2018, 6, 14), (2018, 10, 4), (2018, 6, 15), {"day_told", "day_planned"}),
    ("a plan that came true is past", "In May they said that the office will open on 1 July 2017. It opened on "
     "6 September 2017.", (2017, 9, 6), None, (2017, 9, 7), {"day_told"}),
    ("a weekday and its day", "The Deputy Secretary General met students on Wednesday (14 February 2024).",
     (2024, 2, 14), (2024, 2, 21), (2024, 2, 15), {"day_of_week"}),
    ("a weekday without a year, parted by two offices", "NATO Secretary General Jens Stoltenberg met EU High "
     "Representative Federica Mogherini in Brussels today (Tuesday 4 November).",
     (2014, 11, 4), (2014, 11, 4), (2014, 11, 4), {"weekday_and_day"}),
    ("a signature", "Signed in Warsaw on 8 July 2016, the text names seven areas.", (2016, 7, 8), None, (2017, 1, 1),
     {"day_signed"}),
    # members
    ("all 31 Allies", "The report was welcomed by all 31 Allies.", (2023, 4, 4), (2024, 3, 7), (2023, 9, 9),
     {"member_count"}),
    ("in words", "It takes the agreement of all thirty-two NATO Allies.", (2024, 3, 7), None, (2025, 1, 1),
     {"member_count"}),
    ("some Allies are no count", "The centre is run by 28 Allies that take part.", None, None, (2024, 1, 1), set()),
    ("with two readings", "Each of the 27 EU Member States took part, and all 29 NATO Allies.",
     (2017, 6, 5), (2020, 3, 27), (2018, 1, 1), {"member_count"}),
    ("Nth member", "Finland became NATO’s 31st member.", (2023, 4, 4), None, (2023, 4, 5), {"member_joined"}),
    ("Nth member to be", "We look forward to the day when Sweden is the 32nd Ally.", None, None, (2023, 7, 7), set()),
    ("newest", "NATO’s newest Ally, Montenegro, sent a company.", (2017, 6, 5), (2020, 3, 27), (2018, 8, 8),
     {"member_newest"}),
    ("a chronology tells old holders in the present", "16 December 2002: NATO and the EU agree on a declaration. NATO "
     "Secretary General Lord Robertson and EU High Representative Javier Solana present it.\n\n8 July 2016: NATO "
     "Secretary General Jens Stoltenberg signs the joint declaration.", (2014, 10, 1), None, (2023, 8, 1),
     {"office_held"}),
    # nothing, and conflict
    ("nothing", "The two staffs meet often and share what they learn.", None, None, (2010, 1, 1), set()),
    ("conflict", "NATO Secretary General Lord Robertson spoke. The ministers met in Brussels on 14 June 2018.",
     None, None, None, set()),
)


def _text(words: str) -> str:
    """The words as the lead of a text that is long enough to tell its language."""
    lead = words if "\n\n" in words else f"News of the day\n\n{words}"
    return f"{lead}\n\nThis is the kind of work that the people of the two houses do with each other every day.\n"


@cache
def _results() -> dict[str, tuple[Row, list[Row], str]]:
    texts = [Text(f"{at:064x}", SourceText(_text(case[1]), "text/plain", "utf-8"))
             for at, case in enumerate(CASES)]
    tables = extract_batch(texts)
    bounds, evidence = bound_undated(tables, load_knowledge())
    owners = dict(tables["documents"].select("sha256", "document_id").iter_rows())
    words = dict(tables["documents"].select("document_id", "text").iter_rows())
    rows = {str(row["document_id"]): row for row in bounds.iter_rows(named=True)}
    return {case[0]: (rows[owners[text.text_id]],
                      evidence.filter(pl.col("document_id") == owners[text.text_id]).to_dicts(),
                      words[owners[text.text_id]]) for case, text in zip(CASES, texts, strict=True)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0].replace(" ", "_"))
def test_bounds_of_a_text(case: tuple[str, str, Day, Day, Day, set[str]]) -> None:
    name, _, earliest, latest, true_day, reasons = case
    bounds, evidence, words = _results()[name]
    low, high = bounds["published_earliest"], bounds["published_latest"]
    assert (low, high) == (earliest and date(*earliest), latest and date(*latest)), evidence
    assert {row["reason"] for row in evidence if row["status"] == "decisive"} == reasons
    assert all(row["status"] in BOUND_STATUSES and row["reason"] in BOUND_REASONS for row in evidence)
    for row in evidence:
        assert row["surface"] == words[int(str(row["start_char"])):int(str(row["end_char"]))] != ""
    if true_day is not None:
        assert str(low or date.min) <= str(date(*true_day)) <= str(high or date.max)


def test_a_conflict_keeps_its_evidence() -> None:
    bounds, evidence, _ = _results()["conflict"]
    assert bounds["published_earliest"] is None and bounds["published_latest"] is None
    assert {row["status"] for row in evidence} == {"conflict"}
    assert {row["reason"] for row in evidence} == {"office_held", "day_told"}


def test_bounds_are_ordered() -> None:
    for bounds, _, _ in _results().values():
        low, high = bounds["published_earliest"], bounds["published_latest"]
        assert low is None or high is None or str(low) <= str(high)


# --- solving ----------------------------------------------------------------------------------------------------------


def _constraint(*windows: tuple[int | None, int | None]) -> Constraint:
    return Constraint("event_past", 0, 1, tuple(
        Window(date(low, 1, 1) if low else None, date(high, 12, 31) if high else None) for low, high in windows))


@pytest.mark.parametrize(("constraints", "years"), [
    ([], (None, None)),
    ([_constraint((2014, 2024)), _constraint((2019, None))], (2019, 2024)),
    ([_constraint((1999, 1999), (2024, 2024)), _constraint((2014, None))], (2024, 2024)),
    ([_constraint((1999, 1999), (2012, 2012), (2024, 2024)), _constraint((2010, None))], (2012, 2024)),
    ([_constraint((1999, 1999), (2012, 2012), (2024, 2024)), _constraint((2010, None)), _constraint((None, 2015))],
     (2012, 2012)),
    ([_constraint((2016, None)), _constraint((None, 2010))], (None, None)),
])
def test_solve(constraints: Sequence[Constraint], years: tuple[int | None, int | None]) -> None:
    solution = solve(constraints)
    assert (solution.earliest and solution.earliest.year, solution.latest and solution.latest.year) == years
    assert solution.is_conflict == (bool(constraints) and years == (None, None))


@st.composite
def _windows_around(draw: st.DrawFn) -> tuple[date, list[Constraint]]:
    """A day, and constraints of which each has a window that holds it."""
    day = draw(st.dates(date(1999, 1, 1), date(2026, 12, 31)))
    days = st.one_of(st.none(), st.integers(0, 4000).map(lambda count: timedelta(days=count)))
    constraints = []
    for _ in range(draw(st.integers(1, 5))):
        before, behind = draw(days), draw(days)
        true = Window(day - before if before is not None else None, day + behind if behind is not None else None)
        other = draw(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
        constraints.append(Constraint("event_past", 0, 1, tuple(draw(st.permutations([true, Window(other, other)])))))
    return day, constraints


@given(_windows_around())
@settings(max_examples=60, deadline=None)
def test_the_true_day_stays_inside(drawn: tuple[date, list[Constraint]]) -> None:
    day, constraints = drawn
    solution = solve(constraints)
    assert not solution.is_conflict
    assert (solution.earliest or date.min) <= day <= (solution.latest or date.max)
    assert solution == solve(solution.constraints)


# --- what the record tells --------------------------------------------------------------------------------------------


def _document(key: str, **columns: object) -> Row:
    row: Row = {
        "document_id": key, "parent_document_id": None, "item_number": None, "kind": "news", "published_date": None,
        "published_precision": None, "published_start_char": None, "published_end_char": None, "updated_at": None,
        "reference_code": None, "url": None, "speaker_id": None, "text": "5 May 2020 Words", "fetched_at": None,
        "near_duplicate_of": None, "announced_document_id": None}
    return row | columns


def _dated(key: str, day: date, **columns: object) -> Row:
    return _document(key, published_date=day, published_precision="day", published_start_char=0, published_end_char=10,
                     **columns)


def _bounds(*documents: Row) -> dict[str, tuple[date | None, date | None]]:
    bounds, evidence = bound_undated(_tables(documents), load_knowledge())
    assert bounds.schema == BOUNDS and evidence.schema == EVIDENCE
    return {key: (low, high) for key, low, high in bounds.iter_rows()}


def _tables(documents: Sequence[Row]) -> dict[str, pl.DataFrame]:
    spans: dict[str, pl.DataType] = {"document_id": pl.String(), "start_char": pl.Int64(), "end_char": pl.Int64()}
    empty = {name: pl.DataFrame(schema=spans) for name in ("passages", "mentions", "dates", "quotes")}
    return {"documents": pl.DataFrame(documents, infer_schema_length=None), **empty}


def _listing(*days: date | None) -> list[Row]:
    entries = [_dated(f"e-{at}", day) if day else _document(f"e-{at}") for at, day in enumerate(days, 1)]
    return [_document("l", kind="listing"), *(
        row | {"kind": "listing_entry", "parent_document_id": "l", "item_number": at}
        for at, row in enumerate(entries, 1))]


NEW, MID, OLD = date(2020, 9, 1), date(2020, 6, 1), date(2020, 3, 1)


def test_a_stated_day_is_kept() -> None:
    assert _bounds(_dated("d-1", NEW))["d-1"] == (NEW, NEW)


def test_a_stated_month_is_its_days() -> None:
    month = _dated("d-1", date(2020, 2, 1)) | {"published_precision": "month"}
    assert _bounds(month)["d-1"] == (date(2020, 2, 1), date(2020, 2, 29))


@pytest.mark.parametrize(("days", "key", "expected"), [
    ((NEW, None, MID, OLD), "e-2", (MID, NEW)),
    ((OLD, MID, None, NEW), "e-3", (MID, NEW)),
    ((None, NEW, MID, OLD), "e-1", (NEW, None)),
    ((NEW, MID, OLD, None), "e-4", (None, OLD)),
    ((MID, None, NEW, OLD), "e-2", (None, None)),
    ((NEW, None, OLD), "e-2", (None, None)),
])
def test_neighbors_in_a_listing(
    days: tuple[date | None, ...], key: str, expected: tuple[date | None, date | None]
) -> None:
    assert _bounds(*_listing(*days))[key] == expected


def test_a_listing_is_no_older_than_its_newest_entry() -> None:
    assert _bounds(*_listing(NEW, MID, OLD))["l"] == (NEW, None)


@pytest.mark.parametrize(("columns", "expected"), [
    ({"fetched_at": date(2021, 1, 5)}, (None, date(2021, 1, 5))),
    ({"updated_at": date(2021, 1, 5)}, (None, date(2021, 1, 5))),
    ({"reference_code": "STATEMENT/23/121"}, (date(2023, 1, 1), date(2023, 12, 31))),
    ({"reference_code": "Press Release (2016) 119"}, (date(2016, 1, 1), date(2016, 12, 31))),
    ({"reference_code": "712/17"}, (date(2017, 1, 1), date(2017, 12, 31))),
    ({"reference_code": "141105_03"}, (date(2014, 11, 4), date(2014, 11, 6))),
    ({"url": "https://example.org/2018/06/28/visit"}, (date(2018, 6, 28), date(2018, 6, 28))),
    ({"url": "https://example.org/2016/12/press.html"}, (date(2016, 12, 1), date(2016, 12, 31))),
    ({"url": "https://example.org/detail/en/ip_23_1234"}, (date(2023, 1, 1), date(2023, 12, 31))),
    ({"url": "https://example.org/2018/02/31/visit"}, (None, None)),
    ({"url": "https://example.org/topics/12345"}, (None, None)),
])
def test_what_the_page_tells(columns: Row, expected: tuple[date | None, date | None]) -> None:
    assert _bounds(_document("d-1", **columns))["d-1"] == expected


def test_an_entry_dates_the_page_that_it_announces() -> None:
    bounds = _bounds(_dated("d-1", MID, announced_document_id="d-2"), _document("d-2"))
    assert bounds["d-2"] == (date(2020, 5, 31), date(2020, 6, 2))


def test_a_copy_is_no_older_than_its_original() -> None:
    assert _bounds(_dated("d-1", MID), _document("d-2", near_duplicate_of="d-1"))["d-2"] == (MID, None)


def test_evidence_from_another_document_names_it() -> None:
    _, evidence = bound_undated(_tables(_listing(NEW, None, MID, OLD)), load_knowledge())
    told = evidence.filter(pl.col("document_id") == "e-2").sort("bound").select(
        "bound", "told_in_document_id", "surface")
    assert told.rows() == [("earliest", "e-3", "5 May 2020"), ("latest", "e-1", "5 May 2020")]
