"""A folder of the user's own laid over ours: what it adds, what is refused, the commands that show and extend it."""

from __future__ import annotations

import json
import os
import shlex
import tomllib
from datetime import date
from pathlib import Path

import click
import pytest

from flows import cli, knowledge, own_knowledge
from flows.cli import FAILED, OK, USAGE
from tests.test_knowledge import write_folder
from transforms import knowledge as known
from transforms.knowledge import (
    Finding,
    InvalidKnowledge,
    check_folders,
    knowledge_version,
    layers,
    load_knowledge,
    read_knowledge,
)
from transforms.knowledge.checking import make_id
from transforms.knowledge.layers import VARIABLE, Placed
from transforms.knowledge.names import load_names
from transforms.knowledge.shapes import Shape
from transforms.versions import extraction_version

OURS = {
    "organizations": '[[organization]]\nid = "mill"\nname = "The Mill"\nkind = "organization"\n'
                     'aliases = ["Mill House"]\nsource = "books"\n',
    "people__all": '[[person]]\nid = "ada"\nname = "Ada Miller"\ngiven = "Ada"\nsurname = "Miller"\nterms = [\n'
                   '    { office = "boss", start = 2001-01-01, source = "books" },\n]\n',
    "offices__all": '[[office]]\nid = "boss"\nname = "Head of the Mill"\norganization = "mill"\nlevel = "leader"\n'
                    'titles = ["Head"]\n',
    "topics": '[[topic]]\nid = "flour"\nname = "Flour"\norigin = "x"\nterms = ["flour"]\n'
              'near = [{ term = "dust", with = ["mill"] }]\n',
    "memberships": 'membership = [{ state = "dale", organization = "mill", start = 2001-01-01, source = "books" }]\n',
    "states": '[[state]]\nid = "dale"\nname = "Dale"\ncode = "DL"\n[[state]]\nid = "belgium"\nname = "Belgium"\n'
              'code = "BE"\n',
    "references__all": '[[reference]]\nid = "books"\ntitle = "The books"\n',
}


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A small folder that takes the place of the project's."""
    return write_folder(tmp_path / "ours", **OURS)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Where the user's folder will be."""
    return tmp_path / "own"


# --- what is laid over ------------------------------------------------------------------------------------------------


def test_lists_are_joined_and_other_fields_replaced(ours: Path, own: Path) -> None:
    write_folder(own, organizations='[[organization]]\nid = "mill"\naliases = ["Old Mill", "Mill House"]\n'
                 'country = "DL"\nname = "The Great Mill"\n')
    mill = read_knowledge(ours, own).entities["mill"]
    assert (mill.name, mill.aliases, mill.country_code) == ("The Great Mill", ("Mill House", "Old Mill"), "DL")


def test_new_records_are_added_in_files_of_any_name(ours: Path, own: Path) -> None:
    write_folder(own, people__mine='[[person]]\nid = "bo"\nname = "Bo Baker"\n')
    facts = read_knowledge(ours, own)
    assert facts.entities["bo"].name == "Bo Baker"
    assert facts.entities["ada"].surname == "Miller"


def test_terms_are_joined_and_one_can_be_given_its_end(ours: Path, own: Path) -> None:
    write_folder(own, people__mine=(
        '[[person]]\nid = "ada"\n'
        'terms = [{ office = "boss", start = 2001-01-01, end = 2005-01-01, source = "books" }]\n'
        '[[person]]\nid = "bo"\nname = "Bo"\nterms = [{ office = "boss", start = 2005-01-01, source = "books" }]\n'))
    facts = read_knowledge(ours, own)
    assert [(term.person_id, term.end) for term in facts.terms] == [("ada", date(2005, 1, 1)), ("bo", None)]
    assert facts.holders("boss", date(2006, 1, 1)) == ["bo"]


def test_topics_offices_and_memberships_are_laid_over_too(ours: Path, own: Path) -> None:
    write_folder(
        own, topics='[[topic]]\nid = "flour"\nterms = ["meal"]\nnear = [{ term = "grain", with = ["sack"] }]\n',
        offices__mine='[[office]]\nid = "boss"\ntitles = ["Chief"]\nsingle_holder = false\n',
        memberships='[[membership]]\nstate = "dale"\norganization = "mill"\nstart = 2001-01-01\nend = 2002-01-01\n')
    facts = read_knowledge(ours, own)
    topic, office = facts.topics["flour"], facts.offices["boss"]
    assert (topic.terms, [rule.term for rule in topic.near]) == (("flour", "meal"), ["dust", "grain"])
    assert (office.titles, office.is_single_holder, office.name) == (("Head", "Chief"), False, "Head of the Mill")
    assert [membership.end for membership in facts.memberships] == [date(2002, 1, 1)]


def test_an_empty_folder_changes_nothing(ours: Path, own: Path) -> None:
    own.mkdir()
    with_own, without = read_knowledge(ours, own), read_knowledge(ours)
    assert (with_own.entities, with_own.terms, with_own.topics) == (without.entities, without.terms, without.topics)


@pytest.mark.parametrize(("texts", "message"), [
    ({"organisations": '[[organization]]\nid = "x"\n'}, "organisations.toml: no knowledge file is called so"),
    ({"people": '[[person]]\nid = "x"\n'}, "people.toml: no knowledge file is called so"),
    ({"pages": "[zones]\n"}, "pages.toml: what is known of pages cannot be laid over"),
    ({"organizations": '[[organization]]\nid = "x"\n'},
     "organizations.toml: x: it lacks the text field 'name'; add it"),
    ({"organizations": '[[organization]]\nid = "mill"\nalias = ["M"]\n'},
     "organizations.toml: mill: no field 'alias' in [[organization]]; did you mean 'aliases'?"),
    ({"states": '[[state]]\nid = "mill"\nname = "Mill"\n'}, "states.toml: mill: the id mill stands twice"),
    ({"states": 2 * '[[state]]\nid = "hill"\nname = "Hill"\n'}, "states.toml: hill: the id hill stands twice"),
    ({"states": "[[state]\n"}, "states.toml: Expected"),
])
def test_what_is_wrong_is_told_with_file_and_record(ours: Path, own: Path, texts: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidKnowledge) as told:
        read_knowledge(ours, write_folder(own, **texts))
    assert message in str(told.value)
    assert str(own) in str(told.value)


# --- all that is wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("texts", "record", "fault"), [
    ({"places": '[[place]]\nid = "Mill_Lane"\nname = "Mill Lane"\n'}, "Mill_Lane",
     "the id 'Mill_Lane' is not kebab-case in ASCII; write it as 'mill-lane'"),
    ({"places": '[[place]]\nid = "lane"\nname = "Lane"\nwikidata_id = "L12"\n'}, "lane",
     "'L12' is no item of Wikidata (Q and a number)"),
    ({"places": '[[place]]\nid = "lane"\nname = "Lane"\nwikidata_id = "Q1"\n'
                '[[place]]\nid = "yard"\nname = "Yard"\nwikidata_id = "Q1"\n'}, "yard",
     "Q1 is already lane's; correct one"),
    ({"places": '[[place]]\nid = "lane"\nname = "Lane"\nsource = "web"\n'}, "lane",
     "the source 'web' stands in no file of references/; add it there"),
    ({"people__b": '[[person]]\nid = "bo"\nname = "Bo Baker"\nterms = [{ office = "boss", start = 1999-01-01,'
                   ' end = 2000-01-01, source = "web" }]\n'}, "bo",
     "the source 'web' stands in no file of references/; add it there"),
    ({"people__b": '[[person]]\nid = "bo"\nname = "Bo Baker"\nterms = [{ office = "boss", start = 1999-02-02,'
                   ' start_precision = "month", end = 2000-01-01, source = "books" }]\n'}, "bo",
     "the start 1999-02-02 of a term is known to the month; write 1999-02-01"),
    ({"states": '[[state]]\nid = "hill"\nname = "Hill"\n'}, "hill",
     "it lacks the field 'code'; add that of ISO 3166-1"),
    ({"states": '[[state]]\nid = "hill"\nname = "Hill"\ncode = "HL"\ncapital = "top"\n'}, "hill", "no place top"),
    ({"people__b": '[[person]]\nid = "bo"\nname = "Bo Baker"\nterms = [{ office = "cook", start = 1999-01-01,'
                   ' source = "books" }]\n'}, "bo", "no office cook"),
    ({"people__b": '[[person]]\nid = "bo"\nname = "Bo Baker"\ncountry = "ZZZ"\n'}, "bo",
     "no state of states.toml has the country code 'ZZZ'; write that of ISO 3166-1 alpha-2, as BE"),
    ({"places": '[[place]]\nid = "lane"\nname = "Lane"\ncountry = "dl"\n'}, "lane",
     "no state of states.toml has the country code 'dl'; write that of ISO 3166-1 alpha-2, as BE"),
    ({"people__b": '[[person]]\nid = "bob"\nname = "Bob"\n'}, "bob",
     "the name 'Bob' is one word, and would stand for everyone called so; write given name and surname"),
    ({"people__b": '[[person]]\nid = "bo"\nname = "Bo Baker"\naliases = ["Bo"]\n'}, "bo",
     "the alias 'Bo' is a bare given name or surname, which is found without it; leave it out"),
])
def test_check_folders_tells_record_and_fault(
    ours: Path, own: Path, texts: dict[str, str], record: str, fault: str
) -> None:
    findings, _ = check_folders([ours, write_folder(own, **texts)])
    assert [(finding.record, finding.fault) for finding in findings] == [(record, fault)]
    assert str(own) in findings[0].where


def test_check_tells_every_misfit_at_once(ours: Path, own: Path) -> None:
    write_folder(own, states='[[state]]\nid = "a"\nname = 1\n',
                 places='[[place]]\nid = "b"\nname = "B"\nkind = "pond"\n')
    assert [str(finding).removeprefix(f"{own}/") for finding in check_folders([ours, own])[0]] == [
        "places.toml: b: kind is 'pond', not one of base, building, city, continent, infrastructure, region, sea",
        "states.toml: a: name is not a text: 1"]


@pytest.mark.parametrize(("name", "record_id"), [
    ("Jane Example", "jane-example"), ("Åse O’Brien-Jørgensen", "ase-obrien-jorgensen"), ("Mößner", "mossner"),
    ("Ministry of X (2nd)", "ministry-of-x-2nd"), ("…", ""),
])
def test_ids_are_made_from_names(name: str, record_id: str) -> None:
    assert make_id(name) == record_id


# --- told by the environment ------------------------------------------------------------------------------------------

JANE = '[[person]]\nid = "jane-example"\nname = "Jane Example"\nsurname = "Example"\ngender = "f"\n'


@pytest.fixture
def mine(own: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's own that the environment names."""
    write_folder(own, people__mine=JANE)
    monkeypatch.setenv(VARIABLE, str(own))
    return own


def test_the_environment_lays_a_folder_over_ours(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_knowledge().entities["jane-example"].surname == "Example"
    assert load_knowledge() is load_knowledge()
    assert [sense.target for hit in load_names().find("Jane Example") for sense in hit.senses][:1] == ["jane-example"]
    monkeypatch.delenv(VARIABLE)
    assert "jane-example" not in load_knowledge().entities
    assert mine.is_dir()


def test_the_version_covers_both_folders(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = knowledge_version()
    write_folder(mine, people__mine=JANE + "# a reason\n")
    second = knowledge_version()
    monkeypatch.delenv(VARIABLE)
    assert len({first, second, knowledge_version()}) == 3


def test_results_depend_on_the_users_folder(mine: Path) -> None:
    versions = []
    for text in (JANE, JANE + "# a reason\n"):
        write_folder(mine, people__mine=text)
        extraction_version.cache_clear()
        versions.append(extraction_version())
    extraction_version.cache_clear()
    assert [key for key in versions[0] if versions[0][key] != versions[1][key]] == ["knowledge"]


def test_a_folder_that_is_not_there_is_told(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(mine / "nowhere"))
    with pytest.raises(InvalidKnowledge, match="nowhere: there is no such folder"):
        load_knowledge()


def test_the_variable_is_the_same_in_both_rooms() -> None:
    assert knowledge.VARIABLE == VARIABLE


# --- the commands -----------------------------------------------------------------------------------------------------


def run(capfd: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a command in this process."""
    with pytest.raises(SystemExit) as ended:
        cli.main(list(map(str, arguments)))
    out, err = capfd.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, out, err


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command sets is gone after the test."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_check_of_ours_finds_nothing_wrong(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capfd, "knowledge", "check")
    assert code == OK
    assert out.endswith(": nothing wrong\n")
    assert f"{len(load_knowledge().topics)} topics" in out


@pytest.mark.usefixtures("small")
def test_check_tells_a_line_a_finding(capfd: pytest.CaptureFixture[str], own: Path) -> None:
    write_folder(own, places='[[place]]\nid = "lane"\nname = "Lane"\nalias = ["x"]\n')
    code, out, _ = run(capfd, "knowledge", "check", own)
    fault = "no field 'alias' in [[place]]; did you mean 'aliases'?"
    assert code == FAILED
    assert out.splitlines()[0] == f"{own}/places.toml: lane: {fault}"
    code, out, err = run(capfd, "knowledge", "check", own, "--format", "json")
    assert code == FAILED
    assert json.loads(out) == {"file": f"{own}/places.toml", "record": "lane", "fault": fault}
    assert "1 wrong" in err


@pytest.fixture
def small(ours: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The commands read the small folder in place of the project's: it is quicker."""
    monkeypatch.setattr(own_knowledge, "FOLDER", ours)
    for module in (layers, known):
        monkeypatch.setattr(module, "FOLDER", ours)
    return ours


ADD_JANE = ("knowledge", "add", "person", "--name", "Jane Example", "--given", "Jane", "--surname", "Example",
            "--country", "BE", "--alias", "J. Example", "--source", "nato.int page")


def test_add_person_writes_well_formed_records(capfd: pytest.CaptureFixture[str], small: Path, own: Path) -> None:
    code, out, err = run(capfd, *ADD_JANE, "--folder", own, "--term", "boss:1991-01-01:1991-06")
    assert code == OK, err
    content = tomllib.loads((own / "people/own.toml").read_text("utf-8"))
    assert content == {"person": [{
        "id": "jane-example", "name": "Jane Example", "given": "Jane", "surname": "Example", "country": "BE",
        "aliases": ["J. Example"], "source": "nato-int-page", "terms": [{
            "office": "boss", "start": date(1991, 1, 1), "end": date(1991, 6, 1), "end_precision": "month",
            "source": "nato-int-page"}]}]}
    assert tomllib.loads((own / "references/own.toml").read_text("utf-8")) == {
        "reference": [{"id": "nato-int-page", "title": "nato.int page"}]}
    assert 'id = "jane-example"' in out
    assert check_folders([small, own])[0] == []
    assert [path.name for path in own.rglob("*") if path.name.startswith(".")] == []


def test_more_is_added_to_what_is_there(capfd: pytest.CaptureFixture[str], small: Path, own: Path) -> None:
    assert run(capfd, *ADD_JANE, "--folder", own)[0] == OK
    source = ("--folder", own, "--source", "nato.int page")
    for arguments in (
        ("alias", "jane-example", "Mme Example", "--folder", own),
        ("alias", "mill", "Pact of the Ocean", "--folder", own),
        ("organization", "--name", "Harbor Forum Example", "--kind", "group", *source),
        ("office", "--name", "Head of the Harbor Forum Example", "--organization", "harbor-forum-example", *source),
        ("place", "--name", "Port Example", "--country", "BE", "--folder", own),
        ("term", "jane-example", "head-of-the-harbor-forum-example", "2031", *source),
        ("term", "ada", "boss", "2001-01-01", "2004-12", *source),
    ):
        code, _, err = run(capfd, "knowledge", "add", *arguments)
        assert code == OK, err
    facts = read_knowledge(small, own)
    assert facts.entities["jane-example"].aliases == ("J. Example", "Mme Example")
    assert facts.entities["mill"].aliases[-1] == "Pact of the Ocean"
    assert facts.entities["port-example"].label == "GPE"
    term = facts.terms_of_person["jane-example"][0]
    assert (term.office_id, term.start_precision) == ("head-of-the-harbor-forum-example", "year")
    assert [term.end for term in facts.terms_of_person["ada"]] == [date(2004, 12, 31)]
    assert len((own / "references/own.toml").read_text("utf-8").split("[[reference]]")) == 2


@pytest.mark.parametrize(("arguments", "message"), [
    (("person", "--name", "Ada Miller", "--id", "ada", "--source", "x y"),
     "the id ada is already that of the person Ada Miller in people/all"),
    (("person", "--name", "Jane Example", "--source", "x y", "--term", "cook:2031"), "no office cook"),
    (("person", "--name", "Jane Example", "--source", "x y", "--term", "boss:2031:2030"),
     "before its start 2031-01-01"),
    (("person", "--name", "Jane Example", "--source", "x y", "--term", "boss:2031-01-01"),
     "ada and jane-example overlap"),
    (("person", "--name", "Jane Example", "--source", "x y", "--term", "boss:31-1"), "is not a day"),
    (("person", "--name", "Jane Example", "--source", "x y", "--term", "boss"), "is not OFFICE:START"),
    (("person", "--name", "Jane Example", "--source", "…"), "has no letters"),
    (("person", "--name", "Jane Example", "--source", "x"), "the source 'x' is no known reference"),
    (("person", "--name", "Bob", "--source", "books"), "the name 'Bob' is one word"),
    (("person", "--name", "Jane Example", "--source", "books", "--country", "ZZZ"), "the country code 'ZZZ'"),
    (("person", "--name", "Jane Example", "--source", "books", "--term", "boss:2031-03"),
     "ada and jane-example overlap from 2031-03-31"),
    (("person", "--name", "Jane Example", "--source", "books", "--term", "boss:2031"),
     "ada and jane-example overlap from 2031-12-31"),
    (("alias", "ada", "Ada"), "the alias 'Ada' is a bare given name or surname"),
    (("alias", "mill", "the"), "the alias 'the' is a common word"),
    (("alias", "mill", "Dale"), "the alias 'Dale' stands for mill too"),
    (("alias", "no-such-thing", "Thing"), "there is no person or organization"),
    (("term", "ada", "cook", "2031", "--source", "x y"), "there is no office 'cook'"),
    (("office", "--name", "Head Cook", "--organization", "no-kitchen", "--source", "x y"),
     "no organization or state no-kitchen"),
    (("organization", "--name", "Forum", "--parent", "no-body", "--source", "x y"), "no no-body"),
])
@pytest.mark.usefixtures("small")
def test_what_a_check_would_refuse_is_not_added(
    capfd: pytest.CaptureFixture[str], own: Path, arguments: tuple[str, ...], message: str
) -> None:
    code, _, err = run(capfd, "knowledge", "add", *arguments, "--folder", own)
    assert code in (FAILED, USAGE)
    assert message in err
    assert not own.exists()


def test_what_was_wrong_before_is_no_reason_to_refuse(
    capfd: pytest.CaptureFixture[str], small: Path, own: Path
) -> None:
    write_folder(own, places='[[place]]\nid = "lane"\nname = "Lane Example"\nwikidata_id = "L1"\n')
    assert run(capfd, "knowledge", "add", "alias", "lane", "Example Lane", "--folder", own)[0] == OK
    assert read_knowledge(small, own).entities["lane"].aliases == ("Example Lane",)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("text", "fault"), [
    ("[[person]\n", "people/a.toml: Expected"),
    ('[[person]]\nid = "bo"\nnames = "Bo Baker"\n', "people/a.toml: bo: no field 'names'"),
])
def test_nothing_is_added_beside_a_broken_file(
    capfd: pytest.CaptureFixture[str], own: Path, text: str, fault: str
) -> None:
    write_folder(own, people__a=text)
    code, out, err = run(capfd, "knowledge", "add", "alias", "mill", "Pact of the Ocean", "--folder", own)
    assert (code, out) == (FAILED, "")
    assert "nothing was added" in err
    assert fault in err
    assert [path.name for path in own.rglob("*.toml")] == ["a.toml"]


def test_a_file_that_cannot_be_read_is_told(ours: Path, own: Path) -> None:
    (own / "people/a.toml").mkdir(parents=True)
    assert [str(finding) for finding in check_folders([ours, own])[0]] == [
        f"{own}/people/a.toml: it cannot be read (Is a directory); mend it"]


def test_hidden_files_and_backups_are_passed_over(
    capfd: pytest.CaptureFixture[str], small: Path, own: Path
) -> None:
    write_folder(own, people__mine=JANE)
    before = knowledge_version(own)
    for name in ("people/.hidden.toml", "people/mine.toml~", ".git/config.toml", "people/#mine.toml#"):
        (own / name).parent.mkdir(exist_ok=True)
        (own / name).write_text("[[person]\n", "utf-8")
    # an editor's lock points to no file
    (own / "people/.#mine.toml").symlink_to("jane@host.1234")
    assert check_folders([small, own])[0] == []
    assert knowledge_version(own) == before
    assert run(capfd, "knowledge", "add", "alias", "jane-example", "Mme Example", "--folder", own)[0] == OK
    assert read_knowledge(small, own).entities["jane-example"].aliases == ("Mme Example",)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_stops_it_leaves_the_old_file(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, own: Path, problem: BaseException
) -> None:
    write_folder(own, people__own=JANE)
    rename = Path.replace

    def stop(path: Path, target: Path) -> Path:
        if target.is_relative_to(own):
            raise problem
        return rename(path, target)

    monkeypatch.setattr(Path, "replace", stop)
    code, _, err = run(capfd, "knowledge", "add", "alias", "jane-example", "Mme Example", "--folder", own)
    assert code != OK
    assert isinstance(problem, KeyboardInterrupt) or "it cannot be written (No space left on device)" in err
    assert [path.name for path in own.rglob("*") if path.is_file()] == ["own.toml"]
    assert (own / "people/own.toml").read_text("utf-8") == JANE


# --- the examples of --help -------------------------------------------------------------------------------------------


def examples_of(command: click.Command) -> list[list[str]]:
    """The examples of a command's --help, as a shell would read them."""
    lines = (command.epilog or "").partition("Examples:\n")[2].replace("\\\n", "")
    return [shlex.split(line)[1:] for line in lines.splitlines()]


COMMANDS = {
    "knowledge": knowledge.knowledge, **knowledge.knowledge.commands,
    **{f"add {name}": command for name, command in knowledge.add.commands.items()}}


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own files are read once, not for each example."""
    monkeypatch.setattr(layers, "_read_kind", read_ours_once)


READ_KIND = layers._read_kind
OURS_READ: dict[str, tuple[list[Placed], list[Finding]]] = {}


def read_ours_once(folder: Path, shape: Shape, *, is_own: bool) -> tuple[list[Placed], list[Finding]]:
    """What `_read_kind` gives."""
    if is_own:
        return READ_KIND(folder, shape, is_own=True)
    if shape.key not in OURS_READ:
        OURS_READ[shape.key] = READ_KIND(folder, shape, is_own=False)
    return OURS_READ[shape.key]


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("name", COMMANDS)
def test_each_example_of_help_runs(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-knowledge").mkdir()
    examples = examples_of(COMMANDS[name])
    assert examples
    for example in examples:
        code, _, err = run(capfd, *example)
        assert code == OK, (example, err)


@pytest.mark.usefixtures("small")
def test_comments_of_the_users_file_stay(capfd: pytest.CaptureFixture[str], own: Path) -> None:
    text = '# mine\nplace = [\n    # a street\n    { id = "lane", name = "Lane Example", aliases = [] },\n]\n'
    write_folder(own, places=text)
    assert run(capfd, "knowledge", "add", "alias", "lane", "Example Lane", "--folder", own)[0] == OK
    assert run(capfd, "knowledge", "add", "place", "--name", "Yard Example", "--folder", own)[0] == OK
    written = (own / "places.toml").read_text("utf-8")
    assert "# mine" in written
    assert "# a street" in written
    assert [place["id"] for place in tomllib.loads(written)["place"]] == ["lane", "yard-example"]


@pytest.mark.parametrize(("arguments", "expected"), [
    (("nato-secretary-general", "--on", "2016-07-08"), ["Jens Stoltenberg", "2014-10-01"]),
    (("Jens Stoltenberg", "--on", "2016-07-08"), ["Secretary General of NATO"]),
    (("stoltenberg",), ["jens-stoltenberg", "Prime Minister of Norway"]),
    (("nato", "--on", "2004-03-29"), ["members on 2004-03-29", "26: "]),
    (("cyber-defence",), ["Cyber security and defence", "cyber defence"]),
    (("Estonia",), ["european-union (2004-05-01 to …)", "nato (2004-03-29 to …)"]),
])
def test_show(capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], expected: list[str]) -> None:
    code, out, _ = run(capfd, "knowledge", "show", *arguments)
    assert code == OK
    assert [text for text in expected if text not in out] == []


def test_show_of_a_day_leaves_out_other_days(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capfd, "knowledge", "show", "jens-stoltenberg", "--on", "2016-07-08")
    assert "Prime Minister" not in out


def test_show_of_nothing_known_suggests(capfd: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capfd, "knowledge", "show", "Stoltenburg")
    assert code == USAGE
    assert "did you mean Stoltenberg" in err


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("command", ["build", "extract", "normalize", "annotate", "inspect", "dates"])
def test_commands_that_read_knowledge_take_the_option(
    capfd: pytest.CaptureFixture[str], command: str, own: Path
) -> None:
    write_folder(own, places='[[place]]\nid = "lane"\nname = "Lane"\nalias = ["x"]\n')
    given = [__file__] if command in ("inspect", "dates", "annotate") else []
    code, _, err = run(capfd, command, *given, "--knowledge", own)
    assert code == USAGE
    assert "did you mean 'aliases'?" in err


@pytest.mark.usefixtures("small")
def test_the_option_reaches_what_a_command_reads(capfd: pytest.CaptureFixture[str], own: Path) -> None:
    write_folder(own, people__mine=JANE)
    code, out, _ = run(capfd, "knowledge", "show", "Jane Example", "--knowledge", own)
    assert code == OK
    assert "jane-example" in out
