"""What people do again and again at this desk, as scripts of keys, and how few keys each may take."""

from dataclasses import dataclass

from tests.end_to_end.wizard import OTHER


@dataclass(frozen=True)
class Part:
    """Keys that are typed ahead all at once, and what stands on the screen when they have done their work."""

    keys: list[str]
    end: str


@dataclass(frozen=True)
class Case:
    """One row of the key table. ``before`` leads to where the count begins; it is not counted."""

    name: str
    what: str
    parts: list[Part]
    most_keys: int
    most_scans: int
    most_mental: int
    insured: str
    before: tuple[Part, ...] = ()
    web: float = 92.0
    """The predicted seconds of the insurer's web cabinet for the same, at K = 0.28 s."""


DATES = ["1", "+5", "<Enter>", "14d", "<Enter>"]
WHO, CHECK = "Who is insured?", "Check what you are about to conclude"
END = [
    Part(["<Space>", "<F10>"], "Do you really want to conclude"),
    Part(["2"], "The contract draft is successfully formed"),
    Part(["<Enter>"], "The draft is in the shopping cart"),
]
"""From the check page into the cart: the tick, the question, the answer, the main button."""
ADDRESS = [OTHER["Address"], "<Enter>", OTHER["Phone number"], "<Enter>", "pl", "<Enter>"]
OTHER_PERSON = ["<Space>", "<Enter>", *(token for text in OTHER.values() for token in (text, "<Enter>"))]
SLIPPED = ["1244567" if token == OTHER["Passport number"] else token for token in OTHER_PERSON]
HOLDER = [Part([*DATES, "<Enter>", "<Enter>"], CHECK), *END]
BY_SCAN = [Part(DATES, WHO), Part(["<S:kowalska>"], "POL Poland"), Part(ADDRESS, CHECK), *END]

CASES = [
    Case("holder", "the policyholder is insured", HOLDER, 15, 0, 9, "ANNA IVANOVA", web=44.1),
    Case(
        "typed",
        "another person, typed",
        [Part([*DATES, *OTHER_PERSON], CHECK), *END],
        122,
        0,
        20,
        "MAGDALENA KOWALSKA",
    ),
    Case("scan", "another person, by a scan of the passport", BY_SCAN, 62, 1, 13, "MAGDALENA KOWALSKA"),
    Case(
        "next",
        "the next traveller of the same trip, by a scan",
        [Part(["<F6>"], WHO), Part(["<S:nowak>"], "NOWAK"), Part(["<Enter>"], CHECK), *END],
        7,
        1,
        7,
        "JAN NOWAK",
        tuple(BY_SCAN),
    ),
    Case(
        "prolong",
        "a policy in force goes on",
        [Part(["4"], "Insurance policies"), Part(["1"], "Term of insurance"), Part(["3"], CHECK), *END],
        8,
        0,
        8,
        "JIE WANG",
    ),
    Case(
        "quick",
        "the policyholder, by the quick entry",
        [Part(["/", "+5 14d self", "<Enter>"], CHECK), *END],
        18,
        0,
        7,
        "ANNA IVANOVA",
        web=44.1,
    ),
    Case(
        "slip",
        "a wrong digit found on the check page: only mending it",
        [Part(["7"], "› Passport number"), Part(["<Ctrl+U>", "1234567", "<F10>"], CHECK)],
        11,
        0,
        3,
        "ZZ 1234567",
        (Part([*DATES, *SLIPPED], CHECK),),
        web=11.3,
    ),
]
