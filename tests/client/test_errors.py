import pytest
from pydantic import BaseModel

from omi_tui.client.call import Reply
from omi_tui.client.errors import (
    BadAnswer,
    ClientError,
    Conflict,
    NotFound,
    Overloaded,
    Refused,
    SessionEnded,
    TimedOut,
    Unreachable,
    ValidationRefused,
)
from omi_tui.client.problems import checked, read


def reply(status: int, body: object, **headers: str) -> Reply:
    return Reply(status, headers, body, request_id="r1")


FIELD = {"pointer": "/insured/passport_number", "code": "passport_number.format"}


@pytest.mark.parametrize(
    ("status", "members", "kind"),
    [
        (412, {}, Conflict),
        (404, {}, NotFound),
        (422, {"field_errors": [FIELD]}, ValidationRefused),
        (422, {}, Refused),
        (409, {"other_id": "d7"}, Refused),
    ],
)
def test_a_problem_becomes_its_error(status: int, members: dict[str, object], kind: type[Refused]) -> None:
    with pytest.raises(Refused) as caught:
        checked(reply(status, {"code": "some.code", "status": 200, **members}, etag='"4"'))
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.status, caught.value.etag) == ("some.code", status, '"4"')
    assert caught.value.correlation_id == "r1"


def test_single_fields_are_named() -> None:
    with pytest.raises(ValidationRefused) as caught:
        checked(reply(422, {"code": "validation", "field_errors": [FIELD], "correlation_id": "c9"}))
    assert [error.code for error in caught.value.field_errors] == ["passport_number.format"]
    assert caught.value.correlation_id == "c9"


def test_busy() -> None:
    with pytest.raises(Overloaded) as caught:
        checked(reply(429, {"code": "session.too_many"}, **{"retry-after": "30"}))
    assert (caught.value.code, caught.value.retry_after, caught.value.status) == ("session.too_many", 30.0, 429)
    with pytest.raises(Overloaded) as caught:
        checked(reply(503, None))
    assert (caught.value.code, caught.value.retry_after) == ("server.overloaded", None)


@pytest.mark.parametrize("body", [None, [], "text", {"title": "no code"}, {"code": 7}])
def test_a_refusal_that_is_no_problem_document(body: object) -> None:
    with pytest.raises(BadAnswer) as caught:
        checked(reply(400, body))
    assert (caught.value.kind, caught.value.status) == ("problem", 400)


class Person(BaseModel):
    birth_year: int


def test_an_answer_of_another_shape_keeps_its_values_to_itself() -> None:
    assert read(Person, reply(200, {"birth_year": 1990, "new": 1})).birth_year == 1990
    with pytest.raises(BadAnswer) as caught:
        read(Person, reply(200, {"birth_year": "s3cret"}))
    assert caught.value.kind == "schema"
    assert caught.value.__context__ is None
    assert "s3cret" not in repr(caught.value)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (ClientError(), "net.error"),
        (Unreachable("dns", "r1", sent=False), "net.unreachable (dns) [r1]"),
        (Unreachable("tls", sent=False), "net.tls (tls)"),
        (TimedOut("read", sent=True), "net.timeout (read)"),
        (SessionEnded("refused"), "session.ended (refused)"),
    ],
)
def test_an_error_says_code_kind_and_id(error: ClientError, text: str) -> None:
    assert str(error) == text
