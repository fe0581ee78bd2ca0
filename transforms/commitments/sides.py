"""Whose side somebody is on: the bodies above a body, the organizations of a state, the body of a person's office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

import polars as pl


class Sides:
    """Looks up bodies, memberships and offices of a record; parts of the record that are missing tell nothing."""

    def __init__(self, tables: Mapping[str, pl.DataFrame]) -> None:
        self._parents: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        if "entities" in tables:
            entities = tables["entities"]
            self._kinds = dict(entities.select("entity_id", "kind").iter_rows())
            self._parents = dict(entities.select("entity_id", "parent_id").drop_nulls().iter_rows())
        self._offices = _pairs(tables, "terms", "person_id")
        self._memberships = _pairs(tables, "memberships", "state_id")
        self.of_body = lru_cache(maxsize=None)(self._of_body)

    def is_person(self, entity_id: str) -> bool:
        """True for a known person."""
        return self._kinds.get(entity_id) == "person"

    def _of_body(self, entity_id: str) -> frozenset[str]:
        found = [entity_id]
        while (parent := self._parents.get(found[-1])) and parent not in found:
            found.append(parent)
        return frozenset(found)

    def of_all(self, entity_ids: Iterable[str]) -> frozenset[str]:
        """The bodies and states among them, with all above; persons tell nothing here, their bodies are named too."""
        return frozenset().union(*(self.of_body(key) for key in entity_ids if not self.is_person(key)))

    def are_allied(self, speaker_id: str, others: Iterable[str], day: date | None, *, is_person: bool) -> bool:
        """True if one of the others is on the side of the speaker or publisher, or if nothing tells the side."""
        own = self._wide(speaker_id, day)
        if not own or (is_person and own == {speaker_id}):
            return True
        return any(other == speaker_id or own & (self._wide(other, day) or own) for other in others)

    def _wide(self, entity_id: str, day: date | None) -> frozenset[str]:
        """The bodies of a body, of a person's offices on the day, and the organizations of a state."""
        offices = [body for body, start, end in self._offices.get(entity_id, ()) if _holds(start, end, day)]
        bodies = self.of_all((*offices, entity_id))
        joined = [body for state in bodies for body, start, end in self._memberships.get(state, ())
                  if _holds(start, end, day)]
        return self.of_all((*bodies, *joined))


def _holds(start: date, end: date | None, day: date | None) -> bool:
    return day is None or (start <= day and (end is None or day <= end))


def _pairs(tables: Mapping[str, pl.DataFrame], name: str, key: str) -> dict[str, list[tuple[str, date, date | None]]]:
    """Person or state to the organizations, with the days."""
    found: defaultdict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
    if name in tables:
        rows = tables[name].select(key, "organization_id", "start_date", "end_date").iter_rows()
        for owner, body, start, end in rows:
            found[owner].append((body, start, end))
    return found
