"""What every model shares: frozen, strict about requests, lenient about answers."""

from collections.abc import Callable
from typing import Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from omi_tui.model.rules import RuleError


class Answer(BaseModel):
    """Something that the insurer says; fields that this version does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Request(BaseModel):
    """Something that is sent to the insurer; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def ruled(rule: Callable[[str], Any]) -> AfterValidator:
    """A validator that runs *rule* and reports its kind of failure as the pydantic error type."""

    def check(value: str) -> Any:
        try:
            return rule(value)
        except RuleError as error:
            raise PydanticCustomError(error.kind, "{kind}", {"kind": error.kind}) from None

    return AfterValidator(check)


def blank_to_none(value: Any) -> Any:
    """Read an empty or blank string as "not given"."""
    return None if isinstance(value, str) and not value.strip() else value


OptionalText = BeforeValidator(blank_to_none)
