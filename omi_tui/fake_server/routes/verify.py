"""What a policy's QR code opens: whether the policy is valid, for whoever holds the paper."""

import hmac
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import Connection, select

from omi_tui.fake_server.auth import Insurer
from omi_tui.fake_server.problems import problems
from omi_tui.fake_server.schema import policies
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.web_page import web_page
from omi_tui.model.contract import Verification

router = APIRouter(tags=["policies"])
Series = Annotated[str, Path(pattern="^[A-Z]{1,4}$")]
Number = Annotated[str, Path(pattern="^[0-9]{1,12}$")]
Check = Annotated[str, Query(max_length=64, description="The check value from the QR code.")]
_LONGEST = 40
"""More of a number would not fit into a QR code; no number that was issued is longer than 12."""


def check_value(services: Services, series: str, number: str) -> str:
    """16 hexadecimal digits that only the insurer can make for this policy."""
    return services.ids.at(f"verify/{series}/{number}", 0).hex()[:16]


def verify_url(services: Services, series: str, number: str) -> str:
    """The address in the QR code."""
    named = f"{quote(series, safe='')}/{quote(number[:_LONGEST], safe='')}"
    return f"{services.url}/v1/verify/{named}?check={check_value(services, series, number)}"


@router.get(
    "/v1/verify/{series}/{number}",
    response_model=Verification,
    responses={200: {"content": {"text/html": {}}}, **problems(422)},
)
async def verify(request: Request, services: Insurer, series: Series, number: Number, check: Check = "") -> Response:
    """Say whether a policy is valid today or later: dates and initials, never a name. No sign-in.

    With a wrong check value the answer is the same as for a policy that does not exist.
    """
    found = Verification(valid=False, series=series, number=number)
    if hmac.compare_digest(check.encode(), check_value(services, series, number).encode()):
        found = await services.store.read(lambda conn: _look_up(conn, services, found))
    if "text/html" in request.headers.get("accept", ""):
        return web_page(f"{series} {number}", _sentences(found))
    return JSONResponse(found.model_dump(mode="json"), headers={"Cache-Control": "no-store"})


def _look_up(conn: Connection, services: Services, asked: Verification) -> Verification:
    this = (policies.c.series == asked.series) & (policies.c.number == asked.number)
    row = conn.execute(select(policies).where(this)).one_or_none()
    if row is None:
        return asked
    names = f"{row.first_name_latin or ''} {row.last_name_latin}".replace("-", " ").split()
    return Verification(
        valid=row.end_date >= services.clock.today(),
        series=row.series,
        number=row.number,
        begin_date=row.begin_date,
        end_date=row.end_date,
        initials=" ".join(f"{name[0]}." for name in names),
    )


def _sentences(found: Verification) -> list[str]:
    if found.begin_date is None or found.end_date is None:
        return ["No such policy was found. Check the address.", "Такой полис не найден. Проверьте адрес."]
    days = f"{found.begin_date:%d.%m.%Y} – {found.end_date:%d.%m.%Y}"
    verdict = (
        ["This training policy is valid.", "Этот учебный полис действителен."]
        if found.valid
        else ["This training policy has ended.", "Срок этого учебного полиса истёк."]
    )
    return [*verdict, f"{days} (00:00–23:59, Minsk, UTC+3)", f"Insured person / Застрахованное лицо: {found.initials}"]
