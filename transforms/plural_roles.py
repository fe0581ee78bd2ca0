"""Several offices in one phrase: "the foreign ministers of Finland and Sweden", "the Polish and German Presidents"."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from transforms.knowledge import Knowledge, fold
from transforms.knowledge.patterns import any_of
from transforms.model import Mention
from transforms.resolve import Context

# The head noun of a title with its plural: it is the head that takes it ("Secretaries General", "Ministers of Defence")
_PLURALS = {
    "minister": "ministers", "president": "presidents", "chancellor": "chancellors", "commissioner": "commissioners",
    "secretary": "secretaries", "representative": "representatives", "ambassador": "ambassadors",
    "chairman": "chairmen", "chair": "chairs", "director": "directors", "speaker": "speakers",
    "commander": "commanders", "envoy": "envoys", "general": "generals", "chief": "chiefs",
}
_HEAD = re.compile(rf"\b({'|'.join(_PLURALS)})\b")
# Between the title and the first body, and between two bodies
_OF = re.compile(r"\s+(?:of|from)\s+(?:both\s+)?(?:the\s+)?")
_AND = re.compile(r"\s*(?:,|,?\s+and|,?\s+as well as|\s*/)\s+(?:of\s+)?(?:the\s+)?")
_JOIN = re.compile(r"(?:['’]s?)?\s+")
_LONGEST_LIST = 12


def find_plural_roles(context: Context, names: Sequence[Mention]) -> list[Mention]:
    """ROLE mentions for each office in such a phrase: one span, a referent for each office that one person holds on
    the document's day. `names` are sorted."""
    bodies = [name for name in names if name.entity_id and name.label in ("ORG", "GPE", "NORP")]
    starts, ends = [body.start for body in bodies], [body.end for body in bodies]
    mentions: list[Mention] = []
    titles, pattern = _plural_titles(context.knowledge)
    for match in pattern.finditer(fold(context.text)) if context.day and bodies else ():
        at = bisect_left(starts, match.end())
        listed = list(_listed(context.text, match.end(), bodies[at:at + _LONGEST_LIST]))
        before = bisect_left(ends, match.start())
        listed = listed or list(_listed_before(context.text, match.start(), bodies[:before + 1][-_LONGEST_LIST:]))
        office_ids = titles[" ".join(match[0].split())]
        holders = [(body, *found) for body in listed if (found := _holder(context, office_ids, body))]
        if len(holders) > 1:
            start, end = min(match.start(), holders[0][0].start), max(match.end(), holders[-1][0].end)
            mentions += [Mention(start, end, context.text[start:end], "ROLE", person_id, "office", office_id, referent)
                         for referent, (_, office_id, person_id) in enumerate(holders)]
    return mentions


def _listed(text: str, start: int, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """The bodies of the list that begins behind the title."""
    end, between = start, _OF
    for body in bodies:
        if body.start < end or not between.fullmatch(text, end, body.start):
            return
        yield body
        end, between = body.end, _AND


def _listed_before(text: str, end: int, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """The bodies of the list that ends before the title, in order."""
    found: list[Mention] = []
    between = _JOIN
    for body in reversed(bodies):
        if body.end > end:
            continue
        if not between.fullmatch(text, body.end, end):
            break
        found.append(body)
        end, between = body.start, _AND
    yield from reversed(found)


def _holder(context: Context, office_ids: Sequence[str], body: Mention) -> tuple[str, str] | None:
    """The body's office of that title and the one who holds it on the document's day."""
    offices, day = context.knowledge.offices, context.day
    own = [office_id for office_id in office_ids if offices[office_id].organization_id == body.entity_id]
    holders = context.knowledge.holders(own[0], day) if len(own) == 1 and day else []
    return (own[0], holders[0]) if len(holders) == 1 else None


@functools.lru_cache(maxsize=4)
def _plural_titles(knowledge: Knowledge) -> tuple[Mapping[str, tuple[str, ...]], re.Pattern[str]]:
    """The offices of each title in the plural, and a pattern for these over folded text."""
    offices: defaultdict[str, list[str]] = defaultdict(list)
    for office in knowledge.offices.values():
        for title in office.titles:
            plural = _HEAD.sub(lambda match: _PLURALS[match[1]], fold(title), count=1)
            if plural != fold(title) and office.office_id not in offices[plural]:
                offices[plural].append(office.office_id)
    words = [key for key, ids in offices.items() if len(ids) > 1]
    return {key: tuple(ids) for key, ids in offices.items()}, re.compile(rf"\b(?:{any_of(words) or '(?!)'})\b")
