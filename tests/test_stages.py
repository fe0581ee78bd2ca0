"""The stages with an extraction made for the test: what a text's fault, or the program's, does to a run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

import transforms.rows
from flows import extraction, stages, state
from flows.account import Extracted
from flows.output import BuildFailed, Effort, MissingInput, Output
from transforms.model import SourceText
from warehouse.files import WriteError

SCHEMA = pl.Schema({"sha256": pl.String})


@dataclass(frozen=True)
class Read:
    """As Text of transforms.extract."""

    text_id: str
    source: SourceText


class Extraction(ModuleType):
    """Stands for transforms.extract: notes the texts, fails for one that says FAULT, lacks memory for one with BIG."""

    Text = Read

    def __init__(self) -> None:
        super().__init__("transforms.extract")
        self.seen: list[str] = []

    def warm_up(self) -> None:
        """Nothing to load."""

    def part_schema(self, _name: str) -> pl.Schema:
        """One table."""
        return SCHEMA

    def extract_batch(self, texts: Sequence[Read]) -> dict[str, pl.DataFrame]:
        """The hash of each text."""
        for text in texts:
            if "FAULT" in text.source.text:
                raise ValueError("what is\nthis?")
            if "BIG" in text.source.text:
                raise MemoryError
        self.seen += [text.source.text for text in texts]
        return {"texts": pl.DataFrame([(text.text_id,) for text in texts], schema=SCHEMA, orient="row")}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Extraction:
    module = Extraction()
    monkeypatch.setitem(sys.modules, "transforms.extract", module)
    monkeypatch.setattr(transforms.rows, "part_schema", module.part_schema)
    return module


@pytest.fixture
def extracted(fake: Extraction, tmp_path: Path) -> Callable[..., Extracted]:
    """Writes texts by name, lists them and extracts them."""
    raw, out = tmp_path / "raw", Output(tmp_path / "out")
    raw.mkdir()
    out.prepare()

    def run(**texts: str) -> Extracted:
        for name, text in texts.items():
            (raw / f"{name}.txt").write_text(text)
        stages.ingest(raw, out)
        fake.seen.clear()
        return stages.extract(out, Effort(1))

    return run


def failures(tmp_path: Path) -> list[str]:
    return sorted(state.read_extraction(Output(tmp_path / "out")).failures.values())


def test_only_what_is_new_is_extracted(extracted: Callable[..., Extracted], fake: Extraction) -> None:
    assert extracted(a="one", b="two", c="two").reasons == {"new file": 2}
    assert extracted().extracted_count == 0
    assert fake.seen == []
    assert extracted(a="three").reasons == {"new file": 1}
    assert fake.seen == ["three"]


def test_a_text_that_the_program_fails_on_is_quarantined_alone(
    extracted: Callable[..., Extracted], fake: Extraction, tmp_path: Path
) -> None:
    told = extracted(a="one", b="FAULT", c="BIG", d="two")
    assert told.extracted_count == 2
    assert sorted(fake.seen) == ["one", "two"]
    assert failures(tmp_path) == [
        "failed: ValueError: what is this?; report it, it is a fault of the program",
        "memory: not enough to read it; free memory or split the file",
    ]
    assert extracted().reasons == {"failed the last time": 1}
    assert len(failures(tmp_path)) == 2
    assert stages.extract(Output(tmp_path / "out"), Effort(1, retry=True)).reasons == {"failed the last time": 2}


def test_a_program_that_fails_on_every_text_stops_the_run(extracted: Callable[..., Extracted]) -> None:
    with pytest.raises(BuildFailed, match="no text could be extracted: failed: ValueError"):
        extracted(a="FAULT 1", b="FAULT 2")


def test_no_name_gets_into_a_result(extracted: Callable[..., Extracted], tmp_path: Path) -> None:
    extracted(confidential="one")
    files = [file for store in ("texts", "parts") for file in (tmp_path / "out" / store).glob("*/*")]
    assert len(files) == 2 + 1 + 2
    assert not any(b"confidential" in file.read_bytes() for file in files)


def test_a_text_that_stands_in_two_files_is_extracted_once(
    extracted: Callable[..., Extracted], fake: Extraction, tmp_path: Path
) -> None:
    (tmp_path / "raw" / "marked.txt").write_bytes(b"\xef\xbb\xbfone")
    assert extracted(a="one").content_count == 1
    assert fake.seen == ["one"]


def test_a_file_that_is_renamed_is_not_extracted_again(extracted: Callable[..., Extracted], tmp_path: Path) -> None:
    extracted(a="one")
    (tmp_path / "raw" / "a.txt").rename(tmp_path / "raw" / "b.text")
    assert extracted().extracted_count == 0


def test_a_deleted_file_is_told(extracted: Callable[..., Extracted], fake: Extraction, tmp_path: Path) -> None:
    extracted(a="one", b="two")
    (tmp_path / "raw" / "b.txt").unlink()
    assert extracted().content_count == 1
    assert fake.seen == []


def test_what_changes_the_version_is_the_reason(
    extracted: Callable[..., Extracted], monkeypatch: pytest.MonkeyPatch
) -> None:
    extracted(a="one")
    monkeypatch.setattr(stages, "extraction_version", lambda: {"code": "1", "model": "2", "knowledge": "3"})
    assert extracted().reasons == {"code and knowledge and model changed": 1}


def test_a_stage_asks_for_the_one_before_after_the_readers_changed(
    extracted: Callable[..., Extracted], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    extracted(a="one")
    monkeypatch.setattr(stages, "reading_version", lambda: {"reader": "2"})
    with pytest.raises(MissingInput, match="1 files are not read; run `cooperation ingest` first"):
        stages.extract(Output(tmp_path / "out"))
    assert list((tmp_path / "out" / "parts").iterdir())


def test_a_full_disk_stops_the_run(extracted: Callable[..., Extracted], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.parts._write_description", fail)
    with pytest.raises(WriteError, match="No space left on device"):
        extracted(a="one")


@pytest.mark.parametrize(("size", "workers", "pools"), [(1_000, 3, []), (1_000_000, 1, []), (1_000_000, 3, [3])])
def test_only_a_large_job_is_worth_a_pool(
    *, fake: Extraction, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int, workers: int, pools: list[int]
) -> None:
    started: list[int] = []

    class Recorder:
        """Stands for the pool."""

        def __init__(self, _job: object, count: int) -> None:
            started.append(count)

        def run(self, _batches: object) -> list[object]:
            """No worker answers."""
            return []

    monkeypatch.setattr(extraction, "Pool", Recorder)
    out = Output(tmp_path / "out")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_bytes(b"x" * size)
    out.prepare()
    stages.ingest(tmp_path / "raw", out, Effort(1))
    stages.extract(out, Effort(workers))
    assert started == pools
    assert bool(fake.seen) is not bool(pools)
