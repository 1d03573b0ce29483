"""Whether the link to a card page may be opened: nothing of it is trusted because the insurer's answer had it."""

import re
from collections.abc import Collection
from ipaddress import ip_address
from urllib.parse import urlsplit

from omi_tui.text.clean import Clean, clean

LONGEST = 2048
_ALLOWED = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def check_pay_link(url: str, *, fake: bool, allowed_hosts: Collection[str]) -> Clean:
    """*url* if it is https to one of *allowed_hosts* on port 443; with *fake* also http to this machine.

    Raises ValueError with what is wrong: ``length``, ``characters``, ``scheme``, ``user``, ``host``, ``address``,
    ``port`` or ``host_not_allowed``.
    """
    if not 0 < len(url) <= LONGEST:
        raise ValueError("length")
    if not _ALLOWED.fullmatch(url):
        raise ValueError("characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("host") from None
    if "@" in parts.netloc:
        raise ValueError("user")
    if fake and parts.scheme == "http" and host in _LOOPBACK:
        return clean(url)
    if parts.scheme != "https" or not url.lower().startswith("https://"):
        raise ValueError("scheme")
    if "[" in parts.netloc or _is_address(host):
        raise ValueError("address")
    if not _NAME.fullmatch(host) or any(label.startswith("xn--") for label in host.split(".")):
        raise ValueError("host")
    if port not in (None, 443) or parts.netloc.endswith(":"):
        raise ValueError("port")
    if host not in {allowed.lower() for allowed in allowed_hosts}:
        raise ValueError("host_not_allowed")
    return clean(url)


def _is_address(host: str) -> bool:
    """Whether *host* is an IP address, in the odd notations as well (``0x7f.1``, ``2130706433``)."""
    try:
        ip_address(host)
    except ValueError:
        return bool(host) and all(re.fullmatch(r"0x[0-9a-f]*|[0-9]+", part) for part in host.split("."))
    return True
