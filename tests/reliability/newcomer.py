"""Somebody who has no account yet: signs up, opens the mail, activates; again and again where the program is killed."""

from dataclasses import dataclass
from pathlib import Path

from omi_tui.forms.form import FormRejected
from tests.reliability.face import Face
from tests.reliability.person import Person, Rows

EMAIL, PASSWORD = "magda@example.test", "four unrelated words"


@dataclass
class Newcomer(Person):
    """Wants an active account; *mailed* and *paid* (here: activated) are what the program has said so far."""

    mailed: bool = False

    def read(self, face: Face) -> None:
        """Take in what the program shows."""
        self.trail.append(face.view.id)
        self.mailed |= face.view.id == "registered" or any("The mail is on its way" in told for told in face.told)
        self.paid |= face.view.id == "activated"

    async def use(self, face: Face, *, steps: int = 60) -> None:
        """Go on until the account is active."""
        await face.enter()
        for _step in range(steps):
            if self.paid:
                return
            await self._step(face)
        raise AssertionError(f"no end: {' '.join(self.trail[-40:])}; told: {face.told}")

    async def _step(self, face: Face) -> None:
        match face.view.id:
            case "sign_in":
                await face.do("activation" if self.mailed else "sign_up")
            case "sign_up":
                await face.answer(
                    residence_country="pol",
                    email=EMAIL,
                    password=PASSWORD,
                    password_again=PASSWORD,
                    adult_confirmed="yes",
                )
                await face.do("continue")
            case "activation":
                mails = await (await face.journey.workplace.insurer()).fake.mail(EMAIL)
                await face.answer(email=EMAIL, link=mails[-1].links[0])
                try:
                    await face.do("continue")
                except FormRejected:
                    self.paid = [error.kind for error in face.form().errors] == ["used"]  # it was activated before
                    assert self.paid, face.form().errors
            case _:
                main = face.view.main()
                await (face.do(main.id) if main else face.back())

    async def broken(self, rows: Rows, folder: Path) -> list[tuple[str, object]]:
        """One account, active; one mail for each sign-up that the program did not call done."""
        accounts = await rows("SELECT active FROM accounts WHERE email = ?", EMAIL)
        return [] if [bool(active) for (active,) in accounts] == [True] else [("sign-up", accounts)]
