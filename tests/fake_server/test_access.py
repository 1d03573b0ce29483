"""Two customers and a stranger over every route of the description: nobody gets at what is another's."""

import re
from typing import Any

import httpx
import pytest

from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.opening import open_insurer
from tests.fake_server.cabinet import Cabinet, keyed

OPEN = {
    "POST /v1/accounts",
    "POST /v1/accounts/activation",
    "POST /v1/accounts/activation/resend",
    "POST /v1/password-resets",
    "PUT /v1/password-resets/{ticket}",
    "POST /v1/sessions",
    "POST /v1/sessions/refresh",
    "GET /v1/reference",
    "POST /v1/quotes",
    "GET /v1/operations/{key}",
    "GET /v1/verify/{series}/{number}",
    "POST /v1/gateway/notices",
    "GET /_omi/about",
}
# What a body has to name of the other's, so that the route gets as far as looking for it.
BODIES: dict[str, Any] = {"POST /v1/cart/items": "draft_id", "POST /v1/orders": "draft_ids"}


def routes() -> list[str]:
    """Every operation of the description, as ``GET /v1/cart``."""
    services = open_insurer()
    try:
        paths = create_app(services).openapi()["paths"]
    finally:
        services.store.close()
    return [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]


ROUTES = routes()


def test_the_list_of_open_routes_is_true() -> None:
    assert set(ROUTES) >= OPEN


async def call(caller: httpx.AsyncClient, route: str, owned: dict[str, Any]) -> httpx.Response:
    """Call *route* with the names of somebody's things in its path and its body."""
    method, path = route.split()
    member = BODIES.get(route)
    body = {member: [owned["draft_id"]] if member.endswith("s") else owned["draft_id"]} if member else None
    return await caller.request(method, path.format(**owned), json=body, headers=keyed() | {"If-Match": "*"})


async def belongings(cabinet: Cabinet, caller: httpx.AsyncClient) -> dict[str, Any]:
    """A customer's draft, order, policy and key."""
    draft, paid = await cabinet.draft(caller, 1), await cabinet.draft(caller, 30)
    key = keyed()
    order = await cabinet.ok(caller.post("/v1/orders", json={"draft_ids": [paid["id"]]}, headers=key))
    await cabinet.ok(caller.post("/v1/cart/items", json={"draft_id": draft["id"]}))
    pay = f"/_omi/pay/{order['order_number']}"
    await cabinet.ok(cabinet.api.post(pay, json={"card": "4200000000000000"}, headers=cabinet.control))
    (policy,) = (await cabinet.ok(caller.get("/v1/policies")))["items"]
    return {
        "draft_id": draft["id"],
        "order_number": order["order_number"],
        "policy_id": policy["id"],
        "key": key["Idempotency-Key"],
        "ticket": "nothing",
        "snapshot_id": "1",
        "series": policy["series"],
        "number": policy["number"],
    }


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in OPEN])
async def test_sec_40_a_stranger_gets_nowhere(cabinet: Cabinet, route: str) -> None:
    owned = dict.fromkeys([*re.findall(r"{(\w+)}", route), "draft_id"], "1")
    for token in (None, "made-up"):
        answer = await call(cabinet.caller(token), route, owned)
        assert answer.status_code == 401, route


async def test_sec_40_what_is_anothers_does_not_exist(cabinet: Cabinet) -> None:
    ewa, jan = await cabinet.customer("ewa"), await cabinet.customer("jan")
    owned = await belongings(cabinet, ewa)
    named = [route for route in ROUTES if route.startswith(("GET /v1", "DELETE /v1", "POST /v1", "PUT /v1"))]
    named = [route for route in named if route not in OPEN and ("{" in route or route in BODIES)]
    assert len(named) == 8
    for route in named:
        answer = await call(jan, route, owned)
        assert answer.status_code == 404, (route, answer.text)
        assert owned["draft_id"] not in answer.text
        assert owned["policy_id"] not in answer.text


async def test_sec_40_lists_and_own_records_are_each_ones_own(cabinet: Cabinet) -> None:
    ewa, jan = await cabinet.customer("ewa"), await cabinet.customer("jan", profile=False)
    owned = await belongings(cabinet, ewa)
    for path in ("/v1/drafts", "/v1/orders", "/v1/policies", "/v1/cart"):
        assert (await cabinet.ok(ewa.get(path)))["items"]
        assert (await cabinet.ok(jan.get(path)))["items"] == []
    assert (await jan.get("/v1/me/personal-info")).status_code == 404
    assert (await jan.get("/v1/me/passport")).status_code == 404
    assert (await cabinet.ok(jan.get("/v1/me/settings")))["email"] == "jan@example.test"
    assert (await cabinet.ok(jan.get(f"/v1/operations/{owned['key']}")))["state"] == "unknown"
    assert (await cabinet.ok(ewa.get(f"/v1/operations/{owned['key']}")))["state"] == "done"
