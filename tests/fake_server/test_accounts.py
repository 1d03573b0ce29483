"""Sign up, activation, a forgotten password; and that no answer tells who has an account."""

from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.fake_server.cabinet import PASSWORD, Cabinet, code, fields, keyed

EWA = "ewa@example.test"


async def test_a_new_account_is_active_after_the_mail(cabinet: Cabinet) -> None:
    answer = await cabinet.sign_up(" EWA@Example.test ")
    assert (answer.status_code, answer.json()) == (202, {"accepted": True})
    early = await cabinet.api.post("/v1/sessions", json={"login": EWA, "password": PASSWORD})
    assert code(early) == (403, "account.not_active")
    (mail,) = await cabinet.mails(EWA)
    assert mail["from"] == "noreplay@bgs.by"
    assert mail["to"] == EWA
    (link,) = mail["links"]
    assert link in mail["text"]
    assert link.startswith(f"{cabinet.services.url}/EmailConfirm.aspx?u={EWA}&ticket=")
    assert link.endswith("%3D=en")
    page = await cabinet.api.get(link.removeprefix(cabinet.services.url))
    assert page.status_code == 200
    assert "confirmed" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert set(await cabinet.sign_in(EWA)) == {"access_token", "refresh_token", "expires_in"}


@pytest.mark.parametrize(
    "mangle",
    [
        lambda ticket: ticket,
        lambda ticket: ticket.rstrip("="),
        lambda ticket: ticket + "=en",
        lambda ticket: quote(ticket, safe="") + "=ru",
        lambda ticket: quote(quote(ticket, safe=""), safe=""),
        lambda ticket: ticket.replace("+", " "),
        lambda ticket: f"  {ticket[:20]}\r\n{ticket[20:]}\n",
        lambda ticket: ticket.replace("+", "-").replace("/", "_"),
        lambda ticket: ticket + "&lang=en",
    ],
)
async def test_a_ticket_is_read_however_mangled(cabinet: Cabinet, mangle: Any) -> None:
    await cabinet.sign_up(EWA)
    ticket = await cabinet.ticket(EWA)
    answer = await cabinet.api.post("/v1/accounts/activation", json={"email": EWA, "ticket": mangle(ticket)})
    assert answer.status_code == 200
    assert answer.json() == {"email": EWA}


async def test_each_bad_ticket_has_its_code(cabinet: Cabinet) -> None:
    async def activate(email: str, ticket: str) -> tuple[int, str]:
        return code(await cabinet.api.post("/v1/accounts/activation", json={"email": email, "ticket": ticket}))

    await cabinet.sign_up(EWA)
    await cabinet.sign_up("jan@example.test")
    first = await cabinet.ticket(EWA)
    assert await activate(EWA, "nonsense") == (422, "ticket.wrong")
    assert await activate("jan@example.test", first) == (422, "ticket.foreign")
    await cabinet.wait(hours=25)
    assert await activate(EWA, first) == (410, "ticket.expired")
    page = await cabinet.api.get(f"/EmailConfirm.aspx?u={EWA}&ticket={quote(first, safe='')}=en")
    assert page.status_code == 410
    assert "too old" in page.text
    again = await cabinet.api.post("/v1/accounts/activation/resend", json={"email": EWA})
    assert again.status_code == 202
    second = await cabinet.ticket(EWA)
    await cabinet.ok(cabinet.api.post("/v1/accounts/activation", json={"email": EWA, "ticket": second}))
    assert await activate(EWA, second) == (409, "ticket.used")


async def test_signing_up_again_before_activation_replaces_the_password(cabinet: Cabinet) -> None:
    await cabinet.sign_up(EWA)
    first = await cabinet.ticket(EWA)
    await cabinet.sign_up(EWA, password="another password", language="ru")
    (_, mail) = await cabinet.mails(EWA)
    assert mail["subject"] == "Регистрация в кабинете пользователя"
    stale = await cabinet.api.post("/v1/accounts/activation", json={"email": EWA, "ticket": first})
    assert code(stale) == (410, "ticket.expired")
    body = {"email": EWA, "ticket": await cabinet.ticket(EWA)}
    await cabinet.ok(cabinet.api.post("/v1/accounts/activation", json=body))
    await cabinet.sign_in(EWA, "another password")


async def test_an_address_with_an_account_gets_the_same_answer_and_another_mail(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    known, unknown = await cabinet.sign_up(EWA), await cabinet.sign_up("nobody@example.test")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert (await cabinet.mails(EWA))[-1]["links"] == []
    for path in ("/v1/accounts/activation/resend", "/v1/password-resets"):
        answers = [await cabinet.api.post(path, json={"email": email}) for email in (EWA, "who@example.test")]
        assert {(answer.status_code, answer.content) for answer in answers} == {(202, b'{"accepted":true}')}
    assert await cabinet.mails("who@example.test") == []


async def test_sign_up_refuses_what_breaks_a_rule(cabinet: Cabinet) -> None:
    answer = await cabinet.sign_up(
        "ewa", password="short", residence_country="XYZ", adult_confirmed=False, nickname="E"
    )
    assert code(answer) == (422, "validation")
    assert fields(answer) == {
        "/email email.format",
        "/password password.too_short",
        "/residence_country residence_country.unknown",
        "/adult_confirmed adult_confirmed.format",
        "/nickname nickname.unknown_field",
    }
    missing = await cabinet.api.post("/v1/accounts", json={}, headers=keyed())
    assert "/email email.missing" in fields(missing)


async def test_a_forgotten_password_is_replaced_by_mail(cabinet: Cabinet) -> None:
    ewa = await cabinet.customer("ewa")
    await cabinet.api.post("/v1/password-resets", json={"email": EWA})
    mail = (await cabinet.mails(EWA))[-1]
    assert "/PasswordReset.aspx?u=" in mail["links"][0]
    assert (await cabinet.api.get(mail["links"][0].removeprefix(cabinet.services.url))).status_code == 200
    path = f"/v1/password-resets/{quote(await cabinet.ticket(EWA), safe='')}"
    weak = await cabinet.api.put(path, json={"password": "password1"})
    assert fields(weak) == {"/password password.common"}
    assert (await cabinet.api.put(path, json={"password": "a new password"})).status_code == 204
    assert code(await cabinet.api.put(path, json={"password": "a new password"})) == (409, "ticket.used")
    assert code(await ewa.get("/v1/me/settings")) == (401, "session.expired")
    await cabinet.sign_in(EWA, "a new password")
    old = await cabinet.api.post("/v1/sessions", json={"login": EWA, "password": PASSWORD})
    assert code(old) == (401, "session.credentials")
    wrong = await cabinet.api.put("/v1/password-resets/a/b%2Fc", json={"password": "a new password"})
    assert code(wrong) == (422, "ticket.wrong")


async def test_a_reset_ticket_is_short_lived_and_no_activation(cabinet: Cabinet) -> None:
    await cabinet.customer("ewa")
    await cabinet.api.post("/v1/password-resets", json={"email": EWA})
    ticket = await cabinet.ticket(EWA)
    other = await cabinet.api.post("/v1/accounts/activation", json={"email": EWA, "ticket": ticket})
    assert code(other) == (422, "ticket.wrong")
    await cabinet.wait(minutes=61)
    late = await cabinet.api.put(f"/v1/password-resets/{quote(ticket, safe='')}", json={"password": "a new password"})
    assert code(late) == (410, "ticket.expired")


async def test_an_account_that_waits_gets_its_activation_mail_when_it_asks_for_a_password(cabinet: Cabinet) -> None:
    await cabinet.sign_up(EWA)
    await cabinet.api.post("/v1/password-resets", json={"email": EWA})
    assert all("EmailConfirm" in unquote(mail["links"][0]) for mail in await cabinet.mails(EWA))
