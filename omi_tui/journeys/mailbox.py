"""The demo insurer's mailbox: read the mails that it sent, and use the link of one."""

from typing import TYPE_CHECKING, Any, ClassVar

from omi_tui.journeys import show
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.view import Action, Effect, Entry, Leave, Listing, View
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.client.fake import Mail
    from omi_tui.journeys.workplace import Workplace


def mailbox_action(workplace: "Workplace") -> tuple[Action, ...]:
    """The action that opens the mailbox; none where the insurer is a real one, or does not take our orders."""
    insurer = workplace.connected
    fake = insurer.is_fake and insurer.fake.usable if insurer else workplace.demo
    return (Action("mailbox", _("Open the demo mailbox"), "entry"),) if fake else ()


class MailboxJourney(Journey):
    """The mails to *to*, the newest first. Leaves with the link that was chosen."""

    id: ClassVar[str] = "mailbox"

    def __init__(self, workplace: "Workplace", to: str = "") -> None:
        super().__init__(workplace, "list")
        self.to = to
        self.mails: list[Mail] = []
        self.chosen = 0

    async def enter(self) -> None:
        """Fetch the mails."""
        insurer = await self.workplace.insurer()
        mails = await insurer.fake.mail(self.to)
        self.mails = sorted(mails, key=lambda mail: mail.date, reverse=True)

    def view(self) -> View:
        """The list, or the mail that was opened."""
        return self._view_mail(self.mails[self.chosen]) if self.step == "mail" else self._view_list()

    def _view_list(self) -> View:
        everybody = not self.to
        entries = [
            Entry(str(index), (show.moment(mail.date), mail.subject, *((mail.to,) if everybody else ())))
            for index, mail in enumerate(self.mails)
        ]
        columns = (_("Date"), _("Subject"), *((_("To"),) if everybody else ()))
        empty = _("There is no mail yet. It arrives at once; look again.")
        return View(
            id="mailbox" if self.mails else "mailbox_empty",  # the first mail takes the focus
            heading=_("Demo mailbox"),
            place=(_("Demo mailbox"),),
            listing=Listing(columns, entries, len(entries), empty, (20, 34)),
            notes=(_("The demo insurer sends no real mail: what it would send stands here."),),
            actions=(Action("refresh", _("Look for new mail")), Action("leave", _("Close the mailbox"))),
        )

    def _view_mail(self, mail: "Mail") -> View:
        use = (Action("use", _("Use this link"), "main"),) if mail.links else ()
        return View(
            id=f"mail_{self.chosen}",
            heading=mail.subject,
            place=(_("Demo mailbox"), _("Mail")),
            lead=(
                _("From {sender} to {recipient}, {moment}.").format(
                    sender=mail.sender, recipient=mail.to, moment=show.moment(mail.date)
                ),
                *(line for line in mail.text.splitlines() if line.strip()),
            ),
            actions=(*use, Action("list", _("Back to the mails"))),
        )

    async def act(self, action: str, result: Any = None) -> Effect:
        """``open:<number>`` opens a mail, ``use`` leaves with its link."""
        if action == "leave":
            return Leave()
        if action == "use":
            return Leave(self.mails[self.chosen].links[0])
        if action == "refresh":
            await self.enter()
        elif action == "list":
            self.back()
        else:
            self.chosen = int(action.removeprefix("open:"))
            self.go("mail")
        return None
