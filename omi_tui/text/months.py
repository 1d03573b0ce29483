"""The words that stand in a typed date: months, weekdays, today, days. A language more is a row more.

A month is read from its first three letters on, in every language at once: passports print English beside
their own, and people type what they see.
"""

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "ru": "январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа "
    "сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря",
}
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "ru": "понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс",
}
SHORTEST_MONTH = 3
SHORTEST_WEEKDAY = 2

OFFSETS = {"t": 0, "today": 0, "tomorrow": 1, "т": 0, "сегодня": 0, "завтра": 1}
"""Words for a day near today, and how many days ahead it is."""

DAYS = frozenset("d day days д день дня дней дн".split())
"""Words for "days" after a number: a length, both ends counted."""

NOISE = frozenset("st nd rd th of г год года".split())
"""Words that may stand in a date and say nothing."""


def _find(word: str, rows: dict[str, str], shortest: int) -> int | None:
    if len(word) < shortest:
        return None
    found = {
        position
        for row in rows.values()
        for position, names in enumerate(row.split())
        if any(name.startswith(word) for name in names.split("/"))
    }
    return found.pop() if len(found) == 1 else None


def month(word: str) -> int | None:
    """The month (1 to 12) that *word*, in small letters, names or begins; None where it is none or several."""
    found = _find(word, _MONTHS, SHORTEST_MONTH)
    return None if found is None else found + 1


def weekday(word: str) -> int | None:
    """The weekday (0 is Monday) that *word*, in small letters, names or begins; None where it is none or several."""
    return _find(word, _WEEKDAYS, SHORTEST_WEEKDAY)
