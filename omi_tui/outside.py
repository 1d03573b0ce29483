"""What is opened outside this program: a browser, or a text browser in this terminal.

A link is always the last word of a list of arguments, never a shell's text. ``BROWSER`` does not count (it is taken
out of the environment before anything reads it); the settings may name the browser instead.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from omi_tui.journeys.view import OpenLink
from omi_tui.text.i18n import _

Suspend = Callable[[], AbstractContextManager[None]]
"""Leaves the terminal to another program for the time of its block."""

TEXT_BROWSERS = ("w3m", "elinks", "links", "lynx")


async def open_link(suspend: Suspend, effect: OpenLink, command: Sequence[str] = ()) -> str:
    """Open the link, with *command* where the settings name one; return a sentence that says what happened."""
    if effect.how == "terminal":
        return await _in_this_terminal(suspend, effect.url)
    if await asyncio.to_thread(_in_a_window, effect.url, command):
        return _("The browser was asked to open the card page. Come back here when you have paid.")
    return _("No browser could be opened. Use the code, the link as text, or the text browser.")


def _in_a_window(url: str, command: Sequence[str]) -> bool:
    """Whether a browser with a window of its own was started."""
    if command:
        return _start([*command, url])
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    import webbrowser

    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if type(browser) is webbrowser.GenericBrowser:  # a text browser, which would write over this screen
        return False
    return browser.open(url)


def _start(words: list[str]) -> bool:
    try:
        subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True


async def _in_this_terminal(suspend: Suspend, url: str) -> str:
    program = next((found for name in TEXT_BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        return _("No text browser was found. Install w3m, or use the code or the link as text.")
    with suspend():
        await asyncio.to_thread(subprocess.run, [program, url], check=False)
    return _("You are back from the card page. The state of the order is being asked.")
