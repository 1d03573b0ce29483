"""The OpenAPI document: what FastAPI makes, with refusals in their own media type."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from omi_tui import __version__
from omi_tui.fake_server.problems import MEDIA_TYPE

TAGS = {
    "accounts": "Sign up, activation by mail, a forgotten password.",
    "sessions": "Sign in, renew, sign out.",
    "me": "Personal information, passport details and account settings. Editing needs `If-Match`.",
    "reference": "What the insurer sells and to whom, and what a term costs. No sign-in.",
    "drafts": "Contract drafts: formed, not yet paid.",
    "cart": "The shopping cart.",
    "orders": "Orders and the state of their payment.",
    "policies": "Paid contracts, their documents, and the check that anybody may make.",
    "operations": "What became of a call with an `Idempotency-Key`.",
    "fake": "Only in the fake insurer: mailbox, clock, snapshots, test cards.",
}
_DESCRIPTION = (
    "The user cabinet's interface, as the bundled fake insurer implements it. No real insurer stands behind it."
)


def describe(app: FastAPI) -> dict[str, Any]:
    """The document of *app*, made once."""
    if not app.openapi_schema:
        document = get_openapi(
            title="Obligatory medical insurance: the insurer's interface",
            version=__version__,
            description=_DESCRIPTION,
            routes=app.routes,
            tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        )
        for path in document["paths"].values():
            for operation in path.values():
                _mend(operation["responses"])
                for parameter in operation.get("parameters", ()):
                    _require(parameter)
        schemas = document["components"]["schemas"]
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        app.openapi_schema = document
    return app.openapi_schema


def _mend(responses: dict[str, Any]) -> None:
    """Refusals are problem documents, the framework's own 422 included; every answer carries the fake's mark."""
    for status, response in responses.items():
        response.setdefault("headers", {})["Omi-Fake"] = {"schema": {"const": "1"}, "required": True}
        if int(status) >= 400:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
            if status == "422":
                response["description"] = "Unprocessable Content"


def _require(parameter: dict[str, Any]) -> None:
    """A header that has a refusal of its own for being missing is optional to FastAPI, but not to callers."""
    if parameter["name"] in ("Idempotency-Key", "If-Match"):
        kept = {name: value for name, value in parameter["schema"].items() if name in ("format", "title")}
        parameter |= {"required": True, "schema": {"type": "string", **kept}}
