"""The code of the payment link: beside the page where there is room, and left out where it would be in the way."""

import pytest

from omi_tui.text.i18n import NBSP
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import settle


@pytest.mark.parametrize(
    ("size", "accessible", "drawn"), [((80, 24), False, True), ((40, 12), False, False), ((80, 24), True, False)]
)
async def test_a20_the_code_hides_nothing_of_the_page(
    size: tuple[int, int], accessible: bool, drawn: bool, open_app: Open
) -> None:
    """A small window begins with the order, and a screen reader meets no blocks; the link stands as text, too."""
    app = open_app(accessible=accessible)
    async with app.run_test(size=size) as pilot:
        await SCENES["pay"](pilot)
        await settle(pilot)
        page = "\n".join(lines(app)).replace(NBSP, " ")
        assert any(block in page for block in "▀▄█") == drawn
        assert ("traveller can scan" in page) == drawn
        assert "8.00 EUR" in page
