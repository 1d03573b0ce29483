"""The policyholder's travel document."""

from datetime import date
from typing import Annotated, Literal

from omi_tui.model import rules
from omi_tui.model.base import OptionalText, Request, ruled
from omi_tui.model.person import Country, DocumentNumber, PersonalNumber, Series

DocumentType = Literal["passport", "identity_card", "residence_permit", "refugee_travel_document", "un_laissez_passer"]
DOCUMENT_TYPES: tuple[DocumentType, ...] = (
    "passport",
    "identity_card",
    "residence_permit",
    "refugee_travel_document",
    "un_laissez_passer",
)


class PassportDetails(Request):
    """The cabinet's "Passport details" tab (manual, section 3). Series may be absent: many passports have one code."""

    document_type: DocumentType
    nationality: Country
    series: Annotated[Series | None, OptionalText] = None
    number: DocumentNumber
    personal_number: Annotated[PersonalNumber | None, OptionalText] = None
    issued_by: Annotated[str, ruled(rules.issued_by)]
    issue_date: date
    expiry_date: date
