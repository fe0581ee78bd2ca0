"""Families: which types can be told of one act, and how an act of the family is known."""

from __future__ import annotations

from warehouse.tables import EVENT_TYPES

_WIDE = {"MEETING": "meet", "PARTICIPATION": "meet", "VISIT": "meet", "STAFF_TALKS": "meet"}
# A visit is told as a meeting, attendance as a visit; any other type is told as itself
FAMILIES = {event_type: _WIDE.get(event_type, event_type) for event_type in EVENT_TYPES}
FAMILY_NAMES = tuple(sorted(set(FAMILIES.values())))
TYPE_NAMES = tuple(sorted(FAMILIES))
# Done once for all to a thing: a text is signed or published once, so the thing identifies the act
ONCE = ("SIGNING", "PUBLICATION", "ADOPTION", "ESTABLISHMENT", "meet", "EXERCISE", "MEMBERSHIP_STEP")
# Goes on, or is said again and again: only copies of a text, or one headline and its text, tell the same
STANDING = ("COOPERATION", "INFORMATION_SHARING", "CAPABILITY_PROJECT", "OPERATION_COORDINATION", "OTHER")
# Said: one man welcomes and calls for many things on a day, so the words must tell that it is one
SAID = ("STATEMENT", "COMMITMENT", "CALL", "SUPPORT", "CRITICISM", "REFUSAL", "AID")


def codes_of(families: tuple[str, ...]) -> list[int]:
    """The numbers of families."""
    return [FAMILY_NAMES.index(family) for family in families]
