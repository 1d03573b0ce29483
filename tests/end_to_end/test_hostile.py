"""SEC-01, SEC-02, SEC-03, SEC-05: every screen on the data set ``hostile``, and what the terminal was sent meanwhile.

The second walk is in a program whose sanitiser does nothing: the filter before the terminal holds alone. It and the
walk through the data set ``demo`` see every screen with ``OMI_SWEEP=full``, and a few of them otherwise.
"""

import os
import re
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Gone, Terminal, environment
from tests.end_to_end.wizard import demo, fill_labels, sign_in

WITHOUT_SANITISER = """
import sys
from omi_tui.client import decode
assert decode.clean_json
decode.clean_json = lambda value, **_options: value
from omi_tui import cli
sys.exit(cli.main(["demo", "--memory", "--data", "hostile"]))
"""
MEANT = re.compile(
    r"\x1b\[(?:\d;)*(?:38;(?:5;\d+|2;\d+;\d+;\d+);)?48;(?:5;\d+|2;\d+;\d+;\d+)m"  # colours, always both or the paper
    r"|\x1b\[0m|\x1b\[\d+;\d+H"
    r"|\x1b\[\?(?:25|7|1000|1003|1004|1006|1015|1049|2004|2026|2048|1016)[hl]"
    r"|\x1b\[\?(?:2026|2048|1016)\$p|\x1b\[>\d*u|\x1b\[<u|\x1b\[\?u"
    r"|\x1b\]22;(?:default|pointer|text)\x07"  # the shape of the mouse's pointer
    r"|\x1b\[2[23];2t|\x1b\]2;[A-Za-z0-9 ·:-]*\x1b\\"  # the window's title, of this program's own plain words
)
"""Every sequence that the program itself sends; found by walking through the data set ``demo``."""
HOME, LIST = "Welcome to your account", "Insurance policies"
WALK: tuple[tuple[str, str], ...] = (
    *(
        ("2", LIST),
        ("PgDn", ""),
        ("Enter", "Contract draft "),
        ("PgDn", ""),
        ("F1", "Help: "),
        ("Esc", "Contract draft "),
    ),
    *(
        ("Esc", LIST),
        ("Esc", HOME),
        ("3", "Shopping cart"),
        ("PgDn", ""),
        ("F10", "Attention"),
        ("Esc", "Shopping cart"),
    ),
    *(
        ("Esc", HOME),
        ("4", LIST),
        ("Enter", "Save the policy (PDF)"),
        ("PgDn", ""),
        ("PgDn", ""),
        ("Esc", LIST),
        ("PgDn", ""),
    ),
    *(("Enter", "Save the policy (PDF)"), ("PgDn", ""), ("Esc", LIST), ("PgDn", ""), ("Esc", HOME), ("5", LIST)),
    *(
        ("Enter", "Save the policy (PDF)"),
        ("PgDn", ""),
        ("Esc", LIST),
        ("/", "Type a part of a line"),
        ("a", ""),
        ("Esc", "Up and Down move"),
        ("Esc", HOME),
    ),
    *(("7", "Personal information"), ("F8", "Messages so far"), ("Esc", "Personal information"), ("Esc", HOME)),
    *(("9", "Settings"), ("Esc", HOME), ("F9", "Menu of all commands"), ("Esc", HOME)),
)
FEW = (("4", LIST), ("Enter", "Save the policy (PDF)"), ("PgDn", ""), ("Esc", LIST), ("Esc", HOME))
SOME = WALK if os.environ.get("OMI_SWEEP") == "full" else FEW
MORE: tuple[tuple[str, str], ...] = (
    *(("3", "Shopping cart"), ("4", "Remove the entry"), ("Esc", "Total: "), ("Esc", HOME)),
    *(("6", "Saved travellers"), ("Esc", HOME)),
    *(("8", "Day book"), ("1", "Paid "), ("Enter", ""), ("Esc", "Paid "), ("Esc", "Earlier"), ("2", "Formed")),
    *(("PgDn", ""), ("PgDn", ""), ("Esc", "Earlier"), ("3", "Policy name"), ("PgDn", ""), ("Esc", "Earlier")),
    *(("Esc", HOME), ("1", "Policy start date"), ("+", ""), ("5", ""), ("Enter", ""), ("8", ""), ("d", "8 days")),
    *(("Enter", "Who is insured?"), ("F10", "Check answers"), ("PgDn", ""), ("PgDn", ""), ("Esc", "Who is insured?")),
    *(("Space", "Last name in Latin"), ("PgDn", ""), ("Space", ""), ("Esc", "Policy start date")),
    *(("Esc", "Leave without saving"), ("2", HOME)),
)
"""Pages on which the data set ``demo`` has less."""
PAY = (
    *(("Tab", "›[ Continue paying"), ("Enter", "waiting for payment until"), ("PgDn", "")),
    *(("1", "Which payment do you want to try?"), ("PgDn", ""), ("Esc", "waiting for payment until"), ("Esc", HOME)),
)
"""Keys, and what stands on the screen when each has done its work."""


def walked(terminal: Terminal, *walk: tuple[str, str]) -> str:
    """Go through the program; all that was seen."""
    seen: list[str] = []
    sign_in(terminal).settle(0.05)
    for key, shown in walk:
        back(terminal, shown) if key == "Esc" else terminal.press(key).wait_for(shown)
        seen += terminal.settle(0.05).lines
    return "\n".join(seen)


def back(terminal: Terminal, shown: str) -> None:
    """Esc until *shown* is there: where the insurer is still being asked, the first one only stops the wait."""
    for limit in (5.0, 10.0, 20.0):
        with suppress(Gone):
            terminal.press("Esc").wait_for(shown, limit=limit)
            return
    terminal.wait_for(shown)


def strange(raw: bytes) -> set[str]:
    """What was sent beside text and the sequences that the program means to send."""
    text = MEANT.sub("", raw.decode())
    sequences = {found[0] for found in re.finditer(r"\x1b.{0,12}", text)}
    rest = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs")} - set("\r\n\x1b")
    return sequences | {f"U+{ord(char):04X}" for char in rest}


def test_sec_01_the_demo_walk_knows_all_that_the_program_sends(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", "--data", "demo") as terminal:
        walked(terminal, *SOME)
        terminal.press("F3")
        terminal.wait_end()
    assert strange(bytes(terminal.raw)) == set()


@pytest.mark.parametrize("cleaned", [True, False], ids=["with the sanitiser", "with the filter alone"])
def test_sec_01_sec_02_no_name_steers_the_terminal(cleaned: bool, tmp_path: Path) -> None:
    command = ["-m", "omi_tui", "demo", "--memory", "--data", "hostile"] if cleaned else ["-c", WITHOUT_SANITISER]
    with Terminal([sys.executable, *command], environment(tmp_path)) as terminal:
        seen = walked(terminal, *((*WALK, *MORE) if cleaned else SOME), *PAY)
        terminal.press("F3")
        terminal.settle()
    assert strange(bytes(terminal.raw)) == set()
    assert not list(tmp_path.rglob("crash-*"))
    assert "[@click=app.quit]QUIT" in seen
    assert ("<U+202E>" if cleaned else "\ufffd") in seen


def test_sec_01_a_mail_steers_nothing_either(tmp_path: Path) -> None:
    with demo(tmp_path, "--memory", "--data", "hostile") as terminal:
        terminal.wait_for("Sign in to your account").press("Tab", "Tab", "Tab", "2").wait_for("Forgot your password?")
        fill_labels(terminal, {"E-mail address": "agent@example.test"})
        terminal.wait_for("Choose a new password").settle()
        while "Up and Down move" not in terminal.text:
            terminal.press("Tab").settle(0.2)
        terminal.press("2").wait_for("Subject")
        for _mail in range(3):
            terminal.settle(0.2).press("Enter").wait_for("Demo mailbox › Mail").settle(0.1).press("PgDn")
            back(terminal, "Subject")
            terminal.press("Down")
        terminal.press("F3").settle()
    assert strange(bytes(terminal.raw)) == set()
