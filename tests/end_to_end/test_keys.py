"""From home to "entry in cart" in as few keys as promised, replayed in the real program (K01, K02)."""

import json
import sys
from pathlib import Path

import pytest

from tests.end_to_end import key_table, keys
from tests.end_to_end.key_cases import CASES, Case, Part
from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import demo, sign_in


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether what is counted now is right from now on (``make keys``)."""
    return bool(request.config.getoption("--snapshot-update"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_keys_from_home_to_the_cart(case: Case, update: bool, home: Path) -> None:
    """All of a part is typed ahead: the program has to keep every key for its place."""
    log = home / "events.jsonl"
    with demo(home, "--memory", "--event-log", str(log)) as terminal:
        sign_in(terminal).wait_for("2 to pay").settle()
        replay(terminal, case.before)
        before = len(log.read_text().splitlines())
        replay(terminal, case.parts)
        terminal.wait_for(case.insured)
    events = [json.loads(line) for line in log.read_text().splitlines()[before:]]
    tokens = [token for part in case.parts for token in part.keys]
    pressed = list(keys.presses(tokens))
    assert sum(event["event"] == "scan" for event in events) == sum(press.scans for press in pressed)
    assert sum(event["event"] == "key" for event in events) == sum(not press.scans for press in pressed)
    counted = keys.count(tokens, sum(event["event"] == "screen_changed" for event in events))
    line = key_table.row(case, counted)
    sys.stdout.write(f"\n{line}\n")
    assert counted.keys <= case.most_keys
    assert counted.scans <= case.most_scans
    assert counted.mental <= case.most_mental
    if update:
        key_table.put(line)
    assert line in key_table.PAGE.read_text("utf-8").splitlines(), "another docs/keys.md: make keys writes it"


def test_the_table_has_no_other_rows() -> None:
    rows = [line for line in key_table.PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0][2:] for row in rows[2:]] == [case.what for case in CASES]


def test_what_counts_as_a_key() -> None:
    """A held Shift is a key more; what a scanner types is none."""
    assert keys.count(["+5", "<Enter>", "Ab", "<Ctrl+Y>", "<Space>", "<S:nowak>"], 2) == keys.Count(
        3 + 1 + 3 + 2 + 1, 1, 6
    )
    assert keys.Count(10, 1, 2).seconds() == pytest.approx(10 * 0.28 + 2.0 + 2 * 1.35)


def replay(terminal: Terminal, parts: "tuple[Part, ...] | list[Part]") -> None:
    """Press the keys of *parts*, and wait for what each ends with."""
    for part in parts:
        terminal.press(*(press.key for press in keys.presses(part.keys))).wait_for(part.end).settle()
