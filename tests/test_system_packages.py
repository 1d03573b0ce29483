"""``make test`` installs what the tests drive besides Python: a machine that has it already hides a missing step."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
INSTALLS = (ROOT / "tools" / "test-system-packages.sh").read_text()


def asked_for() -> set[str]:
    """The programs that a test looks for on this machine."""
    sources = (path.read_text() for path in (ROOT / "tests").rglob("*.py"))
    return {name for source in sources for name in re.findall(r'shutil\.which\(\s*"([^"]+)"', source)}


def test_every_program_that_a_test_looks_for_is_installed_by_the_tests() -> None:
    named = set(re.findall(r"\bneed (\S+) \S+", INSTALLS)) | set(re.findall(r"command -v ([a-z-]+)", INSTALLS))
    assert {"chromium", "pdftotext"} <= asked_for()
    assert asked_for() <= named
