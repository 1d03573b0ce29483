"""A dialog before a deed: the act as title, the consequence as body, the safe verb first and focused."""

from time import monotonic
from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from omi_tui.journeys.view import Question
from omi_tui.screens.host import Host
from omi_tui.screens.scanner import Page
from omi_tui.text.i18n import _
from omi_tui.widgets.numbered_list import Item, NumberedList


class QuestionScreen(ModalScreen[bool]):
    """Dismissed with True where the deed was chosen. Keys that were typed before it was painted do nothing."""

    AUTO_FOCUS: ClassVar[str | None] = "#deeds"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_body(1)", show=False),
        Binding("pageup", "scroll_body(-1)", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012  # Textual declares it for instances

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = question
        self._painted = float("inf")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield Static(self.question.title, classes="dialog-title", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(self.question.body, markup=False)
            yield NumberedList(
                [Item("safe", (self.question.safe,), "1", "1"), Item("deed", (self.question.deed,), "2", "2")],
                widget_id="deeds",
            )
            yield Static(
                _("1 or Esc: {safe}. 2: {deed}.").format(safe=self.question.safe, deed=self.question.deed),
                classes="dialog-keys",
                markup=False,
            )

    def action_scroll_body(self, pages: int) -> None:
        """Scroll a consequence that is longer than a small window."""
        body = self.query_one(VerticalScroll)
        (body.scroll_page_down if pages > 0 else body.scroll_page_up)(animate=False)

    def on_mount(self) -> None:
        cast(Host, self.app).log_event("screen_changed", screen="question")
        self.call_after_refresh(self._now_painted)

    @property
    def occupied(self) -> bool:
        """Whether the question cannot be read yet."""
        return self._painted == float("inf")

    def before_scan(self) -> Page:
        """A scan is no answer."""
        return Page()

    def _now_painted(self) -> None:
        self._painted = monotonic()
        cast(Host, self.app).drop_keys()

    async def on_event(self, event: events.Event) -> None:
        """Drop keys that were pressed before the question could be read."""
        if isinstance(event, events.Key) and event.time < self._painted:
            event.stop()
            event.prevent_default()
            return
        await super().on_event(event)

    def on_key(self, event: events.Key) -> None:
        item = self.query_one(NumberedList).by_digit(event.key)
        if item:
            event.stop()
            self.dismiss(item.id == "deed")

    def on_numbered_list_chosen(self, event: NumberedList.Chosen) -> None:
        event.stop()
        self.dismiss(event.item.id == "deed")

    def do_back(self) -> None:
        """Choose the safe verb."""
        self.dismiss(False)

    def do_leave(self) -> None:
        """Stay: the question that stands here comes first."""
