"""Damaged files for each reader: `python -m tests.fuzz_readers --seconds 600`, or for one of them (`--reader pdf`).

Valid files are damaged as the words of their format suggest, and read in a process that is ended when it takes too
long. A reader gives a text or members, or refuses the file; whatever else it does is a failure, whose input is kept.
"""

from __future__ import annotations

import faulthandler
import io
import itertools
import multiprocessing
import os
import random
import re
import resource
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import NamedTuple

import click

from tests.fuzz_seeds import Format, Seed, make_formats, mix
from transforms.model import ReadText, SourceText, UnreadableSource
from transforms.reading.cuts import told_pieces
from transforms.reading.formats import CONTAINERS, READERS, expander_for
from transforms.reading.members import Member, expand_nested
from transforms.reading.raw import read_raw

MIB = 1024 * 1024
LONGEST_SECONDS = 5.0
# a process under that limit is ended by the pipeline before the machine suffers
MOST_BYTES = 3 * 1024 * MIB
_REASON = re.compile(r"[a-z0-9_-]+: .+; .+", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
KINDS = ("flip", "delete", "duplicate", "insert", "replace", "repeat", "repeat token", "splice", "truncate", "number")
# what is large, negative or nothing where a format counts
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"4294967296", b"99999999999999999999", b"1e999", b"")
_DIGITS = re.compile(rb"\d+")


class Mutation(NamedTuple):
    """One damage: its kind, where (from 0 to 1), how many bytes, which token, and how often."""

    kind: str
    place: float
    length: int
    token: int
    times: int


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, and the format whose files it is given."""

    run: Callable[[bytes], object]
    format: Format


# --- damage -----------------------------------------------------------------------------------------------------------


def damage(target: Target, seed: Seed, mutations: Iterable[Mutation], most_bytes: int = MIB) -> bytes:
    """The seed with these mutations, at most so many bytes before it is packed."""
    data = seed.data
    for mutation in mutations:
        data = _mutate(data, mutation, target, most_bytes)[:most_bytes]
    return seed.pack(data)


def _mutate(data: bytes, mutation: Mutation, target: Target, most_bytes: int) -> bytes:
    kind, place, length, token_number, times = mutation
    start = int(place * len(data))
    end = min(len(data), start + length)
    piece, before, after = data[start:end], data[:start], data[end:]
    token = target.format.tokens[token_number % len(target.format.tokens)]
    other = target.format.seeds[token_number % len(target.format.seeds)].data
    most = max(1, most_bytes - len(data))
    flipped = bytes(byte ^ (1 << token_number % 8) for byte in piece[:4])
    return {
        "flip": lambda: before + flipped + data[start + len(flipped) :],
        "delete": lambda: before + after,
        "duplicate": lambda: before + piece + piece + after,
        "insert": lambda: before + token + data[start:],
        "replace": lambda: before + token + after,
        "repeat": lambda: before + piece * min(times, most // max(1, len(piece)) + 1) + after,
        "repeat token": lambda: before + token * min(times, most // max(1, len(token)) + 1) + data[start:],
        "splice": lambda: before + other[int(place * len(other)) :],
        "truncate": lambda: before,
        "number": lambda: _with_number(data, start, _NUMBERS[token_number % len(_NUMBERS)]),
    }[kind]()


def _with_number(data: bytes, start: int, number: bytes) -> bytes:
    """The data with another number in place of the next one."""
    found = _DIGITS.search(data, start)
    return data[: found.start()] + number + data[found.end() :] if found else data


def random_mutations(chance: random.Random) -> list[Mutation]:
    """Some mutations; most files get few, for many leave nothing of the format."""
    return [
        Mutation(
            chance.choice(KINDS),
            chance.random(),
            int(chance.random() ** 3 * 400),
            chance.randrange(1000),
            int(10 ** (chance.random() * 6)),
        )
        for _ in range(chance.choice((1, 1, 2, 3, 6)))
    ]


# --- what a reader may do ---------------------------------------------------------------------------------------------


def check(target: Target, data: bytes) -> None:
    """Runs the reader; AssertionError if what it gives is not sound, and any error that it should not raise."""
    try:
        result = target.run(data)
    except UnreadableSource as refusal:
        check_reason(str(refusal))
        return
    for one in result if isinstance(result, list) else [result]:
        if isinstance(one, SourceText):
            check_source(one)
        elif isinstance(one, Member):
            check_member(one)
        else:
            assert isinstance(one, ReadText)
            check_read(one)


def check_reason(reason: str) -> None:
    """AssertionError unless it has a code, an explanation and a cure."""
    assert _REASON.fullmatch(reason), f"no reason and cure: {reason}"


def check_source(source: SourceText) -> None:
    """AssertionError if the text is empty or cannot be written, or if a place lies outside of it."""
    assert source.text.strip(), "a source without text"
    source.text.encode()
    assert 0 <= source.body_start <= len(source.text)
    assert source.replaced_count >= 0
    assert source.media_type and source.encoding
    starts = [place.start for place in source.places]
    assert starts == sorted(starts), "places out of order"
    assert not starts or (starts[0] >= 0 and starts[-1] <= len(source.text)), "a place outside of the text"
    assert all((place.page_number or 1) >= 1 for place in source.places)
    values = [getattr(source.facts, fact.name) for fact in fields(source.facts)]
    values += [part for item in source.evidence for part in (item.field, item.value, item.origin)]
    values += [place.element for place in source.places]
    assert list(source.cut) == list(told_pieces(source.cut)), "pieces that are long, many or told twice"
    values += source.cut
    for value in values:
        assert value is None or isinstance(value, str), f"{value!r} is no string"
        (value or "").encode()


def check_member(member: Member) -> None:
    """AssertionError if a member has neither bytes nor a reason, or a name that cannot be shown."""
    member.name.encode()
    assert not _CONTROL.search(member.name), f"{member.name!r} cannot be shown"
    assert member.data is not None or member.reason is not None
    if member.reason is not None:
        check_reason(member.reason)


def check_read(read: ReadText) -> None:
    """AssertionError if a file was left neither with a text nor with a reason, unless it holds others."""
    assert read.source is not None or read.reason is not None or read.name is None
    if read.source is not None:
        check_source(read.source)
    if read.reason is not None:
        check_reason(read.reason)


def _make_targets() -> dict[str, Target]:
    """Each reader, each container, and what sees to it that any file comes to one of them."""
    formats = make_formats()
    readers = {name: Target(partial(_read, name), formats[name]) for name in READERS}
    containers = {name: Target(partial(_expand, name), formats[name]) for name in CONTAINERS}
    return {**readers, **containers, "any": Target(_read_anything, mix(formats))}


def _read(name: str, data: bytes) -> SourceText:
    return READERS[name](data, "a")


def _expand(name: str, data: bytes) -> list[Member]:
    return list(expand_nested(io.BytesIO(data), "a", CONTAINERS[name], expander_for))


def _read_anything(data: bytes) -> list[ReadText]:
    """Whatever a raw file of these bytes would give; it refuses nothing, but tells the reason."""
    return list(read_raw(io.BytesIO(data), "a.txt", lambda *_: None))


TARGETS = _make_targets()


# --- the long run -----------------------------------------------------------------------------------------------------


@click.command()
@click.option("--seconds", default=600.0, show_default=True, help="How long in all.")
@click.option("--reader", "readers", type=click.Choice(list(TARGETS)), multiple=True, help="Only this one.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("fuzz-failures"), help="Where failures are kept.")
@click.option("--seed", type=int, help="Seed of the random numbers; a new one each time by default.")
def main(seconds: float, readers: Sequence[str], out: Path, seed: int | None) -> None:
    """Reads damaged files until the time is over; keeps the inputs that fail."""
    names = readers or list(TARGETS)
    number = seed if seed is not None else random.SystemRandom().randrange(2**31)
    click.echo(f"random seed {number}, {seconds / len(names):.0f} seconds a reader")
    failed = sum(_fuzz(name, seconds / len(names), out, number) for name in names)
    if failed:
        raise click.ClickException(f"{failed} failures, kept in {out}")


def _fuzz(name: str, seconds: float, out: Path, number: int) -> int:
    """How often the reader failed; each failure is another input in the folder, and why in a text beside it."""
    out.mkdir(parents=True, exist_ok=True)
    run = Run(name, out / f".{name}.current", out / f".{name}.told", time.monotonic() + seconds)
    cases = failed = in_library = 0
    for turn in itertools.count():
        problem, done = _run_once(run, f"{number}/{name}/{turn}")
        cases += done
        if problem:
            is_library = _is_in_library(problem)
            in_library, failed = in_library + is_library, failed + (not is_library)
            kept = out / f"{name}{'-library' if is_library else ''}-{number}-{turn}.bin"
            run.current.rename(kept)
            kept.with_suffix(".txt").write_text(problem)
            click.echo(f"{name}: {problem.strip().splitlines()[-1][:200]}: {kept}")
        if time.monotonic() >= run.end:
            break
    for path in (run.current, run.told):
        path.unlink(missing_ok=True)
    click.echo(f"{name}: {cases:,} files, {failed} failures, {in_library} times too slow in the library itself")
    return failed


def _is_in_library(problem: str) -> bool:
    """True if the process was in a call of the PDF library when its time was over: nothing but a kill can end that."""
    first = re.search(r"most recent call first\):\n  File \"(.*?)\"", problem)
    return first is not None and "/pypdfium2" in first[1]


@dataclass(frozen=True, slots=True)
class Run:
    """A reader under test: where its input and its error are written, and when it ends, by the monotonic clock."""

    name: str
    current: Path
    told: Path
    end: float


def _run_once(run: Run, seed: str) -> tuple[str | None, int]:
    """What went wrong, if anything did before the end, and how many files were read."""
    context = multiprocessing.get_context("fork")
    count: Synchronized[int] = context.Value("q", 0)
    run.told.unlink(missing_ok=True)
    process = context.Process(target=_work, args=(run, seed, count))
    process.start()
    seen, since = 0, time.monotonic()
    while process.is_alive():
        process.join(0.2)
        if count.value != seen:
            seen, since = count.value, time.monotonic()
        elif time.monotonic() - since > 2 * LONGEST_SECONDS:
            process.kill()
            process.join()
            return f"{_told(run)}\nit took more than {2 * LONGEST_SECONDS:.0f} seconds", seen
    return (f"{_told(run)}\nthe process ended with {process.exitcode}" if process.exitcode else None), seen


def _told(run: Run) -> str:
    return run.told.read_text(errors="replace") if run.told.exists() else ""


def _work(run: Run, seed: str, count: Synchronized[int]) -> None:
    """Reads damaged files until the end, or until one fails; where it is after the longest time is told, too."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    chance, target = random.Random(seed), TARGETS[run.name]
    with run.told.open("w") as told:
        while time.monotonic() < run.end:
            data = damage(target, chance.choice(target.format.seeds), random_mutations(chance))
            run.current.write_bytes(data)
            faulthandler.dump_traceback_later(LONGEST_SECONDS, file=told)
            started = time.process_time()
            try:
                check(target, data)
                took = time.process_time() - started
                assert took < LONGEST_SECONDS, f"it took {took:.1f} seconds"
            except BaseException:  # noqa: BLE001  (whatever it is, it is told)
                traceback.print_exc(file=told)
                told.flush()
                os._exit(1)
            faulthandler.cancel_dump_traceback_later()
            count.value += 1


if __name__ == "__main__":
    main()
