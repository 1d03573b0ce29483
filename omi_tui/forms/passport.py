"""Passport details of the policyholder."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from omi_tui.forms.document_fields import PERSONAL_NUMBER
from omi_tui.forms.field import Choice, ChoiceField, Field, FieldError
from omi_tui.forms.form import Form
from omi_tui.forms.kinds import CountryField, DateField
from omi_tui.model import rules
from omi_tui.model.period import minsk_today
from omi_tui.text.i18n import N_

if TYPE_CHECKING:
    from pydantic import BaseModel


class PassportForm(Form):
    """The eight fields of the cabinet's "Passport details" tab (manual, section 3)."""

    id = "passport"
    fields = (
        ChoiceField(
            id="document_type",
            label=N_("Document type"),
            hint=N_("The document that you cross the border with"),
            help=N_(
                "The document that you will show at the border. For most people that is the passport. "
                "Type the number of the line, or the first letters of the name."
            ),
            choices=(
                Choice("passport", N_("Passport")),
                Choice("identity_card", N_("Identity card")),
                Choice("residence_permit", N_("Residence permit")),
                Choice("refugee_travel_document", N_("Refugee travel document")),
                Choice("un_laissez_passer", N_("UN laissez-passer")),
            ),
            width=30,
            leak="public",
            messages={
                "missing": N_("Select the document type."),
                "unknown": N_("Document type must be one of the list."),
                "format": N_("Document type must be one of the list."),
            },
        ),
        CountryField(
            id="nationality",
            label=N_("Nationality"),
            hint=N_("A name, the start of a name, or a code such as POL"),
            help=N_(
                "The nationality that the document states. Type the name of the country in any of the languages here, "
                "the start of it, or the three letters in the document. Stateless persons and refugees are in the list."
            ),
            width=36,
            leak="public",
            messages={
                "missing": N_("Select the nationality."),
                "unknown": N_("Nationality is not in the list. Type another spelling, or open the list."),
                "several": N_("Nationality fits several countries: {names}. Type more letters."),
                "format": N_("Select the nationality."),
            },
        ),
        Field(
            id="series",
            label=N_("Series (in Latin)"),
            hint=N_("Leave empty if the document has one number without a series"),
            help=N_(
                "The letters or digits that stand apart before the number, in Latin letters. "
                "Many passports have none: leave it empty then. For example: MP."
            ),
            required=False,
            rule=rules.document_series,
            width=8,
            leak="shape",
            messages={
                "missing": N_("Enter the series."),
                "cyrillic": N_("Series must have Latin letters and digits only. In Latin it may be {proposal}."),
                "too_long": N_("Series must be {limit} letters and digits or fewer."),
                "format": N_("Series must be 1 to 6 Latin letters and digits."),
            },
        ),
        Field(
            id="number",
            label=N_("Document number"),
            hint=N_("Digits and Latin letters, as the document prints them"),
            help=N_(
                "The number of the document, on the page with the photo, at the top. "
                "Spaces and hyphens do no harm. For example: 1234567, or ZZ1234567 where there is no series."
            ),
            rule=rules.document_number,
            width=20,
            leak="pseudonym",
            messages={
                "missing": N_("Enter the document number."),
                "cyrillic": N_("Document number must have Latin letters and digits only. It may be {proposal}."),
                "too_long": N_("Document number must be {limit} letters and digits or fewer."),
                "format": N_("Document number must be 4 to 20 Latin letters and digits."),
            },
        ),
        PERSONAL_NUMBER,
        Field(
            id="issued_by",
            label=N_("Issued by"),
            hint=N_("The authority, as the document names it"),
            help=N_(
                "The authority that issued the document, on the page with the photo. "
                "Any script is taken. For example: Wojewoda Podlaski."
            ),
            rule=rules.issued_by,
            width=36,
            leak="shape",
            messages={
                "missing": N_("Enter the authority that issued the document."),
                "too_long": N_("Issued by must be {limit} characters or fewer."),
                "format": N_("Issued by must be at least 2 characters long."),
            },
        ),
        DateField(
            id="issue_date",
            label=N_("Date of issue"),
            hint=N_("Day, month and year, such as 28.11.2021 or 28 nov 2021"),
            help=N_(
                "The day on which the document was issued, on the page with the photo. "
                "Write the day first or the year first, or the month as a word."
            ),
            purpose="issue",
            check=lambda day, around: rules.issue_day(day, around.today),
            leak="shape",
            messages={
                "missing": N_("Enter the date of issue."),
                "format": N_("Date of issue must have a day, a month and a year."),
                "unreadable": N_("Date of issue must have a day, a month and a year."),
                "no_year": N_("Date of issue must include a year."),
                "impossible": N_("Date of issue must be a real date."),
                "ambiguous": N_(
                    "Date of issue can be read in two ways. Type {one} for {first}, or {two} for {second}."
                ),
                "future": N_("Date of issue must be today or earlier."),
            },
        ),
        DateField(
            id="expiry_date",
            label=N_("Date of expiry"),
            hint=N_("Day, month and year, such as 28.11.2031 or 28 nov 2031"),
            help=N_(
                "The last day on which the document is valid, on the page with the photo. "
                "It has to be valid through the last insured day."
            ),
            purpose="expiry",
            check=lambda day, around: rules.expiry_day(day, around.today),
            leak="shape",
            messages={
                "missing": N_("Enter the date of expiry."),
                "format": N_("Date of expiry must have a day, a month and a year."),
                "unreadable": N_("Date of expiry must have a day, a month and a year."),
                "no_year": N_("Date of expiry must include a year."),
                "impossible": N_("Date of expiry must be a real date."),
                "ambiguous": N_(
                    "Date of expiry can be read in two ways. Type {one} for {first}, or {two} for {second}."
                ),
                "expired": N_("The document has expired: it must be valid on {last_day}. Check the date of expiry."),
                "before_issue": N_("Date of expiry must be after the date of issue."),
            },
        ),
    )

    def __init__(self, today: Callable[[], date] = minsk_today) -> None:
        super().__init__(today)
        self.texts["document_type"] = "passport"
        self.settle()

    def between(self, values: Mapping[str, Any]) -> Iterable[FieldError]:
        """The document was issued before it expires."""
        issued, expires = values.get("issue_date"), values.get("expiry_date")
        if issued and expires and expires <= issued:
            yield self.field("expiry_date").error("before_issue")

    def model(self) -> "type[BaseModel]":
        """``PassportDetails``."""
        from omi_tui.model.passport import PassportDetails

        return PassportDetails
