"""K03: a full date leads to the next field only where the desk asks for it, and habit's Tab is swallowed then."""

import pytest
from textual.pilot import Pilot

from omi_tui.widgets.form_panel import FormPanel
from tests.forms.every_form import FIELDS
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import burst, top


def here(pilot: Pilot[int]) -> str:
    return top(pilot).query_one(FormPanel).focused_field()


def texts(pilot: Pilot[int]) -> dict[str, str]:
    return top(pilot).query_one(FormPanel).form.texts


def test_k03_only_dates_say_when_they_are_full() -> None:
    assert {field.id for _form, field in FIELDS if field.complete} == {
        "birth_date", "issue_date", "expiry_date", "begin_date", "end_date", "first_date", "last_date",
    }  # fmt: skip


async def test_k03_it_is_off_unless_asked_for(open_app: Open) -> None:
    async with open_app().run_test(size=(80, 24)) as pilot:
        await SCENES["dates"](pilot)
        await burst(pilot, *"20.05.2036")
        assert here(pilot) == "begin_date"
        await burst(pilot, "tab")
        assert here(pilot) == "end_date"


@pytest.mark.parametrize("text", ["20.05.2036", "20-05-2036", "20052036", "20/05/2036"])
@pytest.mark.parametrize("habit", ["tab", "enter", ""])
async def test_k03_a_full_date_goes_on_once(open_app: Open, text: str, habit: str) -> None:
    async with open_app(auto_advance=True).run_test(size=(80, 24)) as pilot:
        await SCENES["dates"](pilot)
        await burst(pilot, *text, *([habit] if habit else []), *"8d")
        assert here(pilot) == "end_date"
        assert texts(pilot) == {"begin_date": text, "end_date": "8d"}
        await burst(pilot, "shift+tab")
        assert here(pilot) == "begin_date"
        await burst(pilot, "tab")
        assert here(pilot) == "end_date", "only the key right behind it is swallowed"


@pytest.mark.parametrize(
    "typed",
    [
        "20.05.36",
        "+5",
        "20 may",
        "31.02.2036",
        "07/08/2036",
        "20.05.1999",
    ],
)
async def test_k03_what_may_go_on_or_cannot_be_read_stays(open_app: Open, typed: str) -> None:
    async with open_app(auto_advance=True).run_test(size=(80, 24)) as pilot:
        await SCENES["dates"](pilot)
        await burst(pilot, *typed)
        assert here(pilot) == "begin_date"
        assert texts(pilot)["begin_date"] == typed


async def test_k03_a_date_that_is_mended_stays(open_app: Open) -> None:
    async with open_app(auto_advance=True).run_test(size=(80, 24)) as pilot:
        await SCENES["dates"](pilot)
        await burst(pilot, *"20.05.2036", "shift+tab", "end", "backspace", *"7")
        assert here(pilot) == "begin_date"
        assert texts(pilot)["begin_date"] == "20.05.2037"


async def test_k03_the_last_field_never_continues_by_itself(open_app: Open) -> None:
    async with open_app(auto_advance=True).run_test(size=(80, 24)) as pilot:
        await SCENES["dates"](pilot)
        await burst(pilot, *"20.05.2036", *"27.05.2036")
        assert here(pilot) == "end_date"
        assert top(pilot).current.id == "dates"
        await burst(pilot, "enter")
        assert top(pilot).current.id == "insured", "its Enter is no habit: nothing went on before it"
