"""Writes ``docs/openapi.json``, the API as the bundled insurer speaks it: ``python -m tools.openapi [--check]``."""

import json
import sys
from pathlib import Path

from fastapi import FastAPI

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def document(app: FastAPI) -> str:
    """The OpenAPI document of *app*, the same text each time."""
    return json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the document, or with ``--check`` say whether the stored one is current; 1 where it is not."""
    from omi_tui.fake_server.app import create_app

    text = document(create_app())
    if "--check" not in arguments:
        DOCUMENT.write_text(text, encoding="utf-8")
    elif not DOCUMENT.exists() or DOCUMENT.read_text("utf-8") != text:
        print("docs/openapi.json is stale: run make openapi", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
