"""The house keeps its arrows: flows use transforms and warehouse, transforms the contract, the warehouse neither."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("flows", "transforms", "warehouse")
MODULES = sorted(path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py"))
CONTRACT = ("warehouse.schema", "warehouse.tables")
# What a room may import of ours besides itself
ALLOWED = {"flows": ("transforms", "warehouse"), "transforms": CONTRACT, "warehouse": ()}
# Where a library may be imported
HOMES = {"prefect": "flows", "duckdb": "warehouse", "spacy": "transforms", "click": "flows", "rich": "flows"}
# They use the library itself; others know its types alone
MODEL_MODULES = (Path("transforms/nlp.py"), Path("transforms/dates/component.py"))
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def imported(path: Path) -> Iterator[str]:
    """The full names of what a module imports, wherever in it."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_arrows(path: Path) -> None:
    room = path.parts[0]
    ours = [name for name in imported(path) if is_within(name, *ROOMS)]
    assert [name for name in ours if not is_within(name, room, *ALLOWED[room])] == []


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_libraries_stay_in_their_rooms(path: Path) -> None:
    names = [name.partition(".")[0] for name in imported(path)]
    assert [name for name in names if name in HOMES and HOMES[name] != path.parts[0]] == []


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_only_model_and_component_use_spacy_itself(path: Path) -> None:
    names = [name for name in imported(path) if is_within(name, "spacy")]
    assert path in MODEL_MODULES or all(is_within(name, "spacy.tokens") for name in names)


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in MODULES if path.stem in SAYS_NOTHING] == []
