"""Whole talks, word for word, and what no talk in any language may hold (A02, A04, A06, A09, F11).

``make snapshots`` accepts them as they are said now.
"""

import os
import re
import unicodedata
from pathlib import Path

import pytest

from omi_tui.fake_server.services import Services
from omi_tui.text.i18n import LANGUAGES, set_language
from tests.plain.scripts import SCRIPTS, Script
from tests.plain.talking import Desk, Spoken, converse
from tests.screens.insurer import SHOWN

FOLDER = Path(__file__).with_name("transcripts")
KEPT = [(name, "en") for name in SCRIPTS] + [("purchase", "ru"), ("purchase", "zh_Hans")]
SAMPLE = ("purchase", "questions", "newcomer")
HOME = "/home/anna"


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether what is said now is right from now on."""
    return bool(request.config.getoption("--snapshot-update"))


async def spoken(desk: Desk, script: Script, home: Path, url: str, verbosity: int = 1) -> Spoken:
    said = await converse(desk(), script.lines, passwords=script.passwords, verbosity=verbosity)
    return Spoken(said.code, said.text.replace(str(home), HOME).replace(url, SHOWN))


def compare(name: str, said: Spoken, update: bool) -> None:
    kept = FOLDER / f"{name}.txt"
    text = f"{said.text}\n[{said.code}]\n"
    if update:
        FOLDER.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8"), f"another {kept.name}: make snapshots accepts it"


def strange(text: str) -> set[str]:
    """What a line that is read aloud must not hold: controls, boxes, blocks, braille, arrows, emoji, odd spaces."""
    bad = "\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2800-\u28ff\u2b00-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff"
    found = set(re.findall(f"[{bad}]", text))
    return found | {
        char for char in text if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Zl")
    }


def assert_readable(text: str) -> None:
    assert not strange(text)
    assert not [line for line in text.splitlines() if line != line.strip() or "  " in line or not line]
    assert not re.search(r"\bF\d+\b|\bEsc\b", text), "a key of the full screen was named"


@pytest.mark.snapshot
@pytest.mark.parametrize(("name", "code"), KEPT)
async def test_a02_a09_f11_a_whole_talk_is_said_word_for_word(
    desk: Desk, standing: tuple[str, Services], tmp_path: Path, update: bool, name: str, code: str
) -> None:
    set_language(code)
    said = await spoken(desk, SCRIPTS[name], tmp_path, standing[0])
    assert_readable(said.text)
    compare(f"{name}-{code}", said, update)


@pytest.mark.snapshot
@pytest.mark.parametrize("verbosity", [0, 1, 2])
async def test_a04_a_prompt_is_one_line_with_as_much_as_is_wanted(
    desk: Desk, standing: tuple[str, Services], tmp_path: Path, update: bool, verbosity: int
) -> None:
    """Label, (optional), hint, default and place: hints at 2 only, places at 1 and 2; ``?`` always has the hint."""
    said = await spoken(desk, SCRIPTS["other_person"], tmp_path, standing[0], verbosity)
    start = next(line for line in said.lines if line.startswith("Policy start date"))
    assert ("+5 for in five days" in start) == (verbosity == 2)
    assert ("1 of 2" in start) == (verbosity >= 1)
    compare(f"verbosity-{verbosity}", said, update)
    asked = await converse(desk(), ["/4", "?", "/save"], verbosity=verbosity)
    assert any("+5 for in five days" in line for line in asked.after("Policy start date"))


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a02_no_language_steers_a_terminal(
    desk: Desk, standing: tuple[str, Services], tmp_path: Path, code: str
) -> None:
    """Every walk in every language: the same course, 0 ESC, CR, BS, BEL, boxes, braille patterns and emoji."""
    for name in SCRIPTS if os.environ.get("OMI_SWEEP") == "full" else SAMPLE:
        set_language(code)
        said = await spoken(desk, SCRIPTS[name], tmp_path, standing[0])
        assert_readable(said.text)
        if name == "purchase":
            assert said.code == 0, said.text[-2000:]
            assert len(list((tmp_path / "Downloads").glob("*.pdf"))) == 2
