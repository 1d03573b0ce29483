"""Drafts, carts and orders at the bundled insurer, made through the client."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Connection, select

from omi_tui.client.drafts import draft_request
from omi_tui.client.insurer import Insurer
from omi_tui.fake_server.schema import drafts
from omi_tui.fake_server.services import Services
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


def copies(services: Services, count: int) -> None:
    """So many more drafts of the demo agent for another passport, all like one that is there."""

    def work(conn: Connection) -> int:
        like = conn.execute(select(drafts).where(drafts.c.state == "unpaid").limit(1)).mappings().one()
        rows = [{**like, "id": f"{900_000 + number}"} for number in range(count)]
        return conn.execute(drafts.insert(), rows).rowcount

    services.store.write_now(work)
