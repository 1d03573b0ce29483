"""Saved travellers: the people whose details an account keeps at this desk, encrypted, to insure them again.

One record of the vault for each account. Whoever was not insured for the days that are set is erased.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from omi_tui.desk.vault import Vault, VaultLocked
from omi_tui.text.fold import begins

if TYPE_CHECKING:
    from omi_tui.model.person import Insured, InsuredPerson

MOST = 5000
"""People that one account may keep; beyond that, those go whose last use is the longest ago."""


class Traveller(NamedTuple):
    """One person. ``values`` are what the insured form asks, by its field ids, with the birth date as a day."""

    id: str
    values: Mapping[str, Any]
    expiry_date: date | None
    """The last day of the passport, where a scan told it."""
    used: date

    @property
    def name(self) -> str:
        """Last and first name in Latin, in the order in which they are looked for."""
        return " ".join(filter(None, (self.values["last_name_latin"], self.values.get("first_name_latin"))))

    @property
    def passport(self) -> str:
        """Series and number, without a space."""
        return f"{self.values.get('passport_series') or ''}{self.values['passport_number']}"


class Travellers:
    """The travellers of *account*. Calls may block as those of the vault; whatever writes raises VaultLocked, OSError.

    A record that cannot be read counts as none.
    """

    def __init__(self, vault: Vault, account: str, days: int, today: Callable[[], date]) -> None:
        """*days* is how long somebody is kept after the last use."""
        self._vault, self._name, self._days, self._today = vault, f"travellers/{account}", days, today

    def all(self) -> list[Traveller]:
        """Everybody whose time is not over, by name."""
        kept = self._vault.get(self._name)
        people = [_read(each) for each in kept.content["people"]] if kept else []
        oldest = self._today() - timedelta(self._days)
        return sorted((each for each in people if each.used >= oldest), key=lambda each: (each.name, each.id))

    def find(self, typed: str) -> list[Traveller]:
        """Those who have a name that begins with *typed*, in either alphabet."""
        return [each for each in self.all() if begins(each.name, typed)]

    def save(self, insured: "Insured | InsuredPerson", expiry_date: date | None = None) -> Traveller:
        """Keep somebody, in place of what was kept of the same passport or of the same name and birth date."""
        people, values = self.all(), insured.model_dump()
        new = Traveller(token_hex(4), values, expiry_date, self._today())
        same = next((each for each in people if _same(each, new)), None)
        if same is not None:
            known = same.expiry_date if same.passport == new.passport else None
            new = new._replace(id=same.id, expiry_date=expiry_date or known)
        self._write([*(each for each in people if each.id != new.id), new])
        return new

    def use(self, passport: str) -> None:
        """Whoever has that *passport* (series and number) was insured again today."""
        people, today = self.all(), self._today()
        if any(each.passport == passport and each.used != today for each in people):
            self._write([each._replace(used=today) if each.passport == passport else each for each in people])

    def erase(self, traveller_id: str) -> None:
        """Keep nothing of one person."""
        self._write([each for each in self.all() if each.id != traveller_id])

    def erase_all(self) -> None:
        """Keep nothing of anybody."""
        self._write([])

    def sweep(self) -> int:
        """Erase whose time is over; how many people there are then."""
        kept, people = self._vault.get(self._name), self.all()
        if kept and len(kept.content["people"]) != len(people):
            self._write(people)
        return len(people)

    def _write(self, people: list[Traveller]) -> None:
        if self._vault.locked:
            raise VaultLocked
        if not people:
            self._vault.delete(self._name)
            return
        newest = sorted(people, key=lambda each: each.used, reverse=True)[:MOST]
        self._vault.put(self._name, {"people": [_written(each) for each in newest]}, days=self._days)


def _same(one: Traveller, other: Traveller) -> bool:
    def who(each: Traveller) -> tuple[str, Any]:
        return each.name.casefold(), each.values["birth_date"]

    return one.passport == other.passport or who(one) == who(other)


def _written(traveller: Traveller) -> dict[str, Any]:
    return {
        "id": traveller.id,
        "values": {**traveller.values, "birth_date": traveller.values["birth_date"].isoformat()},
        "expiry_date": traveller.expiry_date.isoformat() if traveller.expiry_date else None,
        "used": traveller.used.isoformat(),
    }


def _read(written: Mapping[str, Any]) -> Traveller:
    values = {**written["values"], "birth_date": date.fromisoformat(written["values"]["birth_date"])}
    expiry = written["expiry_date"]
    return Traveller(
        written["id"], values, date.fromisoformat(expiry) if expiry else None, date.fromisoformat(written["used"])
    )
