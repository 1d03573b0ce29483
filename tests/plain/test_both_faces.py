"""Begun by lines and gone on with on the whole screen, and the reverse; prepared answers; the lock (F07, A08)."""

import json
import os
import pty
import termios
from pathlib import Path

import pytest

from omi_tui.app import OmiApp
from omi_tui.desk.settings import Settings
from omi_tui.forms.confirm import ConfirmForm
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.plain import talk as talk_module
from omi_tui.plain.answers import Answers, AnswersError
from omi_tui.text.i18n import _, set_language
from tests.plain.scripts import CONCLUDE, OTHER, SELF
from tests.plain.talking import EMAIL, PASSWORD, SIGN_IN, Desk, converse
from tests.screens.walking import burst, press, settle, top

WARNING = {"en": "Warning:", "ru": "Внимание:"}


def keys(typed: str) -> list[str]:
    return ["enter" if character == "\r" else character for character in typed]


async def test_f07_begun_by_lines_and_gone_on_with_on_the_screen(desk: Desk) -> None:
    """The same vault, the same journeys: the screen opens where the lines ended."""
    said = await converse(desk(), [*SIGN_IN, "1", "+5", "14d", "yes", "no", "kowalska"])
    assert said.code == 3
    workplace = desk()
    app = OmiApp(workplace, SignInJourney(workplace))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await burst(pilot, *keys(f"{EMAIL}\r{PASSWORD}\r"))
        assert top(pilot).current.id == "insured"
        form = top(pilot).current.form
        assert form is not None
        assert form.texts["last_name_latin"] == "KOWALSKA"
        assert top(pilot).journey.landing == "first_name_latin"


async def test_f07_begun_on_the_screen_and_gone_on_with_by_lines(desk: Desk) -> None:
    workplace = desk()
    app = OmiApp(workplace, SignInJourney(workplace))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await burst(pilot, *keys(f"{EMAIL}\r{PASSWORD}\r"))
        await burst(pilot, *keys("1+5\r14d\r"))
        await press(pilot, "space", "enter")
        await burst(pilot, *keys("kowalska\r"))
        await app.keep()
    said = await converse(desk(), [*SIGN_IN, "magdalena", "/review", "/save"])
    assert said.code == 3
    assert any(line.startswith("This was typed on") for line in said.lines)
    assert "Last name in Latin: KOWALSKA" in said.text, said.text
    assert said.after("This was typed on")[3].startswith("First name in Latin"), "the first field that is missing"


async def test_a05_back_three_times_change_and_finish(desk: Desk) -> None:
    """From the check page to the dates, another day, and on to the draft; what was typed between stays."""
    until_check = SELF[: -len(CONCLUDE)]
    back = ["/back", "/back", "1", "+6", "yes", "yes", "", "yes", *CONCLUDE, "2", "/save"]
    said = await converse(desk(), [*SIGN_IN, *until_check, *back])
    assert "Term of insurance: 14 days, 20 May 2036 to 2 Jun 2036" in said.text, said.text
    assert said.code == 0


async def test_answers_from_a_file_repeat_a_session(desk: Desk, tmp_path: Path) -> None:
    """Up to the contract, which a person has to mean; a wrong answer is asked of the person."""
    path = tmp_path / "answers.json"
    path.write_text(
        json.dumps(
            {
                "login": EMAIL,
                "password": "canary-of-a-file",
                "period.begin_date": "+5",
                "end_date": "+90x",
                "policyholder_is_insured": True,
                "country_of_residence": "pol",
                "confirmed": True,
                "choose": ["continue", "buy", "continue", "continue", "continue"],
            }
        )
    )
    said = await converse(desk(), ["14d", "yes", "1", "/save"], answers=Answers.load(path))
    assert "Passwords are not taken from a file." in said.text
    assert "canary" not in said.text
    assert "What you have to confirm yourself is not taken from a file." in said.text
    assert "Policy end date (inclusive), 2 of 2: 14d" in said.text, "the person was asked instead"
    assert "Do you really want to conclude an insurance contract?" in said.text
    warned, asked_anew, *_rest = said.after("1 or 2, or yes or no: 1")
    assert warned.startswith("Warning: no policy is needed.")
    assert asked_anew.startswith("Enter into a contract")


async def test_answers_never_conclude_nor_pay(desk: Desk) -> None:
    """Not by an act's name, nor by whatever the file holds: the question waits for a person, and the input ends."""
    acts = ["continue", "buy", "continue", "continue", "continue", "continue:yes", "conclude", "yes", "2"]
    texts = {"login": EMAIL, "begin_date": "+5", "end_date": "14d", "policyholder_is_insured": "yes",
             "country_of_residence": "pol", "confirmed": "yes", "yes": "yes", "1 or 2, or yes or no": "2"}  # fmt: skip
    said = await converse(desk(), ["yes"], answers=Answers(texts, acts))
    assert said.code == 3
    assert said.lines[-2].startswith("1 or 2, or yes or no:")
    assert "successfully formed" not in said.text


@pytest.mark.parametrize("content", ["", "[]", '"x"', '{"login": 5}', '{"choose": "buy"}', '{"choose": [5]}', "{"])
def test_a_file_of_answers_that_cannot_be_used_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(content)
    with pytest.raises(AnswersError):
        Answers.load(path)
    with pytest.raises(AnswersError):
        Answers.load(tmp_path / "none.json")


async def test_a08_no_secret_is_said_or_kept(desk: Desk, tmp_path: Path) -> None:
    """A new password, typed twice and once wrong: nowhere in what is said, in the vault, in the log."""
    canaries = [PASSWORD, "canary-one-of-four", "canary-two-of-four", PASSWORD, "canary-one-of-four"]
    said = await converse(desk(), [*SIGN_IN, "7", "3", "5", "yes", "/review", "/save", "2"], passwords=canaries)
    assert "canary" not in said.text
    assert not holding(tmp_path, b"canary")


def holding(folder: Path, text: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and text in path.read_bytes()]


async def test_nothing_is_said_of_what_lies_behind_the_lock(desk: Desk) -> None:
    script = [*SIGN_IN, "4", "/lock", "/messages", "/review", "/home", "/back", "yes", "/save"]
    said = await converse(desk(), script, passwords=[PASSWORD, "wrong", PASSWORD])
    locked = said.text[said.text.index("The desk is locked") :]
    locked = locked[: locked.index("Policies.")] if "Policies." in locked else locked
    assert "JIE WANG" not in locked


async def test_a_terminal_without_a_key_for_minutes_is_locked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was half typed is no part of the password, without which no way leads back; then the page is said again."""
    import asyncio
    import io

    from omi_tui.plain.ear import Ear
    from omi_tui.plain.face import PlainFace
    from omi_tui.plain.mouth import Mouth
    from omi_tui.plain.talk import Talk

    monkeypatch.setattr(talk_module, "LOCK_LOOK", 0.05)
    master, slave = pty.openpty()
    out = io.StringIO()
    workplace = desk(Settings(lock_minutes=1))
    talk = Talk(Mouth(out), Ear(slave), Answers(), 1)

    async def opened(link: object) -> str:
        return ""

    async def until(text: str, count: int = 1) -> None:
        async with asyncio.timeout(20):
            while out.getvalue().count(text) < count:  # noqa: ASYNC110 # what is said is no event
                await asyncio.sleep(0.01)

    face = PlainFace(workplace, talk, opened)
    running = asyncio.ensure_future(face.run(SignInJourney(workplace)))
    try:
        await until("Login (e-mail), 1 of 2:")
        os.write(master, f"{EMAIL}\n".encode())
        await until("Password, 2 of 2:")
        assert not termios.tcgetattr(slave)[3] & termios.ECHO
        os.write(master, f"{PASSWORD}\nyes\n".encode())
        await until("Type a number:")
        os.write(master, b"half a li")
        talk.stirred -= 61
        await until("The desk is locked.")
        await until("\nPassword:")
        os.write(master, b"/back\n")
        await until("There is nothing before this.")
        await until("\nPassword:", 2)
        assert not termios.tcgetattr(slave)[3] & termios.ECHO, "still locked"
        os.write(master, f"{PASSWORD}\n".encode())
        await until("Unlock, yes")
        os.write(master, b"\n")
        await until("Type a number:", 2)
        assert out.getvalue().count("Welcome, Anna.") == 2
        os.write(master, b"/save\n")
        assert await running == 0
        assert termios.tcgetattr(slave)[3] & termios.ECHO
        assert PASSWORD not in out.getvalue().partition("ready account")[2].partition("\n")[2]
    finally:
        running.cancel()
        os.close(master)
        os.close(slave)


@pytest.mark.parametrize("code", ["en", "ru"])
async def test_f03_warnings_are_said_before_the_tick_is_asked(desk: Desk, code: str) -> None:
    """What only the insurer's lists tell is fetched when the page is said, and not when it was answered."""
    set_language(code)
    said = await converse(desk(), [*SIGN_IN, *OTHER, *CONCLUDE, "2", "1", "7.6", "31d", *OTHER[3:], "/save"])
    page = said.lines[[place for place, line in enumerate(said.lines) if line.startswith("9. ")][-1] :]
    tick = _(ConfirmForm.fields[0].label)
    kinds = ["tick" if line.startswith(tick) else "warning" if line.startswith(WARNING[code]) else "" for line in page]
    assert kinds[1:4] == ["warning", "warning", "tick"], page


async def test_i06_a_country_is_named_in_the_language_that_is_spoken_now(desk: Desk) -> None:
    """The program wrote its name into the answer; what was typed stays as it is."""
    typed = ["1", "+5", "14d", "yes", "no", "kowalska", "magdalena", "14.7.86", "pol", "", "1234567"]
    said = await converse(desk(), [*SIGN_IN, *typed, "/language be", "/review", "/language en", "/review"])
    belarusian, english = (line for line in said.lines if ": POL " in line and line[0].isdigit())
    assert "Польшча" in belarusian
    assert english.endswith("POL Poland")
    assert "Last name in Latin: KOWALSKA" in said.text


async def test_a_page_in_the_language_that_is_spoken_anyway_is_said_once(desk: Desk) -> None:
    asked = "When will the insured person be in Belarus?"
    before = await converse(desk(), [*SIGN_IN, "1"])
    said = await converse(desk(), [*SIGN_IN, "1", "/traveller en"])
    assert before.text.count(asked) > 0
    assert said.text.count(asked) == before.text.count(asked) + 1
