"""Proposals for Cyrillic in a Latin field (I05): transliteration, look-alikes, the wrong keyboard layout."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.model.rules import RuleError, document_number, latin_name
from omi_tui.text.latin import from_russian_layout, has_cyrillic, lookalikes, to_latin

RUSSIAN = """
Иванов=Ivanov Петрова=Petrova Сидоров=Sidorov Щербаков=Shcherbakov Юрьев=Iurev Ёлкин=Elkin Объедков=Obieedkov
Цветаева=Tsvetaeva Чайковский=Chaikovskii Шишкин=Shishkin Хрущёв=Khrushchev Жуков=Zhukov Эйзенштейн=Eizenshtein
Яковлев=Iakovlev Быков=Bykov Подъячев=Podieiachev Соловьёв=Solovev Зайцев=Zaitsev Гагарин=Gagarin Фёдоров=Fedorov
Салтыков-Щедрин=Saltykov-Shchedrin Ульяна=Uliana Вячеслав=Viacheslav Дарья=Daria Игорь=Igor Любовь=Liubov
Наталья=Natalia Ксения=Kseniia Йосиф=Iosif Мурад=Murad Тимофей=Timofei Кузьма=Kuzma
"""
BELARUSIAN = """
Сямёнаў=Siamionau Ігар=Ihar Грыгор'еў=Hryhoreu Кавалёў=Kavaliou Лукашэвіч=Lukashevich Мар’яна=Mariana
Янка=Ianka Цітоў=Tsitou Пётр=Piotr Дзяніс=Dzianis Ганна=Hanna Юлія=Iuliia Аляксей=Aliaksei Шчасны=Shchasny
"""
UKRAINIAN = """
Шевченко=Shevchenko Гнатюк=Hnatiuk Ґалаґан=Galagan Їжакевич=Yizhakevych Юлія=Yuliia Єгор=Yehor Андрій=Andrii
Йосип=Yosyp Кияниця=Kyianytsia Знам'янко=Znamianko Яремчук=Yaremchuk Заєць=Zaiets
"""
OTHER = {"bg": "Щерев=Shterev Хаджиев=Khadzhiev", "sr": "Жарко=Zarko Цветић=Cvetic Шћепан=Scepan Хаџић=Hadzic"}


def corpus() -> list[tuple[str, str, str]]:
    rows = {"ru": RUSSIAN, "be": BELARUSIAN, "uk": UKRAINIAN, **OTHER}
    pairs = ((code, pair.partition("=")) for code, row in rows.items() for pair in row.split())
    return [(code, name, latin) for code, (name, _sign, latin) in pairs]


@pytest.mark.parametrize(("code", "name", "latin"), corpus())
def test_names(code: str, name: str, latin: str) -> None:
    assert to_latin(name, code) == latin
    assert to_latin(name.upper(), code) == latin.upper()
    assert latin_name(to_latin(name, code)) == latin.upper()


def test_sixty_names() -> None:
    assert len(corpus()) >= 60


def test_only_cyrillic_is_touched() -> None:
    assert to_latin("O'Neill 12, ул. Ленина") == "O'Neill 12, ul. Lenina"
    assert to_latin("Щ") == "SHCH"
    assert to_latin("Щука", "xx") == "Shchuka"


@given(st.text(st.characters(min_codepoint=0x410, max_codepoint=0x44F)))
def test_the_russian_alphabet_becomes_latin(text: str) -> None:
    assert to_latin(text).isascii()
    assert lookalikes(text).isascii()


@pytest.mark.parametrize(
    ("text", "number"), [("МР1234567", "MP1234567"), ("аа 123", "AA 123"), ("ЯЖ12", "IAZH12"), ("MP1", "MP1")]
)
def test_lookalikes(text: str, number: str) -> None:
    assert lookalikes(text) == number


def test_layout() -> None:
    assert from_russian_layout("шмфтщм") == "ivanov"
    assert from_russian_layout("ЩэТушдд") == "O'Neill"
    assert from_russian_layout("+48 600") == "+48 600"


def test_detection() -> None:
    assert has_cyrillic("IVАNOV")
    assert not has_cyrillic("IVANOV Ł")


def test_the_rules_propose() -> None:
    with pytest.raises(RuleError) as caught:
        latin_name("Щербаков")
    assert (caught.value.kind, caught.value.params) == ("cyrillic", {"proposal": "SHCHERBAKOV"})
    with pytest.raises(RuleError) as caught:
        document_number("МР 1234567")
    assert (caught.value.kind, caught.value.params) == ("cyrillic", {"proposal": "MP1234567"})
