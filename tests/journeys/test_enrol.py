"""From "Sign up now" to an active account, with every way in which a ticket can be wrong."""

from datetime import timedelta

import pytest

from omi_tui.client.errors import ValidationRefused, refusal
from omi_tui.client.insurer import Insurer
from omi_tui.fake_server.services import Services
from omi_tui.journeys.enrol import EnrolJourney
from omi_tui.journeys.mailbox import MailboxJourney
from omi_tui.journeys.view import Ask, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.problem import FieldProblem, Problem
from tests.journeys.walking import PASSWORD, fill, ids, make_account, newest_link, rejected


async def signed_up(workplace: Workplace, email: str) -> EnrolJourney:
    """A journey that stands at "Registration successfully completed!"."""
    journey = EnrolJourney(workplace)
    fill(
        journey.view().form,
        residence_country="Poland",
        email=email,
        password=PASSWORD,
        password_again=PASSWORD,
        adult_confirmed="yes",
    )
    assert await journey.act("continue") is None
    return journey


async def test_the_way_to_an_active_account(workplace: Workplace, insurer: Insurer, email: str) -> None:
    journey = await signed_up(workplace, email)
    view = journey.view()
    assert view.heading == "Registration successfully completed!"
    assert email in view.lead[0]
    await journey.act("continue")
    assert (journey.view().id, journey.view().focus) == ("activation", "link")
    fill(journey.view().form, link=await newest_link(insurer, email))
    await journey.act("continue")
    assert journey.view().id == "activated"
    assert not journey.back()
    assert await journey.act("continue") == Leave(email)
    await insurer.sessions.sign_in(email, PASSWORD)


async def test_signing_up_forgets_the_password_and_notes_no_personal_data(workplace: Workplace, email: str) -> None:
    journey = await signed_up(workplace, email)
    assert not journey.sign_up.texts["password"]
    assert PASSWORD not in str(journey.snapshot())
    assert workplace.journal.open_operations() == []


async def test_a_sign_up_with_errors_keeps_what_was_typed(workplace: Workplace, email: str) -> None:
    journey = EnrolJourney(workplace, email=email)
    fill(journey.view().form, residence_country="Atlantis", password="short", password_again="shirt")
    assert await rejected(journey) == {
        "residence_country": "unknown", "password": "too_short", "adult_confirmed": "missing"
    }  # fmt: skip
    assert journey.sign_up.texts["residence_country"] == "Atlantis"
    assert isinstance(await journey.act("leave"), Ask)
    assert await journey.act("leave:yes") == Leave()


@pytest.mark.parametrize("whole", [True, False])
async def test_a_mangled_link_or_its_ticket_activates(
    workplace: Workplace, insurer: Insurer, email: str, whole: bool
) -> None:
    await signed_up(workplace, email)
    link = await newest_link(insurer, email)
    text = f"<{link[:70]}\n{link[70:]}>" if whole else link.partition("ticket=")[2]
    journey = EnrolJourney(workplace, "activation", "" if whole else email)
    assert journey.view().focus == "link"
    fill(journey.view().form, link=text)
    await journey.act("continue")
    assert email in journey.view().lead[0]


async def test_only_a_mail_that_was_sent_is_told_of(workplace: Workplace, email: str) -> None:
    journey = await signed_up(workplace, email)
    await journey.act("continue")
    fill(journey.view().form, email="else@example.test")
    assert journey.view().lead == (f"The mail was sent to {email}.",)
    journey.back()
    assert email in journey.view().lead[0]
    assert not journey.back(), "what is sent cannot be taken back"
    assert EnrolJourney(workplace, "activation", email).view().lead == ()


async def test_a_ticket_alone_needs_the_address(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await signed_up(workplace, email)
    journey = EnrolJourney(workplace, "activation")
    fill(journey.view().form, link=(await newest_link(insurer, email)).partition("ticket=")[2])
    assert await rejected(journey) == {"email": "missing"}
    fill(journey.view().form, email="anna")
    assert await rejected(journey) == {"email": "format"}
    assert await rejected(journey, "resend") == {"email": "format"}


async def test_text_without_a_ticket_and_a_wrong_ticket(workplace: Workplace, email: str) -> None:
    journey = EnrolJourney(workplace, "activation", email)
    assert await rejected(journey) == {"link": "missing"}
    fill(journey.view().form, link="hello")
    assert await rejected(journey) == {"link": "format"}
    fill(journey.view().form, link="A" * 43)
    assert await rejected(journey) == {"link": "wrong"}


async def test_a_used_and_a_foreign_ticket(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    link = await newest_link(insurer, email)
    journey = EnrolJourney(workplace, "activation", email)
    fill(journey.view().form, link=link)
    assert await rejected(journey) == {"link": "used"}
    other = EnrolJourney(workplace, "activation", "other@example.test")
    fill(other.view().form, link=link.partition("ticket=")[2])
    assert await rejected(other) == {"link": "foreign"}


async def test_an_old_ticket_and_a_new_mail(
    workplace: Workplace, insurer: Insurer, email: str, services: Services
) -> None:
    journey = await signed_up(workplace, email)
    old = await newest_link(insurer, email)
    await journey.act("continue")
    fill(journey.view().form, link=old)
    services.clock.shift(timedelta(days=2))
    try:
        assert await rejected(journey) == {"link": "expired"}
    finally:
        services.clock.restart()
    await journey.act("resend")
    assert email in workplace.messages[-1].text
    fill(journey.view().form, link=await newest_link(insurer, email))
    await journey.act("continue")
    assert journey.view().id == "activated"


async def test_another_address_goes_back_to_the_form(workplace: Workplace, email: str) -> None:
    journey = await signed_up(workplace, email)
    await journey.act("continue")
    await journey.act("change")
    form = journey.view().form
    assert form is journey.sign_up
    assert form.texts["email"] == email
    assert form.texts["residence_country"] == "Poland"
    assert journey.back()
    assert journey.view().id == "activation"


async def test_the_demo_mailbox_fills_in_the_link(workplace: Workplace, email: str) -> None:
    journey = await signed_up(workplace, email)
    await journey.act("continue")
    assert "mailbox" in ids(journey)
    effect = await journey.act("mailbox")
    assert isinstance(effect, Enter)
    mailbox = effect.journey
    assert isinstance(mailbox, MailboxJourney)
    await mailbox.enter()
    await mailbox.act("open:0")
    left = await mailbox.act("use")
    assert isinstance(left, Leave)
    await journey.act(effect.then, None)
    assert journey.activation.texts["link"] == ""
    await journey.act(effect.then, left.result)
    await journey.act("continue")
    assert journey.view().id == "activated"


async def test_a_text_that_is_far_too_long(workplace: Workplace, email: str) -> None:
    journey = EnrolJourney(workplace, "activation", email)
    fill(journey.view().form, link="ticket=" + "A" * 1100)
    assert await rejected(journey) == {"link": "wrong"}


@pytest.mark.parametrize("named", [True, False])
async def test_the_insurers_field_errors_come_into_the_form(
    workplace: Workplace, insurer: Insurer, email: str, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    async def refuse(*_: object) -> None:
        pointer = "/email" if named else "/language"
        fields = [FieldProblem(pointer=pointer, code=f"{pointer[1:]}.format")]
        raise refusal(Problem(status=422, code="validation", field_errors=fields))

    journey = await signed_up(workplace, email)
    await journey.act("continue")
    await journey.act("change")
    fill(journey.view().form, password=PASSWORD, password_again=PASSWORD)
    monkeypatch.setattr(insurer.accounts, "sign_up", refuse)
    if named:
        assert await rejected(journey) == {"email": "format"}
    else:
        with pytest.raises(ValidationRefused):
            await journey.act("continue")
    monkeypatch.setattr(insurer.accounts, "activate", refuse)
    journey = EnrolJourney(workplace, "activation", email)
    fill(journey.view().form, link="A" * 43)
    if named:
        assert await rejected(journey) == {"email": "format"}
    else:
        with pytest.raises(ValidationRefused):
            await journey.act("continue")
