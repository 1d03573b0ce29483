"""The bundled insurer as a program of its own, over real sockets, and its demo customer."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.end_to_end.terminal import OMI, environment


class Customer:
    """The demo agent at a running insurer."""

    def __init__(self, ready: dict[str, Any]) -> None:
        self.pay_url: str = ready["pay_url"]
        self.control = {"Omi-Control": ready["control_token"]}
        self.http = httpx.Client(base_url=ready["url"], timeout=30)
        signed_in = self.http.post(
            "/v1/sessions", json={"login": "agent@example.test", "password": "demo-desk-1"}
        ).raise_for_status()
        self.http.headers["Authorization"] = f"Bearer {signed_in.json()['access_token']}"

    def order(self) -> dict[str, Any]:
        draft = self.http.get("/v1/drafts").json()["items"][0]
        order: dict[str, Any] = (
            self.http.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers={"Idempotency-Key": str(uuid4())})
            .raise_for_status()
            .json()
        )
        return order

    def read(self, order: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.get(f"/v1/orders/{order['order_number']}").raise_for_status().json()
        return answer


@contextmanager
def bundled_insurer(home: Path) -> Iterator[Customer]:
    """Start it on free ports with the demo data, and end it afterwards."""
    command = [*OMI, "fake-server", "--memory", "--data", "demo"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(home))
    try:
        assert server.stdout
        yield Customer(json.loads(server.stdout.readline()))
    finally:
        server.terminate()
        server.communicate()
