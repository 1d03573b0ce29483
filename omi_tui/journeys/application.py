"""The application for one contract: whose it is, what will be sent in words, and sending it exactly once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from omi_tui.forms.form import Form
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.period import PeriodForm
from omi_tui.journeys import scan_words, show
from omi_tui.journeys.once import send_once
from omi_tui.journeys.view import Row
from omi_tui.model import rules
from omi_tui.text.i18n import _, days_count

if TYPE_CHECKING:
    from omi_tui.client.insurer import Insurer
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Draft, Quote
    from omi_tui.model.passport import PassportDetails
    from omi_tui.model.person import Insured, PersonalInfo


@dataclass(frozen=True)
class Holder:
    """The policyholder as far as the insurer knows them."""

    person: "PersonalInfo | None"
    passport: "PassportDetails | None"
    residence_country: str

    def missing(self) -> list[str]:
        """What has to be filled in before a contract can be made, in words."""
        parts = ((_("Personal information"), self.person), (_("Passport details"), self.passport))
        return [label for label, known in parts if known is None]

    def name(self) -> str:
        """The name in Latin, or an empty text."""
        return show.person(self.person) if self.person else ""


async def holder(insurer: "Insurer") -> Holder:
    """Ask the insurer who the policyholder is. Raises ClientError."""
    person = (await insurer.profile.personal_info()).value
    passport = (await insurer.profile.passport()).value
    settings = (await insurer.profile.settings()).value
    return Holder(person, passport, settings.residence_country)


def passport_ends(holder: Holder | None, last_day: date) -> bool:
    """Whether the policyholder's passport is valid no longer on the last insured day."""
    passport = holder.passport if holder else None
    return passport is not None and _broken(rules.expiry_day, passport.expiry_date, last_day)


def under_age(holder: Holder | None, today: date) -> bool:
    """Whether the policyholder is too young to conclude a contract today."""
    person = holder.person if holder else None
    return person is not None and _broken(rules.adult, person.birth_date, today)


def _broken(rule: Callable[[date, date], date], *days: date) -> bool:
    try:
        rule(*days)
    except rules.RuleError:
        return True
    return False


def rows(period: PeriodForm, insured: InsuredForm, holder: Holder | None, quote: "Quote | None") -> tuple[Row, ...]:
    """Every value that will be sent, each with the way to change it."""
    return (*_term_rows(period, quote), *_holder_rows(holder, insured), *_insured_rows(insured, holder))


def _term_rows(form: PeriodForm, quote: "Quote | None") -> tuple[Row, ...]:
    period = form.period()
    assert period is not None
    term = _("{days}, {begin} 00:00 to {end} 23:59").format(
        days=days_count(period.days), begin=show.day(period.begin), end=show.day(period.end)
    )
    premium = show.money(quote.premium) if quote else ""
    return (
        Row(_("Term of insurance"), term, "change:dates.begin_date"),
        Row(_("Insurance premium"), premium, "change:dates.end_date"),
    )


def _holder_rows(holder: Holder | None, form: InsuredForm) -> tuple[Row, ...]:
    insured = form.value("policyholder_is_insured")
    address = holder.person.address if holder and holder.person else ""
    name = holder.name() if holder else ""
    return (
        Row(_("Policyholder"), ", ".join(part for part in (name, address) if part), "change:profile"),
        Row(_("Policyholder is insured"), _("yes") if insured else _("no"), "change:insured.policyholder_is_insured"),
    )


def _insured_rows(form: InsuredForm, holder: Holder | None) -> tuple[Row, ...]:
    """The insured person: the answers, or the policyholder's own details where those are used."""
    person, change = insured_person(form, holder), "change:insured."
    if form.value("policyholder_is_insured"):
        residence = "change:insured.country_of_residence"
        where = dict.fromkeys(("name", "passport", "address", "phone"), "change:profile") | {"country": residence}
    else:
        where = {
            "name": change + "last_name_latin",
            "country": change + "citizenship",
            "passport": change + "passport_number",
            "address": change + "address",
            "phone": change + "phone",
        }
    if person is None:
        return ()
    born = _("{name}, born {day}").format(name=show.person(person), day=show.day(person.birth_date))
    number = show.passport(person)
    if person.personal_number:
        number = _("{passport}, personal number {number}").format(passport=number, number=person.personal_number)
    countries = f"{show.country(person.citizenship)}, {show.country(person.country_of_residence)}"
    return (
        Row(_("Insured person"), born, where["name"]),
        Row(_("Citizenship, residence"), countries, where["country"]),
        Row(_("Passport"), number, where["passport"]),
        *scan_words.check_rows(form),
        Row(_("Address"), person.address, where["address"]),
        Row(_("Phone number"), person.phone, where["phone"]),
    )


def nationality(form: InsuredForm, holder: Holder | None) -> str:
    """The citizenship of the insured person (alpha-3); empty while it is not known."""
    if not form.value("policyholder_is_insured"):
        return str(form.value("citizenship") or "")
    return holder.passport.nationality if holder is not None and holder.passport is not None else ""


def insured_person(form: InsuredForm, holder: Holder | None) -> "Insured | None":
    """Who will be insured; None where the policyholder is, and is not known. Raises FormRejected."""
    from omi_tui.model.person import Insured

    if not form.value("policyholder_is_insured"):
        return form.build()
    if holder is None or holder.person is None or holder.passport is None:
        return None
    person, passport = holder.person, holder.passport
    return Insured(
        last_name_latin=person.last_name_latin,
        first_name_latin=person.first_name_latin,
        birth_date=person.birth_date,
        citizenship=passport.nationality,
        passport_series=passport.series,
        passport_number=passport.number,
        personal_number=passport.personal_number,
        address=person.address,
        phone=person.phone,
        country_of_residence=form.value("country_of_residence"),
    )


def formed_rows(draft: "Draft") -> tuple[Row, ...]:
    """What a person wants to know of the draft that was just formed."""
    period = _("{days}, {begin} to {end}").format(
        days=days_count(draft.days), begin=show.day(draft.begin_date), end=show.day(draft.end_date)
    )
    return (
        Row(_("Contract draft"), draft.id),
        Row(_("Insured person"), show.person(draft.insured)),
        Row(_("Term of insurance"), period),
        Row(_("Insurance premium"), show.money(draft.premium)),
        Row(_("To be paid until"), show.deadline(draft.expires_at)),
    )


def matches(period: PeriodForm, insured: InsuredForm, holder: Holder | None) -> "Callable[[Draft], bool]":
    """Whether a draft is the one of these answers: the same passport on the same days."""
    person, days = insured_person(insured, holder), period.period()

    def same(draft: "Draft") -> bool:
        if person is None or days is None:
            return False
        passport = (draft.insured.passport_series or "", draft.insured.passport_number)
        return (draft.begin_date, draft.end_date, *passport) == (
            days.begin,
            days.end,
            person.passport_series or "",
            person.passport_number,
        )

    return same


async def formed_before(workplace: "Workplace", matches: "Callable[[Draft], bool]") -> "Draft | None":
    """The draft of the same answers that an earlier call has formed whose answer was lost; the others are told.

    Every open call for a draft is looked up before another one is sent. Raises Unsettled for one whose end is not
    known yet, or that needs a person; ClientError.
    """
    from omi_tui.journeys.once import Unsettled
    from omi_tui.journeys.reconcile import is_ours, look_up, surely_lost, tell_found

    for operation in workplace.journal.open_operations():
        if operation.kind != "draft" or not is_ours(workplace, operation):
            continue
        found = await look_up(workplace, operation, matches)
        if found.state == "done" and found.number:
            draft = await (await workplace.insurer()).drafts.get(found.number)
            if matches(draft):
                return draft
            tell_found(workplace, operation, found)
        elif operation.key == workplace.put_off:
            continue
        elif found.state == "nothing" and surely_lost(workplace, operation):
            workplace.journal.result(operation.key, "failed")
        elif found.state in ("nothing", "running", "contact"):
            raise Unsettled(operation.key)
    return None


async def conclude(
    workplace: "Workplace",
    quote: "Quote",
    period: Form,
    insured: InsuredForm,
    *,
    allow_overlap: bool,
    looked_up: bool = False,
) -> "Draft":
    """Form the draft, once: see :func:`omi_tui.journeys.once.send_once` for what it raises."""
    from omi_tui.client.drafts import draft_request

    days = period.values()
    request = draft_request(
        quote_id=quote.quote_id,
        begin=days["begin_date"],
        end=days["end_date"],
        insured=insured.build(),
        country_of_residence=insured.values()["country_of_residence"],
        allow_overlap=allow_overlap,
    )
    return await send_once(
        workplace,
        "draft",
        request.fingerprint,
        lambda insurer, key: insurer.drafts.create(request, key),
        lambda draft: draft.id,
        looked_up=looked_up,
    )
