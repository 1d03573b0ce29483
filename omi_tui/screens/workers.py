"""Work beside whatever else a screen or the application does."""

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.app import App
from textual.dom import DOMNode

from omi_tui.screens.host import Host

Work = Callable[[], Coroutine[Any, Any, object]]


def run(owner: DOMNode, work: Work, group: str, *, exclusive: bool = False) -> None:
    """Do *work* in the name of *owner*, which takes it along when it goes; an *exclusive* one ends its *group*.

    Work is handed over as a function: a coroutine whose owner went before its turn came would be told of as a fault.
    """
    owner.run_worker(cast(Any, work), group=group, exclusive=exclusive, exit_on_error=False)


def run_or_end(host: App[int], work: Work, group: str) -> None:
    """Do *work* on which the whole program waits: where it fails, the program ends with a report, and hangs never."""

    async def guarded() -> None:
        try:
            await work()
        except Exception as error:  # whatever it is, it is a fault of this program
            cast(Host, host).broken(error)

    run(host, guarded, group)
