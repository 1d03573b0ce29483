"""FS-22: marked on every answer, bound to this machine alone, and no card number but the listed ones gets anywhere."""

import logging
from typing import get_args

import pytest

from omi_tui import cli
from omi_tui.fake_server.fault_kinds import KINDS, Kind
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.serve import bound
from tests.fake_server.cabinet import Cabinet, keyed

REAL_LOOKING = "4111 1111 1111 1111"


def test_fs_22_only_this_machine_can_reach_it_and_no_option_says_otherwise() -> None:
    with bound(0) as socket_:
        assert socket_.getsockname()[0] == "127.0.0.1"
    commands = next(action for action in cli.parser()._actions if action.dest == "command")
    assert isinstance(commands.choices, dict)
    options = {option for action in commands.choices["fake-server"]._actions for option in action.option_strings}
    assert not [option for option in options if "host" in option or "bind" in option or "address" in option]


@pytest.mark.parametrize("kind", [kind for kind in get_args(Kind) if not KINDS[kind].socket and kind != "delay"])
async def test_fs_22_a_wrong_answer_carries_the_mark_as_well(cabinet: Cabinet, kind: Kind) -> None:
    phase = KINDS[kind].phases[0]
    cabinet.services.faults.set([Rule(kind=kind, phase=phase)])
    assert (await cabinet.api.get("/v1/reference")).headers["omi-fake"] == "1"


async def test_fs_22_a_strangers_card_is_refused_before_it_is_kept_or_logged(
    cabinet: Cabinet, caplog: pytest.LogCaptureFixture
) -> None:
    """On the training call; the card page has a test of its own."""
    caplog.set_level(logging.DEBUG)
    ewa = await cabinet.customer()
    draft = await cabinet.draft(ewa)
    order = await cabinet.ok(ewa.post("/v1/orders", json={"draft_ids": [draft["id"]]}, headers=keyed()))
    path = f"/_omi/pay/{order['order_number']}"
    for card in (REAL_LOOKING, REAL_LOOKING.replace(" ", "")):
        answer = await cabinet.api.post(path, json={"card": card}, headers=cabinet.control)
        assert answer.json()["code"] == "card.unlisted"
        assert card not in answer.text
    await cabinet.services.store.write(cabinet.services.log.save())
    copy = await cabinet.services.store.snapshot()
    everything = "\n".join(copy.iterdump()) + caplog.text + repr(cabinet.services.log)
    copy.close()
    assert "4111" not in everything
    assert "/_omi/pay/{order_number}" in everything
