"""The lock of a session that an earlier run left: whose it is, and the password, only the insurer can tell."""

import pytest

from omi_tui.journeys.home import HomeJourney
from omi_tui.journeys.lock import TRIES, LockJourney
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.view import Leave, Restart
from omi_tui.journeys.workplace import Workplace
from tests.journeys.conftest import Desk
from tests.journeys.walking import fill

AGENT, PASSWORD = "agent@example.test", "demo-desk-1"


@pytest.fixture
async def left(agents_desk: Workplace, desk: Desk) -> Workplace:
    """The desk in a later run: signed in still, and nobody has asked who that is."""
    again = desk(agents_desk.journal._backend)
    again._insurer = agents_desk._insurer
    return again


async def typed(lock: LockJourney, **answers: str) -> object:
    fill(lock.form, **answers)
    return await lock.act("continue")


async def test_sec_26_the_insurer_says_whose_session_is_locked(left: Workplace) -> None:
    lock = LockJourney(left)
    await lock.enter()
    assert left.login == AGENT
    assert [field.id for field in lock.form.visible()] == ["password"]
    assert await typed(lock, password=PASSWORD) == Leave(True)
    assert lock.form.texts["password"] == ""


async def test_sec_26_a_session_that_nobody_can_be_asked_about_opens_to_a_whole_sign_in(
    left: Workplace, nobody: Workplace
) -> None:
    """Without the insurer no password can be compared: that is no wrong one. Whatever was open is left behind."""
    here, left._insurer = left._insurer, nobody._insurer
    left._connect = nobody._connect
    lock = LockJourney(left)
    await lock.enter()
    view = lock.view()
    assert [field.id for field in lock.form.visible()] == ["login", "password"]
    assert lock.forms() == {view.id: lock.form}
    assert not lock.unsaved()
    for _again in range(TRIES):
        assert await typed(lock, login=AGENT, password=PASSWORD) is None
        assert lock.view().lead[-1].startswith("The insurer could not be reached")
    left._insurer = here
    assert await typed(lock, login=AGENT, password="wrong") is None
    assert lock.view().lead[-1] == f"The password is not right. Type it again; {TRIES - 1} tries are left."
    opened = await typed(lock, login=AGENT, password=PASSWORD)
    assert isinstance(opened, Restart)
    assert isinstance(opened.journey, HomeJourney)
    assert left.login == AGENT


async def test_sec_26_five_passwords_that_the_insurer_refuses_sign_out(left: Workplace) -> None:
    lock = LockJourney(left)
    await lock.enter()
    for count in range(TRIES - 1, 0, -1):
        assert await typed(lock, password="wrong") is None
        assert f"{count} tr" in lock.view().lead[-1]
    out = await typed(lock, password="wrong")
    assert isinstance(out, Restart)
    assert isinstance(out.journey, SignInJourney)
    assert left.messages[-1].text == "Five passwords were wrong, so you are signed out."
    assert left.login == ""
