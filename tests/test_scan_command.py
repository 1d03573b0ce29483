"""``omi scan``, as a process: what it prints, what it tells the shell, and what it never loads (K05)."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from omi_tui.model.period import minsk_today
from tests.model.zones import SPECIMENS, Zone, rows_of
from tests.test_rooms import loaded

KEYS = (
    "format surname given_names document_number issuing_state nationality birth_date sex expiry_date personal_number "
    "valid checks warnings"
).split()
TOMORROW = minsk_today() + timedelta(days=1)
FRESH = "\n".join(Zone("TD3", personal="86071400000", expiry=f"{TOMORROW:%y%m%d}").rows())


def scan(typed: str | bytes, *arguments: str) -> subprocess.CompletedProcess[str]:
    data = typed if isinstance(typed, bytes) else typed.encode()
    command = [sys.executable, "-m", "omi_tui", "scan", *arguments]
    run = subprocess.run(command, input=data, capture_output=True, check=False)
    return subprocess.CompletedProcess(command, run.returncode, run.stdout.decode(), run.stderr.decode())


def test_one_document_is_one_object() -> None:
    answer = scan(FRESH, "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    told = json.loads(answer.stdout)
    assert list(told) == KEYS
    assert told == {
        "format": "TD3",
        "surname": "KOWALSKA",
        "given_names": "MAGDALENA",
        "document_number": "ZZ1234567",
        "issuing_state": "POL",
        "nationality": "POL",
        "birth_date": "1986-07-14",
        "sex": "F",
        "expiry_date": f"{TOMORROW}",
        "personal_number": "86071400000",
        "valid": True,
        "checks": dict.fromkeys(
            ("document_number", "birth_date", "expiry_date", "personal_number", "composite"), "verified"
        ),
        "warnings": [],
    }


@pytest.mark.parametrize("name", SPECIMENS)
def test_the_specimens(name: str, tmp_path: Path) -> None:
    """A specimen is valid; a visa's digits are right, but it is never a passport, so its code is 1."""
    file = tmp_path / "rows.mrz"
    file.write_text("\n".join(rows_of(name)))
    answer = scan("", str(file), "--json")
    told = json.loads(answer.stdout)
    visa = name.startswith("MRV")
    assert answer.returncode == (1 if visa else 0)
    assert (told["valid"], "visa" in told["warnings"]) == (not visa, visa)
    assert "refuted" not in told["checks"].values()


def test_a_digit_refutes() -> None:
    answer = scan("\n".join(rows_of("TD3")).replace("L898902C3", "L8989O2C3"))
    assert answer.returncode == 1
    assert "Passport number: L8989O2C3, check digit WRONG" in answer.stdout
    assert "Proposal for the passport number: L898902C36 in place of L8989O2C36." in answer.stdout
    told = json.loads(scan("\n".join(rows_of("TD3")).replace("L898902C3", "L8989O2C3"), "--json").stdout)
    assert (told["document_number"], told["valid"]) == ("L8989O2C3", False)
    assert told["checks"]["document_number"] == "refuted"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "These are not the machine-readable rows of a travel document."),
        ("Kowalska Magdalena", "These are not the machine-readable rows of a travel document."),
        (FRESH[:44], "The first row is there, but not all that follow. Scan the document again."),
        (FRESH[45:], "The first row is missing. Scan the document again."),
        (
            FRESH.replace("ZZ1", "Z#1"),
            "There are characters that no document has in its rows. Scan the document again.",
        ),
        ("\x1b]0;title\x07" * 20, "These are not the machine-readable rows of a travel document."),
        (b"\xff\x00" * 100, "These are not the machine-readable rows of a travel document."),
    ],
)
def test_what_is_no_document(typed: str | bytes, sentence: str) -> None:
    for arguments in ([], ["--json"]):
        answer = scan(typed, *arguments)
        assert (answer.returncode, answer.stdout, answer.stderr) == (2, "", f"{sentence}\n")


def test_more_than_is_read() -> None:
    answer = scan("P<" * 2_000_001)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr == "This is more than 4 MB. Give fewer lines at a time.\n"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in (str(tmp_path / "none.mrz"), str(tmp_path)):
        answer = scan("", name)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert answer.stderr.startswith("The file cannot be read.")
        assert str(tmp_path) not in answer.stderr


def test_several_documents() -> None:
    """All of them in one document of JSON; the code is that of the worst, and what belongs to none is counted."""
    answer = scan("\n".join([FRESH, *rows_of("MRVA"), *rows_of("TD1")[:2]]), "-", "--json")
    assert answer.returncode == 1
    assert [(each["format"], each["valid"]) for each in json.loads(answer.stdout)["documents"]] == [
        ("TD3", True),
        ("MRVA", False),
    ]
    assert answer.stderr == "2 rows belong to no document.\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_files_of_windows(encoding: str) -> None:
    assert scan(FRESH.replace("\n", "\r\n").encode(encoding)).returncode == 0


def test_a_wrong_layout_is_said_in_the_language_asked_for() -> None:
    typed = FRESH.translate(str.maketrans("QWERTYUIOPASDFGHJKLZXCVBNM<", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬБ"))
    answer = scan(typed)
    assert answer.returncode == 0
    assert "Russian keyboard layout" in answer.stdout
    assert json.loads(scan(typed, "--json").stdout)["warnings"] == ["layout_ru"]
    assert "Фамилия латиницей: KOWALSKA" in scan(typed, "--lang", "ru").stdout


def test_it_loads_neither_screen_nor_wire(tmp_path: Path) -> None:
    file = tmp_path / "rows.mrz"
    file.write_text(FRESH)
    names = loaded("-m", "omi_tui", "scan", str(file), "--json")
    assert "omi_tui.model.mrz" in names
    assert names & {"textual", "rich", "pydantic", "httpx", "fastapi", "sqlalchemy", "cryptography", "keyring"} == set()
    assert names & {"babel", "openpyxl", "pypdf"} == set()
