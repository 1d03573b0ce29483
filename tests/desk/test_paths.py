import os
import stat
from pathlib import Path

import pytest

from omi_tui.desk import paths


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    found = paths.find({"OMI_HOME": str(tmp_path / "omi")})
    assert found.settings == tmp_path / "omi" / "settings.toml"
    assert found.journal == tmp_path / "omi" / "data" / "journal.sqlite3"
    assert found.demo_database == tmp_path / "omi" / "data" / "demo.sqlite3"
    assert found.downloads == tmp_path / "omi" / "downloads"
    assert not (tmp_path / "omi").exists()


def test_elsewhere_it_is_where_the_system_wants_it(home: Path) -> None:
    found = paths.find()
    assert found.settings.name == "settings.toml"
    assert found.settings.parent.name == "omi-tui"
    assert home in found.settings.parents
    assert home in found.data.parents
    assert home in found.downloads.parents


def test_a_private_folder_is_private_with_those_above_it(tmp_path: Path) -> None:
    folder = paths.private_folder(tmp_path / "a" / "b")
    for made in (folder, folder.parent):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert paths.private_folder(folder) == folder


def test_the_runtime_folder_is_ours_alone_and_never_on_a_disk(quick_folder: Path, tmp_path: Path) -> None:
    def found(folder: Path | str) -> Path | None:
        return paths.find({"OMI_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(folder)}).runtime

    in_memory = quick_folder != tmp_path
    quick_folder.chmod(0o700)
    assert found(quick_folder) == (quick_folder / "omi-tui" if in_memory else None)
    quick_folder.chmod(0o750)
    assert found(quick_folder) is None
    link = tmp_path / "link"
    link.symlink_to(quick_folder)
    for useless in ("", "relative", tmp_path / "missing", link, "/proc/self"):
        assert found(useless) is None
    assert paths.find({"OMI_HOME": str(tmp_path)}).runtime is None


def test_the_nearest_mount_decides_what_is_in_memory() -> None:
    mounts = (
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
        "23 22 0:21 / /run rw shared:2 - tmpfs tmpfs rw\n"
        "24 23 254:1 / /run/disk rw - ext4 /dev/vdb rw\n"
        "25 22 0:30 / /with\\040space rw - ramfs none rw\n"
    )
    assert paths._in_memory(Path("/run/user/1000"), mounts)
    assert paths._in_memory(Path("/with space/x"), mounts)
    assert not paths._in_memory(Path("/run/disk/user"), mounts)
    assert not paths._in_memory(Path("/home/anna"), mounts)


def test_sec_24_a_folder_of_ours_is_closed_to_others_and_a_strangers_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    assert stat.S_IMODE(paths.own_folder(folder).stat().st_mode) == 0o700
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    with pytest.raises(PermissionError):
        paths.own_folder(folder)
