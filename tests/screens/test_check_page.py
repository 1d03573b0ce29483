"""The check page: each row leads to where it is changed and back; nothing is concluded or paid by keys in a hurry."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import date
from typing import Any, NamedTuple

import pytest
from textual.pilot import Pilot

from omi_tui.client.call import Call
from omi_tui.client.channel import Channel
from omi_tui.client.insurer import Insurer
from omi_tui.journeys import guards
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.show import country, day
from omi_tui.journeys.view import Question
from omi_tui.model.guards import Contract
from omi_tui.screens.journey import JourneyScreen
from omi_tui.screens.question import QuestionScreen
from omi_tui.text.i18n import LANGUAGES, NBSP
from omi_tui.widgets.action_button import ActionButton
from omi_tui.widgets.frame import Paragraphs
from omi_tui.widgets.tick import Tick
from tests.journeys.walking import fill
from tests.screens.cells import lines
from tests.screens.conftest import Open
from tests.screens.scenes import SCENES
from tests.screens.walking import agent, app_of, burst, press, purchase, settle, show, top


@pytest.fixture
async def pilot(open_app: Open) -> AsyncIterator[Pilot[int]]:
    async with open_app().run_test(size=(80, 24)) as pilot:
        yield pilot


async def ticked(pilot: Pilot[int]) -> PurchaseJourney:
    """The check page with the tick set and the focus on it."""
    journey = await purchase(await agent(pilot), "check", other=True)
    fill(journey.confirm, confirmed="yes")
    await show(pilot, journey)
    return journey


async def drafts(pilot: Pilot[int]) -> int:
    insurer = await app_of(pilot).workplace.insurer()
    return len((await insurer.drafts.list(limit=50)).items)


async def orders(pilot: Pilot[int]) -> int:
    insurer = await app_of(pilot).workplace.insurer()
    return len((await insurer.orders.list(limit=50)).items)


async def test_f03_a_row_is_changed_with_its_number_and_f10(pilot: Pilot[int]) -> None:
    await SCENES["check"](pilot)
    journey = top(pilot).journey
    changes = [row.change for row in journey.view().rows]
    for number, change in enumerate(changes, 1):
        if change == "change:profile":
            continue
        await press(pilot, str(number))
        assert change == f"change:{journey.step}.{top(pilot).current.focus}"
        await press(pilot, "f10")
        assert journey.step == "check"


class Sent:
    """What the insurer was asked to do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[Call] = []
        ask = Channel.ask

        async def noted(channel: Channel, call: Call, *more: Any, **named: Any) -> Any:
            self.calls.append(call)
            return await ask(channel, call, *more, **named)

        monkeypatch.setattr(Channel, "ask", noted)

    def to(self, path: str) -> list[dict[str, Any]]:
        return [json.loads(call.body or b"{}") for call in self.calls if (call.method, call.path) == ("POST", path)]


def leaves(sent: dict[str, Any]) -> dict[str, Any]:
    """Every value that was sent, without what no person says: the price's ticket, the print of it all."""
    flat = sent | (sent.get("insured") or {})
    return {name: value for name, value in flat.items() if name not in ("insured", "quote_id", "fingerprint")}


def in_words(name: str, value: Any) -> str:
    """How the check page says a value that is sent."""
    if name.endswith("_date"):
        return day(date.fromisoformat(value))
    if name in ("citizenship", "country_of_residence"):
        return country(value)
    return str(value)


@pytest.mark.parametrize("other", [True, False])
async def test_f03_every_value_that_is_sent_stood_on_the_page(
    open_app: Open, other: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app().run_test(size=(100, 50)) as pilot:
        journey = await purchase(await agent(pilot), "check", other=other)
        fill(journey.confirm, confirmed="yes")
        await show(pilot, journey)
        stood = " ".join(" ".join(lines(pilot.app)).replace(NBSP, " ").split())
        insured = {row.label: row.value for row in journey.view().rows}["Policyholder is insured"]
        sent = Sent(monkeypatch)
        await press(pilot, "f10", "2")
        (request,) = sent.to("/v1/drafts")
    told = {"confirmed": True, "allow_overlap": False, "policyholder_is_insured": insured == "yes"}
    assert {name: request[name] for name in told if name in request} | told == told
    values = {name: value for name, value in leaves(request).items() if name not in told}
    assert len(values) == (12 if other else 3), sorted(values)
    for name, value in values.items():
        assert in_words(name, value).replace(NBSP, " ") in stood, name


class Late(NamedTuple):
    """The list of other contracts: whether it was asked for, and the gate that it waits at."""

    asked: asyncio.Event
    gate: asyncio.Event


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Late:
    held, listed = Late(asyncio.Event(), asyncio.Event()), guards.contracts_of

    async def slow(insurer: Insurer) -> tuple[tuple[Contract, ...], bool]:
        held.asked.set()
        await held.gate.wait()
        return await listed(insurer)

    monkeypatch.setattr(guards, "contracts_of", slow)
    return held


async def unwarned(pilot: Pilot[int], late: Late) -> None:
    """A check page of a passport with another contract, as it stands before that is known."""
    workplace = await agent(pilot)
    await purchase(workplace, "formed", other=True)
    await top(pilot).begin(await purchase(workplace, "check", other=True))
    await late.asked.wait()
    while top(pilot).busy or top(pilot).occupied:  # the page may be drawn anew until then
        await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_f03_warnings_that_come_late_stand_before_the_tick_and_move_no_focus(
    open_app: Open, late: Late, size: tuple[int, int], lang: str
) -> None:
    """Whoever reads from the top comes by them before the tick, which stays where the keys are, and in sight."""
    async with open_app(lang=lang).run_test(size=size) as pilot:
        await unwarned(pilot, late)
        tick, warnings = top(pilot).query_one(Tick), top(pilot).query_one("#warnings", Paragraphs)
        assert not top(pilot).current.warnings
        assert top(pilot).focused is tick
        late.gate.set()
        await settle(pilot)
        await pilot.pause()
        (told,) = top(pilot).current.warnings
        assert warnings.display
        assert top(pilot).query_one("#rows").region.bottom < warnings.region.y < warnings.region.bottom < tick.region.y
        assert top(pilot).focused is tick
        seen = lines(pilot.app)
        assert told.split(":")[-1].split(".")[0].split()[-1] in " ".join(seen)
        assert any("› [ ]" in line for line in seen)
        await press(pilot, "space")
        assert any("› [x]" in line for line in lines(pilot.app))


@pytest.mark.parametrize("lang", ["en", "ru"])
async def test_f03_the_tick_is_set_below_all_warnings_at_80_by_24(open_app: Open, lang: str) -> None:
    """Three warnings, the longest of which take three lines: they and the tick are seen at once."""
    async with open_app(lang=lang).run_test(size=(80, 24)) as pilot:
        await SCENES["check_warned"](pilot)
        text = "".join("".join(line.strip("▁▂▃▄▅▆▇█ ") for line in lines(pilot.app)).split())
        places = [text.index("".join(each.split())) for each in top(pilot).current.warnings]
        assert len(places) == 3
        assert max(places) < text.index("›[]")


async def test_f03_warnings_do_not_pull_back_who_reads_elsewhere(open_app: Open, late: Late) -> None:
    async with open_app().run_test(size=(40, 12)) as pilot:
        await unwarned(pilot, late)
        body = top(pilot).query_one("#body")
        body.scroll_home(animate=False)
        await pilot.pause()
        assert body.scroll_y == 0
        late.gate.set()
        await settle(pilot)
        await pilot.pause()
        assert top(pilot).current.warnings
        assert body.scroll_y == 0


async def test_f03_a_row_is_changed_in_two_keys_and_what_is_typed(pilot: Pilot[int]) -> None:
    """The number of the row, the new text, F10: back on the page, with the new value on it."""
    await SCENES["check"](pilot)
    journey = top(pilot).journey
    number = 1 + [row.label for row in journey.view().rows].index("Address")
    keys = [str(number), "ctrl+u", *"Brest, Sovetskaya 3", "f10"]
    await burst(pilot, *keys)
    assert len(keys) - len("Brest, Sovetskaya 3") == 3
    assert journey.step == "check"
    assert "Brest, Sovetskaya 3" in " ".join(lines(pilot.app))


async def test_f06_keys_pressed_twice_form_one_draft(pilot: Pilot[int], monkeypatch: pytest.MonkeyPatch) -> None:
    await ticked(pilot)
    before = await drafts(pilot)
    sent = Sent(monkeypatch)
    await press(pilot, "f10")
    await burst(pilot, "2", "2", "enter", "f10", "2", "2")
    assert len(sent.to("/v1/drafts")) == 1
    assert await drafts(pilot) <= before + 1


async def test_f05_a_second_enter_after_the_question_does_nothing_on_the_page_that_follows(pilot: Pilot[int]) -> None:
    """It led to the question whether the cart's first entry is to be removed."""
    await ticked(pilot)
    before = await drafts(pilot)
    await press(pilot, "f10")
    await burst(pilot, "2", "enter", "enter")
    assert await drafts(pilot) == before + 1
    assert isinstance(pilot.app.screen, JourneyScreen)
    assert top(pilot).current.id == "formed"


async def test_f06_an_order_is_made_once(pilot: Pilot[int], monkeypatch: pytest.MonkeyPatch) -> None:
    await SCENES["cart"](pilot)
    sent = Sent(monkeypatch)
    await press(pilot, "f10")
    await burst(pilot, "2", "2", "f10", "2", "enter")
    assert len(sent.to("/v1/orders")) == 1
    assert await orders(pilot) == 1


async def test_the_policyholder_is_changed_and_left_with_esc(pilot: Pilot[int]) -> None:
    await SCENES["check"](pilot)
    journey = top(pilot).journey
    await press(pilot, "3")
    assert top(pilot).journey.id == "profile"
    await press(pilot, "escape")
    assert top(pilot).journey is journey
    assert journey.step == "check"


async def test_f05_twenty_times_enter_concludes_nothing(pilot: Pilot[int]) -> None:
    journey = await ticked(pilot)
    before = await drafts(pilot)
    await burst(pilot, *["enter"] * 20)
    assert journey.draft is None
    assert await drafts(pilot) == before


async def test_f05_keys_typed_ahead_of_a_question_are_dropped(pilot: Pilot[int]) -> None:
    journey = await ticked(pilot)
    await burst(pilot, "f10", "2", "2", "down", "enter")
    assert isinstance(pilot.app.screen, QuestionScreen)
    assert journey.draft is None
    await press(pilot, "2")
    assert journey.draft is not None


@pytest.mark.parametrize("main", [True, False])
async def test_f05_twenty_times_enter_pays_nothing(pilot: Pilot[int], main: bool) -> None:
    await SCENES["cart"](pilot)
    if main:
        top(pilot).set_focus(top(pilot).query(ActionButton).first())
    await burst(pilot, *["enter"] * 20)
    assert await orders(pilot) == 0
    beneath = pilot.app.screen_stack[0]
    assert isinstance(beneath, JourneyScreen)
    assert beneath.journey.id == "cart"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_f05_the_consequence_is_read_whole_before_the_deed(
    open_app: Open, size: tuple[int, int], lang: str
) -> None:
    async with open_app(lang=lang).run_test(size=size) as pilot:
        for name in ("conclude_question", "pay_question"):
            while len(pilot.app.screen_stack) > 1:
                await pilot.app.pop_screen()
            await SCENES[name](pilot)
            asked = pilot.app.screen
            assert isinstance(asked, QuestionScreen)
            drawn = "".join("".join(lines(pilot.app)).replace("│", "").split())
            for text in (asked.question.title, asked.question.body, asked.question.safe, asked.question.deed):
                assert "".join(text.split()) in drawn, text
            assert "›1" in drawn, "the safe verb has the focus"


async def test_f05_a_longer_consequence_can_be_scrolled(open_app: Open) -> None:
    async with open_app().run_test(size=(40, 12)) as pilot:
        await SCENES["home"](pilot)
        body = " ".join(f"Word{number}." for number in range(60)) + " The end."
        app_of(pilot).ask(Question("Remove", body, "Keep it", "Remove it"), lambda _deed: None)
        await press(pilot, "pagedown", "pagedown")
        assert "The end." in " ".join(lines(pilot.app))
        await press(pilot, "pageup", "pageup")
        assert "Word0." in " ".join(lines(pilot.app))


async def test_another_language_gives_up_a_dialog_and_keeps_the_page(pilot: Pilot[int]) -> None:
    journey = await ticked(pilot)
    before = await drafts(pilot)
    await press(pilot, "f10")
    assert isinstance(pilot.app.screen, QuestionScreen)
    await press(pilot, "ctrl+y")
    assert top(pilot).current.heading == "Проверьте данные перед заключением договора"
    assert journey.confirm.texts["confirmed"] == "yes"
    assert await drafts(pilot) == before
