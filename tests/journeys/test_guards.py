"""Warnings at check answers: facts of this contract and the account's others; they block nothing."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from omi_tui.client.insurer import Insurer
from omi_tui.fake_server.schema import drafts
from omi_tui.fake_server.services import Services
from omi_tui.journeys import guards
from omi_tui.journeys.purchase import PurchaseJourney
from omi_tui.journeys.view import Ask
from omi_tui.journeys.workplace import Workplace
from omi_tui.model import mrz
from omi_tui.model.guards import Contract
from omi_tui.model.period import minsk_today
from tests.journeys.contracts import copies
from tests.journeys.walking import OTHER, fill


async def at_check(workplace: Workplace, begin: str = "+40", end: str = "8d", **answers: str) -> PurchaseJourney:
    journey = PurchaseJourney(workplace)
    await journey.enter()
    fill(journey.period, begin_date=begin, end_date=end)
    await journey.act("continue")
    fill(journey.insured, **{**OTHER, **answers})
    await journey.act("continue")
    assert journey.step == "check"
    return journey


async def concluded(workplace: Workplace, begin: str = "+40", end: str = "8d", **answers: str) -> str:
    journey = await at_check(workplace, begin, end, **answers)
    fill(journey.confirm, confirmed="yes")
    await journey.act("conclude")
    assert journey.draft is not None
    return journey.draft.id


async def warned(workplace: Workplace, begin: str = "+40", end: str = "8d", **answers: str) -> tuple[str, ...]:
    journey = await at_check(workplace, begin, end, **answers)
    await journey.live()
    return journey.view().warnings


async def test_nothing_is_said_where_there_is_nothing_to_say(agents_desk: Workplace) -> None:
    assert await warned(agents_desk) == ()


async def test_another_contract_of_the_passport_is_warned_of_before_it_is_refused(agents_desk: Workplace) -> None:
    number = await concluded(agents_desk)
    (same,) = await warned(agents_desk)
    assert same == (f"Warning: this passport already has a contract for the same days: {number}. Row 1 changes it.")
    (overlap,) = await warned(agents_desk, "+45", "8d", passport_series="", passport_number="ZZ1234567")
    assert overlap.startswith("Warning: this passport already has a contract from ")
    assert await warned(agents_desk, passport_number="7654321") == ()


async def test_uncovered_days_after_an_earlier_contract(agents_desk: Workplace) -> None:
    number = await concluded(agents_desk)
    assert await warned(agents_desk, "+48") == ()  # the day after its end
    (gap,) = await warned(agents_desk, "+50")
    assert gap.startswith(f"Warning: 2 days without insurance after contract {number} of this passport, ")
    assert "Registration is granted for insured days only." in gap


async def test_policies_of_the_account_count_as_drafts_do(agents_desk: Workplace) -> None:
    policy = (await (await agents_desk.insurer()).policies.list("active", limit=1)).items[0]
    person, today = policy.insured, minsk_today()
    end = (policy.end_date - max(policy.begin_date, today)).days + 1
    notes = await warned(
        agents_desk,
        f"+{(max(policy.begin_date, today) - today).days}",
        f"{end}d",
        passport_series=person.passport_series or "",
        passport_number=person.passport_number,
        citizenship="POL",
    )
    assert any(f"{policy.series} {policy.number}" in note for note in notes)


async def test_long_stays_are_warned_of_but_not_those_of_citizens_who_need_no_policy(agents_desk: Workplace) -> None:
    assert await warned(agents_desk, end="30d") == ()
    (long,) = await warned(agents_desk, end="31d")
    assert long == "Warning: the term is 31 days. A stay without a visa is 30 days or less. Row 1 changes it."
    (exempt,) = await warned(agents_desk, end="31d", citizenship="RUS")
    assert exempt.startswith("Warning: no policy is needed. Citizens are covered by the agreement of 2006")
    (ask,) = await warned(agents_desk, citizenship="GBR")
    assert ask.startswith("Warning: perhaps no policy is needed, ask first.")


async def test_a_stay_that_is_prolonged_is_counted_whole(agents_desk: Workplace) -> None:
    await concluded(agents_desk, end="25d")
    assert await warned(agents_desk, "+65", "5d") == ()
    (long,) = await warned(agents_desk, "+65", "25d")
    assert long.startswith("Warning: with the other contracts of this passport the stay is 50 days, ")
    assert await warned(agents_desk, "+65", "25d", passport_number="7654321") == ()


async def test_what_differs_from_the_scan_and_a_document_that_ends(agents_desk: Workplace) -> None:
    """An answer that a check digit refutes in the scan is to be mended: it may differ."""
    journey = await at_check(agents_desk, address="ul. Lip\u043ewa 12")
    expiry = minsk_today() + timedelta(days=42)
    rows = ["P<POLKOWALSKI<<MAGDALENA", f"ZZ12345678POL8607142F{expiry:%y%m%d}0"]
    journey.insured.scan = mrz.read([row.ljust(44, "<") for row in rows], minsk_today())
    differs, ends, mixed = sorted(journey.view().warnings, key=lambda note: "expires" in note or 2 * ("mixes" in note))
    assert differs == (
        "Warning: Last name in Latin. The scan says KOWALSKI, the answer says KOWALSKA. Row 5 changes it."
    )
    assert ends.startswith("Warning: the document expires on ")
    assert mixed.startswith("Warning: Address. The word Lip\u043ewa mixes Latin and Cyrillic letters. Row 9")
    fill(journey.insured, passport_number="1234576")
    assert any("The scan says ZZ1234567, the answer says ZZ1234576. Row" in note for note in journey.view().warnings)
    rows[1] = rows[1].replace("ZZ12345678", "ZZ12345677")
    journey.insured.scan = mrz.read([row.ljust(44, "<") for row in rows], minsk_today())
    assert not any("The scan says ZZ1234567" in note for note in journey.view().warnings)


async def test_a_child_has_the_agent_as_its_adult_policyholder(agents_desk: Workplace) -> None:
    assert await warned(agents_desk, birth_date="1.2.2020") == ()


async def test_warnings_never_block_and_are_counted_in_the_last_question(
    agents_desk: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow insurer delays nothing: the page stands, and can be gone on from, before the list is there."""
    gate = asyncio.Event()
    listed = guards.contracts_of

    async def slow(insurer: Insurer) -> tuple[tuple[Contract, ...], bool]:
        await gate.wait()
        return await listed(insurer)

    await concluded(agents_desk)
    monkeypatch.setattr(guards, "contracts_of", slow)
    journey = await at_check(agents_desk)
    live = asyncio.create_task(journey.live())
    assert journey.view().warnings == ()
    fill(journey.confirm, confirmed="yes")
    asked = await journey.act("continue")
    assert isinstance(asked, Ask)
    assert asked.question.body == "Do you really want to conclude an insurance contract?"
    gate.set()
    assert await live
    assert not await journey.live()
    asked = await journey.act("continue")
    assert isinstance(asked, Ask)
    assert asked.question.body.startswith("Warnings on this page: 1. Do you really want")


async def test_without_the_insurer_it_is_said_that_others_could_not_be_looked_up(agents_desk: Workplace) -> None:
    journey = await at_check(agents_desk)
    insurer = await agents_desk.insurer()
    await insurer.sessions.sign_out()
    assert await journey.live()
    assert journey.view().warnings == ("Other contracts of this passport could not be looked up.",)


async def test_what_was_not_looked_through_of_very_many_contracts_is_said(
    agents_desk: Workplace, services: Services
) -> None:
    number = await concluded(agents_desk)
    copies(services, guards.PAGES * guards.PAGE)
    before = datetime.now(UTC) - timedelta(days=1)
    services.store.write_now(
        lambda conn: conn.execute(update(drafts).where(drafts.c.id == number).values(created_at=before)).rowcount
    )
    said = await warned(agents_desk)
    assert said == ("In each list only the newest 1000 contracts were looked through for this passport.",)
