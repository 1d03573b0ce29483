"""Without a connection: what was seen last, with its age; buying says why it cannot. And a window that only looks."""

import pytest

from omi_tui.client.insurer import Insurer
from omi_tui.desk.journal import ReadOnlyDesk
from omi_tui.fake_server.services import Services
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.credentials import EmailJourney, PasswordJourney
from omi_tui.journeys.draft import DraftJourney
from omi_tui.journeys.failures import understand
from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.lock import sign_out
from omi_tui.journeys.need import NeedJourney
from omi_tui.journeys.policy import PolicyJourney
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.records import RecordsJourney
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.workplace import Workplace
from tests.journeys.conftest import Desk
from tests.journeys.walking import fill

AGE = "The insurer cannot be reached. This is what was seen on "


@pytest.fixture
async def cut_off(agents_desk: Workplace, desk: Desk) -> Workplace:
    """The agent's desk in a later run, when the connection is gone."""
    later = desk("http://127.0.0.1:1")
    later.secrets.save("http://127.0.0.1:1", "kept")
    later.vault = agents_desk.vault
    later.login = agents_desk.login
    return later


def aged(journey: Journey) -> bool:
    view = journey.view()
    return any(line.startswith(AGE) for line in (*view.lead, *view.notes))


async def shown(journey: Journey) -> object:
    await journey.enter()
    view = journey.view()
    rows = [row.value for row in view.rows]
    return rows or view.tables or (view.listing.entries if view.listing else view.form and view.form.texts)


async def test_every_list_and_record_is_shown_as_it_was_seen_last(agents_desk: Workplace, cut_off: Workplace) -> None:
    insurer = await agents_desk.insurer()
    draft = (await insurer.drafts.list()).items[0].id
    policy = (await insurer.policies.list("active")).items[0].id
    for make in (
        lambda at: RecordsJourney(at, "drafts"),
        lambda at: RecordsJourney(at, "policies"),
        lambda at: RecordsJourney(at, "archive"),
        CartJourney,
        ProfileJourney,
        lambda at: DraftJourney(at, draft),
        lambda at: PolicyJourney(at, policy),
    ):
        now, later = make(agents_desk), make(cut_off)
        seen = await shown(now)
        assert seen
        assert not aged(now)
        assert await shown(later) == seen
        assert aged(later)


async def test_who_needs_no_policy_is_known_offline(workplace: Workplace, desk: Desk) -> None:
    await NeedJourney(workplace).enter()
    later = desk("http://127.0.0.1:1")
    later.vault = workplace.vault
    journey = NeedJourney(later)
    await journey.enter()
    await journey.act("lists")
    assert journey.view().tables
    assert aged(journey)


async def test_what_was_never_seen_is_told_as_it_is(cut_off: Workplace) -> None:
    with pytest.raises(Exception, match="net"):
        await RecordsJourney(cut_off, "drafts").enter()


async def test_what_another_version_kept_is_not_shown(cut_off: Workplace) -> None:
    cut_off.vault.put(f"seen/{cut_off.login}/cart", {"value": {"entries": 3}})
    with pytest.raises(Exception, match="net"):
        await CartJourney(cut_off).enter()


async def test_the_menu_says_that_the_insurer_is_away(cut_off: Workplace) -> None:
    home = HomeJourney(cut_off)
    await home.enter()
    assert home.view().notes[0].startswith("The insurer cannot be reached.")
    assert (await cut_off.insurer()).out_of_reach


async def test_buying_says_why_it_cannot_and_keeps_what_was_typed(cut_off: Workplace) -> None:
    journey = PurchaseJourney(cut_off)
    fill(journey.period, begin_date="+5", end_date="8d")
    with pytest.raises(Exception, match="net") as failed:
        await journey.act("continue")
    said = understand(failed.value, journey.view().form).sentence
    assert said.startswith("The insurer could not be reached")
    assert said.endswith("What you typed is kept.")
    assert journey.period.texts["end_date"] == "8d"


async def test_the_connection_comes_back_by_itself(
    agents_desk: Workplace, cut_off: Workplace, insurer: Insurer
) -> None:
    await RecordsJourney(agents_desk, "archive").enter()
    journey = RecordsJourney(cut_off, "archive")
    await journey.enter()
    assert aged(journey)
    cut_off._insurer = agents_desk._insurer
    await journey.enter()
    assert not aged(journey)
    assert not insurer.out_of_reach


async def test_sec_28_signing_out_forgets_what_was_seen_and_keeps_what_is_not_finished(
    agents_desk: Workplace,
) -> None:
    await CartJourney(agents_desk).enter()
    await agents_desk.signed_in(agents_desk.login, "demo-desk-1")
    agents_desk.vault.put(f"work/{agents_desk.login}/purchase/1", {})
    assert agents_desk.vault.names() != agents_desk.vault.names("work/")
    await sign_out(agents_desk)
    assert agents_desk.vault.names() == ["work/agent@example.test/purchase/1"]


@pytest.mark.parametrize(
    ("make", "action"),
    [
        (HomeJourney, "buy"),
        (SignInJourney, "sign_up"),
        (CartJourney, "pay"),
        (lambda at: DraftJourney(at, "1"), "add"),
        (lambda at: DraftJourney(at, "1"), "delete"),
        (ProfileJourney, "continue"),
        (PasswordJourney, "continue"),
        (lambda at: EmailJourney(at, "a@example.test"), "continue"),
        (SettingsJourney, "save"),
    ],
)
async def test_a_second_window_changes_nothing(
    desk: Desk, services: Services, make: type[Journey], action: str
) -> None:
    looking = desk(services.url, services.control_token, read_only=True)
    insurer = await looking.insurer()
    await insurer.sessions.sign_in("agent@example.test", "demo-desk-1")
    journey = make(looking)
    with pytest.raises(ReadOnlyDesk) as refused:
        await journey.act(action)
    assert understand(refused.value).sentence.startswith("Nothing can be changed from this window")


async def test_a_second_window_reads_and_writes_nothing_to_the_vault(
    desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = desk(services.url, services.control_token, read_only=True)
    insurer = await looking.insurer()
    await insurer.sessions.sign_in("agent@example.test", "demo-desk-1")
    await looking.signed_in("agent@example.test", "demo-desk-1")
    monkeypatch.setattr(looking.vault, "put", None)
    for journey in (HomeJourney(looking), CartJourney(looking), RecordsJourney(looking, "drafts")):
        await journey.enter()
        assert journey.view().actions
