"""Saved travellers: by consent, filled in at once, listed, insured again, erased; behind a lock, and read only."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from omi_tui.desk.journal import ReadOnlyDesk
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.next_traveller import next_traveller
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.quick import QuickJourney
from omi_tui.journeys.travellers import TravellerJourney, TravellersJourney, travellers_of
from omi_tui.journeys.view import Ask, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from tests.journeys.test_next_traveller import formed
from tests.journeys.test_purchase import at_check, conclude
from tests.journeys.walking import fill, ids


async def saved(workplace: Workplace, *, expiry_date: date | None = None) -> PurchaseJourney:
    """A formed draft whose traveller was saved."""
    journey = await formed(workplace)
    asked = await journey.act("save_traveller")
    assert isinstance(asked, Ask)
    await journey.act(asked.then)
    if expiry_date and journey.draft:
        travellers_of(workplace).save(journey.draft.insured, expiry_date)
    return journey


async def opened(workplace: Workplace) -> tuple[TravellersJourney, TravellerJourney]:
    """The list, and the first traveller in it."""
    page = TravellersJourney(workplace)
    await page.enter()
    listing = page.view().listing
    assert listing is not None
    effect = await page.act(f"open:{listing.entries[0].id}")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, TravellerJourney)
    return page, effect.journey


async def test_a_traveller_is_saved_after_a_question_about_their_consent(agents_desk: Workplace) -> None:
    journey = await formed(agents_desk)
    assert "save_traveller" in ids(journey)
    asked = await journey.act("save_traveller")
    assert isinstance(asked, Ask)
    assert "Ask them whether they agree." in asked.question.body
    assert travellers_of(agents_desk).all() == []
    await journey.act(asked.then)
    assert [each.name for each in travellers_of(agents_desk).all()] == ["KOWALSKA MAGDALENA"]
    assert "save_traveller" not in ids(journey)
    assert agents_desk.messages[-1].text == "The traveller is saved."


async def test_the_policyholder_is_not_offered_and_neither_is_anybody_where_it_is_set_so(
    agents_desk: Workplace,
) -> None:
    assert "save_traveller" not in ids(await formed(agents_desk, other=False))
    agents_desk.settings = replace(agents_desk.settings, travellers_save="never")
    assert "save_traveller" not in ids(await formed(agents_desk))


async def test_three_letters_offer_a_person_who_fills_in_the_whole_form(agents_desk: Workplace) -> None:
    before = await saved(agents_desk)
    journey = next_traveller(agents_desk, before)
    assert journey is not None
    await journey.enter()
    form = journey.insured
    form.answer("last_name_latin", "ko")
    assert form.hint("last_name_latin") == "As the passport prints it in Latin letters"
    form.answer("last_name_latin", "kow")
    hint = form.hint("last_name_latin").replace("\u00a0", " ")
    assert hint == "Saved: KOWALSKA MAGDALENA, 14 Jul 1986, POL. Down fills in everything."
    (choice,) = form.options("last_name_latin", "kow")
    assert form.options("last_name_latin", "") == [choice]
    assert form.options("last_name_latin", "xyz") == []
    form.choose("last_name_latin", choice.code)
    assert form.build() == before.insured.build()
    assert form.marks["passport_number"] == form.marks["address"] == "saved"
    assert form.hint("last_name_latin") == "As the passport prints it in Latin letters"
    form.answer("last_name_latin", "KOWALSKI")
    assert "last_name_latin" not in form.marks
    await journey.act("continue")
    assert journey.step == "check"


async def test_several_of_a_name_are_counted(agents_desk: Workplace) -> None:
    before = await saved(agents_desk)
    assert before.draft is not None
    other = {"first_name_latin": "JAN", "passport_number": "7654321", "birth_date": date(1980, 2, 1)}
    travellers_of(agents_desk).save(before.draft.insured.model_copy(update=other))
    journey = PurchaseJourney(agents_desk)
    await journey.enter()
    journey.insured.answer("last_name_latin", "kowal")
    assert journey.insured.hint("last_name_latin") == "Saved: 2 people. Down lists them."


async def test_a_passport_that_has_expired_is_warned_of(agents_desk: Workplace) -> None:
    await saved(agents_desk, expiry_date=agents_desk.today() - timedelta(1))
    page, traveller = await opened(agents_desk)
    listing = page.view().listing
    assert listing is not None
    assert listing.entries[0].cells[-1].endswith(", has expired")
    assert traveller.view().lead == ("The passport has expired. Take the details from the new one.",)
    journey = PurchaseJourney(agents_desk)
    await journey.enter()
    journey.insured.choose("last_name_latin", traveller.traveller.id)
    assert journey.insured.marks["passport_number"] == "saved, has expired"


async def test_a_passport_that_ends_before_the_policy_is_warned_of_at_check_answers(agents_desk: Workplace) -> None:
    """However the person came into the form, after a restart too; nothing is said of another passport."""
    await saved(agents_desk, expiry_date=agents_desk.today() + timedelta(81))
    _page, traveller = await opened(agents_desk)
    offered = PurchaseJourney(agents_desk)
    await offered.enter()
    offered.insured.choose("last_name_latin", traveller.traveller.id)
    effect = await traveller.act("insure")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, PurchaseJourney)
    quick = await QuickJourney(agents_desk, "+80 3d kow").enter()
    assert isinstance(quick, Leave)
    for journey in (offered, effect.journey, PurchaseJourney(agents_desk, quick.result)):
        await journey.enter()
        fill(journey.period, begin_date="+80", end_date="2d")
        journey.step = "check"
        assert not ending(journey)
        fill(journey.period, end_date="3d")
        (said,) = ending(journey)
        assert said.startswith("Warning: the document expires on ")
        again = PurchaseJourney(agents_desk)
        await again.enter()
        again.restore(journey.snapshot())
        assert ending(again) == [said]
        series, number = (journey.insured.texts[name] for name in ("passport_series", "passport_number"))
        for field_id, text in (("passport_number", number + "8"), ("passport_series", series + "X")):
            before = journey.insured.texts[field_id]
            journey.insured.answer(field_id, text)
            assert not ending(journey)
            assert journey.insured.undone(field_id)
            assert (journey.insured.texts[field_id], ending(journey)) == (before, [said])


async def test_the_last_day_of_a_passport_is_kept_where_a_saved_person_is_saved_anew(agents_desk: Workplace) -> None:
    expiry = agents_desk.today() + timedelta(500)
    await saved(agents_desk, expiry_date=expiry)
    _page, traveller = await opened(agents_desk)
    effect = await traveller.act("insure")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, PurchaseJourney)
    journey = effect.journey
    await journey.enter()
    fill(journey.period, begin_date="+80", end_date="3d")
    await journey.act("continue")
    fill(journey.insured, address="ul. Nowa 1")
    await journey.act("continue")
    await conclude(journey)
    await journey.act("save_traveller:yes")
    (kept,) = travellers_of(agents_desk).all()
    assert (kept.values["address"], kept.expiry_date) == ("ul. Nowa 1", expiry)


def ending(journey: PurchaseJourney) -> list[str]:
    """What the check page warns of a document that ends."""
    return [note for note in journey.view().warnings if "expires" in note]


async def test_home_counts_them_and_the_sixth_entry_lists_them(agents_desk: Workplace) -> None:
    await saved(agents_desk)
    home = HomeJourney(agents_desk)
    await home.enter()
    (entry,) = [each for each in home.view().actions if each.digit == "6"]
    assert (entry.label, entry.note) == ("Travellers", "1")
    effect = await home.act(entry.id)
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, TravellersJourney)


async def test_a_saved_traveller_is_insured_from_their_page(agents_desk: Workplace) -> None:
    before = await saved(agents_desk)
    _page, traveller = await opened(agents_desk)
    effect = await traveller.act("insure")
    assert isinstance(effect, Enter)
    journey = effect.journey
    assert isinstance(journey, PurchaseJourney)
    await journey.enter()
    assert journey.step == "dates"
    journey.period.answer("begin_date", "+80")
    journey.period.answer("end_date", "3d")
    await journey.act("continue")
    await journey.act("continue")
    assert journey.step == "check"
    assert journey.insured.build() == before.insured.build()


async def test_whoever_is_insured_again_is_kept_longer(agents_desk: Workplace) -> None:
    before = await saved(agents_desk)
    assert before.draft is not None
    today = agents_desk.today()
    vault = travellers_of(agents_desk)
    (kept,) = vault.all()
    vault._write([kept._replace(used=today - timedelta(300))])
    journey = await at_check(agents_desk, begin="+80")
    assert [each.used for each in vault.all()] == [today - timedelta(300)]
    await conclude(journey)
    assert [each.used for each in vault.all()] == [today]


async def test_one_is_deleted_after_a_question_and_so_are_all(agents_desk: Workplace) -> None:
    await saved(agents_desk)
    page, traveller = await opened(agents_desk)
    asked = await traveller.act("erase")
    assert isinstance(asked, Ask)
    assert isinstance(await traveller.act(asked.then), Leave)
    await page.enter()
    listing = page.view().listing
    assert listing is not None
    assert listing.entries == []
    assert ids(page) == ["leave"]
    assert agents_desk.last_draft is not None
    travellers_of(agents_desk).save(agents_desk.last_draft.insured)
    await page.enter()
    asked = await page.act("erase_all")
    assert isinstance(asked, Ask)
    await page.act(asked.then)
    assert travellers_of(agents_desk).all() == []


async def test_behind_a_passphrase_they_are_opened_with_it(agents_desk: Workplace) -> None:
    before = await saved(agents_desk)
    agents_desk.vault.protect("a long passphrase")
    agents_desk.vault._key.value = None
    page = TravellersJourney(agents_desk)
    await page.enter()
    assert page.view().id == "locked"
    assert ids(page) == ["unlock", "leave"]
    await before.act("save_traveller:yes")
    assert agents_desk.messages[-1].text.startswith("The saved travellers are locked.")
    agents_desk.vault.unlock("a long passphrase")
    await page.enter()
    listing = page.view().listing
    assert listing is not None
    assert len(listing.entries) == 1


async def test_a_desk_that_only_looks_shows_them_and_changes_nothing(agents_desk: Workplace) -> None:
    await saved(agents_desk)
    page, traveller = await opened(agents_desk)
    agents_desk.read_only = True
    for journey, act in ((page, "erase_all"), (traveller, "erase"), (traveller, "insure")):
        with pytest.raises(ReadOnlyDesk):
            await journey.act(act)
    home = HomeJourney(agents_desk)
    await home.enter()
    assert home.saved == 1


async def locked(workplace: Workplace) -> TravellersJourney:
    """The list of a later run, before the passphrase is given."""
    workplace.vault.protect("a long passphrase")
    workplace.vault._key.value = None
    page = TravellersJourney(workplace)
    await page.enter()
    assert page.view().id == "locked"
    return page


async def test_the_passphrase_is_asked_from_the_list_and_opens_it(agents_desk: Workplace) -> None:
    await saved(agents_desk)
    page = await locked(agents_desk)
    entered = await page.act("unlock")
    assert isinstance(entered, Enter)
    fill(entered.journey.view().form, passphrase="a long passphrase")
    assert await entered.journey.act("continue") == Leave(True)
    await page.enter()
    assert (page.view().id, len((await opened(agents_desk))[0].people or ())) == ("list", 1)


async def test_who_is_insured_while_they_are_locked_is_told_and_not_saved(agents_desk: Workplace) -> None:
    journey = await formed(agents_desk)
    await locked(agents_desk)
    asked = await journey.act("save_traveller")
    assert isinstance(asked, Ask)
    await journey.act(asked.then)
    assert agents_desk.messages[-1].text.startswith("The saved travellers are locked.")
    assert "save_traveller" in ids(journey)
    agents_desk.vault.unlock("a long passphrase")
    assert travellers_of(agents_desk).all() == []


async def test_a_list_that_cannot_be_removed_is_not_called_deleted(agents_desk: Workplace) -> None:
    """Something else has taken the place of the record on the disk."""
    await saved(agents_desk)
    page, traveller = await opened(agents_desk)
    (record,) = agents_desk.paths.vault("insurer").glob("*.rec")
    record.unlink()
    record.mkdir()
    for journey, act in ((page, "erase_all"), (traveller, "erase")):
        asked = await journey.act(act)
        assert isinstance(asked, Ask)
        await journey.act(asked.then)
        told = agents_desk.messages.pop()
        assert told.bad
        assert told.text == "Something could not be written. Ask who looks after this machine."


async def test_a_look_at_them_changes_nothing_and_knows_in_which_language_they_read(agents_desk: Workplace) -> None:
    await saved(agents_desk)
    page = TravellersJourney(agents_desk)
    assert (page.view().id, ids(page)) == ("asking", ["leave"])
    page, traveller = await opened(agents_desk)
    assert await traveller.nationality() == "POL"
    assert await traveller.act("leave") == Leave()
    assert await page.act("leave") == Leave()
    assert len(travellers_of(agents_desk).all()) == 1
