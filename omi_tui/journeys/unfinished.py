"""What was begun and not finished: the answers of open journeys, kept in the vault until they are sent or given up.

A record is ``work/<login>/<journey>/<schema>``; the login is empty before sign-in. A record of another schema has
another name: it stays as it is until its time is over, and a program that knows it finds it again.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from omi_tui.journeys.view import Effect, Enter
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.desk.journal import Operation
    from omi_tui.desk.vault import Kept
    from omi_tui.journeys.journey import Journey
    from omi_tui.journeys.workplace import Workplace

SCHEMA = 1
UNSAFE = N_("This computer offers no safe place: what you type is lost if the program is killed.")
LOCKED = N_("The saved work is locked: what you type in this run is lost if the program is killed.")


class Open(NamedTuple):
    """A journey that stands open. ``then`` is what the one below it acts when it is left."""

    journey: "Journey"
    then: str = ""


class Unfinished:
    """The unfinished work of one run. Every call that touches the vault does it in a thread, one at a time."""

    def __init__(self, workplace: "Workplace") -> None:
        self._workplace = workplace
        self._one = asyncio.Lock()
        self._known: dict[str, dict[str, Any] | None] = {}
        self._resumed: set[str] = set()
        self._done: list[str] = []
        """Records of what was sent, to be dropped once the person has read that."""
        self._told = False
        self.safe = True
        """Whether what was saved last outlives this process."""

    async def save(self, stack: "Sequence[Open]") -> bool:
        """Keep what the journeys of *stack* (lowest first) hold, drop what they hold no longer.

        Says whether any of them has something unfinished. Nothing is written where nothing changed.
        """
        async with self._one:
            changes = dict.fromkeys(self._done) | self._changes(stack)
            if changes:
                await asyncio.to_thread(self._write, changes)
                self._done.clear()
        if changes and not self.safe and not self._told:
            self._told = True
            self._workplace.tell(_(LOCKED if self._workplace.vault.locked else UNSAFE))
        return not self._workplace.read_only and any(each.journey.worth_keeping() for each in stack)

    def save_now(self, stack: "Sequence[Open]") -> None:
        """As :meth:`save`, at once: for the moment before the program ends by a mistake."""
        self._write(self._changes(stack))

    async def forget(self, journey: "Journey") -> None:
        """*journey* is done with or was given up: keep nothing of it."""
        journey.over = True
        name = self._name(journey)
        async with self._one:
            if self._known.get(name) or journey.kept_at is not None:
                await asyncio.to_thread(self._write, {name: None})

    async def take_up(self, journey: "Journey") -> None:
        """Put what was kept into *journey*, which was just made; ``journey.kept_at`` then says when it was kept."""
        if not journey.keeps or journey.kept_at is not None or self._workplace.read_only:
            return
        kept = await asyncio.to_thread(self._workplace.vault.get, self._name(journey))
        if kept is None or not journey.continues(kept.content["snapshot"]):
            return
        if self._sent(journey, kept) != "done":
            self._restore(journey, kept)

    async def resume(self, *, looked_up: bool) -> Effect:
        """Go into what the account has not finished, and into what stood above that; None where all is finished.

        What was sent and got no answer waits until the insurer was *looked_up* about it.
        """
        workplace = self._workplace
        if workplace.read_only or workplace.login in self._resumed:
            return None
        found = sorted(await asyncio.to_thread(self._find), key=lambda each: int(each[1].content["depth"]))
        lowest: Enter | None = None
        above: Journey | None = None
        depth = 0
        for journey_id, kept in found:
            journey = _make(workplace, journey_id, kept.content["snapshot"])
            if journey is None:
                continue
            sent = self._sent(journey, kept)
            if sent == "done":
                self._tell_formed(kept)
                self._done.append(self._name(journey))
            if sent == "done" or (sent == "unknown" and not looked_up):
                continue
            if above is not None and kept.content["depth"] != depth + 1:
                continue
            if not self._restore(journey, kept):
                continue
            self._resumed.add(workplace.login)
            if above is None:
                lowest = Enter(journey)
            else:
                above.onward = Enter(journey, kept.content["then"])
            above, depth = journey, kept.content["depth"]
        return lowest

    def signed_out(self) -> None:
        """Somebody else may sign in: what was resumed for this login is offered anew."""
        self._resumed.clear()
        self._known.clear()

    def _name(self, journey: "Journey") -> str:
        return f"work/{journey.login}/{journey.id}/{SCHEMA}"

    def _prefix(self) -> str:
        return f"work/{self._workplace.login}/"

    def _changes(self, stack: "Sequence[Open]") -> dict[str, dict[str, Any] | None]:
        changes: dict[str, dict[str, Any] | None] = {}
        if self._workplace.read_only:
            return changes
        for depth, (journey, then) in enumerate(stack):
            if not journey.keeps or journey.over:
                continue
            name, content = self._name(journey), None
            if journey.worth_keeping():
                content = {"depth": depth, "then": then, "snapshot": journey.snapshot(), "keys": list(journey.keys)}
            before = self._known.get(name, {} if journey.kept_at is not None else None)
            if content != before:
                changes[name] = content
        return changes

    def _write(self, changes: dict[str, dict[str, Any] | None]) -> None:
        vault = self._workplace.vault
        for name, content in changes.items():
            if content is None:
                vault.delete(name)
            else:
                vault.put(name, content)
                self.safe = vault.where().place != "memory" and not vault.locked
            self._known[name] = content

    def _find(self) -> "list[tuple[str, Kept]]":
        vault = self._workplace.vault
        names = [name for name in vault.names(self._prefix()) if name.endswith(f"/{SCHEMA}")]
        return [(name.split("/")[-2], kept) for name in names if (kept := vault.get(name))]

    def _sent(self, journey: "Journey", kept: "Kept") -> Literal["", "done", "unknown"]:
        """What became of the work if it was sent after it was kept; nothing where it was not sent, or refused."""
        if not journey.forms_drafts:
            return ""
        states = {each.state for each in self._calls(kept)}
        return "done" if "done" in states else "unknown" if states - {"failed"} else ""

    def _calls(self, kept: "Kept") -> "list[Operation]":
        """The calls that may have sent what was kept: those begun since then, and those it was kept with."""
        from omi_tui.journeys.reconcile import is_ours

        journal = self._workplace.journal
        calls = {each.key: each for each in journal.begun_since("draft", kept.saved_at)}
        for key in kept.content.get("keys", ()):
            with suppress(KeyError):
                calls[key] = journal.operation(key)
        return [each for each in calls.values() if is_ours(self._workplace, each)]

    def _tell_formed(self, kept: "Kept") -> None:
        """Say what was formed: the program may have ended between the insurer's answer and the page that shows it.

        The record stays until the person goes on, for it may end once more before this is read.
        """
        from omi_tui.journeys.reconcile import in_words

        workplace = self._workplace
        for each in self._calls(kept):
            text = in_words("draft", str(each.server_id))
            told = any(message.text == text for message in workplace.messages)
            if each.state == "done" and not told:
                workplace.tell(text)

    def _restore(self, journey: "Journey", kept: "Kept") -> bool:
        step = journey.step
        try:
            journey.restore(kept.content["snapshot"])
            journey.land()
            journey.view()
        except Exception:  # a snapshot that cannot be read must not keep the program from starting, now and ever again
            journey.step = step
            return False
        journey.kept_at = kept.saved_at
        if journey.forms_drafts:
            journey.keys = [each.key for each in self._calls(kept) if each.state != "failed"]
        return True


def _make(workplace: "Workplace", journey_id: str, snapshot: dict[str, Any]) -> "Journey | None":
    """A journey of that kind as it was begun; None for one that is not resumed by itself."""
    if journey_id == "purchase":
        from omi_tui.journeys.purchase import PurchaseJourney

        return PurchaseJourney(workplace)
    if journey_id == "group":
        from omi_tui.journeys.group import GroupJourney

        return GroupJourney(workplace)
    if journey_id == "profile":
        from omi_tui.journeys.profile import ProfileJourney

        return ProfileJourney(workplace, only_missing=bool(snapshot.get("only_missing")))
    if journey_id == "email":
        from omi_tui.journeys.credentials import EmailJourney

        return EmailJourney(workplace, str(snapshot.get("old", "")))
    if journey_id == "settings":
        from omi_tui.journeys.settings import SettingsJourney

        return SettingsJourney(workplace)
    return None
