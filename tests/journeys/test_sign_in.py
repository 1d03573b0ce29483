"""The front door."""

import pytest

from omi_tui.client.errors import Overloaded, Refused, refusal
from omi_tui.client.insurer import Insurer
from omi_tui.journeys.enrol import EnrolJourney
from omi_tui.journeys.forgot import ForgotJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.quote import QuoteJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.view import Enter, Leave, Restart
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.problem import Problem
from tests.journeys.test_enrol import signed_up
from tests.journeys.walking import PASSWORD, fill, ids, make_account, rejected


async def test_signing_in_leads_home(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    journey = SignInJourney(workplace)
    fill(journey.view().form, login=email, password=PASSWORD)
    effect = await journey.act("continue")
    assert isinstance(effect, Restart)
    assert isinstance(effect.journey, HomeJourney)
    assert workplace.login == email
    assert insurer.sessions.signed_in
    assert journey.form.texts["password"] == ""


def test_the_front_door_names_the_demo_account_and_the_phones(workplace: Workplace) -> None:
    workplace.demo = True
    journey = SignInJourney(workplace)
    view = journey.view()
    assert ids(journey) == ["continue", "sign_up", "forgot", "activation", "quote"]
    assert view.foot == (
        "Demo insurer: the ready account is agent@example.test, password demo-desk-1.",
        "Belgosstrakh (+375 17) 269-269-2, mobile 7557, *7557",
    )
    workplace.demo = False
    assert len(journey.view().foot) == 1


@pytest.mark.parametrize("known", [True, False])
async def test_a_wrong_password_and_an_unknown_login_are_told_alike(
    workplace: Workplace, insurer: Insurer, email: str, known: bool
) -> None:
    if known:
        await make_account(insurer, email)
    journey = SignInJourney(workplace)
    fill(journey.view().form, login=email, password="something else")
    assert await rejected(journey) == {"password": "wrong"}
    assert journey.form.texts == {"login": email, "password": ""}
    error = journey.form.error("password")
    assert error
    assert "The e-mail address or the password is not right." in error.message()


async def test_too_many_tries_end_in_a_wait(workplace: Workplace, email: str) -> None:
    journey = SignInJourney(workplace)
    for _ in range(10):
        fill(journey.view().form, login=email, password="something else")
        assert await rejected(journey) == {"password": "wrong"}
    fill(journey.view().form, password="something else")
    with pytest.raises(Overloaded):
        await journey.act("continue")
    assert journey.form.texts["password"] == "something else"


async def test_an_account_that_is_not_active_is_led_to_activation(workplace: Workplace, email: str) -> None:
    await signed_up(workplace, email)
    journey = SignInJourney(workplace)
    fill(journey.view().form, login=email, password=PASSWORD)
    effect = await journey.act("continue")
    assert isinstance(effect, Enter)
    view = effect.journey.view()
    assert (view.id, view.lead) == ("activation", (f"The account {email} is not active yet.",))


async def test_another_refusal_is_passed_on(
    workplace: Workplace, insurer: Insurer, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(login: str, password: str) -> None:
        raise refusal(Problem(status=500, code="server.failed"))

    monkeypatch.setattr(insurer.sessions, "sign_in", refuse)
    journey = SignInJourney(workplace)
    fill(journey.view().form, login=email, password=PASSWORD)
    with pytest.raises(Refused):
        await journey.act("continue")


@pytest.mark.parametrize(
    ("action", "leads_to", "then"),
    [
        ("sign_up", EnrolJourney, "enrolled"),
        ("activation", EnrolJourney, "enrolled"),
        ("forgot", ForgotJourney, "enrolled"),
        ("quote", QuoteJourney, ""),
    ],
)
async def test_the_entries(workplace: Workplace, action: str, leads_to: type, then: str) -> None:
    effect = await SignInJourney(workplace).act(action)
    assert isinstance(effect, Enter)
    assert (type(effect.journey), effect.then) == (leads_to, then)


async def test_an_account_made_ready_fills_in_the_login(workplace: Workplace, email: str) -> None:
    journey = SignInJourney(workplace)
    assert journey.view().focus == "login"
    await journey.act("enrolled", None)
    assert journey.form.texts["login"] == ""
    await journey.act("enrolled", email)
    assert (journey.form.texts["login"], journey.view().focus) == (email, "password")


async def test_signing_in_again_leaves_with_true(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    workplace.login = email
    journey = SignInJourney(workplace, again=True)
    assert ids(journey) == ["continue"]
    fill(journey.view().form, password=PASSWORD)
    assert await journey.act("continue") == Leave(True)


def test_a_snapshot_keeps_the_login_alone(workplace: Workplace) -> None:
    journey = SignInJourney(workplace)
    fill(journey.view().form, login="a@example.test", password="secret words")
    kept = journey.snapshot()
    assert kept["forms"] == {"sign_in": {"login": "a@example.test"}}
    again = SignInJourney(workplace)
    again.restore(kept)
    assert again.form.texts["login"] == "a@example.test"
