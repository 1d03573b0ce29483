"""Every code has a sentence: what happened, then what to do."""

import re
from pathlib import Path

import pytest

import omi_tui.fake_server
from omi_tui.client import errors
from omi_tui.client.errors import BadAnswer, ClientError, Overloaded, SessionEnded, TimedOut, Unreachable, refusal
from omi_tui.journeys.sentences import SENTENCES, sentence
from omi_tui.model.problem import FieldProblem, Problem
from omi_tui.text import i18n

NOT_FOR_CUSTOMERS = {
    "notice.amount",
    "notice.format",
    "notice.not_found",
    "fault.format",
    "query.repeated",
    "fault.not_found",
    "snapshot.not_found",
}
"""Told to the card gateway and to whoever steers the bundled insurer."""

SERVER = Path(omi_tui.fake_server.__file__).parent


def server_codes() -> set[str]:
    """The codes that the bundled insurer's source names."""
    source = "\n".join(path.read_text() for path in SERVER.rglob("*.py"))
    codes = set(re.findall(r'ProblemError\(\s*\d+,\s*"([a-z_.]+)"', source))
    codes |= {f"{what}.not_found" for what in re.findall(r'not_found\("([a-z_]+)"\)', source)}
    return codes | set(re.findall(r'_unauthorised\("([a-z_.]+)"', source))


def refused(code: str, status: int = 422, **more: object) -> ClientError:
    return refusal(Problem.model_validate({"status": status, "code": code, **more}))


def test_each_code_of_the_insurer_has_its_sentence() -> None:
    codes = server_codes()
    assert len(codes) > 25
    assert codes - NOT_FOR_CUSTOMERS - set(SENTENCES) == set()


@pytest.mark.parametrize(
    "error",
    [
        *(
            Unreachable(kind, sent=False)
            for kind in ("refused", "dns", "tls", "reset", "not_started", "proxy", "paused")
        ),
        *(TimedOut(kind, sent=True) for kind in ("connect", "read", "write", "pool", "deadline")),
        *(BadAnswer(kind) for kind in ("redirect", "json", "schema", "content_type")),
        ClientError(),
        SessionEnded("expired"),
        Overloaded(503),
    ],
    ids=str,
)
def test_each_failure_of_the_net_has_its_sentence(error: ClientError) -> None:
    assert error.code in SENTENCES
    assert sentence(error) in SENTENCES.values()


def test_every_sentence_says_what_to_do_and_how() -> None:
    for code, text in SENTENCES.items():
        assert text[0].isupper()
        assert text.endswith(".")
        assert not re.search(r"please|sorry|invalid|illegal|forbidden|oops|!", text, re.IGNORECASE)
        assert len(text.split(".")) >= 3 or ":" in text, code


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unreachable("refused", sent=False), "nobody answers there"),
        (Unreachable("dns", sent=False), "address was not found"),
        (Unreachable("tls", sent=False), "nothing was sent"),
        (Overloaded(503, retry_after=12.4), "12 seconds"),
        (Overloaded(503, retry_after=121.0), "3 minutes"),
        (Unreachable("paused", sent=False, retry_after=3.6), "4 seconds"),
        (Overloaded(429, retry_after=7, code="rate.limited"), "Wait 7 seconds"),
        (Overloaded(429, code="rate.limited"), "Wait a minute"),
        (refused("contract.overlap", 409), "the same passport and days"),
        (refused("brand.new", 404), "does not have this"),
        (refused("brand.new", 412), "Compare both versions"),
        (refused("brand.new", 401), "Sign in again"),
        (refused("brand.new", 502), "system failed"),
        (refused("brand.new", 422, field_errors=[FieldProblem(pointer="/x", code="x.y")]), "some of the answers"),
        (refused("brand.new", 409, correlation_id="c-17"), "name the number c-17"),
        (refused("brand.new", 409), "(+375 17) 269-269-2"),
    ],
    ids=str,
)
def test_what_is_said(error: ClientError, words: str) -> None:
    assert words in sentence(error)


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_nothing_is_left_to_fill_in(language: str) -> None:
    i18n.set_language(language)
    for code in SENTENCES:
        assert "{" not in sentence(refused(code, 409))


def test_all_kinds_of_client_errors_are_known_here() -> None:
    codes = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ClientError)}
    assert codes <= set(SENTENCES)
