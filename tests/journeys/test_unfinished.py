"""What was typed and not finished: kept, given back at the first step that does not hold, dropped when it is over."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from omi_tui.client.insurer import Insurer
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.services import Services
from omi_tui.journeys.credentials import EmailJourney, PasswordJourney
from omi_tui.journeys.enrol import EnrolJourney
from omi_tui.journeys.forgot import ForgotJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.unfinished import SCHEMA, Open
from omi_tui.journeys.view import Enter
from omi_tui.journeys.workplace import Workplace
from tests.forms.test_forms import PERSONAL
from tests.journeys.conftest import Desk
from tests.journeys.walking import PASSWORD, fill, newest_link

OTHER = {
    "policyholder_is_insured": "",
    "last_name_latin": "kowalska",
    "first_name_latin": "magda",
    "birth_date": "14.07.1986",
    "citizenship": "pol",
}
Restart = Callable[[], Workplace]


@pytest.fixture
def restart(desk: Desk, services: Services, agents_desk: Workplace) -> Restart:
    """Another run at the same desk: the same files, and the session of the first run, whose login it does not know."""

    def run() -> Workplace:
        again = desk(services.url, services.control_token)
        again.secrets = agents_desk.secrets
        again._insurer = agents_desk._insurer
        return again

    return run


async def typed(workplace: Workplace) -> PurchaseJourney:
    """A purchase that stands at the insured person, half of whom is typed."""
    journey = PurchaseJourney(workplace)
    await journey.enter()
    fill(journey.period, begin_date="+5", end_date="8d")
    await journey.act("continue")
    fill(journey.insured, **OTHER)
    return journey


async def kept(workplace: Workplace, *stack: Open | Journey) -> None:
    opened = [Open(HomeJourney(workplace)), *(each if isinstance(each, Open) else Open(each) for each in stack)]
    assert await workplace.unfinished.save(opened)


async def resumed(workplace: Workplace) -> Journey:
    """The journey into which the first menu leads by itself."""
    effect = await HomeJourney(workplace).enter()
    assert isinstance(effect, Enter)
    return effect.journey


def records(workplace: Workplace) -> list[str]:
    return workplace.vault.names("work/")


async def test_inv_10_a_purchase_comes_back_at_the_first_step_that_does_not_hold(
    agents_desk: Workplace, restart: Restart
) -> None:
    await kept(agents_desk, await typed(agents_desk))
    journey = await resumed(restart())
    assert isinstance(journey, PurchaseJourney)
    assert (journey.step, journey.trail, journey.landing) == ("insured", ["dates"], "passport_number")
    assert {field: journey.insured.texts[field] for field in OTHER} == OTHER
    assert journey.period.texts["end_date"]
    assert journey.kept_at == pytest.approx(time.time(), abs=60)
    assert journey.leaving() is not None
    await journey.enter()
    assert journey.price.quote is not None


async def test_inv_10_what_was_typed_wrongly_is_told_at_its_field(agents_desk: Workplace, restart: Restart) -> None:
    journey = await typed(agents_desk)
    journey.insured.answer("birth_date", "14.7")
    await kept(agents_desk, journey)
    again = await resumed(restart())
    assert isinstance(again, PurchaseJourney)
    assert again.landing == "birth_date"
    assert [error.field_id for error in again.insured.errors] == ["birth_date"]


async def test_inv_10_days_that_have_passed_lead_back_to_the_dates(agents_desk: Workplace, restart: Restart) -> None:
    await kept(agents_desk, await typed(agents_desk))
    later = restart()
    today = later.today() + timedelta(days=20)
    later.today = lambda: today
    journey = await resumed(later)
    assert isinstance(journey, PurchaseJourney)
    assert (journey.step, journey.landing) == ("dates", "begin_date")
    assert "today" in journey.period.errors[0].message()
    assert journey.insured.texts["last_name_latin"] == "kowalska"


async def test_a_confirmation_is_given_anew(agents_desk: Workplace, restart: Restart) -> None:
    journey = PurchaseJourney(agents_desk)
    await journey.enter()
    fill(journey.period, begin_date="+5", end_date="8d")
    await journey.act("continue")
    await journey.act("continue")
    fill(journey.confirm, confirmed="yes")
    await kept(agents_desk, journey)
    again = await resumed(restart())
    assert isinstance(again, PurchaseJourney)
    assert (again.step, again.trail, again.landing) == ("check", ["dates", "insured"], "confirmed")
    assert again.price.quote == journey.price.quote
    assert again.confirm.texts["confirmed"] == ""


async def test_what_stood_above_is_open_again(signed_in: Workplace, desk: Desk, services: Services) -> None:
    journey = PurchaseJourney(signed_in)
    await journey.enter()
    fill(journey.period, begin_date="+5", end_date="8d")
    await journey.act("continue")
    entered = await journey.act("complete")
    assert isinstance(entered, Enter)
    await entered.journey.enter()
    fill(entered.journey.view().form, **PERSONAL)
    await kept(signed_in, journey, Open(entered.journey, entered.then))
    again = desk(services.url, services.control_token)
    again._insurer = signed_in._insurer
    below = await resumed(again)
    assert (below.id, below.step) == ("purchase", "profile")
    assert below.onward is not None
    above = below.onward.journey
    assert isinstance(above, ProfileJourney)
    await above.enter()
    assert above.only_missing
    assert {field: above.parts["personal"].form.texts[field] for field in PERSONAL} == PERSONAL
    assert below.onward.then == entered.then


async def test_it_is_offered_once_a_run_and_to_its_own_account_only(agents_desk: Workplace, restart: Restart) -> None:
    await kept(agents_desk, await typed(agents_desk))
    other = restart()
    other.login = "other@example.test"
    assert await HomeJourney(other).enter() is None
    again = restart()
    home = HomeJourney(again)
    assert isinstance(await home.enter(), Enter)
    assert await home.enter() is None
    again.forget()
    again.login = agents_desk.login
    assert isinstance(await home.enter(), Enter)


async def test_opening_it_again_gives_it_back(agents_desk: Workplace, restart: Restart) -> None:
    """Also where it is not gone into by itself: what is opened goes on with what was kept of it."""
    await kept(agents_desk, await typed(agents_desk))
    again = restart()
    again.login = agents_desk.login
    journey = PurchaseJourney(again)
    await again.unfinished.take_up(journey)
    assert journey.kept_at is not None
    assert journey.insured.texts["citizenship"] == "pol"


async def test_nothing_is_written_where_nothing_changed(
    agents_desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = await typed(agents_desk)
    await kept(agents_desk, journey)
    monkeypatch.setattr(agents_desk.vault, "put", None)
    await kept(agents_desk, journey)


async def test_it_is_dropped_when_it_is_given_up_and_when_it_is_done(agents_desk: Workplace, restart: Restart) -> None:
    journey = await typed(agents_desk)
    await kept(agents_desk, journey)
    assert records(agents_desk) == [f"work/{agents_desk.login}/purchase/{SCHEMA}"]
    await agents_desk.unfinished.forget(journey)
    assert not records(agents_desk)
    assert not await agents_desk.unfinished.save([Open(journey)]) or not records(agents_desk)
    await kept(agents_desk, await typed(agents_desk))
    again = restart()
    done = await resumed(again)
    assert isinstance(done, PurchaseJourney)
    fill(done.insured, **dict.fromkeys(OTHER, ""))
    done.period.settle()
    done.insured.settle()
    assert not await again.unfinished.save([Open(done)])
    assert not records(again)


async def test_inv_01_a_purchase_that_was_sent_is_not_offered_again(agents_desk: Workplace, restart: Restart) -> None:
    """Killed between the draft and the dropping of its answers: nothing asks for a second draft."""
    journey = PurchaseJourney(agents_desk)
    await journey.enter()
    fill(journey.period, begin_date="+5", end_date="8d")
    await journey.act("continue")
    await journey.act("continue")
    await kept(agents_desk, journey)
    fill(journey.confirm, confirmed="yes")
    await journey.act("conclude")
    assert journey.draft is not None
    assert records(agents_desk)
    again = restart()
    assert await HomeJourney(again).enter() is None
    assert journey.draft.id in again.messages[-1].text
    await again.unfinished.save([])
    assert not records(agents_desk)


async def test_a_draft_of_another_account_does_not_end_it(agents_desk: Workplace, restart: Restart) -> None:
    await kept(agents_desk, await typed(agents_desk))
    key = agents_desk.journal.intent("draft", "somebody else's", owner="other@example.test")
    agents_desk.journal.result(key, "done", "0")
    assert isinstance(await HomeJourney(restart()).enter(), Enter)


async def test_inv_10_an_unknown_schema_is_kept_and_not_overwritten(agents_desk: Workplace, restart: Restart) -> None:
    newer = f"work/{agents_desk.login}/purchase/{SCHEMA + 1}"
    agents_desk.vault.put(newer, {"something": "new"})
    assert await HomeJourney(restart()).enter() is None
    await kept(agents_desk, await typed(agents_desk))
    found = agents_desk.vault.get(newer)
    assert found is not None
    assert found.content == {"something": "new"}


async def test_what_cannot_be_read_keeps_nobody_from_starting(agents_desk: Workplace, restart: Restart) -> None:
    agents_desk.vault.put(
        f"work/{agents_desk.login}/purchase/{SCHEMA}",
        {"depth": 1, "then": "", "snapshot": {"step": "dates", "trail": []}},
    )
    home = HomeJourney(restart())
    await home.enter()
    assert home.drafts is not None


async def test_inv_10_secrets_are_never_kept(agents_desk: Workplace, workplace: Workplace) -> None:
    sign_up, password = EnrolJourney(workplace), PasswordJourney(workplace)
    fill(sign_up.sign_up, email="anna@example.test", password=PASSWORD, password_again=PASSWORD)
    fill(password.form, old_password=PASSWORD, password=PASSWORD)
    await kept(workplace, sign_up, password)
    content = [workplace.vault.get(name) for name in records(workplace)]
    assert len(content) == 1
    assert PASSWORD not in str(content)
    assert "anna@example.test" in str(content)


async def test_inv_10_a_sign_up_goes_on_where_it_stood(
    workplace: Workplace, insurer: Insurer, email: str, desk: Desk, services: Services
) -> None:
    journey = EnrolJourney(workplace)
    fill(journey.sign_up, email=email, residence_country="POL", adult_confirmed="yes")
    await kept(workplace, journey)
    again = EnrolJourney(desk(services.url, services.control_token))
    await again.workplace.unfinished.take_up(again)
    assert again.sign_up.texts["email"] == email
    assert again.landing == "password"
    link_first = EnrolJourney(desk(services.url), "activation")
    await link_first.workplace.unfinished.take_up(link_first)
    assert link_first.kept_at is None
    fill(again.sign_up, password=PASSWORD, password_again=PASSWORD)
    await again.act("continue")
    await again.act("continue")
    await kept(again.workplace, again)
    third = EnrolJourney(desk(services.url, services.control_token))
    await third.workplace.unfinished.take_up(third)
    assert (third.step, third.leaving()) == ("activation", None)
    assert third.view().lead == (f"The mail was sent to {email}.",)
    fill(third.view().form, link=await newest_link(insurer, email))
    await third.act("continue")
    assert not await third.workplace.unfinished.save([Open(third)])
    assert not records(third.workplace)


async def test_inv_10_a_reset_a_new_address_and_settings_come_back(workplace: Workplace, restart: Restart) -> None:
    workplace.login = ""
    reset = ForgotJourney(workplace, "anna@example.test")
    reset.go("reset")
    workplace.login = "anna@example.test"
    change, settings = EmailJourney(workplace, "old@example.test"), SettingsJourney(workplace)
    fill(change.form, email="new@example.test", password=PASSWORD)
    fill(settings.form, theme="omi-light")
    await kept(workplace, settings, change)
    await kept(workplace, reset)
    again = restart()
    found = ForgotJourney(again)
    await again.unfinished.take_up(found)
    assert (found.step, found.ask.texts["email"]) == ("reset", "anna@example.test")
    again.login = "anna@example.test"
    effect = await again.unfinished.resume(looked_up=True)
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, SettingsJourney)
    assert effect.journey.form.texts["theme"] == "omi-light"
    above = effect.journey.onward
    assert above is not None
    assert isinstance(above.journey, EmailJourney)
    assert (above.journey.old, above.journey.form.texts["email"]) == ("old@example.test", "new@example.test")


async def test_inv_10_a_crash_saves_what_it_can(agents_desk: Workplace, restart: Restart) -> None:
    agents_desk.unfinished.save_now([Open(HomeJourney(agents_desk)), Open(await typed(agents_desk))])
    journey = await resumed(restart())
    assert isinstance(journey, PurchaseJourney)
    assert journey.insured.texts["last_name_latin"] == "kowalska"


async def test_a_computer_without_a_safe_place_says_so_once(agents_desk: Workplace) -> None:
    from omi_tui.desk.vault import Vault

    agents_desk.vault = Vault(agents_desk.paths.vault("none"), secrets=agents_desk.secrets, runtime=None)
    journey = await typed(agents_desk)
    for text in ("a", "b"):
        fill(journey.insured, address=text)
        await kept(agents_desk, journey)
    told = [message.text for message in agents_desk.messages]
    assert told.count("This computer offers no safe place: what you type is lost if the program is killed.") == 1
    assert not agents_desk.unfinished.safe


async def test_inv_01_opening_a_purchase_that_was_sent_begins_a_new_one(
    agents_desk: Workplace, restart: Restart
) -> None:
    """The insurer cannot be asked by the menu, and so the record of what was sent still stands."""
    journey = await typed(agents_desk)
    fill(journey.insured, **dict.fromkeys(OTHER, "") | {"policyholder_is_insured": "yes"})
    await journey.act("continue")
    await kept(agents_desk, journey)
    fill(journey.confirm, confirmed="yes")
    await journey.act("conclude")
    again = restart()
    again.login = agents_desk.login
    opened = PurchaseJourney(again)
    await again.unfinished.take_up(opened)
    assert (opened.kept_at, opened.period.texts["end_date"]) == (None, "")


async def test_inv_01_what_was_kept_after_a_lost_answer_is_known_by_its_key(
    agents_desk: Workplace, restart: Restart, services: Services
) -> None:
    journey = await typed(agents_desk)
    fill(journey.insured, **dict.fromkeys(OTHER, "") | {"policyholder_is_insured": "yes"})
    await journey.act("continue")
    services.faults.set([Rule(operation="POST /v1/drafts", phase="after_commit", kind="connection_reset", times=None)])
    fill(journey.confirm, confirmed="yes")
    entered = await journey.act("conclude")
    assert isinstance(entered, Enter)
    await journey.act(entered.then, None)
    (operation,) = agents_desk.journal.open_operations()
    assert journey.keys == [operation.key]
    await kept(agents_desk, journey)
    services.faults.set([])
    again = restart()
    assert await HomeJourney(again).enter() is None
    number = again.journal.operation(operation.key).server_id
    assert [message.text for message in again.messages] == [
        f"Contract draft {number} was formed before the connection broke off. It is in Contract drafts."
    ]


async def test_a_journal_that_begins_anew_knows_no_key_and_the_work_comes_back(
    agents_desk: Workplace, restart: Restart
) -> None:
    journey = await typed(agents_desk)
    journey.keys = [agents_desk.journal.intent("draft", "f", agents_desk.login)]
    await kept(agents_desk, journey)
    agents_desk.journal.close()
    agents_desk.paths.journal.unlink()
    again = await resumed(restart())
    assert isinstance(again, PurchaseJourney)
    assert again.keys == []
    assert again.insured.texts["last_name_latin"] == "kowalska"


async def test_of_two_that_lie_side_by_side_one_is_gone_into_and_the_other_waits(
    agents_desk: Workplace, restart: Restart
) -> None:
    await kept(agents_desk, await typed(agents_desk))
    settings = SettingsJourney(agents_desk)
    fill(settings.form, theme="omi-light")
    await kept(agents_desk, settings)
    again = restart()
    first = await resumed(again)
    assert isinstance(first, PurchaseJourney)
    assert first.onward is None
    opened = SettingsJourney(again)
    await again.unfinished.take_up(opened)
    assert opened.form.texts["theme"] == "omi-light"


async def test_what_another_version_can_do_and_this_one_cannot_is_left_alone(
    agents_desk: Workplace, restart: Restart
) -> None:
    name = f"work/{agents_desk.login}/claim/{SCHEMA}"
    agents_desk.vault.put(name, {"depth": 1, "then": "", "snapshot": {}})
    home = HomeJourney(restart())
    assert await home.enter() is None
    assert home.drafts is not None
    assert records(agents_desk) == [name]


async def test_a_window_that_only_looks_keeps_nothing(agents_desk: Workplace, desk: Desk, services: Services) -> None:
    looking = desk(services.url, services.control_token, read_only=True)
    looking.login = agents_desk.login
    settings = SettingsJourney(looking)
    fill(settings.form, theme="omi-light")
    assert not await looking.unfinished.save([Open(settings)])
    assert records(looking) == []


async def test_a_price_that_ran_out_meanwhile_is_asked_anew(agents_desk: Workplace, restart: Restart) -> None:
    await kept(agents_desk, await typed(agents_desk))
    (name,) = records(agents_desk)
    found = agents_desk.vault.get(name)
    assert found is not None
    found.content["snapshot"]["quote"]["valid_until"] = "2020-01-01T00:00:00Z"
    agents_desk.vault.put(name, found.content)
    journey = await resumed(restart())
    assert isinstance(journey, PurchaseJourney)
    assert journey.price.quote is None
    await journey.enter()
    assert journey.price.fresh()
