"""The addresses in the insurer's mails, for whoever opens them in a browser."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from omi_tui.fake_server.activation import confirm
from omi_tui.fake_server.auth import Insurer
from omi_tui.fake_server.problems import ProblemError
from omi_tui.fake_server.rate_limits import with_ticket
from omi_tui.fake_server.tickets import parse_link
from omi_tui.fake_server.web_page import web_page

router = APIRouter(tags=["accounts"], include_in_schema=False)

_RESULTS = {
    "": (
        "The address is confirmed. You may close this page and sign in.",
        "Адрес подтверждён. Закройте эту страницу и войдите в кабинет.",
    ),
    "ticket.used": (
        "This link was used already. If you did that, sign in.",
        "По этой ссылке уже переходили. Если это были вы, войдите в кабинет.",
    ),
    "ticket.expired": (
        "This link is too old. Ask for a new mail in the program.",
        "Срок действия ссылки истёк. Запросите новое письмо в программе.",
    ),
}
_WRONG = (
    "This link does not fit. Copy the whole link from the newest mail, or ask for a new mail in the program.",
    "Ссылка не подходит. Скопируйте её целиком из последнего письма или запросите новое письмо в программе.",
)


@router.get("/EmailConfirm.aspx")
async def confirm_email(request: Request, services: Insurer) -> HTMLResponse:
    """Confirm an address, as the link in the mail does."""
    email, ticket = parse_link(request.url.query)
    try:
        await with_ticket(request, services, lambda conn: confirm(conn, services, email, ticket))
    except ProblemError as error:
        return web_page("User cabinet", _RESULTS.get(error.code, _WRONG), error.status)
    return web_page("User cabinet", _RESULTS[""])


@router.get("/PasswordReset.aspx")
async def explain_reset() -> HTMLResponse:
    """Say what to do with the link: the new password is typed in the program."""
    texts = (
        'Copy this page\'s address into the program, under "Forgot your password?", and choose a new password there.',
        "Скопируйте адрес этой страницы в программу, в раздел «Забыли пароль?», и задайте там новый пароль.",
    )
    return web_page("User cabinet", texts)
