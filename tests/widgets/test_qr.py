"""The half blocks are the code: read back from the screen they give its modules, with a quiet zone around."""

import segno
from textual.color import Color

from omi_tui.widgets.qr import QrCode, half_blocks
from tests.screens.cells import cells, contrast, lines
from tests.widgets.conftest import Stand

LINK = "https://pay.example.test/pay/order.cfm?o=a9ehkctwa5y9yp96"
HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def modules(drawn: list[str]) -> list[list[int]]:
    """The rows of modules that *drawn* shows, two to a line."""
    return [[HALVES[block][half] for block in line] for line in drawn for half in (0, 1)]


def test_the_blocks_are_the_modules() -> None:
    wanted = [list(row) for row in segno.make(LINK, error="l", micro=False).matrix_iter(border=1)]
    assert modules(half_blocks(LINK))[: len(wanted)] == wanted
    assert not any(any(row) for row in modules(half_blocks(LINK))[len(wanted) :])


def test_a_quiet_zone_stands_around() -> None:
    rows = modules(half_blocks(LINK))
    assert not any(rows[0])
    assert not any(rows[-1])
    assert not any(row[0] or row[-1] for row in rows)


async def test_it_is_drawn_black_on_white_and_whole(stand: Stand) -> None:
    wanted = half_blocks(LINK)
    async with stand(QrCode(LINK)).run_test(size=(60, 30)) as pilot:
        await pilot.pause()
        shown = [line.ljust(len(wanted[0]))[: len(wanted[0])] for line in lines(pilot.app)[: len(wanted)]]
        assert shown == wanted
        assert {(cell.ink, cell.paper) for cell in cells(pilot.app)} == {(Color(0, 0, 0), Color(255, 255, 255))}
        assert round(contrast(Color(0, 0, 0), Color(255, 255, 255))) == 21
