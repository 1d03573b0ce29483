"""SEC-23: what the log may hold, and that nothing else gets in."""

import ast
import json
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omi_tui.client.call import Call, Reply
from omi_tui.client.call_log import noting
from omi_tui.client.errors import TimedOut
from omi_tui.desk import log as desk_log
from omi_tui.desk.log import WORDS, Log

ROOT = Path(__file__).resolve().parents[2] / "omi_tui"
REQUEST = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_sec_23_a_line_is_json_with_the_listed_fields_in_utc(tmp_path: Path) -> None:
    path = tmp_path / "data" / "omi.log"
    minsk = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=3)))
    log = Log(path, now=lambda: minsk)
    log.note("POST /v1/drafts", status=422, code="contract.overlap", attempt=2, request_id=REQUEST, ms=12.34)
    log.note("program.start")
    assert lines(path) == [
        {
            "time": "2026-07-01T09:00:00.000+00:00",
            "operation": "POST /v1/drafts",
            "status": 422,
            "code": "contract.overlap",
            "attempt": 2,
            "request_id": REQUEST,
            "ms": 12.3,
        },
        {"time": "2026-07-01T09:00:00.000+00:00", "operation": "program.start"},
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/v1/drafts/d-42", "/v1/drafts/{}"),
        ("/v1/orders/208047", "/v1/orders/{}"),
        ("/v1/password-resets/hX3vQ", "/v1/password-resets/{}"),
        ("/v1/policies/anna/document", "/v1/policies/{}/document"),
        ("/v1/operations/4200000000000000", "/v1/operations/{}"),
        ("/v1/cart/items/\x1b[2J\n{}", "/v1/cart/items/{}"),
    ],
)
def test_sec_23_an_address_keeps_its_words_only(tmp_path: Path, path: str, logged: str) -> None:
    Log(tmp_path / "omi.log").note(f"GET {path}")
    assert lines(tmp_path / "omi.log")[0]["operation"] == f"GET {logged}"


@given(text=st.text(), number=st.integers() | st.floats(allow_nan=False, allow_infinity=False))
@example(text="4200000000000000", number=4200000000000000)
@example(text="GET /v1/drafts\nforged", number=-1)
@example(text="\x1b]0;CANARY\x07", number=1e300)
@example(text="anna@example.test", number=0)
def test_sec_23_whatever_is_given_no_text_of_anybody_gets_in(
    tmp_path_factory: pytest.TempPathFactory, text: str, number: float
) -> None:
    """Every place of a line that takes a text takes listed words, codes and identifiers; a number has few digits."""
    path = tmp_path_factory.mktemp("log") / "omi.log"
    log = Log(path, now=lambda: datetime(2026, 7, 1, tzinfo=UTC))
    log.note(text, status=int(number), code=text, attempt=int(number), request_id=text, ms=abs(number))
    log.note(f"GET /{text}", code=f"net.{text}")
    content = path.read_bytes()
    assert content.isascii()
    assert content.count(b"\n") == 2
    for line in lines(path):
        words = str(line["operation"]).partition(" ")[2].split("/")
        assert set(words) <= WORDS | {"", "{}"}
        assert desk_log._CODE.fullmatch(str(line.get("code", "other")))
        assert all(abs(float(str(line.get(name, 0)))) <= 1e7 for name in ("status", "attempt", "ms"))


def test_sec_23_every_word_of_an_address_is_listed() -> None:
    """A path that the client gains is named in the log by its words, not as braces."""
    words = set()
    for file in (ROOT / "client").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if texts and texts[0].startswith("/v1/"):
                words |= set("/".join(texts).split("/"))
    assert {"drafts", "document"} <= words
    assert words - {""} <= WORDS


def test_sec_23_every_line_comes_from_the_one_door() -> None:
    """Nothing else in the client, the desk and the journeys writes a log, so this file proves all of it."""
    writers = {
        str(file.relative_to(ROOT))
        for room in ("client", "desk", "journeys", "forms", "model", "text", "screens", "widgets")
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in ("debug", "info", "warning", "error", "exception", "critical")
        if isinstance(node.value, ast.Name) and node.value.id in ("log", "logger", "logging", "LOG")
    }
    assert writers == set()


def test_sec_23_the_log_has_a_size_and_one_predecessor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_log, "LARGEST", 500)
    path = tmp_path / "data" / "omi.log"
    for number in range(50):
        Log(path).note("GET /v1/orders", attempt=number)
    assert sorted(file.name for file in path.parent.iterdir()) == ["omi.log", "omi.log.1"]
    assert all(file.stat().st_size <= 500 for file in path.parent.iterdir())
    assert lines(path)[-1]["attempt"] == 49


def test_sec_24_a_link_or_a_place_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"")
    (tmp_path / "omi.log").symlink_to(victim)
    Log(tmp_path / "omi.log").note("program.start")
    assert victim.read_bytes() == b""
    Log(victim / "omi.log").note("program.start")
    open_to_all = tmp_path / "other.log"
    open_to_all.write_bytes(b"")
    open_to_all.chmod(0o644)
    Log(open_to_all).note("program.start")
    assert stat.S_IMODE(open_to_all.stat().st_mode) == 0o600


def test_sec_23_the_end_of_a_call_is_told_without_its_content(tmp_path: Path) -> None:
    ended = noting(Log(tmp_path / "omi.log").note)
    call = Call("POST", "/v1/drafts", b'{"last_name_latin": "CANARY"}', attempt=2)
    refused = {"code": "contract.overlap", "detail": "CANARY", "title": "CANARY"}
    ended(call, REQUEST, Reply(422, {"etag": "CANARY"}, refused, request_id=REQUEST), 0.5)
    ended(call, REQUEST, Reply(200, {}, {"code": "CANARY"}), 0.5)
    ended(call, REQUEST, TimedOut("read", REQUEST, sent=True), 15.0)
    ended(call, REQUEST, None, 1.0)
    found = lines(tmp_path / "omi.log")
    assert [(line.get("status"), line.get("code")) for line in found] == [
        (422, "contract.overlap"),
        (200, None),
        (None, "net.timeout"),
        (None, "cancelled"),
    ]
    assert {(line["attempt"], line["request_id"]) for line in found} == {(2, REQUEST)}
    assert "CANARY" not in (tmp_path / "omi.log").read_text()
