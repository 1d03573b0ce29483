"""What every resource calls through: the bearer token, the retries, and answers turned into models or errors."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from omi_tui.client.call import Call, Reply
from omi_tui.client.problems import Model, checked, read
from omi_tui.client.retry import Retry
from omi_tui.client.session import SessionKeeper
from omi_tui.client.transport import Transport
from omi_tui.model.fingerprint import canonical

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True)
class Versioned(Generic[Value]):
    """Something that can be edited, and the version that was read: a save names it, so that no edit is overwritten."""

    value: Value
    etag: str


class Channel:
    """One insurer, one session, one way of trying again."""

    def __init__(self, transport: Transport, keeper: SessionKeeper, retry: Retry) -> None:
        self.transport = transport
        self.keeper = keeper
        self.retry = retry

    async def reply(self, call: Call) -> Reply:
        """The successful reply to *call*. Raises the errors of ``client.errors``."""
        return await self.retry.send(call, self._attempt)

    async def ask(self, call: Call, model: type[Model]) -> Model:
        """The answer to *call* as *model*. Raises the errors of ``client.errors``."""
        return read(model, await self.reply(call))

    async def _attempt(self, call: Call) -> Reply:
        sender = self.keeper if call.signed_in else self.transport
        return checked(await sender.send(call))


def body_of(request: BaseModel) -> bytes:
    """*request* as it is sent: canonical JSON without the members that were not given."""
    return canonical(request.model_dump(mode="json", exclude_none=True))


def page_query(cursor: str | None, limit: int | None, **filters: str) -> dict[str, str]:
    """The query of a list."""
    query = dict(filters)
    if cursor is not None:
        query["cursor"] = cursor
    if limit is not None:
        query["limit"] = str(limit)
    return query
