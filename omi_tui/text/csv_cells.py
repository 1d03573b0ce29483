"""Cells of a CSV file that no spreadsheet takes for a formula."""

from omi_tui.text.clean import clean

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_cell(text: str) -> str:
    """*text* for a quoted cell: without controls, and with ``'`` in front where a spreadsheet would reckon with it.

    Source: OWASP, CSV injection. A phone number (``+375…``) is escaped as well: a spreadsheet would make a sum of it.
    """
    shown = clean(text)
    return f"'{shown}" if text.lstrip(" ").startswith(_FORMULA) or shown.lstrip(" ").startswith(_FORMULA) else shown
