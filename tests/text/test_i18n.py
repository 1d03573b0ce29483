"""Languages are chosen, switched and shown; a missing or broken catalogue never stops the program (I02, I04)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from omi_tui.model.period import MINSK
from omi_tui.text import i18n
from omi_tui.text.i18n import (
    LANGUAGES,
    LONGEST_DATE,
    N_,
    _,
    choose_language,
    day_cells,
    days_count,
    in_language,
    language,
    ngettext,
    pgettext,
    set_language,
    show_date,
    show_date_long,
    show_day,
    show_money,
    show_number,
    show_time,
)
from omi_tui.text.width import cell_len

MAGIC = b"\xde\x12\x04\x95"
SATURDAY = date(2026, 11, 28)


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in the place of the shipped catalogues; returns where the Russian one belongs."""
    monkeypatch.setattr(i18n, "_CATALOGUES", (tmp_path / "nowhere", tmp_path))
    i18n._catalogue.cache_clear()
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    yield folder / f"{i18n.DOMAIN}.mo"
    i18n._catalogue.cache_clear()


@pytest.fixture
def russian(catalogues: Path) -> None:
    catalogue = Catalog(locale="ru")
    catalogue.add("Sign in", "Войти")
    catalogue.add("Back", "Назад", context="step")
    catalogue.add(("{count} day", "{count} days"), ("{count} день", "{count} дня", "{count} дней"))
    with catalogues.open("wb") as file:
        write_mo(file, catalogue)
    set_language("ru")


@pytest.mark.parametrize(
    ("option", "env", "chosen"),
    [
        (None, {}, "en"),
        ("ru", {"OMI_LANG": "en"}, "ru"),
        ("RU", {}, "ru"),
        ("xx", {"LANG": "ru_RU.UTF-8"}, "en"),
        (None, {"OMI_LANG": "ru", "LC_ALL": "en_GB.UTF-8"}, "ru"),
        (None, {"LC_ALL": "C", "LANG": "ru_RU.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "ru_RU", "LANG": "en_US.UTF-8"}, "ru"),
        (None, {"LANG": "ru_BY.UTF-8@latin"}, "ru"),
        (None, {"LANG": "ru-RU"}, "ru"),
        (None, {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, {"OMI_LANG": "pl", "LC_ALL": "de_DE", "LC_MESSAGES": "lt_LT", "LANG": "lv_LV"}, "pl"),
        (None, {"LC_ALL": "de_DE", "LC_MESSAGES": "lt_LT", "LANG": "lv_LV"}, "de"),
        (None, {"LC_MESSAGES": "lt_LT", "LANG": "lv_LV"}, "lt"),
        (None, {"LANG": "be_BY.UTF-8"}, "be"),
        (None, {"LANG": "de_DE.UTF-8@euro"}, "de"),
        ("zh", {}, "zh_Hans"),
        ("zh-Hans", {}, "zh_Hans"),
        ("zh_Hans", {}, "zh_Hans"),
        ("zh-Hans-SG", {}, "zh_Hans"),
        (None, {"LANG": "zh_CN.GB18030"}, "zh_Hans"),
        (None, {"LANG": "zh_SG.UTF-8"}, "zh_Hans"),
        (None, {"LANG": "zh_TW.UTF-8"}, "en"),
        ("zh-Hant", {"LANG": "zh_CN"}, "en"),
        ("zh-Hant-HK", {}, "en"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "POSIX"}, "en"),
    ],
)
def test_choice(option: str | None, env: dict[str, str], chosen: str) -> None:
    assert choose_language(option, env) == chosen


def test_english_needs_no_catalogue() -> None:
    assert language() == "en"
    assert _("Sign in") == N_("Sign in") == pgettext("menu", "Sign in") == "Sign in"
    assert (ngettext("{count} day", "{count} days", 1), days_count(8)) == ("{count} day", "8 days")


def test_the_heading_of_a_catalogue_is_no_text(russian: None) -> None:
    assert _("") == ""


@pytest.mark.usefixtures("russian")
def test_translation() -> None:
    assert (_("Sign in"), pgettext("step", "Back"), pgettext("hand", "Back")) == ("Войти", "Назад", "Back")
    assert in_language("en", "Sign in") == "Sign in"
    assert [days_count(n) for n in (0, 1, 2, 5, 11, 21, 22, 25, 101, 111)] == [
        *("0 дней", "1 день", "2 дня", "5 дней", "11 дней"),
        *("21 день", "22 дня", "25 дней", "101 день", "111 дней"),
    ]
    set_language("en")
    assert _("Sign in") == "Sign in"


@pytest.mark.usefixtures("catalogues")
def test_missing_catalogue_is_english() -> None:
    set_language("ru")
    assert (language(), _("Sign in")) == ("ru", "Sign in")


@pytest.mark.parametrize("content", [b"", MAGIC, MAGIC + b"\xff" * 40, b"no catalogue at all"])
def test_broken_catalogue_is_english(catalogues: Path, content: bytes) -> None:
    catalogues.write_bytes(content)
    set_language("ru")
    assert _("Sign in") == "Sign in"


def test_only_shipped_languages() -> None:
    with pytest.raises(ValueError, match="xx"):
        set_language("xx")


@pytest.mark.parametrize(
    ("code", "short", "long", "money", "number"),
    [
        ("en", "Sat 28 Nov 2026", "Saturday 28 November 2026", "10,000.00\u00a0EUR", "12,345"),
        ("ru", "сб, 28 нояб. 2026", "суббота, 28 ноября 2026\u00a0г.", "10\u00a0000,00\u00a0EUR", "12\u00a0345"),
        ("be", "сб, 28 ліс 2026", "субота, 28 лістапада 2026\u00a0г.", "10\u00a0000,00\u00a0EUR", "12\u00a0345"),
        ("lt", "2026-11-28, št", "2026 m. lapkričio 28 d., šeštadienis", "10\u00a0000,00\u00a0EUR", "12\u00a0345"),
        ("lv", "Se, 28. nov. 2026", "sestdiena, 2026. gada 28. novembris", "10\u00a0000,00\u00a0EUR", "12\u00a0345"),
        ("pl", "sob., 28 lis 2026", "sobota, 28 listopada 2026", "10\u00a0000,00\u00a0EUR", "12\u00a0345"),
        ("de", "Sa., 28. Nov. 2026", "Samstag, 28. November 2026", "10.000,00\u00a0EUR", "12.345"),
        ("zh_Hans", "2026年11月28日 周六", "2026年11月28日星期六", "10,000.00\u00a0EUR", "12,345"),
    ],
)
def test_values(code: str, short: str, long: str, money: str, number: str) -> None:
    set_language(code)
    assert show_date(SATURDAY) == short
    assert show_date_long(SATURDAY) == long
    assert show_money(Decimal("10000.00"), "EUR") == money
    assert show_number(12345) == number


@pytest.mark.parametrize("code", LANGUAGES)
def test_i04_a_day_fits_its_place(code: str) -> None:
    set_language(code)
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(2 * 365)]
    widest = max(days, key=lambda day: cell_len(show_date(day)))
    assert cell_len(show_date(widest)) <= LONGEST_DATE, show_date(widest)
    assert max(cell_len(show_day(day)) for day in days) == day_cells()


def test_money_keeps_its_decimals() -> None:
    assert [show_money(Decimal(amount), "BYN") for amount in ("0.00", "8.00", "999999999999999.99")] == [
        *("0.00\u00a0BYN", "8.00\u00a0BYN", "999,999,999,999,999.99\u00a0BYN")
    ]


def test_clock() -> None:
    evening = datetime(2026, 11, 28, 21, 5, tzinfo=UTC)
    assert (show_time(evening, UTC), show_time(evening, MINSK)) == ("21:05", "00:05")


def test_the_machines_locale_changes_nothing() -> None:
    program = (
        "import sys\n"
        "from datetime import date; from decimal import Decimal\n"
        "from omi_tui.text.i18n import LANGUAGES, show_date, show_money, set_language\n"
        "print([ascii((set_language(c), show_date(date(2026, 11, 28)), show_money(Decimal('10000'), 'EUR')))"
        " for c in LANGUAGES])\n"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "LC_ALL": locale, "LANGUAGE": locale},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for locale in ("C", "ru_RU.UTF-8", "en_US.UTF-8")
    }
    assert len(answers) == 1


def test_the_first_screen_waits_for_no_library() -> None:
    program = (
        "import sys\n"
        "import omi_tui.text.i18n, omi_tui.text.dates, omi_tui.text.latin, omi_tui.model.country, omi_tui.model.rules\n"
        "from omi_tui.text.i18n import _, set_language; set_language('ru'); _('Sign in')\n"
        "omi_tui.model.rules.country('POL')\n"
        "print([name for name in ('babel', 'pydantic', 'textual', 'rich') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
