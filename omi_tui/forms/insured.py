"""Who is insured: the policyholder, or another person."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from omi_tui.forms import saved
from omi_tui.forms.document_fields import PERSONAL_NUMBER
from omi_tui.forms.field import Choice, Field, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import CountryField
from omi_tui.forms.person_fields import ADDRESS, BIRTH_DATE, FIRST_NAME_LATIN, LAST_NAME_LATIN, PHONE
from omi_tui.model import rules
from omi_tui.model.guards import passport_key
from omi_tui.model.period import minsk_today
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from omi_tui.model.mrz import Document
    from omi_tui.model.person import Insured

_ALWAYS = {"policyholder_is_insured", "country_of_residence"}


class InsuredForm(Form):
    """The tick for the policyholder, and the ten fields of another person (manual, section 4, step 3)."""

    id = "insured"
    fields = (
        TickField(
            id="policyholder_is_insured",
            label=N_("The policyholder is the insured person"),
            hint=N_("Take the tick away to insure somebody else"),
            help=N_(
                "The policyholder makes the contract and pays; the insured person is the one who travels. "
                "Leave the tick if that is the same person. Take it away to give the details of another person."
            ),
            required=False,
            leak="public",
        ),
        LAST_NAME_LATIN,
        FIRST_NAME_LATIN,
        BIRTH_DATE,
        CountryField(
            id="citizenship",
            label=N_("Citizenship"),
            hint=N_("A name, the start of a name, or a code such as POL"),
            help=N_(
                "The citizenship that the passport states. Type the name of the country in any of the languages here, "
                "the start of it, or the three letters in the passport. Stateless persons and refugees are in the list."
            ),
            width=36,
            leak="public",
            messages={
                "missing": N_("Select the citizenship."),
                "unknown": N_("Citizenship is not in the list. Type another spelling, or open the list."),
                "several": N_("Citizenship fits several countries: {names}. Type more letters."),
                "format": N_("Select the citizenship."),
            },
        ),
        Field(
            id="passport_series",
            label=N_("Passport series"),
            hint=N_("Leave empty if the passport has one number without a series"),
            help=N_(
                "The letters or digits that stand apart before the number, in Latin letters. "
                "Many passports have none: leave it empty then. For example: MP."
            ),
            required=False,
            rule=rules.document_series,
            width=8,
            leak="shape",
            messages={
                "missing": N_("Enter the passport series."),
                "cyrillic": N_("Passport series must have Latin letters and digits only. It may be {proposal}."),
                "too_long": N_("Passport series must be {limit} letters and digits or fewer."),
                "format": N_("Passport series must be 1 to 6 Latin letters and digits."),
            },
        ),
        Field(
            id="passport_number",
            label=N_("Passport number"),
            hint=N_("Digits and Latin letters, as the passport prints them"),
            help=N_(
                "The number of the passport, on the page with the photo, at the top. "
                "Spaces and hyphens do no harm. For example: 1234567, or ZZ1234567 where there is no series."
            ),
            rule=rules.document_number,
            width=20,
            leak="pseudonym",
            messages={
                "missing": N_("Enter the passport number."),
                "cyrillic": N_("Passport number must have Latin letters and digits only. It may be {proposal}."),
                "too_long": N_("Passport number must be {limit} letters and digits or fewer."),
                "format": N_("Passport number must be 4 to 20 Latin letters and digits."),
            },
        ),
        PERSONAL_NUMBER,
        ADDRESS,
        PHONE,
        CountryField(
            id="country_of_residence",
            lived_in=True,
            label=N_("Country of residence"),
            hint=N_("Where the insured person lives: a name or a code such as POL"),
            help=N_(
                "The country in which the insured person lives for most of the year. It may differ from the "
                "citizenship. Type its name in any language of this program, its start, or its code."
            ),
            width=36,
            leak="public",
            messages={
                "missing": N_("Select the country of residence."),
                "unknown": N_("Country of residence is not in the list. Type another spelling, or open the list."),
                "several": N_("Country of residence fits several countries: {names}. Type more letters."),
                "format": N_("Select the country of residence."),
            },
        ),
    )

    def __init__(self, today: Callable[[], date] = minsk_today) -> None:
        super().__init__(today)
        self.texts |= {"scan": "", "document": ""}
        self.known: Sequence[saved.Known] = ()
        """Saved people, for filling in the form at once."""
        self._home = ""
        self.load({"policyholder_is_insured": True})

    def lives_in(self, country: str) -> None:
        """Where the policyholder lives (alpha-3, or empty): the answer for them, and for nobody else."""
        self._home = country
        if self.texts["policyholder_is_insured"] and not self.texts["country_of_residence"]:
            self._propose(country)

    def answer(self, field_id: str, text: str) -> None:
        """Take an answer; who is insured decides whether the policyholder's country stands there."""
        before = self.texts["policyholder_is_insured"]
        super().answer(field_id, text)
        if self.texts["policyholder_is_insured"] != before and self._home:
            stands = self.texts["country_of_residence"]
            if not before and not stands:
                self._propose(self._home)
            elif before and self.value("country_of_residence") == self._home:
                self._propose("")

    def _propose(self, country: str) -> None:
        self.load({"country_of_residence": country or None})
        if self.value("country_of_residence") is None:
            self.load({"country_of_residence": None})  # "Another country" names none

    @property
    def scan(self) -> "Document | None":
        """The document that filled the form; None where none did. Its rows are kept beside the answers."""
        from omi_tui.model import mrz

        try:
            return mrz.read(self.texts["scan"].split("\n"), self.today()) if self.texts["scan"] else None
        except mrz.NotMrz:  # kept by a program that read more than this one
            return None

    @scan.setter
    def scan(self, document: "Document | None") -> None:
        self.texts["scan"] = "\n".join(document.rows) if document else ""

    @property
    def document_expiry(self) -> date | None:
        """The last day of the passport: as the scan says, or as it was given for the passport that stands here."""
        scan = self.scan
        if scan is not None:
            return scan.expiry_date
        day, _space, passport = self.texts["document"].partition(" ")
        return date.fromisoformat(day) if passport and passport == self._passport() else None

    @document_expiry.setter
    def document_expiry(self, day: date | None) -> None:
        """Kept with the passport that it is the day of: it is nobody's once another number is typed."""
        self.texts["document"] = f"{day.isoformat()} {self._passport()}" if day else ""

    def _passport(self) -> str:
        values = self.around().values
        return passport_key(values.get("passport_series"), values.get("passport_number") or "")

    def snapshot(self) -> dict[str, str]:
        """The answers, and what is known of the document that filled them."""
        return {**super().snapshot(), "scan": self.texts["scan"], "document": self.texts["document"]}

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put kept texts back, with the marks of what was scanned."""
        from omi_tui.forms import scanning

        super().restore(texts)
        if self.scan:
            scanning.mark_again(self, self.scan)

    def options(self, field_id: str, text: str) -> list[Choice]:
        """The list of a field; in the last name, saved people."""
        return saved.offered(self, field_id, text) or super().options(field_id, text)

    def choose(self, field_id: str, code: str) -> None:
        """Take an answer of the list; a saved person answers everything."""
        if field_id != "last_name_latin" or not saved.fill(self, code):
            super().choose(field_id, code)

    def hint(self, field_id: str) -> str:
        """The hint of a field; that somebody is saved, where a name begins so."""
        return saved.hint(self, field_id) or super().hint(field_id)

    def visible(self) -> list[Field]:
        """The tick and the country; all ten fields of another person where the tick is off."""
        other = self.texts["policyholder_is_insured"] != "yes"
        return [field for field in self.fields if other or field.id in _ALWAYS]

    def build(self) -> "Insured | None":
        """The other person; None where the policyholder is insured. Raises FormRejected."""
        from omi_tui.model.person import Insured

        values = {key: value for key, value in self.values().items() if value is not None}
        return None if values.pop("policyholder_is_insured") else Insured(**values)
