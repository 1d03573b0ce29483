"""``omi buy --from FILE``: a list of people becomes contract drafts and one order, without a face.

One document says what became of each row. Run again with the same list, after whatever happened, it goes on.
"""

import argparse
import asyncio
import json
import signal
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from omi_tui.command_line import complain, say, settings_of
from omi_tui.crash import guard_loop
from omi_tui.exit_codes import DONE, NO, SAVED, USAGE
from omi_tui.forms.period import PeriodForm
from omi_tui.headless import Stop, code_of, sign_in, stop_without_insurer
from omi_tui.journeys import group_report
from omi_tui.journeys.group_guards import GroupGuards
from omi_tui.journeys.group_people import People
from omi_tui.text.i18n import _

if TYPE_CHECKING:
    from omi_tui.journeys.group_sending import GroupSending
    from omi_tui.journeys.workplace import Workplace
    from omi_tui.model.contract import Order, Quote
    from omi_tui.model.period import Period


def buy(given: argparse.Namespace) -> int:
    """Run the command; returns its exit code: see docs/groups.md."""
    from omi_tui.desk.people_file import FileRefused
    from omi_tui.desk.settings import SettingsError
    from omi_tui.launch import at_desk

    command = Command(given)
    try:
        paths, settings = settings_of(given)
        stop_without_insurer(settings)
        command.read()
        return at_desk(settings, paths, None, command.run, developer=False)
    except Stop as stop:
        return command.refuse(str(stop), stop.code)
    except (SettingsError, FileRefused) as error:
        return command.refuse(str(error), USAGE)


class Command:
    """What was asked for, and how far it is."""

    def __init__(self, given: argparse.Namespace) -> None:
        self.given = given
        self.period: Period | None = None
        self.people = People(_today)
        self.guards = GroupGuards()
        self.order: Order | None = None
        """The one that was made; told even where what comes after it fails."""

    def read(self) -> None:
        """Read and check the days, what is said for everybody, and the list. Raises Stop, FileRefused."""
        from omi_tui.journeys.group_reading import listed

        given, period = self.given, PeriodForm()
        period.answer("begin_date", given.begin)
        period.answer("end_date", given.end)
        days = period.period()
        if period.check() or days is None:
            raise Stop("\n".join(error.message() for error in period.errors))
        self.period = days
        shared = self.people.shared
        for name, text in (
            ("address", given.address),
            ("phone", given.phone),
            ("country_of_residence", given.residence),
        ):
            shared.answer(name, text)
        if shared.check():
            raise Stop("\n".join(error.message() for error in shared.errors))
        found = listed(given.list, _today)
        if unnamed := found.unnamed():
            text = _("The first row of {name} does not name these columns: {columns}. Write these names above them.")
            raise Stop(text.format(name=found.name, columns=", ".join(unnamed)))
        rows = found.read()
        if self.people.add(rows) < len(rows):
            raise Stop(_("There are too many people in {name}. Divide it into several files.").format(name=found.name))

    def refuse(self, trouble: str, code: int) -> int:
        """Say why nothing was begun; returns *code*."""
        if not self.given.json:
            return complain(trouble, code)
        self._tell(None, trouble)
        return code

    def run(self, workplace: "Workplace") -> int:
        """Do it at *workplace*."""
        return asyncio.run(self._run(workplace))

    async def _run(self, workplace: "Workplace") -> int:
        from omi_tui.client.errors import ClientError
        from omi_tui.desk.journal import JournalUnwritable, ReadOnlyDesk
        from omi_tui.journeys.failures import understand
        from omi_tui.journeys.group_sending import GroupSending, PremiumChanged
        from omi_tui.journeys.once import Unsettled

        guard_loop(workplace.paths.data)
        assert self.period is not None
        quote, trouble, code = None, "", DONE
        try:
            insurer = await workplace.insurer()
            quote = await insurer.quotes.quote(self.period.begin, self.period.end)
            if not self.given.dry_run:
                await self._send(workplace, GroupSending(workplace, self.people, self.period, quote))
            elif insurer.sessions.signed_in:
                await self.guards.ask(workplace)
        except Stop as stop:
            trouble, code = str(stop), stop.code
        except PremiumChanged:
            trouble, code = _("The premium has changed meanwhile. Run the command again."), SAVED
        except Unsettled:
            trouble, code = _("It is not known yet whether the order was made. Run the command again."), SAVED
        except (ClientError, ReadOnlyDesk, JournalUnwritable) as error:
            trouble = understand(error).sentence
            code = code_of(error) if isinstance(error, ClientError) else SAVED
        finally:
            await workplace.close()
        if code == DONE and self.people.where("wrong", "duplicate", "refused", "unknown"):
            code = NO
        self._tell(quote, trouble)
        return code

    async def _send(self, workplace: "Workplace", sending: "GroupSending") -> None:
        from omi_tui.journeys.group_order import InOpenOrder, order_group

        await sign_in(workplace, self.given.login, self.given.password_fd)
        await self.guards.ask(workplace)
        with suppress(NotImplementedError):  # a system without signals
            for each in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(each, sending.stop)
        await sending.run()
        if sending.stopping:
            raise Stop(_("Stopped. What was formed is kept. Run the command again to go on."), SAVED)
        if self.given.order and self.people.where("wrong", "duplicate", "refused"):
            raise Stop(_("Nothing was ordered yet: mend the rows that are told, or take them out of the list."), NO)
        if self.given.order and self.people.where("formed"):
            try:
                number = await order_group(workplace, self.people)
            except InOpenOrder as other:
                self.order = other.order
                text = _(
                    "Order {number} holds some of these drafts and waits for payment. "
                    "Pay it, then run the command again: {link}"
                )
                raise Stop(text.format(number=self.order.order_number, link=self.order.pay_url), SAVED) from None
            self.order = await (await workplace.insurer()).orders.get(number)
        if self.given.out is not None:
            await self._write_out(workplace)

    async def _write_out(self, workplace: "Workplace") -> None:
        try:
            await group_report.save(workplace, self.people, self.given.out)
            await group_report.save_policies(workplace, self.people, self.given.out)
        except (OSError, ValueError):
            raise Stop(_("The results cannot be written there. Name another folder with --out."), SAVED) from None

    def _tell(self, quote: "Quote | None", trouble: str) -> None:
        if self.given.json:
            report = group_report.document(self.people, self.period, quote, self.order, trouble, self.guards)
            say(json.dumps(report, ensure_ascii=False))
            return
        assert self.period is not None  # without its days the command was refused
        say("\n".join(group_report.lines(self.people, self.period, quote, self.order, self.guards)))
        if trouble:
            complain(trouble, SAVED)


def _today() -> date:
    from omi_tui.model.period import minsk_today

    return minsk_today()
