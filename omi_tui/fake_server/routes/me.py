"""The customer's own record: personal information, passport details, settings, password and e-mail address."""

from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection, Row, Table, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert

from omi_tui.fake_server import etag, mailbox, rate_limits, rules, tickets
from omi_tui.fake_server.auth import Account, Customer, Insurer, end_sessions, hashed
from omi_tui.fake_server.etag import IfMatch
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError, field, problems
from omi_tui.fake_server.routes.accounts import Accepted
from omi_tui.fake_server.schema import accounts, passports, personal_info
from omi_tui.fake_server.services import Services
from omi_tui.fake_server.strict import StrictRoute
from omi_tui.model.account import AccountSettings, AccountSettingsView, EmailChange, PasswordChange
from omi_tui.model.passport import PassportDetails
from omi_tui.model.person import PersonalInfo

_RECORDS = {
    table: Prepared(select(table).where(table.c.account_id == bindparam("account")))
    for table in (personal_info, passports)
}
router = APIRouter(prefix="/v1/me", tags=["me"], route_class=StrictRoute)
_EDIT = problems(400, 401, 412, 422, 428)


@router.get("/personal-info", responses=problems(401, 404))
async def get_personal_info(response: Response, services: Insurer, customer: Customer) -> PersonalInfo:
    """Personal information as it stands; 404 with the ETag of "nothing yet" until it is saved for the first time."""
    return PersonalInfo.model_construct(**_record(response, services, customer, personal_info))


@router.put("/personal-info", responses=_EDIT)
async def put_personal_info(
    response: Response, body: PersonalInfo, services: Insurer, customer: Customer, match: IfMatch
) -> PersonalInfo:
    """Save personal information."""
    rules.check_personal_info(body, services.clock.today())
    await _save(response, services, customer, personal_info, body.model_dump(), match)
    return body


@router.get("/passport", responses=problems(401, 404))
async def get_passport(response: Response, services: Insurer, customer: Customer) -> PassportDetails:
    """Passport details; 404 with the ETag of "nothing yet" until they are saved for the first time."""
    return PassportDetails.model_construct(**_record(response, services, customer, passports))


@router.put("/passport", responses=_EDIT)
async def put_passport(
    response: Response, body: PassportDetails, services: Insurer, customer: Customer, match: IfMatch
) -> PassportDetails:
    """Save passport details."""
    rules.check_passport(body, services.clock.today())
    await _save(response, services, customer, passports, body.model_dump(), match)
    return body


@router.get("/settings", responses=problems(401))
async def get_settings(response: Response, services: Insurer, customer: Customer) -> AccountSettingsView:
    """The account's settings. Their ETag covers the password and the e-mail address as well."""
    row = await services.store.read(lambda conn: _account(conn, customer))
    response.headers["ETag"] = etag.tag(row.version)
    return AccountSettingsView.model_validate(row._asdict())


@router.put("/settings", responses=_EDIT)
async def put_settings(
    response: Response, body: AccountSettings, services: Insurer, customer: Customer, match: IfMatch
) -> AccountSettingsView:
    """Save the language and whether notices come by e-mail."""
    row = await services.store.write(lambda conn: _change(conn, customer, match, **body.model_dump()))
    response.headers["ETag"] = etag.tag(row.version)
    return AccountSettingsView.model_validate(row._asdict())


@router.put("/password", status_code=204, responses=_EDIT | problems(429))
async def put_password(
    response: Response, body: PasswordChange, services: Insurer, customer: Customer, match: IfMatch
) -> None:
    """Change the password; the account's other sessions end."""
    await _prove(services, customer, body.old_password, "/old_password")
    password_hash = await services.passwords.hashed(body.password)

    def work(conn: Connection) -> Row[Any]:
        row = _change(conn, customer, match, password_hash=password_hash)
        end_sessions(conn, services, customer.id, but=customer.session_id)
        return row

    response.headers["ETag"] = etag.tag((await services.store.write(work)).version)


@router.put("/email", status_code=202, responses=_EDIT | problems(429))
async def put_email(body: EmailChange, services: Insurer, customer: Customer, match: IfMatch) -> Accepted:
    """Ask for another e-mail address: it counts once the link in the mail to it is followed."""
    await _prove(services, customer, body.password, "/password")

    def work(conn: Connection) -> None:
        etag.check(match, _account(conn, customer).version)
        if conn.execute(select(accounts.c.id).where(accounts.c.email == body.email)).one_or_none():
            mailbox.send_kind(conn, services, "already", body.email, customer.language)
            return
        tickets.void(conn, services, "email_change", customer.id)
        ticket = tickets.issue(conn, services, "email_change", customer.id, body.email)
        mailbox.send_kind(conn, services, "email_change", body.email, customer.language, ticket)

    await services.store.write(work)
    return Accepted()


def _record(response: Response, services: Services, customer: Account, table: Table) -> dict[str, Any]:
    row = services.store.peek(_RECORDS[table], account=customer.id)
    if row is None:
        code = "passport.not_found" if table is passports else "personal_info.not_found"
        raise ProblemError(404, code, "Nothing was saved yet.", headers={"ETag": etag.tag(0)})
    response.headers["ETag"] = etag.tag(row.version)
    return {name: value for name, value in row._asdict().items() if name not in ("account_id", "version")}


async def _save(
    response: Response, services: Services, customer: Account, table: Table, values: dict[str, Any], match: str
) -> None:
    def work(conn: Connection) -> int:
        query = select(table.c.version).where(table.c.account_id == customer.id)
        version = conn.execute(query).scalar_one_or_none() or 0
        etag.check(match, version)
        new = {**values, "version": version + 1}
        row = insert(table).values(account_id=customer.id, **new)
        conn.execute(row.on_conflict_do_update(index_elements=["account_id"], set_=new))
        return version + 1

    response.headers["ETag"] = etag.tag(await services.store.write(work))


def _account(conn: Connection, customer: Account) -> Row[Any]:
    return conn.execute(select(accounts).where(accounts.c.id == customer.id)).one()


def _change(conn: Connection, customer: Account, match: str, **values: Any) -> Row[Any]:
    etag.check(match, _account(conn, customer).version)
    conn.execute(update(accounts).where(accounts.c.id == customer.id).values(**values, version=accounts.c.version + 1))
    return _account(conn, customer)


async def _prove(services: Services, customer: Account, password: str, pointer: str) -> None:
    """Ask for the password again. Raises ProblemError 422, or 429 after too many tries."""
    scope = hashed(customer.session_id)  # a stranger has none, so he cannot keep the owner from it

    def look(conn: Connection) -> str:
        rate_limits.check(conn, services, scope, services.config.failures_allowed)
        return str(_account(conn, customer).password_hash)

    if not await services.passwords.fits(await services.store.read(look), password):
        await services.store.write(lambda conn: rate_limits.note(conn, services, [scope]))
        raise ProblemError(422, "password.wrong", "This is not the password.", fields=[field(pointer, "wrong")])
