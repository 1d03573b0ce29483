"""The answering half of a journey's screen: lists of answers, what follows from an answer, failures in words."""

from functools import partial
from time import monotonic
from typing import Any

from textual.timer import Timer

from omi_tui.journeys.failures import understand
from omi_tui.journeys.journey import Journey
from omi_tui.screens import workers
from omi_tui.screens.correcting import Correcting
from omi_tui.text.i18n import _
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.form_panel import FormPanel
from omi_tui.widgets.frame import Paragraphs
from omi_tui.widgets.record_list import RecordList

LIVE_DELAY = 0.15
"""Seconds without a key after which the price of what was typed is asked for."""

FETCHES = ("enter", "poll")
"""What a screen does by itself: a key that is pressed meanwhile is not lost."""


class Answers(Correcting):
    """Takes what the rows of a form say."""

    def __init__(self, journey: Journey, heard: int | None = None) -> None:
        super().__init__(journey, heard)
        self.busy = ""
        self._confirmed: str | None = None
        """The deed that somebody was asked about and wants, until it is done."""
        self._live_timer: Timer | None = None
        self._changed_at = 0.0
        self._hinted = ""
        """The hint that was shown last while somebody typed: it may follow what is typed."""

    def start(self, action: str, result: Any = None) -> None:
        """Let the journey do *action*."""
        raise NotImplementedError

    def answered(self, then: str, deed: bool | None) -> None:
        """Do *then* where the question was answered with the *deed*."""
        if deed:
            self._confirmed = then
            self.start(then)

    def done(self, action: str) -> None:
        """*action* has been done, or could not be."""
        if action not in ("", *FETCHES):
            self.host.typed()  # what was typed may be done with now
        if action == self._confirmed:
            self._confirmed = None
            self.host.drop_keys()  # a second Enter was meant for the question, not for the page that follows

    def failed(self, error: Exception) -> bool:
        """Put a failure into words; say whether the person has to sign in again before the act is repeated."""
        failure = understand(error, self.journey.view().form)
        self.rejected = failure.kind == "fields"
        if failure.kind == "told":
            self.journey.workplace.tell(failure.sentence, bad=True)
        if self.busy not in ("", *FETCHES):
            self.host.drop_keys()  # what was typed ahead was meant for the page that does not come
        return failure.kind == "session"

    def after_drawing(self, *, fresh: bool, focused: str = "", keep_focus: bool = False) -> None:
        """Put the focus in its place; on a fresh page ask what follows from the answers that stand there already."""
        super().after_drawing(fresh=fresh, focused=focused, keep_focus=keep_focus)
        if fresh and self.current.form is not None:
            self._live_soon()

    def changed(self) -> None:
        """An answer changed: keep it soon, and ask, after a moment without keys, what follows from it."""
        self.host.typed()
        self._changed_at = monotonic()
        self._live_soon()

    def _live_soon(self) -> None:
        if self._live_timer is None and type(self.journey).live is not Journey.live:
            self._live_timer = self.set_timer(LIVE_DELAY, self._ask_live)

    def _ask_live(self) -> None:
        """One timer serves many keys: it is set again for what is left since the last of them."""
        left = LIVE_DELAY - (monotonic() - self._changed_at)
        self._live_timer = self.set_timer(left, self._ask_live) if left > 0 else None
        if self._live_timer is None:
            workers.run(self, self._live, "live", exclusive=True)

    async def _live(self) -> None:
        try:
            changed = await self.journey.live()
        except Exception as error:
            self.failed(error)
            changed = True
        if not self.stays or self.covered:
            return
        in_sight = self.focused is not None and self.query_one("#body").region.overlaps(self.focused.region)
        moved = changed and not self.busy and self._show_sentences()
        row = self.row_here()
        if row is not None and row.form.hint(row.field.id) != self._hinted:
            self._hinted, moved = row.form.hint(row.field.id), True  # a longer hint leaves less room above it
            self.show_frame()
        if moved and in_sight:
            self.call_after_refresh(self._reveal)

    def _show_sentences(self) -> bool:
        """Show what is said now above and below the form; whether that moves the form."""
        before, view = self.current, self.journey.view()
        if view.id != before.id:
            return False  # an act led elsewhere, which is about to be drawn
        self.current = view
        for notes in self.query("#notes").results(Paragraphs):
            notes.show(self.current.notes)
        if before.warnings == self.current.warnings:
            return False
        for warnings in self.query("#warnings").results(Paragraphs):
            warnings.show(self.current.warnings)
        return True

    def do_list(self) -> None:
        """Open the list of answers of the field that has the focus."""
        row = self.row_here()
        if row is not None:
            self.open_list(row)

    def open_list(self, row: FieldRow, *, onward: bool = False) -> None:
        """Let the person choose one of the answers of *row*'s field, and go *onward* then where they meant to."""
        text = row.form.texts[row.field.id] if isinstance(row.control, FieldInput) else ""
        options = row.form.options(row.field.id, text)
        if not options:
            return

        async def take(code: str | None) -> None:
            if code:
                row.form.choose(row.field.id, code)
                panel = self.query_one(FormPanel)
                await panel.refresh_rows()
                self.show_frame()
                if onward:
                    panel.go_on(row)
                self.changed()

        if len(options) == 1 and text.strip() and not row.field.options(text):
            self.call_later(take, options[0].code)  # one person of that name
            return
        chosen = "" if isinstance(row.control, FieldInput) else row.form.texts[row.field.id]
        self.host.choose(_(row.field.label), options, take, chosen)

    def on_form_panel_changed(self, event: FormPanel.Changed) -> None:
        event.stop()
        self.changed()

    def on_field_row_left(self, event: FieldRow.Left) -> None:
        event.stop()
        self.host.log_event("field_committed", field=event.row.field.id)
        self.host.keep_soon()

    def on_field_row_list_wanted(self, event: FieldRow.ListWanted) -> None:
        event.stop()
        self.open_list(event.row, onward=event.onward)

    def on_record_list_more_wanted(self, event: RecordList.MoreWanted) -> None:
        event.stop()
        workers.run(self, partial(self._more, event.list, event.all), "more", exclusive=True)

    async def _more(self, shown: RecordList, everything: bool) -> None:
        try:
            while (listing := self.journey.view().listing) and listing.more:
                await self.journey.act("more")
                fetched = self.journey.view().listing
                if fetched is None or len(fetched.entries) == len(listing.entries):
                    break
                if not (self.stays and shown.is_attached):
                    break
                shown.extend([(entry.id, entry.cells) for entry in fetched.entries], fetched.total)
                if not everything:
                    break
        except Exception as error:
            self.failed(error)
            await self.redraw()
