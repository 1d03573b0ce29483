"""Every state of every kind of widget is told by its text: with the styles taken away no two look the same (A15)."""

from collections.abc import Callable
from datetime import date

import pytest
from textual.widget import Widget

from omi_tui.forms.field import ChoiceField, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.personal import PersonalForm
from omi_tui.forms.sign_up import SignUpForm
from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.field_row import FieldRow
from omi_tui.widgets.frame import BottomLines, Served, Shown, TopLine
from omi_tui.widgets.numbered_list import Item, NumberedList
from omi_tui.widgets.record_list import RecordList
from omi_tui.widgets.tick import Tick
from tests.screens.cells import lines
from tests.widgets.conftest import Stand


def today() -> date:
    return date(2036, 5, 14)


def row(form: Form, kind: type, answer: str = "", *, wrong: bool = False) -> FieldRow:
    """The row of the first field of *kind*, answered, and found wrong where that is wanted."""
    field = next(each for each in form.fields if isinstance(each, kind))
    form.answer(field.id, answer)
    if wrong:
        form.check()
    return FieldRow(form, field, 24)


def top(*, fake: bool) -> TopLine:
    line = TopLine()
    line.show(("Sign in",), None, Served("" if fake else "insurer.example.test", fake="demo" if fake else ""))
    return line


def bottom() -> BottomLines:
    shown = BottomLines()
    shown.hint, shown.keys, shown.can_focus = "A hint", [Shown("menu", "F9", "menu")], True
    return shown


def numbered(index: int) -> NumberedList:
    shown = NumberedList([Item("a", ("One",), "1", "1"), Item("b", ("Two",), "2", "2")])
    shown.index = index
    return shown


STATES: dict[str, tuple[Callable[[], Widget], ...]] = {
    "tick": (lambda: Tick("I agree", False), lambda: Tick("I agree", True)),
    "button": (lambda: ActionButton("go", "Go"),),
    "main button": (lambda: ActionButton("go", "Go", main=True),),
    "chosen line": (lambda: numbered(0), lambda: numbered(1)),
    "entry": (lambda: RecordList(("Name",), (), [("a", ("One",)), ("b", ("Two",))], 2, "Nothing"),),
    "insurer": (lambda: top(fake=False), lambda: top(fake=True)),
    "last line": (bottom,),
    "field": (lambda: row(PersonalForm(today), object, ""), lambda: row(PersonalForm(today), object, "", wrong=True)),
    "tick of a form": (
        lambda: row(SignUpForm(today), TickField, ""),
        lambda: row(SignUpForm(today), TickField, "yes"),
        lambda: row(SignUpForm(today), TickField, "", wrong=True),
    ),
    "choice of a form": (
        lambda: row(PersonalForm(today), ChoiceField, ""),
        lambda: row(PersonalForm(today), ChoiceField, "male"),
        lambda: row(PersonalForm(today), ChoiceField, "female"),
        lambda: row(PersonalForm(today), ChoiceField, "", wrong=True),
    ),
}
"""The states of a kind besides the focus, which every kind but the first line has as well."""


async def dump(stand: Stand, make: Callable[[], Widget], *, focused: bool) -> str:
    """The text that is on the screen, without any style."""
    app = stand(make())
    async with app.run_test(size=(80, 12)) as pilot:
        await pilot.pause()
        if focused:
            (app.screen.focus_chain or [app.screen])[0].focus()
            await pilot.pause()
        return "\n".join(lines(app))


@pytest.mark.parametrize("kind", STATES)
async def test_a15_no_state_is_told_by_colour_alone(kind: str, stand: Stand) -> None:
    focusable = kind != "insurer"
    seen = [
        await dump(stand, make, focused=focused)
        for make in STATES[kind]
        for focused in ((False, True) if focusable else (False,))
    ]
    blurred = kind == "chosen line"  # which line is chosen is of no use, and not shown, where the list has no focus
    assert len(set(seen)) == len(seen) - blurred, "\n---\n".join(seen)


async def test_a15_an_error_is_said_in_words_and_an_optional_field_too(stand: Stand) -> None:
    wrong = await dump(stand, lambda: row(PersonalForm(today), object, "", wrong=True), focused=False)
    assert "Error: " in wrong
    form = PersonalForm(today)
    optional = next(field for field in form.fields if not field.required)
    assert "(optional)" in await dump(stand, lambda: FieldRow(form, optional, 24), focused=False)
