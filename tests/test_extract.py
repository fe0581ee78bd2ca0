"""Extract: texts in, rows out; offsets say their surfaces, and batches change nothing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from transforms.extract import Text, annotate, annotate_many, extract_batch
from transforms.model import SourceText, text_id_of
from transforms.rows import PART_TABLES, part_schema, polars_type
from warehouse.tables import BY_NAME

PAGE = """NATO Secretary General meets EU High Representative

  • 12 Mar. 2021 -
  • |
  • Last updated: 12 Mar. 2021 16:05

NATO Secretary General Jens Stoltenberg met EU High Representative Josep Borrell in Brussels on 12 March 2021. \
They agreed to step up cooperation on military mobility and cyber defence.

“Our partnership with the European Union is stronger than ever,” Mr. Stoltenberg said. He thanked Mr. Borrell’s staff.

Ms Henriette Solvang of the Nordland Institute of Security Studies took part. The ministers will meet again next week.
"""

TRANSCRIPT = """Joint press point

by NATO Secretary General Jens Stoltenberg, and by the President of the European Council, Charles Michel

  • 4 Jun. 2020 -

JENS STOLTENBERG [NATO Secretary General]: Dear Charles, welcome to NATO. I am glad to see you.

CHARLES MICHEL [President of the European Council]: Thank you, Jens. We will work together.
"""


REFERENCE = (
    "NATO and the European Union have worked together more closely since the Warsaw declaration.\n\n"
    "Jens Stoltenberg said that the two organizations need one another.\n")


def content(text: str) -> Text:
    """What was read of a plain text file."""
    source = SourceText(text, "text/plain", "utf-8")
    return Text(text_id_of(source), source)


@pytest.fixture(scope="module")
def rows() -> dict[str, pl.DataFrame]:
    """The part tables of the page."""
    return extract_batch([content(PAGE)])


# --- a whole page ----------------------------------------------------------------------------------------------------


def test_every_part_table_has_its_columns(rows: dict[str, pl.DataFrame]) -> None:
    assert tuple(rows) == PART_TABLES
    for name, frame in rows.items():
        assert frame.schema == part_schema(name), name


def test_the_text_and_its_document(rows: dict[str, pl.DataFrame]) -> None:
    text, = rows["texts"].to_dicts()
    document, = rows["documents"].to_dicts()
    assert text == {"sha256": content(PAGE).text_id, "document_count": 1}
    assert document["sha256"] == text["sha256"]
    assert document["text"] == PAGE[document["source_start_char"]:document["source_end_char"]]
    assert document["title"] == "NATO Secretary General meets EU High Representative"
    assert (document["published_date"], document["language"]) == (date(2021, 3, 12), "en")
    assert PAGE[document["published_start_char"]:document["published_end_char"]] in "12 Mar. 2021 12 March 2021"


def test_the_names_and_offices(rows: dict[str, pl.DataFrame]) -> None:
    found = {(m["surface"], m["label"], m["entity_id"], m["office_id"]) for m in rows["mentions"].to_dicts()}
    assert found >= {
        ("NATO Secretary General", "ROLE", "jens-stoltenberg", "nato-secretary-general"),
        ("Jens Stoltenberg", "PERSON", "jens-stoltenberg", None),
        ("EU High Representative", "ROLE", "josep-borrell", "eu-high-representative"),
        ("Brussels", "GPE", "brussels", None), ("European Union", "ORG", "european-union", None),
        ("Stoltenberg", "PERSON", "jens-stoltenberg", None), ("Borrell", "PERSON", "josep-borrell", None),
        ("Henriette Solvang", "PERSON", "new-person-henriette-solvang", None)}


def test_the_dates_quotes_topics_and_found_entities(rows: dict[str, pl.DataFrame]) -> None:
    dates = {row["surface"]: (row["start_date"], row["end_date"]) for row in rows["dates"].to_dicts()}
    assert dates["next week"] == (date(2021, 3, 15), date(2021, 3, 21))
    quote, = rows["quotes"].to_dicts()
    assert (quote["surface"], quote["kind"], quote["speaker_id"], quote["cue"]) == (
        "Our partnership with the European Union is stronger than ever,", "direct", "jens-stoltenberg", "said")
    assert {"military-mobility", "cyber-defence"} <= set(rows["topic_mentions"]["topic_id"])
    assert sorted(rows["found_entities"]["entity_id"]) == [
        "new-organization-nordland-institute-of-security-studies", "new-person-henriette-solvang"]


def test_the_meeting_is_an_event_with_its_people_and_day(rows: dict[str, pl.DataFrame]) -> None:
    meetings = rows["event_mentions"].filter(pl.col("event_type") == "MEETING", pl.col("modality") == "asserted")
    people = rows["event_participants"].join(meetings, on="event_mention_id", how="semi")["entity_id"]
    assert {"jens-stoltenberg", "josep-borrell"} <= set(people)
    assert date(2021, 3, 12) in set(meetings["start_date"])


@pytest.mark.parametrize("name", ["mentions", "dates", "quotes", "topic_mentions"])
def test_offsets_slice_to_surfaces(rows: dict[str, pl.DataFrame], name: str) -> None:
    text = rows["documents"]["text"][0]
    found = rows[name].to_dicts()
    assert found
    assert [text[row["start_char"]:row["end_char"]] for row in found] == [row["surface"] for row in found]


def test_triggers_and_participants_stand_in_the_text(rows: dict[str, pl.DataFrame]) -> None:
    text = rows["documents"]["text"][0]
    for row in rows["event_mentions"].to_dicts():
        assert text[row["trigger_start_char"]:row["trigger_end_char"]] == row["trigger"]
        assert row["start_char"] <= row["trigger_start_char"] < row["trigger_end_char"] <= row["end_char"]
    participants = {text[start:end] for start, end in rows["event_participants"].select(
        "start_char", "end_char").iter_rows()}
    assert {"Jens Stoltenberg", "Josep Borrell"} <= participants
    assert all(words.strip() == words for words in participants)


def test_passages_are_a_partition_of_the_text(rows: dict[str, pl.DataFrame]) -> None:
    passages = rows["passages"].sort("ordinal").to_dicts()
    assert (passages[0]["start_char"], passages[-1]["end_char"]) == (0, len(rows["documents"]["text"][0]))
    assert all(before["end_char"] == after["start_char"] for before, after in pairwise(passages))


@pytest.mark.parametrize("name", [name for name in PART_TABLES if name in BY_NAME])
def test_keys_are_unique(name: str) -> None:
    frame = extract_batch([content(PAGE), content(TRANSCRIPT), content(REFERENCE)])[name]
    assert frame.height
    assert not frame.select(pl.struct(BY_NAME[name].key).is_duplicated()).to_series().any()


def test_a_transcript_has_turns_and_the_speakers_own_words() -> None:
    rows = extract_batch([content(TRANSCRIPT)])
    assert [(q["speaker_id"], q["addressee_id"]) for q in rows["quotes"].to_dicts()] == [
        ("jens-stoltenberg", "charles-michel"), ("charles-michel", "jens-stoltenberg")]
    pronouns = rows["mentions"].filter(pl.col("label") == "PRONOUN").to_dicts()
    assert [(p["surface"], p["entity_id"], p["basis"]) for p in pronouns] == [
        ("I", "jens-stoltenberg", "self"), ("you", "charles-michel", "addressee"),
        ("you", "jens-stoltenberg", "addressee"), ("We", "european-union", "side")]
    speakers = rows["passages"].filter(pl.col("kind") == "turn")["speaker_id"].to_list()
    assert speakers == ["jens-stoltenberg", "charles-michel"]


# --- batches ---------------------------------------------------------------------------------------------------------

FILES = [content(PAGE), content(TRANSCRIPT), content("EU\n\nA short note on NATO.\n")]


def ordered(tables: dict[str, pl.DataFrame]) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each table, sorted."""
    return {name: sorted(frame.iter_rows(), key=repr) for name, frame in tables.items()}


def test_neither_order_nor_size_of_batches_changes_rows() -> None:
    whole = ordered(extract_batch(FILES))
    assert ordered(extract_batch(FILES[::-1])) == whole
    single = [extract_batch([file]) for file in FILES]
    assert ordered({name: pl.concat([tables[name] for tables in single]) for name in PART_TABLES}) == whole


def test_no_files_no_rows() -> None:
    assert {name: frame.height for name, frame in extract_batch([]).items()} == dict.fromkeys(PART_TABLES, 0)


def test_each_text_has_the_number_of_its_documents() -> None:
    found = {row["sha256"]: row["document_count"] for row in extract_batch(FILES)["texts"].to_dicts()}
    assert found == {file.text_id: 1 for file in FILES}


def test_a_text_in_another_language_is_loaded_and_not_read() -> None:
    text = "Der Rat der Europäischen Union hat heute in Brüssel über die Zusammenarbeit mit der NATO beraten. " * 4
    tables = extract_batch([content(text)])
    assert tables["documents"]["language"].to_list() == ["de"]
    assert (tables["mentions"].height, tables["event_mentions"].height) == (0, 0)


def test_polars_types_are_those_of_the_contract() -> None:
    assert polars_type(BY_NAME["documents"].column("updated_at")) == pl.Datetime("us", "UTC")
    assert polars_type(BY_NAME["dates"].column("start_date")) == pl.Date()


# --- texts without a record ------------------------------------------------------------------------------------------


def every_span(found: dict[str, object]) -> list[tuple[str, int, int]]:
    """Surface, start and end of all rows with a surface."""
    lists = [found[key] for key in ("mentions", "dates", "quotes", "topics")]
    rows = [row for part in lists if isinstance(part, list) for row in part]
    return [(row["surface"], row["start_char"], row["end_char"]) for row in rows]


def test_annotate_counts_in_the_whole_text_and_names_what_it_resolved() -> None:
    found = annotate(PAGE, None)
    spans = every_span(found)
    assert spans
    assert all(PAGE[start:end] == surface for surface, start, end in spans)
    mentions = found["mentions"]
    assert isinstance(mentions, list)
    names = {(m["entity_id"], m["entity_name"]) for m in mentions if m["entity_id"]}
    assert ("josep-borrell", "Josep Borrell") in names


def test_annotate_takes_the_day_it_is_given() -> None:
    dates = annotate("The ministers will meet tomorrow.", date(2019, 5, 13))["dates"]
    assert isinstance(dates, list)
    assert [row["start_date"] for row in dates] == [date(2019, 5, 14)]


def test_annotate_counts_in_the_whole_text_of_a_listing() -> None:
    listing = "".join(
        f"{day} Nov. 2018\n\nSecretary General speaks to the EU\n\nJens Stoltenberg spoke in Paris on {name}.\n\n"
        for day, name in ((23, "Friday"), (20, "Tuesday"), (12, "Monday"), (9, "Friday")))
    spans = every_span(annotate(listing, None))
    assert all(listing[start:end] == surface for surface, start, end in spans)
    assert sum(surface == "Jens Stoltenberg" for surface, _, _ in spans) == 4


def test_annotate_many_keeps_order_whatever_the_batch() -> None:
    texts = [(f"doc-{n}", None, f"NATO met the EU in {place}.") for n, place in enumerate(("Paris", "Oslo", "Riga"))]
    by_one, by_two = list(annotate_many(texts, batch=1)), list(annotate_many(texts, batch=2))
    assert by_one == by_two
    assert [found["doc"] for found in by_one] == ["doc-0", "doc-1", "doc-2"]
