"""The pages a buyer sees: the card form, 3-D Secure, and the result."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from omi_tui.fake_server.card_page.cards import CARDS, Card, read_form
from omi_tui.fake_server.card_page.gateway import Gateway
from omi_tui.fake_server.card_page.ledger import Attempt, GatewayOrder, NotPayable
from omi_tui.fake_server.card_page.view import HEADERS, FormGuard, language_of, link, render, words
from omi_tui.fake_server.services import Services

PAY, SECURE, RESULT = "/pay/order.cfm", "/pay/secure.cfm", "/pay/result.cfm"
LONGEST_FORM = 4096
LISTED = [
    (" ".join(number[place : place + 4] for place in range(0, 16, 4)), Card(number, outcome).system, outcome)
    for number, outcome in CARDS.items()
]


async def read_posted(request: Request) -> dict[str, str]:
    """A posted form's fields. Raises HTTPException 413 or 415; nothing of the body reaches a log."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise HTTPException(415)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_FORM:
            raise HTTPException(413)
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        raise HTTPException(400) from None


Posted = Annotated[dict[str, str], Depends(read_posted)]


def router(services: Services, gateway: Gateway, guard: FormGuard) -> APIRouter:
    """The pages' routes."""
    routes = APIRouter(default_response_class=HTMLResponse)
    pages = _Pages(guard)

    @routes.get(PAY)
    async def pay_page(request: Request, o: str = "") -> Response:
        order, tries = await gateway.open(o)
        if order is None or order.state not in ("created", "declined"):
            return pages.outcome(request, order, tries)
        return pages.card_form(request, order)

    @routes.post(PAY)
    async def pay(request: Request, form: Posted, o: str = "") -> Response:
        order, tries = await gateway.open(o)
        if order is None or order.state not in ("created", "declined"):
            return pages.outcome(request, order, tries, refused=True)
        if not guard.accepts(request, form):
            return pages.card_form(request, order, 403, notice="old_form")
        today = services.now().date()
        read = read_form(form.get("number", ""), form.get("expiry", ""), form.get("cvc", ""), today)
        if read.card is None:
            return pages.card_form(request, order, 422, errors=read.errors, expiry=form.get("expiry", "")[:9])
        try:
            state = await gateway.charge(order.order_number, read.card)
        except NotPayable:
            return pages.outcome(request, *await gateway.open(o), refused=True)
        if (services.card_outcome or read.card.outcome) == "lost_return":
            return pages.lost(request, order)
        return _go(request, SECURE if state == "challenge" else RESULT)

    @routes.get(SECURE)
    async def secure_page(request: Request, o: str = "") -> Response:
        order, tries = await gateway.open(o)
        if order is None or order.state != "challenge":
            return pages.outcome(request, order, tries)
        return pages.challenge(request, order, tries[-1])

    @routes.post(SECURE)
    async def secure(request: Request, form: Posted, o: str = "") -> Response:
        order, tries = await gateway.open(o)
        if order is None or order.state != "challenge":
            return pages.outcome(request, order, tries, refused=True)
        if not guard.accepts(request, form):
            return pages.challenge(request, order, tries[-1], 403, notice="old_form")
        code = form.get("code", "").strip()
        if "cancel" not in form and not code:
            return pages.challenge(request, order, tries[-1], 422, errors={"code": "code_missing"})
        try:
            await gateway.answer(order.order_number, None if "cancel" in form else code)
        except NotPayable:
            return pages.outcome(request, *await gateway.open(o), refused=True)
        return _go(request, RESULT)

    @routes.get(RESULT)
    async def result(request: Request, o: str = "") -> Response:
        order, tries = await gateway.open(o)
        return pages.outcome(request, order, tries)

    return routes


def _go(request: Request, page: str) -> RedirectResponse:
    return RedirectResponse(link(request, page), 303, HEADERS)


class _Pages:
    """What the pages show."""

    def __init__(self, guard: FormGuard) -> None:
        self.guard = guard

    def card_form(
        self, request: Request, order: GatewayOrder, status: int = 200, *,
        errors: dict[str, str] | None = None, expiry: str = "", notice: str | None = None,
    ) -> HTMLResponse:  # fmt: skip
        return render(
            request, self.guard, "pay.html", status,
            order=order, errors=errors or {}, expiry=expiry, notice=notice, cards=LISTED,
        )  # fmt: skip

    def challenge(
        self, request: Request, order: GatewayOrder, attempt: Attempt, status: int = 200, *,
        errors: dict[str, str] | None = None, notice: str | None = None,
    ) -> HTMLResponse:  # fmt: skip
        return render(
            request, self.guard, "secure.html", status, order=order, attempt=attempt, errors=errors or {}, notice=notice
        )

    def lost(self, request: Request, order: GatewayOrder) -> HTMLResponse:
        text = words(language_of(request))
        return self._message(request, 504, order, "bad", text["lost_title"], [text["lost_text"]])

    def outcome(
        self, request: Request, order: GatewayOrder | None, tries: list[Attempt], *, refused: bool = False
    ) -> Response:
        """What became of an order; *refused* where a second payment was just turned away."""
        text = words(language_of(request))
        if order is None:
            return self._message(request, 404, None, "bad", text["unknown_title"], [text["unknown_text"]])
        state = order.state
        if state == "created":
            return _go(request, PAY)
        heading = text[f"{state}_title"].format(order=order.order_number)
        kind = {"approved": "good", "pending": "", "challenge": ""}.get(state, "bad")
        status = 410 if state in ("expired", "reversed") else 409 if refused else 200
        again = request.url.path == PAY
        texts, links, code = [], [], None
        if state == "approved":
            amount = f"{order.amount} {order.currency}"
            texts = [text["already_text" if again else "approved_text"].format(amount=amount)]
            links = [(text["return"], _way_back(order, tries))]
        elif state == "declined":
            code = order.code
            texts = [text[tries[-1].reason or code or "AS100"]]
            links = [(text["try_again"], link(request, PAY)), (text["return"], _way_back(order, tries))]
        elif state in ("expired", "reversed"):
            texts = [text[f"{state}_text"]]
        else:
            texts = [text["busy_text"]] * refused + [text[f"{state}_text"]]
            page, word = (SECURE, "enter_code") if state == "challenge" else (RESULT, "check_again")
            links = [(text[word], link(request, page))]
        return self._message(request, status, order, kind, heading, texts, links, code)

    def _message(
        self, request: Request, status: int, order: GatewayOrder | None, kind: str, heading: str, texts: list[str],
        links: list[tuple[str, str]] | None = None, code: str | None = None,
    ) -> HTMLResponse:  # fmt: skip
        return render(
            request, self.guard, "result.html", status,
            order=order, kind=kind, heading=heading, texts=texts, links=links or [], code=code,
        )  # fmt: skip


def _way_back(order: GatewayOrder, tries: list[Attempt]) -> str:
    bill = tries[-1].billnumber if tries else ""
    return f"{order.return_url}?{urlencode({'ordernumber': order.order_number, 'billnumber': bill})}"
