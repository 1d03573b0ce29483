"""Mail that the insurer sends: kept in the database, in the account's language, with links like the real ones."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from pydantic import Field
from sqlalchemy import Connection, false, select, update

from omi_tui.fake_server.prepared import Prepared
from omi_tui.fake_server.schema import mail
from omi_tui.fake_server.services import Services
from omi_tui.model.base import Answer

SENDER = "noreplay@bgs.by"
"""Spelled so by the insurer."""
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""The date of a mail that waits for a look or for a hand."""

_TEXTS = {
    "activation": {
        "en": ("Registration in the user cabinet", "To finish your registration, open this link:"),
        "ru": ("Регистрация в кабинете пользователя", "Чтобы завершить регистрацию, откройте ссылку:"),
    },
    "already": {
        "en": (
            "Registration in the user cabinet",
            "Somebody, perhaps you, signed up with this address. It has an account already: sign in, or ask for a new "
            "password with \"Forgot your password?\".",
        ),
        "ru": (
            "Регистрация в кабинете пользователя",
            "Кто-то, возможно вы, указал этот адрес при регистрации. Учётная запись уже есть: войдите или получите "
            "новый пароль по ссылке «Забыли пароль?».",
        ),
    },
    "password_reset": {
        "en": ("New password for the user cabinet", "To choose a new password, use this link:"),
        "ru": ("Новый пароль для кабинета пользователя", "Чтобы задать новый пароль, воспользуйтесь ссылкой:"),
    },
    "email_change": {
        "en": ("New e-mail address for the user cabinet", "To confirm this address, open this link:"),
        "ru": ("Новый адрес для кабинета пользователя", "Чтобы подтвердить этот адрес, откройте ссылку:"),
    },
}  # fmt: skip
_SEND = Prepared(mail.insert())
_PAGES = {"activation": "EmailConfirm", "email_change": "EmailConfirm", "password_reset": "PasswordReset"}


class Message(Answer):
    """A mail; ``links`` are the addresses in its text."""

    id: int
    sender: str = Field(serialization_alias="from")
    to: str
    subject: str
    date: datetime
    text: str
    links: list[str]


def send(conn: Connection, services: Services, to: str, subject: str, text: str, links: tuple[str, ...] = ()) -> None:
    """Put a mail into the box, or on the way there where mail is made to wait."""
    step = services.transitions.mail
    late = NEVER if step.manual or step.polls else services.now() + timedelta(seconds=step.seconds or 0)
    _SEND.all(
        conn,
        id=None,
        sender=SENDER,
        recipient=to,
        subject=subject,
        date=late,
        text="\n\n".join((text, *links)),
        links=json.dumps(links),
    )


def look(conn: Connection, services: Services) -> None:
    """Somebody looks into the box: what waits for the n-th look comes nearer by one."""
    polls = services.transitions.mail.polls
    for number in conn.scalars(select(mail.c.id).where(mail.c.date == NEVER)).all() if polls else ():
        if services.ids.count(conn, f"look for mail {number}") >= (polls or 0):
            deliver(conn, services, str(number))


def deliver(conn: Connection, services: Services, number: str) -> bool:
    """Let a mail arrive now; False where no such mail is on the way."""
    waiting = (mail.c.id == int(number)) & (mail.c.date > services.now()) if number.isdecimal() else false()
    return bool(conn.execute(update(mail).where(waiting).values(date=services.now())).rowcount)


def send_kind(
    conn: Connection, services: Services, kind: str, to: str, language: str, ticket: str | None = None
) -> None:
    """Send the mail of *kind*, with a link that carries *ticket* where it has one."""
    texts = _TEXTS[kind]
    subject, text = texts.get(language.partition("_")[0], texts["en"])
    send(conn, services, to, subject, text, (link(services.url, kind, to, ticket),) if ticket else ())


def link(url: str, kind: str, email: str, ticket: str) -> str:
    """A link as the insurer's mails have it: the last separator is lost, so ``en`` is glued to the ticket."""
    return f"{url}/{_PAGES[kind]}.aspx?u={quote(email, safe='@')}&ticket={quote(ticket, safe='')}=en"


def messages(conn: Connection, to: str | None = None, now: datetime | None = None) -> list[Message]:
    """The mails to *to*, or all of them, oldest first; with *now* only those that have arrived."""
    query = select(mail).order_by(mail.c.id)
    if now is not None:
        query = query.where(mail.c.date <= now)
    if to is not None:
        query = query.where(mail.c.recipient == to.strip().lower())
    return [
        Message(
            id=row.id,
            sender=row.sender,
            to=row.recipient,
            subject=row.subject,
            date=row.date,
            text=row.text,
            links=json.loads(row.links),
        )
        for row in conn.execute(query)
    ]
