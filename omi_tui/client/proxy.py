"""The way through a proxy: only one that the settings name, or the environment's where the settings say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from omi_tui.client.errors import Misconfigured

FROM_ENVIRONMENT = "environment"


@dataclass(frozen=True)
class Proxy:
    """An http or https proxy, asked to ``CONNECT`` only; user name and password never stand in its address."""

    url: str
    credentials: tuple[str, str] | None = field(default=None, repr=False)


def check_proxy(url: str) -> str:
    """*url* without a trailing slash. Raises Misconfigured: ``proxy.format``, ``proxy.credentials``."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or parts.path.strip("/") or parts.query or parts.fragment:
        raise Misconfigured("proxy.format")
    if "@" in parts.netloc:
        raise Misconfigured("proxy.credentials")
    return url.rstrip("/")


def find_proxy(setting: str | None, base_url: str, environment: Mapping[str, str]) -> str | None:
    """The proxy's address for *base_url*: *setting*, or the environment's where *setting* is ``environment``.

    None for this machine itself, whose http is never handed to anybody. Raises Misconfigured.
    """
    parts = urlsplit(base_url)
    if not setting or parts.scheme != "https":
        return None
    if setting != FROM_ENVIRONMENT:
        return check_proxy(setting)
    given = {name.lower(): value for name, value in environment.items() if value}
    url = given.get("https_proxy") or given.get("all_proxy")
    if not url or _bypassed(parts.hostname or "", given.get("no_proxy", "")):
        return None
    return check_proxy(url)


def _bypassed(host: str, exceptions: str) -> bool:
    names = [name.strip().lstrip(".").lower() for name in exceptions.split(",")]
    return any(name in ("*", host) or host.endswith(f".{name}") for name in names if name)
