"""The whole interface against its own description, with calls and sequences of calls that a machine thinks up."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import Connection, select

from omi_tui.fake_server.app import create_app
from omi_tui.fake_server.auth import hashed
from omi_tui.fake_server.opening import open_insurer
from omi_tui.fake_server.schema import accounts, sessions, tokens
from omi_tui.fake_server.seeds import DEMO_EMAIL
from omi_tui.fake_server.services import Config, Services
from tests.fake_server.cabinet import LIGHT

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
]
AnyCase = Case[Any]
HEALTH = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture(scope="module")
def insurer() -> Iterator[Services]:
    services = open_insurer(data="demo", config=Config(**LIGHT, failures_allowed=10**6))
    yield services
    services.store.close()


def headers(services: Services) -> dict[str, str]:
    """A session of the demo account that is good at this moment, and the control token."""
    token = secrets.token_urlsafe(16)

    def begin(conn: Connection) -> None:
        now = services.now()
        account_id = conn.scalar(select(accounts.c.id).where(accounts.c.email == DEMO_EMAIL))
        lives = {"created_at": now, "expires_at": now + services.config.session_life}
        conn.execute(sessions.insert().values(id=token, account_id=account_id, **lives))
        kept = {"token_hash": hashed(token), "kind": "access", "session_id": token, "expires_at": lives["expires_at"]}
        conn.execute(tokens.insert().values(**kept))

    services.store.write_now(begin)
    return {"Authorization": f"Bearer {token}", "Omi-Control": services.control_token}


def described(services: Services, *modes: GenerationMode) -> BaseSchema:
    """The interface as a schema that makes up calls."""
    schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(services))
    schema.config.generation.update(modes=list(modes))
    return schema


@pytest.fixture(scope="module")
def interface(insurer: Services) -> BaseSchema:
    return described(insurer, GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


# They wait for as long as they are told, and a minute is allowed.
SLOW = ["/_omi/mail/wait", "/_omi/requests"]
every = schemathesis.pytest.from_fixture("interface").exclude(path=SLOW)


@every.parametrize()
@settings(max_examples=8, suppress_health_check=HEALTH, deadline=None)
def test_every_call_answers_as_described(case: AnyCase, insurer: Services) -> None:
    case.headers.update(headers(insurer))
    case.call_and_validate(checks=CHECKS)


def test_sequences_of_calls_answer_as_described(insurer: Services) -> None:
    # These would end every session, or let all the others run into it.
    schema = described(insurer, GenerationMode.POSITIVE).exclude(path=[*SLOW, "/_omi/reset", "/_omi/clock"])

    class Caller(schema.as_state_machine()):  # type: ignore[misc]  # the class is made at run time
        def before_call(self, case: AnyCase) -> None:
            case.headers.update(headers(insurer))

        def validate_response(self, response: Any, case: AnyCase, **kwargs: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    Caller.run(settings=settings(max_examples=12, stateful_step_count=12, suppress_health_check=HEALTH, deadline=None))
