"""What the pipeline sees in one file: read in a worker that can be killed, split into documents, shown."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from rich.text import Text

from flows.pool import Done, Job, Lost, Pool, Tell
from flows.printing import MARGIN, Line, plain
from flows.reader import BYTES_A_SECOND, PRELOAD, SECONDS_A_FILE, warm_up
from flows.reading import MEMORY_BYTES
from transforms.model import Document, Passage, ReadText, SourceText, UnreadableSource

# Legible on light and on dark terminals; what is not listed is shown as it is
STYLES = {
    "title": "bold", "subtitle": "bold", "heading": "bold", "dateline": "green", "header": "green", "turn": "blue",
    "caption": "cyan", "note": "cyan", "contact": "dim", "reference": "yellow", "navigation": "dim",
    "boilerplate": "dim", "entry": "magenta",
}
FACTS = ("title", "published", "updated", "publisher", "url", "language", "kind", "reference_code")


@dataclass(frozen=True, slots=True)
class Request:
    """A file to look at, at a path or as bytes.

    `member` is the one wanted of the files in it, `mapping` the TOML beside a table.
    """

    name: str
    location: Path | None = None
    data: bytes = b""
    member: str | None = None
    mapping: bytes | None = None


@dataclass(frozen=True, slots=True)
class Inspected:
    """A text as it was read, and the documents in it."""

    read: ReadText
    documents: tuple[Document, ...] = ()


def inspect_file(request: Request) -> list[Inspected]:
    """The texts of a file; of a file that holds others only the wanted one has its text."""
    job = Job(_inspect, warm_up, _seconds, MEMORY_BYTES, preload=PRELOAD)
    for outcome in Pool(job, 1).run([[request]]):
        if isinstance(outcome, Done):
            return outcome.result
        if isinstance(outcome, Lost):
            return [Inspected(ReadText(None, reason=outcome.reason))]
    return []


def read_guarded(name: str, data: bytes) -> SourceText:
    """The text of one document, read in a worker that can be killed; UnreadableSource if it has none."""
    read = inspect_file(Request(name, data=data))[-1].read
    if read.source is None:
        raise UnreadableSource(read.reason or "container: it holds files and no text; build a record of it")
    return read.source


def as_record(inspected: Inspected) -> dict[str, object]:
    """The same for other programs: facts, evidence, places, documents with their passages."""
    read, source = inspected.read, inspected.read.source
    told: dict[str, object] = {
        "name": read.name, "media_type": source.media_type if source else read.media_type, "reason": read.reason,
        "sha256": read.sha256, "byte_count": read.byte_count, "fetched_at": read.fetched_at}
    if source is None:
        return told
    return {**told, "encoding": source.encoding, "replaced_count": source.replaced_count,
            "facts": asdict(source.facts), "evidence": [asdict(fact) for fact in source.evidence],
            "places": [asdict(place) for place in source.places], "cut": source.cut, "text": source.text,
            "documents": [asdict(document) for document in inspected.documents]}


# --- in the worker ----------------------------------------------------------------------------------------------------


def _seconds(batch: Sequence[Request]) -> float:
    size = sum(request.location.stat().st_size if request.location else len(request.data) for request in batch)
    return SECONDS_A_FILE + size / BYTES_A_SECOND


def _inspect(batch: Sequence[Request], tell: Tell) -> list[Inspected]:
    from transforms.reading.raw import read_raw  # noqa: PLC0415  (all readers: in the worker alone)

    (request,) = batch
    with request.location.open("rb") if request.location else io.BytesIO(request.data) as stream:
        texts = read_raw(stream, request.name, _teller(tell), request.mapping)
        return [_inspected(text, request.member) for text in texts]


def _teller(tell: Tell) -> Callable[[int, int], None]:
    """Gives each file in a file its own time."""

    def begin(number: int, byte_count: int) -> None:
        if number:
            tell(number, SECONDS_A_FILE + byte_count / BYTES_A_SECOND)

    return begin


def _inspected(text: ReadText, wanted: str | None) -> Inspected:
    from transforms.splitting import split_source  # noqa: PLC0415  (knowledge: in the worker alone)

    if text.source is None:
        return Inspected(text)
    if text.name != wanted:
        return Inspected(replace(text, source=replace(text.source, text="", evidence=(), places=(), cut=())))
    return Inspected(text, tuple(split_source(text.source, text.text_id or "")))


# --- what a person sees -----------------------------------------------------------------------------------------------


def report(request: Request, texts: Sequence[Inspected]) -> Iterator[Line]:
    """The lines to show, some with a margin."""
    if request.member is not None or len(texts) == 1:
        wanted = next((text for text in texts if text.read.name == request.member), None)
        yield from _of_text(request, wanted) if wanted else [Text(f"{request.member}: there is no such file in it")]
        return
    whole = texts[-1].read
    yield Text.assemble((request.name, "bold"), f"  {whole.media_type}, {len(texts) - 1} files in it")
    if whole.reason:
        yield Text(f"  {whole.reason}", style="red")
    for text in texts[:-1]:
        yield _member_line(text.read)
    yield Text("")
    yield Text("--member NAME shows one of them.")


def _member_line(read: ReadText) -> Text:
    told = read.reason or (read.source.facts.title if read.source else "") or ""
    media_type = read.source.media_type if read.source else "quarantined"
    return Text.assemble(f"  {media_type:<18} {read.byte_count or 0:>10,}  {plain(read.name or '')}  ",
                         (plain(told), "red" if read.reason else "dim"))


def _of_text(request: Request, inspected: Inspected) -> Iterator[Line]:
    read, source = inspected.read, inspected.read.source
    name = read.name or request.name
    if source is None:
        yield Text.assemble((plain(name), "bold"), "  quarantined")
        yield Text(f"  {plain(read.reason or '')}", style="red")
        return
    replaced = f", {source.replaced_count} invalid sequences replaced" if source.replaced_count else ""
    yield Text.assemble((plain(name), "bold"), f"  {source.media_type}, {source.encoding}{replaced}, "
                        f"{read.byte_count or 0:,} bytes, {len(source.text):,} characters")
    yield from _facts(source)
    for document in inspected.documents:
        yield from _document(document, source)
    if source.cut:
        yield Text("")
        yield Text("Left out as no text of the document:", style="bold")
        yield from (Text(f"  {plain(piece)}", style="dim") for piece in source.cut)


def _facts(source: SourceText) -> Iterator[Text]:
    """What the file says of itself: the value that counts first, then each value with its place."""
    facts = asdict(source.facts)
    for field in FACTS:
        said = [fact for fact in source.evidence if fact.field == field]
        if facts[field] is None and not said:
            continue
        # Where a line of the text tells it, that line decides, as the document below shows
        yield Text.assemble((f"  {field:<{MARGIN + 4}}", "bold"), plain(str(facts[field] or "(by the text)")))
        yield from (Text(f"  {'':<{MARGIN + 4}}{plain(fact.value)}  ({plain(fact.origin)})", style="dim")
                    for fact in said)


def _document(document: Document, source: SourceText) -> Iterator[Line]:
    published = document.published
    told = {
        "title": document.title, "publisher": document.publisher_id, "language": document.language,
        "published": f"{published.day} ({published.precision}, {published.basis})" if published else None,
        "updated": document.updated_at, "reference": document.reference_code, "url": document.url,
    }
    yield Text("")
    number = f" {document.item_number}" if document.item_number else ""
    yield Text(f"{document.kind.replace('_', ' ')}{number}", style="bold underline")
    yield from (Text(f"  {key:<{MARGIN}}{plain(str(value))}") for key, value in told.items() if value is not None)
    if document.parent_document_id is None:
        for passage in document.passages:
            yield from _passage(document, passage, source)


def _passage(document: Document, passage: Passage, source: SourceText) -> Iterator[Line]:
    """The passage's lines in its color, with its kind and the page or element on which it begins in the margin."""
    start = document.source_start_char + passage.start
    place = next((place for place in reversed(source.places) if place.start <= start), None)
    where = "" if place is None else place.element or f"page {place.page_number}"
    lines = [line for line in document.text[passage.start:passage.end].splitlines() if line.strip()]
    if where:
        yield Text(), Text(plain(where), style="dim italic")
    for number, line in enumerate(lines):
        kind = passage.kind if number == 0 else ""
        yield Text(kind, style="dim"), Text(plain(line), style=STYLES.get(passage.kind, ""))
