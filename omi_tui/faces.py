"""Which face the program shows: the whole screen, or lines of text. Decided before anything of either is loaded."""

from collections.abc import Mapping
from typing import Literal

Face = Literal["full", "plain"]
_NO = ("0", "no", "false", "off")


def choose(
    option: str | None, environ: Mapping[str, str], setting: str, *, terminal: bool, charset: str = "utf-8"
) -> Face:
    """The face to show.

    First the *option* of the command line; then ``OMI_PLAIN`` (a no means the whole screen); then ``ACCESSIBLE``;
    then the *setting* (``auto`` decides nothing); else the whole screen, where there is a *terminal* that can draw
    it and that shows every letter.
    """
    if option in ("full", "plain"):
        return "plain" if option == "plain" else "full"
    if asked := environ.get("OMI_PLAIN", ""):
        return "full" if asked.lower() in _NO else "plain"
    if environ.get("ACCESSIBLE", "").lower() not in ("", *_NO):
        return "plain"
    if setting in ("full", "plain"):
        return "plain" if setting == "plain" else "full"
    draws = environ.get("TERM", "") not in ("", "dumb", "unknown")
    return "full" if terminal and draws and charset == "utf-8" else "plain"


def charset_of(environ: Mapping[str, str], encoding: str) -> str:
    """The character set of the terminal, such as ``utf-8`` or ``ascii``; *encoding* is that of standard output.

    A locale that says ``C`` means ASCII, though Python writes UTF-8 there.
    """
    import codecs

    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    if locale in ("C", "POSIX"):
        return "ascii"
    named = locale.partition(".")[2].partition("@")[0] or encoding
    try:
        return codecs.lookup(named).name
    except LookupError:
        return "ascii"


def language_for(code: str, charset: str, *, asked: bool) -> str:
    """The language to speak in lines of *charset*: *code*, or English where its letters are not there.

    One that was *asked* for in this very call is spoken all the same where other letters can stand for its own, as
    Latin ones do for Cyrillic. Nothing stands for Chinese.
    """
    from omi_tui.plain.mouth import fitting
    from omi_tui.text.i18n import LANGUAGES

    name = LANGUAGES[code]
    written = fitting(name, charset)
    return code if written == name or (asked and "?" not in written) else "en"
