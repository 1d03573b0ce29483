"""Several people at once: what is wrong in which row, one confirmation, one order, and never anybody twice."""

import asyncio
import csv
import json
from datetime import timedelta
from pathlib import Path

import pytest

from omi_tui.forms.form import FormRejected
from omi_tui.journeys.draft import DraftJourney
from omi_tui.journeys.group import GroupJourney
from omi_tui.journeys.group_order import GroupPayJourney
from omi_tui.journeys.view import Ask, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from tests.journeys.conftest import Desk
from tests.journeys.group_lists import csv_file, xlsx_file
from tests.journeys.group_walking import conclude, drafts_of, into_the_group, pay, read, until_done, until_formed
from tests.journeys.walking import fill, ids


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
async def test_correct_rows_go_on_and_wrong_ones_stay(agents_desk: Workplace, tmp_path: Path, make: object) -> None:
    assert callable(make)
    group = await into_the_group(agents_desk)
    await read(group, make(tmp_path / "list", 12, 2))
    view = group.view()
    assert view.listing is not None
    assert [entry.id for entry in view.listing.entries][:3] == ["11", "12", "1"]
    assert view.listing.entries[0].cells[3] == "mend: Passport number"
    assert "2 rows have to be mended." in view.notes
    await conclude(group)
    await until_done(group)
    assert group.step == "formed"
    assert len(await drafts_of(agents_desk, group)) == 10

    await group.act("people")
    for row in ("11", "12"):
        await group.act(f"open:{row}")
        assert group.view().form is group.row
        fill(group.row, passport_number=f"ZZ9000{row}")
        await group.act("continue")
    assert not group.people.where("wrong")
    await conclude(group)
    await until_done(group)
    drafts = await drafts_of(agents_desk, group)
    assert len({draft.insured.passport_number for draft in drafts}) == len(drafts) == 12

    cart = await (await agents_desk.insurer()).cart.get()
    assert {draft.id for draft in drafts} <= {item.draft_id for item in cart.items}
    effect = await group.act("order")
    assert isinstance(effect, Ask)
    effect = await group.act(effect.then)
    assert isinstance(effect, Enter)
    order = await (await agents_desk.insurer()).orders.get(group.order_number)
    assert sorted(order.draft_ids) == sorted(draft.id for draft in drafts)


async def test_one_payment_policies_in_one_folder_and_a_list_of_results(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 3, 1))
    await conclude(group)
    await until_done(group)
    effect = await group.act("order:yes")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, GroupPayJourney)
    await effect.journey.enter()
    await effect.journey.act("card:0000")
    left = await effect.journey.act("home")
    assert isinstance(left, Leave)
    await group.act(effect.then, left.result)
    assert group.paid
    assert "order" not in ids(group)
    folder = agents_desk.downloads
    folder.rename(tmp_path / "aside")
    folder.write_text("in the way")
    await group.act("results")
    assert "cannot be saved in" in agents_desk.messages[-1].text
    folder.unlink()
    (tmp_path / "aside").rename(folder)
    await group.act("results")
    assert "is saved in" in agents_desk.messages[-1].text
    assert len(list(folder.glob("OMI-BS-*.pdf"))) == 2
    (results,) = folder.glob("OMI-group*.csv")
    rows = list(csv.DictReader(results.read_text("utf-8-sig").splitlines()))
    assert [row["state"] for row in rows] == ["paid", "paid", "wrong"]
    assert [bool(row["policy"]) for row in rows] == [True, True, False]
    assert [(row["premium"], row["currency"]) for row in rows] == [("8.00", "EUR")] * 2 + [("", "")]
    assert [row["order_number"] for row in rows] == [group.order_number] * 2 + [""]
    assert all(row["draft_id"] for row in rows[:2])
    assert {row["passport"] for row in rows[:2]} == {"*****001", "*****002"}
    assert rows[2]["problem"] == "passport_number.format"
    assert isinstance(await group.act("home"), Leave)


async def test_a_row_that_is_mended_after_the_payment_is_paid_for_by_itself(
    agents_desk: Workplace, tmp_path: Path
) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 3, 1))
    await conclude(group)
    await until_done(group)
    await pay(group)
    view = group.view()
    assert [row.value for row in view.rows][:1] == ["2"]
    assert "1 row stays in the list to be mended." in view.notes
    assert not any("same order" in note for note in view.notes)

    await group.act("people")
    listing = group.view().listing
    assert listing is not None
    assert [entry.cells[3].split()[0] for entry in listing.entries] == ["mend:", "policy", "policy"]
    await group.act("continue")
    assert group.step == "formed", "there is nobody to conclude a contract for"
    await group.act("people")
    await group.act("open:3")
    fill(group.row, passport_number="ZZ900003")
    await group.act("continue")
    await group.act("continue")
    assert {row.label: row.value for row in group.view().rows}["People"] == "1"
    assert {row.label: row.value for row in group.view().rows}["Total"] == "8.00\u00a0EUR"
    await conclude(group)
    assert group.order_number == ""
    await until_done(group)
    view = group.view()
    assert {row.label: row.value for row in view.rows}.items() >= {
        "Contract drafts": "1",
        "Policies": "2",
        "Total": "8.00\u00a0EUR",
    }.items()
    assert view.notes == ("They are in the shopping cart. They are not valid until they are paid.",)
    assert "order" in ids(group)
    assert group.leaving() is not None, "formed, and not ordered yet"
    await pay(group)
    assert group.paid
    assert {person.state for person in group.people.all} == {"paid"}
    assert len({person.policy for person in group.people.all}) == 3
    assert "order" not in ids(group)


async def test_duplicates_and_people_with_a_draft_are_said(agents_desk: Workplace, tmp_path: Path) -> None:
    path = csv_file(tmp_path / "list.csv", 3)
    first = await into_the_group(agents_desk)
    await read(first, path)
    await conclude(first)
    await until_done(first)
    lines = csv_file(tmp_path / "again.csv", 4).read_text("utf-8").splitlines()
    (tmp_path / "twice.csv").write_text("\n".join([*lines, lines[4]]), "utf-8")
    group = await into_the_group(agents_desk)
    await read(group, tmp_path / "twice.csv")
    assert [person.state for person in group.people.all] == ["formed"] * 3 + ["ready", "duplicate"]
    view = group.view()
    assert view.listing is not None
    assert view.listing.entries[0].cells[3] == "The same passport is in row 4."
    assert "3 people have a draft or a policy for these days already." in view.notes
    await conclude(group)
    await until_done(group)
    assert len(await drafts_of(agents_desk, group)) == 4


async def test_whoever_has_a_draft_is_not_changed_into_a_second_one(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 3, bad=1))
    await conclude(group)
    await until_done(group)
    formed, *_others, wrong = group.people.all
    opened = await group.act(f"open:{formed.number}")
    assert isinstance(opened, Enter)
    assert isinstance(opened.journey, DraftJourney)
    group.people.mended(wrong, formed.texts)
    assert (formed.state, formed.twin, wrong.state, wrong.twin) == ("formed", 0, "duplicate", formed.number)
    group.people.all.reverse()
    group.people.check()
    assert (formed.twin, wrong.state) == (0, "duplicate"), "also where it stands above"


async def test_stopped_and_gone_on_with(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 40))
    await conclude(group)
    await until_formed(group, 1)
    assert group.back()
    assert "under way finishes" in group.view().notes[0]
    await until_done(group)
    formed = len(group.people.where("formed"))
    assert 0 < formed < 40
    assert group.step == "people"
    assert not [each for each in agents_desk.journal.open_operations() if each.kind == "draft"]
    await conclude(group)
    await until_done(group)
    assert len(await drafts_of(agents_desk, group)) == 40
    assert group.step == "formed"


async def test_inv_01_10_after_a_crash_the_list_is_there_and_nobody_is_doubled(
    agents_desk: Workplace, desk: Desk, tmp_path: Path
) -> None:
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 30))
    await group.act("continue")
    fill(group.confirm, confirmed="yes")
    agents_desk.vault.put(
        f"work/{group.login}/group/1", {"depth": 2, "then": "", "snapshot": group.snapshot(), "keys": []}
    )
    await group.act("conclude")
    await until_formed(group, 7)
    assert group._task is not None
    group._task.cancel()  # the program is gone in the middle of six calls
    await asyncio.wait([group._task])
    assert agents_desk.journal.open_operations()
    agents_desk.journal.close()

    insurer = await agents_desk.insurer()
    later = desk(insurer.base_url)
    await (await later.insurer()).sessions.sign_in("agent@example.test", "demo-desk-1")
    later.login = "agent@example.test"
    effect = await later.unfinished.resume(looked_up=True)
    assert isinstance(effect, Enter)
    resumed = effect.journey
    assert isinstance(resumed, GroupJourney)
    await resumed.enter()
    assert resumed.step == "people"
    assert len(resumed.people.all) == 30
    await conclude(resumed)
    await until_done(resumed)
    drafts = await drafts_of(later, resumed)
    assert len({draft.insured.passport_number for draft in drafts}) == len(drafts) == 30


async def test_who_has_a_policy_has_it_after_a_crash_too(agents_desk: Workplace, tmp_path: Path) -> None:
    """They counted as ready, and the price on the check page held theirs once more."""
    group = await into_the_group(agents_desk)
    await read(group, csv_file(tmp_path / "list.csv", 3, 1))
    await conclude(group)
    await until_done(group)
    await pay(group)
    kept = json.loads(json.dumps(group.snapshot()))

    resumed = GroupJourney(agents_desk)
    resumed.restore(kept)
    await resumed.enter()
    policies = [(person.policy, person.policy_id, person.premium) for person in group.people.where("paid")]
    assert len(policies) == 2
    assert [(person.policy, person.policy_id, person.premium) for person in resumed.people.where("paid")] == policies
    await resumed.act("open:3")
    fill(resumed.row, passport_number="ZZ900003")
    await resumed.act("continue")
    await resumed.act("continue")
    assert {row.label: row.value for row in resumed.view().rows}["People"] == "1"
    del kept["policies"]
    resumed.restore(kept)
    assert not resumed.people.where("paid"), "kept by an earlier version"


async def test_a_refusal_is_about_one_row(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    assert group.period is not None
    await read(group, csv_file(tmp_path / "list.csv", 3))
    await conclude(group)
    await until_done(group)
    other = await into_the_group(agents_desk, days=12)  # the same people, on days that overlap
    await read(other, csv_file(tmp_path / "list.csv", 4))
    await conclude(other)
    await until_done(other)
    assert [person.state for person in other.people.all] == ["refused"] * 3 + ["formed"]
    assert other.people.all[0].codes() == ["contract.overlap"]
    assert other.period == (group.period.begin + timedelta(2), group.period.end + timedelta(2))


async def test_what_the_group_has_in_common_fills_the_gaps(agents_desk: Workplace, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("Surname,Given names,Born,Nationality,Passport\nNOWAK,JAN,1980-03-01,POL,ZZ1\n", "utf-8")
    path.write_text(path.read_text().replace("ZZ1", "ZZ1234567"))
    group = await into_the_group(agents_desk)
    await read(group, path)
    assert group.people.all[0].codes() == ["address.missing", "phone.missing", "country_of_residence.missing"]
    await group.act("shared")
    fill(group.people.shared, address="Bialystok, Lipowa 1", phone="+48600000001", country_of_residence="Poland")
    await group.act("continue")
    assert group.people.all[0].state == "ready"


async def test_a_file_that_cannot_be_used_is_told(agents_desk: Workplace, tmp_path: Path) -> None:
    group = await into_the_group(agents_desk)
    fill(group.source, path=str(tmp_path / "nowhere.csv"))
    with pytest.raises(FormRejected):
        await group.act("continue")
    assert group.source.errors[0].message() == "There is no file nowhere.csv. Type the path again."
    assert group.step == "source"
