"""Routes that take JSON literally: a day is ``"2030-05-01"`` and a truth is ``true``, no number stands for either."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError


class StrictRoute(APIRoute):
    """A route whose body is first read by the model's own strict JSON parser."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the framework's handler behind the strict reading."""
        handle = super().get_route_handler()
        model = self.body_field.field_info.annotation if self.body_field else None
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            return handle

        async def strictly(request: Request) -> Response:
            try:
                model.model_validate_json(await request.body(), strict=True)
            except ValidationError as error:
                raise RequestValidationError(error.errors(include_url=False, include_input=False)) from None
            return await handle(request)

        return strictly
