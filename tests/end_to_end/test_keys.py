"""From home to "entry in cart" in as few keys as promised, replayed in the real program."""

import json
import sys
from pathlib import Path

import pytest

from tests.end_to_end import keys
from tests.end_to_end.wizard import OTHER, demo, sign_in

DATES = ["1", "+5", "<Enter>", "14d", "<Enter>"]
CONFIRM = ["<Space>", "<F10>"]
CONCLUDE = ["2"]
TO_CART = ["<Enter>"]
HOLDER = [[*DATES, "<Enter>", "<Enter>", *CONFIRM], CONCLUDE, TO_CART]
ANOTHER = [
    [*DATES, "<Space>", "<Enter>", *(token for text in OTHER.values() for token in (text, "<Enter>")), *CONFIRM],
    CONCLUDE,
    TO_CART,
]
ENDS = [
    "Do you really want to conclude",
    "The contract draft is successfully formed",
    "The draft is in the shopping cart",
]
"""What stands on the screen when a part of a script is done; the next part answers it."""


@pytest.mark.parametrize(
    ("name", "script", "most_keys", "most_mental"),
    [
        ("holder insured", HOLDER, 15, 9),
        ("another person, typed", ANOTHER, 122, 20),
    ],
)
def test_keys_from_home_to_the_cart(
    name: str, script: list[list[str]], most_keys: int, most_mental: int, home: Path
) -> None:
    log = home / "events.jsonl"
    with demo(home, "--memory", "--event-log", str(log)) as terminal:
        sign_in(terminal).wait_for("2 to pay").settle()
        before = len(log.read_text().splitlines())
        for part, end in zip(script, ENDS, strict=True):
            # All of a part is typed ahead: the program has to keep every key for its place.
            terminal.press(*(press.key for press in keys.presses(part))).wait_for(end).settle()
        terminal.wait_for("MAGDALENA KOWALSKA" if script is ANOTHER else "ANNA IVANOVA", "14.00 EUR")
    events = [json.loads(line) for line in log.read_text().splitlines()[before:]]
    tokens = [token for part in script for token in part]
    counted = keys.count(tokens)
    assert sum(event["event"] == "key" for event in events) == len(list(keys.presses(tokens)))
    mental = _mental(events, script)
    sys.stdout.write(
        f"\n{name}: K {counted}, M {mental}, predicted {keys.seconds(counted, mental):.1f} s, "
        f"trained {keys.seconds(counted, mental, keys.TRAINED_KEY_SECONDS):.1f} s\n"
    )
    assert counted <= most_keys
    assert mental <= most_mental


def _mental(events: list[dict[str, str]], script: list[list[str]]) -> int:
    """M of the model: one for each field that is entered or changed, and one for each screen or dialog that follows."""
    typed = sum(len(token) > 1 and not token.startswith("<") for part in script for token in part)
    ticked = sum(token == "<Space>" for part in script for token in part)
    committed = {event["field"] for event in events if event["event"] == "field_committed"}
    assert {"begin_date", "end_date"} <= committed
    return typed + ticked + sum(event["event"] == "screen_changed" for event in events)
