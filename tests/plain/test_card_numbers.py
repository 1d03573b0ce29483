"""SEC-10 by lines: a card number is refused where it is typed, sent nowhere and offered by no prompt."""

import pytest

from omi_tui.client.call import Call, Reply
from omi_tui.client.transport import Transport
from tests.plain.talking import SIGN_IN, Desk, converse

CARD = "4111111111111111"
REFUSED = "Error: This looks like a card number. Never type a card number here: "


@pytest.mark.parametrize(
    ("script", "passwords"),
    [
        (("/2", "agent@example.test", "yes", CARD, "/save"), ()),
        (("/3", CARD, "/save"), ()),
        ((CARD, "/save"), ()),
        ((*SIGN_IN, "7", "12", "378282246310005", "/save"), ("demo-desk-1",)),
    ],
    ids=["reset", "activation", "login", "phone"],
)
async def test_sec_10_a_card_number_is_sent_nowhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, script: tuple[str, ...], passwords: tuple[str, ...]
) -> None:
    calls: list[Call] = []
    send = Transport.send

    async def noted(self: Transport, call: Call) -> Reply:
        calls.append(call)
        return await send(self, call)

    monkeypatch.setattr(Transport, "send", noted)
    said = await converse(desk(), script, passwords=passwords)
    card = next(line for line in script if line.isdigit() and len(line) > 14)
    assert REFUSED in said.text, said.text
    assert f"[{card}" not in said.text, "no prompt offers it"
    assert not [call for call in calls if card in call.path or card.encode() in (call.body or b"")]
