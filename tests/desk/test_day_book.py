"""The day book on disk: once for each order, by Minsk days, encrypted, and nothing lost while the vault is locked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from omi_tui.desk import day_book
from omi_tui.desk.day_book import Sale
from omi_tui.desk.secrets import Secrets
from omi_tui.desk.vault import Vault

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def sale(number: str, at: datetime = NOON, agent: str = "anna@example.test", policies: tuple[str, ...] = ()) -> Sale:
    return Sale(number, at, agent, policies, 2, Decimal("16.00"), "EUR")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return opened(tmp_path)


def opened(tmp_path: Path, now: datetime = NOON) -> Vault:
    """The vault of this desk in a run of its own."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    return Vault(tmp_path / "vault", secrets=Secrets(trusted=()), runtime=runtime, now=now.timestamp)


def test_a_sale_is_there_in_the_next_run(vault: Vault, tmp_path: Path) -> None:
    sold = [sale("208047", policies=("BS 1", "BS 2")), sale("208048", NOON + timedelta(hours=1), "ben@example.test")]
    day_book.note(vault, reversed(sold))
    later = opened(tmp_path, NOON + timedelta(hours=2))
    assert day_book.between(later, TODAY, TODAY) == day_book.Book(tuple(sold), NOON.timestamp())


def test_an_order_is_in_it_once_and_grows_by_its_policies(vault: Vault) -> None:
    for policies in ((), ("BS 1",), ("BS 1", "BS 2"), ("BS 1", "BS 2")):
        day_book.note(vault, [sale("208047", policies=policies)])
    (found,) = day_book.between(vault, TODAY, TODAY).sales
    assert found.policies == ("BS 1", "BS 2")


def test_what_was_given_back_goes_out_again(vault: Vault) -> None:
    day_book.note(vault, [sale("208047"), sale("208048")])
    day_book.note(vault, [], [sale("208047")])
    assert [found.order_number for found in day_book.between(vault, TODAY, TODAY).sales] == ["208048"]


def test_days_are_those_of_minsk(vault: Vault) -> None:
    late = datetime(2026, 11, 24, 20, 59, tzinfo=UTC)
    day_book.note(vault, [sale("1", late), sale("2", late + timedelta(minutes=1))])
    tomorrow = TODAY + timedelta(days=1)
    for first, last, numbers in ((TODAY, TODAY, ["1"]), (tomorrow, tomorrow, ["2"]), (TODAY, tomorrow, ["1", "2"])):
        assert [found.order_number for found in day_book.between(vault, first, last).sales] == numbers


def test_nothing_of_it_can_be_read_on_the_disk(vault: Vault, tmp_path: Path) -> None:
    day_book.note(vault, [sale("208047", policies=("BS 2080471",))])
    (record,) = (tmp_path / "vault").glob("*.rec")
    content = record.name.encode() + record.read_bytes()
    assert not [word for word in (b"208047", b"anna", b"daybook", b"2026-11-24") if word in content]


def test_a_day_is_kept_for_more_than_a_year_and_then_goes(vault: Vault, tmp_path: Path) -> None:
    day_book.note(vault, [sale("208047")])
    for days, count in ((399, 1), (401, 0)):
        later = opened(tmp_path, NOON + timedelta(days=days))
        assert len(day_book.between(later, TODAY, TODAY).sales) == count


def test_a_locked_vault_loses_nothing_that_was_noted_before(vault: Vault, tmp_path: Path) -> None:
    day_book.note(vault, [sale("208047")])
    vault.protect("four unrelated words")
    locked = opened(tmp_path)
    day_book.note(locked, [sale("208048")])
    assert day_book.between(locked, TODAY, TODAY) == day_book.Book(())
    assert locked.unlock("four unrelated words")
    assert [found.order_number for found in day_book.between(locked, TODAY, TODAY).sales] == ["208047"]


def test_a_line_of_another_version_is_passed_over(vault: Vault) -> None:
    vault.put("daybook/2026-11-24", {"1": {"agent": "anna"}, "2": "nothing", "3": None})
    day_book.note(vault, [sale("208047")])
    assert [found.order_number for found in day_book.between(vault, TODAY, TODAY).sales] == ["208047"]


def test_two_currencies_keep_theirs(vault: Vault) -> None:
    day_book.note(vault, [sale("1"), sale("2")._replace(amount=Decimal("30.50"), currency="BYN")])
    found = day_book.between(vault, TODAY, TODAY).sales
    assert [(each.amount, each.currency) for each in found] == [(Decimal("16.00"), "EUR"), (Decimal("30.50"), "BYN")]
