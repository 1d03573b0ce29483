"""What was typed is not lost silently: leaving asks, but only where something would be lost."""

from collections.abc import Callable

import pytest

from omi_tui.client.insurer import Insurer
from omi_tui.journeys.credentials import EmailJourney, PasswordJourney
from omi_tui.journeys.enrol import EnrolJourney
from omi_tui.journeys.forgot import ForgotJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.quote import QuoteJourney
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.view import Ask, Leave
from omi_tui.journeys.workplace import Workplace
from tests.forms.test_forms import PERSONAL
from tests.journeys.walking import PASSWORD, fill, newest_link

FRESH: list[Callable[[Workplace], Journey]] = [
    SignInJourney,
    lambda workplace: EnrolJourney(workplace, email="anna@example.test"),
    lambda workplace: EnrolJourney(workplace, "activation", "anna@example.test"),
    lambda workplace: ForgotJourney(workplace, "anna@example.test"),
    ProfileJourney,
    PasswordJourney,
    lambda workplace: EmailJourney(workplace, "anna@example.test"),
    SettingsJourney,
    QuoteJourney,
    PurchaseJourney,
]


@pytest.mark.parametrize("make", FRESH)
async def test_a_fresh_journey_is_left_without_a_question(
    make: Callable[[Workplace], Journey], agents_desk: Workplace
) -> None:
    journey = make(agents_desk)
    await journey.enter()
    assert journey.leaving() is None


async def test_details_are_asked_about_until_they_are_saved(signed_in: Workplace) -> None:
    journey = ProfileJourney(signed_in)
    await journey.enter()
    fill(journey.view().form, **PERSONAL)
    question = journey.leaving()
    assert question is not None
    assert question.safe == "Keep editing"
    await journey.act("passport")
    assert journey.unsaved()
    await journey.act("personal")
    await journey.act("continue")
    assert not journey.unsaved()


async def test_a_sign_up_is_asked_about_until_it_is_sent(workplace: Workplace, email: str, insurer: Insurer) -> None:
    journey = EnrolJourney(workplace)
    fill(
        journey.sign_up,
        residence_country="POL",
        email=email,
        password=PASSWORD,
        password_again=PASSWORD,
        adult_confirmed="yes",
    )
    effect = await journey.act("leave")
    assert isinstance(effect, Ask)
    assert await journey.act(effect.then) == Leave()
    await journey.act("continue")
    assert not journey.unsaved()
    await journey.act("continue")
    fill(journey.view().form, link=await newest_link(insurer, email))
    assert await journey.act("leave") == Leave()


async def test_settings_are_asked_about_until_they_are_saved(workplace: Workplace) -> None:
    journey = SettingsJourney(workplace)
    journey.form.answer("theme", "omi-light")
    effect = await journey.act("leave")
    assert isinstance(effect, Ask)
    assert await journey.act(effect.then) == Leave()
    await journey.act("save")
    assert await journey.act("leave") == Leave()


async def test_credentials_are_asked_about(signed_in: Workplace, email: str) -> None:
    change, password = EmailJourney(signed_in, email), PasswordJourney(signed_in)
    fill(change.form, email="new@example.test")
    fill(password.form, old_password=PASSWORD)
    assert change.leaving()
    assert password.leaving()
    fill(change.form, password=PASSWORD)
    await change.act("continue")
    assert change.leaving() is None


async def test_a_price_is_never_asked_about(workplace: Workplace) -> None:
    journey = QuoteJourney(workplace)
    fill(journey.view().form, begin_date="+5", end_date="8d")
    assert journey.leaving() is None


async def test_an_application_is_asked_about(agents_desk: Workplace) -> None:
    journey = PurchaseJourney(agents_desk)
    await journey.enter()
    fill(journey.period, begin_date="+5", end_date="8d")
    assert journey.leaving()
