"""The people of a group: what was read of each, what is wrong with whom, and how far each of them is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from omi_tui.forms.field import FieldError
from omi_tui.forms.group import QUESTIONS, SHARED, SharedForm, TravellerForm
from omi_tui.model.guards import passport_key
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.model.money import Money
    from omi_tui.model.person import Insured

State = Literal["ready", "wrong", "duplicate", "formed", "refused", "unknown", "paid"]
MOST = 1000
"""People of one group: as many drafts as one order takes."""
STATES: dict[State, str] = {
    "ready": N_("ready"),
    "wrong": N_("to be mended"),
    "duplicate": N_("twice in the list"),
    "formed": N_("draft formed"),
    "refused": N_("refused"),
    "unknown": N_("not known yet"),
    "paid": N_("has a policy"),
}


EXPIRY = "expiry_date"
"""What a scanned row has beside its answers: the day on which the document ends."""


@dataclass(slots=True)
class Person:
    """One row. ``texts`` are the answers as they were read, without what the group has in common."""

    number: int
    texts: dict[str, str]
    state: State = "wrong"
    errors: list[FieldError] = field(default_factory=list)
    draft_id: str = ""
    in_cart: bool = False
    ordered: bool = False
    policy: str = ""
    """Series and number."""
    policy_id: str = ""
    premium: "Money | None" = None
    """What the draft or the policy costs."""
    order_number: str = ""
    problem: str = ""
    """The code of what is wrong; for a field ``<field id>.<kind>``."""
    sentence: str = ""
    """A refusal in words."""
    expiry: date | None = None
    """The day on which the scanned document ends."""
    twin: int = 0
    """The number of the row that has the same passport."""

    @property
    def settled(self) -> bool:
        """Whether the insurer has a contract for this person already."""
        return self.state in ("formed", "paid")

    def name(self) -> str:
        """Last and first name as they were read."""
        names = (self.texts["last_name_latin"], self.texts["first_name_latin"])
        return " ".join(part for part in names if part not in ("", "-")).upper()

    def why(self) -> str:
        """What is wrong, in words; empty where nothing is."""
        if self.twin:
            return _("The same passport is in row {number}.").format(number=self.twin)
        return self.errors[0].message() if self.errors else self.sentence

    def codes(self) -> list[str]:
        """What is wrong, by code."""
        if self.errors:
            return [error.code for error in self.errors]
        return [self.problem] if self.problem else []


class People:
    """Everybody of one group."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.today = today
        self.shared = SharedForm(today)
        self.all: list[Person] = []
        self._form = TravellerForm(today)
        self._next = 1

    def add(self, rows: Iterable[Mapping[str, str]]) -> int:
        """Take *rows* of texts by field id, as far as there is room; how many were taken."""
        before = len(self.all)
        for row in rows:
            if len(self.all) == MOST:
                break
            texts = {question.id: row.get(question.id, "") for question in QUESTIONS}
            self.all.append(Person(self._next, texts, expiry=_day(row.get(EXPIRY, ""))))
            self._next += 1
        self.check()
        return len(self.all) - before

    def remove(self, person: Person) -> None:
        """Take *person* off the list; the others keep their numbers."""
        self.all.remove(person)
        self.check()

    def find(self, number: int) -> Person:
        """The person of that row. Raises StopIteration."""
        return next(person for person in self.all if person.number == number)

    def answers(self, person: Person) -> dict[str, str]:
        """The texts of *person*, with what the group has in common where the row has nothing."""
        shared = self.shared.texts
        return {key: text or shared.get(key, "") for key, text in person.texts.items()}

    def insured(self, person: Person) -> "Insured":
        """*person* as the insurer takes them. Raises FormRejected."""
        self._form.texts = self.answers(person)
        insured: Insured = self._form.build()
        return insured

    def check(self) -> None:
        """Read every row that has no contract yet, and find the passports that are there twice.

        Whoever has a contract comes first: of two rows, the other one is too many.
        """
        seen: dict[tuple[str, str], int] = {}
        for person in sorted(self.all, key=lambda each: not each.settled):
            self._form.texts = self.answers(person)
            errors = self._form.check()
            values = self._form.around().values
            passport = key(values.get("citizenship"), values.get("passport_series"), values.get("passport_number"))
            person.twin = seen.setdefault(passport, person.number) if passport[1] else person.number
            person.twin = 0 if person.twin == person.number else person.twin
            if person.settled:
                continue
            if person.state == "refused" and not errors and not person.twin:
                continue
            person.errors, person.problem, person.sentence = errors, "", ""
            person.state = "wrong" if errors else "ready"
            if person.twin:
                person.state, person.problem = "duplicate", "passport_number.twice"

    def mended(self, person: Person, texts: Mapping[str, str]) -> None:
        """*person* was corrected: what the group has in common is not written into the row."""
        shared = self.shared.texts
        person.texts = {key: "" if shared.get(key) and text == shared[key] else text for key, text in texts.items()}
        if not person.settled:
            person.state = "wrong"
        self.check()

    def missing_shared(self) -> bool:
        """Whether somebody's row lacks what a whole group may have in common."""
        return any(not person.texts[key] for person in self.all for key in SHARED)

    def where(self, *states: State) -> list[Person]:
        """The people in one of *states*."""
        return [person for person in self.all if person.state in states]

    def snapshot(self) -> dict[str, Any]:
        """What was read, for a later run, and who has a policy; who has a draft is asked of the insurer."""
        return {
            "policies": {str(person.number): _policy(person) for person in self.where("paid")},
            "shared": self.shared.snapshot(),
            "people": [[person.number, *person.texts.values()] for person in self.all],
            EXPIRY: {str(person.number): person.expiry.isoformat() for person in self.all if person.expiry},
        }

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Go on with :meth:`snapshot`."""
        self.shared.restore(snapshot["shared"])
        ids = [question.id for question in QUESTIONS]
        self.all = [Person(number, dict(zip(ids, texts, strict=True))) for number, *texts in snapshot["people"]]
        for number, day in snapshot.get(EXPIRY, {}).items():
            self.find(int(number)).expiry = _day(day)
        for number, (policy, policy_id, order, *premium) in snapshot.get("policies", {}).items():
            person = self.find(int(number))
            person.state, person.policy, person.policy_id, person.order_number = "paid", policy, policy_id, order
            person.premium = _premium(*premium)
        self._next = max((person.number for person in self.all), default=0) + 1
        self.check()


def _policy(person: Person) -> list[str]:
    premium = person.premium
    paid = [f"{premium.amount}", premium.currency] if premium else []
    return [person.policy, person.policy_id, person.order_number, *paid]


def _premium(amount: str = "", currency: str = "") -> "Money | None":
    from omi_tui.model.money import Money

    return Money(amount=Decimal(amount), currency=currency) if amount else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def key(citizenship: str | None, series: str | None, number: str | None) -> tuple[str, str]:
    """A passport, to be compared: some type its series and its number together. Empty without a number."""
    return (citizenship or "", passport_key(series, number)) if number else ("", "")
