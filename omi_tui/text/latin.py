"""Cyrillic where Latin is wanted: the passport's transliteration, look-alike letters, the wrong keyboard layout.

Each function makes a proposal; the Latin name printed in the passport always wins.
Source of the tables: ICAO Doc 9303-3, section 6. Passports issued under older rules follow other tables.
"""

import re

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_APOSTROPHES = re.compile(r"(?<=[\u0400-\u052f])['\u2019\u02bc](?=[\u0400-\u052f])")

_COMMON = dict(
    pair.split("=")
    for pair in (
        "А=A Б=B В=V Г=G Д=D Е=E Ё=E Ж=ZH З=Z И=I І=I Й=I К=K Л=L М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F Х=KH Ц=TS "
        "Ч=CH Ш=SH Щ=SHCH Ъ=IE Ы=Y Ь= Э=E Ю=IU Я=IA Ѣ=IE Ѳ=F Ѵ=Y Ґ=G Є=IE Ї=I Ў=U Ѓ=G Ѕ=DZ Ј=J Ќ=K Љ=LJ Њ=NJ Ћ=C "
        "Џ=DZ Ђ=D"
    ).split()
)
_OWN = {
    language: dict(pair.split("=") for pair in pairs.split())
    for language, pairs in {
        "ru": "",
        "be": "Г=H Ё=IO",
        "uk": "Г=H И=Y",
        "bg": "Щ=SHT",
        "sr": "Ж=Z Х=H Ц=C Ч=C Ш=S",
    }.items()
}
_WORD_START = {"uk": dict(pair.split("=") for pair in "Є=YE Ї=YI Й=Y Ю=YU Я=YA".split())}
_ALIKE = str.maketrans("АВЕКМНОРСТХУІЈЅ", "ABEKMHOPCTXYIJS")
_LAYOUT = str.maketrans(
    "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~",
)


def has_cyrillic(text: str) -> bool:
    """Whether *text* has a Cyrillic letter."""
    return _CYRILLIC.search(text) is not None


def to_latin(text: str, language: str = "ru") -> str:
    """*text* transliterated from *language* (ru, be, uk, bg, sr); other characters stay, and so does the case.

    An unknown language is read as Russian. The apostrophe inside a Cyrillic word is dropped.
    """
    table = _COMMON | _OWN.get(language, {})
    at_start = _WORD_START.get(language, {})
    text = _APOSTROPHES.sub("", text)
    capitals = text.isupper()
    result = []
    before = " "
    for char in text:
        upper = char.upper()
        latin = table.get(upper)
        if not before.isalpha():
            latin = at_start.get(upper, latin)
        if latin is None:
            result.append(char)
        elif char != upper:
            result.append(latin.lower())
        else:
            result.append(latin if capitals else latin.capitalize())
        before = char
    return "".join(result)


def lookalikes(text: str) -> str:
    """*text* with Cyrillic capitals replaced by the Latin ones they look like, and the rest transliterated.

    For codes such as document numbers, where ``Р`` was meant as the ``P`` on the page. The result is in capitals.
    """
    return to_latin(text.upper().translate(_ALIKE))


def from_russian_layout(text: str) -> str:
    """What the same keys give with the Latin layout on: ``шмфтщм`` is ``ivanov``."""
    return text.translate(_LAYOUT)
