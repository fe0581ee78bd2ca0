"""Who held which office on which day: facts written down without a look at the terms of the knowledge."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from transforms.knowledge import load_knowledge

CHECKS: list[Mapping[str, object]] = tomllib.loads(
    Path(__file__).with_suffix("").with_name("office_holders.toml").read_text(encoding="utf-8"))["check"]


def holder_on(office_id: str, day: date) -> str | None:
    """The name of the one who held the office on the day; None if nobody did, or if two are possible."""
    knowledge = load_knowledge()
    holders = knowledge.holders(office_id, day)
    return knowledge.entities[holders[0]].name if len(holders) == 1 else None


def test_there_are_enough_checks_and_some_of_gaps() -> None:
    assert len(CHECKS) >= 200
    assert sum(not check["holder"] for check in CHECKS) >= 25
    assert len({(check["office"], check["day"]) for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check['office']}-{check['day']}")
def test_the_holder_on_the_day_is_the_right_one_or_not_known(check: Mapping[str, object]) -> None:
    office_id, day = str(check["office"]), check["day"]
    assert isinstance(day, date) and office_id in load_knowledge().offices
    assert holder_on(office_id, day) in (check["holder"] or None, None)


def test_nearly_all_holders_are_known() -> None:
    told = [check for check in CHECKS if check["holder"]]
    missing = [check for check in told if holder_on(str(check["office"]), check["day"]) is None]  # type: ignore[arg-type]
    assert len(missing) <= 0.05 * len(told), missing
