"""Find quotes, turns and reported speech, and resolve who speaks: by the cue beside the words, or by a turn's label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from transforms.model import Mention, Quote
from transforms.nlp import Segment
from transforms.quotes.cues import SPEECH_VERBS, subject_of
from transforms.quotes.dashed import find_dashed
from transforms.quotes.letters import find_letter
from transforms.quotes.marks import find_marked
from transforms.quotes.reported import find_reported
from transforms.quotes.speakers import Speakers
from transforms.quotes.turns import find_turns, mentions_in, speaker_in
from transforms.quotes.unmarked import find_unmarked
from transforms.resolve import Context

__all__ = ["SPEECH_VERBS", "find_marked", "find_quotes", "find_reported", "mentions_in", "speaker_in", "subject_of"]

QUOTED_KINDS = ("body", "title", "subtitle", "heading", "caption")
# words that run on without a mark at each paragraph are closed within so many
MOST_PARAGRAPHS = 12
_OPENING_MARKS = ("“", '"')
_MARK = re.compile("[“”\"]")
_CLOSES = re.compile(r"(?<=\S)[”\"](?!\w)")
_REOPENS = re.compile(r"\s*[“„\"«‘]")


def find_quotes(context: Context, mentions: Sequence[Mention]) -> list[Quote]:
    """The turns and direct quotes of a document, sorted, without overlap."""
    turns = find_turns(context, mentions)
    letter = find_letter(context, mentions) if not turns else None
    turns += [letter] if letter else []
    speakers = Speakers(context, mentions)
    direct: list[Quote] = []
    segments = [segment for segment in context.analysis.segments if segment.kind in QUOTED_KINDS
                and not (letter and letter.start <= segment.start < letter.end)]
    for number, segment in enumerate(segments):
        end = _closed_later(segments, number)
        found = list(speakers.quotes_of(segment, goes_on=end is not None or _reopens(segments, number)))
        if found and end is not None and found[-1].end == segment.end:
            found[-1] = replace(found[-1], end=end, surface=context.text[found[-1].start:end])
        direct += found or find_dashed(segment, speakers.people)
    direct = _carried_back(context.text, direct)
    unmarked = list(find_unmarked(context, speakers.people, direct)) if not turns else []
    return sorted((*turns, *direct, *unmarked), key=lambda quote: (quote.start, quote.end))


def find_cited(context: Context, mentions: Sequence[Mention], quotes: Sequence[Quote]) -> list[Quote]:
    """The words of others that a speaker cites in a turn: in marks, with a verb of speech and its subject."""
    turns = [quote for quote in quotes if quote.kind == "turn"]
    speakers = Speakers(context, mentions) if turns else None
    cited = [quote for segment in context.analysis.segments if speakers
             and any(segment.start < turn.end for turn in _last_before(turns, segment.start))
             for quote in speakers.quotes_of(segment) if quote.speaker_id and quote.cue]
    return [quote for quote in cited if any(
        turn.start <= quote.start and quote.end <= turn.end and turn.speaker_id != quote.speaker_id
        for turn in _last_before(turns, quote.start))]


def _last_before(ordered: Sequence[Quote], at: int) -> Sequence[Quote]:
    """The last of the quotes that begins at the offset or before it, if there is one."""
    behind = bisect_right(ordered, at, key=attrgetter("start"))
    return ordered[max(0, behind - 1):behind]


def _reopens(segments: Sequence[Segment], number: int) -> bool:
    """True if the next paragraph begins with a mark, as it does within words that are not closed yet."""
    following = segments[number + 1] if number + 1 < len(segments) else None
    return (following is not None and following.kind == segments[number].kind
            and _REOPENS.match(following.text) is not None)


def _closed_later(segments: Sequence[Segment], number: int) -> int | None:
    """Where the words end that open here and close in a later paragraph, with no mark between."""
    segment = segments[number]
    last = max((segment.text.rfind(mark) for mark in _OPENING_MARKS), default=-1)
    if last < 0 or _MARK.search(segment.text, last + 1):
        return None
    for later in segments[number + 1:number + 1 + MOST_PARAGRAPHS]:
        mark = _MARK.search(later.text)
        if later.kind != segment.kind or (mark and (mark[0] == "“" or not later.text[:mark.start()].strip())):
            return None
        if mark:
            return later.start + mark.start() if _CLOSES.match(later.text, mark.start()) else None
    return None


def _carried_back(text: str, direct: Sequence[Quote]) -> list[Quote]:
    """An opening mark that is not closed goes on in the next paragraph, which may be the first to tell the speaker."""
    found: list[Quote] = []
    for quote in reversed(direct):
        goes_on = bool(found) and re.fullmatch(r"\s*[“„\"]", text[quote.end:found[-1].start]) is not None
        found.append(replace(quote, speaker_id=quote.speaker_id or (found[-1].speaker_id if goes_on else None)))
    return found[::-1]
