"""The scanning half of a journey's screen: the key for it, and what a scanner typed on a page that takes it."""

from typing import Any, NamedTuple

from textual.widgets import Input

from omi_tui.forms.field import FieldError
from omi_tui.screens.answers import Answers
from omi_tui.screens.scanner import Page
from omi_tui.text.i18n import _
from omi_tui.widgets.form_panel import FormPanel


class Before(NamedTuple):
    """What a page held before a scanner typed into it."""

    texts: dict[str, str]
    marks: dict[str, str]
    errors: list[FieldError]


class Scanning(Answers):
    """Takes scans where its journey does."""

    def start(self, action: str, result: Any = None) -> None:
        """Let the journey do *action*."""
        raise NotImplementedError

    def do_scan(self) -> None:
        """Open the box that takes a scan."""
        if self.journey.takes_scans:
            self.start("scan")
        else:
            self._unwanted()

    def _unwanted(self) -> None:
        self.journey.workplace.tell(_("A passport is scanned where the insured person or your own details are asked."))
        self.show_news()

    def before_scan(self) -> Page | None:
        """The page with what it holds; None where it is locked, or where a field takes whatever is typed."""
        form, wanted = self.current.form, self.journey.takes_scans
        if self.covered or (not wanted and isinstance(self.focused, Input)):
            return None
        held = Before(dict(form.texts), dict(form.marks), list(form.errors)) if form and wanted else None
        return Page(wanted, held)

    async def scanned(self, text: str, before: Page | None) -> None:
        """Hand *text* to the journey, if it wants it; what of it got into fields is taken out of them again."""
        if not self.journey.takes_scans:
            self._unwanted()
            return
        form = self.current.form
        if before is not None and before.held is not None and form is not None:
            form.texts.update(before.held.texts)
            form.marks, form.errors = before.held.marks, before.held.errors
            for panel in self.query(FormPanel):
                await panel.refresh_rows()
        self.start("scanned", text)
