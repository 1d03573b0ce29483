"""The vault when things go wrong: damaged and foreign files, full disks, killed programs, two programs at once."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from omi_tui.desk import files, passphrase, sealed
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.system_keyring import Where
from omi_tui.desk.vault import Vault, VaultLocked
from tests.desk.keyrings import HERE, Hanging, Working

NAME = "work/anna@example.test/purchase"
FORM = {"forms": {"insured": {"last_name_latin": "CANARYNAME"}}}


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passphrase, "WORK", 2)
    Working.kept = {}
    Hanging.released.clear()
    yield
    Hanging.released.set()


def opened(folder: Path, *, keyring: str = "", runtime: bool = True) -> Vault:
    """A vault as the next run of the program opens it."""
    secrets = Secrets(trusted=[f"{HERE}:{keyring}"] if keyring else [], limit=0.05 if keyring == "Hanging" else 5)
    return Vault(folder / "vault", secrets=secrets, runtime=folder / "run" if runtime else None)


def records(folder: Path) -> list[Path]:
    return sorted((folder / "vault").glob("*.rec"))


def test_the_key_lies_in_the_keyring_where_there_is_one(tmp_path: Path) -> None:
    vault = opened(tmp_path, keyring="Working")
    vault.put(NAME, FORM)
    assert vault.where() == Where("keyring")
    assert opened(tmp_path, keyring="Working").names() == [NAME]
    assert not (tmp_path / "run").exists()
    (key,) = Working.kept.values()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and key.encode() in path.read_bytes()]


def test_records_change_over_to_a_keyring_that_was_not_there_before(tmp_path: Path) -> None:
    opened(tmp_path, keyring="Working").put("work//older", {"a": 1})
    without = opened(tmp_path)
    without.put(NAME, FORM)
    assert without.names() == [NAME]
    again = opened(tmp_path, keyring="Working")
    assert again.names() == ["work//older", NAME]
    assert list((tmp_path / "run").iterdir()) == []
    Working.kept = {}
    shutil.rmtree(tmp_path / "vault")
    without = opened(tmp_path)
    without.put(NAME, FORM)
    assert opened(tmp_path, keyring="Working").names() == [NAME]  # the keyring had no key, so it takes this one
    assert list((tmp_path / "run").iterdir()) == []


@pytest.mark.parametrize(("kind", "reason"), [("Hanging", "slow"), ("Locked", "failed")])
def test_a_keyring_that_does_not_answer_is_not_waited_for(tmp_path: Path, kind: str, reason: str) -> None:
    vault = opened(tmp_path, keyring=kind)
    vault.put(NAME, FORM)
    assert vault.where() == ("runtime", reason)
    assert opened(tmp_path).names() == [NAME]


def test_a_passphrase_takes_the_key_out_of_the_keyring(tmp_path: Path) -> None:
    vault = opened(tmp_path, keyring="Working")
    vault.put(NAME, FORM)
    vault.protect("correct horse")
    assert Working.kept == {}
    later = opened(tmp_path, keyring="Working")
    assert later.locked
    with pytest.raises(VaultLocked):
        later.protect("another")
    assert later.unlock("correct horse")
    later.protect("another")
    assert opened(tmp_path).unlock("another")
    assert not opened(tmp_path).unlock("correct horse")
    with pytest.raises(ValueError, match="no passphrase"):
        later.protect("")


def test_a_passphrase_is_the_same_however_it_is_composed(tmp_path: Path) -> None:
    vault = opened(tmp_path)
    vault.protect("é Й")
    assert opened(tmp_path).unlock("e\u0301 И\u0306")


@pytest.mark.parametrize(
    "change",
    [{"n": 2**40}, {"r": -1}, {"p": "x"}, {"version": 2}, {"salt": None}, {"wrapped": "00"}, {"wrapped": "zz"}],
)
def test_a_passphrase_file_that_was_changed_opens_nothing_and_stays(tmp_path: Path, change: dict[str, object]) -> None:
    vault = opened(tmp_path)
    vault.protect("correct horse")
    file = tmp_path / "vault" / "passphrase.json"
    changed = json.dumps(json.loads(file.read_bytes()) | change).encode()
    files.write(file, changed)
    later = opened(tmp_path)
    assert not later.unlock("correct horse")
    later.put(NAME, FORM)
    assert later.get(NAME)
    assert later.locked
    assert file.read_bytes() == changed


@pytest.mark.parametrize("at", [0, 4, 12, 13, 24, 25, 40, -1])
def test_one_changed_bit_makes_a_record_unreadable(tmp_path: Path, at: int) -> None:
    vault = opened(tmp_path)
    vault.put(NAME, FORM)
    vault.put("work//other", {"a": 1})
    path = next(
        path for path in records(tmp_path) if path.name.startswith(sealed.hidden(vault._key.value or b"", NAME))
    )
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    assert vault.get(NAME) is None
    assert vault.names() == ["work//other"]
    assert path.read_bytes() == content
    vault.put(NAME, FORM)
    assert vault.get(NAME)


def test_a_record_cut_anywhere_is_skipped(tmp_path: Path) -> None:
    vault = opened(tmp_path)
    vault.put(NAME, FORM)
    (path,) = records(tmp_path)
    content = path.read_bytes()
    for length in range(len(content)):
        path.write_bytes(content[:length])
        assert vault.get(NAME) is None
        assert vault.names() == []
    path.write_bytes(content)
    assert vault.names() == [NAME]


def test_records_cannot_change_places(tmp_path: Path) -> None:
    vault = opened(tmp_path)
    vault.put(NAME, FORM)
    vault.put("work//other", {"a": 1})
    one, two = records(tmp_path)
    content = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(content)
    assert vault.get(NAME) is None
    assert vault.names() == []


def test_sec_24_what_is_not_ours_alone_is_not_read_and_a_link_not_followed(tmp_path: Path) -> None:
    vault = opened(tmp_path)
    vault.put(NAME, FORM)
    (path,) = records(tmp_path)
    path.chmod(0o666)
    assert vault.get(NAME) is None
    victim = tmp_path / "victim"
    path.rename(victim)
    victim.chmod(0o600)
    path.symlink_to(victim)
    assert vault.get(NAME) is None
    content = victim.read_bytes()
    vault.put(NAME, {"a": 1})
    assert victim.read_bytes() == content
    assert vault.get(NAME)


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    vault = opened(tmp_path)
    vault.put(NAME, FORM)
    (path,) = records(tmp_path)
    newer = path.read_bytes()[:4] + b"\x02" + path.read_bytes()[5:]
    files.write(path, newer)
    assert vault.get(NAME) is None
    vault.put(NAME, {"typed": "now"})
    assert vault.get(NAME)
    vault.delete(NAME)
    assert vault.get(NAME) is None
    assert path.read_bytes() == newer
    long_after = Vault(
        tmp_path / "vault", secrets=Secrets(trusted=()), runtime=tmp_path / "run", now=lambda: time.time() + 1e9
    )
    assert long_after.names() == []
    assert path.read_bytes() == newer


def test_a_full_disk_keeps_it_for_this_run_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = opened(tmp_path)
    vault.put(NAME, {"version": 1})

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as bad:
        bad.setattr(files, "write", full)
        vault.put(NAME, {"version": 2})
        assert vault.where() == Where("memory", "failed")
    kept, before = vault.get(NAME), opened(tmp_path).get(NAME)
    assert kept
    assert kept.content == {"version": 2}
    assert before
    assert before.content == {"version": 1}
    vault.put(NAME, {"version": 3})
    assert vault.where().place == "runtime"
    after = opened(tmp_path).get(NAME)
    assert after
    assert after.content == {"version": 3}


def test_a_folder_that_cannot_be_made_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "vault").write_bytes(b"a file is here")
    vault = opened(tmp_path)
    vault.put(NAME, FORM)
    assert vault.where() == Where("memory", "failed")
    assert vault.get(NAME)


@pytest.mark.parametrize("place", ["keyring", "runtime", "memory"])
def test_sec_21_wiping_leaves_nothing_and_takes_another_key(tmp_path: Path, place: str) -> None:
    def vault() -> Vault:
        return opened(tmp_path, keyring="Working" if place == "keyring" else "", runtime=place != "memory")

    first = vault()
    first.put(NAME, FORM)
    assert first.where().place == place
    kept = {path.name: path.read_bytes() for path in records(tmp_path)}
    first.wipe()
    assert records(tmp_path) == []
    assert first.names() == []
    for name, content in kept.items():  # somebody got the old file back from the disk
        (tmp_path / "vault" / name).write_bytes(content)
    assert first.names() == vault().names() == []
    first.put(NAME, FORM)
    assert first.names() == [NAME]


def test_sec_21_wiping_keeps_a_passphrase_that_was_given_and_drops_a_forgotten_one(tmp_path: Path) -> None:
    vault = opened(tmp_path)
    vault.protect("correct horse")
    vault.put(NAME, FORM)
    vault.wipe()
    assert records(tmp_path) == []
    later = opened(tmp_path)
    assert later.locked
    later.wipe()
    assert later.where() == Where("runtime", "none")


def test_sec_21_what_a_killed_program_left_half_written_goes(tmp_path: Path) -> None:
    opened(tmp_path).put(NAME, FORM)
    (path,) = records(tmp_path)
    old, fresh = (path.with_name(f".{path.name}.{number}") for number in (1, 2))
    for left in (old, fresh):
        left.write_bytes(path.read_bytes()[:50])
    os.utime(old, (1.0, 1.0))
    assert opened(tmp_path).names() == [NAME]
    assert not old.exists()
    assert fresh.exists()  # somebody may be writing it


WRITER = """
import sys
from pathlib import Path
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.vault import Vault
folder, who, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
vault = Vault(folder / "vault", secrets=Secrets(trusted=()), runtime=folder / "run")
print("ready", flush=True)
sys.stdin.readline()
for number in range(times):
    vault.put("work//shared", {"who": who, "number": number, "much": "x" * 5000})
    vault.put(f"work//{who}", {"number": number})
    print(number, flush=True)
"""


def writer(folder: Path, who: str, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, folder, who, str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_programs_make_one_key_and_tear_nothing(quick_folder: Path) -> None:
    with writer(quick_folder, "one", 40) as one, writer(quick_folder, "two", 40) as two:
        for each in (one, two):
            assert each.stdin
            each.stdin.write("\n")
            each.stdin.flush()
        vault = opened(quick_folder)
        while one.poll() is None or two.poll() is None:
            if kept := vault.get("work//shared"):
                assert len(kept.content["much"]) == 5000
    assert (one.returncode, two.returncode) == (0, 0)
    assert vault.names() == ["work//one", "work//shared", "work//two"]
    for who in ("one", "two"):
        last = vault.get(f"work//{who}")
        assert last
        assert last.content == {"number": 39}


def test_inv_10_what_was_put_survives_a_kill(quick_folder: Path) -> None:
    """The record is the one that was told to be written, or the next one, whole."""
    for moment in range(0, 12, 3):
        shutil.rmtree(quick_folder / "vault", ignore_errors=True)
        with writer(quick_folder, "one", 1000) as program:
            assert program.stdin
            assert program.stdout
            assert program.stdout.readline() == "ready\n"
            program.stdin.write("\n")
            program.stdin.flush()
            for _line in range(moment + 1):
                told = int(program.stdout.readline())
            program.send_signal(signal.SIGKILL)
            told = max([told, *(int(line) for line in program.stdout.read().split())])
        kept = opened(quick_folder).get("work//one")
        assert kept
        assert kept.content["number"] in (told, told + 1)
