"""Writes ``docs/fake-server.md`` from its template, the fault kinds and the scenarios.

``python -m tools.fake_server_page [--check]``
"""

import json
import sys
from pathlib import Path

from omi_tui.fake_server import scenario_names, scenarios
from omi_tui.fake_server.fault_kinds import KINDS, PHASES
from tools.openapi import document

TEMPLATE = Path(__file__).with_suffix(".md")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "fake-server.md"


def page() -> str:
    """The page's text, the same each time."""
    parts = {
        "calls": [_row(f"`{name}`", text) for name, text in _control_calls()],
        "phases": [_row(f"`{phase}`", text) for phase, text in PHASES.items()],
        "kinds": [
            _row(f"`{kind}`", "●" if about.socket else "", about.text, f"`{'`, `'.join(about.phases)}`")
            for kind, about in KINDS.items()
        ],
        "scenarios": [_scenario(name) for name in scenario_names.files()],
    }
    text = TEMPLATE.read_text("utf-8")
    for name, lines in parts.items():
        text = text.replace(f"{{{name}}}\n", "".join(lines))
    return text


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |\n".replace("|  |", "| |")


def _control_calls() -> list[tuple[str, str]]:
    paths = json.loads(document())["paths"]
    return [
        (f"{method.upper()} {path}", operation["description"].splitlines()[0].replace("``", "`"))
        for path, methods in paths.items()
        if path.startswith("/_omi/")
        for method, operation in methods.items()
    ]


def _scenario(name: str) -> str:
    played = scenarios.load(name)
    return f"\n### {name}\n\n{played.title}.\n\n" + "".join(f"- {line}\n" for line in played.lines)


def main(arguments: list[str]) -> int:
    """Write the page, or with ``--check`` say whether the stored one is current; 1 where it is not."""
    text = page()
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != text:
        print("docs/fake-server.md is stale: run make pages", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
