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


def test_whatever_cannot_be_used_there_is_one_document(tmp_path: Path) -> None:
    path, empty = list_of(tmp_path, LITHUANIAN, f"TOMAS;KAZLAUSKAS;{CELLS}"), tmp_path / "empty.csv"
    empty.touch()
    unnamed = tmp_path / "unnamed.csv"
    unnamed.write_text(f"TOMAS;KAZLAUSKAS;{CELLS}")
    for where, more, trouble in (
        (tmp_path / "nowhere.csv", [], "There is no file nowhere.csv."),
        (empty, [], "There is nobody in empty.csv."),
        (unnamed, [], "The first row of unnamed.csv does not name"),
        (path, ["--end", "400d"], ""),
        (path, ["--phone", "12"], ""),
        (path, ["--backend", "nonsense"], ""),
    ):
        answer = buy(where, "--json", *more)
        told = json.loads(answer.stdout)
        assert (answer.returncode, answer.stderr) == (2, ""), more
        assert (told["version"], told["people"], told["rows"], told["pay_url"]) == (1, 0, [], None)
        assert told["trouble"].startswith(trouble)
        assert told["trouble"].endswith(".")
        assert (told["begin_date"] is None) == (told["end_date"] is None) == (more[:1] in (["--end"], ["--backend"]))


def test_the_document_of_a_refusal_has_what_every_other_has(tmp_path: Path) -> None:
    path = list_of(tmp_path, LITHUANIAN, f"TOMAS;KAZLAUSKAS;{CELLS}")
    usual, refused = buy(path, "--json"), buy(tmp_path / "nowhere.csv", "--json")
    assert list(json.loads(usual.stdout)) == list(json.loads(refused.stdout))
