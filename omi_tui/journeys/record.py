"""What an opened draft and an opened policy have in common: facts, objects and risks, schedule, payments."""

from typing import TYPE_CHECKING

from omi_tui.journeys import show
from omi_tui.journeys.insurer_words import in_words
from omi_tui.journeys.view import Row, Table
from omi_tui.text.i18n import _, days_count, show_date

if TYPE_CHECKING:
    from omi_tui.model.contract import Draft, Policy


def facts(record: "Draft | Policy") -> tuple[Row, ...]:
    """Who is insured, when, and for how much."""
    insured = record.insured
    term = _("{days}, {begin} 00:00 to {end} 23:59").format(
        days=days_count(record.days), begin=show_date(record.begin_date), end=show_date(record.end_date)
    )
    born = _("{name}, born {day}").format(name=show.person(insured), day=show.day(insured.birth_date))
    return (
        Row(_("Insured person"), born),
        Row(_("Passport"), show.passport(insured)),
        Row(_("Citizenship"), show.country(insured.citizenship)),
        Row(_("Policyholder"), show.person(record.policyholder)),
        Row(_("Term of insurance"), term),
        Row(_("Insurance premium"), show.money(record.premium)),
        Row(_("Sum insured"), show.money(record.sum_insured)),
    )


def tables(record: "Draft | Policy") -> tuple[Table, ...]:
    """The three tables of the cabinet, empty ones with the cabinet's words; the long texts stand last."""
    empty = _("No data available")
    return (
        Table(
            _("Objects/Risks"),
            (_("Limit"), _("Remainder"), _("Object name, risk name")),
            tuple(
                (show.money(row.limit), show.money(row.remainder), f"{in_words(row.object)}: {in_words(row.risk)}")
                for row in record.objects
            ),
            empty,
        ),
        Table(
            _("Payment schedule"),
            (_("Date"), _("Amount"), _("Paid"), _("Remainder")),
            tuple(
                (
                    show.day(row.date),
                    show.money(row.amount),
                    _("Yes") if row.paid else _("No"),
                    show.money(row.remainder),
                )
                for row in record.payment_schedule
            ),
            empty,
        ),
        Table(
            _("Payments"),
            (_("Date"), _("Amount"), _("Order")),
            tuple((show.moment(row.at), show.money(row.amount), row.order_number) for row in record.payments),
            empty,
        ),
    )
