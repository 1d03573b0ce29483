"""Saved travellers: encrypted, found by a few letters, one entry a person, erased in time or at once."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from omi_tui.desk.secrets import Secrets
from omi_tui.desk.travellers import MOST, Traveller, Travellers
from omi_tui.desk.vault import Vault, VaultLocked
from omi_tui.model.person import Insured

TODAY = date(2036, 5, 14)


class Day:
    """A clock that is set."""

    def __init__(self) -> None:
        self.today = TODAY

    def __call__(self) -> date:
        return self.today


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault", secrets=Secrets(trusted=()), runtime=tmp_path / "runtime")


@pytest.fixture
def travellers(vault: Vault, day: Day) -> Travellers:
    return Travellers(vault, "agent@example.test", 365, day)


def person(last: str = "KOWALSKA", first: str | None = "MAGDALENA", number: str = "1234567", **more: object) -> Insured:
    values: dict[str, object] = {
        "last_name_latin": last,
        "first_name_latin": first,
        "birth_date": date(1986, 7, 14),
        "citizenship": "POL",
        "passport_series": "ZZ",
        "passport_number": number,
        "address": "ul. Lipowa 12, Bialystok",
        "phone": "+48600000000",
        "country_of_residence": "POL",
        **more,
    }
    return Insured.model_validate(values)


def names(found: list[Traveller]) -> list[str]:
    return [each.name for each in found]


def test_somebody_saved_is_there_after_a_restart(tmp_path: Path, vault: Vault, day: Day) -> None:
    Travellers(vault, "agent@example.test", 365, day).save(person(), date(2036, 12, 1))
    again = Vault(tmp_path / "vault", secrets=Secrets(trusted=()), runtime=tmp_path / "runtime")
    (found,) = Travellers(again, "agent@example.test", 365, day).all()
    assert Insured.model_validate(found.values) == person()
    assert (found.expiry_date, found.used) == (date(2036, 12, 1), TODAY)


def test_nothing_on_the_disk_can_be_read(tmp_path: Path, travellers: Travellers) -> None:
    travellers.save(person())
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    for path in written:
        content = path.read_bytes() + path.name.encode()
        for word in (b"KOWALSKA", b"MAGDALENA", b"1234567", b"Lipowa", b"agent", b"travellers"):
            assert word not in content


@pytest.mark.parametrize("typed", ["kow", "KOWALSKA", "kowalska mag", "mag", "лщц", "Kow"])
def test_three_letters_find_somebody_in_either_case_and_layout(travellers: Travellers, typed: str) -> None:
    travellers.save(person())
    travellers.save(person("NOVAK", "JAN", "7654321", birth_date=date(1980, 2, 1)))
    assert names(travellers.find(typed)) == ["KOWALSKA MAGDALENA"]


@pytest.mark.parametrize(
    ("typed", "name"), [("нов", "NOVAK"), ("o'br", "O'BRIEN"), ("obr", "O'BRIEN"), ("smi", "JONES-SMITH")]
)
def test_names_are_folded(travellers: Travellers, typed: str, name: str) -> None:
    travellers.save(person(name, None))
    assert names(travellers.find(typed)) == [name]
    assert travellers.find("zzz") == travellers.find("") == []


def test_the_same_person_is_kept_once(travellers: Travellers, day: Day) -> None:
    first = travellers.save(person(), date(2036, 12, 1))
    day.today += timedelta(5)
    moved = travellers.save(person(address="ul. Nowa 1, Bialystok"))
    assert (moved.id, moved.expiry_date, moved.used) == (first.id, date(2036, 12, 1), day.today)
    renewed = travellers.save(person(number="9999999"))
    assert (renewed.id, renewed.expiry_date) == (first.id, None)
    married = travellers.save(person("NOVAK", number="9999999"))
    assert married.id == first.id
    assert names(travellers.all()) == ["NOVAK MAGDALENA"]


def test_whoever_is_not_insured_again_is_erased(travellers: Travellers, vault: Vault, day: Day) -> None:
    travellers.save(person())
    travellers.save(person("NOVAK", "JAN", "7654321", birth_date=date(1980, 2, 1)))
    day.today += timedelta(200)
    travellers.use("ZZ7654321")
    day.today += timedelta(166)
    assert names(travellers.all()) == ["NOVAK JAN"]
    assert travellers.sweep() == 1
    kept = vault.get("travellers/agent@example.test")
    assert kept is not None
    assert len(kept.content["people"]) == 1
    day.today += timedelta(366)
    assert travellers.sweep() == 0
    assert vault.names("travellers/") == []


def test_one_or_all_are_erased_at_once(travellers: Travellers, vault: Vault) -> None:
    first = travellers.save(person())
    travellers.save(person("NOVAK", "JAN", "7654321", birth_date=date(1980, 2, 1)))
    travellers.erase(first.id)
    assert names(travellers.all()) == ["NOVAK JAN"]
    travellers.erase_all()
    assert travellers.all() == []
    assert vault.names("travellers/") == []


def test_accounts_do_not_see_each_other(vault: Vault, day: Day, travellers: Travellers) -> None:
    travellers.save(person())
    assert Travellers(vault, "anna@example.test", 365, day).all() == []


def test_a_locked_vault_gives_nothing_and_takes_nothing(tmp_path: Path, vault: Vault, day: Day) -> None:
    Travellers(vault, "agent@example.test", 365, day).save(person())
    vault.protect("a long passphrase")
    locked = Vault(tmp_path / "vault", secrets=Secrets(trusted=()), runtime=tmp_path / "runtime")
    travellers = Travellers(locked, "agent@example.test", 365, day)
    assert travellers.all() == []
    for write in (lambda: travellers.save(person("NOVAK")), travellers.erase_all):
        with pytest.raises(VaultLocked):
            write()
    assert locked.unlock("a long passphrase")
    assert names(travellers.all()) == ["KOWALSKA MAGDALENA"]


def test_the_longest_unused_go_where_there_are_too_many(vault: Vault, day: Day) -> None:
    travellers = Travellers(vault, "agent@example.test", 365, day)
    first = travellers.save(person())
    kept = vault.get("travellers/agent@example.test")
    assert kept is not None
    (record,) = kept.content["people"]
    used = (TODAY - timedelta(1)).isoformat()
    crowd = [
        {**record, "id": str(number), "used": used, "values": {**record["values"], "passport_number": str(number)}}
        for number in range(MOST)
    ]
    vault.put("travellers/agent@example.test", {"people": [*crowd, record]})
    travellers.use(first.passport)
    travellers.save(person("NOVAK", "JAN", "7654321", birth_date=date(1980, 2, 1)))
    people = travellers.all()
    assert len(people) == MOST
    assert {"KOWALSKA MAGDALENA", "NOVAK JAN"} <= set(names(people))
