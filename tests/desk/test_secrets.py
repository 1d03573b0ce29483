from collections.abc import Iterator
from pathlib import Path

import keyring.core
import pytest

from omi_tui.desk import passphrase
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.system_keyring import TRUSTED, Where
from omi_tui.desk.vault import Vault
from tests.desk.keyrings import HERE, Hanging, Plaintext, Working

URL = "https://insurer.test"


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


@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", f"{HERE}.Plaintext"]
)
@pytest.mark.parametrize("by", ["environment", "keyringrc"])
def test_sec_18_what_keyring_itself_would_choose_does_not_count(
    backend: str, by: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fail, null, and one that writes plain files: configured in either way keyring takes it, and we do not."""
    if by == "environment":
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)
    else:
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
        config = home / "xdg_config_home" / "python_keyring" / "keyringrc.cfg"
        config.parent.mkdir(parents=True)
        config.write_text(f"[backend]\ndefault-keyring={backend}\n")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    chosen = keyring.core.load_env() if by == "environment" else keyring.core.load_config()
    assert f"{type(chosen).__module__}.{type(chosen).__name__}" == backend
    secrets = Secrets()
    secrets.save(URL, "r1-CANARY")
    assert secrets.where() == Where("memory", "none")
    assert secrets.load(URL) == "r1-CANARY"
    assert Plaintext.asked == []
    assert not [file for file in home.rglob("*") if file.is_file() and b"CANARY" in file.read_bytes()]


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


def test_sec_19_without_a_keyring_a_passphrase_keeps_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a passphrase will do: the runtime folder's key is good enough for forms, not for a session."""
    monkeypatch.setattr(passphrase, "WORK", 2)

    def desk() -> tuple[Secrets, Vault]:
        secrets = Secrets(trusted=[])
        vault = Vault(tmp_path / "vault", secrets=secrets, runtime=tmp_path / "run")
        secrets.keep_in(vault)
        return secrets, vault

    secrets, vault = desk()
    secrets.save(URL, "r1-CANARY")
    assert secrets.where() == Where("memory", "none")
    assert desk()[0].load(URL) is None
    vault.protect("correct horse")
    assert secrets.where() == Where("passphrase", "none")
    secrets.save(URL, "r2-CANARY")
    later, vault = desk()
    assert later.where() == Where("memory", "none")
    assert later.load(URL) is None
    assert vault.unlock("correct horse")
    assert later.where() == Where("passphrase", "none")
    assert later.load(URL) == "r2-CANARY"
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and b"CANARY" in file.read_bytes()]
    later.forget(URL)
    assert secrets.load(URL) != "r1-CANARY"
    assert desk()[0].load(URL) is None


def test_sec_19_a_keyring_is_better_than_a_passphrase(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 2)
    secrets = Secrets(trusted=[f"{HERE}:Working"])
    vault = Vault(tmp_path / "vault", secrets=secrets, runtime=None)
    secrets.keep_in(vault)
    vault.protect("correct horse")
    secrets.save(URL, "r1")
    assert secrets.where() == Where("keyring")
    assert Working.kept == {("omi-tui", URL): "r1"}
    assert vault.names() == []
