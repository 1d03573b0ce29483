"""The pages of a group: how people come onto the list, off it again, and out of the journey, without losing a row."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from omi_tui.client.errors import ClientError, Unreachable
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.services import Services
from omi_tui.forms.form import FormRejected
from omi_tui.journeys import group_people
from omi_tui.journeys.group import GroupJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.scanning import ScanJourney
from omi_tui.journeys.view import Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.money import Money
from tests.journeys.group_lists import HEADER, csv_file, mrz_file, passport, person
from tests.journeys.group_walking import conclude, drafts_of, into_the_group, read, until_done
from tests.journeys.walking import fill, ids
from tests.scanned import MISREAD, VISA
from tests.scanned import passport as rows_of

Answers = dict[str, str]


def answers(number: int) -> Answers:
    """The answers of an invented person."""
    return dict(zip(HEADER, person(number), strict=True))


async def test_a_group_ends_where_it_began(agents_desk: Workplace) -> None:
    purchase = PurchaseJourney(agents_desk)
    fill(purchase.period, begin_date="+10", end_date="8d")
    effect = await purchase.act("several")
    assert isinstance(effect, Enter), "also where the policyholder was not asked for yet"
    assert await purchase.act(effect.then) is None, "left in the middle: the dates are there"
    assert isinstance(await purchase.act(effect.then, True), Leave), "done: the purchase is done as well"


async def test_without_a_price_there_is_no_group(agents_desk: Workplace, services: Services) -> None:
    purchase = PurchaseJourney(agents_desk)
    await purchase.enter()
    services.faults.set([Rule(operation="POST /v1/quotes", phase="before_auth", kind="connection_reset", times=None)])
    fill(purchase.period, begin_date="+10", end_date="8d")
    with pytest.raises(Unreachable):
        await purchase.act("several")
    services.faults.set([])
    assert isinstance(await purchase.act("several"), Enter)


async def test_whoever_has_not_said_who_they_are_is_led_there_first(signed_in: Workplace) -> None:
    purchase = PurchaseJourney(signed_in)
    await purchase.enter()
    fill(purchase.period, begin_date="+10", end_date="8d")
    group, alone = await purchase.act("several"), await purchase.act("continue")
    assert not isinstance(group, Enter) or not isinstance(group.journey, GroupJourney)
    assert type(group) is type(alone), "as for one person"


async def test_a_list_that_lies_about_is_chosen_with_one_key(agents_desk: Workplace) -> None:
    agents_desk.downloads.mkdir(parents=True, exist_ok=True)
    csv_file(agents_desk.downloads / "bus.csv", 3)
    group = await into_the_group(agents_desk)
    (place,) = [action.id for action in group.view().actions if action.role == "entry" and action.label == "bus.csv"]
    await group.act(place)
    assert group.step == "columns"
    assert group.back()
    assert group.step == "source"


async def test_scanned_rows_in_a_file_need_no_columns(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    path = mrz_file(tmp_path / "scans.mrz", 3, bad=1)
    path.write_text(path.read_text() + "P<POLHALF<<OF<A<ROW\r\n")
    fill(group.source, path=str(path))
    await group.act("continue")
    assert group.step == "people"
    people = group.people.all
    assert [each.texts["passport_number"] for each in people] == ["ZZ000001", "ZZ000002", "ZZ000003", ""]
    assert people[2].texts["birth_date"] == "", "its digit refutes it: whoever has the document reads it"
    assert [each.name() for each in people[:2]] == ["NOWAKAAAB JAN", "NOWAKAAAC JAN"]
    assert people[3].name() == "", "what was left over is somebody, too"


async def test_a_file_without_anybody_is_told(agents_desk: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "empty.mrz"
    path.write_text("<<<<<<\r\n")
    group = await into_the_group(agents_desk)
    fill(group.source, path=str(path))
    with pytest.raises(FormRejected):
        await group.act("continue")
    assert group.source.errors[0].message() == "There is nobody in empty.mrz. Choose another file."


async def test_scan_after_scan_is_person_after_person(agents_desk: Workplace) -> None:
    group = await into_the_group(agents_desk)
    assert group.takes_scans
    for number in (1, 2):
        assert await group.act("scanned", "\r\n".join(passport(person(number))) + "\r\n") is None
        assert group.step == "people"
    assert [each.texts["passport_number"] for each in group.people.all] == ["ZZ000001", "ZZ000002"]
    assert group.view().listing is not None
    opened = await group.act("scan")
    assert isinstance(opened, Enter)
    assert isinstance(opened.journey, ScanJourney)
    assert await group.act(opened.then) is None, "left without a document"
    document = rows_of(number="ZZ0000003")
    taken = await group.act("scanned", "\r\n".join((*document, *passport(person(4)))))
    assert taken is None, "two at once are two people"
    assert len(group.people.all) == 4


@pytest.mark.parametrize("rows", [MISREAD, VISA])
async def test_a_document_that_is_not_proved_is_shown_first(agents_desk: Workplace, rows: tuple[str, str]) -> None:
    group = await into_the_group(agents_desk)
    shown = await group.act("scanned", "\r\n".join(rows))
    assert isinstance(shown, Enter)
    assert isinstance(shown.journey, ScanJourney)
    assert group.people.all == []


async def test_a_person_is_typed_and_taken_off_again(agents_desk: Workplace) -> None:
    group = await into_the_group(agents_desk)
    await group.act("type")
    assert group.view().heading == "One more person"
    assert "delete" not in ids(group)
    fill(group.row, **answers(1))
    await group.act("continue")
    await group.act("type")
    assert not any(group.row.texts.values()), "the next one begins with nothing"
    fill(group.row, **answers(2))
    await group.act("continue")
    assert [each.state for each in group.people.all] == ["ready", "ready"]
    await group.act("open:1")
    assert group.row.texts["citizenship"] == "POL  Poland"
    await group.act("delete")
    assert [each.number for each in group.people.all] == [2], "the others keep their numbers"


async def test_more_people_than_an_order_takes_are_left_out_and_said(
    agents_desk: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_people, "MOST", 4)  # a list of 1,001 takes as long as the other tests together
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "first.csv", 3))
    await group.act("source")
    fill(group.source, path=str(csv_file(tmp_path / "second.csv", 3)))
    await group.act("continue")
    await group.act("continue")
    assert len(group.people.all) == 4
    assert agents_desk.messages[-1].text == "A group has 1,000 people at most. The others were left out."


async def test_a_list_is_not_left_without_a_question(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    assert group.leaving() is None
    await read(group, csv_file(tmp_path / "list.csv", 2))
    question = group.leaving()
    assert question is not None
    assert question.safe == "Keep the list"
    await conclude(group)
    await until_done(group)
    assert group.leaving() is not None, "formed, and not ordered yet"
    await group.act("order:yes")
    assert group.leaving() is None


async def test_who_gives_up_a_wait_ends_nothing_but_the_sending(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    assert group.stopped() is None
    group.stop()
    await read(group, csv_file(tmp_path / "list.csv", 20))
    await conclude(group)
    assert group.stopped() is None
    await until_done(group)
    assert group.step == "people"
    assert "Stopped." in agents_desk.messages[-1].text
    await conclude(group)
    await group.act("stop")
    await until_done(group)
    assert len(await drafts_of(agents_desk, group)) == len(group.people.where("formed")) < 20


async def test_nobody_can_go_on_from_a_list_of_wrong_rows(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 2, bad=2))
    assert "continue" not in ids(group)
    await group.act("continue")
    assert group.step == "people"
    assert agents_desk.messages[-1].text == "Nobody of this list can be insured yet. Open a row to mend it."


async def test_an_insurer_that_is_away_keeps_the_list(
    agents_desk: Workplace, services: Services, tmp_path: Path
) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 2))
    group.price.expired()
    services.faults.set([Rule(operation="POST /v1/quotes", phase="before_auth", kind="connection_reset", times=None)])
    with pytest.raises(ClientError):
        await group.act("continue")
    assert (group.step, len(group.people.all)) == ("people", 2)
    services.faults.set([])
    await group.act("continue")
    assert group.step == "check"


async def test_another_price_is_told_and_confirmed_again(
    agents_desk: Workplace, services: Services, tmp_path: Path
) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 8))
    assert group.price.quote is not None
    told = group.price.quote.model_copy(update={"premium": Money(amount=Decimal("7.00"), currency="EUR")})
    group.price.quote = told
    await group.act("continue")
    services.clock.shift(timedelta(minutes=11))
    fill(group.confirm, confirmed="yes")
    await group.act("conclude")
    await until_done(group)
    assert group.step == "people"
    assert agents_desk.messages[-1].text == "The premium has changed. Check it and confirm again."
    await conclude(group)
    await until_done(group)
    assert group.step == "formed"
    drafts = await drafts_of(agents_desk, group)
    assert {draft.premium.amount for draft in drafts} == {Decimal("8.00")}


@pytest.fixture
def shared() -> Callable[[GroupJourney], None]:
    """Answers what all of the group have in common."""

    def answer(group: GroupJourney) -> None:
        fill(group.people.shared, address="Bialystok, Lipowa 1", phone="+48600000001", country_of_residence="Poland")

    return answer


async def test_scanned_people_become_drafts_once_they_have_an_address(
    agents_desk: Workplace, tmp_path: Path, shared: Callable[[GroupJourney], None]
) -> None:
    group = await into_the_group(agents_desk)
    fill(group.source, path=str(mrz_file(tmp_path / "scans.mrz", 2)))
    await group.act("continue")
    assert "shared" in ids(group)
    await group.act("shared")
    shared(group)
    await group.act("continue")
    await conclude(group)
    await until_done(group)
    assert {draft.insured.phone for draft in await drafts_of(agents_desk, group)} == {"+48600000001"}


async def test_the_number_of_a_list_chooses_it_in_the_place_of_a_path(
    agents_desk: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bus = csv_file(tmp_path / "bus.csv", 3, 0)
    group = await into_the_group(agents_desk)
    assert group.nearby == [bus]
    fill(group.source, path="2")
    with pytest.raises(FormRejected):
        await group.act("continue")
    assert group.source.errors[0].sentence == "There is no file 2. Type the path again."
    fill(group.source, path="1")
    await group.act("continue")
    assert (group.step, group.source.texts["path"]) == ("columns", str(bus))
    group.back()
    csv_file(tmp_path / "1", 2, 0)
    fill(group.source, path="1")
    await group.act("continue")
    assert (group.step, group.source.texts["path"]) == ("columns", "1"), "a file of that very name comes first"
