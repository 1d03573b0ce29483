"""Whole walks as lines of input, for every language: numbers, codes and the English words always count."""

from typing import NamedTuple

from tests.plain.talking import PASSWORD, SIGN_IN


class Script(NamedTuple):
    """What is typed, and the passwords that the descriptor gives."""

    lines: tuple[str, ...]
    passwords: tuple[str, ...] = (PASSWORD,)


CONCLUDE = ("yes", "yes", "2")
"""The data are confirmed, the contract is entered into, and that is meant."""
TO_PAY = ("yes", "yes", "2")
"""Into the cart, to the order, and that is meant."""
SELF = ("1", "+5", "14d", "yes", "yes", "", "yes", *CONCLUDE)
OTHER = (
    "1", "28.5", "8d", "yes", "no", "kowalska", "magdalena", "14.7.86", "pol", "zz", "1234567", "86071400000",
    "ul. lipowa 12, 15-427 bialystok", "+48600000000", "pol", "yes",
)  # fmt: skip
NEW = "nina@example.test"
WORDS = "four unrelated words"

SCRIPTS: dict[str, Script] = {
    "purchase": Script((*SIGN_IN, *SELF, *TO_PAY, "4", "1", "/home", "/save")),
    "other_person": Script((*SIGN_IN, *OTHER, "7", "7654321", "yes", *CONCLUDE, "2", "/save")),
    "declined": Script((*SIGN_IN, "3", "yes", "2", "4", "4", "yes", "5", "/home", "/save")),
    "records": Script(
        (
            *SIGN_IN, "4", "1", "/back", "/home", "5", "/list", "12", "/back", "lt", "mar", "/list", "/home",
            "2", "1", "1", "/home", "2", "2", "2", "2", "/home", "3", "1", "1", "/review", "/home", "/save",
        )
    ),
    "day_book": Script(
        (
            *SIGN_IN, "8", "2", "1", "/back", "/back", "3", "/back", "4", "5", "5", "1", "1.5.36", "yes", "6", "/home",
            "4", "1", "2", "/review", "3", "/home", "/save",
        )
    ),
    "questions": Script(
        (
            *SIGN_IN, "1", "?", "/help", "7/8/36", "1", "3d", "yes", "/list", "no", "ivanova", "/back", "/back", "yes",
            "xyz", "/list", "/list", "/list blr", "/clear", "belar", "?", "/back", "112", "yes", "/review", "no",
            "5", "/home", "1", "/list", "/review 2", "ann", "yes", "/language xx", "/nothing", "//home", "/save", "2",
        )
    ),
    "newcomer": Script(
        (
            "/1", "pol", NEW, "yes", "yes", "yes", "/3", "1", "yes", "", "yes", "yes", "yes", "1", "+1", "2d", "yes",
            "yes", "Nowak", "Nina", "", "nowak", "nina", "1", "1.2.1990", "Minsk, Nowa 1", "+375291112233", "yes",
            "1", "pol", "", "AB123456", "", "Warszawa", "3.4.2031", "2.4.2041", "yes", "yes", "", "yes", *CONCLUDE,
            "2", "/save",
        ),
        (WORDS, WORDS, WORDS),
    ),
    "details": Script(
        (
            *SIGN_IN, "7", "12", "+375291234568", "/review 11", "Minsk, Nowa 1", "yes", "2", "/review", "3", "/back",
            "/home", "/save",
        )
    ),
    "settings": Script((*SIGN_IN, "9", "2", "2", "/list", "3", "~/policies", "yes", "6", "/back", "7", "1", "/save")),
    "forgotten": Script(("/2", "agent@example.test", "yes", "/2", "1", "yes", "", "yes", "yes", "yes", "/save"),
        (WORDS, WORDS, WORDS)),
    "price": Script(("/4", "+5", "8d", "yes", "/back", "/save"), ()),
    "need": Script(
        ("/4", "/4", "gbr", "1", "yes", "yes", "no", "no", "no", "no", "no", "yes", "2", "yes", "/save"), ()),
    "warned": Script(
        (*SIGN_IN, *OTHER, *CONCLUDE, "2", "1", "7.6", "31d", *OTHER[3:], "yes", "yes", "1", "/save")),
    "locked": Script((*SIGN_IN, "4", "/lock", "yes", "yes", "/review", "/wait", "/stop", "/messages", "/save"),
        (PASSWORD, "not this one", PASSWORD)),
    "signed_out": Script((*SIGN_IN, "0", "/home", "/lock", "/back", "/save")),
}  # fmt: skip
