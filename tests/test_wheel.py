"""What is shipped: the wheel has everything that the program opens while it runs."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent


def test_wheel_carries_every_data_file(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    shipped = set(ZipFile(wheel).namelist())
    inside = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "omi_tui").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    catalogues = {f"omi_tui/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "locales").rglob("*.mo")}
    assert catalogues
    assert inside | catalogues <= shipped
    assert not any(name.startswith(("tests/", "tools/", "docs/")) for name in shipped)
