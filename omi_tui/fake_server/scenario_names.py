"""Which scenarios there are: looked up by the command line, so nothing heavy is imported here."""

from importlib import resources
from importlib.resources.abc import Traversable

from omi_tui.text.i18n import _


def files() -> dict[str, Traversable]:
    """The scenarios' files by name, in the order of the alphabet."""
    folder = resources.files("omi_tui.fake_server") / "data" / "scenarios"
    found = {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
    return dict(sorted(found.items()))


def unknown(name: str) -> str:
    """What to say to whoever asked for a scenario that does not exist; empty where it does."""
    known = files()
    if name in known:
        return ""
    return _("There is no scenario {name}. Choose one of: {names}.").format(name=repr(name), names=", ".join(known))
