"""What workers of the tests do; light, for each worker imports it anew."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence

from flows.pool import Tell


def nothing() -> None:
    """A warm-up of nothing."""


def double(batch: Sequence[int], _tell: Tell) -> list[int]:
    """Doubles; 13 kills the worker, 99 hangs, 7 fails."""
    if 13 in batch:
        os.kill(os.getpid(), signal.SIGKILL)
    if 99 in batch:
        time.sleep(60)
    if 7 in batch:
        raise OSError(28, "No space left on device")
    return [number * 2 for number in batch]


def a_minute(_batch: Sequence[int]) -> float:
    return 60.0


def a_moment(_batch: Sequence[int]) -> float:
    return 0.5


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lack() -> None:
    raise OSError("no model")


def tell_and_hang(_batch: Sequence[int], _tell: Tell) -> int:
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    time.sleep(60)
    return 0


def count_slowly(batch: Sequence[int], tell: Tell) -> list[int]:
    """Longer than a moment in all, and tells in time."""
    for number in range(batch[0]):
        tell(number, 0.5)
        time.sleep(0.3)
    return list(batch)


def hold(batch: Sequence[int], _tell: Tell) -> list[int]:
    """Holds 300 MiB for longer than one looks away, if it is told 1."""
    held = bytearray(300 * 2**20 if 1 in batch else 1)
    held[:: 4096] = bytes(len(held[:: 4096]))
    time.sleep(2 if 1 in batch else 0)
    return [len(batch)]


def eat(batch: Sequence[int], _tell: Tell) -> list[int]:
    """More than 1 GiB, if it is given so much."""
    try:
        return [len(bytearray(2**31))]
    except MemoryError:
        return [2 for _ in batch]
