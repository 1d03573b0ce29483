"""The check of the catalogues finds what would break a translated sentence."""

import pytest
from babel.messages.catalog import Message

from tools.check_catalogues import faults
from tools.messages import as_mo, as_po, template, updated


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


def test_catalogue_depends_on_the_sources_alone() -> None:
    first, second = updated("ru", template()), updated("ru", template())
    assert as_po(first) == as_po(second)
    assert as_mo(first) == as_mo(second)
