"""An insurer in a process of its own with many desks that are signed in, and what such a desk asks."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import Connection

from benchmarks.raw_http import Line
from benchmarks.terminal import ROOT
from omi_tui.fake_server.auth import hashed
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.schema import sessions, tokens
from omi_tui.fake_server.seed_rows import Sower
from omi_tui.fake_server.services import Services
from omi_tui.model.fingerprint import fingerprint


class Insurer(NamedTuple):
    """A running insurer: its ports, the token of its control calls, and its database."""

    port: int
    pay_port: int
    control: str
    database: Path

    def desk(self, number: int) -> Line:
        """The connection of a desk."""
        return Line(self.port, token_of(number))


def token_of(number: int) -> str:
    """The access token of desk *number*."""
    return f"desk-{number}"


def sow(database: Path, desks: int) -> None:
    """Make a database with so many accounts, each with a profile and a session of a day."""
    services = open_insurer(str(database))

    def work(conn: Connection) -> None:
        sower = Sower(conn, services)
        for number in range(desks):
            account = sower.account(f"desk{number}@example.test")
            sower.profile(account)
            _session(conn, services, account, number)

    services.store.write_now(work)
    services.store.close()


def _session(conn: Connection, services: Services, account: str, number: int) -> None:
    now, later = services.now(), services.now() + timedelta(days=1)
    row = {"id": f"session-{number}", "account_id": account, "created_at": now, "expires_at": later}
    conn.execute(sessions.insert().values(row))
    token = {"token_hash": hashed(token_of(number)), "kind": "access", "session_id": row["id"], "expires_at": later}
    conn.execute(tokens.insert().values(token))


@contextlib.contextmanager
def insurer(folder: Path, desks: int) -> Iterator[Insurer]:
    """The fake insurer as people start it, on a file on the disk, with *desks* signed in."""
    database = folder / "insurer.sqlite"
    sow(database, desks)
    with started(sys.executable, "-m", "omi_tui", "fake-server", "--database", str(database)) as process:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        ports = [int(ready[name].rsplit(":", 1)[1]) for name in ("url", "pay_url")]
        yield Insurer(ports[0], ports[1], ready["control_token"], database)


@contextlib.contextmanager
def started(*command: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process that is stopped at the end."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def application(quote_id: str, begin: str, end: str, passport: str) -> bytes:
    """The body of a draft for an invented person with that passport."""
    body: dict[str, Any] = {
        "quote_id": quote_id,
        "begin_date": begin,
        "end_date": end,
        "policyholder_is_insured": False,
        "insured": {
            "last_name_latin": "NOWAK",
            "first_name_latin": "JAN",
            "birth_date": "1990-02-03",
            "citizenship": "POL",
            "passport_series": "AB",
            "passport_number": passport,
            "address": "Warszawa, Prosta 5",
            "phone": "+48123456789",
            "country_of_residence": "POL",
        },
        "country_of_residence": "POL",
        "confirmed": True,
    }
    return json.dumps(body | {"fingerprint": fingerprint(body)}).encode()


def fresh_key() -> str:
    """An idempotency key."""
    return str(uuid4())
