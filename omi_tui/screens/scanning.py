"""The scanning half of a journey's screen: the key for it, and what a scanner typed on a page that takes it."""

from typing import NamedTuple

from textual.widgets import Input

from omi_tui.forms.field import FieldError, SecretField
from omi_tui.forms.form import Form
from omi_tui.screens.answers import Answers
from omi_tui.screens.scanner import Page
from omi_tui.text.i18n import _
from omi_tui.widgets.form_panel import FormPanel


class Before(NamedTuple):
    """What a form held before a scanner typed into it; never a secret."""

    form: Form
    texts: dict[str, str]
    marks: dict[str, str]
    errors: list[FieldError]


class Scanning(Answers):
    """Takes scans where its journey does."""

    def do_scan(self) -> None:
        """Open the box that takes a scan."""
        if self.journey.opens_scan:
            self.start("scan")
        elif not self.journey.takes_scans:
            self._unwanted()

    def _unwanted(self) -> None:
        from omi_tui.journeys.scan_words import UNWANTED

        self.journey.workplace.tell(_(UNWANTED))
        self.show_news()
        self.call_after_refresh(self._reveal)  # the news stands above, and takes room there

    def before_scan(self) -> Page | None:
        """The page with what it holds; None where it is locked, or where a secret takes whatever is typed."""
        form, wanted = self.current.form, self.journey.takes_scans
        if self.covered or (isinstance(self.focused, Input) and self.focused.password):
            return None
        if form is None:
            return Page(wanted)
        open_fields = (field.id for field in form.fields if not isinstance(field, SecretField))
        texts = {field_id: form.texts[field_id] for field_id in open_fields}
        return Page(wanted, Before(form, texts, dict(form.marks), list(form.errors)))

    async def scanned(self, text: str, before: Page | None) -> None:
        """Hand *text* to the journey, if it wants it; what of it got into fields is taken out of them again."""
        held, form = before.held if before is not None else None, self.current.form
        if held is not None and form is not None and held.form is form:
            form.texts.update(held.texts)
            form.marks, form.errors = held.marks, held.errors
            for panel in self.query(FormPanel):
                await panel.refresh_rows()
        if self.journey.takes_scans:
            self.start("scanned", text)
        else:
            self._unwanted()
