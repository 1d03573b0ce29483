"""K05: passport after passport from a scanner that types a key each millisecond, into a real terminal.

``OMI_SWEEP=full`` scans 1,000 passports, the sample 30. Every one is another person, into another field, in another of
the ways in which scanners type; what stands in the form afterwards is compared letter for letter.
"""

import json
import os
import sys
import time
from functools import partial
from pathlib import Path

from tests.end_to_end.terminal import Terminal
from tests.end_to_end.wizard import dates, demo, fill_labels, sign_in
from tests.scanned import DIRT, passport

SCANS = 1000 if os.environ.get("OMI_SWEEP") == "full" else 30
BETWEEN = 0.001
"""Seconds from key to key."""
TYPED = {"Address": "ul. lipowa 12", "Phone number": "+48600000000"}
WAYS = [name for name in DIRT if name != "twice"]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def person(number: int) -> dict[str, str]:
    """Somebody for whom every field differs from the one before."""
    name = "".join(LETTERS[(number * step + 7) % 26] for step in (3, 5, 7, 11, 17, 19))
    return {
        "surname": f"QUI{name}",
        "given": f"{name[::-1]}ANNA{LETTERS[number % 26]}",
        "number": f"ZZ{number * 7919 % 10**7:07d}",
        "birth": f"{50 + number % 49:02d}{1 + number % 12:02d}{1 + number % 28:02d}",
        "personal": f"{number * 104729 % 10**11:011d}",
    }


def shown(who: dict[str, str]) -> dict[str, str]:
    """What the form holds of that person, by the labels of the fields."""
    birth = who["birth"]
    return {
        "Last name in Latin": who["surname"],
        "First name in Latin": who["given"],
        "Date of birth": f"{birth[4:]}.{birth[2:4]}.19{birth[:2]}",
        "Passport number": who["number"],
        "Personal number": who["personal"],
    }


def answers(terminal: Terminal) -> dict[str, str]:
    """The first word behind each label on the screen; two words of an address."""
    found = {}
    for line in terminal.lines:
        text = line.lstrip(" ›")
        for label in (*shown(person(0)), *TYPED):
            if text.startswith(label):
                rest = text.removeprefix(label).strip()
                found[label] = rest.split("  ")[0]
    return found


def test_k05_every_character_of_every_scan_arrives(home: Path) -> None:
    log = home / "events.jsonl"
    with demo(home, "--memory", "--event-log", str(log)) as terminal:
        sign_in(terminal)
        dates(terminal)
        scan(terminal, "enter", person(0))
        fill_labels(terminal, TYPED)
        terminal.wait_for("› Country of residence")
        terminal.settle()
        keys = sum(event["event"] == "key" for event in events(log))
        pressed = 0
        began = time.monotonic()
        for number in range(1, SCANS + 1):
            for _tab in range(number % 9):
                terminal.press("Tab")
                pressed += 1
            terminal.settle(0.2)
            who = person(number)
            scan(terminal, WAYS[number % len(WAYS)], who)
            wanted = shown(who) | TYPED
            terminal.wait(partial(stand, terminal, wanted), f"scan {number}: {wanted}")
            assert "Insured person step 2 of 4" in terminal.text
            assert "Ctrl+C" not in terminal.text
        terminal.settle()
        spent = time.monotonic() - began
    counted = [event["event"] for event in events(log)]
    assert counted.count("scan") == SCANS + 1
    # a Tab that a busy machine delivers together with the scan is taken for an empty row of it
    assert counted.count("key") <= keys + pressed, "the keys of a device are nobody's"
    sys.stdout.write(f"\n{SCANS} scans, no character lost, {1000 * spent / SCANS:.0f} ms each with all that follows\n")


def stand(terminal: Terminal, wanted: dict[str, str]) -> bool:
    """Whether the form holds what it should."""
    return answers(terminal) == wanted


def scan(terminal: Terminal, way: str, who: dict[str, str]) -> None:
    """Type the passport of that person as a scanner does that types in that way."""
    for character in DIRT[way](passport(**who, expiry="310520")):
        terminal.send(character.encode())
        time.sleep(BETWEEN)


def events(log: Path) -> list[dict[str, str]]:
    """What was counted so far."""
    return [json.loads(line) for line in log.read_text().splitlines()]
