"""A journey's view as lines: where I am, what it says, what can be chosen. Tables are told record by record."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from omi_tui.journeys.view import Action, Listing, Table, View
from omi_tui.plain.words import PREFIX, own
from omi_tui.text.i18n import _, in_a_sentence, pgettext, show_number

PAGE = 10
"""Records that are told at once."""


class Deed(NamedTuple):
    """Something that can be chosen by its number: an act and its words."""

    number: int
    act: str
    label: str


def head(view: View) -> Iterator[str]:
    """Place, step and heading."""
    crumbs = [crumb for number, crumb in enumerate(view.place) if crumb not in view.place[:number]]
    place = ", ".join((*crumbs[:1], *(in_a_sentence(crumb) for crumb in crumbs[1:])))
    step = (
        _("Step {number} of {count}.").format(number=view.position[0], count=view.position[1]) if view.position else ""
    )
    if place:
        yield f"{sentence(place)} {step}".rstrip()
    if view.heading not in view.place:
        yield sentence(view.heading)


def body(view: View, first: int, numbers: Sequence[int] | None = None) -> Iterator[str]:
    """What the view says before its questions; *first* and *numbers* say which records, as for :func:`listing`."""
    yield from view.lead
    if view.form is not None:
        yield from view.foot
    changeable = any(row.change for row in view.rows)
    for number, row in enumerate(view.rows, 1):
        yield f"{number}. {pair(row.label, row.value)}" if changeable else pair(row.label, row.value)
    yield from view.warnings
    if view.link:
        yield _("The link to the card page, on a line of its own:")
        yield view.link
    if view.listing is not None:
        yield "\n".join(listing(view.listing, first, numbers))  # told as a whole, for records have lines in common
    for table in view.tables:
        yield "\n".join(_table(table))


def tail(view: View) -> Iterator[str]:
    """What follows the questions of a form: the price, the notes; the quiet lines of a page without questions."""
    yield from view.notes
    if view.form is None:
        yield from view.foot


def listing(shown: Listing, first: int, numbers: Sequence[int] | None = None) -> Iterator[str]:
    """Ten records of a list from the place *first* on; only those of *numbers*, where they are given."""
    known = list(range(1, len(shown.entries) + 1)) if numbers is None else list(numbers)
    total = shown.total if numbers is None else len(known)
    if not known:
        yield shown.empty if numbers is None else _("No line has that in it.")
        return
    told = known[first : first + PAGE]
    if total > len(told):
        span = _("{first} to {last} of {total}. {command} goes on; {command} and a part of a name finds it.")
        shares = {"first": first + 1, "last": first + len(told), "total": show_number(total)}
        yield span.format(**shares, command=PREFIX + own("list"))
    else:
        yield _("In all: {total}.").format(total=show_number(total))
    for number in told:
        pairs = [
            pair(column, cell)
            for column, cell in zip(shown.columns, shown.entries[number - 1].cells, strict=False)
            if cell
        ]
        yield f"{number}. {pairs[0]}" if pairs else f"{number}."
        yield from pairs[1:]


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield pair(table.title, table.empty)
        return
    yield sentence(pair(table.title, show_number(len(table.rows))))
    for row in table.rows:
        yield sentence(", ".join(pair(column, cell) for column, cell in zip(table.columns, row, strict=False) if cell))


def deeds(view: View) -> list[Deed]:
    """What can be chosen: menu entries by their own digits, the buttons behind whatever has a number before them."""
    entries = [action for action in view.actions if action.role == "entry"]
    buttons = sorted(
        (action for action in view.actions if action.role != "entry"), key=lambda each: each.role != "main"
    )
    fields = field_numbers(view)
    first = max(fields.stop, 1)
    return [
        *(Deed(int(action.digit or place), action.id, _entry(action)) for place, action in enumerate(entries, 1)),
        *(Deed(number, each.id, each.label) for number, each in enumerate(buttons, first)),
    ]


def field_numbers(view: View) -> range:
    """The numbers of the fields, behind those of the menu, of the rows that can be changed and of the list."""
    entries = [action for action in view.actions if action.role == "entry"]
    taken = [int(action.digit or place) for place, action in enumerate(entries, 1)]
    taken += [len(view.rows)] if any(row.change for row in view.rows) else []
    taken += [view.listing.total] if view.listing is not None else []
    first = max(taken, default=0) + 1
    return range(first, first + (len(view.form.visible()) if view.form is not None else 0))


def deed_lines(found: Sequence[Deed]) -> list[str]:
    """A line for each."""
    return [f"{deed.number}. {deed.label}" for deed in found]


def _entry(action: Action) -> str:
    return pair(action.label, action.note) if action.note else action.label


def pair(label: str, value: str) -> str:
    """A label with its value."""
    return pgettext("label and value", "{label}: {value}").format(label=label, value=value)


def sentence(text: str) -> str:
    """*text* with an end: read aloud, a heading without one runs into what follows."""
    text = text.rstrip()
    return (
        text
        if text.endswith((".", "?", "!", ":", "。", "？", "：")) or not text
        else text + pgettext("end of a sentence", ".")
    )
