"""What a scanned document says, in words: its fields, each check digit, what to look at, repairs that are proved."""

from typing import TYPE_CHECKING

from omi_tui.journeys import show
from omi_tui.journeys.view import Row
from omi_tui.text.i18n import N_, _

if TYPE_CHECKING:
    from omi_tui.forms.insured import InsuredForm
    from omi_tui.model.mrz import Document, NotMrz

_VERDICTS = {
    "verified": N_("check digit right"),
    "refuted": N_("check digit WRONG"),
    "not_printed": N_("no check digit"),
}
_CHECKS = {
    "document_number": N_("passport number"),
    "birth_date": N_("date of birth"),
    "expiry_date": N_("date of expiry"),
    "personal_number": N_("personal number"),
    "composite": N_("all rows together"),
}
_WARNINGS = {
    "visa": N_("This is a visa. Its number is not the passport's: scan the page of the passport with the photo."),
    "name_truncated": N_("The name is cut short in the rows. Type it in full, as the page prints it."),
    "name_unreadable": N_("The name has characters that no name has. Compare it with the page."),
    "one_name": N_("The document has one name only."),
    "birth_unknown": N_("The document does not give the whole date of birth. Ask for it, and type it."),
    "birth_unreadable": N_("The date of birth cannot be read. Type it as the page prints it."),
    "sex_unreadable": N_("The letter for the sex cannot be read, so other letters may be misread too."),
    "expired": N_("The document has expired."),
    "expiry_unknown": N_("The document has no date of expiry."),
    "expiry_unreadable": N_("The date of expiry cannot be read. Look at the page."),
    "nationality_unknown": N_("The nationality is not in the list. Choose the citizenship by hand."),
    "layout_ru": N_("The scanner typed with the Russian keyboard layout; its letters were mapped back."),
    "layout_be": N_("The scanner typed with the Belarusian keyboard layout; its letters were mapped back."),
    "layout_uk": N_("The scanner typed with the Ukrainian keyboard layout; its letters were mapped back."),
    "layout_de": N_("The scanner typed with the German keyboard layout; its letters were mapped back."),
    "layout_unsure": N_("The keyboard layout does not tell B from S: compare the letters with the page."),
}
_CHARACTERS = N_("The scan has characters that no document has in its rows. Nothing was filled in: scan again.")
_HALVES = {
    "first": N_("Only the first row of the scan came. Nothing was filled in: scan again."),
    "second": N_("The first row of the scan did not come. Nothing was filled in: scan again."),
    "": N_("Only a part of the scan came. Nothing was filled in: scan again."),
}
_NO_MRZ = N_("These are not the rows of a travel document. Nothing was filled in: scan again, or type the answers.")

UNWANTED = N_("A passport is scanned where the insured person or your own details are asked.")
"""What is said of a scan on a page that has no use for it."""


def heading(document: "Document") -> str:
    """The verdict in one line."""
    if "visa" in document.warnings:
        return _("This is a visa, not a passport")
    return _("All check digits are right") if document.valid else _("The scan is not right: compare it with the page")


def rows(document: "Document") -> tuple[Row, ...]:
    """Every field that the document prints, with its check."""

    def checked(value: str, check: str) -> str:
        return f"{value or _('none')}, {_(_VERDICTS[document.checks[check]])}" if check in document.checks else value

    born = show.day(document.birth_date) if document.birth_date else document.birth_text
    expires = show.day(document.expiry_date) if document.expiry_date else ""
    return (
        Row(_("Last name in Latin"), document.surname),
        Row(_("First name in Latin"), document.given_names or _("none")),
        Row(_("Date of birth"), checked(born, "birth_date")),
        Row(_("Citizenship"), show.country(document.nationality)),
        Row(_("Issued by"), show.country(document.issuing_state)),
        Row(_("Passport number"), checked(document.document_number, "document_number")),
        Row(_("Personal number"), checked(document.personal_number, "personal_number")),
        Row(_("Date of expiry"), checked(expires, "expiry_date")),
        Row(_("All rows together"), _(_VERDICTS[document.checks.get("composite", "not_printed")])),
    )


def warnings(document: "Document") -> tuple[str, ...]:
    """What a person has to know, a sentence each."""
    return tuple(_(_WARNINGS[code]) for code in document.warnings if code in _WARNINGS)


def repairs(document: "Document") -> tuple[str, ...]:
    """What could be taken instead, with before and after."""
    line = _("Proposal for the {what}: {after} in place of {before}. With it every check digit is right.")
    return tuple(
        line.format(what=_(_CHECKS[repair.field]), before=repair.before, after=repair.after)
        for repair in document.repairs
    )


def whose(document: "Document") -> str:
    """A line of the choice among several documents."""
    name = " ".join(part for part in (document.given_names, document.surname) if part)
    return f"{name}, {document.document_number}"


def filled(document: "Document") -> str:
    """The sentence after a form was filled; it names nobody, for messages are kept."""
    if document.valid:
        done = _("The scan is read, and all check digits are right. Fill in the rest.")
    else:
        done = _("The scan is read, but not all check digits are right. Compare the answers with the document.")
    return " ".join((done, *warnings(document)))


def refused(reason: "NotMrz") -> str:
    """Why nothing could be read."""
    if reason.code == "incomplete":
        return _(_HALVES.get(reason.half, _HALVES[""]))
    unread = _CHARACTERS if reason.code == "characters" else _NO_MRZ
    return _(unread)


def check_rows(form: "InsuredForm") -> tuple[Row, ...]:
    """What the scan says, to stand beside the passport on the check page; nothing where nothing was scanned."""
    document = form.scan
    if document is None or form.value("policyholder_is_insured"):
        return ()
    wrong = [_(_CHECKS[check]) for check, verdict in document.checks.items() if verdict == "refuted"]
    said = _("{number}, all check digits right")
    if wrong:
        said = _("{number}, wrong check digits: {checks}")
    value = said.format(number=document.document_number, checks=", ".join(wrong))
    return (Row(_("The scan says"), value, "change:insured.passport_number"),)
