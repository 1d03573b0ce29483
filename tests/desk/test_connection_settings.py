"""SEC-16, SEC-34: what the settings may say about the way to the insurer."""

from datetime import date
from pathlib import Path

import pytest

from omi_tui.desk.settings import SettingsError, load, save

A, B = f"sha256/{'A' * 43}=", f"sha256/{'b' * 43}="


def settings_file(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f'pins = "{A}"', "backend.pins has to be a list of two keys or more, of which one is a backup."),
        (f'pins = ["{A}"]', "backend.pins has to be a list of two keys or more"),
        (f'pins = ["{A}", "{A}"]', "backend.pins has to be a list of two keys or more"),
        (f'pins = ["{A}", "sha1/x"]', "backend.pins has to hold keys that begin with sha256/"),
        (f'pins = ["{A}", 1]', "backend.pins has to hold keys that begin with sha256/"),
        (f'pins = ["{A}", "{B}"]', "backend.pins needs backend.pins_until"),
        ('pins_until = "some day"', "backend.pins_until has to be a day, such as 2027-12-31."),
        ("pins_until = 2027-12-31T00:00:00", "backend.pins_until has to be a day"),
        ("pins_until = 3", "backend.pins_until has to be a day"),
        ('proxy = "http://anna:secret@proxy.example.test"', "backend.proxy may not hold a password."),
        ('proxy = "socks5://proxy.example.test"', "backend.proxy has to be the word environment, or an address"),
        ('proxy = "http://a b"', "backend.proxy has to be the word environment, or an address"),
        ("proxy = true", "backend.proxy has to be a text in quotation marks."),
    ],
)
def test_sec_16_sec_34_what_cannot_be_used_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(settings_file(tmp_path, f"[backend]\n{text}\n"), {})
    assert sentence in str(caught.value)
    assert "secret" not in str(caught.value)


def test_sec_34_the_environment_alone_sets_no_proxy(tmp_path: Path) -> None:
    environment = {"HTTPS_PROXY": "http://trap.example.test", "OMI_PROXY": "http://trap.example.test"}
    assert load(tmp_path / "none.toml", environment).proxy is None


def test_saving_keeps_days_and_lists(tmp_path: Path) -> None:
    path = settings_file(
        tmp_path, f'[backend]\nproxy = "environment"\npins = ["{A}", "{B}"]\npins_until = 2027-12-31\n'
    )
    save(path, {"theme": "omi-light"})
    assert load(path, {}).pins_until == date(2027, 12, 31)
    save(path, {"backend.pins_until": date(2028, 1, 31)})
    settings = load(path, {})
    assert (settings.proxy, settings.pins, settings.pins_until) == ("environment", (A, B), date(2028, 1, 31))
