import threading
from collections.abc import Iterator

import pytest
from keyring.backend import KeyringBackend

from omi_tui.desk.secrets import Secrets
from omi_tui.desk.system_keyring import TRUSTED, Where

HERE = __name__
URL = "https://insurer.test"


class Working(KeyringBackend):
    """A keyring that works."""

    priority = 1
    kept: dict[tuple[str, str], str] = {}  # noqa: RUF012  # shared on purpose: the next run finds it

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Working):
    """A keyring whose user said no."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PermissionError("dismissed")


class Hanging(Working):
    """A keyring that waits for a prompt that nobody sees."""

    released = threading.Event()

    def set_password(self, service: str, username: str, password: str) -> None:
        self.released.wait()


class Absent(Working):
    """A keyring that this machine does not have."""

    viable = False


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    Working.kept = {}
    Hanging.released.clear()
    yield
    Hanging.released.set()


def test_a_trusted_keyring_keeps_it_for_the_next_run() -> None:
    first = Secrets(trusted=[f"{HERE}:Absent", "no.such.module:X", f"{HERE}:Working"])
    assert first.where() == Where("keyring")
    first.save(URL, "r1")
    assert Working.kept == {("omi-tui", URL): "r1"}
    later = Secrets(trusted=[f"{HERE}:Working"])
    assert later.load(URL) == "r1"
    assert later.load("https://other.test") is None
    later.forget(URL)
    later.forget(URL)
    assert later.load(URL) is None
    assert Working.kept == {}


def test_without_a_keyring_it_lives_for_this_run() -> None:
    secrets = Secrets(trusted=[f"{HERE}:Absent"])
    secrets.save(URL, "r1")
    assert secrets.where() == Where("memory", "none")
    assert secrets.load(URL) == "r1"
    assert Secrets(trusted=[]).load(URL) is None
    secrets.forget(URL)
    assert secrets.load(URL) is None


@pytest.mark.parametrize("backend", ["null.Keyring", "fail.Keyring"])
def test_what_keyring_itself_would_choose_does_not_count(backend: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{backend}")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    secrets = Secrets()
    secrets.save(URL, "r1")
    assert secrets.where() == Where("memory", "none")
    assert secrets.load(URL) == "r1"


def test_only_keyrings_of_the_systems_are_trusted() -> None:
    assert not [name for name in TRUSTED for word in ("null", "fail", "plain", "crypt", "file") if word in name.lower()]


def test_a_keyring_that_fails_is_given_up_and_nothing_is_lost() -> None:
    secrets = Secrets(trusted=[f"{HERE}:Locked"])
    secrets.save(URL, "r1")
    assert secrets.where() == Where("memory", "failed")
    assert secrets.load(URL) == "r1"


def test_a_keyring_that_hangs_is_given_up_and_nothing_is_lost() -> None:
    secrets = Secrets(trusted=[f"{HERE}:Hanging"], limit=0.05)
    secrets.save(URL, "r1")
    assert secrets.where() == Where("memory", "slow")
    assert secrets.load(URL) == "r1"
