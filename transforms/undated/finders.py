"""All that a document itself tells of its day: the finders, in the order in which their findings are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from transforms.knowledge import Knowledge
from transforms.undated.anniversaries import find_anniversaries
from transforms.undated.constraint import Constraint, Window
from transforms.undated.days import find_days, find_weekdays
from transforms.undated.events import find_elapsed, find_events
from transforms.undated.first_days import find_after_office, find_first_days, find_since_office
from transforms.undated.members import find_member_counts, find_new_members
from transforms.undated.offices import find_offices
from transforms.undated.page import find_in_page
from transforms.undated.reading import Finder, Reading
from transforms.undated.texts import find_texts

FINDERS: tuple[Finder, ...] = (
    find_in_page, find_offices, find_first_days, find_since_office, find_after_office, find_events, find_elapsed,
    find_anniversaries, find_days, find_weekdays, find_texts, find_member_counts, find_new_members)


def find_constraints(reading: Reading, knowledge: Knowledge) -> list[Constraint]:
    """What the document itself tells of its day; of the same fact told often, the first."""
    found: dict[tuple[str, tuple[Window, ...]], Constraint] = {}
    for finder in FINDERS:
        for constraint in finder(reading, knowledge):
            found.setdefault((constraint.reason, constraint.windows), constraint)
    return _without_retold_plans(list(found.values()))


def _without_retold_plans(constraints: Sequence[Constraint]) -> list[Constraint]:
    """A plan for a day before one that is told as past is itself told of the past ("said it will open in 2017")."""
    newest = max((w.earliest for c in constraints if c.reason in ("day_told", "day_of_week", "day_signed")
                  for w in c.windows if w.earliest), default=date.min)
    return [c for c in constraints
            if c.reason != "day_planned" or all((w.latest or date.max) >= newest for w in c.windows)]
