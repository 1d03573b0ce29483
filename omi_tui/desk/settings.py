"""The settings: a small TOML file, over it the environment, over that the command line; each value knows its origin.

Read before the first screen, so the standard library alone is imported here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from omi_tui.colours import SIXTEEN
from omi_tui.desk import files, toml
from omi_tui.desk.paths import private_folder
from omi_tui.text.clean import clean
from omi_tui.text.i18n import LANGUAGES, N_, _, shipped

Origin = Literal["default", "file", "environment", "option"]


class SettingsError(ValueError):
    """A setting cannot be used; the text is one sentence for the person, in the current language."""


@dataclass(frozen=True)
class Settings:
    """What this desk has set. None where nothing is set and something else decides."""

    backend_url: str | None = None
    ca_file: Path | None = None
    pins: tuple[str, ...] = ()
    pins_until: date | None = None
    proxy: str | None = None
    pay_hosts: tuple[str, ...] = ()
    language: str | None = None
    face: str = "auto"
    verbosity: int = 1
    theme: str = "omi-dark"
    accessible: bool = False
    cursor: bool = False
    downloads_folder: Path | None = None
    lock_minutes: int = 5
    auto_advance: bool = False
    browser: tuple[str, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys of commands, by the command's id, as they are written in the file; whoever knows the commands checks."""
    origins: Mapping[str, Origin] = field(default_factory=dict, compare=False)
    """Where each value came from, by its key; a key that is not named has its default."""

    def origin(self, key: str) -> Origin:
        """Where the value of *key* came from."""
        return self.origins.get(key, "default")


class Key(NamedTuple):
    """One setting: its name in the file, its attribute, how it is checked, its environment variable, what it does."""

    name: str
    attribute: str
    check: Callable[[object], Any]
    help: str
    variable: str | None = None


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError(N_("{key} has to be a text in quotation marks."))
    return value.strip()


def _truth(value: object) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "show": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "hide": False}
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    if not isinstance(value, bool):
        raise ValueError(N_("{key} has to be true or false."))
    return value


def _path(value: object) -> Path:
    path = value if isinstance(value, Path) else Path(_text(value)).expanduser()
    if not path.is_absolute():
        raise ValueError(N_("{key} has to be a full path, such as /home/anna/file."))
    return path


def _url(value: object) -> str:
    text = _text(value)
    if not text.startswith(("https://", "http://")) or " " in text:
        raise ValueError(N_("{key} has to be an address that begins with https://."))
    return text.rstrip("/")


def _pins(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(set(map(str, value))) < 2:
        raise ValueError(N_("{key} has to be a list of two keys or more, of which one is a backup."))
    if not all(isinstance(pin, str) and re.fullmatch("sha256/[A-Za-z0-9+/]{43}=", pin) for pin in value):
        raise ValueError(N_("{key} has to hold keys that begin with sha256/ and end with an equals sign."))
    return tuple(value)


def _day(value: object) -> date:
    if isinstance(value, datetime) or not isinstance(value, date | str):
        raise ValueError(N_("{key} has to be a day, such as 2027-12-31."))
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(N_("{key} has to be a day, such as 2027-12-31.")) from None


def _proxy(value: object) -> str:
    text = _text(value)
    if text == "environment":
        return text
    if "@" in text:
        raise ValueError(N_("{key} may not hold a password. Put name and password into the keyring."))
    if not text.startswith(("https://", "http://")) or " " in text:
        raise ValueError(
            N_("{key} has to be the word environment, or an address such as http://proxy.example.test:3128.")
        )
    return text.rstrip("/")


def _hosts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(host, str) and host.strip() for host in value):
        raise ValueError(N_("{key} has to be a list of host names in square brackets."))
    return tuple(host.strip().lower() for host in value)


def _minutes(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 15:
        raise ValueError(N_("{key} has to be a number of minutes from 1 to 15."))
    return value


def _command(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise ValueError(N_("{key} has to be a program and its options, as a list in square brackets."))
    return tuple(_text(part) for part in value)


def _key_list(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not value or not all(isinstance(key, str) for key in value):
        raise ValueError(N_('{key} has to be a list of keys in square brackets, such as ["f1", "alt+h"].'))
    return tuple(_text(key) for key in value)


def _face(value: object) -> str:
    if value not in ("auto", "full", "plain"):
        raise ValueError(N_("{key} has to be auto, full or plain."))
    return str(value)


def _verbosity(value: object) -> int:
    number = int(value) if isinstance(value, str) and value in ("0", "1", "2") else value
    if isinstance(number, bool) or number not in (0, 1, 2):
        raise ValueError(N_("{key} has to be 0, 1 or 2."))
    return int(str(number))


def _language(value: object) -> str:
    if not isinstance(value, str) or value not in LANGUAGES:
        raise ValueError(N_("{key} has to be one of: {languages}."))
    return value


KEYS: tuple[Key, ...] = (
    Key("backend.url", "backend_url", _url, N_("The address of the insurer."), "OMI_BACKEND_URL"),
    Key("backend.ca_file", "ca_file", _path, N_("The certificates to trust instead of the system's.")),
    Key("backend.pins", "pins", _pins, N_("The keys that the insurer's server may have.")),
    Key("backend.pins_until", "pins_until", _day, N_("The last day on which those keys count.")),
    Key("backend.proxy", "proxy", _proxy, N_("The proxy on the way to the insurer.")),
    Key("backend.pay_hosts", "pay_hosts", _hosts, N_("The hosts whose card pages may be opened.")),
    Key("language", "language", _language, N_("The language of the program."), "OMI_LANG"),
    Key("face", "face", _face, N_("The whole screen (full), lines of text (plain), or whatever fits (auto).")),
    Key("plain.verbosity", "verbosity", _verbosity, N_("How much the prompts say: 0, 1 or 2."), "OMI_VERBOSITY"),
    Key("theme", "theme", _text, N_("The colours of the program."), "OMI_THEME"),
    Key(
        "accessible.profile",
        "accessible",
        _truth,
        N_("Whether the screen is made for braille displays and speech readers."),
        "OMI_ACCESSIBLE",
    ),
    Key("accessible.cursor", "cursor", _truth, N_("Whether the cursor is always shown."), "OMI_CURSOR"),
    Key("downloads.folder", "downloads_folder", _path, N_("The folder where policies are saved.")),
    Key("desk.lock_minutes", "lock_minutes", _minutes, N_("The minutes without a key after which the desk locks.")),
    Key("desk.auto_advance", "auto_advance", _truth, N_("Whether a date that is complete leads to the next field.")),
    Key("browser.command", "browser", _command, N_("The program that opens card pages, with its options.")),
    Key("keys", "keys", _key_list, N_("The keys of commands; omi config keys lists them.")),
)
_BY_NAME = {key.name: key for key in KEYS}
ACCESSIBLE: Mapping[str, object] = {"accessible.cursor": True, "theme": SIXTEEN}
"""What ``accessible.profile`` sets where nothing else does. Nothing moves by itself in any profile."""


def load(path: Path, environ: Mapping[str, str], options: Mapping[str, object] | None = None) -> Settings:
    """The settings from *path* (which may be missing), *environ* and *options*, the later ones first.

    *options* are named like the keys of the file; those that are None do not count. Raises SettingsError.
    """
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}

    def take(name: str, value: object, origin: Origin) -> None:
        key = _known(name)
        checked = _checked(key, value, name)
        _head, _dot, command = name.partition(".")
        values[key.attribute] = {**values.get("keys", {}), command: checked} if key.name == "keys" else checked
        origins[key.name] = origin

    for name, value in _read(path).items():
        take(name, value, "file")
    for key in KEYS:
        value = environ.get(key.variable or "", "")
        # A locale (ru_RU.UTF-8) is a language too; one that is not shipped decides nothing here.
        given = shipped(value) if key.name == "language" else value
        if given:
            take(key.name, given, "environment")
    for name, option in (options or {}).items():
        if option is not None:
            take(name, option, "option")
    if values.get("pins") and not values.get("pins_until"):
        raise SettingsError(_("backend.pins needs backend.pins_until, the last day on which the keys count."))
    if values.get("accessible"):
        for key in (_BY_NAME[name] for name in ACCESSIBLE if name not in origins):
            values[key.attribute], origins[key.name] = ACCESSIBLE[key.name], origins["accessible.profile"]
    return Settings(**values, origins=origins)


def save(path: Path, changes: Mapping[str, object]) -> None:
    """Write *changes* (by key; None takes a setting out) into the file and leave its other settings as they are.

    Comments in the file are not kept. Raises SettingsError, and OSError when it cannot be written.
    """
    content = _read(path)
    for name, value in changes.items():
        key = _known(name)
        if value is None:
            content.pop(name, None)
        else:
            content[name] = _plain(_checked(key, value, name))
    private_folder(path.parent)
    files.write(path, toml.dumps(content).encode())


def value_of(settings: Settings, name: str) -> Any:
    """The value of the key *name*."""
    return getattr(settings, _known(name).attribute)


def _plain(value: object) -> toml.Value:
    if isinstance(value, tuple):
        return [str(item) for item in value]
    return value if isinstance(value, int | date) else str(value)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = files.read(path, private=True)
    except FileNotFoundError:
        return {}
    except files.UnsafeFile:
        text = _("The settings file {path} was not read, because others can change it. Make it yours alone.")
        raise SettingsError(text.format(path=path)) from None
    import tomllib

    try:
        return toml.flat(tomllib.loads(content.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        text = _("The settings file {path} cannot be read: {detail}.")
        raise SettingsError(text.format(path=path, detail=str(error).rstrip("."))) from None


def _known(name: str) -> Key:
    try:
        return _BY_NAME["keys" if name.startswith("keys.") else name]
    except KeyError:
        text = _("There is no setting {key}. The settings are: {keys}.")
        raise SettingsError(text.format(key=clean(name), keys=", ".join(_BY_NAME))) from None


def _checked(key: Key, value: object, name: str) -> Any:
    try:
        if name == "keys":
            raise ValueError(N_('{key} has to be a table: the line [keys], and below it lines such as menu = ["f9"].'))
        return key.check(value)
    except ValueError as error:
        raise SettingsError(_(str(error)).format(key=clean(name), languages=", ".join(LANGUAGES))) from None
