"""For which side the people of a text act, and whether it is a text of both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from transforms.model import Mention
from transforms.resolve import Context

_JOINT_TITLE = re.compile(
    r"\bjoint\b"
    r"|\b(?:statements?|remarks|conference|availability|doorstep)\b(?:(?!meeting|talks|call|visit|lunch).)*\bwith\b",
    re.IGNORECASE,
)


def partners_of(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The two bodies that "both organisations" means: NATO and the EU where the text names both."""
    counts = Counter(m.entity_id for m in mentions if m.label == "ORG")
    return (
        tuple(body for body in ("nato", "european-union") if counts[body])
        if counts["nato"] and counts["european-union"]
        else ()
    )


def is_joint(context: Context, mentions: Sequence[Mention], organizations: Mapping[str, str]) -> bool:
    """True for a text that the title says to be of both: "joint statement", "statement by A with B"; "we" is both."""
    titles = [segment for segment in context.analysis.segments if segment.kind in ("title", "subtitle")]
    if not _JOINT_TITLE.search(" ".join(segment.text for segment in titles)):
        return False
    named = {
        mention.entity_id or ""
        for mention in mentions
        if any(title.start <= mention.start < title.end for title in titles)
    }
    sides = {context.knowledge.organization_of(organizations.get(entity_id, entity_id)) for entity_id in named}
    return {"nato", "european-union"} <= sides


def organizations_of_people(context: Context, mentions: Sequence[Mention]) -> dict[str, str]:
    """Person to the body (not state) for which they act: by the office told in the text, else held at the date."""
    found: dict[str, str] = {}
    offices = context.knowledge.offices
    for mention in mentions:
        office = offices.get(mention.office_id or "") if mention.label == "ROLE" else None
        if office and mention.entity_id and context.knowledge.kind_of(office.organization_id) != "state":
            found.setdefault(mention.entity_id, office.organization_id)
    for person in context.people:
        terms = context.knowledge.in_office(person, context.day) if context.day else ()
        bodies = [offices[t.office_id].organization_id for t in terms if t.office_id in offices]
        bodies = [body for body in bodies if context.knowledge.kind_of(body) != "state"]
        if bodies:
            found.setdefault(person, bodies[0])
    return found
