"""The price without signing in: told beside the dates, and never an older answer than the dates."""

import asyncio
from datetime import date, timedelta

import pytest

from omi_tui.client.errors import Unreachable
from omi_tui.client.insurer import Insurer
from omi_tui.fake_server.services import Services
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.need import NeedJourney
from omi_tui.journeys.price import Price, price_note
from omi_tui.journeys.quote import QuoteJourney
from omi_tui.journeys.view import Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.period import minsk_today

MINSK_NOTE = "Policy starts at 00:00 and finishes at 23:59 on chosen dates in local time (Minsk, Belarus)."
LINE = "8 days · insurance premium 8.00\u00a0EUR · sum insured 10,000.00\u00a0EUR"

UNVERIFIED = "The tariff is not verified."


def term(days: int) -> tuple[date, date]:
    return minsk_today(), minsk_today() + timedelta(days=days - 1)


async def test_the_price_follows_the_dates(workplace: Workplace) -> None:
    journey = QuoteJourney(workplace)
    await journey.enter()
    assert journey.view().notes == (MINSK_NOTE,)
    assert not await journey.live()
    journey.form.answer("begin_date", "+5")
    assert not await journey.live()
    journey.form.answer("end_date", "8d")
    assert await journey.live()
    assert journey.view().notes == (LINE, "2 days less saves 2.00\u00a0EUR.", UNVERIFIED, MINSK_NOTE)
    assert not await journey.live()
    journey.form.answer("end_date", "")
    assert await journey.live()
    assert journey.view().notes == (MINSK_NOTE,)
    assert journey.forms() == {"dates": journey.form}


async def test_the_main_action_shows_what_is_wrong_or_the_price(workplace: Workplace) -> None:
    journey = QuoteJourney(workplace)
    with pytest.raises(FormRejected):
        await journey.act("price")
    journey.form.answer("begin_date", "t")
    journey.form.answer("end_date", "8d")
    await journey.act("price")
    assert journey.view().notes[0] == LINE
    assert await journey.act("leave") == Leave()


async def test_the_way_to_whether_it_is_needed(workplace: Workplace) -> None:
    entered = await QuoteJourney(workplace).act("need")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, NeedJourney)


async def test_without_the_insurer_there_is_a_sentence_instead_of_a_price(nobody: Workplace) -> None:
    journey = QuoteJourney(nobody)
    journey.form.answer("begin_date", "t")
    journey.form.answer("end_date", "3d")
    assert await journey.live()
    said = journey.view().notes
    assert said[0] == "There is no price yet."
    assert said[1].startswith("The insurer could not be reached")
    assert said[2].startswith("3 days · insurance premium 4.00")
    assert said[3] == "1 day more costs nothing. 1 day less saves 2.00\u00a0EUR."
    assert said[4].startswith("This is an estimate by the tariff table-a-x2.")
    with pytest.raises(Unreachable):
        journey.price.raise_failure()


async def test_an_answer_that_comes_too_late_is_dropped(workplace: Workplace) -> None:
    insurer, gate = await workplace.insurer(), asyncio.Event()
    price = Price()

    async def late() -> Insurer:
        await gate.wait()
        return insurer

    first = asyncio.create_task(price.update(late, *term(30)))
    await asyncio.sleep(0)
    assert await price.update(workplace.insurer, *term(8))
    gate.set()
    assert not await first
    assert price.quote is not None
    assert price.quote.days == 8


async def test_a_price_that_has_run_out_is_asked_again(workplace: Workplace, services: Services) -> None:
    price = Price()
    await price.update(workplace.insurer, *term(8))
    assert price.fresh()
    assert price.quote is not None
    first = price.quote.quote_id
    price.quote = price.quote.model_copy(update={"valid_until": price.quote.valid_until - timedelta(days=1)})
    assert not await price.update(workplace.insurer, *term(8))
    assert price.quote.quote_id != first
    price.raise_failure()


async def test_days_in_the_wrong_order_have_no_price(workplace: Workplace) -> None:
    price = Price()
    await price.update(workplace.insurer, *term(8))
    begin, end = term(8)
    assert await price.update(workplace.insurer, end, begin)
    assert price.quote is None


async def test_the_edges_of_the_band_stand_beside_the_price(workplace: Workplace) -> None:
    quotes = (await workplace.insurer()).quotes
    said = {days: price_note(await quotes.quote(*term(days)))[1] for days in (7, 8, 9, 270, 271, 300, 365)}
    assert said[7] == "1 day more costs nothing. 1 day less saves 2.00\u00a0EUR."
    assert said[8] == "2 days less saves 2.00\u00a0EUR."
    assert said[9] == "1 day more costs nothing. 1 day less saves 2.00\u00a0EUR."
    assert said[271] == "94 days more costs nothing. 1 day less saves 18.00\u00a0EUR."
    assert said[270] == "30 days less saves 8.00\u00a0EUR."  # where nothing more is free, however far
    assert said[365] == "95 days less saves 18.00\u00a0EUR."
    assert said[300] == "65 days more costs nothing."  # a month less is another journey


async def test_the_insurers_price_counts_and_a_difference_is_told(workplace: Workplace) -> None:
    quote = await (await workplace.insurer()).quotes.quote(*term(8))
    dearer = quote.model_copy(update={"premium": quote.premium + quote.premium})
    line, differs, _doubt = price_note(dearer)
    assert "insurance premium 16.00\u00a0EUR" in line
    assert differs == "The tariff that this program knows says 8.00\u00a0EUR. The insurer's price counts."
    unknown = price_note(quote.model_copy(update={"tariff_id": "next-year"}))
    assert unknown == (LINE, UNVERIFIED)


async def test_a_verified_tariff_needs_no_warning(workplace: Workplace) -> None:
    quote = await (await workplace.insurer()).quotes.quote(*term(1))
    verified = price_note(quote.model_copy(update={"tariff_verified": True}))
    assert verified[1:] == ("1 day more costs nothing.",)
