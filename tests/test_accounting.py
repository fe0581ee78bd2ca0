"""The account: each file has one fate, and files in files give theirs to what holds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from transforms.accounting import account_for
from transforms.model import make_id
from transforms.reading.folder import RawFile
from transforms.rows import Row

GZIP = "application/gzip"
A, B, C = "a" * 64, "b" * 64, "c" * 64


def raw(path: str, sha256: str | None, reason: str | None = None) -> RawFile:
    """A raw file."""
    return RawFile(path, Path(path), 10, sha256, reason)


def text(
    sha256: str, name: str | None, text_id: str | None = None, reason: str | None = None, media_type: str = "text/plain"
) -> Row:
    """What was read of a file; the bytes of a file in a file are always the same."""
    return {"sha256": sha256, "ordinal": 0, "name": name, "text_sha256": C if name else sha256, "byte_count": 5,
            "media_type": media_type, "encoding": None, "replaced_count": None, "url": None, "fetched_at": None,
            "reason": reason, "text_id": text_id}


def fates(files: Sequence[RawFile], texts: Sequence[Row], failures: Mapping[str, str] | None = None) -> dict[str, str]:
    """`status code-of-reason` by path; each text has two documents."""
    counts = {str(row["text_id"]): 2 for row in texts if row["text_id"]}
    rows = account_for(files, texts, counts, failures or {})
    return {str(row["path"]): f"{row['status']} {str(row['reason'] or '').split(':')[0]}".strip() for row in rows}


@pytest.mark.parametrize(("files", "texts", "found"), [
    ([raw("x", None, "vanished: run again")], [], {"x": "quarantined vanished"}),
    ([raw("x", A)], [], {"x": "quarantined not_read"}),
    ([raw("x", A)], [text(A, None, "t1")], {"x": "loaded"}),
    ([raw("x", A)], [text(A, None, None, "empty: fetch it")], {"x": "quarantined empty"}),
    ([raw("y", A), raw("x", A)], [text(A, None, "t1")], {"x": "loaded", "y": "duplicate same_bytes"}),
    ([raw("y", A), raw("x", A)], [text(A, None, None, "empty: fetch it")],
     {"x": "quarantined empty", "y": "quarantined empty"}),
    ([raw("x", A), raw("y", B)], [text(A, None, "t1"), text(B, None, "t1")],
     {"x": "loaded", "y": "duplicate same_text"}),
    # a raw file goes before a file in an archive, whatever their names
    ([raw("a.zip", A), raw("x", C)], [text(A, "in", "t1"), text(A, None), text(C, None, "t1")],
     {"a.zip": "duplicate same_members", "a.zip!/in": "duplicate same_bytes", "x": "loaded"}),
    ([raw("z", A)], [text(A, "in", "t1"), text(A, "bad", None, "binary: x"), text(A, None)],
     {"z": "loaded", "z!/in": "loaded", "z!/bad": "quarantined binary"}),
    ([raw("z", A)], [text(A, "bad", None, "binary: x"), text(A, None)],
     {"z": "quarantined no_text", "z!/bad": "quarantined binary"}),
    ([raw("z", A)], [text(A, "in", "t1"), text(A, None, None, "truncated: x")], {"z": "loaded", "z!/in": "loaded"}),
    ([raw("m", A)], [text(A, "mail-1!/body", "t1"), text(A, "mail-1!/x.zip!/y", "t2"), text(A, None)],
     {"m": "loaded", "m!/mail-1": "loaded", "m!/mail-1!/body": "loaded", "m!/mail-1!/x.zip": "loaded",
      "m!/mail-1!/x.zip!/y": "loaded"}),
    # the members of a copy are not told again
    ([raw("z", A), raw("y", A)], [text(A, "in", "t1"), text(A, None)],
     {"y": "loaded", "y!/in": "loaded", "z": "duplicate same_bytes"}),
    ([raw("page.txt.gz", A)], [text(A, "content.txt", "t1"), text(A, None, None, None, GZIP)],
     {"page.txt.gz": "loaded", "page.txt.gz!/page.txt": "loaded"}),
    ([raw("box.mbox.gz", A)], [text(A, "content.mbox!/mail-1!/body", "t1"), text(A, None, None, None, GZIP)],
     {"box.mbox.gz": "loaded", "box.mbox.gz!/box.mbox": "loaded", "box.mbox.gz!/box.mbox!/mail-1": "loaded",
      "box.mbox.gz!/box.mbox!/mail-1!/body": "loaded"}),
])
def test_fates(files: Sequence[RawFile], texts: Sequence[Row], found: dict[str, str]) -> None:
    assert fates(files, texts) == found
    assert fates(files[::-1], texts) == found


def test_a_text_that_could_not_be_extracted_is_quarantined() -> None:
    assert fates([raw("x", A)], [text(A, None, "t1")], {"t1": "timeout: x"}) == {"x": "quarantined timeout"}


def test_members_know_their_parents_and_are_counted() -> None:
    rows = account_for([raw("m", A)], [text(A, "mail-1!/body", "t1"), text(A, None)], {"t1": 3}, {})
    by_path = {str(row["path"]): row for row in rows}
    assert [row["member_count"] for row in rows] == [2, 1, 0]
    assert [row["document_count"] for row in rows] == [0, 0, 3]
    assert by_path["m!/mail-1!/body"]["parent_source_id"] == make_id("s", "m!/mail-1")
    assert by_path["m!/mail-1"]["parent_source_id"] == by_path["m"]["source_id"] == make_id("s", "m")
    assert by_path["m"]["parent_source_id"] is None
