"""The gateway's order-state service, for the merchant: states and codes as the gateway's documents give them.

It looks back three days unless it is asked for other days, so an older order looks absent. Format 5 is JSON, 3 is XML.
"""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree import ElementTree

from fastapi import APIRouter, Response

from omi_tui.fake_server.card_page.gateway import Gateway
from omi_tui.fake_server.card_page.ledger import LOOK_BACK, Attempt, GatewayOrder
from omi_tui.fake_server.card_page.pages import Posted
from omi_tui.fake_server.card_page.view import HEADERS
from omi_tui.fake_server.services import Services

MERCHANT, LOGIN, PASSWORD = "208047", "training", "training-only"
"""The one merchant of the training gateway; the password opens nothing but invented orders."""

STATES = {
    "created": "In Process",
    "challenge": "In Process",
    "pending": "In Process",
    "approved": "Approved",
    "declined": "Declined",
    "expired": "Timeout",
    "reversed": "Canceled",
}
MISSING, FORMAT, ACCESS, NOT_FOUND = 3, 4, 7, 10
FIELD_MERCHANT, FIELD_ORDER, FIELD_DATE = 100, 107, 111
Row = dict[str, str]


class Refusal(Exception):
    """The two codes of a refused query: what is wrong, and with which field."""

    def __init__(self, first: int, second: int) -> None:
        super().__init__(first, second)
        self.first, self.second = first, second


def router(services: Services, gateway: Gateway) -> APIRouter:
    """The one route of the service."""
    routes = APIRouter()

    @routes.post("/orderstate/orderstate.cfm")
    async def order_state(form: Posted) -> Response:
        asked = {key.lower(): value.strip() for key, value in form.items()}
        as_json = asked.get("format") == "5"
        try:
            number = _authenticated(asked)
            start, end = _window(asked, services.now())
            order, tries = await gateway.write(lambda book: (book.polled(number), book.attempts(number)))
            if order is None or not start <= order.created_at <= end:
                raise Refusal(NOT_FOUND, FIELD_ORDER)
            return _answer(as_json, _rows(order, tries))
        except Refusal as refusal:
            return _answer(as_json, [], refusal.first, refusal.second)

    return routes


def _authenticated(asked: Mapping[str, str]) -> str:
    for field, code in (("ordernumber", FIELD_ORDER), ("merchant_id", FIELD_MERCHANT), ("login", 0), ("password", 0)):
        if not asked.get(field):
            raise Refusal(MISSING, code)
    sent = "\0".join((asked["merchant_id"], asked["login"], asked["password"])).encode()
    if not hmac.compare_digest(sent, "\0".join((MERCHANT, LOGIN, PASSWORD)).encode()):
        raise Refusal(ACCESS, 0)
    if len(asked["ordernumber"]) > 128:
        raise Refusal(FORMAT, FIELD_ORDER)
    return asked["ordernumber"]


def _window(asked: Mapping[str, str], now: datetime) -> tuple[datetime, datetime]:
    return _moment(asked, "start") or now - LOOK_BACK, _moment(asked, "end") or now


def _moment(asked: Mapping[str, str], which: str) -> datetime | None:
    if f"{which}year" not in asked:
        return None
    try:
        year, month, day = (int(asked[f"{which}{part}"]) for part in ("year", "month", "day"))
        hour, minute = (int(asked.get(f"{which}{part}") or 0) for part in ("hour", "min"))
        return datetime(year, month, day, hour, minute, tzinfo=UTC)
    except (KeyError, ValueError):
        raise Refusal(FORMAT, FIELD_DATE) from None


def _rows(order: GatewayOrder, tries: list[Attempt]) -> list[Row]:
    """One row for every try, each with its own billnumber; one without where nobody has tried."""
    common = {"ordernumber": order.order_number, "orderamount": order.amount, "ordercurrency": order.currency}
    if not tries:
        return [common | {"billnumber": "", "orderstate": STATES[order.state], "responsecode": ""}]
    abandoned = {"challenge": "Timeout"} if order.state == "expired" else {}
    return [
        common
        | {
            "billnumber": attempt.billnumber,
            "orderstate": (STATES | abandoned)[attempt.state],
            "responsecode": attempt.code,
            "orderdate": f"{attempt.at:%d.%m.%Y %H:%M}",
            "meantypename": attempt.system,
            "meannumber": attempt.card,
        }
        for attempt in tries
    ]


def _answer(as_json: bool, rows: list[Row], first: int = 0, second: int = 0) -> Response:
    codes = {"firstcode": str(first), "secondcode": str(second), "count": str(len(rows))}
    if as_json:
        return Response(json.dumps(codes | {"order": rows}), media_type="application/json", headers=HEADERS)
    root = ElementTree.Element("result", codes)
    for row in rows:
        order = ElementTree.SubElement(root, "order")
        for name, value in row.items():
            ElementTree.SubElement(order, name).text = value
    xml = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(xml, media_type="application/xml", headers=HEADERS)
