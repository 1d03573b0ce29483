"""The locked desk: it covers all that is open, tells nothing of it, and takes few commands."""

from omi_tui.screens.journey import JourneyScreen


class LockScreen(JourneyScreen):
    """Dismissed with True when the password was right."""

    TAKES = ("next", "forward", "back", "help", "language", "leave")
    """What may be done here."""

    def _hear(self) -> None:
        """What was told belongs to the screens behind; the lock says its own in its view."""

    async def do_back(self) -> None:
        """Stop waiting for the insurer; there is no way back but the password."""
        if self.busy:
            await super().do_back()
