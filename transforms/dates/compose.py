"""Turns single finds into whole expressions: neighbors joined, years shared, the words around them read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.dates.join import (
    BESIDE_DATES,
    DATES_TOLD_TWICE,
    DAYS_AND_CLOCKS,
    PARTS_AND_WHOLES,
    RANGES,
    join_neighbors,
    kind_of,
    lacks_year,
    order_of,
)
from transforms.dates.lexicon import GAP
from transforms.dates.limits import BLURS, BOUNDS, read_ahead, read_prefixes, read_suffix
from transforms.dates.readings import Between, Calendar, Found
from transforms.model import Span

_LIST_GAP = re.compile(rf"(?:,?{GAP}(?:and|or|&){GAP}|,{GAP}?|/)(?:(?:in|on|of|the){GAP}){{0,2}}", re.IGNORECASE)


def compose(text: str, zone: Span, found: Sequence[Found]) -> list[Found]:
    """The finds of a zone, sorted and disjoint, put together to whole expressions."""
    finds = join_neighbors(text, zone, found, PARTS_AND_WHOLES)
    finds = read_prefixes(text, zone, finds, BLURS)
    for joins in (DATES_TOLD_TWICE, DAYS_AND_CLOCKS, BESIDE_DATES, RANGES):
        finds = join_neighbors(text, zone, finds, joins)
    finds = _share_years(text, [find for find in finds if not find.is_weak])
    finds = read_prefixes(text, zone, [read_ahead(text, zone, find) for find in finds], BOUNDS)
    return [read_suffix(text, zone, find) for find in finds]


def _share_years(text: str, found: Sequence[Found]) -> list[Found]:
    """Gives the year at the end of a list to all of it: "in June, July and September 2018"."""
    done: list[Found] = []
    for find in reversed(found):
        done.append(_with_year_of(text, find, done[-1]) if done else find)
    return done[::-1]


def _with_year_of(text: str, find: Found, next_find: Found) -> Found:
    told = find.reading
    ahead = next_find.reading.first if isinstance(next_find.reading, Between) else next_find.reading
    if not (isinstance(told, Calendar) and isinstance(ahead, Calendar) and lacks_year(told)):
        return find
    if ahead.year is None or kind_of(told) != kind_of(ahead) or order_of(told) > order_of(ahead):
        return find
    gap = text[find.end : next_find.start]
    return replace(find, reading=replace(told, year=ahead.year)) if len(gap) < 16 and _LIST_GAP.fullmatch(gap) else find
