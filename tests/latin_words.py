"""The Latin words in what is shown, and which of them are data: the others are English that nobody translated."""

import re
from functools import cache

from babel import Locale

from omi_tui.fake_server import schema
from omi_tui.text.i18n import LANGUAGES
from tests.journeys.walking import OTHER
from tests.screens.insurer import SHOWN, still_insurer
from tests.screens.walking import NEWCOMER

_WORD = re.compile(r"(?<![\w.-])[A-Za-z]{2,}(?![\w-])")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|[\w/]*/\w+|\b[A-Z]{3}\b")
KEYS = "Enter Esc Tab Shift Ctrl Alt Space Backspace Delete Home End PgUp PgDn Up Down Left Right"
NAMES = "OMI EN EUR Anna KOVALSKAIA Nowa"
"""Of the program, the language, the currency, and people and places that the scenes name."""


def words(text: str) -> set[str]:
    """The words of Latin letters in *text*; addresses, of pages and of people, are no words."""
    return set(_WORD.findall(_ADDRESS.sub("", text)))


@cache
def data() -> set[str]:
    """The words that are no text of the program: keys, names, what the insurer's database and CLDR hold."""
    english = Locale("en")
    calendar = [*english.months["format"].values(), *english.days["format"].values()]
    named = [*english.territories.values(), *(name for names in calendar for name in names.values())]
    store = still_insurer().store
    held = store.write_now(
        lambda conn: [
            str(value)
            for table in schema.metadata.sorted_tables
            for row in conn.execute(table.select())
            for value in row
        ]
    )
    store.close()
    known = [KEYS, NAMES, *named, *held, *LANGUAGES.values(), *OTHER.values(), NEWCOMER, SHOWN]
    return words(" ".join(known))
