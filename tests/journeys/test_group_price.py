"""A group's price runs out in the middle, with six calls under way: nobody is insured at one that was not confirmed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from omi_tui.fake_server.services import Services
from omi_tui.journeys.group_people import People
from omi_tui.journeys.group_sending import GroupSending, PremiumChanged
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.money import Money
from omi_tui.model.period import Period
from tests.journeys.group_lists import HEADER, people


async def about_to_send(workplace: Workplace) -> GroupSending:
    """Fourteen people, with a quote that the insurer stands by no longer once its clock is put on."""
    chosen = People(workplace.today)
    chosen.add(dict(zip(HEADER, row, strict=True)) for row in people(14))
    begin: date = workplace.today() + timedelta(10)
    period = Period(begin, begin + timedelta(7))
    quote = await (await workplace.insurer()).quotes.quote(*period)
    return GroupSending(workplace, chosen, period, quote)


async def test_a_price_that_ran_out_is_asked_once_and_goes_on(agents_desk: Workplace, services: Services) -> None:
    sending = await about_to_send(agents_desk)
    services.clock.shift(timedelta(minutes=11))
    await sending.run()
    assert {person.state for person in sending.people.all} == {"formed"}


async def test_another_price_insures_nobody_before_it_is_confirmed(agents_desk: Workplace, services: Services) -> None:
    sending = await about_to_send(agents_desk)
    sending.quote = sending.quote.model_copy(update={"premium": Money(amount=Decimal("7.00"), currency="EUR")})
    services.clock.shift(timedelta(minutes=11))
    with pytest.raises(PremiumChanged):
        await sending.run()
    drafts = (await (await agents_desk.insurer()).drafts.list(limit=200)).items
    assert not [draft for draft in drafts if (draft.begin_date, draft.end_date) == sending.period]
    assert {person.state for person in sending.people.all} == {"ready"}
