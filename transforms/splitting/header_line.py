"""Header lines: dates with the words that say what they are, places, kinds of text, reference numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.model import Span
from transforms.splitting.days import Day, find_days
from transforms.splitting.wording import DATE_MARK, Wording

LONGEST_HEADER_LINE = 160
# "Brussels", "The Hague", "Athens, Greece", "Frankfurt am Main", "Washington, D.C."
_NAME = r"[A-ZÀ-Þ][\w'’.-]{1,20}"
_NO_PLACE = r"(?!(?:On|In|At|By|From|Since|Until|The(?! [A-Z])|This|Last|And|As|After|Before|During)\b)"
_PLACE = rf"{_NO_PLACE}{_NAME}(?: (?:{_NAME}|de|la|of|the|am|upon|sur)){{0,3}}(?:, {_NAME}(?: {_NAME}){{0,2}}){{0,2}}"
_PLACE_AND_DATE = re.compile(rf"(?P<place>{_PLACE})\s?[,:–—-]?\s?(?={DATE_MARK})")
_ONLY_PLACE = re.compile(_PLACE)
PLACE_LINE = re.compile(rf"(?P<place>{_PLACE}),")
_BAR = re.compile(r"\s*[|•·]\s*")
_DATE_AND_PLACE = re.compile(rf"{DATE_MARK}+\s?[,–—-]\s?(?P<place>{_NO_PLACE}{_NAME}(?: {_NAME})?)")
# "BRUSSELS, 3 June 2019 - ", "Vienna, June 3 (Agency) – ", "PARIS (Agency) - ", "WASHINGTON — ", "(Vienna) "
_INLINE = (
    re.compile(
        rf"(?P<place>{_PLACE}),? \(?{DATE_MARK}+\)?\.?\s?(?:\([^()]{{2,40}}\)\s?)?(?:[–—:_-]{{1,3}}|\.(?=\s[A-Z]))\s"
    ),
    re.compile(rf"(?P<place>{_PLACE})\s?[–—-]\s?{DATE_MARK}+\s?[–—:_-]+\s"),
    re.compile(rf"(?P<place>{_PLACE}) ?\([^(){DATE_MARK}]{{2,40}}\)\s?[–—_-]+\s"),
    re.compile(r"(?P<place>[A-ZÀ-Þ]{5,20}(?:[ ,.]{1,2}[A-ZÀ-Þ.]{2,20}){0,3})\s?(?:[–—:_]|-{2,3})\s"),
    re.compile(rf"\((?P<place>{_NAME}(?: {_NAME})?)\)\s(?=[A-Z“\"])"),
)


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """A date of a header line; `role` is published, updated, issued or other."""

    role: str
    day: Day
    is_labelled: bool = False


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """What a header line tells; spans count in the line."""

    kind: str
    dates: tuple[HeaderDate, ...] = ()
    labels: tuple[str, ...] = ()
    place: Span | None = None
    is_bare_label: bool = False
    is_inline: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def read_header_line(line: str, wording: Wording) -> HeaderLine | None:
    """What the line tells, if it has nothing but dates, places and the words of headers."""
    if len(line) > LONGEST_HEADER_LINE:
        return None
    days = find_days(line) if any(char.isdigit() for char in line) else []
    masked = _mask(line, days)
    tokens = _tokens(masked, wording)
    if tokens is not None:
        return _from_tokens(tokens, days, "header") if _tells_something(tokens) else None
    return _dateline(masked, days, wording) or _with_segments(masked, days, wording) or _agency_dateline(line)


def has_header_words_only(text: str, wording: Wording) -> bool:
    """True if the text has nothing but separators and words of header lines, none of them of an update or an issue."""
    tokens = _tokens(text.replace(DATE_MARK, " "), wording)
    return tokens is not None and not any(token.kind in ("updated", "issued") for token in tokens)


def _agency_dateline(line: str) -> HeaderLine | None:
    """ "VIENNA (Agency) -" on a line of its own."""
    found = None if line.endswith(":") else read_inline_dateline(f"{line} ")
    return found[1] if found and found[0] > len(line) else None


def read_inline_dateline(text: str) -> tuple[int, HeaderLine] | None:
    """The length of the dateline that the paragraph begins with, and what it tells."""
    head = text[:100]
    days = find_days(head)
    masked = _mask(head, days)
    for pattern in _INLINE:
        match = pattern.match(masked)
        if match:
            inside = [day for day in days if day.span.end <= match.end()]
            dates = tuple(HeaderDate("published", day) for day in inside[:1])
            return match.end(), HeaderLine("dateline", dates, (), Span(*match.span("place")), is_inline=True)
    return None


def read_date_prefix(text: str) -> int:
    """Where the text goes on behind "date 2019-06-03 ", as one extractor writes it before a page; 0 without it."""
    days = find_days(text[5:30]) if text.startswith("date ") else []
    return 5 + days[0].span.end if days and days[0].span.start == 0 else 0


def _mask(line: str, days: list[Day]) -> str:
    masked = line.replace(DATE_MARK, " ")
    for day in days:
        masked = masked[: day.span.start] + DATE_MARK * (day.span.end - day.span.start) + masked[day.span.end :]
    return masked


def _tokens(masked: str, wording: Wording, start: int = 0) -> list[_Token] | None:
    """The line cut into words of headers; None if it holds any other word."""
    tokens = []
    while start < len(masked):
        match = wording.token.match(masked, start)
        if match is None or match.end() == start:
            return None
        tokens.append(_Token(match.lastgroup or "", match.group(), start))
        start = match.end()
    return tokens


def _tells_something(tokens: list[_Token]) -> bool:
    kinds = {token.kind for token in tokens}
    if kinds == {"separator"}:
        return any(char in token.text for token in tokens for char in "•|")
    return bool(kinds & {"date", "label", "name", "code", "clock", "minutes", "updated", "issued", "published"})


def _from_tokens(tokens: list[_Token], days: list[Day], kind: str, place: Span | None = None) -> HeaderLine:
    labels = tuple(token.text.lower() for token in tokens if token.kind == "label")
    words = [token for token in tokens if token.kind != "separator"]
    return HeaderLine(kind, tuple(_roles(tokens, days)), labels, place, len(words) == 1 and bool(labels))


def _roles(tokens: list[_Token], days: list[Day]) -> Iterator[HeaderDate]:
    """Each date with what the word before it says it is; of dates without such a word only the first is published."""
    role, is_labelled = "published", False
    by_start = {day.span.start: day for day in days}
    for number, token in enumerate(tokens):
        if token.kind in ("published", "updated", "issued"):
            role, is_labelled = token.kind, True
        elif token.kind == "date":
            yield HeaderDate("other" if _is_range(tokens[number + 1 :]) else role, by_start[token.start], is_labelled)
            role, is_labelled = "other", False


def _is_range(after: list[_Token]) -> bool:
    """True if a dash and a second date follow: "10 Jan. 2019 - 11 Jan. 2019" are the days of an event."""
    return [token.kind for token in after[:2]] == ["separator", "date"] and after[0].text.strip() in ("-", "–", "—")


def _dateline(masked: str, days: list[Day], wording: Wording) -> HeaderLine | None:
    """ "Brussels, 3 June 2019", perhaps with a time and a reference number after it; "3 June 2019 - Brussels"."""
    match = _PLACE_AND_DATE.match(masked)
    last = _DATE_AND_PLACE.fullmatch(masked)
    if last:
        return _from_tokens(
            _tokens(masked[: last.start("place")], wording) or [], days, "dateline", Span(*last.span("place"))
        )
    tokens = _tokens(masked, wording, match.end()) if match else None
    if match is None or tokens is None:
        return None
    return _from_tokens(tokens, days, "dateline", Span(*match.span("place")))


def _with_segments(masked: str, days: list[Day], wording: Wording) -> HeaderLine | None:
    """ "03.06.2019 | Brussels | Name of a team": a date, and short parts of which one may be a place."""
    if not days or "|" not in masked:
        return None
    tokens: list[_Token] = []
    place, start = None, 0
    for part in _BAR.split(masked):
        start = masked.index(part, start)
        known = _tokens(part, wording)
        if known is None:
            if len(part) > 50 or part.endswith("."):
                return None
            place = place or (Span(start, start + len(part)) if _ONLY_PLACE.fullmatch(part) else None)
        tokens += [_Token(token.kind, token.text, token.start + start) for token in known or ()]
        start += len(part)
    return _from_tokens(tokens, days, "header", place) if any(t.kind == "date" for t in tokens) else None
