"""Writes ``docs/openapi.json``, the API as the bundled insurer speaks it: ``python -m tools.openapi [--check]``."""

import json
import sys
from pathlib import Path

from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.store import MEMORY, Store

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def document() -> str:
    """The OpenAPI document of the bundled insurer, the same text each time."""
    store = Store(MEMORY)
    try:
        described = create_app(Services(store)).openapi()
    finally:
        store.close()
    return json.dumps(described, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write the document, or with ``--check`` say whether the stored one is current; 1 where it is not."""
    text = document()
    if "--check" not in arguments:
        DOCUMENT.write_text(text, encoding="utf-8")
    elif not DOCUMENT.exists() or DOCUMENT.read_text("utf-8") != text:
        print("docs/openapi.json is stale: run make openapi", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
