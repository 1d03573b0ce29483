"""FS-06: on every day on which a policy can be had at all, somebody in a hurry gets exactly one."""

from pathlib import Path
from typing import Any

import pytest

from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.text.i18n import set_language
from tests.reliability.face import Face
from tests.reliability.fault_world import Desk, world
from tests.reliability.person import Person, Traveller

DAYS = (
    "happy", "pay-then-lost-return", "approved-on-nth-poll", "expired-passport", "answer-lost-after-commit",
    "goes-down-while-buying", "overloaded", "overloaded-by-date", "captive-portal", "notice-lost", "notice-twice",
    "notice-late", "stale-copy", "wrong-clock", "half-a-document", "hostile-names", "many-scripts",
)  # fmt: skip


class Patient(Person):
    """Pays once, and then looks until the end is known."""

    charged = False

    async def _step(self, face: Face) -> None:
        waiting = self.charged and face.view.id == "pay"
        self.charged |= face.view.id == "pay"
        await (face.do("poll") if waiting else super()._step(face))


@pytest.mark.parametrize("name", DAYS)
async def test_fs_06_one_policy_is_bought_on_such_a_day(name: str, tmp_path: Path) -> None:
    set_language("en")
    with world(tmp_path, name) as there:
        there.services.store.write_now(lambda conn: conn.exec_driver_sql("DELETE FROM cart_items").rowcount)
        desk = Desk(there, tmp_path / "desk")
        person = Patient((Traveller("1234567", "KOWALSKA", "MAGDALENA"),))

        async def rows(query: str, *values: Any) -> list[tuple[Any, ...]]:
            return there.rows(query, *values)

        try:
            await person.use(Face(SignInJourney(desk.workplace), person.read))
            assert await person.broken(rows, desk.folder) == []
        finally:
            await desk.close()
