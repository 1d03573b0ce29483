"""FS-11: the request log, kept over a restart, with what a wrong address may have meant, and its tail."""

import asyncio
import io
import json
from pathlib import Path

import pytest

from omi_tui.exit_codes import REFUSED, UNREACHABLE, USAGE
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.tail import tail
from tests.fake_server.cabinet import Cabinet
from tests.fake_server.on_a_port import on_a_port


async def test_fs_11_a_wrong_address_is_told_what_it_may_have_meant(cabinet: Cabinet) -> None:
    await cabinet.api.get("/v1/draft")
    await cabinet.api.get("/v1/Policys/ewa@example.test")
    (first, second) = (await cabinet.api.get("/_omi/requests", headers=cabinet.control)).json()["items"]
    assert first["operation"] == "GET (no such path)"
    assert first["nearest"].split(", ")[0] == "GET /v1/drafts"
    assert "ewa" not in json.dumps(second)


async def test_fs_11_the_log_outlives_the_server_and_its_numbers_go_on(tmp_path: Path) -> None:
    path = str(tmp_path / "insurer.sqlite")
    for run in range(2):
        services = open_insurer(path)
        cabinet = Cabinet(services)
        for _ in range(101):
            await cabinet.api.get("/v1/reference")
        if run == 0:
            assert len(list(services.log)) == 101
        services.store.close()  # without a goodbye: at most the last batch is lost
    services = open_insurer(path)
    items = (await Cabinet(services).api.get("/_omi/requests", headers=Cabinet(services).control)).json()["items"]
    services.store.close()
    assert [item["id"] for item in items] == [*range(1, 101), *range(101, 201)]


async def test_fs_11_the_next_entry_is_waited_for(cabinet: Cabinet) -> None:
    query = {"after": "0", "timeout": "30", "operation": "GET /v1/reference"}
    waiting = asyncio.create_task(cabinet.api.get("/_omi/requests", params=query, headers=cabinet.control))
    await cabinet.api.get("/v1/cart")
    assert not waiting.done()
    await cabinet.api.get("/v1/reference")
    (entry,) = (await waiting).json()["items"]
    assert (entry["operation"], entry["status"]) == ("GET /v1/reference", 200)
    more = await cabinet.api.get("/_omi/requests", params={"after": str(entry["id"] + 9)}, headers=cabinet.control)
    assert more.json() == {"items": []}


async def test_fs_11_the_tail_prints_what_the_log_has(cabinet: Cabinet, capsys: pytest.CaptureFixture[str]) -> None:
    cabinet.services.faults.set([Rule(kind="status", operation="GET /v1/reference")])
    async with on_a_port(cabinet) as port:
        url = f"http://127.0.0.1:{port}"
        for _ in range(2):
            await cabinet.api.get("/v1/reference", headers={"Omi-Operation-Id": "op-1"})
        ready = json.dumps({"url": url, "control_token": cabinet.services.control_token})
        for name, source in ((None, ready), (url, f"{cabinet.services.control_token}\n")):
            out = io.StringIO()
            assert await asyncio.to_thread(tail, name, once=True, source=io.StringIO(source), out=out) == 0
            first, second, *_ = out.getvalue().splitlines()
            assert "503  GET /v1/reference  fault status@before_auth  operation_id op-1" in first
            assert second.endswith("200  GET /v1/reference  operation_id op-1")
        assert await asyncio.to_thread(tail, url, source=io.StringIO("guess")) == REFUSED
    assert await asyncio.to_thread(tail, url, source=io.StringIO("guess")) == UNREACHABLE
    for url in ("http://insurer.example.test", ""):
        assert tail(url, source=io.StringIO("guess")) == USAGE
    for half_a_line in ('{"url": "http', "{}"):
        assert tail(None, source=io.StringIO(half_a_line)) == USAGE
    said = capsys.readouterr().err
    assert set(said.splitlines()[-4:]) == {said.splitlines()[-1]}, "the same sentence for each"
    assert "The control token is not the one of this server." in said
    assert "Name the server with --url" in said


async def test_who_goes_away_in_the_middle_of_a_body_is_no_mistake(
    cabinet: Cabinet, caplog: pytest.LogCaptureFixture
) -> None:
    async with on_a_port(cabinet) as port:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /v1/quotes HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n")
        writer.write(b"Content-Length: 100\r\n\r\n{")
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        assert await cabinet.services.log.read(cabinet.services.store, None, 0, 20)
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
