"""Contract drafts: what is checked before one is formed, and what becomes of it."""

from typing import Any

import pytest

from omi_tui.model.fingerprint import fingerprint
from tests.fake_server.cabinet import PERSON, TRAVELLER, Cabinet, code, fields, keyed


async def refused(cabinet: Cabinet, begin: int = 1, days: int = 8, **values: Any) -> tuple[int, str, set[str]]:
    """Status, code and fields of the refusal of an application by Ewa, who has a complete profile."""
    caller = await cabinet.customer("ewa")
    body = await cabinet.application(begin, days, **values)
    answer = await caller.post("/v1/drafts", json=body, headers=keyed())
    return *code(answer), fields(answer)


async def test_a_draft_says_all_that_was_confirmed(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    draft = await cabinet.draft(ewa)
    assert draft == await cabinet.ok(ewa.get(f"/v1/drafts/{draft['id']}"))
    assert (draft["insurance_name"], draft["policy_name"], draft["state"]) == ("OMI", None, "unpaid")
    assert (draft["days"], draft["in_cart"], draft["payments"]) == (8, False, [])
    assert draft["policyholder"] == {
        "last_name_latin": "KOWALSKA",
        "first_name_latin": "EWA",
        "address": "Brest, Lipova 3",
    }
    assert {name: value for name, value in draft["insured"].items() if value is not None} == TRAVELLER
    limit = {"amount": "10000.00", "currency": "EUR"}
    assert draft["objects"] == [
        {
            "object": "Physical person JAN NOWAK",
            "risk": "Expenses for the provision of emergency and urgent medical care",
            "limit": limit,
            "remainder": limit,
        }
    ]
    (instalment,) = draft["payment_schedule"]
    assert (instalment["amount"], instalment["paid"]) == (draft["premium"], False)
    assert instalment["remainder"] == {"amount": "8.00", "currency": "EUR"}


async def test_the_policyholder_can_be_the_insured_person(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    draft = await cabinet.draft(ewa, policyholder_is_insured=True, insured=None, country_of_residence="DEU")
    assert draft["policyholder_is_insured"] is True
    insured = draft["insured"]
    assert (insured["last_name_latin"], insured["citizenship"]) == ("KOWALSKA", "POL")
    assert (insured["passport_number"], insured["country_of_residence"]) == ("EK1234567", "DEU")


async def test_without_a_profile_it_says_what_is_missing(cabinet: Cabinet) -> None:
    jan = await cabinet.customer("jan", profile=False)
    body = await cabinet.application(policyholder_is_insured=True, insured=None)
    answer = await jan.post("/v1/drafts", json=body, headers=keyed())
    assert code(answer) == (422, "profile.incomplete")
    assert fields(answer) == {"/personal_info personal_info.missing"}
    person = {
        "last_name": "Nowak", "last_name_latin": "NOWAK", "sex": "male", "birth_date": "1990-02-03",
        "address": "Warszawa", "phone": "+48123456789",
    }  # fmt: skip
    await cabinet.ok(jan.put("/v1/me/personal-info", json=person, headers={"If-Match": '"0"'}))
    answer = await jan.post("/v1/drafts", json=body, headers=keyed())
    assert fields(answer) == {"/passport passport.missing"}
    await cabinet.draft(jan)


async def test_inv_09_a_policyholder_has_to_be_of_age_on_the_day_of_the_contract(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa", profile=False)
    year = cabinet.services.clock.today().year
    for version, (age, wanted) in enumerate(((17, 422), (18, 201))):
        person = PERSON | {"birth_date": f"{year - age}-01-01"}
        await cabinet.ok(ewa.put("/v1/me/personal-info", json=person, headers={"If-Match": f'"{version}"'}))
        answer = await ewa.post("/v1/drafts", json=await cabinet.application(30), headers=keyed())
        assert answer.status_code == wanted
        if wanted == 422:
            assert code(answer) == (422, "policyholder.minor")
            assert fields(answer) == {"/personal_info/birth_date birth_date.minor"}


async def test_the_passport_has_to_last_as_long_as_the_policy(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    etag = (await ewa.get("/v1/me/passport")).headers["etag"]
    short = cabinet.passport(expiry_date=cabinet.day(8))
    await cabinet.ok(ewa.put("/v1/me/passport", json=short, headers={"If-Match": etag}))
    mine = {"policyholder_is_insured": True, "insured": None}
    answer = await ewa.post("/v1/drafts", json=await cabinet.application(2, 8, **mine), headers=keyed())
    assert code(answer) == (422, "passport.expired")
    assert fields(answer) == {"/passport/expiry_date expiry_date.expired"}
    await cabinet.draft(ewa, 1, 8, **mine)
    await cabinet.draft(ewa, 100, 8)


async def test_the_insured_person_is_given_exactly_when_needed(cabinet: Cabinet) -> None:
    assert await refused(cabinet, insured=None) == (422, "validation", {"/insured insured.missing"})
    body = await cabinet.application(policyholder_is_insured=True)
    ewa = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    answer = await ewa.post("/v1/drafts", json=body, headers=keyed())
    assert fields(answer) == {"/insured insured.unexpected"}


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"birth_date": "9999-12-31"}, "/insured/birth_date birth_date.future"),
        ({"passport_number": "АВ12345"}, "/insured/passport_number passport_number.cyrillic"),
        ({"passport_number": ""}, "/insured/passport_number passport_number.missing"),
        ({"last_name_latin": "N" * 65}, "/insured/last_name_latin last_name_latin.too_long"),
        ({"expiry_date": "2030-01-01"}, "/insured/expiry_date expiry_date.unknown_field"),
    ],
)
async def test_a_broken_rule_is_named_at_its_field(cabinet: Cabinet, values: dict[str, str], problem: str) -> None:
    assert await refused(cabinet, insured=TRAVELLER | values) == (422, "validation", {problem})


async def test_unconfirmed_or_altered_is_refused(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    body = await cabinet.application()
    unconfirmed = await ewa.post("/v1/drafts", json=body | {"confirmed": False}, headers=keyed())
    assert fields(unconfirmed) == {"/confirmed confirmed.format"}
    altered = body | {"insured": TRAVELLER | {"passport_number": "7654321"}}
    assert code(await ewa.post("/v1/drafts", json=altered, headers=keyed())) == (422, "contract.fingerprint")
    assert await cabinet.ok(ewa.get("/v1/drafts")) == {"items": [], "next_cursor": None, "total": 0}


async def test_the_quote_has_to_be_known_fitting_and_fresh(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")

    async def send(body: dict[str, Any]) -> tuple[int, str]:
        body["fingerprint"] = fingerprint(body)
        return code(await ewa.post("/v1/drafts", json=body, headers=keyed()))

    body = await cabinet.application()
    assert await send(body | {"quote_id": "nothing"}) == (422, "quote.not_found")
    assert await send(body | {"end_date": cabinet.day(9)}) == (422, "quote.mismatch")
    await cabinet.wait(minutes=10)
    assert await send(body) == (410, "quote.expired")


async def test_an_overlap_names_the_other_contract(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    first = await cabinet.draft(ewa, 1, 8)
    # The same document, however its series and number are divided.
    same = TRAVELLER | {"passport_series": None, "passport_number": "AB 1234567"}
    same = {name: value for name, value in same.items() if value}
    body = await cabinet.application(8, 3, insured=same)
    answer = await ewa.post("/v1/drafts", json=body, headers=keyed())
    assert code(answer) == (409, "contract.overlap")
    assert answer.json()["other_id"] == first["id"]
    await cabinet.draft(ewa, 9, 3)
    await cabinet.draft(ewa, 1, 8, insured=TRAVELLER | {"passport_number": "7654321"})
    await cabinet.draft(ewa, 8, 3, allow_overlap=True)
    await cabinet.draft(await cabinet.customer("jan"), 1, 8)


async def test_a_paid_policy_stands_in_everybodys_way(cabinet: Cabinet) -> None:
    ewa, jan = await cabinet.customer("ewa"), await cabinet.customer("jan")
    draft = await cabinet.draft(ewa)
    order = await cabinet.ok(ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
    card = {"card": "4200000000000000"}
    await cabinet.ok(cabinet.api.post(f"/_omi/pay/{order['order_number']}", json=card, headers=cabinet.control))
    paid = await cabinet.ok(ewa.get(f"/v1/drafts/{draft['id']}"))
    assert paid["state"] == "paid"
    assert paid["payments"][0]["order_number"] == order["order_number"]
    (policy,) = (await cabinet.ok(ewa.get("/v1/policies")))["items"]
    assert paid["policy_name"] == f"{policy['series']} {policy['number']}"
    assert paid["payment_schedule"][0]["paid"] is True
    assert (await cabinet.ok(ewa.get("/v1/drafts")))["total"] == 0
    for caller, other in ((ewa, policy["id"]), (jan, None)):
        answer = await caller.post("/v1/drafts", json=await cabinet.application(8, 2), headers=keyed())
        assert code(answer) == (409, "contract.overlap")
        assert answer.json()["other_id"] == other
    assert code(await ewa.delete(f"/v1/drafts/{draft['id']}")) == (409, "draft.paid")
    assert code(await ewa.post("/v1/cart/items", json={"draft_id": draft["id"]})) == (409, "draft.paid")


async def test_a_draft_in_an_open_order_stays_until_the_order_is_over(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    path = f"/v1/drafts/{(draft := await cabinet.draft(ewa))['id']}"
    await cabinet.ok(ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
    assert (await cabinet.ok(ewa.get(path)))["state"] == "in_order"
    assert code(await ewa.delete(path)) == (409, "draft.in_order")
    assert code(await ewa.post("/v1/cart/items", json={"draft_id": draft["id"]})) == (409, "draft.in_order")
    await cabinet.wait(minutes=21)
    ewa = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    assert (await cabinet.ok(ewa.get(path)))["state"] == "unpaid"
    assert (await ewa.delete(path)).status_code == 204
    assert code(await ewa.get(path)) == (404, "draft.not_found")


async def test_a_draft_expires_and_is_in_nobodys_way_then(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    draft = await cabinet.draft(ewa, 20, 8)
    await cabinet.ok(ewa.post("/v1/cart/items", json={"draft_id": draft["id"]}))
    await cabinet.wait(days=7)
    ewa = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    (listed,) = (await cabinet.ok(ewa.get("/v1/drafts")))["items"]
    assert listed["state"] == "expired"
    assert code(await ewa.post("/v1/cart/items", json={"draft_id": draft["id"]})) == (409, "draft.expired")
    assert (await cabinet.ok(ewa.get("/v1/cart")))["items"] == []
    await cabinet.draft(ewa, 13, 8)
    assert (await ewa.delete(f"/v1/drafts/{draft['id']}")).status_code == 204


async def test_a_draft_cannot_be_paid_once_its_first_day_is_over_in_minsk(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    draft = await cabinet.draft(ewa, 0, 8)
    assert draft["expires_at"] == f"{cabinet.day(0)}T21:00:00Z"
    assert draft["payment_schedule"][0]["date"] == cabinet.day(0)
    await cabinet.wait(hours=24)
    ewa = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    answer = await ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed())
    assert code(answer) == (409, "draft.expired")


async def test_the_cart_keeps_each_draft_once(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    first, second = await cabinet.draft(ewa, 1), await cabinet.draft(ewa, 20, 31)
    for draft_id in (second["id"], first["id"], second["id"]):
        await cabinet.ok(ewa.post("/v1/cart/items", json={"draft_id": draft_id}))
    cart = await cabinet.ok(ewa.get("/v1/cart"))
    assert [item["draft_id"] for item in cart["items"]] == [second["id"], first["id"]]
    assert cart["items"][0]["insured_name"] == "JAN NOWAK"
    assert cart["total"] == {"amount": "38.00", "currency": "EUR"}
    assert (await cabinet.ok(ewa.get(f"/v1/drafts/{first['id']}")))["in_cart"] is True
    path = f"/v1/cart/items/{second['id']}"
    assert (await ewa.delete(path)).status_code == 204
    assert code(await ewa.delete(path)) == (404, "cart_item.not_found")
    assert code(await ewa.post("/v1/cart/items", json={"draft_id": "nothing"})) == (404, "draft.not_found")
    assert (await ewa.delete(f"/v1/drafts/{first['id']}")).status_code == 204
    assert (await cabinet.ok(ewa.get("/v1/cart")))["total"] == {"amount": "0.00", "currency": "EUR"}


async def test_lists_come_in_pages(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    made = []
    for index in range(5):
        await cabinet.wait(seconds=index % 2)
        made.append((await cabinet.draft(ewa, 1 + 10 * index))["id"])
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await cabinet.ok(ewa.get("/v1/drafts", params={"limit": "2", **cursor}))
        assert page["total"] == 5
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert sorted(seen) == sorted(made)
    assert seen[0] in made[3:]
    for bad in ("nonsense", "W10", "WzEsMl0", "WyIyMDMwLTAxLTAxIiwgIngiXQ", "é", "bnVsbA", "W251bGwsbnVsbF0"):
        assert fields(await ewa.get("/v1/drafts", params={"cursor": bad})) == {"/cursor cursor.format"}
    for limit in ("0", "1001", "9" * 400, "x"):
        assert fields(await ewa.get("/v1/drafts", params={"limit": limit})) == {"/limit limit.format"}
