"""The demo's insurer in its own process, on demo data that another version of it left behind."""

import sqlite3
from pathlib import Path

import pytest

from omi_tui.client.errors import Unreachable
from omi_tui.demo_server import DemoServer
from omi_tui.journeys.sentences import sentence


async def test_demo_data_of_another_version_are_told_with_what_to_do_and_a_reset_does_it(tmp_path: Path) -> None:
    database = tmp_path / "demo.sqlite3"
    older = sqlite3.connect(database)
    older.execute("PRAGMA user_version = 1")
    older.close()
    for fresh in (False, True):
        server = DemoServer(database, fresh=fresh, data=None, seed=7)
        server.start()
        try:
            if fresh:
                url, _token = await server.ready()
                assert url.startswith("http://127.0.0.1:")
            else:
                with pytest.raises(Unreachable) as told:
                    await server.ready()
                assert "omi demo --reset" in sentence(told.value)
        finally:
            server.stop()
