"""The texts of the data set ``hostile``: escapes, bidi overrides, markup, formulas, one of great length."""

import json
from functools import cache
from importlib import resources

LONGEST = 4000


@cache
def texts() -> tuple[str, ...]:
    """The hostile texts, none of which means anything to an insurer."""
    found = json.loads((resources.files("omi_tui.fake_server") / "data" / "hostile.json").read_text("utf-8"))
    return (*(str(item["text"]) for item in found), "LONG" * (LONGEST // 4))


def poisoned(text: str, turn: int = 0) -> str:
    """*text* with something hostile behind it."""
    return f"{text} {texts()[turn % len(texts())]}"
