"""What a page itself tells: its reference number, its address, the days of its last update and of the crawl."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from transforms.knowledge import Knowledge
from transforms.undated.constraint import Constraint, Window
from transforms.undated.counting import FIRST_YEAR, LAST_YEAR, last_of
from transforms.undated.reading import Reading, day_of
from transforms.undated.wording import wording

_CODE_YEAR = wording(
    r"\A(?:[A-Z]+[/_](?P<short>\d\d)[/_]\d+|\D*\(?(?P<long>(?:19|20)\d\d)\)?\b.*|\d{1,4}/(?P<tail>\d\d))\Z",
    "STATEMENT/21/345", "Press Release (2011) 045", "87/14", is_cased=True)
_CODE_DAY = wording(r"\A(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])[_/]\d{1,2}\Z", "160203_07")
_ADDRESS_DAY = wording(
    r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>0[1-9]|1[0-2])(?:[/-](?P<day>0[1-9]|[12]\d|3[01]))?(?=[/-]|\Z)",
    "https://example.org/2018/06/28/visit", "https://example.org/2016/12/press.html", "https://example.org/2016-12-05")
_ADDRESS_CODE = wording(r"/(?:ip|statement|speech|memo|ac|qanda|mex)_(?P<year>\d\d)_\d+\b",
                        "https://example.org/detail/en/IP_19_345")


def find_in_page(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """Reference number, address, the day of the last update and of the crawl."""
    del knowledge
    code = str(reading.document.get("reference_code") or "")
    window = _code_window(code)
    if window is not None:
        at = reading.text.find(code)
        yield Constraint("reference_code", at if at >= 0 else None, at + len(code) if at >= 0 else None, (window,))
    window = _address_window(str(reading.document.get("url") or ""))
    if window is not None:
        yield Constraint("address", None, None, (window,))
    for key, reason in (("updated_at", "updated"), ("fetched_at", "fetched")):
        day = day_of(reading.document.get(key))
        if day is not None:
            yield Constraint(reason, None, None, (Window(None, day),))


def _code_window(code: str) -> Window | None:
    """The year in "STATEMENT/23/121" and "Press Release (2016) 123"; the day in "141105_03", give or take one."""
    told = _CODE_DAY.search(code)
    if told is not None:
        first = date(_full_year(told["year"]), int(told["month"]), 1)
        day = first + timedelta(days=int(told["day"]) - 1)
        return Window(day - timedelta(days=1), day + timedelta(days=1)) if day <= last_of(first, "month") else None
    match = _CODE_YEAR.search(code)
    year = _full_year(match["short"] or match["long"] or match["tail"]) if match else 0
    return Window(date(year, 1, 1), date(year, 12, 31)) if FIRST_YEAR <= year <= LAST_YEAR else None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if year > 100 else year + (1900 if year >= 90 else 2000)


def _address_window(url: str) -> Window | None:
    match, code = _ADDRESS_DAY.search(url), _ADDRESS_CODE.search(url)
    if match is None:
        year = _full_year(code["year"]) if code else 0
        return Window(date(year, 1, 1), date(year, 12, 31)) if year else None
    first = date(int(match["year"]), int(match["month"]), 1)
    if match["day"] is None:
        return Window(first, last_of(first, "month"))
    if int(match["day"]) > last_of(first, "month").day:
        return None
    return Window(first.replace(day=int(match["day"])), first.replace(day=int(match["day"])))
