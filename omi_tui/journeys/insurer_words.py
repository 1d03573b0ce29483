"""What the insurer's data say in English, so that they can be said in the customer's language as well."""

from omi_tui.text.i18n import N_, _

KNOWN = (
    N_("Expenses for the provision of emergency and urgent medical care"),
    N_("Citizens are covered by the agreement of the CIS states of 27 March 1997."),
    N_("Citizens are covered by the agreement of 2006 between Belarus and Russia."),
    N_("Citizens are covered by the memorandum of 2013."),
    N_("One university's list exempts British citizens; no ministry's list does."),
    N_("Exempt in one old list only."),
    N_(
        "Heads of state and government, members of parliamentary, government and official delegations, "
        "their technical staff and families."
    ),
    N_(
        "Heads and staff of diplomatic missions, consulates, attaché and trade offices and of international "
        "organisations with privileges, and their families."
    ),
    N_("Holders of travel documents of the United Nations."),
    N_(
        "Crews of civil aircraft on international lines and of international trains, crews of foreign military "
        "aircraft, and military on joint exercises."
    ),
    N_("Border representatives and foreign border guards on duty."),
    N_("Applicants for refugee status or protection."),
    N_("Transit by international train or aircraft."),
    N_("Holders of a residence permit are outside the scheme."),
    N_("The insurance is for foreign citizens and stateless persons."),
    N_("Foreign citizens and stateless persons need medical insurance in Belarus; no list exempts this one."),
    N_("The foreign policy shows all that Belarus asks of it."),
)
"""The texts that stand in the insurer's answers as they are; any other text stays as the insurer wrote it."""
_PERSON = "Physical person "


def in_words(text: str) -> str:
    """*text* of the insurer in the current language where it is a known one."""
    if text.startswith(_PERSON):
        return _("Physical person {name}").format(name=text.removeprefix(_PERSON))
    return _(text)
