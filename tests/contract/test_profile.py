"""The customer's own record."""

import pytest

from omi_tui.client.errors import Conflict, Refused, ValidationRefused
from omi_tui.model.account import AccountSettings, EmailChange, PasswordChange
from omi_tui.model.period import minsk_today
from tests.contract.conftest import ANNA, PASSWORD, Customer, NewCustomer, passport


async def test_personal_information_from_nothing_to_a_second_version(customer: Customer) -> None:
    profile = customer.insurer.profile
    empty = await profile.personal_info()
    assert empty.value is None
    saved = await profile.save_personal_info(ANNA, empty.etag)
    assert saved.value == ANNA
    assert await profile.personal_info() == saved
    moved = ANNA.model_copy(update={"address": "Gdynia, ul. Morska 2"})
    assert (await profile.save_personal_info(moved, saved.etag)).value.address == "Gdynia, ul. Morska 2"


async def test_a_stale_copy_is_refused(customer: Customer) -> None:
    profile = customer.insurer.profile
    old = await profile.personal_info()
    await profile.save_personal_info(ANNA, old.etag)
    with pytest.raises(Conflict):
        await profile.save_personal_info(ANNA, old.etag)


async def test_a_save_has_to_name_a_version(customer: Customer) -> None:
    with pytest.raises(Refused) as caught:
        await customer.insurer.profile.save_personal_info(ANNA, "")
    assert caught.value.status in (412, 428)


async def test_passport_details(customer: Customer) -> None:
    profile = customer.insurer.profile
    empty = await profile.passport()
    assert empty.value is None
    saved = await profile.save_passport(passport(customer.email), empty.etag)
    assert await profile.passport() == saved
    with pytest.raises(Conflict):
        await profile.save_passport(passport(customer.email), empty.etag)


async def test_the_server_judges_the_days_as_well(customer: Customer) -> None:
    profile = customer.insurer.profile
    unborn = ANNA.model_copy(update={"birth_date": minsk_today().replace(year=2200)})
    with pytest.raises(ValidationRefused) as caught:
        await profile.save_personal_info(unborn, (await profile.personal_info()).etag)
    errors = [(error.pointer, error.code) for error in caught.value.field_errors]
    assert errors == [("/birth_date", "birth_date.future")]


async def test_settings(customer: Customer) -> None:
    profile = customer.insurer.profile
    settings = await profile.settings()
    assert settings.value.residence_country == "POL"
    changed = await profile.save_settings(AccountSettings(language="ru", email_notices=False), settings.etag)
    assert (changed.value.language, changed.value.email_notices) == ("ru", False)
    assert await profile.settings() == changed
    with pytest.raises(Conflict):
        await profile.save_settings(AccountSettings(language="en", email_notices=True), settings.etag)


async def test_the_password_is_changed_with_the_old_one(customer: Customer) -> None:
    profile, sessions = customer.insurer.profile, customer.insurer.sessions
    etag = (await profile.settings()).etag
    with pytest.raises(ValidationRefused) as caught:
        await profile.change_password(PasswordChange(old_password="wrong", password="another-staple-8"), etag)
    assert caught.value.field_errors[0].code == "old_password.wrong"
    change = PasswordChange(old_password=PASSWORD, password="another-staple-8")
    newer = await profile.change_password(change, etag)
    assert newer == (await profile.settings()).etag
    await sessions.sign_out()
    await sessions.sign_in(customer.email, "another-staple-8")


async def test_another_address_counts_once_it_is_confirmed(customer: Customer, new_customer: NewCustomer) -> None:
    profile = customer.insurer.profile
    other = new_customer().email
    etag = (await profile.settings()).etag
    with pytest.raises(ValidationRefused):
        await profile.change_email(EmailChange(email=other, password="wrong"), etag)
    await profile.change_email(EmailChange(email=other, password=PASSWORD), etag)
    assert (await profile.settings()).value.email == customer.email
    customer.email = other
    await customer.insurer.accounts.activate(other, await customer.ticket())
    assert (await profile.settings()).value.email == other
