"""The ``omi`` command. Every sub-command imports its room inside itself: ``omi --version`` loads nothing."""

import argparse
import os
import sys
from collections.abc import Sequence

LANGUAGE = "the language: en, ru, be, lt, lv, pl, de or zh_Hans"
STATUSES = (
    *("official_delegation", "mission_staff", "un_laissez_passer", "crew", "border_service"),
    *("refugee_applicant", "transit", "permanent_resident"),
)
DATA_SETS = ("demo", "empty", "hostile", "i18n", "support")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="omi", description="Buy Belarus obligatory medical insurance for foreigners in the terminal."
    )
    top.set_defaults(backend=None, lang=None, password_fd=None)
    top.add_argument("--version", action="store_true", help="print the version and stop")
    _common(top)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    demo = commands.add_parser("demo", help="the wizard on the bundled fake insurer, with demo data")
    _common(demo)
    demo.add_argument("--reset", action="store_true", help="begin with fresh demo data")
    demo.add_argument("--memory", action="store_true", help="keep nothing after this run")
    demo.add_argument("--data", default=None, choices=DATA_SETS, help="the data set of a fresh demo")
    demo.add_argument("--scenario", default=None, metavar="NAME", help="a day on which something is the matter")
    demo.add_argument("--seed", type=int, default=1, help="the seed of the fake insurer")

    server = commands.add_parser("fake-server", help="the bundled fake insurer alone")
    server.add_argument("--port", type=int, default=0)
    server.add_argument("--pay-port", type=int, default=0)
    where = server.add_mutually_exclusive_group()
    where.add_argument("--memory", action="store_true", help="keep nothing after this run")
    where.add_argument("--database", default=None, metavar="URL", help="an SQLite URL or the path of a file")
    server.add_argument("--seed", type=int, default=1)
    server.add_argument("--data", default=None, choices=DATA_SETS)
    server.add_argument("--scenario", default=None, metavar="NAME", help="see docs/fake-server.md")
    server.add_argument("--with-parent", action="store_true", help="stop when the parent process ends")

    tail = commands.add_parser("fake", help="look at a running fake insurer: tail")
    tail.add_argument("what", choices=("tail",), help="its request log as it grows; the control token comes from stdin")
    tail.add_argument("--url", default=None, metavar="URL", help="its address; not needed with its ready line on stdin")

    quote = commands.add_parser("quote", help="the price, without signing in")
    quote.add_argument("--days", type=int)
    quote.add_argument("--begin")
    quote.add_argument("--end")
    quote.add_argument("--json", action="store_true")
    _whose(quote)

    scan = commands.add_parser("scan", help="read machine-readable passport lines; asks nobody")
    scan.add_argument("file", nargs="?", default="-", metavar="FILE", help="a file of them; -, or nothing: stdin")
    scan.add_argument("--json", action="store_true", help="one JSON document on stdout")
    _language(scan)

    need = commands.add_parser("need", help="whether a traveller needs this insurance, and why; asks nobody")
    need.add_argument("--nationality", required=True, metavar="POL", help="the citizenship: a code or a name")
    need.add_argument("--status", default=None, choices=STATUSES, help="a status that exempts")
    need.add_argument("--foreign-policy", action="store_true", help="has a foreign policy that meets all criteria")
    need.add_argument("--json", action="store_true", help="one JSON document on stdout")
    _language(need)

    buy = commands.add_parser("buy", help="a list of people becomes contract drafts and one order, without a screen")
    buy.add_argument("--from", dest="list", required=True, metavar="FILE", help="CSV, XLSX or passport lines; -: stdin")
    buy.add_argument("--begin", required=True, metavar="D", help="the first insured day")
    buy.add_argument("--end", required=True, metavar="D", help="the last insured day, or a number of days such as 8d")
    for name, what in (("address", "address"), ("phone", "phone number"), ("residence", "country of residence")):
        buy.add_argument(f"--{name}", default="", metavar="TEXT", help=f"the {what} of everybody without one")
    _signed_in(buy)
    buy.add_argument("--dry-run", action="store_true", help="read and check the list, and ask the price; send nothing")
    buy.add_argument("--order", action="store_true", help="make one order of all drafts and print its payment link")
    buy.add_argument("--out", default=None, metavar="FOLDER", help="write the list of results and paid policies there")

    for name, what in (
        ("policies", "policies in force and to come"),
        ("drafts", "contract drafts"),
        ("orders", "orders"),
    ):
        listed = commands.add_parser(name, help=f"the {what} of the account, without a screen")
        _signed_in(listed)
        if name == "policies":
            listed.add_argument("--archive", action="store_true", help="those that ended instead")

    config = commands.add_parser("config", help="the settings: show, path, keys")
    config.add_argument("what", choices=("show", "path", "keys"))
    config.add_argument("--origin", action="store_true", help="say where each value comes from")
    _language(config)
    return top


def _language(command: argparse.ArgumentParser) -> None:
    """``--lang``, which may stand before the command as well: then it is not overwritten there."""
    command.add_argument("--lang", default=argparse.SUPPRESS, metavar="CODE", help=LANGUAGE)


def _whose(command: argparse.ArgumentParser) -> None:
    """Which insurer is asked, and in which language the answer is told."""
    command.add_argument("--backend", default=argparse.SUPPRESS, metavar="URL", help="the insurer's address")
    _language(command)


def _signed_in(command: argparse.ArgumentParser) -> None:
    """What every command without a face takes that asks for an account."""
    command.add_argument("--login", default="", metavar="E-MAIL", help="sign in; without it the session that is kept")
    command.add_argument(
        "--password-fd", type=int, default=argparse.SUPPRESS, metavar="N", help="read the password from it"
    )
    command.add_argument("--json", action="store_true", help="one JSON document on stdout")
    _whose(command)


def _common(command: argparse.ArgumentParser) -> None:
    _whose(command)
    face = command.add_mutually_exclusive_group()
    for name, help_ in (("plain", "lines of text instead of the whole screen"), ("full", "the whole screen")):
        face.add_argument(
            f"--{name}", dest="face", action="store_const", const=name, default=argparse.SUPPRESS, help=help_
        )
    command.add_argument(
        "--answers", default=argparse.SUPPRESS, metavar="FILE", help="with --plain: prepared answers, JSON by field id"
    )
    command.add_argument(
        "--password-fd", type=int, default=argparse.SUPPRESS, metavar="N", help="with --plain: read passwords from it"
    )
    command.add_argument(
        "--event-log", default=argparse.SUPPRESS, metavar="FILE", help="count keys and screens, never values"
    )
    command.add_argument(
        "--developer",
        action="store_true",
        default=argparse.SUPPRESS,
        help="let the environment's debugging variables through; they may record what is typed",
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
        sys.stderr.write(f"{strange} holds characters that cannot be shown. Give it without them.\n")
        return 2
    given = parser().parse_args(words)
    developer = getattr(given, "developer", False)
    if not developer:
        surroundings.drop(os.environ)
    if given.version:
        from omi_tui import __version__

        sys.stdout.write(f"omi {__version__}\n")
        return 0
    if asked := getattr(given, "scenario", None):
        from omi_tui.fake_server.scenario_names import unknown

        if sentence := unknown(asked):
            sys.stderr.write(f"{sentence}\n")
            return 2
    if given.command == "fake-server":
        from omi_tui.demo_server import missing

        if missing():
            sys.stderr.write("The bundled insurer is not installed. Install omi-tui with its extra: omi-tui[server].\n")
            return 2
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
