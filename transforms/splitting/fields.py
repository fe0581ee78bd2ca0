"""The fields at the head of a cover note, a memo or a mail: "From:", "To:", and "Subject:" with the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.splitting.lines import Line
from transforms.splitting.wording import LONGEST_LINE, Wording

# the fields stand below a letterhead with numbers and addressees
_TOP_LINES = 60
_MOST_BETWEEN = 25
_MOST_TITLE_LINES = 6
_LONGEST_TITLE = 400


@dataclass(frozen=True, slots=True)
class Fields:
    """The lines of a page, the title a line of its own; `first` is the first field's number, `title` the title's."""

    lines: Sequence[Line]
    first: int
    title: int

    @property
    def title_start(self) -> int:
        """Where the title starts in the text."""
        return self.lines[self.title].start


def find_fields(text: str, lines: Sequence[Line], wording: Wording) -> Fields | None:
    """The fields, if there is a subject with an addressee or a sender above it; None if the page has no such head."""
    first: int | None = None
    for number, line in enumerate(lines[:_TOP_LINES]):
        match = wording.field.fullmatch(line.text) if len(line.text) <= LONGEST_LINE else None
        if match is None:
            continue
        if not match["subject"]:
            first = number if first is None else first
        elif first is not None and number - first <= _MOST_BETWEEN:
            return _with_title(text, lines, first, number, match.start("value"))
    return None


def _with_title(text: str, lines: Sequence[Line], first: int, number: int, value: int) -> Fields | None:
    subject = lines[number]
    label = subject.text[:value].rstrip()
    start = subject.start + value if value < len(subject.text) else None
    end = number + 1
    if start is None:
        if end == len(lines):
            return None
        start, end = lines[end].start, end + 1
    end = _end_of_title(lines, start, end)
    title = Line(start, lines[end - 1].end, text[start : lines[end - 1].end], False)
    head = Line(subject.start, subject.start + len(label), label, subject.follows_gap)
    return Fields([*lines[:number], head, title, *lines[end:]], first, number + 1)


def _end_of_title(lines: Sequence[Line], start: int, end: int) -> int:
    """The number of the first line behind the title: a blank line ends it, and so does a sentence."""
    most = min(end + _MOST_TITLE_LINES, len(lines))
    while end < most and not lines[end].follows_gap and lines[end].end - start <= _LONGEST_TITLE:
        if lines[end].text.endswith((".", ":")) or lines[end - 1].text.endswith("."):
            break
        end += 1
    return end
