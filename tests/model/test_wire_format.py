"""What is sent depends on no language and on no locale of the machine (I04)."""

import json
import os
import subprocess
import sys

PROGRAM = """
import json, locale
from datetime import date
from omi_tui.forms.insured import InsuredForm
from omi_tui.forms.period import PeriodForm
from omi_tui.text.i18n import LANGUAGES, set_language, show_date_long, show_money
from decimal import Decimal
try:
    locale.setlocale(locale.LC_ALL, "")
except locale.Error:
    pass
sent, shown = [], []
for code in LANGUAGES:
    set_language(code)
    period = PeriodForm(lambda: date(2036, 6, 18))
    period.answer("begin_date", show_date_long(date(2036, 6, 23)))
    period.answer("end_date", "30.6.36")
    insured = InsuredForm()
    insured.load({'policyholder_is_insured': False})
    answers = {"last_name_latin": "kowalska", "first_name_latin": "magdalena", "birth_date": "14.7.86",
               "citizenship": "POL", "passport_series": "zz", "passport_number": "123 4567", "address": "Lipowa 12",
               "personal_number": "86071400000", "phone": "+48 600 000 000", "country_of_residence": "Poland"}
    for field, text in answers.items():
        insured.answer(field, text)
    values = {**period.values(), **insured.values()}
    sent.append({name: str(value) for name, value in values.items()})
    shown.append([show_date_long(date(2036, 6, 23)), show_money(Decimal("10000.00"), "EUR")])
print(json.dumps([sent, shown]))
"""


def test_i04_the_same_is_sent_in_every_language_under_every_locale() -> None:
    answers = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "LC_ALL": locale, "LANG": locale, "PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for locale in ("C", "ru_RU.UTF-8", "en_US.UTF-8")
    ]
    assert len(set(answers)) == 1
    sent, shown = json.loads(answers[0])
    assert all(each == sent[0] for each in sent)
    assert len(shown) == len({each[0] for each in shown}) == 8
    assert sent[0]["begin_date"] == "2036-06-23"
    assert sent[0]["citizenship"] == sent[0]["country_of_residence"] == "POL"
    assert (sent[0]["birth_date"], sent[0]["phone"]) == ("1986-07-14", "+48600000000")
