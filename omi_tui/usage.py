"""What the command line itself says, its help and what is wrong with it, in the reader's language.

Loaded where something of that is to be read. The parser's own words are argparse's: it looks its ``_`` up whenever it
says one, so while it speaks it finds ours there. What a newer Python says in other words is said in English.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from omi_tui import command_line, faces
from omi_tui.exit_codes import USAGE
from omi_tui.surroundings import ARGUMENT
from omi_tui.text.i18n import N_, _, language, set_language
from omi_tui.text.width import cell_len, wrap

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

PARSER_TEXTS = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("not allowed with argument %s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
)
"""What argparse can say of our command line, as Python 3.11, 3.12 and 3.13 have it."""

_WIDER = "\u2060"
"""Takes no cell. Behind a character of two cells it makes argparse, which counts characters, count right."""


def parse(
    words: Sequence[str],
    build: Callable[[type[argparse.ArgumentParser], Callable[[str], str]], argparse.ArgumentParser],
) -> argparse.Namespace:
    """Read *words* by the parser that *build* makes, which says its help or what is wrong, and ends the program."""
    speak(words)
    with _translated():
        return build(_Speaking, _).parse_args(words)


def refuse(words: Sequence[str], sentence: Callable[[], str]) -> int:
    """Say a *sentence* in the language of the command line *words*; the exit code of wrong usage."""
    speak(words)
    return command_line.complain(_fitted(sentence()), USAGE)


def unreadable(name: str) -> str:
    """That an argument or the variable *name*, as ``surroundings.unreadable`` gives it, cannot be shown."""
    if name == ARGUMENT:
        return _("An argument holds characters that cannot be shown. Give it without them.")
    return _("{name} holds characters that cannot be shown. Give it without them.").format(name=name)


def not_installed() -> str:
    """That there is no bundled insurer."""
    return _("The bundled insurer is not installed. Install omi-tui with its extra: omi-tui[server].")


def speak(words: Sequence[str]) -> None:
    """Choose the language as the commands do, though the command line *words* cannot be read as a whole."""
    finding = argparse.ArgumentParser(add_help=False)
    finding.add_argument("--lang", nargs="?")
    asked = finding.parse_known_args(words)[0].lang
    command_line.speak(argparse.Namespace(lang=asked, backend=None))
    named = bool(asked or os.environ.get("OMI_LANG"))
    set_language(faces.language_for(language(), _charset(), asked=named))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # not where somebody listens who is no terminal and no file
            stream.reconfigure(encoding=_charset(), errors="replace")


def _charset() -> str:
    return faces.charset_of(os.environ, getattr(sys.stdout, "encoding", None) or "utf-8")


def _fitted(text: str) -> str:
    """*text* in letters that the terminal has."""
    from omi_tui.plain.mouth import fitting

    return fitting(text.replace(_WIDER, ""), _charset())


def _spread(text: str) -> str:
    """*text* with as many characters as it takes cells."""
    return "".join(char + _WIDER * (cell_len(char) - 1) for char in text)


@contextmanager
def _translated() -> Iterator[None]:
    names = vars(argparse)
    own = names["_"]
    names["_"] = lambda text: _spread(_(text))
    try:
        yield
    finally:
        names["_"] = own


class _Lines(argparse.HelpFormatter):
    """Breaks lines by cells, not by characters, and Chinese between its characters."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(self._whitespace_matcher.sub(" ", text).replace(_WIDER, "").strip(), width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))

    def _metavar_formatter(self, action: argparse.Action, default_metavar: str) -> Callable[[int], tuple[str, ...]]:
        names = super()._metavar_formatter(action, default_metavar)
        return lambda count: tuple(_spread(name) for name in names(count))


def _number(text: str) -> int:
    """Reads a whole number as int does, and says in our words that it is none: argparse would name the type."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("{value} is not a whole number").format(value=repr(text))) from None


class _Speaking(argparse.ArgumentParser):
    """Says its words in the language that is spoken, and in letters that the terminal has."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.register("type", int, _number)

    def _get_formatter(self) -> argparse.HelpFormatter:
        return _Lines(prog=self.prog)

    def _print_message(self, message: str, file: "SupportsWrite[str] | None" = None) -> None:
        super()._print_message(_fitted(message), file)
