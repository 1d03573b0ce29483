"""How a card page is made: the words of a language, the templates, the headers, and the token that guards its forms."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

LANGUAGES = (("en", "English"), ("ru", "Русский"))
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Omi-Fake": "1",
}
COOKIE_SECONDS = 3600

_templates = Environment(
    loader=PackageLoader("omi_tui.fake_server.card_page"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@cache
def words(language: str) -> dict[str, str]:
    """The page's texts in *language*, ``en`` or ``ru``."""
    text = (resources.files(__package__) / "words.json").read_text("utf-8")
    chosen: dict[str, str] = json.loads(text)[language]
    return chosen


def language_of(request: Request) -> str:
    """``?lang=`` where it names a language of the page, else the first such of Accept-Language, else English."""
    known = [code for code, _ in LANGUAGES]
    asked = [request.query_params.get("lang", "")]
    asked += re.findall(r"[A-Za-z]+", re.sub(r";[^,]*|-[A-Za-z0-9]+", "", request.headers.get("accept-language", "")))
    return next((code.lower() for code in asked if code.lower() in known), "en")


def link(request: Request, page: str | None = None, **changes: str) -> str:
    """The address of a page for the same order; a language chosen by hand travels along."""
    kept = {key: request.query_params[key] for key in ("o", "lang") if key in request.query_params}
    return f"{page or request.url.path}?{urlencode(kept | changes)}"


class FormGuard:
    """Binds every form to a cookie of its browser: a page elsewhere can neither read the token nor make one.

    The cookie is SameSite=Strict and HttpOnly. Over https it is Secure and carries the ``__Host-`` prefix; a browser
    drops such a cookie on plain http, which is what the bundled gateway speaks on loopback.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def cookie(self, request: Request) -> str:
        """The browser's cookie value, or a fresh one where it sent none."""
        sent = request.cookies.get(self._name(request), "")
        return sent if re.fullmatch(r"[A-Za-z0-9_-]{22}", sent) else secrets.token_urlsafe(16)

    def token(self, cookie: str, order: str) -> str:
        """The form token for a cookie and an order."""
        return hmac.new(self._key, f"{cookie}|{order}".encode(), hashlib.sha256).hexdigest()

    def accepts(self, request: Request, form: Mapping[str, str]) -> bool:
        """Whether a posted form was made for this browser and this order."""
        cookie = request.cookies.get(self._name(request), "")
        expected = self.token(cookie, request.query_params.get("o", ""))
        return bool(cookie) and hmac.compare_digest(expected.encode(), form.get("csrf", "").encode())

    def set_cookie(self, request: Request, response: HTMLResponse, cookie: str) -> None:
        """Give the cookie to the browser, for an hour and for this origin's pages alone."""
        response.set_cookie(
            self._name(request),
            cookie,
            max_age=COOKIE_SECONDS,
            path="/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )

    def _name(self, request: Request) -> str:
        return "__Host-omi-pay" if request.url.scheme == "https" else "omi-pay"


def render(request: Request, guard: FormGuard, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of *template*, in the reader's language, with the form token in it and its cookie beside it."""
    language = language_of(request)
    cookie = guard.cookie(request)
    html = _templates.get_template(template).render(
        words=words(language),
        language=language,
        languages=LANGUAGES,
        link=lambda page=None, **changes: link(request, page, **changes),
        csrf=guard.token(cookie, request.query_params.get("o", "")),
        **values,
    )
    response = HTMLResponse(html, status, HEADERS | {"Content-Language": language})
    guard.set_cookie(request, response, cookie)
    return response


def style_sheet() -> bytes:
    """The one style sheet."""
    return (resources.files(__package__) / "static" / "card.css").read_bytes()
