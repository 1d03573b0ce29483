"""The whole way from the sign-in to the policy on disk, by keys alone, at 80 by 24 and at 40 by 12."""

from pathlib import Path

import pytest

from omi_tui.app import OmiApp
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.walking import burst, press, settle, top

OTHER = (
    "kowalska\rmagdalena\r14.07.1986\rpol\rzz\r1234567\r86071400000\r"
    "ul. lipowa 12, 15-427 bialystok\r+48600000000\rpol\r"
)


def text(app: OmiApp) -> str:
    return "\n".join(lines(app))


def keys(typed: str) -> list[str]:
    return ["enter" if character == "\r" else character for character in typed]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
@pytest.mark.parametrize("other", [False, True])
async def test_from_sign_in_to_a_policy(open_app: Open, tmp_path: Path, size: tuple[int, int], other: bool) -> None:
    app = open_app()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await burst(pilot, *keys("agent@example.test\rdemo-desk-1\r"))
        assert top(pilot).journey.id == "home"
        await burst(pilot, *keys("1+60\r8d\r"))
        assert top(pilot).current.id == "insured"
        if other:
            await press(pilot, "space", "enter")
            await burst(pilot, *keys(OTHER))
        else:
            await burst(pilot, "enter", "enter")
        assert top(pilot).current.id == "check"
        await burst(pilot, "space", "f10")
        assert "Do you really want to conclude" in " ".join(text(app).split())
        await press(pilot, "2")
        assert top(pilot).current.id == "formed"
        await press(pilot, "enter")
        assert top(pilot).current.id == "cart"
        await press(pilot, "f10", "2")
        assert top(pilot).current.id == "pay"
        await press(pilot, "4", "1")
        assert top(pilot).current.id == "paid"
    (first, *_more) = sorted((tmp_path / "Downloads").iterdir())
    assert first.read_bytes().startswith(b"%PDF-")
