"""The head of a page: title, subtitle, and the lines that tell date, place, kind and number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from transforms.knowledge import fold
from transforms.model import Span
from transforms.splitting.days import Day
from transforms.splitting.header_line import HeaderLine, read_inline_dateline
from transforms.splitting.lines import CLOCK_FIRST, Unit, content_words
from transforms.splitting.wording import SpeechWords, Wording

LONGEST_TITLE = 400
# how many units of a page can belong to its head, and how far behind the first paragraph a date line may stand
_SITE_UNITS, _LONGEST_SITE = 5, 80
_PATH = re.compile(r"\s[>›»]\s")
_HOST = re.compile(r"(?:www\.)?[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,30}){0,3}\.[a-z]{2,6}")
# "European Example Agency | Info Hub | Latest news": names of sections end it
_SECTIONS = re.compile(
    r"(?:[^|]{2,60}\s\|\s){1,4}(?:latest |all |press )?(?:news|newsroom|releases|events|info hub|press|home)",
    re.IGNORECASE)
_HEAD_UNITS = 30
_LATE_UNITS = 6
_LEADS_ON = re.compile(
    r"(?:(?:delivered|given|pronounced|held|issued) )?"
    r"(?:by|with|at|of|on|following|after|before|during|ahead|together|to|in|from|for|between|delivered|and)\b"
)
_PLACE_ALONE = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?,(?: [A-ZÀ-Þ][\w'’-]+){0,2}|[A-ZÀ-Þ][\w'’-]+")
# a line that ends so goes on in the next one
_NEEDS_MORE = re.compile(r"\s(?:of|the|and|for|with|on|in|to|at|by|an?|between|from|or|its|their)$")
_SALUTATION = re.compile(r"\b(?:dear|ladies|gentlemen|excellenc(?:y|ies)|colleagues|friends)\b|^(?:mr|ms|mrs)\b", re.I)
# "Ada Example", "Lord Example", "Herman VAN EXAMPLE"
_NAME_PART = r"(?:[A-ZÀ-Þ][\w'’-]*\.?|de|di|da|du|van|von|der|den|del|al)"
_HONORIFIC = r"(?:Mr|Mrs|Ms|Dr|Prof|Lord|Lady|Sir|Baroness|General|Admiral|Ambassador|Gen|Adm)\.?\s"
_NAME_ALONE = re.compile(rf"(?:{_HONORIFIC})?{_NAME_PART}(?:\s{_NAME_PART}){{0,4}}")
_TITLED_NAME = re.compile(rf"{_HONORIFIC}|[A-ZÀ-Þ][\w'’-]*[a-zß-ÿ]\s(?:\w+\s){{0,3}}[A-ZÀ-Þ'’-]{{3,}}$")
_LONGEST_QUOTED = 200
_LONGEST_BYLINE = 120
# a rubric under which the line "by …" tells who speaks, not who reports
_SPOKEN = re.compile(r"\b(?:speech(?:es)?|statements?|remarks|address|lectures?|opinions?|op-ed)\b", re.IGNORECASE)
_LONGEST_LETTERHEAD = 120
_NAME_LINES = 5
_DATED = ("header", "dateline")
_HEADING_MARK = re.compile(r"^#{1,6}\s+")


@dataclass(slots=True)
class Head:
    """What the head of a page tells. `body` is the number of the first unit that is no part of it.

    `speaker` is a line above the title with the name of who speaks, and nothing else.
    """

    title: Unit | None = None
    subtitle: Unit | None = None
    speaker: Unit | None = None
    body: int = 0


@dataclass(frozen=True, slots=True)
class KnownTitle:
    """The title as the file's own facts have it, or where the field "Subject:" says that it starts."""

    text: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedDate:
    """A date of a header line, placed in the document's text."""

    role: str
    kind: str
    day: Day
    span: Span
    is_labelled: bool
    is_inline: bool


def clean_title(text: str) -> str:
    """The title without Markdown's marks, white space folded."""
    bare = _HEADING_MARK.sub("", " ".join(text.split()))
    return bare[2:-2].strip() if bare.startswith("**") and bare.endswith("**") and len(bare) > 4 else bare


def read_head(text: str, units: list[Unit], known: KnownTitle, wording: Wording) -> Head:
    """Find the head of the page and set the kinds of its units; lines of one title are joined to one unit."""
    head, words = Head(), wording.speech
    _mark_letterhead(text, units, wording)
    if known.start is None:
        head.speaker = None if known.text else _mark_speaker(units, wording)
        _mark_site_lines(units)
        number = _find_title(units, known.text, words)
    else:
        number = _mark_above(units, known.start)
    if number is not None:
        _join_title(text, units, number, words)
        head.title = units[number]
        head.title.kind = "title"
        number += 1
    head.body = _read_below_title(units, number or 0, head, words)
    for unit in units[: head.body]:
        unit.kind = "header" if unit.kind == "label" else unit.kind
    return head


def release_late_lines(units: Sequence[Unit], lines: Mapping[int, HeaderLine]) -> None:
    """Below the head, "Background" or a bare date on a line is a heading, unless a word says what date it is."""
    for place, unit in enumerate(units):
        line = lines.get(unit.start)
        is_bare_date = place >= _LATE_UNITS and line is not None and not any(date.is_labelled for date in line.dates)
        if unit.kind == "label" or (unit.kind in ("header", "dateline") and is_bare_date):
            unit.kind = "heading"


def cut_dateline(units: list[Unit], body: int, wording: Wording) -> tuple[Unit, HeaderLine] | None:
    """Cut the dateline off the first paragraph, if it begins with one, and give it a unit of its own."""
    first = next(
        (
            number
            for number in range(body, min(body + 3, len(units)))
            if not units[number].kind and len(units[number].text) > 60
        ),
        None,
    )
    found = read_inline_dateline(units[first].text, wording) if first is not None else None
    if first is None or found is None:
        return None
    return cut_unit(units, first, found[0], "dateline"), found[1]


def cut_unit(units: list[Unit], number: int, length: int, kind: str) -> Unit:
    """Cut so many characters off the unit, and give them a unit of that kind before it."""
    unit = units[number]
    head = Unit(unit.start, unit.start + length, unit.text[:length], unit.follows_gap, kind)
    rest = unit.text[length:]
    space = len(rest) - len(rest.lstrip())
    unit.start, unit.text, unit.follows_gap = unit.start + length + space, rest.lstrip(), False
    units.insert(number, head)
    return head


def placed_dates(units: Iterable[Unit], lines: Mapping[int, HeaderLine]) -> Iterator[PlacedDate]:
    """The dates of the units that are header lines; `lines` has them by where they start."""
    for unit in units:
        line = lines.get(unit.start)
        for date in line.dates if line else ():
            span = Span(unit.start + date.day.span.start, unit.start + date.day.span.end)
            is_inline = line is not None and line.is_inline
            yield PlacedDate(date.role, line.kind if line else "", date.day, span, date.is_labelled, is_inline)


def _mark_letterhead(text: str, units: list[Unit], wording: Wording) -> None:
    """The lines above the title that name a body or an office ("THE PRESIDENT"), if a title stands below them.

    A name that is broken over several lines becomes one unit: "Council of the" / "European Union".
    """
    names: list[tuple[int, int]] = []
    number = 0
    while number < min(_HEAD_UNITS, len(units)):
        end = number + 1 if units[number].kind else _name_end(units, number, wording)
        if end is None:
            break
        if not units[number].kind:
            names.append((number, end))
        number = end
    else:
        return
    if _can_be_title(units[number]) or _opens_speech(units[number]):
        for start, end in reversed(names):
            _merge(text, units, start, end)
            units[start].kind = "header"


def _name_end(units: Sequence[Unit], number: int, wording: Wording) -> int | None:
    """Where the lines of a body's or an office's name end, which begin there; None if there is none."""
    last = number + 1
    while last < min(number + _NAME_LINES, len(units)) and not (units[last].kind or units[last].follows_gap):
        last += 1
    for end in range(last, number, -1):
        name = " ".join(unit.folded for unit in units[number:end])
        if len(name) <= _LONGEST_LETTERHEAD and wording.letterhead.fullmatch(name):
            return end
    return None


def _merge(text: str, units: list[Unit], start: int, end: int) -> None:
    unit = units[start]
    unit.end = units[end - 1].end
    unit.text = text[unit.start : unit.end]
    del units[start + 1 : end]


def _mark_above(units: Sequence[Unit], start: int) -> int | None:
    """The number of the unit that starts there; what stands above it is header."""
    number = next((n for n, unit in enumerate(units) if unit.start == start), None)
    for unit in units[: number or 0]:
        unit.kind = unit.kind or "header"
    return number


def _mark_speaker(units: Sequence[Unit], wording: Wording) -> Unit | None:
    """The line with a name alone, if an office stands beside it and a title below; name and office are header."""
    number = next((n for n, unit in enumerate(units[:_HEAD_UNITS]) if not unit.kind), None)
    if number is None or not _NAME_ALONE.fullmatch(units[number].text):
        return None
    top = units[number + 1 : number + 8]
    is_office_below = bool(top) and not top[0].kind and _is_office(top[0], wording)
    is_office_above = number > 0 and _is_office(units[number - 1], wording) and _TITLED_NAME.match(units[number].text)
    below = [unit for unit in top[is_office_below:] if not unit.kind][:2]
    is_speech = any(unit.kind in _DATED for unit in top) or any(wording.speech.said.match(unit.text) for unit in below)
    if not (is_office_below or is_office_above) or not below or not is_speech or not _can_be_title(below[0]):
        return None
    for unit in units[number : number + 1 + is_office_below]:
        unit.kind = "header"
    return units[number]


def _is_office(unit: Unit, wording: Wording) -> bool:
    text = unit.text.removeprefix("THE ").removeprefix("The ")
    return len(text) <= 120 and not unit.ends_sentence and wording.speech.office.match(text) is not None


def _mark_site_lines(units: Sequence[Unit]) -> None:
    """The lines above the title that say where on which site the page is: "www.example.int", "Site | News", and what
    stands above the path "Home > News"."""
    top = units[:_SITE_UNITS]
    path = next((n for n, unit in enumerate(top) if unit.kind == "navigation" and _PATH.search(unit.text)), None)
    above = top[:path] if path is not None and all(len(unit.text) <= _LONGEST_SITE for unit in top[:path]) else ()
    for number, unit in enumerate(top):
        below = units[number + 1] if number + 1 < len(units) else None
        is_site = unit in above or _HOST.fullmatch(unit.text) is not None or (
            _SECTIONS.fullmatch(unit.text) is not None and below is not None and below.follows_gap)
        if not unit.kind and is_site and below is not None:
            unit.kind = "header"
        elif not unit.kind:
            return


def _find_title(units: Sequence[Unit], known_title: str | None, words: SpeechWords) -> int | None:
    """The number of the title's unit; a page whose first unmarked unit is a paragraph has none."""
    top = units[:_HEAD_UNITS]
    if known_title is not None:
        wanted = fold(known_title)
        return next((n for n, unit in enumerate(top) if fold(clean_title(unit.text)) == wanted), None)
    number = next((n for n, unit in enumerate(top) if not unit.kind), None)
    if number is None:
        return max((n for n, unit in enumerate(top) if unit.kind == "label"), default=None)
    if number and units[number - 1].kind == "label" and _goes_on(units[number - 1], units[number]):
        return number - 1
    if CLOCK_FIRST.match(units[number].text):
        # "Agenda" above "09:00 Opening"
        return max((n for n, unit in enumerate(top[:number]) if unit.kind == "label"), default=None)
    if not _can_be_title(units[number]) or _opens_paragraph(units, number):
        return None
    later = (
        _title_below_date(units, number)
        or _title_below_speaker(units, number, words)
        or _title_below_topic(units, number, words)
        or _title_below_place(units, number)
    )
    for unit in units[number : later or number]:
        unit.kind = unit.kind or "header"
    return later or number


def _title_below_date(units: Sequence[Unit], number: int) -> int | None:
    """The title under the date, where a venue stands above it: a title in quotes, or "Closing remarks" above "by …"."""
    dated = next((n for n in range(number + 1, min(number + 6, len(units))) if units[n].kind in _DATED), None)
    below = [
        n for n in range((dated or 0) + 1, min((dated or 0) + 5, len(units) - 1)) if units[n].kind in ("", "label")
    ]
    if dated is None or not below:
        return None
    unit, after = units[below[0]], units[below[0] + 1]
    is_quoted = unit.text[0] in '"“‘' and unit.text[-1] in '"”’' and len(unit.text) <= _LONGEST_QUOTED
    return below[0] if is_quoted or (unit.kind == "label" and _goes_on(unit, after)) else None


def _title_below_speaker(units: Sequence[Unit], number: int, words: SpeechWords) -> int | None:
    """The line "Speech by …" below lines that only name the same speaker, and perhaps the date."""
    named: list[str] = []
    for later in range(number, min(number + 6, len(units))):
        unit = units[later]
        if named and not unit.kind and words.said_by.match(unit.text):
            return later if content_words(" ".join(named)) <= content_words(unit.text) else None
        if not unit.kind:
            named.append(unit.text)
    return None


def _title_below_topic(units: Sequence[Unit], number: int, words: SpeechWords) -> int | None:
    """The next line, if it is the title and the first one only says what section of the site the page is in."""
    if number + 2 >= len(units) or len(units[number].text.split()) > 4 or units[number].text.startswith("#"):
        return None
    below, after = units[number + 1], units[number + 2]
    speaks = ":" in below.text or words.said_by.search(below.text) is not None
    is_title = not below.kind and below.follows_gap and speaks and _can_be_title(below)
    return number + 1 if is_title and after.kind in (*_DATED, "note") and ":" not in units[number].text else None


def _title_below_place(units: Sequence[Unit], number: int) -> int | None:
    """A longer line soon after "Brussels" or "Athens, Greece", which is no title."""
    text = units[number].text
    if not _PLACE_ALONE.fullmatch(text):
        return None
    for later in range(number + 1, min(number + 5, len(units))):
        unit = units[later]
        if not unit.kind and len(unit.text.split()) > 2 and _can_be_title(unit) and not unit.ends_sentence:
            return later
    return None


def _opens_speech(unit: Unit) -> bool:
    """True for "Dear colleagues,"."""
    return unit.text.endswith((",", "!")) and _SALUTATION.search(unit.text) is not None


def _can_be_title(unit: Unit) -> bool:
    if _opens_speech(unit) or CLOCK_FIRST.match(unit.text):
        return False
    return len(unit.text) <= LONGEST_TITLE and not (unit.ends_sentence and len(unit.text) > 80)


def _opens_paragraph(units: Sequence[Unit], number: int) -> bool:
    """True for a sentence with another sentence right below it."""
    below = units[number + 1] if number + 1 < len(units) else None
    is_sentence = units[number].text.endswith(".") and len(units[number].text) > 60
    return is_sentence and below is not None and not below.kind and not below.follows_gap and below.ends_sentence


def _goes_on(label: Unit, unit: Unit) -> bool:
    """True if the unit goes on where a bare label ends: "Press statement", "by the Minister"; both in capitals."""
    return _LEADS_ON.match(unit.text) is not None or _are_capitals(label, unit)


def _are_capitals(above: Unit, below: Unit) -> bool:
    return not below.follows_gap and above.text.isupper() and below.text.isupper()


def _join_title(text: str, units: list[Unit], number: int, words: SpeechWords) -> None:
    """Join the next line if the title goes on in it: both in capitals, a comma, "Remarks by …" and an office."""
    title = units[number]
    while number + 1 < len(units):
        below = units[number + 1]
        goes_on = _are_capitals(title, below) or _runs_on(title, below, words)
        if below.kind or not goes_on or len(title.text) + len(below.text) > LONGEST_TITLE:
            return
        _merge(text, units, number, number + 2)


def _runs_on(title: Unit, below: Unit, words: SpeechWords) -> bool:
    """True if the line below is still the title: "Remarks by …," "President of …," "at …"; no salutation is."""
    is_said = words.said_by.match(title.text) is not None
    if _SALUTATION.search(below.text) or below.ends_sentence:
        return False
    if title.text.endswith((",", " –", " -", ":")) or _NEEDS_MORE.search(title.text):
        return not below.follows_gap or (is_said and title.text.endswith(","))
    is_office = words.office.match(below.text) is not None and not below.text.endswith((",", ":", "!"))
    return is_said and not below.follows_gap and (is_office or _LEADS_ON.match(below.text) is not None)


def _read_below_title(units: Sequence[Unit], number: int, head: Head, words: SpeechWords) -> int:
    """Set the kinds of what stands between title and body; gives the number of the first unit of the body."""
    limit = min(number + _HEAD_UNITS, len(units))
    is_spoken = any(unit.kind in (*_DATED, "label") and _SPOKEN.search(unit.text) for unit in units[:limit])
    for place in range(number, limit):
        unit = units[place]
        if unit.kind and unit.kind != "caption":
            continue
        if head.title and fold(clean_title(unit.text)) == fold(clean_title(head.title.text)):
            unit.kind = "title"
        elif head.title and not is_spoken and _is_byline(unit, head.title, words):
            unit.kind = "header"
        elif head.title and _is_subtitle(units, place, head, words):
            unit.kind, head.subtitle = "subtitle", head.subtitle or unit
        elif unit.kind != "caption":
            return place
    return limit


def _is_byline(unit: Unit, title: Unit, words: SpeechWords) -> bool:
    """True for "By Ada Example" and "By Ada Example and Ben Example", who wrote the text; no office, no speech."""
    if unit.text[:3].lower() != "by " or words.said.match(title.text) or len(unit.text) > _LONGEST_BYLINE:
        return False
    # "By Ada Example | Agency"
    names = re.split(r"\s(?:and|AND|&)\s|,\s", unit.text[3:].split(" | ")[0])
    has_office = any(words.office.search(name) for name in names)
    return " " in names[0] and not has_office and all(_NAME_ALONE.fullmatch(name) for name in names)


def _is_subtitle(units: Sequence[Unit], place: int, head: Head, words: SpeechWords) -> bool:
    unit, above, title = units[place], units[place - 1], head.title
    if title is None or len(unit.text) > LONGEST_TITLE + 200 or (unit.ends_sentence and len(unit.text) > 120):
        return False
    says_by = words.said_by.match(unit.text) is not None and not unit.ends_sentence
    if head.subtitle:
        return says_by or _ends_subtitle(units, place) or _says_again(unit, title, head.subtitle)
    if (_LEADS_ON.match(unit.text) and not unit.ends_sentence) or (says_by and not words.said_by.match(title.text)):
        return True
    if unit.ends_sentence or unit.text.endswith((",", ":", "!")):
        return False
    # "Speech at the opening"
    if words.said.match(unit.text) and not words.said.match(title.text) and len(unit.text) <= _LONGEST_QUOTED:
        return True
    touches = not unit.follows_gap and above is title and len(unit.text) <= 200
    return touches or any(below.kind in _DATED for below in units[place + 1 : place + 4])


def _ends_subtitle(units: Sequence[Unit], place: int) -> bool:
    """True for a further line of the subtitle: it goes on there, or it is the last of the block."""
    unit, above = units[place], units[place - 1]
    if above.kind != "subtitle" or unit.follows_gap or unit.ends_sentence:
        return False
    is_last = place + 1 < len(units) and units[place + 1].follows_gap and len(unit.text) <= 150
    return _LEADS_ON.match(unit.text) is not None or (is_last and unit.text[-1] not in ",:!?")


def _says_again(unit: Unit, title: Unit, subtitle: Unit) -> bool:
    """True for a line that says in one piece what title and subtitle say: "Press conference by … ahead of …"."""
    words, said = content_words(unit.text), content_words(f"{title.text} {subtitle.text}")
    return len(words) >= 5 and unit.text[-1] not in ".!?,:;…" and len(words & said) >= 0.7 * len(words)
