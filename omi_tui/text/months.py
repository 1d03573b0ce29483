"""The words that stand in a typed date: months, weekdays, today, days. A language more is a row more.

A month is read from its first three letters on, in every language at once: passports print English beside
their own, and people type what they see. Accents may be left out, as they are on a keyboard without them.
"""

from functools import cache

from omi_tui.text.fold import fold
from omi_tui.text.i18n import language

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "ru": "январь/января февраль/февраля март/марта апрель/апреля май/мая июнь/июня июль/июля август/августа "
    "сентябрь/сентября октябрь/октября ноябрь/ноября декабрь/декабря",
    "be": "студзень/студзеня люты/лютага сакавік/сакавіка красавік/красавіка май/мая/травень/траўня чэрвень/чэрвеня "
    "ліпень/ліпеня жнівень/жніўня верасень/верасня кастрычнік/кастрычніка лістапад/лістапада снежань/снежня",
    "lt": "sausis/sausio vasaris/vasario kovas/kovo balandis/balandžio gegužė/gegužės birželis/birželio liepa/liepos "
    "rugpjūtis/rugpjūčio rugsėjis/rugsėjo spalis/spalio lapkritis/lapkričio gruodis/gruodžio",
    "lv": "janvāris/janvāra februāris/februāra marts/marta aprīlis/aprīļa maijs/maija jūnijs/jūnija jūlijs/jūlija "
    "augusts/augusta septembris/septembra oktobris/oktobra novembris/novembra decembris/decembra",
    "pl": "styczeń/stycznia luty/lutego marzec/marca kwiecień/kwietnia maj/maja czerwiec/czerwca lipiec/lipca "
    "sierpień/sierpnia wrzesień/września październik/października listopad/listopada grudzień/grudnia",
    "de": "januar/jänner/jaenner februar/feber märz/maerz april mai juni/juno juli/julei august september oktober "
    "november dezember",
    "zh_Hans": "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
}
_WEEKDAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "ru": "понедельник/пн вторник/вт среда/ср четверг/чт пятница/пт суббота/сб воскресенье/вс",
    "be": "панядзелак/пн аўторак/аў серада/ср чацвер/чц пятніца/пт субота/сб нядзеля/нд",
    "lt": "pirmadienis/pr antradienis/an trečiadienis/tr ketvirtadienis/kt penktadienis/pn šeštadienis/št "
    "sekmadienis/sk",
    "lv": "pirmdiena/pr otrdiena/ot trešdiena/tr ceturtdiena/ct piektdiena/pk sestdiena/se svētdiena/sv",
    "pl": "poniedziałek/poniedzialek/pn wtorek/wt środa/śr czwartek/cz piątek/pt sobota/sb niedziela/nd",
    "de": "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag/so",
    "zh_Hans": "星期一/周一/礼拜一 星期二/周二/礼拜二 星期三/周三/礼拜三 星期四/周四/礼拜四 星期五/周五/礼拜五 "
    "星期六/周六/礼拜六 星期日/星期天/周日/周天/礼拜日/礼拜天",
}
ENGLISH_MONTHS = tuple(_MONTHS["en"].split())
CHINESE_MONTHS = tuple("一 二 三 四 五 六 七 八 九 十 十一 十二".split())
"""The numbers that stand before 月."""

SHORTEST_MONTH = 3
SHORTEST_WEEKDAY = 2

OFFSETS = {
    **dict.fromkeys("t today т сегодня сёння сення šiandien siandien šodien sodien dziś dzis dzisiaj".split(), 0),
    **dict.fromkeys("heute 今天 今日".split(), 0),
    **dict.fromkeys("tomorrow завтра заўтра rytoj rīt rit jutro morgen 明天 明日".split(), 1),
}
"""Words for a day near today, and how many days ahead it is."""

DAYS = frozenset(
    [
        *"d day days д день дня дней дн дзень дні дзён дзен".split(),
        *"diena dieną dienos dienas dienų dienu dienām dzień dzien dni tag tage tagen 天".split(),
    ]
)
"""Words for "days" after a number: a length, both ends counted."""

NOISE = frozenset(
    [
        *"st nd rd th of г год года годзе чысла metai metų metu g gads gada gadā r rok roku dnia".split(),
        *"der den dem am ter ten jahr".split(),
    ]
)
"""Words that may stand in a date and say nothing."""

BESIDE_A_MONTH = frozenset("m d".split())
"""Noise only beside the name of a month: ``2026 m. lapkričio 28 d.``"""


def month(word: str) -> int | None:
    """The month (1 to 12) that *word*, in small letters, names or begins; None where it is none or several."""
    found = _find("months", word, SHORTEST_MONTH)
    return None if found is None else found + 1


def weekday(word: str) -> int | None:
    """The weekday (0 is Monday) that *word*, in small letters, names or begins; None where it is none or several.

    ``pn`` is a Monday in Poland and a Friday in Lithuania: the language that is spoken goes first.
    """
    return _find("weekdays", word, SHORTEST_WEEKDAY)


def _find(kind: str, word: str, shortest: int) -> int | None:
    rows, word = _folded(kind), fold(word)
    for few in ([rows[language()]], rows.values()):
        names = [(each, position) for row in few for position, each_day in enumerate(row) for each in each_day]
        whole = {position for each, position in names if each == word}
        begun = {position for each, position in names if len(word) >= shortest and each.startswith(word)}
        if found := whole or begun:
            return found.pop() if len(found) == 1 else None
    return None


@cache
def _folded(kind: str) -> dict[str, list[list[str]]]:
    rows = _MONTHS if kind == "months" else _WEEKDAYS
    return {code: [[fold(name) for name in names.split("/")] for names in row.split()] for code, row in rows.items()}
