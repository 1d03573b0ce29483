"""Routes that take JSON literally: a day is ``"2030-05-01"`` and a truth is ``true``, no number stands for either."""

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from omi_tui.fake_server.auth import guard, signed_in
from omi_tui.fake_server.idempotency import idempotency_key
from omi_tui.fake_server.services import insurer_of

_ASKED = frozenset({signed_in, insurer_of, idempotency_key})
"""Dependencies that need the request alone, and so can be called without the framework."""


class _Read(Request):
    """A request whose body is read: the framework gets the model where it would read the JSON once more."""

    def __init__(self, request: Request, body: bytes, model: BaseModel) -> None:
        super().__init__(request.scope, request.receive)
        self._bytes, self._model = body, model

    async def body(self) -> bytes:
        """The body as it came."""
        return self._bytes

    async def json(self) -> BaseModel:
        """What the body says."""
        return self._model


class StrictRoute(APIRoute):
    """A route whose body is first read by the model's own strict JSON parser; a stranger hears 401 before any 422.

    Where the endpoint needs nothing but that body, the request and what can be asked of it, and makes its response
    itself, it is called at once: what the framework does around it would take as long as all that it does.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the framework's handler behind the strict reading."""
        handle = super().get_route_handler()
        model = self.body_field.field_info.annotation if self.body_field else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return handle

        direct = self._direct()

        async def strictly(request: Request) -> Response:
            body = await request.body()
            try:
                read = model.model_validate_json(body, strict=True)
            except ValidationError as error:
                await guard(request, (dependency.call for dependency in self.dependant.dependencies))
                raise RequestValidationError(error.errors(include_url=False, include_input=False)) from None
            if direct and request.headers.get("content-type") == "application/json":
                return await direct(request, read)
            return await handle(_Read(request, body, read))

        return strictly

    def _direct(self) -> Callable[[Request, BaseModel], Coroutine[Any, Any, Response]] | None:
        """What calls the endpoint with a request and its body; None where it needs more than that."""
        endpoint: Callable[..., Any] = self.endpoint
        asks: dict[str, Any] = {part.name or "": part.call for part in self.dependant.dependencies}
        request_name, body_name = self.dependant.request_param_name, self.body_field and self.body_field.name
        signature = inspect.signature(endpoint)
        if not (request_name and body_name and signature.return_annotation is Response):
            return None
        if set(signature.parameters) != {request_name, body_name, *asks} or not _ASKED.issuperset(asks.values()):
            return None

        async def call(request: Request, read: BaseModel) -> Response:
            values = {name: await ask(request) for name, ask in asks.items()}
            response: Response = await endpoint(**{request_name: request, body_name: read}, **values)
            return response

        return call
