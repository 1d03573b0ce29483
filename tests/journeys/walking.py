"""What tests of journeys do again and again."""

import uuid

import pytest

from omi_tui.client.insurer import Insurer
from omi_tui.client.links import read_ticket
from omi_tui.forms.form import Form, FormRejected
from omi_tui.journeys.journey import Journey
from omi_tui.model.account import SignUp

PASSWORD = "four unrelated words"
OTHER = {
    "policyholder_is_insured": "",
    "last_name_latin": "KOWALSKA",
    "first_name_latin": "MAGDALENA",
    "birth_date": "14.07.1986",
    "citizenship": "POL",
    "passport_series": "ZZ",
    "passport_number": "1234567",
    "personal_number": "86071400000",
    "address": "ul. Lipowa 12, 15-427 Bialystok",
    "phone": "+48600000000",
    "country_of_residence": "POL",
}
"""Somebody else to be insured, as their fields are answered."""


def fill(form: Form | None, **texts: str) -> None:
    """Answer *texts* in *form*."""
    assert form is not None
    for field_id, text in texts.items():
        form.answer(field_id, text)


def ids(journey: Journey) -> list[str]:
    """The ids of the actions that can be done now."""
    return [action.id for action in journey.view().actions]


async def rejected(journey: Journey, action: str = "continue") -> dict[str, str]:
    """Do *action*, which the form has to reject; the kinds of the errors by field."""
    with pytest.raises(FormRejected):
        await journey.act(action)
    form = journey.view().form
    assert form is not None
    for error in form.errors:
        assert error.message().endswith(".")
    return {error.field_id: error.kind for error in form.errors}


async def newest_link(insurer: Insurer, email: str) -> str:
    """The link in the newest mail to *email*."""
    mails = await insurer.fake.mail(email)
    return mails[-1].links[0]


async def make_account(insurer: Insurer, email: str) -> None:
    """An active account of *email* with the password above."""
    request = SignUp(email=email, password=PASSWORD, residence_country="POL", adult_confirmed=True)
    await insurer.accounts.sign_up(request, str(uuid.uuid4()))
    _, ticket = read_ticket(await newest_link(insurer, email))
    await insurer.accounts.activate(email, ticket)
