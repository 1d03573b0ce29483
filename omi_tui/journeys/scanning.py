"""Scanning a travel document: the box for its rows, what it says with every check, and filling a form from it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.forms import scanning
from omi_tui.forms.scan import ScanForm
from omi_tui.journeys import scan_words
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Effect, Enter, Leave, Row, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.journeys.purchase import PurchaseJourney
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.mrz import Document

HARMLESS = frozenset({"one_name", "issuing_state_unknown", "layout_ru", "layout_be", "layout_uk", "layout_de"})
"""What a document may warn of and still fill a form at once."""
SHORTEST_ROW = 30
"""Characters of a row of the smallest document."""
FILLERS = ("<<", ";;", "ББ", "бб")
"""What stands in each first row, in the ways in which scanners type it."""


async def act(journey: Journey, form: "Form", action: str, result: Any) -> Effect:
    """Do ``scan`` and ``scanned`` for the page of *form*; a document with something to look at is shown first.

    *result* is what a scanner typed, a ``Document`` that the person has looked at, or None.
    """
    if action == "scan":
        return Enter(ScanJourney(journey.workplace), "scanned")
    looked_at = not isinstance(result, str)
    found = read(journey.workplace, result) if isinstance(result, str) else [result] if result else []
    if len(found) > 1 or (not looked_at and found and not at_once(found[0])):
        return Enter(ScanJourney(journey.workplace, found), "scanned")
    for document in found:
        scanning.fill(form, document)
        journey.landing = scanning.unfilled(form, document)
        journey.workplace.tell(scan_words.filled(document), bad=not at_once(document))
    return None


def at_the_beginning(purchase: "PurchaseJourney") -> Effect:
    """Into the box at once, the first time that a purchase which was begun for a scan stands at the person."""
    if purchase.begun is None or not purchase.begun.scan or not purchase.takes_scans:
        return None
    purchase.begun = purchase.begun._replace(scan=False)
    return Enter(ScanJourney(purchase.workplace), "scanned")


def begins(text: str) -> bool:
    """Whether a line that was typed or pasted is a row of a document, or all of them: nobody has such a name."""
    from omi_tui.model import mrz, scanned_text

    try:
        scanned_text.scan(text)
    except mrz.NotMrz as refused:
        return refused.code == "incomplete" and (len(text) >= SHORTEST_ROW or not set("<_;Бб").isdisjoint(text))
    return True


def unwanted(text: str) -> bool:
    """Whether a line is a row of a document where none is asked for; a link's code, which may look like one, is not."""
    return any(pair in text for pair in FILLERS) and len(text) >= SHORTEST_ROW and begins(text)


def complete(text: str) -> bool:
    """Whether no further row would make a document of *text*."""
    from omi_tui.model import mrz, scanned_text

    try:
        scanned_text.scan(text)
    except mrz.NotMrz as refused:
        return refused.code != "incomplete"
    return True


def read(workplace: "Workplace", text: str) -> "list[Document]":
    """The documents in what a scanner typed; none where there is none, and the person was told why."""
    from omi_tui.model import mrz, scanned_text

    try:
        found = scanned_text.documents(text, workplace.today())
    except mrz.NotMrz as refused:
        workplace.tell(scan_words.refused(refused), bad=True)
        return []
    return list({document.rows: document for document in found}.values())


def at_once(document: "Document") -> bool:
    """Whether a person has nothing to look at before the answers are filled in."""
    return document.valid and HARMLESS.issuperset(document.warnings)


class ScanJourney(Journey):
    """Takes rows until a document is complete, shows it, and leaves with the ``Document`` that the person takes."""

    id: ClassVar[str] = "scan"

    def __init__(self, workplace: "Workplace", found: "Sequence[Document]" = ()) -> None:
        """*found*: documents that were scanned already and are to be looked at."""
        super().__init__(workplace, "rows")
        self.form = ScanForm(workplace.today)
        self.rows: list[str] = []
        self.found = list(found)
        self.document: Document | None = None
        self.shown = 0
        """How many were shown: each of them is a page of its own."""
        if found:
            self._show(self.found)

    @property
    def takes_scans(self) -> bool:
        """Always: another scan takes the place of the one that is shown."""
        return True

    @property
    def opens_scan(self) -> bool:
        """Never: this is where the key leads."""
        return False

    def unsaved(self) -> bool:
        """Nothing of a scan that was not taken is missed."""
        return False

    def view(self) -> View:
        """The box, the documents to choose from, or the one that was read."""
        if self.step == "choose":
            return self._view_choose()
        return self._view_read(self.document) if self.document else self._view_rows()

    def _view_rows(self) -> View:
        return View(
            id="rows",
            place=(_("Scan a passport"),),
            heading=_("Scan a passport"),
            lead=(
                _("Lay the page with the photo on the scanner. Without a scanner, type the rows at its foot by hand."),
            ),
            rows=tuple(Row(_("Row {number}").format(number=n), row) for n, row in enumerate(self.rows, 1)),
            form=self.form,
            actions=(Action("continue", _("Next row"), "main"),),
        )

    def _view_choose(self) -> View:
        entries = (
            Action(f"document:{n}", scan_words.whose(document), "entry") for n, document in enumerate(self.found)
        )
        return View(
            id="choose",
            place=(_("Scan a passport"),),
            heading=_("Which of the documents is it?"),
            lead=(_("More than one document came in one scan."),),
            actions=(*entries, Action("again", _("Scan again"))),
        )

    def _view_read(self, document: "Document") -> View:
        again, take = Action("again", _("Scan again")), Action("take", _("Fill in the form"))
        repair = (Action("repair", _("Take the proposal")),) if document.repairs else ()
        if "visa" in document.warnings:
            actions: tuple[Action, ...] = (again._replace(role="main"),)
        elif document.valid:
            actions = (take._replace(role="main"), again)
        else:
            actions = (again._replace(role="main"), *repair, take._replace(label=_("Fill in the form all the same")))
        return View(
            id=f"read:{self.shown}",
            title=_("Scan a passport"),
            place=(_("Scan a passport"), _("What it says")),
            heading=scan_words.heading(document),
            lead=(*scan_words.warnings(document), *scan_words.repairs(document)),
            rows=() if "visa" in document.warnings else scan_words.rows(document),
            actions=actions,
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """Take a row or a whole scan, take a repair, take the document; ``again`` begins with an empty box."""
        kind, _colon, which = action.partition(":")
        if kind == "continue":
            self._take_row(self.form.values()["row"])
        elif kind == "scanned":
            if found := read(self.workplace, result):
                self._show(found)
        elif kind == "take":
            return Leave(self.document)
        elif kind == "document":
            self._show([self.found[int(which)]])
        elif kind == "repair":
            self._repair()
        else:
            self._again()
        return None

    def back(self) -> bool:
        """From the rows that were typed to an empty box; else the journey is left."""
        if self.step == "rows" and self.rows:
            self._again()
            return True
        return False

    def _again(self) -> None:
        self.step, self.rows, self.document = "rows", [], None
        self.form.answer("row", "")

    def _take_row(self, row: str) -> None:
        """A row was typed; read what there is once that makes a document."""
        from omi_tui.model import mrz, scanned_text

        typed = "\n".join([*self.rows, row])
        try:
            scanned_text.scan(typed)
        except mrz.NotMrz as refused:
            if refused.code == "incomplete":
                self.rows.append(row)
                self.form.answer("row", "")
            else:
                self.workplace.tell(scan_words.refused(refused), bad=True)
            return
        self.form.answer("row", "")
        self._show(read(self.workplace, typed))

    def _show(self, found: "list[Document]") -> None:
        self.found, self.rows, self.shown = found, [], self.shown + 1
        self.document = found[0] if len(found) == 1 else None
        self.step = "read" if self.document else "choose"

    def _repair(self) -> None:
        """Read the rows anew as the check digits prove them; the person has seen the proposal."""
        from omi_tui.model import mrz

        document = self.document
        while document and document.repairs:
            document = mrz.read(document.repairs[0].rows, self.workplace.today())
        assert document is not None
        self._show([document])
        self.workplace.tell(_("The proposal is taken. Compare it with the document."))
