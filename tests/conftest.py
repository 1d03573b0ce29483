"""Every test runs in a world of its own: no settings, keyring, language or colours of whoever runs it."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("suite", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("suite")

_HOMES = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
_STRANGERS = (
    *("LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LC_TIME", "LC_CTYPE", "TZ"),
    *("TEXTUAL", "TEXTUAL_THEME", "TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM", "TEXTUAL_FILTERS"),
    *("NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLUMNS", "LINES", "BROWSER", "PAGER", "EDITOR"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folders = item.path.parts
        for name in ("contract", "end_to_end"):
            if name in folders:
                item.add_marker(name)
        if "snap_compare" in getattr(item, "fixturenames", ()):
            item.add_marker("snapshot")


@pytest.fixture(scope="session", autouse=True)
def _nobodys_environment() -> None:
    """Comes before every other fixture, so that a server that a module shares is started in it as well."""
    for name in [name for name in os.environ if name.startswith("OMI_")]:
        del os.environ[name]
    for name in _STRANGERS:
        os.environ.pop(name, None)
    os.environ["TERM"] = "xterm-256color"
    os.environ["LC_CTYPE"] = "C.UTF-8"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder; everything that the program keeps goes below it."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name in _HOMES:
        monkeypatch.setenv(name, str(home / name.lower()))
    return home
