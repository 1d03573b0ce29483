"""Policies, their documents, and the check behind the QR code."""

from datetime import timedelta
from typing import Any

import pytest

from omi_tui.fake_server.routes.verify import verify_url
from tests.fake_server.paying import GOOD, URL, Shop


async def buy(shop: Shop, **draft: Any) -> dict[str, Any]:
    order = (await shop.order(shop.draft(**draft))).json()
    await shop.gateway.pay_with_test_card(order["order_number"], GOOD)
    name = (await shop.read(order["order_number"]))["policies"][0]
    policy: dict[str, Any] = (await shop.api.get(f"/v1/policies/{name['id']}")).json()
    return policy


async def numbers(shop: Shop, **params: str) -> list[str]:
    answer = await shop.api.get("/v1/policies", params=params)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] >= len(answer.json()["items"])
    return [policy["number"] for policy in answer.json()["items"]]


async def test_a_policy_goes_to_the_archive_when_its_last_day_is_over(shop: Shop) -> None:
    today = await buy(shop, days=1, passport="1111111")
    later = await buy(shop, begins_in=5, passport="2222222")
    assert (today["state"], later["state"]) == ("in_force", "future")
    assert await numbers(shop, state="active") == [later["number"], today["number"]]
    assert await numbers(shop, state="archive") == []
    shop.services.clock.freeze(shop.services.now() + timedelta(days=1))
    assert await numbers(shop, state="active") == [later["number"]]
    assert await numbers(shop, state="archive") == [today["number"]]
    assert await numbers(shop) == [later["number"], today["number"]]
    assert (await shop.api.get(f"/v1/policies/{today['id']}")).json()["state"] == "ended"


async def test_policies_are_listed_in_pages(shop: Shop) -> None:
    bought = [(await buy(shop, passport=f"333333{place}", days=place + 1))["number"] for place in range(3)]
    first = (await shop.api.get("/v1/policies", params={"limit": 2})).json()
    assert [policy["number"] for policy in first["items"]] == bought[:0:-1]
    second = (await shop.api.get("/v1/policies", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [policy["number"] for policy in second["items"]] == bought[:1]
    assert (second["next_cursor"], second["total"]) == (None, 3)
    assert (await shop.api.get("/v1/policies", params={"state": "all"})).status_code == 422


async def test_policies_belong_to_their_account(shop: Shop) -> None:
    policy = await buy(shop)
    stranger = Shop(shop.services, "stranger")
    for path in (f"/v1/policies/{policy['id']}", f"/v1/policies/{policy['id']}/document"):
        assert (await stranger.api.get(path)).status_code == 404
    assert await numbers(stranger) == []


async def test_the_document_is_a_pdf_and_always_the_same(shop: Shop) -> None:
    policy = await buy(shop)
    first = await shop.api.get(f"/v1/policies/{policy['id']}/document")
    second = await shop.api.get(f"/v1/policies/{policy['id']}/document")
    assert first.headers["content-type"] == "application/pdf"
    assert first.headers["content-disposition"] == 'attachment; filename="policy-BS-2080471.pdf"'
    assert first.content.startswith(b"%PDF-")
    assert first.content == second.content


async def test_the_code_on_the_paper_says_valid_and_no_name(shop: Shop) -> None:
    policy = await buy(shop, days=2)
    address = verify_url(shop.services, policy["series"], policy["number"]).removeprefix(URL)
    del shop.api.headers["Authorization"]
    found = (await shop.api.get(address)).json()
    assert found == {
        "valid": True,
        "series": "BS",
        "number": policy["number"],
        "begin_date": policy["begin_date"],
        "end_date": policy["end_date"],
        "initials": "K. N. K.",
    }
    page = await shop.api.get(address, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "This training policy is valid." in page.text
    assert "K. N. K." in page.text
    for secret in ("KOWALSKA", "KATARZYNA", "1234567", "1990"):
        assert secret not in page.text
    shop.services.clock.freeze(shop.services.now() + timedelta(days=2))
    assert (await shop.api.get(address)).json()["valid"] is False


@pytest.mark.parametrize("query", ["", "?check=", "?check=0123456789abcdef", "?check=%D0%B0"])
async def test_without_the_right_check_value_nothing_is_told(shop: Shop, query: str) -> None:
    policy = await buy(shop)
    del shop.api.headers["Authorization"]
    known = await shop.api.get(f"/v1/verify/BS/{policy['number']}{query}")
    unknown = await shop.api.get(f"/v1/verify/BS/9999999{query}")
    nothing = {"valid": False, "series": "BS", "begin_date": None, "end_date": None, "initials": None}
    assert known.json() == nothing | {"number": policy["number"]}
    assert unknown.json() == nothing | {"number": "9999999"}
    page = await shop.api.get(f"/v1/verify/BS/{policy['number']}{query}", headers={"Accept": "text/html"})
    assert "No such policy was found" in page.text


@pytest.mark.parametrize("path", ["/v1/verify/bs/1", "/v1/verify/BS/x", "/v1/verify/BS/1234567890123"])
async def test_what_is_no_policy_number_is_refused(shop: Shop, path: str) -> None:
    assert (await shop.api.get(path)).status_code == 422
