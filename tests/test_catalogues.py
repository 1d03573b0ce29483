"""The check of the catalogues finds what would break a translated sentence."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import omi_tui
from omi_tui.text.i18n import LANGUAGES, days_count, set_language
from tools.check_catalogues import check, faults
from tools.messages import LOCALES, TRANSLATED, as_mo, as_po, po_path, template, translations, updated

GLOSSARY = LOCALES / "GLOSSARY.md"
COUNTS = (0, 1, 2, 5, 11, 21, 22, 25, 101, 111)
DAYS = {
    "en": "days day days days days days days days days days",
    "ru": "дней день дня дней дней день дня дней день дней",
    "be": "дзён дзень дні дзён дзён дзень дні дзён дзень дзён",
    "lt": "dienų diena dienos dienos dienų diena dienos dienos diena dienų",
    "lv": "dienu diena dienas dienas dienu diena dienas dienas diena dienu",
    "pl": "dni dzień dni dni dni dni dni dni dni dni",
    "de": "Tage Tag Tage Tage Tage Tage Tage Tage Tage Tage",
    "zh_Hans": "天 天 天 天 天 天 天 天 天 天",
}


@pytest.mark.parametrize(
    ("text", "translation", "said"),
    [
        ("Sign in", "Войти", []),
        ("Sign in", "", ["no translation"]),
        ("Order {number}", "Заказ {номер}", ["placeholders"]),
        ("Order {number}", "Заказ", ["placeholders"]),
        ("Order {number}", "Заказ {number}", []),
        ("Wait ", "Подождите", ["white space"]),
        (("{count} day", "{count} days"), ("{count} день", "{count} дня", "{count} дней"), []),
        (("{count} day", "{count} days"), ("один день", "{count} дня", "{count} дней"), []),
        (("{count} day", "{count} days"), ("{count} день", "", "{count} дней"), ["no translation"]),
        (("{count} day", "{count} days"), ("{days} день", "{count} дня", "{count} дней"), ["placeholders"]),
    ],
)
def test_faults(text: str | tuple[str, str], translation: str | tuple[str, ...], said: list[str]) -> None:
    found = list(faults(Message(text, translation)))
    assert len(found) == len(said)
    assert all(part in fault for part, fault in zip(said, found, strict=True))


def test_fuzzy_is_a_fault() -> None:
    assert list(faults(Message("Sign in", "Войти", flags=["fuzzy"]))) == ["is marked fuzzy"]


def test_every_text_that_is_translated_is_in_the_template() -> None:
    """Also one that stands inside an f-string, which the extraction passes over."""
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in template()}
    for path in Path(omi_tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                (text,) = node.args
                assert not isinstance(text, ast.Constant) or text.value in known, (path.name, text.lineno)


def test_catalogue_depends_on_the_sources_alone() -> None:
    first, second = updated("ru", template()), updated("ru", template())
    assert as_po(first) == as_po(second)
    assert as_mo(first) == as_mo(second)


@pytest.mark.parametrize("language", TRANSLATED)
def test_i02_every_language_that_is_offered_is_complete(language: str) -> None:
    """Row I02: fresh, nothing empty or fuzzy, placeholders and edges kept, as many plural forms as CLDR has."""
    texts = template()
    assert list(check(language, texts)) == []
    with po_path(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    whole = [message for message in catalog if message.id]
    assert len(whole) == len([message for message in texts if message.id]) > 1000, len(whole)
    rule = Locale.parse(language).plural_form
    forms = {rule(n) for n in range(1000)}
    chosen = gettext.c2py(catalog.plural_expr)
    assert len({(rule(n), chosen(n)) for n in range(1000)}) == len(forms) == catalog.num_plurals
    assert all(len(translations(each)) == len(forms) for each in whole if not isinstance(each.id, str))


@pytest.mark.parametrize("language", TRANSLATED)
def test_i02_a_language_is_written_in_its_own_letters(language: str) -> None:
    """No translation got into the catalogue of another language; names and letters that the English has may."""
    foreign = re.compile({"ru": "[іўІЎ]", "be": "[ищъИЩЪ]"}.get(language, "[\u0400-\u04ff]"))
    with po_path(language).open("rb") as file:
        texts = read_po(file, locale=language)
    strange = [text.id for text in texts if any(map(foreign.search, translations(text)))]
    assert [text for text in strange if not foreign.search(f"{text}")] == []


def test_a_new_text_is_translated_for_each_language_alone() -> None:
    texts = template()
    texts.add("A text that is new")
    for language in ("be", "de"):
        new = updated(language, texts).get("A text that is new")
        assert new is not None
        assert translations(new) == [""]
        new.string = "Новы тэкст"


@pytest.mark.parametrize("language", LANGUAGES)
def test_i02_days_are_counted_as_the_language_counts(language: str) -> None:
    set_language(language)
    try:
        said = [days_count(n).replace(f"{n}", "", 1).strip() for n in COUNTS]
    finally:
        set_language("en")
    assert said == DAYS[language].split()


@pytest.mark.parametrize("language", TRANSLATED)
def test_terms_are_those_of_the_glossary(language: str) -> None:
    """Where a term of the glossary is a text of its own, its translation is the glossary's word."""
    rows = [
        line.strip("| \n").split(" | ") for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("| ")
    ]
    column = rows[0].index(language)
    with po_path(language).open("rb") as file:
        catalog = {message.id: message.string for message in read_po(file, locale=language)}
    compared = 0
    for row in rows[2:]:
        assert len(row) == len(LANGUAGES), row
        label = catalog.get(row[0][:1].upper() + row[0][1:])
        if isinstance(label, str):
            compared += 1
            assert any(_plain(word) in _plain(label) for word in re.split("[;,]", row[column])), (row[0], label)
    assert compared >= 25, compared


def _plain(text: str) -> str:
    return re.sub(r"\(.*?\)", "", text).strip().casefold()
