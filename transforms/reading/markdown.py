"""Markdown with YAML front matter: the text, and what the front matter says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

from transforms.model import Evidence, HeaderFacts, SourceText, UnreadableSource
from transforms.reading.text import decode

MAX_BLOCK_CHARS = 64 * 1024
MAX_DEPTH = 8
MAX_VALUE_CHARS = 1000
_OPENING = re.compile(r"---[ \t]*(?:\r\n|[\n\r])")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|[\n\r]|\Z)", re.MULTILINE)
_FACT_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline"),
    "published": ("published", "date", "published_at", "publication_date", "date_published", "pubdate", "issued"),
    "updated": ("updated", "modified", "last_updated", "updated_at", "lastmod", "date_modified"),
    "publisher": ("publisher", "source", "site_name", "site", "organization"),
    "url": ("url", "link", "source_url", "canonical", "canonical_url", "permalink"),
    "language": ("language", "lang", "locale"),
    "kind": ("kind", "type", "category", "document_type"),
    "reference_code": ("reference", "reference_code", "id", "document_id", "number"),
}
_NOTHING = frozenset({"", "~", "null", "none"})


class _PlainLoader(yaml.BaseLoader):
    """Every scalar is a string; anchors, aliases and deep nesting are refused, so that no bomb unfolds."""

    depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) or self.depth > MAX_DEPTH:
            raise yaml.YAMLError("anchors, aliases and deep nesting are not read")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_markdown(data: bytes, name: str) -> SourceText:  # noqa: ARG001  (every reader takes the name)
    """The text, front matter included, with its facts; UnreadableSource if there is no text besides."""
    decoded = decode(data)
    body_start, evidence = read_front_matter(decoded.text)
    if not decoded.text[body_start:].strip():
        raise UnreadableSource("empty: the file has front matter and no text; fetch the document again")
    facts = HeaderFacts(**{item.field: item.value for item in reversed(evidence)})
    return SourceText(
        decoded.text, "text/markdown", decoded.encoding, decoded.replaced_count, body_start, facts, evidence
    )


def read_front_matter(text: str) -> tuple[int, tuple[Evidence, ...]]:
    """Where the front matter ends and what it says, the surest first; 0 and nothing if none can be read."""
    opening = _OPENING.match(text)
    closing = _CLOSING.search(text, opening.end(), MAX_BLOCK_CHARS) if opening else None
    if not opening or not closing:
        return 0, ()
    try:
        node = yaml.compose(text[opening.end() : closing.start()], Loader=_PlainLoader)
    except (yaml.YAMLError, ValueError):
        return 0, ()
    if not isinstance(node, MappingNode):
        return 0, ()
    return closing.end(), tuple(_evidence(dict(_scalars(node))))


def _scalars(node: MappingNode) -> Iterable[tuple[str, str]]:
    for key, value in node.value:
        if isinstance(key, ScalarNode) and isinstance(value, ScalarNode):
            yield key.value.strip().lower().replace("-", "_").replace(" ", "_"), " ".join(value.value.split())


def _evidence(values: Mapping[str, str]) -> Iterable[Evidence]:
    for fact, keys in _FACT_KEYS.items():
        for key in keys:
            value = values.get(key, "")
            if value.lower() not in _NOTHING and len(value) <= MAX_VALUE_CHARS:
                yield Evidence(fact, value, f"front matter {key}")
