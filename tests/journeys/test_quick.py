"""A purchase in one line, from the menu to the check page and never past it."""

from datetime import date, timedelta

import pytest

from omi_tui.desk.travellers import Traveller, Travellers
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.beginnings import Begun
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.quick import QuickJourney
from omi_tui.journeys.view import Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.person import Insured
from tests.end_to_end.keys import DOCUMENTS
from tests.journeys.walking import fill, rejected


async def begun(workplace: Workplace, line: str) -> Begun:
    """What *line* begins a purchase with."""
    effect = await QuickJourney(workplace, line).enter()
    assert isinstance(effect, Leave)
    assert isinstance(effect.result, Begun)
    return effect.result


async def purchase(workplace: Workplace, line: str) -> PurchaseJourney:
    """The purchase that the menu goes into after *line*."""
    effect = await HomeJourney(workplace).act("begun", await begun(workplace, line))
    assert isinstance(effect, Enter)
    assert isinstance(effect.journey, PurchaseJourney)
    await effect.journey.enter()
    return effect.journey


async def test_the_policyholder_lands_on_check_answers(agents_desk: Workplace) -> None:
    """The way back goes through both pages before it; the tick is still to be set, and nothing was sent."""
    bought = await purchase(agents_desk, "buy +5 14d self")
    assert (bought.step, bought.trail) == ("check", ["dates", "insured"])
    today = agents_desk.today()
    period = bought.period.period()
    assert period is not None
    assert (period.begin, period.end) == (today + timedelta(5), today + timedelta(18))
    assert bought.insured.value("policyholder_is_insured") is True
    assert bought.price.quote is not None
    assert bought.confirm.texts["confirmed"] == ""
    assert not agents_desk.journal.open_operations()


SHARED = ("address", "phone", "country_of_residence")
ROWS = DOCUMENTS["nowak"]


async def test_a_scan_waits_on_the_insured_page(agents_desk: Workplace) -> None:
    """What no passport has in its rows is asked there."""
    bought = await purchase(agents_desk, "buy +5 14d scan")
    assert (bought.step, bought.trail) == ("insured", ["dates"])
    assert bought.insured.value("policyholder_is_insured") is False
    assert not bought.insured.errors
    box = await bought.enter()
    assert box is None, "it was opened once"
    assert await bought.act("scanned", ROWS) is None
    assert (bought.step, bought.insured.texts["last_name_latin"]) == ("insured", "NOWAK")
    assert not bought.insured.errors
    fill(bought.insured, address="ul. Lipowa 12", phone="+48600000000", country_of_residence="POL")
    await bought.act("continue")
    assert (bought.step, bought.trail) == ("check", ["dates", "insured"])


async def test_a_scan_for_the_same_days_lands_on_check_answers(agents_desk: Workplace) -> None:
    """As for the next traveller of the same trip, what was shared is carried over; for other days nothing is."""
    insurer = await agents_desk.insurer()
    draft = agents_desk.last_draft = (await insurer.drafts.list()).items[0]
    days = f"{draft.begin_date} {draft.end_date}"
    bought = await purchase(agents_desk, f"{days} scan")
    assert {name: bought.insured.value(name) for name in SHARED} == {
        name: getattr(draft.insured, name) for name in SHARED
    }
    assert {bought.insured.marks[name] for name in SHARED} == {"carried"}
    await bought.act("scanned", ROWS)
    assert (bought.step, bought.trail) == ("check", ["dates", "insured"])
    assert bought.insured.texts["last_name_latin"] == "NOWAK"
    assert bought.back()
    await bought.act("scanned", DOCUMENTS["kowalska"])
    assert bought.step == "insured", "somebody who went back looks at the answers"
    assert not (await begun(agents_desk, "+40 3d scan")).insured


async def test_what_cannot_be_read_stays_in_the_line(agents_desk: Workplace) -> None:
    quick = QuickJourney(agents_desk, "buy +5 fourteen self")
    with pytest.raises(FormRejected):
        await quick.enter()
    assert quick.form.texts["line"] == "buy +5 fourteen self"
    assert [error.message() for error in quick.form.errors] == [
        "This is not a day: fourteen. Type the first and the last day, such as +5 14d."
    ]
    quick.form.answer("line", "buy +5 14d")
    assert await rejected(quick) == {"line": "person"}


async def test_a_name_that_nobody_has_is_said(agents_desk: Workplace) -> None:
    quick = QuickJourney(agents_desk, "+5 14d xyz")
    with pytest.raises(FormRejected):
        await quick.enter()
    assert quick.form.errors[0].message().startswith("No saved traveller's name begins with xyz.")


def saved(workplace: Workplace, surname: str, **more: str) -> Traveller:
    """Somebody whom the agent has insured before."""
    person = Insured(
        last_name_latin=surname,
        first_name_latin="MAGDALENA",
        birth_date=date(1986, 7, 14),
        citizenship="POL",
        passport_number=more.get("number", "ZZ1234567"),
        address="ul. Lipowa 12, 15-427 Bialystok",
        phone="+48600000000",
        country_of_residence="POL",
    )
    expiry = workplace.today() - timedelta(1) if more.get("expired") else None
    return Travellers(workplace.vault, workplace.login, 365, workplace.today).save(person, expiry)


async def test_a_saved_traveller_lands_on_check_answers(agents_desk: Workplace) -> None:
    """Three letters are enough, with the Russian layout left on too."""
    saved(agents_desk, "KOWALSKA")
    for typed in ("kow", "лщц", "kowalska magd", "mag"):
        bought = await purchase(agents_desk, f"+40 14d {typed}")
        assert (bought.step, bought.trail) == ("check", ["dates", "insured"])
        assert bought.insured.texts["last_name_latin"] == "KOWALSKA"
        assert bought.insured.value("policyholder_is_insured") is False
        assert bought.insured.marks["passport_number"] == "saved"


async def test_a_passport_that_has_expired_is_said(agents_desk: Workplace) -> None:
    saved(agents_desk, "KOWALSKA", expired="yes")
    await begun(agents_desk, "+40 14d kow")
    assert agents_desk.messages[-1].text == "The passport has expired. Take the details from the new one."


async def test_of_several_travellers_one_is_chosen(agents_desk: Workplace) -> None:
    """The line stands behind the list, so that other letters can be typed."""
    saved(agents_desk, "KOWALSKA")
    wanted = saved(agents_desk, "KOWALCZYK", number="ZZ7654321")
    quick = QuickJourney(agents_desk, "+40 14d kow")
    assert await quick.enter() is None
    listing = quick.view().listing
    assert listing is not None
    assert [entry.cells for entry in listing.entries] == [
        ("KOWALCZYK MAGDALENA", "Mon 14 Jul 1986", "ZZ7654321"),
        ("KOWALSKA MAGDALENA", "Mon 14 Jul 1986", "ZZ1234567"),
    ]
    effect = await quick.act(f"open:{wanted.id}")
    assert isinstance(effect, Leave)
    assert effect.result.insured["last_name_latin"] == "KOWALCZYK"
    assert quick.back()
    assert quick.view().form is quick.form


async def test_the_menu_knows_a_line_when_it_sees_one(agents_desk: Workplace) -> None:
    home = HomeJourney(agents_desk)
    assert home.typed("buy +5 14d self") == home.typed("25apr 14d kow") == "quick"
    assert home.typed("contract drafts") == home.typed("buy") == ""
    effect = await home.act("quick", "+5 14d self")
    assert isinstance(effect, Enter)
    assert effect.then == "begun"
    assert isinstance(effect.journey, QuickJourney)
    assert await home.act("begun", None) is None, "the line was given up"
