"""The form of a page: asks what is to be asked, in order, and goes elsewhere where the person wants to."""

from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from omi_tui.forms.field import SecretField, TickField
from omi_tui.forms.saved import SAVED
from omi_tui.journeys import scanning
from omi_tui.journeys.failures import understand
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Effect, View
from omi_tui.plain import pages
from omi_tui.plain.prompts import FieldPrompt
from omi_tui.plain.turns import Turn
from omi_tui.plain.waiting import Stopped, waited
from omi_tui.plain.words import Said
from omi_tui.text.i18n import _, pgettext

if TYPE_CHECKING:
    from omi_tui.forms.form import Form
    from omi_tui.plain.face import PlainFace


class Act(NamedTuple):
    """What the journey is to do next."""

    action: str
    result: Any = None


Step = Act | Effect


class Filling:
    """The fields of the form where *journey* stands. ``rejected`` says that errors stand in it."""

    def __init__(self, face: "PlainFace", journey: Journey) -> None:
        self._face, self._talk, self.journey = face, face.talk, journey
        self.rejected = False
        self.came_back = False
        """Whether this page was reached by going back to it."""
        self.stood = False
        """Whether the form was told as it stood, and none of it asked."""
        self._scanned = False
        """Whether the rows of a document were just typed or pasted at a question."""
        self._ask: list[str] | None = None
        """The fields that are still to be asked; None for a form that was not begun."""
        self._told: set[str] = set()
        """The lines that were said on this page."""

    async def _elsewhere(self, said: Said, view: View) -> Step:
        """Do a command, or what a number at the prompt of a field names."""
        raise NotImplementedError

    async def _fill(self, view: View) -> Step:
        """Ask the fields that are to be asked, in order; a step where the person went elsewhere."""
        form = view.form
        if form is None:
            return None
        if self._ask is None:
            await self._live()
            self._tell(self.journey.view().warnings)
        if self.rejected:
            self._summary(form)
        if self._scanned and self.journey.landing:
            self._ask = None
        self._scanned = False
        if self._ask is None:
            came_back, self.came_back = self.came_back, False
            self._ask = self._to_ask(form, self.journey.landing or view.focus, view.known or came_back)
            self.stood = not self._ask
            if self.stood:
                self._review_fields(view)
        while self._ask:
            fields = form.visible()
            names = [field.id for field in fields]
            field_id = self._ask[0]
            if field_id not in names:
                self._ask.pop(0)
                continue
            place = names.index(field_id)
            numbers = range(1, len(view.rows) + 1) if any(row.change for row in view.rows) else range(0)
            scans = self.journey.takes_scans
            prompt = FieldPrompt(self._talk, form, fields[place], (place + 1, len(names)), numbers, scans=scans)
            gone = await prompt.ask()
            if gone is None:
                self._ask.pop(0)
                if form.marks.get(field_id) == SAVED:  # somebody saved has answered the others too
                    wrong = self._unreadable(form)
                    self._ask = [each for each in self._ask if each in wrong]
                await self._face.keep()
                if isinstance(fields[place], TickField):  # other fields may be asked now
                    wanted = {*self._ask, *(each.id for each in form.visible() if each.id not in names)}
                    self._ask = [each.id for each in form.visible() if each.id in wanted]
                await self._live()
                if self.rejected:
                    self._summary(form)
            elif gone.said.command == "scanned":
                self._scanned = True
                return Act("scanned", await self._rows(gone.said.text))
            elif gone.said.command == "repeat":
                self._repeat(form, field_id)
            elif gone.said.command == "back" and place:
                self._ask.insert(0, names[place - 1])
            elif step := await self._elsewhere(gone.said, view):
                return step
        return None

    def _tell(self, lines: Iterable[str]) -> bool:
        """Say those of *lines* that were not said on this page; whether there were any."""
        new = [line for line in lines if line not in self._told]
        for line in new:
            self._talk.say(line)
        self._told.update(new)
        return bool(new)

    async def _rows(self, text: str) -> str:
        """The rows of a scan whose first is *text*: a line each until they are a document, or something else comes."""
        while not scanning.complete(text):
            said = await self._talk.ask(_("Next row") + pgettext("end of a prompt", ":"))
            if said.command or not said.text.strip():
                break
            text = f"{text}\n{said.text}"
        return text

    def _repeat(self, form: "Form", field_id: str) -> None:
        """Answer a field as for the last traveller; it is asked again, with that as what Enter alone answers."""
        from omi_tui.journeys.next_traveller import repeat

        repeat(self._face.workplace, form, field_id)
        self._face.hear()

    def _to_ask(self, form: "Form", focus: str, known: bool) -> list[str]:
        """All fields; the one of *focus* alone where everything else can be read; none where it is *known* already."""
        names = [field.id for field in form.visible()]
        wrong = self._unreadable(form)
        if focus not in names:
            return [] if known and not wrong else names
        return [focus] if set(wrong) <= {focus} else names[names.index(focus) :]

    def _unreadable(self, form: "Form") -> list[str]:
        """The fields whose answers are missing or wrong; what the form says about them stays as it is."""
        kept = list(form.errors)
        wrong = [error.field_id for error in form.check()]
        form.errors = kept
        return wrong

    def _summary(self, form: "Form") -> None:
        """Say every error once; then ask those fields alone."""
        self.rejected = False
        if not form.errors:
            return
        self._talk.say(_("There is a problem."))
        for error in form.errors:
            self._talk.wrong(error.message())
        self._ask = list(dict.fromkeys(error.field_id for error in form.errors))

    async def _live(self) -> None:
        """Fetch what follows the answers, such as the price."""
        if type(self.journey).live is not Journey.live:
            await self._look_up(self.journey.live())

    async def _look_up(self, work: Awaitable[Any], *, news: bool = False) -> None:
        """Wait for *work*, which changes nothing; failures and an end of the waiting become sentences."""
        workplace = self._face.workplace
        try:
            await waited(self._talk, workplace, work, news=news)
        except Turn:
            raise
        except Stopped:
            workplace.tell(_("Stopped waiting. Nothing was changed."))
        except Exception as error:
            failure = understand(error, self.journey.view().form)
            self.rejected = failure.kind == "fields"
            if failure.kind == "told":
                workplace.tell(failure.sentence, bad=True)
            if failure.kind == "session":
                await self._face.signed_in_again()
        self._face.hear()

    def _review_fields(self, view: View) -> None:
        """Say every field with its number and its answer."""
        form = view.form
        assert form is not None
        for number, field in zip(pages.field_numbers(view), form.visible(), strict=True):
            text = " ".join(form.texts[field.id].split())
            if isinstance(field, TickField):
                text = _("yes") if text == "yes" else _("no")
            elif isinstance(field, SecretField):
                text = _("typed, and not shown") if text else ""
            else:
                text = form.echo(field.id) or text
            self._talk.say(f"{number}. {pages.pair(_(field.label), text)}")
