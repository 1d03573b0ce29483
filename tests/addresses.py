"""SEC-10, SEC-22 over whole suites: no address of a call holds a card number, or what was typed about a person."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import pytest

from omi_tui.client.call import Call, Reply
from omi_tui.client.transport import Transport
from omi_tui.forms.form import Form
from omi_tui.text.card_numbers import shows_card_number

PERSONAL = {
    *("login", "email", "last_name", "first_name", "last_name_latin", "first_name_latin"),
    *("address", "phone", "passport_number", "number", "personal_number", "issued_by"),
}
"""The fields, of forms and of bodies alike, whose values belong into no address."""
SHORTEST = 5
"""Characters of a value that says whose it is: fewer may stand in any address."""


class Addresses:
    """What was typed and sent about people, and the addresses of all calls."""

    def __init__(self) -> None:
        self.values: set[str] = set()
        self.calls: list[str] = []

    def note(self, key: str, value: Any) -> None:
        """Keep *value*, where it belongs to somebody, and all that is in it."""
        if isinstance(value, dict):
            for name, each in value.items():
                self.note(name, each)
        elif isinstance(value, list):
            for each in value:
                self.note(key, each)
        elif key in PERSONAL and isinstance(value, str) and len(value.strip()) >= SHORTEST:
            self.values.add(value.strip().casefold())

    def called(self, call: Call) -> None:
        """Keep the address of *call*, and what its body says of people."""
        self.calls.append(f"{call.method} {unquote(call.path)}")
        if call.body:
            self.note("", json.loads(call.body))

    def wrong(self) -> list[str]:
        """The addresses that hold what belongs into none."""
        return [
            call
            for call in self.calls
            if shows_card_number(call) or any(value in call.casefold() for value in self.values)
        ]


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Addresses]:
    """Within this block every call is looked at; fails at its end where an address held what belongs into none."""
    addresses = Addresses()
    send, answer = Transport.send, Form.answer

    async def noted(self: Transport, call: Call) -> Reply:
        addresses.called(call)
        return await send(self, call)

    def typed(self: Form, field_id: str, text: str) -> None:
        addresses.note(field_id, text)
        answer(self, field_id, text)

    with monkeypatch.context() as patch:
        patch.setattr(Transport, "send", noted)
        patch.setattr(Form, "answer", typed)
        yield addresses
    assert addresses.wrong() == []
