"""What a build costs, printed as tables: `python -m tests.benchmark`, or parts of it (`--part throughput`).

Extraction is measured in CPU time and as a ratio to the bare model in the same process, so that other programs on the
machine disturb little. Processes are looked at in /proc, so it needs Linux.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from unittest import mock

import click

from flows.extraction import BATCH_BYTES, BATCH_FILES, cut_batches
from flows.output import Output
from flows.pool import ONE_THREAD
from flows.state import read_extraction, read_reading
from transforms.model import Document, text_id_of
from transforms.reading.formats import read_source
from transforms.splitting import split_source

if TYPE_CHECKING:
    from transforms.extract import Text

ROOT = Path(__file__).parent.parent
PARTS = ("throughput", "long", "dates", "names", "build", "load", "formats", "many", "relate")
SAMPLE_SECONDS = 0.05
MIB = 1024 * 1024
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
ENVIRONMENT = dict(os.environ)
# Which function of transforms.extract belongs to which stage; what remains are the rows
STAGES = {
    "split": ("split_source",),
    "model": ("analyze",),
    "dates": ("find_dates",),
    "find and resolve who": (
        "find_mentions", "resolve_names", "resolve_roles", "resolve_sites", "add_epithets", "affiliate"),
    "words that point back": ("find_anaphora",),
    "quotes": ("find_quotes", "find_reported"),
    "events": ("find_events",),
}
REST = "rows and frames"
P = ParamSpec("P")
R = TypeVar("R")


@click.command()
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, help="Only this part; may be said again.")
@click.option("--documents", default=2_000, show_default=True, help="Documents of the whole build.")
@click.option("--texts", default=300, show_default=True, help="Documents of throughput and dates.")
@click.option("--long-kilobytes", default=100, show_default=True, help="Size of the one document of long.")
@click.option("--files", default=20_000, show_default=True, help="Files of many, half as many pages in its archive.")
@click.option("--repeat", default=3, show_default=True, help="Rounds of each but build and many; medians are shown.")
@click.option("--workers", type=int, help="Workers of the whole build; by default one a core.")
def main(parts: Sequence[str], workers: int | None, **sizes: int) -> None:
    """Measures extraction, build and load over documents made from the sample, and prints what it found."""
    with tempfile.TemporaryDirectory(prefix="cooperation-benchmark-") as name:
        folder, wanted = Path(name), parts or PARTS
        out, repeat = folder / "out", sizes["repeat"]
        # The build first: it is a process of its own, and this one is still small
        if {"build", "load"} & set(wanted):
            measure_build(_made(folder / "build", sizes["documents"]), out, workers, "build" in wanted)
        if "load" in wanted:
            measure_load(out / "parquet", folder, repeat)
        if "formats" in wanted:
            measure_formats()
        if "many" in wanted:
            measure_many(folder, sizes["files"], workers)
        if "relate" in wanted:
            from tests.benchmark_relate import measure_relate  # noqa: PLC0415  (it loads the knowledge)

            measure_relate()
        if "names" in wanted:
            from tests.benchmark_names import measure_names  # noqa: PLC0415  (it loads the knowledge)

            measure_names(folder / "names", repeat)
        # As a worker has it; read when the libraries are first imported
        os.environ.update(ONE_THREAD)
        from tests.benchmark_dates import measure_tagger  # noqa: PLC0415  (as above)

        for part, measure in (("throughput", measure_throughput), ("dates", measure_tagger)):
            if part in wanted:
                measure(_made(folder / "texts", sizes["texts"]), repeat)
        if "long" in wanted:
            measure_throughput(_made_long(folder / "long", sizes["long_kilobytes"]), repeat)


def _made(folder: Path, count: int) -> Path:
    from tests.generator import write_documents  # noqa: PLC0415  (it loads the knowledge, which is not to be measured)

    if not folder.exists():
        write_documents(folder, count)
    return folder


def _made_long(folder: Path, kilobytes: int) -> Path:
    from tests.generator import make_long_transcript  # noqa: PLC0415

    folder.mkdir()
    (folder / "long.txt").write_text(make_long_transcript(kilobytes * 1000), encoding="utf-8")
    return folder


# --- the table --------------------------------------------------------------------------------------------------------


def _title(text: str) -> None:
    click.echo(f"\n{text}")


def _line(what: str, value: str, note: str = "") -> None:
    click.echo(f"  {what:<34}{value:>14}   {note}".rstrip())


def _mebibytes(size: float) -> str:
    return f"{size / MIB:,.0f} MiB"


def _aim(is_met: bool, what: str) -> str:
    return f"aim: {what}" + ("" if is_met else "  MISSED")


# --- extraction beside the bare model ---------------------------------------------------------------------------------


class Stopwatch:
    """Seconds by name: of this process's CPU unless told otherwise."""

    def __init__(self, clock: Callable[[], float] = time.process_time) -> None:
        self.clock = clock
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Adds the time of the block."""
        started = self.clock()
        try:
            yield
        finally:
            self.seconds[name] += self.clock() - started

    def timed(self, name: str, function: Callable[P, R]) -> Callable[P, R]:
        """The function, each of its calls timed."""

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            with self.timing(name):
                return function(*args, **kwargs)

        return call

    @contextmanager
    def watching(self, module: ModuleType, names: Mapping[str, Sequence[str]]) -> Iterator[None]:
        """Times the functions of a module, as the module itself calls them."""
        with ExitStack() as stack:
            for name, functions in names.items():
                for function in functions:
                    timed = self.timed(name, getattr(module, function))
                    stack.enter_context(mock.patch.object(module, function, timed))
            yield


def measure_throughput(folder: Path, repeat: int) -> None:
    """Words a CPU second of extract_batch and of the bare model over the very same segments, in turns."""
    from transforms import extract  # noqa: PLC0415  (libraries read the number of threads when they are imported)
    from transforms.nlp import load_model  # noqa: PLC0415

    batches = _batches(folder)
    extract.warm_up()
    segments = [_segments(batch) for batch in batches]
    _prove_extracted(batches[0])
    rounds = [Stopwatch() for _ in range(repeat)]
    for number, watch in enumerate(rounds):
        for batch, texts in zip(batches, segments, strict=True):
            works: dict[str, Callable[[], object]] = {
                "ours": partial(extract.extract_batch, batch), "bare": partial(_read_bare, texts)}
            # Who comes first changes, so that neither always finds warm caches
            for who in sorted(works, reverse=bool(number % 2)):
                with watch.timing(who):
                    works[who]()
    stages = Stopwatch()
    with stages.timing("all"), stages.watching(extract, STAGES):
        for batch in batches:
            extract.extract_batch(batch)
    words, meta = sum(len(text.split()) for texts in segments for text in texts), load_model().meta
    _title(f"Extraction: files {sum(map(len, batches)):,}, segments {sum(map(len, segments)):,}, words {words:,}; "
           f"{meta['lang']}_{meta['name']} {meta['version']}; CPU time, median of {repeat} rounds")
    _tell_throughput(rounds, words)
    _tell_stages(stages)


@dataclass(frozen=True, slots=True)
class Sized:
    """A text with its size, as batches are cut by it."""

    text: Text
    byte_count: int


def _batches(folder: Path) -> list[list[Text]]:
    """The texts of the folder in the batches in which a build gives them to a worker."""
    from transforms.extract import Text  # noqa: PLC0415

    read = [read_source(path.read_bytes(), path.name) for path in sorted(folder.rglob("*.txt"))]
    todo = [Sized(Text(text_id_of(source), source), len(source.text)) for source in read]
    return [[item.text for item in batch] for batch in cut_batches(todo, 1, BATCH_FILES, BATCH_BYTES)]


def _documents(batch: Sequence[Text]) -> list[Document]:
    return [document for text in batch for document in split_source(text.source, text.text_id)]


def _segments(batch: Sequence[Text]) -> list[str]:
    """The texts that the model is given for them."""
    from transforms.nlp import analyze  # noqa: PLC0415

    return [segment.text for analysis in analyze(_documents(batch)) for segment in analysis.segments]


def _read_bare(texts: Sequence[str]) -> None:
    from transforms.nlp import BATCH_SIZE, load_model  # noqa: PLC0415

    for _ in load_model().pipe(texts, batch_size=BATCH_SIZE):
        pass


def _prove_extracted(batch: Sequence[Text]) -> None:
    """Stops where texts are not extracted: what is not done costs nothing."""
    from transforms.extract import extract_batch  # noqa: PLC0415

    if extract_batch(batch)["event_mentions"].is_empty():
        raise click.ClickException("the made documents tell of no events")


def _tell_throughput(rounds: Sequence[Stopwatch], words: int) -> None:
    bare, ours = (statistics.median(watch.seconds[who] for watch in rounds) for who in ("bare", "ours"))
    ratios = [watch.seconds["bare"] / watch.seconds["ours"] for watch in rounds]
    ratio = statistics.median(ratios)
    _line("bare nlp.pipe", f"{bare:.2f} s", f"{words / bare:,.0f} words a second")
    _line("extract_batch", f"{ours:.2f} s", f"{words / ours:,.0f} words a second")
    _line("bare / ours", f"{ratio:.2f}", _aim(ratio >= 0.6, "at least 0.60"))
    _line("  in the single rounds", "", ", ".join(f"{one:.2f}" for one in ratios))


def _tell_stages(stages: Stopwatch) -> None:
    whole = stages.seconds["all"]
    shares = {name: stages.seconds[name] for name in STAGES}
    shares[REST] = whole - sum(shares.values())
    for name, seconds in shares.items():
        _line(f"  {name}", f"{seconds:.2f} s", f"{seconds / whole:6.1%} of one round")


# --- the whole build --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Usage:
    """What a build and its workers used: seconds by the clock and of CPU, bytes; what it extracted and why."""

    seconds: float = 0.0
    peak_bytes: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    cpu_seconds: dict[int, float] = field(default_factory=dict)
    largest_bytes: dict[int, int] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        """CPU seconds of all processes."""
        return sum(self.cpu_seconds.values())

    def see(self, processes: Sequence[int]) -> None:
        """Takes what these processes have used up to now."""
        total = 0
        for process in processes:
            with suppress(OSError):
                fields = _stat(process)
                size = int(fields[21]) * PAGE
                total += size
                self.cpu_seconds[process] = (int(fields[11]) + int(fields[12])) / TICKS
                self.largest_bytes[process] = max(size, self.largest_bytes.get(process, 0))
        self.peak_bytes = max(self.peak_bytes, total)


def measure_build(raw: Path, out: Path, workers: int | None, is_whole: bool) -> None:
    """A first build, one over an unchanged folder, one after a change to one file; only the first unless `is_whole`."""
    command = ["build", str(raw), "--direct", "--out", str(out), *(["--workers", str(workers)] if workers else [])]
    first = _run(command, out)
    if not is_whole:
        return
    again = _run(command, out)
    changed = next(path for path in sorted(raw.rglob("*.txt")))
    changed.write_bytes(changed.read_bytes() + b"\nThe Secretary General met the President on Tuesday.\n")
    one = _run(command, out)
    sizes = [path.stat().st_size for path in raw.rglob("*") if path.is_file()]
    _title(f"Whole build of {len(sizes)} files, {sum(sizes) / MIB:.1f} MiB, `cooperation build --direct`")
    for name, usage in (("first", first), ("unchanged", again), ("one file changed", one)):
        _tell_run(name, usage, first)
    largest = max(first.largest_bytes.values())
    _line("the largest process of a build", _mebibytes(largest), _aim(largest < 2048 * MIB, "under 2,048 MiB"))
    _line("unchanged / first, by the clock", f"{again.seconds / first.seconds:.3f}",
          _aim(again.seconds <= 0.1 * first.seconds, "at most 0.100"))
    _line("unchanged / first, CPU", f"{again.cpu / first.cpu:.3f}", _aim(again.cpu <= 0.1 * first.cpu, "at most 0.100"))


def _tell_run(name: str, usage: Usage, first: Usage) -> None:
    _line(name, f"{usage.seconds:.1f} s", f"CPU {usage.cpu:6.1f} s, {usage.cpu / first.cpu:6.1%} of the first; "
          f"memory {_mebibytes(usage.peak_bytes)} in all processes")
    extracted = ", ".join(f"{count:,} {reason}" for reason, count in usage.reasons.items())
    _line("", "", f"extracted: {extracted or 'nothing'}")


def _run(arguments: Sequence[str], out: Path) -> Usage:
    """Runs `cooperation` as a process of its own and looks at it and its children while it works."""
    click.echo(f"running: cooperation {' '.join(arguments)}", err=True)
    command = [sys.executable, "-c", "from flows.cli import main; main()", *arguments]
    usage, started = Usage(), time.monotonic()
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=told, stderr=told, start_new_session=True)
        strangers: set[int] = set()
        while process.poll() is None:
            usage.see(_session(process.pid, strangers))
            time.sleep(SAMPLE_SECONDS)
        usage.seconds = time.monotonic() - started
        if process.returncode != 0:
            told.seek(0)
            raise click.ClickException(f"{' '.join(arguments)}: {told.read()[-2000:].decode(errors='replace')}")
    usage.reasons = (read_reading if arguments[0] == "ingest" else read_extraction)(Output(out)).reasons
    return usage


def _session(leader: int, strangers: set[int]) -> list[int]:
    """The processes of the leader's session; those of others are noted, so that they are looked at once."""
    found = []
    numbers = {int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()}
    for process in numbers - strangers:
        with suppress(OSError):
            if int(_stat(process)[3]) == leader:
                found.append(process)
            else:
                strangers.add(process)
    return found


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the third on; the second, the name, may hold spaces."""
    return Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()


# --- formats beside the bare libraries --------------------------------------------------------------------------------


def measure_formats() -> None:
    """Reading of each format beside the bare library on the same files."""
    from tests.benchmark_documents import measure_documents  # noqa: PLC0415  (all readers)
    from tests.benchmark_reading import measure_containers  # noqa: PLC0415

    _title("Documents, read one by one")
    measure_documents()
    _title("Files in files, taken out one by one")
    measure_containers()


# --- many files, and a large one --------------------------------------------------------------------------------------


def measure_many(folder: Path, count: int, workers: int | None) -> None:
    """Reading alone, and what memory it takes: of many small files, and of one web archive of 20 KB a page."""
    from tests.generator import make_page, make_series, write_web_archive  # noqa: PLC0415

    files, archive = folder / "files", folder / "archive"
    for number, made in enumerate(make_series(count)):
        path = files / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make_page(made.text) if number % 2 else made.text, encoding="utf-8")
    write_web_archive(archive / "crawl.warc", make_series(count // 2))
    _title("Reading alone, `cooperation ingest --direct`")
    for name, raw, number, what in (("many", files, count, "files"), ("large", archive, count // 2, "pages in a file")):
        options = ["--direct", "--out", str(folder / name), *(["--workers", str(workers)] if workers else [])]
        usage = _run(["ingest", str(raw), *options], folder / name)
        size = sum(path.stat().st_size for path in raw.rglob("*") if path.is_file())
        _line(f"{number:,} {what}", f"{usage.seconds:.1f} s",
              f"{size / MIB:,.0f} MiB, {number / usage.seconds:,.0f} a second")
        largest = max(usage.largest_bytes.values())
        _line("  the largest process", _mebibytes(largest), f"memory {_mebibytes(usage.peak_bytes)} in all processes")


# --- load -------------------------------------------------------------------------------------------------------------


def measure_load(parquet: Path, folder: Path, repeat: int) -> None:
    """Building the warehouse, with its constraints, comments and checks, beside a bare load of the same files."""
    from warehouse import load  # noqa: PLC0415

    names = {"proof of the files": ["verify_manifest"], "checks": ["run_checks"]}
    rounds = [Stopwatch(time.monotonic) for _ in range(repeat)]
    for number, watch in enumerate(rounds):
        with watch.timing("bare"):
            _load_bare(parquet, folder / f"bare-{number}.duckdb")
        with watch.timing("ours"), watch.watching(load, names):
            load.load_warehouse(parquet, folder / f"ours-{number}.duckdb")
    size = sum(path.stat().st_size for path in parquet.glob("*.parquet"))
    _title(f"Load of {size / MIB:.1f} MiB of Parquet, seconds by the clock, median of {repeat} rounds")
    seconds = {name: statistics.median(watch.seconds[name] for watch in rounds) for name in ("bare", "ours", *names)}
    _line("bare create table … from Parquet", f"{seconds['bare']:.2f} s")
    _line("load_warehouse", f"{seconds['ours']:.2f} s", f"{seconds['ours'] / seconds['bare']:.1f} times the bare load")
    for name in names:
        _line(f"  {name}", f"{seconds[name]:.2f} s", f"{seconds[name] / seconds['ours']:6.1%}")


def _load_bare(parquet: Path, target: Path) -> None:
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(target)) as connection:
        for path in sorted(parquet.glob("*.parquet")):
            connection.execute(f"create table {path.stem} as from read_parquet('{path}')")


if __name__ == "__main__":
    main()
