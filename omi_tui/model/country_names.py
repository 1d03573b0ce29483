"""Names beside CLDR's: what the ICAO codes without an ISO twin are called, and what else people call countries.

Source of the codes: ICAO Doc 9303-3, section 5.
"""

from omi_tui.text.i18n import N_

ICAO_NAMES: dict[str, str] = {
    "EUE": N_("European Union (laissez-passer)"),
    "GBD": N_("British Overseas Territories citizen"),
    "GBN": N_("British National (Overseas)"),
    "GBO": N_("British Overseas citizen"),
    "GBP": N_("British protected person"),
    "GBS": N_("British subject"),
    "UNA": N_("United Nations specialized agency"),
    "UNK": N_("Kosovo (United Nations mission document)"),
    "UNO": N_("United Nations Organization"),
    "XBA": N_("African Development Bank"),
    "XCC": N_("Caribbean Community"),
    "XCO": N_("Common Market for Eastern and Southern Africa"),
    "XEC": N_("Economic Community of West African States"),
    "XIM": N_("African Export-Import Bank"),
    "XOM": N_("Sovereign Military Order of Malta"),
    "XPO": N_("Interpol"),
    "XXA": N_("Stateless person"),
    "XXB": N_("Refugee (1951 Convention)"),
    "XXC": N_("Refugee (other)"),
    "XXX": N_("Unspecified nationality"),
}

_OTHER_NAMES = """
ARE UAE | Emirates | ОАЭ | Эмираты
AUT Österreich
BIH Bosnia and Herzegovina
BLR Byelorussia | Belorussia | Белоруссия
BRN Brunei Darussalam
CAF Central African Republic | ЦАР
CHE Schweiz | Suisse
CHN China, People's Republic | PRC | КНР
CIV Ivory Coast | Берег Слоновой Кости
COD Democratic Republic of the Congo | DR Congo | DRC | Zaire | Демократическая Республика Конго | ДР Конго | Заир
COG Republic of the Congo | Республика Конго
CPV Cabo Verde
CZE Czech Republic | Česko | Чешская Республика
DEU Deutschland | ФРГ
ESP España
EST Eesti
FIN Suomi
FSM Federated States of Micronesia
GBR Great Britain | Britain | UK | England | Scotland | Wales | Northern Ireland | Англия | Шотландия | Уэльс
GRC Hellas
HUN Magyarország
HRV Hrvatska
IRN Islamic Republic of Iran | Persia
ITA Italia
KGZ Kirghizia | Киргизская Республика | Кыргызстан
KOR Republic of Korea | ROK | Южная Корея
LAO Lao People's Democratic Republic
LTU Lietuva
LVA Latvija
MDA Republic of Moldova | Молдавия
MKD Macedonia | Македония
MMR Burma | Myanmar | Бирма | Мьянма
NLD Holland | The Netherlands | Nederland | Голландия
POL Polska
PRK Democratic People's Republic of Korea | DPRK | Северная Корея
PSE Palestine | State of Palestine | Палестина
ROU Rumania
RUS Russian Federation | Российская Федерация | РФ
SVK Slovak Republic | Slovensko
SWZ Swaziland | Свазиленд
SYR Syrian Arab Republic
TJK Tadjikistan
TKM Turkmenia | Туркмения
TLS East Timor | Восточный Тимор
TUR Turkey | Türkiye
TWN Chinese Taipei
TZA United Republic of Tanzania
USA United States of America | America | Соединенные Штаты Америки | США | Америка
VAT Holy See | Vatican | Святой Престол
VNM Viet Nam
XXA Apatride | Лицо без гражданства
XXB Беженец (Конвенция 1951 года)
XXC Беженец (другое)
ZAF ЮАР | RSA
"""

ALIASES: dict[str, list[str]] = {
    line[:3]: [name.strip() for name in line[4:].split("|")] for line in _OTHER_NAMES.strip().splitlines()
}
"""Other names of a code in any language: former, short, official and native ones."""
