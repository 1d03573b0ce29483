"""FS-07, FS-08 and FS-09: which call meets which fault, in which phase, and what a bare socket sees of each kind."""

import json
from email.utils import parsedate_to_datetime
from typing import Any, get_args

import httpx
import pytest

from omi_tui.fake_server.fault_kinds import KINDS, Kind
from omi_tui.fake_server.faults import Rule
from tests.fake_server.cabinet import Cabinet, code, fields, keyed
from tests.fake_server.on_a_port import Seen, on_a_port, raw

QUOTE = "POST /v1/quotes"


def put(cabinet: Cabinet, *rules: dict[str, Any]) -> None:
    cabinet.services.faults.set([Rule.model_validate(rule) for rule in rules])


def whole(seen: Seen) -> Any:
    """The JSON of an answer that came in full and says so."""
    assert seen.end == "closed"
    assert len(seen.body) == int(seen.head["content-length"])
    return json.loads(seen.body)


def status(seen: Seen) -> int:
    return int(seen.data.split(b" ")[1])


def no_answer(seen: Seen) -> None:
    assert (seen.data, seen.end) == (b"", "closed")


def is_reset(seen: Seen) -> None:
    assert (seen.data, seen.end) == (b"", "reset")


def is_garbage(seen: Seen) -> None:
    assert seen.end == "closed"
    assert len(seen.data) == 512
    assert not seen.data.startswith(b"HTTP")


def is_broken_chunk(seen: Seen) -> None:
    assert seen.data.startswith((b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 201 Created\r\n"))
    assert seen.head["transfer-encoding"] == "chunked"
    with pytest.raises(ValueError, match="invalid literal"):
        int(seen.body.split(b"\r\n")[0], 16)


def is_silence(seen: Seen) -> None:
    assert (seen.data, seen.end) == (b"", "silent")


def is_true(seen: Seen) -> None:
    assert whole(seen)["premium"]["amount"] == "8.00"


def is_cut(seen: Seen) -> None:
    assert seen.end == "closed"
    assert len(seen.body) == 7 < int(seen.head["content-length"])


def is_refused(seen: Seen) -> None:
    problem = whole(seen)
    assert (status(seen), problem["status"], problem["code"]) == (503, 503, "server.unavailable")
    assert seen.head["content-type"] == "application/problem+json"
    assert problem["retryable"]


def is_portal(seen: Seen) -> None:
    assert status(seen) == 200
    assert seen.head["content-type"].startswith("text/html")
    assert b"<h1>" in seen.body


def is_huge(seen: Seen) -> None:
    assert len(seen.body) == 6_000_000
    assert list(whole(seen)) == ["filler"]


def is_half_json(seen: Seen) -> None:
    with pytest.raises(json.JSONDecodeError):
        whole(seen)


def is_deep(seen: Seen) -> None:
    with pytest.raises(RecursionError):
        whole(seen)


def has_more_fields(seen: Seen) -> None:
    assert "omi_extra" in whole(seen)
    is_true(seen)


LOOKS: dict[Kind, Any] = {
    "status": is_refused,
    "delay": is_true,
    "connection_reset": is_reset,
    "empty_response": no_answer,
    "random_data_then_close": is_garbage,
    "malformed_response_chunk": is_broken_chunk,
    "hang": is_silence,
    "dribble": is_true,
    "truncate": is_cut,
    "captive_portal": is_portal,
    "oversize": is_huge,
    "bad_json": is_half_json,
    "deep_json": is_deep,
    "extra_field": has_more_fields,
}
SIZES: dict[str, dict[str, float]] = {
    "truncate": {"size": 7},
    "dribble": {"size": 3, "seconds": 0},
    "delay": {"seconds": 0.001},
}
WITHOUT_ANSWER = {"connection_reset", "empty_response", "random_data_then_close", "hang"}


@pytest.mark.parametrize(("kind", "phase"), [(kind, phase) for kind in LOOKS for phase in KINDS[kind].phases[:3]])
async def test_fs_08_each_kind_as_a_bare_socket_sees_it(cabinet: Cabinet, kind: Kind, phase: str) -> None:
    put(cabinet, {"operation": QUOTE, "kind": kind, "phase": phase} | SIZES.get(kind, {}))
    asked = {"product": "OMI", "begin_date": cabinet.day(1), "end_date": cabinet.day(8)}
    async with on_a_port(cabinet) as port:
        seen = await raw(port, "POST", "/v1/quotes", asked, give_up=0.3 if kind == "hang" else 30)
        LOOKS[kind](seen)
        if kind not in WITHOUT_ANSWER:
            assert seen.head["omi-fake"] == "1"
        is_true(await raw(port, "POST", "/v1/quotes", asked))
    first, second = cabinet.services.log
    assert (first["operation"], first["fault"]) == (QUOTE, f"{kind}@{phase}")
    assert (second["operation"], second["fault"]) == (QUOTE, None)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if "mid_body" in KINDS[kind].phases])
async def test_fs_08_half_an_answer_and_then_the_end(cabinet: Cabinet, kind: Kind) -> None:
    put(cabinet, {"operation": "GET /v1/reference", "kind": kind, "phase": "mid_body"})
    async with on_a_port(cabinet) as port:
        seen = await raw(port, "GET", "/v1/reference", give_up=0.3 if kind == "hang" else 30)
        true = await raw(port, "GET", "/v1/reference")
    half = true.body[: (len(true.body) + 1) // 2]
    assert seen.head["omi-fake"] == "1"
    if kind == "malformed_response_chunk":
        assert half in seen.body
    else:
        assert (seen.body, seen.head["content-length"]) == (half, true.head["content-length"])
    assert seen.end == {"connection_reset": "reset", "hang": "silent", "malformed_response_chunk": "closed"}[kind]


async def test_fs_08_a_state_that_nobody_knows(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer()
    draft = await cabinet.draft(ewa)
    put(cabinet, {"operation": "GET /v1/drafts/{draft_id}", "kind": "unknown_enum", "phase": "after_commit"})
    first, second = [(await ewa.get(f"/v1/drafts/{draft['id']}")).json()["state"] for _ in range(2)]
    assert (first, second) == ("unheard_of", "unpaid")


async def test_fs_08_an_old_etag_and_a_wrong_clock(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer()
    put(
        cabinet,
        {"operation": "GET /v1/me/passport", "kind": "stale_etag", "phase": "after_commit"},
        {"operation": "GET /v1/me/settings", "kind": "clock_skew", "phase": "after_commit", "seconds": -600},
    )
    stale, true = [(await ewa.get("/v1/me/passport")).headers["etag"] for _ in range(2)]
    assert stale != true
    changed = await ewa.put("/v1/me/passport", json=cabinet.passport(), headers={"If-Match": stale})
    assert changed.status_code == 412
    skewed, right = [parsedate_to_datetime((await ewa.get("/v1/me/settings")).headers["date"]) for _ in range(2)]
    assert (right - skewed).total_seconds() == 600
    assert right == cabinet.services.now().replace(microsecond=0)


async def test_fs_08_retry_after_in_both_forms(cabinet: Cabinet) -> None:
    rule = {"kind": "status", "status": 429, "retry_after": 30}
    put(cabinet, rule, rule | {"retry_after_as": "date"})
    first, second = [await cabinet.api.get("/v1/reference") for _ in range(2)]
    assert (code(first), first.headers["retry-after"]) == ((429, "rate.limited"), "30")
    moment = parsedate_to_datetime(second.headers["retry-after"])
    assert (moment - cabinet.services.now().replace(microsecond=0)).total_seconds() == 30
    assert (await cabinet.api.get("/v1/reference")).status_code == 200


async def test_fs_07_before_commit_keeps_nothing_and_after_commit_keeps_all(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer()
    body, key = await cabinet.application(), keyed()
    put(
        cabinet,
        {"operation": "POST /v1/drafts", "phase": "before_commit", "kind": "status", "status": 500},
        {"operation": "POST /v1/drafts", "phase": "after_commit", "kind": "status", "status": 500},
    )
    look = f"/v1/operations/{key['Idempotency-Key']}"
    assert (await ewa.post("/v1/drafts", json=body, headers=key)).status_code == 500
    assert (await ewa.get(look)).json()["state"] == "unknown"
    assert (await ewa.get("/v1/drafts")).json()["items"] == []
    assert (await ewa.post("/v1/drafts", json=body, headers=key)).status_code == 500
    assert (await ewa.get(look)).json()["state"] == "done"
    (kept,) = (await ewa.get("/v1/drafts")).json()["items"]
    again = await ewa.post("/v1/drafts", json=body, headers=key)
    assert (again.status_code, again.headers["idempotent-replayed"], again.json()["id"]) == (201, "true", kept["id"])


async def test_fs_07_before_auth_asks_nobody_who_they_are(cabinet: Cabinet) -> None:
    put(cabinet, {"operation": "GET /v1/cart", "kind": "captive_portal"})
    assert (await cabinet.api.get("/v1/cart")).headers["content-type"].startswith("text/html")
    assert code(await cabinet.api.get("/v1/cart"))[0] == 401


async def test_fs_07_a_refused_call_is_no_call_for_the_later_phases(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer()
    put(cabinet, {"operation": "GET /v1/cart", "kind": "status", "phase": "after_commit"})
    assert code(await cabinet.api.get("/v1/cart"))[0] == 401
    assert (await ewa.get("/v1/cart")).status_code == 503


async def test_fs_07_the_first_match_wins_and_the_rest_wait(cabinet: Cabinet) -> None:
    put(
        cabinet,
        {"operation": "GET /v1/reference", "kind": "status", "status": 500, "call": 2, "times": 2},
        {"kind": "status", "status": 503, "times": None},
    )
    assert [(await cabinet.api.get("/v1/reference")).status_code for _ in range(5)] == [503, 500, 500, 503, 503]


async def test_fs_07_a_rule_for_one_account_leaves_the_others_alone(cabinet: Cabinet) -> None:
    ewa, jan = await cabinet.customer("ewa", profile=False), await cabinet.customer("jan", profile=False)
    rule = {"operation": "GET /v1/cart", "kind": "status", "phase": "before_commit", "times": None}
    put(cabinet, rule | {"account": "jan@example.test"})
    assert [(await caller.get("/v1/cart")).status_code for caller in (ewa, jan, ewa)] == [200, 503, 200]


async def test_fs_04_chance_comes_from_the_seed_and_the_caller_not_from_who_was_faster(cabinet: Cabinet) -> None:
    ewa, jan = await cabinet.customer("ewa", profile=False), await cabinet.customer("jan", profile=False)
    rule = {
        "operation": "GET /v1/cart", "kind": "status", "phase": "before_commit", "times": None, "probability": 0.5,
    }  # fmt: skip

    async def run(order: str) -> dict[str, str]:
        put(cabinet, rule)
        met = {"e": "", "j": ""}
        for who in order:
            met[who] += "x" if (await (ewa if who == "e" else jan).get("/v1/cart")).status_code == 503 else "."
        return met

    one = await run("ej" * 12)
    assert await run("e" * 12 + "j" * 12) == one
    assert set(one["e"]) == set(one["j"]) == {"x", "."}
    assert one["e"] != one["j"]


async def test_fs_07_rules_are_put_added_and_lifted_over_http(cabinet: Cabinet) -> None:
    async def call(method: str, body: object = None, query: str = "") -> httpx.Response:
        return await cabinet.api.request(method, f"/_omi/faults{query}", json=body, headers=cabinet.control)

    example = {
        "operation": "POST /v1/drafts", "account": None, "call": 1, "probability": 1.0, "phase": "after_commit",
        "kind": "connection_reset", "status": None, "retry_after": None, "times": 1,
    }  # fmt: skip
    shown = (await call("PUT", {"rules": [example]})).json()["rules"]
    assert example.items() <= shown[0]["rule"].items()
    added = (await call("PATCH", {"rules": [{"kind": "hang"}]})).json()["rules"]
    assert [rule["id"] for rule in added] == [1, 2]
    assert (await call("DELETE", query="?id=2")).status_code == 204
    assert code(await call("DELETE", query="?id=2")) == (404, "fault.not_found")
    assert [rule["id"] for rule in (await call("GET")).json()["rules"]] == [1]
    assert (await call("DELETE")).status_code == 204
    assert (await call("GET")).json() == {"rules": []}
    assert code(await cabinet.api.get("/_omi/faults")) == (401, "control.token")


async def test_fs_11_a_rule_that_never_fires_says_why(cabinet: Cabinet) -> None:
    put(cabinet, {"operation": "GET /v1/reference", "kind": "hang", "call": 9})
    for path in ("/v1/reference", "/v1/reference", "/v1/cart"):
        await cabinet.api.get(path)
    (rule,) = (await cabinet.api.get("/_omi/faults", headers=cabinet.control)).json()["rules"]
    assert (rule["seen"], rule["fired"], rule["passed"]) == (2, 0, {"call": 2, "operation": 1})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "tired"}, "/rules/0/kind kind.format"),
        ({}, "/rules/0/kind kind.missing"),
        ({"kind": "truncate", "phase": "before_auth"}, "/rules/0 rules.phase"),
        ({"kind": "hang", "account": "ewa@example.test"}, "/rules/0 rules.account"),
        ({"kind": "hang", "operation": "POST /v1/draft"}, "/rules/0/operation operation.unknown"),
        ({"kind": "status", "status": 200}, "/rules/0/status status.format"),
        ({"kind": "hang", "call": 0}, "/rules/0/call call.format"),
        ({"kind": "hang", "when": "now"}, "/rules/0/when when.unknown_field"),
    ],
)
async def test_fs_07_an_impossible_rule_is_refused(cabinet: Cabinet, rule: dict[str, Any], expected: str) -> None:
    answer = await cabinet.api.put("/_omi/faults", json={"rules": [rule]}, headers=cabinet.control)
    assert (answer.status_code, fields(answer)) == (422, {expected})
    if "operation" in expected:
        assert "POST /v1/drafts" in answer.json()["detail"]
    assert cabinet.services.faults.rules == []


async def test_fs_07_a_rule_for_everything_leaves_the_control_calls_alone(cabinet: Cabinet) -> None:
    put(cabinet, {"kind": "status", "times": None})
    assert (await cabinet.api.get("/v1/reference")).status_code == 503
    assert (await cabinet.api.delete("/_omi/faults", headers=cabinet.control)).status_code == 204
    assert (await cabinet.api.get("/v1/reference")).status_code == 200


def test_fs_15_a_notice_asks_what_becomes_of_it(cabinet: Cabinet) -> None:
    put(
        cabinet,
        {"phase": "notice", "kind": "notice_dropped", "operation": "208048"},
        {"phase": "notice", "kind": "notice_duplicated", "call": 2},
    )
    asked = [cabinet.services.faults.for_notice(number) for number in ("208047", "208048", "208048", "208047")]
    assert asked == [None, "notice_dropped", "notice_duplicated", None]


@pytest.mark.parametrize("text", ["status@after_commit", '{"kind": "status", "phase": "after_commit"}'])
async def test_fs_09_a_request_brings_its_own_fault(cabinet: Cabinet, text: str) -> None:
    ewa = await cabinet.customer()
    put(cabinet, {"operation": "GET /v1/cart", "kind": "status", "status": 500, "times": None})
    assert (await ewa.get("/v1/cart", headers=cabinet.control | {"Omi-Fault": text})).status_code == 503
    assert (await ewa.get("/v1/cart")).status_code == 500


async def test_fs_09_not_without_the_control_token(cabinet: Cabinet, caplog: pytest.LogCaptureFixture) -> None:
    for token in ({}, {"Omi-Control": "guess"}):
        refused = await cabinet.api.get("/v1/reference", headers=token | {"Omi-Fault": "hang"})
        assert code(refused) == (401, "control.token")
        assert refused.headers["omi-fake"] == "1"
    assert caplog.text.count("refused a header Omi-Fault") == 2
    for text in ("tired", "truncate@before_auth", '{"kind": 5}', "{", "@"):
        answer = await cabinet.api.get("/v1/reference", headers=cabinet.control | {"Omi-Fault": text})
        assert code(answer) == (422, "fault.format")


async def test_a_socket_fault_without_a_socket_is_an_error_of_its_own(cabinet: Cabinet) -> None:
    put(cabinet, {"kind": "connection_reset"})
    with pytest.raises(ConnectionError, match="connection_reset"):
        await cabinet.api.get("/v1/reference")


def test_every_kind_is_looked_at() -> None:
    assert set(KINDS) == set(get_args(Kind))
    elsewhere = {"unknown_enum", "stale_etag", "clock_skew", "notice_dropped", "notice_duplicated", "notice_reordered"}
    assert set(LOOKS) | elsewhere == set(get_args(Kind))
