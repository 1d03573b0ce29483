"""Where the card gateway's signed notices arrive."""

from fastapi import APIRouter, Request

from omi_tui.fake_server.notices import HEADER
from omi_tui.fake_server.problems import ProblemError, problems
from omi_tui.fake_server.services import services_of
from omi_tui.fake_server.settlement import receive
from omi_tui.model.base import Answer

LONGEST_NOTICE = 8192

router = APIRouter(tags=["orders"])


class Taken(Answer):
    """The insurer has the notice, perhaps from before."""

    taken: bool = True


@router.post("/v1/gateway/notices", responses=problems(401, 404, 413, 422))
async def take_notice(request: Request) -> Taken:
    """Take a notice of the card gateway, in any order and any number of times. The signature covers the raw body."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_NOTICE:
            raise ProblemError(413, "body.too_large")
    await receive(services_of(request), body, request.headers.get(HEADER))
    return Taken()
