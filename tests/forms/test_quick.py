"""A purchase in one line: which lines are read, what is said of the others, and in which languages."""

from datetime import date

import pytest

from omi_tui.forms.quick import WORDS, Quick, QuickForm, looks_like, meaning
from omi_tui.text.i18n import LANGUAGES, speaking

TODAY = date(2026, 4, 20)


def read(line: str) -> Quick | str:
    """What *line* says, or the sentence that says why it cannot be read."""
    form = QuickForm(lambda: TODAY)
    form.answer("line", line)
    errors = form.check()
    assert form.texts["line"] == line, "the text stays"
    return errors[0].message() if errors else form.values()["line"]


@pytest.mark.parametrize(
    ("line", "begin", "end", "who"),
    [
        ("buy +5 14d self", (4, 25), (5, 8), "self"),
        ("+5 14d self", (4, 25), (5, 8), "self"),
        ("buy 25apr 14d scan", (4, 25), (5, 8), "scan"),
        ("  BUY  25 Apr   8 may  Self ", (4, 25), (5, 8), "self"),
        ("25.4 8.5 kow", (4, 25), (5, 8), "kow"),
        ("25 4 8 5 kow", (4, 25), (5, 8), "kow"),
        ("25.04.2026 08.05.2026 kowalska magda", (4, 25), (5, 8), "kowalska magda"),
        ("2026-04-25 2026-05-08 o'brien-smith", (4, 25), (5, 8), "o'brien-smith"),
        ("t 1d SELF", (4, 20), (4, 20), "self"),
        ("+5 14d mar", (4, 25), (5, 8), "mar"),
        ("tomorrow 8 days scan", (4, 21), (4, 28), "scan"),
        ("игн +5 14д ыуда", (4, 25), (5, 8), "self"),
        ("игн +5 14в ыуда", (4, 25), (5, 8), "self"),
        ("25фзк 8 ьфн ысфт", (4, 25), (5, 8), "scan"),
        ("+5 14d мар", (4, 25), (5, 8), "мар"),
        ("+ 5 14 d self", (4, 25), (5, 8), "self"),
    ],
)
def test_a_line_says_two_days_and_a_person(line: str, begin: tuple[int, int], end: tuple[int, int], who: str) -> None:
    """Blanks within a day do no harm, and a name that begins like a month stays a name."""
    assert read(line) == Quick(date(2026, *begin), date(2026, *end), who)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "Type the days and who is insured, such as: +5 14d self."),
        ("buy", "Type the days and who is insured, such as: +5 14d self."),
        ("buy tuesdya 14d self", "This is not a day: tuesdya. Type the first and the last day, such as +5 14d."),
        ("buy +5 14x self", "This is not a day: 14x. Type the first and the last day, such as +5 14d."),
        ("buy +5 14 self", "This is not a day: 14. Type the first and the last day, such as +5 14d."),
        ("buy +5 14я self", "This is not a day: 14я. Type the first and the last day, such as +5 14d."),
        ("buy +5 self", "This is not a day: self. Type the first and the last day, such as +5 14d."),
        ("+5 14d", "Say at the end who is insured: self, scan, or a saved traveller's last name."),
        ("+5", "Say at the end who is insured: self, scan, or a saved traveller's last name."),
        ("+5 14d 7", "Say at the end who is insured: self, scan, or a saved traveller's last name."),
        ("19.4.2026 14d self", "Policy start date must be today or later; today in Minsk is Mon 20 Apr 2026."),
        ("31 apr 14d self", "Policy start date must be a real date."),
        ("+5 0d self", "Policy end date must be a real date."),
        ("+5 24.4.2026 self", "Policy end date must be the same as or after the start date, Sat 25 Apr 2026."),
        ("5/6 14d self", "Policy start date can be read in two ways. Type 2026-06-05 for Fri 5 Jun 2026, or 2026-05-06 "
         "for Wed 6 May 2026."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(line: str, said: str) -> None:
    assert read(line) == said


@pytest.mark.parametrize("code", LANGUAGES)
def test_its_words_are_taken_in_every_language(code: str) -> None:
    """Whichever language is spoken: the desk speaks Russian, the agent's fingers English, or the other way round."""
    with speaking(code):
        own = {name: word() for name, word in WORDS.items()}
    assert len(set(own.values())) == len(WORDS)
    assert not any(" " in word for word in own.values()), "one word each"
    for spoken in ("en", code):
        with speaking(spoken):
            for name, word in own.items():
                assert meaning(word.upper()) == name
                assert meaning(name) == name


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_examples_can_be_typed_as_they_stand(code: str) -> None:
    """A translator may put the words of their language into them."""
    with speaking(code):
        example = read("").rstrip(".。").replace("：", ":").rpartition(":")[2].strip()  # type: ignore[union-attr]
        assert isinstance(read(example), Quick), example


def test_only_a_line_that_begins_like_one_is_one() -> None:
    assert looks_like("buy something", TODAY)
    assert looks_like("+5 14d self", TODAY)
    assert not looks_like("buy", TODAY)
    assert not looks_like("12", TODAY)
    assert not looks_like("contract drafts of anna", TODAY)
