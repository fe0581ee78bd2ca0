"""The date tagger as a spaCy component: importing this module is enough for `nlp.add_pipe("cooperation_dates")`.

It needs no other component, so that a blank pipeline will do:

    import spacy
    import transforms.dates.component

    nlp = spacy.blank("en")
    nlp.add_pipe("cooperation_dates", config={"anchor": "2023-01-11"})
    doc = nlp("They met yesterday and will meet again in March.")
    for span, told in zip(doc.spans["dates"], doc._.dates):
        print(span.text, span.label_, told.timex_value, told.start_date, told.end_date)
    # yesterday DATE 2023-01-10 2023-01-10 2023-01-10
    # March DATE 2023-03 2023-03-01 2023-03-31

Where documents have days of their own, the day of each is told before the component runs, and goes before the one of
the configuration:

    doc = nlp.make_doc(text)
    doc._.document_date = date(2023, 1, 11)
    doc = nlp(doc)

A span covers every token that the expression touches; its label is the TIMEX3 type, its `kb_id_` the TIMEX3 value.
`Doc._.dates` has the expressions in the same order, with the very characters. Both are kept by `Doc.to_bytes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from transforms.dates import find_dates
from transforms.model import TimeExpression

NAME = "cooperation_dates"
SPANS_KEY = "dates"
# Where a Doc keeps what its extensions tell, as strings and numbers: other types cannot be written to bytes
_DATES_KEY, _DAY_KEY = f"{NAME}.dates", f"{NAME}.document_date"
_DAYS = ("start_date", "end_date", "anchor_date")


class DateTagger:
    """Finds the temporal expressions of a Doc; `anchor` is the day of those documents that have none of their own."""

    def __init__(self, anchor: date | None = None, spans_key: str = SPANS_KEY) -> None:
        self.anchor = anchor
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its expressions as spans and as an extension."""
        day: date | None = doc._.document_date
        found = find_dates(doc.text, day or self.anchor)
        spans = [doc.char_span(e.start, e.end, e.timex_type, e.timex_value or "", alignment_mode="expand")
                 for e in found]
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=[span for span in spans if span])
        doc.user_data[_DATES_KEY] = [_as_record(expression) for expression in found]
        return doc


@Language.factory(NAME, default_config={"anchor": None, "spans_key": SPANS_KEY},
                  assigns=["doc.spans", "doc._.dates"])
def make_date_tagger(nlp: Language, name: str, anchor: str | None, spans_key: str) -> DateTagger:  # noqa: ARG001
    """The component; ValueError if `anchor` is no day such as "2023-01-11"."""
    return DateTagger(date.fromisoformat(anchor) if anchor else None, spans_key)


def _dates(doc: Doc) -> tuple[TimeExpression, ...]:
    return tuple(TimeExpression(**{**record, **_days(record)}) for record in doc.user_data.get(_DATES_KEY, ()))


def _days(record: Mapping[str, str | int | None]) -> dict[str, date | None]:
    return {name: date.fromisoformat(str(record[name])) if record[name] else None for name in _DAYS}


def _document_date(doc: Doc) -> date | None:
    day = doc.user_data.get(_DAY_KEY)
    return date.fromisoformat(day) if day else None


def _set_document_date(doc: Doc, day: date | str | None) -> None:
    """Takes a day or its ISO form, of which a clock is left off; ValueError for any other string."""
    doc.user_data[_DAY_KEY] = date.fromisoformat(str(day)[:10]).isoformat() if day else None


def _as_record(expression: TimeExpression) -> dict[str, str | int | None]:
    return {name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(expression).items()}


Doc.set_extension("dates", getter=_dates)
Doc.set_extension("document_date", getter=_document_date, setter=_set_document_date)
