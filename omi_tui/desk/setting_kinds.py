"""How the values of settings are checked: each function takes what was written and returns what it means.

They raise ValueError with a msgid that names the setting as ``{key}``.
"""

import re
from datetime import date, datetime
from pathlib import Path

from omi_tui.text.i18n import LANGUAGES, N_


def as_text(value: object) -> str:
    """One line of text that is not blank."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(N_("{key} has to be a text in quotation marks."))
    return value.strip()


def as_truth(value: object) -> bool:
    """Yes or no."""
    words = {"1": True, "true": True, "yes": True, "on": True, "show": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "hide": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if not isinstance(value, bool):
        raise ValueError(N_("{key} has to be true or false."))
    return value


def as_path(value: object) -> Path:
    """A full path; ``~`` is the home folder."""
    path = value if isinstance(value, Path) else Path(as_text(value)).expanduser()
    if not path.is_absolute():
        raise ValueError(N_("{key} has to be a full path, such as /home/anna/file."))
    return path


def as_url(value: object) -> str:
    """The address of a server, spelled one way: the lock, the vault and the journal of a desk are named after it."""
    text = as_text(value)
    if not text.lower().startswith(("https://", "http://")) or " " in text:
        raise ValueError(N_("{key} has to be an address that begins with https://."))
    return _one_spelling(text).rstrip("/")


def _one_spelling(url: str) -> str:
    """*url* with scheme and host in lower case, and without the port and the full stop that mean nothing."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # whoever calls the server says what is wrong with it
        return url
    host = f"[{host}]" if ":" in host else host.removesuffix(".")
    user, at, _where = parts.netloc.rpartition("@")
    standard = port is None or port == {"https": 443, "http": 80}[parts.scheme]
    return parts._replace(netloc=f"{user}{at}{host}" + ("" if standard else f":{port}")).geturl()


def as_pins(value: object) -> tuple[str, ...]:
    """Two keys of a server or more, as ``sha256/<base64>=``."""
    if not isinstance(value, list | tuple) or len(set(map(str, value))) < 2:
        raise ValueError(N_("{key} has to be a list of two keys or more, of which one is a backup."))
    if not all(isinstance(pin, str) and re.fullmatch("sha256/[A-Za-z0-9+/]{43}=", pin) for pin in value):
        raise ValueError(N_("{key} has to hold keys that begin with sha256/ and end with an equals sign."))
    return tuple(value)


def as_day(value: object) -> date:
    """A calendar day."""
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError(N_("{key} has to be a day, such as 2027-12-31."))
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(N_("{key} has to be a day, such as 2027-12-31.")) from None


def as_proxy(value: object) -> str:
    """The address of a proxy without a password, or ``environment``."""
    text = as_text(value)
    if text == "environment":
        return text
    if "@" in text:
        raise ValueError(N_("{key} may not hold a password. Put name and password into the keyring."))
    if not text.startswith(("https://", "http://")) or " " in text:
        raise ValueError(
            N_("{key} has to be the word environment, or an address such as http://proxy.example.test:3128.")
        )
    return text.rstrip("/")


def as_hosts(value: object) -> tuple[str, ...]:
    """Host names."""
    if not isinstance(value, list | tuple) or not all(isinstance(host, str) and host.strip() for host in value):
        raise ValueError(N_("{key} has to be a list of host names in square brackets."))
    return tuple(host.strip().lower() for host in value)


def as_minutes(value: object) -> int:
    """1 to 15 minutes."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 15:
        raise ValueError(N_("{key} has to be a number of minutes from 1 to 15."))
    return value


def as_days(value: object) -> int:
    """1 to 90 days."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 90:
        raise ValueError(N_("{key} has to be a number of days from 1 to 90."))
    return value


def as_years_of_days(value: object) -> int:
    """1 to 3650 days."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 3650:
        raise ValueError(N_("{key} has to be a number of days from 1 to 3650."))
    return value


def as_consent(value: object) -> str:
    """``ask`` or ``never``."""
    if value not in ("ask", "never"):
        raise ValueError(N_("{key} has to be ask or never."))
    return str(value)


def as_command(value: object) -> tuple[str, ...]:
    """A program and its options."""
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(N_("{key} has to be a program and its options, as a list in square brackets."))
    return tuple(as_text(part) for part in value)


def as_key_list(value: object) -> tuple[str, ...]:
    """One key of a command or more."""
    if not isinstance(value, list | tuple) or not value or not all(isinstance(key, str) for key in value):
        raise ValueError(N_('{key} has to be a list of keys in square brackets, such as ["f1", "alt+h"].'))
    return tuple(as_text(key) for key in value)


def as_face(value: object) -> str:
    """``auto``, ``full`` or ``plain``."""
    if value not in ("auto", "full", "plain"):
        raise ValueError(N_("{key} has to be auto, full or plain."))
    return str(value)


def as_verbosity(value: object) -> int:
    """0, 1 or 2."""
    number = int(value) if isinstance(value, str) and value in ("0", "1", "2") else value
    if isinstance(number, bool) or number not in (0, 1, 2):
        raise ValueError(N_("{key} has to be 0, 1 or 2."))
    return int(str(number))


def as_language(value: object) -> str:
    """A shipped language."""
    if not isinstance(value, str) or value not in LANGUAGES:
        raise ValueError(N_("{key} has to be one of: {languages}."))
    return value
