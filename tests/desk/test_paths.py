import stat
from pathlib import Path

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
