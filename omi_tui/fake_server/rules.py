"""The insurer's verdicts: the model's own rules on the insurer's clock, and those that need the database."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Table,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    union_all,
)

from omi_tui.fake_server.contracts import passport_key
from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.problems import ProblemError, field, from_rule, refused_fields
from omi_tui.fake_server.schema import drafts, order_drafts, orders, passports, personal_info, policies, quotes
from omi_tui.fake_server.services import Services
from omi_tui.model import rules
from omi_tui.model.contract import OPEN_STATES, DraftRequest
from omi_tui.model.passport import PassportDetails
from omi_tui.model.period import MINSK, Period
from omi_tui.model.person import Insured, PersonalInfo
from omi_tui.model.problem import FieldProblem
from omi_tui.model.rules import RuleError


def _broken(pointer: str, rule: Callable[..., object], *values: object) -> list[FieldProblem]:
    try:
        rule(*values)
    except RuleError as error:
        return [from_rule(pointer, error)]
    return []


def _refuse(failures: list[FieldProblem]) -> None:
    if failures:
        raise refused_fields(failures)


def check_period(begin: date, end: date, today: date) -> None:
    """Whether the insurer sells this period. Raises ProblemError 422."""
    _refuse(_broken("/begin_date", rules.begin_day, begin, today) or _broken("/end_date", rules.end_day, end, begin))


def check_personal_info(info: PersonalInfo, today: date) -> None:
    """The rules of personal information that need a calendar. Raises ProblemError 422."""
    _refuse(_broken("/birth_date", rules.birth_day, info.birth_date, today))


def check_passport(passport: PassportDetails, today: date) -> None:
    """The rules of passport details that need a calendar. Raises ProblemError 422."""
    failures = _broken("/issue_date", rules.issue_day, passport.issue_date, today)
    failures += _broken("/expiry_date", rules.expiry_day, passport.expiry_date, today)
    if not failures and passport.expiry_date <= passport.issue_date:
        failures.append(field("/expiry_date", "before_issue"))
    _refuse(failures)


def check_quote(quote: Any, body: DraftRequest, services: Services) -> None:
    """Whether the quote is known, of these dates and still good. Raises ProblemError 422 or 410."""
    if quote is None:
        raise ProblemError(422, "quote.not_found", "There is no such quote.")
    if (quote.begin_date, quote.end_date) != (body.begin_date, body.end_date):
        raise ProblemError(422, "quote.mismatch", "The quote is for other dates.")
    if quote.valid_until <= services.now():
        raise ProblemError(410, "quote.expired", "The quote is no longer good. Ask for the price again.")


def check_insured(body: DraftRequest, today: date) -> None:
    """Whether an insured person is given exactly when that is not the policyholder. Raises ProblemError 422."""
    if body.policyholder_is_insured:
        _refuse([field("/insured", "unexpected")] if body.insured else [])
    elif body.insured is None:
        _refuse([field("/insured", "missing")])
    else:
        _refuse(_broken("/insured/birth_date", rules.birth_day, body.insured.birth_date, today))


def policyholder(conn: Connection, account_id: str) -> PersonalInfo:
    """The account's personal information, as it was checked when it was saved. Raises ProblemError 422 without any."""
    row = _HOLDER.first(conn, account_id=account_id)
    if row is None:
        raise _incomplete("/personal_info")
    return PersonalInfo.model_construct(**row._asdict())


def check_policyholder(holder: PersonalInfo, today: date) -> None:
    """Whether the policyholder can conclude a contract today. Raises ProblemError 422."""
    if young := _broken("/personal_info/birth_date", rules.adult, holder.birth_date, today):
        raise ProblemError(422, "policyholder.minor", "The policyholder is not eighteen years old yet.", fields=young)


def insured_policyholder(
    conn: Connection, account_id: str, holder: PersonalInfo, country_of_residence: str, last_day: date
) -> Insured:
    """The policyholder as the insured person; the passport has to be on file and valid through *last_day*."""
    row = conn.execute(select(passports).where(passports.c.account_id == account_id)).one_or_none()
    if row is None:
        raise _incomplete("/passport")
    passport = PassportDetails.model_validate(_values(row))
    expired = _broken("/passport/expiry_date", rules.expiry_day, passport.expiry_date, last_day)
    if expired:
        raise ProblemError(422, "passport.expired", "The passport ends before the policy does.", fields=expired)
    return Insured(
        last_name_latin=holder.last_name_latin,
        first_name_latin=holder.first_name_latin,
        birth_date=holder.birth_date,
        citizenship=passport.nationality,
        passport_series=passport.series,
        passport_number=passport.number,
        personal_number=passport.personal_number,
        address=holder.address,
        phone=holder.phone,
        country_of_residence=country_of_residence,
    )


def check_overlap(conn: Connection, services: Services, account_id: str, insured: Insured, period: Period) -> None:
    """One policy per passport and day: raises ProblemError 409 with the other contract's id.

    A policy counts whoever bought it, but its id is told to its owner only; a draft counts in its own account.
    """
    other = _OTHER.first(
        conn,
        passport=passport_key(insured.citizenship, insured.passport_series, insured.passport_number),
        begin=period.begin,
        end=period.end,
        account=account_id,
        now=services.now(),
    )
    if other:
        raise _overlap(other.id if other.account_id == account_id else None)


def draft_ends(services: Services, begin: date, formed_at: datetime) -> datetime:
    """When a draft can no longer be paid: after its life, or when its first insured day is over in Minsk."""
    first_day_over = datetime.combine(begin + timedelta(days=1), time(), MINSK)
    seconds = services.transitions.draft.seconds
    life = services.config.draft_life if seconds is None else timedelta(seconds=seconds)
    return min(formed_at + life, first_day_over)


NOW: BindParameter[datetime] = bindparam("now", type_=orders.c.expires_at.type)


def open_state() -> ColumnElement[bool]:
    """Whether the order of the row may still be paid, by its state."""
    return or_(*(orders.c.state == state for state in sorted(OPEN_STATES)))


def in_open_order(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Whether the draft of the row is in an order that may still be paid."""
    return exists(
        select(orders.c.order_number)
        .join(order_drafts, order_drafts.c.order_number == orders.c.order_number)
        .where(order_drafts.c.draft_id == drafts.c.id, open_state())
        .where(or_(orders.c.expires_at > now, orders.c.state == "pending"))
        .correlate(drafts)
    )


def _same_days(table: Table) -> ColumnElement[bool]:
    days = (table.c.end_date >= bindparam("begin")) & (table.c.begin_date <= bindparam("end"))
    return days & (table.c.passport_key == bindparam("passport"))


_QUOTE = Prepared(select(quotes).where(quotes.c.id == bindparam("id")))
_HOLDER = Prepared(
    select(*(column for column in personal_info.c if column.name not in ("account_id", "version"))).where(
        personal_info.c.account_id == bindparam("account_id")
    )
)
_OTHER = Prepared(
    union_all(
        select(
            policies.c.id, policies.c.account_id, (policies.c.account_id != bindparam("account")).label("rank")
        ).where(_same_days(policies)),
        select(drafts.c.id, drafts.c.account_id, literal_column("2"))
        .where(drafts.c.account_id == bindparam("account"), drafts.c.state == "unpaid", _same_days(drafts))
        .where(or_(drafts.c.expires_at > NOW, in_open_order(NOW))),
    ).order_by("rank")
)


def quote_of(conn: Connection, quote_id: str) -> Any:
    """The quote of that id, a row of its table, or None."""
    return _QUOTE.first(conn, id=quote_id)


def _overlap(other_id: str | None) -> ProblemError:
    detail = "This passport has a contract for some of these days already."
    return ProblemError(409, "contract.overlap", detail, other_id=other_id)


def _incomplete(pointer: str) -> ProblemError:
    detail = "Fill in your details before you enter into a contract."
    return ProblemError(422, "profile.incomplete", detail, fields=[field(pointer, "missing")])


def _values(row: Row[Any]) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in ("account_id", "version")}
