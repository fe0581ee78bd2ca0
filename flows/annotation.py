"""Annotation of texts that are in no record: a file, or lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO

import click

from flows.given import read_given
from transforms.extract import annotate, annotate_many
from transforms.model import UnreadableSource


def annotate_file(file: IO[bytes], day: datetime | None) -> Iterator[dict[str, object]]:
    """The annotation of one file's text; a usage error if it is no text."""
    name = str(file.name)
    try:
        text = read_given(file.read(), name).text
    except UnreadableSource as problem:
        raise click.UsageError(f"{name}: {problem}") from problem
    yield {**annotate(text, day.date() if day else None), "doc": name}


def annotate_lines(file: IO[bytes]) -> Iterator[dict[str, object]]:
    """The annotation of each line {"doc", "dct", "text"}; a usage error names the line that is not one."""
    return annotate_many(_parse_lines(file, str(file.name)))


def _parse_lines(lines: Iterable[bytes], name: str) -> Iterator[tuple[str, date | None, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield _parse(line)
            except ValueError as error:
                raise click.UsageError(f"{name}:{number}: {error}") from error


def _parse(line: bytes) -> tuple[str, date | None, str]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not a line of JSON ({error})") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str) or "doc" not in record:
        raise ValueError('needs "doc" and "text" (and "dct", the document\'s date, if it is known)')
    day = record.get("dct")
    try:
        return str(record["doc"]), date.fromisoformat(str(day)[:10]) if day else None, record["text"]
    except ValueError as error:
        raise ValueError(f'"dct" is {day!r}, not a date such as "2023-01-10"') from error
