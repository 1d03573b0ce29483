"""Yes and no in every language, and with the Russian layout left on (A25)."""

import pytest

from omi_tui.text.i18n import LANGUAGES
from omi_tui.text.yes_no import read

WORDS = {
    "en": ("yes y YES Y.", "no n No! N"),
    "ru": ("да д ДА Д.", "нет н Нет! Н"),
    "be": ("так т ТАК Т.", "не н Не! Н"),
    "lt": ("taip t TAIP T.", "ne n Ne! N"),
    "lv": ("jā ja j JĀ Ja J.", "nē ne n Nē! NE N"),
    "pl": ("tak t TAK T.", "nie n Nie! N"),
    "de": ("ja j JA J.", "nein n Nein! N"),
    "zh_Hans": ("是 是的 对 Ｙ Y y", "否 不 不是 N n"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a25_every_language_answers_in_its_own_words(code: str) -> None:
    yes, no = WORDS[code]
    assert {word: read(word, code) for word in yes.split()} == dict.fromkeys(yes.split(), True)
    assert {word: read(word, code) for word in no.split()} == dict.fromkeys(no.split(), False)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a25_english_words_and_their_slips_count_everywhere(code: str) -> None:
    """``нуы`` and ``тщ`` are the keys of yes and no with the Russian layout on."""
    assert (read("yes", code), read("нуы", code), read("Y", code)) == (True, True, True)
    assert (read("no", code), read("тщ", code), read("N", code)) == (False, False, False)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a25_a_cyrillic_letter_that_may_be_either_counts_where_it_is_a_word(code: str) -> None:
    """``н`` is "нет" and the key of ``y``; ``т`` is "так" and the key of ``n``."""
    expected = {"ru": {"д": True, "н": False}, "be": {"т": True, "н": False}}.get(code, {})
    assert {letter: read(letter, code) for letter in "днт"} == {"д": None, "н": None, "т": None} | expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_word_of_another_language_is_understood_and_never_turned_round(code: str) -> None:
    """The words of the other languages mean what they mean there, unless they are words of this one."""
    for other, answers in WORDS.items():
        for word, meant in (
            (each, answer) for row, answer in zip(answers, (True, False), strict=True) for each in row.split()
        ):
            assert read(word, code) in (meant, None), (other, word)


@pytest.mark.parametrize("text", ["", " ", "?", "maybe", "1", "yes no", "ага", "可能", "yn", "/yes"])
def test_anything_else_is_no_answer(text: str) -> None:
    assert {read(text, code) for code in LANGUAGES} == {None}
