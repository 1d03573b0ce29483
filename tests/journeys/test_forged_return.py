"""SEC-13: whoever comes back from the card page, with whatever words: only the insurer says that an order is paid."""

import httpx
import pytest

from omi_tui.fake_server.services import Services
from omi_tui.journeys.workplace import Workplace
from tests.screens.walking import ordered

FORGED = [
    {"ordernumber": "{order}", "billnumber": "5000000000000001"},
    {"ordernumber": "{order}", "billnumber": "5000000000000001", "orderstate": "Approved"},
    {"ordernumber": "{order}", "state": "approved", "paid": "1", "signature": "0" * 64},
]


@pytest.mark.parametrize("words", FORGED)
async def test_sec_13_the_return_page_proves_nothing(
    agents_desk: Workplace, services: Services, words: dict[str, str]
) -> None:
    journey = await ordered(agents_desk)
    asked = {name: value.format(order=journey.order_number) for name, value in words.items()}
    async with httpx.AsyncClient() as browser:
        page = await browser.get(journey.link)
        assert page.status_code == 200
        for address in (services.url, services.pay_url):
            await browser.get(f"{address}/PaymentReturn.aspx", params=asked)
    await journey.act("poll")
    assert journey.order is not None
    assert journey.order.state in ("created", "in_process")
    assert journey.view().id == "pay"
    assert not journey.order.policies
    assert not list(agents_desk.downloads.rglob("*.pdf"))
