"""What a document tells for the resolution of its names; grows while they are resolved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from transforms.knowledge import Knowledge, fold
from transforms.model import FoundEntity, Mention, Span
from transforms.nlp import Analysis


@dataclass
class Context:
    """The document, its day and publisher, and the people and bodies that it names so far."""

    analysis: Analysis
    knowledge: Knowledge
    day: date | None
    publisher_id: str | None
    people: dict[str, None] = field(default_factory=dict)
    bodies: set[str] = field(default_factory=set)
    found: dict[str, FoundEntity] = field(default_factory=dict)
    surnames: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    given_names: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def text(self) -> str:
        """The document's text."""
        return self.analysis.document.text

    def add_person(self, entity_id: str, given: str, surname: str) -> None:
        """Notes that the document names the person, so that a later surname or first name can stand for them."""
        self.people[entity_id] = None
        if surname:
            self.surnames[fold(surname)][entity_id] = None
        if given:
            self.given_names[fold(given)][entity_id] = None

    def note_person(self, entity_id: str) -> None:
        """The same for a known person."""
        entity = self.knowledge.entities.get(entity_id)
        if entity is not None:
            self.add_person(entity_id, entity.given, entity.surname)

    def mention(self, span: Span, label: str, entity_id: str | None, basis: str) -> Mention:
        """The span as a mention."""
        return Mention(span.start, span.end, self.text[span.start:span.end], label, entity_id, basis)
