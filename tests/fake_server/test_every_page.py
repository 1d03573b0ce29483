"""SEC-43, SEC-44: the headers and cookies of every page, and what the program as a whole may not do."""

import ast
import re
from pathlib import Path

import httpx
import pytest

import omi_tui
from omi_tui.fake_server import serve
from tests.fake_server.paying import CHALLENGE, GOOD, NO_FUNDS, PAY_URL, SLOW, Shop

PACKAGE = Path(omi_tui.__file__).parent
EXPECTED = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "omi-fake": "1",
}


async def every_page(shop: Shop, origin: str) -> dict[str, httpx.Response]:
    """Each page that the card page's site has, by a name."""
    transport = httpx.ASGITransport(shop.card_app, raise_app_exceptions=False)
    pages: dict[str, httpx.Response] = {}
    async with httpx.AsyncClient(transport=transport, base_url=origin) as http:
        for name, card in (("paid", GOOD), ("declined", NO_FUNDS), ("slow", SLOW), ("challenge", CHALLENGE)):
            order = await shop.order(shop.draft(passport=f"{len(pages):07d}"))
            link = httpx.URL(order.json()["pay_url"])
            pages[f"form {name}"] = await http.get(link.raw_path.decode())
            await shop.gateway.pay_with_test_card(order.json()["order_number"], card)
            for page in ("order", "secure", "result"):
                path = link.raw_path.decode().replace("order.cfm", f"{page}.cfm")
                pages[f"{page} {name}"] = await http.get(path)
                pages[f"post {page} {name}"] = await http.post(path, data={"number": "x"})
        pages["unknown"] = await http.get("/pay/order.cfm?o=none")
        pages["nowhere"] = await http.get("/nowhere")
        pages["style"] = await http.get("/card.css")
        pages["state"] = await http.post("/orderstate/orderstate.cfm", data={"ordernumber": "1"})
    return pages


@pytest.mark.parametrize("origin", [PAY_URL, PAY_URL.replace("http:", "https:")])
async def test_sec_43_every_page_carries_the_same_guard(shop: Shop, origin: str) -> None:
    """Over https the cookie is ``__Host-`` and Secure; a browser drops such a one on plain http, which loopback is."""
    for name, page in (await every_page(shop, origin)).items():
        assert {header: page.headers.get(header) for header in EXPECTED} == EXPECTED, name
        for cookie in page.headers.get_list("set-cookie"):
            parts = {part.strip().lower() for part in cookie.split(";")[1:]}
            assert {"httponly", "samesite=strict", "path=/"} <= parts, name
            assert not any(part.startswith("domain") for part in parts)
            safe = origin.startswith("https")
            assert ("secure" in parts) == safe == cookie.startswith("__Host-"), name
        if "html" in page.headers.get("content-type", ""):
            assert not re.search(r"<script|\son[a-z]+=|javascript:|style=", page.text, re.I), name


async def test_sec_43_a_form_of_elsewhere_is_not_taken(shop: Shop) -> None:
    order = await shop.new_order()
    browser = shop.browser()
    await browser.open(order["pay_url"])
    action, hidden = browser.form()
    card = {"number": GOOD, "expiry": "09/39", "cvc": "123"}
    other = shop.browser()
    for fields in ({}, {"csrf": "made-up"}, {"csrf": hidden["csrf"]}):
        answer = await other.http.post(action, data=card | fields)
        assert answer.status_code == 403
    assert (await shop.read(order["order_number"]))["state"] == "created"


def test_sec_44_the_insurer_listens_on_this_machine_alone() -> None:
    assert serve.LOOPBACK == "127.0.0.1"
    bound = [
        ast.unparse(node.args[0])
        for node in ast.walk(ast.parse((PACKAGE / "fake_server" / "serve.py").read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "bind"
    ]
    assert bound
    assert all("LOOPBACK" in address for address in bound)


async def test_sec_44_control_calls_need_the_token_of_the_ready_line(shop: Shop) -> None:
    token = shop.services.control_token
    assert len(token) * 6 >= 128, "bits of base64"
    paths = [path for path in shop.app.openapi()["paths"] if path.startswith("/_omi/") and path != "/_omi/about"]
    assert len(paths) > 10
    for given in ({}, {"Omi-Control": ""}, {"Omi-Control": token[:-1]}, {"Omi-Control": f"{token} "}):
        for path in paths:
            for method in shop.app.openapi()["paths"][path]:
                answer = await shop.api.request(method, path, headers=given)
                assert answer.status_code == 401, (method, path)


def test_sec_44_the_wizard_names_no_module_of_the_insurer() -> None:
    """Only the command line does, inside the function that starts it."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if "fake_server" in path.relative_to(PACKAGE).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.module if isinstance(node, ast.ImportFrom) else None
            if name and name.startswith("omi_tui.fake_server"):
                found.append(str(path.relative_to(PACKAGE)))
    assert set(found) <= {"cli.py"}
