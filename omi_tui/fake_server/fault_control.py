"""Calls under ``/_omi/faults``: which faults are in force, and how often each rule was met."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi import Request as HttpRequest
from pydantic import Field

from omi_tui.fake_server.auth import Insurer, in_control
from omi_tui.fake_server.faults import Rule
from omi_tui.fake_server.problems import ProblemError, field, not_found, problems, refused_fields
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.model.base import Answer, Request

router = APIRouter(
    prefix="/_omi/faults",
    tags=["fake"],
    route_class=StrictRoute,
    dependencies=[Depends(in_control)],
    responses=problems(401),
)


class Rules(Request):
    """Rules in order: the first that matches wins."""

    rules: Annotated[list[Rule], Field(max_length=200)]


class RuleView(Answer):
    """A rule in force, and its counters.

    ``seen`` calls of its operation and account reached its phase, ``fired`` of them met the fault; ``passed`` tells for
    all others what kept the rule from them: ``operation``, ``account``, ``call``, ``times`` or ``probability``.
    """

    id: int
    rule: Rule
    seen: int
    fired: int
    passed: dict[str, int]


class RulesView(Answer):
    """The rules in force."""

    rules: list[RuleView]


def _view(services: Services) -> RulesView:
    shown = services.faults.rules
    return RulesView(
        rules=[
            RuleView(id=kept.id, rule=kept.rule, seen=kept.seen, fired=kept.fired, passed=dict(kept.passed))
            for kept in shown
        ]
    )


def _checked(request: HttpRequest, rules: list[Rule]) -> list[Rule]:
    """*rules*, if each names a call that exists. Raises ProblemError 422 with the nearest names."""
    named = request.app.state.named_routes
    for place, rule in enumerate(rules):
        if rule.operation is not None and rule.phase != "notice" and rule.operation not in named.names:
            error: ProblemError = refused_fields([field(f"/rules/{place}/operation", "unknown")])
            method, _, path = rule.operation.partition(" ")
            error.detail = f"There is no such operation. Near it: {', '.join(named.nearest(method, path)) or 'none'}."
            raise error
    return rules


@router.get("")
async def get_faults(services: Insurer) -> RulesView:
    """The rules in force, with their counters."""
    return _view(services)


@router.put("", responses=problems(400, 422))
async def put_faults(body: Rules, request: HttpRequest, services: Insurer) -> RulesView:
    """Put these rules in the place of all others. An empty list turns faults off."""
    services.faults.set(_checked(request, body.rules))
    return _view(services)


@router.patch("", responses=problems(400, 422))
async def add_faults(body: Rules, request: HttpRequest, services: Insurer) -> RulesView:
    """Put these rules behind those in force."""
    services.faults.add(_checked(request, body.rules))
    return _view(services)


@router.delete("", status_code=204, responses=problems(404, 422))
async def delete_faults(
    services: Insurer,
    rule_id: Annotated[int | None, Query(alias="id", ge=1, le=2**31, description="One rule; all if left out.")] = None,
) -> None:
    """Lift one rule, or all of them."""
    if rule_id is None:
        services.faults.set([])
    elif not services.faults.drop(rule_id):
        raise not_found("fault")
