"""Each pattern of the finders of undated documents finds its examples, and none goes without one."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import transforms.undated
from transforms.undated.wording import Wording

MODULES = tuple(importlib.import_module(found.name) for found in pkgutil.iter_modules(
    transforms.undated.__path__, f"{transforms.undated.__name__}."))
WORDINGS = {f"{module.__name__.rpartition('.')[2]}.{name}": value
            for module in MODULES for name, value in vars(module).items() if isinstance(value, Wording)}
_CONTEXT = re.compile(r"\[[^\]]*\]")


@pytest.mark.parametrize("name", WORDINGS)
def test_a_pattern_finds_its_examples(name: str) -> None:
    """What stands in brackets is beside the stretch on which the pattern is tried."""
    examples = WORDINGS[name].examples
    assert examples
    assert [example for example in examples if not WORDINGS[name].search(_CONTEXT.sub("", example))] == []


def test_no_pattern_is_without_examples() -> None:
    bare = [f"{module.__name__}.{name}" for module in MODULES for name, value in vars(module).items()
            if isinstance(value, re.Pattern)]
    assert bare == [] and len(WORDINGS) > 50


def test_capitals_count_only_where_a_pattern_says_so() -> None:
    assert WORDINGS["told_events._IN_MONTH"].search("in may they") is None
    assert WORDINGS["wording.PLAN_WORDS"].search("WILL OPEN")
