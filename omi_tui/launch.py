"""Starts the wizard: settings, language, theme, the insurer (the bundled one for a demo), and the screen."""

import asyncio
import gc
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from omi_tui.desk import paths as desk_paths
from omi_tui.desk import settings as desk_settings
from omi_tui.desk.journal import Journal
from omi_tui.desk.secrets import Secrets
from omi_tui.exit_codes import USAGE
from omi_tui.journeys.workplace import Workplace
from omi_tui.text.i18n import _, choose_language, set_language

if TYPE_CHECKING:
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
    data: str,
    seed: int,
    environment: Mapping[str, str],
) -> int:
    """Run the wizard and return its exit code. What is not usable is said in a sentence on stderr (exit 2)."""
    set_language(choose_language(language, environment))
    paths = desk_paths.find(environment)
    try:
        settings = desk_settings.load(paths.settings, environment, {"backend.url": backend})
    except desk_settings.SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    if not language and not environment.get("OMI_LANG") and settings.language:
        set_language(settings.language)
    if not demo and not settings.backend_url:
        sys.stderr.write(_("No insurer is set. Try 'omi demo', or name one with --backend or in the settings.") + "\n")
        return USAGE
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        sys.stderr.write(_("The wizard needs a terminal.") + "\n")
        return USAGE
    server = None
    if demo:
        from omi_tui.demo_server import DemoServer, missing

        if missing():
            sys.stderr.write(
                _("The bundled insurer is not installed. Install omi-tui with its extra: omi-tui[server].") + "\n"
            )
            return USAGE
        kept = paths.demo_database if data == "demo" else paths.demo_database.with_stem(f"insurer-{data}")
        server = DemoServer(None if memory else kept, fresh=fresh, data=data, seed=seed)
    try:
        return _run(settings, paths, server, Path(event_log) if event_log else None)
    finally:
        if server:
            server.stop()


def _run(
    settings: desk_settings.Settings, paths: desk_paths.Paths, server: "DemoServer | None", event_log: Path | None
) -> int:
    gc.disable()  # what is loaded for the first screen is no garbage, and looking for some delays it by a tenth
    from omi_tui.app import OmiApp
    from omi_tui.journeys.sign_in import SignInJourney

    secrets = Secrets(trusted=()) if server else Secrets()
    name = "demo" if server else settings.backend_url or ""
    journal = Journal(paths.journal, name)

    async def connect() -> "Insurer":
        if not gc.isenabled():  # the first screen is painted
            gc.freeze()
            gc.enable()
        return await connect_insurer(settings, secrets, server)

    workplace = Workplace(settings, journal, connect, paths=paths, secrets=secrets, demo=server is not None)
    app = OmiApp(workplace, SignInJourney(workplace), event_log=event_log)
    code = app.run()
    journal.close()
    return code if code is not None else app.return_code or 0


async def connect_insurer(
    settings: desk_settings.Settings, secrets: Secrets, server: "DemoServer | None" = None
) -> "Insurer":
    """The insurer of *settings*, or the bundled one. The library is loaded beside the screen, not before it.

    Raises Unreachable where the bundled insurer does not start.
    """
    if server:
        server.start()
    make_insurer = await asyncio.to_thread(_load_client)
    url, token = settings.backend_url or "", None
    if server:
        url, token = await server.ready()
    insurer = make_insurer(url, secrets, ca_file=settings.ca_file, control_token=token)
    await insurer.sessions.restore()
    return insurer


def _load_client() -> "type[Insurer]":
    from omi_tui.client.insurer import Insurer

    return Insurer
