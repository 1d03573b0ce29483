"""The ``omi`` command. Every sub-command imports its room inside itself: ``omi --version`` loads nothing.

So its texts are English here, and are translated by :mod:`omi_tui.usage` where one of them is to be read.
"""

import argparse
import os
import sys
from argparse import SUPPRESS
from collections.abc import Callable, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is not loaded for it
    from typing import NoReturn

STATUSES = (
    *("official_delegation", "mission_staff", "un_laissez_passer", "crew", "border_service"),
    *("refugee_applicant", "transit", "permanent_resident"),
)
DATA_SETS = ("demo", "empty", "hostile", "i18n", "support")
Translate = Callable[[str], str]
N_ = str
"""Marks a text; the one of ``omi_tui.text.i18n`` would be loaded for it."""
LANGUAGE = N_("the language: en, ru, be, lt, lv, pl, de or zh_Hans")


class WordsNeeded(Exception):
    """The parser has to say something: its help, or what is wrong with the command line."""


class _Silent(argparse.ArgumentParser):
    """Reads a command line and says nothing itself."""

    def print_help(self, file: object = None) -> None:
        raise WordsNeeded

    def error(self, message: str) -> "NoReturn":
        raise WordsNeeded


def parser(
    kind: type[argparse.ArgumentParser] = argparse.ArgumentParser, _: Translate = str
) -> argparse.ArgumentParser:
    """The command line, read by a parser of that *kind*, with its texts put through ``_``."""
    top = kind(prog="omi", description=_("Buy Belarus obligatory medical insurance for foreigners in the terminal."))
    top.set_defaults(backend=None, lang=None, password_fd=None)
    top.add_argument("--version", action="store_true", help=_("print the version and stop"))
    _common(top, _)
    commands = top.add_subparsers(dest="command", metavar=_("COMMAND"))

    demo = commands.add_parser("demo", help=_("the wizard on the bundled fake insurer, with demo data"))
    _common(demo, _)
    demo.add_argument("--reset", action="store_true", help=_("begin with fresh demo data"))
    demo.add_argument("--memory", action="store_true", help=_("keep nothing after this run"))
    demo.add_argument("--data", default=None, choices=DATA_SETS, help=_("the data set of a fresh demo"))
    demo.add_argument("--scenario", default=None, metavar=_("NAME"), help=_("a day on which something is the matter"))
    demo.add_argument("--seed", type=int, default=1, metavar="N", help=_("the seed of the fake insurer"))

    server = commands.add_parser("fake-server", help=_("the bundled fake insurer alone"))
    server.add_argument("--port", type=int, default=0, metavar="N")
    server.add_argument("--pay-port", type=int, default=0, metavar="N")
    where = server.add_mutually_exclusive_group()
    where.add_argument("--memory", action="store_true", help=_("keep nothing after this run"))
    where.add_argument("--database", default=None, metavar="URL", help=_("an SQLite URL or the path of a file"))
    server.add_argument("--seed", type=int, default=1, metavar="N", help=_("the seed of the fake insurer"))
    server.add_argument("--data", default=None, choices=DATA_SETS)
    server.add_argument("--scenario", default=None, metavar=_("NAME"), help=_("see docs/fake-server.md"))
    server.add_argument("--with-parent", action="store_true", help=_("stop when the parent process ends"))

    tail = commands.add_parser("fake", help=_("look at a running fake insurer: tail"))
    tail.add_argument(
        "what",
        choices=("tail",),
        metavar="{tail}",
        help=_("its request log as it grows; the control token comes from stdin"),
    )
    tail.add_argument(
        "--url", default=None, metavar="URL", help=_("its address; not needed with its ready line on stdin")
    )

    quote = commands.add_parser("quote", help=_("the price, without signing in"))
    quote.add_argument("--days", type=int, metavar="N", help=_("the number of insured days"))
    quote.add_argument("--begin", metavar="D", help=_("the first insured day"))
    quote.add_argument("--end", metavar="D", help=_("the last insured day, or a number of days such as 8d"))
    quote.add_argument("--json", action="store_true", help=_("one JSON document on stdout"))
    _whose(quote, _)

    scan = commands.add_parser("scan", help=_("read machine-readable passport lines; asks nobody"))
    scan.add_argument("file", nargs="?", default="-", metavar=_("FILE"), help=_("a file of them; -, or nothing: stdin"))
    scan.add_argument("--json", action="store_true", help=_("one JSON document on stdout"))
    _language(scan, _)

    need = commands.add_parser("need", help=_("whether a traveller needs this insurance, and why; asks nobody"))
    need.add_argument("--nationality", required=True, metavar="POL", help=_("the citizenship: a code or a name"))
    need.add_argument("--status", default=None, choices=STATUSES, help=_("a status that exempts"))
    need.add_argument("--foreign-policy", action="store_true", help=_("has a foreign policy that meets all criteria"))
    need.add_argument("--json", action="store_true", help=_("one JSON document on stdout"))
    _language(need, _)

    buy = commands.add_parser("buy", help=_("a list of people becomes contract drafts and one order, without a screen"))
    buy.add_argument(
        "--from", dest="list", required=True, metavar=_("FILE"), help=_("CSV, XLSX or passport lines; -: stdin")
    )
    buy.add_argument("--begin", required=True, metavar="D", help=_("the first insured day"))
    buy.add_argument(
        "--end", required=True, metavar="D", help=_("the last insured day, or a number of days such as 8d")
    )
    for name, meant in (
        ("address", _("the address of everybody without one")),
        ("phone", _("the phone number of everybody without one")),
        ("residence", _("the country of residence of everybody without one")),
    ):
        buy.add_argument(f"--{name}", default="", metavar=_("TEXT"), help=meant)
    _signed_in(buy, _)
    buy.add_argument(
        "--dry-run", action="store_true", help=_("read and check the list, and ask the price; send nothing")
    )
    buy.add_argument("--order", action="store_true", help=_("make one order of all drafts and print its payment link"))
    buy.add_argument(
        "--out", default=None, metavar=_("FOLDER"), help=_("write the list of results and paid policies there")
    )

    for name, meant in (
        ("policies", _("the policies in force and to come of the account, without a screen")),
        ("drafts", _("the contract drafts of the account, without a screen")),
        ("orders", _("the orders of the account, without a screen")),
    ):
        listed = commands.add_parser(name, help=meant)
        _signed_in(listed, _)
        if name == "policies":
            listed.add_argument("--archive", action="store_true", help=_("those that ended instead"))

    config = commands.add_parser("config", help=_("the settings: show, path, keys"))
    config.add_argument("what", choices=("show", "path", "keys"), metavar="{show,path,keys}")
    config.add_argument("--origin", action="store_true", help=_("say where each value comes from"))
    _language(config, _)
    return top


def _language(command: argparse.ArgumentParser, _: Translate) -> None:
    """``--lang``, which may stand before the command as well: then it is not overwritten there."""
    command.add_argument("--lang", default=SUPPRESS, metavar=_("CODE"), help=_(LANGUAGE))


def _whose(command: argparse.ArgumentParser, _: Translate) -> None:
    """Which insurer is asked, and in which language the answer is told."""
    command.add_argument("--backend", default=SUPPRESS, metavar="URL", help=_("the insurer's address"))
    _language(command, _)


def _signed_in(command: argparse.ArgumentParser, _: Translate) -> None:
    """What every command without a face takes that asks for an account."""
    command.add_argument(
        "--login", default="", metavar=_("E-MAIL"), help=_("sign in; without it the session that is kept")
    )
    command.add_argument("--password-fd", type=int, default=SUPPRESS, metavar="N", help=_("read the password from it"))
    command.add_argument("--json", action="store_true", help=_("one JSON document on stdout"))
    _whose(command, _)


def _common(command: argparse.ArgumentParser, _: Translate) -> None:
    _whose(command, _)
    face = command.add_mutually_exclusive_group()
    for name, meant in (
        ("plain", _("lines of text instead of the whole screen")),
        ("full", _("the whole screen")),
    ):
        face.add_argument(f"--{name}", dest="face", action="store_const", const=name, default=SUPPRESS, help=meant)
    command.add_argument(
        "--answers", default=SUPPRESS, metavar=_("FILE"), help=_("with --plain: prepared answers, JSON by field id")
    )
    command.add_argument(
        "--password-fd", type=int, default=SUPPRESS, metavar="N", help=_("with --plain: read passwords from it")
    )
    command.add_argument(
        "--event-log", default=SUPPRESS, metavar=_("FILE"), help=_("count keys and screens, never values")
    )
    command.add_argument(
        "--developer",
        action="store_true",
        default=SUPPRESS,
        help=_("let the environment's debugging variables through; they may record what is typed"),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        from omi_tui.command_line import complain
        from omi_tui.exit_codes import INTERRUPTED
        from omi_tui.text.i18n import _

        return complain(_("Interrupted."), INTERRUPTED)


def _run(arguments: Sequence[str] | None) -> int:
    from omi_tui import surroundings

    surroundings.lend_streams()
    words = sys.argv[1:] if arguments is None else arguments
    if strange := surroundings.unreadable(words, os.environ):
        from omi_tui import usage

        return usage.refuse(words, lambda: usage.unreadable(strange))
    try:
        given = parser(_Silent).parse_args(words)
    except WordsNeeded:
        from omi_tui import usage

        given = usage.parse(words, parser)
    developer = getattr(given, "developer", False)
    if not developer:
        surroundings.drop(os.environ)
    if given.version:
        from omi_tui import __version__

        sys.stdout.write(f"omi {__version__}\n")
        return 0
    if asked := getattr(given, "scenario", None):
        from omi_tui.fake_server.scenario_names import unknown

        if unknown(asked):
            from omi_tui import usage

            return usage.refuse(words, lambda: unknown(asked))
    if given.command == "fake-server":
        from omi_tui.demo_server import missing

        if missing():
            from omi_tui import usage

            return usage.refuse(words, usage.not_installed)
        from omi_tui.fake_server.serve import run

        return run(
            port=given.port,
            pay_port=given.pay_port,
            database=given.database,
            memory=given.memory or not given.database,
            seed=given.seed,
            data=given.data,
            scenario=given.scenario,
            with_parent=given.with_parent,
        )
    if given.command == "fake":
        from omi_tui.fake_server.tail import tail

        return tail(given.url)
    if given.command == "scan":
        from omi_tui.scan_command import scan

        return scan(given)
    if given.command == "need":
        from omi_tui.need_command import need

        return need(given)
    if given.command == "buy":
        from omi_tui.buy_command import buy

        return buy(given)
    if given.command in ("policies", "drafts", "orders"):
        from omi_tui.list_command import list_all

        return list_all(given)
    if given.command in ("quote", "config"):
        from omi_tui import command_line

        return command_line.quote(given) if given.command == "quote" else command_line.config(given)
    from omi_tui.launch import wizard

    return wizard(
        demo=given.command == "demo",
        backend=given.backend,
        language=given.lang,
        event_log=getattr(given, "event_log", None),
        fresh=getattr(given, "reset", False),
        memory=getattr(given, "memory", False),
        data=getattr(given, "data", None),
        scenario=getattr(given, "scenario", None),
        seed=getattr(given, "seed", 1),
        environment=os.environ,
        face=getattr(given, "face", None),
        answers=getattr(given, "answers", None),
        password_fd=given.password_fd,
        developer=developer,
    )
