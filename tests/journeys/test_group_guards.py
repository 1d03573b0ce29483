"""What a group is warned of before its contracts are concluded: the facts that one person's check page tells."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from omi_tui.journeys import group_report
from omi_tui.journeys.group import GroupJourney
from omi_tui.journeys.group_guards import GroupGuards
from omi_tui.journeys.group_people import People
from omi_tui.journeys.group_reading import in_texts
from omi_tui.journeys.view import Ask
from omi_tui.journeys.workplace import Workplace
from omi_tui.model import mrz
from omi_tui.model.guards import Contract, passport_key
from omi_tui.model.period import Period, minsk_today
from tests.journeys.group_lists import HEADER, csv_file, passport, person
from tests.journeys.group_walking import conclude, into_the_group, read, until_done
from tests.journeys.walking import fill

BEGIN = minsk_today() + timedelta(days=40)
MANY_DAYS = Period(BEGIN, BEGIN + timedelta(days=39))


def people(count: int) -> People:
    """Invented people."""
    found = People(minsk_today)
    found.add([dict(zip(HEADER, person(number), strict=True)) for number in range(1, count + 1)])
    return found


def answer(listed: People, row: int, **texts: str) -> None:
    """Answer otherwise in one row."""
    each = listed.find(row)
    listed.mended(each, {**each.texts, **texts})


def test_each_row_is_warned_of_what_its_answers_tell() -> None:
    listed = people(5)
    answer(listed, 1, citizenship="RUS")
    answer(listed, 3, address="ul. Lipowа 1, Bialystok")  # its last letter is Cyrillic
    listed.find(4).expiry = MANY_DAYS.begin
    answer(listed, 5, passport_number="!")
    warned = GroupGuards()
    warned.find(listed, MANY_DAYS)
    assert [warned.codes(each) for each in listed.all] == [
        ["no"],
        ["long_stay"],
        ["long_stay", "mixed"],
        ["long_stay", "document_ends"],
        [],
    ]
    notes = warned.notes(listed.all)
    assert len(notes) == 4
    assert notes[0].startswith("Warning: no policy is needed. ")
    assert " The contract can be concluded all the same. Source: " in notes[0]
    assert notes[0].endswith(" Rows (1): 1.")
    assert notes[1] == (
        "Warning: the term is 40\u00a0days. A stay without a visa is 30 days or less. Rows (3): 2, 3, 4."
    ).replace("\u00a0", notes[1][len("Warning: the term is 40")])
    document = group_report.document(listed, MANY_DAYS, None, None, "", warned)
    assert [row["warnings"] for row in document["rows"]] == [warned.codes(each) for each in listed.all]
    assert document["contracts_listed"] == "none"
    assert set(notes) <= set(group_report.lines(listed, MANY_DAYS, None, None, warned))


def test_where_the_facts_differ_the_first_stands_for_all_and_many_rows_are_counted() -> None:
    listed = people(12)
    for each in listed.all:
        each.expiry = BEGIN + timedelta(days=each.number)
    warned = GroupGuards()
    warned.find(listed, Period(BEGIN, BEGIN + timedelta(days=20)))
    (note,) = warned.notes(listed.all)
    assert note.startswith("Warning: the document expires on ")
    assert note.endswith(" That is row 1. Rows with such a warning (12): 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ….")


def test_the_end_of_a_scanned_document_is_kept_with_its_row() -> None:
    document = mrz.read(passport(person(1)), minsk_today())
    listed = People(minsk_today)
    listed.add(in_texts([document, document._replace(checks={**document.checks, "expiry_date": "refuted"})]))
    assert [each.expiry for each in listed.all] == [date(2036, 12, 31), None]
    later = People(minsk_today)
    later.restore(listed.snapshot())
    assert [each.expiry for each in later.all] == [date(2036, 12, 31), None]
    before = listed.snapshot()
    del before["expiry_date"]
    later.restore(before)
    assert [each.expiry for each in later.all] == [None, None]


async def test_other_contracts_and_children_come_from_one_listing(
    agents_desk: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await into_the_group(agents_desk)
    await read(first, csv_file(tmp_path / "list.csv", 2))
    await conclude(first)
    await until_done(first)
    drafts = [each.draft_id for each in first.people.all]

    group = await into_the_group(agents_desk, days=12)
    await read(group, csv_file(tmp_path / "list.csv", 3))
    await group.act("continue")
    assert group.view().warnings == ()
    assert await group.live()
    assert not await group.live()
    (overlap,) = group.view().warnings
    assert overlap.startswith("Warning: this passport already has a contract from ")
    assert overlap.endswith(f": {drafts[0]}. That is row 1. Rows with such a warning (2): 1, 2.")
    fill(group.confirm, confirmed="yes")
    asked = await group.act("continue")
    assert isinstance(asked, Ask)
    assert asked.question.body.startswith("Warnings on this page: 1. Do you really want")
    await group.act("people")
    listing = group.view().listing
    assert listing is not None
    assert [entry.cells[3] for entry in listing.entries] == ["ready; warnings: 1", "ready; warnings: 1", "ready"]
    await group.act("open:1")
    assert group.view().notes == (overlap.partition(" That is row")[0],)

    again = await into_the_group(agents_desk)
    await read(again, csv_file(tmp_path / "list.csv", 2))
    await again.act("continue")
    await again.live()
    assert again.view().warnings == (), "whoever has a draft for these days has it"


def test_the_contracts_that_a_term_goes_on_from_count_towards_the_days_without_a_visa() -> None:
    listed, term = people(1), Period(MANY_DAYS.begin, MANY_DAYS.begin + timedelta(days=24))
    who = listed.insured(listed.find(1))
    key = passport_key(who.passport_series, who.passport_number)
    earlier = Period(term.begin - timedelta(days=25), term.begin - timedelta(days=1))
    warned = GroupGuards()
    warned.find(listed, term)
    assert warned.codes(listed.find(1)) == []
    warned._by_passport = {key: [Contract("208047", earlier, key)]}
    warned.find(listed, term)
    assert warned.codes(listed.find(1)) == ["long_stays"]


async def test_without_the_list_of_contracts_that_is_said(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 2))
    await group.act("continue")
    await (await agents_desk.insurer()).sessions.sign_out()
    assert await group.live()
    assert group.view().warnings == ("Other contracts of this passport could not be looked up.",)
    assert group.guards.listed == "none"


async def test_a_child_is_warned_of_where_the_policyholder_is_no_adult_and_gaps_are_told(
    agents_desk: Workplace, tmp_path: Path
) -> None:
    group = await into_the_group(agents_desk)
    assert isinstance(group, GroupJourney)
    assert group.period is not None
    await read(group, csv_file(tmp_path / "list.csv", 2))
    answer(group.people, 2, birth_date="1.2.2020")
    await group.act("continue")
    await group.live()
    assert group.view().warnings == (), "the agent is an adult"
    ended = Period(group.period.begin - timedelta(9), group.period.begin - timedelta(3))
    group.guards._holder = None
    group.guards._by_passport = {"ZZ000001": [Contract("2080471", ended, "ZZ000001")]}
    group.guards.listed = "newest"
    group.find_warnings()
    assert [group.guards.codes(each) for each in group.people.all] == [["gap"], ["child"]]
    assert group.view().warnings[-1].startswith("In each list only the newest 1000 contracts")
