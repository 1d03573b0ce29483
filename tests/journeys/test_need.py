"""Do I need it? The answer follows what is typed, names its reason and source, and asks nobody."""

from datetime import date

import pytest

from omi_tui.client.insurer import Insurer
from omi_tui.fake_server.tariffs import exemptions
from omi_tui.forms.need import CRITERIA, NONE, STATUSES
from omi_tui.journeys.beginnings import Begun
from omi_tui.journeys.need import NeedJourney
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.view import Enter, Leave
from omi_tui.journeys.workplace import Workplace
from omi_tui.model import exemption
from omi_tui.model.reference import ExemptionRule, Reference
from tests.journeys.walking import OTHER, fill, rejected

AS_OF = "Rules as of 23\u00a0Nov\u00a02026."


def tells(insurer: Insurer, monkeypatch: pytest.MonkeyPatch, reference: Reference) -> None:
    """Let the insurer tell *reference*."""

    async def get() -> Reference:
        return reference

    monkeypatch.setattr(insurer.reference, "get", get)


def said(journey: NeedJourney, **texts: str) -> tuple[str, ...]:
    fill(journey.form, **texts)
    return journey.view().notes


async def test_the_answer_follows_the_citizenship(nobody: Workplace) -> None:
    journey = NeedJourney(nobody)
    assert journey.view().notes == ()
    assert await rejected(journey, "answer") == {"citizenship": "missing"}
    answer, source, day = said(journey, citizenship="Poland")
    assert answer.startswith("A policy is needed. Foreign citizens and stateless persons need")
    assert (source, day) == ("Source: https://mfa.gov.by/en/visa/useful", AS_OF)
    assert await journey.live()
    assert not await journey.live()
    assert said(journey, citizenship="KAZ")[0] == (
        "No policy is needed. Citizens are covered by the agreement of the CIS states of 27 March 1997. "
        "You can buy one all the same."
    )
    assert said(journey, citizenship="GBR")[0].startswith("Perhaps no policy is needed: ask first.")
    notes = journey.view().notes
    await journey.act("answer")
    assert (journey.view().id, journey.view().lead) == ("answer", notes)
    assert journey.back()
    assert journey.view().id == "need"
    assert await journey.act("leave") == Leave()


@pytest.mark.parametrize("status", exemption.STATUSES)
async def test_every_status_exempts(status: str, nobody: Workplace) -> None:
    journey = NeedJourney(nobody)
    assert said(journey, citizenship="POL", status=status)[0].startswith("No policy is needed.")
    assert said(journey, status=NONE)[0].startswith("A policy is needed.")


async def test_a_foreign_policy_has_to_show_all_of_it(nobody: Workplace) -> None:
    journey = NeedJourney(nobody)
    assert len(journey.form.visible()) == 3
    fill(journey.form, citizenship="POL", foreign_policy="yes")
    assert len(journey.form.visible()) == 9
    for criterion in CRITERIA:
        short, answer = journey.view().notes[:2]
        assert short.startswith("The foreign policy is not enough")
        assert answer.startswith("A policy is needed.")
        journey.form.answer(criterion, "yes")
    assert journey.view().notes[0].startswith("No policy is needed. The foreign policy shows all that Belarus asks")


def test_statuses_and_criteria_are_the_same_in_every_room() -> None:
    assert tuple(STATUSES) == (NONE, *exemption.STATUSES)
    assert tuple(CRITERIA) == exemption.CRITERIA


async def test_who_is_exempt_is_listed_with_the_reason(workplace: Workplace) -> None:
    journey = NeedJourney(workplace)
    await journey.enter()
    await journey.act("lists")
    view = journey.view()
    exempt, ask = view.tables
    assert exempt.title == "Who does not need this insurance"
    assert ("Armenia", "Citizens are covered by the agreement of the CIS states of 27 March 1997.") in exempt.rows
    assert "Transit" in [row[0] for row in exempt.rows]
    assert {row[0] for row in ask.rows} == {"United Kingdom", "Azerbaijan", "Georgia"}
    assert AS_OF in view.lead
    assert view.foot[0].startswith("Source: http")
    await journey.act("need")
    assert journey.view().id == "need"


async def test_newer_rules_of_the_insurer_count_and_older_ones_do_not(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    insurer = await workplace.insurer()
    reference = await insurer.reference.get()
    assert reference.exemptions == exemptions()
    told = [ExemptionRule(nationality="POL", verdict="exempt", reason="A new agreement.", source="https://new.test")]
    for day, needed in (
        (date(2020, 1, 1), "A policy is needed."),
        (None, "A policy is needed."),
        (date(2036, 1, 1), "No policy is needed. A new agreement."),
    ):
        tells(insurer, monkeypatch, reference.model_copy(update={"exemptions": told, "exemptions_date": day}))
        journey = NeedJourney(workplace)
        await journey.enter()
        assert said(journey, citizenship="POL")[0].startswith(needed)


async def test_without_the_insurer_the_shipped_rules_answer(nobody: Workplace) -> None:
    journey = NeedJourney(nobody)
    await journey.enter()
    assert journey.rules == exemption.shipped()
    assert said(journey, citizenship="RUS")[0].startswith("No policy is needed.")


async def test_whoever_buys_can_ask_before_any_form_and_goes_back_to_the_dates(agents_desk: Workplace) -> None:
    purchase = PurchaseJourney(agents_desk)
    await purchase.enter()
    assert [(each.id, each.label) for each in purchase.view().actions] == [
        ("continue", "Buy"),
        ("several", "Several people"),
        ("need", "Do I need it?"),
    ]
    effect = await purchase.act("need")
    assert isinstance(effect, Enter)
    need = effect.journey
    assert isinstance(need, NeedJourney)
    assert said(need, citizenship="KAZ")[0].startswith("No policy is needed.")
    view = need.view()
    assert view.place == ("Buy policy", "Who needs it")
    assert view.actions[-1].label == "Back to the dates"
    assert await need.act("leave") == Leave()
    assert purchase.step == "dates"


async def test_the_warning_of_a_purchase_goes_by_the_same_rules(
    agents_desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that the insurer has told of a later day, on the page of the person and at check answers."""
    insurer = await agents_desk.insurer()
    told = ExemptionRule(nationality="POL", verdict="exempt", reason="A new agreement.", source="https://new.test")
    reference = (await insurer.reference.get()).model_copy(
        update={"exemptions": [told], "exemptions_date": date(2036, 1, 1)}
    )
    tells(insurer, monkeypatch, reference)
    journey = PurchaseJourney(agents_desk)
    await journey.enter()
    fill(journey.period, begin_date="+40", end_date="40d")
    await journey.act("continue")
    fill(journey.insured, **{**OTHER, "citizenship": "KAZ"})
    assert journey.view().notes[0].endswith(" Source: https://mfa.gov.by/en/visa/useful")
    await journey.live()
    assert await journey.live()
    assert journey.view().notes == ()
    fill(journey.insured, citizenship="POL")
    assert await journey.live()
    warning = (
        "Warning: no policy is needed. A new agreement. The contract can be concluded all the same. "
        "Source: https://new.test"
    )
    assert journey.view().notes == (warning,)
    await journey.act("continue")
    await journey.live()
    assert journey.view().warnings == (warning,), "and no word of a long stay"
    landed = PurchaseJourney(agents_desk, Begun(journey.period.value("begin_date")))
    landed.restore(journey.snapshot())
    landed.step = "check"
    assert len(landed.view().warnings) == 1
    await landed.live()
    assert landed.view().warnings == (warning,)
