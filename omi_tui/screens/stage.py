"""The drawing half of every journey's screen: frame, body, focus. It knows views and widgets, and does nothing."""

import asyncio
from collections.abc import Iterator
from typing import Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import View
from omi_tui.screens import body, places
from omi_tui.screens.host import Host
from omi_tui.text.i18n import N_, _
from omi_tui.widgets.field_input import FieldInput
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.frame import BottomLines, Served, TopLine
from omi_tui.widgets.numbered_list import NumberedList

_LIST_KEYS = N_("Up and Down move, Enter chooses; the digit of a line chooses it at once.")


class Stage(Screen[Any]):
    """Draws a journey's view and keeps the focus where it was while the view stays the same."""

    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll_body(1)", show=False),
        Binding("pageup", "scroll_body(-1)", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012  # Textual declares it for instances
    # What loses and what gets the focus draw themselves anew: nothing else has to be written to the terminal.
    focused = Reactive[Widget | None](None, repaint=False)
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012  # Textual declares it for instances

    def __init__(self, journey: Journey, heard: int | None = None) -> None:
        """*heard* is how many messages were shown before; those after it are shown here."""
        super().__init__()
        self.journey = journey
        self.current: View = journey.view()
        self.rejected = False
        self.told: tuple[str, bool] = ("", False)
        self._drawing = True
        self._news = ("", "")
        self._one_hand = asyncio.Lock()
        self.covered = False
        self._held = ""
        self.heard = len(journey.workplace.messages) if heard is None else heard
        self._hear()

    @property
    def host(self) -> Host:
        """The application."""
        return cast(Host, self.app)

    @property
    def occupied(self) -> bool:
        """Whether a key would find nobody here: the widgets are being exchanged."""
        return self._drawing

    @property
    def stays(self) -> bool:
        """Whether it is one of the open screens: what was left is taken apart while its work may still go on."""
        return self.is_attached and self in self.app.screen_stack

    def compose(self) -> ComposeResult:
        yield TopLine()
        self._take_kind()
        self._take_size()
        with VerticalScroll(id="body", can_focus=False):
            yield from self._body()
        yield BottomLines()

    def _body(self) -> Iterator[Widget]:
        goes_on = self.journey.workplace.settings.auto_advance
        return body.widgets(self.current, told=self.told, rejected=self.rejected, goes_on=goes_on)

    def action_scroll_body(self, pages: int) -> None:
        """Scroll the content by a page."""
        container = self.query_one("#body", VerticalScroll)
        (container.scroll_page_down if pages > 0 else container.scroll_page_up)(animate=False)

    def _take_kind(self) -> None:
        self.set_class(bool(self.current.link), "-link")
        self.set_class(body.crowded(self.current), "-crowded")
        self.set_class(self.journey.workplace.settings.accessible, "-read-out")

    def _take_size(self) -> None:
        """Have the classes of the window's size from the start, so that no style is worked out twice."""
        width, height = self.app.size
        for cells, breakpoints in ((width, self.HORIZONTAL_BREAKPOINTS), (height, self.VERTICAL_BREAKPOINTS)):
            fitting = next(name for least, name in reversed(breakpoints) if cells >= least)
            self.add_class(fitting, update=False)

    def on_screen_resume(self) -> None:
        self.show_frame()

    def on_resize(self) -> None:
        self.call_after_refresh(self._reveal)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.show_frame()

    async def redraw(self, *, fresh: bool = False, keep_focus: bool = False) -> None:
        """Draw the journey's view as it is now; the focus stays where it was while the view stays the same.

        Errors take the focus, unless *keep_focus* says that they were there before. Two who ask at once (a language
        and an answer of the insurer) are served one after the other: widgets are exchanged by one hand.
        """
        async with self._one_hand:
            if not self.stays or self.covered:
                return
            await self._redraw(places.token(self.focused), fresh=fresh, keep_focus=keep_focus)

    def stands(self) -> bool:
        """Whether the journey shows what it showed before: a page without answers or a list, and without news."""
        view = self.journey.view()._replace(poll=self.current.poll)
        told = self.heard != len(self.journey.workplace.messages)
        return view == self.current and view.form is None and view.listing is None and not told and not self.covered

    async def cover(self) -> None:
        """Take everything off the screen while the desk is locked; the journey stays."""
        async with self._one_hand:
            self._held, self.covered = places.token(self.focused), True
            self.current, self.told, self._news = View(self.current.id, ""), ("", False), ("", "")
            self.query_one(TopLine).show((), None, Served())
            self.query_one(BottomLines).show("", [])
            await self.query_one("#body").remove_children()

    async def uncover(self) -> None:
        """Show the journey as it is now, with the focus where it was."""
        async with self._one_hand:
            self.covered = False
            if self.stays:
                await self._redraw(self._held, fresh=False, keep_focus=True)

    async def _redraw(self, focused: str, *, fresh: bool, keep_focus: bool) -> None:
        before = self.current.id
        self.current = self.journey.view()
        fresh = fresh or self.current.id != before
        self._hear()
        container = self.query_one("#body", VerticalScroll)
        self._drawing = True
        bottom = self.query_one(BottomLines)
        bottom.can_focus = self.focused is bottom  # what is taken away leaves the focus to nobody
        with self.app.batch_update():
            self._take_kind()
            await container.remove_children()
            if self.stays:
                await container.mount(*self._body())
        if not self.stays:
            return
        if fresh:
            container.scroll_home(animate=False)
        self.after_drawing(fresh=fresh or not focused, focused=focused, keep_focus=keep_focus)

    def after_drawing(self, *, fresh: bool, focused: str = "", keep_focus: bool = False) -> None:
        """Put the focus in its place: on the errors, where it was, or at the beginning of a fresh view."""
        errors = self.rejected and not keep_focus and self.query("#summary")
        target = errors.first() if errors else None
        if target is None:
            wanted = self.journey.landing or self.current.focus
            again = None if fresh else places.found(self, focused)
            target = again or places.first(self, wanted)
        if target is not None:
            self.set_focus(target)  # at once, so that a key that is already on its way finds it
        self.call_after_refresh(self.call_after_refresh, self._reveal)  # a list is laid out a second time
        self.show_frame()
        self._drawing = False
        self.host.hand_on_keys()

    def _reveal(self) -> None:
        """Scroll to what has the focus; where it stands is known only once the view is laid out."""
        focused = self.focused
        if isinstance(focused, NumberedList):
            focused.show_chosen()
        elif focused is not None:
            (focused.parent if isinstance(focused.parent, FieldRow) else focused).scroll_visible(animate=False)

    def show_frame(self) -> None:
        """Set the frame's lines to this view and to what has the focus."""
        if not self.query(TopLine) or self.covered:
            return  # the screen is going away, or not there yet
        place = self.current.place or (self.current.heading,)
        self.query_one(TopLine).show(place, self.current.position, self.host.served_by())
        self.query_one(BottomLines).show(self._hint(), self.host.footer(self._main_label(), self._in_field()))
        self.host.show_title()

    def _hint(self) -> str:
        """The hint of what has the focus; in a short window first the news, which may be out of sight above."""
        news, since = self._news
        told = bool(self.told[0])  # what a further deed or a step back took away is no news
        if news and told and self.has_class("-short") and since in ("", places.token(self.focused)):
            self._news = (news, places.token(self.focused))
            return news
        focused = self.focused
        if focused is not None and isinstance(focused.parent, FieldRow):
            return focused.parent.form.hint(focused.parent.field.id)
        if isinstance(focused, FieldInput) and focused.has_class("filter"):
            return _("Type a part of a line; Enter keeps what is shown, Esc shows everything again.")
        if isinstance(focused, NumberedList):
            return _(_LIST_KEYS)
        if isinstance(focused, BottomLines):
            return _("Enter opens the menu of all commands.")
        return ""

    def row_here(self) -> FieldRow | None:
        """The field that a command means."""
        raise NotImplementedError

    def field_help(self) -> list[str]:
        """What the help page says of the field or the list that has the focus."""
        if isinstance(self.focused, NumberedList):
            paged = [_("PgDn, PgUp: page"), _("/: filter")] if self.focused.id == "entries" else []
            return [_(_LIST_KEYS), *paged, ""]
        row = self.row_here()
        return [_(row.field.label), _(row.field.help) or _(row.field.hint), ""] if row else []

    def _main_label(self) -> str:
        main = self.current.main()
        return main.label if main else ""

    def _in_field(self) -> bool:
        return self.focused is not None and isinstance(self.focused.parent, FieldRow)

    def show_news(self) -> None:
        """Show what was told while nothing else is drawn anew."""
        if self.covered:
            return
        self._hear()
        for told in self.query("#told").results(Static):
            if str(told.content) != self.told[0]:
                told.update(self.told[0])
            told.set_class(self.told[1], "-bad")
            told.display = bool(self.told[0])
        self.show_frame()
        self.host.hand_on_keys()

    def _hear(self) -> None:
        """Show what was told since the last look."""
        messages = self.journey.workplace.messages
        self.heard = min(self.heard, len(messages))
        fresh = [message for message in messages[self.heard :] if not message.quiet]
        self.heard = len(messages)
        if fresh:
            self.told = (" ".join(message.text for message in fresh), any(message.bad for message in fresh))
            self._news = (self.told[0], "")
