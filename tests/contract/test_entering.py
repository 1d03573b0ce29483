"""Accounts, passwords and sessions."""

import pytest

from omi_tui.client.errors import Overloaded, Refused, SessionEnded, ValidationRefused
from tests.contract.conftest import PASSWORD, Customer, NewCustomer, Running, new_key, sign_up


async def test_sign_up_activate_sign_in(stranger: Customer) -> None:
    accounts, sessions = stranger.insurer.accounts, stranger.insurer.sessions
    unknown = stranger.insurer.is_fake
    await accounts.sign_up(sign_up(stranger.email), new_key())
    assert (unknown, stranger.insurer.is_fake) == (None, True)
    with pytest.raises(Refused) as caught:
        await sessions.sign_in(stranger.email, PASSWORD)
    assert caught.value.code == "account.not_active"
    await accounts.activate(stranger.email, await stranger.ticket())
    await sessions.sign_in(stranger.email, PASSWORD)
    assert sessions.signed_in
    assert (await stranger.insurer.profile.settings()).value.email == stranger.email


async def test_a_key_answers_once_and_is_bound_to_its_body(stranger: Customer) -> None:
    key = new_key()
    await stranger.insurer.accounts.sign_up(sign_up(stranger.email), key)
    await stranger.insurer.accounts.sign_up(sign_up(stranger.email), key)
    assert len(await stranger.insurer.fake.mail(stranger.email)) == 1
    assert (await stranger.insurer.operations.get(key)).state == "done"
    other = sign_up(stranger.email).model_copy(update={"residence_country": "DEU"})
    with pytest.raises(Refused) as caught:
        await stranger.insurer.accounts.sign_up(other, key)
    assert caught.value.code == "idempotency_key.reused"


async def test_a_key_has_to_be_a_key(stranger: Customer) -> None:
    with pytest.raises(Refused) as caught:
        await stranger.insurer.accounts.sign_up(sign_up(stranger.email), "17")
    assert caught.value.code == "idempotency_key.format"


async def test_the_server_judges_the_fields_as_well(stranger: Customer) -> None:
    bad = sign_up(stranger.email).model_copy(update={"residence_country": "ZZZ"})
    with pytest.raises(ValidationRefused) as caught:
        await stranger.insurer.accounts.sign_up(bad, new_key())
    errors = [(error.pointer, error.code) for error in caught.value.field_errors]
    assert errors == [("/residence_country", "residence_country.unknown")]


async def test_tickets_are_wrong_foreign_or_used(stranger: Customer, new_customer: NewCustomer) -> None:
    accounts = stranger.insurer.accounts
    await accounts.sign_up(sign_up(stranger.email), new_key())
    ticket = await stranger.ticket()
    for email, given, code in [
        (stranger.email, "A" * 43 + "=", "ticket.wrong"),
        (new_customer().email, ticket, "ticket.foreign"),
    ]:
        with pytest.raises(Refused) as caught:
            await accounts.activate(email, given)
        assert caught.value.code == code
    await accounts.activate(stranger.email, ticket)
    with pytest.raises(Refused) as caught:
        await accounts.activate(stranger.email, ticket)
    assert caught.value.code == "ticket.used"


async def test_resend(stranger: Customer) -> None:
    await stranger.insurer.accounts.sign_up(sign_up(stranger.email), new_key())
    await stranger.insurer.accounts.resend_activation(stranger.email)
    assert len(await stranger.insurer.fake.mail(stranger.email)) == 2
    await stranger.insurer.accounts.activate(stranger.email, await stranger.ticket())


async def test_a_forgotten_password(customer: Customer) -> None:
    accounts, sessions = customer.insurer.accounts, customer.insurer.sessions
    await accounts.request_reset(customer.email)
    ticket = await customer.ticket()
    await accounts.reset_password(ticket, "another-staple-8")
    with pytest.raises(Refused) as caught:
        await sessions.sign_in(customer.email, PASSWORD)
    assert caught.value.code == "session.credentials"
    await sessions.sign_in(customer.email, "another-staple-8")
    with pytest.raises(Refused) as caught:
        await accounts.reset_password(ticket, "another-staple-9")
    assert caught.value.code == "ticket.used"


async def test_a_ticket_with_a_slash_gets_through(customer: Customer) -> None:
    for _ in range(40):
        await customer.insurer.accounts.request_reset(customer.email)
        ticket = await customer.ticket()
        if "/" in ticket:
            break
    assert "/" in ticket
    await customer.insurer.accounts.reset_password(ticket, "another-staple-8")


async def test_too_many_wrong_passwords(stranger: Customer) -> None:
    codes: list[str] = []
    for _ in range(12):
        with pytest.raises((Refused, Overloaded)) as caught:
            await stranger.insurer.sessions.sign_in(stranger.email, "wrong")
        codes.append(caught.value.code)
    assert codes[0] == "session.credentials"
    assert isinstance(caught.value, Overloaded)
    assert caught.value.code == "rate.limited"
    assert caught.value.retry_after is not None
    assert 0 < caught.value.retry_after <= 60


async def test_signing_out_ends_it_at_the_insurer(customer: Customer, new_customer: NewCustomer) -> None:
    heir = new_customer()
    heir.store.kept = dict(customer.store.kept)
    await customer.insurer.sessions.sign_out()
    assert customer.store.kept == {}
    with pytest.raises(SessionEnded):
        await customer.insurer.cart.get()
    assert await heir.insurer.sessions.restore()
    with pytest.raises(SessionEnded):
        await heir.insurer.cart.get()
    assert not heir.insurer.sessions.signed_in


async def test_the_next_run_goes_on_signed_in(customer: Customer, new_customer: NewCustomer) -> None:
    later = new_customer()
    later.store.kept = dict(customer.store.kept)
    assert await later.insurer.sessions.restore()
    assert (await later.insurer.profile.settings()).value.email == customer.email


async def test_a_token_that_ends_in_the_middle_is_renewed(customer: Customer, running: Running) -> None:
    before = customer.store.kept.copy()
    running.ahead(minutes=16)
    assert (await customer.insurer.profile.settings()).value.email == customer.email
    assert customer.store.kept != before


async def test_a_refresh_token_that_was_used_up_ends_the_session(customer: Customer, running: Running) -> None:
    used_up = customer.store.kept.copy()
    running.ahead(minutes=16)
    await customer.insurer.cart.get()
    customer.store.kept = used_up
    running.ahead(minutes=16)
    with pytest.raises(SessionEnded):
        await customer.insurer.cart.get()


async def test_a_session_that_is_over_says_so(customer: Customer, running: Running) -> None:
    running.ahead(hours=13)
    with pytest.raises(SessionEnded) as caught:
        await customer.insurer.cart.get()
    assert caught.value.kind == "expired"
    await customer.insurer.sessions.sign_in(customer.email, PASSWORD)
    assert (await customer.insurer.cart.get()).items == []
