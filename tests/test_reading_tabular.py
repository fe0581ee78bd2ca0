"""JSON Lines and CSV to their rows: which columns count, and rows that cannot be read."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.model import HeaderFacts, UnreadableSource
from transforms.reading.formats import expand_source
from transforms.reading.members import Member
from transforms.reading.sniff import sniff_family
from transforms.reading.tabular import Columns, expand_csv, expand_jsonl, read_columns

ROW = {
    "title": "Talks in Tallinn",
    "date": "2019-06-03",
    "url": "https://example.org/a",
    "source": "NATO",
    "lang": "en",
    "text": "The two staffs met.\n\nThey will meet again, “soon”.",
}
FACTS = HeaderFacts(
    title="Talks in Tallinn",
    published="2019-06-03",
    url="https://example.org/a",
    publisher="NATO",
    language="en",
)


def json_lines(*rows: object) -> bytes:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def table(*rows: Iterable[str], delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def seen(members: Iterable[Member]) -> list[tuple[str, str | None]]:
    """Name, and the text or the code of the reason."""
    return [(m.name, m.data.decode() if m.data is not None else (m.reason or "").split(":")[0]) for m in members]


def test_a_row_with_all_facts() -> None:
    lines = list(expand_source(io.BytesIO(json_lines(ROW, ROW)), "a.jsonl"))
    rows = list(expand_source(io.BytesIO(table(ROW, ROW.values(), ROW.values())), "a.csv"))
    for found in (lines, rows):
        assert [member.name for member in found] == ["row-1", "row-2"]
        assert all(m.facts == FACTS and m.is_text and m.data == ROW["text"].encode() for m in found)


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        ({"Body": "x", "Headline": "T"}, HeaderFacts(title="T")),
        ({"content": "x", "published-at": "3 June 2019"}, HeaderFacts(published="3 June 2019")),
        ({"content": "not this", "text": "x", "published": "", "date": "2019"}, HeaderFacts(published="2019")),
        ({"text": "x", "title": None, "url": "N/A", "lang": "null"}, HeaderFacts()),
        ({"text": "x", "title": 7, "date": 20.5, "url": ["a"], "lang": True}, HeaderFacts(title="7", published="20.5")),
        ({"text": "x", "title": " two\n lines "}, HeaderFacts(title="two lines")),
        ({"text": "x", "title": "t" * 1001}, HeaderFacts()),
        ({"text": "x", "title": "lone \ud800"}, HeaderFacts(title="lone \ufffd")),
    ],
)  # fmt: skip
def test_columns_by_their_usual_names(row: dict[str, object], facts: HeaderFacts) -> None:
    (member,) = expand_jsonl(io.BytesIO(json.dumps(row).encode()), "a")
    assert (member.data, member.facts) == (b"x", facts)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b'{"text": "a"}\n\n{"text": "b"}\r\n', [("row-1", "a"), ("row-2", "b")]),
        (b'{"text": "a"}\n{"text": \n{"text": "b"}', [("row-1", "a"), ("row-2", "broken"), ("row-3", "b")]),
        (b'{"text": "a"}\n["text"]\n"text"\n', [("row-1", "a"), ("row-2", "broken"), ("row-3", "broken")]),
        (b'{"text": "a"}\n{"title": "b"}\n', [("row-1", "a"), ("row-2", "no_text")]),
        (b'{"text": "a"}\n{"text": "  "}', [("row-1", "a"), ("row-2", "no_text")]),
        (b'{"text": "a"}\n' + b"[" * 100_000, [("row-1", "a"), ("row-2", "broken")]),
        (b'{"text": "a"}\n{"text": ' + b"9" * 5000 + b"}", [("row-1", "a"), ("row-2", "broken")]),
        (b'{"text": "lone \\ud800"}', [("row-1", "lone \ufffd")]),
        ('{"text": "a\u2028b"}'.encode(), [("row-1", "a\u2028b")]),
        (b'{"text": "cut of', [("row-1", "broken")]),
    ],
)  # fmt: skip
def test_lines(data: bytes, rows: list[tuple[str, str]]) -> None:
    if rows == [("row-1", "broken")]:
        with pytest.raises(UnreadableSource, match=r"^no_text_column: .+; "):
            list(expand_jsonl(io.BytesIO(data), "a"))
    else:
        assert seen(expand_jsonl(io.BytesIO(data), "a")) == rows


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"title;text\nT;a\n", [("row-1", "a")]),
        (b"title\ttext\nT\ta, b; c\n", [("row-1", "a, b; c")]),
        (b'\xef\xbb\xbftitle,text\r\nT,"a\r\n""b"""\r\n\r\n', [("row-1", 'a\r\n"b"')]),
        (b"title,text\nT\nT,a,too many\n,\nT,b\n", [("row-1", "no_text"), ("row-2", "broken"), ("row-3", "b")]),
        (b"title,text\n=cmd|' /C calc'!A0,@SUM(1)\n", [("row-1", "@SUM(1)")]),
        ("title,text\nT,café".encode("cp1252"), [("row-1", "café")]),
        (b"title,text\nT," + b"x" * 300_000 + b"\n", [("row-1", "x" * 300_000)]),
        (b'title,text\nT,"never closed\nU,v\n', [("row-1", "never closed\nU,v\n")]),
        (b"title,text\nT,a\x00b\n", [("row-1", "a\x00b")]),
    ],
)
def test_rows(data: bytes, rows: list[tuple[str, str]]) -> None:
    assert seen(expand_csv(io.BytesIO(data), "a")) == rows


@pytest.mark.parametrize(
    ("data", "name", "family"),
    [
        (b'{"text": "a"}', "a.json", "jsonl"),
        (b'{"a": 1}\n{"b": 2}', "a.txt", "jsonl"),
        (b"{not json}\n", "a.jsonl", "text"),
        (b'{"text":\n "a"}', "a.json", "text"),
        (b"{" * 70_000 + b"}", "a.jsonl", "text"),
        (b"title,text\nT,a", "a.txt", "csv"),
        (b"id;Body;Date\n1;a;2", "a", "csv"),
        (b"a,b\n1,2", "a.csv", "csv"),
        (b"a,b\n1,2", "a.txt", "text"),
        (b"a,b\n1,2,3", "a.csv", "text"),
        (b"In the text, the date, and the title,\nthere is more.", "a.csv", "text"),
        (b"Dear all,\n\nthis is a letter.", "a.csv", "text"),
    ],
)
def test_what_is_a_table(data: bytes, name: str, family: str) -> None:
    assert sniff_family(data, name) == family


def test_a_mapping_of_columns() -> None:
    columns = read_columns(b'[columns]\ntext = "Full Article"\npublished = "day"\n')
    data = table(["title", "full_article", "Day", "text"], ["T", "a", "2019", "not this"])
    (member,) = expand_csv(io.BytesIO(data), "a.csv", columns)
    assert (member.data, member.facts) == (b"a", HeaderFacts(title="T", published="2019"))
    assert read_columns(b"[columns]\n") == Columns()


@pytest.mark.parametrize(
    "toml",
    [
        b"",
        b"[columns",
        b'[columns]\nbody = "a"',
        b"[columns]\ntext = 7",
        b'[columns]\ntext = " "',
        b"columns = 1",
        b"\xff",
    ],
)
def test_what_is_no_mapping(toml: bytes) -> None:
    with pytest.raises(UnreadableSource, match=r"^broken_mapping: "):
        read_columns(toml)


@pytest.mark.parametrize(("data", "name"), [(b"a,b\n1,2", "a.csv"), (b'{"a": 1}', "a.jsonl")])
def test_a_table_without_text_names_its_columns(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableSource, match=r"^no_text_column: .*a.*TOML"):
        list(expand_source(io.BytesIO(data), name))


def test_many_rows_take_no_time() -> None:
    start = time.perf_counter()
    assert sum(1 for _ in expand_source(io.BytesIO(json_lines(*[{"text": "x" * 40}] * 20_000)), "a")) == 20_000
    assert time.perf_counter() - start < 3


SAMPLES = (json_lines(ROW, ROW), table(ROW, ROW.values(), ROW.values()))


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SAMPLES), st.floats(0, 1), st.text('{}[]":,;\n\r\\u0 é', max_size=8), st.integers(0, 20))
def test_damaged_tables_are_read_or_refused(data: bytes, share: float, patch: str, cut: int) -> None:
    place = int(len(data) * share)
    for expand in (expand_jsonl, expand_csv):
        try:
            for member in expand(io.BytesIO(data[:place] + patch.encode() + data[place + cut :]), "a"):
                assert (member.data is None) == (member.reason is not None)
        except UnreadableSource as refusal:
            assert re.match(r"[a-z_0-9]+: .+; ", str(refusal), re.DOTALL)
