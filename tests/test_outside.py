"""SEC-12: a link is opened by a list of arguments, and only by a program that the person or the system chose."""

import asyncio
import json
import os
import stat
import sys
import webbrowser
from contextlib import nullcontext
from pathlib import Path

import pytest

from omi_tui.journeys.view import OpenLink
from omi_tui.outside import open_link

LINK = "https://pay.example.test/pay?o=1&x=$(touch evil);`id`|&'\""


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """A browser that writes down its arguments."""
    os.mkfifo(tmp_path / "told")
    browser = tmp_path / "browser"
    browser.write_text(
        f"#!{sys.executable}\nimport json, sys\nopen({str(tmp_path / 'told')!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
    )
    browser.chmod(browser.stat().st_mode | stat.S_IXUSR)
    return browser


def told(fifo: Path) -> list[str]:
    """The arguments; reading the pipe waits for the browser to write them."""
    arguments: list[str] = json.loads(fifo.read_text())
    return arguments


async def test_sec_12_the_link_is_one_argument(recorder: Path, tmp_path: Path) -> None:
    said = await open_link(nullcontext, OpenLink(LINK, "browser"), [str(recorder), "--private"])
    assert said.startswith("The browser was asked")
    assert await asyncio.to_thread(told, tmp_path / "told") == ["--private", LINK]
    assert not (tmp_path / "evil").exists()


async def test_sec_12_a_browser_that_is_not_there_is_said(tmp_path: Path) -> None:
    said = await open_link(nullcontext, OpenLink(LINK, "browser"), [str(tmp_path / "missing")])
    assert said == "No browser could be opened. Use the code, the link as text, or the text browser."


async def test_sec_12_without_a_desktop_nothing_is_started(
    recorder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text browser in the terminal of this screen would write over it."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{recorder.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    said = await open_link(nullcontext, OpenLink(LINK, "browser"))
    assert said.startswith("No browser could be opened.")


async def test_sec_12_a_text_browser_is_no_window(recorder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":99")
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser([str(recorder), "%s"]))
    said = await open_link(nullcontext, OpenLink(LINK, "browser"))
    assert said.startswith("No browser could be opened.")


async def test_sec_12_no_text_browser_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = await open_link(nullcontext, OpenLink(LINK, "terminal"))
    assert said.startswith("No text browser was found.")


def test_sec_37_nothing_but_a_link_is_ever_opened() -> None:
    """A saved policy is named in a sentence; no program is started with it but the printer's, by somebody's wish."""
    starters = ("subprocess", "webbrowser", "os.startfile", "os.system", "os.exec", "os.spawn", "pty.spawn")
    root = Path(__file__).resolve().parent.parent / "omi_tui"
    naming = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if any(starter in path.read_text("utf-8") for starter in starters)
    }
    assert naming == {"outside.py", "demo_server.py", "desk/printing.py"}
    assert "downloads" not in (root / "outside.py").read_text("utf-8")
