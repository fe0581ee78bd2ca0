"""Roles: whom an office stands for, by the body beside it, the date, the publisher and the text."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import make_document
from transforms.extract import extract_documents
from transforms.model import Mention

BARE = "The Secretary General welcomed the ministers."


def roles(text: str, day: str | None, publisher_id: str | None = "nato") -> list[Mention]:
    """The role mentions of a text of that day."""
    document = make_document(text, day=date.fromisoformat(day) if day else None, publisher_id=publisher_id)
    return [m for m in next(iter(extract_documents([document]))).mentions if m.label == "ROLE"]


def told(text: str, day: str | None, publisher_id: str | None = "nato") -> list[tuple[str, str | None]]:
    """Surface and holder of each role."""
    return [(m.surface, m.entity_id) for m in roles(text, day, publisher_id)]


# --- by date and publisher -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "person_id"), [
    ("1999-04-24", "javier-solana"), ("2002-11-21", "george-robertson"), ("2008-04-02", "jaap-de-hoop-scheffer"),
    ("2014-09-30", "anders-fogh-rasmussen"), ("2014-10-02", "jens-stoltenberg"), ("2023-11-15", "jens-stoltenberg"),
    ("2024-10-02", "mark-rutte"),
])
def test_the_secretary_general_by_date(day: str, person_id: str) -> None:
    mention, = roles(BARE, day)
    assert (mention.surface, mention.entity_id, mention.basis, mention.office_id) == (
        "Secretary General", person_id, "office", "nato-secretary-general")


@pytest.mark.parametrize(("day", "basis"), [
    ("2024-10-01", "ambiguous"), ("2003-12-25", "no_holder"), (None, "no_date")])
def test_the_office_is_clear_and_its_holder_is_not(day: str | None, basis: str) -> None:
    mention, = roles(BARE, day)
    assert (mention.entity_id, mention.basis, mention.office_id) == (None, basis, "nato-secretary-general")


def test_on_a_hand_over_day_the_one_whom_the_text_names_is_meant() -> None:
    text = "Mark Rutte took the chair this morning. Later the Secretary General met the press."
    assert told(text, "2024-10-01") == [("Secretary General", "mark-rutte")]


@pytest.mark.parametrize(("text", "day", "publisher_id", "expected"), [
    (BARE, "2023-11-15", "united-nations", [("Secretary General", "antonio-guterres")]),
    (BARE, "2023-11-15", None, [("Secretary General", None)]),
    ("The President spoke.", "2018-07-10", "european-commission", [("President", "jean-claude-juncker")]),
    ("The President spoke.", "2018-07-10", "european-council", [("President", "donald-tusk")]),
    ("The President spoke.", "2018-07-10", "nato", []),
    ("The High Representative spoke.", "2012-05-05", "european-external-action-service",
     [("High Representative", "catherine-ashton")]),
    ("The Deputy Secretary General spoke.", "2018-07-10", "nato", [("Deputy Secretary General", "rose-gottemoeller")]),
])
def test_a_bare_title_by_publisher(
        text: str, day: str, publisher_id: str | None, expected: list[tuple[str, str | None]]) -> None:
    assert told(text, day, publisher_id) == expected


# --- with the body beside it -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("NATO's Deputy Secretary General opened it.", "2022-07-10", ("NATO's Deputy Secretary General", "mircea-geoana")),
    ("NATO’s Secretary General opened it.", "2022-07-10", ("NATO’s Secretary General", "jens-stoltenberg")),
    ("The Secretary General of NATO left.", "2010-07-10", ("Secretary General of NATO", "anders-fogh-rasmussen")),
    ("EU High Representative opened it.", "2012-05-05", ("EU High Representative", "catherine-ashton")),
    ("The EU's foreign policy chief left.", "2016-05-05", ("EU's foreign policy chief", "federica-mogherini")),
    ("The President of the European Council left.", "2018-07-10", ("President of the European Council", "donald-tusk")),
    ("The European Commission President left.", "2010-07-10",
     ("European Commission President", "jose-manuel-barroso")),
    ("The High Representative of the Union for Foreign Affairs and Security Policy left.", "2020-07-10",
     ("High Representative of the Union for Foreign Affairs and Security Policy", "josep-borrell")),
    ("The UN Secretary-General left.", "2008-07-10", ("UN Secretary-General", "ban-ki-moon")),
    ("The Secretary General of the United Nations left.", "2020-07-10",
     ("Secretary General of the United Nations", "antonio-guterres")),
    ("The Chair of the NATO Military Committee left.", "2016-07-10",
     ("Chair of the NATO Military Committee", "petr-pavel")),
    ("The Chairman of the EU Military Committee left.", "2023-07-10",
     ("Chairman of the EU Military Committee", "robert-brieger")),
    ("SACEUR left.", "2023-07-10", ("SACEUR", "christopher-cavoli")),
    ("The Supreme Allied Commander Europe left.", "2017-07-10",
     ("Supreme Allied Commander Europe", "curtis-scaparrotti")),
    ("The Estonian Prime Minister left.", "2022-07-10", ("Estonian Prime Minister", "kaja-kallas")),
    ("The Prime Minister of Estonia left.", "2018-07-10", ("Prime Minister of Estonia", "juri-ratas")),
    ("Estonia's prime minister left.", "2025-07-10", ("Estonia's prime minister", "kristen-michal")),
    ("The German Chancellor left.", "2022-07-10", ("German Chancellor", "olaf-scholz")),
    ("The President of France left.", "2009-04-04", ("President of France", "nicolas-sarkozy")),
    ("The US Secretary of State left.", "2014-07-10", ("US Secretary of State", "john-kerry")),
    ("The Ukrainian foreign minister left.", "2022-07-10", ("Ukrainian foreign minister", "dmytro-kuleba")),
])
def test_the_body_beside_the_title_decides(text: str, day: str, expected: tuple[str, str]) -> None:
    assert told(text, day) == [expected]


# --- with the person beside it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("President of the European Council Charles Michel came.", "2021-07-10",
     [("President of the European Council", "charles-michel", "european-council-president")]),
    ("Jens Stoltenberg, NATO Secretary General, came.", "2021-07-10",
     [("NATO Secretary General", "jens-stoltenberg", "nato-secretary-general")]),
    ("JENS STOLTENBERG [NATO Secretary General]: Welcome.", "2021-07-10",
     [("NATO Secretary General", "jens-stoltenberg", "nato-secretary-general")]),
    ("The Prime Minister of Estonia, Jüri Ratas, came.", "2018-07-10",
     [("Prime Minister of Estonia", "juri-ratas", "ee-prime-minister")]),
    ("Supreme Allied Commander Europe General Christopher Cavoli came.", "2023-07-10",
     [("Supreme Allied Commander Europe", "christopher-cavoli", "nato-saceur")]),
    ("Prime Minister Mette Frederiksen came, and the Prime Minister spoke.", "2022-07-10",
     [("Prime Minister", "mette-frederiksen", "dk-prime-minister")] * 2),
    ("EU High Representative Josep Borrell came. The High Representative spoke.", "2022-07-10",
     [("EU High Representative", "josep-borrell", "eu-high-representative"),
      ("High Representative", "josep-borrell", "eu-high-representative")]),
    ("President Ursula von der Leyen came. The President spoke.", "2022-07-10",
     [("President", "ursula-von-der-leyen", "european-commission-president")] * 2),
])
def test_the_person_beside_the_title(text: str, day: str, expected: list[tuple[str, str, str]]) -> None:
    found = roles(text, day)
    assert [(m.surface, m.entity_id, m.office_id) for m in found] == expected
    assert {m.basis for m in found} == {"office_in_text"}


def test_the_person_beside_the_title_is_known_without_a_date() -> None:
    text = "NATO Secretary General Jens Stoltenberg came. The Secretary General spoke."
    assert told(text, None) == [
        ("NATO Secretary General", "jens-stoltenberg"), ("Secretary General", "jens-stoltenberg")]


@pytest.mark.parametrize("text", [
    "UN Secretary-General António Guterres called NATO. Later the Secretary General thanked him.",
    "António Guterres called NATO. Later the Secretary General thanked him.",
    "Former NATO Secretary General Anders Fogh Rasmussen came. Later the Secretary General thanked him.",
    "The next Secretary General, Mark Rutte, came. Later the Secretary General thanked him.",
])
def test_in_natos_news_the_bare_title_is_natos_own(text: str) -> None:
    assert told(text, "2023-11-15")[-1] == ("Secretary General", "jens-stoltenberg")


def test_in_the_commissions_news_the_bare_title_is_that_of_the_guest() -> None:
    text = "NATO Secretary General Jens Stoltenberg came. Later the Secretary General spoke."
    assert told(text, "2023-11-15", "european-commission")[-1] == ("Secretary General", "jens-stoltenberg")


# --- not on the day --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("Former NATO Secretary General Anders Fogh Rasmussen came.", "2018-07-10", [
        ("NATO Secretary General", "anders-fogh-rasmussen")]),
    ("Mark Rutte, Secretary General designate, came.", "2024-07-20", [("Secretary General designate", "mark-rutte")]),
    ("US President-elect Donald Trump came.", "2016-11-20", [("US President-elect", "donald-trump")]),
    ("The Secretary General designate came.", "2024-07-20", [("Secretary General designate", None)]),
    ("The Shadow Foreign Secretary came.", "2024-07-20", [("Shadow Foreign Secretary", None)]),
    ("The Deputy Prime Minister of Turkey came.", "2017-07-20", [("Deputy Prime Minister of Turkey", None)]),
    ("Poland's Deputy Foreign Minister came.", "2017-07-20", [("Poland's Deputy Foreign Minister", None)]),
    ("The President of the Senate came with Ursula von der Leyen.", "2022-07-20", [("President", None)]),
    ("The Secretary General of the Arab League came.", "2022-07-20", [("Secretary General of the Arab League", None)]),
    ("The President of the Commission of the African Union came.", "2022-07-20", [
        ("President of the Commission of the African Union", None)]),
])
def test_who_does_not_hold_the_office_or_holds_another_has_no_office(
        text: str, day: str, expected: list[tuple[str, str | None]]) -> None:
    found = roles(text, day)
    assert [(m.surface, m.entity_id) for m in found] == expected
    assert [m.office_id for m in found] == [None]


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("The new Secretary General came.", "2014-10-20", "jens-stoltenberg"),
    ("NATO's new Secretary General came.", "2024-09-20", "mark-rutte"),
    ("The new Secretary General came.", "2017-10-20", None),
    ("The outgoing Secretary General came.", "2014-09-20", None),
    ("NATO's then Secretary General came.", "2014-09-20", None),
    ("In 1999 the Secretary General came.", "2017-06-20", None),
    ("In 2012 the Secretary General came.", "2017-06-20", "anders-fogh-rasmussen"),
    ("The Secretary General said in 2005 that it was so.", "2017-06-20", "jaap-de-hoop-scheffer"),
    ("In 2012 NATO met, and the Secretary General spoke.", "2017-06-20", None),
    ("In 2012 NATO met, the Secretary General said.", "2017-06-20", "jens-stoltenberg"),
    ("In 2017 the Secretary General came.", "2017-06-20", "jens-stoltenberg"),
    ("By 2019, the Secretary General will report.", "2017-06-20", "jens-stoltenberg"),
    ("In 2003 Secretary General George Robertson came. The Secretary General left.", "2017-06-20", None),
])
def test_another_time_is_not_the_document_s_day(text: str, day: str, expected: str | None) -> None:
    assert told(text, day)[-1][1] == expected


@pytest.mark.parametrize(("text", "day", "expected"), [
    ("He met the President of the European Commission\n\nJENS STOLTENBERG: Welcome.", "2018-07-10", [
        "jean-claude-juncker"]),
    ("Keynote by the Prime Minister of Estonia\n\nFederica Mogherini, High Representative\n\nDonald Tusk",
     "2018-07-10", ["juri-ratas", "federica-mogherini"]),
    ("Keynote by the Prime Minister of Estonia\nFederica Mogherini", "2018-07-10", ["juri-ratas"]),
    ("He met the President of the European Commission, Jens Stoltenberg said.", "2018-07-10", ["jean-claude-juncker"]),
    ("Kaja Kallas, Prime Minister of Estonia, Jens Stoltenberg, NATO Secretary General, came.", "2022-06-20", [
        "kaja-kallas", "jens-stoltenberg"]),
    ("Prime Minister\nMette Frederiksen came.", "2022-07-10", ["mette-frederiksen"]),
    ("Mr Louis MICHEL, Deputy Prime Minister and Minister for Foreign Affairs\nMs Anna LINDH, Minister for Foreign "
     "Affairs", "2001-05-20", ["louis-michel", "louis-michel", "anna-lindh"]),
    ("High Representative for Bosnia Valentin Inzko spoke. The High Representative left.", "2017-01-21", [
        "valentin-inzko", "valentin-inzko"]),
    ("High Representative for Bosnia Valentin Inzko met Federica Mogherini. The High Representative left.",
     "2017-01-21", ["valentin-inzko", None]),
    ("Tom King spoke.", "1990-05-20", []),
])
def test_whose_title_it_is(text: str, day: str, expected: list[str | None]) -> None:
    assert [person for _, person in told(text, day)] == expected


@pytest.mark.parametrize("text", [
    "The former NATO Secretary General came.", "The then NATO Secretary General came.",
    "A previous NATO Secretary General came.", "The next NATO Secretary General will come.",
])
def test_a_former_or_next_holder_is_not_the_one_of_the_day(text: str) -> None:
    assert told(text, "2018-07-10") == [("NATO Secretary General", None)]


@pytest.mark.parametrize("text", [
    "The Minister spoke.", "The prime minister spoke.", "He took the chair.", "A member spoke.",
])
def test_a_word_of_many_offices_alone_names_none(text: str) -> None:
    assert told(text, "2022-07-10") == []


def test_a_title_of_many_offices_alone_is_left_open() -> None:
    mention, = roles("The Prime Minister spoke.", "2022-07-10")
    assert (mention.entity_id, mention.office_id, mention.basis) == (None, None, "ambiguous")
