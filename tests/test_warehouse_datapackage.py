"""The descriptor of the record as a Data Package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from tests.test_warehouse_record import record, write_record
from warehouse.datapackage import write_data_package
from warehouse.tables import BY_NAME

Json = dict[str, object]


@pytest.fixture
def resources(tmp_path: Path) -> dict[str, Json]:
    """The resources of the tiny record by name."""
    write_record(tmp_path, record())
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    return {resource["name"]: resource for resource in package["resources"]}


def part_of_schema(resource: Json, part: str) -> list[Json]:
    """The fields or keys of its table schema."""
    return cast(list[Json], cast(Json, resource["schema"])[part])


def test_resources_tell_path_hash_and_size(resources: dict[str, Json], tmp_path: Path) -> None:
    mentions = resources["mentions"]
    assert mentions["path"] == "mentions.parquet"
    assert mentions["bytes"] == (tmp_path / "mentions.parquet").stat().st_size
    assert str(mentions["hash"]).startswith("sha256:")
    assert mentions["description"] == BY_NAME["mentions"].description


def test_fields_tell_types_and_constraints(resources: dict[str, Json]) -> None:
    fields = {str(field["name"]): field for field in part_of_schema(resources["event_mentions"], "fields")}
    assert fields["confidence"]["constraints"] == {"required": True, "minimum": 0.0, "maximum": 1.0}
    assert cast(Json, fields["modality"]["constraints"])["enum"] == list(
        BY_NAME["event_mentions"].column("modality").allowed
    )
    assert fields["start_date"] == {
        "name": "start_date", "type": "date", "description": "First day on which it can have happened.",
    }
    assert cast(Json, fields["event_mention_id"]["constraints"])["unique"] is True
    runs = {str(field["name"]): field for field in part_of_schema(resources["runs"], "fields")}
    assert runs["started_at"]["type"] == "datetime"


def test_keys_tell_how_tables_hang_together(resources: dict[str, Json]) -> None:
    assert cast(Json, resources["documents"]["schema"])["primaryKey"] == ["document_id"]
    keys = part_of_schema(resources["documents"], "foreignKeys")
    assert {"fields": ["source_id"], "reference": {"resource": "sources", "fields": ["source_id"]}} in keys
    # A key into the same table names no resource
    assert {"fields": ["parent_document_id"], "reference": {"fields": ["document_id"]}} in keys


def test_bytes_depend_on_the_record_only(tmp_path: Path) -> None:
    entries = write_record(tmp_path, record())
    first = (tmp_path / "datapackage.json").read_bytes()
    write_data_package(tmp_path, reversed(entries))
    assert (tmp_path / "datapackage.json").read_bytes() == first


def test_another_run_of_the_same_record_changes_nothing(tmp_path: Path) -> None:
    frames = record()
    write_record(tmp_path, frames)
    first = (tmp_path / "datapackage.json").read_bytes()
    write_record(tmp_path, {**frames, "runs": frames["runs"].with_columns(run_id=frames["runs"]["run_id"] + "-again")})
    assert (tmp_path / "datapackage.json").read_bytes() == first
