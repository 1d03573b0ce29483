"""Making the insurer from what the settings say."""

import asyncio
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from omi_tui.client.call_log import Ended
from omi_tui.client.insurer import Insurer
from omi_tui.client.proxy import Proxy, find_proxy
from omi_tui.client.tls import Pins
from omi_tui.client.token_store import TokenStore


async def open_insurer(
    url: str,
    store: TokenStore,
    *,
    ca_file: Path | None = None,
    pins: Sequence[str] = (),
    pins_until: date | None = None,
    proxy: str | None = None,
    control_token: str | None = None,
    ended: Ended | None = None,
) -> Insurer:
    """The insurer at *url*, with the session that an earlier run kept. Asks nobody whether it is still good.

    *proxy* is an address, or ``environment`` for what ``HTTPS_PROXY`` says. Its user name and password are in *store*,
    parted by a colon, under the word ``proxy``, a space, and the address. Raises Misconfigured.
    """
    found, credentials = find_proxy(proxy, url, os.environ), None
    if found:
        name, colon, password = (await asyncio.to_thread(store.load, f"proxy {found}") or "").partition(":")
        credentials = (name, password) if colon else None
    insurer = Insurer(
        url,
        store,
        ca_file=ca_file,
        pins=Pins(pins, pins_until) if pins and pins_until else None,
        proxy=Proxy(found, credentials) if found else None,
        control_token=control_token,
        ended=ended,
    )
    await insurer.sessions.restore()
    return insurer
