"""``omi policies``, ``omi drafts``, ``omi orders``: what the account has, without a face."""

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING

from omi_tui.command_line import complain, say, settings_of
from omi_tui.crash import guard_loop
from omi_tui.exit_codes import DONE, USAGE
from omi_tui.headless import Stop, code_of, sign_in, stop_without_insurer
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft, Order, Page, Policy

PAGE = 200
COMMANDS = ("policies", "drafts", "orders")


def list_all(given: argparse.Namespace) -> int:
    """Run the command; returns its exit code."""
    from omi_tui.desk.settings import SettingsError
    from omi_tui.launch import at_desk

    try:
        paths, settings = settings_of(given)
        stop_without_insurer(settings)
        return at_desk(settings, paths, None, lambda at: asyncio.run(_list(at, given)), developer=False)
    except Stop as stop:
        return complain(str(stop), stop.code)
    except SettingsError as error:
        return complain(str(error), USAGE)


async def _list(workplace: "Workplace", given: argparse.Namespace) -> int:
    from omi_tui.client.errors import ClientError
    from omi_tui.journeys.failures import understand

    guard_loop(workplace.paths.data)
    try:
        await sign_in(workplace, given.login, given.password_fd)
        insurer = await workplace.insurer()
        found = [item async for item in _pages(insurer, given)]
    except Stop as stop:
        return complain(str(stop), stop.code)
    except ClientError as error:
        return complain(understand(error).sentence, code_of(error))
    finally:
        await workplace.close()
    if given.json:
        say(json.dumps({given.command: [item.model_dump(mode="json") for item in found]}, ensure_ascii=False))
    else:
        say("\n".join(_in_columns([_head(given.command), *map(_cells, found)])))
    return DONE


async def _pages(insurer: "Insurer", given: argparse.Namespace) -> "AsyncIterator[Policy | Draft | Order]":
    """All of them, as the insurer sorts them. Raises ClientError."""
    cursor: str | None = None
    while True:
        page: Page[Policy] | Page[Draft] | Page[Order]
        if given.command == "drafts":
            page = await insurer.drafts.list(cursor, PAGE)
        elif given.command == "orders":
            page = await insurer.orders.list(cursor, PAGE)
        else:
            page = await insurer.policies.list("archive" if given.archive else "active", cursor, PAGE)
        for item in page.items:
            yield item
        if (cursor := page.next_cursor) is None:
            return


def _head(command: str) -> tuple[str, ...]:
    if command == "orders":
        return _("Order"), _("Amount"), _("Policies"), _("State")
    name = _("Policy name") if command == "policies" else _("Number")
    return name, _("Begin date"), _("End date"), _("Amount"), _("Insured person"), _("State")


def _cells(item: "Policy | Draft | Order") -> tuple[str, ...]:
    from omi_tui.journeys import policy, show, states
    from omi_tui.model.contract import Draft, Order

    if isinstance(item, Order):
        names = ", ".join(f"{each.series} {each.number}" for each in item.policies)
        return item.order_number, show.money(item.amount), names, _(states.ORDERS[item.state])
    draft = isinstance(item, Draft)
    state = states.of_draft(item) if isinstance(item, Draft) else _(policy.STATES[item.state])
    name = item.id if draft else show.policy_name(item)
    days = (item.begin_date.isoformat(), item.end_date.isoformat())
    return name, *days, show.money(item.premium), show.person(item.insured), state


def _in_columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Every column as wide as it needs; the last takes what is left."""
    from omi_tui.text.width import cell_len

    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
