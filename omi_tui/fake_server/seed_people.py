"""The invented people of the data sets. Whoever finds their own name here: it is chance."""

import random
from datetime import date, timedelta

from omi_tui.model.passport import PassportDetails
from omi_tui.model.person import Insured, PersonalInfo

HOLDER = PersonalInfo(
    last_name="Иванова",
    first_name="Анна",
    patronymic="Петровна",
    last_name_latin="IVANOVA",
    first_name_latin="ANNA",
    sex="female",
    birth_date=date(1985, 6, 14),
    address="Minsk, Lipova 1, flat 7",
    phone="+375291234567",
)

# country, family names, given names, town, street, dialling code
_NATIONS = (
    ("POL", "NOWAK KOWALSKI WOJCIK ZIELINSKA KAMINSKA", "JAN PIOTR EWA MARTA TOMASZ", "Warszawa", "Długa", "48"),
    ("DEU", "SCHMIDT WEBER FISCHER WAGNER BECKER", "LUKAS JONAS MIA LENA FELIX", "Berlin", "Lindenstraße", "49"),
    ("LTU", "KAZLAUSKAS PETRAUSKAS JANKAUSKIENE BUTKUTE", "TOMAS RASA JONAS EGLE", "Vilnius", "Pilies g.", "370"),
    ("LVA", "BERZINS KALNINA OZOLS LIEPA", "ANDRIS ILZE JANIS LAURA", "Rīga", "Brīvības iela", "371"),
    ("CHN", "WANG LI ZHANG CHEN", "WEI FANG MIN JIE", "Beijing", "Chaoyang Lu", "86"),
    ("IND", "SHARMA PATEL SINGH RAO", "AMIT PRIYA RAVI ANITA", "Delhi", "Ring Road", "91"),
    ("TUR", "YILMAZ DEMIR KAYA SAHIN", "MEHMET AYSE EMRE ELIF", "Ankara", "Atatürk Cad.", "90"),
    ("IRN", "AHMADI HOSSEINI KARIMI RAHIMI", "ALI SARA REZA MARYAM", "Tehran", "Valiasr St.", "98"),
    ("ITA", "ROSSI BIANCHI D'ANGELO RUSSO", "MARCO GIULIA LUCA CHIARA", "Roma", "Via Nazionale", "39"),
    ("FRA", "MARTIN DUBOIS LE-GALL MOREAU", "PAUL CAMILLE LOUIS EMMA", "Lyon", "Rue de la Paix", "33"),
)


def holders_passport(today: date) -> PassportDetails:
    """The agent's passport, good for years from *today* on."""
    return PassportDetails(
        document_type="passport",
        nationality="BLR",
        series="MP",
        number="1234567",
        personal_number="4140685A001PB5",
        issued_by="Minsk, Centralny district office",
        issue_date=today - timedelta(days=1200),
        expiry_date=today + timedelta(days=2400),
    )


def invented(chance: random.Random, day: date) -> Insured:
    """Somebody between 2 and 75 years old on *day*."""
    country, families, given, town, street, dialling = chance.choice(_NATIONS)
    lettered = country in ("POL", "CHN", "ITA", "TUR")
    number = f"{chance.randrange(10**7):07d}"
    # The values are as the rules leave them, so a bulk of them can skip the rules' work.
    return Insured.model_construct(
        last_name_latin=chance.choice(families.split()),
        first_name_latin=chance.choice(given.split()),
        birth_date=day - timedelta(days=chance.randint(2 * 365, 75 * 365)),
        citizenship=country,
        passport_series="".join(chance.choices("ABCEHKLMPRT", k=2)) if lettered else None,
        passport_number=number if lettered else f"{chance.choice('CEGKPUX')}{number}",
        personal_number=None,
        address=f"{town}, {street} {chance.randint(1, 99)}",
        phone=f"+{dialling}{chance.randrange(10**8, 10**9)}",
        country_of_residence=country,
    )
