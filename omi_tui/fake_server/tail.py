"""``omi fake tail``: the request log of a running fake insurer, line by line as it grows."""

import http.client
import json
import sys
from contextlib import suppress
from getpass import getpass
from typing import Any, TextIO
from urllib.parse import urlencode, urlsplit

from omi_tui.exit_codes import REFUSED, UNREACHABLE, USAGE
from omi_tui.text.clean import clean

_WAIT = 30.0


class _Refused(Exception):
    """The server did not accept the control token."""


def tail(url: str | None, *, once: bool = False, source: TextIO = sys.stdin, out: TextIO = sys.stdout) -> int:
    """Print every new request until interrupted, and return the exit code; with *once*, what is there.

    *source* gives the control token, or the whole ready line of ``omi fake-server``, which names the address too.
    """
    try:
        url, token = _whom(url, getpass("Control token: ") if source.isatty() else source.readline())
        seen: int | None = None
        while seen is None or not once:
            for entry in _entries(url, token, seen):
                seen = entry["id"]
                out.write(f"{_line(entry)}\n")
            seen = seen or 0
            out.flush()
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    except _Refused:
        sys.stderr.write("The control token is not the one of this server.\n")
        return REFUSED
    except (OSError, http.client.HTTPException):
        sys.stderr.write(f"There is no fake insurer at {url} any more.\n" if url else "")
        return UNREACHABLE
    except KeyboardInterrupt:
        return 0
    return 0


def _whom(url: str | None, given: str) -> tuple[str, str]:
    token = given.strip()
    if token.startswith("{"):
        with suppress(ValueError, KeyError):
            ready = json.loads(token)
            url, token = url or ready["url"], ready["control_token"]
    if urlsplit(url or "").hostname != "127.0.0.1" or not token:
        raise ValueError(
            "Name the server with --url http://127.0.0.1:PORT and give its control token, or give its ready line."
        )
    return str(url), token


def _entries(url: str, token: str, after: int | None) -> list[dict[str, Any]]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_WAIT + 10)
    query = {} if after is None else {"after": str(after), "timeout": str(_WAIT)}
    try:
        connection.request("GET", f"/_omi/requests?{urlencode(query)}", headers={"Omi-Control": token})
        answer = connection.getresponse()
        if answer.status != 200:
            raise _Refused
        items: list[dict[str, Any]] = json.loads(answer.read())["items"]
        return items
    finally:
        connection.close()


def _line(entry: dict[str, Any]) -> str:
    parts = [entry["at"][11:19], str(entry["status"] or "---"), entry["operation"], entry["code"] or ""]
    parts.append(f"fault {entry['fault']}" if entry["fault"] else "")
    parts.append(f"nearest: {entry['nearest']}" if entry["nearest"] else "")
    parts += [f"{name} {entry[name]}" for name in ("operation_id", "attempt") if entry[name]]
    return clean("  ".join(part for part in parts if part))
