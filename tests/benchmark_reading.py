"""What unpacking costs beside the bare libraries, by format of the container: `python -m tests.benchmark_reading`.

Both read the same bytes in the same process, in turns, and are measured in CPU time, so that other programs on the
machine disturb little. What only we do (judging each member, names, facts with their evidence, limits) is the overhead.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import mailbox
import random
import tempfile
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from fastwarc.warc import ArchiveIterator, WarcRecordType

from tests.benchmark_documents import Cost, print_costs
from transforms.reading.formats import expand_source

ROUNDS = 5
MEMBERS = 200
MOST_OVERHEAD = 0.25
# each measurement unpacks the files again until it has taken that long
SHORTEST_SECONDS = 0.2
SENTENCE = (
    "the of and to in a both organizations staffs cooperation security defence exercises Allies members agreed stated "
    "ministers Secretary General High Representative capabilities resilience cyber maritime mobility partners continue "
    "strengthen welcomed progress declaration joint implementation meeting Brussels Tallinn support common threats"
)
WORDS = SENTENCE.split()


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what the bare library does with a file of it, and files with so many members in all."""

    name: str
    library: str
    bare: Callable[[bytes], object]
    files: Sequence[bytes]
    members: int = MEMBERS


def measure_containers(rounds: int = ROUNDS) -> dict[str, Cost]:
    """Prints members a second of each expander beside its library; gives what it measured, by format."""
    formats = make_formats()
    costs = {format_.name: Cost() for format_ in formats}
    for format_ in formats:
        _prove_unpacked(format_)
    for number in range(rounds):
        for format_ in formats:
            ours, bare = _seconds_a_member(format_, number % 2 == 1)
            costs[format_.name].ours.append(ours)
            costs[format_.name].bare.append(bare)
    rows = ((format_.name, sum(map(len, format_.files)) / format_.members, format_.library) for format_ in formats)
    title = f"Unpacking, {MEMBERS} made documents a format, CPU time, median of {rounds} rounds"
    print_costs(title, rows, costs)
    return costs


def _prove_unpacked(format_: Format) -> None:
    """Stops where members are refused or missing: what is not done costs nothing."""
    found = [member for data in format_.files for member in expand_source(io.BytesIO(data), format_.name)]
    reasons = [member.reason for member in found if member.reason]
    if reasons or len(found) != format_.members:
        raise RuntimeError(f"{format_.name}: {len(found)} of {format_.members} members, {reasons[:1]}")


def _expand(data: bytes) -> None:
    _drain(expand_source(io.BytesIO(data), "a"))


def _drain(items: Iterable[object]) -> None:
    deque(items, maxlen=0)


def _seconds_a_member(format_: Format, is_ours_first: bool) -> tuple[float, float]:
    """Of ours and of the bare library, in turns; who comes first changes, for caches are warm for the second."""
    seconds = {_expand: 0.0, format_.bare: 0.0}
    count = 0
    while sum(seconds.values()) < 2 * SHORTEST_SECONDS:
        for work in (_expand, format_.bare) if is_ours_first else (format_.bare, _expand):
            start = time.process_time()
            for data in format_.files:
                work(data)
            seconds[work] += time.process_time() - start
        count += format_.members
    return seconds[_expand] / count, seconds[format_.bare] / count


# --- the files --------------------------------------------------------------------------------------------------------


def make_formats() -> list[Format]:
    """Press releases of some 6,000 characters, as pages, mails or rows of a table, the same each time."""
    chance = random.Random(5)
    texts = [[_paragraph(chance) for _ in range(14)] for _ in range(MEMBERS)]
    pages = [_page(text, chance) for text in texts]
    mails = [_mail(number, text) for number, text in enumerate(texts)]
    rows = [_row(number, text) for number, text in enumerate(texts)]
    records = [_record(number, page) for number, page in enumerate(pages)]
    return [
        Format("zip", "zipfile, all files", _bare_zip, [_zip(pages)]),
        Format("gzip", "GzipFile.read", _bare_gzip, [gzip.compress(page) for page in pages]),
        Format("warc", "FastWARC, page, URL, day", _bare_warc, [b"".join(records)]),
        Format("warc.gz", "FastWARC, page, URL, day", _bare_warc, [b"".join(map(gzip.compress, records))]),
        Format("mail", "email, text, 3 headers", _bare_mail, mails),
        Format("mbox", "mailbox, text, headers", _bare_mbox, [b"".join(map(_boxed, mails))]),
        Format("jsonl", "json.loads a line", _bare_jsonl, ["".join(json.dumps(row) + "\n" for row in rows).encode()]),
        Format("csv", "csv.reader", _bare_csv, [_csv(rows)]),
    ]


def _paragraph(chance: random.Random) -> str:
    sentences = (" ".join(chance.choices(WORDS, k=chance.randint(8, 26))).capitalize() for _ in range(3))
    return ". ".join(sentences) + "."


def _page(text: Sequence[str], chance: random.Random) -> bytes:
    """A page of some 30 KB, most of it menus and scripts, as of a ministry or an agency."""
    menu = "".join(f'<li class="menu__item"><a href="/topics/{word}">{word}</a></li>\n' for word in WORDS)
    body = "".join(f'<p class="text">{paragraph}</p>\n' for paragraph in text)
    state = json.dumps([{"id": chance.getrandbits(40), "topic": chance.choice(WORDS)} for _ in range(450)])
    head = f"<head><title>{text[0][:60]}</title><script>window.state = {state}</script></head>"
    return f"<!doctype html>\n<html>{head}<body><ul>{menu}</ul>{body}</body></html>".encode()


def _mail(number: int, text: Sequence[str]) -> bytes:
    message = EmailMessage()
    message["From"] = "Press Office <press@example.org>"
    message["To"] = "list@example.org"
    message["Subject"] = f"Press release {number}: {text[0][:40]}"
    message["Date"] = "Mon, 03 Jun 2019 10:00:00 +0200"
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content("\n\n".join(text))
    return bytes(message)


def _row(number: int, text: Sequence[str]) -> dict[str, str]:
    return {
        "title": text[0][:60], "date": "2019-06-03", "url": f"https://example.org/{number}", "source": "Press Office",
        "text": "\n\n".join(text),
    }  # fmt: skip


def _zip(pages: Sequence[bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, page in enumerate(pages):
            archive.writestr(f"pages/{number}.html", page)
    return stream.getvalue()


def _record(number: int, page: bytes) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: x\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/cps/en/press/{number}.html\r\n"
        "WARC-Date: 2021-05-06T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def _boxed(mail: bytes) -> bytes:
    return b"From press@example.org Mon Jun  3 10:00:00 2019\n" + mail + b"\n"


def _csv(rows: Sequence[dict[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


# --- the bare libraries -----------------------------------------------------------------------------------------------


def _bare_zip(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _drain(archive.read(info) for info in archive.infolist())


def _bare_gzip(data: bytes) -> None:
    gzip.GzipFile(fileobj=io.BytesIO(data)).read()


def _bare_warc(data: bytes) -> None:
    for record in ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.response):
        _drain((record.headers.get("WARC-Target-URI"), record.headers.get("WARC-Date"), record.reader.read()))


def _bare_mail(data: bytes) -> None:
    message = BytesParser(policy=policy.default).parsebytes(data)
    _drain((message["Subject"], message["Date"], message["From"]))
    _drain(part.get_payload(decode=True) for part in message.walk() if not part.is_multipart())


def _bare_mbox(data: bytes) -> None:
    # it opens files by their names only
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        _drain(_payloads(mailbox.mbox(Path(file.name), create=False)))


def _payloads(box: mailbox.mbox) -> Iterator[object]:
    for message in box:
        _drain((message["Subject"], message["Date"], message["From"]))
        yield from (part.get_payload(decode=True) for part in message.walk() if not part.is_multipart())
    box.close()


def _bare_jsonl(data: bytes) -> None:
    _drain(json.loads(line) for line in io.BytesIO(data))


def _bare_csv(data: bytes) -> None:
    _drain(csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")))


if __name__ == "__main__":
    measure_containers()
