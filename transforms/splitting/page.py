"""A page as one document: its passages, and what its head tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from transforms.model import Document, Passage, SourceText, Span, make_id
from transforms.splitting import about
from transforms.splitting.fields import Fields, find_fields
from transforms.splitting.header import (
    Head,
    KnownTitle,
    clean_title,
    cut_dateline,
    cut_unit,
    placed_dates,
    read_head,
    release_late_lines,
)
from transforms.splitting.header_line import (
    PLACE_AND_REGION,
    PLACE_LINE,
    HeaderLine,
    read_date_prefix,
    read_header_line,
    read_numbered_title,
    with_role,
)
from transforms.splitting.layout import mark_captions, mark_headings, mark_sections
from transforms.splitting.lines import CLOCK_FIRST, Line, Unit, join_lines
from transforms.splitting.published import Setting, find_published, find_updated
from transforms.splitting.speech import Label, Speaker, find_labels, find_speaker, has_first_person, own_part
from transforms.splitting.wording import LineMark, Wording

# header lines are looked for in that many lines from the start and from the end
_TOP_LINES = 40
_END_LINES = 40
# where a declaration tells place and day of the signing
_SIGNATURE_UNITS = 8
_NUMBERED_UNITS = 5
# below the day of a programme its first hours stand in so many lines
_PROGRAMME_LINES = 8
_DATE_LABEL = re.compile(r"\W{0,4}date\W{0,3}:", re.IGNORECASE)
_FURNITURE = ("contact", "reference", "navigation", "boilerplate")


@dataclass(slots=True)
class Page:
    """A page on its way to a document: its units, and what was read in them."""

    source: SourceText
    units: list[Unit]
    head: Head = field(default_factory=Head)
    header_lines: dict[int, HeaderLine] = field(default_factory=dict)
    labels: dict[int, Label] = field(default_factory=dict)
    speaker: Speaker | None = None
    kind: str = "other"


def read_page(source: SourceText, lines: Sequence[Line], sha256: str, wording: Wording) -> Document:
    """The document of a page that is no listing."""
    page = _mark_page(source, lines, wording)
    publisher = about.known_publisher(source.facts, wording) or about.find_publisher(page.units, wording)
    reference = source.facts.reference_code or about.find_reference(page.units, wording)
    page.speaker = _find_speaker(page, wording)
    if page.speaker:
        page.speaker = own_part(source.text, page.speaker, publisher, wording)
    page.kind = _find_kind(page, reference, wording)
    _mark_turns(page)
    dates = list(placed_dates(page.units, page.header_lines))
    setting = _setting(page, publisher, wording)
    return Document(
        document_id=make_id("d", sha256, 0, len(source.text)),
        kind=page.kind,
        text=source.text,
        source_start_char=0,
        source_end_char=len(source.text),
        passages=partition(source.text, page.units, source.body_start),
        title=_title(page),
        publisher_id=publisher,
        language=_language(page),
        reference_code=reference,
        published=find_published(source.facts, dates, setting),
        updated_at=find_updated(source.facts, dates, setting),
        place_span=_place(page),
        url=source.facts.url,
        speaker_span=page.speaker.span if page.speaker else None,
    )


def partition(text: str, units: Iterable[Unit], body_start: int = 0) -> tuple[Passage, ...]:
    """Passages without gap or overlap: each goes on to where the next begins, the first begins at 0."""
    pieces = [(unit.start, unit.kind or "body", unit.speaker_span) for unit in units]
    if body_start:
        pieces.insert(0, (0, "header", None))
    if not pieces and text:
        pieces = [(0, "body", None)]
    starts = [0, *(piece[0] for piece in pieces[1:]), len(text)]
    return tuple(
        Passage(kind, start, end, speaker)
        for (_, kind, speaker), start, end in zip(pieces, starts, starts[1:], strict=False)
    )


def mark_lines(lines: Sequence[Line], wording: Wording) -> tuple[dict[int, LineMark], dict[int, HeaderLine]]:
    """What lines are by their wording, and the header lines among them, by the number of the line."""
    marks: dict[int, LineMark] = {}
    headers: dict[int, HeaderLine] = {}
    known: dict[tuple[str, bool, bool], tuple[LineMark | None, HeaderLine | None]] = {}
    for number, line in enumerate(lines):
        key = (line.text, number < _TOP_LINES, number >= len(lines) - _END_LINES)
        if key not in known:
            known[key] = _read_line(*key, wording)
        mark, header = known[key]
        if mark and not (header and header.dates):
            marks[number] = mark
        elif header:
            headers[number] = header
            marks[number] = LineMark("label" if header.is_bare_label else header.kind)
    _mark_places(lines, marks, headers)
    _give_roles(headers)
    _find_event_days(lines, headers, wording)
    _find_programme_days(lines, headers)
    return marks, headers


def _read_line(text: str, is_top: bool, is_end: bool, wording: Wording) -> tuple[LineMark | None, HeaderLine | None]:
    header = read_header_line(text, wording) if is_top or is_end else None
    mark = wording.mark(text, "top" if is_top else "end" if is_end else "middle")
    return mark or (wording.mark(text, "end") if is_top and is_end else None), header


def _give_roles(headers: dict[int, HeaderLine]) -> None:
    """A date below "Published" or "When:" is what that line says."""
    for number, header in headers.items():
        above = headers.get(number - 1)
        if header.dates and above and above.next_role:
            headers[number] = with_role(header, above.next_role)


def _find_event_days(lines: Sequence[Line], headers: dict[int, HeaderLine], wording: Wording) -> None:
    """ "Date: 3 June 2019" beside "Venue: …" is the day of an event."""
    for number, header in headers.items():
        if header.dates and _DATE_LABEL.match(lines[number].text):
            near = lines[max(0, number - 2) : number + 3]
            if any(wording.beside_event.match(line.text) for line in near):
                headers[number] = replace(header, dates=tuple(replace(day, role="other") for day in header.dates))


def _find_programme_days(lines: Sequence[Line], headers: dict[int, HeaderLine]) -> None:
    """ "Monday, 3 June 2019" above "09:00 Opening" and "10:00 First session" is the day of an event."""
    clocks = {number for number, line in enumerate(lines[:_TOP_LINES]) if CLOCK_FIRST.match(line.text)}
    for number, header in headers.items():
        near = range(number + 1, number + 1 + _PROGRAMME_LINES)
        bound = next((n for n in near if n in headers and headers[n].dates), near.stop)
        is_above = len(clocks.intersection(range(number + 1, bound))) > 1 and clocks.intersection(near[:2])
        if is_above and not any(date.is_labelled for date in header.dates):
            headers[number] = replace(header, dates=tuple(replace(day, role="other") for day in header.dates))


def _mark_places(lines: Sequence[Line], marks: dict[int, LineMark], headers: dict[int, HeaderLine]) -> None:
    """A place on the line above a date is part of the dateline, if it ends in a comma or has its region behind one."""
    for number in [n for n, header in headers.items() if header.dates and n and not lines[n].follows_gap]:
        above = lines[number - 1].text
        place = PLACE_LINE.fullmatch(above) or (PLACE_AND_REGION.fullmatch(above) if "," in above else None)
        if place and number - 1 not in marks:
            marks[number - 1] = LineMark("dateline")
            headers[number - 1] = HeaderLine("dateline", place=Span(*place.span("place")))


def cut_date_prefix(lines: Sequence[Line], wording: Wording) -> list[Line]:
    """The lines; the first one cut behind "date 2019-06-03 "."""
    length = read_date_prefix(lines[0].text, wording) if lines else 0
    if not length:
        return list(lines)
    first, rest = lines[0], lines[0].text[length:].lstrip()
    head = Line(first.start, first.start + length, first.text[:length], True)
    return [head, *([Line(first.end - len(rest), first.end, rest, True)] if rest else []), *lines[1:]]


def _mark_page(source: SourceText, lines: Sequence[Line], wording: Wording) -> Page:
    lines = cut_date_prefix(lines, wording)
    fields = find_fields(source.text, lines, wording)
    lines = fields.lines if fields else lines
    marks, headers = mark_lines(lines, wording)
    if fields:
        _mark_fields(fields, marks, headers)
    labels = find_labels(lines, wording.speech, frozenset(marks))
    units = join_lines(lines, source.text, frozenset(marks) | frozenset(labels))
    by_start = {lines[number].start: mark for number, mark in marks.items()}
    for unit in units:
        mark = by_start.get(unit.start)
        if mark:
            unit.kind, unit.opens = mark.kind, mark.opens
    page = Page(source, units)
    page.header_lines = {lines[number].start: header for number, header in headers.items()}
    page.labels = {lines[number].start: label for number, label in labels.items()}
    _read_numbered_titles(page, wording)
    known = KnownTitle(source.facts.title, fields.title_start if fields else None)
    page.head = read_head(source.text, units, known, wording)
    below = units[page.head.body :]
    release_late_lines(below, page.header_lines)
    mark_sections(below, frozenset(start for start, line in page.header_lines.items() if line.dates))
    _cut_note(page, wording)
    dateline = cut_dateline(units, page.head.body, wording)
    if dateline:
        page.header_lines[dateline[0].start] = dateline[1]
    return page


def _mark_fields(fields: Fields, marks: dict[int, LineMark], headers: dict[int, HeaderLine]) -> None:
    """The fields are header, and dates among them those of other papers, unless a word says "Sent" or "Date"."""
    for number in range(fields.first, fields.title):
        dates = headers[number].dates if number in headers else ()
        marks[number] = LineMark("header")
        if not any(date.is_labelled for date in dates):
            headers.pop(number, None)
    marks.pop(fields.title, None)
    headers.pop(fields.title, None)


def _read_numbered_titles(page: Page, wording: Wording) -> None:
    for unit in page.units[:_NUMBERED_UNITS]:
        line = None if unit.kind else read_numbered_title(unit.text, wording)
        if line:
            page.header_lines[unit.start] = line


def _cut_note(page: Page, wording: Wording) -> None:
    """Cut "Check against delivery!" off the first paragraph."""
    number = page.head.body
    note = wording.speech.note_prefix.match(page.units[number].text) if number < len(page.units) else None
    if note:
        cut_unit(page.units, number, note.end(), "note")
        page.head.body += 1


def _title(page: Page) -> str | None:
    known = page.source.facts.title
    return known or (clean_title(page.head.title.text) if page.head.title else None)


def _find_speaker(page: Page, wording: Wording) -> Speaker | None:
    """Who speaks by the title, the subtitle, the title of the front matter, or a line with the name above the title."""
    head = page.head
    for unit, is_subtitle in ((head.title, False), (head.subtitle, True)):
        speaker = find_speaker(unit.text, unit.start, wording.speech, is_subtitle=is_subtitle) if unit else None
        if speaker:
            return speaker
    if head.speaker:
        return Speaker(head.speaker.span, False, False)
    known = page.source.facts.title
    start = page.source.text.find(known, 0, page.source.body_start) if known else -1
    return find_speaker(known, start, wording.speech) if known and start >= 0 else None


def _find_kind(page: Page, reference: str | None, wording: Wording) -> str:
    if page.labels:
        return "transcript"
    known = about.known_kind(page.source.facts.kind)
    if known:
        return known
    titles = [_title(page) or "", page.head.subtitle.folded if page.head.subtitle else ""]
    lines = (page.header_lines.get(unit.start) for unit in page.units[: page.head.body])
    labels = [label for line in lines if line for label in line.labels]
    return about.find_kind(titles, labels, reference, len(page.source.text), wording)


def _mark_turns(page: Page) -> None:
    """Set the kinds of what is left: turns of a transcript or of a first-person statement, else body and headings."""
    body = page.units[page.head.body :]
    first = next((number for number, unit in enumerate(body) if unit.start in page.labels), len(body))
    is_spoken = _is_spoken(page, body[:first])
    if is_spoken or page.labels:
        _mark_pictures(body[:first])
    else:
        mark_captions(page.units, page.head.title)
    if is_spoken and page.speaker:
        _give_words(body[:first], page.speaker.span)
    if page.labels:
        page.units = [piece for unit in page.units for piece in _cut_label(page, unit)]
        _give_turns(page.units)
    mark_headings(page.units)


def _give_words(units: Sequence[Unit], speaker: Span) -> None:
    """Give the words of a statement to the one whom its title names, until the foot of the page."""
    silent = False
    for unit in units:
        if unit.kind in _FURNITURE:
            if unit.opens:
                return
            silent = True
        elif unit.kind in ("", "heading") and (not silent or _is_speech(unit)):
            unit.kind, unit.speaker_span, silent = "turn", speaker, False


def _mark_pictures(spoken: Sequence[Unit]) -> None:
    """Above the first spoken sentence, a longer line without any point or comma at its end belongs to a picture."""
    for unit in [unit for unit in spoken if not unit.kind][:3]:
        if unit.text[-1] in ".!?,:;…–" or len(unit.text.split()) < 5:
            return
        unit.kind = "caption"


def _cut_label(page: Page, unit: Unit) -> list[Unit]:
    """A labelled unit as two: the label, and the words after it, if there are any on the line."""
    label = page.labels.get(unit.start)
    if label is None:
        return [unit]
    name = Span(label.name_start, label.name_end)
    cut = label.words_start - unit.start
    head = Unit(unit.start, label.words_start, unit.text[:cut], unit.follows_gap, "header", speaker_span=name)
    words = Unit(label.words_start, unit.end, unit.text[cut:], False)
    return [head, words] if words.text.strip() else [head]


def _give_turns(units: Sequence[Unit]) -> None:
    """Give what follows a label to its speaker, until the next label or the foot of the page."""
    speaker: Span | None = None
    silent = False
    for unit in units:
        if unit.kind == "header":
            speaker, unit.speaker_span, silent = unit.speaker_span, None, False
        elif unit.kind in _FURNITURE:
            speaker, silent = (None if unit.opens else speaker), True
        elif not unit.kind and speaker and (not silent or _is_speech(unit)):
            unit.kind, unit.speaker_span, silent = "turn", speaker, False


def _is_speech(unit: Unit) -> bool:
    """True for what can be speech behind a line of the page such as "Watch the video"."""
    return unit.is_prose or unit.ends_sentence


def _is_spoken(page: Page, body: Sequence[Unit]) -> bool:
    """True for a statement, speech or press conference whose words are those of the one whom its title names."""
    if page.speaker is None or page.kind not in ("statement", "speech", "transcript"):
        return False
    if any(has_first_person(unit.text) for unit in body if not unit.kind):
        return True
    return page.kind != "transcript" and not (page.speaker.is_joint or page.speaker.is_collective)


def _language(page: Page) -> str | None:
    prose = " ".join(unit.text[:1000] for unit in page.units[:60] if unit.kind in ("", "body", "turn", "title"))
    return about.language_of(prose, page.source.facts.language)


def _place(page: Page) -> Span | None:
    """The place of the dateline, of a declaration perhaps below the text."""
    end = page.units[-_SIGNATURE_UNITS:] if page.kind == "declaration" else []
    for unit in [*page.units[: page.head.body + 4], *end]:
        line = page.header_lines.get(unit.start)
        if line and line.place:
            return Span(unit.start + line.place.start, unit.start + line.place.end)
    return None


def _setting(page: Page, publisher_id: str | None, wording: Wording) -> Setting:
    facts = page.source.facts
    return Setting(
        title=page.head.title.start if page.head.title else 0,
        limit=page.units[min(page.head.body + 8, len(page.units) - 1)].start if page.units else 0,
        kind=page.kind,
        is_day_first=wording.is_day_first(publisher_id, (facts.publisher, facts.url)),
        zone=wording.zone_of(publisher_id, facts.url),
    )
