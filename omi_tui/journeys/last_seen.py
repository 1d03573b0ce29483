"""What was seen last, for days without a connection: what the insurer showed, kept in the vault under the account."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.workplace import Workplace

Shown = TypeVar("Shown")
DAYS = 7.0


class Seen(NamedTuple, Generic[Shown]):
    """What to show. ``seen_at`` (seconds since 1970) is None where the insurer has just told it."""

    value: Shown
    seen_at: float | None = None

    def notes(self) -> tuple[str, ...]:
        """How old it is, in a sentence; nothing where it is not."""
        from omi_tui.journeys.show import moment_of

        if self.seen_at is None:
            return ()
        text = _("The insurer cannot be reached. This is what was seen on {moment}.")
        return (text.format(moment=moment_of(self.seen_at)),)


async def ask(
    workplace: "Workplace", name: str, kind: type[Shown], fetch: "Callable[[Insurer], Awaitable[Shown]]"
) -> Seen[Shown]:
    """What *fetch* gives, or the last that it gave for *name* where the insurer cannot be reached.

    *kind* is what can be read back: a model, or a list of them. Raises the errors of ``client.errors``.
    """
    from pydantic import TypeAdapter

    from omi_tui.client.errors import BadAnswer, Overloaded, TimedOut, Unreachable

    adapter = TypeAdapter(kind)
    record = f"{_prefix(workplace)}{name}"
    try:
        value = await fetch(await workplace.insurer())
    except (Unreachable, TimedOut, BadAnswer, Overloaded):
        kept = await asyncio.to_thread(workplace.vault.get, record)
        try:
            if kept is not None:
                return Seen(adapter.validate_python(kept.content["value"]), kept.saved_at)
        except (ValueError, KeyError):
            pass  # another version of this program kept it
        raise
    if not workplace.read_only:
        content: dict[str, Any] = {"value": adapter.dump_python(value, mode="json")}
        await asyncio.to_thread(workplace.vault.put, record, content, days=DAYS)
    return Seen(value)


async def forget(workplace: "Workplace") -> None:
    """Keep nothing of what the account was shown, nor who it was; work that is not finished stays."""
    from omi_tui.journeys.workplace import WHO

    def drop() -> None:
        for name in (WHO, *workplace.vault.names(_prefix(workplace))):
            workplace.vault.delete(name)

    if workplace.login and not workplace.read_only:
        await asyncio.to_thread(drop)


def _prefix(workplace: "Workplace") -> str:
    return f"seen/{workplace.login}/"
