"""Many documents from the few of the sample: other days, other holders of the offices, another order of paragraphs.

What is made has the shapes of the sample, not its truth: pronouns, titles but Mr and Ms, and dates in words stay.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path, PurePosixPath

from fastwarc.warc import WarcRecord, WarcRecordType

from transforms.knowledge import Entity, Knowledge, load_knowledge

SERIES_DOCUMENTS = 500
RAW = Path(__file__).parent.parent / "raw"
FIRST_YEAR, LAST_YEAR = 1999, 2025
# The day of a sample that does not tell its own: a repost without a date, a wire story without a year
UNTOLD_DAYS = {"college-visit": date(2020, 12, 15), "proposals-backed-2016": date(2016, 12, 6)}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
_MONTH = rf"(?:May\.(?= \d)|{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_YEAR = r"(?:19|20)\d\d"
# Tried in this order at each place of a text
_DATES = (
    rf"(?P<iso>\b(?P<iy>{_YEAR})(?P<is>[-/])(?P<im>\d\d)(?P=is)(?P<id>\d\d)\b)",
    rf"(?P<numeric>\b(?P<nd>\d\d)(?P<ns>[./])(?P<nm>\d\d)(?P=ns)(?P<ny>{_YEAR})\b)",
    rf"(?P<range>\b(?P<r1>\d{{1,2}})(?P<rj> (?:to|and|-|–) )(?P<r2>\d{{1,2}}) (?P<rm>{_MONTH})(?: (?P<ry>{_YEAR}))?)",
    rf"(?P<daymonth>\b(?P<dd>\d{{1,2}}) (?P<dm>{_MONTH})(?: (?P<dy>{_YEAR}))?)",
    rf"(?P<monthday>\b(?P<mm>{_MONTH}) (?P<md>\d{{1,2}})\b(?:, (?P<my>{_YEAR}))?)",
    rf"(?P<monthyear>\b(?P<ym>{_MONTH}) (?P<yy>{_YEAR})\b)",
    rf"(?P<month>\b(?:{'|'.join(MONTHS)})\b)",
    r"(?P<stamp>\b(?P<st>\d{6})(?=[a-z]?[-_]))",
    r"(?P<code>\b(?P<cl>[A-Z]{5,9})/(?P<cy>\d\d)/\d+)",
    rf"(?P<year>(?<!NATO )(?<!\d)\b{_YEAR}\b)",
)
_TITLES = {"m": {"Ms": "Mr", "Mrs": "Mr"}, "f": {"Mr": "Ms"}}
_WORDS_OF_PLACE = re.compile(r"\d|[-–•|(\[“\"‘#>*]|First|Second|Third|Thank|Good|Dear")
_FIXED_ORDER = re.compile(r"^[A-Z][A-Z .]+(?: \[[^\]]+\])?: |^\d+\. |^\d+ Entries$", re.MULTILINE)
PARAGRAPH_CHARS = 150


@dataclass(frozen=True, slots=True)
class _Holder:
    """A person and the offices held on a day."""

    person: Entity
    offices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A document of the sample: folder, name without the year, text, day, and whom it names in office."""

    folder: str
    stem: str
    suffix: str
    text: str
    day: date
    people: tuple[_Holder, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A made document: its path below a raw folder, and its text."""

    path: str
    text: str


def write_documents(folder: Path, count: int, seed: int = 0) -> list[Path]:
    """Writes `count` made documents into `folder`, UTF-8, in folders by publisher; gives their paths, in order."""
    paths = []
    for made in make_documents(count, seed):
        path = folder / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.text.encode())
        paths.append(path)
    return paths


def make_documents(count: int, seed: int = 0) -> Iterator[Made]:
    """`count` documents, no two alike; the same for the same seed, and a longer series begins with a shorter one."""
    samples = read_samples()
    seen: set[str] = set()
    for number in range(count):
        sample = samples[number % len(samples)]
        chance = random.Random(f"{seed}:{number}")
        text = _vary(sample, chance)
        while text in seen:
            text = _vary(sample, chance)
        seen.add(text)
        yield Made(f"{sample.folder}/{sample.stem}-{number:05d}{sample.suffix}", text)


def make_page(text: str) -> str:
    """The text as a web page of about 40 KB, with the site around it."""
    title, _, rest = text.partition("\n")
    menu = "".join(f'<li class="menu__item"><a href="/section-{n}/page.html">Section {n}</a></li>' for n in range(250))
    style = "".join(f".block-{n}{{margin:{n}px;color:#abcdef;display:block}}" for n in range(250))
    body = "".join(f"<p>{escape(line)}</p>\n" for line in rest.split("\n") if line.strip())
    return (f"<!doctype html><html lang='en'><head><title>{escape(title)}</title><style>{style}</style></head><body>"
            f"<nav><ul>{menu}</ul></nav><main><h1>{escape(title)}</h1>{body}</main><footer>{menu}</footer></body></html>")


def make_series(count: int) -> Iterator[Made]:
    """`count` documents, of which each differs from all others by its number at least: quickly made."""
    made = list(make_documents(min(count, SERIES_DOCUMENTS)))
    for number in range(count):
        one = made[number % len(made)]
        path = PurePosixPath(one.path)
        yield Made(f"{path.parent}/{number}-{path.name}", f"{one.text}\n\nThis is number {number} of a series.\n")


def write_web_archive(path: Path, documents: Iterable[Made]) -> None:
    """Writes a WARC of the documents as pages."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for number, made in enumerate(documents):
            record = WarcRecord()
            record.init_headers(record_type=WarcRecordType.response, record_urn=f"<urn:uuid:{number:032d}>".encode())
            record.headers["WARC-Target-URI"] = f"https://www.example.org/{made.path}.html"
            record.headers["WARC-Date"] = "2024-03-04T05:06:07Z"
            record.headers["Content-Type"] = "application/http; msgtype=response"
            page = make_page(made.text).encode()
            record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page)
            record.write(file)


def make_long_transcript(size: int, seed: int = 0) -> str:
    """One transcript of at least `size` characters: after its own turns come those of others."""
    sample = next(sample for sample in read_samples() if sample.stem == "joint-press-conference")
    chance, text = random.Random(f"{seed}:long"), sample.text
    while len(text) < size:
        text += "\n\n" + _vary(sample, chance).split("(As delivered)")[1].strip()
    return text


def read_samples(raw: Path = RAW) -> list[Sample]:
    """The documents of the sample, decoded, by path."""
    paths = sorted(path for path in raw.glob("*/*") if path.suffix in (".txt", ".md"))
    return [_sample(path) for path in paths]


def _sample(path: Path) -> Sample:
    text, stem = _decode(path.read_bytes()), re.sub(r"-\d{4}$", "", path.stem)
    day = UNTOLD_DAYS.get(path.stem) or _first_day(text)
    return Sample(path.parent.name, stem, path.suffix, text, day, tuple(_people_in(text, day, load_knowledge())))


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252")


def _first_day(text: str) -> date:
    for match in re.finditer("|".join(_DATES), text):
        days = list(_Shift(date(2000, 1, 1), 0, 0).days_of(match))
        if days and re.search(_YEAR, match[0]):
            return days[0]
    raise ValueError("a document of the sample tells no day: give it one in UNTOLD_DAYS")


def _vary(sample: Sample, chance: random.Random) -> str:
    years = chance.randint(FIRST_YEAR, LAST_YEAR) - sample.day.year
    shift = _Shift(sample.day, years, chance.randint(-8, 8), chance.randint(10_000, 99_999))
    people = _successors(sample, shift.move(sample.day), chance)
    forms = sorted(people, key=lambda form: (-len(form), form))
    names = [rf"\b(?:(?P<t{i}>Mr|Mrs|Ms)(?P<p{i}>\.? ))?(?P<n{i}>{re.escape(f)})\b" for i, f in enumerate(forms)]

    def replace(match: re.Match[str]) -> str:
        name = re.fullmatch(r"n(\d+)", match.lastgroup or "")
        return _named(match, int(name[1]), people[forms[int(name[1])]]) if name else shift.render(match)

    text = re.sub("|".join([*_DATES, *names]), replace, sample.text)
    return text if _FIXED_ORDER.search(text) else _reordered(text, chance)


# --- days -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Shift:
    """Moves days by whole weeks, about `years` years and `weeks` more, so that a Tuesday stays a Tuesday."""

    day: date
    years: int
    weeks: int
    number: int = 0

    def move(self, day: date) -> date:
        """The day as many weeks later as make the years, and the further weeks."""
        return day + timedelta(weeks=round(self.years * 365.2425 / 7) + self.weeks)

    def days_of(self, match: re.Match[str]) -> Iterator[date]:
        """The days that a date tells; one without a year is the one nearest to the document's day."""
        match match.lastgroup:
            case "iso":
                yield date(int(match["iy"]), int(match["im"]), int(match["id"]))
            case "numeric":
                yield date(int(match["ny"]), int(match["nm"]), int(match["nd"]))
            case "range":
                yield self._day(match["ry"], match["rm"], match["r1"])
                yield self._day(match["ry"], match["rm"], match["r2"])
            case "daymonth":
                yield self._day(match["dy"], match["dm"], match["dd"])
            case "monthday":
                yield self._day(match["my"], match["mm"], match["md"])
            case "monthyear":
                yield self._day(match["yy"], match["ym"], "15")
            case "month":
                yield self._day(None, match[0], "15")
            case "stamp" if "01" <= match["st"][2:4] <= "12" and "01" <= match["st"][4:] <= "31":
                yield date(2000 + int(match["st"][:2]), int(match["st"][2:4]), int(match["st"][4:]))
            case _:
                return

    def _day(self, year: str | None, month: str, day: str) -> date:
        number = next(i for i, name in enumerate(MONTHS, 1) if name.startswith(month[:3]))
        if year is not None:
            return date(int(year), number, int(day))
        near = [date(self.day.year + step, number, min(int(day), 28)) for step in (-1, 0, 1)]
        return min(near, key=lambda one: abs(one - self.day)).replace(day=int(day))

    def render(self, match: re.Match[str]) -> str:
        """The date moved, in the shape in which it stands in the text."""
        moved = [self.move(day) for day in self.days_of(match)]
        kind = match.lastgroup
        if kind in ("iso", "numeric"):
            separator = match["is"] if kind == "iso" else match["ns"]
            return moved[0].strftime(separator.join(("%Y", "%m", "%d") if kind == "iso" else ("%d", "%m", "%Y")))
        if kind == "stamp" and moved:
            return moved[0].strftime("%y%m%d")
        if kind == "code":
            return f"{match['cl']}/{self.move(self.day):%y}/{self.number}"
        if kind == "year":
            return str(int(match[0]) + self.years)
        return _in_words(match, moved) if moved else match[0]


def _in_words(match: re.Match[str], moved: Sequence[date]) -> str:
    first, last = moved[0], moved[-1]
    match match.lastgroup:
        case "range":
            start = str(first.day) if first.month == last.month else f"{first.day} {_month(first, match['rm'])}"
            year = f" {last.year}" if match["ry"] else ""
            return f"{start}{match['rj']}{last.day} {_month(last, match['rm'])}{year}"
        case "daymonth":
            # "08 Jul. 2016", but "8 July 2016"
            day = f"{first.day:02d}" if match["dd"].startswith("0") or match["dm"].endswith(".") else str(first.day)
            return f"{day} {_month(first, match['dm'])}" + (f" {first.year}" if match["dy"] else "")
        case "monthday":
            return f"{_month(first, match['mm'])} {first.day}" + (f", {first.year}" if match["my"] else "")
        case "monthyear":
            return f"{_month(first, match['ym'])} {first.year}"
        case _:
            return _month(first, match[0])


def _month(day: date, like: str) -> str:
    """The day's month, cut short ("Jan.") if the other is."""
    name = MONTHS[day.month - 1]
    return name if like in MONTHS else name[:3] + "." * like.endswith(".")


# --- people -----------------------------------------------------------------------------------------------------------


def _people_in(text: str, day: date, knowledge: Knowledge) -> Iterator[_Holder]:
    """The people whom the text names and who are in office on its day; of one surname the one named in full."""
    words, named = set(re.findall(r"\w+", text)), dict[str, _Holder]()
    for person in knowledge.entities.values():
        if person.kind == "person" and person.surname and words.issuperset(re.findall(r"\w+", person.surname)):
            offices = tuple(term.office_id for term in knowledge.in_office(person.entity_id, day))
            if offices and (person.surname not in named or person.name in text):
                named[person.surname] = _Holder(person, offices)
    yield from named.values()


def _successors(sample: Sample, day: date, chance: random.Random) -> Mapping[str, Entity | str]:
    """What is to stand for each form of a name in the sample: a holder of the same office on the new day."""
    forms: dict[str, str | Entity] = {}
    for holder in sample.people:
        person, other = holder.person, _successor(holder.offices, day, chance)
        if other is not None and other.given and other.surname:
            forms |= {person.name: other.name, person.name.upper(): other.name.upper(), person.surname: other}
            forms |= {person.given: other.given} if person.given else {}
    return forms


def _successor(offices: Sequence[str], day: date, chance: random.Random) -> Entity | None:
    knowledge = load_knowledge()
    for office in offices:
        holders = sorted(knowledge.holders(office, day))
        if holders:
            return knowledge.entities[chance.choice(holders)]
    return None


def _named(match: re.Match[str], number: int, other: Entity | str) -> str:
    title, gap = match[f"t{number}"], match[f"p{number}"]
    if isinstance(other, str):
        return f"{title or ''}{gap or ''}{other}"
    return f"{_TITLES.get(other.gender, {}).get(title, title)}{gap}{other.surname}" if title else other.surname


# --- paragraphs -------------------------------------------------------------------------------------------------------


def _reordered(text: str, chance: random.Random) -> str:
    """Body paragraphs after the first one in another order; what has its place (headings, lists, quotes) keeps it."""
    body = text.rstrip()
    gap = "\r\n\r\n" if "\r\n\r\n" in body else "\n\n"
    blocks = body.split(gap)
    bodies = [i for i, block in enumerate(blocks) if _is_body(block)][1:]
    moved = dict(zip(bodies, chance.sample(bodies, len(bodies)), strict=True))
    return gap.join(blocks[moved.get(i, i)] for i in range(len(blocks))) + text[len(body):]


def _is_body(block: str) -> bool:
    return len(block) > PARAGRAPH_CHARS and block[-1] in ".”" and not _WORDS_OF_PLACE.match(block)
