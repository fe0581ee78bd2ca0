"""What became of every file: loaded, a duplicate, or in quarantine with a reason; raw files and those in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

from transforms.model import PLACEHOLDER, make_id
from transforms.reading.folder import RawFile
from transforms.reading.members import SEPARATOR
from transforms.rows import Row

NOT_READ = "not_read: the reading left no result; run the build again"
NOT_EXTRACTED = "not_extracted: the extraction left no result; run the build again"


@dataclass(slots=True)
class _Source:
    """A file on its way to a row of `sources`; `read` is what reading left of it."""

    path: str
    parent: _Source | None
    read: Row
    status: str = "quarantined"
    reason: str | None = None
    document_count: int = 0
    member_count: int = 0
    holds_loaded: bool = False
    holds_duplicate: bool = False
    holds_quarantined: bool = False
    copy_of: _Source | None = None

    @property
    def source_id(self) -> str:
        return make_id("s", self.path)

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0

    @property
    def containers(self) -> Iterator[_Source]:
        """The files that it is in, the nearest first."""
        here = self.parent
        while here:
            yield here
            here = here.parent


def account_for(
    files: Sequence[RawFile], texts: Iterable[Row], document_counts: Mapping[str, int], failures: Mapping[str, str]
) -> list[Row]:
    """The rows of `sources`, with the number of the text in its raw file as `ordinal`.

    `texts` are what reading left, `document_counts` what the extraction found by text_id, `failures` the reasons of the
    texts that it could not extract.
    """
    by_content: dict[str, list[Row]] = {}
    for row in texts:
        by_content.setdefault(str(row["sha256"]), []).append(row)
    sources: list[_Source] = []
    first: dict[str, _Source] = {}
    for file in sorted(files, key=lambda file: file.path):
        sources += _of_file(file, by_content, first)
    # a raw file goes before the same file in an archive
    loaded: dict[str, _Source] = {}
    for source in sorted(sources, key=lambda source: (source.depth, source.path)):
        if source.read.get("text_id") and source.copy_of is None:
            _judge(source, loaded, document_counts, failures)
    for source in sources:
        if source.status == "quarantined" and source.parent:
            for container in source.containers:
                container.holds_quarantined = True
    for source in sources:
        if source.member_count:
            _judge_container(source)
    for source in sources:
        if source.copy_of:
            _judge_copy(source, source.copy_of)
    return [_row(source) for source in sources]


def _of_file(file: RawFile, by_content: Mapping[str, list[Row]], first: dict[str, _Source]) -> list[_Source]:
    """The file, and the files in it unless it is one more copy of the same bytes."""
    raw: Row = {"text_sha256": file.sha256, "byte_count": file.byte_count}
    whole = _Source(file.path, None, raw, reason=file.reason)
    if file.reason is not None or file.sha256 is None:
        return [whole]
    rows = by_content.get(file.sha256)
    if rows is None:
        whole.reason = NOT_READ
        return [whole]
    own = next((row for row in rows if row["name"] is None), None)
    whole.read = {**(own or {}), **raw}
    whole.reason = str(own["reason"]) if own and own["reason"] else None
    if file.sha256 in first:
        whole.copy_of = first[file.sha256]
        return [whole]
    first[file.sha256] = whole
    return [whole, *_members(whole, [row for row in rows if row["name"] is not None])]


def _members(whole: _Source, rows: Sequence[Row]) -> Iterator[_Source]:
    """The files in it, and those files in it that hold others."""
    holders: dict[str, _Source] = {"": whole}
    for row in rows:
        *outer, name = member_name(str(row["name"]), whole.path).split(SEPARATOR)
        inside = ""
        for part in outer:
            holder = holders[inside]
            inside = f"{inside}{SEPARATOR}{part}"
            if inside not in holders:
                holders[inside] = _Source(f"{whole.path}{inside}", holder, {"ordinal": None})
                _count(holders[inside])
                yield holders[inside]
        member = _Source(f"{whole.path}{inside}{SEPARATOR}{name}", holders[inside], row)
        member.reason = str(row["reason"]) if row["reason"] else None
        _count(member)
        yield member


def member_name(name: str, raw_path: str) -> str:
    """The name of a file in a raw file, as it was read; that in a gzip has the gzip's, by which it was not read."""
    first, _, rest = name.partition(SEPARATOR)
    if not (first.startswith(PLACEHOLDER) and raw_path.lower().endswith((".gz", ".gzip"))):
        return name
    return SEPARATOR.join(part for part in (PurePosixPath(raw_path).stem, rest) if part)


def _count(member: _Source) -> None:
    for container in member.containers:
        container.member_count += 1


def _judge(
    source: _Source, loaded: dict[str, _Source], document_counts: Mapping[str, int], failures: Mapping[str, str]
) -> None:
    text_id = str(source.read["text_id"])
    if text_id in failures:
        source.reason = failures[text_id]
    elif text_id not in document_counts:
        source.reason = NOT_EXTRACTED
    elif text_id in loaded:
        other = loaded[text_id]
        is_same = source.read["text_sha256"] == other.read["text_sha256"]
        what = "bytes" if is_same else "text"
        source.status, source.reason = "duplicate", _same(other, what, is_raw=source.parent is None)
        for container in source.containers:
            container.holds_duplicate = True
    else:
        loaded[text_id] = source
        source.status, source.document_count = "loaded", document_counts[text_id]
        for container in source.containers:
            container.holds_loaded = True


def _judge_container(source: _Source) -> None:
    """A file that holds others has the best fate of theirs."""
    if source.holds_loaded:
        source.status, source.reason = "loaded", None
    elif source.holds_duplicate:
        source.status = "duplicate"
        cure = "; delete it" if source.parent is None and not source.holds_quarantined else ""
        source.reason = f"same_members: each text in it is in another file too{cure}"
    elif source.reason is None:
        source.reason = f"no_text: none of the {source.member_count} files in it could be read; see their reasons"


def _judge_copy(source: _Source, first: _Source) -> None:
    """One more file with the same bytes: what cannot be read in one cannot be read in the other."""
    source.member_count = first.member_count
    if first.status == "quarantined":
        source.reason = first.reason
    else:
        source.status, source.reason = "duplicate", _same(first, "bytes", is_raw=True)


def _same(other: _Source, what: str, *, is_raw: bool) -> str:
    """The reason of a duplicate; a file in a file cannot be deleted."""
    told = "" if what == "bytes" else "text and header facts "
    return f"same_{what}: {told}as {other.path}{'; delete one of the two' if is_raw else ''}"


def _row(source: _Source) -> Row:
    read = source.read
    fetched = read.get("fetched_at")
    return {
        "source_id": source.source_id, "parent_source_id": source.parent.source_id if source.parent else None,
        "path": source.path, "sha256": read.get("text_sha256"), "byte_count": read.get("byte_count"),
        **{key: read.get(key) for key in ("media_type", "encoding", "replaced_count", "url", "text_id")},
        "status": source.status, "reason": source.reason, "document_count": source.document_count,
        "member_count": source.member_count, "fetched_at": _moment(str(fetched)) if fetched else None,
        "raw_sha256": read.get("sha256"), "ordinal": read.get("ordinal"),
    }


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
