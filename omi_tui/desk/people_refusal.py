"""Why a file with a list of people cannot be used, in sentences for whoever chose it."""

from omi_tui.text.clean import clean
from omi_tui.text.i18n import N_, _

MOST_ROWS = 1_001
"""A line of names, and as many people as one order takes."""
MOST_COLUMNS = 60

SENTENCES = {
    "missing": N_("There is no file {name}. Type the path again."),
    "unreadable": N_("The file {name} cannot be opened. Choose another one, or ask who looks after this computer."),
    "no_file": N_("{name} is no file. Type the path of a file."),
    "too_large": N_("The file {name} is too large for a list of people. Take out what is not about them."),
    "too_many": N_("The list {name} has more than {limit} people. Divide it into several files."),
    "too_wide": N_("The list {name} has more than {limit} columns. Take out what is not about the people."),
    "empty": N_("There is nobody in {name}. Choose another file."),
    "characters": N_("The characters of {name} cannot be read. Save the list as UTF-8 and read it again."),
    "format": N_("{name} cannot be read as a list. Save it as CSV or as XLSX and read it again."),
    "unsafe": N_("The spreadsheet {name} holds something that is no table, so it was not opened. Save it as CSV."),
}


class FileRefused(ValueError):
    """The file cannot be used; the text is a sentence for the person, ``code`` a key of ``SENTENCES``."""

    def __init__(self, code: str, name: str, limit: int = 0) -> None:
        super().__init__(_(SENTENCES[code]).format(name=clean(name), limit=limit))
        self.code = code
