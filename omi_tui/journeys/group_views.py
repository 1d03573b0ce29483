"""What each step of a group shows."""

from math import ceil
from typing import TYPE_CHECKING

from omi_tui.journeys import show
from omi_tui.journeys.group_guards import in_words
from omi_tui.journeys.group_people import Person
from omi_tui.journeys.group_report import masked, state_in_words
from omi_tui.journeys.view import Action, Ask, Entry, Listing, Question, Row, View
from omi_tui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from omi_tui.journeys.group import GroupJourney


def view(group: "GroupJourney") -> View:
    """The view of the step where *group* stands."""
    return _VIEWS[group.step](group)


def _place(*crumbs: str) -> tuple[str, ...]:
    return (_("Buy policy"), _("Several people"), *crumbs)


def _term(group: "GroupJourney") -> str:
    assert group.period is not None
    return show.term(group.period)


def _source(group: "GroupJourney") -> View:
    entries = tuple(
        Action(f"file:{number}", path.name, "entry", str(path.parent)) for number, path in enumerate(group.nearby)
    )
    return View(
        id="source",
        place=_place(),
        heading=_("Who travels?"),
        lead=(_term(group), _("Name a file with the list, or scan the passports one after the other.")),
        form=group.source,
        actions=(
            Action("continue", _("Read the list"), "main"),
            Action("scan", _("Scan a passport")),
            Action("type", _("Type a person")),
            *entries,
        ),
    )


def _columns(group: "GroupJourney") -> View:
    return View(
        id="columns",
        place=_place(_("Columns")),
        heading=_("What do the columns hold?"),
        lead=(_("The hint shows what the first person has there. Change what was not understood."),),
        form=group.columns,
        known=True,
        actions=(Action("continue", _("Read the people"), "main"),),
    )


def _shared(group: "GroupJourney") -> View:
    return View(
        id="shared",
        place=_place(_("For everybody")),
        heading=_("What do all of them have in common?"),
        lead=(_("It stands for everybody in whose row it is missing."),),
        form=group.people.shared,
        actions=(Action("continue", _("Continue"), "main"),),
    )


def _people(group: "GroupJourney") -> View:
    people = group.people
    bad = people.where("wrong", "duplicate", "refused", "unknown")
    ready, formed = len(people.where("ready")), len(people.where("formed", "paid"))
    order = [*bad, *(person for person in people.all if person not in bad)]
    columns = (_("Row"), _("Name"), _("Passport"), _("What is to be done"))
    notes = [ngettext("{count} person is ready.", "{count} people are ready.", ready).format(count=ready)]
    if bad:
        notes.append(
            ngettext("{count} row has to be mended.", "{count} rows have to be mended.", len(bad)).format(
                count=len(bad)
            )
        )
    if formed:
        text = ngettext(
            "{count} person has a draft or a policy for these days already.",
            "{count} people have a draft or a policy for these days already.",
            formed,
        )
        notes.append(text.format(count=formed))
    actions = [
        Action("scan", _("Scan a passport")),
        Action("type", _("Type a person")),
        Action("source", _("Add a list")),
    ]
    if people.missing_shared():
        actions.append(Action("shared", _("Fill in for everybody")))
    if ready or formed:
        actions.insert(0, Action("continue", _("Continue"), "main"))
    return View(
        id="people",
        place=_place(_("People")),
        heading=_("People of the group"),
        lead=(_term(group),),
        listing=Listing(
            columns,
            [_entry(person, len(group.guards.codes(person))) for person in order],
            len(order),
            _("Nobody yet."),
            show.widths(columns, (4, 24, 10)),
        ),
        notes=tuple(notes),
        actions=tuple(actions),
    )


def _entry(person: Person, warnings: int) -> Entry:
    labels = [_(str(error.params["label"])) for error in person.errors if "label" in error.params]
    what = _("mend: {fields}").format(fields=", ".join(labels)) if labels else person.why() or state_in_words(person)
    if person.draft_id:
        what = _("draft {number}").format(number=person.draft_id)
    if person.policy:
        what = _("policy {name}").format(name=person.policy)
    if warnings:
        what = _("{text}; warnings: {count}").format(text=what, count=warnings)
    return Entry(str(person.number), (str(person.number), person.name(), masked(person), what))


def _person(group: "GroupJourney") -> View:
    person = group.person
    delete = (Action("delete", _("Take off the list")),) if person is not None else ()
    return View(
        id=f"person:{person.number if person else ''}",
        title=_("Several people"),
        place=_place(_("Person")),
        heading=_("Row {number}").format(number=person.number) if person else _("One more person"),
        lead=(person.why(),) if person and person.why() and not person.errors else (),
        form=group.row,
        notes=tuple(map(in_words, group.guards.of(person))) if person else (),
        focus=person.errors[0].field_id if person and person.errors else "",
        known=person is not None,
        actions=(Action("continue", _("Save"), "main"), *delete),
    )


def _check(group: "GroupJourney") -> View:
    people, quote = group.people.where("ready", "formed"), group.price.quote
    left = len(group.people.all) - len(people) - len(group.people.where("paid"))
    rows = [
        Row(_("Term of insurance"), _term(group)),
        Row(_("People"), str(len(people))),
    ]
    if quote is not None:
        total = quote.premium.model_copy(update={"amount": quote.premium.amount * len(people)})
        rows += [
            Row(_("Insurance premium"), show.money(quote.premium)),
            Row(_("Total"), show.money(total)),
        ]
    notes = group.guards.notes(people)
    if left:
        text = ngettext(
            "{count} row stays in the list to be mended.", "{count} rows stay in the list to be mended.", left
        )
        notes = (text.format(count=left), *notes)
    return View(
        id="check",
        place=_place(_("Check answers")),
        heading=_("Check what you are about to conclude"),
        rows=tuple(rows),
        form=group.confirm,
        warnings=notes,
        actions=(Action("continue", _("Enter into contracts"), "main"), Action("people", _("Look at the people"))),
    )


def ask_to_conclude(count: int, warnings: int) -> Ask:
    """The deliberate question before drafts are formed."""
    warned = _("Warnings on this page: {count}.").format(count=warnings) + " " if warnings else ""
    body = ngettext(
        "Do you really want to conclude an insurance contract for {count} person?",
        "Do you really want to conclude insurance contracts for {count} people?",
        count,
    )
    return Ask(
        Question(
            _("Enter into contracts"), warned + body.format(count=count), _("Keep editing"), _("Enter into contracts")
        ),
        "conclude",
    )


def _sending(group: "GroupJourney") -> View:
    assert group.sending is not None
    sending, (done, left) = group.sending, group.sending.progress()
    line = _("{done} of {total}").format(done=done, total=sending.total)
    if left is not None:
        line = _("{done} of {total}, about {seconds} s left").format(done=done, total=sending.total, seconds=ceil(left))
    if sending.stopping:
        line = _("{done} of {total}; what is under way finishes.").format(done=done, total=sending.total)
    return View(
        id="sending",
        place=_place(_("Contract drafts")),
        heading=_("Contract drafts are being formed"),
        lead=(_("You can stop at any time and go on later; nobody is insured twice."),),
        notes=(line,),
        actions=(Action("stop", _("Stop"), "main"),),
        poll=0.5,
    )


def _formed(group: "GroupJourney") -> View:
    formed, paid = group.people.where("formed"), group.people.where("paid")
    left = len(group.people.where("wrong", "duplicate", "refused"))
    rows = [Row(_("Contract drafts"), str(len(formed)))] if formed or not paid else []
    rows += [Row(_("Policies"), str(len(paid)))] if paid else []
    rows.append(Row(_("Term of insurance"), _term(group)))
    premiums = [person.premium for person in formed or paid if person.premium is not None]
    if premiums:
        total = premiums[0].model_copy(update={"amount": sum(premium.amount for premium in premiums)})
        rows.append(Row(_("Total"), show.money(total)))
    if group.order_number:
        rows.append(Row(_("Order"), group.order_number))
    mend = (Action("people", _("Mend the other rows")),) if left else ()
    notes = [
        _("They are paid. The list of results names the policies.")
        if group.paid
        else _("They are in the shopping cart. They are not valid until they are paid.")
    ]
    if left:
        text = (
            ngettext("{count} row stays in the list to be mended.", "{count} rows stay in the list to be mended.", left)
            if paid
            else ngettext(
                "{count} row has to be mended before it can be in the same order.",
                "{count} rows have to be mended before they can be in the same order.",
                left,
            )
        )
        notes.append(text.format(count=left))
    return View(
        id="formed",
        place=_place(_("Contract drafts")),
        heading=_("The contract drafts are formed"),
        rows=tuple(rows),
        notes=tuple(notes),
        actions=(
            *((Action("order", _("Pay all by card"), "main"),) if formed else ()),
            *mend,
            Action("results", _("Save the list of results"), "main" if group.paid else "plain"),
            Action("home", _("Back to the menu")),
        ),
    )


_VIEWS = {
    "source": _source,
    "columns": _columns,
    "shared": _shared,
    "people": _people,
    "person": _person,
    "check": _check,
    "sending": _sending,
    "formed": _formed,
}
