"""What can be typed beside an answer, and what is written in which letters (A05, A06, I06)."""

import pytest

from omi_tui.forms.insured import InsuredForm
from omi_tui.model import country
from omi_tui.model.country import CODES
from omi_tui.plain.mouth import fitting, spoken
from omi_tui.plain.words import COMMANDS, UnknownCommand, own, read
from omi_tui.text import yes_no
from omi_tui.text.i18n import LANGUAGES, set_language


@pytest.mark.parametrize("code", LANGUAGES)
def test_a05_every_command_is_known_in_every_language(code: str) -> None:
    """In the language spoken, in English, and in capitals; no two commands share a word."""
    set_language(code)
    words = [own(name) for name in COMMANDS]
    assert len(set(words)) == len(words), words
    for name in COMMANDS:
        for typed in (f"/{name}", f"/{own(name)}", f"/{own(name).upper()}", f"  /{name} "):
            assert read(typed).command == name, typed
        assert not own(name).isdigit()
        assert " " not in own(name)


def test_a05_a_command_may_be_cut_short_and_slip_to_the_other_layout() -> None:
    assert read("/b").command == "back"
    assert read("/rev 3") == ("3", "review")
    assert read("/ифсл").command == "back", "the keys of back with the Russian layout on"
    assert read("?") == ("?", "help")
    assert read("/12") == ("12", "choose")
    with pytest.raises(UnknownCommand, match="l"):
        read("/l")  # list, language and lock
    with pytest.raises(UnknownCommand, match="etc"):
        read("/etc")
    assert read("/home/anna/my policies") == ("/home/anna/my policies", ""), "a path is no command"


@pytest.mark.parametrize("answer", ["/back", "/12", "//", "/", "/etc/passwd", "/list pol"])
def test_a05_no_answer_collides_with_a_command(answer: str) -> None:
    """Two slashes begin an answer with a slash, whatever follows."""
    assert read(f"/{answer}") == (answer, "")
    assert read(f"x{answer}") == (f"x{answer}", "")


@pytest.mark.parametrize("secret", ["/b", "/12", "//x", "//", "/", "back", " spaces ", "/etc/passwd", "///back"])
def test_a08_a_password_is_taken_as_it_is(secret: str) -> None:
    """Only a whole command is one there; a second slash makes even that a password."""
    assert read(secret, whole=True) == (secret, "")
    assert read("/back", whole=True).command == "back"
    assert read("//back", whole=True) == ("/back", "")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a06_a_country_is_found_by_code_name_and_unique_beginning(code: str) -> None:
    """All 270 of them: alpha-3, alpha-2, the name in the language spoken and in English."""
    set_language("en")
    english = {each: country.name(each) for each in CODES}
    set_language(code)
    form = InsuredForm()
    field = form.field("citizenship")

    def heard(text: str) -> str:
        return str(field.parse(text, form.around()))

    unique = 0
    for each, short in CODES.items():
        assert heard(each) == each
        if short:
            assert heard(short) == each
        own_name = country.name(each)
        assert heard(own_name) == each, own_name
        assert heard(english[each]) == each, english[each]
        beginnings = [own_name[:length] for length in range(2, len(own_name) + 1)]
        unique += any(country.find(beginning) == [each] for beginning in beginnings)
    assert unique >= len(CODES) - 5, f"{unique} of {len(CODES)} have a beginning of their own"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a25_the_yes_and_no_that_prompts_offer_are_understood(code: str) -> None:
    from omi_tui.text.i18n import _

    set_language(code)
    assert yes_no.read(_("yes"), code) is True
    assert yes_no.read(_("no"), code) is False
    assert yes_no.read("yes", code) is True
    assert yes_no.read("", code) is None


@pytest.mark.parametrize(
    ("text", "charset", "written"),
    [
        ("Kowalska", "ascii", "Kowalska"),
        ("Анна Щукина", "ascii", "Anna SHCHukina"),
        ("Łódź, Müller, Šiauliai", "ascii", "Lodz, Muller, Siauliai"),
        ("Łódź, Müller", "iso8859-1", "Lódz, Müller"),
        ("Łódź", "iso8859-2", "Łódź"),
        ("Анна", "koi8-r", "Анна"),
        ("王 “OMI” – 8 € …", "ascii", '? "OMI" - 8 ? ...'),
        ("王", "gb18030", "王"),
        ("№ 5，好。", "ascii", "No. 5,?."),
    ],
)
def test_i06_what_the_terminal_cannot_write_is_written_alike(text: str, charset: str, written: str) -> None:
    assert fitting(text, charset) == written
    fitting(text, charset).encode(charset)


def test_a02_what_is_read_aloud_has_no_pictures() -> None:
    assert spoken("17:51:02  page opened") == "17:51:02 page opened"
    assert spoken("8 days · 8.00\u00a0EUR  ") == "8 days, 8.00 EUR"
    assert spoken("→ a\x1b[31mb\x07 ⠿ │x│ \U0001f600") == "ab x"
    assert spoken("one\r\ntwo\rthree") == "one\ntwo\nthree"
