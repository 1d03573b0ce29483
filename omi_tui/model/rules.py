"""The field rules, each written once: forms, client models and the fake insurer call the same functions.

A rule takes the text as typed, returns the value as it is sent, and raises :class:`RuleError` with a
kind (``missing``, ``too_long``, ``format`` ...). Whoever knows the field's name turns kind into a code
such as ``passport_number.format``. No pydantic here, so the first screen can use it at no cost.
Source of the limits: the API contract's field rules.
"""

import re
import unicodedata
from datetime import date, timedelta

from omi_tui.text.card_numbers import has_card_number, is_card_number, shows_card_number

NAME_MAX = 64
ADDRESS_MAX = 200
LONGEST_TERM_DAYS = 365
ADULT_YEARS = 18
LATEST_START_DAYS = 365
PASSWORD_MIN, PASSWORD_MAX = 8, 128

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN_NAME = re.compile(r"[A-Za-z][A-Za-z '-]*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+")
_SIGNS = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014", "-") | dict.fromkeys("\u2019\u02bc", "'") | {"\u00a0": " "}
)
_COMMON_PASSWORDS = frozenset(
    "password password1 password123 12345678 123456789 1234567890 qwertyui qwerty123 qwertyuiop 11111111 "
    "00000000 iloveyou letmein1 football baseball abc12345 abcd1234 1q2w3e4r 1qaz2wsx sunshine princess "
    "trustno1 superman welcome1 admin123 passw0rd minsk123 belarus1 zaq12wsx 87654321".split()
)


class RuleError(ValueError):
    """A value breaks a rule; ``kind`` says which, ``params`` help the sentence (a proposal, a limit)."""

    def __init__(self, kind: str, **params: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.params = params


def _required(text: str) -> str:
    text = " ".join(text.translate(_SIGNS).split())
    if not text:
        raise RuleError("missing")
    if not text.isprintable():  # a control character in a stored value would be somebody's attack or accident
        raise RuleError("format")
    return text


def no_card_number(text: str) -> str:
    """*text*, which may be free text but no place for a card number (PCI DSS: what is never taken is never lost)."""
    if has_card_number(text):
        raise RuleError("card_number")
    return text


def latin_name(text: str) -> str:
    """A name as the passport prints it in Latin: letters, space, hyphen, apostrophe, 1 to 64; upper case."""
    text = _required(text)
    if _CYRILLIC.search(text):
        from omi_tui.text.latin import to_latin

        raise RuleError("cyrillic", proposal=to_latin(text).upper())
    if len(text) > NAME_MAX:
        raise RuleError("too_long", limit=NAME_MAX)
    if not _LATIN_NAME.fullmatch(text):
        raise RuleError("format")
    return text.upper()


def national_name(text: str) -> str:
    """A name in the person's own script: letters, space, hyphen, apostrophe, full stop, 1 to 64."""
    text = _required(text)
    if len(text) > NAME_MAX:
        raise RuleError("too_long", limit=NAME_MAX)
    if not text[0].isalpha() or text[-1] == "-":
        raise RuleError("format")
    if not all(char in " .'-" or unicodedata.category(char)[0] in "LM" for char in text):
        raise RuleError("format")
    return text


def _code(text: str, shortest: int, longest: int) -> str:
    compact = re.sub(r"[\s-]", "", _required(text)).upper()
    if _CYRILLIC.search(compact):
        from omi_tui.text.latin import lookalikes

        raise RuleError("cyrillic", proposal=lookalikes(compact))
    if len(compact) > longest:
        raise RuleError("too_long", limit=longest)
    if len(compact) < shortest or not re.fullmatch(r"[A-Z0-9]+", compact):
        raise RuleError("format")
    if is_card_number(compact):
        raise RuleError("card_number")
    return compact


def document_number(text: str) -> str:
    """A travel document's number: 4 to 20 Latin letters and digits; spaces and hyphens are dropped."""
    return _code(text, 4, 20)


def document_series(text: str) -> str:
    """A travel document's series: 1 to 6 Latin letters and digits."""
    return _code(text, 1, 6)


def personal_number(text: str) -> str:
    """A personal (identification) number: 3 to 20 Latin letters and digits."""
    return _code(text, 3, 20)


def address(text: str) -> str:
    """An address in one line, 3 to 200 characters."""
    text = _required(text)
    if len(text) > ADDRESS_MAX:
        raise RuleError("too_long", limit=ADDRESS_MAX)
    if len(text) < 3:
        raise RuleError("format")
    return no_card_number(text)


def issued_by(text: str) -> str:
    """The issuing authority, 2 to 200 characters."""
    text = _required(text)
    if len(text) > ADDRESS_MAX:
        raise RuleError("too_long", limit=ADDRESS_MAX)
    if len(text) < 2:
        raise RuleError("format")
    return no_card_number(text)


def phone(text: str) -> str:
    """A phone number in E.164: ``+`` and 7 to 15 digits; spaces, dots, hyphens and brackets are dropped."""
    compact = re.sub(r"[\s().-]", "", _required(text))
    if is_card_number(compact):  # with a + before it, as many digits are a phone's
        raise RuleError("card_number")
    if compact.startswith("00"):
        compact = "+" + compact[2:]
    if not compact.startswith("+") and re.fullmatch(r"[0-9]{11,15}", compact):
        compact = "+" + compact
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", compact):
        raise RuleError("format")
    return compact


def login(text: str) -> str:
    """What somebody signs in with: mostly an e-mail address, and whatever it is, no card number."""
    return no_card_number(" ".join(text.split()))


def link(text: str) -> str:
    """A link out of a mail, or its ticket; the numbers that mail programs write into links are no cards'."""
    text = " ".join(text.split())
    named = re.split(r"ticket\s*(?:[=:]|%3d)\s*", text, flags=re.IGNORECASE)[1:]
    tickets = [re.split(r"&|%26", piece, maxsplit=1, flags=re.IGNORECASE)[0] for piece in named]
    for piece in tickets or ([] if "://" in text else [text]):
        no_card_number(piece)
    return text


def path(text: str) -> str:
    """Where a file or folder is; names of files are full of moments and numbers of their own."""
    if shows_card_number(text):
        raise RuleError("card_number")
    return text.strip()


def email(text: str) -> str:
    """An e-mail address of at most 254 characters, in lower case."""
    text = _required(text)
    if len(text) > 254:
        raise RuleError("too_long", limit=254)
    if not _EMAIL.fullmatch(text):
        raise RuleError("format")
    return no_card_number(text.lower())


def password(text: str) -> str:
    """A new password: 8 to 128 characters, any of them, not one of the commonest."""
    if not text:
        raise RuleError("missing")
    if len(text) < PASSWORD_MIN:
        raise RuleError("too_short", limit=PASSWORD_MIN)
    if len(text) > PASSWORD_MAX:
        raise RuleError("too_long", limit=PASSWORD_MAX)
    if text.lower() in _COMMON_PASSWORDS:
        raise RuleError("common")
    return text


def country(text: str) -> str:
    """An alpha-3 code that this program knows (ISO 3166-1, and the ICAO 9303 codes beside it)."""
    from omi_tui.model.country import CODES

    text = _required(text).upper()
    text = "DEU" if text == "D" else text
    if text not in CODES:
        raise RuleError("unknown")
    return text


def begin_day(begin: date, today: date) -> date:
    """The first insured day: not before *today* (Minsk) and at most 365 days ahead."""
    if begin < today:
        raise RuleError("past", today=today)
    if begin > today + timedelta(days=LATEST_START_DAYS):
        raise RuleError("too_far", limit=LATEST_START_DAYS, latest=today + timedelta(days=LATEST_START_DAYS))
    return begin


def end_day(end: date, begin: date) -> date:
    """The last insured day: not before *begin*, and at most 365 days counting both ends."""
    if end < begin:
        raise RuleError("before_begin", begin=begin)
    if (end - begin).days + 1 > LONGEST_TERM_DAYS:
        raise RuleError("too_long", limit=LONGEST_TERM_DAYS, latest=begin + timedelta(days=LONGEST_TERM_DAYS - 1))
    return end


def birth_day(birth: date, today: date) -> date:
    """A date of birth: before *today* and not more than 130 years ago."""
    if birth >= today:
        raise RuleError("future")
    if birth.year < today.year - 130:
        raise RuleError("too_old")
    return birth


def adult(birth: date, day: date) -> date:
    """The date of birth of somebody who concludes a contract on *day*: eighteen full years before it, or more."""
    if (birth.year + ADULT_YEARS, birth.month, birth.day) > (day.year, day.month, day.day):
        raise RuleError("minor", years=ADULT_YEARS)
    return birth


def issue_day(issued: date, today: date) -> date:
    """A document's date of issue: not after *today*."""
    if issued > today:
        raise RuleError("future")
    return issued


def expiry_day(expiry: date, last_day: date) -> date:
    """A document's date of expiry: not before *last_day* (a profile's is today, a contract's its last insured day)."""
    if expiry < last_day:
        raise RuleError("expired", last_day=last_day)
    return expiry
