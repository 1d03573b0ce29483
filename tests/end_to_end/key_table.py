"""The rows of ``docs/keys.md``: made from what was counted, and put there by ``make keys``."""

import re
from pathlib import Path

from tests.end_to_end.key_cases import Case
from tests.end_to_end.keys import TRAINED_KEY_SECONDS, Count

PAGE = Path(__file__).resolve().parents[2] / "docs" / "keys.md"


def row(case: Case, counted: Count) -> str:
    """One line of the table."""
    pressed = " ".join(_shown(token) for part in case.parts for token in part.keys)
    seconds, trained = counted.seconds(), counted.seconds(TRAINED_KEY_SECONDS)
    cells = (
        case.what,
        f"{counted.keys}",
        f"{counted.scans}",
        f"{counted.mental}",
        f"{seconds:.1f}",
        f"{trained:.1f}",
        f"{case.web:.1f}",
        f"{100 * seconds / case.web:.0f} %",
        pressed,
    )
    return f"| {' | '.join(cells)} |"


def put(line: str) -> None:
    """Put *line* in the place of the row of the same case; it comes last where there is none."""
    first = line.split(" | ")[0]
    text = PAGE.read_text("utf-8")
    same = re.compile(rf"^{re.escape(first)} \|.*$", re.MULTILINE)
    if same.search(text):
        text = same.sub(lambda _found: line, text)
    else:
        rows = list(re.finditer(r"^\|.*\|$", text, re.MULTILINE))
        text = text[: rows[-1].end()] + "\n" + line + text[rows[-1].end() :]
    PAGE.write_text(text, "utf-8")


def _shown(token: str) -> str:
    if token.startswith("<S:"):
        return "*scan*"
    return f"**{token[1:-1]}**" if token.startswith("<") else f"`{token}`"
