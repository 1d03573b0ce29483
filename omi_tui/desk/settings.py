"""The settings: a small TOML file, over it the environment, over that the command line; each value knows its origin.

Read before the first screen, so the standard library alone is imported here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, NamedTuple

from omi_tui.colours import SIXTEEN
from omi_tui.desk import files, toml
from omi_tui.desk import setting_kinds as kinds
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
    printer: tuple[str, ...] = ("lp",)
    expiring_days: int = 7
    assistance_phone: str = ""
    """The insurer's number for travellers, day and night; no source names one, so none is delivered."""
    travellers_save: str = "ask"
    travellers_days: int = 365
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


KEYS: tuple[Key, ...] = (
    Key("backend.url", "backend_url", kinds.as_url, N_("The address of the insurer."), "OMI_BACKEND_URL"),
    Key("backend.ca_file", "ca_file", kinds.as_path, N_("The certificates to trust instead of the system's.")),
    Key("backend.pins", "pins", kinds.as_pins, N_("The keys that the insurer's server may have.")),
    Key("backend.pins_until", "pins_until", kinds.as_day, N_("The last day on which those keys count.")),
    Key("backend.proxy", "proxy", kinds.as_proxy, N_("The proxy on the way to the insurer.")),
    Key("backend.pay_hosts", "pay_hosts", kinds.as_hosts, N_("The hosts whose card pages may be opened.")),
    Key("language", "language", kinds.as_language, N_("The language of the program."), "OMI_LANG"),
    Key("face", "face", kinds.as_face, N_("The whole screen (full), lines of text (plain), or whatever fits (auto).")),
    Key(
        "plain.verbosity", "verbosity", kinds.as_verbosity, N_("How much the prompts say: 0, 1 or 2."), "OMI_VERBOSITY"
    ),
    Key("theme", "theme", kinds.as_text, N_("The colours of the program."), "OMI_THEME"),
    Key(
        "accessible.profile",
        "accessible",
        kinds.as_truth,
        N_("Whether the screen is made for braille displays and speech readers."),
        "OMI_ACCESSIBLE",
    ),
    Key("accessible.cursor", "cursor", kinds.as_truth, N_("Whether the cursor is always shown."), "OMI_CURSOR"),
    Key("downloads.folder", "downloads_folder", kinds.as_path, N_("The folder where policies are saved.")),
    Key(
        "desk.lock_minutes",
        "lock_minutes",
        kinds.as_minutes,
        N_("The minutes without a key after which the desk locks."),
    ),
    Key(
        "desk.auto_advance",
        "auto_advance",
        kinds.as_truth,
        N_("Whether a date that is complete leads to the next field."),
    ),
    Key("browser.command", "browser", kinds.as_command, N_("The program that opens card pages, with its options.")),
    Key("print.command", "printer", kinds.as_command, N_("The program that prints files, with its options.")),
    Key(
        "day_book.expiring_days", "expiring_days", kinds.as_days, N_("How many days before its end a policy is listed.")
    ),
    Key(
        "help.assistance_phone", "assistance_phone", kinds.as_text, N_("The phone that helps travellers day and night.")
    ),
    Key("travellers.save", "travellers_save", kinds.as_consent, N_("Whether travellers can be saved: ask, or never.")),
    Key(
        "travellers.days",
        "travellers_days",
        kinds.as_years_of_days,
        N_("The days after which a saved traveller is erased who was not insured again."),
    ),
    Key("keys", "keys", kinds.as_key_list, N_("The keys of commands; omi config keys lists them.")),
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
        raise SettingsError(text.format(path=clean(str(path)))) from None
    import tomllib

    try:
        return toml.flat(tomllib.loads(content.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        text = _("The settings file {path} cannot be read: {detail}.")
        raise SettingsError(text.format(path=clean(str(path)), detail=clean(str(error)).rstrip("."))) from None


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
