"""The demo insurer's mailbox."""

import uuid

from omi_tui.client.insurer import Insurer
from omi_tui.journeys.mailbox import MailboxJourney, mailbox_action
from omi_tui.journeys.view import Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.account import SignUp
from tests.journeys.walking import PASSWORD, ids, make_account


async def test_a_mail_is_read_and_its_link_used(workplace: Workplace, insurer: Insurer, email: str) -> None:
    journey = MailboxJourney(workplace, email)
    await journey.enter()
    listing = journey.view().listing
    assert listing
    assert (listing.total, listing.empty) == (0, "There is no mail yet. It arrives at once; look again.")
    await make_account(insurer, email)
    await insurer.accounts.request_reset(email)
    await journey.act("refresh")
    listing = journey.view().listing
    assert listing
    assert [entry.cells[1] for entry in listing.entries] == [
        "New password for the user cabinet", "Registration in the user cabinet"
    ]  # fmt: skip
    await journey.act("open:1")
    assert email in journey.view().lead[0]
    await journey.act("list")
    assert journey.view().id == "mailbox"
    await journey.act("open:0")
    left = await journey.act("use")
    assert isinstance(left, Leave)
    assert "PasswordReset.aspx" in left.result
    assert await journey.act("leave") == Leave()


async def test_a_mail_without_a_link_has_nothing_to_use(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    request = SignUp(email=email, password=PASSWORD, residence_country="POL", adult_confirmed=True)
    await insurer.accounts.sign_up(request, str(uuid.uuid4()))
    journey = MailboxJourney(workplace, email)
    await journey.enter()
    await journey.act("open:0")
    assert ids(journey) == ["list"]


async def test_everybodys_mail_names_the_recipient(workplace: Workplace, insurer: Insurer, email: str) -> None:
    await make_account(insurer, email)
    journey = MailboxJourney(workplace)
    await journey.enter()
    listing = journey.view().listing
    assert listing
    assert listing.entries[0].cells[1:] == ("Registration in the user cabinet", email)


async def test_only_the_bundled_insurer_has_a_mailbox(workplace: Workplace) -> None:
    assert not mailbox_action(workplace)
    workplace.demo = True
    assert mailbox_action(workplace)
    workplace.demo = False
    await (await workplace.insurer()).fake.about()
    assert mailbox_action(workplace)
