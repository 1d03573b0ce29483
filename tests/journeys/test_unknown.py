"""What the insurer could not be asked for is not called empty, and there is a way to ask again."""

import pytest

from omi_tui.client.errors import Unreachable
from omi_tui.client.insurer import Insurer
from omi_tui.journeys.cart import CartJourney
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.profile import ProfileJourney
from omi_tui.journeys.records import RecordsJourney
from omi_tui.journeys.workplace import Workplace
from tests.forms.test_forms import PERSONAL
from tests.journeys.walking import fill, ids


def journeys(workplace: Workplace) -> list[Journey]:
    return [
        ProfileJourney(workplace),
        CartJourney(workplace),
        *(RecordsJourney(workplace, kind) for kind in ("drafts", "policies", "archive")),
    ]


async def test_nothing_is_called_empty_before_it_is_known(nobody: Workplace) -> None:
    for journey in journeys(nobody):
        with pytest.raises(Unreachable):
            await journey.enter()
        view = journey.view()
        assert view.listing is None
        assert view.form is None
        assert view.tables == ()
        again = next(action for action in ids(journey) if action in ("read", "update"))
        with pytest.raises(Unreachable):
            await journey.act(again)


async def test_the_details_are_read_again(agents_desk: Workplace) -> None:
    journey = ProfileJourney(agents_desk)
    assert ids(journey) == ["read"]
    await journey.act("read")
    assert journey.view().form is not None


async def test_a_save_whose_answer_was_lost_is_no_conflict(signed_in: Workplace, insurer: Insurer) -> None:
    journey = ProfileJourney(signed_in)
    await journey.enter()
    form = journey.view().form
    assert form is not None
    fill(form, **PERSONAL)
    await insurer.profile.save_personal_info(form.build(), journey.parts["personal"].etag)
    await journey.act("continue")
    assert signed_in.messages[-1].text == "Personal information is saved."
    assert not journey.unsaved()
    fill(form, address="ul. Nowa 1, Lublin")
    await journey.act("continue")
    copy = (await insurer.profile.personal_info()).value
    assert copy is not None
    assert copy.address == "ul. Nowa 1, Lublin"
