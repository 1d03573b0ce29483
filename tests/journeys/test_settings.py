"""The settings of the desk: shown, saved, applied; and what overrules them is said."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from omi_tui.desk.system_keyring import Where
from omi_tui.forms.desk import DeskForm, folder
from omi_tui.forms.form import FormRejected
from omi_tui.journeys.settings import SettingsJourney
from omi_tui.journeys.view import Ask
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.rules import RuleError


async def test_what_is_saved_is_applied_and_stands_in_the_file(workplace: Workplace, tmp_path: Path) -> None:
    journey = SettingsJourney(workplace)
    await journey.enter()
    assert journey.form.texts == {"language": "en", "theme": "omi-dark", "downloads": str(workplace.paths.downloads)}

    journey.form.answer("language", "ru")
    journey.form.answer("theme", "omi-contrast-light")
    journey.form.answer("downloads", str(tmp_path / "policies"))
    assert await journey.act("save") is None

    assert workplace.settings.language == "ru"
    assert workplace.settings.theme == "omi-contrast-light"
    assert workplace.downloads == tmp_path / "policies"
    assert workplace.settings.origin("theme") == "file"
    kept = tomllib.loads(workplace.paths.settings.read_text())
    assert (kept["language"], kept["theme"], kept["downloads"]["folder"]) == (
        "ru",
        "omi-contrast-light",
        str(tmp_path / "policies"),
    )
    assert workplace.messages[-1].text == "Настройки сохранены."


def test_a_language_chosen_by_key_is_not_taken_back_by_saving(workplace: Workplace) -> None:
    journey = SettingsJourney(workplace)
    journey.form.answer("language", "ru")
    journey.spoken("zh_Hans")
    assert journey.form.texts["language"] == "zh_Hans"
    assert not journey.unsaved()


async def test_it_says_where_the_sign_in_is_kept(workplace: Workplace) -> None:
    journey = SettingsJourney(workplace)
    assert journey.view().notes == ()
    await journey.enter()
    assert "for this run only" in journey.view().notes[0]
    journey.where = Where("keyring")
    assert journey.view().notes == (
        "The sign-in is kept in the keyring of this system.",
        "What you type is kept encrypted until you log out of this computer.",
    )


async def test_it_names_the_insurer_and_where_the_address_comes_from(workplace: Workplace) -> None:
    journey = SettingsJourney(workplace)
    workplace.settings = replace(
        workplace.settings, backend_url="https://insurer.example.test", origins={"backend.url": "option"}
    )
    assert journey.view().rows[0].value == "https://insurer.example.test (from the command line)"
    workplace.demo = True
    workplace.settings = replace(workplace.settings, backend_url=None)
    assert journey.view().rows[0].value == "bundled with this program"
    assert journey.view().notes == ("The sign-in to the demo insurer is kept for this run only.",)


async def test_the_environment_is_named_where_it_overrules(workplace: Workplace) -> None:
    workplace.settings = replace(workplace.settings, origins={"theme": "environment"})
    journey = SettingsJourney(workplace)
    said = "Theme: the environment or the command line decides at the next start."
    assert journey.view().notes == (said,)
    await journey.act("save")
    assert journey.view().notes == (said,)


async def test_a_folder_that_takes_no_file_is_said_in_a_sentence(workplace: Workplace, tmp_path: Path) -> None:
    (tmp_path / "folder").symlink_to(tmp_path / "nowhere" / "inside")
    workplace.paths = replace(workplace.paths, settings=tmp_path / "folder" / "settings.toml")
    journey = SettingsJourney(workplace)
    await journey.act("save")
    assert workplace.messages[-1].bad
    assert "cannot be written" in workplace.messages[-1].text


async def test_a_settings_file_that_cannot_be_read_is_left_alone(workplace: Workplace) -> None:
    workplace.paths.settings.parent.mkdir(parents=True, exist_ok=True)
    workplace.paths.settings.write_text("not [toml")
    workplace.paths.settings.chmod(0o600)
    await SettingsJourney(workplace).act("save")
    assert workplace.messages[-1].bad
    assert workplace.paths.settings.read_text() == "not [toml"


async def test_nothing_is_saved_while_an_answer_cannot_be_read(workplace: Workplace) -> None:
    journey = SettingsJourney(workplace)
    journey.form.answer("downloads", "somewhere")
    with pytest.raises(FormRejected):
        await journey.act("save")
    error = journey.form.error("downloads")
    assert error is not None
    assert error.message() == "Downloads folder must be a whole path, from the root or from ~."
    assert not workplace.paths.settings.exists()
    assert journey.forms() == {"desk": journey.form}
    assert isinstance(await journey.act("leave"), Ask)


def test_a_theme_is_chosen_by_number_code_or_start_of_its_name() -> None:
    form = DeskForm()
    for text in ("5", "omi-mono", "shades"):
        form.answer("theme", text)
        assert form.value("theme") == "omi-mono"
    form.answer("theme", "high")
    form.check()
    error = form.error("theme")
    assert error is not None
    assert error.message() == "Select the theme from the list."


def test_the_home_folder_can_be_written_short(home: Path) -> None:
    assert folder("~/policies") == str(home / "policies")
    with pytest.raises(RuleError, match="format"):
        folder("~nobody-of-this-name/policies")


async def test_sec_21_what_cannot_be_removed_is_not_called_removed(workplace: Workplace) -> None:
    """Something else has taken the place of a record on the disk."""
    workplace.vault.put("work//enrol/1", {"kept": True})
    (record,) = workplace.paths.vault("insurer").glob("*.rec")
    record.unlink()
    record.mkdir()
    journey = SettingsJourney(workplace)
    asked = await journey.act("wipe")
    assert isinstance(asked, Ask)
    await journey.act(asked.then)
    assert workplace.messages[-1].bad
    assert workplace.messages[-1].text == "Something could not be removed. Ask who looks after this machine."
