"""How to reach each screen: the journeys are driven by their acts, and shown once they stand where they should."""

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.checking import CheckingJourney
from omi_tui.journeys.credentials import EmailJourney, PasswordJourney
from omi_tui.journeys.draft import DraftJourney
from omi_tui.journeys.enrol import EnrolJourney
from omi_tui.journeys.forgot import ForgotJourney
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.mailbox import MailboxJourney
from omi_tui.journeys.need import NeedJourney
from omi_tui.journeys.passphrase import ProtectJourney, UnlockJourney
from omi_tui.journeys.policy import PolicyJourney
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.quote import QuoteJourney
from omi_tui.journeys.records import RecordsJourney
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.screens.journey import JourneyScreen
from omi_tui.widgets.form_panel import FormPanel
from tests.journeys.walking import fill
from tests.screens import day_book_scenes, people_scenes, queue_scenes
from tests.screens.insurer import SHOWN
from tests.screens.walking import NEWCOMER, agent, app_of, newcomer, nobody, ordered, press, purchase, settle, show, top

Scene = Callable[[Pilot[int]], Awaitable[None]]
SCENES: dict[str, Scene] = {**day_book_scenes.SCENES, **people_scenes.SCENES, **queue_scenes.SCENES}


def scene(reach: Scene) -> Scene:
    SCENES[reach.__name__] = reach
    return reach


# signed out


@scene
async def sign_in(pilot: Pilot[int]) -> None:
    await settle(pilot)


@scene
async def sign_in_wrong(pilot: Pilot[int]) -> None:
    fill(top(pilot).journey.view().form, login="agent@example.test", password="not this one")
    await press(pilot, "f10")


@scene
async def sign_up(pilot: Pilot[int]) -> None:
    await show(pilot, EnrolJourney(await nobody(pilot)))


@scene
async def sign_up_errors(pilot: Pilot[int]) -> None:
    await show(pilot, EnrolJourney(await nobody(pilot)))
    await press(pilot, "f10")


@scene
async def registered(pilot: Pilot[int]) -> None:
    journey = EnrolJourney(await nobody(pilot))
    secret = "four unrelated words"
    fill(
        journey.sign_up,
        email=NEWCOMER,
        password=secret,
        password_again=secret,
        residence_country="POL",
        adult_confirmed="yes",
    )
    await journey.act("continue")
    await show(pilot, journey)


@scene
async def activation(pilot: Pilot[int]) -> None:
    await show(pilot, EnrolJourney(await nobody(pilot), "activation", NEWCOMER, not_active=True))


@scene
async def forgot(pilot: Pilot[int]) -> None:
    await show(pilot, ForgotJourney(await nobody(pilot)))


@scene
async def reset(pilot: Pilot[int]) -> None:
    journey = ForgotJourney(await nobody(pilot), NEWCOMER)
    await journey.act("continue")
    await show(pilot, journey)


@scene
async def price(pilot: Pilot[int]) -> None:
    journey = QuoteJourney(await nobody(pilot))
    fill(journey.form, begin_date="+5", end_date="8d")
    await journey.act("price")
    await show(pilot, journey)


@scene
async def need(pilot: Pilot[int]) -> None:
    journey = NeedJourney(await nobody(pilot))
    fill(journey.form, citizenship="KAZ")
    await show(pilot, journey)


@scene
async def need_foreign_policy(pilot: Pilot[int]) -> None:
    journey = NeedJourney(await nobody(pilot))
    fill(journey.form, citizenship="POL", foreign_policy="yes", insurer="yes")
    await show(pilot, journey)


@scene
async def need_answer(pilot: Pilot[int]) -> None:
    journey = NeedJourney(await nobody(pilot))
    fill(journey.form, citizenship="GBR")
    await journey.act("answer")
    await show(pilot, journey)


@scene
async def exempt(pilot: Pilot[int]) -> None:
    journey = NeedJourney(await nobody(pilot))
    await journey.act("lists")
    await show(pilot, journey)


# buying


@scene
async def home(pilot: Pilot[int]) -> None:
    await show(pilot, HomeJourney(await agent(pilot)))


@scene
async def home_waiting(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    await ordered(workplace)
    await show(pilot, HomeJourney(workplace))


@scene
async def dates(pilot: Pilot[int]) -> None:
    await show(pilot, await purchase(await agent(pilot), "dates"))


@scene
async def dates_priced(pilot: Pilot[int]) -> None:
    journey = await purchase(await agent(pilot), "dates")
    fill(journey.period, begin_date="+5", end_date="8d")
    await journey.live()
    await show(pilot, journey)


@scene
async def dates_errors(pilot: Pilot[int]) -> None:
    journey = await purchase(await agent(pilot), "dates")
    fill(journey.period, begin_date="31.02.2036", end_date="")
    await show(pilot, journey)
    await press(pilot, "f10")


@scene
async def profile_missing(pilot: Pilot[int]) -> None:
    journey = await purchase(await newcomer(pilot), "insured")
    assert journey.step == "profile"
    await show(pilot, journey)


@scene
async def insured_holder(pilot: Pilot[int]) -> None:
    await show(pilot, await purchase(await agent(pilot), "insured"))


@scene
async def insured_other(pilot: Pilot[int]) -> None:
    await show(pilot, await purchase(await agent(pilot), "insured", other=True))


@scene
async def insured_errors(pilot: Pilot[int]) -> None:
    journey = await purchase(await agent(pilot), "insured", other=True)
    fill(journey.insured, last_name_latin="Ковальская", birth_date="14.07.2040", passport_number="")
    await show(pilot, journey)
    await press(pilot, "f10")


@scene
async def check(pilot: Pilot[int]) -> None:
    await show(pilot, await purchase(await agent(pilot), "check", other=True))


async def _warned(pilot: Pilot[int]) -> PurchaseJourney:
    """The check page of somebody who was insured until three days before, for longer than without a visa."""
    workplace = await agent(pilot)
    await purchase(workplace, "formed", other=True)
    journey = await purchase(workplace, "check", other=True)
    fill(journey.period, begin_date="+51", end_date="31d")
    fill(journey.insured, address="ul. Lip\u043ewa 12, Bialystok")
    await journey.price.update(workplace.insurer, *(journey.period.period() or (None, None)))
    await journey.live()
    return journey


@scene
async def check_warned(pilot: Pilot[int]) -> None:
    await show(pilot, await _warned(pilot))


@scene
async def conclude_warned(pilot: Pilot[int]) -> None:
    journey = await _warned(pilot)
    fill(journey.confirm, confirmed="yes")
    await show(pilot, journey)
    await press(pilot, "f10")


@scene
async def conclude_question(pilot: Pilot[int]) -> None:
    journey = await purchase(await agent(pilot), "check", other=True)
    fill(journey.confirm, confirmed="yes")
    await show(pilot, journey)
    await press(pilot, "f10")


@scene
async def overlap(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    await purchase(workplace, "formed", other=True)
    journey = await purchase(workplace, "formed", other=True)
    assert journey.step == "overlap"
    await show(pilot, journey)


@scene
async def formed(pilot: Pilot[int]) -> None:
    await show(pilot, await purchase(await agent(pilot), "formed", other=True))


@scene
async def drafts(pilot: Pilot[int]) -> None:
    await show(pilot, RecordsJourney(await agent(pilot), "drafts"))


async def _draft(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    page = await (await workplace.insurer()).drafts.list(limit=50)
    await show(pilot, DraftJourney(workplace, page.items[-1].id))


@scene
async def draft(pilot: Pilot[int]) -> None:
    await _draft(pilot)


@scene
async def delete_question(pilot: Pilot[int]) -> None:
    await _draft(pilot)
    top(pilot).start("delete")
    await settle(pilot)


# paying


@scene
async def cart(pilot: Pilot[int]) -> None:
    await show(pilot, CartJourney(await agent(pilot)))


@scene
async def cart_empty(pilot: Pilot[int]) -> None:
    await show(pilot, CartJourney(await newcomer(pilot)))


@scene
async def pay_question(pilot: Pilot[int]) -> None:
    await show(pilot, CartJourney(await agent(pilot)))
    await press(pilot, "f10")


@scene
async def pay(pilot: Pilot[int]) -> None:
    await show(pilot, await ordered(await agent(pilot)))


async def _pay(pilot: Pilot[int], *acts: str) -> None:
    journey = await ordered(await agent(pilot))
    for act in acts:
        await journey.act(act)
    await show(pilot, journey)


@scene
async def pay_link(pilot: Pilot[int]) -> None:
    await _pay(pilot, "link")


@scene
async def cards(pilot: Pilot[int]) -> None:
    await _pay(pilot, "cards")


@scene
async def declined(pilot: Pilot[int]) -> None:
    await _pay(pilot, "card:9995")


@scene
async def paid(pilot: Pilot[int]) -> None:
    await _pay(pilot, "card:0000")


async def _lost(pilot: Pilot[int], looks: int) -> CheckingJourney:
    """A contract draft whose answer was lost, after so many looks; the insurer never received it."""
    workplace = await agent(pilot)
    key = workplace.journal.intent("draft", "lost", workplace.login)
    workplace.sent.add(key)
    journey = CheckingJourney(workplace, key)
    for _look in range(looks):
        await journey.act("poll")
    return journey


@scene
async def checking(pilot: Pilot[int]) -> None:
    await show(pilot, await _lost(pilot, 1))
    top(pilot)._poll_after(0)  # what the next look changes comes after the picture


@scene
async def checking_nothing(pilot: Pilot[int]) -> None:
    await show(pilot, await _lost(pilot, 3))


@scene
async def home_unknown(pilot: Pilot[int]) -> None:
    workplace = (await _lost(pilot, 0)).workplace
    await show(pilot, HomeJourney(workplace))


# what is there


@scene
async def policies(pilot: Pilot[int]) -> None:
    await show(pilot, RecordsJourney(await agent(pilot), "policies"))


@scene
async def policy(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    page = await (await workplace.insurer()).policies.list("active", limit=1)
    await show(pilot, PolicyJourney(workplace, page.items[0].id))


@scene
async def archive_page_2(pilot: Pilot[int]) -> None:
    await show(pilot, RecordsJourney(await agent(pilot), "archive"))
    await press(pilot, "pagedown")


@scene
async def archive_filtered(pilot: Pilot[int]) -> None:
    await show(pilot, RecordsJourney(await agent(pilot), "archive"))
    await press(pilot, "slash", "m", "a", "r")


@scene
async def personal(pilot: Pilot[int]) -> None:
    await show(pilot, ProfileJourney(await agent(pilot)))


@scene
async def passport(pilot: Pilot[int]) -> None:
    await show(pilot, ProfileJourney(await agent(pilot), "passport"))


@scene
async def account(pilot: Pilot[int]) -> None:
    await show(pilot, ProfileJourney(await agent(pilot), "account"))


@scene
async def password(pilot: Pilot[int]) -> None:
    await show(pilot, PasswordJourney(await agent(pilot)))


@scene
async def email(pilot: Pilot[int]) -> None:
    await show(pilot, EmailJourney(await agent(pilot), "agent@example.test"))


@scene
async def conflict(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    journey, insurer = ProfileJourney(workplace), await workplace.insurer()
    await journey.enter()
    fill(journey.view().form, phone="+375291234567")
    copy = await insurer.profile.personal_info()
    assert copy.value is not None
    await insurer.profile.save_personal_info(copy.value.model_copy(update={"address": "Minsk, Nowa 1"}), copy.etag)
    await journey.act("continue")
    await show(pilot, journey)


@scene
async def settings(pilot: Pilot[int]) -> None:
    workplace = await agent(pilot)
    (await workplace.insurer()).base_url = SHOWN
    await show(pilot, SettingsJourney(workplace))


@scene
async def mailbox(pilot: Pilot[int]) -> None:
    workplace = await newcomer(pilot)
    await show(pilot, MailboxJourney(workplace, NEWCOMER))


@scene
async def mail(pilot: Pilot[int]) -> None:
    journey = MailboxJourney(await newcomer(pilot), NEWCOMER)
    await journey.enter()
    await journey.act("open:0")
    await show(pilot, journey)


@scene
async def unlock(pilot: Pilot[int]) -> None:
    await show(pilot, UnlockJourney(await nobody(pilot)))


@scene
async def protect(pilot: Pilot[int]) -> None:
    await show(pilot, ProtectJourney(await agent(pilot)))


# over a screen


@scene
async def help_page(pilot: Pilot[int]) -> None:
    await dates(pilot)
    await press(pilot, "f1")


@scene
async def menu(pilot: Pilot[int]) -> None:
    await home(pilot)
    await press(pilot, "f9")


@scene
async def countries(pilot: Pilot[int]) -> None:
    await show(pilot, EnrolJourney(await nobody(pilot)))
    row = top(pilot).query_one(FormPanel).row("residence_country")
    assert row is not None
    row.control.focus()
    await press(pilot, "f4")


@scene
async def messages(pilot: Pilot[int]) -> None:
    await cart(pilot)
    workplace = app_of(pilot).workplace
    workplace.tell("Order 208047 was made before. Pay it, or wait until it expires.")
    workplace.tell("The insurer cannot be reached. Check the network and try again.", bad=True)
    for second, message in enumerate(workplace.messages):
        message.at = f"12:30:{second:02}"
    await press(pilot, "f8")


@scene
async def leave_question(pilot: Pilot[int]) -> None:
    await show(pilot, PasswordJourney(await agent(pilot)))
    fill(top(pilot).journey.view().form, old_password="a secret is never kept")
    await press(pilot, "f3")


@scene
async def sign_in_again(pilot: Pilot[int]) -> None:
    await dates(pilot)
    workplace = app_of(pilot).workplace
    pilot.app.push_screen(JourneyScreen(SignInJourney(workplace, again=True)))
    await settle(pilot)


@scene
async def locked(pilot: Pilot[int]) -> None:
    await home(pilot)
    await press(pilot, "f12")
