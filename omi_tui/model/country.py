"""Countries and nationalities: alpha-3 codes, their names, and finding one by whatever a person types.

The codes are plain data, so that checking one costs nothing; names come from CLDR (Babel) when first asked for.
The specimen code ``UTO`` of ICAO Doc 9303 is not accepted.
"""

from functools import cache, lru_cache

from omi_tui.model.country_names import ALIASES, ICAO_NAMES
from omi_tui.text import i18n
from omi_tui.text.fold import fold
from omi_tui.text.latin import from_russian_layout

_ISO = """
    ABW=AW AFG=AF AGO=AO AIA=AI ALA=AX ALB=AL AND=AD ARE=AE ARG=AR ARM=AM ASM=AS ATA=AQ ATF=TF ATG=AG AUS=AU AUT=AT
    AZE=AZ BDI=BI BEL=BE BEN=BJ BES=BQ BFA=BF BGD=BD BGR=BG BHR=BH BHS=BS BIH=BA BLM=BL BLR=BY BLZ=BZ BMU=BM BOL=BO
    BRA=BR BRB=BB BRN=BN BTN=BT BVT=BV BWA=BW CAF=CF CAN=CA CCK=CC CHE=CH CHL=CL CHN=CN CIV=CI CMR=CM COD=CD COG=CG
    COK=CK COL=CO COM=KM CPV=CV CRI=CR CUB=CU CUW=CW CXR=CX CYM=KY CYP=CY CZE=CZ DEU=DE DJI=DJ DMA=DM DNK=DK DOM=DO
    DZA=DZ ECU=EC EGY=EG ERI=ER ESH=EH ESP=ES EST=EE ETH=ET FIN=FI FJI=FJ FLK=FK FRA=FR FRO=FO FSM=FM GAB=GA GBR=GB
    GEO=GE GGY=GG GHA=GH GIB=GI GIN=GN GLP=GP GMB=GM GNB=GW GNQ=GQ GRC=GR GRD=GD GRL=GL GTM=GT GUF=GF GUM=GU GUY=GY
    HKG=HK HMD=HM HND=HN HRV=HR HTI=HT HUN=HU IDN=ID IMN=IM IND=IN IOT=IO IRL=IE IRN=IR IRQ=IQ ISL=IS ISR=IL ITA=IT
    JAM=JM JEY=JE JOR=JO JPN=JP KAZ=KZ KEN=KE KGZ=KG KHM=KH KIR=KI KNA=KN KOR=KR KWT=KW LAO=LA LBN=LB LBR=LR LBY=LY
    LCA=LC LIE=LI LKA=LK LSO=LS LTU=LT LUX=LU LVA=LV MAC=MO MAF=MF MAR=MA MCO=MC MDA=MD MDG=MG MDV=MV MEX=MX MHL=MH
    MKD=MK MLI=ML MLT=MT MMR=MM MNE=ME MNG=MN MNP=MP MOZ=MZ MRT=MR MSR=MS MTQ=MQ MUS=MU MWI=MW MYS=MY MYT=YT NAM=NA
    NCL=NC NER=NE NFK=NF NGA=NG NIC=NI NIU=NU NLD=NL NOR=NO NPL=NP NRU=NR NZL=NZ OMN=OM PAK=PK PAN=PA PCN=PN PER=PE
    PHL=PH PLW=PW PNG=PG POL=PL PRI=PR PRK=KP PRT=PT PRY=PY PSE=PS PYF=PF QAT=QA REU=RE ROU=RO RUS=RU RWA=RW SAU=SA
    SDN=SD SEN=SN SGP=SG SGS=GS SHN=SH SJM=SJ SLB=SB SLE=SL SLV=SV SMR=SM SOM=SO SPM=PM SRB=RS SSD=SS STP=ST SUR=SR
    SVK=SK SVN=SI SWE=SE SWZ=SZ SXM=SX SYC=SC SYR=SY TCA=TC TCD=TD TGO=TG THA=TH TJK=TJ TKL=TK TKM=TM TLS=TL TON=TO
    TTO=TT TUN=TN TUR=TR TUV=TV TWN=TW TZA=TZ UGA=UG UKR=UA UMI=UM URY=UY USA=US UZB=UZ VAT=VA VCT=VC VEN=VE VGB=VG
    VIR=VI VNM=VN VUT=VU WLF=WF WSM=WS YEM=YE ZAF=ZA ZMB=ZM ZWE=ZW
"""

CODES: dict[str, str | None] = {
    **{pair[:3]: pair[4:] for pair in _ISO.split()},
    **dict.fromkeys(ICAO_NAMES),
    "RKS": "XK",
}
"""Every code that is accepted: alpha-3 to alpha-2 (ISO 3166-1), or to None for the ICAO codes without one."""

ALPHA_3: dict[str, str] = {short: code for code, short in CODES.items() if short} | {"D": "DEU"}
"""Short codes to alpha-3: alpha-2, and the ``D`` that machine-readable lines print for Germany."""


_ALL = frozenset(i18n.LANGUAGES)


def name(code: str) -> str:
    """The name of *code* in the current language; a code that is not known is its own name."""
    return _name(code, i18n.language())


def show(code: str) -> str:
    """Code and name, as a field shows them: ``POL  Poland``. :func:`find` reads it back."""
    return f"{code}  {name(code)}" if code in CODES else code


def find(text: str) -> list[str]:
    """The alpha-3 codes that *text* may mean, the likeliest first; empty where there is none.

    A code in capitals (``POL``, ``PL``, ``D``), a whole name and the text of :func:`show` mean one country. Names are
    those of the current language, in English and in Russian; where these are silent, of every shipped language.

    A code in small letters comes first, together with the countries whose names fit as well as its own: ``pol`` is
    Poland, ``kor`` is both Koreas. Otherwise names that begin with the text, then names with such a word inside.
    Letters typed with the Russian keyboard layout on are read as Latin as a last try.
    """
    text = text.strip()
    if text in CODES or text in ALPHA_3:
        return [ALPHA_3.get(text, text)]
    language = i18n.language()
    near = frozenset({"en", "ru", language})
    first, _, rest = text.partition(" ")
    if first in CODES and any(fold(rest) in _names(first, languages) for languages in (near, _ALL)):
        return [first]
    for said in (text, from_russian_layout(text)):
        for languages in (near, _ALL):  # the names of eight languages are loaded only where those of three are silent
            if found := _by_name(said, language, languages):
                return list(found)
    return []


@lru_cache(256)  # a form reads all its answers again with each key that is pressed in one of them
def _by_name(text: str, language: str, languages: frozenset[str]) -> tuple[str, ...]:
    wanted = fold(text)
    if not wanted:
        return ()
    ranks = {code: rank for code in CODES if (rank := _rank(wanted, _names(code, languages))) is not None}
    coded = ALPHA_3.get(text.upper(), text.upper())
    worst = 2
    if coded in CODES:
        worst = ranks.get(coded, worst)
        ranks[coded] = -1
    elif 0 in ranks.values():
        worst = 0
    found = [code for code, rank in ranks.items() if rank <= worst]
    return tuple(sorted(found, key=lambda code: (ranks[code], fold(_name(code, language)), code)))


def _rank(wanted: str, names: frozenset[str]) -> int | None:
    """0: a whole name; 1: the beginning of a name; 2: the beginning of a word inside; None: no match."""
    if wanted in names:
        return 0
    if any(each.startswith(wanted) for each in names):
        return 1
    return 2 if any(f" {wanted}" in each for each in names) else None


@cache
def _names(code: str, languages: frozenset[str]) -> frozenset[str]:
    """Every name of *code*, folded: in *languages*, and its aliases."""
    names = {_name(code, language) for language in languages} | set(ALIASES.get(code, ()))
    names |= {each.replace("St. ", "Saint ") for each in names}
    return frozenset(fold(each) for each in names)


def _name(code: str, language: str) -> str:
    if code in ICAO_NAMES:
        return i18n.in_language(language, ICAO_NAMES[code])
    short = CODES.get(code)
    return _territories(language).get(short, code) if short else code


@cache
def _territories(language: str) -> dict[str, str]:
    from babel import Locale

    return dict(Locale.parse(language).territories)
