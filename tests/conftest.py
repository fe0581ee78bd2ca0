"""What the end-to-end tests share: a made folder of raw documents, and its undisturbed build."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Build, succeed
from tests.generator import write_documents

# More than the size up to which a build needs no second process
MADE_DOCUMENTS = 100


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder of made documents."""
    raw = tmp_path_factory.mktemp("made")
    write_documents(raw, MADE_DOCUMENTS)
    return raw


@pytest.fixture(scope="session")
def undisturbed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The build of the made folder by one process; tests read it and change nothing."""
    out = tmp_path_factory.mktemp("undisturbed")
    return Build(made, out, succeed("build", made, "--out", out, "--direct", "--workers", "1"))
