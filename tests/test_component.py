"""The tagger as a spaCy component: what a Doc has of it, and what is kept of that."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from transforms.dates import component, find_dates

DAY = date(2023, 1, 11)
TEXT = "They met yesterday (10-11 January 2023) and will meet again in March."


@pytest.fixture
def nlp() -> Language:
    """A pipeline of nothing but the tagger."""
    blank = spacy.blank("en")
    blank.add_pipe("cooperation_dates")
    return blank


def surfaces(doc: Doc) -> list[str]:
    return [span.text for span in doc.spans["dates"]]


def test_the_example_of_the_documentation_is_true(capsys: pytest.CaptureFixture[str]) -> None:
    example = (component.__doc__ or "").partition("    import spacy\n")[2].partition("\n\nWhere documents")[0]
    lines = example.splitlines()
    exec("\n".join(["import spacy", *(line[4:] for line in lines)]), {})
    assert capsys.readouterr().out.splitlines() == [line[6:] for line in lines if line.startswith("    # ")]


def test_spans_and_extension_tell_what_the_tagger_does(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.document_date = DAY
    doc = nlp(doc)
    assert doc._.dates == tuple(find_dates(TEXT, DAY))
    assert [(span.label_, span.kb_id_) for span in doc.spans["dates"]] == [
        (told.timex_type, told.timex_value) for told in doc._.dates]


def test_an_unknown_day_leaves_what_needs_it_open(nlp: Language) -> None:
    (told,) = nlp("They met yesterday.")._.dates
    assert (told.status, told.timex_value) == ("unresolved", None)


@pytest.mark.parametrize("day", [DAY, "2023-01-11", "2023-01-11T10:00:00Z"])
def test_the_documents_day_goes_before_the_one_of_the_configuration(day: date | str) -> None:
    blank = spacy.blank("en")
    blank.add_pipe("cooperation_dates", config={"anchor": "1999-01-01", "spans_key": "when"})
    doc = blank.make_doc("today")
    doc._.document_date = day
    assert blank(doc)._.dates[0].timex_value == "2023-01-11"
    assert [span.kb_id_ for doc in blank.pipe(["today"]) for span in doc.spans["when"]] == ["1999-01-01"]
    doc._.document_date = None
    assert blank(doc)._.dates[0].timex_value == "1999-01-01"


def test_spans_cover_whole_tokens_and_the_extension_has_the_characters(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["(from", "2014to", "2021)"], spaces=[True, False, False])
    doc = nlp(doc)
    for span, told in zip(doc.spans["dates"], doc._.dates, strict=True):
        assert span.start_char <= told.start < told.end <= span.end_char
        assert doc.text[told.start:told.end] == told.surface
    doc = nlp("the 2022budget, in 2023.They met")
    assert surfaces(doc) == ["2023.They"]
    assert [told.surface for told in doc._.dates] == ["2023"]


def test_all_of_it_is_kept_in_bytes(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    doc._.document_date = DAY
    doc = nlp(doc)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert (again._.dates, again._.document_date, surfaces(again)) == (doc._.dates, DAY, surfaces(doc))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No day is told here."])
def test_a_text_without_dates_has_empty_ones(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert (doc._.dates, surfaces(doc)) == ((), [])


def test_a_day_that_is_none_is_refused(nlp: Language) -> None:
    with pytest.raises(ValueError, match="soon"):
        spacy.blank("en").add_pipe("cooperation_dates", config={"anchor": "soon"})
    with pytest.raises(ValueError, match=re.escape("soon")):
        nlp.make_doc("x")._.document_date = "soon"
    assert nlp.make_doc("x")._.dates == ()


def test_a_pipeline_keeps_it_on_disk(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    assert surfaces(spacy.load(tmp_path)("on 10 January 2023")) == ["10 January 2023"]


def test_it_loads_nothing_but_spacy_and_the_tagger() -> None:
    script = """if True:
        import sys, spacy
        before = set(sys.modules)
        import transforms.dates.component
        new = {name for name in set(sys.modules) - before if name.partition(".")[0] not in sys.stdlib_module_names}
        known = ("transforms.dates", "transforms.model", "transforms.knowledge")
        strange = [name for name in new if name != "transforms" and not name.startswith(known)]
        sys.exit(str(strange) if strange else 0)
    """
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert ended.stderr.decode().strip() == ""
