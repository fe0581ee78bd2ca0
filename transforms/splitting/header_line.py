"""Header lines: dates with the words that say what they are, places, kinds of text, reference numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from transforms.model import Span
from transforms.splitting.days import Day, find_days
from transforms.splitting.wording import DATE_MARK, Wording

LONGEST_HEADER_LINE = 160
LONGEST_LABEL = 40
# "Brussels", "The Hague", "Athens, Greece", "Frankfurt am Main", "Washington, D.C."
_NAME = r"[A-ZÀ-Þ][\w'’.-]{1,20}"
_NO_PLACE = r"(?!(?:On|In|At|By|From|Since|Until|The(?! [A-Z])|This|Last|And|As|After|Before|During)\b)"
# "Paris, le 3 juin 2019"
_BEFORE_DAY = r"(?i:le|den|am|dnia|il)"
_REGION = rf"(?:, (?!{_BEFORE_DAY}\b){_NAME}(?: {_NAME}){{0,2}})"
_CITY = rf"{_NAME}(?: (?:{_NAME}|de|la|of|the|am|upon|sur)){{0,3}}"
# "BRUSSELS/HELSINKI" of a story from two cities
_PLACE = rf"{_NO_PLACE}{_CITY}(?:/{_CITY}){{0,2}}{_REGION}{{0,2}}"
_PLACE_AND_DATE = re.compile(rf"(?P<place>{_PLACE})\s?[,:–—-]?\s?(?:{_BEFORE_DAY} )?(?={DATE_MARK})")
_ONLY_PLACE = re.compile(_PLACE)
PLACE_LINE = re.compile(rf"(?P<place>{_PLACE}),")
# "Berlin, Germany", "Camp Example, Sarajevo"
PLACE_AND_REGION = re.compile(rf"(?P<place>{_PLACE})")
_BAR = re.compile(r"\s*[|•·]\s*")
_NUMBER = re.compile(r"\s*[(\d]")
# what the word before a date makes of it
_ROLES = {"published": "published", "updated": "updated", "issued": "issued", "event": "other"}
# "External relations - 18-12-2002": the rubric of a news page; a meeting there would have a day of its own
_RUBRIC_AND_DATE = re.compile(
    rf"(?!.*\b(?:meeting|visit|summit|conference|council|seminar|workshop|exercise|hearing|debate|event|call|talks)\b)"
    rf"[A-ZÀ-Þ][a-zà-ÿ]+(?: [a-zà-ÿ]+){{0,4}} [–—-] (?={DATE_MARK})"
)
_DATE_AND_PLACE = re.compile(rf"{DATE_MARK}+\s?[,–—-]\s?(?P<place>{_NO_PLACE}{_NAME}(?: {_NAME})?)")
# "Done at Brussels on 10 July 2018.", which closes a declaration
_DONE_AT = re.compile(
    rf"(?:done|signed|adopted|issued|given) (?:at|in) (?P<place>(?-i:{_PLACE})),? (?:(?:on|this|the) )?{DATE_MARK}+\.?",
    re.IGNORECASE,
)
# "No: 123, 3 June 2019, Press Release …" is one line of number, day and title
_NUMBERED_TITLE = re.compile(rf"(?:No\.?:? ?|[A-Z]{{2}}-)\d{{1,4}}, {DATE_MARK}+, (?=[A-Z])")
_HAS_NUMBER = re.compile(r"(?:No\.?:? ?|[A-Z]{2}-)\d{1,4}, ")
# "BRUSSELS, 3 June 2019 - ", "Vienna, June 3 (Agency) – ", "PARIS (Agency) - ", "WASHINGTON — ", "(Vienna) "
_INLINE = (
    re.compile(
        rf"(?P<place>{_PLACE}),? \(?{DATE_MARK}+\)?\.?\s?(?:\([^()]{{2,40}}\)\s?)?(?:[–—:_-]{{1,3}}|\.(?=\s[A-Z]))\s"
    ),
    re.compile(rf"(?P<place>{_PLACE})\s?[–—-]\s?{DATE_MARK}+\s?[–—:_-]+\s"),
    re.compile(rf"(?P<place>{_PLACE}) ?\([^(){DATE_MARK}]{{2,40}}\)\s?[–—_-]+\s"),
    re.compile(r"(?P<place>[A-ZÀ-Þ]{5,20}(?:[ ,.]{1,2}[A-ZÀ-Þ.]{2,20}){0,3})\s?(?:[–—:_]|-{2,3})\s"),
    re.compile(rf"\((?P<place>{_NAME}(?: {_NAME})?)\)\s(?=[A-Z“\"])"),
    # "MOSCOW, June 3. /Agency/. "
    re.compile(rf"(?P<place>{_PLACE}),? {DATE_MARK}+\.? /[\w-]{{2,20}}/\.?\s"),
    # "MONS, Belgium – "
    re.compile(r"(?P<place>[A-ZÀ-Þ]{3,20}(?: [A-ZÀ-Þ]{2,20}){0,2}, [A-ZÀ-Þ][a-zà-ÿ]{2,15}\.?)\s?(?:[–—]|-{1,3})\s"),
)


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """A date of a header line; `role` is published, updated, issued or other."""

    role: str
    day: Day
    is_labelled: bool = False


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """What a header line tells; spans count in the line.

    `next_role` is what its last word says of a date on the next line: "Published", "When:".
    """

    kind: str
    dates: tuple[HeaderDate, ...] = ()
    labels: tuple[str, ...] = ()
    place: Span | None = None
    is_bare_label: bool = False
    is_inline: bool = False
    next_role: str | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


def read_header_line(line: str, wording: Wording) -> HeaderLine | None:
    """What the line tells, if it has nothing but dates, places and the words of headers."""
    if len(line) > LONGEST_HEADER_LINE:
        return None
    days = find_days(line, wording.months) if any(map(str.isdigit, line)) or " day of " in line else []
    masked = _mask(line, days)
    tokens = _tokens(masked, wording)
    if tokens is not None:
        return _from_tokens(tokens, days, "header", wording) if _tells_something(tokens) else None
    return (
        _done_at(masked, days)
        or _dateline(masked, days, wording)
        or _rubric(masked, days, wording)
        or _with_segments(masked, days, wording)
        or _agency_dateline(line, wording)
    )


def has_header_words_only(text: str, wording: Wording) -> bool:
    """True if the text has nothing but separators and words of header lines, none of them of an update or an issue."""
    tokens = _tokens(text.replace(DATE_MARK, " "), wording)
    return tokens is not None and not any(token.kind in ("updated", "issued", "event") for token in tokens)


def tells_other_date(text: str, wording: Wording) -> bool:
    """True for "Last updated", "When:": a date on the next line is none of publication."""
    if len(text) > LONGEST_LABEL or DATE_MARK in text or any(map(str.isdigit, text)):
        return False
    tokens = _tokens(text, wording)
    return bool(tokens) and _next_role([t for t in tokens or () if t.kind != "separator"]) in ("updated", "other")


def _agency_dateline(line: str, wording: Wording) -> HeaderLine | None:
    """ "VIENNA (Agency) -" on a line of its own."""
    found = None if line.endswith(":") else read_inline_dateline(f"{line} ", wording)
    return found[1] if found and found[0] > len(line) else None


def read_inline_dateline(text: str, wording: Wording) -> tuple[int, HeaderLine] | None:
    """The length of the dateline that the paragraph begins with, and what it tells."""
    head = text[:100]
    days = find_days(head, wording.months)
    masked = _mask(head, days)
    for pattern in _INLINE:
        match = pattern.match(masked)
        if match:
            inside = [day for day in days if day.span.end <= match.end()]
            dates = tuple(HeaderDate("published", day) for day in inside[:1])
            return match.end(), HeaderLine("dateline", dates, (), _place_span(match), is_inline=True)
    return None


def _place_span(match: re.Match[str]) -> Span:
    """Where the place stands; "MOSCOW. June 3" has a point behind it, "Washington, D.C." one of its own."""
    start, end = match.span("place")
    return Span(start, end - (match["place"].endswith(".") and match["place"].count(".") == 1))


def read_date_prefix(text: str, wording: Wording) -> int:
    """Where the text goes on behind "date 2019-06-03 ", as one extractor writes it before a page; 0 without it."""
    days = find_days(text[5:30], wording.months) if text.startswith("date ") else []
    return 5 + days[0].span.end if days and days[0].span.start == 0 else 0


def read_numbered_title(line: str, wording: Wording) -> HeaderLine | None:
    """The date in the title line "No: 123, 3 June 2019, Press Release …", as a foreign ministry writes it."""
    if not _HAS_NUMBER.match(line):
        return None
    days = find_days(line[:LONGEST_HEADER_LINE], wording.months)
    found = _NUMBERED_TITLE.match(_mask(line[:LONGEST_HEADER_LINE], days))
    return HeaderLine("header", (HeaderDate("published", days[0]),)) if found else None


def with_role(line: HeaderLine, role: str) -> HeaderLine:
    """The line, its first date being what the line above says, unless it says itself what it is."""
    first, *others = line.dates
    return line if first.is_labelled else replace(line, dates=(HeaderDate(role, first.day, True), *others))


def _done_at(masked: str, days: list[Day]) -> HeaderLine | None:
    found = _DONE_AT.fullmatch(masked)
    dates = tuple(HeaderDate("published", day) for day in days)
    return HeaderLine("dateline", dates, (), Span(*found.span("place"))) if found else None


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
    if kinds <= {"event", "separator"}:
        return ":" in tokens[-1].text
    return bool(kinds - {"event", "separator", "source", "zone", "weekday", "filler"})


def _from_tokens(
    tokens: list[_Token], days: list[Day], kind: str, wording: Wording, place: Span | None = None
) -> HeaderLine:
    labels = tuple(label for token in tokens if (label := _label(token)) in wording.labels)
    words = [token for token in tokens if token.kind != "separator"]
    is_bare = len(words) == 1 and words[0].kind == "label"
    return HeaderLine(kind, tuple(_roles(tokens, days)), labels, place, is_bare, next_role=_next_role(words))


def _label(token: _Token) -> str:
    """The kind of text that the token names, also before its number: "Press Release (2018) 095"."""
    name = _NUMBER.split(token.text, maxsplit=1)[0] if token.kind == "code" else token.text
    return name.strip().lower() if token.kind in ("label", "code") else ""


def _next_role(words: list[_Token]) -> str | None:
    last = next((word for word in reversed(words) if word.kind != "filler"), None)
    return _ROLES.get(last.kind) if last else None


def _roles(tokens: list[_Token], days: list[Day]) -> Iterator[HeaderDate]:
    """Each date with what the word before it says it is; of dates without such a word only the first is published."""
    role, is_labelled = "published", False
    by_start = {day.span.start: day for day in days}
    for number, token in enumerate(tokens):
        if token.kind in _ROLES:
            role, is_labelled = _ROLES[token.kind], True
        elif token.kind == "date":
            is_range = _is_range(tokens[number + 1 :], by_start[token.start], by_start)
            yield HeaderDate("other" if is_range else role, by_start[token.start], is_labelled)
            role, is_labelled = "other", False


def _is_range(after: list[_Token], first: Day, by_start: dict[int, Day]) -> bool:
    """True if a dash and another day follow: "10 Jan. 2019 - 11 Jan. 2019" are the days of an event, but the same day
    twice is just that day."""
    if [token.kind for token in after[:2]] != ["separator", "date"] or after[0].text.strip() not in ("-", "–", "—"):
        return False
    return by_start[after[1].start].day != first.day


def _dateline(masked: str, days: list[Day], wording: Wording) -> HeaderLine | None:
    """ "Brussels, 3 June 2019", perhaps with a time and a reference number after it; "3 June 2019 - Brussels"."""
    match = _PLACE_AND_DATE.match(masked, _place_start(masked, wording))
    last = _DATE_AND_PLACE.fullmatch(masked)
    if last:
        return _from_tokens(
            _tokens(masked[: last.start("place")], wording) or [], days, "dateline", wording, Span(*last.span("place"))
        )
    tokens = _tokens(masked, wording, match.end()) if match else None
    # "Daily News 10 / 01 / 2023"
    if match is None or tokens is None or match["place"].split()[-1].lower() in wording.labels:
        return None
    if ":" in match.group()[len(match["place"]) :]:
        # "Hearing: 3 June 2019", a day of something
        return HeaderLine("header", tuple(HeaderDate("other", day, True) for day in days))
    return _from_tokens(tokens, days, "dateline", wording, Span(*match.span("place")))


def _rubric(masked: str, days: list[Day], wording: Wording) -> HeaderLine | None:
    """ "External relations - 18-12-2002", perhaps with a time after it."""
    match = _RUBRIC_AND_DATE.match(masked)
    tokens = _tokens(masked, wording, match.end()) if match else None
    return _from_tokens(tokens, days, "header", wording) if tokens else None


def _place_start(masked: str, wording: Wording) -> int:
    """Where the place may begin: behind "IP/99/1002", or a publisher's name in the other column of a letterhead."""
    start = 0
    while (match := wording.token.match(masked, start)) and match.lastgroup in ("code", "name", "separator"):
        start = match.end()
    return start


def _with_segments(masked: str, days: list[Day], wording: Wording) -> HeaderLine | None:
    """ "03.06.2019 | Brussels | Name of a team": a date, and short parts of which one may be a place."""
    if not days or "|" not in masked:
        return None
    tokens: list[_Token] = []
    place, start = None, 0
    parts = _BAR.split(masked)
    for before, part in zip(["", *parts], parts, strict=False):
        start = masked.index(part, start)
        known = _tokens(part, wording)
        if known is None:
            if len(part) > 50 or part.endswith("."):
                return None
            # what stands elsewhere is a name or a topic
            is_place = DATE_MARK in before and _ONLY_PLACE.fullmatch(part) is not None
            place = place or (Span(start, start + len(part)) if is_place else None)
        tokens += [_Token(token.kind, token.text, token.start + start) for token in known or ()]
        start += len(part)
    return _from_tokens(tokens, days, "header", wording, place) if any(t.kind == "date" for t in tokens) else None
