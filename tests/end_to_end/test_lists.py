"""``omi policies``, ``omi drafts`` and ``omi orders``: tables and JSON, with a password from a descriptor."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.terminal import OMI, environment
from tests.end_to_end.wizard import EMAIL, PASSWORD, Insurer, insurer


@pytest.fixture(scope="module")
def bundled() -> Iterator[Insurer]:
    with insurer() as running:
        yield running


def run(home: Path, url: str, *words: str, password: str = PASSWORD) -> "subprocess.CompletedProcess[str]":
    """The command with the agent's login."""
    reading, writing = os.pipe()
    os.write(writing, f"{password}\n".encode())
    os.close(writing)
    command = [*OMI, *words, "--backend", url, "--login", EMAIL, "--password-fd", str(reading)]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, env=environment(home), pass_fds=(reading,), check=False
        )
    finally:
        os.close(reading)


@pytest.mark.parametrize(
    ("words", "count", "known"),
    [
        (("policies",), 3, {"id", "series", "number", "state", "premium", "order_number"}),
        (("policies", "--archive"), 211, {"series", "number", "end_date"}),
        (("drafts",), 2, {"id", "state", "premium", "expires_at"}),
        (("orders",), 0, set()),
    ],
)
def test_a_list_is_one_document(
    home: Path, bundled: Insurer, words: tuple[str, ...], count: int, known: set[str]
) -> None:
    done = run(home, bundled.url, *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    document = json.loads(done.stdout)
    assert list(document) == [words[0]]
    assert len(document[words[0]]) == count
    assert all(known <= set(item) for item in document[words[0]])


def test_a_list_is_a_table_in_the_language_that_is_asked_for(home: Path, bundled: Insurer) -> None:
    done = run(home, bundled.url, "policies", "--lang", "ru")
    head, *lines = done.stdout.splitlines()
    assert len(lines) == 3
    assert [line.split()[0] for line in lines] == ["BS"] * 3
    assert "Застрахованное лицо" in head
    assert [line.find("BS") for line in lines] == [0, 0, 0]
    assert "действует" in done.stdout


def test_what_went_wrong_is_a_sentence_and_a_code(home: Path, bundled: Insurer) -> None:
    wrong = run(home, bundled.url, "drafts", "--json", password="not this one")
    assert (wrong.returncode, wrong.stdout) == (5, "")
    assert wrong.stderr.endswith(".\n")
    gone = run(home, "http://127.0.0.1:1", "drafts")
    assert (gone.returncode, gone.stdout) == (4, "")
    nobody = subprocess.run(
        [*OMI, "orders", "--backend", bundled.url], capture_output=True, text=True, env=environment(home), check=False
    )
    assert (nobody.returncode, nobody.stdout) == (2, "")
    assert nobody.stderr.startswith("Nobody is signed in.")
    nowhere = subprocess.run([*OMI, "orders"], capture_output=True, text=True, env=environment(home), check=False)
    assert nowhere.returncode == 2
