"""The command as a process, what it leaves, and the hashes of what it wrote."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-c", "from flows.cli import main; main()")
# They tell of the run itself
NOT_PROMISED = ("runs.parquet", "checks.parquet")


@dataclass(frozen=True)
class Ended:
    """What a command left: exit code, standard output, standard error, seconds."""

    code: int
    out: str
    err: str
    seconds: float


def start(*arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    """Starts the command; output is read by the caller."""
    return subprocess.Popen([*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env={**os.environ, **environment})


def run(*arguments: str | Path, **environment: str) -> Ended:
    """Runs the command to its end."""
    started = time.monotonic()
    with start(*arguments, **environment) as process:
        out, err = process.communicate(timeout=600)
    return Ended(process.returncode, out.decode(), err.decode(), time.monotonic() - started)


def succeed(*arguments: str | Path, **environment: str) -> Ended:
    """Runs the command, which must end well."""
    ended = run(*arguments, **environment)
    assert ended.code == 0, ended.err
    return ended


def hashes(out: Path) -> dict[str, str]:
    """The SHA-256 of every Parquet file whose bytes are promised."""
    files = sorted((out / "parquet").glob("*.parquet"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.name not in NOT_PROMISED}


@dataclass(frozen=True)
class Build:
    """A finished build: its raw folder, its output folder, and what the command said."""

    raw: Path
    out: Path
    ended: Ended
