"""Routes that take JSON literally: a day is ``"2030-05-01"`` and a truth is ``true``, no number stands for either."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from omi_tui.fake_server.auth import guard


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
    """A route whose body is first read by the model's own strict JSON parser; a stranger hears 401 before any 422."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the framework's handler behind the strict reading."""
        handle = super().get_route_handler()
        model = self.body_field.field_info.annotation if self.body_field else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return handle

        async def strictly(request: Request) -> Response:
            body = await request.body()
            try:
                read = model.model_validate_json(body, strict=True)
            except ValidationError as error:
                await guard(request, (dependency.call for dependency in self.dependant.dependencies))
                raise RequestValidationError(error.errors(include_url=False, include_input=False)) from None
            return await handle(_Read(request, body, read))

        return strictly
