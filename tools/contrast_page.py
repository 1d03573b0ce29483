"""Draws ``docs/accessibility-contrast.md``: ``python -m tools.contrast_page [--measure | --check]``.

``--measure`` plays every screen in every theme and keeps the lowest contrasts in ``tools/contrast.json``, with the
colours that they were measured with; without it the page is drawn from there. ``--check`` fails where the themes have
other colours now, or where the page is another.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from omi_tui import themes
from omi_tui.colours import SIXTEEN

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accessibility-contrast.md"
DATA = ROOT / "tools" / "contrast.json"
MEASURED = tuple(name for name in themes.NAMES if name != SIXTEEN)
_HEAD = """\
# Contrast in every theme

<!-- Made by `make pages` from tools/contrast.json; `make contrast` measures anew. -->

The ratios of WCAG 2.2, computed from the cells that the compositor hands to the terminal, not from the colours that a
style sheet names: {scenes} screens of 80 by 24, each with the focus at every place, with errors, selections, dialogs,
scrollbars and the QR code. Text needs 4.5:1, in the high-contrast themes 7:1; what shows where something is or how
it stands needs 3:1. Played by `tests/screens/test_contrast.py`, a sample of it by `make test`, all by `make torture`.
"""
_TAIL = """
## In the terminal's own colours

`omi-16`, and what is shown where `NO_COLOR` is set, write every text in the terminal's own two colours, so that its
contrast is the terminal's: `test_a19_the_terminal_s_own_two_colours_carry_every_text` looks at each cell on {palettes}
palettes that terminals come with. The focus is reversed, the main thing bold, a field underlined. The one hue of
`omi-16`, bright magenta, stays with the frame of a dialog. Its QR code is black on white. Without colours the code is
reversed, so that it is dark on light where the terminal is light on dark; one that says otherwise in `COLORFGBG`, or
for which a light theme was chosen, gets it as it is.
"""


def fingerprint() -> str:
    """Stands for the colours of all themes: another one means that there is something new to measure."""
    colours = [(theme.name, theme.background, theme.foreground, theme.variables) for theme in themes.THEMES]
    return hashlib.sha256(repr(colours).encode()).hexdigest()[:16]


def measure() -> dict[str, Any]:
    """Play every screen; the lowest of each kind by theme, with the screen and the cell."""
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures"
        environ = os.environ | {"OMI_SWEEP": "full", "OMI_FIGURES": str(figures)}
        command = [sys.executable, "-m", "pytest", "-q", "tests/screens/test_contrast.py", "-k", "a16 or a17"]
        subprocess.run(command, cwd=ROOT, env=environ, check=True)
        measured = [json.loads(line) for line in figures.read_text("utf-8").splitlines()]
    lowest: dict[str, dict[str, list[Any]]] = {name: {} for name in MEASURED}
    for each in measured:
        for theme, parts in each["lowest"].items():
            for name, ratio, where in parts.values():
                if name not in lowest[theme] or ratio < lowest[theme][name][0]:
                    lowest[theme][name] = [round(ratio, 2), each["scene"], where]
    return {"colours": fingerprint(), "scenes": sum(" " not in each["scene"] for each in measured), "lowest": lowest}


def page(data: dict[str, Any]) -> str:
    """The page's text."""
    from tests.screens.cells import PALETTES

    parts = [_HEAD.format(scenes=data["scenes"])]
    parts.append("\n| theme | lowest text | where | in 256 colours | lowest part | what, where |\n")
    parts.append("| --- | --- | --- | --- | --- | --- |\n")
    for theme, found in data["lowest"].items():
        text, few = found["text"], found["text in 256 colours"]
        name, part = min(((name, part) for name, part in found.items() if name[:4] != "text"), key=lambda each: each[1])
        place = f"{_said(text)} | {few[0]:.2f} | {part[0]:.2f} | {name}, {_said(part)}"
        parts.append(f"| `{theme}` | {text[0]:.2f} | {place} |\n")
    kinds = sorted({name for found in data["lowest"].values() for name in found if name[:4] != "text"})
    parts.append(f"\n## Parts\n\n| theme | {' | '.join(kinds)} |\n| --- |{' --- |' * len(kinds)}\n")
    for theme, found in data["lowest"].items():
        parts.append(f"| `{theme}` | {' | '.join(f'{found[kind][0]:.2f}' for kind in kinds)} |\n")
    return "".join(parts) + _TAIL.format(palettes=len(PALETTES))


def _said(found: list[Any]) -> str:
    scene, where = str(found[1]).replace("_", " "), str(found[2]).replace("|", "\\|")
    return f"{scene}: `{where}`"


def main(arguments: list[str]) -> int:
    """Measure, draw or check; returns the exit code."""
    if "--measure" in arguments:
        DATA.write_text(json.dumps(measure(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    data = json.loads(DATA.read_text(encoding="utf-8"))
    if "--check" not in arguments:
        PAGE.write_text(page(data), encoding="utf-8")
        return 0
    if data["colours"] != fingerprint():
        sys.stderr.write("the themes have other colours than were measured, run 'make contrast'\n")
        return 1
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page(data):
        sys.stderr.write(f"stale: {PAGE.name}, run 'make pages'\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
