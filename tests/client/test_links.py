import base64
import quopri
import re
import textwrap
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omi_tui.client.links import read_ticket

HOST = "https://webservice.example.test/EmailConfirm.aspx"
MANUAL = "mPy02FFisMM90E3yqIU0vbxNn1ImvYisiDtPc7mnc"
TICKET = "q7+/AbCdEfGhIjKlMnOpQrStUvWxYz0123456789+/A="


def link(email: str, ticket: str, tail: str = "=en") -> str:
    """The link as the insurer's mails have it."""
    return f"{HOST}?u={quote(email, safe='')}&ticket={quote(ticket, safe='')}{tail}"


def quoted_printable(text: str) -> str:
    return quopri.encodestring(text.encode()).decode()


MANGLES: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "in angle brackets": lambda text: f"<{text}>",
    "in quotes": lambda text: f'"{text}"',
    "in a href": lambda text: f'<a href="{text.replace("&", "&amp;")}">here</a>',
    "in a sentence": lambda text: f"To activate your account, please follow the link: {text}",
    "in a mail": lambda text: f"Thank you.\n\nPlease follow the link:\n{text}\n\nBest regards\nThe insurer\n",
    "wrapped at 40": lambda text: "\n".join(textwrap.wrap(text, 40, break_on_hyphens=False)),
    "wrapped by CR LF": lambda text: "\r\n".join(text[at : at + 53] for at in range(0, len(text), 53)),
    "quoted and wrapped": lambda text: "\n".join(f"> {text[at : at + 30]}" for at in range(0, len(text), 30)),
    "wrapped with spaces": lambda text: "\n   ".join(text[at : at + 61] for at in range(0, len(text), 61)),
    "quoted-printable": quoted_printable,
    "quoted-printable mail": lambda text: quoted_printable(f"Please follow:\n{text}\n\nRegards\n"),
    "entities": lambda text: text.replace("&", "&amp;"),
    "entities twice": lambda text: text.replace("&", "&amp;amp;"),
    "percent-encoded again": lambda text: text.replace("%", "%25"),
    "wholly percent-encoded": lambda text: f"https://click.example.test/?to={quote(text, safe='')}",
    "percent-decoded": lambda text: (
        text.replace("%3D", "=").replace("%2F", "/").replace("%2B", "+").replace("%40", "@")
    ),
    "lower-case escapes": lambda text: re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), text),
    "with blanks around": lambda text: f" \t\n {text} \n",
    "with zero-width spaces": lambda text: "\u200b".join(text[at : at + 20] for at in range(0, len(text), 20)),
    "without its padding": lambda text: text.replace("%3D", ""),
}
TAILS = ["=en", "=ru", "&lang=en", "", "%26lang%3Den", "&amp;lang=ru"]

tickets = st.binary(min_size=32, max_size=32).map(lambda raw: base64.b64encode(raw).decode())
emails = st.sampled_from(["anna@example.test", "anna+trip@example.test", "o'neil-3392@mail.example.test"])


@pytest.mark.parametrize("mangle", MANGLES)
@pytest.mark.parametrize("tail", TAILS)
def test_a_mangled_link_still_says_address_and_ticket(mangle: str, tail: str) -> None:
    text = MANGLES[mangle](link("anna@example.test", TICKET, tail))
    assert read_ticket(text) == ("anna@example.test", TICKET)


@given(emails, tickets, st.sampled_from(TAILS), st.sampled_from(sorted(MANGLES)))
def test_any_ticket_survives_any_mangling(email: str, ticket: str, tail: str, mangle: str) -> None:
    assert read_ticket(MANGLES[mangle](link(email, ticket, tail))) == (email, ticket)


BARE: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "without padding": lambda text: text.rstrip("="),
    "percent-encoded": lambda text: quote(text, safe=""),
    "percent-encoded twice": lambda text: quote(quote(text, safe=""), safe=""),
    "with the language": lambda text: f"{quote(text, safe='')}=en",
    "with the other language": lambda text: f"{text}&lang=ru",
    "named": lambda text: f"Ticket: {text}",
    "as a part of a link": lambda text: f"&ticket={quote(text, safe='')}=en",
    "in brackets": lambda text: f"<{text}>",
    "in quotes": lambda text: f"'{text}'",
    "wrapped": lambda text: f"{text[:20]}\n{text[20:]}",
    "with a space": lambda text: f"{text[:20]} {text[20:]}",
    "plus turned to space": lambda text: text.replace("+", " "),
    "with blanks around": lambda text: f"\n  {text}\t\n",
    "below a greeting": lambda text: f"Hello,\n{text}\nRegards",
}


@given(tickets, st.sampled_from(sorted(BARE)))
def test_the_ticket_alone_is_enough(ticket: str, mangle: str) -> None:
    assert read_ticket(BARE[mangle](ticket)) == (None, ticket)


def test_the_link_of_the_manual() -> None:
    text = f"{HOST}?u=ulohazej-3392%40yopmail.example.test&ticket={MANUAL}%3d=en"
    email, ticket = read_ticket(text)
    assert email == "ulohazej-3392@yopmail.example.test"
    assert ticket.rstrip("=") == MANUAL


def test_a_ticket_of_another_length() -> None:
    ticket = base64.b64encode(bytes(range(24))).decode()
    assert read_ticket(link("anna@example.test", ticket)) == ("anna@example.test", ticket)
    assert read_ticket(ticket) == (None, ticket)


def test_the_alphabet_is_left_as_it_is() -> None:
    ticket = base64.urlsafe_b64encode(b"\xff\xfe" * 16).decode()
    assert read_ticket(link("anna@example.test", ticket)) == ("anna@example.test", ticket)


def test_an_address_that_is_none_is_left_out() -> None:
    assert read_ticket(f"{HOST}?u=anna%40&ticket={TICKET}")[0] is None
    assert read_ticket(f"{HOST}?u=anna%40-&ticket={TICKET}")[0] is None


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "hello", "anna@example.test", HOST, f"{HOST}?u=anna%40example.test", "ticket=", "ticket=short"),
        "=" * 60,
        *("4111111111111111", "4111-1111-1111-1111", "4111/1111/1111/1111", "ticket=4111111111111111%3d=en"),
        "anna-kowalska-nowakowska@example.test",
        "kowalska.anna-maria-nowakowska@example.test",
        "https://the-insurers-web-service.example.test/welcome/to/the/user/cabinet",
    ],
)
def test_a_text_without_a_ticket(text: str) -> None:
    with pytest.raises(ValueError, match="no ticket"):
        read_ticket(text)


@given(st.text(max_size=300))
def test_anything_at_all_gives_a_ticket_or_says_no(text: str) -> None:
    try:
        _email, ticket = read_ticket(text)
    except ValueError:
        return
    assert re.fullmatch(r"[A-Za-z0-9+/_-]{16,}={0,3}", ticket)
