"""Drafts, carts and orders at the bundled insurer, made through the client."""

from datetime import timedelta
from uuid import uuid4

from omi_tui.client.drafts import draft_request
from omi_tui.client.insurer import Insurer
from omi_tui.model.contract import Draft, Order
from omi_tui.model.period import minsk_today


async def form_draft(insurer: Insurer, ahead: int = 100, days: int = 8, key: str = "") -> Draft:
    """A draft for the policyholder, *ahead* days from now."""
    begin = minsk_today() + timedelta(days=ahead)
    end = begin + timedelta(days=days - 1)
    quote = await insurer.quotes.quote(begin, end)
    request = draft_request(quote_id=quote.quote_id, begin=begin, end=end, insured=None, country_of_residence="BLR")
    return await insurer.drafts.create(request, key or str(uuid4()))


async def form_order(insurer: Insurer, ahead: int = 100) -> Order:
    """An order of one fresh draft."""
    draft = await form_draft(insurer, ahead)
    return await insurer.orders.create([draft.id], str(uuid4()))
