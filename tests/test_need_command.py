"""``omi need``: the answer with its reason and source, at once and without anybody."""

import json
import subprocess
import sys

import pytest


def need(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "omi_tui", "need", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("arguments", "nationality", "needed"),
    [
        (["POL"], "POL", "yes"),
        (["D"], "DEU", "yes"),
        (["Kazakhstan"], "KAZ", "no"),
        (["rus"], "RUS", "no"),
        (["GBR"], "GBR", "ask"),
        (["Грузия"], "GEO", "ask"),
        (["XXA"], "XXA", "yes"),
        (["POL", "--status", "crew"], "POL", "no"),
        (["POL", "--foreign-policy"], "POL", "no"),
    ],
)
def test_one_document_with_reason_and_source(arguments: list[str], nationality: str, needed: str) -> None:
    answer = need("--nationality", *arguments, "--json")
    assert (answer.returncode, answer.stderr) == (0, "")
    told = json.loads(answer.stdout)
    assert list(told) == ["nationality", "needed", "reason", "source", "rules_date"]
    assert (told["nationality"], told["needed"]) == (nationality, needed)
    assert told["reason"].endswith(".")
    assert told["source"].startswith("http")


def test_the_answer_in_words() -> None:
    answer = need("--nationality", "KAZ")
    country, said, source, day = answer.stdout.splitlines()
    assert answer.returncode == 0
    assert country == "KAZ  Kazakhstan"
    assert said.startswith("No policy is needed. Citizens are covered by the agreement of the CIS states")
    assert (source, day) == ("Source: https://mfa.gov.by/en/visa/useful", "Rules as of 23\u00a0Nov\u00a02026.")


def test_the_answer_in_russian() -> None:
    assert need("--nationality", "Polen", "--lang", "ru").stdout.splitlines()[0] == "POL  Польша"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--nationality", "kor"], "Citizenship fits several countries: South Korea, North Korea."),
        (["--nationality", "Atlantis"], "Citizenship is not in the list."),
        (["--nationality", "UTO"], "Citizenship is not in the list."),
        (["--nationality", "POL", "--status", "tourist"], "invalid choice"),
        ([], "required: --nationality"),
    ],
)
def test_what_is_no_question_is_wrong_usage(arguments: list[str], sentence: str) -> None:
    answer = need(*arguments)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert sentence in answer.stderr


def test_it_loads_no_toolkit_and_no_model() -> None:
    code = (
        "import sys; from omi_tui.cli import main; main(['need', '--nationality', 'POL', '--json']); "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'textual', 'rich', 'pydantic', 'httpx', 'fastapi', 'sqlalchemy', 'cryptography', 'sqlite3'}))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.splitlines()[-1] == "[]"
