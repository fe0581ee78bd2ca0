"""The commands `cooperation knowledge …`, and the option that lays a folder of the user's own over our knowledge."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from flows.printing import json_line, plain, print_rows, write_bytes

if TYPE_CHECKING:
    from flows.own_knowledge import Addition, OwnFolder, Value

# As in transforms.knowledge.layers, which is not imported before it is needed
VARIABLE = "COOPERATION_KNOWLEDGE"
NOUNS = {"person": "people", "presidency": "presidencies", "frame": "event frames"}
Command = TypeVar("Command", bound=Callable[..., object])


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def _lay_over(_context: click.Context, _option: click.Parameter, folder: Path | None) -> None:
    """Lays the folder over our knowledge, for this process and its workers; a usage error says what is wrong in it."""
    if folder is None:
        return
    from transforms.knowledge import InvalidKnowledge, load_knowledge  # noqa: PLC0415

    os.environ[VARIABLE] = str(folder.resolve())
    try:
        load_knowledge()
    except InvalidKnowledge as problem:
        raise click.UsageError(str(problem)) from problem


knowledge_option = click.option(
    "--knowledge", "own", type=click.Path(exists=True, file_okay=False, path_type=Path), envvar=VARIABLE,
    show_envvar=True, expose_value=False, callback=_lay_over,
    help="A folder of your own knowledge, laid over ours: the same files, any of them.")
folder_option = click.option("--folder", required=True, type=click.Path(file_okay=False, path_type=Path),
                             help="Your own folder of knowledge; it is made if it does not exist.")
source_option = click.option("--source", required=True,
                             help="Where the fact can be checked: the id of a reference, or a new one's title.")
alias_option = click.option("--alias", "aliases", multiple=True, help="Another name; may be said again.")
id_option = click.option("--id", "record_id", help="Its id; by default made from the name.")
name_option = click.option("--name", required=True, help="The name as texts write it.")


@click.group(epilog=_examples(
    "cooperation knowledge show Stoltenberg --on 2016-07-08",
    "cooperation knowledge add alias nato \"Atlantic Pact\" --folder my-knowledge",
    "cooperation knowledge check my-knowledge"))
def knowledge() -> None:
    """What is known of people, offices, bodies and topics: shows it, checks it, adds to it.

    Lay your own folder over ours with --knowledge (build, extract, normalize, annotate, dates, inspect).
    """


@knowledge.command(epilog=_examples("cooperation knowledge check", "cooperation knowledge check my-knowledge"))
@click.argument("folder", required=False, envvar=VARIABLE,
                type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(folder: Path | None, form: str) -> None:
    """Tells all that is wrong in our knowledge with FOLDER laid over it, a line each; exit code 1 if anything is."""
    from transforms.knowledge import FOLDER, check_folders  # noqa: PLC0415

    findings, counts = check_folders([FOLDER, folder] if folder else [FOLDER])
    for finding in findings:
        record = {"file": finding.where, "record": finding.record, "fault": finding.fault}
        line = json_line(record) if form == "json" else plain(str(finding))
        write_bytes(f"{line}\n".encode("utf-8", "replace"))
    told = ", ".join(f"{count:,} {NOUNS.get(key, f'{key}s')}" for key, count in counts.items())
    click.echo(f"{told}: {f'{len(findings):,} wrong' if findings else 'nothing wrong'}", err=form == "json")
    if findings:
        raise click.exceptions.Exit(1)


@knowledge.command(epilog=_examples(
    "cooperation knowledge show \"Mark Rutte\"", "cooperation knowledge show nato --on 2004-03-29",
    "cooperation knowledge show nato-secretary-general"))
@click.argument("name")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Only offices and memberships of that day.")
@knowledge_option
def show(name: str, day: datetime | None) -> None:
    """Shows what is known of NAME (or of an id): names, dates, and who held which office."""
    from flows.knowledge_page import TERM_HEADINGS, find_ids, near_names, page_of  # noqa: PLC0415
    from transforms.knowledge import load_knowledge  # noqa: PLC0415

    facts = load_knowledge()
    ids = find_ids(facts, name)
    if not ids:
        near = near_names(facts, name)
        raise click.UsageError(f"nothing is known of {name!r}" + (f"; did you mean {', '.join(near)}?" if near else ""))
    for record_id in ids:
        page = page_of(facts, record_id, day.date() if day else None)
        print_rows(("fact", "value"), page.facts)
        if page.terms:
            print_rows(TERM_HEADINGS, page.terms)


@knowledge.group(epilog=_examples(
    "cooperation knowledge add person --folder mine --name \"Jane Example\" --given Jane --surname Example \\",
    "    --country BE --term nato-deputy-assistant-secretary-general:2025-01-01:2025-06-30 --source \"nato.int page\"",
    "cooperation knowledge add term jane-example nato-deputy-assistant-secretary-general 2026-01 \\",
    "    --folder mine --source \"nato.int page\"",
    "cooperation knowledge add alias jane-example \"J. Example\" --folder mine"))
def add() -> None:
    """Adds a record to your own folder of knowledge, unless a check would find it wrong."""


@add.command(epilog=_examples(
    "cooperation knowledge add person --folder mine --name \"Jane Example\" --given Jane --surname Example \\",
    "    --term nato-deputy-assistant-secretary-general:2026-01 --source \"nato.int page\""))
@folder_option
@id_option
@name_option
@click.option("--given", default="", help="The given name that people use.")
@click.option("--surname", default="")
@click.option("--gender", type=click.Choice(["f", "m"]))
@click.option("--country", help="ISO 3166-1 alpha-2 code.")
@alias_option
@click.option("--term", "terms", multiple=True, metavar="OFFICE:START[:END]",
              help="A time in an office; days, months or years. May be said again.")
@source_option
def person(
    *, folder: Path, record_id: str | None, name: str, given: str, surname: str, gender: str | None,
    country: str | None, aliases: Sequence[str], terms: Sequence[str], source: str,
) -> None:
    """Adds a person, with the offices that the person held."""
    own = _open(folder)
    source_id, references = own.reference(source)
    rows = [_term_of(term, source_id) for term in terms]
    fields: dict[str, Value | None] = {
        "given": given, "surname": surname, "gender": gender, "country": country, "aliases": list(aliases),
        "terms": rows, "source": source_id}
    _add(own, [*references, _new("person", name, record_id, fields)])


@add.command(epilog=_examples(
    "cooperation knowledge add organization --folder mine --name \"Harbor Forum\" --kind group --source \"its site\""))
@folder_option
@id_option
@name_option
@click.option("--kind", type=click.Choice(["organization", "organ", "group"]), default="organization",
              show_default=True)
@click.option("--parent", help="The id of the body that it is an organ of.")
@click.option("--country", help="ISO 3166-1 alpha-2 code, of a national body.")
@alias_option
@source_option
def organization(
    *, folder: Path, record_id: str | None, name: str, kind: str, parent: str | None, country: str | None,
    aliases: Sequence[str], source: str,
) -> None:
    """Adds an organization, an organ of one, or an informal group."""
    own = _open(folder)
    source_id, references = own.reference(source)
    fields: dict[str, Value | None] = {
        "kind": kind, "parent": parent, "country": country, "aliases": list(aliases), "source": source_id}
    _add(own, [*references, _new("organization", name, record_id, fields)])


@add.command(epilog=_examples(
    "cooperation knowledge add organization --folder mine --name \"Harbor Forum\" --kind group --source \"its site\"",
    "cooperation knowledge add office --folder mine --name \"Director of the Harbor Forum\" \\",
    "    --organization harbor-forum --title Director --level official --source \"its site\""))
@folder_option
@id_option
@name_option
@click.option("--organization", "body", required=True, help="The id of the body or state.")
@click.option("--title", "titles", multiple=True, help="A short form that needs the body beside it.")
@click.option("--form", "forms", multiple=True, help="Another form that stands alone.")
@click.option("--level", type=click.Choice(["leader", "military", "minister", "official"]), default="official",
              show_default=True)
@click.option("--several", is_flag=True, help="Several persons hold it at a time.")
@source_option
def office(
    *, folder: Path, record_id: str | None, name: str, body: str, titles: Sequence[str], forms: Sequence[str],
    level: str, several: bool, source: str,
) -> None:
    """Adds an office of a body or state."""
    own = _open(folder)
    source_id, references = own.reference(source)
    fields: dict[str, Value | None] = {
        "organization": body, "titles": list(titles), "forms": list(forms), "single_holder": not several,
        "level": level, "source": source_id}
    _add(own, [*references, _new("office", name, record_id, fields)])


@add.command(epilog=_examples(
    "cooperation knowledge add place --folder mine --name \"Port Example\" --kind city --country BE"))
@folder_option
@id_option
@name_option
@click.option("--kind", default="city", show_default=True, type=click.Choice(
    ["base", "building", "city", "continent", "infrastructure", "region", "sea"]))
@click.option("--label", type=click.Choice(["GPE", "LOC", "FAC"]), help="By default the one of its kind.")
@click.option("--country", help="ISO 3166-1 alpha-2 code.")
@alias_option
def place(
    *, folder: Path, record_id: str | None, name: str, kind: str, label: str | None, country: str | None,
    aliases: Sequence[str],
) -> None:
    """Adds a city, region, sea, building or base."""
    usual = "FAC" if kind in ("base", "building", "infrastructure") else "GPE" if kind == "city" else "LOC"
    fields: dict[str, Value | None] = {
        "aliases": list(aliases), "kind": kind, "label": label or usual, "country": country}
    _add(_open(folder), [_new("place", name, record_id, fields)])


@add.command(epilog=_examples("cooperation knowledge add alias nato \"Atlantic Pact\" --folder mine"))
@click.argument("entity_id")
@click.argument("name")
@folder_option
def alias(entity_id: str, name: str, folder: Path) -> None:
    """Adds another NAME to the entity ENTITY_ID."""
    from flows.own_knowledge import Addition  # noqa: PLC0415

    own = _open(folder)
    key, _ = own.need(entity_id, "person", "organization", "place", "state", "instrument", "event")
    _add(own, [Addition(key, {"id": entity_id, "aliases": [name]}, is_new=False)])


@add.command(epilog=_examples(
    "cooperation knowledge add person --folder mine --name \"Jane Example\" --source \"nato.int page\"",
    "cooperation knowledge add term jane-example nato-deputy-assistant-secretary-general 2026-01-01 2026-06-30 \\",
    "    --folder mine --source \"nato.int page\""))
@click.argument("person_id")
@click.argument("office_id")
@click.argument("start")
@click.argument("end", required=False)
@folder_option
@source_option
def term(*, person_id: str, office_id: str, start: str, end: str | None, folder: Path, source: str) -> None:
    """Adds a time in an office, from START to END: days, months (2026-01) or years.

    A term with the start of a known one takes its place: so a term that still runs is given its end.
    """
    from flows.own_knowledge import Addition  # noqa: PLC0415

    own = _open(folder)
    own.need(person_id, "person")
    own.need(office_id, "office")
    source_id, references = own.reference(source)
    row = _term_row(office_id, start, end, source_id)
    _add(own, [*references, Addition("person", {"id": person_id, "terms": [row]}, is_new=False)])


def _open(folder: Path) -> OwnFolder:
    from flows.own_knowledge import OwnFolder  # noqa: PLC0415  (tomlkit, and all our files)

    return OwnFolder(folder)


def _new(key: str, name: str, record_id: str | None, fields: dict[str, Value | None]) -> Addition:
    """A new record of the fields that are filled."""
    from flows.own_knowledge import Addition  # noqa: PLC0415
    from transforms.knowledge.checking import make_id  # noqa: PLC0415

    filled = {field: value for field, value in fields.items() if value not in (None, "", [])}
    return Addition(key, {"id": record_id or make_id(name), "name": name, **filled})


def _add(own: OwnFolder, additions: Sequence[Addition]) -> None:
    for path, text in own.add(additions):
        click.echo(f"# {plain(str(path))}\n{text}")


def _term_of(told: str, source_id: str) -> dict[str, str | date]:
    parts = told.split(":")
    if len(parts) not in (2, 3) or not parts[0]:
        raise click.UsageError(f"--term {told!r} is not OFFICE:START or OFFICE:START:END")
    return _term_row(parts[0], parts[1], parts[2] if len(parts) == 3 else None, source_id)


def _term_row(office_id: str, start: str, end: str | None, source_id: str) -> dict[str, str | date]:
    row: dict[str, str | date] = {"office": office_id}
    for name, told in (("start", start), ("end", end)):
        if told:
            day, precision = _day(told)
            row[name] = day
            if precision != "day":
                row[f"{name}_precision"] = precision
    return {**row, "source": source_id}


def _day(told: str) -> tuple[date, str]:
    """The first day of what is told, and how precise that is."""
    precision = {4: "year", 7: "month", 10: "day"}.get(len(told), "")
    try:
        return date.fromisoformat(told + {"year": "-01-01", "month": "-01"}.get(precision, "")), precision
    except ValueError as problem:
        raise click.UsageError(f"{told!r} is not a day, month or year (2026-01-31, 2026-01, 2026)") from problem
