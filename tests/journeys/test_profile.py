"""My details: each part is saved by itself, and a stale copy loses neither version."""

from typing import Any

import pytest

from omi_tui.client.errors import Refused, ValidationRefused, refusal
from omi_tui.client.insurer import Insurer
from omi_tui.journeys.credentials import EmailJourney, PasswordJourney
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.view import Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.account import AccountSettings
from omi_tui.model.person import PersonalInfo
from omi_tui.model.problem import FieldProblem, Problem
from omi_tui.text import i18n
from tests.forms.test_forms import PASSPORT, PERSONAL
from tests.journeys.walking import PASSWORD, fill, ids, newest_link, rejected

UNSAVED = "There are changes that are not saved yet."


async def opened(workplace: Workplace, **options: Any) -> ProfileJourney:
    journey = ProfileJourney(workplace, **options)
    await journey.enter()
    return journey


async def saved(workplace: Workplace) -> ProfileJourney:
    """A journey whose personal information is saved."""
    journey = await opened(workplace)
    fill(journey.view().form, **PERSONAL)
    await journey.act("continue")
    return journey


async def missing_parts(insurer: Insurer) -> list[str]:
    copies = {"personal": await insurer.profile.personal_info(), "passport": await insurer.profile.passport()}
    return [name for name, copy in copies.items() if copy.value is None]


async def elsewhere(insurer: Insurer, **changes: object) -> None:
    """Another program saves other details meanwhile."""
    copy = await insurer.profile.personal_info()
    assert copy.value
    await insurer.profile.save_personal_info(copy.value.model_copy(update=changes), copy.etag)


def table_of(journey: ProfileJourney) -> tuple[tuple[str, ...], ...]:
    return journey.view().tables[0].rows


async def test_each_part_is_saved_by_itself(signed_in: Workplace, insurer: Insurer) -> None:
    journey = await opened(signed_in)
    assert ids(journey) == ["continue", "passport", "account"]
    assert [action.digit for action in journey.view().actions] == ["", "2", "3"]
    assert journey.view().heading == "Personal information"
    assert await missing_parts(insurer) == ["personal", "passport"]
    fill(journey.view().form, **PERSONAL)
    assert await journey.act("continue") is None
    assert signed_in.messages[-1].text == "Personal information is saved."
    assert await missing_parts(insurer) == ["passport"]
    await journey.act("passport")
    fill(journey.view().form, **PASSPORT)
    await journey.act("continue")
    assert signed_in.messages[-1].text == "Passport details are saved."
    assert await missing_parts(insurer) == []
    again = await opened(signed_in)
    assert again.parts["personal"].form.texts["last_name_latin"] == "IVANOVA"
    assert again.parts["passport"].form.texts["nationality"] == "POL  Poland"
    assert again.view().notes == ()


async def test_a_part_with_errors_is_not_saved(signed_in: Workplace, insurer: Insurer) -> None:
    journey = await opened(signed_in)
    fill(journey.view().form, **{**PERSONAL, "phone": "123", "sex": ""})
    assert await rejected(journey) == {"sex": "missing", "phone": "format"}
    assert (await insurer.profile.personal_info()).value is None


async def test_unsaved_changes_are_named_and_survive_switching(signed_in: Workplace) -> None:
    journey = await saved(signed_in)
    fill(journey.view().form, phone="+48 600-000-000")
    assert journey.view().notes == ()
    fill(journey.view().form, phone="+375 29 1234567")
    assert journey.view().notes == (UNSAVED,)
    await journey.act("passport")
    await journey.act("personal")
    assert journey.parts["personal"].form.texts["phone"] == "+375 29 1234567"
    await journey.enter()
    assert journey.view().notes == (UNSAVED,)
    assert not journey.back()


async def test_another_language_is_no_change(signed_in: Workplace) -> None:
    journey = await opened(signed_in, step="passport")
    fill(journey.view().form, **PASSPORT)
    await journey.act("continue")
    i18n.set_language("ru")
    assert journey.view().notes == ()


async def test_account_settings(signed_in: Workplace, insurer: Insurer, email: str) -> None:
    journey = await opened(signed_in)
    await journey.act("account")
    view = journey.view()
    assert view.lead == (f"E-mail address (your login): {email}", "Residence country: Poland")
    assert view.notes == ("The sign-in is kept for this run only, because this system has no keyring.",)
    assert ids(journey) == ["continue", "personal", "passport", "email", "password"]
    fill(view.form, language="ru", email_notices="")
    await journey.act("continue")
    value = (await insurer.profile.settings()).value
    assert (value.language, value.email_notices) == ("ru", False)


class TestStaleCopy:
    """Somebody saved other details since these were opened."""

    async def stale(self, workplace: Workplace, insurer: Insurer) -> ProfileJourney:
        journey = await saved(workplace)
        fill(journey.view().form, phone="+375291234567")
        await elsewhere(insurer, address="ul. Nowa 1, Lublin")
        assert await journey.act("continue") is None
        return journey

    async def test_both_versions_are_shown_row_by_row(self, signed_in: Workplace, insurer: Insurer) -> None:
        journey = await self.stale(signed_in, insurer)
        view = journey.view()
        assert view.heading == "These details were changed elsewhere"
        assert table_of(journey) == (
            ("Address", "ul. Lipowa 12, Bialystok", "ul. Nowa 1, Lublin"),
            ("Phone number", "+375291234567", "+48600000000"),
        )
        assert view.notes == ("7 fields are the same.",)
        assert ids(journey) == ["return", "keep_mine", "take_theirs"]

    async def test_keeping_mine_saves_it_over_the_other(self, signed_in: Workplace, insurer: Insurer) -> None:
        journey = await self.stale(signed_in, insurer)
        await journey.act("keep_mine")
        assert journey.view().id == "personal"
        value = (await insurer.profile.personal_info()).value
        assert value
        assert (value.phone, value.address) == ("+375291234567", "ul. Lipowa 12, Bialystok")

    async def test_taking_the_insurers_shows_it(self, signed_in: Workplace, insurer: Insurer) -> None:
        journey = await self.stale(signed_in, insurer)
        await journey.act("take_theirs")
        texts = journey.parts["personal"].form.texts
        assert (texts["phone"], texts["address"]) == ("+48600000000", "ul. Nowa 1, Lublin")
        fill(journey.view().form, phone="+375291234567")
        await journey.act("continue")
        assert journey.view().id == "personal"
        value = (await insurer.profile.personal_info()).value
        assert value
        assert (value.phone, value.address) == ("+375291234567", "ul. Nowa 1, Lublin")

    @pytest.mark.parametrize("by_key", [True, False])
    async def test_going_back_to_editing_loses_neither(
        self, signed_in: Workplace, insurer: Insurer, by_key: bool
    ) -> None:
        journey = await self.stale(signed_in, insurer)
        if by_key:
            assert journey.back()
        else:
            await journey.act("return")
        assert journey.view().id == "personal"
        assert journey.parts["personal"].form.texts["phone"] == "+375291234567"
        await journey.act("continue")
        assert journey.view().id == "conflict"

    async def test_a_third_version_is_shown_again(self, signed_in: Workplace, insurer: Insurer) -> None:
        journey = await self.stale(signed_in, insurer)
        await elsewhere(insurer, address="ul. Trzecia 3, Lublin")
        await journey.act("keep_mine")
        assert journey.view().id == "conflict"
        assert table_of(journey)[0][2] == "ul. Trzecia 3, Lublin"

    async def test_an_edit_that_was_restored_still_notices_it(self, signed_in: Workplace, insurer: Insurer) -> None:
        journey = await saved(signed_in)
        fill(journey.view().form, phone="+375291234567")
        kept = journey.snapshot()
        await elsewhere(insurer, address="ul. Nowa 1, Lublin")
        again = ProfileJourney(signed_in)
        again.restore(kept)
        await again.enter()
        assert again.parts["personal"].form.texts["phone"] == "+375291234567"
        await again.act("continue")
        assert again.view().id == "conflict"

    async def test_a_copy_that_is_the_first_one(self, signed_in: Workplace, insurer: Insurer) -> None:
        journey = await opened(signed_in)
        fill(journey.view().form, **PERSONAL)
        other = await saved(signed_in)
        assert await journey.act("continue") is None
        assert journey.view().id == "personal", "the same answers are no conflict"
        assert not journey.unsaved()
        assert isinstance(other.parts["personal"].value, PersonalInfo)


class TestOnlyMissing:
    """A contract needs two of the parts."""

    async def test_both_are_asked_one_after_the_other(self, signed_in: Workplace) -> None:
        journey = await opened(signed_in, only_missing=True)
        view = journey.view()
        assert (view.id, view.position, ids(journey)) == ("personal", (1, 2), ["continue"])
        assert view.lead == ("The insurer needs these details before it makes a contract.",)
        fill(view.form, **PERSONAL)
        assert await journey.act("continue") is None
        assert (journey.view().id, journey.view().position) == ("passport", (2, 2))
        await journey.enter()
        fill(journey.view().form, **PASSPORT)
        assert await journey.act("continue") == Leave(True)

    async def test_the_passport_alone(self, signed_in: Workplace) -> None:
        await saved(signed_in)
        journey = await opened(signed_in, only_missing=True)
        assert (journey.view().id, journey.view().position) == ("passport", (1, 1))

    async def test_nothing_is_missing(self, agents_desk: Workplace) -> None:
        journey = await opened(agents_desk, only_missing=True)
        assert (journey.view().id, journey.view().position) == ("personal", None)
        assert await journey.act("continue") == Leave(True)


@pytest.mark.parametrize("named", [True, False])
async def test_the_insurers_field_errors_come_into_the_form(
    signed_in: Workplace, insurer: Insurer, monkeypatch: pytest.MonkeyPatch, named: bool
) -> None:
    async def refuse(*_: object) -> None:
        fields = [FieldProblem(pointer="/phone" if named else "/body", code="phone.format")]
        raise refusal(Problem(status=422, code="validation", field_errors=fields))

    journey = await opened(signed_in)
    fill(journey.view().form, **PERSONAL)
    monkeypatch.setattr(insurer.profile, "save_personal_info", refuse)
    if named:
        assert await rejected(journey) == {"phone": "format"}
    else:
        with pytest.raises(ValidationRefused):
            await journey.act("continue")


class TestCredentials:
    """A new password, a new address."""

    async def entered(self, workplace: Workplace, action: str) -> tuple[ProfileJourney, Any]:
        journey = await opened(workplace)
        await journey.act("account")
        effect = await journey.act(action)
        assert isinstance(effect, Enter)
        assert effect.then == "account:changed"
        return journey, effect.journey

    async def test_a_new_password(self, signed_in: Workplace, insurer: Insurer, email: str) -> None:
        journey, change = await self.entered(signed_in, "password")
        assert isinstance(change, PasswordJourney)
        fill(change.view().form, old_password="wrong", password="other words here", password_again="other words here")
        assert await rejected(change) == {"old_password": "wrong"}
        fill(change.view().form, old_password=PASSWORD)
        assert await change.act("continue") == Leave(True)
        await journey.act("account:changed", True)
        await journey.act("continue")
        assert journey.view().id == "account"
        await insurer.sessions.sign_in(email, "other words here")
        assert await change.act("leave") == Leave()

    async def test_a_new_address(self, signed_in: Workplace, insurer: Insurer, email: str) -> None:
        journey, change = await self.entered(signed_in, "email")
        assert isinstance(change, EmailJourney)
        assert email in change.view().lead[0]
        fill(change.view().form, email="New@example.test", password="wrong")
        assert await rejected(change) == {"password": "wrong"}
        fill(change.view().form, password=PASSWORD)
        assert await change.act("continue") is None
        assert "new@example.test" in change.view().lead[0]
        mailbox = await change.act("mailbox")
        assert isinstance(mailbox, Enter)
        await change.act(mailbox.then)
        fill(change.view().form, link="B" * 43)
        assert await rejected(change, "confirm") == {"link": "wrong"}
        await change.act(mailbox.then, await newest_link(insurer, "new@example.test"))
        assert await change.act("confirm") == Leave("new@example.test")
        assert signed_in.login == "new@example.test"
        await journey.act("account:changed", "new@example.test")
        assert journey.view().lead[0].endswith("new@example.test")

    async def test_an_address_may_be_confirmed_later(self, signed_in: Workplace) -> None:
        _, change = await self.entered(signed_in, "email")
        assert await change.act("leave") == Leave()
        assert set(change.snapshot()["forms"]) == {"email", "sent"}

    async def test_the_settings_were_changed_elsewhere(self, signed_in: Workplace, insurer: Insurer) -> None:
        _, change = await self.entered(signed_in, "password")
        copy = await insurer.profile.settings()
        await insurer.profile.save_settings(AccountSettings(language="ru", email_notices=True), copy.etag)
        fill(change.view().form, old_password=PASSWORD, password="other words here", password_again="other words here")
        assert await change.act("continue") == Leave(True)

    @pytest.mark.parametrize("action", ["password", "email"])
    async def test_a_refused_field(
        self, signed_in: Workplace, insurer: Insurer, monkeypatch: pytest.MonkeyPatch, action: str
    ) -> None:
        async def refuse(*_: object) -> None:
            fields = [FieldProblem(pointer="/password", code="password.format")]
            raise refusal(Problem(status=422, code="validation", field_errors=fields))

        _, change = await self.entered(signed_in, action)
        words = "other words here"
        texts = (
            {"old_password": words, "password_again": words} if action == "password" else {"email": "b@example.test"}
        )
        fill(change.view().form, password=words, **texts)
        monkeypatch.setattr(insurer.profile, f"change_{action}", refuse)
        assert await rejected(change) == {"password": "format"}

    async def test_another_refusal_is_passed_on(
        self, signed_in: Workplace, insurer: Insurer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def refuse(*_: object) -> None:
            raise refusal(Problem(status=500, code="server.failed"))

        _, change = await self.entered(signed_in, "password")
        words = "other words here"
        fill(change.view().form, old_password=PASSWORD, password=words, password_again=words)
        monkeypatch.setattr(insurer.profile, "change_password", refuse)
        with pytest.raises(Refused):
            await change.act("continue")
        assert change.form.texts["password"] == words
