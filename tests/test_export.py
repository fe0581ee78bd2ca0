"""Exports: the flat file has GDELT's columns, the entities are those of FollowTheMoney; both appear whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import cli
from flows.exporting import NotExported
from flows.output import NotWritable
from tests.test_warehouse_record import NEWS, changed, load_record, record
from warehouse.export import as_entity, export_ftm, export_gdelt
from warehouse.files import WriteError
from warehouse.query import QueryError

ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
         "Type2Code", "Type3Code")
PLACE = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
# The columns of GDELT 1.0, with the address that daily files have since April 2013
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{number}{name}" for number in (1, 2) for name in ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone", *(f"{where}Geo_{name}" for where in ("Actor1", "Actor2", "Action")
                                              for name in PLACE), "DATEADDED", "SOURCEURL")
# The properties of FollowTheMoney 4.11 that are used, by schema; those of an entity name the schema of their values
THING = {"name", "alias", "country", "wikidataId", "keywords", "notes", "description", "summary", "publisher",
         "sourceUrl", "proof", "addressEntity"}
FTM: Mapping[str, set[str]] = {
    "Person": THING | {"parent"}, "Organization": THING | {"parent"}, "PublicBody": THING | {"parent"},
    "Address": THING | {"full"}, "Position": THING | {"organization"},
    "Occupancy": {"holder", "post", "startDate", "endDate"},
    "Membership": {"member", "organization", "startDate", "endDate"},
    "PlainText": THING | {"title", "fileName", "mimeType", "bodyText", "language", "publishedAt", "date"},
    "Event": THING | {"startDate", "endDate", "date", "involved", "organizer", "location", "recordId"},
    "Mention": {"document", "name", "resolved", "detectedSchema"}, "Note": THING | {"entity"},
}
LEGAL = ("Person", "Organization", "PublicBody")
RANGES: Mapping[str, tuple[str, ...]] = {
    "parent": LEGAL, "organization": ("Organization", "PublicBody"), "holder": ("Person",), "post": ("Position",),
    "member": LEGAL, "involved": LEGAL, "organizer": LEGAL, "document": ("PlainText",), "proof": ("PlainText",),
    "resolved": LEGAL, "addressEntity": ("Address",),
    "entity": LEGAL,
}
NEEDED = {"Occupancy": ("holder", "post"), "Membership": ("member", "organization"), "Mention": ("document", "name")}
Entity = Mapping[str, object]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the tiny record, in which NATO, the EU and a place have their codes."""
    frames = changed(record(), "entities", "country_code", "BE", entity_id="brussels")
    frames = changed(frames, "documents", "title", "News\twith\na tab", document_id="news")
    return load_record(tmp_path_factory.mktemp("out"), frames)


def events(database: Path, folder: Path) -> list[dict[str, str]]:
    """The lines of the flat file."""
    assert export_gdelt(database, folder / "events.tsv") >= 0
    with (folder / "events.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def entities(database: Path, folder: Path) -> list[Entity]:
    """The entities of the export."""
    count = export_ftm(database, folder / "record.ftm.jsonl")
    lines = (folder / "record.ftm.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == count
    return [json.loads(line) for line in lines]


def test_the_flat_file_has_the_columns_of_gdelt(database: Path, tmp_path: Path) -> None:
    rows = events(database, tmp_path)
    assert len(GDELT) == 58
    assert tuple(rows[0]) == GDELT
    met, exercise = rows
    assert (met["SQLDATE"], met["EventCode"], met["EventRootCode"], met["QuadClass"]) == ("20180710", "040", "04", "1")
    assert (met["Actor1Code"], met["Actor1Name"]) == ("IGOWSTNAT", "JENS STOLTENBERG")
    assert (met["NumMentions"], met["NumSources"], met["NumArticles"]) == ("2", "2", "2")
    assert (met["ActionGeo_FullName"], met["ActionGeo_CountryCode"]) == ("Brussels", "BE")
    assert (exercise["SQLDATE"], exercise["EventRootCode"], exercise["SOURCEURL"]) == ("", "03", "nato/news.txt")
    assert len({row["GLOBALEVENTID"] for row in rows}) == len(rows)
    assert all(row["GLOBALEVENTID"].isdigit() for row in rows)


def test_events_without_a_code_are_left_out(tmp_path: Path) -> None:
    frames = changed(record(), "events", "modality", "hypothetical", event_id="e-exercise")
    database = load_record(tmp_path, frames)
    assert [row["EventRootCode"] for row in events(database, tmp_path)] == ["04"]


def test_entities_have_the_properties_of_their_schemata(database: Path, tmp_path: Path) -> None:
    found = entities(database, tmp_path)
    schemas = {str(entity["id"]): str(entity["schema"]) for entity in found}
    assert len(schemas) == len(found)
    for entity in found:
        properties, schema = entity["properties"], str(entity["schema"])
        assert isinstance(properties, dict)
        assert set(properties) <= FTM[schema]
        assert all(isinstance(value, str) and value for values in properties.values() for value in values)
        assert all(properties.get(name) for name in NEEDED.get(schema, () if schema == "Note" else ("name",)))
        for name in properties.keys() & RANGES.keys():
            assert {schemas[value] for value in properties[name]} <= set(RANGES[name]), (entity["id"], name)


def test_the_record_is_in_the_entities(database: Path, tmp_path: Path) -> None:
    found = {str(entity["id"]): entity["properties"] for entity in entities(database, tmp_path)}
    news, event, commitment = found["news"], found["e-met"], found["c-1"]
    assert isinstance(news, dict)
    assert isinstance(event, dict)
    assert isinstance(commitment, dict)
    assert news["bodyText"] == [NEWS]
    assert event["involved"] == ["donald-tusk", "jens-stoltenberg"]
    assert event["proof"] == ["entry", "news"]
    assert commitment["entity"] == ["eu"]
    assert "due 2019-12-31" in commitment["keywords"]


def test_two_exports_have_the_same_bytes(database: Path, tmp_path: Path) -> None:
    for export in (export_gdelt, export_ftm):
        for name in ("one", "two"):
            export(database, tmp_path / name)
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_properties_are_lists_of_texts() -> None:
    entity = as_entity(["id", "schema", "name", "alias", "country"], ("x", "Person", "A", ["B", None, "B"], None))
    assert entity == {"id": "x", "schema": "Person", "properties": {"name": ["A"], "alias": ["B"]}}


def test_what_cannot_be_exported_leaves_the_old_file(database: Path, tmp_path: Path) -> None:
    old = tmp_path / "events.tsv"
    old.write_text("old", encoding="utf-8")
    with pytest.raises(QueryError, match="no warehouse"):
        export_gdelt(tmp_path / "none.duckdb", old)
    broken = tmp_path / "broken.duckdb"
    broken.write_bytes(b"no database")
    with pytest.raises(QueryError):
        export_ftm(broken, old)
    with pytest.raises(WriteError):
        export_gdelt(database, tmp_path / "none" / "events.tsv")
    assert old.read_text(encoding="utf-8") == "old"


def test_the_command(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "events.tsv"
    result = CliRunner().invoke(cli, ["export", "gdelt", "--out", str(database.parent), "--file", str(file)])
    assert result.exit_code == 0
    assert "2 events" in result.stderr
    assert file.read_text(encoding="utf-8").count("\n") == 3
    refused = CliRunner().invoke(cli, ["export", "ftm", "--out", str(tmp_path), "--file", str(file)])
    assert isinstance(refused.exception, NotExported)
    refused = CliRunner().invoke(cli, ["export", "ftm", "--out", str(database.parent), "--file",
                                       str(tmp_path / "none" / "x")])
    assert isinstance(refused.exception, NotWritable)
    assert CliRunner().invoke(cli, ["export", "xml", "--file", str(file)]).exit_code == 2
