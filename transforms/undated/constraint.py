"""What a finding tells of the day of publication, and the interval on which all findings agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Window:
    """A closed interval in which the document can have been published, None where open, and whose fact that is."""

    earliest: date | None = None
    latest: date | None = None
    entity_id: str | None = None
    office_id: str | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """What one span tells of the day of publication: it lies in one of the windows. No span for a page's own data."""

    reason: str
    start: int | None
    end: int | None
    windows: tuple[Window, ...]
    told_in: str | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """The bounds, both None without evidence or in a conflict, and the constraints with the windows that are left."""

    earliest: date | None
    latest: date | None
    constraints: tuple[Constraint, ...]
    is_conflict: bool = False


def hull(windows: Sequence[Window]) -> tuple[date | None, date | None]:
    """The first and the last day of all windows together, None where one of them is open."""
    starts, ends = [w.earliest for w in windows], [w.latest for w in windows]
    return (None if None in starts else min(d for d in starts if d),
            None if None in ends else max(d for d in ends if d))


def _narrowed(low: date | None, high: date | None, windows: Sequence[Window]) -> tuple[date | None, date | None]:
    earliest, latest = hull(windows)
    return (max((d for d in (low, earliest) if d), default=None), min((d for d in (high, latest) if d), default=None))


def _meets(window: Window, low: date | None, high: date | None) -> bool:
    return (window.earliest or date.min) <= (high or date.max) and (low or date.min) <= (window.latest or date.max)


def solve(constraints: Sequence[Constraint]) -> Solution:
    """The interval on which all constraints agree; readings that the others rule out are dropped on the way."""
    left = [list(c.windows) for c in constraints]
    low: date | None = None
    high: date | None = None
    while True:
        before = (low, high, [len(windows) for windows in left])
        for at, windows in enumerate(left):
            left[at] = [w for w in windows if _meets(w, low, high)]
            if not left[at]:
                return Solution(None, None, tuple(constraints), is_conflict=True)
            low, high = _narrowed(low, high, left[at])
        if low and high and low > high:
            return Solution(None, None, tuple(constraints), is_conflict=True)
        if before == (low, high, [len(windows) for windows in left]):
            solved = tuple(replace(c, windows=tuple(w)) for c, w in zip(constraints, left, strict=True))
            return Solution(low, high, solved)
