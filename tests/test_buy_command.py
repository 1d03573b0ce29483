"""``omi buy`` before it asks the insurer: which lists it takes without anybody who looks at them."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from omi_tui.model.period import minsk_today

CELLS = "2001-01-31;Lietuva;LT5550123;g. 1 1;+37060000001;Lietuva"
LITHUANIAN = "Vardas;Pavardė;Gimimo data;Pilietybė;Paso numeris;Adresas;Telefono numeris;Gyvenamosios vietos šalis"


def buy(path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    begin = minsk_today() + timedelta(days=5)
    command = [sys.executable, "-m", "omi_tui", "buy", "--from", str(path), "--begin", f"{begin}", "--end", "8d"]
    command += ["--dry-run", "--lang", "en", "--backend", "http://127.0.0.1:1", *more]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def list_of(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join(lines), encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "cp1257"])
def test_short_headers_tell_the_last_name_from_the_first(tmp_path: Path, encoding: str) -> None:
    answer = buy(list_of(tmp_path, LITHUANIAN, f"TOMAS;KAZLAUSKAS;{CELLS}", encoding=encoding), "--json")
    assert [(row["name"], row["state"]) for row in json.loads(answer.stdout)["rows"]] == [("KAZLAUSKAS TOMAS", "ready")]


@pytest.mark.parametrize(
    ("header", "unnamed"),
    [
        (LITHUANIAN.replace("Vardas;Pavardė", "Keleivis;Antras"), "Last name in Latin, First name in Latin"),
        (LITHUANIAN.replace("Vardas", "Keleivis"), "First name in Latin"),
        ("", "Last name in Latin, First name in Latin"),
    ],
)
def test_names_that_no_header_tells_are_never_guessed(tmp_path: Path, header: str, unnamed: str) -> None:
    path = list_of(tmp_path, *([header] if header else []), f"TOMAS;KAZLAUSKAS;{CELLS}")
    answer = buy(path)
    assert (answer.returncode, answer.stdout) == (2, "")
    sentence = f"The first row of list.csv does not name these columns: {unnamed}. Write these names above them."
    assert answer.stderr.strip().endswith(sentence)
