"""Yes and no as people type them: in the language spoken, in English, or with the Russian layout left on."""

from unicodedata import normalize

from omi_tui.text.latin import from_russian_layout

_YES = {
    "en": "yes y",
    "ru": "да д",
    "be": "так т",
    "lt": "taip t",
    "lv": "jā ja j",
    "pl": "tak t",
    "de": "ja j",
    "zh_Hans": "是 是的 对 y",
}
_NO = {
    "en": "no n",
    "ru": "нет н",
    "be": "не н",
    "lt": "ne n",
    "lv": "nē ne n",
    "pl": "nie n",
    "de": "nein n",
    "zh_Hans": "否 不 不是 n",
}


def read(text: str, language: str) -> bool | None:
    """What *text* says in the shipped *language*; None where it says neither, or might say both.

    The words of *language* come first, then the English ones. A single Cyrillic letter that is an answer in one
    language and the slip of the opposite key in another (``н`` is "нет", and the key of ``y``) counts only where
    *language* has it.
    """
    said = normalize("NFKC", text).strip().casefold().rstrip(".!。")
    for words in (language, "en"):
        if said in _YES.get(words, "").split():
            return True
        if said in _NO.get(words, "").split():
            return False
    if len(said) < 2:
        return None
    every_yes, every_no = " ".join(_YES.values()).split(), " ".join(_NO.values()).split()
    slip = from_russian_layout(said)
    return True if said in every_yes or slip == "yes" else False if said in every_no or slip == "no" else None
