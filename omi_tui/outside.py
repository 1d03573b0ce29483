"""What is opened outside this program: a browser, or a text browser in this terminal."""

import asyncio
import shutil
import subprocess
from typing import TYPE_CHECKING

from omi_tui.journeys.view import OpenLink
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from textual.app import App

TEXT_BROWSERS = ("w3m", "elinks", "links", "lynx")


async def open_link(app: "App[int]", effect: OpenLink) -> str:
    """Open the link and return a sentence that says what happened. The link is an argument, never a shell's text."""
    if effect.how == "terminal":
        return await _in_this_terminal(app, effect.url)
    import webbrowser

    opened = await asyncio.to_thread(webbrowser.open, effect.url)
    if opened:
        return _("The browser was asked to open the card page. Come back here when you have paid.")
    return _("No browser could be opened. Use the code, the link as text, or the text browser.")


async def _in_this_terminal(app: "App[int]", url: str) -> str:
    program = next((found for name in TEXT_BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        return _("No text browser was found. Install w3m, or use the code or the link as text.")
    with app.suspend():
        await asyncio.to_thread(subprocess.run, [program, url], check=False)
    return _("You are back from the card page. The state of the order is being asked.")
