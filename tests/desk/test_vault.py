"""Records at rest: where the key is, how long they stay, and that nobody else reads them."""

import stat
from dataclasses import dataclass
from pathlib import Path

import pytest

from omi_tui.desk import passphrase
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.system_keyring import Where
from omi_tui.desk.vault import Vault

CANARY = {"insured": {"last_name_latin": "CANARYNAME", "passport_number": "ZZ7654321"}}
NAME = "work/anna@example.test/purchase"
DAY = 86400.0


@dataclass
class Clock:
    time: float = 1_000_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passphrase, "WORK", 2)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "vault" / "demo"


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    return tmp_path / "run"


def nowhere() -> Secrets:
    """A desk without a keyring."""
    return Secrets(trusted=())


def test_a_record_outlives_the_program_where_there_is_a_runtime_folder(
    folder: Path, runtime: Path, clock: Clock
) -> None:
    vault = Vault(folder, secrets=nowhere(), runtime=runtime, now=clock)
    assert not folder.exists()
    vault.put(NAME, CANARY)
    assert vault.where() == Where("runtime", "none")
    later = Vault(folder, secrets=nowhere(), runtime=runtime, now=clock)
    assert later.get(NAME) == (CANARY, clock.time)
    assert later.names("work/") == [NAME]
    assert later.names("seen/") == []
    later.delete(NAME)
    assert vault.get(NAME) is None


def test_without_any_place_it_lives_as_long_as_the_run(folder: Path, clock: Clock) -> None:
    vault = Vault(folder, secrets=nowhere(), runtime=None, now=clock)
    vault.put(NAME, CANARY)
    assert vault.where() == Where("memory", "none")
    assert vault.get(NAME) == (CANARY, clock.time)
    assert vault.names() == [NAME]
    assert Vault(folder, secrets=nowhere(), runtime=None).get(NAME) is None
    vault.delete(NAME)
    assert vault.get(NAME) is None


def test_a_passphrase_protects_what_was_there_before(folder: Path, runtime: Path, clock: Clock) -> None:
    vault = Vault(folder, secrets=nowhere(), runtime=runtime, now=clock)
    vault.put(NAME, CANARY)
    vault.protect("correct horse")
    assert list(runtime.iterdir()) == []
    later = Vault(folder, secrets=nowhere(), runtime=runtime, now=clock)
    assert later.where() == Where("passphrase")
    assert later.locked
    assert later.get(NAME) is None
    assert not later.unlock("wrong")
    later.put("work//typed while locked", {"a": 1})
    assert later.unlock("correct horse")
    assert later.where() == Where("passphrase")
    assert later.get(NAME) == (CANARY, clock.time)
    assert later.names() == ["work//typed while locked", NAME]


def test_sec_21_nothing_personal_can_be_read_on_the_disk(tmp_path: Path, folder: Path, runtime: Path) -> None:
    Vault(folder, secrets=nowhere(), runtime=runtime).put(NAME, CANARY)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 3  # the record, its key, the lock
    for path in files:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        for canary in ("CANARYNAME", "ZZ7654321", "anna", "purchase"):
            assert canary.encode() not in path.read_bytes()
            assert canary not in str(path.relative_to(tmp_path))


def test_sec_21_a_record_goes_when_its_time_is_over(folder: Path, runtime: Path, clock: Clock) -> None:
    def vault() -> Vault:
        return Vault(folder, secrets=nowhere(), runtime=runtime, now=clock)

    vault().put(NAME, CANARY, days=30)
    vault().put("work//closed", CANARY, days=7)
    clock.time += 7 * DAY
    assert vault().names() == [NAME]
    assert len(list(folder.glob("*.rec"))) == 1
    clock.time += 23 * DAY
    assert vault().get(NAME) is None
    assert list(folder.glob("*.rec")) == []
