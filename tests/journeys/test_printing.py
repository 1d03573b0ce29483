"""From the pages of a policy and of a paid order to the printer, to the folder, and the card for the traveller."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from omi_tui.fake_server.services import Services
from omi_tui.journeys import help_card
from omi_tui.journeys.pay import PayJourney
from omi_tui.journeys.policy import PolicyJourney
from omi_tui.journeys.workplace import Workplace
from omi_tui.model.contract import Policy
from omi_tui.text.i18n import LANGUAGES, language, set_language
from omi_tui.text.width import cell_len
from tests.desk.test_printing import HAND_OVER, program
from tests.journeys.test_day_book import sell

PHONES = "(+375 17) 269-269-2"


@pytest.fixture
def lp(agents_desk: Workplace, tmp_path: Path) -> Path:
    """A printing program that notes what it was given; returns where."""
    taken = tmp_path / "taken"
    path = program(tmp_path / "bin" / "lp", HAND_OVER.format(python=sys.executable, taken=str(taken)))
    agents_desk.settings = replace(agents_desk.settings, printer=(str(path), "-d", "office"))
    return taken


@pytest.fixture
async def policy(agents_desk: Workplace) -> PolicyJourney:
    """The page of a policy."""
    found = (await (await agents_desk.insurer()).policies.list("active", limit=1)).items[0]
    journey = PolicyJourney(agents_desk, found.id)
    await journey.enter()
    return journey


async def paid(workplace: Workplace, drafts: int) -> PayJourney:
    order = await sell(workplace, drafts=drafts)
    journey = PayJourney(workplace, order.order_number)
    await journey.enter()
    assert journey.view().id == "paid"
    return journey


def handed_over(lp: Path) -> list[str]:
    """What the printing program was given last."""
    return lp.read_text().split("\n")


def listed(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def told(workplace: Workplace) -> str:
    return workplace.messages[-1].text


def of(journey: PolicyJourney, citizenship: str) -> Policy:
    """The policy, as if it were of somebody from elsewhere."""
    assert journey.policy is not None
    insured = journey.policy.insured.model_copy(update={"citizenship": citizenship})
    return journey.policy.model_copy(update={"insured": insured})


async def test_a_policy_is_printed_with_one_key(policy: PolicyJourney, lp: Path) -> None:
    entries = [action.id for action in policy.view().actions if action.role == "entry"]
    assert entries[0] == "print", "the digit 1"
    for _print in range(2):
        await policy.act("print")
    (file,) = policy.workplace.downloads.iterdir()
    assert file.read_bytes().startswith(b"%PDF-")
    assert handed_over(lp) == ["-d", "office", "--", str(file)]
    assert told(policy.workplace) == "1 file was sent to the printer."


async def test_without_a_printing_program_the_folder_is_named(policy: PolicyJourney, tmp_path: Path) -> None:
    policy.workplace.settings = replace(policy.workplace.settings, printer=(str(tmp_path / "lp"),))
    await policy.act("print")
    assert policy.workplace.messages[-1].bad
    assert told(policy.workplace) == (
        f"There is no program {tmp_path / 'lp'} on this computer to print with. "
        f"Print from the folder {policy.workplace.downloads}."
    )
    assert list(policy.workplace.downloads.iterdir())


async def test_why_a_printer_refused_is_said(policy: PolicyJourney, tmp_path: Path) -> None:
    refusing = program(tmp_path / "lp", "#!/bin/sh\necho 'lp: Error - no default destination available.' >&2\nexit 1\n")
    policy.workplace.settings = replace(policy.workplace.settings, printer=(str(refusing),))
    await policy.act("print")
    assert told(policy.workplace) == (
        "The printer did not take it: lp: Error - no default destination available. "
        f"What is to be printed is in the folder {policy.workplace.downloads}."
    )


async def test_all_policies_of_an_order_are_one_job(agents_desk: Workplace, lp: Path) -> None:
    journey = await paid(agents_desk, 3)
    labels = [action.label for action in journey.view().actions if action.role == "entry"]
    assert labels == ["Print the policies", "Print the help cards", "Save all policies in one file"]
    await journey.act("print")
    assert [Path(name) for name in handed_over(lp)[3:]] == sorted(agents_desk.downloads.iterdir())
    assert told(agents_desk) == "3 files were sent to the printer."


async def test_all_policies_of_an_order_in_one_file(agents_desk: Workplace) -> None:
    journey = await paid(agents_desk, 3)
    for _save in range(2):
        await journey.act("one_file")
    (path,) = agents_desk.downloads.glob("OMI-policies-*")
    assert path.name == f"OMI-policies-{journey.order_number}.pdf"
    assert told(agents_desk) == f"The policies are saved in {path}."
    texts = [page.extract_text() for page in PdfReader(path).pages]
    assert len(texts) == 3
    for text, row in zip(texts, journey.view().rows, strict=True):
        assert row.value.split()[-1] in text


async def test_one_policy_needs_no_file_of_several(agents_desk: Workplace) -> None:
    journey = await paid(agents_desk, 1)
    assert [action.id for action in journey.view().actions] == ["save", "home", "print", "help_cards"]


async def test_a_document_that_cannot_be_read_is_a_sentence(
    agents_desk: Workplace, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = await paid(agents_desk, 2)
    monkeypatch.setattr("omi_tui.fake_server.policy_pdf.policy_pdf", lambda *given, **named: b"%PDF-1.7\ncut")
    await journey.act("one_file")
    assert agents_desk.messages[-1].bad
    assert told(agents_desk) == (
        f"The document of policy {journey.view().rows[0].value} cannot be put together with others. "
        "Each has a file of its own."
    )


async def test_a_folder_that_takes_no_file_is_told(agents_desk: Workplace) -> None:
    journey = await paid(agents_desk, 2)
    for file in agents_desk.downloads.iterdir():
        file.unlink()
    agents_desk.downloads.rmdir()
    agents_desk.downloads.write_text("in the way")
    for act, sentence in (
        ("one_file", "The policies cannot be saved"),
        ("help_cards", "The help card cannot be saved"),
    ):
        await journey.act(act)
        assert told(agents_desk).startswith(sentence)
    before = len(agents_desk.messages)
    await journey.act("print")
    assert all("cannot be saved" in message.text for message in agents_desk.messages[before:])


async def test_the_card_is_seen_and_then_printed(policy: PolicyJourney, lp: Path) -> None:
    await policy.act("card")
    view = policy.view()
    assert view.id == "card"
    assert [action.id for action in view.actions] == ["card:print", "card:save", "record"]
    assert policy.policy is not None
    name = f"{policy.policy.series} {policy.policy.number}"
    assert any(name in line for line in view.lead)
    await policy.act("card:print")
    (file,) = policy.workplace.downloads.iterdir()
    assert handed_over(lp)[-1] == str(file)
    await policy.act("card:save")
    assert told(policy.workplace) == f"The help card is saved in {file}."
    assert file.name == f"OMI-card{name.replace(' ', '')}.txt"
    written = " ".join(file.read_text("utf-8").replace("-" * 60, "").split())
    assert written.replace(" ", "") == "".join(view.lead).replace(" ", "").replace("\u00a0", "")
    await policy.act("record")
    assert policy.view().id == "policy"


async def test_the_cards_of_an_order_have_a_page_each(agents_desk: Workplace, lp: Path) -> None:
    journey = await paid(agents_desk, 2)
    await journey.act("help_cards")
    (file,) = agents_desk.downloads.glob("*.txt")
    assert handed_over(lp)[-1] == str(file)
    pages = file.read_text("utf-8").split("\f")
    for page, row in zip(pages, journey.view().rows, strict=True):
        assert row.value in page


async def test_the_card_names_the_phones_and_invents_none(policy: PolicyJourney) -> None:
    text = " ".join(" ".join(help_card.card(of(policy, "GBR"), "")).split())
    for known in (PHONES, "7557", "*7557", "103", "Outside office hours this line gives contacts only."):
        assert known in text
    assert "at any hour" not in text
    helped = " ".join(help_card.card(of(policy, "GBR"), "+375 17 000-00-00"))
    assert "Call for help at any hour: +375 17 000-00-00." in helped


@pytest.mark.parametrize("spoken", LANGUAGES)
async def test_the_card_speaks_to_the_traveller_and_nobody_else(policy: PolicyJourney, spoken: str) -> None:
    set_language(spoken)
    russian = help_card.card(of(policy, "RUS"), "")
    chinese = help_card.card(of(policy, "CHN"), "")
    assert language() == spoken
    assert any(line.startswith("Страховая сумма") for line in russian)
    assert any("保险金额" in line for line in chinese)
    set_language("ru")
    assert help_card.card(of(policy, "RUS"), "") == russian


@pytest.mark.parametrize("citizenship", ["POL", "LTU", "LVA", "DEU", "CHN", "RUS", "BLR", "GBR"])
async def test_the_card_is_one_page_of_sixty_columns(policy: PolicyJourney, citizenship: str) -> None:
    lines = help_card.card(of(policy, citizenship), "+375 17 000-00-00")
    assert len(lines) <= 30
    assert max(cell_len(line) for line in lines) <= 60


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("save", "Policy {name} cannot be saved in {folder}."),
        ("print", "Policy {name} cannot be saved in {folder}."),
        ("card:save", "The help card cannot be saved in {folder}."),
        ("card:print", "The help card cannot be saved in {folder}."),
    ],
)
async def test_a_folder_that_takes_no_file_is_said_and_nothing_is_printed(
    policy: PolicyJourney, lp: Path, tmp_path: Path, act: str, said: str
) -> None:
    workplace = policy.workplace
    (tmp_path / "taken away").write_bytes(b"a file is here")
    workplace.settings = replace(workplace.settings, downloads_folder=tmp_path / "taken away")
    await policy.act(act)
    assert policy.policy is not None
    name = f"{policy.policy.series} {policy.policy.number}"
    (message,) = workplace.messages
    assert message.bad
    assert message.text.startswith(said.format(name=name, folder=workplace.downloads))
    assert lp.name not in [path.name for path in listed(tmp_path)]


async def test_a_policy_is_about_somebody_of_a_nationality_as_soon_as_it_is_known(policy: PolicyJourney) -> None:
    assert await PolicyJourney(policy.workplace, policy.policy_id).nationality() == ""
    assert policy.policy is not None
    assert await policy.nationality() == policy.policy.insured.citizenship
