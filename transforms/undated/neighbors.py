"""What other documents tell of an undated one: its neighbors in a listing, its entries, the text that it copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from transforms.rows import Row
from transforms.undated.constraint import Constraint, Window
from transforms.undated.reading import day_of

# fewer dated entries are in order by chance
_FEWEST_IN_ORDER = 3


def find_across(documents: Sequence[Row]) -> dict[str, list[Constraint]]:
    """What other documents tell of an undated one: its neighbors in a listing, its entries, the entry that announces
    it, the text of which it is a copy."""
    found: defaultdict[str, list[Constraint]] = defaultdict(list)
    dated = {str(row["document_id"]): row for row in documents if row["published_date"] is not None}
    entries: defaultdict[str, list[Row]] = defaultdict(list)
    for row in documents:
        key, parent = str(row["document_id"]), row.get("parent_document_id")
        if parent:
            entries[str(parent)].append(row)
        announced, original = row.get("announced_document_id"), dated.get(str(row.get("near_duplicate_of")))
        day = _exact(row)
        if announced and day:
            # the page and its entry may tell two sides of midnight
            near = Window(day - timedelta(days=1), day + timedelta(days=1))
            found[str(announced)].append(_told_by(row, "announced_by", near))
        if original is not None and (first := _exact(original)):
            found[key].append(_told_by(original, "copy_of", Window(first)))
    for parent, items in entries.items():
        days = [(day, row) for row in items if (day := _exact(row))]
        if days:
            newest = max(days, key=lambda pair: (pair[0], str(pair[1]["document_id"])))
            found[parent].append(_told_by(newest[1], "newest_entry", Window(newest[0])))
        for key, constraint in _between_neighbors(items):
            found[key].append(constraint)
    return found


def _exact(row: Row) -> date | None:
    return day_of(row["published_date"]) if row.get("published_precision") in (None, "day", "minute") else None


def _told_by(row: Row, reason: str, window: Window) -> Constraint:
    start, end = row.get("published_start_char"), row.get("published_end_char")
    return Constraint(reason, int(str(start)) if start is not None else None,
                      int(str(end)) if end is not None else None, (window,), str(row["document_id"]))


def _between_neighbors(items: Sequence[Row]) -> Iterator[tuple[str, Constraint]]:
    """Bounds of the undated entries of a listing whose dated ones are in order, newest or oldest first."""
    ordered = sorted(items, key=lambda row: int(str(row["item_number"] or 0)))
    days = [day for row in ordered if (day := _exact(row))]
    falls, rises = days == sorted(days, reverse=True), days == sorted(days)
    if len(days) < _FEWEST_IN_ORDER or falls == rises:
        return
    for at, row in enumerate(ordered):
        if row["published_date"] is not None:
            continue
        before = next((r for r in reversed(ordered[:at]) if _exact(r)), None)
        after = next((r for r in ordered[at + 1:] if _exact(r)), None)
        newer, older = (before, after) if falls else (after, before)
        if newer is not None:
            yield str(row["document_id"]), _told_by(newer, "listing_order", Window(None, _exact(newer)))
        if older is not None:
            yield str(row["document_id"]), _told_by(older, "listing_order", Window(_exact(older)))
