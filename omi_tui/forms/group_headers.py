"""What the columns of a list are called: ids, questions in every shipped language, and the usual short words."""

import re
from collections.abc import Sequence
from functools import cache

from omi_tui.forms.insured import InsuredForm
from omi_tui.text import i18n
from omi_tui.text.fold import fold

NOT_USED = "-"
_EITHER_NAME = "name"
"""Beside a surname the given name, and beside a given name the surname."""
_LAST, _FIRST = "last_name_latin", "first_name_latin"
_WORDS = {
    _LAST: "last name; surname; family name; lastname; familyname; surnames; last name latin; surname latin; фамилия; "
    "фамилия лат; фамилия латинская; фамилия на латинице; прозвішча; прозвішча лац; pavardė; pavardė lotyniškai; "
    "uzvārds; uzvārds latīņu; nazwisko; nazwisko łacińskie; nachname; familienname; zuname; 姓; 姓氏; 姓拼音; 英文姓",
    _FIRST: "first name; given name; given names; firstname; givenname; forename; forenames; first names; "
    "first name latin; given names latin; имя; имена; имя лат; имя латинское; имя на латинице; імя; імя лац; vardas; "
    "vardai; vardas lotyniškai; vārds; vārdi; imię; imiona; vorname; vornamen; rufname; 名; 名字; 名拼音; 英文名",
    "birth_date": "date of birth; birth date; birthdate; born; dob; birthday; bday; дата рождения; д р; др; рождён; "
    "день рождения; дата нараджэння; дзень нараджэння; нарадзіўся; gimimo data; gimė; gim data; dzimšanas datums; "
    "dzimšanas dat; dzimis; dzim datums; data urodzenia; data ur; urodzony; ur; geburtsdatum; geburtstag; geboren; "
    "geb; geb datum; geboren am; 出生日期; 生日; 出生年月日; 出生",
    "citizenship": "nationality; citizen of; гражданство; национальность; грамадзянства; pilietybė; tautybė; "
    "pilsonība; valstspiederība; obywatelstwo; narodowość; staatsangehörigkeit; staatsbürgerschaft; nationalität; 国籍",
    "passport_series": "series; серия; серия паспорта; паспорт серия; серыя; серыя пашпарта; пашпарт серыя; serija; "
    "paso serija; pasas serija; sērija; pases sērija; pase sērija; seria; seria paszportu; paszport seria; serie; "
    "passserie; pass serie; passport series; 系列; 护照系列",
    "passport_number": "passport; passport number; document number; document; travel document; passport series number; "
    "passport series and number; номер паспорта; паспорт; паспорт номер; номер документа; документ; № паспорта; "
    "серия и номер; серия и номер паспорта; паспорт серия номер; паспорт серия и номер; серия №; серия номер; "
    "паспортные данные; загранпаспорт; пашпарт; пашпарт нумар; нумар дакумента; дакумент; № пашпарта; "
    "серыя і нумар; серыя і нумар пашпарта; pasas; paso; dokumento numeris; dokumentas; paso nr; dokumento nr; "
    "paso serija ir numeris; pase; pases; dokumenta numurs; dokuments; pases nr; dokumenta nr; "
    "pases sērija un numurs; paszport; paszportu; nr paszportu; numer dokumentu; nr dokumentu; dokument; "
    "seria i numer paszportu; seria i numer; reisepass; pass; passnr; pass nr; reisepassnummer; reisepassnr; "
    "dokumentennummer; ausweisnummer; serie und nummer; 护照; 护照号; 护照号码; 证件号; 证件号码",
    "personal_number": "personal no; identification number; id number; id no; personal id; national id; личный номер; "
    "идентификационный номер; личный №; асабісты нумар; ідэнтыфікацыйны нумар; asmens kodas; asmens kod; "
    "personas kods; pers kods; pesel; nr pesel; numer pesel; personennummer; personalnummer; 个人编号; 身份证号; "
    "身份证号码",
    "address": "home address; residential address; адрес; домашний адрес; адрес проживания; место жительства; адрас; "
    "хатні адрас; адрас пражывання; adresas; namų adresas; gyvenamoji vieta; adrese; dzīvesvieta; mājas adrese; "
    "dzīvesvietas adrese; adres; adres zamieszkania; anschrift; adresse; wohnort; wohnanschrift; 地址; 住址; 家庭住址",
    "phone": "telephone; mobile; tel; cell; cell phone; cellphone; mobile phone; phone mobile; contact phone; "
    "mobile number; telephone number; contact number; телефон; номер телефона; мобильный; мобильный телефон; моб; "
    "моб телефон; моб тел; контактный телефон; тэлефон; нумар тэлефона; мабільны; мабільны тэлефон; telefonas; "
    "telefono nr; mobilusis telefonas; mobilusis; mob tel; tālrunis; tālruņa nr; telefons; mobilais; "
    "mobilais tālrunis; mobilais telefons; telefon; telefonu; nr telefonu; telefon komórkowy; komórka; handy; "
    "handynummer; mobiltelefon; rufnummer; telefonnr; 电话; 手机; 手机号; 手机号码; 联系电话",
    "country_of_residence": "residence; country; lives in; residence country; resident of; страна проживания; страна; "
    "страна жительства; страна постоянного проживания; краіна пражывання; краіна; gyvenamoji šalis; šalis; "
    "gyvenamosios vietos valstybė; valsts; dzīvesvietas zeme; mītnes valsts; mītnes zeme; kraj zamieszkania; kraj; "
    "land; wohnland; wohnsitz; aufenthaltsland; 居住国; 居住国家; 国家",
}
_OTHERS = (
    "no; nr; n; № п п; п п; пп; row; номер п п; lp; l p; eil nr; eilės nr; nr p k; lfd nr; 序号; "
    "sex; gender; m f; пол; м ж; lytis; dzimums; płeć; geschlecht; 性别; "
    "expiry; expiry date; expires; date of expiry; valid until; valid to; срок действия; действителен до; годен до; "
    "годзен да; тэрмін дзеяння; galioja iki; derīgs līdz; ważny do; data ważności; gültig bis; ablaufdatum; 有效期; "
    "有效期至; issue date; date of issue; issued; issued on; дата выдачи; выдан; дата выдачы; išdavimo data; išduotas; "
    "izdošanas datums; data wydania; ausstellungsdatum; ausgestellt am; 签发日期; "
    "issued by; authority; кем выдан; кім выдадзены; place of birth; country of birth; место рождения; "
    "страна рождения; месца нараджэння; gimimo vieta; dzimšanas vieta; miejsce urodzenia; geburtsort; geburtsland; "
    "出生地; patronymic; middle name; отчество; імя па бацьку; tėvavardis; tēvvārds; 中间名; "
    "e mail; email; почта; эл почта; электронная почта; el paštas; e pasts; 邮箱; 电子邮件; remarks; remark; notes; "
    "note; comment; comments; примечание; примечания; заўвага; pastabos; piezīmes; uwagi; bemerkung; bemerkungen; 备注"
)
"""What a list has besides, and what no question asks."""
_MEANT = re.compile("issue|expir|valid|until|birth|выда|срок|действ|рожд|отчеств|серия|серыя|seri|sēri|系列")
"""Between parentheses, words that make another column of it."""
_NUMBER_SIGN = re.compile(r"(?: (?:no|nr)$)|(?:^(?:no|nr) )")
_LATIN = re.compile(r"\b(?:lat|лат|лац|latein|lotyn|łac)|拉丁|拼音|英文")


@cache
def names() -> dict[str, str]:
    """Field ids by every name that a column may have, folded; ``-`` for a column that no question asks."""
    known: dict[str, str] = {}
    labels = {field.id: field.label for field in InsuredForm.fields if field.id in _WORDS}
    for field_id, label in labels.items():
        words = [field_id, *(i18n.in_language(code, label) for code in i18n.LANGUAGES), *_WORDS[field_id].split(";")]
        for word in words:
            known.setdefault(_folded(word), field_id)
    for word in _OTHERS.split(";"):
        known.setdefault(_folded(word), NOT_USED)
    return known


def _folded(header: str) -> str:
    return fold(header).casefold()  # a numero sign becomes a capital letter


def _meaning(header: str) -> str:
    """The field that *header* names, whatever stands behind it in parentheses, and the sign for a number; or ""."""
    known = names()
    said = _folded(header)
    before, _sign, behind = re.sub("[（[]", "(", header).rpartition("(")
    shorter = [said] if not before or _MEANT.search(behind.casefold()) else [said, _folded(before)]
    for words in shorter:
        if field_id := known.get(words) or known.get(_NUMBER_SIGN.sub("", words)):
            return field_id
    return _EITHER_NAME if _EITHER_NAME in shorter else ""


def known(cell: str) -> bool:
    """Whether *cell* is the name of a column that is asked for."""
    return _meaning(cell) not in ("", NOT_USED)


def named(header: Sequence[str]) -> list[str]:
    """For each cell of *header* the field that it names, ``-`` for what is not used, or "" where nobody knows it.

    Of two columns for one question, such as a name in the person's letters and in Latin ones, the Latin one is used.
    """
    found = [_meaning(cell) for cell in header]
    if _EITHER_NAME in found:
        other = {(True, False): _FIRST, (False, True): _LAST, (True, True): NOT_USED}.get(
            (_LAST in found, _FIRST in found), ""
        )
        found = [other if field_id == _EITHER_NAME else field_id for field_id in found]
    for field_id in {*found} - {"", NOT_USED}:
        places = [place for place, each in enumerate(found) if each == field_id]
        best = min(places, key=lambda place: (not _LATIN.search(header[place].casefold()), not header[place].isascii()))
        for place in places:
            found[place] = field_id if place == best else NOT_USED
    return found
