"""The wording of publishers' pages: `knowledge/publishers.toml`, compiled once a process."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from transforms.knowledge import fold
from transforms.knowledge.patterns import any_of, compile_pattern, read_file, read_table, read_tables
from transforms.knowledge.records import InvalidKnowledge, Reading, read_list, read_text
from transforms.knowledge.zones import read_zone, zone_of
from transforms.splitting.days import OtherMonths

FILE = Path(__file__).parent.parent / "knowledge" / "publishers.toml"
# patterns of lines are not tried on longer ones, so a text of one long line costs nothing
LONGEST_LINE = 300
# what stands for each character of a date in a masked line
DATE_MARK = "\x00"
CLOCK = r"\d{1,2}(?:[:.h]\d\d){1,2}(?:\s?[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?"
ZONE = r"(?:CES?T|GMT|UTC|BST|EES?T|E[SD]?T|MSK|local time|hrs|hours)(?:[+-]\d{1,2})?|[+-]\d\d:?\d\d"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun"
_SEPARATORS = r"[\s•*·●▪|/,.;:()\[\]<>_–—-]{1,40}"


@dataclass(frozen=True, slots=True)
class LineMark:
    """What a line is by its wording; `opens` says that what follows it is of the same kind."""

    kind: str
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A pattern and a line that it must match; for the tests."""

    section: str
    pattern: re.Pattern[str]
    text: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Publisher:
    """How a publisher is known: by names, by hosts of addresses, by signs on its pages.

    `is_day_first` says which number comes first in its "05/04/2021", None where it writes no such dates or both.
    """

    publisher_id: str
    names: frozenset[str]
    named: re.Pattern[str]
    hosts: tuple[str, ...]
    sign: re.Pattern[str]
    is_day_first: bool | None
    zone: ZoneInfo | None


@dataclass(frozen=True, slots=True)
class SpeechWords:
    """Patterns over titles and labels that tell who speaks."""

    said: re.Pattern[str]
    said_by: re.Pattern[str]
    by: re.Pattern[str]
    name_end: re.Pattern[str]
    stays_before_to: re.Pattern[str]
    one_person_and: re.Pattern[str]
    collective: re.Pattern[str]
    office: re.Pattern[str]
    note_prefix: re.Pattern[str]
    label_words: frozenset[str]
    not_labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """All of it. `line_marks` and `zones` belong together: group p3 of a zone's pattern is mark 3."""

    publishers: tuple[Publisher, ...]
    any_sign: re.Pattern[str]
    date_orders: tuple[tuple[str, bool], ...]
    months: OtherMonths
    references: tuple[re.Pattern[str], ...]
    line_marks: tuple[LineMark, ...]
    zones: Mapping[str, re.Pattern[str]]
    token: re.Pattern[str]
    field: re.Pattern[str]
    letterhead: re.Pattern[str]
    labels: Mapping[str, str]
    beside_event: re.Pattern[str]
    document_kinds: tuple[tuple[str, re.Pattern[str]], ...]
    speech: SpeechWords
    examples: tuple[Example, ...]

    def mark(self, line: str, zone: str) -> LineMark | None:
        """What the line is by its wording alone; zones are "top", "middle" and "end"."""
        if len(line) > LONGEST_LINE:
            return None
        match = self.zones[zone].fullmatch(line)
        return self.line_marks[int(match.lastgroup[1:])] if match and match.lastgroup else None

    def is_code(self, text: str) -> bool:
        """True if the text is a reference number and nothing else."""
        return any(pattern.fullmatch(text) for pattern in self.references) if len(text) <= LONGEST_LINE else False

    def publisher_named(self, name: str) -> str | None:
        """The publisher of that name, id or host ("NATO", "nato.int"), if it is known."""
        wanted, host = name.strip().lower(), _host(name)
        for publisher in self.publishers:
            if wanted in publisher.names or _host(wanted) in publisher.names or _is_below(host, publisher.hosts):
                return publisher.publisher_id
        return None

    def publisher_of(self, publisher_id: str | None) -> Publisher | None:
        """The publisher with that id."""
        return next((publisher for publisher in self.publishers if publisher.publisher_id == publisher_id), None)

    def is_day_first(self, publisher_id: str | None, addresses: Iterable[str | None]) -> bool | None:
        """True if 05/04/2021 is in April there: by the publisher, else by the end of the host; None if nobody knows."""
        publisher = self.publisher_of(publisher_id)
        if publisher and publisher.is_day_first is not None:
            return publisher.is_day_first
        hosts = [_host(address) for address in addresses if address]
        return next((is_first for end, is_first in self.date_orders if any(_is_below(h, (end,)) for h in hosts)), None)

    def zone_of(self, publisher_id: str | None, address: str | None) -> ZoneInfo | None:
        """Where the publisher sits, by itself, else by the end of the host; None if nobody knows."""
        publisher = self.publisher_of(publisher_id)
        return publisher.zone if publisher and publisher.zone else zone_of(_host(address or ""))


def _host(address: str) -> str:
    bare = address.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.split("/")[0]


def _is_below(host: str, ends: Iterable[str]) -> bool:
    return any(host == end or host.endswith(f".{end}") for end in ends)


@functools.cache
def load_wording() -> Wording:
    """The compiled wording; InvalidKnowledge names the pattern that does not compile."""
    return compile_wording(read_file(FILE))


def compile_wording(content: Reading) -> Wording:
    """The wording of the file's content."""
    publishers, references, lines = (_records(content, key) for key in ("publisher", "reference", "line"))
    header, speech = _record(content, "header"), _record(content, "speech")
    kinds = [
        (read_text(record, "kind", "document_kind"), _kind_pattern(record, speech))
        for record in _records(content, "document_kind")
    ]
    return Wording(
        publishers=tuple(_publisher(record) for record in publishers),
        any_sign=_any_sign(publishers),
        date_orders=tuple(_date_orders(_records(content, "date_order"))),
        months=_other_months(_record(content, "months")),
        references=tuple(_pattern(record, "reference") for record in references),
        line_marks=tuple(LineMark(read_text(record, "kind", "line"), record.get("opens") is True) for record in lines),
        zones={zone: _zone_pattern(lines, zone) for zone in ("top", "middle", "end")},
        token=_token_pattern(header, publishers, references),
        field=_field_pattern(_record(content, "fields")),
        letterhead=_letterhead_pattern(_record(content, "letterhead"), publishers),
        labels={word: str(kind) for word, kind in _record(header, "labels").items()},
        beside_event=_compile(rf"(?:{any_of(read_list(header, 'beside_event'))})\s?:", "header"),
        document_kinds=tuple(kinds),
        speech=_speech_words(speech),
        examples=tuple(_examples(content, speech)),
    )


def _record(content: Reading, key: str) -> Reading:
    return read_table(content, key, FILE.name)


def _records(content: Reading, key: str) -> list[Reading]:
    return read_tables(content, key, FILE.name)


def _compile(regex: str, where: str) -> re.Pattern[str]:
    return compile_pattern(regex, f"{FILE.name}: {where}")


def _pattern(record: Reading, where: str) -> re.Pattern[str]:
    return _compile(read_text(record, "regex", where), where)


def _publisher(record: Reading) -> Publisher:
    name = read_text(record, "id", "publisher")
    # nothing is a sign of a publisher that has none
    signs = "|".join(read_text(sign, "regex", name) for sign in _records(record, "sign")) or r"(?!)"
    names = frozenset({name, *(alias.lower() for alias in read_list(record, "names"))})
    named = _compile(rf"(?<!\w)(?:{any_of(read_list(record, 'names'))})(?!\w)", name)
    order = _order(record, name) if "order" in record else None
    return Publisher(name, names, named, read_list(record, "hosts"), _compile(signs, name), order, _zone(record))


def _any_sign(publishers: Iterable[Reading]) -> re.Pattern[str]:
    """What is a sign of any publisher: most lines are none, and one look tells."""
    signs = (read_text(sign, "regex", "sign") for record in publishers for sign in _records(record, "sign"))
    return _compile("|".join(signs), "signs")


def _order(record: Reading, where: str) -> bool:
    order = read_text(record, "order", where)
    if order not in ("day", "month"):
        raise InvalidKnowledge(f"{FILE.name}: {where}: order is {order!r}; write \"day\" or \"month\"")
    return order == "day"


def _zone(record: Reading) -> ZoneInfo | None:
    """The zone that the record tells, else that of the publisher's hosts."""
    if "zone" in record:
        return read_zone(str(record["zone"]))
    return next(filter(None, map(zone_of, read_list(record, "hosts"))), None)


def _date_orders(records: Iterable[Reading]) -> Iterator[tuple[str, bool]]:
    for record in records:
        yield from ((end, _order(record, "date_order")) for end in read_list(record, "hosts"))


def _other_months(record: Reading) -> OtherMonths:
    """The pattern of "12 mars 2003", "5. dezember 2017", "3 de junio de 2019", "juin 2017" in a folded line."""
    numbers = {fold(name): number for number, key in enumerate(record, start=1) for name in read_list(record, key)}
    month = rf"(?P<month>{any_of(numbers)})\.?"
    day = r"(?P<day>\d{1,2})(?:er|re|\.|º|°)?\s{1,3}(?:de\s|d[’'])?"
    pattern = rf"(?<![\w./-])(?:{day})?(?<!\w){month},?\s{{1,3}}(?:del?\s)?(?P<year>(?:19|20)\d\d)(?![\w/-])"
    return OtherMonths(numbers, _compile(pattern, "months"))


def _zone_pattern(lines: Iterable[Reading], zone: str) -> re.Pattern[str]:
    parts = [
        f"(?P<p{number}>{read_text(record, 'regex', 'line')})"
        for number, record in enumerate(lines)
        if record.get("zone", zone) == zone
    ]
    return _compile("|".join(parts), f"lines of zone {zone}")


def _token_pattern(header: Reading, publishers: Iterable[Reading], references: Iterable[Reading]) -> re.Pattern[str]:
    regexes = (read_text(record, "regex", "reference").replace("?P<code>", "?:") for record in references)
    codes = f"(?P<code>{'|'.join(regexes)})"
    names = any_of(name for record in publishers for name in read_list(record, "names"))
    groups = {
        "date": f"{DATE_MARK}+",
        "source": "|".join(read_list(header, "sources")),
        "section": "|".join((*read_list(header, "numbers"), any_of(read_list(header, "sections")))),
        "minutes": r"\d{1,2}\s?min(?:ute)?s?(?: read)?",
        "clock": CLOCK,
        "zone": ZONE,
        "weekday": _WEEKDAY,
        "event": any_of(read_list(header, "before_event")),
        "updated": any_of(read_list(header, "before_updated")),
        "issued": any_of(read_list(header, "before_issued")),
        "published": any_of(read_list(header, "before_published")),
        "label": any_of(_record(header, "labels")),
        "name": names,
        "filler": any_of(read_list(header, "fillers")),
    }
    words = "|".join(f"(?P<{name}>{regex})" for name, regex in groups.items())
    # "(2002)077" begins with a separator
    return _compile(rf"(?<!\w)(?:{codes})(?!\w)|(?P<separator>{_SEPARATORS})|(?<!\w)(?:{words})(?!\w)", "header")


def _field_pattern(fields: Reading) -> re.Pattern[str]:
    """ "From: the Secretariat", "Subject :"; white space folded by hand stands between label and value."""
    subject, others = (any_of(read_list(fields, key)) for key in ("subject", "others"))
    return _compile(rf"(?:(?P<subject>{subject})|{others})\s?:\s*(?P<value>.*)", "fields")


def _letterhead_pattern(letterhead: Reading, publishers: Iterable[Reading]) -> re.Pattern[str]:
    """Bodies and offices side by side: "THE PRESIDENT", "European Council / Conseil européen"."""
    names = [*read_list(letterhead, "names"), *(name for record in publishers for name in read_list(record, "names"))]
    patterns = "|".join(read_list(letterhead, "patterns"))
    name = rf"(?:(?:{any_of(read_list(letterhead, 'articles'))})\s?)?(?:{any_of(names)}|{patterns})"
    join = rf"(?:\s?[/|·•,–—-]\s?|\s(?:{any_of(read_list(letterhead, 'joins'))})\s|\s{{1,8}})"
    return _compile(rf"{name}(?:{join}{name}){{0,5}}", "letterhead")


def _said_pattern(speech: Reading, nouns: Iterable[str]) -> str:
    adjectives = any_of(read_list(speech, "adjectives"))
    return rf"(?:^|[:|–—]\s?|\s-\s)(?:(?:{adjectives})\s){{0,5}}(?:{any_of(nouns)})\b"


def _kind_pattern(record: Reading, speech: Reading) -> re.Pattern[str]:
    regex = read_text(record, "regex", "document_kind")
    said = re.fullmatch(r"\{said:(.+)\}", regex)
    return _compile(_said_pattern(speech, said[1].split("|")) if said else regex, "document_kind")


def _speech_words(speech: Reading) -> SpeechWords:
    said = _said_pattern(speech, read_list(speech, "nouns"))
    # "Statement of President …", but not "Statement of principles"
    of_office = (
        r"of(?=\s(?:the\s)?(?:NATO\s|EU\s|European\s\w+\s)?"
        r"(?:president|secretary|high representative|prime|minister|commissioner|mr|ms)\b)"
    )
    words = {
        key: any_of(read_list(speech, key)) for key in ("name_ends", "stays_before_to", "one_person_and", "collective")
    }
    return SpeechWords(
        said=_compile(said, "speech"),
        said_by=_compile(rf"{said}[^:;|]{{0,60}}?\s(?:by|{of_office})\s+(?:the\s+)?", "speech"),
        by=_compile(r"(?:delivered\s+)?by\s+(?:the\s+)?", "speech"),
        name_end=_compile(rf"\s*(?:[:;|–—(\[\"“]|\s-\s|,?\s+(?:{words['name_ends']})(?!\w))", "speech"),
        stays_before_to=_compile(rf"\b(?:{words['stays_before_to']})\W*$", "speech"),
        one_person_and=_compile(rf"(?:the\s+)?(?:{words['one_person_and']})\b", "speech"),
        collective=_compile(rf"\b(?:{words['collective']})$", "speech"),
        office=_compile(
            rf"(?:(?:{any_of(read_list(speech, 'before_office'))})\s)*(?:{any_of(read_list(speech, 'offices'))})\b",
            "speech",
        ),
        note_prefix=_compile(read_text(speech, "note_prefix", "speech"), "speech"),
        label_words=frozenset(read_list(speech, "label_words")),
        not_labels=frozenset(read_list(speech, "not_labels")),
    )


def _examples(content: Reading, speech: Reading) -> Iterable[Example]:
    letterhead = _record(content, "letterhead")
    pattern = _letterhead_pattern(letterhead, _records(content, "publisher"))
    yield from (Example("letterhead", pattern, text, True) for text in read_list(letterhead, "examples"))
    for key, is_whole in (("reference", False), ("line", True), ("document_kind", False)):
        for record in _records(content, key):
            pattern = _kind_pattern(record, speech) if key == "document_kind" else _pattern(record, key)
            yield from (Example(key, pattern, text, is_whole) for text in read_list(record, "examples"))
    for publisher in _records(content, "publisher"):
        for sign in _records(publisher, "sign"):
            for text in read_list(sign, "examples"):
                yield Example(read_text(publisher, "id", "publisher"), _pattern(sign, "sign"), text, True)
