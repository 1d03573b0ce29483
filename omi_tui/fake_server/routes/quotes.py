"""Prices: what a term costs, good for some minutes."""

from fastapi import APIRouter
from sqlalchemy import Connection, bindparam, delete

from omi_tui.fake_server import rules
from omi_tui.fake_server.auth import Insurer
from omi_tui.fake_server.contracts import cents
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import problems
from omi_tui.fake_server.schema import quotes
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.fake_server.tariffs import tariff
from omi_tui.model.contract import Quote, QuoteRequest
from omi_tui.model.period import Period

_OLD = Prepared(delete(quotes).where(quotes.c.valid_until < bindparam("before")))
_KEEP = Prepared(quotes.insert())
router = APIRouter(tags=["reference"], route_class=StrictRoute)


@router.post("/v1/quotes", status_code=201, responses=problems(400, 422))
async def quote(body: QuoteRequest, services: Insurer) -> Quote:
    """Price a term by the tariff in force. No sign-in."""
    rules.check_period(body.begin_date, body.end_date, services.clock.today())
    days, table = Period(body.begin_date, body.end_date).days, tariff()
    premium = table.band(days).premium
    now = services.now()
    valid_until = now + services.config.quote_life

    def work(conn: Connection) -> str:
        _OLD.all(conn, before=now - services.config.key_life)
        quote_id = services.ids.take(conn, f"quote {body.begin_date} {body.end_date}")
        _KEEP.all(
            conn,
            id=quote_id,
            begin_date=body.begin_date,
            end_date=body.end_date,
            premium=cents(premium),
            sum_insured=cents(table.sum_insured),
            currency=table.currency,
            tariff_id=table.id,
            valid_until=valid_until,
        )
        return quote_id

    return Quote(
        quote_id=await services.store.write(work),
        days=days,
        premium=premium,
        sum_insured=table.sum_insured,
        tariff_id=table.id,
        tariff_verified=table.verified,
        valid_until=valid_until,
    )
