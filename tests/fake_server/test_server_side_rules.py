"""Rows of security and of one truth in three places, from the insurer's side."""

import ast
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

import omi_tui.fake_server
from omi_tui.fake_server.auth import hashed
from omi_tui.fake_server.card_page.gateway import gateway_of
from omi_tui.fake_server.contracts import contract_values
from omi_tui.fake_server.passwords import Passwords
from omi_tui.fake_server.schema import accounts, drafts, orders, payments, policies, tickets, tokens
from omi_tui.fake_server.seed_people import HOLDER
from omi_tui.model import rules
from omi_tui.model.person import Insured
from tests.fake_server.cabinet import TRAVELLER, Cabinet, code, keyed, opened

SOURCES = sorted(Path(omi_tui.fake_server.__file__).parent.rglob("*.py"))
RAW = {"exec_driver_sql", "execute", "text", "executescript", "executemany"}


async def buy(cabinet: Cabinet, caller: Any, *drafts_of: dict[str, Any]) -> dict[str, Any]:
    body = {"draft_ids": [draft["id"] for draft in drafts_of]}
    order: dict[str, Any] = await cabinet.ok(caller.post("/v1/orders", json=body, headers=keyed()))
    return order


def test_sec_45_no_sql_is_put_together_from_values() -> None:
    """Text that goes to the database is a constant; values go beside it. A f-string may hold constants in capitals."""
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute | ast.Name)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name not in RAW:
                continue
            sql = node.args[0]
            if isinstance(sql, ast.BinOp):
                found.append(f"{path.name}:{node.lineno}")
            if isinstance(sql, ast.JoinedStr):
                parts = [part.value for part in sql.values if isinstance(part, ast.FormattedValue)]
                names = [ast.unparse(part).rsplit(".", 1)[-1].lstrip("_") for part in parts]
                if not all(name.isupper() or name == "pragma" for name in names):
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []


INJECTIONS = (
    "' OR '1'='1", "'; DROP TABLE drafts; --", '" OR ""="', "1 UNION SELECT password_hash FROM accounts",
    "%' ESCAPE '!",
    "\\'; --", "0x27", "a\x00b", "))) OR 1=1 --", "${jndi:x}",
)  # fmt: skip


@pytest.mark.parametrize("attack", INJECTIONS)
async def test_sec_45_what_looks_like_sql_finds_nothing_and_breaks_nothing(cabinet: Cabinet, attack: str) -> None:
    ewa = await cabinet.customer("ewa")
    draft = await cabinet.draft(ewa)
    for path in ("/v1/drafts/{}", "/v1/orders/{}", "/v1/policies/{}", "/v1/operations/{}"):
        answer = await ewa.get(path.format(quote(attack, safe="")))
        assert answer.status_code in (400, 404, 422) or answer.json()["state"] == "unknown"
    for query in ({"cursor": attack}, {"limit": attack}):
        assert (await ewa.get("/v1/drafts", params=query)).status_code == 422
    assert (await ewa.get("/v1/policies", params={"state": attack})).status_code == 422
    headers = {"Idempotency-Key": attack.replace("\x00", "")}
    assert (await ewa.post("/v1/orders", json={"draft_ids": ["1"]}, headers=headers)).status_code == 400
    assert (await ewa.post("/v1/cart/items", json={"draft_id": attack})).status_code in (404, 422)
    assert (await cabinet.api.post("/v1/sessions", json={"login": attack, "password": attack})).status_code in (
        401,
        422,
    )
    mails = await cabinet.api.get("/_omi/mail", params={"to": attack}, headers=cabinet.control)
    assert mails.json()["items"] == []
    assert (await cabinet.ok(ewa.get(f"/v1/drafts/{draft['id']}")))["id"] == draft["id"]


async def test_sec_29_tokens_are_long_new_and_kept_as_hashes(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    given = [await cabinet.sign_in("ewa@example.test") for _ in range(5)]
    told = [pair[name] for pair in given for name in ("access_token", "refresh_token")]
    assert len(set(told)) == len(told)
    assert min(map(len, told)) * 6 >= 128, "bits of base64"
    kept = await cabinet.services.store.read(lambda conn: conn.scalars(select(tokens.c.token_hash)).all())
    assert {hashed(token) for token in told} <= set(kept)
    assert not set(told) & set(kept)
    caller = cabinet.caller(told[0])
    await cabinet.wait(minutes=15)
    assert code(await caller.get("/v1/cart")) == (401, "session.expired")
    renewed = {"refresh_token": told[1]}
    await cabinet.ok(cabinet.api.post("/v1/sessions/refresh", json=renewed))
    await cabinet.wait(days=7)
    assert (await cabinet.api.post("/v1/sessions/refresh", json=renewed)).status_code == 401


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("short-7", False),
        ("8 signs!", True),
        ("x" * 64, True),
        ("х" * 128, True),
        ("x" * 129, False),
        (" leading and trailing ", True),
        ("日本語のパスワード🔑", True),
        ("password123", False),
        ("PASSWORD123", False),
        ("' OR 1=1; --", True),
    ],
)
async def test_sec_30_which_passwords_are_taken(cabinet: Cabinet, password: str, taken: bool) -> None:
    answer = await cabinet.sign_up("ewa@example.test", password=password)
    assert (answer.status_code == 202) == taken
    if taken:
        kept = await cabinet.services.store.read(lambda conn: conn.scalars(select(accounts.c.password_hash)).one())
        assert kept.startswith("$argon2id$")
        assert await cabinet.services.passwords.fits(kept, password)
        for other in (password[:-1], password.strip() + "x", password + " "):
            assert not await cabinet.services.passwords.fits(kept, other), "nothing is cut off"


async def test_sec_31_a_known_and_an_unknown_address_cost_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal work is counted, not timed: a shared machine's clock would tell about the machine."""
    with opened() as cabinet:
        await cabinet.customer("ewa")
        work: Counter[str] = Counter()
        for name in ("_fits", "hash_now"):
            original = getattr(Passwords, name)

            def counted(self: Any, *given: Any, _name: str = name, _original: Any = original) -> Any:
                work[_name] += 1
                return _original(self, *given)

            monkeypatch.setattr(Passwords, name, counted)
        done = []
        for email in ("ewa@example.test", "nobody@example.test"):
            work.clear()
            wrong = await cabinet.api.post("/v1/sessions", json={"login": email, "password": "wrong wrong"})
            again = await cabinet.sign_up(email)
            reset = await cabinet.api.post("/v1/password-resets", json={"email": email})
            resent = await cabinet.api.post("/v1/accounts/activation/resend", json={"email": email})
            answers = [
                (answer.status_code, answer.headers.get("Retry-After")) for answer in (wrong, again, reset, resent)
            ]
            bodies = [answer.json() for answer in (wrong, again, reset, resent)]
            for body in bodies:
                body.pop("correlation_id", None)
            done.append((dict(work), answers, bodies))
        assert done[0] == done[1]


async def test_sec_32_tickets_are_kept_hashed_work_once_and_die(cabinet: Cabinet) -> None:
    for name in ("ewa", "jan", "late"):
        await cabinet.sign_up(f"{name}@example.test")
    ewa, jan, late = [await cabinet.ticket(f"{name}@example.test") for name in ("ewa", "jan", "late")]
    assert len({ewa, jan, late}) == 3
    kept = await cabinet.services.store.read(lambda conn: conn.scalars(select(tickets.c.ticket_hash)).all())
    assert not {ewa, jan, late} & set(kept)

    async def use(email: str, ticket: str) -> tuple[int, str]:
        answer = await cabinet.api.post("/v1/accounts/activation", json={"email": email, "ticket": ticket})
        return (200, "") if answer.status_code == 200 else code(answer)

    assert await use("jan@example.test", ewa) == (422, "ticket.foreign")
    assert await use("ewa@example.test", ewa) == (200, "")
    assert await use("ewa@example.test", ewa) == (409, "ticket.used")
    await cabinet.wait(hours=24)
    assert await use("late@example.test", late) == (410, "ticket.expired")


async def test_sec_22_no_address_and_no_ticket_comes_back_in_a_refusal_or_the_log(cabinet: Cabinet) -> None:
    await cabinet.sign_up("ewa@example.test")
    ticket = await cabinet.ticket("ewa@example.test")
    said = []
    for email, sent in (("jan@example.test", ticket), ("ewa@example.test", "x" + ticket), ("ewa@example.test", "?")):
        said.append((await cabinet.api.post("/v1/accounts/activation", json={"email": email, "ticket": sent})).text)
    said.append((await cabinet.api.get(f"/EmailConfirm.aspx?u=ewa@example.test&ticket=x{ticket}=en")).text)
    said.append((await cabinet.api.put(f"/v1/password-resets/{ticket}", json={"password": "a new password"})).text)
    said.append((await cabinet.api.get("/_omi/requests", headers=cabinet.control)).text)
    for text in said:
        assert ticket[:12] not in text
        assert "@example.test" not in text


async def test_sec_41_no_step_can_be_left_out(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa", profile=False)
    body = await cabinet.application()
    assert code(await ewa.post("/v1/drafts", json=body, headers=keyed()))[1] == "profile.incomplete"
    anna = await cabinet.customer("anna")
    unconfirmed = await cabinet.application(confirmed=False)
    assert (await anna.post("/v1/drafts", json=unconfirmed, headers=keyed())).status_code == 422
    made_up = body | {"quote_id": "made-up"}
    assert (await anna.post("/v1/drafts", json=made_up, headers=keyed())).status_code == 422
    draft = await cabinet.draft(anna)
    order = await buy(cabinet, anna, draft)
    for _ in range(3):
        told = await cabinet.ok(anna.get(f"/v1/orders/{order['order_number']}"))
        assert (told["state"], told["policies"]) == ("created", [])
    await cabinet.api.get("/PaymentReturn.aspx", params={"ordernumber": order["order_number"], "billnumber": "5"})
    assert (await cabinet.ok(anna.get(f"/v1/orders/{order['order_number']}")))["policies"] == []


async def test_inv_07_cart_order_charge_and_receipt_are_one_sum(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    chosen = [await cabinet.draft(ewa, begin, days) for begin, days in ((1, 8), (20, 31), (80, 365))]
    for draft in chosen:
        await cabinet.ok(ewa.post("/v1/cart/items", json={"draft_id": draft["id"]}))
    cart = (await ewa.get("/v1/cart")).json()["total"]
    order = await buy(cabinet, ewa, *chosen)
    pay = f"/_omi/pay/{order['order_number']}"
    await cabinet.ok(cabinet.api.post(pay, json={"card": "4200000000000000"}, headers=cabinet.control))

    def work(conn: Any) -> tuple[int, int, int, str]:
        charged = conn.execute(select(orders.c.amount)).scalar_one()
        open_order = gateway_of(cabinet.services).ledger(conn).by_number(order["order_number"])
        assert open_order
        return (
            charged,
            sum(conn.scalars(select(payments.c.amount))),
            sum(conn.scalars(select(policies.c.premium))),
            open_order.amount,
        )

    ordered, received, premiums, at_gateway = await cabinet.services.store.read(work)
    assert ordered == received == premiums
    assert cart == order["amount"] == {"amount": at_gateway, "currency": "EUR"}
    assert f"{ordered / 100:.2f}" == at_gateway


TODAY = date(2031, 5, 6)
_names = st.text(alphabet="ABCXYZabc '-ж0\n", max_size=8)
_codes = st.text(alphabet="AB12-жs ", max_size=8)
_days = st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=370))
_births = st.dates(date(1899, 1, 1), TODAY + timedelta(days=3))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(last=_names, number=_codes, begin=_days, end=_days, birth=_births)
def test_inv_09_sec_39_client_server_and_database_give_one_verdict(
    shared: Any, last: str, number: str, begin: date, end: date, birth: date
) -> None:
    """The form's rules, the insurer's model and the table's CHECKs see the same values.

    What depends on today is not in the table, which knows no today: those days are only compared for the other two.
    """
    services, account = shared

    def form() -> bool:
        try:
            rules.latin_name(last)
            rules.document_number(number)
            rules.begin_day(begin, TODAY)
            rules.end_day(end, begin)
            rules.birth_day(birth, TODAY)
        except rules.RuleError:
            return False
        return True

    def server() -> bool:
        from omi_tui.fake_server.problems import ProblemError
        from omi_tui.fake_server.rules import check_period

        try:
            Insured.model_validate(
                TRAVELLER | {"last_name_latin": last, "passport_number": number, "birth_date": birth}
            )
            check_period(begin, end, TODAY)
            rules.birth_day(birth, TODAY)
        except (ValidationError, ProblemError, rules.RuleError):
            return False
        return True

    def table(name: str, document: str) -> bool:
        values: dict[str, Any] = TRAVELLER | {"last_name_latin": name, "passport_number": document}
        insured = Insured.model_construct(**values | {"birth_date": birth, "personal_number": None})
        row = contract_values(HOLDER, insured, holder_is_insured=False) | {
            "id": "one", "account_id": account, "state": "unpaid", "begin_date": begin, "end_date": end, "premium": 800,
            "sum_insured": 1, "currency": "EUR", "created_at": services.now(), "expires_at": services.now(),
        }  # fmt: skip

        def work(conn: Any) -> None:
            conn.execute(drafts.insert().values(row))
            raise InterruptedError  # nothing stays

        try:
            services.store.write_now(work)
        except InterruptedError:
            return True
        except IntegrityError:
            return False
        raise AssertionError

    verdict = form()
    assert server() == verdict
    if verdict:
        assert table(rules.latin_name(last), rules.document_number(number)), "the table takes whatever the rules take"
    elif begin >= TODAY and birth < begin and birth.year >= TODAY.year - 130 and begin <= TODAY + timedelta(days=365):
        assert not table(last, number), "and refuses what they refuse, where it needs no calendar"


@pytest.fixture(scope="module")
def shared() -> Any:
    with opened("demo") as cabinet:
        services = cabinet.services
        yield services, services.store.write_now(lambda conn: conn.scalars(select(accounts.c.id)).one())
