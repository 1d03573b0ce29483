"""A forgotten password, to a new one."""

import pytest

from omi_tui.client.errors import Refused
from omi_tui.client.insurer import Insurer
from omi_tui.journeys.forgot import ForgotJourney
from omi_tui.journeys.mailbox import MailboxJourney
from omi_tui.journeys.view import Enter, Leave
from omi_tui.journeys.workplace import Workplace
from tests.journeys.walking import PASSWORD, fill, make_account, newest_link, rejected

NEW = "three other words"


async def asked(workplace: Workplace, email: str) -> ForgotJourney:
    journey = ForgotJourney(workplace, email)
    assert await journey.act("continue") is None
    assert journey.view().id == "reset"
    return journey


async def test_the_way_to_a_new_password(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    journey = await asked(workplace, email)
    fill(journey.view().form, link=await newest_link(insurer, email), password=NEW, password_again=NEW)
    await journey.act("continue")
    assert journey.view().id == "done"
    assert NEW not in str(vars(journey.reset))
    assert await journey.act("continue") == Leave(email)
    with pytest.raises(Refused):
        await insurer.sessions.sign_in(email, PASSWORD)
    await insurer.sessions.sign_in(email, NEW)


async def test_an_unknown_address_gets_the_same_answer(workplace: Workplace, insurer: Insurer, email: str) -> None:
    journey = await asked(workplace, email)
    assert journey.view().lead[0].startswith(f"If {email} has an account, a mail is on its way")
    assert await insurer.fake.mail(email) == []


async def test_wrong_and_used_links(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    journey = await asked(workplace, email)
    fill(journey.view().form, link="nothing", password=NEW, password_again=NEW)
    assert await rejected(journey) == {"link": "format"}
    fill(journey.view().form, link="B" * 43)
    assert await rejected(journey) == {"link": "wrong"}
    link = await newest_link(insurer, email)
    fill(journey.view().form, link=link)
    await journey.act("continue")
    again = await asked(workplace, email)
    fill(again.view().form, link=link, password=NEW, password_again=NEW)
    assert await rejected(again) == {"link": "used"}


async def test_sending_the_mail_again(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    journey = await asked(workplace, email)
    await journey.act("resend")
    assert "new mail" in workplace.messages[-1].text
    assert len(await insurer.fake.mail(email)) == 3
    assert journey.back()
    assert not journey.back()
    assert await journey.act("leave") == Leave()


async def test_the_demo_mailbox(workplace: Workplace, email: str) -> None:
    journey = await asked(workplace, email)
    effect = await journey.act("mailbox")
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, MailboxJourney)
    assert effect.journey.to == email
    await journey.act(effect.then)
    await journey.act(effect.then, "a link")
    assert journey.reset.texts["link"] == "a link"


async def test_an_address_is_needed(workplace: Workplace) -> None:
    assert await rejected(ForgotJourney(workplace)) == {"email": "missing"}


async def test_a_restart_finds_the_address_and_no_secret(workplace: Workplace, email: str) -> None:
    journey = await asked(workplace, email)
    fill(journey.view().form, link="a link", password=NEW)
    again = ForgotJourney(workplace)
    again.restore(journey.snapshot())
    assert again.view().id == "reset"
    assert (again.ask.texts["email"], set(again.reset.texts.values())) == (email, {""})
