"""Every talk in a language that nobody speaks: nothing that is said is English, and nothing is cut off (I01)."""

from collections.abc import Iterator

import pytest

from omi_tui.text import i18n
from tests.latin_words import data, words
from tests.plain.scripts import SCRIPTS
from tests.plain.talking import Desk, converse
from tests.pseudo import CLOSE, OPEN, spoken

MAILS = {
    "newcomer": "Registration in the user cabinet. To finish your registration, open this link:",
    "forgotten": "New password for the user cabinet. To choose a new password, use this link:",
}
"""What the insurer writes, by the talk in which it is read: no texts of the program."""


@pytest.fixture(autouse=True)
def _nobodys_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with spoken(monkeypatch):
        i18n.set_language("en")
        yield


@pytest.mark.parametrize("name", SCRIPTS)
async def test_i01_a_whole_talk_is_said_in_that_language(desk: Desk, name: str) -> None:
    said = await converse(desk(), SCRIPTS[name].lines, passwords=SCRIPTS[name].passwords)
    typed = " ".join(SCRIPTS[name].lines)
    known = data() | words(" ".join([typed, typed.upper(), *i18n.LANGUAGES, MAILS.get(name, "")]))
    raw = [line for line in said.lines if words(line) - known]
    assert not raw, "\n".join(f"{sorted(words(line) - known)}: {line}" for line in raw)
    cut = [line for line in said.lines if line.count(OPEN) != line.count(CLOSE)]
    assert not cut, "\n".join(cut)
