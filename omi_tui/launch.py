"""Starts the wizard: settings, language, theme, the insurer (the bundled one for a demo), and the screen."""

import asyncio
import gc
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from omi_tui import colours, faces, surroundings
from omi_tui.crash import guard
from omi_tui.desk import paths as desk_paths
from omi_tui.desk import settings as desk_settings
from omi_tui.desk.hardening import forbid_core_dumps
from omi_tui.desk.journal import Journal
from omi_tui.desk.log import Log
from omi_tui.desk.profile_lock import ProfileLock
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.vault import Vault
from omi_tui.exit_codes import USAGE
from omi_tui.journeys.view import OpenLink
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.clean import clean
from omi_tui.text.i18n import _, choose_language, language, set_language

if TYPE_CHECKING:
    from omi_tui.client.call_log import Ended, Note
    from omi_tui.client.insurer import Insurer
    from omi_tui.demo_server import DemoServer


def wizard(
    *,
    demo: bool,
    backend: str | None,
    language: str | None,
    event_log: str | None,
    fresh: bool,
    memory: bool,
    data: str | None,
    scenario: str | None = None,
    seed: int,
    environment: Mapping[str, str],
    developer: bool = False,
    face: str | None = None,
    answers: str | None = None,
    password_fd: int | None = None,
) -> int:
    """Run the wizard and return its exit code. What is not usable is said in a sentence on stderr (exit 2)."""
    set_language(choose_language(language, environment))
    paths = desk_paths.find(environment)
    if not developer:
        guard(paths.data)
    try:
        settings = desk_settings.load(paths.settings, environment, {"backend.url": backend})
    except desk_settings.SettingsError as error:
        return _refused(f"{error}")
    if not language and not environment.get("OMI_LANG") and settings.language:
        set_language(settings.language)
    if settings.keys:
        from omi_tui.remapping import KeyRefused, remapped

        try:
            remapped(settings.keys)
        except KeyRefused as refused:
            return _refused(f"{refused}")
    if not demo and not settings.backend_url:
        return _refused(_("No insurer is set. Try 'omi demo', or name one with --backend or in the settings."))
    terminal = _terminal(sys.stdin) and _terminal(sys.stdout)
    charset = faces.charset_of(environment, getattr(sys.stdout, "encoding", "utf-8"))
    shown = faces.choose(face, environment, settings.face, terminal=terminal, charset=charset)
    if shown == "full" and not terminal:
        return _refused(_("The whole screen needs a terminal. Without one, leave --full out."))
    if surroundings.lent(sys.stdin) or surroundings.lent(sys.stdout):
        return _refused(_("This program talks through its input and its output, and one of them is closed."))
    server = None
    if demo:
        from omi_tui.demo_server import DemoServer, missing

        if missing():
            return _refused(_("The bundled insurer is not installed. Install omi-tui with its extra: omi-tui[server]."))
        kept = paths.demo_database if data in (None, "demo") else paths.demo_database.with_stem(f"insurer-{data}")
        passing = memory or scenario is not None  # a scenario is played from its beginning
        server = DemoServer(None if passing else kept, fresh=fresh, data=data, scenario=scenario, seed=seed)
    try:
        chosen = settings.origin("theme") != "default"
        screen_colours = colours.choose(environment, settings.theme, chosen=chosen)
        show = partial(_draw, event_log=Path(event_log) if event_log else None, screen_colours=screen_colours)
        if shown == "plain":
            asked = bool(language or environment.get("OMI_LANG"))
            show = partial(_talk, answers=answers, password_fd=password_fd, charset=charset, asked=asked)
        return at_desk(settings, paths, server, show, developer=developer)
    finally:
        if server:
            server.stop()


def _refused(sentence: str) -> int:
    """Say why the wizard does not start; the exit code."""
    sys.stderr.write(clean(sentence, newlines=True) + "\n")
    return USAGE


def _terminal(stream: "TextIO | None") -> bool:
    return stream is not None and stream.isatty()


def _draw(workplace: Workplace, event_log: Path | None, screen_colours: colours.Colours) -> int:
    """The whole screen."""
    from omi_tui.app import OmiApp
    from omi_tui.journeys.sign_in import SignInJourney

    counting = None
    if event_log:  # few runs count keys, and the first screen waits for every import
        from omi_tui.desk.event_log import EventLog

        try:
            counting = EventLog(event_log)
        except OSError:
            return _refused(_("The event log cannot be written there. Name another file with --event-log."))
    app = OmiApp(workplace, SignInJourney(workplace), event_log=counting, colours=screen_colours)
    code = app.run()
    return code if code is not None else app.return_code or 0


def _talk(workplace: Workplace, answers: str | None, password_fd: int | None, charset: str, *, asked: bool) -> int:
    """Lines of text; whether their language was *asked* for decides what an old terminal is told in."""
    from omi_tui.journeys.sign_in import SignInJourney
    from omi_tui.outside import open_link
    from omi_tui.plain import run as plain
    from omi_tui.plain.answers import AnswersError

    spoken = faces.language_for(language(), charset, asked=asked)
    refused = asked and spoken != language()
    set_language(spoken)
    if refused:
        workplace.tell(_("This terminal cannot show the language that was asked for, so English is spoken."))

    def opened(effect: OpenLink) -> Awaitable[str]:
        return open_link(plain.suspend, effect, workplace.settings.browser)

    try:
        return plain.run(
            workplace,
            SignInJourney(workplace),
            opened,
            answers=Path(answers) if answers else None,
            secrets=password_fd,
            charset=charset,
        )
    except AnswersError as error:
        return _refused(f"{error}")


def at_desk(
    settings: desk_settings.Settings,
    paths: desk_paths.Paths,
    server: "DemoServer | None",
    show: Callable[[Workplace], int],
    *,
    developer: bool,
) -> int:
    """Make the workplace, let a face show it, put everything away; the face's exit code."""
    gc.disable()  # what is loaded for the first screen is no garbage, and looking for some delays it by a tenth
    secrets = Secrets(trusted=()) if server else Secrets()
    name = "demo" if server else settings.backend_url or ""
    lock = ProfileLock(paths.lock(name))
    read_only = False
    with suppress(OSError):  # a folder that cannot be written is told when something has to be written there
        read_only = not lock.take()
    journal = Journal(paths.journal, name, read_only=read_only)
    vault = Vault(paths.vault(name), secrets=secrets, runtime=paths.runtime)
    secrets.keep_in(vault)
    log = Log(paths.log)

    async def connect() -> "Insurer":
        if not gc.isenabled():  # the first screen is painted
            gc.freeze()
            gc.enable()
            await asyncio.to_thread(forbid_core_dumps)  # nothing was typed yet
            await asyncio.to_thread(log.note, "program.start")
        return await connect_insurer(settings, secrets, server, log)

    workplace = Workplace(
        settings,
        journal,
        connect,
        paths=paths,
        secrets=secrets,
        vault=vault,
        read_only=read_only,
        demo=server is not None,
    )
    if read_only:
        workplace.tell(_("Another window of this program is open here. In this one you can look, but not change."))
    if developer:
        workplace.tell(_("Developer mode: the environment is used as it is, so what you type may be recorded."))
    code = show(workplace)
    log.note("program.end", status=code)
    journal.close()
    lock.release()
    return code


async def connect_insurer(
    settings: desk_settings.Settings, secrets: Secrets, server: "DemoServer | None" = None, log: Log | None = None
) -> "Insurer":
    """The insurer of *settings*, or the bundled one. The library is loaded beside the screen, not before it.

    Raises Unreachable where the bundled insurer does not start, Misconfigured for settings that must not be used.
    """
    if server:
        server.start()
    open_insurer, noting = await asyncio.to_thread(_load_client)
    url, token = settings.backend_url or "", None
    if server:
        url, token = await server.ready()
    return await open_insurer(
        url,
        secrets,
        ca_file=settings.ca_file,
        pins=settings.pins,
        pins_until=settings.pins_until,
        proxy=settings.proxy,
        control_token=token,
        ended=noting(log.note) if log else None,
    )


def _load_client() -> "tuple[Callable[..., Awaitable[Insurer]], Callable[[Note], Ended]]":
    from omi_tui.client.call_log import noting
    from omi_tui.client.opening import open_insurer

    return open_insurer, noting
