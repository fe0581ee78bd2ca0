"""What known names cost: reading many of them, and finding them in long texts: `python -m tests.benchmark_names`.

CPU time, so that other programs on the machine disturb little. The names are made up; the text is full of them.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from transforms.knowledge import FOLDER, Knowledge, read_knowledge
from transforms.knowledge.names import NameMatcher

Result = TypeVar("Result")
ROUNDS = 3
ALIASES = (10_000, 20_000, 100_000)
KILOBYTES = (100, 1_000, 10_000)
# The aims: seconds to read and index 20,000 aliases; how much dearer a byte of the longest text may be than of the
# shortest
LOADED_ALIASES, MOST_SECONDS, MOST_GROWTH = 20_000, 1.0, 2.0
# Aliases of one entity, and of all text the share that is names
_ALIASES_EACH, _NAME_SHARE = 4, 0.2
_SYLLABLES = ("ba", "der", "fi", "go", "han", "jur", "ka", "lem", "mo", "nis", "or", "pel", "ri", "sta", "tor", "vik")


@dataclass(slots=True)
class NameSpeed:
    """CPU seconds: of reading and of indexing the aliases of a folder, and of finding by aliases and by kilobytes."""

    reading: dict[int, float] = field(default_factory=dict)
    indexing: dict[int, float] = field(default_factory=dict)
    finding: dict[tuple[int, int], float] = field(default_factory=dict)

    def a_kilobyte(self, aliases: int, kilobytes: int) -> float:
        """What a kilobyte costs in a text of that size, among so many aliases."""
        return self.finding[aliases, kilobytes] / kilobytes

    @property
    def growth(self) -> float:
        """How much dearer a kilobyte is in the longest text than in the shortest."""
        sizes = sorted((kilobytes, aliases) for aliases, kilobytes in self.finding if aliases == LOADED_ALIASES)
        (shortest, aliases), (longest, _) = sizes[0], sizes[-1]
        return self.a_kilobyte(aliases, longest) / self.a_kilobyte(aliases, shortest)


def measure_names(
    folder: Path, repeat: int = ROUNDS, aliases: Sequence[int] = ALIASES, kilobytes: Sequence[int] = KILOBYTES
) -> NameSpeed:
    """Prints what reading, indexing and finding cost with so many aliases, over texts of so many kilobytes."""
    speed = NameSpeed()
    click.echo(f"\nNames: CPU time, median of {repeat} rounds")
    _measure_ours(repeat)
    for count in aliases:
        made = write_names(folder / str(count), count)
        speed.reading[count], facts = _timed(partial(read_knowledge, made), repeat)
        speed.indexing[count], matcher = _timed(partial(NameMatcher, facts), repeat)
        _tell_load(count, speed)
        for size in kilobytes if count == LOADED_ALIASES else kilobytes[:2]:
            text = make_text(facts, size)
            rounds = repeat if size < 10_000 else 1
            speed.finding[count, size], hits = _timed(partial(matcher.find, text), rounds)
            if not hits:
                raise click.ClickException("no names were found; what is not done costs nothing")
            _line(f"  find in {size:,} KB", speed.finding[count, size],
                  f"{size / speed.finding[count, size]:,.0f} KB a second, {len(hits):,} hits")
    click.echo(f"  {'a kilobyte, longest / shortest':<34}{speed.growth:>14.2f}   "
               + _aim(speed.growth <= MOST_GROWTH, f"at most {MOST_GROWTH:.2f}"))
    return speed


def _measure_ours(repeat: int) -> None:
    seconds, facts = _timed(partial(read_knowledge, FOLDER), repeat)
    count = sum(len(entity.surfaces) for entity in facts.entities.values())
    _line(f"read ours, {count:,} surfaces", seconds)
    _line("  index", _timed(partial(NameMatcher, facts), repeat)[0])


def _tell_load(count: int, speed: NameSpeed) -> None:
    seconds = speed.reading[count] + speed.indexing[count]
    aim = _aim(seconds <= MOST_SECONDS, f"at most {MOST_SECONDS:.2f} s") if count == LOADED_ALIASES else ""
    _line(f"read and index {count:,} aliases", seconds, aim)
    _line("  index alone", speed.indexing[count])


def write_names(folder: Path, aliases: int) -> Path:
    """A knowledge folder with so many aliases of made-up bodies and persons."""
    chance = random.Random(aliases)
    bodies, people = [], []
    for number in range(aliases // _ALIASES_EACH):
        name = _made_name(chance, number)
        others = ", ".join(f'"{_made_name(chance, number)} {word}"' for word in ("Council", "Group", "Office"))
        head = f'id = "made-{number}"\nname = "{name}"\naliases = [{others}]\n'
        if number % 2:
            people.append(f'[[person]]\n{head}given = "{name.split()[0]}"\nsurname = "{name.split()[-1]}"\n')
        else:
            bodies.append(f'[[organization]]\n{head}kind = "organization"\nstart = 2001-01-01\n')
    (folder / "people").mkdir(parents=True, exist_ok=True)
    (folder / "people" / "made.toml").write_text("\n".join(people), "utf-8")
    (folder / "organizations.toml").write_text("\n".join(bodies), "utf-8")
    return folder


def _made_name(chance: random.Random, number: int) -> str:
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(2)]
    return f"{words[0]} {words[1]}{'abcdefghijklmnop'[number % 16]}"


def make_text(facts: Knowledge, kilobytes: int) -> str:
    """So many kilobytes of words and names, a line broken here and there, by a hyphen at times."""
    chance = random.Random(kilobytes)
    names = [surface for entity in facts.entities.values() for surface in entity.surfaces]
    words, size = [], 0
    while size < kilobytes * 1000:
        name = chance.random() < _NAME_SHARE
        word = chance.choice(names) if name else "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3)))
        if chance.random() < 0.01:
            word = f"{word[:len(word) // 2]}-\n{word[len(word) // 2:]}"
        words.append(word)
        size += len(word) + 1
    return " ".join(words)


def _timed(work: Callable[[], Result], repeat: int) -> tuple[float, Result]:
    """CPU seconds, the median of the rounds, and what the work gave."""
    spent = []
    for _ in range(repeat):
        started = time.process_time()
        result = work()
        spent.append(time.process_time() - started)
    return statistics.median(spent), result


def _line(what: str, seconds: float, note: str = "") -> None:
    click.echo(f"  {what:<34}{seconds:>12.2f} s   {note}".rstrip())


def _aim(is_met: bool, what: str) -> str:
    return f"aim: {what}" + ("" if is_met else "  MISSED")


def main() -> None:
    """Measures over made-up names."""
    with tempfile.TemporaryDirectory(prefix="cooperation-benchmark-") as name:
        measure_names(Path(name))


if __name__ == "__main__":
    main()
