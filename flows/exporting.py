"""The command `cooperation export`: the record for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from flows.output import DATABASE, NotWritable, RunStopped

KINDS = {"gdelt": "events that CAMEO has a code for", "ftm": "entities"}


class NotExported(RunStopped):
    """The warehouse is missing or gave no answer."""

    exit_code = 5


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.command(epilog=_examples(
    "cooperation export gdelt --file events.tsv", "cooperation export ftm --out /data/record --file record.ftm.jsonl"))
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.option("--out", default=Path("warehouse/data"), show_default=True, type=click.Path(path_type=Path),
              help="Output folder of the build.")
@click.option("--file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write.")
def export(kind: str, out: Path, file: Path) -> None:
    """Writes the record in the form of another tool. The file appears whole or not at all.

    \b
    gdelt  One line an event, tab-separated, with the 58 columns of GDELT 1.0 below a line of their names: actors,
           CAMEO codes and quad class (view event_codes), counts of mentions, sources and documents, place, address
           of the first document. Country codes of actors are ISO 3166-1 alpha-3 as in CAMEO, those of places alpha-2
           (GDELT: FIPS 10-4). What the record does not know is empty: Goldstein scale, tone, coordinates. Events
           without a CAMEO code (only possible, said not to have happened, changes of office) are left out.
    ftm    Entities of FollowTheMoney, one JSON object a line, as Aleph tools load them: Person, Organization,
           PublicBody, Address, Position, Occupancy, Membership, PlainText, Event, Mention, and Note for promises.
    """
    from warehouse.export import EXPORTS  # noqa: PLC0415
    from warehouse.files import WriteError  # noqa: PLC0415
    from warehouse.query import QueryError  # noqa: PLC0415

    try:
        count = EXPORTS[kind](out / DATABASE, file)
    except QueryError as error:
        raise NotExported(str(error)) from error
    except WriteError as error:
        raise NotWritable(str(error)) from error
    click.echo(f"{file}: {count:,} {KINDS[kind]}", err=True)
