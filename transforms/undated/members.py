"""Members of NATO and the Union: how many there are, which one is new, which one is awaited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from transforms.knowledge import Knowledge
from transforms.rows import Row
from transforms.undated.constraint import Constraint, Window
from transforms.undated.counting import NUMBER, number_in
from transforms.undated.reading import Reading, end_of, id_of, start_of
from transforms.undated.wording import PLAN_WORDS, Wording, wording

_FEWEST = 10


def _all_members(nouns: str, *examples: str) -> Wording:
    return wording(
        r"\b(?:all|our|the|its|NATO['’]s|EU['’]s|Alliance['’]s|Union['’]s)\s+(?:of\s+(?:our|the)\s+)?"
        rf"(?P<count>{NUMBER})\s+(?:{nouns})", *examples, is_cased=True)


_ALLIES = _all_members(
    r"(?:NATO\s+)?[Aa]llies\b|NATO\s+(?:members?|nations|member\s(?:states|countries|nations))\b"
    r"|(?:members|nations|member\s(?:states|countries))\s+of\s+(?:the\s+Alliance|NATO)\b",
    "all 31 Allies", "the twenty-eight NATO nations", "its 26 members of the Alliance")
_MEMBERS_OF_UNION = _all_members(
    r"(?:EU\s+)?Member\sStates\b|(?:EU|European\sUnion)\s+(?:members?|leaders|countries|nations"
    r"|member\s(?:states|countries))\b|(?:national\s)?leaders\sof\sthe\s(?:EU|European\sUnion)\b",
    "the 27 Member States", "all of the 28 EU leaders", "the fifteen leaders of the European Union")
_MEMBERS_OF_EITHER = _all_members(r"member\s(?:states|countries)\b(?!\s+of)", "our 28 member countries")
# the bodies that may be meant
_COUNTED = ((_ALLIES, ("nato",)), (_MEMBERS_OF_UNION, ("european-union",)),
            (_MEMBERS_OF_EITHER, ("nato", "european-union")))
_NOT_ALL = wording(r"\A,?\s*(?:that|who|which|participat\w+|present|taking|contribut\w+|involved)\b",
                   "[the 28 Allies] that take part", "[the 20 Member States], participating in it", is_cased=True)
_WILL_COUNT = wording(r"\b(?:will|soon|become|becoming|would)\b|\b(?:from|to)\s\Z",
                      "will soon be [all 31 Allies]", "grew from [the 15 Member States]")
# "The 27" was the Union without Britain from the referendum on
_COUNTED_AHEAD = {("european-union", 27): date(2016, 6, 24)}
_NTH_MEMBER = wording(
    r"\b(?:became|is|joined as)\s+(?:now\s+)?(?:NATO['’]s|the Alliance['’]s|the|our)\s+"
    r"(?P<count>\d\d)(?:st|nd|rd|th)\s+(?:[Aa]lly|(?:NATO\s+)?[Mm]ember)\b",
    "[Finland] became NATO’s 31st member", "[Sweden] is now the 32nd Ally", is_cased=True)
_HOPES = wording(r"\b(?:forward|hope\w*|wish\w*|soon|shortly|invit\w+|ready|once|when|if|until)\b",
                 "we look forward to the day", "hopes that it is", "once it is a member")
_NEWEST = wording(
    r"\b(?:newest|latest|youngest)\s+(?:NATO\s+)?(?:[Aa]lly|[Mm]ember)(?:\s+of\s+(?:NATO|the Alliance))?,?\s+\Z",
    "our newest Ally, [Finland]", "the youngest member of NATO, [Croatia]", is_cased=True)
_NEWEST_AFTER = wording(
    r"\A,?\s+(?:(?:is|as)\s+)?(?:(?:NATO|the Alliance)['’]s|our|the)\s+(?:newest|latest|youngest)\s+"
    r"(?:[Aa]lly|[Mm]ember)",
    "[Albania], NATO’s newest member", "[Croatia] as the latest Ally", is_cased=True)
_WILL_WELCOME = wording(
    r"\b(?:will|soon|forward to|ready to|hope to)\s+(?:\w+\s+){0,2}welcom(?:e|ing)\s+(?:\w+\s+and\s+)?\Z",
    "we look forward to welcoming [Sweden]", "will soon welcome Finland and [Sweden]")
_AS_ALLY = wording(r"\A(?:\s+and\s+\w+)?\s+(?:as|into|to)\b[^.]{0,40}\b(?:NATO|Alliance|[Aa]lly|[Aa]llies)\b",
                   "[Sweden] as a full member of the Alliance", "[Finland] and Sweden into NATO", is_cased=True)
_INVITEE = wording(r"\b(?:invitees?|future (?:[Aa]lly|[Mm]ember))\s+(?:\w+\s+and\s+)?\Z",
                   "invitee [Sweden]", "invitees Albania and [Croatia]", "future Ally [Montenegro]", is_cased=True)


def find_member_counts(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"All 31 Allies": the time in which the organization had so many members."""
    for members, bodies in _COUNTED:
        for match in members.finditer(reading.text):
            count = number_in(match["count"]) or 0
            if count < _FEWEST or not reading.is_told(match.start()) or _NOT_ALL.search(
                    reading.text[match.end():match.end() + 30]) or _WILL_COUNT.search(
                    reading.text[max(0, match.start() - 24):match.start()]):
                continue
            windows = [Window(*w, body) for body in bodies for w in _counted(knowledge, body, count)]
            if reading.looks_back(match.start()):
                windows = [replace(w, latest=None) for w in windows]
            if windows:
                yield Constraint("member_count", match.start(), match.end(), tuple(windows))


def _counted(knowledge: Knowledge, organization: str, count: int) -> Iterator[tuple[date, date | None]]:
    changes: defaultdict[date, int] = defaultdict(int)
    for membership in knowledge.memberships:
        if membership.organization_id == organization:
            changes[membership.start] += 1
            if membership.end:
                changes[membership.end + timedelta(days=1)] -= 1
    days, total = sorted(changes), 0
    for at, day in enumerate(days):
        total += changes[day]
        if total == count:
            start = min(day, _COUNTED_AHEAD.get((organization, count), day)) if day.year > 2016 else day
            yield start, days[at + 1] if at + 1 < len(days) else None


def find_new_members(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    """"NATO's 31st member", "our newest Ally, Finland", "invitee Sweden"."""
    yield from _nth_members(reading, knowledge)
    for mention in reading.mentions:
        joined = [m.start for m in knowledge.memberships
                  if m.organization_id == "nato" and m.state_id == mention["entity_id"]]
        if mention["label"] == "GPE" and joined and not reading.looks_back(start_of(mention)):
            yield from _new_member(reading, knowledge, mention, joined[0])


def _nth_members(reading: Reading, knowledge: Knowledge) -> Iterator[Constraint]:
    for match in _NTH_MEMBER.finditer(reading.text):
        joined = [w[0] for w in _counted(knowledge, "nato", number_in(match["count"]) or 0)]
        words = reading.words(match.start())
        if joined and not PLAN_WORDS.search(words) and not _HOPES.search(words):
            yield Constraint("member_joined", match.start(), match.end(), (Window(min(joined), None, "nato"),))


def _new_member(reading: Reading, knowledge: Knowledge, mention: Row, joined: date) -> Iterator[Constraint]:
    """A state that is called the newest Ally, or one to come."""
    start, end, state = start_of(mention), end_of(mention), id_of(mention)
    before = reading.text[max(0, start - 40):start]
    if _NEWEST.search(before) or _NEWEST_AFTER.search(reading.text[end:end + 40]):
        later = [m.start for m in knowledge.memberships if m.organization_id == "nato" and m.start > joined]
        yield Constraint("member_newest", start, end, (Window(joined, min(later, default=None), state),))
    elif _INVITEE.search(before) or (_WILL_WELCOME.search(before) and _AS_ALLY.search(reading.text[end:end + 80])):
        yield Constraint("member_ahead", start, end, (Window(None, joined, state),))
