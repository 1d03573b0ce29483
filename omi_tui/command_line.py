"""The commands that answer and end: the price, and the settings."""

import argparse
import asyncio
import json
import os
import sys
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from omi_tui.crash import guard, guard_loop
from omi_tui.desk import paths as desk_paths
from omi_tui.desk import settings as desk_settings
from omi_tui.exit_codes import DONE, INTERRUPTED, REFUSED, UNREACHABLE, USAGE
from omi_tui.text.clean import clean
from omi_tui.text.i18n import _, choose_language, set_language

if TYPE_CHECKING:
    from omi_tui.model.contract import Quote
    from omi_tui.model.tariff import Tariff


def settings_of(given: argparse.Namespace) -> tuple[desk_paths.Paths, desk_settings.Settings]:
    """Where this desk keeps its things, and its settings; the language is chosen. Raises SettingsError.

    From now on no traceback is printed.
    """
    set_language(choose_language(given.lang, os.environ))
    paths = desk_paths.find(os.environ)
    if not getattr(given, "developer", False):
        guard(paths.data)
    settings = desk_settings.load(paths.settings, os.environ, {"backend.url": given.backend})
    if not given.lang and not os.environ.get("OMI_LANG") and settings.language:
        set_language(settings.language)
    return paths, settings


def speak(given: argparse.Namespace) -> None:
    """Choose the language for a command that needs no settings: wrong ones hinder it in nothing."""
    with suppress(desk_settings.SettingsError):
        settings_of(given)


def say(text: str) -> None:
    """Write *text* on the standard output. Ends the program where that cannot be written to."""
    try:
        sys.stdout.write(clean(text, newlines=True) + "\n")
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is written at the end
        if isinstance(error, BrokenPipeError):  # a reader that has read enough
            sys.exit(INTERRUPTED)
        sys.exit(complain(_("The output cannot be written. Make some space there, and run the command again."), USAGE))


def complain(text: str, code: int) -> int:
    """Write *text* on the standard error output and return *code*."""
    sys.stderr.write(clean(text, newlines=True) + "\n")
    return code


def quote(given: argparse.Namespace) -> int:
    """``omi quote``: the price of a number of days from today, or of two dates. Returns the exit code."""
    from omi_tui.forms.period import PeriodForm
    from omi_tui.model.rules import LONGEST_TERM_DAYS

    try:
        paths, settings = settings_of(given)
    except desk_settings.SettingsError as error:
        return complain(str(error), USAGE)
    if not given.end and given.days is None:
        return complain(_("Say how many days (--days 8), or which (--begin 2026-11-28 --end 2026-12-05)."), USAGE)
    if not given.end and not 1 <= given.days <= LONGEST_TERM_DAYS:
        return complain(_("The number of days must be from 1 to {limit}.").format(limit=LONGEST_TERM_DAYS), USAGE)
    form = PeriodForm()
    form.answer("begin_date", given.begin or "t")
    form.answer("end_date", given.end or f"{given.days}d")
    if form.check():
        return complain("\n".join(error.message() for error in form.errors), USAGE)
    values = form.values()
    if not settings.backend_url:
        _estimate((values["end_date"] - values["begin_date"]).days + 1, as_json=given.json)
        return complain(_("No insurer is set. Name one with --backend or in the settings."), USAGE)
    return asyncio.run(_ask_price(paths, settings, values["begin_date"], values["end_date"], as_json=given.json))


async def _ask_price(
    paths: desk_paths.Paths, settings: desk_settings.Settings, begin: date, end: date, *, as_json: bool
) -> int:
    from omi_tui.client.errors import ClientError, Misconfigured, Refused, Unreachable
    from omi_tui.desk.secrets import Secrets
    from omi_tui.journeys.failures import understand
    from omi_tui.journeys.price import price_note
    from omi_tui.launch import connect_insurer

    guard_loop(paths.data)
    try:
        # a price needs no session, so the keyring is asked only where a proxy may need its password
        insurer = await connect_insurer(settings, Secrets() if settings.proxy else Secrets(trusted=()))
    except Misconfigured as error:
        return complain(understand(error).sentence, USAGE)
    try:
        price = await insurer.quotes.quote(begin, end)
    except ClientError as error:
        if isinstance(error, Unreachable):
            _estimate((end - begin).days + 1, as_json=as_json)
        return complain(understand(error).sentence, REFUSED if isinstance(error, Refused) else UNREACHABLE)
    finally:
        await insurer.aclose()
    say(_quoted(price) if as_json else "\n".join(price_note(price)))
    return DONE


def _quoted(price: "Quote") -> str:
    """The quote as JSON, with what other terms cost where the program knows the tariff."""
    from omi_tui.journeys.price import known_tariff

    told = {**price.model_dump(mode="json"), "estimate": False}
    tariff = known_tariff(price)
    if tariff is not None and tariff.band(price.days).premium == price.premium:
        told |= _edge(tariff, price.days)
    return json.dumps(told, ensure_ascii=False)


def _edge(tariff: "Tariff", days: int) -> dict[str, object]:
    """What other terms cost, for JSON."""
    from omi_tui.model.tariff import edge

    here = edge(tariff, days)
    saved = here.saved.model_dump(mode="json") if here.saved else None
    return {"days_more_for_nothing": here.more, "days_less": here.fewer or None, "days_less_save": saved}


def _estimate(days: int, *, as_json: bool) -> None:
    """Say the price by the program's own tariff, for the insurer could not be asked."""
    from omi_tui.journeys.price import estimate
    from omi_tui.model.tariff import shipped

    tariff = shipped()
    if not as_json:
        say("\n".join(estimate(days)))
    elif tariff is not None:
        say(
            json.dumps(
                {
                    "estimate": True,
                    "days": days,
                    "premium": tariff.band(days).premium.model_dump(mode="json"),
                    "sum_insured": tariff.sum_insured.model_dump(mode="json"),
                    "tariff_id": tariff.id,
                    "tariff_verified": tariff.verified,
                    **_edge(tariff, days),
                }
            )
        )


def config(given: argparse.Namespace) -> int:
    """``omi config``: the settings with their origin, the file's path, or the key card. Returns the exit code."""
    try:
        paths, settings = settings_of(given)
    except desk_settings.SettingsError as error:
        return complain(str(error), USAGE)
    if given.what == "path":
        say(str(paths.settings))
    elif given.what == "keys":
        from omi_tui.actions import key_card
        from omi_tui.remapping import KeyRefused, remapped

        try:
            say("\n".join(key_card(remapped(settings.keys))))
        except KeyRefused as refused:
            return complain(str(refused), USAGE)
    else:
        for key in desk_settings.KEYS:
            value = desk_settings.value_of(settings, key.name)
            shown = json.dumps(list(value) if isinstance(value, tuple) else value, default=str, ensure_ascii=False)
            say(f"{key.name} = {shown}" + (f"  ({settings.origin(key.name)})" if given.origin else ""))
    return DONE
