"""The walls between the rooms: who imports whom, and what a fresh interpreter has to load."""

import pkgutil
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
SERVER = frozenset({"fastapi", "starlette", "uvicorn", "sqlalchemy", "jinja2", "reportlab", "argon2"})
SCREEN = frozenset({"textual"})
WIRE = frozenset({"httpx", "pydantic"})

NEVER_LOADED = {
    "omi_tui.text": SERVER | SCREEN | WIRE,
    "omi_tui.model": SERVER | SCREEN | {"httpx"},
    "omi_tui.forms": SERVER | SCREEN | WIRE,
    "omi_tui.client": SERVER | SCREEN,
    "omi_tui.desk": SERVER | SCREEN | {"httpx"},
    "omi_tui.journeys": SERVER | SCREEN | WIRE,
    "omi_tui.widgets": SERVER | {"httpx"},
    "omi_tui.screens": SERVER,
    "omi_tui.plain": SERVER | SCREEN | WIRE,
    "omi_tui.fake_server": SCREEN | {"httpx"},
}


def loaded(*arguments: str) -> set[str]:
    """Every module that a fresh interpreter imports when it is started with *arguments*."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    timed: list[str] = []
    said: list[str] = []
    for line in run.stderr.splitlines():
        (timed if line.startswith("import time:") else said).append(line)
    assert run.returncode == 0, "\n".join(said)
    return {line.rpartition("|")[2].strip() for line in timed}


def modules_of(room: str) -> list[str]:
    """The room and everything in it."""
    package = import_module(room)
    inside = pkgutil.walk_packages(package.__path__, prefix=f"{room}.")
    return [room, *(module.name for module in inside if not module.name.endswith(".__main__"))]


def test_contracts_hold() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == 0


@pytest.mark.parametrize("room", NEVER_LOADED)
def test_room_loads_only_its_own_libraries(room: str) -> None:
    imported = loaded("-c", f"import {', '.join(modules_of(room))}")
    assert room in imported
    assert imported & NEVER_LOADED[room] == set()


def test_rules_load_no_pydantic() -> None:
    assert "pydantic" not in loaded("-c", "import omi_tui.model.rules")


def test_version_loads_nothing_but_the_command() -> None:
    imported = loaded("-m", "omi_tui", "--version")
    assert imported & (SERVER | SCREEN | WIRE | {"rich", "keyring", "babel", "cryptography"}) == set()
    assert {name for name in imported if name.startswith("omi_tui.")} <= {
        "omi_tui.cli",
        "omi_tui.__main__",
        "omi_tui.surroundings",
    }


def test_program_starts_without_the_wire() -> None:
    """The first screen is drawn before anything is asked of the insurer, and loads nothing that it does not show."""
    assert loaded("-c", "import omi_tui.app") & (SERVER | WIRE | {"keyring", "cryptography", "segno"}) == set()


@pytest.mark.parametrize(("folder", "longest"), [("omi_tui", 300), ("tools", 300), ("benchmarks", 300), ("tests", 500)])
def test_no_file_is_long(folder: str, longest: int) -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in (ROOT / folder).rglob("*.py")}
    assert {path: lines for path, lines in lengths.items() if lines > longest} == {}


def test_every_room_is_watched() -> None:
    """A new room says here what it may load."""
    import omi_tui

    rooms = {f"omi_tui.{module.name}" for module in pkgutil.iter_modules(omi_tui.__path__) if module.ispkg}
    assert rooms == set(NEVER_LOADED)
    assert all(find_spec(room) for room in NEVER_LOADED)
