"""The time zones of publishers by the end of their hosts' names: the table [zones] of pages.toml."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from transforms.knowledge.patterns import read_file, read_table
from transforms.knowledge.records import InvalidKnowledge

FILE = Path(__file__).parent / "pages.toml"
# of a name in the domain name system
_LONGEST_HOST = 253


def zone_of(host: str | None) -> ZoneInfo | None:
    """The time zone of the publisher at that host, by the longest end of its name that tells one."""
    if not host or len(host) > _LONGEST_HOST:
        return None
    zones = load_zones()
    parts = host.lower().split(".")
    ends = (".".join(parts[number:]) for number in range(len(parts)))
    name = next((zones[end] for end in ends if end in zones), None)
    return read_zone(name) if name else None


@functools.cache
def load_zones() -> Mapping[str, str]:
    """The name of the time zone by the end of a host's name."""
    return {end: str(name) for end, name in read_table(read_file(FILE), "zones", FILE.name).items()}


def read_zone(name: str) -> ZoneInfo:
    """The time zone of that name; InvalidKnowledge if there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise InvalidKnowledge(f"{name!r} is no time zone: {problem}") from problem
