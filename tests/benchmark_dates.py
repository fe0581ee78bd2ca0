"""What the date tagger costs beside the model's pass over the same text: `python -m tests.benchmark_dates`.

Both read the same segments in the same process, in turns, and are measured in CPU time, so that other programs on the
machine disturb little.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.pool import ONE_THREAD
from transforms.dates import find_dates
from transforms.model import Document, Span
from transforms.reading.formats import read_source
from transforms.splitting import split_source

if TYPE_CHECKING:
    from transforms.nlp import Analysis

ROUNDS = 3
MADE_DOCUMENTS = 150
# The aims: kilobytes a CPU second, and the share of the model's time
LEAST_KILOBYTES, MOST_SHARE = 200.0, 0.1


@dataclass(frozen=True, slots=True)
class Speed:
    """CPU seconds of the tagger and of the model, round by round, over the same kilobytes (of 1,000, in UTF-8)."""

    kilobytes: float
    ours: tuple[float, ...]
    model: tuple[float, ...]

    @property
    def kilobytes_a_second(self) -> float:
        """What the tagger reads in a CPU second: the median of the rounds."""
        return self.kilobytes / statistics.median(self.ours)

    @property
    def share(self) -> float:
        """Its time as a share of the model's: the median of the rounds."""
        return statistics.median(ours / model for ours, model in zip(self.ours, self.model, strict=True))


def measure_tagger(folder: Path, repeat: int = ROUNDS) -> Speed:
    """Prints kilobytes a CPU second of the tagger and its time beside the model's, over the texts of a folder."""
    from transforms.nlp import BATCH_SIZE, analyze, load_model  # noqa: PLC0415  (threads are set when it is loaded)

    analyses = analyze(_documents(folder))
    texts = [segment.doc.text for analysis in analyses for segment in analysis.segments]
    nlp = load_model()
    works: dict[str, Callable[[], int]] = {
        "ours": lambda: sum(map(_date_count, analyses)),
        "model": lambda: sum(1 for _ in nlp.pipe(texts, batch_size=BATCH_SIZE)),
    }
    count = works["ours"]()
    if not count:
        raise click.ClickException(f"{folder}: its documents tell no dates; what is not done costs nothing")
    spent: dict[str, list[float]] = {who: [] for who in works}
    for number in range(repeat):
        # Who comes first changes, so that neither always finds warm caches
        for who in sorted(works, reverse=bool(number % 2)):
            spent[who].append(_seconds(works[who]))
    speed = Speed(sum(len(text.encode()) for text in texts) / 1000, tuple(spent["ours"]), tuple(spent["model"]))
    _tell(speed, f"{count:,} in {len(analyses):,} documents, {len(texts):,} segments")
    return speed


def _documents(folder: Path) -> list[Document]:
    return [document for path in sorted(folder.rglob("*.txt"))
            for document in split_source(read_source(path.read_bytes(), path.name), path.name)]


def _date_count(analysis: Analysis) -> int:
    """Tags what the model reads of a document."""
    zones = [Span(segment.start, segment.end) for segment in analysis.segments]
    return len(find_dates(analysis.document.text, analysis.document.published_date, zones))


def _seconds(work: Callable[[], int]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _tell(speed: Speed, what: str) -> None:
    click.echo(f"\nDates: {what}, {speed.kilobytes:,.0f} KB; CPU time, median of {len(speed.ours)} rounds")
    _line("the model", speed.model)
    _line("find_dates", speed.ours, f"{speed.kilobytes_a_second:,.0f} KB a second   "
          + _aim(speed.kilobytes_a_second >= LEAST_KILOBYTES, f"at least {LEAST_KILOBYTES:.0f}"))
    rounds = ", ".join(f"{ours / model:.3f}" for ours, model in zip(speed.ours, speed.model, strict=True))
    click.echo(f"  {'find_dates / the model':<34}{speed.share:>14.3f}   "
               + _aim(speed.share <= MOST_SHARE, f"at most {MOST_SHARE:.3f}"))
    click.echo(f"  {'  in the single rounds':<34}{'':>14}   {rounds}")


def _line(what: str, seconds: Sequence[float], note: str = "") -> None:
    click.echo(f"  {what:<34}{statistics.median(seconds):>12.2f} s   {note}".rstrip())


def _aim(is_met: bool, what: str) -> str:
    return f"aim: {what}" + ("" if is_met else "  MISSED")


def main() -> None:
    """Measures over documents made from the sample."""
    from tests.generator import write_documents  # noqa: PLC0415  (it loads the knowledge)

    os.environ.update(ONE_THREAD)
    with tempfile.TemporaryDirectory(prefix="cooperation-benchmark-") as name:
        write_documents(Path(name), MADE_DOCUMENTS)
        measure_tagger(Path(name))


if __name__ == "__main__":
    main()
