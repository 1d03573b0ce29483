"""Mail that the insurer sends: kept in the database, in the account's language, with links like the real ones."""

import json
from datetime import datetime
from urllib.parse import quote

from pydantic import Field
from sqlalchemy import Connection, select

from omi_tui.fake_server.schema import mail
from omi_tui.fake_server.services import Services
from omi_tui.model.base import Answer

SENDER = "noreplay@bgs.by"
"""Spelled so by the insurer."""

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
    """Put a mail into the box."""
    conn.execute(
        mail.insert().values(
            sender=SENDER,
            recipient=to,
            subject=subject,
            date=services.now(),
            text="\n\n".join((text, *links)),
            links=json.dumps(links),
        )
    )


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


def messages(conn: Connection, to: str | None = None) -> list[Message]:
    """The mails to *to*, or all of them, oldest first."""
    query = select(mail).order_by(mail.c.id)
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
