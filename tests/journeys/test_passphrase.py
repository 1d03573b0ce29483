"""The passphrase of the saved work: chosen in the settings, asked for at the next start, left out for one run."""

import pytest

from omi_tui.desk.vault import Vault
from omi_tui.journeys.passphrase import ProtectJourney, UnlockJourney
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.view import Ask, Enter, Leave
from omi_tui.journeys.workplace import Workplace
from tests.journeys.walking import fill, rejected

PHRASE = "three quiet rivers"


@pytest.fixture
async def protected(workplace: Workplace) -> Workplace:
    """A desk whose vault a passphrase protects, with one record in it, in a later run."""
    journey = SettingsJourney(workplace)
    await journey.enter()
    entered = await journey.act("protect")
    assert isinstance(entered, Enter)
    assert isinstance(entered.journey, ProtectJourney)
    fill(entered.journey.view().form, passphrase=PHRASE, passphrase_again=PHRASE)
    assert entered.journey.leaving()
    assert await entered.journey.act("continue") == Leave(True)
    workplace.vault.put("work//enrol/1", {"kept": True})
    workplace.vault = Vault(workplace.paths.vault("insurer"), secrets=workplace.secrets, runtime=None)
    return workplace


async def test_both_have_to_be_the_same_and_long_enough(workplace: Workplace) -> None:
    journey = ProtectJourney(workplace)
    fill(journey.view().form, passphrase=PHRASE, passphrase_again="something else")
    assert await rejected(journey) == {"passphrase_again": "different"}
    fill(journey.view().form, passphrase="short", passphrase_again="short")
    assert await rejected(journey) == {"passphrase": "too_short"}
    assert await journey.act("leave") == Leave()


async def test_sec_21_everything_is_removed_on_request(protected: Workplace) -> None:
    journey = SettingsJourney(protected)
    await journey.enter()
    asked = await journey.act("wipe")
    assert isinstance(asked, Ask)
    assert list(protected.paths.vault("insurer").glob("*.rec"))
    assert await journey.act(asked.then) is None
    assert [path.name for path in protected.paths.vault("insurer").iterdir()] == [".lock"]  # empty
    assert not protected.vault.locked


async def test_sec_19_the_passphrase_opens_what_was_kept(protected: Workplace) -> None:
    assert protected.vault.locked
    assert protected.vault.get("work//enrol/1") is None
    journey = UnlockJourney(protected)
    fill(journey.view().form, passphrase="three loud rivers")
    assert await rejected(journey) == {"passphrase": "wrong"}
    assert journey.form.texts["passphrase"] == ""
    fill(journey.view().form, passphrase=PHRASE)
    assert await journey.act("continue") == Leave(True)
    assert protected.vault.get("work//enrol/1") is not None


async def test_it_can_be_left_out(protected: Workplace) -> None:
    journey = UnlockJourney(protected)
    assert await journey.act("continue") == Leave(False)
    assert await journey.act("skip") == Leave(False)
    assert protected.vault.locked


async def test_it_is_asked_for_before_it_is_changed(protected: Workplace) -> None:
    settings = SettingsJourney(protected)
    await settings.enter()
    assert "What you type is kept encrypted; your passphrase opens it." in settings.view().notes
    asked = await settings.act("protect")
    assert isinstance(asked, Enter)
    assert isinstance(asked.journey, UnlockJourney)
    assert await settings.act(asked.then, False) is None
    fill(asked.journey.view().form, passphrase=PHRASE)
    await asked.journey.act("continue")
    changed = await settings.act(asked.then, True)
    assert isinstance(changed, Enter)
    assert isinstance(changed.journey, ProtectJourney)


async def test_a_disk_that_takes_nothing_is_told(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(chosen: str) -> None:
        raise OSError

    journey = ProtectJourney(workplace)
    fill(journey.view().form, passphrase=PHRASE, passphrase_again=PHRASE)
    monkeypatch.setattr(workplace.vault, "protect", full)
    assert await journey.act("continue") is None
    assert workplace.messages[-1].bad
