"""FS-05: what hangs on the insurer's clock, without any waiting."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from tests.fake_server.cabinet import Cabinet, code, fields, keyed


async def test_fs_05_a_step_with_every_request_but_not_with_a_control_call(cabinet: Cabinet) -> None:
    start = cabinet.services.now()
    setting = {"mode": "step", "step_seconds": 90}
    shown = await cabinet.ok(cabinet.api.put("/_omi/clock", json=setting, headers=cabinet.control))
    assert (shown["mode"], shown["step_seconds"], datetime.fromisoformat(shown["now"])) == ("step", 90, start)
    dates = [parsedate_to_datetime((await cabinet.api.get("/v1/reference")).headers["date"]) for _ in range(3)]
    assert [later - start for later in dates] == [timedelta(seconds=90 * number) for number in (1, 2, 3)]
    back = {"mode": "step", "now": start.isoformat()}
    refused = await cabinet.api.put("/_omi/clock", json=back, headers=cabinet.control)
    assert (refused.status_code, fields(refused)) == (422, {"/now now.backwards"})


async def test_fs_05_every_life_ends_on_the_clock(cabinet: Cabinet) -> None:
    """Ticket 24 h, access token 15 min, quote 10 min, order 20 min, draft 7 days: each gone a moment later."""
    await cabinet.sign_up("jan@example.test")
    ticket = await cabinet.ticket("jan@example.test")
    await cabinet.wait(hours=24)
    body = {"email": "jan@example.test", "ticket": ticket}
    assert code(await cabinet.api.post("/v1/accounts/activation", json=body)) == (410, "ticket.expired")

    ewa = await cabinet.customer()
    draft = await cabinet.draft(ewa, 30)
    order = await cabinet.ok(ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
    application = await cabinet.application(60)
    await cabinet.wait(minutes=11)
    assert code(await ewa.post("/v1/drafts", json=application, headers=keyed()))[0] == 410
    await cabinet.wait(minutes=5)
    assert code(await ewa.get("/v1/cart")) == (401, "session.expired")
    ewa = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    await cabinet.wait(minutes=5)
    assert (await cabinet.ok(ewa.get(f"/v1/orders/{order['order_number']}")))["state"] == "expired"
    await cabinet.wait(days=7)
    ewa = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    assert (await cabinet.ok(ewa.get(f"/v1/drafts/{draft['id']}")))["state"] == "expired"


async def test_fs_05_a_policy_begins_and_ends_at_midnight_in_minsk_on_a_leap_day_too(cabinet: Cabinet) -> None:
    """Minsk is three hours ahead of UTC the whole year: 29 February 2032 begins there at 21:00 UTC the day before."""
    ewa = await cabinet.customer()
    clock = cabinet.services.clock
    moments = {
        datetime(2032, 2, 28, 20, 59, 59, tzinfo=UTC): "2032-02-28",
        datetime(2032, 2, 28, 21, 0, tzinfo=UTC): "2032-02-29",
        datetime(2032, 2, 29, 20, 59, 59, tzinfo=UTC): "2032-02-29",
        datetime(2032, 2, 29, 21, 0, tzinfo=UTC): "2032-03-01",
        datetime(2032, 7, 1, 20, 59, 59, tzinfo=UTC): "2032-07-01",
        datetime(2032, 7, 1, 21, 0, tzinfo=UTC): "2032-07-02",
    }
    for moment, today in moments.items():
        clock.freeze(moment)
        assert (await cabinet.api.get("/v1/reference")).json()["limits"]["first_start_day"] == today
        if today.endswith("02-29"):
            asked = {"product": "OMI", "begin_date": today, "end_date": "2032-03-01"}
            quote = await cabinet.ok(cabinet.api.post("/v1/quotes", json=asked))
            assert quote["days"] == 2
    assert code(await ewa.get("/v1/cart"))[0] == 401


async def test_fs_10_a_key_is_kept_for_72_hours_of_the_insurers_clock(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer()
    body, key = await cabinet.application(5), keyed()
    look = f"/v1/operations/{key['Idempotency-Key']}"
    first = await cabinet.ok(ewa.post("/v1/drafts", json=body, headers=key))
    await cabinet.wait(hours=71, minutes=59)
    ewa = cabinet.caller((await cabinet.sign_in("ewa@example.test"))["access_token"])
    again = await ewa.post("/v1/drafts", json=body, headers=key)
    assert (again.headers["idempotent-replayed"], again.json()["id"]) == ("true", first["id"])
    await cabinet.wait(minutes=2)
    assert (await ewa.get(look)).json()["state"] == "unknown"
    late = await ewa.post("/v1/drafts", json=body, headers=key)
    assert "idempotent-replayed" not in late.headers
    assert late.status_code == 410, "the price is long out of date: an old intent cannot have an effect by itself"
