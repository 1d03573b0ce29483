"""Doing a keyed call once: its intent is on disk before the first byte is sent, its end before anybody is told."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from omi_tui.client.errors import ClientError
    from omi_tui.client.insurer import Insurer
    from omi_tui.desk.journal import Kind
    from omi_tui.journeys.workplace import Workplace

Answer = TypeVar("Answer")
_PASSING = frozenset({401, 408, 425, 429})
"""Refusals of this moment, which say nothing about the call itself."""


class Unsettled(Exception):
    """It is not known whether the call with the idempotency ``key`` had its effect: to be looked up, not repeated."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


async def send_once(
    workplace: "Workplace",
    kind: "Kind",
    fingerprint: str,
    send: "Callable[[Insurer, str], Awaitable[Answer]]",
    server_id: Callable[[Answer], str | None],
    *,
    looked_up: bool = False,
) -> Answer:
    """What *send* answers to the key of this intent; *server_id* reads the draft or order out of it.

    Raises Unsettled where the answer is lost, or was lost before and has not been *looked_up* since; Refused where
    the insurer says no, and the other errors of ``client.errors`` where surely nothing was done.
    """
    from omi_tui.client.errors import ClientError
    from omi_tui.desk.journal import StaleIntent

    journal, insurer = workplace.journal, await workplace.insurer()
    before = {operation.key for operation in journal.open_operations()}
    try:
        key = journal.intent(kind, fingerprint, workplace.login)
    except StaleIntent as stale:
        raise Unsettled(stale.operation.key) from None
    if key in before and not looked_up and key != workplace.put_off:
        raise Unsettled(key)
    workplace.sending, workplace.put_off = key, ""
    workplace.sent.add(key)
    try:
        answer = await send(insurer, key)
    except asyncio.CancelledError:
        raise  # the person stopped waiting: ``sending`` names what has to be looked up
    except ClientError as error:
        workplace.sending = ""
        if may_have_arrived(error):
            raise Unsettled(key) from error
        if refused_for_good(error) or (never_left(error) and key not in before):
            journal.result(key, "failed")
        else:
            workplace.put_off = key  # the next try is the same one, with the same key
        raise
    journal.result(key, "done", server_id(answer))
    workplace.sending = ""
    return answer


def refused_for_good(error: "ClientError") -> bool:
    """Whether the insurer has read the call and will never do what it asks.

    A refusal of the last try says so of no earlier one whose answer was lost: it may come from a guard that stands
    before the insurer looks for the key.
    """
    from omi_tui.client.errors import Refused

    if error.unsure or not isinstance(error, Refused) or error.code == "operation.running":
        return False
    return error.status < 500 and error.status not in _PASSING


def never_left(error: "ClientError") -> bool:
    """Whether not one byte of the call was sent, in none of its tries."""
    return not error.unsure and getattr(error, "sent", True) is False


def may_have_arrived(error: "ClientError") -> bool:
    """Whether the call, or an earlier try of it, may have had its effect although it ended in *error*."""
    from omi_tui.client.errors import Overloaded, Refused, SessionEnded

    if never_left(error) or refused_for_good(error) or isinstance(error, SessionEnded):
        return False
    passing = isinstance(error, Refused | Overloaded) and error.status in _PASSING
    return error.unsure or not passing
