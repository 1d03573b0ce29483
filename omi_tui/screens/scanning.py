"""The scanning half of a journey's screen: the key for it, and what a scanner typed on a page that takes it."""

from typing import Any, NamedTuple

from omi_tui.forms.field import FieldError
from omi_tui.screens.answers import Answers
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
            return
        self.journey.workplace.tell(_("A passport is scanned where the insured person or your own details are asked."))
        self.show_news()

    def before_scan(self) -> Before | None:
        """What the page holds; None where it takes no scans."""
        form = self.current.form
        if not self.journey.takes_scans or self.covered:
            return None
        return Before(dict(form.texts), dict(form.marks), list(form.errors)) if form else Before({}, {}, [])

    async def scanned(self, text: str, before: Before | None) -> None:
        """Hand *text* to the journey; what of it got into fields is taken out of them again."""
        form = self.current.form
        if before is not None and form is not None:
            form.texts.update(before.texts)
            form.marks, form.errors = before.marks, before.errors
            for panel in self.query(FormPanel):
                await panel.refresh_rows()
        self.start("scanned", text)
