"""The pictures of the README: taken from the accepted snapshots of the screens, without web fonts.

``python -m tools.screenshots`` writes them, ``--check`` fails where they differ from the snapshots.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOTS = ROOT / "tests" / "screens" / "__snapshots__" / "test_snapshots"
PICTURES = ROOT / "docs" / "screenshots"
SCENES = {"sign_in": "sign_in", "dates": "dates_priced", "insured": "insured_other", "check": "check", "pay": "pay"}
_WEB_FONT = re.compile(r"\s*@font-face \{[^}]*\}")


def picture(scene: str) -> str:
    """The snapshot of *scene* in English as a picture that loads nothing from elsewhere."""
    return _WEB_FONT.sub("", (SNAPSHOTS / f"test_screen[{scene}-en].svg").read_text(encoding="utf-8"))


def main() -> int:
    """Write or check the pictures; returns the exit code."""
    stale = []
    PICTURES.mkdir(exist_ok=True)
    for name, scene in SCENES.items():
        path, wanted = PICTURES / f"{name}.svg", picture(scene)
        if "--check" not in sys.argv:
            path.write_text(wanted, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != wanted:
            stale.append(path.name)
    if stale:
        sys.stderr.write(f"stale pictures, run 'make screenshots': {', '.join(stale)}\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
