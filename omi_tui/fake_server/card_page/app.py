"""The card page: an application of its own, served on its own origin."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from omi_tui.fake_server.card_page import orderstate, pages
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.card_page.view import HEADERS, FormGuard, language_of, render, style_sheet, words
from omi_tui.fake_server.services import Services


def create_card_app(services: Services) -> FastAPI:
    """The gateway's pages and its order-state service, on the store and the clock of *services*."""
    app = FastAPI(title="Card page of the bundled insurer", docs_url=None, redoc_url=None, openapi_url=None)
    guard = FormGuard()
    css = style_sheet()
    app.include_router(pages.router(services, gateway_of(services), guard))
    app.include_router(orderstate.router(services, gateway_of(services)))

    @app.get("/card.css")
    async def card_css() -> Response:
        return Response(css, media_type="text/css", headers=HEADERS)

    async def trouble(request: Request, error: Exception) -> HTMLResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        text = words(language_of(request))
        return render(
            request, guard, "result.html", status, order=None, kind="bad", heading=text["error_title"],
            texts=[text["error_text"]], code=None, links=[],
        )  # fmt: skip

    app.add_exception_handler(HTTPException, trouble)
    app.add_exception_handler(500, trouble)
    return app
