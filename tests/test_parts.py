"""The store of results: whole parts only, proven before use, the same rows however they were cut."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from warehouse import parts
from warehouse.files import WriteError
from warehouse.parts import Content, PartStore, count_reasons

VERSION = {"code": "1", "model": "small", "knowledge": "abc"}
SCHEMAS = {
    "sources": pl.Schema({"sha256": pl.String, "reason": pl.String}),
    "documents": pl.Schema({"sha256": pl.String, "document_id": pl.String, "text": pl.String}),
    "event_mentions": pl.Schema({"document_id": pl.String, "event_mention_id": pl.String}),
    "event_topics": pl.Schema({"event_mention_id": pl.String, "topic_id": pl.String}),
}


def content(name: str, suffix: str = ".txt") -> Content:
    return Content(name * 64, suffix)


def frames(contents: Sequence[Content]) -> dict[str, pl.DataFrame]:
    """Two documents a content, an event in each."""
    documents = [(c.sha256, f"d-{c.sha256[0]}{n}", f"text {n}") for c in contents for n in (2, 1)]
    events = [(document, f"m-{document}") for _, document, _ in documents]
    rows: dict[str, Sequence[tuple[str | None, ...]]] = {
        "sources": [(c.sha256, None) for c in contents], "documents": documents, "event_mentions": events,
        "event_topics": [(event, "cyber") for _, event in events],
    }
    return {name: pl.DataFrame(rows[name], schema=schema, orient="row") for name, schema in SCHEMAS.items()}


@pytest.fixture
def store(tmp_path: Path) -> PartStore:
    return PartStore(tmp_path, VERSION)


def written(store: PartStore, *groups: str) -> list[Content]:
    """Writes a part for each group of names ("ab", "c"); gives all contents."""
    for group in groups:
        contents = [content(name) for name in group]
        store.write(contents, frames(contents))
    return [content(name) for group in groups for name in group]


def test_what_is_written_is_found_and_read(store: PartStore) -> None:
    contents = written(store, "ab", "c")
    survey = store.survey([*contents, content("d")])
    assert sorted(survey.place) == contents
    assert not survey.lost
    rows = store.read(survey, SCHEMAS)
    assert rows["documents"]["document_id"].to_list() == ["d-a1", "d-a2", "d-b1", "d-b2", "d-c1", "d-c2"]
    assert {path.suffix for path in store.folder.rglob("*.*") if path.is_file()} == {".parquet", ".json"}


@pytest.mark.parametrize("cut", [("abcde",), ("a", "b", "c", "d", "e"), ("edc", "ba"), ("abc", "cde")])
def test_rows_are_the_same_however_the_parts_are_cut(store: PartStore, tmp_path: Path, cut: tuple[str, ...]) -> None:
    whole = PartStore(tmp_path / "whole", VERSION)
    whole.folder.mkdir()
    wanted = written(whole, "abcde")
    written(store, *cut)
    rows, other = store.read(store.survey(wanted), SCHEMAS), whole.read(whole.survey(wanted), SCHEMAS)
    for name in SCHEMAS:
        assert_frame_equal(rows[name], other[name])


def test_rows_of_what_is_not_wanted_are_left_out(store: PartStore) -> None:
    written(store, "abc")
    rows = store.read(store.survey([content("b")]), SCHEMAS)
    assert rows["event_topics"]["event_mention_id"].to_list() == ["m-d-b1", "m-d-b2"]


def test_no_part_gives_empty_tables(store: PartStore) -> None:
    rows = store.read(store.survey([]), SCHEMAS)
    assert {name: frame.schema for name, frame in rows.items()} == SCHEMAS


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda part: flip(part / "documents.parquet"), "documents.parquet does not have the bytes"),
        (lambda part: (part / "documents.parquet").write_bytes(b""), "documents.parquet does not have the bytes"),
        (lambda part: (part / "event_topics.parquet").unlink(), "event_topics.parquet is not there"),
        (lambda part: (part / "part.json").write_text("{"), "part.json cannot be read"),
        (lambda part: (part / "part.json").unlink(), "part.json cannot be read"),
        (lambda part: (part / "part.json").write_text(
            (part / "part.json").read_text().replace("a" * 64, "b" * 64)), "part.json does not belong"),
        (lambda part: (part / "part.json").write_text(
            (part / "part.json").read_text().replace("documents.parquet", "../x.parquet")), "part.json cannot be read"),
    ],
)
def test_a_damaged_part_is_made_again(store: PartStore, damage: Callable[[Path], None], reason: str) -> None:
    contents = written(store, "a")
    (part,) = store.folder.iterdir()
    damage(part)
    survey = store.survey(contents)
    assert not survey.place
    assert survey.dropped[part.name].startswith(reason)
    assert survey.lost.get(contents[0], "its part was damaged") == "its part was damaged"
    written(store, "a")
    assert list(store.survey(contents).place) == contents


def test_a_copied_folder_is_no_part(store: PartStore) -> None:
    written(store, "a")
    (part,) = store.folder.iterdir()
    shutil.copytree(part, store.folder / ("0" * 24))
    assert store.survey([content("a")]).dropped == {"0" * 24: "part.json does not belong to this part"}


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ({"knowledge": "new"}, "knowledge changed"),
        ({"code": "2"}, "code changed"),
        ({"code": "2", "model": "large"}, "code and model changed"),
    ],
)
def test_parts_of_another_version_are_made_again(store: PartStore, version: dict[str, str], reason: str) -> None:
    contents = written(store, "ab")
    newer = PartStore(store.folder, {**VERSION, **version})
    survey = newer.survey(contents)
    assert survey.lost == dict.fromkeys(contents, reason)
    newer.write(contents[:1], frames(contents[:1]))
    assert newer.survey(contents).lost == {contents[1]: reason}


def test_a_file_renamed_to_another_kind_is_made_again(store: PartStore) -> None:
    written(store, "a")
    assert store.survey([content("a", ".md")]).lost == {content("a", ".md"): "renamed to another kind of file"}


def test_strays_are_told_and_left(store: PartStore) -> None:
    written(store, "a")
    (store.folder / "notes.txt").write_text("mine")
    survey = store.survey([content("a")])
    store.tidy(survey)
    assert survey.strays == ["notes.txt"]
    assert (store.folder / "notes.txt").exists()


def test_small_parts_are_merged(store: PartStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MERGE_AT", 3)
    contents = written(store, "a", "b", "c", "d")
    before = store.survey(contents)
    rows = store.read(before, SCHEMAS)
    assert store.tidy(before) == 4
    assert len(list(store.folder.iterdir())) == 1
    after = store.survey(contents)
    for name, frame in store.read(after, SCHEMAS).items():
        assert_frame_equal(frame, rows[name])
    assert store.tidy(after) == 0


def test_merged_parts_keep_to_a_size(store: PartStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MERGE_AT", 2)
    monkeypatch.setattr(parts, "MAX_CONTENTS", 2)
    contents = written(store, "a", "b", "c", "d", "e")
    store.tidy(store.survey(contents))
    sizes = sorted(len(json.loads((part / "part.json").read_text())["contents"]) for part in store.folder.iterdir())
    assert sizes == [1, 2, 2]


def test_what_is_not_wanted_any_more_goes(store: PartStore) -> None:
    written(store, "abc", "d")
    survey = store.survey([content("a")])
    store.tidy(survey)
    (part,) = store.folder.iterdir()
    assert [item["sha256"][0] for item in json.loads((part / "part.json").read_text())["contents"]] == ["a"]


def test_a_part_that_is_half_wanted_stays(store: PartStore) -> None:
    written(store, "ab")
    (before,) = store.folder.iterdir()
    assert store.tidy(store.survey([content("a")])) == 0
    assert list(store.folder.iterdir()) == [before]


def test_leftovers_of_dead_runs_go(store: PartStore) -> None:
    leftover = store.folder / f".{'0' * 24}.999999999.ab12cd34.writing"
    leftover.mkdir()
    (leftover / "documents.parquet").touch()
    store.tidy(store.survey([]))
    assert not list(store.folder.iterdir())


def test_a_part_that_cannot_be_written_leaves_nothing(
    store: PartStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts, "_write_description", fail)
    with pytest.raises(WriteError, match="No space left"):
        written(store, "a")
    assert not list(store.folder.iterdir())


def test_rows_are_found_by_their_numbers_without_the_rest(store: PartStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROW_GROUP_BYTES", 64)
    contents = written(store, "abc", "de")
    rows = store.locate(store.survey(contents), "documents", ("sha256", "document_id"))
    assert sorted(rows["document_id"]) == [f"d-{name}{number}" for name in "abcde" for number in (1, 2)]
    for part_id, number, document_id in rows.select("part_id", "row", "document_id").iter_rows():
        assert store.read_rows(part_id, "documents", [number])[0]["document_id"] == document_id
    part_id = rows["part_id"][0]
    assert [row["document_id"] for row in store.read_rows(part_id, "documents", [3, 0])] == [
        rows.filter((pl.col("part_id") == part_id) & (pl.col("row") == row))["document_id"][0] for row in (3, 0)]


def test_a_part_may_be_written_piece_by_piece(store: PartStore) -> None:
    contents = [content("a"), content("b")]
    with store.writer(contents) as writer:
        for one in contents:
            writer.add(frames([one]))
            assert store.survey(contents).place == {}
        writer.finish()
    assert store.read(store.survey(contents), SCHEMAS)["documents"].height == 4


def test_a_part_that_is_given_up_leaves_nothing(store: PartStore) -> None:
    with store.writer([content("a")]) as writer:
        writer.add(frames([content("a")]))
    assert not list(store.folder.iterdir())


def test_what_is_discarded_is_gone_and_the_rest_stands(store: PartStore) -> None:
    contents = written(store, "abc", "d")
    survey = store.survey(contents)
    store.discard(survey, [contents[1], contents[3]])
    assert sorted(survey.place) == [contents[0], contents[2]]
    store.tidy(survey)
    again = store.survey(contents)
    assert sorted(again.place) == [contents[0], contents[2]]
    assert store.read(again, SCHEMAS)["documents"]["document_id"].to_list() == ["d-a1", "d-a2", "d-c1", "d-c2"]


def test_another_mapping_is_another_form(store: PartStore) -> None:
    store.write([content("a", ".csv")], frames([content("a", ".csv")]))
    mapped, renamed = content("a", ".csv+12345678"), content("a", ".txt")
    assert store.survey([mapped]).lost == {mapped: "its columns changed"}
    assert store.survey([renamed]).lost == {renamed: "renamed to another kind of file"}


def test_reasons_are_counted() -> None:
    reasons = {content("a"): "new file", content("b"): "code changed", content("c"): "code changed"}
    assert list(count_reasons(reasons).items()) == [("code changed", 2), ("new file", 1)]
