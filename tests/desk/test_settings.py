import stat
import subprocess
import sys
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.desk import toml
from omi_tui.desk.settings import KEYS, Settings, SettingsError, load, save, value_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "omi" / "settings.toml"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return path


FULL = """
language = "ru"
face = "full"
theme = "omi-light"
[plain]
verbosity = 2
[backend]
url = "https://insurer.test/"
ca_file = "/etc/omi/ca.pem"
pins = ["sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "sha256/BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB="]
pins_until = 2027-12-31
proxy = "http://proxy.example.test:3128/"
pay_hosts = ["Pay.example.test"]
[accessible]
profile = true
cursor = true
[downloads]
folder = "/srv/policies"
[desk]
lock_minutes = 7
auto_advance = true
[browser]
command = ["firefox", "--private-window"]
[print]
command = ["lp", "-d", "office"]
[day_book]
expiring_days = 14
[help]
assistance_phone = "+375 17 000-00-00"
[travellers]
save = "never"
days = 90
[keys]
help = ["f1", "Alt+H"]
menu = ["f5"]
"""


def test_every_setting_is_a_key() -> None:
    assert {key.attribute for key in KEYS} == {part.name for part in fields(Settings)} - {"origins"}


def test_no_file_means_defaults(path: Path) -> None:
    settings = load(path, {})
    assert settings == Settings()
    assert settings.origin("theme") == "default"
    assert not path.parent.exists()


def test_a_whole_file(path: Path) -> None:
    settings = load(write(path, FULL), {})
    assert settings == Settings(
        backend_url="https://insurer.test",
        ca_file=Path("/etc/omi/ca.pem"),
        pins=(f"sha256/{'A' * 43}=", f"sha256/{'B' * 43}="),
        pins_until=date(2027, 12, 31),
        proxy="http://proxy.example.test:3128",
        pay_hosts=("pay.example.test",),
        language="ru",
        face="full",
        verbosity=2,
        theme="omi-light",
        accessible=True,
        cursor=True,
        downloads_folder=Path("/srv/policies"),
        lock_minutes=7,
        auto_advance=True,
        browser=("firefox", "--private-window"),
        printer=("lp", "-d", "office"),
        expiring_days=14,
        assistance_phone="+375 17 000-00-00",
        travellers_save="never",
        travellers_days=90,
        keys={"help": ("f1", "Alt+H"), "menu": ("f5",)},
    )
    assert {settings.origin(key.name) for key in KEYS} == {"file"}


def test_a11_the_accessible_profile_sets_what_nobody_chose(path: Path) -> None:
    settings = load(path, {"OMI_ACCESSIBLE": "1"})
    assert (settings.cursor, settings.theme) == (True, "omi-16")
    assert settings.origin("theme") == settings.origin("accessible.cursor") == "environment"
    write(path, "[accessible]\nprofile = true\n")
    settings = load(path, {"OMI_THEME": "omi-contrast-light", "OMI_CURSOR": "hide"})
    assert (settings.cursor, settings.theme) == (False, "omi-contrast-light")
    assert load(path, {}).origin("theme") == "file"
    assert load(path, {"OMI_ACCESSIBLE": "no"}).theme == "omi-dark"


@pytest.mark.parametrize(
    "spelling",
    [
        "https://insurer.example/",
        "https://Insurer.Example",
        "HTTPS://insurer.example",
        "https://insurer.example:443",
        "https://insurer.example:443/",
        "https://insurer.example:0443",
        "https://insurer.example:",
        "https://insurer.example.",
        "https://INSURER.example.:443//",
    ],
)
@pytest.mark.parametrize("given", ["file", "environment", "option"])
def test_inv_01_one_insurer_has_one_desk_however_it_is_spelled(path: Path, spelling: str, given: str) -> None:
    """The lock, the vault and the journal are named after the address."""
    if given == "file":
        write(path, f'[backend]\nurl = "{spelling}"\n')
    environ = {"OMI_BACKEND_URL": spelling} if given == "environment" else {}
    settings = load(path, environ, {"backend.url": spelling if given == "option" else None})
    assert settings.backend_url == "https://insurer.example"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://insurer.example:80", "https://insurer.example:80"),
        ("http://LocalHost:80/Api/", "http://localhost/Api"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://[2001:DB8::1]:443", "https://[2001:db8::1]"),
        ("https://insurer.example/Api", "https://insurer.example/Api"),
        ("https://Anna:Secret@Insurer.example", "https://Anna:Secret@insurer.example"),  # the transport refuses it
        ("https://insurer.example:99999", "https://insurer.example:99999"),
    ],
)
def test_what_makes_another_insurer_stays(path: Path, address: str, kept: str) -> None:
    assert load(path, {"OMI_BACKEND_URL": address}).backend_url == kept


def test_the_nearer_word_counts(path: Path) -> None:
    write(path, FULL)
    environ = {"OMI_BACKEND_URL": "https://second.test", "OMI_LANG": "en_GB.UTF-8", "OMI_CURSOR": "hide"}
    environ["OMI_THEME"] = ""
    settings = load(path, environ, {"backend.url": "https://third.test", "theme": None})
    assert (settings.backend_url, settings.origin("backend.url")) == ("https://third.test", "option")
    assert (settings.language, settings.origin("language")) == ("en", "environment")
    assert (settings.cursor, settings.origin("accessible.cursor")) == (False, "environment")
    assert (settings.theme, settings.origin("theme")) == ("omi-light", "file")
    assert load(path, environ).backend_url == "https://second.test"
    assert value_of(settings, "backend.url") == "https://third.test"


def test_a_locale_that_is_not_shipped_decides_nothing(path: Path) -> None:
    assert load(path, {"OMI_LANG": "fr_FR.UTF-8"}).language is None
    assert [load(path, {"OMI_LANG": name}).language for name in ("zh_CN.UTF-8", "zh-Hans", "zh_TW.UTF-8", "be_BY")] == [
        *("zh_Hans", "zh_Hans", None, "be"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('colour = "red"', "There is no setting colour. The settings are: backend.url,"),
        ('[backend]\nurk = "x"', "There is no setting backend.urk."),
        ('"a\\u001b[2Jb" = 1', "There is no setting ab."),
        ("theme = 1", "theme has to be a text in quotation marks."),
        ('theme = "a\\u0007"', "theme has to be a text in quotation marks."),
        ('accessible.cursor = "maybe"', "accessible.cursor has to be true or false."),
        ("accessible.cursor = 1", "accessible.cursor has to be true or false."),
        ('downloads.folder = "policies"', "downloads.folder has to be a full path, such as /home/anna/file."),
        ('backend.url = "insurer.test"', "backend.url has to be an address that begins with https://."),
        ('backend.pay_hosts = "a"', "backend.pay_hosts has to be a list of host names in square brackets."),
        ("backend.pay_hosts = [1]", "backend.pay_hosts has to be a list of host names in square brackets."),
        ('language = "xx"', "language has to be one of: en, ru"),
        ("desk.lock_minutes = 0", "desk.lock_minutes has to be a number of minutes from 1 to 15."),
        ("desk.lock_minutes = 16", "desk.lock_minutes has to be a number of minutes from 1 to 15."),
        ("desk.lock_minutes = true", "desk.lock_minutes has to be a number of minutes from 1 to 15."),
        ('desk.lock_minutes = "5"', "desk.lock_minutes has to be a number of minutes from 1 to 15."),
        ('browser.command = "firefox"', "browser.command has to be a program and its options, as a list"),
        ("browser.command = []", "browser.command has to be a program and its options, as a list"),
        ("keys.help = []", 'keys.help has to be a list of keys in square brackets, such as ["f1", "alt+h"].'),
        ('keys.help = "f1"', "keys.help has to be a list of keys in square brackets"),
        ("keys.help = [1]", "keys.help has to be a list of keys in square brackets"),
        ('keys = ["f1"]', "keys has to be a table: the line [keys], and below it lines such as"),
        ("theme = ", "cannot be read: Invalid value"),
        ("theme = 'a'\ntheme = 'b'", "cannot be read:"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(path: Path, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load(write(path, text), {})
    assert sentence in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_file_that_is_no_text(path: Path) -> None:
    write(path, "").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="cannot be read"):
        load(path, {})


def test_a_file_that_others_can_change_is_not_read(path: Path) -> None:
    write(path, FULL).chmod(0o666)
    with pytest.raises(SettingsError, match="others can change it"):
        load(path, {})


def test_sec_24_a_file_that_others_can_read_is_closed_to_them(path: Path) -> None:
    """A file made by hand has the usual mode. It holds no secret, so it is used, and is private from then on."""
    write(path, "language = 'ru'").chmod(0o644)
    assert load(path, {}).language == "ru"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_saving_keeps_the_other_settings(path: Path) -> None:
    save(path, {"theme": "omi-mono", "backend.pay_hosts": ["pay.example.test"], "accessible.cursor": True})
    save(path, {"language": "ru", "downloads.folder": Path("/srv/p"), "accessible.cursor": None})
    save(path, {"keys.help": ["f1", "f5"], "keys.menu": ["f9"]})
    save(path, {"keys.menu": None})
    settings = load(path, {})
    expected = Settings(
        keys={"help": ("f1", "f5")},
        theme="omi-mono",
        language="ru",
        pay_hosts=("pay.example.test",),
        downloads_folder=Path("/srv/p"),
    )
    assert settings == expected
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_cannot_be_used_is_not_saved(path: Path) -> None:
    with pytest.raises(SettingsError):
        save(path, {"language": "xx"})
    with pytest.raises(SettingsError):
        save(path, {"colour": "red"})
    assert not path.exists()


def test_reading_settings_loads_no_pydantic(path: Path) -> None:
    program = "import sys, omi_tui.desk.settings, omi_tui.desk.journal, omi_tui.desk.secrets; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"pydantic", "keyring", "httpx", "platformdirs"} & set(run.stdout.split())


values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=30),
    st.lists(st.text(max_size=30), max_size=3),
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from([key.name for key in KEYS] + ["colour", "backend.urk", "keys.help"]), values, max_size=4
    )
)
def test_sec_35_settings_are_typed_or_refused(content: dict[str, object]) -> None:
    """Whatever stands there: settings of the declared types, or one sentence."""
    try:
        settings = load(Path("/nowhere/settings.toml"), {}, content)
    except SettingsError as error:
        said = str(error)
    else:
        said = "."
        assert_typed(settings)
    assert said.endswith(".")
    assert said.isprintable()


def assert_typed(settings: Settings) -> None:
    assert 1 <= settings.lock_minutes <= 15
    assert 1 <= settings.expiring_days <= 90
    assert settings.backend_url is None or settings.backend_url.startswith(("https://", "http://"))
    assert all(isinstance(part, str) for part in settings.browser + settings.pay_hosts)


@pytest.mark.parametrize("text", ["${HOME}", "$HOME", "%(home)s", "{environ}", "$(id)", "~$USER", "%APPDATA%"])
def test_sec_35_nothing_in_a_setting_is_worked_out(text: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/secret")
    settings = load(write(path, f'theme = "{text}"\nbrowser.command = ["{text}"]'), {})
    assert (settings.theme, settings.browser) == (text, (text,))


names = st.from_regex(r"[a-z_]{1,8}(\.[a-z_]{1,8})?", fullmatch=True)
texts = st.text(st.characters(codec="utf-8"))


@given(st.dictionaries(names, st.one_of(st.booleans(), st.integers(), texts, st.lists(texts))))
def test_what_is_written_is_read_again(content: dict[str, toml.Value]) -> None:
    tables = {name.partition(".")[0] for name in content if "." in name}
    content = {name: value for name, value in content.items() if name not in tables}
    assert toml.flat(tomllib.loads(toml.dumps(content))) == content
