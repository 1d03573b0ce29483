"""What every answer has around it, good or bad."""

import json
from collections.abc import AsyncIterator

import pytest

from omi_tui.fake_server.store import Store
from tests.fake_server.cabinet import Cabinet, code, fields, keyed


async def test_every_answer_is_marked_and_echoes_the_ids(cabinet: Cabinet) -> None:
    sent = {"Omi-Request-Id": "r-1", "Omi-Operation-Id": "op.2", "Omi-Attempt": "3"}
    for path in ("/_omi/about", "/nowhere", "/v1/cart", "/EmailConfirm.aspx"):
        answer = await cabinet.api.get(path, headers=sent)
        assert answer.headers["omi-fake"] == "1"
        assert {name: answer.headers[name] for name in sent} == sent
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "no-store" in answer.headers["cache-control"]
    refused = await cabinet.api.get("/v1/cart", headers=sent)
    assert refused.json()["correlation_id"] == "r-1"


@pytest.mark.parametrize(
    "path", ["/v1/policies?state=active&state=archive", "/v1/policies?cursor=&cursor=", "/nowhere?a=1&%61=1"]
)
async def test_a_parameter_given_twice_is_refused_like_everything_else(cabinet: Cabinet, path: str) -> None:
    """Which of the two counts would be anybody's guess."""
    sent = {"Omi-Request-Id": "r-1", "Omi-Operation-Id": "op.2", "Omi-Attempt": "3"}
    ewa = await cabinet.customer("ewa")
    answer = await ewa.get(path, headers=sent)
    assert code(answer) == (422, "query.repeated")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["correlation_id"] == "r-1"
    assert answer.headers["omi-fake"] == "1"
    assert {name: answer.headers[name] for name in sent} == sent
    logged = cabinet.services.log[-1]
    ids = (logged["request_id"], logged["operation_id"], logged["attempt"])
    assert (logged["status"], logged["code"], *ids) == (422, "query.repeated", "r-1", "op.2", "3")


async def test_different_parameters_are_taken(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    assert (await ewa.get("/v1/policies?state=active&limit=2")).status_code == 200


@pytest.mark.parametrize("odd", ["a b", "x" * 65, "<b>", "a\tb", "é".encode()])
async def test_an_id_of_another_shape_is_not_echoed(cabinet: Cabinet, odd: str | bytes) -> None:
    headers = {b"Omi-Request-Id": odd if isinstance(odd, bytes) else odd.encode()}
    answer = await cabinet.api.get("/v1/cart", headers=headers)
    assert "omi-request-id" not in answer.headers
    assert len(answer.json()["correlation_id"]) == 32


async def test_no_such_path_and_no_such_method_are_problems(cabinet: Cabinet) -> None:
    assert code(await cabinet.api.get("/v1/nothing")) == (404, "not_found")
    assert code(await cabinet.api.get("/v1/cart/")) == (404, "not_found")
    answer = await cabinet.api.patch("/v1/quotes")
    assert code(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b'{"login": "\\ud800", "password": "x"}', b"[" * 100_000, b'{"login": 1e999999}']
)
async def test_what_is_no_json_is_a_problem(cabinet: Cabinet, body: bytes) -> None:
    answer = await cabinet.api.post("/v1/sessions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert code(answer)[1] in ("body.not_json", "validation")


@pytest.mark.parametrize("body", ["[]", "null", "1" * 4000, '"x"', "true"])
async def test_what_is_no_object_is_a_problem(cabinet: Cabinet, body: str) -> None:
    answer = await cabinet.api.post("/v1/sessions", content=body, headers={"Content-Type": "application/json"})
    assert code(answer)[0] in (400, 422)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("application/json", 201), ("application/json; charset=utf-8", 201), ("text/plain", 422), ("", 422)],
)
async def test_a_body_counts_where_it_is_said_to_be_json(cabinet: Cabinet, kind: str, status: int) -> None:
    """In the words that everybody uses, for which there is a short way, and in others."""
    ewa = await cabinet.customer("ewa")
    body = json.dumps(await cabinet.application())
    named = {"Content-Type": kind} if kind else {}
    answer = await ewa.post("/v1/drafts", content=body, headers=keyed() | named)
    assert answer.status_code == status
    refused = await cabinet.api.post("/v1/drafts", content=body, headers=keyed() | named)
    assert code(refused) == (401, "session.missing")


async def test_types_are_taken_literally_and_unknown_fields_refused(cabinet: Cabinet) -> None:
    answer = await cabinet.api.post("/v1/sessions", json={"login": 5, "password": None, "a/b~c": 1})
    assert fields(answer) == {
        "/login login.format",
        "/password password.format",
        "/a~1b~0c a/b~c.unknown_field",
    }


async def test_too_much_is_refused(cabinet: Cabinet) -> None:
    body = b'{"login": "' + b"x" * (1 << 20) + b'"}'
    answer = await cabinet.api.post("/v1/sessions", content=body, headers={"Content-Type": "application/json"})
    assert code(answer) == (413, "body.too_large")


async def test_too_much_without_a_length_is_refused_as_well(cabinet: Cabinet) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b"x" * (1 << 16)

    answer = await cabinet.api.post("/v1/sessions", content=chunks(), headers={"Content-Type": "application/json"})
    assert code(answer) == (413, "body.too_large")


async def test_a_failure_tells_nothing(
    cabinet: Cabinet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(self: Store, work: object) -> None:
        raise RuntimeError("what nobody shall read")

    monkeypatch.setattr(Store, "write", broken)
    answer = await cabinet.api.post("/v1/password-resets", json={"email": "ewa@example.test"})
    assert code(answer) == (500, "server.failed")
    assert answer.headers["omi-fake"] == "1"
    assert "nobody" not in answer.text
    assert "a request failed" in caplog.text
    assert cabinet.services.log[-1]["code"] == "server.failed"
