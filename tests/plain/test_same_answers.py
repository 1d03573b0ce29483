"""Both faces ask the same fields, and the same answers to them are the same to the insurer (A03)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest
from pydantic import BaseModel

from omi_tui.app import OmiApp
from omi_tui.fake_server import idempotency
from omi_tui.fake_server.services import Services
from omi_tui.forms.activation import ConfirmEmailForm
from omi_tui.forms.desk import DeskForm
from omi_tui.forms.field import ChoiceField, SecretField, TickField
from omi_tui.forms.form import Form
from omi_tui.forms.lock import LockForm
from omi_tui.forms.need import CRITERIA
from omi_tui.forms.scan import ScanForm
from omi_tui.journeys.journey import Journey
from omi_tui.journeys.sign_in import SignInJourney
from omi_tui.journeys.view import Action, Effect, Leave, View
from omi_tui.journeys.workplace import Workplace
from omi_tui.model import fingerprint
from omi_tui.plain.answers import Answers
from tests.forms.every_form import FORMS
from tests.plain.scripts import CONCLUDE, OTHER, SELF
from tests.plain.talking import EMAIL, PASSWORD, SIGN_IN, Desk, converse
from tests.screens.insurer import TODAY
from tests.screens.walking import burst, press, settle, top

WORDS = "four unrelated words"
TEXTS = {
    "login": EMAIL, "email": "nina@example.test", "password": WORDS, "password_again": WORDS,
    "old_password": "demo-desk-1", "passphrase": WORDS, "passphrase_again": WORDS, "residence_country": "pol",
    "adult_confirmed": "yes", "last_name": "Новак", "first_name": "Нина", "patronymic": "",
    "last_name_latin": "nowak", "first_name_latin": "anna maria", "sex": "2", "birth_date": "14.7.86",
    "address": "ul. lipowa 12, 15-427 bialystok", "phone": "+48 600 000 000", "document_type": "3",
    "nationality": "lat", "series": "zz", "number": "12 34567", "personal_number": "", "issued_by": "Warszawa",
    "issue_date": "3 apr 2031", "expiry_date": "2041-04-02", "language": "2", "email_notices": "no",
    "begin_date": "+5", "end_date": "14d", "policyholder_is_insured": "no", "citizenship": "Польша",
    "passport_series": "", "passport_number": "ab123456", "country_of_residence": "DEU", "confirmed": "yes",
    "theme": "3", "downloads": "/home/anna/policies", "path": "lists/group.csv", "status": "5", "foreign_policy": "no",
    "line": "+5 14d self", "row": "x1", "first_date": "t", "last_date": "t", **dict.fromkeys(CRITERIA, "no"),
    "link": "http://127.0.0.1:8000/EmailConfirm.aspx?u=nina@example.test&ticket="
    "XEmWXmuN3KOtB74AI%2FTK7uRwT0mcdX6uEsa4dzrYWS4%3D=en",
}  # fmt: skip
"""What is typed, by field."""
EVERY: list[type[Form]] = [*FORMS, DeskForm, LockForm, ConfirmEmailForm, ScanForm]


class Asking(Journey):
    """A page with one form."""

    id: ClassVar[str] = "asking"

    def __init__(self, workplace: Workplace, form: Form) -> None:
        super().__init__(workplace, "form")
        self.form = form
        self.done = False

    def forms(self) -> dict[str, Form]:
        return {"form": self.form}

    def view(self) -> View:
        return View(id="form", heading="Asking", form=self.form, actions=(Action("continue", "Go on", "main"),))

    async def act(self, action: str, result: Any = None) -> Effect:
        self.form.values()
        self.done = True
        return Leave()


def made(kind: type[Form]) -> Form:
    return LockForm(ask_login=True) if kind is LockForm else kind(lambda: TODAY)


def sent(form: Form) -> tuple[Any, ...]:
    """The model that the form builds, and its values."""
    try:
        built = form.build()
    except NotImplementedError:
        built = None
    return built.model_dump(mode="json") if isinstance(built, BaseModel) else built, form.values()


async def by_lines(workplace: Workplace, form: Form) -> list[str]:
    """Answer by the plain face; the labels of the prompts in their order."""
    lines: list[str] = []
    passwords: list[str] = []
    if "policyholder_is_insured" in form.texts:
        lines.append("no")
        form.answer("policyholder_is_insured", "")
    asked = form.visible()
    for field in asked[len(lines) :]:
        (passwords if isinstance(field, SecretField) else lines).append(TEXTS[field.id])
    if "policyholder_is_insured" in form.texts:
        form.answer("policyholder_is_insured", "yes")
    journey = Asking(workplace, form)
    said = await converse(workplace, [*lines, "yes"], passwords=passwords, first=journey)
    assert journey.done, said.text
    assert said.code == 0
    return [field.id for field in asked if any(line.startswith(field.label) for line in said.lines)]


async def by_keys(open_app: Callable[[], OmiApp], form: Form) -> None:
    """Answer on the full screen, by keys alone."""
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        journey = Asking(app.workplace, form)
        app.push_screen(type(top(pilot))(journey))
        await settle(pilot)
        done: set[str] = set()
        while fields := [field for field in form.visible() if field.id not in done]:
            field = fields[0]
            done.add(field.id)
            if isinstance(field, TickField):
                if form.texts[field.id] != ("yes" if TEXTS[field.id] == "yes" else ""):
                    await press(pilot, "space")
            elif isinstance(field, ChoiceField):
                await press(pilot, TEXTS[field.id])
            else:
                await burst(pilot, *TEXTS[field.id])
            await press(pilot, "enter")
        if not journey.done:
            await press(pilot, "f10")
        assert journey.done, [error.message() for error in form.errors]


@pytest.mark.parametrize("kind", EVERY, ids=lambda kind: kind.__name__)
async def test_a03_every_field_of_every_form_says_the_same_through_both_faces(
    desk: Desk, kind: type[Form], open_app: Callable[[], OmiApp]
) -> None:
    plain, full, filed = made(kind), made(kind), made(kind)
    asked = await by_lines(desk(), plain)
    assert asked == [field.id for field in plain.visible()], "a field that was not asked"
    await by_keys(open_app, full)
    assert sent(plain) == sent(full)
    await from_file(desk(), filed)
    assert sent(plain) == sent(filed)


async def from_file(workplace: Workplace, form: Form) -> None:
    """Answer from a file; passwords come from the descriptor, and what has to be confirmed from the person."""
    names = [field.id for field in form.fields]
    passwords = [TEXTS[field.id] for field in form.fields if isinstance(field, SecretField)]
    answers = Answers({f"{form.id}.{name}": TEXTS[name] for name in names}, ["continue"])
    journey = Asking(workplace, form)
    meant = ["yes" for field in form.fields if isinstance(field, TickField) and field.required]
    said = await converse(workplace, meant, answers=answers, passwords=passwords, first=journey)
    assert journey.done, said.text
    for secret in passwords:
        assert secret not in said.text


@pytest.fixture
def open_app(desk: Desk) -> Callable[[], OmiApp]:
    """The full screen at the same desk."""

    def make() -> OmiApp:
        workplace = desk()
        return OmiApp(workplace, SignInJourney(workplace))

    return make


def test_a03_no_form_is_left_out() -> None:
    """Whatever form the program has is among those that are walked."""
    import importlib

    for module in Path(__file__).parents[2].joinpath("omi_tui/forms").glob("*.py"):
        importlib.import_module(f"omi_tui.forms.{module.stem}")

    def below(kind: type[Form]) -> set[type[Form]]:
        return {
            found
            for each in kind.__subclasses__()
            for found in (each, *below(each))
            if each.__module__.startswith("omi_tui")
        }

    assert {kind for kind in below(Form) if kind.fields} <= set(EVERY), below(Form) - set(EVERY)


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The bodies that the insurer receives under a key, without the number of the quote and the digest over it."""
    bodies: list[dict[str, Any]] = []

    def canonical(document: Any) -> bytes:
        bodies.append({name: value for name, value in document.items() if name not in ("quote_id", "fingerprint")})
        return fingerprint.canonical(document)

    monkeypatch.setattr(idempotency, "canonical", canonical)
    return bodies


@pytest.mark.parametrize("other", [False, True])
async def test_a03_the_same_purchase_sends_the_same_through_both_faces(
    desk: Desk,
    standing: tuple[str, Services],
    other: bool,
    open_app: Callable[[], OmiApp],
    heard: list[dict[str, Any]],
) -> None:
    """Compared by the bodies that the insurer receives."""
    url, services = standing
    said = await converse(desk(), [*SIGN_IN, *((*OTHER, *CONCLUDE) if other else SELF), "2", "/save"])
    assert said.code == 0, said.text
    plain = list(heard)
    assert [body["policyholder_is_insured"] for body in plain] == [not other]
    heard.clear()
    await reset(url, services)
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await burst(pilot, *keys(f"{EMAIL}\r{PASSWORD}\r"))
        if other:
            await burst(pilot, *keys("128.5\r8d\r"))
            await press(pilot, "space", "enter")
            await burst(pilot, *keys("".join(f"{text}\r" for text in OTHER[5:-1])))
        else:
            await burst(pilot, *keys("1+5\r14d\r"))
            await burst(pilot, "enter", "enter")
        assert top(pilot).current.id == "check"
        await burst(pilot, "space", "f10")
        await press(pilot, "2")
        assert top(pilot).current.id == "formed"
    assert heard == plain


def keys(typed: str) -> list[str]:
    return ["enter" if character == "\r" else character for character in typed]


async def reset(url: str, services: Services) -> None:
    async with httpx.AsyncClient() as http:
        path = f"{url}/_omi/snapshots/1"
        (await http.put(path, headers={"Omi-Control": services.control_token})).raise_for_status()
